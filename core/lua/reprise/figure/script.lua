-- A figure in gnuplot's language. Every text of a user goes through `quoted` and so is data in single quotes, in which
-- gnuplot expands nothing. Calls theme, axis, annotate; writes no file.
--
-- Where the two terminals differ (length of tics, distance of their labels, size of points), the .gp file says it once
-- in its head, as measured with gnuplot 5.4.

local annotate = require "reprise.figure.annotate"
local axis = require "reprise.figure.axis"
local theme = require "reprise.theme"

local M = {}

local number = axis.number

local function f(format, ...) return string.format(format, ...) end

-- Text as a string constant. In single quotes neither backslash, backquote, @ nor % means anything. gnuplot reads ''
-- as an apostrophe, but loses its way where several meet or one comes first; so apostrophes come from the variable q,
-- which the head of the file sets, and no constant contains one.
local function quoted(text)
  if text == "" then return "''" end
  local parts = {}
  for run, apostrophe in (text .. "\0"):gmatch("([^'%z]*)(['%z])") do
    if run ~= "" then parts[#parts + 1] = "'" .. run .. "'" end
    if apostrophe == "'" then parts[#parts + 1] = "q" end
  end
  return table.concat(parts, ".")
end
M.quoted = quoted

-- Enhanced text in which all that gnuplot would interpret has a backslash; `special` are the characters to be taken
-- literally. An empty group keeps a backslash and "U+" from meaning a code point.
local function tamed(text, special)
  return quoted((text:gsub(special, "\\%0"):gsub("{([/*:])", "{\\%1"):gsub("\\U%+", "\\{}U+")))
end

local markup, all = "[\\@~&]", "[\\@~&{}^_]"

local function text_of(mark)
  if mark.style == "ours" then return quoted(mark.text) .. " enhanced" end
  if mark.style == "enhanced" then return tamed(mark.text, markup) .. " enhanced" end
  if mark.bold then return tamed(mark.text, all) .. " enhanced" end -- svg has bold type in enhanced text only
  return quoted(mark.text) .. " noenhanced"
end

-- Pixels as shares of the canvas, the same for both terminals.
local function screen(figure, x, y) return f("screen %.5f,%.5f", x / figure.width, y / figure.height) end

local function font(size, bold) return f("font '%s%s,%g'", theme.font, bold and ":Bold" or "", size) end

local writers = {}

function writers.text(figure, m)
  return f("set label %s at %s %s%s %s textcolor rgb '%s' front", text_of(m), screen(figure, m.x, m.y), m.align,
    m.turned and " rotate by 90" or "", font(m.size, m.bold), m.color or theme.ink)
end

-- The pen of an arrow. In gnuplot's svg arrows of one colour and width that follow each other become one path, with the dashes of
-- the first; an imperceptibly other width keeps apart those whose dashes differ.
local function pen(figure, layer, s)
  local last, width = figure.pens[layer], s.width
  if last and last.color == s.color and last.width == width and last.dash ~= s.dash then width = width + 0.001 end
  figure.pens[layer] = { color = s.color, width = width, dash = s.dash }
  return f("linecolor rgb '%s' linewidth %g dashtype %s %s", s.color, width, s.dash, layer)
end

function writers.line(figure, m)
  return f("set arrow from %s to %s nohead %s", screen(figure, m.x, m.y), screen(figure, m.x2, m.y2), pen(figure, "front", m))
end

function writers.rectangle(figure, m)
  local fill = m.opacity < 1 and f("transparent solid %g", m.opacity) or "solid"
  return f("set object rectangle from %s to %s front fillcolor rgb '%s' fillstyle %s noborder",
    screen(figure, m.left, m.bottom), screen(figure, m.right, m.top), m.color, fill)
end

-- The layers of a marker: {colour, gnuplot's words}.
local function marker(name, size, color)
  local shape = name:gsub("%-open$", "")
  local kind, scale = theme.markers[shape][1], theme.markers[shape][2] * (size or 1)
  local layers = { f("linecolor rgb '%s' pointtype %d pointsize %.3g", color, kind, scale) }
  if shape ~= name then layers[2] = f("linecolor rgb '#ffffff' pointtype %d pointsize %.3g", kind, scale * theme.open_middle) end
  return layers
end

function writers.point(figure, m)
  local lines = {}
  for k, layer in ipairs(marker(m.marker, m.size, m.color)) do
    lines[k] = f("set label '' at %s point %s front", screen(figure, m.x, m.y), layer)
  end
  return table.concat(lines, "\n")
end

local offsets = { x = "offset 0,screen lift", y = "offset screen shift,0", cb = "offset screen -shift,0" }

-- gnuplot formats the labels of tics once more, so a % is doubled; their lines are joined outside of the quotes.
local function tick_text(text)
  local lines = theme.lines((text:gsub("%%", "%%%%")))
  for k, line in ipairs(lines) do lines[k] = quoted(line) end
  return table.concat(lines, '."\\n".')
end

local function tics(direction, a, enhanced)
  local items = {}
  for _, tick in ipairs(a.ticks) do items[#items + 1] = f("%s %s", tick_text(tick[2]), number(tick[1])) end
  for _, v in ipairs(a.minor) do items[#items + 1] = f("'' %s 1", number(v)) end
  return f("set %stics out nomirror scale tic,0.6*tic %s %s textcolor rgb '%s' %s (%s)", direction, offsets[direction],
    font(theme.size.tick), theme.ink, enhanced and "enhanced" or "noenhanced", table.concat(items, ", "))
end

local function category_tics(figure, a)
  local items = {}
  for _, tick in ipairs(a.ticks) do items[#items + 1] = f("%s %s", tick_text(tick[2]), number(tick[1])) end
  return f("set xtics out nomirror scale 0,0 offset 0,screen lift-5./%d %s textcolor rgb '%s' noenhanced (%s)", figure.height,
    font(theme.size.tick), theme.ink, table.concat(items, ", "))
end

local function axes(out, figure, panel)
  for _, d in ipairs { "x", "y" } do
    local a = panel[d]
    out(f("set %srange [%s:%s]", d, number(a.lo), number(a.hi)))
    if a.log then out(f("set logscale %s", d)) end
    local ours = not panel.options[d .. "ticks"]
    if d == "x" and panel.turned then out("unset xtics") -- their names are labels
    elseif d == "x" and panel.categories and ours then out(category_tics(figure, a)) else out(tics(d, a, ours)) end
  end
end

local function source(t)
  if not t.binary then return quoted("../data/" .. t.file) end
  return f("%s binary record=(%d) format='%s' endian=little", quoted("../data/" .. t.file), t.rows,
    string.rep("%double", #t.columns))
end

-- The column of a series, for gnuplot's `using`; numbers that cannot be drawn are gaps.
local function column(s, name)
  local c = s.columns[name]
  if not s.beyond[name] then return tostring(c) end
  return f("(abs($%d)>%g?NaN:$%d)", c, axis.largest, c)
end

-- x of a column: names under bars are placed by their row.
local function x_of(s) return s.x.texts and "($0+1)" or (s.beyond.x and column(s, "x") or f("($%s)", column(s, "x"))) end

local function line_style(s) return f("linecolor rgb '%s' linewidth %g dashtype %s", s.color, s.width, s.dash) end

-- A straight line through the panel that moves: between the two rows of the block $ends.
local function moving_line(s, x, y) return { f("using %s:%s with lines %s", x, y, line_style(s)) } end

local plots = {}

function plots.hline(s, panel)
  local a = panel.x
  return moving_line(s, f("($1<0.5?%s:%s)", number(a.lo), number(a.hi)), f("(%s)", number(s.at)))
end

function plots.vline(s, panel)
  local a = panel.y
  return moving_line(s, f("(%s)", number(s.at)), f("($1<0.5?%s:%s)", number(a.lo), number(a.hi)))
end

-- Each plot is a list of clauses, drawn one upon the other.
function plots.line(s)
  local using = f("using %s:%s", column(s, "x"), column(s, "y"))
  local clauses = { f("%s with lines %s", using, line_style(s)) }
  if s.marker then
    local every = math.max(1, #s.x.values // 14)
    for _, layer in ipairs(marker(s.marker, 1, s.color)) do
      clauses[#clauses + 1] = f("%s every %d with points %s", using, every, layer)
    end
  end
  return clauses
end

function plots.points(s)
  local clauses = {}
  if s.lo then
    clauses[1] = f("using %s:%s:%s:%s with yerrorbars linecolor rgb '%s' linewidth 1.2 pointtype 7 pointsize 0", column(s, "x"),
      column(s, "y"), column(s, "lo"), column(s, "hi"), s.color)
  end
  for _, layer in ipairs(marker(s.marker, s.size, s.color)) do
    clauses[#clauses + 1] = f("using %s:%s with points %s", column(s, "x"), column(s, "y"), layer)
  end
  return clauses
end

function plots.steps(s)
  local with = ({ after = "steps", before = "fsteps", middle = "histeps" })[s.where or "after"]
  return { f("using %s:%s with %s %s", column(s, "x"), column(s, "y"), with, line_style(s)) }
end

function plots.bars(s)
  return { f("using (%s%+.6g):%s:(%.6g) with boxes fillcolor rgb '%s' fillstyle solid noborder", x_of(s), s.offset,
    column(s, "y"), s.bar_width * 0.94, s.color) }
end

-- Runs of rows {first, last}, from 0, in which all columns can be drawn: gnuplot would fill gaps of a band down to zero.
local function drawn_runs(columns)
  local runs, first = {}, nil
  local n = #columns[1].values
  for i = 1, n + 1 do
    local fine = i <= n
    for _, c in ipairs(columns) do fine = fine and axis.drawable(c.values[i]) end
    if fine and not first then first = i end
    if not fine and first then
      if i - first > 1 then runs[#runs + 1] = { first - 1, i - 2 } end
      first = nil
    end
  end
  return runs, n
end

function plots.band(s)
  local clauses = {}
  local runs, n = drawn_runs { s.x, s.lo, s.hi }
  for _, run in ipairs(runs) do
    local rows = (run[1] > 0 or run[2] < n - 1 or s.table.rows > n) and f(" every ::%d::%d", run[1], run[2]) or ""
    clauses[#clauses + 1] = f("using %s:%s:%s%s with filledcurves fillcolor rgb '%s' fillstyle transparent solid %g noborder",
      column(s, "x"), column(s, "lo"), column(s, "hi"), rows, s.color, s.opacity or 0.22)
  end
  return clauses
end

-- Equal distances on the scales of the axes: an image on a second pair of axes, which are linear in these scales. Else
-- one rectangle per cell, a third of a pixel larger than the cell, since rasterisers leave pale seams between touching ones. A cell without value
-- has no place, for otherwise it would be white.
function plots.map(s, panel)
  local drawable = f("(abs($3)>%g?NaN:$3)", axis.largest)
  if s.image then
    local function scaled(d, c) return panel[d].log and f("(log10($%d))", c) or tostring(c) end
    return { f("using %s:%s:%s axes x2y2 with image", scaled("x", 1), scaled("y", 2), s.beyond.z and drawable or "3") }
  end
  local function enlarged(d, c, length)
    local a, share = panel[d], 0.35 / length
    if a.log then return f("($%d*%.6g)", c, (a.hi / a.lo) ^ share) end
    return f("($%d+%.3g)", c, (a.hi - a.lo) * share)
  end
  return { f("using (%s==$3 ? $1 : NaN):2:4:%s:6:%s:3 with boxxyerror linecolor palette fillstyle solid noborder", s.beyond.z and drawable or "$3",
    enlarged("x", 5, panel.box.right - panel.box.left), enlarged("y", 7, panel.box.top - panel.box.bottom)) }
end

local function palette(s)
  local nodes, items = theme.palettes[s.palette], {}
  for k, color in ipairs(nodes) do items[k] = f("%.4g '%s'", (k - 1) / (#nodes - 1), color) end
  return f("set palette defined (%s)", table.concat(items, ", "))
end

local function color_bar(out, figure, panel)
  local s, b = panel.map, panel.bar_box
  out(palette(s))
  out(f("set cbrange [%s:%s]", number(s.color_axis.lo), number(s.color_axis.hi)))
  if s.color_axis.log then out("set logscale cb") end
  out(tics("cb", s.color_axis, true))
  out(f("set colorbox vertical user origin %s size %s front noborder", screen(figure, b.left, b.bottom),
    screen(figure, b.right - b.left, b.top - b.bottom)))
  out(f("set object rectangle from graph 0,0 to graph 1,1 behind fillcolor rgb '%s' fillstyle solid noborder # no value",
    theme.missing))
  if s.image then
    for _, d in ipairs { "x", "y" } do
      local function scaled(v) return number(panel[d].log and math.log(v, 10) or v) end
      out(f("set %s2range [%s:%s]", d, scaled(panel[d].lo), scaled(panel[d].hi)))
    end
  end
end

local function reference_lines(out, figure, panel)
  for _, s in ipairs(panel.series) do
    local layer = panel.map and "front" or "back"
    if s.frame then -- it moves, and is drawn with the curves
    elseif s.kind == "hline" and s.at >= panel.y.lo and s.at <= panel.y.hi then
      local at = number(s.at)
      out(f("set arrow from graph 0, first %s to graph 1, first %s nohead %s", at, at, pen(figure, layer, s)))
    elseif s.kind == "vline" and s.at >= panel.x.lo and s.at <= panel.x.hi then
      local at = number(s.at)
      out(f("set arrow from first %s, graph 0 to first %s, graph 1 nohead %s", at, at, pen(figure, layer, s)))
    elseif s.kind == "region" then
      local b = annotate.region_box(panel, s)
      if b.left < b.right and b.bottom < b.top then
        out(f("set object rectangle from %s to %s %s fillcolor rgb '%s' fillstyle transparent solid %g noborder",
          screen(figure, b.left, b.bottom), screen(figure, b.right, b.top), panel.map and "front" or "behind", s.color,
          s.opacity))
      end
    end
  end
end

-- The order of drawing: maps, their contour lines, areas, then curves as the script lists them. Of an animation: those of
-- one frame, titled with its number, by which they are found in the svg; without a frame, what stays.
local function plot_items(panel, frame)
  local items = {}
  local title = frame and f("title 'frame %d'", frame) or "notitle"
  local function pass(kinds)
    for _, s in ipairs(panel.series) do
      if kinds[s.kind] and s.frame == frame then
        local from = (s.kind == "hline" or s.kind == "vline") and "$ends" or source(s.table)
        for _, clause in ipairs(plots[s.kind](s, panel)) do
          items[#items + 1] = f("%s %s %s", from, clause, title)
        end
        for _, contour in ipairs(s.contour_lines or {}) do
          if #contour.lines > 0 then
            items[#items + 1] = f("%s using ($1==%s ? $2 : NaN):3 with lines linecolor rgb '%s' linewidth 1.1 notitle",
              source(s.contour_table), number(contour.level), contour.color)
          end
        end
      end
    end
  end
  pass { map = true }
  pass { band = true }
  pass { bars = true }
  if frame then pass { hline = true, vline = true } end
  pass { line = true, steps = true }
  pass { points = true }
  return items
end

local function plot_command(items)
  if #items == 0 then items[1] = "NaN notitle" end
  return "plot " .. table.concat(items, ", \\\n     ")
end

-- In an animation the target decides: all frames upon each other, for reprise, or the still one.
local function plot(out, figure, panel)
  if not panel.frames then return out(plot_command(plot_items(panel))) end
  local function with(first, last)
    local items = plot_items(panel)
    for k = first, last do for _, item in ipairs(plot_items(panel, k)) do items[#items + 1] = item end end
    return plot_command(items)
  end
  local still = figure.animation.still
  out("if (target eq 'frames') {")
  out(with(1, panel.frames))
  out("} else { # the still frame")
  out(with(still, still))
  out("}")
end

local function panel_text(out, figure, panel)
  figure.pens = {}
  local b = panel.box
  out(f("set lmargin at screen %.5f; set rmargin at screen %.5f; set bmargin at screen %.5f; set tmargin at screen %.5f",
    b.left / figure.width, b.right / figure.width, b.bottom / figure.height, b.top / figure.height))
  axes(out, figure, panel)
  if panel.options.grid ~= false and not panel.map then
    local vertical = panel.categories and "noxtics" or "xtics"
    out(f("set grid %s ytics back linetype 1 linecolor rgb '%s' linewidth 0.8", vertical, theme.grid))
  end
  if panel.map then color_bar(out, figure, panel) end
  reference_lines(out, figure, panel)
  for _, mark in ipairs(panel.marks) do out(writers[mark.kind](figure, mark)) end
  plot(out, figure, panel)
end

local function terminals(out, figure)
  local w, h = figure.width, figure.height
  out(figure.animation and "if (target ne 'png') {" or "if (target eq 'svg') {")
  out(f("  set terminal svg size %d,%d dynamic enhanced rounded font '%s,%g' background rgb '#ffffff' name '%s' standalone",
    w, h, theme.font, theme.size.label, (figure.id:gsub("[.-]", "_"))))
  out(f("  tic = 0.476; lift = 11.2/%d", h))
  out("} else {")
  out(f("  set terminal pngcairo size %d,%d enhanced rounded font '%s,%g' background rgb '#ffffff' \\\n" ..
    "    fontscale 1.5 linewidth 2 dashlength 2 pointscale 3.3", 2 * w, 2 * h, theme.font, theme.size.label))
  out(f("  tic = 0.8; lift = 6.8/%d", h))
  out("}")
  out(f("shift = 4.8/%d", w))
end

-- The whole file.
function M.write(figure)
  local lines = {}
  local function out(line) lines[#lines + 1] = line end
  out(f("# figure %s of %s", figure.id, figure.origin))
  out(f("# Redraw it in this folder with `gnuplot %s.gp`, or as png with `gnuplot -e \"target='png'\" %s.gp`.", figure.id,
    figure.id))
  out("# It reads " .. table.concat(figure.files, ", ") .. ". The published svg is this drawing with a title, a description,")
  out("# fallback fonts and sharp cells added.")
  out("reset")
  out("if (!exists('target')) target = 'svg'")
  terminals(out, figure)
  if figure.animation then
    out("# The target 'frames' is the svg with all frames upon each other, of which reprise makes the moving picture.")
    out("set print $ends; print 'end'; print '0'; print '1'; unset print # the ends of lines that move")
  end
  out(f(figure.animation and "set output '%s.'.(target eq 'frames' ? 'svg' : target)" or "set output '%s.'.target", figure.id))
  out("set encoding utf8")
  out([[q = "\047" # an apostrophe inside of a text]])
  out("set datafile separator comma; set datafile commentschars '#'; set datafile columnheaders")
  out(f("set border 3 linecolor rgb '%s' linewidth 1", theme.axis))
  out("unset key; unset colorbox; set clip two; set errorbars 0.6; set pointintervalbox 0.01")
  local several = #figure.panels > 1
  if several then out("set multiplot") end
  for k, panel in ipairs(figure.panels) do
    if several then
      out(f("\n# panel %d", k))
      if k > 1 then out("unset label; unset arrow; unset object; unset logscale; unset grid; unset colorbox") end
    end
    if k == #figure.panels and figure.still_marks then
      out("if (target ne 'frames') {")
      for _, mark in ipairs(figure.still_marks) do out(writers[mark.kind](figure, mark)) end
      out("}")
    end
    panel_text(out, figure, panel)
  end
  if several then out("unset multiplot") end
  out("unset output")
  return table.concat(lines, "\n") .. "\n"
end

return M
