-- command.explain: `reprise explain CLAIM`, everything that is known about one claim: what the paper states, what was computed,
-- by which route, how far it lies off, and the lines of the script that evaluated it. Reads claims.json; runs nothing.
local host = require "host"
local options = require "command.options"
local ledger = require "reprise.ledger"

local M = {}

M.summary = "show what a claim states, what was computed, and the code that did it"

M.help = [[
usage: reprise explain CLAIM [--results DIR]

CLAIM is an id such as num-11619, or kuno2018/num-11619 when several papers use it. Shows what the paper states and where, what
it prints, the verdict and the expected one, every evaluation with its numbers, deviation and tolerance, and the lines of the
script behind it. The claims come from the claims.json files of DIR (default: results, else build/results, else out).

Exit status: 0 shown, 1 no such claim, 2 usage, 7 no results.
]]

local function refuse(status, text)
  error({ status = status, text = text }, 0)
end

-- All claims.json below a folder, directly or one level down, as { paper, path, data }.
local function read_results(folder)
  local found = {}
  local places = { folder }
  for _, name in ipairs(host.list(folder) or {}) do
    places[#places + 1] = folder .. "/" .. name
  end
  for index, place in ipairs(places) do
    local path = place .. "/claims.json"
    if host.stat(path) then
      local text, trouble = host.read_file(path)
      local data = text and host.json_decode(text)
      if type(data) ~= "table" or type(data.claims) ~= "table" then
        refuse(host.exit_status.outside, trouble or ("'%s' is not a file of claims"):format(path))
      end
      local name = index == 1 and (host.realpath(folder) or folder):match("[^/]+$") or place:match("[^/]+$")
      found[#found + 1] = { paper = data.paper or name, path = path, data = data }
    end
  end
  return found
end

local function choose_results(wanted)
  for _, folder in ipairs(wanted and { wanted } or { "results", "build/results", "out" }) do
    local found = read_results(folder)
    if #found > 0 then
      return found
    end
  end
  refuse(host.exit_status.outside, wanted and ("there is no claims.json in or below '%s'"):format(wanted)
    or "there are no results: neither results/, build/results/ nor out/ holds a claims.json (reprise run writes one)")
end

local function find_claim(found, name)
  local paper, id = name:match("^([^/]+)/(.+)$")
  id = id or name
  local matches, ids = {}, {}
  for _, each in ipairs(found) do
    for _, claim in ipairs(each.data.claims) do
      ids[#ids + 1] = #found > 1 and each.paper .. "/" .. claim.id or claim.id
      if claim.id == id and (not paper or paper == each.paper) then
        matches[#matches + 1] = { claim = claim, source = each }
      end
    end
  end
  if #matches == 1 then
    return matches[1].claim, matches[1].source
  elseif #matches > 1 then
    local names = {}
    for index, match in ipairs(matches) do
      names[index] = match.source.paper .. "/" .. id
    end
    refuse(host.exit_status.wrong, ("several papers have a claim '%s': %s"):format(id, table.concat(names, ", ")))
  end
  local near, places = require "reprise.nearest"(#found > 1 and name or id, ids), {}
  for index, each in ipairs(found) do
    places[index] = each.path
  end
  refuse(host.exit_status.wrong, ("there is no claim '%s' in %s%s"):format(name, table.concat(places, ", "),
    near and ("; did you mean '" .. near .. "'?") or ""))
end

local function show(value)
  if value == host.null or value == nil then
    return "-"
  elseif type(value) == "number" then
    return math.type(value) == "integer" and tostring(value) or ("%.15g"):format(value)
  elseif type(value) ~= "table" then
    return tostring(value)
  end
  local parts = {}
  for index, each in ipairs(value) do
    if type(each) == "table" and each.name then
      parts[index] = each.name .. (each.value ~= nil and " = " .. show(each.value) or (" (%s numbers)"):format(show(each.count)))
    else
      parts[index] = show(each)
    end
  end
  if #parts == 0 then
    local keys = {}
    for key in pairs(value) do
      keys[#keys + 1] = key
    end
    table.sort(keys)
    for index, key in ipairs(keys) do
      parts[index] = ("%s = %s"):format(key, type(value[key]) == "table" and "(" .. show(value[key]) .. ")" or show(value[key]))
    end
  end
  return table.concat(parts, ", ")
end

-- "  name   text", folded at 100 columns.
local function field(lines, indent, name, value)
  if value == nil or value == host.null then
    return
  end
  local margin = indent .. ("%-12s"):format(name)
  local line = margin
  for word in show(value):gmatch("%S+") do
    if #line + #word + 1 > 100 and #line > #margin then
      lines[#lines + 1] = line
      line = indent .. (" "):rep(12)
    end
    line = line .. " " .. word
  end
  lines[#lines + 1] = line
end

-- The script's lines of an evaluation: from the verb's line back to its rp.claim, and on to the closing brace.
local function source_lines(lines, position)
  local path, number = tostring(position):match("^(.*):(%d+)$")
  local text = path and host.stat(path) and host.read_file(path)
  if not text then
    return
  end
  local all, at = {}, math.tointeger(tonumber(number))
  for line in (text .. "\n"):gmatch("(.-)\n") do
    all[#all + 1] = line
  end
  local first = at
  while first > 1 and first > at - 3 and not (all[first] or ""):find("rp.claim", 1, true) do
    first = first - 1
  end
  if not (all[first] or ""):find("rp.claim", 1, true) then
    first = at
  end
  local depth, last = 0, first
  for k = first, math.min(#all, first + 30) do
    last = k
    for brace in all[k]:gmatch("[{}]") do
      depth = depth + (brace == "{" and 1 or -1)
    end
    if k >= at and depth <= 0 then
      break
    end
  end
  for k = first, last do
    lines[#lines + 1] = ("    %5d | %s"):format(k, all[k] or "")
  end
end

local function deviation_text(evaluation)
  if evaluation.deviation == nil then
    return nil
  end
  local scale = evaluation.scale
  local text = ("%s, tolerance %s"):format(show(evaluation.deviation), show(evaluation.tolerance))
  if scale == "relative" then
    text = text .. ", relative"
  elseif type(scale) == "number" and scale ~= 1 then
    text = text .. ", divided by " .. show(scale)
  end
  return text
end

local function explain_evaluation(lines, evaluation)
  lines[#lines + 1] = ""
  lines[#lines + 1] = ("  %s%s: %s"):format(evaluation.verb, evaluation.part and (" (" .. evaluation.part .. ")") or "",
    evaluation.outcome)
  field(lines, "    ", "statement", evaluation.what)
  field(lines, "    ", "with", evaluation.with)
  field(lines, "    ", "inputs", evaluation.inputs)
  field(lines, "    ", "printed", evaluation.printed)
  field(lines, "    ", "computed", evaluation.computed)
  field(lines, "    ", "routes", evaluation.routes)
  field(lines, "    ", "deviation", deviation_text(evaluation))
  field(lines, "    ", "own error", evaluation.error)
  field(lines, "    ", "count", evaluation.count)
  field(lines, "    ", "seed", evaluation.seed)
  field(lines, "    ", "worst", evaluation.worst)
  for _, name in ipairs { "corrected", "explained_by", "frequency", "is", "limit", "wanted", "held", "failed", "refined" } do
    field(lines, "    ", name:gsub("_", " "), type(evaluation.details) == "table" and evaluation.details[name] or nil)
  end
  field(lines, "    ", "note", evaluation.reason)
  field(lines, "    ", "code", evaluation.line)
  source_lines(lines, evaluation.line)
end

--- The text about one claim of a claims.json.
function M.text(claim, source)
  local lines = {}
  local expected = claim.expected and claim.expected ~= claim.verdict and (", but %s was expected"):format(claim.expected) or ""
  lines[1] = ("%s/%s: %s%s"):format(source.paper, claim.id, claim.verdict, expected)
  field(lines, "  ", "states", claim.says)
  field(lines, "  ", "where", claim.where)
  field(lines, "  ", "kind", claim.kind)
  field(lines, "  ", "origin", claim.origin)
  field(lines, "  ", "ledger row", claim.row ~= claim.id and claim.row or nil)
  field(lines, "  ", "tags", claim.tags)
  field(lines, "  ", "printed", claim.printed)
  field(lines, "  ", "corrected", claim.corrected)
  field(lines, "  ", "hypothesis", claim.hypothesis)
  field(lines, "  ", "reason", claim.reason)
  field(lines, "  ", "doubt", claim.doubt)
  for _, evaluation in ipairs(claim.evaluations or {}) do
    explain_evaluation(lines, evaluation)
  end
  if #(claim.evaluations or {}) == 0 then
    lines[#lines + 1] = "  no code evaluates it"
  end
  return table.concat(lines, "\n") .. "\n"
end

function M.run(arguments)
  local chosen, rest = options.parse(arguments, { ["--results"] = "value" })
  if #rest ~= 1 then
    refuse(host.exit_status.usage, "explain takes one claim, such as num-11619 (reprise explain --help)")
  end
  local claim, source = find_claim(choose_results(chosen.results), rest[1])
  host.stdout(M.text(claim, source))
  return 0
end

return M
