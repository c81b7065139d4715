/* tridiagonal.c - see tridiagonal.h. */
#include "numerics/tridiagonal.h"
#include <math.h>

bool rp_tridiagonal_solve(int64_t n, double *lower, double *diagonal, double *upper, double *second,
                          double *right) {
  for (int64_t i = 0; i < n; ++i)
    second[i] = 0;
  for (int64_t i = 0; i + 1 < n; ++i) {
    double next_upper = i + 2 < n ? upper[i + 1] : 0;
    if (fabs(lower[i + 1]) > fabs(diagonal[i])) { /* rows i and i + 1 change places */
      double factor = diagonal[i] / lower[i + 1], kept = right[i], above = upper[i];
      diagonal[i] = lower[i + 1];
      upper[i] = diagonal[i + 1];
      second[i] = next_upper;
      diagonal[i + 1] = above - factor * upper[i];
      if (i + 2 < n) upper[i + 1] = -factor * next_upper;
      right[i] = right[i + 1];
      right[i + 1] = kept - factor * right[i];
    } else {
      double factor = lower[i + 1] / diagonal[i];
      diagonal[i + 1] -= factor * upper[i];
      right[i + 1] -= factor * right[i];
    }
    if (diagonal[i] == 0 || !isfinite(diagonal[i])) return false;
  }
  if (diagonal[n - 1] == 0 || !isfinite(diagonal[n - 1])) return false;
  for (int64_t i = n - 1; i >= 0; --i) {
    double sum = right[i];
    if (i + 1 < n) sum -= upper[i] * right[i + 1];
    if (i + 2 < n) sum -= second[i] * right[i + 2];
    right[i] = sum / diagonal[i];
  }
  return true;
}

void rp_tridiagonal_factor(int64_t n, const double *lower, const double *diagonal, double *upper,
                           double *pivot) {
  double before = 0;
  for (int64_t i = 0; i < n; ++i) {
    pivot[i] = 1 / (diagonal[i] - (i > 0 ? lower[i] * before : 0));
    before = i + 1 < n ? upper[i] * pivot[i] : 0;
    upper[i] = before;
  }
}

void rp_tridiagonal_resolve(int64_t n, const double *lower, const double *upper, const double *pivot,
                            double *x) {
  x[0] *= pivot[0];
  for (int64_t i = 1; i < n; ++i)
    x[i] = (x[i] - lower[i] * x[i - 1]) * pivot[i];
  for (int64_t i = n - 2; i >= 0; --i)
    x[i] -= upper[i] * x[i + 1];
}
