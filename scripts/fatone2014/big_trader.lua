-- The big trader who must sell a block beside the crowd (Sections 2 and 4). Claims eq7 to eq16, eq60 to eq79, prop4.1. Second
-- routes: simulated prices, revenues and deviations integrated along the strategy (liquidation.lua), differences of the value
-- function.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local studies = require "fatone2014.studies"
local ode = require "fatone2014.ode"
local liquidation = require "fatone2014.liquidation"

local big_trader = rp.model "mean_field_big_trader"
local revenues = rp.model "mean_field_revenue"
local abs = math.abs
local rounding, integrated, errors_allowed, against = solved.rounding, solved.integrated, solved.errors_allowed, solved.against
local mean_of, rate_of, slope_of, inner, simpson = solved.mean_of, solved.rate_of, solved.slope_of, solved.inner, solved.simpson
local big, seller, fig11, deals = solved.big, solved.seller, solved.fig11, solved.deals

rp.claim "eq7-eq9" : agrees {
  part = "ends", routes = { { "x(0), x(T1)", { fig11.block_left[1] / big.n, fig11.block_left[-1] } }, { "1, 0", { 1, 0 } } }, tolerance = rounding, scale = 1,
}
local elapsed = simpson(fig11.rate, big.T1 / 200)
rp.claim "eq7-eq9" : agrees {
  part = "x' = y", routes = { { "n + integral of the rate", (rp.array(elapsed) + big.n):totable() }, { "position", fig11.block_left:slice(1, -1, 2):totable() } },
  tolerance = integrated, scale = big.n,
}

local position11, rate11 = liquidation.strategy(big, mean_of(seller), rate_of(seller))
-- 20000 prices at the middles of 100 steps; the bias of the step is of second order, a hundredth of the standard error.
for k, deal in ipairs(deals) do
  local r, population, trader = table.unpack(deal)
  local simulated = revenues:solve(against(population, trader, { paths = 20000, steps = 100 }), { seed = 100 + k })
  local of = k == 1 and "of a sale" or "of a purchase"
  rp.claim "eq10-eq11" : holds {
    part = "mean " .. of, what = "four standard errors less the distance of the simulated mean revenue from the computed one", seed = 100 + k,
    margin = errors_allowed * simulated.expected_revenue_error - abs(simulated.expected_revenue - r.expected_revenue),
  }
  rp.claim "eq10-eq11" : holds {
    part = "deviation " .. of, what = "four standard errors less the distance of the simulated deviation of the revenue from the computed one", seed = 100 + k,
    margin = errors_allowed * simulated.revenue_deviation_error - abs(simulated.revenue_deviation - r.revenue_deviation),
  }
end
do
  local wild = revenues:solve(against(seller, studies.merge(big, { s = 100 }), { paths = 2000, steps = 50 }), { seed = 103 })
  rp.claim "eq10-remark" : holds {
    part = "it may be negative", what = "share of simulated days with a negative price at s = 100", margin = wild.negative_price_share, strict = true,
    seed = 103,
  }
  -- The price lies above its mean plus s B; by reflection P(min B < -z sqrt(T1)) = 2 P(N < -z) <= exp(-z^2/2).
  local tails = {}
  for k = 1, 7 do
    local z = fig11.expected_price:min() / (128 / 2 ^ k * math.sqrt(big.T1))
    tails[k] = math.exp(-z * z / 2)
  end
  rp.claim "eq10-remark" : converges {
    part = "arbitrarily rarely", what = "bound of the probability of a negative price when s is halved from 64 to 1", sequence = tails, limit = 0, scale = 1,
    tolerance = rounding,
  }
end

