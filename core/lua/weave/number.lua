-- number.lua - how a computed number is written for a reader. Pure functions; it runs in the program (Lua 5.4) and,
-- copied beside the filter, inside pandoc (Lua 5.3), so it keeps to what both have and calls nothing of ours.
--
-- format(x, options) gives a table of parts: { sign = "" | "−", mantissa = "11,687.6", exponent = nil | -4,
-- suffix = "" | "%" }. Options: digits (significant digits, kept with their zeros), decimals (digits behind the
-- point, kept), trim = true (drop the zeros after all), as = "plain" | "scientific" | "percent". With neither digits nor decimals a number has at most six
-- significant digits and no trailing zeros. Plain numbers carry commas between thousands; outside [1e-3, 1e9) the
-- form is m × 10^n unless `as` says otherwise.
local M = {}

local MINUS = "\u{2212}"

M.styles = { plain = true, scientific = true, percent = true }

-- "1234567.89" -> "1,234,567.89"
local function with_commas(text)
  local whole, rest = text:match("^(%d+)(.*)$")
  local grouped = whole:reverse():gsub("(%d%d%d)", "%1,"):reverse()
  return (grouped:gsub("^,", "")) .. rest
end

local function without_trailing_zeros(text)
  if not text:find(".", 1, true) then return text end
  return (text:gsub("0+$", ""):gsub("%.$", ""))
end

-- The digits of x >= 0 rounded to `digits` significant ones, and its decimal exponent: 11687.6, 3 -> "117", 4.
local function significant(x, digits)
  local mantissa, exponent = string.format("%." .. (digits - 1) .. "e", x):match("^(.-)e(.+)$")
  return (mantissa:gsub("%.", "")), math.floor(tonumber(exponent))
end

-- The number whose significant digits are `figures` and whose first digit stands at 10^exponent, written out.
local function written_out(figures, exponent)
  if exponent < 0 then return "0." .. ("0"):rep(-exponent - 1) .. figures end
  if #figures <= exponent + 1 then return figures .. ("0"):rep(exponent + 1 - #figures) end
  return figures:sub(1, exponent + 1) .. "." .. figures:sub(exponent + 2)
end

local function with_point(figures)
  if #figures == 1 then return figures end
  return figures:sub(1, 1) .. "." .. figures:sub(2)
end

local function plain(x, options)
  if options.decimals then return string.format("%." .. options.decimals .. "f", x) end
  local digits = options.digits or 6
  -- A whole number of moderate size is a count: all its digits are shown unless some were asked for.
  if not options.digits and x == math.floor(x) and x < 1e15 then return string.format("%.0f", x) end
  local figures, exponent = significant(x, digits)
  local text = written_out(figures, exponent)
  return options.digits and not options.trim and text or without_trailing_zeros(text)
end

function M.format(x, options)
  options = options or {}
  local parts = { sign = "", suffix = "" }
  if x ~= x then
    parts.mantissa = "undefined"
    return parts
  end
  if x < 0 then parts.sign, x = MINUS, -x end
  if x == math.huge then
    parts.mantissa = "\u{221E}"
    return parts
  end
  if options.as == "percent" then x, parts.suffix = 100 * x, "%" end

  local scientific = options.as == "scientific"
  if not options.as and not options.decimals and x ~= 0 then
    local _, exponent = significant(x, options.digits or 6)
    scientific = exponent < -3 or exponent >= 9
  end
  if scientific and x ~= 0 then
    local figures, exponent = significant(x, options.digits or (options.decimals and options.decimals + 1) or 6)
    parts.mantissa = with_point(figures)
    if options.trim or not options.digits and not options.decimals then parts.mantissa = without_trailing_zeros(parts.mantissa) end
    parts.exponent = exponent
  else
    parts.mantissa = with_commas(plain(x, options))
  end
  -- A number that rounds to nothing has no sign.
  if parts.sign ~= "" and not parts.exponent and not parts.mantissa:find("[1-9]") then parts.sign = "" end
  return parts
end

-- The same as one line of plain text: "−2.7 × 10^−4".
function M.text(x, options)
  local parts = M.format(x, options)
  local text = parts.sign .. parts.mantissa
  if parts.exponent then
    local exponent = parts.exponent < 0 and MINUS .. -parts.exponent or tostring(parts.exponent)
    text = text .. " \u{D7} 10^" .. exponent
  end
  return text .. parts.suffix
end

-- The same as HTML; nothing in it needs escaping.
function M.html(x, options)
  local parts = M.format(x, options)
  local text = parts.sign .. parts.mantissa
  if parts.exponent then
    local exponent = parts.exponent < 0 and MINUS .. -parts.exponent or tostring(parts.exponent)
    text = text .. "\u{A0}\u{D7}\u{A0}10<sup>" .. exponent .. "</sup>"
  end
  return text .. parts.suffix
end

return M
