-- command.manifest: which files of the results folder a run made, and manifest.json, which says how. Used by the parent of
-- `reprise run`.

local host = require "host"

local M = {}

local function decoded(path)
  local text = host.read_file(path)
  local value = text and host.json_decode(text)
  return type(value) == "table" and value or nil
end
M.decoded = decoded

-- Files of the results folder, of data/ and of figures/: path from the results folder -> time of the last change.
local function times_of_files(results)
  local times = {}
  for _, folder in ipairs { "", "data/", "figures/" } do
    for _, name in ipairs(host.list(results .. "/" .. folder) or {}) do
      local stat = host.stat(results .. "/" .. folder .. name)
      if stat and stat.type == "file" then times[folder .. name] = stat.mtime end
    end
  end
  return times
end

-- What is there before the run: times of files, and which of them an earlier run says it made.
function M.before(results)
  local earlier = decoded(results .. "/manifest.json")
  local made = {}
  for _, file in ipairs(earlier and earlier.files or {}) do
    if type(file) == "table" and type(file.path) == "string" then made[file.path] = true end
  end
  return { times = times_of_files(results), made = made }
end

-- Sorted paths of the files that this run made: those that changed and those that figures.json names. What an
-- earlier run made and this one did not belongs to figures that are gone: `tidy` removes it. A run of --only takes it over.
local function files_made(context, tidy)
  local index = host.read_file(context.results .. "/figures.json") or ""
  local before, list = context.before, {}
  for path, time in pairs(times_of_files(context.results)) do
    local made = before.times[path] ~= time or index:find('"' .. path .. '"', 1, true)
    if not made and before.made[path] then
      if context.only then
        made = true
      elseif tidy and path:find("/", 1, true) then
        host.remove(context.results .. "/" .. path)
      end
    end
    if made and path ~= "manifest.json" and path ~= "run.json" then list[#list + 1] = path end
  end
  table.sort(list)
  return list
end

local function describe_files(context, tidy)
  local files = host.json_array {}
  for i, path in ipairs(files_made(context, tidy)) do
    local bytes = host.read_file(context.results .. "/" .. path) or ""
    files[i] = { path = path, size = #bytes, sha256 = host.sha256(bytes) }
  end
  return files
end

-- Fields before the path in the lines of `git status --porcelain=v2`.
local fields_before_path = { ["1"] = 8, ["2"] = 9, ["u"] = 10, ["?"] = 1 }

-- The commit of the script's repository and the files that differ from it; nil outside of one.
local function revision(context)
  local result = host.run { "git", "--no-optional-locks", "-C", context.script_directory, "status", "--porcelain=v2", "--branch",
                            timeout = 20 }
  if not result or result.status ~= 0 then return nil end
  local commit, changes = nil, host.json_array {}
  for line in result.stdout:gmatch "[^\n]+" do
    local fields = fields_before_path[line:sub(1, 1)]
    if fields then
      changes[#changes + 1] = line:match("^" .. ("%S+ "):rep(fields) .. "([^\t]+)")
    else
      commit = commit or line:match "^# branch%.oid (%x+)"
    end
  end
  return { commit = commit, uncommitted = changes }
end

local function processor()
  return (host.read_file "/proc/cpuinfo" or ""):match "model name%s*:%s*([^\n]+)"
end

-- Below the current folder names are relative, so that manifests of two checkouts compare.
local function shown(path)
  local here = host.cwd() .. "/"
  return path:sub(1, #here) == here and path:sub(#here + 1) or path
end

-- What the child left in run.json, with the paths as they are shown.
function M.record(context)
  local record = decoded(context.results .. "/run.json") or {}
  for _, field in ipairs { "inputs", "plugins" } do
    record[field] = record[field] or host.json_array {}
    for _, entry in ipairs(record[field]) do entry.path = shown(entry.path) end
  end
  return record
end

-- Writes manifest.json. tidy: the run is complete, files of earlier ones that are no longer made may go.
function M.write(context, record, status, seconds, tidy)
  local manifest = {
    script = { path = context.script, sha256 = host.sha256(host.read_file(context.script) or "") },
    settings = context.set,
    arguments = host.json_array(table.move(context.arguments, 1, #context.arguments, 1, {})),
    seed = context.seed,
    threads = context.threads,
    partial = context.only ~= nil,
    status = status,
    outcome = record.outcome or "ended",
    message = record.message,
    inputs = record.inputs,
    plugins = record.plugins,
    build = host.build,
    blas_core = record.blas_core,
    processor = processor(),
    revision = revision(context),
    files = describe_files(context, tidy),
    seconds = { script = record.script_seconds, process = seconds.process, drawing = seconds.drawing },
    peak_memory = record.peak_memory,
  }
  host.remove(context.results .. "/run.json")
  return host.write_file(context.results .. "/manifest.json", host.json_encode(manifest, { pretty = true }))
end

-- The files that the results depend on, one a line, for make.
function M.write_dependencies(path, record)
  local lines, seen = {}, {}
  for _, list in ipairs { record.inputs, record.plugins } do
    for _, entry in ipairs(list) do
      if not seen[entry.path] then lines[#lines + 1] = entry.path .. "\n" end
      seen[entry.path] = true
    end
  end
  return host.write_file(path, table.concat(lines))
end

return M
