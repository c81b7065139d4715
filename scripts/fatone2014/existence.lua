-- How many equilibria there are (Section 3, remarks): none, one or three, where they meet in folds, and why shooting does not
-- find them. Claims exist, uniqueness, folds, noiseless, shoot; figures folds, count-map, shooting, noiseless. Second routes:
-- backward integration and scans of the terminal variance (variance.lua), Dawson's integral.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local studies = require "fatone2014.studies"
local ode = require "fatone2014.ode"
local variance = require "fatone2014.variance"

local retail = rp.model "mean_field"
local folds = rp.model "mean_field_folds"
local shooting = rp.model "mean_field_shooting"
local abs, max, min = math.abs, math.max, math.min
local rounding, integrated, given, folded = solved.rounding, solved.integrated, solved.given, solved.folded
local folded_game, styles = solved.folded_game, solved.styles

local function count_of(population)
  return retail:solve(given(population), { outputs = { "solution_count" } }).solution_count
end
local still = given(studies.population { sigma = 0, c = 0, d = 0, T = 0.5 })
local longest = retail:solve(still, { outputs = { "existence_horizon" } }).existence_horizon
local function solvable(horizon)
  return retail:try_solve(studies.merge(still, { horizon = horizon }), { outputs = { "solution_count" } }) and 1 or -1
