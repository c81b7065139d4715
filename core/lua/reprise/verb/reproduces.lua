-- reproduces: the computed value is the printed number, within what the printed digits mean. The solver's own error must be
-- at most a tenth of that. Fields: printed (or the ledger's), computed and error, or routes; digits; tolerance with reason.
local host = require "host"
local printed_number = require "reprise.printed"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"

local known = { "printed", "computed", "error", "routes", "digits", "tolerance", "reason" }

local function printed_list(arguments, row)
  local printed = arguments.printed
  if printed == nil then
    printed = row and row.printed
  elseif row and row.printed and type(printed) == "string" and row.printed ~= printed then
    host.blame("the script says that the paper prints '%s', the ledger says '%s'", printed, row.printed)
  end
  if printed == nil then
    host.blame("reproduces needs printed = \"...\": neither the script nor the ledger says what the paper prints")
  end
  local texts = type(printed) == "table" and printed or { printed }
  local list = {}
  for index, text in ipairs(texts) do
    local parsed, trouble = printed_number.parse(text)
    if not parsed then
      host.blame("%s", trouble)
    end
    list[index] = parsed
  end
  if #list == 0 then
    host.blame("printed is an empty list")
  end
  return list
end

-- The computed numbers and the solver's error of each: stated, or the spread of two routes.
local function computed_list(arguments, count)
  if arguments.routes ~= nil then
    if arguments.computed ~= nil or arguments.error ~= nil then
      host.blame("reproduces takes computed with error, or routes, not both")
    end
    local routes = evidence.routes(arguments.routes, "routes")
    local values, errors = routes[1].numbers, {}
    for index, value in ipairs(values) do
      errors[index] = 0.0
      for j = 2, #routes do
        local spread = evidence.distance(value, routes[j].numbers[index])
        errors[index] = (spread ~= spread or spread > errors[index]) and spread or errors[index]
      end
    end
    return values, errors, evidence.describe_routes(routes)
  end
  local values = evidence.numbers(arguments.computed, "computed")
  if arguments.error == nil then
    host.blame("reproduces needs error, a bound on the solver's own error, or two routes = { a = x, b = y } whose "
      .. "difference shows it")
  end
  return values, evidence.errors(arguments.error, count, "error")
end

local function tolerance_of(arguments, printed)
  if arguments.tolerance ~= nil then
    if type(arguments.reason) ~= "string" then
      host.blame("a tolerance other than that of the printed digits needs reason = \"...\"")
    end
    return evidence.measure(arguments.tolerance, "tolerance")
  elseif arguments.digits ~= nil then
    return printed_number.half_of_digits(printed.value, evidence.whole(arguments.digits, "digits", 1))
  end
  return printed.half
end

return function(arguments, row)
  evidence.check_fields("reproduces", arguments, known)
  local printed = printed_list(arguments, row)
  local values, errors, routes = computed_list(arguments, #printed)
  if #values ~= #printed then
    host.blame("the paper prints %d number%s here, but %d %s computed", #printed, #printed == 1 and "" or "s", #values,
      #values == 1 and "is" or "are")
  end
  local outcomes, texts, worst = {}, {}, nil
  for index, number in ipairs(printed) do
    local tolerance = tolerance_of(arguments, number)
    local deviation = evidence.distance(values[index], number.value)
    local slack = 2 ^ -50 * math.max(math.abs(number.value), decide.finite(values[index]) and math.abs(values[index]) or 0)
    local outcome, reason = decide.within(deviation, tolerance, errors[index], slack)
    outcomes[index], texts[index] = outcome, number.text
    local ratio = deviation / tolerance
    if not worst or ratio ~= ratio or ratio > worst.ratio then
      worst = { ratio = ratio, deviation = deviation, tolerance = tolerance, error = errors[index], reason = reason }
    end
    if outcome == "undecided" then
      worst.reason = reason
    end
  end
  return {
    outcome = decide.combine(outcomes),
    printed = #texts == 1 and texts[1] or texts,
    computed = #values == 1 and values[1] or values,
    deviation = worst.deviation, tolerance = worst.tolerance, error = worst.error, scale = 1.0,
    magnitude = evidence.magnitude(values),
    routes = routes, reason = worst.reason or arguments.reason,
  }
end
