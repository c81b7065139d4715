/* The approximation game: Jacobian, conservation of shares, symmetry, limits, deviations, and the field of one maker alone. */
#include "acas_bsre/approximation.h"
#include "acas_bsre/approximation_line.h"
#include <stdlib.h>
#include <string.h>
#include "expect.h"

enum { MOST = 12, STAGES = 6, PANELS = 64 };

typedef struct example {
  rp_approximation game;
  double offset[MOST], buys[MOST], start[MOST], running[MOST], terminal[MOST], buying, selling, work[1024];
  rp_collocation method;
  rp_boundary_path path, other;
  rp_boundary_report report;
  double *memory;
} example;

static const double origin[1] = {0};

static void make_example(example *e, int64_t traders, int64_t makers, rp_share_type type) {
  memset(e, 0, sizeof *e);
  e->buying = 4;
  e->selling = 3;
  e->game = (rp_approximation){
      .makers = {type, makers, 1, e->offset, {1, 0.3, 0}, 0.5, INFINITY},
      .traders = {.cost = 0.2, .cross = 0.1, .low = -INFINITY, .high = INFINITY, .count = traders},
      .buys = e->buys,
      .buying = {.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin, .data = &e->buying},
      .selling = {.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin, .data = &e->selling},
      .horizon = 1,
      .start = e->start,
      .running = e->running,
      .terminal = e->terminal,
      .work = e->work};
  cr_assert(rp_approximation_workspace(traders, makers) <= 1024);
  for (int64_t i = 0; i < traders + makers; ++i) {
    e->start[i] = i < traders ? -30 + 4 * (double)i : 1 - (double)(i - traders);
    e->buys[i] = i < traders ? 1 : 0;
    e->running[i] = 0.03 + 0.01 * (double)i;
    e->terminal[i] = 0.05 + 0.005 * (double)i;
  }
}

static rp_boundary_status solve(example *e) {
  int64_t n = e->game.traders.count + e->game.makers.count, size = rp_boundary_path_size(n, STAGES, PANELS);
  double terminal[MOST * MOST] = {0}, bound[MOST];
  int32_t pivots[MOST * STAGES];
  e->memory = calloc((size_t)(2 * size + rp_boundary_workspace(n, STAGES, PANELS)), sizeof(double));
  rp_collocation_make(STAGES, &e->method);
  rp_boundary_path_place(n, &e->method, PANELS, e->memory, &e->path);
  rp_boundary_path_place(n, &e->method, PANELS, e->memory + size, &e->other);
  e->path.panels = 4;
  for (int k = 0; k <= 4; ++k)
    e->path.edge[k] = e->game.horizon * k / 4;
  for (int64_t i = 0; i < n; ++i) {
    terminal[i * n + i] = 2 * e->terminal[i];
    bound[i] = i < e->game.traders.count ? INFINITY : 1;
  }
  rp_boundary_problem problem = {.n = n,
                                 .field = rp_approximation_field,
                                 .weight = rp_approximation_weight,
                                 .context = &e->game,
                                 .start = e->start,
                                 .terminal = terminal,
                                 .bound = bound,
                                 .tolerance = 1e-12,
                                 .iterations = 60};
  return rp_boundary_adapt(&problem, 1e-12, PANELS, &e->path, &e->other, e->memory + 2 * size, pivots,
                           &e->report);
}

/* Buyers and sellers, crossed costs, bounds that are active. */
Test(approximation, jacobian) {
  uint64_t state = 9;
  for (int round = 0; round < 60; ++round) {
    example e;
    int64_t traders = 1 + round % 3, makers = 2 + round % 2, n = traders + makers;
    make_example(&e, traders, makers, round % 2 ? RP_SHARES_LOGIT : RP_SHARES_PRODUCT);
    for (int64_t i = 0; i < traders; ++i)
      e.buys[i] = i % 2 ? 0 : 1;
    if (round % 4 == 3) e.game.traders.low = 0.5, e.game.traders.high = 6;
    double y[MOST], value[MOST], jacobian[MOST * MOST], up[MOST], down[MOST];
    for (int64_t i = 0; i < n; ++i)
      y[i] = i < traders ? (e.buys[i] != 0 ? 1 : -1) * uniform(&state, 2, 6) : uniform(&state, -1, 1);
    cr_assert(rp_approximation_field(&e.game, 0, y, value, jacobian));
    for (int64_t j = 0; j < n; ++j) {
      double h = 1e-6, kept = y[j];
      y[j] = kept + h;
      cr_assert(rp_approximation_field(&e.game, 0, y, up, NULL));
      y[j] = kept - h;
      cr_assert(rp_approximation_field(&e.game, 0, y, down, NULL));
      y[j] = kept;
      for (int64_t i = 0; i < n; ++i)
        CLOSE(jacobian[i * n + j], (up[i] - down[i]) / (2 * h), 1e-6, 1e-6);
    }
  }
}

