-- JUnit XML of a run's claims, for continuous integration: a claim passes when its verdict is the expected one. Pure Lua.
local M = {}

-- XML 1.0 knows no control characters; the rest is escaped.
local function escape(text)
  return (tostring(text):gsub("[%z\1-\8\11\12\14-\31]", "?"):gsub("[&<>\"]", {
    ["&"] = "&amp;", ["<"] = "&lt;", [">"] = "&gt;", ['"'] = "&quot;",
  }))
end

--- The report of a list of claims (as in claims.json) with the list of problems.
function M.report(suite, claims, problems)
  local trouble = {}
  for _, problem in ipairs(problems) do
    trouble[problem.claim] = problem
  end
  local cases, skipped = {}, 0
  for _, claim in ipairs(claims) do
    local problem = trouble[claim.id]
    local body = ""
    if problem then
      body = ('<failure message="%s">%s</failure>'):format(
        escape(("expected %s, found %s"):format(problem.expected or "no such claim", problem.verdict)), escape(problem.text))
    elseif claim.verdict == "not-checkable" or claim.verdict == "unevaluated" then
      skipped = skipped + 1
      body = ('<skipped message="%s"/>'):format(escape(claim.note or claim.reason or claim.verdict))
    else
      body = ("<system-out>%s</system-out>"):format(escape(claim.verdict))
    end
    cases[#cases + 1] = ('  <testcase classname="%s.%s" name="%s">%s</testcase>'):format(escape(suite),
      escape(claim.kind or "claim"), escape(claim.id), body)
  end
  return ('<?xml version="1.0" encoding="UTF-8"?>\n<testsuite name="%s" tests="%d" failures="%d" errors="0" skipped="%d">\n%s\n'
    .. "</testsuite>\n"):format(escape(suite), #claims, #problems, skipped, table.concat(cases, "\n"))
end

return M
