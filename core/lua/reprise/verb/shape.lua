-- shape: what a sampled curve looks like. Fields: x (absent: the points are all there are), y (numbers; for ordered a list of
-- curves), is, samples (how many the script promises; at least 33 unless discrete = true), refine = function(x) -> y (more
-- points where the curve comes closest to a violation; they can only refute), error (noise of y), strict (default true), and
-- by kind: tolerance, scale, level, crossings, direction, at, within, about, odd, to, from, upto.
local host = require "host"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"
local judge = require("reprise.verb.holds").judge
local converges = require "reprise.verb.converges"
local ledger = require "reprise.ledger"

local known = {
  "x", "y", "is", "samples", "refine", "discrete", "error", "strict", "tolerance", "scale", "level", "crossings", "direction",
  "at", "within", "about", "odd", "to", "from", "upto", "reason",
}
local least_samples = 33

-- A curve here is { x = {...}, y = {...}, e = {...} }; each of these returns margins and, beside them, errors and the index of
-- the point that the margin belongs to.
local function differences(curve, sign)
  local margins, errors, at = {}, {}, {}
  for i = 1, #curve.y - 1 do
    margins[i] = sign * (curve.y[i + 1] - curve.y[i])
    errors[i], at[i] = curve.e[i + 1] + curve.e[i], i
  end
  return margins, errors, at
end

-- How far the chord over a point lies above it.
local function chords(curve, sign)
  local margins, errors, at = {}, {}, {}
  local x, y, e = curve.x, curve.y, curve.e
  for i = 2, #y - 1 do
    local left = (x[i + 1] - x[i]) / (x[i + 1] - x[i - 1])
    local k = #margins + 1
    margins[k] = sign * (left * y[i - 1] + (1 - left) * y[i + 1] - y[i])
    errors[k], at[k] = left * e[i - 1] + (1 - left) * e[i + 1] + e[i], i
  end
  return margins, errors, at
end

local function values(curve, sign, level)
  local margins, errors, at = {}, {}, {}
  for i = 1, #curve.y do
    margins[i], errors[i], at[i] = sign * (curve.y[i] - level), curve.e[i], i
  end
  return margins, errors, at
end

