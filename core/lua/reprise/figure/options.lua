-- Options of figures, animations and panels: which there are, and the checks of what a script gave. Calls series and theme;
-- every check takes the `fail` of the figure or panel it is for.

local legend = require "reprise.figure.legend"
local series = require "reprise.figure.series"
local theme = require "reprise.theme"

local M = {}

M.largest_canvas = 4000 -- pixels

M.panel = {
  "title", "xlabel", "ylabel", "xunit", "yunit", "xlog", "ylog", "xrange", "yrange", "xticks", "yticks", "legend",
  "colors", "grid", "enhanced",
}
M.figure = { "caption", "alt", "header", "columns", "width", "height", "aspect", table.unpack(M.panel) }
M.animation = { "frames", "labels", "duration", "hold", "still", table.unpack(M.figure) }
M.animated_panel = { "frames", table.unpack(M.panel) }



local function check_ticks(value, what, fail)
  if series.is_array(value) then value = value:totable() end
  if type(value) ~= "table" then
    fail("%s must be a list of numbers or of {number, text}, not %s", what, series.describe(value))
  end
  local ticks = {}
  for i = 1, #value do
    local tick = value[i]
    local name = string.format("%s[%d]", what, i)
    if type(tick) == "table" then
      ticks[i] = { series.check_number(tick[1], name, fail), series.check_text(tick[2], name, fail) or "" }
    else
      ticks[i] = series.check_number(tick, name, fail)
    end
  end
  return ticks
end

-- Enhanced text in which a brace is missing would stop gnuplot.
function M.check_braces(text, what, fail)
  local depth = 0
  for brace in text:gmatch("[{}]") do
    depth = depth + (brace == "{" and 1 or -1)
    if depth < 0 then break end
  end
  if depth ~= 0 then fail("%s has unbalanced braces, which enhanced text does not allow", what) end
end

-- The options of a figure with one panel, or of a panel, checked.
function M.read(o, fail)
  local result = {}
  for _, name in ipairs { "title", "xlabel", "ylabel", "xunit", "yunit" } do
    result[name] = series.check_text(o[name], name, fail)
  end
  for _, name in ipairs { "xlog", "ylog", "grid", "enhanced" } do
    if o[name] ~= nil then result[name] = series.check_flag(o[name], name, fail) end
  end
  for _, name in ipairs { "xrange", "yrange" } do
    if o[name] ~= nil then
      result[name] = series.check_range(o[name], name, fail, true)
      local log, range = o[name:sub(1, 1) .. "log"], result[name]
      if log and ((range[1] or 1) <= 0 or (range[2] or 1) <= 0) then
        fail("%s reaches %s, but the axis is logarithmic", name, math.min(range[1] or 1, range[2] or 1))
      end
    end
  end
  for _, name in ipairs { "xticks", "yticks" } do
    if o[name] ~= nil then result[name] = check_ticks(o[name], name, fail) end
  end
  result.legend = series.check_choice(o.legend or "auto", legend.positions, "legend", fail)
  result.colors = series.check_choice(o.colors or "cycle", { "cycle", "sequence" }, "colors", fail)
  if result.enhanced then
    for _, name in ipairs { "title", "xlabel", "ylabel" } do M.check_braces(result[name] or "", name, fail) end
  end
  return result
end

-- Width and height of the canvas for so many panels.
function M.canvas_size(o, panels, columns, fail)
  local rows = math.ceil(panels / columns)
  local width = o.width and series.check_number(o.width, "width", fail) or (columns > 2 and 960 or theme.width)
  local height = o.height and series.check_number(o.height, "height", fail)
  if o.aspect then
    if o.height then fail("gives both height and aspect (width / height): one of them is enough") end
    height = width / series.check_number(o.aspect, "aspect", fail)
  end
  height = height or (panels == 1 and theme.height * width / theme.width or math.min(2400, rows * 300))
  for name, value in pairs { width = width, height = height } do
    if not (value >= 120 and value <= M.largest_canvas) then
      fail("the canvas' %s is %g, but must lie in [120, %d]", name, value, M.largest_canvas)
    end
  end
  return math.floor(width + 0.5), math.floor(height + 0.5)
end

-- Comment lines that go into the heads of the CSV files, such as "standard-error: mean=mean_se".
function M.check_header(value, fail)
  if value == nil then return {} end
  if type(value) ~= "table" then fail("header must be a list of lines, not %s", series.describe(value)) end
  local lines = {}
  for i = 1, #value do
    lines[i] = series.check_text(value[i], string.format("header[%d]", i), fail)
    if lines[i]:find("\n", 1, true) then fail("header[%d] has more than one line", i) end
  end
  return lines
end

return M
