/* scenario.c - see scenario.h. */
#include "scenario.h"
#include "numerics/quadrature.h"
#include <stddef.h>

static double inventory_squared(const void *context, double t) {
  const rp_scenarios *k = context;
  double x = rp_stages_first(k->stages, k->start.position, k->flow, t).inventory;
  return x * x;
}

/* L with L M + M' L = e1 e1', M = [[g, c_I], [lambda g, lambda c_I + beta]]; c_I/beta = 2/(nu (g + beta + omega)). */
static void solve_lyapunov(rp_scenarios *k) {
  const rp_dealer *c = &k->stages->dealer;
  double g = c->g, per_decay = 2 / (c->market.temporary * (g + c->market.decay + c->omega));
  double felt = 1 + c->market.transient * per_decay; /* (lambda c_I + beta)/beta */
  double over = 1 / (2 * g * c->omega), decay = c->market.decay;
  k->l_xx = 1 / (2 * g) + c->market.transient * per_decay * decay * felt * over;
  k->l_xi = -per_decay * decay * felt * over;
  k->l_ii = per_decay * c->rate_transient * over;
}

rp_scenarios rp_scenarios_begin(const rp_stages *stages, const rp_client *client, const rp_start *start,
                                bool prehedges, double volatility) {
  const rp_dealer *c = &stages->dealer;
  rp_scenarios k = {.stages = stages,
                    .client = *client,
                    .start = *start,
                    .prehedges = prehedges,
                    .volatility = volatility,
                    .flow = prehedges ? rp_client_flow(client) : 0};
  double held = start->position.inventory, horizon = c->market.horizon, nu = c->market.temporary;
  k.sure = start->price * held - c->market.permanent * held * held / 2;
  if (prehedges) {
    double drive = k.flow * k.flow / (2 * nu);
    k.at_horizon = rp_stages_first(stages, start->position, k.flow, horizon);
    k.sure += rp_liquidation_value(c, start->position) - drive * rp_stages_pull_squared(stages, horizon);
    k.per_time = drive * c->pull * c->pull;
  } else {
    k.at_horizon = (rp_position){held, start->position.transient * exp(-c->market.decay * horizon)};
    k.per_time = c->market.inventory_cost * held * held / 2;
    k.sure -= k.per_time * horizon;
  }
  if (volatility > 0) {
    k.held_squared =
        prehedges ? rp_integrate(inventory_squared, &k, 0, horizon, 1e-13, NULL) : held * held * horizon;
    solve_lyapunov(&k);
  }
  return k;
}

/* The integral of X^2 over a third stage that begins at z. */
static double relaxing_squared(const rp_scenarios *k, rp_position z) {
  return k->l_xx * z.inventory * z.inventory + 2 * k->l_xi * z.inventory * z.transient +
         k->l_ii * z.transient * z.transient;
}

/*
 * The same over the second stage from z to `end`, tau later, less relaxing_squared(z): (z' L z)' = -X^2 + 2 U (L q)' z
 * with the drive U, and the integrals of X and I follow from the state's own equations,
 *     I' - lambda X' = -beta I,   X' = -g X - c_I I + U.
 */
static double waiting_squared(const rp_scenarios *k, rp_position z, rp_position end, double tau) {
  const rp_dealer *c = &k->stages->dealer;
  if (!k->prehedges) return z.inventory * z.inventory * tau - relaxing_squared(k, z);
  double drive = k->flow * c->pull / c->market.temporary, lambda = c->market.transient;
  double per_decay = 2 / (c->market.temporary * (c->g + c->market.decay + c->omega));
  double eased =
      per_decay * (lambda * (end.inventory - z.inventory) - (end.transient - z.transient)); /* c_I int I */
  double held = (z.inventory - end.inventory + drive * tau - eased) / c->g;
  return drive / c->g * (held - eased / c->omega) - relaxing_squared(k, end);
}

rp_scenario rp_scenario_at(const rp_scenarios *k, double tau, int side, double normal) {
  const rp_dealer *c = &k->stages->dealer;
  rp_scenario s;
  s.at_trade = k->at_horizon;
  if (tau > 0) {
    if (k->prehedges)
      s.at_trade = rp_stages_second(k->stages, k->at_horizon, k->flow, tau);
    else
      s.at_trade.transient *= exp(-c->market.decay * tau);
  }
  s.gain = k->sure - k->per_time * tau;
  if (side) s.gain += rp_client_adds(c, &k->client, k->start.position.inventory, s.at_trade, side);
  if (!k->prehedges) s.gain += rp_liquidation_value(c, s.at_trade);
  if (k->volatility > 0) {
    rp_position after = {s.at_trade.inventory - side * k->client.size, s.at_trade.transient};
    double squared = k->held_squared + relaxing_squared(k, k->at_horizon) +
                     waiting_squared(k, k->at_horizon, s.at_trade, tau) + relaxing_squared(k, after);
    s.gain += k->volatility * sqrt(fmax(squared, 0)) * normal; /* below 0 by rounding only */
  }
  return s;
}
