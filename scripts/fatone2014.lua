-- Fatone, Mariani, Recchioni and Zirilli, "A trading execution model based on mean field games and optimal control": every
-- statement of the paper as running code, its figures with a parameter set of ours (the paper's is lost), and our own figures.
-- Routes: the plugin (closed forms, time map, collocation, GSL, grids, particles, simulated revenues) and, as a second program that
-- shares nothing with it, plain Lua below fatone2014/: backward integration of the variance, the six equations, a
-- conservative Kolmogorov solver, a quadratic programme.

local rp = require "reprise"
local studies = require "fatone2014.studies"
local ode = require "fatone2014.ode"
local variance = require "fatone2014.variance"
local game = require "fatone2014.game"
local kolmogorov = require "fatone2014.kolmogorov"
local liquidation = require "fatone2014.liquidation"

rp.paper "fatone2014"
local retail = rp.model "mean_field"
local folds = rp.model "mean_field_folds"
local shooting = rp.model "mean_field_shooting"
local equations = rp.model "mean_field_odes"
local big_trader = rp.model "mean_field_big_trader"
local density = rp.model "mean_field_density"
local particles = rp.model "mean_field_particles"
local revenues = rp.model "mean_field_revenue"
local programme = rp.model "mean_field_programme"
local policy = rp.model "mean_field_policy"

local plain, generic, folded = studies.plain_set, studies.generic_set, studies.folded_set
local big = studies.big
local huge, abs, max, min = math.huge, math.abs, math.max, math.min

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

------------------------------------------------------------------------------------------------ Section 2: the retail traders

-- Agents who follow the equilibrium's rule; steps are exact for coefficients frozen in their middle, so their bias is of second order in
-- the step: at 40 steps 1e-4, a fiftieth of the standard errors.
local agent_count, agent_steps = 40000, 40
local agents = particles:solve(given(plain, { agents = agent_count, steps = agent_steps, kept = 8 }), { seed = 1 })
rp.claim "eq1-eq2" : holds {
  part = "mean", what = "four standard errors less the distance of the sample mean of 40000 agents from M, at 41 times", seed = 1,
  margin = errors_allowed * agents.mean_error - (agents.mean - agents.exact_mean):abs(),
}
rp.claim "eq1-eq2" : holds {
  part = "variance", what = "four standard errors less the distance of the sample variance from v, at 41 times", seed = 1,
  margin = errors_allowed * agents.variance_error - (agents.variance - agents.exact_variance):abs(),
}

-- The equilibrium's density by finite volumes, step by step from the initial law, never normalised.
do
  local rolled, rolled_miss = {}, {}
  for k, cells in ipairs { 100, 200, 400 } do
    rolled[k] = policy:solve(given(plain, { cells = cells, steps = cells // 4, lower_end = -6.5, upper_end = 7 }))
    rolled_miss[k] = rolled[k].variance[-1] - plain_game.variance[-1]
  end
  local mass = rolled[3].final_density:sum() * 13.5 / 400
  rp.claim "eq3-eq4" : agrees { -- the law reaches beyond the ends of the grid with less than 1e-9
    part = "mass", routes = { { "mass after the last step", mass }, { "one", 1 } }, tolerance = 1e-9,
  }
  rp.claim "eq3-eq4" : holds {
    part = "positive", what = "the smallest value of the density, at any step", margin = rolled[3].least_density, tolerance = rounding,
  }
  rp.claim "eq3-eq4" : converges {
    part = "variance", what = "error of the final variance against cell width, time step in proportion",
    h = { 1 / 100, 1 / 200, 1 / 400 }, error = rolled_miss, order = 2, within = next_order,
  }
end

-- A single trader deviates by an affine rule that may vary with time; all others keep to the equilibrium.
-- Returns a function of random numbers and a size: the loss, and the loss as a function of the size.
local function lone_losses(population, start)
  local own = game.lone_reward(population, start, function() return 0, 0 end)
  return function(random, size)
    local c0, c1, c2, c3 = random:normal(), random:normal(), random:normal(), random:normal()
    local function loss(e)
      return own - game.lone_reward(population, start, function(t) return e * (c0 + c1 * t), e * (c2 + c3 * t) end)
    end
    return loss(size), loss
  end
end
for _, case in ipairs { { "equal weights", plain, plain_game, 51 }, { "other weights", generic, generic_game, 52 } } do
  local lone_loss = lone_losses(case[2], state_at(case[3], 1))
  rp.claim "eq5-eq6" : holds {
    part = case[1], what = "loss by a random affine deviation, over its squared size", count = 25, seed = case[4], strict = true, error = integrated,
    test = function(random) return lone_loss(random, 0.1) / 0.01 end,
  }
end
do
  local _, loss_of = lone_losses(plain, state_at(plain_game, 1))(rp.random(53), 0.1)
  local sizes, odd_parts = { 0.2, 0.1, 0.05, 0.025 }, {}
  for k, e in ipairs(sizes) do odd_parts[k] = (loss_of(e) - loss_of(-e)) / (2 * e) end
  rp.claim "eq5-eq6" : converges {
    part = "no first-order gain", what = "odd part of the loss over the size of the deviation", h = sizes, error = odd_parts, order = 2, within = next_order,
    floor = 1e-13, -- the step control of both rewards,
  }
end

-- Both equations of the game on three grids, for ln m and for 2 sqrt m, and from a law with two peaks and the mean 1/4.
local function bell(x, centre, width) return math.exp(-((x - centre) / width) ^ 2 / 2) / width end
local two_peaks = rp.curve(function(x) return 0.3 * bell(x, -1.5, 0.3) + 0.7 * bell(x, 1, 0.5) end, { domain = { -6, 6 } })
local node_counts, grids = { 101, 201, 401 }, { log = {}, root = {}, peaks = {} }
for k, nodes in ipairs(node_counts) do
  local settings = { nodes = nodes, steps = (nodes - 1) // 2, points = 2 }
  grids.log[k] = density:solve(given(plain, settings))
  grids.root[k] = density:solve(given(plain, studies.merge(settings, { herding = "root" })))
  grids.peaks[k] = density:solve(given(plain, studies.merge(settings, { herding = "root", initial_law = two_peaks })))
end
local widths = { 1 / 100, 1 / 200, 1 / 400 }
-- What the finest grid errs by is, at second order, a third of its distance from the one before; all of it is allowed.
local function grid_error(name)
  return abs(grids.log[3][name][-1] - grids.log[2][name][-1]) + abs(grids.root[3][name][-1] - grids.root[2][name][-1])
end
rp.claim "eq6-remark" : holds {
  part = "variance", what = "distance of the final variances under ln m and under 2 sqrt m, less a tenth of the former", strict = true,
  error = grid_error "variance",
  margin = abs(grids.log[3].variance[-1] - grids.root[3].variance[-1]) - 0.1 * plain_game.variance[-1],
}
rp.claim "eq6-remark" : holds {
  part = "mean and rate", what = "distance of the final means under ln m and under 2 sqrt m, less what the grids err by", strict = true,
  margin = abs(grids.log[3].mean[-1] - grids.root[3].mean[-1]) - grid_error "mean",
}

------------------------------------------------------------------------------------------------ Section 2: the big trader

local seller, shy = studies.retail(nil, nil, { mu0 = 0.5, target = -2 }), studies.merge(big, { n = -4, T1 = 1.2, eta = 0.05, theta = 0.3, gamma = 0.01, P0 = 20, s = 0.2 })
local fig11 = big_trader:solve(against(seller, big))
local purchase = big_trader:solve(against(generic, shy))
local deals = { { fig11, seller, big }, { purchase, generic, shy } }

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

------------------------------------------------------------------------------------------ Section 3: the game's two equations

do
  local mean_misses, variance_misses, slope_misses = {}, {}, {}
  for k, r in ipairs(grids.log) do
    mean_misses[k], variance_misses[k] = r.mean_difference, r.variance[-1] - plain_game.variance[-1]
    local u, x, worst = r.value[1], r.node, 0
    for i = 2, #x - 1 do
      if abs(x[i]) < 2.5 then
        local u_x = (u[i + 1] - u[i - 1]) / (x[i + 1] - x[i - 1])
        worst = max(worst, abs(u_x - plain_game.value_linear[1] - 2 * plain_game.value_quadratic[1] * x[i]))
      end
    end
    slope_misses[k] = worst
  end
  for part, misses in pairs { ["mean"] = mean_misses, ["variance"] = variance_misses, ["rate u_x at time 0"] = slope_misses } do
    rp.claim "eq17-eq23" : converges { -- u_x is itself a difference over two cells: a larger next term
      part = part, what = "error of the solution on grids against cell width, time step in proportion", h = widths, error = misses, order = 2, within = 0.15,
    }
  end
end

-- region: three-equilibria
-- What all earn who use an affine rule, (5), by integrating mean and variance; and what the three equilibria earn.
local best = folded_game.expected_utility
local utilities = folded_game.utilities:totable()
local function rule_margin(population, top)
  return function(random)
    local c0, c1, c2 = random:normal(-1, 1.5), random:normal(0, 1.5), random:normal(0, 1.5)
    local h0, h1 = random:normal(0, 1), random:normal(0, 1)
    local T = population.T
    local earned = game.common_reward(population, function(t)
      return h0 + h1 * t / T, c0 + c1 * t / T + c2 * (t / T) ^ 2
    end, 1e-10)
    return top - earned
  end
end
-- end region
rp.claim "eq17-affine" : holds {
  part = "equal weights", what = "utility of the equilibrium less that of a random affine rule", count = 60, seed = 171, error = integrated, strict = true,
  test = rule_margin(plain, plain_game.expected_utility),
}
rp.claim "eq17-affine" : holds {
  part = "other weights", what = "utility of the equilibrium less that of a random affine rule", count = 60, seed = 172, error = integrated, strict = true,
  test = rule_margin(generic, generic_game.expected_utility),
}
rp.claim "eq17-affine" : holds {
  part = "three equilibria", what = "utility of the equilibrium of least action less that of a random affine rule", count = 40, seed = 173, error = integrated, strict = true,
  test = rule_margin(folded, best),
}

-- The rule of the best equilibrium plus a pull towards the next of a row of points 0.8 apart: the plugin's finite volumes on two grids, and
-- other ones in Lua on a coarse grid.
local spacing, pull = 0.8, 30
local wave = 2 * math.pi / spacing
local function gathering(x) return -pull / wave * math.sin(wave * x) end
local function gathered(cells, strength)
  return policy:solve(given(folded, { cells = cells, steps = cells // 4, lower_end = -5, upper_end = 5, deviation = strength,
    deviation_shape = rp.curve(gathering, { domain = { -5, 5 } }) }))
end
local clusters, coarse_clusters, spread = gathered(1600, 1), gathered(800, 1), gathered(800, 0)
-- The limit of small cells at second order; by as much as it differs from the finer grid it may be wrong.
local clusters_utility = (4 * clusters.utility - coarse_clusters.utility) / 3
local cluster_error = abs(clusters_utility - clusters.utility) + abs(spread.utility - best)
rp.claim "eq17-vs-eq5" : holds {
  part = "affine rules", what = "utility of the equilibrium of least action less that of a random affine rule", count = 20, seed = 174, error = integrated,
  test = rule_margin(folded, best),
}
rp.claim "eq17-vs-eq5" : holds {
  part = "every equilibrium", what = "utility of each of three equilibria less that of the best of them", margin = folded_game.utilities - best, error = integrated,
}
rp.claim "eq17-vs-eq5" : holds {
  part = "any rule", what = "utility of the equilibrium of least action less that of a rule that gathers the traders in clusters",
  margin = best - clusters_utility, error = cluster_error,
}
do
  local slopes = retail:solve(given(folded, { points = 51 }), { outputs = { "feedback" } }).feedback:totable()
  local by_hand = {}
  for k, cells in ipairs { 200, 400 } do
    by_hand[k] = kolmogorov.follow(folded, function(t, x) return slopes[math.floor(t / folded.T * 50 + 1.5)] * x + gathering(x) end,
      { low = -5, high = 5, cells = cells, steps = 50 }).utility
  end
  rp.claim "eq17-clusters" : agrees { -- the rule's time steps are 50 in Lua, and the coarse grids leave an error of fourth order
    part = "utility by two programs", tolerance = 0.01,
    routes = { { "plugin, limit of 800 and 1600 cells", clusters_utility }, { "Lua, limit of 200 and 400 cells", (4 * by_hand[2] - by_hand[1]) / 3 } },
  }
end
rp.claim "eq17-clusters" : holds {
  part = "better than all", what = "utility of the clustering rule less that of each of the three equilibria", strict = true, margin = clusters_utility - folded_game.utilities,
  error = cluster_error,
}
do
  local potential, moments = {}, {}
  for _, case in ipairs { { plain, plain_game }, { generic, generic_game }, { folded, folded_game } } do
    local A, _, _ = studies.ratios(case[1])
    for k = 1, #case[2].utilities do
      potential[#potential + 1] = case[2].utilities[k]
      moments[#moments + 1] = game.equilibrium_reward(case[1], case[2].terminal_variances[k])
    end
  end
  rp.claim "eq17-potential" : agrees {
    what = "utilities of five equilibria",
    routes = { { "from the action", potential }, { "from the moments, integrated backwards", moments } }, tolerance = integrated,
  }
  rp.claim "eq17-value" : agrees {
    routes = { { "mean of u(x, 0)", { plain_game.expected_value, generic_game.expected_value } },
      { "utility, integrated backwards", { moments[1], moments[2] } } }, tolerance = integrated,
  }
end

-- The six equations, forwards from the solved initial values.
local middle_state, end_state, end_wanted, closed_middle, gsl_middle = {}, {}, {}, {}, {}
for k, case in ipairs(checked) do
  local population, r = case[1], case[2]
  local start = state_at(r, 1)
  middle_state[k] = game.follow(population, start, population.T / 2)
  end_state[k] = game.follow(population, start, population.T)
  end_wanted[k] = { -population.d * population.target ^ 2 / 2, population.d * population.target, -population.d / 2 }
  closed_middle[k] = state_at(r, 101)
  gsl_middle[k] = state_at(equations:solve(given(population)), 101)
end
rp.claim "prop3.1" : agrees {
  what = "A, B, C at the end, for two populations",
  routes = { { "six equations integrated from time 0", { table.move(end_state[1], 1, 3, 1, {}), table.move(end_state[2], 1, 3, 1, {}) } },
    { "final conditions", end_wanted } }, tolerance = integrated,
}
rp.claim "eq28-eq33" : agrees {
  what = "all six coefficients in the middle, for two populations",
  routes = { { "collocation", closed_middle }, { "extrapolated midpoint rule", middle_state }, { "GSL, Runge-Kutta of order 8", gsl_middle } },
  tolerance = integrated,
}
-- Second differences of each right-hand side in its own unknown.
local own_curvature = {}
do
  local state, s, size = closed_middle[2], {}, 0.1
  for i = 1, 6 do
    local values = {}
    for j = -1, 1 do
      local moved = table.move(state, 1, 6, 1, {})
      moved[i] = moved[i] + j * size
      values[j] = game.slopes(generic, moved, s)[i]
    end
    own_curvature[i] = abs(values[-1] - 2 * values[0] + values[1]) / size ^ 2
  end
end
rp.claim "eq28-riccati" : holds {
  what = "curvature of the right-hand sides of C and R in their own unknown; minus that of A, B, D, E", tolerance = rounding,
  margin = { own_curvature[3] - 0.1, own_curvature[6] - 0.1, -own_curvature[1], -own_curvature[2], -own_curvature[4], -own_curvature[5] },
}
rp.claim "eq34-eq39" : agrees {
  what = "A, B, C at T and D, E, R at 0",
  routes = {
    { "solution", { generic_game.value_constant[-1], generic_game.value_linear[-1], generic_game.value_quadratic[-1],
      generic_game.log_constant[1], generic_game.log_linear[1], generic_game.log_quadratic[1] } },
    { "conditions", { end_wanted[2][1], end_wanted[2][2], end_wanted[2][3],
      -math.log(2 * math.pi * generic.v0) / 2 - generic.mu0 ^ 2 / (2 * generic.v0), generic.mu0 / generic.v0, -1 / (2 * generic.v0) } },
  }, tolerance = rounding,
}

-- Both partial differential equations at points anywhere: differences in time of the coefficients, exact in x. The differences err by
-- (omega h)^4/30 of what they are taken of, 2e-9 at 800 steps; the two sides are sums with some cancellation.
do
  local r, h = retail:solve(given(generic, { points = 801 })), generic.T / 800
  local names = { "value_constant", "value_linear", "value_quadratic", "log_constant", "log_linear", "log_quadratic" }
  local now, change = {}, {}
  for i, name in ipairs(names) do now[i], change[i] = inner(r[name]), slope_of(r[name], h) end
  local u_t, u_right, phi_t, phi_right = {}, {}, {}, {}
  local s2, a, b, c = generic.sigma ^ 2, generic.a, generic.b, generic.c
  for i = 20, #now[1], 40 do
    for _, x in ipairs { -7.5, -1.3, 0.2, 3.9 } do
      local u_x, u_xx = now[2][i] + 2 * now[3][i] * x, 2 * now[3][i]
      local phi_x, phi_xx = now[5][i] + 2 * now[6][i] * x, 2 * now[6][i]
      local k = #u_t + 1
      u_t[k] = change[1][i] + change[2][i] * x + change[3][i] * x * x
      u_right[k] = -(u_x ^ 2 / (2 * b) + s2 / 2 * u_xx + a * (now[4][i] + now[5][i] * x + now[6][i] * x * x) - c / 2 * x * x)
      phi_t[k] = change[4][i] + change[5][i] * x + change[6][i] * x * x
      phi_right[k] = -u_xx / b - u_x / b * phi_x + s2 / 2 * (phi_xx + phi_x ^ 2)
    end
  end
  rp.claim "eq40-eq44" : agrees {
    part = "value", what = "change of u in time, at 80 points", routes = { { "differences", u_t }, { "right-hand side of (20)", u_right } }, tolerance = 1e-7,
  }
  rp.claim "eq40-eq44" : agrees {
    part = "density", what = "change of ln m in time, at 80 points", routes = { { "differences", phi_t }, { "right-hand side of (44)", phi_right } }, tolerance = 1e-7,
  }
end

-- Normalisation: the integral of exp(D + E x + R x^2) by the trapezoidal rule, with D from (47).
do
  local masses = {}
  for k = 1, 10 do
    local random = rp.random(450 + k)
    local E, R = random:normal(0, 2), -random:log_uniform(0.1, 10)
    local D = E * E / (4 * R) + math.log(-R / math.pi) / 2
    local centre, width, sum = -E / (2 * R), math.sqrt(-1 / (2 * R)), 0
    for i = -100, 100 do
      local x = centre + i * width / 10
      sum = sum + math.exp(D + E * x + R * x * x) * width / 10
    end
    masses[k] = sum
  end
  rp.claim "eq45-eq47" : agrees { part = "normalised", routes = { { "integral of m", masses }, { "one", rp.full(1, 10):totable() } }, tolerance = rounding }
end

rp.claim "eq45-eq47" : holds {
  part = "along the solution", what = "1e-9 less the residual of (47), for three populations",
  margin = { 1e-9 - plain_game.mass_residual, 1e-9 - generic_game.mass_residual, 1e-9 - folded_game.mass_residual },
}
rp.claim "eq47-constraint" : holds {
  what = "residual of (47) along a random trajectory of the six equations that starts normalised, less 1e-9", count = 20, seed = 47, strict = true,
  test = function(random)
    local E, R = random:normal(0, 1), -random:uniform(0.3, 1.5)
    local D = E * E / (4 * R) + math.log(-R / math.pi) / 2
    local state = game.follow(generic, { 0, random:normal(), random:uniform(-1, 1), D, E, R }, 0.4)
    return abs(game.normalisation(state)) - 1e-9
  end,
}
local means, mean_law, variances, variance_law = {}, {}, {}, {}
for k, case in ipairs(checked) do
  means[k], variances[k] = case[2].mean[101], case[2].variance[101]
  local s = middle_state[k]
  mean_law[k], variance_law[k] = -s[5] / (2 * s[6]), -1 / (2 * s[6])
end
rp.claim "eq48-eq49" : agrees {
  what = "mean and variance in the middle", routes = { { "closed form and collocation", { means, variances } }, { "from E and R, integrated", { mean_law, variance_law } } },
  tolerance = integrated,
}
do
  local points = { -2.3, -0.4, 0.9, 3.1 }
  local r = retail:solve(given(plain, { positions = points, times = { 0.25, 0.5 } }), { outputs = { "rate" } })
  local rates, affine, s = r.rate[2]:totable(), {}, middle_state[1]
  for i, x in ipairs(points) do affine[i] = (s[2] + 2 * s[3] * x) / plain.b end
  rp.claim "eq50-eq51" : agrees {
    part = "rate", routes = { { "solution", rates }, { "(B + 2 C x)/b, integrated", affine } }, tolerance = integrated,
  }
  rp.claim "eq50-eq51" : agrees {
    part = "its mean", routes = { { "closed form", plain_game.mean_rate[101] }, { "(B + 2 C M)/b, integrated", (s[2] + 2 * s[3] * mean_law[1]) / plain.b } },
    tolerance = integrated,
  }
end

--------------------------------------------------------------------------------------- Section 3: existence and uniqueness

local function count_of(population)
  return retail:solve(given(population), { outputs = { "solution_count" } }).solution_count
end
local still = given(studies.population { sigma = 0, c = 0, d = 0, T = 0.5 })
local longest = retail:solve(still, { outputs = { "existence_horizon" } }).existence_horizon
local function solvable(horizon)
  return retail:try_solve(studies.merge(still, { horizon = horizon }), { outputs = { "solution_count" } }) and 1 or -1
end
local noisy = {}
for k = 1, 20 do noisy[k] = 0.5 - count_of(studies.random_population(rp.random(900 + k))) end
rp.claim "exist-remark" : holds {
  what = "without noise: solvable just before the longest horizon, not solvable just beyond it", strict = true,
  margin = { solvable(0.999 * longest), -solvable(1.001 * longest) },
  with = "there is no noise", without = noisy,
}
-- region: random-populations
-- Random populations, a third from wide ranges, the others with the weights (80) of the figures (studies.random_population, studies.random_weighted
-- say which), each also with weaker herding: how many equilibria they have, and by how much the variance of that of least action
-- rises, at 41 times.
local counts, odd, rises = { [1] = 0, [3] = 0 }, {}, {}
for k = 1, 300 do
  local random = rp.random(404 + k)
  local population, weaker
  if k % 3 > 0 then
    population, weaker = studies.random_weighted(random)
  else
    population = studies.random_population(random)
    weaker = studies.merge(population, { a = population.a * random:log_uniform(0.1, 1) })
  end
  local paths = {}
  for j, each in ipairs { population, weaker } do
    local r = retail:solve(given(each, { points = 41, nodes = 12, tolerance = 1e-8 }), { outputs = { "variance", "solution_count" } })
    paths[j] = r.variance
    counts[r.solution_count] = (counts[r.solution_count] or 0) + 1
    odd[#odd + 1] = r.solution_count >= 1 and (r.solution_count % 2) - 0.5 or -1
  end
  rises[k] = ((paths[2] - paths[1]) / paths[1]):min()
end
-- end region
rp.claim "exist-always" : holds {
  what = "one half less the distance of the number of solutions from an odd number, on 600 random populations", seed = 404, strict = true, margin = odd,
}
do
  local by_map, by_scan, tried = {}, {}, 0
  while #by_map < 8 do
    tried = tried + 1
    local population = studies.random_population(rp.random(700 + tried))
    local v, omega = studies.turnpike(population)
    local _, _, kappa = studies.ratios(population)
    if omega * population.T < 8 then
      by_map[#by_map + 1] = count_of(population)
      by_scan[#by_map] = variance.count(population, 0.999 * min(population.v0, v, population.sigma ^ 2 / (2 * kappa)),
        1.001 * (population.v0 + population.sigma ^ 2 * population.T), 16, 1e-5)
    end
  end
  by_map[#by_map + 1], by_scan[#by_scan + 1] = count_of(folded), variance.count(folded, 4e-4, 0.5, 32, 1e-5)
  rp.claim "exist-count" : agrees {
    what = "numbers of solutions", routes = { { "time map", by_map }, { "sign changes of a backward scan", by_scan } }, tolerance = 0,
  }
end
-- Sets on and above the edge of the condition: noise is raised to it where it is below.
rp.claim "uniqueness" : holds {
  what = "one less the number of solutions, on random populations that satisfy the condition", count = 300, seed = 505,
  test = function(random)
    local population = studies.random_population(random)
    local A, k = studies.ratios(population)
    local edge = (A * A / 3 / (k * k + math.pi ^ 2 / (4 * population.T ^ 2))) ^ 0.25
    if population.sigma < edge then population.sigma = edge * random:uniform(1, 1.3) end
    return 1 - count_of(population)
  end,
}
rp.claim "uniqueness-aversion" : holds {
  what = "one less the number of sign changes of a backward scan, for random crowd aversion", count = 12, seed = 506,
  test = function(random)
    local population = studies.population { a = -random:log_uniform(0.1, 1), c = random:uniform(), d = random:uniform(0.1, 1), sigma = random:uniform(0.4, 1), T = random:uniform(0.3, 1) }
    return 1 - variance.count(population, 1e-2, 30, 20, 1e-4)
  end,
}

local fold_curve = folds:solve(given(folded, { horizon = 1.2 }))
local lower_fold, lower_variance = variance.fold(folded, 0.0011, 0.1, -1)
local upper_fold, upper_variance = variance.fold(folded, 0.01, 0.5, 1)
rp.claim "folds" : agrees {
  part = "horizons", routes = { { "time map", fold_curve.fold }, { "extrema of the time of backward integration", { lower_fold, upper_fold } } }, tolerance = integrated,
}
rp.claim "folds" : holds {
  part = "three between them, one outside", what = "one half less the distance of the number of solutions from what is expected", strict = true,
  on = { 0.5, 0.52, 0.53, 0.6, 0.68, 0.69, 0.8 },
  test = function(T)
    local expected = T > lower_fold and T < upper_fold and 3 or 1
    return 0.5 - abs(count_of(studies.merge(folded, { T = T })) - expected)
  end,
}
local backward_variances = { variance.between(folded, 8e-4, 2e-3), variance.between(folded, 5e-3, 2e-2), variance.between(folded, 0.1, 0.3) }
rp.claim "folds-three" : agrees {
  routes = { { "time map", folded_game.terminal_variances }, { "collocation", folded_game.variances:take("time", -1) }, { "backward integration", backward_variances } },
  tolerance = integrated,
}
local dawson = variance.dawson_maximum()
local still_other = retail:solve(given(studies.population { a = 2.5, b = 0.8, c = 0, d = 0, sigma = 0, v0 = 0.7, T = 0.1 }), { outputs = { "existence_horizon" } })
rp.claim "noiseless" : agrees {
  what = "longest horizons for two populations", routes = { { "time map without noise", { longest, still_other.existence_horizon } },
    { "Dawson's integral", { math.sqrt(2) * dawson, math.sqrt(2 * 0.7 / (2.5 / 0.8)) * dawson } } }, tolerance = rounding,
}
local fading, fading_folds = { 0.2, 0.1, 0.05, 0.02, 0.01 }, {}
for k, sigma in ipairs(fading) do
  local r = folds:solve(given(studies.population { c = 0, d = 0, sigma = sigma, T = 1 }))
  fading_folds[k] = r.fold[-1] - math.sqrt(2) * dawson
end
rp.claim "noiseless-limit" : converges { -- the next term is smaller by sigma^2, 4 per cent at most
  what = "distance of the upper fold from the horizon without noise against the noise", h = fading, error = fading_folds, order = 2, within = 0.02,
}

-- Shooting, by two programs: GSL in the plugin, extrapolation in Lua. w = 0.1, noise and horizon 1.
local shot = {}
for k, eps in ipairs { 0.75, 0.5, 0.25, 0.1 } do
  local population = studies.retail(0.1, eps)
  local r = shooting:solve(given(population))
  shot[k] = { stiffness = r.stiffness, plugin = min(abs(r.residual_below), abs(r.residual_above)),
    lua = (k == 2 or k == 3) and variance.shoot(population), game = retail:solve(given(population)) }
end
rp.claim "shoot" : holds {
  -- The last bit of p(0), 1e-16, grows by exp(omega T) = 3e6 to 3e-10; the integration adds its own 1e-10 per step.
  what = "1e-7 less the residual of the final condition, at omega T = 6.5, and by two programs at 14.9",
  margin = { 1e-7 - shot[1].plugin, 1e-7 - shot[2].plugin, 1e-7 - shot[2].lua }, strict = true,
  with = "omega T is less than about 30",
  without = { 1e-7 - shot[3].plugin, 1e-7 - shot[3].lua, 1e-7 - shot[4].plugin },
}
rp.claim "shoot-failure" : holds {
  what = "residual of shooting less 0.1; 1e-9 less the difference of time map and collocation; at omega T = 42.7 and 127", strict = true,
  margin = { shot[3].plugin - 0.1, shot[3].lua - 0.1, shot[4].plugin - 0.1,
    1e-9 - shot[3].game.route_differences[1], 1e-9 - shot[4].game.route_differences[1] },
}

------------------------------------------------------------------------------------------- Proposition 3.2: mean and rate

do
  -- M'' = k^2 M with its two boundary conditions, from two integrated solutions.
  local function linear_mean(population, t)
    local _, k, kappa = studies.ratios(population)
    local function right(_, y, slope) slope[1], slope[2] = y[2], k * k * y[1] end
    local even, odd = ode.integrate(right, 0, population.T, { 1, 0 }), ode.integrate(right, 0, population.T, { 0, 1 })
    local mu0 = population.mu0
    local first = (kappa * population.target - mu0 * (even[2] + kappa * even[1])) / (odd[2] + kappa * odd[1])
    local y = ode.integrate(right, 0, t, { mu0, first })
    return y[1], y[2]
  end
  local linear_means, linear_rates, closed_rates, state_rates = {}, {}, {}, {}
  for k, case in ipairs(checked) do
    linear_means[k], linear_rates[k] = linear_mean(case[1], case[1].T / 2)
    closed_rates[k] = case[2].mean_rate[101]
    state_rates[k] = (middle_state[k][2] + 2 * middle_state[k][3] * mean_law[k]) / case[1].b
  end
  rp.claim "eq52" : agrees {
    routes = { { "closed form", means }, { "linear boundary problem, integrated", linear_means }, { "six equations", mean_law } }, tolerance = integrated,
  }
  local backward_z = { variance.between(plain, 0.2, 0.6), variance.between(generic, 0.05, 0.6) }
  rp.claim "eq53" : agrees {
    part = "in the middle", routes = { { "collocation", variances }, { "six equations", variance_law } }, tolerance = integrated,
  }
  rp.claim "eq53" : agrees {
    part = "at the end", routes = { { "collocation", { plain_game.variance[-1], generic_game.variance[-1] } }, { "time map", { plain_game.terminal_variances[1], generic_game.terminal_variances[1] } },
      { "backward integration", backward_z } }, tolerance = integrated,
  }
  rp.claim "eq54" : agrees {
    routes = { { "closed form", closed_rates }, { "linear boundary problem, integrated", linear_rates }, { "six equations", state_rates } }, tolerance = integrated,
  }
end

do
  local h, _, k, kappa = generic.T / 200, studies.ratios(generic)
  local M, q = generic_game.mean, generic_game.mean_rate
  -- Differences of order four err by (k h)^4/30, here 3e-11.
  rp.claim "eq55-eq59" : agrees {
    part = "equations", what = "M' = q and q' = k^2 M at 197 times", routes = { { "differences", { slope_of(M, h), slope_of(q, h) } }, { "closed form", { inner(q), k * k * inner(M) } } },
    tolerance = 1e-9,
  }
  rp.claim "eq55-eq59" : agrees {
    part = "boundary conditions", routes = { { "M(0), M'(T)", { M[1], q[-1] } }, { "mu0, kappa (x* - M(T))", { generic.mu0, kappa * (generic.target - M[-1]) } } },
    tolerance = rounding,
  }
end
rp.claim "eq58-source" : cannot {}

-- The rate from the six equations, in which noise and spread do appear.
local function rate_from_equations(population)
  local r = equations:solve(given(population, { points = 11 }))
  return ((r.value_linear + 2 * r.value_quadratic * r.mean) / population.b):totable()
end
rp.claim "eq54-noise" : agrees {
  what = "expected rate at eleven times from the six equations",
  routes = { { "noise 1, spread 1", rate_from_equations(plain) }, { "noise 0.7", rate_from_equations(studies.merge(plain, { sigma = 0.7 })) },
    { "noise 2", rate_from_equations(studies.merge(plain, { sigma = 2 })) }, { "spread 0.2", rate_from_equations(studies.merge(plain, { v0 = 0.2 })) } },
  tolerance = integrated,
}
for part, games in pairs { ["2 sqrt m, normal law"] = grids.root, ["2 sqrt m, law with two peaks"] = grids.peaks } do
  local misses = {}
  for k, r in ipairs(games) do misses[k] = r.mean_difference end
  rp.claim "eq54-any" : converges {
    part = part, what = "largest distance of the mean on grids from the closed form against cell width", h = widths, error = misses, order = 2, within = next_order,
  }
end
do
  local careless = equations:solve(given(studies.merge(plain, { c = 0 })))
  local careless_rate = (careless.value_linear + 2 * careless.value_quadratic * careless.mean) / plain.b
  rp.claim "eq54-flat" : shape { part = "rate", x = careless.time, y = careless_rate, is = "constant", to = (plain.target - plain.mu0) / 2, tolerance = rounding }
  rp.claim "eq54-flat" : shape { part = "mean", x = careless.time, y = careless.mean, is = "straight", tolerance = rounding }
end

------------------------------------------------------------------------------------------------ Section 4: the big trader

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

--------------------------------------------------------------------------------------------- Section 5: the weighted utility

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

---------------------------------------------------------------------------------------------- First study: Figures 1 to 4

local hold, short_term = studies.retail(0.9), studies.retail(0.1) -- buy and hold, short term
local hold_game, short_game = retail:solve(given(hold)), retail:solve(given(short_term))
local averse = { retail:solve(given(studies.weighted(0.9, 0.5, 1))), retail:solve(given(studies.weighted(0.1, 0.5, 1))) }
rp.claim "fig1" : shape {
  x = hold_game.time:slice(2, -1), y = { hold_game.mean:slice(2, -1), short_game.mean:slice(2, -1) }, is = "ordered",
  with = "the aversion to positions is small", without = (averse[2].mean - averse[1].mean):slice(2, -1):min(),
}
rp.claim "fig2" : shape {
  x = hold_game.time, y = { hold_game.mean_rate, short_game.mean_rate }, is = "ordered",
  with = "the aversion to positions is small", without = (averse[2].mean_rate - averse[1].mean_rate):min(),
}
local function initial_rates_differ(lambda)
  return select(2, studies.mean(studies.weighted(0.1, 0.5, lambda), 0)) - select(2, studies.mean(studies.weighted(0.9, 0.5, lambda), 0))
end
local function bisect(low, high, positive_at_low)
  for _ = 1, 60 do
    local middle = (low + high) / 2
    if positive_at_low(middle) > 0 then low = middle else high = middle end
  end
  return (low + high) / 2
end
local edge = bisect(0.1, 2, initial_rates_differ)
rp.claim "fig2-edge" : holds {
  part = "rates", what = "smallest distance of the two rates just below the edge; minus it just above", on = { 0.999, 1.001 }, strict = true, error = rounding,
  test = function(factor)
    local low, high = retail:solve(given(studies.weighted(0.9, 0.5, factor * edge))), retail:solve(given(studies.weighted(0.1, 0.5, factor * edge)))
    local least = (high.mean_rate - low.mean_rate):min()
    return factor < 1 and least or -least
  end,
}
rp.claim "fig2-edge" : holds {
  part = "means", what = "smallest distance of the two mean positions over time just below the edge; minus it just above", on = { 0.999, 1.001 }, strict = true, error = rounding,
  test = function(factor)
    local times = rp.logspace(1e-6, 1, 200)
    local low = retail:solve(given(studies.weighted(0.9, 0.5, factor * edge), { times = times }))
    local high = retail:solve(given(studies.weighted(0.1, 0.5, factor * edge), { times = times }))
    local least = ((high.mean - low.mean) / times):min()
    return factor < 1 and least or -least
  end,
}
local levels = { 0.25, 0.5, 0.75 }
local fig3, fig4 = {}, {}
for k, eps in ipairs(levels) do
  fig3[k], fig4[k] = retail:solve(given(studies.retail(0.1, eps))), retail:solve(given(studies.retail(0.9, eps)))
end
for id, games in pairs { fig3 = fig3, fig4 = fig4 } do
  rp.claim(id) : shape {
    x = games[1].time:slice(2, -1), is = "ordered", error = found,
    y = { games[1].variance:slice(2, -1), games[2].variance:slice(2, -1), games[3].variance:slice(2, -1) },
  }
end
rp.claim "fig3-lattice" : holds { -- two paths by collocation to 1e-8, of which they lose a digit where they are steep
  what = "smallest rise of the variance when herding weakens, over its size, at 41 times for 300 random populations", seed = 404, tolerance = 1e-7,
  margin = rises,
}
do
  local herdings, by_herding, falls = rp.linspace(1.35, 0.75, 25), {}, {}
  for k, a in ipairs(herdings:totable()) do
    by_herding[k] = retail:solve(given(studies.merge(folded, { a = a }), { points = 41 }), { outputs = { "variance", "solution_count" } })
    if k > 1 then falls[k - 1] = ((by_herding[k].variance - by_herding[k - 1].variance) / by_herding[k].variance):min() end
  end
  rp.claim "fig3-lattice-folded" : holds {
    what = "smallest rise of the variance from one weight of herding to the next weaker one, through a range with three equilibria", tolerance = integrated, margin = falls,
  }
end

do
  local middle = {}
  for k, a in ipairs { 0.98, 1, 1.02 } do
    middle[k] = retail:solve(given(studies.merge(folded, { a = a })), { outputs = { "terminal_variances" } }).terminal_variances[2]
  end
  rp.claim "fig3-branch" : holds {
    what = "rise of the middle terminal variance when herding strengthens from 0.98 to 1 and 1.02", margin = { middle[2] - middle[1], middle[3] - middle[2] },
    strict = true, error = found,
  }
end

--------------------------------------------------------------------------------- Second to fourth study: Figures 5 to 13

local function beside(population, trader) return big_trader:solve(against(population, trader or big)) end
local function bend(r) return r.block_left - r.straight_line end
local long, flat, short = beside(studies.retail(nil, nil, { target = 1 })), beside(studies.retail(nil, nil, { target = 0 })), beside(studies.retail(nil, nil, { target = -1 }))
rp.claim "fig5" : shape { part = "x* < 0", x = short.time, y = short.block_left, is = "convex" }
rp.claim "fig5" : shape { part = "x* = 0", x = flat.time, y = flat.block_left, is = "straight", tolerance = rounding }
rp.claim "fig5" : shape { part = "x* > 0", x = long.time, y = long.block_left, is = "concave" }
local weak = studies.merge(big, { theta = 0.2 })
rp.claim "fig5-buys" : holds {
  what = "initial rate", margin = long.rate[1], strict = true, with = "the retail impact is large", without = beside(studies.retail(), weak).rate[1],
}
rp.claim "fig5-shorts" : holds {
  what = "minus the smallest position", margin = -short.block_left:min(), strict = true, with = "the retail impact is large",
  without = -beside(studies.retail(nil, nil, { target = -1 }), weak).block_left:slice(1, -2):min(),
}
local scales = { 0.5, 1, 2 }
local fig6, fig7, bends6, bends7 = {}, {}, {}, {}
for k, x in ipairs(scales) do
  fig6[k], fig7[k] = beside(studies.retail(nil, nil, { target = x })), beside(studies.retail(nil, nil, { target = -x }))
  bends6[k], bends7[k] = bend(fig6[k]), bend(fig7[k])
end
rp.claim "fig6" : shape {
  part = "more concave", x = fig6[1].time:slice(2, -2), is = "ordered",
  y = { bends6[1]:slice(2, -2), bends6[2]:slice(2, -2), bends6[3]:slice(2, -2) },
}
rp.claim "fig6" : agrees {
  part = "in proportion", routes = { { "bend at x* = 0.5, times 4", (4 * bends6[1]):totable() }, { "bend at x* = 2", bends6[3]:totable() } }, tolerance = rounding, scale = big.n,
}
rp.claim "fig7" : shape {
  part = "more convex", x = fig7[1].time:slice(2, -2), is = "ordered",
  y = { bends7[3]:slice(2, -2), bends7[2]:slice(2, -2), bends7[1]:slice(2, -2) },
}
rp.claim "fig7-shorts" : holds {
  what = "minus the smallest position, for three targets", strict = true,
  margin = { -fig7[1].block_left:min(), -fig7[2].block_left:min(), -fig7[3].block_left:min() },
  with = "the retail impact is large", without = -beside(studies.retail(nil, nil, { target = -2 }), weak).block_left:slice(1, -2):min(),
}
local fig8, fig9 = {}, {}
for k, w in ipairs { 0.1, 0.9 } do
  fig8[k], fig9[k] = beside(studies.retail(w)), beside(studies.retail(w, nil, { target = -1 }))
end
-- Long horizon and strong aversion: the short-term investors reach their balance early and stay there.
local patient = studies.merge(big, { T1 = 1 })
local function late_bend(w, sign)
  return sign * bend(beside(studies.weighted(w, 0.5, 10, { T = 3, target = sign }), patient)):slice(2, -2)
end
rp.claim "fig8" : shape {
  x = fig8[1].time:slice(2, -2), y = { bend(fig8[2]):slice(2, -2), bend(fig8[1]):slice(2, -2) }, is = "ordered",
  with = "horizon and aversion to positions are not too large", without = (late_bend(0.1, 1) - late_bend(0.9, 1)):min(),
}
rp.claim "fig9" : shape {
  x = fig9[1].time:slice(2, -2), y = { bend(fig9[1]):slice(2, -2), bend(fig9[2]):slice(2, -2) }, is = "ordered",
  with = "horizon and aversion to positions are not too large", without = (late_bend(0.1, -1) - late_bend(0.9, -1)):min(),
}
rp.claim "fig9-mirror" : agrees {
  routes = { { "bends of Figure 9", { bend(fig9[1]):totable(), bend(fig9[2]):totable() } }, { "minus those of Figure 8", { (-bend(fig8[1])):totable(), (-bend(fig8[2])):totable() } } },
  tolerance = rounding, scale = big.n,
}

local buyer = studies.retail(nil, nil, { mu0 = -0.5, target = 2 })
local seller_game, buyer_game = retail:solve(given(seller)), retail:solve(given(buyer))
local fig13 = beside(buyer)
local turning_time = fig11.inflection_time
local timid = retail:solve(given(studies.retail(nil, nil, { mu0 = 0.5, target = -0.5 })))
-- On 201 times a zero between two points lies within 1e-5 of the straight line: the mean is nearly straight there, as M'' = k^2 M; that of
-- second differences too, whose rounding, 1e-14 over h^2, stays below 1e-8.
rp.claim "fig10" : shape {
  x = seller_game.time, y = seller_game.mean, is = "single-crossing", direction = "down", at = turning_time, within = 1e-5,
  with = "|x*| is large enough compared with mu0", without = -timid.mean:where(timid.time:le(big.T1)):min(),
}
rp.claim "fig12" : shape {
  x = buyer_game.time, y = buyer_game.mean, is = "single-crossing", direction = "up", at = turning_time, within = 1e-5,
  with = "|x*| is large enough compared with |mu0|", without = -timid.mean:where(timid.time:le(big.T1)):min(),
}
rp.claim "fig10-text" : shape { what = "expected rate: buyers first, sellers later", x = seller_game.time, y = seller_game.mean_rate, is = "single-crossing", direction = "down" }
rp.claim "fig12-text" : shape { what = "expected rate: sellers first, buyers later", x = buyer_game.time, y = buyer_game.mean_rate, is = "single-crossing", direction = "up" }
-- Second differences of the positions; their zero is where the curvature changes.
local function curvature(r)
  local h = r.time[2] - r.time[1]
  return r.time:slice(2, -2), (r.block_left:slice(3, -1) - 2 * r.block_left:slice(2, -2) + r.block_left:slice(1, -3)) / h ^ 2
end
local bend_times, bend11 = curvature(fig11)
local _, bend13 = curvature(fig13)
rp.claim "fig11" : shape { part = "study set", x = bend_times, y = bend11, is = "single-crossing", direction = "up", at = turning_time, within = 1e-5, error = 1e-8 }
rp.claim "fig13" : shape { part = "study set", x = bend_times, y = bend13, is = "single-crossing", direction = "down", at = turning_time, within = 1e-5, error = 1e-8 }
do
  -- Second differences over 1e-3 make a rounding error of 1e-15 of the block one of a few 1e-9 to 1e-8.
  local step, slopes, curvatures = 1e-3, {}, {}
  for k, population in ipairs { seller, buyer } do
    local r = big_trader:solve(against(population, big, { times = { turning_time - step, turning_time, turning_time + step } }))
    slopes[k] = r.rate[2] / big.n
    curvatures[k] = (r.block_left[3] - 2 * r.block_left[2] + r.block_left[1]) / step ^ 2 / big.n
  end
  rp.claim "fig11-saddle" : corrects {
    what = "slope (printed) and curvature (corrected) at the zero of the mean position, over the block, in Figures 11 and 13",
    printed_form = slopes, truth = curvatures, reference = { 0, 0 }, tolerance = 1e-7, scale = 1,
  }
end

do
  local long_game = retail:solve(given(plain, { horizon = 20 }))
  local v = long_game.turnpike_variance
  local p = -plain.sigma ^ 2 / (2 * v)
  local A, k = studies.ratios(plain)
  rp.claim "cite18" : agrees {
    part = "stationary", routes = { { "p^2", p * p }, { "A/v + k^2", A / v + k * k } }, tolerance = rounding,
  }
  rp.claim "cite18" : agrees {
    part = "in the middle of a long game", routes = { { "v(10), T = 20", long_game.variance[101] }, { "stationary variance", v } }, tolerance = rounding,
  }
end
rp.claim "website" : cannot {}

----------------------------------------------------------------------------------------- How often do the figures hold?

-- region: one-draw
-- Margins of eight statements on one random set of parameters (studies.random_study says from which ranges), at 33 times; positive where
-- the statement holds. side: 1 if the crowd of the last study starts long, -1 if short.
local function judge(study, side)
  local trader, steps, m = study.big, 32, {}
  local T1, ratio = trader.T1, trader.theta / (2 * trader.eta)
  local hold, hold_rate = studies.paths(study.retail(0.9), study.T, steps)
  local short, short_rate = studies.paths(study.retail(0.1), study.T, steps)
  m.means, m.rates, m.bends, m.shape = huge, short_rate[0] - hold_rate[0], huge, huge
  for i = 1, steps do
    m.means, m.rates = min(m.means, short[i] - hold[i]), min(m.rates, short_rate[i] - hold_rate[i])
  end
  -- The big trader: x = n (1 - t/T1) + ratio (t/T1 M(T1) - M(t)), as M(0) = 0.
  local beside_hold, beside_short = studies.paths(study.retail(0.9), T1, steps), studies.paths(study.retail(0.1), T1, steps)
  local M, q = studies.paths(study.retail(0.5), T1, steps)
  local function bent(means, i) return i / steps * means[steps] - means[i] end
  for i = 1, steps - 1 do
    m.bends = min(m.bends, bent(beside_short, i) - bent(beside_hold, i))
    m.shape = min(m.shape, 2 * bent(M, i) - bent(M, i - 1) - bent(M, i + 1))
  end
  m.buys = -trader.n / T1 + ratio * (M[steps] / T1 - q[0])
  -- With the opposite target M and q change their signs; a convex curve from n to 0 goes below zero if and only if it ends rising.
  m.shorts = -trader.n / T1 - ratio * (M[steps] / T1 - q[steps])
  -- From long to short: does the mean position reach zero before the block is sold? And does the position bend against it all the time?
  local crossing = studies.paths(study.retail(0.5, -side, side * study.start), T1, steps)
  m.crosses, m.turns = -side * crossing[steps], huge
  for i = 1, steps - 1 do
    m.turns = min(m.turns, crossing[i] * (2 * bent(crossing, i) - bent(crossing, i - 1) - bent(crossing, i + 1)))
  end
  return m
end
-- end region
local draws, statements = 2000, { "means", "rates", "shape", "buys", "shorts", "bends", "crosses", "turns" }
local margins, held = {}, {}
for _, name in ipairs(statements) do margins[name], held[name] = {}, 0 end
for k = 1, draws do
  local m = judge(studies.random_study(rp.random(50000 + k)), k % 2 == 0 and 1 or -1)
  for _, name in ipairs(statements) do
    margins[name][k] = m[name]
    if m[name] > 0 then held[name] = held[name] + 1 end
  end
end
-- What this sample may show was fixed beforehand, by a sample of 2000 other sets from the same ranges with another program and other random
-- numbers: its share, give or take 3.3 standard errors of the difference of two such samples and our own interval of 95 per cent.
local first_draws, first_held = 2000, { means = 900, rates = 900, bends = 1765, buys = 478, shorts = 612 }
local function foretold(name)
  local p = first_held[name] / first_draws
  local spread = math.sqrt(p * (1 - p))
  local width = spread * (3.3 * math.sqrt(1 / first_draws + 1 / draws) + 1.96 / math.sqrt(draws))
  return { between = { p - width, p + width } }
end
rp.claim "fig1-frequency" : holds {
  part = "mean position", what = "the mean positions are ordered", margin = margins.means, seed = 50000, strict = true, frequency = foretold "means",
}
rp.claim "fig1-frequency" : holds {
  part = "rate", what = "the rates are ordered", margin = margins.rates, seed = 50000, strict = true, frequency = foretold "rates",
}
rp.claim "fig5-frequency" : holds {
  part = "buys", what = "the big trader begins by buying", margin = margins.buys, seed = 50000, strict = true, frequency = foretold "buys",
}
rp.claim "fig5-frequency" : holds {
  part = "sells short", what = "the big trader sells short", margin = margins.shorts, seed = 50000, strict = true, frequency = foretold "shorts",
}
rp.claim "fig5-frequency" : holds {
  part = "always concave", what = "the position is concave for x* > 0", margin = margins.shape, tolerance = rounding, scale = 1,
}
rp.claim "fig8-frequency" : holds {
  what = "the bends are ordered", margin = margins.bends, seed = 50000, strict = true, frequency = foretold "bends",
}
for k, id in ipairs { "fig13", "fig11" } do -- the sets with odd numbers, with even ones
  local turns = {}
  for i = k, draws, 2 do turns[#turns + 1] = margins.turns[i] end
  rp.claim(id) : holds {
    part = "random sets", what = "minus the curvature of the position times the mean position, at 31 times on 1000 sets", margin = turns, tolerance = rounding, scale = 1,
  }
end
-- Of this one there was no first sample: that it is neither the rule nor the exception is all that is claimed.
rp.claim "fig10-frequency" : holds {
  what = "the mean position crosses zero before the block is sold", margin = margins.crosses, seed = 50000, strict = true, frequency = { between = { 0.05, 0.95 } },
}
-- Wilson's interval of 95 per cent around a share.
local function interval(count, of)
  local p, z2 = count / of, 1.96 ^ 2
  local middle = (p + z2 / (2 * of)) / (1 + z2 / of)
  local half = 1.96 * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of)) / (1 + z2 / of)
  return middle - half, middle + half
end

--------------------------------------------------------------------------------------- The paper's figures, with our parameters

local w_labels, eps_labels = { "w = 0.9, buy and hold", "w = 0.1, short term" }, { "ε = 0.25", "ε = 0.5", "ε = 0.75" }
rp.figure "fig1-2" {
  title = "Buy and hold, and short term", columns = 2, width = 900, height = 400,
  caption = "Mean position and expected rate of retail traders who buy and hold and of short-term traders.",
  rp.panel {
    title = "Figure 1: mean position M", xlabel = "time", ylabel = "shares",
    rp.line { x = hold_game.time, y = hold_game.mean, label = w_labels[1], style = "solid" },
    rp.line { x = short_game.time, y = short_game.mean, label = w_labels[2], style = "dashed" },
  },
  rp.panel {
    title = "Figure 2: expected rate q", xlabel = "time", ylabel = "shares per time",
    rp.line { x = hold_game.time, y = hold_game.mean_rate, label = w_labels[1], style = "solid" },
    rp.line { x = short_game.time, y = short_game.mean_rate, label = w_labels[2], style = "dashed" },
  },
}
local styles = { "solid", "dashed", "dotted" }
local function variance_panel(title, games)
  local lines = {}
  for k, r in ipairs(games) do lines[k] = rp.line { x = r.time, y = r.variance, label = eps_labels[k], style = styles[k] } end
  return rp.panel { title = title, xlabel = "time", ylabel = "variance", yrange = { 0, 1 }, lines }
end
rp.figure "fig3-4" {
  title = "The weaker the herding, the wider the spread", columns = 2, width = 900, height = 400,
  caption = "Variance of the retail positions for three weights of herding, short term on the left, buy and hold on the right.",
  variance_panel("Figure 3: w = 0.1", fig3), variance_panel("Figure 4: w = 0.9", fig4),
}
local function position_lines(runs, labels)
  local lines = {}
  for k, r in ipairs(runs) do lines[k] = rp.line { x = r.time, y = r.block_left, label = labels[k], style = styles[k] } end
  return lines
end
rp.figure "fig5" {
  title = "Figure 5: the big trader's position", xlabel = "time", ylabel = "shares left",
  caption = "Position of the big trader beside retail traders with three targets.",
  rp.hline { at = 0 }, position_lines({ short, flat, long }, { "x* = −1", "x* = 0", "x* = 1" }),
}
rp.figure "fig6-7" {
  title = "The farther the target, the stronger the bend", columns = 2, width = 900, height = 400,
  caption = "Position of the big trader for targets of growing size, positive on the left, negative on the right.",
  rp.panel { title = "Figure 6", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig6, { "x* = 0.5", "x* = 1", "x* = 2" }) },
  rp.panel { title = "Figure 7", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig7, { "x* = −0.5", "x* = −1", "x* = −2" }) },
}
rp.figure "fig8-9" {
  title = "Beside short-term and buy and hold investors", columns = 2, width = 900, height = 400,
  caption = "Position of the big trader beside short-term investors and beside buy and hold investors.",
  rp.panel { title = "Figure 8: x* = 1", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig8, { "w = 0.1", "w = 0.9" }) },
  rp.panel { title = "Figure 9: x* = −1", xlabel = "time", ylabel = "shares left", rp.hline { at = 0 }, position_lines(fig9, { "w = 0.1", "w = 0.9" }) },
}
local function study_panels(name, game_run, run, first, second)
  return rp.panel {
    title = first, xlabel = "time", ylabel = "shares; shares per time", rp.hline { at = 0 }, xrange = { 0, big.T1 },
    rp.line { x = game_run.time, y = game_run.mean, label = "mean position M", style = "solid" },
    rp.line { x = game_run.time, y = game_run.mean_rate, label = "expected rate q", style = "dashed" },
    rp.vline { at = turning_time },
  }, rp.panel {
    title = second, xlabel = "time", ylabel = "shares left", rp.hline { at = 0 },
    rp.line { x = run.time, y = run.block_left, label = "position x", style = "solid" },
    rp.line { x = run.time, y = run.straight_line, label = "straight line", style = "dotted", color = "grey" },
    rp.vline { at = turning_time, label = "M = 0" },
  }
end
do
  local left, right = study_panels("fig10-11", seller_game, fig11, "Figure 10: retail traders", "Figure 11: big trader")
  rp.figure "fig10-11" {
    title = "From long to short: they sell all the time", columns = 2, width = 900, height = 400,
    caption = "Retail traders who start long and want to be short, and the big trader beside them.", left, right,
  }
  left, right = study_panels("fig12-13", buyer_game, fig13, "Figure 12: retail traders", "Figure 13: big trader")
  rp.figure "fig12-13" {
    title = "From short to long: they buy all the time", columns = 2, width = 900, height = 400,
    caption = "Retail traders who start short and want to be long, and the big trader beside them.", left, right,
  }
end

------------------------------------------------------------------------------------------------------------- Our figures

rp.figure "folds" {
  title = "Three equilibria between two folds", xlabel = "horizon T", ylabel = "terminal variance v(T)", ylog = true, xrange = { 0.3, 1 },
  caption = "All Gaussian equilibria against the horizon, for weak noise: between two horizons there are three.",
  rp.region { x = { lower_fold, upper_fold }, label = "three equilibria" },
  rp.line { x = fold_curve.point_horizon, y = fold_curve.point_variance, label = "equilibria" },
  rp.points { x = rp.full(folded.T, 3), y = folded_game.terminal_variances, label = "T = 0.6" },
  rp.points { x = { lower_fold, upper_fold }, y = { lower_variance, upper_variance }, label = "folds, by backward integration", marker = "square-open" },
}
-- Where in the plane of noise and horizon are there three? The numbers at the points of a grid, and the curves of the folds.
local cusp
do
  local noises, horizons = rp.linspace(0.1, 0.46, 19), rp.linspace(0.3, 0.9, 25)
  local numbers = retail:sweep(given(folded, { volatility = noises, horizon = horizons }), { outputs = "solution_count" })
  local by_noise = numbers.solution_count:transpose()
  local function folds_at(sigma) return folds:solve(given(folded, { volatility = sigma, horizon = 1.2 }), { outputs = { "fold_count", "fold" } }) end
  local sigmas, lower, upper, inside, points = {}, {}, {}, {}, { [1] = { x = {}, y = {} }, [3] = { x = {}, y = {} } }
  for i, sigma in ipairs(noises:totable()) do
    local r = folds_at(sigma)
    local pair = r.fold_count == 2
    for j, T in ipairs(horizons:totable()) do
      local expected = pair and T > r.fold[1] and T < r.fold[-1] and 3 or 1
      local count = by_noise[i][j]
      inside[#inside + 1] = (pair or r.fold_count == 0) and 0.5 - abs(count - expected) or -1
      points[count].x[#points[count].x + 1], points[count].y[#points[count].y + 1] = sigma, T
    end
    if pair then
      sigmas[#sigmas + 1], lower[#lower + 1], upper[#upper + 1] = sigma, r.fold[1], r.fold[-1]
    end
  end
  -- The folds meet in a cusp, between the last noise with folds and the next of the grid.
  local below, above, meeting = sigmas[#sigmas], sigmas[#sigmas] + noises[2] - noises[1], nil
  for _ = 1, 12 do
    local middle = (below + above) / 2
    local r = folds_at(middle)
    if r.fold_count == 2 then below, meeting = middle, (r.fold[1] + r.fold[-1]) / 2 else above = middle end
  end
  cusp = (below + above) / 2
  sigmas[#sigmas + 1], lower[#lower + 1], upper[#upper + 1] = cusp, meeting, meeting
  rp.claim "folds-map" : holds {
    what = "one half less the distance of the number of solutions from what the folds say, at 475 points", strict = true, margin = inside,
  }
  rp.figure "count-map" {
    title = "The number of equilibria", xlabel = "noise σ", ylabel = "horizon T", yrange = { 0.28, 0.92 }, legend = "below",
    caption = "Number of Gaussian equilibria over noise and horizon: three inside a wedge between two folds, one elsewhere.",
    rp.band { x = sigmas, lo = lower, hi = upper, color = "orange" },
    rp.line { x = sigmas, y = upper, label = "upper fold", color = "red", style = "solid" },
    rp.line { x = sigmas, y = lower, label = "lower fold", color = "blue", style = "dashed" },
    rp.points { x = points[3].x, y = points[3].y, label = "three equilibria, enumerated", color = "black", marker = "circle", size = 0.9 },
    rp.points { x = points[1].x, y = points[1].y, label = "one", color = "grey", marker = "circle-open", size = 0.7 },
  }
end
-- Plain shooting on the study set with w = 0.1: what is left of the final condition as herding grows.
local shots = { x = {}, y = {}, z = {} }
for k, eps in ipairs { 0.9, 0.8, 0.7, 0.6, 0.55, 0.5, 0.45, 0.4, 0.36, 0.32, 0.28, 0.25, 0.22, 0.19, 0.16, 0.13, 0.1 } do
  local r = shooting:solve(given(studies.retail(0.1, eps)))
  local solved = retail:solve(given(studies.retail(0.1, eps)), { outputs = { "route_differences" } })
  shots.x[k], shots.y[k] = r.stiffness, max(1e-16, min(abs(r.residual_below), abs(r.residual_above)))
  shots.z[k] = max(1e-16, solved.route_differences[1])
end
rp.figure "shooting" {
  title = "Shooting fails where solutions exist", xlabel = "stiffness ωT", ylabel = "what is missed", ylog = true, yrange = { 1e-16, 1e2 },
  caption = "What plain shooting leaves of the final condition, against the stiffness, beside the difference of two methods that do not shoot.",
  rp.line { x = shots.x, y = shots.y, label = "final condition after shooting", marker = "circle" },
  rp.line { x = shots.x, y = shots.z, label = "time map against collocation", marker = "square", style = "dashed" },
}
-- The study of Figures 10 and 11, as it goes: the crowd with some of its members, and the seller.
do
  local frame_count = 51
  local x, times = rp.linspace(-3.2, 2.8, 101), rp.linspace(0, 1, frame_count)
  local crowd = retail:solve(given(seller, { positions = x, times = times }), { outputs = { "time", "density", "mean" } })
  local members = particles:solve(given(seller, { agents = 64, steps = frame_count - 1, kept = 24 }), { seed = 6, outputs = { "paths" } })
  local heights, sold = {}, liquidation.strategy(big, mean_of(seller), rate_of(seller))
  for i = 1, 24 do heights[i] = 0.01 * (1 + (i * 7) % 24) end
  local left, clouds, blocks, labels = {}, {}, {}, {}
  for k = 1, frame_count do left[k] = times[k] < big.T1 and sold(times[k]) or 0 end
  for k, t in ipairs(times:totable()) do
    local trail = {}
    for i = 1, frame_count do trail[i] = i <= k and left[i] or 0 / 0 end
    clouds[k] = {
      rp.line { x = x, y = crowd.density[k], label = "density m" },
      rp.points { x = members.paths:take("time", k), y = heights, label = "some traders", size = 0.7, color = "orange", marker = "circle" },
      rp.vline { at = crowd.mean[k], color = "blue" },
    }
    blocks[k] = {
      rp.line { x = times, y = trail, label = "position x", color = "red", style = "solid", width = 3 },
      rp.points { x = { t }, y = { left[k] }, color = "red", marker = "circle", size = 1.2 },
    }
    labels[k] = ("t = %.2f"):format(t)
  end
  rp.animation "moving" {
    title = "From long to short, and a block to sell", columns = 1, width = 580, height = 640, duration = 9, hold = 2, still = 21,
    labels = labels,
    caption = "Density of the retail positions, with some traders and the mean, beside the big trader's position, over time; the study of Figures 10 and 11.",
    rp.panel { title = "The crowd", xlabel = "position", ylabel = "density", legend = "top right", frames = clouds, rp.vline { at = 0, style = "dotted" } },
    rp.panel {
      title = "The seller", xlabel = "time", ylabel = "shares left", legend = "top right", frames = blocks, rp.hline { at = 0 },
      rp.line { x = { 0, big.T1, 1 }, y = { big.n, 0, 0 }, label = "at a constant rate", color = "grey", style = "dotted" },
      rp.vline { at = turning_time, label = "the mean is zero" },
    },
  }
end
do
  local x = rp.linspace(-3, 3.5, 131)
  local r = retail:solve(given(plain, { positions = x, points = 61 }), { outputs = { "time", "density", "mean" } })
  local trails = {}
  for k = 1, 6 do
    trails[k] = rp.line { x = rp.linspace(0, plain.T, agent_steps + 1), y = agents.paths[k], color = "#ffffff", label = "six agents", width = 1 }
  end
  rp.figure "density" {
    title = "The crowd over time", xlabel = "time", ylabel = "position", yrange = { -3, 3.5 },
    caption = "Density of the retail positions over time, with the paths of six agents and the mean.",
    rp.map { x = r.time, y = x, z = r.density, label = "density m" }, trails,
    rp.line { x = r.time, y = r.mean, label = "mean M", color = "orange", width = 3 },
  }
end
do
  local lines = {}
  for k, sigma in ipairs { 0.2, 0.1, 0.05 } do
    local r = folds:solve(given(studies.population { c = 0, d = 0, sigma = sigma, T = 1.3 }))
    -- Beyond omega T of some 700 the curve is level to the last bit, and ends; it goes on for ever.
    local last = #r.point_horizon
    while r.point_horizon[last] ~= r.point_horizon[last] do last = last - 1 end
    local T, v = rp.concat(r.point_horizon, { 1.3 }), rp.concat(r.point_variance, { r.point_variance[last] })
    lines[k + 1] = rp.line { x = T, y = v, label = ("σ = %g"):format(sigma), style = styles[4 - k] }
  end
  -- Without noise the time is sqrt(2) times Dawson's integral of y, and v(T) = exp(-2 y^2).
  local y, times = rp.linspace(0.02, 2.7, 60), {}
  for k = 1, #y do
    local state = ode.integrate(function(t, s, slope) slope[1] = 1 - 2 * t * s[1] end, 0, y[k], { 0 }, { tolerance = 1e-9 })
    times[k] = math.sqrt(2) * state[1]
  end
  lines[1] = rp.line { x = times, y = (-2 * y ^ 2):exp(), label = "σ = 0", style = "solid", width = 3, color = "grey" }
  rp.figure "noiseless" {
    title = "Without noise there is a last horizon", xlabel = "horizon T", ylabel = "terminal variance v(T)", ylog = true, xrange = { 0, 1 }, yrange = { 1e-6, 2 },
    caption = "Terminal variance of all equilibria against the horizon for fading noise; without noise the curve turns back and no equilibrium is left.",
    lines, rp.vline { at = longest, label = "last horizon" },
  }
end
local frequency_rows = {
  { "Fig. 1: short-term traders hold more", "tuned", held.means, draws, "means" },
  { "Fig. 2: they trade faster", "tuned", held.rates, draws, "rates" },
  { "Figs. 3, 4: weaker herding, wider spread", "structural", 0, #rises },
  { "Figs. 5, 6, 7: concave, convex", "structural", held.shape, draws },
  { "Fig. 5: he buys first", "tuned", held.buys, draws, "buys" },
  { "Figs. 5, 7: he sells short", "tuned", held.shorts, draws, "shorts" },
  { "Figs. 8, 9: short-term traders bend more", "tuned", held.bends, draws, "bends" },
  { "Figs. 10, 12: the mean crosses zero", "tuned", held.crosses, draws },
}
for _, rise in ipairs(rises) do if rise >= -1e-7 then frequency_rows[3][3] = frequency_rows[3][3] + 1 end end
local frequencies = { statement = {}, tag = {}, sets = {}, share = {}, low = {}, high = {}, interval = {}, first = {} }
for k, row in ipairs(frequency_rows) do
  local f = frequencies
  f.statement[k], f.tag[k], f.sets[k], f.share[k] = row[1], row[2], row[4], row[3] / row[4]
  f.low[k], f.high[k] = interval(row[3], row[4])
  f.interval[k] = ("%.1f to %.1f"):format(100 * f.low[k], 100 * f.high[k])
  f.first[k] = row[5] and first_held[row[5]] / first_draws or 0 / 0
end
rp.figure "frequencies" {
  title = "How often a figure tells the truth", ylabel = "share of random parameter sets", yrange = { 0, 1.05 }, width = 900, height = 460, legend = "none",
  caption = "Share of random parameter sets on which what the paper reads off a figure holds, with intervals of 95 per cent.",
  rp.bars { x = { "Fig. 1", "Fig. 2", "Figs. 3, 4", "Figs. 5, 6, 7: shape", "Fig. 5: buys first", "Figs. 5, 7: sells short", "Figs. 8, 9", "Figs. 10, 12" },
    y = frequencies.share },
  rp.points { x = rp.range(1, #frequency_rows), y = frequencies.share, lo = frequencies.low, hi = frequencies.high, color = "black", size = 0.5 },
}
rp.figure "price" {
  title = "The price while the block is sold", xlabel = "time", ylabel = "expected price since the start",
  caption = "Change of the expected price while the big trader sells, in three studies.",
  rp.hline { at = 0 },
  rp.line { x = long.time, y = long.expected_price - long.expected_price[1], label = "they want to be long (Fig. 5)", style = "solid" },
  rp.line { x = short.time, y = short.expected_price - short.expected_price[1], label = "they want to be short (Fig. 5)", style = "dashed" },
  rp.line { x = fig11.time, y = fig11.expected_price - fig11.expected_price[1], label = "from long to short (Fig. 11)", style = "dotted" },
}
rp.figure "clusters" {
  title = "Clusters beat the best normal law", xlabel = "position", ylabel = "density at the end", xrange = { -2.5, 2.5 },
  caption = "Final density under the best affine rule and under a rule that gathers the traders in clusters, which earns more.",
  rp.line { x = spread.cell, y = spread.final_density, label = "equilibrium of least action", style = "dashed" },
  rp.line { x = clusters.cell, y = clusters.final_density, label = "clustering rule", style = "solid" },
}

------------------------------------------------------------------------------------------- Values and tables of the page

rp.value("mean-end-hold", hold_game.mean[-1], { doc = "M(T) of buy and hold investors, Figure 1" })
rp.value("mean-end-short", short_game.mean[-1], { doc = "M(T) of short-term investors, Figure 1" })
rp.value("lambda-edge", edge, { doc = "lambda above which the orderings of Figures 1 and 2 fail, T = 1" })
rp.value("share-means", held.means / draws, { doc = "share of random sets with the ordering of Figure 1" })
rp.value("share-rates", held.rates / draws, { doc = "share of random sets with the ordering of Figure 2" })
rp.value("share-buys", held.buys / draws, { doc = "share of random sets in which the big trader begins by buying" })
rp.value("share-shorts", held.shorts / draws, { doc = "share of random sets in which he sells short" })
rp.value("share-bends", held.bends / draws, { doc = "share of random sets with the ordering of Figure 8" })
rp.value("draws", draws, { decimals = 0, doc = "random sets behind the frequencies" })
rp.value("share-crosses", held.crosses / draws, { doc = "share of random sets in which the mean crosses zero, Figure 10" })
rp.value("lattice-sets", #rises, { decimals = 0, doc = "random populations whose variance was compared under weaker herding" })
rp.value("fold-lower", fold_curve.fold[1], { doc = "horizon at which three equilibria begin" })
rp.value("fold-upper", fold_curve.fold[2], { doc = "horizon at which they end" })
rp.value("z-1", folded_game.terminal_variances[1], { doc = "smallest terminal variance at T = 0.6" })
rp.value("z-2", folded_game.terminal_variances[2], { doc = "middle terminal variance at T = 0.6" })
rp.value("z-3", folded_game.terminal_variances[3], { doc = "largest terminal variance at T = 0.6" })
rp.value("utility-best", best, { doc = "utility of the best equilibrium at T = 0.6" })
rp.value("utility-clusters", clusters_utility, { doc = "utility of the clustering rule" })
rp.value("sigma-cusp", cusp, { doc = "largest noise with three equilibria at some horizon, by bisection" })
rp.value("last-horizon", longest, { doc = "longest horizon without noise, v0 = A = 1, c = d = 0" })
rp.value("dawson", dawson, { doc = "largest value of Dawson's integral" })
rp.value("sets-three", counts[3], { decimals = 0, doc = "random populations with three equilibria" })
rp.value("sets", counts[1] + counts[3], { decimals = 0, doc = "random populations whose equilibria were counted" })
rp.value("shot-stiffness-2", shot[2].stiffness, { doc = "omega T at eps = 0.5, w = 0.1" })
rp.value("shot-residual-2", shot[2].plugin, { doc = "residual of shooting there" })
rp.value("shot-stiffness-3", shot[3].stiffness, { doc = "omega T at eps = 0.25, w = 0.1" })
rp.value("shot-residual-3", shot[3].plugin, { doc = "residual of shooting there" })
rp.value("shot-stiffness-4", shot[4].stiffness, { doc = "omega T at eps = 0.1, w = 0.1" })
rp.value("turning-time", turning_time, { doc = "zero of the mean position, Figures 10 to 13" })
rp.value("rate-least-11", seller_game.mean_rate:min(), { doc = "smallest expected rate in the study of Figure 10" })
rp.value("rate-most-11", seller_game.mean_rate:max(), { doc = "largest expected rate in the study of Figure 10" })
rp.value("first-rate-5", long.rate[1], { doc = "initial rate of the big trader for x* = 1, Figure 5" })
rp.value("least-position-5", short.block_left:min(), { doc = "smallest position for x* = -1, Figure 5" })
rp.value("bend-short", bend(fig8[1]):abs():max(), { doc = "largest distance from the straight line, w = 0.1, Figure 8" })
rp.value("bend-hold", bend(fig8[2]):abs():max(), { doc = "largest distance from the straight line, w = 0.9, Figure 8" })
rp.value("revenue-11", fig11.expected_revenue, { doc = "expected revenue in the study of Figure 11" })
rp.value("revenue-11-deviation", fig11.revenue_deviation, { doc = "its standard deviation" })
rp.value("revenue-neutral", big.n * big.P0 - big.gamma * big.n ^ 2 / 2 - big.eta * big.n ^ 2 / big.T1, { doc = "expected revenue without retail traders" })
rp.value("variance-log", plain_game.variance[-1], { doc = "final variance with ln m, equal weights" })
rp.value("variance-root", grids.root[3].variance[-1], { doc = "final variance with 2 sqrt m, on grids" })
rp.table "study" {
  title = "The study set",
  columns = {
    { "symbol", { "$\\sigma, T, v_0$", "$\\lambda$", "$w, \\epsilon$", "$\\mu_0, x^*$", "$n, T_1$", "$\\theta, \\eta$", "$\\gamma, P_0, s$" } },
    { "meaning", { "noise, horizon, variance of the initial positions", "aversion to positions", "weights of (80), unless said otherwise",
      "mean initial position and target, unless said otherwise", "block and time to sell it", "impact of the retail rate and of the own rate",
      "permanent impact, price at the start, volatility of the price" } },
    { "value", { "1, 1, 1", "0.4", "1/2, 1/2", "0, 1", "10, 0.75", "2, 0.001", "0.0001, 100, 0.5" } },
  },
}
rp.table "frequency" {
  title = "How often a statement holds on random sets",
  columns = {
    { "statement", frequencies.statement }, { "reach", frequencies.tag }, { "share", frequencies.share, as = "percent", decimals = 1 },
    { "interval, %", frequencies.interval }, { "first sample", frequencies.first, as = "percent", decimals = 1 },
  },
}
rp.table "three" {
  title = "Three equilibria of one game",
  columns = {
    { "equilibrium", { "smallest spread", "middle", "largest spread" } }, { "terminal variance", folded_game.terminal_variances, digits = 9 },
    { "action", folded_game.actions, digits = 7 }, { "utility", folded_game.utilities, digits = 7 },
  },
}
