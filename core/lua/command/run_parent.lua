-- command.run_parent: what `reprise run` does after the script's process has ended: draws the figures, writes the manifest, says
-- how it went, and returns the exit status.

local host = require "host"
local manifest = require "command.manifest"

local M = {}

local status_of = host.exit_status

local function say(context, line)
  if not context.quiet then host.stderr(context.script_name .. ": " .. line .. "\n") end
end

local function complain(context, line)
  host.stderr(context.script .. ": " .. line .. "\n")
end

-- The child ended by a signal, or was ended: its own words are missing.
local function explain_end(context, ended)
  local doing = ended.note ~= "" and " while " .. ended.note or ""
  local kept = ("; what was finished is in %s"):format(context.shown_results)
  if ended.killed and ended.timed_out then
    complain(context, ("time limit of %g s reached%s; the script did not stop by itself and was ended%s"):format(
      context.timeout, doing, kept))
    return status_of.limit
  elseif ended.killed then
    complain(context, ("interrupted%s; the script did not stop by itself and was ended%s"):format(doing, kept))
    return status_of.interrupted
  elseif ended.signal then
    complain(context, ("the script's process died of signal %d (%s)%s%s"):format(
      ended.signal, ended.signal_name, doing, kept))
    return status_of.crash
  elseif not ended.finished then
    complain(context, ("the script's process left with exit status %d%s before it was done%s"):format(
      ended.status, doing, kept))
    return status_of.crash
  end
  return ended.status -- the child has explained it
end

local function draw(context)
  if not host.stat(context.results .. "/figures.json") then return 0 end
  local fine, result, why = host.call(require("reprise.render").render, context.results)
  if not fine then
    complain(context, result.message)
    if context.trace and result.trace then host.stderr(result.trace .. "\n") end
    return result.kind == "interrupted" and status_of.interrupted or status_of.outside
  end
  if not result then
    complain(context, why or "the figures could not be drawn")
    return status_of.outside
  end
  local ok = true
  if type(result) == "table" then
    ok = result.ok
    for _, line in ipairs(result.lines or {}) do
      if ok then say(context, line) else complain(context, line) end
    end
  end
  return ok and 0 or status_of.outside
end

-- ended: what host.supervise gave.
function M.conclude(context, ended, seconds)
  local status = explain_end(context, ended)
  local started = host.now()
  local drawn = draw(context)
  host.shield() -- the manifest is written even if drawing was interrupted
  local complete = status == 0 or status == status_of.verdict
  if complete and drawn ~= 0 then status, complete = drawn, false end
  local times = { process = seconds, drawing = host.now() - started }
  local record = manifest.record(context)
  local written, why = manifest.write(context, record, status, times, complete)
  if written and complete and context.depfile then
    written, why = manifest.write_dependencies(context.depfile, record)
  end
  if not written then
    complain(context, why)
    if complete then status, complete = status_of.outside, false end
  end
  if complete then
    say(context, ("finished in %.1f s, results in %s"):format(seconds + times.drawing, context.shown_results))
  end
  return status
end

return M
