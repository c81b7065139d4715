-- The six ordinary differential equations of the retail game (28)-(33), the rewards of populations and of single traders who
-- use affine rules, and both partial differential equations at a point. Calls ode, studies.
--
-- u = A + B x + C x^2 is the value, ln m = D + E x + R x^2 the log-density of the positions; a state lists A, B, C, D, E, R.

local ode = require "fatone2014.ode"
local studies = require "fatone2014.studies"

local M = {}

-- region: six-equations
--- Slopes of the state: the value of a trader (A, B, C) and the density of all (D, E, R).
function M.slopes(population, state, slope)
  local a, b, c, s2 = population.a, population.b, population.c, population.sigma ^ 2
  local _, B, C, D, E, R = state[1], state[2], state[3], state[4], state[5], state[6]
  slope[1] = -(B * B / (2 * b) + s2 * C + a * D)
  slope[2] = -(2 * B * C / b + a * E)
  slope[3] = -(2 * C * C / b + a * R - c / 2)
  slope[4] = -2 * C / b - B * E / b + s2 * R + s2 * E * E / 2
  slope[5] = -2 * B * R / b - 2 * C * E / b + 2 * s2 * E * R
  slope[6] = -4 * C * R / b + 2 * s2 * R * R
  return slope
end
-- end region

--- The state at time t of the solution that has `state` at time 0.
function M.follow(population, state, t, tolerance)
  return ode.integrate(function(_, y, slope) M.slopes(population, y, slope) end, 0, t, state, { tolerance = tolerance })
end

--- By how much a normal law with these coefficients fails to be normalised: D - E^2/(4R) - ln(-R/pi)/2, which (47) sets to 0.
function M.normalisation(state)
  local D, E, R = state[4], state[5], state[6]
  return D - E * E / (4 * R) - math.log(-R / math.pi) / 2
end

--- What a single trader earns who adds deviation(t) -> h0, h1 (rate h0 + h1 x) to the equilibrium's rule, while all others keep
-- to it. The state at time 0 is that of the equilibrium.
function M.lone_reward(population, start, deviation)
  local a, b, c, d, s2 = population.a, population.b, population.c, population.d, population.sigma ^ 2
  local y = { start[1], start[2], start[3], start[4], start[5], start[6], population.mu0, population.v0, 0 }
  y = ode.integrate(function(t, state, slope)
    M.slopes(population, state, slope)
    local h0, h1 = deviation(t)
    local mean, variance = state[7], state[8]
    local constant, linear = state[2] / b + h0, 2 * state[3] / b + h1
    local rate = constant + linear * mean
    slope[7], slope[8] = rate, 2 * linear * variance + s2
    slope[9] = a * (state[4] + state[5] * mean + state[6] * (variance + mean ^ 2))
      - b / 2 * (rate ^ 2 + linear ^ 2 * variance) - c / 2 * (variance + mean ^ 2)
  end, 0, population.T, y, { tolerance = 1e-13 })
  return y[9] - d / 2 * (y[8] + (y[7] - population.target) ^ 2)
end

--- What everybody earns, (5) with m the law of X, when all use rate(t) + slope(t) (x - mean): rule(t) -> rate, slope.
function M.common_reward(population, rule, tolerance)
  local a, b, c, d, s2 = population.a, population.b, population.c, population.d, population.sigma ^ 2
  local y = ode.integrate(function(t, state, slope)
    local rate, linear = rule(t)
    local mean, variance = state[1], state[2]
    slope[1], slope[2] = rate, 2 * linear * variance + s2
    slope[3] = -a / 2 * math.log(2 * math.pi * math.exp(1) * variance) - b / 2 * (rate ^ 2 + linear ^ 2 * variance)
      - c / 2 * (variance + mean ^ 2)
  end, 0, population.T, { population.mu0, population.v0, 0 }, { tolerance = tolerance or 1e-12 })
  if not y then return nil end
  return y[3] - d / 2 * (y[2] + (y[1] - population.target) ^ 2), y[2]
end

--- U of the equilibrium with terminal variance z: its slope follows from p' = -p^2 + A/v + k^2 backwards from -kappa.
function M.equilibrium_reward(population, z)
  local A, k, kappa = studies.ratios(population)
  local a, b, c, d, s2 = population.a, population.b, population.c, population.d, population.sigma ^ 2
  local y = ode.integrate(function(t, state, slope)
    local variance, p = math.exp(2 * state[1]), state[2]
    local mean, rate = studies.mean(population, t)
    slope[1], slope[2] = p + s2 / (2 * variance), A / variance + k * k - p * p
    slope[3] = -a / 2 * math.log(2 * math.pi * math.exp(1) * variance) - b / 2 * (rate ^ 2 + p * p * variance)
      - c / 2 * (variance + mean ^ 2)
  end, population.T, 0, { math.log(z) / 2, -kappa, 0 })
  local mean = studies.mean(population, population.T)
  return -y[3] - d / 2 * (z + (mean - population.target) ^ 2)
end

return M
