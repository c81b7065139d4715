-- The parameter sets of the page. The paper's numbers are lost in our copy, so these are ours; they are tuned so that every
-- qualitative statement about the figures holds. Calls nothing.
--
-- A retail population is { a, b, c, d, sigma, T, mu0, v0, target }: weights of herding, rate, position and target, noise,
-- horizon, mean and variance of the initial positions, target position. A big trader is { n, T1, eta, theta, gamma, P0, s }.

local M = {}

local base = { a = 1, b = 1, c = 1, d = 1, sigma = 1, T = 1, mu0 = 0, v0 = 1, target = 1 }

--- A population: the values of `base` with changes.
function M.population(changes)
  local population = {}
  for name, value in next, base do population[name] = value end
  for name, value in next, changes or {} do population[name] = value end
  return population
end

-- The order does not matter here, and `pairs` would sort.
local function merge(first, second)
  local merged = {}
  for name, value in next, first do merged[name] = value end
  for name, value in next, second or {} do merged[name] = value end
  return merged
end
M.merge = merge

--- Weights of (6) in our reading: a = b = d = 1, c = lambda.
function M.plain(lambda, changes)
  return M.population(merge({ c = lambda }, changes))
end

--- Weights of (80) in our reading.
function M.weighted(w, eps, lambda, changes)
  return M.population(merge({ a = 1 - eps, b = 2 * eps * w, c = 2 * eps * (1 - w) * lambda, d = eps }, changes))
end

M.lambda = 0.4
M.big = { n = 10, T1 = 0.75, eta = 1e-3, theta = 2, gamma = 1e-4, P0 = 100, s = 0.5 }

--- The populations of the studies: w, eps = 1/2 unless said otherwise.
function M.retail(w, eps, changes)
  return M.weighted(w or 0.5, eps or 0.5, M.lambda, changes)
end

M.plain_set = M.plain(1, { mu0 = 0.3 })
M.generic_set = M.population { a = 1.3, b = 0.8, c = 0.6, d = 1.7, sigma = 0.9, T = 1.2, mu0 = 0.4, v0 = 0.7, target = -1.1 }
M.folded_set = M.population { c = 0, sigma = 0.2, T = 0.6, target = 0 }

--- A random population with noise: a 0.1 to 5, b 0.2 to 3, c 0.01 to 5 or, in a fifth of all cases, 0, d 0.01 to 5, sigma 0.15 to 2,
-- v0 0.1 to 3 (all evenly in the logarithm), T 0.2 to 3, normal mu0 and x*.
function M.random_population(random)
  return M.population {
    a = random:log_uniform(0.1, 5), b = random:log_uniform(0.2, 3), c = random:uniform() < 0.2 and 0 or random:log_uniform(0.01, 5),
    d = random:log_uniform(0.01, 5), sigma = random:log_uniform(0.15, 2), T = random:uniform(0.2, 3),
    v0 = random:log_uniform(0.1, 3), mu0 = random:normal(), target = random:normal(0, 2),
  }
end

--- A random population with the weights (80): w 0.05 to 0.95, lambda 0.01 to 10 evenly in the logarithm, T 0.3 to 3; and the same with a larger
-- eps, both 0.1 to 0.95.
function M.random_weighted(random)
  local w, lambda, T = random:uniform(0.05, 0.95), random:log_uniform(0.01, 10), random:uniform(0.3, 3)
  local first, second = random:uniform(0.1, 0.95), random:uniform(0.1, 0.95)
  return M.weighted(w, math.min(first, second), lambda, { T = T }), M.weighted(w, math.max(first, second), lambda, { T = T })
end

--- The untuned draws behind the frequencies: lambda 0.01 to 10, T 0.3 to 3, T1/T 0.2 to 1, theta/(2 eta) 1 to 10^4, |x*| 0.1 to 10,
-- evenly or, beyond one order of magnitude, evenly in the logarithm; mu0 = 0, w and eps as in the figures. For the last
-- study the crowd starts at `start`, 0.1 to 10.
function M.random_study(random)
  local T = random:uniform(0.3, 3)
  local study = { lambda = 10 ^ random:uniform(-2, 1), T = T, target = 10 ^ random:uniform(-1, 1) }
  study.big = { n = M.big.n, T1 = T * random:uniform(0.2, 1), eta = M.big.eta, theta = 2 * M.big.eta * 10 ^ random:uniform(0, 4) }
  study.start = 10 ^ random:uniform(-1, 1)
  function study.retail(w, sign, mu0) -- what the mean depends on, with the weights of (80)
    return { b = w, c = (1 - w) * study.lambda, d = 0.5, a = 0.5, T = T, mu0 = mu0 or 0, target = (sign or 1) * study.target }
  end
  return study
end

--- Mean positions and rates at n + 1 even times from 0 to stop: M = (g e^{kt} + h e^{-kt}) / D, the exponentials by products.
-- This is mean() below, for the many random sets.
function M.paths(population, stop, n)
  local _, k, kappa = M.ratios(population)
  local T, mu0, pull = population.T, population.mu0, kappa * population.target
  local means, rates = {}, {}
  if k * T < 1e-8 then
    for i = 0, n do means[i], rates[i] = M.mean(population, stop * i / n) end
    return means, rates
  end
  local far, near = (k + kappa) * math.exp(k * T), (k - kappa) * math.exp(-k * T)
  local scale = far + near -- twice D's denominator: k cosh kT + kappa sinh kT = (far + near) / 2
  local rising, falling, factor = 1, 1, math.exp(k * stop / n)
  for i = 0, n do
    local up, down = (mu0 * near + pull) / scale * rising, (mu0 * far - pull) / scale * falling
    means[i], rates[i] = up + down, k * (up - down)
    rising, falling = rising * factor, falling / factor
  end
  return means, rates
end

--- Herding over rate A, mean reversion k, stiffness kappa of the target.
function M.ratios(population)
  return population.a / population.b, math.sqrt(population.c / population.b), population.d / population.b
end

--- Variance at which herding, position and noise balance, and the rate at which the variance approaches it.
function M.turnpike(population)
  local A, k = M.ratios(population)
  local s4 = population.sigma ^ 4
  local v = (s4 / 2) / (A + math.sqrt(A * A + k * k * s4))
  return v, math.sqrt(4 * k * k + 2 * A / v)
end

--- Mean and rate in closed form, as far as cosh(k T) does not overflow.
function M.mean(population, t)
  local _, k, kappa = M.ratios(population)
  local T, mu0, target = population.T, population.mu0, population.target
  if k * T < 1e-8 then
    return (mu0 * (1 + kappa * (T - t)) + kappa * target * t) / (1 + kappa * T), kappa * (target - mu0) / (1 + kappa * T)
  end
  local function cosh(x) return (math.exp(x) + math.exp(-x)) / 2 end
  local function sinh(x) return (math.exp(x) - math.exp(-x)) / 2 end
  local scale, left, done = k * cosh(k * T) + kappa * sinh(k * T), k * (T - t), k * t
  return (mu0 * (k * cosh(left) + kappa * sinh(left)) + kappa * target * sinh(done)) / scale,
    k * (-mu0 * (k * sinh(left) + kappa * cosh(left)) + kappa * target * cosh(done)) / scale
end

return M
