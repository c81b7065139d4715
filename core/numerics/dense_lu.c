/* dense_lu.c - see dense_lu.h. Row-oriented elimination, so that the inner loops run along memory. */
#include "numerics/dense_lu.h"
#include <math.h>

static void exchange(int64_t columns, double *restrict a, double *restrict b) {
  for (int64_t j = 0; j < columns; ++j) {
    double kept = a[j];
    a[j] = b[j];
    b[j] = kept;
  }
}

/* to -= factor * from */
static void subtract(int64_t n, double factor, const double *restrict from, double *restrict to) {
  for (int64_t j = 0; j < n; ++j)
    to[j] -= factor * from[j];
}

bool rp_dense_solve(int64_t n, int64_t columns, double *a) {
  for (int64_t k = 0; k < n; ++k) {
    int64_t pivot = k;
    for (int64_t i = k + 1; i < n; ++i)
      if (fabs(a[i * columns + k]) > fabs(a[pivot * columns + k])) pivot = i;
    double size = a[pivot * columns + k];
    if (size == 0 || !isfinite(size)) return false;
    if (pivot != k) exchange(columns - k, a + k * columns + k, a + pivot * columns + k);
    for (int64_t i = k + 1; i < n; ++i) {
      double factor = a[i * columns + k] / size;
      if (factor != 0) subtract(columns - k - 1, factor, a + k * columns + k + 1, a + i * columns + k + 1);
    }
  }
  int64_t right = columns - n;
  for (int64_t k = n - 1; k >= 0; --k) {
    double *row = a + k * columns;
    for (int64_t j = k + 1; j < n; ++j)
      subtract(right, row[j], a + j * columns + n, row + n);
    for (int64_t j = n; j < columns; ++j)
      row[j] /= row[k];
  }
  return true;
}
