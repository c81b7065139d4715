/* Generators of affine laws on grids: exact for polynomials of low degree, boundary rows, monotone variant. */
#include "numerics/diffusion_operator.h"
#include <criterion/criterion.h>
#include <math.h>

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

enum { N = 16 };
static const rp_affine_law laws[] = {
    {2, 0.4, 0, 0.3, 0.5}, {1.3, 0.6, 0.2, 0, 0.3}, {0.8, 0.5, 0.05, 0.1, 0.2}};

/* L z^p, without diffusion at the ends. */
static double exact(const rp_affine_law *l, double z, int p, bool end) {
  double first = p ? p * pow(z, p - 1) : 0, second = p > 1 ? p * (p - 1) * pow(z, p - 2) : 0;
  return l->speed * (l->mean - z) * first +
         (end ? 0 : 0.5 * (l->variance_constant + l->variance_slope * z) * second);
}

Test(diffusion_operator, collocation_is_exact_for_polynomials) {
  double points[N + 1], matrix[(N + 1) * (N + 1)], work[(N + 1) * (N + 1)];
  for (int i = 0; i < 3; ++i) {
    rp_diffusion_chebyshev(laws + i, 0, 1.2, N, points, matrix, work);
    CLOSE(points[0], 0, 0);
    CLOSE(points[N], 1.2, 1e-16);
    for (int p = 0; p < 6; ++p)
      for (int j = 0; j <= N; ++j) {
        double sum = 0;
        for (int k = 0; k <= N; ++k)
          sum += matrix[j * (N + 1) + k] * pow(points[k], p);
        CLOSE(sum, exact(laws + i, points[j], p, j == 0 || j == N), 3e-11);
      }
  }
}

Test(diffusion_operator, differences_are_exact_for_quadratics) {
  double below[N + 1], diagonal[N + 1], above[N + 1], first, last, d = 1.2 / N;
  for (int i = 0; i < 3; ++i) {
    rp_diffusion_differences(laws + i, 0, 1.2, N, false, below, diagonal, above, &first, &last);
    for (int p = 0; p <= 2; ++p)
      for (int j = 0; j <= N; ++j) {
        double z = d * j, sum = diagonal[j] * pow(z, p);
        if (j > 0) sum += below[j] * pow(z - d, p);
        if (j < N) sum += above[j] * pow(z + d, p);
        if (j == 0) sum += first * pow(z + 2 * d, p);
        if (j == N) sum += last * pow(z - 2 * d, p);
        CLOSE(sum, exact(laws + i, z, p, j == 0 || j == N), 1e-12);
      }
    cr_assert(below[0] == 0 && above[N] == 0 && first != 0 && last != 0);
  }
}

Test(diffusion_operator, upwind_rows_are_those_of_a_chain) {
  double below[N + 1], diagonal[N + 1], above[N + 1], first, last;
  for (int i = 0; i < 3; ++i) {
    rp_diffusion_differences(laws + i, 0, 1.2, N, true, below, diagonal, above, &first, &last);
    cr_assert(first == 0 && last == 0);
    for (int j = 0; j <= N; ++j) {
      cr_assert(below[j] >= 0 && above[j] >= 0 && diagonal[j] <= 0);
      CLOSE(below[j] + diagonal[j] + above[j], 0, 1e-12);
      double z = 1.2 * j / N, drift = laws[i].speed * (laws[i].mean - z); /* L z, exactly */
      CLOSE((above[j] - below[j]) * 1.2 / N, drift, 1e-12);
    }
  }
}
