-- command.run_parent: what `reprise run` does after the script's process has ended: draws the figures, writes the manifest, says
-- how it went, and returns the exit status.

local host = require "host"

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

local function decoded(path)
  local text = host.read_file(path)
  local value = text and host.json_decode(text)
  return type(value) == "table" and value or nil
end

local function git(context, ...)
  local result = host.run { "git", "-C", context.script_directory, ..., timeout = 20 }
  return result and result.status == 0 and result.stdout or nil
end

-- The commit of the script's repository and the files that differ from it; nil outside of one.
local function revision(context)
  local commit = git(context, "rev-parse", "HEAD")
  if not commit then return nil end
  local changes = host.json_array {}
  for line in (git(context, "status", "--porcelain") or ""):gmatch "[^\n]+" do changes[#changes + 1] = line end
  return { commit = commit:match "%S+", uncommitted = changes }
end

local function processor()
  return (host.read_file "/proc/cpuinfo" or ""):match "model name%s*:%s*([^\n]+)"
end

-- Below the current folder names are relative, so that manifests of two checkouts compare.
local function shown(path)
  local here = host.cwd() .. "/"
  return path:sub(1, #here) == here and path:sub(#here + 1) or path
end

local function list_files(context, folder, files)
  local names = host.list(context.results .. (folder == "" and "" or "/" .. folder)) or {}
  for _, name in ipairs(names) do
    local relative = folder == "" and name or folder .. "/" .. name
    local stat = host.stat(context.results .. "/" .. relative)
    if stat and stat.type == "file" and relative ~= "manifest.json" and relative ~= "run.json" then
      files[#files + 1] = { path = relative, size = stat.size,
                            sha256 = host.sha256(host.read_file(context.results .. "/" .. relative) or "") }
    elseif stat and stat.type == "directory" and (folder == "" and (name == "data" or name == "figures")) then
      list_files(context, relative, files)
    end
  end
end

local function write_manifest(context, record, status, times)
  for _, list in ipairs { record.inputs or {}, record.plugins or {} } do
    for _, entry in ipairs(list) do entry.path = shown(entry.path) end
  end
  local files = host.json_array {}
  list_files(context, "", files)
  local text = host.read_file(context.script) or ""
  local arguments = host.json_array(table.move(context.arguments, 1, #context.arguments, 1, {}))
  local manifest = {
    script = { path = context.script, sha256 = host.sha256(text) },
    settings = context.set, arguments = arguments, seed = context.seed, threads = context.threads,
    partial = context.only ~= nil, status = status, outcome = record.outcome or "ended", message = record.message,
    inputs = record.inputs or host.json_array {}, plugins = record.plugins or host.json_array {},
    build = host.build, processor = processor(), revision = revision(context), files = files,
    seconds = { script = record.script_seconds, process = times.process, drawing = times.drawing },
    peak_memory = record.peak_memory,
  }
  host.remove(context.results .. "/run.json")
  return host.write_file(context.results .. "/manifest.json", host.json_encode(manifest, { pretty = true }))
end

local function write_depfile(context, record)
  local lines, seen = {}, {}
  for _, list in ipairs { record.inputs or {}, record.plugins or {} } do
    for _, entry in ipairs(list) do
      if not seen[entry.path] then lines[#lines + 1] = entry.path .. "\n" end
      seen[entry.path] = true
    end
  end
  return host.write_file(context.depfile, table.concat(lines))
end

-- ended: what host.supervise gave.
function M.conclude(context, ended, seconds)
  local status = explain_end(context, ended)
  local started = host.now()
  local drawn = draw(context)
  if status == 0 or status == status_of.verdict then status = drawn ~= 0 and drawn or status end
  local record = decoded(context.results .. "/run.json") or {}
  local times = { process = seconds, drawing = host.now() - started }
  local written, why = write_manifest(context, record, status, times)
  if written and context.depfile and (status == 0 or status == status_of.verdict) then
    written, why = write_depfile(context, record)
  end
  if not written then
    complain(context, why)
    if status == 0 then status = status_of.outside end
  end
  if status == 0 or status == status_of.verdict then
    say(context, ("finished in %.1f s, results in %s"):format(seconds + times.drawing, context.shown_results))
  end
  return status
end

return M
