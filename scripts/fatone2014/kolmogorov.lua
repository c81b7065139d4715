-- The forward Kolmogorov equation m_t + (alpha m)_x = (sigma^2/2) m_xx for any given rule alpha(t, x), conservatively: finite
-- volumes with exponentially fitted fluxes (Scharfetter and Gummel) and the trapezoidal rule in time, no normalisation
-- anywhere. It follows populations whose law is not normal, and returns what they earn. Calls nothing.

local M = {}

-- x / (exp(x) - 1)
local function bernoulli(x)
  if math.abs(x) < 1e-5 then return 1 - x / 2 + x * x / 12 end
  return x / (math.exp(x) - 1)
end

--- Follows the normal law of a population under `rule`(t, x) -> alpha. grid: { low, high, cells, steps }. Returns { utility (5)
-- with m the law of X, mass, mean, variance, least (the smallest m), x, m }.
function M.follow(population, rule, grid)
  local n, h, dt = grid.cells, (grid.high - grid.low) / grid.cells, population.T / grid.steps
  local D = population.sigma ^ 2 / 2
  local x, m, alpha = {}, {}, {}
  local norm = 1 / math.sqrt(2 * math.pi * population.v0)
  for i = 1, n do
    x[i] = grid.low + (i - 0.5) * h
    m[i] = norm * math.exp(-(x[i] - population.mu0) ^ 2 / (2 * population.v0))
  end
  local lower, upper, diagonal, right, factor = {}, {}, {}, {}, {}
  -- Rates of exchange between neighbours: the flux over the face right of cell i is out[i] m_i - back[i] m_{i+1}.
  local out, back = {}, {}
  local function faces(t)
    for i = 1, n - 1 do
      local peclet = rule(t, x[i] + h / 2) * h / D
      out[i], back[i] = D / (h * h) * bernoulli(-peclet), D / (h * h) * bernoulli(peclet)
    end
    out[0], back[0], out[n], back[n] = 0, 0, 0, 0
  end
  local function reward(t)
    local sum = 0
    for i = 1, n do
      local density = m[i]
      if density > 1e-300 then
        local rate = rule(t, x[i])
        sum = sum + density * (population.a * math.log(density) - population.b / 2 * rate * rate - population.c / 2 * x[i] ^ 2)
      end
    end
    return sum * h
  end
  local utility, least = reward(0) / 2, math.huge
  faces(0)
  for step = 1, grid.steps do
    local half = dt / 2
    for i = 1, n do
      local gain = (i > 1 and out[i - 1] * m[i - 1] or 0) + (i < n and back[i] * m[i + 1] or 0)
      right[i] = m[i] + half * (gain - (out[i] + back[i - 1]) * m[i])
    end
    faces(step * dt)
    for i = 1, n do
      diagonal[i], lower[i], upper[i] = 1 + half * (out[i] + back[i - 1]), -half * out[i - 1], -half * back[i]
    end
    for i = 2, n do
      local w = lower[i] / diagonal[i - 1]
      diagonal[i] = diagonal[i] - w * upper[i - 1]
      right[i] = right[i] - w * right[i - 1]
    end
    m[n] = right[n] / diagonal[n]
    for i = n - 1, 1, -1 do m[i] = (right[i] - upper[i] * m[i + 1]) / diagonal[i] end
    utility = utility + reward(step * dt) * (step < grid.steps and 1 or 0.5)
    for i = 1, n do if m[i] < least then least = m[i] end end
  end
  local mass, mean, second, miss = 0, 0, 0, 0
  for i = 1, n do
    mass, mean = mass + m[i] * h, mean + m[i] * x[i] * h
    second, miss = second + m[i] * x[i] ^ 2 * h, miss + m[i] * (x[i] - population.target) ^ 2 * h
  end
  return { utility = utility * dt - population.d / 2 * miss, mass = mass, mean = mean, variance = second - mean ^ 2, least = least,
    x = x, m = m }
end

return M
