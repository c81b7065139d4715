-- holds: an inequality, a sign, an ordering, on a stated set of points. The evidence is a margin per point: the statement
-- holds where the margin is >= 0 (> 0 when strict). Fields: margin (numbers), or test = function(point) -> margin[, error]
-- with on = {points}, or test = function(random, k) with count and seed; what, strict, tolerance, scale, error;
-- frequency = { at_least = p | at_most = p | between = {p, q}, confidence = 0.95 }.
local host = require "host"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"
local random = require "reprise.random"

local known = { "margin", "test", "on", "count", "seed", "strict", "tolerance", "scale", "error", "frequency", "reason" }

-- A point in words, for the record of where the margin is smallest.
local function describe(point)
  if type(point) == "number" then
    return ("%.9g"):format(point)
  elseif type(point) == "string" then
    return point
  elseif type(point) ~= "table" then
    return tostring(point)
  end
  local keys, parts = {}, {}
  for key in pairs(point) do
    keys[#keys + 1] = key
  end
  table.sort(keys, function(a, b)
    if type(a) == type(b) then
      return a < b
    end
    return type(a) == "number"
  end)
  for _, key in ipairs(keys) do
    local value = type(point[key]) == "table" and "..." or describe(point[key])
    parts[#parts + 1] = type(key) == "number" and value or ("%s = %s"):format(tostring(key), value)
  end
  return "{" .. table.concat(parts, ", ") .. "}"
end

local function points_of(on)
  if type(on) == "userdata" then
    return evidence.numbers(on, "on")
  elseif type(on) ~= "table" or #on == 0 then
    host.blame("on must be a list of points, and not empty")
  end
  return on
end

-- Calls the script's test at one point; what it returns is a number and perhaps its error bound.
local function probe(test, what, ...)
  local margin, error = test(...)
  local number = evidence.number(margin, ("the margin at %s"):format(what))
  return number, error ~= nil and evidence.measure(error, ("the error of the margin at %s"):format(what)) or nil
end

local function tested(arguments)
  local test = arguments.test
  if type(test) ~= "function" then
    host.blame("test must be a function that returns a margin, not %s", type(test))
  end
  local margins, errors, labels = {}, {}, {}
  if arguments.on ~= nil then
    for index, point in ipairs(points_of(arguments.on)) do
      labels[index] = describe(point)
      margins[index], errors[index] = probe(test, labels[index], point)
    end
    return margins, errors, labels
  end
  if arguments.count == nil or arguments.seed == nil then
    host.blame("a test on random points states count and seed; a test on given points states on = {...}")
  end
  local seed = evidence.whole(arguments.seed, "seed")
  for index = 1, evidence.whole(arguments.count, "count", 1) do
    labels[index] = ("random point %d of seed %d"):format(index, seed)
    margins[index], errors[index] = probe(test, labels[index], random.stream(seed, index), index)
  end
  return margins, errors, labels
end

-- All margins with their errors and labels.
local function gather(arguments)
  if arguments.margin ~= nil and arguments.test ~= nil then
    host.blame("holds takes margin or test, not both")
  elseif arguments.margin == nil and arguments.test == nil then
    host.blame("holds needs margin = numbers, or test = function(point) ... return margin end")
  end
  if arguments.test ~= nil then
    local margins, errors, labels = tested(arguments)
    local stated = evidence.errors(arguments.error, #margins, "error", 0)
    for index = 1, #margins do
      errors[index] = math.max(errors[index] or 0, stated[index])
    end
    return margins, errors, labels
  end
  local margins = evidence.numbers(arguments.margin, "margin")
  local labels, points = {}, arguments.on ~= nil and points_of(arguments.on) or nil
  if points and #points ~= #margins then
    host.blame("margin has %d numbers, but on has %d points", #margins, #points)
  elseif arguments.count ~= nil and arguments.count ~= #margins then
    host.blame("margin has %d numbers, but count is %s", #margins, tostring(arguments.count))
  end
  for index = 1, #margins do
    labels[index] = points and describe(points[index]) or ("point %d"):format(index)
  end
  return margins, evidence.errors(arguments.error, #margins, "error", 0), labels
end

local function share(value, what)
  local number = evidence.measure(value, what)
  if number > 1 then
    host.blame("%s is %.17g: a frequency is at most 1", what, number)
  end
  return number
end

-- The wanted range of a frequency and the confidence level.
local function wanted_frequency(frequency)
  if type(frequency) ~= "table" then
    host.blame("frequency must be { at_least = p }, { at_most = p } or { between = {p, q} }")
  end
  for key in pairs(frequency) do
    if key ~= "at_least" and key ~= "at_most" and key ~= "between" and key ~= "confidence" then
      host.blame("frequency has no field '%s' (it has at_least, at_most, between, confidence)", tostring(key))
    end
  end
  local low, high
  if type(frequency.between) == "table" then
    low, high = share(frequency.between[1], "between[1]"), share(frequency.between[2], "between[2]")
  else
    low = frequency.at_least ~= nil and share(frequency.at_least, "at_least") or nil
    high = frequency.at_most ~= nil and share(frequency.at_most, "at_most") or nil
  end
  if not low and not high then
    host.blame("frequency needs at_least, at_most or between")
  end
  local confidence = frequency.confidence ~= nil and share(frequency.confidence, "confidence") or 0.95
  if confidence < 0.5 or confidence == 1 then
    host.blame("confidence is %.17g: it must be at least 0.5 and less than 1", confidence)
  end
  return low or 0, high or 1, confidence
end

-- A frequency is decided by its confidence interval; undecided points widen it both ways.
local function judge_frequency(arguments, tally, count)
  if arguments.seed == nil then
    host.blame("a frequency is seen on random points: state seed")
  end
  local low, high, confidence = wanted_frequency(arguments.frequency)
  local from = decide.frequency_interval(tally.confirmed, count, confidence)
  local _, to = decide.frequency_interval(tally.confirmed + tally.undecided, count, confidence)
  local outcome = "undecided"
  if from >= low and to <= high then
    outcome = "confirmed"
  elseif to < low or from > high then
    outcome = "refuted"
  end
  return outcome, { held = tally.confirmed, undecided = tally.undecided, count = count, interval = { from, to },
    wanted = { low, high }, confidence = confidence }
end

--- Decides margins point by point. Used by shape as well. Returns the outcome, its reason, the tally and the index of the
-- smallest margin (less its error).
local function judge(margins, errors, strict, tolerance)
  local tally = { confirmed = 0, refuted = 0, undecided = 0 }
  local smallest, at, reason = math.huge, 1, nil
  for index, margin in ipairs(margins) do
    local outcome, why = decide.margin(margin, errors[index], strict, tolerance)
    tally[outcome] = tally[outcome] + 1
    reason = reason or why
    if margin < smallest then
      smallest, at = margin, index
    end
  end
  if tally.refuted > 0 then
    return "refuted", nil, tally, at
  elseif tally.undecided > 0 then
    return "undecided", reason, tally, at
  end
  return "confirmed", nil, tally, at
end

local function holds(arguments)
  evidence.check_fields("holds", arguments, known)
  if arguments.strict ~= nil and type(arguments.strict) ~= "boolean" then
    host.blame("strict is true or false, not %s", type(arguments.strict))
  end
  if type(arguments.what) ~= "string" then
    host.blame("holds needs what = \"...\": the statement whose margin this is")
  end
  local seed = arguments.seed ~= nil and evidence.whole(arguments.seed, "seed") or nil
  local tolerance = arguments.tolerance ~= nil and evidence.measure(arguments.tolerance, "tolerance") or 0
  if arguments.strict and tolerance > 0 then
    host.blame("a strict inequality has no tolerance")
  end
  local margins, errors, labels = gather(arguments)
  local outcome, reason, tally, at = judge(margins, errors, arguments.strict, tolerance)
  local frequency
  if arguments.frequency ~= nil then
    outcome, frequency = judge_frequency(arguments, tally, #margins)
    reason = outcome == "undecided" and "the confidence interval reaches across the wanted frequency" or nil
  end
  local scale = arguments.scale ~= nil and evidence.measure(arguments.scale, "scale") or nil
  return {
    outcome = outcome, reason = reason or arguments.reason,
    computed = frequency and tally.confirmed / #margins or margins[at],
    deviation = frequency and nil or math.max(0, -margins[at]), tolerance = tolerance, scale = scale or 1.0,
    error = errors[at], magnitude = scale or evidence.magnitude(margins), count = #margins, seed = seed,
    details = { strict = arguments.strict or false, held = tally.confirmed, failed = tally.refuted,
      undecided = tally.undecided, frequency = frequency },
    worst = { margin = margins[at], at = labels[at] },
  }
end

return { verb = holds, judge = judge }
