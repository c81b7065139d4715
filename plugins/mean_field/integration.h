/*
 * integration.h - forward integration of the retail traders' ordinary differential equations by GSL's Runge-Kutta method
 * of order 8: the six coefficients from given initial values, and plain shooting for the variance as the paper does it.
 * An independent route for checks. Calls GSL (which allocates its own workspace), retail.h.
 */
#ifndef RP_INTEGRATION_H
#define RP_INTEGRATION_H
#include <stdbool.h>
#include <stdint.h>
#include "retail.h"

enum { RP_SIX = 6 }; /* A0, D, B, E, C, R */

/*
 * Integrates (28)-(33) forward from `start`.
 *
 * in   times [count], increasing, >= 0
 * out  path  [count][6]
 * returns how many times were reached; fewer than count if the solution left the range of numbers
 */
int64_t rp_integrate_six(const rp_retail *retail, const double start[RP_SIX], double tolerance, int64_t count,
                         const double *times, double *path);

/* Plain shooting: bisection in p(0) to the last bit. */
typedef struct rp_shot {
  double slope;        /* p(0) that was found                                            */
  double variance;     /* v(T) there; NaN if the orbit left the range of numbers         */
  double residual;     /* p(T) + kappa there                                             */
  double below, above; /* residuals at the two neighbouring doubles, +-inf for blow-up   */
  int64_t integrations;
} rp_shot;
rp_shot rp_shoot(const rp_retail *retail, double tolerance);

/* v and p from p(0) at increasing times; returns how many were reached. path [count][2]. */
int64_t rp_shot_path(const rp_retail *retail, double slope, double tolerance, int64_t count,
                     const double *times, double *path);

#endif
