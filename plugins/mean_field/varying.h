/*
 * varying.h - the retail traders' game when weights and volatility depend on time. Pure; calls trajectory.h,
 * numerics/curve.h, numerics/dense_lu.h, numerics/tridiagonal.h.
 *
 * The variance is trajectory.h's boundary problem; the mean obeys (b M')' = c M, M(0) = mu0, b M'(T) = d (x* - M(T)),
 * which is solved on the same panels by the same condensation, linear now. There is no first integral, so one
 * equilibrium is found, not all.
 */
#ifndef RP_VARYING_H
#define RP_VARYING_H
#include "numerics/curve.h"
#include "retail.h"
#include "trajectory.h"

typedef struct rp_varying {
  rp_curve sigma, a, b, c;
  double horizon, mu0, v0, d, target;
  double share;    /* of the herding weight that is switched on: 1, less on the way to a hard problem */
  double steady;   /* how far weights and volatility are replaced by their means: 0, more on such a way */
  rp_retail mean;  /* these means                                                                      */
  double log_unit; /* ln of the density m_1 against which herding measures */
} rp_varying;

/* rp_local_function of these curves; context is an rp_varying. */
void rp_varying_local(void *context, double t, rp_local *local);

/* The game whose weights and volatility are the means over time. */
rp_retail rp_varying_average(const rp_varying *game);

/*
 * The variance. Newton's method starts at `guess` (a curve of v), or at the path `averaged` of the averaged game on its
 * panels, from where, if it fails, the dependence on time is switched on in steps. Without either, and where that fails, it starts at
 * the variance without herding for averaged weights; if that fails too, herding is switched on in steps. Panels end where the curves' pieces end.
 */
rp_trajectory_status rp_varying_path(rp_varying *game, const rp_curve *guess, const rp_trajectory *averaged,
                                     double tolerance, rp_trajectory *t);

/* M and b M' at the nodes of t's panels. mean, momentum [panels][degree + 1]. false if the equations are singular. */
bool rp_varying_mean(const rp_varying *game, rp_trajectory *t, double *mean, double *momentum);

/* Expected utility by Clenshaw-Curtis quadrature over the panels. */
double rp_varying_utility(const rp_varying *game, const rp_trajectory *t, const double *mean,
                          const double *momentum);

/* A nodal function of t's panels at a time. */
double rp_varying_at(const rp_trajectory *t, const double *values, double time);

#endif
