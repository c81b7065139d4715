-- Adapter for tests/vectors.lua: names of the reference values of guo2025 -> names of our models. Renaming only; curves are
-- spelt out from their parameters.

local kinds = {}

-- ---- section 2 ----

-- One entry of an array, or one row's entry: pick("inventory_paths", {-1, 2}) is the last trader at the second time.
local function pick(output, index)
  return function(result)
    local value = result[output]
    for _, i in ipairs(index) do value = value[i] end
    return value
  end
end

local function ends(output, at)
  return function(result) return { result[output][1][at], result[output][-1][at] } end
end

local function true_if_one(output)
  return function(result) return result[output] == 1 end
end

local condition_flags = {
  hamiltonian_concave = true_if_one "hamiltonian_concave", thm27_condition = true_if_one "condition_27",
  thm210_sharp = true_if_one "condition_210", own_objective_concave = true_if_one "own_concave",
  explosion_time_to_maturity = function(result)
    local time = result.explosion_time
    if time ~= math.huge then return time end
  end,
  explosion_tau = "explosion_time",
}

local function conditions(v, horizon)
  return { model = "guo2025_conditions", outputs = condition_flags, arguments = {
    traders = v.N, permanent_impact = v.alpha, temporary_impact = v.beta, running_penalty = v.phi, terminal_penalty = v.A,
    horizon = horizon,
  } }
end

function kinds.s2_modes(v)
  return {
    { model = "guo2025_homogeneous", arguments = {
      traders = v.N, inventories = { 1 }, mean_inventory = 1, permanent_impact = v.alpha, temporary_impact = v.beta,
      running_penalty = v.phi, terminal_penalty = v.A, horizon = v.T, times = { 0, v.T / 2 },
    }, outputs = {
      r_mean_0 = pick("gain_mean", { 1 }), r_perp_0 = pick("gain_deviation", { 1 }),
      r_mean_half = pick("gain_mean", { 2 }), r_perp_half = pick("gain_deviation", { 2 }),
    } },
    conditions(v, v.T),
  }
end

function kinds.s2_explosion(v) return { conditions(v) } end

local function decaying(v)
  local start, decay = v.imbalance0, v.imbalance_decay
  return function(t) return start * math.exp(-decay * t) end
end

local function homogeneous(v)
  return {
    inventories = v.q0, permanent_impact = v.alpha, temporary_impact = v.beta, running_penalty = v.phi, terminal_penalty = v.A,
    horizon = v.T, imbalance = decaying(v), traders = v.N,
    own_weight = v.own and v.own * v.N / v.beta, cross_weight = v.cross and v.cross * v.N / v.beta,
  }
end

function kinds.s2_path(v)
  local arguments = homogeneous(v)
  arguments.times = { 0, v.T / 3, v.T }
  return { { model = "guo2025_homogeneous", arguments = arguments, outputs = {
    Q_third = ends("inventory_paths", 2), Q_T = ends("inventory_paths", 3), v_0 = ends("rate_paths", 1),
    v_T = ends("rate_paths", 3), k_0 = pick("reaction", { 1 }),
  } } }
end

function kinds.s2_value(v)
  return { { model = "guo2025_homogeneous", arguments = homogeneous(v), outputs = {
    J_first = pick("values", { 1 }), J_last = pick("values", { -1 }),
    J_sum = function(result) return result.values:sum() end,
  } } }
end

function kinds.s2_timedep(v)
  local turn = 2 * math.pi / v.T
  local alpha0, alpha1, beta0, beta1, phi0, decay = v.alpha0, v.alpha1, v.beta0, v.beta1, v.phi0, v.phi_decay
  return { { model = "guo2025_homogeneous", arguments = {
    traders = v.N, inventories = { 1 }, mean_inventory = 1, terminal_penalty = v.A, horizon = v.T, times = { 0, v.T },
    permanent_impact = function(t) return alpha0 * (1 + alpha1 * math.sin(turn * t)) end,
    temporary_impact = function(t) return beta0 * (1 + beta1 * math.cos(turn * t)) end,
    running_penalty = function(t) return phi0 * math.exp(-decay * t) end,
  }, outputs = {
    r_mean_0 = pick("gain_mean", { 1 }), r_perp_0 = pick("gain_deviation", { 1 }),
    flow_mean_T = pick("profile_mean", { 2 }), flow_perp_T = pick("profile_deviation", { 2 }),
  } } }
end

