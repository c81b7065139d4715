-- Figures without gnuplot: checks of what a script says, axes, legends, contour lines, files. Pictures are tested in
-- tests/commands/figure_test.sh.

local rp = require "reprise"
local axis = require "reprise.figure.axis"
local check = require "check"
local context = require "reprise.context"
local contour = require "reprise.figure.contour"
local csv = require "reprise.csv"
local data = require "reprise.figure.data"
local host = require "host"
local place = require "reprise.figure.place"
local render = require "reprise.render"
local script = require "reprise.figure.script"
local theme = require "reprise.theme"

local function read(path) return assert(host.read_file(context.results .. "/" .. path)) end

local x, y = { 1, 2, 3 }, { 1, 4, 9 }
local count = 0

-- A figure with one series (or with options o) under a new id.
local function figure(item, o)
  count = count + 1
  local spec = { alt = "a test", item }
  for key, value in pairs(o or {}) do spec[key] = value end
  local id = "t" .. count
  rp.figure(id)(spec)
  return id
end

local function refused(pattern, item, o) return check.raises(pattern, figure, item, o) end

check.test("sentences name figure, series, value and the user's line", function()
  refused("figure_test%.lua:%d+: figure t%d+: series 1 %(line%): x has 3 values, y has 2", rp.line { x = x, y = { 1, 2 } })
  refused("series 2 %(line%): y%[2%] is true, but must be a number", { rp.line { x = x, y = y }, rp.line { y = { 1, true } } })
  refused("series 1 %(line%): y is missing", rp.line { x = x })
  refused("unknown option 'colour': did you mean 'color'%?", rp.line { x = x, y = y, colour = "red" })
  refused("color is \"mauve\", but must be", rp.line { x = x, y = y, color = "mauve" })
  refused("style is \"dahsed\", but must be one of solid", rp.line { x = x, y = y, style = "dahsed" })
  refused("y has the shape 2 x 2, but must have one axis", rp.line { y = rp.array { { 1, 2 }, { 3, 4 } } })
  refused("y%(1.0%) returned \"a\" instead of a number", rp.line { x = x, y = function() return "a" end })
  refused("y is empty", rp.line { y = {} })
  refused("lo and hi.*belong together", rp.points { x = x, y = y, lo = y })
  refused("at must be finite", rp.hline { at = 0 / 0 })
  refused("needs x = {from, to}", rp.region {})
  refused("x goes from 2 to 1, but must increase", rp.region { x = { 2, 1 } })
  refused("legend is \"outer\"", rp.line { y = y }, { legend = "outer" })
  refused("unknown option 'xlable': did you mean 'xlabel'%?", rp.line { y = y }, { xlable = "x" })
  refused("item 1 is \"line\", but must be a series", "line")
  check.raises("rp.line expects a table of options", rp.line, 3)
  check.raises("figure empty: has nothing to show", rp.figure "empty", { alt = "a" })
  check.raises("figure bare: needs a caption or an alternative text", rp.figure "bare", { rp.line { y = y } })
  check.raises("figure bare: needs a caption", rp.figure "bare", { alt = " ", rp.line { y = y } })
  check.raises("a figure's id is \"Fig 1\", but must consist of", rp.figure, "Fig 1")
  check.raises("a figure's id is \"../x\"", rp.figure, "../x")
  local id = figure(rp.line { y = y })
  check.raises("is defined twice, first at .*figure_test%.lua:%d+", rp.figure(id), { alt = "a", rp.line { y = y } })
end)

