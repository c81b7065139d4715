/*
 * markov_differences.h - fields along one affine factor by finite differences on equidistant points (numerics/diffusion_operator.h)
 * and the trapezoidal rule in time (Crank and Nicolson), order 2 in both; every step is solved by Newton's method within the
 * reaction's blocks, one block tridiagonal system each, swept until nothing changes. With `monotone`, drift differenced upwind and
 * implicit Euler: order 1, and what is nonnegative stays so. Pure; memory is the caller's.
 */
#ifndef RP_MARKOV_DIFFERENCES_H
#define RP_MARKOV_DIFFERENCES_H
#include "numerics/markov_problem.h"

typedef struct rp_markov_differences {
  int64_t intervals, steps; /* >= 4 intervals; steps over the horizon, at least one between two times */
  double low, high;
  bool monotone;
} rp_markov_differences;

int64_t rp_markov_differences_workspace(const rp_markov_problem *problem,
                                        const rp_markov_differences *method);

/* values [times][states][unknowns], quadratic interpolation between points; nodal [times][unknowns][points], may be NULL. */
rp_markov_status rp_markov_differences_solve(const rp_markov_problem *problem,
                                             const rp_markov_differences *method, double *values,
                                             double *nodal, rp_markov_report *report, double *work);

#endif
