-- Two dealers who both pre-hedge and quote (Appendix B). Claims eq24 to eq27, nash, nopre, benefit, difference, deltaa and the
-- explicit c, d; figures policies, client-spread, who-gains. Second routes: quadrature of the profit and vertices of parabolas,
-- dealers who answer each other until nothing moves, simulated games (two_dealers.lua).

local rp = require "reprise"
local integration = require "muhlekarbe2024.integration"
local pair = require "muhlekarbe2024.two_dealers"

local nash = rp.model "prehedging_nash"
local best_response = rp.model "prehedging_best_response"
local nash_paths = rp.model "prehedging_nash_paths"

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
-- F8: what both do.
local function policies()
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
end

-- F9: what the client pays.
local function client_spread()
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
end

-- F10: who gains.
local function who_gains()
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

return { policies = policies, client_spread = client_spread, who_gains = who_gains }
