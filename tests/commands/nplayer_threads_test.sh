#!/bin/bash
# The games of many agents have the same bits on 1, 2 and 8 threads. $1: build folder.
set -eu
build=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/games.lua" <<'END'
local rp = require "reprise"
local game, i = rp.model "nplayer_game", rp.range(1, 9001)
local population = {
  temporary_impact = 0.4 * (1 + 0.5 * i:map(math.sin)), risk_aversion = 1 + 0.5 * (2 * i):map(math.cos), drift = 0.3,
  terminal_penalty = 2 * (1 + 0.5 * (3 * i):map(math.sin)), inventories = (0.5 * i):map(math.cos) + 0.2, permanent_impact = 4 / 9001,
  agents_reported = { 1, 9001 }, quantiles = { 0.1, 0.9 }, points = 5,
}
local outputs = { "aggregate", "aggregate_rate", "inventory_paths", "costs", "cost_interaction", "bands", "margin_deviation", "best_response", "memory" }
for _, more in ipairs { {}, { elimination = "collocation" }, { solver = "gmres" }, { volatility = function(t) return 1 + 0.5 * math.sin(6 * t) end } } do
  for name, value in pairs(more) do population[name] = value end
  local result = game:solve(population, { outputs = outputs })
  for name in pairs(more) do population[name] = nil end
  for _, name in ipairs(outputs) do
    local numbers = type(result[name]) == "number" and { result[name] } or result[name]:reshape(-1):totable()
    for _, number in ipairs(numbers) do print(("%s %a"):format(name, number)) end
  end
end
END
for threads in 1 2 8; do
  "$build/reprise" run --quiet --threads $threads --out "$folder/out" "$folder/games.lua" >"$folder/$threads.txt"
done
[ "$(wc -l <"$folder/1.txt")" -gt 72000 ] || { echo "too few numbers"; exit 1; }
cmp "$folder/1.txt" "$folder/2.txt"
cmp "$folder/1.txt" "$folder/8.txt"
