-- When the equilibrium is the only one (Section 4): the volatility that Theorem 4.2 asks for, why none is needed where
-- penalties are large enough, and the penalties at which uniqueness ends. Claims thm4.2, volatility, critical; figure
-- volatility. Second routes: power and inverse iteration, the determinant of the equation for the aggregate (coupling.lua) and
-- of the whole system's boundary conditions (game.lua).

local rp = require "reprise"
local studies = require "drapeau2021.studies"
local matrices = require "muhlekarbe2024.matrices"
local alone = require "drapeau2021.single"
local whole = require "drapeau2021.game"
local coupling = require "drapeau2021.coupling"

local identical = rp.model "nplayer_identical"
local game = rp.model "nplayer_game"
local max, min, sqrt, huge = math.max, math.min, math.sqrt, math.huge
local with, each, alike, grid, paths = studies.with, studies.each, studies.alike, studies.grid, studies.paths

-- The volatility that the argument of theorem 4.2 asks for: (lambda/4) times a spectral norm, by power iteration, and the
-- least eigenvalue of the quadratic form itself, by inverse iteration.
local function spectral_bound(lambda, eta, alpha)
  local n = #eta
  local v = each(n, function(i) return 1 + 0.1 * i end)
  local norm
  for _ = 1, 400 do
    local u, w, sum = {}, {}, 0.0
    for j = 1, n do sum = sum + v[j] / sqrt(eta[j]) end
    for i = 1, n do u[i] = (sum - v[i] / sqrt(eta[i])) / sqrt(alpha[i]) end
    sum = 0.0
    for j = 1, n do sum = sum + u[j] / sqrt(alpha[j]) end
    local size = 0.0
    for i = 1, n do
      w[i] = (sum - u[i] / sqrt(alpha[i])) / sqrt(eta[i])
      size = size + w[i] ^ 2
    end
    size = sqrt(size)
    for i = 1, n do v[i] = w[i] / size end
    norm = sqrt(size)
  end
  return lambda / 4 * norm
end
local bounded = { lambda = 0.5, eta = { 0.2, 0.4, 0.6, 0.8 }, alpha = { 1, 2, 0.5, 3 } }
local stated_bound = game:solve({ permanent_impact = bounded.lambda, temporary_impact = bounded.eta,
  risk_aversion = bounded.alpha, inventories = { 0, 0, 0, 0 },
  points = 2 }).monotone_volatility
do
  rp.claim "thm4.2" : agrees {
    part = "the bound", routes = { { "plugin", stated_bound },
    { "power iteration", spectral_bound(bounded.lambda, bounded.eta, bounded.alpha) } }, tolerance = 1e-10,
  }
  -- Q = [2 a_i on x, 2 eta_i on xi, -lambda/2 off the diagonal between them]: inverse iteration from its determinant's sign.
  local function least_eigenvalue(sigma)
    local Q = {}
    for i = 1, 4 do
      Q[i], Q[4 + i] = {}, {}
      for j = 1, 4 do
        Q[i][j], Q[4 + i][4 + j] = i == j and 2 * bounded.alpha[i] * sigma ^ 2 or 0.0, i == j and 2 * bounded.eta[i] or 0.0
        Q[i][4 + j] = i == j and 0.0 or -bounded.lambda / 2
        Q[4 + i][j] = Q[i][4 + j]
      end
    end
    local v, value = each(8, function(i) return 1 + 0.01 * i end), 0.0
    for _ = 1, 60 do
      local w = matrices.solve(Q, v)
      local size, dot = 0.0, 0.0
      for i = 1, 8 do size, dot = size + w[i] ^ 2, dot + w[i] * v[i] end
      value = dot / size
      size = sqrt(size)
      for i = 1, 8 do v[i] = w[i] / size end
    end
    return value
  end
  rp.claim "thm4.2" : holds {
    part = "above it the form is positive, below it is not", what = "least eigenvalue of the form, times the side of the bound",
    on = { 0.99, 0.999, 1.001, 1.01, 1.1 },
    strict = true, error = 1e-9,
    test = function(share) return least_eigenvalue(share * stated_bound) * (share > 1 and 1 or -1) end,
  }
end

