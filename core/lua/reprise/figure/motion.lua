-- The picture of an animation. gnuplot draws all frames upon each other, each in groups titled "frame K"; this file lets the
-- groups take turns by a style sheet, without scripts. Where nothing moves - in print, for readers who prefer reduced
-- motion, in programs that know no style sheets - the still frame stands. Text in, text out; calls theme.

local theme = require "reprise.theme"

local M = {}

local function encode(text) return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" })) end

-- A name for classes and identifiers, so that several pictures can stand in one page.
function M.name(id) return "a-" .. id:gsub("%.", "_") end

-- Tenths as a number, without the zero before its point.
local function tenths(n)
  if n % 10 == 0 then return tostring(n // 10) end
  return (string.format("%.1f", n / 10):gsub("^(%-?)0%.", "%1."))
end

-- A path of absolute points, in relative ones and tenths of a pixel: half as long. Points that fall together become one, and
-- level steps in one direction become one step.
local function shorter(path)
  local out, x0, y0, drawn, level = {}, 0, 0, false, nil
  for command, x, y in path:gmatch("([MLZ])%s*([%d.-]*),?([%d.-]*)") do
    if command == "Z" then
      out[#out + 1] = "z"
    else
      x, y = math.floor(tonumber(x) * 10 + 0.5), math.floor(tonumber(y) * 10 + 0.5)
      if command == "M" then
        out[#out + 1] = "M" .. tenths(x) .. "," .. tenths(y)
        drawn, level = false, nil
      elseif x ~= x0 or y ~= y0 or not drawn then
        local dx, dy = x - x0, y - y0
        if dy == 0 and level and level * dx > 0 then
          dx = dx + level
          out[#out] = nil
        end
        level = dy == 0 and dx or nil
        out[#out + 1] = dy == 0 and "h" .. tenths(dx) or "l" .. tenths(dx) .. (dy < 0 and "" or " ") .. tenths(dy)
        drawn = true
      end
      x0, y0 = x, y
    end
  end
  return (table.concat(out):gsub("h0([lh])", "%1"))
end
M.shorter = shorter

-- What gnuplot repeats in each group.
local function tidy(body)
  body = body:gsub("<g [^>]*>%s*</g>\n?", "")
  body = body:gsub(" d='([^']*)'", function(path) return " d='" .. shorter(path) .. "'" end)
  body = body:gsub("<polygon ([^>]-)points = '([^']*)'", function(attributes, points)
    return "<path " .. attributes .. "d='" .. shorter("M" .. points:gsub("%s+(%S)", " L%1") .. "Z") .. "'"
  end)
  return (body:gsub("rgb%(%s*(%d+),%s*(%d+),%s*(%d+)%)", function(r, g, b)
    return string.format("#%02x%02x%02x", tonumber(r), tonumber(g), tonumber(b))
  end))
end

-- The opening tag of what belongs to frame k: when its turn comes, and whether it is the still one.
local function opening(record, name, k)
  local a = record.animation
  local total = a.duration + a.hold
  -- Rounding here would show two frames, or none, for as long as it is.
  local delay = k == 1 and "0" or string.format("%.6f", (k - 1) * a.duration / a.frames - total):gsub("%.?0+$", "")
  return string.format('<g class="%s-f%s" style="animation-delay:%ss"%s>', name, k == a.frames and " " .. name .. "-z" or "", delay,
    k == a.still and "" or ' visibility="hidden"')
end

local function style(record, name)
  local a = record.animation
  local total = a.duration + a.hold
  local turn, last = 100 * a.duration / a.frames / total, 100 * (a.duration / a.frames + a.hold) / total
  return table.concat({
    "<style>",
    string.format("@media screen and (prefers-reduced-motion:no-preference){.%s-f{visibility:hidden;animation:%s-turn %.6gs step-end infinite}",
      name, name, total),
    string.format(".%s-z{animation-name:%s-last}svg:hover .%s-f{animation-play-state:paused}}", name, name, name),
    string.format("@keyframes %s-turn{0%%{visibility:visible}%.6f%%,to{visibility:hidden}}", name, turn),
    string.format("@keyframes %s-last{0%%{visibility:visible}%.6f%%,to{visibility:hidden}}", name, last),
    "</style>",
  }, "\n")
end

-- The label of frame k and how far it has come, below the panels. Heights count from below, as in layout.
local function strip(record, name, k)
  local a, s = record.animation, record.animation.strip
  local parts = { opening(record, name, k) }
  parts[2] = string.format('<rect x="%.1f" y="%.1f" width="%.1f" height="3" rx="1.5" fill="%s"/>', s.track, record.height - s.y - 1.5,
    (s.right - s.track) * k / a.frames, theme.axis)
  if a.labels then
    parts[3] = string.format('<text x="%.1f" y="%.1f" fill="%s" font-family="%s" font-size="%g">%s</text>', s.left,
      record.height - s.y + 0.35 * s.size, theme.ink, theme.fallback_fonts, s.size, encode(a.labels[k]))
  end
  return table.concat(parts) .. "</g>"
end

-- Puts what belongs to frames into groups that take turns; the rest stays. nil if there is no frame in it.
local function group_frames(svg, record, name)
  local out, body, current, found, depth = {}, nil, nil, false, 0
  local open
  local function close()
    if open then out[#out + 1] = "</g>" end
    open = nil
  end
  for line in svg:gmatch("([^\n]*)\n") do
    local frame = line:match('^\t<g id="[^"]*" ><title>frame (%d+)</title>')
    if frame then
      current, body, found, depth = tonumber(frame), {}, true, 1
    elseif body then
      depth = depth + select(2, line:gsub("<g[ >]", "")) - select(2, line:gsub("</g>", ""))
      if depth > 0 then
        body[#body + 1] = line
      else
        if current ~= open then
          close()
          out[#out + 1] = opening(record, name, current)
          open = current
        end
        out[#out + 1] = tidy(table.concat(body, "\n"))
        body = nil
      end
    else
      close()
      out[#out + 1] = line
    end
  end
  return found and table.concat(out, "\n") .. "\n" or nil
end

-- gnuplot's svg of all frames, as an animation. record: the entry of figures.json. nil and a reason if it does not look like one.
function M.compose(svg, record)
  local a, name = record.animation, M.name(record.id)
  svg = svg:gsub("id='(%w+)'", "id='" .. name .. "-%1'"):gsub("'#(%w+)'", "'#" .. name .. "-%1'"):gsub("url%(#(%w+)%)", "url(#" .. name .. "-%1)")
  svg = svg:gsub('id="([%w_]+)"', 'id="' .. name .. '-%1"')
  local grouped = group_frames(svg, record, name)
  if not grouped then return nil, "no frame is in it" end
  local s = a.strip
  local lines = { string.format('<rect x="%.1f" y="%.1f" width="%.1f" height="3" rx="1.5" fill="%s"/>', s.track,
    record.height - s.y - 1.5, s.right - s.track, theme.grid) }
  for k = 1, a.frames do lines[#lines + 1] = strip(record, name, k) end
  -- The style comes last: groups that were read before it start together, in whatever portions a page arrives.
  lines[#lines + 1] = style(record, name)
  local ended
  grouped, ended = grouped:gsub("</g>%s*</svg>%s*$", function(found) return table.concat(lines, "\n") .. "\n" .. found end, 1)
  if ended ~= 1 then return nil, "its end is not that of gnuplot" end
  return grouped
end

return M
