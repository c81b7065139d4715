-- Kuno 2018: all solves behind figures 2 and 3 against NumPy vectorised over fees and risk aversions; one solve of 100,000 periods
-- against the same recursion in Python.

local M = { title = "Kuno 2018: data of the figures; T = 100,000", measure = "printed", rounds = 5, cases = {} }

function M.prepare(bench)
  local function run(...) return { bench.program, "run", "--trust", "--quiet", "--out", bench.tools .. "/out", "tests/bench/parts/kuno_figures.lua", "--", ... } end
  local function python(...) return { bench.python, "tests/bench/parts/recursion.py", ... } end
  M.cases = {
    { name = "figures", command = run "figures" },
    { name = "figures, NumPy", peer = true, command = python "figures", skip = function() return bench.python_lacks "numpy" end },
    { name = "T = 100,000", command = run("long", "100000") },
    { name = "T = 100,000, Python", peer = true, command = python("long", "100000") },
  }
  M.goals = {
    { id = "figures", ours = "figures", peer = "figures, NumPy", times_faster = 1 },
    { id = "long", ours = "T = 100,000", peer = "T = 100,000, Python", times_faster = 10 },
  }
end

return M