-- Random games: coefficients of n agents, constant on each of two halves of the horizon.
local function random_game(random, riskless)
  local n = random:integer(2, 5)
  return { T = random:log_uniform(0.2, 4), lambda = random:log_uniform(0.05, 3),
    eta = each(n, function() return random:log_uniform(0.1, 2) end),
    gamma = each(n, function() return random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 3) end),
    risk = each(n, function()
      if riskless then return { 0, 0 } end
      return { random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 4), random:uniform() < 0.3 and 0 or random:log_uniform(0.01, 4) }
    end) }
end
rp.claim "thm4.2" : holds {
  part = "random games that satisfy it", what = "determinant of the equation for the aggregate", count = 60, seed = 41, strict = true, error = 1e-7,
  test = function(random)
    local g = random_game(random)
    local n = #g.eta
    local alpha = each(n, function() return random:log_uniform(0.2, 4) end)
    local sigma = spectral_bound(g.lambda, g.eta, alpha) * random:uniform(1.01, 2)
    g.risk = each(n, function(i) return { alpha[i] * sigma ^ 2, 4 * alpha[i] * sigma ^ 2 } end)
    return coupling.determinant(g)
  end,
}
rp.claim "thm4.2-constant" : cannot {}

-- The bound is not necessary.
rp.claim "volatility-identical" : holds {
  what = "phi less the penalty at which the mean is singular, over eta/T: random identical agents with gamma >= 0, a third of them without volatility",
  count = 100, seed = 42, strict = true, error = 1e-12,
  test = function(random)
    local n, T, eta = random:integer(1, 40), random:log_uniform(0.1, 2), random:log_uniform(0.3, 2)
    local lambda = random:log_uniform(0.02, 4) / n
    local gamma = random:uniform() < 0.3 and 0 or random:uniform(0, 2)
    local r = identical:solve(alike(n, { T = T, eta = eta, lambda = lambda, phi = 300,
      sigma = random:uniform() < 1 / 3 and 0 or random:uniform(0, 1) }),
      { outputs = { "critical_penalty_mean", "critical_penalty_deviation" } })
    return (lambda / 2 + gamma - max(r.critical_penalty_mean, n > 1 and r.critical_penalty_deviation or -huge)) * T / eta
  end,
}
rp.claim "volatility-riskless" : holds {
  what = "determinant of the equation for the aggregate: random different agents who do not mind risk", count = 80, seed = 43,
  strict = true, error = 1e-7,
  test = function(random) return coupling.determinant(random_game(random, true)) end,
}
local determinants = {}
for k = 1, 200 do determinants[k] = coupling.determinant(random_game(rp.random(44000 + k))) end
rp.claim "volatility-different" : holds {
  part = "random games", what = "determinant of the equation for the aggregate, 200 random games, gamma >= 0, risk of each half of the horizon for itself",
  margin = determinants, seed = 44000, strict = true, error = 1e-7,
}
do
  local function control(lambda)
    return coupling.determinant { T = 2, lambda = lambda, gamma = each(10, function() return -lambda / 2 end), eta = each(10, function() return 0.5 end),
      risk = each(10, function() return { 0.5, 0.5 } end) }
  end
  rp.claim "volatility-different" : holds {
    part = "the determinant can tell", what = "determinant below, minus the determinant above the critical impact of ten identical agents without penalty",
    margin = { control(0.317), -control(0.319) }, strict = true, error = 1e-9,
  }
  local function edge(still_below)
    local low, high = 0.31, 0.33
    for _ = 1, 40 do
      local middle = (low + high) / 2
      if still_below(middle) then low = middle else high = middle end
    end
    return low
  end
  local low = edge(function(lambda) return control(lambda) > 0 end)
  local closed = edge(function(lambda)
    return identical:solve(alike(10, { T = 2, lambda = lambda, alpha = 0.5, phi = 5 }),
      { outputs = { "critical_penalty_mean" } }).critical_penalty_mean < 0
  end)
  rp.claim "volatility-different" : agrees {
    part = "and tells it right", what = "critical permanent impact",
    routes = { { "zero of the determinant", low }, { "zero of the critical penalty", closed } },
    tolerance = 5e-5, -- the determinant is that of a collocation on a grid: its zero lies 2e-5 beside that of the equation
  }
  rp.value("critical-lambda", low, { unit = "cash/share^2",
    doc = "permanent impact at which ten identical agents without penalty lose uniqueness, T = 2, eta = a = 1/2" })
