-- command.conform: runs the conformance kit on a plugin file. Every check runs in a process of its own with a time
-- limit, because a plugin that breaks a promise may take the process with it; this command starts itself once per
-- check and reads what that process printed.

local host = require "host"
local kit = require "host.conform"
local nearest = require "reprise.nearest"
local options = require "command.options"
local reference = require "command.conform_reference"

local M = {}

M.summary = "check that a plugin keeps the promises of the plugin interface"

M.help = [[
usage: reprise conform PLUGIN.so [OPTIONS]

Checks a plugin, promise by promise: that it loads and describes itself, solves, gives the same bytes however one
asks, refuses what it must, survives random inputs, lack of memory and a wish to stop, scales with the units, and
agrees with its reference cases. Each check has an id, a sentence, a process of its own and a time limit, and ends as

  pass    the promise is kept
  skip    it could not be tried; the reason follows
  warn    it is kept, and something deserves a look
  fail    it is broken; what was seen follows, with the input where there is one, and what to look for
  crash   the plugin took the process with it

If the file does not load, or its defaults crash or do not end, the checks that follow are not tried.

Reference cases are read from NAME.reference.lua beside the plugin: see plugins/README.md.

  --only ID          this check; may be repeated
  --seed N           the seed of the random inputs (default 1); a failing input is printed and comes again
  --cases N          random inputs per model (default 100)
  --reference FILE   the reference cases
  --json             the results as JSON
  --list             the checks with their sentences; no plugin needed

The exit status is 0 if every check passed, was skipped or warned, else 1.
]]

-- What a failure usually means, by check; plugins/README.md explains the promises themselves.
local hints = {
  exports = "a kernel function without -fvisibility=hidden, which `reprise_add_plugin` sets; helpers that could be static",
  reload = "work at loading: constructors, threads, memory that is never freed",
  hosts = "a table that depends on host_minor, or work in rp_plugin_v1",
  description = "tables that are filled when they are asked for; make them static const",
  defaults = "defaults outside of a condition in solve, or an output that is wanted and not written",
  outputs = "a short cut that drops a term, or a branch on what is wanted in the mathematics",
  ["repeat"] = "a variable at file scope, or a `static` inside of a function",
  threads = "sums in the order of completion (keep partial sums per block, add them in block order), or a `static` variable",
  concurrent = "a `static` variable that solves share; large arrays on the stack: take them from scratch",
  inputs = "a write through a pointer to const: copy an argument before you work on it",
  guards = "an index that runs one too far, or scratch that is asked for with too few bytes",
  uninitialised = "scratch memory that is read before it is written (only outputs come as NaN), or a `static` variable",
  strides = "call->values[i] instead of rp_call_value(call, i), or another table stepped through by its C type",
  surroundings = "printing, files, signals, setlocale, fesetround or threads in solve; report() and log() are for news",
  batch = "a lane that works with another order of operations than solve",
  refuse = "a report without the parameter's index, or a condition that names another parameter first",
  extents = "an axis of length one, an index of int that overflows, or memory on the stack",
  fuzz = "a bound in the tables that is too wide, or a condition between parameters that nobody checks",
  memory = "a NULL from scratch or output that is not checked, or that is taken for a failure of the method",
  cancel = "loops without host->cancelled: ask in the outer loop, some hundred times a second, and return RP_CANCELLED",
  progress = "a fraction that starts again for a second phase, or that exceeds 1",
  units = "a unit in the tables, a tolerance with a hidden unit, or a constant in the code that has one",
  reference = "a misprint in either of the two; the case says where its numbers are from",
}

-- Checks that provoke a crash by what they are, so that their own hint is the likely one.
local provokes = { strides = true, memory = true, concurrent = true, extents = true }

local function hint_of_mishap(check, outcome)
  if outcome.timed_out then
    return "a loop that ends only when something converges: count its rounds and return RP_NOT_CONVERGED; and ask host->cancelled"
  end
  return provokes[check.id] and hints[check.id] or "the place: solve these inputs in a script, with gdb --args reprise run SCRIPT"
end

local specification = {
  ["--only"] = "list", ["--seed"] = "count", ["--cases"] = "count", ["--reference"] = "value",
  ["--json"] = "flag", ["--list"] = "flag", ["--in-process"] = "flag",
}

