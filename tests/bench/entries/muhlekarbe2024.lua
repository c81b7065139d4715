-- Pre-hedging against NumPy: constants of a million markets, families of paths, optimal spreads, and Monte Carlo at equal standard
-- error, the exact sampler against steps in time. One thread everywhere; sums and means show that both compute the same.
-- Constants: eleven columns of a million numbers on either side. What bounds ours is memory, 48 MB read and 88 MB written, and the
-- four roots and eight divisions of a market; `first` is the first call, whose memory is fresh.

local M = { title = "Pre-hedging: seconds per task on one thread", measure = "printed", rounds = 3, cases = {} }

function M.wait(bench)
  return not require("host").stat "plugins/prehedging/model.c" and "there is no plugin prehedging" or nil
end

function M.prepare(bench)
  local sets = tostring(1000000)
  local function ours(...) return { bench.program, "run", "--trust", "--quiet", "--out", bench.tools .. "/out", "tests/bench/parts/prehedging.lua", "--", ... } end
  local function python(...) return { bench.python, "tests/bench/parts/prehedging.py", ... } end
  local function no_numpy() return bench.python_lacks "numpy" end
  local function case(name, command) M.cases[#M.cases + 1] = { name = name, command = command } end
  local function peer(name, command) M.cases[#M.cases + 1] = { name = name, command = command, peer = true, skip = no_numpy, env = { OMP_NUM_THREADS = "1" } } end
  case("constants of 10^6 markets", ours("constants", sets))
  peer("constants, NumPy all at once", python("constants", sets))
  peer("constants, NumPy in blocks of 4096", python("blocked", sets))
  case("240 paths of 2001 points", ours "paths")
  peer("240 paths, NumPy", python "paths")
  case("90,000 optimal spreads", ours "spreads")
  peer("90,000 optimal spreads, NumPy bisection", python "spreads")
  case("gain to a standard error of 1e-3", ours("gain", "1000000"))
  peer("gain to 1e-3, NumPy with steps in time", python("gain", "2000"))
  case("price-sensitive gain to 1e-3", ours("sensitive", "50000"))
  peer("price-sensitive gain to 1e-3, NumPy", python("sensitive", "20000"))
  M.goals = {
    { id = "constants", ours = "constants of 10^6 markets", peer = "constants, NumPy all at once", times_faster = 20 },
    { id = "paths", ours = "240 paths of 2001 points", peer = "240 paths, NumPy", times_faster = 10 },
    { id = "spreads", ours = "90,000 optimal spreads", peer = "90,000 optimal spreads, NumPy bisection", times_faster = 10 },
    { id = "gain", ours = "gain to a standard error of 1e-3", peer = "gain to 1e-3, NumPy with steps in time", times_faster = 100 },
    { id = "sensitive", ours = "price-sensitive gain to 1e-3", peer = "price-sensitive gain to 1e-3, NumPy", times_faster = 5 },
  }
end

return M
