-- The models of sections 2 and 3 of guo2025 through the program: refusals with their slugs, models against each other,
-- coefficients as curves, noise orders, kinks, remarks.
local check = require "check"
local rp = require "reprise"

local function slug_of(name, arguments)
  local result, finding = rp.model(name):try_solve(arguments)
  check.equal(result, nil, name .. " must refuse")
  return finding.slug, finding.status
end

local function largest_gap(a, b)
  return (a - b):abs():max()
end

local traders = { inventories = { 2, -1, 0.5 } }
local game = {
  horizon = 0.5, trader_inventories = { -20, 25 }, maker_inventories = { 1, -1 }, trader_terminal = { 0.1, 0.1 },
  maker_terminal = { 0.05, 0.08 }, trader_running = { 0.05, 0.02 }, maker_running = { 0.03, 0.03 }, intensity_bend = 0.5, cost = 0.2,
  cross_cost = 0.1, noise_buying = 3, noise_selling = 3,
}

local function with(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more) do all[name] = value end
  return all
end

check.test("refusals say why", function()
  local cases = {
    { "guo2025_conditions", { cross_weight = 2.01 }, "weight-too-large" },
    { "guo2025_conditions", { cross_weight = -1.01 }, "weight-too-small" },
    { "guo2025_homogeneous", with(traders, { cross_weight = 2 }), "weight-too-large" },
    { "guo2025_homogeneous", with(traders, { traders = 2 }), "too-many-inventories" },
    { "guo2025_homogeneous", with(traders, { traders = 4 }), "mean-unknown" },
    { "guo2025_homogeneous", with(traders, { mean_inventory = 1 }), "mean-contradicts" },
    { "guo2025_homogeneous", with(traders, { times = { 0, 2 } }), "time-after-horizon" },
    { "guo2025_heterogeneous", with(traders, { traders_reported = { 4 } }), "no-such-trader" },
    { "guo2025_heterogeneous", with(traders, { cross_weight = -1.5 }), "weight-too-small" },
    { "guo2025_factor", with(traders, { range_low = 1, range_high = 0 }), "range-empty" },
    { "guo2025_factor", with(traders, { states = { 99 } }), "state-outside" },
    { "guo2025_factor", with(traders, { paths = 2, kept = 3 }), "kept-too-large" },
    { "guo2025_factor", with(traders, { factor = { law = "cir", speed = 1, mean = -1, volatility = 0.5, start = 1 } }), "factor-negative" },
    { "guo2025_quotes", { maker_adjoints = { 0, 1 }, intensity_bend = 1 }, "intensity-not-decreasing" },
    { "guo2025_quotes", { maker_adjoints = { 0, 1 }, intensity_bend = -0.6 }, "outside-class-lambda" },
    { "guo2025_rates", { trader_adjoints = { 1, 1 }, cost = 0.5, cross_cost = 1 }, "outside-class-upsilon" },
    { "guo2025_rates", { trader_adjoints = { 1, 1 }, largest_rate = 1e-4 }, "rates-crossed" },
    { "guo2025_market", with(game, { trader_inventories = { -1, 0 } }), "trader-without-direction" },
    { "guo2025_market", with(game, { cross_cost = -0.4 }), "outside-class-upsilon" },
  }
  for _, case in ipairs(cases) do
    local slug, status = slug_of(case[1], case[2])
    check.equal(slug, case[3])
    check.equal(status, "bad_input")
  end
end)

