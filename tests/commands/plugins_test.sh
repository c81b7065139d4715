#!/bin/bash
# Plugins as a user meets them: bad files are listed with their reason and harm nothing, every described model can be read, a failing
# or faulty solver ends in one sentence at the script's line.
source "$(dirname "$0")/expect.sh"
models=$build/tests/models
sources=$OLDPWD/tests/models

# Every test plugin has its line in the table of its folder, and every line its file.
for source in "$sources"/*.c "$sources"/refused/*.c; do
  holds "$(basename "$source") is in tests/models/README.md" grep -qF "| \`$(basename "$source")\` |" "$sources/README.md"
done
for name in $(grep -oE '^\| `[a-z_0-9]+\.c`' "$sources/README.md" | tr -d '|` '); do
  holds "README.md lists $name, which is there" test -e "$sources/$name" -o -e "$sources/refused/$name"
done

# A folder of refused files beside a good one: all are named, the good one works. The one that hangs is left out: it costs ten
# seconds, and host/library_test tries it.
mkdir search
cp "$models"/refused/*.so "$models/honest.so" search/
rm search/hangs_on_load.so
echo 'no shared object' >search/text.so
export REPRISE_PLUGIN_PATH=$folder/search
expect 0 "$reprise" list
prints minimal
for file in search/*.so; do
  case $file in */honest.so) continue ;; esac
  holds "list names $file" grep -qF "$file" "$out" "$err"
done
cat "$out" "$err" >both
out=both prints "crashes while it is loaded and described (signal 11"
out=both prints "this program speaks version 1"
printf 'local rp = require "reprise"\nprint(rp.model("minimal"):solve { x = 2.5 }.y)\n' >good.lua
expect 0 "$reprise" run good.lua
prints 2.5
printf 'local rp = require "reprise"\n\nrp.model "minimum"\n' >unknown.lua
expect 1 "$reprise" run unknown.lua
says "unknown.lua:3: there is no model 'minimum'; did you mean 'minimal'?"

# Every model of every paper can be described to a reader.
export REPRISE_PLUGIN_PATH=$models
expect 0 "$reprise" list
for id in $(awk '{print $1}' "$out" | grep -E '^(kuno2018|muhlekarbe2024|fatone2014|drapeau2021|guo2025|feedthrough|service|lanes|old|longer)'); do
  expect 0 "$reprise" doc "$id"
  prints parameters
done
expect 0 "$reprise" doc feedthrough
prints "cash/share/time^0.5"
prints "symmetric, positive definite"
prints "law 'cir'"

# What a faulty or failing solver leaves is one sentence at the script's line.
script() { printf 'local rp = require "reprise"\nlocal m = rp.model "%s"\nm:solve {%s}\n' "$1" "${2-}" >"$1.lua"; }
fails_with() {
  script "$1" "${3-}"
  expect 1 "$reprise" run "$1.lua"
  says "$1.lua:3: $2"
}
fails_with writes_nothing "writes_nothing: the plugin reported success without the output 'y'"
fails_with writes_half "writes_half: the plugin reported success, yet entry 3 of the output 'y'"
fails_with writes_nan "writes_nan: the plugin reported success, yet entry 1 of the output 'y' is nan"
fails_with wrong_shape "wrong_shape: the plugin asked for storage of a shape that contradicts the schema (output 'y')"
fails_with asks_twice "asks_twice: the plugin asked twice for the storage of one output (output 'y')"
fails_with unknown_status "unknown_status: the plugin returned 1234, which is no status"
fails_with fails_silently "fails_silently: "
fails_with kuno2018_execution "kuno2018_execution: this file describes the model and has no solver"
fails_with service_ending "service_ending: the number was chosen to end like this" 'ending = "no_solution"'

# Chatter of a plugin does no harm to what a script prints or writes.
script prints_to_stdout
printf 'print("y is " .. m:solve { x = 4 }.y)\n' >>prints_to_stdout.lua
expect 0 "$reprise" run prints_to_stdout.lua
prints "y is 4"
expect 0 "$reprise" list --json

conclude
