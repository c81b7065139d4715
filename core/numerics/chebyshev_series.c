/* chebyshev_series.c - see chebyshev_series.h. */
#include "numerics/chebyshev_series.h"
#include <math.h>
#include "reprise/clones.h"

enum { LANES = 32 };
static const double pi = 3.14159265358979323846;

void rp_chebyshev_coefficients(int64_t n, const double *values, double *coefficients) {
  for (int64_t k = 0; k <= n; ++k) {
    double sum = 0; /* x_j = cos(pi (n - j)/n) */
    for (int64_t j = 0; j <= n; ++j) {
      double share = j == 0 || j == n ? 0.5 : 1;
      sum += share * values[n - j] * cos(pi * (double)(j * k % (2 * n)) / (double)n);
    }
    coefficients[k] = sum * (k == 0 || k == n ? 1 : 2) / (double)n;
  }
}

RP_CLONES static void clenshaw(int64_t n, const double *c, int64_t count, const double *x, double *out) {
  double next[LANES], after[LANES];
  for (int64_t i = 0; i < count; ++i)
    next[i] = after[i] = 0;
  for (int64_t k = n; k > 0; --k)
    for (int64_t i = 0; i < count; ++i) {
      double now = c[k] + 2 * x[i] * next[i] - after[i];
      after[i] = next[i];
      next[i] = now;
    }
  for (int64_t i = 0; i < count; ++i)
    out[i] = c[0] + x[i] * next[i] - after[i];
}

void rp_chebyshev_sum(int64_t n, const double *coefficients, int64_t count, const double *x, double *out) {
  for (int64_t from = 0; from < count; from += LANES)
    clenshaw(n, coefficients, count - from < LANES ? count - from : LANES, x + from, out + from);
}