check.test("there is no equilibrium beyond tau*", function()
  local steep = with(traders, { permanent_impact = 1, running_penalty = 0.1, terminal_penalty = 0.05 })
  local tau = rp.model "guo2025_conditions":solve { traders = 3, permanent_impact = 1, running_penalty = 0.1, terminal_penalty = 0.05 }.explosion_time
  check.near(tau, 0.5909205979913524, 1e-13)
  local each = with(steep, { running_penalty = { 0.1, 0.1, 0.1 }, terminal_penalty = { 0.05, 0.05, 0.05 } })
  for _, horizon in ipairs { 0.98 * tau, 1.02 * tau } do
    steep.horizon, each.horizon = horizon, horizon
    for name, arguments in pairs { guo2025_homogeneous = steep, guo2025_heterogeneous = each, guo2025_matrix = each } do
      local result, finding = rp.model(name):try_solve(arguments)
      if horizon < tau then
        check.equal(result ~= nil, true, name)
      else
        check.equal(finding.slug, "explosion", name)
        check.equal(finding.status, "no_solution")
      end
    end
  end
  local varying = with(steep, { horizon = 1, permanent_impact = function(t) return 1 + 0 * t end, running_penalty = rp.curve { grid = { 0, 1 }, values = { 0.1, 0.1000001 } } })
  local slug, status = slug_of("guo2025_homogeneous", varying)
  check.equal(slug, "explosion")
  check.equal(status, "no_solution")
  check.equal(slug_of("guo2025_factor", with(steep, { horizon = 1 })), "explosion")
end)

check.test("unequal traders know when they escape", function()
  local each, full = rp.model "guo2025_heterogeneous", rp.model "guo2025_matrix"
  local mixed = {
    inventories = { 1, 1, -2, 0.5 }, permanent_impact = 1, temporary_impact = 0.2, running_penalty = { 0.12, 0.11, 0.1, 0.13 },
    terminal_penalty = { 0.07, 0.06, 0.08, 0.065 }, horizon = 3,
  }
  local _, finding = full:try_solve(mixed)
  local tau = tonumber(finding.text:match "below ([%d.]+)")
  _, finding = each:try_solve(mixed)
  check.equal(finding.slug, "explosion")
  check.near(tonumber(finding.text:match "tau%* = ([%d.]+)"), tau, 1e-8)
  mixed.horizon = 0.8 * tau
  local r = each:solve(mixed)
  check.near(r.explosion_time, tau, 1e-8)
  check.equal(r.condition_27 + r.condition_210, 0)
  -- Equal ones: the closed form; many: a crowd that repeats the few.
  local equal = { inventories = { 1, 2, 3 }, permanent_impact = 1, temporary_impact = 0.2, running_penalty = 0.1, terminal_penalty = 0.05, horizon = 0.3 }
  check.near(each:solve(equal).explosion_time, 0.5909205979913524, 1e-9)
  equal.horizon = 0.05
  check.near(each:solve(equal).explosion_time, 0.5909205979913524, 1e-9)
  local conditions = rp.model "guo2025_conditions"
  local n = 1000
  local crowd = { inventories = rp.full(1, n), permanent_impact = 20, temporary_impact = 0.2, running_penalty = 0.1, terminal_penalty = 0.006 * rp.full(1, n), horizon = 0.4 }
  local wanted = conditions:solve { traders = n, permanent_impact = 20, temporary_impact = 0.2, running_penalty = 0.1, terminal_penalty = 0.006 }
  crowd.horizon = 0.5 * wanted.explosion_time
  check.near(each:solve(crowd, { outputs = { "explosion_time" } }).explosion_time, wanted.explosion_time, 1e-8)
  -- Without permanent impact, or with enough running penalty, never.
  local calm = each:solve(with(mixed, { permanent_impact = 0 }))
  check.equal(calm.explosion_time, math.huge)
  check.equal(calm.condition_27, 1)
  local safe = each:solve(with(mixed, { running_penalty = { 5, 6, 7, 8 } }))
  check.equal(safe.explosion_time, math.huge)
  check.equal(safe.condition_210, 1)
  check.equal(safe.condition_27, 0)
end)

