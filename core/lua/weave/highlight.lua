-- highlight.lua - Lua code as HTML with numbered lines. A lexer of four kinds (keywords, strings, comments, numbers) is all
-- that a listing needs, and a whole script costs it a few milliseconds. Pure functions; calls verdict for escaping.
local escape = require("weave.verdict").escape

local M = {}

local keywords = {}
for word in ([[and break do else elseif end false for function goto if in local nil not or repeat return then true until
  while]]):gmatch("%a+") do keywords[word] = true end

-- The end of the token that begins at `at`, and its class: kw, st, co, dv, or nil for the rest.
local function token(text, at)
  local first = text:sub(at, at)
  local comment = text:match("^%-%-()", at)
  local level = text:match("^%[(=*)%[", comment or at)
  if level then
    local _, stop = text:find("]" .. level .. "]", at, true)
    return stop or #text, comment and "co" or "st"
  elseif comment then
    return (text:find("\n", at, true) or #text + 1) - 1, "co"
  elseif first == '"' or first == "'" then
    local from = at + 1
    while true do
      local stop = text:find("[\\\n" .. first .. "]", from)
      if not stop then return #text, "st" end
      local found = text:sub(stop, stop)
      if found == "\n" then return stop - 1, "st" end -- never closed
      if found ~= "\\" then return stop, "st" end
      from = stop + 2
    end
  elseif first:match("[%a_]") then
    local word = text:match("^[%w_]+", at)
    return at + #word - 1, keywords[word] and "kw" or nil
  elseif text:match("^%.?%d", at) then
    local digits = text:match("^0[xX][%x.]+[pP]?[+-]?%d*", at) or text:match("^[%d.]+[eE][+-]?%d+", at) or text:match("^[%d.]+", at)
    return at + #digits - 1, "dv"
  end
  return at, nil
end

-- A token may run over several lines; its mark ends and begins again at each.
local function marked(text, class)
  text = escape(text)
  if not class then return text end
  return '<span class="' .. class .. '">' .. text:gsub("\n", '</span>\n<span class="' .. class .. '">') .. "</span>"
end

-- The code as <pre>, its lines numbered from `first` and carrying the ids NAME-NUMBER.
function M.html(text, name, first)
  text = text:gsub("\r\n", "\n"):gsub("\n$", "")
  local parts, at, plain = {}, 1, 1
  while at <= #text do
    local stop, class = token(text, at)
    if class then
      if plain < at then parts[#parts + 1] = escape(text:sub(plain, at - 1)) end
      parts[#parts + 1] = marked(text:sub(at, stop), class)
      plain = stop + 1
    end
    at = stop + 1
  end
  parts[#parts + 1] = escape(text:sub(plain))
  local lines, number = {}, first
  for line in (table.concat(parts) .. "\n"):gmatch("(.-)\n") do
    lines[#lines + 1] = ('<span id="%s-%d">%s</span>'):format(escape(name), number, line)
    number = number + 1
  end
  return ('<pre class="numbered"><code style="counter-reset:line %d">%s</code></pre>'):format(first - 1, table.concat(lines, "\n"))
end

return M
