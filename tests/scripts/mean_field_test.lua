-- The models of mean_field through the program: refusals with their slugs, outputs that belong together, sweeps.
local check = require "check"
local rp = require "reprise"

local game = rp.model "mean_field"

local function slug_of(name, arguments)
  local result, finding = rp.model(name):try_solve(arguments)
  check.equal(result, nil, name .. " must refuse")
  return finding.slug, finding.status
end

check.test("refusals say why", function()
  local cases = {
    { "mean_field", { rate_penalty = 0 }, "no-rate-penalty" },
    { "mean_field", { inventory_penalty = -0.1 }, "negative-inventory-penalty" },
    { "mean_field", { terminal_penalty = -1 }, "negative-terminal-penalty" },
    { "mean_field", { weighting = "eq80", mix = 0, sobriety = 0.5, position_weight = 1 }, "mix-out-of-range" },
    { "mean_field", { weighting = "eq80", mix = 0.5, sobriety = 0, position_weight = 1 }, "sobriety-out-of-range" },
    { "mean_field", { weighting = "eq80", mix = 0.5, sobriety = 0.5 }, "missing-weight" },
    { "mean_field", { mix = 0.5 }, "unused-weight" },
    { "mean_field", { weighting = "eq6", position_weight = 1, rate_penalty = 2 }, "unused-weight" },
    { "mean_field", { times = { 0, 2 } }, "time-after-horizon" },
    { "mean_field", { selected = 2 }, "no-such-equilibrium" },
    { "mean_field_big_trader", { liquidation_time = 1.5 }, "liquidation-after-horizon" },
    { "mean_field_big_trader", { perturbation = function(t) return t end }, "perturbation-moves-ends" },
    { "mean_field_big_trader", { perturbation = 1 }, "perturbation-jumps" },
    { "mean_field_density", { volatility = 0 }, "density-needs-noise" },
    { "mean_field_density", { herding = "power" }, "herding-power" },
    { "mean_field_density", { frame = "fixed", lower_end = 3, upper_end = 2 }, "empty-grid" },
    { "mean_field_density", { upper_end = 2 }, "fixed-only" },
    { "mean_field_particles", { agents = 5, kept = 6 }, "more-kept-than-agents" },
    { "mean_field_revenue", { paths = 5, shown = 6 }, "more-shown-than-simulated" },
    { "mean_field_odes", { start = { 0, 0, 0, 0, 0, 1 } }, "no-density" },
  }
  for _, case in ipairs(cases) do
    local slug, status = slug_of(case[1], case[2])
    check.equal(slug, case[3])
    check.equal(status, "bad_input")
  end
end)

check.test("without noise there is a longest horizon", function()
  local without = { volatility = 0, inventory_penalty = 0, horizon = 0.65 }
  local result = game:solve(without)
  check.equal(result.solution_count, 2)
  check.equal(result.selected_solution, 2)
  check.near(result.existence_horizon, 0.65903984368604, 1e-10)
  without.horizon = 0.66
  local slug, status = slug_of("mean_field", without)
  check.equal(slug, "beyond-existence-horizon")
  check.equal(status, "no_solution")
end)

check.test("methods that give up say so", function()
  local slug, status = slug_of("mean_field_density", { most_iterations = 3, nodes = 101, steps = 20 })
  check.equal(slug, "picard-stalled")
  check.equal(status, "not_converged")
end)

check.test("the equilibrium of least action is shown", function()
  local folded = { inventory_penalty = 0, volatility = 0.2, horizon = 0.6, target = 0 }
  local all = game:solve(folded)
  check.equal(all.solution_count, 3)
  check.equal(all.selected_solution, 3)
  check.near(all.action, all.actions:min(), 1e-13)
  check.near(all.expected_utility, all.utilities:max(), 1e-13)
  for i = 1, 3 do
    folded.selected = i
    local one = game:solve(folded)
    check.near(one.variance[-1], all.terminal_variances[i], 1e-10)
    check.near((one.variance - all.variances[i]):abs():max(), 0, 1e-12)
    check.near(one.action, all.actions[i], 1e-13)
  end
end)

check.test("weightings are the same game where they should be", function()
  local a = game:solve { weighting = "eq6", position_weight = 0.4 }
  local b = game:solve { weighting = "eq80", mix = 0.5, sobriety = 0.5, position_weight = 0.4 }
  check.near((a.variance - b.variance):abs():max(), 0, 1e-13)
  check.near(b.expected_utility, a.expected_utility / 2, 1e-12)
end)

