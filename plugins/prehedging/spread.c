/* spread.c - see spread.h. */
#include "spread.h"
#include <float.h>
#include <math.h>

/* A step that leaves the bracket halves it instead; 200 halvings exhaust any bracket of doubles that occurs.
 */
enum { MOST_ITERATIONS = 200 };

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

/* J' divided by X^* s as a function of x: constant - x - exp(x) [logistic] + bend sigma(x), or bend exp(x)
 * [exponential]. */
typedef struct slope {
  bool logistic;
  double constant, bend;
} slope;

static double slope_at(const slope *k, double x, double *derivative) {
  double w = exp(x);
  if (k->logistic) {
    double missing = 1 / (1 + w), share = isinf(w) ? 1 : w * missing;
    *derivative = -1 - w + k->bend * share * missing;
    return k->constant - x - w + k->bend * share;
  }
  *derivative = -1 + k->bend * w;
  return k->constant - x + k->bend * w;
}

/* The root in [low, high], where the slope changes its sign once. */
static double root(const slope *k, double low, double high, bool falls, int64_t *iterations) {
  double x = 0.5 * (low + high);
  for (int i = 0; i < MOST_ITERATIONS; ++i) {
    double derivative, value = slope_at(k, x, &derivative);
    ++*iterations;
    if (value == 0) return x;
    if ((value > 0) == falls)
      low = x;
    else
      high = x;
    double next = x - value / derivative;
    if (fabs(next - x) <= 2 * DBL_EPSILON * fmax(1, fabs(x))) return next;
    if (!(next > low && next < high)) next = 0.5 * (low + high);
    if (next == x) return x;
    x = next;
  }
  return x;
}

static rp_quote quote_at(const rp_demand *demand, double size, double offset, double bonus, double x,
                         bool maximum) {
  double w = exp(x), p, spread;
  if (demand->kind == RP_DEMAND_LOGISTIC) {
    p = demand->level * (isinf(w) ? 1 : w / (1 + w));
    spread = demand->reference - demand->scale * x;
  } else {
    p = w;
    spread = demand->reference + demand->scale * (log(demand->level) - x);
  }
  return (rp_quote){p, spread, rp_spread_gain(size, offset, bonus, p, spread), maximum};
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

static void optimise_logistic(const rp_demand *demand, double size, double offset, double bonus,
                              rp_best_spread *result) {
  double unit = size * demand->scale;
  double constant = (size * demand->reference - offset) / unit - 1, bend = 2 * bonus * demand->level / unit;
  slope k = {.logistic = true, .constant = constant, .bend = bend};
  /* The slope is above constant - x - 1 for x < 0 and below constant + bend - x - exp(x). */
  double low = fmin(constant - 1, 0), high = constant + bend + 1, derivative;
  high = high > 0 ? log1p(1 + high) : high;
  result->concave = bend <= 6.75;
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
  slope k = {.constant = (size * demand->reference - offset) / unit + log(demand->level) - 1, .bend = bend};
  double turn = bend > 1 ? -log(bend) : 0, at_turn = slope_at(&k, turn, &derivative);
  double at_end = slope_at(&k, 0, &derivative);
  result->concave = bend <= 1;
  if (at_turn < 0)
    add(result, quote_at(demand, size, offset, bonus,
                         root(&k, fmin(k.constant - 1, turn - 1), turn, true, &result->iterations), true));
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
