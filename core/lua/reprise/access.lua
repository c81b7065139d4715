-- reprise.access: which files a script may touch, and which it has read. Scripts read below their own folder, below the
-- folders of --read and below their results, and write below their results. Paths are resolved to real ones first, so
-- neither ".." nor a symbolic link leads out. --trust lifts the rule, not the record.

local host = require "host"
local context = require "reprise.context"

local M = {}

local inputs = {}

-- Records a file that the results depend on.
function M.note_input(path)
  inputs[path] = true
end

-- Real paths of all files that were read, sorted.
function M.inputs()
  local list = {}
  for path in pairs(inputs) do list[#list + 1] = path end
  table.sort(list)
  return list
end

local function inside(path, folder)
  return path == folder or folder == "/" or path:sub(1, #folder + 1) == folder .. "/"
end

-- The folders that relative names are looked up in, in this order.
local function readable_folders()
  local folders = { context.script_directory }
  table.move(context.read, 1, #context.read, 2, folders)
  folders[#folders + 1] = context.results
  if context.trust then folders[#folders + 1] = host.cwd() end
  return folders
end

local function readable(path)
  local folders = readable_folders()
  local real
  if path:sub(1, 1) == "/" then
    real = host.realpath(path)
  else
    for _, folder in ipairs(folders) do
      real = host.realpath(folder .. "/" .. path)
      if real then break end
    end
  end
  if real and context.trust then return real end
  for _, folder in ipairs(folders) do
    if real and inside(real, folder) then return real end
  end
  if real or path:sub(1, 1) == "/" then
    return nil, ("'%s' is outside the folders that this script may read: its own and those of --read"):format(path)
  end
  return nil, ("there is no file '%s' below the script's folder or a folder of --read"):format(path)
end

-- The file need not exist: what counts is where its deepest existing folder really is.
local function writable(path)
  local absolute = path:sub(1, 1) == "/" and path or context.results .. "/" .. path
  if context.trust then return absolute end
  local refusal = ("'%s' is outside the results folder, the only place where this script may write"):format(path)
  for part in absolute:gmatch "[^/]+" do
    if part == ".." then return nil, refusal end
  end
  local existing, missing = absolute, ""
  local real = host.realpath(existing)
  while not real do
    local parent, name = existing:match "^(.*)/+([^/]+)/*$"
    if not parent then return nil, refusal end
    existing, missing = parent == "" and "/" or parent, "/" .. name .. missing
    real = host.realpath(existing)
  end
  if not inside(real, context.results) then return nil, refusal end
  return real .. missing
end

-- path(name, "read" | "write") -> real absolute path | nil, sentence. What may be read counts as read.
function M.path(path, mode)
  if type(path) ~= "string" or path == "" or path:find("\0", 1, true) then
    return nil, "a file name is a text that is not empty and has no zero byte"
  end
  if mode == "write" then return writable(path) end
  local real, why = readable(path)
  if not real then return nil, why end
  local stat = host.stat(real)
  if stat and stat.type == "file" then M.note_input(real) end
  return real
end

host.user_path = M.path

return M
