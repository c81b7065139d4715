# The vectors runner: it passes what is right, and it fails for each thing that can be wrong with a file.
# Usage: vectors_test.sh BUILD
set -u
build=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0 passed=0

run() { "$build/reprise" run --trust --quiet --out "$folder/out" tests/vectors.lua -- "$@" >"$folder/log" 2>&1; }

# check WHAT STATUS PATTERN FILE
check() {
  run "$4"
  local status=$?
  if [ "$status" = "$2" ] && grep -q -- "$3" "$folder/log"; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "FAIL $1: status $status, want $2 and '$3' in:"
    tail -n 5 "$folder/log"
  fi
}

# vector INPUTS OUTPUTS [KIND]: a file with one vector of the base case
vector() {
  local extra=${1:+, $1}
  printf '{"paper": "kuno2018", "vectors": [{"id": "v", "kind": "%s", "tolerance": 1e-9, "inputs": {"T": 13, "lam": 0.001, "alpha": 0.5, "rho": 0.1, "mu": 0, "sigma2": 0.02, "C": 0.001, "R": 0.001, "Q": 100000, "resilience": "printed"%s}, "outputs": {%s}}]}' \
    "${3:-execution}" "$extra" "$2" >"$folder/file.json"
}

for file in tests/vectors/*.json; do check "$file" 0 ' 0 failed' "$file"; done
vector '' '"off_exchange_volume": 11687.601977770308';        check 'a right value' 0 '^pass v ' "$folder/file.json"
vector '' '"off_exchange_volume": 11687.7';                   check 'a wrong value' 1 '^fail v ' "$folder/file.json"
vector '' '"trades": {"13": 8335.02125831153}';               check 'a sample of an array' 0 '^pass v ' "$folder/file.json"
vector '' '"trades": {"15": 1}';                              check 'a sample outside' 1 'has no entry 15' "$folder/file.json"
vector '' '"trades": [1, 2]';                                 check 'a list of another length' 1 'has 14 values, want 2' "$folder/file.json"
vector '' '"exists": false';                                  check 'solved instead of refused' 1 'must be refused' "$folder/file.json"
vector '"lamb": 1' '"off_exchange_volume": 11687.601977770308'; check 'an unknown input' 1 "unknown input 'lamb'" "$folder/file.json"
vector '' '"volume": 1';                                      check 'an unknown output' 1 "unknown output 'volume'" "$folder/file.json"
vector '' '"off_exchange_volume": 1' exekution;               check 'an unknown kind' 1 "unknown kind 'exekution'" "$folder/file.json"
vector '' '';                                                 check 'nothing to compare' 1 'no output to compare' "$folder/file.json"
vector '' '"off_exchange_volume": null';                      check 'a value where none is wanted' 1 'want none' "$folder/file.json"
sed -i 's/"C": 0.001/"C": 0/' "$folder/file.json";            check 'refused instead of solved' 1 'was refused' "$folder/file.json"
echo '{"paper": "kuno2018"' >"$folder/file.json";             check 'broken JSON' 1 'file.json' "$folder/file.json"
echo '{"paper": "kuno2018"}' >"$folder/file.json";            check 'no vectors' 1 'no file of vectors' "$folder/file.json"
echo '{"paper": "nobody1900", "vectors": []}' >"$folder/file.json"; check 'an unknown paper' 1 'nobody1900' "$folder/file.json"
check 'no such file' 1 'missing.json' "$folder/missing.json"

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
