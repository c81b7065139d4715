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
prints "skip   repeat"
expect 1 "$reprise" conform "$bad/bad_fuzz.so" --only fuzz
prints "solve{x = -"
prints "of seed 1"
expect 0 "$reprise" conform "$bad/bad_fuzz.so" --only load --only threads --json
prints '"result": "pass"'
expect 2 "$reprise" conform
says "name one plugin file"
expect 2 "$reprise" conform nothing.so
says "there is no file 'nothing.so'"
expect 2 "$reprise" conform "$models/honest.so" --only thread
says "did you mean 'threads'?"
expect 0 "$reprise" conform --help
conclude
