-- Comparison of JSON files. Whole numbers and strings exactly, other numbers by the rule of compare.lua; the column of a
-- number is the array it stands in. An object may state "magnitude", the size of the numbers that went into those it holds:
-- then a number far below that is rounding and no result; and "slack", by how much those numbers may differ because the
-- solver's stated error is no smaller. Under the names "deviation" and "error" stand diagnostics; "worst"
-- tells where something was largest, which rounding may move, and is not compared. Lists of objects with "id" (or "name") are
-- matched by it. Calls host for the reading.
local host = require "host"
local compare = require "reprise.compare"

local diagnostics = { deviation = true, error = true }
local ignored = { worst = true, magnitude = true, slack = true }
local special = { inf = math.huge, ["-inf"] = -math.huge, nan = 0 / 0 }

local function kind_of(value)
  return value == host.null and "null" or type(value)
end

-- A list of objects that carry an id, by that id; nil when it is none.
local function by_id(list)
  local map, order = {}, {}
  for index, each in ipairs(list) do
    local id = type(each) == "table" and (each.id or each.name)
    if type(id) ~= "string" or map[id] then
      return nil
    end
    map[id], order[index] = each, id
  end
  return #order > 0 and map or nil, order
end

local function is_list(value)
  return #value > 0 or next(value) == nil
end

local compare_value

local function compare_matched(report, place, new, old, context)
  local new_map, new_order = by_id(new)
  local old_map, old_order = by_id(old)
  if not new_map or not old_map then
    return false
  end
  for _, id in ipairs(old_order) do
    compare_value(report, ("%s[%s]"):format(place, id), new_map[id], old_map[id], context)
  end
  for _, id in ipairs(new_order) do
    if old_map[id] == nil then
      report:differs(("%s[%s]"):format(place, id), "present", "absent")
    end
  end
  if table.concat(new_order, " ") ~= table.concat(old_order, " ") and #new_order == #old_order and #report.deviations == 0 then
    report:differs(place, "another order", "this order")
  end
  return true
end

local function compare_list(report, place, new, old, context)
  if compare_matched(report, place, new, old, context) then
    return
  elseif #new ~= #old then
    report:differs(place, ("%d entries"):format(#new), ("%d entries"):format(#old))
    return
  end
  local numbers = {}
  for _, each in ipairs(old) do
    numbers[#numbers + 1] = type(each) == "number" and each == each and each or nil
  end
  local inner = { floor = math.max(compare.floor_of(numbers), context.floor or 0), slack = context.slack,
    diagnostic = context.diagnostic }
  for index = 1, #old do
    compare_value(report, ("%s[%d]"):format(place, index), new[index], old[index], inner)
  end
end

local function compare_object(report, place, new, old, context)
  local keys = {}
  for _, object in ipairs { new, old } do
    for key in pairs(object) do
      keys[#keys + 1] = key
    end
  end
  table.sort(keys)
  local floor = type(old.magnitude) == "number" and 1e-3 * math.abs(old.magnitude) or context.floor
  local slack = type(old.slack) == "number" and old.slack or context.slack
  for index, key in ipairs(keys) do
    if key ~= keys[index - 1] and not ignored[key] then
      compare_value(report, place == "" and key or place .. "." .. key, new[key], old[key],
        { floor = floor, slack = slack, diagnostic = diagnostics[key] })
    end
  end
end

compare_value = function(report, place, new, old, context)
  local new_kind, old_kind = kind_of(new), kind_of(old)
  if context.diagnostic or type(new) ~= type(old) then
    new, old = special[new] or new, special[old] or old
    new_kind, old_kind = kind_of(new), kind_of(old)
  end
  if new_kind ~= old_kind then
    report:differs(place, new == nil and "absent" or new_kind == "table" and "a table" or new,
      old == nil and "absent" or old_kind == "table" and "a table" or old)
  elseif old_kind == "number" then
    if math.type(new) == "integer" and math.type(old) == "integer" and not context.diagnostic then
      if new ~= old then
        report:differs(place, new, old)
      end
    else
      report:number(place, new, old, context)
    end
  elseif old_kind == "string" then
    report:text(place, new, old)
  elseif old_kind == "table" then
    if is_list(old) and is_list(new) then
      compare_list(report, place, new, old, context)
    else
      compare_object(report, place, new, old, context)
    end
  elseif new ~= old then
    report:differs(place, new, old)
  end
end

return function(report, new_text, old_text)
  local new, new_trouble = host.json_decode(new_text)
  local old, old_trouble = host.json_decode(old_text)
  if new == nil or old == nil then
    report:differs("content", new == nil and tostring(new_trouble) or "JSON", old == nil and tostring(old_trouble) or "JSON")
    return
  end
  compare_value(report, "", new, old, {})
end
