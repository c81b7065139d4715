-- Fields along one Markov factor: factor_fields.lua -- TASK ROUNDS. Prints the answer, its error and the seconds of the fastest round.
--   regression  A of one agent by regression, Ornstein-Uhlenbeck factor, 65536 paths, 50 steps, 8 monomials: seconds per path and step
--   chebyshev   A of one agent whose variance is a Cox-Ingersoll-Ross process, by collocation, with its estimate of the error
--   taylor      the same by the series
--   two-types   feedback, forcing and expectations of two types, by the series
local rp = require "reprise"
local host = require "host"

local task, rounds = rp.arguments[1], tonumber(rp.arguments[2])
local agent = { temporary_impact = 0.2, risk_aversion = 4, terminal_penalty = 0.5 }
local function with(arguments, more)
  for name, value in pairs(agent) do
    if arguments[name] == nil then arguments[name] = value end
  end
  for name, value in pairs(more) do arguments[name] = value end
  return arguments
end
local cir = { law = "cir", speed = { 2 }, mean = { 0.09 }, volatility = { 0.3 }, start = { 0.06 } }
local single, factor = "nplayer_single_factor", "nplayer_factor"
local start = { outputs = { "start_quadratic", "error_estimate" }, threads = 1 }
local paths, steps = 65536, 50
local reference = 0.2541571768001
local tasks = {
  regression = { single, with({}, {
    factors = { law = "ou", speed = { 1.5 }, mean = { 0 }, volatility = { 0.5 }, start = { 0.2 } }, variance = { { 0.25, 0.3, 0.09 } },
    method = "regression", sample = paths, steps = steps, degree = 7,
  }), { outputs = { "start_quadratic" }, threads = 1 }, per = paths * steps },
  chebyshev = { single, with({}, { factors = cir, variance = { { 0, 1 } }, method = "chebyshev", resolution = 24, tolerance = 1e-8 }), start, want = reference },
  taylor = { single, with({}, { factors = cir, variance = { { 0, 1 } }, method = "taylor", resolution = 12, tolerance = 1e-8 }), start, want = reference },
  ["two-types"] = { factor, {
    permanent_impact = 0.1, type_counts = { 3, 7 }, temporary_impact = { 0.2, 0.5 }, risk_aversion = { 3, 1 }, terminal_penalty = { 1, 0.4 },
    factors = { law = "cir", speed = { 1.5 }, mean = { 0.2 }, volatility = { 0.4 }, start = { 0.15 } }, variance = { { 0.02, 1 } },
    drift = { { 0.1, -0.5 } }, inventories = { 1, -0.2 }, method = "taylor",
  }, { outputs = { "feedback", "forcing", "expected_inventory", "error_estimate" }, threads = 1 } },
}
local model, arguments, options = table.unpack(tasks[task])
local solver, least, result = rp.model(model), math.huge, nil
for _ = 1, rounds do
  local begin = host.now()
  result = solver:solve(arguments, options)
  least = math.min(least, host.now() - begin)
end
local value = model == single and result.start_quadratic or result.expected_inventory[1]
print(("value: %.12g"):format(value))
if tasks[task].want then print(("error: %.2g"):format(math.abs(value - tasks[task].want))) end
print(("seconds: %.9e"):format(least / (tasks[task].per or 1)))
