-- Legends: their entries, how large they are, where they disturb least, and their drawing as marks. Calls theme, place.

local place = require "reprise.figure.place"
local theme = require "reprise.theme"

local M = {}

local size = theme.size.legend
local row = 19           -- height of a line of text
local sample, gap = 36, 8
local rim = 8            -- around an inner legend
local inset = 6          -- between an inner legend and the border of the box
local outer_gap = 14
local end_row = size + 3 -- height of a line at the end of a curve

M.positions = {
  "auto", "none", "outside", "below", "ends", "top right", "top left", "bottom right", "bottom left", "top", "bottom",
  "right", "left",
}

local anchors = {
  ["top right"] = { 1, 1 }, ["top left"] = { -1, 1 }, ["bottom right"] = { 1, -1 }, ["bottom left"] = { -1, -1 },
  right = { 1, 0 }, left = { -1, 0 }, top = { 0, 1 }, bottom = { 0, -1 },
}
local order = { "top right", "top left", "bottom right", "bottom left", "right", "left", "top", "bottom" }

local shown = { line = true, points = true, steps = true, bars = true, band = true }

-- One entry for each label, with all series that carry it.
function M.entries(panel)
  local list, by_label = {}, {}
  for _, s in ipairs(panel.series) do
    if shown[s.kind] and s.label and (s.frame or 1) == 1 then
      if not by_label[s.label] then
        by_label[s.label] = { label = s.label, series = {} }
        list[#list + 1] = by_label[s.label]
      end
      table.insert(by_label[s.label].series, s)
    end
  end
  return list
end

-- Wraps the labels to a width and measures the block in so many columns.
local function measure(panel, width, columns)
  local style = panel.options.enhanced and "enhanced" or nil
  local block = { columns = columns, entries = {}, text_width = 0 }
  local heights = {}
  for k, entry in ipairs(M.entries(panel)) do
    local text = theme.wrap(entry.label, size, width, style)
    block.text_width = math.max(block.text_width, theme.text_width(text, size, style))
    block.entries[k] = { text = text, rows = #theme.lines(text), series = entry.series }
  end
  local per_column = math.ceil(#block.entries / columns)
  local tallest = 0
  for k, entry in ipairs(block.entries) do
    local c = (k - 1) // per_column
    entry.column, entry.row = c, heights[c] or 0
    heights[c] = entry.row + entry.rows
    tallest = math.max(tallest, heights[c])
  end
  block.column_width = sample + gap + block.text_width
  block.width = columns * block.column_width + (columns - 1) * 18
  block.height = tallest * row
  return block
end

-- The block in as few columns as bring it below a height, if `widest` allows so many.
local function measure_columns(panel, text_width, widest, height)
  local block = measure(panel, text_width, 1)
  while block.height > height and block.columns < #block.entries do
    local wider = measure(panel, text_width, block.columns + 1)
    if wider.width > widest then break end
    block = wider
  end
  return block
end

local below_box = 45 -- a legend at the right may reach as far down as the labels of the axis

-- Adds the space that a legend outside of the box takes to the margins m of a panel; the box is about `height` high.
function M.reserve(panel, m, cell, height)
  local where = panel.legend
  if where == "none" or #M.entries(panel) == 0 then panel.block = nil return end
  local room = cell.right - cell.left
  if where == "outside" then
    panel.block = measure_columns(panel, room * 0.3, room * 0.5, height + below_box)
    panel.block.shift = m.right - 10
    m.right = m.right + outer_gap + panel.block.width
  elseif where == "below" then
    local wide = room - m.left - m.right
    local one = measure(panel, wide - sample - gap, 1)
    local columns = math.max(1, math.min(#one.entries, math.floor((wide + 18) / (one.column_width + 18))))
    columns = math.ceil(#one.entries / math.ceil(#one.entries / columns))
    panel.block = measure(panel, wide - sample - gap, columns)
    m.bottom = m.bottom + 6 + panel.block.height
  elseif where == "ends" then
    panel.block = nil
    local widest = 0
    for _, entry in ipairs(M.entries(panel)) do
      widest = math.max(widest, theme.text_width(theme.wrap(entry.label, size, room * 0.28), size))
    end
    m.right = math.max(m.right, widest + 16)
  elseif where == "auto" then
    panel.block = measure(panel, (room - m.left - m.right) * 0.6, 1)
  else
    local wide = room - m.left - m.right
    panel.block = measure_columns(panel, wide * 0.6, wide - 2 * rim - 2 * inset, height - 2 * rim - 2 * inset)
  end
end

local function inner_rectangle(block, box, anchor)
  local w, h = block.width + 2 * rim, block.height + 2 * rim - 4
  local x = anchor[1] > 0 and box.right - inset - w or anchor[1] < 0 and box.left + inset or (box.left + box.right - w) / 2
  local y = anchor[2] > 0 and box.top - inset - h or anchor[2] < 0 and box.bottom + inset or (box.bottom + box.top - h) / 2
  return { left = x, right = x + w, bottom = y, top = y + h }
end

-- Chooses the emptiest place inside the box; nil if every place would cover a curve.
function M.choose(panel, canvas)
  local candidates = {}
  for k, name in ipairs(order) do
    local rect = inner_rectangle(panel.block, panel.box, anchors[name])
    rect.name, rect.penalty = name, k > 4 and 0.5 or 0
    if place.inside(rect, panel.box) then candidates[#candidates + 1] = rect end
  end
  local best, cost = canvas:best(candidates)
  if best and cost < 2 then return best.name end
  return nil
end

-- Is a legend in one column higher than the box it stands beside?
function M.is_tall(panel) return panel.block.height > panel.box.top - panel.box.bottom end

local function end_label(panel, entry)
  return theme.wrap(entry.label, size, (panel.cell.right - panel.cell.left) * 0.28)
end

-- How many pixels the canvas of an arranged panel is too low for its legend: 0 or less if the legend fits.
function M.lack(panel)
  local box, block = panel.box, panel.block
  local height = box.top - box.bottom
  if panel.legend == "ends" then
    local sum = 0
    for _, entry in ipairs(M.entries(panel)) do sum = sum + #theme.lines(end_label(panel, entry)) * end_row end
    return sum - height - 8
  end
  if not block then return 0 end
  if panel.legend == "outside" then return block.height + rim - (box.top - panel.cell.bottom) end
  if panel.legend == "below" then return 0 end -- it takes its height from the box
  return block.height + 2 * rim + 2 * inset - 4 - height
end

local function draw_sample(marks, s, left, y)
  local right = left + sample
  if s.kind == "band" then
    marks[#marks + 1] = { kind = "rectangle", left = left, right = right, bottom = y - 6, top = y + 6, color = s.color,
      opacity = s.opacity or 0.22 }
  elseif s.kind == "bars" then
    marks[#marks + 1] = { kind = "rectangle", left = left + 10, right = right - 10, bottom = y - 6, top = y + 6,
      color = s.color, opacity = 1 }
  elseif s.kind == "line" or s.kind == "steps" then
    marks[#marks + 1] = { kind = "line", x = left, y = y, x2 = right, y2 = y, color = s.color, width = s.width, dash = s.dash }
  end
  if s.marker then
    marks[#marks + 1] = { kind = "point", x = (left + right) / 2, y = y, color = s.color, marker = s.marker, size = s.size }
  end
end

local function draw_block(marks, panel, block, left, top, ink)
  for _, entry in ipairs(block.entries) do
    local x = left + entry.column * (block.column_width + 18)
    local y = top - entry.row * row - row / 2
    for _, s in ipairs(entry.series) do if s.kind == "band" then draw_sample(marks, s, x, y) end end
    for _, s in ipairs(entry.series) do if s.kind ~= "band" then draw_sample(marks, s, x, y) end end
    for k, line in ipairs(theme.lines(entry.text)) do
      marks[#marks + 1] = { kind = "text", text = line, x = x + sample + gap, y = y - (k - 1) * row, align = "left",
        size = size, color = ink, style = panel.options.enhanced and "enhanced" or nil }
    end
  end
end

-- Labels at the right ends of the curves, moved apart where they would overlap.
local function draw_ends(panel, marks, end_of)
  local labels, box = {}, panel.box
  for _, entry in ipairs(M.entries(panel)) do
    local text = end_label(panel, entry)
    local y = end_of(entry.series[#entry.series])
    if y then
      labels[#labels + 1] = { text = text, y = math.min(math.max(y, box.bottom), box.top), color = entry.series[1].color,
        height = #theme.lines(text) * end_row }
    end
  end
  table.sort(labels, function(a, b) return a.y < b.y end)
  local lowest = -math.huge
  for _, label in ipairs(labels) do -- push up ...
    label.y = math.max(label.y, lowest + label.height / 2)
    lowest = label.y + label.height / 2
  end
  local highest = math.max(box.top + 8, 0)
  for k = #labels, 1, -1 do -- ... and back down from the top
    local label = labels[k]
    label.y = math.min(label.y, highest - label.height / 2)
    highest = label.y - label.height / 2
  end
  for _, label in ipairs(labels) do
    for k, line in ipairs(theme.lines(label.text)) do
      local y = label.y + label.height / 2 - (k - 0.5) * end_row
      marks[#marks + 1] = { kind = "text", text = line, x = box.right + 8, y = y, align = "left", size = size,
        color = label.color, style = panel.options.enhanced and "enhanced" or nil }
    end
  end
end

-- Draws the legend of a panel where panel.legend says. end_of(series) gives the height at which a curve ends.
function M.draw(panel, canvas, marks, end_of)
  local block, box = panel.block, panel.box
  if panel.legend == "ends" then return draw_ends(panel, marks, end_of) end
  if not block then return end
  local left, top, ground
  if panel.legend == "outside" then
    left, top = box.right + block.shift + outer_gap, box.top
    ground = panel.dark
  elseif panel.legend == "below" then
    left, top = box.left, panel.cell.bottom + 12 + block.height
    ground = panel.dark
  else
    local rect = inner_rectangle(block, box, anchors[panel.legend])
    canvas:take(rect)
    left, top, ground = rect.left + rim, rect.top - rim + 2, true
  end
  if ground then
    marks[#marks + 1] = { kind = "rectangle", left = left - rim, right = left + block.width + rim,
      bottom = top - block.height - rim + 2, top = top + rim - 2,
      color = panel.dark and "#1a1a1a" or "#ffffff", opacity = panel.dark and 0.6 or 0.85 }
  end
  draw_block(marks, panel, block, left, top, panel.dark and "#ffffff" or nil)
end

return M
