/*
 * model_list.h - the models of this plugin: for each its name, its solver, and the lengths of its tables of axes, parameters and
 * outputs, which are asserted where they are defined.
 */
#ifndef RP_MODEL_LIST_H
#define RP_MODEL_LIST_H
#include "reprise/tables.h"

RP_MODEL_PARTS(game, rp_game_model_solve, 3, 20, 45);
const void *rp_game_model_extension(const char *id);
RP_MODEL_PARTS(folds, rp_folds_model_solve, 2, 14, 7);
RP_MODEL_PARTS(big, rp_big_model_solve, 2, 26, 18);
const void *rp_big_model_extension(const char *id);
RP_MODEL_PARTS(shooting, rp_shooting_model_solve, 1, 17, 10);
RP_MODEL_PARTS(odes, rp_odes_model_solve, 2, 19, 15);
RP_MODEL_PARTS(varying, rp_varying_model_solve, 1, 15, 12);
RP_MODEL_PARTS(density, rp_density_model_solve, 2, 29, 12);
RP_MODEL_PARTS(policy, rp_policy_model_solve, 2, 24, 13);
RP_MODEL_PARTS(particles, rp_particles_model_solve, 2, 18, 13);
RP_MODEL_PARTS(revenue, rp_revenue_model_solve, 2, 25, 12);
RP_MODEL_PARTS(programme, rp_programme_model_solve, 2, 23, 6);

#endif
