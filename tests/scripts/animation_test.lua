-- Animations without gnuplot: what a script may say, the files, and how gnuplot's picture of all frames becomes one that
-- moves. Pictures are tested in tests/commands/figure_test.sh, pages in tests/commands/weave_test.sh and tests/pages.

local rp = require "reprise"
local check = require "check"
local context = require "reprise.context"
local host = require "host"
local motion = require "reprise.figure.motion"

local function read(path) return assert(host.read_file(context.results .. "/" .. path)) end

local count = 0
local function animation(frames, o)
  count = count + 1
  local spec = { alt = "a test", frames = frames }
  for key, value in pairs(o or {}) do spec[key] = value end
  local id = "m" .. count
  rp.animation(id)(spec)
  return id
end

local function refused(pattern, frames, o) return check.raises(pattern, animation, frames, o) end

local function line(y) return { rp.line { y = y } } end
local two = { line { 1, 2 }, line { 2, 1 } }

check.test("sentences name animation, frame, series and the user's line", function()
  refused("animation_test%.lua:%d+: animation m%d+: needs frames", nil)
  refused("frames must be a list of frames, each a list of series, not 3", 3)
  refused("has 0 frames, but an animation takes from 2 to 240", {})
  refused("has 1 frame, but an animation takes", { line { 1, 2 } })
  local many = {}
  for k = 1, 500 do many[k] = line { k, k } end
  refused("has 500 frames, but an animation takes from 2 to 240", many)
  refused("frame 2 is a single series", { line { 1, 2 }, rp.line { y = { 1, 2 } } })
  refused("frame 2 is 7, but must be a list of series", { line { 1, 2 }, 7 })
  refused("frame 2: item 1 is true, but must be a series", { line { 1, 2 }, { true } })
  refused("frame 2 has 2 series, but frame 1 has 1", { line { 1, 2 }, { line { 1, 2 }, line { 1, 2 } } })
  refused("its frames are empty", { {}, {} })
  refused("frame 2: series 1 %(points%): is rp.points, but in frame 1 it is rp.line", { line { 1, 2 }, { rp.points { y = { 1, 2 } } } })
  refused('frame 2: series 1 %(line%): its label is "b", but in frame 1 it is nil: texts that change go into labels',
    { line { 1, 2 }, { rp.line { y = { 1, 2 }, label = "b" } } })
  refused("frame 2: series 1 %(line%): x has 1 values, y has 2", { line { 1, 2 }, { rp.line { x = { 1 }, y = { 1, 2 } } } })
  refused("frame 1: series 1 %(line%): unknown option 'colour': did you mean 'color'", { { rp.line { y = { 1 }, colour = "red" } }, line { 1 } })
  local note = { rp.note { x = 1, y = 1, text = "a" } }
  refused("frame 1: series 1 %(note%): cannot move", { note, note })
  local named = { rp.vline { at = 1, label = "a" } }
  refused("series 1 %(vline%): has a label, which cannot move", { named, named })
  refused("frame 1: holds a panel", { { rp.panel { line { 1, 2 } } }, line { 1, 2 } })
  refused("its frames have 200000 points, but at most 100000", { line(rp.range(1, 100000)), line(rp.range(1, 100000)) })
  refused("unknown option 'durations': did you mean 'duration'", two, { durations = 3 })
  refused("duration is 0, but must lie in %[0.1, 120%]", two, { duration = 0 })
  refused("hold is %-1", two, { hold = -1 })
  refused("still is 3, but must be the number of a frame, from 1 to 2", two, { still = 3 })
  refused("still is 1.5", two, { still = 1.5 })
  refused("labels has 1 text, but there are 2 frames", two, { labels = { "a" } })
  refused("labels%[2%] must be a text, not true", two, { labels = { "a", true } })
  refused("labels%[1%] has more than one line", two, { labels = { "a\nb", "c" } })
  refused("labels%[2%] is %d+ pixels wide, but there is room for %d+: shorten it or enlarge width", two,
    { labels = { "a", ("wide "):rep(40) }, width = 300 })
  refused('legend is "ends", but in an animation', two, { legend = "ends" })
  refused("has panels: give frames to the panels that move", two, { rp.panel { line { 1, 2 } } })
  refused("panel 2 has 3 frames, but panel 1 has 2", nil,
    { rp.panel { frames = two }, rp.panel { frames = { two[1], two[2], two[1] } } })
  refused("panel 1: frame 2 has 0 series", nil, { rp.panel { frames = { line { 1, 2 }, {} } } })
  check.raises("figure f: has frames, but a figure does not move", rp.figure "f", { alt = "a", frames = two })
  check.raises("figure f: panel 1: unknown option 'frames'", rp.figure "f", { alt = "a", rp.panel { frames = two } })
  check.raises("animation bare: needs a caption or an alternative text", rp.animation "bare", { frames = two })
end)

check.test("frames share axes, looks and the legend", function()
  local id = animation({
    { rp.line { y = { 1, 2 }, label = "a" }, rp.vline { at = 1 } },
    { rp.line { y = { 1, 200 }, label = "a" }, rp.vline { at = 2 } },
  }, { rp.points { y = { 3, 4 }, label = "b" }, still = 1 })
  local gp = read("figures/" .. id .. ".gp")
  check.match(gp, "set yrange %[0:21[%d.]*%]")
  check.equal(select(2, gp:gsub("set label 'a'", "")), 1, "one entry of the legend")
  check.equal(select(2, gp:gsub("with lines linecolor rgb '#D55E00' linewidth 2 dashtype %(9,4%) title 'frame %d'", "")), 3)
  check.match(gp, "if %(target eq 'frames'%) {\nplot [^}]*title 'frame 1'[^}]*title 'frame 2'")
  check.match(gp, "} else { # the still frame\nplot [^}]*title 'frame 1'[^}]*\n}")
  check.equal(gp:match("else { # the still frame\nplot ([^}]*)"):match("frame 2"), nil)
  check.match(gp, "set output 'm%d+%.'%.%(target eq 'frames' %? 'svg' : target%)")
end)

