/*
 * noiseless.h - the variance's boundary problem without noise, sigma = 0, with herding, A > 0: two solutions
 * below a longest horizon, none beyond. Pure; calls retail.h, numerics/quadrature_rule.h, numerics/roots.h.
 *
 * s = sqrt(v) obeys s'' = k^2 s + A/s and s'(T) = -kappa s(T), so from the terminal value the orbit is known
 * and takes T(s_T) = int_{s_T}^{s_0} ds / sqrt(kappa^2 s_T^2 + k^2 (s^2 - s_T^2) + 2 A ln(s/s_T)), which
 * vanishes at both ends of (0, s_0) and has one maximum. For k = kappa = 0 it is sqrt(2 v0 / A) times
 * Dawson's integral of sqrt(ln(s_0/s_T)).
 */
#ifndef RP_NOISELESS_H
#define RP_NOISELESS_H
#include "retail.h"

/* T as a function of y = sqrt(ln(s_0/s_T)), 0 <= y <= 18. *action, if wanted, is the action of that orbit. */
double rp_noiseless_time(const rp_retail *retail, double y, double *action);

/* The longest horizon with a solution and the y at which it is taken. */
double rp_noiseless_longest(const rp_retail *retail, double *y);

/* The y of the two solutions for the retail traders' horizon, the one with the larger terminal variance
 * first; the other is NaN where its terminal variance is below 1e-280 v0. Returns 2, 1 at the fold, or 0
 * beyond it. */
int rp_noiseless_solutions(const rp_retail *retail, double y[2]);

/* ln s at time t on the orbit with that y. */
double rp_noiseless_at(const rp_retail *retail, double y, double t);

#endif
