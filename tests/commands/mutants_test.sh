#!/bin/bash
# tests/mutants.sh on a toy kernel: finds exactly the signs, tells noticed from surviving mutants, demands reasons,
# reports stale ones, catches an index that leaves its array, a loop without end and a sign that nothing runs, and copes
# with signs of every kind of place: headers, assignments, divisors, casts, constants that the compiler must know.
set -euo pipefail
here=$(pwd) build=$(realpath "$1")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
mkdir -p plugins/toy tests/plugins/toy
ln -s "$here/core" core
cp -r "$here/tests/mutants.sh" "$here/tests/mutants.lua" "$here/tests/mutants" tests/
cat >plugins/toy/kernel.h <<'C'
/* The toy's kernel. */
static inline double twice(double a) { return a + a; }
double toy(double a, double b, const double *x, int n);
int odd(double x);
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
typedef struct {
  double x, y;
} pair;
typedef double lanes __attribute__((vector_size(16)));
enum { SIZE = 4 - 1 };
static const double table[SIZE] = {1.0, 2.0 - 4.0};
/* Any flipped sign changes the sum, but that of SIZE, and the one that is not run. */
int odd(double x) {
  pair p = {-1, x}, *q = &p;
  lanes v = {x, 1};
  unsigned k = 9, list[SIZE + 1];
  list[3] = 1;
  q->y -= 3 + x * 2 / 4;
  double sum = p.x / -q->y * 2 + (double)-(int)k, copy = -sum;
  for (int i = 0; i < 10; i += 3) sum -= twice(i > 5 ? -x : table[1] + i), k -= 2 * 1;
  v = v * -v + 2 * v - (lanes){1, 2} * 3;
  if (x > 1e6) sum = -sum;
  return (int)(sum - copy * 16 + v[0] - -v[1] / 4 + k % 5 + list[3]);
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
Test(toy, odd, .timeout = 10) {
  cr_assert_eq(odd(8), -135, "not %d", odd(8));
}
C
run() { status=0; BUILD="$build" bash tests/mutants.sh toy 2 >out.txt 2>&1 || status=$?; }
expect() { grep -qF -- "$1" out.txt || { echo "expected: $1"; cat out.txt; exit 1; }; }


run
[ $status = 1 ] || { echo "survivors without reasons passed"; cat out.txt; exit 1; }
expect 'toy: 32 signs in 2 files, 3 of them to be compiled one by one'
expect 'plugins/toy/kernel.c:7:24: - survived (arithmetic)'
expect '    NO REASON GIVEN'
expect 'plugins/toy/kernel.c:15:17: - survived (arithmetic)'
expect 'plugins/toy/kernel.c:27:22: - survived (arithmetic, nothing runs it)'
expect 'toy: 32 signs flipped, 28 noticed by the tests, 0 by the vectors only, 0 not compilable, 4 survived; 4 complaints'

# What was compiled is used again; a choice leaves the reasons of others in peace.
cat >plugins/toy/mutants.txt <<'TXT'
# Reasons.
kernel.c: double s = 1e-3 * (a @-@ b) * 0x1p-1 + 0 * text[0] * one;
  A toy.
kernel.c: double s = 1e-3 * (a - b) * 0x1p-1 @+@ 0 * text[0] * one;
  Adds zero.

kernel.c: if (x > 1e6) sum = @-@sum;
  Nobody asks.
kernel.c: enum { SIZE = 4 @-@ 1 };
  Room to spare.
TXT
touch before
MUTANTS="2 3" run
[ $status = 0 ] || { echo "two chosen signs failed"; cat out.txt; exit 1; }
expect 'toy: 2 signs flipped, 1 noticed by the tests, 0 by the vectors only, 0 not compilable, 1 survived; 0 complaints'
MUTANTS="survivors" run
[ $status = 0 ] || { echo "the survivors of before failed"; cat out.txt; exit 1; }
expect 'toy: 4 signs flipped, 0 noticed by the tests, 0 by the vectors only, 0 not compilable, 4 survived; 0 complaints'
again=$(find build/mutants/toy -newer before -name '*.o' -not -path '*/apart/*')
[ -z "$again" ] || { echo "compiled again: $again"; exit 1; }
run
[ $status = 0 ] || { echo "survivors with reasons failed"; cat out.txt; exit 1; }
expect '    Adds zero.'

cat >>plugins/toy/mutants.txt <<'TXT'
kernel.c: return s @-@ -a;
  No longer true.
TXT
run
[ $status = 1 ] || { echo "a stale reason passed"; cat out.txt; exit 1; }
expect 'plugins/toy/mutants.txt:11: stale, the tests notice this mutant:'
sed -i '$d' plugins/toy/mutants.txt && sed -i '$d' plugins/toy/mutants.txt

# Changed sources are compiled again, and what the compiler does not take at all is its own verdict.
sed -i 's/return s - -a;/const double *last = x + n; return s - -a + (last - x) - n;/' plugins/toy/kernel.c
run
[ $status = 0 ] || { echo "noticed new signs failed"; cat out.txt; exit 1; }
expect 'toy: 36 signs in 2 files, 4 of them to be compiled one by one'
expect ' 1 not compilable, 4 survived; 0 complaints'

# What only a vector notices, and what only a vector runs.
ln -s "$here/tests/models" tests/models
mkdir tests/vectors
cp "$here/tests/vectors.lua" tests/
cat >>plugins/toy/kernel.c <<'C'
double thrice(double x) { return 3 * x - x * x; }
C
echo 'double thrice(double x);' >>plugins/toy/kernel.h
cat >plugins/toy/model.c <<'C'
#include "kernel.h"
#include "models/access.h"
#define MODEL_ID "toy"
#define SOLVE solve
static rp_status solve(const rp_call *call) {
  double x = real_of(call, 0), y[2] = {1, 2};
  return write_scalar(call, 0, thrice(x) + toy(x, 1, y, 2) * 1e3);
}
#include "models/minimal.h"
C
cat >tests/vectors/toys.lua <<'LUA'
return { tolerance = 1e-9, kinds = { toy = function(v)
  return { { model = "toy", arguments = { x = v.x }, outputs = { y = "y" } } }
end } }
LUA
cat >tests/vectors/toys.json <<'JSON'
{"paper": "toys", "vectors": [{"id": "at 2", "kind": "toy", "inputs": {"x": 2}, "outputs": {"y": 3002.5}}]}
JSON
run
expect 'plugins/toy/mutants.txt:2: stale, the tests notice this mutant:'
expect ' noticed by the tests, 2 by the vectors only, 1 not compilable, 3 survived; '

sed -i 's/, 5, 1e-2/, 6, 1e-2/' tests/plugins/toy/kernel_test.c
run
[ $status = 1 ] || { echo "failing tests passed"; cat out.txt; exit 1; }
expect 'mutants: fails: toy/sums'
expect 'the tests do not pass with the kernel as it is'
sed -i 's/cr_assert_float_eq/cr_no_such_assert/' tests/plugins/toy/kernel_test.c
run
[ $status = 1 ] || { echo "tests that do not compile passed"; cat out.txt; exit 1; }
expect 'mutants: the kernel or its tests do not compile'
echo "mutants: noticed, surviving, excused and stale mutants are told apart"
