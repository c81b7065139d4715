/*
 * model_heterogeneous.h - the parts of `guo2025_heterogeneous`: schema, reading and conditions (model_heterogeneous.c), and what is
 * told of the solved game at times (model_heterogeneous_outputs.c). Glue.
 */
#ifndef RP_MODEL_HETEROGENEOUS_H
#define RP_MODEL_HETEROGENEOUS_H
#include "model_mixed.h"

enum {
  PARAM_HORIZON,
  PARAM_INVENTORIES,
  PARAM_RUNNING,
  PARAM_SHAPE,
  PARAM_TERMINAL,
  PARAM_PERMANENT,
  PARAM_TEMPORARY,
  PARAM_OWN,
  PARAM_CROSS,
  PARAM_IMBALANCE,
  PARAM_REPORTED,
  PARAM_TOLERANCE,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_TOTAL_RATE,
  OUT_MEAN,
  OUT_DRIFT,
  OUT_LOWEST,
  OUT_HIGHEST,
  OUT_REPORTED,
  OUT_INVENTORIES,
  OUT_RATES,
  OUT_ADJOINTS,
  OUT_VALUES,
  OUT_HAMILTONIAN,
  OUT_CONDITION_27,
  OUT_CONDITION_210,
  OUT_ESCAPE,
  OUT_DISCRETISATION,
  OUT_CONSISTENCY,
  OUT_NODES,
  OUTPUTS
};

/* Everything that is told at the times: of the aggregate, of the traders reported, and what needs a pass over all traders. */
rp_status rp_heterogeneous_put(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                               int64_t count, const double *times);

#endif
