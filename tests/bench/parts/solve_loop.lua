-- Not an entry of its own: what solve.lua runs. Prints the seconds per m:solve of the base case from a script; with the
-- argument `all`, all outputs are asked for and read, otherwise one.

local rp = require "reprise"
local host = require "host"

local kuno = rp.model "closing_price"
local all = rp.arguments[1] == "all"
local options = not all and { outputs = { "off_exchange_volume" } } or nil
local least
for _ = 1, 7 do
  local calls = 2000
  local begin = host.now()
  for _ = 1, calls do
    local r = kuno:solve({ fee = 1e-3 }, options)
    if not (r.off_exchange_volume > 0) then error "no volume" end
  end
  local per_call = (host.now() - begin) / calls
  if not least or per_call < least then least = per_call end
end
host.stdout(("seconds: %.9e\n"):format(least))