/* Logit: what traders buy and noise orders bring, makers hold: the sum of all inventories moves by kappa_b - kappa_a. */
Test(approximation, shares_are_conserved) {
  example e;
  make_example(&e, 3, 2, RP_SHARES_LOGIT);
  cr_assert_eq(solve(&e), RP_BOUNDARY_OK);
  double begin = 0, end = 0;
  for (int i = 0; i < 5; ++i) {
    begin += e.path.x[i];
    end += e.path.x[e.path.panels * 5 + i];
  }
  CLOSE(end - begin, -1, 1e-11, 0);
  for (int i = 0; i < 5; ++i)
    CLOSE(e.path.y[e.path.panels * 5 + i], -2 * e.terminal[i] * e.path.x[e.path.panels * 5 + i], 1e-12,
          1e-13);
  free(e.memory);
}

/* Buying and selling exchanged: all inventories and adjoints change sign. */
Test(approximation, odd_symmetry) {
  example e, mirror;
  make_example(&e, 2, 2, RP_SHARES_LOGIT);
  make_example(&mirror, 2, 2, RP_SHARES_LOGIT);
  e.offset[0] = mirror.offset[0] = 0.3;
  mirror.buying = 3;
  mirror.selling = 4;
  for (int i = 0; i < 4; ++i) {
    mirror.start[i] = -e.start[i];
    mirror.buys[i] = 0;
  }
  cr_assert_eq(solve(&e), RP_BOUNDARY_OK);
  cr_assert_eq(solve(&mirror), RP_BOUNDARY_OK);
  for (int i = 0; i < 4; ++i) {
    CLOSE(mirror.path.y[i], -e.path.y[i], 1e-11, 1e-12);
    CLOSE(mirror.path.x[mirror.path.panels * 4 + i], -e.path.x[e.path.panels * 4 + i], 1e-11, 1e-12);
  }
  free(e.memory);
  free(mirror.memory);
}

/* Makers without penalties: their adjoints vanish, quotes are constant, and each trader's problem is linear. */
Test(approximation, makers_without_penalties) {
  example e;
  make_example(&e, 1, 2, RP_SHARES_LOGIT);
  for (int i = 1; i < 3; ++i)
    e.running[i] = e.terminal[i] = 0;
  cr_assert_eq(solve(&e), RP_BOUNDARY_OK);
  CLOSE(e.path.y[1], 0, 0, 1e-13);
  /* Q' = (Y - 2)/(2 beta), Y' = 2 phi Q, Y(T) = -2 A Q(T), with d = N/(c (N - 1)) = 2 */
  double k = sqrt(e.running[0] / 0.2), c = cosh(k), s = sinh(k), A2 = 2 * e.terminal[0], eta = 0.4 * k;
  double y = 2 + (-A2 * (c * e.start[0]) - 2 - eta * s * e.start[0]) / (c + A2 * s / eta);
  CLOSE(e.path.y[0], y, 1e-11, 0);
  free(e.memory);
}

/* The factors' mean and tilt. */
Test(approximation, factors) {
  example e;
  make_example(&e, 1, 1, RP_SHARES_PRODUCT);
  rp_reverting factors[] = {{2, 0.5, 0.8, -0.1}, {0, 0, 0.3, 0.2}};
  double l[2], buying, selling, edges[] = {-1, 1}, series[] = {3, 1};
  e.game.factor_count = 2;
  e.game.factors = factors;
  e.game.tilt = 2;
  rp_approximation_factors(&e.game, 0.7, l);
  CLOSE(l[0], 0.5 - 0.6 * exp(-1.4) + 2 * 0.8 * sqrt((1 - exp(-2.8)) / 4), 1e-14, 0);
  CLOSE(l[1], 0.2 + 2 * 0.3 * sqrt(0.7), 1e-14, 0);
  e.game.buying =
      (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = edges, .terms = 2, .data = series};
  l[0] = 5; /* beyond the curve: its value at 1 */
  l[1] = -0.5;
  rp_approximation_flow(&e.game, l, &buying, &selling);
  CLOSE(buying, (4 + 2.5) / 2, 1e-14, 0);
  CLOSE(selling, 3, 1e-14, 0);
}

