/*
 * markov_dense.h - fields along a factor with few points and a dense generator: Chebyshev collocation of one affine law, and
 * finite chains, which are regimes of the market. Time by numerics/extrapolated_euler.h. Pure; memory is the caller's.
 */
#ifndef RP_MARKOV_DENSE_H
#define RP_MARKOV_DENSE_H
#include "numerics/markov_problem.h"

typedef struct rp_markov_dense {
  int64_t degree;         /* of the collocation; points - 1                                            */
  double low, high;       /* interval                                                                  */
  int64_t regimes;        /* > 0: a chain, and the following; else collocation                         */
  const double *rates;    /* [regimes][regimes]: its generator, rows add up to 0                       */
  const double *given;    /* [givens][regimes]                                                         */
  const double *terminal; /* [unknowns][regimes]                                                      */
  int order;              /* of the extrapolation                                                      */
  int fixed_level;        /* as rp_extrapolation                                                       */
  double tolerance;       /* of a step                                                                 */
} rp_markov_dense;

int64_t rp_markov_dense_workspace(const rp_markov_problem *problem, const rp_markov_dense *method);

/*
 * out values [times][states][unknowns] at the problem's times and states; nodal [times][unknowns][points], may be NULL
 * A state outside the interval is evaluated by the polynomial's continuation.
 */
rp_markov_status rp_markov_dense_solve(const rp_markov_problem *problem, const rp_markov_dense *method,
                                       double *values, double *nodal, rp_markov_report *report, double *work);

#endif
