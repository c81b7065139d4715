-- The models of several traders who share a price, through the program: reference values, limits, refusals by name.

local rp = require "reprise"
local check = require "check"

local function refused(model, arguments, status, slug, parameter, pattern)
  local result, finding = rp.model(model):try_solve(arguments)
  check.truth(result == nil, slug .. ": must be refused")
  check.equal(finding.status, status, slug .. ": status")
  check.equal(finding.slug, slug, "slug")
  check.equal(finding.parameter, parameter, slug .. ": parameter")
  check.match(finding.text, pattern)
end

local function near(got, want, tolerance, what)
  check.truth(math.abs(got - want) <= tolerance * math.max(1, math.abs(want)), ("%s is %.17g, want %.17g"):format(what, got, want))
end

local function rows(array, want, what)
  for i, row in ipairs(want) do
    for j, value in ipairs(row) do near(array[i][j], value, 1e-12, ("%s[%d][%d]"):format(what, i, j)) end
  end
end

local function with(arguments, more)
  local all = {}
  for name, value in pairs(arguments) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

local identical, single = rp.model "nplayer_identical", rp.model "nplayer_single"
local five = {
  horizon = 1.5, permanent_impact = 0.7, temporary_impact = 0.3, risk_aversion = 1.1, volatility = 0.8, terminal_penalty = 2,
  drift = 0.4, inventories = { 3, -1, 0.5, 2, 0 }, times = { 0.3, 0.9, 1.5 },
}
local two = {
  permanent_impact = 0.1, temporary_impact = 0.5, volatility = 1.4, terminal_penalty = 50, inventories = { 1, 0 },
  times = { 0.1, 0.5, 1 },
}

check.test("reference values of identical agents", function()
  rows(identical:solve(five).inventory_paths, {
    { 1.8124841816478514, 0.8419875811921551, 0.20586233230486814 },
    { -1.080921673627905, -0.5860839228067096, -0.144053373561174 },
    { 0.004105522100503689, -0.050557108807135404, -0.012834983861408224 },
    { 1.0891327178289125, 0.4849697051924389, 0.11838340583835759 },
    { -0.3575702098089659, -0.2290660468069935, -0.0565744470946635 },
  }, "five")
  -- without aversion to risk
  rows(identical:solve({
    horizon = 2, permanent_impact = 0.4, temporary_impact = 0.6, risk_aversion = 0, terminal_penalty = 1, drift = -0.3,
    inventories = { 1, 2, -4 }, times = { 0.5, 1, 2 },
  }).inventory_paths, {
    { 0.7910790013448716, 0.616183782002778, 0.27723840308498493 },
    { 1.664666152110922, 1.3404317970062865, 0.6166435215852368 },
    { -3.576856752485379, -3.0050562930147637, -1.4197871894162746 },
  }, "risk neutral")
end)

check.test("cross temporary impact turns the spectator round", function()
  check.truth(identical:solve(two).inventory_paths[2]:max() < 0, "the paper's spectator is short")
  check.truth(identical:solve(with(two, { cross_impact = 0.5 })).inventory_paths[2]:max() > 0.04, "the older model's is long")
end)

check.test("reference critical penalties", function()
  local result = identical:solve {
    permanent_impact = 0.8, temporary_impact = 0.3, risk_aversion = 0.2, inventories = { 0, 0, 0 },
  }
  near(result.critical_penalty_mean, 0.28793533558532824, 1e-14, "mean")
  near(result.critical_penalty_deviation, -0.20366459672343784, 1e-14, "deviation")
  near(result.critical_penalty_convexity, 0.03611992214951387, 1e-14, "convexity")
end)

check.test("liquidation is the limit of large penalties", function()
  local liquidated = identical:solve(with(five, { terminal_penalty = math.huge })).inventory_paths
  local nearly = identical:solve(with(five, { terminal_penalty = 1e10 })).inventory_paths
  check.truth((liquidated - nearly):abs():max() < 1e-8, "limit")
  check.truth(liquidated:take(2, 3):abs():max() < 1e-14, "nothing is left")
end)

