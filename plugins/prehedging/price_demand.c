/* price_demand.c - see price_demand.h. */
#include "price_demand.h"
#include "numerics/quadrature.h"
#include "numerics/riccati.h"
#include <stddef.h>
#include <string.h>

enum {
  N = RP_STATES,
  X = RP_STATE_INVENTORY,
  I = RP_STATE_TRANSIENT,
  P = RP_STATE_PRICE,
  ONE = RP_STATE_ONE
};
enum {
  NOISE_NODES = 4,
  MOST_DOUBLED_HORIZONS = 20,
  SURE_HALVINGS = 4,
  MOST_HALVINGS = 12,
  EVALUATIONS_PER_TIME = 500,
  MOST_EVALUATIONS =
      50000 /* of a flow, for the noise: a hundred times what rates and horizons of any market take */
};
static const double QUADRATURE_TOLERANCE = 1e-13;
/* Steps so much shorter than the fastest decay time need few nodes. */
static const double SHORT_STEP = 0.25;

uint64_t rp_price_workspace(void) {
  return rp_riccati_workspace(N);
}

/* g += factor (a b' + b a'), so that z' g z/2 gains factor (a z)(b z). */
static void add_product(double factor, const double *a, const double *b, double *g) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      g[i * N + j] += factor * (a[i] * b[j] + b[i] * a[j]);
}

void rp_price_rise(const rp_price_demand *m, double *xi) {
  double kappa = m->dealer.market.permanent;
  double since = m->client.price == RP_PRICE_PRINTED ? 0 : m->start.position.inventory;
  xi[X] = kappa;
  xi[I] = 1;
  xi[P] = 1;
  xi[ONE] = -m->start.price - kappa * since;
}

double rp_price_level(const rp_price_demand *m) {
  return m->level - m->spread_slope * (m->client.half_spread - m->reference);
}

void rp_price_decided(const rp_price_demand *m, double *g) {
  const rp_dealer *k = &m->dealer;
  double size = m->client.size, side = 2 * m->client.buy_probability - 1, now = k->market.permanent + k->a;
  double q = rp_price_level(m), flat = size * (m->client.half_spread - now * size / 2);
  const double one[N] = {[ONE] = 1};
  double xi[N], adds[N] = {[X] = size * now, [I] = size * k->one_minus_b};
  if (m->client.price == RP_PRICE_PRINTED)
    adds[ONE] = k->market.permanent * m->start.position.inventory * size;
  rp_price_rise(m, xi);
  memset(g, 0, RP_STATE_PRODUCTS * sizeof *g);
  g[X * N + X] = -k->a;
  g[X * N + I] = g[I * N + X] = k->b;
  g[I * N + I] = k->c;
  add_product(q * flat, one, one, g);
  add_product(side * q, one, adds, g);
  add_product(-m->price_slope * side * flat, one, xi, g);
  add_product(-m->price_slope, xi, adds, g);
}

rp_control rp_price_control(const rp_price_demand *m) {
  const rp_dealer_market *market = &m->dealer.market;
  rp_control c = {.temporary = market->temporary};
  c.drift[I * N + I] = -market->decay;
  c.cost[X * N + X] = market->inventory_cost;
  c.push[X] = 1;
  c.push[I] = market->transient;
  c.tilt[I] = 1;
  return c;
}

/* The largest row sum of the closed loop with the feedback of p. */
static double loop_norm(const rp_price_value *value, const double *p) {
  double k[N], largest = 0;
  rp_control_feedback(&value->control, p, k);
  for (int i = 0; i < N; ++i) {
    double row = 0;
    for (int j = 0; j < N; ++j)
      row += fabs(value->control.drift[i * N + j] + value->control.push[i] * k[j]);
    largest = fmax(largest, row);
  }
  return largest;
}

/* What P_33 at r time units from the flow's start needs. */
typedef struct price_flow {
  const double *h, *start;
  void *work;
  int64_t *evaluations; /* left */
} price_flow;

static double price_curvature(const void *context, double r) {
  const price_flow *f = context;
  double p[RP_STATE_PRODUCTS];
  if (--*f->evaluations < 0) return NAN;
  if (rp_riccati_end(N, f->h, r, f->start, p, NULL, f->work) != RP_RICCATI_OK) return NAN;
  return p[P * N + P];
}

/*
 * The integral of P_33 over [from, to], halved where the halves differ. On stiff flows P_33 has rounding of its own, which no
 * halving cures: below a depth only what the whole integral would feel counts.
 */
static double integrate_curvature(const price_flow *f, double from, double to, double scale, int depth) {
  double middle = 0.5 * (from + to), whole = rp_integrate_panel(price_curvature, f, from, to);
  double halves = rp_integrate_panel(price_curvature, f, from, middle) +
                  rp_integrate_panel(price_curvature, f, middle, to);
  double allowed = QUADRATURE_TOLERANCE * fabs(halves);
  if (depth > SURE_HALVINGS) allowed = fmax(allowed, 1e-10 * scale);
  if (!(fabs(whole - halves) > allowed) || depth == MOST_HALVINGS) return halves;
  return integrate_curvature(f, from, middle, scale, depth + 1) +
         integrate_curvature(f, middle, to, scale, depth + 1);
}

