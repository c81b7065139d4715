/* The panels are exact for degree 31; halving resolves what one panel cannot. */
#include "numerics/quadrature.h"
#include <criterion/criterion.h>
#include <math.h>

#define CLOSE(got, want, tolerance)                                                                          \
  cr_assert(fabs((got) - (want)) <= (tolerance), "%s is %.17g, want %.17g", #got, (double)(got),             \
            (double)(want))

static double power(const void *context, double x) {
  return pow(x, *(const int *)context);
}

Test(quadrature, one_panel_is_exact_to_degree_31) {
  for (int degree = 0; degree <= 31; ++degree)
    CLOSE(rp_integrate_panel(power, &degree, 0, 1), 1.0 / (degree + 1), 3e-16);
  int degree = 40;
  cr_assert(fabs(rp_integrate_panel(power, &degree, -1, 1) - 2.0 / 41) > 1e-12);
}

static double peak(const void *context, double x) {
  double width = *(const double *)context;
  return width / (width * width + x * x);
}

Test(quadrature, halves_until_a_peak_is_resolved) {
  for (double width = 1; width > 1e-5; width /= 7) {
    double error, got = rp_integrate(peak, &width, -0.3, 1.1, 1e-14, &error);
    CLOSE(got, atan(1.1 / width) + atan(0.3 / width), 2e-13);
    cr_assert(error < 1e-12);
  }
}

Test(quadrature, direction_and_empty_interval) {
  int cubic = 3;
  CLOSE(rp_integrate(power, &cubic, 2, 0, 1e-14, NULL), -4, 1e-14);
  cr_assert_eq(rp_integrate(power, &cubic, 1.5, 1.5, 1e-14, NULL), 0);
}

static double step(const void *context, double x) {
  return x < *(const double *)context ? 1 : 0;
}

Test(quadrature, a_jump_ends_and_says_how_large_the_doubt_is) {
  double at = 0.2385, error;
  CLOSE(rp_integrate(step, &at, 0, 1, 1e-14, &error), at, 1e-11);
  cr_assert(error > 0 && error < 1e-10);
}
