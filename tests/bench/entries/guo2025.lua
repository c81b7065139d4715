-- Guo and Jin 2025. Sections 4 and 5: the boundary problem of one buyer and two makers against shooting with GSL, collocation of Hermite and
-- Simpson with LAPACK, and solve_bvp; the field of random noise orders and the game with noise (1 to 5 makers and traders) against
-- the same in NumPy, each with its error beside its time. Section 2: equal traders in closed form against the matrix Riccati equation, ours and SciPy's; traders with
-- penalties of their own against their elimination in NumPy, and how time grows with them.

local M = { title = "guo2025, seconds per solve", measure = "printed", rounds = 3, cases = {} }

function M.prepare(bench)
  local function run(task, size, rounds, threads)
    return { bench.program, "run", "--trust", "--quiet", "--threads", threads or "1", "--out", bench.tools .. "/out",
      "tests/bench/parts/guo_traders.lua", "--", task, size, rounds }
  end
  local one = { OPENBLAS_NUM_THREADS = "1", OMP_NUM_THREADS = "1" }
  local function peer(name, task, size, rounds, needs)
    return { name = name, peer = true, command = { bench.python, "tests/bench/parts/guo_traders.py", task, size, rounds }, env = one,
      skip = function() return bench.python_lacks(needs) end }
  end
  local boundary = bench.compile("guo_boundary", { "tests/bench/parts/guo_boundary.c", "plugins/acas_bsre/acas.c", "plugins/acas_bsre/acas_spectral.c",
    "core/numerics/gauss_collocation.c", "core/numerics/quadrature_rule.c", "core/numerics/curve.c", "core/numerics/exponential.c" },
    { "-Icore", "-Icore/include", "-Iplugins", "-Itests/bench", "-llapacke", "-lopenblas", "-lgsl", "-lm" })
  local function six(name, ...) return { name = name, peer = name ~= "six functions", command = { boundary, ... }, env = one } end
  local function games(task, rounds)
    return { bench.program, "run", "--trust", "--quiet", "--threads", "1", "--out", bench.tools .. "/out", "tests/bench/parts/guo_games.lua", "--", task, rounds }
  end
  local function python(name, task, rounds)
    return { name = name, peer = true, command = { bench.python, "tests/bench/parts/guo_games.py", task, rounds }, env = one,
      skip = function() return bench.python_lacks("scipy") end }
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
    six("six functions", "ours"),
    six("GSL shooting", "gsl"),
    six("Hermite-Simpson, 101 points", "hermite", "101"),
    python("solve_bvp", "boundary", "3"),
    { name = "random flow", command = games("field", "10") },
    python("NumPy, random flow", "field", "2"),
    { name = "game, 1 maker", command = games("game1", "5") },
    python("NumPy, game, 1 maker", "game1", "1"),
    { name = "game, 2 makers", command = games("game2", "5") },
    python("NumPy, game, 2 makers", "game2", "1"),
    { name = "game, 3 makers", command = games("game3", "3") },
    python("NumPy, game, 3 makers", "game3", "1"),
    { name = "game, 4 makers", command = games("game4", "3") },
    python("NumPy, game, 4 makers", "game4", "1"),
    { name = "game, 5 makers", command = games("game5", "3") },
    python("NumPy, game, 5 makers", "game5", "1"),
  }
  M.goals = {
    { id = "modes-matrix", ours = "20 equal traders", peer = "matrix Riccati, 20", times_faster = 50 },
    { id = "modes-scipy", ours = "20 equal traders", peer = "SciPy DOP853, 20", times_faster = 5000 },
    { id = "crowd-numpy", ours = "100 traders", peer = "NumPy, 100 traders", times_faster = 20 },
    { id = "six-gsl", ours = "six functions", peer = "GSL shooting", times_faster = 10 },
    { id = "six-hermite", ours = "six functions", peer = "Hermite-Simpson, 101 points", times_faster = 50 },
    { id = "six-scipy", ours = "six functions", peer = "solve_bvp", times_faster = 2000 },
    { id = "field-numpy", ours = "random flow", peer = "NumPy, random flow", times_faster = 10 },
    { id = "game-1", ours = "game, 1 maker", peer = "NumPy, game, 1 maker", times_faster = 10 },
    { id = "game-2", ours = "game, 2 makers", peer = "NumPy, game, 2 makers", times_faster = 10 },
    { id = "game-3", ours = "game, 3 makers", peer = "NumPy, game, 3 makers", times_faster = 10 },
    { id = "game-4", ours = "game, 4 makers", peer = "NumPy, game, 4 makers", times_faster = 10 },
    { id = "game-5", ours = "game, 5 makers", peer = "NumPy, game, 5 makers", times_faster = 10 },
    { id = "crowd-law", ours = "10^5 traders", peer = "10^4 traders", at_most = 20 },
  }
  for _, name in ipairs { "random flow", "game, 1 maker", "game, 2 makers", "game, 3 makers", "game, 4 makers", "game, 5 makers" } do
    M.goals[#M.goals + 1] = { id = name .. ", error", ours = name, peer = "NumPy, " .. name, says = "error", at_most = 1 }
  end
end

return M
