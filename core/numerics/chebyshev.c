/* chebyshev.c - see chebyshev.h. Berrut and Trefethen, Barycentric Lagrange interpolation, SIAM Review 46
 * (2004); Trefethen, Spectral Methods in MATLAB, 2000. */
#include "numerics/chebyshev.h"
#include <math.h>

static const double pi = 3.14159265358979323846;

void rp_chebyshev_points(int64_t n, double *points) {
  for (int64_t j = 0; j <= n; ++j)
    points[j] = sin(pi * (double)(2 * j - n) / (double)(2 * n));
}

/* Barycentric weight of point j. */
static double weight(int64_t n, int64_t j) {
  double sign = j % 2 == 0 ? 1 : -1;
  return j == 0 || j == n ? sign / 2 : sign;
}

void rp_chebyshev_derivative(int64_t n, const double *points, double *matrix) {
  for (int64_t i = 0; i <= n; ++i) {
    double *row = matrix + i * (n + 1), sum = 0;
    for (int64_t j = 0; j <= n; ++j) {
      if (j == i) continue;
      row[j] = weight(n, j) / weight(n, i) / (points[i] - points[j]);
      sum += row[j];
    }
    row[i] = -sum;
  }
}

double rp_chebyshev_at(int64_t n, const double *points, const double *values, double x) {
  double above = 0, below = 0;
  for (int64_t j = 0; j <= n; ++j) {
    double distance = x - points[j];
    if (distance == 0) return values[j];
    double share = weight(n, j) / distance;
    above += share * values[j];
    below += share;
  }
  return above / below;
}

double rp_chebyshev_tail(int64_t n, const double *values) {
  double tail = 0;
  for (int64_t k = n - 1; k <= n; ++k) {
    double sum = 0;
    for (int64_t j = 0; j <= n; ++j) {
      double share = j == 0 || j == n ? 0.5 : 1;
      sum += share * values[j] * cos(pi * (double)(j * k % (2 * n)) / (double)n);
    }
    tail += fabs(sum) * (k == n ? 1 : 2) / (double)n;
  }
  return tail;
}
