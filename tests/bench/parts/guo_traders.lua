-- The traders of section 2 of guo2025: seconds of the fastest of ROUNDS solves. Arguments: TASK, SIZE, ROUNDS.
--
-- gains: both Riccati solutions of SIZE equal traders at time 0; matrix: the same by the matrix Riccati equation; crowd: aggregate
-- rate of SIZE traders with penalties of their own.

local rp = require "reprise"
local host = require "host"

local task, size, rounds = rp.arguments[1], math.tointeger(rp.arguments[2]), math.tointeger(rp.arguments[3])
local tasks = {}
local equal = { permanent_impact = 0.3, temporary_impact = 0.2, horizon = 2, times = { 0 } }

function tasks.gains()
  local model = rp.model "guo2025_homogeneous"
  equal.traders, equal.inventories, equal.mean_inventory = size, { 1 }, 1
  return function() return model:solve(equal, { outputs = { "gain_mean", "gain_deviation" } }).gain_mean[1] end
end

function tasks.matrix()
  local model = rp.model "guo2025_matrix"
  equal.inventories = rp.full(1, size)
  return function() return model:solve(equal, { outputs = { "matrix" } }).matrix[1][1] end
end

function tasks.crowd()
  local u = rp.linspace(0, 1, size)
  local crowd = {
    inventories = 1 + (7 * u):map(math.cos), running_penalty = 0.05 + 0.35 * u, terminal_penalty = 0.2 + 0.8 * u ^ 2,
    permanent_impact = 0.3, temporary_impact = 0.6, points = 17,
  }
  local model = rp.model "guo2025_heterogeneous"
  return function() return model:solve(crowd, { outputs = { "aggregate_rate", "mean_path" } }).aggregate_rate[1] end
end

local solve, least, answer = tasks[task](), math.huge, nil
for _ = 1, rounds do
  local begin = host.now()
  answer = solve()
  least = math.min(least, host.now() - begin)
end
print(("answer: %.12g"):format(answer))
print(("seconds: %.9e"):format(least))
