/*
 * model_factor_paths.h - what the files of `nplayer_factor_paths` share: numbers of parameters and outputs, and the simulation.
 * Glue.
 */
#ifndef RP_MODEL_FACTOR_PATHS_H
#define RP_MODEL_FACTOR_PATHS_H
#include "model_types.h"

enum {
  PARAM_FACTORS = TYPE_PARAMS,
  PARAM_PATHS = PARAM_FACTORS + FACTOR_PARAMS,
  PARAM_REPORTED,
  PARAM_QUANTILES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_FACTOR_PATHS,
  OUT_INVENTORY_PATHS,
  OUT_RATE_PATHS,
  OUT_FEEDBACK_PATHS,
  OUT_FORCING_PATHS,
  OUT_MEAN,
  OUT_DEVIATION,
  OUT_BANDS,
  OUT_QUANTILE,
  OUT_COSTS,
  OUT_COST_ERROR,
  OUT_OUTSIDE,
  OUT_ERROR,
  OUT_METHOD,
  OUT_RESOLUTION,
  OUT_STEPS,
  OUT_TAIL,
  OUTPUTS
};

enum { RP_SIMULATION_BLOCK = 256 }; /* paths that are simulated together */

/* Equal steps of the factors and, between the same times, of the type means. */
typedef struct rp_simulation {
  const rp_call *call;
  const rp_factor_setup *setup;
  const rp_type_game *game;
  const rp_type_system *system;
  const rp_field_places *places;
  const rp_factor_answer *answer;
  rp_markov_problem problem;
  rp_markov_regression regression;
  int64_t paths, points, factors;
  double h;
  /* Made by rp_simulation_prepare(). */
  rp_affine_factors *step;
  const double *transition; /* of a chain over a step, cumulated: [regimes][regimes]  */
  double *factor;           /* [points][factors][paths]                               */
  double *inventory;        /* [points][types][paths]                                 */
  double *rate;             /* [points][types][paths]                                 */
  double *cost;             /* [types][paths]                                         */
  double *feedback;         /* [reported][types][types][points], NULL: not wanted     */
  double *forcing;          /* [reported][types][points], likewise                    */
  int64_t *outside;         /* per block: times and paths beyond the fields' interval */
} rp_simulation;

/* Makes room, the step of the factors, and storage of the outputs that are written on the way, from the members before. */
rp_status rp_simulation_prepare(rp_simulation *s);

/* The body for paths [begin, end) of one block; context: a rp_simulation. */
rp_body rp_simulation_run;

/* All outputs but those written on the way. */
rp_status rp_simulation_put(const rp_simulation *s, const double *times);

#endif
