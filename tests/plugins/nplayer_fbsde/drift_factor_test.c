/* A random drift: the closed forms against Runge-Kutta on the equations of the head comment; insensitive to where times lie. */
#include "nplayer_fbsde/drift_factor.h"
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