function kinds.s2_ou(v)
  return { { model = "guo2025_homogeneous", arguments = {
    traders = v.N, inventories = { v.q_mean }, mean_inventory = v.q_mean, permanent_impact = v.alpha,
    temporary_impact = v.beta, running_penalty = v.phi, terminal_penalty = v.A, horizon = v.T, times = { 0, v.T },
    imbalance_law = { law = "ou", speed = v.ou_speed, mean = v.ou_mean, volatility = v.ou_vol, start = v.ou_start },
  }, outputs = {
    k_0 = pick("reaction", { 1 }), mean_Q_T = pick("mean_path", { 2 }), var_Q_T = pick("variance_path", { 2 }),
  } } }
end

function kinds.s2_hetero(v)
  local _ = v.N
  return {
    { model = "guo2025_matrix", arguments = {
      inventories = v.q0, running_penalty = v.phi, terminal_penalty = v.A, permanent_impact = v.alpha,
      temporary_impact = v.beta, horizon = v.T, times = { 0, v.T },
    }, outputs = {
      R_11 = pick("matrix", { 1, 1 }), R_12 = pick("matrix", { 1, 2 }), R_21 = pick("matrix", { 2, 1 }),
      R_NN = pick("matrix", { -1, -1 }), v_0_first = pick("rate_paths", { 1, 1 }),
      Q_T_first = pick("inventory_paths", { 1, 2 }), Q_T_last = pick("inventory_paths", { -1, 2 }),
    } },
  }
end

function kinds.s2_hetero_large(v)
  local running, terminal, inventories, last = {}, {}, {}, v.N - 1
  for i = 0, last do
    local u = i / last
    running[i + 1] = v.phi_lo + (v.phi_hi - v.phi_lo) * u
    terminal[i + 1] = v.A_lo + (v.A_hi - v.A_lo) * u ^ 2
    inventories[i + 1] = v.q_lo + (v.q_hi - v.q_lo) * math.cos(7 * i)
  end
  return { { model = "guo2025_heterogeneous", arguments = {
    inventories = inventories, running_penalty = running, terminal_penalty = terminal, permanent_impact = v.alpha,
    temporary_impact = v.beta, horizon = v.T, times = { 0, v.T },
  }, outputs = {
    V_0 = pick("aggregate_rate", { 1 }), V_T = pick("aggregate_rate", { 2 }), Q_T_first = pick("inventory_paths", { 1, 2 }),
    Q_T_last = pick("inventory_paths", { -1, 2 }), Y_0_first = pick("adjoint_paths", { 1, 1 }),
  } } }
end

function kinds.s2_bsre(v)
  local phi0, phi1 = v.phi0, v.phi1
  return { { model = "guo2025_factor", arguments = {
    traders = v.N, inventories = { 1 }, mean_inventory = 1, permanent_impact = v.alpha, temporary_impact = v.beta,
    terminal_penalty = v.A, horizon = v.T, running_penalty = function(x) return phi0 * (1 + phi1 * (1 - 2 / (math.exp(2 * x) + 1))) end,
    factor = { law = "ou", speed = v.ou_speed, mean = 0, volatility = v.ou_vol, start = v.ou_start },
  }, outputs = { r_mean_0 = "gain_mean", r_perp_0 = "gain_deviation" } } }
end

-- ---- section 3 ----

function kinds.s3_psi(v)
  return { { model = "guo2025_quotes", arguments = {
    intensity_decay = v.lambda_gamma, intensity_bend = v.lambda_eta, maker_adjoints = v.y, largest_quote = v.xi,
  }, outputs = { delta_ask = "asks", delta_bid = "bids" } } }
end

function kinds.s3_phi(v)
  local buys = {}
  for i, buyer in ipairs(v.is_buyer) do buys[i] = buyer and 1 or 0 end
  return { { model = "guo2025_rates", arguments = {
    cost = v.beta, cross_cost = v.cross, trader_adjoints = v.y_tilde, is_buyer = buys, least_rate = v.v_lower,
    largest_rate = v.v_upper,
  }, outputs = { v = "rates" } } }
end

local function joined(first, second, at)
  return function(result)
    local all = {}
    for _, output in ipairs { first, second } do
      for i = 1, #result[output] do all[#all + 1] = result[output][i][at] end
    end
    return all
  end
end

function kinds.s3_bvp(v)
  local _ = v.N
  return { { model = "guo2025_market", arguments = {
    horizon = v.T, trader_inventories = v.qe0, maker_inventories = v.qm0, trader_running = v.phi_e, maker_running = v.phi_m,
    trader_terminal = v.A_e, maker_terminal = v.A_m, cost = v.beta, cross_cost = v.cross, least_rate = v.v_lower,
    largest_rate = v.v_upper, intensity_decay = v.lambda_gamma, intensity_bend = v.lambda_eta, largest_quote = v.xi,
    noise_buying = v.a, noise_selling = v.b, times = { 0, v.T },
  }, outputs = {
    Y_0 = joined("trader_adjoints", "maker_adjoints", 1), Q_T = joined("trader_paths", "maker_paths", 2),
  } } }
