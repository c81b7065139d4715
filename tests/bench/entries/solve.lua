-- What a solve costs from a script, against the same solve through the host from C, and the bare call of the plugin.

local host = require "host"

local M = { title = "one solve of closing_price, base case, all outputs", measure = "printed", rounds = 7, cases = {} }

function M.wait()
  return not host.stat "plugins/closing_price/model.c" and "there is no plugin closing_price" or nil
end

function M.prepare(bench)
  local folder = bench.program:match "^(.*)/[^/]*$"
  local libraries = { folder .. "/core/libreprise_host.a", folder .. "/core/libreprise_numerics.a" }
  for word in bench.run { "pkg-config", "--libs", "lua5.4", "jansson", "libmd" }:gmatch "%S+" do libraries[#libraries + 1] = word end
  for _, word in ipairs { "-lm", "-ldl", "-lpthread" } do libraries[#libraries + 1] = word end
  local direct = bench.compile("direct_solve", { "tests/bench/direct_solve.c" }, libraries)
  local script = "tests/bench/parts/solve_loop.lua"
  local env = { REPRISE_PLUGIN_PATH = folder .. "/plugins" }
  local function run(...) return { bench.program, "run", "--trust", "--quiet", "--out", bench.tools .. "/out", script, "--", ... } end
  M.cases = {
    { name = "script, all outputs", command = run "all" },
    { name = "script, one output", command = run "one" },
    { name = "host from C, all outputs", command = { direct, "host" }, env = env },
    { name = "the plugin's function from C, all outputs", peer = true, command = { direct, "plugin" }, env = env },
  }
end

return M
