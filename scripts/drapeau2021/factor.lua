-- Coefficients driven by a factor z, a = alpha sigma^2(z): the backward equations as power series in z - theta, whose
-- coefficients solve ordinary differential equations. Exact up to the degree for polynomial diffusions (CIR, OU) with
-- polynomial sigma^2 and drift. Also exact special cases, and cash flows of the feedback simulated step by step. Calls an
-- integrator of another paper; shares nothing with the plugin.
--
-- A case is { law = "cir" | "ou", speed, mean, volatility, start, T, lambda, n = {..}, eta = {..}, alpha = {..}, phi = {..},
-- variance = {c0, c1, ..}, drift = {c0, ..} }: types of n[k] identical agents, polynomials in z.

local ode = require "fatone2014.ode"

local M = {}

-- Coefficients in z -> coefficients in y = z - centre, padded with zeros up to the degree.
local function shifted(coefficients, centre, degree)
  local result = {}
  for k = 0, degree do result[k] = 0.0 end
  for k = #coefficients, 1, -1 do
    for j = degree, 1, -1 do result[j] = result[j] * centre + result[j - 1] end
    result[0] = result[0] * centre + coefficients[k]
  end
  return result
end

-- (L u)_k for the series u (entries base + 0 .. base + degree of the list).
local function generator(case, degree)
  local speed, half = case.speed, case.volatility ^ 2 / 2
  local level = case.law == "cir" and half * case.mean or half
  local linear = case.law == "cir" and half or 0
  return function(u, base, k)
    local value = -speed * k * u[base + k]
    if k < degree then value = value + linear * (k + 1) * k * u[base + k + 1] end
    if k + 1 < degree then value = value + level * (k + 2) * (k + 1) * u[base + k + 2] end
    return value
  end
end

--- N (a list of rows), q and E X(T) per unit of the mean inventories x, all at time 0 and z = start; the size of the last
-- coefficients is the error estimate. N' etc. as in riccati.lua with type counts: C_kl = lambda (n_l - [k = l]).
function M.series(case, degree)
  local K, size, L = #case.n, degree + 1, generator(case, degree)
  local variance, drift = shifted(case.variance, case.mean, degree), shifted(case.drift or { 0 }, case.mean, degree)
  -- Layout: N row by row, q, M row by row (E[X_T] = M x + v), v; each a series.
  local function at_N(k, l) return ((k - 1) * K + l - 1) * size + 1 end
  local function at_q(k) return (K * K + k - 1) * size + 1 end
  local function at_M(k, l) return (K * K + K + (k - 1) * K + l - 1) * size + 1 end
  local function at_v(k) return (2 * K * K + K + k - 1) * size + 1 end
  local y = {}
  for i = 1, (2 * K * K + 2 * K) * size do y[i] = 0.0 end
  for k = 1, K do
    y[at_N(k, k)] = case.phi[k] - case.lambda / 2
    y[at_M(k, k)] = 1.0
  end
  local function product(u, i, v, j, d)        -- coefficient d of the product of two series
    local sum = 0.0
    for m = 0, d do sum = sum + u[i + m] * v[j + d - m] end
    return sum
  end
  local last = ode.integrate(function(_, z, slope)
    for k = 1, K do
      for d = 0, degree do
        for l = 1, K do
          local value = -L(z, at_N(k, l), d) - (k == l and case.alpha[k] * variance[d] or 0.0)
          local terminal = -L(z, at_M(k, l), d)
          for m = 1, K do
            value = value + product(z, at_N(k, m), z, at_N(m, l), d) / case.eta[m]
              - case.lambda / 2 * (case.n[m] - (k == m and 1 or 0)) / case.eta[m] * z[at_N(m, l) + d]
            terminal = terminal + product(z, at_M(k, m), z, at_N(m, l), d) / case.eta[m]
          end
          slope[at_N(k, l) + d], slope[at_M(k, l) + d] = value, terminal
        end
        local value, terminal = drift[d] - L(z, at_q(k), d), -L(z, at_v(k), d)
        for m = 1, K do
          value = value + product(z, at_N(k, m), z, at_q(m), d) / case.eta[m]
            - case.lambda / 2 * (case.n[m] - (k == m and 1 or 0)) / case.eta[m] * z[at_q(m) + d]
          terminal = terminal + product(z, at_M(k, m), z, at_q(m), d) / (2 * case.eta[m])
        end
        slope[at_q(k) + d], slope[at_v(k) + d] = value, terminal
      end
    end
  end, case.T, 0, y, { tolerance = 1e-12 })
  local distance, tail = case.start - case.mean, 0.0
  local function value(base)
    local sum = 0.0
    for d = degree, 0, -1 do sum = sum * distance + last[base + d] end
    tail = math.max(tail, math.abs(last[base + degree] * distance ^ degree))
    return sum
  end
  local N, q, terminal = {}, {}, {}
  for k = 1, K do
    N[k], q[k], terminal[k] = {}, value(at_q(k)), value(at_v(k))
    for l = 1, K do
      N[k][l] = value(at_N(k, l))
      terminal[k] = terminal[k] + value(at_M(k, l)) * (case.x and case.x[l] or 1)
    end
  end
  return N, q, terminal, tail
