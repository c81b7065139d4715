-- The frames of an animation: lists of series that take turns in a panel, whose axes, legend and other series stay as
-- they are. Reads and checks what a script gave; the drawing is script's, the motion motion's. Calls series.

local series = require "reprise.figure.series"

local M = {}

M.fewest, M.most = 2, 240
local most_points = 100000 -- in all frames of an animation together: about a megabyte of svg

local movable = { line = true, points = true, steps = true, bars = true, band = true, hline = true, vline = true }

-- The list of frames that a script gave: tables, whose items the caller checks.
function M.check(value, fail)
  if type(value) ~= "table" then
    fail("frames must be a list of frames, each a list of series, not %s", series.describe(value))
  end
  local count = #value
  if count < M.fewest or count > M.most then
    fail("has %d frame%s, but an animation takes from %d to %d", count, count == 1 and "" or "s", M.fewest, M.most)
  end
  for k = 1, count do
    if series.is_series(value[k]) then fail("frame %d is a single series, but must be a list: { rp.line{...} }", k) end
    if type(value[k]) ~= "table" then fail("frame %d is %s, but must be a list of series", k, series.describe(value[k])) end
  end
  return value
end

local function check_like_first(s, first, fail)
  if s.kind ~= first.kind then fail("is rp.%s, but in frame 1 it is rp.%s: every frame shows the same series", s.kind, first.kind) end
  if s.label ~= first.label then
    fail("its label is %s, but in frame 1 it is %s: texts that change go into labels", series.describe(s.label),
      series.describe(first.label))
  end
end

-- Reads the series of all frames: frames[k] is a flat list of what the constructors returned. Returns them in one list,
-- each with its `frame` and its `place` in that frame. own(k, j, kind) gives the fail and the note of one series.
function M.read(frames, fail, own)
  local all, points, hidden = {}, 0, {}
  for k, items in ipairs(frames) do
    if #items ~= #frames[1] then
      fail("frame %d has %d series, but frame 1 has %d: every frame shows the same series (numbers that are NaN hide one)", k,
        #items, #frames[1])
    end
    for j, item in ipairs(items) do
      local own_fail, own_note = own(k, j, item.kind)
      if not movable[item.kind] then
        own_fail("cannot move: put it beside frames, or draw a line, points, steps, bars, a band, hline or vline in the frames")
      end
      local s = series.resolve(item, own_fail)
      if (s.kind == "hline" or s.kind == "vline") and s.label then own_fail("has a label, which cannot move: use labels") end
      if k > 1 then check_like_first(s, all[j], own_fail) end
      series.note_hidden(s, function(format, ...)
        hidden[j] = hidden[j] or { count = 0 }
        hidden[j].count = hidden[j].count + 1
        if hidden[j].count == #frames then own_note("(as in every other frame) " .. format, ...) end
      end)
      s.fail, s.frame, s.place = own_fail, k, j
      all[#all + 1] = s
      points = points + (s.x and #s.x.values or 2)
    end
  end
  if #frames[1] == 0 then fail("its frames are empty: a frame is a list of series") end
  if points > most_points then
    fail("its frames have %d points, but at most %d can be shown: fewer frames, or fewer points in each", points, most_points)
  end
  return all
end

-- Series take the looks of those at their place in the first frame, unless they have their own.
function M.share_looks(list)
  local first = {}
  for _, s in ipairs(list) do
    if s.frame == 1 then first[s.place] = s end
    if s.frame and s.frame > 1 then
      local model = first[s.place]
      if not s.style then s.dash = model.dash end
      for _, key in ipairs { "color", "dash", "width", "marker", "size", "opacity" } do
        if s[key] == nil then s[key] = model[key] end
      end
    end
  end
end

-- What decides the looks: the series that stay and those of the first frame.
function M.leading(list)
  local leading = {}
  for _, s in ipairs(list) do if (s.frame or 1) == 1 then leading[#leading + 1] = s end end
  return leading
end

-- One text per frame: texts, or numbers.
function M.check_labels(value, count, fail)
  if value == nil then return nil end
  if series.is_array(value) then value = value:totable() end
  if type(value) ~= "table" then fail("labels must be a list of texts, one per frame, not %s", series.describe(value)) end
  if #value ~= count then fail("labels has %d text%s, but there are %d frames", #value, #value == 1 and "" or "s", count) end
  local labels = {}
  for k = 1, count do
    local text = value[k]
    if math.type(text) == "float" then text = string.format("%.6g", text) end
    labels[k] = series.check_text(text, string.format("labels[%d]", k), fail)
    if labels[k]:find("\n", 1, true) then fail("labels[%d] has more than one line", k) end
  end
  return labels
end

local function between(value, what, lo, hi, fail)
  series.check_number(value, what, fail)
  if value < lo or value > hi then fail("%s is %g, but must lie in [%g, %g]", what, value, lo, hi) end
  return value + 0.0
end

-- The timing of an animation with `count` frames, from its options: {frames=, duration=, hold=, still=, labels=}.
function M.timing(o, count, fail)
  local still = o.still == nil and count or o.still
  if math.type(still) ~= "integer" or still < 1 or still > count then
    fail("still is %s, but must be the number of a frame, from 1 to %d", series.describe(o.still), count)
  end
  return {
    frames = count, still = still, labels = M.check_labels(o.labels, count, fail),
    duration = o.duration and between(o.duration, "duration", 0.1, 120, fail) or math.min(math.max(0.12 * count, 3), 12),
    hold = o.hold and between(o.hold, "hold", 0, 60, fail) or 1,
  }
end

return M
