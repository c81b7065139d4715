-- Not an entry of its own: what muhlekarbe2024.lua runs, one task per call. Prints the seconds of the least of some repetitions:
-- constants SETS, paths, spreads, gain PATHS (seconds for a standard error of 1e-3), sensitive PATHS (the same).

local rp = require "reprise"
local host = require "host"

local market = { permanent_impact = 0.3, transient_impact = 0.8, transient_decay = 1.7, temporary_impact = 0.6, inventory_cost = 0.9, random_stage = 0.4 }
local CONSTANTS = { "a", "b", "c", "d", "e", "f", "inventory_rate", "transient_rate", "omega", "splitting", "pull" }

local function with(extra)
  local all = {}
  for name, value in pairs(market) do all[name] = value end
  for name, value in pairs(extra) do all[name] = value end
  return all
end

-- The least time of some rounds, and that of the first one, which finds no memory of an earlier one.
local first
local function least(rounds, task)
  local best, result
  for round = 1, rounds do
    local begin = host.now()
    result = task()
    local spent = host.now() - begin
    if round == 1 then first = spent end
    if not best or spent < best then best = spent end
  end
  return best, result
end

-- Fractions of multiples of irrational numbers, scaled to an interval.
local function spread(count, ratio, low, high)
  return (rp.range(1, count) * ratio) % 1 * (high - low) + low
end

local tasks = {}

function tasks.constants(sets)
  local sweep = { permanent_impact = spread(sets, 0.6180339887498949, 0, 1), transient_impact = spread(sets, 0.4142135623730951, 0, 2),
    transient_decay = spread(sets, 0.7320508075688772, 0.1, 3), temporary_impact = spread(sets, 0.2360679774997898, 0.1, 1),
    inventory_cost = spread(sets, 0.6457513110645906, 0.1, 2), random_stage = spread(sets, 0.3166247903553998, 0, 2) }
  local model = rp.model "prehedging"
  local time, s = least(15, function() return model:sweep(sweep, { outputs = CONSTANTS, paired = true, threads = 1 }) end)
  return time, "sum", s.a:sum()
end

function tasks.paths()
  local model = rp.model "prehedging"
  local points = with { horizon = 1.3, client_size = 1.9, buy_probability = 1, initial_inventory = 0, times = rp.linspace(0, 1.3, 2001),
    trade_probability = rp.linspace(0.05, 1, 20), transient_impact = { 0.0001, 0.4, 0.8, 1.6 }, random_stage = { 0, 0.4, 1 } }
  local time, s = least(9, function() return model:sweep(points, { outputs = { "inventory", "transient" }, threads = 1 }) end)
  return time, "sum", s.inventory:take(-1, -1):sum()
end

function tasks.spreads()
  local model = rp.model "prehedging_spread"
  local points = with { horizon = rp.linspace(0.01, 5, 300), random_stage = rp.linspace(0, 3, 300), client_size = 1.9, buy_probability = 1,
    initial_inventory = 0, demand = "logistic", demand_level = 1, demand_reference = 1, demand_scale = 0.4 }
  local time, s = least(15, function() return model:sweep(points, { outputs = "optimal_spread", threads = 1 }) end)
  return time, "mean", s.optimal_spread:mean()
end

function tasks.gain(paths)
  local model = rp.model "prehedging_paths"
  local point = with { horizon = 1.3, initial_inventory = 0.7, client_size = 1.9, buy_probability = 0.8, trade_probability = 0.65,
    half_spread = 0.35, initial_price = 5, volatility = 0.3, paths = paths }
  local time, r = least(5, function() return model:solve(point, { threads = 1 }) end)
  return time * (r.mean_gain_error / 1e-3) ^ 2, "deviation", (r.mean_gain - r.expected_gain) / r.mean_gain_error
end

function tasks.sensitive(paths)
  local model = rp.model "prehedging_sensitive_paths"
  local point = { permanent_impact = 0.4, transient_impact = 0, transient_decay = 1, temporary_impact = 0.7, inventory_cost = 0.5, random_stage = 0,
    horizon = 1.4, initial_inventory = 0.6, client_size = 1.3, buy_probability = 1, half_spread = 0.45, demand_level = 0.6, demand_reference = 0.2,
    spread_slope = 0.5, price_slope = 0.35, initial_price = 0.3, volatility = 0.8, paths = paths, steps = 50, shown = 0 }
  local time, r = least(3, function() return model:solve(point, { threads = 1, outputs = { "mean_gain", "mean_gain_error", "expected_gain" } }) end)
  return time * (r.mean_gain_error / 1e-3) ^ 2, "deviation", (r.mean_gain - r.expected_gain) / r.mean_gain_error
end

local seconds, name, value = tasks[rp.arguments[1]](math.tointeger(rp.arguments[2] or 0))
host.stdout(("seconds: %.9e\n%s: %.9g\nfirst: %.3g\n"):format(seconds, name, value, first))
