-- The recursion of theorem 1 in plain Lua, with every line in the form that the paper prints and in the corrected one, and
-- the price model rolled forward trade by trade. It shares no code with the plugin: it is the second route of many claims,
-- and the place to try what a misprint does.
--
-- A market is a table: periods, impact, transient_share, drift, variance (lists), resilience_rate, risk_aversion, fee, shares,
-- resilience = "printed" | "consistent". Slips name the lines that are taken as printed:
--   a3 = "printed" | "missing-decay", a4 = "printed", constant = "printed" (the sign of c_t), b3, b5, b6 = "printed"

local M = {}

local defaults = {
  periods = 13, impact = 1e-3, transient_share = 0.5, resilience_rate = 0.1, drift = 0, variance = 0.02,
  risk_aversion = 1e-3, fee = 1e-3, shares = 1e5, resilience = "printed",
}

local function list_of(value, n)
  if type(value) == "table" then return value end
  local list = {}
  for t = 1, n do list[t] = value end
  return list
end

-- The base case of the paper with changes; numbers fill lists.
function M.market(changes)
  local market = {}
  for name, value in pairs(defaults) do market[name] = value end
  for name, value in pairs(changes or {}) do market[name] = value end
  for _, name in ipairs { "impact", "transient_share", "drift", "variance" } do
    market[name] = list_of(market[name], market.periods)
  end
  return market
end

-- m_t, the part of an impact that the next price shows, and l_t, what flows into the recovery S.
function M.coefficients(market, t)
  local e, alpha, lambda = math.exp(-market.resilience_rate), market.transient_share[t], market.impact[t]
  local l = lambda * (1 - e) * e
  if market.resilience == "consistent" then l = alpha * l end
  return alpha * e + 1 - alpha, l, e
end

-- region: recursion
-- Theorem 1 backwards, then the trades forwards. -> { trades = {q_1 .. q_T, y}, volume, pivots, cost, a = {A1..A4 by t} }
function M.solve(market, slips)
  slips = slips or {}
  local a, pivots = {}, {}
  local b1, b2, b3, b4, b5, b6 = market.fee, 0, 0, 0, 0, 0
  for t = market.periods, 1, -1 do
    local m, l, e = M.coefficients(market, t)
    local lambda, mu, rs = market.impact[t], market.drift[t], market.risk_aversion * market.variance[t]
    local a1 = lambda * (1 - m) + b1 - l * (b3 - b4 * l) + rs / 2
    local a2 = -lambda * m + 2 * b1 - b3 * l + rs
    local a3 = 1 - e * b3 + 2 * e * l * b4
    if slips.a3 == "printed" then a3 = 1 + e * b3 - 2 * e * l * b4
    elseif slips.a3 == "missing-decay" then a3 = 1 - e * b3 + 2 * l * b4 end
    local a4 = b2 - (slips.a4 == "printed" and e or l) * b5 + mu
    local d3, d5, d6 = slips.b3 and a4 or a1, slips.b5 and a4 or a1, slips.b6 and a4 or a1
    a[t], pivots[t] = { a1, a2, a3, a4 }, a1
    b1, b2, b3, b4, b5, b6 =
      b1 + rs / 2 - a2 ^ 2 / (4 * a1), b2 + mu - a2 * a4 / (2 * a1), e * b3 - 1 + a2 * a3 / (2 * d3),
      e ^ 2 * b4 - a3 ^ 2 / (4 * a1), e * b5 + a3 * a4 / (2 * d5), b6 - a4 ^ 2 / (4 * d6)
  end
  local trades, left, recovery = {}, market.shares, 0
  local sign = slips.constant == "printed" and -1 or 1
  for t = 1, market.periods do
    local _, l, e = M.coefficients(market, t)
    local a1, a2, a3, a4 = table.unpack(a[t])
    trades[t] = (a2 * left - a3 * recovery + sign * a4) / (2 * a1)
    left, recovery = left - trades[t], l * trades[t] + e * recovery
  end
  trades[market.periods + 1] = left
  return { trades = trades, volume = left, pivots = pivots, a = a, cost = b1 * market.shares ^ 2 + b2 * market.shares + b6 }
end
-- end region

-- The price model (2.2)-(2.6) trade by trade, prices relative to p_1. -> { mean, variance, certainty_equivalent of the cost,
-- wealth (without the off-exchange trade), prices = {E p_1 .. E p_T+1}, recovery = {S_1 .. S_T+1}, inventory }
function M.roll(market, trades)
  local price, recovery, wealth, left, variance = 0, 0, 0, market.shares, 0
  local prices, recoveries, inventory = {}, {}, {}
  for t = 1, market.periods do
    local m, l, e = M.coefficients(market, t)
    prices[t], recoveries[t], inventory[t] = price, recovery, left
    wealth = wealth - (price + market.impact[t] * trades[t]) * trades[t]
    left = left - trades[t]
    variance = variance + market.variance[t] * left ^ 2
    price = price + market.impact[t] * m * trades[t] - recovery + market.drift[t]
    recovery = l * trades[t] + e * recovery
  end
  local last = market.periods + 1
  prices[last], recoveries[last], inventory[last] = price, recovery, left
  local y = trades[last]
  local mean = -wealth + price * y + market.fee * y ^ 2
  return { mean = mean, variance = variance, certainty_equivalent = mean + market.risk_aversion / 2 * variance,
    wealth = wealth, prices = prices, recovery = recoveries, inventory = inventory }
end

return M
