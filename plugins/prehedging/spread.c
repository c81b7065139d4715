/* spread.c - see spread.h. */
#include "spread.h"
#include "spread_root.h"
#include <float.h>
#include <math.h>
#include <string.h>

enum { MOST_ITERATIONS = 200 }; /* of Newton's method for turning points */

double rp_demand_probability(const rp_demand *demand, double spread) {
  double above = spread - demand->reference;
  switch (demand->kind) {
  case RP_DEMAND_LOGISTIC:
    return demand->level / (1 + exp(above / demand->scale));
  case RP_DEMAND_EXPONENTIAL:
    return fmin(1, demand->level * exp(-above / demand->scale));
  default:
    return fmin(1, fmax(0, demand->level - demand->slope * above));
  }
}

double rp_demand_spread(const rp_demand *demand, double probability) {
  switch (demand->kind) {
  case RP_DEMAND_LOGISTIC:
    return demand->reference + demand->scale * log((demand->level - probability) / probability);
  case RP_DEMAND_EXPONENTIAL:
    return demand->reference + demand->scale * log(demand->level / probability);
  default:
    return demand->reference + (demand->level - probability) / demand->slope;
  }
}

double rp_spread_gain(double size, double offset, double bonus, double probability, double spread) {
  return probability * (spread * size - offset + probability * bonus);
}

/* The zero of one slope. */
static double root(const rp_slope *k, double low, double high, bool falls, int64_t *iterations) {
  double x, count;
  rp_slope_roots(k->logistic, falls, 1, &k->constant, &k->bend, &low, &high, &x, &count);
  *iterations += (int64_t)count;
  return x;
}

static void set_quote(const rp_demand *demand, double size, double offset, double bonus, double x,
                      bool maximum, rp_quote *quote) {
  double w = rp_exponential(x), p, spread;
  if (demand->kind == RP_DEMAND_LOGISTIC) {
    p = demand->level * (w < 1e300 ? w / (1 + w) : 1);
    spread = demand->reference - demand->scale * x;
  } else {
    p = w;
    spread = demand->reference + demand->scale * (log(demand->level) - x);
  }
  *quote = (rp_quote){p, spread, rp_spread_gain(size, offset, bonus, p, spread), maximum};
}

static rp_quote quote_at(const rp_demand *demand, double size, double offset, double bonus, double x,
                         bool maximum) {
  rp_quote quote;
  set_quote(demand, size, offset, bonus, x, maximum, &quote);
  return quote;
}

static double slope_at(const rp_slope *k, double x, double *derivative) {
  return rp_slope_at(k->logistic, k->constant, k->bend, x, derivative);
}

/* Adds a stationary point, and takes it as the best if it is. */
static void add(rp_best_spread *result, rp_quote quote) {
  result->stationary[result->stationary_count++] = quote;
  if (quote.maximum && !(quote.gain <= result->best.gain)) result->best = quote;
}

/*
 * The two w = exp(x) between which the logistic slope rises: (1 + w)^3 = bend w, bend > 27/4. The cubic is
 * convex, so Newton's method from 0, and from sqrt(bend), where it is positive, comes nearer from outside
 * without overshooting.
 */
static double turning_point(double bend, double w) {
  for (int i = 0; i < MOST_ITERATIONS; ++i) {
    double v = 1 + w, next = w - (v * v * v - bend * w) / (3 * v * v - bend);
    if (fabs(next - w) <= DBL_EPSILON * w) return next;
    w = next;
  }
  return w;
}

/* A bound of log y from above, y >= 1, within log 2: by the exponent of two. */
static inline double log_bound(double y) {
  uint64_t bits;
  memcpy(&bits, &y, sizeof bits);
  return 0.6931471805599454 * ((double)(int64_t)(bits >> 52) - 1022);
}

/* The slope of logistic demand, and an interval in which all its zeros are. */
typedef struct logistic {
  rp_slope slope;
  double low, high;
} logistic;

static logistic logistic_of(const rp_demand *demand, double size, double offset, double bonus) {
  double unit = size * demand->scale;
  double constant = (size * demand->reference - offset) / unit - 1, bend = 2 * bonus * demand->level / unit;
  /* The slope is above constant - x - 1 for x < 0 and below constant + bend - x - exp(x). */
  double high = constant + bend + 1;
  return (logistic){{true, constant, bend}, fmin(constant - 1, 0), high > 0 ? log_bound(2 + high) : high};
}

/* Up to this bend the slope falls everywhere, and J is concave for what it takes. */
static const double MOST_BEND = 6.75;

static void optimise_logistic(const rp_demand *demand, double size, double offset, double bonus,
                              rp_best_spread *result) {
  logistic at = logistic_of(demand, size, offset, bonus);
  rp_slope k = at.slope;
  double bend = k.bend, low = at.low, high = at.high, derivative;
  result->concave = bend <= MOST_BEND;
  if (result->concave) {
    add(result, quote_at(demand, size, offset, bonus, root(&k, low, high, true, &result->iterations), true));
    return;
  }
  double first = log(turning_point(bend, 0)), second = log(turning_point(bend, sqrt(bend)));
  double at_first = slope_at(&k, first, &derivative), at_second = slope_at(&k, second, &derivative);
  if (at_first < 0)
    add(result, quote_at(demand, size, offset, bonus,
                         root(&k, fmin(low, first), first, true, &result->iterations), true));
  if (at_first < 0 && at_second > 0)
    add(result,
        quote_at(demand, size, offset, bonus, root(&k, first, second, false, &result->iterations), false));
  if (at_second > 0 || at_first >= 0)
    add(result, quote_at(demand, size, offset, bonus,
                         root(&k, second, fmax(high, second), true, &result->iterations), true));
  result->bistable = result->stationary_count == 3;
}

