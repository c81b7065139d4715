-- converges: an observed order of convergence, or a sequence that reaches a limit.
-- Order: h (step sizes), errors of the method at each h, order, within; floor = rounding level below which an error says
-- nothing. Limit: sequence, limit, tolerance, scale; error = the solver's own error of the sequence's members.
local host = require "host"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"

local known = { "h", "error", "order", "at_least", "within", "floor", "sequence", "limit", "tolerance", "scale", "reason" }

-- Least squares line through (x, y): slope and the standard error of the slope.
local function regress(x, y)
  local n, sx, sy = #x, 0, 0
  for k = 1, n do
    sx, sy = sx + x[k], sy + y[k]
  end
  local mx, my, sxx, sxy = sx / n, sy / n, 0, 0
  for k = 1, n do
    sxx, sxy = sxx + (x[k] - mx) ^ 2, sxy + (x[k] - mx) * (y[k] - my)
  end
  local slope, residual = sxy / sxx, 0
  for k = 1, n do
    residual = residual + (y[k] - my - slope * (x[k] - mx)) ^ 2
  end
  return slope, math.sqrt(residual / (n - 2) / sxx)
end

-- The points whose error stands clear of rounding, as logarithms.
local function clear_points(h, errors, floor)
  local x, y = {}, {}
  for k = 1, #h do
    if not (h[k] > 0) then
      host.blame("h[%d] is %.17g: step sizes are positive", k, h[k])
    end
    local size = math.abs(errors[k])
    if size > 0 and size < math.huge and size >= 10 * floor then
      x[#x + 1], y[#y + 1] = math.log(h[k]), math.log(size)
    end
  end
  return x, y
end

local function observed_order(arguments)
  local h, errors = evidence.numbers(arguments.h, "h"), evidence.numbers(arguments.error, "error")
  if #h ~= #errors then
    host.blame("h has %d numbers, error has %d", #h, #errors)
  elseif #h < 3 then
    host.blame("an order needs at least 3 step sizes; got %d", #h)
  elseif (arguments.order == nil) == (arguments.at_least == nil) then
    host.blame("converges needs order = p with within, or at_least = p")
  end
  local within = evidence.measure(arguments.within, "within")
  local floor = arguments.floor ~= nil and evidence.measure(arguments.floor, "floor") or 0
  local wanted = evidence.number(arguments.order ~= nil and arguments.order or arguments.at_least, "order")
  local x, y = clear_points(h, errors, floor)
  local record = { tolerance = within, scale = 1.0, count = #h, details = { wanted = wanted, used = #x } }
  if #x < 3 then
    record.outcome, record.reason = "undecided", "fewer than three errors stand clear of the rounding floor"
    return record
  end
  local slope, uncertainty = regress(x, y)
  local deviation = arguments.order ~= nil and math.abs(slope - wanted) or math.max(0, wanted - slope)
  -- Twice the standard error of the slope is statistics, not a bound: the order is undecided only where it reaches across.
  if deviation + 2 * uncertainty <= within then
    record.outcome = "confirmed"
  elseif deviation - 2 * uncertainty > within then
    record.outcome = "refuted"
  else
    record.outcome, record.reason = "undecided", "the errors do not lie on a line well enough to tell the order"
  end
  record.computed, record.deviation, record.error, record.magnitude = slope, deviation, 2 * uncertainty, math.abs(wanted)
  record.slack = within / 10 -- rounding in small errors shakes their slope
  return record
end

local function reaches_limit(arguments)
  local sequence = evidence.numbers(arguments.sequence, "sequence")
  local limit = evidence.number(arguments.limit, "limit")
  if #sequence < 3 then
    host.blame("a limit needs at least 3 members of the sequence; got %d", #sequence)
  elseif arguments.tolerance == nil then
    host.blame("converges needs tolerance: how close the last member must come to the limit")
  end
  local tolerance = evidence.measure(arguments.tolerance, "tolerance")
  local scale = arguments.scale ~= nil and evidence.measure(arguments.scale, "scale") or math.max(math.abs(limit), 1e-300)
  if arguments.scale == nil and limit == 0 then
    host.blame("the limit is 0: state scale, by which deviations are divided")
  end
  local error = arguments.error ~= nil and evidence.measure(arguments.error, "error") or 0
  local deviations = {}
  for k, value in ipairs(sequence) do
    deviations[k] = evidence.distance(value, limit) / scale
  end
  local last = deviations[#deviations]
  local outcome, reason = decide.within(last, tolerance, error, 0)
  -- Near by chance is not convergence: the distance must have shrunk over the sequence, up to the error.
  if outcome == "confirmed" then
    for k = 2, #deviations do
      if deviations[k] > deviations[k - 1] + 2 * error and deviations[k] > tolerance then
        outcome, reason = "refuted", ("member %d lies farther from the limit than the one before"):format(k)
        break
      end
    end
  end
  return { outcome = outcome, reason = reason, computed = sequence[#sequence], deviation = last, tolerance = tolerance,
    scale = scale, error = error, magnitude = evidence.magnitude(sequence), count = #sequence, details = { limit = limit } }
end

return function(arguments)
  evidence.check_fields("converges", arguments, known)
  local record
  if arguments.sequence ~= nil then
    record = reaches_limit(arguments)
  elseif arguments.h ~= nil then
    record = observed_order(arguments)
  else
    host.blame("converges needs h with error and order, or sequence with limit")
  end
  record.reason = record.reason or arguments.reason
  return record
end