check.test("a trader who can gain without bound alone is named", function()
  local slug, status = slug_of("guo2025_homogeneous", { inventories = { 1 }, permanent_impact = 1, running_penalty = 0, terminal_penalty = 0, horizon = 3 })
  check.equal(slug, "explosion") -- one trader: the mean is the trader
  slug, status = slug_of("guo2025_homogeneous",
    { inventories = { 1, 1, 1 }, permanent_impact = 1, temporary_impact = 0.2, running_penalty = 0.1, terminal_penalty = 0, horizon = 0.45 })
  check.equal(slug, "not-concave")
  check.equal(status, "no_solution")
  slug = slug_of("guo2025_heterogeneous",
    { inventories = { 1, 1, 1 }, permanent_impact = 1, temporary_impact = 0.2, running_penalty = { 0.1, 5, 5 }, terminal_penalty = { 0, 5, 5 }, horizon = 0.45 })
  check.equal(slug, "not-concave")
end)

check.test("models agree where they overlap", function()
  local times = { 0, 0.3, 1 }
  local imbalance = rp.curve { grid = { 0, 0.4, 1 }, values = { 1, -0.5, 0.2 } }
  local common = with(traders, { times = times, imbalance = imbalance, cross_weight = 0.6, permanent_impact = function(t) return 0.2 + 0.1 * t end })
  local equal = rp.model "guo2025_homogeneous":solve(with(common, { running_penalty = 0.2 }))
  local each = rp.model "guo2025_heterogeneous":solve(with(common, { running_penalty = { 0.2, 0.2, 0.2 } }))
  for _, output in ipairs { "inventory_paths", "rate_paths", "adjoint_paths", "values", "aggregate_rate", "mean_path", "price_drift" } do
    check.equal(largest_gap(equal[output], each[output]) < 1e-11, true, output)
  end
  local full = rp.model "guo2025_matrix":solve(with(traders, { times = times, running_penalty = { 0.2, 0.2, 0.2 } }))
  local plain = rp.model "guo2025_homogeneous":solve(with(traders, { times = times, running_penalty = 0.2 }))
  check.equal(largest_gap(full.rate_paths, plain.rate_paths) < 1e-10, true)
  local mean, apart = plain.gain_mean[1], plain.gain_deviation[1]
  check.near(full.matrix[1][1], apart + (mean - apart) / 3, 1e-12)
  check.near(full.matrix[1][2], (mean - apart) / 3, 1e-12)
  -- Without permanent impact the matrix is symmetric, with it and unequal penalties it is not.
  check.equal(full.asymmetry < 1e-13, true)
  local unequal = { running_penalty = { 0.1, 0.3, 0.05 }, terminal_penalty = { 0.5, 0.2, 1 } }
  check.equal(rp.model "guo2025_matrix":solve(with(with(traders, unequal), { permanent_impact = 0 })).asymmetry < 1e-13, true)
  check.equal(rp.model "guo2025_matrix":solve(with(traders, unequal)).asymmetry > 1e-3, true)
end)

check.test("only some of very many traders are followed", function()
  local all = rp.model "guo2025_homogeneous":solve { inventories = { 2, -1, 0.5, 0.5 } }
  local some = rp.model "guo2025_homogeneous":solve { inventories = { 2 }, traders = 4, mean_inventory = 0.5 }
  check.equal(largest_gap(all.inventory_paths[1], some.inventory_paths[1]), 0)
  check.equal(all.values[1], some.values[1])
  local many = rp.model "guo2025_homogeneous":solve { inventories = { 1 }, traders = 1000000, mean_inventory = 1, permanent_impact = 0.2,
    temporary_impact = 0.3, running_penalty = 0.1, times = { 0, 1 } }
  check.near(many.gain_mean[1], -0.4191623, 1e-6)
end)

check.test("paths under a factor keep the identity of the adjoints", function()
  local arguments = with(traders, {
    factor = { law = "ou", speed = 1, mean = 0, volatility = 0.8, start = 0.3 }, paths = 4000, steps = 40, kept = 2,
    running_penalty = function(x) return 0.2 * math.exp(x / 8) end, range_low = -5, range_high = 5,
    imbalance_law = { law = "ou", speed = 1.5, mean = 0.2, volatility = 0.7, start = -0.5 },
  })
  local one = rp.model "guo2025_factor":solve(arguments)
  check.equal(math.abs(one.identity) < 4 * one.identity_error + 1e-3, true)
  check.equal(one.mean_inventory_paths:shape()[2], 41)
  local root = rp.model "guo2025_factor":solve(with(arguments, { factor = { law = "cir", speed = 2, mean = 1, volatility = 0.8, start = 0.5 } }))
  check.equal(math.abs(root.identity) < 4 * root.identity_error + 1e-3, true)
  check.equal(rp.model "guo2025_factor":solve(traders).identity ~= 0, true)
end)

