-- command.conform_reference: the check of the conformance kit that compares a plugin with numbers from elsewhere. They
-- lie beside the plugin, in NAME.reference.lua, which returns a list of cases:
--
--   { model = "id", parameters = { ... }, outputs = { name = number or list }, tolerance = 1e-9, origin = "closed form" }
--
-- origin says where the numbers come from: "published", "closed form", "independent program", with details. The
-- tolerance is relative to the largest entry of the reference.

local host = require "host"

local M = {}

M.check = {
  id = "reference", seconds = 120,
  sentence = "agrees with its reference cases within their tolerances",
}

-- Where the cases of a plugin file are, or are meant to be.
function M.file(plugin, asked)
  return asked or (plugin:gsub("%.so$", "") .. ".reference.lua")
end

local function flatten(value, list)
  if type(value) ~= "table" then
    list[#list + 1] = value
  else
    for _, inner in ipairs(value) do flatten(inner, list) end
  end
  return list
end

local function entries_of(value)
  return flatten(type(value) == "userdata" and value:totable() or value, {})
end

local function compare(case, name, want, got)
  local reference, ours, size, worst, where = entries_of(want), entries_of(got), 0, 0, 1
  if #reference ~= #ours then return ("the output '%s' has %d entries, the reference %d"):format(name, #ours, #reference) end
  for i, x in ipairs(reference) do
    if type(x) ~= "number" then return ("entry %d of the reference for '%s' is no number"):format(i, name) end
    size = math.max(size, math.abs(x))
    local distance = math.abs(ours[i] - x)
    if ours[i] == x then distance = 0 end
    if not (distance <= worst) then worst, where = distance, i end -- NaN stays
  end
  local relative = size > 0 and worst / size or worst
  if relative <= case.tolerance then return nil end
  return ("the output '%s' is off by %.2g of its size, more than %g: entry %d is %.10g and the reference %.10g (%s)"):format(
    name, relative, case.tolerance, where, ours[where], reference[where], case.origin)
end

-- What is wrong with a case as such, or nil.
local function misfit(case)
  if type(case) ~= "table" or type(case.model) ~= "string" then return "it is no table with a model's id: model = \"id\"" end
  if type(case.outputs) ~= "table" or next(case.outputs) == nil then return "it has no outputs to compare with: outputs = { name = number or list }" end
  if type(case.tolerance) ~= "number" then return "it states no tolerance: tolerance = 1e-9" end
  if type(case.origin) ~= "string" or #case.origin < 4 then return "it does not say where its numbers come from: origin = \"closed form: ...\"" end
end

local function judge(case, number, find)
  local function fail(model, text) find(model, ("case %d: %s"):format(number, text)) end
  local wrong = misfit(case)
  if wrong then return fail("", wrong) end
  local models = require "reprise.model"
  local names = {}
  for name in pairs(case.outputs) do names[#names + 1] = name end
  table.sort(names)
  local fine, result, why = pcall(function()
    return models.public.model(case.model):try_solve(case.parameters or {}, { outputs = names })
  end)
  if not fine then return fail(case.model, tostring(result)) end
  if not result then return fail(case.model, why.text) end
  for _, name in ipairs(names) do
    local text = compare(case, name, case.outputs[name], result[name])
    if text then fail(case.model, text) end
  end
end

-- The findings of the cases in the file.
function M.run(file)
  local findings = {}
  local function find(verdict) return function(model, text)
    findings[#findings + 1] = { verdict = verdict, model = model, text = text }
  end end
  if not host.stat(file) then
    find "skip"("", ("there is no %s beside it: cases whose answers are known from elsewhere"):format(file:match "[^/]*$"))
    return findings
  end
  local text, why = host.read_file(file)
  local chunk = text and load(text, "=" .. file:match "[^/]*$", "t", { math = math })
  local fine, cases = pcall(chunk or error, not chunk and (why or select(2, load(text, "=" .. file, "t"))) or nil)
  if not fine or type(cases) ~= "table" or #cases == 0 then
    find "fail"("", ("%s does not return a list of cases%s"):format(file:match "[^/]*$", fine and "" or ": " .. tostring(cases)))
    return findings
  end
  for i, case in ipairs(cases) do judge(case, i, find "fail") end
  return findings
end

return M
