-- Which fees invite price manipulation (Section 2.3), and what that says about stable markets (Section 5). Claims eq2.13,
-- eq2.14, intro, sec5, drift, vwap; figures thresholds, regimes, cost. Second routes: round trips of the dense programme,
-- bisections, closed forms.

local rp = require "reprise"
local studies = require "kuno2018.studies"

local execution = rp.model "closing_price"
local thresholds = rp.model "closing_price_thresholds"
local monotone = rp.model "closing_price_monotone"
local round_trip = rp.model "closing_price_round_trip"
local huge = math.huge
local lambda, block, with, roll, random_market = studies.lambda, studies.block, studies.with, studies.roll, studies.random_market
local safe, neutral, drifted = studies.safe, studies.neutral, studies.drifted

local pure = neutral.manipulation_fee_threshold
rp.claim "eq2.13" : agrees {
  part = "one threshold, two routes",
  routes = { { "one pass, risk neutral", pure }, { "kriging of an AR(1) signal in noise", neutral.manipulation_fee_threshold_kriging } },
  tolerance = 1e-10,
}
rp.claim "eq2.13" : holds {
  part = "it is the edge", what = "least cost of a unit round trip over both venues: negative below, positive above",
  on = { 0.999, 1.001 }, strict = true, error = 1e-15,
  test = function(factor)
    local cost = round_trip:solve({ fee = factor * pure }).least_cost_both_venues
    return factor < 1 and -cost or cost
  end,
}
-- The round trip that gains most at half the threshold, with and without the fee in its cost.
local cheap = round_trip:solve { fee = pure / 2 }
local cheap_trades = cheap.trades_both_venues:totable()
local cheap_market = { fee = pure / 2, shares = 0 }
rp.claim "eq2.13-fee" : corrects {
  printed_form = roll(with(cheap_market, { fee = 0 }), cheap_trades).mean, truth = roll(cheap_market, cheap_trades).mean,
  reference = cheap.least_cost_both_venues, tolerance = 1e-9,
}
rp.claim "eq2.13-citation" : cannot { reason = "a citation slip: nothing to compute" }

local triggered = neutral.positive_trades_fee
local function gain_of_sales(fee)
  local case = { fee = fee, risk_aversion = 0 }
  return monotone:solve(case).certainty_equivalent_cost - execution:solve(case).certainty_equivalent_cost
end
rp.claim "eq2.14" : holds {
  part = "below the threshold sales pay", what = "cost without sales minus cost with them, per unit of 100 cash",
  on = { 3e-4, 4e-4, 4.9e-4 }, test = function(fee) return gain_of_sales(fee) / 100 end, strict = true, error = 1e-6,
}
rp.claim "eq2.14" : agrees {
  part = "above it they do not",
  routes = { { "best strategy without sales", monotone:solve({ fee = 5.04e-4, risk_aversion = 0 }).certainty_equivalent_cost },
    { "best strategy", execution:solve({ fee = 5.04e-4, risk_aversion = 0 }).certainty_equivalent_cost } }, tolerance = 1e-10,
}

