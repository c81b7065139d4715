-- The equation for the aggregate rate, (1 - lambda K) V = ..., on a few Gauss panels in plain Lua: its matrix, its determinant,
-- and how many products GMRES takes. Every agent is eliminated: response of its rates to a common forcing. Calls nothing.
--
-- A game is { T, lambda, gamma = {..}, eta = {..}, risk = {{..}, ..}, edges }: risk[i][p] is a_i = alpha_i sigma^2 on panel p, and
-- each of the #risk[1] panels, equal ones unless edges are given, carries the nodes of the 4-stage Gauss method.

local M = {}

local S = 4
-- Nodes, weights and matrix of the 4-stage Gauss method, from integrals of Lagrange's polynomials.
local c, w, A = {}, {}, {}
do
  local inner, outer = math.sqrt(3 / 7 - 2 / 7 * math.sqrt(6 / 5)), math.sqrt(3 / 7 + 2 / 7 * math.sqrt(6 / 5))
  c = { (1 - outer) / 2, (1 - inner) / 2, (1 + inner) / 2, (1 + outer) / 2 }
  local function antiderivative(j, x)
    local p = { 1.0 }
    for m = 1, S do
      if m ~= j then
        local q = {}
        for d = 1, #p + 1 do q[d] = ((p[d - 1] or 0) - c[m] * (p[d] or 0)) / (c[j] - c[m]) end
        p = q
      end
    end
    local sum = 0.0
    for d = #p, 1, -1 do sum = (sum + p[d] / d) * x end
    return sum
  end
  for i = 1, S do
    A[i] = {}
    for j = 1, S do A[i][j] = antiderivative(j, c[i]) end
    w[i] = antiderivative(i, 1)
  end
end

-- Solves in place for several right-hand sides: the rows of a end with them.
local function eliminate(a, columns)
  local n = #a
  for k = 1, n do
    local pivot = k
    for i = k + 1, n do
      if math.abs(a[i][k]) > math.abs(a[pivot][k]) then pivot = i end
    end
    a[k], a[pivot] = a[pivot], a[k]
    for i = 1, n do
      if i ~= k then
        local factor = a[i][k] / a[k][k]
        if factor ~= 0 then
          for j = k, n + columns do a[i][j] = a[i][j] - factor * a[k][j] end
        end
      end
    end
  end
  for i = 1, n do
    for j = n + 1, n + columns do a[i][j] = a[i][j] / a[i][i] end
  end
end

-- One panel of one agent: rates = u X_left + v q_right + R g, and what comes out at its left end: p, q.
local function panel(eta, a, lambda, h, p)
  local rows, B = {}, {}
  for i = 1, S do
    B[i] = {}
    for j = 1, S do B[i][j] = (i == j and lambda or 0.0) + 2 * h * a * A[i][j] end
  end
  for i = 1, S do
    rows[i] = {}
    local slack = 0.0
    for j = 1, S do
      local sum = 0.0
      for k = 1, S do sum = sum + (A[i][k] - w[k]) * B[k][j] end
      slack = slack + A[i][j] - w[j]
      rows[i][j] = (i == j and 2 * eta or 0.0) + 2 * h * p * w[j] - h * sum
    end
    rows[i][S + 1], rows[i][S + 2] = -(2 * p - 2 * h * a * slack), -1.0
    for j = 1, S do rows[i][S + 2 + j] = -h * (A[i][j] - w[j]) end
  end
  eliminate(rows, S + 2)
  local result = { u = {}, v = {}, R = {}, to_q = {}, h = h }
  local p_left, q_right = p + h * a, 1.0
  for j = 1, S do result.to_q[j] = -h * w[j] end
  for i = 1, S do
    result.u[i], result.v[i], result.R[i] = rows[i][S + 1], rows[i][S + 2], table.move(rows[i], S + 3, 2 * S + 2, 1, {})
    local weight = 2 * h * p * w[i]
    for k = 1, S do weight = weight + h * w[k] * B[k][i] end
    p_left, q_right = p_left + weight * result.u[i] / 2, q_right + weight * result.v[i]
    for j = 1, S do result.to_q[j] = result.to_q[j] + weight * result.R[i][j] end
  end
  result.p, result.q = p_left, q_right
  return result
end

-- Adds lambda times what agent i answers to a unit forcing at each node, with a minus sign: 1 - lambda K.
local function subtract_response(matrix, game, i)
  local panels = #game.risk[i]
  local parts, p = {}, game.gamma[i]
  for k = panels, 1, -1 do
    local h = game.edges and game.edges[k + 1] - game.edges[k] or game.T / panels
    parts[k] = panel(game.eta[i], game.risk[i][k], game.lambda, h, p)
    p = parts[k].p
  end
  for column = 1, S * panels do
    local at, node = (column - 1) // S + 1, (column - 1) % S + 1
    local q, right = 0.0, {}
    for k = panels, 1, -1 do
      right[k] = q
      q = parts[k].q * q + (k == at and parts[k].to_q[node] or 0.0)
    end
    local X = 0.0
    for k = 1, panels do
      local part, step = parts[k], 0.0
      for s = 1, S do
        local rate = part.u[s] * X + part.v[s] * right[k] + (k == at and part.R[s][node] or 0.0)
        step = step + part.h * w[s] * rate
        local row = matrix[(k - 1) * S + s]
        row[column] = row[column] - game.lambda * rate
      end
      X = X + step
    end
  end
