#!/bin/bash
# `make repro` end to end, on two tiny papers in a repository of their own: publishes, then does nothing; resumes after
# having been killed at any moment; tells drift and changed verdicts, and goes on with the other papers; takes new
# results by `make accept`; survives a folder that cannot be written. The program under test is the build's.
set -euo pipefail
here=$(pwd) build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
fail() { echo "repro: $*"; [ ! -f "$scratch/out.txt" ] || sed 's/^/  | /' "$scratch/out.txt"; exit 1; }
mkdir "$scratch/tree"
cd "$scratch/tree"
cp "$here/Makefile" "$here/Makefile.repro" "$here/packages.txt" "$here/.gitignore" .
git init -q .
for id in alpha beta; do
  mkdir -p "papers/$id" scripts
  cat >"papers/$id/claims.lua" <<'LUA'
-- The ledger of a paper with one statement.
return { paper = "PAPER", title = "A tiny paper", claims = {
  { id = "grows", where = "line 1", kind = "inequality", origin = "source", says = "$x^2$ grows", expect = "confirmed" },
} }
LUA
  sed -i "s/PAPER/$id/" "papers/$id/claims.lua"
  cat >"papers/$id/paper.md" <<'MD'
---
title: A tiny paper
lang: en
---

# Statement

The square grows [grows]{.claim}.

![The square.](figure:square)
MD
  cat >"scripts/$id.lua" <<LUA
-- A tiny experiment.
local rp = require "reprise"
rp.paper "$id"
local x = rp.linspace(1, 2, 5)
local y = x * x
rp.figure "square" { title = "The square", caption = "The square of x.", alt = "A rising curve.", xlabel = "x", ylabel = "y",
  rp.line { x = x, y = y, label = "y" } }
rp.claim "grows" : holds { what = "differences of y", margin = y:diff(), strict = true }
LUA
done
git add .
git -c user.name=test -c user.email=test@localhost commit -qm 'Two tiny papers'

repro() { # repro TARGET OPTIONS...: output in out.txt, status of make in $status
  status=0
  make "$@" PREINSTALLED=1 REPRISE="$build/reprise" >"$scratch/out.txt" 2>&1 || status=$?
}
says() { grep -qF -- "$1" "$scratch/out.txt" || fail "expected to read: $1"; }
silent_about() { ! grep -qE "^  (run|weave|publish|index) .*$1" "$scratch/out.txt" || fail "ran a step that should have been skipped: $1"; }

# First run, in parallel: everything is made and published.
repro repro -j4
[ $status = 0 ] || fail "the first run ended with $status"
for id in alpha beta; do
  for file in index.html claims.json data/square.csv figures/square.svg figures/square.gp; do
    [ -s "results/$id/$file" ] || fail "results/$id/$file was not published"
  done
done
[ -s results/index.html ] || fail "results/index.html was not published"
says 'repro: all is well'
git add results
git -c user.name=test -c user.email=test@localhost commit -qm 'Results'
[ -z "$(git status --porcelain)" ] || fail "the tree is not clean: $(git status --porcelain)"

# Second run: nothing, and in less than a second. The best of ten counts, because other tests run meanwhile.
least=999999
for _ in $(seq 10); do
  begin=${EPOCHREALTIME/[.,]/}
  repro repro
  spent=$(( (${EPOCHREALTIME/[.,]/} - begin) / 1000 ))
  [ $status = 0 ] || fail "the second run ended with $status"
  says 'nothing to do'
  silent_about ''
  [ $spent -ge $least ] || least=$spent
  if [ $least -lt 1000 ]; then break; fi
done
[ $least -lt 1000 ] || fail "doing nothing took $least ms"

# Dates do not matter, and a fresh build folder leads to the same bytes.
touch scripts/*.lua papers/*/*
repro repro
says 'nothing to do'
rm -rf build
repro repro
[ $status = 0 ] || fail "the run from scratch ended with $status"
[ -z "$(git status --porcelain)" ] || fail "a run without changes soiled the tree: $(git status --porcelain)"

# Prose: woven again, not run again; the other paper is left alone.
printf '\nOne more sentence.\n' >>papers/alpha/paper.md
repro repro
[ $status = 0 ] || fail "after a change of prose: status $status"
silent_about 'beta '
if grep -qE '^  run ' "$scratch/out.txt"; then fail "a change of prose ran a script"; fi
grep -q 'One more sentence' results/alpha/index.html || fail "the page was not published"

