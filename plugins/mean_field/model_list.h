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

RP_MODEL_PARTS(game, rp_game_model_solve, 3, 19, 45);
RP_MODEL_PARTS(folds, rp_folds_model_solve, 3, 15, 7);
RP_MODEL_PARTS(big, rp_big_model_solve, 1, 24, 16);
RP_MODEL_PARTS(shooting, rp_shooting_model_solve, 1, 16, 10);
RP_MODEL_PARTS(odes, rp_odes_model_solve, 2, 18, 15);
RP_MODEL_PARTS(varying, rp_varying_model_solve, 1, 14, 12);
RP_MODEL_PARTS(density, rp_density_model_solve, 2, 27, 10);
RP_MODEL_PARTS(policy, rp_policy_model_solve, 2, 25, 13);
RP_MODEL_PARTS(particles, rp_particles_model_solve, 2, 19, 11);
RP_MODEL_PARTS(revenue, rp_revenue_model_solve, 2, 26, 10);
RP_MODEL_PARTS(programme, rp_programme_model_solve, 2, 24, 6);

#endif
