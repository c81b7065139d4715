-- Texts inside the box of a panel: labels of reference lines, regions and contour lines, and notes, each where it covers
-- least. Also the map of what the curves cover, on which these decisions rest. Calls axis, layout, place, theme.

local axis = require "reprise.figure.axis"
local layout = require "reprise.figure.layout"
local place = require "reprise.figure.place"
local theme = require "reprise.theme"

local M = {}

local size = theme.size

local function style_of(panel) return panel.options.enhanced and "enhanced" or nil end

local function polyline(panel, canvas, xs, ys, kind)
  local x0, y0
  for i = 1, #xs do
    local x, y = layout.pixel(panel, xs[i], ys[i])
    if x - x == 0 and y - y == 0 then
      if x0 and kind == "after" then
        canvas:segment(x0, y0, x, y0)
        canvas:segment(x, y0, x, y)
      elseif x0 and kind ~= "points" then
        canvas:segment(x0, y0, x, y)
      else
        canvas:mark(x, y)
      end
      x0, y0 = x, y
    else
      x0, y0 = nil, nil
    end
  end
end

local function cover_bars(panel, canvas, s)
  for i, v in ipairs(s.x.values) do
    local x, y = layout.pixel(panel, v + s.offset, s.y.values[i])
    local x1 = layout.pixel(panel, v + s.offset + s.bar_width, s.y.values[i])
    local _, y0 = layout.pixel(panel, v, panel.y.log and panel.y.lo or 0)
    local half = (x1 - x) / 2
    if y - y == 0 then
      canvas:fill { left = x - half, right = x + half, bottom = math.min(y, y0), top = math.max(y, y0) }
    end
  end
end

local function cover_points(panel, canvas, s)
  for i, v in ipairs(s.x.values) do
    local x, y = layout.pixel(panel, v, s.y.values[i])
    if x - x == 0 and y - y == 0 then
      canvas:fill { left = x - 5, right = x + 5, bottom = y - 5, top = y + 5 }
      if s.lo then
        local _, lo = layout.pixel(panel, v, s.lo.values[i])
        local _, hi = layout.pixel(panel, v, s.hi.values[i])
        canvas:segment(x, lo, x, hi)
      end
    end
  end
end

local function cover_band(panel, canvas, s)
  for i = 1, #s.x.values do
    local x, lo = layout.pixel(panel, s.x.values[i], s.lo.values[i])
    local _, hi = layout.pixel(panel, s.x.values[i], s.hi.values[i])
    canvas:segment(x, lo, x, hi, 0.4)
  end
  polyline(panel, canvas, s.x.values, s.lo.values)
  polyline(panel, canvas, s.x.values, s.hi.values)
end

local function cover_contours(panel, canvas, s)
  for _, contour in ipairs(s.contour_lines) do
    for _, line in ipairs(contour.lines) do
      local x0, y0 = layout.pixel(panel, line[1][1], line[1][2])
      for i = 2, #line do
        local x, y = layout.pixel(panel, line[i][1], line[i][2])
        canvas:segment(x0, y0, x, y, 0.3)
        x0, y0 = x, y
      end
    end
  end
end

-- The canvas of a panel with all its curves marked.
function M.cover(panel, width, height)
  local canvas = place.new(width, height)
  for _, s in ipairs(panel.series) do
    if s.kind == "line" then polyline(panel, canvas, s.x.values, s.y.values)
    elseif s.kind == "steps" then polyline(panel, canvas, s.x.values, s.y.values, "after")
    elseif s.kind == "points" then cover_points(panel, canvas, s)
    elseif s.kind == "bars" then cover_bars(panel, canvas, s)
    elseif s.kind == "band" then cover_band(panel, canvas, s)
    elseif s.contour_lines then cover_contours(panel, canvas, s)
    elseif s.kind == "note" and s.dot then
      local x, y = layout.pixel(panel, s.x, s.y)
      canvas:fill { left = x - 5, right = x + 5, bottom = y - 5, top = y + 5 }
    elseif s.kind == "hline" then
      local x, y = layout.pixel(panel, panel.x.hi, s.at)
      canvas:segment(panel.box.left, y, x, y, 0.3)
    elseif s.kind == "vline" then
      local x, y = layout.pixel(panel, s.at, panel.y.hi)
      canvas:segment(x, panel.box.bottom, x, y, 0.3)
    end
  end
  return canvas
