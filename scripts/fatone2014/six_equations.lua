-- The six equations of the affine equilibrium (Section 3): Proposition 3.1, the partial differential equations behind it,
-- normalisation, mean and variance. Claims prop3.1, eq28 to eq51. Second routes: the equations integrated forwards by
-- extrapolation (game.lua) and by GSL, differences of order four.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local game = require "fatone2014.game"

local retail = rp.model "mean_field"
local equations = rp.model "mean_field_odes"
local abs = math.abs
local rounding, integrated, given, state_at = solved.rounding, solved.integrated, solved.given, solved.state_at
local slope_of, inner, plain, generic, plain_game = solved.slope_of, solved.inner, solved.plain, solved.generic, solved.plain_game
local generic_game, folded_game, checked = solved.generic_game, solved.folded_game, solved.checked

-- The six equations, forwards from the solved initial values.
local middle_state, end_state, end_wanted, closed_middle, gsl_middle = {}, {}, {}, {}, {}
for k, case in ipairs(checked) do
  local population, r = case[1], case[2]
  local start = state_at(r, 1)
  middle_state[k] = game.follow(population, start, population.T / 2)
  end_state[k] = game.follow(population, start, population.T)
  end_wanted[k] = { -population.d * population.target ^ 2 / 2, population.d * population.target, -population.d / 2 }
  closed_middle[k] = state_at(r, 101)
  gsl_middle[k] = state_at(equations:solve(given(population)), 101)
end
rp.claim "prop3.1" : agrees {
  what = "A, B, C at the end, for two populations",
  routes = { { "six equations integrated from time 0", { table.move(end_state[1], 1, 3, 1, {}), table.move(end_state[2], 1, 3, 1, {}) } },
    { "final conditions", end_wanted } }, tolerance = integrated,
}
rp.claim "eq28-eq33" : agrees {
  what = "all six coefficients in the middle, for two populations",
  routes = { { "collocation", closed_middle }, { "extrapolated midpoint rule", middle_state }, { "GSL, Runge-Kutta of order 8", gsl_middle } },
  tolerance = integrated,
}
-- Second differences of each right-hand side in its own unknown.
local own_curvature = {}
do
  local state, s, size = closed_middle[2], {}, 0.1
  for i = 1, 6 do
    local values = {}
    for j = -1, 1 do
      local moved = table.move(state, 1, 6, 1, {})
      moved[i] = moved[i] + j * size
      values[j] = game.slopes(generic, moved, s)[i]
    end
    own_curvature[i] = abs(values[-1] - 2 * values[0] + values[1]) / size ^ 2
  end
end
rp.claim "eq28-riccati" : holds {
  what = "curvature of the right-hand sides of C and R in their own unknown; minus that of A, B, D, E", tolerance = rounding,
  margin = { own_curvature[3] - 0.1, own_curvature[6] - 0.1, -own_curvature[1], -own_curvature[2], -own_curvature[4], -own_curvature[5] },
}
rp.claim "eq34-eq39" : agrees {
  what = "A, B, C at T and D, E, R at 0",
  routes = {
    { "solution", { generic_game.value_constant[-1], generic_game.value_linear[-1], generic_game.value_quadratic[-1],
      generic_game.log_constant[1], generic_game.log_linear[1], generic_game.log_quadratic[1] } },
    { "conditions", { end_wanted[2][1], end_wanted[2][2], end_wanted[2][3],
      -math.log(2 * math.pi * generic.v0) / 2 - generic.mu0 ^ 2 / (2 * generic.v0), generic.mu0 / generic.v0, -1 / (2 * generic.v0) } },
  }, tolerance = rounding,
}