check.test("many agents with small impact approach the mean field like 1/n", function()
  local base = { temporary_impact = 0.5, permanent_impact = 2 }
  local limit = identical:solve(with(base, { population = "mean-field", inventories = { 1 } })).mean_profile
  for _, n in ipairs { 10, 100, 1000 } do
    local finite = identical:solve(with(base, { permanent_impact = 2 / n, inventories = rp.full(1, n), agents_reported = { 1 } }))
    local distance = n * (finite.mean_profile - limit):abs():max()
    check.truth(distance > 0.23 and distance < 0.238, ("n = %d: %.4f"):format(n, distance))
  end
end)

check.test("outputs of identical agents agree with each other", function()
  local result = identical:solve(with(five, { agents_reported = { 5, 2 } }))
  check.equal(result.reported:totable()[1], 5, "order as asked")
  near(result.inventory_paths[2][1], -1.080921673627905, 1e-12, "agent 2")
  local all = identical:solve(five)
  local mean = all.inventory_paths:mean(1)
  check.truth((mean - all.mean_inventory):abs():max() < 1e-14, "mean of the inventories")
  check.truth((all.rate_paths:mean(1) - all.mean_rate):abs():max() < 1e-14, "mean of the rates")
  check.truth((all.price_impact - 0.7 * (5 * mean - 4.5)):abs():max() < 1e-13, "price impact")
end)

check.test("conditions for existence are told", function()
  local result = identical:solve(five)
  check.equal(result.pointwise_monotone, 0, "volatility too small for condition (a)")
  check.equal(result.terminally_monotone, 1, "2 > 0.7 * 6/4")
  check.equal(identical:solve(with(five, { volatility = 3 })).pointwise_monotone, 1, "condition (a)")
  check.equal(identical:solve(with(five, { terminal_penalty = 1 })).terminally_monotone, 0, "1 < 0.7 * 6/4")
  near(result.sharp_volatility, math.sqrt(5 * 0.49 / (4 * 1.1 * 0.3)), 1e-15, "sharp volatility")
  -- without a penalty the mean's critical one is 0 in the long run exactly at the sharp volatility
  for _, factor in ipairs { 0.98, 1.02 } do
    local long = with(five, { terminal_penalty = 0.1, horizon = 200, volatility = result.sharp_volatility * factor })
    check.equal(identical:solve(long).critical_penalty_mean < 0, factor > 1, "sharp at " .. factor)
  end
end)

check.test("refusals of identical agents", function()
  refused("nplayer_identical", with(five, { times = { 1, 1.6 } }), "bad_input", "time-after-horizon", "times", "1%.6")
  refused("nplayer_identical", with(five, { agents_reported = { 6 } }), "bad_input", "no-such-agent", "agents_reported", "agent 6, there are 5")
  refused("nplayer_identical", with(five, { cross_impact = 0.6 }), "bad_input", "cross-impact-too-large", "cross_impact", "0%.6")
  refused("nplayer_identical", with(five, { terminal_penalty = -3 }), "no_solution", "not-convex", "terminal_penalty", "minus infinity")
  local critical = identical:solve(five).critical_penalty_mean
  refused("nplayer_identical", with(five, { terminal_penalty = critical }), "no_solution", "singular-mean", "terminal_penalty", "singular")
  for _, name in ipairs { "permanent_impact", "temporary_impact", "risk_aversion", "volatility", "cross_impact" } do
    local _, finding = identical:try_solve(with(five, { [name] = -1 }))
    check.equal(finding.status, "bad_input", name)
    check.equal(finding.parameter, name, name)
  end
end)

check.test("reference values of one agent", function()
  local result = single:solve {
    temporary_impact = 0.3, risk_aversion = 1.2, volatility = 0.9, terminal_penalty = 0.8, inventory = 1.5,
    forcing = function(t) return 0.2 + 0.7 * math.sin(6 * t) end, times = { 0, 0.3, 1 },
  }
  near(result.value_quadratic[1], 0.5457562647268127, 1e-13, "A")
  near(result.value_linear[1], -0.18529767311875467, 1e-13, "B")
  near(result.value_constant[1], -0.007964594660364782, 1e-13, "C")
  near(result.value, 0.9420404912968319, 1e-13, "value")
  near(result.rate_path[1], -(3 * result.value_quadratic[1] + result.value_linear[1]) / 0.6, 1e-14, "rate")
end)

