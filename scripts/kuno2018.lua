-- Kuno, "Pricing of guaranteed order execution contracts": every statement of the paper as running code, its figures and ours.
-- Three routes to each number: the one-pass algorithm of the plugin (main route), a dense quadratic programme (its own
-- model, closed-form price kernel and Cholesky's factor), and the paper's recursion in plain Lua (kuno2018/recursion.lua).

local rp = require "reprise"
local recursion = require "kuno2018.recursion"

local paper = rp.paper "kuno2018"
local execution = rp.model "closing_price"
local thresholds = rp.model "closing_price_thresholds"
local dense = rp.model "closing_price_dense"
local broker = rp.model "closing_price_broker"
local monotone = rp.model "closing_price_monotone"
local round_trip = rp.model "closing_price_round_trip"
local feedback = rp.model "closing_price_feedback"
local replica = rp.model "closing_price_replica"
local paths = rp.model "closing_price_paths"

local huge = math.huge
local lambda, block = 1e-3, 1e5 -- impact and programme of the base case

-- Parameters far from round numbers, all depending on time: where coincidences of the base case end.
local varying = {
  periods = 6, impact = { 8e-4, 1.1e-3, 1.2e-3, 9e-4, 7e-4, 1e-3 }, transient_share = { 0.2, 0.4, 0.9, 0.5, 0.3, 0.6 },
  resilience_rate = 0.25, drift = { 0.1, -0.2, 0.05, 0, 0.2, -0.1 }, variance = { 0.02, 0.03, 0.01, 0.04, 0.02, 0.02 },
  fee = 1.2e-3, risk_aversion = 1e-3, shares = 2e4,
}

local function with(base, changes)
  local merged = {}
  for name, value in pairs(base) do merged[name] = value end
  for name, value in pairs(changes or {}) do merged[name] = value end
  return merged
end

local function solve_replica(changes, slips)
  return recursion.solve(recursion.market(changes), slips)
end

local function roll(changes, trades)
  return recursion.roll(recursion.market(changes), trades)
end

-- A random market with constant coefficients and impact lambda, for statements about all of them.
local function random_market(random)
  return {
    periods = random:integer(2, 40), transient_share = random:uniform(), resilience_rate = 10 ^ random:uniform(-2, 1),
    resilience = random:integer(1, 2) == 1 and "printed" or "consistent",
  }
end

-- region: solve
-- The base case: 13 periods, fee and impact 0.001, risk aversion 0.001, 100,000 shares.
local base = execution:solve {}
local safe = thresholds:solve {}                      -- C*, C*_0, C_+ and what belongs to them
local exact = dense:solve {}                          -- the same programme without any recursion
local neutral = thresholds:solve { risk_aversion = 0 }
-- end region

------------------------------------------------------------------------------------------------- Section 2.1: the price model

local rolled = roll({}, base.trades:totable())

rp.claim "eq2.1" : agrees {
  routes = { { "sum of all trades", base.trades:sum() }, { "programme", block } }, tolerance = 1e-12,
}
rp.claim "eq2.2" : agrees {
  what = "certainty-equivalent cost: each trade at the price plus its whole own impact, against the dense quadratic form",
  routes = { { "rolled trade by trade", rolled.certainty_equivalent }, { "dense quadratic form", exact.certainty_equivalent_cost } }, tolerance = 1e-10,
}
rp.claim "eq2.3" : agrees {
  what = "mean prices along the optimal trades",
  routes = { { "rolled by (2.3)", rolled.prices }, { "plugin, closed-form kernel", base.mean_price } }, tolerance = 1e-11,
}

-- What a single share leaves of itself after 400 periods, as a share of the impact.
local function long_run_share(resilience)
  local periods = 400
  local trades = rp.zeros(periods + 1):totable()
  trades[1] = 1
  local market = { periods = periods, shares = 1, resilience = resilience, fee = 0 }
  local prices = roll(market, trades).prices
  return prices[#prices] / lambda, prices
end
local e, alpha = math.exp(-0.1), 0.5
local stays_printed, printed_response = long_run_share "printed"
local stays_described, described_response = long_run_share "consistent"

rp.claim "eq2.3-level" : holds {
  what = "the impact that stays is at least (1 - alpha) lambda", margin = stays_printed - (1 - alpha), error = 1e-12,
}
local drifted = { drift = 0.3 }
local drifted_dense = dense:solve(drifted)
rp.claim "eq2.3-m" : corrects {
  omitted = "$m_t$", truth = solve_replica(drifted).trades, reference = drifted_dense.trades, tolerance = 1e-9,
}
rp.claim "eq2.4" : agrees {
  part = "the recursion computes",
  what = "price after one share, by the recursion for S and by lambda ((1 - alpha)(1 - e) + e^k)",
  routes = { { "recursion (2.4)", printed_response[101] / lambda }, { "closed form", (1 - alpha) * (1 - e) + e ^ 100 } },
  tolerance = 1e-11,
}
rp.claim "eq2.4" : agrees {
  part = "it takes back the transient share",
  routes = { { "share of the impact that stays", stays_printed }, { "announced: 1 - alpha", 1 - alpha } }, tolerance = 1e-9,
}
rp.claim "eq2.4-consistent" : agrees {
  part = "the announced share stays",
  routes = { { "share of the impact that stays", stays_described }, { "1 - alpha", 1 - alpha } }, tolerance = 1e-9,
}
local described = execution:solve { resilience = "consistent" }
rp.claim "eq2.4-consistent" : holds {
  part = "another volume", what = "the off-exchange volumes of the two readings differ by more than a thousand shares",
  margin = math.abs(described.off_exchange_volume - base.off_exchange_volume) - 1000, strict = true, error = 1e-6,
}

-- Wealth by simulation: the paper's (2.5) with noise, against the exact mean.
local simulated = paths:solve({ paths = 20000 }, { outputs = { "expected_cost", "expected_cost_error" } })
rp.claim "eq2.5" : holds {
  what = "the simulated mean cost lies within four standard errors of the exact one",
  margin = 4 * simulated.expected_cost_error - math.abs(simulated.expected_cost - base.expected_cost), seed = 1,
}
rp.claim "eq2.6" : corrects {
  omitted = "$\\hat p_tq_t$ with a $t$ that no sum binds", truth = rolled.certainty_equivalent, reference = exact.certainty_equivalent_cost, tolerance = 1e-10,
}
rp.claim "eq2.6-w" : cannot { reason = "a matter of notation: nothing to compute" }

---------------------------------------------------------------------------------------------------- Section 2.2: the strategy

local static_feedback = feedback:solve { feedback_rate = 0 }
rp.claim "eq2.7" : agrees {
  what = "certainty equivalent of the optimal trades",
  routes = { { "mean + R/2 variance", base.expected_cost + 1e-3 / 2 * base.cost_variance },
    { "exact Gaussian expectation of the utility", static_feedback.certainty_equivalent_cost } }, tolerance = 1e-11,
}
rp.claim "eq2.8" : agrees {
  what = "trades of the backward recursion and of the static quadratic programme",
  routes = { { "recursion", solve_replica(varying).trades }, { "dense programme", dense:solve(varying).trades } },
  tolerance = 1e-9,
}

-- Adapted strategies: the static trades plus theta times the news seen so far, plus a static deviation.
local small = { periods = 4, impact = { 1, 1.2, 0.8, 1 }, transient_share = { 0.5, 0.3, 0.6, 0.4 }, resilience_rate = 0.3, drift = 0,
  variance = { 0.04, 0.05, 0.03, 0.04 }, fee = 1, risk_aversion = 0.5, shares = 1 }
local small_static = execution:solve(small)
local saddle = replica:solve { fee = 0 }
local rival = roll({ fee = 0 }, base.trades:totable())
rp.claim "thm1-static" : holds {
  what = "certainty equivalent of a feedback policy minus that of the static optimum", count = 200, seed = 11,
  test = function(random)
    local policy = feedback:solve(with(small, { feedback_rate = random:uniform(-0.6, 0.6) }))
    return policy.certainty_equivalent_cost - small_static.certainty_equivalent_cost
  end,
  error = 1e-13, with = "all pivots are positive",
  without = rival.certainty_equivalent - saddle.certainty_equivalent_cost,
}
rp.claim "thm1-iid" : agrees {
  what = "trades when mean and variance of the news depend on time",
  routes = { { "recursion", solve_replica(varying).trades }, { "dense programme", dense:solve(varying).trades },
    { "one pass", execution:solve(varying).trades } }, tolerance = 1e-9,
}
local low_fees = { 0, 5e-5, 1e-4, 2e-4, 2.6e-4 }
rp.claim "thm1-exist" : holds {
  what = "least pivot of the programme at fees from zero on", on = low_fees, strict = true,
  test = function(fee)
    local pivots = rp.array(solve_replica({ fee = fee }).pivots)
    return pivots:min()
  end,
}

-- The edge of existence by bisection on whether Cholesky's factor of the dense Hessian exists.
local function bisect(lo, hi, is_above)
  for _ = 1, 60 do
    local middle = (lo + hi) / 2
    if is_above(middle) then hi = middle else lo = middle end
  end
  return (lo + hi) / 2
end
rp.claim "thm1-threshold" : agrees {
  routes = { { "one pass", safe.existence_fee_threshold },
    { "bisection on the dense Hessian", bisect(0, lambda, function(fee) return dense:try_solve { fee = fee } ~= nil end) } },
  tolerance = 1e-9,
}

-- Lines of the recursion, one at a time: the line as printed, all others as corrected, against the dense programme with drift.
local function printed_line(slips) return solve_replica(drifted, slips) end
local mended = solve_replica(drifted)
rp.claim "eq2.9" : corrects {
  printed_form = printed_line { constant = "printed" }.trades, truth = mended.trades, reference = drifted_dense.trades, tolerance = 1e-9,
}
local dense_varying = dense:solve(varying)
local recursion_varying = solve_replica(varying)
for line, what in pairs {
  ["eq2.10-a1"] = "trades with A1 as printed", ["eq2.10-a2"] = "trades with A2 as printed",
  ["eq2.11-b1"] = "trades with the update of B1 as printed", ["eq2.11-b2"] = "trades with the update of B2 as printed",
  ["eq2.11-b4"] = "trades with the update of B4 as printed",
} do
  rp.claim(line) : agrees {
    what = what, inputs = "six periods, everything depends on time, with drift",
    routes = { { "recursion", recursion_varying.trades }, { "dense programme", dense_varying.trades } }, tolerance = 1e-9,
  }
end
rp.claim "eq2.10-a3" : corrects {
  printed_form = printed_line { a3 = "printed" }.trades, truth = mended.trades, reference = drifted_dense.trades, tolerance = 1e-9,
}
rp.claim "eq2.10-a4" : corrects {
  printed_form = printed_line { a4 = "printed" }.trades, truth = mended.trades, reference = drifted_dense.trades, tolerance = 1e-9,
}
rp.claim "eq2.11-b3" : corrects {
  printed_form = printed_line { b3 = "printed" }.trades, truth = mended.trades, reference = drifted_dense.trades, tolerance = 1e-9,
}
rp.claim "eq2.11-b5" : corrects {
  printed_form = printed_line { b5 = "printed" }.trades, truth = mended.trades, reference = drifted_dense.trades, tolerance = 1e-9,
}
rp.claim "eq2.11-b6" : corrects {
  printed_form = printed_line { b6 = "printed" }.cost, truth = mended.cost, reference = drifted_dense.certainty_equivalent_cost,
  tolerance = 1e-9,
}

-- (2.12) from what the dense programme leaves before the last trade on the exchange.
local market = recursion.market(drifted)
local before_close = recursion.roll(market, drifted_dense.trades:totable())
local left, recovery = before_close.inventory[13], before_close.recovery[13]
local m = recursion.coefficients(market, 13)
local denominator = 2 * lambda * (1 - m) + 2 * market.fee + market.risk_aversion * 0.02
rp.claim "eq2.12a" : agrees {
  routes = { { "(2.12), first form", left - ((-lambda * m + 2 * market.fee + market.risk_aversion * 0.02) * left - recovery + 0.3) / denominator },
    { "dense programme", drifted_dense.off_exchange_volume } }, tolerance = 1e-10,
}
rp.claim "eq2.12b" : agrees {
  routes = { { "(2.12), second form", (lambda * (2 - m) * left + recovery - 0.3) / denominator },
    { "dense programme", drifted_dense.off_exchange_volume } }, tolerance = 1e-10,
}
rp.claim "cor1-contractible" : holds {
  what = "no policy that reacts to news does better than the volume fixed before the opening", count = 50, seed = 12,
  test = function(random)
    local policy = feedback:solve(with(small, { feedback_rate = random:uniform(-0.3, 0.3) }))
    return policy.certainty_equivalent_cost - small_static.certainty_equivalent_cost
  end,
  error = 1e-13, with = "the fee exceeds C*",
  without = rival.certainty_equivalent - saddle.certainty_equivalent_cost,
}

------------------------------------------------------------------------------------------------- Section 2.3: manipulation

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

------------------------------------------------------------------------------------------------ Section 3: contract prices

local hedged = broker:solve {}
-- Certainty equivalent per share of a broker who sells `sales` on the exchange and pays the close, by rolling prices.
local function broker_fee(sales, risk_aversion)
  local trades = {}
  for t, sale in ipairs(sales) do trades[t] = -sale end
  trades[#trades + 1] = block
  return roll({ shares = 0, fee = 0, risk_aversion = risk_aversion }, trades).certainty_equivalent / block
end
local sales = hedged.hedged_sales:totable()
rp.claim "eq3.1" : corrects {
  printed_form = -broker_fee(sales, 1e-3), truth = hedged.indifference_fee, reference = -safe.existence_fee_threshold * block,
  tolerance = 1e-9, reason = "with the printed sign the broker would pay the fee and ask its opposite",
}

-- Deviations that keep the sum: t up, s down.
local function worst_deviation(plan, value, random)
  local t, s = random:integer(1, 13), random:integer(1, 12)
  if s >= t then s = s + 1 end
  local size = random:uniform(-2000, 2000)
  local changed = table.move(plan, 1, #plan, 1, {})
  changed[t], changed[s] = changed[t] + size, changed[s] - size
  return (value(changed) - value(plan)) / block
end
rp.claim "eq3.2" : holds {
  what = "every deviation from the broker's plan costs more, per share", count = 500, seed = 31, error = 1e-9, strict = false,
  test = function(random)
    return worst_deviation(sales, function(plan) return broker_fee(plan, 1e-3) end, random) * block
  end,
}
local function liquidation_cost(plan)
  local trades = {}
  for t, sale in ipairs(plan) do trades[t] = -sale end
  trades[14] = 0
  return roll({ shares = -block, fee = 0 }, trades).certainty_equivalent
end
local plain_sales = hedged.plain_sales:totable()
rp.claim "eq3.5" : holds {
  what = "every deviation from the plain liquidation costs more, per share", count = 500, seed = 32, error = 1e-9,
  test = function(random) return worst_deviation(plain_sales, liquidation_cost, random) end,
}
rp.claim "eq3.8" : holds {
  what = "every deviation from the investor's trades costs more, per share", count = 500, seed = 33, error = 1e-9,
  test = function(random)
    return worst_deviation(base.trades:totable(), function(plan) return roll({}, plan).certainty_equivalent end, random)
  end,
}
rp.claim "eq3.2-notation" : cannot { reason = "a matter of notation: nothing to compute" }
rp.claim "eq3.3" : agrees {
  what = "fee per share: optimisation, minus the threshold times the block, and its plan rolled through the price model",
  routes = { { "optimal sales", hedged.indifference_fee }, { "-C* Q", -safe.existence_fee_threshold * block },
    { "sales rolled", broker_fee(sales, 1e-3) } }, tolerance = 1e-9,
}
rp.claim "eq3.3-difficult" : holds {
  what = "the closed form misses the optimum by more than 1e-9 of it", strict = true,
  margin = math.abs(hedged.indifference_fee / (-safe.existence_fee_threshold * block) - 1) - 1e-9, error = 1e-13,
}
local cautious = broker:solve { risk_aversion = 0.05 }
rp.claim "sec3.1-negative" : holds {
  part = "little risk aversion", what = "minus the fee at R = 0.001", margin = -hedged.indifference_fee, strict = true, error = 1e-9,
}
rp.claim "sec3.1-negative" : holds {
  part = "more risk aversion", what = "minus the fee at R = 0.05", margin = -cautious.indifference_fee, strict = true, error = 1e-9,
}
local no_venue = execution:solve { fee = huge }
rp.claim "eq3.4" : agrees {
  routes = { { "broker's sales", plain_sales }, { "investor's trades without the venue", no_venue.trades:slice(1, 13):totable() } },
  tolerance = 1e-10,
}
-- Gain of the plain liquidation against handing over the close.
local plain_rolled = roll({ shares = 0, fee = 0 }, (function()
  local trades = {}
  for t, sale in ipairs(plain_sales) do trades[t] = -sale end
  trades[14] = block
  return trades
end)())
rp.claim "eq3.6" : agrees {
  part = "it computes", routes = { { "plugin", hedged.plain_expected_gain }, { "sales rolled", -plain_rolled.mean } }, tolerance = 1e-9,
}
rp.claim "eq3.6" : agrees {
  part = "it is the fee of (3.3)",
  routes = { { "(3.6)", hedged.plain_expected_gain }, { "(3.3)", hedged.indifference_fee } }, tolerance = 1e-2,
}
rp.claim "sec3.1-nomove" : cannot { reason = "a statement about intentions, without a formula" }
rp.claim "sec3.1-nomove-fee" : holds {
  what = "C* minus the gain of (3.6) per squared share", strict = true, error = 1e-12,
  margin = safe.existence_fee_threshold - hedged.plain_expected_gain / block ^ 2,
}
rp.claim "eq3.7" : agrees {
  what = "certainty equivalent of the trades at the smallest fee with positive trades, just above it",
  routes = { { "plugin", execution:solve({ fee = 1.01 * safe.positive_trades_fee }).certainty_equivalent_cost },
    { "trades rolled", roll({ fee = 1.01 * safe.positive_trades_fee },
      execution:solve({ fee = 1.01 * safe.positive_trades_fee }).trades:totable()).certainty_equivalent } }, tolerance = 1e-9,
}
rp.claim "sec3.2" : agrees {
  what = "smallest fee with positive trades",
  routes = { { "affine trades", safe.positive_trades_fee },
    { "bisection on the sign of the dense trades", bisect(3e-4, lambda, function(fee)
      return dense:solve({ fee = fee }).trades:min() > 0 end) } }, tolerance = 1e-8,
}
local whole = thresholds:solve { wanted_volume = block }
local all_outside = execution:solve { fee = whole.implied_fee }
rp.claim "sec3.2-fixed" : holds {
  what = "least trade when the whole programme is prescribed for the close", strict = true, margin = all_outside.trades:min(), error = 1e-6,
}
local wanted = thresholds:solve { wanted_volume = 20000 }
rp.claim "sec3.2-implied" : agrees {
  part = "the fee yields the volume",
  routes = { { "volume at the implied fee", dense:solve({ fee = wanted.implied_fee }).off_exchange_volume }, { "wanted", 20000 } }, tolerance = 1e-9,
}
rp.claim "sec3.2-implied" : holds {
  part = "positive up to the bound", what = "least trade at 0.999 of the bound, and minus the least trade at 1.001 of it", strict = true,
  on = { 0.999, 1.001 }, error = 1e-6,
  test = function(factor)
    local fee = thresholds:solve({ wanted_volume = factor * safe.positive_trades_volume_limit }).implied_fee
    local least = execution:solve({ fee = fee }).trades:min()
    return factor < 1 and least or -least
  end,
}
local high_fees = execution:sweep { fee = rp.logspace(1e-2, 1e6, 33) }
rp.claim "sec3.2-high" : converges {
  what = "off-exchange volume as the fee grows", sequence = high_fees.off_exchange_volume:totable(), limit = 0, scale = block,
  tolerance = 1e-9, error = 1e-13,
}
local low_fee = 3.5e-4
local tempted = execution:solve { fee = low_fee }
rp.claim "sec3.2-low" : holds {
  what = "shares sold in the last period at a fee of 0.00035, between the thresholds", margin = -tempted.trades[13], strict = true, error = 1e-6,
}
rp.claim "sec3.2-low-mechanism" : holds {
  what = "sold in the last period; bought off-exchange beyond the programme; fall of the close against the fee 0.001", strict = true, error = 1e-6,
  margin = { -tempted.trades[13], tempted.off_exchange_volume - block, base.mean_price[14] - tempted.mean_price[14] },
}

------------------------------------------------------------------------------------------- Section 4: numerical examples

-- Figure 1.
local dear = execution:solve { fee = 1e-2 }
local saddle_pivots = rp.array(solve_replica({ fee = 0 }).pivots)
rp.claim "fig1-c0" : holds {
  part = "the plan is a minimum", what = "least pivot at fee 0", margin = saddle_pivots:min(), strict = true,
}
rp.claim "fig1-c0" : holds {
  part = "no other plan is cheaper", what = "cost at fee 0 of the plan for fee 0.001, less that of the stationary plan",
  margin = rival.certainty_equivalent - saddle.certainty_equivalent_cost, error = 1e-3,
}
rp.claim "fig1-c0-stationary" : holds {
  what = "trades on the exchange, and sale off-exchange, of the stationary plan", strict = true, error = 1e-6,
  margin = rp.concat(saddle.trades:slice(1, 13), -saddle.trades:slice(14, 14)),
}
local longer = execution:solve { periods = 14, fee = huge }
rp.claim "fig1-c.001" : agrees {
  what = "all trades", routes = { { "13 periods and the close at fee lambda", base.trades:totable() },
    { "14 periods without a venue", longer.trades:slice(1, 14):totable() } }, tolerance = 1e-10,
}
rp.claim "fig1-c.001-shape" : shape {
  part = "convex", x = base.trade, y = base.trades, is = "convex", discrete = true, error = 1e-7,
}
rp.claim "fig1-c.001-shape" : shape {
  part = "valley", x = base.trade, y = base.trades, is = "u-shaped", discrete = true, at = 8, within = 0.1, error = 1e-7,
}
rp.claim "fig1-c.01" : holds {
  what = "one per cent of the programme less the off-exchange volume", margin = 0.01 * block - dear.off_exchange_volume, error = 1e-6,
}
rp.figure "fig1" {
  title = "Best trades for three fees", xlabel = "trade (14: off the exchange)", ylabel = "shares bought",
  caption = "Best trades of 100,000 shares for three fees. The plan for C = 0 is a saddle point, not an optimum: at that fee the cost has no lower bound.",
  rp.hline { at = 0 },
  rp.line { x = base.trade, y = saddle.trades, label = "C = 0 (a saddle, no optimum)", style = "dashed", marker = "triangle" },
  rp.line { x = base.trade, y = base.trades, label = "C = 0.001, the impact", style = "solid", marker = "circle" },
  rp.line { x = base.trade, y = dear.trades, label = "C = 0.01", style = "dotted", marker = "square" },
}

-- Figure 2 and its corollaries.
local risk_levels = { 1e-5, 1e-4, 1e-3, 1e-2 }
local risk_labels = { "R = 10⁻⁵", "R = 10⁻⁴", "R = 10⁻³", "R = 10⁻²" }
local fee_grid = rp.linspace(3e-4, 1e-2, 400)
local over_fee = execution:sweep({ fee = fee_grid, risk_aversion = risk_levels }, { outputs = { "off_exchange_volume" } })
local stationary = replica:sweep({ fee = rp.linspace(1e-4, 3.5e-4, 41) }, { outputs = { "off_exchange_volume" } })
rp.claim "fig2" : shape {
  part = "decreasing", x = fee_grid, y = over_fee.off_exchange_volume[3], is = "decreasing", error = 1e-7,
  refine = function(fee) return execution:solve({ fee = fee }).off_exchange_volume end,
  with = "the fee exceeds C*", without = (-stationary.off_exchange_volume:diff()):min(),
}
rp.claim "fig2" : shape {
  part = "convex", x = fee_grid, y = over_fee.off_exchange_volume[3], is = "convex", error = 1e-7,
  with = "the fee exceeds C*", without = (stationary.off_exchange_volume:diff():diff()):min(),
}
rp.claim "fig2-any" : holds {
  what = "threshold below which the volume changes intensely, for growing risk aversion", on = { 1e-3, 1e-2, 0.05, 0.1 }, strict = true,
  test = function(R) return thresholds:solve({ risk_aversion = R }).existence_fee_threshold end, error = 1e-15,
}
rp.claim "fig2-legend" : cannot { reason = "neither the text nor our copy of the figure says which levels" }
local far = {}
for k = 1, 8 do far[k] = 10 ^ k * execution:solve({ fee = 10 ^ k }).off_exchange_volume end
rp.claim "fig2-limit" : converges {
  what = "fee times volume goes to N Q, so the volume to zero", sequence = far, limit = safe.residue_per_share * block, tolerance = 1e-7, error = 1e-12,
}
local by_risk = execution:sweep { risk_aversion = rp.logspace(1e-6, 1e-1, 41) }
rp.claim "fig2-faster" : shape {
  part = "the first trade grows", x = by_risk.risk_aversion:log(), y = by_risk.trades:take(2, 1), is = "increasing", error = 1e-7,
}
rp.claim "fig2-faster" : shape {
  part = "less is left at noon", x = by_risk.risk_aversion:log(), y = by_risk.inventory:take(2, 7), is = "decreasing", error = 1e-7,
}

-- Figure 3.
local window = { 1e-4, 3.5e-4 }
local function sign_changes(R, points, slip)
  local volumes = replica:sweep({ fee = rp.linspace(window[1], window[2], points), risk_aversion = R, recursion = slip },
    { outputs = { "off_exchange_volume" } }).off_exchange_volume
  local signs = volumes:sign()
  return (signs:slice(2, -1) * signs:slice(1, -2)):lt(0):sum()
end
local grids = { 26, 251, 2501 }
local corrected_changes, slip_changes = {}, {}
for i, R in ipairs(risk_levels) do
  corrected_changes[i], slip_changes[i] = {}, {}
  for k, points in ipairs(grids) do
    corrected_changes[i][k] = sign_changes(R, points, "corrected")
    slip_changes[i][k] = sign_changes(R, points, "missing-decay")
  end
end
rp.claim "fig3-left" : holds {
  what = "sign changes of the volume that a finer grid adds, four risk aversions", strict = true,
  margin = rp.array(corrected_changes):diff(2):reshape(-1),
}
rp.claim "fig3-left-slip" : holds {
  part = "never fewer", what = "sign changes that a finer grid adds with the lost factor", margin = rp.array(slip_changes):diff(2):reshape(-1),
}
rp.claim "fig3-left-slip" : holds {
  part = "many more on the finest grid", what = "sign changes on 2501 points less five times those on 26", strict = true,
  margin = rp.array(slip_changes):take(2, 3) - 5 * rp.array(slip_changes):take(2, 1),
}
local risks = rp.linspace(0, 0.02, 200)
local edges = thresholds:sweep({ risk_aversion = risks }, { outputs = { "existence_fee_threshold", "residue_per_share" } })
rp.claim "fig3-left-r" : shape {
  part = "threshold", x = risks, y = edges.existence_fee_threshold, is = "decreasing",
}
rp.claim "fig3-left-r" : shape {
  part = "strength of the pole", x = risks, y = edges.residue_per_share, is = "decreasing",
}
rp.claim "fig3-left-conj" : holds {
  what = "gain of the best unit round trip below the risk-neutral threshold, and its cost above, in units of lambda", strict = true, error = 1e-12,
  on = { 0.5, 0.9, 0.99, 1.01, 1.1, 2 },
  test = function(factor)
    local cost = round_trip:solve({ fee = factor * pure }).least_cost_both_venues / lambda
    return factor < 1 and -cost or cost
  end,
}
local around = rp.linspace(5e-4, 1.5e-3, 201)
local near_impact = execution:sweep({ fee = around, risk_aversion = risk_levels }, { outputs = { "off_exchange_volume" } })
for i, R in ipairs(risk_levels) do
  rp.claim "fig3-right" : shape {
    part = ("decreasing in the fee, R = %g"):format(R), x = around, y = near_impact.off_exchange_volume[i], is = "decreasing", error = 1e-7,
  }
end
rp.claim "fig3-right" : shape {
  part = "smaller for more risk aversion", x = around, is = "ordered", error = 1e-7,
  y = { near_impact.off_exchange_volume[4], near_impact.off_exchange_volume[3], near_impact.off_exchange_volume[2], near_impact.off_exchange_volume[1] },
}

-- region: published-number
local slip = replica:solve { recursion = "missing-decay" }
rp.claim "num-11619" : corrects {
  truth = base.off_exchange_volume,          -- the one-pass algorithm
  reference = exact.off_exchange_volume,     -- Cholesky's factor of the dense programme
  explained_by = slip.off_exchange_volume,   -- the recursion with one factor lost
  tolerance = 1e-6, error = base.off_exchange_volume_accuracy / base.off_exchange_volume,
}
-- end region
local slip_rolled = roll({}, slip.trades:totable())
local printed_a3 = replica:solve { recursion = "printed-a3" }
local printed_a3_rolled = roll({}, printed_a3.trades:totable())
rp.claim "num-11619-loss" : holds {
  what = "cost of the plan with the lost factor less the least cost", strict = true, error = 1e-6,
  margin = slip_rolled.certainty_equivalent - base.certainty_equivalent_cost,
}
local slip_described = replica:solve { recursion = "missing-decay", resilience = "consistent" }
rp.claim "num-11619-reading" : holds {
  what = "distance from 11,619 beyond rounding, for the other reading of the resilience", strict = true, error = 1e-6,
  margin = { math.abs(described.off_exchange_volume - 11619) - 0.5, math.abs(slip_described.off_exchange_volume - 11619) - 0.5 },
}
rp.claim "sec4-c-lambda" : agrees {
  routes = { { "off-exchange volume at fee lambda", base.off_exchange_volume }, { "last of 14 trades without a venue", longer.trades[14] } }, tolerance = 1e-10,
}

------------------------------------------------------------------------------------------------------------ Section 5

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

---------------------------------------------------------------------------------------------------- Figures of Section 4.2

rp.figure "fig2" {
  title = "Off-exchange volume against the fee", xlabel = "fee C, cash/share²", ylabel = "shares off the exchange", yrange = { 0, 100000 }, xrange = { 0, 1e-2 },
  caption = "Off-exchange volume where an optimum exists, for four risk aversions. Each curve is a hyperbola with its pole at C*.",
  (function()
    local curves = {}
    for i, R in ipairs(risk_levels) do
      local edge_here = thresholds:solve({ risk_aversion = R }).existence_fee_threshold
      local fees = edge_here + rp.logspace(2e-5, 1e-2, 200)
      local volumes = execution:sweep({ fee = fees, risk_aversion = R }, { outputs = { "off_exchange_volume" } }).off_exchange_volume
      curves[i] = rp.line { x = fees, y = volumes, label = risk_labels[i] }
    end
    return curves
  end)(),
}

local function window_panel(points, R)
  local fees = rp.linspace(window[1], window[2], points)
  local volumes = replica:sweep({ fee = fees, risk_aversion = R, recursion = "missing-decay" }, { outputs = { "off_exchange_volume" } }).off_exchange_volume
  return rp.panel {
    title = ("%d fees, one factor lost"):format(points), xlabel = "fee C, cash/share²", ylabel = "shares", yrange = { -4e5, 4e5 }, xrange = { 1e-4, 3.5e-4 },
    rp.line { x = fees, y = volumes, marker = points < 100 and "circle" or nil },
  }
end
do
  local R = 1e-4
  local edge_here = thresholds:solve({ risk_aversion = R }).existence_fee_threshold
  local left_fees, right_fees = rp.linspace(window[1], edge_here - 1e-6, 200), rp.linspace(edge_here + 1e-6, window[2], 200)
  local function exact_volume(fees)
    return replica:sweep({ fee = fees, risk_aversion = R }, { outputs = { "off_exchange_volume" } }).off_exchange_volume
  end
  rp.figure "fig3-left" {
    title = "The fluctuation is one pole", columns = 2, height = 640,
    caption = "Off-exchange volume for low fees and R = 0.0001. Exact: one pole, and an optimum only to its right. With one factor lost, as in the published number: the finer the grid, the more spikes.",
    rp.panel {
      title = "exact", xlabel = "fee C, cash/share²", ylabel = "shares", yrange = { -4e5, 4e5 }, xrange = { 1e-4, 3.5e-4 },
      rp.region { x = { window[1], edge_here }, label = "no optimum" },
      rp.line { x = left_fees, y = exact_volume(left_fees), label = "stationary, not optimal", style = "dashed", color = "blue" },
      rp.line { x = right_fees, y = exact_volume(right_fees), label = "optimum", style = "solid", color = "blue" },
      rp.vline { at = edge_here, label = "C*" },
    },
    window_panel(26, R), window_panel(251, R), window_panel(2501, R),
  }
end
rp.figure "fig3-right" {
  title = "Around the impact of the exchange", xlabel = "fee C, cash/share²", ylabel = "shares off the exchange",
  caption = "Off-exchange volume for fees around the impact 0.001: smooth, and smaller for the more risk-averse.",
  near_impact:lines { x = "fee", y = "off_exchange_volume", by = "risk_aversion", label = risk_labels },
  rp.vline { at = lambda, label = "fee = impact" },
}

----------------------------------------------------------------------------------------------------------- Our figures

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

do
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

do
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

local fee_risks = rp.linspace(0, 0.1, 201)
local over_broker = broker:sweep({ risk_aversion = fee_risks }, { outputs = { "indifference_fee" } })
local zero_risk = bisect(0.01, 0.03, function(R) return broker:solve({ risk_aversion = R }).indifference_fee > 0 end)
rp.figure "broker-fee" {
  title = "The broker's fee", xlabel = "risk aversion R of the broker, 1/cash", ylabel = "fee, cash/share",
  caption = "Fee per share that leaves the broker indifferent, minus C* times the block, against the broker's risk aversion.",
  rp.line { x = fee_risks, y = over_broker.indifference_fee, label = "-C*(R) Q" }, rp.hline { at = 0 },
  rp.vline { at = zero_risk, label = ("R = %.4f"):format(zero_risk) },
}

local lags = rp.range(0, 40)
rp.figure "resilience" {
  title = "Two readings of the resilience", columns = 2, height = 400, width = 900,
  caption = "Left: what remains of the price move of one share, as printed and as described. Right: the best trades under both readings.",
  rp.panel {
    xlabel = "periods after the trade", ylabel = "price move / impact", yrange = { 0, 1 },
    rp.line { x = lags:slice(2, -1), y = rp.array(printed_response):slice(2, 41) / lambda, label = "printed" },
    rp.line { x = lags:slice(2, -1), y = rp.array(described_response):slice(2, 41) / lambda, label = "described", style = "dashed" },
    rp.hline { at = 1 - alpha, label = "1 - alpha" },
  },
  rp.panel {
    xlabel = "trade", ylabel = "shares bought",
    rp.line { x = base.trade, y = base.trades, label = "printed", marker = "circle" },
    rp.line { x = base.trade, y = described.trades, label = "described", marker = "square", style = "dashed" },
  },
}

------------------------------------------------------------------------------------------- Values and tables of the page

rp.value("base-volume", base.off_exchange_volume, { unit = "share", doc = "shares bought off-exchange, base case" })
rp.value("base-cost", base.certainty_equivalent_cost, { unit = "cash", doc = "least certainty-equivalent cost, base case" })
rp.value("first-trade", base.trades[1], { unit = "share", doc = "first trade, base case" })
rp.value("smallest-trade", base.trades:min(), { unit = "share", doc = "smallest trade, base case" })
rp.value("printed-a3-volume", printed_a3.off_exchange_volume, { unit = "share", doc = "off-exchange volume with A3 as printed" })
rp.value("printed-a3-cost", printed_a3_rolled.certainty_equivalent, { unit = "cash", doc = "cost of the trades with A3 as printed" })
rp.value("slip-volume", slip.off_exchange_volume, { unit = "share", doc = "off-exchange volume with one factor lost in A3" })
rp.value("slip-cost", slip_rolled.certainty_equivalent, { unit = "cash", doc = "cost of the trades with one factor lost in A3" })
rp.value("slip-loss", slip_rolled.certainty_equivalent - base.certainty_equivalent_cost,
  { unit = "cash", doc = "what these trades cost more than the optimum" })
rp.value("fee-threshold", edge, { unit = "cash/share^2", doc = "existence threshold C*, base case" })
rp.value("fee-reach", safe.residue_per_share, { unit = "cash/share^2", doc = "N of y = N Q/(C - C*), base case" })
rp.value("fee-threshold-neutral", pure, { unit = "cash/share^2", doc = "risk-neutral existence threshold C*_0" })
rp.value("fee-positive", safe.positive_trades_fee, { unit = "cash/share^2", doc = "fee above which all trades are purchases" })
rp.value("fee-positive-neutral-ratio", triggered / lambda, { doc = "the same for a risk-neutral investor, over the impact" })
rp.value("risk-no-pole", zero_risk, { unit = "1/cash", doc = "risk aversion at which C* is zero" })
rp.value("volume-high-fee", dear.off_exchange_volume, { unit = "share", doc = "off-exchange volume at the fee 0.01" })
rp.value("share-high-fee", dear.off_exchange_volume / block, { doc = "the same as a share of the programme" })
rp.value("saddle-volume", saddle.off_exchange_volume, { unit = "share", doc = "off-exchange volume of the saddle at fee 0" })
rp.value("saddle-cost", saddle.certainty_equivalent_cost, { unit = "cash", doc = "cost of the saddle at fee 0" })
rp.value("rival-cost", rival.certainty_equivalent, { unit = "cash", doc = "cost at fee 0 of the best plan for the fee 0.001" })
rp.value("low-fee", low_fee, { unit = "cash/share^2", doc = "a fee between the thresholds" })
rp.value("low-fee-volume", tempted.off_exchange_volume, { unit = "share", doc = "off-exchange volume at that fee" })
rp.value("low-fee-last-sale", -tempted.trades[13], { unit = "share", doc = "shares sold in the last period at that fee" })
rp.value("impact-stays-printed", stays_printed * lambda, { unit = "cash/share^2", doc = "impact that stays, (2.4) as printed" })
rp.value("impact-stays-described", stays_described * lambda, { unit = "cash/share^2", doc = "impact that stays, as described" })
rp.value("broker-fee", hedged.indifference_fee, { unit = "cash/share", doc = "broker's indifference fee, base case" })
rp.value("broker-fee-zero-risk", zero_risk, { unit = "1/cash", doc = "risk aversion at which the broker's fee is zero" })
rp.value("broker-gain", hedged.plain_expected_gain, { unit = "cash", doc = "expected gain of (3.6), base case" })
rp.value("broker-gain-per-share", hedged.plain_expected_gain / block, { unit = "cash/share", doc = "the same per share" })

do
  local symbol, meaning, value, unit = {}, {}, {}, {}
  for i, name in ipairs { "periods", "impact", "transient_share", "resilience_rate", "drift", "variance", "fee", "risk_aversion", "shares" } do
    local parameter = execution.parameters[name]
    symbol[i], meaning[i], unit[i] = "$" .. parameter.symbol .. "$", parameter.doc, parameter.unit == "1" and "" or parameter.unit
    value[i] = ("%.10g"):format(parameter.preset)
  end
  rp.table "base" { title = "The base case", columns = { { "symbol", symbol }, { "meaning", meaning }, { "value", value }, { "unit", unit, as = "unit" } } }
end
do
  local R, exact_counts, slip_counts = {}, { {}, {}, {} }, { {}, {}, {} }
  for i, level in ipairs(risk_levels) do
    R[i] = level
    for k = 1, 3 do exact_counts[k][i], slip_counts[k][i] = corrected_changes[i][k], slip_changes[i][k] end
  end
  local columns = { { "$R$", R } }
  for k, points in ipairs(grids) do columns[#columns + 1] = { ("exact, %d fees"):format(points), exact_counts[k], decimals = 0 } end
  for k, points in ipairs(grids) do columns[#columns + 1] = { ("factor lost, %d fees"):format(points), slip_counts[k], decimals = 0 } end
  rp.table "sign-changes" { title = "Sign changes of the off-exchange volume", columns = columns }
end
do
  local R = { 0, 1e-4, 1e-3, 1e-2, 1e-1 }
  local s = thresholds:sweep({ risk_aversion = R }, { outputs = { "existence_fee_threshold", "positive_trades_fee" } })
  local volume = execution:sweep({ risk_aversion = R }, { outputs = { "off_exchange_volume" } }).off_exchange_volume
  rp.table "levels" {
    title = "Thresholds and volume by risk aversion",
    columns = { { "$R$", R }, { "$C^*$", s.existence_fee_threshold, digits = 5 }, { "$C_+$", s.positive_trades_fee, digits = 5 },
      { "$y$ at $C = \\lambda$", volume, decimals = 1 } },
  }
end
