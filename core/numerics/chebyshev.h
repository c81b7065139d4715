/*
 * chebyshev.h - polynomial interpolation on the n + 1 points x_j = -cos(pi j / n) of [-1, 1], j = 0..n:
 * points, differentiation, evaluation, and how well a polynomial is resolved. Pure; calls the C library only.
 */
#ifndef RP_CHEBYSHEV_H
#define RP_CHEBYSHEV_H
#include <stdint.h>

/* The points, increasing, exactly symmetric. points [n + 1]. n >= 1. */
void rp_chebyshev_points(int64_t n, double *points);

/* matrix [n + 1][n + 1], row-major: values at the points -> derivatives there. Constants go to exact zeros up
 * to the rounding of one sum. */
void rp_chebyshev_derivative(int64_t n, const double *points, double *matrix);

/* The interpolating polynomial at x in [-1, 1], by the barycentric formula; the value itself at a point. */
double rp_chebyshev_at(int64_t n, const double *points, const double *values, double x);

/* Sum of the absolute values of the last two Chebyshev coefficients: what a polynomial of lower degree would
 * miss. */
double rp_chebyshev_tail(int64_t n, const double *values);

#endif
