-- The random stage: the client thinks (A.1.2). Claims eq10 to eq17, dp2, ric2, thm1-de, drive-parts, lem3, lem4, lambda; figure
-- functions. Second routes: Riccati equation of the stage by Newton's method, differences of the three outcomes, exponential of
-- the block matrix of motion and drive.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local matrices = require "muhlekarbe2024.matrices"
local integration = require "muhlekarbe2024.integration"
local riccati = require "muhlekarbe2024.riccati"
local dealer = require "muhlekarbe2024.dealer"
local printed = require "muhlekarbe2024.printed"

local solve, with, each, states, nothing = studies.solve, studies.with, studies.each, studies.states, studies.nothing
local largest, flat, laden, base, started = studies.largest, studies.flat, studies.laden, studies.base, studies.started
local by_riccati, by_schur, flow, k, V2 = studies.by_riccati, studies.by_schur, studies.flow, studies.k, studies.V2
local gain, liquidation_value, five_cases = studies.gain, studies.liquidation_value, studies.five_cases
local five_solved, five_times, erratum = studies.five_solved, studies.five_times, studies.erratum

-- (10) from a position at T with no inventory at the start: the integrand weighted by the chance that the stage still lasts.
do
  local c = flat
  local v = dealer.values(c)
  local e, X0, I0 = 2 * c.pi - 1, 0.6, 0.25
  local function objective(frozen)             -- frozen: the impact in the bracket stays at that of T
    local y = integration.solve(function(u, y)
      local X, I = y[1], y[2]
      local rate, lasts = riccati.gain({ b = { 1, c.lambda, 0 }, s = { 0, 1, 0 }, nu = c.nu }, v.second), math.exp(-u / c.alpha)
      local dX = rate[1] * X + rate[2] * I + rate[3]
      local seen = frozen and I0 or I
      local at_trade = riccati.value(v.third, { X, I }) + c.p * (c.kappa / 2 * (2 * e * X * c.Xs - c.Xs ^ 2) + e * seen * c.Xs
        + c.delta * c.Xs - k.A / 2 * (c.Xs ^ 2 - 2 * e * X * c.Xs) - k.B * e * seen * c.Xs)
      return { dX, -c.beta * I + c.lambda * dX,
        lasts * (-I * dX - c.nu / 2 * dX ^ 2 - c.gamma / 2 * X ^ 2 + at_trade / c.alpha) }
    end, { X0, I0, 0 }, 0, 36 * c.alpha, 36)
    return y[3]
  end
  rp.claim "eq10" : corrects {
    what = "objective of the random stage from X = 0.6, I = 0.25", printed_form = objective(true), truth = objective(false),
    reference = riccati.value(v.second, { X0, I0, 1 }), tolerance = 1e-10,
  }
end

local trade = by_riccati.trade
do
  local c, r = laden, started
  local lX, lI, l0 = flow * (c.kappa + r.a), flow * (1 - r.b), 0.4    -- the equation holds whatever l0
  rp.claim "dp2" : agrees {
    what = "largest value of the bracket at four positions",
    routes = { { "bracket with the plugin's constants", each(states, function(X, I)
      local V = -r.a / 2 * X ^ 2 + r.b * X * I + r.c / 2 * I ^ 2 + flow * (r.d * X + r.e * I) + l0 + flow ^ 2 * r.f
      local VX, VI = -r.a * X + r.b * I + flow * r.d, r.b * X + r.c * I + flow * r.e
      return (l0 + lX * X + lI * I + liquidation_value(X, I) - V) / c.alpha + largest(function(u)
        return -I * u - c.nu / 2 * u ^ 2 - c.gamma / 2 * X ^ 2 + VX * u + VI * (-c.beta * I + c.lambda * u)
      end)
    end) }, { "left side", nothing } }, scale = 1, tolerance = 1e-12,
  }
  rp.claim "dp2-coefficients" : agrees {
    routes = { { "formulas", { lX, lI } }, { "differences of the three outcomes", { trade[1][3], trade[2][3] } } }, tolerance = 1e-10,
  }
end
local function by_second_gain(X, I) local u = by_riccati.second_gain return u[1] * X + u[2] * I + u[3] end
do
  local r = solve(laden, { waiting_times = { 0, 0.2, 0.55, 0.9, 2 } })
  local numerical = {}
  for i = 1, 5 do numerical[i] = by_second_gain(r.waiting_inventory[i], r.waiting_transient[i]) end
  rp.claim "eq12" : agrees { what = "rates at five times", routes = { { "plugin", r.waiting_rate }, { "gain of the Riccati equation", numerical } },
    tolerance = 1e-11 }
