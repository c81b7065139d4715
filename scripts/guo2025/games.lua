-- The games of N traders that the parts of Section 2 look at, in the plugin's names, and how far two routes may lie apart.

local rp = require "reprise"

local conditions = rp.model "guo2025_conditions"

local rounding = 1e-11    -- exponentials of matrices of norm 20 in double precision
local marched = 1e-8      -- Runge and Kutta's rule with 400 steps
local integrated = 1e-7   -- Simpson's rule with 400 steps

local four = { N = 4, alpha = 0.3, beta = 0.2, phi = 0.15, A = 0.5, T = 2, q = { 3, -1, 2, 0.5 }, I0 = 0.9, kappa = 0.8 }
local three = { N = 3, alpha = 0.2, beta = 0.3, phi = 0.1, A = 0.6, T = 1.5, q = { 2, -1, 0.5 }, I0 = 0.5, kappa = 1 }
local mixed = { N = 3, alpha = 0.2, beta = 0.3, phi = { 0.1, 0.3, 0.05 }, A = { 0.5, 0.2, 1 }, T = 1, q = { 2, -1, 3 } }

local function merged(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

-- A game in the plugin's names, with further arguments.
local function given(g, more)
  local arguments = {
    inventories = g.q, permanent_impact = g.alpha, temporary_impact = g.beta, running_penalty = g.phi, terminal_penalty = g.A,
    horizon = g.T, own_weight = g.own and g.own * g.N / g.beta, cross_weight = g.cross and g.cross * g.N / g.beta,
  }
  if g.I0 then
    local I0, kappa = g.I0, g.kappa
    arguments.imbalance = function(t) return I0 * math.exp(-kappa * t) end
  end
  return merged(arguments, more)
end

-- Conditions of a game with equal penalties.
local function judged(g, more)
  return conditions:solve(merged({
    traders = g.N, permanent_impact = g.alpha, temporary_impact = g.beta, running_penalty = g.phi, terminal_penalty = g.A,
    horizon = g.T,
  }, more))
end

local function random_game(random, least_phi)
  local g = {
    N = random:integer(1, 40), alpha = random:uniform(0, 1.2), beta = random:log_uniform(0.05, 2), A = random:uniform(0, 1),
    T = random:uniform(0.2, 4),
  }
  g.phi = least_phi(g) + random:uniform(0, 0.5)
  return g
end

local function flattened(rows)
  local list = {}
  for _, row in ipairs(rows) do
    for _, value in ipairs(row) do list[#list + 1] = value end
  end
  return list
end

-- [trader][time] of a result as lists by time.
local function by_time(output)
  local rows = {}
  for k = 1, output:shape()[2] do
    rows[k] = {}
    for i = 1, #output do rows[k][i] = output[i][k] end
  end
  return rows
end

local function even(T, steps)
  local times = {}
  for k = 0, steps do times[k + 1] = T * k / steps end
  return times
end

local function drift(g, times)
  local w = {}
  for k, t in ipairs(times) do w[k] = g.alpha * g.I0 * (1 - math.exp(-g.kappa * t)) / g.kappa end
  return w
end

return {
  rounding = rounding, marched = marched, integrated = integrated, four = four, three = three, mixed = mixed, merged = merged,
  given = given, judged = judged, random_game = random_game, flattened = flattened, by_time = by_time, even = even,
  drift = drift,
}
