/* riccati_shift.c - see riccati_shift.h. */
#include "riccati_shift.h"
#include <math.h>

void rp_riccati_shift(int64_t n, const double *h, const double *centre, double *shifted) {
  int64_t m = 2 * n;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      double closed = h[i * m + j], other = h[(n + i) * m + n + j];
      for (int64_t l = 0; l < n; ++l) {
        closed += h[i * m + n + l] * centre[l * n + j];
        other -= centre[i * n + l] * h[l * m + n + j];
      }
      shifted[i * m + j] = closed;
      shifted[i * m + n + j] = h[i * m + n + j];
      shifted[(n + i) * m + n + j] = other;
    }
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      double drift = h[(n + i) * m + j];
      for (int64_t l = 0; l < n; ++l)
        drift += h[(n + i) * m + n + l] * centre[l * n + j] - centre[i * n + l] * shifted[l * m + j];
      shifted[(n + i) * m + j] = drift;
    }
}

/* A bound of the largest eigenvalue of the symmetric part of sign a, a with rows of m. */
static double logarithmic_norm(int64_t n, int64_t m, double sign, const double *a) {
  double most = -INFINITY;
  for (int64_t i = 0; i < n; ++i) {
    double reach = sign * a[i * m + i];
    for (int64_t j = 0; j < n; ++j)
      if (j != i) reach += 0.5 * fabs(a[i * m + j] + a[j * m + i]);
    if (!(reach <= most)) most = reach;
  }
  return most;
}

static double size(int64_t n, int64_t m, const double *a) {
  double squares = 0;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      squares += a[i * m + j] * a[i * m + j];
  return sqrt(squares);
}

/* The time at which r' = d + m r + a r^2 from r leaves every bound; d, a, r >= 0. */
static double comparison(double d, double m, double a, double r) {
  double square = 4 * a * d - m * m, root = sqrt(fabs(square));
  if (a == 0) return INFINITY;
  if (square > 0) return 2 / root * (acos(-1) / 2 - atan((2 * a * r + m) / root));
  double upper = (root - m) / (2 * a), lower = (-root - m) / (2 * a);
  if (r < upper) return INFINITY;
  if (root == 0) return r > upper ? 1 / (a * (r - upper)) : INFINITY;
  return r > upper ? log((r - lower) / (r - upper)) / root : INFINITY;
}

double rp_riccati_margin(int64_t n, const double *shifted, const double *centre, const double *start) {
  int64_t m = 2 * n;
  double squares = 0;
  for (int64_t i = 0; i < n * n; ++i)
    squares += (start[i] - centre[i]) * (start[i] - centre[i]);
  double growth = logarithmic_norm(n, m, 1, shifted + n * m + n) + logarithmic_norm(n, m, -1, shifted);
  double margin = comparison(size(n, m, shifted + n * m), growth, size(n, m, shifted + n), sqrt(squares));
  return margin >= 0 ? margin : 0; /* NaN is no margin */
}
