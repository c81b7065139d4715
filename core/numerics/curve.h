/*
 * curve.h - functions of one variable as data: steps, straight lines, piecewise Chebyshev series, and the fit
 * of such a series to a function. The reading rules are those of plugin.h. Pure; calls the C library only.
 */
#ifndef RP_CURVE_H
#define RP_CURVE_H
#include <stdbool.h>
#include <stdint.h>
#include "reprise/plugin.h"

/* A curve. Nothing is owned. */
typedef struct rp_curve {
  uint32_t rule;      /* RP_STEP_RIGHT, RP_LINEAR or RP_CHEBYSHEV               */
  int64_t grid_count; /* points, or panels + 1                                  */
  const double *grid; /* [grid_count], strictly increasing                      */
  int64_t terms;      /* RP_CHEBYSHEV: coefficients per panel                   */
  const double *data; /* [grid_count], or [grid_count - 1][terms]               */
} rp_curve;

/* Curve number `member` of an RP_CURVE argument, counted row-major over its leading axes (0 if it has none).
 */
rp_curve rp_curve_of(const rp_value *value, int64_t member);

/* y(x). Left of the grid the first value counts, right of it the last one; series are continued by their end
 * panels' polynomials. O(log panels + terms). */
double rp_curve_at(const rp_curve *curve, double x);

/* The integral of y from a to b, exact for each rule up to rounding. O(grid points between a and b). */
double rp_curve_integral(const rp_curve *curve, double a, double b);

/* A function to fit; false ends the fit with RP_CURVE_STOPPED. */
typedef bool rp_curve_function(void *context, double x, double *y);

typedef enum rp_curve_fit_status {
  RP_CURVE_FITTED,
  RP_CURVE_NOT_RESOLVED, /* needs more panels than allowed: a kink or pole that is no breakpoint, or noise */
  RP_CURVE_NOT_FINITE,   /* the function is not finite at *at                                              */
  RP_CURVE_STOPPED,      /* the function said so                                                           */
  RP_CURVE_NO_MEMORY
} rp_curve_fit_status;

/*
 * Fits a piecewise Chebyshev series to f on [edges[0], edges[edge_count - 1]] with panels that end at every
 * edge.
 *
 * Each panel is sampled at its Chebyshev points of the first kind, so never at an edge, where a function may
 * jump; it is halved until its last coefficients are below `tolerance` times the largest value of f seen on
 * the whole interval.
 *
 * in   edges       [edge_count], strictly increasing, edge_count >= 2
 * in   tolerance   relative; 4e-15 is near rounding
 * in   most_panels where to give up
 * out  *fitted     rule RP_CHEBYSHEV; grid and data are one malloc'ed block each, freed by rp_curve_free()
 * out  *at         where the fit failed
 */
rp_curve_fit_status rp_curve_fit(rp_curve_function *f, void *context, const double *edges, int64_t edge_count,
                                 double tolerance, int64_t most_panels, rp_curve *fitted, double *at);
void rp_curve_free(rp_curve *fitted);

#endif
