-- The price model and the investor's wealth (Section 2.1). Claims eq2.1 to eq2.6; figure resilience. Second routes: prices
-- rolled forward trade by trade and the recursion (recursion.lua), simulated paths.

local rp = require "reprise"
local studies = require "kuno2018.studies"

local execution = rp.model "closing_price"
local paths = rp.model "closing_price_paths"
local lambda, block, solve_replica, roll, base = studies.lambda, studies.block, studies.solve_replica, studies.roll, studies.base
local exact, drifted, drifted_dense = studies.exact, studies.drifted, studies.drifted_dense

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

-- What remains of a price move, and what that changes.
local function resilience()
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
end

return { resilience = resilience, described = described, stays_printed = stays_printed, stays_described = stays_described }