check.test("kinks and crossed quotes of the game", function()
  local model = rp.model "guo2025_market"
  local smooth = model:solve(game)
  local midpoint = model:solve(with(game, { method = "midpoint", panels = 400 }))
  check.equal(largest_gap(smooth.trader_adjoints, midpoint.trader_adjoints) < 2e-4, true)
  check.near(smooth.picard_factor, midpoint.picard_factor, 1e-3)
  check.near(model:solve(with(game, { horizon = 0.05 })).picard_factor, 0.19574, 1e-4)
  check.near(model:solve(with(game, { horizon = 0.2 })).picard_factor, 0.75603, 1e-4)
  -- The buyer stops at the least rate before the end.
  local idle = with(game, { horizon = 2, least_rate = 1, trader_inventories = { -6, 25 }, trader_running = { 0.2, 0.02 } })
  local bound = model:solve(idle)
  check.equal(bound.kinks > 0, true)
  check.near(bound.rates[1][-1], 1, 1e-12)
  check.equal(bound.rates[1][1] > 1.5, true)
  -- Makers so far apart that the best ask lies below the best bid: solved, with a remark.
  local crossed = model:solve(with(game, { maker_inventories = { 30, -30 }, intensity_bend = 0, maker_terminal = { 0.2, 0.2 }, horizon = 0.02 }))
  check.equal(crossed.crossed, 1)
  check.equal(crossed.inside_spread[1] < 0, true)
end)

check.test("costs of the class Upsilon beyond the quadratic ones", function()
  local rates = rp.model "guo2025_rates"
  -- One trader: 2 beta v + 3 kappa v^2 = y.
  local alone = rates:solve { trader_adjoints = { 1 }, cost = 0.5, cost_growth = 0.25, cross_cost = 0.3 }
  check.near(alone.rates[1], (-1 + math.sqrt(1 + 3)) / 1.5, 1e-14)
  -- Two alike: 2 beta v + c r tanh(v/r) = y, checked in the equation.
  local two = rates:solve { trader_adjoints = { 2, 2 }, cost = 0.5, cross_cost = -0.8, cross_reach = 0.6 }
  local v = two.rates[1]
  local t = (math.exp(2 * v / 0.6) - 1) / (math.exp(2 * v / 0.6) + 1)
  check.near(v - 0.8 * 0.6 * t, 2, 1e-13)
  check.equal(two.residual < 1e-13, true)
  check.equal(slug_of("guo2025_rates", { trader_adjoints = { 1, 1 }, cost = 0.5, cross_cost = 1, cross_reach = 0.1 }), "outside-class-upsilon")
  -- A burden that saturates far away, and hardly growing costs, are the quadratic ones.
  local market = rp.model "guo2025_market"
  local plain = market:solve(game)
  local bent = market:solve(with(game, { cost_growth = 1e-9, cross_reach = 1e5 }))
  check.equal(largest_gap(plain.trader_paths, bent.trader_paths) < 1e-6, true)
  check.equal(market:solve(with(game, { cost_growth = 0.05, cross_reach = 2 })).rates[1][1] < plain.rates[1][1], true)
end)

