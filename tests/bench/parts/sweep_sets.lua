-- Not an entry of its own: what sweep.lua runs. Prints the seconds per parameter set of model:sweep with one output wanted, from
-- the script's call to the array in its hands. Arguments: number of sets, threads.

local rp = require "reprise"
local host = require "host"

local count, threads = math.tointeger(rp.arguments[1]), math.tointeger(rp.arguments[2])
local kuno = rp.model "closing_price"
local fee = rp.linspace(5e-4, 2e-3, count)
local spread = (rp.range(1, count) * 0.6180339887498949) % 1
local risk_aversion = (spread * 2 - 4):map(function(x) return 10.0 ^ x end)
local least, sum
for _ = 1, 5 do
  local begin = host.now()
  local s = kuno:sweep({ fee = fee, risk_aversion = risk_aversion }, { outputs = "off_exchange_volume", paired = true, threads = threads })
  local spent = host.now() - begin
  if not least or spent < least then least = spent end
  sum = s.off_exchange_volume:sum()
end
host.stdout(("seconds: %.9e\nsum: %.15g\n"):format(least / count, sum))