/* Over [begin, end], on panels that double from the flow's start, where it relaxes fastest; NaN if that takes too long. */
static double curvature_sum(const price_flow *f, double norm, double begin, double end) {
  double sum = 0, width = 1 / (norm + 1 / end);
  for (double from = begin; from < end; from += width) {
    width = fmin(fmax(width, from), end - from);
    if (from + width <= from || isnan(sum)) break;
    double scale = fabs(sum) + fabs(rp_integrate_panel(price_curvature, f, from, from + width));
    sum += integrate_curvature(f, from, from + width, scale, 0);
  }
  return sum;
}

/* P at `togo` from P at T without the noise of the first stage, which feeds the constant only. */
static rp_riccati_status flow_back(const rp_price_value *value, double togo, double *p, double *escape,
                                   void *work) {
  double h[4 * RP_STATE_PRODUCTS];
  rp_control_hamiltonian(&value->control, h);
  return rp_riccati_end(N, h, togo, value->at_horizon, p, escape, work);
}

bool rp_price_noise(const rp_price_demand *m, const rp_price_value *value, int64_t count, const double *togo,
                    double *noise, void *work) {
  double h[4 * RP_STATE_PRODUCTS], variance = m->volatility * m->volatility, begin = 0, sum = 0;
  double norm = loop_norm(value, value->at_horizon);
  int64_t evaluations = MOST_EVALUATIONS + EVALUATIONS_PER_TIME * count;
  price_flow f = {h, value->at_horizon, work, &evaluations};
  rp_control_hamiltonian(&value->control, h);
  for (int64_t i = 0; i < count; ++i) {
    if (variance > 0 && togo[i] > begin) sum += variance * curvature_sum(&f, norm, begin, togo[i]);
    noise[i] = sum;
    begin = togo[i];
  }
  return isfinite(sum);
}

double rp_price_rate(const rp_price_demand *m, const rp_price_value *value) {
  return fmax(m->dealer.omega, fabs(value->at_horizon[X * N + X]) / m->dealer.market.temporary);
}

rp_price_status rp_price_solve(const rp_price_demand *m, rp_price_value *value, void *work) {
  double alpha = m->dealer.market.random_stage, h[4 * RP_STATE_PRODUCTS];
  value->control = rp_price_control(m);
  rp_price_decided(m, value->decided);
  memcpy(value->at_horizon, value->decided, sizeof value->at_horizon);
  if (alpha > 0) {
    value->waiting = rp_control_killed(&value->control, 1 / alpha, value->decided);
    rp_control_hamiltonian(&value->waiting, h);
    switch (rp_riccati_limit(N, h, value->decided, value->at_horizon, NULL, &value->escape, work)) {
    case RP_RICCATI_OK:
      break;
    case RP_RICCATI_ESCAPES:
      return RP_PRICE_ESCAPES_WAITING;
    default:
      return RP_PRICE_NOT_SETTLED;
    }
    value->at_horizon[ONE * N + ONE] += alpha * m->volatility * m->volatility * value->at_horizon[P * N + P];
  } else {
    value->waiting = value->control;
  }
  double horizon = m->dealer.market.horizon, noise;
  if (!(horizon * rp_price_rate(m, value) <= RP_PRICE_MOST_RELAXATIONS)) return RP_PRICE_TOO_LONG;
  switch (flow_back(value, horizon, value->at_start, &value->escape, work)) {
  case RP_RICCATI_OK:
    break;
  case RP_RICCATI_ESCAPES:
    return RP_PRICE_ESCAPES_BEFORE;
  default:
    return RP_PRICE_TOO_STIFF;
  }
  if (!rp_price_noise(m, value, 1, &horizon, &noise, work)) return RP_PRICE_TOO_STIFF;
  value->at_start[ONE * N + ONE] += noise;
  return RP_PRICE_OK;
}

void rp_price_start(const rp_price_demand *m, double *z) {
  z[X] = m->start.position.inventory;
  z[I] = m->start.position.transient;
  z[P] = m->start.price;
  z[ONE] = 1;
}

double rp_price_gain(const rp_price_demand *m, const rp_price_value *value) {
  double z[N];
  rp_price_start(m, z);
  return rp_control_value(value->at_start, z) + z[P] * z[X] - m->dealer.market.permanent * z[X] * z[X] / 2;
}

double rp_price_escape(const rp_price_demand *m, const rp_price_value *value, void *work) {
  double h[4 * RP_STATE_PRODUCTS], p[RP_STATE_PRODUCTS], escape, horizon = m->dealer.market.horizon;
  rp_control_hamiltonian(&value->control, h);
  if (horizon == 0) horizon = 1 / (m->dealer.omega + 1 / m->dealer.market.temporary);
  for (int i = 0; i <= MOST_DOUBLED_HORIZONS; ++i, horizon *= 2)
    if (rp_riccati_end(N, h, horizon, value->at_horizon, p, &escape, work) == RP_RICCATI_ESCAPES)
      return escape;
  return INFINITY;
}

