/*
 * chebyshev_series.h - polynomials on [-1, 1] as sums of Chebyshev polynomials: from values at the points of numerics/chebyshev.h,
 * and at many points at once. Pure; calls the C library only.
 */
#ifndef RP_CHEBYSHEV_SERIES_H
#define RP_CHEBYSHEV_SERIES_H
#include <stdint.h>

/* coefficients [n + 1] of the polynomial with the values [n + 1] at the n + 1 points. O(n^2). */
void rp_chebyshev_coefficients(int64_t n, const double *values, double *coefficients);

/* out[i] = sum_k coefficients[k] T_k(x[i]), by Clenshaw's recurrence; out must not be x. */
void rp_chebyshev_sum(int64_t n, const double *coefficients, int64_t count, const double *x, double *out);

#endif
