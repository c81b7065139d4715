/*
 * sweep_batch.h - a block of a sweep's points through the model's batch/1. For sweep.c only. Uses call.h.
 */
#ifndef RP_SWEEP_BATCH_H
#define RP_SWEEP_BATCH_H
#include "sweep.h"

/*
 * Solves the points begin .. begin + count - 1 of a sweep that can be batched; result->first is its base. Fills outputs and
 * statuses; a point that fails or breaks its promise has NaN in all outputs. The status is that of the block as a whole.
 */
void rp_sweep_solve_block(const rp_sweep *sweep, rp_sweep_result *result, const rp_batch_extension *batch,
                          const rp_run *run, int64_t begin, int64_t count);

/* Sets so many numbers to NaN. */
void rp_sweep_blank(double *numbers, int64_t count);

#endif
