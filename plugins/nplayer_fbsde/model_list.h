/*
 * model_list.h - the models of this plugin: for each its name, its solver, and the lengths of its tables of axes, parameters and
 * outputs, which are asserted where they are defined.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/tables.h"

RP_MODEL_PARTS(single, rp_single_model_solve, 1, 9, 9);
RP_MODEL_PARTS(identical, rp_identical_model_solve, 3, 13, 19);
RP_MODEL_PARTS(game, rp_game_model_solve, 4, 20, 40);
RP_MODEL_PARTS(dense, rp_dense_model_solve, 3, 11, 7);
RP_MODEL_PARTS(factor, rp_factor_model_solve, 7, 31, 23);
RP_MODEL_PARTS(single_factor, rp_single_factor_model_solve, 6, 29, 20);
RP_MODEL_PARTS(affine, rp_affine_model_solve, 1, 19, 15);
RP_MODEL_PARTS(drift_factor, rp_drift_factor_model_solve, 1, 11, 7);
RP_MODEL_PARTS(factor_paths, rp_factor_paths_model_solve, 9, 33, 18);

#endif
