-- Section 2 of Guo and Jin: every statement about the N traders, and the figures A to D. Claims sec2, def2.3, eq2, eq5 to eq7,
-- thm2.5, mat2, rem2.1, rem2.2, thm2.7-types, thm2.7-eig; figures trader-paths, crowd; existence.lua, which this file calls,
-- has the others. The models (two modes in closed form, elimination of single traders, the matrix Riccati equation) against
-- linear.lua, which forms the paper's matrices.

local rp = require "reprise"
local games = require "guo2025.games"
local linear = require "guo2025.linear"
local matrices = require "muhlekarbe2024.matrices"
local existence = require "guo2025.existence"

local conditions = rp.model "guo2025_conditions"
local homogeneous = rp.model "guo2025_homogeneous"
local heterogeneous = rp.model "guo2025_heterogeneous"
local matrix = rp.model "guo2025_matrix"
local abs, max, min, huge = math.abs, math.max, math.min, math.huge
local rounding, marched, integrated, four, three = games.rounding, games.marched, games.integrated, games.four, games.three
local mixed, merged, given, judged, flattened = games.mixed, games.merged, games.given, games.judged, games.flattened
local by_time, even, drift = games.by_time, games.even, games.drift

local M = {}

-- region: model
local function model_of_section_2()
  local times = even(three.T, 400)
  local r = homogeneous:solve(given(three, { times = times }))
  local Q, v = by_time(r.inventory_paths), by_time(r.rate_paths)
  local w = drift(three, times)
  local by_hand = {}
  for i = 1, three.N do by_hand[i] = linear.objective(three, i, times, Q, v, w) end
  rp.claim "sec2-model" : agrees {
    routes = { ["closed form of J"] = r.values, ["definition of J along the paths"] = by_hand }, tolerance = integrated,
  }
  -- Each player's rate is moved while the others keep theirs.
  rp.claim "def2.3" : holds {
    what = "J of the equilibrium less J of a deviation", count = 300, seed = 23, strict = true,
    test = function(random)
      local i, size = random:integer(1, three.N), random:log_uniform(1e-2, 1)
      local a, b, c = random:normal(), random:normal(), random:integer(1, 4)
      local moved_Q, moved_v, pi = {}, {}, math.pi
      for k, t in ipairs(times) do
        moved_Q[k], moved_v[k] = table.move(Q[k], 1, three.N, 1, {}), table.move(v[k], 1, three.N, 1, {})
        local turn = c * pi / three.T
        moved_v[k][i] = v[k][i] + size * (a + b * math.cos(turn * t))
        moved_Q[k][i] = Q[k][i] + size * (a * t + b * math.sin(turn * t) / turn)
      end
      return r.values[i] - linear.objective(three, i, times, moved_Q, moved_v, w)
    end,
  }
end
-- end region

