-- Section 2 without modes, without a plugin: the matrices of the game of N traders as the paper writes them, its boundary problem
-- by one matrix exponential, its Riccati equation by the linear form and by Runge and Kutta's steps, objectives by Simpson's rule.
--
-- A game is { N =, alpha =, beta =, phi = {..} or number, A = {..} or number, q = {..}, T =, own =, cross = } with the impacts of
-- one's own and another's rate (absent: beta/N), and I0, kappa of an imbalance I0 exp(-kappa t) (absent: none).

local matrices = require "muhlekarbe2024.matrices"

local M = {}

local function each(value, i) return type(value) == "number" and value or value[i] end

--- n x n matrix of f(i, j).
function M.build(n, f)
  local a = {}
  for i = 1, n do
    a[i] = {}
    for j = 1, n do a[i][j] = f(i, j) end
  end
  return a
end

--- B, D, E, F, G, L, O of the paper; own and cross weights by the inverse of (2 o - x) 1 + x O.
function M.coefficients(g)
  local n, o, x = g.N, g.own or g.beta / g.N, g.cross or g.beta / g.N
  local stiff = M.build(n, function(i, j) return i == j and 2 * o or x end)
  local inverse, s = {}, g.alpha / n
  for j = 1, n do
    local unit = {}
    for i = 1, n do unit[i] = i == j and 1.0 or 0.0 end
    inverse[j] = matrices.solve(stiff, unit) -- symmetric
  end
  local sums = {}
  for j = 1, n do
    sums[j] = 0.0
    for i = 1, n do sums[j] = sums[j] + inverse[i][j] end
  end
  return {
    D = inverse, E = matrices.scaled(inverse, s), O = M.build(n, function() return 1.0 end),
    F = M.build(n, function(_, j) return -s * sums[j] end),
    G = M.build(n, function(i, j) return (i == j and 2 * each(g.phi, i) or 0.0) - s * s * sums[j] end),
    L = M.build(n, function(i, j) return i == j and 2 * each(g.A, i) or 0.0 end),
  }
end

--- The coefficients in the paper's own words: B = (N + 1) 1 - O and so on.
function M.printed(g)
  local n = g.N
  local b, k = function(i, j) return i == j and n or -1 end, 1 / ((n + 1) * g.beta)
  return {
    D = M.build(n, function(i, j) return n * k * b(i, j) end), E = M.build(n, function(i, j) return g.alpha * k * b(i, j) end),
    F = M.build(n, function() return -g.alpha * k end), O = M.build(n, function() return 1.0 end),
    G = M.build(n, function(i, j) return (i == j and 2 * each(g.phi, i) or 0.0) - g.alpha ^ 2 * k / n end),
    L = M.build(n, function(i, j) return i == j and 2 * each(g.A, i) or 0.0 end),
  }
end

--- The generator of (Q, Y, I), Y less the noise drift.
function M.generator(g, c)
  local n = g.N
  return M.build(2 * n + 1, function(i, j)
    if i > 2 * n then return j > 2 * n and -(g.kappa or 0.0) or 0.0 end
    if j > 2 * n then return i > n and -g.alpha or 0.0 end
    if i <= n then return j <= n and c.E[i][j] or c.D[i][j - n] end
    return j <= n and c.G[i - n][j] or c.F[i - n][j - n]
  end)
end

--- (Q, Y, v) at the times, by the exponential of the whole system.
function M.paths(g, times, c)
  c = c or M.coefficients(g)
  local n, H = g.N, M.generator(g, c)
  local P = matrices.exponential(H, g.T)
  local system, right = {}, {}
  for i = 1, n do
    system[i], right[i] = {}, 0.0
    local row = {}
    for j = 1, 2 * n + 1 do
      row[j] = P[n + i][j]
      for k = 1, n do row[j] = row[j] + c.L[i][k] * P[k][j] end
    end
    for j = 1, n do
      system[i][j] = row[n + j]
      right[i] = right[i] - row[j] * g.q[j]
    end
    right[i] = right[i] - row[2 * n + 1] * (g.I0 or 0.0)
  end
  local y, start = matrices.solve(system, right), {}
  for i = 1, n do start[i], start[n + i] = g.q[i], y[i] end
  start[2 * n + 1] = g.I0 or 0.0
  local Q, Y, v = {}, {}, {}
  for k, t in ipairs(times) do
    local z = matrices.apply(matrices.exponential(H, t), start)
    Q[k], Y[k] = table.move(z, 1, n, 1, {}), table.move(z, n + 1, 2 * n, 1, {})
    v[k] = matrices.apply(c.D, Y[k])
    for i, w in ipairs(matrices.apply(c.E, Q[k])) do v[k][i] = v[k][i] + w end
  end
  return Q, Y, v
