/* Exponentials against the C library's, at the ends of the range, alone and among others. */
#include "numerics/exponential.h"
#include <criterion/criterion.h>
#include <float.h>
#include <math.h>

Test(exponential, agrees_with_the_library) {
  enum { COUNT = 4001 };
  static double x[COUNT], got[COUNT];
  const double spans[] = {1e-3, 1, 40, 700};
  for (int s = 0; s < 4; ++s) {
    for (int i = 0; i < COUNT; ++i)
      x[i] = spans[s] * (2.0 * i / (COUNT - 1) - 1);
    rp_exponentials(COUNT, 1, 0, x, got);
    for (int i = 0; i < COUNT; ++i)
      cr_assert(fabs(got[i] / exp(x[i]) - 1) <= 2 * DBL_EPSILON, "exp(%.17g) is %.17g", x[i], got[i]);
  }
}

Test(exponential, ends_of_the_range) {
  const double x[] = {0, -707.9, -708.1, -1e4, -INFINITY, 709, -1e300};
  double got[7];
  rp_exponentials(7, 1, 0, x, got);
  cr_assert_eq(got[0], 1);
  cr_assert(fabs(got[1] / exp(-707.9) - 1) < 1e-15);
  for (int i = 2; i < 5; ++i)
    cr_assert_eq(got[i], 0);
  cr_assert(fabs(got[5] / exp(709) - 1) < 1e-15);
  cr_assert_eq(got[6], 0);
}

Test(exponential, rate_and_origin) {
  double x[37], got[37], alone;
  for (int i = 0; i < 37; ++i)
    x[i] = 0.3 * i;
  rp_exponentials(37, -1.7, 4.5, x, got);
  for (int i = 0; i < 37; ++i) {
    cr_assert(fabs(got[i] / exp(-1.7 * (x[i] - 4.5)) - 1) <= 2 * DBL_EPSILON);
    rp_exponentials(1, -1.7, 4.5, x + i, &alone);
    cr_assert_eq(alone, got[i]);
  }
}
