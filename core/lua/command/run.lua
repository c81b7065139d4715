-- command.run: runs an experiment script in a supervised child process, then draws its figures and writes the manifest.

local host = require "host"
local options = require "command.options"

local M = {}

M.summary = "run an experiment script"

M.help = [[
usage: reprise run SCRIPT.lua [OPTIONS] [-- ARGUMENTS]

Runs the script and writes data, figures (also moving ones), tables and verdicts to its results folder.

  --out DIR          the results folder (out/NAME below the current folder, NAME being the script's)
  --set NAME=VALUE   changes a setting that the script asks for by rp.set; may be repeated
  --only ID          makes only the figure or table ID; may be repeated, or ID,ID
  --timeout SECONDS  ends the script after this time (600; 0: never)
  --memory MIB       most memory for the script and its arrays (4096; 0: no limit); what a plugin keeps
                     for itself does not count
  --threads N        threads for sweeps and solvers (as many as there are processors)
  --blas-core NAME   kernels of OpenBLAS (Haswell where the processor has AVX2), say SkylakeX
  --seed N           seed of all random numbers (1)
  --read DIR         lets the script read below DIR, too; may be repeated
  --trust            lets the script do what you may do: no sandbox
  --depfile FILE     writes the names of all files that the run depended on, one a line
  --quiet            no lines about progress
  --trace            shows where in the program an error arose
  -- ARGUMENTS       rp.arguments of the script

A script reads below its own folder and those of --read, and writes below its results folder. Ctrl-C ends the script and
keeps what was finished; a second one ends it at once.

Exit status: 0 fine, 1 the script is wrong, 2 usage, 3 a verdict differs from what the ledger expects, 5 time or memory ran out,
6 the script's process died, 7 disk or gnuplot failed, 130 interrupted.
]]

local specification = {
  ["--out"] = "value", ["--set"] = "list", ["--only"] = "list", ["--timeout"] = "number", ["--memory"] = "count",
  ["--threads"] = "count", ["--seed"] = "count", ["--read"] = "list", ["--trust"] = "flag", ["--depfile"] = "value",
  ["--blas-core"] = "value", ["--quiet"] = "flag", ["--trace"] = "flag",
}

local function read_settings(arguments)
  local given, words = options.parse(arguments, specification)
  if #words == 0 then options.refuse "which script? usage: reprise run SCRIPT.lua [OPTIONS]" end
  if #words > 1 then options.refuse("one script at a time: '%s' is one too many; its arguments stand behind --", words[2]) end
  given.script = words[1]
  given.timeout = given.timeout or 600
  given.memory = given.memory or 4096
  given.seed = given.seed or 1
  given.threads = given.threads or 0
  if given.threads == 0 then given.threads = host.processors() end
  local set = {}
  for _, text in ipairs(given.set) do
    local name, value = text:match "^([%a_][%w_-]*)=(.*)$"
    if not name then options.refuse("--set takes NAME=VALUE, not '%s'", text) end
    set[name] = value
  end
  given.set = set
  local only
  for _, text in ipairs(given.only) do
    for id in text:gmatch "[^,]+" do
      only = only or {}
      only[id] = true
    end
  end
  given.only = only
  return given
end

-- Fills reprise.context. Raises a table for the command line when a file or folder is missing.
local function set_context(given)
  local context = require "reprise.context"
  local stat = host.stat(given.script)
  if not stat or stat.type ~= "file" then
    error({ status = host.exit_status.wrong, text = ("there is no script '%s'"):format(given.script) }, 0)
  end
  local name = given.script:match "([^/]+)$"
  context.script = given.script
  context.script_name = name:gsub("%.lua$", "")
  context.script_directory = host.realpath(given.script):match "^(.*)/[^/]*$"
  if context.script_directory == "" then context.script_directory = "/" end
  context.shown_results = given.out or "out/" .. context.script_name
  if given.blas_core then host.set_environment("OPENBLAS_CORETYPE", given.blas_core) end
  local made, why = host.make_directory(context.shown_results)
  if not made then error({ status = host.exit_status.outside, text = why }, 0) end
  context.results = host.realpath(context.shown_results)
  for i, folder in ipairs(given.read) do
    local real = host.realpath(folder)
    if not real then error({ status = host.exit_status.usage, text = ("--read %s: there is no such folder"):format(folder) }, 0) end
    context.read[i] = real
  end
  for _, field in ipairs { "only", "set", "seed", "threads", "timeout", "memory", "depfile" } do context[field] = given[field] end
  table.move(given.after, 1, #given.after, 1, context.arguments)
  context.trust, context.quiet, context.trace = given.trust or false, given.quiet or false, given.trace or false
  return context
end

function M.run(arguments)
  local context = set_context(read_settings(arguments))
  context.before = require("command.manifest").before(context.results)
  local started = host.now()
  local ended, why = host.supervise { timeout = context.timeout }
  if ended == nil then return require("command.run_child").run(context) end
  if not ended then error({ status = host.exit_status.outside, text = why }, 0) end
  return require("command.run_parent").conclude(context, ended, host.now() - started)
end

return M
