-- The dealers that several parts look at, solved by several routes; five random markets; what the page tabulates as errata; and
-- small functions. All parameters are ours. A case is a table as in dealer.lua.

local rp = require "reprise"
local dealer = require "muhlekarbe2024.dealer"
local printed = require "muhlekarbe2024.printed"

local prehedging = rp.model "prehedging"
local generic = rp.model "prehedging_check"

local function solve(case, more) return prehedging:solve(dealer.arguments(case, more)) end

local function with(base, changes)
  local merged = {}
  for name, value in pairs(base) do merged[name] = value end
  for name, value in pairs(changes) do merged[name] = value end
  return merged
end

-- Lists of random markets for a paired sweep, one entry each; `fixed` overrides.
local function random_markets(count, seed, fixed)
  local random, lists = rp.random(seed), {}
  local ranges = {
    permanent_impact = { 0, 1 }, transient_impact = { 0, 2 }, transient_decay = { 0.05, 4 }, temporary_impact = { 0.1, 1.5 },
    inventory_cost = { 0.05, 2 }, random_stage = { 0.02, 2 }, horizon = { 0.1, 3 }, trade_probability = { 0.05, 1 },
    buy_probability = { 0, 1 }, client_size = { 0.2, 3 },
  }
  for name in pairs(ranges) do lists[name] = {} end
  for k = 1, count do
    for name, range in pairs(ranges) do lists[name][k] = random:uniform(range[1], range[2]) end
  end
  for name, value in pairs(fixed or {}) do lists[name] = value end
  return lists
end

-- region: solve
-- The base case, and the same dealer with 0.7 shares at the start and the price at 5.
local flat = dealer.case()
local laden = dealer.case { X0 = 0.7, P0 = 5 }
local base = solve(flat)
local started = solve(laden)
local by_riccati = dealer.values(laden)            -- the same from Riccati equations
local best = dealer.policy(laden)                  -- and the policy that belongs to it
local by_cash = dealer.expected_cash(laden, best)  -- its profit, trade by trade
-- end region

-- A client who only ever buys.
local buyer = dealer.case { pi = 1 }

-- The same by ordered Schur decompositions and an adaptive Runge-Kutta method.
local function without_p(arguments, p)
  arguments.demand_level, arguments.spread_slope, arguments.price_slope, arguments.trade_probability = p, 0, 0, nil
  return arguments
end
local by_schur = generic:solve(without_p(dealer.arguments(laden), laden.p))

local flow = laden.p * (2 * laden.pi - 1) * laden.Xs
local k = printed.constants(laden)
local V3, V2, gain = by_riccati.third, by_riccati.second, by_riccati.third_gain

-- Where two routes are expected to differ, by far more than any rounding, they must differ by more than this.
local visible = 1e-3
local states = { { 0.7, 0.3 }, { -1.1, 0.4 }, { 0.2, -0.8 }, { 1.9, 0 } }
local nothing = { 0, 0, 0, 0 }
local early = { 0, 0.1, 0.4, 0.65, 1, 1.3 }

local function each(list, f)
  local results = {}
  for i, item in ipairs(list) do results[i] = f(table.unpack(item)) end
  return results
end

local function liquidation_value(X, I) return -started.a / 2 * X ^ 2 + started.b * X * I + started.c / 2 * I ^ 2 end

-- What the page tabulates: a formula, the number that its print gives, the right one.
local errata = { formula = {}, printed = {}, right = {} }
local function erratum(formula, wrong, right)
  table.insert(errata.formula, formula)
  table.insert(errata.printed, wrong)
  table.insert(errata.right, right)
end

-- The largest value of a parabola, whatever its argument.
local function largest(f)
  local left, middle, right = f(-1), f(0), f(1)
  local slope, curvature = (right - left) / 2, right + left - 2 * middle
  return middle - slope ^ 2 / (2 * curvature)
end

-- Five random markets, by the plugin and by Riccati equations.
local five = random_markets(5, 3)
local function market_of(lists, i)
  return dealer.case { kappa = lists.permanent_impact[i], lambda = lists.transient_impact[i], beta = lists.transient_decay[i],
    nu = lists.temporary_impact[i], gamma = lists.inventory_cost[i], alpha = lists.random_stage[i], T = lists.horizon[i],
    p = lists.trade_probability[i], pi = lists.buy_probability[i], Xs = lists.client_size[i] }
end
local five_cases, five_values = {}, {}
for i = 1, 5 do
  five_cases[i] = market_of(five, i)
  five_values[i] = dealer.values(five_cases[i])
end
local five_solved = prehedging:sweep(five, { paired = true,
  outputs = { "a", "b", "c", "d", "e", "f", "inventory_rate", "omega", "splitting" } })
local function five_times(f)
  local list = {}
  for i = 1, 5 do
    for _, number in ipairs { f(five_cases[i], five_values[i], i) } do list[#list + 1] = number end
  end
  return list
end

return {
  solve = solve, without_p = without_p, with = with, each = each, random_markets = random_markets, visible = visible,
  states = states, nothing = nothing, early = early, largest = largest, flat = flat, laden = laden, buyer = buyer, base = base, started = started,
  by_riccati = by_riccati, best = best, by_cash = by_cash, by_schur = by_schur, flow = flow, k = k, V3 = V3, V2 = V2, gain = gain,
  liquidation_value = liquidation_value, five_cases = five_cases, five_values = five_values, five_solved = five_solved,
  five_times = five_times, erratum = erratum, errata = errata,
}
