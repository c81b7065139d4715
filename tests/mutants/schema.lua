-- Finds the arithmetic signs of a C text, and writes the text with all of them made to flip at run time.
-- A sign is a + or - that is an operator, also in += and -=; not ++, --, -> or an exponent.
--
-- Sign number k becomes multiplication by RP_SIGN(k) of sign.h, which is 1, or -1 if sign k is the flipped one:
--     a - b * c   ->  a - RP_SIGN(k) * (b * c)
--     x += e      ->  x += RP_SIGN(k) * (e)
--     a / -b      ->  a / (- RP_SIGN(k) * (b))
-- That changes neither type nor value while the factor is 1, and keeps every token on its line. What the compiler does
-- not take so (a constant expression, a pointer after the sign) is left to the caller, who hears it from the compiler.
-- If a narrow unsigned operand is joined with a wider one, the flipped sign wraps in the narrow type: another wrong
-- program than the one with the other sign in its text, and as good.

local tokens_of = require "mutants.tokens"

local type_words = {}
for word in ("void char short int long float double signed unsigned bool _Bool _Complex const volatile struct union enum"):gmatch "%S+" do
  type_words[word] = true
end
-- After these words a sign has no left operand.
local leading = {}
for word in ("return case else do goto sizeof _Alignof"):gmatch "%S+" do leading[word] = true end

-- Names that a text's typedefs define, added to `names`.
local function add_types(names, text)
  for body in text:gmatch "%f[%w_]typedef%f[^%w_](.-);" do
    local name = body:gsub("%b()", ""):gsub("__attribute__", ""):gsub("%b[]", ""):match "([%a_][%w_]*)%s*$"
    if name then names[name] = true end
  end
  for name in text:gmatch "}%s*([%a_][%w_]*)%s*;" do names[name] = true end
end

-- Whether the bracket at `open` holds the name of a type, and no sizeof precedes it.
local function is_cast(list, open, types)
  local before = list[open - 1]
  if list[open].text ~= "(" or not list[open].match then return false end
  if before and (before.text == "sizeof" or before.text == "_Alignof") then return false end
  local named = false
  for i = open + 1, list[open].match - 1 do
    local token = list[i]
    if token.kind == "word" and (type_words[token.text] or types[token.text] or token.text:match "_t$") then
      named = true
    elseif token.text ~= "*" and not (named == false and token.kind == "word" and list[i - 1].text == "struct") then
      return false
    end
  end
  return named
end

-- Marks each token after which a + or - is binary.
local function mark_operands(list, types)
  for i, token in ipairs(list) do
    local one = token.text
    if token.kind == "number" or token.kind == "string" then token.ends = true
    elseif token.kind == "word" then token.ends = not leading[one]
    elseif one == "]" or one == "}" then token.ends = true
    elseif one == ")" then token.ends = not (token.match and is_cast(list, token.match, types))
    elseif one == "++" or one == "--" then token.ends = i > 1 and list[i - 1].ends or false
    else token.ends = false end
  end
end

local prefix = { ["+"] = true, ["-"] = true, ["*"] = true, ["&"] = true, ["!"] = true, ["~"] = true, ["++"] = true, ["--"] = true }

local function end_of_postfix(list, i)
  while list[i + 1] do
    local mark = list[i + 1].text
    if (mark == "[" or mark == "(") and list[i + 1].match then i = list[i + 1].match
    elseif mark == "." or mark == "->" then i = i + 2
    elseif mark == "++" or mark == "--" then i = i + 1
    else break end
  end
  return i
end

-- The last token of the operand of a unary operator, which begins at token i; nil if there is none to be understood.
local function end_of_operand(list, i, types)
  local token = list[i]
  if not token then return nil end
  if prefix[token.text] then return end_of_operand(list, i + 1, types) end
  if token.text == "sizeof" and list[i + 1] and list[i + 1].text ~= "(" then return end_of_operand(list, i + 1, types) end
  if token.text == "(" then
    if not token.match then return nil end
    if not is_cast(list, i, types) then return end_of_postfix(list, token.match) end
    local after = list[token.match + 1]
    if after and after.text == "{" then return after.match and end_of_postfix(list, after.match) end
    return end_of_operand(list, token.match + 1, types)
  end
  if token.kind == "mark" then return nil end
  return end_of_postfix(list, i)
end

-- The last token of the product that begins at token i.
local function end_of_product(list, i, types)
  local stop = end_of_operand(list, i, types)
  while stop and list[stop + 1] and list[stop + 1].text:match "^[*/%%]$" do stop = end_of_operand(list, stop + 2, types) end
  return stop
end

-- The last token of the assigned expression that begins at token i.
local function end_of_assigned(list, i)
  local choices = 0
  while list[i] do
    local mark = list[i].text
    if mark == "," or mark == ";" or mark == ")" or mark == "]" or mark == "}" then return i - 1 end
    if mark == "?" then choices = choices + 1 end
    if mark == ":" then
      if choices == 0 then return i - 1 end
      choices = choices - 1
    end
    i = (mark == "(" or mark == "[" or mark == "{") and list[i].match or i
    i = i + 1
  end
end

local M = { add_types = add_types }

-- The signs of a text in their order: { token =, at =, sign = "+" | "-", index = inside brackets?, way = "binary" | "unary" | "assigned",
-- stop = the last token of what it applies to, or nil }. types is a set of names.
function M.signs(text, types)
  local list, found, depth = tokens_of(text), {}, 0
  mark_operands(list, types)
  for i, token in ipairs(list) do
    if token.text == "[" then depth = depth + 1 elseif token.text == "]" then depth = depth - 1 end
    local sign, assigned = token.text:match "^([+-])(=?)$"
    if sign then
      local way = assigned == "=" and "assigned" or i > 1 and list[i - 1].ends and "binary" or "unary"
      local stop
      if way == "assigned" then stop = end_of_assigned(list, i + 1)
      elseif way == "binary" then stop = end_of_product(list, i + 1, types)
      else stop = end_of_operand(list, i + 1, types) end
      found[#found + 1] = { token = i, at = token.at, sign = sign, index = depth > 0, way = way, stop = stop }
    end
  end
  return found, list
end

-- The text with the given signs (of M.signs) made to flip; sign.number is their k. Sets sign.moved, where
-- the multiplication is in it.
function M.instrument(text, list, signs)
  local opens, closes = {}, {}
  for _, sign in ipairs(signs) do
    opens[sign.token] = sign
    closes[sign.stop] = (closes[sign.stop] or "") .. (sign.way == "unary" and "))" or ")")
  end
  local out, length, at = {}, 0, 1
  local function append(piece)
    out[#out + 1] = piece
    length = length + #piece
  end
  for i, token in ipairs(list) do
    append(text:sub(at, token.at - 1))
    local sign = opens[i]
    if sign then
      append((sign.way == "unary" and "(%s RP_SIGN(%d) " or "%s RP_SIGN(%d) "):format(token.text, sign.number))
      sign.moved = length + 1
      append "* ("
    else
      append(token.text)
    end
    append(closes[i] or "")
    at = token.at + #token.text
  end
  append(text:sub(at))
  return table.concat(out)
end

return M
