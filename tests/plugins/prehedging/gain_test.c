/* Expected gains: invariances of the model, the dealer who waits, and exact scenarios against their mean and against quadrature. */
#include "dealers.h"
#include "numerics/quadrature.h"
#include "prehedging/scenario.h"
#include <stddef.h>

static rp_gain gain_of(const rp_dealer_market *market, const rp_client *client, const rp_start *start) {
  rp_stages k = stages_of(market);
  return rp_gain_of(&k, client, start);
}

Test(gain, mirrors) {
  uint64_t state = 2;
  for (int round = 0; round < 200; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_client client = random_client(&state), other = client;
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, uniform(&state, -3, 3)};
    rp_start flipped = {{-start.position.inventory, -start.position.transient}, -start.price};
    other.buy_probability = 1 - client.buy_probability;
    rp_gain a = gain_of(&market, &client, &start), b = gain_of(&market, &other, &flipped);
    double size = 1 + fabs(a.expected) + fabs(a.without);
    CLOSE(a.expected, b.expected, 1e-13, size);
    CLOSE(a.without, b.without, 1e-13, size);
    CLOSE(a.offset, b.offset, 1e-13, size + fabs(a.offset));
    CLOSE(a.bonus, b.bonus, 1e-13, size + a.bonus);
  }
}

/* A dealer who expects nothing of the client liquidates; the gain is affine in the half spread. */
Test(gain, without_expected_flow_she_liquidates) {
  uint64_t state = 71;
  for (int round = 0; round < 1000; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_client client = random_client(&state), wider = client;
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, uniform(&state, -3, 3)};
    if (round % 3 == 0) client.buy_probability = 0.5;
    if (round % 3 == 1) client.trade_probability = 0;
    if (round % 3 == 2) client.size = 0;
    rp_stages k = stages_of(&market);
    cr_assert_eq(rp_client_flow(&client), 0);
    rp_position z = rp_stages_first(&k, start.position, 0, market.horizon);
    rp_position relaxed = rp_stages_relax(&k, start.position, market.horizon);
    CLOSE(z.inventory, relaxed.inventory, 1e-13, 1);
    CLOSE(z.transient, relaxed.transient, 1e-13, 1);
    wider = client;
    wider.half_spread += 1;
    rp_gain a = gain_of(&market, &client, &start), b = gain_of(&market, &wider, &start);
    CLOSE(b.expected - a.expected, client.trade_probability * client.size, 1e-12, 1 + fabs(a.expected));
  }
}

/* Impact that decays at once is none; one whose size grows with its decay is a temporary one, if no client comes. */
Test(gain, fast_decay_is_no_impact_or_a_temporary_one) {
  uint64_t state = 83;
  for (int round = 0; round < 200; ++round) {
    rp_dealer_market market = random_market(&state), plain = market, fast = market, rising = market,
                     dearer = market;
    rp_client client = random_client(&state), nobody = client;
    rp_start start = {{uniform(&state, -1, 1), 0}, uniform(&state, -3, 3)};
    plain.transient = 0;
    fast.decay = 1e9;
    rp_gain a = gain_of(&plain, &client, &start), b = gain_of(&fast, &client, &start);
    CLOSE(b.expected, a.expected, 1e-7, 1 + fabs(a.expected));
    double ratio = uniform(&state, 0.1, 1);
    nobody.trade_probability = 0;
    rising.decay = 1e9, rising.transient = ratio * 1e9;
    dearer.transient = 0, dearer.temporary += 2 * ratio;
    a = gain_of(&dearer, &nobody, &start), b = gain_of(&rising, &nobody, &start);
    CLOSE(b.expected, a.expected, 1e-6, 1 + fabs(a.expected));
  }
}

