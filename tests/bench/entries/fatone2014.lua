-- Fatone, Mariani, Recchioni, Zirilli 2014: what the figures need, all equilibria of a case with three, the density by partial
-- differential equations, agents and prices, against NumPy and SciPy, with the errors of both; a thousand curves at once; and a sweep
-- of retail populations.

local M = { title = "Fatone et al. 2014: retail traders and a big trader", measure = "printed", rounds = 3, cases = {}, goals = {} }

-- Our task, the peer's, its name, how many times as fast, and which of the numbers it says may be no larger than the peer's.
local tasks = {
  { "variance", "variance_collocation", "collocation with SciPy", 20, { "error" } },
  { "variance", "variance_bvp", "solve_bvp", 200, { "error" } },
  { "means", "means", "NumPy", 1 },
  { "many_means", "many_means", "NumPy over all curves at once", 3 },
  { "equilibria", "equilibria", "NumPy", 50, { "error" } },
  { "liquidation", "liquidation", "NumPy", 1 },
  { "many_liquidations", "many_liquidations", "NumPy over all curves at once", 3 },
  { "density", "density", "NumPy", 5, { "mean_error", "variance_error" } },
  { "particles", "particles", "Euler's method in NumPy", 5, { "mean_error", "variance_error" } },
  { "particles", "particles_exact", "the same steps in NumPy", 3, { "mean_error", "variance_error" } },
  { "revenue", "revenue", "NumPy", 5, { "step_error" } },
}

function M.prepare(bench)
  local lacks = function() return bench.python_lacks "scipy" end
  local function run(...) return { bench.program, "run", "--trust", "--quiet", "--out", bench.tools .. "/out", "tests/bench/parts/mean_field.lua", "--", ... } end
  local function python(...) return { bench.python, "-W", "ignore", "tests/bench/parts/mean_field.py", ... } end
  local known = {}
  for _, task in ipairs(tasks) do
    local ours, theirs, peer, goal, errors = table.unpack(task)
    local other = ours .. ", " .. peer
    if not known[ours] then M.cases[#M.cases + 1] = { name = ours, command = run(ours) } end
    known[ours] = true
    M.cases[#M.cases + 1] = { name = other, peer = true, command = python(theirs), skip = lacks }
    M.goals[#M.goals + 1] = { id = theirs, ours = ours, peer = other, times_faster = goal }
    for _, name in ipairs(errors or {}) do
      -- equal schemes differ by rounding and where an iteration stops
      M.goals[#M.goals + 1] = { id = theirs .. ", " .. name, ours = ours, peer = other, says = name, at_most = 1.001 }
    end
  end
  M.cases[#M.cases + 1] = { name = "sweep of 10,000", command = run("sweep", "10000") }
end

return M
