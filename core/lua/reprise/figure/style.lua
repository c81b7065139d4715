-- The looks that series get when the script does not choose: colours, dashes and markers in their order. Calls theme.

local theme = require "reprise.theme"

local M = {}

local curve = { line = true, points = true, steps = true, bars = true }

-- Series with the same label belong together and look alike; a band without a label takes the colour of the curve that
-- follows it (or, at the end, precedes it); a band with a colour of its own counts for nothing. Returns for each series
-- the number of its look, and how many looks there are.
local function number_looks(series)
  local looks, by_label, count = {}, {}, 0
  for k, s in ipairs(series) do
    if curve[s.kind] or (s.kind == "band" and s.label and not s.color) then
      if s.label and by_label[s.label] then
        looks[k] = by_label[s.label]
      else
        count = count + 1
        looks[k] = count
        if s.label then by_label[s.label] = count end
      end
    end
  end
  local following
  for k = #series, 1, -1 do
    if curve[series[k].kind] then following = looks[k] end
    if series[k].kind == "band" and not looks[k] and not series[k].color then looks[k] = following or math.max(count, 1) end
  end
  return looks, math.max(count, 1)
end

local function pick(list, n) return list[(n - 1) % #list + 1] end

-- Gives every series its color, dash, marker and width. `palette` is "cycle", "sequence" (an ordered family) or "dark"
-- (curves upon a map in dark colours).
function M.apply(series, palette)
  local looks, count = number_looks(series)
  local colors = palette == "sequence" and theme.sequence(count) or palette == "dark" and theme.light_cycle or theme.cycle
  local inherited = {} -- a chosen colour holds for all members of a look
  for k, s in ipairs(series) do
    if looks[k] and s.color and not inherited[looks[k]] then inherited[looks[k]] = s.color end
  end
  for k, s in ipairs(series) do
    local n = looks[k]
    if n then
      s.color = s.color or inherited[n] or pick(colors, n)
      if s.kind == "line" or s.kind == "steps" then
        s.dash = theme.dashes[s.style or (palette == "sequence" and "solid" or pick(theme.dash_cycle, n))]
        s.width = s.width or theme.line_width
      end
      if s.kind == "points" or s.marker == true then
        if s.marker == nil or s.marker == true then s.marker = pick(theme.marker_cycle, n) end
      end
    elseif s.kind == "hline" or s.kind == "vline" then
      s.color, s.width = s.color or theme.reference, s.width or 1.2
      s.dash = theme.dashes[s.style or "dashed"]
    elseif s.kind == "region" then
      s.color, s.opacity = s.color or theme.region, s.opacity or 0.14
    elseif s.kind == "note" then
      s.color = s.color or theme.ink
    end
  end
end

return M
