/* The enumeration of all equilibria: reference values, properties on random sets, and a brute-force scan. */
#include "games.h"

static const double folded[] = {0.0010462077747050943, 0.007763077001102314, 0.19379676220114272};

Test(equilibria, three_solutions) {
  test_game t;
  open_game(&t, retail_of(1, 1, 0, 1, 0.2, 0.6, 1));
  cr_assert_eq(t.game.count, 3);
  for (int i = 0; i < 3; ++i)
    CLOSE(t.game.all[i].end.z, folded[i], 1e-12, 0);
  close_game(&t);
}

Test(equilibria, folds) {
  test_game t;
  rp_fold folds[8];
  double horizon[2000], variance[2000];
  int count = 0;
  open_game(&t, retail_of(1, 1, 0, 1, 0.2, 1, 1));
  int points = rp_equilibria_curve(&t.game.map, 10, t.game.points, 2000, horizon, variance, 8, folds, &count);
  cr_assert_eq(count, 2);
  CLOSE(folds[0].horizon, 0.5254434587217972, 1e-12, 0);
  CLOSE(folds[1].horizon, 0.6815080129007467, 1e-12, 0);
  cr_assert_lt(folds[0].variance, folds[1].variance);
  /* Every point of the curve is an equilibrium of the game with its horizon. */
  int checked = 0;
  for (int i = 0; i < points; i += 7) {
    if (isnan(horizon[i]) || horizon[i] < 0.05 || horizon[i] > 3) continue;
    test_game one;
    open_game(&one, retail_of(1, 1, 0, 1, 0.2, horizon[i], 1));
    double nearest = INFINITY;
    for (int j = 0; j < one.game.count; ++j)
      nearest = fmin(nearest, fabs(one.game.all[j].end.z / variance[i] - 1));
    cr_assert_lt(nearest, 1e-5, "horizon %g, variance %g: nearest equilibrium off by %g", horizon[i],
                 variance[i], nearest);
    ++checked;
    close_game(&one);
  }
  cr_assert_gt(checked, 20);
  close_game(&t);
}

static int count_at(rp_retail p, double horizon) {
  test_game t;
  p.horizon = horizon;
  rp_retail_derive(&p);
  open_game(&t, p);
  int count = t.game.count;
  close_game(&t);
  return count;
}

static int folds_of(rp_retail p, double longest, rp_fold folds[8]) {
  double horizon[RP_SCAN_POINTS + 64], variance[RP_SCAN_POINTS + 64];
  test_game t;
  int count = 0;
  open_game(&t, p);
  int points = rp_equilibria_curve(&t.game.map, longest, t.game.points, RP_SCAN_POINTS + 64, horizon,
                                   variance, 8, folds, &count);
  cr_assert_gt(points, 40);
  cr_assert_eq(horizon[0], 0);
  CLOSE(variance[0], p.v0, 1e-12, 0);
  close_game(&t);
  return count;
}

/* The number changes by two at every fold and nowhere else: both sides of each fold, and a grid of horizons. */
static void check_folds(rp_retail p, double longest, int expected) {
  rp_fold folds[8];
  int count = folds_of(p, longest, folds), now = 1, passed = 0;
  if (expected >= 0) cr_assert_eq(count, expected, "%d folds, not %d", count, expected);
  for (int i = 0; i < count; ++i) {
    int before = count_at(p, folds[i].horizon * (1 - 1e-8)),
        after = count_at(p, folds[i].horizon * (1 + 1e-8));
    cr_assert_eq(after - before, folds[i].change, "fold %.12g: %d before, %d after", folds[i].horizon, before,
                 after);
  }
  for (int i = 1; i <= 25; ++i) {
    double at = longest * i / 25;
    while (passed < count && folds[passed].horizon < at) {
      now = count_at(p, folds[passed].horizon * (1 + 1e-8));
      ++passed;
    }
    int found = count_at(p, at);
    cr_assert_eq(found, now, "horizon %g: %d equilibria, %d after the last fold", at, found, now);
  }
}

