/* The big trader: closed forms against quadrature, a quadratic programme and perturbations. */
#include "games.h"
#include "mean_field/liquidation.h"
#include "mean_field/revenue.h"

static rp_liquidation trader(const rp_retail *retail) {
  return (rp_liquidation){.retail = retail,
                          .end = 0.75,
                          .block = 10,
                          .eta = 1e-3,
                          .theta = 2,
                          .gamma = 1e-4,
                          .price = 100,
                          .volatility = 0.5};
}

static rp_retail figure_11(void) {
  rp_retail p = {.sigma = 1, .horizon = 1, .mu0 = 0.5, .v0 = 1, .target = -2};
  rp_retail_weights_eq80(&p, 0.5, 0.5, 0.4);
  rp_retail_derive(&p);
  return p;
}

static void state_at(const rp_liquidation *l, double t, double *x, double *y) {
  double whole, traded, rate;
  rp_liquidation_flow(l, l->end, &whole, &rate);
  rp_liquidation_flow(l, t, &traded, &rate);
  rp_liquidation_state(l, whole, t, traded, rate, x, y);
}

Test(liquidation, reference) {
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  rp_liquidation_revenue r = rp_liquidation_revenues(&l);
  CLOSE(r.reduced, -24.22348706919292, 1e-12, 0);
  CLOSE(r.expected, 975.771512930807, 1e-13, 0);
  CLOSE(r.deviation, 3.054663577499428, 1e-12, 0);
}

/* x(0) = n, x(T1) = 0, x' = y; the feedback (70) from the value function gives the same rate. */
Test(liquidation, strategy) {
  uint64_t state = 4;
  for (int round = 0; round < 40; ++round) {
    rp_retail p = random_retail(&state);
    rp_liquidation l = trader(&p);
    l.end = uniform(&state, 0.2, 1) * p.horizon;
    l.block = uniform(&state, -20, 20);
    l.theta = uniform(&state, -3, 3);
    double x, y, up, down, ignored, a, b, c, M, q, size;
    state_at(&l, 0, &x, &y);
    CLOSE(x, l.block, 1e-14, 0);
    size = fabs(y) + 1;
    state_at(&l, l.end, &x, &y);
    cr_assert_eq(x, 0);
    double t = 0.37 * l.end, h = 1e-4 / (p.k + 1 / l.end);
    state_at(&l, t, &x, &y);
    state_at(&l, t + h, &up, &ignored);
    state_at(&l, t - h, &down, &ignored);
    size = fabs(l.block) + l.theta * l.theta / l.eta;
    CLOSE((up - down) / (2 * h), y, 1e-5, size * (p.k + 1 / l.end));
    rp_liquidation_value(&l, t, &a, &b, &c);
    rp_mean_at(&p, t, &M, &q);
    CLOSE((b + 2 * c * x - l.theta * q) / (2 * l.eta), y, 1e-9, size * (p.k + 1 / l.end));
  }
}

/* v_t + (v_x - theta q)^2 / (4 eta) = 0, by differences of fourth order. */
Test(liquidation, value_function) {
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  double h = 1e-3;
  for (double t = 0.1; t < 0.7; t += 0.1)
    for (double x = -5; x <= 15; x += 5) {
      double v[5], a, b, c, M, q;
      for (int i = 0; i < 5; ++i) {
        rp_liquidation_value(&l, t + (i - 2) * h, &a, &b, &c);
        v[i] = a + x * (b + c * x);
      }
      rp_liquidation_value(&l, t, &a, &b, &c);
      rp_mean_at(&p, t, &M, &q);
      double slope = b + 2 * c * x - l.theta * q, vt = (v[0] - 8 * v[1] + 8 * v[3] - v[4]) / (12 * h);
      CLOSE(vt, -slope * slope / (4 * l.eta), 1e-7, 1);
    }
}

/* At the end: b = theta q(T1), not 0. */
Test(liquidation, end) {
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  double a, b, c, M, q, near;
  rp_mean_at(&p, l.end, &M, &q);
  rp_liquidation_value(&l, l.end, &a, &b, &c);
  cr_assert_eq(a, 0);
  cr_assert_eq(c, -INFINITY);
  CLOSE(b, 2 * q, 1e-15, 0);
  rp_liquidation_value(&l, l.end - 1e-6, &a, &near, &c);
  CLOSE(near, b, 1e-6, 0);
}

