/* The constants: the equations that define them, their limits, and the lanes. */
#include "dealers.h"
#include "prehedging/dealer_lanes.h"

Test(dealer, satisfies_the_algebraic_equations) {
  uint64_t state = 1;
  for (int round = 0; round < 1000; ++round) {
    rp_dealer_market market = random_market(&state);
    rp_dealer k;
    if (round % 5 == 0) market.transient = 0;
    if (round % 7 == 0) market.random_stage = 0;
    if (round % 11 == 0) market.decay = 0;
    if (round % 13 == 0 && market.decay > 0) market.inventory_cost = 0;
    rp_dealer_solve(&market, &k);
    cr_assert(rp_dealer_residual(&k) <= 1.5e-15, "round %d: residual %g", round, rp_dealer_residual(&k));
    double eta = k.g + market.transient * k.rate_transient;
    CLOSE(k.omega, eta + market.decay, 4e-15, 0);
    CLOSE(k.pull, k.d + market.transient * k.e, 4e-15, k.pull);
    CLOSE(k.splitting * k.splitting, k.omega * k.omega - 4 * market.decay * k.g, 1e-14, k.omega * k.omega);
    CLOSE(k.one_minus_b, 1 - k.b, 1e-15, 1);
    cr_assert(k.pull > 0 && k.d >= 0 && k.slow >= 0 && k.fast >= k.slow &&
              k.splitting >= fabs(k.g - market.decay) * (1 - 1e-15));
  }
}

/* A residual that is small for wrong constants would prove nothing. */
Test(dealer, residual_notices_errors) {
  rp_dealer k, wrong;
  rp_dealer_solve(&base_market, &k);
  double *fields[] = {&wrong.a, &wrong.b, &wrong.c, &wrong.d, &wrong.e, &wrong.f};
  for (int i = 0; i < 6; ++i) {
    wrong = k;
    *fields[i] *= 1 + 1e-6;
    cr_assert(rp_dealer_residual(&wrong) > 1e-8, "field %d", i);
  }
}

/* Impact that stays for ever is permanent impact. */
Test(dealer, without_decay_transient_impact_is_permanent) {
  rp_dealer_market stays = base_market, permanent = base_market;
  rp_dealer a, b;
  stays.decay = 0;
  permanent.permanent += permanent.transient;
  permanent.transient = 0;
  rp_dealer_solve(&stays, &a);
  rp_dealer_solve(&permanent, &b);
  CLOSE(a.pull, b.pull, 1e-15, 0);
  CLOSE(a.f, b.f, 2e-15, 0);
  cr_assert_eq(a.b, 1);
  cr_assert_eq(a.c, 0);
  cr_assert_eq(a.e, 0);
}

Test(dealer, limits_of_the_random_stage) {
  rp_dealer_market market = base_market;
  rp_dealer k;
  market.random_stage = 0;
  rp_dealer_solve(&market, &k);
  CLOSE(k.d, market.permanent + k.a, 0, 0);
  CLOSE(k.e, 1 - k.b, 1e-15, 0);
  cr_assert_eq(k.f, 0);
  market.random_stage = 1e9;
  rp_dealer_solve(&market, &k);
  CLOSE(k.pull, 0, 2e-9, 1);
}

Test(dealer, negative_root_runs_away) {
  rp_dealer k;
  rp_dealer_solve(&base_market, &k);
  double other = 2 * k.g / (k.g + base_market.decay - k.omega);
  CLOSE(k.g * (other +
               base_market.decay * base_market.transient * other * other / (2 * base_market.inventory_cost) -
               1) +
            base_market.decay * other,
        0, 1e-13, fabs(other));
}

Test(dealer, is_determined_unless_both_limits_compete) {
  rp_dealer_market market = base_market;
  market.inventory_cost = market.decay = 0;
  cr_assert_not(rp_dealer_is_determined(&market, 0));
  market.transient = 0;
  cr_assert(rp_dealer_is_determined(&market, 0));
  cr_assert_not(rp_dealer_is_determined(&market, -0.1));
  market.decay = 1e-9;
  cr_assert(rp_dealer_is_determined(&market, 3));
  market.decay = 0;
  market.inventory_cost = 1e-9;
  cr_assert(rp_dealer_is_determined(&market, 3));
}

Test(dealer, lanes_have_the_same_bits) {
  uint64_t state = 4;
  static rp_dealer_lanes lanes;
  rp_dealer_market markets[RP_DEALER_LANES];
  for (int j = 0; j < RP_DEALER_LANES; ++j) {
    markets[j] = random_market(&state);
    if (j == 3) markets[j].inventory_cost = markets[j].decay = markets[j].transient = 0;
    lanes.permanent[j] = markets[j].permanent;
    lanes.transient[j] = markets[j].transient;
    lanes.decay[j] = markets[j].decay;
    lanes.temporary[j] = markets[j].temporary;
    lanes.inventory_cost[j] = markets[j].inventory_cost;
    lanes.random_stage[j] = markets[j].random_stage;
  }
  rp_dealer_lanes_solve(&lanes);
  for (int j = 0; j < RP_DEALER_LANES; ++j) {
    rp_dealer k;
    rp_dealer_solve(&markets[j], &k);
    cr_assert(lanes.a[j] == k.a && lanes.b[j] == k.b && lanes.c[j] == k.c && lanes.d[j] == k.d &&
              lanes.e[j] == k.e);
    cr_assert(lanes.f[j] == k.f && lanes.g[j] == k.g && lanes.rate_transient[j] == k.rate_transient);
    cr_assert(lanes.omega[j] == k.omega && lanes.splitting[j] == k.splitting && lanes.pull[j] == k.pull);
  }
}
