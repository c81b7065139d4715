-- filter.lua - turns paper.md into the page of a paper: what the text names (figures, values, claims, tables, regions
-- of the script, equations, theorems) is looked up in the results and put in its place, numbered and linked.
--
-- pandoc runs it (embedded Lua 5.3; only pandoc's own modules). `reprise weave` puts number.lua, verdict.lua, nearest.lua
-- and data.lua beside it; data.lua holds the results and the script as one Lua table. Whatever does not exist is written as one
-- sentence per line to the file data.problems, and the command refuses the page; the filter itself never stops early,
-- so that an author sees all mistakes at once. How to write a page: papers/README.md.
local here = PANDOC_SCRIPT_FILE:match("^(.*)/[^/]*$") or "."
local number = dofile(here .. "/number.lua")
local verdict = dofile(here .. "/verdict.lua")
local nearest = dofile(here .. "/nearest.lua")
local data = dofile(here .. "/data.lua")
local escape = verdict.escape

-- Problems -----------------------------------------------------------------------------------------------------------

local problems, told = {}, {}

-- Where `literal` first stands in paper.md: "papers/x/paper.md:12", or the file alone.
local function position(literal)
  local line, from = 1, 1
  local at = literal and data.source:find(literal, 1, true)
  if not at then return data.source_path end
  while true do
    local newline = data.source:find("\n", from, true)
    if not newline or newline >= at then break end
    line, from = line + 1, newline + 1
  end
  return data.source_path .. ":" .. line
end

local function refuse(literal, sentence, ...)
  local text = position(literal) .. ": " .. sentence:format(...)
  if not told[text] then
    told[text] = true
    problems[#problems + 1] = text
  end
end

local function proposal(wanted, names)
  local meant = nearest(wanted, names)
  if meant then return ", did you mean '" .. meant .. "'?" end
  if #names == 0 then return "; there are none" end
  if #names > 12 then return "" end
  return "; there are " .. table.concat(names, ", ")
end

local function names_of(map)
  local names = {}
  for name in pairs(map) do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- Small builders ----------------------------------------------------------------------------------------------------

local function raw(html) return pandoc.RawInline("html", html) end
local function raw_block(html) return pandoc.RawBlock("html", html) end

local function has_class(element, class)
  return element.classes:includes(class)
end

-- Text from scripts and ledgers: Markdown with mathematics, but without anything raw.
local markdown = "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-citations-implicit_figures-fancy_lists-startnum"
  .. "-example_lists-smart"
local parsed = {}
local function inlines_of(text)
  text = tostring(text)
  if not text:find("[%$%*_`%[%]\\^~!<&]") then return pandoc.List { pandoc.Str(text) } end
  if not parsed[text] then
    -- Only inlines are wanted: what would open a list, a heading or a quotation is taken as text.
    local document = pandoc.read((text:gsub("%s+", " "):gsub("^%s*([#>%-%+%*|:=%d])", "\\%1")), markdown)
    parsed[text] = pandoc.utils.blocks_to_inlines(document.blocks)
  end
  return pandoc.List(parsed[text])
end

local function file_anchor(path)
  local name = path:match("([^/]*)$"):gsub("%.lua$", ""):gsub("[^%w%-]", "-")
  return "code-" .. name
end

-- The link to a line of the script, which stands at the end of the page. place: "scripts/x.lua:41".
local function code_link(place, text)
  local path, line = tostring(place or ""):match("^(.*):(%d+)$")
  if not path or not data.files[path] then return nil end
  text = text or (path:match("([^/]*)$") .. ":" .. line)
  return ('<a class="code" href="#%s-%s">%s</a>'):format(file_anchor(path), line, escape(text))
end

-- Numbers and references ----------------------------------------------------------------------------------------------

local targets = {} -- id -> text of a reference to it, "Figure 2"
local taken = {}   -- id -> true

local function claim_id(id, text, literal)
  if taken[id] then
    refuse(literal or id, "the name '%s' is given twice on this page", id)
    return
  end
  taken[id] = true
  if text then targets[id] = text end
end

local function resolve_reference(id, literal)
  local text = targets[id]
  if not text then
    refuse(literal, "the reference '%s' names nothing on this page%s", id, proposal(id, names_of(targets)))
    return pandoc.Str("[" .. id .. "]")
  end
  return pandoc.Link({ pandoc.Str(text) }, "#" .. id, "", { class = "ref" })
end

local section_count = { 0, 0, 0, 0, 0, 0 }
local function number_header(header)
  if header.level > 4 then refuse(pandoc.utils.stringify(header), "a heading of level %d is too deep; four levels are numbered", header.level) end
  local text = pandoc.utils.stringify(header)
  if has_class(header, "unnumbered") then
    claim_id(header.identifier, "\u{201C}" .. text .. "\u{201D}", text)
  else
    section_count[header.level] = section_count[header.level] + 1
    for level = header.level + 1, 6 do section_count[level] = 0 end
    local label = table.concat(section_count, ".", 1, header.level)
    claim_id(header.identifier, "Section " .. label, text)
    header.content:insert(1, pandoc.Span({ pandoc.Str(label) }, { class = "section-number" }))
  end
  header.level = header.level + 1 -- the title of the page is its only heading of the first level
  return header
end

local equation_count = 0
local function number_equation(math)
  if math.mathtype ~= "DisplayMath" then
    if math.text:find("\\label") or math.text:find("\\tag") then
      refuse(math.text, "only a displayed equation, $$ ... $$, can carry \\label or \\tag")
    end
    -- Formulas do not break: a long one gets a box in which a phone can scroll it.
    return #math.text > 48 and pandoc.Span({ math }, { class = "long" }) or nil
  end
  local text, labels, tag = math.text, {}, nil
  text = text:gsub("%s*\\label%s*{([^}]*)}", function(label) labels[#labels + 1] = label return "" end)
  text = text:gsub("%s*\\tag%*?%s*{([^}]*)}", function(name) tag = name return "" end)
  if text:find("\\eqref") or text:find("\\ref%s*{") then
    refuse(math.text:match("\\%a*ref"), "a reference inside a formula gets lost; write it in the text as [eq:name]{.ref}")
  end
  if #labels > 1 then refuse("\\label{" .. labels[2], "one displayed equation carries one label, not '%s' and '%s'", labels[1], labels[2]) end
  math.text = text:gsub("^%s+", ""):gsub("%s+$", "")
  local content = pandoc.List { pandoc.Span({ math }, { class = "formula" }) }
  local attributes = { class = "equation" }
  if labels[1] or tag then
    if not tag then
      equation_count = equation_count + 1
      tag = tostring(equation_count)
    end
    content:insert(pandoc.Span({ pandoc.Str("(" .. tag .. ")") }, { class = "equation-number" }))
    if labels[1] then
      claim_id(labels[1], "(" .. tag .. ")", "\\label{" .. labels[1])
      attributes.id = labels[1]
    end
  end
  return pandoc.Span(content, attributes)
end

-- Values and claims in the running text -------------------------------------------------------------------------------

local unit_signs = { ["^2"] = "\u{B2}", ["^3"] = "\u{B3}", ["*"] = "\u{B7}" }
local function unit_text(unit)
  return (unit:gsub("%^[23]%f[%D]", unit_signs):gsub("%*", unit_signs))
end

local value_attributes = { digits = true, decimals = true, as = true, unit = true }

-- Options for number.format from an element's attributes; refuses what is not one.
local function number_options(attributes, defaults, literal)
  local options = { digits = defaults.digits, decimals = defaults.decimals }
  for _, key in ipairs { "digits", "decimals" } do
    local text = attributes[key]
    if text then
      local n = tonumber(text)
      local least = key == "digits" and 1 or 0
      if not n or n ~= math.floor(n) or n < least or n > 17 then
        refuse(literal, "%s=%s is no whole number between %d and 17", key, text, least)
      else
        options.digits, options.decimals = nil, nil
        options[key] = math.floor(n)
      end
    end
  end
  local as = attributes.as
  if as and not number.styles[as] then refuse(literal, "as=%s is no way to write a number; there are plain, scientific, percent", as) end
  options.as = number.styles[as] and as or nil
  return options
end

local function value_inline(span)
  local id = pandoc.utils.stringify(span)
  local literal = "[" .. id .. "]{.value"
  for key in pairs(span.attributes) do
    if not value_attributes[key] then refuse(literal, "a value takes digits, decimals, as and unit, not '%s'", key) end
  end
  local value = data.values[id]
  if not value then
    refuse(literal, "there is no value '%s' in %s%s", id, data.results, proposal(id, names_of(data.values)))
    return pandoc.Str("[" .. id .. "]")
  end
  local html, exact
  if type(value.value) == "number" then
    local options = number_options(span.attributes, value, literal)
    html, exact = number.html(value.value, options), ("%.15g"):format(value.value)
  else
    html, exact = escape(value.value), id
  end
  if span.attributes.unit and value.unit and value.unit ~= "1" then html = html .. "\u{A0}" .. escape(unit_text(value.unit)) end
  local title = (value.doc and value.doc .. ": " or "") .. exact .. (value.unit and value.unit ~= "1" and " " .. unit_text(value.unit) or "")
  local path, line = tostring(value.line or ""):match("^(.*):(%d+)$")
  if path and data.files[path] then
    return raw(('<a class="value" href="#%s-%s" title="%s">%s</a>'):format(file_anchor(path), line, escape(title), html))
  end
  return raw(('<span class="value" title="%s">%s</span>'):format(escape(title), html))
end

local claims_shown = {} -- id -> true once a table of this page holds its row

local function claim_inline(span)
  local id = pandoc.utils.stringify(span)
  local claim = data.claims_by_id[id]
  if not claim then
    refuse("[" .. id .. "]{.claim", "there is no claim '%s' in %s%s", id, data.results, proposal(id, names_of(data.claims_by_id)))
    return pandoc.Str("[" .. id .. "]")
  end
  local place, line = tostring(claim.line or ""):match("^(.*):(%d+)$")
  local href = claims_shown[id] and "#claim-" .. id or (place and data.files[place] and "#" .. file_anchor(place) .. "-" .. line)
  local inside = ('<span class="claim-id">%s</span> %s'):format(escape(id), verdict.badge(claim.verdict))
  local title = escape("claim " .. id .. (claim.where and ", " .. claim.where or ""))
  if not href then return raw(('<span class="claim" title="%s">%s</span>'):format(title, inside)) end
  return raw(('<a class="claim" href="%s" title="%s">%s</a>'):format(escape(href), title, inside))
end

-- The value as the source prints it: [num-11619]{.printed}.
local function printed_inline(span)
  local id = pandoc.utils.stringify(span)
  local literal = "[" .. id .. "]{.printed"
  local claim = data.claims_by_id[id]
  if not claim then
    refuse(literal, "there is no claim '%s' in %s%s", id, data.results, proposal(id, names_of(data.claims_by_id)))
  elseif not claim.printed then
    refuse(literal, "the ledger gives no printed value for the claim '%s'", id)
  else
    return pandoc.Span(inlines_of(claim.printed), { class = "printed" })
  end
  return pandoc.Str("[" .. id .. "]")
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

local function number_figure(para)
  local _, id = figure_of(para)
  if not id then return nil end
  figure_count = figure_count + 1
  figure_number[id] = figure_count
  claim_id(id, "Figure " .. figure_count, "figure:" .. id)
end

local function figure_blocks(para)
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
  if alt == "" or alt == " " then refuse("figure:" .. id, "figure '%s' has no alternative text; give it alt= in the script", id) end
  local caption = #image.caption > 0 and image.caption or inlines_of(figure.caption ~= "" and figure.caption or figure.title or "")
  local sources = pandoc.List {}
  if figure.csv then sources:insert(('<a href="%s">data</a>'):format(escape(data.base .. figure.csv))) end
  if figure.gp then sources:insert(('<a href="%s">gnuplot</a>'):format(escape(data.base .. figure.gp))) end
  local code = code_link(figure.line)
  if code then sources:insert(code) end
  local size = figure.width and figure.height
    and (' width="%d" height="%d"'):format(math.floor(figure.width), math.floor(figure.height)) or ""
  local content = pandoc.List { raw(('<span class="label">Figure %d.</span> '):format(figure_number[id] or 0)) }
  content:extend(caption)
  content:insert(raw(('<span class="sources">%s</span>'):format(table.concat(sources, '<span class="dot" aria-hidden="true"> \u{B7} </span>'))))
  return {
    raw_block(('<figure id="%s"><div class="panel"><img src="figure:%s" alt="%s"%s></div><figcaption>')
      :format(escape(id), escape(id), escape(alt), size)),
    pandoc.Plain(content),
    raw_block("</figcaption></figure>"),
  }
end

-- Tables --------------------------------------------------------------------------------------------------------------

local table_count = 0
local table_number = {}

local function number_table(div)
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
  end
  return "text", inlines_of(cell)
end

local function caption_of(div, given, label)
  local caption = pandoc.List { raw(('<span class="label">%s</span> '):format(label)) }
  caption:extend(#div.content > 0 and pandoc.utils.blocks_to_inlines(div.content) or inlines_of(given or ""))
  return caption
end

local function table_blocks(div)
  local id = div.identifier
  local entry = data.tables[id]
  if not entry then
    refuse(id, "there is no table '%s' in %s%s", id, data.results, proposal(id, names_of(data.tables)))
    return nil
  end
  local caption = caption_of(div, entry.caption or entry.title, ("Table %d."):format(table_number[id] or 0))
  local sources = pandoc.List {}
  if entry.csv then sources:insert(('<a href="%s">data</a>'):format(escape(data.base .. entry.csv))) end
  local code = code_link(entry.line)
  if code then sources:insert(code) end
  caption:insert(raw(('<span class="sources">%s</span>'):format(table.concat(sources, '<span class="dot" aria-hidden="true"> \u{B7} </span>'))))
  local blocks = pandoc.List {
    raw_block(('<div class="table" id="%s"><div class="caption">'):format(escape(id))), pandoc.Plain(caption),
    raw_block('</div><div class="scroll" tabindex="0"><table><thead><tr>'),
  }
  for _, column in ipairs(entry.columns) do
    blocks:insert(raw_block(('<th scope="col" class="%s">'):format(column.text and "text" or "number")))
    local head = pandoc.List(inlines_of(column.title))
    if column.unit and column.unit ~= "1" then head:insert(raw(('<span class="unit">%s</span>'):format(escape(unit_text(column.unit))))) end
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
local function claims_wanted(div)
  local literal, filters = "{.claims", {}
  for key, text in pairs(div.attributes) do
    if claim_filters[key] then
      filters[key] = words(text)
    else
      refuse(literal, "a table of claims is narrowed by kind, row, verdict, origin or id, not by '%s'", key)
    end
  end
  if div.identifier ~= "" then filters.id = words(div.identifier) end
  for key, set in pairs(filters) do
    for word in pairs(set) do
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

local function claims_blocks(div)
  local list = claims_wanted(div)
  local blocks = pandoc.List { raw_block('<div class="claims"><table><thead><tr><th scope="col" class="text">Claim</th>'
    .. '<th scope="col" class="text">What it says</th><th scope="col" class="number">Printed</th><th scope="col" class="number">Computed</th>'
    .. '<th scope="col" class="number">Deviation</th><th scope="col" class="number">Tolerance</th><th scope="col" class="text">Verdict</th></tr></thead><tbody>') }
  for _, claim in ipairs(list) do
    local anchor = ""
    if not taken["claim-" .. claim.id] then
      taken["claim-" .. claim.id] = true
      anchor = (' id="claim-%s"'):format(escape(claim.id))
    end
    blocks:insert(raw_block(('<tr%s><th scope="row" class="text"><span class="claim-id">%s</span><span class="where">%s</span></th><td class="says text">')
      :format(anchor, escape(claim.id), escape(claim.where or ""))))
    blocks:insert(pandoc.Plain(inlines_of(claim.says or "")))
    for _, note in ipairs(claim.notes or {}) do
      blocks:insert(raw_block('<div class="note">'))
      blocks:insert(pandoc.Plain(inlines_of(note)))
      blocks:insert(raw_block("</div>"))
    end
    local code = code_link(claim.line)
    blocks:insert(raw_block("</td>" .. fact("Printed", claim.printed and escape(claim.printed)) .. fact("Computed", claim.computed)
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

local function number_region(div)
  listing_count = listing_count + 1
  listing_number[region_name(div)] = listing_count
  claim_id(region_name(div), "Listing " .. listing_count, '"' .. region_name(div) .. '"')
end

local function region_blocks(div)
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
  local code = pandoc.CodeBlock(region.text, {
    id = name .. "-code", class = "lua numberLines", startFrom = tostring(region.first) })
  return {
    raw_block(('<div class="listing" id="%s"><div class="caption">'):format(escape(name))), pandoc.Plain(caption), raw_block("</div>"),
    code, raw_block("</div>"),
  }
end

-- Theorems ------------------------------------------------------------------------------------------------------------

local theorem_kinds = { theorem = "Theorem", proposition = "Proposition", lemma = "Lemma", corollary = "Corollary",
  definition = "Definition", remark = "Remark" }
local theorem_counts = {}

local function theorem_kind(div)
  for _, class in ipairs(div.classes) do
    if theorem_kinds[class] then return class end
  end
end

local function lead(div, content)
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

local function number_theorem(div, kind)
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
  return lead(div, content)
end

-- The two walks -------------------------------------------------------------------------------------------------------

local function first_pass(block)
  if has_class(block, "table") then
    number_table(block)
  elseif has_class(block, "region") then
    number_region(block)
  elseif has_class(block, "claims") then
    for _, claim in ipairs(claims_wanted(block)) do claims_shown[claim.id] = true end
  elseif has_class(block, "proof") then
    return lead(block, pandoc.List { pandoc.Span({ pandoc.Str("Proof.") }, { class = "label" }) })
  elseif theorem_kind(block) then
    return number_theorem(block, theorem_kind(block))
  end
end

local function resolve_span(span)
  if has_class(span, "value") then return value_inline(span) end
  if has_class(span, "claim") then return claim_inline(span) end
  if has_class(span, "printed") then return printed_inline(span) end
  if has_class(span, "ref") then
    local id = pandoc.utils.stringify(span)
    return resolve_reference(id, "[" .. id .. "]{.ref")
  end
end

local function resolve_div(div)
  if has_class(div, "table") then return table_blocks(div) end
  if has_class(div, "region") then return region_blocks(div) end
  if has_class(div, "claims") then return claims_blocks(div) end
end

local function refuse_raw(element)
  local text = element.text
  if element.format == "html" and text:match("^%s*<!%-%-.*%-%->%s*$") then return {} end
  local id = element.format == "tex" and text:match("^\\eqref%s*{([^}]*)}%s*$") or element.format == "tex" and text:match("^\\ref%s*{([^}]*)}%s*$")
  if id and element.t == "RawInline" then return pandoc.Span({ pandoc.Str(id) }, { class = "ref" }) end
  refuse(text:match("^[^\n]*"), "raw %s ('%s') is not taken; a page is written in Markdown", element.format, (text:match("^[^\n]*")))
  return {}
end

local function check_link(link)
  local url = link.target
  if url:match("^#") then
    local id = url:sub(2)
    if not taken[id] then refuse(url, "the link to '%s' leads nowhere on this page%s", url, proposal(id, names_of(taken))) end
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
    local anchor = file_anchor(path)
    claim_id(anchor)
    blocks:insert(raw_block(('<div class="listing whole"><div class="caption"><span class="label">%s</span></div>'):format(escape(path))))
    blocks:insert(pandoc.CodeBlock(data.files[path], { id = anchor, class = "lua numberLines" }))
    blocks:insert(raw_block("</div>"))
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

function Pandoc(document)
  if not document.meta.title then refuse(nil, "the page has no title; give it in the head: title: ...") end
  document = document:walk { RawInline = refuse_raw, RawBlock = refuse_raw }
  document = document:walk { Header = number_header, Para = number_figure, Div = first_pass, Math = number_equation }
  document = document:walk { Span = resolve_span, Para = figure_blocks, Div = resolve_div }
  local cites = false
  document:walk { Cite = function() cites = true end, Link = check_link, Image = check_image }
  if cites then insert_references(document.blocks) end
  append_files(document.blocks)

  local counts, total = verdict.count(data.claims)
  document.meta.verdicts = total > 0 and pandoc.MetaBlocks { raw_block(verdict.bar(counts, total)) } or nil
  document.meta.paper = data.paper
  local file = assert(io.open(data.problems, "w"))
  file:write(table.concat(problems, "\n"), #problems > 0 and "\n" or "")
  file:close()
  return document
end
