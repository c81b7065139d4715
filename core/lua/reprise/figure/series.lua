-- What a figure is made of: the constructors of series (rp.line, rp.map, ...), and the check that turns what a script
-- wrote into plain columns of numbers. A constructor only remembers; the checks run when the figure is defined, because
-- only then their messages can name the figure and the number of the series. Calls axis, theme and nearest; knows nothing of
-- gnuplot.

local axis = require "reprise.figure.axis"
local nearest = require "reprise.nearest"
local theme = require "reprise.theme"

local M = {}

local Series = {} -- metatable: marks the values that the constructors return

-- Options of each kind: "columns" are read as numbers, "needs" must be there, "may" are checked by `option_checks`.
local kinds = {
  line = { columns = { "x", "y" }, needs = { "y" }, may = { "label", "style", "color", "width", "marker" } },
  points = { columns = { "x", "y", "lo", "hi" }, needs = { "y" }, may = { "label", "color", "marker", "size" } },
  steps = { columns = { "x", "y" }, needs = { "y" }, may = { "label", "style", "color", "width", "where" } },
  bars = { columns = { "x", "y" }, needs = { "y" }, may = { "label", "color", "width" } },
  band = { columns = { "x", "lo", "hi" }, needs = { "lo", "hi" }, may = { "label", "color", "opacity" } },
  map = { columns = { "x", "y" }, needs = { "x", "y", "z" },
    may = { "z", "label", "palette", "zrange", "zlog", "contours", "contour_labels" } },
  hline = { columns = {}, needs = { "at" }, may = { "at", "label", "style", "color", "width" } },
  vline = { columns = {}, needs = { "at" }, may = { "at", "label", "style", "color", "width" } },
  note = { columns = {}, needs = { "x", "y", "text" }, may = { "x", "y", "text", "place", "dot", "color" } },
  region = { columns = {}, needs = {}, may = { "x", "y", "label", "color", "opacity" } },
}
M.kinds = kinds

local function describe(value)
  if type(value) == "string" then return string.format("%q", value) end
  if type(value) == "number" or type(value) == "boolean" or value == nil then return tostring(value) end
  return "a " .. type(value)
end
M.describe = describe

