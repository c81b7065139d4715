/* acas_constant.c - see acas_constant.h. */
#include "acas_constant.h"
#include <stddef.h>
#include "numerics/quadrature.h"
#include "numerics/roots.h"

enum { PIECES = 16 };
static const double quadrature_tolerance = 1e-14;

typedef struct totals {
  const rp_acas *market;
  double buying, selling; /* int a, int b                      */
  double ease;            /* int 1/beta                        */
  double y2;
} totals;

static double ease(const void *context, double t) {
  return 1 / rp_curve_at((const rp_curve *)context, t);
}

typedef struct cut_rate {
  const rp_acas *market;
  double ye;
  bool slope; /* the derivative of v in ye instead of v */
} cut_rate;

static double rate(const void *context, double t) {
  const cut_rate *c = context;
  bool truncated;
  double beta = rp_curve_at(&c->market->cost, t),
         v = rp_acas_rate(c->market->gamma, c->market->least, beta, c->ye, &truncated);
  if (c->slope) return truncated ? 0 : 1 / (2 * beta);
  return v;
}

/* How far the rate without truncation is above it. */
static double above(void *context, double t) {
  const cut_rate *c = context;
  return (c->ye - 1 / c->market->gamma) / (2 * rp_curve_at(&c->market->cost, t)) - c->market->least;
}

/* The integral of the rate between two breaks, cut where truncation begins or ends so that no panel has a kink inside. */
static double between_breaks(cut_rate *c, double from, double to) {
  double sum = 0, at = from, value = above(c, from);
  for (int i = 1; i <= PIECES; ++i) {
    double next = i == PIECES ? to : from + (to - from) * i / PIECES, there = above(c, next), middle = next;
    if ((value > 0) != (there > 0)) {
      double root = rp_root_brent(above, c, at, next, 0);
      if (root > at && root < next) middle = root;
    }
    sum += rp_integrate(rate, c, at, middle, quadrature_tolerance, NULL);
    if (middle < next) sum += rp_integrate(rate, c, middle, next, quadrature_tolerance, NULL);
    at = next;
    value = there;
  }
  return sum;
}

static double ease_between(cut_rate *c, double from, double to) {
  return rp_integrate(ease, &c->market->cost, from, to, quadrature_tolerance, NULL);
}

/* An integral over the horizon, piece by piece between the points where the cost may bend. */
static double over_horizon(cut_rate *c, double (*between)(cut_rate *, double, double)) {
  const rp_curve *beta = &c->market->cost;
  double sum = 0, from = 0;
  for (int64_t k = 0; k <= beta->grid_count; ++k) {
    double to = k < beta->grid_count ? fmin(beta->grid[k], c->market->horizon) : c->market->horizon;
    if (!(to > from)) continue;
    sum += between(c, from, to);
    from = to;
  }
  return sum;
}

/* int v at a given ye, and its derivative. */
static double executed(const totals *all, double ye, double *slope) {
  const rp_acas *m = all->market;
  const rp_curve *beta = &m->cost;
  if (m->least == -INFINITY || (beta->rule == RP_STEP_RIGHT && beta->grid_count == 1)) {
    double price = ye - 1 / m->gamma, free = price * all->ease / 2;
    bool truncated = m->least != -INFINITY && !(free > m->least * m->horizon);
    if (slope) *slope = truncated ? 0 : all->ease / 2;
    return truncated ? m->least * m->horizon : free;
  }
  cut_rate c = {m, ye, true};
  if (slope) *slope = over_horizon(&c, between_breaks);
  c.slope = false;
  return over_horizon(&c, between_breaks);
}

/* ye + 2 A (qe + ...) at a given y2: increasing in ye. */
static double buyer_equation(void *context, double ye) {
  const totals *all = context;
  const rp_acas *m = all->market;
  double up = exp(m->gamma * all->y2), down = 1 / up, flow = all->buying * down - all->selling * up;
  return ye + 2 * m->terminal * (m->buyer - m->first + executed(all, ye, NULL) * (1 + down) + flow);
}

