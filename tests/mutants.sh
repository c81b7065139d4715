#!/bin/bash
# tests/mutants.sh PLUGIN [JOBS]: flips every arithmetic sign of the plugin's kernel, one at a time, and asks whether
# the plugin's tests notice; if they do not, whether the papers' vectors do. A survivor needs a reason in
# plugins/PLUGIN/mutants.txt. Status 1 if one has none, or if a reason is no longer needed. Everything happens in
# copies below build/mutants/PLUGIN/. MUTANTS="12 15" runs only these numbers of build/mutants/PLUGIN/list.
set -euo pipefail
cd "$(dirname "$0")/.."
plugin=$1 jobs=${2:-2}
export plugin
export build=${BUILD:-build/release} root=$PWD
export top=build/mutants/$plugin
reprise=$build/reprise
[ -f "plugins/$plugin/model.c" ] || { echo "mutants: there is no plugin '$plugin'" >&2; exit 2; }
tests=(tests/plugins/"$plugin"/*_test.c)
[ -f "${tests[0]}" ] || { echo "mutants: $plugin has no tests in tests/plugins/$plugin/" >&2; exit 2; }

rm -rf "$top"
mkdir -p "$top"
"$reprise" run --trust --quiet --out "$top/out" tests/mutants.lua -- list "$plugin" "$top"

flags="-std=c17 -O1 -w -fPIC -ffp-contract=off -fno-math-errno -fno-trapping-math -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE
  -DRP_TEST_SOURCE_DIR=\"$root\" -DRP_TEST_BINARY_DIR=\"$root/$build\" -Icore -Icore/include -Icore/host -Itests $(pkg-config --cflags criterion)"
export flags
libraries="-Wl,--start-group $build/core/libreprise_host.a $build/core/libreprise_numerics.a -Wl,--end-group
  $(pkg-config --libs criterion lua5.4 jansson libmd) -llapacke -lopenblas -lgsl -lm -ldl -lpthread"
export libraries

# unit FOLDER SOURCE OBJECT: compiles against the plugin's copy in FOLDER
unit() { gcc $flags -I"$1/plugins" -iquote "plugins/$plugin" -MMD -c "$2" -o "$3" 2>>"$1/compile.log"; }
export -f unit

# Objects of the kernel as it is, once plainly, once with the address sanitizer.
base() { # base FOLDER FLAGS
  local folder=$1 flags="$flags $2" source
  mkdir -p "$folder/plugins"
  cp -r "plugins/$plugin" "$folder/plugins/"
  for source in "$folder/plugins/$plugin"/*.c "${tests[@]}"; do
    unit "$folder" "$source" "$folder/$(basename "$source" .c).o" && continue
    cat "$folder/compile.log" >&2
    echo "mutants: $source does not compile" >&2
    exit 1
  done
}
base "$top/plain" "" &
first=$!
base "$top/sanitized" -fsanitize=address || exit 1
wait $first || exit 1
kernels=()
for source in "plugins/$plugin"/*.c; do
  name=$(basename "$source" .c)
  case $name in model*) ;; *) kernels+=("$name") ;; esac
done
export kernel_names="${kernels[*]}" # arrays cannot be exported
names=()
for source in "${tests[@]}"; do names+=("$(basename "$source" .c)"); done
export test_names="${names[*]}"
vectors=()
for adapter in tests/vectors/*.lua; do
  paper=$(basename "$adapter" .lua)
  if [ -f "$adapter" ] && grep -q "\"$plugin\"" "$adapter"; then
    mapfile -t -O "${#vectors[@]}" vectors < <(find "tests/vectors" -path "*$paper*" -name '*.json' | sort)
  fi
done
export vector_files="${vectors[*]:-}" reprise

# build_and_test FOLDER LIMIT FILE KIND: compiles what a change of FILE touches, links and runs each test, the one of
# FILE's name first; says the verdict. A flipped index reads beside its array, where anything may lie: then everything
# runs under the address sanitizer.
build_and_test() {
  local folder=$1 limit=$2 touched=$3 kind=$4 name object objects="" test order
  local flags=$flags libraries=$libraries base=$top/plain
  if [ "$kind" = index ]; then
    base=$top/sanitized flags+=" -fsanitize=address" libraries+=" -fsanitize=address"
  fi
  object_of() { # the mutant's object where the unit depends on the touched file, else the base's
    if [ -n "$touched" ] && grep -qF "$plugin/$touched" "$base/$1.d"; then
      unit "$folder" "$2" "$folder/$1.o" || return 1
      echo "$folder/$1.o"
    else
      echo "$base/$1.o"
    fi
  }
  for name in $kernel_names; do
    object=$(object_of "$name" "$folder/plugins/$plugin/$name.c") || { echo uncompilable; return; }
    objects+=" $object"
  done
  name=${touched%.?}
  name=${name%_lanes}
  order=$(tr ' ' '\n' <<<"$test_names" | awk -v first="${name}_test" '$0 == first { print; next } { rest = rest $0 "\n" } END { printf "%s", rest }')
  for test in $order; do
    object=$(object_of "$test" "tests/plugins/$plugin/$test.c") || { echo uncompilable; return; }
    gcc -o "$folder/$test" "$object" $objects $libraries 2>>"$folder/compile.log" || { echo uncompilable; return; }
    if ! ASAN_OPTIONS=detect_leaks=0 timeout -k 1 "$limit" "$folder/$test" -j1 --fail-fast --color=never >>"$folder/test.log" 2>&1; then
      echo tests
      return
    fi
  done
  if [ -n "$vector_files" ] && [ "$kind" != index ]; then
    mkdir -p "$folder/load"
    for name in "$folder/plugins/$plugin"/model*.c; do
      object=$(object_of "$(basename "$name" .c)" "$name") || { echo uncompilable; return; }
      objects+=" $object"
    done
    gcc -shared -o "$folder/load/$plugin.so" $objects "$build/core/libreprise_numerics.a" -Wl,--exclude-libs,ALL \
      -llapacke -lopenblas -lgsl -lm 2>>"$folder/compile.log" || { echo uncompilable; return; }
    if ! REPRISE_PLUGIN_PATH="$folder/load" timeout -k 1 "$((limit * 10))" "$reprise" run --trust --quiet --out "$folder/out" \
        tests/vectors.lua -- $vector_files >>"$folder/test.log" 2>&1; then
      echo vectors
      return
    fi
  fi
  echo survived
}
export -f build_and_test

# mutant ROW: one line of the list
mutant() {
  local number file line column sign replacement kind folder
  IFS=$'\t' read -r number file line column sign replacement kind <<<"$1"
  folder=$top/$number
  mkdir -p "$folder/plugins"
  cp -r "plugins/$plugin" "$folder/plugins/"
  LC_ALL=C sed -i "${line}s/^\(.\{$((column - 1))\}\)./\1$replacement/" "$folder/plugins/$plugin/$file"
  build_and_test "$folder" "$limit" "$file" "$kind" >"$folder/verdict.new"
  mv "$folder/verdict.new" "$folder/verdict"
  find "$folder" -type f ! -name verdict ! -name '*.log' -delete
}
export -f mutant

export limit=120
for kind in index arithmetic; do
  begin=$SECONDS
  folder=$top/unchanged-$kind
  mkdir -p "$folder/plugins"
  cp -r "plugins/$plugin" "$folder/plugins/"
  verdict=$(build_and_test "$folder" "$limit" "" "$kind")
  if [ "$verdict" != survived ]; then
    echo "mutants: the tests do not pass with the kernel as it is ($verdict, $kind); see $folder/" >&2
    cat "$folder/"*.log >&2 || true
    exit 1
  fi
done
limit=$((2 * (SECONDS - begin) + 5))
if [ -n "${MUTANTS:-}" ]; then
  for number in $MUTANTS; do grep -P "^$number\t" "$top/list"; done >"$top/chosen"
  mv "$top/chosen" "$top/list"
fi
tr '\n' '\0' <"$top/list" | xargs -0 -P "$jobs" -I{} bash -c 'mutant "$1"' mutant {}
"$reprise" run --trust --quiet --out "$top/out" tests/mutants.lua -- report "$plugin" "$top"
