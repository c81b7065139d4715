-- A client who looks at the price, without transient impact and without a random stage (A.3). Claims thm2, except thm2-general
-- and thm2-escape (put_off_general.lua); figure put-off. Second routes: the three outcomes and a Riccati equation from there,
-- cash flows of simulated paths (price_sensitive.lua).

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local integration = require "muhlekarbe2024.integration"
local sensitive = require "muhlekarbe2024.price_sensitive"

local put_off = rp.model "prehedging_sensitive"
local put_off_paths = rp.model "prehedging_sensitive_paths"
local with, each, visible, states, nothing = studies.with, studies.each, studies.visible, studies.states, studies.nothing
local largest, erratum = studies.largest, studies.erratum

-- region: theorem2
-- A client who is put off by a risen price; the second case has the price that the companion states.
local t0, t0_stated = sensitive.case(), sensitive.case { client_price = "printed" }
local clear = put_off:solve(sensitive.arguments(t0))
local clear_stated = put_off:solve(sensitive.arguments(t0_stated))
local end_matrix = sensitive.terminal(t0_stated)        -- from the three outcomes
local first_matrix = sensitive.matrix(t0_stated, t0.T)  -- from there by the Riccati equation
-- end region
local load, f0 = sensitive.loads(t0_stated), sensitive.functions(t0_stated, t0.T)
local A_, lX, l0, m = load.h, load.lX, load.l0, load.m
do
  local c = t0_stated
  local function probability(X, P) return c.phi - c.s1 * (c.delta - c.delta0) - c.s2 * (P + c.kappa * X - c.P0) end
  local function objective(X, P)
    return -A_ / 2 * X ^ 2 + probability(X, P) * (c.kappa * c.X0 * c.Xs + c.delta * c.Xs - (A_ + c.kappa) / 2 * c.Xs ^ 2 + (A_ + c.kappa) * c.Xs * X)
  end
  rp.claim "thm2-goal" : agrees {
    part = "for the stated price", routes = { { "first display of A.3", each(states, objective) }, { "three outcomes", each(states, sensitive.outcome(c)) } },
    tolerance = 1e-12,
  }
  rp.claim "thm2-goal" : agrees {
    part = "for the market price", routes = { { "first display of A.3", each(states, objective) }, { "three outcomes", each(states, sensitive.outcome(t0)) } },
    tolerance = visible,
  }
  rp.claim "thm2-underbraces" : corrects {
    what = "the objective with l_0 and l_X in the places of the braces, at four states",
    printed_form = each(states, function(X, P)
      return -A_ / 2 * X ^ 2 + probability(X, P) * ((c.kappa * c.X0 + c.delta) * c.Xs + (A_ + c.kappa) * c.Xs * X * X)
    end),
    truth = each(states, function(X, P) return -A_ / 2 * X ^ 2 + probability(X, P) * (l0 + lX * X) end),
    reference = each(states, sensitive.outcome(c)), tolerance = 1e-12,
  }
end
do
  local c, s, h = t0_stated, 0.8, 1e-3
  local around = put_off:solve(sensitive.arguments(c, { times = { c.T - s - 2 * h, c.T - s - h, c.T - s, c.T - s + h, c.T - s + 2 * h } }))
  local B, A = around.b_path, around.a_path[3]
  local slope = (B[1] - 8 * B[2] + 8 * B[4] - B[5]) / (12 * h)
  rp.claim "thm2-ansatz" : corrects {
    what = "coefficient of X P* in the dynamic programming equation: with B constant, with B(t), and 0",
    printed_form = -A * clear_stated.b_path[-1] / c.nu, truth = slope - A * B[3] / c.nu, reference = 0, scale = 1, tolerance = 1e-9,
  }
  rp.claim "thm2-dpe" : corrects {
    what = "largest value of the bracket at four states",
    printed_form = each(states, function(X, P) return largest(function(u) return sensitive.bracket(c, s, X, P, u, "printed") end) end),
    truth = each(states, function(X, P) return largest(function(u) return sensitive.bracket(c, s, X, P, u, "corrected") end) end),
    reference = nothing, scale = 1, tolerance = 1e-9,
  }
  rp.claim "thm2-term" : corrects {
    what = "A(T)", printed_form = A_ + 2 * c.s1 * c.kappa * lX, truth = clear_stated.a_path[-1], reference = -end_matrix[1][1], tolerance = 1e-11,
  }
  erratum("A.3: $A(T)$", A_ + 2 * c.s1 * c.kappa * lX, clear_stated.a_path[-1])
  local p, f = sensitive.matrix(c, s), sensitive.functions(c, s)
  erratum("A.3: trading rate at $X = 0.7$, $P^* = 0.3$, 0.8 before the trade", (m * f.D - f.A / c.nu * 0.7 + f.B / c.nu * 0.3) / c.nu,
    sensitive.rate(c, p, 0.7, 0.3))
  rp.claim "thm2-max" : corrects {
    what = "rate at four states",
    printed_form = each(states, function(X, P) return (m * f.D - f.A / c.nu * X + f.B / c.nu * P) / c.nu end),
    truth = each(states, function(X, P) return (m * f.D - f.A * X + f.B * P) / c.nu end),
    reference = each(states, function(X, P) return sensitive.rate(c, p, X, P) end), tolerance = 1e-10,
  }
