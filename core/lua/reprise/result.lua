-- reprise.result: what solve returns. r.name is an output; r:arguments() what was given, r:remarks() what the solver noted.

local host = require "host"
local nearest = require "reprise.nearest"

local M = {}

local methods = {}
local private = setmetatable({}, { __mode = "k" })

function methods:arguments() return private[self].arguments end
function methods:remarks() return private[self].remarks end
function methods:model() return private[self].model.id end

local result = { __metatable = "result" }

function result:__index(name)
  local this = private[self]
  local value = this.outputs[name]
  if value ~= nil then return value end
  if methods[name] then return methods[name] end
  if this.model.outputs[name] then
    host.blame("the output '%s' of model '%s' was not asked for in this solve", name, this.model.id)
  end
  local near = nearest(tostring(name), this.model.output_names)
  host.blame("model '%s' has no output '%s'%s", this.model.id, tostring(name),
    near and ("; did you mean '" .. near .. "'?") or " (`reprise doc " .. this.model.id .. "` lists them)")
end

function result:__newindex(name)
  host.blame("results are not changed by scripts ('%s')", tostring(name))
end

-- pairs(r) walks the outputs in the model's order.
function result:__pairs()
  local this, i = private[self], 0
  return function()
    while i < #this.model.output_names do
      i = i + 1
      local name = this.model.output_names[i]
      if this.outputs[name] ~= nil then return name, this.outputs[name] end
    end
  end
end

function result:__tostring()
  local this = private[self]
  local lines = { "result of " .. this.model.id }
  for name, value in pairs(self) do
    local unit = this.model.outputs[name].unit
    lines[#lines + 1] = ("  %s = %s%s"):format(name, type(value) == "number" and ("%.10g"):format(value) or tostring(value),
      type(value) == "number" and unit ~= "1" and " " .. unit or "")
  end
  return table.concat(lines, "\n")
end

function M.new(model, arguments, outputs, remarks)
  local self = setmetatable({}, result)
  private[self] = { model = model, arguments = arguments, outputs = outputs, remarks = remarks }
  return self
end

return M
