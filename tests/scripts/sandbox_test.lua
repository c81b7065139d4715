-- The parts that the sandbox is made of: order, nearest names, options, paths, environments.

local check = require "check"
local host = require "host"
local context = require "reprise.context"
local access = require "reprise.access"
local sandbox = require "reprise.sandbox"
local ordered = require "reprise.ordered"
local nearest = require "reprise.nearest"
local options = require "command.options"

local function keys_of(t)
  local list = {}
  for key in ordered.pairs(t) do list[#list + 1] = key end
  return list
end

check.test("pairs goes through numbers, strings, booleans in order", function()
  check.equal(keys_of { b = 1, a = 1, [2] = 1, [1] = 1, [-1.5] = 1, [true] = 1, [false] = 1, B = 1 },
              { -1.5, 1, 2, "B", "a", "b", false, true })
  check.equal(keys_of {}, {})
  check.equal(#keys_of(setmetatable({}, { __pairs = function() return next, { 7, 8 }, nil end })), 2)
end)

check.test("pairs lets fields be cleared on the way and skips those", function()
  local t = { a = 1, b = 2, c = 3 }
  local seen = {}
  for key in ordered.pairs(t) do
    seen[#seen + 1] = key
    t.b = nil
  end
  check.equal(seen, { "a", "c" })
  check.raises("table expected, got nil", ordered.pairs, nil)
end)

check.test("next goes in the order of pairs", function()
  local t, list, key = { z = 1, a = 2, [10] = 3 }, {}, nil
  repeat
    key = ordered.next(t, key)
    list[#list + 1] = key
  until key == nil
  check.equal(list, { 10, "a", "z" })
  check.equal(ordered.next {}, nil)
end)

check.test("nearest finds what was meant and nothing else", function()
  local names = { "risk_aversion", "fee", "periods", "shares" }
  check.equal(nearest("risk_aversoin", names), "risk_aversion")
  check.equal(nearest("fees", names), "fee")
  check.equal(nearest("share", names), "shares")
  check.equal(nearest("fe", names), "fee")
  check.equal(nearest("volatility", names), nil)
  check.equal(nearest("x", {}), nil)
end)

check.test("options", function()
  local kinds = { ["--out"] = "value", ["--set"] = "list", ["--quiet"] = "flag", ["--threads"] = "count", ["--blas-core"] = "value" }
  local o, rest = options.parse({ "a", "--out", "x", "--set=n=1", "b", "--set", "m=2", "--blas-core=Haswell", "--", "--quiet" }, kinds)
  check.equal(rest, { "a", "b" })
  check.equal(o, { out = "x", set = { "n=1", "m=2" }, blas_core = "Haswell", after = { "--quiet" } })
  check.raises("did you mean '%-%-quiet'", options.parse, { "--quite" }, kinds)
  check.raises("takes no value", options.parse, { "--quiet=1" }, kinds)
  check.raises("needs a value", options.parse, { "--out", "--quiet" }, kinds)
  check.raises("whole number", options.parse, { "--threads", "1.5" }, kinds)
end)

-- The environment as an untrusted script would get it.
local function jail(act)
  local trust, results = context.trust, context.results
  context.trust = false
  local fine, why = pcall(act, sandbox.environment())
  context.trust, context.results = trust, results
  if not fine then error(why, 0) end
end

check.test("an environment holds exactly what it should", function()
  jail(function(env)
    local names = {}
    for name in ordered.pairs(env) do names[#names + 1] = name end
    check.equal(table.concat(names, " "),
                "_G _VERSION assert collectgarbage coroutine error getmetatable ipairs load math next pairs pcall print rawequal " ..
                "rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 xpcall")
    check.truth(env.string ~= string and env.table ~= table, "libraries are copies")
  end)
end)

check.test("protected calls and coroutines work as in Lua", function()
  jail(function(env)
    local result = {}
    env.result = result
    assert(env.load [[
      result[1] = select("#", pcall(function() return 1, nil, 3, nil end))
      result[2] = select(2, pcall(error, {code = 7})).code
      result[3] = select(2, xpcall(error, function(e) return e .. "!" end, "x"))
      local co = coroutine.wrap(function(a) local b = select(2, pcall(coroutine.yield, a + 1)); return b * 2 end)
      result[4] = co(1)
      result[5] = co(10)
      local dead = coroutine.create(error)
      result[6] = select(2, coroutine.resume(dead, "gone"))
      result[7] = coroutine.status(dead)
    ]])()
    check.equal(result, { 5, 7, "x!", 2, 20, "gone", "dead" })
  end)
end)

check.test("load takes text, its name and another environment", function()
  jail(function(env)
    check.equal(env.load("return x", "name", "t", { x = 5 })(), 5)
    check.equal(env.load("return _G")(), env)
    check.raises("_ENV", env.load("return os", nil, nil, nil))
    check.match(select(2, env.load("x x", "=mine")), "^mine:1:")
  end)
end)

check.test("paths: where links lead decides", function()
  local folder = assert(host.temporary_directory()) .. "/paths"
  for _, name in ipairs { "results/data", "results-too", "elsewhere" } do assert(host.make_directory(folder .. "/" .. name)) end
  assert(host.write_file(folder .. "/elsewhere/a.csv", "x\n"))
  assert(host.run { "ln", "-s", "../elsewhere", folder .. "/results/link" }.status == 0)
  folder = host.realpath(folder)
  jail(function()
    context.results = folder .. "/results"
    check.equal(access.path("data/new/file.csv", "write"), folder .. "/results/data/new/file.csv")
    check.equal(access.path(folder .. "/results/x", "write"), folder .. "/results/x")
    for _, bad in ipairs { "../x", "data/../../x", "missing/../../x", "/etc/x", "link/x", "/", folder .. "/results-too/x", folder .. "/results/link/a.csv" } do
      local path, why = access.path(bad, "write")
      check.equal(path, nil, bad)
      check.match(why, "outside the results folder")
    end
    check.equal(access.path("link/a.csv", "read"), nil)
    check.match(select(2, access.path("", "read")), "not empty")
    check.match(select(2, access.path(3, "read")), "not empty")
    context.read = { folder .. "/elsewhere" }
    check.equal(access.path("a.csv", "read"), folder .. "/elsewhere/a.csv")
    check.equal(access.path("link/a.csv", "read"), folder .. "/elsewhere/a.csv")
    context.read = {}
  end)
  local seen = false
  for _, path in ipairs(access.inputs()) do seen = seen or path == folder .. "/elsewhere/a.csv" end
  check.truth(seen, "what was read is recorded")
end)

-- What a script can reach without calling anything: fields, keys, metatables that are not protected.
local function reachable(roots)
  local seen, path_of, queue = {}, {}, {}
  local function visit(value, path)
    local kind = type(value)
    if (kind == "table" or kind == "function" or kind == "userdata" or kind == "thread") and not seen[value] then
      seen[value], path_of[value] = true, path
      queue[#queue + 1] = value
    end
  end
  for name, root in ordered.pairs(roots) do visit(root, name) end
  while #queue > 0 do
    local value = table.remove(queue)
    local path = path_of[value]
    local metatable = getmetatable(value)
    if type(metatable) == "table" then visit(metatable, path .. "<metatable>") end
    if type(value) == "table" then
      for key, item in next, value do
        visit(key, path .. "<key>")
        visit(item, path .. "." .. tostring(key))
      end
    end
  end
  return path_of
end

check.test("nothing of the trusted world can be reached from a script's objects", function()
  local rp = require "reprise"
  local roots = { rp = rp, string_metatable = getmetatable "", array = rp.array { 1, 2 } }
  local model = rp.model "closing_price"
  roots.model, roots.result = model, model:solve {}
  roots.sweep = model:sweep { fee = { 5e-4, 1e-3 } }
  roots.finding = select(2, model:try_solve { fee = -1 })
  roots.series = rp.line { x = { 1, 2 }, y = { 1, 2 } }
  roots.panel = rp.panel { rp.line { x = { 1, 2 }, y = { 1, 2 } } }
  roots.lines = roots.sweep:lines { x = "fee", y = "off_exchange_volume" }
  roots.error = select(2, pcall(rp.set, 3))
  jail(function(env)
    roots.env = env
    local path_of = reachable(roots)
    local forbidden = { _G = _G, context = context, access = access, ["package.loaded"] = package.loaded, load = load,
                        require = require, dofile = dofile, loadfile = loadfile, getfenv = debug.getinfo }
    for library, values in pairs { host = host, os = os, io = io, debug = debug, package = package } do
      forbidden[library] = values
      for name, value in pairs(values) do
        if type(value) == "function" or type(value) == "table" then forbidden[library .. "." .. name] = value end
      end
    end
    for name, value in ordered.pairs(forbidden) do
      check.equal(path_of[value], nil, name .. " can be reached")
    end
    check.truth(path_of[env.string], "the walk finds what is there")
  end)
end)
