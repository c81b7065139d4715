/* Paths and what follows from them: exact cases, stiffness, the six coefficients, utility and action. */
#include "games.h"
#include "mean_field/noiseless.h"

/* Herding absent: the closed form is v and its slope p. */
Test(game, without_herding) {
  uint64_t state = 12;
  for (int round = 0; round < 30; ++round) {
    rp_retail p = random_retail(&state);
    p.a = 0;
    rp_retail_derive(&p);
    test_game t;
    open_game(&t, p);
    follow(&t, 0);
    for (double at = 0; at <= 1; at += 0.2) {
      double slope, v = rp_variance_without_herding(&p, at * p.horizon, &slope);
      rp_coefficients c = rp_game_coefficients(&p, &t.path, at * p.horizon);
      CLOSE(c.variance, v, 1e-9, 0);
      CLOSE(c.slope, slope, 1e-7, fabs(slope) + p.sigma * p.sigma / p.v0 + p.kappa);
    }
    close_game(&t);
  }
}

/* v' = 2 p v + sigma^2 and p' = -p^2 + A/v + k^2 by differences; v(0) = v0, p(T) = -kappa. */
Test(game, ordinary_equations) {
  test_game t;
  open_game(&t, retail_of(1.3, 0.8, 0.6, 1.7, 0.9, 1.2, 0.7));
  follow(&t, 0);
  const rp_retail *p = &t.retail;
  double h = 1e-3;
  for (double at = 0.1; at < 1.15; at += 0.1) {
    rp_coefficients c[5];
    for (int i = 0; i < 5; ++i)
      c[i] = rp_game_coefficients(p, &t.path, at + (i - 2) * h);
    double v = c[2].variance, q = c[2].slope;
    CLOSE((c[0].variance - 8 * c[1].variance + 8 * c[3].variance - c[4].variance) / (12 * h),
          2 * q * v + 0.81, 1e-9, 1);
    CLOSE((c[0].slope - 8 * c[1].slope + 8 * c[3].slope - c[4].slope) / (12 * h),
          -q * q + p->A / v + p->k * p->k, 1e-8, 10);
  }
  CLOSE(rp_game_coefficients(p, &t.path, 0).variance, 0.7, 1e-14, 0);
  CLOSE(rp_game_coefficients(p, &t.path, 1.2).slope, -p->kappa, 1e-11, 0);
  close_game(&t);
}

/* omega T from 6 to 20 000: the reference digits where there are any, both routes, residuals. */
Test(game, stiffness) {
  const struct {
    double eps, horizon, z;
  } cases[] = {{0.75, 1, 0.10906563897388993},
               {0.5, 1, 0.06985409970152631},
               {0.25, 1, 0.03422286710771984},
               {0.1, 1, 0.01360724900178},
               {0.02, 1, NAN},
               {0.02, 30, NAN}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    rp_retail p = {.sigma = 1, .horizon = cases[i].horizon, .v0 = 1, .target = 1};
    rp_retail_weights_eq80(&p, 0.1, cases[i].eps, 0.4);
    rp_retail_derive(&p);
    test_game t;
    open_game(&t, p);
    cr_assert_eq(t.game.count, 1);
    follow(&t, 0);
    if (!isnan(cases[i].z)) CLOSE(terminal_variance(&t), cases[i].z, 1e-12, 0);
    CLOSE(terminal_variance(&t), t.game.all[0].end.z, 1e-12, 0);
    cr_assert_lt(rp_trajectory_residual(&t.path, &t.game.problem), 1e-10);
    if (i > 0) CLOSE(rp_game_coefficients(&p, &t.path, p.horizon / 2).variance, p.vstar, 0.1, 0);
    cr_assert_leq(t.path.panels, 80);
    close_game(&t);
  }
}

/* Three equilibria: actions and utilities of the reference, the least action is the greatest utility. */
Test(game, actions) {
  const double actions[] = {0.17445192116293745, 0.220174282804798, 0.14154931288190487};
  const double utilities[] = {-1.025815041085741, -1.0715374027276017, -0.9929124328047084};
  test_game t;
  rp_retail p = retail_of(1, 1, 0, 1, 0.2, 0.6, 1);
  p.mu0 = p.target = 0;
  open_game(&t, p);
  for (int i = 0; i < 3; ++i) {
    follow(&t, i);
    CLOSE(rp_game_action(&t.retail, &t.path), actions[i], 1e-10, 0);
    CLOSE(rp_game_utility(&t.retail, &t.path), utilities[i], 1e-10, 0);
  }
  close_game(&t);
}

