-- Appendix B: two dealers with private inventories, from the profit and loss (24) alone. A market is a table: I = kappa +
-- lambda, B = beta lambda, gamma, phi, Xs, zeta. A rival's policy is { a, b, c, d }: she trades a - b Y0 and quotes c - d Y0.

local matrices = require "muhlekarbe2024.matrices"

local M = {}

local names = {
  kappa = "permanent_impact", lambda = "transient_impact", beta = "decayed_fraction", gamma = "inventory_cost",
  phi = "trade_probability", Xs = "client_size", zeta = "inventory_range",
}

--- A market as arguments of the plugin's models.
function M.arguments(n)
  local arguments = {}
  for name, value in pairs(n) do
    if names[name] then arguments[names[name]] = value end
  end
  return arguments
end

--- n0 with changes of kappa, lambda, beta, gamma, phi, Xs, zeta.
function M.market(changes)
  local m = { kappa = 0.3, lambda = 0.9, beta = 0.6, gamma = 0.4, phi = 0.7, Xs = 1.2, zeta = 1.5 }
  for name, value in pairs(changes or {}) do
    if m[name] == nil then error("a market has no " .. name, 2) end
    m[name] = value
  end
  m.I, m.B = m.kappa + m.lambda, m.beta * m.lambda
  return m
end

-- region: eq24
--- (24): dealer A's profit and loss when she starts with X0, trades dX and quotes delta, against Y0 and its policy; P* = 0.
-- wins: nil without a trade, else whether A has the better quote.
function M.profit(n, X0, dX, delta, Y0, dY, trade, wins)
  local I, B, moved = n.I, n.B, dX + dY
  local cash = -I / 2 * moved * dX - n.gamma / 2 * (X0 + dX) ^ 2
  if not trade then
    return cash + ((I - 2 * B) / 2 * moved - I / 2 * (X0 + Y0)) * (X0 + dX)
  end
  local unwind = (I - 2 * B) / 2 * moved + I / 2 * (n.Xs - X0 - Y0)
  if wins then
    return cash + (delta + (I - B) * moved) * n.Xs + unwind * (X0 + dX - n.Xs)
  end
  return cash + unwind * (X0 + dX)
end
-- end region

--- The same from three trades in a market: each trade is settled at the mean of the prices before and after it, a share of
-- the impact of the first decays before the second.
function M.market_profit(n, X0, dX, delta, Y0, dY, trade, wins)
  local price, cash = 0.0, 0.0
  local first = price + n.I * (dX + dY) / 2
  price, cash = price + n.I * (dX + dY), cash - first * dX
  price = price - n.B * (dX + dY)
  local left, other = X0 + dX, Y0 + dY
  if trade and wins then
    cash, left = cash + (price + delta) * n.Xs, left - n.Xs
  elseif trade then
    other = other - n.Xs
  end
  local last = price - n.I * (left + other) / 2
  return cash + last * left - n.gamma / 2 * (X0 + dX) ^ 2
end

local nodes = { -math.sqrt(3 / 5), 0, math.sqrt(3 / 5) }
local weights = { 5 / 9, 8 / 9, 5 / 9 }

-- Mean of f(Y0) over `from` to `to`, weighted by the density 1/(2 zeta); exact for polynomials of degree 5.
local function mean(n, f, from, to)
  local half, sum = (to - from) / 2, 0.0
  for i = 1, 3 do sum = sum + weights[i] * f((from + to) / 2 + half * nodes[i]) end
  return half * sum / (2 * n.zeta)
end

--- Expected profit and loss over Y0 and the client's decision.
function M.expected(n, X0, dX, delta, rival)
  local a, b, c, d = table.unpack(rival)
  local edge = math.max(-n.zeta, math.min(n.zeta, (c - delta) / d))      -- A wins against Y0 below it
  local function over(trade, wins)
    return function(Y0) return M.profit(n, X0, dX, delta, Y0, a - b * Y0, trade, wins) end
  end
  return n.phi * (mean(n, over(true, true), -n.zeta, edge) + mean(n, over(true, false), edge, n.zeta))
    + (1 - n.phi) * mean(n, over(false), -n.zeta, n.zeta)
end

-- Vertex, height and second derivative of the parabola through f at x - h, x, x + h.
local function parabola(f, x, h)
  local left, middle, right = f(x - h), f(x), f(x + h)
  local slope, curvature = (right - left) / (2 * h), (right + left - 2 * middle) / h ^ 2
  return x - slope / curvature, middle - slope ^ 2 / (2 * curvature), curvature
