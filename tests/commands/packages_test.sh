#!/bin/bash
# The packages step of make, with stand-ins for dpkg-query, apt-get, id and sudo: installs exactly what is missing and
# wanted, only as the administrator; otherwise says what to type; elsewhere than Debian says so; looks once.
set -euo pipefail
here=$(pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
cp "$here/Makefile" "$here/Makefile.repro" .
printf '# Columns.\none    repro  for a reason\ntwo    repro  for another\nthree  check  to test\n' >packages.txt
mkdir stand-ins empty
stand_in() { printf '#!/bin/bash\n%s\n' "$2" >"stand-ins/$1"; chmod +x "stand-ins/$1"; }
stand_in dpkg-query 'echo asked >>asked.txt; echo "installed one"; echo "config-files two"'
stand_in apt-get 'echo "$@" >>apt.txt'
stand_in id 'echo "$WHO"'
stand_in sudo 'exit 1'
fail() { echo "packages: $*"; cat out.txt; exit 1; }
packages() { status=0; PATH=$scratch/stand-ins:$PATH make "$@" >out.txt 2>&1 || status=$?; }
export WHO

WHO=1000 packages packages-repro
[ $status != 0 ] || fail "went on without a package"
grep -q 'apt-get install --no-install-recommends two$' out.txt || fail "did not say what to type"
[ ! -e apt.txt ] || fail "called apt-get without permission"

WHO=0 packages packages-repro
[ $status = 0 ] || fail "did not install"
grep -q '^update$' apt.txt || fail "did not fetch the lists: $(cat apt.txt)"
grep -q '^install -y --no-install-recommends two$' apt.txt || fail "installed something else: $(cat apt.txt)"
rm asked.txt apt.txt
WHO=0 packages packages-repro
{ [ $status = 0 ] && [ ! -e asked.txt ]; } || fail "looked again although nothing had changed"
WHO=0 packages packages
grep -q '^install -y --no-install-recommends three two$' apt.txt || fail "packages for the tests are wrong: $(cat apt.txt)"
echo 'four   repro  new' >>packages.txt
WHO=0 packages packages-repro
grep -q ' four two$' apt.txt || fail "a new line of packages.txt was not noticed"

stand_in apt-get 'echo "E: Unable to locate package two" >&2; exit 100'
rm -rf build
WHO=0 packages packages-repro
[ $status != 0 ] || fail "a failed installation passed"
grep -q 'Unable to locate' out.txt || fail "did not show what apt-get said"
[ ! -e build/stamps/packages-repro ] || fail "a failed installation left a stamp"
WHO=1000 packages packages-repro PREINSTALLED=1
[ $status = 0 ] || fail "PREINSTALLED=1 was not believed"

# Another system: the same tools without dpkg-query.
for tool in bash mkdir awk make sha256sum cmp cat nproc echo; do ln -s "$(command -v $tool)" "empty/$tool"; done
status=0
PATH=$scratch/empty make packages-repro >out.txt 2>&1 || status=$?
[ $status != 0 ] || fail "another system was taken for Debian"
grep -q 'not a Debian system' out.txt || fail "did not say that this is not Debian"
grep -q '^one two four$' out.txt || fail "did not list the packages"
echo "packages: installs what is missing, and says what to type where it may not"
