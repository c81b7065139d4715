-- Fields along Markov factors (nplayer_factor and its relatives): regression Monte Carlo per path and step against NumPy with normal
-- equations and with lstsq; the Riccati equation along one factor to 1e-9 by series and collocation against Crank and Nicolson's
-- scheme with Thomas's algorithm in C and with SciPy's solve_banded. Each program tells its error against the reference value.

local M = { title = "fields along a factor, seconds per path and step or per solve", measure = "printed", rounds = 5, cases = {} }

local KERNELS = { "markov_taylor", "markov_dense", "markov_problem", "reaction", "truncated_polynomial", "extrapolated_euler", "affine_law",
  "chebyshev", "dense_lu", "diffusion_operator", "curve" }

function M.prepare(bench)
  local sources = { "tests/bench/parts/factor_fields.c" }
  for _, name in ipairs(KERNELS) do sources[#sources + 1] = "core/numerics/" .. name .. ".c" end
  local program = bench.compile("factor_fields", sources, { "-lgsl", "-lopenblas", "-lm" })
  local function run(task, rounds)
    return { bench.program, "run", "--trust", "--quiet", "--threads", "1", "--out", bench.tools .. "/out",
      "tests/bench/parts/factor_fields.lua", "--", task, rounds }
  end
  local one = { OPENBLAS_NUM_THREADS = "1", OMP_NUM_THREADS = "1" }
  local function python(name, needs, ...)
    return { name = name, peer = true, command = { bench.python, "tests/bench/parts/factor_fields.py", ... }, env = one,
      skip = function() return bench.python_lacks(needs) end }
  end
  M.cases = {
    { name = "regression", command = run("regression", "10") },
    python("NumPy, normal equations", "numpy", "normal-equations", "1"),
    python("NumPy, lstsq", "numpy", "lstsq", "1"),
    { name = "kernel: series", command = { program, "taylor" } },
    { name = "kernel: collocation", command = { program, "chebyshev" } },
    { name = "C, Crank-Nicolson 1600 x 14000", peer = true, command = { program, "crank-nicolson", "1600", "14000" } },
    python("SciPy, Crank-Nicolson 1600 x 14000", "scipy", "crank-nicolson", "1", "1600", "14000"),
    { name = "model, series with estimate", command = run("taylor", "100") },
    { name = "model, collocation with estimate", command = run("chebyshev", "100") },
    { name = "model, two types, series", command = run("two-types", "20") },
  }
  M.goals = {
    { id = "regression-normal-equations", ours = "regression", peer = "NumPy, normal equations", times_faster = 15 },
    { id = "regression-lstsq", ours = "regression", peer = "NumPy, lstsq", times_faster = 40 },
    { id = "series-thomas", ours = "kernel: series", peer = "C, Crank-Nicolson 1600 x 14000", times_faster = 20 },
    { id = "collocation-thomas", ours = "kernel: collocation", peer = "C, Crank-Nicolson 1600 x 14000", times_faster = 20 },
    { id = "collocation-python", ours = "kernel: collocation", peer = "SciPy, Crank-Nicolson 1600 x 14000", times_faster = 100 },
    { id = "model-thomas", ours = "model, collocation with estimate", peer = "C, Crank-Nicolson 1600 x 14000", times_faster = 20 },
    { id = "model-python", ours = "model, collocation with estimate", peer = "SciPy, Crank-Nicolson 1600 x 14000", times_faster = 100 },
  }
end

return M
