/* Interpolation, differentiation and resolution on Chebyshev points. */
#include <criterion/criterion.h>
#include <math.h>
#include "numerics/chebyshev.h"

enum { N = 20 };

Test(chebyshev, points) {
  double x[N + 1];
  rp_chebyshev_points(N, x);
  cr_assert_eq(x[0], -1);
  cr_assert_eq(x[N], 1);
  cr_assert_eq(x[N / 2], 0);
  for (int j = 0; j <= N; ++j)
    cr_assert_eq(x[j], -x[N - j]);
}

Test(chebyshev, interpolates_and_differentiates) {
  double x[N + 1], D[(N + 1) * (N + 1)], f[N + 1];
  rp_chebyshev_points(N, x);
  rp_chebyshev_derivative(N, x, D);
  for (int j = 0; j <= N; ++j)
    f[j] = exp(1.3 * x[j]);
  for (int i = 0; i <= N; ++i) {
    double slope = 0;
    for (int j = 0; j <= N; ++j)
      slope += D[i * (N + 1) + j] * f[j];
    cr_assert(fabs(slope - 1.3 * f[i]) < 1e-12);
  }
  for (double at = -1; at <= 1; at += 0.0625)
    cr_assert(fabs(rp_chebyshev_at(N, x, f, at) - exp(1.3 * at)) < 1e-14);
  cr_assert_eq(rp_chebyshev_at(N, x, f, x[7]), f[7]);
}

/* The last two coefficients of T_{n-1} + 3 T_n are 1 and 3; a polynomial of lower degree has none. */
Test(chebyshev, tail) {
  for (int n = 2; n <= N; ++n) {
    double x[N + 1], f[N + 1];
    rp_chebyshev_points(n, x);
    for (int j = 0; j <= n; ++j)
      f[j] = cos((n - 1) * acos(x[j])) + 3 * cos(n * acos(x[j]));
    cr_assert(fabs(rp_chebyshev_tail(n, f) - 4) < 1e-13, "n = %d: %.17g", n, rp_chebyshev_tail(n, f));
    for (int j = 0; j <= n; ++j)
      f[j] = cos((n - 2) * acos(x[j]));
    cr_assert_lt(rp_chebyshev_tail(n, f), 1e-14);
  }
}
