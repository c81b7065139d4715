-- The vectors runner:  reprise run --trust tests/vectors.lua -- FILE.json ...
--
-- A file holds reference values: {"paper", "vectors": [{"id", "kind", "inputs", "outputs", "tolerance"?}]}. In inputs "inf" is
-- infinity. In outputs a list may also be an object of 1-based index -> value (samples of a long array); "exists": false or
-- "refused": true mean that the solver must refuse; null is "never" or "not defined".
--
-- tests/vectors/<paper>.lua maps kinds and names to our models. It returns
--     { paper =, tolerance = (for vectors that state none), kinds = { kind = function(v) return { solve, ... } end } }
-- where v gives the vector's inputs (one that is not read is an error) and a solve is
--     { model = id, arguments = {...}, options = {...}?, only_if = "solved" | "refused" | nil,
--       outputs = { vector's name = our output, or function(result, finding) }, ignored = { name = reason } }
-- Inside a table that a function returns, the text "ignored" stands for an entry that is no number of ours.
-- Refusal is judged by the first solve. Deviation: |got - want| / max(|want|, 1e-3 max|want| of that output).
-- One line per vector; the exit status is 1 if any failed.

local rp = require "reprise"
local host = require "host"

local function fail(text, ...)
  error({ text = text:format(...) }, 0)
end

local function number_of(value)
  if value == "inf" then return math.huge end
  if value == "-inf" then return -math.huge end
  return value
end

local function inputs_of(vector)
  local seen = {}
  local proxy = setmetatable({}, {
    __index = function(_, name)
      seen[name] = true
      local value = vector.inputs[name]
      if value == host.null then return nil end
      if type(value) ~= "table" then return number_of(value) end
      local list = {}
      for i, item in ipairs(value) do list[i] = number_of(item) end
      return list
    end,
  })
  return proxy, seen
end

local function is_missing(value)
  return value == nil or value == host.null
end

local function refusal_wanted(outputs)
  return outputs.exists == false or outputs.refused == true
end

local function largest(want)
  if type(want) == "number" then return math.abs(want) end
  local most = 0
  if type(want) == "table" then
    for _, item in pairs(want) do most = math.max(most, largest(item)) end
  end
  return most
end

-- Deviation of got from want, both numbers, lists, arrays; `where` names the place for structural failures.
local deviation

local function scalar_deviation(where, got, want, scale)
  if got == "ignored" then return 0 end
  if type(want) == "boolean" then
    if got ~= want and got ~= (want and 1 or 0) then fail("%s is %s, want %s", where, tostring(got), tostring(want)) end
    return 0
  end
  if is_missing(want) then
    if not (is_missing(got) or got ~= got or math.abs(got) == math.huge) then fail("%s is %.17g, want none", where, got) end
    return 0
  end
  want = number_of(want)
  if type(want) ~= "number" or type(got) ~= "number" then fail("%s is %s, want %s", where, tostring(got), tostring(want)) end
  if got == want then return 0 end
  if got ~= got or math.abs(got) == math.huge or math.abs(want) == math.huge then fail("%s is %.17g, want %.17g", where, got, want) end
  return math.abs(got - want) / math.max(math.abs(want), 1e-3 * scale)
end

deviation = function(where, got, want, scale)
  if type(want) ~= "table" or want == host.null then return scalar_deviation(where, got, want, scale) end
  if type(got) ~= "table" and not rp.is_array(got) then fail("%s is %s, want several values", where, tostring(got)) end
  if #want > 0 and #got ~= #want then fail("%s has %d values, want %d", where, #got, #want) end
  local worst = 0
  for key, item in pairs(want) do
    local index = type(key) == "string" and math.tointeger(tonumber(key)) or key
    if rp.is_array(got) and (math.type(index) ~= "integer" or index < 1 or index > #got) then fail("%s has no entry %s", where, tostring(key)) end
    local one = got[index]
    worst = math.max(worst, deviation(("%s[%s]"):format(where, tostring(key)), one, item, scale))
  end
  return worst
end

local function check_refusal(vector, result, finding)
  local wanted = refusal_wanted(vector.outputs)
  if wanted and result then fail "was solved, must be refused" end
  if not wanted and not result then fail("was refused: %s", finding.text) end
  if wanted and finding.status ~= "no_solution" and finding.status ~= "bad_input" then
    fail("ended with %s (%s), not with a refusal", finding.status, finding.text)
  end
end

-- Outputs of one solve into `got`; names that the vector does not have are skipped.
local function collect(vector, solve, result, finding, got)
  for name, source in pairs(solve.outputs or {}) do
    if vector.outputs[name] ~= nil then
      local value
      if type(source) == "function" then value = source(result, finding)
      elseif result then value = result[source]
      else fail("'%s' needs a solution: %s", name, finding.text) end
      got[name] = { value = value }
    end
  end
end

local function run_solves(vector, solves)
  local got, refused = { exists = {}, refused = {} }, refusal_wanted(vector.outputs)
  for i, solve in ipairs(solves) do
    local skip = solve.only_if and (solve.only_if == "refused") ~= refused
    if not skip then
      local result, finding = rp.model(solve.model):try_solve(solve.arguments, solve.options)
      if i == 1 then check_refusal(vector, result, finding) end
      if i > 1 and not result then fail("%s refused: %s", solve.model, finding.text) end
      collect(vector, solve, result, finding, got)
    end
    for name in pairs(solve.ignored or {}) do got[name] = {} end
  end
  return got
end

-- Worst deviation over all outputs, and how many numbers were compared.
local function judge(vector, adapter)
  local map = adapter.kinds[vector.kind]
  if not map then fail("unknown kind '%s'", tostring(vector.kind)) end
  local proxy, seen = inputs_of(vector)
  local solves = map(proxy)
  for name in pairs(vector.inputs) do
    if not seen[name] then fail("unknown input '%s'", name) end
  end
  local got, worst, compared = run_solves(vector, solves), 0, 0
  for name, want in pairs(vector.outputs) do
    if not got[name] then fail("unknown output '%s'", name) end
    if next(got[name]) ~= nil or (is_missing(want) and name ~= "exists" and name ~= "refused") then
      worst = math.max(worst, deviation(name, got[name].value, want, largest(want)))
      compared = compared + 1
    end
  end
  if compared == 0 and not refusal_wanted(vector.outputs) then fail "has no output to compare" end
  return worst
end

local function read_json(path)
  local text, why = host.read_file(path)
  if not text then error(why, 0) end
  local file, what = host.json_decode(text)
  if not file then error(path .. ": " .. what, 0) end
  if type(file) ~= "table" or type(file.paper) ~= "string" or type(file.vectors) ~= "table" then
    error(path .. ": this is no file of vectors: it needs \"paper\" and \"vectors\"", 0)
  end
  return file
end

local failed, passed = 0, 0

local function run_vector(vector, adapter, file)
  for _, field in ipairs { "id", "kind", "inputs", "outputs" } do
    if vector[field] == nil then error(("%s: a vector has no \"%s\""):format(file, field), 0) end
  end
  local tolerance = vector.tolerance or adapter.tolerance
  local ok, worst = pcall(judge, vector, adapter)
  if ok and worst <= tolerance then
    passed = passed + 1
    print(("pass %-40s %.1e (tolerance %.0e)"):format(vector.id, worst, tolerance))
    return
  end
  failed = failed + 1
  if ok then print(("fail %-40s %.1e (tolerance %.0e)"):format(vector.id, worst, tolerance))
  else print(("fail %-40s %s"):format(vector.id, type(worst) == "table" and worst.text or tostring(worst))) end
end

if #rp.arguments == 0 then error("usage: reprise run --trust tests/vectors.lua -- FILE.json ...", 0) end
for _, path in ipairs(rp.arguments) do
  local file = read_json(path)
  local adapter = require("vectors." .. file.paper)
  for _, vector in ipairs(file.vectors) do run_vector(vector, adapter, path) end
end
print(("%d passed, %d failed"):format(passed, failed))
if failed > 0 then error(("%d of %d vectors failed"):format(failed, failed + passed), 0) end
