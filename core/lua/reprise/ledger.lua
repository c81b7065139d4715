-- The ledger of a paper, papers/<id>/claims.lua: every statement of the source, where it stands, and the verdict that we
-- expect running code to reach. This file finds, reads and validates it; claim.lua evaluates the claims. Calls host and the
-- list of inputs.
local host = require "host"

local M = {}

M.kinds = { "definition", "value", "formula", "theorem", "inequality", "figure", "limit", "remark" }
M.origins = { "source", "reconstructed", "ours" }
M.verdicts = { "confirmed", "confirmed-with", "misprint", "refuted", "partly", "not-checkable" }

-- What a claim may say about itself; true marks what it must.
local fields = {
  id = true, row = false, where = true, kind = true, origin = true, tags = false, says = true, printed = false,
  expect = true, hypothesis = false, corrected = false, reason = false, doubt = false,
}

-- An expected verdict that is not a plain yes has to say why.
local companion = {
  ["confirmed-with"] = { "hypothesis", "the hypothesis that the statement needs in addition" },
  misprint = { "corrected", "the form that we hold to be right" },
  refuted = { "reason", "what is wrong" },
  partly = { "reason", "which part holds and which does not" },
  ["not-checkable"] = { "reason", "why no computation can decide it" },
}

local function contains(list, word)
  for _, each in ipairs(list) do
    if each == word then
      return true
    end
  end
  return false
end

