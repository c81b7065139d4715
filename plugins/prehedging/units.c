/* units.c - see units.h. */
#include "units.h"

enum { N = RP_STATES, P = RP_STATE_PRICE, ONE = RP_STATE_ONE };

/* The nearest power of two, or of four, at or below a positive number; 1 for anything else. */
static double rounded(double x, int multiple) {
  if (!(x > 0) || !isfinite(x)) return 1;
  int exponent = ilogb(x);
  return ldexp(1, exponent - (exponent % multiple + multiple) % multiple);
}

rp_units rp_units_of(const rp_price_demand *m) {
  const rp_dealer *k = &m->dealer;
  double size = m->client.size > 0 ? m->client.size : fabs(m->start.position.inventory);
  double share = rounded(size, 1), steep = k->market.permanent + k->a;
  if (steep > 0)
    return (rp_units){share, rounded(steep * share, 1), rounded(k->market.temporary / steep, 2),
                      m->start.price};
  double time = rounded(k->omega > 0 ? 1 / k->omega : k->market.horizon, 2);
  return (rp_units){share, rounded(k->market.temporary / time * share, 1), time, m->start.price};
}

rp_price_demand rp_units_convert(const rp_units *u, const rp_price_demand *m) {
  const rp_dealer_market *k = &m->dealer.market;
  double slope = u->price / u->share; /* of the price in shares */
  rp_dealer_market market = {.permanent = k->permanent / slope,
                             .transient = k->transient / slope,
                             .decay = k->decay * u->time,
                             .temporary = k->temporary / slope / u->time,
                             .inventory_cost = k->inventory_cost / slope * u->time,
                             .random_stage = k->random_stage / u->time,
                             .horizon = k->horizon / u->time};
  rp_price_demand out = *m;
  rp_dealer_solve(&market, &out.dealer);
  out.client.size /= u->share;
  out.client.half_spread /= u->price;
  out.start.position.inventory /= u->share;
  out.start.position.transient /= u->price;
  out.start.price = (m->start.price - u->origin) / u->price;
  out.volatility *= sqrt(u->time) / u->price;
  out.reference /= u->price;
  out.spread_slope *= u->price;
  out.price_slope *= u->price;
  return out;
}

double rp_units_state(const rp_units *u, int i) {
  return i == RP_STATE_INVENTORY ? u->share : i == ONE ? 1 : u->price;
}

double rp_units_origin(const rp_units *u, int i) {
  return i == P ? u->origin : 0;
}

void rp_units_value(const rp_units *u, const double *in, double *out) {
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      out[i * N + j] = in[i * N + j] * (rp_units_cash(u) / (rp_units_state(u, i) * rp_units_state(u, j)));
  if (u->origin == 0) return;
  double constant =
      out[ONE * N + ONE] - 2 * u->origin * out[ONE * N + P] + u->origin * u->origin * out[P * N + P];
  for (int i = 0; i < ONE; ++i)
    out[i * N + ONE] = out[ONE * N + i] = out[i * N + ONE] - u->origin * out[i * N + P];
  out[ONE * N + ONE] = constant;
}

void rp_units_feedback(const rp_units *u, const double *in, double *out) {
  for (int i = 0; i < N; ++i)
    out[i] = in[i] * (u->share / u->time / rp_units_state(u, i));
  if (u->origin != 0) out[ONE] -= u->origin * out[P];
}
