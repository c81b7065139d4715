-- One game of N different agents of `nplayer_game`, aggregate and price impact wanted: seconds of the fastest of ROUNDS solves, and the
-- largest memory that the process has held.
-- Arguments: N, "constant" or "varying" (volatility and drift depend on time), ROUNDS.

local rp = require "reprise"
local host = require "host"

local n, kind, rounds = math.tointeger(rp.arguments[1]), rp.arguments[2], math.tointeger(rp.arguments[3])
local i = rp.range(1, n)
local population = {
  permanent_impact = 4 / n, temporary_impact = 0.4 * (1 + 0.5 * i:map(math.sin)), risk_aversion = 1 + 0.5 * (2 * i):map(math.cos),
  terminal_penalty = 2 * (1 + 0.5 * (3 * i):map(math.sin)), inventories = (0.5 * i):map(math.cos) + 0.2, points = 17, drift = 0.3,
}
if kind == "varying" then
  population.volatility = function(t) return 1 + 0.5 * math.sin(6 * t) end
  population.drift = function(t) return 0.3 * math.cos(3 * t) end
end
local game, wanted, least = rp.model "nplayer_game", { outputs = { "aggregate", "price_impact" } }, math.huge
for _ = 1, rounds do
  local begin = host.now()
  game:solve(population, wanted)
  least = math.min(least, host.now() - begin)
end
print(("seconds: %.9e"):format(least))
local status = host.read_file "/proc/self/status"
local peak = status and status:match "VmHWM:%s*(%d+) kB"
if peak then print(("peak_MiB: %.1f"):format(tonumber(peak) / 1024)) end
