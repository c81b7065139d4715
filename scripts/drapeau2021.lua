-- Drapeau, Luo, Schied and Xiong, "An FBSDE approach to market impact games with stochastic parameters": what the prose states,
-- what we derived because the formulas were not at hand, and what we found beyond it, as running code, with figures of ours.
-- The plugin eliminates agents and uses closed forms. The second routes live beside this file and share nothing with it: the
-- whole system by matrix exponentials (game.lua), sums of exponentials from a secular equation (modes.lua), Riccati equations
-- (riccati.lua, single.lua), power series in the factor (factor.lua), determinants (coupling.lua); they use small matrices and
-- an integrator that belong to other papers. All parameters are ours.

local rp = require "reprise"
local matrices = require "muhlekarbe2024.matrices"
local ode = require "fatone2014.ode"
local grids = require "drapeau2021.grid"
local alone = require "drapeau2021.single"
local whole = require "drapeau2021.game"
local modes = require "drapeau2021.modes"
local riccati = require "drapeau2021.riccati"
local coupling = require "drapeau2021.coupling"
local factor = require "drapeau2021.factor"

rp.paper "drapeau2021"
local single = rp.model "nplayer_single"
local identical = rp.model "nplayer_identical"
local game = rp.model "nplayer_game"
local dense = rp.model "nplayer_dense"
local factor_game = rp.model "nplayer_factor"
local factor_single = rp.model "nplayer_single_factor"
local factor_paths = rp.model "nplayer_factor_paths"
local affine = rp.model "nplayer_affine"
local drift_factor = rp.model "nplayer_drift_factor"

local abs, max, min, sqrt, huge = math.abs, math.max, math.min, math.sqrt, math.huge

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

-- n agents with the same coefficients; `penalty` is phi.
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
local by_prices, by_parts, by_identity = {}, {}, {}
for i = 1, 4 do
  by_prices[i] = whole.cost(four, grid, paths.X, paths.rates, i)
  by_parts[i], by_identity[i] = whole.cost_by_parts(four, grid, paths.X, paths.rates, i)
end

------------------------------------------------------------------------------------------------- Section 2: prices and costs

do
  local steps, draws = 80, 400
  local fine = game:solve(arguments(four, { points = steps + 1 }), { outputs = { "inventory_paths" } })
  local X = each(4, function(i) return list_of(fine.inventory_paths[i]) end)
  local means, errors, deviations = whole.simulate(four, X, draws, rp.random(1))
  local exact = each(4, function(i)
    local square = {}
    for k, held in ipairs(paths.X[i]) do square[k] = held ^ 2 end
    return four.sigma * sqrt(grid.integral(square))
  end)
  rp.claim "eq2.1" : holds {
    part = "mean", what = "four standard errors less the distance of each agent's simulated mean cost from the computed one", seed = 1,
    margin = each(4, function(i) return 4 * errors[i] - abs(means[i] - played.costs[i]) end),
  }
  rp.claim "eq2.1" : holds {
    part = "deviation", what = "four standard errors less the distance of each agent's simulated deviation of the cost from the computed one", seed = 1,
    margin = each(4, function(i) return 4 * deviations[i] / sqrt(2 * draws) - abs(deviations[i] - exact[i]) end),
  }
end
rp.claim "eq2.1-print" : cannot {}
rp.claim "eq2.3" : agrees {
  what = "costs of four different agents", routes = { { "prices and trades, integrated", by_prices },
  { "plugin", list_of(played.costs) } }, tolerance = 1e-11,
}
rp.claim "eq2.3-terminal" : cannot {}

----------------------------------------------------------------------------------------------- Section 3: one agent, others given

rp.claim "eq3-parts" : agrees {
  what = "costs of four different agents in equilibrium",
  routes = { { "prices and trades, integrated", by_prices }, { "after integration by parts", by_parts },
    { "from the first rate: lambda x^2/2 + Y_0 x/2 - (1/2) int X f", by_identity } }, tolerance = 1e-11,
}
do
  -- An agent who answers the news: the rate is affine in inventory and in the Brownian motion so far.
  local c = { T = 1, lambda = 0.4, eta = 0.3, a = 0.8, b = 0.2, phi = 1.1, sigma = 0.9, x = 1 }
  local steps, draws, random = 40, 1000, rp.random(2)
  local h, sum, squares = c.T / steps, 0.0, 0.0
  for _ = 1, draws do
    local X, W, price, direct, parts = c.x, 0.0, 0.0, 0.0, 0.0
    for k = 1, steps do
      local rate = -1.2 * X + 0.7 * W
      local dW = sqrt(h) * random:normal()
      local next_X, next_price = X + h * rate, price + c.b * h + c.lambda * h * rate + c.sigma * dW
      local held = X + h * rate / 2
      direct = direct + h * rate * ((price + next_price) / 2 + c.eta * rate) + c.a * h * held ^ 2
      parts = parts + c.eta * h * rate ^ 2 + c.a * h * held ^ 2 - h * held * c.b
      X, W, price = next_X, W + dW, next_price
    end
    direct = direct - X * price + c.phi * X ^ 2
    parts = parts + c.lambda / 2 * c.x ^ 2 + (c.phi - c.lambda / 2) * X ^ 2
    sum, squares = sum + (direct - parts), squares + (direct - parts) ^ 2
  end
  local mean = sum / draws
  local deviation = sqrt(squares / draws - mean ^ 2)
  rp.claim "eq3-martingale" : holds {
    part = "mean", what = "four standard errors less the size of the mean difference of both forms of the cost, for a strategy that follows the noise",
    margin = 4 * deviation / sqrt(draws) - abs(mean), seed = 2,
  }
  rp.claim "eq3-martingale" : holds {
    part = "path by path they differ", what = "standard deviation of the difference less 0.1", margin = deviation - 0.1, strict = true, seed = 2,
  }
end

-- Two agents whose coefficients depend on time.
local wavy = { T = 1, eta = function() return 0.3 end, a = function() return 1.2 * 0.81 end, f = function(t) return 0.2 + 0.7 * math.sin(6 * t) end,
  gamma = 0.8, x = 1.5 }
local uneven = { T = 1.5, eta = function(t) return 0.4 + 0.2 * math.cos(3 * t) end, a = function(t) return 0.9 * (1 + 0.6 * math.sin(4 * t)) ^ 2 end,
  f = function(t) return 0.5 * math.cos(2 * t) end, gamma = -0.15, x = -1 }
local function solve_alone(agent, times)
  return single:solve({ horizon = agent.T, temporary_impact = agent.eta, risk_aversion = agent.a, volatility = 1, forcing = agent.f,
    terminal_penalty = agent.gamma, inventory = agent.x, times = times })
end
local loners = {}
for k, agent in ipairs { wavy, uneven } do
  local own = grids.make(agent.T, 30)
  loners[k] = { agent = agent, grid = own, solved = solve_alone(agent, own.times) }
