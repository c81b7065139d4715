-- Section 4 of Guo and Jin: one buyer and two market makers. Every statement, and the figures acas, competition, imbalance;
-- acas_extensions.lua, which this file calls, has the markets beyond. The models against fields, Runge-Kutta steps and linear
-- algebra in plain Lua.

local rp = require "reprise"
local one_buyer = require "guo2025.one_buyer"
local extensions = require "guo2025.acas_extensions"

local acas = rp.model "guo2025_acas"
local abs, max, min, exp, huge = math.abs, math.max, math.min, math.exp, math.huge
local plain, merged, only, field = one_buyer.plain, one_buyer.merged, one_buyer.only, one_buyer.field
local jacobian, random_market, quiet_market = one_buyer.jacobian, one_buyer.random_market, one_buyer.quiet_market
local bracket, weight, explicit_gain, step = one_buyer.bracket, one_buyer.weight, one_buyer.explicit_gain, one_buyer.step
local busy = one_buyer.busy

local M = {}

local function systems()
  local r = acas:solve(merged(busy, { times = { 0, 1 } }))
  local g, beta, phi, A = busy.intensity_decay, busy.cost, busy.running_penalty, busy.terminal_penalty
  local z = { 1, -1, -20, r.first_adjoint[1], r.second_adjoint[1], r.buyer_adjoint[1] }
  for _ = 1, 200 do
    z = step(function(s)
      local v, up = (s[6] - s[4] - 1 / g) / (2 * beta), exp(g * (s[4] - s[5]))
      return { -(5 + v) / up + 4 * up, -(5 + v) * up + 4 / up, v, 2 * phi * s[1], 2 * phi * s[2], 2 * phi * s[3] }
    end, z, 1 / 200)
  end
  local ends = { r.first_maker_path[2], r.second_maker_path[2], r.buyer_path[2] }
  rp.claim "eq18-19" : agrees { part = "inventories", routes = { model = ends, shooting = { z[1], z[2], z[3] } }, tolerance = 1e-8 }
  rp.claim "eq18-19" : agrees { part = "terminal condition", tolerance = 1e-8,
    routes = { shooting = { z[4], z[5], z[6] }, ["-2 A Q"] = { -2 * A * ends[1], -2 * A * ends[2], -2 * A * ends[3] } } }
  local d = { 2, -21, r.makers_apart, r.buyer_apart }
  for _ = 1, 200 do
    d = step(function(s)
      local q2, qe = field(busy, s[3], s[4])
      return { q2, qe, 2 * phi * s[1], 2 * phi * s[2] }
    end, d, 1 / 200)
  end
  rp.claim "eq22" : agrees { tolerance = 1e-8, routes = {
    ["differences of the six paths"] = { ends[1] - ends[2], ends[3] - ends[1], r.first_adjoint[2] - r.second_adjoint[2] },
    ["closed system of differences"] = { d[1], d[2], d[3] } } }
end

local function truncation()
  local late = merged(plain, { running_penalty = 0.2, horizon = 2, least_rate = 0.5, points = 201 })
  local r = acas:solve(late)
  local margins, kink = {}, r.truncated_from
  for i = 1, #r.time do
    local ye = r.buyer_adjoint[i] - r.first_adjoint[i]
    margins[i] = 1e-9 - abs(r.rate[i] - max((ye - 1) / 0.2, 0.5))
  end
  rp.claim "eq20-21" : holds { part = "rate", what = "1e-9 less the deviation of the rate from max((Y^e - Y^1 - 1/gamma)/(2 beta), epsilon)", margin = rp.array(margins) }
  local parted = acas:solve(merged(late, { times = { 0, kink, 2 } }))
  rp.claim "eq20-21" : agrees { part = "after the kink", tolerance = 1e-9, scale = 1, -- at the least rate inventories go on by it
    routes = { model = parted.buyer_path[3], ["least rate"] = parted.buyer_path[2] + 0.5 * (2 - kink) } }
  rp.value("truncated-from", kink, { digits = 4 })
  local free = acas:solve(merged(plain, { running_penalty = 0.2, horizon = 2, points = 201 }))
  local falls = free.rate:diff() * -1
  local bound = acas:solve(merged(plain, { horizon = 2 }), only("rate_bound")).rate_bound
  rp.claim "thm4.3-phi" : holds { what = "the rate falls at all times, and in the end below the bound (26) and below 0", strict = true,
    margin = rp.concat(falls, { bound - free.rate_end, -free.rate_end }) }
  rp.value("rate-falls-from", free.rate_start, { digits = 5 })
  rp.value("rate-falls-to", free.rate_end, { digits = 4 })
