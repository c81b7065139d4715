-- When the N traders of Section 2 have an equilibrium, for how long, and what becomes of it as they become many. Claims as2.4,
-- thm2.7, thm2.9, thm2.10, eq8 to eq11, prop2.6, rem2-ac, rem2-ninf; figures existence-map, many-traders. Second routes: the
-- first zero of the Riccati equation's linear form, exponentials of the paper's matrices (linear.lua), the rule of Almgren and
-- Chriss.

local rp = require "reprise"
local games = require "guo2025.games"
local linear = require "guo2025.linear"
local matrices = require "muhlekarbe2024.matrices"

local conditions = rp.model "guo2025_conditions"
local homogeneous = rp.model "guo2025_homogeneous"
local matrix = rp.model "guo2025_matrix"
local abs, max, min, sqrt, huge = math.abs, math.max, math.min, math.sqrt, math.huge
local four, merged, given, judged, random_game = games.four, games.merged, games.given, games.judged, games.random_game

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
  rp.claim "rem2-ninf" : converges { part = "deviations", sequence = slopes, limit = 0.5, tolerance = 1e-3 } -- rates are (1 + O(1/N)) sqrt N
  rp.value("many-traders-gain", limit, { digits = 7 })
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

return { existence = existence, matrix_facts = matrix_facts, limits = limits, figure_map = figure_map, figure_many = figure_many }
