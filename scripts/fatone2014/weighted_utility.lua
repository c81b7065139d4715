-- The weighted utility (80) of the studies and the big trader beside such a crowd (Section 5): what the weights do, that he
-- buys or sells, and that no other strategy is better. Claims eq80 to eq83, view, buyers, numbers. Second routes: the six
-- equations, the largest value of the Hamiltonian on a grid, a quadratic programme in Lua and one by the plugin
-- (liquidation.lua).

local rp = require "reprise"
local solved = require "fatone2014.solved"
local retail_traders = require "fatone2014.retail_traders"
local mean_and_rate = require "fatone2014.mean_and_rate"
local studies = require "fatone2014.studies"
local game = require "fatone2014.game"
local liquidation = require "fatone2014.liquidation"

local retail = rp.model "mean_field"
local big_trader = rp.model "mean_field_big_trader"
local programme = rp.model "mean_field_programme"
local huge, abs, max, min = math.huge, math.abs, math.max, math.min
local rounding, integrated, given, against = solved.rounding, solved.integrated, solved.given, solved.against
local state_at, slope_of, inner, big, seller = solved.state_at, solved.slope_of, solved.inner, solved.big, solved.seller
local deals = solved.deals
local lone_losses = retail_traders.lone_losses
local rate_from_equations = mean_and_rate.rate_from_equations

do
  local by_weights, halves = {}, {}
  for k, lambda in ipairs { 0, 0.4, 1.7 } do
    local weighted = studies.weighted(0.5, 0.5, lambda, { mu0 = 0.3 })
    local r = retail:solve { weighting = "eq6", position_weight = lambda, initial_mean = 0.3 }
    by_weights[k] = game.equilibrium_reward(weighted, r.terminal_variances[1])
    halves[k] = r.expected_utility / 2
  end
  rp.claim "eq80" : agrees { routes = { { "weights of (80) at w = eps = 1/2, moments", by_weights }, { "half of (6), from the action", halves } }, tolerance = integrated }
end
rp.claim "eq80-number" : cannot {}
do
  local function largest_rate(w) return retail:solve({ weighting = "eq80", mix = w, sobriety = 0.5, position_weight = 0.4 }, { outputs = { "mean_rate" } }).mean_rate:abs():max() end
  local function stiffness_of(eps) return retail:solve({ weighting = "eq80", mix = 0.5, sobriety = eps, position_weight = 0.4 }, { outputs = { "stiffness" } }).stiffness end
  local refused_w = retail:try_solve { weighting = "eq80", mix = 0, sobriety = 0.5, position_weight = 0.4 }
  local refused_eps = retail:try_solve { weighting = "eq80", mix = 0.5, sobriety = 0, position_weight = 0.4 }
  rp.claim "eq80-degenerate" : holds {
    what = "growth of the largest rate when w falls to a hundredth, and of omega when eps does, less 5; both limits refused", strict = true,
    margin = { largest_rate(1e-4) / largest_rate(1e-2) - 5, stiffness_of(1e-4) / stiffness_of(1e-2) - 5, refused_w and -1 or 1, refused_eps and -1 or 1 },
  }
end

-- The Hamiltonian of a rate weight b: the largest value of p alpha - b alpha^2/2 over a fine grid of rates.
local function hamiltonian(p, b)
  local top = -huge
  for i = -400, 400 do
    local alpha = i / 100 * max(1, 1 / b)
    top = max(top, p * alpha - b * alpha ^ 2 / 2)
  end
  return top
end
rp.claim "eq80-nonconvex" : holds {
  what = "how far the Hamiltonian rises above its chord, as the weight of the rate falls to zero", on = { 1, 0.1, 0.01, 1e-3, 1e-4 }, strict = true,
  test = function(b) return hamiltonian(0.5, b) - (hamiltonian(0, b) + hamiltonian(1, b)) / 2 end,
}
do
  local low, high = studies.retail(0.5, 0.4), studies.retail(0.5, 0.8)
  rp.claim "eq80-dep" : agrees {
    part = "rate and eps", routes = { { "eps = 0.4, six equations", rate_from_equations(low) }, { "eps = 0.8, six equations", rate_from_equations(high) } }, tolerance = integrated,
  }
  local function last(w, eps) return retail:solve(given(studies.retail(w, eps))).variance[-1] end
  rp.claim "eq80-dep" : holds {
    part = "variance and both, rate and w", what = "differences of v(T) by eps and by w, and of q(T) by w, less 0.01", strict = true,
    margin = { abs(last(0.5, 0.4) - last(0.5, 0.8)) - 0.01, abs(last(0.9, 0.5) - last(0.1, 0.5)) - 0.01,
      abs(select(2, studies.mean(studies.retail(0.9), 1)) - select(2, studies.mean(studies.retail(0.1), 1))) - 0.01 },
  }
