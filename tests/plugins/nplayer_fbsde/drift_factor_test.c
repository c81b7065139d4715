/* A random drift: the closed forms against Runge-Kutta on the equations of the head comment; insensitive to where times lie. */
#include "nplayer_fbsde/drift_factor.h"
#include <stdlib.h>
#include "expect.h"

static const rp_drift_market markets[] = {
    {1, 0.4, 0.64, 0.9, 0, 2, 0.1, 0.6, -0.3, 1},        /* one agent             */
    {2, 0.4, 0.64, 0.95, 0.56, 1, 0, 0.5, 0.4, 0.5},     /* ten                   */
    {1.5, 0.3, 0, 0.5, 0.4, 0.7, -0.2, 0.3, 0.1, -1},    /* nobody minds risk     */
    {1, 0.5, 0.8, -0.1, 0.2, 0, 0.3, 0.2, 0.5, 1},       /* no mean reversion     */
    {0.7, 0.2, -0.05, 0.3, 0.1, 1.1, 0.2, 0.4, -0.1, 2}, /* w^2 < 0               */
};
enum { N = 4000 };

/* P, slope, level backward on a grid, by Runge-Kutta in steps of two grid intervals' halves: stored at 2 N + 1 points. */
static void reference(const rp_drift_market *k, rp_drift_state *end) {
  static double back[2 * N + 1][3];
  double h = k->horizon / (2 * N), y[3] = {k->gamma, 0, 0};
  for (int i = 2 * N; i >= 0; --i) {
    for (int j = 0; j < 3; ++j)
      back[i][j] = y[j];
    double slope[4][3], v[3] = {y[0], y[1], y[2]};
    for (int s = 0; s < 4; ++s) {
      slope[s][0] = -(v[0] * v[0] / k->slippage - 2 * k->c * v[0] - k->a);
      slope[s][1] = -((v[0] / k->slippage - 2 * k->c + k->speed) * v[1] + 1);
      slope[s][2] = -((v[0] / k->slippage - 2 * k->c) * v[2] - k->speed * k->mean * v[1]);
      for (int j = 0; j < 3; ++j)
        v[j] = y[j] + (s < 2 ? h / 2 : h) * slope[s][j];
    }
    for (int j = 0; j < 3; ++j)
      y[j] += h / 6 * (slope[0][j] + 2 * slope[1][j] + 2 * slope[2][j] + slope[3][j]);
  }
  double x[3] = {k->inventory, 0, 0}; /* E, K, V */
  for (int i = 0; i < N; ++i) {
    double slope[4][3], v[3] = {x[0], x[1], x[2]}, step = 2 * h;
    for (int s = 0; s < 4; ++s) {
      int at = 2 * i + (s == 0 ? 0 : s == 3 ? 2 : 1);
      double t = h * at, p = back[at][0] / k->slippage, beta = back[at][1], level = back[at][2];
      double mean = k->mean + (k->start - k->mean) * exp(-k->speed * t);
      double variance =
          k->volatility * k->volatility * (k->speed > 0 ? (1 - exp(-2 * k->speed * t)) / (2 * k->speed) : t);
      slope[s][0] = -p * v[0] - (level + beta * mean) / (2 * k->slippage);
      slope[s][1] = -(p + k->speed) * v[1] - beta * variance / (2 * k->slippage);
      slope[s][2] = -2 * p * v[2] - beta * v[1] / k->slippage;
      for (int j = 0; j < 3; ++j)
        v[j] = x[j] + (s < 2 ? step / 2 : step) * slope[s][j];
    }
    for (int j = 0; j < 3; ++j)
      x[j] += step / 6 * (slope[0][j] + 2 * slope[1][j] + 2 * slope[2][j] + slope[3][j]);
  }
  *end = (rp_drift_state){back[0][0], back[0][2], back[0][1], x[0], x[2], x[1]};
}

