/* Routes that share little with the time map and the constant-coefficient path: noiseless orbits, forward integration,
 * coefficients in time. */
#include "games.h"
#include "mean_field/integration.h"
#include "mean_field/noiseless.h"
#include "mean_field/varying.h"

/* Dawson's maximum: T_max = 0.7651520803 sqrt(v0/A) for k = kappa = 0; 0.6590398 for kappa = A = v0 = 1. */
Test(noiseless, longest_horizon) {
  rp_retail p = retail_of(1, 1, 0, 0, 0, 1, 1);
  double y;
  CLOSE(rp_noiseless_longest(&p, &y), 0.7651520803, 1e-10, 0);
  CLOSE(y, 0.9241388730, 1e-6, 0);
  p = retail_of(3, 2, 0, 0, 0, 1, 0.4);
  CLOSE(rp_noiseless_longest(&p, &y), 0.7651520803 * sqrt(0.4 / 1.5), 1e-10, 0);
  p = retail_of(1, 1, 0, 1, 0, 1, 1);
  CLOSE(rp_noiseless_longest(&p, &y), 0.6590398, 1e-7, 0);
}

/* The two solutions, their paths, and the limit of small noise. */
Test(noiseless, solutions) {
  test_game t;
  open_game(&t, retail_of(1, 1, 0, 0, 0, 0.7, 1));
  cr_assert_eq(t.game.count, 2);
  double actions[2];
  for (int i = 0; i < 2; ++i) {
    follow(&t, i);
    CLOSE(terminal_variance(&t), t.game.all[i].end.z, 1e-10, 0);
    rp_noiseless_time(&t.retail, t.game.noiseless[i], &actions[i]);
    CLOSE(rp_game_action(&t.retail, &t.path), actions[i], 1e-8, 1);
  }
  cr_assert_lt(actions[1], actions[0]);
  double upper = t.game.all[1].end.z;
  close_game(&t);
  open_game(&t, retail_of(1, 1, 0, 0, 0.01, 0.7, 1));
  CLOSE(t.game.all[t.game.count - 1].end.z, upper, 1e-2, 0);
  close_game(&t);
  rp_retail beyond = retail_of(1, 1, 0, 0, 0, 0.7652, 1);
  double y[2];
  cr_assert_eq(rp_noiseless_solutions(&beyond, y), 0);
}

/* From the solved initial values the six equations arrive at the final conditions, and (47) is kept along any path. */
Test(integration, six_equations) {
  const rp_retail cases[] = {retail_of(1, 1, 1, 1, 1, 1, 1), retail_of(1.3, 0.8, 0.6, 1.7, 0.9, 1.2, 0.7)};
  for (int i = 0; i < 2; ++i) {
    test_game t;
    double zero = 0, A0, path[RP_SIX], end = cases[i].horizon;
    open_game(&t, cases[i]);
    follow(&t, 0);
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, 0);
    rp_game_constants(&t.retail, &t.path, 1, &zero, &A0);
    const double start[RP_SIX] = {A0, c.D, c.B, c.E, c.C, c.R};
    cr_assert_eq(rp_integrate_six(&t.retail, start, 1e-13, 1, &end, path), 1);
    CLOSE(path[0], -t.retail.d / 2, 1e-10, 1);
    CLOSE(path[2], t.retail.d, 1e-9, 1);
    CLOSE(path[4], -t.retail.d / 2, 1e-9, 1);
    close_game(&t);
  }
  const double any[RP_SIX] = {0.1, -1, 0.5, -0.3, 0.2, -0.4}, times[] = {0, 0.2, 0.4};
  double path[3 * RP_SIX], mass[3];
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  cr_assert_eq(rp_integrate_six(&p, any, 1e-13, 3, times, path), 3);
  for (int i = 0; i < 3; ++i) {
    const double *y = path + i * RP_SIX;
    mass[i] = y[1] - y[3] * y[3] / (4 * y[5]) - log(-y[5] / M_PI) / 2;
    CLOSE(mass[i], mass[0], 1e-11, 1);
  }
}

