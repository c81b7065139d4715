-- Differential equations and integrals in plain Lua: Gragg's extrapolated midpoint rule and Gauss-Legendre quadrature.

local M = {}

local sequence = { 2, 4, 6, 8, 10, 12, 14 }

-- y at t + h by the midpoint rule with n substeps; the error has even powers of h/n only.
local function midpoint(f, t, y, slope, h, n)
  local step, before, now = h / n, y, {}
  for i = 1, #y do now[i] = y[i] + step * slope[i] end
  for k = 1, n - 1 do
    local rate, after = f(t + k * step, now), {}
    for i = 1, #y do after[i] = before[i] + 2 * step * rate[i] end
    before, now = now, after
  end
  local rate, smooth = f(t + h, now), {}
  for i = 1, #y do smooth[i] = 0.5 * (now[i] + before[i] + step * rate[i]) end
  return smooth
end

--- y(to) of y' = f(t, y), y(from) given, by `steps` equal steps, each extrapolated from seven midpoint rules (order 14).
function M.solve(f, y, from, to, steps)
  local h = (to - from) / steps
  for s = 0, steps - 1 do
    local t, table_row = from + s * h, {}
    local slope = f(t, y)
    for k = 1, #sequence do
      local fresh = midpoint(f, t, y, slope, h, sequence[k])
      for j = 1, k - 1 do
        local old, ratio = table_row[j], (sequence[k] / sequence[k - j]) ^ 2 - 1
        local better = {}
        for i = 1, #y do better[i] = fresh[i] + (fresh[i] - old[i]) / ratio end
        table_row[j], fresh = fresh, better
      end
      table_row[k] = fresh
    end
    y = table_row[#sequence]
  end
  return y
end

local function legendre(n)
  local nodes, weights = {}, {}
  for i = 1, n do
    local x, slope = math.cos(math.pi * (i - 0.25) / (n + 0.5)), 1
    for _ = 1, 50 do
      local p, q = 1.0, 0.0
      for k = 1, n do p, q = ((2 * k - 1) * x * p - (k - 1) * q) / k, p end
      slope = n * (x * p - q) / (x * x - 1)
      local change = p / slope
      x = x - change
      if math.abs(change) < 1e-16 then break end
    end
    nodes[i], weights[i] = x, 2 / ((1 - x * x) * slope * slope)
  end
  return nodes, weights
end

local nodes, weights = legendre(20)

--- The integral of f from a to b by 20 Gauss-Legendre nodes on each of `pieces` equal pieces.
function M.integral(f, a, b, pieces)
  pieces = pieces or 1
  local half, sum = (b - a) / (2 * pieces), 0.0
  for p = 1, pieces do
    local centre = a + (2 * p - 1) * half
    for i = 1, #nodes do sum = sum + weights[i] * f(centre + half * nodes[i]) end
  end
  return half * sum
end

return M