end
rp.claim "ric2" : agrees {
  what = "A, B, C", routes = { { "Riccati equation of the random stage", { -V2[1][1], V2[1][2], V2[2][2] } },
    { "closed form of the third stage", { started.a, started.b, started.c } } }, tolerance = 1e-11,
}
rp.claim "eq13" : agrees {
  what = "D", routes = { { "(13) to (15)", k.D }, { "Newton's method for the random stage", V2[1][3] / flow },
    { "ordered Schur decomposition", by_schur.d } }, tolerance = 1e-11,
}
rp.claim "eq14" : agrees {
  what = "E", routes = { { "(13) to (15)", k.E }, { "Newton's method for the random stage", V2[2][3] / flow },
    { "ordered Schur decomposition", by_schur.e } }, tolerance = 1e-11,
}
rp.claim "thm1-de" : agrees {
  what = "D and E in five random markets",
  routes = { { "closed form", five_times(function(_, _, i) return five_solved.d[i], five_solved.e[i] end) },
    { "Riccati equation of the random stage", five_times(function(c, v)
      local d = c.p * (2 * c.pi - 1) * c.Xs
      return v.second[1][3] / d, v.second[2][3] / d
    end) } }, tolerance = 1e-8,
}
-- The same dealer if the client paid a price that trading does not move: what is left of the drive is the wish to hedge.
local unmoved = dealer.values(dealer.case { client_price = "unmoved" })
local hedging = (unmoved.second[1][3] + flat.lambda * unmoved.second[2][3]) / (flat.p * (2 * flat.pi - 1) * flat.Xs)
do
  local at_once, unmoved_at_once, root, parts = {}, {}, {}, {}
  for i, c in ipairs(five_cases) do
    local case = with(c, { alpha = 0 })
    local d = case.p * (2 * case.pi - 1) * case.Xs
    local function drive(v) return (v.trade[1][3] + case.lambda * v.trade[2][3]) / d end
    at_once[i], unmoved_at_once[i] = drive(dealer.values(case)), drive(dealer.values(with(case, { client_price = "unmoved" })))
    root[i] = math.sqrt(case.gamma * case.nu)
    parts[i] = root[i] + case.kappa + case.lambda
  end
  rp.claim "drive-parts" : agrees { part = "whole", what = "drive at the decision in five random markets", routes = { { "three outcomes", at_once },
    { "sqrt(gamma nu) + kappa + lambda", parts } }, tolerance = 1e-9 }
  rp.claim "drive-parts" : agrees { part = "to hedge", what = "drive at the decision if trading did not move the client's price",
    routes = { { "three outcomes", unmoved_at_once }, { "sqrt(gamma nu)", root } }, tolerance = 1e-9 }
  rp.value("hedging-share", hedging / base.pull, { doc = "share of the drive that is left if trading does not move the client's price, base case" })
  rp.value("hedging-share-now", math.sqrt(flat.gamma * flat.nu) / (math.sqrt(flat.gamma * flat.nu) + flat.kappa + flat.lambda),
    { doc = "the same when the client decides at T" })
end
rp.claim "eq16" : agrees {
  what = "F", routes = { { "(16)", k.F }, { "Newton's method for the random stage", (V2[3][3] - trade[3][3]) / (2 * flow ^ 2) }, { "plugin", started.f },
    { "ordered Schur decomposition", by_schur.f } },
  tolerance = 1e-11,
}

-- The value of the second stage from (X_T, I_T) = (0.7, 0), as a case whose first stage is empty.
local function value_and_cash(changes)
  local as_printed = solve(with(with(laden, changes), { client_price = "printed" })).expected_gain
  local market, stated = with(laden, changes), with(with(laden, changes), { client_price = "printed" })
  return as_printed, dealer.expected_cash(stated, dealer.policy(stated)), dealer.expected_cash(market, dealer.policy(market))
end
for id, changes in pairs { lem3 = { T = 0 }, lem4 = {} } do
  local formula, stated, market = value_and_cash(changes)
  rp.claim(id) : holds {
    what = "10^-9 less the distance of the value from the cash flows, X0 = 0.7, client price as stated", margin = 1e-9 - math.abs(formula - stated),
    error = 1e-11, with = "the client's price is P* + kappa X + I +- delta, or X0 = 0", without = 1e-9 - math.abs(formula - market),
  }
end

