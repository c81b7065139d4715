-- The models with stochastic coefficients, through the program: reductions to deterministic games, comparison and concavity, every
-- method against the others, paths against fields, refusals by name, the same bits for any number of threads.

local rp = require "reprise"
local check = require "check"

local factor, single, paths = rp.model "nplayer_factor", rp.model "nplayer_single_factor", rp.model "nplayer_factor_paths"
local game, alone, affine = rp.model "nplayer_game", rp.model "nplayer_single", rp.model "nplayer_affine"

local function with(arguments, more)
  local all = {}
  for name, value in pairs(arguments) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

local function near(got, want, tolerance, what)
  check.truth(math.abs(got - want) <= tolerance * math.max(1, math.abs(want)), ("%s is %.17g, want %.17g"):format(what, got, want))
end

local function refused(model, arguments, status, slug, parameter, pattern)
  local result, finding = model:try_solve(arguments)
  check.truth(result == nil, slug .. ": must be refused")
  check.equal(finding.slug, slug, "slug")
  check.equal(finding.status, status, slug .. ": status")
  check.equal(finding.parameter, parameter, slug .. ": parameter")
  check.match(finding.text, pattern)
end

local cir = { law = "cir", speed = { 2 }, mean = { 0.09 }, volatility = { 0.3 }, start = { 0.06 } }
local one = {
  horizon = 1, permanent_impact = 0.06, type_counts = { 5 }, temporary_impact = { 0.2 }, risk_aversion = { 4 },
  terminal_penalty = { 0.53 }, inventories = { 1 }, factors = cir, variance = { { 0, 1 } }, drift = { { 0.2, 1 } },
}
local two = {
  horizon = 1, permanent_impact = 0.1, type_counts = { 3, 7 }, temporary_impact = { 0.2, 0.5 }, risk_aversion = { 3, 1 },
  terminal_penalty = { 1, 0.4 }, inventories = { 1, -0.2 }, variance = { { 0.02, 1 } }, drift = { { 0.1, -0.5 } },
  factors = { law = "cir", speed = { 1.5 }, mean = { 0.2 }, volatility = { 0.4 }, start = { 0.15 } },
}

-- Agents of types as a list; deviations from the types' means add up to zero.
local function listed(arguments, spread)
  local all = { temporary_impact = {}, risk_aversion = {}, terminal_penalty = {}, inventories = {}, type_of = {} }
  for k, count in ipairs(arguments.type_counts) do
    for i = 1, count do
      table.insert(all.temporary_impact, arguments.temporary_impact[k])
      table.insert(all.risk_aversion, arguments.risk_aversion[k])
      table.insert(all.terminal_penalty, arguments.terminal_penalty[k])
      table.insert(all.inventories, arguments.inventories[k] + spread * (i - (count + 1) / 2))
      table.insert(all.type_of, k)
    end
  end
  return all
end

check.test("without volatility of the factor the game is nplayer_game", function()
  local quiet = with(two, { volatility_scale = 0 })
  local function z(t) return 0.2 - 0.05 * math.exp(-1.5 * t) end
  local agents = listed(two, 0.1)
  local types = agents.type_of
  agents.type_of = nil
  local want = game:solve(with(agents, {
    horizon = 1, permanent_impact = 0.1, volatility = function(t) return math.sqrt(0.02 + z(t)) end,
    drift = function(t) return 0.1 - 0.5 * z(t) end, times = { 0, 1 }, tolerance = 1e-11,
  }))
  local got = factor:solve(quiet)
  for k, first in ipairs { 1, 4 } do
    local mean, rate, count = 0, 0, two.type_counts[k]
    for i = first, first + count - 1 do
      mean = mean + want.inventory_paths[i][2] / count
      rate = rate + want.rate_paths[i][1] / count
    end
    near(got.expected_inventory[k], mean, 1e-9, "mean inventory at the horizon")
    local own = got.forcing[k] / 2
    for l = 1, 2 do own = own + got.feedback[k][l] * two.inventories[l] end
    near(-own / two.temporary_impact[k], rate, 1e-9, "rate at the start")
    -- what is left of a deviation, and costs with it
    local deviation = agents.inventories[first] - two.inventories[k]
    near(got.expected_deviation[k], (want.inventory_paths[first][2] - mean) / deviation, 1e-9, "deviation")
    local middle = first + (count - 1) // 2
    check.equal(types[middle], k)
    near(got.costs[k], want.costs[middle], 1e-9, "cost at the mean")
    local around = (want.costs[middle - 1] + want.costs[middle + 1]) / 2 - want.costs[middle]
    near((got.deviation_cost[k] + 0.05) * 0.01, around, 1e-9, "cost of a deviation")
    near(got.inventory_variance[k], 0, 1e-9, "variance without volatility")
  end
end)

check.test("every agent a type of its own is the same game", function()
  local each = with(two, {
    type_counts = { 1, 1, 1 }, temporary_impact = { 0.2, 0.5, 0.5 }, risk_aversion = { 3, 1, 2 }, terminal_penalty = { 1, 0.4, 0.7 },
    inventories = { 1, -0.2, 0.4 }, volatility_scale = 0,
  })
  local want = game:solve {
    horizon = 1, permanent_impact = 0.1, temporary_impact = { 0.2, 0.5, 0.5 }, risk_aversion = { 3, 1, 2 },
    terminal_penalty = { 1, 0.4, 0.7 }, inventories = { 1, -0.2, 0.4 }, times = { 1 }, tolerance = 1e-11,
    volatility = function(t) return math.sqrt(0.22 - 0.05 * math.exp(-1.5 * t)) end,
    drift = function(t) return 0.025 * math.exp(-1.5 * t) end,
  }
  local got = factor:solve(each)
  for k = 1, 3 do
    near(got.expected_inventory[k], want.inventory_paths[k][1], 1e-9, "inventory")
    near(got.costs[k], want.costs[k], 1e-9, "cost")
  end
end)