/* Takes an end of the interval as the best if it is; it is a local maximum if J rises towards it. */
static void add_end(rp_best_spread *result, rp_quote end) {
  if (!end.maximum) return;
  if (result->best.maximum) result->bistable = true;
  if (!(end.gain <= result->best.gain)) result->best = end;
}

static void optimise_exponential(const rp_demand *demand, double size, double offset, double bonus,
                                 rp_best_spread *result) {
  double unit = size * demand->scale, bend = 2 * bonus / unit, derivative;
  rp_slope k = {.constant = (size * demand->reference - offset) / unit + log(demand->level) - 1,
                .bend = bend};
  double turn = bend > 1 ? -log(bend) : 0, at_turn = slope_at(&k, turn, &derivative);
  double at_end = slope_at(&k, 0, &derivative);
  result->concave = bend <= 1;
  if (at_turn < 0)
    add(result, quote_at(demand, size, offset, bonus,
                         root(&k, k.constant - 1, turn, true, &result->iterations), true));
  if (at_turn < 0 && at_end > 0)
    add(result, quote_at(demand, size, offset, bonus, root(&k, turn, 0, false, &result->iterations), false));
  add_end(result, quote_at(demand, size, offset, bonus, 0, at_end >= 0));
}

static void optimise_affine(const rp_demand *demand, double size, double offset, double bonus,
                            rp_best_spread *result) {
  double rise = size * (demand->reference + demand->level / demand->slope) - offset;
  double curvature = size / demand->slope - bonus, p = rise / (2 * curvature);
  rp_quote ends[2];
  for (int i = 0; i < 2; ++i) {
    double spread = rp_demand_spread(demand, i);
    ends[i] = (rp_quote){i, spread, rp_spread_gain(size, offset, bonus, i, spread), false};
  }
  result->concave = curvature > 0;
  if (p > 0 && p < 1) {
    double spread = rp_demand_spread(demand, p);
    add(result, (rp_quote){p, spread, rp_spread_gain(size, offset, bonus, p, spread), curvature > 0});
  }
  ends[0].maximum = rise <= 0;
  ends[1].maximum = rise - 2 * curvature >= 0;
  if (rise == 0 && curvature < 0) ends[0].maximum = false;
  add_end(result, ends[0]);
  add_end(result, ends[1]);
}

rp_best_spread rp_spread_optimise(const rp_demand *demand, double size, double offset, double bonus) {
  rp_best_spread result = {.best = {.gain = -INFINITY}};
  switch (demand->kind) {
  case RP_DEMAND_LOGISTIC:
    optimise_logistic(demand, size, offset, bonus, &result);
    break;
  case RP_DEMAND_EXPONENTIAL:
    optimise_exponential(demand, size, offset, bonus, &result);
    break;
  default:
    optimise_affine(demand, size, offset, bonus, &result);
  }
  return result;
}

/* Those of the lanes whose slope falls everywhere: their single maximum. */
static void optimise_concave(int64_t count, const int64_t *lanes, const rp_demand *demands,
                             const double *size, const double *offset, const double *bonus,
                             const logistic *at, rp_best_spread *results) {
  double constant[RP_SPREAD_LANES], bend[RP_SPREAD_LANES], low[RP_SPREAD_LANES], high[RP_SPREAD_LANES];
  double x[RP_SPREAD_LANES], iterations[RP_SPREAD_LANES];
  for (int64_t i = 0; i < count; ++i) {
    const logistic *from = at + lanes[i];
    constant[i] = from->slope.constant;
    bend[i] = from->slope.bend;
    low[i] = from->low;
    high[i] = from->high;
  }
  rp_slope_roots(true, true, count, constant, bend, low, high, x, iterations);
  for (int64_t i = 0; i < count; ++i) {
    int64_t j = lanes[i];
    rp_best_spread *result = results + j;
    set_quote(demands + j, size[j], offset[j], bonus[j], x[i], true, &result->best);
    result->concave = true;
    result->bistable = false;
    result->iterations = (int64_t)iterations[i];
  }
}

void rp_spread_optimise_lanes(int64_t count, const rp_demand *demands, const double *size,
                              const double *offset, const double *bonus, rp_best_spread *results) {
  logistic at[RP_SPREAD_LANES];
  int64_t concave[RP_SPREAD_LANES], concave_count = 0;
  for (int64_t i = 0; i < count; ++i) {
    if (demands[i].kind == RP_DEMAND_LOGISTIC) {
      at[i] = logistic_of(demands + i, size[i], offset[i], bonus[i]);
      if (at[i].slope.bend <= MOST_BEND) {
        concave[concave_count++] = i;
        continue;
      }
    }
    results[i] = rp_spread_optimise(demands + i, size[i], offset[i], bonus[i]);
  }
  optimise_concave(concave_count, concave, demands, size, offset, bonus, at, results);
}