/* Plain shooting: right for omega T = 6.5, lost for 42.7, where an equilibrium exists. */
Test(integration, shooting) {
  rp_retail calm = {.sigma = 1, .horizon = 1, .v0 = 1, .target = 1}, stiff = calm;
  rp_retail_weights_eq80(&calm, 0.1, 0.75, 0.4);
  rp_retail_weights_eq80(&stiff, 0.1, 0.25, 0.4);
  rp_retail_derive(&calm);
  rp_retail_derive(&stiff);
  rp_shot shot = rp_shoot(&calm, 1e-10);
  CLOSE(shot.variance, 0.10906563897388993, 1e-9, 0);
  cr_assert_lt(fabs(shot.residual), 1e-9);
  shot = rp_shoot(&stiff, 1e-10);
  cr_assert_gt(fabs(shot.residual), 1e-3);
  cr_assert_lt(shot.below, 0);
  cr_assert_gt(shot.above, 0);
}

static rp_curve constant(const double *value) {
  static const double origin = 0;
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = &origin, .terms = 1, .data = value};
}

typedef struct varying_run {
  rp_trajectory path;
  double *memory, *mean, *momentum;
} varying_run;

static void run_varying(rp_varying *game, varying_run *run) {
  run->memory =
      malloc((size_t)(rp_trajectory_size(PANELS, DEGREE) + 2 * PANELS * (DEGREE + 1)) * sizeof(double));
  rp_trajectory_layout(&run->path, PANELS, DEGREE, run->memory + 2 * PANELS * (DEGREE + 1));
  run->mean = run->memory;
  run->momentum = run->memory + PANELS * (DEGREE + 1);
  cr_assert_eq(rp_varying_path(game, NULL, NULL, 1e-11, &run->path), RP_TRAJECTORY_SOLVED);
  cr_assert(rp_varying_mean(game, &run->path, run->mean, run->momentum));
}

/* Constant curves give the constant game, on random sets that are not too stiff for a blind guess. */
Test(varying, constant_curves) {
  uint64_t state = 31;
  for (int round = 0; round < 25; ++round) {
    rp_retail p = random_retail(&state);
    if (p.omega * p.horizon > 60) continue;
    test_game t;
    open_game(&t, p);
    if (t.game.count > 1) {
      close_game(&t);
      continue;
    }
    follow(&t, 0);
    rp_varying game = {.sigma = constant(&p.sigma),
                       .a = constant(&p.a),
                       .b = constant(&p.b),
                       .c = constant(&p.c),
                       .horizon = p.horizon,
                       .mu0 = p.mu0,
                       .v0 = p.v0,
                       .d = p.d,
                       .target = p.target};
    varying_run run;
    run_varying(&game, &run);
    for (double at = 0; at <= 1; at += 0.25) {
      double l, P;
      rp_coefficients c = rp_game_coefficients(&p, &t.path, at * p.horizon);
      rp_trajectory_at(&run.path, at * p.horizon, &l, &P);
      CLOSE(exp(2 * l), c.variance, 1e-8, 0);
      CLOSE(rp_varying_at(&run.path, run.mean, at * p.horizon), c.mean, 1e-9, 1);
    }
    CLOSE(rp_varying_utility(&game, &run.path, run.mean, run.momentum), rp_game_utility(&p, &t.path), 1e-7,
          fabs(rp_game_utility(&p, &t.path)) + p.a * p.horizon);
    free(run.memory);
    close_game(&t);
  }
}