end

-- A text block of a width, ready to be placed: {text, width, height}.
local function block(panel, text, font, width)
  text = theme.wrap(text, font, width, style_of(panel))
  return { text = text, size = font, width = theme.text_width(text, font, style_of(panel)) + 6,
    height = theme.text_height(text, font) + 2 }
end

-- Draws a block in a rectangle; `align` is how its lines stand in it. A pale ground keeps grid and map away from it.
local function draw(panel, canvas, marks, b, rect, align, color)
  canvas:take(rect)
  marks[#marks + 1] = { kind = "rectangle", left = rect.left, right = rect.right, bottom = rect.bottom, top = rect.top,
    color = "#ffffff", opacity = 0.7 }
  local x = align == "left" and rect.left + 3 or align == "right" and rect.right - 3 or (rect.left + rect.right) / 2
  layout.text_lines(marks, b.text, { x = x, y = rect.top - 1 - b.size * theme.line_height / 2, align = align, size = b.size,
    color = color, style = style_of(panel) })
end

local function keep_inside(candidates, box, off)
  for _, rect in ipairs(candidates) do
    if not place.inside(rect, box) then rect.penalty = (rect.penalty or 0) + off end
  end
  return candidates
end

local function label_hline(panel, canvas, marks, s)
  local box = panel.box
  local b = block(panel, s.label, size.note, (box.right - box.left) * 0.6)
  local _, y = layout.pixel(panel, panel.x.lo, s.at)
  if y < box.bottom - 0.5 or y > box.top + 0.5 then return end
  local candidates = {}
  local room = box.right - box.left - b.width - 8
  for k, t in ipairs { 1, 0, 0.5, 0.75, 0.25, 0.875, 0.125, 0.625, 0.375 } do
    for side = 1, -1, -2 do
      local rect = place.rectangle(box.left + 4 + t * room, y + side * 3, b.width, b.height, 1, side)
      rect.align = t == 1 and "right" or t == 0 and "left" or "center"
      rect.penalty = k * 0.05 + (side == 1 and 0 or 0.4)
      candidates[#candidates + 1] = rect
    end
  end
  local rect = canvas:best(keep_inside(candidates, box, 100))
  draw(panel, canvas, marks, b, rect, rect.align, s.color)
end

local function label_vline(panel, canvas, marks, s)
  local box = panel.box
  local b = block(panel, s.label, size.note, math.max(90, (box.right - box.left) * 0.28))
  local x = layout.pixel(panel, s.at, panel.y.lo)
  if x < box.left - 0.5 or x > box.right + 0.5 then return end
  local candidates = {}
  local room = box.top - box.bottom - b.height - 8
  for k, t in ipairs { 1, 0, 0.9, 0.1, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2 } do
    for side = 1, -1, -2 do
      local rect = place.rectangle(x + side * 4, box.bottom + 4 + t * room, b.width, b.height, side, 1)
      rect.align = side == 1 and "left" or "right"
      rect.penalty = k * 0.05 + (side == 1 and 0 or 0.3)
      candidates[#candidates + 1] = rect
    end
  end
  local rect = canvas:best(keep_inside(candidates, box, 100))
  draw(panel, canvas, marks, b, rect, rect.align, s.color)
end

-- The rectangle of a region in pixels, cut at the box.
function M.region_box(panel, s)
  local box = panel.box
  local left, right, bottom, top = box.left, box.right, box.bottom, box.top
  if s.x then left, right = layout.pixel(panel, s.x[1], panel.y.lo), (layout.pixel(panel, s.x[2], panel.y.lo)) end
  if s.y then
    local _, low = layout.pixel(panel, panel.x.lo, s.y[1])
    local _, high = layout.pixel(panel, panel.x.lo, s.y[2])
    bottom, top = low, high
  end
  if left ~= left then left = box.left end -- a bound that a logarithmic axis cannot show
  if bottom ~= bottom then bottom = box.bottom end
  return { left = math.max(left, box.left), right = math.min(right, box.right),
    bottom = math.max(bottom, box.bottom), top = math.min(top, box.top) }
end

local function label_region(panel, canvas, marks, s)
  local area = M.region_box(panel, s)
  local b = block(panel, s.label, size.note, math.max(60, area.right - area.left - 8))
  local candidates = {}
  local middle = (area.left + area.right) / 2
  for k, t in ipairs { 1, 0, 0.85, 0.15, 0.7, 0.3, 0.5 } do
    local y = area.bottom + 4 + t * (area.top - area.bottom - b.height - 8)
    for j, x in ipairs { middle - b.width / 2, area.left + 4, area.right - 4 - b.width } do
      local rect = place.rectangle(x, y, b.width, b.height, 1, 1)
      rect.penalty = k * 0.1 + j * 0.03
      candidates[#candidates + 1] = rect
    end
  end
  local rect = canvas:best(keep_inside(candidates, panel.box, 100))
  canvas:take(rect)
  layout.text_lines(marks, b.text, { x = (rect.left + rect.right) / 2, y = rect.top - 1 - b.size * theme.line_height / 2,
    align = "center", size = b.size, color = theme.reference, style = style_of(panel) })
end

local sides = {
  right = { 1, 0 }, left = { -1, 0 }, above = { 0, 1 }, below = { 0, -1 }, center = { 0, 0 },
}
local around = { { 1, 1 }, { -1, 1 }, { 1, -1 }, { -1, -1 }, { 0, 1 }, { 0, -1 }, { 1, 0 }, { -1, 0 } }

-- The end of the line that joins a point with a text away from it.
local function leader_end(rect, x, y)
  return math.min(math.max(x, rect.left), rect.right), math.min(math.max(y, rect.bottom), rect.top)
end

local function note_candidates(canvas, x, y, b, dot)
  local candidates = {}
  for ring, distance in ipairs { dot and 7 or 3, 24, 44, 70 } do
    for k, side in ipairs(around) do
      local reach = (side[1] ~= 0 and side[2] ~= 0) and distance * 0.75 or distance
      local rect = place.rectangle(x + side[1] * reach, y + side[2] * reach, b.width, b.height, side[1], side[2])
      rect.side, rect.leader = side, ring > 1
      rect.penalty = (ring - 1) * 1.5 + k * 0.05
      if rect.leader and canvas:blocked(x, y, leader_end(rect, x, y)) then rect.penalty = rect.penalty + 60 end
      candidates[#candidates + 1] = rect
    end
  end
  return candidates
end

local function draw_note(panel, canvas, marks, s)
  local box = panel.box
  local b = block(panel, s.text, size.note, math.max(110, (box.right - box.left) * 0.36))
  local x, y = layout.pixel(panel, s.x, s.y)
  if x ~= x or y ~= y then return end
  local rect
  if s.place and s.place ~= "auto" then
    local side = sides[s.place]
    local distance = s.dot and 7 or 3
    rect = place.rectangle(x + side[1] * distance, y + side[2] * distance, b.width, b.height, side[1], side[2])
    rect.side = side
  else
    rect = canvas:best(keep_inside(note_candidates(canvas, x, y, b, s.dot), box, 100))
  end
  if rect.leader then
    local tip = s.dot and 5 or 1
    local end_x, end_y = leader_end(rect, x, y)
    local length = math.sqrt((end_x - x) ^ 2 + (end_y - y) ^ 2)
    marks[#marks + 1] = { kind = "line", x = x + (end_x - x) * tip / length, y = y + (end_y - y) * tip / length, x2 = end_x,
      y2 = end_y, color = theme.reference, width = 0.9, dash = "solid" }
    canvas:segment(x, y, end_x, end_y)
  end
  local align = rect.side[1] > 0 and "left" or rect.side[1] < 0 and "right" or "center"
  draw(panel, canvas, marks, b, rect, align, s.color)
  if s.dot then
    marks[#marks + 1] = { kind = "point", x = x, y = y, color = s.color, marker = "circle" }
  end
end

-- A place for the label of a contour line: where the line runs most level, far from the border and from other labels.
local function contour_spot(panel, canvas, line, width, height)
  local box, best, least = panel.box, nil, nil
  local points = {}
  for i, p in ipairs(line) do
    local x, y = layout.pixel(panel, p[1], p[2])
    points[i] = { x, y }
  end
  local length = 0
  for i = 2, #points do
    length = length + math.abs(points[i][1] - points[i - 1][1]) + math.abs(points[i][2] - points[i - 1][2])
  end
  if length < 2.5 * width then return nil end
  local reach = math.max(1, #points // 40)
  for i = 1 + reach, #points - reach, reach do
    local x, y = points[i][1], points[i][2]
    local rect = place.rectangle(x, y, width, height, 0, 0)
    local dx, dy = points[i + reach][1] - points[i - reach][1], points[i + reach][2] - points[i - reach][2]
    local steep = math.abs(dy) / (math.abs(dx) + math.abs(dy) + 1e-9)
    local off_middle = math.abs(x - (box.left + box.right) / 2) / (box.right - box.left)
    local cost = canvas:cost(rect) + 5 * steep + 0.5 * off_middle + (place.inside(rect, box) and 0 or 1000)
    if not least or cost < least then best, least = rect, cost end
  end
  if least and least < 20 then return best end
end

local function label_contours(panel, canvas, marks, s)
  if s.contour_labels == false then return end
  for _, contour in ipairs(s.contour_lines or {}) do
    local text = axis.number(tonumber(string.format("%.6g", contour.level))):gsub("-", "\u{2212}")
    local width = theme.text_width(text, size.level) + 4
    for _, line in ipairs(contour.lines) do
      local rect = contour_spot(panel, canvas, line, width, size.level + 1)
      if rect then
        canvas:take { left = rect.left - 30, right = rect.right + 30, bottom = rect.bottom - 12, top = rect.top + 12 }
        marks[#marks + 1] = { kind = "rectangle", left = rect.left, right = rect.right, bottom = rect.bottom, top = rect.top,
          color = contour.ground, opacity = 1 }
        layout.text_lines(marks, text, { x = (rect.left + rect.right) / 2, y = (rect.bottom + rect.top) / 2, align = "center",
          size = size.level, color = contour.color })
      end
    end
  end
end

-- All texts inside the box, in the order in which they have the least freedom.
function M.texts(panel, canvas, marks)
  local function all(kind, draw_one, key)
    for _, s in ipairs(panel.series) do if s.kind == kind and s[key] then draw_one(panel, canvas, marks, s) end end
  end
  all("vline", label_vline, "label")
  all("hline", label_hline, "label")
  all("region", label_region, "label")
  all("note", draw_note, "text")
  all("map", label_contours, "contour_lines")
end

-- The height in pixels at which a curve ends at the right.
function M.end_of(panel)
  return function(s)
    local values = s.y or s.hi
    if not values then return nil end
    local best_x, best_y
    for i, v in ipairs(s.x.values) do
      local x, y = layout.pixel(panel, v, values.values[i])
      if x - x == 0 and y - y == 0 and x <= panel.box.right + 0.5 and (not best_x or x >= best_x) then best_x, best_y = x, y end
    end
    return best_y
  end
end

return M
