/*
 * riccati_bounds.h - what a scalar Riccati equation u_tau = L u - u^2/eta + 2 k u + a, u = gamma at tau = 0, can reach when a lies
 * between two constants: by comparison, the solutions with the constants enclose it. Pure; calls libm.
 */
#ifndef RP_RICCATI_BOUNDS_H
#define RP_RICCATI_BOUNDS_H
#include <stdbool.h>

/* u at tau for constant a; false if it escapes to minus infinity before. */
bool rp_riccati_constant(double slippage, double k, double a, double gamma, double tau, double *u);

/* Least and largest u over [0, horizon], a in [least_a, largest_a]. false: the lower comparison escapes, *low is -infinity. */
bool rp_riccati_bounds(double slippage, double k, double least_a, double largest_a, double gamma,
                       double horizon, double *low, double *high);

#endif