check.test("one agent is a game of one", function()
  local path = single:solve({ forcing = 0.4, temporary_impact = 0.3, terminal_penalty = 0.9, inventory = 2 })
  local game = identical:solve { drift = 0.4, temporary_impact = 0.3, terminal_penalty = 1, permanent_impact = 0.2, inventories = { 2 } }
  check.truth((path.inventory_path - game.inventory_paths[1]):abs():max() < 1e-13, "inventory")
  check.truth((path.rate_path - game.rate_paths[1]):abs():max() < 1e-12, "rate")
end)

check.test("refusals of one agent", function()
  refused("nplayer_single", { terminal_penalty = -1 }, "no_solution", "not-convex", "terminal_penalty", "minus infinity")
  refused("nplayer_single", { times = { 0, 2 } }, "bad_input", "time-after-horizon", "times", "beyond the horizon 1")
  local _, finding = single:try_solve { temporary_impact = 0 }
  check.equal(finding.parameter, "temporary_impact", "no slippage")
end)

local game = rp.model "nplayer_game"
local three = {
  permanent_impact = 0.6, temporary_impact = { 0.2, 0.5, 1 }, risk_aversion = { 2, 0.5, 1 }, terminal_penalty = { 1, 3, 0.5 },
  volatility = 0.9, drift = 0.2, inventories = { 1, -0.5, 2 }, times = { 0, 0.25, 0.5, 1 },
}

local function population(n)
  local i = rp.range(1, n)
  return {
    temporary_impact = 0.4 * (1 + 0.5 * i:map(math.sin)), risk_aversion = 1 + 0.5 * (2 * i):map(math.cos),
    terminal_penalty = 2 * (1 + 0.5 * (3 * i):map(math.sin)), inventories = (0.5 * i):map(math.cos) + 0.2,
    permanent_impact = 4 / n, drift = 0.3,
  }
end

check.test("different agents who are alike have the closed form", function()
  local alike = with(five, { cross_impact = nil, temporary_impact = rp.full(0.3, 5), risk_aversion = rp.full(1.1, 5), terminal_penalty = rp.full(2, 5) })
  local closed, solved = identical:solve(five), game:solve(alike)
  check.truth((closed.inventory_paths - solved.inventory_paths):abs():max() < 1e-11, "inventories")
  check.truth((closed.rate_paths - solved.rate_paths):abs():max() < 1e-10, "rates")
  check.truth((closed.price_impact - solved.price_impact):abs():max() < 1e-10, "price impact")
  near(solved.monotone_volatility, 0.7 * 4 / (4 * math.sqrt(1.1 * 0.3)), 1e-13, "condition (a)")
  check.equal(solved.pointwise_monotone, closed.pointwise_monotone, "condition (a)")
  check.equal(solved.terminally_monotone, closed.terminally_monotone, "condition (b)")
end)

check.test("one agent with curves is the single agent", function()
  local function sigma(t) return 1 + 0.5 * math.sin(6 * t) end
  local function eta(t) return 0.5 + 0.2 * t end
  local alone = single:solve { volatility = sigma, temporary_impact = eta, terminal_penalty = 0.9, inventory = 2, forcing = 0.4 }
  local shared = { permanent_impact = 0.2, volatility = sigma, terminal_penalty = { 1 }, inventories = { 2 }, drift = 0.4, tolerance = 1e-11 }
  for _, more in ipairs {
    { temporary_impact = { 1 }, temporary_shape = eta }, { temporary_curves = { eta } },
    { temporary_curves = { eta }, risk_curves = { 1 } },
  } do
    local result = game:solve(with(shared, more))
    check.truth((alone.inventory_path - result.inventory_paths[1]):abs():max() < 1e-11, "inventory")
    check.truth((alone.rate_path - result.rate_paths[1]):abs():max() < 1e-10, "rate")
    near(result.costs[1], 0.4 + alone.value, 1e-11, "cost")
  end
end)

check.test("reference values of three different agents", function()
  local result = game:solve(three)
  check.truth(result.best_response < 1e-13, "nobody gains by a small change")
  check.truth(result.cost_identity < 1e-14, "costs in two ways")
  check.truth(result.discretisation <= 1e-9, "discretisation")
  check.truth((result.inventory_paths:sum(1) - result.aggregate):abs():max() < 1e-12, "aggregate")
  check.truth((result.rate_paths:sum(1) - result.aggregate_rate):abs():max() < 1e-9, "aggregate rate")
  check.truth((result.adjoint_paths[3] + 2 * result.rate_paths[3]):abs():max() < 1e-14, "marginal value")
end)