bool rp_price_at(const rp_price_value *value, double togo, double *p, void *work) {
  return flow_back(value, togo, p, NULL, work) == RP_RICCATI_OK;
}

/* out = a s a' for symmetric s. */
static void congruence(const double *a, const double *s, double *out) {
  double as[RP_STATE_PRODUCTS];
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      as[i * N + j] = 0;
      for (int l = 0; l < N; ++l)
        as[i * N + j] += a[i * N + l] * s[l * N + j];
    }
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      out[i * N + j] = 0;
      for (int l = 0; l < N; ++l)
        out[i * N + j] += as[i * N + l] * a[j * N + l];
    }
}

/* Adds the noise of the time [from, from + width] before the end, carried to the end. */
static bool add_noise(const double *h, const double *later, double from, double width, int nodes,
                      const double *node, const double *weight, double variance, double *covariance,
                      void *work) {
  double carry[RP_STATE_PRODUCTS];
  for (int l = 0; l < nodes; ++l) {
    if (rp_riccati_transition(N, h, from + width * node[l], later, carry, work) != RP_RICCATI_OK)
      return false;
    for (int i = 0; i < N; ++i)
      for (int j = 0; j < N; ++j)
        covariance[i * N + j] += variance * width * weight[l] * carry[i * N + P] * carry[j * N + P];
  }
  return true;
}

/*
 * The noise of the whole step: by 4 nodes where the step is short for the rates, else by 16 on panels that double from the
 * end backward, because old noise has decayed at all rates but the slow ones.
 */
static bool carry_noise(const double *h, const double *later, double norm, double step, double variance,
                        double *covariance, void *work) {
  static const double node[NOISE_NODES] = {0.06943184420297371239, 0.33000947820757186760,
                                           0.66999052179242813240, 0.93056815579702628761};
  static const double weight[NOISE_NODES] = {0.17392742256872692869, 0.32607257743127307131,
                                             0.32607257743127307131, 0.17392742256872692869};
  if (norm * step <= SHORT_STEP)
    return add_noise(h, later, 0, step, NOISE_NODES, node, weight, variance, covariance, work);
  double nodes[RP_GAUSS_NODES], weights[RP_GAUSS_NODES], width = 1 / norm;
  for (int i = 0; i < RP_GAUSS_NODES; ++i) {
    nodes[i] = 0.5 * (1 + rp_gauss_node[i]);
    weights[i] = 0.5 * rp_gauss_weight[i];
  }
  for (double from = 0; from < step; from += width) {
    if (from > 0) width = from;
    width = fmin(width, step - from);
    if (!add_noise(h, later, from, width, RP_GAUSS_NODES, nodes, weights, variance, covariance, work))
      return false;
    if (from + width <= from) break;
  }
  return true;
}

bool rp_price_carry(const rp_price_demand *m, const rp_price_value *value, double t, double step,
                    double *mean, double *covariance, void *work) {
  double h[4 * RP_STATE_PRODUCTS], later[RP_STATE_PRODUCTS], carry[RP_STATE_PRODUCTS], moved[N];
  double togo = fmax(m->dealer.market.horizon - (t + step), 0), variance = m->volatility * m->volatility;
  double norm = fmax(loop_norm(value, value->at_start), loop_norm(value, value->at_horizon));
  rp_control_hamiltonian(&value->control, h);
  if (rp_riccati_end(N, h, togo, value->at_horizon, later, NULL, work) != RP_RICCATI_OK) return false;
  if (rp_riccati_transition(N, h, step, later, carry, work) != RP_RICCATI_OK) return false;
  for (int i = 0; i < N; ++i) {
    moved[i] = 0;
    for (int j = 0; j < N; ++j)
      moved[i] += carry[i * N + j] * mean[j];
  }
  memcpy(mean, moved, sizeof moved);
  double spread[RP_STATE_PRODUCTS];
  congruence(carry, covariance, spread);
  if (variance > 0 && !carry_noise(h, later, norm, step, variance, spread, work)) return false;
  memcpy(covariance, spread, sizeof spread);
  return true;
}

void rp_price_trade_probability(const rp_price_demand *m, const double *mean, const double *covariance,
                                double *probability, double *deviation) {
  double xi[N], rise = 0, variance = 0, side = 2 * m->client.buy_probability - 1;
  rp_price_rise(m, xi);
  for (int i = 0; i < N; ++i) {
    rise += xi[i] * mean[i];
    for (int j = 0; j < N; ++j)
      variance += xi[i] * covariance[i * N + j] * xi[j];
  }
  *probability = rp_price_level(m) - m->price_slope * side * rise;
  *deviation = fabs(m->price_slope * side) * sqrt(fmax(variance, 0));
}
