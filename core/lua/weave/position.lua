-- position.lua - where something stands in a text, for sentences: position(path, text, literal) -> "paper.md:12", or the path
-- alone when the literal is not there. Runs in the program and, copied beside the filter, inside pandoc (Lua 5.3).

return function(path, text, literal)
  local line, from = 1, 1
  local at = literal and text:find(literal, 1, true)
  if not at then return path end
  while true do
    local newline = text:find("\n", from, true)
    if not newline or newline >= at then break end
    line, from = line + 1, newline + 1
  end
  return path .. ":" .. line
end
