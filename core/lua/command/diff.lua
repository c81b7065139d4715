-- command.diff: `reprise diff NEW OLD`, what deviates between two files or folders of results, worst first.
local host = require "host"
local options = require "command.options"
local compare = require "reprise.compare"

local M = {}

M.summary = "compare two files or folders of results numerically"

M.help = [[
usage: reprise diff NEW OLD [--all] [--quiet]

Compares two files, or the tracked files of two folders (csv, json, svg, gp; not index.html, png, manifest.json, junit.xml).
Strings and whole numbers must be the same. Another number deviates by |new - old| / max(|old|, 1e-3 max |column|) and may
do so by 1e-9, unless the header of its CSV file says otherwise:

  # tolerance: volume=1e-6          another tolerance for this column
  # scale: gap=1                    deviations are divided by this
  # diagnostic: residual<=1e-8      bounded above only (without a bound: ten times the old value, or 1e-9)
  # standard-error: mean=mean_se    Monte Carlo: within four standard errors

Positions such as scripts/x.lua:41 are not compared. What deviates is listed, worst first.

  --all      list every deviation, not only the ten worst of each file
  --quiet    print nothing

Exit status: 0 nothing deviates, 4 something does, 7 a file cannot be read.
]]

local function refuse(status, text)
  error({ status = status, text = text }, 0)
end

local function check_pair(new, old)
  for _, path in ipairs { new, old } do
    if not host.stat(path) then
      refuse(host.exit_status.outside, ("'%s' does not exist"):format(path))
    end
  end
  local new_type, old_type = host.stat(new).type, host.stat(old).type
  if new_type ~= old_type then
    refuse(host.exit_status.usage, ("'%s' is a %s, but '%s' is a %s"):format(new, new_type, old, old_type))
  end
  return new_type
end

local function worst_ratio(entry)
  if entry.status == "different" then
    return entry.report.deviations[1].ratio
  end
  return math.huge
end

--- The lines about the entries of compare.folders that differ, worst file first.
function M.lines(entries, all)
  local differing, lines = {}, {}
  for _, entry in ipairs(entries) do
    if entry.status ~= "equal" and entry.status ~= "moved" then
      differing[#differing + 1] = entry
    end
  end
  table.sort(differing, function(a, b)
    if worst_ratio(a) ~= worst_ratio(b) then
      return worst_ratio(a) > worst_ratio(b)
    end
    return a.path < b.path
  end)
  for _, entry in ipairs(differing) do
    if entry.status ~= "different" then
      lines[#lines + 1] = ("%s: %s"):format(entry.path, entry.status == "added" and "only in the new results"
        or "only in the old results")
    else
      local deviations = entry.report.deviations
      local shown = all and #deviations or math.min(#deviations, 10)
      lines[#lines + 1] = ("%s: %d deviation%s"):format(entry.path, #deviations, #deviations == 1 and "" or "s")
      for index = 1, shown do
        lines[#lines + 1] = "  " .. compare.describe(deviations[index])
      end
      if shown < #deviations then
        lines[#lines + 1] = ("  ... and %d more (--all)"):format(#deviations - shown)
      end
    end
  end
  return lines, #differing
end

function M.run(arguments)
  local chosen, rest = options.parse(arguments, { ["--all"] = "flag", ["--quiet"] = "flag" })
  if #rest ~= 2 then
    refuse(host.exit_status.usage, ("diff takes two files or two folders, not %d (reprise diff --help)"):format(#rest))
  end
  local new, old = rest[1]:gsub("(.)/+$", "%1"), rest[2]:gsub("(.)/+$", "%1")
  local entries, trouble
  if check_pair(new, old) == "directory" then
    entries, trouble = compare.folders(new, old)
  else
    local report
    report, trouble = compare.files(new, old)
    entries = report and { { path = new, status = report.status, report = report } }
  end
  if not entries then
    refuse(host.exit_status.outside, trouble)
  end
  local lines, count = M.lines(entries, chosen.all)
  if not chosen.quiet then
    lines[#lines + 1] = count == 0 and ("%d file%s, nothing deviates"):format(#entries, #entries == 1 and "" or "s")
      or ("%d of %d file%s deviate%s"):format(count, #entries, #entries == 1 and "" or "s", count == 1 and "s" or "")
    host.stdout(table.concat(lines, "\n") .. "\n")
  end
  return count == 0 and 0 or host.exit_status.differ
end

return M