local falling = { periods = 3, impact = { 1e-3, 1e-3, 1e-4 } }
local falling_trip = round_trip:solve(falling)
rp.claim "intro-nopm" : holds {
  what = "least cost of a unit round trip on the exchange, over lambda", count = 200, seed = 21, strict = true, error = 1e-10,
  test = function(random) return round_trip:solve(random_market(random)).least_cost_exchange_only / lambda end,
  with = "impact and transient share do not depend on time", without = falling_trip.least_cost_exchange_only / lambda,
}
local uneven = execution:solve { periods = 3, impact = { 1e-3, 1e-3, 2e-4 }, fee = huge, risk_aversion = 0 }
rp.claim "intro-nopm-triggered" : holds {
  what = "least trade of the risk-neutral programme on the exchange alone, over the programme", count = 200, seed = 22, error = 1e-10,
  test = function(random)
    local trades = execution:solve(with(random_market(random), { fee = huge, risk_aversion = 0 })).trades
    return trades:slice(1, #trades - 1):min() / block
  end,
  with = "impact and transient share do not depend on time", without = uneven.trades:min() / block,
}
rp.claim "intro-nopm-varying" : holds {
  what = "least cost of a unit round trip on the exchange when the impact falls late in the day", strict = true,
  margin = falling_trip.least_cost_exchange_only, error = 1e-15,
}
local fees_below, fees_above = { 0, 1e-4, 2e-4, 2.8e-4 }, { 3e-4, 5e-4, 1e-3 }
local function round_trip_gains(fees)
  local gains = {}
  for k, fee in ipairs(fees) do gains[k] = -round_trip:solve({ fee = fee }).least_cost_both_venues end
  return gains
end
rp.claim "intro-viol" : holds {
  what = "gain of the best unit round trip over both venues", margin = round_trip_gains(fees_below), on = fees_below, strict = true,
  error = 1e-15, with = "the fee lies below the risk-neutral existence threshold", without = round_trip_gains(fees_above),
}
rp.claim "intro-viol-triggered" : holds {
  what = "gain of sales inside a buy programme, in cash, less one", on = { 3e-4, 4e-4, 4.9e-4 }, strict = true, error = 1e-4,
  test = function(fee) return gain_of_sales(fee) - 1 end,
  with = "the fee lies below the risk-neutral threshold of positive trades", without = gain_of_sales(6e-4) - 1,
}
local edge = safe.existence_fee_threshold
local near_edge, blow_up = {}, {}
for k = 1, 8 do
  near_edge[k] = edge * (1 + 10 ^ (-k / 2))
  blow_up[k] = execution:solve({ fee = near_edge[k] }).certainty_equivalent_cost * (near_edge[k] - edge)
end
rp.claim "intro-cost-low" : converges {
  what = "(C - C*) J(C) goes to -(N Q)^2 as the fee falls to C*", sequence = blow_up,
  limit = -(safe.residue_per_share * block) ^ 2, tolerance = 5e-3, error = 1e-8,
}

rp.claim "sec5-stable" : holds {
  what = "impact less the fee above which no trade changes sign, over the impact", count = 300, seed = 51, strict = true, error = 1e-12,
  test = function(random)
    local fee = thresholds:solve(with(random_market(random), { risk_aversion = 0 })).positive_trades_fee
    return 1 - fee / lambda
  end,
}
rp.claim "sec5-stable-half" : holds {
  what = "half the impact less the manipulation threshold, over the impact", count = 300, seed = 52, error = 1e-12,
  test = function(random)
    local one = thresholds:solve(with(random_market(random), { risk_aversion = 0 }))
    return 0.5 - one.manipulation_fee_threshold / lambda
  end,
}
rp.claim "sec5-cost" : cannot { reason = "the paper gives no measure of welfare" }
-- Buy a little first and sell it at the close of trading: with a drift upwards this gains whatever the fee.
local little = rp.zeros(14):totable()
little[1], little[13] = 1, -1
rp.claim "drift" : holds {
  what = "expected cost of a round trip of one share with a drift of 0.3", margin = roll(with(drifted, { shares = 0 }), little).mean, error = 1e-12,
}
rp.claim "vwap" : cannot { reason = "the paper does not develop it" }

-- Both thresholds, against the number of periods, the resilience and risk aversion.
local function two_thresholds()
  local horizons = {}
  for T = 1, 40 do horizons[T] = T end
  local function over_horizon(resilience)
    local s = thresholds:sweep({ periods = horizons, risk_aversion = 0, resilience = resilience },
      { outputs = { "existence_fee_threshold", "positive_trades_fee" } })
    return s.existence_fee_threshold / lambda, s.positive_trades_fee / lambda
  end
  local existence_printed, positive_printed = over_horizon "printed"
  local existence_described, positive_described = over_horizon "consistent"
  local rates = rp.logspace(1e-2, 10, 121)
  local over_rate = thresholds:sweep({ resilience_rate = rates, risk_aversion = 0 }, { outputs = { "existence_fee_threshold", "positive_trades_fee" } })
  local over_risk = thresholds:sweep({ risk_aversion = rp.logspace(1e-5, 1e-1, 121) }, { outputs = { "existence_fee_threshold", "positive_trades_fee" } })
  rp.figure "thresholds" {
    title = "Two thresholds of the fee", columns = 3, height = 400, width = 1080,
    caption = "The fee below which no optimum exists and the fee above which all trades are purchases, in units of the impact: against the number of periods and the resilience (risk neutral), and against risk aversion.",
    rp.panel {
      title = "risk neutral, by number of periods", xlabel = "periods T", ylabel = "fee / impact", yrange = { -0.1, 0.6 },
      rp.line { x = horizons, y = existence_printed, label = "existence, printed" },
      rp.line { x = horizons, y = existence_described, label = "existence, described", style = "dashed" },
      rp.line { x = horizons, y = positive_printed, label = "all trades positive, printed" },
      rp.line { x = horizons, y = positive_described, label = "all trades positive, described", style = "dashed" },
      rp.hline { at = 0.5, label = "half the impact" },
    },
    rp.panel {
      title = "risk neutral, by resilience", xlabel = "resilience rate per period", ylabel = "fee / impact", xlog = true, yrange = { -0.1, 0.6 },
      rp.line { x = rates, y = over_rate.existence_fee_threshold / lambda, label = "existence" },
      rp.line { x = rates, y = over_rate.positive_trades_fee / lambda, label = "all trades positive" },
      rp.hline { at = 0.5, label = "half the impact" },
    },
    rp.panel {
      title = "by risk aversion", xlabel = "risk aversion R, 1/cash", ylabel = "fee / impact", xlog = true,
      rp.line { x = over_risk.risk_aversion, y = over_risk.existence_fee_threshold / lambda, label = "existence" },
      rp.line { x = over_risk.risk_aversion, y = over_risk.positive_trades_fee / lambda, label = "all trades positive" },
      rp.hline { at = 0 },
    },
  }
end

local function regimes()
  local R, fees = rp.logspace(1e-5, 1e-1, 161), rp.linspace(0, 8e-4, 161)
  local s = thresholds:sweep({ risk_aversion = R }, { outputs = { "existence_fee_threshold", "positive_trades_fee" } })
  rp.figure "regimes" {
    title = "Three regimes of the fee", xlabel = "risk aversion R, 1/cash", ylabel = "fee C, cash/share²", xlog = true, yrange = { 0, 8e-4 }, legend = "none",
    caption = "Regimes over risk aversion and fee: no optimum below the lower curve, sales on the exchange between the curves, only purchases above.",
    rp.band { x = R, lo = rp.zeros(#R), hi = s.existence_fee_threshold:maximum(0), label = "no optimum" },
    rp.band { x = R, lo = s.existence_fee_threshold:maximum(0), hi = s.positive_trades_fee:maximum(0), label = "sells on the exchange" },
    rp.band { x = R, lo = s.positive_trades_fee:maximum(0), hi = rp.full(fees[-1], #R), label = "only purchases" },
    rp.line { x = R, y = s.existence_fee_threshold, label = "C*" },
    rp.line { x = R, y = s.positive_trades_fee, label = "C+" },
    -- Names stand where they belong: at the curves, and in the three regions.
    rp.note { x = R[25], y = s.existence_fee_threshold[25], text = "C*", place = "above" },
    rp.note { x = R[25], y = s.positive_trades_fee[25], text = "C+", place = "above" },
    rp.note { x = R[41], y = s.existence_fee_threshold[41] / 2, text = "no optimum", place = "center" },
    rp.note { x = R[41], y = (s.existence_fee_threshold[41] + s.positive_trades_fee[41]) / 2, text = "sells on the exchange", place = "center" },
    rp.note { x = R[41], y = (s.positive_trades_fee[41] + fees[-1]) / 2, text = "only purchases", place = "center" },
  }
end

local function cost()
  local curves = {}
  for i, R in ipairs { 0, 1e-3, 1e-2 } do
    local fees = thresholds:solve({ risk_aversion = R }).existence_fee_threshold + rp.logspace(2e-6, 2e-3, 200)
    local s = execution:sweep({ fee = fees, risk_aversion = R }, { outputs = { "certainty_equivalent_cost" } })
    curves[i] = rp.line { x = fees, y = s.certainty_equivalent_cost / 1e6, label = ("R = %g"):format(R) }
  end
  rp.figure "cost" {
    title = "What the fee costs", xlabel = "fee C, cash/share²", ylabel = "certainty-equivalent cost, millions of cash", xrange = { 0, 2e-3 }, yrange = { -5, 8 },
    caption = "Certainty-equivalent cost against the fee: increasing, concave, and without bound at the threshold.", curves,
  }
end

return { thresholds = two_thresholds, regimes = regimes, cost = cost, edge = edge, pure = pure, triggered = triggered }