end

-- ---- section 4 ----

-- level (1 + share sin(2 pi t/T)), or the level alone.
local function swinging(level, share, horizon)
  if not share then return level end
  return function(t) return level * (1 + share * math.sin(2 * math.pi * t / horizon)) end
end

local function acas(v)
  return {
    horizon = v.T, first_maker = v.q1m, second_maker = v.q2m, buyer = v.qe, intensity_decay = v.gamma, terminal_penalty = v.A,
    cost = swinging(v.beta, v.beta1, v.T), noise_buying = swinging(v.a, v.a1, v.T),
    noise_selling = swinging(v.b, v.b1, v.T), running_penalty = v.phi, least_rate = v.eps_trunc, times = { 0, v.T },
  }
end

function kinds.s4_phi0(v)
  return { { model = "guo2025_acas", arguments = acas(v), outputs = {
    y2 = "makers_apart", ye = "buyer_apart", Y1m = pick("first_adjoint", { 1 }), Y2m = pick("second_adjoint", { 1 }),
    Ye = pick("buyer_adjoint", { 1 }), Q1m_T = pick("first_maker_path", { 2 }), best_ask_gap = pick("first_ask", { 1 }),
    best_bid_gap = pick("second_bid", { 1 }), v_0 = "rate_start", p_const = "bound_weight", v_lower_bound_26 = "rate_bound",
  } } }
end

local function difference(first, second, at)
  return function(result) return result[first][at] - result[second][at] end
end

function kinds.s4_bvp(v)
  return { { model = "guo2025_acas", arguments = acas(v), outputs = {
    y2_0 = "makers_apart", ye_0 = "buyer_apart", Y1m_0 = pick("first_adjoint", { 1 }),
    q2_T = difference("first_maker_path", "second_maker_path", 2), qe_T = difference("buyer_path", "first_maker_path", 2),
    Q1m_T = pick("first_maker_path", { 2 }), v_0 = "rate_start", v_T = "rate_end",
    R0 = function(result)
      local gain = result.gain[1]
      return { gain:at(1, 1), gain:at(1, 2), gain:at(2, 1), gain:at(2, 2) }
    end,
  } } }
end

function kinds.s4_traders(v)
  local arguments = acas(v)
  arguments.running_penalty, arguments.times, arguments.others = nil, nil, v.qj
  return { { model = "guo2025_individuals", arguments = arguments, outputs = {
    A_0 = "slope", B_0 = "level", Y_j = "adjoints", v_j = "rates", upper_slack_33 = "slack_printed",
  } } }
end

function kinds.s4_news(v)
  local arguments = acas(v)
  arguments.news_time, arguments.probability = v.t1, { v.prob_u, 1 - v.prob_u }
  arguments.buying_after, arguments.selling_after = { v.a_u, v.a_d }, { v.b_u, v.b_d }
  local function after(k)
    return function(result) return { result.makers_apart_after[k], result.buyer_apart_after[k] } end
  end
  return { { model = "guo2025_news", arguments = arguments, outputs = {
    y_0 = function(result) return { result.makers_apart, result.buyer_apart } end, y_up = after(1), y_down = after(2),
  } } }
end

-- ---- section 5 ----

function kinds.s5_psi(v)
  return { { model = "guo2025_shares", arguments = { adjoints = v.y, offsets = v.o, share_decay = v.c }, outputs = {
    delta_ask = "asks", delta_bid = "bids", share_ask = "ask_shares",
  } } }
end

function kinds.s5_bvp(v)
  local _ = v.N
  return { { model = "guo2025_approximation", arguments = {
    horizon = v.T, trader_inventories = v.qe0, maker_inventories = v.qm0, trader_running = v.phi_e, maker_running = v.phi_m,
    trader_terminal = v.A_e, maker_terminal = v.A_m, cost = v.beta, cross_cost = v.cross, share_decay = v.c, offsets = v.o,
    noise_buying = v.kappa_a, noise_selling = v.kappa_b, times = { 0, v.T },
  }, outputs = {
    Y_0 = joined("trader_adjoints", "maker_adjoints", 1), Q_T = joined("trader_paths", "maker_paths", 2),
  } } }
end

function kinds.s5_pde(v)
  return { { model = "guo2025_approximation_line", arguments = {
    horizon = v.T, inventories = { v.q }, share_decay = v.gamma, noise_buying = v.kappa_a, noise_selling = v.kappa_b,
    terminal_penalty = v.A, running_penalty = v.phi, noise = v.eps, box = v.box, nodes = v.M, tolerance = 1e-11,
  }, outputs = { u_0 = function(result) return result.adjoints[1] end } } }
end

return { paper = "guo2025", tolerance = 1e-9, kinds = kinds }