/* Many traders and few makers, in no more room than is asked for: quotes, shares and rates have places of their own. */
Test(approximation, room) {
  enum { BUYERS = 9, BOTH = 2 };
  example e;
  make_example(&e, BUYERS, BOTH, RP_SHARES_LOGIT);
  double y[MOST], value[MOST], jacobian[MOST * MOST], ask[BOTH], bid[BOTH], share[2][BOTH], scratch[4 * BOTH],
      sum = 0, *work = malloc((size_t)rp_approximation_workspace(BUYERS, BOTH) * sizeof *work);
  e.game.work = work;
  for (int i = 0; i < BUYERS + BOTH; ++i)
    y[i] = i < BUYERS ? 2 + 0.1 * i : 0.3 * (i - BUYERS);
  cr_assert(rp_approximation_field(&e.game, 0, y, value, jacobian));
  cr_assert(rp_shares_quote(&e.game.makers, 1, y + BUYERS, ask, share[0], scratch));
  cr_assert(rp_shares_quote(&e.game.makers, -1, y + BUYERS, bid, share[1], scratch));
  for (int i = 0; i < BUYERS; ++i)
    sum += value[i];
  for (int i = 0; i < BUYERS; ++i) /* (2 cost - w) v_i + w sum v = y - ask */
    CLOSE((0.4 - 0.1 / 8) * value[i] + 0.1 / 8 * sum, y[i] - fmin(ask[0], ask[1]), 1e-12, 1e-13);
  for (int i = 0; i < BOTH; ++i)
    CLOSE(value[BUYERS + i], -(4 + sum) * share[0][i] + 3 * share[1][i], 1e-12, 0);
  free(work);
}

/* ---- one maker alone ---- */

static double line_at(const rp_line *line, double q, rp_line_report *report) {
  double *u = malloc((size_t)(line->nodes + 1) * sizeof *u), points[RP_LINE_NODES + 1],
         *work = malloc((size_t)rp_line_workspace(line->nodes) * sizeof *work);
  int32_t *pivots = malloc((size_t)rp_line_pivots(line->nodes) * sizeof *pivots);
  cr_assert(rp_line_solve(line, u, report, work, pivots));
  double at = rp_line_at(line, u, q, points);
  free(u);
  free(work);
  free(pivots);
  return at;
}

/* Without orders u = -(2 A + 2 phi T) q. */
Test(line, without_orders) {
  rp_line line = {.horizon = 1.5,
                  .gamma = 1,
                  .running = 0.2,
                  .terminal = 0.3,
                  .noise = 0.7,
                  .box = 4,
                  .nodes = 24,
                  .tolerance = 1e-12};
  rp_line_report report;
  CLOSE(line_at(&line, 1.7, &report), -(0.6 + 0.6) * 1.7, 1e-11, 0);
}

/* Equal flows: the field is odd; without noise it is the two-point problem's; noise moves it by epsilon^2. */
Test(line, symmetry_and_limit) {
  rp_line line = {.horizon = 1,
                  .gamma = 1,
                  .buying = 3,
                  .selling = 3,
                  .running = 0.1,
                  .terminal = 0.1,
                  .noise = 0.5,
                  .box = 8,
                  .nodes = 96,
                  .tolerance = 1e-11};
  rp_line_report report;
  CLOSE(line_at(&line, 1.3, &report), -line_at(&line, -1.3, &report), 1e-8, 0);
  line.buying = 4;
  line.selling = 2;
  double with[2], without;
  for (int k = 0; k < 2; ++k) {
    line.noise = k ? 0.25 : 0.125;
    with[k] = line_at(&line, 2, &report);
    cr_assert(report.inflow > 0 && report.tail < 1e-7);
  }
  /* Q' = F(Y), Y' = 2 phi Q by bisection on Y(0) */
  double low = -2, high = 1;
  for (int k = 0; k < 60; ++k) {
    double y = (low + high) / 2, q = 2, h = 1e-3;
    for (int i = 0; i < 1000; ++i) { /* Heun's method of order 4: classical Runge-Kutta */
      double a[4], b[4], yy = y, qq = q;
      static const double shift[] = {0.5, 0.5, 1, 0};
      for (int s = 0; s < 4; ++s) {
        a[s] = (-4 * exp(-yy) + 2 * exp(yy)) / exp(1);
        b[s] = 0.2 * qq;
        qq = q + h * shift[s] * a[s];
        yy = y + h * shift[s] * b[s];
      }
      q += h * (a[0] + 2 * a[1] + 2 * a[2] + a[3]) / 6;
      y += h * (b[0] + 2 * b[1] + 2 * b[2] + b[3]) / 6;
    }
    if (y + 0.2 * q > 0)
      high = (low + high) / 2;
    else
      low = (low + high) / 2;
  }
  without = low;
  CLOSE((with[1] - without) / 0.0625, 0.0019037, 1e-3, 0);
  CLOSE((with[0] - without) / (with[1] - without), 0.25, 1e-3, 0);
}
