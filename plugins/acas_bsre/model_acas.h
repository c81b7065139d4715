/*
 * model_acas.h - the parts of `guo2025_acas`: schema and order of the work (model_acas.c), the path by either method
 * (model_acas_methods.c), and what is told of it (model_acas_outputs.c). Glue.
 */
#ifndef RP_MODEL_ACAS_H
#define RP_MODEL_ACAS_H
#include "acas_constant.h"
#include "acas_path.h"
#include "model_acas_market.h"

enum {
  PARAM_RUNNING = RP_ACAS_SHARED_PARAMS,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAM_METHOD,
  PARAM_STEPS,
  PARAM_TOLERANCE,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_FIRST,
  OUT_SECOND,
  OUT_BUYER,
  OUT_FIRST_ADJOINT,
  OUT_SECOND_ADJOINT,
  OUT_BUYER_ADJOINT,
  OUT_RATE,
  OUT_FIRST_ASK,
  OUT_FIRST_BID,
  OUT_SECOND_ASK,
  OUT_SECOND_BID,
  OUT_SPREAD,
  OUT_GAIN,
  OUT_MAKERS_APART,
  OUT_BUYER_APART,
  OUT_RATE_START,
  OUT_RATE_END,
  OUT_ASK_START,
  OUT_SPREAD_START,
  OUT_LEAST_SPREAD,
  OUT_CROSSED,
  OUT_TRUNCATED_FROM,
  OUT_BOUND_WEIGHT,
  OUT_BOUND,
  OUT_BOUND_CORRECTED,
  OUT_LARGEST_ENTRY,
  OUT_OFF_DIAGONAL,
  OUT_COLUMN_SUM,
  OUT_DOMINANCE,
  OUT_NORM_RATIO,
  OUT_CONSTANT_DIFFERENCE,
  OUT_ITERATIONS,
  OUT_PANELS,
  OUT_RESIDUAL,
  OUT_RESOLUTION,
  OUTPUTS
};

/* Choices of `method`. */
enum { RP_ACAS_GAUSS, RP_ACAS_MIDPOINT };

/* Everything at one time: differences of inventories and of adjoints (eq. 22), theorem 4.2's R, the first maker. */
typedef struct rp_acas_row {
  double x[2], y[2], gain[4], maker, maker_adjoint;
} rp_acas_row;

/* `market`, `neutral`, the times and room for `rows` are the caller's; the rest is found. */
typedef struct rp_acas_solution {
  const rp_call *call;
  rp_acas market;
  rp_acas_constants constants; /* if neutral */
  bool neutral;                /* no running penalties: the adjoints' differences are constants */
  int64_t count;
  const double *times;
  rp_acas_row *rows; /* [count] */
  rp_acas_row start, end;
  double resolution; /* what the output of this name tells */
  rp_acas_path path; /* the last grid's */
} rp_acas_solution;

/* The path by the method that is asked for. Numbers do not depend on what else is wanted: they come from a grid without the output
 * times, paths from one with them. Reports what fails. */
rp_status rp_acas_run(rp_acas_solution *s);

/* All outputs, and the remarks that are due. */
rp_status rp_acas_put(const rp_acas_solution *s);

#endif