end
local noisy = {}
for k = 1, 20 do noisy[k] = 0.5 - count_of(studies.random_population(rp.random(900 + k))) end
rp.claim "exist-remark" : holds {
  what = "without noise: solvable just before the longest horizon, not solvable just beyond it", strict = true,
  margin = { solvable(0.999 * longest), -solvable(1.001 * longest) },
  with = "there is no noise", without = noisy,
}
-- region: random-populations
-- Random populations, a third from wide ranges, the others with the weights (80) of the figures (studies.random_population, studies.random_weighted
-- say which), each also with weaker herding: how many equilibria they have, and by how much the variance of that of least action
-- rises, at 41 times.
local counts, odd, rises = { [1] = 0, [3] = 0 }, {}, {}
for k = 1, 300 do
  local random = rp.random(404 + k)
  local population, weaker
  if k % 3 > 0 then
    population, weaker = studies.random_weighted(random)
  else
    population = studies.random_population(random)
    weaker = studies.merge(population, { a = population.a * random:log_uniform(0.1, 1) })
  end
  local paths = {}
  for j, each in ipairs { population, weaker } do
    local r = retail:solve(given(each, { points = 41, nodes = 12, tolerance = 1e-8 }), { outputs = { "variance", "solution_count" } })
    paths[j] = r.variance
    counts[r.solution_count] = (counts[r.solution_count] or 0) + 1
    odd[#odd + 1] = r.solution_count >= 1 and (r.solution_count % 2) - 0.5 or -1
  end
  rises[k] = ((paths[2] - paths[1]) / paths[1]):min()
end
-- end region
rp.claim "exist-always" : holds {
  what = "one half less the distance of the number of solutions from an odd number, on 600 random populations", seed = 404, strict = true, margin = odd,
}
do
  local by_map, by_scan, tried = {}, {}, 0
  while #by_map < 8 do
    tried = tried + 1
    local population = studies.random_population(rp.random(700 + tried))
    local v, omega = studies.turnpike(population)
    local _, _, kappa = studies.ratios(population)
    if omega * population.T < 8 then
      by_map[#by_map + 1] = count_of(population)
      by_scan[#by_map] = variance.count(population, 0.999 * min(population.v0, v, population.sigma ^ 2 / (2 * kappa)),
        1.001 * (population.v0 + population.sigma ^ 2 * population.T), 16, 1e-5)
    end
  end
  by_map[#by_map + 1], by_scan[#by_scan + 1] = count_of(folded), variance.count(folded, 4e-4, 0.5, 32, 1e-5)
  rp.claim "exist-count" : agrees {
    what = "numbers of solutions", routes = { { "time map", by_map }, { "sign changes of a backward scan", by_scan } }, tolerance = 0,
  }
end
-- Sets on and above the edge of the condition: noise is raised to it where it is below.
rp.claim "uniqueness" : holds {
  what = "one less the number of solutions, on random populations that satisfy the condition", count = 300, seed = 505,
  test = function(random)
    local population = studies.random_population(random)
    local A, k = studies.ratios(population)
    local edge = (A * A / 3 / (k * k + math.pi ^ 2 / (4 * population.T ^ 2))) ^ 0.25
    if population.sigma < edge then population.sigma = edge * random:uniform(1, 1.3) end
    return 1 - count_of(population)
  end,
}
rp.claim "uniqueness-aversion" : holds {
  what = "one less the number of sign changes of a backward scan, for random crowd aversion", count = 12, seed = 506,
  test = function(random)
    local population = studies.population { a = -random:log_uniform(0.1, 1), c = random:uniform(), d = random:uniform(0.1, 1), sigma = random:uniform(0.4, 1), T = random:uniform(0.3, 1) }
    return 1 - variance.count(population, 1e-2, 30, 20, 1e-4)
  end,
}

local fold_curve = folds:solve(given(folded, { horizon = 1.2 }))
local lower_fold, lower_variance = variance.fold(folded, 0.0011, 0.1, -1)
local upper_fold, upper_variance = variance.fold(folded, 0.01, 0.5, 1)
rp.claim "folds" : agrees {
  part = "horizons", routes = { { "time map", fold_curve.fold }, { "extrema of the time of backward integration", { lower_fold, upper_fold } } }, tolerance = integrated,
}
rp.claim "folds" : holds {
  part = "three between them, one outside", what = "one half less the distance of the number of solutions from what is expected", strict = true,
  on = { 0.5, 0.52, 0.53, 0.6, 0.68, 0.69, 0.8 },
  test = function(T)
    local expected = T > lower_fold and T < upper_fold and 3 or 1
    return 0.5 - abs(count_of(studies.merge(folded, { T = T })) - expected)
  end,
}
local backward_variances = { variance.between(folded, 8e-4, 2e-3), variance.between(folded, 5e-3, 2e-2), variance.between(folded, 0.1, 0.3) }
rp.claim "folds-three" : agrees {
  routes = { { "time map", folded_game.terminal_variances }, { "collocation", folded_game.variances:take("time", -1) }, { "backward integration", backward_variances } },
  tolerance = integrated,
}
local dawson = variance.dawson_maximum()
local still_other = retail:solve(given(studies.population { a = 2.5, b = 0.8, c = 0, d = 0, sigma = 0, v0 = 0.7, T = 0.1 }), { outputs = { "existence_horizon" } })
rp.claim "noiseless" : agrees {
  what = "longest horizons for two populations", routes = { { "time map without noise", { longest, still_other.existence_horizon } },
    { "Dawson's integral", { math.sqrt(2) * dawson, math.sqrt(2 * 0.7 / (2.5 / 0.8)) * dawson } } }, tolerance = rounding,
}
local fading, fading_folds = { 0.2, 0.1, 0.05, 0.02, 0.01 }, {}
for k, sigma in ipairs(fading) do
  local r = folds:solve(given(studies.population { c = 0, d = 0, sigma = sigma, T = 1 }))
  fading_folds[k] = r.fold[-1] - math.sqrt(2) * dawson
end
rp.claim "noiseless-limit" : converges { -- the next term is smaller by sigma^2, 4 per cent at most
  what = "distance of the upper fold from the horizon without noise against the noise", h = fading, error = fading_folds, order = 2, within = 0.02,
}

-- Shooting, by two programs: GSL in the plugin, extrapolation in Lua. w = 0.1, noise and horizon 1.
local shot = {}
for k, eps in ipairs { 0.75, 0.5, 0.25, 0.1 } do
  local population = studies.retail(0.1, eps)
  local r = shooting:solve(given(population))
  shot[k] = { stiffness = r.stiffness, plugin = min(abs(r.residual_below), abs(r.residual_above)),
    lua = (k == 2 or k == 3) and variance.shoot(population), game = retail:solve(given(population)) }
end
rp.claim "shoot" : holds {
  -- The last bit of p(0), 1e-16, grows by exp(omega T) = 3e6 to 3e-10; the integration adds its own 1e-10 per step.
  what = "1e-7 less the residual of the final condition, at omega T = 6.5, and by two programs at 14.9",
  margin = { 1e-7 - shot[1].plugin, 1e-7 - shot[2].plugin, 1e-7 - shot[2].lua }, strict = true,
  with = "omega T is less than about 30",
  without = { 1e-7 - shot[3].plugin, 1e-7 - shot[3].lua, 1e-7 - shot[4].plugin },
}
rp.claim "shoot-failure" : holds {
  what = "residual of shooting less 0.1; 1e-9 less the difference of time map and collocation; at omega T = 42.7 and 127", strict = true,
  margin = { shot[3].plugin - 0.1, shot[3].lua - 0.1, shot[4].plugin - 0.1,
    1e-9 - shot[3].game.route_differences[1], 1e-9 - shot[4].game.route_differences[1] },
}

local function three_between_folds()
  rp.figure "folds" {
    title = "Three equilibria between two folds", xlabel = "horizon T", ylabel = "terminal variance v(T)", ylog = true, xrange = { 0.3, 1 },
    caption = "All Gaussian equilibria against the horizon, for weak noise: between two horizons there are three.",
    rp.region { x = { lower_fold, upper_fold }, label = "three equilibria" },
    rp.line { x = fold_curve.point_horizon, y = fold_curve.point_variance, label = "equilibria" },
    rp.points { x = rp.full(folded.T, 3), y = folded_game.terminal_variances, label = "T = 0.6" },
    rp.points { x = { lower_fold, upper_fold }, y = { lower_variance, upper_variance }, label = "folds, by backward integration", marker = "square-open" },
  }
end

-- Where in the plane of noise and horizon are there three? The numbers at the points of a grid, and the curves of the folds.
-- Returns the largest noise that has three.
local function count_map()
  local noises, horizons = rp.linspace(0.1, 0.46, 19), rp.linspace(0.3, 0.9, 25)
  local numbers = retail:sweep(given(folded, { volatility = noises, horizon = horizons }), { outputs = "solution_count" })
  local by_noise = numbers.solution_count:transpose()
  local function folds_at(sigma) return folds:solve(given(folded, { volatility = sigma, horizon = 1.2 }), { outputs = { "fold_count", "fold" } }) end
  local sigmas, lower, upper, inside, points = {}, {}, {}, {}, { [1] = { x = {}, y = {} }, [3] = { x = {}, y = {} } }
  for i, sigma in ipairs(noises:totable()) do
    local r = folds_at(sigma)
    local pair = r.fold_count == 2
    for j, T in ipairs(horizons:totable()) do
      local expected = pair and T > r.fold[1] and T < r.fold[-1] and 3 or 1
      local count = by_noise[i][j]
      inside[#inside + 1] = (pair or r.fold_count == 0) and 0.5 - abs(count - expected) or -1
      points[count].x[#points[count].x + 1], points[count].y[#points[count].y + 1] = sigma, T
    end
    if pair then
      sigmas[#sigmas + 1], lower[#lower + 1], upper[#upper + 1] = sigma, r.fold[1], r.fold[-1]
    end
  end
  -- The folds meet in a cusp, between the last noise with folds and the next of the grid.
  local below, above, meeting = sigmas[#sigmas], sigmas[#sigmas] + noises[2] - noises[1], nil
  for _ = 1, 12 do
    local middle = (below + above) / 2
    local r = folds_at(middle)
    if r.fold_count == 2 then below, meeting = middle, (r.fold[1] + r.fold[-1]) / 2 else above = middle end
  end
  local cusp = (below + above) / 2
  sigmas[#sigmas + 1], lower[#lower + 1], upper[#upper + 1] = cusp, meeting, meeting
  rp.claim "folds-map" : holds {
    what = "one half less the distance of the number of solutions from what the folds say, at 475 points", strict = true, margin = inside,
  }
  rp.figure "count-map" {
    title = "The number of equilibria", xlabel = "noise σ", ylabel = "horizon T", yrange = { 0.28, 0.92 }, legend = "below",
    caption = "Number of Gaussian equilibria over noise and horizon: three inside a wedge between two folds, one elsewhere.",
    rp.band { x = sigmas, lo = lower, hi = upper, color = "orange" },
    rp.line { x = sigmas, y = upper, label = "upper fold", color = "red", style = "solid" },
    rp.line { x = sigmas, y = lower, label = "lower fold", color = "blue", style = "dashed" },
    rp.points { x = points[3].x, y = points[3].y, label = "three equilibria, enumerated", color = "black", marker = "circle", size = 0.9 },
    rp.points { x = points[1].x, y = points[1].y, label = "one", color = "grey", marker = "circle-open", size = 0.7 },
  }
  return cusp
end

-- Plain shooting on the study set with w = 0.1: what is left of the final condition as herding grows.
local function shooting_misses()
  local shots = { x = {}, y = {}, z = {} }
  for k, eps in ipairs { 0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.45, 0.4, 0.36, 0.32, 0.28, 0.25, 0.22, 0.19, 0.16, 0.13, 0.1 } do
    local r = shooting:solve(given(studies.retail(0.1, eps)))
    local solved = retail:solve(given(studies.retail(0.1, eps)), { outputs = { "route_differences" } })
    shots.x[k], shots.y[k] = r.stiffness, max(1e-16, min(abs(r.residual_below), abs(r.residual_above)))
    shots.z[k] = max(1e-16, solved.route_differences[1])
  end
  rp.figure "shooting" {
    title = "Shooting fails where solutions exist", xlabel = "stiffness ωT", ylabel = "what is missed", ylog = true, yrange = { 1e-16, 1e2 },
    caption = "What plain shooting leaves of the final condition, against the stiffness, beside the difference of two methods that do not shoot.",
    rp.line { x = shots.x, y = shots.y, label = "final condition after shooting", marker = "circle" },
    rp.line { x = shots.x, y = shots.z, label = "time map against collocation", marker = "square", style = "dashed" },
  }
end

-- Fading noise, and none.
local function fading_noise()
  local lines = {}
  for k, sigma in ipairs { 0.2, 0.1, 0.05 } do
    local r = folds:solve(given(studies.population { c = 0, d = 0, sigma = sigma, T = 1.3 }))
    -- Beyond omega T of some 700 the curve is level to the last bit, and ends; it goes on for ever.
    local last = #r.point_horizon
    while r.point_horizon[last] ~= r.point_horizon[last] do last = last - 1 end
    local T, v = rp.concat(r.point_horizon, { 1.3 }), rp.concat(r.point_variance, { r.point_variance[last] })
    lines[k + 1] = rp.line { x = T, y = v, label = ("σ = %g"):format(sigma), style = styles[4 - k] }
  end
  -- Without noise the time is sqrt(2) times Dawson's integral of y, and v(T) = exp(-2 y^2).
  local y, times = rp.linspace(0.02, 2.7, 60), {}
  for k = 1, #y do
    local state = ode.integrate(function(t, s, slope) slope[1] = 1 - 2 * t * s[1] end, 0, y[k], { 0 }, { tolerance = 1e-9 })
    times[k] = math.sqrt(2) * state[1]
  end
  lines[1] = rp.line { x = times, y = (-2 * y ^ 2):exp(), label = "σ = 0", style = "solid", width = 3, color = "grey" }
  rp.figure "noiseless" {
    title = "Without noise there is a last horizon", xlabel = "horizon T", ylabel = "terminal variance v(T)", ylog = true, xrange = { 0, 1 }, yrange = { 1e-6, 2 },
    caption = "Terminal variance of all equilibria against the horizon for fading noise; without noise the curve turns back and no equilibrium is left.",
    lines, rp.vline { at = longest, label = "last horizon" },
  }
end

return {
  folds = three_between_folds, count_map = count_map, shooting = shooting_misses, noiseless = fading_noise, rises = rises,
  fold_curve = fold_curve, longest = longest, dawson = dawson, counts = counts, shot = shot,
}
