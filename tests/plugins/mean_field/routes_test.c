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