# Killed at many moments: what is there afterwards never passes for finished, and the next run completes it.
for delay in 0.05 0.15 0.3 0.45 0.7; do
  echo "-- killed after $delay s" >>scripts/beta.lua
  sed -i "s/linspace(1, 2, 5)/linspace(1, 2, 5) -- $delay/" scripts/alpha.lua
  setsid make repro PREINSTALLED=1 REPRISE="$build/reprise" >"$scratch/killed.txt" 2>&1 &
  victim=$!
  sleep "$delay"
  kill -KILL -- "-$victim" 2>/dev/null || true
  wait "$victim" 2>/dev/null || true
  for stamp in build/stamps/*.run build/stamps/*.weave build/stamps/*.publish; do
    [ ! -e "$stamp" ] || [ -s "$stamp" ] || fail "$stamp is empty after a kill"
  done
  repro repro
  [ $status = 0 ] || fail "the run after a kill at $delay s ended with $status"
  for id in alpha beta; do
    for file in claims.json data/square.csv figures/square.svg; do
      cmp "build/results/$id/$file" "results/$id/$file" >/dev/null 2>&1 || [ $file = claims.json ] ||
        fail "$id/$file differs after a kill at $delay s"
    done
  done
  repro repro
  says 'nothing to do'
done
# Killed when the first paper is through: only the second one is left to do.
sed -i 's/A tiny experiment/A small experiment/' scripts/*.lua
rm -f build/stamps/*.publish
setsid make repro PREINSTALLED=1 REPRISE="$build/reprise" >"$scratch/killed.txt" 2>&1 &
victim=$!
for _ in $(seq 500); do
  if [ -s build/stamps/alpha.publish ]; then break; fi
  sleep 0.01
done
kill -KILL -- "-$victim" 2>/dev/null || true
wait "$victim" 2>/dev/null || true
[ ! -e build/stamps/beta.publish ] || fail "the second paper was finished too early for this test"
repro repro
[ $status = 0 ] || fail "the run after a kill between the papers ended with $status"
silent_about 'alpha '
says '  publish   beta'

# What a step that was killed in the middle of a file leaves behind goes away.
touch results/alpha/claims.json.a1B2c3 build/results/alpha/index.html.XyZ123
git checkout -q scripts papers
repro repro
[ $status = 0 ] || fail "after going back: status $status"
[ -z "$(git status --porcelain)" ] || fail "the tree is not clean after going back: $(git status --porcelain)"

# Drift: a published number that is not what comes out. The published file stays, the other paper is published.
awk '/^#/ { print; next } { n++ } n == 3 { sub(/1\.5625/, "1.5725") } { print }' results/alpha/data/square.csv >"$scratch/edited.csv"
! cmp -s "$scratch/edited.csv" results/alpha/data/square.csv || fail "the test could not edit the CSV: $(cat results/alpha/data/square.csv)"
cp "$scratch/edited.csv" results/alpha/data/square.csv
printf '\nMore prose.\n' >>papers/beta/paper.md
repro repro
[ $status != 0 ] || fail "drift was not noticed"
says 'DRIFT'
says 'data/square.csv'
says 'Error 4'
cmp -s "$scratch/edited.csv" results/alpha/data/square.csv || fail "a drifting file was overwritten"
grep -q 'More prose' results/beta/index.html || fail "drift in one paper kept the other from being published"
repro repro
says 'Error 4'
repro accept
[ $status = 0 ] || fail "accept ended with $status"
git diff --quiet -- results || fail "accept did not restore the numbers"
repro repro
says 'nothing to do'
git checkout -q papers

# A verdict that differs, of one paper: reported, the other goes on, and it is judged again until it is mended.
sed -i 's/local y = x \* x/local y = -1 * x * x/' scripts/alpha.lua
printf '\nEven more prose.\n' >>papers/beta/paper.md
repro repro
[ $status != 0 ] || fail "a changed verdict was not noticed"
says 'VERDICTS DIFFER'
says 'grows'
says 'Error 3'
grep -q 'Even more prose' results/beta/index.html || fail "a changed verdict in one paper kept the other from being published"
repro repro
says 'Error 3'
git checkout -q scripts papers
repro repro
[ $status = 0 ] || fail "after mending the verdict: status $status"

# A script that is wrong, and a paper that does not exist.
echo 'error "out of order"' >>scripts/alpha.lua
repro repro
says 'FAILED with status 1'
says 'out of order'
says 'Error 1'
git checkout -q scripts
repro repro PAPER=gamma
[ $status != 0 ] || fail "an unknown paper was accepted"
says "there is no paper 'gamma'"
repro repro PAPER=beta
[ $status = 0 ] || fail "one paper alone: status $status"
silent_about 'alpha '
repro repro
[ $status = 0 ] || fail "status $status at the end"

# Results that cannot be written: a sentence, a failure, and no harm.
if [ "$(id -u)" != 0 ]; then
  printf '\nProse once more.\n' >>papers/alpha/paper.md
  chmod -R a-w results/alpha
  repro repro
  chmod -R u+w results/alpha
  [ $status != 0 ] || fail "results that could not be written were not noticed"
  says 'publish'
else # the administrator may write anywhere, but nobody can write into a file as if it were a folder
  rm -rf results/alpha
  : >results/alpha
  repro repro
  [ $status != 0 ] || fail "results that could not be written were not noticed"
  says 'FAILED with status 7'
  rm results/alpha
  git checkout -q results
fi
repro repro
[ $status = 0 ] || fail "after the folder could be written again: status $status"

repro help
says 'make repro'
says 'make mutants'
says 'Papers: alpha beta'
echo "repro: publishes, rests, resumes, notices drift and verdicts"
