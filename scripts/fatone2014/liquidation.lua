-- The big trader's liquidation by brute force, for any retail rate: a quadratic programme in piecewise constant rates, and
-- the revenue of any strategy by integrating the price. Calls nothing.
--
-- A big trader is { n, T1, eta, theta, gamma, P0, s }; x(0) = n, x(T1) = 0, price S = P + theta q + eta y + gamma (x - n).

local M = {}

--- The programme max -sum (theta q_i + eta y_i) y_i h with sum y_i h = -n; q_i: average retail rates of equal intervals.
-- Returns positions at the ends of the intervals (the first is n), the rates, and the largest value.
function M.programme(big, rates)
  local N = #rates
  local h, total = big.T1 / N, 0
  for i = 1, N do total = total + rates[i] end
  -- Stationarity: theta q_i + 2 eta y_i is the same number for all i.
  local multiplier = big.theta * total / N - 2 * big.eta * big.n / big.T1
  local positions, y, value = { big.n }, {}, 0
  for i = 1, N do
    y[i] = (multiplier - big.theta * rates[i]) / (2 * big.eta)
    positions[i + 1] = positions[i] + h * y[i]
    value = value - (big.theta * rates[i] + big.eta * y[i]) * y[i] * h
  end
  return positions, y, value
end

-- Nodes and weights of Gauss's rule with 5 points on [-1, 1].
local nodes = { 0, math.sqrt(5 - 2 * math.sqrt(10 / 7)) / 3, math.sqrt(5 + 2 * math.sqrt(10 / 7)) / 3 }
local weights = { 128 / 225, (322 + 13 * math.sqrt(70)) / 900, (322 - 13 * math.sqrt(70)) / 900 }

--- int_a^b f by Gauss's rule on `panels` equal panels.
function M.integral(f, a, b, panels)
  local sum, half = 0, (b - a) / (2 * (panels or 20))
  for panel = 1, panels or 20 do
    local middle = a + (2 * panel - 1) * half
    sum = sum + weights[1] * f(middle)
    for j = 2, 3 do sum = sum + weights[j] * (f(middle - half * nodes[j]) + f(middle + half * nodes[j])) end
  end
  return sum * half
end

--- The strategy of (82) and (83) from the retail traders' mean position M(t) and rate q(t): functions of time.
function M.strategy(big, mean, rate)
  local ratio, T1 = big.theta / (2 * big.eta), big.T1
  local first, last = mean(0), mean(T1)
  local function position(t) return big.n * (1 - t / T1) + ratio * (t / T1 * (last - first) - (mean(t) - first)) end
  local function speed(t) return -big.n / T1 + ratio * ((last - first) / T1 - rate(t)) end
  return position, speed
end

--- J = -int (theta q + eta y) y dt for a rate y(t).
function M.reduced_value(big, q, rate)
  return -M.integral(function(t) return (big.theta * q(t) + big.eta * rate(t)) * rate(t) end, 0, big.T1)
end

--- Expected revenue -int E[S] x' dt of the strategy position(t), rate(t) against the retail rate q(t), straight from (10).
function M.expected_revenue(big, q, position, rate)
  return -M.integral(function(t)
    local y = rate(t)
    return (big.P0 + big.theta * q(t) + big.eta * y + big.gamma * (position(t) - big.n)) * y
  end, 0, big.T1)
end

return M
