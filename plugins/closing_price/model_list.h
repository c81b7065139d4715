/*
 * model_list.h - the models of this plugin: for each its name, its solver, and the lengths of its tables of axes, parameters and
 * outputs.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/tables.h"

RP_MODEL_PARTS(execution, rp_execution_solve, 2, 10, 27);
RP_MODEL_PARTS(thresholds, rp_thresholds_solve, 1, 10, 18);
RP_MODEL_PARTS(broker, rp_broker_solve, 1, 9, 9);
RP_MODEL_PARTS(monotone, rp_monotone_model_solve, 2, 10, 10);
RP_MODEL_PARTS(round_trip, rp_round_trip_model_solve, 2, 6, 6);
RP_MODEL_PARTS(feedback, rp_feedback_solve, 2, 13, 8);
RP_MODEL_PARTS(paths, rp_paths_solve, 3, 13, 11);
RP_MODEL_PARTS(replica, rp_replica_solve, 2, 11, 16);
RP_MODEL_PARTS(dense, rp_dense_model_solve, 2, 10, 7);
const void *rp_execution_extension(const char *id);

#endif
