-- Theorem 2: the client's demand is affine in the spread and in the price, there is no transient impact and no random stage.
-- The value matrix on (X, P*, 1) comes from the three outcomes and the Riccati equation; beside it stand the closed forms,
-- as corrected and as printed, and the moments of the path. A case is a table: kappa nu gamma sigma T, Xs phi s1 s2 delta
-- delta0, X0 P0, client_price = "market" | "printed".

local integration = require "muhlekarbe2024.integration"
local riccati = require "muhlekarbe2024.riccati"

local M = {}

local base = {
  kappa = 0.4, nu = 0.7, gamma = 0.5, sigma = 0.8, T = 1.4, X0 = 0.6, Xs = 1.3, phi = 0.6, s1 = 0.5, s2 = 0.35, delta = 0.45,
  delta0 = 0.2, P0 = 0.3, client_price = "market",
}

local names = {
  kappa = "permanent_impact", nu = "temporary_impact", gamma = "inventory_cost", sigma = "volatility", T = "horizon",
  X0 = "initial_inventory", Xs = "client_size", phi = "demand_level", s1 = "spread_slope", s2 = "price_slope", delta = "half_spread",
  delta0 = "demand_reference", P0 = "initial_price", client_price = "client_price",
}

--- A case as arguments of the plugin's models.
function M.arguments(case, more)
  local arguments = {}
  for name, value in pairs(case) do arguments[names[name]] = value end
  for name, value in pairs(more or {}) do arguments[name] = value end
  return arguments
end

function M.case(changes)
  local case = {}
  for name, value in pairs(base) do case[name] = value end
  for name, value in pairs(changes or {}) do
    if base[name] == nil then error("a case has no " .. name, 2) end
    case[name] = value
  end
  return case
end

--- The quantities of A.3: h = sqrt(gamma nu), lX, l0, the demand q of a client who sees P* = 0 and X = X0 (printed: X = 0),
-- k = s2 kappa lX, m = q lX - s2 kappa l0.
function M.loads(c)
  local h, printed = math.sqrt(c.gamma * c.nu), c.client_price == "printed"
  local lX = (h + c.kappa) * c.Xs
  local l0 = c.delta * c.Xs - (h + c.kappa) / 2 * c.Xs ^ 2 + (printed and c.kappa * c.X0 * c.Xs or 0)
  local q = c.phi - c.s1 * (c.delta - c.delta0) + c.s2 * (c.P0 + (printed and 0 or c.kappa * c.X0))
  return { h = h, g = math.sqrt(c.gamma / c.nu), lX = lX, l0 = l0, q = q, k = c.s2 * c.kappa * lX, m = q * lX - c.s2 * c.kappa * l0 }
end

-- What the dealer has at T, without P* X and the terms of the permanent impact that all times share.
function M.outcome(c)
  local h = math.sqrt(c.gamma * c.nu)
  return function(X, P)
    local seen = P + c.kappa * (X - (c.client_price == "market" and c.X0 or 0))
    local probability = c.phi - c.s1 * (c.delta - c.delta0) - c.s2 * (seen - c.P0)
    local function rest(left) return P * left + c.kappa / 2 * left ^ 2 + c.kappa * (X - left - c.X0) * left - h / 2 * left ^ 2 end
    local sold = (seen + c.delta) * c.Xs + rest(X - c.Xs)
    return (1 - probability) * rest(X) + probability * sold - (P * X + c.kappa / 2 * X ^ 2 - c.kappa * c.X0 * X)
  end
end