end
do
  local c, times = t0_stated, { 0, 0.35, 0.7, 1.05, 1.4 }
  local r = put_off:solve(sensitive.arguments(c, { times = times }))
  local closed, numerical = { A = {}, B = {}, C = {}, D = {} }, { A = {}, B = {}, C = {}, D = {} }
  for i, t in ipairs(times) do
    local p, f = sensitive.matrix(c, c.T - t), sensitive.functions(c, c.T - t)
    for name, number in pairs { A = -p[1][1], B = p[1][2], C = p[2][2], D = p[1][3] / m } do
      closed[name][i], numerical[name][i] = f[name], number
    end
  end
  rp.claim "thm2-a" : agrees { part = "closed form", routes = { { "as printed", closed.A }, { "Riccati equation", numerical.A }, { "plugin", r.a_path } }, tolerance = 1e-10 }
  rp.claim "thm2-a" : shape { part = "falls with the time to the trade", x = clear.time, y = clear.a_path, is = "increasing" }
  local far = put_off:solve(sensitive.arguments(sensitive.case { T = 40 }, { times = { 0 } }))
  rp.claim "thm2-a" : agrees { part = "long before", routes = { { "A at T - t = 40", far.a_path[1] }, { "square root of gamma nu", A_ } }, tolerance = 1e-12 }
  rp.claim "thm2-b" : agrees { routes = { { "as printed", closed.B }, { "Riccati equation", numerical.B }, { "plugin", r.b_path } }, tolerance = 1e-10 }
  rp.claim "thm2-c" : agrees { routes = { { "as printed", closed.C }, { "Riccati equation", numerical.C }, { "plugin", r.c_path } }, tolerance = 1e-10 }
  rp.claim "thm2-d" : corrects { omitted = "$b_1$", truth = r.d_path, reference = numerical.D, tolerance = 1e-10 }
end
do
  local c = t0_stated
  local as_printed = sensitive.printed(c, c.T)
  local E = first_matrix[2][3] / (-c.s2 * l0)
  local from_ode = 1 + integration.integral(function(s)
    local f = sensitive.functions(c, s)
    return f.B * f.D / c.nu
  end, 0, c.T)
  rp.claim "thm2-e-ode" : corrects { what = "E(0)", printed_form = from_ode, truth = clear_stated.e_path[1], reference = E, tolerance = 1e-10 }
  rp.claim "thm2-e" : corrects { what = "E(0)", printed_form = as_printed.E, truth = clear_stated.e_path[1], reference = E, tolerance = 1e-10 }
  rp.claim "thm2-e-quadrature" : agrees {
    what = "at time 0", routes = { { "closed form as printed", as_printed.E },
      { "exponential of the integral of B/nu", math.exp(integration.integral(function(s) return sensitive.functions(c, s).B / c.nu end, 0, c.T)) } },
    tolerance = 1e-12,
  }
  local F = first_matrix[3][3] / 2 - load.q * l0
  rp.claim "thm2-f" : corrects { what = "F(0)", printed_form = as_printed.F, truth = clear_stated.f_path[1], reference = F, tolerance = 1e-10 }
  rp.claim "thm2-f-factor" : corrects {
    what = "F(0), the logarithm moved into the bracket", printed_form = as_printed.F_moved, truth = as_printed.F_corrected, reference = F, tolerance = 1e-10,
  }
  erratum("A.3: $E(0)$, closed form", as_printed.E, clear_stated.e_path[1])
  erratum("A.3: $E(0)$, differential equation", from_ode, clear_stated.e_path[1])
  erratum("A.3: $F(0)$", as_printed.F, clear_stated.f_path[1])
  rp.value("e-printed", as_printed.E, { doc = "E(0) of Theorem 2, closed form as printed, example of the page" })
  rp.value("e-from-ode", from_ode, { doc = "E(0) from the printed differential equation" })
  rp.value("e-right", clear_stated.e_path[1], { doc = "E(0), right" })
  rp.value("f-printed", as_printed.F, { unit = "cash", doc = "F(0) of Theorem 2 as printed" })
  rp.value("f-moved", as_printed.F_moved, { unit = "cash", doc = "F(0) with the logarithm inside the bracket, factor 1/18" })
  rp.value("f-right", clear_stated.f_path[1], { unit = "cash", doc = "F(0), right" })
