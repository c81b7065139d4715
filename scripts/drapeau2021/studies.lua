-- The games that several parts look at, the two of them that several parts need solved, and the small functions that put a game
-- into the models' names. All parameters are ours. A game is { T, lambda, eta, alpha, sigma, phi, b, x, theta } as in game.lua:
-- horizon, permanent and own temporary impact, risk aversion, volatility, terminal penalty, drift, inventories, cross impact.

local rp = require "reprise"
local grids = require "drapeau2021.grid"
local whole = require "drapeau2021.game"
local modes = require "drapeau2021.modes"
local factor = require "drapeau2021.factor"

local single = rp.model "nplayer_single"
local game = rp.model "nplayer_game"
local factor_game = rp.model "nplayer_factor"

local function with(base, changes)
  local merged = {}
  for name, value in pairs(base) do merged[name] = value end
  for name, value in pairs(changes or {}) do merged[name] = value end
  return merged
end

local function each(n, f)
  local list = {}
  for i = 1, n do list[i] = f(i) end
  return list
end

-- A game of game.lua in the plugin's names.
local function arguments(g, more)
  return with({
    horizon = g.T, permanent_impact = g.lambda, temporary_impact = g.eta, risk_aversion = g.alpha, volatility = g.sigma,
    terminal_penalty = g.phi, drift = g.b, inventories = g.x,
  }, more)
end

-- n agents with the same coefficients; the first one holds a share unless x says otherwise.
local function alike(n, changes)
  local g = with({ T = 1, lambda = 0.5, eta = 0.5, alpha = 1, sigma = 1, phi = 1, b = 0 }, changes)
  local x = g.x or each(n, function(i) return i == 1 and 1 or 0 end)
  return { horizon = g.T, permanent_impact = g.lambda, temporary_impact = g.eta, risk_aversion = g.alpha, volatility = g.sigma,
    terminal_penalty = g.phi, drift = g.b, cross_impact = g.theta, inventories = x }
end

local function list_of(array) return array:totable() end

-- Coefficients that no two of n agents share.
local function crowd(n, changes)
  return with({ T = 1, lambda = 0.1, sigma = 1, b = 0.3, eta = each(n, function(i) return 0.4 * (1 + 0.5 * math.sin(i)) end),
    alpha = each(n, function(i) return 1 + 0.5 * math.cos(2 * i) end), phi = each(n, function(i) return 2 * (1 + 0.5 * math.sin(3 * i)) end),
    x = each(n, function(i) return math.cos(0.5 * i) + 0.2 end) }, changes)
end

-- An agent { T, eta, a, f, gamma, x } of single.lua, alone against given prices.
local function solve_alone(agent, times)
  return single:solve({ horizon = agent.T, temporary_impact = agent.eta, risk_aversion = agent.a, volatility = 1, forcing = agent.f,
    terminal_penalty = agent.gamma, inventory = agent.x, times = times })
end

-- The older model: temporary impact theta hits everybody. Two agents, the second one has nothing to sell.
local older = { T = 1, eta = 0.5, alpha = 2, sigma = 1, phi = 50, x = { 1, 0 } }
local function duel(lambda, theta, more) return alike(2, with(with(older, { lambda = lambda, theta = theta }), more)) end
local function duel_game(lambda, theta)
  return { T = 1, lambda = lambda, theta = theta, eta = { 0.5, 0.5 }, alpha = { 2, 2 }, sigma = 1, phi = { 50, 50 }, b = 0, x = { 1, 0 } }
end

-- region: solve
-- Four different agents: eliminated one by one (the plugin), as a sum of exponentials, and all at once.
local four = {
  T = 1, lambda = 0.5, sigma = 1, b = 0.2, x = { 1, -1, 0.5, 2 },
  eta = { 0.2, 0.4, 0.6, 0.8 }, alpha = { 1, 2, 0.5, 3 }, phi = { 1.25, 0.75, 2.25, 0.55 },
}
local grid = grids.make(four.T, 24)
local played = game:solve(arguments(four, { times = grid.times }))
local by_modes = modes.solve(four)
local all_X, all_Y = whole.exponential(four, { 0, 0.25, 0.5, 1 })
-- end region
local paths = { X = each(4, function(i) return list_of(played.inventory_paths[i]) end),
  rates = each(4, function(i) return list_of(played.rate_paths[i]) end) }

-- region: random
-- Five identical agents, a square-root variance and a drift that follows it: plugin and power series.
local root = {
  law = "cir", speed = 2, mean = 0.09, volatility = 0.3, start = 0.06, variance = { 0, 1 }, drift = { 0.2, 1 },
  T = 1, lambda = 0.06, n = { 5 }, eta = { 0.2 }, alpha = { 4 }, phi = { 0.53 }, x = { 1 },
}
local function in_factors(c, more)
  return with({
    horizon = c.T, permanent_impact = c.lambda, type_counts = c.n, temporary_impact = c.eta,
    risk_aversion = c.alpha, terminal_penalty = c.phi, inventories = c.x,
    factors = { law = c.law, speed = c.speed, mean = c.mean, volatility = c.volatility, start = c.start },
    variance = { c.variance }, drift = { c.drift or { 0 } },
  }, more)
end
local root_N, root_q, root_X, root_tail = factor.series(root, 14)
local root_solved = factor_game:solve(in_factors(root))
-- end region
local loner = with(root, { lambda = 0, n = { 1 }, phi = { 0.5 }, drift = { 0 } })
local loner_N, _, _, loner_tail = factor.series(loner, 14)

return {
  with = with, each = each, list_of = list_of, arguments = arguments, alike = alike, crowd = crowd, solve_alone = solve_alone,
  duel = duel, duel_game = duel_game,
  four = four, grid = grid, played = played, paths = paths, by_modes = by_modes, all_X = all_X, all_Y = all_Y,
  in_factors = in_factors, root = root, root_N = root_N, root_q = root_q, root_X = root_X, root_solved = root_solved,
  loner = loner, loner_N = loner_N, loner_tail = loner_tail,
}
