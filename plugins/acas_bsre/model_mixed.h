/* model_mixed.h - traders with penalties of their own by the host's services: the grid, their aggregate rate, and when their game ceases
 * to have an equilibrium. Parts of the traders are summed in a fixed order, so that the bits do not depend on the threads. Glue. */
#ifndef RP_MODEL_MIXED_H
#define RP_MODEL_MIXED_H
#include "mixed_traders.h"
#include "model_traders.h"

/* The whole population and its curves. */
typedef struct rp_mixed_population {
  int64_t count;
  double horizon, own, cross, least_running, least_terminal, most_running;
  const double *start, *running, *terminal;
  rp_curve shape, permanent, temporary, imbalance;
} rp_mixed_population;

rp_traders rp_mixed_at_time(const rp_mixed_population *p, double running, double t);

/* A game on a grid, and V there. */
typedef struct rp_mixed_solution {
  rp_mixed_traders game;
  double *rates; /* [nodes]                                       */
  double *total; /* [panels + 1]: integral of V                   */
  double *felt;  /* [panels][RP_MIXED_COLUMNS]                    */
} rp_mixed_solution;

/* Parameters to name in refusals. */
typedef struct rp_mixed_names {
  int32_t horizon, terminal, tolerance;
} rp_mixed_names;

/* Memory that solves of any size share. */
typedef struct rp_mixed_desk {
  double *memory;
  int64_t capacity;
} rp_mixed_desk;

/* The grid of the last `left` of the horizon; edges are times. RP_NOT_CONVERGED without a report: its panels are too wide. */
rp_status rp_mixed_grid(const rp_call *call, const rp_mixed_population *p, double left, int level,
                        rp_mixed_solution *s);
/* The panel in which t lies; the end of a panel belongs to the next one. */
int64_t rp_mixed_panel_at(const rp_mixed_traders *game, double t);
/* V of the traders of s->game, each standing for `weight`. */
rp_status rp_mixed_rates(const rp_call *call, const rp_mixed_population *p, double weight,
                         rp_mixed_solution *s, rp_mixed_desk *desk, rp_mixed_determinant *determinant);
/* Traders 0, step, 2 step, ... of the population, `count` of them. */
rp_status rp_mixed_sample(const rp_call *call, const rp_mixed_population *p, int64_t count,
                          rp_mixed_traders *game);
enum { RP_MIXED_SAMPLE = 256 }; /* traders on which grids are chosen */

/* Panels are halved until V of a sample does not change any more; then all traders on the last but one grid. Refuses games that
 * have escaped, with the time to maturity at which they did. */
rp_status rp_mixed_solve_population(const rp_call *call, const rp_mixed_population *p,
                                    const rp_mixed_names *names, rp_mixed_solution *s, double *estimate);

/*
 * The least time to maturity at which the equation for V is singular, where the game's Riccati equation escapes, up to `most`; infinite:
 * none. By the determinant's sign at many times, then Brent's method; a dip between two of them is followed to its bottom, so that two
 * escapes in a row are not overlooked. most may exceed the horizon if no curve depends on time. Ends where a grid would have more than
 * 1200 nodes.
 */
rp_status rp_mixed_escape(const rp_call *call, const rp_mixed_population *p, double most, double *escape);

/* Refuses if one trader alone can drive the objective to infinity. */
rp_status rp_mixed_check_concavity(const rp_call *call, const rp_mixed_population *p,
                                   const rp_mixed_names *names);

bool rp_mixed_is_constant(const rp_mixed_population *p);
/* Least margin of theorem 2.10 over traders and times: positive, there is no escape. */
double rp_mixed_margin(const rp_mixed_population *p, const rp_mixed_traders *game);

#endif
