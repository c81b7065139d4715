-- Numbers that other programs found, for the conformance check `reference`: the companion's formulas at 40 digits, Riccati
-- equations by Newton's method and adaptive integration, brute-force maximisation. The companion itself prints none.

local dealer = { permanent_impact = 0.3, transient_impact = 0.8, transient_decay = 1.7, temporary_impact = 0.6, inventory_cost = 0.9,
  random_stage = 0.4, horizon = 1.3, client_size = 1.9, buy_probability = 0.8, trade_probability = 0.65, half_spread = 0.35,
  initial_inventory = 0.7, initial_transient = 0, initial_price = 5 }
local watcher = { permanent_impact = 0.4, temporary_impact = 0.7, inventory_cost = 0.5, horizon = 1.4, client_size = 1.3, half_spread = 0.45,
  initial_inventory = 0.6, initial_price = 0.3, volatility = 0.8, demand_level = 0.6, demand_reference = 0.2, spread_slope = 0.5, price_slope = 0.35 }
local general = { permanent_impact = 0.4, transient_impact = 0, temporary_impact = 0.7, inventory_cost = 0.5, random_stage = 0, horizon = 1.4,
  client_size = 1.3, buy_probability = 1, half_spread = 0.45, initial_inventory = 0.6, initial_price = 0.3, volatility = 0.8, demand_level = 0.6,
  demand_reference = 0.2, spread_slope = 0.5, price_slope = 0.35 }
local drawn = { permanent_impact = 0.4, temporary_impact = 0.7, inventory_cost = 0.5, horizon = 0.1, client_size = 1.3, half_spread = 0.45,
  initial_inventory = 0.6, initial_price = 0.3, volatility = 0.8, demand_level = 0.6, demand_reference = 0.2, spread_slope = 0.5, price_slope = -1.5 }

return {
  { model = "prehedging", parameters = dealer, tolerance = 1e-12, origin = "independent program: algebraic Riccati equations, 40 digits",
    outputs = { a = 1.0343685435701525, b = 0.3744020259189980, c = 0.1323892727337918, d = 0.851162552431845, e = 0.168971933360884,
      f = 0.324288930377713 } },
  { model = "prehedging", parameters = dealer, tolerance = 1e-11, origin = "independent program: cash flows integrated numerically",
    outputs = { expected_gain = 2.4578625126265 } },
  { model = "prehedging_sensitive", parameters = watcher, tolerance = 1e-12, origin = "independent program: 3 x 3 Riccati equation and moment equations",
    outputs = { expected_gain = 0.174763173098709, mean_inventory_at_horizon = 0.597583384673200, inventory_variance_at_horizon = 0.0381633695933804,
      covariance_at_horizon = -0.173284105512326, optimal_spread = 0.853581857550283, second_derivative_in_spread = -0.8900913020225653 } },
  { model = "prehedging_sensitive", parameters = drawn, tolerance = 1e-12, origin = "closed form: log(k/(k + h))/(2 g)", outputs = { escape_horizon = 0.856473807915902 } },
  { model = "prehedging_sensitive_flow", parameters = general, tolerance = 1e-11, origin = "independent program: 3 x 3 Riccati equation",
    outputs = { expected_gain = 0.174763173098709, optimal_spread = 0.853581857550283 } },
  { model = "prehedging_nash", tolerance = 1e-12, origin = "independent program: symbolic derivation from the profit, evaluated exactly",
    parameters = { permanent_impact = 0.3, transient_impact = 0.9, decayed_fraction = 0.6, inventory_cost = 0.4, trade_probability = 0.7, client_size = 1.2, inventory_range = 1.5 },
    outputs = { trade_intercept = 0.374257425742574, trade_slope = 0.521621621621622, spread_intercept = 0.701431629649451, spread_slope = 0.287027027027027,
      client_cost = 1.051937918116136, benefit_threshold = 1.821933320916372 } },
}
