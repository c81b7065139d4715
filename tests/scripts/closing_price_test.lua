-- The closing-price models through the program: refusals with status, slug and sentence; remarks; sweeps and simulation.

local rp = require "reprise"
local check = require "check"

local execution = rp.model "closing_price"

-- Expects a refusal; the text must match the pattern.
local function refused(model, arguments, status, slug, parameter, pattern)
  local result, finding = rp.model(model):try_solve(arguments)
  check.truth(result == nil, slug .. ": must be refused")
  check.equal(finding.status, status, slug .. ": status")
  check.equal(finding.slug, slug, "slug")
  check.equal(finding.parameter, parameter, slug .. ": parameter")
  check.match(finding.text, pattern)
  return finding
end

check.test("inputs outside the schema are refused by name", function()
  for _, case in ipairs {
    { "periods", 0 }, { "periods", 2.5 }, { "impact", -1e-3 }, { "impact", 0 / 0 }, { "impact", math.huge },
    { "transient_share", 1.01 }, { "transient_share", -0.01 }, { "resilience_rate", -0.1 },
    { "resilience_rate", math.huge }, { "variance", -1e-9 }, { "variance", math.huge }, { "drift", 0 / 0 },
    { "drift", -math.huge }, { "risk_aversion", -1e-9 }, { "risk_aversion", 0 / 0 }, { "risk_aversion", math.huge },
    { "fee", 0 / 0 }, { "shares", 0 / 0 }, { "shares", math.huge }, { "impact", { 1e-3, 1e-3 } },
    { "variance", { 0.02 } }, { "resilience", "quick" },
  } do
    local name, value = case[1], case[2]
    local result, finding = execution:try_solve { [name] = value }
    check.truth(result == nil, name .. " must be refused")
    check.equal(finding.status, "bad_input", name)
    check.equal(finding.parameter, name, "parameter")
    check.match(finding.text, name)
  end
end)

check.test("a fee at or below the existence threshold has no best strategy", function()
  local finding = refused("closing_price", { fee = 0 }, "no_solution", "fee-below-threshold", "fee",
    "fee 0 is not above the existence threshold 0%.00026982008385490%d+ cash/share%^2")
  check.equal(finding.value, 0, "value")
  local threshold = execution:solve { fee = 1e-3 }.existence_fee_threshold
  refused("closing_price", { fee = threshold }, "no_solution", "fee-at-threshold", "fee", "within rounding")
  refused("closing_price", { fee = threshold * (1 + 2e-16) }, "no_solution", "fee-at-threshold", "fee", "within rounding")
  refused("closing_price", { fee = -math.huge }, "no_solution", "fee-below-threshold", "fee", "not above")
  check.truth(execution:try_solve { fee = threshold * (1 + 1e-9) } ~= nil, "just above")
  refused("closing_price_dense", { fee = 0 }, "no_solution", "fee-below-threshold", "fee", "0%.0002698200838549")
  for _, model in ipairs { "closing_price_monotone", "closing_price_feedback", "closing_price_paths" } do
    refused(model, { fee = 0 }, "no_solution", "fee-below-threshold", "fee", "not above")
  end
end)

check.test("no fee helps where trading on the exchange is not convex", function()
  local falling = { periods = 3, impact = { 1e-3, 1e-3, 1e-4 }, risk_aversion = 0, fee = 1 }
  refused("closing_price", falling, "no_solution", "exchange-not-convex", "impact", "no fee helps")
  refused("closing_price_dense", falling, "no_solution", "exchange-not-convex", "impact", "no fee helps")
  falling.fee = nil
  refused("closing_price_thresholds", falling, "no_solution", "exchange-not-convex", "impact", "no fee helps")
  refused("closing_price_broker", falling, "no_solution", "exchange-not-convex", "impact", "no fee helps")
  falling.risk_aversion = 1 -- risk makes the trader's programme convex, but not the round trips
  local thresholds = rp.model("closing_price_thresholds"):solve(falling)
  check.equal(thresholds.manipulation_fee_threshold, math.huge, "manipulable at any fee")
end)

