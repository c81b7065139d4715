-- reprise.ordered: pairs and next in a fixed order, so that no result depends on how Lua hashes: numbers ascending, then
-- strings by their bytes, then false and true, then the rest as it comes.

local M = {}

local rank = { number = 1, string = 2, boolean = 3 }

local function before(a, b)
  local type_a, type_b = type(a), type(b)
  if type_a ~= type_b then return (rank[type_a] or 4) < (rank[type_b] or 4) end
  if type_a == "number" or type_a == "string" then return a < b end
  if type_a == "boolean" then return not a and b end
  return false
end

-- The keys in order. Sequences come out of Lua in order already.
function M.keys(t)
  local keys, sorted = {}, true
  for key in next, t do
    local n = #keys
    if n > 0 and sorted and not before(keys[n], key) then sorted = false end
    keys[n + 1] = key
  end
  if not sorted then table.sort(keys, before) end
  return keys
end

-- Like Lua's pairs, __pairs included. Fields may be set to nil on the way; new ones are not visited.
function M.pairs(t)
  local metatable = debug.getmetatable(t)
  if metatable and metatable.__pairs then return metatable.__pairs(t) end
  if type(t) ~= "table" then
    error(("bad argument #1 to 'pairs' (table expected, got %s)"):format(t == nil and "nil" or type(t)), 2)
  end
  local keys, i = M.keys(t), 0
  return function()
    while true do
      i = i + 1
      local key = keys[i]
      if key == nil then return nil end
      local value = rawget(t, key)
      if value ~= nil then return key, value end
    end
  end, t, nil
end

-- Like Lua's next, at the cost of a look at all keys.
function M.next(t, key)
  local found
  for candidate in next, t do
    if (key == nil or before(key, candidate)) and (found == nil or before(candidate, found)) then found = candidate end
  end
  if found == nil then return nil end
  return found, rawget(t, found)
end

return M