/* U = -b (J + sigma^2/4 ln v0) - (a T/2) ln(2 pi e) + the mean's part; E u(X_0, 0) = U; both equations; (47). */
Test(game, potential) {
  uint64_t state = 21;
  for (int round = 0; round < 40; ++round) {
    test_game t;
    open_game(&t, random_retail(&state));
    const rp_retail *p = &t.retail;
    double zero = 0, A0, size;
    follow(&t, 0);
    double U = rp_game_utility(p, &t.path), J = rp_game_action(p, &t.path), part = 0;
    for (int i = 0; i < 4000; ++i) { /* midpoint rule for the mean's part */
      double M, q;
      rp_mean_at(p, p->horizon * (i + 0.5) / 4000, &M, &q);
      part -= (p->b / 2 * q * q + p->c / 2 * M * M) * p->horizon / 4000;
    }
    double M, q;
    rp_mean_at(p, p->horizon, &M, &q);
    part -= p->d / 2 * (M - p->target) * (M - p->target);
    double want = -p->b * (J + p->sigma * p->sigma / 4 * log(p->v0)) -
                  p->a * p->horizon / 2 * log(2 * M_PI * M_E) + part;
    size = fabs(p->b * J) + fabs(U) + p->a * p->horizon * 3 + fabs(part);
    CLOSE(U, want, 2e-5, size);
    rp_coefficients c = rp_game_coefficients(p, &t.path, 0);
    rp_game_constants(p, &t.path, 1, &zero, &A0);
    CLOSE(A0 + c.B * p->mu0 + c.C * (p->mu0 * p->mu0 + p->v0), U, 1e-9, size + fabs(A0) + fabs(c.C) * p->v0);
    close_game(&t);
  }
}

Test(game, residuals) {
  const rp_retail cases[] = {retail_of(1, 1, 1, 1, 1, 1, 1), retail_of(1.3, 0.8, 0.6, 1.7, 0.9, 1.2, 0.7),
                             retail_of(15, 1, 3.6, 5, 1, 1, 1), retail_of(-1, 1, 1, 1, 1, 1, 1)};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    test_game t;
    open_game(&t, cases[i]);
    follow(&t, 0);
    rp_game_residuals r = rp_game_check(&t.retail, &t.path);
    cr_assert_lt(r.backward, 1e-8);
    cr_assert_lt(r.forward, 1e-8);
    cr_assert_lt(r.mass, 1e-14);
    close_game(&t);
  }
}

Test(game, six_coefficients) {
  test_game t;
  open_game(&t, retail_of(1, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  const double times[] = {0, 0.5, 1}, A0[] = {-1.65638018639069, -0.9716959842126942, -0.5};
  const double B[] = {0.551563144563849, 0.8881354588425386, 1},
               C[] = {-0.806139505654011, -0.8768201244025461, -0.5};
  const double D[] = {-0.9639385332046727, -0.6471858183769177, -0.820544179288591};
  const double E[] = {0.3, 0.9010165026108361, 1.4563873943844563};
  double constants[3];
  rp_game_constants(&t.retail, &t.path, 3, times, constants);
  for (int i = 0; i < 3; ++i) {
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, times[i]);
    CLOSE(constants[i], A0[i], 1e-12, 0);
    CLOSE(c.B, B[i], 1e-11, 0);
    CLOSE(c.C, C[i], 1e-11, 0);
    CLOSE(c.D, D[i], 1e-11, 0);
    CLOSE(c.E, E[i], 1e-11, 0);
    CLOSE(c.R, -0.5 / c.variance, 1e-15, 0);
  }
  close_game(&t);
}

/* Crowd aversion spreads: the variance lies above that without herding and falls as herding grows. */
Test(game, herding_narrows) {
  double before = INFINITY;
  for (double a = -2; a <= 4; a += 0.5) {
    test_game t;
    open_game(&t, retail_of(a, 1, 1, 1, 1, 1, 1));
    follow(&t, 0);
    double z = terminal_variance(&t), free_z = rp_variance_without_herding(&t.retail, 1, NULL);
    cr_assert_lt(z, before);
    if (a < 0) cr_assert_gt(z, free_z);
    if (a > 0) cr_assert_lt(z, free_z);
    before = z;
    close_game(&t);
  }
}

/* Crowd aversion, random and stiff: one path that satisfies both equations, with its boundary values. */
Test(game, crowd_aversion) {
  uint64_t state = 77;
  for (int round = 0; round < 150; ++round) {
    rp_retail p = random_retail(&state);
    p.a = -p.a;
    rp_retail_derive(&p);
    test_game t;
    open_game(&t, p);
    cr_assert_eq(t.game.count, 1);
    follow(&t, 0);
    cr_assert_lt(rp_trajectory_residual(&t.path, &t.game.problem), 1e-7);
    CLOSE(rp_game_coefficients(&p, &t.path, 0).variance, p.v0, 1e-12, 0);
    CLOSE(rp_game_coefficients(&p, &t.path, p.horizon).slope, -p.kappa, 1e-9, p.kappa + 1 / p.horizon);
    cr_assert_geq(terminal_variance(&t), rp_variance_without_herding(&p, p.horizon, NULL) * (1 - 1e-9));
    close_game(&t);
  }
}

/* Populations whose paths are hard to follow: a steep end, a feedback that nearly vanishes, small noise. */
Test(game, hard_paths) {
  const rp_retail cases[] = {
      retail_of(1.9633662166057182, 0.92214110981477193, 0.024152558524192173, 4.5446071307580338,
                0.1555200810723241, 2.2085636252695813, 0.2405302642759154),
      retail_of(4.2096869136453892, 0.61887436884865887, 1.5633458235581541, 1.222071261567967,
                0.26183910558509027, 2.0086437231181806, 0.75126090826037106),
      retail_of(0.0521, 1, 0, 104.6, 0.4625, 2.417, 2.723),
      retail_of(0.0039, 1, 1.05, 0, 0.0644, 1.56, 48.6),
      retail_of(0.00125, 1, 1557, 2.28, 4.4, 0.773, 1.43),
      retail_of(0.0285, 1, 0, 0, 0.2525, 0.1775, 165.7)};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    test_game t;
    open_game(&t, cases[i]);
    follow(&t, 0);
    CLOSE(terminal_variance(&t), t.game.all[0].end.z, 1e-11, 0);
    cr_assert_lt(rp_trajectory_residual(&t.path, &t.game.problem), 1e-7);
    cr_assert_leq(t.path.panels, 80);
    close_game(&t);
  }
}

