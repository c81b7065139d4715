-- reprise doc MODEL: what a model takes and gives, from its own description; and what the statuses mean.

local native = require "host.model"
local host = require "host"
local facts = require "command.doc_facts"
local options = require "command.options"

local M = {}

M.summary = "show a model's parameters and outputs, with units, bounds, defaults and source equations"

M.help = [[
usage: reprise doc MODEL [NAME]
       reprise doc MODEL | --all  --format text|md|html|lua [--out FILE]
       reprise doc --all --out DIR
       reprise doc --statuses | --ledger

Shows the parameters of a model (kind, unit, bounds, default, where the paper introduces it) and its outputs; with NAME
that parameter or output alone. `reprise list` shows the models.

  --format F   as text (default), Markdown, a web page, or annotations by which editors complete the names of models,
               parameters and outputs in scripts (LuaLS)
  --all        all models
  --out FILE   write there; with --all and html, a folder: a page per model and an index
  --statuses   what the statuses of a solve mean and what to do
  --ledger     the JSON schema of a paper's ledger, claims.lua
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

local function symbol_of(item)
  return ("      %s%s"):format(item.symbol ~= "" and "$" .. item.symbol .. "$" or "", item.source ~= "" and "  (" .. item.source .. ")" or "")
end

local function show_parameter(p)
  local out = { ("  %-24s %s"):format(p.name, facts.kind_of(p)) }
  out[#out + 1] = "      " .. table.concat(facts.facts_of_parameter(p), "; ")
  out[#out + 1] = wrap(p.doc, "      ", 100)
  out[#out + 1] = symbol_of(p)
  for _, law in ipairs(p.laws or {}) do
    out[#out + 1] = ("      law '%s': %s"):format(law.name, law.law)
    for _, c in ipairs(law.coefficients) do
      out[#out + 1] = ("        %-20s %s  %s"):format(c.name, table.concat(facts.facts_of_coefficient(c), "; "), c.doc)
    end
  end
  return table.concat(out, "\n")
end

local function show_output(o)
  return ("  %-24s %s\n%s\n%s"):format(o.name, table.concat(facts.facts_of_output(o), "; "), wrap(o.doc, "      ", 100), symbol_of(o))
end

-- The text of a model, also for the prompt.
function M.text_of(d)
  local out = {}
  local function add(...) out[#out + 1] = (...):format(select(2, ...)) end
  add("%s %s: %s\npaper %s, plugin %s\n", d.id, d.version, d.title, d.paper ~= "" and d.paper or "none", d.path)
  if d.doc ~= "" then add("%s\n", wrap(d.doc, "", 100)) end
  if #d.axes > 0 then
    add "axes"
    for _, a in ipairs(d.axes) do add("  %-24s %s; %s", a.name, facts.length_of(a), a.doc) end
    add ""
  end
  add "parameters"
  for _, p in ipairs(d.parameters) do add("%s", show_parameter(p)) end
  add "\noutputs"
  for _, o in ipairs(d.outputs) do add("%s", show_output(o)) end
  if d.batch then add "\nSweeps of real parameters are solved in batches." end
  return table.concat(out, "\n") .. "\n"
end

local function show_statuses()
  for _, s in ipairs(native.statuses()) do
    host.stdout(("%-14s %s; %s\n"):format(s.name, s.sentence, s.remedy))
  end
end

local function fail(status, text, ...)
  error({ status = status, text = text:format(...) }, 0)
end

-- The descriptions of the models asked for; all there are without names.
local function descriptions_of(ids)
  if #ids == 0 then
    for _, m in ipairs((native.models())) do ids[#ids + 1] = m.id end
    table.sort(ids)
  end
  local list, seen = {}, {}
  for _, id in ipairs(ids) do
    local description, why = native.describe(id)
    if not description then fail(host.exit_status.wrong, "%s", why) end
    if not seen[id] then list[#list + 1] = description end
    seen[id] = true
  end
  return list
end

-- One parameter or output of a model.
function M.item_of(description, name)
  local names = {}
  for _, kind in ipairs { "parameters", "outputs" } do
    for _, item in ipairs(description[kind]) do
      names[#names + 1] = item.name
      if item.name == name then
        return (kind == "parameters" and show_parameter or show_output)(item) .. "\n"
      end
    end
  end
  local near = require "reprise.nearest"(name, names)
  return nil, ("model '%s' has neither a parameter nor an output '%s'%s"):format(description.id, name,
    near and ("; did you mean '" .. near .. "'?") or "")
end

local function write(path, text)
  local fine, why = host.write_file(path, text)
  if not fine then fail(host.exit_status.outside, "%s", why) end
end

local function text_of_all(list)
  local texts = {}
  for i, d in ipairs(list) do texts[i] = M.text_of(d) end
  return table.concat(texts, "\n")
end

-- Form -> text of some models as one.
local forms = {
  text = text_of_all,
  md = function(list) return require("command.doc_markdown").text(list) end,
  html = function(list) return require("command.doc_html").page(list) end,
  lua = function(list) return require("command.doc_lua").text(list) end,
}

-- A page per model and an index, in a folder.
local function write_pages(list, folder)
  for name, text in require("reprise.ordered").pairs(require("command.doc_html").pages(list)) do write(folder .. "/" .. name, text) end
  host.stdout(("%s/index.html: %d models\n"):format(folder, #list))
end

function M.run(arguments)
  local asked, rest = options.parse(arguments, {
    ["--statuses"] = "flag", ["--ledger"] = "flag", ["--all"] = "flag", ["--format"] = "value", ["--out"] = "value",
  })
  if asked.statuses then
    show_statuses()
    return host.exit_status.fine
  elseif asked.ledger then
    host.stdout(host.json_encode(require("reprise.ledger").json_schema(), { pretty = true }) .. "\n")
    return host.exit_status.fine
  end
  local form = asked.format or (asked.out and "html") or "text"
  if not forms[form] then options.refuse("--format is text, md, html or lua, not '%s'", form) end
  if asked.all and #rest > 0 then options.refuse("--all is instead of '%s'", rest[1]) end
  if not asked.all and (#rest == 0 or #rest > 2) then options.refuse "reprise doc takes the id of a model, or --all" end
  local list = descriptions_of(asked.all and {} or { rest[1] })
  if rest[2] then
    local text, why = M.item_of(list[1], rest[2])
    if not text then fail(host.exit_status.wrong, "%s", why) end
    host.stdout(text)
  elseif asked.out and form == "html" and asked.all then
    write_pages(list, asked.out)
  elseif asked.out then
    write(asked.out, forms[form](list))
  else
    host.stdout(forms[form](list))
  end
  return host.exit_status.fine
end

return M
