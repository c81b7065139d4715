/*
 * markov_regression.h - fields along one or several affine factors from simulated paths: conditional expectations by polynomial
 * regression (numerics/polynomial_regression.h) on the factors, standardised by their exact moments, and the trapezoidal rule
 * in time,
 *
 *     u_k - (h/2) F(u_k) = E[u_{k+1} + (h/2) F(u_{k+1}) | z_k],
 *
 * solved path by path (in closed form for scalar Riccati equations). Bias O(h^2), and one over the square root of the paths. One
 * batch of paths at a time, which fits into a cache; batches are independent, so that their spread gives a standard error. Pure;
 * the normal numbers and the memory are the caller's.
 *
 * Source: Bender and Denk, A forward scheme for backward SDEs, Stoch. Proc. Appl. 117 (2007); Chassagneux and Richou (2016).
 */
#ifndef RP_MARKOV_REGRESSION_H
#define RP_MARKOV_REGRESSION_H
#include "numerics/markov_problem.h"
#include "numerics/polynomial_regression.h"

enum { RP_MARKOV_PATH_BLOCK = 512 };

typedef struct rp_markov_regression {
  int64_t paths, steps; /* of one batch */
  bool
      pairs; /* the second half of the paths mirrors the first at the factors' means, as Gaussian factors with
                           negative numbers do; paths is even, and only the first half is given */
  rp_regression basis; /* variables: factors; targets: unknowns */
} rp_markov_regression;

int64_t rp_markov_regression_workspace(const rp_markov_problem *problem, const rp_markov_regression *method);

/*
 * in   z       [.][factors][paths, of pairs paths/2], of which every `stride`-th row counts: steps + 1 rows
 * out  start   [unknowns]: the fields at time 0 and the factors' start
 * out  fitted  [steps + 1][unknowns][basis]: E[.|z_k] + what makes it u_k, see rp_markov_regression_at(); row 0 and row `steps`
 *              are not used; may be NULL
 * The problem's times and states are not read.
 */
rp_markov_status rp_markov_regression_solve(const rp_markov_problem *problem,
                                            const rp_markov_regression *method, const double *z,
                                            int64_t stride, double *start, double *fitted,
                                            rp_markov_report *report, double *work);

/*
 * u at the points z[f] at step k from coefficients [unknowns][basis] of that step: the polynomial, then the implicit half step.
 *
 * work as rp_markov_regression_point_workspace()
 * returns false where that has no solution
 */
int64_t rp_markov_regression_point_workspace(const rp_markov_problem *problem, int64_t points);
bool rp_markov_regression_at(const rp_markov_problem *problem, const rp_markov_regression *method, int64_t k,
                             const double *coefficients, int64_t points, const double *const *z, double *u,
                             double *work);

#endif