check.test("permutation, affinity, scaling", function()
  local base = game:solve(three)
  local turned = game:solve(with(three, {
    temporary_impact = { 1, 0.2, 0.5 }, risk_aversion = { 1, 2, 0.5 }, terminal_penalty = { 0.5, 1, 3 }, inventories = { 2, 1, -0.5 },
  }))
  check.truth((base.inventory_paths[1] - turned.inventory_paths[2]):abs():max() < 1e-13, "permutation")
  local minus = game:solve(with(three, { inventories = { -1, 0.5, -2 }, drift = -0.2 }))
  check.truth((base.inventory_paths + minus.inventory_paths):abs():max() < 1e-13, "signs")
  local slow = game:solve(with(three, {
    horizon = 3, temporary_impact = { 0.6, 1.5, 3 }, risk_aversion = { 2 / 3, 0.5 / 3, 1 / 3 }, drift = 0.2 / 3, times = { 0, 0.75, 1.5, 3 },
  }))
  check.truth((base.inventory_paths - slow.inventory_paths):abs():max() < 1e-12, "time scaled")
end)

check.test("spectators of a seller in this population are never long without cross impact", function()
  local n = 40
  local arguments = with(population(n), { drift = 0, inventories = rp.concat(rp.array { 1 }, rp.zeros(n - 1)) })
  local paths = game:solve(arguments).inventory_paths
  check.truth(paths[1]:min() > 0, "the seller stays long")
  for i = 2, n do check.truth(paths[i]:max() <= 1e-12, "spectator " .. i) end
end)

check.test("bands are quantiles of all inventories, whatever the sample", function()
  local arguments = with(population(1001), { quantiles = { 0, 0.5, 1 }, times = { 0, 0.4, 1 }, agents_reported = rp.range(1, 1001) })
  local result = game:solve(arguments, { outputs = { "inventory_paths", "bands", "best_response", "aggregate", "sampled" } })
  check.equal(result.sampled, 32, "sample")
  for k = 1, 3 do
    local column = result.inventory_paths:take(2, k)
    near(result.bands[1][k], column:min(), 1e-14, "least")
    near(result.bands[2][k], column:median(), 1e-14, "median")
    near(result.bands[3][k], column:max(), 1e-14, "largest")
  end
  check.truth(result.best_response < 1e-12, "best responses")
  check.truth((result.inventory_paths:sum(1) - result.aggregate):abs():max() < 1e-9, "aggregate")
end)

check.test("penalties so large that they liquidate", function()
  local result = game:solve(with(three, { terminal_penalty = { 1e12, 1e12, 1e12 } }))
  check.truth(result.inventory_paths:take(2, 4):abs():max() < 1e-11, "nothing is left")
end)

check.test("margins of different agents who are alike", function()
  local alike = {
    permanent_impact = 0.8, temporary_impact = rp.full(0.3, 3), risk_aversion = rp.full(0.2, 3), terminal_penalty = rp.full(1, 3),
    inventories = { 1, 0, -0.5 }, drift = 0.1,
  }
  local closed = identical:solve(with(alike, { temporary_impact = 0.3, risk_aversion = 0.2, terminal_penalty = 1 }))
  for _, volatility in ipairs { 1, function(t) return t < 2 and 1 or 0 end } do
    local result = game:solve(with(alike, { volatility = volatility }))
    near(result.margin_mean, 1 - closed.critical_penalty_mean, 1e-10, "mean")
    near(result.margin_deviation, 1 - closed.critical_penalty_deviation, 1e-10, "deviation")
    near(result.margin_convexity, 1 - closed.critical_penalty_convexity, 1e-10, "convexity")
  end
  for name, value in pairs { mean = closed.critical_penalty_mean, deviation = closed.critical_penalty_deviation, convexity = closed.critical_penalty_convexity } do
    near(closed["margin_" .. name], 1 - value, 1e-15, name)
  end
  check.equal(game:solve(with(three, { permanent_impact = 0 })).margin_mean, math.huge, "nobody to be coupled to")
end)

