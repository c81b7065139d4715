-- agrees: two or more routes to the same numbers that share nothing but the reading of their input. They are compared
-- element by element by the project's rule |a - b| / max(|b|, 1e-3 max |b|), or on a stated scale (scale = 1: absolutely).
-- Fields: routes, tolerance, scale, error (the routes' own error, measured like the tolerance).
local host = require "host"
local decide = require "reprise.decide"
local evidence = require "reprise.verb.evidence"

local known = { "routes", "tolerance", "scale", "error", "reason" }

return function(arguments)
  evidence.check_fields("agrees", arguments, known)
  local routes = evidence.routes(arguments.routes, "routes")
  if arguments.tolerance == nil then
    host.blame("agrees needs tolerance: how far the two routes may lie apart")
  end
  local tolerance = evidence.measure(arguments.tolerance, "tolerance")
  local scale = arguments.scale ~= nil and evidence.measure(arguments.scale, "scale") or nil
  if scale == 0 then
    host.blame("scale is 0: deviations are divided by it")
  end
  local worst = { deviation = -1 }
  for i = 1, #routes do
    for j = i + 1, #routes do
      local deviation, at, unit = evidence.worst_deviation(routes[i].numbers, routes[j].numbers, scale)
      if deviation ~= deviation or deviation > worst.deviation then
        worst = { deviation = deviation, unit = unit, between = { routes[i].name, routes[j].name }, index = at,
          values = { routes[i].numbers[at], routes[j].numbers[at] } }
      end
      if deviation ~= deviation then
        break
      end
    end
    if worst.deviation ~= worst.deviation then
      break
    end
  end
  local error = arguments.error ~= nil and evidence.measure(arguments.error, "error") or nil
  local outcome, reason = decide.within(worst.deviation, tolerance, error or 0, 0)
  local single = #routes[1].numbers == 1
  return {
    outcome = outcome, reason = reason or arguments.reason,
    computed = single and routes[1].numbers[1] or nil,
    count = #routes[1].numbers, routes = evidence.describe_routes(routes),
    deviation = worst.deviation, tolerance = tolerance, error = error, scale = scale or "relative",
    magnitude = evidence.magnitude(routes[1].numbers),
    worst = { between = worst.between, index = worst.index, values = worst.values },
  }
end
