/* cash_flow.c - see cash_flow.h. */
#include "cash_flow.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <stddef.h>

enum { MOST_STEPS = 1000000 };
/* exp(-45) is below the rounding of what it multiplies. */
static const double FORGETTING = 45;

/* What integrations need: the problem, and liquidation as a quadratic function of its start. */
typedef struct account {
  const rp_stages *stages;
  const rp_client *client;
  const rp_start *start;
  const rp_trading *trading;
  double tolerance, flow;
  double xx, xi,
      ii; /* cash of liquidating (X, I) at a price that begins at kappa X + I: xx X^2 + xi X I + ii I^2 */
  double sold_x, sold_i; /* shares sold by liquidating, per unit of X and of I */
} account;

typedef int equation(double t, const double y[], double dy[], void *context);

static bool integrate(const account *k, equation *f, void *context, size_t count, double duration,
                      double *y) {
  gsl_odeiv2_system system = {f, NULL, count, context};
  double t = 0, sum = 0;
  if (duration == 0) return true;
  gsl_odeiv2_driver *driver = gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-4 * duration,
                                                            k->tolerance, k->tolerance);
  if (!driver) return false;
  gsl_odeiv2_driver_set_nmax(driver, MOST_STEPS);
  int status = gsl_odeiv2_driver_apply(driver, &t, duration, y);
  gsl_odeiv2_driver_free(driver);
  for (size_t i = 0; i < count; ++i)
    sum += 0 * y[i];
  return status == GSL_SUCCESS && sum == 0;
}

/* What trading at rate u pays per time, at a price of `price` plus the temporary impact. */
static double paid(const rp_dealer_market *m, double price, double x, double u) {
  return -(price + m->temporary / 2 * u) * u - m->inventory_cost / 2 * x * x;
}

/* y = X, I, cash. */
static void trade(const rp_dealer_market *m, double price, double u, const double *y, double *dy) {
  dy[0] = u;
  dy[1] = -m->decay * y[1] + m->transient * u;
  dy[2] = paid(m, price + y[1], y[0], u);
}

/* Liquidation at the price kappa X + I; y[3]: shares sold. */
static int liquidate(double t, const double y[], double dy[], void *context) {
  const account *k = context;
  const rp_dealer_market *m = &k->stages->dealer.market;
  double u = rp_stages_rate(k->stages, (rp_position){y[0], y[1]}, 0, 0);
  (void)t;
  trade(m, m->permanent * y[0], u, y, dy);
  dy[3] = -u;
  return GSL_SUCCESS;
}

static bool solve_liquidation(account *k) {
  double duration = FORGETTING / k->stages->dealer.slow;
  if (k->stages->dealer.market.decay == 0) duration = FORGETTING / k->stages->dealer.fast;
  double ends[3][4] = {{1, 0}, {0, 1}, {1, 1}};
  for (int i = 0; i < 3; ++i)
    if (!integrate(k, liquidate, k, 4, duration, ends[i])) return false;
  k->xx = ends[0][2];
  k->ii = ends[1][2];
  k->xi = ends[2][2] - k->xx - k->ii;
  k->sold_x = ends[0][3];
  k->sold_i = ends[1][3];
  return true;
}

/* Cash of what remains after the client's decision at position z: side 1 buys, -1 sells, 0 nothing. */
static double settle(const account *k, double x, double i, int side) {
  double kappa = k->stages->dealer.market.permanent, x0 = k->start->position.inventory,
         size = k->client->size;
  double since = k->client->price == RP_PRICE_PRINTED ? 0 : x0, left = x - side * size;
  double quoted = k->start->price + kappa * (x - since) + i + side * k->client->half_spread;
  /* Liquidation trades at kappa (X_t - left) + kappa (x - X_0) + I: shifted against kappa X_t + I. */
  double shift = k->start->price + kappa * (x - x0 - left);
  return side * quoted * size + k->xx * left * left + k->xi * left * i + k->ii * i * i +
         shift * (k->sold_x * left + k->sold_i * i);
}

static double settled(const account *k, double x, double i) {
  double p = k->client->trade_probability, buys = p * k->client->buy_probability;
  return (1 - p) * settle(k, x, i, 0) + buys * settle(k, x, i, 1) + (p - buys) * settle(k, x, i, -1);
}

