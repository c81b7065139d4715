-- The retail traders (Section 2): a herd of traders who follow one rule, and what one of them loses who does not. Claims eq1 to
-- eq6; figure density. Second routes: simulated agents, the density by finite volumes (kolmogorov.lua), the game's two partial
-- differential equations on grids.

local rp = require "reprise"
local solved = require "fatone2014.solved"
local studies = require "fatone2014.studies"
local game = require "fatone2014.game"

local retail = rp.model "mean_field"
local density = rp.model "mean_field_density"
local particles = rp.model "mean_field_particles"
local policy = rp.model "mean_field_policy"
local abs = math.abs
local rounding, integrated, next_order = solved.rounding, solved.integrated, solved.next_order
local errors_allowed, given, state_at, plain = solved.errors_allowed, solved.given, solved.state_at, solved.plain
local generic, plain_game, generic_game = solved.generic, solved.plain_game, solved.generic_game

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
  local settings = { frame = "fixed", nodes = nodes, steps = (nodes - 1) // 2, points = 2 }
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

-- The crowd, and some of its members.
local function crowd_over_time()
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

return { density = crowd_over_time, grids = grids, widths = widths, lone_losses = lone_losses }