/* From two clear folds over a cusp near sigma = 0.385 to none; nothing but true folds at junctions of kinds. */
Test(equilibria, count_around_folds) {
  const struct {
    double sigma;
    int folds;
  } cases[] = {{1e-6, 2}, {1e-3, 2}, {0.05, 2}, {0.08, 2}, {0.1, 2},   {0.12, 2}, {0.2, 2},  {0.22, 2},
               {0.26, 2}, {0.28, 2}, {0.36, 2}, {0.38, 2}, {0.384, 2}, {0.39, 0}, {0.47, 0}, {1, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i)
    check_folds(retail_of(1, 1, 0, 1, cases[i].sigma, 1, 1), 1.2, cases[i].folds);
}

Test(equilibria, folds_of_random_sets) {
  uint64_t state = 808;
  int several = 0;
  for (int round = 0; round < 24; ++round) {
    rp_retail p = random_retail(&state);
    if (round % 2) p.sigma = pow(10, uniform(&state, -1.6, -0.6)) * sqrt(p.A) * p.horizon;
    rp_retail_derive(&p);
    rp_fold folds[8];
    several += folds_of(p, 4 * p.horizon, folds) > 0;
    check_folds(p, 4 * p.horizon, -1);
  }
  cr_assert_gt(several, 3);
}

/* Two folds that meet: whatever the noise, there are two that differ by more than rounding, or none. */
Test(equilibria, cusp) {
  double some = 0.384, none = 0.39, nearest = INFINITY;
  rp_fold folds[8];
  for (int round = 0; round < 60 && some < none; ++round) {
    double sigma = (some + none) / 2;
    int count = folds_of(retail_of(1, 1, 0, 1, sigma, 1, 1), 1.2, folds);
    cr_assert(count == 0 || count == 2, "sigma %.17g: %d folds", sigma, count);
    *(count > 0 ? &some : &none) = sigma;
    if (count > 0) nearest = fmin(nearest, fabs(folds[1].horizon / folds[0].horizon - 1));
  }
  cr_assert_gt(nearest, 1e-11);
  cr_assert_lt(nearest, 1e-8);
}

/* A drawing ends at the longest horizon, by the turnpike where no sample tells the two apart; gaps are single. */
Test(equilibria, drawing) {
  const struct {
    double sigma, longest;
  } cases[] = {{0.2, 0.6}, {0.2, 0.3}, {0.2, 100}, {1e-3, 0.6}, {1, 1}, {1, 1e5}, {3, 1e-3}};
  for (size_t k = 0; k < sizeof cases / sizeof *cases; ++k)
    for (int poison = 0; poison < 2; ++poison) {
      enum { MOST = RP_SCAN_POINTS + 64 };
      static double horizon[MOST], variance[MOST];
      test_game t;
      rp_fold folds[8];
      int fold_count;
      open_game(&t, retail_of(1, 1, 0, 1, cases[k].sigma, 1, 1));
      for (int i = 0; i < MOST; ++i)
        horizon[i] = poison ? NAN : 0;
      for (int i = 0; i < RP_SCAN_POINTS; ++i)
        t.game.points[i] = (rp_curve_point){.time = poison ? INFINITY : 0};
      int count = rp_equilibria_curve(&t.game.map, cases[k].longest, t.game.points, MOST, horizon, variance,
                                      8, folds, &fold_count);
      cr_assert_gt(count, 2);
      int last = count - 1;
      double most = 0;
      for (int i = 0; i <= last; ++i) {
        cr_assert_eq(isnan(horizon[i]), isnan(variance[i]));
        if (isnan(horizon[i])) cr_assert(i > 0 && !isnan(horizon[i - 1]), "two gaps at %d of case %zu", i, k);
        most = fmax(most, horizon[i]);
      }
      cr_assert_eq(most, cases[k].longest);
      close_game(&t);
    }
}

/* An orbit turns at most once: v' changes its sign at most once along the table. */
static void check_shape(const test_game *t) {
  int n = t->game.orbit_count, turns = 0;
  for (int i = 1; i < n; ++i) {
    cr_assert_geq(t->game.orbit.time[i], t->game.orbit.time[i - 1]);
    if ((t->game.orbit.slope[i] > 0 && t->game.orbit.slope[i - 1] < 0) ||
        (t->game.orbit.slope[i] < 0 && t->game.orbit.slope[i - 1] > 0))
      ++turns;
  }
  cr_assert_leq(turns, 1);
  CLOSE(t->game.orbit.time[n - 1], t->retail.horizon, 1e-7, 0);
}

/* 400 sets up to omega T in the thousands: odd number, bounds, uniqueness where promised, and both routes agree. */
Test(equilibria, random_sets) {
  uint64_t state = 404;
  int several = 0;
  double stiffest = 0;
  for (int round = 0; round < 400; ++round) {
    test_game t;
    open_game(&t, random_retail(&state));
    const rp_retail *p = &t.retail;
    double low, high;
    rp_time_map_bounds(&t.game.map, &low, &high);
    cr_assert_eq(t.game.count % 2, 1, "round %d: %d equilibria", round, t.game.count);
    if (rp_retail_is_unique_by_condition(p)) cr_assert_eq(t.game.count, 1);
    several += t.game.count > 1;
    stiffest = fmax(stiffest, p->omega * p->horizon);
    cr_assert_leq(high, p->v0 + p->sigma * p->sigma * p->horizon * (1 + 1e-12));
    for (int i = 0; i < t.game.count; ++i) {
      double z = t.game.all[i].end.z;
      cr_assert(z >= low * (1 - 1e-9) && z <= high * (1 + 1e-9), "round %d: z = %g outside [%g, %g]", round,
                z, low, high);
      follow(&t, i);
      CLOSE(terminal_variance(&t), z, 1e-9, 0);
      check_shape(&t);
      for (double at = 0; at <= 1; at += 0.25) { /* p <= -min(k, kappa), v <= the variance without herding */
        rp_coefficients c = rp_game_coefficients(p, &t.path, at * p->horizon);
        cr_assert_leq(c.slope, -fmin(p->k, p->kappa) + 1e-6 * (p->k + p->kappa + p->omega));
        cr_assert_leq(c.variance, rp_variance_without_herding(p, at * p->horizon, NULL) * (1 + 1e-9));
      }
    }
    close_game(&t);
  }
  cr_assert_gt(several, 2);
  cr_assert_gt(stiffest, 1000);
}

/* v at time 0 by Runge and Kutta's method, backwards from the terminal line; 0 after a collapse. */
static double backwards(const rp_retail *p, double z) {
  double s2 = p->sigma * p->sigma,
         H = ((p->kappa * p->kappa - p->k * p->k) * z - p->kappa * s2 - p->A * log(z)) / 2;
  int steps = 400;
  double h = p->horizon / steps, v = z, w = 2 * p->kappa * z - s2;
  for (int i = 0; i < steps; ++i) {
    double dv[4], dw[4], at_v = v, at_w = w;
    for (int k = 0; k < 4; ++k) {
      if (!(at_v > 0)) return 0;
      dv[k] = at_w;
      dw[k] = 4 * p->k * p->k * at_v + 2 * p->A * (1 + log(at_v)) + 4 * H;
      double part = k == 2 ? h : h / 2;
      at_v = v + part * dv[k];
      at_w = w + part * dw[k];
    }
    v += h / 6 * (dv[0] + 2 * dv[1] + 2 * dv[2] + dv[3]);
    w += h / 6 * (dw[0] + 2 * dw[1] + 2 * dw[2] + dw[3]);
    if (!(v > 0)) return 0;
  }
  return v;
}

/* A scan that shares nothing with the time map counts the same, where it can: omega T < 8. */
Test(equilibria, brute_force) {
  uint64_t state = 505;
  int compared = 0;
  for (int round = 0; round < 120; ++round) {
    rp_retail p = random_retail(&state);
    if (p.omega * p.horizon > 8) continue;
    test_game t;
    open_game(&t, p);
    double low, high, before = 0;
    int changes = 0;
    rp_time_map_bounds(&t.game.map, &low, &high);
    for (int i = 0; i <= 600; ++i) {
      double miss = backwards(&p, 0.9 * low * pow(1.23 * high / low, i / 600.0)) - p.v0;
      changes += i > 0 && (miss < 0) != (before < 0);
      before = miss;
    }
    cr_assert_eq(changes, t.game.count, "round %d: scan %d, time map %d", round, changes, t.game.count);
    ++compared;
    close_game(&t);
  }
  cr_assert_gt(compared, 30);
}

/* Time in units of 1/r and shares in units of x: A -> x^2 r^2 A, k, kappa -> r, sigma^2 -> x^2 r, v -> x^2 v. */
Test(equilibria, scaling) {
  uint64_t state = 606;
  for (int round = 0; round < 40; ++round) {
    rp_retail p = random_retail(&state);
    double r = pow(10, uniform(&state, -1, 1)), x2 = pow(10, uniform(&state, -1, 1));
    test_game t, u;
    open_game(&t, p);
    open_game(&u, retail_of(p.A * x2 * r * r, 1, p.k * p.k * r * r, p.kappa * r, p.sigma * sqrt(x2 * r),
                            p.horizon / r, p.v0 * x2));
    cr_assert_eq(t.game.count, u.game.count);
    for (int i = 0; i < t.game.count; ++i)
      CLOSE(u.game.all[i].end.z, x2 * t.game.all[i].end.z, 1e-8, 0);
    close_game(&t);
    close_game(&u);
  }
}

/* At rest on the turnpike, just beside it, a horizon of nearly nothing, herding of nearly nothing. */
Test(equilibria, edges) {
  double vstar = (sqrt(2) - 1) / 2;
  const rp_retail cases[] = {retail_of(1, 1, 1, 1 / (2 * vstar), 1, 1, vstar),
                             retail_of(1, 1, 1, 1, 1, 1, vstar),
                             retail_of(1, 1, 1, 1 / (2 * vstar), 1, 1, 1),
                             retail_of(1, 1, 1, 1, 1, 1e-6, 1),
                             retail_of(1, 1, 1, 1, 1, 1, 1e-8),
                             retail_of(1, 1, 1, 1e6, 1, 1, 1),
                             retail_of(1e-9, 1, 1, 1, 1, 1, 1),
                             retail_of(1e6, 1, 1, 1, 1, 1, 1),
                             retail_of(1, 1, 1, 1, 0.01, 1, 1),
                             retail_of(1, 1, 1, 1, 1, 1e4, 1)};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    test_game t;
    open_game(&t, cases[i]);
    cr_assert_eq(t.game.count, 1);
    follow(&t, 0);
    CLOSE(terminal_variance(&t), t.game.all[0].end.z, 1e-9, 0);
    close_game(&t);
  }
}