do
  -- Any admissible strategy, not only the best: the line plus three waves.
  local function wavy(trader, random)
    local waves = { random:normal(0, 3), random:normal(0, 3), random:normal(0, 3) }
    local omega = math.pi / trader.T1
    local function position(t)
      local x = trader.n * (1 - t / trader.T1)
      for j, amount in ipairs(waves) do x = x + amount * math.sin(j * omega * t) end
      return x
    end
    local function rate(t)
      local y = -trader.n / trader.T1
      for j, amount in ipairs(waves) do y = y + amount * j * omega * math.cos(j * omega * t) end
      return y
    end
    return position, rate
  end
  local direct, by_parts = {}, {}
  for k = 1, 10 do
    local population, trader = deals[k % 2 + 1][2], deals[k % 2 + 1][3]
    local position, rate = wavy(trader, rp.random(120 + k))
    direct[k] = liquidation.expected_revenue(trader, rate_of(population), position, rate)
    by_parts[k] = trader.n * trader.P0 - trader.gamma * trader.n ^ 2 / 2 + liquidation.reduced_value(trader, rate_of(population), rate)
  end
  rp.claim "eq12-eq14" : agrees {
    part = "any strategy", routes = { { "mean of the price times the rate, integrated", direct }, { "n P0 - gamma n^2/2 + J", by_parts } }, tolerance = rounding,
  }
  local direct_best, closed_best = {}, {}
  for k, deal in ipairs(deals) do
    local position, rate = liquidation.strategy(deal[3], mean_of(deal[2]), rate_of(deal[2]))
    direct_best[k] = liquidation.expected_revenue(deal[3], rate_of(deal[2]), position, rate)
    closed_best[k] = deal[1].expected_revenue
  end
  rp.claim "eq12-eq14" : agrees {
    part = "the best strategy", routes = { { "mean of the price times the rate, integrated", direct_best }, { "closed form", closed_best } }, tolerance = rounding,
  }
  local function full_loss(gamma, k)
    local trader = studies.merge(big, { gamma = gamma })
    local position, rate = wavy(trader, rp.random(150 + k))
    return liquidation.expected_revenue(trader, rate_of(seller), position11, rate11)
      - liquidation.expected_revenue(trader, rate_of(seller), position, rate)
  end
  local losses = { {}, {}, {}, {} }
  local reduced_losses = {}
  for k = 1, 10 do
    for g, gamma in ipairs { 0, 1e-4, 0.1, 5 } do losses[g][k] = full_loss(gamma, k) end
    local _, rate = wavy(big, rp.random(150 + k))
    reduced_losses[k] = liquidation.reduced_value(big, rate_of(seller), rate11) - liquidation.reduced_value(big, rate_of(seller), rate)
  end
  rp.claim "eq15-eq16" : agrees {
    what = "losses of ten strategies against the best one",
    routes = { { "of expected revenue", losses[2] }, { "of J", reduced_losses } }, tolerance = integrated,
  }
  rp.claim "eq16-gamma" : agrees {
    what = "losses of expected revenue of ten strategies at four permanent impacts",
    routes = { { "0", losses[1] }, { "0.0001", losses[2] }, { "0.1", losses[3] }, { "5", losses[4] } }, tolerance = integrated,
  }
end

do
  local sets = {}
  for k, deal in ipairs(deals) do
    local trader = deal[3]
    local r = big_trader:solve(against(deal[2], trader, { points = 1001 }))
    local h, theta, eta = trader.T1 / 1000, trader.theta, trader.eta
    -- The last tenth is left out: c = -eta/(T1 - t) falls without bound there. Before it, differences of order four err by
    -- 4 (h/(T1 - t))^4, which is 4e-8 at most.
    local function part(y) return y:slice(1, 901) end
    local a, b, c, q = part(r.value_constant), part(r.value_linear), part(r.value_quadratic), part(r.retail_rate)
    local da, db, dc = slope_of(a, h), slope_of(b, h), slope_of(c, h)
    b, c, q = inner(b), inner(c), inner(q)
    local gap = b - theta * q
    sets[k] = { da = da, db = db, dc = dc, ra = -(gap ^ 2) / (4 * eta), rb = -(c * gap) / eta, rc = -(c ^ 2) / eta }
    local x = 0.7 * trader.n
    sets[k].hjb_left = da + db * x + dc * x * x
    sets[k].hjb_right = -((b + 2 * x * c - theta * q) ^ 2) / (4 * eta)
  end
  rp.claim "eq60-eq65" : agrees {
    part = "equation", what = "change of v(x, t) in time at x = 0.7 n, for a sale and a purchase",
    routes = { { "differences", { sets[1].hjb_left, sets[2].hjb_left } }, { "-(v_x - theta q)^2/(4 eta)", { sets[1].hjb_right, sets[2].hjb_right } } }, tolerance = 1e-7,
  }
  rp.claim "eq71-eq76" : agrees {
    part = "a", routes = { { "differences", { sets[1].da, sets[2].da } }, { "right-hand side", { sets[1].ra, sets[2].ra } } }, tolerance = 1e-7,
  }
  rp.claim "eq71-eq76" : agrees {
    part = "b", routes = { { "differences", { sets[1].db, sets[2].db } }, { "right-hand side", { sets[1].rb, sets[2].rb } } }, tolerance = 1e-7,
  }
  rp.claim "eq71-eq76" : agrees {
    part = "c", routes = { { "differences", { sets[1].dc, sets[2].dc } }, { "right-hand side", { sets[1].rc, sets[2].rc } } }, tolerance = 1e-7,
  }
