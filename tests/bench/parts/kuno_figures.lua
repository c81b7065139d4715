-- Not an entry of its own: the solves behind figures 2 and 3 of Kuno's paper (figures), or one solve of many periods (long N).

local rp = require "reprise"
local host = require "host"

local execution, replica = rp.model "closing_price", rp.model "closing_price_replica"
local risk = { 1e-5, 1e-4, 1e-3, 1e-2 }
local one = { outputs = "off_exchange_volume", threads = 1 }

local function figures()
  execution:sweep({ fee = rp.linspace(1e-4, 1e-2, 20001), risk_aversion = risk }, one)
  replica:sweep({ fee = rp.linspace(1e-4, 3.5e-4, 2501), risk_aversion = risk }, one)
  replica:sweep({ fee = rp.linspace(1e-4, 3.5e-4, 2501), risk_aversion = risk, recursion = "missing-decay" }, one)
  execution:sweep({ fee = rp.linspace(5e-4, 1.5e-3, 2501), risk_aversion = risk }, one)
end

local function long()
  execution:solve({ periods = math.tointeger(rp.arguments[2]), resilience_rate = 5e-4, risk_aversion = 1e-9 }, { outputs = { "off_exchange_volume", "trades" } })
end

local task = rp.arguments[1] == "figures" and figures or long
local least
for _ = 1, 5 do
  local begin = host.now()
  task()
  local spent = host.now() - begin
  if not least or spent < least then least = spent end
end
host.stdout(("seconds: %.9e\n"):format(least))
