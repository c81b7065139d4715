/*
 * mean.c - see mean.h. With r = T - t and Delta = k cosh kT + kappa sinh kT,
 *     M = [ mu0 (k cosh kr + kappa sinh kr) + kappa x* sinh kt ] / Delta,
 *     q = k [ -mu0 (k sinh kr + kappa cosh kr) + kappa x* cosh kt ] / Delta;
 * sinh is divided by k throughout, so that k = 0 is no special case.
 */
#include "mean.h"
#include <math.h>

enum { SPREAD_NODES = 8, SPREAD_PANELS = 64 };

/* e^{-kT} cosh(k x) and e^{-kT} sinh(k x) / k, 0 <= x <= T. */
static double scaled_cosh(double k, double x, double horizon) {
  return (exp(k * (x - horizon)) + exp(-k * (x + horizon))) / 2;
}

static double scaled_sinh(double k, double x, double horizon) {
  double y = 2 * k * x, ratio = y < 1e-8 ? 1 - y / 2 : -expm1(-y) / y;
  return x * ratio * exp(k * (x - horizon));
}

void rp_mean_at(const rp_retail *retail, double t, double *mean, double *rate) {
  double k = retail->k, kappa = retail->kappa, T = retail->horizon, mu0 = retail->mu0, r = T - t;
  double pull = kappa * retail->target;
  double delta = scaled_cosh(k, T, T) + kappa * scaled_sinh(k, T, T);
  double cosh_r = scaled_cosh(k, r, T), sinh_r = scaled_sinh(k, r, T);
  *mean = (mu0 * (cosh_r + kappa * sinh_r) + pull * scaled_sinh(k, t, T)) / delta;
  *rate = (-mu0 * (k * k * sinh_r + kappa * cosh_r) + pull * scaled_cosh(k, t, T)) / delta;
}

double rp_mean_zero(const rp_retail *retail, double before) {
  double start, rate, end, ignored;
  rp_mean_at(retail, 0, &start, &rate);
  rp_mean_at(retail, before, &end, &ignored);
  if (!((start < 0) != (end < 0)) || start == 0 || end == 0 || retail->k == 0) return NAN;
  /* M(t) = mu0 cosh kt + (q(0)/k) sinh kt */
  double ratio = -retail->k * retail->mu0 / rate;
  return fabs(ratio) < 1 ? atanh(ratio) / retail->k : NAN;
}

/* Four-panel-wise Gauss rule would do for one scale; panels of length 1/k keep it exact for any horizon. */
static const double nodes[SPREAD_NODES] = {
    -0.960289856497536231684, -0.796666477413626739592, -0.525532409916328985818, -0.183434642495649804939,
    0.183434642495649804939,  0.525532409916328985818,  0.796666477413626739592,  0.960289856497536231684};
static const double weights[SPREAD_NODES] = {
    0.101228536290376259153, 0.222381034453374470544, 0.313706645877887287338, 0.362683783378361982965,
    0.362683783378361982965, 0.313706645877887287338, 0.222381034453374470544, 0.101228536290376259153};

/* int over [from, to] of (q - average)^2 by one panel. */
static double panel(const rp_retail *retail, double from, double to, double average) {
  double sum = 0, half = (to - from) / 2;
  for (int i = 0; i < SPREAD_NODES; ++i) {
    double mean, rate;
    rp_mean_at(retail, (from + to) / 2 + half * nodes[i], &mean, &rate);
    sum += weights[i] * (rate - average) * (rate - average);
  }
  return half * sum;
}

double rp_mean_rate_spread(const rp_retail *retail, double t, double end) {
  double start, rate, last;
  if (!(t < end)) return 0;
  rp_mean_at(retail, t, &start, &rate);
  rp_mean_at(retail, end, &last, &rate);
  double average = (last - start) / (end - t), length = end - t, sum = 0;
  /* Panels grow from both ends, where M has layers of width 1/k. */
  double first = fmin(length / 2, 0.7 / fmax(retail->k, 1e-300)), done = 0, step = first;
  for (int i = 0; i < SPREAD_PANELS && done < length / 2; ++i, step *= 1.4) {
    double next = fmin(done + step, length / 2);
    sum += panel(retail, t + done, t + next, average) + panel(retail, end - next, end - done, average);
    done = next;
  }
  return sum;
}
