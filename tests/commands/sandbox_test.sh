# The sandbox: escape attempts, one script each. A script fails with the sentence that is expected, or prints what shows that
# there was nothing to find.
. "$(dirname "$0")/expect.sh"

mkdir -p work/inside secret allowed work/out
echo "top secret" >secret/key.txt
echo 'return "stolen"' >secret/module.lua
echo "allowed data" >allowed/data.txt
printf 'a,b\n1,2\n' >work/inside/table.csv
printf 'a,b\n3,4\n' >allowed/table.csv
printf 'a,b\n5,6\n' >secret/table.csv
ln -s ../secret/table.csv work/link.csv
ln -s ../secret work/linked
ln -s ../secret/module.lua work/module.lua

# refused CODE SENTENCE: the script fails and says so.
refused() {
  printf '%s\n' "$1" >work/attempt.lua
  expect 1 "$reprise" run --out work/out work/attempt.lua
  says "$2"
}

# empty CODE: prints nil and nothing else.
empty() {
  printf '%s\n' "$1" >work/attempt.lua
  expect 0 "$reprise" run --out work/out work/attempt.lua
  holds "nothing to find: $1" test "$(cat "$out")" = nil
}

# yields CODE TEXT: prints the text.
yields() {
  printf '%s\n' "$1" >work/attempt.lua
  expect 0 "$reprise" run --out work/out work/attempt.lua
  prints "$2"
}

# Libraries and functions that are not there.
for name in os io debug package dofile loadfile host arg _PROMPT warn; do empty "print($name)"; done
empty 'print(_G.os)'
empty 'print(_ENV.io)'
empty 'print(string.dump)'
empty 'print(("").dump)'
empty 'print(coroutine.running and load("return os")())'
empty 'print(load("return io", "x", "bt", _ENV)())'
empty 'print(setmetatable({}, {__index = _G}).os)'
refused 'os.execute "true"' "attempt to index a nil value (global 'os')"

# Modules.
refused 'require "host"' "there is no module 'host'"
refused 'require "reprise.context"' "there is no module 'reprise.context'"
refused 'require "reprise.sandbox"' "there is no module 'reprise.sandbox'"
refused 'require "command.run"' "there is no module 'command.run'"
refused 'require "os"' "there is no module 'os'"
refused 'require "..secret.module"' "is not the name of a module"
refused 'require "../secret/module"' "is not the name of a module"
refused 'require "/etc/passwd"' "is not the name of a module"
refused 'require "linked.module"' "there is no module 'linked.module'"
refused 'require "module"' "there is no module 'module'"

# Bytecode.
refused 'assert(load("\27Lua"))' 'attempt to load a binary chunk (mode is '"'t'"')'
refused 'assert(load("\27Lua", "x", "b"))' 'attempt to load a binary chunk'
refused 'assert(load(function() local done; return function() end end))' 'reader function must return a string'
printf '\033LuaT\0' >work/bytecode.lua
expect 1 "$reprise" run --out work/out work/bytecode.lua
says "attempt to load a binary chunk"

# The string library's metatable is shared with the program.
yields 'print(getmetatable("").__index)' nil
refused 'getmetatable("").__index = function() return "mine" end' "attempt to index a string value"
refused 'setmetatable("", {})' "bad argument #1 to 'setmetatable' (table expected, got string)"
yields 'string.rep = nil; string.format = nil; print(("x"):rep(3))' xxx
yields 'table.concat = nil; table.sort = nil; print("printed", 1)' "printed	1"
yields 'pairs = nil; next = nil; type = nil; tostring = nil; print("still")' still
yields 'string.find = function() error "mine" end; print(require("reprise").set("n", 2))' 2