end
do
  local plugin, backwards, drivers, constants = {}, {}, {}, {}
  for k, loner in ipairs(loners) do
    local s, quadrature = loner.solved, {}
    for _, index in ipairs { 1, 12, 24 } do
      local A, B, C = alone.backward(loner.agent, loner.grid.times[index])
      for _, number in ipairs { s.value_quadratic[index], s.value_linear[index] } do plugin[#plugin + 1] = number end
      for _, number in ipairs { A, B } do backwards[#backwards + 1] = number end
      if index == 1 then constants[k] = C end
    end
    for i, t in ipairs(loner.grid.times) do quadrature[i] = s.value_linear[i] ^ 2 / (4 * loner.agent.eta(t)) end
    drivers[k] = -loner.grid.integral(quadrature)
  end
  rp.claim "prop3.1-ab" : agrees {
    part = "coefficients that depend on time", what = "A and B at three times, two agents",
    routes = { { "plugin", plugin }, { "equations integrated backwards", backwards } }, tolerance = 1e-11,
  }
  rp.claim "prop3.1-c" : agrees {
    part = "deterministic", what = "C at time 0, two agents",
    routes = { { "minus the integral of B^2/(4 eta)", drivers }, { "plugin", each(2, function(k) return loners[k].solved.value_constant[1] end) },
      { "equations integrated backwards", constants } }, tolerance = 1e-11,
  }
  local random, closed, solved = rp.random(31), {}, {}
  for k = 1, 12 do
    local T, eta, a, gamma = random:uniform(0.2, 3), random:log_uniform(0.05, 2), random:uniform() < 0.2 and 0 or random:log_uniform(0.05, 5), random:uniform(0, 4)
    closed[k] = alone.closed_A(T, eta, a, gamma)
    solved[k] = single:solve({ horizon = T, temporary_impact = eta, risk_aversion = a, terminal_penalty = gamma, times = { 0 } }).value_quadratic[1]
  end
  rp.claim "prop3.1-ab" : agrees {
    part = "constant coefficients", what = "A at time 0 of twelve random agents", routes = { { "plugin", solved },
    { "closed form", closed } }, tolerance = 1e-11,
  }
end
do
  -- Bounds and comparison on random agents with a wavy volatility.
  local function draw(random)
    local agent = { T = random:uniform(0.3, 2), gamma = random:uniform(0, 3) }
    local eta, level, depth, speed = random:log_uniform(0.1, 2), random:log_uniform(0.1, 4), random:uniform(), random:uniform(1, 8)
    agent.eta, agent.a = function() return eta end, function(t) return level * (1 + depth * math.sin(speed * t)) end
    agent.f, agent.x = function() return 0 end, 1
    return agent, eta, level, depth, speed
  end
  local function value_at_zero(agent) return (alone.backward(agent)) end
  rp.claim "prop3.1-bounds" : holds {
    part = "from above", what = "gamma + int a - A(0)", count = 40, seed = 32, error = 1e-11,
    test = function(random)
      local agent, _, level, depth, speed = draw(random)
      return agent.gamma + level * (agent.T + depth * (1 - math.cos(speed * agent.T)) / speed) - value_at_zero(agent)
    end,
  }
  rp.claim "prop3.1-bounds" : holds {
    part = "from below", what = "A(0) - gamma/(1 + gamma T/eta)", count = 40, seed = 32, error = 1e-11,
    test = function(random)
      local agent, eta = draw(random)
      return value_at_zero(agent) - agent.gamma / (1 + agent.gamma * agent.T / eta)
    end,
  }
  rp.claim "prop3.1-comparison" : holds {
    what = "A(0) between those of the smallest and the largest a", count = 40, seed = 33, error = 1e-11,
    test = function(random)
      local agent, eta, level, depth = draw(random)
      local A = value_at_zero(agent)
      local low, high = alone.closed_A(agent.T, eta, level * (1 - depth), agent.gamma), alone.closed_A(agent.T, eta, level * (1 + depth), agent.gamma)
      return min(A - low, high - A)
    end,
  }
  local bound = wavy.gamma + wavy.a(0) * wavy.T
  rp.claim "prop3.1-truncation" : agrees {
    part = "at the bound", routes = { { "driver truncated at gamma + int a", (alone.backward(wavy, 0, bound)) },
    { "driver as it is", (alone.backward(wavy)) } }, tolerance = 1e-12,
  }
  rp.claim "prop3.1-truncation" : holds {
    part = "not below it", what = "distance when truncated at a third of the bound, less 0.001", strict = true, error = 1e-10,
    margin = abs(alone.backward(wavy, 0, bound / 3) - alone.backward(wavy)) - 0.001,
  }
end
rp.claim "prop3.1-hypotheses" : cannot {}

-- Where an agent alone can no longer minimise: bisection on the refusals of the plugin, against the closed form.
do
  local cases, closed, found = { { 1, 0.5, 0.49 }, { 2, 0.3, 1.5 }, { 0.7, 1.1, 0 } }, {}, {}
  for k, case in ipairs(cases) do
    local T, eta, a = case[1], case[2], case[3]
    local low, high = -4, -0.5
    for _ = 1, 11 do
      local gamma = (low + high) / 2
      if single:try_solve({ horizon = T, temporary_impact = eta,
        risk_aversion = a, terminal_penalty = gamma, times = { 0 } }) then high = gamma else low = gamma end
    end
    found[k] = high
    local n0 = identical:solve(alike(1, { T = T, eta = eta, alpha = a, lambda = 0.6, phi = 5 }))
    closed[k] = n0.critical_penalty_convexity - 0.3
  end
  rp.claim "prop3.1-negative" : agrees {
    part = "threshold", what = "least gamma of three agents",
    routes = { { "-eta k coth(k T)", closed }, { "bisection on refusals", found } }, tolerance = 5e-3,
  }
  local s = loners[2].solved
  rp.claim "prop3.1-negative" : agrees {
    part = "a negative gamma", what = "A(0) at gamma = -0.15", routes = { { "plugin", s.value_quadratic[1] },
    { "backwards", (alone.backward(uneven)) } }, tolerance = 1e-11,
  }
end

-- Theorems 3.1 and 3.2 on the two agents.
do
  local values, costs, feedback, rates, slopes, curvatures = {}, {}, {}, {}, {}, {}
  local X_plugin, X_boundary, Y_plugin, Y_boundary, identity_left, identity_right = {}, {}, {}, {}, {}, {}
  for k, loner in ipairs(loners) do
    local agent, own, s = loner.agent, loner.grid, loner.solved
    local X, rate = list_of(s.inventory_path), list_of(s.rate_path)
    values[k] = s.value
    costs[k] = alone.cost(agent, own, X, rate)
    local scale = 0.0
    for i, t in ipairs(own.times) do
      feedback[#feedback + 1] = -(2 * s.value_quadratic[i] * X[i] + s.value_linear[i]) / (2 * agent.eta(t))
      rates[#rates + 1] = rate[i]
      scale = max(scale, abs(rate[i]))
    end
    for m = 0, 5 do
      local first, second = alone.variation(agent, own, X, rate, m)
      slopes[#slopes + 1], curvatures[#curvatures + 1] = first / scale, second
    end
    local at = { 0.3 * agent.T, 0.7 * agent.T, agent.T }
    local x, y = alone.boundary_problem(agent, at)
    local again = solve_alone(agent, at)
    for j, t in ipairs(at) do
      X_boundary[#X_boundary + 1], Y_boundary[#Y_boundary + 1] = x[j], y[j]
      X_plugin[#X_plugin + 1], Y_plugin[#Y_plugin + 1] = again.inventory_path[j], -2 * agent.eta(t) * again.rate_path[j]
    end
    -- The difference of two solutions starts without inventory: here one that starts with Y = 1.
    local free = with(agent, { f = function() return 0 end, x = 0 })
    local apart, dY = {}, {}
    do
      local y, t = { 0, 1 }, 0.0
      for j, next_time in ipairs(own.times) do
        if next_time > t then
          y = ode.integrate(function(u, z, slope) slope[1], slope[2] = -z[2] / (2 * free.eta(u)), -2 * free.a(u) * z[1] end, t, next_time, y)
          t = next_time
        end
        apart[j], dY[j] = y[1], y[2]
      end
    end
    local inside = {}
    for j, t in ipairs(own.times) do inside[j] = dY[j] ^ 2 / (2 * agent.eta(t)) + 2 * agent.a(t) * apart[j] ^ 2 end
    identity_left[k], identity_right[k] = -apart[#apart] * dY[#dY], own.integral(inside)
  end
  rp.claim "thm3.1-value" : agrees {
    part = "deterministic", what = "value of two agents", routes = { { "A x^2 + B x + C", values }, { "cost of the path, integrated", costs } }, tolerance = 1e-11,
  }
  rp.claim "thm3.1-feedback" : agrees {
    part = "rule", what = "rates along the path", routes = { { "-(2 A X + B)/(2 eta)", feedback }, { "plugin", rates } }, tolerance = 1e-10,
  }
  rp.claim "thm3.1-feedback" : holds {
    part = "no first-order gain", what = "10^-10 less the slope of the cost along six changes of the rate",
    margin = each(#slopes, function(i) return 1e-10 - abs(slopes[i]) end),
  }
  rp.claim "thm3.1-feedback" : holds {
    part = "unique", what = "second variation along six changes of the rate, two agents", margin = curvatures, strict = true, error = 1e-12,
  }
  rp.claim "thm3.2" : agrees {
    part = "X", what = "inventories of two agents at three times", routes = { { "boundary problem (3.1)", X_boundary },
    { "feedback of theorem 3.1", X_plugin } }, tolerance = 1e-10,
  }
  rp.claim "thm3.2" : agrees {
    part = "Y", what = "marginal values -2 eta xi", routes = { { "boundary problem (3.1)", Y_boundary },
    { "feedback of theorem 3.1", Y_plugin } }, tolerance = 1e-10,
  }
  rp.claim "thm3.2-unique" : agrees {
    what = "two solutions apart: minus the product of the differences at T, and int (dY^2/(2 eta) + 2 a dX^2)",
    routes = { { "at the horizon", identity_left }, { "integral", identity_right } }, tolerance = 1e-10,
  }
end

----------------------------------------------------------------------------------------------- Section 4: the equilibrium

-- Each agent against the rates of the others, as problem of one agent.
do
  local answers, equilibrium, slopes, curvatures = {}, {}, {}, {}
  for i = 1, 4 do
    local others = {}
    for k = 1, #grid.times do
      others[k] = 0.0
      for j = 1, 4 do
        if j ~= i then others[k] = others[k] + paths.rates[j][k] end
      end
    end
    local rest = grid.through(others)
    local agent = { T = 1, eta = function() return four.eta[i] end, a = function() return four.alpha[i] end,
      f = function(t) return four.b + four.lambda * rest(t) end, gamma = whole.residual_penalty(four, i), x = four.x[i] }
    local best = solve_alone(agent, grid.times)
    for k = 1, #grid.times, 5 do
      answers[#answers + 1], equilibrium[#equilibrium + 1] = best.inventory_path[k], paths.X[i][k]
    end
    for m = 0, 5 do
      local first, second = alone.variation(agent, grid, paths.X[i], paths.rates[i], m)
      slopes[#slopes + 1], curvatures[#curvatures + 1] = first, second
    end
  end
  rp.claim "thm4.1" : agrees {
    part = "best responses", what = "inventories of four agents",
    routes = { { "each one's best answer to the others", answers }, { "coupled equations", equilibrium } }, tolerance = 1e-10,
  }
  rp.claim "thm4.1" : holds {
    part = "no first-order gain", what = "10^-11 less the derivative of each cost along six changes of the rate",
    margin = each(#slopes, function(k) return 1e-11 - abs(slopes[k]) end),
  }
  rp.claim "thm4.1" : holds { part = "a minimum", what = "second variation along them", margin = curvatures, strict = true, error = 1e-12 }
  rp.claim "thm4.1-rates" : agrees {
    what = "first rates of four agents",
    routes = { { "plugin", each(4, function(i) return played.rate_paths:at(i, 1) end) },
    { "matrix exponential", each(4, function(i) return -all_Y[1][i] / (2 * four.eta[i]) end) },
      { "sum of exponentials", (select(2, by_modes(0))) },
      { "matrix Riccati equation", riccati.first_rates { T = 1, lambda = four.lambda, phi = four.phi, x = four.x,
        eta = function(i) return four.eta[i] end, a = function(i) return four.alpha[i] end, b = function() return four.b end } } }, tolerance = 1e-10,
  }
  rp.value("least-second-variation", rp.array(curvatures):min(), { unit = "cash", doc = "least second variation of a cost, four agents" })
  rp.value("largest-second-variation", rp.array(curvatures):max(), { unit = "cash", doc = "largest second variation" })
end
do
  local n = 1000
  local r = game:solve(arguments(crowd(n, { lambda = 0.01 }), { points = 2, agents_reported = { 1, 500, 1000 } }),
    { outputs = { "best_response", "fbsde_residual", "best_reply", "best_response_curvature" } })
  rp.claim "thm4.1" : holds {
    part = "a thousand agents", what = "10^-8 less slopes of all costs, residual of the equations, distance from best replies; curvature of the costs", strict = true,
    margin = { 1e-8 - r.best_response, 1e-8 - r.fbsde_residual, 1e-8 - r.best_reply, r.best_response_curvature },
  }
end
do
  -- Three agents, volatility and drift depend on time.
  local g = { T = 1.5, lambda = 0.5, phi = { 1, 3, 0.6 }, x = { 1, -0.5, 2 } }
  local eta, alpha = { 0.2, 0.5, 0.8 }, { 2, 0.5, 1 }
  local function volatility(t) return 0.8 * (1 + 0.6 * math.sin(5 * t)) end
  local function drift(t) return 0.5 * math.cos(3 * t) end
  local r = game:solve { horizon = g.T, permanent_impact = g.lambda, temporary_impact = eta, risk_aversion = alpha, terminal_penalty = g.phi,
    inventories = g.x, volatility = volatility, drift = drift, times = { 0, g.T } }
  rp.claim "thm4.1-time" : agrees {
    what = "first rates of three agents, volatility and drift depend on time",
    routes = { { "plugin", each(3, function(i) return r.rate_paths:at(i, 1) end) },
      { "matrix Riccati equation", riccati.first_rates(with(g, { eta = function(i) return eta[i] end,
        a = function(i, t) return alpha[i] * volatility(t) ^ 2 end, b = drift })) } }, tolerance = 1e-9,
  }
end
do
  -- One agent whose penalty is too negative: the equations still have a solution, and it is no minimum.
  local bad = { T = 1, eta = function() return 0.5 end, a = function() return 0.5 end, f = function() return 0 end, gamma = -1.2, x = 1 }
  local own = grids.make(1, 24)
  local X, Y = alone.boundary_problem(bad, own.times)
  local rates = each(#Y, function(k) return -Y[k] end)
  local first, second = {}, {}
  for m = 0, 5 do first[m + 1], second[m + 1] = alone.variation(bad, own, X, rates, m) end
  rp.claim "thm4.1-convexity" : agrees { part = "the equations are solved", what = "derivative of the cost along six changes of the rate",
    routes = { { "at the solution", first }, { "none", { 0, 0, 0, 0, 0, 0 } } }, tolerance = 1e-9, scale = 1 }
  rp.claim "thm4.1-convexity" : holds {
    part = "no minimum", what = "minus the least second variation", margin = -rp.array(second):min(), strict = true, error = 1e-10,
  }
end

-- The volatility that the argument of theorem 4.2 asks for: (lambda/4) times a spectral norm, by power iteration, and the
-- least eigenvalue of the quadratic form itself, by inverse iteration.
local function spectral_bound(lambda, eta, alpha)
  local n = #eta
  local v = each(n, function(i) return 1 + 0.1 * i end)
  local norm
  for _ = 1, 400 do
    local u, w, sum = {}, {}, 0.0
    for j = 1, n do sum = sum + v[j] / sqrt(eta[j]) end
    for i = 1, n do u[i] = (sum - v[i] / sqrt(eta[i])) / sqrt(alpha[i]) end
    sum = 0.0
    for j = 1, n do sum = sum + u[j] / sqrt(alpha[j]) end
    local size = 0.0
    for i = 1, n do
      w[i] = (sum - u[i] / sqrt(alpha[i])) / sqrt(eta[i])
      size = size + w[i] ^ 2
    end
    size = sqrt(size)
    for i = 1, n do v[i] = w[i] / size end
    norm = sqrt(size)
  end
  return lambda / 4 * norm
end
local bounded = { lambda = 0.5, eta = { 0.2, 0.4, 0.6, 0.8 }, alpha = { 1, 2, 0.5, 3 } }
local stated_bound = game:solve({ permanent_impact = bounded.lambda, temporary_impact = bounded.eta,
  risk_aversion = bounded.alpha, inventories = { 0, 0, 0, 0 },
  points = 2 }).monotone_volatility
do
  rp.claim "thm4.2" : agrees {
    part = "the bound", routes = { { "plugin", stated_bound },
    { "power iteration", spectral_bound(bounded.lambda, bounded.eta, bounded.alpha) } }, tolerance = 1e-10,
  }
  -- Q = [2 a_i on x, 2 eta_i on xi, -lambda/2 off the diagonal between them]: inverse iteration from its determinant's sign.
  local function least_eigenvalue(sigma)
    local Q = {}
    for i = 1, 4 do
      Q[i], Q[4 + i] = {}, {}
      for j = 1, 4 do
        Q[i][j], Q[4 + i][4 + j] = i == j and 2 * bounded.alpha[i] * sigma ^ 2 or 0.0, i == j and 2 * bounded.eta[i] or 0.0
        Q[i][4 + j] = i == j and 0.0 or -bounded.lambda / 2
        Q[4 + i][j] = Q[i][4 + j]
      end
    end
    local v, value = each(8, function(i) return 1 + 0.01 * i end), 0.0
    for _ = 1, 60 do
      local w = matrices.solve(Q, v)
      local size, dot = 0.0, 0.0
      for i = 1, 8 do size, dot = size + w[i] ^ 2, dot + w[i] * v[i] end
      value = dot / size
      size = sqrt(size)
      for i = 1, 8 do v[i] = w[i] / size end
    end
    return value
  end
  rp.claim "thm4.2" : holds {
    part = "above it the form is positive, below it is not", what = "least eigenvalue of the form, times the side of the bound",
    on = { 0.99, 0.999, 1.001, 1.01, 1.1 },
    strict = true, error = 1e-9,
    test = function(share) return least_eigenvalue(share * stated_bound) * (share > 1 and 1 or -1) end,
  }
end

-- Random games: coefficients of n agents, constant on each of two halves of the horizon.
local function random_game(random, riskless)
  local n = random:integer(2, 5)
  return { T = random:log_uniform(0.2, 4), lambda = random:log_uniform(0.05, 3),
    eta = each(n, function() return random:log_uniform(0.1, 2) end),
    gamma = each(n, function() return random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 3) end),
    risk = each(n, function()
      if riskless then return { 0, 0 } end
      return { random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 4), random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 4) }
    end) }
end
rp.claim "thm4.2" : holds {
  part = "random games that satisfy it", what = "determinant of the equation for the aggregate", count = 60, seed = 41, strict = true, error = 1e-7,
  test = function(random)
    local g = random_game(random)
    local n = #g.eta
    local alpha = each(n, function() return random:log_uniform(0.2, 4) end)
    local sigma = spectral_bound(g.lambda, g.eta, alpha) * random:uniform(1.01, 2)
    g.risk = each(n, function(i) return { alpha[i] * sigma ^ 2, 4 * alpha[i] * sigma ^ 2 } end)
    return coupling.determinant(g)
  end,
}
rp.claim "thm4.2-constant" : cannot {}

-- The bound is not necessary.
rp.claim "volatility-identical" : holds {
  what = "phi less the penalty at which the mean is singular, over eta/T: random identical agents with gamma >= 0, a third of them without volatility",
  count = 100, seed = 42, strict = true, error = 1e-12,
  test = function(random)
    local n, T, eta = random:integer(1, 40), random:log_uniform(0.1, 2), random:log_uniform(0.3, 2)
    local lambda = random:log_uniform(0.02, 4) / n
    local gamma = random:uniform() < 0.3 and 0 or random:uniform(0, 2)
    local r = identical:solve(alike(n, { T = T, eta = eta, lambda = lambda, phi = 300,
      sigma = random:uniform() < 1 / 3 and 0 or random:uniform(0, 1) }),
      { outputs = { "critical_penalty_mean", "critical_penalty_deviation" } })
    return (lambda / 2 + gamma - max(r.critical_penalty_mean, n > 1 and r.critical_penalty_deviation or -huge)) * T / eta
  end,
}
rp.claim "volatility-riskless" : holds {
  what = "determinant of the equation for the aggregate: random different agents who do not mind risk", count = 80, seed = 43,
  strict = true, error = 1e-7,
  test = function(random) return coupling.determinant(random_game(random, true)) end,
}
local determinants = {}
for k = 1, 200 do determinants[k] = coupling.determinant(random_game(rp.random(44000 + k))) end
rp.claim "volatility-different" : holds {
  part = "random games", what = "determinant of the equation for the aggregate, 200 random games, gamma >= 0, risk of each half of the horizon for itself",
  margin = determinants, seed = 44000, strict = true, error = 1e-7,
}
do
  local function control(lambda)
    return coupling.determinant { T = 2, lambda = lambda, gamma = each(10, function() return -lambda / 2 end), eta = each(10, function() return 0.5 end),
      risk = each(10, function() return { 0.5, 0.5 } end) }
  end
  rp.claim "volatility-different" : holds {
    part = "the determinant can tell", what = "determinant below, minus the determinant above the critical impact of ten identical agents without penalty",
    margin = { control(0.317), -control(0.319) }, strict = true, error = 1e-9,
  }
  local function edge(still_below)
    local low, high = 0.31, 0.33
    for _ = 1, 40 do
      local middle = (low + high) / 2
      if still_below(middle) then low = middle else high = middle end
    end
    return low
  end
  local low = edge(function(lambda) return control(lambda) > 0 end)
  local closed = edge(function(lambda)
    return identical:solve(alike(10, { T = 2, lambda = lambda, alpha = 0.5, phi = 5 }),
      { outputs = { "critical_penalty_mean" } }).critical_penalty_mean < 0
  end)
  rp.claim "volatility-different" : agrees {
    part = "and tells it right", what = "critical permanent impact",
    routes = { { "zero of the determinant", low }, { "zero of the critical penalty", closed } },
    tolerance = 5e-5, -- the determinant is that of a collocation on a grid: its zero lies 2e-5 beside that of the equation
  }
  rp.value("critical-lambda", low, { unit = "cash/share^2",
    doc = "permanent impact at which ten identical agents without penalty lose uniqueness, T = 2, eta = a = 1/2" })
end
-- The interaction is a boundary term: lambda int X'(J - I) xi = (lambda/2) [X'(J - I) X].
do
  local inside = {}
  for k = 1, #grid.times do
    local sum, rate, own = 0.0, 0.0, 0.0
    for i = 1, 4 do sum, rate, own = sum + paths.X[i][k], rate + paths.rates[i][k], own + paths.X[i][k] * paths.rates[i][k] end
    inside[k] = sum * rate - own
  end
  local function form(k)
    local sum, squares = 0.0, 0.0
    for i = 1, 4 do sum, squares = sum + paths.X[i][k], squares + paths.X[i][k] ^ 2 end
    return (sum ^ 2 - squares) / 2
  end
  rp.claim "volatility-terminal" : agrees {
    part = "a boundary term", what = "sum over pairs of int X_i xi_j", routes = { { "integrated", grid.integral(inside) },
    { "ends of the path", form(#grid.times) - form(1) } }, tolerance = 1e-11,
  }
  rp.claim "volatility-terminal" : holds {
    part = "any volatility", what = "determinant of the equation for the aggregate where 2 diag(gamma) exceeds (lambda/2)(11' - 1)",
    count = 60, seed = 45, strict = true, error = 1e-7,
    test = function(random)
      local g = random_game(random)
      g.gamma = each(#g.eta, function() return g.lambda * (#g.eta - 1) / 4 * random:uniform(1, 2) end)
      return coupling.determinant(g)
    end,
  }
end

-- No penalty at all, identical agents: the sharp volatility.
local horizons = { 0.05, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200 }
local function least_margin(n, share)
  local lambda, eta, alpha = 0.8, 0.3, 0.7
  local sharp = sqrt(n / (alpha * eta)) * lambda / 2
  local least = huge
  for _, T in ipairs(horizons) do
    local r = identical:try_solve(alike(n, { T = T, lambda = lambda, eta = eta, alpha = alpha, sigma = sqrt(share) * sharp, phi = 10 }),
      { outputs = { "critical_penalty_mean", "sharp_volatility" } })
    least = min(least, -r.critical_penalty_mean / eta)
  end
  return least
end
rp.claim "volatility-sharp" : holds {
  what = "least of minus the critical penalty over eta, horizons from 0.05 to 200, variance 2 % above and (with the other sign) 2 % below n lambda^2/(4 alpha eta)",
  strict = true, error = 1e-12, margin = { least_margin(2, 1.02), least_margin(5, 1.02), least_margin(20, 1.02),
    -least_margin(2, 0.98), -least_margin(5, 0.98), -least_margin(20, 0.98) },
}

-- Critical penalties by the determinant of the whole system's boundary conditions.
do
  local base = { T = 1, lambda = 0.8, eta = 0.3, alpha = 0.2, sigma = 1 }
  local function system(n, phi)
    return { T = base.T, lambda = base.lambda,
      sigma = 1, eta = each(n, function() return base.eta end), alpha = each(n, function() return base.alpha end),
      phi = each(n, function() return phi end), b = 0, x = each(n, function() return 0 end) }
  end
  local function zero(n, low, high)
    local F = matrices.exponential(whole.generator(system(n, 0)), base.T)
    local function positive(phi) return matrices.determinant(whole.boundary_matrix(system(n, phi), F)) > 0 end
    local sign = positive(low)
    for _ = 1, 40 do
      local middle = (low + high) / 2
      if positive(middle) == sign then low = middle else high = middle end
    end
    return low
  end
  local r = identical:solve(alike(3, with(base, { phi = 4, x = { 1, 0, 0 } })))
  local two = identical:solve(alike(2, with(base, { phi = 4, x = { 1, 0 } })))
  local own
  do
    local low, high = -1.5, 0.4
    for _ = 1, 22 do
      local middle = (low + high) / 2
      local A = alone.backward { T = 1, eta = function() return 0.3 end, a = function() return 0.2 end, f = function() return 0 end, gamma = middle - 0.4 }
      if A then high = middle else low = middle end
    end
    own = high
  end
  -- With three agents the deviations' zero is double; with two it is simple.
  rp.claim "critical-penalties" : agrees {
    part = "identical agents", what = "penalties at which the mean of three and of two agents, the deviation of two and an agent alone are singular",
    routes = { { "closed form", { r.critical_penalty_mean, two.critical_penalty_mean, two.critical_penalty_deviation, r.critical_penalty_convexity } },
      { "zeros of the boundary determinant, finiteness of A", { zero(3, 0.1, 0.6), zero(2, 0.05, 0.5), zero(2, -0.5, -0.1), own } } },
        tolerance = 1e-5,
  }
  rp.claim "critical-order" : holds {
    what = "mean less convexity and convexity less deviation, random games of two agents and more", count = 80, seed = 46, strict = true,
    error = 1e-13,
    test = function(random)
      local c = identical:solve(alike(random:integer(2, 30), { T = random:log_uniform(0.1, 5), lambda = random:log_uniform(0.05, 3), eta = random:log_uniform(0.1, 2),
        alpha = random:log_uniform(0.05, 3), phi = 200 }),
          { outputs = { "critical_penalty_mean", "critical_penalty_convexity", "critical_penalty_deviation" } })
      return min(c.critical_penalty_mean - c.critical_penalty_convexity, c.critical_penalty_convexity - c.critical_penalty_deviation)
    end,
  }
  local lone = game:solve({ horizon = 1, permanent_impact = base.lambda, temporary_impact = base.eta, risk_aversion = base.alpha, terminal_penalty = 4,
    inventories = { 1, 0, 0 } }, { outputs = { "margin_mean", "margin_convexity" } })
  rp.claim "critical-penalties" : agrees {
    part = "game of different agents", what = "how far the penalty 4 may be lowered until the mean, and an agent alone, are singular",
    routes = { { "closed form", { 4 - r.critical_penalty_mean, 4 - r.critical_penalty_convexity } }, { "bisection on three agents", { lone.margin_mean, lone.margin_convexity } } },
    tolerance = 1e-6,
  }
  rp.value("critical-mean", r.critical_penalty_mean, { unit = "cash/share^2", doc = "critical penalty of the mean, three agents" })
  rp.value("critical-deviation", r.critical_penalty_deviation, { unit = "cash/share^2", doc = "critical penalty of deviations, the same" })
  rp.value("critical-convexity", r.critical_penalty_convexity, { unit = "cash/share^2", doc = "critical penalty of an agent alone, the same" })
end

------------------------------------------------------------------------------------------- Section 5: constant coefficients

local function flat(lists)
  local all = {}
  for _, list in ipairs(lists) do
    for _, number in ipairs(list) do all[#all + 1] = number end
  end
  return all
end
do
  local at = { 0, 0.25, 0.5, 1 }
  local r = game:solve(arguments(four, { times = at }))
  local plugin, exponentials, sums = {}, {}, {}
  for k, t in ipairs(at) do
    local X = by_modes(t)
    for i = 1, 4 do
      plugin[#plugin + 1], exponentials[#exponentials + 1], sums[#sums + 1] = r.inventory_paths:at(i, k), all_X[k][i], X[i]
    end
  end
  rp.claim "sec5-constant" : agrees {
    part = "four agents", what = "inventories at four times",
    routes = { { "agents eliminated, collocation", plugin }, { "matrix exponential", exponentials }, { "sum of exponentials", sums } },
    tolerance = 1e-10,
  }
end
do
  local many = crowd(30)
  local at, shown = { 0.2, 0.6, 1 }, { 1, 2, 15, 30 }
  local solution, roots = modes.solve(many)
  local r = game:solve(arguments(many, { times = at, agents_reported = shown }))
  local plugin, sums = { list_of(r.aggregate) }, { {} }
  for k, t in ipairs(at) do
    local X, _, total = solution(t)
    sums[1][k] = total
    plugin[k + 1], sums[k + 1] = {}, {}
    for j, i in ipairs(shown) do plugin[k + 1][j], sums[k + 1][j] = r.inventory_paths:at(j, k), X[i] end
  end
  rp.claim "sec5-constant" : agrees {
    part = "thirty agents", what = "aggregate and four inventories at three times",
    routes = { { "agents eliminated, collocation", flat(plugin) }, { "sum of 60 exponentials", flat(sums) } }, tolerance = 1e-9,
  }
  local positive, residual = 0, 0.0
  for _, z in ipairs(roots) do
    if z > 0 then positive = positive + 1 end
    local sum, size = 1.0, 1.0
    for i = 1, 30 do
      local term = many.lambda / 2 / (many.eta[i] * z - many.lambda / 2 - many.alpha[i] / z)
      sum, size = sum + term, size + abs(term)
    end
    residual = max(residual, abs(sum) / size)
  end
  rp.claim "sec5-roots" : agrees {
    part = "how many", what = "positive and negative real roots", routes = { { "found", { positive, #roots - positive } },
    { "n of each", { 30, 30 } } }, tolerance = 0,
  }
  rp.claim "sec5-roots" : holds {
    part = "that they are roots", what = "10^-9 less the residual of the equation over the size of its terms", margin = 1e-9 - residual,
  }
  -- The product of the roots of the polynomial prod d_i (1 + (lambda r/2) sum 1/d_i) is that of a_i/eta_i, their sum that of lambda/(2 eta_i) times (1 - 1).
  local log_product, wanted = 0.0, 0.0
  for _, z in ipairs(roots) do log_product = log_product + math.log(abs(z)) end
  for i = 1, 30 do wanted = wanted + math.log(many.alpha[i] / many.eta[i]) end
  local sum = 0.0
  for _, z in ipairs(roots) do sum = sum + z end
  rp.claim "sec5-roots" : agrees { part = "and all of them", what = "log of the product, and the sum, of all roots",
    routes = { { "roots", { log_product, sum } }, { "coefficients of the characteristic polynomial", { wanted, 0 } } }, tolerance = 1e-9, scale = 1 }
end
do
  local many, at = crowd(100), { 0.2, 0.6, 1 }
  local function total(model, more) return list_of(model:solve(arguments(many, with({ times = at }, more)), { outputs = { "aggregate" } }).aggregate) end
  rp.claim "sec5-constant" : agrees {
    part = "a hundred agents", what = "aggregate at three times",
    routes = { { "agents eliminated, collocation", total(game) }, { "exponential of the whole system", total(dense, { route = "exponential" }) },
      { "sum of 200 exponentials", total(dense, { route = "modes" }) } }, tolerance = 1e-9,
  }
end
do
  -- Identical agents: two agents, one of them with nothing to sell; and five with a drift.
  local pair = { T = 1, lambda = 1, eta = { 0.5, 0.5 }, alpha = { 1, 1 }, sigma = 1, phi = { 5, 5 }, b = 0, x = { 1, 0 } }
  local five = { T = 1.5, lambda = 0.7, eta = { 0.3, 0.3, 0.3, 0.3, 0.3 }, alpha = { 1.1, 1.1, 1.1, 1.1, 1.1 },
    sigma = 0.8, phi = { 2, 2, 2, 2, 2 }, b = 0.4,
    x = { 3, -1, 0.5, 2, 0 } }
  for name, g in pairs { ["a seller and a spectator"] = pair, ["five agents with drift"] = five } do
    local at = { 0.25 * g.T, 0.5 * g.T, g.T }
    local n = #g.x
    local closed = identical:solve(alike(n, { T = g.T, lambda = g.lambda, eta = g.eta[1], alpha = g.alpha[1],
      sigma = g.sigma, phi = g.phi[1], b = g.b, x = g.x }))
    local named = with(alike(n, { T = g.T, lambda = g.lambda, eta = g.eta[1], alpha = g.alpha[1],
      sigma = g.sigma, phi = g.phi[1], b = g.b, x = g.x }), { times = at })
    closed = identical:solve(named)
    local eliminated, X = game:solve(arguments(g, { times = at })), whole.exponential(g, at)
    local routes = { {}, {}, {} }
    for k = 1, 3 do
      for i = 1, n do
        table.insert(routes[1], closed.inventory_paths:at(i, k))
        table.insert(routes[2], eliminated.inventory_paths:at(i, k))
        table.insert(routes[3], X[k][i])
      end
    end
    rp.claim "sec5-identical" : agrees {
      part = name, what = "all inventories at three times",
      routes = { { "mean and deviations, closed form", routes[1] }, { "agents eliminated", routes[2] },
      { "matrix exponential", routes[3] } }, tolerance = 1e-10,
    }
    if g == pair then
      rp.value("seller-left", closed.inventory_paths:at(1, 3), { unit = "share", doc = "what the seller keeps, two agents" })
      rp.value("spectator-middle", closed.inventory_paths:at(2, 2), { unit = "share", doc = "inventory of the spectator in the middle" })
    end
  end
  local stiff = identical:solve(alike(1000, { lambda = 10, phi = 30, x = each(1000, function(i) return i == 1 and 1 or 0 end) }))
  rp.claim "sec5-stable" : holds {
    what = "least entry and 1 less the largest entry of both profiles: 1000 agents, where cosh(w T) overflows",
    margin = { stiff.mean_profile:min(), stiff.deviation_profile:min(), 1 - stiff.mean_profile:max(), 1 - stiff.deviation_profile:max() },
  }
end
-- region: many
-- A hundred thousand agents of five kinds, each for itself; within a kind they start 0.3 above or below
-- its mean. The second route knows the kinds.
local kinds = {
  T = 1, lambda = 2e-5, sigma = 1, b = 0.1, x = { 1, -0.5, 2, 0.2, -1 }, count = {},
  eta = { 0.2, 0.3, 0.4, 0.6, 0.9 }, alpha = { 2, 1, 0.5, 1.5, 0.3 }, phi = { 1, 2, 3, 0.5, 1.5 },
}
for k = 1, 5 do kinds.count[k] = 20000 end
local function everyone(values)
  return rp.concat(table.unpack(each(5, function(k) return rp.full(values[k], 20000) end)))
end
local population = game:solve({
  horizon = kinds.T, permanent_impact = kinds.lambda, drift = kinds.b,
  temporary_impact = everyone(kinds.eta), risk_aversion = everyone(kinds.alpha),
  terminal_penalty = everyone(kinds.phi), inventories = everyone(kinds.x) + 0.3 * (-1) ^ rp.range(0, 99999),
  times = { 0.1, 0.5, 1 }, agents_reported = { 1, 20001, 40001, 60001, 80001 },
}, { outputs = { "aggregate", "inventory_paths" } })
-- end region
do
  local solution, found, wanted = modes.solve(kinds), {}, {}
  for k, t in ipairs { 0.1, 0.5, 1 } do
    local X, _, total = solution(t)
    table.insert(found, population.aggregate[k])
    table.insert(wanted, total)
    for j = 1, 5 do
      table.insert(found, population.inventory_paths:at(j, k) * 1e5)
      table.insert(wanted, (X[j] + 0.3 * modes.deviation(kinds, j, t)) * 1e5)
    end
  end
  rp.claim "sec5-simulations" : agrees {
    what = "100,000 agents of five kinds: aggregate and 100,000 times one inventory of each kind, at three times",
    routes = { { "every agent for itself", found }, { "five kinds, ten exponentials and the decay of deviations", wanted } }, tolerance = 1e-8,
  }
end
rp.claim "sec5-figures" : cannot {}

------------------------------------------------------------------------------------------------ Section 1: what is announced

-- The older model: temporary impact theta hits everybody. Two agents, the second one has nothing to sell.
local older = { T = 1, eta = 0.5, alpha = 2, sigma = 1, phi = 50, x = { 1, 0 } }
local function duel(lambda, theta, more) return alike(2, with(with(older, { lambda = lambda, theta = theta }), more)) end
local old_model, new_model = identical:solve(duel(0.1, 0.5)), identical:solve(duel(0.1, 0))
rp.claim "intro-old" : holds {
  part = "closed form", what = "largest inventory of the second agent, theta = eta = 0.5, lambda = 0.1",
  margin = old_model.inventory_paths[2]:max() - 0.01, strict = true, error = 1e-12,
}
local function duel_game(lambda, theta)
  return { T = 1, lambda = lambda, theta = theta, eta = { 0.5, 0.5 }, alpha = { 2, 2 }, sigma = 1, phi = { 50, 50 }, b = 0, x = { 1, 0 } }
end
do
  local X = whole.exponential(duel_game(0.1, 0.5), { 0.1, 0.25, 0.5 })
  local r = identical:solve(with(duel(0.1, 0.5), { times = { 0.1, 0.25, 0.5 } }))
  rp.claim "intro-old" : agrees {
    part = "two routes", what = "inventory of the second agent at three times",
    routes = { { "closed form", list_of(r.inventory_paths[2]) },
    { "matrix exponential of both agents", each(3, function(k) return X[k][2] end) } }, tolerance = 1e-10,
  }
end
-- One large seller and agents who have nothing: the largest inventory of the latter after the start.
local function longest_other(g)
  local n = #g.eta
  local r = game:solve({ horizon = g.T, permanent_impact = g.lambda, temporary_impact = g.eta, risk_aversion = g.alpha, terminal_penalty = g.phi,
    inventories = each(n, function(i) return i == 1 and 1 or 0 end), points = 33 }, { outputs = { "inventory_paths" } })
  return r.inventory_paths:slice(2, n):slice(2, -1, 1, "time"):max()
end
local function random_duel(random, n)
  local lambda = random:log_uniform(0.02, 2)
  return { T = random:log_uniform(0.2, 3), lambda = lambda, eta = each(n, function() return random:log_uniform(0.1, 2) end),
    alpha = each(n, function() return random:log_uniform(0.02, 4) end),
    phi = each(n, function() return lambda / 2 + (random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 20)) end) }
end
-- A seller, a fast one who hardly minds risk, and a third who does: made so that the third goes long.
local trio = { T = 2, lambda = 1, eta = { 0.2, 0.05, 0.2 }, alpha = { 4, 0.01, 2 }, sigma = 1, phi = { 10, 10, 0.5 }, b = 0, x = { 1, 0, 0 } }
rp.claim "intro-new" : holds {
  what = "minus the largest inventory of the others beside one large seller, theta = 0: two different agents, and up to 40 identical ones",
  count = 120, seed = 51, tolerance = 1e-8,
  test = function(random, k)
    if k % 2 == 0 then return -longest_other(random_duel(random, 2)) end
    local n, g = random:integer(2, 40), random_duel(random, 1)
    local r = identical:solve(alike(n, { T = g.T, lambda = g.lambda, eta = g.eta[1], alpha = g.alpha[1], phi = g.phi[1] }))
    return -r.inventory_paths:slice(2, n):max()
  end,
  with = "there is one other agent, or all agents have the same parameters", without = -longest_other(trio),
}
do
  local at = { 0.5, 1, 1.5, 2 }
  local r, X = game:solve(arguments(trio, { times = at })), whole.exponential(trio, at)
  rp.claim "intro-third" : agrees {
    part = "two routes", what = "inventory of the third agent at four times",
    routes = { { "plugin", list_of(r.inventory_paths[3]) }, { "matrix exponential", each(4, function(k) return X[k][3] end) } }, tolerance = 1e-8,
  }
  rp.claim "intro-third" : holds {
    part = "long", what = "what the third agent holds at the horizon, less 0.05 of the block", margin = r.inventory_paths:at(3, 4) - 0.05,
    strict = true, error = 1e-9,
  }
  rp.value("fast-short", -game:solve(arguments(trio, { points = 161 }), { outputs = { "inventory_paths" } }).inventory_paths[2]:min(), { unit = "share",
    doc = "largest short position of the fast agent beside them" })
  rp.value("third-long", r.inventory_paths:at(3, 4), { unit = "share",
    doc = "what the third agent holds at the horizon beside a seller of one share, own temporary impact only" })
end
-- The impact at which the second agent's first trade changes its sign, by the plugin and by the whole system's exponential.
local function flip(first_rate)
  local low, high = 1e-3, 4
  for _ = 1, 46 do
    local middle = (low + high) / 2
    if first_rate(middle) > 0 then low = middle else high = middle end
  end
  return low
end
local thetas, flips, flips_whole = { 0.125, 0.25, 0.5, 0.7 }, {}, {}
for k, theta in ipairs(thetas) do
  flips[k] = flip(function(lambda)
    return identical:solve(with(duel(lambda, theta), { times = { 0 }, agents_reported = { 2 } }), { outputs = { "rate_paths" } }).rate_paths:at(1, 1)
  end)
  flips_whole[k] = flip(function(lambda)
    local g = duel_game(lambda, theta)
    return whole.rates(g, whole.start(g))[2]
  end)
end
rp.claim "intro-flip" : agrees {
  what = "permanent impact below which the second agent goes long, for four cross impacts", routes = { { "closed form", flips },
  { "matrix exponential", flips_whole } }, tolerance = 1e-8,
}
-- Two horizons, without risk: the seller must be done at T_1, the other agent has until T_2; what he then holds he liquidates
-- alone, which costs eta X^2/(T_2 - T_1).
local function other_at_first_horizon(lambda, theta, T1, T2)
  local eta = 0.5
  local g = { T = T1, lambda = lambda, theta = theta, eta = { eta, eta }, alpha = { 0, 0 }, sigma = 1, b = 0, x = { 1, 0 },
    phi = { 1e7, eta / (T2 - T1) + lambda / 2 } }
  local X = whole.exponential(g, { T1 })
  return X[1][2]
end
rp.claim "intro-horizons" : holds {
  part = "impact on everybody", what = "the other's inventory when the seller is done, small permanent impact", on = { 0.01, 0.05, 0.1 },
  strict = true, error = 1e-6,
  test = function(lambda) return other_at_first_horizon(lambda, 0.5, 1, 2) end,
}
rp.claim "intro-horizons" : holds {
  part = "large permanent impact", what = "minus the same", on = { 2, 4 }, strict = true, error = 1e-6,
  test = function(lambda) return -other_at_first_horizon(lambda, 0.5, 1, 2) end,
}
rp.claim "intro-horizons" : holds {
  part = "impact on oneself", what = "minus the same, theta = 0", on = { 0.01, 0.05, 0.1, 0.5, 2, 4 }, strict = true, error = 1e-7,
  test = function(lambda) return -other_at_first_horizon(lambda, 0, 1, 2) end,
}
local horizon_flip = flip(function(lambda) return other_at_first_horizon(lambda, 0.5, 1, 2) end)
rp.value("horizon-flip", horizon_flip, { unit = "cash/share^2",
  doc = "permanent impact at which the other agent is flat when the seller is done, theta = eta = 0.5, no risk, T_1 = 1, T_2 = 2" })

-- Infinitely many agents.
local sizes, distances = { 10, 100, 1000, 10000 }, {}
local limit
do
  local base = { lambda = 2, eta = 0.5, alpha = 1, phi = 1, x = { 1 } }
  limit = identical:solve(with(alike(1, base), { population = "mean-field" }))
  for k, n in ipairs(sizes) do
    local r = identical:solve(with(alike(n, with(base, { lambda = 2 / n, x = rp.full(1, n) })), { agents_reported = { 1 } }),
      { outputs = { "mean_profile" } })
    distances[k] = (r.mean_profile - limit.mean_profile):abs():max()
  end
  rp.claim "intro-mean-field" : converges {
    part = "order", what = "largest distance of the mean profile from its limit, permanent impact 2/n",
    h = each(4, function(k) return 1 / sizes[k] end), error = distances,
    order = 1, within = 0.02,
  }
  rp.claim "intro-mean-field" : converges {
    part = "constant", what = "n times the distance", sequence = each(4, function(k) return sizes[k] * distances[k] end),
    limit = 0.2308, tolerance = 2.2e-4, error = 1e-9, -- the limit's four digits: half a unit of the last
  }
  -- The limit for itself: eta u'' + (Lambda/2) u' - a u = 0, u(0) = 1, eta u'(T) = -phi u(T).
  local function run(start) return ode.integrate(function(_, y, slope) slope[1], slope[2] = y[2], (y[1] - y[2]) / 0.5 end, 0, 1, start) end
  local first, second = run { 1, 0 }, run { 0, 1 }
  local rate = -(0.5 * first[2] + first[1]) / (0.5 * second[2] + second[1])
  rp.claim "intro-mean-field" : agrees {
    part = "limit", what = "left at the horizon, and first rate",
    routes = { { "closed form", { limit.mean_profile[-1], limit.mean_rate[1] } },
    { "boundary problem of the limit", { first[1] + rate * second[1], rate } } }, tolerance = 1e-10,
  }
end
rp.value("mean-field-constant", sizes[4] * distances[4], { doc = "n times the distance from the limit, n = 10^4" })

------------------------------------------------------------------------------------------- The method for many agents

-- What is left out by eliminating every agent onto the aggregate? Nothing: the plugin on its coarsest grid, two panels, beside
-- Gauss collocation of all eight equations on the same panels.
do
  local eliminated, coupled = {}, {}
  for s = 2, 6 do
    local r = game:solve(arguments(four, { times = { 0, 0.5, 1 }, nodes = s,
      tolerance = 1, elimination = "collocation" }))
    local X, Y = whole.collocation(four, math.tointeger(r.panels), s)
    for i = 1, 4 do
      for k = 1, 3 do
        eliminated[#eliminated + 1], coupled[#coupled + 1] = r.inventory_paths:at(i, k), X[k][i]
        eliminated[#eliminated + 1], coupled[#coupled + 1] = r.adjoint_paths:at(i, k), Y[k][i]
      end
    end
  end
  rp.claim "method-exact" : agrees {
    what = "inventories and marginal values at three times, two panels of 2 to 6 nodes",
    routes = { { "agents eliminated", eliminated }, { "collocation of all eight equations", coupled } }, tolerance = 1e-11,
  }
end
local panel_counts, collocation_errors = { 2, 4, 8, 16 }, {}
for s = 1, 4 do
  collocation_errors[s] = {}
  for k, panels in ipairs(panel_counts) do
    local X, worst = whole.collocation(four, panels, s), 0.0
    for i = 1, 4 do worst = max(worst, abs(X[panels // 2 + 1][i] - all_X[3][i])) end
    collocation_errors[s][k] = worst
  end
  rp.claim "method-order" : converges {
    part = ("%d node%s"):format(s, s > 1 and "s" or ""), what = "largest error of four inventories in the middle against the width of the panels",
    h = each(4, function(k) return 1 / panel_counts[k] end), error = collocation_errors[s], order = 2 * s, within = 0.15, floor = 1e-14,
  }
end

do
  local many, ways = crowd(60), {}
  for k, way in ipairs { "collocation", "green" } do
    local r = game:solve(arguments(many, { times = { 0, 0.3, 1 }, agents_reported = { 1, 20, 60 }, elimination = way }), { outputs = { "inventory_paths", "rate_paths" } })
    ways[k] = {}
    for i = 1, 3 do
      for j = 1, 3 do
        table.insert(ways[k], r.inventory_paths:at(i, j))
        table.insert(ways[k], r.rate_paths:at(i, j))
      end
    end
  end
  rp.claim "method-green" : agrees {
    what = "inventories and rates of three of sixty agents at three times", routes = { { "collocation", ways[1] }, { "Green functions", ways[2] } }, tolerance = 1e-7,
  }
end
-- n agents whose coefficients are spread evenly, in the logarithm, and whose inventories have a bell-shaped law around 0.3.
local function various(n, lambda, more)
  local i = rp.range(1, n)
  local function spread(root, low, high) return low * (high / low) ^ ((i * root) % 1) end
  local u = (i * ((sqrt(5) - 1) / 2)) % 1
  return with({ permanent_impact = lambda, temporary_impact = spread(sqrt(2), 0.2, 1), risk_aversion = spread(sqrt(3), 0.3, 3),
    terminal_penalty = spread(sqrt(7), 0.5, 4), inventories = 0.3 + 0.4 * (u / (1 - u)):log() }, more)
end
-- What a solution takes, against the number of agents: products with the kernel at the impact 0.01, bytes at the impact 2/n.
local million, million_solved = various(1000000, 2e-6, { points = 41 })
local crowds, crowd_products, crowd_memory, crowd_paths = { 10, 100, 1000, 10000, 100000, 1000000 }, {}, {}, {}
for k, n in ipairs(crowds) do
  if n <= 10000 then
    crowd_products[k] = game:solve(various(n, 0.01, { solver = "gmres", points = 2 }), { outputs = { "kernel_products" } }).kernel_products
  end
  local asked = n == 1000000 and million or various(n, 2 / n, { points = 2 })
  local r = game:solve(asked, { outputs = { "time", "aggregate", "memory", "grid_nodes" } })
  crowd_memory[k], crowd_paths[k], million_solved = r.memory, 8 * n * r.grid_nodes, r
end
rp.claim "method-memory" : holds {
  what = "bytes of the rates of a million agents at all nodes less three times the working memory of the aggregate", margin = crowd_paths[6] - 3 * crowd_memory[6], strict = true,
}
-- Products that GMRES takes, as the interaction lambda n grows: plain, and with the equation of eight of 32 agents solved first.
local interactions, plain_products, sampled_products = { 0.4, 4, 40, 400 }, {}, {}
for k, interaction in ipairs(interactions) do
  local n = 32
  local lambda, half, left, edges = interaction / n, 0.5, {}, { 0 }
  while half * interaction / 0.4 > 2 do         -- panels halved towards both ends, down to the width of the layers
    half = half / 2
    table.insert(left, 1, half)
  end
  for _, t in ipairs(left) do edges[#edges + 1] = t end
  edges[#edges + 1] = 0.5
  for j = #left, 1, -1 do edges[#edges + 1] = 1 - left[j] end
  edges[#edges + 1] = 1
  local many = crowd(n)
  local g = { T = 1, lambda = lambda, edges = edges, eta = many.eta, gamma = each(n, function(i) return many.phi[i] - lambda / 2 end),
    risk = each(n, function(i) return each(#edges - 1, function() return many.alpha[i] end) end) }
  plain_products[k], sampled_products[k] = coupling.products(g), coupling.products(g, { 2, 6, 10, 14, 18, 22, 26, 30 })
end
rp.claim "method-plain" : holds {
  what = "products of plain GMRES at each interaction less twice those at a hundredth of it", strict = true,
  margin = { plain_products[3] - 2 * plain_products[1], plain_products[4] - 2 * plain_products[2] },
}
do
  local n, most = 2000, {}
  local many = crowd(n)
  for k, interaction in ipairs { 0.4, 4, 40, 400, 4000 } do
    most[k] = game:solve(arguments(with(many, { lambda = interaction / n }), { solver = "gmres", points = 2 }), { outputs = { "kernel_products" } }).kernel_products
  end
  rp.claim "method-preconditioned" : holds {
    part = "two thousand agents", what = "24 less the products of the plugin, lambda n from 0.4 to 4000", margin = each(5, function(k) return 24 - most[k] end),
  }
  rp.value("products-least", most[1], { decimals = 0, doc = "products with the kernel, 2000 agents, lambda n = 0.4" })
  rp.value("products-most", most[5], { decimals = 0, doc = "products with the kernel, 2000 agents, lambda n = 4000" })
end
rp.claim "method-preconditioned" : holds {
  part = "in plain Lua", what = "24 less the products with a sample solved first, lambda n from 0.4 to 400", margin = each(4, function(k) return 24 - sampled_products[k] end),
}

---------------------------------------------------------------------------------------------- Stochastic coefficients

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
rp.value("taylor-degree", root_solved.resolution_used, { decimals = 0, doc = "degree of the Taylor series for five identical agents at the default accuracy" })
local loner = with(root, { lambda = 0, n = { 1 }, phi = { 0.5 }, drift = { 0 } })
local loner_N, _, _, loner_tail = factor.series(loner, 14)
do
  -- E int a ds = alpha (mean T + (start - mean)(1 - e^{-speed T})/speed).
  local expected = 4 * (0.09 + (0.06 - 0.09) * (1 - math.exp(-2)) / 2)
  rp.claim "prop3.1-cir" : agrees {
    part = "solvers", what = "A(0)",
    routes = { { "plugin, automatic", factor_game:solve(in_factors(loner)).feedback:at(1, 1) },
      { "plugin, Chebyshev collocation", factor_game:solve(in_factors(loner, { method = "chebyshev" })).feedback:at(1, 1) },
      { "power series", loner_N[1][1] } }, tolerance = 1e-8,
  }
  rp.claim "prop3.1-cir" : holds {
    part = "bounds", what = "A(0) less the lower bound, upper bound less A(0)", strict = true, error = loner_tail + 1e-11,
    margin = { loner_N[1][1] - 0.5 / (1 + 0.5 / 0.2), 0.5 + expected - loner_N[1][1] },
  }
  local averaged = alone.backward { T = 1, eta = function() return 0.2 end, a = function(t) return 4 * (0.09 - 0.03 * math.exp(-2 * t)) end,
    f = function() return 0 end, gamma = 0.5 }
  rp.claim "prop3.1-concave" : holds {
    part = "square-root variance", what = "A(0) for the mean of the variance less A(0)", margin = averaged - loner_N[1][1], strict = true,
    error = 1e-10,
  }
  rp.claim "prop3.1-concave" : holds {
    part = "variance that jumps", what = "the same for two states, random agents and states", count = 40, seed = 61, strict = true, error = 1e-12,
    test = function(random)
      local low = random:log_uniform(0.05, 1)
      local T = random:uniform(0.3, 3)
      local jumping, mean_risk = factor.switching(T, random:log_uniform(0.1, 1), random:uniform(0, 2), { low, low * random:uniform(2, 20) }, random:log_uniform(0.2, 3) / T)
      return mean_risk - jumping
    end,
  }
  rp.value("cir-value", loner_N[1][1], { unit = "cash/share^2", doc = "A(0), square-root variance, one agent" })
  rp.value("cir-averaged", averaged, { unit = "cash/share^2", doc = "A(0) for the mean of that variance" })
end
do
  local function series(start, variance)
    local N, q = factor.series(with(root, { start = start, drift = { 0.2 }, variance = variance }), 12)
    return { N[1][1], q[1] }
  end
  rp.claim "intro-deterministic" : agrees {
    part = "constant volatility", what = "feedback and forcing of five agents who watch an idle factor, from two of its states",
    routes = { { "z = 0.06", series(0.06, { 0.09 }) }, { "z = 0.12", series(0.12, { 0.09 }) } }, tolerance = 1e-12,
  }
  rp.claim "intro-deterministic" : agrees {
    part = "no variance", what = "variance of the inventory at the horizon, the factor idle",
    routes = { { "plugin", factor_game:solve(in_factors(root, { variance = { { 0.09 } }, drift = { { 0.2 } } })).inventory_variance[1] },
    { "none", 0 } }, tolerance = 1e-10, scale = 1,
  }
  rp.claim "intro-deterministic" : holds {
    part = "random volatility", what = "distance of the feedback in two states when the factor is the variance, less 0.01; variance of the inventory", strict = true, error = 1e-8,
    margin = { abs(series(0.06, { 0, 1 })[1] - series(0.12, { 0, 1 })[1]) - 0.01, root_solved.inventory_variance[1] },
  }
end

-- Routes to the five agents, and to two types of agents.
local root_collocated = factor_game:solve(in_factors(root, { method = "chebyshev" }))
rp.claim "random-variance" : agrees {
  part = "five identical agents", what = "feedback, forcing and expected inventory",
  routes = { { "Taylor series", { root_solved.feedback:at(1, 1), root_solved.forcing[1], root_solved.expected_inventory[1] } },
    { "Chebyshev collocation", { root_collocated.feedback:at(1, 1), root_collocated.forcing[1], root_collocated.expected_inventory[1] } },
    { "power series in plain Lua", { root_N[1][1], root_q[1], root_X[1] } } }, tolerance = 1e-8,
}
do
  local two = { law = "cir", speed = 1.5, mean = 0.2, volatility = 0.4, start = 0.15, T = 1, lambda = 0.1, n = { 3, 7 }, eta = { 0.2, 0.5 }, alpha = { 3, 1 },
    phi = { 1, 0.4 }, variance = { 0.02, 1 }, drift = { 0.1, -0.5 }, x = { 1, -0.2 } }
  local N, q, X = factor.series(two, 10)
  local r = factor_game:solve(in_factors(two))
  rp.claim "random-variance" : agrees {
    part = "two types", what = "feedback matrix, forcing, expected inventories",
    routes = { { "Taylor series", { r.feedback:at(1, 1), r.feedback:at(1, 2), r.feedback:at(2, 1), r.feedback:at(2, 2), r.forcing[1], r.forcing[2],
      r.expected_inventory[1], r.expected_inventory[2] } },
        { "power series in plain Lua", { N[1][1], N[1][2], N[2][1], N[2][2], q[1], q[2], X[1], X[2] } } }, tolerance = 1e-8,
  }
  -- Without randomness the two types are ten agents of nplayer_game.
  local calm = factor_game:solve(in_factors(with(two, { variance = { 0.2 }, drift = { 0.1 } })))
  local spread = {}
  for _, name in ipairs { "eta", "alpha", "phi", "x" } do
    spread[name] = each(10, function(i) return two[name][i <= 3 and 1 or 2] end)
  end
  local ten = game:solve({ horizon = 1, permanent_impact = two.lambda, volatility = sqrt(0.2), drift = 0.1, temporary_impact = spread.eta, risk_aversion = spread.alpha,
    terminal_penalty = spread.phi, inventories = spread.x, times = { 0, 1 }, agents_reported = { 1, 4 } })
  rp.claim "random-limit" : agrees {
    what = "inventories of both types at the horizon, constant volatility",
    routes = { { "types", list_of(calm.expected_inventory) },
    { "ten agents", { ten.inventory_paths:at(1, 2), ten.inventory_paths:at(2, 2) } } }, tolerance = 1e-7,
  }
end

-- Exact cases: a drift that is an Ornstein-Uhlenbeck process beside a constant volatility.
do
  local noisy = { law = "ou", speed = 2, mean = 0.1, volatility = 0.6, start = -0.3, T = 1, lambda = 0.2, n = { 1 }, eta = { 0.4 }, alpha = { 1 },
    phi = { 1 }, variance = { 0.64 }, drift = { 0, 1 }, x = { 1 } }
  local process = { law = "ou", speed = 2, mean = 0.1, volatility = 0.6, start = -0.3 }
  local A, B, C, mean, variance, cost = factor.gaussian({ T = 1, eta = 0.4, a = 0.64, gamma = 0.9, x = 1 }, noisy, alone)
  local r = factor_game:solve(in_factors(noisy))
  local closed = drift_factor:solve { permanent_impact = 0.2, temporary_impact = 0.4, volatility = 0.8, terminal_penalty = 1, drift = process, times = { 0, 1 } }
  rp.claim "random-exact" : agrees {
    part = "random drift", what = "feedback, forcing, mean and variance of the inventory at the horizon",
    routes = { { "Taylor series", { r.feedback:at(1, 1), r.forcing[1], r.expected_inventory[1], r.inventory_variance[1] } },
      { "closed form", { closed.feedback[1], closed.forcing, closed.expected_inventory[2], closed.inventory_variance[2] } },
      { "Gaussian moments", { A, B, mean, variance } } }, tolerance = 1e-7,
  }
  rp.value("drift-variance", variance, { unit = "share^2", doc = "variance of X(T), one agent, Ornstein-Uhlenbeck drift" })
  local value = factor_single:solve { temporary_impact = 0.4, terminal_penalty = 0.9, factors = process, variance = { { 0.64 } }, drift = { { 0, 1 } } }
  rp.claim "prop3.1-c" : agrees {
    part = "random drift", what = "A, B and C at time 0",
    routes = { { "Taylor series", { value.start_quadratic, value.start_linear, value.start_constant } }, { "Gaussian moments", { A, B, C } } }, tolerance = 1e-7,
  }
  rp.claim "thm3.1-value" : agrees {
    part = "random drift", what = "value of one agent",
    routes = { { "A x^2 + B x + C", value.value }, { "mean cost of the feedback strategy, added up from moments", cost } }, tolerance = 1e-7,
  }
end
do
  -- Running costs made so that the solution is affine in a square-root factor; a second factor is the drift.
  local law = { law = "cir", speed = 2, mean = 0.09, volatility = 0.3, start = 0.06 }
  local kept = math.exp(-0.3 / 0.2) * factor.bond(law, 1.5 / 0.2, 1)
  local feedbacks, inventories, exact = {}, {}, {}
  for k, method in ipairs { "taylor", "chebyshev" } do
    local r = affine:solve { factor = law, method = method }
    feedbacks[k], inventories[k], exact[k] = r.feedback, r.expected_inventory, 0.3 + 1.5 * 0.06
  end
  rp.claim "random-exact" : agrees {
    part = "affine in the factor", what = "feedback by two methods", routes = { { "computed", feedbacks }, { "exact", exact } }, tolerance = 1e-8,
  }
  rp.claim "random-exact" : agrees {
    part = "price of a bond", what = "expected inventory by two methods", routes = { { "computed", inventories }, { "bond price", { kept, kept } } }, tolerance = 1e-8,
  }
  local drift = { law = "ou", speed = 2, mean = 0.1, volatility = 0.6, start = -0.3 }
  local both = { agents = 8, permanent_impact = 0.05, factor = law, drift_factor = drift }
  local series, sampled = affine:solve(both), affine:solve(with(both, { method = "regression", steps = 20, sample = 16384 }), { seed = 7 })
  local c, inside = 0.05 * 7 / (4 * 0.2), {}
  local own = grids.make(1, 20)
  for k, t in ipairs(own.times) do
    inside[k] = -(0.1 - 0.4 * math.exp(-2 * t)) * math.exp(-(0.3 / 0.2 - 2 * c) * t) * factor.bond(law, 1.5 / 0.2, t)
  end
  rp.claim "random-exact" : agrees {
    part = "two factors", what = "forcing of eight agents", routes = { { "Taylor series in two factors", series.forcing }, { "bond prices, integrated", own.integral(inside) } },
    tolerance = 1e-7,
  }
  rp.claim "random-exact" : holds {
    part = "two factors, sampled", what = "0.0003 and four standard errors less the error of the forcing by regression", seed = 7,
    margin = 3e-4 + 4 * sampled.forcing_error - abs(sampled.forcing - own.integral(inside)),
  }
  -- Two regimes of the variance.
  local jumping, _, other = factor.switching(1, 0.3, 0.4, { 0.2, 1.5 }, 0.7)
  local starts = {}
  for k = 1, 2 do
    starts[k] = factor_single:solve({ temporary_impact = 0.3, terminal_penalty = 0.4, regime_rates = { { -0.7, 0.7 }, { 0.7, -0.7 } }, regime_variance = { 0.2, 1.5 },
      regime_start = k }).start_quadratic
  end
  rp.claim "random-exact" : agrees {
    part = "two regimes", what = "A(0) from either regime", routes = { { "plugin", starts }, { "two equations", { jumping, other } } }, tolerance = 1e-7,
  }
end

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

--------------------------------------------------------------------------------------------------------- Figures (ours)

-- F1: one seller among n.
do
  local counts, seller, others = { 1, 2, 5, 10, 100 }, {}, {}
  for k, n in ipairs(counts) do
    local r = identical:solve(with(alike(n, { lambda = 1, phi = 5 }), { points = 401, agents_reported = n > 1 and { 1, 2 } or { 1 } }))
    local label = n == 1 and "alone" or ("n = %d"):format(n)
    seller[k] = rp.line { x = r.time, y = r.inventory_paths[1], label = label }
    others[k] = n > 1 and rp.line { x = r.time, y = (n - 1) * r.inventory_paths[2], label = label } or nil
    if n > 1 then
      rp.claim "fig-seller" : shape { part = ("seller among %d"):format(n), x = r.time, y = r.inventory_paths[1], is = "decreasing" }
      rp.claim "fig-seller" : holds {
        part = ("seller among %d stays long"):format(n), what = "least inventory of the seller", margin = r.inventory_paths[1]:min(), strict = true,
      }
      rp.claim "fig-seller" : shape { part = ("others among %d"):format(n), x = r.time, y = r.inventory_paths[2], is = "u-shaped" }
      rp.claim "fig-seller" : holds {
        part = ("others among %d never long"):format(n), what = "minus the largest inventory of the others",
        margin = -r.inventory_paths[2]:max(), tolerance = 1e-14,
      }
    end
    if n == 100 then rp.value("others-100", (n - 1) * r.inventory_paths[2]:min(), { unit = "share",
      doc = "largest short position of 99 spectators together" }) end
    if n == 2 then rp.value("others-2", r.inventory_paths[2]:min(), { unit = "share", doc = "largest short position of one spectator" }) end
  end
  others[1] = others[2]
  rp.figure "sellers" {
    title = "One seller among n agents", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Left: inventory of the only agent who starts with a share. Right: inventories of all others together.",
    alt = "Left five falling curves, the more agents the faster the fall. Right four curves that fall below zero and return; the more agents, the deeper and earlier the trough.",
    rp.panel { title = "the seller", xlabel = "time", ylabel = "shares", legend = "top right", seller },
    rp.panel { title = "all others together", xlabel = "time", ylabel = "shares", legend = "none", rp.hline { at = 0 },
      rp.line { x = { 0, 1 }, y = { 0, 0 }, label = "alone" }, table.unpack(others, 2, 5) },
  }
end

-- F2: how deep the other goes short.
do
  local impacts = rp.linspace(0, 4, 81)
  local depth = {}
  for k, lambda in ipairs(impacts:totable()) do
    depth[k] = -identical:solve(with(duel(lambda, 0), { agents_reported = { 2 } }), { outputs = { "inventory_paths" } }).inventory_paths:min()
  end
  rp.claim "fig-depth" : shape { part = "deeper", x = impacts, y = depth, is = "increasing" }
  rp.claim "fig-depth" : agrees {
    part = "values", what = "depth at lambda = 0.1, 0.5, 1, 2",
    routes = { { "closed form", { depth[3], depth[11], depth[21], depth[41] } }, { "matrix exponential, at the same times", each(4, function(k)
      local g = duel_game(({ 0.1, 0.5, 1, 2 })[k], 0)
      local H, state = matrices.exponential(whole.generator(g), 0.01), whole.start(g)
      local least = 0.0
      for _ = 1, 100 do
        state = matrices.apply(H, state)
        least = min(least, state[2])
      end
      return -least
    end) } }, tolerance = 1e-9,
  }
  local lines = {}
  for k, lambda in ipairs { 0.1, 0.5, 1, 2, 4 } do
    local r = identical:solve(with(duel(lambda, 0), { agents_reported = { 2 } }))
    lines[k] = rp.line { x = r.time, y = r.inventory_paths[1], label = ("λ = %g"):format(lambda) }
  end
  rp.figure "depth" {
    title = "How deep the other agent goes short", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Two agents, one of whom sells a share. Left: inventory of the other for five permanent impacts. Right: depth of the trough against the impact.",
    alt = "Left troughs that deepen with the permanent impact. Right the depth of the trough, a rising concave curve through zero.",
    rp.panel { title = "inventory of the other", xlabel = "time", ylabel = "shares", yrange = { -0.45, 0.02 },
      legend = "bottom right", rp.hline { at = 0 }, lines },
    rp.panel { title = "depth of the trough", xlabel = "permanent impact λ", ylabel = "shares", legend = "none", rp.line { x = impacts, y = depth } },
  }
end

-- F3: ten different agents and a drift.
do
  local random = rp.random(7)
  local ten = { T = 8, lambda = 0.2,
    sigma = 1, eta = each(10, function() return random:uniform(0.1, 0.6) end), alpha = each(10, function() return 1 end),
    phi = each(10, function() return random:uniform(0.5, 3) end), x = each(10, function(i) return -1 + 3 * (i - 1) / 9 end) }
  local panels = {}
  for k, b in ipairs { 1, -1 } do
    local r = game:solve(arguments(ten, { drift = b, points = 161 }))
    local lines = {}
    for i = 1, 10 do lines[i] = rp.line { x = r.time, y = r.inventory_paths[i], label = "ten agents", color = "blue", style = "solid", width = 1.5 } end
    panels[k] = rp.panel { title = b > 0 and "rising prices, b = 1" or "falling prices, b = -1", xlabel = "time", ylabel = "shares", yrange = { -1.2, 2.2 },
      legend = k == 1 and "top right" or "none", rp.hline { at = b / 2, label = "b/(2a)" }, lines }
    rp.claim "fig-drift" : holds {
      part = b > 0 and "rising" or "falling", what = "0.05 less the largest distance from b/(2a) of ten inventories in the middle", strict = true,
      margin = each(10, function(i) return 0.05 - abs(r.inventory_paths:at(i, 81) - b / 2) end), error = 1e-8,
    }
  end
  rp.figure "ten" {
    title = "Ten different agents in a drift", columns = 2, width = 1000, height = 400,
    caption = "Inventories of ten agents with different temporary impacts and penalties but equal risk a. The drift pulls all of them to b/(2a), and the horizon pulls them away again.",
    alt = "Two panels of ten curves each that start between -1 and 2, run together near one half or minus one half, and return towards zero at the end.",
    panels,
  }
end

-- F4: old against new.
do
  local impacts, crosses, extreme = rp.linspace(0.02, 2, 34), rp.linspace(0, 0.9, 31), {}
  for i, theta in ipairs(crosses:totable()) do
    extreme[i] = {}
    for j, lambda in ipairs(impacts:totable()) do
      local path = identical:solve(with(duel(lambda, theta), { points = 26, agents_reported = { 2 } }),
        { outputs = { "inventory_paths" } }).inventory_paths[1]
      local low, high = path:min(), path:max()
      extreme[i][j] = high > -low and high or low
    end
  end
  local line = { x = {}, y = {} }
  for k, theta in ipairs(rp.linspace(0.02, 0.9, 23):totable()) do
    line.x[k], line.y[k] = theta, flip(function(lambda)
      return identical:solve(with(duel(lambda, theta), { times = { 0 }, agents_reported = { 2 } }),
        { outputs = { "rate_paths" } }).rate_paths:at(1, 1)
    end)
  end
  rp.figure "old-new" {
    title = "Long or short beside a seller", xlabel = "cross impact θ", ylabel = "permanent impact λ", yrange = { 0.02, 2 }, xrange = { 0, 0.9 },
    caption = "Extreme inventory of an agent without shares beside a seller of one share. At the left edge temporary impact hits oneself only (the paper's model); at θ = η = 0.5 it hits everybody (the older model). On the line the first trade changes its sign; between it and the change of colour the agent buys first and is short by more later.",
    alt = "A map over cross impact and permanent impact: long positions in the lower right corner, short ones above a nearly straight rising line.",
    rp.map { x = crosses, y = impacts, z = rp.array(extreme), palette = "diverging", label = "extreme inventory (shares)" },
    rp.line { x = line.x, y = line.y, label = "λ*: first trade changes sign", color = "black", style = "solid" },
    rp.vline { at = 0.5, label = "θ = η" },
  }
  rp.value("old-long", old_model.inventory_paths[2]:max(), { unit = "share",
    doc = "largest inventory of the second agent, older model, lambda = 0.1" })
  rp.value("new-short", new_model.inventory_paths[2]:min(), { unit = "share",
    doc = "smallest inventory of the second agent, own impact only, lambda = 0.1" })
  rp.value("flip-half", flips[3], { unit = "cash/share^2", doc = "permanent impact at which the first trade changes its sign, theta = eta = 0.5" })
end

-- Three different agents, own impact only.
do
  local r = game:solve(arguments(trio, { points = 161 }))
  local names, lines = { "seller", "fast, hardly minds risk", "third" }, {}
  for i = 1, 3 do lines[i] = rp.line { x = r.time, y = r.inventory_paths[i], label = names[i] } end
  rp.figure "third" {
    title = "Long after all", columns = 2, width = 1000, height = 400,
    caption = "Own temporary impact only. Left: a seller of one share, a fast agent who goes short, and a third one who is short first and long later. Right: what their trades do to the price.",
    alt = "Left three inventories: one falls from one to zero, one drops to minus two thirds and returns slowly, one dips and then rises above zero. Right the price impact falls quickly and then recovers.",
    rp.panel { title = "inventories", xlabel = "time", ylabel = "shares", legend = "top right", rp.hline { at = 0 }, lines },
    rp.panel { title = "permanent impact on the price", xlabel = "time", ylabel = "cash per share", legend = "none",
      rp.line { x = r.time, y = r.price_impact, color = "grey", style = "solid" } },
  }
end

-- Convergence to the mean field.
do
  local base = { lambda = 2, eta = 0.5, alpha = 1, phi = 1 }
  local lines, counts = {}, { 1, 2, 5, 20 }
  for k, n in ipairs(counts) do
    local r = identical:solve(with(alike(n, with(base, { lambda = 2 / n, x = rp.full(1, n) })), { agents_reported = { 1 } }))
    lines[k] = rp.line { x = r.time, y = r.mean_profile, label = ("n = %d"):format(n) }
  end
  lines[5] = rp.line { x = limit.time, y = limit.mean_profile, label = "infinitely many", color = "black", style = "dashed" }
  rp.figure "mean-field" {
    title = "Towards infinitely many agents", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Identical agents who all start with a share, permanent impact 2/n each. Left: what is left of the mean inventory. Right: largest distance from the limit.",
    alt = "Left five falling curves that approach a dashed one. Right four points on a straight line of slope minus one in logarithmic axes.",
    rp.panel { title = "mean inventory", xlabel = "time", ylabel = "shares", legend = "top right", lines },
    rp.panel { title = "distance from the limit", xlabel = "agents n", ylabel = "shares", xlog = true, ylog = true, legend = "top right",
      rp.points { x = sizes, y = distances, label = "largest distance", color = "blue", marker = "circle" },
      rp.line { x = { 10, 1e4 }, y = { sizes[4] * distances[4] / 10, distances[4] }, label = ("%.3f/n"):format(sizes[4] * distances[4]), style = "dotted", color = "grey" } },
  }
end

-- What volatility and what penalty are asked for.
do
  local counts, eta, alpha, lambda = {}, 0.5, 1, 0.5
  for k = 1, 25 do counts[k] = math.floor(2 * 100 ^ ((k - 1) / 24) + 0.5) end
  local pointwise, sharp = {}, {}
  for k, n in ipairs(counts) do
    pointwise[k] = lambda * (n - 1) / (4 * sqrt(alpha * eta))
    sharp[k] = identical:solve(alike(n, { lambda = lambda, eta = eta, alpha = alpha, phi = 60 }),
      { outputs = { "sharp_volatility" } }).sharp_volatility
  end
  local mean, own, deviation = {}, {}, {}
  for k, n in ipairs(counts) do
    local r = identical:solve(alike(n, { lambda = lambda, eta = eta, alpha = alpha, sigma = 0.5, T = 2, phi = 60 }))
    mean[k], own[k], deviation[k] = r.critical_penalty_mean, r.critical_penalty_convexity, r.critical_penalty_deviation
  end
  rp.figure "volatility" {
    title = "What uniqueness asks for", columns = 2, width = 1000, height = 420,
    caption = "Identical agents. Left: volatility above which the argument of Theorem 4.2 works, and the exact one without penalty; with gamma ≥ 0 none is needed. Right: terminal penalty below which the mean, an agent alone and the deviations lose their unique solution.",
    alt = "Left two rising curves against the number of agents in logarithmic axes, slopes one and one half. Right three curves: the mean's critical penalty rises towards lambda/2, the others lie below and hardly move.",
    rp.panel { title = "volatility", xlabel = "agents n", ylabel = "σ (cash per share and √time)", xlog = true, ylog = true, legend = "top left",
      rp.line { x = counts, y = pointwise, label = "pointwise argument, γ ≥ 0" }, rp.line { x = counts, y = sharp, label = "exact, φ = 0" } },
    rp.panel { title = "critical penalty φ", xlabel = "agents n", ylabel = "cash per share²", xlog = true, legend = "auto",
      rp.hline { at = lambda / 2, label = "λ/2" }, rp.line { x = counts, y = mean, label = "mean" },
        rp.line { x = counts, y = own, label = "an agent alone" },
      rp.line { x = counts, y = deviation, label = "deviations" } },
  }
end

-- F5: a population of different agents.
do
  local times = { 0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1 }
  local r = game:solve(with(million, { times = times, quantiles = { 0.05, 0.25, 0.5, 0.75, 0.95 } }), { outputs = { "time", "bands", "memory" } })
  local mean = million_solved.aggregate / 1000000
  rp.figure "population" {
    title = "A million agents", columns = 2, width = 1000, height = 420,
    caption = "Different agents whose inventories start with a bell-shaped law around 0.3 shares. Left: bands that hold nine tenths and half of all inventories, and the median. Right: mean inventory, which moves the price by twice its change.",
    alt = "Left nested bands around a falling median that narrow over time. Right a mean inventory that falls from 0.3 and flattens.",
    rp.panel { title = "inventories", xlabel = "time", ylabel = "shares", legend = "top right",
      rp.band { x = r.time, lo = r.bands[1], hi = r.bands[5], label = "nine tenths", color = "sky" },
      rp.band { x = r.time, lo = r.bands[2], hi = r.bands[4], label = "half", color = "blue" },
      rp.line { x = r.time, y = r.bands[3], label = "median", color = "blue", style = "solid" } },
    rp.panel { title = "mean inventory", xlabel = "time", ylabel = "shares", legend = "none", rp.line { x = million_solved.time, y = mean } },
  }
  rp.value("agents", 1000000, { decimals = 0, doc = "agents of the population" })
  rp.value("agents-memory", r.memory / 2 ^ 20, { unit = "MiB", doc = "working memory of this solution" })
  rp.value("agents-left", mean[-1], { unit = "share", doc = "mean inventory of the population at the horizon" })
end

-- Observed orders of the collocation.
do
  local lines = {}
  for s = 1, 4 do
    lines[s] = rp.line { x = panel_counts, y = collocation_errors[s], label = ("%d node%s, order %d"):format(s, s > 1 and "s" or "", 2 * s), marker = "circle", style = "solid" }
  end
  rp.figure "orders" {
    title = "Orders", xlabel = "panels", ylabel = "largest error (shares)", xlog = true, ylog = true,
    legend = "bottom left", colors = "sequence", xticks = { 2, 4, 8, 16 },
    caption = "Error of four inventories in the middle of the horizon against the number of panels, for one to four Gauss nodes per panel.",
    alt = "Four falling straight lines in logarithmic axes, of slopes two, four, six and eight.",
    lines,
  }
end

-- Products against the strength of the interaction; products and memory against the number of agents.
rp.figure "products" {
  title = "What the aggregate takes", columns = 3, width = 1000, height = 420,
  caption = "Left: products with the kernel K that GMRES takes for 32 agents, without preconditioner and with the game of eight of them solved before each product. Middle: products of the plugin at the impact 0.01, with a sample of 32. Right: working memory for the aggregate, and what all rates at all nodes would take, at the impact 2/n.",
  alt = "Left two curves against the interaction: the plain one rises steeply, the other stays below seven. Middle a curve that grows slowly. Right two curves against the number of agents: memory grows slower than the paths and ends far below.",
  rp.panel { title = "32 agents", xlabel = "interaction λn", ylabel = "products", xlog = true, ylog = true, yrange = { 1, 200 }, legend = "top left",
    rp.line { x = interactions, y = plain_products, label = "plain", marker = "circle" },
    rp.line { x = interactions, y = sampled_products, label = "with a sample", marker = "square" } },
  rp.panel { title = "n agents", xlabel = "agents n", ylabel = "products", xlog = true, ylog = true, yrange = { 1, 200 }, legend = "none",
    rp.line { x = { 10, 100, 1000, 10000 }, y = crowd_products, marker = "square", color = "red", style = "dashed" } },
  rp.panel { title = "memory", xlabel = "agents n", ylabel = "MiB", xlog = true, ylog = true, legend = "top left",
    rp.line { x = crowds, y = rp.array(crowd_memory) / 2 ^ 20, label = "aggregate", marker = "circle", color = "blue", style = "solid" },
    rp.line { x = crowds, y = rp.array(crowd_paths) / 2 ^ 20, label = "all rates", marker = "square", color = "grey", style = "dotted" } },
}

-- F6: random volatility. What the feedback looks like, and what the volatility of the variance does.
do
  local times, states = rp.linspace(0, 1, 41), rp.linspace(0, 0.4, 41)
  local r = factor_game:solve(in_factors(loner, { method = "chebyshev", times = times, states = states, range_low = 0, range_high = 1.2 }), { outputs = { "feedback_field" } })
  local field = r.feedback_field:reshape(41, 41)
  local lines = {}
  for k, index in ipairs { 1, 21, 31, 37, 41 } do
    lines[k] = rp.line { x = states, y = field[index], label = ("t = %g"):format(times[index]) }
  end
  rp.claim "fig-feedback" : shape { part = "in the variance", x = states, y = field[1], is = "increasing" }
  rp.claim "fig-feedback" : shape { part = "bends down", x = states, y = field[1], is = "concave" }
  rp.figure "feedback" {
    title = "The feedback along time and variance", columns = 2, width = 1000, height = 420,
    caption = "One agent, square-root variance around 0.09, γ = 0.5. Left: A(t, z), to which his rate per share is proportional. Right: sections at five times.",
    alt = "Left a map over time and variance: large values at high variance early, a level value at the horizon. Right rising concave curves that flatten with time into a constant.",
    rp.panel { title = "A(t, z)", xlabel = "time t", ylabel = "variance z", rp.map { x = times, y = states, z = field, label = "cash per share²" } },
    rp.panel { title = "sections", xlabel = "variance z", ylabel = "A (cash per share²)", legend = "bottom right", colors = "sequence", lines },
  }
end
do
  local scales = rp.linspace(0, 4, 33)
  local list = scales:totable()
  local A, X, spread, P = {}, {}, {}, {}
  for k, scale in ipairs(list) do
    local one = factor_game:solve(in_factors(loner, { volatility_scale = scale, method = "chebyshev", tolerance = 1e-7 }),
      { outputs = { "feedback", "expected_inventory", "inventory_variance" } })
    A[k], X[k], spread[k] = one.feedback:at(1, 1), one.expected_inventory[1], sqrt(max(0, one.inventory_variance[1]))
  end
  rp.claim "fig-vol-of-vol" : shape { part = "A", x = scales * 0.3, y = A, is = "decreasing" }
  rp.claim "fig-vol-of-vol" : shape { part = "inventory", x = scales * 0.3, y = X, is = "increasing" }
  rp.figure "vol-of-vol" {
    title = "The more random the variance, the more patient the agent", columns = 2, width = 1000, height = 400,
    caption = "One agent, square-root variance with the same mean at every time. Left: A at the start against the volatility of the variance. Right: mean inventory at the horizon with one standard deviation to both sides.",
    alt = "Left a falling curve. Right a rising curve inside a widening band.",
    rp.panel { title = "value of a unit", xlabel = "volatility of the variance ν", ylabel = "A(0) (cash per share²)", legend = "none",
      rp.line { x = scales * 0.3, y = A } },
    rp.panel { title = "inventory left", xlabel = "volatility of the variance ν", ylabel = "shares", legend = "top left",
      rp.band { x = scales * 0.3, lo = rp.array(X) - rp.array(spread), hi = rp.array(X) + rp.array(spread), label = "one standard deviation", color = "blue" },
      rp.line { x = scales * 0.3, y = X, label = "mean", color = "blue", style = "solid" } },
  }
end

-- Equilibrium inventories along simulated paths of the variance.
do
  local lively = with(loner, { volatility = 0.6, alpha = { 12 }, n = { 5 }, lambda = 0.06, phi = { 0.53 } })
  local r = factor_paths:solve(in_factors(lively, { paths = 4096, reported = 24, quantiles = { 0.05, 0.95 }, points = 61 }), { seed = 3,
    outputs = { "time", "factor_paths", "inventory_paths", "mean_inventory", "bands" } })
  local variances, inventories = {}, {}
  for k = 1, 24 do
    variances[k] = rp.line { x = r.time, y = r.factor_paths[k][1], label = "24 paths", color = "grey", style = "solid", width = 1 }
    inventories[k] = rp.line { x = r.time, y = r.inventory_paths[k][1], label = "24 paths", color = "grey", style = "solid", width = 1 }
  end
  -- One eventful path: the one with the largest variance on average.
  local wildest, most = 1, 0.0
  for k = 1, 24 do
    local mean = r.factor_paths[k][1]:mean()
    if mean > most then wildest, most = k, mean end
  end
  rp.figure "fan" {
    title = "Inventories follow the variance", columns = 2, width = 1000, height = 420,
    caption = "Five identical agents with a share each, α = 12, square-root variance with ν = 0.6. Left: simulated paths of the variance. Right: equilibrium inventories along them, their mean and a band that holds nine tenths. Red: the path with the largest variance on average.",
    alt = "Left jagged paths of the variance, one of them in red with large values. Right a fan of falling inventories; the red one falls fastest.",
    rp.panel { title = "variance", xlabel = "time", ylabel = "σ² (cash² per share² and time)", legend = "none", variances,
      rp.line { x = r.time, y = r.factor_paths[wildest][1], label = "largest variance", color = "red", style = "solid", width = 2.5 } },
    rp.panel { title = "inventory of each agent", xlabel = "time", ylabel = "shares", legend = "top right",
      rp.band { x = r.time, lo = r.bands[1][1], hi = r.bands[2][1], label = "nine tenths", color = "blue" }, inventories,
      rp.line { x = r.time, y = r.mean_inventory[1], label = "mean", color = "blue", style = "solid" },
      rp.line { x = r.time, y = r.inventory_paths[wildest][1], label = "largest variance", color = "red", style = "solid", width = 2.5 } },
  }
end

-- Observed orders of the methods for random coefficients.
do
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
