#!/bin/bash
# tests/mutants.sh on a toy kernel: finds exactly the signs, tells noticed from surviving mutants, demands reasons,
# reports stale ones, catches an index that leaves its array, and falls back on the vectors of the plugin's paper.
set -euo pipefail
here=$(pwd) build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir -p plugins/toy tests/plugins/toy
ln -s "$here/core" core
cp "$here/tests/mutants.sh" "$here/tests/mutants.lua" tests/
cat >plugins/toy/kernel.h <<'C'
/* The toy's kernel. */
double toy(double a, double b, const double *x, int n);
C
cat >plugins/toy/kernel.c <<'C'
/* Signs that are none: in this comment (a - b), in a "string - ", in 1e-3, in --i, in p->x and in the macro. */
#include "kernel.h"
#define MINUS_ONE (1 - \
  2)
double toy(double a, double b, const double *x, int n) {
  const char *text = "-+", one = '-';
  double s = 1e-3 * (a - b) * 0x1p-1 + 0 * text[0] * one;
  for (int i = 1; i < n; ++i) s += x[i - 1];
  return s - -a;
}
C
echo '/* No glue. */' >plugins/toy/model.c
cat >tests/plugins/toy/kernel_test.c <<'C'
#include "toy/kernel.h"
#include <criterion/criterion.h>
Test(toy, sums) {
  double x[3] = {1, 2, 3};
  cr_assert_float_eq(toy(2, 2, x, 3), 5, 1e-2);
}
C
run() { status=0; BUILD="$build" bash tests/mutants.sh toy 2 >out.txt 2>&1 || status=$?; }
expect() { grep -qF -- "$1" out.txt || { echo "expected: $1"; cat out.txt; exit 1; }; }

run
[ $status = 1 ] || { echo "survivors without reasons passed"; cat out.txt; exit 1; }
expect 'toy: 6 signs in 2 files'
expect 'plugins/toy/kernel.c:7:24: - survived (arithmetic)'
expect '    NO REASON GIVEN'
expect 'toy: 6 signs flipped, 4 noticed by the tests, 0 by the vectors only, 0 not compilable, 2 survived; 2 complaints'

cat >plugins/toy/mutants.txt <<'TXT'
# Reasons.
kernel.c: double s = 1e-3 * (a @-@ b) * 0x1p-1 + 0 * text[0] * one;
  A toy.
kernel.c: double s = 1e-3 * (a - b) * 0x1p-1 @+@ 0 * text[0] * one;
  Adds zero.

TXT
run
[ $status = 0 ] || { echo "survivors with reasons failed"; cat out.txt; exit 1; }
expect '    Adds zero.'

cat >>plugins/toy/mutants.txt <<'TXT'
kernel.c: return s @-@ -a;
  No longer true.
TXT
run
[ $status = 1 ] || { echo "a stale reason passed"; cat out.txt; exit 1; }
expect 'plugins/toy/mutants.txt:7: stale, the tests notice this mutant:'

sed -i 's/, 5, 1e-2/, 6, 1e-2/' tests/plugins/toy/kernel_test.c
run
[ $status = 1 ] || { echo "failing tests passed"; cat out.txt; exit 1; }
expect 'the tests do not pass with the kernel as it is'
echo "mutants: noticed, surviving, excused and stale mutants are told apart"
