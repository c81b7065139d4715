-- The pre-hedging models through the program: refusals with status, slug and sentence; remarks; sweeps have the bits of
-- single solves; models that must agree do; simulations repeat themselves.

local rp = require "reprise"
local check = require "check"

local function with(arguments, more)
  local all = {}
  for name, value in pairs(arguments) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

-- Expects a refusal; the text must match the pattern.
local function refused(model, arguments, status, slug, parameter, pattern)
  local result, finding = rp.model(model):try_solve(arguments)
  check.truth(result == nil, slug .. ": must be refused")
  check.equal(finding.status, status, slug .. ": status")
  check.equal(finding.slug, slug, "slug")
  check.equal(finding.parameter, parameter, slug .. ": parameter")
  check.match(finding.text, pattern)
  return finding
end

check.test("inputs outside the schema are refused by name", function()
  for _, case in ipairs {
    { "temporary_impact", 0 }, { "temporary_impact", -0.1 }, { "transient_impact", -1e-9 }, { "transient_decay", -1 },
    { "inventory_cost", -1e-9 }, { "random_stage", -1 }, { "horizon", -1e-3 }, { "permanent_impact", -0.1 },
    { "buy_probability", 1.01 }, { "buy_probability", -0.01 }, { "trade_probability", 1.5 }, { "client_size", -1 },
    { "half_spread", 0 / 0 }, { "initial_inventory", math.huge }, { "client_price", "list" }, { "horizon", 0 / 0 },
  } do
    local name, value = case[1], case[2]
    for _, model in ipairs { "prehedging", "prehedging_paths", "prehedging_cash_flow", "prehedging_printed" } do
      local result, finding = rp.model(model):try_solve { [name] = value }
      check.truth(result == nil, model .. ": " .. name .. " must be refused")
      check.equal(finding.status, "bad_input", name)
      check.equal(finding.parameter, name, "parameter")
      check.match(finding.text, name)
    end
  end
end)

check.test("what the mathematics refuses, with its cause", function()
  local frozen = { transient_decay = 0, inventory_cost = 0 }
  for _, model in ipairs { "prehedging", "prehedging_spread", "prehedging_sensitive_flow", "prehedging_check" } do
    refused(model, frozen, "no_solution", "no-decay-no-cost", "transient_decay", "one of them must be positive")
  end
  check.truth(rp.model("prehedging"):try_solve(with(frozen, { transient_impact = 0 })) ~= nil, "no transient impact")
  refused("prehedging", with(frozen, { transient_impact = 0, initial_transient = 0.1 }), "no_solution", "no-decay-no-cost",
    "transient_decay", "both 0")
  refused("prehedging", { times = { 0.3, 1.4 } }, "bad_input", "time-after-horizon", "times", "times%[2%] is 1.4, .*horizon = 1.3")
  refused("prehedging_sensitive", { times = { 1.5 } }, "bad_input", "time-after-horizon", "times", "horizon = 1.4")
  refused("prehedging_sensitive_printed", { time = 1.5 }, "bad_input", "time-after-horizon", "time", "horizon = 1.4")
  refused("prehedging_spread", { client_size = 0 }, "bad_input", "no-client-size", "client_size", "must be > 0")
  refused("prehedging_spread", { demand_level = 1.1 }, "bad_input", "level-above-one", "demand_level", "affine demand it must be <= 1")
  refused("prehedging_spread_search", { least_spread = 1, most_spread = 1 }, "bad_input", "empty-search", "most_spread", "larger")
  refused("prehedging_printed", { initial_transient = 0.1 }, "bad_input", "printed-for-no-impact", "initial_transient", "0.1")
  for _, model in ipairs { "prehedging_cash_flow", "prehedging_check" } do
    refused(model, { inventory_cost = 0 }, "no_solution", "never-liquidates", "inventory_cost", "inventory_cost is 0")
  end
  refused("prehedging_paths", { inventory_cost = 0 }, "no_solution", "never-liquidates", "volatility", "no bound")
  refused("prehedging_paths", { paths = 10, kept = 11 }, "bad_input", "more-kept-than-simulated", "kept", "only 10")
  refused("prehedging_nash_paths", { paths = 10, kept = 11 }, "bad_input", "more-kept-than-simulated", "kept", "only 10")
  refused("prehedging_sensitive_paths", { paths = 10, shown = 11 }, "bad_input", "more-shown-than-simulated", "shown", "only 10")
end)