-- Both partial differential equations at points anywhere: differences in time of the coefficients, exact in x. The differences err by
-- (omega h)^4/30 of what they are taken of, 2e-9 at 800 steps; the two sides are sums with some cancellation.
do
  local r, h = retail:solve(given(generic, { points = 801 })), generic.T / 800
  local names = { "value_constant", "value_linear", "value_quadratic", "log_constant", "log_linear", "log_quadratic" }
  local now, change = {}, {}
  for i, name in ipairs(names) do now[i], change[i] = inner(r[name]), slope_of(r[name], h) end
  local u_t, u_right, phi_t, phi_right = {}, {}, {}, {}
  local s2, a, b, c = generic.sigma ^ 2, generic.a, generic.b, generic.c
  for i = 20, #now[1], 40 do
    for _, x in ipairs { -7.5, -1.3, 0.2, 3.9 } do
      local u_x, u_xx = now[2][i] + 2 * now[3][i] * x, 2 * now[3][i]
      local phi_x, phi_xx = now[5][i] + 2 * now[6][i] * x, 2 * now[6][i]
      local k = #u_t + 1
      u_t[k] = change[1][i] + change[2][i] * x + change[3][i] * x * x
      u_right[k] = -(u_x ^ 2 / (2 * b) + s2 / 2 * u_xx + a * (now[4][i] + now[5][i] * x + now[6][i] * x * x) - c / 2 * x * x)
      phi_t[k] = change[4][i] + change[5][i] * x + change[6][i] * x * x
      phi_right[k] = -u_xx / b - u_x / b * phi_x + s2 / 2 * (phi_xx + phi_x ^ 2)
    end
  end
  rp.claim "eq40-eq44" : agrees {
    part = "value", what = "change of u in time, at 80 points", routes = { { "differences", u_t }, { "right-hand side of (20)", u_right } }, tolerance = 1e-7,
  }
  rp.claim "eq40-eq44" : agrees {
    part = "density", what = "change of ln m in time, at 80 points", routes = { { "differences", phi_t }, { "right-hand side of (44)", phi_right } }, tolerance = 1e-7,
  }
end

-- Normalisation: the integral of exp(D + E x + R x^2) by the trapezoidal rule, with D from (47).
do
  local masses = {}
  for k = 1, 10 do
    local random = rp.random(450 + k)
    local E, R = random:normal(0, 2), -random:log_uniform(0.1, 10)
    local D = E * E / (4 * R) + math.log(-R / math.pi) / 2
    local centre, width, sum = -E / (2 * R), math.sqrt(-1 / (2 * R)), 0
    for i = -100, 100 do
      local x = centre + i * width / 10
      sum = sum + math.exp(D + E * x + R * x * x) * width / 10
    end
    masses[k] = sum
  end
  rp.claim "eq45-eq47" : agrees { part = "normalised", routes = { { "integral of m", masses }, { "one", rp.full(1, 10):totable() } }, tolerance = rounding }
end

rp.claim "eq45-eq47" : holds {
  part = "along the solution", what = "1e-9 less the residual of (47), for three populations",
  margin = { 1e-9 - plain_game.mass_residual, 1e-9 - generic_game.mass_residual, 1e-9 - folded_game.mass_residual },
}
rp.claim "eq47-constraint" : holds {
  what = "residual of (47) along a random trajectory of the six equations that starts normalised, less 1e-9", count = 20, seed = 47, strict = true,
  test = function(random)
    local E, R = random:normal(0, 1), -random:uniform(0.3, 1.5)
    local D = E * E / (4 * R) + math.log(-R / math.pi) / 2
    local state = game.follow(generic, { 0, random:normal(), random:uniform(-1, 1), D, E, R }, 0.4)
    return abs(game.normalisation(state)) - 1e-9
  end,
}
local means, mean_law, variances, variance_law = {}, {}, {}, {}
for k, case in ipairs(checked) do
  means[k], variances[k] = case[2].mean[101], case[2].variance[101]
  local s = middle_state[k]
  mean_law[k], variance_law[k] = -s[5] / (2 * s[6]), -1 / (2 * s[6])
end
rp.claim "eq48-eq49" : agrees {
  what = "mean and variance in the middle", routes = { { "closed form and collocation", { means, variances } }, { "from E and R, integrated", { mean_law, variance_law } } },
  tolerance = integrated,
}
do
  local points = { -2.3, -0.4, 0.9, 3.1 }
  local r = retail:solve(given(plain, { positions = points, times = { 0.25, 0.5 } }), { outputs = { "rate" } })
  local rates, affine, s = r.rate[2]:totable(), {}, middle_state[1]
  for i, x in ipairs(points) do affine[i] = (s[2] + 2 * s[3] * x) / plain.b end
  rp.claim "eq50-eq51" : agrees {
    part = "rate", routes = { { "solution", rates }, { "(B + 2 C x)/b, integrated", affine } }, tolerance = integrated,
  }
  rp.claim "eq50-eq51" : agrees {
    part = "its mean", routes = { { "closed form", plain_game.mean_rate[101] }, { "(B + 2 C M)/b, integrated", (s[2] + 2 * s[3] * mean_law[1]) / plain.b } },
    tolerance = integrated,
  }
end

return { middle_state = middle_state, means = means, mean_law = mean_law, variances = variances, variance_law = variance_law }
