-- The dealer in three stages, by routes that use no closed form: value matrices from Riccati equations on the state
-- (X, I, 1), and the expected cash flows added up along the path of any policy. A case is a table:
--   kappa lambda beta nu gamma alpha T   the market;   pi p delta Xs   the client;   X0 I0 P0   the start
--   client_price = "market" (P* + kappa (X - X0) + I), "printed" (P* + kappa X + I), or for a comparison "unmoved" (P*)

local matrices = require "muhlekarbe2024.matrices"
local integration = require "muhlekarbe2024.integration"
local riccati = require "muhlekarbe2024.riccati"

local M = {}

local base = {
  kappa = 0.3, lambda = 0.8, beta = 1.7, nu = 0.6, gamma = 0.9, alpha = 0.4, T = 1.3,
  pi = 0.8, p = 0.65, delta = 0.35, Xs = 1.9, X0 = 0, I0 = 0, P0 = 0, client_price = "market",
}

local names = {
  kappa = "permanent_impact", lambda = "transient_impact", beta = "transient_decay", nu = "temporary_impact",
  gamma = "inventory_cost", alpha = "random_stage", T = "horizon", pi = "buy_probability", p = "trade_probability",
  delta = "half_spread", Xs = "client_size", X0 = "initial_inventory", I0 = "initial_transient", P0 = "initial_price",
  client_price = "client_price",
}

--- The base case with changes.
function M.case(changes)
  local case = {}
  for name, value in pairs(base) do case[name] = value end
  for name, value in pairs(changes or {}) do
    if base[name] == nil then error("a case has no " .. name, 2) end
    case[name] = value
  end
  return case
end

--- The same as arguments of the plugin's models.
function M.arguments(case, more)
  local arguments = {}
  for name, value in pairs(case) do arguments[names[name]] = value end
  for name, value in pairs(more or {}) do arguments[name] = value end
  return arguments
end

-- The problem on (X, I), or on (X, I, 1).
local function problem_of(c, size)
  local a, q = matrices.scaled(matrices.identity(size), 0), matrices.scaled(matrices.identity(size), 0)
  a[2][2], q[1][1] = -c.beta, c.gamma
  return { a = a, q = q, b = { 1, c.lambda, size == 3 and 0 or nil }, s = { 0, 1, size == 3 and 0 or nil }, nu = c.nu }
end

-- region: outcomes
--- What the dealer has just before the client decides, without P* X: expected over the three outcomes, each from its cash
-- flow and the value of liquidation `after(X, I)`.
function M.continuation(c, after)
  local function rest(X, before, I)      -- value of X shares left, when the price counts from kappa (X - X0) before the trade
    return c.kappa / 2 * X ^ 2 + c.kappa * (before - X - c.X0) * X + after(X, I)
  end
  return function(X, I)
    local price = c.client_price == "unmoved" and 0 or c.kappa * (X - (c.client_price == "market" and c.X0 or 0)) + I
    local none = rest(X, X, I)
    local buys = (price + c.delta) * c.Xs + rest(X - c.Xs, X, I)
    local sells = -(price - c.delta) * c.Xs + rest(X + c.Xs, X, I)
    return (1 - c.p) * none + c.p * c.pi * buys + c.p * (1 - c.pi) * sells
  end
end
-- end region

--- Value matrices and gains: third (on X, I), second (on X, I, 1), first(t) -> matrix (on X, I, 1). Without P* X, and without
-- the terms kappa X^2/2 - kappa X0 X that all stages share.
function M.values(c)
  local third, gain = riccati.stationary(problem_of(c, 2), { -1, -0.1 })
  local function liquidation(X, I) return riccati.value(third, { X, I }) end
  local outcomes = M.continuation(c, liquidation)
  local trade = riccati.quadratic(function(X, I) return outcomes(X, I) - c.kappa / 2 * X ^ 2 + c.kappa * c.X0 * X end, 2)
  local three = problem_of(c, 3)
  local second, gain2 = trade, nil
  if c.alpha > 0 then second, gain2 = riccati.stationary(three, { gain[1], gain[2], 0 }, 1 / c.alpha, trade) end
  return {
    third = third, third_gain = gain, trade = trade, second = second, second_gain = gain2 or riccati.gain(three, trade),
    first = function(t)
      if t == c.T then return second end
      return riccati.before(three, second, c.T - t, math.ceil(3 * (c.T - t)))
    end,
    first_gain = function(p) return riccati.gain(three, p) end,
  }
end

