/* liquidation.c - see liquidation.h. Integrals by Gauss rules on panels that end at the curves' own edges and, for the
 * model's rate, shrink towards both ends, where it has layers of width 1/k. */
#include "liquidation.h"
#include <math.h>
#include <stddef.h>
#include "numerics/quadrature_rule.h"
#include "reprise/clones.h"

void rp_liquidation_make_rule(rp_liquidation_rule *rule) {
  rp_gauss_legendre(RP_LIQUIDATION_NODES, rule->nodes, rule->weights);
}

void rp_liquidation_prepare(const rp_curve *rate, double *traded) {
  traded[0] = rp_curve_integral(rate, 0, rate->grid[0]);
  for (int64_t k = 1; k < rate->grid_count; ++k)
    traded[k] = traded[k - 1] + rp_curve_integral(rate, rate->grid[k - 1], rate->grid[k]);
}

/* The last grid point that is not after t; the first one if all are. */
static int64_t piece_of(const rp_curve *curve, double t) {
  int64_t low = 0, high = curve->grid_count;
  while (high - low > 1) {
    int64_t middle = low + (high - low) / 2;
    *(curve->grid[middle] <= t ? &low : &high) = middle;
  }
  return low;
}

void rp_liquidation_flow(const rp_liquidation *l, double t, double *traded, double *rate) {
  if (l->rate) {
    int64_t k = piece_of(l->rate, t);
    *traded = l->traded[k] + rp_curve_integral(l->rate, l->rate->grid[k], t);
    *rate = rp_curve_at(l->rate, t);
  } else {
    double mean;
    rp_mean_at(l->retail, t, &mean, rate);
    *traded = mean - l->retail->mu0;
  }
}

void rp_liquidation_flows(const rp_liquidation *l, rp_mean_basis *kept, int64_t count, const double *times,
                          double *traded, double *rates) {
  if (l->rate) {
    for (int64_t i = 0; i < count; ++i)
      rp_liquidation_flow(l, times[i], &traded[i], &rates[i]);
    return;
  }
  rp_mean_path_kept(kept, l->retail, count, times, traded, rates);
  for (int64_t i = 0; i < count; ++i)
    traded[i] -= l->retail->mu0;
}

void rp_liquidation_state(const rp_liquidation *l, double whole, double t, double traded, double rate,
                          double *position, double *speed) {
  double r = l->theta / (2 * l->eta), share = t / l->end;
  *position = t == l->end ? 0 : t == 0 ? l->block : l->block * (1 - share) + r * (share * whole - traded);
  *speed = -l->block / l->end + r * (whole / l->end - rate);
}

RP_CLONES static void fill_rows(const rp_liquidation *l, double whole, int64_t count,
                                const double *restrict times, const double *restrict traded,
                                const double *restrict rates, const rp_liquidation_rows *rows) {
  double *restrict position = rows->position, *restrict speed = rows->speed,
                   *restrict straight = rows->straight, *restrict price = rows->price;
  double n = l->block, end = l->end, theta = l->theta, eta = l->eta, gamma = l->gamma, start = l->price,
         r = theta / (2 * eta), even = -n / end, mean = whole / end;
  for (int64_t i = 0; i < count; ++i) {
    double t = times[i], share = t / end, line = n * (1 - share),
           bent = line + r * (share * whole - traded[i]);
    double x = t == end ? 0 : t == 0 ? n : bent, y = even + r * (mean - rates[i]);
    position[i] = x;
    speed[i] = y;
    straight[i] = line;
    price[i] = start + theta * rates[i] + eta * y + gamma * (x - n);
  }
}

void rp_liquidation_states(const rp_liquidation *l, double whole, int64_t count, const double *times,
                           const double *traded, const double *rates, const rp_liquidation_rows *rows) {
  fill_rows(l, whole, count, times, traded, rates, rows);
}

/* ---- Integrals over time ---- */

typedef double integrand(const void *context, double t);

static double panel(const rp_liquidation_rule *r, int nodes, integrand *f, const void *context, double from,
                    double to) {
  double half = (to - from) / 2, sum = 0;
  for (int i = 0; i < nodes; ++i)
    sum += r->weights[i] * f(context, (from + to) / 2 + half * r->nodes[i]);
  return half * sum;
}

/* Towards both ends of [from, to] panels shrink to the length `first`. */
static double graded(const rp_liquidation_rule *r, integrand *f, const void *context, double from, double to,
                     double first) {
  double sum = 0, done = 0, half = (to - from) / 2;
  for (double step = fmin(first, half); done < half; step *= 1.6) {
    double next = half - done < 1.2 * step ? half : done + step;
    sum += panel(r, RP_LIQUIDATION_NODES, f, context, from + done, from + next) +
           panel(r, RP_LIQUIDATION_NODES, f, context, to - next, to - done);
    done = next;
  }
  return sum;
}

