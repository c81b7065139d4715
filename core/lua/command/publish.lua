-- command.publish: `reprise publish BUILD RESULTS`, from the results of a build to those that are committed. Only files whose
-- bytes change are written, so that version control sees nothing unless something really changed.
local host = require "host"
local options = require "command.options"
local compare = require "reprise.compare"
local diff = require "command.diff"

local M = {}

M.summary = "publish freshly built results, or list what drifted"

M.help = [[
usage: reprise publish BUILD RESULTS [--accept] [--quiet]

Compares the folder BUILD (say build/results/kuno2018) with RESULTS (results/kuno2018) as `reprise diff` does, then publishes:

  untracked kinds (index.html, png, manifest.json, junit.xml) are always refreshed;
  tracked kinds (claims.json, other json, csv, svg, gp) stay untouched when they are numerically equal;
  tracked files that are new are added and listed;
  tracked files that differ, or that BUILD no longer has, are listed as drift and stay as they are.

A file that differs only in positions (scripts/x.lua:41) or versions is refreshed without being drift; a line says how many.

  --accept   take the new files, remove those that BUILD no longer has
  --quiet    list drift only

Exit status: 0 published, 4 there is drift and it was not accepted, 7 a file cannot be read or written.
]]

local function refuse(status, text)
  error({ status = status, text = text }, 0)
end

-- Writes only what changes a file.
local function copy(build, results, path)
  local text, trouble = host.read_file(build .. "/" .. path)
  if not text then
    refuse(host.exit_status.outside, trouble)
  end
  if host.stat(results .. "/" .. path) and host.read_file(results .. "/" .. path) == text then
    return false
  end
  local written
  written, trouble = host.write_file(results .. "/" .. path, text)
  if not written then
    refuse(host.exit_status.outside, trouble)
  end
  return true
end

-- Removes a file and the folders that it leaves empty.
local function remove(results, path)
  local removed, trouble = host.remove(results .. "/" .. path)
  if removed == nil and trouble then
    refuse(host.exit_status.outside, trouble)
  end
  local folder = path:match("^(.*)/[^/]*$")
  while folder and #(host.list(results .. "/" .. folder) or { "" }) == 0 do
    host.remove(results .. "/" .. folder)
    folder = folder:match("^(.*)/[^/]*$")
  end
end

local function refresh_untracked(build, results, accept)
  local in_build = {}
  for _, path in ipairs(compare.list(build)) do
    in_build[path] = true
    if not compare.is_tracked(path) then
      copy(build, results, path)
    end
  end
  for _, path in ipairs(accept and compare.list(results) or {}) do
    if not in_build[path] and not compare.is_tracked(path) then
      remove(results, path)
    end
  end
end

local function publish_tracked(build, results, entries, accept)
  local lines, drift, moved = {}, {}, 0
  for _, entry in ipairs(entries) do
    if entry.status == "added" then
      copy(build, results, entry.path)
      lines[#lines + 1] = "new      " .. entry.path
    elseif entry.status == "moved" then
      if copy(build, results, entry.path) then moved = moved + 1 end
    elseif entry.status == "different" or entry.status == "removed" then
      if not accept then
        drift[#drift + 1] = entry
      elseif entry.status == "removed" then
        remove(results, entry.path)
        lines[#lines + 1] = "removed  " .. entry.path
      else
        copy(build, results, entry.path)
        lines[#lines + 1] = "accepted " .. entry.path
      end
    end
  end
  if moved > 0 then
    lines[#lines + 1] = ("moved    %d file%s: only lines of the script or versions are other ones"):format(moved, moved == 1 and "" or "s")
  end
  return lines, drift
end

function M.run(arguments)
  local chosen, rest = options.parse(arguments, { ["--accept"] = "flag", ["--quiet"] = "flag" })
  if #rest ~= 2 then
    refuse(host.exit_status.usage, ("publish takes the folder of a build and that of the results, not %d folders "
      .. "(reprise publish --help)"):format(#rest))
  end
  local build, results = rest[1]:gsub("(.)/+$", "%1"), rest[2]:gsub("(.)/+$", "%1")
  local found = host.stat(build)
  if not found or found.type ~= "directory" then
    refuse(host.exit_status.outside, ("'%s' is not a folder: there is nothing to publish"):format(build))
  end
  local entries, trouble = compare.folders(build, results)
  if not entries then
    refuse(host.exit_status.outside, trouble)
  end
  local lines, drift = publish_tracked(build, results, entries, chosen.accept)
  refresh_untracked(build, results, chosen.accept)
  if #lines > 0 and not chosen.quiet then
    host.stdout(results .. ":\n  " .. table.concat(lines, "\n  ") .. "\n")
  end
  if #drift == 0 then
    return 0
  end
  host.stdout(("%s: drift\n  %s\nthe files above stay as they are; --accept takes the new ones\n"):format(results,
    table.concat((diff.lines(drift)), "\n  ")))
  return host.exit_status.differ
end

return M
