-- Small dense matrices in plain Lua, as lists of rows: product, linear solve, exponential. They serve the second routes of
-- the claims, which must not share code with the plugin.

local M = {}

function M.identity(n)
  local a = {}
  for i = 1, n do
    a[i] = {}
    for j = 1, n do a[i][j] = i == j and 1.0 or 0.0 end
  end
  return a
end

function M.product(a, b)
  local c = {}
  for i = 1, #a do
    c[i] = {}
    for j = 1, #b[1] do
      local sum = 0.0
      for k = 1, #b do sum = sum + a[i][k] * b[k][j] end
      c[i][j] = sum
    end
  end
  return c
end

-- a + factor b
function M.sum(a, b, factor)
  local c = {}
  for i = 1, #a do
    c[i] = {}
    for j = 1, #a[1] do c[i][j] = a[i][j] + (factor or 1) * b[i][j] end
  end
  return c
end

function M.scaled(a, factor)
  local c = {}
  for i = 1, #a do
    c[i] = {}
    for j = 1, #a[1] do c[i][j] = factor * a[i][j] end
  end
  return c
end

-- a times a vector (a plain list).
function M.apply(a, x)
  local y = {}
  for i = 1, #a do
    local sum = 0.0
    for j = 1, #x do sum = sum + a[i][j] * x[j] end
    y[i] = sum
  end
  return y
end

-- x with a x = y, by elimination with partial pivoting.
function M.solve(a, y)
  local n, rows = #a, {}
  for i = 1, n do
    rows[i] = table.move(a[i], 1, n, 1, {})
    rows[i][n + 1] = y[i]
  end
  for k = 1, n do
    local pivot = k
    for i = k + 1, n do
      if math.abs(rows[i][k]) > math.abs(rows[pivot][k]) then pivot = i end
    end
    rows[k], rows[pivot] = rows[pivot], rows[k]
    for i = k + 1, n do
      local factor = rows[i][k] / rows[k][k]
      if factor ~= 0 then
        for j = k, n + 1 do rows[i][j] = rows[i][j] - factor * rows[k][j] end
      end
    end
  end
  local x = {}
  for i = n, 1, -1 do
    local sum = rows[i][n + 1]
    for j = i + 1, n do sum = sum - rows[i][j] * x[j] end
    x[i] = sum / rows[i][i]
  end
  return x
end

-- The determinant by Laplace's expansion along the first row, for small matrices; entries may be polynomials in nothing.
function M.determinant(a)
  if #a == 1 then return a[1][1] end
  local sum = 0.0
  for j = 1, #a do
    local minor = {}
    for i = 2, #a do
      minor[i - 1] = {}
      for k = 1, #a do
        if k ~= j then table.insert(minor[i - 1], a[i][k]) end
      end
    end
    sum = sum + (j % 2 == 1 and 1 or -1) * a[1][j] * M.determinant(minor)
  end
  return sum
end

-- exp(t a): Taylor's series of order 18 at a norm below 1/2, then squaring.
function M.exponential(a, t)
  local norm = 0.0
  for i = 1, #a do
    local sum = 0.0
    for j = 1, #a do sum = sum + math.abs(t * a[i][j]) end
    norm = math.max(norm, sum)
  end
  local squarings = 0
  while norm > 0.5 do norm, squarings = norm / 2, squarings + 1 end
  local step = M.scaled(a, t / 2.0 ^ squarings)
  local sum, term = M.identity(#a), M.identity(#a)
  for k = 1, 18 do
    term = M.scaled(M.product(term, step), 1 / k)
    sum = M.sum(sum, term)
  end
  for _ = 1, squarings do sum = M.product(sum, sum) end
  return sum
end

return M
