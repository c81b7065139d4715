/*
 * model_factor.h - the parts of `guo2025_factor`: schema, order of the work and what is told of fields (model_factor.c), reading
 * (model_factor_read.c), fields back in time (model_factor_back.c), simulated paths (model_factor_paths.c). Glue.
 */
#ifndef RP_MODEL_FACTOR_H
#define RP_MODEL_FACTOR_H
#include "factor_field.h"
#include "model_traders.h"

enum {
  PARAM_HORIZON,
  PARAM_TRADERS,
  PARAM_INVENTORIES,
  PARAM_MEAN,
  PARAM_FACTOR,
  PARAM_LOW,
  PARAM_HIGH,
  PARAM_PERMANENT,
  PARAM_TEMPORARY,
  PARAM_OWN,
  PARAM_CROSS,
  PARAM_RUNNING,
  PARAM_TERMINAL,
  PARAM_NOISE,
  PARAM_CORRELATION,
  PARAM_STATES,
  PARAM_PATHS,
  PARAM_KEPT,
  PARAM_STEPS,
  PARAM_DEGREE,
  PARAM_ORDER,
  PARAM_TOLERANCE,
  PARAM_TIMES,
  PARAM_POINTS,
  RP_FACTOR_PARAMS
};
enum {
  OUT_TIME,
  OUT_GAIN_MEAN,
  OUT_GAIN_DEVIATION,
  OUT_REACTION,
  OUT_RATES,
  OUT_ADJOINTS,
  OUT_FIELD_MEAN,
  OUT_FIELD_DEVIATION,
  OUT_FIELD_LEVEL,
  OUT_FIELD_NOISE,
  OUT_FIELD_CORRELATION,
  OUT_HAMILTONIAN,
  OUT_CONDITION_27,
  OUT_CONDITION_210,
  OUT_STEP_TIME,
  OUT_MEAN_PATH,
  OUT_VARIANCE,
  OUT_FACTOR_PATHS,
  OUT_INVENTORY_PATHS,
  OUT_VALUES,
  OUT_VALUE_ERRORS,
  OUT_IDENTITY,
  OUT_IDENTITY_ERROR,
  OUT_DISCRETISATION,
  OUT_TAIL,
  OUT_STEPS,
  RP_FACTOR_OUTPUTS
};

typedef struct rp_factor_market {
  rp_traders traders; /* permanent, temporary, running by the curves below */
  rp_curve permanent, temporary, running;
  double low, high; /* beyond, the curves keep their end values */
  const rp_call *call;
} rp_factor_market;

typedef struct rp_factor_setting {
  rp_factor_market market;
  rp_factor_game game;
  double horizon, mean;            /* mean inventory at the start                                           */
  double level, noise, volatility; /* E I_t = level + noise exp(-kappa t), noise = I_0 - level; of I        */
  double correlation;              /* of the Brownian motions of I and of the factor                        */
} rp_factor_setting;

/* Reads and checks all parameters of the game, with a remark if the functions of the factor are given on a narrow range. */
rp_status rp_factor_read(const rp_call *call, rp_factor_setting *s);
/* The game where the factor is x; `market` is a rp_factor_market. */
rp_traders rp_factor_traders_at(const void *market, double x);
/* Whether no coefficient depends on the factor. */
bool rp_factor_is_flat(const rp_factor_market *market);

/* Fields at increasing times, values [count][RP_FIELDS][degree + 1]; times[0] = 0. Refuses what escapes. */
rp_status rp_factor_run_back(const rp_call *call, const rp_factor_setting *s, int64_t degree, int64_t count,
                             const double *times, rp_factor_field *f, double *values);
/* k of the reaction to noise orders where they are off their mean by `noise`, from the fields at a point. */
double rp_factor_reaction(const rp_factor_setting *s, const double *at, double noise);
/* Relative change of the results at the start, whose fields are `start`, against three quarters of the degree. Refuses or remarks
 * changes of polynomials that do not resolve the functions of the factor. */
rp_status rp_factor_compare(const rp_call *call, const rp_factor_setting *s, const double *start,
                            double *change);

/* Outputs of simulated paths; at: the fields at the start. */
rp_status rp_factor_simulate(const rp_call *call, const rp_factor_setting *s, const double *at);

#endif
