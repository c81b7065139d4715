/* price_paths.c - see price_paths.h. */
#include "price_paths.h"
#include <math.h>

enum { N = RP_STATES, X = RP_STATE_INVENTORY, I = RP_STATE_TRANSIENT, P = RP_STATE_PRICE };

bool rp_price_tabulate(const rp_price_demand *market, const rp_price_value *value, int64_t steps,
                       double *feedback, rp_price_tables *tables, void *work) {
  double p[RP_STATE_PRODUCTS], horizon = market->dealer.market.horizon;
  *tables = (rp_price_tables){.market = market, .value = value, .steps = steps, .feedback = feedback};
  for (int64_t i = 0; i <= steps; ++i) {
    if (!rp_price_at(value, horizon * (double)(steps - i) / (double)steps, p, work)) return false;
    rp_control_feedback(&value->control, p, feedback + i * N);
  }
  rp_control_feedback(&value->control, value->at_horizon, tables->waiting);
  return true;
}

double rp_price_fastest(const rp_price_tables *tables) {
  const rp_dealer_market *k = &tables->market->dealer.market;
  double largest = 0;
  for (int64_t i = 0; i <= tables->steps + 1; ++i) {
    const double *feedback = i <= tables->steps ? tables->feedback + i * N : tables->waiting;
    largest = fmax(largest, fabs(feedback[X]) + k->transient * fabs(feedback[I]));
  }
  return largest + k->decay;
}

static double rate(const double *feedback, const double *z) {
  return feedback[X] * z[X] + feedback[I] * z[I] + feedback[P] * z[P] + feedback[3];
}

/* What is paid per time, with the cost of inventory. */
static double paid(const rp_price_demand *m, const double *z, double u) {
  const rp_dealer_market *k = &m->dealer.market;
  double price = z[P] + k->permanent * (z[X] - m->start.position.inventory) + z[I];
  return -(price + k->temporary / 2 * u) * u - k->inventory_cost / 2 * z[X] * z[X];
}

/* One step of Heun's scheme for the state; returns the cash. */
static double step(const rp_price_demand *m, const double *now, const double *later, double length,
                   double noise, double *z) {
  const rp_dealer_market *k = &m->dealer.market;
  double u = rate(now, z), di = -k->decay * z[I] + k->transient * u, cash = paid(m, z, u);
  double guess[N] = {z[X] + length * u, z[I] + length * di, z[P] + noise, 1};
  double v = rate(later, guess), dj = -k->decay * guess[I] + k->transient * v;
  z[X] += length / 2 * (u + v);
  z[I] += length / 2 * (di + dj);
  z[P] += noise;
  return length / 2 * (cash + paid(m, z, rate(later, z)));
}

static void keep(double *to, int64_t i, double number) {
  if (to) to[i] = number;
}

static void keep_state(const rp_price_path *path, int64_t i, const double *z) {
  keep(path->inventory, i, z[X]);
  keep(path->transient, i, z[I]);
  keep(path->price, i, z[P]);
}

/* Whether the client's two probabilities and their sum are probabilities. */
static bool is_outside(const rp_price_demand *m, const double *z) {
  double kappa = m->dealer.market.permanent, buy = m->client.buy_probability;
  double since = m->client.price == RP_PRICE_PRINTED ? 0 : m->start.position.inventory;
  double rise = z[P] - m->start.price + kappa * (z[X] - since) + z[I];
  double q = m->level - m->spread_slope * (m->client.half_spread - m->reference);
  double buys = buy * (q - m->price_slope * rise), sells = (1 - buy) * (q + m->price_slope * rise);
  return buys < 0 || sells < 0 || buys + sells > 1;
}

void rp_price_walk(const rp_price_tables *tables, double tau, const double *normals, rp_price_path *path) {
  const rp_price_demand *m = tables->market;
  int64_t steps = tables->steps;
  double length = m->dealer.market.horizon / (double)steps, scale = m->volatility * sqrt(length), z[N],
         cash = 0;
  rp_price_start(m, z);
  keep_state(path, 0, z);
  for (int64_t i = 0; i < steps; ++i) {
    const double *feedback = tables->feedback + i * N;
    cash += step(m, feedback, feedback + N, length, scale * normals[i], z);
    keep_state(path, i + 1, z);
  }
  if (tau > 0) {
    length = tau / (double)steps;
    scale = m->volatility * sqrt(length);
    for (int64_t i = 0; i < steps; ++i)
      cash += step(m, tables->waiting, tables->waiting, length, scale * normals[steps + i], z);
  }
  double kappa = m->dealer.market.permanent, x0 = m->start.position.inventory;
  path->outside = is_outside(m, z);
  path->gain = cash + z[P] * z[X] + kappa / 2 * z[X] * z[X] - kappa * x0 * z[X] +
               rp_control_value(tables->value->decided, z);
}
