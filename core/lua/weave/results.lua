-- results.lua - reads what a run left in its results folder (figures.json, values.json, tables.json, claims.json) and puts
-- it into the form that pages are made from. Calls host, weave.number and weave.verdict; used by `weave` and `index`.
local host = require "host"
local number = require "weave.number"
local verdict = require "weave.verdict"

local M = {}

-- Ends a command with an exit status and a sentence.
function M.fail(status, text, ...)
  error({ status = status, text = text:format(...) }, 0)
end
local fail = M.fail

function M.directory_of(path)
  return path:match("^(.*)/[^/]*$") or "."
end

-- The way from one folder to another, "" when they are the same, else ending in "/". Both exist.
function M.relative(from, to)
  local function parts(path)
    local list = {}
    for part in (host.realpath(path) or path):gmatch("[^/]+") do list[#list + 1] = part end
    return list
  end
  local a, b = parts(from), parts(to)
  local shared = 0
  while shared < #a and a[shared + 1] == b[shared + 1] do shared = shared + 1 end
  local way = ("../"):rep(#a - shared) .. table.concat(b, "/", shared + 1)
  if way ~= "" and way:sub(-1) ~= "/" then way = way .. "/" end
  return way
end

-- The value of a JSON file, or nil when there is no such file.
local function read_json(path)
  if not host.stat(path) then return nil end
  local text, why = host.read_file(path)
  if not text then fail(7, "%s", why) end
  local value, wrong = host.json_decode(text)
  if value == nil then fail(1, "%s is no JSON: %s", path, tostring(wrong)) end
  return value
end

-- JSON's null becomes nil, "inf" and its kin become numbers again.
local function given(value)
  if value == nil or value == host.null then return nil end
  return value
end

local special = { inf = math.huge, ["-inf"] = -math.huge, nan = 0 / 0 }
local function as_number(value)
  value = given(value)
  if type(value) == "number" then return value end
  return special[value]
end

-- figures.json: { by id }, in order. `file` is the picture that a page embeds: the svg unless it is large.
local svg_limit = 1500 * 1024
function M.figures(directory)
  local by_id, order = {}, {}
  for _, entry in ipairs(read_json(directory .. "/figures.json") or {}) do
    local figure = {}
    for _, key in ipairs { "id", "title", "caption", "alt", "csv", "gp", "svg", "png", "width", "height", "line", "animation" } do
      figure[key] = given(entry[key])
    end
    -- All data files, the first of which is the csv; a map has its contour lines beside it.
    figure.data = {}
    for index, path in ipairs(given(entry.data) or { figure.csv }) do figure.data[index] = path end
    local svg = figure.svg and host.stat(directory .. "/" .. figure.svg)
    local png = figure.png and host.stat(directory .. "/" .. figure.png)
    figure.still = figure.animation and png and figure.png or nil
    if svg and (svg.size <= svg_limit or not png) then
      figure.file, figure.type = figure.svg, "image/svg+xml"
    elseif png then
      figure.file, figure.type = figure.png, "image/png"
    end
    by_id[figure.id] = figure
    order[#order + 1] = figure
  end
  return by_id, order
end

-- values.json: { by id }; a value is a number or a string.
function M.values(directory)
  local by_id = {}
  for _, entry in ipairs(read_json(directory .. "/values.json") or {}) do
    local value = entry.text or as_number(entry.value)
    by_id[entry.id] = {
      value = value, unit = given(entry.unit), digits = given(entry.digits), decimals = given(entry.decimals),
      doc = given(entry.doc), line = given(entry.line),
    }
  end
  return by_id
end

-- tables.json: { by id }; a cell is a number, a string, a boolean or absent.
function M.tables(directory)
  local by_id = {}
  for _, entry in ipairs(read_json(directory .. "/tables.json") or {}) do
    local columns = {}
    for index, column in ipairs(entry.columns) do
      local values = {}
      for row = 1, entry.rows do
        local cell = given(column.values[row])
        if not column.text and type(cell) == "string" then cell = special[cell] end
        values[row] = cell
      end
      columns[index] = {
        title = column.title, unit = given(column.unit), digits = given(column.digits), decimals = given(column.decimals),
        as = given(column.as), text = given(column.text), values = values,
      }
    end
    by_id[entry.id] = {
      title = given(entry.title), caption = given(entry.caption), csv = given(entry.csv), line = given(entry.line),
      rows = entry.rows, columns = columns,
    }
  end
  return by_id
end

-- What a paper prints, as text: a ledger has text, a printed formula that was evaluated has a number.
local function printed_of(claim)
  local printed = given(claim.printed)
  return type(printed) == "number" and ("%.7g"):format(printed) or printed
end

-- A computed quantity of a claim as HTML: a number, a text, or several named ones.
local function quantity(value, digits)
  value = given(value)
  local x = as_number(value)
  if x then
    return '<span class="nb">' .. number.html(x, { digits = x ~= math.floor(x) and digits or nil, trim = true }) .. "</span>"
  end
  if type(value) == "table" then
    local parts = {}
    for _, each in ipairs(value) do
      local text = quantity(type(each) == "table" and each.value or each, digits)
      local name = type(each) == "table" and given(each.name)
      parts[#parts + 1] = name and ("<span class=\"part\">%s: %s</span>"):format(verdict.escape(name), text) or text
    end
    return #parts > 0 and table.concat(parts, "<br>") or nil
  end
  if type(value) == "boolean" then return value and "yes" or "no" end
  return value and verdict.escape(value) or nil
end

-- What has to be said beside a statement: the printed formula, the missing hypothesis, the right form, the reason.
local function notes_of(claim)
  local notes = {}
  local function say(lead, text)
    text = given(text)
    if text and text ~= "" then notes[#notes + 1] = lead .. text end
  end
  -- A printed number has a column of its own; a printed formula is too wide for one.
  local printed = printed_of(claim)
  if printed and printed:find("$", 1, true) then say("Printed: ", printed) end
  say("Needs: ", claim.hypothesis)
  say("Corrected: ", claim.corrected)
  say("", claim.reason)
  say("About our copy: ", claim.doubt)
  return notes
end

-- A correction has two deviations from the reference: that of what is printed and that of the corrected form.
local function both_deviations(claim)
  local evaluation = claim.verb == "corrects" and (claim.evaluations or {})[1]
  local corrected = evaluation and evaluation.details and evaluation.details.corrected
  if not corrected then return nil end
  return quantity({ { name = "printed", value = evaluation.deviation }, { name = "corrected", value = corrected.deviation } }, 2)
end

-- claims.json: nil when the run made no claims; else { paper=, title=, script=, list = {...}, unexpected = n }.
function M.claims(directory)
  local document = read_json(directory .. "/claims.json")
  if not document then return nil end
  local list, unexpected = {}, 0
  for _, claim in ipairs(document.claims or {}) do
    if claim.matches == false then unexpected = unexpected + 1 end
    local by_margin = claim.verb == "holds" or claim.verb == "shape"
    local computed = quantity(claim.computed, by_margin and 4 or 7)
    local deviation, tolerance = quantity(claim.deviation, 2), quantity(claim.tolerance, 2)
    -- An inequality is decided by its margin; it has a deviation and a tolerance only when some were granted.
    if by_margin then
      computed = computed and "margin " .. computed
      if as_number(claim.deviation) == 0 then deviation = nil end
      if as_number(claim.tolerance) == 0 then tolerance = nil end
    end
    deviation = both_deviations(claim) or deviation
    local printed = printed_of(claim)
    list[#list + 1] = {
      id = claim.id, row = given(claim.row) or claim.id, where = given(claim.where), kind = given(claim.kind),
      origin = given(claim.origin), tags = given(claim.tags) or {}, says = given(claim.says), printed = printed,
      printed_number = printed and not printed:find("$", 1, true) and verdict.escape(printed) or nil, corrected = given(claim.corrected),
      verdict = claim.verdict, computed = computed, deviation = deviation, tolerance = tolerance, notes = notes_of(claim), line = given(claim.line),
    }
  end
  return { paper = given(document.paper), title = given(document.title), script = given(document.script), list = list,
    unexpected = unexpected }
end

-- manifest.json, or nil.
function M.manifest(directory)
  return read_json(directory .. "/manifest.json")
end

return M