/* J* - J(x + h) = eta int h'^2, for straight lines and for a series. */
Test(liquidation, perturbations) {
  uint64_t state = 9;
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  double best = rp_liquidation_revenues(&l).reduced;
  for (int round = 0; round < 40; ++round) {
    double grid[6], h[6];
    for (int i = 0; i < 6; ++i) {
      grid[i] = l.end * i / 5;
      h[i] = i == 0 || i == 5 ? 0 : uniform(&state, -3, 3);
    }
    rp_curve curve = {.rule = RP_LINEAR, .grid_count = 6, .grid = grid, .terms = 1, .data = h};
    double penalty, exact = 0, value = rp_liquidation_moved(&l, &curve, &penalty);
    for (int i = 0; i < 5; ++i)
      exact += l.eta * (h[i + 1] - h[i]) * (h[i + 1] - h[i]) / (grid[i + 1] - grid[i]);
    CLOSE(penalty, exact, 1e-13, 0);
    CLOSE(best - value, penalty, 1e-10, 1);
    cr_assert_lt(value, best);
  }
  const double edges[] = {0, 0.75}, series[] = {1, 0, -1}; /* 1 - T_2: zero at both ends */
  rp_curve bump = {.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = edges, .terms = 3, .data = series};
  double penalty, value = rp_liquidation_moved(&l, &bump, &penalty);
  CLOSE(penalty, 1e-3 * 16 * 2.0 / 3 * 2 / 0.75, 1e-13, 0);
  CLOSE(best - value, penalty, 1e-9, 1);
}

/* Without retail impact the position is a straight line; x less that line is proportional to theta, independent of n. */
Test(liquidation, limits) {
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p), none = l, twice = l, other = l;
  none.theta = 0;
  twice.theta = 4;
  other.block = -3;
  for (double t = 0; t < 0.75; t += 0.1) {
    double x, y, line = 1 - t / 0.75, x2, x3;
    state_at(&none, t, &x, &y);
    CLOSE(x, 10 * line, 1e-15, 0);
    CLOSE(y, -10 / 0.75, 1e-15, 0);
    state_at(&l, t, &x, &y);
    state_at(&twice, t, &x2, &y);
    state_at(&other, t, &x3, &y);
    CLOSE(x2 - 10 * line, 2 * (x - 10 * line), 1e-12, 10);
    CLOSE(x3 + 3 * line, x - 10 * line, 1e-12, 10);
  }
}

/* Concave where the mean is positive, convex where it is negative. */
Test(liquidation, curvature) {
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  double zero = rp_mean_zero(&p, l.end), h = 1e-3;
  for (double t = 0.05; t < 0.7; t += 0.05) {
    double x[3], y, M, q;
    for (int i = 0; i < 3; ++i)
      state_at(&l, t + (i - 1) * h, &x[i], &y);
    rp_mean_at(&p, t, &M, &q);
    double bend = (x[0] - 2 * x[1] + x[2]) / (h * h);
    CLOSE(bend, -l.theta / (2 * l.eta) * p.k * p.k * M, 1e-5, 100);
    cr_assert((t < zero) == (bend < 0));
  }
}

/* A table of the model's rate in place of the model. */
Test(liquidation, tabulated_rate) {
  enum { POINTS = 4001 };
  static double grid[POINTS], rates[POINTS], traded[POINTS];
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p), table = l;
  for (int i = 0; i < POINTS; ++i) {
    double M;
    grid[i] = 0.75 * i / (POINTS - 1);
    rp_mean_at(&p, grid[i], &M, &rates[i]);
  }
  rp_curve curve = {.rule = RP_LINEAR, .grid_count = POINTS, .grid = grid, .terms = 1, .data = rates};
  rp_liquidation_prepare(&curve, traded);
  table.rate = &curve;
  table.traded = traded;
  rp_liquidation_revenue r = rp_liquidation_revenues(&l), s = rp_liquidation_revenues(&table);
  CLOSE(s.reduced, r.reduced, 1e-6, 0);
  CLOSE(s.deviation, r.deviation, 1e-6, 0);
}

