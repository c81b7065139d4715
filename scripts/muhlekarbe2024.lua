-- Muhle-Karbe and Oomen, "Pre-hedging", electronic companion: every statement of the proofs as running code, and figures of
-- ours. The plugin evaluates closed forms that never cancel or overflow. The second routes live beside this file and share
-- nothing with it: Riccati equations solved without closed forms and cash flows added up trade by trade (dealer.lua), the same
-- for the price-sensitive client (price_sensitive.lua), two dealers from their profit alone (two_dealers.lua), and the
-- formulas as printed (printed.lua). Parameter values are ours: the companion has none.

local rp = require "reprise"
local matrices = require "muhlekarbe2024.matrices"
local integration = require "muhlekarbe2024.integration"
local riccati = require "muhlekarbe2024.riccati"
local dealer = require "muhlekarbe2024.dealer"
local printed = require "muhlekarbe2024.printed"
local sensitive = require "muhlekarbe2024.price_sensitive"
local pair = require "muhlekarbe2024.two_dealers"

rp.paper "muhlekarbe2024"
local prehedging = rp.model "prehedging"
local spread = rp.model "prehedging_spread"
local paths = rp.model "prehedging_paths"
local put_off = rp.model "prehedging_sensitive"
local put_off_paths = rp.model "prehedging_sensitive_paths"
local flow_of_value = rp.model "prehedging_sensitive_flow"
local generic = rp.model "prehedging_check"
local nash = rp.model "prehedging_nash"
local best_response = rp.model "prehedging_best_response"
local nash_paths = rp.model "prehedging_nash_paths"

local function solve(case, more) return prehedging:solve(dealer.arguments(case, more)) end

local function with(base, changes)
  local merged = {}
  for name, value in pairs(base) do merged[name] = value end
  for name, value in pairs(changes) do merged[name] = value end
  return merged
end

-- Lists of random markets for a paired sweep, one entry each; `fixed` overrides.
local function random_markets(count, seed, fixed)
  local random, lists = rp.random(seed), {}
  local ranges = {
    permanent_impact = { 0, 1 }, transient_impact = { 0, 2 }, transient_decay = { 0.05, 4 }, temporary_impact = { 0.1, 1.5 },
    inventory_cost = { 0.05, 2 }, random_stage = { 0.02, 2 }, horizon = { 0.1, 3 }, trade_probability = { 0.05, 1 },
    buy_probability = { 0, 1 }, client_size = { 0.2, 3 },
  }
  for name in pairs(ranges) do lists[name] = {} end
  for k = 1, count do
    for name, range in pairs(ranges) do lists[name][k] = random:uniform(range[1], range[2]) end
  end
  for name, value in pairs(fixed or {}) do lists[name] = value end
  return lists
end

-- region: solve
-- The base case, and the same dealer with 0.7 shares at the start and the price at 5.
local flat = dealer.case()
local laden = dealer.case { X0 = 0.7, P0 = 5 }
local base = solve(flat)
local started = solve(laden)
local by_riccati = dealer.values(laden)            -- the same from Riccati equations
local best = dealer.policy(laden)                  -- and the policy that belongs to it
local by_cash = dealer.expected_cash(laden, best)  -- its profit, trade by trade
-- end region
local buyer_case = dealer.case { pi = 1 }           -- a client who only ever buys
-- The same by ordered Schur decompositions and an adaptive Runge-Kutta method.
local function without_p(arguments, p)
  arguments.demand_level, arguments.spread_slope, arguments.price_slope, arguments.trade_probability = p, 0, 0, nil
  return arguments
end
local by_schur = generic:solve(without_p(dealer.arguments(laden), laden.p))
local flow = laden.p * (2 * laden.pi - 1) * laden.Xs
local k = printed.constants(laden)
local V3, V2, gain = by_riccati.third, by_riccati.second, by_riccati.third_gain
-- What the page tabulates: a formula, the number that its print gives, the right one.
local errata = { formula = {}, printed = {}, right = {} }
local function erratum(formula, wrong, right)
  table.insert(errata.formula, formula)
  table.insert(errata.printed, wrong)
  table.insert(errata.right, right)
end
-- Where two routes are expected to differ, by far more than any rounding, they must differ by more than this.
local visible = 1e-3
local states = { { 0.7, 0.3 }, { -1.1, 0.4 }, { 0.2, -0.8 }, { 1.9, 0 } }

local function each(list, f)
  local results = {}
  for i, item in ipairs(list) do results[i] = f(table.unpack(item)) end
  return results
end

------------------------------------------------------------------------------------------------ A.1.1: the third stage

-- Any path of inventory and any path of P*: cash flows against the formula, before the mean removes the integral of X dP*.
do
  local X0, before, jump, from, to = 0.7, 1.2, -1.9, 0.3, 2.1
  local function X(t) return before + jump + 0.3 * math.sin(2 * (t - from)) - 0.2 * (t - from) end
  local function rate(t) return 0.6 * math.cos(2 * (t - from)) - 0.2 end
  local function P(t) return 5 + 0.4 * math.sin(3 * t) end
  local c, I0 = flat, 0.35
  local y = integration.solve(function(t, y)
    local u = rate(t)
    local price = P(t) + c.kappa * (X(t) - X(from) + before - X0) + y[1] + c.nu / 2 * u
    return { -c.beta * y[1] + c.lambda * u, -price * u, c.nu / 2 * u ^ 2 + y[1] * u, X(t) * 1.2 * math.cos(3 * t) }
  end, { I0, 0, 0, 0 }, from, to, 6)
  rp.claim "lem1" : agrees {
    what = "cash of an arbitrary path, the integral of X dP* included",
    routes = { { "trade by trade", y[2] },
      { "(1)", P(from) * X(from) - P(to) * X(to) + c.kappa / 2 * (X(from) ^ 2 - X(to) ^ 2)
        + c.kappa * (X(from) - before + X0) * (X(to) - X(from)) - y[3] + y[4] } }, tolerance = 1e-9,
  }
end

local long = { 1, 2, 4, 8, 16, 32, 64 }
local function price_times_inventory(changes)
  local case = with(laden, changes)
  local inventory = solve(case, { times_after = long }).inventory_after[1]
  local bound = {}
  for i, t in ipairs(long) do bound[i] = math.abs(inventory[i]) * math.sqrt(case.P0 ^ 2 + 0.3 ^ 2 * t) end
  return bound
end
rp.claim "fn1" : converges {
  part = "inventory costs something", what = "bound of the mean of the absolute value of P* X, volatility 0.3",
  sequence = price_times_inventory {}, limit = 0, scale = 1, tolerance = 1e-9, error = 1e-12,
}
rp.claim "fn1" : converges {
  part = "inventory costs nothing", what = "the same with gamma = 0", sequence = price_times_inventory { gamma = 0 },
  limit = 0, scale = 1, tolerance = 1e-9, error = 1e-12,
}

do
  local X, I, before, c = -1.2, 0.4, 0.7, laden
  local function objective(upto)               -- (1) less the running cost, P* = P0, liquidation up to `upto`
    local y = integration.solve(function(_, y)
      local u = best.third(y[1], y[2])
      return { u, -c.beta * y[2] + c.lambda * u, c.nu / 2 * u ^ 2 + y[2] * u + c.gamma / 2 * y[1] ^ 2 }
    end, { X, I, 0 }, 0, upto, 2 * upto)
    return c.P0 * (X - y[1]) + c.kappa / 2 * (X ^ 2 - y[1] ^ 2) + c.kappa * (X - before + c.X0) * (y[1] - X) - y[3]
  end
  local cash = {}
  for i = 1, 6 do cash[i] = objective(long[i]) end
  rp.claim "eq2" : converges {
    what = "cash of liquidation up to 1, 2, 4, ..., 32, less the cost of inventory", sequence = cash,
    limit = c.P0 * X + c.kappa / 2 * X ^ 2 + c.kappa * (before - X - c.X0) * X + riccati.value(V3, { X, I }),
    tolerance = 1e-8, error = 1e-11,
  }
end

local function liquidation_value(X, I) return -started.a / 2 * X ^ 2 + started.b * X * I + started.c / 2 * I ^ 2 end
rp.claim "lem2-eq3" : agrees {
  what = "value of liquidation from four positions",
  routes = { { "constants of the plugin", each(states, liquidation_value) },
    { "Newton's method for the Riccati equation", each(states, function(X, I) return riccati.value(V3, { X, I }) end) },
    { "integral along the liquidation", each(states, function(X, I) return dealer.liquidation_integral(laden, best.third, X, I) end) } },
  tolerance = 1e-10,
}

-- The bracket of (4) at a rate, its largest value (a parabola) and its smallest one among rates up to 1000.
local function bracket3(X, I, u)
  local A, B, C, c = started.a, started.b, started.c, laden
  return -I * u - c.nu / 2 * u ^ 2 - c.gamma / 2 * X ^ 2 + (-A * X + B * I) * u + (B * X + C * I) * (-c.beta * I + c.lambda * u)
end
local function largest(f)
  local left, middle, right = f(-1), f(0), f(1)
  local slope, curvature = (right - left) / 2, right + left - 2 * middle
  return middle - slope ^ 2 / (2 * curvature)
end
local nothing = { 0, 0, 0, 0 }
rp.claim "eq4" : corrects {
  what = "the bracket of (4) at four positions: its least value for rates up to 1000, its largest value, and the left side, 0",
  printed_form = each(states, function(X, I) return math.min(bracket3(X, I, -1000), bracket3(X, I, 1000)) end),
  truth = each(states, function(X, I) return largest(function(u) return bracket3(X, I, u) end) end),
  reference = nothing, scale = 1, tolerance = 1e-12,
}

-- Stage 1: the bracket with the coefficients at t, and the time derivative of the value from five points.
do
  local c, t, h = laden, 0.5, 1e-3
  local r = solve(c, { times = { t - 2 * h, t - h, t, t + h, t + 2 * h } })
  local function slope(y) return (y[1] - 8 * y[2] + 8 * y[4] - y[5]) / (12 * h) end
  local function bracket(in_time)
    return function(X, I)
      local passing = in_time * (flow * (slope(r.d_path) * X + slope(r.e_path) * I) + flow ^ 2 * slope(r.f_path))
      local VX, VI = -r.a * X + r.b * I + flow * r.d_path[3], r.b * X + r.c * I + flow * r.e_path[3]
      return passing + largest(function(u)
        return -I * u - c.nu / 2 * u ^ 2 - c.gamma / 2 * X ^ 2 + VX * u + VI * (-c.beta * I + c.lambda * u)
      end)
    end
  end
  rp.claim "eq4-time" : corrects {
    what = "the bracket of the first stage at four positions: with the derivative of V (none), of V_0, and the left side, 0",
    printed_form = each(states, bracket(0)), truth = each(states, bracket(1)), reference = nothing, scale = 1, tolerance = 1e-9,
  }
end