-- What a figure says on stderr besides being drawn.
local function notes(item, o)
  local said, stderr = {}, host.stderr
  host.stderr = function(text) said[#said + 1] = text end
  local fine, id = pcall(figure, item, o)
  host.stderr = stderr
  if not fine then error(id, 0) end
  return table.concat(said), read("figures/" .. id .. ".gp")
end

check.test("both ways to write a figure", function()
  rp.figure("two-arguments", { alt = "a test", rp.line { y = y } })
  check.truth(host.stat(context.results .. "/figures/two-arguments.gp"))
  check.raises("figure bad: series 1 %(line%): x has 2 values, y has 3", rp.figure, "bad",
    { alt = "x", rp.line { x = { 1, 2 }, y = { 1, 2, 3 } } })
  check.raises("figure bad: expects a table of options and series, not nil", rp.figure, "bad", nil)
end)

check.test("lists that contain themselves, functions without x", function()
  local list = { rp.line { y = y } }
  list[2] = { list }
  refused("item 2 is a list that contains itself", list)
  local twice = { rp.line { y = y } }
  check.match(select(2, notes { twice, twice }), "plot [^\n]*\n[^\n]*with lines[^\n]*\n") -- one list twice is no circle
  refused("y is a function of x, so x must be given", rp.line { y = math.sin })
  refused("hi is a function of x, so x must be given", rp.band { lo = { 1 }, hi = math.sin })
  refused("x must be an array or a list of numbers, not a function", rp.line { x = math.sin, y = y })
end)

check.test("magnitudes that no drawing can show are said, not dropped", function()
  check.equal(notes(rp.line { y = { 1, 2, 0 / 0 } }), "", "no remark without need")
  local said, gp = notes(rp.line { y = { 1e300, -1e300, 1e308 } })
  check.match(said, "figure_test%.lua:%d+: note: figure t%d+: series 1 %(line%): one number is not drawn, being larger than 1e%+300: y%[3%] = 1e%+308\n")
  check.match(gp, "using 1:%(abs%(%$2%)>1e%+300%?NaN:%$2%) with lines")
  local _, top = gp:match "set yrange %[(%S+):(%S+)%]"
  check.truth(tonumber(top) < 2e300, "the axis ends where the drawing does")
  said, gp = notes(rp.map { x = { 1, 2 }, y = { 1, 2 }, z = { { 1, 2 }, { -1e308, 1.5 } } })
  check.match(said, "series 1 %(map%): one number is not drawn.*z%[2%]%[1%] = %-1e%+308")
  check.match(gp, "set cbrange %[1:2%]")
  check.match(gp, "%(abs%(%$3%)>1e%+300%?NaN:%$3%) axes x2y2 with image")
  said, gp = notes(rp.line { y = { 1e-310, 2e-310, 3e-310 } })
  check.match(said, "along y all numbers lie as near to 0 as 3e%-310, and are drawn there")
  check.match(gp, "set yrange %[%-1.12:1.12%]")
  check.equal(notes(rp.line { x = { 1e-290, 1e300 }, y = { 1e-290, 1e300 } }, { xlog = true, ylog = true }), "")
  refused("y%[1%] is 1e%-300, but the y axis is logarithmic and shows nothing below 1e%-290", rp.line { y = { 1e-300, 1 } }, { ylog = true })
  refused("at is 1e%+305, but a figure shows magnitudes up to 1e%+300 only", rp.hline { at = 1e305 })
  refused("yrange reaches 1e%-305, but a figure shows magnitudes from 1e%-290", rp.line { y = y }, { yrange = { 0, 1e-305 } })
  refused("yrange from 1 to 1%.0+1 is too narrow", rp.line { y = y }, { yrange = { 1, 1 + 1e-13 } })
  refused("the cells along x reach beyond 1e%+300", rp.map { x = { 1e299, 1e300 }, y = { 1, 2 }, z = { { 1, 2 }, { 3, 4 } } })
end)

check.test("series of which nothing is seen are said", function()
  local none = 0 / 0
  check.match(notes { rp.line { y = y }, rp.line { y = { none, none } } },
    "series 2 %(line%): none of its points has finite coordinates: nothing is drawn")
  check.match(notes(rp.points { x = { 1, 1 / 0 }, y = { none, 3 } }), "none of its points")
  check.match(notes(rp.map { x = x, y = { 1, 2 }, z = { { none, none }, { none, none }, { none, none } } }), "series 1 %(map%): none")
  check.match(notes(rp.line { y = { 1, none, 2 } }), "no two neighbouring points")
  check.equal(notes(rp.line { y = { 1, none, 2 }, marker = true }), "")
  check.match(notes(rp.panel { rp.line { y = { none } } }), "figure t%d+: panel 1: series 1 %(line%): none")
  check.match(notes(rp.line { y = y }, { xrange = { 10 } }), "series 1 %(line%) lies outside of the chosen xrange")
  check.match(notes({ rp.line { y = y }, rp.hline { at = 3 } }, { yrange = { -5, -4 } }), "series 1 %(line%) lies outside of the chosen yrange")
  check.equal(notes(rp.line { y = { -1, 1 } }, { yrange = { -0.5, 0.5 } }), "")
  context.quiet = true
  local said = notes(rp.line { y = { none } })
  context.quiet = false
  check.equal(said, "")
end)

check.test("logarithmic axes refuse what they cannot show", function()
  refused("y%[1%] is 0, but the y axis is logarithmic", rp.line { x = x, y = { 0, 1, 2 } }, { ylog = true })
  refused("at is %-1, but the x axis is logarithmic", { rp.line { x = x, y = y }, rp.vline { at = -1 } }, { xlog = true })
  refused("yrange reaches 0", rp.line { x = x, y = y }, { ylog = true, yrange = { 0, 1 } })
  figure(rp.line { x = x, y = { 0 / 0, 1, 2 } }, { ylog = true })
end)

check.test("maps", function()
  local z = { { 1, 2 }, { 3, 4 }, { 5, 6 } }
  figure(rp.map { x = { 1, 2, 3 }, y = { 1, 2 }, z = z })
  refused("z has 3 rows, but x has 2 values", rp.map { x = { 1, 2 }, y = { 1, 2, 3 }, z = z })
  refused("z has the shape 3 x 2, but x has 2 values and y has 3", rp.map { x = { 1, 2 }, y = { 1, 2, 3 }, z = rp.array(z) })
  refused("x must increase or decrease strictly, but x%[3%] = 2.0 follows", rp.map { x = { 1, 3, 2 }, y = { 1, 2 }, z = z })
  refused("one colour bar", { rp.map { x = { 1, 2, 3 }, y = { 1, 2 }, z = z }, rp.map { x = { 1, 2, 3 }, y = { 1, 2 }, z = z } })
  refused("z%[1%]%[1%] is %-1, but the colour scale is logarithmic",
    rp.map { x = { 1, 2 }, y = { 1, 2 }, z = { { -1, 1 }, { 1, 1 } }, zlog = true })
end)

check.test("units and names of arrays label the axes, and contradictions are errors", function()
  local t = rp.array(x):named { name = "time", unit = "time" }
  local v = rp.array(y):named { name = "traded_volume", unit = "share" }
  local gp = read("figures/" .. figure(rp.line { x = t, y = v }) .. ".gp")
  check.match(gp, "'time %(time%)' noenhanced")
  check.match(gp, "'traded volume %(share%)' noenhanced")
  refused("series 2 %(line%): its unit is cash, but that of series 1 on the same axis is share",
    { rp.line { x = t, y = v }, rp.line { x = t, y = v:named { unit = "cash" } } })
  figure({ rp.line { x = t, y = v }, rp.line { x = t, y = v:named { unit = "cash" } } }, { ylabel = "both" })
  check.equal(axis.unit "cash/share/time^0.5", "cash/share/√time")
  check.equal(axis.unit "share^2*time^-1", "share²·time⁻¹")
  check.equal(axis.unit "1", nil)
end)

-- Every range gets at least two tics inside of it, equally far apart, whose labels say their values.
check.test("tics of linear axes", function()
  for _, length in ipairs { 90, 180, 300, 640 } do
    for _, range in ipairs { { 0, 1 }, { -1.12, 1.12 }, { 0.00049, 0.00151 }, { 1e-9, 7.3e-9 }, { 11600, 11720 }, { -3e7, 9.1e6 },
      { 1999.5, 2000.5 }, { 0.1, 0.1001 }, { -273.15, 0 }, { 0, 37 }, { 12.385, 13.001 } } do
      for _, vertical in ipairs { false, true } do
        local a = axis.new { lo = range[1], hi = range[2], vertical = vertical }
        axis.set_ticks(a, length)
        local where = string.format("[%g, %g] on %d px", range[1], range[2], length)
        check.truth(#a.ticks >= 1 and (#a.ticks >= 2 or length < 200), where .. ": tics")
        for k, tick in ipairs(a.ticks) do
          check.truth(tick[1] >= a.lo - 1e-9 * math.abs(a.lo) and tick[1] <= a.hi + 1e-9 * math.abs(a.hi), where .. ": inside")
          local said = tonumber((tick[2]:gsub("\u{2212}", "-"):gsub("\u{2009}", ""))) * 10.0 ^ a.exponent
          check.near(said / (a.hi - a.lo), tick[1] / (a.hi - a.lo), 1e-9, where .. ": label " .. tick[2])
          if k > 1 then
            local room = (tick[1] - a.ticks[k - 1][1]) / (a.hi - a.lo) * length
            local need = vertical and theme.size.tick * 1.3 or
              (theme.text_width(tick[2], theme.size.tick) + theme.text_width(a.ticks[k - 1][2], theme.size.tick)) / 2
            check.truth(room > need, where .. ": labels do not touch")
          end
          if k > 2 then
            check.near((tick[1] - a.ticks[k - 1][1]) / (a.hi - a.lo), (a.ticks[2][1] - a.ticks[1][1]) / (a.hi - a.lo), 1e-9, where)
          end
        end
      end
    end
  end
end)

check.test("whole numbers get whole tics", function()
  local gp = read("figures/" .. figure(rp.line { x = { 1, 2, 3 }, y = { 1, 2, 3 } }) .. ".gp")
  check.match(gp, "set xtics [^(]*%('1' 1, '2' 2, '3' 3%)")
end)

check.test("tics of logarithmic axes", function()
  local function labels(lo, hi, length, vertical)
    local a = axis.new { lo = lo, hi = hi, log = true, vertical = vertical }
    axis.set_ticks(a, length)
    local list = {}
    for k, tick in ipairs(a.ticks) do list[k] = tick[2] end
    return table.concat(list, " "), a
  end
  check.equal(labels(1, 1000, 300), "1 10 100 1000")
  check.equal(labels(1e-8, 1, 360, true), "10^{−8} 10^{−7} 10^{−6} 10^{−5} 10^{−4} 10^{−3} 10^{−2} 10^{−1} 10^{0}")
  check.equal(labels(1e-17, 1, 300, true), "10^{−16} 10^{−14} 10^{−12} 10^{−10} 10^{−8} 10^{−6} 10^{−4} 10^{−2} 10^{0}")
  check.equal(labels(1, 10, 400), "1 2 5 10")
  check.equal(labels(2, 30, 600), "2 3 4 5 7 10 15 20 30")
  local text, a = labels(3.1, 3.4, 400)
  check.match(text, "^3%.1")
  check.near(axis.value(a, axis.position(a, 3.2)), 3.2, 1e-14)
  check.near(axis.position(a, math.sqrt(3.1 * 3.4)), 0.5, 1e-14)
end)

-- Every range that can be drawn gets at least two tics in their order, told apart by their labels, wherever it lies.
check.test("tics of extreme and of narrow ranges", function()
  for _, from in ipairs { -1e300, -1e100, -1, -1e-290, 0, 1e-290, 1e-100, 1e-5, 1, 3, 1e5, 1e300 } do
    for _, length in ipairs { 1e-300, 1e-14, 1e-11, 1e-9, 1e-3, 1, 1e50, 1e290 } do
      for _, to in ipairs { from + length, from + math.abs(from) * length } do
        for _, log in ipairs { false, true } do
          if to <= axis.largest and (to == 0 or math.abs(to) >= axis.least) and not (log and from <= 0) then
            local a = axis.new { lo = from, hi = to, log = log, vertical = true, below = 0.06, above = 0.06 }
            local where = string.format("[%g, %g]%s", from, to, log and " log" or "")
            check.truth(a.hi > a.lo and a.hi < math.huge, where)
            axis.set_ticks(a, 300)
            check.truth(#a.ticks >= 2 and #a.ticks < 20, where)
            for k, tick in ipairs(a.ticks) do
              local before = a.ticks[k - 1]
              check.truth(not before or (before[1] < tick[1] and before[2] ~= tick[2]), where .. ": " .. tick[2])
            end
          end
        end
      end
    end
  end
end)

check.test("ranges", function()
  check.equal(axis.new({ lo = 1, hi = 3, range = { 10 } }).lo, 10, "data beyond the end that is given")
  check.truth(axis.new({ lo = 1, hi = 3, range = { 10 } }).hi > 10, "the other end still lies above")
  local a = axis.new { lo = 1, hi = 15, below = 0.06, above = 0.06, vertical = true }
  check.equal(a.lo, 0, "a quantity that comes near to zero gets the zero")
  check.near(a.hi, 15.84, 1e-12)
  check.equal(axis.new({ lo = 5, hi = 5 }).lo < 5, true, "a constant gets a range")
  check.equal(axis.new({ lo = 0, hi = 0 }).hi, 1)
  check.equal(axis.new({ lo = 1, hi = 2, range = { nil, 7 } }).hi, 7)
  check.truth(axis.new({}).hi > axis.new({}).lo, "no data at all")
end)

check.test("the legend stands where no curve is", function()
  local wave = rp.linspace(0, 1, 200)
  local corner = { ["top left"] = { -1, 1 }, ["top right"] = { 1, 1 }, ["bottom left"] = { -1, -1 }, ["bottom right"] = { 1, -1 } }
  for name, sign in pairs(corner) do
    -- points everywhere but in one corner
    local px, py = {}, {}
    for i = -20, 20 do
      for j = -20, 20 do
        local u, v = i / 20, j / 20
        if not (u * sign[1] > 0.2 and v * sign[2] > 0.4) then px[#px + 1], py[#py + 1] = u, v end
      end
    end
    local gp = read("figures/" .. figure(rp.points { x = px, y = py, label = "dots" }) .. ".gp")
    local sx, sy = gp:match("set label 'dots' noenhanced at screen ([%d.]+),([%d.]+)")
    check.equal(tonumber(sx) > 0.5, sign[1] > 0, name .. ": side")
    check.equal(tonumber(sy) > 0.5, sign[2] > 0, name .. ": height")
  end
  local crowd = {}
  for k = 1, 7 do crowd[k] = rp.line { x = wave, y = function(v) return math.sin(9 * k * v) end, label = "wave " .. k } end
  local gp = read("figures/" .. figure(crowd) .. ".gp")
  local right = tonumber(gp:match("rmargin at screen ([%d.]+)"))
  check.truth(tonumber(gp:match("set label 'wave 1' noenhanced at screen ([%d.]+)")) > right, "outside")
end)

-- The places of all texts that fit a pattern, in pixels from the lower left corner, and the size of the canvas.
local function places(id, pattern)
  local gp, list = read("figures/" .. id .. ".gp"), {}
  local width, height = gp:match "set terminal svg size (%d+),(%d+)"
  for text, px, py in gp:gmatch "set label '([^\n]-)' noenhanced at screen ([-%d.]+),([-%d.]+)" do
    if text:find(pattern) then list[#list + 1] = { text = text, x = px * width, y = py * height } end
  end
  return list, tonumber(width), tonumber(height)
end

local function many(n, o)
  local list = {}
  for k = 1, n do
    list[k] = rp.line { x = { 0, 0.5, 1 }, y = { k % 7, -k, k % 5 * k }, label = "entry " .. k }
  end
  return figure(list, o)
end

check.test("legends with many entries keep all of them on the canvas, side by side", function()
  for _, legend in ipairs { "auto", "outside", "below", "ends", "top left" } do
    for _, n in ipairs { 3, 24, 60 } do
      local texts, width, height = places(many(n, { legend = legend }), "^entry %d+$")
      local where = string.format("%s, %d entries", legend, n)
      check.equal(#texts, n, where)
      for i, a in ipairs(texts) do
        local wide = theme.text_width(a.text, theme.size.legend)
        check.truth(a.x >= 0 and a.x + wide <= width and a.y >= 6 and a.y <= height - 6, where .. ": " .. a.text .. " on the canvas")
        for j = 1, i - 1 do
          local b = texts[j]
          check.truth(math.abs(a.y - b.y) > 15 or math.abs(a.x - b.x) > wide, where .. ": " .. a.text .. " upon " .. b.text)
        end
      end
    end
  end
  local list = {}
  for k = 1, 4 do
    local inner = {}
    for j = 1, 15 do inner[j] = rp.line { y = { j, -j, j % 3 * j }, label = k .. " entry " .. j } end
    list[k] = rp.panel(inner)
  end
  local texts, _, height = places(figure(list, { columns = 2 }), "entry")
  check.equal(#texts, 60)
  for _, a in ipairs(texts) do check.truth(a.y > 6 and a.y < height, "panels: " .. a.text) end
  for _, legend in ipairs { "outside", "ends", "top right" } do
    check.raises("its legend has 60 entries, for which a canvas of 720 x 200 is %d+ pixels too low: enlarge height", many, 60,
      { legend = legend, height = 200 })
  end
  check.raises("leaves no room for the curves beside the texts and a legend with 60 entries", many, 60, { legend = "below", height = 200 })
  check.raises("would need a canvas %d+ pixels high, but 4000 is the most", many, 1200)
end)

check.test("the label of the x axis keeps away from the power of ten", function()
  for _, label in ipairs { "fee", "the fee that the broker takes for a share", "the fee that the broker charges, in cash per share squared", ("a very long label "):rep(6) } do
    local gp = read("figures/" .. figure(rp.line { x = { 1e-9, 2e-9 }, y = { 1, 2 } }, { xlabel = label, width = 420 }) .. ".gp")
    local power = gp:match "set label '×10%^{−9}' enhanced at screen ([%d.]+),[%d.]+ right"
    local left = power * 420 - theme.text_width("×10^{−9}", theme.size.tick, "enhanced")
    local count = 0
    for text, middle in gp:gmatch "set label '([^\n']*)' noenhanced at screen ([%d.]+),[%d.]+ center font 'DejaVu Sans,15'" do
      count = count + 1
      check.truth(middle * 420 + theme.text_width(text, theme.size.label) / 2 < left - 8, text)
      check.truth(middle * 420 - theme.text_width(text, theme.size.label) / 2 > 0, text)
    end
    check.truth(count >= 1)
  end
end)

check.test("names under bars do not touch", function()
  local function bars(n, name)
    local names, values = {}, {}
    for k = 1, n do names[k], values[k] = name .. k, k end
    return rp.bars { x = names, y = values }
  end
  -- no blank to break at: upright, each on the canvas
  local id = figure(bars(14, "Bezeichnung"))
  local texts, width, height = places(id, "^Bezeichnung")
  check.equal(#texts, 14)
  for k, a in ipairs(texts) do
    check.truth(k == 1 or a.x - texts[k - 1].x >= theme.size.tick, "apart")
    check.truth(a.x < width and a.y - theme.text_width(a.text, theme.size.tick) > 0 and a.y < height, "on the canvas")
  end
  check.match(read("figures/" .. id .. ".gp"), "'Bezeichnung7' noenhanced at screen [%d.,]+ right rotate by 90")
  check.match(read("figures/" .. id .. ".gp"), "unset xtics")
  -- short ones, and long ones with blanks, stay level
  check.match(read("figures/" .. figure(bars(4, "B")) .. ".gp"), "set xtics [^(]*%('B1' 1, 'B2' 2")
  check.match(read("figures/" .. figure(bars(6, "a rather long name ")) .. ".gp"), "set xtics [^(]*%('a rather'%.\"\\n\"%.'long name 1' 1")
  local said, gp = notes(bars(200, "day number "))
  check.match(said, "the names of 200 bars have no room side by side: one in %d+ is written")
  check.truth(gp:find("'day number 1' noenhanced", 1, true) and not gp:find("'day number 2' noenhanced", 1, true))
  refused("series 2 %(bars%): x%[1%] is \"B\", but another series of bars has \"A\" there",
    { rp.bars { x = { "A", "B" }, y = { 1, 2 } }, rp.bars { x = { "B", "A" }, y = { 1, 2 } } })
end)

check.test("free places", function()
  local canvas = place.new(200, 100)
  canvas:segment(0, 0, 200, 100)
  check.equal(canvas:cost { left = 0, right = 40, bottom = 60, top = 99 }, 0)
  check.truth(canvas:cost { left = 80, right = 120, bottom = 40, top = 60 } > 3)
  canvas:take { left = 0, right = 40, bottom = 60, top = 99 }
  check.truth(canvas:cost { left = 30, right = 60, bottom = 90, top = 99 } > 50)
  check.truth(canvas:blocked(100, 80, 20, 80) and not canvas:blocked(100, 80, 60, 80))
  canvas:segment(0 / 0, 1, 2, 3)
  canvas:mark(-1e300, 1 / 0)
end)

check.test("labels of reference lines do not collide", function()
  local lines = { rp.line { x = { 0, 1 }, y = { 0, 1 } } }
  for k = 1, 6 do lines[#lines + 1] = rp.vline { at = 0.4 + 0.02 * k, label = "event number " .. k } end
  local gp = read("figures/" .. figure(lines) .. ".gp")
  local boxes = {}
  for l, b, r, t in gp:gmatch("set object rectangle from screen ([%d.]+),([%d.]+) to screen ([%d.]+),([%d.]+) front fillcolor rgb '#ffffff'") do
    boxes[#boxes + 1] = { tonumber(l), tonumber(b), tonumber(r), tonumber(t) }
  end
  check.equal(#boxes, 6)
  for i = 1, #boxes do
    for j = 1, i - 1 do
      local p, q = boxes[i], boxes[j]
      check.truth(p[3] <= q[1] + 1e-4 or q[3] <= p[1] + 1e-4 or p[4] <= q[2] + 1e-4 or q[4] <= p[2] + 1e-4,
        string.format("labels %d and %d", i, j))
    end
  end
end)

local function grid_map(n, f)
  local nodes, z = {}, {}
  for i = 1, n do nodes[i] = -1 + 2 * (i - 1) / (n - 1) end
  for i = 1, n do
    z[i] = {}
    for j = 1, n do z[i][j] = f(nodes[i], nodes[j]) end
  end
  return { x = { values = nodes }, y = { values = nodes }, z = z }, axis.new { lo = -1, hi = 1 }
end

check.test("contour lines", function()
  local function circle(u, v) return u * u + v * v end
  for _, n in ipairs { 20, 41, 80 } do
    local map, scale = grid_map(n, circle)
    local lines = contour.lines(map, 0.49, scale, scale)
    check.equal(#lines, 1, "one closed line")
    local line, length = lines[1], 0
    check.near({ line[1][1], line[1][2] }, { line[#line][1], line[#line][2] }, 1e-15, "closed")
    for i = 1, #line do
      check.near(math.sqrt(circle(line[i][1], line[i][2])), 0.7, 2 / (n - 1) ^ 2 + 1e-12, "on the circle")
      if i > 1 then length = length + math.sqrt((line[i][1] - line[i - 1][1]) ^ 2 + (line[i][2] - line[i - 1][2]) ^ 2) end
    end
    check.near(length, 2 * math.pi * 0.7, 6 / (n - 1) ^ 2, "circumference")
  end
  local map, scale = grid_map(40, function(u, v) return u > 0 and 0 / 0 or circle(u, v) end)
  local lines = contour.lines(map, 0.49, scale, scale)
  check.equal(#lines, 1)
  for _, p in ipairs(lines[1]) do check.truth(p[1] <= 0, "no line where there is no value") end
  map, scale = grid_map(11, function(u, v) return u * v end)
  check.equal(#contour.lines(map, 0.01, scale, scale), 2, "two branches of a hyperbola")
  check.equal(#contour.lines(map, 5, scale, scale), 0)
end)

check.test("contours are interpolated on the scale of the axis", function()
  local nodes, z = {}, {}
  for i = 1, 5 do nodes[i] = 10.0 ^ (i - 3) end
  for i = 1, 5 do z[i] = { i - 3, i - 3 } end -- log10 x
  local log = axis.new { lo = 0.01, hi = 100, log = true }
  local lines = contour.lines({ x = { values = nodes }, y = { values = { 0, 1 } }, z = z }, 0.5, log, axis.new { lo = 0, hi = 1 })
  check.near(lines[1][1][1], math.sqrt(10), 1e-14)
end)

check.test("the csv holds the numbers exactly, with where they come from and their units", function()
  local t = rp.array { 0.1, 1 / 3, 1e300 }:named { name = "time", unit = "time" }
  local id = figure({ rp.line { x = t, y = { 1, 0 / 0, -1 / 0 }, label = "first, \"quoted\"" }, rp.line { x = { 5 }, y = { 7 }, label = "=cmd" } },
    { header = { "tolerance: first=1e-6" } })
  local text = read("data/" .. id .. ".csv")
  check.match(text, "^# figure " .. id .. " of tests/scripts/figure_test%.lua\n# made with reprise %d+%.%d+%.%d+\n# units: time %[time%]\n# tolerance: first=1e%-6\n")
  local columns, names = csv.parse(text, "it")
  check.equal(names, { "time", "first, \"quoted\"", "time (time)", "series =cmd" })
  check.equal(columns.time:totable(), { 0.1, 1 / 3, 1e300 })
  check.truth(columns[2]:at(2) ~= columns[2]:at(2), "nan")
  check.equal(columns[2]:at(3), -1 / 0)
  check.equal(columns[4]:at(1), 7)
  check.truth(columns[4]:at(2) ~= columns[4]:at(2), "filled up")
  check.raises("header%[1%] has more than one line", figure, rp.line { y = y }, { header = { "a\nb" } })
end)

check.test("a band has a gap where a bound is missing", function()
  local lo, hi = { 0, 0, 0 / 0, 0, 0, 0, 0, 0 }, { 1, 1, 1, 1, 1, 1 / 0, 1, 1 }
  local gp = read("figures/" .. figure(rp.band { x = { 1, 2, 3, 4, 5, 6, 7, 8 }, lo = lo, hi = hi }) .. ".gp")
  local runs = {}
  for first, last in gp:gmatch("every ::(%d+)::(%d+) with filledcurves") do runs[#runs + 1] = first .. "-" .. last end
  check.equal(runs, { "0-1", "3-4", "6-7" })
end)

check.test("equal columns are written once", function()
  local id = figure { rp.line { x = x, y = y, label = "a" }, rp.line { x = x, y = x, label = "b" } }
  check.match(read("data/" .. id .. ".csv"), "\nx,a,b\n")
end)

check.test("numbers do not share a column with names", function()
  local id = figure { rp.bars { x = { "A", "B", "C" }, y = y, label = "bars" }, rp.line { y = x, label = "line" } }
  check.match(read("data/" .. id .. ".csv"), "\nx,bars,x %(2%),line\nA,1,1,1\n")
  check.match(read("figures/" .. id .. ".gp"), "using 3:4 with lines")
end)

check.test("more than 100000 rows become doubles", function()
  local n = data.binary_rows + 1
  local long = rp.linspace(0, 1, n)
  local id = figure(rp.line { x = long, y = long * long, label = "square" })
  local bytes = read("data/" .. id .. ".bin")
  check.equal(#bytes, 16 * n)
  local a, b = string.unpack("<dd", bytes, 16 * (n - 1) + 1)
  check.equal({ a, b }, { 1.0, 1.0 })
  check.match(read("figures/" .. id .. ".gp"), "binary record=%(100001%) format='%%double%%double' endian=little")
end)

check.test("text reaches gnuplot as data", function()
  check.equal(script.quoted "a`b`@c%d\\", "'a`b`@c%d\\'")
  check.equal(script.quoted "it's ''", "'it'.q.'s '.q.q")
  check.equal(script.quoted "", "''")
  for _, text in ipairs { "'", "''x", "x''", "\\'", "'; system('id') #", "$(id) `id` @x" } do
    local quoted = script.quoted(text)
    local rest = quoted:gsub("'[^']*'", ""):gsub("q", ""):gsub("%.", "")
    check.equal(rest, "", text)
  end
  refused("label contains the control character 7", rp.line { y = y, label = "bell \7" })
  refused("label is not valid UTF%-8", rp.line { y = y, label = "\xff" })
  refused("label is longer than 500", rp.line { y = y, label = ("x"):rep(501) })
  refused("title has unbalanced braces", rp.line { y = y }, { title = "x_{", enhanced = true })
end)

check.test("panels stand in line, inside the canvas, and do not overlap", function()
  local function panel(k) return rp.panel { title = "panel " .. k, ylabel = "y", xlabel = "x", rp.line { y = { 10.0 ^ (2 * k), 0 } } } end
  local id = figure({ panel(1), panel(2), panel(3), panel(4) }, { columns = 2, title = "all" })
  local boxes = {}
  for l, r, b, t in read("figures/" .. id .. ".gp"):gmatch("set lmargin at screen ([%d.]+); set rmargin at screen ([%d.]+); set bmargin at screen ([%d.]+); set tmargin at screen ([%d.]+)") do
    boxes[#boxes + 1] = { l = tonumber(l), r = tonumber(r), b = tonumber(b), t = tonumber(t) }
  end
  check.equal(#boxes, 4)
  check.equal({ boxes[1].l, boxes[1].r }, { boxes[3].l, boxes[3].r })
  check.equal({ boxes[1].b, boxes[1].t }, { boxes[2].b, boxes[2].t })
  check.truth(boxes[1].r < boxes[2].l and boxes[3].t < boxes[1].b and boxes[2].r <= 1 and boxes[1].t < 1)
  refused("mixes panels and series", { panel(1), rp.line { y = y } })
  refused("panel 1: series 1 %(line%): y is missing", rp.panel { rp.line {} })
  refused("leaves no room for the curves", panel(1), { width = 130, height = 120 })
end)

check.test("looks: 35 series before a pair of colour and dash repeats, all seen on white", function()
  local seen = {}
  for k = 0, 34 do
    local pair = theme.cycle[k % #theme.cycle + 1] .. theme.dash_cycle[k % #theme.dash_cycle + 1]
    check.truth(not seen[pair], pair)
    seen[pair] = true
  end
  for _, color in ipairs(theme.cycle) do check.truth(1.05 / (theme.luminance(color) + 0.05) > 2.5, color) end
  local darker
  for k = 0, 20 do
    local light = theme.luminance(theme.palette_color("viridis", k / 20))
    check.truth(not darker or light > darker, "viridis grows lighter")
    darker = light
  end
end)

check.test("arrows of one colour keep their dashes", function()
  local function legend(style) return rp.line { y = y, color = "blue", style = style, label = style } end
  local id = figure({ legend "solid", legend "dotted", legend "dashed", rp.hline { at = 2 }, rp.hline { at = 3 }, rp.hline { at = 4, style = "solid" } })
  local widths = {}
  for width in read("figures/" .. id .. ".gp"):gmatch("set arrow [^\n]* linewidth ([%d.]+)") do widths[#widths + 1] = width end
  check.equal(table.concat(widths, " "), "1.2 1.2 1.201 2 2.001 2")
end)

check.test("finishing an svg", function()
  local svg = '<svg \n>\n<title>x</title>\n<desc>Produced by GNUPLOT 5.4 patchlevel 4 </desc>\n<text font-family="DejaVu Sans">]]></text>'
  local done = render.finish_svg(svg, { id = "x", title = "a < b & c", alt = "100 %1 %s" })
  check.match(done, "<title>a &lt; b &amp; c</title>\n<desc>100 %%1 %%s</desc>")
  check.match(done, 'role="img"')
  check.match(done, 'font%-family="DejaVu Sans, [^"]*sans%-serif">%]%]&gt;<')
  check.equal(render.finish_svg("<svg ></svg>", { id = "x", title = "", alt = "a" }), nil)
end)

check.test("what gnuplot says becomes a sentence", function()
  local text, id = render.explain "\nplot '../data/a.csv' usin 1:2\n     ^\n\"a.b.gp\" line 12: unrecognized option\n\n"
  check.equal({ text, id }, { "gnuplot stopped at a.b.gp:12: unrecognized option", "a.b" })
  check.equal((render.explain "line 0: undefined variable: x"), "gnuplot stopped at its input:0: undefined variable: x")
  check.equal((render.explain "\n  Killed \n"), "gnuplot says: Killed ")
  check.equal((render.explain ""), "gnuplot failed without a word")
  local result, why = render.render(context.results .. "/nowhere")
  check.equal(result, nil)
  check.match(why, "figures%.json")
  host.write_file(context.results .. "/odd/figures.json", '[{"id": "a\'; system(\'id\')"}]')
  check.match(select(2, render.render(context.results .. "/odd")), "is not the id of a figure")
end)

check.test("figures.json and --only", function()
  local id = figure(rp.line { y = y }, { title = "A title", caption = "A caption", alt = false or nil })
  local list = host.json_decode(read "figures.json")
  local record = list[#list]
  check.equal(record.id, id)
  check.equal({ record.title, record.caption, record.alt }, { "A title", "A caption", "a test" })
  check.equal({ record.csv, record.gp, record.width, record.height }, { "data/" .. id .. ".csv", "figures/" .. id .. ".gp", 720, 450 })
  check.match(record.line, "figure_test%.lua:%d+$")
  context.only = { other = true }
  host.remove(("%s/figures/t%d.gp"):format(context.results, count + 1)) -- of an earlier run
  local silent = figure(rp.line { y = y })
  context.only = nil
  check.equal(host.stat(context.results .. "/figures/" .. silent .. ".gp"), nil)
  check.equal(#host.json_decode(read "figures.json"), #list)
end)

host.write_file(context.results .. "/figures.json", "[]\n") -- nothing to be drawn: pictures are tested elsewhere
