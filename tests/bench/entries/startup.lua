-- Start-up: the program against the least that a program linked with the same libraries can do.

local M = { title = "start-up of the program", rounds = 50, cases = {} }

function M.prepare(bench)
  local libraries = { "-Wl,--no-as-needed" }
  for soname in bench.run { "objdump", "-p", bench.program }:gmatch "NEEDED%s+(%S+)" do
    libraries[#libraries + 1] = "-l:" .. soname
  end
  local empty = bench.compile("empty", { "tests/bench/empty.c" }, libraries)
  local script = bench.tools .. "/empty.lua"
  require("host").write_file(script, "-- Nothing.\n")
  M.cases = {
    { name = "reprise version", command = { bench.program, "version" } },
    { name = "reprise run, empty script", command = { bench.program, "run", "--quiet", "--out", bench.tools .. "/out", script } },
    { name = "empty C program, same libraries", peer = true, command = { empty } },
    { name = "lua5.4 -e ''", peer = true, command = { "lua5.4", "-e", "" },
      skip = function() return not require("host").run { "lua5.4", "-v" } and "lua5.4 is missing" or nil end },
    { name = "python3 -c ''", peer = true, command = { bench.python, "-c", "" },
      skip = function() return not require("host").run { bench.python, "-V" } and "Python is missing" or nil end },
    { name = "python3 with NumPy", peer = true, command = { bench.python, "-c", "import numpy" },
      skip = function() return bench.python_lacks "numpy" end },
  }
end

M.goals = { { id = "g3", ours = "reprise version", peer = "empty C program, same libraries", at_most = 3 } }

return M
