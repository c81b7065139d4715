-- What the dealer earns (A.1.3): the value at the start, the term in X0 that the companion's price brings in, and what any
-- other policy costs. Claims eq18, value, opt1, lem4-arguments; figures gain, profit. Second routes: cash flows added up trade
-- by trade, simulated games, ordered Schur decompositions.

local rp = require "reprise"
local studies = require "muhlekarbe2024.studies"
local integration = require "muhlekarbe2024.integration"
local riccati = require "muhlekarbe2024.riccati"
local dealer = require "muhlekarbe2024.dealer"

local prehedging = rp.model "prehedging"
local spread = rp.model "prehedging_spread"
local paths = rp.model "prehedging_paths"
local solve, with, visible, laden, buyer = studies.solve, studies.with, studies.visible, studies.laden, studies.buyer
local started, best, by_cash, by_schur, V2 = studies.started, studies.best, studies.by_cash, studies.by_schur, studies.V2
local erratum = studies.erratum

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

-- F4: what pre-hedging earns and costs at a fixed spread.
local function gain()
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

-- F7: the distribution of the profit.
local function profit()
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

return { gain = gain, profit = profit }
