-- The primitives of module "host": JSON, files, processes, hashes, positions, protected calls.

local check = require "check"
local host = require "host"

local folder = assert(host.temporary_directory())

check.test("JSON: sorted keys, 17 digits, numbers that JSON lacks", function()
  check.equal(host.json_encode { b = 1, a = { 1, 2.5, "x" }, c = true, B = 0.1 }, '{"B":0.10000000000000001,"a":[1,2.5,"x"],"b":1,"c":true}')
  check.equal(host.json_encode { 1 / 0, -1 / 0, 0 / 0 }, '["inf","-inf","nan"]')
  check.equal(host.json_encode {}, "{}")
  check.equal(host.json_encode(host.json_array {}), "[]")
  check.equal(host.json_encode { a = host.null }, '{"a":null}')
  check.equal(host.json_encode "\u{e4}\n\"", '"\u{e4}\\n\\""')
  check.equal(host.json_encode({ a = { 1 } }, { pretty = true }), '{\n "a": [\n  1\n ]\n}\n')
  check.equal(host.json_encode(math.maxinteger), "9223372036854775807")
end)

check.test("JSON: what has no form is refused with the reason", function()
  local circle = {}
  circle[1] = circle
  check.raises("contains itself", host.json_encode, circle)
  check.raises("neither all strings nor 1..n", host.json_encode, { 1, 2, a = 3 })
  check.raises("neither all strings nor 1..n", host.json_encode, { 1, nil, 3, [7] = 4 })
  check.raises("function", host.json_encode, { print })
  check.raises("not UTF%-8", host.json_encode, { "\xff" })
  check.raises("key is not UTF%-8", host.json_encode, { ["\xff"] = 1 })
  check.raises("zero byte", host.json_encode, { ["a\0b"] = 1 })
  check.raises("not an array", host.json_encode, { io.stdout })
end)

check.test("JSON: decoding", function()
  local value = host.json_decode '{"a": [1, 2.5, null, true, "x", []], "b": {"c": -1e-300}, "n": 12345678901234567}'
  check.equal(value.a[1], 1)
  check.equal(value.a[2], 2.5)
  check.equal(value.a[3], host.null)
  check.equal(value.b.c, -1e-300)
  check.equal(value.n, 12345678901234567)
  check.equal(host.json_encode(value), '{"a":[1,2.5,null,true,"x",[]],"b":{"c":-1e-300},"n":12345678901234567}')
  for _, text in ipairs { "", "{", "[1,]", "{'a': 1}", '{"a":1,"a":2}', "[1] 2", "nul", ("["):rep(100000) } do
    local nothing, why = host.json_decode(text)
    check.equal(nothing, nil, text:sub(1, 20))
    check.match(why, "^not JSON, line %d+, column %d+: ")
  end
end)

check.test("JSON: numbers survive", function()
  for _, x in ipairs { 0.1, 1 / 3, 2 ^ 0.5, 1e308, 5e-324, -0.0, 123456789.123456789 } do
    check.equal(host.json_decode(host.json_encode { x })[1], x)
  end
end)

check.test("files are written whole, with their folders, and read back", function()
  local path = folder .. "/a/b/c.txt"
  local bytes = "zero \0 byte\r\n" .. ("x"):rep(100000)
  check.equal(host.write_file(path, bytes), true)
  check.equal(host.read_file(path), bytes)
  check.equal(host.stat(path).size, #bytes)
  check.equal(host.stat(path).type, "file")
  check.equal(host.stat(folder .. "/a").type, "directory")
  check.equal(host.stat(folder .. "/none"), nil)
  check.equal(host.copy_file(path, folder .. "/d.txt"), true)
  check.equal(host.list(folder .. "/a/b"), { "c.txt" })
  check.equal(host.list(folder), { "a", "d.txt" })
  check.equal(host.remove(folder .. "/d.txt"), true)
  check.match(select(2, host.remove(folder .. "/a")), "cannot remove '.*': Directory not empty")
  check.match(select(2, host.read_file(folder .. "/none")), "^cannot read '.*/none': No such file or directory$")
  check.match(select(2, host.list(folder .. "/none")), "^cannot list ")
  check.match(select(2, host.realpath(folder .. "/none")), "No such file")
  check.match(select(2, host.read_file(folder)), "Is a directory")
end)

check.test("a failure to write is a sentence and is remembered", function()
  local done, why = host.write_file(folder .. "/a/b/c.txt/d", "x")
  check.equal(done, nil)
  check.match(why, "^cannot write '.*c.txt/d': Not a directory$")
  check.equal(host.write_failure(), why)
  check.match(select(2, host.make_directory(folder .. "/a/b/c.txt")), "Not a directory")
end)

check.test("other programs run without a shell", function()
  local r = host.run { "printf", "%s|", "a b", "$HOME", "'" }
  check.equal(r.stdout, "a b|$HOME|'|")
  check.equal(r.status, 0)
  check.equal(host.run({ "sh", "-c", "cat; echo problem >&2; exit 3", stdin = "fed" }),
              { status = 3, stdout = "fed", stderr = "problem\n", timed_out = false })
  check.equal(host.run({ "pwd", cwd = folder }).stdout, host.realpath(folder) .. "\n")
  check.equal(host.run({ "sh", "-c", "echo $REPRISE_PROBE", env = { REPRISE_PROBE = "set" } }).stdout, "set\n")
  check.equal(host.run({ "sh", "-c", "kill -TERM $$" }).signal, 15)
  local big = ("0123456789"):rep(100000)
  check.equal(#host.run({ "cat", stdin = big }).stdout, #big)
  check.equal(host.run({ "true", stdin = big }).status, 0)
end)

check.test("a program that is missing or too slow", function()
  check.match(select(2, host.run { "no-such-program-here" }), "^cannot run 'no%-such%-program%-here': No such file")
  check.match(select(2, host.run { "true", cwd = folder .. "/none" }), "there is no folder")
  local before = host.now()
  local r = host.run { "sleep", "20", timeout = 0.2 }
  check.truth(r.timed_out and r.signal == 9)
  check.truth(host.now() - before < 5)
  check.truth(host.run({ "sh", "-c", "exec >&- 2>&-; sleep 20", timeout = 0.2 }).timed_out, "with its outputs closed")
  check.raises("argument 2 is a number", host.run, { "echo", 3 })
  check.raises("no program is named", host.run, {})
end)

check.test("SHA-256 of the standard's examples", function()
  check.equal(host.sha256 "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  check.equal(host.sha256 "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
end)

check.test("positions are those of this file", function()
  check.match(host.where(), "host_test%.lua:%d+$")
  local text = check.raises("host_test%.lua:%d+: no 3 apples", function() host.blame("no %d %s", 3, "apples") end)
  check.truth(not text:find "reprise", text)
end)

check.test("protected calls say what happened", function()
  local fine, a, b = host.call(function(...) return ... end, 1, nil)
  check.equal({ fine, a, b }, { true, 1 })
  local failed, failure = host.call(error, { text = "from a table" }, 0)
  check.equal(failed, false)
  check.equal(failure.kind, "error")
  check.match(failure.message, "host_test.lua:%d+: from a table$")
  check.equal(failure.value.text, "from a table")
  check.match(failure.trace, "stack traceback")
end)

check.test("the build describes itself", function()
  check.match(host.build.version, "^%d+%.%d+%.%d+$")
  check.truth(#host.build.compiler > 0 and host.build.libraries.lua)
  check.equal(host.exit_status.interrupted, 130)
  check.truth(host.embedded "command/run.lua")
  check.equal(host.embedded "command/none.lua", nil)
  check.truth(host.processors() >= 1)
end)
