/*
 * model_factor_list.h - model_list.h for the models with stochastic coefficients.
 */
#ifndef RP_MODEL_FACTOR_LIST_H
#define RP_MODEL_FACTOR_LIST_H
#include "model_list.h"

RP_MODEL_PARTS(factor, rp_factor_model_solve, 7, 29, 23);

#endif
