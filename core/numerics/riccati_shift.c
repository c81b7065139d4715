/* riccati_shift.c - see riccati_shift.h. */
#include "riccati_shift.h"
#include <math.h>
#include "reprise/clones.h"

#define ALWAYS static inline __attribute__((always_inline))

ALWAYS void shift(int64_t n, const double *restrict h, const double *restrict centre,
                  double *restrict shifted) {
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

/* Copies for small n, whose loops have known lengths. */
#define SHIFT(n)                                                                                             \
  RP_CLONES static void shift_##n(const double *restrict h, const double *restrict centre,                   \
                                  double *restrict shifted) {                                                \
    shift(n, h, centre, shifted);                                                                            \
  }
SHIFT(2)
SHIFT(3)
SHIFT(4)

void rp_riccati_shift(int64_t n, const double *h, const double *centre, double *shifted) {
  switch (n) {
  case 2:
    shift_2(h, centre, shifted);
    break;
  case 3:
    shift_3(h, centre, shifted);
    break;
  case 4:
    shift_4(h, centre, shifted);
    break;
  default:
    shift(n, h, centre, shifted);
  }
}

/* A bound of the largest eigenvalue of the symmetric part of sign a, a with rows of m. */
ALWAYS double logarithmic_norm(int64_t n, int64_t m, double sign, const double *a) {
  double most = -INFINITY;
  for (int64_t i = 0; i < n; ++i) {
    double reach = sign * a[i * m + i];
    for (int64_t j = 0; j < n; ++j)
      if (j != i) reach += 0.5 * fabs(a[i * m + j] + a[j * m + i]);
    if (!(reach <= most)) most = reach;
  }
  return most;
}

ALWAYS double squares(int64_t n, int64_t m, const double *a) {
  double sum = 0;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      sum += a[i * m + j] * a[i * m + j];
  return sum;
}

/* The time at which r' = d + m r + a r^2 from r leaves every bound; d, a, r >= 0 by their squares. */
static double comparison(double dd, double m, double aa, double rr) {
  /* Usually m < 0, and r is below the minimum of a right side that has zeros: no roots are needed to say so. */
  if (m < 0 && 4 * aa * rr < m * m && 16 * aa * dd < m * m * m * m) return INFINITY;
  double d = sqrt(dd), a = sqrt(aa), r = sqrt(rr);
  double square = 4 * a * d - m * m, root = sqrt(fabs(square));
  if (a == 0) return INFINITY;
  if (square > 0) return 2 / root * (acos(-1) / 2 - atan((2 * a * r + m) / root));
  double upper = (root - m) / (2 * a), lower = (-root - m) / (2 * a);
  if (r < upper) return INFINITY;
  if (root == 0) return r > upper ? 1 / (a * (r - upper)) : INFINITY;
  return r > upper ? log((r - lower) / (r - upper)) / root : INFINITY;
}

/* What rp_riccati_margin() compares: but for the growth, squares. */
typedef struct sizes {
  double drift, growth, square, start;
} sizes;

ALWAYS sizes sizes_of(int64_t n, const double *shifted, const double *centre, const double *start) {
  int64_t m = 2 * n;
  double from_centre = 0;
  for (int64_t i = 0; i < n * n; ++i)
    from_centre += (start[i] - centre[i]) * (start[i] - centre[i]);
  double growth = logarithmic_norm(n, m, 1, shifted + n * m + n) + logarithmic_norm(n, m, -1, shifted);
  return (sizes){squares(n, m, shifted + n * m), growth, squares(n, m, shifted + n), from_centre};
}

#define SIZES(n)                                                                                             \
  static sizes sizes_##n(const double *shifted, const double *centre, const double *start) {                 \
    return sizes_of(n, shifted, centre, start);                                                              \
  }
SIZES(2)
SIZES(3)
SIZES(4)

double rp_riccati_margin(int64_t n, const double *shifted, const double *centre, const double *start) {
  sizes s = n == 2   ? sizes_2(shifted, centre, start)
            : n == 3 ? sizes_3(shifted, centre, start)
            : n == 4 ? sizes_4(shifted, centre, start)
                     : sizes_of(n, shifted, centre, start);
  double margin = comparison(s.drift, s.growth, s.square, s.start);
  return margin >= 0 ? margin : 0; /* NaN is no margin */
}