/* The programme's rates are the averages of (83); its value is less than J* by O(steps^-2). */
Test(revenue, programme) {
  enum { STEPS = 80 };
  static double work[(STEPS + 1) * (STEPS + 2)], rates[STEPS], memory[2 * STEPS];
  int32_t integers[STEPS + 1];
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  rp_revenue_plan plan;
  double best = rp_liquidation_revenues(&l).reduced,
         half = rp_revenue_programme(&l, STEPS / 2, rates, work, integers);
  double value = rp_revenue_programme(&l, STEPS, rates, work, integers);
  rp_revenue_prepare(&l, STEPS, memory, &plan);
  for (int i = 0; i < STEPS; ++i)
    CLOSE(rates[i], -plan.sold[i] * STEPS / l.end, 1e-9, 30);
  cr_assert_lt(value, best);
  CLOSE((best - half) / (best - value), 4, 0.01, 0);
}

/* The least programmes, in memory of exactly their size. */
Test(revenue, small_programmes) {
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  for (int steps = 1; steps <= 4; ++steps) {
    size_t n = (size_t)steps + 1;
    double *work = malloc(n * (n + 1) * sizeof *work), *rates = malloc((n - 1) * sizeof *rates), sum = 0;
    int32_t *integers = malloc(n * sizeof *integers);
    cr_assert_lt(rp_revenue_programme(&l, steps, rates, work, integers), rp_liquidation_revenues(&l).reduced);
    for (int i = 0; i < steps; ++i)
      sum += rates[i] * l.end / steps;
    CLOSE(sum, -l.block, 1e-12, 0);
    free(work);
    free(rates);
    free(integers);
  }
}

/* Without noise a path's revenue is the expected one, but for the time step; noise enters with weight x; a price far
 * below zero is noticed. Three paths side by side: none, up, down without end. */
Test(revenue, paths) {
  enum { STEPS = 400, PATHS = 3 };
  static double memory[2 * STEPS];
  double noise[PATHS], revenue[PATHS], price[PATHS], least[PATHS];
  const double normals[PATHS] = {0, 1, -100};
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  rp_revenue_plan plan;
  rp_revenue_paths paths = {PATHS, noise, revenue, price, least};
  double expected = rp_liquidation_revenues(&l).expected,
         plain = rp_revenue_prepare(&l, STEPS, memory, &plan);
  CLOSE(plain, expected, 1e-7, 0);
  rp_revenue_start(&paths);
  double first[PATHS], x, y, area = 0;
  for (int i = 0; i < STEPS; ++i) {
    rp_revenue_advance(&plan, i, normals, &paths);
    if (i == 0)
      for (int k = 0; k < PATHS; ++k)
        first[k] = price[k];
    state_at(&l, l.end * (i + 0.5) / STEPS, &x, &y);
    area += x * l.end / STEPS;
  }
  double step = 0.5 * sqrt(l.end / STEPS);
  CLOSE(revenue[0], plain, 1e-12, 0);
  CLOSE(revenue[1] - plain, step * STEPS / l.end * area, 1e-5, 0);
  CLOSE(revenue[2] - plain, -100 * step * STEPS / l.end * area, 1e-5, 0);
  CLOSE(first[0], plan.price[0], 1e-15, 0);
  CLOSE(first[1] - first[0], step / 2, 1e-9, 0);
  CLOSE(price[1] - price[0], step * (STEPS - 0.5), 1e-9, 0);
  cr_assert_gt(least[0], 0);
  CLOSE(least[2], price[2], 1e-15, 0);
  cr_assert_lt(least[2], 0);
}

/* The deviation with few steps: what each step's normal moves alone. Many steps leave the closed form. */
Test(revenue, deviation) {
  enum { STEPS = 7, MANY = 4000 };
  static double memory[2 * MANY];
  double noise[STEPS], revenue[STEPS], price[STEPS], least[STEPS], normals[STEPS], sum = 0;
  rp_retail p = figure_11();
  rp_liquidation l = trader(&p);
  rp_revenue_plan plan;
  rp_revenue_paths paths = {STEPS, noise, revenue, price, least};
  double plain = rp_revenue_prepare(&l, STEPS, memory, &plan);
  rp_revenue_start(&paths);
  for (int i = 0; i < STEPS; ++i) {
    for (int k = 0; k < STEPS; ++k)
      normals[k] = k == i;
    rp_revenue_advance(&plan, i, normals, &paths);
  }
  for (int k = 0; k < STEPS; ++k)
    sum += (revenue[k] - plain) * (revenue[k] - plain);
  CLOSE(rp_revenue_deviation(&plan), sqrt(sum), 1e-12, 0);
  rp_revenue_prepare(&l, MANY, memory, &plan);
  CLOSE(rp_revenue_deviation(&plan), rp_liquidation_revenues(&l).deviation, 1e-6, 0);
}

