-- Games of many different agents: nplayer_game from a script against the exponential of the whole system and solve_bvp in SciPy, the same
-- elimination in NumPy; how time grows with the agents and with coefficients that depend on time; the host's normal numbers
-- against GSL's and NumPy's.

local M = { title = "nplayer_game, seconds per solve; seconds per million normal numbers", measure = "printed", rounds = 3, cases = {} }

function M.prepare(bench)
  local normals = bench.compile("normals", { "tests/bench/normals.c", "core/host/random.c" }, { "-Icore/include", "-lgsl", "-lopenblas", "-lm" })
  local function run(n, kind, rounds, threads)
    return { bench.program, "run", "--trust", "--quiet", "--threads", threads or "1", "--out", bench.tools .. "/out",
      "tests/bench/parts/nplayer_game.lua", "--", n, kind, rounds }
  end
  local function python(task, size, rounds)
    return { bench.python, "tests/bench/parts/nplayer_peers.py", task, size, rounds }
  end
  local function no_numpy() return bench.python_lacks "numpy" end
  local function no_scipy() return bench.python_lacks "scipy" end
  local one = { OPENBLAS_NUM_THREADS = "1", OMP_NUM_THREADS = "1" }
  local function peer(name, task, size, rounds, skip)
    return { name = name, peer = true, command = python(task, size, rounds), skip = skip, env = one }
  end
  M.cases = {
    { name = "10 agents", command = run("10", "constant", "2000") },
    { name = "100 agents", command = run("100", "constant", "2000") },
    { name = "1000 agents", command = run("1000", "constant", "500") },
    { name = "10^4 agents", command = run("10000", "constant", "100") },
    { name = "10^6 agents", command = run("1000000", "constant", "15") },
    { name = "10^6 agents, 2 threads", command = run("1000000", "constant", "15", "2") },
    { name = "10^5 agents", command = run("100000", "constant", "60") },
    { name = "10^5 agents, varying", command = run("100000", "varying", "25") },
    { name = "10^6 agents, varying, 2 threads", command = run("1000000", "varying", "4", "2") },
    peer("solve_bvp, 10 agents", "boundary", "10", "3", no_scipy),
    peer("expm, 100 agents", "exponential", "100", "5", no_scipy),
    peer("expm, 1000 agents", "exponential", "1000", "1", no_scipy),
    peer("NumPy, 10^4 agents", "linear", "10000", "3", no_numpy),
    peer("NumPy, 10^5 agents", "linear", "100000", "1", no_numpy),
    peer("NumPy, 10^5 agents, varying", "varying", "100000", "1", no_numpy),
    { name = "10^6 normal numbers", command = { normals, "ours" } },
    { name = "GSL ziggurat, 10^6", peer = true, command = { normals, "ziggurat" } },
    peer("NumPy PCG64, 10^6", "normals", "1000000", "7", no_numpy),
  }
  local wide = bench.vectors() == "AVX-512"
  M.goals = {
    { id = "bvp", ours = "10 agents", peer = "solve_bvp, 10 agents", times_faster = 1000 },
    { id = "expm-100", ours = "100 agents", peer = "expm, 100 agents", times_faster = 50 },
    { id = "expm-1000", ours = "1000 agents", peer = "expm, 1000 agents", times_faster = 5000 },
    { id = "linear-law", ours = "10^6 agents", peer = "10^4 agents", at_most = 115 },
    { id = "memory", ours = "10^6 agents, 2 threads", says = "peak_MiB", at_most = 1024 },
    { id = "varying", ours = "10^5 agents, varying", peer = "10^5 agents", at_most = 5 },
    { id = "numpy", ours = "10^5 agents", peer = "NumPy, 10^5 agents", times_faster = 20 },
    { id = "numpy-varying", ours = "10^5 agents, varying", peer = "NumPy, 10^5 agents, varying", times_faster = 20 },
    { id = "ziggurat", ours = "10^6 normal numbers", peer = "GSL ziggurat, 10^6", times_faster = wide and 6 or 3 },
    { id = "numpy-normals", ours = "10^6 normal numbers", peer = "NumPy PCG64, 10^6", times_faster = 10 },
  }
end

return M
