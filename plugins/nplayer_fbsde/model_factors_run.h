/*
 * model_factors_run.h - one solve of rp_factor_solve() as its methods see it. Glue, for model_factors_solve.c and
 * model_factors_sample.c only.
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

/* The integer parameter number `which` of those that the models share. */
int64_t rp_factor_option(const rp_factor_setup *s, int which);

/* Reports what a method's status means. */
rp_status rp_factor_refuse(const rp_factor_run *r, rp_markov_status status, const rp_markov_report *report,
                           const char *method);

rp_status rp_factor_by_regression(rp_factor_run *r);

#endif
