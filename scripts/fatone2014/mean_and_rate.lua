-- Mean position and expected rate of the retail traders in closed form (Section 3, Proposition 3.2), and that they know neither
-- noise nor spread. Claims eq52 to eq59. Second routes: the linear boundary problem integrated, the six equations, grids for
-- other laws and other herding.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local retail_traders = require "fatone2014.retail_traders"
local six_equations = require "fatone2014.six_equations"
local studies = require "fatone2014.studies"
local ode = require "fatone2014.ode"
local variance = require "fatone2014.variance"

local equations = rp.model "mean_field_odes"
local rounding, integrated, next_order, given = solved.rounding, solved.integrated, solved.next_order, solved.given
local slope_of, inner, plain, generic, plain_game = solved.slope_of, solved.inner, solved.plain, solved.generic, solved.plain_game
local generic_game, checked = solved.generic_game, solved.checked
local widths, grids = retail_traders.widths, retail_traders.grids
local middle_state, means, mean_law = six_equations.middle_state, six_equations.means, six_equations.mean_law
local variances, variance_law = six_equations.variances, six_equations.variance_law

do
  -- M'' = k^2 M with its two boundary conditions, from two integrated solutions.
  local function linear_mean(population, t)
    local _, k, kappa = studies.ratios(population)
    local function right(_, y, slope) slope[1], slope[2] = y[2], k * k * y[1] end
    local even, odd = ode.integrate(right, 0, population.T, { 1, 0 }), ode.integrate(right, 0, population.T, { 0, 1 })
    local mu0 = population.mu0
    local first = (kappa * population.target - mu0 * (even[2] + kappa * even[1])) / (odd[2] + kappa * odd[1])
    local y = ode.integrate(right, 0, t, { mu0, first })
    return y[1], y[2]
  end
  local linear_means, linear_rates, closed_rates, state_rates = {}, {}, {}, {}
  for k, case in ipairs(checked) do
    linear_means[k], linear_rates[k] = linear_mean(case[1], case[1].T / 2)
    closed_rates[k] = case[2].mean_rate[101]
    state_rates[k] = (middle_state[k][2] + 2 * middle_state[k][3] * mean_law[k]) / case[1].b
  end
  rp.claim "eq52" : agrees {
    routes = { { "closed form", means }, { "linear boundary problem, integrated", linear_means }, { "six equations", mean_law } }, tolerance = integrated,
  }
  local backward_z = { variance.between(plain, 0.2, 0.6), variance.between(generic, 0.05, 0.6) }
  rp.claim "eq53" : agrees {
    part = "in the middle", routes = { { "collocation", variances }, { "six equations", variance_law } }, tolerance = integrated,
  }
  rp.claim "eq53" : agrees {
    part = "at the end", routes = { { "collocation", { plain_game.variance[-1], generic_game.variance[-1] } }, { "time map", { plain_game.terminal_variances[1], generic_game.terminal_variances[1] } },
      { "backward integration", backward_z } }, tolerance = integrated,
  }
  rp.claim "eq54" : agrees {
    routes = { { "closed form", closed_rates }, { "linear boundary problem, integrated", linear_rates }, { "six equations", state_rates } }, tolerance = integrated,
  }
end

do
  local h, _, k, kappa = generic.T / 200, studies.ratios(generic)
  local M, q = generic_game.mean, generic_game.mean_rate
  -- Differences of order four err by (k h)^4/30, here 3e-11.
  rp.claim "eq55-eq59" : agrees {
    part = "equations", what = "M' = q and q' = k^2 M at 197 times", routes = { { "differences", { slope_of(M, h), slope_of(q, h) } }, { "closed form", { inner(q), k * k * inner(M) } } },
    tolerance = 1e-9,
  }
  rp.claim "eq55-eq59" : agrees {
    part = "boundary conditions", routes = { { "M(0), M'(T)", { M[1], q[-1] } }, { "mu0, kappa (x* - M(T))", { generic.mu0, kappa * (generic.target - M[-1]) } } },
    tolerance = rounding,
  }
end
rp.claim "eq58-source" : cannot {}

-- The rate from the six equations, in which noise and spread do appear.
local function rate_from_equations(population)
  local r = equations:solve(given(population, { points = 11 }))
  return ((r.value_linear + 2 * r.value_quadratic * r.mean) / population.b):totable()
end
rp.claim "eq54-noise" : agrees {
  what = "expected rate at eleven times from the six equations",
  routes = { { "noise 1, spread 1", rate_from_equations(plain) }, { "noise 0.7", rate_from_equations(studies.merge(plain, { sigma = 0.7 })) },
    { "noise 2", rate_from_equations(studies.merge(plain, { sigma = 2 })) }, { "spread 0.2", rate_from_equations(studies.merge(plain, { v0 = 0.2 })) } },
  tolerance = integrated,
}
for part, games in pairs { ["2 sqrt m, normal law"] = grids.root, ["2 sqrt m, law with two peaks"] = grids.peaks } do
  local misses = {}
  for k, r in ipairs(games) do misses[k] = r.mean_difference end
  rp.claim "eq54-any" : converges {
    part = part, what = "largest distance of the mean on grids from the closed form against cell width", h = widths, error = misses, order = 2, within = next_order,
  }
end
do
  local careless = equations:solve(given(studies.merge(plain, { c = 0 })))
  local careless_rate = (careless.value_linear + 2 * careless.value_quadratic * careless.mean) / plain.b
  rp.claim "eq54-flat" : shape { part = "rate", x = careless.time, y = careless_rate, is = "constant", to = (plain.target - plain.mu0) / 2, tolerance = rounding }
  rp.claim "eq54-flat" : shape { part = "mean", x = careless.time, y = careless.mean, is = "straight", tolerance = rounding }
end

return { rate_from_equations = rate_from_equations }
