/* rates.c - see rates.h. */
#include "rates.h"
#include <math.h>

enum { STEPS = 200 };

static double weight_of(const rp_rates *traders) {
  return traders->count > 1 ? traders->cross / (double)(traders->count - 1) : 0;
}

static double bounded(const rp_rates *traders, double v, bool buys) {
  return buys ? fmin(fmax(v, traders->low), traders->high) : fmin(fmax(v, -traders->high), -traders->low);
}

/* Sum of the rates given V, less V; *slope is its derivative. */
static double excess(const rp_rates *traders, const double *y, const double *buys, double total,
                     double *slope) {
  double w = weight_of(traders), scale = 1 / (2 * traders->cost - w), sum = 0, free = 0;
  for (int64_t i = 0; i < traders->count; ++i) {
    double v = (y[i] - w * total) * scale, kept = bounded(traders, v, buys[i] != 0);
    sum += kept;
    free += kept == v;
  }
  *slope = -w * scale * free - 1;
  return sum - total;
}

/* Newton's method on a piecewise linear decreasing function ends after finitely many pieces; the bracket keeps it from cycling. */
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
  double w = weight_of(traders), scale = 1 / (2 * traders->cost - w),
         total = w != 0 ? total_rate(traders, y, buys) : 0;
  for (int64_t i = 0; i < traders->count; ++i) {
    double v = (y[i] - w * total) * scale, kept = bounded(traders, v, buys[i] != 0);
    rate[i] = kept;
    if (free) free[i] = kept == v ? 1 : 0;
  }
}

void rp_rates_derive(const rp_rates *traders, const double *free, rp_rates_slope *slope) {
  double w = weight_of(traders), count = 0;
  slope->own = 1 / (2 * traders->cost - w);
  slope->cross = w * slope->own;
  for (int64_t i = 0; i < traders->count; ++i)
    count += free[i];
  slope->total = slope->own / (1 + slope->cross * count);
}
