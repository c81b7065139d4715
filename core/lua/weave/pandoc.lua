-- pandoc.lua - runs pandoc, the one outside program that pages need. Calls host only.
local host = require "host"

local M = {}

local function fail(status, text, ...)
  error({ status = status, text = text:format(...) }, 0)
end

-- Accents over letters come as combining characters, which browsers set into the letter or beside it when no font with
-- mathematics is installed; the spacing characters of the same shape stand where they belong.
local spacing = { ["\u{0302}"] = "^", ["\u{0303}"] = "\u{02DC}", ["\u{0307}"] = "\u{02D9}", ["\u{0308}"] = "\u{00A8}" }

local function accents(html)
  return (html:gsub('(<mo accent="true">)([^<]*)(</mo>)', function(open, accent, close)
    return spacing[accent] and open .. spacing[accent] .. close
  end))
end

-- Runs pandoc; returns what it wrote and what it complained of. A missing program is exit status 7.
function M.run(arguments, stdin)
  local command = { "pandoc", table.unpack(arguments) }
  command.stdin, command.timeout = stdin, 300
  local result, why = host.run(command)
  if not result then fail(7, "pandoc could not be run: %s", why) end
  if result.signal then fail(7, "pandoc was ended by signal %s", tostring(result.signal)) end
  result.stdout = accents(result.stdout)
  return result
end

-- Characters of TeX beyond which a formula in running text counts as long.
M.long_formula = 48

-- Reader for short texts that come from scripts and ledgers: Markdown with mathematics and nothing raw.
M.inline_reader = "markdown-raw_html-raw_tex-raw_attribute-native_divs-native_spans-citations-implicit_figures-fancy_lists-startnum"
  .. "-example_lists-smart-superscript-subscript"

-- The texts of a list as HTML, in one run of pandoc. Each is one line and is read as the inside of a paragraph.
function M.inline_html(texts)
  local input = {}
  for index, text in ipairs(texts) do
    local line = text:gsub("%s+", " "):gsub("^ ", ""):gsub("^([#>%-%+%*|:=%d])", "\\%1")
    input[index] = line == "" and "\\ " or line
  end
  if #input == 0 then return {} end
  local result = M.run({ "--from", M.inline_reader, "--to", "html5", "--mathml", "--wrap", "none" }, table.concat(input, "\n\n") .. "\n")
  if result.status ~= 0 then fail(1, "pandoc refuses a text of the ledger: %s", result.stderr:match("[^\n]*")) end
  local html = {}
  for paragraph in result.stdout:gmatch("<p>(.-)</p>\n") do
    -- Formulas do not break: a long one gets a box in which a phone can scroll it.
    html[#html + 1] = paragraph:gsub("<math .-</math>", function(math)
      local tex = math:match("<annotation[^>]*>(.-)</annotation>")
      if tex and #tex > M.long_formula then return '<span class="long">' .. math .. "</span>" end
    end)
  end
  if #html ~= #texts then fail(1, "a text of the ledger is no single paragraph (%d texts, %d paragraphs)", #texts, #html) end
  return html
end

return M