check.test("the edge of convexity is refused as an edge", function()
  local low, high = 0.1730e-3, 0.1731e-3
  local function pivot(last)
    local result, finding = execution:try_solve({ periods = 3, impact = { 1e-3, 1e-3, last }, risk_aversion = 0, fee = math.huge })
    return result and 1 or finding.slug == "exchange-not-convex" and -1 or 0
  end
  while pivot(low) < 0 and high - low > 1e-20 do
    local middle = (low + high) / 2
    if pivot(middle) < 0 then low = middle else high = middle end
    if pivot(high) == 0 then break end
  end
  refused("closing_price", { periods = 3, impact = { 1e-3, 1e-3, high }, risk_aversion = 0, fee = math.huge }, "no_solution",
    "exchange-at-edge", "impact", "within rounding")
end)

check.test("without impact and risk all splits cost the same", function()
  refused("closing_price", { impact = 0, variance = 0 }, "no_solution", "no-impact", "impact", "none is best")
  refused("closing_price", { impact = 0, risk_aversion = 0 }, "no_solution", "no-impact", "impact", "none is best")
  local at_once = execution:solve { impact = 0 }
  check.near(at_once.trades[1], 1e5, 1e-9, "with risk everything is bought at once")
end)

check.test("the other models' own refusals", function()
  refused("closing_price_broker", { block = 0 }, "bad_input", "no-block", "block", "at least some shares")
  local gain = {}
  for t = 1, 3 do gain[t] = { 0, 0, 0 } end
  gain[2][2] = 0.5
  refused("closing_price_feedback", { periods = 3, feedback_gain = gain }, "bad_input", "anticipating-feedback",
    "feedback_gain", "has not seen")
  refused("closing_price_feedback", { fee = math.huge }, "bad_input", "not-finite", "fee", "finite")
  refused("closing_price_paths", { fee = math.huge, feedback_rate = 1 }, "bad_input", "feedback-needs-venue",
    "feedback_rate", "without a venue")
  refused("closing_price_paths", { paths = 4, shown = 5 }, "bad_input", "more-shown-than-simulated", "shown",
    "only 4 paths")
  refused("closing_price_replica", { recursion = "printed-denominators" }, "no_solution", "recursion-breaks-down",
    "recursion", "in period 13")
end)

check.test("numbers that leave the range are refused, not returned", function()
  for _, model in ipairs { "closing_price", "closing_price_dense", "closing_price_monotone", "closing_price_feedback",
    "closing_price_paths" } do
    refused(model, { shares = 1e200, drift = 1e200 }, "not_converged", "out-of-range", nil, "leaves the range")
  end
  refused("closing_price_broker", { block = 1e200 }, "not_converged", "out-of-range", nil, "leaves the range")
  refused("closing_price", { impact = 1e300, risk_aversion = 1e305, variance = 1e10 }, "not_converged", "out-of-range",
    "impact", "existence threshold leaves the range")
  local volume_only = execution:try_solve({ shares = 1e200 }, { outputs = { "off_exchange_volume" } })
  check.truth(volume_only.off_exchange_volume > 1e198, "what is in range and alone wanted is given")
end)

check.test("nothing to trade is no error", function()
  local none = execution:solve { shares = 0 }
  check.equal(none.trades:abs():max(), 0, "no trades")
  check.equal(none.certainty_equivalent_cost, 0, "no cost")
  local drift = execution:solve { shares = 0, drift = 0.3 }
  check.truth(drift.certainty_equivalent_cost < 0, "a drift is worth trading on")
end)

check.test("a volume below its accuracy is returned as it is", function()
  local balance = rp.model("closing_price_thresholds"):solve { drift = 0.3 }
  local shares = 1e5 - balance.residue / balance.residue_per_share
  local r = execution:solve { drift = 0.3, shares = shares }
  check.truth(math.abs(r.off_exchange_volume) < r.off_exchange_volume_accuracy, "below its accuracy")
  check.truth(r.off_exchange_volume_accuracy < 1e-8, "which is small")
end)