/* Towards a free inventory and towards an endless second stage. */
Test(gain, limits_of_cost_and_waiting) {
  uint64_t state = 97;
  for (int round = 0; round < 200; ++round) {
    rp_dealer_market market = random_market(&state), cheap = market, endless = market;
    rp_client client = random_client(&state);
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, 0};
    market.inventory_cost = 0;
    cheap.inventory_cost = 1e-16;
    CLOSE(gain_of(&cheap, &client, &start).expected, gain_of(&market, &client, &start).expected, 1e-5, 1);
    endless.random_stage = 1e9;
    cr_assert(stages_of(&endless).dealer.pull < 1e-6);
    rp_stages k = stages_of(&endless);
    CLOSE(end_of(&k, start.position, 1.3).inventory, end_of(&k, start.position, 0).inventory, 1e-5, 1);
  }
}

/* Sizes times c: gains times c^2. Prices times c: gains times c. Time times c with decay/c, nu c, gamma/c: the same gains. */
Test(gain, units) {
  double c = 2.385;
  rp_gain a = gain_of(&base_market, &base_client, &base_start);
  rp_client client = base_client;
  rp_start start = {{c * 0.7, c * 0.25}, c * 5};
  client.size *= c;
  client.half_spread *= c;
  CLOSE(gain_of(&base_market, &client, &start).expected, c * c * a.expected, 1e-14, 0);
  CLOSE(gain_of(&base_market, &client, &start).without, c * c * a.without, 1e-14, 0);
  rp_dealer_market market = base_market;
  market.permanent *= c, market.transient *= c, market.temporary *= c, market.inventory_cost *= c;
  client = base_client;
  client.half_spread *= c;
  start = (rp_start){{0.7, c * 0.25}, c * 5};
  CLOSE(gain_of(&market, &client, &start).expected, c * a.expected, 1e-14, 0);
  market = base_market;
  market.random_stage *= c, market.horizon *= c, market.decay /= c, market.temporary *= c,
      market.inventory_cost /= c;
  CLOSE(gain_of(&market, &base_client, &base_start).expected, a.expected, 1e-14, 0);
  CLOSE(gain_of(&market, &base_client, &base_start).without, a.without, 1e-14, 0);
}

Test(gain, is_quadratic_in_the_probability_and_never_below_waiting) {
  uint64_t state = 6;
  for (int round = 0; round < 1000; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_client client = random_client(&state), nobody = client;
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, uniform(&state, -3, 3)};
    nobody.trade_probability = 0;
    if (round % 9 == 0) market.inventory_cost = 0;
    rp_gain gain = gain_of(&market, &client, &start), none = gain_of(&market, &nobody, &start);
    double p = client.trade_probability, size = 1 + fabs(gain.expected) + fabs(gain.offset) + gain.bonus;
    CLOSE(gain.expected,
          none.expected + p * (client.half_spread * client.size - gain.offset) + p * p * gain.bonus, 1e-13,
          size);
    CLOSE(gain.without, none.without + p * (client.half_spread * client.size - gain.offset_without), 1e-13,
          size);
    CLOSE(gain.from_prehedging, gain.expected - gain.without, 1e-13, size);
    cr_assert(gain.from_prehedging >= -1e-13 * size);
  }
}

Test(gain, a_flat_dealer_gains_the_bonus) {
  rp_start flat = {{0, 0}, 3};
  rp_gain gain = gain_of(&base_market, &base_client, &flat);
  double p = base_client.trade_probability;
  CLOSE(gain.from_prehedging, p * p * gain.bonus, 1e-15, 0);
  rp_client balanced = base_client;
  balanced.buy_probability = 0.5;
  CLOSE(gain_of(&base_market, &balanced, &flat).from_prehedging, 0, 1e-16, 1);
}

/* Claim value-X0: the printed convention differs by p kappa (2 pi - 1) X^* X_0. */
Test(gain, printed_convention) {
  rp_client printed = base_client;
  printed.price = RP_PRICE_PRINTED;
  rp_gain a = gain_of(&base_market, &base_client, &base_start),
          b = gain_of(&base_market, &printed, &base_start);
  double term = rp_client_flow(&base_client) * base_market.permanent * base_start.position.inventory;
  CLOSE(b.expected - a.expected, term, 1e-14, 0);
  CLOSE(b.without - a.without, term, 1e-14, 0);
}

