#!/bin/bash
# Rules of the source that a program can check: layout, forbidden functions, paths, head comments.
#   tests/lint.sh [FOLDER]     prints FILE:LINE: sentence for each offence; status 1 if there was one
set -uo pipefail
shopt -s lastpipe # report counts in this shell
cd "${1:-$(dirname "$0")/..}" || exit 2
offences=0
report() { # reads FILE:LINE:... from stdin
  local sentence=$1 file line rest
  while IFS=: read -r file line rest; do
    echo "$file:$line: $sentence"
    offences=$((offences + 1))
  done
}
listed() { git ls-files -co --exclude-standard -- "$@" | sort -u | while IFS= read -r f; do [ ! -f "$f" ] || echo "$f"; done; }

mapfile -t c_files < <(listed 'core/*.[ch]' 'plugins/*.[ch]' 'tests/*.[ch]' 'scripts/*.[ch]')
mapfile -t lua_files < <(listed '*.lua')
mapfile -t text_files < <(listed core plugins scripts papers tests cmake docs '*.md' '*.txt' 'Makefile*' '.ci/*' | grep -v '/LICENSE$')

# Comments and the contents of strings go, lines stay: what is left is code.
code_of() {
  awk 'BEGIN { state = "" }
    FNR == 1 { state = "" }
    { out = ""; n = length($0)
      for (i = 1; i <= n; ++i) {
        c = substr($0, i, 1); two = substr($0, i, 2)
        if (state == "*") { if (two == "*/") { state = ""; ++i } }
        else if (state != "") { if (c == "\\") ++i; else if (c == state) { state = ""; out = out c } }
        else if (two == "/*") { state = "*"; ++i }
        else if (two == "//") break
        else { out = out c; if (c == "\"" || c == "\047") state = c }
      }
      if (state != "*") state = ""
      print FILENAME ":" FNR ":" out }' "$@"
}
# forbid NAMES REASON FILE...: calls of functions that are not to be used in these files
forbid() {
  local names=$1 reason=$2; shift 2
  [ $# -gt 0 ] || return 0
  code_of "$@" | grep -E "(^|[^A-Za-z0-9_.>])($names)[[:space:]]*\(" | report "$reason"
}
mapfile -t ours < <(printf '%s\n' "${c_files[@]}" | grep -E '^(core|plugins)/')
mapfile -t kernels < <(printf '%s\n' "${c_files[@]}" | grep -E '^(core/numerics|plugins)/')
mapfile -t plugins < <(printf '%s\n' "${c_files[@]}" | grep -E '^plugins/')
forbid 'strcpy|strcat|sprintf|vsprintf|gets|strtok' 'writes without knowing the size; use the bounded form' ${ours[@]+"${ours[@]}"}
forbid 'atoi|atol|atof' 'cannot tell a wrong number; use strtol or strtod' ${ours[@]+"${ours[@]}"}
forbid 'rand|srand|random|drand48' 'has hidden state; use the counter-based blocks' ${ours[@]+"${ours[@]}"}
forbid 'system' 'must not be called: no shell' ${ours[@]+"${ours[@]}"}
# The kit asks which locale there is, since a plugin must not have set one.
mapfile -t unlocalised < <(printf '%s\n' ${ours[@]+"${ours[@]}"} | grep -v '^core/conform/check_surroundings\.c$')
forbid 'setlocale' 'must not be called: no locale' ${unlocalised[@]+"${unlocalised[@]}"}
forbid 'exit|_exit|abort|printf|fprintf|puts|perror' 'does not belong into mathematics; return a status' ${kernels[@]+"${kernels[@]}"}
forbid 'malloc|calloc|realloc|free|aligned_alloc' 'does not belong into a plugin; take memory from the arena' ${plugins[@]+"${plugins[@]}"}

[ ${#c_files[@]} = 0 ] || grep -nE '^typedef .*[a-z]_t;|^\} [a-z_0-9]+_t;' "${c_files[@]}" /dev/null | report 'names ending in _t belong to POSIX'
# Built from parts, so that this file does not offend itself.
places="/(wo""rk|ho""me|ro""ot|Us""ers)/"
[ ${#text_files[@]} = 0 ] || grep -nIE "(^|[^A-Za-z0-9_.~*)}-])($places)" "${text_files[@]}" /dev/null | report 'names a folder of one machine'
mapfile -t beside_tests < <(printf '%s\n' ${text_files[@]+"${text_files[@]}"} | grep -v '^tests/')
[ ${#beside_tests[@]} = 0 ] || grep -nIE "(^|[^A-Za-z0-9_.~*)}-])/t""mp/" "${beside_tests[@]}" /dev/null | report 'names a temporary folder'
[ ${#text_files[@]} = 0 ] || grep -nIE '[[:blank:]]+$' "${text_files[@]}" /dev/null | grep -vE '^[^:]*\.(csv|svg|json):' | report 'ends in blanks'
[ ${#text_files[@]} = 0 ] || grep -nIE "\\b(TO""DO|FIX""ME)[:( ]" "${text_files[@]}" /dev/null | grep -vE '#[0-9]+' | report 'is an open task without the number of its issue'
for f in ${c_files[@]+"${c_files[@]}"} ${lua_files[@]+"${lua_files[@]}"}; do
  head -n 1 "$f" | grep -qE '^(/\*|//|--|#!)' || echo "$f:1:" | report 'does not begin with a comment that says what the file is for'
  [ -z "$(tail -c 1 "$f")" ] || echo "$f:$(awk 'END { print NR }' "$f"):" | report 'has no newline at its end'
done < /dev/null

if command -v clang-format-14 >/dev/null; then
  [ ${#c_files[@]} = 0 ] || clang-format-14 --dry-run -Werror "${c_files[@]}" 2>&1 | grep -E ': error:' | sort -s -u -t: -k1,1 |
    report "is the first line that clang-format 14 lays out differently ('make format')"
else
  echo "lint: clang-format-14 is missing, the layout of the C code was not checked" >&2
fi

if [ "$offences" -gt 0 ]; then echo "lint: $offences offences"; exit 1; fi
echo "lint: ${#c_files[@]} C files, ${#lua_files[@]} Lua files, no offence"