Test(drift_factor, closed_forms_solve_the_equations) {
  for (uint64_t i = 0; i < sizeof markets / sizeof *markets; ++i) {
    const rp_drift_market *k = markets + i;
    rp_drift_state exact, states[3];
    double ends[2] = {0, k->horizon}, more[3] = {0, 0.3 * k->horizon, k->horizon};
    reference(k, &exact);
    for (int some = 2; some <= 3; ++some) {
      cr_assert(rp_drift_factor_solve(k, some, some == 2 ? ends : more, states));
      CLOSE(states[0].feedback, exact.feedback, 1e-11, 1e-12);
      CLOSE(states[0].slope, exact.slope, 1e-11, 1e-12);
      CLOSE(states[0].level, exact.level, 1e-11, 1e-12);
      CLOSE(states[some - 1].expected, exact.expected, 1e-11, 1e-12);
      CLOSE(states[some - 1].covariance, exact.covariance, 1e-11, 1e-13);
      CLOSE(states[some - 1].variance, exact.variance, 1e-11, 1e-13);
      CLOSE(states[0].expected, k->inventory, 0, 0);
    }
  }
}

Test(drift_factor, refuses_what_escapes) {
  rp_drift_market k = markets[2];
  rp_drift_state states[2];
  double ends[2] = {0, 1.5};
  k.gamma = -3;
  cr_assert_not(rp_drift_factor_solve(&k, 2, ends, states));
}

/* One interval is cut as finely as each of the rates asks, and fields at a time are those of the game that begins there. */
Test(drift_factor, one_interval_as_good_as_many) {
  enum { PIECES = 400 };
  static const rp_drift_market fast[] = {
      {1, 0.5, 0.2, 0.5, 0.1, 60, 0.1, 0.6, -0.3, 1}, /* reverts fast      */
      {1, 0.05, 90, 1, 0.1, 1, 0.1, 0.6, -0.3, 1},    /* minds risk        */
      {1, 0.02, 0, 1, 0, 1, 0.1, 0.6, -0.3, 1},       /* a large penalty   */
      {1, 0.5, 0.2, 0.5, 30, 1, 0.1, 0.6, -0.3, 1},   /* many others       */
      {1, 0.5, 0.2, 20, 30, 40, 0.1, 0.6, -0.3, 1},   /* everything at once */
  };
  for (uint64_t i = 0; i < sizeof fast / sizeof *fast; ++i) {
    static rp_drift_state many[PIECES + 1], two[2];
    double times[PIECES + 1], ends[2] = {0, 1};
    for (int j = 0; j <= PIECES; ++j)
      times[j] = (double)j / PIECES;
    cr_assert(rp_drift_factor_solve(fast + i, PIECES + 1, times, many));
    cr_assert(rp_drift_factor_solve(fast + i, 2, ends, two));
    CLOSE(two[0].slope, many[0].slope, 1e-12, 1e-14);
    CLOSE(two[0].level, many[0].level, 1e-12, 1e-14);
    CLOSE(two[1].expected, many[PIECES].expected, 1e-12, 1e-13);
    CLOSE(two[1].variance, many[PIECES].variance, 1e-12, 1e-14);
    CLOSE(two[1].covariance, many[PIECES].covariance, 1e-12, 1e-14);
    for (int j = 100; j < PIECES; j += 100) {
      rp_drift_market later = fast[i];
      later.horizon = 1 - times[j];
      ends[1] = later.horizon;
      cr_assert(rp_drift_factor_solve(&later, 2, ends, two));
      CLOSE(many[j].feedback, two[0].feedback, 1e-12, 0);
      CLOSE(many[j].slope, two[0].slope, 1e-12, 1e-14);
    }
  }
}

/* Rates 2 + 3 + 2 + 1: so many panels in each interval, one at least. */
Test(drift_factor, panels) {
  const rp_drift_market k = {2, 1, 0, 1, 2, 3, 0.1, 0.2, 0, 1};
  double *times = malloc(4 * sizeof *times);
  times[0] = 0;
  times[1] = 0.5;
  times[2] = 0.6;
  times[3] = 2;
  cr_assert_eq(rp_drift_factor_panels(&k, 4, times), 4 + 1 + 12);
  cr_assert_eq(rp_drift_factor_panels(&k, 2, times), 4);
  times[1] = 1e300;
  cr_assert_eq(rp_drift_factor_panels(&k, 2, times), INT64_MAX);
  free(times);
}