rp.claim "eq5" : agrees {
  what = "coefficients of the best rate",
  routes = { { "(5) with the printed constants", { -(k.A - k.B * laden.lambda) / laden.nu, -(1 - k.B - k.C * laden.lambda) / laden.nu } },
    { "gain of the Riccati equation", { gain[1], gain[2] } }, { "plugin", { -started.inventory_rate, -started.transient_rate } } },
  tolerance = 1e-12,
}
local five = random_markets(5, 3)
local function market_of(lists, i)
  return dealer.case { kappa = lists.permanent_impact[i], lambda = lists.transient_impact[i], beta = lists.transient_decay[i],
    nu = lists.temporary_impact[i], gamma = lists.inventory_cost[i], alpha = lists.random_stage[i], T = lists.horizon[i],
    p = lists.trade_probability[i], pi = lists.buy_probability[i], Xs = lists.client_size[i] }
end
local five_cases, five_values = {}, {}
for i = 1, 5 do
  five_cases[i] = market_of(five, i)
  five_values[i] = dealer.values(five_cases[i])
end
local five_solved = prehedging:sweep(five, { paired = true,
  outputs = { "a", "b", "c", "d", "e", "f", "inventory_rate", "omega", "splitting" } })
local function five_times(f)
  local list = {}
  for i = 1, 5 do
    for _, number in ipairs { f(five_cases[i], five_values[i], i) } do list[#list + 1] = number end
  end
  return list
end
rp.claim "eq5-rate" : agrees {
  what = "rate on inventory in five random markets",
  routes = { { "gain of the Riccati equation", five_times(function(_, v) return -v.third_gain[1] end) },
    { "square root of gamma/nu", five_times(function(c) return math.sqrt(c.gamma / c.nu) end) } }, tolerance = 1e-10,
}

-- 300 random markets at once: residuals over the sizes of their terms.
local many = random_markets(300, 4)
local solved = prehedging:sweep(many, { paired = true, outputs = { "a", "b", "c", "inventory_rate", "transient_rate", "omega", "splitting" } })
do
  local A, B, C = solved.a, solved.b, solved.c
  local lambda, beta, nu, gamma = rp.array(many.transient_impact), rp.array(many.transient_decay), rp.array(many.temporary_impact),
    rp.array(many.inventory_cost)
  local x, y = A - B * lambda, B + C * lambda - 1
  local function residual(id, left, right, size)
    rp.claim(id) : holds { what = "10^-12 less the residual over the size of its terms, 300 random markets",
      margin = 1e-12 - (left - right):abs() / (left:abs() + right:abs() + size), error = 1e-15 }
  end
  residual("eq6", x ^ 2, gamma * nu, 0)
  residual("eq7", -x * y / nu, beta * B, x / nu)
  residual("eq8", y ^ 2 / (2 * nu), beta * C, 1 / nu)

  local g = (gamma / nu):sqrt()
  rp.claim "lambda-real" : holds { what = "Lambda less the distance of g and beta, 300 random markets",
    margin = solved.splitting - (g - beta):abs(), error = 1e-14 }
  rp.claim "lambda-closed" : agrees { what = "Lambda in 300 random markets",
    routes = { { "closed form", solved.splitting }, { "as printed", (solved.omega ^ 2 - 4 * beta * solved.inventory_rate):sqrt() } },
    tolerance = 1e-9 }
  -- The other root of the quadratic, and the omega that it gives.
  local square = g * beta * lambda / (2 * gamma)
  local other = -(g + beta + ((g + beta) ^ 2 + 4 * square * g):sqrt()) / (2 * square)
  local other_rate = (1 - other - beta * other ^ 2 / (2 * gamma) * lambda) / nu
  rp.claim "quadb-negative" : holds { what = "minus omega of the negative root, over the right one, 300 random markets", strict = true,
    margin = -(g + lambda * other_rate + beta) / solved.omega, error = 1e-9 }
end
rp.claim "quadb" : agrees {
  what = "A, B, C", routes = { { "positive root of the printed quadratic", { k.A, k.B, k.C } },
    { "Newton's method for the Riccati equation", { -V3[1][1], V3[1][2], V3[2][2] } },
    { "ordered Schur decomposition", { by_schur.a, by_schur.b, by_schur.c } } }, tolerance = 1e-12,
}
rp.claim "quadb-closed" : agrees {
  what = "A, B, C in five random markets",
  routes = { { "closed form", five_times(function(_, _, i) return five_solved.a[i], five_solved.b[i], five_solved.c[i] end) },
    { "Newton's method for the Riccati equation", five_times(function(_, v) return -v.third[1][1], v.third[1][2], v.third[2][2] end) } },
  tolerance = 1e-10,
}
do
  local after = solve(laden, { trade_delay = 0.3, times_after = { 0, 0.5, 2 } })
  local numerical, second_case = {}, {}
  for branch = 1, 3 do
    for i = 1, 3 do
      local u = best.third(after.inventory_after:at(branch, i), after.transient_after:at(branch, i))
      numerical[#numerical + 1], second_case[#second_case + 1] = u, u + by_riccati.second_gain[3]
    end
  end
  rp.claim "lem2-end" : corrects {
    what = "rates after the decision, three outcomes and three times", printed_form = second_case, truth = after.rate_after,
    reference = numerical, tolerance = 1e-11,
  }
end

-- The three outcomes: cash and value on the left, the expansion on the right; P* = 1.7.
do
  local c, P = laden, 1.7
  local A, B, C = k.A, k.B, k.C
  local function value(X, I) return -A / 2 * X ^ 2 + B * X * I + C / 2 * I ^ 2 end
  local function rest(X, before) return P * X + c.kappa / 2 * X ^ 2 + c.kappa * (before - X - c.X0) * X end
  local function left(side, origin)           -- side 1: the client buys; origin: what the client's price counts X from
    return function(X, I)
      local new = X - side * c.Xs
      return side * (P + c.kappa * (X - origin) + I + side * c.delta) * c.Xs + rest(new, X) + value(new, I)
    end
  end
  local function right(side)
    return function(X, I)
      return P * X + side * I * c.Xs + c.delta * c.Xs + value(X - side * c.Xs, I)
        + c.kappa / 2 * (X ^ 2 + side * 2 * X * c.Xs - c.Xs ^ 2 - 2 * c.X0 * (X - side * c.Xs))
    end
  end
  rp.claim "cases-i" : agrees {
    routes = { { "liquidation from X, (2)", each(states, function(X, I) return rest(X, X) + value(X, I) end) },
      { "case (i)", each(states, function(X, I) return P * X + c.kappa / 2 * X ^ 2 - c.kappa * c.X0 * X + value(X, I) end) } }, tolerance = 1e-13,
  }
  for id, side in pairs { ["cases-ii"] = 1, ["cases-iii"] = -1 } do
    rp.claim(id) : agrees {
      part = "for the stated price", routes = { { "cash and value", each(states, left(side, 0)) }, { "expanded", each(states, right(side)) } },
      tolerance = 1e-12,
    }
    rp.claim(id) : agrees {
      part = "for the market price",
      routes = { { "cash and value", each(states, left(side, c.X0)) }, { "expanded", each(states, right(side)) } }, tolerance = visible,
    }
  end
  local e, q = 2 * c.pi - 1, c.p
  local function eq9(X, I)
    return c.kappa / 2 * X ^ 2 - c.kappa * c.X0 * X + value(X, I) + q * (c.kappa / 2 * (2 * e * (X + c.X0) * c.Xs - c.Xs ^ 2)
      + e * I * c.Xs + c.delta * c.Xs - A / 2 * (c.Xs ^ 2 - 2 * e * X * c.Xs) - B * e * I * c.Xs)
  end
  rp.claim "eq9" : agrees {
    part = "for the stated price", routes = { { "three outcomes", each(states, dealer.continuation(with(c, { client_price = "printed" }), value)) },
      { "(9)", each(states, eq9) } }, tolerance = 1e-12,
  }
  rp.claim "eq9" : agrees {
    part = "for the market price", routes = { { "three outcomes", each(states, dealer.continuation(c, value)) }, { "(9)", each(states, eq9) } },
    tolerance = visible,
  }
end

--------------------------------------------------------------------------------------------- A.1.2: the random stage

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

----------------------------------------------------------------------------------------- A.1.3: the deterministic stage

do
  local c = laden
  local y = integration.solve(function(t, y)
    local u = best.first(t, y[1], y[2])
    return { u, -c.beta * y[2] + c.lambda * u, -(y[2] * u + c.nu / 2 * u ^ 2 + c.gamma / 2 * y[1] ^ 2) }
  end, { c.X0, 0, 0 }, 0, c.T, 4)
  rp.claim "eq18" : agrees {
    what = "expected profit and loss of the best policy",
    routes = { { "(18)", c.P0 * c.X0 - c.kappa / 2 * c.X0 ^ 2 + y[3] + riccati.value(V2, { y[1], y[2], 1 }) }, { "trade by trade", by_cash } },
    tolerance = 1e-10,
  }
end
rp.claim "lem4-arguments" : cannot { reason = "a matter of notation: nothing to compute" }

local stated = with(laden, { client_price = "printed" })
local started_printed = solve(stated)
local stated_cash = dealer.expected_cash(stated, dealer.policy(stated))
rp.value("value-cash", by_cash, { unit = "cash", doc = "expected profit of the laden dealer, trade by trade, at market prices" })
rp.value("value-market", started.expected_gain, { unit = "cash", doc = "the same by the formula without the term in X0" })
rp.value("value-printed", started_printed.expected_gain, { unit = "cash", doc = "the same by the formula with the term in X0" })
rp.value("value-term", started_printed.expected_gain - started.expected_gain, { unit = "cash", doc = "the term in X0" })
rp.claim "value-x0" : agrees {
  part = "if the client pays kappa X", routes = { { "value with the term", started_printed.expected_gain }, { "trade by trade", stated_cash } }, tolerance = 1e-10,
}
rp.claim "value-x0" : agrees {
  part = "if client and dealer see one price",
  routes = { { "value with the term", started_printed.expected_gain }, { "trade by trade", by_cash } }, tolerance = visible,
}
rp.claim "value-x0-market" : agrees {
  routes = { { "value without the term", started.expected_gain }, { "trade by trade", by_cash },
    { "Schur decompositions and Runge-Kutta", by_schur.expected_gain } }, tolerance = 1e-10,
}
erratum("Lemma 4: expected profit of a dealer who starts with 0.7 shares", started_printed.expected_gain, started.expected_gain)
local simulated = paths:solve(dealer.arguments(laden, { paths = 400000, kept = 0 }), { seed = 1, outputs = { "mean_gain", "mean_gain_error" } })
rp.claim "value-mc" : holds {
  part = "without the term", what = "four standard errors less the distance of the simulated mean from the value", seed = 1,
  margin = 4 * simulated.mean_gain_error - math.abs(simulated.mean_gain - started.expected_gain),
}
rp.claim "value-mc" : holds {
  part = "with the term", what = "distance of the simulated mean from the value with the term, less ten standard errors", seed = 1, strict = true,
  margin = math.abs(simulated.mean_gain - started_printed.expected_gain) - 10 * simulated.mean_gain_error,
}
rp.value("value-simulated", simulated.mean_gain, { unit = "cash", doc = "mean of 400,000 simulated games of the laden dealer" })
rp.value("value-simulated-error", simulated.mean_gain_error, { unit = "cash", doc = "its standard error" })
do
  local function gain_of_shift(p)
    local low, high = with(laden, { p = p }), with(laden, { p = p, P0 = laden.P0 + 2 })
    return dealer.expected_cash(high, dealer.policy(high)) - dealer.expected_cash(low, dealer.policy(low))
  end
  local function term(p)
    return solve(with(stated, { p = p })).expected_gain - solve(with(laden, { p = p })).expected_gain
  end
  rp.claim "value-x0-shift" : holds {
    what = "what the term adds more at p = 0.9 than at p = 0.2, less what a shift of all prices by 2 adds more", strict = true,
    margin = term(0.9) - term(0.2) - math.abs(gain_of_shift(0.9) - gain_of_shift(0.2)), error = 1e-9,
  }
  local laden_spread = spread:solve { initial_inventory = 0.7 }
  local stated_spread = spread:solve { initial_inventory = 0.7, client_price = "printed" }
  rp.claim "value-x0-spread" : agrees {
    part = "no rate", what = "inventory of the first stage", routes = { { "with the term", started_printed.inventory }, { "without", started.inventory } },
    tolerance = 1e-15,
  }
  rp.claim "value-x0-spread" : holds {
    part = "but the spread", what = "change of the best spread beyond 0.01, affine demand", strict = true,
    margin = math.abs(stated_spread.optimal_spread - laden_spread.optimal_spread) - 0.01, error = 1e-12,
  }
  rp.value("spread-laden", laden_spread.optimal_spread, { unit = "cash/share", doc = "best spread of the laden dealer, market price" })
  rp.value("spread-laden-printed", stated_spread.optimal_spread, { unit = "cash/share", doc = "the same with the term in X0" })
end

-- Rates changed by 0.2 sin 3t in the first stage, or 0.2 exp(-u) in the second, both ways.
do
  local lost, expected = {}, {}
  local c = laden
  for _, sign in ipairs { 1, -1 } do
    local first = with(best, { first = function(t, X, I) return best.first(t, X, I) + sign * 0.2 * math.sin(3 * t) end })
    local second = with(best, { second = function(u, X, I) return best.second(u, X, I) + sign * 0.2 * math.exp(-u) end })
    lost[#lost + 1] = by_cash - dealer.expected_cash(c, first)
    lost[#lost + 1] = by_cash - dealer.expected_cash(c, second)
    expected[#expected + 1] = c.nu / 2 * integration.integral(function(t) return (0.2 * math.sin(3 * t)) ^ 2 end, 0, c.T)
    expected[#expected + 1] = c.nu / 2 * 0.04 / (2 + 1 / c.alpha)
  end
  rp.claim "opt1" : agrees {
    what = "what four changes of the rate cost", routes = { { "trade by trade", lost }, { "nu/2 times the mean square", expected } }, tolerance = 1e-7,
  }
end

local early = { 0, 0.1, 0.4, 0.65, 1, 1.3 }
local at_times = solve(laden, { times = early, waiting_times = { 0 } })
do
  local numerical = {}
  for i, t in ipairs(early) do
    local u = by_riccati.first_gain(by_riccati.first(t))
    numerical[i] = u[1] * at_times.inventory[i] + u[2] * at_times.transient[i] + u[3]
  end
  rp.claim "eq19" : agrees { what = "rates at six times", routes = { { "plugin", at_times.rate }, { "gain of the Riccati equation", numerical } },
    tolerance = 1e-10 }
  rp.claim "eq19-continuous" : agrees { what = "rate at T", routes = { { "first stage", at_times.rate[6] }, { "second stage", at_times.waiting_rate[1] } },
    tolerance = 1e-13 }
  local first = by_riccati.first(0)
  rp.claim "ric1" : agrees {
    what = "A, B, C at time 0", routes = { { "Riccati equation integrated from T to 0", { -first[1][1], first[1][2], first[2][2] } },
      { "constants", { started.a, started.b, started.c } } }, tolerance = 1e-11,
  }
  local _, N = dealer.loop(laden, gain)
  local exponential, hyperbolic, exact = {}, {}, {}
  for i, t in ipairs(early) do
    local w = matrices.apply(matrices.exponential(N, t - laden.T), { V2[1][3] / flow, V2[2][3] / flow })
    local D, E = printed.functions(laden, k, t)
    table.move({ w[1], w[2] }, 1, 2, 2 * i - 1, exponential)
    table.move({ D, E }, 1, 2, 2 * i - 1, hyperbolic)
    table.move({ at_times.d_path[i], at_times.e_path[i] }, 1, 2, 2 * i - 1, exact)
  end
  rp.claim "eq20" : agrees { what = "D(t) and E(t) at six times", routes = { { "matrix exponential", exponential }, { "plugin", exact } }, tolerance = 1e-11 }
  rp.claim "dt-et" : agrees { what = "D(t) and E(t) at six times", routes = { { "as printed", hyperbolic }, { "matrix exponential", exponential } },
    tolerance = 1e-11 }
  local as_printed, quadrature = {}, {}
  for i, t in ipairs(early) do
    as_printed[i] = printed.f(laden, k, t)
    quadrature[i] = k.F + integration.integral(function(s)
      local w = matrices.apply(matrices.exponential(N, s - laden.T), { V2[1][3] / flow, V2[2][3] / flow })
      return (w[1] + laden.lambda * w[2]) ^ 2
    end, t, laden.T) / (2 * laden.nu)
  end
  rp.claim "eq21" : agrees { what = "F(t) at six times", routes = { { "as printed", as_printed }, { "quadrature", quadrature }, { "plugin", at_times.f_path } },
    tolerance = 1e-11 }
  -- (22) and (23) against the exponential of the matrix of (X, I, D, E).
  local loop = dealer.loop(laden, gain)
  local step = flow / laden.nu
  local joint = {
    { -loop[1][1], -loop[1][2], step, step * laden.lambda }, { -loop[2][1], -loop[2][2], step * laden.lambda, step * laden.lambda ^ 2 },
    { 0, 0, N[1][1], N[1][2] }, { 0, 0, N[2][1], N[2][2] },
  }
  local X, I, printed_X, printed_I = {}, {}, {}, {}
  for i, t in ipairs(early) do
    local z = matrices.apply(matrices.exponential(joint, t), { laden.X0, 0, exponential[1], exponential[2] })
    X[i], I[i], printed_X[i], printed_I[i] = z[1], z[2], printed.inventory(laden, k, t), printed.impact(laden, k, t)
  end
  rp.claim "eq22" : agrees { what = "X at six times", routes = { { "as printed", printed_X }, { "block exponential", X }, { "plugin", at_times.inventory } },
    tolerance = 1e-11 }
  rp.claim "eq23" : agrees { what = "I at six times", routes = { { "as printed", printed_I }, { "block exponential", I }, { "plugin", at_times.transient } },
    tolerance = 1e-11 }
end

-- Where the printed forms lose their digits.
local function constants_of(case)
  local r = solve(case)
  return { cX = r.inventory_rate, cI = r.transient_rate, omega = r.omega, Lambda = r.splitting, D = r.d, E = r.e, F = r.f, mu = r.pull,
    sigma = ((r.omega - 2 * case.beta) * r.d + case.lambda * r.omega * r.e) / r.splitting, flow = case.p * (2 * case.pi - 1) * case.Xs }, r
end
do
  local far_off, plugin, quadrature = 0, {}, {}
  for step = 0, 8 do
    local cheap = with(laden, { gamma = 10 ^ (-12 - step / 2) })
    local c_cheap, r = constants_of(cheap)
    local _, N = dealer.loop(cheap, { -r.inventory_rate, -r.transient_rate })
    quadrature[#quadrature + 1] = r.f + integration.integral(function(s)
      local w = matrices.apply(matrices.exponential(N, s - cheap.T), { r.d, r.e })
      return (w[1] + cheap.lambda * w[2]) ^ 2
    end, 0, cheap.T, 2) / (2 * cheap.nu)
    plugin[#plugin + 1] = r.f_path[1]
    local off = math.abs(printed.f(cheap, c_cheap, 0) / quadrature[#quadrature] - 1)
    if not (off <= 1e-12) then far_off = far_off + 1 end
  end
  rp.claim "eq21-digits" : holds { part = "the printed form",
    what = "of nine inventory costs between 10^-12 and 10^-16, those where the printed F(0) is off by more than 10^-12, less five", margin = far_off - 5 }
  rp.claim "eq21-digits" : agrees { part = "decaying exponentials", what = "F(0) for the nine", routes = { { "plugin", plugin }, { "quadrature", quadrature } },
    tolerance = 1e-13 }

  local stiff = with(laden, { lambda = 1, beta = 300, nu = 0.01, gamma = 4, T = 10, X0 = 0 })
  local c_stiff, s = constants_of(stiff)
  local overflown = 0
  for _, t in ipairs { 2.5, 5, 7.5, 10 } do
    local x = printed.inventory(stiff, c_stiff, t) + printed.impact(stiff, c_stiff, t)
    if x ~= x or math.abs(x) == math.huge then overflown = overflown + 1 end
  end
  rp.claim "eq22-overflow" : holds { part = "the printed forms", what = "of four times on a stiff and long horizon, those without a finite number",
    margin = overflown - 4 }
  -- The convolution of both exponentials at T, on pieces that grow with the distance.
  local M, N = dealer.loop(stiff, { -s.inventory_rate, -s.transient_rate })
  local X, I, from, to = 0, 0, 0, 1 / 256
  while from < stiff.T do
    local function integrand(part)
      return function(r)
        local w = matrices.apply(matrices.exponential(N, -r), { s.d, s.e })
        local z = matrices.apply(matrices.exponential(M, -r), { 1, stiff.lambda })
        return z[part] * (w[1] + stiff.lambda * w[2])
      end
    end
    X, I = X + integration.integral(integrand(1), from, to), I + integration.integral(integrand(2), from, to)
    from, to = to, math.min(2 * to, stiff.T)
  end
  local drive = c_stiff.flow / stiff.nu
  rp.claim "eq22-overflow" : agrees { part = "decaying modes", what = "X and I at T",
    routes = { { "plugin", { s.inventory_at_horizon, s.transient_at_horizon } }, { "convolution of exponentials", { drive * X, drive * I } } },
    tolerance = 1e-9 }
end

--------------------------------------------------------------------------------------------- A.2: no transient impact

local plain = with(laden, { lambda = 0 })
local r_plain = solve(plain, { times = early, waiting_times = { 0.2, 0.9 }, trade_delay = 0.3, times_after = { 0.5, 2 } })
do
  local c, v = plain, dealer.values(plain)
  local g, h = math.sqrt(c.gamma / c.nu), math.sqrt(c.gamma * c.nu)
  local at_zero = v.first(0)
  rp.claim "cor1-zero" : corrects {
    what = "B, C, E and E(0) at lambda = 0", printed_form = nothing, truth = { r_plain.b, r_plain.c, r_plain.e, r_plain.e_path[1] },
    reference = { v.third[1][2], v.third[2][2], v.second[2][3] / flow, at_zero[2][3] / flow }, tolerance = 1e-10,
  }
  erratum("A.2: $\\mathcal B$ without transient impact", 0.0, r_plain.b)
  rp.value("b-plain", r_plain.b, { doc = "B at lambda = 0, base case" })
  local A, D = h, (c.kappa + h) / (1 + c.alpha * g)
  local F = c.alpha / (2 * c.nu) * D ^ 2
  local F0 = F + D ^ 2 * (1 - math.exp(-2 * g * c.T)) / (4 * h)
  local without_impact = c.P0 * c.X0 - c.kappa / 2 * c.X0 ^ 2 - A / 2 * c.X0 ^ 2 + flow * D * math.exp(-g * c.T) * c.X0
    + c.p * (c.delta * c.Xs - (c.kappa + A) / 2 * c.Xs ^ 2) + flow ^ 2 * F0
  rp.claim "cor1-harmless" : agrees {
    what = "value and last inventory, with B = C = E = 0 and with what the general formulas give",
    routes = { { "B = C = E = 0", { without_impact, c.X0 * math.exp(-g * c.T) + flow * D / c.nu * (1 - math.exp(-2 * g * c.T)) / (2 * g) } },
      { "general", { r_plain.expected_gain, r_plain.inventory_at_horizon } } }, tolerance = 1e-13,
  }
  rp.claim "cor1" : agrees {
    what = "A, D, F", routes = { { "as printed", { A, D, F } },
      { "Riccati equations", { -v.third[1][1], v.second[1][3] / flow, (v.second[3][3] - v.trade[3][3]) / (2 * flow ^ 2) } } }, tolerance = 1e-11,
  }
  local closed, plugin = {}, {}
  local function keep(a, b) closed[#closed + 1], plugin[#plugin + 1] = a, b end
  for i, t in ipairs(early) do
    keep(c.X0 * math.exp(-g * t) + flow * D / c.nu * math.exp(-g * c.T) * (math.exp(g * t) - math.exp(-g * t)) / (2 * g), r_plain.inventory[i])
  end
  local XT, limit = closed[#closed], flow * D / (c.nu * g)
  local function waiting(u) return XT * math.exp(-g * u) + limit * (1 - math.exp(-g * u)) end
  keep(waiting(0.2), r_plain.waiting_inventory[1])
  keep(waiting(0.9), r_plain.waiting_inventory[2])
  for branch, jump in ipairs { 0, -c.Xs, c.Xs } do
    keep((waiting(0.3) + jump) * math.exp(-g * 0.5), r_plain.inventory_after:at(branch, 1))
    keep((waiting(0.3) + jump) * math.exp(-g * 2), r_plain.inventory_after:at(branch, 2))
  end
  rp.claim "cor1-paths" : agrees { what = "inventories at fourteen times of the three stages", routes = { { "formulas", closed }, { "plugin", plugin } },
    tolerance = 1e-12 }
  local forever, permanent = solve(with(flat, { beta = 0 })), solve(with(flat, { lambda = 0, kappa = flat.kappa + flat.lambda }))
  rp.claim "thm1-lim" : agrees {
    what = "value and inventories", routes = { { "beta = 0", rp.concat({ forever.expected_gain }, forever.inventory) },
      { "kappa + lambda", rp.concat({ permanent.expected_gain }, permanent.inventory) } }, tolerance = 1e-12,
  }
end

--------------------------------------------------------------------------------------------------- Signs and spreads

-- 400 random markets, a flat dealer and a client who can only buy.
do
  local lists = random_markets(400, 5, { buy_probability = 1 })
  local drive, rise, purchase, impact, patience, E, E0 = {}, {}, {}, {}, {}, {}, {}
  local settings = { outputs = { "d", "e", "e_path", "pull", "pull_path", "inventory", "transient", "waiting_inventory", "waiting_transient",
    "inventory_at_horizon" } }
  local quick = { outputs = { "pull", "inventory_at_horizon" } }
  for i = 1, 400 do
    local arguments = { points = 33, buy_probability = 1 }
    for name, list in pairs(lists) do arguments[name] = name == "buy_probability" and 1 or list[i] end
    local one = prehedging:solve(arguments, settings)
    arguments.random_stage = 1.1 * arguments.random_stage
    local slower = prehedging:solve(arguments, quick)
    drive[i] = math.min(one.d, one.pull_path:min())
    rise[i] = one.pull_path:diff():min()
    purchase[i] = math.min(one.inventory:diff():min(), one.waiting_inventory:diff():min())
    impact[i] = math.min(one.transient:min(), one.waiting_transient:min())
    patience[i] = math.min(one.pull - slower.pull, one.inventory_at_horizon - slower.inventory_at_horizon)
    E[i], E0[i] = one.e, one.e_path[1]
  end
  rp.claim "sign-pull" : holds { part = "positive", what = "least of D and the drive at 33 times, 400 random markets", strict = true, error = 1e-15,
    margin = drive }
  rp.claim "sign-pull" : holds { part = "growing", what = "least rise of the drive between 33 times, 400 random markets", error = 1e-15, margin = rise }
  rp.claim "sign-path" : holds { part = "inventory", what = "least purchase between 33 times of each stage, 400 random markets", error = 1e-14,
    margin = purchase }
  rp.claim "sign-path" : holds { part = "impact", what = "least transient impact at 33 times of each stage, 400 random markets", error = 1e-14,
    tolerance = 1e-13, margin = impact }
  rp.claim "sign-wait" : holds { what = "fall of the drive and of X_T when the mean thinking time grows by a tenth, 400 random markets", error = 1e-14,
    margin = patience }
  rp.claim "sign-e" : holds { part = "in the random stage", what = "minus E", count = 400, seed = 5, frequency = { between = { 0.2, 0.8 } },
    test = function(_, i) return -E[i] end }
  rp.claim "sign-e" : holds { part = "at the start", what = "minus E(0)", count = 400, seed = 5, frequency = { at_least = 0.75 },
    test = function(_, i) return -E0[i] end }
  rp.value("negative-e-start", rp.array(E0):lt(0):sum() / 400, { doc = "share of 400 random markets with E(0) < 0" })
end

-- The best spread without any formula: the expected cash at three probabilities of a trade gives the gain as a function of the
-- probability, and a search over quotes finds the best.
do
  local function gain_of_probability(c)
    local function at(p)
      local case = with(c, { p = p, delta = 0 })
      return dealer.expected_cash(case, dealer.policy(case))
    end
    local zero, half, one = at(0), at(0.5), at(1)
    local G = 2 * (one + zero - 2 * half)
    local K = -(one - zero - G)
    return function(p, delta) return p * (delta * c.Xs - K) + p ^ 2 * G end
  end
  local gain = gain_of_probability(flat)
  -- Golden section between quotes, to 1e-7 (a maximum is flat).
  local function best_quote(demand, low, high)
    local function J(delta) return gain(demand(delta), delta) end
    local count, at = 400, low
    for i = 0, count do
      local delta = low + (high - low) * i / count
      if J(delta) > J(at) then at = delta end
    end
    local a, b, ratio = at - (high - low) / count, at + (high - low) / count, (math.sqrt(5) - 1) / 2
    while b - a > 1e-8 do
      local one, two = b - ratio * (b - a), a + ratio * (b - a)
      if J(one) > J(two) then b = two else a = one end
    end
    return (a + b) / 2, J((a + b) / 2)
  end
  local demands = {
    affine = function(delta) return math.max(0, math.min(1, 0.5 - 0.25 * (delta - 0.6))) end,
    logistic = function(delta) return 0.5 / (1 + math.exp((delta - 0.6) / 0.4)) end,
    exponential = function(delta) return math.min(1, 0.5 * math.exp(-(delta - 0.6) / 0.4)) end,
  }
  for name, demand in pairs(demands) do
    local found = spread:solve { demand = name }
    local quote, J = best_quote(demand, -3, 5)
    rp.claim("spread-" .. name) : agrees { part = "spread", routes = { { "plugin", found.optimal_spread }, { "search on cash flows", quote } }, tolerance = 1e-6 }
    rp.claim("spread-" .. name) : agrees { part = "gain", routes = { { "plugin", found.optimal_gain }, { "search on cash flows", J } }, tolerance = 1e-10 }
  end
end

local bistable_case = { demand = "logistic", demand_level = 1, demand_scale = 0.15, demand_reference = 0.85, buy_probability = 1 }
local bistable = spread:solve(bistable_case)
rp.claim "spread-bistable" : holds {
  what = "gains at the two maxima less that at the minimum between them", strict = true, error = 1e-12,
  margin = { bistable.stationary_gain[1] - bistable.stationary_gain[2], bistable.stationary_gain[3] - bistable.stationary_gain[2] },
}
do
  local lists = random_markets(300, 6)
  lists.trade_probability = nil
  local margins = {}
  for _, demand in ipairs { "affine", "logistic", "exponential" } do
    local s = spread:sweep(with(lists, { demand = demand }), { paired = true,
      outputs = { "optimal_spread", "optimal_probability", "spread_without", "probability_without" } })
    margins[#margins + 1] = s.spread_without - s.optimal_spread
    margins[#margins + 1] = s.optimal_probability - s.probability_without
  end
  rp.claim "spread-lower" : holds { what = "by how much the spread is narrower and the trade likelier, 300 random markets and three demands",
    margin = rp.concat(table.unpack(margins)), tolerance = 1e-9 }
end

----------------------------------------------------------------------------------- A.3: a client who looks at the price

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

-- With transient impact, a random stage and a client who may also sell: the value on (X, I, P*, 1) by its Riccati equation.
do
  local simple = flow_of_value:solve(sensitive.arguments(t0, { transient_impact = 0, random_stage = 0, buy_probability = 1 }))
  rp.claim "thm2-general" : agrees { part = "reduces to Theorem 2", what = "value and best spread",
    routes = { { "4 x 4 Riccati equation", { simple.expected_gain, simple.optimal_spread } }, { "closed form", { clear.expected_gain, clear.optimal_spread } } },
    tolerance = 1e-10 }
  local blind = flow_of_value:solve(without_p(dealer.arguments(laden), laden.p))
  rp.claim "thm2-general" : agrees { part = "reduces to Theorem 1", what = "value",
    routes = { { "4 x 4 Riccati equation", blind.expected_gain }, { "closed form", started.expected_gain } }, tolerance = 1e-10 }
  local full = dealer.arguments(laden, { demand_level = 0.65, demand_reference = 0.35, spread_slope = 0.25, price_slope = 0.2, volatility = 0.3 })
  full.trade_probability = nil
  local solved_flow = flow_of_value:solve(full)
  rp.claim "thm2-general" : agrees { part = "in general", what = "value and mean inventory at T with price-sensitive clients in both directions",
    routes = { { "sub-steps of the matrix exponential", { solved_flow.expected_gain, solved_flow.mean:at(-1, 1) } },
      { "Schur decomposition and Runge-Kutta", (function() local r = generic:solve(full) return { r.expected_gain, r.mean_inventory_at_horizon } end)() } },
    tolerance = 1e-9 }
  rp.claim "thm2-general" : holds { part = "residual", what = "10^-12 less the largest entry of the second stage's algebraic equation over its largest term",
    margin = 1e-12 - solved_flow.residual, error = 1e-15 }
  local restless = with(full, { price_slope = 0.5, volatility = 0.6 })
  solved_flow = flow_of_value:solve(restless)
  local counted = put_off_paths:solve(with(restless, { paths = 40000, steps = 60, shown = 0 }), { seed = 12 })
  rp.claim "thm2-general" : holds { part = "simulated", what = "four standard errors less the distance of the mean of 40,000 paths, cash as it is paid, from the value",
    seed = 12, margin = 4 * counted.mean_gain_error - math.abs(counted.mean_gain - solved_flow.expected_gain) }
  local outside = solved_flow.probability_outside
  rp.claim "thm2-general-outside" : holds { what = "four standard errors less the distance of the share of 40,000 paths, at the random decision, from the formula",
    seed = 12, margin = 4 * math.sqrt(outside * (1 - outside) / 40000) - math.abs(counted.outside_frequency - outside) }
  rp.value("general-outside", outside, { doc = "chance that the affine demand is no probability at the decision, laden dealer, clients in both directions with price sensitivity 0.5, volatility 0.6" })
  rp.value("general-outside-horizon", solved_flow.outside[-1], { doc = "the same if the client decided at T" })
end

-- Where the value escapes: clients who are drawn by a risen price. At lambda = 0 there is a closed form.
local escapes
do
  local slopes = rp.linspace(-3, -1.05, 40)
  local drawn = with(sensitive.arguments(t0), { transient_decay = 1, random_stage = 0, buy_probability = 1, horizon = 1e-3, price_slope = slopes })
  escapes = { slopes = slopes, impacts = { 0, 0.4, 1.2 }, horizons = {} }
  for i, lambda in ipairs(escapes.impacts) do
    escapes.horizons[i] = flow_of_value:sweep(with(drawn, { transient_impact = lambda }), { outputs = "escape_horizon" }).escape_horizon
  end
  escapes.closed = put_off:sweep(sensitive.arguments(t0, { horizon = 1e-3, price_slope = slopes }), { outputs = "escape_horizon" }).escape_horizon
  rp.claim "thm2-escape" : agrees { part = "without transient impact", what = "horizon of explosion for 40 price sensitivities",
    routes = { { "4 x 4 Riccati equation", escapes.horizons[1] }, { "closed form", escapes.closed } }, tolerance = 1e-9 }
  -- With it: the value at T grows like 1/(T* - T), so that two values of a Runge-Kutta route tell T*.
  local point = with(drawn, { transient_impact = 1.2, price_slope = -1.5 })
  local claimed = flow_of_value:solve(point).escape_horizon
  local poles = {}
  for i, share in ipairs { 0.999, 0.9999 } do
    poles[i] = -1 / generic:solve(with(point, { horizon = share * claimed })).value_at_start:at(1, 1)
  end
  rp.claim "thm2-escape" : agrees { part = "with transient impact", what = "horizon of explosion, price sensitivity -1.5 and lambda 1.2",
    -- Linear extrapolation of 1/value from 0.1 % and 0.01 % before the pole: an error of second order in the first.
    routes = { { "4 x 4 Riccati equation", claimed }, { "pole of the value by Runge-Kutta", claimed * (0.9999 + 0.0009 * poles[2] / (poles[1] - poles[2])) } },
    tolerance = 1e-6 }
end

-- F11: the general case on the way: how price sensitivity restrains the dealer, and when she must not be drawn in.
do
  local function market(s2)
    local arguments = dealer.arguments(buyer_case, { demand_level = 0.65, demand_reference = 0.35, spread_slope = 0.25, price_slope = s2, volatility = 0.3 })
    arguments.trade_probability = nil
    return arguments
  end
  local looking = flow_of_value:solve(market(0.2))
  rp.value("general-inventory", looking.mean:at(-1, 1), { unit = "share", doc = "mean pre-hedge at T, one-way base case, client with price sensitivity 0.2" })
  rp.value("general-inventory-blind", solve(buyer_case).inventory_at_horizon, { unit = "share", doc = "the same for a client who does not look at the price" })
  local fan, lines = {}, {}
  local drawn = put_off_paths:solve(with(market(0.2), { paths = 8, shown = 8, steps = 200 }), { seed = 4, outputs = { "time", "inventory" } })
  for i = 1, 8 do fan[i] = rp.line { x = drawn.time, y = drawn.inventory[i], color = "grey", style = "solid", width = 1, label = "eight paths, s₂ = 0.2" } end
  for i, s2 in ipairs { 0, 0.2, 0.5, 1 } do
    local r = flow_of_value:solve(market(s2), { outputs = { "time", "mean" } })
    lines[i] = rp.line { x = r.time, y = r.mean:take(2, 1), label = ("mean, s₂ = %g"):format(s2) }
  end
  local poles = {}
  for i, lambda in ipairs(escapes.impacts) do
    poles[i] = rp.line { x = escapes.slopes, y = escapes.horizons[i], label = ("λ = %g"):format(lambda) }
  end
  rp.figure "put-off-general" {
    title = "A client who looks at the price, in general", columns = 2, width = 1000, height = 400,
    caption = "Left: mean inventory in the first stage of the one-way base case, with transient impact and a client who thinks, for four price sensitivities, and eight paths. Right: the horizon from which the dealer gains without bound before clients who are drawn by a risen price, for three transient impacts; dots: closed form for λ = 0.",
    alt = "Left four rising curves of inventory, the lower the more sensitive the client, with wiggling paths around one. Right three curves of the horizon of explosion that rise as the sensitivity weakens, the lowest for the largest transient impact.",
    rp.panel { title = "inventory", xlabel = "time", ylabel = "shares", legend = "top left", colors = "sequence", fan, lines },
    rp.panel { title = "horizon of explosion", xlabel = "price sensitivity s₂", ylabel = "T*", ylog = true, legend = "top left", colors = "sequence", poles,
      rp.points { x = escapes.slopes:slice(1, 40, 3), y = escapes.closed:slice(1, 40, 3), color = "black", label = "closed form, λ = 0" } },
  }
end

--------------------------------------------------------------------------------------------- Appendix B: two dealers

-- region: equilibrium
-- Both dealers pre-hedge and quote. Three routes: formula, plugin, answering each other 60 times.
local n0 = pair.market()
local formula = pair.equilibrium(n0)
local equilibrium = nash:solve {}
local settled = pair.iterate(n0, { 0, 0, 1.3 * formula.c, 1.5 * formula.d }, 0.5, 60)
-- end region
local policy = { equilibrium.trade_intercept, equilibrium.trade_slope, equilibrium.spread_intercept, equilibrium.spread_slope }
local rivals = { { 0.2, 0.3, 0.8, 0.4 }, { 0.5, -0.2, 0.6, 0.3 }, { -0.1, 0.6, 1.1, 0.25 } }
local inventories = { -1.5, -0.75, 0, 1.05, 1.5 }

do
  local c, d, z = 0.7, 0.3, n0.zeta
  local function distance(delta)               -- of the printed moments from those of the truncated uniform law
    local y = (c - delta) / d
    local from, to = -z, math.max(-z, math.min(z, y))
    local function mean(f, a, b) return integration.integral(f, a, b) / (2 * z) end
    return math.abs((c - delta + d * z) / (2 * d * z) - (to - from) / (2 * z)) + math.abs((delta - c + d * z) / (2 * d * z) - (z - to) / (2 * z))
      + math.abs((y ^ 2 - z ^ 2) / (4 * z) - mean(function(x) return x end, from, to))
      + math.abs((z ^ 2 - y ^ 2) / (4 * z) - mean(function(x) return x end, to, z))
  end
  rp.claim "nash-ansatz" : holds {
    what = "10^-12 less the distance of the printed moments from those of the law, five quotes", on = { 0.3, 0.5, 0.7, 0.9, 1.1 },
    test = function(delta) return 1e-12 - distance(delta) end, error = 1e-14,
    with = "d > 0 and the quote sometimes wins and sometimes loses", without = 1e-12 - distance(1.6),
  }
end
do
  local random, formula_24, in_market, expectation, as_printed = rp.random(7), {}, {}, {}, {}
  for _ = 1, 8 do
    local X0, dX, delta, Y0, dY = random:uniform(-1.5, 1.5), random:uniform(-1, 1), random:uniform(0.2, 1), random:uniform(-1.5, 1.5), random:uniform(-1, 1)
    for _, outcome in ipairs { { true, true }, { true, false }, { false, false } } do
      formula_24[#formula_24 + 1] = pair.profit(n0, X0, dX, delta, Y0, dY, outcome[1], outcome[2])
      in_market[#in_market + 1] = pair.market_profit(n0, X0, dX, delta, Y0, dY, outcome[1], outcome[2])
    end
    local rival = rivals[#expectation % 3 + 1]
    local inside = rival[3] + random:uniform(-1, 1) * rival[4] * n0.zeta
    expectation[#expectation + 1] = pair.expected(n0, X0, dX, inside, rival)
    as_printed[#as_printed + 1] = pair.printed_expected(n0, X0, dX, inside, rival)
  end
  rp.claim "eq24" : agrees { what = "profit in 24 random situations", routes = { { "(24)", formula_24 }, { "three trades in a market", in_market } }, tolerance = 1e-12 }
  rp.claim "eq24-exp" : agrees { what = "expected profit in eight random situations", routes = { { "four terms as printed", as_printed }, { "quadrature of (24)", expectation } },
    tolerance = 1e-11 }
end
do
  local trade, best_trade, curvature, quote, best_quote, shape = {}, {}, {}, {}, {}, {}
  for _, rival in ipairs(rivals) do
    local constant, slope = pair.printed_quote(n0, rival)
    for _, X0 in ipairs { -0.6, 0.4 } do
      local delta = rival[3] + 0.1
      trade[#trade + 1] = pair.printed_trade(n0, X0, delta, rival)
      local dX, _, second = pair.best_trade(n0, X0, delta, rival)
      best_trade[#best_trade + 1], curvature[#curvature + 1], shape[#shape + 1] = dX, second, -(2 * n0.B + n0.gamma)
      quote[#quote + 1], best_quote[#best_quote + 1] = constant - slope * X0, (pair.best_quote(n0, X0, rival))
    end
  end
  rp.claim "eq25" : agrees { what = "best trades against three rivals", routes = { { "(25)", trade }, { "vertex of the expected profit", best_trade } }, tolerance = 1e-10 }
  rp.claim "eq25-concave" : agrees { routes = { { "second difference of the expected profit", curvature }, { "-(2B + gamma)", shape } }, tolerance = 1e-10 }
  rp.claim "deltaa" : agrees { what = "best quotes against three rivals", routes = { { "as printed", quote }, { "vertex of the best profit", best_quote } }, tolerance = 1e-9 }
  -- A rival with any a and b, who quotes the consistent c and d: the answer quotes the same.
  local consistent, answered = {}, {}
  for i, ab in ipairs { { 0.2, 0.3 }, { 0.5, -0.1 } } do
    local c, d = pair.printed_consistent(n0, ab[1], ab[2])
    local answer = pair.answer(n0, { ab[1], ab[2], c, d })
    consistent[i], answered[i] = { c, d }, { answer[3], answer[4] }
  end
  rp.claim "d-explicit" : agrees { what = "d for two rivals", routes = { { "as printed", { consistent[1][2], consistent[2][2] } },
    { "slope of the best answer", { answered[1][2], answered[2][2] } } }, tolerance = 1e-9 }
  rp.claim "c-explicit" : agrees { what = "c for two rivals", routes = { { "as printed", { consistent[1][1], consistent[2][1] } },
    { "constant of the best answer", { answered[1][1], answered[2][1] } } }, tolerance = 1e-9 }
  rp.claim "d-zero" : agrees { what = "right side of the consistency equation at d = 0",
    routes = { { "right side", (select(2, pair.printed_quote(n0, { 0.2, 0.3, 0.8, 0 }))) }, { "left side", 0 } }, scale = 1, tolerance = 1e-15 }
end
rp.claim "eq26" : agrees { what = "a, b", routes = { { "(26)", { formula.a, formula.b } }, { "60 damped answers", { settled[1], settled[2] } }, { "plugin", { policy[1], policy[2] } } },
  tolerance = 1e-6 }
rp.claim "eq27" : agrees { what = "c, d", routes = { { "(27)", { formula.c, formula.d } }, { "60 damped answers", { settled[3], settled[4] } }, { "plugin", { policy[3], policy[4] } } },
  tolerance = 1e-6 }
do
  local curvature, formulas = {}, {}
  for i, changes in ipairs { {}, { kappa = 0.1, lambda = 2, beta = 0.2, gamma = 0.05, phi = 1, Xs = 2, zeta = 0.3 }, { beta = 1, zeta = 4 } } do
    local n = pair.market(changes)
    local e = pair.equilibrium(n)
    curvature[i] = select(4, pair.best_quote(n, 0.1, { e.a, e.b, e.c, e.d }))
    formulas[i] = -16 * n.B * n.Xs * n.phi * n.zeta * (2 * n.B + n.gamma) / (n.I * (4 * n.B * n.zeta + n.I * n.Xs * n.phi) ^ 2)
  end
  rp.claim "nash-soc" : agrees { what = "second derivative in three markets", routes = { { "second difference of the best profit", curvature }, { "closed form", formulas } },
    tolerance = 1e-8 }
  local lasting = pair.market { beta = 0 }
  local e = pair.equilibrium(lasting)
  local quotes, profits = rp.linspace(e.c - e.d * n0.zeta, e.c + e.d * n0.zeta, 41), {}
  for i, delta in ipairs(quotes:totable()) do profits[i] = select(2, pair.best_trade(lasting, 0.5, delta, { e.a, e.b, e.c, e.d })) end
  rp.claim "nash-weak" : shape { what = "best profit over all quotes that may win or lose, B = 0", x = quotes, y = profits, is = "constant", tolerance = 1e-12 }
  local margins = {}
  for _, X0 in ipairs(inventories) do
    local at_policy = pair.expected(n0, X0, policy[1] - policy[2] * X0, policy[3] - policy[4] * X0, policy)
    local best_elsewhere = -math.huge
    for i = -60, 60 do
      local delta = policy[3] + 3 * policy[4] * n0.zeta * i / 60
      best_elsewhere = math.max(best_elsewhere, (select(2, pair.best_trade(n0, X0, delta, policy))))
    end
    margins[#margins + 1] = at_policy - best_elsewhere
  end
  rp.claim "nash-global" : holds { what = "profit of the linear answer less the best on 121 quotes, each with its best trade, five inventories", on = inventories,
    margin = margins, tolerance = 1e-12, error = 1e-14 }
end
local distances = {}
do
  local current = { 0, 0, 1.3 * formula.c, 1.5 * formula.d }
  for step = 1, 60 do
    current = pair.iterate(n0, current, 0.5, 1)
    local far = 0
    for i = 1, 4 do far = math.max(far, math.abs(current[i] - policy[i])) end
    distances[step] = far
  end
  rp.claim "nash-iter" : converges { what = "distance from the equilibrium, damping 1/2", sequence = distances, limit = 0, scale = 1, tolerance = 1e-6, error = 1e-9 }
  local function spectrum(changes)
    return best_response:solve(pair.arguments(pair.market(changes)), { outputs = { "eigenvalue_real", "eigenvalue_imaginary", "damped_radius" } })
  end
  local here = spectrum {}
  local nearest = 2
  for i = 1, 4 do nearest = math.min(nearest, math.sqrt((here.eigenvalue_real[i] + 1) ^ 2 + here.eigenvalue_imaginary[i] ^ 2)) end
  rp.claim "nash-iter-full" : agrees { part = "eigenvalues", what = "distance of the nearest eigenvalue from -1",
    routes = { { "eigenvalues of the derivative", nearest }, { "zero", 0 } }, scale = 1, tolerance = 1e-5, error = 1e-6 } -- differences of step 10^-4
  local fierce = spectrum { kappa = 0.1, lambda = 2, beta = 0.2, gamma = 0.05, phi = 1, Xs = 2, zeta = 0.3 }
  rp.claim "nash-iter-diverges" : holds { what = "spectral radius of the damped map, less one, for two markets: minus that of the example, that of the other", strict = true,
    margin = { 1 - here.damped_radius, fierce.damped_radius - 1 }, error = 1e-5 }
  rp.value("fierce-radius", fierce.damped_radius, { doc = "factor by which half-way answers grow in a market with lasting impact and little private inventory" })
  rp.claim "nash-iter-full" : agrees { part = "determinant", what = "determinant of derivative plus identity", routes = { { "differences", pair.oscillation(n0, policy) }, { "zero", 0 } },
    scale = 1, tolerance = 1e-5, error = 1e-7 }
end
do
  local n, e = n0, formula
  local low, high = settled[3] - settled[4] * n.zeta, settled[3] + settled[4] * n.zeta
  local smaller = low + integration.integral(function(x) return ((high - x) / (high - low)) ^ 2 end, low, high)
  local moved = (n.I - n.B) * 2 * integration.integral(function(Y) return settled[1] - settled[2] * Y end, -n.zeta, n.zeta) / (2 * n.zeta)
  rp.claim "nash-spread" : agrees { part = "exactly", routes = { { "as printed", e.spread }, { "mean of the smaller quote after 60 damped answers", smaller }, { "plugin", equilibrium.client_spread } },
    tolerance = 1e-6 }
  rp.claim "nash-impact" : agrees { routes = { { "as printed", e.impact }, { "mean of both pre-hedges after 60 damped answers", moved }, { "plugin", equilibrium.client_impact } },
    tolerance = 1e-6 }
  rp.claim "nash-allin" : agrees { part = "exactly", routes = { { "as printed", e.cost }, { "after 60 damped answers", smaller + moved }, { "plugin", equilibrium.client_cost } }, tolerance = 1e-6 }
  local drawn = nash_paths:solve({ paths = 400000, kept = 0 }, { seed = 3,
    outputs = { "client_spread", "client_spread_error", "client_cost", "client_cost_error" } })
  rp.claim "nash-spread" : holds { part = "simulated", what = "four standard errors less the distance of the simulated mean", seed = 3,
    margin = 4 * drawn.client_spread_error - math.abs(drawn.client_spread - e.spread) }
  rp.claim "nash-allin" : holds { part = "simulated", what = "four standard errors less the distance of the simulated mean", seed = 3,
    margin = 4 * drawn.client_cost_error - math.abs(drawn.client_cost - e.cost) }
  local c, d = n.I / 2 * (n.zeta + n.Xs), n.I / 2
  local still = { 0, 0, c, d }
  local as_printed, expected, quote, found = {}, {}, {}, {}
  for i, X0 in ipairs(inventories) do
    as_printed[i], expected[i] = pair.printed_expected_without(n, X0, 0.9 * c, c, d), pair.expected(n, X0, 0, 0.9 * c, still)
    local constant, slope = pair.printed_quote_without(n, 0.9, 0.5)
    quote[i], found[i] = constant - slope * X0, (pair.best_quote(n, X0, { 0, 0, 0.9, 0.5 }, false))
  end
  rp.claim "nopre-expectation" : agrees { what = "expected profit of five inventories", routes = { { "as printed", as_printed }, { "quadrature of the profit", expected } },
    tolerance = 1e-11 }
  rp.claim "nopre-notation" : cannot { reason = "a matter of notation: nothing to compute" }
  rp.claim "nopre-quote" : agrees { what = "best quotes of five inventories", routes = { { "as printed", quote }, { "vertex of the expected profit", found } }, tolerance = 1e-9 }
  local one, two = pair.best_quote(n, 0, still, false), pair.best_quote(n, 0.5, still, false)
  rp.claim "nopre-cd" : agrees { what = "c, d and the client's cost", routes = { { "as printed", { c, d, e.cost_without } },
    { "best answer to itself", { one, (one - two) / 0.5, one - (one - two) / 0.5 * n.zeta / 3 } },
    { "plugin", { equilibrium.spread_intercept_without, equilibrium.spread_slope_without, equilibrium.client_cost_without } } }, tolerance = 1e-9 }
  rp.claim "difference" : agrees { routes = { { "as printed", e.difference }, { "after 60 damped answers", smaller + moved - (c - d * n.zeta / 3) },
    { "plugin", equilibrium.client_cost_difference } }, tolerance = 1e-6 }
end
do
  local random, lists = rp.random(8), { permanent_impact = {}, transient_impact = {}, decayed_fraction = {}, inventory_cost = {}, trade_probability = {}, client_size = {}, inventory_range = {} }
  for i = 1, 400 do
    lists.permanent_impact[i], lists.transient_impact[i], lists.decayed_fraction[i] = random:uniform(0, 2), random:uniform(0.1, 2), random:uniform(0.05, 1)
    lists.inventory_cost[i], lists.trade_probability[i] = random:uniform(0, 1), random:uniform(0.1, 1)
    lists.client_size[i], lists.inventory_range[i] = random:uniform(0.2, 3), random:uniform(0.2, 4)
  end
  local s = nash:sweep(lists, { paired = true, outputs = { "client_cost", "client_cost_without", "benefit_threshold", "impact" } })
  rp.claim "benefit" : holds { what = "the client's saving, times the sign of threshold less impact, over the cost without pre-hedging, 400 random markets", strict = true,
    margin = (s.client_cost_without - s.client_cost) * (s.benefit_threshold - s.impact):sign() / s.client_cost_without, error = 1e-14 }
  local tails = {}
  for i = 1, 7 do
    local zeta = 10 ^ (1 - i)
    tails[i] = nash:solve({ inventory_range = zeta }).spread_slope * zeta
  end
  rp.claim "nash-zeta0" : converges { what = "d zeta for zeta = 1, 0.1, ..., 10^-6", sequence = tails, limit = n0.I ^ 2 * n0.Xs * n0.phi / (8 * (2 * n0.B + n0.gamma)),
    -- the distance falls like zeta, whose last value is 10^-6
    tolerance = 1e-5, error = 1e-12 }
end
rp.value("pair-trade", equilibrium.trade_intercept, { unit = "share", doc = "pre-hedge of a flat dealer, two dealers" })
rp.value("pair-spread", equilibrium.client_spread, { unit = "cash/share", doc = "mean of the better quote" })
rp.value("pair-impact", equilibrium.client_impact, { unit = "cash/share", doc = "mean price rise by both pre-hedges" })
rp.value("pair-cost", equilibrium.client_cost, { unit = "cash/share", doc = "client's all-in cost with pre-hedging" })
rp.value("pair-cost-without", equilibrium.client_cost_without, { unit = "cash/share", doc = "client's cost without pre-hedging" })
rp.value("pair-impact-whole", equilibrium.impact, { unit = "cash/share^2", doc = "whole impact I of the example" })
rp.value("pair-threshold", equilibrium.benefit_threshold, { unit = "cash/share^2", doc = "impact below which pre-hedging helps the client" })
rp.claim "figures" : cannot { reason = "the main text was not at hand; all numbers and figures here are ours" }

------------------------------------------------------------------------------------------------------- Figures (ours)

-- F1: the three stages.
local buyer = buyer_case
local one_way = solve(buyer)
do
  local delay, T = 1.4, flat.T
  local r = solve(flat, { trade_delay = delay, waiting_times = rp.linspace(0, 3, 121):totable(), times_after = rp.linspace(0, 4, 121):totable() })
  local decided = solve(flat, { waiting_times = rp.linspace(0, delay, 61):totable() })
  local names = { "no trade", "the client buys", "the client sells" }
  local function panel(title, unit, legend, range, first, second, waiting, after)
    local parts = {
      rp.line { x = r.time, y = first, label = "pre-hedge", color = "blue", style = "solid" },
      rp.line { x = decided.waited + T, y = second, label = "pre-hedge", color = "blue", style = "solid" },
    }
    for branch, color in ipairs { "grey", "red", "green" } do
      parts[#parts + 1] = rp.line { x = r.after + T + delay, y = after[branch], label = names[branch], color = color, style = "solid" }
    end
    parts[#parts + 1] = rp.line { x = r.waited + T, y = waiting, label = "if the client never decided", color = "blue", style = "dotted" }
    return rp.panel { title = title, xlabel = "time", ylabel = unit, legend = legend, yrange = range, rp.hline { at = 0 }, parts,
      rp.vline { at = T, label = "T" }, rp.vline { at = T + delay, label = "decision" } }
  end
  rp.figure "stages" {
    title = "Three stages", columns = 2, width = 1000, height = 400,
    caption = "Inventory (left) and transient impact (right) of a dealer who starts flat. She buys until the client decides; then she sells what is left, or buys back what she is short.",
    alt = "Two panels over time. The dealer's inventory rises slowly, then faster, until the client decides; after that three branches return to zero. Transient impact rises and then overshoots.",
    panel("inventory", "shares", "top right", { -1.5, 6 }, r.inventory, decided.waiting_inventory, r.waiting_inventory, r.inventory_after),
    panel("transient impact", "cash per share", "none", nil, r.transient, decided.waiting_transient, r.waiting_transient, r.transient_after),
  }
  rp.value("pre-hedge", one_way.mean_inventory_at_trade, { unit = "share", doc = "mean pre-hedge when the client decides, one-way base case" })
  rp.value("pre-hedge-share", one_way.mean_inventory_at_trade / (buyer.p * buyer.Xs), { doc = "the same over the expected trade" })
  rp.value("pre-hedge-impact", one_way.client_cost - buyer.delta, { unit = "cash/share", doc = "what the pre-hedge adds to the client's price, one-way base case" })
end

-- F3: the functions of the first stage.
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

-- F2: how far the pre-hedge reaches.
do
  local function panel(parameter, values, label, legend)
    local s = prehedging:sweep({ buy_probability = 1, [parameter] = values }, { outputs = { "inventory_at_horizon", "mean_inventory_at_trade" } })
    local scale = buyer.p * buyer.Xs
    return rp.panel { xlabel = label, ylabel = "share of the trade", yrange = { 0, 1.25 }, legend = legend or "none",
      rp.line { x = values, y = s.inventory_at_horizon / scale, label = "at T" },
      rp.line { x = values, y = s.mean_inventory_at_trade / scale, label = "when the client decides", style = "dashed" } }
  end
  rp.figure "reach" {
    title = "How far the pre-hedge reaches", columns = 3, width = 1000, height = 560,
    caption = "Pre-hedge at T and its mean when the client decides, over the expected trade, against one parameter at a time.",
    alt = "Six panels: the pre-hedge grows and saturates with the horizon, falls with inventory cost, and changes mildly with the impacts.",
    panel("horizon", rp.linspace(0, 5, 101), "first stage T", "top left"),
    panel("random_stage", rp.linspace(0, 4, 101), "mean thinking time α"),
    panel("inventory_cost", rp.linspace(0.02, 4, 101), "inventory cost γ"),
    panel("permanent_impact", rp.linspace(0, 2, 101), "permanent impact κ"),
    panel("transient_impact", rp.linspace(0, 3, 101), "transient impact λ"),
    panel("transient_decay", rp.linspace(0.02, 6, 101), "decay β"),
  }
end

-- F4: what pre-hedging earns and costs at a fixed spread.
do
  local thinking, horizons = rp.linspace(0, 3, 151), { 0.25, 0.5, 1.3, 5 }
  local s = prehedging:sweep({ buy_probability = 1, random_stage = thinking, horizon = horizons }, { outputs = { "gain_from_prehedging", "client_cost" } })
  local gains, costs = {}, {}
  for i, T in ipairs(horizons) do
    local label = ("T = %g"):format(T)
    gains[i] = rp.line { x = thinking, y = s.gain_from_prehedging:take("horizon", i), label = label }
    costs[i] = rp.line { x = thinking, y = s.client_cost:take("horizon", i) - buyer.delta, label = label }
  end
  rp.figure "gain" {
    title = "At a fixed spread the dealer gains and the client pays", columns = 2, width = 1000, height = 400, colors = "sequence",
    caption = "Left: what pre-hedging adds to the dealer's expected profit. Right: what it adds to the price that a buying client pays. Both against the mean time that the client thinks.",
    alt = "Two panels against the mean thinking time, for four lengths of the first stage; both fall with the thinking time; the gain grows with the length of the first stage.",
    rp.panel { title = "the dealer gains", xlabel = "mean thinking time α", ylabel = "cash", legend = "top right", gains },
    rp.panel { title = "the client pays", xlabel = "mean thinking time α", ylabel = "cash per share", legend = "none", costs },
  }
end

-- F5: the spread.
local affine = spread:solve({ buy_probability = 1, quotes = rp.linspace(0, 2.6, 161):totable() })
local affine_path = solve(with(buyer, { p = affine.optimal_probability, delta = affine.optimal_spread }))
do
  local narrow = spread:solve(with(bistable_case, { quotes = rp.linspace(0.2, 2, 181):totable() }))
  local points = narrow.stationary_spread
  rp.figure "quotes" {
    title = "Which spread to quote", columns = 2, width = 1000, height = 400,
    caption = "The part of the expected profit that depends on the spread. Left: affine demand. Right: logistic demand with little private taste: with pre-hedging there are two locally best quotes.",
    alt = "Two panels of profit against the half spread with and without pre-hedging. On the left one hump each, the one with pre-hedging higher and further left; on the right two humps.",
    rp.panel { title = "affine demand", xlabel = "half spread δ", ylabel = "cash", yrange = { -1, 0.4 }, legend = "bottom right",
      rp.line { x = affine.quote, y = affine.quote_gain, label = "with pre-hedging" },
      rp.line { x = affine.quote, y = affine.quote_gain_without, label = "without", style = "dashed" },
      rp.points { x = { affine.optimal_spread }, y = { affine.optimal_gain }, label = "stationary" },
      rp.points { x = { affine.spread_without }, y = { affine.gain_without }, label = "stationary" } },
    rp.panel { title = "logistic demand", xlabel = "half spread δ", ylabel = "cash", yrange = { -0.3, 0.4 }, legend = "none",
      rp.line { x = narrow.quote, y = narrow.quote_gain, label = "with pre-hedging" },
      rp.line { x = narrow.quote, y = narrow.quote_gain_without, label = "without", style = "dashed" },
      rp.points { x = points, y = narrow.stationary_gain, label = "stationary" } },
  }
  rp.value("spread-best", affine.optimal_spread, { unit = "cash/share", doc = "best half spread, affine demand, one-way base case" })
  rp.value("spread-without", affine.spread_without, { unit = "cash/share", doc = "the same of a dealer who does not pre-hedge" })
  rp.value("probability-best", affine.optimal_probability, { doc = "probability of a trade at the best spread" })
  rp.value("probability-without", affine.probability_without, { doc = "the same without pre-hedging" })
  rp.value("client-all-in", affine_path.client_cost, { unit = "cash/share", doc = "what the buying client pays above the first price, best spread" })
  rp.value("gain-best", affine.expected_gain, { unit = "cash", doc = "expected profit at the best spread, affine demand, one-way base case" })
  rp.value("gain-without", affine.expected_gain_without, { unit = "cash", doc = "the same without pre-hedging" })
  rp.value("bistable-narrow", narrow.stationary_spread[3], { unit = "cash/share", doc = "the narrow locally best half spread, logistic demand" })
  rp.value("bistable-narrow-probability", narrow.stationary_probability[3], { doc = "its probability of a trade" })
  rp.value("bistable-wide", narrow.stationary_spread[1], { unit = "cash/share", doc = "the wide locally best half spread" })
  rp.value("bistable-wide-probability", narrow.stationary_probability[1], { doc = "its probability of a trade" })
end

-- Who gains, one dealer: the client's price with the best spread, with pre-hedging less without.
do
  local impacts, decays = rp.linspace(0, 1, 41), rp.linspace(0.2, 6, 41)
  local quoted = spread:sweep({ buy_probability = 1, permanent_impact = impacts, transient_decay = decays },
    { outputs = { "optimal_spread", "optimal_probability", "spread_without" } })
  local kappa, beta, p, delta = {}, {}, {}, {}
  for i = 1, 41 do
    for j = 1, 41 do
      local k = 41 * (i - 1) + j
      kappa[k], beta[k], p[k], delta[k] = impacts[i], decays[j], quoted.optimal_probability:at(i, j), quoted.optimal_spread:at(i, j)
    end
  end
  local cost = prehedging:sweep({ buy_probability = 1, permanent_impact = kappa, transient_decay = beta, trade_probability = p, half_spread = delta },
    { paired = true, outputs = { "client_cost" } }).client_cost:reshape(41, 41)
  rp.figure "one-dealer" {
    title = "One dealer: does pre-hedging help the client?", xlabel = "permanent impact κ", ylabel = "decay of the transient impact β",
    caption = "What the client pays in all, with pre-hedging less without, when the dealer quotes her best spread (affine demand). Negative: the client gains.",
    alt = "A map over permanent impact and decay; the client gains where permanent impact is small and the transient impact decays fast.",
    rp.map { x = impacts, y = decays, z = cost - quoted.spread_without, palette = "diverging", contours = { 0 }, label = "change of the client's cost" },
    rp.points { x = { flat.kappa }, y = { flat.beta }, color = "black", label = "base case" },
  }
end

-- F6: the client who looks at the price.
local put_off_case = sensitive.case { X0 = 0 }
local watched = put_off:solve(sensitive.arguments(put_off_case))
do
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

-- F7: the distribution of the profit.
do
  local settings, wide = { paths = 60000, kept = 60000 }, with(buyer, { delta = 1.2 })
  local draws = paths:solve(dealer.arguments(wide, settings), { seed = 2 })
  local plain_draws = paths:solve(dealer.arguments(wide, with(settings, { prehedge = false })), { seed = 2 })
  local low, width, bins = -1.6, 0.06, 80
  local function density(r, outcome)
    local counts, gains, outcomes = {}, r.gains:totable(), r.outcomes:totable()
    for b = 1, bins do counts[b] = 0 end
    for i = 1, #gains do
      local b = math.floor((gains[i] - low) / width) + 1
      if outcomes[i] == outcome and b >= 1 and b <= bins then counts[b] = counts[b] + 1 end
    end
    for b = 1, bins do counts[b] = counts[b] / (#gains * width) end
    return counts
  end
  local x = rp.linspace(low + width / 2, low + width * (bins - 0.5), bins)
  rp.figure "profit" {
    title = "What the dealer makes", xlabel = "profit (cash)", ylabel = "density", yrange = { 0, 1 },
    caption = "Simulated profit of a flat dealer before a client who buys or does not, at a half spread of 1.2, by outcome. Without pre-hedging and without a trade nothing happens: a spike at zero, not drawn.",
    alt = "Histograms of profit with and without pre-hedging, separately for trades and no trades.",
    rp.steps { x = x, y = density(draws, 1), label = "trade, with pre-hedging", where = "middle", color = "blue", style = "solid" },
    rp.steps { x = x, y = density(draws, 0), label = "no trade, with pre-hedging", where = "middle", color = "red", style = "solid" },
    rp.steps { x = x, y = density(plain_draws, 1), label = "trade, without pre-hedging", where = "middle", color = "blue", style = "dotted" },
  }
  local exact = solve(wide)
  rp.value("profit-with", exact.expected_gain, { unit = "cash", doc = "expected profit before a buying client, half spread 1.2" })
  rp.value("profit-without", exact.expected_gain_without, { unit = "cash", doc = "the same without pre-hedging" })
  rp.value("profit-deviation", draws.gain_deviation, { unit = "cash", doc = "standard deviation of the simulated profit" })
  rp.value("profit-deviation-without", plain_draws.gain_deviation, { unit = "cash", doc = "the same without pre-hedging" })
end

-- F8 to F10: two dealers.
do
  local X0 = rp.linspace(-n0.zeta, n0.zeta, 61)
  rp.figure "policies" {
    title = "What two dealers do with their inventories", columns = 2, width = 1000, height = 400,
    caption = "Equilibrium of two dealers: the trade before the client (left) and the quoted half spread (right), against the inventory that only the dealer herself knows.",
    alt = "Two panels of straight lines that fall with inventory; with pre-hedging the quotes are lower and less steep.",
    rp.panel { title = "trade before the client", xlabel = "inventory X₀", ylabel = "shares bought", legend = "none", rp.hline { at = 0 },
      rp.line { x = X0, y = policy[1] - policy[2] * X0, label = "with pre-hedging" } },
    rp.panel { title = "quote", xlabel = "inventory X₀", ylabel = "half spread (cash per share)",
      rp.line { x = X0, y = policy[3] - policy[4] * X0, label = "with pre-hedging" },
      rp.line { x = X0, y = equilibrium.spread_intercept_without - equilibrium.spread_slope_without * X0, label = "without", style = "dashed" } },
  }
  -- The smaller of two uniform quotes has a falling linear density. For the all-in cost, inventories on a fine grid.
  local bins, grid, low, width = 66, 330, -0.5, 0.05
  local counts = {}
  for b = 1, bins do counts[b] = 0 end
  for i = 1, grid do
    local X = n0.zeta * (2 * (i - 0.5) / grid - 1)
    for j = 1, grid do
      local Y = n0.zeta * (2 * (j - 0.5) / grid - 1)
      local cost = policy[3] - policy[4] * math.max(X, Y) + (n0.I - n0.B) * (2 * policy[1] - policy[2] * (X + Y))
      local b = math.floor((cost - low) / width) + 1
      if b >= 1 and b <= bins then counts[b] = counts[b] + 1 end
    end
  end
  for b = 1, bins do counts[b] = counts[b] / (grid ^ 2 * width) end
  local z = n0.zeta
  local function quote_density(c, d) return { c - d * z, c - d * z, c + d * z }, { 0, 1 / (d * z), 0 } end
  local x1, y1 = quote_density(policy[3], policy[4])
  local x2, y2 = quote_density(equilibrium.spread_intercept_without, equilibrium.spread_slope_without)
  rp.figure "client-spread" {
    title = "What the client pays", xlabel = "cash per share", ylabel = "density", xrange = { -0.5, 2.8 },
    caption = "Density of the better of two quotes with and without pre-hedging, and of the all-in cost with pre-hedging (the quote and the price rise that both dealers caused).",
    alt = "Triangular densities of the better quote, the one with pre-hedging narrower and lower, and a smooth density of the all-in cost.",
    rp.line { x = x1, y = y1, label = "quote, with pre-hedging", color = "blue", style = "solid" },
    rp.line { x = x2, y = y2, label = "quote = all-in cost, without", color = "red", style = "dashed" },
    rp.steps { x = rp.linspace(low + width / 2, low + width * (bins - 0.5), bins), y = counts, where = "middle", label = "all-in cost, with pre-hedging", color = "green", style = "solid" },
    rp.vline { at = equilibrium.client_cost, label = "mean" }, rp.vline { at = equilibrium.client_cost_without, label = "mean without" },
  }
  local fractions, impacts = rp.linspace(0, 1, 51), rp.linspace(0, 2, 51)
  local s = nash:sweep({ decayed_fraction = fractions, permanent_impact = impacts }, { outputs = { "client_cost", "client_cost_without" } })
  local change = s.client_cost - s.client_cost_without
  rp.figure "who-gains" {
    title = "Two dealers: does pre-hedging help the client?", xlabel = "decayed share β of the transient impact", ylabel = "permanent impact κ",
    caption = "What the client pays in all, with pre-hedging less without. On the black curve the whole impact equals the threshold; below and to the right of it the client gains.",
    alt = "A map over the decayed share and the permanent impact with a curve that separates gain from loss.",
    rp.map { x = fractions, y = impacts, z = change:transpose(), palette = "diverging", contours = { 0 }, zrange = { -1, 1 },
      label = "change of the client's cost" },
    rp.points { x = { n0.beta }, y = { n0.kappa }, color = "black", label = "example" },
  }
end

------------------------------------------------------------------------------------------------------ Tables of the page

rp.table "errata" { title = "Printed and right", columns = { { "formula", errata.formula }, { "as printed", errata.printed, digits = 6 }, { "right", errata.right, digits = 6 } } }

-- Values and units as the model declares them, unless the example has its own.
local function parameter_table(id, title, model, rows, values)
  local symbol, meaning, value, unit = {}, {}, {}, {}
  for i, row in ipairs(rows) do
    local parameter = model.parameters[row[1]]
    symbol[i], meaning[i], unit[i] = row[2], row[3], parameter.unit == "1" and "" or parameter.unit
    value[i] = ("%.10g"):format(values and values[row[1]] or parameter.preset)
  end
  rp.table(id) { title = title, columns = { { "symbol", symbol }, { "meaning", meaning }, { "value", value }, { "unit", unit, as = "unit" } } }
end
parameter_table("base", "The dealer's base case", prehedging, {
  { "permanent_impact", "$\\kappa$", "permanent impact" }, { "transient_impact", "$\\lambda$", "transient impact" },
  { "transient_decay", "$\\beta$", "decay of the transient impact" }, { "temporary_impact", "$\\nu$", "temporary impact" },
  { "inventory_cost", "$\\gamma$", "cost of inventory" }, { "random_stage", "$\\alpha$", "mean time that the client thinks" },
  { "horizon", "$T$", "length of the first stage" }, { "client_size", "$X_*$", "size of the client's trade" },
  { "buy_probability", "$\\pi$", "probability that the client buys, given a trade" },
  { "trade_probability", "$p$", "probability of a trade" }, { "half_spread", "$\\delta$", "half spread" },
})
parameter_table("watching", "The example with a price-sensitive client", put_off, {
  { "permanent_impact", "$\\kappa$", "permanent impact" }, { "temporary_impact", "$\\nu$", "temporary impact" },
  { "inventory_cost", "$\\gamma$", "cost of inventory" }, { "horizon", "$T$", "time until the client decides" },
  { "volatility", "$\\sigma$", "volatility of the unaffected price" }, { "client_size", "$X_*$", "size of the client's trade" },
  { "half_spread", "$\\delta$", "half spread" }, { "demand_level", "$\\phi$", "demand at the reference spread and the first price" },
  { "demand_reference", "$\\delta_0$", "reference spread" }, { "spread_slope", "$s_1$", "sensitivity of demand to the spread" },
  { "price_slope", "$s_2$", "sensitivity of demand to the price" },
  { "initial_inventory", "$X_0$", "inventory at the start" }, { "initial_price", "$P_0$", "price at the start" },
}, sensitive.arguments(t0))
parameter_table("pair", "The example with two dealers", nash, {
  { "permanent_impact", "$\\kappa$", "permanent impact" }, { "transient_impact", "$\\lambda$", "transient impact" },
  { "decayed_fraction", "$\\beta$", "share of the transient impact that decays" }, { "inventory_cost", "$\\gamma$", "cost of a position" },
  { "trade_probability", "$\\phi$", "probability of a trade" }, { "client_size", "$X_*$", "size of the client's trade" },
  { "inventory_range", "$\\zeta$", "inventories are uniform between $-\\zeta$ and $\\zeta$" },
})
