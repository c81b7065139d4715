-- command.doc_facts: what a model's description says of a parameter, an output or an axis, in words. Shared by the forms
-- in which `reprise doc` prints it.

local M = {}

function M.number(x)
  if x == math.huge then return "infinite" end
  return ("%.10g"):format(x)
end

--- "default 3", "required", "may be absent".
function M.default_of(p)
  if p.preset == nil then return p.optional and "may be absent" or "required" end
  if p.kind == "choice" then return ("default '%s'"):format(p.choices[p.preset + 1]) end
  if p.kind == "boolean" then return "default " .. tostring(p.preset ~= 0) end
  if p.kind == "process" then return ("default law '%s'"):format(p.laws[p.preset + 1].name) end
  return "default " .. M.number(p.preset)
end

--- "array over agents", "curve in t on [0, horizon]", "integer".
function M.kind_of(p)
  local over = #p.axes > 0 and " over " .. table.concat(p.axes, " x ") or ""
  if p.kind == "curve" then
    local lo, hi = p.domain[1], p.domain[2]
    local domain = (lo ~= "" or hi ~= "") and (" on [%s, %s]"):format(lo ~= "" and lo or "-inf", hi ~= "" and hi or "inf") or ""
    return ("curve in %s%s%s"):format(p.variable, domain, over)
  end
  local words = p.kind .. over
  if p.integral then words = words .. ", whole numbers" end
  if p.increasing then words = words .. ", increasing" end
  if p.positive_definite then words = words .. ", symmetric, positive definite"
  elseif p.symmetric then words = words .. ", symmetric" end
  return words
end

--- What the value of a parameter may be and is by default: a list of phrases.
function M.facts_of_parameter(p)
  local facts = {}
  if p.kind == "choice" then facts[#facts + 1] = "one of '" .. table.concat(p.choices, "', '") .. "'"
  elseif p.kind ~= "boolean" and p.kind ~= "process" then facts[#facts + 1] = p.bounds end
  facts[#facts + 1] = M.default_of(p)
  if p.unit ~= "1" then facts[#facts + 1] = "in " .. p.unit end
  if p.numerical then facts[#facts + 1] = "numerical setting" end
  return facts
end

--- The same for an output.
function M.facts_of_output(o)
  local facts = { #o.axes > 0 and "array over " .. table.concat(o.axes, " x ") or "number" }
  if o.unit ~= "1" then facts[#facts + 1] = "in " .. o.unit end
  if o.diagnostic then facts[#facts + 1] = "diagnostic" end
  if o.nan_meaningful then facts[#facts + 1] = "nan: there is none" end
  if o.infinity_meaningful then facts[#facts + 1] = "may be infinite" end
  return facts
end

--- The same for a coefficient of a law.
function M.facts_of_coefficient(c)
  return { c.bounds, c.preset and "default " .. M.number(c.preset) or "required", c.unit ~= "1" and "in " .. c.unit or nil }
end

--- How long an axis is.
function M.length_of(axis)
  return axis.of and ("%s %s %d"):format(axis.of, axis.plus < 0 and "-" or "+", math.abs(axis.plus))
    or axis.parameter and "= " .. axis.parameter or axis.late and "set by the solver unless given"
    or axis.min == axis.max and ("always %d"):format(axis.min) or "as long as the arrays given"
end

return M