check.test("identical types are one type", function()
  local halves = with(one, {
    type_counts = { 2, 3 }, temporary_impact = { 0.2, 0.2 }, risk_aversion = { 4, 4 }, terminal_penalty = { 0.53, 0.53 },
    inventories = { 1, 1 },
  })
  local whole, split = factor:solve(one), factor:solve(halves)
  for k = 1, 2 do
    near(split.feedback[k][1] + split.feedback[k][2], whole.feedback[1][1], 1e-8, "row sum of N")
    near(split.forcing[k], whole.forcing[1], 1e-8, "q")
    near(split.expected_inventory[k], whole.expected_inventory[1], 1e-8, "E m")
    near(split.costs[k], whole.costs[1], 1e-8, "J")
  end
end)

check.test("all methods agree within their estimates", function()
  local want = factor:solve(with(one, { tolerance = 1e-10, method = "taylor" }))
  for _, method in ipairs { "chebyshev", "finite_differences", "regression" } do
    local options = { outputs = { "feedback", "forcing", "expected_inventory", "error_estimate", "feedback_error", "method_used" } }
    local got = factor:solve(with(one, { method = method, sample = 16384, steps = method == "regression" and 20 or 0 }), options)
    for _, output in ipairs { "forcing", "expected_inventory" } do
      near(got[output][1], want[output][1], 2 * got.error_estimate, method .. " " .. output)
    end
    near(got.feedback[1][1], want.feedback[1][1], 2 * got.error_estimate, method .. " feedback")
    check.truth(got.error_estimate > 0 and got.error_estimate < (method == "regression" and 0.05 or 1e-3))
    check.truth((got.feedback_error[1][1] > 0) == (method == "regression"))
  end
  local automatic = factor:solve(one)
  check.equal(automatic.method_used, 1)
end)