end

-- What a player earns with its own control moved by h w(t) while the others' stay; trapezoidal rule along the model's path.
local function earned(r, m, who, h, w)
  local n, g = #r.time, m.intensity_decay
  local dt = m.horizon / (n - 1)
  local held = ({ first_ask = m.first_maker, first_bid = m.first_maker, second_ask = m.second_maker, second_bid = m.second_maker, rate = m.buyer })[who]
  local total, gain_before, drift_before = 0.0, nil, nil
  for k = 1, n do
    local t = r.t[k]
    local control = { first_ask = r.a1[k], first_bid = r.b1[k], second_ask = r.a2[k], second_bid = r.b2[k], rate = r.v[k] }
    local best = control.first_ask
    control[who] = control[who] + h * w(t)
    local buying = m.noise_buying + (who == "rate" and r.v[k] or control.rate)
    local drift, gain
    if who == "rate" then
      drift, gain = control.rate, -best * control.rate - m.cost * control.rate ^ 2
    else
      local first = who == "first_ask" or who == "first_bid"
      local ask, other_ask = control.first_ask, control.second_ask
      local bid, other_bid = control.first_bid, control.second_bid
      if not first then ask, other_ask, bid, other_bid = other_ask, ask, other_bid, bid end
      local sold, bought = buying * exp(-g * (ask - other_ask)), m.noise_selling * exp(-g * (bid - other_bid))
      drift, gain = bought - sold, ask * sold + bid * bought
    end
    if k > 1 then held = held + dt * (drift + drift_before) / 2 end
    gain = gain - m.running_penalty * held * held
    if k > 1 then total = total + dt * (gain + gain_before) / 2 end
    gain_before, drift_before = gain, drift
  end
  return total - m.terminal_penalty * held * held
end

local function deviations()
  local r = acas:solve(merged(busy, { points = 201 }))
  local path = { t = r.time:totable(), a1 = r.first_ask:totable(), b1 = r.first_bid:totable(), a2 = r.second_ask:totable(),
    b2 = r.second_bid:totable(), v = r.rate:totable(), time = r.time }
  local players = { "first_ask", "first_bid", "second_ask", "second_bid", "rate" }
  local still = {}
  for _, who in ipairs(players) do still[who] = earned(path, busy, who, 0, function() return 0 end) end
  rp.claim "thm4.1" : holds { what = "what a player loses by deviating while the others stay", count = 40, seed = 41, strict = true,
    test = function(random)
      local who, level, wave, turn = players[random:integer(1, 5)], random:uniform(-1, 1), random:uniform(-1, 1), random:uniform(0, 6)
      local h = random:uniform(0.1, 0.6)
      return still[who] - earned(path, busy, who, h, function(t) return level + wave * math.sin(4 * t + turn) end)
    end }
end