end

--- E exp(-s int_0^t z) of a CIR process from z0: the price of a bond.
function M.bond(case, s, t)
  local h = math.sqrt(case.speed ^ 2 + 2 * case.volatility ^ 2 * s)
  local grown = math.exp(h * t) - 1
  local below = 2 * h + (case.speed + h) * grown
  local level = (2 * h * math.exp((case.speed + h) * t / 2) / below) ^ (2 * case.speed * case.mean / case.volatility ^ 2)
  return level * math.exp(-s * 2 * grown / below * case.start)
end

--- One agent, constant a, drift b with db = speed (mean - b) dt + volatility dW: q = B = l + s b, and the Gaussian pair (X, b).
-- agent = { T, eta, a, gamma, x }; alone is single.lua. Returns A(0), B(0), C(0), mean and variance of X(T), and the cost of
-- the feedback strategy added up from moments.
function M.gaussian(agent, drift, alone)
  local T, eta = agent.T, agent.eta
  local function A(t) return alone.closed_A(T - t, eta, agent.a, agent.gamma) end
  local function loads(t, l, s)
    local r = A(t) / eta
    return r * l - drift.speed * drift.mean * s, (r + drift.speed) * s + 1
  end
  local first = ode.integrate(function(t, y, slope) slope[1], slope[2] = loads(t, y[1], y[2]) end, T, 0, { 0, 0 }, { tolerance = 1e-13 })
  local v2 = drift.volatility ^ 2
  local last = ode.integrate(function(t, y, slope)
    local l, s, X, b, VX, C, Vb = table.unpack(y)
    local at = A(t)
    local r = at / eta
    slope[1], slope[2] = loads(t, l, s)
    slope[3], slope[4] = -r * X - (l + s * b) / (2 * eta), drift.speed * (drift.mean - b)
    slope[5], slope[6] = -2 * r * VX - s / eta * C, -(r + drift.speed) * C - s / (2 * eta) * Vb
    slope[7] = v2 - 2 * drift.speed * Vb
    local XX, Xb, BB = X * X + VX, X * b + C, (l + s * b) ^ 2 + s * s * Vb
    slope[8] = -BB / (4 * eta)
    slope[9] = (4 * at * at * XX + 4 * at * (l * X + s * Xb) + BB) / (4 * eta) + agent.a * XX - Xb
  end, 0, T, { first[1], first[2], agent.x, drift.start, 0, 0, 0, 0, 0 }, { tolerance = 1e-13 })
  local cost = last[9] + agent.gamma * (last[3] ^ 2 + last[5])
  return A(0), first[1] + first[2] * drift.start, last[8], last[3], last[5], cost
end

--- Two states between which the variance jumps at the given rate: A at time 0 in each, and A for the mean variance of a
-- path that starts in the first state. `risk` = {a in state 1, a in state 2}.
function M.switching(T, eta, gamma, risk, rate)
  local pair = ode.integrate(function(_, y, slope)
    slope[1] = y[1] ^ 2 / eta - risk[1] - rate * (y[2] - y[1])
    slope[2] = y[2] ^ 2 / eta - risk[2] - rate * (y[1] - y[2])
  end, T, 0, { gamma, gamma }, { tolerance = 1e-13 })
  local middle, half = (risk[1] + risk[2]) / 2, (risk[1] - risk[2]) / 2
  local averaged = ode.integrate(function(t, y, slope)
    slope[1] = y[1] ^ 2 / eta - (middle + half * math.exp(-2 * rate * t))
  end, T, 0, { gamma }, { tolerance = 1e-13 })
  return pair[1], averaged[1], pair[2]
end

return M
