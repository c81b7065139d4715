-- What the contract is worth to a broker and to his client (Section 3). Claims eq3, sec3; figure broker-fee. Second routes:
-- prices rolled forward trade by trade (recursion.lua), random deviations from the best plan.

local rp = require "reprise"
local studies = require "kuno2018.studies"

local execution = rp.model "closing_price"
local thresholds = rp.model "closing_price_thresholds"
local dense = rp.model "closing_price_dense"
local broker = rp.model "closing_price_broker"
local huge = math.huge
local lambda, block, roll, bisect, base = studies.lambda, studies.block, studies.roll, studies.bisect, studies.base
local safe = studies.safe

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
  routes = { { "(3.6)", hedged.plain_expected_gain }, { "(3.3)", hedged.indifference_fee } }, tolerance = 1e-2, -- another unit: orders of magnitude apart
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

local zero_risk = bisect(0.01, 0.03, function(R) return broker:solve({ risk_aversion = R }).indifference_fee > 0 end)
local function broker_fee()
  local fee_risks = rp.linspace(0, 0.1, 201)
  local over_broker = broker:sweep({ risk_aversion = fee_risks }, { outputs = { "indifference_fee" } })
  rp.figure "broker-fee" {
    title = "The broker's fee", xlabel = "risk aversion R of the broker, 1/cash", ylabel = "fee, cash/share",
    caption = "Fee per share that leaves the broker indifferent, minus C* times the block, against the broker's risk aversion.",
    rp.line { x = fee_risks, y = over_broker.indifference_fee, label = "-C*(R) Q" }, rp.hline { at = 0 },
    rp.vline { at = zero_risk, label = ("R = %.4f"):format(zero_risk) },
  }
end

return { broker_fee = broker_fee, zero_risk = zero_risk, hedged = hedged, low_fee = low_fee, tempted = tempted }
