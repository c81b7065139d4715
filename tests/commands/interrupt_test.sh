# Ctrl-C and other ways to be stopped: what was finished is kept, a second request ends at once, nothing survives the parent.
. "$(dirname "$0")/expect.sh"

# Starts a run in the background with SIGINT as it is in a terminal (a shell script's background jobs ignore it) and waits
# until the script has printed "ready".
start() {
  env --default-signal=INT "$reprise" run --trust --out out "$@" >"$out" 2>"$err" </dev/null &
  pid=$!
  last="reprise run $*"
  for _ in $(seq 200); do
    grep -q ready "$out" && return
    sleep 0.02
  done
  complain "$last never got ready"
}

child_of() { # the first process whose parent is this one
  for status in /proc/[0-9]*/status; do
    if grep -qx "PPid:	$1" "$status" 2>/dev/null; then
      sed -n 's/^Pid:	//p' "$status"
      return
    fi
  done
}

finish_with() {
  local got=0
  wait "$pid" || got=$?
  holds "exit status of $last" test "$got" = "$1"
}

cat >work.lua <<'LUA'
local host = require "host"
local context = require "reprise.context"
package.loaded["reprise.value"] = {  -- a module that has something to write at the end
  finish = function(_, outcome)
    for _ = 1, 1e6 do end -- long enough to be interrupted if that were possible
    host.write_file(context.results .. "/values.json", host.json_encode { kind = outcome.kind })
  end,
}
host.write_file(context.results .. "/data/first.csv", "x\n1\n")
print "ready"
while true do pcall(function() while true do end end) end
LUA
start work.lua
kill -INT "$pid"
finish_with 130
says "reprise: interrupted at work.lua:11"
holds "a finished file is kept" test -s out/data/first.csv
holds "modules write what they hold" grep -q '"kind":"interrupted"' out/values.json
holds "the manifest says so" grep -q '"outcome": "interrupted"' out/manifest.json

# The same by another program's request.
rm -rf out
start work.lua
kill -TERM "$pid"
finish_with 130
says "interrupted at work.lua:11"
holds "modules write what they hold" test -s out/values.json

# A key press reaches every process of the terminal's group; the script's process leaves it to its parent.
rm -rf out
start work.lua
child=$(child_of "$pid")
kill -INT "$child"
sleep 0.1
holds "the child ignores the key itself" kill -0 "$child"
kill -INT "$pid"
finish_with 130

# Deep inside C nothing looks at the flag: the second request ends it.
cat >stuck.lua <<'LUA'
print "ready"
print((("a"):rep(60)):find((".-"):rep(20) .. "b"))
LUA
start stuck.lua
kill -INT "$pid"
sleep 0.3
holds "the first request is patient" kill -0 "$pid"
kill -INT "$pid"
finish_with 130
says "interrupted; the script did not stop by itself and was ended"

# No orphan goes on computing when the parent is killed.
start stuck.lua
child=$(child_of "$pid")
kill -KILL "$pid"
wait "$pid" 2>/dev/null
sleep 0.2
holds "the child ends with its parent" sh -c "! grep '^State:' /proc/$child/status 2>/dev/null | grep -qv Z"

# A program that the script's process waits for ends, too.
cat >waiting.lua <<'LUA'
local host = require "host"
print "ready"
print(host.run { "sleep", "60" })
LUA
start waiting.lua
for _ in $(seq 100); do
  sleeper=$(child_of "$(child_of "$pid")")
  [ -n "$sleeper" ] && break
  sleep 0.02
done
holds "the other program runs" test -n "$sleeper"
kill -INT "$pid"
finish_with 130
says "interrupted"
holds "it is gone" sh -c "! kill -0 ${sleeper:-$$} 2>/dev/null"

conclude
