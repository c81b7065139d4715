/*
 * model_acas_stochastic.h - the parts of `guo2025_stochastic`: schema and order of the work (model_acas_stochastic.c), one backward run by
 * either method (model_acas_backward.c), simulated paths and their statistics (model_acas_paths.c). Glue.
 */
#ifndef RP_MODEL_ACAS_STOCHASTIC_H
#define RP_MODEL_ACAS_STOCHASTIC_H
#include "acas_field.h"
#include "model_acas_market.h"
#include "model_markov.h"

enum { RP_STOCHASTIC_FACTORS = 8, RP_STOCHASTIC_DIMS = RP_STOCHASTIC_FACTORS + 3 };

enum {
  RP_STOCHASTIC_RUNNING = RP_ACAS_SHARED_PARAMS,
  RP_STOCHASTIC_FACTOR_LAWS,
  RP_STOCHASTIC_BUYING_LOADINGS,
  RP_STOCHASTIC_SELLING_LOADINGS,
  RP_STOCHASTIC_METHOD,
  RP_STOCHASTIC_MAKER_NODES,
  RP_STOCHASTIC_BUYER_NODES,
  RP_STOCHASTIC_FACTOR_NODES,
  RP_STOCHASTIC_DEGREE,
  RP_STOCHASTIC_POINTS,
  RP_STOCHASTIC_STEPS,
  RP_STOCHASTIC_SAMPLE,
  RP_STOCHASTIC_KEPT,
  RP_STOCHASTIC_PARAMS
};
enum {
  RP_STOCHASTIC_MAKERS_APART,
  RP_STOCHASTIC_BUYER_APART,
  RP_STOCHASTIC_FIRST_ADJOINT,
  RP_STOCHASTIC_RATE,
  RP_STOCHASTIC_ASK,
  RP_STOCHASTIC_SPREAD,
  RP_STOCHASTIC_MAKERS_LIMIT,
  RP_STOCHASTIC_BUYER_LIMIT,
  RP_STOCHASTIC_FIRST_LIMIT,
  RP_STOCHASTIC_STEP_ERROR,
  RP_STOCHASTIC_GRID_ERROR,
  RP_STOCHASTIC_FIT,
  RP_STOCHASTIC_SWEEPS,
  RP_STOCHASTIC_MAKERS_IDENTITY,
  RP_STOCHASTIC_BUYER_IDENTITY,
  RP_STOCHASTIC_FIRST_IDENTITY,
  RP_STOCHASTIC_MAKERS_STANDARD,
  RP_STOCHASTIC_BUYER_STANDARD,
  RP_STOCHASTIC_FIRST_STANDARD,
  RP_STOCHASTIC_ASK_RATE,
  RP_STOCHASTIC_ASK_NOISE,
  RP_STOCHASTIC_ASK_RATE_LEVELS,
  RP_STOCHASTIC_IMPACT,
  RP_STOCHASTIC_LEAST_RATE,
  RP_STOCHASTIC_LEAST_SPREAD,
  RP_STOCHASTIC_TIME,
  RP_STOCHASTIC_ASK_PATHS,
  RP_STOCHASTIC_BID_PATHS,
  RP_STOCHASTIC_SPREAD_PATHS,
  RP_STOCHASTIC_RATE_PATHS,
  RP_STOCHASTIC_IMBALANCE_PATHS,
  RP_STOCHASTIC_BUYER_PATHS,
  RP_STOCHASTIC_OUTPUTS
};

typedef struct rp_stochastic {
  const rp_call *call;
  const rp_acas *market;
  const rp_acas_flow *flow;
  bool regression, local;
  bool bends;      /* the rate is truncated on a path without randomness */
  double box[4];   /* least q2, qe; largest q2, qe         */
  double limit[3]; /* y2, ye, Y1 at the start, factors at their mean paths */
  double start[3]; /* y2, ye, Y1 at the start, extrapolated */
  double step_error, grid_error, sweeps;
  rp_acas_field field; /* of the last run                  */
  rp_markov_run run;
} rp_stochastic;

/* Standard deviation of a factor in the long run, or at the horizon if it does not revert. */
double rp_stochastic_deviation(const rp_reverting *factor, double horizon);

/* One backward run with `less` fewer pairs of nodes, or degrees; y2, ye, Y1 at the start into value [3]. */
rp_status rp_stochastic_run(rp_stochastic *s, int64_t less, int64_t steps, double *value);

/* The problem in (factors, q2, qe, Q1) whose paths are simulated: one step's coefficients, and rates for model_markov.h. */
void rp_stochastic_transition(const void *model, double h, double *decay, double *mean, double *deviation);
bool rp_stochastic_rates(void *context, double t, const double *x, const double *u, double *drift,
                         double *source);
void *rp_stochastic_context(const rp_call *call, const void *model);

/* Simulates through the last run's field and writes what is wanted of it. */
rp_status rp_stochastic_walk(const rp_stochastic *s);

#endif
