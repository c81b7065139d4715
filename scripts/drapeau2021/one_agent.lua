-- One agent against given prices (Section 3). Claims prop3.1, thm3.1, thm3.2. Second routes, of single.lua: the equations of
-- the value integrated backwards by Runge and Kutta's steps, the boundary problem by shooting, closed forms, and variations of
-- the cost itself.

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local ode = require "fatone2014.ode"
local grids = require "drapeau2021.grid"
local alone = require "drapeau2021.single"

local single = rp.model "nplayer_single"
local identical = rp.model "nplayer_identical"
local abs, max, min = math.abs, math.max, math.min
local with, each, list_of, alike, solve_alone = studies.with, studies.each, studies.list_of, studies.alike, studies.solve_alone

-- Two agents whose coefficients depend on time.
local wavy = { T = 1, eta = function() return 0.3 end, a = function() return 1.2 * 0.81 end, f = function(t) return 0.2 + 0.7 * math.sin(6 * t) end,
  gamma = 0.8, x = 1.5 }
local uneven = { T = 1.5, eta = function(t) return 0.4 + 0.2 * math.cos(3 * t) end, a = function(t) return 0.9 * (1 + 0.6 * math.sin(4 * t)) ^ 2 end,
  f = function(t) return 0.5 * math.cos(2 * t) end, gamma = -0.15, x = -1 }
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
