-- reprise doc MODEL: what a model takes and gives, from its own description; and what the statuses mean.

local native = require "host.model"
local host = require "host"
local options = require "command.options"

local M = {}

M.summary = "show a model's parameters and outputs, with units, bounds, defaults and source equations"

M.help = [[
usage: reprise doc MODEL [NAME]
       reprise doc --statuses

Shows the parameters of a model (kind, unit, bounds, default, where the paper introduces it) and its
outputs; with NAME that parameter or output alone. --statuses: what the statuses of a solve mean and
what to do. `reprise list` shows the models.
]]

local function wrap(text, indent, width)
  local lines, line = {}, ""
  for word in text:gmatch "%S+" do
    if #line + #word + 1 > width - #indent and line ~= "" then
      lines[#lines + 1] = indent .. line
      line = word
    else
      line = line == "" and word or line .. " " .. word
    end
  end
  lines[#lines + 1] = indent .. line
  return table.concat(lines, "\n")
end

local function number(x)
  if x == math.huge then return "infinite" end
  return ("%.10g"):format(x)
end

local function default_of(p)
  if p.preset == nil then return p.optional and "may be absent" or "required" end
  if p.kind == "choice" then return ("default '%s'"):format(p.choices[p.preset + 1]) end
  if p.kind == "boolean" then return "default " .. tostring(p.preset ~= 0) end
  if p.kind == "process" then return ("default law '%s'"):format(p.laws[p.preset + 1].name) end
  return "default " .. number(p.preset)
end

-- "array over agents", "curve in t on [0, horizon]", "integer"
local function kind_of(p)
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

local function show_parameter(p)
  local out = { ("  %-24s %s"):format(p.name, kind_of(p)) }
  local facts = {}
  if p.kind == "choice" then facts[#facts + 1] = "one of '" .. table.concat(p.choices, "', '") .. "'"
  elseif p.kind ~= "boolean" and p.kind ~= "process" then facts[#facts + 1] = p.bounds end
  facts[#facts + 1] = default_of(p)
  if p.unit ~= "1" then facts[#facts + 1] = "in " .. p.unit end
  if p.numerical then facts[#facts + 1] = "numerical setting" end
  out[#out + 1] = "      " .. table.concat(facts, "; ")
  out[#out + 1] = wrap(p.doc, "      ", 100)
  out[#out + 1] = ("      %s%s"):format(p.symbol ~= "" and "$" .. p.symbol .. "$" or "", p.source ~= "" and "  (" .. p.source .. ")" or "")
  for _, law in ipairs(p.laws or {}) do
    out[#out + 1] = ("      law '%s': %s"):format(law.name, law.law)
    for _, c in ipairs(law.coefficients) do
      out[#out + 1] = ("        %-20s %s; %s%s  %s"):format(c.name, c.bounds,
        c.preset and "default " .. number(c.preset) or "required", c.unit ~= "1" and "; in " .. c.unit or "", c.doc)
    end
  end
  return table.concat(out, "\n")
end

local function show_output(o)
  local facts = { #o.axes > 0 and "array over " .. table.concat(o.axes, " x ") or "number" }
  if o.unit ~= "1" then facts[#facts + 1] = "in " .. o.unit end
  if o.diagnostic then facts[#facts + 1] = "diagnostic" end
  if o.nan_meaningful then facts[#facts + 1] = "nan: there is none" end
  if o.infinity_meaningful then facts[#facts + 1] = "may be infinite" end
  return ("  %-24s %s\n%s\n      %s%s"):format(o.name, table.concat(facts, "; "), wrap(o.doc, "      ", 100),
    o.symbol ~= "" and "$" .. o.symbol .. "$" or "", o.source ~= "" and "  (" .. o.source .. ")" or "")
end

local function show_model(d)
  host.stdout(("%s %s: %s\npaper %s, plugin %s\n\n"):format(d.id, d.version, d.title, d.paper ~= "" and d.paper or "none", d.path))
  if d.doc ~= "" then host.stdout(wrap(d.doc, "", 100) .. "\n\n") end
  if #d.axes > 0 then
    host.stdout "axes\n"
    for _, a in ipairs(d.axes) do
      local length = a.of and ("%s %s %d"):format(a.of, a.plus < 0 and "-" or "+", math.abs(a.plus))
        or a.parameter and "= " .. a.parameter or a.late and "set by the solver unless given"
        or a.min == a.max and ("always %d"):format(a.min) or "as long as the arrays given"
      host.stdout(("  %-24s %s; %s\n"):format(a.name, length, a.doc))
    end
    host.stdout "\n"
  end
  host.stdout "parameters\n"
  for _, p in ipairs(d.parameters) do host.stdout(show_parameter(p) .. "\n") end
  host.stdout "\noutputs\n"
  for _, o in ipairs(d.outputs) do host.stdout(show_output(o) .. "\n") end
  if d.batch then host.stdout "\nSweeps of real parameters are solved in batches.\n" end
end

local function show_statuses()
  for _, s in ipairs(native.statuses()) do
    host.stdout(("%-14s %s; %s\n"):format(s.name, s.sentence, s.remedy))
  end
end

function M.run(arguments)
  local asked, rest = options.parse(arguments, { ["--statuses"] = "flag" })
  if asked.statuses then
    show_statuses()
    return host.exit_status.fine
  end
  if #rest == 0 or #rest > 2 then options.refuse "reprise doc takes the id of a model" end
  local description, why = native.describe(rest[1])
  if not description then
    host.stderr("reprise doc: " .. why .. "\n")
    return host.exit_status.wrong
  end
  if not rest[2] then
    show_model(description)
    return host.exit_status.fine
  end
  local names = {}
  for _, kind in ipairs { "parameters", "outputs" } do
    for _, item in ipairs(description[kind]) do
      names[#names + 1] = item.name
      if item.name == rest[2] then
        host.stdout((kind == "parameters" and show_parameter or show_output)(item) .. "\n")
        return host.exit_status.fine
      end
    end
  end
  local near = require "reprise.nearest"(rest[2], names)
  host.stderr(("reprise doc: model '%s' has neither a parameter nor an output '%s'%s\n"):format(rest[1], rest[2],
    near and ("; did you mean '" .. near .. "'?") or ""))
  return host.exit_status.wrong
end

return M
