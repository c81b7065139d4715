-- weave.lua - `reprise weave PAPER --results DIR`: makes the page of a paper from papers/ID/paper.md and the results of its
-- script. pandoc does the typesetting with our filter; this command gathers what the filter needs, refuses the page when
-- anything named in it does not exist, and embeds the pictures. A page computes nothing: it shows.
local host = require "host"
local highlight = require "weave.highlight"
local pandoc = require "weave.pandoc"
local position = require "weave.position"
local results = require "weave.results"
local script = require "weave.script"

local M = {}

M.summary = "make the page of a paper from its text and its results"
M.help = [[
usage: reprise weave PAPER --results DIR [--out FILE]

Makes one HTML file, complete in itself, from PAPER/paper.md (with PAPER/references.bib where there is one) and the
results that `reprise run` wrote into DIR. Everything the text names - figures, values, claims, tables, regions of the
script, equations, citations - is looked up; what does not exist is refused, one sentence each, and nothing is written.

  --results DIR   the results folder of the paper's script
  --out FILE      the page to write (default: DIR/index.html)

How to write paper.md: papers/README.md. Exit status 1: the text or the results are wrong; 7: pandoc is missing or failed.
]]

local fail, directory_of, relative = results.fail, results.directory_of, results.relative

-- A value as Lua text that Lua 5.3 reads back exactly; keys are sorted.
local function literal(value, indent)
  if type(value) == "string" then return ("%q"):format(value) end
  if type(value) == "number" then
    if value ~= value then return "(0/0)" end
    if value == math.huge then return "(1/0)" elseif value == -math.huge then return "(-1/0)" end
    return ("%q"):format(value)
  end
  if type(value) ~= "table" then return tostring(value) end
  local keys = {}
  for key in next, value do keys[#keys + 1] = key end
  table.sort(keys, function(a, b)
    if type(a) ~= type(b) then return type(a) == "number" end
    return a < b
  end)
  local inner = indent .. " "
  local parts = {}
  for _, key in ipairs(keys) do
    parts[#parts + 1] = ("%s[%s] = %s"):format(inner, literal(key, ""), literal(value[key], inner))
  end
  return "{\n" .. table.concat(parts, ",\n") .. "\n" .. indent .. "}"
end

-- The name under which a file of the script stands on the page; where that is taken, its folder goes before it.
local function anchor_of(path, anchors)
  local function of(text) return "code-" .. text:gsub("%.lua$", ""):gsub("[^%w%-]", "-") end
  local short, long = of(path:match("([^/]*)$")), of(path:match("([^/]*/[^/]*)$") or path)
  for _, taken in next, anchors do
    if taken == short then return long end
  end
  return short
end

-- The files of the script in the order in which one reads them, then what else results point into ("scripts/x.lua:41"), and
-- their regions.
local function gather_files(data, main, roots, recorded)
  local paths = main and script.reading_order(main, roots, next(recorded) and recorded) or {}
  local seen, others = {}, {}
  for _, path in ipairs(paths) do seen[path] = true end
  for _, group in ipairs { data.figures, data.values, data.tables, data.claims } do
    for _, entry in next, group do
      local path = entry.line and entry.line:match("^(.*):%d+$")
      if path and not seen[path] then
        seen[path] = true
        others[#others + 1] = path
      end
    end
  end
  table.sort(others)
  table.move(others, 1, #others, #paths + 1, paths)

  local problems = {}
  for _, path in ipairs(paths) do
    local text = script.read(path, roots)
    if text and recorded[path] and recorded[path] ~= host.sha256(text) then
      problems[#problems + 1] = ("%s has changed since the results in %s were made; run it again"):format(path, data.results)
    elseif text then
      data.anchors[path] = anchor_of(path, data.anchors)
      data.files[path] = highlight.html(text, data.anchors[path], 1)
      data.file_order[#data.file_order + 1] = path
      for _, problem in ipairs(script.regions(path, text, data.regions)) do problems[#problems + 1] = problem end
    else
      problems[#problems + 1] = ("%s: the script '%s' that made these results cannot be read"):format(data.results, path)
    end
  end
  return problems
end

-- The hashes of the files that the run read, by path.
local function recorded_hashes(manifest)
  local hashes = {}
  if not manifest then return hashes end
  for _, input in ipairs(manifest.inputs or {}) do hashes[input.path] = input.sha256 end
  if type(manifest.script) == "table" then hashes[manifest.script.path] = manifest.script.sha256 end
  return hashes
end

-- The script that the results say they come from.
local function main_script(claims, manifest)
  local named = claims and claims.script
  if not named and manifest then
    named = manifest.script
    if type(named) == "table" then named = named.path end
  end
  return type(named) == "string" and named or nil
end

-- Everything that the filter looks things up in.
local function gather(paper, folder, out, temporary)
  local source_path = paper .. "/paper.md"
  local source, why = host.read_file(source_path)
  if not source then fail(1, "%s cannot be read: %s", source_path, why) end
  local claims = results.claims(folder)
  local data = {
    paper = paper:gsub("/+$", ""):match("([^/]*)$"), source_path = source_path, source = source, results = folder,
    bibliography = host.stat(paper .. "/references.bib") and paper .. "/references.bib" or nil,
    problems = temporary .. "/problems.txt", base = relative(directory_of(out), folder),
    figures = (results.figures(folder)), values = results.values(folder), tables = results.tables(folder),
    claims = claims and claims.list or {}, claims_by_id = {}, files = {}, anchors = {}, file_order = {}, regions = {},
  }
  for _, claim in ipairs(data.claims) do data.claims_by_id[claim.id] = claim end
  local manifest = results.manifest(folder)
  local problems = gather_files(data, main_script(claims, manifest), { "", paper .. "/../.." }, recorded_hashes(manifest))
  for name, region in next, data.regions do
    if region.text then region.html = highlight.html(region.text, name .. "-code", region.first) end
  end
  data.script = #data.file_order > 0 and table.concat(data.file_order, ", ") or "the script (none is named by the results)"
  return data, problems
end

-- Puts the filter and its helpers, the data and the template (with the style inside) into the temporary folder.
local function lay_out(temporary, data)
  local function write(name, text)
    local done, why = host.write_file(temporary .. "/" .. name, text)
    if not done then fail(7, "%s", why) end
  end
  for _, name in ipairs {
    "weave/filter.lua", "weave/page.lua", "weave/inline.lua", "weave/block.lua", "weave/number.lua", "weave/verdict.lua",
    "weave/position.lua", "reprise/nearest.lua",
  } do
    write(name:match("[^/]*$"), host.embedded(name))
  end
  write("data.lua", "return " .. literal(data, "") .. "\n")
  local style = host.embedded("weave/style.css"):gsub("%$", "$$$$")
  local template = host.embedded("weave/template.html"):gsub("%$style%$", function() return style end)
  write("template.html", template)
end

local reader = "markdown-raw_attribute-markdown_in_html_blocks-native_divs-native_spans"

local function typeset(data, temporary, index)
  local arguments = {
    "--from", reader, "--to", "html5", "--standalone", "--wrap", "none", "--mathml", "--toc", "--toc-depth", "3",
    "--fail-if-warnings", "--template", temporary .. "/template.html", "--lua-filter", temporary .. "/filter.lua",
    "--metadata", "link-citations=true", "--no-highlight",
  }
  if data.bibliography then
    for _, word in ipairs { "--citeproc", "--bibliography", data.bibliography } do arguments[#arguments + 1] = word end
  end
  if index then
    arguments[#arguments + 1] = "--variable"
    arguments[#arguments + 1] = "index=" .. index
  end
  arguments[#arguments + 1] = data.source_path
  return pandoc.run(arguments)
end

-- The complaints of pandoc as sentences; citeproc's and texmath's are the ones that authors meet. A formula may have lines.
local function complaints(data, stderr)
  local list = {}
  local function complain(literal, sentence, ...)
    list[#list + 1] = position(data.source_path, data.source, literal) .. ": " .. sentence:format(...)
  end
  stderr = stderr:gsub("[^\n]*Could not convert TeX math (.-), rendering as TeX[^\n]*", function(math)
    local longest = "" -- pandoc indents the lines
    for line in math:gmatch("[^\n]+") do
      line = line:match("^%s*(.-)%s*$")
      if #line > #longest then longest = line end
    end
    complain(longest, "the formula '%s' cannot be typeset", (math:match("^%s*(.-)%s*$"):gsub("%s+", " ")))
    return ""
  end)
  for line in stderr:gmatch("[^\n]+") do
    local key = line:match("[Cc]iteproc: citation (%S+) not found")
    if key then
      complain("@" .. key, "the citation '@%s' is not in references.bib", key)
    elseif not line:match("^%s") and not line:match("^Failing because there were warnings") then
      list[#list + 1] = ("%s: pandoc: %s"):format(data.source_path, line)
    end
  end
  return list
end

-- Base 64, two letters (12 bits) at a time.
local base64_pairs
local function base64(bytes)
  if not base64_pairs then
    base64_pairs = {}
    local letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    for word = 0, 4095 do
      local high, low = (word >> 6) + 1, (word & 63) + 1
      base64_pairs[word] = letters:sub(high, high) .. letters:sub(low, low)
    end
  end
  local out, count = {}, 0
  for at = 1, #bytes - 2, 3 do
    local a, b, c = bytes:byte(at, at + 2)
    local word = a << 16 | b << 8 | c
    out[count + 1], out[count + 2] = base64_pairs[word >> 12], base64_pairs[word & 4095]
    count = count + 2
  end
  local rest = #bytes % 3
  if rest == 1 then
    out[count + 1] = base64_pairs[bytes:byte(-1) << 4] .. "=="
  elseif rest == 2 then
    local word = bytes:byte(-2) << 16 | bytes:byte(-1) << 8
    out[count + 1] = base64_pairs[word >> 12] .. base64_pairs[word & 4095]:sub(1, 1) .. "="
  end
  return table.concat(out)
end
M.base64 = base64

-- Every head of a column says so, also those of tables written in Markdown.
local function with_scopes(html)
  return (html:gsub("<th([ >])([^>]*)", function(first, rest)
    if rest:find('scope="', 1, true) then return nil end
    return '<th scope="col"' .. first .. rest
  end))
end

-- A picture as an element of the page: without its own head and title, which the attributes stand for.
local function inline_svg(svg, attributes)
  svg = svg:gsub("^.-<svg", "<svg", 1):gsub("<title>.-</title>%s*<desc>.-</desc>", "", 1)
  return (svg:gsub("^<svg", function() return "<svg" .. attributes end, 1))
end

-- The filter leaves src="figure:ID", and <svg data-figure="ID"> for animations; text can never look like that, because quotes in text are escaped.
local function embed_pictures(html, data)
  local count = 0
  html = html:gsub('src="figure:([^"]*)"', function(id)
    local figure = data.figures[id]
    local bytes, why = host.read_file(data.results .. "/" .. figure.file)
    if not bytes then fail(7, "%s", why) end
    count = count + 1
    return ('src="data:%s;base64,%s"'):format(figure.type, base64(bytes))
  end)
  html = html:gsub('<svg data%-figure="([^"]*)"([^>]*)></svg>', function(id, attributes)
    local svg, why = host.read_file(data.results .. "/" .. data.figures[id].file)
    if not svg then fail(7, "%s", why) end
    count = count + 1
    return inline_svg(svg, attributes)
  end)
  return html, count
end

local function refuse(problems)
  if #problems > 0 then error({ status = 1, text = table.concat(problems, "\n") }, 0) end
end

function M.run(arguments)
  local options = require("command.options")
  local given, rest = options.parse(arguments, { ["--results"] = "value", ["--out"] = "value" })
  if #rest ~= 1 then fail(2, "reprise weave takes one paper folder; see reprise weave --help") end
  if not given.results then fail(2, "reprise weave needs --results DIR, the results of the paper's script") end
  local paper, folder = rest[1]:gsub("(.)/+$", "%1"), given.results:gsub("(.)/+$", "%1")
  local found = host.stat(folder)
  if not found or found.type ~= "directory" then fail(1, "there is no results folder '%s'; run the script first", folder) end
  local out = given.out or folder .. "/index.html"
  host.make_directory(directory_of(out))

  local temporary = host.temporary_directory()
  local data, problems = gather(paper, folder, out, temporary)
  refuse(problems)
  lay_out(temporary, data)
  local result = typeset(data, temporary, not given.out and "../index.html" or nil)

  local told = host.read_file(data.problems)
  if not told then fail(7, "pandoc failed on %s: %s", data.source_path, result.stderr:gsub("%s+$", "")) end
  for line in told:gmatch("[^\n]+") do problems[#problems + 1] = line end
  for _, line in ipairs(complaints(data, result.stderr)) do problems[#problems + 1] = line end
  refuse(problems)
  if result.status ~= 0 then fail(7, "pandoc failed on %s with status %d", data.source_path, result.status) end

  local html, pictures = embed_pictures(with_scopes(result.stdout), data)
  local done, why = host.write_file(out, html)
  if not done then fail(7, "%s", why) end
  host.stdout(("%s: %d figures, %d claims\n"):format(out, pictures, #data.claims))
  return 0
end

return M
