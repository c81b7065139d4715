-- filter.lua - turns paper.md into the page of a paper: what the text names (figures, values, claims, tables, regions
-- of the script, equations, theorems) is looked up in the results and put in its place, numbered and linked.
--
-- pandoc runs it (embedded Lua 5.3; only pandoc's own modules). `reprise weave` puts the modules that it needs and data.lua
-- beside it; data.lua holds the results and the script as one Lua table. Whatever does not exist is written as one
-- sentence per line to the file data.problems, and the command refuses the page; the filter itself never stops early,
-- so that an author sees all mistakes at once. How to write a page: papers/README.md.
package.path = (PANDOC_SCRIPT_FILE:match("^(.*)/[^/]*$") or ".") .. "/?.lua"
local page = require "page"
local inline = require "inline"
local block_kinds = require "block"
local verdict = require "verdict"

local data, escape, refuse, has_class = page.data, page.escape, page.refuse, page.has_class
local proposal, names_of, claim_id, raw_block = page.proposal, page.names_of, page.claim_id, page.raw_block

-- Classes and attributes that mean nothing here are mistakes -------------------------------------------------------------

local span_classes = { "claim", "printed", "ref", "value" } -- value checks its own attributes
local div_attributes = { claims = true, proof = {}, region = { name = true }, table = {} } -- claims checks its own
for _, kind in ipairs(block_kinds.theorem_names) do div_attributes[kind] = { title = true } end
local div_classes = names_of(div_attributes)

local function check_classes(element, what, known)
  for _, class in ipairs(element.classes) do
    local meant = false
    for _, name in ipairs(known) do meant = meant or name == class end
    if not meant then refuse("." .. class, "'.%s' is no class of %s%s", class, what, proposal(class, known)) end
  end
end

local function check_attributes(element, what, known)
  for key in pairs(element.attributes) do
    if not known[key] then refuse(key .. "=", "%s takes no '%s'%s", what, key, proposal(key, names_of(known))) end
  end
end

local function check_span(span)
  check_classes(span, "text in brackets", span_classes)
  if not has_class(span, "value") then check_attributes(span, "text in brackets", {}) end
end

local function check_div(div)
  check_classes(div, "a block", div_classes)
  for _, class in ipairs(div.classes) do
    local known = div_attributes[class]
    if type(known) == "table" then check_attributes(div, "a ." .. class .. " block", known) end
  end
end

local function check_header(header)
  check_classes(header, "a heading", { "unlisted", "unnumbered" })
  check_attributes(header, "a heading", {})
end

local function check_picture(image)
  check_classes(image, "a figure", {})
  check_attributes(image, "a figure", {})
end

local function check_citation(cite)
  if data.bibliography then return end -- then citeproc looks them up
  for _, citation in ipairs(cite.citations) do
    refuse("@" .. citation.id, "the citation '@%s' needs a file references.bib beside the text", citation.id)
  end
end

-- The walks -------------------------------------------------------------------------------------------------------

local function first_pass(block)
  if has_class(block, "table") then
    block_kinds.number_table(block)
  elseif has_class(block, "region") then
    block_kinds.number_region(block)
  elseif has_class(block, "claims") then
    for _, claim in ipairs(block_kinds.claims_wanted(block)) do inline.claims_shown[claim.id] = true end
  elseif has_class(block, "proof") then
    return block_kinds.lead(block, pandoc.List { pandoc.Span({ pandoc.Str("Proof.") }, { class = "label" }) })
  elseif block_kinds.theorem_kind(block) then
    return block_kinds.number_theorem(block, block_kinds.theorem_kind(block))
  end
end

local function resolve_span(span)
  if has_class(span, "value") then return inline.value_inline(span) end
  if has_class(span, "claim") then return inline.claim_inline(span) end
  if has_class(span, "printed") then return inline.printed_inline(span) end
  if has_class(span, "ref") then
    local id = pandoc.utils.stringify(span)
    return page.resolve_reference(id, "[" .. id .. "]{.ref")
  end
end

local function resolve_div(div)
  if has_class(div, "table") then return block_kinds.table_blocks(div) end
  if has_class(div, "region") then return block_kinds.region_blocks(div) end
  if has_class(div, "claims") then return block_kinds.claims_blocks(div) end
end

local function refuse_raw(element)
  local text = element.text
  if element.format == "html" and text:match("^%s*<!%-%-.*%-%->%s*$") then return {} end
  local id = element.format == "tex" and (text:match("^\\eqref%s*{([^}]*)}%s*$") or text:match("^\\ref%s*{([^}]*)}%s*$"))
  if id and element.t == "RawInline" then return pandoc.Span({ pandoc.Str(id) }, { class = "ref" }) end
  local line = text:match("^[^\n]*")
  refuse(line, "raw %s ('%s') is not taken; a page is written in Markdown", element.format, line)
  return {}
end

local function check_link(link)
  local url = link.target
  if url:match("^#") then
    local id = url:sub(2)
    if not page.taken[id] then refuse(url, "the link to '%s' leads nowhere on this page%s", url, proposal(id, names_of(page.taken))) end
  elseif url:match("^%a[%w+.-]*:") and not url:match("^https?://") and not url:match("^mailto:") then
    refuse(url, "the link '%s' is refused: only http, https and mailto", url)
  end
end

local function check_image(image)
  if image.src:match("^figure:") then
    if data.figures[image.src:sub(8)] then
      refuse(image.src, "the figure '%s' must stand alone in its paragraph", image.src:sub(8))
    end
  else
    refuse(image.src, "the picture '%s' is no figure of the results; write figure:NAME", image.src)
  end
end

-- The whole script stands at the end, so that links to its lines work in the one file.
local function append_files(blocks)
  if #data.file_order == 0 then return end
  local title = #data.file_order == 1 and "The script" or "The scripts"
  blocks:insert(pandoc.Header(2, { pandoc.Str(title) }, { id = "the-script", class = "unnumbered" }))
  claim_id("the-script")
  for _, path in ipairs(data.file_order) do
    local anchor = page.file_anchor(path)
    claim_id(anchor)
    blocks:insert(raw_block(('<div class="listing whole"><div class="caption"><span class="label">%s</span></div>'):format(escape(path))))
    blocks:insert(raw_block(data.files[path] .. "</div>"))
  end
end

local function insert_references(blocks)
  for _, block in ipairs(blocks) do
    if block.t == "Div" and block.identifier == "refs" then return end
  end
  blocks:insert(pandoc.Header(2, { pandoc.Str("References") }, { id = "references", class = "unnumbered" }))
  claim_id("references")
  blocks:insert(pandoc.Div({}, { id = "refs" }))
end

-- The texts of the results that this page may show.
local function texts_of_results()
  local texts = {}
  local function add(text) texts[#texts + 1] = type(text) == "string" and text or nil end
  for _, claim in ipairs(data.claims) do
    add(claim.says)
    add(claim.where)
    for _, note in ipairs(claim.notes) do add(note) end
  end
  for _, id in ipairs(names_of(data.tables)) do
    for _, column in ipairs(data.tables[id].columns) do
      add(column.title)
      for row = 1, column.text and data.tables[id].rows or 0 do add(column.values[row]) end
    end
  end
  return texts
end

function Pandoc(document)
  page.read_ahead(texts_of_results())
  if not document.meta.title then refuse(nil, "the page has no title; give it in the head: title: ...") end
  document:walk { Span = check_span, Div = check_div, Header = check_header, Image = check_picture, Cite = check_citation }
  document = document:walk {
    RawInline = refuse_raw, RawBlock = refuse_raw, Math = inline.number_equation, Inlines = inline.keep_punctuation,
    Header = inline.number_header, Para = block_kinds.number_figure, Div = first_pass,
  }
  document = document:walk { Span = resolve_span, Para = block_kinds.figure_blocks, Div = resolve_div }
  local cites = false
  document:walk { Cite = function() cites = true end, Link = check_link, Image = check_image }
  if cites then insert_references(document.blocks) end
  append_files(document.blocks)

  local counts, total = verdict.count(data.claims)
  document.meta.verdicts = total > 0 and pandoc.MetaBlocks { raw_block(verdict.bar(counts, total)) } or nil
  document.meta.paper = data.paper
  local file = assert(io.open(data.problems, "w"))
  file:write(table.concat(page.problems, "\n"), #page.problems > 0 and "\n" or "")
  file:close()
  return document
end
