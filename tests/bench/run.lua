-- Runs benchmark entries: every case of an entry once per round, in turn (A B A B ...), so that a busy machine
-- disturbs all alike; the least of all rounds counts. Prints a table and writes build/bench/ENTRY.json.
-- Run by tests/bench/run, from the top folder; entries are described in tests/bench/README.md.

local rp = require "reprise"
local host = require "host"

local ENTRIES = "tests/bench/entries"
local OUTPUT = "build/bench"

local function fail(...)
  error(string.format(...), 0)
end

-- Runs a command for an entry's preparations and gives its output.
local function must(command)
  local result, sentence = host.run(command)
  if not result then fail("%s", sentence) end
  if result.status ~= 0 then
    fail("'%s' ended with status %s: %s", table.concat(command, " "), result.status or result.signal, result.stdout:sub(-2000) .. result.stderr)
  end
  return result.stdout
end

local bench = {
  output = OUTPUT,
  tools = OUTPUT .. "/tools",
  program = host.getenv "REPRISE" or "build/release/reprise",
  run = must,
}

-- Compiles a C program of the benchmark with the kernels' flags; returns its path.
function bench.compile(name, sources, options)
  local program = bench.tools .. "/" .. name
  local command = { "gcc", "-O3", "-std=gnu17", "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math",
    "-Icore", "-Icore/include", "-Icore/host", "-Iplugins", "-Itests/bench", "-o", program }
  for _, source in ipairs(sources) do command[#command + 1] = source end
  for _, option in ipairs(options or {}) do command[#command + 1] = option end
  must(command)
  return program
end

local function imports(python, modules)
  local result = host.run { python, "-c", "import " .. modules }
  return result and result.status == 0, result
end

-- The peers' Python: the first on the path, unless only the system's, which Debian's packages serve, has the libraries.
bench.python = not imports("python3", "numpy, scipy") and imports("/usr/bin/python3", "numpy, scipy") and "/usr/bin/python3" or "python3"

-- nil when the Python module can be imported, otherwise the word why the case is skipped.
function bench.python_lacks(module)
  local found, result = imports(bench.python, module)
  if found then return nil end
  return result and ("%s has no %s"):format(bench.python, module) or "Python is missing"
end

local function first_match(path, pattern)
  local text = host.read_file(path)
  return text and text:match(pattern)
end

-- The widest vector unit that kernels may use here.
function bench.vectors()
  local flags = " " .. (first_match("/proc/cpuinfo", "flags%s*:%s*([^\n]*)") or "") .. " "
  return flags:find(" avx512f ", 1, true) and "AVX-512" or flags:find(" avx2 ", 1, true) and "AVX2" or "SSE2"
end

local function machine()
  local model = require "host.model"
  model.models() -- looking for plugins loads the linear algebra
  return {
    processor = first_match("/proc/cpuinfo", "model name%s*:%s*([^\n]*)") or "unknown",
    vectors = bench.vectors(),
    processors = host.processors(),
    load = first_match("/proc/loadavg", "^(%S+ %S+ %S+)") or "unknown",
    compiler = host.build.compiler,
    blas_core = model.blas_core(),
  }
end

-- One execution of a case: { wall =, cpu =, memory =, printed = }.
local function execute(case)
  local record = bench.tools .. "/record"
  local command = { bench.tools .. "/measure", record }
  for _, word in ipairs(case.command) do command[#command + 1] = word end
  if case.before then case.before() end
  local result, sentence = host.run { cwd = ".", timeout = case.timeout or 600, env = case.env, table.unpack(command) }
  if not result then fail("%s: %s", case.name, sentence) end
  local wall, cpu, memory, status = (host.read_file(record) or ""):match "^(%S+) (%S+) (%S+) (%S+)"
  if result.status ~= 0 or not status then fail("%s could not be started: %s", case.name, result.stderr) end
  if tonumber(status) ~= (case.status or 0) then
    fail("%s ended with status %s: %s%s", case.name, status, result.stdout, result.stderr)
  end
  local printed = result.stdout:match "seconds: (%S+)"
  local said = {}
  for name, value in result.stdout:gmatch "([%a_]+): (%S+)" do
    if name ~= "seconds" then said[name] = value end
  end
  return { wall = tonumber(wall), cpu = tonumber(cpu), memory = tonumber(memory), printed = tonumber(printed), said = said }
end

local function measure(entry)
  local active, results = {}, {}
  for _, case in ipairs(entry.cases) do
    local skipped = case.skip and case.skip()
    results[case.name] = { skipped = skipped, least = {}, memory = 0 }
    if not skipped then active[#active + 1] = case end
  end
  for _ = 1, entry.rounds or 7 do
    for _, case in ipairs(active) do
      local once, result = execute(case), results[case.name]
      for _, quantity in ipairs { "wall", "cpu", "printed" } do
        local value = once[quantity]
        if value and (not result.least[quantity] or value < result.least[quantity]) then result.least[quantity] = value end
      end
      if once.memory > result.memory then result.memory = once.memory end
      result.said = once.said
    end
  end
  for _, case in ipairs(active) do
    local result = results[case.name]
    result.seconds = result.least[case.measure or entry.measure or "wall"]
    if not result.seconds then fail("%s printed no line 'seconds: NUMBER'", case.name) end
  end
  return results
end

local function duration(seconds)
  if not seconds then return "" end
  for _, unit in ipairs { { 1, "s" }, { 1e-3, "ms" }, { 1e-6, "us" } } do
    if seconds >= unit[1] then return ("%.4g %s"):format(seconds / unit[1], unit[2]) end
  end
  return ("%.4g ns"):format(seconds / 1e-9)
end

-- What a program said beside its time, by name.
local function remarks(said)
  local names, parts = {}, {}
  for name in pairs(said or {}) do names[#names + 1] = name end
  table.sort(names)
  for _, name in ipairs(names) do parts[#parts + 1] = name .. " " .. said[name] end
  return table.concat(parts, ", ")
end

local function said_by(entry, result, case, name)
  return tonumber(result.said[name]) or fail("%s: %s said no number '%s'", entry.name, case, name)
end

local function goal_lines(entry, results)
  local lines, records = {}, {}
  for _, goal in ipairs(entry.goals or {}) do
    local ours, peer = results[goal.ours], results[goal.peer or goal.ours]
    if not ours or not peer then fail("%s: a goal names a case that is not there", entry.name) end
    if goal.says and ours.seconds and (not goal.peer or peer.seconds) then
      local value = said_by(entry, ours, goal.ours, goal.says)
      if goal.peer then value = value / said_by(entry, peer, goal.peer, goal.says) end
      local met = value <= (goal.at_most or math.huge) and value >= (goal.at_least or -math.huge)
      lines[#lines + 1] = ("  %s: %s: %s %.4g%s (goal: %s) %s"):format(goal.id, goal.ours, goal.says, value,
        goal.peer and " times that of " .. goal.peer or "",
        goal.at_most and ("at most %g"):format(goal.at_most) or ("at least %g"):format(goal.at_least), met and "met" or "MISSED")
      records[#records + 1] = { id = goal.id, ours = goal.ours, peer = goal.peer, says = goal.says, value = value,
        bound = goal.at_most or goal.at_least, met = met }
    elseif not goal.says and ours.seconds and peer.seconds then
      local ratio = ours.seconds / peer.seconds
      local bound = goal.at_most or 1 / goal.times_faster
      local met = ratio <= bound
      local shown = goal.at_most and ("%.3g x the time of"):format(ratio) or ("%.3g times as fast as"):format(1 / ratio)
      local wanted = goal.at_most and ("at most %g"):format(goal.at_most) or ("at least %g"):format(goal.times_faster)
      lines[#lines + 1] = ("  %s: %s %s %s (goal: %s) %s"):format(goal.id, goal.ours, shown, goal.peer, wanted,
        met and "met" or "MISSED")
      records[#records + 1] = { id = goal.id, ours = goal.ours, peer = goal.peer, ratio = ratio, bound = bound, met = met }
    else
      lines[#lines + 1] = ("  %s: not decided, a case was skipped"):format(goal.id)
    end
  end
  return lines, records
end

local function run_entry(name)
  local entry = require("entries." .. name)
  entry.name = name
  local waiting = entry.wait and entry.wait(bench)
  if waiting then
    host.stdout(("\n%s: skipped, %s\n"):format(name, waiting))
    return
  end
  if entry.prepare then entry.prepare(bench) end
  local results = measure(entry)
  host.stdout(("\n%s: %s\n"):format(name, entry.title))
  local first = results[entry.cases[1].name].seconds
  local cases = {}
  for _, case in ipairs(entry.cases) do
    local result = results[case.name]
    local role = case.peer and "peer" or "ours"
    if result.skipped then
      host.stdout(("  %-4s  %-52s skipped, %s\n"):format(role, case.name, result.skipped))
    else
      host.stdout((("  %-4s  %-52s %10s  %8.4g x  %7.1f MiB  %s"):format(role, case.name, duration(result.seconds),
        first and result.seconds / first or 0 / 0, result.memory / 1024, remarks(result.said)):gsub("%s+$", "") .. "\n"))
    end
    cases[#cases + 1] = { name = case.name, role = role, skipped = result.skipped, seconds = result.seconds,
      wall = result.least.wall, cpu = result.least.cpu, printed = result.least.printed,
      peak_memory_kib = result.memory, said = result.said }
  end
  local lines, goals = goal_lines(entry, results)
  for _, line in ipairs(lines) do host.stdout(line .. "\n") end
  local record = { entry = name, title = entry.title, machine = machine(), rounds = entry.rounds or 7,
    cases = host.json_array(cases), goals = host.json_array(goals) }
  local done, sentence = host.write_file(("%s/%s.json"):format(OUTPUT, name), host.json_encode(record, { pretty = true }) .. "\n")
  if not done then fail("%s", sentence) end
end

local names = {}
for _, name in ipairs(rp.arguments) do names[#names + 1] = name end
if #names == 0 then
  for _, file in ipairs(host.list(ENTRIES)) do
    local name = file:match "^([%w_]+)%.lua$"
    if name then names[#names + 1] = name end
  end
end

local m = machine()
host.stdout(("%s, %d processors, %s, OpenBLAS core %s, %s, load %s\n"):format(m.processor, m.processors, m.vectors,
  m.blas_core, m.compiler, m.load))
for _, name in ipairs(names) do
  if not host.stat(("%s/%s.lua"):format(ENTRIES, name)) then fail("there is no entry '%s' in %s", name, ENTRIES) end
  run_entry(name)
end
