# The command line of `reprise`, of `reprise run`, and the sentences about scripts that are wrong.
. "$(dirname "$0")/expect.sh"

expect 0 "$reprise" --help
prints "usage: reprise COMMAND"
prints "130  interrupted"
expect 0 "$reprise"
prints "usage: reprise COMMAND"
expect 0 "$reprise" --version
prints "reprise 1."
prints "lua: 5.4"
for command in $("$reprise" --help | sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p'); do
  expect 0 "$reprise" "$command" --help
  prints "usage: reprise"
  expect 0 "$reprise" help "$command"
done
expect 2 "$reprise" rnu
says "there is no command 'rnu', did you mean 'run'?"
expect 2 "$reprise" init
expect 2 "$reprise" ../run
expect 2 "$reprise" help nothing

echo 'print("hello", ...)' >hello.lua
expect 0 "$reprise" run hello.lua -- a --help
prints "hello	a	--help"
says "hello: finished in"
holds "the default results folder" test -s out/hello/manifest.json
expect 0 "$reprise" run --quiet hello.lua
holds "quiet" test ! -s "$err"
expect 0 "$reprise" run --out=elsewhere/deep hello.lua
holds "--out" test -s elsewhere/deep/manifest.json

expect 2 "$reprise" run
says "which script?"
expect 2 "$reprise" run hello.lua other.lua
says "'other.lua' is one too many"
expect 2 "$reprise" run --time 5 hello.lua
says "there is no option '--time'"
expect 2 "$reprise" run --treads 5 hello.lua
says "there is no option '--treads', did you mean '--threads'?"
expect 2 "$reprise" run hello.lua --out
says "--out needs a value"
expect 2 "$reprise" run --timeout soon hello.lua
says "--timeout takes a number that is not negative, not 'soon'"
expect 2 "$reprise" run --memory -1 hello.lua
says "--memory takes a whole number"
expect 2 "$reprise" run --quiet=yes hello.lua
says "--quiet takes no value"
expect 2 "$reprise" run --set n hello.lua
says "--set takes NAME=VALUE, not 'n'"
expect 2 "$reprise" run --read nowhere hello.lua
says "--read nowhere: there is no such folder"
expect 1 "$reprise" run nothing.lua
says "there is no script 'nothing.lua'"

# Settings.
cat >settings.lua <<'LUA'
local rp = require "reprise"
print(rp.set("n", 25), rp.set("x", 0.5), rp.set("name", "kuno"), rp.set("fine", true), rp.arguments[1])
LUA
expect 0 "$reprise" run settings.lua
prints "25	0.5	kuno	true	nil"
expect 0 "$reprise" run --set n=3 --set x=2 --set name=a=b --set fine=false settings.lua -- first
prints "3	2.0	a=b	false	first"
expect 1 "$reprise" run --set n=2.5 settings.lua
says "settings.lua:2: --set n=2.5: the setting is a whole number"
expect 1 "$reprise" run --set x=much settings.lua
says "settings.lua:2: --set x=much: the setting is a number"
expect 1 "$reprise" run --set fine=yes settings.lua
says "the setting is true or false"
expect 1 "$reprise" run --set nmae=x settings.lua
says "settings.lua has no setting 'nmae', did you mean 'name'?"

# Errors name the user's file and line, once, without the program's insides.
error_of() {
  printf '%s\n' "$1" >wrong.lua
  expect 1 "$reprise" run wrong.lua
  says "$2"
  holds "one line for $1" test "$(wc -l <"$err")" = 1
}
error_of $'local x = 1\nx = = 2' "wrong.lua:2: unexpected symbol near '='"
error_of $'\n\nlocal t = nil\nprint(t.x)' "wrong.lua:4: attempt to index a nil value (local 't')"
error_of $'error "as it is"' "wrong.lua:1: as it is"
error_of $'\nerror("without a place", 0)' "wrong.lua:2: without a place"
error_of $'\nerror({text = "from a table"})' "wrong.lua:2: from a table"
error_of $'error()' "wrong.lua:1: the script raised nil as its error"
error_of $'error { code = 3 }' "wrong.lua:1: the script raised a table as its error, which says nothing: raise a sentence, or give the table one"
error_of $'error { text = "a sentence" }' "wrong.lua:1: a sentence"
error_of $'error(setmetatable({}, { __tostring = function() return "its own words" end }))' "wrong.lua:1: its own words"
error_of $'error(print)' "wrong.lua:1: the script raised a function as its error, which says nothing: raise a sentence"
error_of $'error(setmetatable({}, {__tostring = function() return "own text" end}))' "wrong.lua:1: own text"
error_of $'local rp = require "reprise"\nrp.set(3)' "wrong.lua:2: rp.set takes a name and a default value"
error_of $'local co = coroutine.wrap(function()\n  error "inside"\nend)\nco()' "wrong.lua:2: inside"
error_of $'local m = require "missing"' "wrong.lua:1: there is no module 'missing'"
holds "no trace" test -z "$(grep traceback "$err")"
expect 1 "$reprise" run --trace wrong.lua
says "stack traceback"

# Long paths are not shortened.
long=a-folder-with-a-rather-long-name/and-another-folder-with-a-long-name
mkdir -p "$long"
echo 'local x = nil + 1' >"$long/script.lua"
expect 1 "$reprise" run "$long/script.lua"
says "$long/script.lua:1: attempt to perform arithmetic on a nil value"

# Any name will do.
mkdir -p 'a folder: odd'
printf 'local rp = require "reprise"\nrp.set(3)\n' >'a folder: odd/my script.txt'
expect 1 "$reprise" run 'a folder: odd/my script.txt'
says "a folder: odd/my script.txt:2: rp.set takes"
holds "the position is there once" test "$(grep -o txt "$err" | wc -l)" = 1
echo 'x = (' >'my script.lua'
expect 1 "$reprise" run 'my script.lua'
says "my script.lua:2: unexpected symbol"
holds "the position is there once" test "$(grep -o 'my script' "$err" | wc -l)" = 1

# Modules beside the script.
mkdir -p part/sub
echo 'return {name = ...}' >part/model.lua
echo 'return "sub init"' >part/sub/init.lua
echo 'local x = (' >part/broken.lua
echo 'error "while loading"' >part/raising.lua
echo 'return require "circle"' >part/circle.lua
cat >part/main.lua <<'LUA'
#!/usr/bin/env reprise
print(require("model").name, require "sub", require "model" == require "model")
print(pcall(require, "broken"))
print(pcall(require, "raising"))
print(pcall(require, "circle"))
LUA
expect 0 "$reprise" run --depfile deps part/main.lua
prints "model	sub init	true"
prints "part/broken.lua:2: unexpected symbol near <eof>"
prints "part/raising.lua:1: while loading"
prints "module 'circle' requires itself"
holds "dependencies: the script" grep -qx part/main.lua deps
holds "dependencies: a module" grep -qx part/model.lua deps

# An earlier run's files are not taken for this run's.
mkdir -p out/hello
echo '{}' >out/hello/claims.json
expect 0 "$reprise" run hello.lua
holds "stale claims are gone" test ! -e out/hello/claims.json

# Data that the script no longer makes goes with the next complete run; what others put there stays.
printf 'local rp = require "reprise"\nrp.write_csv(rp.set("name", "one"), {{"x", rp.array{1}}})\n' >data.lua
expect 0 "$reprise" run data.lua
touch out/data/data/foreign.csv
holds "first data" test -s out/data/data/one.csv
expect 0 "$reprise" run --only x --set name=two data.lua
holds "--only removes nothing" test -s out/data/data/one.csv
expect 0 "$reprise" run --set name=three data.lua
holds "data of the earlier run is gone" test ! -e out/data/data/one.csv
holds "new data" test -s out/data/data/three.csv
holds "foreign data stays" test -e out/data/data/foreign.csv

# The manifest names the commit and what differs from it.
mkdir repository
cp hello.lua repository/
cd repository || exit 1
git init -q . && git add hello.lua && git -c user.name=x -c user.email=x@example.org commit -q -m first
expect 0 "$reprise" run hello.lua --out ../out/committed
holds "the commit" grep -q "\"commit\": \"$(git rev-parse HEAD)\"" ../out/committed/manifest.json
holds "no changes" grep -q '"uncommitted": \[\]' ../out/committed/manifest.json
echo '-- changed' >>hello.lua
touch 'new file'
expect 0 "$reprise" run hello.lua --out ../out/committed
holds "the changed file" grep -q '^   "hello.lua"' ../out/committed/manifest.json
holds "the new file" grep -q '^   "new file"' ../out/committed/manifest.json
cd ..

# A reader that goes away, a standard output that is full.
echo 'for i = 1, 1e5 do print(i) end' >lines.lua
holds "the run goes on without its reader" sh -c "'$reprise' run --out out/piped lines.lua 2>/dev/null | head -1 >/dev/null"
holds "its manifest is there" test -s out/piped/manifest.json
expect 7 sh -c "'$reprise' run --quiet hello.lua >/dev/full"
says "cannot write to the standard output"

# Nothing of a folder that cannot be made.
echo x >a-file
expect 7 "$reprise" run --out a-file/results hello.lua
says "cannot make the folder 'a-file/results': Not a directory"

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  chmod 755 "$folder"
  mkdir -m 755 out/locked
  expect 7 setpriv --reuid 65534 --clear-groups "$reprise" run --out out/locked hello.lua
  says "cannot write '"
  says "Permission denied"
  if mkdir full && mount -t tmpfs -o size=64k tmpfs full 2>/dev/null; then
    cat >fill.lua <<'LUA'
local host = require "host"
local context = require "reprise.context"
local done, why = host.write_file(context.results .. "/data/big.csv", ("x"):rep(200000))
if not done then error(why) end
LUA
    expect 7 "$reprise" run --trust --out full/results fill.lua
    says "fill.lua:4: cannot write '"
    says "No space left on device"
    holds "no half file" test ! -e full/results/data/big.csv
    holds "no temporary file" test -z "$(ls full/results/data)"
    umount full
  else
    skip "a full disk: no tmpfs can be mounted here"
  fi
else
  skip "a locked folder and a full disk: they need root"
fi

conclude