-- Down to the lowest point and up from it; a lowest point at an end is no valley.
local function valley(curve, sign)
  local lowest = 1
  for i = 2, #curve.y do
    if sign * curve.y[i] < sign * curve.y[lowest] then
      lowest = i
    end
  end
  local margins, errors, at = differences(curve, sign)
  for i = 1, #margins do
    margins[i] = i < lowest and -margins[i] or margins[i]
  end
  if lowest == 1 or lowest == #curve.y then
    margins[#margins + 1], errors[#errors + 1], at[#at + 1] = -math.huge, 0, lowest
  end
  return margins, errors, at, curve.x[lowest]
end

local function bounded(curve, _, _, arguments)
  local low = arguments.from ~= nil and evidence.number(arguments.from, "from") or -math.huge
  local high = arguments.upto ~= nil and evidence.number(arguments.upto, "upto") or math.huge
  if low == -math.huge and high == math.huge then
    host.blame("bounded needs from, upto or both")
  end
  local margins, errors, at = {}, {}, {}
  for i, y in ipairs(curve.y) do
    margins[i], errors[i], at[i] = math.min(y - low, high - y), curve.e[i], i
  end
  return margins, errors, at
end

-- Kinds that are a margin per point: function, sign, and whether equality is allowed by the word itself.
local local_kinds = {
  increasing = { differences, 1 }, decreasing = { differences, -1 },
  nondecreasing = { differences, 1, true }, nonincreasing = { differences, -1, true },
  convex = { chords, 1 }, concave = { chords, -1 },
  positive = { values, 1 }, negative = { values, -1 }, nonnegative = { values, 1, true }, nonpositive = { values, -1, true },
  ["u-shaped"] = { valley, 1 }, ["hump-shaped"] = { valley, -1 }, bounded = { bounded, 1, true },
}

-- The curve with seven more points in each gap beside the points where the margin is smallest; twice.
local function refined(curve, arguments, margins_of)
  for _ = 1, 2 do
    local margins, _, at = margins_of(curve)
    local order = {}
    for k = 1, #margins do
      order[k] = k
    end
    table.sort(order, function(a, b)
      if margins[a] ~= margins[b] then
        return margins[a] < margins[b]
      end
      return a < b
    end)
    local gaps = {}
    for k = 1, math.min(4, #order) do
      gaps[at[order[k]]], gaps[at[order[k]] - 1] = true, true
    end
    local finer = { x = {}, y = {}, e = {} }
    local function add(x, y, e)
      local n = #finer.x + 1
      finer.x[n], finer.y[n], finer.e[n] = x, y, e
    end
    for i = 1, #curve.x do
      add(curve.x[i], curve.y[i], curve.e[i])
      if gaps[i] and curve.x[i + 1] then
        for step = 1, 7 do
          local x = curve.x[i] + (curve.x[i + 1] - curve.x[i]) * step / 8
          add(x, evidence.number(arguments.refine(x), ("refine(%.9g)"):format(x)), math.max(curve.e[i], curve.e[i + 1]))
        end
      end
    end
    curve = finer
  end
  return curve
end

local function judge_local(curve, arguments, kind)
  local margins_of = function(c)
    return kind[1](c, kind[2], arguments.level or 0, arguments)
  end
  local strict = arguments.strict
  if strict == nil then
    strict = not kind[3]
  end
  local tolerance = arguments.tolerance ~= nil and evidence.measure(arguments.tolerance, "tolerance") or 0
  if strict and tolerance > 0 then
    host.blame("a strict shape has no tolerance: state error, the noise of y, or strict = false")
  end
  local margins, errors, at, place = margins_of(curve)
  local outcome, reason, _, worst = judge(margins, errors, strict, tolerance)
  local record = { computed = margins[worst], at = curve.x[at[worst]], place = place, tolerance = tolerance }
  if arguments.refine ~= nil and outcome ~= "refuted" then
    local finer = refined(curve, arguments, margins_of)
    local fine_margins, fine_errors, fine_at = margins_of(finer)
    record.refined = #finer.x - #curve.x
    local _, _, tally, fine_worst = judge(fine_margins, fine_errors, false, tolerance)
    if tally.refuted > 0 then
      outcome, reason = "refuted", "a violation between the samples"
      record.computed, record.at = fine_margins[fine_worst], finer.x[fine_at[fine_worst]]
    end
  end
  record.outcome, record.reason = outcome, reason
  record.deviation = math.max(0, -record.computed)
  return record
end

-- Sign changes of y - level. Samples within the noise may stand between opposite signs, at a crossing; between equal signs
-- they could hide two crossings, so nothing is decided.
local function judge_crossings(curve, arguments)
  local level = arguments.level ~= nil and evidence.number(arguments.level, "level") or 0
  local wanted = arguments.crossings ~= nil and evidence.whole(arguments.crossings, "crossings", 0) or 1
  local sign, index, changes, places, doubtful, direction = nil, nil, 0, {}, false, nil
  for i = 1, #curve.y do
    local y = curve.y[i] - level
    if y ~= y then
      doubtful = true
    elseif math.abs(y) > curve.e[i] or (curve.e[i] == 0 and y ~= 0) then
      local now = y > 0 and 1 or -1
      if sign and now ~= sign then
        local before = curve.y[index] - level
        changes = changes + 1
        places[changes] = curve.x[index] + (curve.x[i] - curve.x[index]) * before / (before - y)
        direction = now > 0 and "up" or "down"
      elseif sign and i - index > 1 then
        doubtful = true
      end
      sign, index = now, i
    end
  end
  local record = { computed = changes + 0.0, deviation = math.abs(changes - wanted), tolerance = 0, place = places[1],
    outcome = changes == wanted and "confirmed" or "refuted" }
  if doubtful or index ~= #curve.y then
    record.outcome, record.reason = "undecided", "samples within the noise may hide a crossing"
  elseif arguments.direction ~= nil and record.outcome == "confirmed" and direction ~= arguments.direction then
    record.outcome, record.reason = "refuted", ("the crossing goes %s"):format(tostring(direction))
  end
  return record
end

local function scale_of(arguments, curve)
  local scale = arguments.scale ~= nil and evidence.measure(arguments.scale, "scale") or evidence.magnitude(curve.y)
  return scale > 0 and scale or 1.0
end

-- The worst of |deviation_i| / scale against the tolerance, with the noise on the same scale.
local function judge_deviations(curve, arguments, deviation_at, count)
  if arguments.tolerance == nil then
    host.blame("is = \"%s\" needs tolerance", arguments.is)
  end
  local scale, worst, place, noise = scale_of(arguments, curve), -1, nil, 0
  for i = 1, count do
    local deviation, error = deviation_at(i)
    deviation = math.abs(deviation) / scale
    if deviation ~= deviation or deviation > worst then
      worst, place = deviation, curve.x[i]
    end
    if worst ~= worst then
      break
    end
    noise = math.max(noise, error / scale)
  end
  local tolerance = evidence.measure(arguments.tolerance, "tolerance")
  local outcome, reason = decide.within(worst, tolerance, noise, 0)
  return { outcome = outcome, reason = reason, deviation = worst, tolerance = tolerance, scale = scale, at = place }
end

local function judge_constant(curve, arguments)
  local low, high = math.huge, -math.huge
  for _, y in ipairs(curve.y) do
    low, high = math.min(low, y), math.max(high, y)
  end
  local level = arguments.to ~= nil and evidence.number(arguments.to, "to") or (low + high) / 2
  local record = judge_deviations(curve, arguments, function(i)
    return curve.y[i] - level, curve.e[i]
  end, #curve.y)
  record.computed = level
  return record
end

local function judge_straight(curve, arguments)
  local n = #curve.y
  local slope = (curve.y[n] - curve.y[1]) / (curve.x[n] - curve.x[1])
  local record = judge_deviations(curve, arguments, function(i)
    return curve.y[i] - curve.y[1] - slope * (curve.x[i] - curve.x[1]), curve.e[i] + curve.e[1] + curve.e[n]
  end, n)
  record.computed = slope
  return record
end

local function judge_symmetric(curve, arguments)
  local n = #curve.y
  local centre = arguments.about ~= nil and evidence.number(arguments.about, "about") or (curve.x[1] + curve.x[n]) / 2
  local sign = arguments.odd and -1 or 1
  for i = 1, n do
    if math.abs(curve.x[i] + curve.x[n + 1 - i] - 2 * centre) > 1e-9 * math.abs(curve.x[n] - curve.x[1]) then
      host.blame("symmetric needs samples that mirror each other about %.9g; x[%d] = %.9g has no partner", centre, i, curve.x[i])
    end
  end
  return judge_deviations(curve, arguments, function(i)
    return curve.y[i] - sign * curve.y[n + 1 - i], curve.e[i] + curve.e[n + 1 - i]
  end, n)
end

local function judge_limit(curve, arguments)
  if arguments.to == nil then
    host.blame("is = \"limit\" needs to: the limit")
  end
  local tail = table.move(curve.y, #curve.y // 2, #curve.y, 1, {})
  return converges { sequence = tail, limit = arguments.to, tolerance = arguments.tolerance, scale = arguments.scale,
    error = evidence.magnitude(curve.e) / (arguments.scale or math.max(math.abs(arguments.to), 1e-300)) }
end

-- Curves that lie above each other in the stated order, at every x.
local function judge_ordered(curves, arguments, x)
  local margins, errors, labels = {}, {}, {}
  for k = 1, #curves - 1 do
    for i = 1, #x do
      margins[#margins + 1] = curves[k + 1].y[i] - curves[k].y[i]
      errors[#errors + 1] = curves[k + 1].e[i] + curves[k].e[i]
      labels[#labels + 1] = ("curves %d and %d at %.9g"):format(k, k + 1, x[i])
    end
  end
  local outcome, reason, _, at = judge(margins, errors, arguments.strict ~= false, 0)
  return { outcome = outcome, reason = reason, computed = margins[at], deviation = math.max(0, -margins[at]), tolerance = 0,
    label = labels[at] }
end

local other_kinds = {
  ["single-crossing"] = judge_crossings, crossings = judge_crossings, constant = judge_constant, straight = judge_straight,
  symmetric = judge_symmetric, limit = judge_limit,
}

local function kind_names()
  local names = { "ordered" }
  for _, kinds in ipairs { local_kinds, other_kinds } do
    for name in pairs(kinds) do
      names[#names + 1] = name
    end
  end
  table.sort(names)
  return names
end

local function sampled(arguments, y)
  local x = {}
  if arguments.x == nil then
    for i = 1, #y do
      x[i] = i + 0.0
    end
  else
    x = evidence.numbers(arguments.x, "x")
  end
  if #x ~= #y then
    host.blame("x has %d numbers, y has %d", #x, #y)
  end
  for i = 2, #x do
    if not (x[i] > x[i - 1]) then
      host.blame("x must increase; x[%d] = %.9g follows %.9g", i, x[i], x[i - 1])
    end
  end
  -- A double is no better than its rounding, whatever the script says of its noise: four units in the last place.
  local noise = evidence.errors(arguments.error, #y, "error", 0)
  for i = 1, #y do
    noise[i] = math.max(noise[i], decide.finite(y[i]) and 2 ^ -50 * math.abs(y[i]) or 0)
  end
  return { x = x, y = y, e = noise }
end

local function check_sampling(arguments, count)
  local promised = arguments.samples ~= nil and evidence.whole(arguments.samples, "samples", 2) or nil
  if promised and count < promised then
    host.blame("samples promises %d points, but there are %d", promised, count)
  elseif arguments.x ~= nil and not arguments.discrete and count < least_samples then
    host.blame("%d samples are too few for a statement about a curve: at least %d, or discrete = true when these points "
      .. "are all there are", count, least_samples)
  elseif count < 3 then
    host.blame("a shape needs at least 3 points; got %d", count)
  end
end

-- at with within: where the valley, the hill or the crossing must lie.
local function check_place(arguments, record)
  if arguments.at == nil or record.outcome ~= "confirmed" then
    return
  end
  local within = evidence.measure(arguments.within, "within")
  if not (math.abs(record.place - evidence.number(arguments.at, "at")) <= within) then
    record.outcome, record.reason = "refuted", ("it lies at %.9g"):format(record.place)
  end
end

local function curves_of(arguments)
  local curves = {}
  local y = arguments.y
  if (type(y) ~= "table" and type(y) ~= "userdata") or #y < 2 then
    host.blame("is = \"ordered\" needs y = { curve, curve, ... } or an array of curves, lowest first")
  end
  for k = 1, #y do
    curves[k] = sampled(arguments, evidence.numbers(y[k], ("y[%d]"):format(k)))
  end
  return curves
end

return function(arguments)
  evidence.check_fields("shape", arguments, known)
  local is = arguments.is
  if is ~= "ordered" and not local_kinds[is] and not other_kinds[is] then
    local names = kind_names()
    host.blame("unknown shape '%s' (nearest: %s; known: %s)", tostring(is), ledger.nearest(tostring(is), names)[1],
      table.concat(names, ", "))
  elseif arguments.refine ~= nil and (type(arguments.refine) ~= "function" or not local_kinds[is]) then
    host.blame("refine is a function x -> y, for shapes that are decided point by point; '%s' takes none", is)
  end
  local record, curve
  if is == "ordered" then
    local curves = curves_of(arguments)
    curve = curves[1]
    check_sampling(arguments, #curve.x)
    record = judge_ordered(curves, arguments, curve.x)
    for _, each in ipairs(curves) do
      record.magnitude = math.max(record.magnitude or 0, evidence.magnitude(each.y))
    end
  else
    curve = sampled(arguments, evidence.numbers(arguments.y, "y"))
    check_sampling(arguments, #curve.x)
    record = local_kinds[is] and judge_local(curve, arguments, local_kinds[is]) or other_kinds[is](curve, arguments)
    record.magnitude = evidence.magnitude(curve.y)
    check_place(arguments, record)
  end
  return {
    outcome = record.outcome, reason = record.reason or arguments.reason, computed = record.computed,
    deviation = record.deviation, tolerance = record.tolerance, scale = record.scale or 1.0,
    error = evidence.magnitude(curve.e), magnitude = record.magnitude, count = #curve.x,
    details = { is = is, refined = record.refined, place = record.place, range = { curve.x[1], curve.x[#curve.x] } },
    worst = { at = record.label or record.at },
  }
end
