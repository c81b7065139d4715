-- reprise.figure: figures as scripts define them. rp.figure checks everything at once and writes the numbers
-- (data/ID.csv) and the drawing instructions (figures/ID.gp) right away; reprise.render lets gnuplot run later.
-- Parts: figure/series (what a script says), extent and axis (ranges, tics), style (looks), layout, legend and annotate
-- (geometry), data and script (files).

local annotate = require "reprise.figure.annotate"
local axis = require "reprise.figure.axis"
local context = require "reprise.context"
local contour = require "reprise.figure.contour"
local data = require "reprise.figure.data"
local extent = require "reprise.figure.extent"
local frames = require "reprise.figure.frames"
local host = require "host"
local layout = require "reprise.figure.layout"
local legend = require "reprise.figure.legend"
local nearest = require "reprise.nearest"
local options = require "reprise.figure.options"
local ordered = require "reprise.ordered"
local provenance = require "reprise.provenance"
local script = require "reprise.figure.script"
local series = require "reprise.figure.series"
local style = require "reprise.figure.style"
local theme = require "reprise.theme"

local M = { public = {} }

local Panel = {} -- metatable: what rp.panel returns

local figures, by_id, begun = {}, {}, {}
local fresh = {} -- ids of figures since M.take_fresh()

-- fail and note take a format and its values; this puts a text in front of it.
local function prefix(fail, text)
  return function(format, ...) fail(text .. format, ...) end
end