local function all_checks()
  local checks = kit.checks()
  checks[#checks + 1] = reference.check
  return checks
end

local function list(checks)
  local lines = {}
  for i, check in ipairs(checks) do lines[i] = ("%-13s  %s\n"):format(check.id, check.sentence) end
  host.stdout(table.concat(lines))
  return host.exit_status.fine
end

local function chosen(checks, only)
  if #only == 0 then return checks end
  local by_id, ids, picked = {}, {}, {}
  for i, check in ipairs(checks) do
    by_id[check.id], ids[i] = check, check.id
  end
  for _, id in ipairs(only) do
    if not by_id[id] then
      local near = nearest(id, ids)
      options.refuse("there is no check '%s'%s; --list shows them", id, near and (", did you mean '" .. near .. "'?") or "")
    end
    picked[#picked + 1] = by_id[id]
  end
  return picked
end

-- A check is skipped if it tried no model; where it tried some, those that it left out are named below its verdict.
local function worst(findings, models)
  local rank, result, left_out = { pass = 0, skip = 1, warn = 2, fail = 3 }, "pass", 0
  for _, finding in ipairs(findings) do
    if rank[finding.verdict] > rank[result] then result = finding.verdict end
    if finding.verdict == "skip" and finding.model ~= "" then left_out = left_out + 1 end
  end
  if result == "skip" and left_out == #findings and left_out < models then return "pass" end
  return result
end

-- The last case that the process announced.
local function last_case(stderr)
  local model, case
  for a, b in stderr:gmatch "at (%S+) ([^\n]*)\n" do model, case = a, b end
  return model, case and #case > 600 and case:sub(1, 600) .. "..." or case
end

local function mishap(outcome, check)
  local model, case = last_case(outcome.stderr)
  local what = outcome.timed_out and ("it does not end within %g s"):format(check.seconds)
      or outcome.signal and ("it dies of signal %d"):format(outcome.signal)
      or ("it ends the process with status %s"):format(outcome.status)
  if case then what = ("%s; solving%s"):format(what, case == "{}" and " its defaults" or " " .. case) end
  return { verdict = "fail", model = model or "", text = what }
end

-- One check in a process of its own.
local function try(check, file, asked)
  local outcome, why = host.run {
    "/proc/self/exe", "conform", file, "--in-process", "--only", check.id, "--seed", ("%d"):format(asked.seed or 1),
    "--cases", ("%d"):format(asked.cases or 100), "--reference", reference.file(file, asked.reference),
    timeout = check.seconds, env = { REPRISE_PLUGIN_PATH = file },
  }
  if not outcome then error({ status = host.exit_status.outside, text = why }, 0) end
  local text = not outcome.timed_out and outcome.status == 0 and outcome.stdout:match "\nfindings: ([^\n]*)\n$"
  local said = text and host.json_decode(text)
  local findings = said and said.findings
  local result = said and worst(findings, said.models) or outcome.timed_out and "fail" or "crash"
  return {
    id = check.id, sentence = check.sentence, result = result, findings = findings or { mishap(outcome, check) },
    mishap = not findings and (outcome.timed_out and "time" or "crash") or nil,
    hint = not findings and hint_of_mishap(check, outcome) or (result == "fail") and hints[check.id] or nil,
  }
end

-- The other side: the findings as one line at the end of what may have been printed before.
local function in_process(file, asked)
  local id = asked.only[1]
  local findings, models = {}, 0
  if id == reference.check.id then
    findings = reference.run(asked.reference)
  else
    findings, models = kit.run(file, id, asked.seed or 1, asked.cases or 100)
  end
  host.stdout("\nfindings: " .. host.json_encode({ findings = host.json_array(findings), models = models }) .. "\n")
  return host.exit_status.fine
end

local function show(result)
  host.stdout(("%-5s  %-13s  %s\n"):format(result.result, result.id, result.sentence))
  for _, finding in ipairs(result.findings) do
    local left_out = finding.verdict == "skip" and result.result ~= "skip"
    host.stdout(("       %s%s%s\n"):format(finding.model ~= "" and finding.model .. ": " or "",
      left_out and "not tried: " or "", finding.text))
  end
  if result.hint then host.stdout(("       look for: %s\n"):format(result.hint)) end
end

-- The checks that were not tried, for one reason, in one paragraph.
local function show_untried(ids, why)
  local line = ""
  host.stdout("skip   not tried, since " .. why .. ":\n")
  for i, id in ipairs(ids) do
    local word = id .. (i < #ids and ", " or "")
    if #line + #word > 90 then
      host.stdout("       " .. line:match "^(.-)%s*$" .. "\n")
      line = ""
    end
    line = line .. word
  end
  host.stdout("       " .. line .. "\n")
end

-- After what was found, whether nothing can come of the other checks: nil or the reason.
local function hopeless(result)
  if result.id == "load" and result.result ~= "pass" and result.result ~= "warn" then return "the file does not load" end
  if result.id == "defaults" and result.mishap then return "the defaults are not solved" end
end

local function readable(path, what)
  local file = host.realpath(path)
  local found = file and host.stat(file)
  if not found then options.refuse("there is no file '%s'", path) end
  if found.type == "directory" then options.refuse("'%s' is a folder; name %s", path, what) end
  return file
end

function M.run(arguments)
  local asked, rest = options.parse(arguments, specification)
  local checks = all_checks()
  if asked.list then return list(checks) end
  if #rest ~= 1 then options.refuse("name one plugin file: reprise conform PLUGIN.so") end
  if asked.in_process then return in_process(rest[1], asked) end
  if asked.cases and asked.cases < 1 then options.refuse("--cases takes a whole number of at least 1") end
  local file = readable(rest[1], "the plugin's .so in it")
  if asked.reference then readable(asked.reference, "the file of reference cases") end
  local results, count = {}, { pass = 0, skip = 0, warn = 0, fail = 0, crash = 0 }
  local why_not, untried = nil, {}
  for i, check in ipairs(chosen(checks, asked.only)) do
    if why_not then
      results[i] = { id = check.id, sentence = check.sentence, result = "skip", findings = { { verdict = "skip", model = "", text = why_not } } }
      untried[#untried + 1] = check.id
    else
      results[i] = try(check, file, asked)
      why_not = hopeless(results[i])
      if not asked.json then show(results[i]) end
    end
    count[results[i].result] = count[results[i].result] + 1
  end
  if #untried > 0 and not asked.json then show_untried(untried, why_not) end
  if asked.json then
    host.stdout(host.json_encode({ plugin = rest[1], seed = asked.seed or 1, checks = host.json_array(results) }, { pretty = true }) .. "\n")
  else
    host.stdout(("%s: %d passed, %d warned, %d skipped, %d failed, %d crashed (seed %d)\n"):format(
      rest[1], count.pass, count.warn, count.skip, count.fail, count.crash, asked.seed or 1))
  end
  return count.fail + count.crash == 0 and host.exit_status.fine or host.exit_status.wrong
end

return M