/* Along the strategy the feedback is its rate, at the end by the limit; whoever is elsewhere gets home on a straight line
 * more or less, and there is no rate that does at the end. Retail rates of the model and of a table. */
Test(liquidation, feedback) {
  uint64_t state = 70;
  for (int round = 0; round < 40; ++round) {
    rp_retail p = random_retail(&state);
    rp_liquidation l = trader(&p);
    l.end = uniform(&state, 0.2, 1) * p.horizon;
    double grid[] = {0, 0.3 * l.end, l.end}, data[] = {1, -2, 0.5}, traded[3];
    rp_rate_rest rests[3];
    rp_curve curve = {.rule = RP_LINEAR, .grid_count = 3, .grid = grid, .data = data, .terms = 1};
    if (round % 2) {
      rp_liquidation_prepare(&curve, traded);
      l.rate = &curve;
      l.traded = traded;
    }
    if (round % 4 == 3) {
      rp_liquidation_prepare_rests(&l, rests);
      l.rests = rests;
    }
    for (int i = 0; i <= 10; ++i) {
      double t = i == 10 ? l.end : l.end * i / 10, x, y, rates[3], a, b, c, Q, q;
      state_at(&l, t, &x, &y);
      const double holdings[3] = {x - 2, x, x + 3};
      rp_liquidation_feedback(&l, t, 3, holdings, rates);
      CLOSE(rates[1], y, 1e-9, fabs(y) + l.block / l.end);
      if (i == 10) {
        cr_assert(rates[0] == INFINITY && rates[2] == -INFINITY);
        continue;
      }
      CLOSE(rates[0] - rates[1], 2 / (l.end - t), 1e-9, 0);
      rp_liquidation_value(&l, t, &a, &b, &c);
      rp_liquidation_flow(&l, t, &Q, &q);
      CLOSE(rates[2], (b + 2 * c * holdings[2] - l.theta * q) / (2 * l.eta), 1e-9, fabs(y) + l.block / l.end);
    }
  }
}

/* A moment before the end the rest's mean differs from the rate by what the rate changes by in half of it, q' = k^2 M. */
Test(liquidation, feedback_near_the_end) {
  uint64_t state = 71;
  for (int round = 0; round < 40; ++round) {
    rp_retail p = random_retail(&state);
    rp_liquidation l = trader(&p);
    l.end = 0.7 * p.horizon;
    double left = 1e-6 * l.end / fmax(1, p.k * l.end), t = l.end - left, none = 0, y, mean, rate;
    rp_mean_at(&p, t, &mean, &rate);
    left = l.end - t;
    rp_liquidation_feedback(&l, t, 1, &none, &y);
    CLOSE(y, l.theta / (2 * l.eta) * p.k * p.k * mean * left / 2, 1e-5,
          l.theta / (2 * l.eta) * left * p.k * (p.k * fabs(mean) + fabs(rate)) +
              1e-10 * l.theta / l.eta * fabs(rate));
  }
}

/* Many times at once: position and speed have the bits of one time, the rest follows from them. */
Test(liquidation, states_at_many_times) {
  enum { N = 21 };
  uint64_t state = 8;
  for (int round = 0; round < 40; ++round) {
    rp_retail p = random_retail(&state);
    rp_liquidation l = trader(&p);
    l.end = uniform(&state, 0.2, 1) * p.horizon;
    l.block = uniform(&state, -20, 20);
    l.gamma = uniform(&state, 0, 1);
    double times[N], traded[N], rates[N], rows[4][N], whole, ignored;
    for (int i = 0; i < N; ++i)
      times[i] = i + 1 == N ? l.end : l.end * i / (N - 1);
    rp_liquidation_flow(&l, l.end, &whole, &ignored);
    rp_liquidation_flows(&l, NULL, N, times, traded, rates);
    const rp_liquidation_rows out = {rows[0], rows[1], rows[2], rows[3]};
    rp_liquidation_states(&l, whole, N, times, traded, rates, &out);
    cr_assert(rows[0][0] == l.block && rows[0][N - 1] == 0);
    for (int i = 0; i < N; ++i) {
      double x, y;
      rp_liquidation_state(&l, whole, times[i], traded[i], rates[i], &x, &y);
      cr_assert(rows[0][i] == x && rows[1][i] == y);
      CLOSE(rows[2][i], l.block - l.block * times[i] / l.end, 1e-15, fabs(l.block));
      CLOSE(rows[3][i] - l.price, l.theta * rates[i] + l.eta * y - l.gamma * (l.block - x), 1e-13,
            l.price + fabs(l.theta * rates[i]) + fabs(l.eta * y) + 40);
    }
  }
}

