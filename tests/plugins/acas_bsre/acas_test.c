/* One buyer and two makers: closed forms, bounds, signs of the Riccati solution, kinks, shooting, and deviations of each player. */
#include "acas_bsre/acas.h"
#include "acas_bsre/acas_bounds.h"
#include "acas_bsre/acas_constant.h"
#include "acas_markets.h"

/* The Jacobian of (24) and (25) against differences. */
Test(acas, jacobian) {
  uint64_t state = 3;
  for (int round = 0; round < 200; ++round) {
    double gamma = uniform(&state, 0.3, 3), least = round % 3 ? -INFINITY : 1.5,
           y[] = {uniform(&state, -1, 1), uniform(&state, -2, 4)}, rate[2], jacobian[4], maker;
    rp_acas_point at = {uniform(&state, 0.05, 1), uniform(&state, 0, 9), uniform(&state, 0, 9)};
    if (fabs((y[1] - 1 / gamma) / (2 * at.cost) - 1.5) < 1e-3) continue;
    rp_acas_rates(gamma, least, &at, y, rate, jacobian, &maker);
    for (int j = 0; j < 2; ++j) {
      double up[2], down[2], h = 1e-6, moved[] = {y[0], y[1]};
      moved[j] = y[j] + h;
      rp_acas_rates(gamma, least, &at, moved, up, NULL, NULL);
      moved[j] = y[j] - h;
      rp_acas_rates(gamma, least, &at, moved, down, NULL, NULL);
      for (int i = 0; i < 2; ++i)
        CLOSE((up[i] - down[i]) / (2 * h), jacobian[2 * i + j], 1e-6, 1e-6);
    }
    /* both makers together: q2' = Q1' - Q2', qe' = Qe' - Q1' = v - Q1' */
    bool truncated;
    double v = rp_acas_rate(gamma, least, at.cost, y[1], &truncated);
    CLOSE(rate[1], v - maker, 1e-13, 1e-12);
  }
}

/* phi = 0: the two constants, Y1 and R(0) are those of the path. */
Test(acas, constants_are_the_path) {
  uint64_t state = 17;
  for (int round = 0; round < 60; ++round) {
    constant_market m;
    rp_acas_constants c;
    solved s;
    random_market(&state, true, &m);
    if (round % 2) m.market.least = 0;
    cr_assert(rp_acas_constant(&m.market, &c));
    cr_assert_lt(c.residual, 1e-14);
    cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
    for (int64_t k = 0; k <= s.path.run.panels; ++k) {
      CLOSE(s.path.run.y[2 * k], c.y2, 1e-11, 1e-13);
      CLOSE(s.path.run.y[2 * k + 1], c.ye, 1e-11, 1e-13);
      CLOSE(s.path.maker_adjoint[k], c.maker, 1e-10, 1e-12);
    }
    CLOSE(s.path.maker[s.path.run.panels], c.maker_end, 1e-11, 1e-12);
    for (int i = 0; i < 4; ++i)
      CLOSE(s.path.run.gain[i], c.gain[i], 1e-10, 1e-13);
    drop(&s);
  }
}

/* At q_e - q_1 = -1/(2 A gamma) without flows nothing trades: y2 = -2 A (q1 - q2), ye = 1/gamma. */
Test(acas, auxiliary_solution) {
  constant_market m;
  rp_acas_constants c;
  make_market(
      &m,
      (rp_acas){
          .horizon = 1, .first = 1, .second = -1, .buyer = 1 - 10, .gamma = 1, .terminal = 0.05, .least = 0},
      0.1, 0, 0, 0);
  cr_assert(rp_acas_constant(&m.market, &c));
  CLOSE(c.y2, -0.2, 1e-13, 0);
  CLOSE(c.ye, 1, 1e-13, 0);
  CLOSE(c.executed, 0, 0, 1e-12);
}

