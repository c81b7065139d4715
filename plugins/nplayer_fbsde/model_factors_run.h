/*
 * model_factors_run.h - one solve of rp_factor_solve() as its methods see it, and what they share. Glue, for
 * model_factors_solve.c, _degrees.c, _differences.c, _regression.c and _refuse.c only.
 */
#ifndef RP_MODEL_FACTORS_RUN_H
#define RP_MODEL_FACTORS_RUN_H
#include "model_factors.h"

typedef struct rp_factor_run {
  const rp_factor_setup *setup;
  double work; /* multiplications so far */
  rp_markov_problem problem;
  bool grids;
  bool implicit; /* the method's equations of a time step may have no solution only because it is too long */
  rp_factor_answer *answer;
} rp_factor_run;

/* The integer parameter number `which` of those that the models share, and the wanted relative error. */
int64_t rp_factor_option(const rp_factor_setup *s, int which);
double rp_factor_tolerance(const rp_factor_setup *s);

/* Multiplications after which series and collocation give up. */
double rp_factor_work_limit(const rp_factor_run *r);

/* Doubles of an answer: [times][states][unknowns]. */
int64_t rp_factor_answer_size(const rp_factor_run *r);

/* Relative change from one answer to the next, every unknown against its largest value; infinite if one is not finite. */
double rp_factor_difference(const rp_factor_run *r, const double *one, const double *two);

/* Reports what a method's status means. */
rp_status rp_factor_refuse(const rp_factor_run *r, rp_markov_status status, const rp_markov_report *report,
                           const char *method);

/* Reports that the highest degree, `resolution`, leaves a relative error; tail: relative size of the terms of the highest degrees. */
rp_status rp_factor_not_resolved(const rp_factor_run *r, const char *method, double error, double tail,
                                 int64_t resolution);

/*
 * The methods: each fills r->answer but `start`, or reports why not.
 *
 *   taylor      series about the states, for polynomial coefficients. *settled: whether degrees up to the highest agree; if they do
 *               not, that is refused only if `must`
 *   chebyshev   collocation along one factor, or the system of a chain of regimes
 *   differences along one factor
 *   regression  on simulated paths, at time 0 and the start only
 */
rp_status rp_factor_by_taylor(rp_factor_run *r, bool must, bool *settled);
rp_status rp_factor_by_chebyshev(rp_factor_run *r);
rp_status rp_factor_by_differences(rp_factor_run *r);
rp_status rp_factor_by_regression(rp_factor_run *r);

#endif