local function structure()
  rp.claim "lem-order" : holds { tolerance = 1e-11, what = "Q^1 - Q^2 and Y^2 - Y^1 on the whole path", count = 60, seed = 45,
    test = function(random)
      local r = acas:solve(random_market(random, { points = 12 }), only("first_maker_path", "second_maker_path", "first_adjoint", "second_adjoint"))
      return min((r.first_maker_path - r.second_maker_path):min(), (r.second_adjoint - r.first_adjoint):min())
    end }
  rp.claim "eq24-25" : agrees { part = "entries", tolerance = 1e-7, routes = (function()
    local random, formula, differences = rp.random(24), {}, {}
    for _ = 1, 50 do
      local m, y2, ye, h = random_market(random), -random:uniform(0, 1), random:uniform(-1, 6), 1e-5
      local a, b, c, d = jacobian(m, y2, ye)
      local x1, e1 = field(m, y2 + h, ye)
      local x0, e0 = field(m, y2 - h, ye)
      local x3, e3 = field(m, y2, ye + h)
      local x2, e2 = field(m, y2, ye - h)
      for _, value in ipairs { a, b, c, d } do formula[#formula + 1] = value end
      for _, value in ipairs { (x1 - x0) / (2 * h), (x3 - x2) / (2 * h), (e1 - e0) / (2 * h), (e3 - e2) / (2 * h) } do differences[#differences + 1] = value end
    end
    return { ["formulas (24), (25)"] = formula, ["differences of (22)"] = differences }
  end)() }
  rp.claim "eq24-25" : holds { part = "class", tolerance = 1e-12, what = "minus the entries off the diagonal, and the sums of columns", count = 400, seed = 25,
    test = function(random)
      local a, b, c, d = jacobian(random_market(random), -random:uniform(0, 1), random:uniform(-1, 6))
      return min(-b, -c, a + c, b + d)
    end }
end

local function riccati()
  local n = 201
  local r = acas:solve(merged(busy, { points = n }))
  -- R' = 2 phi - R G R backward from -2 A, on every second point.
  local phi, A, h = busy.running_penalty, busy.terminal_penalty, 2 / (n - 1)
  local y2, ye = (r.first_adjoint - r.second_adjoint):totable(), (r.buyer_adjoint - r.first_adjoint):totable()
  local R = { -2 * A, 0.0, 0.0, -2 * A }
  local function slope(s, k)
    local a, b, c, d = jacobian(busy, y2[k], ye[k])
    local p, q, u, v = a * s[1] + b * s[3], a * s[2] + b * s[4], c * s[1] + d * s[3], c * s[2] + d * s[4] -- G R
    return { -(2 * phi - s[1] * p - s[2] * u), s[1] * q + s[2] * v, s[3] * p + s[4] * u, -(2 * phi - s[3] * q - s[4] * v) }
  end
  for k = n, 3, -2 do
    local stages, shift = {}, { 0, h / 2, h / 2, h }
    for s = 1, 4 do
      local at = {}
      for i = 1, 4 do at[i] = R[i] + (s > 1 and shift[s] * stages[s - 1][i] or 0) end
      stages[s] = slope(at, s == 1 and k or s == 4 and k - 2 or k - 1)
    end
    for i = 1, 4 do R[i] = R[i] + h / 6 * (stages[1][i] + 2 * stages[2][i] + 2 * stages[3][i] + stages[4][i]) end
  end
  rp.claim "thm4.2" : agrees { part = "equation", routes = { model = r.gain[1]:reshape(-1), ["Runge-Kutta along the path"] = R }, tolerance = 1e-7 }
  local moved = {}
  for side = -1, 1, 2 do
    for j, more in ipairs { { second_maker = -1 - side * 1e-4 }, { buyer = -20 + side * 1e-4 } } do
      local s = acas:solve(merged(busy, more), only("makers_apart", "buyer_apart"))
      moved[j] = moved[j] or { 0, 0 }
      moved[j] = { moved[j][1] + side * s.makers_apart / 2e-4, moved[j][2] + side * s.buyer_apart / 2e-4 }
    end
  end
  rp.claim "thm4.2" : agrees { part = "derivative", tolerance = 1e-6,
    routes = { model = r.gain[1]:reshape(-1), ["adjoints of moved starts"] = { moved[1][1], moved[2][1], moved[1][2], moved[2][2] } } }
  local wanted = only("gain_largest", "inverse_off_diagonal", "inverse_column_sum", "gain_norm_ratio", "gain_dominance")
  rp.claim "thm4.3a" : holds { tolerance = 1e-9, what = "minus the largest entry of R; off-diagonal entries and column sums of -1/R", count = 80, seed = 43,
    test = function(random)
      local s = acas:solve(random_market(random, { running_penalty = 0 }), wanted)
      return min(-s.gain_largest, -s.inverse_off_diagonal, s.inverse_column_sum)
    end }
  local largest = 0.0
  rp.claim "thm4.3b" : holds { tolerance = 1e-9, what = "the same with running penalties, and 2 A + 2 int phi less the column sums of |R|", count = 80, seed = 44,
    test = function(random)
      local s = acas:solve(random_market(random), wanted)
      largest = max(largest, s.gain_norm_ratio)
      return min(-s.gain_largest, -s.inverse_off_diagonal, s.inverse_column_sum, s.gain_dominance, 1 - s.gain_norm_ratio)
    end }
  rp.value("norm-ratio", largest, { digits = 6 })
end

local function bounds()
  local wanted = only("rate_start", "rate_bound", "buyer_apart", "makers_apart", "bound_weight", "rate_bound_corrected")
  rp.claim "eq26" : holds { tolerance = 1e-12, what = "rate less bound, relative to the rate", count = 300, seed = 26,
    test = function(random)
      local m = quiet_market(random)
      local r = acas:solve(m, wanted)
      return (r.rate_start - r.rate_bound) / abs(r.rate_start)
    end }
  local rates, theory, apart = {}, {}, {}
  for i, g in ipairs { 0.5, 1, 2, 4 } do
    local equal = acas:solve(merged(plain, { second_maker = 1, buyer = -40, intensity_decay = g }), wanted)
    rates[i], theory[i] = equal.rate_start, equal.rate_bound
    local unequal = acas:solve(merged(plain, { buyer = -40, intensity_decay = g }), wanted)
    apart[i] = unequal.rate_start - unequal.rate_bound
  end
  rp.claim "eq26-equality" : agrees { part = "equal makers", routes = { rate = rates, bound = theory }, tolerance = 1e-12 }
  rp.claim "eq26-equality" : holds { part = "unequal makers", what = "rate less bound", margin = rp.array(apart), strict = true }
  local computed, formula, random = {}, {}, rp.random(48)
  for i = 1, 40 do
    local m = quiet_market(random)
    computed[i], formula[i] = acas:solve(m, wanted).bound_weight, (weight(m))
  end
  rp.claim "p-const" : agrees { part = "formula", routes = { model = computed, formula = formula }, tolerance = 1e-13 }
  local far = merged(plain, { intensity_decay = 5, cost = 0.05, terminal_penalty = 0.1, horizon = 3, first_maker = 10, second_maker = 0, buyer = -40 })
  local weak = acas:solve(far, wanted)
  rp.claim "p-const" : holds { part = "weak", what = "a thousandth of the rate less the bound", margin = weak.rate_start / 1000 - weak.rate_bound, strict = true }
  rp.value("weak-bound", weak.rate_bound, { digits = 2 })
  rp.value("weak-rate", weak.rate_start, { digits = 3 })
  rp.claim "eq31" : holds { tolerance = 1e-12, what = "Y^e - Y^1 - 1/gamma less p times the bracket", count = 300, seed = 31,
    test = function(random)
      local m = quiet_market(random)
      local r = acas:solve(m, wanted)
      local above = r.buyer_apart - 1 / m.intensity_decay
      return above - weight(m) * bracket(m)
    end }
  local gaps, others = {}, {}
  for i = 1, 60 do -- R_{i2}(0) between a solution and the auxiliary one, whose buyer starts at q1 - 1/(2 A gamma)
    local m = quiet_market(random)
    local r, more = acas:solve(m, wanted), m.buyer - m.first_maker + 1 / (2 * m.terminal_penalty * m.intensity_decay)
    gaps[i] = (r.buyer_apart - 1 / m.intensity_decay) / more * -1 - weight(m)
    others[i] = weight(m) - abs((r.makers_apart + 2 * m.terminal_penalty * (m.first_maker - m.second_maker)) / more)
  end
  rp.claim "r22" : holds { part = "R22", what = "-R_22(0) less p", margin = rp.array(gaps), tolerance = 1e-12 }
  local example = acas:solve(plain, wanted)
  rp.claim "r22" : holds { part = "not R12", what = "p less |R_12(0)| in one market", strict = true,
    margin = weight(plain) - abs((example.makers_apart + 0.2) / -11) }
  rp.value("p-example", example.bound_weight, { digits = 4 })
end

local function explicit_solutions()
  local m = merged(plain, { noise_buying = 6, noise_selling = 9, first_maker = 2, buyer = -40 })
  local r = acas:solve(merged(m, { times = { 0, 0.25, 0.7 } }))
  local rows, A = {}, m.terminal_penalty
  for _, t in ipairs { 0, 0.25, 0.7 } do
    local a, b, c, d = jacobian(m, r.makers_apart, r.buyer_apart)
    for _, value in ipairs(explicit_gain(A, (1 - t) * a, (1 - t) * b, (1 - t) * c, (1 - t) * d)) do rows[#rows + 1] = value end
  end
  rp.claim "eq27-28" : agrees { routes = { model = r.gain:reshape(-1), ["-2 A (1 + 2 A int G)^-1"] = rows }, tolerance = 1e-11 }
  local idle = acas:solve(merged(plain, { buyer = -9 }), only("makers_apart", "buyer_apart", "rate_start"))
  rp.claim "aux" : agrees { routes = { model = { idle.makers_apart, idle.buyer_apart }, ["-2 A (q1 - q2), 1/gamma"] = { -0.2, 1 } }, tolerance = 1e-12 }
  -- Two starts: y - z = -2 A (1 + 2 A T G)^{-1} (difference of the starts), G averaged on the way from z to y.
  local other = merged(m, { first_maker = 3, second_maker = 1, buyer = -30 })
  local s = acas:solve(other, only("makers_apart", "buyer_apart"))
  local dy2, dye, sums = r.makers_apart - s.makers_apart, r.buyer_apart - s.buyer_apart, { 0, 0, 0, 0 }
  for _, node in ipairs { { -0.9324695142031521, 0.1713244923791704 }, { -0.6612093864662645, 0.3607615730481386 }, { -0.2386191860831969, 0.467913934572691 },
    { 0.2386191860831969, 0.467913934572691 }, { 0.6612093864662645, 0.3607615730481386 }, { 0.9324695142031521, 0.1713244923791704 } } do
    local share, w = (1 + node[1]) / 2, node[2] / 2
    local entries = { jacobian(m, s.makers_apart + share * dy2, s.buyer_apart + share * dye) }
    for i = 1, 4 do sums[i] = sums[i] + w * entries[i] end
  end
  local R, x2, xe = explicit_gain(A, sums[1], sums[2], sums[3], sums[4]), 3 - 2, -42 + 33
  rp.claim "eq29-30" : agrees { routes = { ["difference of two solutions"] = { dy2, dye }, ["averaged Jacobian"] = { R[1] * x2 + R[2] * xe, R[3] * x2 + R[4] * xe } }, tolerance = 1e-9 }
end

local function least_rates()
  local wanted, differences, random = only("rate_start", "buyer_apart", "makers_apart", "rate_bound"), {}, rp.random(404)
  for i = 1, 60 do
    local m = quiet_market(random)
    local free = acas:solve(m, wanted)
    local cut = acas:solve(merged(m, { least_rate = free.rate_bound * random:uniform(0.2, 0.999) }), wanted)
    differences[i] = 1e-10 - abs(free.buyer_apart - cut.buyer_apart) - abs(free.makers_apart - cut.makers_apart)
  end
  local printed = acas:solve(plain, wanted).rate_bound
  local noisy = acas:solve(merged(plain, { noise_buying = 20 }), wanted).rate_start
  rp.claim "as4.4" : holds { what = "1e-10 less the change that the truncation makes", margin = rp.array(differences),
    with = "there are no noise orders, a = b = 0", without = { noisy - printed } }
  rp.value("noisy-rate", noisy, { digits = 4 })
  rp.value("allowed-least-rate", printed, { digits = 4 })
  -- Equal makers: the bound is an equality, with noise orders too.
  local reference, corrected, as_printed = {}, {}, {}
  for i, flows in ipairs { { 3, 1 }, { 10, 4 }, { 2, 7 }, { 20, 0 } } do
    local m = merged(plain, { second_maker = 1, buyer = -60, noise_buying = flows[1], noise_selling = flows[2] })
    local p, steep = weight(m)
    reference[i] = acas:solve(m, wanted).buyer_apart - 1
    as_printed[i] = p * bracket(m)
    corrected[i] = p * (bracket(m) - flows[1] * steep + flows[2] / steep)
  end
  rp.claim "as4.4-gap" : corrects { part = "equal makers", printed_form = as_printed, truth = corrected, reference = reference, tolerance = 1e-12 }
  -- Unequal makers: a bound below, wherever its bracket is positive.
  local least = huge
  rp.claim "as4.4-gap" : holds {
    part = "any makers", what = "y_e - 1/gamma less the corrected bound, relatively, where the bracket is positive", count = 200, seed = 44,
    test = function(source)
      local m, p, inner
      repeat
        m = quiet_market(source)
        m.noise_buying, m.noise_selling = source:uniform(0, 8), source:uniform(0, 8)
        local steep
        p, steep = weight(m)
        inner = bracket(m) - m.horizon * (m.noise_buying * steep - m.noise_selling / steep)
      until inner > 0
      local ratio = (acas:solve(m, wanted).buyer_apart - 1 / m.intensity_decay) / (p * inner)
      least = min(least, ratio)
      return ratio - 1
    end,
  }
  rp.value("corrected-ratio", least, { digits = 7 })
end

--- Evaluates the claims of section 4.
function M.claims()
  systems()
  truncation()
  deviations()
  structure()
  riccati()
  bounds()
  explicit_solutions()
  least_rates()
  extensions.market_without_clearing()
  extensions.crowds()
  extensions.random_orders()
end

local function one_market()
  local quotes, rates, spreads, inventories = {}, {}, {}, {}
  for i, phi in ipairs { 0, 0.02, 0.05 } do
    local r = acas:solve(merged(plain, { running_penalty = phi, noise_buying = 5, noise_selling = 5 }))
    local label = ("φ = %g"):format(phi)
    rates[i] = rp.line { x = r.time, y = r.rate, label = label }
    spreads[i] = rp.line { x = r.time, y = r.inside_spread, label = label }
    if phi == 0.05 then
      inventories = { rp.line { x = r.time, y = r.first_maker_path, label = "first maker" }, rp.line { x = r.time, y = r.second_maker_path, label = "second maker" },
        rp.line { x = r.time, y = r.buyer_path, label = "buyer" } }
      quotes = { rp.line { x = r.time, y = r.first_ask, label = "first ask (best)" }, rp.line { x = r.time, y = r.second_ask, label = "second ask", style = "dashed" },
        rp.line { x = r.time, y = r.first_bid * -1, label = "first bid", style = "dashed" }, rp.line { x = r.time, y = r.second_bid * -1, label = "second bid (best)" } }
    end
  end
  rp.figure "acas" {
    title = "One buyer and two market makers", columns = 2,
    caption = "Inventories and quotes for a running penalty of 0.05, the buyer's rate and the inside spread for three penalties. Without a running penalty nothing moves but inventories. With it the buyer hurries and slows down, and the makers, who go short, raise quotes at first and lower them later.",
    alt = "Four panels: inventories of the buyer rising and of both makers falling; quotes of both makers, asks above bids; the buyer's rate, constant or falling; the inside spread, constant or rising.",
    rp.panel { title = "φ = 0.05", xlabel = "time", ylabel = "inventory (shares)", inventories },
    rp.panel { title = "φ = 0.05", xlabel = "time", ylabel = "quote less price (cash/share)", quotes },
    rp.panel { xlabel = "time", ylabel = "buyer's rate (shares per unit of time)", rates },
    rp.panel { xlabel = "time", ylabel = "inside spread (cash/share)", spreads },
  }
end

local function competition()
  local decays = rp.logspace(0.3, 4, 80)
  local s = acas:sweep(merged(plain, { buyer = -60, noise_buying = 5, noise_selling = 5, intensity_decay = decays }), only("rate_start", "makers_apart", "ask_start", "spread_start"))
  rp.figure "competition" {
    title = "Competition of the makers", columns = 2,
    caption = "The more orders follow small differences of quotes (greater γ), the less the makers earn on an order, the closer their adjoint variables, and the more the buyer trades.",
    alt = "Left the buyer's rate rises with the decay of the intensity and levels off; right the inside spread and the best ask fall.",
    rp.panel { xlabel = "decay of the fill rates γ (shares/cash)", ylabel = "buyer's rate (shares per unit of time)", legend = "none", rp.line { x = decays, y = s.rate_start } },
    rp.panel { xlabel = "decay of the fill rates γ (shares/cash)", ylabel = "cash/share", rp.line { x = decays, y = s.spread_start, label = "inside spread" },
      rp.line { x = decays, y = s.ask_start, label = "best ask" }, rp.line { x = decays, y = s.makers_apart * -1, label = "adjoints apart", style = "dashed" } },
  }
end

local function imbalance()
  local shifts, s = rp.linspace(-4.9, 4.9, 50), { rate_start = {}, ask_start = {}, rate_bound_corrected = {}, rate_bound = {} }
  for i = 1, #shifts do
    local r = acas:solve(merged(plain, { buyer = -60, noise_buying = 5 + shifts[i], noise_selling = 5 - shifts[i] }), only("rate_start", "ask_start", "rate_bound_corrected", "rate_bound"))
    for name, list in pairs(s) do list[i] = r[name] end
  end
  rp.figure "imbalance" {
    title = "Noise orders on one side", columns = 2,
    caption = "When noise traders buy more than they sell, the ask is higher and the buyer slower. The dashed line is the corrected lower bound, which takes noise orders into account; the dotted one is (26) as printed, which does not, and is crossed.",
    alt = "Left the buyer's rate falls with the imbalance, above its dashed bound and across the level dotted one; right the best ask rises with the imbalance.",
    rp.panel { xlabel = "half the imbalance (shares per unit of time)", ylabel = "buyer's rate (shares per unit of time)", rp.line { x = shifts, y = s.rate_start, label = "rate" },
      rp.line { x = shifts, y = s.rate_bound_corrected, label = "bound", style = "dashed" },
      rp.line { x = shifts, y = s.rate_bound, label = "(26)", style = "dotted" } },
    rp.panel { xlabel = "half the imbalance (shares per unit of time)", ylabel = "best ask less price (cash/share)", legend = "none", rp.line { x = shifts, y = s.ask_start } },
  }
end

--- Draws the figures of section 4.
function M.figures()
  one_market()
  competition()
  imbalance()
  extensions.random_paths()
  extensions.crowd_of_buyers()
end

return M
