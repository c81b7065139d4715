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

RP_MODEL_PARTS(three_stages, rp_three_stages_solve, 4, 20, 40);
RP_MODEL_PARTS(spread, rp_spread_solve, 2, 19, 24);

#endif
