-- Where everything stands on the canvas: panels in their grid, the box of each between its margins, the texts around
-- it. Pixels from the lower left corner. Calls theme, axis and legend (for its size only).

local axis = require "reprise.figure.axis"
local legend = require "reprise.figure.legend"
local theme = require "reprise.theme"

local M = {}

local size = theme.size
local edge = 10          -- free rim of the canvas
local tic = 7            -- tics and the gap to their labels
local bar_width, bar_gap = 15, 14
local gutter = 14        -- between panels
M.strip_height = 30      -- below the panels of an animation: label and progress of a frame

local function style_of(panel) return panel.options.enhanced and "enhanced" or nil end

local function wrapped(panel, text, font, width)
  return text and theme.wrap(text, font, width, style_of(panel)) or nil
end

-- Space that the colour bar of a map takes at the right.
local function bar_space(panel, height)
  local s = panel.map
  if not s then return 0 end
  axis.set_ticks(s.color_axis, height)
  panel.bar_label = wrapped(panel, s.bar_label, size.label, height)
  local label = panel.bar_label and theme.text_height(panel.bar_label, size.label) + 4 or 0
  return bar_gap + bar_width + tic + s.color_axis.width + label
end

local name_row = size.tick * 1.15 -- distance of upright names under bars

-- Turns names that are too wide for their places upright: on as many lines as a place has room for, and where there is
-- none for a single line, only every second, third, ... name.
local function turn_categories(panel, room)
  local most, every = math.max(1, math.floor(room / name_row)), math.ceil(name_row / room)
  local ticks = {}
  for k = 1, #panel.x.ticks, every do
    local tick = panel.x.ticks[k]
    local text = theme.wrap(tick[2], size.tick, 110)
    if #theme.lines(text) > most then text = tick[2]:gsub("\n", " ") end
    ticks[#ticks + 1] = { tick[1], text }
    panel.turned = math.max(panel.turned or 0, theme.text_width(text, size.tick))
  end
  panel.x.ticks, panel.every_name = ticks, every
end

-- Breaks the names under bars so that each fits its place; returns the height of the line or lines.
local function fit_categories(panel, width)
  local room = width / (panel.x.hi - panel.x.lo)
  local lines, widest, ticks = 1, 0, {}
  for k, tick in ipairs(panel.x.ticks) do
    local text = theme.wrap(tick[2], size.tick, room - 8)
    widest = math.max(widest, theme.text_width(text, size.tick))
    lines = math.max(lines, #theme.lines(text))
    ticks[k] = { tick[1], text }
  end
  panel.turned, panel.every_name = nil, 1
  if widest <= room - 2 or #ticks < 2 then
    panel.x.ticks = ticks
    return lines * size.tick * theme.line_height
  end
  turn_categories(panel, room)
  return panel.turned + 3
end

local function tick_height(a)
  local most = 1
  for _, tick in ipairs(a.ticks) do most = math.max(most, #theme.lines(tick[2])) end
  return most * size.tick * theme.line_height
end

local function power_text(exponent) return "×10^{" .. tostring(exponent):gsub("-", "\u{2212}") .. "}" end

-- Room that the power of ten at the right end of the x axis takes from the label beside it.
local function power_room(panel)
  if panel.x.exponent == 0 then return 0 end
  return theme.text_width(power_text(panel.x.exponent), size.tick, "enhanced") + 14
end

-- Margins of a panel in a cell, if its box were `width` x `height`: wraps its texts and chooses its tics on the way.
local function margins(panel, cell, width, height)
  axis.set_ticks(panel.x, width, panel.options.xticks or panel.categories)
  axis.set_ticks(panel.y, height, panel.options.yticks)
  panel.xlabel = wrapped(panel, panel.options.xlabel, size.label, width - power_room(panel))
  panel.ylabel = wrapped(panel, panel.options.ylabel, size.label, height)
  local title_size = panel.title_size
  panel.title = panel.options.title and theme.wrap(panel.options.title, title_size, cell.right - cell.left - 2 * edge, "bold")
  local m = { left = edge + panel.y.width + tic, right = edge, top = edge, bottom = edge + tic }
  if panel.ylabel then m.left = m.left + theme.text_height(panel.ylabel, size.label) + 4 end
  if panel.xlabel then m.bottom = m.bottom + theme.text_height(panel.xlabel, size.label) + 2 end
  local categories = panel.categories and not panel.options.xticks
  panel.tick_height = categories and fit_categories(panel, width) or tick_height(panel.x)
  m.bottom = m.bottom + panel.tick_height
  if panel.title then m.top = m.top + theme.text_height(panel.title, title_size) + 6 end
  local last = panel.x.ticks[#panel.x.ticks]
  if last and not categories then
    local overhang = theme.text_width(last[2], size.tick, "enhanced") / 2 - (1 - axis.position(panel.x, last[1])) * width
    m.right = math.max(m.right, edge / 2 + overhang)
  end
  m.right = m.right + bar_space(panel, height)
  if panel.y.exponent ~= 0 or (panel.map and panel.map.color_axis.exponent ~= 0) then
    m.top = m.top + size.tick * theme.line_height
  end
  legend.reserve(panel, m, cell, height)
  return m
end

local function box_of(cell, m)
  return { left = cell.left + m.left, right = cell.right - m.right, bottom = cell.bottom + m.bottom, top = cell.top - m.top }
end

-- Panels of a column share the wider margins, those of a row the higher ones, so that their boxes stand in line.
local function align(panels, columns, all)
  for k, m in ipairs(all) do
    m.column, m.row = (k - 1) % columns, (k - 1) // columns
  end
  local function share(side, group)
    local widest = {}
    for _, m in ipairs(all) do widest[m[group]] = math.max(widest[m[group]] or 0, m[side]) end
    for _, m in ipairs(all) do m[side] = widest[m[group]] end
  end
  share("left", "column")
  share("right", "column")
  share("top", "row")
  share("bottom", "row")
  return all
end

local function cells(figure)
  local columns = figure.columns
  local rows = math.ceil(#figure.panels / columns)
  local top = figure.height
  if figure.title then top = top - edge - theme.text_height(figure.title, size.title) end
  local width = (figure.width - (columns - 1) * gutter) / columns
  local height = (top - (figure.strip or 0) - (rows - 1) * gutter * 0.5) / rows
  local list = {}
  for k = 1, #figure.panels do
    local column, row = (k - 1) % columns, (k - 1) // columns
    local left, upper = column * (width + gutter), top - row * (height + gutter * 0.5)
    list[k] = { left = left, right = left + width, bottom = upper - height, top = upper }
  end
  return list
end

-- Sets panel.box and panel.cell for all panels; figure = {width=, height=, columns=, title=, panels=}.
function M.arrange(figure)
  if figure.title then figure.title = theme.wrap(figure.title, size.title, figure.width - 2 * edge, "bold") end
  local list = cells(figure)
  local boxes = {}
  for k, cell in ipairs(list) do
    boxes[k] = { left = cell.left + 60, right = cell.right - 20, bottom = cell.bottom + 50, top = cell.top - 40 }
  end
  for _ = 1, 3 do -- the tics depend on the box and the box on the width of the tics' labels
    local all = {}
    for k, panel in ipairs(figure.panels) do
      local box = boxes[k]
      all[k] = margins(panel, list[k], math.max(box.right - box.left, 40), math.max(box.top - box.bottom, 40))
    end
    align(figure.panels, figure.columns, all)
    for k, cell in ipairs(list) do boxes[k] = box_of(cell, all[k]) end
  end
  for k, panel in ipairs(figure.panels) do
    panel.cell, panel.box = list[k], boxes[k]
  end
end

-- How many pixels a canvas whose height is free should be higher, so that a legend below and upright names do not cost the
-- curves too much, and the legends beside them fit.
function M.lack(figure)
  local most = 0
  for _, panel in ipairs(figure.panels) do
    local height = panel.box.top - panel.box.bottom
    local least = (panel.turned or panel.legend == "below") and (#figure.panels == 1 and 260 or 150) or 0
    most = math.max(most, least - height, legend.lack(panel))
  end
  return most * math.ceil(#figure.panels / figure.columns)
end

-- Refuses a canvas on which something has no room.
function M.check_room(figure)
  for _, panel in ipairs(figure.panels) do
    local box, entries = panel.box, #legend.entries(panel)
    if box.right - box.left < 60 or box.top - box.bottom < 50 then
      panel.fail("a canvas of %d x %d leaves no room for the curves beside the texts%s: enlarge width or height", figure.width,
        figure.height, entries > 12 and string.format(" and a legend with %d entries", entries) or "")
    end
    local lack = legend.lack(panel)
    if lack >= 1 then
      panel.fail("its legend has %d entries, for which a canvas of %d x %d is %d pixels too low: enlarge height, or choose another place",
        entries, figure.width, figure.height, math.ceil(lack))
    end
    if (panel.every_name or 1) > 1 then
      panel.note("the names of %d bars have no room side by side: one in %d is written", #panel.categories, panel.every_name)
    end
  end
end

-- Pixels of a point given in the panel's units.
function M.pixel(panel, x, y)
  local box = panel.box
  return box.left + axis.position(panel.x, x) * (box.right - box.left),
    box.bottom + axis.position(panel.y, y) * (box.top - box.bottom)
end

-- Adds the lines of a text as marks: x, y is the middle of the first line (upright text) or of the first column
-- (turned text).
local function text_lines(marks, text, mark)
  for k, line in ipairs(theme.lines(text)) do
    local copy = {}
    for key, value in pairs(mark) do copy[key] = value end
    local shift = (k - 1) * mark.size * theme.line_height
    copy.kind, copy.text = "text", line
    if mark.turned then copy.x = mark.x + shift else copy.y = mark.y - shift end
    marks[#marks + 1] = copy
  end
end
M.text_lines = text_lines

-- Names under bars that stand upright.
local function turned_names(panel, marks)
  for _, tick in ipairs(panel.x.ticks) do
    local x = M.pixel(panel, tick[1], panel.y.lo)
    local first = x - (#theme.lines(tick[2]) - 1) * size.tick * theme.line_height / 2
    text_lines(marks, tick[2], { x = first, y = panel.box.bottom - tic, align = "right", size = size.tick, turned = true })
  end
end

-- Titles and labels of the axes, and upright names, as marks.
function M.texts(panel, marks)
  local box, cell, style = panel.box, panel.cell, style_of(panel)
  if panel.turned then turned_names(panel, marks) end
  local middle_x, middle_y = (box.left + box.right) / 2, (box.bottom + box.top) / 2
  if panel.title then
    local y = cell.top - edge - panel.title_size * 0.6
    text_lines(marks, panel.title, { x = box.left, y = y, align = "left", size = panel.title_size, bold = true, style = style })
  end
  local label_top = box.bottom - tic - panel.tick_height - 2 * theme.line_height
  if panel.xlabel then
    local half = theme.text_width(panel.xlabel, size.label, style) / 2
    local x = panel.x.exponent == 0 and middle_x or math.min(middle_x, box.right - power_room(panel) - half)
    text_lines(marks, panel.xlabel,
      { x = x, y = label_top - size.label * 0.65 - 1, align = "center", size = size.label, style = style })
  end
  if panel.ylabel then
    local x = box.left - tic - panel.y.width - 6 - theme.text_height(panel.ylabel, size.label) + size.label * 0.65
    text_lines(marks, panel.ylabel, { x = x, y = middle_y, align = "center", size = size.label, turned = true, style = style })
  end
  local function power(exponent, x, y, align)
    text_lines(marks, power_text(exponent), { x = x, y = y, align = align, size = size.tick, style = "ours" })
  end
  if panel.y.exponent ~= 0 then power(panel.y.exponent, box.left - 4, box.top + 11, "left") end
  if panel.x.exponent ~= 0 then power(panel.x.exponent, box.right, label_top - size.label * 0.65 - 1, "right") end
  if panel.map then
    local s = panel.map
    panel.bar_box = { left = box.right + bar_gap, right = box.right + bar_gap + bar_width, bottom = box.bottom, top = box.top }
    local right = panel.bar_box.right + tic + s.color_axis.width
    if s.color_axis.exponent ~= 0 then power(s.color_axis.exponent, panel.bar_box.left, box.top + 16, "left") end
    if panel.bar_label then
      text_lines(marks, panel.bar_label,
        { x = right + 4 + size.label * 0.65, y = middle_y, align = "center", size = size.label, turned = true, style = style })
    end
  end
end

-- Where the label of a frame and its progress stand, and both for the still frame, as marks for pictures that do not move.
function M.place_strip(figure)
  local a, first, last = figure.animation, figure.panels[1], figure.panels[math.min(figure.columns, #figure.panels)]
  local widest = 0
  local s = { left = first.box.left, right = last.box.right, y = edge + 7, size = size.legend }
  for k, label in ipairs(a.labels or {}) do
    local width = theme.text_width(label, size.legend)
    if width > s.right - s.left then
      first.fail("labels[%d] is %d pixels wide, but there is room for %d: shorten it or enlarge width", k, math.ceil(width),
        math.floor(s.right - s.left))
    end
    widest = math.max(widest, width)
  end
  s.track = math.min(s.left + (widest > 0 and widest + 14 or 0), s.right) -- long labels leave no room for it
  a.strip = s
  local marks = {}
  local function bar(right, color)
    marks[#marks + 1] = { kind = "rectangle", left = s.track, right = right, bottom = s.y - 1.5, top = s.y + 1.5, color = color, opacity = 1 }
  end
  bar(s.right, theme.grid)
  bar(s.track + (s.right - s.track) * a.still / a.frames, theme.axis)
  if a.labels then text_lines(marks, a.labels[a.still], { x = s.left, y = s.y, align = "left", size = s.size }) end
  figure.still_marks = marks
end

-- The title above all panels.
function M.figure_title(figure, marks)
  if not figure.title then return end
  text_lines(marks, figure.title, { x = edge, y = figure.height - edge - size.title * 0.6, align = "left", size = size.title,
    bold = true, style = figure.enhanced and "enhanced" or nil })
end

return M