/* Value coefficients of tables, from the rests, against quadrature over all that is left: steps, lines and series, whose grids
 * begin late and end early or late. */
Test(liquidation, value_of_tables) {
  enum { POINTS = 9, TERMS = 5 };
  uint64_t state = 12;
  for (int round = 0; round < 60; ++round) {
    double grid[POINTS], data[POINTS * TERMS], traded[POINTS];
    rp_rate_rest rests[POINTS];
    rp_retail p = figure_11();
    rp_liquidation l = trader(&p);
    double from = uniform(&state, -0.3, 0.2), to = uniform(&state, 0.5, 1);
    for (int i = 0; i < POINTS; ++i)
      grid[i] = from + (to - from) * i / (POINTS - 1);
    for (int i = 0; i < POINTS * TERMS; ++i)
      data[i] = uniform(&state, -3, 3);
    const uint32_t rules[] = {RP_STEP_RIGHT, RP_LINEAR, RP_CHEBYSHEV};
    rp_curve curve = {
        .rule = rules[round % 3], .grid_count = POINTS, .grid = grid, .terms = TERMS, .data = data};
    if (curve.rule == RP_CHEBYSHEV)
      grid[0] = fmin(grid[0], 0), grid[POINTS - 1] = fmax(grid[POINTS - 1], l.end);
    l.rate = &curve;
    rp_liquidation_prepare(&curve, traded);
    l.traded = traded;
    rp_liquidation fast = l;
    rp_liquidation_prepare_rests(&fast, rests);
    fast.rests = rests;
    for (int i = 0; i <= 20; ++i) {
      double t = i == 20                              ? l.end
                 : i % 4 == 1 && grid[i % POINTS] > 0 ? fmin(grid[i % POINTS], l.end)
                                                      : l.end * i / 20,
             v[3], w[3];
      rp_liquidation_value(&l, t, &v[0], &v[1], &v[2]);
      rp_liquidation_value(&fast, t, &w[0], &w[1], &w[2]);
      CLOSE(w[0], v[0], 1e-12, 1000);
      CLOSE(w[1], v[1], 1e-10, 10);
      cr_assert(w[2] == v[2]);
    }
    /* The definitions, by sums of many small rectangles. */
    enum { MANY = 40000 };
    double sum = 0, squares = 0, area = 0, whole, ignored;
    rp_liquidation_flow(&l, l.end, &whole, &ignored);
    for (int i = 0; i < MANY; ++i) {
      double t = l.end * (i + 0.5) / MANY, traded_here, q = rp_curve_at(&curve, t), x, y;
      rp_liquidation_flow(&l, t, &traded_here, &ignored);
      rp_liquidation_state(&l, whole, t, traded_here, q, &x, &y);
      sum += q * l.end / MANY;
      squares += q * q * l.end / MANY;
      area += x * x * l.end / MANY;
    }
    rp_liquidation_revenue r = rp_liquidation_revenues(&fast);
    double mean = sum / l.end;
    CLOSE(r.reduced,
          l.theta * l.block * mean - l.eta * l.block * l.block / l.end +
              l.theta * l.theta / (4 * l.eta) * (squares - sum * mean),
          2e-3, 1000);
    CLOSE(r.deviation, l.volatility * sqrt(area), 1e-4, 0);
  }
}

static bool bump(void *context, double t, double *y) {
  const double *w = context;
  *y = w[0] * sin(M_PI * t / w[1]) + w[2] * sin(2 * M_PI * t / w[1]) * t;
  return true;
}

