-- table.lua - rp.table: columns of numbers and words that a page shows by ::: {.table id="..."}; kept in tables.json and,
-- for readers, in data/ID.csv. Calls host, csv, context and value (for the checks that both share).
local host = require "host"
local csv = require "reprise.csv"
local context = require "reprise.context"
local ordered = require "reprise.ordered"
local provenance = require "reprise.provenance"
local value = require "reprise.value"

local M = {}

local tables = {} -- in the order of the script
local place = {}  -- id -> "file:line"
local begun = {}  -- the same, of tables that have an id and no columns yet

local table_options = { "title", "caption", "columns" }
local column_options = { "unit", "digits", "decimals", "as", "name" }
local styles = { plain = true, scientific = true, percent = true, unit = true }

-- The cells of one column as a plain list. An array must have one axis; a list may hold numbers, texts, booleans.
local function cells_of(what, source)
  if type(source) == "userdata" and type(source.totable) == "function" then
    if source:rank() ~= 1 then host.blame("%s: its array has %d axes; a column has one", what, source:rank()) end
    return source:totable(), source:unit()
  end
  if type(source) ~= "table" then host.blame("%s holds %s; it takes an array or a list", what, tostring(source)) end
  local cells = {}
  for index = 1, #source do
    local cell = source[index]
    local kind = type(cell)
    if kind ~= "number" and kind ~= "string" and kind ~= "boolean" then
      host.blame("%s: entry %d is a %s; a cell is a number, a text or a boolean", what, index, kind)
    end
    if kind == "string" then value.check_text(what, "entry " .. index, cell) end
    cells[index] = cell
  end
  return cells
end

local function column_of(id, index, given)
  local what = ("table '%s', column %d"):format(id, index)
  if type(given) ~= "table" then host.blame("%s is %s; it must be {\"title\", values, ...}", what, tostring(given)) end
  local title = given[1]
  if type(title) ~= "string" or title == "" then host.blame("%s: its first entry is its title, a text", what) end
  what = ("table '%s', column '%s'"):format(id, title)
  value.check_text(what, "its title", title)
  value.check_options(what, given, column_options)
  value.check_digits(what, "digits", given.digits, 1)
  value.check_digits(what, "decimals", given.decimals, 0)
  value.check_text(what, "unit", given.unit)
  value.check_text(what, "name", given.name)
  if given.digits and given.decimals then host.blame("%s: give digits or decimals, not both", what) end
  if given.as and not styles[given.as] then host.blame("%s: as = '%s' is none of plain, scientific, percent, unit", what, tostring(given.as)) end
  local cells, unit = cells_of(what, given[2])
  local text = false
  for _, cell in ipairs(cells) do
    text = text or type(cell) ~= "number"
    if given.as == "unit" and type(cell) ~= "string" then host.blame("%s: as = 'unit' is for texts such as cash/share^2", what) end
  end
  return {
    title = title, name = given.name or (title:gsub("[%$\\{}]", "")), values = cells, text = text or nil,
    unit = given.unit or unit, digits = given.digits, decimals = given.decimals, as = given.as,
  }
end

-- An absent number (NaN) is null in the file and a dash on the page.
local function for_json(entry)
  local columns = {}
  for index, column in ipairs(entry.columns) do
    local values = {}
    for row, cell in ipairs(column.values) do values[row] = cell ~= cell and host.null or cell end
    columns[index] = {
      title = column.title, unit = column.unit, digits = column.digits, decimals = column.decimals, as = column.as,
      text = column.text, values = host.json_array(values),
    }
  end
  return {
    id = entry.id, title = entry.title, caption = entry.caption, csv = entry.csv, line = entry.line, rows = entry.rows,
    columns = host.json_array(columns),
  }
end

local function write_json()
  local list = {}
  for index, entry in ipairs(tables) do list[index] = for_json(entry) end
  local text = host.json_encode(host.json_array(list), { pretty = true }) .. "\n"
  local done, why = host.write_file(context.results .. "/tables.json", text)
  if not done then error(why, 0) end
end

local function write_csv(entry)
  local columns, units = {}, {}
  for index, column in ipairs(entry.columns) do
    local cells = column.values
    if column.text then
      cells = {}
      for row, cell in ipairs(column.values) do
        cells[row] = type(cell) == "number" and csv.number(cell) or tostring(cell)
      end
    end
    columns[index] = { column.name, cells }
    if column.unit then units[#units + 1] = column.name .. " [" .. column.unit .. "]" end
  end
  local header = { "table " .. entry.id .. (entry.title and ": " .. entry.title or ""), "of " .. provenance.script(), provenance.made_with() }
  if #units > 0 then header[#header + 1] = "units: " .. table.concat(units, ", ") end
  local done, why = host.write_file(context.results .. "/" .. entry.csv, csv.format(columns, { header = header }))
  if not done then error(why, 0) end
end

local function define(id, options)
  local what = "table '" .. id .. "'"
  begun[id] = nil
  if type(options) ~= "table" then host.blame("%s: rp.table \"%s\" is followed by a table of options", what, id) end
  value.check_options(what, options, table_options)
  value.check_text(what, "title", options.title)
  value.check_text(what, "caption", options.caption)
  if type(options.columns) ~= "table" or #options.columns == 0 then host.blame("%s has no columns", what) end
  local entry = { id = id, title = options.title, caption = options.caption, csv = "data/" .. id .. ".csv", line = host.where(1),
    columns = {} }
  local names = {}
  for index, given in ipairs(options.columns) do
    local column = column_of(id, index, given)
    if names[column.name] then host.blame("%s has two columns named '%s'; give one of them name=", what, column.name) end
    names[column.name] = true
    entry.rows = entry.rows or #column.values
    if #column.values ~= entry.rows then
      host.blame("%s: column '%s' has %d entries, column '%s' has %d", what, column.title, #column.values,
        entry.columns[1].title, entry.rows)
    end
    entry.columns[index] = column
  end
  if entry.rows == 0 then host.blame("%s has no rows", what) end
  place[id] = entry.line
  tables[#tables + 1] = entry
  write_csv(entry)
  write_json()
end

--- rp.table "thresholds" { title = "...", caption = "...", columns = { {"R", risks, digits = 3}, {"regime", names}, ... } }
-- A column is an array or a list, of numbers or texts; unit (else the array's own), digits or decimals, as = "percent" |
-- "scientific" | "plain" | "unit" (texts such as "cash/share^2"), name (in the csv). Titles may hold $mathematics$. NaN is shown as a dash. Also: rp.table("id", {...}).
function M.table(id, ...)
  value.check_id("table", id)
  if place[id] then host.blame("table '%s' was defined before, at %s", id, place[id]) end
  if select("#", ...) > 0 then return define(id, (...)) end
  begun[id] = host.where(1)
  return function(options) return define(id, options) end
end

--- Writes the file once more at the end; a script without tables leaves none. Names tables that never got their columns.
function M.finish(_, outcome)
  if #tables > 0 then write_json() end
  local lines = {}
  for id, line in ordered.pairs(begun) do
    lines[#lines + 1] = ('%s: table %s has an id but no columns: rp.table "%s" {...}'):format(line, id, id)
  end
  if #lines == 0 or (outcome and outcome.ok == false) then return nil end
  return { ok = false, lines = lines }
end

M.public = { table = M.table }

return M
