/*
 * model_aggregate.h - the aggregate rate of a population by the host's services: chooses the grid on a sample of the agents,
 * then sums all agents' kernels in a fixed number of parts, so that the bits do not depend on the threads. Glue.
 */
#ifndef RP_MODEL_AGGREGATE_H
#define RP_MODEL_AGGREGATE_H
#include "population.h"
#include "reprise/call.h"

/* How the equation for the aggregate rate is solved. */
typedef enum rp_aggregate_solver {
  RP_SOLVER_AUTOMATIC,
  RP_SOLVER_DIRECT,
  RP_SOLVER_GMRES
} rp_aggregate_solver;

/* How agents are eliminated; automatic: by Green functions unless an agent's own rate times the horizon exceeds 32. */
typedef enum rp_aggregate_elimination {
  RP_ELIMINATION_AUTOMATIC,
  RP_ELIMINATION_COLLOCATION,
  RP_ELIMINATION_GREEN
} rp_aggregate_elimination;

typedef struct rp_aggregate_options {
  int64_t stages; /* Gauss nodes of a panel                              */
  double tolerance;
  rp_aggregate_solver solver;
  rp_aggregate_elimination elimination;
  bool conditioning;     /* whether *rcond is wanted (direct solver)     */
  int32_t penalty_param; /* parameter to name                            */
} rp_aggregate_options;

typedef struct rp_aggregate {
  rp_collocation method;
  rp_population_grid grid;
  rp_coupled_agents game;
  int64_t panels, sampled;
  double *edges;    /* [panels + 1]                         */
  double *rates;    /* [nodes]: V                           */
  double *forcing;  /* [nodes]: b + lambda V                */
  double *total;    /* [panels + 1]: W at the edges         */
  double rcond;     /* NaN if not wanted, or if iterated    */
  double rate;      /* bound on the growth of all modes */
  int64_t products; /* with the kernel, without its matrix; 0: solved directly */
  /* Largest change of W and V of the sample with four nodes more in each panel, relative to their largest. */
  double discretisation;
} rp_aggregate;

/* residue [agents]: gamma_i. Reports what it refuses. */
rp_status rp_model_aggregate(const rp_call *call, const rp_population *population, const double *residue,
                             const rp_aggregate_options *options, rp_aggregate *out);

/* Makes the game of `aggregate`, which is of all agents, that of `count` of them, spread over the list, on the same grid. */
rp_status rp_aggregate_take(const rp_call *call, int64_t count, rp_aggregate *aggregate);

/* Where a time lies: panel, and values and integrals (times the width) of its basis there. */
typedef struct rp_panel_place {
  int64_t panel;
  double values[RP_COLLOCATION_MOST], integrals[RP_COLLOCATION_MOST];
} rp_panel_place;
rp_panel_place rp_aggregate_place(const rp_aggregate *aggregate, double t);

/* W and V at a place. */
void rp_aggregate_at(const rp_aggregate *aggregate, const rp_panel_place *place, double *total, double *rate);

/* The inventory at a place of the agent in a lane of what rp_coupled_respond() has found. */
double rp_aggregate_inventory(const rp_aggregate *aggregate, const rp_panel_place *place,
                              const rp_coupled_paths *paths, int64_t lane);

#endif
