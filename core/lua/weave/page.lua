-- page.lua - what the parts of the filter share: the results, the list of problems, the names that a page has given away, and
-- small builders. Runs inside pandoc (Lua 5.3).
local verdict = require "verdict"
local nearest = require "nearest"
local position = require "position"

local M = {}

-- The results and the script, as the command laid them out; escape makes text safe for HTML.
M.data = require "data"
M.escape = verdict.escape
-- Sentences about what does not exist, in the order of their finding.
M.problems = {}
-- What a reference to a name reads ("Figure 2"), and all names of the page.
M.targets, M.taken = {}, {}

local data, escape = M.data, M.escape
local problems, told, targets, taken = M.problems, {}, M.targets, M.taken

-- `literal` is something in paper.md near which the mistake stands.
function M.refuse(literal, sentence, ...)
  local text = position(data.source_path, data.source, literal) .. ": " .. sentence:format(...)
  if not told[text] then
    told[text] = true
    problems[#problems + 1] = text
  end
end

function M.proposal(wanted, names)
  local meant = nearest(wanted, names)
  if meant then return ", did you mean '" .. meant .. "'?" end
  if #names == 0 then return "; there are none" end
  if #names > 12 then return "" end
  return "; there are " .. table.concat(names, ", ")
end

function M.names_of(map)
  local names = {}
  for name in pairs(map) do names[#names + 1] = name end
  table.sort(names)
  return names
end

function M.raw(html) return pandoc.RawInline("html", html) end
function M.raw_block(html) return pandoc.RawBlock("html", html) end

function M.has_class(element, class)
  return element.classes:includes(class)
end

-- Formulas in running text do not break: a long one gets a box in which a phone can scroll it.
function M.boxed_formula(math)
  if #math.text > 48 then return pandoc.Span({ math }, { class = "long" }) end
end

-- Text from scripts and ledgers: Markdown with mathematics, but without anything raw; a "cash^2/share^2" stays as it is.
local markdown = "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-citations-implicit_figures-fancy_lists-startnum"
  .. "-example_lists-smart-superscript-subscript"
local parsed = {} -- text -> its inlines

local function is_plain(text)
  return not text:find("[%$%*_`%[%]\\^~!<&]")
end

-- Only inlines are wanted: what would open a list, a heading or a quotation is taken as text.
local function as_paragraph(text)
  return (text:gsub("%s+", " "):gsub("^%s*([#>%-%+%*|:=%d])", "\\%1"))
end

local function read(text)
  return pandoc.read(text, markdown):walk { Math = M.boxed_formula }.blocks
end

-- Reads many texts in one go: starting pandoc's reader costs more than reading. What does not come back as one paragraph per
-- text is left to be read alone.
function M.read_ahead(texts)
  local wanted, paragraphs = {}, {}
  for _, text in ipairs(texts) do
    if not is_plain(text) and not parsed[text] and text:find("%S") then
      wanted[#wanted + 1], paragraphs[#paragraphs + 1] = text, as_paragraph(text)
    end
  end
  local blocks = read(table.concat(paragraphs, "\n\n"))
  if #blocks ~= #wanted then return end
  for index, block in ipairs(blocks) do
    if block.t == "Para" then parsed[wanted[index]] = block.content end
  end
end

-- The inlines of one text.
function M.inlines_of(text)
  text = tostring(text)
  if is_plain(text) then return pandoc.List { pandoc.Str(text) } end
  parsed[text] = parsed[text] or pandoc.utils.blocks_to_inlines(read(as_paragraph(text)))
  return pandoc.List(parsed[text])
end

function M.file_anchor(path)
  return data.anchors[path]
end

-- The link to a line of the script, which stands at the end of the page. place: "scripts/x.lua:41".
function M.code_link(place, text)
  local path, line = tostring(place or ""):match("^(.*):(%d+)$")
  if not path or not data.files[path] then return nil end
  local shown = text and escape(text) or escape(path:match("([^/]*)$")) .. ":<wbr>" .. line -- a narrow column breaks there
  return ('<a class="code" href="#%s-%s">%s</a>'):format(M.file_anchor(path), line, shown)
end

function M.claim_id(id, text, literal)
  if taken[id] then
    M.refuse(literal or id, "the name '%s' is given twice on this page", id)
    return
  end
  taken[id] = true
  if text then targets[id] = text end
end

function M.resolve_reference(id, literal)
  local text = targets[id]
  if not text then
    M.refuse(literal, "the reference '%s' names nothing on this page%s", id, M.proposal(id, M.names_of(targets)))
    return pandoc.Str("[" .. id .. "]")
  end
  return pandoc.Link({ pandoc.Str(text) }, "#" .. id, "", { class = "ref" })
end

return M