end
do
  -- Cash as it is paid along 40,000 paths of 60 steps, whose length biases the mean by less than a tenth of a standard error.
  local drawn = put_off_paths:solve(sensitive.arguments(t0, { transient_impact = 0, random_stage = 0, buy_probability = 1, paths = 40000, steps = 60, shown = 0 }),
    { seed = 10, outputs = { "mean_gain", "mean_gain_error", "outside_frequency" } })
  rp.claim "thm2-mc" : holds { part = "at one price", what = "four standard errors less the distance of the simulated mean from the value", seed = 10,
    margin = 4 * drawn.mean_gain_error - math.abs(drawn.mean_gain - clear.expected_gain) }
  rp.claim "thm2-mc" : holds { part = "not with the term in X0", what = "distance of the simulated mean from the value with the term, less ten standard errors",
    seed = 10, strict = true, margin = math.abs(drawn.mean_gain - clear_stated.expected_gain) - 10 * drawn.mean_gain_error }
  local outside = clear.probability_outside
  rp.claim "thm2-mc-outside" : holds { what = "four standard errors less the distance of the share of 40,000 paths from the formula", seed = 10,
    margin = 4 * math.sqrt(outside * (1 - outside) / 40000) - math.abs(drawn.outside_frequency - outside) }
end
do
  local mean, variance, covariance = sensitive.moments(t0, t0.T)
  rp.claim "thm2-mom" : agrees {
    what = "mean, variance, covariance with the price, at T", routes = { { "differential equations", { mean, variance, covariance } },
      { "closed form", { clear.mean_inventory_at_horizon, clear.inventory_variance_at_horizon, clear.covariance_at_horizon } } }, tolerance = 1e-10,
  }
  local quotes, values = { 0.2, 0.8, 1.4 }, {}
  for i, delta in ipairs(quotes) do values[i] = sensitive.value(sensitive.case { delta = delta }) end
  local curvature = (values[1] + values[3] - 2 * values[2]) / 0.36
  local vertex = 0.8 - (values[3] - values[1]) / 1.2 / curvature
  rp.claim "thm2-spread" : agrees {
    what = "best spread and second derivative", routes = { { "closed form", { clear.optimal_spread, clear.second_derivative_in_spread } },
      { "parabola through three Riccati equations", { vertex, curvature } } }, tolerance = 1e-8,
  }
  local drawn = sensitive.case { s2 = -1.5, T = 0.1 }
  rp.claim "thm2-wp" : agrees {
    what = "horizon at which the value explodes, s_2 = -1.5", routes = { { "closed form", put_off:solve(sensitive.arguments(drawn)).escape_horizon },
      { "Riccati equation followed to 10^8", sensitive.explosion(drawn) } }, tolerance = 1e-9,
  }
end

-- F6: the client who looks at the price.
local function restraint()
  local put_off_case = sensitive.case { X0 = 0 }
  local watched = put_off:solve(sensitive.arguments(put_off_case))
  local curves = {}
  for i, s2 in ipairs { 0, 0.2, 0.35, 0.7, 1.4 } do
    local r = put_off:solve(sensitive.arguments(sensitive.case { s2 = s2, T = 3 }))
    curves[i] = rp.line { x = 3 - r.time, y = r.a_path, label = ("s₂ = %g"):format(s2) }
  end
  local fan = {}
  local drawn = put_off_paths:solve(sensitive.arguments(put_off_case, { transient_impact = 0, random_stage = 0, buy_probability = 1, paths = 12, shown = 12, steps = 280 }),
    { seed = 9, outputs = { "time", "inventory" } })
  for path = 1, 12 do
    fan[path] = rp.line { x = drawn.time, y = drawn.inventory[path], color = "grey", style = "solid", width = 1, label = "twelve paths" }
  end
  local mean, deviation = watched.mean_inventory, watched.inventory_variance:sqrt()
  rp.figure "put-off" {
    title = "A client who looks at the price", columns = 2, width = 1000, height = 400,
    caption = "Left: the weight A of inventory in the rate, against the time to the trade, for five price sensitivities. Right: mean inventory, two standard deviations to both sides, and twelve paths.",
    alt = "Left five curves that fall from a terminal value to a common level as the time to the trade grows. Right a rising mean with a widening band and twelve wiggling paths.",
    rp.panel { title = "restraint near the trade", xlabel = "time to the trade", ylabel = "A (cash/share²)", colors = "sequence", legend = "top right", curves },
    rp.panel { title = "inventory", xlabel = "time", ylabel = "shares", legend = "top left",
      rp.band { x = watched.time, lo = mean - 2 * deviation, hi = mean + 2 * deviation, label = "two standard deviations" }, fan,
      rp.line { x = watched.time, y = mean, label = "mean", color = "blue", style = "solid" } },
  }
  local careless = put_off:solve(sensitive.arguments(with(put_off_case, { s2 = 0 })))
  rp.value("watched-inventory", watched.mean_inventory_at_horizon, { unit = "share", doc = "mean pre-hedge before a price-sensitive client, flat start" })
  rp.value("careless-inventory", careless.mean_inventory_at_horizon, { unit = "share", doc = "the same with s_2 = 0" })
  rp.value("outside", watched.probability_outside, { doc = "chance that the affine demand leaves [0, 1], flat start" })
end

return { put_off = restraint }
