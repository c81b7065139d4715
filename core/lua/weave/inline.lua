-- inline.lua - what stands in running text: numbers of headings and equations, computed values, claims with their verdicts,
-- printed values. Part of the filter; runs inside pandoc (Lua 5.3).
local number = require "number"
local verdict = require "verdict"
local page = require "page"

local M = {}

local data, escape, refuse, proposal, names_of = page.data, page.escape, page.refuse, page.proposal, page.names_of
local raw, has_class, inlines_of, file_anchor, claim_id = page.raw, page.has_class, page.inlines_of, page.file_anchor, page.claim_id

local section_count = { 0, 0, 0, 0, 0, 0 }
function M.number_header(header)
  local text = pandoc.utils.stringify(header)
  if header.level > 4 then refuse(text, "a heading of level %d is too deep; four levels are numbered", header.level) end
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
function M.number_equation(math)
  if math.mathtype ~= "DisplayMath" then
    if math.text:find("\\label") or math.text:find("\\tag") then
      refuse(math.text, "only a displayed equation, $$ ... $$, can carry \\label or \\tag")
    end
    return page.boxed_formula(math)
  end
  local text, labels, tag = math.text, {}, nil
  text = text:gsub("%s*\\label%s*{([^}]*)}", function(label) labels[#labels + 1] = label return "" end)
  text = text:gsub("%s*\\tag%*?%s*{([^}]*)}", function(name) tag = name return "" end)
  if text:find("\\eqref") or text:find("\\ref%s*{") then
    refuse(math.text:match("\\%a*ref"), "a reference inside a formula gets lost; write it in the text as [eq:name]{.ref}")
  end
  if #labels > 1 then
    refuse("\\label{" .. labels[2], "one displayed equation carries one label, not '%s' and '%s'", labels[1], labels[2])
  end
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

-- A formula, the bracket in front of it and the punctuation behind it stay on one line: all go into one box.
function M.keep_punctuation(inlines)
  local kept, index = pandoc.List {}, 1
  local function is_formula(element) return element and element.t == "Math" and element.mathtype == "InlineMath" end
  while index <= #inlines do
    local element, box = inlines[index], pandoc.List {}
    if element.t == "Str" and element.text:match("[%(%[]$") and is_formula(inlines[index + 1]) then
      box:insert(element)
      index = index + 1
      element = inlines[index]
    end
    local after = inlines[index + 1]
    local long = element.t == "Span" and has_class(element, "long")
    box:insert(element)
    if (is_formula(element) or long) and after and after.t == "Str" and (after.text:match("^[%.,;:%)%]!?]") or after.text:match("^\u{2019}")) then
      box:insert(after)
      index = index + 1
    end
    if #box == 1 then
      kept:insert(element)
    elseif long then
      kept:insert(pandoc.Span(pandoc.List(element.content) .. { after }, { class = "long" }))
    else
      kept:insert(pandoc.Span(box, { class = "nb" }))
    end
    index = index + 1
  end
  return kept
end

-- Values and claims in the running text -------------------------------------------------------------------------------

local unit_signs = { ["^2"] = "\u{B2}", ["^3"] = "\u{B3}", ["*"] = "\u{B7}" }
function M.unit_text(unit)
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
  if as and not number.styles[as] then
    refuse(literal, "as=%s is no way to write a number; there are plain, scientific, percent", as)
  end
  options.as = number.styles[as] and as or nil
  return options
end

function M.value_inline(span)
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
  if span.attributes.unit and value.unit and value.unit ~= "1" then html = html .. "\u{A0}" .. escape(M.unit_text(value.unit)) end
  local unit = value.unit and value.unit ~= "1" and " " .. M.unit_text(value.unit) or ""
  local title = (value.doc and value.doc .. ": " or "") .. exact .. unit
  local path, line = tostring(value.line or ""):match("^(.*):(%d+)$")
  if path and data.files[path] then
    return raw(('<a class="value" href="#%s-%s" title="%s">%s</a>'):format(file_anchor(path), line, escape(title), html))
  end
  return raw(('<span class="value" title="%s">%s</span>'):format(escape(title), html))
end

M.claims_shown = {} -- id -> true once a table of this page holds its row

function M.claim_inline(span)
  local id = pandoc.utils.stringify(span)
  local claim = data.claims_by_id[id]
  if not claim then
    refuse("[" .. id .. "]{.claim", "there is no claim '%s' in %s%s", id, data.results, proposal(id, names_of(data.claims_by_id)))
    return pandoc.Str("[" .. id .. "]")
  end
  local place, line = tostring(claim.line or ""):match("^(.*):(%d+)$")
  local href = M.claims_shown[id] and "#claim-" .. id or (place and data.files[place] and "#" .. file_anchor(place) .. "-" .. line)
  local inside = ('<span class="claim-id">%s</span> %s'):format(escape(id), verdict.badge(claim.verdict))
  local title = escape("claim " .. id .. (claim.where and ", " .. claim.where or ""))
  if not href then return raw(('<span class="claim" title="%s">%s</span>'):format(title, inside)) end
  return raw(('<a class="claim" href="%s" title="%s">%s</a>'):format(escape(href), title, inside))
end

-- The value as the source prints it: [num-11619]{.printed}.
function M.printed_inline(span)
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

return M
