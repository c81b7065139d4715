-- What several parts share: how far two routes may lie apart, populations and big traders in the plugin's names, differences
-- and integrals on even grids, and the games that most parts look at, solved. The parameter sets are those of studies.lua.

local rp = require "reprise"
local studies = require "fatone2014.studies"

local retail = rp.model "mean_field"
local big_trader = rp.model "mean_field_big_trader"

local plain, generic, folded = studies.plain_set, studies.generic_set, studies.folded_set
local big = studies.big

-- How far two routes may lie apart, and why. Where a tolerance is none of these, its claim says what it is made of.
local rounding = 1e-12    -- formulas of some dozen operations in double precision
local integrated = 1e-9   -- integrals with a step control of 1e-13 per step: a few hundred steps, whose errors grow by exp(omega t), below 1e3
local found = 1e-10       -- terminal variances as the time map finds them, and so the paths that end there
local next_order = 0.1    -- observed orders: what the term of the next order does to them on three grids
-- Simulated means are allowed four standard errors: at 41 times a right one fails with a probability below 0.3 per cent.
local errors_allowed = 4

-- A population in the plugin's names, with further arguments.
local function given(population, more)
  return studies.merge({
    herding_weight = population.a, rate_penalty = population.b, inventory_penalty = population.c, terminal_penalty = population.d,
    volatility = population.sigma, horizon = population.T, initial_mean = population.mu0, initial_variance = population.v0,
    target = population.target,
  }, more)
end

-- A big trader beside a population, in the plugin's names.
local function against(population, trader, more)
  return given(population, studies.merge({
    block = trader.n, liquidation_time = trader.T1, own_impact = trader.eta, retail_impact = trader.theta,
    permanent_impact = trader.gamma, initial_price = trader.P0, price_volatility = trader.s,
  }, more))
end

local function mean_of(population) return function(t) return (studies.mean(population, t)) end end
local function rate_of(population) return function(t) return (select(2, studies.mean(population, t))) end end

-- The state A, B, C, D, E, R at grid point i of a solved game.
local function state_at(r, i)
  return { r.value_constant[i], r.value_linear[i], r.value_quadratic[i], r.log_constant[i], r.log_linear[i], r.log_quadratic[i] }
end

-- Derivative in time of an array on an even grid, by differences of order four; it loses two points at either end.
local function slope_of(y, h)
  return (8 * (y:slice(4, -2) - y:slice(2, -4)) - (y:slice(5, -1) - y:slice(1, -5))) / (12 * h)
end
local function inner(y) return y:slice(3, -3) end

-- int y dt up to each second point of an even grid, by Simpson's rule.
local function simpson(y, h)
  local sums, sum = { 0 }, 0
  for i = 1, #y - 2, 2 do
    sum = sum + h / 3 * (y[i] + 4 * y[i + 1] + y[i + 2])
    sums[#sums + 1] = sum
  end
  return sums
end

-- region: solve
-- The three populations that most checks use: equal weights, weights without any relation, and small noise.
local plain_game = retail:solve(given(plain))
local generic_game = retail:solve(given(generic))
local folded_game = retail:solve(given(folded))    -- three equilibria; the one of least action is shown
-- end region
local checked = { { plain, plain_game }, { generic, generic_game } }

-- A crowd that goes from long to short and the trader who sells a block beside it (Figure 11), and a purchase beside another one.
local seller, shy = studies.retail(nil, nil, { mu0 = 0.5, target = -2 }), studies.merge(big, { n = -4, T1 = 1.2, eta = 0.05, theta = 0.3, gamma = 0.01, P0 = 20, s = 0.2 })
local fig11 = big_trader:solve(against(seller, big))
local purchase = big_trader:solve(against(generic, shy))
local deals = { { fig11, seller, big }, { purchase, generic, shy } }

-- Lines of the paper figures, in their order.
local styles = { "solid", "dashed", "dotted" }

return {
  rounding = rounding, integrated = integrated, found = found, next_order = next_order, errors_allowed = errors_allowed,
  given = given, against = against, mean_of = mean_of, rate_of = rate_of, state_at = state_at, slope_of = slope_of,
  inner = inner, simpson = simpson, plain = plain, generic = generic, folded = folded, big = big, plain_game = plain_game,
  generic_game = generic_game, folded_game = folded_game, checked = checked, seller = seller, fig11 = fig11, deals = deals,
  styles = styles,
}
