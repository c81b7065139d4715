/* Brent's methods: accuracy, bad brackets, flat and steep functions. */
#include <criterion/criterion.h>
#include <math.h>
#include "numerics/roots.h"

typedef struct counted {
  double shift;
  int calls;
} counted;

static double cubic(void *context, double x) {
  counted *c = context;
  ++c->calls;
  return x * x * x - c->shift;
}

static double steep(void *context, double x) {
  counted *c = context;
  ++c->calls;
  return x < c->shift ? -1e300 : 1e-300;
}

static double bowl(void *context, double x) {
  counted *c = context;
  ++c->calls;
  return cosh(x - c->shift);
}

Test(roots, brent) {
  for (double shift = 1e-9; shift < 1e9; shift *= 37) {
    counted c = {shift, 0};
    double x = rp_root_brent(cubic, &c, -1, 2e3, 0);
    cr_assert(fabs(x - cbrt(shift)) <= 4e-16 * x, "%.17g against %.17g", x, cbrt(shift));
    cr_assert_leq(c.calls, 80);
  }
  counted c = {8, 0};
  cr_assert_eq(rp_root_brent(cubic, &c, 2, 5, 0), 2); /* a root at an end */
  cr_assert_eq(rp_root_brent(cubic, &c, -5, 2, 0), 2);
  cr_assert(fabs(rp_root_brent(cubic, &c, 5, -5, 1e-3) - 2) < 1e-3);
  cr_assert(isnan(rp_root_brent(cubic, &c, 3, 5, 0))); /* no change of sign */
}

Test(roots, jump) {
  counted c = {0.7312, 0};
  double x = rp_root_brent(steep, &c, 0, 1, 0);
  cr_assert(fabs(x - 0.7312) < 1e-15);
  cr_assert_leq(c.calls, 130);
}

Test(roots, least) {
  double least;
  for (double shift = -3; shift <= 3; shift += 0.7) {
    counted c = {shift, 0};
    double x = rp_least_brent(bowl, &c, -4, 5, 1e-10, -INFINITY, &least);
    cr_assert(fabs(x - shift) < 3e-8, "%.17g against %g", x, shift);
    cr_assert(fabs(least - 1) < 1e-15);
    cr_assert_leq(c.calls, 60);
  }
  counted c = {10, 0}; /* monotone: the end */
  cr_assert(fabs(rp_least_brent(bowl, &c, 0, 1, 1e-9, -INFINITY, &least) - 1) < 1e-6);
  c = (counted){0, 0};
  rp_least_brent(bowl, &c, -4, 5, 1e-10, 3, &least); /* good enough is enough */
  cr_assert_lt(least, 3);
  cr_assert_leq(c.calls, 5);
}
