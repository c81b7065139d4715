-- Numbers that `reprise conform` compares the models with, and where they come from.
local folded = { inventory_penalty = 0, volatility = 0.2, target = 0, horizon = 0.6 }

return {
  { model = "mean_field", parameters = { inventory_penalty = 0, initial_mean = 0.3, times = { 0, 0.5, 1 } },
    outputs = { mean = { 0.3, 0.475, 0.65 }, mean_rate = { 0.35, 0.35, 0.35 } }, tolerance = 1e-14,
    origin = "closed form: without inventory penalty the mean is a straight line" },
  { model = "mean_field", parameters = { herding_weight = 0, inventory_penalty = 0, times = { 0, 0.5, 1 } },
    outputs = { variance = { 1, 0.9375, 0.75 }, feedback = { -0.5, -2 / 3, -1 } }, tolerance = 1e-11,
    origin = "closed form: v = ((1 + T - t)/(1 + T))^2 + t (1 + T - t)/(1 + T) for T = 1" },
  { model = "mean_field", parameters = folded,
    outputs = { solution_count = 3, terminal_variances = { 0.0010462077747050943, 0.007763077001102314, 0.19379676220114272 },
      actions = { 0.17445192116293745, 0.220174282804798, 0.14154931288190487 }, selected_solution = 3 }, tolerance = 1e-10,
    origin = "independent program: Taylor series of 40 digits from the terminal line" },
  { model = "mean_field_folds", parameters = { inventory_penalty = 0, volatility = 0.2, target = 0, horizon = 1 },
    outputs = { fold_count = 2, fold = { 0.5254434587217972, 0.6815080129007467 }, fold_change = { 2, -2 } }, tolerance = 1e-10,
    origin = "independent program: Taylor series of 40 digits, extremum of the horizon over terminal variances" },
  { model = "mean_field", parameters = { volatility = 0, inventory_penalty = 0, terminal_penalty = 0, horizon = 0.5 },
    outputs = { existence_horizon = 0.7651520803, solution_count = 2 }, tolerance = 1e-10,
    origin = "closed form: sqrt(2) times the maximum of Dawson's integral" },
  { model = "mean_field_big_trader", parameters = { inventory_penalty = 0, retail_impact = 0, times = { 0, 0.375, 0.75 } },
    outputs = { block_left = { 10, 5, 0 }, rate = { -40 / 3, -40 / 3, -40 / 3 }, expected_revenue = 1000 - 0.005 - 0.4 / 3 },
    tolerance = 1e-14, origin = "closed form: without retail impact n P - gamma n^2/2 - eta n^2/T1" },
}
