-- The pre-hedging models through the program: refusals with status, slug and sentence; remarks; sweeps have the bits of
-- single solves; models that must agree do; simulations repeat themselves.

local rp = require "reprise"
local check = require "check"

local function with(arguments, more, but)
  local all = {}
  for name, value in pairs(arguments) do all[name] = name ~= but and value or nil end
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

-- Units of each input in shares, cash and time, as exponents.
local DIMENSIONS = {
  permanent_impact = { -2, 1, 0 }, transient_impact = { -2, 1, 0 }, transient_decay = { 0, 0, -1 }, temporary_impact = { -2, 1, 1 },
  inventory_cost = { -2, 1, -1 }, random_stage = { 0, 0, 1 }, horizon = { 0, 0, 1 }, client_size = { 1, 0, 0 },
  initial_inventory = { 1, 0, 0 }, initial_transient = { -1, 1, 0 }, initial_price = { -1, 1, 0 }, half_spread = { -1, 1, 0 },
  demand_reference = { -1, 1, 0 }, spread_slope = { 1, -1, 0 }, price_slope = { 1, -1, 0 }, demand_slope = { 1, -1, 0 },
  demand_scale = { -1, 1, 0 }, volatility = { -1, 1, -0.5 }, wave = { 1, 0, -1 }, frequency = { 0, 0, -1 }, pulse = { 1, 0, -1 },
  fading = { 0, 0, -1 }, watched = { 0, 0, 1 }, inventory_range = { 1, 0, 0 }, least_spread = { -1, 1, 0 }, most_spread = { -1, 1, 0 },
}

local function in_units(arguments, share, cash, time)
  local all = {}
  for name, value in pairs(arguments) do
    local d = DIMENSIONS[name]
    all[name] = d and value * share ^ d[1] * cash ^ d[2] * time ^ d[3] or value
  end
  return all
end

local MARKET = { permanent_impact = 0.3, transient_impact = 0.8, transient_decay = 1.7, temporary_impact = 0.6, inventory_cost = 0.9, random_stage = 0.4,
  horizon = 1.3, client_size = 1.9, buy_probability = 0.8, initial_inventory = 0.4, initial_transient = 0.1, initial_price = 2.5, half_spread = 0.45 }
local DEMAND = with(MARKET, { demand_level = 0.6, demand_reference = 0.2, spread_slope = 0.5, price_slope = 0.35, volatility = 0.8 })
local NASH = { permanent_impact = 0.3, transient_impact = 0.9, inventory_cost = 0.4, client_size = 1.2, inventory_range = 1.5 }

-- Outputs with their units' exponents, and how much of their own size rounding may move them.
local SCALED = {
  { "prehedging", with(MARKET, { trade_probability = 0.65 }), { a = { -2, 1, 0 }, e = { 0, 0, 0 }, expected_gain = { 0, 1, 0 }, inventory_at_horizon = { 1, 0, 0 } }, 1e-13 },
  { "prehedging_spread", with(MARKET, { demand = "logistic", demand_level = 1, demand_reference = 1, demand_scale = 0.4 }, "half_spread"),
    { optimal_spread = { -1, 1, 0 }, optimal_gain = { 0, 1, 0 }, optimal_probability = { 0, 0, 0 } }, 1e-12 },
  { "prehedging_sensitive", { permanent_impact = 0.4, temporary_impact = 0.7, inventory_cost = 0.5, horizon = 1.4, initial_inventory = 0.6, client_size = 1.3,
    half_spread = 0.45, demand_level = 0.6, demand_reference = 0.2, spread_slope = 0.5, price_slope = 0.35, initial_price = 0.3, volatility = 0.8 },
    { expected_gain = { 0, 1, 0 }, optimal_spread = { -1, 1, 0 }, probability_outside = { 0, 0, 0 } }, 1e-12 },
  { "prehedging_sensitive_flow", DEMAND, { expected_gain = { 0, 1, 0 }, optimal_spread = { -1, 1, 0 }, second_derivative_in_spread = { 2, -1, 0 },
    mean_trade_probability = { 0, 0, 0 }, probability_outside = { 0, 0, 0 }, gain_at_optimal_spread = { 0, 1, 0 } }, 1e-11 },
  { "prehedging_check", DEMAND, { expected_gain = { 0, 1, 0 }, mean_inventory_at_horizon = { 1, 0, 0 }, a = { -2, 1, 0 }, c = { 2, -1, 0 },
    mean_transient_at_horizon = { -1, 1, 0 }, inventory_variance_at_horizon = { 2, 0, 0 }, covariance_at_horizon = { 0, 1, 0 } }, 1e-10 },
  { "prehedging_check", with(DEMAND, { price_slope = 0 }), { d = { -2, 1, 0 }, e = { 0, 0, 0 }, f = { -2, 1, 0 }, d_start = { -2, 1, 0 }, f_start = { -2, 1, 0 } }, 1e-10 },
  { "prehedging_cash_flow", with(MARKET, { trade_probability = 0.6, wave = 0.1, frequency = 2, pulse = 0.2, fading = 1, watched = 1 }),
    { expected_gain = { 0, 1, 0 }, inventory_at_horizon = { 1, 0, 0 }, transient_at_horizon = { -1, 1, 0 }, mean_inventory_at_trade = { 1, 0, 0 },
      mean_transient_at_trade = { -1, 1, 0 }, liquidation_cash = { 0, 1, 0 }, liquidation_cash_by_parts = { 0, 1, 0 } }, 1e-10 },
  { "prehedging_sensitive_paths", with(DEMAND, { paths = 50, shown = 2, steps = 40 }),
    { expected_gain = { 0, 1, 0 }, mean_gain = { 0, 1, 0 }, mean_gain_error = { 0, 1, 0 } }, 1e-10 },
  { "prehedging_best_response", NASH, { damped_radius = { 0, 0, 0 } }, 1e-7 },
  { "prehedging_nash", with(NASH, { trade_probability = 0.5 }), { client_cost = { -1, 1, 0 } }, 1e-12 },
}

