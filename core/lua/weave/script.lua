-- script.lua - the real script behind a page: finds its files, in the order in which one reads them, and cuts out the regions
-- that a text shows. A region is what stands between the comment lines "-- region: NAME" and "-- end region"; regions may be
-- nested. Calls host only.
local host = require "host"

local M = {}

-- The lines of a text, without their line ends.
local function lines_of(text)
  local lines = {}
  for line in (text:gsub("\r\n", "\n") .. "\n"):gmatch("(.-)\n") do lines[#lines + 1] = line end
  if lines[#lines] == "" then lines[#lines] = nil end
  return lines
end

-- Trims blank lines at both ends and the indentation that all lines share; returns text and the line numbers.
local function cut(lines, first, last)
  while first <= last and lines[first]:find("^%s*$") do first = first + 1 end
  while last >= first and lines[last]:find("^%s*$") do last = last - 1 end
  local indent
  for index = first, last do
    if not lines[index]:find("^%s*$") then
      local width = #lines[index]:match("^ *")
      indent = math.min(indent or width, width)
    end
  end
  local kept = {}
  for index = first, last do kept[#kept + 1] = lines[index]:sub((indent or 0) + 1) end
  return table.concat(kept, "\n"), first, last
end

-- Adds the regions of one file to `regions`; returns sentences about what is wrong with its marks.
function M.regions(path, text, regions)
  local open, problems = {}, {}
  local lines = lines_of(text)
  local function problem(line, sentence, ...)
    problems[#problems + 1] = ("%s:%d: "):format(path, line) .. sentence:format(...)
  end
  for index, line in ipairs(lines) do
    local name = line:match("^%s*%-%-%s*region:%s*(.-)%s*$")
    if name then
      if not name:match("^[%w][%w.%-]*$") then
        problem(index, "'%s' is no name for a region; a name has letters, digits, '-' and '.'", name)
      elseif regions[name] then
        problem(index, "the region '%s' is marked twice, first in %s:%d", name, regions[name].path, regions[name].mark)
      end
      open[#open + 1] = { name = name, line = index }
      regions[name] = regions[name] or { path = path, mark = index }
    elseif line:match("^%s*%-%-%s*end region%s*$") then
      local region = table.remove(open)
      if not region then
        problem(index, "'end region' closes nothing")
      else
        local entry = regions[region.name]
        if entry.path == path and entry.mark == region.line then
          entry.text, entry.first, entry.last = cut(lines, region.line + 1, index - 1)
          if entry.text == "" then problem(region.line, "the region '%s' is empty", region.name) end
        end
      end
    end
  end
  for _, region in ipairs(open) do
    problem(region.line, "the region '%s' is never closed by '-- end region'", region.name)
    regions[region.name] = nil
  end
  return problems
end

-- Reads a file that a result names by `path`: as it stands, or below one of the roots. Returns nil when there is none.
function M.read(path, roots)
  for _, root in ipairs(roots) do
    local full = (root == "" or path:sub(1, 1) == "/") and path or root .. "/" .. path
    local found = host.stat(full)
    if found and found.type == "file" then return host.read_file(full) end
  end
  return nil
end

-- The paths of a script and of its parts as one reads them: the main file, what it requires from top to bottom, then what
-- those require. known: the paths that the run has read, no other is a part; nil: not recorded, what can be read is one.
function M.reading_order(main, roots, known)
  local folder = main:match("^(.*/)") or ""
  local paths, seen, next_one = { main }, { [main] = true }, 1
  while paths[next_one] do
    for name in (M.read(paths[next_one], roots) or ""):gmatch("require%s*%(?%s*[\"']([%w_.%-]+)[\"']") do
      local path = folder .. name:gsub("%.", "/") .. ".lua"
      local is_part = known == nil and M.read(path, roots) or known and known[path]
      if is_part and not seen[path] then
        seen[path] = true
        paths[#paths + 1] = path
      end
    end
    next_one = next_one + 1
  end
  return paths
end

return M
