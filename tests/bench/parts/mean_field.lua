-- Not an entry of its own: one task of Fatone, Mariani, Recchioni, Zirilli 2014 by the plugin, with the parameters of the paper's page.
-- variance | means | many_means | equilibria | density | particles | revenue | liquidation | many_liquidations | sweep SETS;
-- says beside its time how large its errors are, against closed forms and digits of another program.

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

-- Terminal variances of the six curves by Taylor series of 40 digits, and of the case with three equilibria.
local ends = { 0.03422286710771984, 0.06985409970152631, 0.10906563897388993, 0.39547760636332985, 0.80770685353447591, 0.95994008704441 }
local three = { 0.0010462077747050943, 0.007763077001102314, 0.19379676220114272 }

local function largest(got, want)
  local worst = 0
  for i, value in ipairs(want) do worst = math.max(worst, math.abs(got[i] / value - 1)) end
  return worst
end

local times, ends_of_trade = rp.linspace(0, 1, 1001), rp.linspace(0, 0.75, 1001)
local many = rp.linspace(-2, 2, 1000)
local tasks, errors = {}, {}

function tasks.variance()
  local got = {}
  for _, mix in ipairs { 0.1, 0.9 } do
    for _, sobriety in ipairs { 0.25, 0.5, 0.75 } do
      got[#got + 1] = game:solve(retail(mix, sobriety, { points = 1001 }), { outputs = { "variance" } }).variance[-1]
    end
  end
  return got
end

function errors.variance(got) return { error = largest(got, ends) } end

-- Figures 1 and 2: two curves, each a solve of its own.
function tasks.means()
  for _, mix in ipairs { 0.9, 0.1 } do
    game:solve(retail(mix, 0.5, { points = 1001 }), { outputs = { "mean", "mean_rate" } })
  end
end

function tasks.many_means()
  return game:sweep(retail(0.5, 0.5, { times = times, target = many }), { outputs = { "mean", "mean_rate" } })
end

function tasks.equilibria()
  return game:solve({ inventory_penalty = 0, volatility = 0.2, horizon = 0.6, target = 0 }, { outputs = { "terminal_variances" } })
end

function errors.equilibria(got) return { error = largest(got.terminal_variances, three), found = #got.terminal_variances } end

function tasks.density()
  return rp.model("mean_field_density"):solve(with { frame = "fixed", nodes = 402, steps = 400, points = 41 }, { outputs = { "mean", "variance" } })
end

function errors.density(got)
  local exact = game:solve(with { points = 41 }, { outputs = { "mean", "variance" } })
  return { mean_error = (got.mean - exact.mean):abs():max(), variance_error = (got.variance - exact.variance):abs():max() }
end

-- Steps of second order: the errors say how many of the peer's they are worth.
function tasks.particles()
  return rp.model("mean_field_particles"):solve(with { agents = 100000, steps = 32 },
    { outputs = { "mean", "variance", "mean_step_error", "variance_step_error" } })
end

function errors.particles(got) return { mean_error = got.mean_step_error, variance_error = got.variance_step_error } end

local swinging = { initial_mean = 0.5, target = -2, paths = 20000, steps = 500 }

function tasks.revenue()
  return rp.model("mean_field_revenue"):solve(big(swinging), { outputs = { "expected_revenue", "revenue_deviation" } })
end

function errors.revenue(got)
  local calm = { price_volatility = 0, paths = 2, shown = 1 }
  for name, value in pairs(swinging) do calm[name] = calm[name] or value end
  local still = rp.model("mean_field_revenue"):solve(big(calm), { outputs = { "expected_revenue", "exact_expected_revenue" } })
  return { step_error = math.abs(still.expected_revenue - still.exact_expected_revenue), deviation = got.revenue_deviation }
end

-- Figures 5 to 9, 11 and 13: fifteen curves in three sweeps.
function tasks.liquidation()
  local model, wanted = rp.model "mean_field_big_trader", { outputs = { "block_left", "rate" } }
  local paired = { outputs = wanted.outputs, paired = true }
  model:sweep(big { times = ends_of_trade, target = { -1, 0, 1, 0.5, 1, 2, -0.5, -1, -2 } }, wanted)
  model:sweep(big { times = ends_of_trade, mix = { 0.1, 0.9 }, target = { 1, -1 } }, wanted)
  model:sweep(big { times = ends_of_trade, initial_mean = { 0.5, -0.5 }, target = { -2, 2 } }, paired)
end

function tasks.many_liquidations()
  return rp.model("mean_field_big_trader"):sweep(big { times = ends_of_trade, target = many }, { outputs = { "block_left", "rate" } })
end

function tasks.sweep()
  local n = math.tointeger(math.sqrt(tonumber(rp.arguments[2])))
  game:sweep({ weighting = "eq80", position_weight = 0.4, mix = rp.linspace(0.2, 1, n), sobriety = rp.linspace(0.3, 1, n) },
    { outputs = { "solution_count" } })
end

local name = rp.arguments[1]
local task, least, result = tasks[name], nil, nil
local often = { means = 400, liquidation = 200, equilibria = 60, variance = 30, many_means = 30, many_liquidations = 30, sweep = 1 }
for _ = 1, often[name] or 5 do
  local begin = host.now()
  result = task()
  local spent = host.now() - begin
  if not least or spent < least then least = spent end
end
host.stdout(("seconds: %.9e\n"):format(least))
if errors[name] then
  for what, value in pairs(errors[name](result)) do host.stdout(("%s: %.6e\n"):format(what, value)) end
end
