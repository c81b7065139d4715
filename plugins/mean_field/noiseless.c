/* noiseless.c - see noiseless.h. With s = s_T exp(x^2) the square root at s = s_T is gone; panels shrink
 * towards x = 0, where kappa makes a layer, and are short elsewhere, where exp(x^2) grows. */
#include "noiseless.h"
#include <math.h>
#include <stddef.h>
#include "numerics/quadrature_rule.h"
#include "numerics/roots.h"

enum { NODES = 16, LAYERS = 45 };
static const double largest_y = 18, longest_panel = 0.4;

typedef struct orbit {
  const rp_retail *retail;
  double nodes[NODES], weights[NODES];
  double sT, target;
} orbit;

static orbit open_orbit(const rp_retail *retail, double y) {
  orbit o = {.retail = retail, .sT = sqrt(retail->v0) * exp(-y * y)};
  rp_gauss_legendre(NODES, o.nodes, o.weights);
  return o;
}

/* Adds time and action of x in [from, to]. */
static void panel(const orbit *o, double from, double to, double *time, double *action) {
  const rp_retail *p = o->retail;
  double half = (to - from) / 2;
  for (int i = 0; i < NODES; ++i) {
    double x = (from + to) / 2 + half * o->nodes[i], s = o->sT * exp(x * x);
    double speed2 = p->kappa * p->kappa * o->sT * o->sT + p->k * p->k * o->sT * o->sT * expm1(2 * x * x) +
                    2 * p->A * x * x;
    double dt = 2 * x * s / sqrt(speed2) * half * o->weights[i];
    *time += dt;
    *action += dt * (speed2 / 2 + p->k * p->k * s * s / 2 + p->A * (log(s) + p->log_unit));
  }
}

/* Time and running action of x in [0, y]. */
static void integrate(const orbit *o, double y, double *time, double *action) {
  double first = fmin(y, longest_panel), from = first;
  *time = *action = 0;
  if (y <= 0) return;
  for (int i = 0; i < LAYERS; ++i)
    panel(o, first * ldexp(1, -i - 1), first * ldexp(1, -i), time, action);
  panel(o, 0, first * ldexp(1, -LAYERS), time, action);
  while (from < y) {
    double to = y - from < 1.2 * longest_panel ? y : from + longest_panel;
    panel(o, from, to, time, action);
    from = to;
  }
}

double rp_noiseless_time(const rp_retail *retail, double y, double *action) {
  double time, running;
  if (y <= 0) return 0;
  orbit o = open_orbit(retail, y);
  integrate(&o, y, &time, &running);
  if (action) *action = running + retail->kappa * o.sT * o.sT / 2;
  return time;
}

static double shortness(void *context, double y) {
  return -rp_noiseless_time(context, y, NULL);
}

double rp_noiseless_longest(const rp_retail *retail, double *y) {
  double best = 0, at = 0, step = 0.1, least;
  for (double x = step; x <= 6; x += step) {
    double time = rp_noiseless_time(retail, x, NULL);
    if (time > best) best = time, at = x;
  }
  *y = rp_least_brent(shortness, (void *)(size_t)retail, at - step, at + step, 1e-12, -INFINITY, &least);
  return -least;
}

static double excess(void *context, double y) {
  const rp_retail *retail = context;
  return rp_noiseless_time(retail, y, NULL) - retail->horizon;
}

int rp_noiseless_solutions(const rp_retail *retail, double y[2]) {
  double top, longest = rp_noiseless_longest(retail, &top);
  y[0] = y[1] = NAN;
  if (retail->horizon > longest) return 0;
  void *context = (void *)(size_t)retail;
  if (retail->horizon == longest) {
    y[0] = top;
    return 1;
  }
  y[0] = rp_root_brent(excess, context, 0, top, 0);
  y[1] = rp_root_brent(excess, context, top, largest_y, 0);
  return 2;
}

static double later(void *context, double x) {
  const orbit *o = context;
  double time, action;
  integrate(o, x, &time, &action);
  return time - o->target;
}

double rp_noiseless_at(const rp_retail *retail, double y, double t) {
  orbit o = open_orbit(retail, y);
  o.target = retail->horizon - t; /* time left: x grows from 0 at the horizon */
  if (o.target <= 0) return log(o.sT);
  double x = rp_root_brent(later, &o, 0, y, 1e-14);
  if (isnan(x)) x = y;
  return log(o.sT) + x * x;
}