--- The matrix M of z' = -M z when no client drives the trades, and the matrix N of (20), from the gain of the third stage.
function M.loop(c, gain)
  local cX, cI = -gain[1], -gain[2]
  return { { cX, cI }, { c.lambda * cX, c.lambda * cI + c.beta } }, { { cX, c.lambda * cX }, { cI, c.lambda * cI + c.beta } }
end

-- Cash of liquidating from (X, I), by adding up what the trades cost. The price is kappa (X_t - X + reference) + I_t.
local function liquidation_cash(c, rate, X, I, reference)
  local function f(_, y)
    local u = rate(y[1], y[2])
    local price = c.kappa * (y[1] - X + reference) + y[2] + c.nu / 2 * u
    return { u, -c.beta * y[2] + c.lambda * u, -price * u - c.gamma / 2 * y[1] ^ 2 }
  end
  return integration.solve(f, integration.solve(f, { X, I, 0 }, 0, 8, 24), 8, 45, 24)[3]
end

--- The integral of -(I u + nu/2 u^2 + gamma/2 X^2) along the liquidation from (X, I).
function M.liquidation_integral(c, rate, X, I)
  local function f(_, y)
    local u = rate(y[1], y[2])
    return { u, -c.beta * y[2] + c.lambda * u, -y[2] * u - c.nu / 2 * u ^ 2 - c.gamma / 2 * y[1] ^ 2 }
  end
  return integration.solve(f, integration.solve(f, { X, I, 0 }, 0, 8, 24), 8, 45, 24)[3]
end

local liquidations = {}

--- The best policy of a case: { first = rate(t, X, I), second = rate(u, X, I), third = rate(X, I), liquidation = matrix of
-- its cash on (X, I, reference, 1) }, from the value matrices. Liquidation takes 45 units of time, and its cash is a
-- quadratic function of where it begins, so that ten liquidations determine it.
function M.policy(c)
  local v = M.values(c)
  local gain, drive, last = v.third_gain, v.second_gain[3], { v.second[1][3], v.second[2][3] }
  local _, N = M.loop(c, gain)
  local function third(X, I) return gain[1] * X + gain[2] * I end
  local key = table.concat({ c.kappa, c.lambda, c.beta, c.nu, c.gamma }, " ")
  liquidations[key] = liquidations[key] or riccati.quadratic(function(X, I, reference)
    return liquidation_cash(c, third, X, I, reference)
  end, 3)
  return {
    first = function(t, X, I)
      local w = matrices.apply(matrices.exponential(N, t - c.T), last)
      return (w[1] + c.lambda * w[2]) / c.nu + third(X, I)
    end,
    second = function(_, X, I) return drive + third(X, I) end,
    third = third, liquidation = liquidations[key],
  }
end

-- region: cash
--- Expected profit and loss of a policy: the cash of all trades, with P* at its mean P0. The second stage is weighted by
-- the probability that it still lasts.
function M.expected_cash(c, policy)
  local function rest(X, before, I) return c.P0 * X + riccati.value(policy.liquidation, { X, I, before - c.X0, 1 }) end
  local function decision(X, I)
    local price = c.P0 + c.kappa * (X - (c.client_price == "market" and c.X0 or 0)) + I
    return (1 - c.p) * rest(X, X, I) + c.p * c.pi * ((price + c.delta) * c.Xs + rest(X - c.Xs, X, I))
      + c.p * (1 - c.pi) * (-(price - c.delta) * c.Xs + rest(X + c.Xs, X, I))
  end
  local function flow(X, I, u)
    return -(c.P0 + c.kappa * (X - c.X0) + I + c.nu / 2 * u) * u - c.gamma / 2 * X ^ 2
  end
  local z = { c.X0, c.I0, 0 }
  if c.T > 0 then
    z = integration.solve(function(t, y)
      local u = policy.first(t, y[1], y[2])
      return { u, -c.beta * y[2] + c.lambda * u, flow(y[1], y[2], u) }
    end, z, 0, c.T, math.ceil(3 * c.T))
  end
  if c.alpha == 0 then return z[3] + decision(z[1], z[2]) end
  return integration.solve(function(t, y)
    local u, lasts = policy.second(t, y[1], y[2]), math.exp(-t / c.alpha)
    return { u, -c.beta * y[2] + c.lambda * u, lasts * (flow(y[1], y[2], u) + decision(y[1], y[2]) / c.alpha) }
  end, z, 0, 36 * c.alpha, 36)[3]
end
-- end region

return M
