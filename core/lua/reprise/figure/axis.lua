-- One axis: its range, where its tics stand and what is written at them, and where a value lies on it. The figure
-- computes all of this itself, so that legends and labels can be placed with the geometry known. Calls theme, and csv
-- for the text of a number.

local csv = require "reprise.csv"
local theme = require "reprise.theme"

local M = {}

local minus = "\u{2212}"

M.number = csv.number -- shortest text that reads back as the same number

-- What gnuplot can scale to a canvas: larger numbers are gaps, smaller ones lie on zero, narrower ranges (relative to
-- their ends) are a point. All three leave room for margins and the edges of cells.
M.largest, M.least = 1e300, 1e-290
local narrowest = 1e-11

-- Can a number be drawn?
function M.drawable(v) return v - v == 0 and v <= M.largest and v >= -M.largest end

local function too_narrow(lo, hi, log)
  if log then return not (hi / lo > 1 + narrowest) end
  return not (hi - lo > narrowest * math.max(math.abs(lo), math.abs(hi)))
end

-- Why a range that a script asks for cannot be an axis; nil if it can. Either end may be missing.
function M.refuse_range(range)
  for i = 1, 2 do
    local v = math.abs(range[i] or 0)
    if v > M.largest or (v > 0 and v < M.least) then
      return string.format("reaches %s, but a figure shows magnitudes from %g to %g only", M.number(range[i]), M.least, M.largest)
    end
  end
  if range[1] and range[2] and too_narrow(range[1], range[2]) then
    return string.format("from %s to %s is too narrow to be drawn", M.number(range[1]), M.number(range[2]))
  end
end

-- Integer digits in groups of three, from five digits on; a true minus sign.
local function pretty(text)
  local sign, whole, rest = text:match("^(-?)(%d+)(.*)$")
  if #whole >= 5 then
    whole = whole:reverse():gsub("(%d%d%d)", "%1 "):reverse():gsub("^ ", ""):gsub(" ", "\u{2009}")
  end
  if tonumber(text) == 0 then sign = "" end
  return (sign == "-" and minus or "") .. whole .. rest
end

local function power_of_ten(exponent)
  return string.format("10^{%s}", pretty(tostring(exponent)))
end

local function decimals_of(step)
  for d = 0, 14 do
    local scaled = step * 10 ^ d
    if math.abs(scaled - math.floor(scaled + 0.5)) < 1e-6 * scaled then return d end
  end
  return 14
end

-- The smallest of 1, 2, 5 times a power of ten with about `count` steps, or fewer, in the span; whole for whole numbers.
local function nice_step(span, count, whole)
  local least = span * 0.83 / count
  if whole then least = math.max(least, 1) end
  local base = 10.0 ^ math.floor(math.log(least, 10) + 1e-9)
  for _, factor in ipairs { 1, 2, 5 } do
    if factor * base >= least * (1 - 1e-9) then return factor * base end
  end
  return 10 * base
end

