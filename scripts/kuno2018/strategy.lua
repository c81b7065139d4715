-- The best strategy and the recursion that the paper gives for it, line by line as printed and corrected (Section 2.2). Claims
-- eq2.7 to eq2.12, thm1, cor1. Second routes: the dense programme, which knows no recursion, and the recursion in plain Lua
-- (recursion.lua).

local rp = require "reprise"
local studies = require "kuno2018.studies"
local recursion = require "kuno2018.recursion"

local execution = rp.model "closing_price"
local dense = rp.model "closing_price_dense"
local feedback = rp.model "closing_price_feedback"
local replica = rp.model "closing_price_replica"
local lambda, varying, with, solve_replica = studies.lambda, studies.varying, studies.with, studies.solve_replica
local roll, bisect, base, safe, drifted = studies.roll, studies.bisect, studies.base, studies.safe, studies.drifted
local drifted_dense = studies.drifted_dense

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

return { saddle = saddle, rival = rival }