/* The root of the buyer's equation. Between the root with v = least (or none) and that without truncation lies it. */
static double buyer_of(totals *all, double y2) {
  const rp_acas *m = all->market;
  all->y2 = y2;
  double up = exp(m->gamma * y2), down = 1 / up, A = m->terminal;
  double rest = m->buyer - m->first + all->buying * down - all->selling * up;
  double free = (-2 * A * rest + A * all->ease * (1 + down) / m->gamma) / (1 + A * all->ease * (1 + down));
  if (m->least == -INFINITY) return free;
  double cut = -2 * A * (rest + m->least * m->horizon * (1 + down));
  if (m->cost.rule == RP_STEP_RIGHT && m->cost.grid_count == 1)
    return (free - 1 / m->gamma) * all->ease / 2 > m->least * m->horizon ? free : cut;
  double low = fmin(free, cut), high = fmax(free, cut), size = 1 / m->gamma + fabs(free) + fabs(cut);
  while (buyer_equation(all, low) > 0)
    low -= size;
  while (buyer_equation(all, high) < 0)
    high += size;
  return rp_root_brent(buyer_equation, all, low, high, 0);
}

static double maker_equation(void *context, double y2) {
  totals *all = context;
  const rp_acas *m = all->market;
  double v = executed(all, buyer_of(all, y2), NULL);
  return y2 + 2 * m->terminal *
                  (m->first - m->second + (all->buying + all->selling + v) * 2 * sinh(m->gamma * y2));
}

/* -2 A (1 + 2 A G)^{-1}, G the Jacobian integrated over the horizon. */
static void gain_of(const totals *all, rp_acas_constants *out) {
  const rp_acas *m = all->market;
  double slope, v = executed(all, out->ye, &slope), up = exp(m->gamma * out->y2), down = 1 / up,
                A2 = 2 * m->terminal;
  double a = all->buying, b = all->selling;
  double g11 = 1 + A2 * m->gamma * (a + b + v) * (up + down), g12 = A2 * slope * (up - down),
         g21 = -A2 * m->gamma * ((v + a) * down + b * up), g22 = 1 + A2 * slope * (1 + down),
         determinant = g11 * g22 - g12 * g21;
  out->gain[0] = -A2 * g22 / determinant;
  out->gain[1] = A2 * g12 / determinant;
  out->gain[2] = A2 * g21 / determinant;
  out->gain[3] = -A2 * g11 / determinant;
}

double rp_acas_ease(const rp_acas *market) {
  cut_rate c = {.market = market};
  return over_horizon(&c, ease_between);
}

bool rp_acas_constant(const rp_acas *market, rp_acas_constants *out) {
  return rp_acas_constant_eased(market, rp_acas_ease(market), out);
}

bool rp_acas_constant_eased(const rp_acas *market, double total_ease, rp_acas_constants *out) {
  totals all = {.market = market,
                .buying = rp_curve_integral(&market->buying, 0, market->horizon),
                .selling = rp_curve_integral(&market->selling, 0, market->horizon)};
  all.ease = total_ease;
  double gap = market->first - market->second, A = market->terminal, low = -2 * A * gap;
  out->y2 = gap == 0 || A == 0 ? 0 : rp_root_brent(maker_equation, &all, low, 0, 0);
  if (!isfinite(out->y2)) return false;
  out->ye = buyer_of(&all, out->y2);
  out->executed = executed(&all, out->ye, NULL);
  double up = exp(market->gamma * out->y2), down = 1 / up;
  out->maker_end = market->first - (all.buying + out->executed) * down + all.selling * up;
  out->maker = -2 * A * out->maker_end;
  gain_of(&all, out);
  double scale = 1 / market->gamma +
                 2 * A * (fabs(gap) + all.buying + all.selling + fabs(out->executed) + fabs(market->buyer));
  out->residual = fmax(fabs(maker_equation(&all, out->y2)), fabs(buyer_equation(&all, out->ye))) / scale;
  return true;
}