-- Raises "unknown option 'colour': did you mean 'color'?" for the first key that is not in the list.
function M.check_keys(options, known, fail)
  local is_known, unknown = {}, {}
  for _, name in ipairs(known) do is_known[name] = true end
  for key in next, options do
    if type(key) ~= "number" and not is_known[key] then unknown[#unknown + 1] = tostring(key) end
  end
  if #unknown == 0 then return end
  table.sort(unknown)
  local meant = nearest(unknown[1], known)
  fail("unknown option '%s'%s", unknown[1], meant and string.format(": did you mean '%s'?", meant)
    or " (known: " .. table.concat(known, ", ") .. ")")
end

-- A text for display: valid UTF-8, no control characters but newline.
function M.check_text(value, what, fail)
  if value == nil then return nil end
  if type(value) == "number" then value = tostring(value) end
  if type(value) ~= "string" then fail("%s must be a text, not %s", what, describe(value)) end
  if not utf8.len(value) then fail("%s is not valid UTF-8", what) end
  value = value:gsub("\r\n?", "\n"):gsub("\t", " ")
  local control = value:match("[\0-\9\11-\31\127]")
  if control then fail("%s contains the control character %d", what, control:byte()) end
  if value:find("\u{FFFE}", 1, true) or value:find("\u{FFFF}", 1, true) then fail("%s contains a non-character", what) end
  if utf8.len(value) > 500 then fail("%s is longer than 500 characters", what) end
  return value
end

function M.check_number(value, what, fail)
  if math.type(value) == nil then fail("%s must be a number, not %s", what, describe(value)) end
  if value ~= value or value == math.huge or value == -math.huge then fail("%s must be finite, not %s", what, value) end
  if not axis.drawable(value) then fail("%s is %s, but a figure shows magnitudes up to %g only", what, value, axis.largest) end
  return value + 0.0
end

function M.check_choice(value, names, what, fail)
  for _, name in ipairs(names) do if value == name then return value end end
  fail("%s is %s, but must be one of %s", what, describe(value), table.concat(names, ", "))
end

-- {a, b} with a < b; with `open`, one of them may be missing ({0, nil} reads {0}, {nil, 1} needs both written).
function M.check_range(value, what, fail, open)
  if type(value) ~= "table" then fail("%s must be {from, to}, not %s", what, describe(value)) end
  for i = 1, 2 do
    if not (open and value[i] == nil) then M.check_number(value[i], string.format("%s[%d]", what, i), fail) end
  end
  if value[1] and value[2] and value[1] >= value[2] then
    fail("%s goes from %s to %s, but must increase", what, value[1], value[2])
  end
  local refusal = open and axis.refuse_range(value)
  if refusal then fail("%s %s", what, refusal) end
  return { value[1], value[2] }
end

local function check_color(value, what, fail)
  if type(value) == "string" then
    if theme.colors[value] then return theme.colors[value] end
    if value:match("^#%x%x%x%x%x%x$") then return value:lower() end
  end
  fail("%s is %s, but must be \"#rrggbb\" or one of %s", what, describe(value), table.concat(theme.color_names, ", "))
end

local function check_between(value, what, lo, hi, fail)
  M.check_number(value, what, fail)
  if value < lo or value > hi then fail("%s is %s, but must lie in [%s, %s]", what, value, lo, hi) end
  return value
end

local function check_flag(value, what, fail)
  if type(value) ~= "boolean" then fail("%s must be true or false, not %s", what, describe(value)) end
  return value
end
M.check_flag = check_flag

-- One check per option; those that depend on the kind get it as the last argument.
local option_checks = {
  label = function(v, fail) return M.check_text(v, "label", fail) end,
  text = function(v, fail) return M.check_text(v, "text", fail) end,
  style = function(v, fail) return M.check_choice(v, theme.dash_names, "style", fail) end,
  color = function(v, fail) return check_color(v, "color", fail) end,
  width = function(v, fail, kind) return check_between(v, "width", 0.01, kind == "bars" and 1 or 20, fail) end,
  size = function(v, fail) return check_between(v, "size", 0.1, 10, fail) end,
  opacity = function(v, fail) return check_between(v, "opacity", 0, 1, fail) end,
  marker = function(v, fail)
    if v == true or v == false then return v end
    return M.check_choice(v, theme.marker_names, "marker", fail)
  end,
  where = function(v, fail) return M.check_choice(v, { "after", "before", "middle" }, "where", fail) end,
  at = function(v, fail) return M.check_number(v, "at", fail) end,
  x = function(v, fail, kind)
    if kind == "region" then return M.check_range(v, "x", fail) end
    return M.check_number(v, "x", fail)
  end,
  y = function(v, fail, kind)
    if kind == "region" then return M.check_range(v, "y", fail) end
    return M.check_number(v, "y", fail)
  end,
  place = function(v, fail)
    return M.check_choice(v, { "auto", "right", "left", "above", "below", "center" }, "place", fail)
  end,
  dot = function(v, fail) return check_flag(v, "dot", fail) end,
  palette = function(v, fail) return M.check_choice(v, theme.palette_names, "palette", fail) end,
  zrange = function(v, fail) return M.check_range(v, "zrange", fail, true) end,
  zlog = function(v, fail) return check_flag(v, "zlog", fail) end,
  contour_labels = function(v, fail) return check_flag(v, "contour_labels", fail) end,
  contours = function(v, fail) return M.read_column(v, "contours", fail).values end,
}

local function is_array(value) return type(value) == "userdata" and type(value.totable) == "function" end
M.is_array = is_array

-- A column: {values = {numbers}, name =, unit =}. Takes an array of rank 1 or a list; with `texts`, also a list of
-- strings (then values are 1, 2, ... and `texts` holds the strings); with `over`, a function of that column (false: it
-- is not there).
function M.read_column(value, what, fail, texts, over)
  if is_array(value) then
    if value:rank() ~= 1 then
      fail("%s has the shape %s, but must have one axis", what, table.concat(value:shape(), " x "))
    end
    local axes = value:axes()
    local along = axes and axes[1]
    return { values = value:totable(), name = value:name(), unit = value:unit(), axis = along ~= "" and along or nil }
  end
  local column = { values = {} }
  if type(value) == "function" and over then
    for i, x in ipairs(over.values) do
      local y = value(x)
      if math.type(y) == nil then fail("%s(%s) returned %s instead of a number", what, x, describe(y)) end
      column.values[i] = y + 0.0
    end
    return column
  end
  if type(value) == "function" and over == false then
    fail("%s is a function of x, so x must be given", what)
  end
  if type(value) ~= "table" then fail("%s must be an array or a list of numbers, not %s", what, describe(value)) end
  if texts and type(value[1]) == "string" then column.texts = {} end
  for i = 1, #value do
    local v = value[i]
    if column.texts then
      column.texts[i] = M.check_text(v, string.format("%s[%d]", what, i), fail)
      v = i
    elseif math.type(v) == nil then
      fail("%s[%d] is %s, but must be a number", what, i, describe(v))
    end
    column.values[i] = v + 0.0
  end
  return column
end

-- z[i][j] belongs to x[i], y[j], as in the result of a sweep over x and y. Returns rows of numbers, one row per x.
local function read_matrix(z, x, y, fail)
  local nx, ny = #x.values, #y.values
  local meta, rows = {}, {}
  if type(z) == "function" then
    for i = 1, nx do
      rows[i] = {}
      for j = 1, ny do
        local v = z(x.values[i], y.values[j])
        if math.type(v) == nil then fail("z(%s, %s) returned %s instead of a number", x.values[i], y.values[j], describe(v)) end
        rows[i][j] = v + 0.0
      end
    end
    return rows, meta
  end
  if is_array(z) then
    local shape = z:shape()
    if #shape ~= 2 or shape[1] ~= nx or shape[2] ~= ny then
      fail("z has the shape %s, but x has %d values and y has %d: z must be %d x %d", table.concat(shape, " x "), nx, ny, nx, ny)
    end
    return z:totable(), { name = z:name(), unit = z:unit() }
  end
  if type(z) ~= "table" then fail("z must be an array, nested lists or a function of x and y, not %s", describe(z)) end
  if #z ~= nx then fail("z has %d rows, but x has %d values: z[i][j] belongs to x[i], y[j]", #z, nx) end
  for i = 1, nx do
    rows[i] = M.read_column(z[i], string.format("z[%d]", i), fail).values
    if #rows[i] ~= ny then fail("z[%d] has %d values, but y has %d", i, #rows[i], ny) end
  end
  return rows, meta
end

local function check_monotone(values, what, fail)
  local sign
  for i = 1, #values do
    M.check_number(values[i], string.format("%s[%d]", what, i), fail)
    if i > 1 then
      local step = values[i] - values[i - 1]
      if step == 0 or (sign and step * sign < 0) then
        fail("%s must increase or decrease strictly, but %s[%d] = %s follows %s", what, what, i, values[i], values[i - 1])
      end
      sign = step
    end
  end
  if #values < 2 then fail("%s has %d value%s, but a map needs at least 2", what, #values, #values == 1 and "" or "s") end
end

local function read_columns(series, options, fail)
  local kind = kinds[series.kind]
  local length, length_of
  for _, name in ipairs(kind.columns) do
    if options[name] ~= nil then
      local over
      if series.kind ~= "map" and name ~= "x" then over = series.x or false end
      local column = M.read_column(options[name], name, fail, series.kind == "bars" and name == "x", over)
      series[name] = column
      if series.kind ~= "map" then
        if #column.values == 0 then fail("%s is empty", name) end
        if length and #column.values ~= length then
          fail("%s has %d values, %s has %d", length_of, length, name, #column.values)
        end
        length, length_of = #column.values, name
      end
    end
  end
  if series.kind ~= "map" and length and not series.x then
    series.x = { values = {}, name = (series.y or series.lo).axis }
    for i = 1, length do series.x.values[i] = i + 0.0 end
  end
end

-- Checks a series and returns its plain description {kind=, x=, y=, ... columns, and the options as given}.
function M.resolve(value, fail)
  local kind, options = value.kind, value.options
  local known = {}
  for _, list in ipairs { kinds[kind].columns, kinds[kind].may } do
    for _, name in ipairs(list) do known[#known + 1] = name end
  end
  M.check_keys(options, known, fail)
  if options[1] ~= nil then fail("takes named options only, such as rp.%s{x = ..., y = ...}", kind) end
  for _, name in ipairs(kinds[kind].needs) do if options[name] == nil then fail("%s is missing", name) end end
  local series = { kind = kind }
  read_columns(series, options, fail)
  for _, name in ipairs(kinds[kind].may) do
    if options[name] ~= nil and option_checks[name] then series[name] = option_checks[name](options[name], fail, kind) end
  end
  if kind == "map" then
    check_monotone(series.x.values, "x", fail)
    check_monotone(series.y.values, "y", fail)
    series.z, series.meta = read_matrix(options.z, series.x, series.y, fail)
  elseif kind == "region" and not (series.x or series.y) then
    fail("needs x = {from, to} or y = {from, to} or both")
  elseif kind == "points" and (series.lo == nil) ~= (series.hi == nil) then
    fail("lo and hi, the ends of the error bars, belong together")
  end
  return series
end

-- What a figure cannot show of a resolved series: the columns with numbers beyond the largest that can be drawn
-- (series.beyond), and, through `note`, that they are there or that nothing is left.
local function note_hidden(s, note)
  local shown, hidden, example = 0, 0, nil
  local columns = {}
  for _, name in ipairs { "x", "y", "lo", "hi" } do
    if type(s[name]) == "table" and s[name].values then columns[#columns + 1] = name end
  end
  local function look(v, name, what, i)
    if axis.drawable(v) then return true end
    if v - v == 0 then
      s.beyond[name] = true
      hidden, example = hidden + 1, example or string.format("%s[%d] = %s", what, i, axis.number(v))
    end
    return false
  end
  local joined = s.kind ~= "line" or s.marker
  local function look_at_points()
    local before = false
    for i = 1, #s[columns[1]].values do
      local all = true
      for _, name in ipairs(columns) do all = look(s[name].values[i], name, name, i) and all end
      if all then shown = shown + 1 end
      joined = joined or (all and before)
      before = all
    end
  end
  s.beyond = {}
  if s.kind == "map" then
    for i, row in ipairs(s.z) do
      for j, v in ipairs(row) do if look(v, "z", string.format("z[%d]", i), j) then shown = shown + 1 end end
    end
  elseif columns[1] then
    look_at_points()
  else
    return
  end
  if hidden > 0 then
    note("%s not drawn, being larger than %g: %s", hidden == 1 and "one number is" or hidden .. " numbers are", axis.largest,
      hidden == 1 and example or "the first is " .. example)
  elseif shown == 0 then
    note("none of its points has finite coordinates: nothing is drawn")
  elseif s.kind ~= "map" and not joined then
    note("no two neighbouring points have finite coordinates: there is nothing to join (marker = true shows single points)")
  end
end
M.note_hidden = note_hidden

function M.is_series(value) return getmetatable(value) == Series end

-- The constructor of a kind.
function M.constructor(kind, blame)
  return function(options)
    if type(options) ~= "table" then
      blame("rp.%s expects a table of options, such as rp.%s{...}, not %s", kind, kind, describe(options))
    end
    return setmetatable({ kind = kind, options = options }, Series)
  end
end

return M
