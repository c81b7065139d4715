/*
 * acas_field_series.h - Chebyshev series in (q2, qe) for eight states at once, for the kernels of acas_field.h, which inline it. Pure.
 */
#ifndef RP_ACAS_FIELD_SERIES_H
#define RP_ACAS_FIELD_SERIES_H
#include "acas_field.h"

/* T_0 .. T_{n-1} at z. */
static inline void rp_field_chebyshev(int64_t n, double z, double *t) {
  t[0] = 1;
  if (n > 1) t[1] = z;
  for (int64_t k = 2; k < n; ++k)
    t[k] = 2 * z * t[k - 1] - t[k - 2];
}

/* Sums of a tensor series for eight points; `count` of the three values. */
static inline __attribute__((always_inline)) void
rp_field_series(int64_t n, int64_t m, int64_t points, int64_t first, int64_t last, const double *coefficients,
                const double *z2, const double *ze, double *sum) {
  double te[RP_FIELD_NODES][RP_FIELD_LANES];
  for (int l = 0; l < RP_FIELD_LANES; ++l)
    te[0][l] = 1, te[1][l] = ze[l];
  for (int64_t b = 2; b < m; ++b)
    for (int l = 0; l < RP_FIELD_LANES; ++l)
      te[b][l] = 2 * ze[l] * te[b - 1][l] - te[b - 2][l];
  for (int64_t c = first; c < last; ++c) {
    double before[RP_FIELD_LANES], t[RP_FIELD_LANES], total[RP_FIELD_LANES];
    for (int l = 0; l < RP_FIELD_LANES; ++l)
      before[l] = z2[l], t[l] = 1, total[l] = 0; /* T_{-1} = T_1 */
    for (int64_t a = 0; a < n; ++a) {
      const double *row = coefficients + c * points + a * m;
      double inner[RP_FIELD_LANES] = {0};
      for (int64_t b = 0; b < m; ++b)
        for (int l = 0; l < RP_FIELD_LANES; ++l)
          inner[l] += row[b] * te[b][l];
      for (int l = 0; l < RP_FIELD_LANES; ++l) {
        total[l] += t[l] * inner[l];
        double next = 2 * z2[l] * t[l] - before[l];
        before[l] = t[l];
        t[l] = next;
      }
    }
    for (int l = 0; l < RP_FIELD_LANES; ++l)
      sum[c * RP_FIELD_LANES + l] = total[l];
  }
}

#endif
