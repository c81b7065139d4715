-- reprise.provenance: where published numbers come from, as comment lines in the heads of their CSV files: the script, the
-- version of the program, the models that the script had asked for by then, and what the command line changed. The rest
-- (hashes, libraries, inputs) is in manifest.json. `reprise diff` takes a change of these lines for none of the numbers.

local context = require "reprise.context"
local host = require "host"
local ordered = require "reprise.ordered"

local M = {}

-- The script's path as it goes into published files: as typed, never absolute.
function M.script()
  local path = (context.script or "a script"):gsub("[^\32-\126\128-\255]", "?")
  return path:sub(1, 1) == "/" and path:match("[^/]+/[^/]+$") or path
end

-- "made with reprise 1.0.0; models: closing_price 1.0.0; settings: n=50"
function M.made_with()
  local parts = { "made with reprise " .. host.build.version }
  local model = package.loaded["reprise.model"]
  local models = type(model) == "table" and model.versions() or {}
  if #models > 0 then parts[#parts + 1] = "models: " .. table.concat(models, ", ") end
  local settings = {}
  for name, value in ordered.pairs(context.set or {}) do
    settings[#settings + 1] = (name .. "=" .. tostring(value)):gsub("%c", " ")
  end
  if #settings > 0 then parts[#parts + 1] = "settings: " .. table.concat(settings, ", ") end
  return table.concat(parts, "; ")
end

return M
