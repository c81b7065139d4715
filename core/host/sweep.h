/*
 * sweep.h - many solves of one model that differ in some arguments: points in index order, spread over the
 * pool in fixed blocks, through the model's batch/1 where that is possible. The results do not depend on
 * threads or on whether a batch was used. Uses call.h.
 */
#ifndef RP_SWEEP_H
#define RP_SWEEP_H
#include "call.h"

/* One swept parameter: the values that it takes, or a setter for values that are no numbers. */
typedef struct rp_sweep_axis {
  uint32_t param;
  int64_t count;
  const double *values; /* [count]; choices by index, booleans 0 or 1 */
} rp_sweep_axis;

typedef struct rp_sweep {
  const rp_schema *schema;
  const rp_arguments *base; /* everything that is not swept; completion not needed */
  const rp_sweep_axis *axes;
  uint32_t axis_count;
  bool paired; /* all axes have one length and move together; else their product, the last axis fastest */
  const uint8_t *wanted; /* [output_count]; only outputs without late axes */
  const rp_run *run;
  bool no_batch; /* solve point by point even where a batch is offered */
} rp_sweep;

typedef struct rp_sweep_result {
  int64_t point_count;
  uint32_t output_count;
  double **outputs; /* [output_count]: point-major [point_count][size], NaN where a point failed; NULL if
                       unwanted */
  bool borrowed;    /* the outputs' storage is the caller's */
  int64_t (*shapes)[RP_MAX_RANK]; /* [output_count] */
  int64_t *sizes;                 /* [output_count] */
  rp_status *status;              /* [point_count] */
  bool batched;                   /* all points went through batch/1 */
  bool interrupted;               /* the sweep was stopped: points that were not reached are RP_CANCELLED */
  rp_arguments *first; /* completed arguments of the first point that completes; between begin and solve */
} rp_sweep_result;

/*
 * Solves all points. A point that fails has its status and the others go on. RP_OK when the sweep as a whole
 * ran (also when all points failed); otherwise nothing is in the result and *finding says why: a base that no
 * point can complete (its finding is the first point's), outputs whose shape differs from point to point,
 * memory, cancellation.
 */
rp_status rp_sweep_run(const rp_sweep *sweep, rp_sweep_result *result, rp_finding *finding);

/*
 * The same in two steps, for a caller who has the storage: rp_sweep_begin() finds point count, shapes and
 * sizes; then the caller sets outputs[i] of every wanted output to point_count * sizes[i] numbers, which need
 * not be initialised, and borrowed; rp_sweep_solve() fills them.
 */
rp_status rp_sweep_begin(const rp_sweep *sweep, rp_sweep_result *result, rp_finding *finding);
void rp_sweep_solve(const rp_sweep *sweep, rp_sweep_result *result);
void rp_sweep_result_finish(rp_sweep_result *result);

/* Value of axis `axis` at point `point`. */
double rp_sweep_value(const rp_sweep *sweep, uint32_t axis, int64_t point);

/* The arguments of one point, completed; NULL with the finding of the condition that fails. The caller
 * destroys them. */
rp_arguments *rp_sweep_arguments(const rp_sweep *sweep, int64_t point, rp_finding *finding);

#endif
