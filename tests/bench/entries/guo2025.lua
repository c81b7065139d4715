-- Guo and Jin 2025, section 2: equal traders in closed form against the matrix Riccati equation, ours and SciPy's; traders with
-- penalties of their own against their elimination in NumPy, and how time grows with them.

local M = { title = "guo2025, seconds per solve", measure = "printed", rounds = 3, cases = {} }

function M.prepare(bench)
  local function run(task, size, rounds, threads)
    return { bench.program, "run", "--trust", "--quiet", "--threads", threads or "1", "--out", bench.tools .. "/out",
      "tests/bench/parts/guo_traders.lua", "--", task, size, rounds }
  end
  local one = { OPENBLAS_NUM_THREADS = "1", OMP_NUM_THREADS = "1" }
  local function peer(name, task, size, rounds, needs)
    return { name = name, peer = true, command = { "python3", "tests/bench/parts/guo_traders.py", task, size, rounds }, env = one,
      skip = function() return bench.python_lacks(needs) end }
  end
  M.cases = {
    { name = "20 equal traders", command = run("gains", "20", "1000") },
    { name = "matrix Riccati, 20", command = run("matrix", "20", "50") },
    peer("SciPy DOP853, 20", "matrix", "20", "1", "scipy"),
    { name = "100 traders", command = run("crowd", "100", "50") },
    peer("NumPy, 100 traders", "crowd", "100", "3", "numpy"),
    { name = "10^4 traders", command = run("crowd", "10000", "3") },
    { name = "10^5 traders", command = run("crowd", "100000", "1") },
    { name = "10^5 traders, 2 threads", command = run("crowd", "100000", "1", "2") },
  }
  M.goals = {
    { id = "modes-matrix", ours = "20 equal traders", peer = "matrix Riccati, 20", times_faster = 50 },
    { id = "modes-scipy", ours = "20 equal traders", peer = "SciPy DOP853, 20", times_faster = 5000 },
    { id = "crowd-numpy", ours = "100 traders", peer = "NumPy, 100 traders", times_faster = 20 },
    { id = "crowd-law", ours = "10^5 traders", peer = "10^4 traders", at_most = 20 },
  }
end

return M
