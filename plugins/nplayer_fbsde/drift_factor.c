/* drift_factor.c - see drift_factor.h. With P = eta (v + c), exp(int v) = f(T - t) = cosh w tau + v_0 sinh(w tau)/w, so that every
 * integrating factor is exp(r t) times a power of f; panels are short enough for f not to change by more than a few units. */
#include "drift_factor.h"
#include <math.h>
#include "numerics/gauss_collocation.h"
#include "riccati_bounds.h"

enum { STAGES = 12 };

typedef struct curve_of_p {
  double w_square, v0, horizon;
} curve_of_p;

/* log f at tau; the decaying part is kept apart so that nothing overflows. */
static double log_f(const curve_of_p *p, double tau) {
  if (p->w_square > 0) {
    double w = sqrt(p->w_square), decayed = -expm1(-2 * w * tau);
    return w * tau + log(1 - decayed / 2 + p->v0 * decayed / (2 * w));
  }
  if (p->w_square == 0) return log1p(p->v0 * tau);
  double w = sqrt(-p->w_square);
  return log(cos(w * tau) + p->v0 * sin(w * tau) / w);
}

/* Log of exp(rate t) f(T - t)^power at the nodes, the left and the right end of a panel. */
typedef struct factor_on_panel {
  double node[STAGES], left, right;
} factor_on_panel;

static factor_on_panel factor_at(const curve_of_p *p, const rp_collocation *m, double from, double h,
                                 double rate, double power) {
  factor_on_panel f;
  for (int j = 0; j < STAGES; ++j) {
    double t = from + h * m->node[j];
    f.node[j] = rate * t + power * log_f(p, p->horizon - t);
  }
  f.left = rate * from + power * log_f(p, p->horizon - from);
  f.right = rate * (from + h) + power * log_f(p, p->horizon - from - h);
  return f;
}

/* y' = -(d log F/dt) y + source backward from the right end: y = (F_r y_r - int_t^r F source)/F. */
static double backward(const rp_collocation *m, double h, const factor_on_panel *f, double right,
                       const double *source, double *node) {
  double weighed[STAGES], all = 0;
  for (int j = 0; j < STAGES; ++j) {
    weighed[j] = exp(f->node[j] - f->right) * source[j];
    all += m->weight[j] * weighed[j];
  }
  for (int j = 0; j < STAGES; ++j) {
    double sum = 0; /* int from the node to the right end */
    for (int k = 0; k < STAGES; ++k)
      sum -= m->from_right[j][k] * weighed[k];
    node[j] = exp(f->right - f->node[j]) * (right - h * sum);
  }
  return exp(f->right - f->left) * (right - h * all);
}

/* y' = (d log F/dt) y + source forward from the left end: y = F (y_l/F_l + int_l^t source/F). */
static double forward(const rp_collocation *m, double h, const factor_on_panel *f, double left,
                      const double *source, double *node) {
  double weighed[STAGES], all = 0;
  for (int j = 0; j < STAGES; ++j) {
    weighed[j] = exp(f->left - f->node[j]) * source[j];
    all += m->weight[j] * weighed[j];
  }
  for (int j = 0; j < STAGES; ++j) {
    double sum = 0;
    for (int k = 0; k < STAGES; ++k)
      sum += m->from_left[j][k] * weighed[k];
    node[j] = exp(f->node[j] - f->left) * (left + h * sum);
  }
  return exp(f->right - f->left) * (left + h * all);
}

/* slope and level at the nodes of a panel and its left end. */
static void drift_panel(const rp_drift_market *k, const curve_of_p *p, const rp_collocation *m, double from,
                        double h, const rp_drift_state *right, rp_drift_state *left, double *slope,
                        double *level) {
  double source[STAGES];
  /* slope' = (v - c + speed) slope + 1 and d log f/dt = -v: F = exp((c - speed) t) f */
  factor_on_panel f = factor_at(p, m, from, h, k->c - k->speed, 1);
  for (int j = 0; j < STAGES; ++j)
    source[j] = 1;
  left->slope = backward(m, h, &f, right->slope, source, slope);
  f = factor_at(p, m, from, h, k->c, 1);
  for (int j = 0; j < STAGES; ++j)
    source[j] = -k->speed * k->mean * slope[j];
  left->level = backward(m, h, &f, right->level, source, level);
}

static double drift_mean(const rp_drift_market *k, double t) {
  return k->mean + (k->start - k->mean) * exp(-k->speed * t);
}

static double drift_variance(const rp_drift_market *k, double t) {
  double twice = k->speed == 0 ? t : -expm1(-2 * k->speed * t) / (2 * k->speed);
  return k->volatility * k->volatility * twice;
}

