-- The equilibrium of different agents with constant coefficients as a sum of exponentials. X_i = sum_k c_k e^{r_k t}/d_i(r_k)
-- with d_i(r) = eta_i r^2 - (lambda/2) r - a_i, where the r_k solve 1 + (lambda r/2) sum_i m_i/d_i(r) = 0 (m_i agents of kind
-- i). Between two poles the left side falls, so bisection finds all of them. Calls matrices.lua of another paper.
--
-- Kinds are { T, lambda, eta, alpha, sigma, phi, b, x }, as in game.lua, all a_i > 0; count[i] agents of kind i with the
-- mean inventory x[i] (1 each if count is absent). Deviations from the mean of a kind: M.deviation.

local matrices = require "muhlekarbe2024.matrices"

local M = {}

local function bisect(f, low, high)
  for _ = 1, 200 do
    local middle = (low + high) / 2
    if middle <= low or middle >= high then break end
    if f(middle) > 0 then low = middle else high = middle end
  end
  return (low + high) / 2
end

--- 2n real roots: n of each sign, one below each pole of that sign.
function M.roots(game)
  local n, half = #game.x, game.lambda / 2
  local poles, counts = { {}, {} }, game.count or {}
  local risk = {}
  for i = 1, n do
    risk[i] = game.alpha[i] * game.sigma ^ 2
    local w = math.sqrt((half / 2) ^ 2 + game.eta[i] * risk[i])
    poles[1][i], poles[2][i] = -risk[i] / (half / 2 + w), (half / 2 + w) / game.eta[i]
  end
  local function left_side(r)
    local sum = 1.0
    for i = 1, n do sum = sum + half * (counts[i] or 1) / (game.eta[i] * r - half - risk[i] / r) end
    return sum
  end
  local roots = {}
  for _, list in ipairs(poles) do
    table.sort(list)
    for k, pole in ipairs(list) do
      local floor = list[k - 1]
      if not floor then
        floor = pole > 0 and 0.0 or 2 * pole
        while pole < 0 and left_side(floor) <= 0 do floor = 2 * floor end
      end
      roots[#roots + 1] = bisect(left_side, floor, pole)
    end
  end
  return roots
end

--- A function t -> inventories X, rates, aggregate inventory; and the roots.
function M.solve(game)
  local n, half, roots = #game.x, game.lambda / 2, M.roots(game)
  local shapes, rest = {}, {}
  for i = 1, n do
    local a = game.alpha[i] * game.sigma ^ 2
    rest[i] = (game.b or 0) / (2 * a)
    shapes[i] = {}
    for k, r in ipairs(roots) do shapes[i][k] = 1 / (game.eta[i] * r * r - half * r - a) end
  end
  -- Each column is scaled by its largest entry, growing modes end at 1.
  local rows, right, start = {}, {}, {}
  for k, r in ipairs(roots) do
    start[k] = r > 0 and game.T or 0.0
    local largest = 0.0
    for i = 1, n do largest = math.max(largest, math.abs(shapes[i][k])) end
    for i = 1, n do shapes[i][k] = shapes[i][k] / largest end
  end
  for i = 1, n do
    local gamma = game.phi[i] - half
    rows[i], rows[n + i] = {}, {}
    for k, r in ipairs(roots) do
      rows[i][k] = shapes[i][k] * math.exp(-r * start[k])
      rows[n + i][k] = (game.eta[i] * r + gamma) * shapes[i][k] * math.exp(r * (game.T - start[k]))
    end
    right[i], right[n + i] = game.x[i] - rest[i], -gamma * rest[i]
  end
  local weights = matrices.solve(rows, right)
  return function(t)
    local X, rates, total = {}, {}, 0.0
    for i = 1, n do
      local x, rate = rest[i], 0.0
      for k, r in ipairs(roots) do
        local part = weights[k] * shapes[i][k] * math.exp(r * (t - start[k]))
        x, rate = x + part, rate + r * part
      end
      X[i], rates[i] = x, rate
      total = total + (game.count and game.count[i] or 1) * x
    end
    return X, rates, total
  end, roots
end

--- What is left at t of a deviation from the mean of kind i: eta u'' - (lambda/2) u' - a u = 0, eta u' = -gamma u at T.
function M.deviation(game, i, t)
  local eta, a, gamma = game.eta[i], game.alpha[i] * game.sigma ^ 2, game.phi[i] - game.lambda / 2
  local c = game.lambda / (4 * eta)
  local w = math.sqrt(c * c + a / eta)
  local function left(y)                       -- e^{-c y} times the solution that satisfies the end condition, y = T - t
    return math.exp(-c * y) * ((math.exp(w * y) + math.exp(-w * y)) / 2
      + (gamma / eta + c) * (math.exp(w * y) - math.exp(-w * y)) / (2 * w))
  end
  return left(game.T - t) / left(game.T)
end

return M
