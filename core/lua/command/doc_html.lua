-- command.doc_html: models as web pages in the style of the papers' pages. Formulas become MathML in one run of pandoc.

local facts = require "command.doc_facts"
local host = require "host"
local pandoc = require "weave.pandoc"
local verdict = require "weave.verdict"

local M = {}

local escape = verdict.escape

-- Collects TeX that is to become MathML; `html[n]` after `convert` is number n.
local function collector()
  local texts, html = {}, {}
  local this = { html = html }
  function this.formula(tex)
    if tex == "" then return nil end
    texts[#texts + 1] = "$" .. tex .. "$"
    return #texts
  end
  function this.convert()
    for i, text in ipairs(pandoc.inline_html(texts)) do html[i] = text end
  end
  return this
end

local function each_item(list, visit)
  for _, d in ipairs(list) do
    for _, p in ipairs(d.parameters) do
      visit(p, "symbol")
      for _, law in ipairs(p.laws or {}) do
        visit(law, "law")
        for _, c in ipairs(law.coefficients) do visit(c, "symbol") end
      end
    end
    for _, o in ipairs(d.outputs) do visit(o, "symbol") end
  end
end

-- All symbols as MathML: item -> HTML.
local function formulas_of(list)
  local all, number, html = collector(), {}, {}
  each_item(list, function(item, field) number[item] = all.formula(item[field]) end)
  all.convert()
  for item, n in pairs(number) do html[item] = all.html[n] end
  return html
end

-- A description in words; NaN and nil in it are what a script sees.
local function prose(text)
  return (escape(text):gsub("%f[%w]NaN%f[%W]", "<code>NaN</code>"):gsub("%f[%w]nil%f[%W]", "<code>nil</code>"))
end

local function entry(item, words, formulas, prefix)
  local source = item.source and item.source ~= "" and (' <span class="cited">(%s)</span>'):format(escape(item.source)) or ""
  return ('<dt id="%s%s"><code>%s</code> %s</dt>\n<dd>%s%s<br><small>%s</small></dd>'):format(prefix, escape(item.name), escape(item.name),
    formulas[item] or "", prose(item.doc), source, escape(words))
end

local function parameters_html(d, formulas)
  local out = {}
  for _, p in ipairs(d.parameters) do
    out[#out + 1] = entry(p, facts.kind_of(p) .. "; " .. table.concat(facts.facts_of_parameter(p), "; "), formulas, "p-")
    for _, law in ipairs(p.laws or {}) do
      local inner = {}
      for i, c in ipairs(law.coefficients) do
        inner[i] = entry(c, table.concat(facts.facts_of_coefficient(c), "; "), formulas, ("p-%s-%s-"):format(p.name, law.name))
      end
      out[#out + 1] = ('<dd>law <code>%s</code>: %s<dl>%s</dl></dd>'):format(escape(law.name), formulas[law] or "", table.concat(inner, "\n"))
    end
  end
  return table.concat(out, "\n")
end

local function model_html(d, formulas)
  local out = { ("<p>%s</p>"):format(prose(d.doc)) }
  if d.batch then out[#out + 1] = "<p>Sweeps of real parameters are solved in batches.</p>" end
  out[#out + 1] = '<h2 id="parameters">Parameters</h2>\n<dl>\n' .. parameters_html(d, formulas) .. "\n</dl>"
  local outputs = {}
  for i, o in ipairs(d.outputs) do outputs[i] = entry(o, table.concat(facts.facts_of_output(o), "; "), formulas, "o-") end
  out[#out + 1] = '<h2 id="outputs">Outputs</h2>\n<dl>\n' .. table.concat(outputs, "\n") .. "\n</dl>"
  if #d.axes > 0 then
    local axes = {}
    for i, a in ipairs(d.axes) do axes[i] = entry(a, facts.length_of(a), formulas, "a-") end
    out[#out + 1] = '<h2 id="axes">Axes</h2>\n<dl>\n' .. table.concat(axes, "\n") .. "\n</dl>"
  end
  return table.concat(out, "\n")
end

-- A whole page. style: CSS text, or nil for a link to style.css beside the page.
local function page_html(title, subtitle, kicker, body, style)
  return table.concat({
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">',
    ('<meta name="generator" content="reprise">\n<title>%s</title>\n<link rel="icon" href="data:,">'):format(escape(title)),
    style and "<style>\n" .. style .. "</style>" or '<link rel="stylesheet" href="style.css">',
    '</head>\n<body class="reference">\n<a class="skip" href="#text">Skip to the text</a>\n<header class="top">',
    ('<p class="kicker">%s</p>\n<h1>%s</h1>\n<p class="subtitle">%s</p>\n</header>\n<main id="text">'):format(kicker, escape(title), escape(subtitle)),
    body, '</main>\n<footer class="bottom"><p>Made from what the model says of itself.</p></footer>\n</body>\n</html>\n',
  }, "\n")
end

local function subtitle_of(d)
  return ("Version %s%s"):format(d.version, d.paper ~= "" and ", paper " .. d.paper or "")
end

local function title_of(d)
  return ("%s: %s"):format(d.id, d.title)
end

--- Some models on one page that needs nothing else.
function M.page(list)
  local formulas, parts = formulas_of(list), {}
  local style = host.embedded "weave/style.css"
  if #list == 1 then
    return page_html(title_of(list[1]), subtitle_of(list[1]), "Reprise", model_html(list[1], formulas), style)
  end
  for i, d in ipairs(list) do
    -- Names are unique within a model only.
    local body = model_html(d, formulas):gsub('id="', ('id="%s-'):format(d.id))
    parts[i] = ('<h1 id="%s">%s</h1>\n%s'):format(d.id, escape(title_of(d)), body)
  end
  return page_html("Models", ("%d models"):format(#list), "Reprise", table.concat(parts, "\n"), style)
end

-- The index: models by paper.
local function index_html(list)
  local by_paper, papers = {}, {}
  for _, d in ipairs(list) do
    local paper = d.paper ~= "" and d.paper or "no paper"
    if not by_paper[paper] then
      by_paper[paper] = {}
      papers[#papers + 1] = paper
    end
    table.insert(by_paper[paper], ('<li><a href="%s.html"><code>%s</code></a> %s</li>'):format(d.id, d.id, escape(d.title)))
  end
  table.sort(papers)
  local parts = {}
  for i, paper in ipairs(papers) do
    parts[i] = ("<h2>%s</h2>\n<ul>\n%s\n</ul>"):format(escape(paper), table.concat(by_paper[paper], "\n"))
  end
  return page_html("Models", "What they take and what they give", '<a href="../index.html">All papers</a>', table.concat(parts, "\n"))
end

--- File name -> text: a page per model, the index, the style and a list for programs.
function M.pages(list)
  local formulas, files = formulas_of(list), {}
  local ids = {}
  for i, d in ipairs(list) do
    ids[i] = { id = d.id, title = d.title, paper = d.paper, version = d.version }
    files[d.id .. ".html"] = page_html(title_of(d), subtitle_of(d), '<a href="index.html">All models</a>', model_html(d, formulas))
  end
  files["index.html"] = index_html(list)
  files["style.css"] = host.embedded "weave/style.css"
  files["models.json"] = host.json_encode(host.json_array(ids), { pretty = true }) .. "\n"
  return files
end

return M
