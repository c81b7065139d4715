# The limits of a run: time, memory, a process that dies. Each ends with its sentence and its exit status.
. "$(dirname "$0")/expect.sh"

cat >loop.lua <<'LUA'
local n = 0
while true do
  n = n + 1
end
LUA
expect 5 "$reprise" run --timeout 0.5 loop.lua
says "reprise: time limit of 0.5 s reached at loop.lua:"
holds "one sentence" test "$(wc -l <"$err")" = 1

# A loop that catches every error must not survive its limit.
cat >swallow.lua <<'LUA'
while true do pcall(function() while true do end end) end
LUA
expect 5 "$reprise" run --timeout 0.5 swallow.lua
says "time limit of 0.5 s reached at swallow.lua:1"

cat >handler.lua <<'LUA'
while true do xpcall(function() while true do end end, function() while true do end end) end
LUA
expect 5 "$reprise" run --timeout 0.5 handler.lua
says "time limit of 0.5 s reached"

cat >coroutine.lua <<'LUA'
while true do
  local co = coroutine.create(function()
    local inner = coroutine.wrap(function() while true do end end)
    inner()
  end)
  coroutine.resume(co)
end
LUA
expect 5 "$reprise" run --timeout 0.5 coroutine.lua
says "time limit of 0.5 s reached at coroutine.lua:3"

cat >close.lua <<'LUA'
while true do
  pcall(function()
    local guard <close> = setmetatable({}, {__close = function() while true do end end})
    error "x"
  end)
end
LUA
expect 5 "$reprise" run --timeout 0.5 close.lua

# No hook runs inside string.find: the parent ends the process.
cat >pattern.lua <<'LUA'
local text = ("a"):rep(60)
print(text:find((".-"):rep(20) .. "b"))
LUA
expect 5 "$reprise" run --timeout 0.5 pattern.lua
says "time limit of 0.5 s reached; the script did not stop by itself and was ended"

# Work that is finished within the limit is untouched by it; 0 means no limit.
echo 'print "done"' >quick.lua
expect 0 "$reprise" run --timeout 0 quick.lua
prints done

cat >hog.lua <<'LUA'
local all = {}
for i = 1, 1e9 do
  all[i] = {i}
end
LUA
expect 5 "$reprise" run --memory 64 hog.lua
says "memory limit of 64 MiB reached at hog.lua:"
holds "manifest after a full memory" test -s out/hog/manifest.json
holds "outcome in the manifest" grep -q '"outcome": "memory"' out/hog/manifest.json

cat >giant.lua <<'LUA'
local x = "abcdefgh"
x = x:rep(1e8)
LUA
expect 5 "$reprise" run --memory 64 giant.lua
says "memory limit of 64 MiB reached at giant.lua:2"

# To the last byte: not even the sentence about it finds room then.
echo 'local l; while true do l = {l} end' >chain.lua
for limit in 1 2 3; do
  expect 5 "$reprise" run --memory $limit chain.lua
  says "reprise: memory limit of $limit MiB reached at chain.lua:1"
done

# Arrays count, too.
printf 'local rp = require "reprise"\nlocal a = rp.zeros(1000, 1000)\nlocal b = a + rp.zeros(40, 1000, 1000)\n' >array.lua
expect 5 "$reprise" run --memory 64 array.lua
says "memory limit of 64 MiB reached at array.lua:3"

# One that can never fit says how large it would be; a script may see that, too. Without a limit the machine's own is met.
printf 'local rp = require "reprise"\nprint(select(2, pcall(rp.range, 1, 1e12)))\nrp.range(1, 1e12)\n' >huge.lua
expect 5 "$reprise" run --memory 64 huge.lua
prints "huge.lua:2: not enough memory: an array of 1000000000000 numbers takes 7629394 MiB, the limit is 64 MiB"
says "memory limit of 64 MiB reached at huge.lua:3: an array of 1000000000000 numbers takes 7629394 MiB, the limit is 64 MiB"
printf 'local rp = require "reprise"\nrp.zeros(2^47)\n' >vast.lua
# The address sanitizer would end the process instead of refusing the memory.
expect 5 env ASAN_OPTIONS=allocator_may_return_null=1 "$reprise" run --memory 0 vast.lua
says "the memory of this machine is exhausted at vast.lua:2"

# Nor is a sweep begun whose results can never fit. The time limit reaches into a sweep, and into a loop that catches all that it raises.
cat >sweep.lua <<'LUA'
local rp = require "reprise"
local m = rp.model "closing_price"
local n = rp.set("n", 1000)
repeat
  local ok, s = pcall(m.sweep, m, { fee = rp.linspace(5e-4, 15e-4, n), risk_aversion = rp.linspace(1e-4, 1e-2, n) })
  if not ok then error(s) end
until false
LUA
expect 1 "$reprise" run --memory 20 sweep.lua
says "sweep.lua:5: closing_price:sweep: 1e+06 points with 27 outputs need at least 214 MiB; the limit is 20 MiB (--memory)"
expect 5 "$reprise" run --timeout 0.5 --set n=100 sweep.lua
says "reprise: time limit of 0.5 s reached at sweep.lua:5"

# A script may catch it and go on with less.
cat >thrifty.lua <<'LUA'
print(pcall(string.rep, "x", 1e9))
print "went on"
LUA
expect 0 "$reprise" run --memory 64 thrifty.lua
prints "not enough memory"
prints "went on"

cat >deep.lua <<'LUA'
local function f(n) return 1 + f(n + 1) end
f(1)
LUA
expect 1 "$reprise" run deep.lua
says "deep.lua:1: stack overflow"

# A process that dies is reported with its signal; what was printed is not lost.
cat >crash.lua <<'LUA'
print "before"
os.execute("kill -SEGV $PPID")
print "after"
LUA
export ASAN_OPTIONS="$ASAN_OPTIONS:handle_segv=0" # or the sanitizer would turn the signal into an exit status
expect 6 "$reprise" run --trust crash.lua
prints before
says "crash.lua: the script's process died of signal 11 (Segmentation fault); what was finished is in out/crash"

# So is one that leaves in the middle, whatever exit status it chooses.
echo 'os.exit(0)' >leave.lua
expect 6 "$reprise" run --trust leave.lua
says "leave.lua: the script's process left with exit status 0 before it was done"

# Plugins that do the same: the sentence names the model.
export REPRISE_PLUGIN_PATH=$build/tests/models
for model in crash_in_solve exits_in_solve hangs_in_solve; do
  printf 'local rp = require "reprise"\nprint "before"\nrp.model("%s"):solve {}\nprint "after"\n' $model >$model.lua
done
expect 6 "$reprise" run crash_in_solve.lua
says "the script's process died of signal 11 (Segmentation fault) while solving crash_in_solve of crash_in_solve.so"
prints before
expect 6 "$reprise" run exits_in_solve.lua
says "left with exit status 0 while solving exits_in_solve of exits_in_solve.so before it was done"
expect 5 "$reprise" run --timeout 3 hangs_in_solve.lua
says "time limit of 3 s reached while solving hangs_in_solve of hangs_in_solve.so"

conclude