check.test("the margin of the mean near an escape, and beyond the critical penalty", function()
  for _, case in ipairs {
    { inventories = rp.full(1, 4), permanent_impact = 0.02, terminal_penalty = 0.02 },
    { inventories = { 1, 2 } },
    { inventories = rp.full(1, 100), permanent_impact = 1, terminal_penalty = 0 },
    { inventories = rp.full(1, 100), permanent_impact = 1, terminal_penalty = 0.4895 },
    { inventories = rp.full(1, 100), permanent_impact = 1, terminal_penalty = 0.5 },
  } do
    local outputs = { outputs = { "margin_mean", "margin_deviation", "margin_convexity" } }
    local result, closed = game:solve(case, outputs), identical:solve(case, outputs)
    near(result.margin_mean, closed.margin_mean, 1e-9, "mean")
    near(result.margin_convexity, closed.margin_convexity, 1e-9, "convexity")
  end
end)

check.test("what numbers do not hold is named", function()
  local function refused(model, arguments, status, slug, parameter)
    local result, finding = model:try_solve(arguments)
    check.truth(result == nil, slug .. ": must be refused")
    check.equal({ finding.status, finding.slug, finding.parameter }, { status, slug, parameter })
  end
  refused(game, { inventories = { 1, 2 }, horizon = 1e300 }, "not_converged", "horizon-too-long", "horizon")
  refused(single, { horizon = 1e8 }, "not_converged", "horizon-too-long", "horizon")
  for _, model in ipairs { game, identical, rp.model "nplayer_dense" } do
    refused(model, { inventories = { 1, -1e155 } }, "unsupported", "too-large", "inventories")
  end
  refused(single, { inventory = 1e300 }, "unsupported", "too-large", "inventory")
  refused(single, { forcing = 1e200 }, "unsupported", "overflow", "forcing")
  refused(identical, { inventories = { 1, 0 }, temporary_impact = 1e-300 }, "unsupported", "overflow", "temporary_impact")
end)

check.test("the margin of convexity is where the game is refused, and names the agent", function()
  local base = with(three, { volatility = function(t) return 0.5 + t end, times = { 1 } })
  local result = game:solve(base, { outputs = { "margin_convexity", "weakest_agent", "margin_mean" } })
  check.truth(result.margin_mean < result.margin_convexity, "the mean is singular first")
  local function less(shift)
    return game:try_solve(with(base, { permanent_impact = 1e-12, terminal_penalty = rp.array(three.terminal_penalty) - shift }), { outputs = { "aggregate" } })
  end
  local alone = game:solve(with(base, { permanent_impact = 1e-12 }), { outputs = { "margin_convexity", "weakest_agent" } })
  check.truth(less(alone.margin_convexity - 1e-4) ~= nil, "convex")
  local none, finding = less(alone.margin_convexity + 1e-4)
  check.truth(none == nil, "not convex")
  check.match(finding.text, "agent " .. math.tointeger(alone.weakest_agent) .. " can drive")
end)

check.test("costs split into their parts; best replies, values and equations agree", function()
  for _, elimination in ipairs { "green", "collocation" } do
    local result = game:solve(with(three, { elimination = elimination, volatility = function(t) return 0.9 + 0.4 * math.sin(5 * t) end }))
    local sum = result.cost_initial + result.cost_terminal + result.cost_slippage + result.cost_risk + result.cost_drift + result.cost_interaction
    check.truth((sum - result.costs):abs():max() < 1e-14, "parts")
    for i, x in ipairs(three.inventories) do
      near(result.cost_initial[i], 0.3 * x * x, 1e-15, "initial")
      near(result.cost_terminal[i], (three.terminal_penalty[i] - 0.3) * result.inventory_paths[i][-1] ^ 2, 1e-13, "terminal")
      near(0.3 * x * x + (result.value_quadratic[i][1] * x + result.value_linear[i][1]) * x + result.value_constant[i][1], result.costs[i], 1e-10, "value")
      for k = 1, 4 do
        near(result.adjoint_paths[i][k], 2 * result.value_quadratic[i][k] * result.inventory_paths[i][k] + result.value_linear[i][k], 1e-9, "Y = 2 A X + B")
      end
    end
    check.truth(result.best_reply < 1e-10, "best replies")
    check.truth(result.fbsde_residual < 1e-12, "equations")
    check.truth(result.best_response_curvature > 0 and result.best_response_curvature <= 1, "second derivatives")
    check.truth(result.memory > 1e4 and result.memory < 1e8, "memory")
  end
end)

