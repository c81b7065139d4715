/* The three dense routes: against each other, against identical agents and one agent in closed form, and where they refuse. */
#include "nplayer_fbsde/dense.h"
#include <string.h>
#include "expect.h"
#include "nplayer_fbsde/identical.h"

enum { MOST = 12, TIMES = 7, WORK = 1 << 17 };
static double slippage[MOST], risk[MOST], residue[MOST], start[MOST], room[WORK];
static int32_t pivot_room[16 * MOST];
static const double times[TIMES] = {0, 0.1, 0.25, 0.5, 0.6, 0.9, 1};

typedef bool route(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots);
static route *const routes[] = {rp_dense_exponential, rp_dense_modes, rp_dense_riccati};

static rp_dense_game game_of(int64_t agents, double impact, double drift) {
  return (rp_dense_game){agents, 1, impact, drift, slippage, risk, residue, start};
}

static double condition;

static void solve(const rp_dense_game *game, int which, double *inventory, double *roots) {
  enum { GUARD = 4 * MOST };
  rp_dense_paths paths = {TIMES, times, inventory, 0, roots, 0};
  int64_t size = rp_dense_workspace(game->agents), integers = rp_dense_pivots(game->agents);
  cr_assert(size + 2 * GUARD <= WORK && integers + 2 * GUARD <= 16 * MOST);
  for (int64_t i = 0; i < WORK; ++i)
    room[i] = 77;
  for (int64_t i = 0; i < 16 * MOST; ++i)
    pivot_room[i] = 77;
  cr_assert(routes[which](game, &paths, room + GUARD, pivot_room + GUARD));
  for (int i = 0; i < GUARD; ++i) { /* nothing is written beside the rooms */
    cr_assert(room[i] == 77 && room[GUARD + size + i] == 77);
    cr_assert(pivot_room[i] == 77 &&
              (GUARD + integers + i >= 16 * MOST || pivot_room[GUARD + integers + i] == 77));
  }
  if (which == 0) condition = paths.rcond;
  if (which == 1) cr_assert(paths.residual < 1e-14);
  if (which < 2) cr_assert(paths.rcond > 0 && paths.rcond < 1 + 1e-12);
}

static void compare(const rp_dense_game *game, double tolerance) {
  double one[MOST * TIMES], other[MOST * TIMES], size = 0;
  solve(game, 0, one, NULL);
  for (int64_t i = 0; i < game->agents * TIMES; ++i)
    size = fmax(size, fabs(one[i]));
  for (int which = 1; which < 3; ++which) {
    solve(game, which, other, NULL);
    for (int64_t i = 0; i < game->agents * TIMES; ++i)
      CLOSE(other[i], one[i], 0, tolerance * size);
  }
}

Test(dense, routes_agree) {
  uint64_t state = 11;
  for (int round = 0; round < 60; ++round) {
    int64_t n = 1 + round % MOST;
    for (int64_t i = 0; i < n; ++i) {
      slippage[i] = uniform(&state, 0.2, 2);
      risk[i] = uniform(&state, 0.1, 3);
      residue[i] = uniform(&state, 0, 3);
      start[i] = uniform(&state, -1, 1);
    }
    if (round % 3 == 0) /* some are alike */
      for (int64_t i = 3; i < n; i += 2)
        slippage[i] = slippage[1], risk[i] = risk[1];
    bool fast = round % 5 == 0;
    if (fast) slippage[0] = 0.02;
    rp_dense_game game = game_of(n, round % 7 ? uniform(&state, 0, 0.5) : 0, uniform(&state, -1, 1));
    compare(&game, fast ? 2e-9 : 1e-11);
  }
}

