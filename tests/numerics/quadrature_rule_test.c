/* Gauss-Legendre and Clenshaw-Curtis rules are exact for the polynomials they are made for. */
#include <criterion/criterion.h>
#include <math.h>
#include "numerics/quadrature_rule.h"

Test(quadrature_rule, gauss_is_exact_to_degree_2n_minus_1) {
  double x[40], w[40];
  for (int n = 1; n <= 40; ++n) {
    rp_gauss_legendre(n, x, w);
    for (int degree = 0; degree < 2 * n; ++degree) {
      double sum = 0, exact = degree % 2 ? 0 : 2.0 / (degree + 1);
      for (int i = 0; i < n; ++i)
        sum += w[i] * pow(x[i], degree);
      cr_assert(fabs(sum - exact) < 2e-15 * n, "n = %d, degree %d: %.17g", n, degree, sum);
    }
    for (int i = 1; i < n; ++i)
      cr_assert_lt(x[i - 1], x[i]);
  }
  rp_gauss_legendre(3, x, w);
  cr_assert_eq(x[1], 0);
  cr_assert(fabs(x[2] - sqrt(0.6)) < 1e-16);
}

Test(quadrature_rule, clenshaw_curtis_is_exact_to_degree_n) {
  double w[41];
  for (int n = 1; n <= 40; ++n) {
    rp_clenshaw_curtis(n, w);
    for (int degree = 0; degree <= n; ++degree) {
      double sum = 0, exact = degree % 2 ? 0 : 2.0 / (degree + 1);
      for (int j = 0; j <= n; ++j)
        sum += w[j] * pow(-cos(M_PI * j / n), degree);
      cr_assert(fabs(sum - exact) < 1e-14, "n = %d, degree %d: %.17g", n, degree, sum);
    }
  }
}