/* From the turnpike itself, where the orbit begins on neither side of it. */
Test(equilibria, start_on_the_turnpike) {
  uint64_t state = 91;
  for (int round = 0; round < 60; ++round) {
    rp_retail p = random_retail(&state);
    p.v0 = p.vstar;
    rp_retail_derive(&p);
    test_game t;
    open_game(&t, p);
    cr_assert_eq(t.game.count % 2, 1);
    for (int i = 0; i < t.game.count; ++i) {
      follow(&t, i);
      CLOSE(terminal_variance(&t), t.game.all[i].end.z, 1e-9, 0);
    }
    close_game(&t);
  }
}

/* One equilibrium by the condition, and so far along the turnpike that the search must go on and on. */
Test(equilibria, single_and_stiff) {
  for (double stiffness = 10; stiffness < 3e6; stiffness *= 4) {
    rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
    p.horizon = stiffness / p.omega;
    cr_assert(rp_retail_is_unique_by_condition(&p));
    test_game t;
    open_game(&t, p);
    cr_assert_eq(t.game.count, 1);
    if (stiffness > 100) CLOSE(t.game.all[0].end.z, t.game.map.zt, 1e-14, 0);
    close_game(&t);
  }
}

/* A drawing with too few points says so. */
Test(equilibria, curve_needs_room) {
  enum { MOST = 4000 };
  static double horizon[MOST], variance[MOST];
  rp_retail p = retail_of(1, 1, 0, 1, 0.2, 1, 1);
  rp_time_map map;
  rp_fold folds[8];
  int count;
  rp_curve_point *points = malloc(RP_SCAN_POINTS * sizeof *points);
  rp_time_map_init(&map, &p);
  int used = rp_equilibria_curve(&map, 1, points, MOST, horizon, variance, 8, folds, &count);
  cr_assert(used > 20 && count == 2 && folds[0].horizon < folds[1].horizon);
  cr_assert_eq(rp_equilibria_curve(&map, 1, points, used - 1, horizon, variance, 8, folds, &count), -1);
  free(points);
}
