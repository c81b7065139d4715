-- The variance's boundary problem by integrating it: from the terminal variance backwards (well-conditioned) and from the
-- initial slope forwards, which is the shooting of the paper. Second route to all equilibria and folds. Calls ode, studies.
--
-- With v = s^2, l = ln s, p the slope of the trading rate: l' = p + sigma^2/(2v), p' = -p^2 + A/v + k^2,
-- v(0) = v0, p(T) = -kappa.

local ode = require "fatone2014.ode"
local studies = require "fatone2014.studies"

local M = {}

local function right_hand_side(population)
  local A, k = studies.ratios(population)
  local half, k2 = population.sigma ^ 2 / 2, k * k
  return function(_, y, slope)
    local p, r = y[2], math.exp(-2 * y[1])
    slope[1] = p + half * r
    slope[2] = A * r + k2 - p * p
  end
end

--- ln v at time 0 of the orbit that ends at (T, z); nil if it breaks down before.
function M.backward(population, z, tolerance)
  local _, _, kappa = studies.ratios(population)
  local y = ode.integrate(right_hand_side(population), population.T, 0, { math.log(z) / 2, -kappa }, { tolerance = tolerance })
  return y and 2 * y[1]
end

--- The time that the orbit takes from v0 to the terminal variance z, counted from the first passage backwards; nil if it
-- does not get there within `longest`.
function M.travel_time(population, z, longest, tolerance)
  local _, _, kappa = studies.ratios(population)
  local target = math.log(population.v0) / 2
  local y, t = ode.integrate(right_hand_side(population), 0, -(longest or 10), { math.log(z) / 2, -kappa },
    { tolerance = tolerance, watch = function(_, state) return state[1] - target end })
  if not y or math.abs(y[1] - target) > 1e-9 then return nil end
  return -t
end

--- Terminal variance of an equilibrium between low and high, by Illinois' rule on ln v(0; z), or bisection where an orbit breaks
-- down.
function M.between(population, low, high, tolerance)
  local function miss(y)
    local value = M.backward(population, math.exp(y), tolerance)
    return value and value - math.log(population.v0)
  end
  local a, b = math.log(low), math.log(high)
  local fa, fb, side, last = miss(a), miss(b), 0, nil
  for _ = 1, 100 do
    local x = fa and fb and b - fb * (b - a) / (fb - fa) or (a + b) / 2
    local fx = miss(x)
    if fx == 0 or (last and math.abs(x - last) <= 2e-16 * math.max(1, math.abs(x))) then return math.exp(x) end
    if (fx or -1) > 0 == ((fa or -1) > 0) then
      a, fa = x, fx
      if side == -1 and fb then fb = fb / 2 end
      side = -1
    else
      b, fb = x, fx
      if side == 1 and fa then fa = fa / 2 end
      side = 1
    end
    last = x
  end
  return math.exp((a + b) / 2)
end

--- How often ln v(0; z) - ln v0 changes its sign on a logarithmic grid of terminal variances.
function M.count(population, low, high, points, tolerance)
  local changes, sign = 0, nil
  for i = 0, points - 1 do
    local z = low * (high / low) ^ (i / (points - 1))
    local value = M.backward(population, z, tolerance)
    local now = value ~= nil and value > math.log(population.v0)
    if sign ~= nil and now ~= sign then changes = changes + 1 end
    sign = now
  end
  return changes
end

--- An extremum of the travel time over ln z in (low, high): a horizon at which two equilibria meet. sign = 1: a maximum.
function M.fold(population, low, high, sign, tolerance)
  local ratio = (math.sqrt(5) - 1) / 2
  local function height(y) return sign * M.travel_time(population, math.exp(y), 10, tolerance) end
  local a, b = math.log(low), math.log(high)
  local c, d = b - ratio * (b - a), a + ratio * (b - a)
  local fc, fd = height(c), height(d)
  while b - a > 1e-5 do
    if fc > fd then b, d, fd = d, c, fc; c = b - ratio * (b - a); fc = height(c)
    else a, c, fc = c, d, fd; d = a + ratio * (b - a); fd = height(d) end
  end
  return sign * math.max(fc, fd), math.exp((a + b) / 2)
end

-- region: shooting
--- Plain shooting: bisects the initial slope p(0) to the last bit. Returns the smallest |p(T) + kappa| met, and the slope.
-- What misses the target from above and from below lies next to each other in the end, and neither may be near.
function M.shoot(population, tolerance)
  local _, k, kappa = studies.ratios(population)
  local f, start = right_hand_side(population), math.log(population.v0) / 2
  local function miss(p0)
    local y = ode.integrate(f, 0, population.T, { start, p0 },
      { tolerance = tolerance or 1e-12, watch = function(_, state) return state[2] + 1e6 end })
    return y and y[2] > -1e6 * (1 - 1e-9) and y[2] + kappa or -math.huge
  end
  local low, high = -1 - kappa, 1 + k
  while miss(low) > 0 do low = 2 * low end
  while miss(high) < 0 do high = 2 * high end
  local best, slope = math.huge, nil
  for _ = 1, 200 do
    local middle = (low + high) / 2
    if middle == low or middle == high then break end
    local value = miss(middle)
    if math.abs(value) < best then best, slope = math.abs(value), middle end
    if value > 0 then high = middle else low = middle end
  end
  return best, slope
end
-- end region

--- The largest value of Dawson's integral D(y) = exp(-y^2) int_0^y exp(x^2) dx, where D = 1/(2y); D' = 1 - 2 y D.
function M.dawson_maximum()
  local y, t = ode.integrate(function(t, state, slope) slope[1] = 1 - 2 * t * state[1] end, 0, 2, { 0 },
    { watch = function(t, state) return 1 - 2 * t * state[1] end })
  return y[1], t
end

return M
