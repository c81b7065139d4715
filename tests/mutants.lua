-- Finds the arithmetic signs of a plugin's kernel (list), and judges what became of each flipped one (report). Run by tests/mutants.sh.
--   list PLUGIN FOLDER FLAGS   writes FOLDER/list: number, file, line, column, sign, replacement, kind, way, separated by tabs; and
--                              FOLDER/schema/plugins/PLUGIN: the plugin with all signs flippable at run time (mutants/schema.lua), but
--                              those whose way is "apart", which the compiler, called with FLAGS, does not take so
--   choose PLUGIN FOLDER WHAT  writes FOLDER/chosen, the rows of the list with these numbers; "survivors" are those of the runs before
--   report PLUGIN FOLDER       reads the list, FOLDER/chosen and FOLDER/verdicts; compares the survivors with plugins/PLUGIN/mutants.txt

local rp = require "reprise"
local host = require "host"
local schema = require "mutants.schema"

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

local function lines_of(text)
  local lines = {}
  for line in (text .. "\n"):gmatch "(.-)\n" do lines[#lines + 1] = line end
  return lines
end

-- Line and column of each offset in an increasing list of them.
local function places_of(text, offsets)
  local places, line, begin = {}, 1, 1
  for i, at in ipairs(offsets) do
    while true do
      local stop = text:find("\n", begin, true)
      if not stop or stop >= at then break end
      line, begin = line + 1, stop + 1
    end
    places[i] = { line = line, column = at - begin + 1 }
  end
  return places
end

local function offsets_of(signs, field)
  local offsets = {}
  for i, sign in ipairs(signs) do offsets[i] = sign[field] end
  return offsets
end

-- All kernel files: { name =, text =, list = (tokens), signs = }, signs with their numbers and places.
local function read_kernel()
  local types = {}
  for _, where in ipairs { source, "core/numerics", "core/include/reprise" } do
    for _, name in ipairs(host.list(where) or {}) do
      if name:match "%.[ch]$" then schema.add_types(types, assert(host.read_file(where .. "/" .. name))) end
    end
  end
  local files, number = {}, 0
  for _, name in ipairs(kernel_files()) do
    local file = { name = name, text = assert(host.read_file(source .. "/" .. name)) }
    file.signs, file.list = schema.signs(file.text, types)
    local places = places_of(file.text, offsets_of(file.signs, "at"))
    for i, sign in ipairs(file.signs) do
      number = number + 1
      sign.number, sign.line, sign.column = number, places[i].line, places[i].column
    end
    files[#files + 1] = file
    files[name] = file
  end
  return files, number
end

-- Files are written only if they change, so that what depends on them is not compiled again.
local function update(path, text)
  if host.read_file(path) ~= text then assert(host.write_file(path, text)) end
end

local function instrumented(file)
  local flipping = {}
  for _, sign in ipairs(file.signs) do
    sign.moved = nil
    if sign.stop and not sign.fixed then flipping[#flipping + 1] = sign end
  end
  return schema.instrument(file.text, file.list, flipping)
end

-- Takes the sign that is nearest to the place of a compiler's error out of the instrumented text.
local function fix_nearest(file, line, column)
  local best, distance
  local flipping = {}
  for _, sign in ipairs(file.signs) do
    if sign.moved then flipping[#flipping + 1] = sign end
  end
  local places = places_of(file.new, offsets_of(flipping, "moved"))
  for i, sign in ipairs(flipping) do
    local away = 1000 * math.abs(places[i].line - line) + math.abs(places[i].column - column)
    if not best or away < distance then best, distance = sign, away end
  end
  if not best or distance >= 20000 then return false end
  best.fixed = true
  return true
end

-- What the compiler complains about in a unit, one complaint for each line: true if a sign was taken out for one of them, and
-- whether one of those was in a header.
local function give_way(files, complaints)
  local taken, header, seen = false, false, {}
  for name, line, column in complaints:gmatch "([%w_]+%.[ch]):(%d+):(%d+): error:" do
    local place = name .. ":" .. line
    if files[name] and not seen[place] and fix_nearest(files[name], tonumber(line), tonumber(column)) then
      taken, header = true, header or name:match "%.h$" ~= nil
    end
    seen[place] = true
  end
  return taken, header
end

-- Compiles every unit until the compiler takes all signs that are left; the others keep their text.
local function settle(files, place, flags)
  local command = { "gcc", "-fsyntax-only", "-ftrack-macro-expansion=0", "-fmax-errors=0", "-Wvla", "-Werror=vla" }
  for flag in flags:gmatch "%S+" do command[#command + 1] = flag end
  local open
  repeat
    open = false
    for _, file in ipairs(files) do
      file.new = instrumented(file)
      update(place .. "/" .. file.name, file.new)
    end
    for _, file in ipairs(files) do
      if file.name:match "%.c$" and not file.settled then
        command[#command + 1] = place .. "/" .. file.name
        local outcome = assert(host.run(command))
        command[#command] = nil
        file.settled = outcome.status == 0
        if not file.settled then
          open = true
          local taken, header = give_way(files, outcome.stderr)
          if not taken then fail("%s/%s does not compile:\n%s", source, file.name, outcome.stderr) end
          if header then
            for _, other in ipairs(files) do other.settled = false end
          end
        end
      end
    end
  until not open
end

local function list()
  local files, number = read_kernel()
  local place = folder .. "/schema/plugins/" .. plugin
  for _, name in ipairs(assert(host.list(source))) do
    if name:match "^model.*%.[ch]$" then update(place .. "/" .. name, assert(host.read_file(source .. "/" .. name))) end
  end
  for _, name in ipairs(host.list(place) or {}) do
    if not host.stat(source .. "/" .. name) then host.remove(place .. "/" .. name) end
  end
  settle(files, folder .. "/trial", rp.arguments[4] or "")
  for _, file in ipairs(files) do update(place .. "/" .. file.name, file.new) end
  local out, apart = {}, 0
  for _, file in ipairs(files) do
    for _, sign in ipairs(file.signs) do
      if not sign.moved then apart = apart + 1 end
      out[#out + 1] = table.concat({ sign.number, file.name, sign.line, sign.column, sign.sign, sign.sign == "+" and "-" or "+",
        sign.index and "index" or "arithmetic", sign.moved and "together" or "apart" }, "\t")
    end
  end
  update(folder .. "/list", table.concat(out, "\n") .. "\n")
  host.stdout(("%s: %d signs in %d files, %d of them to be compiled one by one\n"):format(plugin, number, #files, apart))
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

-- The last verdict on each number.
local function read_verdicts()
  local verdicts = {}
  for _, line in ipairs(lines_of(host.read_file(folder .. "/verdicts") or "")) do
    local number, verdict = line:match "^(%d+)\t(%S+)"
    if number then verdicts[number] = verdict end
  end
  return verdicts
end

-- The rows of the list, with the key by which mutants.txt names them.
local function read_list()
  local rows, texts = {}, {}
  for _, row in ipairs(lines_of(assert(host.read_file(folder .. "/list")))) do
    local number, name, line, column, sign, kind = row:match "^(%d+)\t(%S+)\t(%d+)\t(%d+)\t(%S)\t%S\t(%S+)"
    if number then
      texts[name] = texts[name] or lines_of(assert(host.read_file(source .. "/" .. name)))
      local text = texts[name][tonumber(line)]
      local marked = text:sub(1, column - 1) .. "@" .. sign .. "@" .. text:sub(column + 1)
      rows[#rows + 1] = { number = number, place = ("%s/%s:%s:%s"):format(source, name, line, column), sign = sign, kind = kind,
        key = name .. ": " .. marked:match "^%s*(.-)%s*$", text = row }
    end
  end
  return rows
end

local function set_of(path)
  local set = {}
  for _, line in ipairs(lines_of(host.read_file(path) or "")) do set[line] = line ~= "" or nil end
  return set
end

local function choose()
  local wanted, survivors, chosen = {}, {}, {}
  for i = 4, #rp.arguments do
    wanted[rp.arguments[i]] = true
    if rp.arguments[i] == "survivors" then survivors = set_of(folder .. "/survivors") end
  end
  for _, row in ipairs(read_list()) do
    if not rp.arguments[4] or wanted[row.number] or survivors[row.key] then chosen[#chosen + 1] = row.text .. "\n" end
  end
  assert(host.write_file(folder .. "/chosen", table.concat(chosen)))
end

-- What is remembered for MUTANTS=survivors: of those that were not chosen, what was known before.
local function remember(rows, chosen, survived)
  local before, lines = set_of(folder .. "/survivors"), {}
  for _, row in ipairs(rows) do
    if survived[row.number] or (before[row.key] and not chosen[row.number]) then lines[#lines + 1] = row.key .. "\n" end
  end
  assert(host.write_file(folder .. "/survivors", table.concat(lines)))
end

local function report()
  local reasons, order = read_reasons()
  local verdicts, rows, chosen, survived = read_verdicts(), read_list(), {}, {}
  local count, complaints = {}, 0
  for _, row in ipairs(lines_of(assert(host.read_file(folder .. "/chosen")))) do chosen[row:match "^%d*"] = true end
  for _, row in ipairs(rows) do
    local reason = reasons[row.key]
    if reason then reason.seen, reason.judged = true, reason.judged or chosen[row.number] end
    if chosen[row.number] then
      local verdict = verdicts[row.number] or "lost"
      local unreached = verdict == "unreached"
      if unreached then verdict = "survived" end
      count[verdict] = (count[verdict] or 0) + 1
      if verdict == "survived" then
        survived[row.number] = true
        if reason then reason.survived = true else complaints = complaints + 1 end
        host.stdout(("%s: %s survived (%s%s)\n  %s\n    %s\n"):format(row.place, row.sign, row.kind,
          unreached and ", nothing runs it" or "", row.key, reason and reason.reason or "NO REASON GIVEN"))
      elseif verdict == "lost" then
        complaints = complaints + 1
        host.stdout(row.place .. ": no verdict\n")
      end
    end
  end
  remember(rows, chosen, survived)
  for _, reason in ipairs(order) do
    if not reason.survived and (reason.judged or not reason.seen) then
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
elseif mode == "choose" then
  choose()
elseif mode == "report" then
  report()
else
  fail("mutants.lua takes list, choose or report, not '%s'", tostring(mode))
end
