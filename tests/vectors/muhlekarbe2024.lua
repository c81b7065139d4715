-- Adapter for tests/vectors.lua: names of the reference values of muhlekarbe2024 -> names of our models. Renaming only.

local function market(v)
  return {
    permanent_impact = v.permanent_impact_kappa, transient_impact = v.transient_impact_lambda,
    transient_decay = v.transient_decay_beta, temporary_impact = v.temporary_impact_nu,
    inventory_cost = v.inventory_cost_gamma, random_stage = v.mean_random_stage_alpha,
    horizon = v.deterministic_horizon_T,
  }
end

-- The market, the client and the start.
local function dealer(v)
  local arguments = market(v)
  arguments.initial_inventory, arguments.initial_transient = v.initial_inventory_X0, v.initial_transient_impact_I0
  arguments.initial_price = v.initial_price_P0
  arguments.client_size, arguments.buy_probability = v.client_size_Xstar, v.client_buy_probability_pi
  arguments.trade_probability, arguments.half_spread = v.trade_probability_p, v.spread_delta
  return arguments
end

local function with(arguments, more)
  local all = {}
  for name, value in pairs(arguments) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

local function constants(v)
  local _ = v._check
  return {
    { model = "prehedging", arguments = dealer(v), outputs = {
      A = "a", B = "b", C = "c", D = "d", E = "e", F = "f", c_X = "inventory_rate", c_I = "transient_rate",
      omega = "omega", Lambda = "splitting", mu_D_plus_lambda_E = "pull",
    } },
  }
end

local function horizon_functions(v)
  return {
    { model = "prehedging", arguments = with(dealer(v), { times = v.times_t }),
      outputs = { D_t = "d_path", E_t = "e_path", F_t = "f_path" } },
  }
end

local function branch(output, number)
  return function(result) return result[output][number] end
end

local function paths(v)
  local arguments = with(dealer(v), {
    times = v.stage1_times, waiting_times = v.stage2_elapsed, times_after = v.post_trade_elapsed,
    trade_delay = v.post_trade_trigger_elapsed,
  })
  return {
    { model = "prehedging", arguments = arguments, outputs = {
      stage1_X = "inventory", stage1_I = "transient", X_T = "inventory_at_horizon", I_T = "transient_at_horizon",
      stage2_X = "waiting_inventory", stage2_I = "waiting_transient", mean_X_at_trade = "mean_inventory_at_trade",
      mean_I_at_trade = "mean_transient_at_trade", mean_client_cost_per_share = "client_cost",
      post_X_no_trade = branch("inventory_after", 1), post_I_no_trade = branch("transient_after", 1),
      post_X_client_buys = branch("inventory_after", 2), post_I_client_buys = branch("transient_after", 2),
      post_X_client_sells = branch("inventory_after", 3), post_I_client_sells = branch("transient_after", 3),
    } },
  }
end

local function value(v)
  return {
    { model = "prehedging", arguments = dealer(v), outputs = {
      expected_pnl = "expected_gain", expected_pnl_without_prehedging = "expected_gain_without",
      profit_coefficient_K = "profit_offset", profit_coefficient_G = "profit_bonus",
    } },
    { model = "prehedging", arguments = with(dealer(v), { client_price = "printed" }),
      outputs = { expected_pnl_as_printed_with_kappa_X0_term = "expected_gain" } },
  }
end

-- Each demand states its own parameters; the others keep their defaults.
local function optimal_spread(v)
  local _, _, _ = v.trade_probability_p, v.spread_delta, v.demand_parameters
  local arguments = market(v)
  arguments.initial_inventory, arguments.initial_transient = v.initial_inventory_X0, v.initial_transient_impact_I0
  arguments.client_size, arguments.buy_probability = v.client_size_Xstar, v.client_buy_probability_pi
  arguments.demand, arguments.demand_level, arguments.demand_reference = v.demand_kind, v.demand_phi, v.demand_delta0
  arguments.demand_slope, arguments.demand_scale = v.demand_s1, v.demand_scale_s
  return {
    { model = "prehedging_spread", arguments = arguments, outputs = {
      optimal_probability = "optimal_probability", optimal_spread = "optimal_spread", optimal_J = "optimal_gain",
      K = "profit_offset", G = "profit_bonus", stationary_probabilities = "stationary_probability",
      J_with_G_zero = "gain_without_bonus", spread_with_G_zero = "spread_without_bonus",
    } },
  }
end

-- The value in both conventions; coefficients at one time.
local function price_sensitive(v)
  local arguments = {
    permanent_impact = v.permanent_impact_kappa, temporary_impact = v.temporary_impact_nu,
    inventory_cost = v.inventory_cost_gamma, volatility = v.price_volatility_sigma, horizon = v.deterministic_horizon_T,
    initial_inventory = v.initial_inventory_X0, client_size = v.client_size_Xstar, demand_level = v.demand_phi,
    spread_slope = v.demand_s1_spread, price_slope = v.demand_s2_price, half_spread = v.spread_delta,
    demand_reference = v.demand_delta0, initial_price = v.initial_price_P0, times = { v.time_t },
  }
  local first = function(output)
    return function(result) return result[output][1] end
  end
  local function outputs(suffix)
    local names = { value = "expected_gain", m = "drive" }
    for _, letter in ipairs { "A", "B", "C", "D", "E", "F" } do names[letter .. "_t"] = first(letter:lower() .. "_path") end
    names.price_coefficient_e_t = first "price_coefficient"
    local all = {}
    for name, source in pairs(names) do all[name .. suffix] = source end
    return all
  end
  return {
    { model = "prehedging_sensitive", arguments = arguments, outputs = with(outputs "", {
      mean_X_T = "mean_inventory_at_horizon", var_X_T = "inventory_variance_at_horizon",
      cov_X_T_Pstar_T = "covariance_at_horizon", mean_trade_probability = "mean_trade_probability",
      optimal_spread = "optimal_spread", second_derivative_in_spread = "second_derivative_in_spread",
    }) },
    { model = "prehedging_sensitive", arguments = with(arguments, { client_price = "printed" }),
      outputs = outputs "_paper_convention" },
  }
end

local function nash(v)
  local arguments = {
    permanent_impact = v.permanent_impact_kappa, transient_impact = v.transient_impact_lambda,
    decayed_fraction = v.decay_fraction_beta, inventory_cost = v.inventory_cost_gamma,
    trade_probability = v.trade_probability_phi, client_size = v.client_size_Xstar,
    inventory_range = v.inventory_halfwidth_zeta,
  }
  return {
    { model = "prehedging_nash", arguments = arguments, outputs = {
      trade_intercept_a = "trade_intercept", trade_slope_b = "trade_slope", spread_intercept_c = "spread_intercept",
      spread_slope_d = "spread_slope", expected_client_spread = "client_spread", expected_impact_cost = "client_impact",
      all_in_cost = "client_cost", cost_without_prehedging = "client_cost_without", difference = "client_cost_difference",
      benefit_threshold_for_I = "benefit_threshold", beneficial = "beneficial",
      second_derivative_in_spread = "second_derivative_in_spread",
    } },
  }
end

return {
  paper = "muhlekarbe2024",
  tolerance = 1e-11,
  kinds = { constants = constants, horizon_functions = horizon_functions, paths = paths, value = value,
    optimal_spread = optimal_spread, price_sensitive = price_sensitive,
    nash = nash },
}
