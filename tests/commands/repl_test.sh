#!/bin/bash
# The prompt: from a pipe line by line, with figures drawn at once; on a terminal with completion, history and Ctrl-C.
. "$(dirname "$0")/expect.sh"
export REPRISE_PLUGIN_PATH=$build/tests/models/honest.so:$build/tests/models/services.so REPRISE_HISTORY=$folder/history HOME=$folder
type_in() { printf '%s\n' "$@" >typed; bash -c "'$reprise' repl <typed"; }

expect 0 type_in 'local m = rp.model "minimal"' 'm:solve { x = 3 }.y' '1 +' '2' 'for i = 1, 2 do' 'print("i" .. i)' 'end' '{ 1, 2, a = 3 }' 'nil'
prints "3.0"
prints "3"
prints "i1
i2
{ 1, 2, a = 3 }"
expect 0 type_in 'rp.figure "f" { caption = "A line.", rp.line { x = { 1, 2 }, y = { 3, 4 } } }' \
  'rp.figure "f" { caption = "Another line.", rp.line { x = { 1, 2 }, y = { 4, 3 } } }'
prints "out/repl/figures/f.png"
holds "the picture is there" test -s out/repl/figures/f.png
holds "the second definition counts" grep -q "Another line" out/repl/figures.json
expect 1 type_in 'm = rp.model "minimal"' 'm:solve { z = 3 }' 'print "and on"'
says "has no parameter 'z'"
prints "and on"
expect 1 type_in 'x ='
says "the last entry is not complete"
expect 1 type_in 'x = = 1' 'y'
says "unexpected symbol near '='"
expect 0 type_in 'help(rp.model "minimal")' 'help("minimal", "x")' 'help()' 'help(models)'
prints "The number that comes back."
expect 1 type_in 'help(3)' 'os.exit()'
says "help(...) takes a model or its id"
expect 2 "$reprise" repl script.lua
says "a script is run by reprise run"

# A terminal of our own: completion of commands, models, parameters and outputs; Ctrl-C stops a loop and not the program.
cat >terminal.py <<'PY'
import os, pty, select, signal, sys, time
signal.alarm(120) # whatever hangs
pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm"
    os.execv(sys.argv[1], [sys.argv[1], "repl"])
seen = b""
def until(text, seconds=20):
    global seen
    end = time.time() + seconds
    while text.encode() not in seen:
        if time.time() > end: sys.exit("no %r in %r" % (text, seen))
        if select.select([fd], [], [], 0.1)[0]: seen += os.read(fd, 65536)
    seen = seen[seen.index(text.encode()) + len(text):]
def send(text): os.write(fd, text.encode())
until("> ")
send('m = rp.model "mini\t'); until('mal'); send('"\n'); until("> ")
send('m:so\t'); until('lve'); send(' { \t'); until('x = '); send('7 }.y\n'); until("7.0")
send('rp.linsp\t'); until('ace'); send('(0, 1, 2)[1]\n'); until("0.0")
send('r = m:solve {}\n'); until("> "); send('r.\t'); until('y'); send('\n'); until("1.0")
send('print "begun" while true do end\n'); until('begun\r\n'); send('\x03'); until('interrupted'); until("> ")
send('"still here"\n'); until('still here')
until("> "); send('\x1b[A'); until('still here'); send('\n'); until('\nstill here'); until("> ")
# Ctrl-D counts once the prompt reads keys: between two lines the terminal keeps it to itself.
for _ in range(100):
    try: send('\x15\x04') # on an empty line
    except OSError: pass
    if select.select([fd], [], [], 0.2)[0]:
        try: os.read(fd, 65536)
        except OSError: pass
    time.sleep(0.1)
    left, status = os.waitpid(pid, os.WNOHANG)
    if left: sys.exit(0 if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 0 else "left with %d" % status)
os.kill(pid, 9)
sys.exit("Ctrl-D does not leave")
PY
expect 0 python3 terminal.py "$reprise"
holds "the history is kept" grep -q "still" "$folder/history"
conclude