-- Levenshtein distance, for "did you mean".
local function distance(a, b)
  local row = {}
  for j = 0, #b do
    row[j] = j
  end
  for i = 1, #a do
    local diagonal = row[0]
    row[0] = i
    for j = 1, #b do
      local change = a:byte(i) == b:byte(j) and 0 or 1
      diagonal, row[j] = row[j], math.min(row[j] + 1, row[j - 1] + 1, diagonal + change)
    end
  end
  return row[#b]
end

--- The words of a list nearest to `word`, best first, at most `count` of them. A word that contains the other is near.
function M.nearest(word, list, count)
  local ranked = {}
  for index, each in ipairs(list) do
    local d = distance(word:lower(), each:lower())
    if each:find(word, 1, true) or word:find(each, 1, true) then
      d = math.min(d, 2)
    end
    ranked[index] = { d = d, word = each }
  end
  table.sort(ranked, function(a, b)
    if a.d ~= b.d then
      return a.d < b.d
    end
    return a.word < b.word
  end)
  local words = {}
  for index = 1, math.min(count or 1, #ranked) do
    words[index] = ranked[index].word
  end
  return words
end

local function keys(map)
  local list = {}
  for key in pairs(map) do
    list[#list + 1] = tostring(key)
  end
  table.sort(list)
  return list
end

-- The line on which a claim's id stands, for messages that lead there.
local function line_of(text, id)
  local from = text:find('id%s*=%s*["\']' .. id:gsub("%p", "%%%0") .. '["\']')
  if not from then
    return nil
  end
  local _, newlines = text:sub(1, from):gsub("\n", "")
  return newlines + 1
end

local function check_text(claim, name)
  local value = claim[name]
  if value == nil or (type(value) == "string" and value:match("%S")) then
    return nil
  end
  return ("%s must be non-empty text, not %s"):format(name, type(value) == "string" and "''" or type(value))
end

local function check_word(claim, name, words)
  if contains(words, claim[name]) then
    return nil
  end
  local near = M.nearest(tostring(claim[name]), words)[1]
  return ("unknown %s '%s' (nearest: %s; it is one of %s)"):format(name, tostring(claim[name]), near,
    table.concat(words, ", "))
end

local function check_tags(claim)
  if claim.tags == nil then
    return nil
  end
  if type(claim.tags) ~= "table" or #claim.tags == 0 or #claim.tags ~= #keys(claim.tags) then
    return "tags must be a list of words"
  end
  for _, tag in ipairs(claim.tags) do
    if type(tag) ~= "string" or not tag:match("^[a-z][a-z-]*$") then
      return ("tag '%s' is not a word of small letters"):format(tostring(tag))
    end
  end
  return nil
end

-- One sentence about what is wrong with a claim, or nil.
local function check_claim(claim)
  for _, name in ipairs(keys(claim)) do
    if fields[name] == nil then
      return ("unknown field '%s' (nearest: %s)"):format(name, M.nearest(name, keys(fields))[1])
    end
  end
  for _, name in ipairs(keys(fields)) do
    if fields[name] and claim[name] == nil then
      return ("field %s is missing"):format(name)
    end
  end
  for _, name in ipairs { "row", "where", "says", "printed", "hypothesis", "corrected", "reason", "doubt" } do
    local trouble = check_text(claim, name)
    if trouble then
      return trouble
    end
  end
  local trouble = check_word(claim, "kind", M.kinds) or check_word(claim, "origin", M.origins)
    or check_word(claim, "expect", M.verdicts) or check_tags(claim)
  if trouble then
    return trouble
  end
  local wanted = companion[claim.expect]
  if wanted and claim[wanted[1]] == nil then
    return ("expect = \"%s\" needs %s: %s"):format(claim.expect, wanted[1], wanted[2])
  end
  return nil
end

local function check_ids(claims, text, path)
  local seen = {}
  for index, claim in ipairs(claims) do
    if type(claim) ~= "table" then
      return ("%s: claim %d is %s instead of a table"):format(path, index, type(claim))
    end
    local id = claim.id
    if type(id) ~= "string" or not id:match("^[a-z0-9.-]+$") then
      return ("%s: claim %d has the id '%s'; an id is made of a-z, 0-9, '.' and '-'"):format(path, index, tostring(id))
    end
    local line = line_of(text, id)
    local place = line and ("%s:%d"):format(path, line) or path
    if seen[id] then
      return ("%s: the id '%s' is used twice (claims %d and %d)"):format(place, id, seen[id], index)
    end
    seen[id] = index
    local trouble = check_claim(claim)
    if trouble then
      return ("%s: claim '%s': %s"):format(place, id, trouble)
    end
  end
  return nil
end

--- Reads a ledger from its text. path is used in messages only.
-- Returns { paper, title, path, claims = {...}, by_id = {...}, rows = {...} }, or nil and a sentence.
function M.parse(text, path, paper)
  local chunk, trouble = load(text, "@" .. path, "t", {})
  if not chunk then
    return nil, trouble
  end
  local ok, data = pcall(chunk)
  if not ok then
    return nil, ("%s (a ledger is data only: it has no functions and no globals)"):format(tostring(data))
  end
  if type(data) ~= "table" or type(data.claims) ~= "table" then
    return nil, ("%s: a ledger returns a table { paper = ..., title = ..., claims = {...} }"):format(path)
  end
  if paper and data.paper ~= paper then
    return nil, ("%s: the ledger says paper = '%s', but it is read as that of '%s'"):format(path,
      tostring(data.paper), paper)
  end
  if type(data.title) ~= "string" then
    return nil, ("%s: the title of the paper is missing"):format(path)
  end
  if #data.claims ~= #keys(data.claims) then
    return nil, ("%s: claims is a plain list; it has keys of its own"):format(path)
  end
  local problem = check_ids(data.claims, text, path)
  if problem then
    return nil, problem
  end
  local ledger = { paper = data.paper, title = data.title, path = path, claims = data.claims, by_id = {}, rows = {} }
  local seen = {}
  for _, claim in ipairs(data.claims) do
    ledger.by_id[claim.id] = claim
    local row = claim.row or claim.id
    if not seen[row] then
      seen[row] = true
      ledger.rows[#ledger.rows + 1] = row
    end
  end
  return ledger
end

-- A path as messages show it: relative to the current folder where it lies below.
local function shown(path)
  local here = host.cwd() .. "/"
  return path:sub(1, #here) == here and path:sub(#here + 1) or path
end

--- Looks for papers/<id>/claims.lua in each of the folders and upwards from it. Returns the path, or nil and a sentence.
function M.find(id, folders)
  for _, folder in ipairs(folders) do
    local climbing = host.realpath(folder)
    while climbing do
      local path = (climbing == "/" and "" or climbing) .. "/papers/" .. id .. "/claims.lua"
      if host.stat(path) then
        return shown(path)
      end
      climbing = climbing ~= "/" and climbing:match("^(.*)/[^/]*$") or nil
      climbing = climbing == "" and "/" or climbing
    end
  end
  return nil, ("there is no papers/%s/claims.lua in or above the script's folder or the current folder"):format(id)
end

--- Reads and validates the ledger of a paper, found from the given folders upwards.
function M.load(id, folders)
  if type(id) ~= "string" or not id:match("^[a-z0-9][a-z0-9-]*$") then
    return nil, ("a paper's id is made of a-z, 0-9 and '-'; got '%s'"):format(tostring(id))
  end
  local path, trouble = M.find(id, folders)
  if not path then
    return nil, trouble
  end
  local text
  text, trouble = host.read_file(path)
  if not text then
    return nil, trouble
  end
  require("reprise.access").note_input(host.realpath(path) or path)
  return M.parse(text, path, id)
end

--- The form of a ledger as a JSON schema (draft 2020-12), for editors and for programs that read claims.json's source.
function M.json_schema()
  local properties = {
    id = { type = "string", pattern = "^[a-z0-9][a-z0-9.-]*$" },
    kind = { enum = host.json_array(M.kinds) }, origin = { enum = host.json_array(M.origins) },
    expect = { enum = host.json_array(M.verdicts) }, tags = { type = "array", minItems = 1, items = { type = "string", pattern = "^[a-z][a-z-]*$" } },
    printed = { type = "string" },
  }
  local required, conditions = {}, {}
  for _, name in ipairs(keys(fields)) do
    properties[name] = properties[name] or { type = "string", pattern = "\\S" }
    if fields[name] then required[#required + 1] = name end
  end
  for _, verdict in ipairs(M.verdicts) do
    local needs = companion[verdict]
    if needs then
      conditions[#conditions + 1] = { ["if"] = { properties = { expect = { const = verdict } } },
        ["then"] = { required = host.json_array { needs[1] } } }
    end
  end
  return {
    ["$schema"] = "https://json-schema.org/draft/2020-12/schema", title = "Ledger of a paper", type = "object",
    required = host.json_array { "paper", "claims" }, additionalProperties = false,
    properties = {
      paper = { type = "string", pattern = "^[a-z][a-z0-9_]*$" }, title = { type = "string" },
      claims = { type = "array", items = { type = "object", required = host.json_array(required), additionalProperties = false,
        properties = properties, allOf = host.json_array(conditions) } },
    },
  }
end

return M
