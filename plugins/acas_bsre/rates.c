/* rates.c - see rates.h. */
#include "rates.h"
#include <math.h>

enum { STEPS = 200 };

static bool is_linear(const rp_rates *traders) {
  return traders->growth == 0 && traders->reach == 0;
}

static double weight_of(const rp_rates *traders) {
  return traders->count > 1 ? traders->cross / (double)(traders->count - 1) : 0;
}

static double bounded(const rp_rates *traders, double v, bool buys) {
  return buys ? fmin(fmax(v, traders->low), traders->high) : fmin(fmax(v, -traders->high), -traders->low);
}

/* G of the mean of the others, whose rates add up to `others`; *slope is its derivative in them. */
static double burden(const rp_rates *traders, double others, double *slope) {
  double w = weight_of(traders), r = traders->reach * (double)(traders->count - 1);
  if (!(r > 0)) {
    *slope = w;
    return w * others;
  }
  double t = tanh(others / r);
  *slope = w * (1 - t) * (1 + t);
  return w * r * t;
}

/* What is missing in the equation of a rate u given V, and its derivatives in u and V. */
static double miss_of(const rp_rates *traders, double y, double total, double u, double *in_rate,
                      double *in_total) {
  double slope, other = burden(traders, total - u, &slope);
  *in_rate = 2 * traders->cost + 6 * traders->growth * fabs(u) - slope;
  *in_total = slope;
  return 2 * traders->cost * u + 3 * traders->growth * u * fabs(u) + other - y;
}

/* The u that solves the equation given V: Newton's method inside a bracket, whose other end follows from the least slope 2 beta -
 * |w|. *in_total is the derivative in V. */
static double answer(const rp_rates *traders, double y, double total, double *in_total) {
  double w = weight_of(traders), in_rate, in_sum, scale = 1 / (2 * traders->cost - w);
  if (is_linear(traders)) {
    *in_total = -w * scale;
    return (y - w * total) * scale;
  }
  double miss = miss_of(traders, y, total, 0, &in_rate, &in_sum);
  double far = -miss / (2 * traders->cost - fabs(w)), low = fmin(far, 0), high = fmax(far, 0), u = 0;
  for (int k = 0; k < STEPS; ++k) {
    double next = u - miss / in_rate;
    if (!(next >= low && next <= high)) next = (low + high) / 2;
    bool settled = fabs(next - u) <= 2e-16 * fabs(next) || next == u;
    u = next;
    miss = miss_of(traders, y, total, u, &in_rate, &in_sum);
    if (settled || miss == 0) break;
    if (miss > 0)
      high = u;
    else
      low = u;
  }
  *in_total = -in_sum / in_rate;
  return u;
}

/* Sum of the rates given V, less V; *slope is its derivative. */
static double excess(const rp_rates *traders, const double *y, const double *buys, double total,
                     double *slope) {
  double sum = 0, moved = 0, in_total;
  for (int64_t i = 0; i < traders->count; ++i) {
    double v = answer(traders, y[i], total, &in_total), kept = bounded(traders, v, buys[i] != 0);
    sum += kept;
    if (kept == v) moved += in_total;
  }
  *slope = moved - 1;
  return sum - total;
}

/* Newton's method on a decreasing function, piecewise linear for linear costs, where it ends after finitely many pieces; the bracket
 * keeps it from cycling. */
static double total_rate(const rp_rates *traders, const double *y, const double *buys) {
  double low = -INFINITY, high = INFINITY, slope, total = 0;
  for (int k = 0; k < STEPS; ++k) {
    double miss = excess(traders, y, buys, total, &slope);
    if (miss > 0)
      low = total;
    else
      high = total;
    double next = total - miss / slope;
    if (!(next > low && next < high)) next = isfinite(low + high) ? (low + high) / 2 : next;
    if (next == total || fabs(next - total) <= 1e-16 * fabs(total)) return next;
    total = next;
  }
  return total;
}

void rp_rates_solve(const rp_rates *traders, const double *y, const double *buys, double *rate,
                    double *free) {
  double total = weight_of(traders) != 0 ? total_rate(traders, y, buys) : 0, unused;
  for (int64_t i = 0; i < traders->count; ++i) {
    double v = answer(traders, y[i], total, &unused), kept = bounded(traders, v, buys[i] != 0);
    rate[i] = kept;
    if (free) free[i] = kept == v ? 1 : 0;
  }
}

void rp_rates_differentiate(const rp_rates *traders, const double *rate, const double *free,
                            rp_rates_slopes *slopes) {
  double total = 0, pulls = 0;
  for (int64_t i = 0; i < traders->count; ++i)
    total += rate[i];
  for (int64_t i = 0; i < traders->count; ++i) {
    double in_rate, in_total;
    miss_of(traders, 0, total, rate[i], &in_rate, &in_total);
    slopes->own[i] = free[i] / in_rate;
    slopes->pull[i] = in_total * slopes->own[i];
    pulls += slopes->pull[i];
  }
  slopes->total = 1 / (1 + pulls);
}

void rp_rates_derive(const rp_rates *traders, const double *free, rp_rates_slope *slope) {
  double w = weight_of(traders), count = 0;
  slope->own = 1 / (2 * traders->cost - w);
  slope->cross = w * slope->own;
  for (int64_t i = 0; i < traders->count; ++i)
    count += free[i];
  slope->total = slope->own / (1 + slope->cross * count);
}

double rp_rates_residual(const rp_rates *traders, const double *y, const double *buys, const double *rate) {
  double total = 0, worst = 0, in_rate, in_total;
  for (int64_t i = 0; i < traders->count; ++i)
    total += rate[i];
  for (int64_t i = 0; i < traders->count; ++i) {
    double miss = miss_of(traders, y[i], total, rate[i], &in_rate, &in_total);
    double low = buys[i] != 0 ? traders->low : -traders->high,
           high = buys[i] != 0 ? traders->high : -traders->low;
    if (rate[i] <= low) miss = fmin(miss, 0); /* wants less: y below the marginal cost is fine */
    if (rate[i] >= high) miss = fmax(miss, 0);
    worst = fmax(worst, fabs(miss));
  }
  return worst;
}
