-- command.run_child: the child of `reprise run`. Runs the script, lets the modules write what they hold, leaves run.json to the
-- parent, and returns the exit status.

local host = require "host"

local M = {}

local status_of = host.exit_status

-- In this order, if the script used them.
local modules = { "figure", "table", "value", "claim" }

local function say(context, line)
  if not context.quiet then host.stderr(context.script_name .. ": " .. line .. "\n") end
end

-- An error always shows, quiet or not. Its message begins with file:line where there is one.
local function report(context, failure)
  local text = failure.message
  if failure.kind == "memory" or failure.kind == "interrupted" then
    text = "reprise: " .. text
  elseif not text:match "^[^%s:]+%.lua:%d+:" and text:sub(1, #context.script + 1) ~= context.script .. ":" then text = context.script .. ": " .. text end
  host.stderr(text .. "\n")
  if context.trace and failure.trace then host.stderr(failure.trace .. "\n") end
end

local function status_of_failure(failure)
  if failure.kind == "memory" then return status_of.limit end
  if failure.kind == "interrupted" then
    return host.interrupt_reason() == "time" and status_of.limit or status_of.interrupted
  end
  local outside = host.write_failure()
  if outside and failure.message:find(outside, 1, true) then return status_of.outside end
  return status_of.wrong
end

local function run_script(context)
  local sandbox = require "reprise.sandbox"
  local env = sandbox.environment()
  local chunk, why = sandbox.load_file(context.script, context.script, env)
  if not chunk then error(why, 0) end
  chunk(table.unpack(context.arguments))
  context.run_last_acts()
  local stop = host.interruption() -- it came during the last steps
  if stop then error(stop, 0) end
  local unused = require("reprise.settings").unused()
  if unused then error(unused, 0) end
end

-- Lets one module write its files. Returns the exit status that follows.
local function finish(context, name, outcome)
  local module = package.loaded["reprise." .. name]
  if type(module) ~= "table" or not module.finish then return 0 end
  local fine, result = host.call(module.finish, context, outcome)
  if not fine then
    report(context, result)
    return status_of_failure(result)
  end
  if not result then return 0 end
  for _, line in ipairs(result.lines or {}) do say(context, line) end
  if result.ok then return 0 end
  return result.status or (name == "claim" and status_of.verdict) or status_of.wrong
end

-- The core type of the linear algebra decides about last bits.
local function linear_algebra()
  local model = package.loaded["host.model"]
  local core = model and model.blas_core()
  return core ~= "" and core or nil
end

local function plugins_used()
  local model = package.loaded["reprise.model"]
  return host.json_array(type(model) == "table" and model.used and model.used() or {})
end

-- What only this process knows; the parent makes the manifest of it.
local function write_record(context, failure, seconds)
  local inputs = host.json_array {}
  for i, path in ipairs(require("reprise.access").inputs()) do
    local bytes = host.read_file(path)
    inputs[i] = { path = path, sha256 = bytes and host.sha256(bytes) or nil }
  end
  local _, peak = host.memory()
  local record = { inputs = inputs, plugins = plugins_used(), script_seconds = seconds, peak_memory = peak,
                   blas_core = linear_algebra(),
                   outcome = failure and failure.kind or "fine", message = failure and failure.message or nil }
  return host.write_file(context.results .. "/run.json", host.json_encode(record, { pretty = true }))
end

-- Files of an earlier run would be taken for results of this one.
local function forget_earlier_run(context)
  for _, name in ipairs { "figures.json", "tables.json", "values.json", "claims.json", "junit.xml", "run.json", "manifest.json" } do
    local path = context.results .. "/" .. name
    if host.stat(path) then
      local gone, why = host.remove(path)
      if not gone then return nil, why end
    end
  end
  return true
end

function M.run(context)
  local clean, why = forget_earlier_run(context)
  if not clean then
    host.finishing()
    error({ status = status_of.outside, text = why }, 0)
  end
  host.memory_limit(context.memory * 1048576)
  local started = host.now()
  local fine, failure = host.call(run_script, context)
  local seconds = host.now() - started
  host.finishing()
  host.shield()
  host.memory_limit(0) -- what was finished is to be written, whatever the script did with its memory
  if fine then
    failure = nil
  else
    report(context, failure)
    collectgarbage()
  end
  local status = failure and status_of_failure(failure) or 0
  local outcome = { ok = failure == nil, kind = failure and failure.kind, message = failure and failure.message }
  for _, name in ipairs(modules) do
    local after = finish(context, name, outcome)
    if status == 0 then status = after end
  end
  local recorded, sentence = write_record(context, failure, seconds)
  if not recorded then
    report(context, { message = sentence })
    if status == 0 then status = status_of.outside end
  end
  return status
end

return M
