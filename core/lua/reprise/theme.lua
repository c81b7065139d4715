-- The look of all figures: colours, dashes, markers, sizes, and how wide a text is. Pure data and arithmetic: this file
-- knows nothing of gnuplot's language, of files or of scripts.

local M = {}

-- Okabe and Ito's palette for all kinds of colour vision, its light members darkened until a thin line of them can be
-- seen on white; yellow is left out for the same reason.
M.colors = {
  blue = "#0072B2",
  red = "#D55E00",
  green = "#00916A",
  purple = "#B0508C",
  orange = "#D98C00",
  sky = "#3FA0D8",
  black = "#333333",
  grey = "#808080",
}
M.color_names = { "blue", "red", "green", "purple", "orange", "sky", "black", "grey" }
M.cycle = { "#0072B2", "#D55E00", "#00916A", "#B0508C", "#D98C00", "#3FA0D8", "#333333" }
M.light_cycle = { "#ffffff", "#ffb37a", "#ff9ecf", "#c9e7ff" } -- upon viridis

-- Dash patterns in pixels. Five of them against seven colours: 35 series until a pair repeats, and neighbours differ
-- in both, so that a grey print can still be read.
M.dashes = {
  solid = "solid",
  dashed = "(9,4)",
  dashdot = "(11,4,2,4)",
  dotted = "(2,4)",
  longdash = "(17,5)",
}
M.dash_names = { "solid", "dashed", "dashdot", "dotted", "longdash" }
M.dash_cycle = { "solid", "dashed", "dashdot", "longdash", "dotted" }

-- gnuplot's point types, and the factor that makes them look equally large. "NAME-open" is the same with a white middle,
-- drawn as a second, smaller point: gnuplot's own open points have hair lines in svg.
M.markers = {
  circle = { 7, 0.64 }, square = { 5, 0.56 }, triangle = { 9, 0.72 }, diamond = { 13, 0.78 }, down = { 11, 0.72 },
  pentagon = { 15, 0.66 },
}
M.open_middle = 0.52
M.marker_names = {
  "circle", "square", "triangle", "diamond", "down", "pentagon", "circle-open", "square-open", "triangle-open",
  "diamond-open", "down-open", "pentagon-open",
}
M.marker_cycle = { "circle", "square-open", "triangle", "diamond-open", "down", "circle-open", "square" }

-- Perceptually uniform palettes, as nodes between which gnuplot interpolates. The first is viridis; the second has a
-- light middle for quantities with a sign, and both halves darken at the same rate.
M.palettes = {
  viridis = {
    "#440154", "#481a6c", "#472f7d", "#414487", "#39568c", "#31688e", "#2a788e", "#23888e", "#1f988b", "#22a884",
    "#35b779", "#54c568", "#7ad151", "#a5db36", "#d2e21b", "#fde725",
  },
  diverging = {
    "#163a6b", "#24599b", "#3d7dbd", "#6aa2d3", "#9dc4e3", "#cfe1ee", "#f5f3f0", "#f7dcc6", "#f2b78d", "#e38d55",
    "#c9652c", "#a24216", "#73290c",
  },
  grey = { "#262626", "#f2f2f2" },
}
M.palette_names = { "viridis", "diverging", "grey" }

M.font = "DejaVu Sans"
M.fallback_fonts = "DejaVu Sans, Verdana, Helvetica, Arial, sans-serif" -- Verdana has the same widths
M.width, M.height = 720, 450
M.size = { tick = 14, label = 15, title = 17, panel = 15, legend = 14, note = 13.5, level = 12 }
M.ink = "#262626"      -- text
M.axis = "#4d4d4d"     -- axes and tics
M.grid = "#e4e4e4"
M.missing = "#c4c4c4"  -- cells of a map without a value
M.region = "#808080"
M.reference = "#595959" -- reference lines
M.line_width = 2
M.line_height = 1.3 -- of a text, in font sizes

