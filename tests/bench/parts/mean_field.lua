-- Not an entry of its own: one task of Fatone, Mariani, Recchioni, Zirilli 2014 by the plugin, with the parameters of the paper's page.
-- variance | means | equilibria | density | particles | revenue | liquidation | sweep SETS

local rp = require "reprise"
local host = require "host"

local game = rp.model "mean_field"

local function retail(mix, sobriety, more)
  local p = { weighting = "eq80", position_weight = 0.4, mix = mix, sobriety = sobriety }
  for name, value in pairs(more or {}) do p[name] = value end
  return p
end

local function big(more, mix)
  local p = retail(mix or 0.5, 0.5, { block = 10, liquidation_time = 0.75, own_impact = 1e-3, retail_impact = 2,
    permanent_impact = 1e-4, initial_price = 100, price_volatility = 0.5 })
  for name, value in pairs(more) do p[name] = value end
  return p
end

local one = { weighting = "eq6", position_weight = 1, initial_mean = 0.3 }

local function with(more)
  local p = {}
  for name, value in pairs(one) do p[name] = value end
  for name, value in pairs(more) do p[name] = value end
  return p
end

local tasks = {}

function tasks.variance()
  for _, mix in ipairs { 0.1, 0.9 } do
    for _, sobriety in ipairs { 0.25, 0.5, 0.75 } do
      game:solve(retail(mix, sobriety, { points = 1001 }), { outputs = { "variance" } })
    end
  end
end

function tasks.means()
  for _, mix in ipairs { 0.9, 0.1 } do
    game:solve(retail(mix, 0.5, { points = 1001 }), { outputs = { "mean", "mean_rate" } })
  end
end

function tasks.equilibria()
  game:solve({ inventory_penalty = 0, volatility = 0.2, horizon = 0.6, target = 0 }, { outputs = { "terminal_variances" } })
end

function tasks.density()
  rp.model("mean_field_density"):solve(with { nodes = 401, steps = 400, points = 2 }, { outputs = { "mean", "variance", "iterations" } })
end

-- Steps of second order: 50 of them err less than 500 steps of Euler's method.
function tasks.particles()
  rp.model("mean_field_particles"):solve(with { agents = 100000, steps = 50 }, { outputs = { "mean", "variance" } })
end

function tasks.revenue()
  rp.model("mean_field_revenue"):solve(big { initial_mean = 0.5, target = -2, paths = 20000, steps = 500 },
    { outputs = { "expected_revenue", "revenue_deviation" } })
end

function tasks.liquidation()
  local model, wanted = rp.model "mean_field_big_trader", { outputs = { "block_left", "rate" } }
  for _, target in ipairs { -1, 0, 1, 0.5, 1, 2, -0.5, -1, -2 } do model:solve(big { points = 1001, target = target }, wanted) end
  for _, mix in ipairs { 0.1, 0.9 } do
    for _, target in ipairs { 1, -1 } do model:solve(big({ points = 1001, target = target }, mix), wanted) end
  end
  model:solve(big { points = 1001, initial_mean = 0.5, target = -2 }, wanted)
  model:solve(big { points = 1001, initial_mean = -0.5, target = 2 }, wanted)
end

function tasks.sweep()
  local n = math.tointeger(math.sqrt(tonumber(rp.arguments[2])))
  game:sweep({ weighting = "eq80", position_weight = 0.4, mix = rp.linspace(0.2, 1, n), sobriety = rp.linspace(0.3, 1, n) },
    { outputs = { "solution_count" } })
end

local task = tasks[rp.arguments[1]]
local least
local often = { means = 400, liquidation = 60, equilibria = 60, variance = 30, sweep = 1 }
for _ = 1, often[rp.arguments[1]] or 5 do
  local begin = host.now()
  task()
  local spent = host.now() - begin
  if not least or spent < least then least = spent end
end
host.stdout(("seconds: %.9e\n"):format(least))