check.test("noise orders that move with the factor", function()
  local factor = rp.model "guo2025_factor"
  local function up(x) return 1 / (1 + math.exp(-x)) end
  local setting = {
    horizon = 1, inventories = { 2, -1, 0.5 }, factor = { law = "ou", speed = 0.8, mean = 0, volatility = 1.2, start = 0.3 },
    permanent_impact = function(x) return 0.1 + 0.8 * up(2 * x) end, running_penalty = function(x) return 0.3 + 0.2 * up(x) end,
    temporary_impact = 0.2, imbalance_law = { law = "ou", speed = 1, mean = 0.5, volatility = 2, start = 1 }, imbalance_correlation = 0.9,
    paths = 2048, steps = 64, degree = 40, states = { -1, 0.3, 2 },
  }
  local with_it = factor:solve(setting)
  -- The adjoint at the start is the average of what the paths say, only with the factor's share in the reaction.
  check.equal(math.abs(with_it.identity) < 4 * with_it.identity_error + 5e-4, true, "identity")
  setting.imbalance_correlation = 0
  local without = factor:solve(setting)
  check.equal(math.abs(without.identity) < 4 * without.identity_error + 5e-4, true, "identity without correlation")
  check.equal(without.field_correlation:abs():max(), 0)
  local share = with_it.reaction - without.reaction
  check.equal(math.abs(share) > 10 * with_it.identity_error, true, "the share can be seen")
  check.near(share, 0.9 * 2 * with_it.field_correlation[1][2], 1e-12)
  setting.imbalance_correlation = -0.9
  check.near(factor:solve(with(setting, { paths = 0 })).reaction - without.reaction, -share, 1e-12)
  -- A factor that nothing feels has no share.
  local numb = factor:solve(with(setting, { permanent_impact = 0.3, running_penalty = 0.4, paths = 0 }))
  check.equal(numb.field_correlation:abs():max() < 1e-12, true)
end)

check.test("crowds and rough functions along a factor", function()
  local factor, equal = rp.model "guo2025_factor", rp.model "guo2025_homogeneous"
  local crowd = { inventories = { 1 }, mean_inventory = 1, traders = 1e5 }
  local a, b = factor:solve(crowd, { outputs = { "gain_mean", "gain_deviation" } }), equal:solve(crowd)
  check.near(a.gain_mean, b.gain_mean[1], 1e-9)
  check.near(a.gain_deviation / b.gain_deviation[1], 1, 1e-7)
  check.equal(slug_of("guo2025_factor", with(crowd, { traders = 1e12 })), "too-stiff")
  local slug, status = slug_of("guo2025_factor", { inventories = { 1, 2 }, running_penalty = rp.curve(function(x) return x < 0 and 0.1 or 1 end, { breaks = { 0 } }) })
  check.equal(slug, "not-resolved")
  check.equal(status, "not_converged")
end)

check.test("objectives along a factor", function()
  local factor, equal = rp.model "guo2025_factor", rp.model "guo2025_homogeneous"
  local noise = { law = "ou", speed = 1.5, mean = 0.2, volatility = 0.6, start = 1 }
  local setting = { horizon = 0.8, inventories = { 2, -1, 0.5, 3 }, cross_weight = 0.7, permanent_impact = 0.4, running_penalty = 0.3, imbalance_law = noise }
  local closed = equal:solve(setting)
  local drawn = factor:solve(with(setting, { paths = 2048, steps = 64, degree = 8 }))
  for i = 1, 4 do
    check.equal(math.abs(drawn.values[i] - closed.values[i]) < 4 * drawn.value_errors[i] + 5e-4, true, "J of trader " .. i)
    check.equal(drawn.value_errors[i] < 0.03, true)
  end
  -- Without noise nothing is left to chance, and a known course of the factor is a known course of the coefficients.
  setting.imbalance_law = { law = "ou", speed = 1.5, mean = 0.2, volatility = 0, start = 1 }
  local moving = with(setting, {
    factor = { law = "ou", speed = 1, mean = 0, volatility = 0, start = 1 }, running_penalty = function(x) return 0.2 + 0.3 * x end,
    permanent_impact = function(x) return 0.5 - 0.2 * x end, paths = 2, steps = 512, degree = 12, range_low = -0.6, range_high = 1.5,
  })
  local course = with(setting, {
    running_penalty = function(t) return 0.2 + 0.3 * math.exp(-t) end, permanent_impact = function(t) return 0.5 - 0.2 * math.exp(-t) end,
  })
  local along, known = factor:solve(moving), equal:solve(course)
  check.equal(largest_gap(along.values, known.values) < 4e-5, true)
  check.equal(along.condition_27, known.condition_27)
  -- Square-root factors that touch zero have paths, too.
  local cir = factor:solve {
    horizon = 1, inventories = { 1 }, factor = { law = "cir", speed = 1, mean = 0.2, volatility = 1, start = 0.1 },
    running_penalty = function(x) return 0.2 + 0.1 * x end, paths = 1000, steps = 64, degree = 24, range_low = 0, range_high = 6,
  }
  check.equal(math.abs(cir.identity) < 4 * cir.identity_error + 1e-3, true)
end)

