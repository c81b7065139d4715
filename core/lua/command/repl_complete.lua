-- command.repl_complete: what may stand at the end of a line at the prompt. Looks at names only: nothing is run that the
-- line says.

local native = require "host.model"

local M = {}

-- The value that a path such as "r.cost" or "rp" names in the script's world, or nil.
local function value_of(env, path)
  local value = env
  for name in path:gmatch "[^.]+" do
    if type(value) ~= "table" then return nil end
    value = rawget(value, name)
  end
  return value
end

local function is_model(value)
  return type(value) == "table" and type(rawget(value, "description")) == "table" and rawget(value, "parameter_names") ~= nil
end

-- The model whose braces the cursor is in: "m:solve { a = 1, b", "rp.model "x":solve { ".
local function model_around(env, before)
  local depth = 0
  for i = #before, 1, -1 do
    local letter = before:sub(i, i)
    if letter == "}" then depth = depth + 1 end
    if letter == "{" then
      depth = depth - 1
      if depth < 0 then
        local head = before:sub(1, i - 1)
        local method = head:match ":%s*(%a[%w_]*)%s*%(?%s*$"
        if method ~= "solve" and method ~= "try_solve" and method ~= "sweep" then return nil end
        local object = head:match "([%a_][%w_.]*)%s*:%s*%a[%w_]*%s*%(?%s*$"
        local id = head:match 'rp%.model%s*%(?%s*["\']([%w_]+)["\']%s*%)?%s*:%s*%a[%w_]*%s*%(?%s*$'
        if id then return (native.describe(id)) end
        local model = object and value_of(env, object)
        return is_model(model) and model.description or nil
      end
    end
  end
end

local function names_of(list)
  local names = {}
  for i, item in ipairs(list) do names[i] = item.name end
  return names
end

local function keys_of(value)
  local names = {}
  if type(value) == "table" then
    for name in pairs(value) do names[#names + 1] = name end
  end
  return names
end

-- What may stand in place of the word, unfiltered, and what follows each of them.
local function candidates(env, before, word)
  local head = before:sub(1, #before - #word)
  if head:match 'rp%.model%s*%(?%s*["\']$' or head:match 'help%s*%(%s*["\']$' then
    local ids = {}
    for i, m in ipairs((native.models())) do ids[i] = m.id end
    return ids, ""
  end
  local path, method = word:match "^(.-):([%w_]*)$"
  if method then
    local value = value_of(env, path)
    if is_model(value) then return { path .. ":solve", path .. ":try_solve", path .. ":sweep" }, "" end
    return {}, ""
  end
  local object = word:match "^(.*)%.[%w_]*$"
  if object then
    local names = {}
    for _, name in ipairs(keys_of(value_of(env, object))) do names[#names + 1] = object .. "." .. tostring(name) end
    return names, ""
  end
  local description = model_around(env, head)
  if description then
    if head:match 'outputs%s*=%s*{[^}]*["\']$' then return names_of(description.outputs), "" end
    if not head:match "=%s*$" then return names_of(description.parameters), " = " end
  end
  return keys_of(env), ""
end

--- f(line up to the cursor, word at its end) -> sorted list, for host.line.
function M.completer(env)
  return function(before, word)
    local fine, list, ending = pcall(candidates, env, before, word)
    if not fine then return {} end
    local found = {}
    for _, name in ipairs(list) do
      if type(name) == "string" and name:sub(1, #word) == word then found[#found + 1] = name .. ending end
    end
    table.sort(found)
    return found
  end
end

return M