-- Nested lists of series become one list; numbered as they come. `around`: the lists that this one is inside of.
local function flatten(list, found, fail, around)
  around = around or {}
  around[list] = true
  for i = 1, #list do
    local item = list[i]
    if series.is_series(item) or getmetatable(item) == Panel then
      found[#found + 1] = item
    elseif around[item] then
      fail("item %d is a list that contains itself", #found + 1)
    elseif type(item) == "table" then
      flatten(item, found, fail, around)
    else
      fail("item %d is %s, but must be a series such as rp.line{...}, a list of series, or rp.panel{...}", #found + 1,
        series.describe(item))
    end
  end
  around[list] = nil
  return found
end

-- The label of an axis from the names and units of its columns: what all of them agree on. Two units on one axis are
-- an error unless the script labels the axis itself.
local function axis_label(panel, columns_of)
  local name, unit, unit_from, names_differ
  for number, s in ipairs(panel.series) do
    for _, column in ipairs(columns_of(s)) do
      if column.name then
        if name and name ~= column.name then names_differ = true end
        name = name or column.name
      end
      local own = column.unit
      if own then
        if unit and own ~= unit then
          s.fail("its unit is %s, but that of series %d on the same axis is %s: set the axis' label if this is meant",
            own, unit_from, unit)
        end
        unit, unit_from = unit or own, unit_from or number
      end
    end
  end
  return axis.label(not names_differ and name or nil, unit)
end

local function set_labels(panel)
  local o = panel.options
  local function columns(names)
    return function(s)
      local list = {}
      for _, name in ipairs(names) do if type(s[name]) == "table" and s[name].values then list[#list + 1] = s[name] end end
      return list
    end
  end
  local function given(label, unit)
    local shown = axis.unit(unit)
    return shown and string.format("%s (%s)", label, shown) or label
  end
  o.xlabel = o.xlabel and given(o.xlabel, o.xunit) or axis_label(panel, columns { "x" }) or axis.unit(o.xunit)
  local vertical = columns { "y", "lo", "hi" }
  o.ylabel = o.ylabel and given(o.ylabel, o.yunit) or axis_label(panel, vertical) or axis.unit(o.yunit)
  if o.xlabel == "" then o.xlabel = nil end
  if o.ylabel == "" then o.ylabel = nil end
end

local function set_map(panel, s)
  if panel.map then s.fail("is the second map of its panel, but a panel has one colour bar: use rp.panel for each") end
  panel.map = s
  extent.set_color_axis(s)
  s.bar_label = s.label or axis.label(s.meta.name, s.meta.unit)
  s.image = extent.uniform(s.x.values, panel.options.xlog) and extent.uniform(s.y.values, panel.options.ylog)
end

-- The series of the frames of a panel, behind those that stay. `moving`: a list of flat lists of series.
local function add_frames(panel, moving, fail, note)
  local function own(k, j, kind)
    local text = string.format("frame %d: series %d (%s): ", k, j, kind)
    return prefix(fail, text), prefix(note, string.format("frames: series %d (%s): ", j, kind))
  end
  if panel.legend == "ends" then fail('legend is "ends", but in an animation the ends of curves move') end
  panel.frames = #moving
  table.move(frames.read(moving, fail, own), 1, #moving * #moving[1], #panel.series + 1, panel.series)
end

-- Reads the series of a panel: panel = {options=, series=, fail=, note=}; `moving`: those of the frames of an animation.
local function new_panel(o, items, fail, note, title_size, moving)
  local panel = { options = options.read(o, fail), series = {}, fail = fail, note = note, title_size = title_size, marks = {} }
  panel.legend = panel.options.legend
  for k, item in ipairs(items) do
    local own = string.format("series %d (%s): ", k, item.kind)
    local own_fail = prefix(fail, own)
    local s = series.resolve(item, own_fail)
    series.note_hidden(s, prefix(note, own))
    s.fail = own_fail
    if panel.options.enhanced then options.check_braces(s.label or s.text or "", "label", own_fail) end
    panel.series[k] = s
  end
  if moving then add_frames(panel, moving, fail, note) end
  for _, s in ipairs(panel.series) do if s.kind == "map" then set_map(panel, s) end end
  panel.dark = panel.map ~= nil and panel.map.palette == "viridis"
  style.apply(frames.leading(panel.series), panel.dark and panel.options.colors == "cycle" and "dark" or panel.options.colors)
  frames.share_looks(panel.series)
  set_labels(panel)
  extent.set_axes(panel)
  extent.note_outside(panel)
  return panel
end

local function set_contours(panel)
  local s = panel.map
  if not (s and s.contours) then return end
  s.contour_lines = {}
  for k, level in ipairs(s.contours) do
    if level - level ~= 0 then s.fail("contours[%d] is %s, but must be finite", k, level) end
    local ground = theme.palette_color(s.palette, axis.position(s.color_axis, level))
    s.contour_lines[k] = { level = level, lines = contour.lines(s, level, panel.x, panel.y), ground = ground,
      color = theme.luminance(ground) < 0.3 and "#ffffff" or "#1a1a1a" }
  end
end

-- All geometry: boxes, legends, texts. A legend that would cover curves wherever it stands goes outside, and the boxes
-- are arranged again.
local function arrange(figure)
  layout.arrange(figure)
  local again = false
  for _, panel in ipairs(figure.panels) do
    if panel.block and panel.legend == "auto" then
      local chosen = legend.choose(panel, annotate.cover(panel, figure.width, figure.height))
      local unwieldy = legend.is_tall(panel) or panel.block.width > 0.3 * (panel.cell.right - panel.cell.left)
      panel.legend = chosen or ((unwieldy or panel.map) and "below" or "outside")
      again = again or not chosen
    end
  end
  if #figure.panels == 1 and figure.panels[1].block and figure.panels[1].legend == "below" and figure.free_height then
    figure.height = math.ceil(figure.height + figure.panels[1].block.height) -- a legend below does not cost the curves
    again = true
  end
  if again then layout.arrange(figure) end
  for _ = 1, figure.free_height and 3 or 0 do -- a wider or higher canvas may change how texts are broken
    local lack = layout.lack(figure)
    if lack <= 0 then break end
    figure.height = math.ceil(figure.height + lack)
    layout.arrange(figure)
  end
  if figure.height > options.largest_canvas then
    figure.panels[1].fail("its texts would need a canvas %d pixels high, but %d is the most: label fewer series or shorten names",
      figure.height, options.largest_canvas)
  end
  layout.check_room(figure)
  for _, panel in ipairs(figure.panels) do
    local canvas = annotate.cover(panel, figure.width, figure.height)
    legend.draw(panel, canvas, panel.marks, annotate.end_of(panel))
    layout.texts(panel, panel.marks)
    annotate.texts(panel, canvas, panel.marks)
  end
  layout.figure_title(figure, figure.panels[1].marks)
  if figure.strip then layout.place_strip(figure) end
end

local column_names = { x = "x", y = "y", lo = "lower", hi = "upper" }

local function name_column(panel, s, name)
  local column = s[name]
  local o = panel.options
  if name == "x" then return column.name or o.xlabel or "x" end
  if name == "y" then return s.label or column.name or o.ylabel or "y" end
  local base = s.label or column.name or (s.y and (s.y.name or o.ylabel)) or o.ylabel
  return base and base .. " " .. column_names[name] or column_names[name]
end

-- Do all frames of an animation have the same numbers in this column of this series?
local function is_steady(panel, s, name)
  for _, other in ipairs(panel.series) do
    if other.place == s.place and other.frame and not data.same(other[name].values, s[name].values) then return false end
  end
  return true
end

-- Each frame of an animation has columns of its own, but for those that do not change.
local function add_column(figure, panel, s, name)
  local base = name_column(panel, s, name)
  if not s.frame then return data.add(s.table, s[name], base, name == "x") end
  if is_steady(panel, s, name) then
    if s.frame > 1 then return panel.steady[s.place][name] end
    panel.steady[s.place] = panel.steady[s.place] or {}
    panel.steady[s.place][name] = data.add(s.table, s[name], base, name == "x")
    return panel.steady[s.place][name]
  end
  local labels = figure.animation.labels
  return data.add(s.table, s[name], string.format("%s, %s", base, labels and labels[s.frame] or "frame " .. s.frame),
    name == "x" or "moving")
end

-- Registers the columns of all series, so that the script can refer to them by file and number.
local function collect(figure)
  local store = data.new(figure.id, { figure.origin, provenance.made_with() }, figure.header)
  for _, panel in ipairs(figure.panels) do
    local s = panel.map
    if s then
      local o = panel.options
      local names = { x = s.x.name or o.xlabel or "x", y = s.y.name or o.ylabel or "y", z = s.bar_label or "z" }
      s.table = store:add_map(s, names)
      if not s.image then data.add_edges(s.table, s, panel.x.log, panel.y.log) end
      if s.contour_lines then s.contour_table = store:add_contours(s.contour_lines, names) end
    end
  end
  local shared = store:table()
  for _, panel in ipairs(figure.panels) do
    panel.steady = {}
    for _, s in ipairs(panel.series) do
      if s.kind ~= "map" then
        s.table, s.columns = shared, {}
        for _, name in ipairs { "x", "y", "lo", "hi" } do
          local column = s[name]
          if type(column) == "table" and column.values then
            s.columns[name] = add_column(figure, panel, s, name)
          end
        end
      end
    end
  end
  store:assign_files()
  return store
end

local function write(path, text)
  local ok, sentence = host.write_file(context.results .. "/" .. path, text)
  if not ok then host.blame("%s", sentence) end
end

-- figures.json: rewritten after each figure, so that a run that is cut short keeps what it has.
local function write_index()
  local list = {}
  for _, figure in ipairs(figures) do
    if figure.written then list[#list + 1] = figure.record end
  end
  write("figures.json", host.json_encode(host.json_array(list), { pretty = true }) .. "\n")
end

local function finish_figure(figure, caption, alt)
  for _, panel in ipairs(figure.panels) do set_contours(panel) end
  arrange(figure)
  local store = collect(figure)
  local files, paths = {}, {}
  for k, t in ipairs(store.tables) do
    paths[k] = "data/" .. t.file
    files[k] = "../" .. paths[k]
  end
  figure.files = #files > 0 and files or { "no data" }
  local base = "figures/" .. figure.id
  figure.record = {
    id = figure.id, title = figure.plain_title or "", caption = caption or "", alt = alt,
    csv = paths[1], data = host.json_array(paths), gp = base .. ".gp", svg = base .. ".svg", png = base .. ".png",
    width = figure.width, height = figure.height, line = figure.line, animation = figure.animation,
  }
  if context.only and not context.only[figure.id] then return end
  for k, t in ipairs(store.tables) do write(paths[k], store:text(t)) end
  write(base .. ".gp", script.write(figure))
  figure.written = true
end

-- The frames of a figure or panel as flat lists; nil if it has none.
local function read_frames(value, fail)
  if value == nil then return nil end
  local lists = {}
  for k, items in ipairs(frames.check(value, fail)) do
    local own_fail = prefix(fail, string.format("frame %d: ", k))
    lists[k] = flatten(items, {}, own_fail)
    for _, item in ipairs(lists[k]) do
      if getmetatable(item) == Panel then own_fail("holds a panel: panels have frames, not frames panels") end
    end
  end
  return lists
end

local function read_panel(figure, o, item, k, fail, note)
  local own = string.format("panel %d: ", k)
  local own_fail = prefix(fail, own)
  local chosen = {}
  for _, name in ipairs(options.panel) do
    chosen[name] = item.options[name]
    if chosen[name] == nil and name ~= "title" then chosen[name] = o[name] end
  end
  series.check_keys(item.options, figure.moves and options.animated_panel or options.panel, own_fail)
  return new_panel(chosen, flatten(item.options, {}, own_fail), own_fail, prefix(note, own), theme.size.panel,
    read_frames(item.options.frames, own_fail))
end

local function read_panels(figure, o, items, fail)
  local function note(format, ...) figure.notes[#figure.notes + 1] = string.format(format, ...) end
  local panels = 0
  for _, item in ipairs(items) do if getmetatable(item) == Panel then panels = panels + 1 end end
  if panels > 0 and panels < #items then fail("mixes panels and series: put the series into panels") end
  if panels == 0 then
    figure.panels = { new_panel(o, items, fail, note, theme.size.title, read_frames(o.frames, fail)) }
    return
  end
  if o.frames ~= nil then fail("has panels: give frames to the panels that move") end
  figure.title, figure.enhanced = series.check_text(o.title, "title", fail), o.enhanced
  figure.panels = {}
  for k, item in ipairs(items) do figure.panels[k] = read_panel(figure, o, item, k, fail, note) end
end

-- The timing of an animation, once its panels are read; all that move have the same number of frames.
local function read_animation(figure, o, fail)
  local count, of
  for k, panel in ipairs(figure.panels) do
    if panel.frames and count and panel.frames ~= count then
      fail("panel %d has %d frames, but panel %d has %d", k, panel.frames, of, count)
    end
    if panel.frames then count, of = panel.frames, k end
  end
  if not count then fail("needs frames: frames = { { rp.line{...} }, { rp.line{...} }, ... }, in itself or in a panel") end
  figure.animation = frames.timing(o, count, fail)
  figure.strip = layout.strip_height
end

local function define(id, o, line, moves)
  local function fail(format, ...) host.blame("%s %s: " .. format, moves and "animation" or "figure", id, ...) end
  if type(o) ~= "table" then fail("expects a table of options and series, not %s", series.describe(o)) end
  begun[id] = nil
  if by_id[id] and not context.interactive then fail("is defined twice, first at %s", by_id[id].line) end
  if o.frames ~= nil and not moves then fail("has frames, but a figure does not move: write rp.animation") end
  series.check_keys(o, moves and options.animation or options.figure, fail)
  local caption, alt = series.check_text(o.caption, "caption", fail), series.check_text(o.alt, "alt", fail)
  alt = alt and alt:match("%S") and alt or caption
  if not (alt and alt:match("%S")) then
    fail("needs a caption or an alternative text (alt) that says what it shows")
  end
  local items = flatten(o, {}, fail)
  if #items == 0 and not moves then fail("has nothing to show: no series and no panel") end
  local figure = { id = id, line = line, origin = provenance.script(), header = options.check_header(o.header, fail), notes = {},
    moves = moves }
  figure.columns = o.columns or (getmetatable(items[1]) == Panel and #items > 1 and 2 or 1)
  if math.type(figure.columns) ~= "integer" or figure.columns < 1 or figure.columns > 6 then
    fail("columns is %s, but must be a whole number from 1 to 6", series.describe(o.columns))
  end
  figure.plain_title = series.check_text(o.title, "title", fail)
  read_panels(figure, o, items, fail)
  if moves then read_animation(figure, o, fail) end
  figure.columns = math.min(figure.columns, #figure.panels)
  figure.width, figure.height = options.canvas_size(o, #figure.panels, figure.columns, fail)
  figure.free_height = not (o.height or o.aspect)
  if figure.free_height then figure.height = figure.height + (figure.strip or 0) end
  finish_figure(figure, caption, alt)
  local kept = { record = figure.record, written = figure.written, line = line } -- not the numbers
  for k, earlier in ipairs(figures) do
    if earlier == by_id[id] then table.remove(figures, k) end -- at a prompt a figure may be drawn anew
  end
  figures[#figures + 1], by_id[id] = kept, kept
  fresh[#fresh + 1] = id
  if figure.written then write_index() end
  for _, text in ipairs(figure.written and not context.quiet and figure.notes or {}) do
    host.stderr(string.format("%s: note: %s %s: %s\n", line or provenance.script(),
      moves and "animation" or "figure", id, text))
  end
  return { id = id }
end

local function begin(moves, id, ...)
  if type(id) ~= "string" or not id:match("^[a-z0-9][a-z0-9.-]*$") then
    host.blame("a figure's id is %s, but must consist of lower-case letters, digits, '.' and '-'", series.describe(id))
  end
  local line = host.where(1)
  if select("#", ...) > 0 then return define(id, (...), line, moves) end
  begun[id] = { line = line, kind = moves and "animation" or "figure" }
  return function(o) return define(id, o, line, moves) end
end

-- rp.figure "id" { options, series ... }, or rp.figure("id", { options, series ... })
function M.public.figure(id, ...) return begin(false, id, ...) end

-- rp.animation "id" { options, frames = { { series ... }, { series ... }, ... }, series that stay ... }: a figure some of
-- whose series move.
function M.public.animation(id, ...) return begin(true, id, ...) end

-- rp.panel { options, series ... }: one of several drawings in a figure.
function M.public.panel(o)
  if type(o) ~= "table" then host.blame("rp.panel expects a table of options and series, not %s", series.describe(o)) end
  return setmetatable({ options = o }, Panel)
end

for kind in pairs(series.kinds) do M.public[kind] = series.constructor(kind, host.blame) end

-- The ids of the figures that were made since the last call, for who draws them at once.
function M.take_fresh()
  local ids = fresh
  fresh = {}
  return ids
end

-- After the script: figures that were begun and never given their content.
function M.finish(_, outcome)
  local lines = {}
  for _, id in ipairs(ordered.keys(context.only or {})) do
    if not by_id[id] and next(by_id) then
      local near = nearest(id, ordered.keys(by_id))
      lines[#lines + 1] = ("--only %s: the script defines no such figure%s"):format(id, near and ("; did you mean '" .. near .. "'?") or "")
    end
  end
  for id, start in pairs(begun) do
    lines[#lines + 1] = string.format('%s: %s %s has an id but no content: rp.%s "%s" {...}', start.line, start.kind, id, start.kind, id)
  end
  table.sort(lines)
  if outcome and outcome.ok == false then return nil end
  return { ok = #lines == 0, lines = lines }
end

return M
