-- The numbers of a figure as files: one table with the columns of all series (data/ID.csv), and one for each map and for
-- its contour lines (ID_2.csv, ...). A table of more than 100000 rows becomes raw doubles (ID.bin). Nothing is written
-- here: the caller gets texts. Calls csv, and extent for the edges of cells.

local csv = require "reprise.csv"
local extent = require "reprise.figure.extent"

local M = {}
M.__index = M

M.binary_rows = 100000

-- `origin`: the script and what it was made with; `header`: further comment lines for each CSV file.
function M.new(id, origin, header)
  return setmetatable({ id = id, origin = origin, header = header or {}, tables = {} }, M)
end

function M:table()
  local t = { columns = {}, names = {}, rows = 0 }
  self.tables[#self.tables + 1] = t
  return t
end

-- Column names are one line each and do not begin like a comment or a spreadsheet's formula.
local function column_name(t, name)
  name = name:gsub("%s+", " "):gsub("^ ", ""):gsub(" $", "")
  if name == "" or name:match("^[#=+@%-]") then name = "series " .. name end
  local unique, n = name, 1
  while t.names[unique] do
    n = n + 1
    unique = string.format("%s (%d)", name, n)
  end
  t.names[unique] = true
  return unique
end

local function same(a, b)
  if a == b then return true end
  if #a ~= #b then return false end
  for i = 1, #a do if a[i] ~= b[i] and (a[i] == a[i] or b[i] == b[i]) then return false end end
  return true
end

M.same = same

-- Adds a column {values=, unit=, texts=} and returns its number. With `share`, an equal column of the same share is used again.
function M.add(t, column, name, share)
  if share then
    for index, other in ipairs(t.columns) do
      if other.share == share and other.unit == column.unit and same(other.values, column.values)
        and (column.texts ~= nil) == (other.texts ~= nil) and (not column.texts or same(other.texts, column.texts)) then
        return index
      end
    end
  end
  t.columns[#t.columns + 1] = {
    name = column_name(t, name), values = column.values, texts = column.texts, unit = column.unit, share = share,
  }
  t.rows = math.max(t.rows, #column.values)
  return #t.columns
end

-- x, y, z of a map, one row per cell; x changes fastest.
function M:add_map(map, names)
  local t = self:table()
  local x, y, z = {}, {}, {}
  for j = 1, #map.y.values do
    for i = 1, #map.x.values do
      local k = #x + 1
      x[k], y[k], z[k] = map.x.values[i], map.y.values[j], map.z[i][j]
    end
  end
  M.add(t, { values = x, unit = map.x.unit }, names.x)
  M.add(t, { values = y, unit = map.y.unit }, names.y)
  M.add(t, { values = z, unit = map.meta.unit }, names.z)
  return t
end

-- Edges of the cells of a map whose grid has unequal distances: x_from, x_to, y_from, y_to behind z.
function M.add_edges(t, map, xlog, ylog)
  local xs, ys = extent.edges(map.x.values, xlog), extent.edges(map.y.values, ylog)
  local columns = { { values = {} }, { values = {} }, { values = {} }, { values = {} } }
  for j = 1, #map.y.values do
    for i = 1, #map.x.values do
      local x1, x2 = math.min(xs[i], xs[i + 1]), math.max(xs[i], xs[i + 1])
      local y1, y2 = math.min(ys[j], ys[j + 1]), math.max(ys[j], ys[j + 1])
      for k, v in ipairs { x1, x2, y1, y2 } do table.insert(columns[k].values, v) end
    end
  end
  for k, name in ipairs { "x_from", "x_to", "y_from", "y_to" } do M.add(t, columns[k], name) end
end

-- Contour lines {level =, lines = {polylines}}, separated by rows of nan.
function M:add_contours(contours, names)
  local t = self:table()
  local level, x, y = {}, {}, {}
  for _, contour in ipairs(contours) do
    for _, line in ipairs(contour.lines) do
      for _, point in ipairs(line) do
        level[#level + 1], x[#x + 1], y[#y + 1] = contour.level, point[1], point[2]
      end
      level[#level + 1], x[#x + 1], y[#y + 1] = contour.level, 0 / 0, 0 / 0
    end
  end
  M.add(t, { values = level }, "level of " .. names.z)
  M.add(t, { values = x }, names.x)
  M.add(t, { values = y }, names.y)
  return t
end

-- The values of a column, or its texts, filled up to all rows.
local function filled(column, rows)
  local list = {}
  for row = 1, rows do
    if column.texts then list[row] = (column.texts[row] or ""):gsub("\n", " ") else list[row] = column.values[row] or 0 / 0 end
  end
  return list
end

local function csv_text(t, header)
  local columns = {}
  for c, column in ipairs(t.columns) do columns[c] = { column.name, filled(column, t.rows) } end
  return csv.format(columns, { header = header })
end

local function binary_text(t)
  local rows, pack = {}, string.rep("<d", #t.columns):gsub("d<", "d")
  local fields = {}
  for row = 1, t.rows do
    for c, column in ipairs(t.columns) do fields[c] = column.values[row] or 0 / 0 end
    rows[row] = string.pack(pack, table.unpack(fields))
  end
  return table.concat(rows)
end

local function header_of(self, t)
  local header = { string.format("figure %s of %s", self.id, self.origin[1]), self.origin[2] }
  local units, ragged = {}, false
  for _, column in ipairs(t.columns) do
    if column.unit and column.unit ~= "" then units[#units + 1] = string.format("%s [%s]", column.name, column.unit) end
    ragged = ragged or #column.values < t.rows
  end
  if #units > 0 then header[#header + 1] = "units: " .. table.concat(units, ", ") end
  for _, line in ipairs(self.header) do header[#header + 1] = line end
  if ragged then header[#header + 1] = "shorter columns are filled up with nan" end
  return header
end

-- Gives each table its file: name, and whether it is binary. Empty tables vanish. Returns the tables.
function M:assign_files()
  local kept = {}
  for _, t in ipairs(self.tables) do
    if #t.columns > 0 then
      kept[#kept + 1] = t
      t.binary = t.rows > M.binary_rows
      t.file = string.format("%s%s.%s", self.id, #kept > 1 and "_" .. #kept or "", t.binary and "bin" or "csv")
    end
  end
  self.tables = kept
  return kept
end

-- The content of a table's file.
function M:text(t)
  if t.binary then return binary_text(t) end
  return csv_text(t, header_of(self, t))
end

return M
