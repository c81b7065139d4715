-- Section 2 of Guo and Jin: every statement about the N traders, and the figures A to D. The models (two modes in closed form,
-- elimination of single traders, the matrix Riccati equation) against linear.lua, which forms the paper's matrices.

local rp = require "reprise"
local linear = require "guo2025.linear"
local matrices = require "muhlekarbe2024.matrices"

local M = {}

local abs, max, min, sqrt, huge = math.abs, math.max, math.min, math.sqrt, math.huge
local rounding = 1e-11    -- exponentials of matrices of norm 20 in double precision
local marched = 1e-8      -- Runge and Kutta's rule with 400 steps
local integrated = 1e-7   -- Simpson's rule with 400 steps

local conditions = rp.model "guo2025_conditions"
local homogeneous = rp.model "guo2025_homogeneous"
local heterogeneous = rp.model "guo2025_heterogeneous"
local matrix = rp.model "guo2025_matrix"

local four = { N = 4, alpha = 0.3, beta = 0.2, phi = 0.15, A = 0.5, T = 2, q = { 3, -1, 2, 0.5 }, I0 = 0.9, kappa = 0.8 }
local three = { N = 3, alpha = 0.2, beta = 0.3, phi = 0.1, A = 0.6, T = 1.5, q = { 2, -1, 0.5 }, I0 = 0.5, kappa = 1 }
local mixed = { N = 3, alpha = 0.2, beta = 0.3, phi = { 0.1, 0.3, 0.05 }, A = { 0.5, 0.2, 1 }, T = 1, q = { 2, -1, 3 } }

local function merged(base, more)
  local all = {}
  for name, value in pairs(base) do all[name] = value end
  for name, value in pairs(more or {}) do all[name] = value end
  return all
end

-- A game in the plugin's names, with further arguments.
local function given(g, more)
  local arguments = {
    inventories = g.q, permanent_impact = g.alpha, temporary_impact = g.beta, running_penalty = g.phi, terminal_penalty = g.A,
    horizon = g.T, own_weight = g.own and g.own * g.N / g.beta, cross_weight = g.cross and g.cross * g.N / g.beta,
  }
  if g.I0 then
    local I0, kappa = g.I0, g.kappa
    arguments.imbalance = function(t) return I0 * math.exp(-kappa * t) end
  end
  return merged(arguments, more)
end

-- Conditions of a game with equal penalties.
local function judged(g, more)
  return conditions:solve(merged({
    traders = g.N, permanent_impact = g.alpha, temporary_impact = g.beta, running_penalty = g.phi, terminal_penalty = g.A,
    horizon = g.T,
  }, more))
end

local function random_game(random, least_phi)
  local g = {
    N = random:integer(1, 40), alpha = random:uniform(0, 1.2), beta = random:log_uniform(0.05, 2), A = random:uniform(0, 1),
    T = random:uniform(0.2, 4),
  }
  g.phi = least_phi(g) + random:uniform(0, 0.5)
  return g
end