check.test("values that escape are refused with the time at which they do", function()
  local drawn = { price_slope = -1.5 }
  local finding = refused("prehedging_sensitive", drawn, "no_solution", "value-escapes", "horizon", "0.85647380791580")
  check.equal(finding.value, 1.4, "value")
  refused("prehedging_sensitive_printed", drawn, "no_solution", "value-escapes", "horizon", "0.85647380791580")
  local flow = { permanent_impact = 0.4, temporary_impact = 0.7, inventory_cost = 0.5, horizon = 1.4, client_size = 1.3,
    buy_probability = 1, transient_impact = 0, random_stage = 0, price_slope = -1.5 }
  finding = refused("prehedging_sensitive_flow", flow, "no_solution", "value-escapes", "horizon", "0.8564738079")
  check.near(finding.value, 0.85647380791580245, 1e-12, "escape")
  refused("prehedging_sensitive_flow", with(flow, { random_stage = 5 }), "no_solution", "waiting-escapes", "price_slope", "without bound")
  refused("prehedging_sensitive_paths", flow, "no_solution", "value-escapes", "horizon", "0.8564738079")
end)

check.test("two dealers need impact, a client, and something that ends the buying", function()
  for _, model in ipairs { "prehedging_nash", "prehedging_best_response", "prehedging_nash_paths" } do
    refused(model, { permanent_impact = 0, transient_impact = 0 }, "no_solution", "no-impact", "permanent_impact", "undercut")
    refused(model, { trade_probability = 0 }, "bad_input", "no-client", "trade_probability", "must be > 0")
    refused(model, { inventory_cost = 0, decayed_fraction = 0 }, "no_solution", "no-decay-no-cost", "decayed_fraction", "no maximum")
    for _, case in ipairs { { "inventory_range", 0 }, { "client_size", 0 }, { "decayed_fraction", 1.1 }, { "inventory_cost", -1 } } do
      local result, why = rp.model(model):try_solve { [case[1]] = case[2] }
      check.truth(result == nil and why.status == "bad_input" and why.parameter == case[1], case[1])
    end
  end
  local weak = rp.model("prehedging_nash"):solve { decayed_fraction = 0 }
  check.equal(weak.weak, 1, "weak")
  check.equal(weak.second_derivative_in_spread, 0, "flat")
end)

check.test("a dealer for whom inventory costs nothing has a value but does not liquidate", function()
  local r = rp.model("prehedging"):solve { inventory_cost = 0, initial_inventory = 0.7 }
  check.equal(r.liquidates, 0, "liquidates")
  check.equal(r.a, 0, "A")
  check.truth(r.f > 0 and r.expected_gain > r.expected_gain_without, "finite")
  check.truth(r.residual < 1e-15, "residual")
end)

check.test("sweeps have the bits of single solves", function()
  local dealer = rp.model "prehedging"
  local fixed = { initial_inventory = 0.3, initial_transient = -0.2, initial_price = 2, client_price = "printed" }
  local points = { transient_impact = {}, inventory_cost = {}, half_spread = {}, horizon = {} }
  for _, lambda in ipairs { 0, 1e-4, 0.8 } do
    for _, gamma in ipairs { 0, 0.9, 1.734 } do
      for _, horizon in ipairs { 0, 1.3, 40 } do
        local values = { transient_impact = lambda, inventory_cost = gamma, half_spread = lambda - gamma, horizon = horizon }
        for name, value in pairs(values) do table.insert(points[name], value) end
      end
    end
  end
  for _, outputs in ipairs {
    { "a", "b", "c", "d", "e", "f", "inventory_rate", "transient_rate", "omega", "splitting", "pull" },
    { "expected_gain", "expected_gain_without", "gain_from_prehedging", "profit_offset", "profit_bonus", "client_cost", "f", "residual" },
  } do
    local swept = dealer:sweep(with(fixed, points), { outputs = outputs, paired = true })
    for i = 1, #points.horizon do
      local one = {}
      for name, values in pairs(points) do one[name] = values[i] end
      one = dealer:solve(with(fixed, one))
      for _, name in ipairs(outputs) do check.equal(swept[name][i], one[name], name) end
    end
  end
end)

check.test("swept paths and spreads have the bits of single solves", function()
  local times = {}
  for i = 0, 100 do times[i + 1] = 1.3 * i / 100 end
  local swept = rp.model("prehedging"):sweep({ trade_probability = { 0.2, 0.9 }, times = times }, { outputs = { "inventory", "f_path" } })
  for i, p in ipairs { 0.2, 0.9 } do
    local one = rp.model("prehedging"):solve { trade_probability = p, times = times }
    check.equal((swept.inventory[i] - one.inventory):abs():max(), 0, "path")
    check.equal((swept.f_path[i] - one.f_path):abs():max(), 0, "F")
  end
  local spread = rp.model "prehedging_spread"
  local names = { "optimal_spread", "optimal_gain", "spread_without", "expected_gain_without", "spread_without_bonus", "bistable" }
  for _, demand in ipairs { "affine", "logistic", "exponential" } do
    local arguments = { demand = demand, demand_level = 0.9, buy_probability = 1 }
    local many = spread:sweep(with(arguments, { demand_reference = { 0.2, 0.85, 1.4 } }), { outputs = names })
    for i, reference in ipairs { 0.2, 0.85, 1.4 } do
      local one = spread:solve(with(arguments, { demand_reference = reference }))
      for _, name in ipairs(names) do check.equal(many[name][i], one[name], name) end
    end
  end
end)

