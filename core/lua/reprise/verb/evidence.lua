-- What all verbs share: reading the numbers that a script offers as evidence, refusing what is none, and checking field
-- names. A verdict is computed from numbers; a literal `true` is refused here. Calls host and the ledger's spelling aid.
local host = require "host"
local ledger = require "reprise.ledger"

local M = {}

-- Fields that every verb takes; claim.lua reads them.
local common = { "part", "with", "without", "what", "inputs" }

--- Refuses fields that the verb does not know; numbers as keys are the caller's own list part.
function M.check_fields(verb, arguments, known)
  if type(arguments) ~= "table" then
    host.blame("%s takes a table of named values, as in %s { ... }; got %s", verb, verb, type(arguments))
  end
  local all, names = {}, {}
  for _, list in ipairs { known, common } do
    for _, name in ipairs(list) do
      all[name], names[#names + 1] = true, name
    end
  end
  local unknown = {}
  for key in pairs(arguments) do
    if not all[key] then
      unknown[#unknown + 1] = tostring(key)
    end
  end
  table.sort(unknown)
  if unknown[1] then
    host.blame("%s has no field '%s' (nearest: %s)", verb, unknown[1], ledger.nearest(unknown[1], names)[1])
  end
end

local function refuse(what, value)
  if type(value) == "boolean" then
    host.blame("%s is the literal %s: a verdict is computed from numbers, never stated", what, tostring(value))
  end
  host.blame("%s must be a number or an array of numbers, not %s", what, type(value) == "nil" and "absent" or type(value))
end

-- A plain Lua value of a number, a nested list or an array object.
local function plain(value, what)
  if type(value) == "userdata" and getmetatable(value) == "array" then
    return value:totable()
  end
  return value
end

local function flatten(value, what, into)
  value = plain(value, what)
  if type(value) == "number" then
    into[#into + 1] = value + 0.0
  elseif type(value) == "table" then
    for index = 1, #value do
      flatten(value[index], ("%s[%d]"):format(what, index), into)
    end
  else
    refuse(what, value)
  end
end

--- All numbers of a value (a number, a nested list, an array), row by row, as one flat list of floats.
function M.numbers(value, what)
  local list = {}
  flatten(value, what, list)
  if #list == 0 then
    host.blame("%s holds no number", what)
  end
  return list
end

--- One finite or infinite number.
function M.number(value, what)
  value = plain(value, what)
  if type(value) ~= "number" then
    refuse(what, value)
  end
  return value + 0.0
end

--- A number that measures something: an error, a tolerance, a confidence; not negative, not NaN.
function M.measure(value, what)
  local number = M.number(value, what)
  if not (number >= 0) then
    host.blame("%s is %.17g: it must not be negative", what, number)
  end
  return number
end

--- A whole number >= least, for counts and seeds.
function M.whole(value, what, least)
  local number = type(value) == "number" and math.tointeger(value)
  if not number or number < (least or math.mininteger) then
    host.blame("%s must be a whole number%s; got %s", what, least and (" of at least %d"):format(least) or "",
      tostring(value))
  end
  return number
end

--- The solver's own error: one number for all `count` numbers, or one for each; `absent` when the script states none.
function M.errors(value, count, what, absent)
  if value == nil then
    value = absent
  end
  local list = M.numbers(value, what)
  if #list ~= 1 and #list ~= count then
    host.blame("%s has %d numbers, but there are %d values", what, #list, count)
  end
  for index = 1, math.max(count, #list) do
    list[index] = M.measure(list[index] or list[1], what)
  end
  return list
end

--- The largest absolute value of a list, NaN and infinities left out.
function M.magnitude(list)
  local largest = 0.0
  for _, x in ipairs(list) do
    local size = math.abs(x)
    if size > largest and size < math.huge then
      largest = size
    end
  end
  return largest
end

--- |a - b|; two equal infinities do not differ, a number and NaN differ by NaN.
function M.distance(a, b)
  return a == b and 0.0 or math.abs(a - b)
end

--- Named values: { name = value, ... } or { {"name", value}, ... } as a list of { name, numbers, original }, sorted by
-- name in the first case. Refuses fewer than two and the same value under two names.
function M.routes(value, what)
  if type(value) ~= "table" then
    host.blame("%s must be { name = value, ... } or { {\"name\", value}, ... }", what)
  end
  local list = {}
  if value[1] ~= nil then
    for _, pair in ipairs(value) do
      if type(pair) ~= "table" or type(pair[1]) ~= "string" then
        host.blame("%s must be { {\"name\", value}, ... }: each route has a name", what)
      end
      list[#list + 1] = { name = pair[1], original = pair[2] }
    end
  else
    for name, each in pairs(value) do
      list[#list + 1] = { name = tostring(name), original = each }
    end
    table.sort(list, function(a, b)
      return a.name < b.name
    end)
  end
  if #list < 2 then
    host.blame("%s needs two routes that share nothing but the reading of their input; got %d", what, #list)
  end
  for i, route in ipairs(list) do
    route.numbers = M.numbers(route.original, ("%s '%s'"):format(what, route.name))
    for j = 1, i - 1 do
      if list[j].name == route.name then
        host.blame("%s: two routes have the name '%s'", what, route.name)
      elseif type(route.original) ~= "number" and rawequal(list[j].original, route.original) then
        host.blame("%s: '%s' and '%s' are one and the same value, not two routes", what, list[j].name, route.name)
      elseif #list[j].numbers ~= #route.numbers then
        host.blame("%s: '%s' has %d numbers, '%s' has %d", what, list[j].name, #list[j].numbers, route.name,
          #route.numbers)
      end
    end
  end
  return list
end

--- The routes as the record in claims.json shows them: name and value of a scalar, name and size of an array.
function M.describe_routes(routes)
  local shown = {}
  for index, route in ipairs(routes) do
    local single = #route.numbers == 1
    shown[index] = { name = route.name, value = single and route.numbers[1] or nil, count = not single and #route.numbers or nil }
  end
  return shown
end

--- Element-wise deviations of two equally long lists by the project's rule, |a - b| / max(|b|, 1e-3 max |b|), or on a stated
-- scale. Returns the worst deviation, its index and the scale used there.
function M.worst_deviation(a, b, scale)
  local floor = 1e-3 * math.max(M.magnitude(b), 0)
  local worst, at, used = -1, 1, scale or 1
  for index = 1, #b do
    local unit = scale or math.max(math.abs(b[index]), floor)
    local difference = M.distance(a[index], b[index])
    local deviation = difference == 0 and 0.0 or difference / unit
    if deviation ~= deviation then
      return deviation, index, unit
    elseif deviation > worst then
      worst, at, used = deviation, index, unit
    end
  end
  return worst, at, used
end

return M