check.test("shares, cash and time may be counted in any unit", function()
  for _, case in ipairs(SCALED) do
    local model, arguments, outputs, tolerance = table.unpack(case)
    local wanted = {}
    for name in pairs(outputs) do wanted[#wanted + 1] = name end
    local base = rp.model(model):solve(arguments, { outputs = wanted })
    for _, unit in ipairs { { 1e6, 1, 1 }, { 1e-5, 1, 1 }, { 1, 1e-9, 1 }, { 1e7, 1e3, 365 }, { 3e4, 2e8, 1e-4 } } do
      local share, cash, time = table.unpack(unit)
      local timeless = model == "prehedging_nash" or model == "prehedging_best_response"
      local r = rp.model(model):solve(in_units(arguments, share, cash, timeless and 1 or time), { outputs = wanted })
      for name, d in pairs(outputs) do
        check.near(r[name] / (share ^ d[1] * cash ^ d[2]), base[name], tolerance * math.max(1, math.abs(base[name])),
          ("%s: %s in units %g, %g, %g"):format(model, name, share, cash, time))
      end
    end
  end
end)

check.test("paths and matrices have the units of their entries", function()
  local model = rp.model "prehedging_sensitive_flow"
  local share, cash, time = 1024, 0.25, 16
  local price = cash / share
  local unit = { share, price, price, 1 }
  local points = { points = 5 }
  local one, other = model:solve(with(DEMAND, points)), model:solve(in_units(with(DEMAND, points), share, cash, time))
  for i = 1, 4 do
    check.near(other.feedback_waiting[i] * unit[i] * time / share, one.feedback_waiting[i], 1e-11, "feedback " .. i)
    for k = 1, 5 do
      check.near(other.mean:at(k, i) / unit[i], one.mean:at(k, i), 1e-11, "mean " .. i)
      check.near(other.feedback:at(k, i) * unit[i] * time / share, one.feedback:at(k, i), 1e-11, "feedback " .. i)
      for j = 1, 4 do
        check.near(other.covariance:at(k, i, j) / (unit[i] * unit[j]), one.covariance:at(k, i, j), 1e-11, "covariance")
        check.near(other.value:at(k, i, j) * unit[i] * unit[j] / cash, one.value:at(k, i, j), 1e-11, ("value %d %d"):format(i, j))
      end
    end
  end
  for k = 1, 5 do check.near(other.time[k] / time, one.time[k], 1e-13, "time") end
  -- The value is one function of the state, whatever the price begins at: z' P z/2 and its feedback at the start.
  local x, i0, p0 = DEMAND.initial_inventory, DEMAND.initial_transient, DEMAND.initial_price
  local z, value, rate = { x, i0, p0, 1 }, 0, 0
  for i = 1, 4 do
    rate = rate + one.feedback:at(1, i) * z[i]
    for j = 1, 4 do value = value + z[i] * one.value:at(1, i, j) * z[j] / 2 end
  end
  check.near(value + p0 * x - DEMAND.permanent_impact * x ^ 2 / 2, one.expected_gain, 1e-12, "value at the start")
  check.near(one.mean:at(1, 3), p0, 1e-15, "price at the start")
  local shifted = model:solve(with(DEMAND, { points = 5, initial_price = 0 }))
  check.near(shifted.expected_gain + p0 * x, one.expected_gain, 1e-12, "a price that is higher by P0")
  check.near(rate, shifted.feedback:at(1, 1) * x + shifted.feedback:at(1, 2) * i0 + shifted.feedback:at(1, 4), 1e-12, "rate")
  local walks = rp.model "prehedging_sensitive_paths"
  local few = { paths = 40, shown = 2, steps = 40 }
  local a, b = walks:solve(with(DEMAND, few)), walks:solve(in_units(with(DEMAND, few), share, cash, time))
  for k = 1, 41 do
    check.near(b.inventory:at(2, k) / share, a.inventory:at(2, k), 1e-11, "inventory")
    check.near(b.transient:at(2, k) / price, a.transient:at(2, k), 1e-11, "transient impact")
    check.near(b.price:at(2, k) / price, a.price:at(2, k), 1e-11, "price")
    check.near(b.time[k] / time, a.time[k], 1e-13, "time")
  end
  check.near(a.price:at(1, 1), p0, 1e-15, "price at the start")
end)

check.test("what would be endless or unstable is refused", function()
  refused("prehedging_sensitive_flow", { horizon = 1e300 }, "unsupported", "too-long", "horizon", "horizon is 1e%+300")
  refused("prehedging_sensitive_flow", { horizon = 1e40, inventory_cost = 0 }, "unsupported", "too-long", "horizon", "resolved")
  refused("prehedging_sensitive_flow", { temporary_impact = 1e-12, volatility = 0 }, "not_converged", "ill-conditioned", nil, "too far apart")
  refused("prehedging_sensitive_paths", { random_stage = 20 }, "bad_input", "too-few-steps", "steps", "steps is 100, .* needs %d+")
  refused("prehedging", { random_stage = 1e200 }, "not_converged", "out-of-range", nil, "range of floating%-point")
  local r = rp.model("prehedging_sensitive_flow"):solve { horizon = 1e11 }
  check.near(r.optimal_spread, rp.model("prehedging_sensitive_flow"):solve({ horizon = 1e5 }).optimal_spread, 1e-12, "a long first stage")
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