end

--- The best trade for a given quote: (25) without its formula. -> dX, profit, second derivative
function M.best_trade(n, X0, delta, rival, may_prehedge)
  if may_prehedge == false then return 0, M.expected(n, X0, 0, delta, rival), 0 end
  return parabola(function(dX) return M.expected(n, X0, dX, delta, rival) end, 0, 1)
end

--- The best quote among those that sometimes win and sometimes lose, with the best trade. -> delta, dX, profit, second derivative
function M.best_quote(n, X0, rival, may_prehedge)
  local _, _, c, d = table.unpack(rival)
  local function profit(delta) return (select(2, M.best_trade(n, X0, delta, rival, may_prehedge))) end
  local delta, best, curvature = parabola(profit, c, math.abs(d) * n.zeta / 2)
  return delta, (M.best_trade(n, X0, delta, rival, may_prehedge)), best, curvature
end

--- The linear policy that answers a rival's: from the best answers of two inventories.
function M.answer(n, rival)
  local policy, inventories = {}, { -0.2 * n.zeta, 0.2 * n.zeta }
  local quote, trade = {}, {}
  for i, X0 in ipairs(inventories) do quote[i], trade[i] = M.best_quote(n, X0, rival) end
  local width = inventories[2] - inventories[1]
  policy[1], policy[2] = (trade[1] + trade[2]) / 2, -(trade[2] - trade[1]) / width
  policy[3], policy[4] = (quote[1] + quote[2]) / 2, -(quote[2] - quote[1]) / width
  return policy
end

--- Answers to answers from a policy, with a damping factor. -> the last policy
function M.iterate(n, policy, damping, steps)
  for _ = 1, steps do
    local answer = M.answer(n, policy)
    for i = 1, 4 do policy[i] = policy[i] + damping * (answer[i] - policy[i]) end
  end
  return policy
end

--- The derivative of the map policy -> answer, by central differences.
function M.derivative(n, policy)
  local columns = {}
  for j = 1, 4 do
    local h = 1e-4 * math.max(math.abs(policy[j]), 0.1)
    local up, down = table.move(policy, 1, 4, 1, {}), table.move(policy, 1, 4, 1, {})
    up[j], down[j] = up[j] + h, down[j] - h
    local above, below = M.answer(n, up), M.answer(n, down)
    for i = 1, 4 do
      columns[i] = columns[i] or {}
      columns[i][j] = (above[i] - below[i]) / (2 * h)
    end
  end
  return columns
end

--- det(J + 1): zero iff the map has the eigenvalue -1.
function M.oscillation(n, policy)
  return matrices.determinant(matrices.sum(M.derivative(n, policy), matrices.identity(4)))
end

--- The equilibrium and what the client pays, as printed: (26), (27) and after.
function M.equilibrium(n)
  local I, B, g, z, x = n.I, n.B, n.gamma, n.zeta, n.Xs * n.phi
  local e = {
    a = 3 * I * x / (4 * (3 * B + g)), b = (4 * z * (B + g) - I * x) / (4 * z * (2 * B + g)),
    c = I * (4 * (3 * B + g) * (B * (z + 2 * n.Xs) + g * n.Xs) - I * x * (9 * B + 5 * g)) / (8 * (2 * B + g) * (3 * B + g)),
    d = (4 * B * z * I + I ^ 2 * x) / (8 * z * (2 * B + g)),
  }
  local phi = n.phi
  e.spread = I * n.Xs / 12 * (6 - I * phi * (15 * B + 8 * g) / ((2 * B + g) * (3 * B + g))) + B * I / (3 * (2 * B + g)) * z
  e.impact = (I - B) * 3 * I * x / (2 * (3 * B + g))
  e.cost = I * (-36 * B ^ 2 * (phi - 1) + 3 * B * (g * (10 - 6 * phi) + 7 * I * phi) + 2 * g * (3 * g + 5 * I * phi))
    / (12 * (2 * B + g) * (3 * B + g)) * n.Xs + B * I / (3 * (2 * B + g)) * z
  e.cost_without = I / 6 * (2 * z + 3 * n.Xs)
  e.difference = (I * x * (-36 * B ^ 2 + 3 * B * (7 * I - 6 * g) + 10 * g * I) - 4 * z * I * (B + g) * (3 * B + g))
    / (12 * (2 * B + g) * (3 * B + g))
  e.threshold = 4 * (B + g) * (3 * B + g) / (x / z * (21 * B + 10 * g)) + 18 * B * (2 * B + g) / (21 * B + 10 * g)
  return e
