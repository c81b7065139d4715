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

RP_MODEL_PARTS(game, rp_game_model_solve, 3, 20, 45);
const void *rp_game_model_extension(const char *id);
RP_MODEL_PARTS(folds, rp_folds_model_solve, 2, 14, 7);
RP_MODEL_PARTS(big, rp_big_model_solve, 1, 25, 16);
const void *rp_big_model_extension(const char *id);
RP_MODEL_PARTS(shooting, rp_shooting_model_solve, 1, 17, 10);
RP_MODEL_PARTS(odes, rp_odes_model_solve, 2, 19, 15);
RP_MODEL_PARTS(varying, rp_varying_model_solve, 1, 15, 12);
RP_MODEL_PARTS(density, rp_density_model_solve, 2, 28, 10);
RP_MODEL_PARTS(policy, rp_policy_model_solve, 2, 24, 13);
RP_MODEL_PARTS(particles, rp_particles_model_solve, 2, 18, 13);
RP_MODEL_PARTS(revenue, rp_revenue_model_solve, 2, 25, 12);
RP_MODEL_PARTS(programme, rp_programme_model_solve, 2, 23, 6);

#endif