check.test("density and coefficients belong together", function()
  local r = game:solve { points = 3, positions = rp.linspace(-6, 7, 2001) }
  local dx = 13 / 2000
  for t = 1, 3 do
    check.near(r.density[t]:sum() * dx, 1, 1e-9)
    local x = r.position
    local lm = r.log_constant[t] + r.log_linear[t] * x + r.log_quadratic[t] * x ^ 2
    check.near((lm:exp() - r.density[t]):abs():max(), 0, 1e-14)
    local u = r.value_constant[t] + r.value_linear[t] * x + r.value_quadratic[t] * x ^ 2
    check.near((u - r.value[t]):abs():max(), 0, 1e-12)
    local alpha = (r.value_linear[t] + 2 * r.value_quadratic[t] * x) / 1
    check.near((alpha - r.rate[t]):abs():max(), 0, 1e-12)
  end
end)

check.test("mean and rate need no equilibrium", function()
  local r = game:solve({ volatility = 0, horizon = 3, inventory_penalty = 0 }, { outputs = { "mean", "mean_rate" } })
  check.equal(#r.mean, 201)
end)

check.test("a sweep counts the equilibria", function()
  local s = game:sweep({ horizon = { 0.5, 0.6, 0.7 }, inventory_penalty = 0, volatility = 0.2 }, { outputs = { "solution_count" } })
  check.equal(s.solution_count:totable()[1], 1)
  check.equal(s.solution_count:totable()[2], 3)
  check.equal(s.solution_count:totable()[3], 1)
end)

check.test("folds lie on the curve", function()
  local r = rp.model("mean_field_folds"):solve { inventory_penalty = 0, volatility = 0.2, horizon = 3 }
  check.equal(r.fold_count, 2)
  check.near(r.fold[1], 0.5254434587217972, 1e-10)
  check.near(r.fold[2], 0.6815080129007467, 1e-10)
  check.equal(#r.point_horizon, #r.point_variance)
end)

check.test("crowd aversion and no herding have a curve without folds", function()
  for _, a in ipairs { -2, -0.1, 0 } do
    local r = rp.model("mean_field_folds"):solve { herding_weight = a, horizon = 2 }
    check.equal(r.fold_count, 0)
    check.equal(#r.fold, 0)
    check.near(r.point_horizon[-1], 2, 1e-12)
    local one = game:solve({ herding_weight = a, horizon = r.point_horizon[60] }, { outputs = { "terminal_variances" } })
    check.near(r.point_variance[60] / one.terminal_variances[1], 1, 1e-8)
  end
end)

check.test("games without noise, herding or inventory penalty have finite answers", function()
  for _, herding in ipairs { 0, -1 } do
    for _, penalty in ipairs { 0, 1 } do
      local r = game:solve { herding_weight = herding, inventory_penalty = penalty, volatility = 0 }
      check.equal(r.solution_count, 1)
    end
  end
  check.equal(game:solve({ herding_weight = 0, volatility = 0 }).turnpike_variance, 0)
end)

check.test("the curve of equilibria reaches the horizon", function()
  for _, case in ipairs { { 0.2, 1 }, { 0.05, 1 }, { 1, 3 }, { 0.2, 0.6 } } do
    local r = rp.model("mean_field_folds"):solve { inventory_penalty = 0, target = 0, volatility = case[1], horizon = case[2] }
    check.near(r.point_horizon:where(r.point_horizon:isfinite()):max(), case[2], 1e-12)
    local all = game:solve({ inventory_penalty = 0, target = 0, volatility = case[1], horizon = case[2] }, { outputs = { "terminal_variances" } })
    for i = 1, #all.terminal_variances do
      local z = all.terminal_variances[i]
      local nearest = math.huge
      for k = 1, #r.point_horizon do
        if r.point_horizon[k] == case[2] then nearest = math.min(nearest, math.abs(r.point_variance[k] / z - 1)) end
      end
      check.truth(nearest < 1e-10, "an end of the curve at each equilibrium")
    end
  end
end)

check.test("the density unit moves utilities by constants only", function()
  local plain = { herding_weight = 2, horizon = 1.5, points = 3 }
  local other = { herding_weight = 2, horizon = 1.5, points = 3, density_unit = 5 }
  local a, b, shift = game:solve(plain), game:solve(other), math.log(5)
  check.near(b.expected_utility, a.expected_utility - 2 * 1.5 * shift, 1e-12)
  check.near((b.value_constant - a.value_constant + 2 * shift * (1.5 - a.time)):abs():max(), 0, 1e-12)
  check.near((b.log_constant - a.log_constant + shift):abs():max(), 0, 1e-13)
  check.near(b.action, a.action + 2 * 1.5 * shift - shift / 2, 1e-12)
  check.near((b.variance - a.variance):abs():max(), 0, 0)
  check.near((b.density - a.density):abs():max(), 0, 1e-15)
  check.near(b.expected_value, b.expected_utility, 1e-11)
  local policy = rp.model "mean_field_policy"
  plain.points, other.points = nil, nil
  check.near(policy:solve(other).utility, policy:solve(plain).utility - 2 * 1.5 * shift, 1e-9)
  local varying = rp.model "mean_field_varying"
  check.near(varying:solve(other).expected_utility, varying:solve(plain).expected_utility - 2 * 1.5 * shift, 1e-10)
  local density = rp.model "mean_field_density"
  plain.nodes, plain.steps, other.nodes, other.steps = 101, 40, 101, 40
  local c, d = density:solve(plain), density:solve(other)
  check.near((d.value[1] - c.value[1] + 2 * 1.5 * shift):abs():max(), 0, 1e-5)
  check.near((d.density - c.density):abs():max(), 0, 1e-6)
end)

check.test("two folds below the cusp, none above", function()
  local folds = rp.model "mean_field_folds"
  for _, volatility in ipairs { 0.08, 0.1, 0.12, 0.22, 0.26, 0.28, 0.47 } do
    local r = folds:solve { inventory_penalty = 0, target = 0, horizon = 1.2, volatility = volatility }
    check.equal(r.fold_count, volatility < 0.38 and 2 or 0)
    for i = 1, r.fold_count do
      local around = {}
      for side = -1, 1, 2 do
        local at = game:solve({ inventory_penalty = 0, target = 0, volatility = volatility, horizon = r.fold[i] * (1 + side * 1e-8) },
          { outputs = { "solution_count" } })
        around[#around + 1] = at.solution_count
      end
      check.equal(around[2] - around[1], r.fold_change[i])
    end
  end
end)

check.test("particles stay within their errors and repeat", function()
  local particles = rp.model "mean_field_particles"
  local r = particles:solve { agents = 20000, steps = 25 }
  check.truth(r.mean_score < 4.5 and r.variance_score < 4.5)
  local again = particles:solve { agents = 20000, steps = 25 }
  check.equal(r.variance[-1], again.variance[-1])
end)

check.test("simulations have the same bits on any number of threads, and an agent does not depend on how many there are", function()
  local cases = {
    mean_field_particles = { agents = 5003, steps = 7, kept = 600 },
    mean_field_revenue = { paths = 5003, steps = 7, shown = 600 },
  }
  local all = { mean_field_particles = { "mean", "mean_error", "variance", "variance_error", "paths" },
    mean_field_revenue = { "expected_revenue", "revenue_deviation", "revenue_deviation_error", "negative_price_share", "price" } }
  for name, arguments in pairs(cases) do
    local one = rp.model(name):solve(arguments, { threads = 1 })
    for _, threads in ipairs { 2, 8 } do
      local many = rp.model(name):solve(arguments, { threads = threads })
      for _, output in ipairs(all[name]) do
        local a, b = one[output], many[output]
        check.truth(type(a) == "number" and a == b or type(a) ~= "number" and (a - b):abs():max() == 0, name .. "." .. output)
      end
    end
    local other = rp.model(name):solve(arguments, { seed = 7 })
    local output = all[name][1]
    check.truth(tostring(other[output]) ~= tostring(one[output]), "another seed")
    arguments[name == "mean_field_particles" and "agents" or "paths"] = 700
    local fewer = rp.model(name):solve(arguments)
    local kept = name == "mean_field_particles" and "paths" or "price"
    check.equal((fewer[kept] - one[kept]):abs():max(), 0)
  end
end)

check.test("the big trader's feedback at what the strategy has left is the strategy's rate", function()
  local trader = rp.model "mean_field_big_trader"
  local r = trader:solve { points = 9, block = -4 }
  check.equal(r.feedback_rate:shape(), { 9, 11 })
  check.near(r.holding, rp.linspace(-4, 0, 11), 1e-15)
  check.near(r.feedback_rate[1][1], r.rate[1], 1e-12)
  check.near(r.feedback_rate[9][11], r.rate[9], 1e-12)
  check.equal(r.feedback_rate[9][1], math.huge)
  local own = trader:solve { times = { 0.4 }, holdings = { trader:solve({ times = { 0.4 } }).block_left[1], 20 } }
  check.near(own.feedback_rate[1][1], own.rate[1], 1e-12)
  check.equal(#trader:solve({ block = 0 }).holding, 1)
  local even = trader:solve { inventory_penalty = 0, initial_mean = 0.3, times = { 0.75 * (1 - 1e-12) }, holdings = { 0 } }
  check.near(even.feedback_rate[1][1], 0, 1e-12) -- the retail rate is constant
end)

check.test("simulated revenue agrees with the closed form", function()
  local r = rp.model("mean_field_revenue"):solve { paths = 4000, steps = 100 }
  check.truth(math.abs(r.expected_revenue - r.exact_expected_revenue) < 4.5 * r.expected_revenue_error)
  check.truth(math.abs(r.revenue_deviation - r.exact_revenue_deviation) < 4.5 * r.revenue_deviation_error)
end)

check.test("deviations lose, alone; clustering together gains at small noise", function()
  local policy = rp.model "mean_field_policy"
  local alone = { population = "equilibrium", deviation_slope = 0.5, deviation_constant = 1, cells = 600, steps = 150 }
  for _, size in ipairs { 0.2, -0.2 } do
    alone.deviation = size
    local r = policy:solve(alone)
    check.truth(r.gain < -0.01, "a deviation of one trader loses")
    check.truth(r.mass_error < 1e-12)
  end
  local x, wave = rp.linspace(-4, 4, 4001), 0.8
  local shape = x:map(function(p) return -30 * wave / (2 * math.pi) * math.sin(2 * math.pi * p / wave) end)
  local r = policy:solve {
    inventory_penalty = 0, volatility = 0.2, horizon = 0.6, target = 0, deviation = 1,
    deviation_shape = rp.curve { grid = x, values = shape, rule = "linear" },
    cells = 1500, steps = 600, lower_end = -4, upper_end = 4,
  }
  check.near(r.exact_utility, -0.9929124328047084, 1e-10)
  check.truth(r.utility > -0.72, "clustering beats the best Gaussian equilibrium")
end)

-- Equal entries, and no number in the same places.
local function same_bits(a, b)
  return a:isnan() == b:isnan() and a:where(1 - a:isnan()) == b:where(1 - b:isnan())
end

check.test("sweeps have the same bits in batches, alone, and on any number of threads; failed points do not disturb the others", function()
  local times = rp.linspace(0, 0.9, 17)
  local big = rp.model "mean_field_big_trader"
  local cases = {
    { game, { times = times, target = rp.linspace(-1, 2, 90), horizon = { 0.5, 0.9, 3, 400 } },
      { "time", "mean", "mean_rate", "stiffness", "mean_zero" }, 90 },
    { game, { times = times, inventory_penalty = { -1, 0, 1e-9, 0.3, 40 }, herding_weight = { -1, 0, 0.4, 2 }, volatility = { 0.2, 1 } },
      { "mean", "variance", "feedback", "variance_bound", "solution_count", "expected_utility", "value_constant" }, 8 },
    { game, { positions = rp.linspace(-2, 2, 5), times = times, target = rp.linspace(-1, 2, 70) }, { "density", "value", "rate" }, 0 },
    { big, { liquidation_time = 0.9, times = times, target = rp.linspace(-1, 2, 80), rate_penalty = { 0, 0.1, 7 } },
      { "block_left", "rate", "straight_line", "retail_rate", "expected_price", "value_constant", "value_quadratic", "expected_revenue",
        "revenue_deviation", "inflection_time" }, 80 },
    { big, { block = rp.linspace(-3, 3, 70), retail_rate = function(t) return math.cos(9 * t) end, times = times * 0.5,
      perturbation = function(t) return t * (0.75 - t) end }, { "block_left", "value_linear", "optimality_gap" }, 0 },
  }
  for k, case in ipairs(cases) do
    local model, arguments, outputs, failures = table.unpack(case)
    local alone = model:sweep(arguments, { outputs = outputs, batch = false, threads = 1 })
    check.equal((1 - alone.status:eq(0)):sum(), failures, "failures of case " .. k)
    for _, threads in ipairs { 1, 2, 8 } do
      local together = model:sweep(arguments, { outputs = outputs, threads = threads })
      check.truth(together.status == alone.status, "statuses")
      for _, name in ipairs(outputs) do check.truth(same_bits(together[name], alone[name]), name) end
    end
  end
end)

check.test("a curve of a sweep is the curve of a solve", function()
  local times = rp.linspace(0, 0.7, 101)
  local s = game:sweep({ times = times, target = { -1, 0.3, 4 } }, { outputs = { "mean", "mean_rate" } })
  local b = rp.model("mean_field_big_trader"):sweep({ times = times, target = { -1, 0.3, 4 } }, { outputs = { "block_left" } })
  for i, target in ipairs { -1, 0.3, 4 } do
    local one = game:solve { times = times, target = target }
    check.truth(s.mean[i] == one.mean and s.mean_rate[i] == one.mean_rate)
    check.truth(b.block_left[i] == rp.model("mean_field_big_trader"):solve({ times = times, target = target }).block_left)
  end
end)

check.test("errors of the particles' steps are of second order and seen by the particles", function()
  local particles, before = rp.model "mean_field_particles", nil
  for _, steps in ipairs { 8, 16, 32 } do
    local r = particles:solve({ initial_mean = 0.3, agents = 3, steps = steps, kept = 1 }, { outputs = { "mean_step_error", "variance_step_error" } })
    if before then
      check.near(before.mean_step_error / r.mean_step_error, 4, 0.05)
      check.near(before.variance_step_error / r.variance_step_error, 4, 0.05)
    end
    before = r
  end
  local coarse = particles:solve { initial_mean = 0.3, herding_weight = 8, agents = 400000, steps = 4 }
  local seen = (coarse.variance - coarse.exact_variance):abs():max()
  check.truth(coarse.variance_score > 20, "four steps are too few")
  check.near(seen, coarse.variance_step_error, 0.02 * seen)
end)

check.test("extremes are solved or refused with a sentence", function()
  local function refused(name, arguments, slug, status, parameter, pattern)
    local result, finding = rp.model(name):try_solve(arguments)
    check.equal(result, nil, name .. " must refuse")
    check.equal(finding.slug, slug)
    check.equal(finding.status, status)
    check.equal(finding.parameter, parameter)
    check.match(finding.text, pattern)
  end
  for _, name in ipairs { "initial_mean", "target", "initial_variance", "volatility", "rate_penalty", "inventory_penalty", "horizon" } do
    refused("mean_field", { [name] = 1e60 }, "out-of-range", "bad_input", name, name .. " is 1e%+60: .* between 1e%-50 and 1e%+50")
  end
  refused("mean_field", { horizon = 1e-60 }, "out-of-range", "bad_input", "horizon", "horizon is 1e%-60")
  refused("mean_field_big_trader", { block = -1e60 }, "out-of-range", "bad_input", "block", "block is %-1e%+60")
  refused("mean_field_big_trader", { retail_rate = 1e60 }, "out-of-range", "bad_input", "retail_rate", "retail_rate reaches 1e%+60")
  refused("mean_field_varying", { target = 1e60 }, "out-of-range", "bad_input", "target", "target is 1e%+60")
  refused("mean_field_varying", { herding_weight = 1e60 }, "out-of-range", "bad_input", "herding_weight", "herding_weight reaches 1e%+60")
  refused("mean_field_varying", { rate_penalty = rp.curve { grid = { 0, 1 }, values = { 1, 1e-300 }, rule = "linear" }, volatility = function(t) return 1 - t end },
    "vanishes-at-end", "bad_input", "volatility", "volatility is .* at time 1, it must be > 0")
  refused("mean_field_density", { frame = "fixed", lower_end = 5, upper_end = 9 }, "law-outside-grid", "bad_input", "lower_end",
    "lower_end is 5: the grid from 5 to 9 leaves out 1 of the initial law")
  refused("mean_field_density", { initial_mean = 1e17 }, "density-not-resolved", "not_converged", "nodes", "the mean misses its closed form")
  refused("mean_field_density", { horizon = 1e4 }, "too-many-steps", "not_converged", "steps", "ask for .* steps")
  refused("mean_field_policy", { upper_end = -1 }, "law-outside-grid", "bad_input", "upper_end", "upper_end is %-1: the grid from")
  refused("mean_field_density", { nodes = 12, steps = 8 }, "density-not-resolved", "not_converged", "nodes", "nodes is 12 and steps 8: the mean misses")
  refused("mean_field", { volatility = 1e-6, terminal_penalty = 0 }, "collocation-failed", "not_converged", nil, "fastest rate times the horizon is")
  local instant = game:solve({ volatility = 0, inventory_penalty = 0, horizon = 1e-6 }, { outputs = { "actions", "solution_count" } })
  check.equal(instant.solution_count, 2)
  check.truth(instant.actions[1] ~= instant.actions[1] and instant.actions[2] == instant.actions[2])
  for _, horizon in ipairs { 1e-6, 1e-10, 1e-14, 1e-18, 1e-49 } do -- v' = sigma^2 + 2 p v, p(T) = -kappa
    local r = game:solve { horizon = horizon, initial_variance = 2.3 }
    check.near(r.terminal_variances[1], 2.3 - 3.6 * horizon, 1e-11)
    check.near(r.feedback[1], -1, 2 * horizon + 1e-12)
  end
  for _, stiffness in ipairs { 600, 1e4, 1e6 } do
    local r = game:solve({ horizon = stiffness / 3.695518130045147, points = 3 })
    check.near(r.stiffness, stiffness, 1e-12)
    check.near(r.variance[2], r.turnpike_variance, 1e-12)
    check.near(r.variance[3], 0.31338989, 1e-8)
    check.truth(r.route_differences[1] < 1e-10 and r.mean:isfinite():min() == 1)
  end
end)

check.test("weak herding far below the turnpike is a small change, and its variances have the same bits alone", function()
  for _, case in ipairs {
    { { herding_weight = 1e-6, terminal_penalty = 1e-6, inventory_penalty = 0, volatility = 10 }, 1e-8 },
    { { herding_weight = 1e-12, terminal_penalty = 0, inventory_penalty = 0, volatility = 3 }, 1e-12 },
    { { herding_weight = 1e-6, terminal_penalty = 0, inventory_penalty = 0, volatility = 60 }, 1e-9 },
    { { herding_weight = 1e-10, terminal_penalty = 5e-16, inventory_penalty = 0, volatility = 66, initial_variance = 130 }, 1e-12 },
    { { rate_penalty = 1e28 }, 1e-15 },
    { { herding_weight = 1e-7, inventory_penalty = 2e-8, terminal_penalty = 4e6, volatility = 0.038, horizon = 0.08, initial_variance = 218 }, 1e-4 },
  } do
    local weak, allowed = table.unpack(case)
    local r = game:solve(weak)
    check.near(r.terminal_variances[1], r.variance[-1], 1e-13)
    check.equal(game:solve(weak, { outputs = { "terminal_variances" } }).terminal_variances[1], r.terminal_variances[1])
    weak.herding_weight = weak.herding_weight and 0
    if weak.herding_weight then check.near(r.terminal_variances[1], game:solve(weak).terminal_variances[1], allowed) end
  end
end)

check.test("many jumps of the volatility cost no accuracy, and a collapse is followed from the averaged game", function()
  local varying = rp.model "mean_field_varying"
  local plain = game:solve { initial_mean = 0.3 }
  for _, pieces in ipairs { 10, 700 } do
    local r = varying:solve { initial_mean = 0.3, volatility = rp.curve { grid = rp.linspace(0, 1 - 1 / pieces, pieces), values = rp.full(1, pieces), rule = "step" } }
    check.truth(r.panels >= pieces)
    check.near(r.mean, plain.mean, 1e-10)
    check.near(r.mean_rate, plain.mean_rate, 1e-10)
    check.near(r.variance, plain.variance, 1e-11)
  end
  local collapsed, known = varying:solve { volatility = 0.05 }, game:solve { volatility = 0.05 }
  check.near(collapsed.variance[-1] / known.variance[-1], 1, 1e-9)
  -- A table of steps against the weights of each piece: the equations, by differences inside of the pieces.
  local sigma, a, c = { 1, 0.3, 1.5 }, { 1, 2, 0 }, { 0, 3, 1 }
  local function steps(values) return rp.curve { grid = { 0, 0.3, 0.7 }, values = values, rule = "step" } end
  for piece, middle in ipairs { 0.15, 0.5, 0.85 } do
    local h = 2e-4
    local r = varying:solve { volatility = steps(sigma), herding_weight = steps(a), inventory_penalty = steps(c), initial_mean = 0.3,
      times = { middle - 2 * h, middle - h, middle, middle + h, middle + 2 * h } }
    local function slope(y) return (y[1] - 8 * y[2] + 8 * y[4] - y[5]) / (12 * h) end
    local v, p, M = r.variance, r.feedback, r.mean
    check.near(slope(v), 2 * p[3] * v[3] + sigma[piece] ^ 2, 1e-8)
    check.near(slope(p), -p[3] ^ 2 + a[piece] / v[3] + c[piece], 1e-8)
    check.near(slope(M), r.mean_rate[3], 1e-9)
    check.near(slope(r.mean_rate), c[piece] * M[3], 1e-8)
  end
end)

check.test("a long table of retail rates is a matter of milliseconds", function()
  local grid = rp.linspace(0, 0.75, 20001)
  local table_of = rp.curve { grid = grid, values = grid:map(function(t) return math.sin(9 * t) end), rule = "linear" }
  local big = rp.model "mean_field_big_trader"
  local long, exact = big:solve { retail_rate = table_of }, big:solve { retail_rate = function(t) return math.sin(9 * t) end }
  check.near(long.value_constant, exact.value_constant, 1e-6)
  check.near(long.value_linear, exact.value_linear, 1e-6)
  check.near(long.expected_revenue, exact.expected_revenue, 1e-8)
  check.near(long.revenue_deviation, exact.revenue_deviation, 1e-8)
end)

check.test("crowd aversion without noise rests for long horizons", function()
  for _, start in ipairs { 0.5, 1, 2 } do
    local r = game:solve { volatility = 0, herding_weight = -1, horizon = 40, initial_variance = start, points = 3 }
    -- v'/2 = p v, p' = -p^2 + 1 - 1/v from rest at v = 1: p^2 v = v - 1 - ln v, and p(T) = -1, so v = 1/e at the end.
    check.near(r.variance[2], 1, 1e-12)
    check.near(r.variance[3], math.exp(-1), 1e-11)
  end
end)

check.test("the value function is as exact as the utility where the crowd collapses", function()
  local r = game:solve { herding_weight = 53.9, rate_penalty = 0.0607, inventory_penalty = 0, terminal_penalty = 0.0154, volatility = 0.0312,
    horizon = 0.164, initial_variance = 0.511, initial_mean = 5.67, target = -0.775 }
  check.truth(r.stiffness > 4e5)
  check.near(r.expected_value, r.expected_utility, 1e-10)
  check.truth(r.backward_residual < 1e-6 and r.forward_residual < 1e-6)
end)

check.test("results that the steps or the grid spoil carry a remark", function()
  local function slugs(r)
    local all = {}
    for _, remark in ipairs(r:remarks()) do all[#all + 1] = remark.slug end
    return all
  end
  local particles, policy = rp.model "mean_field_particles", rp.model "mean_field_policy"
  check.equal(slugs(particles:solve { horizon = 200, agents = 20000 }), { "steps-too-few" })
  check.equal(slugs(particles:solve { agents = 20000 }), {})
  check.equal(slugs(particles:solve { volatility = 0.1, agents = 20000 }), { "steps-too-few" }) -- late, when the crowd has gathered
  local revenue = rp.model "mean_field_revenue"
  check.equal(slugs(revenue:solve {}), {})
  check.equal(slugs(revenue:solve { price_volatility = 0, steps = 1, inventory_penalty = 50 }), { "steps-too-few" })
  local coarse = revenue:solve { paths = 200000, steps = 1, price_volatility = 3, inventory_penalty = 50, retail_impact = 0.01 }
  check.equal(slugs(coarse), { "steps-too-few" })
  local function explained(seen, exact, step, chance) check.truth(math.abs(math.abs(seen - exact) - step) < 4 * chance) end
  explained(coarse.revenue_deviation, coarse.exact_revenue_deviation, coarse.revenue_deviation_step_error, coarse.revenue_deviation_error)
  local crowded = revenue:solve { steps = 10, price_volatility = 0.001, inventory_penalty = 400, terminal_penalty = 20, retail_impact = 2 }
  check.equal(slugs(crowded), { "steps-too-few" })
  explained(crowded.expected_revenue, crowded.exact_expected_revenue, crowded.expected_revenue_step_error, crowded.expected_revenue_error)
  check.equal(slugs(policy:solve { initial_variance = 1e-6 }), { "grid-too-coarse" })
  check.equal(slugs(policy:solve {}), {})
  local _, finding = policy:try_solve { lower_end = 5, upper_end = 9 }
  check.equal(finding.slug, "law-outside-grid")
end)

check.test("a law with jumps keeps its mean and, but for the cells, its variance", function()
  local density = rp.model "mean_field_density"
  for _, case in ipairs { { -1, 1 }, { 0.13, 0.98 } } do
    local r = density:solve { initial_law = { grid = { case[1], case[2] }, values = { 1, 1 } }, nodes = 401, steps = 40, points = 2 }
    local width, dx = case[2] - case[1], r.node[1][2] - r.node[1][1]
    check.near(r.mean[1], (case[1] + case[2]) / 2, 0.2 * dx * dx)
    check.near(r.variance[1], width * width / 12, 0.5 * dx * dx)
  end
  local law = rp.curve { grid = { 0, 1, 2 }, values = { 3, 1, 1 }, rule = "step" }
  local r = density:solve { initial_law = law, nodes = 401, steps = 40, points = 2 }
  check.near(r.mean[1], (3 * 0.5 + 1.5) / 4, 1e-3)
end)

-- Values at positions `at` of a row over the nodes `x`.
local function rows_at(r, name, j, at) return r[name][j]:interp(r.node[j], at) end

check.test("the moving frame is a change of variables: the same density, value and moments as in a fixed one", function()
  local density = rp.model "mean_field_density"
  local function bell(x, centre, width) return math.exp(-((x - centre) / width) ^ 2 / 2) / width end
  local peaks = rp.curve(function(x) return 0.4 * bell(x, -1, 0.4) + 0.6 * bell(x, 1.2, 0.5) end, { domain = { -4, 4.5 } })
  local base = { herding_weight = 0.9, rate_penalty = 1.2, inventory_penalty = 0.7, terminal_penalty = 0.8, volatility = 0.9, horizon = 1.1,
    initial_mean = -0.4, initial_variance = 0.8, target = 1.4, density_unit = 0.6, points = 5 }
  for _, case in ipairs { { herding = "log" }, { herding = "root" }, { herding = "power", herding_power = 1.2 },
    { herding = "curve", herding_curve = rp.curve(function(m) return 2 * m / (1 + m) end, { domain = { 0, 40 } }) },
    { herding = "log", initial_law = peaks }, { herding = "root", initial_law = peaks }, { herding = "log", herding_weight = -1.5, initial_law = peaks } } do
    local moving, fixed = { nodes = 401, steps = 300 }, { frame = "fixed", nodes = 801, steps = 400 }
    for _, arguments in ipairs { moving, fixed } do
      for name, value in pairs(base) do arguments[name] = value end
      for name, value in pairs(case) do arguments[name] = value end
    end
    local a, b = density:solve(moving), density:solve(fixed)
    check.near(a.mean, b.mean, 2e-4)
    check.near(a.variance / b.variance, b.variance / b.variance, 1e-3)
    check.truth(a.variance_error < 2e-3 and a.iterations <= 20)
    for j = 1, 5 do
      local at = rp.linspace(a.mean[j] - 1.5, a.mean[j] + 1.5, 13)
      check.near((rows_at(a, "value", j, at) - rows_at(b, "value", j, at)):abs():max(), 0, 5e-3)
      check.near((rows_at(a, "density", j, at) - rows_at(b, "density", j, at)):abs():max(), 0, 2e-3)
    end
  end
end)

check.test("random populations: the density has the variance of the equilibrium of least action, or is refused", function()
  local density = rp.model "mean_field_density"
  local random, solved = rp.random(31), 0
  for k = 1, 24 do
    local population = { herding_weight = random:log_uniform(0.1, 5), rate_penalty = random:log_uniform(0.2, 3), inventory_penalty = random:log_uniform(0.01, 5),
      terminal_penalty = random:log_uniform(0.01, 5), volatility = random:log_uniform(0.3, 2), horizon = random:uniform(0.2, 2),
      initial_variance = random:log_uniform(0.1, 3), initial_mean = random:normal(), target = random:normal(0, 2), points = 21 }
    local r, why = density:try_solve(population)
    if r then
      solved = solved + 1
      local error = (r.variance / game:solve(population).variance - 1):abs():max()
      check.truth(error < 0.01, "variance of population " .. k)
      check.near(r.variance_error, error, 0.5)
      check.truth(r.mean_difference < 1e-9)
    else
      check.equal(why.status, "not_converged")
    end
  end
  check.truth(solved >= 23, "solved " .. solved)
end)