static void inventory_panel(const rp_drift_market *k, const curve_of_p *p, const rp_collocation *m,
                            double from, double h, const double *slope, const double *level,
                            const rp_drift_state *left, rp_drift_state *right) {
  double source[STAGES], covariance[STAGES], unused[STAGES];
  factor_on_panel f = factor_at(p, m, from, h, -k->c, 1); /* -P/eta = -v - c = d log(exp(-c t) f)/dt */
  for (int j = 0; j < STAGES; ++j)
    source[j] = -(level[j] + slope[j] * drift_mean(k, from + h * m->node[j])) / (2 * k->slippage);
  right->expected = forward(m, h, &f, left->expected, source, unused);
  f = factor_at(p, m, from, h, -k->c - k->speed, 1);
  for (int j = 0; j < STAGES; ++j)
    source[j] = -slope[j] * drift_variance(k, from + h * m->node[j]) / (2 * k->slippage);
  right->covariance = forward(m, h, &f, left->covariance, source, covariance);
  f = factor_at(p, m, from, h, -2 * k->c, 2);
  for (int j = 0; j < STAGES; ++j)
    source[j] = -slope[j] * covariance[j] / k->slippage;
  right->variance = forward(m, h, &f, left->variance, source, unused);
}

static double rate_of(const rp_drift_market *k) {
  return fabs(k->c) + k->speed + sqrt(k->c * k->c + fabs(k->a) / k->slippage) + fabs(k->gamma) / k->slippage;
}

static int64_t parts_of(const rp_drift_market *k, double length) {
  return (int64_t)fmax(1, ceil(length * rate_of(k)));
}

/* slope and level at the left end of `parts` panels. */
static rp_drift_state back(const rp_drift_market *k, const curve_of_p *p, const rp_collocation *m,
                           double from, double h, int64_t parts, rp_drift_state right) {
  rp_drift_state left = right;
  double slope[STAGES], level[STAGES];
  for (int64_t i = parts - 1; i >= 0; --i) {
    drift_panel(k, p, m, from + h * (double)i, h, &right, &left, slope, level);
    right = left;
  }
  return left;
}

/* Inventories through `parts` panels: the backward solution is found again on halves of halves, so that nothing needs to be kept. */
static void advance(const rp_drift_market *k, const curve_of_p *p, const rp_collocation *m, double from,
                    double h, int64_t parts, const rp_drift_state *right, rp_drift_state *now) {
  if (parts > 1) {
    int64_t first = parts / 2;
    double middle = from + h * (double)first;
    rp_drift_state there = back(k, p, m, middle, h, parts - first, *right);
    advance(k, p, m, from, h, first, &there, now);
    advance(k, p, m, middle, h, parts - first, right, now);
    return;
  }
  double slope[STAGES], level[STAGES];
  rp_drift_state left = *right, next = *now;
  drift_panel(k, p, m, from, h, right, &left, slope, level);
  inventory_panel(k, p, m, from, h, slope, level, now, &next);
  *now = next;
}

int64_t rp_drift_factor_panels(const rp_drift_market *market, int64_t count, const double *times) {
  double sum = 0;
  for (int64_t i = 0; i + 1 < count; ++i)
    sum += fmax(1, ceil((times[i + 1] - times[i]) * rate_of(market)));
  return sum < 1e18 ? (int64_t)sum : INT64_MAX;
}

bool rp_drift_factor_solve(const rp_drift_market *market, int64_t count, const double *times,
                           rp_drift_state *states) {
  curve_of_p p = {market->c * market->c + market->a / market->slippage,
                  market->gamma / market->slippage - market->c, market->horizon};
  rp_collocation m;
  rp_collocation_make(STAGES, &m);
  for (int64_t i = 0; i < count; ++i) {
    states[i] = (rp_drift_state){0};
    if (!rp_riccati_constant(market->slippage, market->c, market->a, market->gamma,
                             market->horizon - times[i], &states[i].feedback))
      return false;
  }
  for (int64_t i = count - 2; i >= 0; --i) {
    int64_t parts = parts_of(market, times[i + 1] - times[i]);
    double h = (times[i + 1] - times[i]) / (double)parts;
    rp_drift_state left = back(market, &p, &m, times[i], h, parts, states[i + 1]);
    states[i].slope = left.slope;
    states[i].level = left.level;
  }
  states[0].expected = market->inventory;
  for (int64_t i = 0; i + 1 < count; ++i) {
    int64_t parts = parts_of(market, times[i + 1] - times[i]);
    rp_drift_state now = states[i];
    advance(market, &p, &m, times[i], (times[i + 1] - times[i]) / (double)parts, parts, states + i + 1, &now);
    states[i + 1].expected = now.expected;
    states[i + 1].covariance = now.covariance;
    states[i + 1].variance = now.variance;
  }
  return true;
}
