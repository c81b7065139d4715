-- reprise.csv: tables of numbers and text in files. `format` and `parse` work on text (core/host/lua_csv.h says how);
-- scripts get two functions that follow the rule which files a script may touch:
--
--   local t, names = rp.read_csv("prices.csv"[, { text = { "date" } }])
--     t[1], t[2], ... and t.price: arrays, or lists of strings for columns of text; names: the columns in order.
--     The file is looked for below the script's folder and the folders of --read.
--   rp.write_csv("prices", { { "t", times }, { "price", p } }[, { header = { "a line of comment" } }])
--     writes data/prices.csv below the results; arrays that have a name may stand without one. Returns the path.

local host = require "host"
local text = require "host.csv"
local is_array = require("reprise.array").public.is_array

local M = { format = text.format, parse = text.parse, number = text.number, public = {} }

local access -- the rule about files; loaded late because tests of the text functions need none

local function path_for(name, mode)
  access = access or require "reprise.access"
  local path, why = access.path(name, mode)
  if not path then host.blame("%s_csv: %s", mode, why) end
  return path
end

function M.public.read_csv(name, options)
  local path = path_for(name, "read")
  local content, why = host.read_file(path)
  if not content then host.blame("read_csv: %s", why) end
  return text.parse(content, name, options)
end

-- Units are not part of CSV: a comment line per column that has one keeps them.
local function header_lines(columns, options)
  local lines = table.move(options.header or {}, 1, #(options.header or {}), 1, {})
  for _, column in ipairs(columns) do
    local values = type(column) == "table" and column[2] or column
    if is_array(values) and values:unit() then
      lines[#lines + 1] = ("%s is in %s"):format(type(column) == "table" and column[1] or values:name(), values:unit())
    end
  end
  return lines
end

function M.public.write_csv(name, columns, options)
  if type(name) ~= "string" or not name:match "^[%w_-][%w_.-]*$" then
    host.blame("write_csv: '%s' is not a name for a file: letters, digits, _ - and . only", tostring(name))
  end
  if type(columns) ~= "table" then host.blame("write_csv: expected a list of columns, got a %s", type(columns)) end
  local content = text.format(columns, { header = header_lines(columns, options or {}) })
  local path = path_for("data/" .. name:gsub("%.csv$", "") .. ".csv", "write")
  local fine, why = host.write_file(path, content)
  if not fine then host.blame("write_csv: %s", why) end
  return path
end

return M
