-- The numerical examples (Section 4): the paper's figures, and where its number 11,619 comes from. Claims fig1 to fig3,
-- num-11619, sec4; figures fig1, fig2, fig3-left, fig3-right. Second routes: the dense programme, the recursion with its slips
-- (recursion.lua).

local rp = require "reprise"
local studies = require "kuno2018.studies"
local price_model = require "kuno2018.price_model"
local strategy = require "kuno2018.strategy"
local manipulation = require "kuno2018.manipulation"

local execution = rp.model "closing_price"
local thresholds = rp.model "closing_price_thresholds"
local round_trip = rp.model "closing_price_round_trip"
local replica = rp.model "closing_price_replica"
local huge = math.huge
local lambda, block, solve_replica, roll, base = studies.lambda, studies.block, studies.solve_replica, studies.roll, studies.base
local safe, exact = studies.safe, studies.exact
local described = price_model.described
local saddle, rival = strategy.saddle, strategy.rival
local pure = manipulation.pure

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

local function fig1()
  rp.figure "fig1" {
    title = "Best trades for three fees", xlabel = "trade (14: off the exchange)", ylabel = "shares bought",
    caption = "Best trades of 100,000 shares for three fees. The plan for C = 0 is a saddle point, not an optimum: at that fee the cost has no lower bound.",
    rp.hline { at = 0 },
    rp.line { x = base.trade, y = saddle.trades, label = "C = 0 (a saddle, no optimum)", style = "dashed", marker = "triangle" },
    rp.line { x = base.trade, y = base.trades, label = "C = 0.001, the impact", style = "solid", marker = "circle" },
    rp.line { x = base.trade, y = dear.trades, label = "C = 0.01", style = "dotted", marker = "square" },
  }
end

local function fig2()
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
end

local function window_panel(points, R)
  local fees = rp.linspace(window[1], window[2], points)
  local volumes = replica:sweep({ fee = fees, risk_aversion = R, recursion = "missing-decay" }, { outputs = { "off_exchange_volume" } }).off_exchange_volume
  return rp.panel {
    title = ("%d fees, one factor lost"):format(points), xlabel = "fee C, cash/share²", ylabel = "shares", yrange = { -4e5, 4e5 }, xrange = { 1e-4, 3.5e-4 },
    rp.line { x = fees, y = volumes, marker = points < 100 and "circle" or nil },
  }
end

local function fig3_left()
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

local function fig3_right()
  rp.figure "fig3-right" {
    title = "Around the impact of the exchange", xlabel = "fee C, cash/share²", ylabel = "shares off the exchange",
    caption = "Off-exchange volume for fees around the impact 0.001: smooth, and smaller for the more risk-averse.",
    near_impact:lines { x = "fee", y = "off_exchange_volume", by = "risk_aversion", label = risk_labels },
    rp.vline { at = lambda, label = "fee = impact" },
  }
end

return {
  fig1 = fig1, fig2 = fig2, fig3_left = fig3_left, fig3_right = fig3_right, dear = dear, slip = slip,
  slip_rolled = slip_rolled, printed_a3 = printed_a3, printed_a3_rolled = printed_a3_rolled, risk_levels = risk_levels,
  corrected_changes = corrected_changes, slip_changes = slip_changes, grids = grids,
}
