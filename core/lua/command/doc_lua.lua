-- command.doc_lua: models as annotations for the Lua language server (LuaLS), by which an editor completes the names of
-- models, parameters and outputs in a script and shows what they mean. The file is Lua that is never run.

local facts = require "command.doc_facts"

local M = {}

local function comment(text)
  return (text:gsub("%s+", " "))
end

-- What a script may write for a parameter.
local function parameter_type(p)
  if p.kind == "choice" then return '"' .. table.concat(p.choices, '"|"') .. '"' end
  local plain = {
    real = "number", integer = "integer", boolean = "boolean", array = "number|number[]|reprise.array",
    curve = "number|reprise.curve|fun(x: number): number", process = "table",
  }
  return plain[p.kind] or "any"
end

local function model_text(d, out)
  local class = "reprise.model." .. d.id
  local function add(text, ...) out[#out + 1] = text:format(...) end
  add("---@class %s.parameters", class)
  for _, p in ipairs(d.parameters) do
    add("---@field %s? %s %s (%s)", p.name, parameter_type(p), comment(p.doc), comment(table.concat(facts.facts_of_parameter(p), "; ")))
  end
  add("\n---@class %s.result", class)
  for _, o in ipairs(d.outputs) do
    add("---@field %s %s %s", o.name, #o.axes > 0 and "reprise.array" or "number", comment(o.doc))
  end
  add("\n---@class %s.sweep : reprise.sweep", class)
  for _, o in ipairs(d.outputs) do add("---@field %s reprise.array %s", o.name, comment(o.doc)) end
  add("\n---%s", comment(d.doc))
  add("---@class %s", class)
  add("---@field solve fun(self: %s, parameters: %s.parameters, options?: reprise.options): %s.result", class, class, class)
  add("---@field try_solve fun(self: %s, parameters: %s.parameters, options?: reprise.options): %s.result?, reprise.finding?", class, class, class)
  add("---@field sweep fun(self: %s, parameters: table, options?: reprise.options): %s.sweep\n", class, class)
end

local head = [[
---@meta reprise

---@class reprise.array
---@class reprise.curve

---@class reprise.options
---@field outputs? string[] the outputs that are wanted
---@field seed? integer the seed of random numbers

---@class reprise.finding
---@field status string
---@field slug string
---@field text string
---@field parameter? string
---@field value? number

---@class reprise.sweep
---@field status string[]
---@field failures fun(self: reprise.sweep): table
---@field lines fun(self: reprise.sweep, what: table): table
---@field map fun(self: reprise.sweep, what: table): table
]]

--- The annotations of these models and of the functions of `rp`.
function M.text(list)
  local out = { head }
  for _, d in ipairs(list) do model_text(d, out) end
  out[#out + 1] = "---@class reprise\nlocal rp = {}\n"
  for _, d in ipairs(list) do out[#out + 1] = ('---@overload fun(id: "%s"): reprise.model.%s'):format(d.id, d.id) end
  out[#out + 1] = "---@param id string\nfunction rp.model(id) end\n"
  local names = {}
  for name, value in pairs(require "reprise") do
    if type(name) == "string" and name ~= "model" and name:match "^%a[%w_]*$" then
      names[#names + 1] = { name = name, is_function = type(value) == "function" }
    end
  end
  table.sort(names, function(a, b) return a.name < b.name end)
  for _, each in ipairs(names) do
    out[#out + 1] = each.is_function and ("function rp.%s(...) end"):format(each.name) or ("rp.%s = nil"):format(each.name)
  end
  out[#out + 1] = "\nreturn rp\n"
  return table.concat(out, "\n")
end

return M