/* Perturbations as series and as lines, beside layers of the retail rate and beside tables: J of the moved strategy by small steps of its
 * definition, and the identity J* - J = eta int h'^2. */
Test(liquidation, moved) {
  enum { MANY = 200000, POINTS = 9 };
  for (int kind = 0; kind < 4; ++kind) {
    rp_retail p = figure_11();
    if (kind % 2) p.c *= 900; /* k T = 19 */
    rp_retail_derive(&p);
    rp_liquidation l = trader(&p);
    double grid[POINTS], rates[POINTS], traded[POINTS], w[3] = {0.7, l.end, -0.4}, edges[2] = {0, l.end}, at,
                                                        penalty;
    for (int i = 0; i < POINTS; ++i) {
      grid[i] = l.end * i / (POINTS - 1);
      rates[i] = 1 - 3 * grid[i] + (i % 2);
    }
    rp_curve table = {.rule = RP_LINEAR, .grid_count = POINTS, .grid = grid, .terms = 1, .data = rates};
    if (kind >= 2) {
      rp_liquidation_prepare(&table, traded);
      l.rate = &table;
      l.traded = traded;
    }
    rp_curve h;
    cr_assert_eq(rp_curve_fit(bump, w, edges, 2, 4e-15, 64, &h, &at), RP_CURVE_FITTED);
    double moved = rp_liquidation_moved(&l, &h, &penalty), best = rp_liquidation_revenues(&l).reduced,
           sum = 0, squares = 0;
    double whole, ignored, dt = l.end / MANY;
    rp_liquidation_flow(&l, l.end, &whole, &ignored);
    for (int i = 0; i < MANY; ++i) {
      double t = dt * (i + 0.5), q, done, x, y;
      double slope = w[0] * M_PI / w[1] * cos(M_PI * t / w[1]) +
                     w[2] * (sin(2 * M_PI * t / w[1]) + t * 2 * M_PI / w[1] * cos(2 * M_PI * t / w[1]));
      rp_liquidation_flow(&l, t, &done, &q);
      rp_liquidation_state(&l, whole, t, done, q, &x, &y);
      sum -= (l.theta * q + l.eta * (y + slope)) * (y + slope) * dt;
      squares += slope * slope * dt;
    }
    CLOSE(penalty, l.eta * squares, 1e-8, 0);
    CLOSE(best - moved, penalty, 1e-9, fabs(best) + 1);
    CLOSE(moved, sum, 1e-7, fabs(best) + 1);
    rp_curve_free(&h);
    double corners[3] = {0, 0.3, l.end}, values[3] = {0, 2, 0};
    rp_curve tent = {.rule = RP_LINEAR, .grid_count = 3, .grid = corners, .terms = 1, .data = values};
    moved = rp_liquidation_moved(&l, &tent, &penalty);
    CLOSE(penalty, l.eta * (4 / 0.3 + 4 / (l.end - 0.3)), 1e-13, 0);
    CLOSE(best - moved, penalty, 1e-9, fabs(best) + 1);
  }
}

/* Layers of the rate at both ends: value and deviation against small steps of the definitions. */
Test(liquidation, layers) {
  enum { MANY = 200000 };
  rp_retail p = figure_11();
  p.c *= 4000; /* k T = 40 */
  rp_retail_derive(&p);
  rp_liquidation l = trader(&p);
  l.end = p.horizon;
  double whole, ignored, dt = l.end / MANY, mean = 0, squares = 0, area = 0;
  rp_liquidation_flow(&l, l.end, &whole, &ignored);
  for (int i = 0; i < MANY; ++i) {
    double t = dt * (i + 0.5), q, done, x, y;
    rp_liquidation_flow(&l, t, &done, &q);
    rp_liquidation_state(&l, whole, t, done, q, &x, &y);
    mean += q * dt / l.end;
    squares += q * q * dt;
    area += x * x * dt;
  }
  rp_liquidation_revenue r = rp_liquidation_revenues(&l);
  double excess = l.theta * l.theta / (4 * l.eta) * (squares - mean * mean * l.end);
  CLOSE(r.reduced, l.theta * l.block * mean - l.eta * l.block * l.block / l.end + excess, 1e-7, excess);
  CLOSE(r.deviation, l.volatility * sqrt(area), 1e-7, 0);
}