local function first_order_conditions()
  local times = { 0, 0.4, 1.1, 2 }
  local r = homogeneous:solve(given(four, { times = times }))
  local answers, inverses, rates = {}, {}, {}
  for k in ipairs(times) do
    local total, c, C = r.aggregate_rate[k], {}, 0.0
    for i = 1, four.N do
      local y, q = r.adjoint_paths[i][k], r.inventory_paths[i][k] -- y is the paper's less w, which takes the last term along
      answers[#answers + 1] = four.N * y / (2 * four.beta) + four.alpha * q / (2 * four.beta) - (total - r.rate_paths[i][k]) / 2
      c[i] = four.N / four.beta * (y + four.alpha * q / four.N)
      C = C + c[i]
      rates[#rates + 1] = r.rate_paths[i][k]
    end
    for i = 1, four.N do inverses[#inverses + 1] = c[i] - C / (four.N + 1) end
  end
  rp.claim "eq2.1" : agrees { routes = { model = rates, ["answer to the others' rates"] = answers }, tolerance = 1e-12 }
  rp.claim "eq2.2" : agrees { routes = { model = rates, ["explicit inverse"] = inverses }, tolerance = 1e-12 }
end

local function boundary_problem()
  local r = homogeneous:solve(given(four, { times = { 0, four.T / 3, four.T } }))
  local Q, Y, v = linear.paths(four, { 0, four.T / 3, four.T }, linear.printed(four))
  rp.claim "thm2.5" : agrees {
    part = "equal penalties", tolerance = rounding, scale = 1,
    routes = { modes = rp.concat(r.inventory_paths:transpose():reshape(-1), r.adjoint_paths:transpose():reshape(-1), r.rate_paths:transpose():reshape(-1)),
      ["matrix exponential"] = rp.concat(flattened(Q), flattened(Y), flattened(v)) },
  }
  local own = heterogeneous:solve(given(mixed, { times = { 0, 0.5, 1 } }))
  Q, Y, v = linear.paths(mixed, { 0, 0.5, 1 }, linear.printed(mixed))
  rp.claim "thm2.5" : agrees {
    part = "penalties of one's own", tolerance = rounding, scale = 1,
    routes = { elimination = rp.concat(own.inventory_paths:transpose():reshape(-1), own.adjoint_paths:transpose():reshape(-1), own.rate_paths:transpose():reshape(-1)),
      ["matrix exponential"] = rp.concat(flattened(Q), flattened(Y), flattened(v)) },
  }
  local full = matrix:solve(given(mixed, { times = { 0 } }))
  rp.claim "mat2" : agrees {
    routes = { ["scattering maps"] = full.matrix:reshape(-1), ["linear form with the paper's matrices"] = flattened(linear.riccati(mixed, mixed.T, linear.printed(mixed))) },
    tolerance = rounding,
  }
  -- Noise orders of the past move prices, but not rates: only what is still to come enters. Original variables, w_0 = 5.
  local n, c = four.N, linear.printed(four)
  local H = linear.build(2 * n + 2, function(i, j)
    local sums = n / ((n + 1) * four.beta)
    if i <= n then return j <= n and c.E[i][j] or j <= 2 * n and c.D[i][j - n] or j == 2 * n + 1 and -sums or 0.0 end
    if i <= 2 * n then return j <= n and c.G[i - n][j] or j <= 2 * n and c.F[i - n][j - n] or j == 2 * n + 1 and four.alpha * sums or 0.0 end
    if i == 2 * n + 1 then return j == 2 * n + 2 and four.alpha or 0.0 end
    return j == 2 * n + 2 and -four.kappa or 0.0
  end)
  local P, system, right = matrices.exponential(H, four.T), {}, {}
  for i = 1, n do
    system[i], right[i] = {}, 0.0
    local known = table.move(four.q, 1, n, 1, {})
    for j = 1, 2 * n + 2 do
      local row = P[n + i][j] + 2 * four.A * P[i][j] - P[2 * n + 1][j]
      if j > n and j <= 2 * n then system[i][j - n] = row
      else right[i] = right[i] - row * (j <= n and known[j] or j == 2 * n + 1 and 5 or four.I0) end
    end
  end
  local y = matrices.solve(system, right)
  local shifted = {}
  for i = 1, n do shifted[i] = y[i] - 5 end
  rp.claim "rem2.1.1" : agrees {
    routes = { ["Y - w, from future orders only"] = r.adjoint_paths:take(2, 1), ["Y of (3) with w = 5 at the start, less 5"] = shifted }, tolerance = 1e-9,
  }
end

local function weights()
  local ours, theirs = {}, {}
  for _, weight in ipairs { 0, 0.5, 1, 1.5, 1.99 } do
    local c = judged(four, { cross_weight = weight })
    ours[#ours + 1], ours[#ours + 2] = c.impact_deviation, c.impact_mean
    local o = four.beta / four.N
    theirs[#theirs + 1], theirs[#theirs + 2] = (2 - weight) * o, (2 + (four.N - 1) * weight) * o
  end
  rp.claim "rem2.1.3" : agrees { part = "eigenvalues", routes = { model = ours, ["(2 - w) 1 + w O"] = theirs }, tolerance = 1e-13 }
  rp.claim "rem2.1.3" : holds {
    part = "domain", what = "positive definite below 2, refused from 2 on", on = { 0, 0.7, 1.3, 1.99, 2, 2.01, 3 }, strict = true,
    test = function(weight)
      local accepted = conditions:try_solve { traders = 4, cross_weight = weight } ~= nil
      return (weight < 2) == accepted and abs(2 - weight) + 1e-3 or -1
    end,
  }
  local variant = { N = 3, alpha = 0.2, beta = 0.3, phi = 0.1, A = 0.6, T = 1.5, q = { 2, -1, 0.5 }, own = 0.3, cross = 0.21, I0 = -0.4, kappa = 0.5 }
  local r = homogeneous:solve(given(variant, { times = { 0, 1.5 } }))
  local Q, _, v = linear.paths(variant, { 0, 1.5 })
  rp.claim "rem2.1.3" : agrees {
    part = "equilibrium", tolerance = rounding, scale = 1,
    routes = { modes = rp.concat(r.inventory_paths:transpose():reshape(-1), r.rate_paths:transpose():reshape(-1)), ["matrix exponential"] = rp.concat(flattened(Q), flattened(v)) },
  }
end

-- Largest less smallest diagonal entry of R(0): 0 for matrices of the type (S).
local function spread(R)
  local low, high = huge, -huge
  for i = 1, #R do low, high = min(low, R[i][i]), max(high, R[i][i]) end
  return high - low
end

local function type_s()
  local equal = merged(four, { I0 = false })
  equal.I0, equal.kappa = nil, nil
  local full = matrix:solve(given(equal, { times = { 0 } }))
  local r = homogeneous:solve(given(equal, { times = { 0 } }))
  local mean, apart, rebuilt = r.gain_mean[1], r.gain_deviation[1], {}
  for i = 1, 4 do
    for j = 1, 4 do rebuilt[#rebuilt + 1] = (mean - apart) / 4 + (i == j and apart or 0) end
  end
  rp.claim "thm2.7-types" : agrees { routes = { ["matrix Riccati equation"] = full.matrix:reshape(-1), ["two modes"] = rebuilt }, tolerance = rounding }
  rp.claim "rem2.2" : corrects { -- unequal penalties break the structure that theorem 2.7(2) needs, equal ones have it
    printed_form = spread(linear.riccati(mixed, mixed.T)), truth = spread(linear.riccati(merged(mixed, { phi = 0.1, A = 0.5 }), mixed.T)), reference = 0,
    tolerance = rounding, scale = 1,
  }
  rp.claim "thm2.7-eig" : corrects { printed_form = { abs(mean), abs(apart) }, truth = { -abs(mean), -abs(apart) },
    reference = { linear.riccati(equal, equal.T)[1][1] + 3 * linear.riccati(equal, equal.T)[1][2], linear.riccati(equal, equal.T)[1][1] - linear.riccati(equal, equal.T)[1][2] },
    tolerance = rounding }
  -- R and H by steps: H of the noise orders, whose drift is w.
  local c = linear.printed(four)
  local stepped = linear.march(4, function() return c end, four.T, four.T, 400, matrices.scaled(c.L, -1))
  local noisy = homogeneous:solve(given(four, { times = { 0 } }))
  local steps, k, gain, kk = 400, 0.0, -2 * four.A, four.T / 400
  local d, e, f, g = 4 / (5 * four.beta), four.alpha / (5 * four.beta), -4 * four.alpha / (5 * four.beta), 2 * four.phi - four.alpha ^ 2 / (5 * four.beta)
  local function slopes(tau, r_, k_)
    return -(g + (f - e) * r_ - d * r_ ^ 2), -((f - d * r_) * k_ - four.alpha * four.I0 * math.exp(-four.kappa * (four.T - tau)))
  end
  for step = 0, steps - 1 do
    local tau = step * kk
    local a1, b1 = slopes(tau, gain, k)
    local a2, b2 = slopes(tau + kk / 2, gain + kk / 2 * a1, k + kk / 2 * b1)
    local a3, b3 = slopes(tau + kk / 2, gain + kk / 2 * a2, k + kk / 2 * b2)
    local a4, b4 = slopes(tau + kk, gain + kk * a3, k + kk * b3)
    gain, k = gain + kk / 6 * (a1 + 2 * a2 + 2 * a3 + a4), k + kk / 6 * (b1 + 2 * b2 + 2 * b3 + b4)
  end
  rp.claim "eq5" : agrees { part = "R", routes = { model = full.matrix:reshape(-1), ["Runge-Kutta"] = flattened(stepped) }, tolerance = marched }
  rp.claim "eq5" : agrees { part = "H", routes = { model = noisy.reaction, ["Runge-Kutta"] = { k } }, tolerance = marched }
end

-- Coefficients that vary in time, N = 4: the transformed equation of (6) is symmetric with psd coefficients.
local function transformed()
  local T, n = 1.0, 4
  local function at(t)
    return linear.printed { N = n, alpha = 0.2 * (1 + 0.5 * math.sin(2 * math.pi * t / T)), beta = 0.3 * (1 + 0.4 * math.cos(2 * math.pi * t / T)), phi = 0.2 * math.exp(-0.7 * t), A = 0.4 }
  end
  -- int_0^t E and F by Simpson's rule; all E and F commute.
  local function integral(name, t)
    local sum, steps = linear.build(n, function() return 0.0 end), 40
    for k = 0, steps do
      local weight = (k == 0 or k == steps) and 1 or k % 2 == 1 and 4 or 2
      sum = matrices.sum(sum, at(t * k / steps)[name], weight * t / (3 * steps))
    end
    return sum
  end
  local asymmetry, pivots, traces, symmetric_traces = {}, {}, {}, {}
  for _, t in ipairs { 0, 0.3, 0.7, 1 } do
    local c, E, F = at(t), integral("E", t), integral("F", t)
    local minus_E, plus_E = matrices.exponential(E, -1), matrices.exponential(E, 1)
    local minus_F, plus_F = matrices.exponential(F, -1), matrices.exponential(F, 1)
    local D = matrices.product(matrices.product(minus_E, c.D), plus_F)
    local G = matrices.product(matrices.product(minus_F, c.G), plus_E)
    for _, m in ipairs { D, G } do
      asymmetry[#asymmetry + 1] = 1e-12 - linear.distance(m, linear.build(n, function(i, j) return m[j][i] end))
      pivots[#pivots + 1] = linear.least_pivot(m)
    end
    -- The square root of exp(F - E) on both sides of the symmetric D: the same spectrum, so the same traces of powers.
    local K = matrices.exponential(matrices.sum(F, E, -1), 0.5)
    local S, power, other = matrices.product(matrices.product(K, c.D), K), linear.build(n, function(i, j) return i == j and 1.0 or 0.0 end), nil
    other = power
    for _ = 1, n do
      power, other = matrices.product(power, D), matrices.product(other, S)
      local a, b = 0.0, 0.0
      for i = 1, n do a, b = a + power[i][i], b + other[i][i] end
      traces[#traces + 1], symmetric_traces[#symmetric_traces + 1] = a, b
    end
    asymmetry[#asymmetry + 1] = linear.least_pivot(S)
  end
  local stepped = linear.march(n, at, T, T, 400, matrices.scaled(at(T).L, -1))
  local r = homogeneous:solve { traders = n, inventories = { 1 }, mean_inventory = 1, horizon = T, times = { 0 }, terminal_penalty = 0.4,
    permanent_impact = function(t) return 0.2 * (1 + 0.5 * math.sin(2 * math.pi * t / T)) end,
    temporary_impact = function(t) return 0.3 * (1 + 0.4 * math.cos(2 * math.pi * t / T)) end,
    running_penalty = function(t) return 0.2 * math.exp(-0.7 * t) end }
  rp.claim "eq6" : holds { part = "symmetric", what = "1e-12 less the asymmetry", margin = asymmetry }
  rp.claim "eq6" : holds { part = "positive", what = "smallest pivots of both coefficients", margin = pivots, strict = true }
  rp.claim "eq6" : agrees { part = "solution", tolerance = marched,
    routes = { modes = { r.gain_mean[1], r.gain_deviation[1] }, ["matrix steps"] = { stepped[1][1] + 3 * stepped[1][2], stepped[1][1] - stepped[1][2] } } }
  rp.claim "eq7" : agrees { routes = { ["traces of powers"] = traces, ["of the symmetric form"] = symmetric_traces }, tolerance = 1e-11 }
end

--- Evaluates the claims of section 2.
function M.claims()
  rp.claim "fig1" : cannot {}
  rp.claim "sec2-ab" : cannot {}
  rp.claim "rem2.8" : cannot {}
  model_of_section_2()
  first_order_conditions()
  boundary_problem()
  weights()
  type_s()
  transformed()
  existence.existence()
  existence.matrix_facts()
  existence.limits()
end

-- A: five traders.
local function figure_paths()
  local r = homogeneous:solve { inventories = rp.linspace(-1, 3, 5), permanent_impact = 0.3, temporary_impact = 0.2, running_penalty = 0.15,
    terminal_penalty = 0.5, horizon = 2, points = 161, imbalance = function(t) return 0.9 * math.exp(-0.8 * t) end }
  local inventories, rates = {}, {}
  for i = 1, 5 do
    local label = ("starts at %g"):format(i - 2)
    inventories[i] = rp.line { x = r.time, y = r.inventory_paths[i], label = label }
    rates[i] = rp.line { x = r.time, y = r.rate_paths[i], label = label }
  end
  rp.figure "trader-paths" {
    title = "Five traders with equal penalties", columns = 2,
    caption = "Inventories (left) and rates (right) of five traders while noise traders buy. The third starts at the mean and follows it. Deviations from the mean are worked off faster than the mean itself: nobody wants to trade at the price that all of them press.",
    alt = "Left five inventories that start between minus one and three and run together towards the end; right their rates, far apart at first and nearly equal at the end.",
    rp.panel { xlabel = "time", ylabel = "inventory (shares)", inventories },
    rp.panel { xlabel = "time", ylabel = "rate (shares per unit of time)", legend = "none", rates },
  }
  local c = conditions:solve { traders = 5, permanent_impact = 0.3, temporary_impact = 0.2, running_penalty = 0.15 }
  rp.value("rate-mean", c.rate_mean, { digits = 4 })
  rp.value("rate-deviation", c.rate_deviation, { digits = 4 })
end

-- D: a hundred different traders.
local function figure_crowd()
  local n = 100
  local running, terminal, inventories = {}, {}, {}
  for i = 0, n - 1 do
    local u = i / (n - 1)
    running[i + 1], terminal[i + 1], inventories[i + 1] = 0.05 + 0.35 * u, 0.2 + 0.8 * u ^ 2, 1 + math.cos(7 * i)
  end
  local r = heterogeneous:solve({ inventories = inventories, running_penalty = running, terminal_penalty = terminal, permanent_impact = 0.3,
    temporary_impact = 0.6, points = 101 }, { outputs = { "time", "aggregate_rate", "mean_path", "lowest_path", "highest_path" } })
  rp.figure "crowd" {
    title = "A hundred traders with penalties of their own", columns = 2,
    caption = "Left, the band of all inventories around their mean. Traders with weak penalties first buy what the others sell in a hurry, and sell later. Right, the aggregate rate, the only thing through which the traders feel each other.",
    alt = "Left a band of inventories that rises at first and narrows later around a falling mean; right a negative aggregate rate that rises towards the end.",
    rp.panel { xlabel = "time", ylabel = "inventory (shares)", rp.band { x = r.time, lo = r.lowest_path, hi = r.highest_path, label = "all traders" }, rp.line { x = r.time, y = r.mean_path, label = "mean" } },
    rp.panel { xlabel = "time", ylabel = "aggregate rate (shares per unit of time)", legend = "none", rp.line { x = r.time, y = r.aggregate_rate } },
  }
end

--- Draws the figures of section 2.
function M.figures()
  figure_paths()
  existence.figure_map()
  existence.figure_many()
  figure_crowd()
end

return M