static double rate(const account *k, const double *y, double drive, double extra) {
  if (!k->trading->prehedges) return extra;
  return rp_stages_rate(k->stages, (rp_position){y[0], y[1]}, k->flow, drive) + extra;
}

static double price_at(const account *k, double x) {
  return k->start->price + k->stages->dealer.market.permanent * (x - k->start->position.inventory);
}

static int first_stage(double t, const double y[], double dy[], void *context) {
  const account *k = context;
  const rp_dealer_market *m = &k->stages->dealer.market;
  double extra = k->trading->wave * sin(k->trading->frequency * t);
  trade(m, price_at(k, y[0]), rate(k, y, rp_stages_pull(k->stages, m->horizon - t), extra), y, dy);
  return GSL_SUCCESS;
}

/* y[3..5]: means over the decision of cash and settlement, of X and of I. Time in units of its mean alpha. */
static int second_stage(double s, const double y[], double dy[], void *context) {
  const account *k = context;
  const rp_dealer_market *m = &k->stages->dealer.market;
  double weight = exp(-s), extra = k->trading->pulse * exp(-k->trading->fading * m->random_stage * s);
  trade(m, price_at(k, y[0]), rate(k, y, k->stages->dealer.pull, extra), y, dy);
  for (int i = 0; i < 3; ++i)
    dy[i] *= m->random_stage;
  dy[3] = weight * (y[2] + settled(k, y[0], y[1]));
  dy[4] = weight * y[0];
  dy[5] = weight * y[1];
  return GSL_SUCCESS;
}

/* Liquidation of left = y[0] that began at x: y[2] as paid, y[3] the integral of nu u^2/2 + I u of lemma 1. */
typedef struct watched_liquidation {
  const account *account;
  double left, before;
} watched_liquidation;

static int watch(double t, const double y[], double dy[], void *context) {
  const watched_liquidation *w = context;
  const account *k = w->account;
  const rp_dealer_market *m = &k->stages->dealer.market;
  double u = rp_stages_rate(k->stages, (rp_position){y[0], y[1]}, 0, 0);
  (void)t;
  trade(m, price_at(k, y[0] - w->left + w->before), u, y, dy);
  dy[2] += m->inventory_cost / 2 * y[0] * y[0];
  dy[3] = m->temporary / 2 * u * u + y[1] * u;
  return GSL_SUCCESS;
}

static bool check_parts(const account *k, double x, double i, double duration, rp_cash_flow *out) {
  const rp_dealer_market *m = &k->stages->dealer.market;
  double left = x - k->client->size, y[4] = {left, i, 0, 0};
  watched_liquidation w = {k, left, x};
  if (!integrate(k, watch, &w, 4, duration, y)) return false;
  out->paid = y[2];
  out->by_parts = k->start->price * (left - y[0]) + m->permanent / 2 * (left * left - y[0] * y[0]) +
                  m->permanent * (left - x + k->start->position.inventory) * (y[0] - left) - y[3];
  return true;
}

bool rp_cash_flow_of(const rp_stages *stages, const rp_client *client, const rp_start *start,
                     const rp_trading *trading, double watched, double tolerance, rp_cash_flow *out) {
  account k = {.stages = stages,
               .client = client,
               .start = start,
               .trading = trading,
               .tolerance = tolerance,
               .flow = rp_client_flow(client)};
  const rp_dealer_market *m = &stages->dealer.market;
  double y[6] = {start->position.inventory, start->position.transient};
  if (!solve_liquidation(&k) || !integrate(&k, first_stage, &k, 3, m->horizon, y)) return false;
  out->at_horizon = (rp_position){y[0], y[1]};
  if (!check_parts(&k, y[0], y[1], watched, out)) return false;
  if (m->random_stage > 0) {
    if (!integrate(&k, second_stage, &k, 6, FORGETTING, y)) return false;
    out->expected = y[3];
    out->mean = (rp_position){y[4], y[5]};
  } else {
    out->expected = y[2] + settled(&k, y[0], y[1]);
    out->mean = out->at_horizon;
  }
  return true;
}
