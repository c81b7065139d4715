-- corrects: the form that the paper prints is refuted and the corrected form is confirmed, both against an independent
-- reference. Fields: printed (a number as text, or the ledger's) or printed_form (what the printed formula gives), truth
-- (what the corrected form gives), reference, tolerance, scale, error, explained_by (a value that reproduces the printed one).
-- omitted = "..." instead of a printed side: the paper leaves something undefined, so that its form gives no number at all.
local host = require "host"
local printed_number = require "reprise.printed"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"

local known = { "printed", "printed_form", "truth", "reference", "tolerance", "scale", "error", "explained_by", "omitted",
  "reason" }

-- The printed side as numbers, with the half unit of a printed number's last digit.
local function printed_side(arguments, row, count)
  if arguments.omitted ~= nil then
    if type(arguments.omitted) ~= "string" or arguments.printed ~= nil or arguments.printed_form ~= nil then
      host.blame("omitted names in words what the paper leaves undefined, and stands instead of printed and printed_form")
    end
    local nothing = {}
    for index = 1, count do
      nothing[index] = 0 / 0
    end
    return nothing
  elseif arguments.printed_form ~= nil then
    return evidence.numbers(arguments.printed_form, "printed_form")
  end
  local text = arguments.printed
  if text == nil then
    text = row and row.printed
  elseif row and row.printed and row.printed ~= text then
    host.blame("the script says that the paper prints '%s', the ledger says '%s'", tostring(text), row.printed)
  end
  if text == nil then
    host.blame("corrects needs printed = \"...\" or printed_form: what the paper prints")
  end
  local parsed, trouble = printed_number.parse(text)
  if not parsed then
    host.blame("%s; a printed formula goes in as printed_form, the value that it gives", trouble)
  end
  return { parsed.value }, parsed.half, parsed.text
end

local function same_length(list, count, what)
  if #list ~= count then
    host.blame("%s has %d number%s, truth has %d", what, #list, #list == 1 and "" or "s", count)
  end
  return list
end

-- How far the printed side lies from the reference: a printed number by its digits, a printed form by the tolerance. A
-- printed formula that gives no finite number where the reference has one is refuted.
local function judge_printed(printed, half, reference, tolerance, scale, error)
  if half then
    local deviation = evidence.distance(printed[1], reference[1])
    local outcome, reason = decide.within(deviation, half, error, 2 ^ -50 * math.abs(printed[1]))
    return { deviation = deviation, tolerance = half, outcome = outcome, reason = reason }
  end
  for index, value in ipairs(printed) do
    if not decide.finite(value) and decide.finite(reference[index]) then
      return { deviation = math.huge, tolerance = tolerance, outcome = "refuted" }
    end
  end
  local deviation = evidence.worst_deviation(printed, reference, scale)
  local outcome, reason = decide.within(deviation, tolerance, error, 0)
  return { deviation = deviation, tolerance = tolerance, outcome = outcome, reason = reason }
end

-- Does the suspected slip give what the paper prints?
local function judge_explanation(value, printed, half, tolerance, scale, error)
  local numbers = same_length(evidence.numbers(value, "explained_by"), #printed, "explained_by")
  if half then
    local deviation = evidence.distance(numbers[1], printed[1])
    local outcome = decide.within(deviation, half, error, 2 ^ -50 * math.abs(printed[1]))
    return { value = numbers[1], deviation = deviation, tolerance = half, outcome = outcome }
  end
  local deviation = evidence.worst_deviation(numbers, printed, scale)
  return { value = #numbers == 1 and numbers[1] or nil, deviation = deviation, tolerance = tolerance,
    outcome = (decide.within(deviation, tolerance, error, 0)) }
end

-- misprint: printed refuted, corrected confirmed. confirmed: the printed form holds. refuted: neither form holds.
local function verdict(printed, truth, explanation)
  if printed.outcome == "undecided" or truth.outcome == "undecided" then
    return "undecided", printed.outcome == "undecided" and ("the printed form: " .. tostring(printed.reason))
      or ("the corrected form: " .. tostring(truth.reason))
  elseif printed.outcome == "confirmed" then
    return "confirmed", "the printed form holds: there is nothing to correct"
  elseif truth.outcome == "refuted" then
    return "refuted", "the corrected form misses the reference as well"
  elseif explanation and explanation.outcome == "undecided" then
    return "undecided", "whether the slip reproduces the printed number"
  elseif explanation and explanation.outcome == "refuted" then
    return "partly", "the printed form is wrong and the corrected one right, but explained_by does not reproduce the print"
  end
  return "misprint"
end

-- tolerance and error: by default a tenth of what the printed digits mean, and nothing.
local function scales(arguments, half)
  local scale = arguments.scale ~= nil and evidence.measure(arguments.scale, "scale") or (half and 1.0) or nil
  local tolerance = arguments.tolerance ~= nil and evidence.measure(arguments.tolerance, "tolerance") or (half and half / 10)
  if not tolerance then
    host.blame("corrects needs tolerance: how far truth may lie from the reference")
  elseif scale == 0 then
    host.blame("scale is 0: deviations are divided by it")
  end
  if half and arguments.tolerance ~= nil and arguments.scale == nil then
    scale = nil
  end
  return tolerance, scale, arguments.error ~= nil and evidence.measure(arguments.error, "error") or nil
end

return function(arguments, row)
  evidence.check_fields("corrects", arguments, known)
  local truth = evidence.numbers(arguments.truth, "truth")
  if arguments.reference == nil then
    host.blame("corrects needs reference: an independent value that confirms the corrected form")
  end
  local reference = same_length(evidence.numbers(arguments.reference, "reference"), #truth, "reference")
  if type(arguments.reference) ~= "number" and rawequal(arguments.reference, arguments.truth) then
    host.blame("truth and reference are one and the same value, not two routes")
  end
  local printed, half, text = printed_side(arguments, row, #truth)
  same_length(printed, #truth, "the printed side")
  local tolerance, scale, error = scales(arguments, half)
  local deviation = evidence.worst_deviation(truth, reference, scale)
  local against = { deviation = deviation, tolerance = tolerance }
  against.outcome, against.reason = decide.within(deviation, tolerance, error or 0, 0)
  -- A printed number is judged on an absolute scale, so a relative error bound is turned into one.
  local own = error or 0
  if half and not scale then
    own = own * math.abs(reference[1])
  end
  -- Where truth and reference agree, what still separates them is an error that the judgement of the print has to live with.
  local print_error = own
  if half and against.outcome == "confirmed" then
    print_error = math.max(own, evidence.distance(truth[1], reference[1]))
  end
  local printed_judgement = judge_printed(printed, half, reference, tolerance, scale, print_error)
  local explanation
  if arguments.explained_by ~= nil then
    explanation = judge_explanation(arguments.explained_by, printed, half, tolerance, scale, own)
  end
  local outcome, reason = verdict(printed_judgement, against, explanation)
  local single = #truth == 1
  return {
    outcome = outcome, reason = reason or arguments.reason,
    printed = text or arguments.omitted and ("not defined: " .. arguments.omitted) or (single and printed[1]) or nil,
    computed = single and truth[1] or nil, count = #truth,
    deviation = printed_judgement.deviation, tolerance = printed_judgement.tolerance,
    scale = half and 1.0 or scale or "relative", error = error, magnitude = evidence.magnitude(truth),
    slack = error and 2 * error * (scale or evidence.magnitude(truth)) or nil,
    details = {
      corrected = { deviation = against.deviation, tolerance = against.tolerance, reference = single and reference[1] or nil },
      explained_by = explanation and { value = explanation.value, deviation = explanation.deviation,
        tolerance = explanation.tolerance } or nil,
    },
  }
end
