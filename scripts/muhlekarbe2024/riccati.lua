-- The linear-quadratic control problem behind the companion, solved without any of its closed forms. The state z has linear
-- dynamics z' = a z + b u, and the value of  -(1/2 z'Q z + s'z u + nu/2 u^2)  per time is 1/2 z'P z.
-- A problem is a table: a (matrix), b, s (lists), q (matrix), nu.

local matrices = require "muhlekarbe2024.matrices"
local integration = require "muhlekarbe2024.integration"

local M = {}

--- The best u = k z of the value matrix P: k = (b'P - s')/nu.
function M.gain(problem, p)
  local k = {}
  for j = 1, #p do
    local sum = -problem.s[j]
    for i = 1, #p do sum = sum + problem.b[i] * p[i][j] end
    k[j] = sum / problem.nu
  end
  return k
end

-- -dP/dt of the Riccati equation: -Q + a'P + P a + nu k k'.
local function slope(problem, p)
  local n, k = #p, M.gain(problem, p)
  local pa, d = matrices.product(p, problem.a), {}
  for i = 1, n do
    d[i] = {}
    for j = 1, n do d[i][j] = -problem.q[i][j] + pa[i][j] + pa[j][i] + problem.nu * k[i] * k[j] end
  end
  return d
end

-- The value matrix of the policy u = k z: a linear equation for all entries of P at once.
local function value_of_policy(problem, k, rate, inflow)
  local n, loop = #k, {}
  for i = 1, n do
    loop[i] = {}
    for j = 1, n do loop[i][j] = problem.a[i][j] + problem.b[i] * k[j] end
  end
  local system, right = {}, {}
  for i = 1, n do
    for j = 1, n do
      local row = {}
      for c = 1, n * n do row[c] = 0.0 end
      for l = 1, n do
        local one, two = (l - 1) * n + j, (i - 1) * n + l
        row[one] = row[one] + loop[l][i]
        row[two] = row[two] + loop[l][j]
      end
      row[(i - 1) * n + j] = row[(i - 1) * n + j] - rate
      system[#system + 1] = row
      right[#right + 1] = problem.q[i][j] + problem.s[i] * k[j] + problem.s[j] * k[i] + problem.nu * k[i] * k[j]
        - (inflow and rate * inflow[i][j] or 0)
    end
  end
  local flat, p = matrices.solve(system, right), {}
  for i = 1, n do p[i] = table.move(flat, (i - 1) * n + 1, i * n, 1, {}) end
  return p
end

--- The stationary value matrix by Newton's method (Kleinman), from a stabilising gain. With rate > 0 the problem ends after
-- an exponential time of mean 1/rate, and is then worth 1/2 z'inflow z.
function M.stationary(problem, k, rate, inflow)
  local p
  for _ = 1, 40 do
    p = value_of_policy(problem, k, rate or 0, inflow)
    local better, change, size = M.gain(problem, p), 0.0, 0.0
    for i = 1, #k do
      change, size = math.max(change, math.abs(better[i] - k[i])), math.max(size, math.abs(better[i]))
    end
    k = better
    if change <= 1e-15 * size then break end
  end
  return p, k
end

--- The value matrix `time` before the end, where it is `last`: the Riccati equation integrated backwards. `extra(P)` is added
-- to the slope of the entry (n, n): the noise.
function M.before(problem, last, time, steps, extra)
  local n, flat = #last, {}
  for i = 1, n do
    for j = 1, n do flat[#flat + 1] = last[i][j] end
  end
  local function rows(y)
    local p = {}
    for i = 1, n do p[i] = table.move(y, (i - 1) * n + 1, i * n, 1, {}) end
    return p
  end
  local function f(_, y)
    local p = rows(y)
    local d, out = slope(problem, p), {}
    for i = 1, n do table.move(d[i], 1, n, #out + 1, out) end
    if extra then out[n * n] = out[n * n] + extra(p) end
    return out
  end
  return rows(integration.solve(f, flat, 0, time, steps))
end

--- The symmetric matrix of a quadratic function of n - 1 variables, 1/2 z'P z with z = (x, 1), from its values.
function M.quadratic(f, n)
  local function at(i, x, j, y)
    local z = {}
    for k = 1, n do z[k] = 0.0 end
    if i then z[i] = x end
    if j then z[j] = y end
    return f(table.unpack(z))
  end
  local p, origin = {}, at()
  for i = 1, n + 1 do p[i] = {} end
  for i = 1, n do
    local plus, minus = at(i, 1), at(i, -1)
    p[i][i] = plus + minus - 2 * origin
    p[i][n + 1] = (plus - minus) / 2
    p[n + 1][i] = p[i][n + 1]
  end
  for i = 1, n do
    for j = i + 1, n do
      p[i][j] = at(i, 1, j, 1) - origin - p[i][n + 1] - p[j][n + 1] - p[i][i] / 2 - p[j][j] / 2
      p[j][i] = p[i][j]
    end
  end
  p[n + 1][n + 1] = 2 * origin
  return p
end

--- 1/2 z'P z
function M.value(p, z)
  local y, sum = matrices.apply(p, z), 0.0
  for i = 1, #z do sum = sum + z[i] * y[i] end
  return sum / 2
end

return M
