-- Fatone, Mariani, Recchioni, Zirilli 2014: what the figures need, all equilibria of a case with three, the density by partial
-- differential equations, agents and prices, against NumPy and SciPy; and a sweep of retail populations.

local M = { title = "Fatone et al. 2014: retail traders and a big trader", measure = "printed", rounds = 3, cases = {}, goals = {} }

local tasks = {
  { "variance", "variance_collocation", "collocation with SciPy", 20 },
  { "variance", "variance_bvp", "solve_bvp", 200 },
  { "means", "means", "NumPy", 1 },
  { "equilibria", "equilibria", "NumPy", 50 },
  { "liquidation", "liquidation", "NumPy", 1 },
  { "density", "density", "NumPy", 5 },
  { "particles", "particles", "NumPy", 5 },
  { "revenue", "revenue", "NumPy", 5 },
}

function M.prepare(bench)
  local lacks = function() return bench.python_lacks "scipy" end
  local function run(...) return { bench.program, "run", "--trust", "--quiet", "--out", bench.tools .. "/out", "tests/bench/parts/mean_field.lua", "--", ... } end
  local function python(...) return { "python3", "tests/bench/parts/mean_field.py", ... } end
  local known = {}
  for _, task in ipairs(tasks) do
    local ours, theirs, peer, goal = table.unpack(task)
    local other = ours .. ", " .. peer
    if not known[ours] then M.cases[#M.cases + 1] = { name = ours, command = run(ours) } end
    known[ours] = true
    M.cases[#M.cases + 1] = { name = other, peer = true, command = python(theirs), skip = lacks }
    M.goals[#M.goals + 1] = { id = theirs, ours = ours, peer = other, times_faster = goal }
  end
  M.cases[#M.cases + 1] = { name = "sweep of 10,000", command = run("sweep", "10000") }
end

return M
