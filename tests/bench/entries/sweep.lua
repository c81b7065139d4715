-- A sweep of 2^20 parameter sets (13 periods, one output wanted; fee and risk aversion differ at every point), end to end from a
-- script, and the kernel alone, against one set after the other in C, NumPy over all sets at once and in blocks, and a loop in Python.

local M = { title = "2^20 parameter sets of closing_price, seconds per set", measure = "printed", rounds = 5, cases = {} }

function M.prepare(bench)
  local sets, some = tostring(1 << 20), "20000"
  local script = "tests/bench/parts/sweep_sets.lua"
  local scalar = bench.compile("scalar_recursion", { "tests/bench/scalar_recursion.c" }, { "-lm" })
  local kernel = bench.compile("lane_kernel", { "tests/bench/lane_kernel.c", "plugins/closing_price/execution_batch.c",
    "plugins/closing_price/one_pass.c", "plugins/closing_price/market.c" }, { "-lm" })
  local function run(threads) return { bench.program, "run", "--trust", "--quiet", "--out", bench.tools .. "/out", script, "--", sets, threads } end
  local function python(task, size) return { bench.python, "tests/bench/parts/recursion.py", task, size } end
  local function no_numpy() return bench.python_lacks "numpy" end
  M.cases = {
    { name = "model:sweep, 1 thread", command = run "1" },
    { name = "model:sweep, 2 threads", command = run "2" },
    { name = "kernel alone", command = { kernel, sets } },
    { name = "C, one after the other", peer = true, command = { scalar, sets } },
    { name = "NumPy, all at once", peer = true, command = python("numpy", sets), skip = no_numpy },
    { name = "NumPy, blocks of 4096", peer = true, command = python("blocked", sets), skip = no_numpy },
    { name = "Python loop", peer = true, command = python("loop", some) },
  }
  local wide = bench.vectors() == "AVX-512"
  M.goals = {
    { id = "sweep", ours = "model:sweep, 1 thread", peer = "C, one after the other", times_faster = wide and 8 or 5 },
    { id = "kernel", ours = "kernel alone", peer = "C, one after the other", times_faster = 10 },
    { id = "numpy", ours = "model:sweep, 1 thread", peer = "NumPy, blocks of 4096", times_faster = 10 },
    { id = "python", ours = "model:sweep, 1 thread", peer = "Python loop", times_faster = 1000 },
  }
end

return M
