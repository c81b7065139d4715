-- reprise: what scripts get from `require "reprise"`: the public functions of all modules in one table.

local M = {}

for _, name in ipairs { "array", "csv", "settings", "model", "curve", "figure", "table", "value", "claim" } do
  for key, value in pairs(require("reprise." .. name).public) do
    assert(M[key] == nil, key)
    M[key] = value
  end
end

-- A misspelt function is told from one that is absent on purpose: nobody asks this table for what may be missing.
return setmetatable(M, {
  __index = function(_, name)
    local near = require "reprise.nearest"(tostring(name), require("reprise.ordered").keys(M))
    require("host").blame("reprise has no function '%s'%s", tostring(name), near and ("; did you mean '" .. near .. "'?") or "")
  end,
})
