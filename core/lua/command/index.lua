-- index.lua - `reprise index DIR`: one page over all papers whose results lie below DIR: the verdicts of each, the errata
-- (what a source prints and what holds), and the figures. Prints the same counts as a table. Computes nothing.
local host = require "host"
local pandoc = require "weave.pandoc"
local results = require "weave.results"
local verdict = require "weave.verdict"

local M = {}

M.summary = "make the index over all papers and print the table of verdicts"
M.help = [[
usage: reprise index DIR [--out FILE]

Makes one page over all papers: DIR/PAPER/ holds the results of one paper, with the page that `reprise weave` made.
Lists the papers with their verdicts, the misprints and the refuted statements with printed and corrected numbers, and all
figures, and prints the table of verdicts.

  --out FILE   the page to write (default: DIR/index.html)
]]

local escape = verdict.escape
local fail = results.fail

-- A page's own title and source line, as weave wrote them; they are HTML already.
local function page_of(directory)
  local text = host.stat(directory .. "/index.html") and host.read_file(directory .. "/index.html") or nil
  if not text then return nil end
  local source = text:match('<p class="source">(.-)</p>')
  return {
    text = text, title = text:match("<h1>(.-)</h1>"), subtitle = text:match('<p class="subtitle">(.-)</p>'),
    source = source and source:gsub("</?a[^>]*>", ""),
  }
end

-- Every folder below `directory` that holds results of a paper, in the order of their names.
local function papers_below(directory)
  local names, why = host.list(directory)
  if not names then fail(1, "the results folder '%s' cannot be listed: %s", directory, why) end
  local papers = {}
  for _, name in ipairs(names) do
    local folder = directory .. "/" .. name
    local kind = host.stat(folder)
    local is_paper = host.stat(folder .. "/claims.json") or (host.stat(folder .. "/index.html") and not host.stat(folder .. "/models.json"))
    if kind and kind.type == "directory" and is_paper then
      local claims = results.claims(folder) or { list = {}, unexpected = 0 }
      local _, figures = results.figures(folder)
      local counts, total = verdict.count(claims.list)
      papers[#papers + 1] = { id = name, folder = folder, claims = claims, figures = figures, counts = counts, total = total,
        page = page_of(folder) }
    end
  end
  return papers
end

local function title_of(paper)
  return paper.page and paper.page.title or escape(paper.claims.title or paper.id)
end

