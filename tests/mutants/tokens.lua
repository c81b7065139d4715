-- C's tokens, as far as finding signs and their operands takes: tokens(text) returns a list of
-- { text =, at = (offset of the first byte), kind = "word" | "number" | "string" | "mark", match = (index of the other bracket) }.
-- Comments, blanks and preprocessor lines are no tokens.

local marks = { "<<=", ">>=", "...", "++", "--", "->", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<", ">>", "<=", ">=",
  "==", "!=", "&&", "||" }
local closing = { [")"] = "(", ["]"] = "[", ["}"] = "{" }

-- The last byte of a preprocessor line that begins at `at`, with its continuations.
local function end_of_directive(text, at)
  local stop = at
  repeat
    stop = text:find("\n", stop + 1, true) or #text
  until text:sub(stop - 1, stop - 1) ~= "\\" or stop == #text
  return stop
end

local function end_of_comment(text, at)
  local two = text:sub(at, at + 1)
  if two == "/*" then
    local _, stop = text:find("*/", at + 2, true)
    return stop or #text
  end
  if two == "//" then return (text:find("\n", at, true) or #text + 1) - 1 end
end

local function end_of_string(text, at)
  local quote, stop = text:sub(at, at), at + 1
  while text:sub(stop, stop) ~= quote do
    if stop > #text then error("unfinished " .. quote, 0) end
    stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
  end
  return stop
end

-- A number takes the sign of its exponent along.
local function end_of_number(text, at)
  local _, stop = text:find("^%.?%d[%w_.]*", at)
  local hexadecimal = text:sub(at, at + 1):lower() == "0x"
  while stop and text:sub(stop, stop):match(hexadecimal and "[pP]" or "[eE]") and text:sub(stop + 1, stop + 1):match "[+-]" do
    _, stop = text:find("^[+-][%w_.]*", stop + 1)
  end
  return stop
end

-- Where the token at `at` ends, and its kind.
local function measure(text, at)
  local one = text:sub(at, at)
  if one == '"' or one == "'" then return end_of_string(text, at), "string" end
  local stop = end_of_number(text, at)
  if stop then return stop, "number" end
  _, stop = text:find("^[%a_][%w_]*", at)
  if stop then return stop, "word" end
  for _, mark in ipairs(marks) do
    if text:sub(at, at + #mark - 1) == mark then return at + #mark - 1, "mark" end
  end
  return at, "mark"
end

return function(text)
  local list, open, at, fresh = {}, {}, 1, true
  while at <= #text do
    local one = text:sub(at, at)
    local stop, kind = end_of_comment(text, at), nil
    if fresh and one == "#" then
      stop = end_of_directive(text, at)
    elseif one == "\n" then
      stop, fresh = at, true
    elseif one:match "%s" then
      stop = at
    else
      fresh = fresh and stop ~= nil
      if not stop then stop, kind = measure(text, at) end
    end
    if kind then
      local token = { text = text:sub(at, stop), at = at, kind = kind }
      list[#list + 1] = token
      if one == "(" or one == "[" or one == "{" then
        open[#open + 1] = #list
      elseif closing[one] and open[#open] and list[open[#open]].text == closing[one] then
        token.match = table.remove(open)
        list[token.match].match = #list
      end
    end
    at = stop + 1
    if text:sub(stop, stop) == "\n" then fresh = true end
  end
  return list
end
