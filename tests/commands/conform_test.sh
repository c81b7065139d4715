#!/bin/bash
# The conformance kit: every check is failed by the plugin that was made for it and by no other; honest plugins pass; a
# crash, a hang and a file that does not load are told with what was tried.
. "$(dirname "$0")/expect.sh"
models=$build/tests/models
bad=$build/tests/conform

# Checks that a plugin does not pass: "id id ...".
broken() {
  "$reprise" conform "$@" >"$out" 2>"$err"
  awk '/^(fail|crash) /{printf "%s%s", separator, $2; separator = " "}' "$out"
}

for check in $("$reprise" conform --list | awk '{print $1}'); do
  holds "$check has a plugin that breaks it" test -f "$bad/bad_$check.so"
  found=$(broken "$bad/bad_$check.so" --cases 60)
  last="conform bad_$check.so"
  holds "bad_$check.so fails '$check' alone, not '$found'" test "$found" = "$check"
  [ "$check" = load ] || [ "$check" = documented ] || prints "       look for: "
  [ "$found" = "$check" ] || sed 's/^/     /' "$out" "$err"
done

for plugin in honest feedthrough; do
  holds "$plugin.so passes" test -z "$(broken "$models/$plugin.so" --cases 40)"
  [ -z "$(broken "$models/$plugin.so" --cases 40)" ] || sed 's/^/     /' "$out"
done

expect 1 "$reprise" conform "$models/crash_in_solve.so" --only defaults
prints "it dies of signal 11; solving its defaults"
expect 1 "$reprise" conform "$models/exits_in_solve.so" --only defaults
prints "it ends the process with status 0; solving its defaults"
expect 1 "$reprise" conform "$models/refused/crash_on_load.so" --only load --only repeat
prints "crashes while it is loaded"
prints "skip   not tried, since the file does not load:
       repeat"
expect 1 "$reprise" conform "$models/refused/crash_on_load.so"
prints "0 passed, 0 warned, 24 skipped, 1 failed, 0 crashed"
expect 1 "$reprise" conform "$models/refused/crash_on_load.so" --only load --only repeat --json
prints '"text": "the file does not load"'
expect 1 "$reprise" conform "$models/crash_in_solve.so" --only defaults --only repeat
prints "skip   not tried, since the defaults are not solved:"
expect 1 "$reprise" conform "$bad/bad_fuzz.so" --only fuzz
prints "solve{x = -"
prints "of seed 1"
prints "look for: a bound in the tables that is too wide"
expect 1 "$reprise" conform "$bad/bad_exports.so" --only exports
prints "compile with -fvisibility=hidden"
expect 1 "$reprise" conform "$bad/bad_reference.so" --only reference
prints "case 2: the output"
prints "and the reference"
expect 0 "$reprise" conform "$bad/bad_fuzz.so" --only load --only threads --json
prints '"result": "pass"'
expect 2 "$reprise" conform
says "name one plugin file"
expect 2 "$reprise" conform nothing.so
says "there is no file 'nothing.so'"
expect 2 "$reprise" conform "$models/honest.so" --only thread
says "did you mean 'threads'?"
expect 2 "$reprise" conform "$models"
says "is a folder; name the plugin's .so in it"
expect 2 "$reprise" conform "$models/honest.so" --cases 0
says "--cases takes a whole number of at least 1"
expect 2 "$reprise" conform "$models/honest.so" --reference nowhere.lua
says "there is no file 'nowhere.lua'"
expect 0 "$reprise" conform --help
conclude