/* Weights that jump: the equations hold on both sides, l and P = b p are continuous. */
Test(varying, jumps) {
  const double grid[] = {0, 0.4}, a[] = {1, 0.2}, b[] = {1, 2}, sigma[] = {1, 0.5}, c = 0.7;
  rp_varying game = {
      .sigma = {.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .terms = 1, .data = sigma},
      .a = {.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .terms = 1, .data = a},
      .b = {.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .terms = 1, .data = b},
      .c = constant(&c),
      .horizon = 1,
      .mu0 = 0.3,
      .v0 = 1,
      .d = 1,
      .target = 1};
  varying_run run;
  run_varying(&game, &run);
  double l[2], P[2], h = 1e-5;
  for (int side = 0; side < 2; ++side) { /* slopes of l just before and after the jump */
    double at = 0.4 + (side ? 2 : -2) * h, up[2], down[2];
    rp_trajectory_at(&run.path, at, &l[side], &P[side]);
    rp_trajectory_at(&run.path, at + h, &up[0], &up[1]);
    rp_trajectory_at(&run.path, at - h, &down[0], &down[1]);
    double s2 = sigma[side] * sigma[side], e = exp(-2 * l[side]);
    CLOSE((up[0] - down[0]) / (2 * h), P[side] / b[side] + s2 / 2 * e, 1e-6, 1);
    CLOSE((up[1] - down[1]) / (2 * h), -P[side] * P[side] / b[side] + a[side] * e + c, 1e-5, 1);
  }
  CLOSE(l[0], l[1], 1e-3, 1);
  CLOSE(P[0], P[1], 1e-3, 1);
  rp_trajectory_problem problem = {.local = rp_varying_local, .local_context = &game, .v0 = 1, .d = 1};
  cr_assert_lt(rp_trajectory_residual(&run.path, &problem), 1e-9);
  free(run.memory);
}

/* The feedback at the start of a tiny variance keeps its digits: integrated forward from there, it ends at -kappa. */
Test(routes, start_of_a_tiny_variance) {
  for (double v0 = 1e-2; v0 > 5e-9; v0 /= 10) {
    test_game t;
    open_game(&t, retail_of(1, 1, 1, 1, 1, 1, v0));
    follow(&t, 0);
    double end = 1, path[2];
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, 0);
    cr_assert_eq(rp_shot_path(&t.retail, c.slope, 1e-13, 1, &end, path), 1, "v0 = %g", v0);
    CLOSE(path[0], t.game.all[0].end.z, 1e-8, 0);
    CLOSE(path[1], -1, 1e-8, 0);
    close_game(&t);
  }
}

/* M and b M' by Runge and Kutta's method from M(0) = 1 or 0, b M'(0) = 0 or 1, combined to meet both ends. */
static void mean_by_steps(const rp_varying *game, int64_t steps, double *means, double *momenta) {
  double y[2][2] = {{1, 0}, {0, 1}}, h = game->horizon / (double)steps, first = 0;
  for (int pass = 0; pass < 2; ++pass) {
    y[0][0] = y[1][1] = 1, y[0][1] = y[1][0] = 0;
    for (int64_t i = 0; i <= steps; ++i) {
      if (pass == 1) {
        means[i] = game->mu0 * y[0][0] + first * y[1][0];
        momenta[i] = game->mu0 * y[0][1] + first * y[1][1];
      }
      for (int s = 0; s < 2 && i < steps; ++s) {
        double slopes[4][2], z[2];
        for (int k = 0; k < 4; ++k) {
          double share = k == 0 ? 0 : k == 3 ? 1 : 0.5, t = h * ((double)i + share);
          for (int c = 0; c < 2; ++c)
            z[c] = y[s][c] + (k == 0 ? 0 : h * share * slopes[k - 1][c]);
          slopes[k][0] = z[1] / rp_curve_at(&game->b, t);
          slopes[k][1] = rp_curve_at(&game->c, t) * z[0];
        }
        for (int c = 0; c < 2; ++c)
          y[s][c] += h / 6 * (slopes[0][c] + 2 * slopes[1][c] + 2 * slopes[2][c] + slopes[3][c]);
      }
    }
    first = (game->d * (game->target - game->mu0 * y[0][0]) - game->mu0 * y[0][1]) /
            (y[1][1] + game->d * y[1][0]);
  }
}