end
do
  local late, steps = {}, {}
  for k = 1, 6 do
    steps[k] = 10 ^ -k
    late[k] = big.T1 - steps[k]
  end
  local near_end = big_trader:solve(against(seller, big, { times = late }))
  rp.claim "eq60-eq65" : holds {
    part = "final condition", what = "-v(1, T1 - h) less 0.9 eta/h, which grows without bound; 3 h less |v(0, T1 - h)|", error = rounding,
    margin = {
      (-(near_end.value_constant + near_end.value_linear + near_end.value_quadratic) - 0.9 * big.eta / rp.array(steps)):slice(4, 6),
      3 * rp.array(steps) - near_end.value_constant:abs(),
    },
  }
  do
    local closed, by_value, by_integral = {}, {}, {}
    for k, deal in ipairs { deals[1], deals[2], { big_trader:solve(against(studies.retail(), big)), studies.retail(), big } } do
      local r, population, trader = table.unpack(deal)
      local _, rate = liquidation.strategy(trader, mean_of(population), rate_of(population))
      closed[k] = r.reduced_value
      by_value[k] = r.value_constant[1] + r.value_linear[1] * trader.n + r.value_quadratic[1] * trader.n ^ 2
      by_integral[k] = liquidation.reduced_value(trader, rate_of(population), rate)
    end
    rp.claim "prop4.1" : agrees {
      what = "J of two sales and a purchase", routes = { { "closed form", closed }, { "value function at (n, 0)", by_value }, { "J of (82), (83), integrated", by_integral } },
      tolerance = rounding,
    }
  end
  rp.claim "eq76-b" : converges { -- a time h before the end b differs by theta q'(T1) h/2: by 7e-8 of itself at 1e-6
    what = "b(t) as t approaches T1", sequence = near_end.value_linear, limit = big.theta * select(2, studies.mean(seller, big.T1)), tolerance = 1e-7, error = rounding,
  }
  rp.claim "eq76-print" : cannot {}
  -- The feedback rule (70) from a position that is wrong by half the block.
  local missed = {}
  do
    local M, q, r = mean_of(seller), rate_of(seller), big.theta / (2 * big.eta)
    local last = M(big.T1)
    for k = 1, 5 do
      local stop = big.T1 - 10 ^ -k
      local y = ode.integrate(function(t, x, slope)
        local left = big.T1 - t
        slope[1] = -x[1] / left + r * ((last - M(t)) / left - q(t))
      end, 0.3, stop, { position11(0.3) + big.n / 2 }, { tolerance = 1e-12 })
      missed[k] = y[1]
    end
  end
  rp.claim "eq77-eq79" : converges { -- at 1e-5 before the end 1.1e-5 of the block is left of the disturbance, and some of the strategy itself
    what = "position close to T1 after a disturbance of half the block", sequence = missed, limit = 0, scale = big.n, tolerance = 2e-5, error = 1e-11,
  }
end