local function problem_of(c)
  local zero = { { 0, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }
  return { a = zero, b = { 1, 0, 0 }, s = { 0, 0, 0 }, q = { { c.gamma, 0, 0 }, { 0, 0, 0 }, { 0, 0, 0 } }, nu = c.nu }
end

--- The best rate at (X, P*) for a value matrix p.
function M.rate(c, p, X, P) return (p[1][1] * X + p[1][2] * P + p[1][3]) / c.nu end

--- The value matrix at T, and at `time` before it.
function M.terminal(c) return riccati.quadratic(M.outcome(c), 2) end

function M.matrix(c, time)
  return riccati.before(problem_of(c), M.terminal(c), time, math.max(1, math.ceil(3 * time)),
    function(p) return c.sigma ^ 2 * p[2][2] end)
end

--- Expected profit and loss from the value matrix at 0.
function M.value(c)
  return riccati.value(M.matrix(c, c.T), { c.X0, c.P0, 1 }) + c.P0 * c.X0 - c.kappa / 2 * c.X0 ^ 2
end

-- region: corrected
--- The coefficient functions s = T - t before the trade, corrected where the companion's are wrong.
function M.functions(c, s)
  local l = M.loads(c)
  local decay, y = math.exp(-2 * l.g * s), 1 - math.exp(-2 * l.g * s)
  local G = y / (2 * (l.k * y + l.h))                                                  -- integral of D^2/nu
  local HG = (s - c.nu / (2 * (l.k + l.h)) * (2 * l.g * s + math.log(1 + l.k * y / l.h))) / (2 * l.k)   -- integral of G
  local D = l.h * math.exp(-l.g * s) / (l.h + l.k * y)
  return { A = l.h * (l.k + l.h + l.k * decay) / (l.k + l.h - l.k * decay), B = -c.s2 * l.lX * D, C = (c.s2 * l.lX) ^ 2 * G, D = D,
    E = 1 + l.m * l.lX * G / l.l0, F = l.m ^ 2 * G / 2 + c.sigma ^ 2 * (c.s2 * l.lX) ^ 2 * HG / 2, G = G }
end
-- end region

--- E and F as printed (with the undefined b_1 read as s2). F in three forms: as it stands; with the misplaced logarithm moved
-- into the bracket whose factor is 1/18; with that factor 1/16 as well.
function M.printed(c, s)
  local l = M.loads(c)
  local b1, x = c.s2, (1 - math.exp(-2 * l.g * s)) / (1 + math.exp(-2 * l.g * s))
  local function artanh(z) return math.log((1 + z) / (1 - z)) / 2 end
  local ratio = math.sqrt(b1 * c.kappa * l.lX / (b1 * c.kappa * l.lX + l.h))
  local E = math.exp(math.sqrt(b1 * l.lX / (c.kappa * (b1 * c.kappa * l.lX + l.h))) * (artanh(math.exp(-l.g * s) * ratio) - artanh(ratio)))
  local first = l.m ^ 2 / (4 * l.k + 2 * l.h + 2 * l.h / x)
  local stray = 2 * math.sqrt(c.nu / c.gamma) * math.log(1 + x)
  local factor = c.sigma ^ 2 * c.s2 * l.lX / c.kappa
  local bracket = c.nu * (l.k - l.h) * math.log(c.gamma * c.nu) / (l.k ^ 2 - l.h ^ 2)
    - 2 * l.k * math.log(1 - x) / (l.k * l.g + c.gamma)
    - 2 * c.nu * (2 * l.k + l.h) * math.log(l.h + (2 * l.k + l.h) * x) / (2 * l.k ^ 2 + 3 * l.k * l.h + l.h ^ 2)
  return { E = E, F = first + stray + factor / 18 * bracket, F_moved = first + factor / 18 * (bracket + stray),
    F_corrected = first + factor / 16 * (bracket + stray) }
end

--- Mean of X_t, its variance and its covariance with P*_t, by their differential equations, with the coefficients of
-- functions().
function M.moments(c, t)
  local l = M.loads(c)
  local y = integration.solve(function(r, y)
    local f = M.functions(c, c.T - r)
    return { (l.m * f.D - f.A * y[1] + f.B * c.P0) / c.nu, 2 * (-f.A * y[2] + f.B * y[3]) / c.nu,
      (-f.A * y[3] + f.B * c.sigma ^ 2 * r) / c.nu }
  end, { c.X0, 0, 0 }, 0, t, math.max(1, math.ceil(3 * t)))
  return y[1], y[2], y[3]
end

-- region: bracket
--- The bracket of the dynamic programming equation at (t, X, P*) and rate u, without the terms that only shift it. `form` =
-- "corrected", or "printed": the factors m of D and -s2 l0 of E are missing.
function M.bracket(c, s, X, P, u, form)
  local l, step = M.loads(c), 1e-3
  local f = M.functions(c, s)
  local function slope(name)                        -- derivative in t = T - s, from five points
    local function at(k) return M.functions(c, s - k * step)[name] end
    return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * step)
  end
  local m = form == "printed" and 1 or l.m
  local e = form == "printed" and 1 or -c.s2 * l.l0
  return -c.gamma / 2 * X ^ 2 - c.nu / 2 * u ^ 2 + (-f.A * X + f.B * P + m * f.D) * u + f.C / 2 * c.sigma ^ 2
    - slope "A" / 2 * X ^ 2 + slope "B" * X * P + slope "C" / 2 * P ^ 2 + m * slope "D" * X + e * slope "E" * P + slope "F"
end
-- end region

--- When the value explodes, by following -A from T back until it exceeds 10^8; infinite if it settles.
function M.explosion(c)
  local l, s, a = M.loads(c), 0.0, nil
  a = l.h + 2 * l.k
  while a < 0 and a > -1e8 do
    local h = 0.05 * c.nu / (math.abs(a) + l.h)
    a = integration.solve(function(_, y) return { c.gamma - y[1] ^ 2 / c.nu } end, { a }, 0, h, 1)[1]
    s = s + h
    if s > 1e3 then return math.huge end
  end
  return a < 0 and s + c.nu / -a or math.huge
end

return M
