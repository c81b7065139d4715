-- Adapter for tests/vectors.lua: names of the reference values of drapeau2021 -> names of our models. Renaming only.

local identical = "nplayer_identical"

local function market(v)
  return {
    horizon = v.T, permanent_impact = v.lambda, temporary_impact = v.eta, risk_aversion = v.alpha, volatility = v.sigma,
    terminal_penalty = v.phi, drift = v.b, inventories = v.x,
  }
end

local function with(arguments, more)
  for name, value in pairs(more) do arguments[name] = value end
  return arguments
end

local function identical_constant(v)
  local _, _ = v.n, v.layer_rate
  local arguments = with(market(v), { times = v.times, agents_reported = v.agents_reported })
  return { { model = identical, arguments = arguments, outputs = { X = "inventory_paths" } } }
end

local function cross_temporary_impact(v)
  local _ = v.n
  local arguments = with(market(v), { times = v.times, cross_impact = v.theta })
  return { { model = identical, arguments = arguments, outputs = { X = "inventory_paths" } } }
end

local function liquidation_limit(v)
  local _ = v.n
  local arguments = with(market(v), { times = v.times, terminal_penalty = math.huge })
  return { { model = identical, arguments = arguments, outputs = { X = "inventory_paths" } } }
end

local function critical_penalty(v)
  local inventories = {}
  for i = 1, v.n do inventories[i] = 0 end
  return {
    { model = identical, arguments = with(market(v), { inventories = inventories }), outputs = {
      phi_critical_mean = "critical_penalty_mean", phi_critical_deviation = "critical_penalty_deviation",
      phi_convexity = "critical_penalty_convexity",
    } },
  }
end

local function single_agent(v)
  local f0, f1, frequency = v.f0, v.f1, v.f_freq
  local first = function(output) return function(result) return result[output][1] end end
  local arguments = {
    horizon = v.T, temporary_impact = v.eta, risk_aversion = v.alpha, volatility = v.sigma, terminal_penalty = v.gamma,
    inventory = v.x, forcing = function(t) return f0 + f1 * math.sin(frequency * t) end,
  }
  local later = with({ times = v.times }, arguments)
  return {
    { model = "nplayer_single", arguments = with(arguments, { times = { 0 } }), outputs = {
      A0 = first "value_quadratic", B0 = first "value_linear", C0 = first "value_constant", value = "value",
    } },
    { model = "nplayer_single", arguments = later, outputs = { X = "inventory_path" } },
  }
end

-- agent_rule of the populations: eta_i = eta_base (1 + 0.5 sin i), alpha_i = alpha_base (1 + 0.5 cos 2i),
-- phi_i = phi_base (1 + 0.5 sin 3i), x_i = cos(i/2) + x_shift.
local function population(v)
  if not v.agent_rule then
    local _ = v.n
    return { temporary_impact = v.eta, risk_aversion = v.alpha, terminal_penalty = v.phi, inventories = v.x }
  end
  local all = { temporary_impact = {}, risk_aversion = {}, terminal_penalty = {}, inventories = {} }
  for i = 1, v.n do
    all.temporary_impact[i] = v.eta_base * (1 + 0.5 * math.sin(i))
    all.risk_aversion[i] = v.alpha_base * (1 + 0.5 * math.cos(2 * i))
    all.terminal_penalty[i] = v.phi_base * (1 + 0.5 * math.sin(3 * i))
    all.inventories[i] = math.cos(0.5 * i) + v.x_shift
  end
  return all
end

local function picked(output, agents)
  return function(result)
    local list = {}
    for k, agent in ipairs(agents) do list[k] = result[output][agent] end
    return list
  end
end

local function first_column(result)
  local list = {}
  for k = 1, #result.rate_paths do list[k] = result.rate_paths[k][1] end
  return list
end

-- The rates at time zero are those of a second solve that starts its times there.
local function game(v, more)
  local reported = v.agents_reported
  local arguments = with(population(v), { horizon = v.T, permanent_impact = v.lambda, agents_reported = reported })
  with(arguments, more)
  return {
    { model = "nplayer_game", arguments = with({ times = v.times }, arguments), outputs = {
      X = "inventory_paths", W = "aggregate", cost = picked("costs", reported),
    } },
    { model = "nplayer_game", arguments = with(arguments, { times = { 0 } }), outputs = { xi0 = first_column } },
  }
end

