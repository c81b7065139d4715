-- Finds the arithmetic signs of a plugin's kernel (list), and judges what became of each flipped one (report).
--   list PLUGIN FOLDER     writes FOLDER/list: number, file, line, column, sign, replacement, kind, separated by tabs
--   report PLUGIN FOLDER   reads the list and FOLDER/NUMBER/verdict; compares the survivors with plugins/PLUGIN/mutants.txt
-- Run by tests/mutants.sh. A sign is a + or - that is an operator, also in += and -=; not ++, --, -> or an exponent.

local rp = require "reprise"
local host = require "host"

local mode, plugin, folder = table.unpack { rp.arguments[1], rp.arguments[2], rp.arguments[3] }
local source = "plugins/" .. plugin

local function fail(...)
  error(string.format(...), 0)
end

-- Files of mathematics: everything but the glue, which computes nothing.
local function kernel_files()
  local names, sentence = host.list(source)
  if not names then fail("%s", sentence) end
  local files = {}
  for _, name in ipairs(names) do
    if name:match "%.[ch]$" and not name:match "^model" then files[#files + 1] = name end
  end
  return files
end

-- Where the token that begins at `at` ends, and whether it is a sign.
local function token(text, at)
  local two = text:sub(at, at + 1)
  if two == "/*" then
    local _, stop = text:find("*/", at + 2, true)
    return stop or #text
  end
  if two == "//" then return (text:find("\n", at, true) or #text + 1) - 1 end
  if two == "++" or two == "--" or two == "->" then return at + 1 end
  local one = text:sub(at, at)
  if one == '"' or one == "'" then
    local stop = at + 1
    while text:sub(stop, stop) ~= one do
      if stop > #text then fail("unfinished %s", one) end
      stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
    end
    return stop
  end
  local _, stop = text:find("^%.?%d[%w_.]*", at)
  if stop then -- a number takes the sign of its exponent along
    while text:sub(stop, stop):match "[eEpP]" and text:sub(stop + 1, stop + 1):match "[+-]"
      and (text:sub(at, at + 1):lower() ~= "0x" or text:sub(stop, stop):match "[pP]") do
      _, stop = text:find("^[+-][%w_.]*", stop + 1)
    end
    return stop
  end
  _, stop = text:find("^[%a_][%w_]*", at)
  if stop then return stop end
  return at, one == "+" or one == "-"
end

-- Calls found(offset, inside_brackets) for each sign of a C text.
local function signs(text, found)
  local at, depth, fresh = 1, 0, true
  while at <= #text do
    local one = text:sub(at, at)
    if fresh and one == "#" then -- a preprocessor line, with its continuations
      local stop = at
      repeat
        stop = text:find("\n", stop + 1, true) or #text
      until text:sub(stop - 1, stop - 1) ~= "\\" or stop == #text
      at = stop
      one = text:sub(at, at)
    end
    if one == "\n" then fresh = true elseif not one:match "%s" then fresh = false end
    if one == "[" then depth = depth + 1 elseif one == "]" then depth = depth - 1 end
    local stop, sign = token(text, at)
    if sign then found(at, depth > 0) end
    at = stop + 1
  end
end

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch "(.-)\n" do lines[#lines + 1] = line end
  return lines
end

local function list()
  local out, number = {}, 0
  for _, name in ipairs(kernel_files()) do
    local text = assert(host.read_file(source .. "/" .. name))
    local line, counted = 1, 1
    signs(text, function(at, index)
      while true do
        local stop = text:find("\n", counted, true)
        if not stop or stop >= at then break end
        line, counted = line + 1, stop + 1
      end
      number = number + 1
      local sign = text:sub(at, at)
      out[#out + 1] = table.concat({ number, name, line, at - counted + 1, sign, sign == "+" and "-" or "+",
        index and "index" or "arithmetic" }, "\t")
    end)
  end
  assert(host.write_file(folder .. "/list", table.concat(out, "\n") .. "\n"))
  host.stdout(("%s: %d signs in %d files\n"):format(plugin, number, #kernel_files()))
end

-- mutants.txt: "FILE: the line with the @-@ sign marked", then the reason, indented. Blank lines and # lines between.
local function read_reasons()
  local text = host.read_file(source .. "/mutants.txt") or ""
  local reasons, order, last = {}, {}, nil
  for number, line in ipairs(lines_of(text)) do
    if line:match "^%s*$" or line:match "^#" then
      last = nil
    elseif line:match "^%s" then
      if not last then fail("%s/mutants.txt:%d: a reason without a mutant", source, number) end
      last.reason = (last.reason and last.reason .. " " or "") .. line:match "^%s*(.-)%s*$"
    else
      last = { line = number, key = line }
      if not line:match "^[%w_.]+: .*@[+-]@" then
        fail("%s/mutants.txt:%d: expected 'FILE: line with one sign between two @'", source, number)
      end
      if reasons[line] then fail("%s/mutants.txt:%d: this mutant was given a reason before", source, number) end
      reasons[line], order[#order + 1] = last, last
    end
  end
  for _, entry in ipairs(order) do
    if not entry.reason then fail("%s/mutants.txt:%d: a mutant without a reason", source, entry.line) end
  end
  return reasons, order
end

local function report()
  local reasons, order = read_reasons()
  local texts, count, complaints = {}, {}, 0
  for _, row in ipairs(lines_of(assert(host.read_file(folder .. "/list")))) do
    local number, name, line, column, sign, _, kind = row:match "^(%d+)\t(%S+)\t(%d+)\t(%d+)\t(%S)\t(%S)\t(%S+)$"
    if number then
      texts[name] = texts[name] or lines_of(assert(host.read_file(source .. "/" .. name)))
      line, column = tonumber(line), tonumber(column)
      local text = texts[name][line]
      local marked = (text:sub(1, column - 1) .. "@" .. sign .. "@" .. text:sub(column + 1)):match "^%s*(.-)%s*$"
      local key = name .. ": " .. marked
      local verdict = (host.read_file(("%s/%s/verdict"):format(folder, number)) or "lost"):match "%S+"
      count[verdict] = (count[verdict] or 0) + 1
      if reasons[key] then reasons[key].seen = true end
      if verdict == "survived" then
        local reason = reasons[key]
        if reason then reason.survived = true else complaints = complaints + 1 end
        host.stdout(("%s/%s:%d:%d: %s survived (%s)\n  %s\n    %s\n"):format(source, name, line, column, sign, kind, key,
          reason and reason.reason or "NO REASON GIVEN"))
      elseif verdict == "lost" then
        complaints = complaints + 1
        host.stdout(("%s/%s:%d:%d: no verdict\n"):format(source, name, line, column))
      end
    end
  end
  for _, reason in ipairs(order) do
    if not reason.survived then
      complaints = complaints + 1
      host.stdout(("%s/mutants.txt:%d: stale, %s:\n  %s\n"):format(source, reason.line,
        reason.seen and "the tests notice this mutant" or "there is no such line", reason.key))
    end
  end
  local function n(verdict) return count[verdict] or 0 end
  host.stdout(("%s: %d signs flipped, %d noticed by the tests, %d by the vectors only, %d not compilable, %d survived; %d complaints\n")
    :format(plugin, n "tests" + n "vectors" + n "uncompilable" + n "survived" + n "lost", n "tests", n "vectors",
      n "uncompilable", n "survived", complaints))
  if complaints > 0 then error(plugin .. ": see the complaints above", 0) end
end

if mode == "list" then
  list()
elseif mode == "report" then
  report()
else
  fail("mutants.lua takes list or report, not '%s'", tostring(mode))
end
