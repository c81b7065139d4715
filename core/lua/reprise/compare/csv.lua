-- Comparison of CSV files. Other versions of program and models ("# made with ...") are no difference; other comment lines and
-- text cells are compared exactly; a column of whole numbers exactly; other columns by the rule of compare.lua, with what
-- the header says of them:
--   # tolerance: volume=1e-6, cost=1e-5        other tolerances than 1e-9
--   # scale: gap=1                             deviations are divided by this instead of the size of the number
--   # diagnostic: residual, iterations<=50     bounded above only, by the stated bound or ten times the old value
--   # standard-error: mean=mean_se             a Monte Carlo mean: within four of its (combined) standard errors
local compare = require "reprise.compare"

-- One row of fields, quoted as in RFC 4180.
local function fields_of(line)
  local fields, position = {}, 1
  while true do
    if line:sub(position, position) == '"' then
      local text = ""
      local from = position + 1
      while true do
        local quote = line:find('"', from, true) or #line + 1
        text = text .. line:sub(from, quote - 1)
        if line:sub(quote + 1, quote + 1) ~= '"' then
          position = quote + 1
          break
        end
        text, from = text .. '"', quote + 2
      end
      fields[#fields + 1] = text
    else
      local comma = line:find(",", position, true) or #line + 1
      fields[#fields + 1] = line:sub(position, comma - 1)
      position = comma
    end
    if line:sub(position, position) ~= "," then
      return fields
    end
    position = position + 1
  end
end

local function read(text)
  local csv = { comments = {}, rows = {}, numbers = {} }
  local number = 0
  for line in (text .. "\n"):gmatch("(.-)\r?\n") do
    number = number + 1
    if line:match("^# made with reprise ") then
      csv.made_with = line
    elseif line:match("^#") then
      csv.comments[#csv.comments + 1] = line
    elseif line ~= "" then
      if not csv.names then
        csv.names = fields_of(line)
      else
        csv.rows[#csv.rows + 1], csv.numbers[#csv.numbers + 1] = fields_of(line), number
      end
    end
  end
  csv.names = csv.names or {}
  return csv
end

-- What the header says of columns: { volume = { tolerance = 1e-6 }, ... }.
local function rules_of(comments)
  local rules = {}
  local function rule(name)
    rules[name] = rules[name] or {}
    return rules[name]
  end
  for _, comment in ipairs(comments) do
    local word, rest = comment:match("^#%s*([%a-]+):%s*(.*)$")
    for item in (rest or ""):gmatch("[^,]+") do
      item = item:match("^%s*(.-)%s*$")
      local name, value = item:match("^(.-)%s*<?=%s*(%S+)$")
      if word == "diagnostic" then
        rule(name or item).diagnostic = tonumber(value) or true
      elseif (word == "tolerance" or word == "scale") and tonumber(value) then
        rule(name)[word] = tonumber(value)
      elseif word == "standard-error" and name then
        rule(name).standard_error = value
      end
    end
  end
  return rules
end

local function to_number(text)
  local lower = text:lower()
  if lower == "nan" or lower == "-nan" then
    return 0 / 0
  elseif lower == "inf" or lower == "-inf" then
    return lower == "inf" and math.huge or -math.huge
  end
  return tonumber(text)
end

local function column(csv, index)
  local numbers, whole = {}, true
  for _, row in ipairs(csv.rows) do
    local cell = row[index] or ""
    local value = to_number(cell)
    whole = whole and cell:match("^-?%d+$") ~= nil
    numbers[#numbers + 1] = value and value == value and value or nil
  end
  return numbers, whole
end

local function index_of(names, name)
  for index, each in ipairs(names) do
    if each == name then
      return index
    end
  end
  return nil
end

-- The rule of one number; a Monte Carlo mean gets four combined standard errors of its row as its tolerance.
local function rule_at(rule, floor, new_row, old_row, error_column, old_value)
  if error_column then
    local combined = math.sqrt((tonumber(new_row[error_column]) or 0) ^ 2 + (tonumber(old_row[error_column]) or 0) ^ 2)
    local size = math.max(math.abs(old_value), floor)
    return { tolerance = size > 0 and math.max(4 * combined / size, compare.tolerance) or compare.tolerance, floor = floor }
  end
  return { tolerance = rule.tolerance, floor = floor, scale = rule.scale, diagnostic = rule.diagnostic }
end

local function compare_column(report, new, old, index, rule)
  local name = old.names[index]
  local old_numbers, old_whole = column(old, index)
  local _, new_whole = column(new, index)
  local floor = compare.floor_of(old_numbers)
  local error_column = rule.standard_error and index_of(old.names, rule.standard_error)
  for k = 1, #old.rows do
    local new_cell, old_cell = new.rows[k][index] or "", old.rows[k][index] or ""
    local place = ("line %d, %s"):format(old.numbers[k], name)
    local new_value, old_value = to_number(new_cell), to_number(old_cell)
    if new_cell == old_cell then
      goto continue
    elseif not new_value or not old_value then
      report:text(place, new_cell, old_cell)
    elseif old_whole and new_whole and not rule.diagnostic and not error_column and not rule.tolerance then
      report:differs(place, new_cell, old_cell)
    else
      report:number(place, new_value, old_value, rule_at(rule, floor, new.rows[k], old.rows[k], error_column, old_value))
    end
    ::continue::
  end
end

return function(report, new_text, old_text)
  local new, old = read(new_text), read(old_text)
  report.moved = report.moved or new.made_with ~= old.made_with
  for k = 1, math.max(#new.comments, #old.comments) do
    report:text(("comment %d"):format(k), new.comments[k] or "(none)", old.comments[k] or "(none)")
  end
  local new_names, old_names = table.concat(new.names, ","), table.concat(old.names, ",")
  if new_names ~= old_names then
    report:differs("names of the columns", new_names, old_names)
    return
  elseif #new.rows ~= #old.rows then
    report:differs("number of rows", #new.rows, #old.rows)
    return
  end
  local rules = rules_of(old.comments)
  for index = 1, #old.names do
    compare_column(report, new, old, index, rules[old.names[index]] or {})
  end
end