/* From t to the end, panels ending where the curves' pieces end. Three nodes are exact for squares of straight lines. */
static double integral(const rp_liquidation *l, const rp_curve *other, integrand *f, const void *context,
                       double t) {
  enum { FEW = 3 };
  rp_liquidation_rule own, few;
  double sum = 0, at = t;
  const rp_curve *curves[2] = {l->rate, other};
  int64_t index[2] = {0, 0};
  bool straight = l->rate && l->rate->rule != RP_CHEBYSHEV && (!other || other->rule != RP_CHEBYSHEV);
  if (straight)
    rp_gauss_legendre(FEW, few.nodes, few.weights);
  else if (!l->rule)
    rp_liquidation_make_rule(&own);
  const rp_liquidation_rule *many = l->rule ? l->rule : &own;
  while (at < l->end) {
    double next = l->end;
    for (int c = 0; c < 2; ++c) {
      if (!curves[c]) continue;
      while (index[c] < curves[c]->grid_count && curves[c]->grid[index[c]] <= at)
        ++index[c];
      if (index[c] < curves[c]->grid_count) next = fmin(next, curves[c]->grid[index[c]]);
    }
    if (straight)
      sum += panel(&few, FEW, f, context, at, next);
    else if (l->rate)
      sum += panel(many, RP_LIQUIDATION_NODES, f, context, at, next);
    else
      sum += graded(many, f, context, at, next, l->retail->k == 0 ? l->end : 1 / l->retail->k);
    at = next;
  }
  return sum;
}

/* ---- What is left of a tabulated rate ---- */

/* Without the cancellation that the difference of two integrals of squares has. */
static rp_rate_rest joined(rp_rate_rest a, rp_rate_rest b) {
  double length = a.length + b.length, apart = a.mean - b.mean;
  if (!(length > 0)) return b;
  return (rp_rate_rest){.length = length,
                        .mean = (a.length * a.mean + b.length * b.mean) / length,
                        .excess = a.excess + b.excess + a.length * b.length / length * apart * apart};
}

/* Of [from, to] inside one piece of the curve, or outside of its grid. */
static rp_rate_rest rest_of_piece(const rp_liquidation *l, const rp_liquidation_rule *rule, double from,
                                  double to) {
  const rp_curve *rate = l->rate;
  rp_rate_rest r = {.length = to - from};
  if (!(r.length > 0)) return r;
  double start = rp_curve_at(rate, from);
  if (rate->rule == RP_STEP_RIGHT) {
    r.mean = start;
  } else if (rate->rule == RP_LINEAR) {
    double rise = rp_curve_at(rate, to) - start;
    r.mean = start + rise / 2;
    r.excess = r.length * rise * rise / 12;
  } else {
    r.mean = rp_curve_integral(rate, from, to) / r.length;
    for (int i = 0; i < RP_LIQUIDATION_NODES; ++i) {
      double off = rp_curve_at(rate, (from + to) / 2 + r.length / 2 * rule->nodes[i]) - r.mean;
      r.excess += r.length / 2 * rule->weights[i] * off * off;
    }
  }
  return r;
}

void rp_liquidation_prepare_rests(const rp_liquidation *l, rp_rate_rest *rests) {
  const rp_curve *rate = l->rate;
  rp_liquidation_rule rule;
  rp_rate_rest after = {0, 0, 0};
  double to = l->end;
  rp_liquidation_make_rule(&rule);
  for (int64_t k = rate->grid_count - 1; k >= 0; --k) {
    double from = fmax(rate->grid[k], 0);
    if (from < to) {
      after = joined(rest_of_piece(l, &rule, from, to), after);
      to = from;
    }
    rests[k] = after;
  }
}

static rp_rate_rest rest_from(const rp_liquidation *l, double t) {
  rp_liquidation_rule own;
  const rp_curve *rate = l->rate;
  int64_t next = t < rate->grid[0] ? 0 : piece_of(rate, t) + 1;
  if (!l->rule && rate->rule == RP_CHEBYSHEV) rp_liquidation_make_rule(&own);
  bool inside = next < rate->grid_count && rate->grid[next] < l->end;
  double to = inside ? rate->grid[next] : l->end;
  rp_rate_rest part = rest_of_piece(l, l->rule ? l->rule : &own, t, to);
  return inside ? joined(part, l->rests[next]) : part;
}

typedef struct average {
  const rp_liquidation *l;
  double rate;
} average;

static double squared_excess(const void *context, double t) {
  const average *a = context;
  double traded, rate;
  rp_liquidation_flow(a->l, t, &traded, &rate);
  return (rate - a->rate) * (rate - a->rate);
}

static double whole_of(const rp_liquidation *l) {
  double traded, rate;
  rp_liquidation_flow(l, l->end, &traded, &rate);
  return traded;
}