end

-- 1 - lambda K, each response times `weight`.
local function coupling_matrix(game, weight)
  local size, matrix = S * #game.risk[1], {}
  for i = 1, size do
    matrix[i] = {}
    for j = 1, size do matrix[i][j] = 0.0 end
  end
  for i = 1, #game.eta do subtract_response(matrix, game, i) end
  for i = 1, size do
    for j = 1, size do matrix[i][j] = (i == j and 1.0 or 0.0) + weight * matrix[i][j] end
  end
  return matrix
end

-- Triangular factors in place, with the order of the rows; and the determinant.
local function factorise(matrix)
  local size, order, determinant = #matrix, {}, 1.0
  for k = 1, size do order[k] = k end
  for k = 1, size do
    local pivot = k
    for i = k + 1, size do
      if math.abs(matrix[i][k]) > math.abs(matrix[pivot][k]) then pivot = i end
    end
    if pivot ~= k then
      matrix[k], matrix[pivot], order[k], order[pivot] = matrix[pivot], matrix[k], order[pivot], order[k]
      determinant = -determinant
    end
    local row = matrix[k]
    determinant = determinant * row[k]
    for i = k + 1, size do
      local below = matrix[i]
      local factor = below[k] / row[k]
      below[k] = factor
      for j = k + 1, size do below[j] = below[j] - factor * row[j] end
    end
  end
  return order, determinant
end

local function substitute(factors, order, right)
  local size, x = #factors, {}
  for i = 1, size do
    local sum = right[order[i]]
    for j = 1, i - 1 do sum = sum - factors[i][j] * x[j] end
    x[i] = sum
  end
  for i = size, 1, -1 do
    local sum = x[i]
    for j = i + 1, size do sum = sum - factors[i][j] * x[j] end
    x[i] = sum / factors[i][i]
  end
  return x
end

--- The determinant of 1 - lambda K.
function M.determinant(game)
  local _, determinant = factorise(coupling_matrix(game, 1))
  return determinant
end

--- Products with K that GMRES (Saad and Schultz) needs to make the residual 10^-12 of the right-hand side, all ones. With `some`,
-- the numbers of a few agents, the same equation for these agents alone, their responses scaled to the number of all agents,
-- is solved before each product.
function M.products(game, some)
  local matrix = coupling_matrix(game, 1)
  local size, solve = #matrix, function(x) return x end
  if some then
    local few = { T = game.T, lambda = game.lambda, edges = game.edges, gamma = {}, eta = {}, risk = {} }
    for k, i in ipairs(some) do few.gamma[k], few.eta[k], few.risk[k] = game.gamma[i], game.eta[i], game.risk[i] end
    local factors = coupling_matrix(few, #game.eta / #some)
    local order = factorise(factors)
    solve = function(x) return substitute(factors, order, x) end
  end
  local basis, h, cosines, sines, residual = { {} }, {}, {}, {}, { 1.0 }
  for i = 1, size do basis[1][i] = 1 / math.sqrt(size) end
  for k = 1, size do
    local z, v, column = solve(basis[k]), {}, {}
    for i = 1, size do
      local sum, row = 0.0, matrix[i]
      for j = 1, size do sum = sum + row[j] * z[j] end
      v[i] = sum
    end
    for _ = 1, 2 do                            -- orthogonalise twice
      for j = 1, k do
        local dot = 0.0
        for i = 1, size do dot = dot + v[i] * basis[j][i] end
        for i = 1, size do v[i] = v[i] - dot * basis[j][i] end
        column[j] = (column[j] or 0.0) + dot
      end
    end
    local norm = 0.0
    for i = 1, size do norm = norm + v[i] ^ 2 end
    norm = math.sqrt(norm)
    basis[k + 1] = {}
    for i = 1, size do basis[k + 1][i] = v[i] / norm end
    for j = 1, k - 1 do
      column[j], column[j + 1] = cosines[j] * column[j] + sines[j] * column[j + 1], cosines[j] * column[j + 1] - sines[j] * column[j]
    end
    local length = math.sqrt(column[k] ^ 2 + norm ^ 2)
    cosines[k], sines[k] = column[k] / length, norm / length
    h[k] = column
    residual[k + 1] = math.abs(sines[k] * residual[k])
    if residual[k + 1] < 1e-12 then return k end
  end
  return size
end

return M
