/* price_outside.c - see price_outside.h. */
#include "price_outside.h"
#include "numerics/quadrature.h"
#include <string.h>

enum { N = RP_STATES, NN = RP_STATE_PRODUCTS, TERMS = 14, MOST_HALVINGS = 200 };
/* Times of the second stage beyond which the client has decided but for rounding, in units of alpha. */
static const double DECIDED = 37;

/* xi's mean and deviation. */
static void price_rise(const rp_price_demand *m, const double *mean, const double *covariance, double *rise,
                       double *deviation) {
  double xi[N], variance = 0;
  rp_price_rise(m, xi);
  *rise = 0;
  for (int i = 0; i < N; ++i) {
    *rise += xi[i] * mean[i];
    for (int j = 0; j < N; ++j)
      variance += xi[i] * covariance[i * N + j] * xi[j];
  }
  *deviation = sqrt(fmax(variance, 0));
}

/* Narrows [*low, *high] to where level + slope xi >= 0; false if that is nowhere. */
static bool narrow(double level, double slope, double *low, double *high) {
  if (slope == 0) return level >= 0;
  if (slope > 0)
    *low = fmax(*low, -level / slope);
  else
    *high = fmin(*high, -level / slope);
  return *low <= *high;
}

double rp_price_outside(const rp_price_demand *m, const double *mean, const double *covariance) {
  double rise, deviation, low = -INFINITY, high = INFINITY, buy = m->client.buy_probability;
  double q = rp_price_level(m), s = m->price_slope;
  bool possible = (buy == 0 || narrow(q, -s, &low, &high)) && (buy == 1 || narrow(q, s, &low, &high)) &&
                  narrow(1 - q, s * (2 * buy - 1), &low, &high);
  price_rise(m, mean, covariance, &rise, &deviation);
  if (!possible) return 1;
  if (deviation == 0) return rise < low || rise > high;
  double scale = sqrt(2) * deviation;
  return 0.5 * erfc((rise - low) / scale) + 0.5 * erfc((high - rise) / scale);
}

static void product(const double *a, const double *b, double *c) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      double x = 0;
      for (int l = 0; l < N; ++l)
        x += a[i * N + l] * b[l * N + j];
      c[i * N + j] = x;
    }
}

/* out = a s a' + add. */
static void carry_covariance(const double *a, const double *s, const double *add, double *out) {
  double as[NN], sum[NN];
  product(a, s, as);
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j) {
      double x = add[i * N + j];
      for (int l = 0; l < N; ++l)
        x += as[i * N + l] * a[j * N + l];
      sum[i * N + j] = x;
    }
  memcpy(out, sum, sizeof sum);
}

/* The closed loop of the second stage: z' = matrix z + noise. */
typedef struct waiting_loop {
  double matrix[NN], noise; /* noise: variance of P^* per time */
  double norm;
} waiting_loop;

static waiting_loop loop_of(const rp_price_demand *m, const rp_price_value *value) {
  waiting_loop loop = {.noise = m->volatility * m->volatility};
  double k[N];
  rp_control_feedback(&value->control, value->at_horizon, k);
  for (int i = 0; i < N; ++i) {
    double row = 0;
    for (int j = 0; j < N; ++j) {
      double x = value->control.drift[i * N + j] + value->control.push[i] * k[j];
      loop.matrix[i * N + j] = x;
      row += fabs(x);
    }
    loop.norm = fmax(loop.norm, row);
  }
  return loop;
}

/* What a length of time does to the moments: mean -> carry mean, covariance -> carry covariance carry' + noise. */
typedef struct moment_step {
  double carry[NN], noise[NN];
} moment_step;

/* Series over a part of the length that is short for the rates, then doubling. */
static void set_step(const waiting_loop *loop, double length, moment_step *step) {
  int halvings = 0;
  while (loop->norm * ldexp(length, -halvings) > 0.25 && halvings < MOST_HALVINGS)
    ++halvings;
  double part = ldexp(length, -halvings), term[NN] = {0}, noise[NN] = {0}, next[NN];
  for (int i = 0; i < N; ++i)
    term[i * N + i] = 1;
  noise[RP_STATE_PRICE * N + RP_STATE_PRICE] = loop->noise * part;
  memcpy(step->carry, term, sizeof term);
  memcpy(step->noise, noise, sizeof noise);
  for (int k = 1; k <= TERMS; ++k) {
    product(loop->matrix, term, next);
    for (int i = 0; i < NN; ++i)
      step->carry[i] += term[i] = next[i] * part / k;
    product(loop->matrix, noise, next); /* M S + S M', S symmetric */
    for (int i = 0; i < N; ++i)
      for (int j = 0; j < N; ++j)
        step->noise[i * N + j] += noise[i * N + j] = (next[i * N + j] + next[j * N + i]) * part / (k + 1);
  }
  for (int i = 0; i < halvings; ++i) {
    carry_covariance(step->carry, step->noise, step->noise, step->noise);
    product(step->carry, step->carry, next);
    memcpy(step->carry, next, sizeof next);
  }
}

static void move(const moment_step *step, const double *mean, const double *covariance, double *mean_out,
                 double *covariance_out) {
  double moved[N];
  for (int i = 0; i < N; ++i) {
    moved[i] = 0;
    for (int j = 0; j < N; ++j)
      moved[i] += step->carry[i * N + j] * mean[j];
  }
  carry_covariance(step->carry, covariance, step->noise, covariance_out);
  memcpy(mean_out, moved, sizeof moved);
}

double rp_price_outside_at_decision(const rp_price_demand *m, const rp_price_value *value, const double *mean,
                                    const double *covariance) {
  double alpha = m->dealer.market.random_stage, sum = 0;
  if (alpha == 0 || m->price_slope == 0) return rp_price_outside(m, mean, covariance);
  waiting_loop loop = loop_of(m, value);
  double z[N], s[NN], node_z[N], node_s[NN], width = fmin(alpha / 2, 0.5 / loop.norm), set = 0;
  moment_step nodes[RP_GAUSS_NODES], whole;
  memcpy(z, mean, sizeof z);
  memcpy(s, covariance, sizeof s);
  for (double from = 0; from < DECIDED * alpha; from += set) {
    if (width != set) {
      set = width;
      for (int i = 0; i < RP_GAUSS_NODES; ++i)
        set_step(&loop, set * 0.5 * (1 + rp_gauss_node[i]), nodes + i);
      set_step(&loop, set, &whole);
    }
    for (int i = 0; i < RP_GAUSS_NODES; ++i) {
      double tau = from + set * 0.5 * (1 + rp_gauss_node[i]);
      move(nodes + i, z, s, node_z, node_s);
      sum += 0.5 * set * rp_gauss_weight[i] * exp(-tau / alpha) / alpha * rp_price_outside(m, node_z, node_s);
    }
    move(&whole, z, s, z, s);
    width = fmin(alpha / 2, 2 * set);
  }
  return fmin(sum, 1);
}
