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

/* Rows before `half` are eliminated downwards, the others upwards. pivot: reciprocals. In the first half `upper` becomes
 * upper * pivot and `lower` lower * pivot, so that x_i = pivot_i b_i - lower_i x_{i-1}; in the second half likewise with the
 * parts exchanged. The row `half` is the last of all. */
void rp_tridiagonal_factor(int64_t n, double *lower, const double *diagonal, double *upper, double *pivot) {
  int64_t half = n / 2;
  double before = 0;
  for (int64_t i = 0; i < half; ++i) {
    pivot[i] = 1 / (diagonal[i] - (i > 0 ? lower[i] * before : 0));
    before = upper[i] *= pivot[i];
    lower[i] *= pivot[i];
  }
  double after = 0;
  for (int64_t i = n - 1; i > half; --i) {
    pivot[i] = 1 / (diagonal[i] - (i < n - 1 ? upper[i] * after : 0));
    after = lower[i] *= pivot[i];
    upper[i] *= pivot[i];
  }
  pivot[half] = 1 / (diagonal[half] - lower[half] * before - (half < n - 1 ? upper[half] * after : 0));
  lower[half] *= pivot[half];
  if (half < n - 1) upper[half] *= pivot[half];
}

void rp_tridiagonal_resolve(int64_t n, const double *lower, const double *upper, const double *pivot,
                            double *x) {
  int64_t half = n / 2, last = n - 1;
  for (int64_t i = 0; i < n; ++i)
    x[i] *= pivot[i];
  for (int64_t i = 1; i < half; ++i) { /* both ends at once; the second half has at most one row less */
    int64_t j = last - i;
    x[i] -= lower[i] * x[i - 1];
    if (j > half) x[j] -= upper[j] * x[j + 1];
  }
  x[half] -= lower[half] * x[half - 1];
  if (half < last) x[half] -= upper[half] * x[half + 1];
  for (int64_t i = half - 1; i >= 0; --i) {
    int64_t j = 2 * half - i;
    x[i] -= upper[i] * x[i + 1];
    if (j <= last) x[j] -= lower[j] * x[j - 1];
  }
}
