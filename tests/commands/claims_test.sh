# Claims end to end: a script about a paper with a ledger, exit status 3 and the table when a verdict is not the expected one,
# and `reprise explain`.
. "$(dirname "$0")/expect.sh"

mkdir -p papers/toy scripts
cat >papers/toy/claims.lua <<'LUA'
return { paper = "toy", title = "A toy", claims = {
  { id = "root", where = "equation (1)", kind = "value", origin = "source", says = "The root of two.", printed = "1.414", expect = "confirmed" },
  { id = "wrong", where = "equation (2)", kind = "value", origin = "source", says = "Its cube.", printed = "2.9", expect = "misprint",
    corrected = "the third power" },
  { id = "taste", where = "Section 2", kind = "remark", origin = "source", says = "It is nice.", expect = "not-checkable", reason = "a matter of taste" },
} }
LUA
cat >scripts/toy.lua <<'LUA'
local rp = require "reprise"
rp.paper "toy"
local x = 1
for _ = 1, 6 do x = (x + 2 / x) / 2 end
rp.claim "root" : reproduces {
  routes = { newton = x, library = 2 ^ 0.5 },
  inputs = { start = 1 },
}
rp.claim "wrong" : corrects { truth = x ^ 3, reference = 8 ^ 0.5 }
rp.claim "taste" : cannot {}
LUA
expect 0 "$reprise" run scripts/toy.lua
says "toy: 3 claims: 1 confirmed, 1 misprint, 1 not-checkable"
holds "claims.json" test -s out/toy/claims.json
holds "junit.xml" grep -q 'tests="3" failures="0" errors="0" skipped="1"' out/toy/junit.xml
holds "no path of this machine" sh -c "! grep -q '$folder' out/toy/claims.json"

expect 0 "$reprise" explain root
prints "toy/root: confirmed"
prints "The root of two."
prints "1.414"
prints "library = 1.41421356"
prints "tolerance 0.0005"
prints "start = 1"
prints "scripts/toy.lua:5"
prints "    5 | rp.claim \"root\" : reproduces {"
prints "    8 | }"
expect 0 "$reprise" explain toy/wrong --results out
prints "toy/wrong: misprint"
prints "the third power"
prints "rp.claim \"wrong\" : corrects"
expect 0 "$reprise" explain taste
prints "a matter of taste"
expect 1 "$reprise" explain rot
says "there is no claim 'rot' in "
says "; did you mean 'root'?"
expect 1 "$reprise" explain other/root
expect 2 "$reprise" explain
expect 7 "$reprise" explain root --results nowhere
says "no claims.json in or below 'nowhere'"

# The same id in two papers needs the paper's name.
mkdir -p two/toy two/other
cp out/toy/claims.json two/toy/
sed 's/"paper": "toy"/"paper": "other"/' out/toy/claims.json >two/other/claims.json
expect 1 "$reprise" explain root --results two
says "several papers have a claim 'root': other/root, toy/root"
expect 0 "$reprise" explain other/root --results two

# Worse than expected, better than expected, unknown, not evaluated: all are wrong.
sed -e 's/x ^ 3, reference = 8 ^ 0.5/x ^ 2, reference = 8 ^ 0.5/' -e 's/claim "taste" : cannot {}/claim "tate" : holds { what = "nice", margin = 1 }/' \
  scripts/toy.lua >scripts/off.lua
expect 3 "$reprise" run scripts/off.lua
says "3 of 4 claims are not as the ledger expects:"
says "wrong  misprint"
says "refuted"
says "taste  not-checkable   unevaluated"
says "not in the ledger (nearest: taste"
holds "what was found is written" grep -q '"verdict": "refuted"' out/off/claims.json

# With --only and after an error, what was not evaluated is not blamed; what was evaluated is kept.
sed '/taste/d' scripts/toy.lua >scripts/part.lua
expect 3 "$reprise" run scripts/part.lua
expect 0 "$reprise" run scripts/part.lua --only fig1
(cat scripts/part.lua; echo 'error "stop"') >scripts/stop.lua
expect 1 "$reprise" run scripts/stop.lua
holds "what was evaluated is kept" grep -q '"verdict": "misprint"' out/stop/claims.json

# A killed run keeps what it had.
(cat scripts/part.lua; echo 'while true do end') >scripts/loop.lua
expect 5 "$reprise" run scripts/loop.lua --timeout 1
holds "a killed run keeps its claims" grep -q '"verdict": "misprint"' out/loop/claims.json
(cat scripts/part.lua; echo 'local a = ("a"):rep(60) a:find(("a*"):rep(40) .. "b")') >scripts/stuck.lua
expect 5 "$reprise" run scripts/stuck.lua --timeout 1
holds "even one that cannot end by itself" grep -q '"verdict": "confirmed"' out/stuck/claims.json

# Errors stand at the user's line.
printf 'local rp = require "reprise"\nrp.paper "toy"\nrp.claim "root" : holds {\n what = "x", margin = true }\n' >scripts/bad.lua
expect 1 "$reprise" run scripts/bad.lua
says "scripts/bad.lua:3: margin is the literal true: a verdict is computed from numbers, never stated"
printf 'require("reprise").paper "tory"\n' >scripts/bad.lua
expect 1 "$reprise" run scripts/bad.lua
says "scripts/bad.lua:1: there is no papers/tory/claims.lua"
sed -i 's/"remark"/"remrk"/' papers/toy/claims.lua
expect 1 "$reprise" run scripts/toy.lua
says "papers/toy/claims.lua:5: claim 'taste': unknown kind 'remrk' (nearest: remark"

conclude