-- Tics {value, label} with a common step, and the power of ten they all share (0: none).
local function linear_ticks(lo, hi, step)
  local values, largest = {}, 0
  for i = math.ceil(lo / step - 1e-6), math.floor(hi / step + 1e-6) do
    values[#values + 1] = tonumber(string.format("%.13g", i * step))
    largest = math.max(largest, math.abs(values[#values]))
  end
  local exponent = 0
  if largest >= 1e6 or (largest > 0 and largest < 1e-3) or decimals_of(step) > 4 then
    exponent = math.floor(math.log(largest, 10) + 1e-9)
  end
  local factor = 10.0 ^ -exponent
  local format = "%." .. decimals_of(step * factor) .. "f"
  local ticks = {}
  for i, v in ipairs(values) do ticks[i] = { v, pretty(string.format(format, v * factor)) } end
  return ticks, exponent
end

local function widest(ticks)
  local width = 0
  for _, tick in ipairs(ticks) do width = math.max(width, theme.text_width(tick[2], theme.size.tick, "enhanced")) end
  return width
end

-- As many tics as fit: their labels side by side along x, one above the other along y.
local function fit_linear(axis, length)
  local cap = math.max(3, math.min(9, math.ceil(length / (axis.vertical and 50 or 62))))
  for count = cap, 1, -1 do
    local step = nice_step(axis.hi - axis.lo, count, axis.whole)
    local ticks, exponent = linear_ticks(axis.lo, axis.hi, step)
    local room = length * step / (axis.hi - axis.lo)
    if count == 1 or room >= (axis.vertical and 28 or widest(ticks) + 18) then return ticks, exponent end
  end
end

local function log_label(v, powers)
  local exponent = math.floor(math.log(v, 10) + 1e-9)
  if not powers then return pretty(M.number(tonumber(string.format("%.6g", v)))) end
  local mantissa = tonumber(string.format("%.6g", v / 10.0 ^ exponent))
  if mantissa == 1 then return power_of_ten(exponent) end
  return string.format("%s·%s", M.number(mantissa), power_of_ten(exponent))
end

-- Multiples of each decade that lie inside the range.
local function log_values(lo, hi, multiples, stride)
  local values = {}
  for e = math.floor(math.log(lo, 10) - 1e-9), math.ceil(math.log(hi, 10) + 1e-9) do
    for _, m in ipairs(multiples) do
      local v = tonumber(m .. "e" .. e)
      if v >= lo * (1 - 1e-9) and v <= hi * (1 + 1e-9) and e % stride == 0 then values[#values + 1] = v end
    end
  end
  return values
end

-- Natural logarithm of a / b, which itself may overflow.
local function log_ratio(a, b)
  local ratio = a / b
  if ratio > 0 and ratio < math.huge then return math.log(ratio) end
  return math.log(a) - math.log(b)
end

-- (a / b)^t
local function ratio_power(a, b, t)
  local ratio = a / b
  return ratio < math.huge and ratio ^ t or math.exp(log_ratio(a, b) * t)
end

local function log_ticks(axis, length)
  local decades = log_ratio(axis.hi, axis.lo) / math.log(10)
  local powers = axis.lo < 0.9e-2 or axis.hi > 1.1e4
  local room = axis.vertical and 30 or 52
  local multiples, stride, minor = { 1 }, math.max(1, math.ceil(decades * room / length)), { 2, 3, 4, 5, 6, 7, 8, 9 }
  if #log_values(axis.lo, axis.hi, { 1 }, 1) < 2 then
    multiples = decades * 60 > length * 0.45 and { 1, 2, 5 } or { 1, 1.5, 2, 3, 4, 5, 7 }
    if #log_values(axis.lo, axis.hi, multiples, 1) < 2 then return nil end
  elseif decades < 3.3 and length / decades > 3.4 * room then
    multiples = { 1, 2, 5 }
  end
  local ticks, seen = {}, {}
  for _, v in ipairs(log_values(axis.lo, axis.hi, multiples, stride)) do
    ticks[#ticks + 1] = { v, log_label(v, powers) }
    seen[v] = true
  end
  local small = {}
  if decades <= 8 then
    for _, v in ipairs(log_values(axis.lo, axis.hi, minor, 1)) do if not seen[v] then small[#small + 1] = v end end
  elseif stride > 1 and decades * 4 < length then
    for _, v in ipairs(log_values(axis.lo, axis.hi, { 1 }, 1)) do if not seen[v] then small[#small + 1] = v end end
  end
  return ticks, small
end

-- Widens a range by a share of its length on the axis' own scale.
local function padded(lo, hi, below, above, log)
  if log then
    return math.max(lo / ratio_power(hi, lo, below), 1e-300), math.min(hi * ratio_power(hi, lo, above), 1e303)
  end
  return lo - (hi - lo) * below, hi + (hi - lo) * above
end

-- A range around one number.
local function widened(lo, hi, log)
  if log then return lo / 2, hi * 2 end
  local more = 0.1 * math.max(math.abs(lo), math.abs(hi))
  if more == 0 then more = 1 end
  return lo - more, hi + more
end

-- Sets lo and hi from the data: spec = {lo=, hi=, log=, range={a or nil, b or nil}, below=, above=}.
local function set_range(axis, spec)
  local lo, hi = spec.lo, spec.hi
  if not lo then lo, hi = axis.log and 1 or 0, axis.log and 10 or 1 end
  if too_narrow(lo, hi, axis.log) then lo, hi = widened(lo, hi, axis.log) end
  local low, high = padded(lo, hi, spec.below or 0, spec.above or 0, axis.log)
  if axis.vertical and not axis.log then
    -- A quantity that is never negative gets no negative axis; one that comes near to zero gets the zero.
    if lo >= 0 and (low < 0 or (low < lo and lo < 0.15 * hi)) then low = 0 end
    if hi <= 0 and (high > 0 or (high > hi and hi > 0.15 * lo)) then high = 0 end
  end
  local from, to = table.unpack(spec.range or {}, 1, 2)
  axis.lo, axis.hi = from or low, to or high
  if too_narrow(axis.lo, axis.hi, axis.log) then -- all data lie beyond the end that was given
    local below, above = widened(from or to, from or to, axis.log)
    axis.lo, axis.hi = from or below, to or above
  end
end

-- Chooses the tics for an axis `length` pixels long. Fields afterwards: ticks {value, label}, minor {value},
-- exponent (the tics are in units of ten to it), width (of the widest label).
function M.set_ticks(axis, length, custom)
  axis.minor, axis.exponent = {}, 0
  if custom then
    axis.ticks = {}
    for _, tick in ipairs(custom) do
      if type(tick) ~= "table" then tick = { tick, pretty(M.number(tonumber(string.format("%.10g", tick)))) } end
      if tick[1] >= axis.lo and tick[1] <= axis.hi then axis.ticks[#axis.ticks + 1] = tick end
    end
  else
    local ticks, minor
    if axis.log then ticks, minor = log_ticks(axis, length) end
    if ticks then axis.ticks, axis.minor = ticks, minor
    else axis.ticks, axis.exponent = fit_linear(axis, length) end
  end
  axis.width = widest(axis.ticks)
end

-- An axis with its range set; tics follow when its length is known. spec.whole: its values are whole numbers, so its
-- tics are.
function M.new(spec)
  local axis = { log = spec.log or false, vertical = spec.vertical or false, whole = spec.whole or false }
  set_range(axis, spec)
  return axis
end

-- Position of a value on the axis: 0 at its lower end, 1 at the upper.
function M.position(axis, v)
  if axis.log then
    if v <= 0 then return 0 / 0 end
    return log_ratio(v, axis.lo) / log_ratio(axis.hi, axis.lo)
  end
  return (v - axis.lo) / (axis.hi - axis.lo)
end

-- The value at a position: inverse of `position`.
function M.value(axis, t)
  if axis.log then return axis.lo * ratio_power(axis.hi, axis.lo, t) end
  return axis.lo + t * (axis.hi - axis.lo)
end

local superscript = { ["0"] = "⁰", ["1"] = "¹", ["2"] = "²", ["3"] = "³", ["4"] = "⁴", ["5"] = "⁵", ["6"] = "⁶",
  ["7"] = "⁷", ["8"] = "⁸", ["9"] = "⁹", ["-"] = "⁻" }

-- A unit for readers: "cash/share/time^0.5" becomes "cash/share/√time", "share^2*time" becomes "share²·time"; nothing
-- for pure numbers.
function M.unit(unit)
  if unit == nil or unit == "" or unit == "1" then return nil end
  return (unit:gsub("([%a]+)%^0%.5", "√%1"):gsub("([%a]+)%^%(1/2%)", "√%1")
    :gsub("%^(%-?%d+)%f[^%d.]", function(digits) return (digits:gsub(".", superscript)) end)
    :gsub("%s*%*%s*", "·"))
end

-- Words for an axis: a name and a unit, either of which may be missing.
function M.label(name, unit)
  local shown = M.unit(unit)
  name = name and name:gsub("_", " ") or nil
  if name and shown then return string.format("%s (%s)", name, shown) end
  return name or shown
end

return M
