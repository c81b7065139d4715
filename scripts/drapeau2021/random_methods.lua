-- The methods for random coefficients: simulated paths beside computed means, and the observed orders of finite differences,
-- collocation and regression Monte Carlo. Claims random-paths, random-differences, random-collocation, random-regression;
-- figure random-orders. Second route: the power series of studies.lua.

local rp = require "reprise"
local studies = require "drapeau2021.studies"

local factor_game = rp.model "nplayer_factor"
local factor_paths = rp.model "nplayer_factor_paths"
local abs, sqrt = math.abs, math.sqrt
local each, in_factors, root, root_N = studies.each, studies.in_factors, studies.root, studies.root_N
local root_solved = studies.root_solved

do
  local paths_used = 8192
  local r = factor_paths:solve(in_factors(root, { paths = paths_used, reported = 1, points = 41 }), { seed = 3,
    outputs = { "mean_inventory", "inventory_deviation", "costs", "cost_error" } })
  local mean, deviation = r.mean_inventory:at(1, 41), r.inventory_deviation:at(1, 41)
  rp.claim "random-paths" : holds {
    part = "inventory", seed = 3, what = "four standard errors less the distance of mean and of deviation of 8192 inventories at the horizon from the computed ones",
    margin = { 4 * deviation / sqrt(paths_used) - abs(mean - root_solved.expected_inventory[1]),
      4 * deviation / sqrt(2 * paths_used) - abs(deviation - sqrt(root_solved.inventory_variance[1])) },
  }
  rp.claim "random-paths" : holds {
    part = "cost", seed = 3, what = "four standard errors less the distance of the mean cost on 8192 paths from the computed one",
    margin = 4 * r.cost_error[1] - abs(r.costs[1] - root_solved.costs[1]),
  }
  rp.value("sampled-left", mean, { unit = "share", doc = "mean inventory at the horizon on 8192 paths, five agents" })
  rp.value("computed-left", root_solved.expected_inventory[1], { unit = "share", doc = "expected inventory at the horizon, five agents" })
end

-- Observed orders of finite differences and of regression Monte Carlo.
local exact_P = root_N[1][1]
local grids_used, grid_errors = { { 50, 10 }, { 100, 20 }, { 200, 40 }, { 400, 80 } }, {}
for k, sizes_used in ipairs(grids_used) do
  grid_errors[k] = factor_game:solve(in_factors(root, { method = "finite_differences", resolution = sizes_used[1], steps = sizes_used[2], range_low = 0, range_high = 1.2 }),
    { outputs = { "feedback" } }).feedback:at(1, 1) - exact_P
end
rp.claim "random-differences" : converges {
  what = "error of the feedback, 50 to 400 intervals and 10 to 80 steps", h = { 1 / 10, 1 / 20, 1 / 40, 1 / 80 }, error = grid_errors,
  order = 2, within = 0.1,
}
-- Correct digits of the feedback, to a tenth: the errors themselves come near rounding.
local degrees, digits = { 8, 10, 12, 14, 16, 18, 20 }, {}
for k, degree in ipairs(degrees) do
  local r = factor_game:solve(in_factors(root, { method = "chebyshev", resolution = degree, range_low = 0, range_high = 1.2 }), { outputs = { "feedback" } })
  digits[k] = math.floor(-10 * math.log(abs(r.feedback:at(1, 1) / exact_P - 1), 10)) / 10
end
rp.claim "random-collocation" : holds { part = "none is lost", what = "digits gained at each degree", margin = rp.array(digits):diff() }
rp.claim "random-collocation" : holds { part = "in all", what = "digits gained from degree 8 to 20, less four", margin = digits[7] - digits[1] - 4, strict = true }
local step_counts, step_errors, step_noise = { 2, 4, 8, 16 }, {}, {}
for k, steps in ipairs(step_counts) do
  local r = factor_game:solve(in_factors(root, { method = "regression", steps = steps, sample = 32768 }),
    { outputs = { "feedback", "feedback_error" }, seed = 5 })
  step_errors[k], step_noise[k] = abs(r.feedback:at(1, 1) - exact_P), r.feedback_error:at(1, 1)
end
rp.claim "random-regression" : converges {
  part = "bias", what = "error of the feedback at 2, 4, 8 steps, 32,768 paths", h = { 1 / 2, 1 / 4, 1 / 8 },
  error = { step_errors[1], step_errors[2], step_errors[3] }, order = 2, within = 0.4,
}
local samples, sample_noise = { 1024, 4096, 16384, 32768 }, {}
for k, sample in ipairs(samples) do
  sample_noise[k] = factor_game:solve(in_factors(root, { method = "regression", steps = 6, sample = sample, batches = 64 }),
    { outputs = { "feedback_error" }, seed = 6 }).feedback_error:at(1, 1)
end
rp.claim "random-regression" : converges {
  part = "noise", what = "standard error of the feedback against the number of paths", h = each(4, function(k) return 1 / samples[k] end),
  error = sample_noise, order = 0.5, within = 0.15,
}
rp.claim "random-regression" : holds {
  part = "together", what = "bias of second order and four standard errors, less the error", margin = each(4, function(k)
    return 1.5 * step_errors[1] * (2 / step_counts[k]) ^ 2 + 4 * step_noise[k] - step_errors[k]
  end), seed = 5,
}

-- Observed orders of the methods for random coefficients.
local function random_orders()
  rp.figure "random-orders" {
    title = "Orders of three methods", columns = 3, width = 1000, height = 400,
    caption = "Error of the feedback of five identical agents under a square-root variance: finite differences against the time step (the grid in proportion), correct digits of Chebyshev collocation against the degree, error of regression Monte Carlo against the time step (32,768 paths).",
    alt = "Three panels in logarithmic axes: a straight line of slope two, digits that grow with the degree, and a line of slope two that ends in noise.",
    rp.panel { title = "finite differences", xlabel = "time steps", ylabel = "error (cash per share²)", xlog = true, ylog = true,
      legend = "none", xticks = { 10, 20, 40, 80 },
      rp.line { x = { 10, 20, 40, 80 }, y = rp.array(grid_errors):abs(), marker = "circle" } },
    rp.panel { title = "collocation", xlabel = "degree", ylabel = "correct digits", yrange = { 0, 12 }, legend = "none",
      rp.line { x = degrees, y = digits, marker = "circle" } },
    rp.panel { title = "regression Monte Carlo", xlabel = "time steps", xlog = true, ylog = true, legend = "top right", xticks = { 2, 4, 8, 16 },
      rp.line { x = step_counts, y = step_errors, label = "error", marker = "circle", color = "blue", style = "solid" },
      rp.line { x = step_counts, y = step_noise, label = "standard error", marker = "square", color = "grey", style = "dashed" } },
  }
end

return { random_orders = random_orders }
