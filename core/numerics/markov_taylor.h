/*
 * markov_taylor.h - fields along one or several affine factors as power series about a point: the generator maps polynomials to
 * polynomials without raising the degree, products are convolutions, and what is left is an ordinary differential equation for
 * the coefficients (numerics/truncated_polynomial.h, time by numerics/extrapolated_euler.h). Given fields and terminal values must
 * be polynomials, and only Gaussian laws may be correlated. The series need not converge at every state: the last terms tell. Pure; memory is the caller's.
 */
#ifndef RP_MARKOV_TAYLOR_H
#define RP_MARKOV_TAYLOR_H
#include "numerics/markov_problem.h"

typedef struct rp_markov_taylor {
  int64_t degree; /* total */
  int order, fixed_level;
  double tolerance;
} rp_markov_taylor;

/* Doubles of workspace; 0 if there are too many monomials. */
int64_t rp_markov_taylor_workspace(const rp_markov_problem *problem, const rp_markov_taylor *method);

/* values [times][states][unknowns]; report->tail: the terms of the two highest degrees at the states, relative to the value. */
rp_markov_status rp_markov_taylor_solve(const rp_markov_problem *problem, const rp_markov_taylor *method,
                                        double *values, rp_markov_report *report, double *work);

#endif