/* A rate that is cut with a cost that depends on time: the equation for ye has its kinks inside the integral. */
Test(acas, truncated_constants_with_varying_costs) {
  double grid[] = {0, 1, 2}, beta[] = {0.1, 0.6, 0.2};
  constant_market m;
  rp_acas_constants c;
  solved s;
  make_market(
      &m,
      (rp_acas){
          .horizon = 2, .first = 1, .second = -1, .buyer = -20, .gamma = 1, .terminal = 0.05, .least = 1},
      0.1, 0, 2, 1);
  m.market.cost = (rp_curve){.rule = RP_LINEAR, .grid_count = 3, .grid = grid, .data = beta};
  cr_assert(rp_acas_constant(&m.market, &c));
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  cr_assert_geq(s.path.kinks, 1);
  CLOSE(s.path.run.y[0], c.y2, 1e-11, 0);
  CLOSE(s.path.run.y[1], c.ye, 1e-11, 0);
  CLOSE(s.path.maker_adjoint[0], c.maker, 1e-11, 0);
  drop(&s);
}

/* The bounds: (26) without flows, the corrected one with them; (26) fails with flows. */
Test(acas, bounds_of_the_rate) {
  uint64_t state = 23;
  int printed = 0, corrected = 0;
  for (int round = 0; round < 3000; ++round) {
    constant_market m;
    rp_acas_constants c;
    random_market(&state, true, &m);
    m.market.least = -INFINITY;
    if (round % 2) m.buying = m.selling = 0;
    if (round % 4 == 2) m.selling *= 8;
    if (!rp_acas_constant(&m.market, &c)) continue;
    rp_acas_bounds b = rp_acas_bound(&m.market);
    double v = (c.ye - 1 / m.market.gamma) / (2 * m.cost);
    if (round % 2 && b.printed_bracket > 0) {
      cr_assert_geq(v, b.printed * (1 - 1e-12));
      CLOSE(b.corrected, b.printed, 1e-13, 0);
      ++printed;
    }
    if (b.corrected_bracket > 0) {
      cr_assert_geq(v, b.corrected * (1 - 1e-12));
      ++corrected;
    }
  }
  cr_assert(printed > 500 && corrected > 300);
  constant_market m;
  rp_acas_constants c;
  rp_acas open = {
      .horizon = 1, .first = 1, .second = -1, .buyer = -20, .gamma = 1, .terminal = 0.05, .least = -INFINITY};
  make_market(&m, open, 0.1, 0, 20, 0);
  cr_assert(rp_acas_constant(&m.market, &c));
  CLOSE((c.ye - 1) / 0.2, -2.4489, 1e-4, 0);
  cr_assert_gt(rp_acas_bound(&m.market).printed, 2.6);
  cr_assert_lt(rp_acas_bound(&m.market).corrected_bracket, 0);
  open.second = 1; /* equal makers: (26) is an equality */
  make_market(&m, open, 0.1, 0, 0, 0);
  cr_assert(rp_acas_constant(&m.market, &c));
  CLOSE((c.ye - 1) / 0.2, rp_acas_bound(&m.market).printed, 1e-13, 0);
  make_market(&m, open, 0.1, 0, 3, 2); /* with flows the corrected one */
  cr_assert(rp_acas_constant(&m.market, &c));
  CLOSE((c.ye - 1) / 0.2, rp_acas_bound(&m.market).corrected, 1e-13, 0);
}

/* Extremes of a fitted cost between its nodes. */
Test(acas, bounds_take_the_extreme_costs) {
  double edges[] = {0, 3}, series[] = {0.5, 0.1, -0.2, 0.05};
  constant_market m;
  make_market(
      &m,
      (rp_acas){
          .horizon = 3, .first = 1, .second = -1, .buyer = -20, .gamma = 1, .terminal = 0.05, .least = 0},
      0.1, 0, 0, 0);
  m.market.cost =
      (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = edges, .terms = 4, .data = series};
  rp_acas_bounds b = rp_acas_bound(&m.market);
  double low = INFINITY, high = 0;
  for (int i = 0; i <= 300000; ++i) {
    double value = rp_curve_at(&m.market.cost, 3.0 * i / 300000);
    low = fmin(low, value);
    high = fmax(high, value);
  }
  CLOSE(b.cost_low, low, 1e-9, 0);
  CLOSE(b.cost_high, high, 1e-9, 0);
}