Test(dense, identical_agents) {
  double found[MOST * TIMES];
  for (int i = 0; i < 5; ++i)
    slippage[i] = 0.4, risk[i] = 0.9, residue[i] = 1.7 - 0.15, start[i] = i - 1.5;
  rp_dense_game game = game_of(5, 0.3, 0.6);
  rp_identical same = {
      .agents = 5, .horizon = 1, .impact = 0.3, .slippage = 0.4, .risk = 0.9, .penalty = 1.7, .drift = 0.6};
  rp_identical_modes modes;
  rp_identical_make(&same, &modes);
  for (int which = 0; which < 3; ++which) {
    solve(&game, which, found, NULL);
    for (int k = 0; k < TIMES; ++k) {
      double mean, rate, decay, slope;
      rp_identical_mean(&same, &modes, 0.5, times[k], &mean, &rate);
      rp_profile_decay(&modes.deviation, times[k], &decay, &slope);
      for (int i = 0; i < 5; ++i)
        CLOSE(found[i * TIMES + k], mean + (start[i] - 0.5) * decay, 0, 1e-12);
    }
  }
}

/* Two alike: the conditions' matrix is (p, q; q, p) with p + q and p - q those of the mean and of deviations. */
Test(dense, conditioning_is_that_of_the_conditions) {
  double found[MOST * TIMES], side[2];
  for (int i = 0; i < 2; ++i)
    slippage[i] = 0.4, risk[i] = 0.9, residue[i] = 1.3, start[i] = i;
  rp_dense_game game = game_of(2, 0.5, 0);
  solve(&game, 0, found, NULL);
  for (int i = 0; i < 2; ++i) {
    double c = (i ? -1 : 1) * 0.5 / (4 * 0.4), w = sqrt(c * c + 0.9 / 0.4);
    side[i] = exp(-c) * (cosh(w) + (1.3 / 0.4 - c) * sinh(w) / w);
  }
  double p = (side[0] + side[1]) / 2, q = (side[0] - side[1]) / 2, det = p * p - q * q;
  CLOSE(condition, fabs(det) / ((fabs(p) + fabs(q)) * (fabs(p) + fabs(q))), 1e-12, 0);
}

/* One agent: the roots of eta r^2 = a. Two agents: n roots of each sign, in whose equation the sum vanishes. */
Test(dense, modes_solve_their_equation) {
  double found[MOST * TIMES], roots[2 * MOST];
  slippage[0] = 0.5, risk[0] = 2, residue[0] = 1, start[0] = 1;
  rp_dense_game game = game_of(1, 0.2, 0);
  solve(&game, 1, found, roots);
  CLOSE(roots[0], -2, 1e-13, 0);
  CLOSE(roots[1], 2, 1e-13, 0);
  for (int i = 0; i < 6; ++i)
    slippage[i] = 0.2 + 0.1 * i, risk[i] = 1 + 0.3 * (i % 3), residue[i] = 1, start[i] = 1;
  game = game_of(6, 0.4, 0.1);
  solve(&game, 1, found, roots);
  for (int k = 0; k < 12; ++k) {
    double sum = 1;
    cr_assert(k < 6 ? roots[k] < 0 : roots[k] > 0);
    for (int i = 0; i < 6; ++i)
      sum += 0.2 * roots[k] / (slippage[i] * roots[k] * roots[k] - 0.2 * roots[k] - risk[i]);
    CLOSE(sum, 0, 0, 1e-9);
    for (int j = 0; j < k; ++j)
      cr_assert(fabs(roots[j] - roots[k]) > 1e-6);
  }
}

/* The exponential overflows where the other two go on; penalties at which one agent escapes are refused. */
Test(dense, refusals) {
  double one[MOST * TIMES], other[MOST * TIMES];
  rp_dense_paths paths = {TIMES, times, one, 0, NULL, 0};
  double *work = room;
  int32_t *pivots = pivot_room;
  slippage[0] = 1e-6, risk[0] = 1, residue[0] = 1, start[0] = 1;
  rp_dense_game game = game_of(1, 0, 0);
  cr_assert(!rp_dense_exponential(&game, &paths, work, pivots) || fabs(one[1]) > 1e-3);
  solve(&game, 1, one, NULL);
  solve(&game, 2, other, NULL);
  for (int k = 0; k < TIMES; ++k)
    CLOSE(one[k], other[k], 0, 1e-12);
  slippage[0] = 1, residue[0] = -5;
  cr_assert(!rp_dense_riccati(&game, &paths, work, pivots));
}
