/* generic_route.c - see generic_route.h. */
#include "generic_route.h"
#include "numerics/dense_lu.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <lapacke.h>
#include <string.h>

enum { N = RP_STATES, NN = RP_STATE_PRODUCTS, P = RP_STATE_PRICE };
enum { EQUATIONS = 3 * NN, MOST_STEPS = 1000000 };

/* Forward stable closed loops have H11 + H12 R with eigenvalues on the right. */
static lapack_logical is_right(const double *re, const double *im) {
  (void)im;
  return *re > 0;
}

bool rp_generic_stationary(int n, const double *h, double *r) {
  double t[4 * NN], re[2 * N], im[2 * N], vectors[4 * NN], rows[2 * NN];
  int m = 2 * n;
  lapack_int right;
  for (int i = 0; i < m; ++i)
    for (int j = 0; j < m; ++j)
      t[j * m + i] = h[i * m + j];
  if (LAPACKE_dgees(LAPACK_COL_MAJOR, 'V', 'S', is_right, m, t, m, &right, re, im, vectors, m) != 0 ||
      right != n)
    return false;
  /* U = vectors of the upper rows, V of the lower; R U = V is U' R' = V'. */
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < m; ++i)
      rows[j * m + i] = vectors[j * m + i];
  if (!rp_dense_solve(n, m, rows)) return false;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j)
      r[i * n + j] = 0.5 * (rows[j * m + n + i] + rows[i * m + n + j]);
  return true;
}

/* The third stage: (X, I), A = diag(0, -beta), b = (1, lambda), Q = diag(gamma, 0), s = (0, 1). */
static bool solve_liquidation(const rp_dealer_market *m, rp_generic *out) {
  double lambda = m->transient, nu = m->temporary, r[4];
  const double drift[4] = {0, -1 / nu, 0, -m->decay - lambda / nu}; /* A - b s'/nu */
  double h[16];
  for (int i = 0; i < 2; ++i)
    for (int j = 0; j < 2; ++j) {
      h[i * 4 + j] = -drift[i * 2 + j];
      h[(2 + j) * 4 + 2 + i] = drift[i * 2 + j];
    }
  h[2] = -1 / nu, h[3] = h[6] = -lambda / nu, h[7] = -lambda * lambda / nu;
  h[8] = -m->inventory_cost, h[9] = h[12] = 0, h[13] = 1 / nu;
  if (!rp_generic_stationary(2, h, r)) return false;
  out->a = -r[0];
  out->b = r[1];
  out->c = r[3];
  return true;
}

/* What the decision is worth at (X, I, P^*), from cash and inventory at prices; less P^* X + kappa X^2/2 - kappa X_0 X. */
static double decided(const rp_price_demand *m, const rp_generic *out, double x, double i, double price) {
  double kappa = m->dealer.market.permanent, x0 = m->start.position.inventory, size = m->client.size;
  double since = m->client.price == RP_PRICE_PRINTED ? 0 : x0, spread = m->client.half_spread;
  double quoted = price + kappa * (x - since) + i, values[3];
  for (int side = -1; side <= 1; ++side) {
    double left = x - side * size;
    double liquidated = -out->a * left * left / 2 + out->b * left * i + out->c * i * i / 2;
    double cash = side == 0 ? 0 : side * (quoted + side * spread) * size;
    values[side + 1] =
        cash + price * left + kappa / 2 * left * left + kappa * (x - left - x0) * left + liquidated;
  }
  double q = m->level - m->spread_slope * (spread - m->reference), rise = quoted - m->start.price;
  double buys = m->client.buy_probability * (q - m->price_slope * rise);
  double sells = (1 - m->client.buy_probability) * (q + m->price_slope * rise);
  double base = price * x + kappa / 2 * x * x - kappa * x0 * x;
  return (1 - buys - sells) * values[1] + buys * values[2] + sells * values[0] - base;
}

