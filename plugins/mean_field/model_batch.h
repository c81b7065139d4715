/*
 * model_batch.h - a batch solved point by point through the model's own solve(), so that each point has its bits: a call
 * whose values are those of the point, whose outputs lie in the batch, whose scratch is used again by the next point and
 * whose sentences nobody hears. What a point costs is then its mathematics. Calls the host behind the batch.
 */
#ifndef RP_MODEL_BATCH_H
#define RP_MODEL_BATCH_H
#include "reprise/plugin.h"

/* Solves one point; context is what the points share. */
typedef rp_status rp_point_solve(const rp_call *call, void *context);

/* All points in order. A model that calls parallel() may not be solved by this: it would run on one thread. */
rp_status rp_batch_points_solve(const rp_batch *batch, rp_point_solve *solve, void *context);

#endif