typedef struct averaging {
  const rp_scenarios *scenarios;
  double buy, sell;
} averaging;

/* exp(-s) times the gain averaged over the client's decision, s in units of alpha. */
static double weighted(const void *context, double s) {
  const averaging *a = context;
  double tau = s * a->scenarios->stages->dealer.market.random_stage;
  return exp(-s) * (a->buy * rp_scenario_at(a->scenarios, tau, 1, 0).gain +
                    a->sell * rp_scenario_at(a->scenarios, tau, -1, 0).gain +
                    (1 - a->buy - a->sell) * rp_scenario_at(a->scenarios, tau, 0, 0).gain);
}

Test(scenario, mean_is_the_expected_gain) {
  uint64_t state = 12;
  for (int round = 0; round < 60; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_client client = random_client(&state);
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, uniform(&state, -3, 3)};
    if (round % 5 == 1) market.transient = 0;
    if (round % 5 == 2) market.inventory_cost = 0;
    if (round % 5 == 3) market.decay = 0;
    client.price = round % 2 ? RP_PRICE_PRINTED : RP_PRICE_MARKET;
    rp_stages k = stages_of(&market);
    rp_gain gain = rp_gain_of(&k, &client, &start);
    for (int prehedges = 0; prehedges < 2; ++prehedges) {
      rp_scenarios scenarios = rp_scenarios_begin(&k, &client, &start, prehedges, 0);
      averaging a = {&scenarios, client.trade_probability * client.buy_probability, 0};
      a.sell = client.trade_probability - a.buy;
      double want = prehedges ? gain.expected : gain.without;
      CLOSE(rp_integrate(weighted, &a, 0, 45, 1e-14, NULL), want, 1e-11, 1 + fabs(want));
    }
  }
}

/* The integral of X^2 over everything, by steps. */
static double held_squared(const rp_scenarios *s, double tau, int side) {
  const rp_stages *k = s->stages;
  double horizon = k->dealer.market.horizon, sum = 0;
  enum { STEPS = 40000 };
  rp_position end = s->prehedges ? rp_stages_second(k, s->at_horizon, s->flow, tau)
                                 : rp_scenario_at(s, tau, side, 0).at_trade;
  rp_position after = {end.inventory - side * s->client.size, end.transient};
  double rest = 45 / k->dealer.slow;
  for (int i = 0; i < STEPS; ++i) {
    double u = (i + 0.5) / STEPS, held = s->start.position.inventory, waits = held;
    if (s->prehedges) {
      held = rp_stages_first(k, s->start.position, s->flow, horizon * u).inventory;
      waits = rp_stages_second(k, s->at_horizon, s->flow, tau * u).inventory;
    }
    double x = rp_stages_relax(k, after, rest * u * u).inventory;
    sum += (held * held * horizon + waits * waits * tau + x * x * rest * 2 * u) / STEPS;
  }
  return sum;
}

Test(scenario, noise_has_the_variance_of_the_holdings) {
  uint64_t state = 31;
  for (int round = 0; round < 16; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_client client = random_client(&state);
    rp_start start = {{uniform(&state, -1, 1), uniform(&state, -1, 1)}, 1};
    if (round % 4 == 1) market.transient = 0;
    if (round % 4 == 2) market.decay = 0;
    rp_stages k = stages_of(&market);
    if (k.dealer.slow == 0) market.decay = 0.3, k = stages_of(&market);
    rp_scenarios s = rp_scenarios_begin(&k, &client, &start, round % 3 != 0, 0.7);
    double tau = uniform(&state, 0, 2);
    for (int side = -1; side <= 1; ++side) {
      double noise = (rp_scenario_at(&s, tau, side, 1).gain - rp_scenario_at(&s, tau, side, 0).gain) / 0.7;
      CLOSE(noise * noise, held_squared(&s, tau, side), 1e-5, 0);
    }
  }
}