local function paper_html(paper, base)
  local page = paper.page
  local title = title_of(paper)
  if page then title = ('<a href="%s%s/index.html">%s</a>'):format(base, escape(paper.id), title) end
  local parts = { ('<li id="paper-%s"><h3>%s</h3>'):format(escape(paper.id), title) }
  local source = page and page.source or paper.claims.title and escape(paper.claims.title)
  if source then parts[#parts + 1] = ('<p class="source">%s</p>'):format(source) end
  parts[#parts + 1] = verdict.bar(paper.counts, paper.total)
  if paper.claims.unexpected > 0 then
    parts[#parts + 1] = ('<p class="warning">%d of these verdicts differ from what the ledger expects.</p>'):format(paper.claims.unexpected)
  end
  parts[#parts + 1] = "</li>"
  return table.concat(parts, "\n")
end

-- All misprints and refuted statements, with their texts turned into HTML in one run of pandoc.
local function errata_of(papers)
  local rows, texts = {}, {}
  local function text(value)
    if not value or value == "" then return nil end
    texts[#texts + 1] = value
    return #texts
  end
  for _, paper in ipairs(papers) do
    for _, claim in ipairs(paper.claims.list) do
      if claim.verdict == "misprint" or claim.verdict == "refuted" then
        local notes = {}
        for _, note in ipairs(claim.notes) do notes[#notes + 1] = text(note) end
        rows[#rows + 1] = { paper = paper, claim = claim, says = text(claim.says), where = text(claim.where), notes = notes }
      end
    end
  end
  return rows, pandoc.inline_html(texts)
end

local function cell(label, html, class)
  class = class or "number"
  if not html or html == "" then return ('<td class="%s none"></td>'):format(class) end
  return ('<td class="%s" data-label="%s"><div>%s</div></td>'):format(class, label, html)
end

local function erratum_html(row, html, base)
  local claim, paper = row.claim, row.paper
  local id = ('<span class="claim-id">%s</span>'):format(escape(claim.id))
  local anchor = "claim-" .. claim.id
  if paper.page and paper.page.text:find(('id="%s"'):format(anchor), 1, true) then
    id = ('<a href="%s%s/index.html#%s">%s</a>'):format(base, escape(paper.id), escape(anchor), id)
  end
  local notes = {}
  for _, note in ipairs(row.notes) do notes[#notes + 1] = '<div class="note">' .. html[note] .. "</div>" end
  -- Many numbers at once have no cell of their own: how far the two forms are from the reference says as much.
  local computed = claim.computed or claim.deviation and "deviation " .. claim.deviation
  return ('<tr><th scope="row" class="text">%s<span class="where">%s%s</span></th><td class="says text">%s%s</td>%s%s%s</tr>'):format(
    id, escape(paper.id), row.where and ", " .. html[row.where] or "", row.says and html[row.says] or "", table.concat(notes),
    cell("Printed", claim.printed_number), cell("Computed", computed),
    cell("Verdict", verdict.badge(claim.verdict), "text"))
end

local function errata_html(papers, base)
  local rows, html = errata_of(papers)
  if #rows == 0 then return "<p>No statement has been found wrong.</p>" end
  local parts = { '<div class="claims"><table><thead><tr><th scope="col" class="text">Claim</th><th scope="col" class="text">What it says</th>'
    .. '<th scope="col" class="number narrow">Printed</th><th scope="col" class="number">Computed</th><th scope="col" class="text">Verdict</th></tr></thead><tbody>' }
  for _, row in ipairs(rows) do parts[#parts + 1] = erratum_html(row, html, base) end
  parts[#parts + 1] = "</tbody></table></div>"
  return table.concat(parts, "\n")
end

local function gallery_html(papers, base)
  local parts = {}
  for _, paper in ipairs(papers) do
    for _, figure in ipairs(paper.figures) do
      if figure.file then
        local path = base .. paper.id .. "/"
        local target = path .. (figure.still or figure.file)
        if paper.page and paper.page.text:find(('<figure id="%s"'):format(figure.id), 1, true) then
          target = path .. "index.html#" .. figure.id
        end
        local alt = figure.alt and figure.alt ~= "" and figure.alt or figure.title or figure.id
        parts[#parts + 1] = ('<li><a href="%s"><div class="panel"><img src="%s" alt="%s" loading="lazy"%s></div><span>%s</span></a></li>'):format(
          escape(target), escape(path .. (figure.still or figure.file)), escape(alt),
          figure.width and (' width="%d" height="%d"'):format(math.floor(figure.width), math.floor(figure.height)) or "",
          escape(paper.id .. ": " .. (figure.title or figure.id)))
      end
    end
  end
  if #parts == 0 then return "<p>No figures yet.</p>" end
  return '<ul class="gallery wide">\n' .. table.concat(parts, "\n") .. "\n</ul>"
end

-- Where `reprise doc --all --out DIR/models` has left the models' reference pages.
local function models_html(directory, base)
  local text = host.read_file(directory .. "/models/models.json")
  if not text then return "" end
  return ('<h2 id="models">Models</h2>\n<p>What the <a href="%smodels/index.html">%d models</a> take and give, from their own descriptions.</p>'):format(
    base, #host.json_decode(text))
end

local function index_html(papers, base, directory)
  local all = {}
  for _, paper in ipairs(papers) do
    for _, claim in ipairs(paper.claims.list) do all[#all + 1] = claim end
  end
  local list = {}
  for index, paper in ipairs(papers) do list[index] = paper_html(paper, base) end
  local counts, total = verdict.count(all)
  local style = host.embedded "weave/style.css"
  return table.concat({
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="color-scheme" content="light dark">',
    '<meta name="generator" content="reprise">\n<title>Executable papers</title>\n<link rel="icon" href="data:,">',
    "<style>\n" .. style .. "</style>\n</head>\n<body class=\"index\">",
    '<a class="skip" href="#text">Skip to the text</a>\n<header class="top">\n<p class="kicker">Reprise</p>\n<h1>Executable papers</h1>',
    '<p class="subtitle">What running code confirms, corrects and refutes</p>',
    verdict.bar(counts, total), '</header>\n<main id="text">\n<h2 id="papers">Papers</h2>',
    #list > 0 and '<ul class="papers">\n' .. table.concat(list, "\n") .. "\n</ul>" or "<p>No papers yet.</p>",
    '<h2 id="errata">Errata</h2>\n<p>What a source prints, and what holds instead. Each row leads to the evidence on the page of its paper.</p>',
    errata_html(papers, base), models_html(directory, base), '<h2 id="figures">Figures</h2>', gallery_html(papers, base),
    "</main>\n<footer class=\"bottom\"><p>Made from the results of each paper's script; see the pages for data and code.</p></footer>\n</body>\n</html>\n",
  }, "\n")
end

-- The closing table: a line per paper and a total.
local function closing_table(papers)
  local columns = { "paper", "claims" }
  for _, each in ipairs(verdict.list) do columns[#columns + 1] = each.slug end
  columns[#columns + 1] = "open"
  columns[#columns + 1] = "unexpected"
  local lines = { columns }
  local total = { "total", 0 }
  for index = 3, #columns do total[index] = 0 end
  for _, paper in ipairs(papers) do
    local line = { paper.id, paper.total }
    for index = 3, #columns - 1 do line[index] = paper.counts[columns[index]] or 0 end
    line[#columns] = paper.claims.unexpected
    for index = 2, #columns do total[index] = total[index] + line[index] end
    lines[#lines + 1] = line
  end
  lines[#lines + 1] = total
  local width = {}
  for _, line in ipairs(lines) do
    for index, text in ipairs(line) do width[index] = math.max(width[index] or 0, #tostring(text)) end
  end
  local out = {}
  for _, line in ipairs(lines) do
    local parts = { ("%-" .. width[1] .. "s"):format(line[1]) }
    for index = 2, #line do parts[index] = ("%" .. width[index] .. "s"):format(tostring(line[index])) end
    out[#out + 1] = table.concat(parts, "  ")
  end
  return table.concat(out, "\n") .. "\n"
end

function M.run(arguments)
  local options = require("command.options")
  local given, rest = options.parse(arguments, { ["--out"] = "value" })
  if #rest ~= 1 then fail(2, "reprise index takes one results folder; see reprise index --help") end
  local directory = rest[1]:gsub("(.)/+$", "%1")
  local found = host.stat(directory)
  if not found or found.type ~= "directory" then fail(1, "there is no results folder '%s'", directory) end
  local out = given.out or directory .. "/index.html"
  local papers = papers_below(directory)
  local folder = results.directory_of(out)
  host.make_directory(folder)
  local done, why = host.write_file(out, index_html(papers, results.relative(folder, directory), directory))
  if not done then fail(7, "%s", why) end
  host.stdout(closing_table(papers))
  return 0
end

return M
