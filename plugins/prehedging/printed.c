/* printed.c - see printed.h. */
#include "printed.h"
#include "numerics/quadrature.h"
#include <stddef.h>

void rp_printed_functions(const rp_dealer *k, double t, double *d, double *e, double *f) {
  double w = k->omega, l = k->splitting, lambda = k->market.transient, beta = k->market.decay,
         nu = k->market.temporary;
  double ci = k->rate_transient, cx = k->g, back = t - k->market.horizon;
  double sh = sinh(l * back / 2), ch = cosh(l * back / 2), grown = exp(w * back / 2);
  double mu = k->d + lambda * k->e, sigma = ((w - 2 * beta) * k->d + lambda * w * k->e) / l;
  *d = grown * (sh * (cx * (k->d + 2 * lambda * k->e) - k->d * (beta + lambda * ci)) + k->d * l * ch) / l;
  *e = grown * (sh * (2 * ci * k->d + ci * lambda * k->e - cx * k->e + beta * k->e) + k->e * l * ch) / l;
  double squares = mu * mu + sigma * sigma, faded = exp(w * back);
  double first = faded * ((l * l - w * w) * (mu * mu - sigma * sigma) +
                          w * (l * squares - 2 * mu * sigma * w) * sinh(l * back));
  double second = w * faded * (w * squares - 2 * l * mu * sigma) * cosh(l * back);
  double third = l * l * (sigma * sigma - mu * mu) - 2 * l * mu * sigma * w + 2 * mu * mu * w * w;
  *f = k->f + (first - second + third) / (4 * nu * w * (w * w - l * l));
}

/* h(t, T, Lambda) below eq. 22. */
static double bent(const rp_dealer *k, double t, double l) {
  double eta = k->market.transient * k->rate_transient + k->g, w = k->omega;
  double plus = k->d + k->e * k->market.transient, minus = k->d - k->e * k->market.transient;
  return exp(-l * k->market.horizon / 2) * sinh((w + l) * t / 2) * (2 * eta - w + l) *
         ((eta + l) * plus - k->market.decay * minus) / (w + l);
}

rp_position rp_printed_first(const rp_dealer *k, double inventory, double flow, double t) {
  double w = k->omega, l = k->splitting, lambda = k->market.transient, beta = k->market.decay,
         nu = k->market.temporary;
  double eta = lambda * k->rate_transient + k->g, horizon = k->market.horizon, back = t - horizon;
  double plus = k->d + k->e * lambda, minus = k->d - k->e * lambda;
  double rho1 = (2 * eta * eta - l * l - w * eta) * plus + beta * (w - 2 * eta) * minus;
  double rho2 = l * (eta - w) * plus + l * beta * minus;
  rp_position z;
  z.inventory = exp(-w * t / 2) * (cosh(l * t / 2) + (w - 2 * k->g) / l * sinh(l * t / 2)) * inventory +
                flow / (2 * nu * exp(w * horizon / 2) * l * l) *
                    (bent(k, t, l) + bent(k, t, -l) -
                     2 * sinh(w * t / 2) / w * (rho1 * cosh(l * back / 2) + rho2 * sinh(l * back / 2)));
  double one = (plus * (l + w) - 2 * beta * k->d) *
               (l * exp((w + l) * back / 2) - (l - w) * exp(-(w - l) * back / 2 - w * horizon) -
                w * exp(-(w + l) * (t + horizon) / 2));
  double other = (plus * (l - w) + 2 * beta * k->d) *
                 (l * exp((w - l) * back / 2) - (l + w) * exp(-(w + l) * back / 2 - w * horizon) +
                  w * exp(-(w - l) * (t + horizon) / 2));
  z.transient = lambda * exp(-t * (l + w) / 2) * (1 - exp(l * t)) * k->g / l * inventory +
                lambda * flow / (4 * nu * w * l * l) * (one + other);
  return z;
}

rp_position rp_printed_second(const rp_dealer *k, rp_position z, double flow, double u) {
  double w = k->omega, l = k->splitting, lambda = k->market.transient, cx = k->g, ci = k->rate_transient;
  double faded = exp(-(l + w) * u / 2), grown = exp(l * u), x = z.inventory, i = z.transient;
  double drive = (k->d + lambda * k->e) * flow / k->market.temporary, sh = sinh(-l * u / 2),
         ch = cosh(l * u / 2);
  double slow = exp(-w * u / 2);
  rp_position out;
  out.inventory = faded * ((l + 2 * cx - w) / (2 * l) * x + ci / l * i +
                           ((l - 2 * cx + w) / (2 * l) * x - ci / l * i) * grown) +
                  drive * (1 / cx - slow * ((2 * cx - w) / (cx * l) * sh + ch / cx));
  out.transient = faded * (cx * lambda / l * x + (l - 2 * cx + w) / (2 * l) * i +
                           (-cx * lambda / l * x + (l + 2 * cx - w) / (2 * l) * i) * grown) +
                  drive * 2 * lambda / l * slow * sh;
  return out;
}

void rp_printed_other_root(const rp_dealer *k, double *b, double *omega) {
  double beta = k->market.decay, nu = k->market.temporary;
  *b = 2 * k->g / (k->g + beta - k->omega);
  double c = beta * *b * *b / (2 * k->market.inventory_cost);
  *omega = k->g + k->market.transient * (1 - *b - k->market.transient * c) / nu + beta;
}

static double b_times_d(const void *context, double r) {
  const rp_sensitive *k = context;
  rp_sensitive_value v = rp_sensitive_at(k, r);
  return v.b * v.d / k->market.temporary;
}

rp_printed_sensitive rp_printed_sensitive_at(const rp_sensitive *k, double s) {
  const rp_sensitive_market *m = &k->market;
  double nu = m->temporary, h = k->h, kk = k->feedback, x = tanh(k->g * s), root = sqrt(kk / (kk + h));
  rp_printed_sensitive p;
  p.e = exp(sqrt(m->price_slope * k->now / (m->permanent * (kk + h))) *
            (atanh(exp(-k->g * s) * root) - atanh(root)));
  p.e_of_ode = 1 + rp_integrate(b_times_d, k, 0, s, 1e-14, NULL);
  double first = k->drive * k->drive / (4 * kk + 2 * h + 2 * h / x), logarithm = 2 / k->g * log1p(x);
  double bracket =
      nu * (kk - h) * log(m->inventory_cost * nu) / (kk * kk - m->inventory_cost * nu) -
      2 * kk * log(1 - x) / (kk * k->g + m->inventory_cost) -
      2 * nu * (2 * kk + h) * log(h + (2 * kk + h) * x) / (2 * kk * kk + 3 * kk * h + m->inventory_cost * nu);
  double noise = m->volatility * m->volatility * m->price_slope * k->now / m->permanent;
  p.f = first + logarithm + noise / 18 * bracket;
  p.f_bracketed = first + noise / 18 * (logarithm + bracket);
  p.f_corrected = first + noise / 16 * (logarithm + bracket);
  p.a_at_end = h + 2 * m->spread_slope * m->permanent * k->now;
  return p;
}

double rp_printed_rate(const rp_sensitive *k, double s, double inventory, double price) {
  rp_sensitive_value v = rp_sensitive_at(k, s);
  double nu = k->market.temporary;
  return (k->drive * v.d - v.a / nu * inventory + v.b / nu * price) / nu;
}
