-- reprise: what scripts get from `require "reprise"`: the public functions of all modules in one table.

local host = require "host"

local M = {}

local function embedded(name)
  return name == "array" or host.embedded("reprise/" .. name .. ".lua") ~= nil
end

for _, name in ipairs { "array", "csv", "settings", "figure", "table", "value", "claim", "model", "curve" } do
  if embedded(name) then
    for key, value in pairs(require("reprise." .. name).public or {}) do M[key] = value end
  end
end

return M