check.test("both eliminations and all solvers agree", function()
  local function sigma(t) return 1 + 0.3 * math.sin(4 * t) end
  for _, volatility in ipairs { 0.9, sigma } do
    local base = with(population(60), { volatility = volatility, tolerance = 1e-11 })
    local wanted = { outputs = { "aggregate", "aggregate_rate", "kernel_products", "conditioning" } }
    local direct = game:solve(with(base, { solver = "direct" }), wanted)
    check.equal(direct.kernel_products, 0, "direct")
    check.truth(direct.conditioning > 0 and direct.conditioning < 1, "conditioning")
    local iterated = game:solve(with(base, { solver = "gmres" }), wanted)
    check.truth(iterated.kernel_products > 2 and iterated.kernel_products < 15, "products " .. iterated.kernel_products)
    check.truth(iterated.conditioning ~= iterated.conditioning, "not known")
    local collocated = game:solve(with(base, { elimination = "collocation" }), wanted)
    for _, other in ipairs { iterated, collocated } do
      check.truth((direct.aggregate - other.aggregate):abs():max() < 1e-9, "aggregate")
      check.truth((direct.aggregate_rate - other.aggregate_rate):abs():max() < 1e-7, "rate")
    end
  end
  refused("nplayer_game", with(three, { solver = "gmres", elimination = "collocation" }), "bad_input", "needs-green-functions", "solver", "must not be collocation")
end)

check.test("a volatility of many steps is iterated and agrees with the matrix", function()
  local times, steps = rp.linspace(0, 0.99, 100), {}
  for k = 1, 100 do steps[k] = 1 + 0.5 * math.sin(k) end
  local base = with(population(20), { volatility = rp.curve { grid = times, values = steps, rule = "step" }, tolerance = 1e-6, nodes = 4 })
  local wanted = { outputs = { "aggregate", "kernel_products", "grid_nodes" } }
  local iterated, direct = game:solve(base, wanted), game:solve(with(base, { solver = "direct" }), wanted)
  check.truth(iterated.grid_nodes >= 400 and iterated.kernel_products > 0, "iterated")
  check.truth((iterated.aggregate - direct.aggregate):abs():max() < 1e-10, "aggregate")
end)

check.test("strong coupling: products do not grow with lambda n", function()
  for _, strength in ipairs { 0.4, 40, 4000 } do
    local result = game:solve(with(population(500), { permanent_impact = strength / 500, terminal_penalty = rp.full(5, 500), solver = "gmres" }), { outputs = { "kernel_products", "discretisation" } })
    check.truth(result.kernel_products <= 16, strength .. ": " .. result.kernel_products)
  end
end)

check.test("stiff agents are collocated, and have the closed form", function()
  local alike = { permanent_impact = 0.1, temporary_impact = rp.full(0.001, 2), risk_aversion = rp.full(40, 2), terminal_penalty = rp.full(5, 2), inventories = { 1, -2 } }
  local closed = identical:solve(with(alike, { temporary_impact = 0.001, risk_aversion = 40, terminal_penalty = 5 }))
  local solved = game:solve(alike, { outputs = { "inventory_paths", "discretisation" } })
  check.truth((closed.inventory_paths - solved.inventory_paths):abs():max() < 1e-8, "inventories")
end)

