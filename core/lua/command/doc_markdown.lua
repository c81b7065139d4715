-- command.doc_markdown: models as Markdown, for readers and for other programs. Symbols are TeX between dollars.

local facts = require "command.doc_facts"

local M = {}

local function symbol_of(item)
  return item.symbol ~= "" and "$" .. item.symbol .. "$" or ""
end

-- Words of a description inside a table's cell.
local function cell(text)
  return (text:gsub("|", "\\|"):gsub("\n", " "))
end

local function row(...)
  local cells = { ... }
  for i, text in ipairs(cells) do cells[i] = cell(text) end
  return "| " .. table.concat(cells, " | ") .. " |"
end

local function add_parameters(out, parameters)
  out[#out + 1] = "\n## Parameters\n\n| name | symbol | kind | values | meaning | source |\n|---|---|---|---|---|---|"
  for _, p in ipairs(parameters) do
    out[#out + 1] = row("`" .. p.name .. "`", symbol_of(p), facts.kind_of(p), table.concat(facts.facts_of_parameter(p), "; "), p.doc, p.source)
  end
  for _, p in ipairs(parameters) do
    for _, law in ipairs(p.laws or {}) do
      out[#out + 1] = ("\nLaw `%s` of `%s`: $%s$\n\n| coefficient | symbol | values | meaning |\n|---|---|---|---|"):format(law.name, p.name, law.law)
      for _, c in ipairs(law.coefficients) do
        out[#out + 1] = row("`" .. c.name .. "`", symbol_of(c), table.concat(facts.facts_of_coefficient(c), "; "), c.doc)
      end
    end
  end
end

local function text_of(d)
  local out = { ("# `%s`: %s\n\nVersion %s%s.\n\n%s"):format(d.id, d.title, d.version, d.paper ~= "" and ", paper " .. d.paper or "", d.doc) }
  if #d.axes > 0 then
    out[#out + 1] = "\n## Axes\n\n| name | length | meaning |\n|---|---|---|"
    for _, a in ipairs(d.axes) do out[#out + 1] = row("`" .. a.name .. "`", facts.length_of(a), a.doc) end
  end
  add_parameters(out, d.parameters)
  out[#out + 1] = "\n## Outputs\n\n| name | symbol | kind | meaning | source |\n|---|---|---|---|---|"
  for _, o in ipairs(d.outputs) do
    out[#out + 1] = row("`" .. o.name .. "`", symbol_of(o), table.concat(facts.facts_of_output(o), "; "), o.doc, o.source)
  end
  return table.concat(out, "\n") .. "\n"
end

--- All models in one text.
function M.text(list)
  local texts = {}
  for i, d in ipairs(list) do texts[i] = text_of(d) end
  return table.concat(texts, "\n")
end

return M