check.test("observed orders on an exact solution", function()
  local p = { factor = { law = "cir", speed = 2, mean = 0.09, volatility = 0.3, start = 0.06 } }
  local errors = {}
  for i = 1, 3 do
    local r = affine:solve(with(p, { method = "finite_differences", resolution = 100 * 2 ^ (i - 1) // 1 | 0, steps = 20 * 2 ^ (i - 1) // 1 | 0 }))
    errors[i] = math.abs(r.expected_inventory - r.expected_inventory_exact)
  end
  near(math.log(errors[2] / errors[3], 2), 2, 0.1, "order of the differences")
  local last = math.huge
  for _, degree in ipairs { 4, 6, 8 } do
    local r = affine:solve(with(p, { method = "taylor", resolution = degree }))
    local error = math.abs(r.expected_inventory - r.expected_inventory_exact)
    check.truth(error < last / 5, ("degree %d: %g"):format(degree, error))
    last = error
  end
  local two_factors = with(p, { agents = 8, permanent_impact = 0.05, drift_factor = { law = "ou", speed = 2, mean = 0.1, volatility = 0.3, start = -0.3 } })
  local r = affine:solve(with(two_factors, { method = "regression", sample = 65536 }))
  near(r.feedback, r.feedback_exact, 4 * r.standard_error + 1e-4, "U by regression on two factors")
  near(r.forcing, r.forcing_exact, 4 * r.forcing_error + 1e-4, "q by regression on two factors")
  local series = affine:solve(two_factors)
  near(series.forcing, series.forcing_exact, 1e-9, "q by a series in two variables")
  check.equal(series.method_used, 1)
end)

check.test("comparison, concavity, monotonicity in the factor", function()
  local states = { 0.02, 0.06, 0.12, 0.2 }
  local arguments = {
    temporary_impact = 0.2, risk_aversion = 4, terminal_penalty = 0.5, factors = cir, variance = { { 0, 1 } }, states = states,
    times = { 0, 0.5, 1 }, range_high = 1,
  }
  local r = single:solve(arguments)
  for i = 1, 3 do
    for j = 1, 4 do
      check.truth(r.value_quadratic[i][j] >= r.quadratic_low[i] - 1e-12 and r.value_quadratic[i][j] <= r.quadratic_high[i] + 1e-12)
      if j > 1 and i < 3 then check.truth(r.value_quadratic[i][j] > r.value_quadratic[i][j - 1], "A grows with the variance") end
    end
    near(r.value_quadratic[3][i], 0.5, 1e-12, "A at the horizon")
  end
  local deterministic = alone:solve {
    temporary_impact = 0.2, risk_aversion = 4, terminal_penalty = 0.5, times = { 0 },
    volatility = function(t) return math.sqrt(0.09 - 0.03 * math.exp(-2 * t)) end,
  }
  check.truth(r.start_quadratic < deterministic.value_quadratic[1] - 1e-4, "A is concave in the variance")
  near(r.start_quadratic, 0.2541571768001, 1e-9, "A of the reference")
  near(deterministic.value_quadratic[1], 0.25489131, 1e-7, "A of the mean variance")
  local quiet = single:solve(with(arguments, { volatility_scale = 0 }))
  near(quiet.start_quadratic, deterministic.value_quadratic[1], 1e-9, "no volatility of the variance")
  -- more volatility of the variance: a smaller value
  local last = math.huge
  for _, scale in ipairs { 0, 0.5, 1, 1.5 } do
    local a = single:solve(with(arguments, { volatility_scale = scale })).start_quadratic
    check.truth(a < last)
    last = a
  end
end)

check.test("a single agent: value, feedback, a drift that does not move", function()
  local law = { law = "ou", speed = { 1 }, mean = { 0.4 }, volatility = { 0 }, start = { 0.4 } }
  local r = single:solve { factors = law, variance = { { 0.36 } }, drift = { { 0, 1 } }, inventory = 2, times = { 0, 0.3 } }
  local want = alone:solve { volatility = 0.6, forcing = 0.4, inventory = 2, times = { 0, 0.3, 1 } }
  for i = 1, 2 do
    near(r.value_quadratic[i][1], want.value_quadratic[i], 1e-9, "A")
    near(r.value_linear[i][1], want.value_linear[i], 1e-9, "B")
    near(r.value_constant[i][1], want.value_constant[i], 1e-9, "C")
  end
  near(r.value, want.value, 1e-9, "V")
  near(r.feedback_rate[1][1], want.rate_path[1], 1e-9, "rate")
  near(r.expected_inventory, want.inventory_path[3], 1e-9, "X_T")
end)

check.test("a random drift: fields against the closed form", function()
  local drift = { law = "ou", speed = 1, mean = 0.1, volatility = 0.5, start = 0.4 }
  local closed = rp.model "nplayer_drift_factor":solve {
    horizon = 2, agents = 10, permanent_impact = 0.1, temporary_impact = 0.4, volatility = 0.8, inventory = 0.5, drift = drift, points = 5,
  }
  local r = factor:solve {
    horizon = 2, type_counts = { 10 }, permanent_impact = 0.1, temporary_impact = { 0.4 }, inventories = { 0.5 }, variance = { { 0.64 } },
    drift = { { 0, 1 } }, factors = { law = "ou", speed = { 1 }, mean = { 0.1 }, volatility = { 0.5 }, start = { 0.4 } }, times = { 0, 1 },
  }
  near(r.feedback[1][1], closed.feedback[1], 1e-9, "P")
  near(r.forcing[1], closed.forcing, 1e-9, "q")
  near(r.feedback_field[2][1][1][1], closed.feedback[3], 1e-9, "P later")
  near(r.forcing_field[2][1][1], closed.forcing_level[3] + 0.4 * closed.forcing_slope[3], 1e-9, "q later")
  near(r.expected_inventory[1], closed.expected_inventory[5], 1e-9, "E m")
  near(r.inventory_variance[1], closed.inventory_variance[5], 1e-9, "Var m")
end)

check.test("regimes and curves", function()
  local chain = with(one, { regime_rates = { { -2, 2 }, { 1, -1 } }, regime_variance = { 0.1, 0.8 }, regime_drift = { 0.1, -0.3 } })
  chain.factors, chain.variance, chain.drift = nil, nil, nil
  local r = factor:solve(with(chain, { times = { 0, 1 } }))
  check.equal(r.state:totable(), { 1, 2 })
  check.truth(r.feedback_field[1][1][1][1] < r.feedback_field[1][2][1][1], "the calm regime trades less")
  near(r.feedback_field[1][1][1][1], r.feedback[1][1], 1e-14, "the start is regime 1")
  near(factor:solve(with(chain, { regime_start = 2 })).feedback[1][1], r.feedback_field[1][2][1][1], 1e-14, "regime_start")
  local equal = factor:solve(with(chain, { regime_variance = { 0.3, 0.3 }, regime_drift = { 0.1, 0.1 } }))
  local want = factor:solve(with(one, { variance = { { 0.3 } }, drift = { { 0.1 } } }))
  near(equal.feedback[1][1], want.feedback[1][1], 1e-8, "equal regimes")
  near(equal.costs[1], want.costs[1], 1e-8, "equal regimes' cost")
  local curved = with(one, { variance_curve = rp.curve(function(z) return z end, { domain = { 0, 1.2 } }) })
  curved.variance = nil
  refused(factor, with(curved, { range_high = 2 }), "bad_input", "curve-too-short", "variance_curve", "stated on %[0, 1.2%]")
  local s = factor:solve(with(curved, { range_high = 1 }))
  near(s.feedback[1][1], factor:solve(one).feedback[1][1], 1e-8, "a curve that is the polynomial")
  check.equal(s.method_used, 2)
end)

check.test("paths agree with fields in mean, variance and cost", function()
  local options = { outputs = { "mean_inventory", "inventory_deviation", "costs", "cost_error", "inventory_paths", "factor_paths", "bands", "outside" } }
  local fields = factor:solve(two)
  local simulated = paths:solve(with(two, { paths = 8192, points = 41, reported = 3, quantiles = { 0, 0.5, 1 } }), options)
  for k = 1, 2 do
    local deviation = simulated.inventory_deviation[k][41]
    near(simulated.mean_inventory[k][41], fields.expected_inventory[k], 4 * deviation / math.sqrt(8192) + 1e-5, "E m")
    near(deviation ^ 2, fields.inventory_variance[k], 0.1 * fields.inventory_variance[k], "Var m")
    near(simulated.costs[k], fields.costs[k], 4 * simulated.cost_error[k] + 1e-4, "J")
    check.equal(simulated.inventory_paths[1][k][1], two.inventories[k])
    for t = 1, 41 do
      check.truth(simulated.bands[1][k][t] <= simulated.bands[2][k][t] and simulated.bands[2][k][t] <= simulated.bands[3][k][t])
    end
  end
  check.equal(simulated.factor_paths:shape(), { 3, 1, 41 })
  check.equal(simulated.factor_paths[2][1][1], 0.15)
  check.equal(simulated.outside, 0)
  local chain = { type_counts = { 3 }, temporary_impact = { 0.2 }, risk_aversion = { 3 }, inventories = { 1 },
    regime_rates = { { -2, 2 }, { 1, -1 } }, regime_variance = { 0.1, 0.8 } }
  local c, f = paths:solve(with(chain, { paths = 8192 })), factor:solve(chain)
  near(c.mean_inventory[1][61], f.expected_inventory[1], 4 * c.inventory_deviation[1][61] / math.sqrt(8192) + 1e-4, "E m of a chain")
  near(c.costs[1], f.costs[1], 4 * c.cost_error[1] + 1e-4, "J of a chain")
end)

check.test("paths through regression on two factors", function()
  local p = {
    type_counts = { 4 }, permanent_impact = 0.1, temporary_impact = { 0.3 }, risk_aversion = { 2 }, inventories = { 1 },
    factors = { law = "affine", speed = { 1.5, 1 }, mean = { 0.2, 0 }, variance_constant = { 0, 0.09 }, variance_slope = { 0.16, 0 },
      start = { 0.15, 0.2 } }, variance = { { 0.02, 1 }, { 0, 0 } }, drift = { { 0, 0 }, { 0, 1 } }, sample = 16384,
  }
  local want = factor:solve(with(p, { method = "taylor" }), { outputs = { "expected_inventory", "costs" } })
  local got = paths:solve(with(p, { paths = 8192, points = 31, reported = 1 }))
  check.equal(got.method_used, 4)
  near(got.mean_inventory[1][31], want.expected_inventory[1], 4 * got.inventory_deviation[1][31] / math.sqrt(8192) + 1e-3, "E m")
  near(got.costs[1], want.costs[1], 4 * got.cost_error[1] + 1e-3, "J")
end)

check.test("sampling has the same bits on any number of threads, and another seed has others", function()
  local p = with(two, { method = "regression", sample = 4096, batches = 8, steps = 10 })
  local q = with(two, { paths = 1000, points = 11, quantiles = { 0.3, 0.7 }, reported = 2 })
  for _, case in ipairs { { factor, p, { "feedback", "forcing", "feedback_error", "error_estimate" } },
    { paths, q, { "mean_inventory", "bands", "costs", "inventory_paths", "factor_paths" } } } do
    local model, arguments, outputs = table.unpack(case)
    local reference = model:solve(arguments, { outputs = outputs, threads = 1 })
    for _, threads in ipairs { 2, 8 } do
      local r = model:solve(arguments, { outputs = outputs, threads = threads })
      for _, output in ipairs(outputs) do
        local a, b = reference[output], r[output]
        check.truth(type(a) == "number" and a == b or type(a) ~= "number" and a:eq(b):min() == 1,
          ("%s on %d threads"):format(output, threads))
      end
    end
    local other = model:solve(arguments, { outputs = outputs, seed = 99 })
    check.truth(reference[outputs[1]]:eq(other[outputs[1]]):min() == 0, "another seed")
  end
end)

check.test("refusals name parameter and condition", function()
  refused(factor, with(one, { variance = { { -0.01, 1 } } }), "bad_input", "negative-variance", "variance", "becomes %-0.01")
  local bare = with(one, {})
  bare.factors = nil
  refused(factor, with(bare, { variance = { { 0, 1 }, { 0, 1 } }, drift = false }), "bad_input", "wrong-shape", "variance", "has 2 rows, there are 1 factors")
  local unstated = with(one, {})
  unstated.variance = nil
  refused(factor, unstated, "bad_input", "missing", "variance", "is required")
  refused(factor, with(one, { regime_rates = { { 0 } } }), "bad_input", "given-twice", "factors", "both")
  bare.regime_rates = { { -1, 2 }, { 1, -1 } }
  refused(factor, bare, "bad_input", "rates-do-not-balance", "regime_rates", "row 1 .* adds up to 1")
  bare.regime_rates = { { 1, -1 }, { 1, -1 } }
  refused(factor, bare, "bad_input", "negative-rate", "regime_rates", "from regime 1 to 2 at the rate %-1")
  bare.regime_rates = { { -1, 1 }, { 1, -1 } }
  refused(factor, bare, "bad_input", "missing", "regime_variance", "required")
  bare.regime_variance = { 1, 2 }
  refused(factor, with(bare, { regime_start = 3 }), "bad_input", "no-such-regime", "regime_start", "there are 2")
  refused(factor, with(bare, { method = "taylor" }), "unsupported", "chain-has-one-method", "method", "automatic")
  refused(factor, with(one, { times = { 0, 2 } }), "bad_input", "time-after-horizon", "times", "ends at 2")
  refused(factor, with(one, { states = { 50 }, range_high = 0.6 }), "bad_input", "state-out-of-range", "states", "contains 50")
  refused(factor, with(one, { range_low = 0.07 }), "bad_input", "range-too-narrow", "range_low", "must contain its start")
  refused(factor, with(one, { range_low = -1 }), "bad_input", "range-below-floor", "range_low", "does not go below")
  refused(factor, with(one, { method = "taylor", resolution = 3 }), "bad_input", "resolution-too-low", "resolution", "at least 4")
  refused(factor, with(one, { method = "chebyshev", resolution = 5 }), "bad_input", "resolution-out-of-range", "resolution", "8..400")
  refused(factor, with(one, { method = "regression", times = { 0.5 } }), "unsupported", "regression-off-the-start", "method", "time 0")
  refused(factor, with(one, { method = "regression", sample = 64 }), "bad_input", "sample-too-small", "sample", "at least 16")
  refused(factor, with(one, { terminal_penalty = { -1 } }), "no_solution", "not-convex", "terminal_penalty", "type 1 can drive")
  refused(factor, with(one, { terminal_penalty = { 0.53, -0.4 }, type_counts = { 2, 2 }, temporary_impact = { 0.2, 0.2 },
    risk_aversion = { 4, 4 }, inventories = { 1, 1 } }), "no_solution", "not-convex", "terminal_penalty", "type 2 can drive .* escapes before time")
  refused(factor, with(one, { terminal_penalty = { -0.1 }, type_counts = { 200 } }), "no_solution", "riccati-escapes", nil, "no feedback form")
  refused(single, { factors = cir, variance = { { 0, 1 } }, terminal_penalty = -5 }, "no_solution", "not-convex", "terminal_penalty", "minus infinity")
  refused(paths, with(one, { method = "taylor" }), "unsupported", "series-along-paths", "method", "chebyshev or regression")
  refused(paths, with(one, { paths = 4, reported = 5 }), "bad_input", "more-reported-than-simulated", "reported", "there are 4")
  refused(affine, { factor = { law = "cir", speed = 2, mean = -0.1, volatility = 0.3, start = 0.06 } }, "bad_input", "law-out-of-range",
    "factor", "must not lie")
  local several = with(one, { factors = { law = "ou", speed = { 1, 2 }, mean = { 0, 0 }, volatility = { 0.1, 0.1 }, start = { 0, 0 } },
    variance = { { 1, 0 }, { 0, 0 } }, drift = { { 0, 0 }, { 0, 1 } } })
  refused(factor, with(several, { method = "chebyshev" }), "unsupported", "grid-of-several", "method", "one factor only")
  refused(factor, with(several, { states = { 0 } }), "unsupported", "states-of-several", "states", "one factor")
  -- the matrix of correlations: diagonal, the entry that does not fit those before it, regimes, series
  refused(factor, with(several, { correlation = { { 1, 0.2 }, { 0.2, 0.9 } } }), "bad_input", "diagonal-not-one", "correlation", "entry %(2, 2%)")
  refused(factor, with(several, { correlation = { { 1, 0.2 }, { 0.3, 1 } } }), "bad_input", "not-symmetric", "correlation", "symmetric")
  refused(factor, with(several, { correlation = { { 1, 1.5 }, { 1.5, 1 } } }), "bad_input", "out-of-bounds", "correlation", ">= %-1 and <= 1")
  local three = with(one, { factors = { law = "ou", speed = { 1, 2, 3 }, mean = { 0, 0, 0 }, volatility = { 0.1, 0.1, 0.1 }, start = { 0, 0, 0 } },
    variance = { { 1 }, { 0 }, { 0 } }, drift = { { 0 }, { 0 }, { 0 } } })
  refused(factor, with(three, { correlation = { { 1, 0.9, -0.9 }, { 0.9, 1, 0.9 }, { -0.9, 0.9, 1 } } }), "bad_input", "not-positive-semidefinite",
    "correlation", "entry %(3, 2%) must be in %[%-1, %-0.62%], it is 0.9")
  refused(factor, with(bare, { regime_variance = { 1, 2 }, correlation = { { 1 } } }), "bad_input", "correlation-of-regimes", "correlation", "belongs to")
  refused(factor, with(several, { factors = { law = "cir", speed = { 1, 2 }, mean = { 1, 1 }, volatility = { 0.1, 0.1 }, start = { 1, 1 } },
    correlation = { { 1, 0.5 }, { 0.5, 1 } }, method = "taylor" }), "unsupported", "series-of-correlated", "method", "choose regression")
end)

check.test("a square-root factor that reaches its floor: sampling agrees with the series", function()
  for _, law in ipairs {
    { speed = { 1 }, mean = { 0.01 }, volatility = { 0.5 }, start = { 0.05 } }, -- 0.16 degrees of freedom
    { speed = { 1.5 }, mean = { 0.05 }, volatility = { 0.5 }, start = { 0 } }, -- 1.2, from the floor
    { speed = { 0 }, mean = { 0 }, volatility = { 0.4 }, start = { 0.1 } }, -- 0: absorbed
  } do
    law.law = "cir"
    local rough = with(one, { factors = law })
    local outputs = { outputs = { "feedback", "forcing", "expected_inventory", "costs", "error_estimate" } }
    local want = factor:solve(with(rough, { method = "chebyshev", tolerance = 1e-7 }), outputs)
    local got = factor:solve(with(rough, { method = "regression", sample = 32768, steps = 20 }), outputs)
    check.truth(got.error_estimate < 0.02, ("estimate %g"):format(got.error_estimate))
    near(got.feedback[1][1], want.feedback[1][1], 2 * got.error_estimate, "feedback")
    for _, output in ipairs { "forcing", "expected_inventory", "costs" } do
      near(got[output][1], want[output][1], 2 * got.error_estimate, output)
    end
    local walked = paths:solve(with(rough, { method = "chebyshev", tolerance = 1e-6, paths = 16384, points = 41, reported = 2 }),
      { outputs = { "costs", "cost_error", "mean_inventory", "inventory_deviation", "factor_paths" } })
    near(walked.costs[1], want.costs[1], 4 * walked.cost_error[1] + 5e-4, "cost along paths")
    near(walked.mean_inventory[1][41], want.expected_inventory[1], 4 * walked.inventory_deviation[1][41] / 128 + 5e-4, "mean along paths")
    check.truth(walked.factor_paths:min() >= 0, "factors stay above the floor")
  end
end)

check.test("the factor's interval follows the tail, and bounds that coincide", function()
  -- 0.02 and 0.08 degrees of freedom: most of what matters lies far out
  for volatility, known in pairs { [20] = 0.5119663822, [10] = false } do
    local game_of_one = { type_counts = { 1 }, permanent_impact = 0.2, inventories = { 1 }, variance = { { 0, 1 } },
      factors = { law = "cir", speed = { 2 }, mean = { 1 }, volatility = { volatility }, start = { 0.7 } } }
    local outputs = { outputs = { "feedback", "error_estimate" } }
    local got, wide = factor:solve(game_of_one, outputs), factor:solve(with(game_of_one, { range_high = volatility * volatility * 15 }), outputs)
    near(got.feedback[1][1], wide.feedback[1][1], 1e-8, "interval")
    if known then near(got.feedback[1][1], known, 1e-8, "known") end
  end
  for _, law in ipairs { { mean = { 1 }, start = { 0.7 } }, { mean = { 0 }, start = { 0 } } } do
    law.law, law.speed, law.volatility = "cir", { 2 }, { 1 }
    local still = { type_counts = { 5 }, permanent_impact = 0.3, variance = law.start[1] > 0 and { { 1 } } or { { 0, 1 } }, factors = law }
    local want = factor:solve(still, { outputs = { "feedback" } })
    local got = factor:solve(with(still, { method = "finite_differences" }), { outputs = { "feedback", "error_estimate" } })
    near(got.feedback[1][1], want.feedback[1][1], 2 * got.error_estimate, "differences")
  end
end)

check.test("few steps: the estimate of regression holds the bias, and differences that fail do not deny the game", function()
  local game_of_two = { type_counts = { 3, 5 }, inventories = { 1, 1 }, permanent_impact = 0.1, variance = { { 0, 1 } },
    factors = { law = "cir", speed = { 2 }, mean = { 1 }, volatility = { 1 }, start = { 0.7 } } }
  local outputs = { outputs = { "feedback", "error_estimate", "steps_used" } }
  local want = factor:solve(game_of_two, outputs)
  for steps = 1, 7 do
    local got = factor:solve(with(game_of_two, { method = "regression", sample = 32768, steps = steps }), outputs)
    check.equal(got.steps_used, math.max(steps, 2))
    near(got.feedback[1][1], want.feedback[1][1], (steps < 3 and 2 or 1.2) * got.error_estimate, ("%d steps"):format(steps))
  end
  local crowd = with(game_of_two, { type_counts = { 5000 }, permanent_impact = 0.2, inventories = { 1 }, method = "finite_differences" })
  refused(factor, crowd, "not_converged", "step-too-long", "steps", "give more steps")
  check.truth(factor:solve(with(crowd, { method = "chebyshev" }), outputs).feedback[1][1] > 100, "the game is solved")
  -- lengths of paths are known before they are solved
  local swept = paths:sweep(with(game_of_two, { permanent_impact = { 0.1, 0.2 }, points = 11, paths = 64, reported = 2 }), { outputs = { "mean_inventory" } })
  check.equal(swept.mean_inventory:shape(), { 2, 2, 11 })
end)

check.test("correlated Gaussian factors: their sum is one factor", function()
  -- equal speeds: z_1 + z_2 is an Ornstein-Uhlenbeck process with volatility nu sqrt(2 + 2 rho)
  local outputs = { outputs = { "feedback", "forcing", "expected_inventory", "inventory_variance", "costs", "error_estimate", "feedback_error" } }
  for _, rho in ipairs { -1, -0.6, 0.8, 1 } do
    local together = { law = "ou", speed = { 1.5, 1.5 }, mean = { 0.1, -0.1 }, volatility = { 0.3, 0.3 }, start = { 0.1, 0.1 } }
    local pair = with(one, { factors = together, correlation = { { 1, rho }, { rho, 1 } }, variance = { { 0.7, 0.2, 0 }, { 0.7, 0.2, 0 } },
      drift = { { 0.2, 1 }, { 0, 1 } }, inventories = { 1 } })
    local alone_law = { law = "ou", speed = { 1.5 }, mean = { 0 }, volatility = { 0.3 * math.sqrt(2 + 2 * rho) }, start = { 0.2 } }
    local sum = with(one, { factors = alone_law, variance = { { 1.4, 0.2 } }, drift = { { 0.2, 1 } }, inventories = { 1 } })
    local want = factor:solve(with(sum, { method = "taylor", tolerance = 1e-10 }), outputs)
    local got = factor:solve(with(pair, { method = "taylor", tolerance = 1e-7 }), outputs)
    near(got.feedback[1][1], want.feedback[1][1], 1e-7, "feedback")
    for _, output in ipairs { "forcing", "expected_inventory", "inventory_variance", "costs" } do
      near(got[output][1], want[output][1], 1e-7, ("rho %g, %s"):format(rho, output))
    end
    local sampled = factor:solve(with(pair, { method = "regression", sample = 16384, steps = 20, degree = 2 }), outputs)
    near(sampled.feedback[1][1], want.feedback[1][1], 2 * sampled.error_estimate, "feedback by regression")
    near(sampled.costs[1], want.costs[1], 2 * sampled.error_estimate * math.max(1, math.abs(want.costs[1])), "cost by regression")
    check.truth(sampled.error_estimate < 0.25, ("rho %g: estimate %g"):format(rho, sampled.error_estimate))
  end
  -- and with a drift alone the closed form of nplayer_drift_factor
  local rho = 0.8
  local closed = rp.model "nplayer_drift_factor":solve { permanent_impact = 0.1, temporary_impact = 0.4, volatility = 1, terminal_penalty = 0.6,
    agents = 4, drift = { law = "ou", speed = 1.5, mean = 0, volatility = 0.3 * math.sqrt(2 + 2 * rho), start = 0.2 } }
  local game_of_two = { permanent_impact = 0.1, type_counts = { 4 }, temporary_impact = { 0.4 }, risk_aversion = { 1 }, terminal_penalty = { 0.6 },
    inventories = { 1 }, correlation = { { 1, rho }, { rho, 1 } }, variance = { { 1 }, { 0 } }, drift = { { 0, 1 }, { 0, 1 } },
    factors = { law = "ou", speed = { 1.5, 1.5 }, mean = { 0.1, -0.1 }, volatility = { 0.3, 0.3 }, start = { 0.1, 0.1 } } }
  local got = factor:solve(game_of_two, { outputs = { "forcing", "inventory_variance", "method_used" } })
  check.equal(got.method_used, 1)
  near(got.forcing[1], closed.forcing, 1e-8, "q")
  near(got.inventory_variance[1], closed.inventory_variance[-1], 1e-8, "variance of the inventory")
  local walked = paths:solve(with(game_of_two, { method = "regression", paths = 16384, sample = 16384, points = 41, reported = 2 }),
    { outputs = { "inventory_deviation", "error_estimate" } })
  local deviation = math.sqrt(closed.inventory_variance[-1])
  near(walked.inventory_deviation[1][41] / deviation, 1, 4 / math.sqrt(2 * 16384) + 0.01, "deviation along paths")
end)

check.test("correlated square-root factors: equal ones are one, others agree with simulation", function()
  local ones = { { 1, 1 }, { 1, 1 } }
  for _, law in ipairs { { 2, 0.09, 0.3, 0.06 }, { 1, 0.02, 0.4, 0.05 } } do -- 8 and 0.5 degrees of freedom
    local function many(i) return { law[i], law[i] } end
    local twins = with(one, { factors = { law = "cir", speed = many(1), mean = many(2), volatility = many(3), start = many(4) }, correlation = ones,
      variance = { { 0, 0.5 }, { 0, 0.5 } }, drift = { { 0.2, 0.5 }, { 0, 0.5 } } })
    local single_law = { law = "cir", speed = { law[1] }, mean = { law[2] }, volatility = { law[3] }, start = { law[4] } }
    local outputs = { outputs = { "feedback", "forcing", "expected_inventory", "costs", "error_estimate" } }
    local want = factor:solve(with(one, { factors = single_law }), outputs)
    local got = factor:solve(with(twins, { sample = 32768, steps = 40 }), with(outputs, {}))
    near(got.feedback[1][1], want.feedback[1][1], 2 * got.error_estimate, "feedback of twins")
    near(got.costs[1], want.costs[1], 2 * got.error_estimate, "cost of twins")
    check.truth(got.error_estimate < 0.05, ("estimate %g"):format(got.error_estimate))
  end
  -- a factor of the variance and one of the drift, correlated: costs by fields and along paths
  local rho = -0.7
  local mixed = with(one, { correlation = { { 1, rho }, { rho, 1 } }, variance = { { 0, 1 }, { 0, 0 } }, drift = { { 0.1, 0 }, { 0, 1 } },
    factors = { law = "affine", speed = { 2, 1 }, mean = { 0.09, 0 }, variance_constant = { 0, 0.25 }, variance_slope = { 0.09, 0 }, start = { 0.06, 0.1 } } })
  local outputs = { outputs = { "costs", "expected_inventory", "error_estimate", "method_used" } }
  local fields = factor:solve(with(mixed, { sample = 65536, steps = 40 }), outputs)
  check.equal(fields.method_used, 4)
  local independent = with(mixed, {})
  independent.correlation = nil
  local without = factor:solve(independent, outputs)
  local walked = paths:solve(with(mixed, { paths = 65536, sample = 65536, points = 41 }), { outputs = { "costs", "cost_error", "mean_inventory" } })
  near(walked.costs[1], fields.costs[1], 4 * walked.cost_error[1] + fields.error_estimate, "cost")
  near(walked.mean_inventory[1][41], fields.expected_inventory[1], 0.01, "mean")
  check.truth(math.abs(without.costs[1] - fields.costs[1]) < 0.1, "a moderate effect")
end)

check.test("fields along the kept paths lead the inventories", function()
  local outputs = { outputs = { "feedback_paths", "forcing_paths", "inventory_paths", "rate_paths" } }
  local two_factors = with(two, { method = "regression", sample = 4096, points = 21, reported = 3, paths = 300, variance = { { 0.02, 1 }, { 0, 0 } },
    drift = { { 0.1, -0.5 }, { 0, 1 } }, factors = { law = "affine", speed = { 1.5, 1 }, mean = { 0.2, 0 }, variance_constant = { 0, 0.09 },
      variance_slope = { 0.16, 0 }, start = { 0.15, 0.1 } } })
  for _, case in ipairs { two_factors, with(two, { points = 21, reported = 3, paths = 300 }) } do
    local r = paths:solve(case, outputs)
    check.equal(r.feedback_paths:shape(), { 3, 2, 2, 21 })
    for path = 1, 3 do
      for k = 1, 2 do
        for _, i in ipairs { 1, 8, 21 } do
          local own = r.forcing_paths[path][k][i] / 2
          for l = 1, 2 do own = own + r.feedback_paths[path][k][l][i] * r.inventory_paths[path][l][i] end
          near(r.rate_paths[path][k][i], -own / two.temporary_impact[k], 1e-12, "rate")
        end
        near(r.feedback_paths[path][k][k][21], two.terminal_penalty[k] - two.permanent_impact / 2, 1e-12, "N at the horizon")
        near(r.forcing_paths[path][k][21], 0, 1e-12, "q at the horizon")
      end
    end
  end
end)

check.test("an output has the same bits alone and with all others; without factors there is one", function()
  local default = { type_counts = { 2, 5 } }
  local stated = { type_counts = { 2, 5 }, variance = { { 0, 0.1 } }, factors = { law = "cir", speed = { 2 }, mean = { 1 }, volatility = { 1 }, start = { 0.7 } } }
  for _, case in ipairs { { factor, default, stated }, { single, {}, with(stated, { type_counts = false }) } } do
    local model, arguments, other = table.unpack(case)
    if model == single then other.type_counts = nil end
    local all, same = model:solve(arguments), model:solve(other)
    for _, output in ipairs(model == factor and { "feedback", "forcing", "expected_inventory", "inventory_variance", "costs", "deviation_feedback",
        "own_feedback", "deviation_cost", "feedback_field" } or { "start_quadratic", "value", "expected_inventory", "inventory_variance", "feedback_rate" }) do
      local r = model:solve(arguments, { outputs = { output } })
      local function equal(a, b) return type(a) == "number" and a == b or type(a) ~= "number" and a:eq(b):min() == 1 end
      check.truth(equal(all[output], r[output]), output .. " alone")
      check.truth(equal(all[output], same[output]), output .. " by default")
    end
  end
end)

check.test("many agents in a random drift", function()
  local drift = rp.model "nplayer_drift_factor"
  local crowd = { agents = 20000, permanent_impact = 1e-4, drift = { law = "ou", speed = 1, mean = 0.1, volatility = 0.2, start = 0.3 }, times = { 0, 0.4, 1 } }
  local known = factor:solve({ type_counts = { 20000 }, permanent_impact = 1e-4, temporary_impact = { 0.4 }, inventories = { 1 }, variance = { { 1 } },
    drift = { { 0, 1 } }, factors = { law = "ou", speed = { 1 }, mean = { 0.1 }, volatility = { 0.2 }, start = { 0.3 } } },
    { outputs = { "forcing", "expected_inventory", "inventory_variance" } })
  local r = drift:solve(crowd)
  near(r.forcing, known.forcing[1], 1e-8, "q")
  near(r.expected_inventory[-1], known.expected_inventory[1], 1e-8, "E m")
  near(r.inventory_variance[-1], known.inventory_variance[1], 1e-8, "Var m")
  check.truth(drift:solve { agents = 100000, drift = crowd.drift }.inventory_variance[-1] > 0, "1e5 agents")
  refused(drift, { agents = 1000000000 }, "unsupported", "too-many-panels", "agents", "at most 50000")
end)

check.test("a series that does not converge says so, and the automatic method takes another", function()
  local far = with(one, {
    horizon = 3, risk_aversion = { 20 }, temporary_impact = { 0.1 },
    factors = { law = "ou", speed = { 0.3 }, mean = { 0 }, volatility = { 0.8 }, start = { 1.6 } }, variance = { { 0.3, 0, 1 } }, drift = { { 0 } },
  })
  local result, finding = factor:try_solve(with(far, { method = "taylor" }), { outputs = { "feedback" } })
  check.truth(result == nil, "taylor must not converge")
  check.equal(finding.status, "not_converged")
  -- what is asked for is the choice of the method; a finer tolerance only makes the same fields longer to find
  local other = factor:solve(with(far, { tolerance = 1e-4 }), { outputs = { "feedback", "method_used", "error_estimate" } })
  check.equal(other.method_used, 2)
  check.truth(other.error_estimate < 1e-4)
end)
