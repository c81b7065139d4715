-- block.lua - what stands between paragraphs: figures, tables, the table of claims, regions of the script, theorems. Each kind has
-- a function that numbers it in the first walk and one that puts it together in the second. Part of the filter; runs
-- inside pandoc (Lua 5.3).
local number = require "number"
local verdict = require "verdict"
local inline = require "inline"
local page = require "page"

local M = {}

local data, escape, refuse, proposal, names_of = page.data, page.escape, page.refuse, page.proposal, page.names_of
local raw, raw_block, inlines_of, code_link, claim_id = page.raw, page.raw_block, page.inlines_of, page.code_link, page.claim_id

-- Where the reader finds what a figure or a table was made of: its numbers, its drawing, the line of the script.
local function sources_line(data_files, gp, line)
  local links = {}
  for index, path in ipairs(data_files) do
    links[index] = ('<a href="%s">%s</a>'):format(escape(data.base .. path), index == 1 and "data" or "data " .. index)
  end
  if gp then links[#links + 1] = ('<a href="%s">gnuplot</a>'):format(escape(data.base .. gp)) end
  links[#links + 1] = code_link(line)
  return raw('<span class="sources">' .. table.concat(links, '<span class="dot" aria-hidden="true"> \u{B7} </span>') .. "</span>")
end

-- Figures -------------------------------------------------------------------------------------------------------------

local figure_count = 0
local figure_number = {}

local function figure_of(para)
  if #para.content ~= 1 then return nil end
  local image = para.content[1]
  if image.t ~= "Image" then return nil end
  return image, image.src:match("^figure:(.*)$")
end

function M.number_figure(para)
  local _, id = figure_of(para)
  if not id then return nil end
  figure_count = figure_count + 1
  figure_number[id] = figure_count
  claim_id(id, "Figure " .. figure_count, "figure:" .. id)
end

-- Pictures of this width, panels side by side, are shown a panel at a time where the page is narrow.
local broad = 800

-- An animation stands in the page itself, so that the page's own box can stop it.
local function moving_picture(id, alt, size)
  return ('<div class="panel moving"><input type="checkbox" class="pause" id="pause-%s"><svg data-figure="%s" aria-label="%s"%s></svg>'
    .. '<label class="pause-label" for="pause-%s">Pause the animation</label></div>')
    :format(escape(id), escape(id), escape(alt), size, escape(id))
end

function M.figure_blocks(para)
  local image, id = figure_of(para)
  if not id then return nil end
  local figure = data.figures[id]
  if not figure then
    refuse("figure:" .. id, "there is no figure '%s' in %s%s", id, data.results, proposal(id, names_of(data.figures)))
    return nil
  end
  if not figure.file then
    refuse("figure:" .. id, "the picture of figure '%s' is missing: %s was not drawn", id, tostring(figure.svg or figure.png))
    return nil
  end
  local alt = tostring(figure.alt or ""):gsub("%s+", " ")
  if not alt:find("%S") then refuse("figure:" .. id, "figure '%s' has no alternative text; give it alt= in the script", id) end
  local given = figure.caption ~= "" and figure.caption or figure.title or ""
  local caption = #image.caption > 0 and image.caption or inlines_of(given)
  local size = figure.width and figure.height
    and (' width="%d" height="%d"'):format(math.floor(figure.width), math.floor(figure.height)) or ""
  local content = pandoc.List { raw(('<span class="label">Figure %d.</span> '):format(figure_number[id] or 0)) }
  content:extend(caption)
  content:insert(sources_line(figure.data, figure.gp, figure.line))
  local class = (figure.width or 0) >= broad and "panel broad" or "panel"
  local picture = ('<div class="%s"><img src="figure:%s" alt="%s"%s></div>'):format(class, escape(id), escape(alt), size)
  if figure.animation and figure.type == "image/svg+xml" then picture = moving_picture(id, alt, size) end
  return {
    raw_block(('<figure id="%s">%s<figcaption>'):format(escape(id), picture)),
    pandoc.Plain(content),
    raw_block("</figcaption></figure>"),
  }
end

-- Tables --------------------------------------------------------------------------------------------------------------

local table_count = 0
local table_number = {}

function M.number_table(div)
  local id = div.identifier
  table_count = table_count + 1
  table_number[id] = table_count
  claim_id(id, "Table " .. table_count, id)
end

local function cell_text(cell, column)
  if type(cell) == "number" then
    return "number", { raw(number.html(cell, { digits = column.digits, decimals = column.decimals, as = column.as })) }
  elseif type(cell) == "boolean" then
    return "text", { pandoc.Str(cell and "yes" or "no") }
  elseif cell == nil then
    return "number", { pandoc.Str("\u{2013}") }
  elseif column.as == "unit" then
    return "text", { pandoc.Str(cell == "1" and "" or inline.unit_text(cell)) }
  end
  return "text", inlines_of(cell)
end

local function caption_of(div, given, label)
  local caption = pandoc.List { raw(('<span class="label">%s</span> '):format(label)) }
  caption:extend(#div.content > 0 and pandoc.utils.blocks_to_inlines(div.content) or inlines_of(given or ""))
  return caption
end

function M.table_blocks(div)
  local id = div.identifier
  local entry = data.tables[id]
  if not entry then
    refuse(id, "there is no table '%s' in %s%s", id, data.results, proposal(id, names_of(data.tables)))
    return nil
  end
  local caption = caption_of(div, entry.caption or entry.title, ("Table %d."):format(table_number[id] or 0))
  caption:insert(sources_line({ entry.csv }, nil, entry.line))
  local blocks = pandoc.List {
    raw_block(('<div class="table" id="%s"><div class="caption">'):format(escape(id))), pandoc.Plain(caption),
    raw_block(('</div><div class="scroll" tabindex="0" role="region" aria-label="Table %d"><table><thead><tr>')
      :format(table_number[id] or 0)),
  }
  for _, column in ipairs(entry.columns) do
    blocks:insert(raw_block(('<th scope="col" class="%s">'):format(column.text and "text" or "number")))
    local head = pandoc.List(inlines_of(column.title))
    if column.unit and column.unit ~= "1" then
      head:insert(raw(('<span class="unit">%s</span>'):format(escape(inline.unit_text(column.unit)))))
    end
    blocks:insert(pandoc.Plain(head))
    blocks:insert(raw_block("</th>"))
  end
  blocks:insert(raw_block("</tr></thead><tbody>"))
  for row = 1, entry.rows do
    blocks:insert(raw_block("<tr>"))
    for _, column in ipairs(entry.columns) do
      local kind, content = cell_text(column.values[row], column)
      blocks:insert(raw_block(('<td class="%s">'):format(kind)))
      blocks:insert(pandoc.Plain(content))
      blocks:insert(raw_block("</td>"))
    end
    blocks:insert(raw_block("</tr>"))
  end
  blocks:insert(raw_block("</tbody></table></div></div>"))
  return blocks
end

-- The table of claims -------------------------------------------------------------------------------------------------

local claim_filters = { kind = true, row = true, verdict = true, origin = true, id = true }

local function words(text)
  local set = {}
  for word in text:gmatch("[^%s,]+") do set[word] = true end
  return set
end

-- The claims that a div asks for: all, or those whose kind, row, ... is among the words given.
function M.claims_wanted(div)
  local literal, filters = "{.claims", {}
  for key, text in pairs(div.attributes) do
    if claim_filters[key] then
      filters[key] = words(text)
    else
      refuse(literal, "a table of claims is narrowed by kind, row, verdict, origin or id, not by '%s'", key)
    end
  end
  if div.identifier ~= "" then filters.id = words(div.identifier) end
  for _, key in ipairs(names_of(filters)) do
    for _, word in ipairs(names_of(filters[key])) do
      local found = false
      for _, claim in ipairs(data.claims) do found = found or claim[key] == word end
      if not found then refuse(word, "no claim in %s has the %s '%s'", data.results, key, word) end
    end
  end
  local list = pandoc.List {}
  for _, claim in ipairs(data.claims) do
    local wanted = true
    for key, set in pairs(filters) do wanted = wanted and set[claim[key]] or false end
    if wanted then list:insert(claim) end
  end
  if #data.claims == 0 then refuse(literal, "there are no claims in %s", data.results) end
  return list
end

local function fact(name, text, class)
  if not text or text == "" then return ('<td class="%s none"></td>'):format(class or "number") end
  return ('<td class="%s" data-label="%s"><div>%s</div></td>'):format(class or "number", name, text)
end

-- Where a claim comes from, unless it is the source, and its tags: "reconstructed, tuned".
local function marks_of(claim)
  local marks = claim.origin ~= "source" and { claim.origin } or {}
  for _, tag in ipairs(claim.tags) do
    if tag ~= marks[1] then marks[#marks + 1] = tag end
  end
  return table.concat(marks, ", ")
end

local claims_heads = {
  { "Claim", "text" }, { "What it says", "text" }, { "Printed", "number narrow" }, { "Computed", "number" },
  { "Deviation", "number narrow" }, { "Tolerance", "number narrow" }, { "Verdict", "text" },
}

function M.claims_blocks(div)
  local list = M.claims_wanted(div)
  local blocks = pandoc.List { raw_block('<div class="claims"><table><thead><tr>') }
  for _, head in ipairs(claims_heads) do blocks:insert(raw_block(('<th scope="col" class="%s">%s</th>'):format(head[2], head[1]))) end
  blocks:insert(raw_block("</tr></thead><tbody>"))
  for _, claim in ipairs(list) do
    local anchor = ""
    if not page.taken["claim-" .. claim.id] then
      page.taken["claim-" .. claim.id] = true
      anchor = (' id="claim-%s"'):format(escape(claim.id))
    end
    blocks:insert(raw_block(('<tr%s><th scope="row" class="text"><span class="claim-id">%s</span><span class="where">')
      :format(anchor, escape(claim.id))))
    blocks:insert(pandoc.Plain(inlines_of(claim.where or "")))
    local marks = marks_of(claim)
    if marks ~= "" then blocks:insert(raw_block('</span><span class="where">' .. escape(marks))) end
    blocks:insert(raw_block('</span></th><td class="says text">'))
    blocks:insert(pandoc.Plain(inlines_of(claim.says or "")))
    for _, note in ipairs(claim.notes or {}) do
      blocks:insert(raw_block('<div class="note">'))
      blocks:insert(pandoc.Plain(inlines_of(note)))
      blocks:insert(raw_block("</div>"))
    end
    local code = code_link(claim.line)
    blocks:insert(raw_block("</td>" .. fact("Printed", claim.printed_number) .. fact("Computed", claim.computed)
      .. fact("Deviation", claim.deviation) .. fact("Tolerance", claim.tolerance)
      .. fact("Verdict", verdict.badge(claim.verdict) .. (code and '<span class="where">' .. code .. "</span>" or ""), "text") .. "</tr>"))
  end
  blocks:insert(raw_block("</tbody></table></div>"))
  return blocks
end

-- Regions of the script -----------------------------------------------------------------------------------------------

local listing_count = 0
local listing_number = {}

local function region_name(div)
  return div.attributes.name or div.identifier
end

function M.number_region(div)
  listing_count = listing_count + 1
  listing_number[region_name(div)] = listing_count
  claim_id(region_name(div), "Listing " .. listing_count, '"' .. region_name(div) .. '"')
end

function M.region_blocks(div)
  local name = region_name(div)
  local region = data.regions[name]
  if not region then
    refuse('"' .. name .. '"', "there is no region '%s' in %s%s", name, data.script, proposal(name, names_of(data.regions)))
    return nil
  end
  local label = ("Listing %d."):format(listing_number[name] or 0)
  local caption = caption_of(div, "", label)
  local place = code_link(region.path .. ":" .. region.first, ("%s, lines %d\u{2013}%d"):format(region.path, region.first, region.last))
  caption:insert(raw(('<span class="sources">%s</span>'):format(place)))
  return {
    raw_block(('<div class="listing" id="%s"><div class="caption">'):format(escape(name))), pandoc.Plain(caption), raw_block("</div>"),
    raw_block(region.html .. "</div>"),
  }
end

-- Theorems ------------------------------------------------------------------------------------------------------------

local theorem_kinds = { theorem = "Theorem", proposition = "Proposition", lemma = "Lemma", corollary = "Corollary",
  definition = "Definition", remark = "Remark" }
local theorem_counts = {}
M.theorem_names = names_of(theorem_kinds)

function M.theorem_kind(div)
  for _, class in ipairs(div.classes) do
    if theorem_kinds[class] then return class end
  end
end

function M.lead(div, content)
  local first = div.content[1]
  if first and (first.t == "Para" or first.t == "Plain") then
    content:insert(pandoc.Space())
    content:extend(first.content)
    first.content = content
    div.content[1] = first
  else
    div.content:insert(1, pandoc.Para(content))
  end
  return div
end

function M.number_theorem(div, kind)
  theorem_counts[kind] = (theorem_counts[kind] or 0) + 1
  local label = theorem_kinds[kind] .. " " .. theorem_counts[kind]
  if div.identifier ~= "" then claim_id(div.identifier, label, div.identifier) end
  local content = pandoc.List { pandoc.Span({ pandoc.Str(label) }, { class = "label" }) }
  if div.attributes.title then
    content:insert(raw(' <span class="title">(' .. escape(div.attributes.title) .. ")</span>"))
    div.attributes.title = nil
  end
  content:insert(pandoc.Str("."))
  div.classes:insert(1, "statement")
  return M.lead(div, content)
end

return M
