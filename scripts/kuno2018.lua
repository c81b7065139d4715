-- Kuno, "Pricing of guaranteed order execution contracts": every statement of the paper as running code, its figures and ours.
-- Three routes to each number: the one-pass algorithm of the plugin (main route), a dense quadratic programme (its own model,
-- closed-form price kernel and Cholesky's factor), and the paper's recursion in plain Lua (recursion.lua). The parts, one
-- section each, live beside this file; what several of them share is in studies.lua.

local rp = require "reprise"
local studies = require "kuno2018.studies"

local execution = rp.model "closing_price"
local thresholds = rp.model "closing_price_thresholds"
local lambda, block, base, safe = studies.lambda, studies.block, studies.base, studies.safe

rp.paper "kuno2018"

-- The claims: each part evaluates its own when it is loaded, and returns the functions that draw its figures and what the page tells.
local price_model = require "kuno2018.price_model"     -- Section 2.1: impact, recovery, wealth
local strategy = require "kuno2018.strategy"           -- Section 2.2: the best strategy and its recursion
local manipulation = require "kuno2018.manipulation"   -- Section 2.3, and the remarks of Section 5: which fees invite manipulation
local contract = require "kuno2018.contract"           -- Section 3: what the contract is worth
local examples = require "kuno2018.examples"           -- Section 4: the paper's figures and numbers

-- The paper's figures.
examples.fig1()
examples.fig2()
examples.fig3_left()
examples.fig3_right()

-- Our figures.
manipulation.thresholds()
manipulation.regimes()
manipulation.cost()
contract.broker_fee()
price_model.resilience()

------------------------------------------------------------------------------------------- Values and tables of the page

rp.value("base-volume", base.off_exchange_volume, { unit = "share", doc = "shares bought off-exchange, base case" })
rp.value("base-cost", base.certainty_equivalent_cost, { unit = "cash", doc = "least certainty-equivalent cost, base case" })
rp.value("first-trade", base.trades[1], { unit = "share", doc = "first trade, base case" })
rp.value("smallest-trade", base.trades:min(), { unit = "share", doc = "smallest trade, base case" })
rp.value("printed-a3-volume", examples.printed_a3.off_exchange_volume, { unit = "share", doc = "off-exchange volume with A3 as printed" })
rp.value("printed-a3-cost", examples.printed_a3_rolled.certainty_equivalent, { unit = "cash", doc = "cost of the trades with A3 as printed" })
rp.value("slip-volume", examples.slip.off_exchange_volume, { unit = "share", doc = "off-exchange volume with one factor lost in A3" })
rp.value("slip-cost", examples.slip_rolled.certainty_equivalent, { unit = "cash", doc = "cost of the trades with one factor lost in A3" })
rp.value("slip-loss", examples.slip_rolled.certainty_equivalent - base.certainty_equivalent_cost,
  { unit = "cash", doc = "what these trades cost more than the optimum" })
rp.value("fee-threshold", manipulation.edge, { unit = "cash/share^2", doc = "existence threshold C*, base case" })
rp.value("fee-reach", safe.residue_per_share, { unit = "cash/share^2", doc = "N of y = N Q/(C - C*), base case" })
rp.value("fee-threshold-neutral", manipulation.pure, { unit = "cash/share^2", doc = "risk-neutral existence threshold C*_0" })
rp.value("fee-positive", safe.positive_trades_fee, { unit = "cash/share^2", doc = "fee above which all trades are purchases" })
rp.value("fee-positive-neutral-ratio", manipulation.triggered / lambda, { doc = "the same for a risk-neutral investor, over the impact" })
rp.value("risk-no-pole", contract.zero_risk, { unit = "1/cash", doc = "risk aversion at which C* is zero" })
rp.value("volume-high-fee", examples.dear.off_exchange_volume, { unit = "share", doc = "off-exchange volume at the fee 0.01" })
rp.value("share-high-fee", examples.dear.off_exchange_volume / block, { doc = "the same as a share of the programme" })
rp.value("saddle-volume", strategy.saddle.off_exchange_volume, { unit = "share", doc = "off-exchange volume of the saddle at fee 0" })
rp.value("saddle-cost", strategy.saddle.certainty_equivalent_cost, { unit = "cash", doc = "cost of the saddle at fee 0" })
rp.value("rival-cost", strategy.rival.certainty_equivalent, { unit = "cash", doc = "cost at fee 0 of the best plan for the fee 0.001" })
rp.value("low-fee", contract.low_fee, { unit = "cash/share^2", doc = "a fee between the thresholds" })
rp.value("low-fee-volume", contract.tempted.off_exchange_volume, { unit = "share", doc = "off-exchange volume at that fee" })
rp.value("low-fee-last-sale", -contract.tempted.trades[13], { unit = "share", doc = "shares sold in the last period at that fee" })
rp.value("impact-stays-printed", price_model.stays_printed * lambda, { unit = "cash/share^2", doc = "impact that stays, (2.4) as printed" })
rp.value("impact-stays-described", price_model.stays_described * lambda, { unit = "cash/share^2", doc = "impact that stays, as described" })
rp.value("broker-fee", contract.hedged.indifference_fee, { unit = "cash/share", doc = "broker's indifference fee, base case" })
rp.value("broker-fee-zero-risk", contract.zero_risk, { unit = "1/cash", doc = "risk aversion at which the broker's fee is zero" })
rp.value("broker-gain", contract.hedged.plain_expected_gain, { unit = "cash", doc = "expected gain of (3.6), base case" })
rp.value("broker-gain-per-share", contract.hedged.plain_expected_gain / block, { unit = "cash/share", doc = "the same per share" })

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
  for i, level in ipairs(examples.risk_levels) do
    R[i] = level
    for k = 1, 3 do exact_counts[k][i], slip_counts[k][i] = examples.corrected_changes[i][k], examples.slip_changes[i][k] end
  end
  local columns = { { "$R$", R } }
  for k, points in ipairs(examples.grids) do columns[#columns + 1] = { ("exact, %d fees"):format(points), exact_counts[k], decimals = 0 } end
  for k, points in ipairs(examples.grids) do columns[#columns + 1] = { ("factor lost, %d fees"):format(points), slip_counts[k], decimals = 0 } end
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