/* The mean of the rate from t < T1 to T1. Close to T1 Simpson's rule, as the difference of Q loses its digits; the model's rate
 * changes by k (T1 - t) at most there, and the rule is exact to rounding. */
static double mean_rest(const rp_liquidation *l, double t, double traded, double rate) {
  double left = l->end - t, middle, last, ignored;
  if (l->rests) return rest_from(l, t).mean;
  if (l->rate || left > 1e-3 * fmin(l->end, 1 / l->retail->k)) return (whole_of(l) - traded) / left;
  rp_liquidation_flow(l, t + left / 2, &ignored, &middle);
  rp_liquidation_flow(l, l->end, &ignored, &last);
  return (rate + 4 * middle + last) / 6;
}

void rp_liquidation_value(const rp_liquidation *l, double t, double *a, double *b, double *c) {
  double traded, rate, left = l->end - t;
  rp_liquidation_flow(l, t, &traded, &rate);
  if (left <= 0) {
    *a = 0;
    *b = l->theta * rate;
    *c = -INFINITY;
    return;
  }
  *c = -l->eta / left;
  if (l->rests) {
    rp_rate_rest rest = rest_from(l, t);
    *a = l->theta * l->theta / (4 * l->eta) * rest.excess;
    *b = l->theta * rest.mean;
    return;
  }
  average mean = {.l = l, .rate = mean_rest(l, t, traded, rate)};
  *a = l->theta * l->theta / (4 * l->eta) * integral(l, NULL, squared_excess, &mean, t);
  *b = l->theta * mean.rate;
}

void rp_liquidation_feedback(const rp_liquidation *l, double t, int64_t count, const double *holdings,
                             double *rates) {
  double traded, rate, left = l->end - t, share = l->theta / (2 * l->eta);
  rp_liquidation_flow(l, t, &traded, &rate);
  double limit = -l->block / l->end + share * (whole_of(l) / l->end - rate);
  double rest = left <= 0 ? 0 : mean_rest(l, t, traded, rate);
  for (int64_t i = 0; i < count; ++i)
    if (left <= 0)
      rates[i] = holdings[i] == 0 ? limit : copysign(INFINITY, -holdings[i]);
    else
      rates[i] = -holdings[i] / left + share * (rest - rate);
}

typedef struct moved {
  const rp_liquidation *l;
  const rp_curve *h;
  double whole;
} moved;

static double squared_position(const void *context, double t) {
  const moved *m = context;
  double traded, rate, position, speed;
  rp_liquidation_flow(m->l, t, &traded, &rate);
  rp_liquidation_state(m->l, m->whole, t, traded, rate, &position, &speed);
  return position * position;
}

rp_liquidation_revenue rp_liquidation_revenues(const rp_liquidation *l) {
  double a, b, c, n = l->block;
  moved straight = {.l = l, .whole = whole_of(l)};
  rp_liquidation_value(l, 0, &a, &b, &c);
  rp_liquidation_revenue r = {.reduced = a + n * (b + n * c)};
  r.expected = n * l->price - l->gamma * n * n / 2 + r.reduced;
  r.deviation =
      l->volatility == 0 ? 0 : l->volatility * sqrt(integral(l, NULL, squared_position, &straight, 0));
  return r;
}

/* Derivative of a curve of straight lines or Chebyshev series inside a piece. T_k' = k U_{k-1}. */
static double slope_at(const rp_curve *h, double t) {
  int64_t last = h->grid_count - 2, k = piece_of(h, t);
  if (k > last) k = last;
  double width = h->grid[k + 1] - h->grid[k];
  if (h->rule == RP_LINEAR) return (h->data[k + 1] - h->data[k]) / width;
  double s = ((t - h->grid[k]) - (h->grid[k + 1] - t)) / width, before = 0, u = 1, sum = 0;
  for (int64_t j = 1; j < h->terms; ++j) {
    sum += (double)j * u * h->data[k * h->terms + j];
    double next = 2 * s * u - before;
    before = u;
    u = next;
  }
  return sum * 2 / width;
}

static double moved_gain(const void *context, double t) {
  const moved *m = context;
  double traded, rate, position, speed;
  rp_liquidation_flow(m->l, t, &traded, &rate);
  rp_liquidation_state(m->l, m->whole, t, traded, rate, &position, &speed);
  speed += slope_at(m->h, t);
  return -(m->l->theta * rate + m->l->eta * speed) * speed;
}

static double squared_slope(const void *context, double t) {
  const moved *m = context;
  double slope = slope_at(m->h, t);
  return slope * slope;
}

double rp_liquidation_moved(const rp_liquidation *l, const rp_curve *h, double *penalty) {
  moved m = {.l = l, .h = h, .whole = whole_of(l)};
  *penalty = l->eta * integral(l, h, squared_slope, &m, 0);
  return integral(l, h, moved_gain, &m, 0);
}