end
-- The interaction is a boundary term: lambda int X'(J - I) xi = (lambda/2) [X'(J - I) X].
do
  local inside = {}
  for k = 1, #grid.times do
    local sum, rate, own = 0.0, 0.0, 0.0
    for i = 1, 4 do sum, rate, own = sum + paths.X[i][k], rate + paths.rates[i][k], own + paths.X[i][k] * paths.rates[i][k] end
    inside[k] = sum * rate - own
  end
  local function form(k)
    local sum, squares = 0.0, 0.0
    for i = 1, 4 do sum, squares = sum + paths.X[i][k], squares + paths.X[i][k] ^ 2 end
    return (sum ^ 2 - squares) / 2
  end
  rp.claim "volatility-terminal" : agrees {
    part = "a boundary term", what = "sum over pairs of int X_i xi_j", routes = { { "integrated", grid.integral(inside) },
    { "ends of the path", form(#grid.times) - form(1) } }, tolerance = 1e-11,
  }
  rp.claim "volatility-terminal" : holds {
    part = "any volatility", what = "determinant of the equation for the aggregate where 2 diag(gamma) exceeds (lambda/2)(11' - 1)",
    count = 60, seed = 45, strict = true, error = 1e-7,
    test = function(random)
      local g = random_game(random)
      g.gamma = each(#g.eta, function() return g.lambda * (#g.eta - 1) / 4 * random:uniform(1, 2) end)
      return coupling.determinant(g)
    end,
  }
end

-- No penalty at all, identical agents: the sharp volatility.
local horizons = { 0.05, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200 }
local function least_margin(n, share)
  local lambda, eta, alpha = 0.8, 0.3, 0.7
  local sharp = sqrt(n / (alpha * eta)) * lambda / 2
  local least = huge
  for _, T in ipairs(horizons) do
    local r = identical:try_solve(alike(n, { T = T, lambda = lambda, eta = eta, alpha = alpha, sigma = sqrt(share) * sharp, phi = 10 }),
      { outputs = { "critical_penalty_mean", "sharp_volatility" } })
    least = min(least, -r.critical_penalty_mean / eta)
  end
  return least
end
rp.claim "volatility-sharp" : holds {
  what = "least of minus the critical penalty over eta, horizons from 0.05 to 200, variance 2 % above and (with the other sign) 2 % below n lambda^2/(4 alpha eta)",
  strict = true, error = 1e-12, margin = { least_margin(2, 1.02), least_margin(5, 1.02), least_margin(20, 1.02),
    -least_margin(2, 0.98), -least_margin(5, 0.98), -least_margin(20, 0.98) },
}

-- Critical penalties by the determinant of the whole system's boundary conditions.
do
  local base = { T = 1, lambda = 0.8, eta = 0.3, alpha = 0.2, sigma = 1 }
  local function system(n, phi)
    return { T = base.T, lambda = base.lambda,
      sigma = 1, eta = each(n, function() return base.eta end), alpha = each(n, function() return base.alpha end),
      phi = each(n, function() return phi end), b = 0, x = each(n, function() return 0 end) }
  end
  local function zero(n, low, high)
    local F = matrices.exponential(whole.generator(system(n, 0)), base.T)
    local function positive(phi) return matrices.determinant(whole.boundary_matrix(system(n, phi), F)) > 0 end
    local sign = positive(low)
    for _ = 1, 40 do
      local middle = (low + high) / 2
      if positive(middle) == sign then low = middle else high = middle end
    end
    return low
  end
  local r = identical:solve(alike(3, with(base, { phi = 4, x = { 1, 0, 0 } })))
  local two = identical:solve(alike(2, with(base, { phi = 4, x = { 1, 0 } })))
  local own
  do
    local low, high = -1.5, 0.4
    for _ = 1, 22 do
      local middle = (low + high) / 2
      local A = alone.backward { T = 1, eta = function() return 0.3 end, a = function() return 0.2 end, f = function() return 0 end, gamma = middle - 0.4 }
      if A then high = middle else low = middle end
    end
    own = high
  end
  -- With three agents the deviations' zero is double; with two it is simple.
  rp.claim "critical-penalties" : agrees {
    part = "identical agents", what = "penalties at which the mean of three and of two agents, the deviation of two and an agent alone are singular",
    routes = { { "closed form", { r.critical_penalty_mean, two.critical_penalty_mean, two.critical_penalty_deviation, r.critical_penalty_convexity } },
      { "zeros of the boundary determinant, finiteness of A", { zero(3, 0.1, 0.6), zero(2, 0.05, 0.5), zero(2, -0.5, -0.1), own } } },
        tolerance = 1e-5,
  }
  rp.claim "critical-order" : holds {
    what = "mean less convexity and convexity less deviation, random games of two agents and more", count = 80, seed = 46, strict = true,
    error = 1e-13,
    test = function(random)
      local c = identical:solve(alike(random:integer(2, 30), { T = random:log_uniform(0.1, 5), lambda = random:log_uniform(0.05, 3), eta = random:log_uniform(0.1, 2),
        alpha = random:log_uniform(0.05, 3), phi = 200 }),
          { outputs = { "critical_penalty_mean", "critical_penalty_convexity", "critical_penalty_deviation" } })
      return min(c.critical_penalty_mean - c.critical_penalty_convexity, c.critical_penalty_convexity - c.critical_penalty_deviation)
    end,
  }
  local lone = game:solve({ horizon = 1, permanent_impact = base.lambda, temporary_impact = base.eta, risk_aversion = base.alpha, terminal_penalty = 4,
    inventories = { 1, 0, 0 } }, { outputs = { "margin_mean", "margin_convexity" } })
  rp.claim "critical-penalties" : agrees {
    part = "game of different agents", what = "how far the penalty 4 may be lowered until the mean, and an agent alone, are singular",
    routes = { { "closed form", { 4 - r.critical_penalty_mean, 4 - r.critical_penalty_convexity } }, { "bisection on three agents", { lone.margin_mean, lone.margin_convexity } } },
    tolerance = 1e-6,
  }
  rp.value("critical-mean", r.critical_penalty_mean, { unit = "cash/share^2", doc = "critical penalty of the mean, three agents" })
  rp.value("critical-deviation", r.critical_penalty_deviation, { unit = "cash/share^2", doc = "critical penalty of deviations, the same" })
  rp.value("critical-convexity", r.critical_penalty_convexity, { unit = "cash/share^2", doc = "critical penalty of an agent alone, the same" })
end

-- What volatility and what penalty are asked for.
local function volatility()
  local counts, eta, alpha, lambda = {}, 0.5, 1, 0.5
  for k = 1, 25 do counts[k] = math.floor(2 * 100 ^ ((k - 1) / 24) + 0.5) end
  local pointwise, sharp = {}, {}
  for k, n in ipairs(counts) do
    pointwise[k] = lambda * (n - 1) / (4 * sqrt(alpha * eta))
    sharp[k] = identical:solve(alike(n, { lambda = lambda, eta = eta, alpha = alpha, phi = 60 }),
      { outputs = { "sharp_volatility" } }).sharp_volatility
  end
  local mean, own, deviation = {}, {}, {}
  for k, n in ipairs(counts) do
    local r = identical:solve(alike(n, { lambda = lambda, eta = eta, alpha = alpha, sigma = 0.5, T = 2, phi = 60 }))
    mean[k], own[k], deviation[k] = r.critical_penalty_mean, r.critical_penalty_convexity, r.critical_penalty_deviation
  end
  rp.figure "volatility" {
    title = "What uniqueness asks for", columns = 2, width = 1000, height = 420,
    caption = "Identical agents. Left: volatility above which the argument of Theorem 4.2 works, and the exact one without penalty; with gamma ≥ 0 none is needed. Right: terminal penalty below which the mean, an agent alone and the deviations lose their unique solution.",
    alt = "Left two rising curves against the number of agents in logarithmic axes, slopes one and one half. Right three curves: the mean's critical penalty rises towards lambda/2, the others lie below and hardly move.",
    rp.panel { title = "volatility", xlabel = "agents n", ylabel = "σ (cash per share and √time)", xlog = true, ylog = true, legend = "top left",
      rp.line { x = counts, y = pointwise, label = "pointwise argument, γ ≥ 0" }, rp.line { x = counts, y = sharp, label = "exact, φ = 0" } },
    rp.panel { title = "critical penalty φ", xlabel = "agents n", ylabel = "cash per share²", xlog = true, legend = "auto",
      rp.hline { at = lambda / 2, label = "λ/2" }, rp.line { x = counts, y = mean, label = "mean" },
        rp.line { x = counts, y = own, label = "an agent alone" },
      rp.line { x = counts, y = deviation, label = "deviations" } },
  }
end

return { volatility = volatility }
