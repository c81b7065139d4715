/* sensitive.c - see sensitive.h. */
#include "sensitive.h"
#include "numerics/quadrature.h"
#include "relaxation.h"
#include <math.h>
#include <stddef.h>

/* Y(r)/(nu + 2 k Y(r)) with Y(r) = (1 - exp(-2 g r))/(2 g): G for any nu and k. */
typedef struct saturation {
  double g, nu, k;
} saturation;

static double saturated(const void *context, double r) {
  const saturation *c = context;
  double y = rp_relaxed(2 * c->g, r);
  return y / (c->nu + 2 * c->k * y);
}

static double saturated_squared(const void *context, double r) {
  double value = saturated(context, r);
  return value * value;
}

static double integrate(const saturation *c, rp_integrand *f, double s) {
  /* After 40 decay times of the exponential the integrand is constant to rounding. */
  double end = c->g > 0 ? fmin(s, 20 / c->g) : s, rest = s - end;
  return rp_integrate(f, c, 0, end, 1e-15, NULL) + (rest > 0 ? rest * f(c, s) : 0);
}

/*
 * The integral of Y/(nu + 2 k Y) over [0, s]: (s - nu L/(2 (k + h)))/(2 k), L = log(1 + 2 (k + h) (e^{2 g s}
 * - 1)/(2 g nu)). The difference loses digits where 2 k Y/nu is small; there by quadrature.
 */
static double saturated_integral(const saturation *c, double s) {
  double y = rp_relaxed(2 * c->g, s), h = c->g * c->nu, both = c->k + h;
  if (fabs(2 * c->k * y) < 0.5 * c->nu) return integrate(c, saturated, s);
  double grown = c->g > 0 ? expm1(2 * c->g * s) / (2 * c->g) : s, step = 2 * grown / c->nu, part;
  if (2 * c->g * s > 1 && fabs(both * step) > 1)
    part = c->nu * (2 * c->g * s + log1p(2 * c->k * y / c->nu)) / (2 * both);
  else
    part = both == 0 ? grown : c->nu * log1p(both * step) / (2 * both);
  return (s - part) / (2 * c->k);
}

static saturation from_start(const rp_sensitive *k) {
  return (saturation){k->g, k->market.temporary, k->feedback};
}

rp_sensitive rp_sensitive_begin(const rp_sensitive_market *m) {
  rp_sensitive k = {.market = *m};
  k.g = sqrt(m->inventory_cost / m->temporary);
  k.h = sqrt(m->inventory_cost * m->temporary);
  k.now = (k.h + m->permanent) * m->size;
  k.sure = m->half_spread * m->size - k.now * m->size / 2;
  k.level = m->level - m->spread_slope * (m->half_spread - m->reference) + m->price_slope * m->price;
  if (m->printed_price)
    k.sure += m->permanent * m->inventory * m->size;
  else
    k.level += m->price_slope * m->permanent * m->inventory;
  k.feedback = m->price_slope * m->permanent * k.now;
  k.drive = k.level * k.now - m->price_slope * m->permanent * k.sure;
  return k;
}

double rp_sensitive_escape(const rp_sensitive *k) {
  if (!(k->feedback < -k->h)) return INFINITY;
  return k->g > 0 ? -log1p(k->h / k->feedback) / (2 * k->g) : -k->market.temporary / (2 * k->feedback);
}

double rp_sensitive_integral(const rp_sensitive *k, double s) {
  saturation c = from_start(k);
  return saturated(&c, s);
}

double rp_sensitive_second_integral(const rp_sensitive *k, double s) {
  saturation c = from_start(k);
  return saturated_integral(&c, s);
}