check.test("a sweep has the bits of its points", function()
  local fees, risks = rp.linspace(1e-4, 2e-3, 37), rp.array { 0, 1e-4, 1e-2 }
  local wanted = { "off_exchange_volume", "trades", "certainty_equivalent_cost", "smallest_pivot", "kkt_residual" }
  local s = execution:sweep({ fee = fees, risk_aversion = risks }, { outputs = wanted })
  local failed = 0
  for i = 1, #fees do
    for j = 1, #risks do
      local r = execution:try_solve { fee = fees[i], risk_aversion = risks[j] }
      if r then
        check.equal(s.off_exchange_volume:at(j, i), r.off_exchange_volume, "volume")
        check.equal(s.certainty_equivalent_cost:at(j, i), r.certainty_equivalent_cost, "cost")
        check.equal(s.smallest_pivot:at(j, i), r.smallest_pivot, "pivot")
        check.equal(s.trades:at(j, i, 5), r.trades[5], "trade")
      else
        failed = failed + 1
        check.truth(s.off_exchange_volume:at(j, i) ~= s.off_exchange_volume:at(j, i), "a failed point is no number")
      end
    end
  end
  check.truth(failed > 5, "the sweep crosses the threshold")
end)

-- Spec of the cost: Gaussian with the stated mean and variance. Five standard errors; the seed is fixed.
check.test("simulated days agree with the exact moments", function()
  local exact = execution:solve {}
  local mc = rp.model("closing_price_paths"):solve { paths = 40000, shown = 3 }
  check.truth(math.abs(mc.expected_cost - exact.expected_cost) < 5 * mc.expected_cost_error, "mean")
  check.truth(math.abs(mc.cost_variance - exact.cost_variance) < 5 * mc.cost_variance_error, "variance")
  check.near(mc.expected_cost_error, math.sqrt(exact.cost_variance / 40000), 0.02, "standard error")
  check.near(mc.cost_variance_error, exact.cost_variance * math.sqrt(2 / 40000), 0.05 * exact.cost_variance, "its error")
  check.equal(mc.price:shape()[1], 3, "paths shown")
  check.equal(mc.trades:at(2, 7), exact.trades[7], "static trades on every path")
  local p = { periods = 4, impact = { 1, 1.2, 0.8, 1 }, transient_share = { 0.5, 0.3, 0.6, 0.4 }, resilience_rate = 0.3,
    variance = { 0.04, 0.05, 0.03, 0.04 }, fee = 1, risk_aversion = 0.5, shares = 1, feedback_rate = 0.2 }
  local formula = rp.model("closing_price_feedback"):solve(p)
  p.paths = 40000
  local simulated = rp.model("closing_price_paths"):solve(p)
  check.truth(math.abs(simulated.certainty_equivalent_cost - formula.certainty_equivalent_cost)
    < 5 * simulated.certainty_equivalent_cost_error, "certainty equivalent of a policy that reacts")
  check.truth(simulated.certainty_equivalent_cost_error < 5e-3, "its error is small")
  check.truth(math.abs(simulated.expected_cost - formula.expected_cost) < 5 * simulated.expected_cost_error, "its mean")
end)

check.test("two routes, one answer, on a long horizon", function()
  local p = { periods = 600, resilience_rate = 0.02, risk_aversion = 1e-6 }
  local pass, dense = execution:solve(p), rp.model("closing_price_dense"):solve(p)
  check.near(pass.off_exchange_volume / dense.off_exchange_volume, 1, 1e-11, "volume")
  check.near(pass.certainty_equivalent_cost / dense.certainty_equivalent_cost, 1, 1e-12, "cost")
  check.near((pass.trades - dense.trades):abs():max() / 1e5, 0, 1e-13, "trades")
  check.near(pass.existence_fee_threshold / dense.existence_fee_threshold, 1, 1e-12, "threshold")
end)