end
do
  local sober = rp.linspace(0.05, 1, 39)
  local by_sobriety = retail:sweep({ weighting = "eq80", mix = 0.5, sobriety = sober, position_weight = 0.4 }, { outputs = { "herding_ratio" } })
  rp.claim "eq80-mono" : shape { what = "herding over rate against eps", x = sober, y = by_sobriety.herding_ratio, is = "decreasing" }
end

do
  for k, case in ipairs { { 0.5, 0.5 }, { 0.9, 0.25 }, { 0.3, 0.75 } } do
    local population = studies.retail(case[1], case[2], { mu0 = 0.2 })
    local lone_loss = lone_losses(population, state_at(retail:solve(given(population)), 1))
    rp.claim "eq81" : holds {
      part = ("w = %g, eps = %g"):format(case[1], case[2]), what = "loss by a random affine deviation, over its squared size", count = 10, seed = 810 + k,
      strict = true, error = integrated, test = function(random) return lone_loss(random, 0.1) / 0.01 end,
    }
  end
end
do
  local by_formula, by_programme, by_lapack = {}, {}, {}
  for k, deal in ipairs(deals) do
    local trader, averages, h = deal[3], {}, deal[3].T1 / 200
    for i = 1, 200 do averages[i] = (studies.mean(deal[2], i * h) - studies.mean(deal[2], (i - 1) * h)) / h end
    by_formula[k] = deal[1].block_left:totable()
    by_programme[k] = liquidation.programme(trader, averages)
    by_lapack[k] = rp.concat({ trader.n }, programme:solve(against(deal[2], trader, { steps = 200 })).block_left):totable()
  end
  rp.claim "eq82-eq83" : agrees {
    what = "positions at 201 times of a sale and a purchase", routes = { { "closed form", by_formula }, { "quadratic programme in 200 rates", by_programme },
      { "the same by LAPACK", by_lapack } }, tolerance = rounding,
    scale = big.n,
  }
end
do
  local gaps, penalties, integrals = {}, {}, {}
  for k = 1, 5 do
    local random = rp.random(820 + k)
    local u, w, omega = random:normal(), random:normal(), math.pi / big.T1
    local r = big_trader:solve(against(seller, big, { perturbation = function(t) return u * math.sin(omega * t) + w * math.sin(3 * omega * t) end }))
    gaps[k], penalties[k] = r.optimality_gap, r.perturbation_penalty
    integrals[k] = big.eta * liquidation.integral(function(t) return (u * omega * math.cos(omega * t) + 3 * w * omega * math.cos(3 * omega * t)) ^ 2 end, 0, big.T1)
  end
  rp.claim "eq82-gap" : agrees {
    routes = { { "J* - J(x + h)", gaps }, { "eta int h'^2", penalties }, { "the same, in Lua", integrals } }, tolerance = integrated,
  }
end
local alone = big_trader:solve(against(seller, studies.merge(big, { theta = 0 })))
rp.claim "eq82-neutral" : agrees {
  routes = { { "position without retail impact", alone.block_left:totable() }, { "straight line", (big.n * (1 - alone.time / big.T1)):totable() } }, tolerance = rounding, scale = big.n,
}
rp.claim "view" : holds { -- differences of order four err by (k h)^4/30, at k = 5 and T = 3 by 1e-6
  what = "change of the rate times the mean position, over the square of the latter, at 197 times", count = 40, seed = 83, tolerance = 1e-6,
  test = function(random)
    local population = studies.random_population(random)
    local r = retail:solve(given(population), { outputs = { "mean", "mean_rate" } })
    local M = inner(r.mean)
    return (slope_of(r.mean_rate, population.T / 200) * M):min() / (M:abs():max() ^ 2 + 1e-12)
  end,
}
-- The smallest of M q over a grid of times.
local function same_sign(population)
  local least = huge
  for i = 0, 40 do
    local M, q = studies.mean(population, population.T * i / 40)
    least = min(least, M * q)
  end
  return least
end
rp.claim "buyers" : holds {
  what = "mean position times expected rate, at 41 times of random populations", count = 200, seed = 84, error = rounding,
  test = function(random) return same_sign(studies.random_population(random)) end,
}
rp.claim "buyers-flat" : holds {
  what = "the same when they start without positions", count = 200, seed = 85, tolerance = rounding,
  test = function(random)
    local population = studies.random_population(random)
    population.mu0 = 0
    return same_sign(population)
  end,
}
rp.claim "numbers" : cannot {}
