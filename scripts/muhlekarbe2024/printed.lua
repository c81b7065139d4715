-- The formulas of the companion as they are printed, misprints included, in the order of the text. What a formula needs
-- of its neighbours it takes in the form printed there. Cases: dealer.lua and price_sensitive.lua.

local matrices = require "muhlekarbe2024.matrices"

local M = {}

local function sinh(x) return (math.exp(x) - math.exp(-x)) / 2 end
local function cosh(x) return (math.exp(x) + math.exp(-x)) / 2 end

-- region: constants
--- The constants of Theorem 1 as its proof derives them: the positive root of the quadratic equation for B, then A and C
-- (after (8)), D and E from the linear equations (13)-(15), F from (16). Needs gamma > 0 and lambda beta > 0.
function M.constants(c)
  local g = math.sqrt(c.gamma / c.nu)
  local square = g * c.beta * c.lambda / (2 * c.gamma)
  local root = math.sqrt((g + c.beta) ^ 2 + 4 * square * g)
  local k = { B = (-(g + c.beta) + root) / (2 * square), negative_root = (-(g + c.beta) - root) / (2 * square) }
  k.A = k.B * c.lambda + math.sqrt(c.gamma * c.nu)
  k.C = c.beta / (2 * c.gamma) * k.B ^ 2
  k.cX, k.cI = (k.A - k.B * c.lambda) / c.nu, (1 - k.B - k.C * c.lambda) / c.nu
  k.omega = k.cX + c.lambda * k.cI + c.beta
  k.Lambda = math.sqrt(k.omega ^ 2 - 4 * c.beta * k.cX)
  local DE = { c.kappa + k.A, 1 - k.B }
  if c.alpha > 0 then
    local rate = 1 / c.alpha
    DE = matrices.solve({ { rate + k.cX, c.lambda * k.cX }, { k.cI, rate + c.beta + c.lambda * k.cI } },
      { rate * (c.kappa + k.A), rate * (1 - k.B) })
  end
  k.D, k.E = DE[1], DE[2]
  k.mu = k.D + c.lambda * k.E
  k.F = c.alpha * k.mu ^ 2 / (2 * c.nu)
  k.sigma = ((k.omega - 2 * c.beta) * k.D + c.lambda * k.omega * k.E) / k.Lambda
  k.flow = c.p * (2 * c.pi - 1) * c.Xs
  return k
end
-- end region

-- region: eq17
--- (17): the part that starts at (X, I), and the part that the client's flow drives, u = t - T into the second stage.
function M.second_stage(c, k, X, I, u)
  local L, w, decay = k.Lambda, k.omega, math.exp(-(k.Lambda + k.omega) * u / 2)
  local grow = math.exp(L * u)
  local free = {
    decay * ((L + 2 * k.cX - w) / (2 * L) * X + k.cI / L * I + ((L - 2 * k.cX + w) / (2 * L) * X - k.cI / L * I) * grow),
    decay * (k.cX * c.lambda / L * X + (L - 2 * k.cX + w) / (2 * L) * I
      + (-k.cX * c.lambda / L * X + (L + 2 * k.cX - w) / (2 * L) * I) * grow),
  }
  local drive, half = k.mu * k.flow / c.nu, L * -u / 2
  local driven = {
    drive * (1 / k.cX - math.exp(-w * u / 2) * ((2 * k.cX - w) / (k.cX * L) * sinh(half) + cosh(half) / k.cX)),
    drive * 2 * c.lambda / L * math.exp(-w * u / 2) * sinh(half),   -- the sign of this one is wrong
  }
  return free, driven
end
-- end region

--- D(t) and E(t), below (20).
function M.functions(c, k, t)
  local x, L = k.Lambda * (t - c.T) / 2, k.Lambda
  local scale = math.exp(k.omega * (t - c.T) / 2) / L
  return scale * (sinh(x) * (k.cX * (k.D + 2 * c.lambda * k.E) - k.D * (c.beta + c.lambda * k.cI)) + k.D * L * cosh(x)),
    scale * (sinh(x) * (2 * k.cI * k.D + k.cI * c.lambda * k.E - k.cX * k.E + c.beta * k.E) + k.E * L * cosh(x))
end

--- F(t), (21), third line.
function M.f(c, k, t)
  local w, L, mu, sigma, decay = k.omega, k.Lambda, k.mu, k.sigma, math.exp(-k.omega * (c.T - t))
  local x = L * (t - c.T)
  return k.F + (decay * ((L ^ 2 - w ^ 2) * (mu ^ 2 - sigma ^ 2) + w * (L * (mu ^ 2 + sigma ^ 2) - 2 * mu * sigma * w) * sinh(x))
    - w * decay * (w * (mu ^ 2 + sigma ^ 2) - 2 * L * mu * sigma) * cosh(x)
    + (L ^ 2 * (sigma ^ 2 - mu ^ 2) - 2 * L * mu * sigma * w + 2 * mu ^ 2 * w ^ 2)) / (4 * c.nu * w * (w ^ 2 - L ^ 2))
end

--- X_t, (22). The part that starts at X0, and the part that the client's flow drives.
function M.inventory(c, k, t)
  local w, T, lambda, eta = k.omega, c.T, c.lambda, c.lambda * k.cI + k.cX
  local plus, minus = k.D + k.E * lambda, k.D - k.E * lambda
  local function h(L)
    return math.exp(-L * T / 2) * sinh((w + L) * t / 2) * (2 * eta - w + L) * ((eta + L) * plus - c.beta * minus) / (w + L)
  end
  local L = k.Lambda
  local rho1 = (2 * eta ^ 2 - L ^ 2 - w * eta) * plus + c.beta * (w - 2 * eta) * minus
  local rho2 = L * (eta - w) * plus + L * c.beta * minus
  local free = math.exp(-w * t / 2) * (cosh(L * t / 2) + (w - 2 * k.cX) / L * sinh(L * t / 2)) * c.X0
  local driven = k.flow / (2 * c.nu * math.exp(w * T / 2) * L ^ 2)
    * (h(L) + h(-L) - 2 * sinh(w * t / 2) / w * (rho1 * cosh(L * (t - T) / 2) + rho2 * sinh(L * (t - T) / 2)))
  return free + driven, driven
end

--- I_t, (23).
function M.impact(c, k, t)
  local w, L, T, lambda, beta = k.omega, k.Lambda, c.T, c.lambda, c.beta
  local plus = k.D + k.E * lambda
  local free = lambda * math.exp(-t * (L + w) / 2) * (1 - math.exp(L * t)) * k.cX / L * c.X0
  local driven = lambda * k.flow / (4 * c.nu * w * L ^ 2) * (
    (plus * (L + w) - 2 * beta * k.D) * (L * math.exp((w + L) * (t - T) / 2)
      - (L - w) * math.exp(-(w - L) * (t - T) / 2 - w * T) - w * math.exp(-(w + L) * (t + T) / 2))
    + (plus * (L - w) + 2 * beta * k.D) * (L * math.exp((w - L) * (t - T) / 2)
      - (L + w) * math.exp(-(w + L) * (t - T) / 2 - w * T) + w * math.exp(-(w - L) * (t + T) / 2)))
  return free + driven
end

return M