-- Advance widths of DejaVu Sans from U+0020 to U+007E, in thousandths of the font size.
local advance = {
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636, 636, 636, 636, 636, 636,
  636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557, 863, 748, 787,
  603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635,
  634, 278, 278, 579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
}
local bold = 1.14

local function code_width(code)
  if code >= 32 and code <= 126 then return advance[code - 31] end
  if code == 0x2212 or code == 0xd7 or code == 0xb1 then return 838 end -- minus, times, plus-minus
  if code == 0x2009 then return 200 end -- thin space
  if code >= 0x300 and code <= 0x36f then return 0 end -- combining marks
  if code >= 0x2e80 then return 1000 end
  return 640
end

-- The lines of a text.
function M.lines(text)
  local lines = {}
  for line in (text .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
  return lines
end

-- Width in pixels of a text (its longest line) in a font size. Sub- and superscripts of enhanced text are counted as
-- small letters.
function M.text_width(text, size, style)
  local widest = 0
  for _, line in ipairs(M.lines(text)) do
    local width, scale = 0, 1
    for _, code in utf8.codes(line) do
      if style == "enhanced" and (code == 94 or code == 95) then
        scale = 0.75
      elseif not (style == "enhanced" and (code == 123 or code == 125)) then
        width = width + code_width(code) * scale
        scale = 1
      end
    end
    widest = math.max(widest, width)
  end
  return widest * size / 1000 * (style == "bold" and bold or 1)
end

function M.text_height(text, size) return #M.lines(text) * size * M.line_height end

local function break_line(line, size, width, style)
  local lines, current = {}, nil
  for word in line:gmatch("%S+") do
    local longer = current and current .. " " .. word or word
    if current and M.text_width(longer, size, style) > width then
      lines[#lines + 1] = current
      current = word
    else
      current = longer
    end
  end
  lines[#lines + 1] = current or ""
  return lines
end

-- Breaks a text at blanks so that no line is wider than `width`, where that is possible, into lines of about equal
-- width. Its own newlines stay.
function M.wrap(text, size, width, style)
  local all = {}
  for _, line in ipairs(M.lines(text)) do
    local lines = break_line(line, size, width, style)
    local narrower = width
    for _ = 1, #lines > 1 and 40 or 0 do -- the narrowest width with as many lines
      narrower = narrower * 0.97
      local tighter = break_line(line, size, narrower, style)
      if #tighter > #lines or M.text_width(table.concat(tighter, "\n"), size, style) > width then break end
      lines = tighter
    end
    for _, part in ipairs(lines) do all[#all + 1] = part end
  end
  return table.concat(all, "\n")
end

local function channels(color)
  return tonumber(color:sub(2, 3), 16), tonumber(color:sub(4, 5), 16), tonumber(color:sub(6, 7), 16)
end

-- The colour of a palette at t between 0 and 1, as "#rrggbb".
function M.palette_color(name, t)
  local nodes = M.palettes[name]
  local position = math.min(math.max(t, 0), 1) * (#nodes - 1)
  local index = math.min(math.floor(position), #nodes - 2)
  local r1, g1, b1 = channels(nodes[index + 1])
  local r2, g2, b2 = channels(nodes[index + 2])
  local f = position - index
  local function mix(a, b) return math.floor(a + (b - a) * f + 0.5) end
  return string.format("#%02x%02x%02x", mix(r1, r2), mix(g1, g2), mix(b1, b2))
end

-- Relative luminance of a colour, 0 (black) to 1 (white): decides between light and dark ink upon it.
function M.luminance(color)
  local r, g, b = channels(color)
  local function linear(c) return (c / 255) ^ 2.2 end
  return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
end

-- n colours of an ordered family of curves, from dark to light, none too light for a line on white.
function M.sequence(n)
  local colors = {}
  for i = 1, n do colors[i] = M.palette_color("viridis", n == 1 and 0.25 or 0.78 * (i - 1) / (n - 1)) end
  return colors
end

return M