/* The unit of the density shifts utility, action and ln m by what the definitions say, and nothing else; u at the mean and E u(X_0, 0)
 * to rounding, with the mean's part by Simpson's rule. */
Test(game, density_unit) {
  uint64_t state = 5;
  for (int round = 0; round < 60; ++round) {
    rp_retail p = random_retail(&state);
    p.mu0 = uniform(&state, -2, 2);
    p.log_unit = round % 2 ? uniform(&state, -3, 3) : 0;
    test_game t;
    open_game(&t, p);
    follow(&t, 0);
    double U = rp_game_utility(&p, &t.path), J = rp_game_action(&p, &t.path), part = 0, M, q, zero = 0,
           centre, A0;
    enum { MANY = 2000 };
    for (int i = 0; i <= MANY; ++i) {
      rp_mean_at(&p, p.horizon * i / MANY, &M, &q);
      part -= (p.b / 2 * q * q + p.c / 2 * M * M) * p.horizon / (3 * MANY) *
              (i == 0 || i == MANY ? 1
               : i % 2             ? 4
                                   : 2);
    }
    part -= p.d / 2 * (M - p.target) * (M - p.target);
    double want = -p.b * (J + p.sigma * p.sigma / 2 * (log(p.v0) / 2 + p.log_unit)) -
                  p.a * p.horizon / 2 * log(2 * M_PI * M_E) + part;
    double size = fabs(p.b * J) + fabs(U) + p.a * p.horizon * 5 + fabs(part);
    CLOSE(U, want, 1e-7, size);
    rp_coefficients c = rp_game_coefficients(&p, &t.path, 0);
    rp_game_centres(&p, &t.path, 1, &zero, &centre);
    CLOSE(centre + c.C * p.v0, U, 1e-11, size + fabs(c.C) * p.v0);
    rp_game_constants(&p, &t.path, 1, &zero, &A0);
    CLOSE(A0, centre - p.b * c.rate * c.mean + c.C * c.mean * c.mean, 1e-13, fabs(centre) + fabs(A0));
    CLOSE(c.D + p.log_unit, -log(2 * M_PI * p.v0) / 2 - p.mu0 * p.mu0 / (2 * p.v0), 1e-12,
          5 + p.mu0 * p.mu0 / p.v0);
    if (p.omega * p.horizon < 300) {
      rp_game_residuals r = rp_game_check(&p, &t.path);
      cr_assert_lt(r.backward, 1e-5);
      cr_assert_lt(r.forward, 1e-5);
      cr_assert_lt(r.mass, 1e-13);
    }
    close_game(&t);
  }
}