/* With running penalties: order of makers, -R^{-1} an M-matrix, R <= 0, its 1-norm at most 2 A + 2 int phi. */
Test(acas, order_signs_and_norm) {
  uint64_t state = 5;
  double ratio = 0;
  for (int round = 0; round < 80; ++round) {
    constant_market m;
    solved s;
    random_market(&state, false, &m);
    cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
    rp_acas_gain_signs g = rp_acas_path_signs(&m.market, &s.path);
    cr_assert_leq(g.largest_entry, 1e-13);
    cr_assert_leq(g.off_diagonal, 1e-9);
    cr_assert_geq(g.column_sum, -1e-9);
    cr_assert_geq(g.dominance, -1e-12);
    cr_assert_leq(g.norm_ratio, 1 + 1e-12);
    ratio = fmax(ratio, g.norm_ratio);
    for (int64_t k = 0; k <= s.path.run.panels; ++k) {
      cr_assert_geq(s.path.run.x[2 * k], -1e-12);
      cr_assert_leq(s.path.run.y[2 * k], 1e-12);
    }
    drop(&s);
  }
  CLOSE(ratio, 1, 1e-12, 0); /* attained at the horizon */
}

/* R(0) is the derivative of y(0) in the inventories' differences. */
Test(acas, gain_against_differences) {
  constant_market m;
  solved s;
  double gain[4], y[2][2];
  make_market(
      &m,
      (rp_acas){
          .horizon = 1, .first = 1, .second = -1, .buyer = -20, .gamma = 1, .terminal = 0.05, .least = 0},
      0.1, 0.05, 5, 4);
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  memcpy(gain, s.path.run.gain, sizeof gain);
  drop(&s);
  for (int j = 0; j < 2; ++j) {
    for (int side = 0; side < 2; ++side) {
      constant_market moved = m;
      double h = side ? 1e-4 : -1e-4;
      aim(&moved);
      if (j == 0)
        moved.market.second -= h; /* q2 = Q1 - Q2 */
      else
        moved.market.buyer += h;
      cr_assert_eq(solve_market(&moved.market, &s), RP_BOUNDARY_OK);
      memcpy(y[side], s.path.run.y, sizeof y[side]);
      drop(&s);
    }
    for (int i = 0; i < 2; ++i)
      CLOSE((y[1][i] - y[0][i]) / 2e-4, gain[2 * i + j], 1e-6, 1e-9);
  }
}

