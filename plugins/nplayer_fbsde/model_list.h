/*
 * model_list.h - what model.c needs of each model to build the library's table: tables of axes, parameters
 * and outputs with their lengths (asserted where they are defined), and the solver.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/plugin.h"

#define RP_MODEL_PARTS(name, solver, dim_count, param_count, output_count)                                   \
  enum {                                                                                                     \
    rp_##name##_dim_count = (dim_count),                                                                     \
    rp_##name##_param_count = (param_count),                                                                 \
    rp_##name##_output_count = (output_count)                                                                \
  };                                                                                                         \
  extern const rp_dim rp_##name##_dims[dim_count];                                                           \
  extern const rp_param rp_##name##_params[param_count];                                                     \
  extern const rp_output rp_##name##_outputs[output_count];                                                  \
  rp_status solver(const rp_call *call)

/* In each model's file: the lengths stated here are those of the tables. */
#define RP_MODEL_LENGTHS(name, params, outputs)                                                              \
  _Static_assert((int)(params) == (int)rp_##name##_param_count &&                                            \
                     (int)(outputs) == (int)rp_##name##_output_count,                                        \
                 "model_list.h states the lengths of these tables")

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
