-- Random coefficients whose solution is known in closed form: an Ornstein-Uhlenbeck drift, running costs made so that the
-- solution is affine in a square-root factor, two regimes. Claims random-exact, and the random parts of prop3.1-c and
-- thm3.1-value. Second routes: Gaussian moments, bond prices, two equations (factor.lua).

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local grids = require "drapeau2021.grid"
local alone = require "drapeau2021.single"
local factor = require "drapeau2021.factor"

local factor_game = rp.model "nplayer_factor"
local factor_single = rp.model "nplayer_single_factor"
local affine = rp.model "nplayer_affine"
local drift_factor = rp.model "nplayer_drift_factor"
local abs = math.abs
local with, in_factors = studies.with, studies.in_factors

-- Exact cases: a drift that is an Ornstein-Uhlenbeck process beside a constant volatility.
do
  local noisy = { law = "ou", speed = 2, mean = 0.1, volatility = 0.6, start = -0.3, T = 1, lambda = 0.2, n = { 1 }, eta = { 0.4 }, alpha = { 1 },
    phi = { 1 }, variance = { 0.64 }, drift = { 0, 1 }, x = { 1 } }
  local process = { law = "ou", speed = 2, mean = 0.1, volatility = 0.6, start = -0.3 }
  local A, B, C, mean, variance, cost = factor.gaussian({ T = 1, eta = 0.4, a = 0.64, gamma = 0.9, x = 1 }, noisy, alone)
  local r = factor_game:solve(in_factors(noisy))
  local closed = drift_factor:solve { permanent_impact = 0.2, temporary_impact = 0.4, volatility = 0.8, terminal_penalty = 1, drift = process, times = { 0, 1 } }
  rp.claim "random-exact" : agrees {
    part = "random drift", what = "feedback, forcing, mean and variance of the inventory at the horizon",
    routes = { { "Taylor series", { r.feedback:at(1, 1), r.forcing[1], r.expected_inventory[1], r.inventory_variance[1] } },
      { "closed form", { closed.feedback[1], closed.forcing, closed.expected_inventory[2], closed.inventory_variance[2] } },
      { "Gaussian moments", { A, B, mean, variance } } }, tolerance = 1e-7,
  }
  rp.value("drift-variance", variance, { unit = "share^2", doc = "variance of X(T), one agent, Ornstein-Uhlenbeck drift" })
  local value = factor_single:solve { temporary_impact = 0.4, terminal_penalty = 0.9, factors = process, variance = { { 0.64 } }, drift = { { 0, 1 } } }
  rp.claim "prop3.1-c" : agrees {
    part = "random drift", what = "A, B and C at time 0",
    routes = { { "Taylor series", { value.start_quadratic, value.start_linear, value.start_constant } }, { "Gaussian moments", { A, B, C } } }, tolerance = 1e-7,
  }
  rp.claim "thm3.1-value" : agrees {
    part = "random drift", what = "value of one agent",
    routes = { { "A x^2 + B x + C", value.value }, { "mean cost of the feedback strategy, added up from moments", cost } }, tolerance = 1e-7,
  }
end
do
  -- Running costs made so that the solution is affine in a square-root factor; a second factor is the drift.
  local law = { law = "cir", speed = 2, mean = 0.09, volatility = 0.3, start = 0.06 }
  local kept = math.exp(-0.3 / 0.2) * factor.bond(law, 1.5 / 0.2, 1)
  local feedbacks, inventories, exact = {}, {}, {}
  for k, method in ipairs { "taylor", "chebyshev" } do
    local r = affine:solve { factor = law, method = method }
    feedbacks[k], inventories[k], exact[k] = r.feedback, r.expected_inventory, 0.3 + 1.5 * 0.06
  end
  rp.claim "random-exact" : agrees {
    part = "affine in the factor", what = "feedback by two methods", routes = { { "computed", feedbacks }, { "exact", exact } }, tolerance = 1e-8,
  }
  rp.claim "random-exact" : agrees {
    part = "price of a bond", what = "expected inventory by two methods", routes = { { "computed", inventories }, { "bond price", { kept, kept } } }, tolerance = 1e-8,
  }
  local drift = { law = "ou", speed = 2, mean = 0.1, volatility = 0.6, start = -0.3 }
  local both = { agents = 8, permanent_impact = 0.05, factor = law, drift_factor = drift }
  local series, sampled = affine:solve(both), affine:solve(with(both, { method = "regression", steps = 20, sample = 16384 }), { seed = 7 })
  local c, inside = 0.05 * 7 / (4 * 0.2), {}
  local own = grids.make(1, 20)
  for k, t in ipairs(own.times) do
    inside[k] = -(0.1 - 0.4 * math.exp(-2 * t)) * math.exp(-(0.3 / 0.2 - 2 * c) * t) * factor.bond(law, 1.5 / 0.2, t)
  end
  rp.claim "random-exact" : agrees {
    part = "two factors", what = "forcing of eight agents", routes = { { "Taylor series in two factors", series.forcing }, { "bond prices, integrated", own.integral(inside) } },
    tolerance = 1e-7,
  }
  rp.claim "random-exact" : holds {
    part = "two factors, sampled", what = "0.0003 and four standard errors less the error of the forcing by regression", seed = 7,
    margin = 3e-4 + 4 * sampled.forcing_error - abs(sampled.forcing - own.integral(inside)),
  }
  -- Two regimes of the variance.
  local jumping, _, other = factor.switching(1, 0.3, 0.4, { 0.2, 1.5 }, 0.7)
  local starts = {}
  for k = 1, 2 do
    starts[k] = factor_single:solve({ temporary_impact = 0.3, terminal_penalty = 0.4, regime_rates = { { -0.7, 0.7 }, { 0.7, -0.7 } }, regime_variance = { 0.2, 1.5 },
      regime_start = k }).start_quadratic
  end
  rp.claim "random-exact" : agrees {
    part = "two regimes", what = "A(0) from either regime", routes = { { "plugin", starts }, { "two equations", { jumping, other } } }, tolerance = 1e-7,
  }
end
