-- reprise.sandbox: the world that a script sees. No os, io, package, debug, no bytecode, no other global than its own;
-- `pairs` in a fixed order; interruption passes through pcall and coroutines. With trust the rest is added.

local host = require "host"
local access = require "reprise.access"
local context = require "reprise.context"
local ordered = require "reprise.ordered"

local M = {}

-- Methods of strings reach the real library: it keeps nothing that could hurt, and its table cannot be reached.
string.dump = nil
getmetatable("").__metatable = "string"

local function copy(library)
  local result = {}
  for name, value in pairs(library) do result[name] = value end
  return result
end

-- What a failed protected call gives back, unless the run is to stop: then the script must not go on.
local function through(fine, ...)
  if not fine then
    local stop = host.interruption()
    if stop then error(stop, 0) end
  end
  return fine, ...
end

local function protected_calls(env)
  function env.pcall(...) return through(pcall(...)) end
  function env.xpcall(...) return through(xpcall(...)) end
  env.coroutine = copy(coroutine)
  function env.coroutine.resume(...) return through(coroutine.resume(...)) end
  function env.coroutine.close(...) return through(coroutine.close(...)) end
end

-- Finalizers would run at moments that nobody can predict.
local function set_metatable(t, metatable)
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then
    host.blame "a script's table cannot have a finalizer (__gc)"
  end
  return setmetatable(t, metatable)
end

local function collect(option)
  if option == nil or option == "collect" then return collectgarbage "collect" end
  if option == "count" then return collectgarbage "count" end
  host.blame("collectgarbage '%s' is not for scripts: they may 'collect' and 'count'", tostring(option))
end

local function print_line(...)
  local words = table.pack(...)
  for i = 1, words.n do words[i] = tostring(words[i]) end
  host.stdout(table.concat(words, "\t") .. "\n")
end

-- Source text only; the chunk sees the script's world unless it is given another one.
local function load_text(env)
  return function(chunk, name, _, ...)
    if select("#", ...) > 0 then return load(chunk, name, "t", (...)) end
    return load(chunk, name, "t", env)
  end
end

-- The text of a Lua file, without a "#!" line, as a function of that world.
function M.load_file(path, shown_as, env)
  local text, why = host.read_file(path)
  if not text then return nil, why end
  access.note_input(path)
  return load(text:gsub("^#[^\n]*", "", 1), "@" .. shown_as, "t", env)
end

-- Sibling files are named in messages as the script's own path is written.
local function name_for(path)
  local folder = context.script_directory .. "/"
  if path:sub(1, #folder) == folder then
    return (context.script:match "^(.*/)[^/]*$" or "") .. path:sub(#folder + 1)
  end
  return path
end

local function requirer(env)
  local loaded, loading = {}, {}
  return function(name)
    if type(name) ~= "string" then host.blame "require takes the name of a module" end
    if name == "reprise" then return require "reprise" end
    if loaded[name] ~= nil then return loaded[name] end
    if loading[name] then host.blame("module '%s' requires itself", name) end
    if not name:match "^[%w_][%w_.-]*$" then host.blame("'%s' is not the name of a module", name) end
    local file = name:gsub("%.", "/")
    local path = access.path(file .. ".lua", "read") or access.path(file .. "/init.lua", "read")
    if not path then
      if context.trust then return require(name) end
      host.blame("there is no module '%s': scripts may require 'reprise' and Lua files below their folder", name)
    end
    local chunk, why = M.load_file(path, name_for(path), env)
    if not chunk then host.blame("module '%s' does not load: %s", name, why) end
    loading[name] = true
    local result = chunk(name, path)
    loading[name] = nil
    if result == nil then result = true end
    loaded[name] = result
    return result
  end
end

local function random_numbers(seed)
  math.randomseed(seed)
  local library = copy(math)
  function library.randomseed(...)
    if select("#", ...) == 0 then host.blame "math.randomseed needs a seed: a run must give the same results again" end
    return math.randomseed(...)
  end
  return library
end

-- The environment of a script.
function M.environment()
  local env = { _VERSION = _VERSION }
  for _, name in ipairs { "assert", "error", "getmetatable", "ipairs", "rawequal", "rawget", "rawlen", "rawset", "select",
                          "tonumber", "tostring", "type" } do
    env[name] = _G[name]
  end
  for _, name in ipairs { "string", "table", "utf8" } do env[name] = copy(_G[name]) end
  local ok, array = pcall(require, "reprise.array")
  if ok and array.ipairs then env.ipairs = array.ipairs end
  env.pairs, env.next = ordered.pairs, ordered.next
  env.math = random_numbers(context.seed)
  env.print = print_line
  env.setmetatable, env.collectgarbage = set_metatable, collect
  env.load, env.require = load_text(env), requirer(env)
  env._G = env
  protected_calls(env)
  if context.trust then
    for _, name in ipairs { "os", "io", "debug", "package", "setmetatable", "collectgarbage", "dofile", "loadfile", "load" } do
      env[name] = _G[name]
    end
  end
  return env
end

return M
