/* acas_bounds.c - see acas_bounds.h. */
#include "acas_bounds.h"
#include "numerics/roots.h"

enum { PROBES = 64 }; /* points between two breaks where an extremum is looked for */

typedef struct signed_curve {
  const rp_curve *curve;
  double sign;
} signed_curve;

static double signed_value(void *context, double t) {
  const signed_curve *s = context;
  return s->sign * rp_curve_at(s->curve, t);
}

/* The least value of sign times the curve on [0, T]: the best of a fine grid, polished between its neighbours. */
static double least_on(const rp_curve *curve, double sign, double horizon) {
  signed_curve s = {curve, sign};
  double best = fmin(signed_value(&s, 0), signed_value(&s, horizon));
  for (int64_t k = 0; k < curve->grid_count; ++k)
    if (curve->grid[k] > 0 && curve->grid[k] < horizon) best = fmin(best, signed_value(&s, curve->grid[k]));
  if (curve->rule != RP_CHEBYSHEV) return best; /* steps and lines are extreme at their points */
  for (int64_t k = 0; k + 1 < curve->grid_count; ++k) {
    double from = fmax(curve->grid[k], 0), step = (fmin(curve->grid[k + 1], horizon) - from) / PROBES;
    if (!(step > 0)) continue;
    for (int i = 1; i < PROBES; ++i) {
      double t = from + step * i, value = signed_value(&s, t), polished;
      if (value > signed_value(&s, t - step) || value > signed_value(&s, t + step)) continue;
      rp_least_brent(signed_value, &s, t - step, t + step, 1e-9 * horizon, -INFINITY, &polished);
      best = fmin(best, fmin(value, polished));
    }
  }
  return best;
}

rp_acas_bounds rp_acas_bound(const rp_acas *market) {
  rp_acas_bounds b = {.cost_low = least_on(&market->cost, 1, market->horizon),
                      .cost_high = -least_on(&market->cost, -1, market->horizon)};
  double A = market->terminal, steep = exp(2 * A * market->gamma * (market->first - market->second));
  b.weight = 2 / (1 / A + market->horizon / b.cost_low * (1 + steep));
  b.printed_bracket = -market->buyer + market->first - 1 / (2 * A * market->gamma);
  b.corrected_bracket = b.printed_bracket - rp_curve_integral(&market->buying, 0, market->horizon) * steep +
                        rp_curve_integral(&market->selling, 0, market->horizon) / steep;
  b.printed = b.weight * b.printed_bracket / (2 * b.cost_high);
  b.corrected = b.weight * b.corrected_bracket / (2 * b.cost_high);
  return b;
}
