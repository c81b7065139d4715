#!/bin/bash
# tests/mutants.sh PLUGIN [JOBS]: flips every arithmetic sign of the plugin's kernel, one at a time, and asks whether
# the plugin's tests notice; if they do not, whether the papers' vectors do. A survivor needs a reason in
# plugins/PLUGIN/mutants.txt. Status 1 if one has none, or if a reason is no longer needed. Everything happens in
# copies below build/mutants/PLUGIN/. MUTANTS="12 15" flips only these numbers of build/mutants/PLUGIN/list, MUTANTS=survivors
# only what survived the last time.
#
# The kernel is compiled once, with every sign multiplied by a factor that is chosen at run time (mutants/schema.lua). A run
# that flips nothing notes which test runs which signs and how long it takes; then a flipped sign meets only the tests that run it,
# the quickest first (mutants/run.c). The few signs that must be known to the compiler are flipped in the text and compiled one
# by one. A test that takes four times its time, and half a second, has noticed. A flipped index reads beside its array, where
# anything may lie: such tests run under the address sanitizer, and the vectors, which cannot, do not run. Other signs that
# neither tests nor vectors notice meet the tests under the address sanitizer, too.
set -euo pipefail
cd "$(dirname "$0")/.."
plugin=$1 jobs=${2:-2}
root=$PWD
build=$(realpath -m --relative-base="$root" "${BUILD:-build/release}")
top=build/mutants/$plugin
reprise=$build/reprise
[ -f "plugins/$plugin/model.c" ] || { echo "mutants: there is no plugin '$plugin'" >&2; exit 2; }
tests=(tests/plugins/"$plugin"/*_test.c)
[ -f "${tests[0]}" ] || { echo "mutants: $plugin has no tests in tests/plugins/$plugin/" >&2; exit 2; }
export OPENBLAS_NUM_THREADS=1 ASAN_OPTIONS=detect_leaks=0:hard_rss_limit_mb=4096:allocator_may_return_null=1
begin=$SECONDS
lua() { "$reprise" run --trust --quiet --out "$top/out" tests/mutants.lua -- "$@"; }

# The vectors of the papers whose adapters name a model of this plugin.
mapfile -t models < <(grep -ohE '\.id = "[a-z0-9_]+"' "plugins/$plugin"/model*.c | cut -d' ' -f3)
vectors=()
for adapter in tests/vectors/*.lua; do
  paper=$(basename "$adapter" .lua)
  if [ -f "$adapter" ] && grep -qF -f <(printf '%s\n' "${models[@]:-\"$plugin\"}") "$adapter"; then
    mapfile -t -O "${#vectors[@]}" vectors < <(find tests/vectors -path "*$paper*" -name '*.json' | sort)
  fi
done

mkdir -p "$top"
exec 9>"$top/lock"
flock -n 9 || { echo "mutants: somebody else flips the signs of $plugin here" >&2; exit 2; }
lua list "$plugin" "$top" "-std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -Icore -Icore/include -include tests/mutants/sign.h"
parts="criterion lua5.4 jansson libmd"
build() { # build TARGET...
  local goal=programs
  [ ${#vectors[@]} = 0 ] || goal=objects
  make -s -j"$jobs" -f tests/mutants/build.mk top="$top" plugin="$plugin" build="$build" root="$root" tests="${tests[*]}" \
    signs="$(wc -l <"$top/list")" host_flags="$(pkg-config --cflags $parts)" host_libraries="$(pkg-config --libs ${parts#* })" \
    "${@:-$goal}"
}
build >"$top/compile.log" 2>&1 || { cat "$top/compile.log" >&2; echo "mutants: the kernel or its tests do not compile" >&2; exit 1; }

# What happens as long as no sign is flipped: which signs are run by what, and how long that takes.
unfit() { # unfit WHAT FOLDER
  [ -f "$2/tests" ] && awk -F'\t' '$3 == "fails" { print "mutants: fails: " $4 }' "$2/tests" >&2
  cat "$2"/output* >&2 || true
  echo "mutants: the tests do not pass with the kernel as it is ($1); see $2/" >&2
  exit 1
}
vectors_with() { # vectors_with VARIANT OUT LIMIT
  REPRISE_PLUGIN_PATH="$top/$1/load" "$reprise" run --trust --quiet --timeout "$3" --out "$2" tests/vectors.lua -- "${vectors[@]}"
}
for variant in record plain sanitized; do
  folder=$top/$variant
  [ "$folder/passed" -nt "$folder/run" ] && continue
  rm -f "$folder"/{passed,output,reach,vectors}*
  "$folder/run" baseline "$folder" "$jobs" || unfit "$variant" "$folder"
  touch "$folder/passed"
done
rm -f "$top/vectors"
if [ ${#vectors[@]} -gt 0 ]; then
  folder=$top/record
  rm -f "$folder/vectors"
  RP_MUTANTS_REACHED=$folder/vectors vectors_with record "$folder/out" 600 >"$folder/output" 2>&1 || unfit vectors "$folder"
  from=${EPOCHREALTIME/./}
  vectors_with plain "$folder/out" 600 >"$folder/output" 2>&1 || unfit vectors "$folder"
  took=$(((${EPOCHREALTIME/./} - from) / 1000000 + 1))
  cat >"$top/vectors" <<EOF
#!/bin/bash
# vectors NUMBER: whether the vectors pass; made by tests/mutants.sh
ulimit -t $((4 * took))
REPRISE_PLUGIN_PATH=\${load:-$top/plain/load} $reprise run --trust --quiet --timeout $((10 * took + 10)) --out $top/out.\$1 tests/vectors.lua -- ${vectors[*]}
status=\$?
rm -rf $top/out.\$1
exit \$status
EOF
  chmod +x "$top/vectors"
fi

lua choose "$plugin" "$top" ${MUTANTS:-}
chosen() { awk -F'\t' -v kind="$1" -v way="$2" '$7 == kind && $8 == way' "$top/chosen"; }
: >"$top/verdicts"
prepared=$SECONDS
chosen arithmetic together >"$top/now"
"$top/plain/run" judge "$top" "$top/plain" "$top/now" "$jobs" >>"$top/verdicts"
{ chosen index together; grep -P '\tsurvived' "$top/verdicts" || true; } >"$top/now"
"$top/sanitized/run" judge "$top" "$top/sanitized" "$top/now" "$jobs" >"$top/again"
awk -F'\t' 'NR == FNR { known[$1] = 1; next } !known[$1] || $2 ~ /^tests/' "$top/verdicts" "$top/again" >"$top/more"
cat "$top/more" >>"$top/verdicts"

# apart ROW: flips the sign in the text, compiles what depends on it, links and runs everything.
apart() {
  local number file line column sign replacement kind way folder variant=plain object source verdict=survived
  IFS=$'\t' read -r number file line column sign replacement kind way <<<"$1"
  [ "$kind" = arithmetic ] || variant=sanitized
  folder=$top/apart
  rm -rf "$folder"
  mkdir -p "$folder/schema"
  cp -rp "$top/schema/plugins" "$folder/schema/"
  cp "plugins/$plugin/$file" "$folder/schema/plugins/$plugin/"
  LC_ALL=C sed -i "${line}s/^\(.\{$((column - 1))\}\)./\1$replacement/" "$folder/schema/plugins/$plugin/$file"
  # Objects that do not depend on the file are the others'.
  mkdir -p "$folder/$variant"
  cp -rp "$top/$variant/"{kernel,test,tool} "$folder/$variant/"
  grep -lF "/$plugin/$file" "$folder/$variant"/*/*.d | sed 's/d$/o/' | xargs -r rm -f
  find "$folder/$variant" -name '*.d' -delete
  find "$folder/$variant" -name '*.o' -exec touch {} +
  cp "$top/list" "$folder/list" && touch -r "$top/list" "$folder/list"
  if ! top=$folder build "$folder/$variant/run" >"$folder/compile.log" 2>&1; then
    verdict=uncompilable
  elif ! cp "$top/$variant/tests" "$folder/$variant/" || ! "$folder/$variant/run" all "$folder/$variant" >"$folder/log" 2>&1; then
    verdict=tests
  elif [ "$variant" = plain ] && [ -f "$top/vectors" ]; then
    top=$folder build "$folder/plain/load/$plugin.so" >"$folder/compile.log" 2>&1
    load=$folder/plain/load "$top/vectors" "$number" >"$folder/log" 2>&1 || verdict=vectors
  fi
  printf '%s\t%s\n' "$number" "$verdict" >>"$top/verdicts"
}
{ chosen arithmetic apart; chosen index apart; } >"$top/now"
while IFS= read -r row; do apart "$row" </dev/null; done <"$top/now"
echo "$plugin: $((prepared - begin)) s to prepare, $((SECONDS - prepared)) s to judge"
lua report "$plugin" "$top"
