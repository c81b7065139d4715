/* gain.c - see gain.h. */
#include "gain.h"

double rp_liquidation_value(const rp_dealer *k, rp_position z) {
  return -k->a * z.inventory * z.inventory / 2 + k->b * z.inventory * z.transient +
         k->c * z.transient * z.transient / 2;
}

double rp_client_adds(const rp_dealer *k, const rp_client *client, double initial_inventory, rp_position z,
                      int side) {
  if (side == 0) return 0;
  double now = k->market.permanent + k->a, size = client->size;
  double linear = now * z.inventory + k->one_minus_b * z.transient;
  if (client->price == RP_PRICE_PRINTED) linear += k->market.permanent * initial_inventory;
  return size * (side * linear + client->half_spread - now * size / 2);
}

/* Keeps X_0 until the decision: value of the running cost, of liquidating, and the mean of the transient
 * impact there. */
static double wait(const rp_dealer *k, rp_position z, double *mean_transient) {
  const rp_dealer_market *m = &k->market;
  double beta = m->decay, alpha = m->random_stage, held = z.inventory;
  double once = 0, twice = 0;
  if (z.transient != 0) {
    once = exp(-beta * m->horizon) / (1 + alpha * beta);
    twice = exp(-2 * beta * m->horizon) / (1 + 2 * alpha * beta);
  }
  *mean_transient = z.transient * once;
  double cost = m->inventory_cost * held * held / 2 * (m->horizon + alpha);
  return -k->a * held * held / 2 + k->b * held * *mean_transient +
         k->c * z.transient * z.transient * twice / 2 - cost;
}

void rp_gain_write(const rp_stages *k, const rp_client *client, const rp_start *start, rp_gain *gain) {
  const rp_dealer *c = &k->dealer;
  rp_position z = start->position;
  double d, e, f, p = client->trade_probability, size = client->size, held = z.inventory;
  double side = 2 * client->buy_probability - 1, flow = rp_client_flow(client),
         now = c->market.permanent + c->a;
  rp_stages_functions(k, c->market.horizon, &d, &e, &f);
  double printed = client->price == RP_PRICE_PRINTED ? c->market.permanent * held : 0;
  double marked = start->price * held - c->market.permanent * held * held / 2;
  double certain = p * size * (client->half_spread - now * size / 2) + flow * printed;
  gain->expected =
      marked + rp_liquidation_value(c, z) + flow * (d * held + e * z.transient) + certain + flow * flow * f;
  double mean_transient, waited = wait(c, z, &mean_transient);
  double linear = now * held + c->one_minus_b * mean_transient;
  gain->without = marked + waited + flow * linear + certain;
  gain->from_prehedging =
      rp_liquidation_value(c, z) - waited + flow * (d * held + e * z.transient - linear) + flow * flow * f;
  gain->offset = size * (now * size / 2 - side * (d * held + e * z.transient + printed));
  gain->offset_without = size * (now * size / 2 - side * (linear + printed));
  gain->bonus = side * size * side * size * f;
}

double rp_client_cost(const rp_dealer *k, const rp_client *client, double initial_inventory,
                      rp_position mean) {
  double inventory = client->price == RP_PRICE_PRINTED ? mean.inventory : mean.inventory - initial_inventory;
  return k->market.permanent * inventory + mean.transient + client->half_spread;
}