# The program's tables: what a script changes there reaches no file and no other function.
refused 'local rp = require "reprise"; rp.read_csv "../secret/table.csv"' "outside the folders that this script may read"
refused 'local rp = require "reprise"; rp.read_csv "linked/table.csv"' "outside the folders that this script may read"
refused 'local rp = require "reprise"; rp.read_csv "link.csv"' "outside the folders that this script may read"
refused "local rp = require 'reprise'; rp.read_csv '$folder/secret/table.csv'" "outside the folders that this script may read"
refused 'local rp = require "reprise"; rp.read_csv "/etc/passwd"' "outside the folders that this script may read"
refused 'local rp = require "reprise"; rp.read_csv "/etc/no-such-file"' "outside the folders that this script may read"
refused 'local rp = require "reprise"; rp.read_csv "no-such.csv"' "there is no file 'no-such.csv'"
refused 'local rp = require "reprise"; rp.read_csv "inside/table.csv\0../../secret"' "no zero byte"
refused 'local rp = require "reprise"; rp.read_csv "table.csv"' "there is no file 'table.csv'"
yields 'local rp = require "reprise"; print(rp.read_csv("inside/table.csv").b[1])' 2
yields 'local rp = require "reprise"; print(rp.read_csv("inside/../inside/table.csv").b[1])' 2

# Writing: below the results only.
loose=loose-$$ # a name that nobody else's files have
for name in "../$loose" "../../secret/$loose" "/tmp/$loose" "$folder/secret/$loose" "a/../../$loose"; do
  printf 'local rp = require "reprise"\nrp.write_csv("%s", {{"x", rp.array{1}}})\n' "$name" >work/attempt.lua
  expect 1 "$reprise" run --out work/out work/attempt.lua
  says "is not a name for a file"
done
refused 'local rp = require "reprise"; rp.paper "../secret"' "a paper's id is made of"
refused 'local rp = require "reprise"; rp.table "../x" {title = "t", columns = {{"a", rp.array{1}}}}' "is no name for a table"
refused 'local rp = require "reprise"; rp.value("../x", 3)' "is no name for a value"
refused 'local rp = require "reprise"; rp.figure "../x" {title = "t", alt = "a", rp.line {x = {1, 2}, y = {1, 2}}}' "a figure's id is"
refused 'local rp = require "reprise"; rp.model "../../x"' "'../../x'"
holds "nothing was written outside" test -z "$(find . /tmp -maxdepth 3 -name "*$loose*" 2>/dev/null)"

# --read opens a folder, --trust opens all.
printf 'local rp = require "reprise"\nprint(rp.read_csv("table.csv").b[1])\n' >work/attempt.lua
expect 0 "$reprise" run --out work/out --read allowed work/attempt.lua
prints 4
expect 0 "$reprise" run --out work/out --read allowed --depfile deps work/attempt.lua
holds "what was read is a dependency" grep -qx allowed/table.csv deps
echo 'print(type(os.execute), type(io.open), type(debug.getinfo), type(require "host"), type(string.format))' >work/attempt.lua
expect 0 "$reprise" run --trust --out work/out work/attempt.lua
prints "function	function	function	table	function"

# Finalizers, the collector, random numbers, order.
refused 'setmetatable({}, {__gc = function() end})' "a script's table cannot have a finalizer"
refused 'collectgarbage "stop"' "collectgarbage 'stop' is not for scripts"
yields 'print(collectgarbage "count" > 0)' true
refused 'math.randomseed()' "math.randomseed needs a seed"
printf 'print(math.random(), math.random(1, 100))\nfor k in pairs {zeta = 1, alpha = 2, [3] = 1, [1.5] = 2, beta = 3} do print(k) end\n' >work/order.lua
"$reprise" run --quiet --out work/out work/order.lua >first
for i in 1 2 3 4 5; do
  "$reprise" run --quiet --out work/out work/order.lua >again
  holds "the same run twice prints the same" cmp -s first again
done
holds "keys in order" test "$(tail -n +2 first | tr '\n' ' ')" = "1.5 3 alpha beta zeta "
expect 0 "$reprise" run --seed 2 --out work/out work/order.lua
holds "another seed gives other numbers" sh -c "! cmp -s '$out' first"

# A script that reaches into the program's tables harms itself only: the hook and the limits stay.
cat >work/attempt.lua <<'LUA'
local rp = require "reprise"
for name in pairs(rp) do rp[name] = function() error "mine" end end
error = function() end
pcall = function(f) f() end
while true do end
LUA
expect 5 "$reprise" run --timeout 0.5 --out work/out work/attempt.lua
says "time limit of 0.5 s reached at work/attempt.lua:5"

conclude