end

--- R at time tau before the horizon by the linear form: (U, V) = exp(-tau H)(1, -L), R = V U^{-1}.
function M.riccati(g, tau, c)
  c = c or M.coefficients(g)
  local n, H, columns = g.N, M.generator(g, c), {}
  local P = matrices.exponential(H, -tau)
  local U = M.build(n, function(i, j)
    local sum = P[i][j]
    for k = 1, n do sum = sum - P[i][n + k] * c.L[k][j] end
    return sum
  end)
  local V = M.build(n, function(i, j)
    local sum = P[n + i][j]
    for k = 1, n do sum = sum - P[n + i][n + k] * c.L[k][j] end
    return sum
  end)
  local transposed = M.build(n, function(i, j) return U[j][i] end)
  for i = 1, n do columns[i] = matrices.solve(transposed, V[i]) end
  return columns
end

--- dR/dtau = -(G + F R - R E - R D R) for coefficients of time t = T - tau, by Runge and Kutta's classical steps.
function M.march(n, coefficients, T, tau, steps, start)
  local R, h = start, tau / steps
  local function slope(t, r)
    local c = coefficients(T - t)
    local sum = matrices.sum(c.G, matrices.product(c.F, r), 1)
    sum = matrices.sum(sum, matrices.product(r, c.E), -1)
    return matrices.scaled(matrices.sum(sum, matrices.product(matrices.product(r, c.D), r), -1), -1)
  end
  for k = 0, steps - 1 do
    local t = k * h
    local a = slope(t, R)
    local b = slope(t + h / 2, matrices.sum(R, a, h / 2))
    local c = slope(t + h / 2, matrices.sum(R, b, h / 2))
    local d = slope(t + h, matrices.sum(R, c, h))
    R = M.build(n, function(i, j) return R[i][j] + h / 6 * (a[i][j] + 2 * b[i][j] + 2 * c[i][j] + d[i][j]) end)
  end
  return R
end

--- Smallest pivot of a symmetric matrix: positive iff it is positive definite.
function M.least_pivot(a)
  local n, m, least = #a, {}, math.huge
  for i = 1, n do m[i] = table.move(a[i], 1, n, 1, {}) end
  for k = 1, n do
    least = math.min(least, m[k][k])
    for i = k + 1, n do
      local factor = m[i][k] / m[k][k]
      for j = k, n do m[i][j] = m[i][j] - factor * m[k][j] end
    end
  end
  return least
end

--- Largest |a_ij - b_ij|.
function M.distance(a, b)
  local worst = 0.0
  for i = 1, #a do
    for j = 1, #a[i] do worst = math.max(worst, math.abs(a[i][j] - b[i][j])) end
  end
  return worst
end

--- J^i of given paths Q[k], v[k] on an even grid of an odd number of times, by Simpson's rule; w[k] is the noise drift.
function M.objective(g, i, times, Q, v, w)
  local n, last, sum = g.N, #times, 0.0
  local o, x, h = g.own or g.beta / g.N, g.cross or g.beta / g.N, times[2] - times[1]
  for k = 1, last do
    local V = 0.0
    for j = 1, n do V = V + v[k][j] end
    local own, q = v[k][i], Q[k][i]
    local weight = (k == 1 or k == last) and 1 or k % 2 == 0 and 4 or 2
    sum = sum + weight * h / 3 * (q * g.alpha / n * V - own * (o * own + x * (V - own)) - own * w[k] - each(g.phi, i) * q ^ 2)
  end
  return sum + Q[last][i] * w[last] - each(g.A, i) * Q[last][i] ^ 2
end

return M
