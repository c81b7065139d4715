-- reprise.nearest: the name that somebody probably meant. nearest(word, names) -> name, or nil if none is close.

-- Edits (insert, delete, replace, swap neighbours) that turn a into b.
local function distance(a, b)
  local before, row, previous = {}, {}, {}
  for j = 0, #b do row[j] = j end
  for i = 1, #a do
    before, previous, row = previous, row, { [0] = i }
    for j = 1, #b do
      local same = a:byte(i) == b:byte(j)
      local d = math.min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (same and 0 or 1))
      if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then
        d = math.min(d, before[j - 2] + 1)
      end
      row[j] = d
    end
  end
  return row[#b]
end

-- Names are compared in their order: the first of several equally close ones wins. The beginning of a name will do.
return function(word, names)
  local best, least = nil, math.max(1, #word // 3) + 1
  for _, name in ipairs(names) do
    local d = distance(word, name)
    if d < least then best, least = name, d end
  end
  if best or #word < 3 then return best end
  for _, name in ipairs(names) do
    if name:sub(1, #word) == word then return name end
  end
end