check.test("three routes for few agents agree with the linear method", function()
  local dense = rp.model "nplayer_dense"
  for _, n in ipairs { 1, 2, 7, 30 } do
    for _, route in ipairs { "exponential", "modes", "riccati" } do
      local result = dense:solve(with(population(n), { route = route, points = 5 }))
      check.truth(result.deviation < 1e-12, ("%s, %d agents: %.2g"):format(route, n, result.deviation))
      check.truth((result.inventory_paths:sum(1) - result.aggregate):abs():max() < 1e-13, "aggregate")
      check.equal(#result.rates, route == "modes" and 2 * n or 0, "rates")
    end
  end
  refused("nplayer_dense", { risk_aversion = { 1, 0 }, inventories = { 1, 1 }, route = "modes" }, "unsupported", "modes-need-risk", "risk_aversion", "agent 2 minds no risk")
  refused("nplayer_dense", { terminal_penalty = { 1, -9 }, inventories = { 1, 1 }, route = "riccati" }, "no_solution", "singular", nil, "singular")
end)

check.test("without impact everybody is alone", function()
  local apart = game:solve(with(three, { permanent_impact = 0 }))
  for i = 1, 3 do
    local alone = single:solve {
      temporary_impact = three.temporary_impact[i], risk_aversion = three.risk_aversion[i], volatility = 0.9, forcing = 0.2,
      terminal_penalty = three.terminal_penalty[i], inventory = three.inventories[i], times = three.times,
    }
    check.truth((alone.inventory_path - apart.inventory_paths[i]):abs():max() < 1e-12, "agent " .. i)
    near(alone.value, apart.costs[i], 1e-12, "value")
  end
end)

check.test("spectators of a seller are never long in random games of identical agents", function()
  local state = 17
  local function draw(low, high)
    state = (state * 1103515245 + 12345) % 2147483648
    return low + (high - low) * state / 2147483648
  end
  for _ = 1, 60 do
    local n = 2 + math.floor(draw(0, 4))
    local arguments = { permanent_impact = draw(0.05, 2), temporary_impact = {}, risk_aversion = {}, terminal_penalty = {}, inventories = { 1 }, drift = 0 }
    local eta, alpha, phi = draw(0.1, 1), draw(0, 3), arguments.permanent_impact / 2 + draw(0, 3)
    for i = 1, n do
      arguments.temporary_impact[i], arguments.risk_aversion[i], arguments.terminal_penalty[i] = eta, alpha, phi
      arguments.inventories[i] = i == 1 and 1 or 0
    end
    local paths = game:solve(arguments, { outputs = { "inventory_paths" } }).inventory_paths
    for i = 2, n do check.truth(paths[i]:max() <= 1e-12, "spectator " .. i) end
    check.truth(paths[1]:min() >= 0, "seller")
  end
end)

check.test("singular games are refused, and said to be near", function()
  local alike = { permanent_impact = 0.8, temporary_impact = 0.3, risk_aversion = 0.2, inventories = { -1, 0, 2 }, terminal_penalty = 9 }
  local critical = identical:solve(alike).critical_penalty_mean
  local function try(apart, solver)
    return game:try_solve({
      permanent_impact = 0.8, temporary_impact = rp.full(0.3, 3), risk_aversion = rp.full(0.2, 3), inventories = alike.inventories,
      terminal_penalty = rp.full(critical + apart, 3), solver = solver,
    }, { outputs = { "aggregate", "conditioning" } })
  end
  local result, finding = try(0, "direct")
  check.truth(result == nil, "singular")
  check.equal(finding.slug, "singular-coupling", "slug")
  check.equal(finding.status, "no_solution", "status")
  result, finding = try(1e-12, "gmres")
  check.truth(result == nil, "stagnates")
  check.equal(finding.slug, "gmres-stagnates", "slug")
  check.equal(finding.status, "not_converged", "status")
  check.match(finding.text, "products with the kernel")
  result = try(1e-6, "direct")
  check.truth(result.conditioning < 1e-5, "conditioning")
end)

check.test("refusals of different agents", function()
  refused("nplayer_game", with(three, { terminal_penalty = { 1, -3, 0.5 } }), "no_solution", "not-convex", "terminal_penalty", "agent 2 can drive")
  refused("nplayer_game", with(three, { agents_reported = { 4 } }), "bad_input", "no-such-agent", "agents_reported", "agent 4")
  refused("nplayer_game", with(three, { times = { 2 } }), "bad_input", "time-after-horizon", "times", "beyond the horizon")
  for _, name in ipairs { "temporary_impact", "risk_aversion" } do
    local _, finding = game:try_solve(with(three, { [name] = { 1, -1, 1 } }))
    check.equal(finding.status, "bad_input", name)
    check.equal(finding.parameter, name, name)
  end
  local _, finding = game:try_solve(with(three, { temporary_impact = { 1, 0, 1 } }))
  check.equal(finding.parameter, "temporary_impact", "no slippage")
end)