/* The quadratic through the values at 0, at plus and minus the axes, and at the sums of two. */
static void fit(const rp_price_demand *m, rp_generic *out) {
  double at[3] = {0, 0, 0}, zero = decided(m, out, 0, 0, 0), plus[3], *g = out->decided;
  memset(g, 0, sizeof out->decided);
  g[NN - 1] = 2 * zero;
  for (int i = 0; i < 3; ++i) {
    at[i] = 1;
    plus[i] = decided(m, out, at[0], at[1], at[2]);
    at[i] = -1;
    double minus = decided(m, out, at[0], at[1], at[2]);
    at[i] = 0;
    g[i * N + i] = plus[i] + minus - 2 * zero;
    g[i * N + 3] = g[3 * N + i] = (plus[i] - minus) / 2;
  }
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < i; ++j) {
      at[i] = at[j] = 1;
      double both = decided(m, out, at[0], at[1], at[2]);
      at[i] = at[j] = 0;
      g[i * N + j] = g[j * N + i] = both - plus[i] - plus[j] + zero;
    }
}

typedef struct first_stage {
  rp_control control;
  double variance; /* of the price per time */
} first_stage;

/* y = (P, carry, covariance) over the time to go; carry takes the state from T - togo to T. */
static int derivative(double togo, const double *y, double *dy, void *context) {
  const first_stage *k = context;
  const double *carry = y + NN;
  double feedback[N], pushed[N];
  (void)togo;
  rp_control_derivative(&k->control, y, dy);
  dy[NN - 1] += k->variance * y[P * N + P];
  rp_control_feedback(&k->control, y, feedback);
  for (int i = 0; i < N; ++i) {
    pushed[i] = 0;
    for (int l = 0; l < N; ++l)
      pushed[i] += carry[i * N + l] * k->control.push[l];
  }
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      double x = pushed[i] * feedback[j];
      for (int l = 0; l < N; ++l)
        x += carry[i * N + l] * k->control.drift[l * N + j];
      dy[NN + i * N + j] = x;
      dy[2 * NN + i * N + j] = k->variance * carry[i * N + P] * carry[j * N + P];
    }
  return GSL_SUCCESS;
}

static bool integrate(first_stage *k, double horizon, double tolerance, double *y) {
  gsl_odeiv2_system system = {derivative, NULL, EQUATIONS, k};
  double t = 0;
  gsl_odeiv2_driver *driver =
      gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-3 * horizon, tolerance, tolerance);
  if (!driver) return false;
  gsl_odeiv2_driver_set_nmax(driver, MOST_STEPS);
  int status = gsl_odeiv2_driver_apply(driver, &t, horizon, y);
  gsl_odeiv2_driver_free(driver);
  double sum = 0;
  for (int i = 0; i < EQUATIONS; ++i)
    sum += 0 * y[i];
  return status == GSL_SUCCESS && sum == 0;
}

rp_generic_status rp_generic_solve(const rp_price_demand *m, double tolerance, rp_generic *out) {
  const rp_dealer_market *market = &m->dealer.market;
  first_stage k = {rp_price_control(m), m->volatility * m->volatility};
  double h[4 * NN], y[EQUATIONS] = {0}, z[N];
  if (!solve_liquidation(market, out)) return RP_GENERIC_NO_SPLIT;
  fit(m, out);
  memcpy(out->at_horizon, out->decided, sizeof out->at_horizon);
  if (market->random_stage > 0) {
    rp_control waiting = rp_control_killed(&k.control, 1 / market->random_stage, out->decided);
    rp_control_hamiltonian(&waiting, h);
    if (!rp_generic_stationary(N, h, out->at_horizon)) return RP_GENERIC_NO_SPLIT;
    out->at_horizon[NN - 1] += market->random_stage * k.variance * out->at_horizon[P * N + P];
  }
  memcpy(y, out->at_horizon, sizeof out->at_horizon);
  for (int i = 0; i < N; ++i)
    y[NN + i * N + i] = 1;
  if (market->horizon > 0 && !integrate(&k, market->horizon, tolerance, y)) return RP_GENERIC_NOT_INTEGRATED;
  memcpy(out->at_start, y, sizeof out->at_start);
  memcpy(out->covariance, y + 2 * NN, sizeof out->covariance);
  rp_price_start(m, z);
  for (int i = 0; i < N; ++i) {
    out->mean[i] = 0;
    for (int j = 0; j < N; ++j)
      out->mean[i] += y[NN + i * N + j] * z[j];
  }
  return RP_GENERIC_OK;
}