check.test("the unit of cash does not matter", function()
  local market, plain = rp.model "guo2025_market", nil
  local wanted = { outputs = { "maker_paths", "trader_paths", "asks", "residual", "picard_factor", "matrix" } }
  plain = market:solve(with(game, { cost_growth = 0.01, cross_reach = 4, intensity_width = 0.7 }), wanted)
  for _, unit in ipairs { 1e-12, 1e-6, 1e6 } do
    local scaled = with(game, { intensity_decay = 1 / unit, intensity_bend = 0.5 / unit, intensity_width = 0.7 * unit, cross_reach = 4 })
    for name, value in pairs { cost = 0.2, cross_cost = 0.1, cost_growth = 0.01 } do scaled[name] = value * unit end
    for _, name in ipairs { "trader_terminal", "maker_terminal", "trader_running", "maker_running" } do
      scaled[name] = { game[name][1] * unit, game[name][2] * unit }
    end
    local r = market:solve(scaled, wanted)
    check.equal(largest_gap(r.maker_paths, plain.maker_paths) < 1e-9, true, "makers, unit " .. unit)
    check.equal(largest_gap(r.trader_paths, plain.trader_paths) < 1e-8, true, "traders, unit " .. unit)
    check.equal(largest_gap(r.asks / unit, plain.asks) < 1e-9, true, "asks, unit " .. unit)
    check.equal(largest_gap(r.matrix / unit, plain.matrix) < 1e-8, true, "R(0), unit " .. unit)
    check.near(r.picard_factor, plain.picard_factor, 1e-6)
  end
end)

check.test("makers who are level are no kink", function()
  local r = rp.model "guo2025_market":solve {
    horizon = 0.5, trader_inventories = { -20, 20 }, maker_inventories = { 0, 0 }, noise_buying = 3, noise_selling = 3,
    trader_running = 0.1, maker_running = 0.1,
  }
  check.equal(r.kinks, 0)
  check.equal(r.maker_paths:abs():max() < 1e-9, true)
end)

check.test("the matrix carries inventories over long steps, and overflows are told", function()
  local setting = { inventories = { 1, 1 }, running_penalty = { 0.02, 0.79 }, terminal_penalty = { 0.37, 0.22 }, permanent_impact = 1.3, temporary_impact = 0.2, horizon = 4.3 }
  local each = rp.model "guo2025_heterogeneous":solve(with(setting, { points = 3 }))
  for _, points in ipairs { 2, 3, 5, 11 } do
    local full = rp.model "guo2025_matrix":solve(with(setting, { points = points }))
    check.near(full.inventory_paths[1][-1], each.inventory_paths[1][3], 1e-8)
    check.near(full.rate_paths[1][1], -1.89233935, 1e-8)
    check.near(full.rate_paths[2][1], -3.42268078, 1e-8)
  end
  check.equal(slug_of("guo2025_conditions", { permanent_impact = 1e200 }), "overflow")
  check.equal(slug_of("guo2025_quotes", { maker_adjoints = { 1e3, -1e3 } }), "overflow-guard")
end)