end

--- Dealer A's best quote for any rival, as printed below (25): constant and slope.
function M.printed_quote(n, rival)
  local a, b, c, d = table.unpack(rival)
  local I, B, g, z, X, phi = n.I, n.B, n.gamma, n.zeta, n.Xs, n.phi
  local below = 4 * z * (2 * B + g) * ((b - 1) * I + 4 * d) - I ^ 2 * X * phi
  return (4 * B * z * (d * (-a * I + 4 * d * z + 2 * I * X) + 2 * (b - 1) * c * I + 4 * c * d)
    + 4 * g * z * (d * (-a * I + 2 * d * z + I * X) + (b - 1) * c * I + 2 * c * d) - I ^ 2 * X * phi * (c + 3 * d * z)) / below,
    4 * B * d * z * I / below
end

--- (25): constant and slope of dealer A's best trade for a quote delta.
function M.printed_trade(n, X0, delta, rival)
  local a, _, c, d = table.unpack(rival)
  return -(n.B + n.gamma) / (2 * n.B + n.gamma) * X0
    + (n.I * n.Xs * n.phi * (c + 3 * d * n.zeta - delta) - 4 * a * n.B * d * n.zeta) / (4 * d * n.zeta * (2 * n.B + n.gamma))
end

--- The expectation of (24) over Y0, its four terms as printed before (25).
function M.printed_expected(n, X0, dX, delta, rival)
  local a, b, c, d = table.unpack(rival)
  local I, B, z, X = n.I, n.B, n.zeta, n.Xs
  local y, half = (c - delta) / d, (I - 2 * B) / 2
  local below, above = (y ^ 2 - z ^ 2) / (4 * z), (z ^ 2 - y ^ 2) / (4 * z)
  local first = -I * a / 2 * dX - I / 2 * dX ^ 2 - n.gamma / 2 * (X0 + dX) ^ 2
  local second = n.phi * (c - delta + d * z) / (2 * d * z)
      * ((delta + (I - B) * (dX + a)) * X + (half * (dX + a) + I / 2 * (X - X0)) * (X0 + dX - X))
    - n.phi * below * ((I - B) * b * X + (half * b + I / 2) * (X0 + dX - X))
  local third = n.phi * (delta - c + d * z) / (2 * d * z) * (half * (dX + a) + I / 2 * (X - X0)) * (X0 + dX)
    - n.phi * above * (half * b + I / 2) * (X0 + dX)
  local fourth = (1 - n.phi) * (half * (dX + a) - I / 2 * X0) * (X0 + dX)
  return first + second + third + fourth
end

--- The same without pre-hedging, as printed.
function M.printed_expected_without(n, X0, delta, c, d)
  local I, z, X = n.I, n.zeta, n.Xs
  local y = (c - delta) / d
  return -n.gamma / 2 * X0 ^ 2 + n.phi * (c - delta + d * z) / (2 * d * z) * (delta * X - I / 2 * (X0 - X) ^ 2)
    - n.phi * I / 2 * (X0 - X) * (y ^ 2 - z ^ 2) / (4 * z)
    + n.phi * (delta - c + d * z) / (2 * d * z) * (I / 2 * X * X0 - I / 2 * X0 ^ 2)
    - n.phi * I / 2 * X0 * (z ^ 2 - y ^ 2) / (4 * z) - (1 - n.phi) * I / 2 * X0 ^ 2
end

--- d and c for given a and b, as printed before (26).
function M.printed_consistent(n, a, b)
  local I, B, g, z, x = n.I, n.B, n.gamma, n.zeta, n.Xs * n.phi
  return I * (-8 * a * (B + g) + 4 * B * (-2 * b * z + 3 * z + 4 * n.Xs) + 4 * g * (-b * z + z + 2 * n.Xs) - 5 * I * x) / (16 * (2 * B + g)),
    I * (4 * z * ((3 - 2 * b) * B - b * g + g) + I * x) / (16 * z * (2 * B + g))
end

--- The best quote without pre-hedging, as printed: constant and slope.
function M.printed_quote_without(n, c, d)
  return (2 * c * d - c * n.I + 2 * d ^ 2 * n.zeta + d * n.I * n.Xs) / (4 * d - n.I), d * n.I / (4 * d - n.I)
end

return M
