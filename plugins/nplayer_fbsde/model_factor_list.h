/*
 * model_factor_list.h - model_list.h for the models with stochastic coefficients.
 */
#ifndef RP_MODEL_FACTOR_LIST_H
#define RP_MODEL_FACTOR_LIST_H
#include "model_list.h"

RP_MODEL_PARTS(factor, rp_factor_model_solve, 7, 31, 23);
RP_MODEL_PARTS(single_factor, rp_single_factor_model_solve, 6, 29, 20);
RP_MODEL_PARTS(affine, rp_affine_model_solve, 1, 19, 15);
RP_MODEL_PARTS(drift_factor, rp_drift_factor_model_solve, 1, 11, 7);
RP_MODEL_PARTS(factor_paths, rp_factor_paths_model_solve, 9, 33, 18);

#endif
