/* Small dense systems with several right-hand sides, exchanges and singular matrices. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include "numerics/dense_lu.h"

enum { MOST = 24, SIDES = 3 };

static double next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-52 - 1;
}

Test(dense_lu, solves) {
  uint64_t state = 1;
  for (int n = 1; n <= MOST; ++n) {
    double a[MOST * (MOST + SIDES)], kept[MOST * (MOST + SIDES)];
    int columns = n + SIDES;
    for (int i = 0; i < n * columns; ++i)
      kept[i] = a[i] = next(&state);
    if (n > 1) a[0] = kept[0] = 0; /* the first pivot must be exchanged */
    cr_assert(rp_dense_solve(n, columns, a));
    for (int i = 0; i < n; ++i)
      for (int s = n; s < columns; ++s) {
        double left = kept[i * columns + s], size = 1;
        for (int j = 0; j < n; ++j) {
          left -= kept[i * columns + j] * a[j * columns + s];
          size += fabs(a[j * columns + s]);
        }
        cr_assert(fabs(left) < 1e-14 * size, "n = %d: residual %g", n, left);
      }
  }
}

Test(dense_lu, refuses_singular_matrices) {
  double twice[] = {1, 2, 1, 2, 4, 1}, none[] = {0, 1}, infinite[] = {INFINITY, 1};
  cr_assert_not(rp_dense_solve(2, 3, twice));
  cr_assert_not(rp_dense_solve(1, 2, none));
  cr_assert_not(rp_dense_solve(1, 2, infinite));
}
