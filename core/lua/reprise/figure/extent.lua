-- How far the data of a panel reach, and the axes that follow from it. Calls axis; errors go to the panel's `fail`.

local axis = require "reprise.figure.axis"

local M = {}

local drawable = axis.drawable

-- Edges of the cells of a map around its grid values: the middle between neighbours on the axis' scale.
function M.edges(values, log)
  local edges, n = {}, #values
  local function scaled(v) return log and math.log(v) or v end
  local function back(v) return log and math.exp(v) or v end
  for i = 1, n - 1 do edges[i + 1] = (scaled(values[i]) + scaled(values[i + 1])) / 2 end
  edges[1] = 2 * scaled(values[1]) - edges[2]
  edges[n + 1] = 2 * scaled(values[n]) - edges[n]
  for i = 1, n + 1 do edges[i] = back(edges[i]) end
  return edges
end

-- The distance between groups of bars, and the place of each series in its group. Bars of one frame of an animation share
-- their place with those of the others.
local function arrange_bars(panel, frame)
  local bars = {}
  for _, s in ipairs(panel.series) do if s.kind == "bars" and (s.frame or frame) == frame then bars[#bars + 1] = s end end
  for k, s in ipairs(bars) do
    local gap = math.huge
    for i = 2, #s.x.values do gap = math.min(gap, math.abs(s.x.values[i] - s.x.values[i - 1])) end
    if gap == math.huge or gap == 0 then gap = 1 end
    s.group = gap
    s.bar_width = gap * (s.width or (#bars > 1 and 0.8 or 0.66)) / #bars
    s.offset = (k - (#bars + 1) / 2) * s.bar_width
  end
end

-- Calls visit(what, i, value) for all numbers that the axis must show.
local function each(s, direction, log, visit)
  local function list(column, what)
    for i, v in ipairs(column.values) do visit(what, i, v) end
  end
  if s.kind == "map" then
    local column = s[direction]
    if log then list(column, direction) end
    for i, v in ipairs(M.edges(column.values, log)) do
      if not drawable(v) then s.fail("the cells along %s reach beyond %g, which cannot be drawn", direction, axis.largest) end
      visit(direction, i, v)
    end
  elseif direction == "x" then
    if s.kind == "bars" then
      for i, v in ipairs(s.x.values) do
        visit("x", i, v - s.group / 2)
        visit("x", i, v + s.group / 2)
      end
    elseif s.kind == "vline" then visit("at", nil, s.at)
    elseif s.kind == "note" then visit("x", nil, s.x)
    elseif s.x and s.kind ~= "region" then list(s.x, "x") end
  else
    if s.kind == "hline" then visit("at", nil, s.at)
    elseif s.kind == "note" then visit("y", nil, s.y)
    elseif s.kind ~= "region" and s.kind ~= "vline" then
      for _, name in ipairs { "y", "lo", "hi" } do if s[name] then list(s[name], name) end end
      if s.kind == "bars" and not log then visit("y", nil, 0) end
    end
  end
end

-- Are all numbers along x whole? Then half a trade or half a period would be a strange tic.
local function whole(panel)
  local any = false
  for _, s in ipairs(panel.series) do
    if type(s.x) == "table" and s.x.values then
      if s.kind == "map" then return false end
      for _, v in ipairs(s.x.values) do if v ~= math.floor(v) then return false end end
      any = true
    end
  end
  return any
end

-- Refuses what a logarithmic axis cannot show.
local function check_log(s, what, i, v, scale)
  if v >= axis.least then return end
  local index = i and string.format("[%d]", i) or ""
  if v <= 0 then s.fail("%s%s is %s, but %s is logarithmic", what, index, axis.number(v), scale) end
  s.fail("%s%s is %s, but %s is logarithmic and shows nothing below %g", what, index, axis.number(v), scale, axis.least)
end

-- Smallest and largest number along a direction; with `window`, only where x lies in that range.
local function range_of(panel, direction, log, window)
  local lo, hi, tiny
  for _, s in ipairs(panel.series) do
    local xs = direction == "y" and window and s.kind ~= "map" and type(s.x) == "table" and s.x.values or nil
    each(s, direction, log, function(what, i, v)
      if not drawable(v) then return end
      local x = xs and i and xs[i]
      if x and ((window[1] and x < window[1]) or (window[2] and x > window[2])) then return end
      if log then check_log(s, what, i, v, "the " .. direction .. " axis") end
      if v ~= 0 and math.abs(v) < axis.least then v, tiny = 0, v end
      lo, hi = math.min(lo or v, v), math.max(hi or v, v)
    end)
  end
  if tiny and lo == 0 and hi == 0 then
    panel.note("along %s all numbers lie as near to 0 as %s, and are drawn there", direction, string.format("%g", tiny))
  end
  return lo, hi
end

local function has(panel, kinds)
  for _, s in ipairs(panel.series) do
    if kinds[s.kind] or (kinds.marker and s.marker) then return true end
  end
  return false
end

-- Bars over names stand in the order of the names, which all series must share.
local function set_categories(panel)
  for _, s in ipairs(panel.series) do
    if s.kind == "bars" and s.x.texts then
      panel.categories = panel.categories or {}
      for i, text in ipairs(s.x.texts) do
        local before = panel.categories[i]
        if before and before[2] ~= text then
          s.fail("x[%d] is %q, but another series of bars has %q there: all need the same names in one order", i, text, before[2])
        end
        panel.categories[i] = { i, text }
      end
    end
  end
end

-- Sets panel.x and panel.y, and panel.categories when bars stand over names.
function M.set_axes(panel)
  local o = panel.options
  for frame = 1, panel.frames or 1 do arrange_bars(panel, frame) end
  local map = has(panel, { map = true })
  local xlo, xhi = range_of(panel, "x", o.xlog)
  local x_pad = (not map and has(panel, { points = true, marker = true })) and 0.025 or 0
  panel.x = axis.new { lo = xlo, hi = xhi, log = o.xlog, range = o.xrange, below = x_pad, above = x_pad,
    whole = whole(panel) }
  local window = o.xrange and { panel.x.lo, panel.x.hi } or nil
  local ylo, yhi = range_of(panel, "y", o.ylog, window)
  local y_pad = map and 0 or 0.06
  panel.y = axis.new { lo = ylo, hi = yhi, log = o.ylog, range = o.yrange, below = y_pad, above = y_pad, vertical = true }
  set_categories(panel)
end

-- Remarks on series that lie wholly beyond one end of an axis, which can only be when the script chose its range.
function M.note_outside(panel)
  local o = panel.options
  for k, s in ipairs(panel.series) do
    for _, direction in ipairs { "x", "y" } do
      local a, below, above = panel[direction], true, true
      if o[direction .. "range"] and not s.frame and (s.kind ~= "region" and type(s.x) == "table") then
        each(s, direction, a.log, function(_, _, v)
          if drawable(v) then below, above = below and v < a.lo, above and v > a.hi end
        end)
        if below ~= above then
          panel.note("series %d (%s) lies outside of the chosen %srange: nothing of it is seen", k, s.kind, direction)
          break
        end
      end
    end
  end
end

-- The colour scale of a map: an axis of its own. A diverging palette is centred on zero.
function M.set_color_axis(s)
  local lo, hi
  for i, row in ipairs(s.z) do
    for j, v in ipairs(row) do
      if drawable(v) then
        if s.zlog then check_log(s, string.format("z[%d]", i), j, v, "the colour scale") end
        if math.abs(v) < axis.least then v = 0 end
        lo, hi = math.min(lo or v, v), math.max(hi or v, v)
      end
    end
  end
  s.palette = s.palette or "viridis"
  if lo and s.palette == "diverging" and not s.zrange then
    hi = math.max(math.abs(lo), math.abs(hi))
    lo = -hi
  end
  s.color_axis = axis.new { lo = lo, hi = hi, log = s.zlog, range = s.zrange, vertical = true }
  if s.palette == "diverging" and not s.zrange then s.color_axis.lo, s.color_axis.hi = lo or -1, hi or 1 end
end

-- Does a grid have equal distances on the scale of its axis? Then a map is an image.
function M.uniform(values, log)
  local n = #values
  local function scaled(v) return log and math.log(v) or v end
  local first, last = scaled(values[1]), scaled(values[n])
  for i = 1, n do
    if math.abs(scaled(values[i]) - (first + (last - first) * (i - 1) / (n - 1))) > 1e-6 * math.abs(last - first) / n then
      return false
    end
  end
  return true
end

return M
