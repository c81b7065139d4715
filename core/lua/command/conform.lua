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
  fail    it is broken; what was seen follows, with the input where there is one
  crash   the plugin took the process with it

Reference cases are read from NAME.reference.lua beside the plugin: see plugins/README.md.

  --only ID          this check; may be repeated
  --seed N           the seed of the random inputs (default 1); a failing input is printed and comes again
  --cases N          random inputs per model (default 100)
  --reference FILE   the reference cases
  --json             the results as JSON
  --list             the checks with their sentences; no plugin needed

The exit status is 0 if every check passed, was skipped or warned, else 1.
]]

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

local function worst(findings)
  local rank, result = { pass = 0, skip = 1, warn = 2, fail = 3 }, "pass"
  for _, finding in ipairs(findings) do
    if rank[finding.verdict] > rank[result] then result = finding.verdict end
  end
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
  local findings = text and host.json_decode(text)
  if findings then return { id = check.id, sentence = check.sentence, result = worst(findings), findings = findings } end
  return {
    id = check.id, sentence = check.sentence, result = outcome.timed_out and "fail" or "crash",
    findings = { mishap(outcome, check) },
  }
end

-- The other side: the findings as one line at the end of what may have been printed before.
local function in_process(file, asked)
  local id = asked.only[1]
  local findings = id == reference.check.id and reference.run(asked.reference)
      or kit.run(file, id, asked.seed or 1, asked.cases or 100)
  host.stdout("\nfindings: " .. host.json_encode(host.json_array(findings)) .. "\n")
  return host.exit_status.fine
end

local function show(result)
  host.stdout(("%-5s  %-13s  %s\n"):format(result.result, result.id, result.sentence))
  for _, finding in ipairs(result.findings) do
    host.stdout(("       %s%s\n"):format(finding.model ~= "" and finding.model .. ": " or "", finding.text))
  end
end

function M.run(arguments)
  local asked, rest = options.parse(arguments, specification)
  local checks = all_checks()
  if asked.list then return list(checks) end
  if #rest ~= 1 then options.refuse("name one plugin file: reprise conform PLUGIN.so") end
  if asked.in_process then return in_process(rest[1], asked) end
  local file = host.realpath(rest[1])
  if not file then options.refuse("there is no file '%s'", rest[1]) end
  local results, count = {}, { pass = 0, skip = 0, warn = 0, fail = 0, crash = 0 }
  for i, check in ipairs(chosen(checks, asked.only)) do
    results[i] = try(check, file, asked)
    count[results[i].result] = count[results[i].result] + 1
    if not asked.json then show(results[i]) end
  end
  if asked.json then
    host.stdout(host.json_encode({ plugin = rest[1], seed = asked.seed or 1, checks = host.json_array(results) }, { pretty = true }) .. "\n")
  else
    host.stdout(("%s: %d passed, %d warned, %d skipped, %d failed, %d crashed (seed %d)\n"):format(
      rest[1], count.pass, count.warn, count.skip, count.fail, count.crash, asked.seed or 1))
  end
  return count.fail + count.crash == 0 and host.exit_status.fine or host.exit_status.wrong
end

return M
