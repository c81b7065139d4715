-- Numerical comparison of results. Two files are equal when nothing in them differs that could be a result: strings and whole
-- numbers exactly, other numbers by |a - b| / max(|b|, 1e-3 max |column|) <= 1e-9 unless their column says otherwise, values
-- that are only diagnostics bounded from above, positions in source files ("scripts/x.lua:41") not at all.
-- Calls host (JSON, files) and the readers of single kinds in compare/.
local host = require "host"

local M = {}

-- Drift: how far a number of a new run may lie from the committed one. Far above what compilers and processors change in the
-- last digits of well-conditioned results, far below what anybody prints.
M.tolerance = 1e-9
-- A diagnostic (residual, iterations) may grow this much, or up to that, before somebody should look.
M.diagnostic_growth, M.diagnostic_floor = 10, 1e-9

-- Files that are made anew with every run and never compared.
local untracked_names = { ["index.html"] = true, ["manifest.json"] = true, ["junit.xml"] = true }
local untracked_kinds = { html = true, png = true, pdf = true, d = true, log = true, stamp = true }

--- Whether a file of a results folder is tracked, that is compared and committed.
function M.is_tracked(path)
  local name = path:match("[^/]+$")
  return not untracked_names[name] and not untracked_kinds[name:match("%.([^.]+)$") or ""]
end

--- A text without positions in Lua files, which move when a script is edited and are no results.
function M.without_positions(text)
  return (text:gsub("[%w_./-]+%.lua:%d+", "?.lua:?"))
end

--- |new - old| / max(|old|, floor), or / scale where one is stated. Equal infinities and two NaN do not differ; a number and
-- NaN differ infinitely.
function M.deviation(new, old, floor, scale)
  if new == old or (new ~= new and old ~= old) then
    return 0.0
  end
  local difference = math.abs(new - old)
  if difference ~= difference or difference == math.huge then
    return math.huge
  end
  return difference / (scale or math.max(math.abs(old), floor or 0))
end

--- The floor of a column: a thousandth of its largest finite size.
function M.floor_of(column)
  local largest = 0
  for _, value in ipairs(column) do
    local size = math.abs(value)
    if size > largest and size < math.huge then
      largest = size
    end
  end
  return 1e-3 * largest
end

-- A report collects what deviates; `moved` says that only positions differ.
local Report = {}
Report.__index = Report

--- An empty report, for the readers of single kinds.
function M.report()
  return setmetatable({ deviations = {}, moved = false }, Report)
end

--- Notes a difference that no tolerance covers.
function Report:differs(place, new, old)
  self.deviations[#self.deviations + 1] = { place = place, new = new, old = old, deviation = math.huge, tolerance = 0,
    ratio = math.huge }
end

--- Compares two strings.
function Report:text(place, new, old)
  if new == old then
    return
  elseif M.without_positions(new) == M.without_positions(old) then
    self.moved = true
  else
    self:differs(place, new, old)
  end
end

--- Compares two numbers by a rule { tolerance, floor, scale, slack, diagnostic = true|bound }; a difference of at most slack is
-- none, whatever the tolerance.
function Report:number(place, new, old, rule)
  if rule.diagnostic then
    local bound = type(rule.diagnostic) == "number" and rule.diagnostic
      or math.max(M.diagnostic_growth * math.abs(old), M.diagnostic_floor)
    if not (math.abs(new) <= bound) and not (new ~= new and old ~= old) and new ~= old then
      self.deviations[#self.deviations + 1] = { place = place, new = new, old = old, deviation = math.abs(new),
        tolerance = bound, ratio = math.abs(new) / bound }
    end
    return
  end
  if rule.slack and math.abs(new - old) <= rule.slack then
    return
  end
  local tolerance = rule.tolerance or M.tolerance
  local deviation = M.deviation(new, old, rule.floor, rule.scale)
  if not (deviation <= tolerance) then
    self.deviations[#self.deviations + 1] = { place = place, new = new, old = old, deviation = deviation,
      tolerance = tolerance, ratio = deviation / tolerance }
  end
end

--- "equal", "moved" or "different", with the deviations sorted, worst first.
function Report:conclude()
  for index, each in ipairs(self.deviations) do
    each.index = index
  end
  table.sort(self.deviations, function(a, b)
    if a.ratio ~= b.ratio then
      return a.ratio > b.ratio
    end
    return a.index < b.index
  end)
  self.status = #self.deviations > 0 and "different" or self.moved and "moved" or "equal"
  return self
end

local readers = {
  csv = "reprise.compare.csv", json = "reprise.compare.json", svg = "reprise.compare.text", gp = "reprise.compare.text",
  bin = "reprise.compare.binary",
}

--- Compares the texts of two files of one kind ("csv", "json", "svg", "gp", "bin"; any other: exactly).
function M.texts(kind, new, old)
  local report = M.report()
  if new ~= old then
    if readers[kind] then
      require(readers[kind])(report, new, old, kind)
    else
      report:text("content", new, old)
    end
  end
  return report:conclude()
end

--- Compares two files. Returns a report, or nil and a sentence.
function M.files(new, old)
  local new_text, trouble = host.read_file(new)
  if not new_text then
    return nil, trouble
  end
  local old_text
  old_text, trouble = host.read_file(old)
  if not old_text then
    return nil, trouble
  end
  local report = M.texts(new:match("%.([^./]+)$") or "", new_text, old_text)
  report.identical = new_text == old_text
  return report
end

--- All files below a folder, as sorted paths relative to it. A folder that does not exist has none.
function M.list(folder)
  local paths = {}
  local function visit(relative)
    local names = host.list(relative == "" and folder or folder .. "/" .. relative) or {}
    for _, name in ipairs(names) do
      local path = relative == "" and name or relative .. "/" .. name
      local found = host.stat(folder .. "/" .. path)
      if found and found.type == "directory" then
        visit(path)
      elseif found then
        paths[#paths + 1] = path
      end
    end
  end
  visit("")
  table.sort(paths)
  return paths
end

--- Compares the tracked files of two folders: a list of { path, status, report }, where status is also "added" (only in
-- new) or "removed" (only in old).
function M.folders(new, old)
  local entries, in_new = {}, {}
  for _, path in ipairs(M.list(new)) do
    in_new[path] = true
    if M.is_tracked(path) then
      local entry = { path = path }
      if not host.stat(old .. "/" .. path) then
        entry.status = "added"
      else
        local report, trouble = M.files(new .. "/" .. path, old .. "/" .. path)
        if not report then
          return nil, trouble
        end
        entry.status, entry.report = report.status, report
      end
      entries[#entries + 1] = entry
    end
  end
  for _, path in ipairs(M.list(old)) do
    if not in_new[path] and M.is_tracked(path) then
      entries[#entries + 1] = { path = path, status = "removed" }
    end
  end
  table.sort(entries, function(a, b)
    return a.path < b.path
  end)
  return entries
end

-- A value as a message shows it: short, on one line.
local function show(value)
  if type(value) == "number" then
    return math.type(value) == "integer" and tostring(value) or ("%.17g"):format(value)
  end
  local text = tostring(value):gsub("%s+", " ")
  return #text > 60 and text:sub(1, 57) .. "..." or text
end

--- One line about a deviation.
function M.describe(deviation)
  if deviation.ratio == math.huge and deviation.deviation == math.huge then
    return ("%s: %s instead of %s"):format(deviation.place, show(deviation.new), show(deviation.old))
  end
  return ("%s: %s instead of %s, deviation %.3g, tolerance %.3g"):format(deviation.place, show(deviation.new),
    show(deviation.old), deviation.deviation, deviation.tolerance)
end

return M
