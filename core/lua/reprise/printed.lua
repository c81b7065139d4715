-- Numbers as a paper prints them. "1.23" does not mean 1.23: it means some number of [1.225, 1.235]. This file reads the
-- text of a printed number into its value and half a unit of its last digit. Pure Lua; calls nothing.
local M = {}

local superscripts = {
  ["⁰"] = "0", ["¹"] = "1", ["²"] = "2", ["³"] = "3", ["⁴"] = "4", ["⁵"] = "5", ["⁶"] = "6", ["⁷"] = "7",
  ["⁸"] = "8", ["⁹"] = "9", ["⁻"] = "-", ["⁺"] = "+",
}

-- Typesetters' characters and TeX become plain ones; what is left is ASCII unless the unit is not.
local function plain(text)
  local s = text
  for _, pair in ipairs {
    { "−", "-" }, { "–", "-" }, { "×", "x" }, { "⋅", "x" }, { "·", "x" }, { " ", " " }, { " ", " " }, { " ", " " },
    { "\\times", "x" }, { "\\cdot", "x" }, { "{,}", "," }, { "\\,", " " }, { "\\%", "%" }, { "$", "" },
  } do
    s = s:gsub((pair[1]:gsub("%p", "%%%0")), (pair[2]:gsub("%%", "%%%%")))
  end
  for from, to in pairs(superscripts) do
    s = s:gsub(from, "\1" .. to)
  end
  s = s:gsub("\1[\1%d+-]*", function(run)
    return "^" .. run:gsub("\1", "")
  end)
  return (s:match("^%s*(.-)%s*$"))
end

-- The digits before an exponent: grouped ("11,619.5", "1 234"), with a point, or whole. Returns digits without separators
-- and the rest of the text.
local function mantissa(s)
  for _, separator in ipairs { ",", "'", " ", "_" } do
    local grouped = s:match("^%d%d?%d?%" .. separator .. "%d%d%d[%d%" .. separator .. "]*")
    if grouped then
      while not grouped:match("^%d+$") do
        local head, tail = grouped:match("^(%d+)%" .. separator .. "(%d%d%d)$")
        if not head then
          head, tail = grouped:match("^(%d+)%" .. separator .. "(%d%d%d%" .. separator .. ".*)$")
        end
        if not head then
          return nil
        end
        grouped = head .. tail
      end
      local length = #s:match("^%d%d?%d?%" .. separator .. "%d%d%d[%d%" .. separator .. "]*")
      local fraction = s:sub(length + 1):match("^%.%d*") or ""
      return grouped .. fraction, s:sub(length + 1 + #fraction)
    end
  end
  local digits = s:match("^%d+%.%d*") or s:match("^%.%d+") or s:match("^%d+")
  if not digits then
    return nil
  end
  return digits, s:sub(#digits + 1)
end

-- The power of ten after the mantissa: "e-4", "x 10^-4", "x10^{-4}".
local function exponent(rest)
  local power, tail = rest:match("^[eE]([+-]?%d+)(.*)$")
  if not power then
    power, tail = rest:match("^%s*x%s*10%s*%^?%s*{?([+-]?%d+)}?(.*)$")
  end
  if power then
    return math.tointeger(tonumber(power)), tail
  end
  return 0, rest
end

local function refuse(text, why)
  return nil, ("the printed number '%s' cannot be read: %s"):format(text, why)
end

--- Reads a printed number.
-- Returns { value, half, text, unit }: half is half a unit of the last printed digit (percent already divided out), unit
-- whatever follows the number. On failure nil and a sentence.
function M.parse(text)
  if type(text) ~= "string" then
    return nil, ("a printed number is given as text, with the digits that the paper shows; got %s"):format(type(text))
  end
  local s = plain(text)
  local sign, body = s:match("^([+-]?)%s*(.*)$")
  body = body:gsub("^€%s*", ""):gsub("^£%s*", ""):gsub("^¥%s*", "")
  local digits, rest = mantissa(body)
  if not digits then
    return refuse(text, "it does not begin with digits, or a comma does not separate groups of three")
  end
  local power, unit = exponent(rest)
  unit = unit:match("^%s*(.-)%s*$")
  if digits == "10" and unit:match("^%^") then
    local bare = unit:match("^%^%s*{?([+-]?%d+)}?$")
    if not bare then
      return refuse(text, "the power of ten is not a whole number")
    end
    digits, power, unit = "1", math.tointeger(tonumber(bare)), ""
  end
  local percent = unit:match("^%%(.*)$") or unit:match("^per ?cent%f[%A](.*)$")
  if percent then
    power, unit = power - 2, percent:match("^%s*(.-)%s*$")
  end
  if unit:match("^[\1-\127]") and not unit:match("^[%a/]") then
    return refuse(text, "one number must stand alone, and a comma must separate groups of three digits")
  end
  local decimals = #(digits:match("%.(%d*)$") or "")
  return {
    text = text,
    value = tonumber(sign .. digits .. "e" .. power),
    half = tonumber("5e" .. (power - decimals - 1)),
    unit = unit ~= "" and unit or nil,
  }
end

--- Half a unit of the last of `digits` significant digits of value: for "1500" known to two digits this is 50.
function M.half_of_digits(value, digits)
  local magnitude = value == 0 and 0 or math.floor(math.log(math.abs(value), 10) + 1e-12)
  return tonumber("5e" .. math.tointeger(magnitude - digits))
end

return M