/* u at the mean inside of panels: at many times what remains of the integral of its rate, by differences. */
Test(game, centres_along_the_path) {
  enum { TIMES = 41 };
  test_game t;
  open_game(&t, retail_of(1.3, 0.8, 0.6, 1.7, 0.9, 1.2, 0.7));
  follow(&t, 0);
  const rp_retail *p = &t.retail;
  double times[TIMES], centres[TIMES], h = p->horizon / (TIMES - 1);
  for (int i = 0; i < TIMES; ++i)
    times[i] = h * i;
  rp_game_centres(p, &t.path, TIMES, times, centres);
  for (int i = 2; i + 2 < TIMES; ++i) {
    rp_coefficients c = rp_game_coefficients(p, &t.path, times[i]);
    double slope = (centres[i - 2] - 8 * centres[i - 1] + 8 * centres[i + 1] - centres[i + 2]) / (12 * h);
    double log_density = -log(2 * M_PI * c.variance) / 2;
    double want = p->b / 2 * c.rate * c.rate - p->sigma * p->sigma * c.C - p->a * log_density +
                  p->c / 2 * c.mean * c.mean;
    CLOSE(slope, want, 2e-5, 1 + fabs(want));
  }
  double M, q;
  rp_mean_at(p, p->horizon, &M, &q);
  CLOSE(centres[TIMES - 1], -p->d / 2 * (M - p->target) * (M - p->target), 1e-14, 0);
  close_game(&t);
}

/* The residuals see what is wrong: a path of other weights. */
Test(game, residuals_notice) {
  test_game t;
  open_game(&t, retail_of(1, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  const rp_retail others[] = {retail_of(1.2, 1, 1, 1, 1, 1, 1), retail_of(1, 1.2, 1, 1, 1, 1, 1),
                              retail_of(1, 1, 1.2, 1, 1, 1, 1), retail_of(1, 1, 1, 1, 1.2, 1, 1)};
  for (size_t i = 0; i < 4; ++i) {
    rp_game_residuals r = rp_game_check(&others[i], &t.path);
    if (i < 3) cr_assert_gt(r.backward, 1e-3);
    if (i == 1 || i == 3) cr_assert_gt(r.forward, 1e-3);
  }
  t.path.l[3] = NAN;
  for (int i = 0; i < t.path.panels * (DEGREE + 1); ++i)
    t.path.l[i] = NAN;
  cr_assert_gt(rp_game_check(&t.retail, &t.path).mass, 1);
  close_game(&t);
}

/* Without noise: time and action of an orbit by small steps, s'' = k^2 s + A/s from s' = -kappa s at the end. */
Test(noiseless, time_and_action) {
  const rp_retail cases[] = {retail_of(1, 1, 0, 0, 0, 1, 1), retail_of(2, 0.5, 1.5, 0.7, 0, 1, 0.8),
                             retail_of(0.4, 1, 3, 2, 0, 1, 2)};
  for (size_t i = 0; i < 3; ++i) {
    rp_retail p = cases[i];
    p.log_unit = 0.3 * (double)i;
    for (double y = 0.3; y < 1.6; y += 0.4) {
      double action, time = rp_noiseless_time(&p, y, &action), s = sqrt(p.v0) * exp(-y * y),
                     speed = -p.kappa * s, sum = 0;
      enum { STEPS = 20000 };
      double h = time / STEPS, end = s;
      for (int k = 0; k < STEPS; ++k) { /* backwards; middle of each step by a half step */
        double sm = s - speed * h / 2, vm = speed - (p.k * p.k * s + p.A / s) * h / 2;
        sum += h * (vm * vm / 2 + p.k * p.k * sm * sm / 2 + p.A * (log(sm) + p.log_unit));
        s -= vm * h;
        speed -= (p.k * p.k * sm + p.A / sm) * h;
      }
      CLOSE(s, sqrt(p.v0), 1e-6, 0);
      CLOSE(action, sum + p.kappa * end * end / 2, 1e-6, 1);
      CLOSE(rp_noiseless_at(&p, y, 0), log(p.v0) / 2, 1e-6, 1);
    }
  }
}

/* The condition for uniqueness weighs the two rates that add up. */
Test(game, uniqueness_condition) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1); /* 3 (1 + pi^2/4) > 1 */
  cr_assert(rp_retail_is_unique_by_condition(&p));
  p = retail_of(3, 1, 1, 1, 1, 1, 1); /* 3 (1 + 2.47) = 10.4 > 9 > 3 (2.47 - 1) */
  cr_assert(rp_retail_is_unique_by_condition(&p));
  p = retail_of(3.3, 1, 1, 1, 1, 1, 1);
  cr_assert_not(rp_retail_is_unique_by_condition(&p));
  p = retail_of(-9, 1, 1, 1, 1, 1, 1);
  cr_assert(rp_retail_is_unique_by_condition(&p));
}

