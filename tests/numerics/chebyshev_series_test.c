/* Chebyshev series from nodal values, against the barycentric formula and T_k = cos(k arccos x). */
#include "numerics/chebyshev_series.h"
#include <criterion/criterion.h>
#include <math.h>
#include "numerics/chebyshev.h"

enum { N = 24, COUNT = 77 };

Test(chebyshev_series, agrees_with_the_interpolating_polynomial) {
  double node[N + 1], f[N + 1], c[N + 1], x[COUNT], out[COUNT];
  rp_chebyshev_points(N, node);
  for (int j = 0; j <= N; ++j)
    f[j] = exp(node[j]) / (1.5 + node[j]);
  rp_chebyshev_coefficients(N, f, c);
  for (int i = 0; i < COUNT; ++i)
    x[i] = -1 + 2. * i / (COUNT - 1);
  rp_chebyshev_sum(N, c, COUNT, x, out);
  for (int i = 0; i < COUNT; ++i)
    cr_assert(fabs(out[i] - rp_chebyshev_at(N, node, f, x[i])) < 1e-13);
}

Test(chebyshev_series, single_terms) {
  double node[N + 1], f[N + 1], c[N + 1];
  rp_chebyshev_points(N, node);
  for (int k = 0; k <= N; ++k) {
    for (int j = 0; j <= N; ++j)
      f[j] = cos(k * acos(node[j]));
    rp_chebyshev_coefficients(N, f, c);
    for (int m = 0; m <= N; ++m)
      cr_assert(fabs(c[m] - (m == k)) < 1e-13, "T_%d has %g of T_%d", k, c[m], m);
  }
}
