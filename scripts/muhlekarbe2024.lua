-- Muhle-Karbe and Oomen, "Pre-hedging", electronic companion: every statement of the proofs as running code, and figures of
-- ours. The plugin evaluates closed forms that never cancel or overflow. The parts, one idea each, live beside this file with
-- the second routes that share nothing with the plugin: Riccati equations solved without closed forms and cash flows added up
-- trade by trade (dealer.lua), the same for the price-sensitive client (price_sensitive.lua), two dealers from their profit
-- alone (two_dealers.lua), and the formulas as printed (printed.lua). What several parts share is in studies.lua. Parameter
-- values are ours: the companion has none.

local rp = require "reprise"

rp.paper "muhlekarbe2024"

-- The claims: each part evaluates its own when it is loaded, and returns the functions that draw its figures.
local studies = require "muhlekarbe2024.studies"                 -- the dealers that several parts look at
require "muhlekarbe2024.third_stage"                             -- A.1.1: liquidation after the client's decision
local random_stage = require "muhlekarbe2024.random_stage"       -- A.1.2: the client thinks
local value = require "muhlekarbe2024.value"                     -- A.1.3: what the dealer earns
local first_stage = require "muhlekarbe2024.first_stage"         -- A.1.3: what she does before
require "muhlekarbe2024.no_transient_impact"                     -- A.2
local spreads = require "muhlekarbe2024.spreads"                 -- signs in random markets, and which spread to quote
local put_off = require "muhlekarbe2024.put_off"                 -- A.3: a client who looks at the price
local put_off_general = require "muhlekarbe2024.put_off_general" -- the same with transient impact and a random stage
put_off_general.put_off_general()
local competition = require "muhlekarbe2024.competition"         -- Appendix B: two dealers
rp.claim "figures" : cannot { reason = "the main text was not at hand; all numbers and figures here are ours" }

-- The figures.
first_stage.stages()
random_stage.functions()
first_stage.reach()
value.gain()
spreads.quotes()
spreads.one_dealer()
put_off.put_off()
value.profit()
competition.policies()
competition.client_spread()
competition.who_gains()

------------------------------------------------------------------------------------------------------ Tables of the page
local sensitive = require "muhlekarbe2024.price_sensitive"

rp.table "errata" { title = "Printed and right", columns = { { "formula", studies.errata.formula }, { "as printed", studies.errata.printed, digits = 6 }, { "right", studies.errata.right, digits = 6 } } }

-- Values and units as the model declares them, unless the example has its own.
local function parameter_table(id, title, model, rows, values)
  local symbol, meaning, value, unit = {}, {}, {}, {}
  for i, row in ipairs(rows) do
    local parameter = model.parameters[row[1]]
    symbol[i], meaning[i], unit[i] = row[2], row[3], parameter.unit == "1" and "" or parameter.unit
    value[i] = ("%.10g"):format(values and values[row[1]] or parameter.preset)
  end
  rp.table(id) { title = title, columns = { { "symbol", symbol }, { "meaning", meaning }, { "value", value }, { "unit", unit, as = "unit" } } }
end
parameter_table("base", "The dealer's base case", rp.model "prehedging", {
  { "permanent_impact", "$\\kappa$", "permanent impact" }, { "transient_impact", "$\\lambda$", "transient impact" },
  { "transient_decay", "$\\beta$", "decay of the transient impact" }, { "temporary_impact", "$\\nu$", "temporary impact" },
  { "inventory_cost", "$\\gamma$", "cost of inventory" }, { "random_stage", "$\\alpha$", "mean time that the client thinks" },
  { "horizon", "$T$", "length of the first stage" }, { "client_size", "$X_*$", "size of the client's trade" },
  { "buy_probability", "$\\pi$", "probability that the client buys, given a trade" },
  { "trade_probability", "$p$", "probability of a trade" }, { "half_spread", "$\\delta$", "half spread" },
})
parameter_table("watching", "The example with a price-sensitive client", rp.model "prehedging_sensitive", {
  { "permanent_impact", "$\\kappa$", "permanent impact" }, { "temporary_impact", "$\\nu$", "temporary impact" },
  { "inventory_cost", "$\\gamma$", "cost of inventory" }, { "horizon", "$T$", "time until the client decides" },
  { "volatility", "$\\sigma$", "volatility of the unaffected price" }, { "client_size", "$X_*$", "size of the client's trade" },
  { "half_spread", "$\\delta$", "half spread" }, { "demand_level", "$\\phi$", "demand at the reference spread and the first price" },
  { "demand_reference", "$\\delta_0$", "reference spread" }, { "spread_slope", "$s_1$", "sensitivity of demand to the spread" },
  { "price_slope", "$s_2$", "sensitivity of demand to the price" },
  { "initial_inventory", "$X_0$", "inventory at the start" }, { "initial_price", "$P_0$", "price at the start" },
}, sensitive.arguments(sensitive.case()))
parameter_table("pair", "The example with two dealers", rp.model "prehedging_nash", {
  { "permanent_impact", "$\\kappa$", "permanent impact" }, { "transient_impact", "$\\lambda$", "transient impact" },
  { "decayed_fraction", "$\\beta$", "share of the transient impact that decays" }, { "inventory_cost", "$\\gamma$", "cost of a position" },
  { "trade_probability", "$\\phi$", "probability of a trade" }, { "client_size", "$X_*$", "size of the client's trade" },
  { "inventory_range", "$\\zeta$", "inventories are uniform between $-\\zeta$ and $\\zeta$" },
})
