/*
 * mean.c - see mean.h. With r = T - t and Delta = k cosh kT + kappa sinh kT,
 *     M = [ mu0 (k cosh kr + kappa sinh kr) + kappa x* sinh kt ] / Delta,
 *     q = k [ -mu0 (k sinh kr + kappa cosh kr) + kappa x* cosh kt ] / Delta;
 * sinh is divided by k throughout, so that k = 0 is no special case.
 */
#include "mean.h"
#include <math.h>
#include "numerics/exponential.h"
#include "reprise/clones.h"

/* Below this k T the solution is written with cosh and sinh, above with what falls off from either end. */
#define SLOW 0.5

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

/* cosh kt and sinh(kt)/k by their series, for kt < 1/2, where the first terms left out are below 1e-18. */
RP_CLONES static void fill_slow(int64_t count, double k, const double *restrict times,
                                double *restrict cosh_t, double *restrict sinh_t) {
  double square = k * k;
  for (int64_t i = 0; i < count; ++i) {
    double t = times[i], y = square * t * t;
    cosh_t[i] =
        1 + y / 2 * (1 + y / 12 * (1 + y / 30 * (1 + y / 56 * (1 + y / 90 * (1 + y / 132 * (1 + y / 182))))));
    sinh_t[i] =
        t *
        (1 +
         y / 6 * (1 + y / 20 * (1 + y / 42 * (1 + y / 72 * (1 + y / 110 * (1 + y / 156 * (1 + y / 210)))))));
  }
}

void rp_mean_basis_fill(rp_mean_basis *basis, const rp_retail *retail, int64_t count, const double *times) {
  double k = retail->k, T = retail->horizon;
  basis->k = k;
  basis->horizon = T;
  if (k * T < SLOW) {
    fill_slow(count, k, times, basis->first, basis->second);
  } else {
    rp_exponentials(count, k, T, times, basis->first);
    rp_exponentials(count, -k, 0, times, basis->second);
  }
}

/* means = m[0] first + m[1] second, rates = scale (q[0] first + q[1] second). By blocks, because the results may lie where
 * the functions did. */
typedef struct combination {
  double m[2], q[2], scale;
} combination;

enum { LANES = 8 };

RP_CLONES static void combine(const combination *c, int64_t count, const double *first, const double *second,
                              double *means, double *rates) {
  double m0 = c->m[0], m1 = c->m[1], q0 = c->q[0], q1 = c->q[1], scale = c->scale, x[LANES], y[LANES];
  int64_t whole = count - count % LANES;
  for (int64_t i = 0; i < whole; i += LANES) {
    for (int j = 0; j < LANES; ++j) {
      x[j] = first[i + j];
      y[j] = second[i + j];
    }
    for (int j = 0; j < LANES; ++j) {
      means[i + j] = m0 * x[j] + m1 * y[j];
      rates[i + j] = scale * (q0 * x[j] + q1 * y[j]);
    }
  }
  for (int64_t i = whole; i < count; ++i) {
    x[0] = first[i];
    y[0] = second[i];
    means[i] = m0 * x[0] + m1 * y[0];
    rates[i] = scale * (q0 * x[0] + q1 * y[0]);
  }
}

void rp_mean_combine(const rp_retail *retail, const rp_mean_basis *basis, int64_t count, double *means,
                     double *rates) {
  double k = retail->k, T = retail->horizon, start, speed, end, last;
  rp_mean_at(retail, 0, &start, &speed);
  combination c = {.m = {start, speed}, .q = {speed, start * k * k}, .scale = 1};
  if (!(k * T < SLOW)) { /* M = rising e^{-k(T-t)} + falling e^{-kt} */
    rp_mean_at(retail, T, &end, &last);
    double rising = (end + last / k) / 2, falling = (start - speed / k) / 2;
    c = (combination){.m = {rising, falling}, .q = {rising, -falling}, .scale = k};
  }
  combine(&c, count, basis->first, basis->second, means, rates);
}

void rp_mean_path(const rp_retail *retail, int64_t count, const double *times, double *means, double *rates) {
  rp_mean_basis basis = {.first = means, .second = rates};
  rp_mean_basis_fill(&basis, retail, count, times);
  rp_mean_combine(retail, &basis, count, means, rates);
}

void rp_mean_path_kept(rp_mean_basis *kept, const rp_retail *retail, int64_t count, const double *times,
                       double *means, double *rates) {
  if (!kept) {
    rp_mean_path(retail, count, times, means, rates);
    return;
  }
  if (!(kept->k == retail->k && kept->horizon == retail->horizon))
    rp_mean_basis_fill(kept, retail, count, times);
  rp_mean_combine(retail, kept, count, means, rates);
}

double rp_mean_zero(const rp_retail *retail, double before) {
  double k = retail->k, T = retail->horizon, start, rate, end, last;
  if (k == 0) return NAN;
  rp_mean_at(retail, 0, &start, &rate);
  rp_mean_at(retail, T, &end, &last);
  /* M(t) = mu0 cosh kt + (q(0)/k) sinh kt, or rising e^{-k(T-t)} + falling e^{-kt}, whose parts do not cancel */
  double ratio = -k * retail->mu0 / rate, parts = -(start - rate / k) / (end + last / k);
  double zero = k * T < SLOW ? atanh(ratio) / k : (T + log(parts) / k) / 2;
  return zero > 0 && zero < before ? zero : NAN;
}