check.test("the numbers of each frame, and figures.json", function()
  local x = rp.linspace(0, 1, 3)
  local id = animation({ { rp.line { x = x, y = x, label = "f" } }, { rp.line { x = x, y = 2 * x, label = "f" } } },
    { labels = { "t = 0", 0.5 }, duration = 2, hold = 0.5 })
  local csv = read("data/" .. id .. ".csv")
  check.match(csv, '\nx,"f, t = 0","f, 0.5"\n0,0,0\n0.5,0.5,1\n1,1,2\n')
  local records = host.json_decode(read "figures.json")
  local a = records[#records].animation
  check.equal({ a.frames, a.still, a.duration, a.hold, a.labels[1], a.labels[2] }, { 2, 2, 2, 0.5, "t = 0", "0.5" })
  check.truth(a.strip.track > a.strip.left and a.strip.right > a.strip.track)
end)

check.test("a column that stays is written once; NaN hides a series", function()
  local zero = rp.zeros(2)
  local id = animation { { rp.band { lo = zero, hi = { 1, 2 } } }, { rp.band { lo = zero, hi = { 0 / 0, 0 / 0 } } } }
  check.match(read("data/" .. id .. ".csv"), '\nx,lower,"upper, frame 1","upper, frame 2"\n1,0,1,nan\n2,0,2,nan\n')
end)

check.test("paths become shorter", function()
  check.equal(motion.shorter "M10.00,20.00 L10.04,20.00 L11.26,19.58 L11.26,19.61 \n\tL12.00,19.61 L15.00,19.60 L14,19.6 M1,2 L3,4 Z",
    "M10,20l1.3-.4h3.7h-1M1,2l2 2z")
  check.equal(motion.shorter "M5,5 L5,5", "M5,5h0", "a dot stays a dot")
end)

local drawing = table.concat({
  '<svg >', '<g id="gnuplot_canvas">', "<defs>", "<circle id='gpDot'/>", "</defs>",
  '\t<g id="p_plot_1" ><title>gnuplot_plot_1</title>', "<path d='M1.00,1.00 L2.00,2.00'/>", "\t</g>",
  '\t<g id="p_plot_2" ><title>frame 1</title>', "<g fill='none'>", "</g>", "<use xlink:href='#gpDot' color='rgb(  0, 114, 178)'/>", "\t</g>",
  '\t<g id="p_plot_3" ><title>frame 1</title>', "<g a='b'>", "\t<g c='d'>",
  "<polygon fill = 'red' points = '1.00,1.00 2.00,1.00 2.00,3.00 '/>", "\t</g>", "</g>", "\t</g>",
  '\t<g id="p_plot_4" ><title>frame 2</title>', "<path d='M1.00,1.00 L2.00,2.00'/>", "\t</g>", "</g>", "</svg>", "" }, "\n")
local record = { id = "p.1", height = 100, animation = { frames = 2, duration = 2, hold = 1, still = 2, labels = { "<1>", "2" },
  strip = { left = 10, track = 30, right = 90, y = 12, size = 14 } } }

check.test("gnuplot's picture of all frames becomes an animation", function()
  local svg = motion.compose(drawing, record)
  check.match(svg, "@media screen and %(prefers%-reduced%-motion:no%-preference%){%.a%-p_1%-f{visibility:hidden;animation:a%-p_1%-turn 3s step%-end infinite}")
  check.match(svg, "@keyframes a%-p_1%-turn{0%%{visibility:visible}33.333333%%,to{visibility:hidden}}")
  check.match(svg, "@keyframes a%-p_1%-last{0%%{visibility:visible}66.666667%%,to")
  check.match(svg, '<g class="a%-p_1%-f" style="animation%-delay:0s" visibility="hidden">\n')
  check.match(svg, '<g class="a%-p_1%-f a%-p_1%-z" style="animation%-delay:%-2s">\n<path d=\'M1,1l1 1\'/>')
  check.equal(select(2, svg:gsub('class="a%-p_1%-f', "")), 4, "two series of frame 1 in one group, and the strip")
  check.match(svg, "<path fill = 'red' d='M1,1h1l0 2z'/>")
  check.match(svg, "'#a%-p_1%-gpDot' color='#0072b2'")
  check.match(svg, "id='a%-p_1%-gpDot'")
  check.match(svg, '>&lt;1&gt;</text>')
  check.match(svg, "M1.00,1.00 L2.00,2.00", "what stays is not touched")
  check.equal(svg:match("frame 1"), nil)
  check.equal(select(2, svg:gsub("<g[ >]", "")), select(2, svg:gsub("</g>", "")), "every group is closed")
end)

check.test("what does not look like gnuplot's is refused", function()
  local svg, why = motion.compose(drawing:gsub("frame %d", "x"), record)
  check.equal({ svg, why }, { nil, "no frame is in it" })
  svg, why = motion.compose(drawing:gsub("</svg>", ""), record)
  check.equal(svg, nil)
  check.match(why, "its end is not that of gnuplot")
end)

host.write_file(context.results .. "/figures.json", "[]\n") -- nothing to be drawn
