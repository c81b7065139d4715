/*
 * mean.c - see mean.h. With r = T - t and Delta = k cosh kT + kappa sinh kT,
 *     M = [ mu0 (k cosh kr + kappa sinh kr) + kappa x* sinh kt ] / Delta,
 *     q = k [ -mu0 (k sinh kr + kappa cosh kr) + kappa x* cosh kt ] / Delta;
 * sinh is divided by k throughout, so that k = 0 is no special case.
 */
#include "mean.h"
#include <math.h>
#include "numerics/exponential.h"

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

void rp_mean_path(const rp_retail *retail, int64_t count, const double *times, double *means, double *rates) {
  double k = retail->k, T = retail->horizon, start, speed, end, last;
  rp_mean_at(retail, 0, &start, &speed);
  rp_mean_at(retail, T, &end, &last);
  if (k * T < 0.5) { /* M = mu0 cosh kt + q(0) sinh(kt)/k: no growth to speak of */
    for (int64_t i = 0; i < count; ++i) {
      double t = times[i], y = k * t, grown = expm1(y), shrunk = expm1(-y);
      double cosh_t = 1 + (grown + shrunk) / 2, sinh_t = y > 0 ? (grown - shrunk) / 2 / k : t;
      means[i] = start * cosh_t + speed * sinh_t;
      rates[i] = start * k * k * sinh_t + speed * cosh_t;
    }
    return;
  }
  /* M = rising e^{-k(T-t)} + falling e^{-kt} */
  double rising = (end + last / k) / 2, falling = (start - speed / k) / 2;
  rp_exponentials(count, k, T, times, means);
  rp_exponentials(count, -k, 0, times, rates);
  for (int64_t i = 0; i < count; ++i) {
    double up = rising * means[i], down = falling * rates[i];
    means[i] = up + down;
    rates[i] = k * (up - down);
  }
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
