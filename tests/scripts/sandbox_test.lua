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
  for _, name in ipairs { "results/data", "elsewhere" } do assert(host.make_directory(folder .. "/" .. name)) end
  assert(host.write_file(folder .. "/elsewhere/a.csv", "x\n"))
  assert(host.run { "ln", "-s", "../elsewhere", folder .. "/results/link" }.status == 0)
  folder = host.realpath(folder)
  jail(function()
    context.results = folder .. "/results"
    check.equal(access.path("data/new/file.csv", "write"), folder .. "/results/data/new/file.csv")
    check.equal(access.path(folder .. "/results/x", "write"), folder .. "/results/x")
    for _, bad in ipairs { "../x", "data/../../x", "/etc/x", "link/x", "/", folder .. "/results-too/x", folder .. "/results/link/a.csv" } do
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