/* Crowd aversion without noise rests at v = -A/k^2, whatever the horizon; from there p^2 v = k^2 (v - v* - v* ln(v/v*)). */
Test(game, crowd_aversion_at_rest) {
  for (double horizon = 1; horizon < 3000; horizon *= 5)
    for (double v0 = 0.2; v0 < 9; v0 *= 3) {
      test_game t;
      rp_retail p = retail_of(-1.5, 1, 0.75, 0.6, 0, horizon, v0); /* v* = 2 */
      open_game(&t, p);
      follow(&t, 0);
      double z = terminal_variance(&t), k2 = 0.75;
      if (horizon > 100) {
        CLOSE(rp_game_coefficients(&p, &t.path, horizon / 2).variance, 2, 1e-9, 0);
        CLOSE(p.kappa * p.kappa * z, k2 * (z - 2 - 2 * log(z / 2)), 1e-9, 1);
      }
      cr_assert_lt(rp_trajectory_residual(&t.path, &t.game.problem), 1e-6);
      close_game(&t);
    }
}

/* Far below the turnpike herding is a small change in proportion to its weight, however much of v - v* is rounding. */
Test(game, weak_herding) {
  const struct {
    double c, d, sigma, horizon, v0;
  } cases[] = {{0, 1e-6, 10, 1, 1}, {0, 0, 60, 1, 1}, {1e-9, 1, 100, 1, 1}, {0, 20, 3, 2, 40}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    double change[2], off;
    for (int k = 0; k < 2; ++k) {
      test_game t;
      rp_retail p = retail_of(k ? 1e-3 : 1e-5, 1, cases[i].c, cases[i].d, cases[i].sigma, cases[i].horizon,
                              cases[i].v0);
      off = p.sigma * p.sigma * p.horizon + p.v0;
      open_game(&t, p);
      cr_assert_eq(t.game.count, 1);
      follow(&t, 0);
      CLOSE(t.game.all[0].end.z, terminal_variance(&t), 1e-3, 0);
      cr_assert_eq(rp_game_is_rough(&t.game, 0), t.game.by_orbit && t.game.all[0].end.z < 0.01 * p.vstar);
      change[k] = terminal_variance(&t) - rp_variance_without_herding(&p, p.horizon, NULL);
      cr_assert_leq(change[k], 1e-13 * off);
      close_game(&t);
    }
    CLOSE(change[1], 100 * change[0], 0.02, fabs(change[1]) + 1e-8 * off);
  }
}

/* So far below that no orbit is found: the path tells all, the energy included. */
Test(game, no_orbit) {
  test_game t;
  open_game(&t, retail_of(1e-16, 1, 0, 0.1, 131, 0.88, 0.43));
  cr_assert_not(t.game.by_orbit);
  follow(&t, 0);
  const rp_equilibrium *e = &t.game.all[0];
  double zt = t.game.map.zt, h = e->end.z - zt;
  CLOSE(e->end.z, rp_variance_without_herding(&t.retail, 0.88, NULL), 1e-12, 0);
  CLOSE(e->delta, h * rp_time_map_delta_ratio(&t.game.map, zt, h, e->end.z), 1e-12, 0);
  close_game(&t);
}

/* On the shortest horizons ln s changes by less than its rounding, and the feedback is its derivative all the same. */
Test(game, short_horizons) {
  const double starts[] = {1, 2.3, 1e-4};
  for (double horizon = 1e-6; horizon > 1e-49; horizon *= 1e-2)
    for (int i = 0; i < 3; ++i) {
      test_game t;
      double v0 = starts[i];
      rp_retail p = retail_of(1, 1, 1, 1, 1, horizon, v0);
      open_game(&t, p);
      follow(&t, 0);
      CLOSE(terminal_variance(&t), v0 + (1 - 2 * v0) * horizon, 1, 1e-11 * v0 + 3 * horizon * horizon);
      for (int k = 0; k < 3; ++k)
        CLOSE(rp_game_coefficients(&p, &t.path, k * horizon / 2).slope, -1, 2 * horizon / v0 + 1e-12, 0);
      close_game(&t);
    }
}
