/*
 * model_list.h - what model.c needs of each model to build the library's table: tables of axes, parameters
 * and outputs with their lengths (asserted where they are defined), and the solver.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/plugin.h"

#define RP_MODEL_PARTS(name, dim_count, param_count, output_count)                                           \
  enum {                                                                                                     \
    rp_##name##_dim_count = (dim_count),                                                                     \
    rp_##name##_param_count = (param_count),                                                                 \
    rp_##name##_output_count = (output_count)                                                                \
  };                                                                                                         \
  extern const rp_dim rp_##name##_dims[dim_count];                                                           \
  extern const rp_param rp_##name##_params[param_count];                                                     \
  extern const rp_output rp_##name##_outputs[output_count];                                                  \
  rp_status rp_##name##_solve(const rp_call *call)

RP_MODEL_PARTS(execution, 2, 10, 27);
const void *rp_execution_extension(const char *id);

#endif
