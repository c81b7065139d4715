-- reprise.render: lets one gnuplot process draw all figures of a results folder, then finishes the svg files. Reads
-- figures.json and figures/*.gp; knows nothing of how they came about.

local host = require "host"
local motion = require "reprise.figure.motion"
local theme = require "reprise.theme"

local M = {}

local seconds_for_start, seconds_per_figure = 30, 20
local large_animation = 400000 -- bytes of svg, from which on a reader may have to wait

local function encode(text)
  return (text:gsub("[&<>\"]", { ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;" }))
end

-- What gnuplot's svg lacks: a title and a description of its own, fonts for machines without DejaVu, the encoding of
-- "]]>", and cells of maps that viewers do not blur. The first, empty group keeps gnuplot's last colour of the figure
-- before; it gets that of a first figure, so that a figure's bytes do not depend on its neighbours. Works on gnuplot's own
-- phrases only; nil if they are not there.
function M.finish_svg(svg, record)
  local title = record.title ~= "" and record.title or record.id
  local head = "<title>" .. encode(title) .. "</title>\n<desc>" .. encode(record.alt) .. "</desc>"
  local count
  svg, count = svg:gsub("<title>[^<]*</title>\n<desc>Produced by GNUPLOT[^<]*</desc>", function() return head end, 1)
  if count ~= 1 then return nil end
  svg = svg:gsub("<svg ", '<svg role="img"', 1)
  svg = svg:gsub('font%-family="' .. theme.font .. '"', 'font-family="' .. theme.fallback_fonts .. '"')
  svg = svg:gsub('(<g fill="none" color="#FFFFFF" stroke=")[^"]*"', '%1currentColor"', 1)
  svg = svg:gsub("%]%]>", "]]&gt;")
  svg = svg:gsub("<image x=", '<image style="image-rendering:pixelated" x=')
  return svg
end

-- gnuplot's complaint as a sentence: it names file and line in a message that is spread over several lines.
function M.explain(stderr)
  local file, line, what = stderr:match('"([^"\n]+)" line (%d+): ([^\n]+)')
  if not file then
    line, what = stderr:match("line (%d+): ([^\n]+)")
    file = line and "its input"
  end
  if file then return string.format("gnuplot stopped at %s:%s: %s", file, line, what), file:match("([^/]+)%.gp$") end
  local first = stderr:match("[^\n]*%S[^\n]*")
  return first and "gnuplot says: " .. first:gsub("^%s+", "") or "gnuplot failed without a word"
end

local function missing(path)
  local state = host.stat(path)
  return not state or state.size == 0
end

-- Draws the figures of the list in one process. Returns nil, or a sentence and the position of the figure it stopped at.
local function draw(folder, list)
  local limit = seconds_for_start + seconds_per_figure * #list
  local commands = {}
  for _, record in ipairs(list) do
    for _, target in ipairs { "svg", "png" } do
      host.remove(folder .. "/" .. record.id .. "." .. target)
      commands[#commands + 1] = string.format("target='%s'; load '%s.gp'", record.animation and target == "svg" and "frames" or target,
        record.id)
    end
  end
  local result, sentence = host.run { "gnuplot", "-d", "-e", table.concat(commands, "; "), cwd = folder,
    timeout = limit, env = { LC_ALL = "C.UTF-8", GNUTERM = "unknown" } }
  if not result then return sentence .. " (gnuplot draws the figures; Debian's package is gnuplot-nox)", #list end
  if result.status == 0 then return nil end
  local stopped = 1
  while stopped < #list and not missing(folder .. "/" .. list[stopped].id .. ".png")
    and not missing(folder .. "/" .. list[stopped + 1].id .. ".svg") do
    stopped = stopped + 1
  end
  local text, id = M.explain(result.stderr)
  for k, record in ipairs(list) do if record.id == id then stopped = k end end
  if result.timed_out then
    text = string.format("gnuplot was still drawing after %d seconds and was stopped", limit)
  elseif result.signal then
    text = string.format("gnuplot was ended by signal %d", result.signal)
  end
  for _, target in ipairs { "svg", "png" } do host.remove(folder .. "/" .. list[stopped].id .. "." .. target) end
  return string.format("figure %s: %s", list[stopped].id, text), stopped
end

-- Finishes the svg of a figure. Returns a problem or nil, and a remark or nil.
local function finish(folder, record)
  local path = folder .. "/" .. record.id .. ".svg"
  if missing(path) or missing(folder .. "/" .. record.id .. ".png") then
    return string.format("figure %s: gnuplot left no picture", record.id)
  end
  local svg, why = host.read_file(path)
  if not svg then return why end
  local finished = M.finish_svg(svg, record)
  if finished and record.animation then finished, why = motion.compose(finished, record) end
  if not finished then
    return string.format("figure %s: the svg does not look like that of gnuplot%s", record.id, why and ": " .. why or "")
  end
  local ok, sentence = host.write_file(path, finished)
  if not ok then return sentence end
  if record.animation and #finished > large_animation then
    return nil, string.format("animation %s: its svg has %d kB; fewer frames or points make it smaller", record.id, #finished // 1000)
  end
end

-- Draws the figures of a results folder, all or those in the list of ids. Returns {ok =, lines = {sentences}}, or nil and
-- a sentence if the folder has no list of figures.
function M.render(results, ids)
  local text, why = host.read_file(results .. "/figures.json")
  if not text then return nil, why end
  local records, complaint = host.json_decode(text)
  if not records then return nil, results .. "/figures.json: " .. complaint end
  local wanted
  for _, id in ipairs(ids or {}) do
    wanted = wanted or {}
    wanted[id] = true
  end
  local list = {}
  for _, record in ipairs(records) do
    if not tostring(record.id):match("^[a-z0-9][a-z0-9.-]*$") then -- ids become part of gnuplot's commands
      return nil, string.format("%s/figures.json: %q is not the id of a figure", results, tostring(record.id))
    end
    if not wanted or wanted[record.id] then list[#list + 1] = record end
  end
  if #list == 0 then return { ok = true, lines = {} } end
  local problems, folder, drawn, rest = {}, results .. "/figures", {}, list
  while #rest > 0 do
    local problem, stopped = draw(folder, rest)
    local remaining = {}
    for k, record in ipairs(rest) do
      if not problem or k < stopped then drawn[#drawn + 1] = record elseif k > stopped then remaining[#remaining + 1] = record end
    end
    problems[#problems + 1] = problem
    rest = remaining -- one broken figure does not cost the others
  end
  local remarks = {}
  for _, record in ipairs(drawn) do
    local problem, remark = finish(folder, record)
    problems[#problems + 1], remarks[#remarks + 1] = problem, remark
  end
  if #problems > 0 then return { ok = false, lines = problems } end
  table.insert(remarks, 1, string.format("%d figure%s drawn", #list, #list == 1 and "" or "s"))
  return { ok = true, lines = remarks }
end

return M
