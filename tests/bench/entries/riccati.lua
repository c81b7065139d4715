-- Matrix Riccati flows to their end value: scattering maps and doubling against GSL's best Runge-Kutta method, and against one
-- exponential over the whole horizon, which has no digit left at horizon 100. Every program also says its largest error.

local M = { title = "Riccati flows, horizon 2: seconds per solve", measure = "printed", rounds = 9, cases = {}, goals = {} }

local SIZES = { 2, 3, 4, 6, 8 }
local DEMANDED = { [2] = true, [3] = true, [4] = true }

function M.prepare(bench)
  local program = bench.compile("riccati_flow", { "tests/bench/riccati_flow.c", "core/numerics/riccati.c",
    "core/numerics/riccati_map.c", "core/numerics/riccati_shift.c" }, { "-llapacke", "-lopenblas", "-lgsl", "-lm" })
  local function case(name, peer, ...)
    M.cases[#M.cases + 1] = { name = name, peer = peer, command = { program, ... } }
  end
  for _, kind in ipairs { "control", "general" } do
    for _, n in ipairs(SIZES) do
      local name, size = ("%s %d x %d"):format(kind, n, n), tostring(n)
      local of_control = kind == "control" and kind or nil
      case(name, nil, "ours", size, "1", "2", of_control)
      case(name .. ", GSL rk8pd 1e-11", true, "gsl", size, "1", "2", of_control)
      M.goals[#M.goals + 1] = { id = DEMANDED[n] and "gsl" or "larger", ours = name, peer = name .. ", GSL rk8pd 1e-11",
        times_faster = DEMANDED[n] and 25 or 5 }
      if of_control and DEMANDED[n] then
        case(name .. ", start 1e6", nil, "ours", size, "1e6", "2", of_control)
        case(name .. ", start 1e6, GSL", true, "gsl", size, "1e6", "2", of_control)
        M.goals[#M.goals + 1] = { id = "start", ours = name .. ", start 1e6", peer = name, at_most = 1.1 }
        M.goals[#M.goals + 1] = { id = "finite", ours = name .. ", start 1e6", says = "error", at_most = 1e-12 }
        case(name .. ", horizon 100", nil, "ours", size, "1", "100", of_control)
        case(name .. ", horizon 100, one exponential", true, "exponential", size, "1", "100", of_control)
        M.goals[#M.goals + 1] = { id = "long", ours = name .. ", horizon 100", says = "error", at_most = 1e-12 }
      end
    end
  end
end

return M
