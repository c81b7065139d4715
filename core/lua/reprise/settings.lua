-- reprise.settings: values of a script that the command line may change: rp.set("n", 25) gives 25, or what `--set n=...`
-- says, converted to the kind of the default.

local host = require "host"
local context = require "reprise.context"
local nearest = require "reprise.nearest"

local M = { public = {} }

local asked = {}

local readers = {}

function readers.string(_, text) return text end

function readers.boolean(name, text)
  if text == "true" then return true end
  if text == "false" then return false end
  host.blame("--set %s=%s: the setting is true or false", name, text)
end

function readers.number(name, text, default)
  local x = tonumber(text)
  if not x then host.blame("--set %s=%s: the setting is a number", name, text) end
  if math.type(default) == "integer" then
    local whole = math.tointeger(x)
    if not whole then host.blame("--set %s=%s: the setting is a whole number", name, text) end
    return whole
  end
  return x + 0.0
end

-- rp.set(name, default) -> the default, or the value that the command line gives.
function M.public.set(name, default)
  if type(name) ~= "string" or not name:match "^[%a_][%w_-]*$" then host.blame "rp.set takes a name and a default value" end
  local read = readers[type(default)]
  if not read then
    host.blame("rp.set '%s': the default is a number, a text, true or false, not a %s", name, type(default))
  end
  asked[name] = true
  local text = context.set[name]
  if text == nil then return default end
  return read(name, text, default)
end

M.public.arguments = context.arguments

-- A sentence about a --set that the script did not ask for, or nil.
function M.unused()
  local names = {}
  for name in pairs(asked) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(require("reprise.ordered").keys(context.set)) do
    if not asked[name] then
      local near = nearest(name, names)
      return ("%s has no setting '%s'%s"):format(context.script, name,
        near and (", did you mean '" .. near .. "'?") or #names > 0 and "; it has " .. table.concat(names, ", ") or "")
    end
  end
end

return M