/* All six functions run forward from the path's start by a classical Runge-Kutta method: the ends must meet. */
Test(acas, shooting) {
  constant_market m;
  solved s;
  make_market(&m,
              (rp_acas){.horizon = 1.5,
                        .first = 3,
                        .second = -1,
                        .buyer = -30,
                        .gamma = 0.8,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0.04, 7, 4);
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  enum { STEPS = 3000 };
  double z[] = {3,
                -1,
                -30,
                s.path.maker_adjoint[0],
                s.path.maker_adjoint[0] - s.path.run.y[0],
                s.path.maker_adjoint[0] + s.path.run.y[1]};
  for (int k = 0; k < STEPS; ++k) {
    static const double shift[] = {0, 0.5, 0.5, 1}, weight[] = {1, 2, 2, 1};
    double h = 1.5 / STEPS, slope[4][6];
    for (int stage = 0; stage < 4; ++stage) {
      double at[6];
      for (int i = 0; i < 6; ++i)
        at[i] = z[i] + (stage ? shift[stage] * h * slope[stage - 1][i] : 0);
      double v = (at[5] - at[3] - 1 / 0.8) / 0.2, up = exp(0.8 * (at[3] - at[4]));
      slope[stage][0] = -(7 + v) / up + 4 * up;
      slope[stage][1] = -(7 + v) * up + 4 / up;
      slope[stage][2] = v;
      for (int i = 0; i < 3; ++i)
        slope[stage][3 + i] = 2 * 0.04 * at[i];
    }
    for (int i = 0; i < 6; ++i)
      for (int stage = 0; stage < 4; ++stage)
        z[i] += h * weight[stage] / 6 * slope[stage][i];
  }
  int64_t last = s.path.run.panels;
  CLOSE(z[0], s.path.maker[last], 1e-10, 1e-10);
  CLOSE(z[0] - z[1], s.path.run.x[2 * last], 1e-9, 1e-10);
  CLOSE(z[2] - z[0], s.path.run.x[2 * last + 1], 1e-10, 1e-10);
  for (int i = 0; i < 3; ++i)
    CLOSE(z[3 + i], -0.1 * z[i], 1e-9, 1e-10);
  drop(&s);
}

/* Truncation: y' = 2 phi x and the rate stays at epsilon from the kink on; the kink is where (ye - 1/gamma)/(2 beta) = epsilon. */
Test(acas, truncation) {
  constant_market m;
  solved s;
  make_market(
      &m,
      (rp_acas){
          .horizon = 2, .first = 1, .second = -1, .buyer = -20, .gamma = 1, .terminal = 0.05, .least = 0.5},
      0.1, 0.2, 0, 0);
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  cr_assert_eq(s.path.kinks, 1);
  cr_assert_leq(s.path.kink_error, 1e-9);
  double y[2];
  rp_boundary_at(&s.path.run, s.path.kink[0], NULL, y);
  CLOSE((y[1] - 1) / 0.2, 0.5, 1e-10, 0);
  rp_boundary_at(&s.path.run, s.path.kink[0] - 0.1, NULL, y);
  cr_assert_gt((y[1] - 1) / 0.2, 0.5);
  double low = s.path.run.y[1];
  drop(&s);
  m.market.least = -INFINITY; /* without it the buyer sells in the end */
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  CLOSE((s.path.run.y[1] - 1) / 0.2, 20.15026, 1e-6, 0);
  CLOSE((s.path.run.y[2 * s.path.run.panels + 1] - 1) / 0.2, -3.09122, 1e-5, 0);
  cr_assert_neq(low, s.path.run.y[1]);
  drop(&s);
}

/* What each player earns if it deviates by h times a fixed path and the others stay: stationary and concave in h. */
typedef struct deviation {
  const solved *s;
  const constant_market *m;
  int player; /* 0: first maker's ask, 1: its bid, 2: second maker's ask, 3: the buyer */
  double h;
} deviation;

static double earned(const deviation *d) {
  enum { STEPS = 2000 };
  const rp_acas *m = &d->m->market;
  double T = m->horizon, quote = 1 / m->gamma,
         held = d->player == 3   ? m->buyer
                : d->player == 2 ? m->second
                                 : m->first,
         total = 0, dt = T / STEPS, phi = d->m->running;
  for (int k = 0; k < STEPS; ++k) { /* midpoint rule; the inventory is that at the middle of the step */
    double t = (k + 0.5) * dt, y[2], x[2], wiggle = d->h * cos(3 * t + 0.4), drift;
    rp_boundary_at(&d->s->path.run, t, x, y);
    int64_t panel = rp_boundary_panel(&d->s->path.run, t);
    double edge = d->s->path.run.edge[panel], f = (t - edge) / (d->s->path.run.edge[panel + 1] - edge);
    double y1 = d->s->path.maker_adjoint[panel] * (1 - f) +
                d->s->path.maker_adjoint[panel + 1] * f; /* Y1 between ends of panels, to second order */
    double v = (y[1] - quote) / (2 * d->m->cost), ask[] = {quote + y1, quote + y1 - y[0]},
           bid[] = {quote - y1, quote - y1 + y[0]}, best = ask[0];
    if (d->player == 0) ask[0] += wiggle;
    if (d->player == 1) bid[0] += wiggle;
    if (d->player == 2) ask[1] += wiggle;
    double g = m->gamma, buying = d->m->buying + v, selling = d->m->selling, gain;
    if (d->player == 3) {
      double own = v + wiggle;
      drift = own;
      gain = -best * own - d->m->cost * own * own;
    } else {
      int i = d->player == 2;
      double sold = buying * exp(-g * (ask[i] - ask[1 - i])),
             bought = selling * exp(-g * (bid[i] - bid[1 - i]));
      drift = bought - sold;
      gain = ask[i] * sold + bid[i] * bought;
    }
    double middle = held + drift * dt / 2;
    total += dt * (gain - phi * middle * middle);
    held += drift * dt;
  }
  return total - m->terminal * held * held;
}

Test(acas, deviations_of_every_player) {
  constant_market m;
  solved s;
  make_market(&m,
              (rp_acas){.horizon = 1,
                        .first = 1,
                        .second = -1,
                        .buyer = -20,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0.05, 5, 4);
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  for (int player = 0; player < 4; ++player) {
    deviation d = {&s, &m, player, 0.05};
    double up = earned(&d), h = d.h;
    d.h = -h;
    double down = earned(&d);
    d.h = 0;
    double still = earned(&d), second = (up + down - 2 * still) / (h * h), first = (up - down) / (2 * h);
    cr_assert_lt(second, -1e-3, "player %d: second variation %g", player, second);
    cr_assert_lt(fabs(first), 2e-3 * fabs(second), "player %d: first variation %g against %g", player, first,
                 second);
  }
  drop(&s);
}

/* Stiff: sqrt(phi G) T beyond what shooting survives. */
Test(acas, long_horizons) {
  constant_market m;
  solved s;
  make_market(
      &m,
      (rp_acas){
          .horizon = 40, .first = 4, .second = -4, .buyer = -200, .gamma = 1, .terminal = 0.05, .least = 0},
      0.1, 0.3, 9, 9);
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  cr_assert_lt(s.path.report.residual, 1e-9);
  rp_acas_gain_signs g = rp_acas_path_signs(&m.market, &s.path);
  cr_assert(g.largest_entry <= 1e-13 && g.norm_ratio <= 1 + 1e-12);
  drop(&s);
}

/* Coefficients that jump: the same path whether the pieces are one curve or two parts joined by hand. */
Test(acas, jumps) {
  double grid[] = {0, 0.4}, flow[] = {2, 9};
  constant_market m;
  solved whole, late;
  make_market(
      &m,
      (rp_acas){
          .horizon = 1, .first = 2, .second = 0, .buyer = -30, .gamma = 1, .terminal = 0.05, .least = 0},
      0.1, 0.05, 0, 5);
  m.market.buying = (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .data = flow};
  cr_assert_eq(solve_market(&m.market, &whole), RP_BOUNDARY_OK);
  double x[2], y[2];
  rp_boundary_at(&whole.path.run, 0.4, x, y);
  constant_market rest = m;
  aim(&rest);
  rest.buying = 9;
  rest.market.horizon = 0.6;
  rest.market.first = 0;
  rest.market.second = -x[0];
  rest.market.buyer = x[1];
  cr_assert_eq(solve_market(&rest.market, &late), RP_BOUNDARY_OK);
  CLOSE(late.path.run.y[0], y[0], 1e-10, 1e-12);
  CLOSE(late.path.run.y[1], y[1], 1e-10, 1e-12);
  double points[16];
  cr_assert_eq(rp_acas_breaks(&m.market, 16, points), 1);
  CLOSE(points[0], 0.4, 0, 0);
  drop(&whole);
  drop(&late);
}

Test(acas, guards) {
  constant_market m;
  make_market(
      &m,
      (rp_acas){
          .horizon = 2, .first = 100, .second = -100, .buyer = -20, .gamma = 1, .terminal = 1, .least = 0},
      0.1, 0.5, 0, 0);
  CLOSE(rp_acas_largest_exponent(&m.market), 2 * (1 + 0.5 * 2) * 200, 1e-15, 0);
  cr_assert_not(rp_acas_neutral(&m.market));
  m.running = 0;
  cr_assert(rp_acas_neutral(&m.market));
}
