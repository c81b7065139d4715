/*
 * quotes.h - equilibrium of makers who compete for the best quote: psi(y), the unique solution of
 *
 *     d^i = clip(y^i + 1/h(d^i - min_{j != i} d^j), -xi, xi),      h = -L'/L,
 *
 * asks for y, bids for -y. The order of d is the order of y: the two lowest solve one equation for their distance, each
 * other one follows from the lowest, O(N log N) with the sort. psi is non-decreasing, commutes with shifts where nothing is
 * clipped, and does not expand distances in the maximum norm. Pure; calls libm and numerics/roots.h; memory is the caller's.
 *
 * Source: Guo and Jin, section 3, eq. 13 and definition 3.4; the reduction to the two lowest is ours.
 */
#ifndef RP_QUOTES_H
#define RP_QUOTES_H
#include <stdint.h>
#include "intensity.h"

typedef struct rp_quotes {
  rp_intensity intensity;
  double bound;  /* xi > 0, may be infinite */
  int64_t count; /* makers, >= 2            */
} rp_quotes;

/* Derivatives of psi: d^i moves by own[i] dy^i + others[i] times the move of the best quote (0 for the two lowest); the two
 * lowest, numbers first and second, by pair[2][2] times their dy. */
typedef struct rp_quotes_slope {
  double *own, *others; /* [count] */
  int64_t first, second;
  double pair[2][2];
} rp_quotes_slope;

/* The two smallest of y. */
void rp_quotes_lowest(int64_t count, const double *y, int64_t *first, int64_t *second);

/*
 * psi(sign y) into quote; sign 1 asks, -1 bids.
 *
 * in  y      [count]
 * out quote  [count]; may be y
 * out excess [count]: d^i - min_{j != i} d^j; may be NULL
 * out slope  derivatives in sign y; may be NULL
 */
void rp_quotes_solve(const rp_quotes *makers, double sign, const double *y, double *quote, double *excess,
                     rp_quotes_slope *slope);

/* Largest |d^i - clip(...)|. */
double rp_quotes_residual(const rp_quotes *makers, double sign, const double *y, const double *quote);

#endif