rp_sensitive_value rp_sensitive_at(const rp_sensitive *k, double s) {
  const rp_sensitive_market *m = &k->market;
  double nu = m->temporary, grown = nu + 2 * k->feedback * rp_relaxed(2 * k->g, s),
         pushed = m->price_slope * k->now;
  double integral = rp_sensitive_integral(k, s), noise = m->volatility * pushed;
  rp_sensitive_value value;
  value.a = nu * (k->feedback * (1 + exp(-2 * k->g * s)) + k->h) / grown;
  value.d = nu * exp(-k->g * s) / grown;
  value.b = -pushed * value.d;
  value.c = pushed * pushed * integral;
  value.e = -m->price_slope * (k->sure + k->drive * k->now * integral);
  value.e_ratio = m->price_slope * k->sure != 0 ? 1 + k->drive * k->now * integral / k->sure : NAN;
  value.f = k->drive * k->drive / 2 * integral + noise * noise / 2 * rp_sensitive_second_integral(k, s);
  return value;
}

double rp_sensitive_gain(const rp_sensitive *k) {
  const rp_sensitive_market *m = &k->market;
  rp_sensitive_value v = rp_sensitive_at(k, m->horizon);
  double x = m->inventory, p = m->price;
  return -v.a * x * x / 2 + v.b * x * p + v.c * p * p / 2 + k->drive * v.d * x + v.e * p + p * x -
         m->permanent * x * x / 2 + k->level * k->sure + v.f;
}

rp_sensitive_moments rp_sensitive_moments_at(const rp_sensitive *k, double t) {
  const rp_sensitive_market *m = &k->market;
  double left = m->horizon - t, nu = m->temporary, pushed = m->price_slope * k->now,
         noise = pushed * m->volatility;
  double grown_left = nu + 2 * k->feedback * rp_relaxed(2 * k->g, left);
  double grown = nu + 2 * k->feedback * rp_relaxed(2 * k->g, m->horizon), faded = exp(-k->g * left);
  /* Differences of G, divided by D: exp(-g left) Y(w)/(nu' + 2 k' Y(w)) with these nu', k'. */
  saturation c = {k->g, grown_left, k->feedback * faded * faded};
  rp_sensitive_moments moments;
  moments.mean = m->inventory * exp(-k->g * t) * grown_left / grown +
                 (k->drive - pushed * m->price) * faded * rp_relaxed(2 * k->g, t) / grown;
  moments.variance = noise * faded * noise * faded * integrate(&c, saturated_squared, t);
  moments.covariance = -noise * m->volatility * faded * saturated_integral(&c, t);
  return moments;
}

rp_sensitive_demand rp_sensitive_demand_of(const rp_sensitive *k) {
  const rp_sensitive_market *m = &k->market;
  rp_sensitive_moments end = rp_sensitive_moments_at(k, m->horizon);
  double kappa = m->permanent;
  rp_sensitive_demand demand;
  demand.mean = k->level - m->price_slope * (m->price + kappa * end.mean);
  double variance =
      m->volatility * m->volatility * m->horizon + 2 * kappa * end.covariance + kappa * kappa * end.variance;
  demand.variance = m->price_slope * m->price_slope * variance;
  double scale = sqrt(2 * demand.variance);
  if (scale > 0)
    demand.outside = 0.5 * erfc(demand.mean / scale) + 0.5 * erfc((1 - demand.mean) / scale);
  else
    demand.outside = demand.mean < 0 || demand.mean > 1;
  return demand;
}

void rp_sensitive_spread(const rp_sensitive *k, double *slope, double *curvature) {
  const rp_sensitive_market *m = &k->market;
  rp_sensitive_value v = rp_sensitive_at(k, m->horizon);
  double integral = rp_sensitive_integral(k, m->horizon);
  double turned = m->spread_slope * k->now + m->price_slope * m->permanent * m->size;
  *slope = -m->spread_slope * k->sure + m->size * k->level - turned * v.d * m->inventory -
           m->price_slope * (m->size - turned * k->now * integral) * m->price - turned * k->drive * integral;
  *curvature = -2 * m->spread_slope * m->size + turned * turned * integral;
}