local function heterogeneous_constant(v)
  local _ = v.layer_rate
  return game(v, { volatility = v.sigma, drift = v.b })
end

local function heterogeneous_time_dependent(v)
  local sigma0, sigma1, sigma_freq, b0, b_freq = v.sigma0, v.sigma1, v.sigma_freq, v.b0, v.b_freq
  return game(v, {
    volatility = function(t) return sigma0 * (1 + sigma1 * math.sin(sigma_freq * t)) end,
    drift = function(t) return b0 * math.cos(b_freq * t) end,
  })
end

local function monotonicity_sigma(v)
  local inventories = {}
  for i = 1, v.n do inventories[i] = 0 end
  return {
    { model = "nplayer_game", arguments = {
      permanent_impact = v.lambda, temporary_impact = v.eta, risk_aversion = v.alpha, inventories = inventories,
    }, outputs = { sigma_min = "monotone_volatility" } },
  }
end

local function ou_drift(v)
  local at_start = function(output) return function(result) return result[output][1] end end
  local at_end = function(output) return function(result) return result[output][#result.time] end end
  return {
    { model = "nplayer_drift_factor", arguments = {
      horizon = v.T, agents = v.n, permanent_impact = v.lambda, temporary_impact = v.eta, risk_aversion = v.alpha,
      volatility = v.sigma, terminal_penalty = v.phi, inventory = v.x_mean, points = 2,
      drift = { law = "ou", speed = v.b_speed, mean = v.b_mean, volatility = v.b_vol, start = v.b_start },
    }, outputs = {
      P0 = at_start "feedback", q0 = "forcing", EX_T = at_end "expected_inventory", VarX_T = at_end "inventory_variance",
    } },
  }
end

local function law(name, parameters, start)
  return { law = name, speed = parameters[1], mean = parameters[2], volatility = parameters[3], start = start }
end

-- Every method that answers to the vector's tolerance. The interval and the resolution of the reference are not taken over.
local function factor_types(v)
  local _, _, _ = v.z_range, v.cheb_points, v.taylor_degree
  local factor = law(v.factor, v.factor_params, v.z0)
  for name, value in pairs(factor) do
    if name ~= "law" then factor[name] = { value } end
  end
  local arguments = {
    horizon = v.T, permanent_impact = v.lambda, type_counts = v.type_counts, temporary_impact = v.type_eta,
    risk_aversion = v.type_alpha, terminal_penalty = v.type_phi, inventories = v.type_mean_x, factors = factor,
    variance = { v.sigma2_coef }, drift = { v.b_coef },
  }
  local solves = {}
  for i, method in ipairs { "taylor", "chebyshev" } do
    solves[i] = { model = "nplayer_factor", arguments = with({ method = method }, arguments), outputs = {
      N0 = "feedback", q0 = "forcing", EX_T = "expected_inventory",
    } }
  end
  return solves
end

local function affine_exact(v)
  local _ = v.z_max
  local arguments = {
    horizon = v.T, agents = v.n, permanent_impact = v.lambda, temporary_impact = v.eta, level = v.psi, slope = v.beta,
    inventory = v.x_mean, factor = law("cir", v.factor_params, v.z0), tolerance = 1e-10,
  }
  local drifts = v.b_speed
  if drifts then -- the volatility of the drift does not matter
    arguments.drift_factor = { law = "ou", speed = drifts, mean = v.b_mean, volatility = 0.3, start = v.b_start }
  end
  local exact = { running_coef = "running", P0 = "feedback_exact", EX_T = "expected_inventory_exact" }
  local computed = { P0 = "feedback", EX_T = "expected_inventory" }
  if drifts then
    exact.q0, computed.q0 = "forcing_exact", "forcing"
  end
  return {
    { model = "nplayer_affine", arguments = arguments, outputs = exact },
    { model = "nplayer_affine", arguments = arguments, outputs = computed },
  }
end

return {
  paper = "drapeau2021",
  kinds = {
    identical_constant = identical_constant, cross_temporary_impact = cross_temporary_impact,
    liquidation_limit = liquidation_limit, critical_penalty = critical_penalty,
    heterogeneous_constant = heterogeneous_constant, heterogeneous_time_dependent = heterogeneous_time_dependent,
    monotonicity_sigma = monotonicity_sigma, single_agent = single_agent,
    ou_drift = ou_drift, factor_types = factor_types, affine_exact = affine_exact,
  },
}