check.test("points of a sweep fail alone", function()
  local swept = rp.model("prehedging"):sweep({ transient_decay = 0, inventory_cost = { 0, 0.9 } }, { outputs = { "a" } })
  local failures = swept:failures()
  check.equal(#failures, 1, "failures")
  check.equal(failures[1].slug, "no-decay-no-cost", "slug")
  check.truth(swept.a[1] ~= swept.a[1] and swept.a[2] > 0, "the other point")
end)

check.test("a bistable quote has two maxima and a minimum between", function()
  local r = rp.model("prehedging_spread"):solve { demand = "logistic", demand_level = 1, demand_scale = 0.15, demand_reference = 0.85,
    buy_probability = 1, quotes = { 0.5, 1.2 } }
  check.equal(r.bistable, 1, "bistable")
  check.equal(r.concave, 0, "concave")
  check.equal(#r.stationary_probability, 3, "points")
  check.truth(r.stationary_maximum[1] == 1 and r.stationary_maximum[2] == 0 and r.stationary_maximum[3] == 1, "kinds")
  check.near(math.max(r.stationary_gain[1], r.stationary_gain[3]), r.optimal_gain, 0, "best")
  local search = rp.model("prehedging_spread_search"):solve { demand = "logistic", demand_level = 1, demand_scale = 0.15,
    demand_reference = 0.85, buy_probability = 1 }
  check.equal(search.local_maxima, 2, "maxima on the grid")
  check.near(search.expected_gain, r.expected_gain, 1e-12, "gain")
end)

check.test("simulations agree with their exact means and repeat themselves", function()
  local cases = {
    { "prehedging_paths", { paths = 20000, kept = 3, initial_inventory = 0.7 }, "mean_gain", "expected_gain", "gains" },
    { "prehedging_paths", { paths = 20000, kept = 3, prehedge = false, initial_inventory = 0.7 }, "mean_gain", "expected_gain", "gains" },
    { "prehedging_sensitive_paths", { paths = 2000, steps = 50, shown = 2 }, "mean_gain", "expected_gain", "inventory" },
  }
  for _, case in ipairs(cases) do
    local model = rp.model(case[1])
    local first, second = model:solve(case[2]), model:solve(case[2])
    check.truth(math.abs(first[case[3]] - first[case[4]]) < 4 * first[case[3] .. "_error"], case[1] .. ": mean")
    check.equal(first[case[3]], second[case[3]], "repeats")
    check.equal((first[case[5]] - second[case[5]]):abs():max(), 0, "repeats scenarios")
    local shifted = model:solve(case[2], { seed = 7 })
    check.truth(shifted[case[3]] ~= first[case[3]], "another seed")
  end
  local nash, pair = rp.model("prehedging_nash"):solve {}, rp.model("prehedging_nash_paths"):solve { paths = 20000, kept = 0 }
  for _, name in ipairs { "client_spread", "client_impact", "client_cost", "client_cost_without" } do
    check.truth(math.abs(pair[name] - nash[name]) < 4 * pair[name .. "_error"], name)
  end
end)

check.test("three routes give one dealer", function()
  local start = { initial_inventory = 0.7, initial_transient = 0.25, initial_price = 5 }
  local closed = rp.model("prehedging"):solve(start)
  local certain = with(start, { demand_level = 0.65, spread_slope = 0, price_slope = 0, half_spread = 0.35 })
  local flow, generic = rp.model("prehedging_sensitive_flow"):solve(certain), rp.model("prehedging_check"):solve(certain)
  local cash = rp.model("prehedging_cash_flow"):solve(start)
  check.near(flow.expected_gain, closed.expected_gain, 1e-13, "Riccati flow")
  check.near(generic.expected_gain, closed.expected_gain, 1e-12, "Schur and Runge-Kutta")
  check.near(cash.expected_gain, closed.expected_gain, 1e-12, "cash")
  check.near(generic.d, closed.d, 1e-13, "D")
  check.truth(flow.residual < 1e-13, "residual")
end)
