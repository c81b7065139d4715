-- command.options: reads the options of a command. Unknown ones are refused with the nearest name.

local host = require "host"
local nearest = require "reprise.nearest"

local M = {}

local function refuse(text, ...)
  error({ status = host.exit_status.usage, text = text:format(...) }, 0)
end
M.refuse = refuse

-- What a kind makes of the text of an option.
local readers = {}

function readers.value(_, text) return text end

function readers.number(name, text)
  local x = tonumber(text)
  if not x or x ~= x or x < 0 then refuse("%s takes a number that is not negative, not '%s'", name, text) end
  return x
end

function readers.count(name, text)
  local x = math.tointeger(tonumber(text))
  if not x or x < 0 then refuse("%s takes a whole number that is not negative, not '%s'", name, text) end
  return x
end

-- "--some-name" is stored as some_name.
local function key(name)
  return (name:gsub("^%-+", ""):gsub("-", "_"))
end

local function unknown(name, specification)
  local names = {}
  for known in pairs(specification) do names[#names + 1] = known end
  table.sort(names)
  local near = nearest(name, names)
  refuse("there is no option '%s'%s", name, near and (", did you mean '" .. near .. "'?") or "")
end

-- parse(arguments, {["--out"]="value", ["--timeout"]="number", ["--threads"]="count", ["--set"]="list", ["--quiet"]="flag"})
-- -> options by name without dashes ("list" may be repeated and gives an array, always there), the other words in
-- order. options.after: the words behind "--".
function M.parse(arguments, specification)
  local options, rest = { after = {} }, {}
  for name, kind in pairs(specification) do
    if kind == "list" then options[key(name)] = {} end
  end
  local i = 1
  while i <= #arguments do
    local word = arguments[i]
    if word == "--" then
      table.move(arguments, i + 1, #arguments, 1, options.after)
      break
    elseif word:sub(1, 1) ~= "-" or word == "-" then
      rest[#rest + 1] = word
    else
      local name, text = word:match "^(%-%-[^=]+)=(.*)$"
      name = name or word
      local kind = specification[name]
      if not kind then unknown(name, specification) end
      if kind == "flag" then
        if text then refuse("%s takes no value", name) end
        options[key(name)] = true
      else
        if not text then
          i = i + 1
          text = arguments[i]
          if not text or text:sub(1, 2) == "--" then refuse("%s needs a value", name) end
        end
        if kind == "list" then
          table.insert(options[key(name)], text)
        else
          options[key(name)] = readers[kind](name, text)
        end
      end
    end
    i = i + 1
  end
  return options, rest
end

return M