local function flattened(rows)
  local list = {}
  for _, row in ipairs(rows) do
    for _, value in ipairs(row) do list[#list + 1] = value end
  end
  return list
end

-- [trader][time] of a result as lists by time.
local function by_time(output)
  local rows = {}
  for k = 1, output:shape()[2] do
    rows[k] = {}
    for i = 1, #output do rows[k][i] = output[i][k] end
  end
  return rows
end

local function even(T, steps)
  local times = {}
  for k = 0, steps do times[k + 1] = T * k / steps end
  return times
end

local function drift(g, times)
  local w = {}
  for k, t in ipairs(times) do w[k] = g.alpha * g.I0 * (1 - math.exp(-g.kappa * t)) / g.kappa end
  return w
end

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

local function existence()
  rp.claim "as2.4" : holds {
    part = "sufficient", what = "own concavity on every horizon follows", count = 400, seed = 4,
    test = function(random)
      local g = random_game(random, function(g) return g.alpha ^ 2 / (4 * g.N * g.beta) end)
      local c = judged(g)
      return c.own_concave - c.hamiltonian_concave
    end,
  }
  local loose = judged({ N = 4, alpha = 1, beta = 0.2, phi = 0.05, A = 0.45, T = 5 })
  rp.claim "as2.4" : holds { part = "not necessary", what = "an equilibrium where it fails", strict = true, margin = { loose.equilibrium - loose.hamiltonian_concave, loose.equilibrium - loose.condition_27, loose.own_concave } }
  rp.claim "thm2.7a" : holds {
    what = "without permanent impact R is symmetric and not positive", count = 40, seed = 27,
    test = function(random)
      local n = random:integer(2, 6)
      local g = { N = n, alpha = 0, beta = random:uniform(0.1, 1), phi = {}, A = {}, q = {}, T = random:uniform(0.2, 2) }
      for i = 1, n do g.phi[i], g.A[i], g.q[i] = random:uniform(0, 1), random:uniform(0.01, 1), 1 end
      local r = matrix:solve(given(g, { times = { 0 } }))
      local R = r.matrix:totable()
      return min(linear.least_pivot(matrices.scaled(R, -1)), 1e-12 - r.asymmetry)
    end,
  }
  rp.claim "thm2.7b" : holds {
    what = "no escape, no positive eigenvalue", count = 600, seed = 272,
    test = function(random)
      local g = random_game(random, function(g) return g.alpha ^ 2 / (2 * (g.N + 1) * g.beta) end)
      if judged(g).explosion_time < huge then return -1 end
      local r = homogeneous:solve({ traders = g.N, inventories = { 1 }, mean_inventory = 1, permanent_impact = g.alpha, temporary_impact = g.beta,
        running_penalty = g.phi, terminal_penalty = g.A, horizon = g.T, times = { 0, g.T / 3, g.T } }, { outputs = { "gain_mean", "gain_deviation" } })
      return -max(r.gain_mean:max(), r.gain_deviation:max()), 1e-15
    end,
  }
  -- The first zero of the linear form's denominator, found by scanning and halving an exponential of 2 x 2 matrices.
  local function first_zero(g)
    local n, stiff = g.N, (g.N + 1) * g.beta / g.N
    local H = { { g.alpha / (n * stiff), 1 / stiff }, { 2 * g.phi - g.alpha ^ 2 / (n * stiff), -g.alpha / stiff } }
    local function denominator(tau)
      local P = matrices.exponential(H, -tau)
      return P[1][1] - 2 * g.A * P[1][2]
    end
    local low, high = 0.0, 0.01
    while denominator(high) > 0 do low, high = high, high + 0.01 end
    for _ = 1, 60 do
      local middle = (low + high) / 2
      if denominator(middle) > 0 then low = middle else high = middle end
    end
    return low
  end
  local base = { N = 3, alpha = 1, beta = 0.2, phi = 0.1, T = 1 }
  local ours, scanned = {}, {}
  for _, A in ipairs { 0, 0.05, 0.1 } do
    local g = merged(base, { A = A })
    ours[#ours + 1], scanned[#scanned + 1] = judged(g).explosion_time, first_zero(g)
  end
  rp.claim "thm2.7-sharp" : agrees { part = "time", routes = { ["closed form"] = ours, ["first zero of the linear form"] = scanned }, tolerance = 1e-12 }
  rp.claim "thm2.7-sharp" : holds {
    part = "condition", what = "escapes iff alpha (N + 1)/(2 N) - 2 A > k", count = 2000, seed = 7,
    test = function(random)
      local g = random_game(random, function() return 0 end)
      local k = sqrt((g.N + 1) * g.beta / g.N * (2 * g.phi + g.alpha ^ 2 * (g.N - 1) ^ 2 / (4 * g.N * (g.N + 1) * g.beta)))
      local beyond = g.alpha * (g.N + 1) / (2 * g.N) - 2 * g.A - k
      local escapes = judged(g).explosion_time < huge
      return escapes == (beyond > 0) and abs(beyond) or -abs(beyond), 1e-14
    end,
  }
  rp.claim "thm2.7-sharp" : holds { part = "without terminal penalty", what = "then it is the condition of theorem 2.7", count = 500, seed = 8,
    test = function(random)
      local g = merged(random_game(random, function() return 0 end), { A = 0 })
      local c = judged(g)
      return (c.explosion_time == huge) == (c.condition_27 == 1) and 1 or -1
    end }
  rp.claim "thm2.10" : holds {
    part = "sharp", what = "the form is positive above (N + 1) alpha^2/(8 N beta) and not below", on = { 1, 2, 5, 9, 40 }, strict = true,
    test = function(n)
      local at = (n + 1) / (8 * n * 0.2)
      local above, below = judged({ N = n, alpha = 1, beta = 0.2, phi = at * 1.001, A = 0.1, T = 1 }), judged({ N = n, alpha = 1, beta = 0.2, phi = at * 0.999, A = 0.1, T = 1 })
      return min(above.monotonicity_margin, -below.monotonicity_margin, above.condition_210 - below.condition_210)
    end,
  }
  rp.claim "thm2.10" : holds {
    part = "well posed", what = "an equilibrium on every horizon", count = 300, seed = 210,
    test = function(random)
      local c = judged(random_game(random, function(g) return (g.N + 1) * g.alpha ^ 2 / (8 * g.N * g.beta) * 1.000001 end))
      return c.condition_210 == 1 and c.explosion_time == huge and 1 or -1
    end,
  }
  rp.claim "thm2.10-order" : holds {
    what = "2 (N + 1) beta phi - alpha^2 where phi = (N + 1) alpha^2/(8 N beta), in multiples of alpha^2", on = rp.range(1, 60):totable(),
    test = function(n) return (n + 1) ^ 2 / (4 * n) - 1 end,
  }
  local worst = {}
  for _, n in ipairs { 1, 2, 5, 9 } do
    local g = { N = n, alpha = 0.7, beta = 0.3, phi = 0.4, A = 1 }
    local c = linear.printed(g)
    local V = linear.build(n, function(i, j) return g.alpha / (2 * n) * (1 - (i == j and 1 or 0)) end)
    local form = matrices.sum(c.G, matrices.product(matrices.product(V, c.D), V), 1)
    form = matrices.sum(form, matrices.product(matrices.sum(c.E, c.F, 1), V), 1)
    worst[#worst + 1] = linear.distance(form, linear.build(n, function(i, j) return (i == j and 2 * g.phi or 0) - g.alpha ^ 2 / (4 * n * g.beta) * (1 + (i == j and 1 or 0)) end))
  end
  rp.claim "eq8-9" : holds { what = "1e-14 less the deviation of G + V D V + (E + F) V from diag(2 phi) - alpha^2/(4 N beta)(1 + O)", margin = (1e-14 - rp.array(worst)) }
  local r = homogeneous:solve(given(four, { points = 101 }))
  local bound = max(2 * four.A, judged(four).rate_mean * judged(four).impact_mean + four.alpha * 5 / 8)
  rp.claim "eq10-11" : holds { what = "the slope of the decoupling field stays bounded on [0, T]", margin = rp.concat(bound - r.gain_mean:abs(), bound - r.gain_deviation:abs()) }
end

local function matrix_facts()
  local function random_symmetric(random, n)
    local a = linear.build(n, function() return random:normal() end)
    return linear.build(n, function(i, j) return (a[i][j] + a[j][i]) / 2 end)
  end
  rp.claim "prop2.6" : holds { part = "positive", what = "smallest pivot of exp(X), X symmetric", count = 100, seed = 261, strict = true,
    test = function(random) return linear.least_pivot(matrices.exponential(random_symmetric(random, random:integer(1, 5)), 1)) end }
  rp.claim "prop2.6" : holds { part = "sum", what = "1e-11 less the deviation of exp(X + Y) from exp(X) exp(Y), X and Y commuting", count = 60, seed = 262,
    test = function(random)
      local X = random_symmetric(random, 3)
      local Y = matrices.sum(matrices.scaled(matrices.product(X, X), 0.2), X, random:normal())
      local both = matrices.exponential(matrices.sum(X, Y, 1), 1)
      return 1e-11 - linear.distance(both, matrices.product(matrices.exponential(X, 1), matrices.exponential(Y, 1))) / (1 + abs(both[1][1]) + abs(both[2][2]) + abs(both[3][3]))
    end }
  -- d/dt exp(X + t Z) at 0 against Z exp(X) and exp(X) Z: both equal it iff X and Z commute.
  local function miss(X, Z)
    local h = 1e-4
    local slope = matrices.scaled(matrices.sum(matrices.exponential(matrices.sum(X, Z, h), 1), matrices.exponential(matrices.sum(X, Z, -h), 1), -1), 1 / (2 * h))
    local e = matrices.exponential(X, 1)
    return max(linear.distance(slope, matrices.product(Z, e)), linear.distance(slope, matrices.product(e, Z))) / (1 + abs(e[1][1]) + abs(e[2][2]))
  end
  rp.claim "prop2.6" : holds { part = "derivative", what = "the rule holds for commuting matrices and fails for others", count = 60, seed = 263, strict = true,
    test = function(random)
      local X, Z = random_symmetric(random, 2), random_symmetric(random, 2)
      local commuting = matrices.sum(matrices.scaled(X, random:normal()), matrices.identity(2), random:normal())
      return min(1e-5 - miss(X, commuting), miss(X, Z) - 1e-5)
    end }
  rp.claim "thm2.9" : holds { what = "1 less the gap times the maximum norm of the inverse", count = 300, seed = 29,
    test = function(random)
      local n = random:integer(1, 5)
      local a = linear.build(n, function() return random:normal() end)
      local gap, norm = random:uniform(0.01, 2), 0.0
      for i = 1, n do
        local sum = gap
        for j = 1, n do if j ~= i then sum = sum + abs(a[i][j]) end end
        a[i][i] = sum * (random:uniform() < 0.5 and -1 or 1) -- the least gap of all rows is `gap`
      end
      for i = 1, n do -- row i of the inverse solves a' x = e_i
        local unit, sum = {}, 0.0
        for j = 1, n do unit[j] = j == i and 1.0 or 0.0 end
        for _, x in ipairs(matrices.solve(linear.build(n, function(p, q) return a[q][p] end), unit)) do sum = sum + abs(x) end
        norm = max(norm, sum)
      end
      return 1 - norm * gap
    end, tolerance = 1e-10 }
end

local function limits()
  -- One trader: Almgren and Chriss with terminal penalty A - alpha/2.
  local alpha, beta, phi, A, t = 0.3, 0.2, 0.15, 0.5, 0.3
  local r = homogeneous:solve { inventories = { 1 }, permanent_impact = alpha, temporary_impact = beta, running_penalty = phi, terminal_penalty = A, times = { t } }
  local kappa = sqrt(phi / beta)
  local ratio = (A - alpha / 2) / (beta * kappa)
  local function grown(u) return (math.exp(u) + math.exp(-u)) / 2 + ratio * (math.exp(u) - math.exp(-u)) / 2 end
  rp.claim "rem2-ac" : agrees { routes = { model = r.inventory_paths[1], ["Almgren and Chriss"] = { grown(kappa * (1 - t)) / grown(kappa) } }, tolerance = 1e-13 }
  -- Many traders.
  local gains, rates = {}, {}
  local counts = { 10, 100, 1000, 10000, 100000 }
  for i, n in ipairs(counts) do
    gains[i] = homogeneous:solve { traders = n, inventories = { 1 }, mean_inventory = 1, permanent_impact = 0.2, temporary_impact = 0.3, running_penalty = 0.1,
      terminal_penalty = 0.5, times = { 0 } }.gain_mean[1]
    rates[i] = conditions:solve { traders = n, permanent_impact = 0.2, temporary_impact = 0.3, running_penalty = 0.1 }.rate_deviation
  end
  local d, f, g = 1 / 0.3, -0.2 / 0.3, 2 * 0.1
  local c = -f / (2 * d)
  local k = sqrt(g / d + c * c)
  local th = math.exp(2 * d * k)
  th = (th - 1) / (th + 1)
  local limit = k * (c - 1 - k * th) / (k - (c - 1) * th) - c
  rp.claim "rem2-ninf" : converges { part = "mean", sequence = gains, limit = limit, tolerance = 1e-5 }
  local slopes = {}
  for i = 2, #counts do slopes[#slopes + 1] = math.log(rates[i] / rates[i - 1]) / math.log(counts[i] / counts[i - 1]) end
  rp.claim "rem2-ninf" : converges { part = "deviations", sequence = slopes, limit = 0.5, tolerance = 1e-3 }
  rp.value("many-traders-gain", limit, { digits = 7 })
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
  existence()
  matrix_facts()
  limits()
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

-- B: where there is an equilibrium, three traders.
local function figure_map()
  local beta, phi, n = 0.2, 0.1, 3
  local alphas, penalties = rp.linspace(0.05, 2, 157), rp.linspace(0, 0.4, 129)
  local s = conditions:sweep({ traders = n, temporary_impact = beta, running_penalty = phi, permanent_impact = alphas, terminal_penalty = penalties },
    { outputs = { "explosion_time" } })
  local logarithm = s.explosion_time:map(function(t) return t < huge and math.log(t) / math.log(10) or 0 / 0 end)
  local edge = alphas:map(function(alpha)
    local K = (n + 1) * beta / n
    local k = sqrt(K * (2 * phi + alpha ^ 2 * (n - 1) ^ 2 / (4 * n * n * K)))
    return max(0, (alpha * (n + 1) / (2 * n) - k) / 2)
  end)
  local bounds = { sqrt(4 * n * beta * phi), sqrt(2 * (n + 1) * beta * phi), sqrt(8 * n * beta * phi / (n + 1)) }
  rp.figure "existence-map" {
    title = "How long an equilibrium of three traders lasts",
    caption = "Time to maturity at which the equilibrium ceases to exist, over permanent impact and terminal penalty; above the black line it never does. Left of the vertical lines the conditions of Theorem 2.10, Theorem 2.7 and Assumption 2.4 hold: with a terminal penalty none of them is necessary.",
    alt = "A map of explosion times: long near a curve that rises from the axis, short for strong impact and weak penalty; three vertical lines mark the paper's conditions.",
    xlabel = "permanent impact (cash/share²)", ylabel = "terminal penalty (cash/share²)", yrange = { 0, 0.4 }, legend = "none",
    rp.map { x = alphas, y = penalties, z = logarithm, label = "log₁₀ of the time" },
    rp.line { x = alphas, y = edge, color = "black", label = "edge of existence" },
    rp.note { x = 1.0, y = 0.3, text = "an equilibrium on every horizon" },
    rp.vline { at = bounds[3], style = "dotted", label = "2.10" }, rp.vline { at = bounds[2], style = "dashed", label = "2.7" }, rp.vline { at = bounds[1], style = "dashdot", label = "2.4" },
  }
  rp.value("explosion-example", conditions:solve { traders = 3, permanent_impact = 1, temporary_impact = 0.2, running_penalty = 0.1, terminal_penalty = 0 }.explosion_time, { digits = 6 })
end

-- C: more and more traders.
local function figure_many()
  local lines, gains, rates = {}, {}, {}
  local counts = { 1, 2, 5, 20, 100 }
  for i, n in ipairs(counts) do
    local r = homogeneous:solve { traders = n, inventories = { 1 }, mean_inventory = 1, permanent_impact = 0.2, temporary_impact = 0.3, running_penalty = 0.1, terminal_penalty = 0.5, points = 101 }
    lines[i] = rp.line { x = r.time, y = r.mean_path, label = n == 1 and "1 trader" or ("%d traders"):format(n) }
    gains[i] = r.gain_mean[1]
    rates[i] = conditions:solve { traders = n, permanent_impact = 0.2, temporary_impact = 0.3, running_penalty = 0.1 }.rate_deviation
  end
  rp.figure "many-traders" {
    title = "More and more traders", columns = 2,
    caption = "Left, the mean inventory settles on a limit as the traders become many. Right, the rate at which deviations are worked off grows like the square root of their number.",
    alt = "Left five curves that fall from one and approach each other; right five points on a straight line of slope one half in logarithmic scales.",
    rp.panel { xlabel = "time", ylabel = "mean inventory (shares)", lines },
    rp.panel { xlabel = "traders", ylabel = "rate of deviations (1/time)", xlog = true, ylog = true, legend = "top left",
      rp.points { x = counts, y = rates, label = "computed" }, rp.line { x = { 1, 100 }, y = { rates[5] / 10, rates[5] }, label = "slope 1/2", style = "dashed" } },
  }
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
  figure_map()
  figure_many()
  figure_crowd()
end

return M
