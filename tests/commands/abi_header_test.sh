#!/bin/bash
# The plugin interface stands alone: one header, nothing but <stdint.h>, no hidden padding, in C11, C17 and C++17.
set -u
header=core/include/reprise/plugin.h
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failures=0

fail() {
  echo "FAIL: $*"
  failures=$((failures + 1))
}

printf '#include <reprise/plugin.h>\nint answer(void);\nint answer(void) { return RP_ABI_MAJOR; }\n' > "$folder/use.c"
cp "$folder/use.c" "$folder/use.cc"
warnings="-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wundef -Wpadded -Werror -Icore/include"
compiled=0
for compiler in gcc clang; do
  command -v "$compiler" > /dev/null || continue
  for standard in c11 c17; do
    "$compiler" -std=$standard $warnings -Wstrict-prototypes -Wmissing-prototypes -c "$folder/use.c" -o "$folder/use.o" 2> "$folder/text" ||
      fail "$compiler -std=$standard: $(head -3 "$folder/text")"
    compiled=$((compiled + 1))
  done
done
for compiler in g++ clang++; do
  command -v "$compiler" > /dev/null || continue
  "$compiler" -std=c++17 $warnings -c "$folder/use.cc" -o "$folder/use.o" 2> "$folder/text" || fail "$compiler -std=c++17: $(head -3 "$folder/text")"
  compiled=$((compiled + 1))
done
[ "$compiled" -ge 3 ] || fail "only $compiled compilations were tried: gcc and g++ are needed"

includes=$(grep -E '^ *# *include' "$header")
[ "$includes" = "#include <stdint.h>" ] || fail "$header includes more than <stdint.h>: $includes"

# The header includes itself twice without harm, and its names begin with rp_ or RP_.
printf '#include <reprise/plugin.h>\n#include <reprise/plugin.h>\n' > "$folder/twice.c"
gcc -std=c17 $warnings -c "$folder/twice.c" -o "$folder/twice.o" || fail "the header cannot be included twice"
foreign=$(gcc -std=c17 -Icore/include -dM -E "$folder/use.c" | awk '{print $2}' | sort -u > "$folder/with"
  printf '#include <stdint.h>\n' > "$folder/plain.c"
  gcc -std=c17 -dM -E "$folder/plain.c" | awk '{print $2}' | sort -u > "$folder/without"
  comm -23 "$folder/with" "$folder/without" | grep -Ev '^(RP_|REPRISE_PLUGIN_H)' )
[ -z "$foreign" ] || fail "the header defines macros of other names: $foreign"

# Every plugin exports the entry function and nothing else.
for plugin in "$1"/plugins/*.so "$1"/tests/models/honest.so; do
  [ -e "$plugin" ] || continue
  exported=$(nm -D --defined-only "$plugin" | awk '{print $3}' | grep -vE '^(_init|_fini|__asan.*|__ubsan.*|__odr_asan.*)$')
  [ "$exported" = "rp_plugin_v1" ] || fail "$(basename "$plugin") exports: $exported"
done

[ "$failures" -eq 0 ] && echo "the plugin header compiles in $compiled ways and stands alone"
exit $((failures > 0))
