-- reprise: what scripts get from `require "reprise"`: the public functions of all modules in one table.

local M = {}

for _, name in ipairs { "array", "csv", "settings", "model", "curve", "figure", "table", "value", "claim" } do
  for key, value in pairs(require("reprise." .. name).public) do
    assert(M[key] == nil, key)
    M[key] = value
  end
end

return M