check.test("long horizons and stiff traders", function()
  local equal, each = rp.model "guo2025_homogeneous", rp.model "guo2025_heterogeneous"
  local wanted = { outputs = { "aggregate_rate" } }
  -- Unequal traders: groups that are not full, where a trader without penalties would run away.
  local short = each:solve({ inventories = { 1, 2 }, horizon = 40 }, wanted).aggregate_rate[1]
  for _, horizon in ipairs { 250 } do
    check.near(each:solve({ inventories = { 1, 2 }, horizon = horizon }, wanted).aggregate_rate[1], short, 1e-9)
  end
  -- Equal ones: any horizon, any number, any stiffness.
  for _, horizon in ipairs { 600, 1e4, 1e6 } do
    check.near(equal:solve({ inventories = { 1, 2 }, horizon = horizon }, wanted).aggregate_rate[1], short, 1e-9)
  end
  local stiff = { inventories = { 1, 2 }, running_penalty = 3e6, imbalance = rp.curve { grid = { 0, 0.3, 1 }, values = { 1, -1, 2 } } }
  local one, other = equal:solve(stiff), each:solve(stiff)
  check.near(one.aggregate_rate[1] / other.aggregate_rate[1], 1, 1e-10)
  check.near(one.values[2] / other.values[2], 1, 1e-10)
  local crowd = equal:solve({ inventories = { 1 }, traders = 1e15, mean_inventory = 0.5 })
  check.near(crowd.gain_mean[1], rp.model "guo2025_homogeneous":solve({ inventories = { 1 }, traders = 1e6, mean_inventory = 0.5 }).gain_mean[1], 1e-6)
  local moving = { inventories = { 1, 2 }, horizon = 25, imbalance = 1, temporary_impact = function(t) return 0.2 + 0.1 * math.sin(t) end }
  check.near(each:solve(moving, wanted).aggregate_rate[1], equal:solve(moving, wanted).aggregate_rate[1], 1e-8)
  check.equal(slug_of("guo2025_heterogeneous", { inventories = { 1, 2 }, horizon = 5000 }), "too-many-nodes")
end)

check.test("many players: their order does not matter", function()
  local market = rp.model "guo2025_market"
  local traders, makers = { -20, 25, -14, 9, -11, 30 }, { 1, -1, 0.4, 2.2, -0.7, 0.1 }
  local once = { horizon = 0.3, trader_inventories = traders, maker_inventories = makers, cost = 0.6, cross_cost = 0.2, intensity_bend = 0.4, trader_running = 0.02, maker_running = 0.03 }
  local order = { 6, 3, 1, 5, 2, 4 }
  local turned_traders, turned_makers = {}, {}
  for k, i in ipairs(order) do turned_traders[k], turned_makers[k] = traders[i], makers[i] end
  local wanted = { outputs = { "trader_paths", "maker_paths", "best_ask", "residual" } }
  local a = market:solve(once, wanted)
  local b = market:solve(with(once, { trader_inventories = turned_traders, maker_inventories = turned_makers }), wanted)
  check.equal(a.residual < 1e-9, true)
  check.equal(largest_gap(a.best_ask, b.best_ask) < 1e-9, true)
  for k, i in ipairs(order) do
    check.equal(largest_gap(a.trader_paths[i], b.trader_paths[k]) < 1e-8, true)
    check.equal(largest_gap(a.maker_paths[i], b.maker_paths[k]) < 1e-8, true)
  end
end)

check.test("players who change places change nothing", function()
  local model = rp.model "guo2025_market"
  local one = model:solve(game)
  local two = model:solve(with(game, {
    maker_inventories = { -1, 1 }, maker_terminal = { 0.08, 0.05 },
  }))
  check.equal(largest_gap(one.maker_adjoints[1], two.maker_adjoints[2]) < 1e-10, true)
  check.equal(largest_gap(one.trader_adjoints, two.trader_adjoints) < 1e-10, true)
  -- Buying and selling change places with all signs.
  local turned = model:solve(with(game, { trader_inventories = { 20, -25 }, maker_inventories = { -1, 1 } }))
  check.equal(largest_gap(one.trader_adjoints, -turned.trader_adjoints) < 1e-10, true)
  check.equal(largest_gap(one.asks, turned.bids) < 1e-10, true)
end)