do
  local loop = dealer.loop(laden, gain)
  local trace, determinant = loop[1][1] + loop[2][2], loop[1][1] * loop[2][2] - loop[1][2] * loop[2][1]
  rp.claim "lambda" : agrees {
    routes = { { "as printed", k.Lambda }, { "difference of the eigenvalues of the numerical loop", math.sqrt(trace ^ 2 - 4 * determinant) },
      { "plugin", started.splitting } }, tolerance = 1e-12,
  }
  -- (17): as printed, by the exponential of the block matrix (M, drive; 0, 0), and by the plugin.
  local elapsed = { 0.05, 0.2, 0.55, 0.9, 2 }
  local X, I = started.inventory_at_horizon, started.transient_at_horizon
  local drive = by_riccati.second_gain[3]
  local block = { { -loop[1][1], -loop[1][2], drive }, { -loop[2][1], -loop[2][2], laden.lambda * drive }, { 0, 0, 0 } }
  local free = { printed = {}, block = {} }
  local driven = { {}, {} }
  for _, u in ipairs(elapsed) do
    local printed_free, printed_driven = printed.second_stage(laden, k, X, I, u)
    local flow_free = matrices.apply(matrices.exponential(block, u), { X, I, 0 })
    local flow_driven = matrices.apply(matrices.exponential(block, u), { 0, 0, 1 })
    for i = 1, 2 do
      table.insert(free.printed, printed_free[i])
      table.insert(free.block, flow_free[i])
      table.insert(driven[i], { printed_driven[i], flow_driven[i] })
    end
  end
  local function column(list, i) return each(list, function(...) return (select(i, ...)) end) end
  local relaxing = solve(with(laden, { T = 0, p = 0, X0 = X, I0 = I }), { waiting_times = elapsed })
  local pairs_of_relaxing = {}
  for i = 1, #elapsed do
    table.insert(pairs_of_relaxing, relaxing.waiting_inventory[i])
    table.insert(pairs_of_relaxing, relaxing.waiting_transient[i])
  end
  local from_zero = solve(with(laden, { T = 0, X0 = 0 }), { waiting_times = elapsed })
  rp.claim "eq17-free" : agrees {
    what = "X and I at five times", routes = { { "as printed", free.printed }, { "block exponential", free.block }, { "plugin", pairs_of_relaxing } },
    tolerance = 1e-11,
  }
  rp.claim "eq17-x" : agrees {
    what = "what the drive adds to X at five times",
    routes = { { "as printed", column(driven[1], 1) }, { "block exponential", column(driven[1], 2) }, { "plugin", from_zero.waiting_inventory } },
    tolerance = 1e-11,
  }
  rp.claim "eq17-i" : corrects {
    what = "what the drive adds to I at five times", printed_form = column(driven[2], 1), truth = from_zero.waiting_transient,
    reference = column(driven[2], 2), tolerance = 1e-11,
  }
  erratum("(17): what the drive adds to $I$, 0.55 into the random stage", driven[2][3][1], from_zero.waiting_transient[3])
end

-- F3: the functions of the first stage.
local function functions()
  local hedging_path = {}
  for i, t in ipairs(base.time:totable()) do
    local _, N = dealer.loop(flat, unmoved.third_gain)
    local w = matrices.apply(matrices.exponential(N, t - flat.T), { unmoved.second[1][3], unmoved.second[2][3] })
    hedging_path[i] = (w[1] + flat.lambda * w[2]) / (flat.p * (2 * flat.pi - 1) * flat.Xs)
  end
  rp.figure "functions" {
    title = "The pull of the client", xlabel = "time t", ylabel = "D, F, drive (cash/share²); E (1)",
    caption = "The coefficient functions of the first stage. Only the drive D + lambda E enters the trading rate: positive, and growing until the random stage begins. Dotted: the drive if trading did not move the client's price.",
    alt = "Five curves over the first stage: D and the drive grow, E is negative at first, F falls slowly; at the end the drive is about twice what it would be if trading did not move the client's price.",
    rp.hline { at = 0 },
    rp.line { x = base.time, y = base.pull_path, label = "drive D + λE", color = "blue", style = "solid" },
    rp.line { x = base.time, y = base.d_path, label = "D" },
    rp.line { x = base.time, y = hedging_path, label = "drive, client's price unmoved", color = "blue", style = "dotted" },
    rp.line { x = base.time, y = base.e_path, label = "E" },
    rp.line { x = base.time, y = base.f_path, label = "F" },
  }
end

return { functions = functions }
