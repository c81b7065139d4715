-- The equilibrium of different agents (Section 4). Claims thm4.1, thm4.1-rates, thm4.1-time, thm4.1-convexity. Second routes:
-- each agent's best answer to the others as a problem of one agent, derivatives of his cost, matrix exponential, sum of
-- exponentials and a matrix Riccati equation (game.lua, modes.lua, riccati.lua).

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local grids = require "drapeau2021.grid"
local alone = require "drapeau2021.single"
local whole = require "drapeau2021.game"
local riccati = require "drapeau2021.riccati"

local game = rp.model "nplayer_game"
local abs = math.abs
local with, each, arguments, crowd = studies.with, studies.each, studies.arguments, studies.crowd
local solve_alone, four, grid, played, paths = studies.solve_alone, studies.four, studies.grid, studies.played, studies.paths
local by_modes, all_Y = studies.by_modes, studies.all_Y

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
