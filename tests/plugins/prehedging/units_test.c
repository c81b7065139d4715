/* Natural units: powers of two near the problem's own sizes, and values, feedbacks and problems that lead back exactly. */
#include "dealers.h"
#include "prehedging/units.h"
#include <stdlib.h>

static rp_price_demand random_problem(uint64_t *state) {
  rp_dealer_market market = random_market(state);
  rp_price_demand m = {
      .client = {uniform(state, 0.2, 2), uniform(state, 0, 1), 0, uniform(state, 0, 1), RP_PRICE_MARKET},
      .start = {{uniform(state, -1, 1), uniform(state, -0.5, 0.5)}, uniform(state, 1, 9)},
      .volatility = uniform(state, 0, 1),
      .level = uniform(state, 0.2, 0.8),
      .reference = uniform(state, 0, 0.5),
      .spread_slope = uniform(state, 0.1, 1),
      .price_slope = uniform(state, 0, 0.5)};
  market.horizon = uniform(state, 0.1, 2);
  rp_dealer_solve(&market, &m.dealer);
  return m;
}

/* The same problem counted in other units. */
static rp_price_demand counted(const rp_price_demand *m, double share, double cash, double time) {
  rp_price_demand out = *m;
  rp_dealer_market market = m->dealer.market;
  double price = cash / share;
  market.permanent *= price / share;
  market.transient *= price / share;
  market.decay /= time;
  market.temporary *= price / share * time;
  market.inventory_cost *= price / share / time;
  market.random_stage *= time;
  market.horizon *= time;
  rp_dealer_solve(&market, &out.dealer);
  out.client.size *= share;
  out.client.half_spread *= price;
  out.start.position.inventory *= share;
  out.start.position.transient *= price;
  out.start.price *= price;
  out.volatility *= price / sqrt(time);
  out.reference *= price;
  out.spread_slope /= price;
  out.price_slope /= price;
  return out;
}

/* The expected gain of a problem in natural units, in the user's. */
static double gain_in(const rp_units *u, const rp_price_demand *natural, void *work) {
  rp_price_value value;
  cr_assert_eq(rp_price_solve(natural, &value, work), RP_PRICE_OK);
  return rp_units_cash(u) * rp_price_gain(natural, &value);
}

static bool is_power_of(double base, double x) {
  double exponent = log2(x) / log2(base);
  return exponent == floor(exponent);
}

Test(units, are_powers_of_two_near_the_problem) {
  uint64_t state = 3;
  for (int round = 0; round < 200; ++round) {
    rp_price_demand m = random_problem(&state);
    double share = exp2(uniform(&state, -40, 40)), cash = exp2(uniform(&state, -40, 40)),
           time = exp2(uniform(&state, -20, 20));
    rp_price_demand other = counted(&m, share, cash, time);
    rp_units u = rp_units_of(&other);
    const rp_dealer *k = &other.dealer;
    cr_assert(is_power_of(2, u.share) && is_power_of(2, u.price) && is_power_of(4, u.time));
    cr_assert(other.client.size / u.share >= 1 && other.client.size / u.share < 2);
    double steep = (k->market.permanent + k->a) * u.share / u.price;
    cr_assert(steep >= 1 && steep < 2, "%g", steep);
    double relaxes = k->market.temporary / (k->market.permanent + k->a) / u.time;
    cr_assert(relaxes >= 1 && relaxes < 4, "%g", relaxes);
    cr_assert_eq(u.origin, other.start.price);
    cr_assert_eq(rp_units_cash(&u), u.share * u.price);
  }
}

Test(units, of_markets_in_which_nothing_costs) {
  rp_price_demand m = {.client = {0}, .start = {{-3, 0}, 2}};
  rp_dealer_market market = {.temporary = 5, .decay = 0.2, .horizon = 3};
  rp_dealer_solve(&market, &m.dealer);
  rp_units u = rp_units_of(&m);
  cr_assert(u.share == 2 && u.time == 4, "%g, %g", u.share, u.time); /* |X_0| and 1/omega */
  cr_assert(u.price == 2, "%g", u.price);                            /* 5/4 of two shares */
  market.decay = 0;
  rp_dealer_solve(&market, &m.dealer);
  m.start.position.inventory = 0;
  u = rp_units_of(&m);
  cr_assert(u.share == 1 && u.time == 1 && u.price == 4, "%g, %g, %g", u.share, u.time, u.price);
}

Test(units, lead_back) {
  uint64_t state = 9;
  void *work = malloc(rp_price_workspace());
  int solved = 0;
  for (int round = 0; round < 100; ++round) {
    rp_price_demand m = random_problem(&state);
    rp_price_value here, there;
    if (rp_price_solve(&m, &here, work) != RP_PRICE_OK) continue;
    ++solved;
    /* A problem of order 1, in its own units and in natural ones. */
    rp_units u = rp_units_of(&m);
    u.share *= 4;
    u.price /= 8;
    u.time *= 16;
    rp_price_demand natural = rp_units_convert(&u, &m);
    cr_assert_eq(natural.start.price, 0);
    cr_assert_eq(rp_price_solve(&natural, &there, work), RP_PRICE_OK);
    double p[RP_STATE_PRODUCTS], k[RP_STATES], kk[RP_STATES], own[RP_STATES], size = 0;
    for (int i = 0; i < RP_STATE_PRODUCTS; ++i)
      size = fmax(size, fabs(here.at_start[i]));
    rp_units_value(&u, there.at_start, p);
    for (int i = 0; i < RP_STATE_PRODUCTS; ++i)
      CLOSE(p[i], here.at_start[i], 1e-11, size);
    rp_units_value(&u, there.decided, p);
    for (int i = 0; i < RP_STATE_PRODUCTS; ++i)
      CLOSE(p[i], here.decided[i], 1e-11, size);
    rp_control_feedback(&there.control, there.at_horizon, k);
    rp_units_feedback(&u, k, kk);
    rp_control_feedback(&here.control, here.at_horizon, own);
    for (int i = 0; i < RP_STATES; ++i)
      CLOSE(kk[i], own[i], 1e-11, size);
    /* Prices may begin anywhere. */
    u.origin = 0.75;
    natural = rp_units_convert(&u, &m);
    CLOSE(natural.start.price * u.price, m.start.price - 0.75, 1e-14, m.start.price);
    CLOSE(gain_in(&u, &natural, work), rp_price_gain(&m, &here) - 0.75 * m.start.position.inventory, 1e-11,
          size);
  }
  cr_assert(solved > 60, "%d", solved);
  free(work);
}

Test(units, of_the_state) {
  const rp_units u = {8, 0.5, 4, 3};
  const double unit[] = {8, 0.5, 0.5, 1}, origin[] = {0, 0, 3, 0};
  for (int i = 0; i < RP_STATES; ++i) {
    cr_assert_eq(rp_units_state(&u, i), unit[i]);
    cr_assert_eq(rp_units_origin(&u, i), origin[i]);
  }
}
