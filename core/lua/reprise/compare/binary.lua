-- Comparison of raw doubles, the data of figures with very many points: one column, little-endian.
local compare = require "reprise.compare"

local function doubles(text)
  local numbers = {}
  for position = 1, #text - 7, 8 do
    numbers[#numbers + 1] = string.unpack("<d", text, position)
  end
  return numbers
end

return function(report, new_text, old_text)
  if #new_text ~= #old_text then
    report:differs("size in bytes", #new_text, #old_text)
    return
  end
  local new, old = doubles(new_text), doubles(old_text)
  local floor = compare.floor_of(old)
  for index = 1, #old do
    report:number(("number %d"):format(index), new[index], old[index], { floor = floor })
  end
end
