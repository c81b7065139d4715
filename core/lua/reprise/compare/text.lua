-- Comparison of figures (SVG) and of the gnuplot scripts that draw them. What is text must be the same; numbers may differ:
-- inside the tags of an SVG by a fraction of a pixel, in a gnuplot script by the tolerance of compare.lua.
local compare = require "reprise.compare"

-- Coordinates are rounded to hundredths when they are written; a curve that moved by less than this is the same picture.
local pixels = 0.15

-- Cuts a text into pieces, numbers at even places: { "set xrange [", "0", ":", "1.5", "]" }.
local function cut(text)
  local pieces, from = {}, 1
  while true do
    local first, last = text:find("%d+%.?%d*", from)
    if not first then
      pieces[#pieces + 1] = text:sub(from)
      return pieces
    end
    local power = text:match("^[eE][+-]?%d+", last + 1)
    last = last + (power and #power or 0)
    pieces[#pieces + 1], pieces[#pieces + 2] = text:sub(from, first - 1), text:sub(first, last)
    from = last + 1
  end
end

local function line_of(text, position)
  local _, newlines = text:sub(1, position):gsub("\n", "")
  return newlines + 1
end

-- Compares two stretches of text in which numbers may differ by the rule.
local function compare_stretch(report, place, new, old, rule)
  local new_pieces, old_pieces = cut(new), cut(old)
  if #new_pieces ~= #old_pieces then
    report:differs(place, new, old)
    return
  end
  for index = 1, #old_pieces do
    if new_pieces[index] ~= old_pieces[index] then
      if index % 2 == 1 then
        report:differs(place, new, old)
        return
      end
      report:number(place, tonumber(new_pieces[index]), tonumber(old_pieces[index]), rule)
    end
  end
end

local function compare_svg(report, new, old)
  local next_old = old:gmatch("([^<]*)()(<?[^>]*>?)")
  for new_text, _, new_tag in new:gmatch("([^<]*)()(<?[^>]*>?)") do
    local old_text, position, old_tag = next_old()
    if not old_text then
      report:differs("content", "more elements", "fewer elements")
      return
    end
    if new_text ~= old_text or new_tag ~= old_tag then
      local place = ("line %d"):format(line_of(old, position))
      report:text(place, new_text, old_text)
      compare_stretch(report, place, new_tag, old_tag, { tolerance = pixels, scale = 1 })
    end
  end
  if (next_old() or "") ~= "" then
    report:differs("content", "fewer elements", "more elements")
  end
end

return function(report, new, old, kind)
  local new_plain, old_plain = compare.without_positions(new), compare.without_positions(old)
  if new_plain == old_plain then
    report.moved = true
  elseif kind == "svg" then
    compare_svg(report, new_plain, old_plain)
  else
    compare_stretch(report, "content", new_plain, old_plain, {})
  end
end
