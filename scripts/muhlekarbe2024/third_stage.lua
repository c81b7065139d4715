-- The third stage: liquidation after the client's decision (A.1.1), up to the three outcomes of that decision. Claims lem1,
-- fn1, eq2 to eq9, lem2, lambda-real, lambda-closed, quadb, cases. Second routes: cash flows added up along the path, Newton's
-- method for the Riccati equation, ordered Schur decompositions.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local integration = require "muhlekarbe2024.integration"
local riccati = require "muhlekarbe2024.riccati"
local dealer = require "muhlekarbe2024.dealer"

local prehedging = rp.model "prehedging"
local solve, with, each, random_markets = studies.solve, studies.with, studies.each, studies.random_markets
local visible, states, nothing, largest, flat = studies.visible, studies.states, studies.nothing, studies.largest, studies.flat
local laden, started, by_riccati, best = studies.laden, studies.started, studies.by_riccati, studies.best
local by_schur, flow, k, V3, gain = studies.by_schur, studies.flow, studies.k, studies.V3, studies.gain
local liquidation_value, five_solved, five_times = studies.liquidation_value, studies.five_solved, studies.five_times

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