/* Weights and volatility that change all the time: the mean by steps, the utility by Simpson's rule, the density unit as a shift. */
Test(varying, sloping_curves) {
  enum { STEPS = 1000 };
  static double means[STEPS + 1], momenta[STEPS + 1];
  const double grid[] = {0, 1.3}, a[] = {1.5, 0.4}, b[] = {0.6, 1.9}, c[] = {0.3, 2.5}, sigma[] = {1.2, 0.5};
  rp_varying game = {.sigma = {.rule = RP_LINEAR, .grid_count = 2, .grid = grid, .terms = 1, .data = sigma},
                     .a = {.rule = RP_LINEAR, .grid_count = 2, .grid = grid, .terms = 1, .data = a},
                     .b = {.rule = RP_LINEAR, .grid_count = 2, .grid = grid, .terms = 1, .data = b},
                     .c = {.rule = RP_LINEAR, .grid_count = 2, .grid = grid, .terms = 1, .data = c},
                     .horizon = 1.3,
                     .mu0 = 0.7,
                     .v0 = 0.8,
                     .d = 1.4,
                     .target = -0.5};
  varying_run run;
  run_varying(&game, &run);
  mean_by_steps(&game, STEPS, means, momenta);
  double sum = 0, log_term = log(2 * M_PI) / 2 + 0.5;
  for (int i = 0; i <= STEPS; ++i) {
    double t = game.horizon * i / STEPS, l, P, M = rp_varying_at(&run.path, run.mean, t),
           N = rp_varying_at(&run.path, run.momentum, t), bt = rp_curve_at(&game.b, t);
    CLOSE(M, means[i], 1e-11, 1);
    CLOSE(N, momenta[i], 1e-10, 1);
    rp_trajectory_at(&run.path, t, &l, &P);
    double v = exp(2 * l), q = N / bt, p = P / bt;
    double rate = -rp_curve_at(&game.a, t) * (log_term + l) - bt / 2 * (q * q + p * p * v) -
                  rp_curve_at(&game.c, t) / 2 * (M * M + v);
    sum += game.horizon / (3 * STEPS) * (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2) * rate;
    if (i == STEPS) sum -= game.d / 2 * ((M - game.target) * (M - game.target) + v);
  }
  double utility = rp_varying_utility(&game, &run.path, run.mean, run.momentum);
  CLOSE(utility, sum, 1e-9, 0);
  game.log_unit = 0.8;
  CLOSE(rp_varying_utility(&game, &run.path, run.mean, run.momentum), utility - 0.8 * 1.3 * (1.5 + 0.4) / 2,
        1e-12, 0);
  free(run.memory);
}

/* Noise and weights that change so much that neither the averaged game nor herding by steps leads there at once. */
Test(varying, from_the_averaged_game) {
  const double grid[] = {0, 0.3, 0.7}, sigma[] = {1, 0.3, 1.5}, a[] = {1, 2, 0}, c[] = {0, 3, 1}, b = 1;
  rp_varying game = {
      .sigma = {.rule = RP_STEP_RIGHT, .grid_count = 3, .grid = grid, .terms = 1, .data = sigma},
      .a = {.rule = RP_STEP_RIGHT, .grid_count = 3, .grid = grid, .terms = 1, .data = a},
      .b = constant(&b),
      .c = {.rule = RP_STEP_RIGHT, .grid_count = 3, .grid = grid, .terms = 1, .data = c},
      .horizon = 1,
      .mu0 = 0.3,
      .v0 = 1,
      .d = 1,
      .target = 1};
  test_game average;
  rp_retail mean = rp_varying_average(&game);
  CLOSE(mean.sigma, 0.3 + 0.4 * 0.3 + 0.3 * 1.5, 1e-15, 0);
  CLOSE(mean.a, 0.3 + 0.8, 1e-15, 0);
  CLOSE(mean.c, 1.2 + 0.3, 1e-15, 0);
  open_game(&average, mean);
  follow(&average, 0);
  double *memory = malloc((size_t)rp_trajectory_size(PANELS, DEGREE) * sizeof(double));
  rp_trajectory path;
  rp_trajectory_layout(&path, PANELS, DEGREE, memory);
  cr_assert_eq(rp_varying_path(&game, NULL, &average.path, 1e-11, &path), RP_TRAJECTORY_SOLVED);
  cr_assert(game.steady == 0 && game.share == 1);
  rp_trajectory_problem problem = {.local = rp_varying_local, .local_context = &game, .v0 = 1, .d = 1};
  cr_assert_lt(rp_trajectory_residual(&path, &problem), 1e-8);
  double l, P;
  rp_trajectory_at(&path, 0, &l, &P);
  CLOSE(l, 0, 1e-12, 1);
  rp_trajectory_at(&path, 1, &l, &P);
  CLOSE(P, -1, 1e-9, 0);
  free(memory);
  close_game(&average);
}
