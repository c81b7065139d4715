/* acas_markets.h - markets of section 4 with constant coefficients for the tests, and solved paths of them. */
#ifndef ACAS_MARKETS_H
#define ACAS_MARKETS_H
#include <stdlib.h>
#include <string.h>
#include "acas_bsre/acas_path.h"
#include "expect.h"

/* A market and the numbers its constant curves point to: it must not be copied without aim(). */
typedef struct constant_market {
  rp_acas market;
  double cost, running, buying, selling;
} constant_market;

static inline rp_curve level(const double *number) {
  static const double origin[1] = {0};
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin, .data = number};
}

static inline void aim(constant_market *m) {
  m->market.cost = level(&m->cost);
  m->market.running = level(&m->running);
  m->market.buying = level(&m->buying);
  m->market.selling = level(&m->selling);
}

/* T, q1, q2, qe, gamma, A, epsilon of `market`; the four numbers behind. */
static inline void make_market(constant_market *m, rp_acas market, double cost, double running, double buying,
                               double selling) {
  *m = (constant_market){market, cost, running, buying, selling};
  aim(m);
}

/* q1 > q2, qe < 0, flows on both sides, running penalties unless neutral. */
static inline void random_market(uint64_t *state, bool neutral, constant_market *m) {
  double second = uniform(state, -4, 3);
  make_market(m,
              (rp_acas){.horizon = uniform(state, 0.3, 2.5),
                        .first = second + uniform(state, 0, 5),
                        .second = second,
                        .buyer = uniform(state, -60, -5),
                        .gamma = uniform(state, 0.3, 2.5),
                        .terminal = uniform(state, 0.01, 0.2),
                        .least = uniform(state, 0, 2)},
              uniform(state, 0.05, 0.6), neutral ? 0 : uniform(state, 0, 0.2), uniform(state, 0, 12),
              uniform(state, 0, 12));
}

typedef struct solved {
  rp_collocation method;
  rp_acas_setting setting;
  rp_acas_part part;
  rp_acas_path path;
  double *memory, *work;
  int32_t *pivots;
} solved;

static inline rp_boundary_status solve_market(const rp_acas *market, solved *s) {
  double guess[] = {0, 1 / market->gamma};
  rp_collocation_make(8, &s->method);
  s->setting = (rp_acas_setting){&s->method, 1024, 1e-12, 100};
  s->memory = malloc((size_t)rp_acas_path_size(&s->setting) * sizeof(double));
  s->work = malloc((size_t)rp_acas_path_workspace(&s->setting) * sizeof(double));
  s->pivots = malloc((size_t)rp_acas_path_pivots(&s->setting) * sizeof(int32_t));
  s->part = rp_acas_whole(market);
  rp_boundary_status status =
      rp_acas_path_solve(&s->part, &s->setting, 0, NULL, guess, s->memory, s->work, s->pivots, &s->path);
  if (status == RP_BOUNDARY_OK)
    rp_acas_path_maker(&s->part, market->first, 2 * market->terminal, 0, &s->path);
  return status;
}

static inline void drop(solved *s) {
  free(s->memory);
  free(s->work);
  free(s->pivots);
}

#endif
