-- value.lua - rp.value: a computed number (or word) that the text of a paper names, kept in values.json. A page shows it by
-- [its-name]{.value}; nobody types it. Calls host and context.
local host = require "host"
local context = require "reprise.context"
local nearest = require "reprise.nearest"

local M = {}

local values = {} -- in the order of the script
local place = {}  -- id -> "file:line"

local known = { "unit", "digits", "decimals", "doc" }

local function check_id(kind, id)
  if type(id) ~= "string" then host.blame("the name of a %s is a text, not %s", kind, tostring(id)) end
  if not id:match("^[a-z0-9][a-z0-9.%-]*$") then
    host.blame("'%s' is no name for a %s: a name has small letters, digits, '-' and '.'", id, kind)
  end
end
M.check_id = check_id

-- Raises for the first option (in alphabetical order) that is not among `names`.
local function check_options(what, options, names)
  if type(options) ~= "table" then host.blame("%s: the options are a table, not %s", what, tostring(options)) end
  local allowed, unknown = {}, {}
  for _, name in ipairs(names) do allowed[name] = true end
  for key in next, options do
    if not allowed[key] and type(key) == "string" then unknown[#unknown + 1] = key end
  end
  table.sort(unknown)
  if unknown[1] then
    local meant = nearest(unknown[1], names)
    host.blame("%s: there is no option '%s'%s", what, unknown[1],
      meant and ("; did you mean '" .. meant .. "'?") or "; there are " .. table.concat(names, ", "))
  end
end
M.check_options = check_options

-- A count of digits that a page can show.
local function check_digits(what, name, n, least)
  if n == nil then return end
  if math.type(n) ~= "integer" or n < least or n > 17 then
    host.blame("%s: %s = %s is no whole number between %d and 17", what, name, tostring(n), least)
  end
end
M.check_digits = check_digits

local function check_text(what, name, text)
  if text ~= nil and type(text) ~= "string" then host.blame("%s: %s is a text, not %s", what, name, tostring(text)) end
  if text and not utf8.len(text) then host.blame("%s: %s is not valid UTF-8", what, name) end
end
M.check_text = check_text

-- The entries are written at once, so that a run that is broken off keeps what it had.
local function write()
  local path = context.results .. "/values.json"
  local done, why = host.write_file(path, host.json_encode(host.json_array(values), { pretty = true }) .. "\n")
  if not done then error(why, 0) end
end

--- Keeps a number or a text under a name and returns it.
-- rp.value("base-volume", r.off_exchange_volume, { unit = "share", digits = 6, doc = "optimal off-exchange volume" })
-- digits: significant digits shown by default; decimals: digits behind the point; the page may ask for others.
function M.value(id, value, options)
  check_id("value", id)
  local what = "value '" .. id .. "'"
  options = options or {}
  check_options(what, options, known)
  if place[id] then host.blame("%s was given before, at %s", what, place[id]) end
  if type(value) == "userdata" and type(value.totable) == "function" and value:rank() == 0 then value = value:totable() end
  if type(value) ~= "number" and type(value) ~= "string" then
    local kind = type(value) == "userdata" and "an array" or value == nil and "nothing" or "a " .. type(value)
    host.blame("%s is %s; it must be a number or a text", what, kind)
  end
  if value ~= value then host.blame("%s is NaN; a page cannot show that", what) end
  check_digits(what, "digits", options.digits, 1)
  check_digits(what, "decimals", options.decimals, 0)
  if options.digits and options.decimals then host.blame("%s: give digits or decimals, not both", what) end
  check_text(what, "unit", options.unit)
  check_text(what, "doc", options.doc)
  if type(value) == "string" then check_text(what, "its text", value) end

  local entry = {
    id = id, unit = options.unit, digits = options.digits, decimals = options.decimals, doc = options.doc,
    line = host.where(1),
  }
  -- A text never looks like a number in the file: the two have keys of their own.
  if type(value) == "string" then entry.text = value else entry.value = value end
  place[id] = entry.line
  values[#values + 1] = entry
  write()
  return value
end

--- Writes the file once more at the end; a script without values leaves none.
function M.finish()
  if #values > 0 then write() end
end

M.public = { value = M.value }

return M
