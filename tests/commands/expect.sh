# expect.sh - what the end-to-end tests share: source it with the build folder as first argument. Every expectation that does
# not hold is printed; the closing line and the exit status come from `conclude`.
#
#   expect STATUS COMMAND...   runs it; its outputs are then in $out and $err
#   says TEXT                  the last command's standard error contains TEXT
#   prints TEXT                the last command's standard output contains TEXT
#   holds WHAT COMMAND...      COMMAND succeeds
#   skip REASON                says why a part cannot be tried here

build=$(cd "$1" && pwd)
reprise=$build/reprise
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
out=$folder/.stdout
err=$folder/.stderr
passed=0
failed=0
last=

complain() {
  failed=$((failed + 1))
  echo "FAIL $*"
}

expect() {
  local want=$1 got=0
  shift
  last="$*"
  "$@" >"$out" 2>"$err" </dev/null || got=$?
  if [ "$got" = "$want" ]; then
    passed=$((passed + 1))
  else
    complain "$last: exit status $got, want $want"
    sed 's/^/     /' "$out" "$err"
  fi
}

contains() {
  if grep -qF -- "$2" "$1"; then
    passed=$((passed + 1))
  else
    complain "$last: no \"$2\" in:"
    sed 's/^/     /' "$1"
  fi
}

says() { contains "$err" "$1"; }
prints() { contains "$out" "$1"; }

holds() {
  local what=$1
  shift
  if "$@"; then passed=$((passed + 1)); else complain "$what: $*"; fi
}

skip() { echo "SKIP $*"; }

conclude() {
  echo "$passed passed, $failed failed"
  [ "$failed" = 0 ]
  exit
}
