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

enum { MARKETS = 77 }; /* no multiple of any register */

/* Columns for random markets; two of them not determined, one out of range. */
static void fill_columns(double in[7][MARKETS], rp_dealer_market *markets) {
  uint64_t state = 4;
  for (int j = 0; j < MARKETS; ++j) {
    rp_dealer_market *m = markets + j;
    *m = random_market(&state);
    if (j == 3 || j == 5 || j == 7) m->inventory_cost = m->decay = m->transient = 0;
    if (j == 7) m->transient = 2;
    if (j == 76) m->permanent = 1e300;
    const double values[] = {m->permanent,      m->transient,    m->decay,          m->temporary,
                             m->inventory_cost, m->random_stage, j == 5 ? -0.25 : 0};
    for (int i = 0; i < 7; ++i)
      in[i][j] = values[i];
  }
}

Test(dealer, lanes_have_the_same_bits) {
  static double in[7][MARKETS], out[12][MARKETS];
  static rp_dealer_market markets[MARKETS];
  fill_columns(in, markets);
  const rp_dealer_columns columns = {in[0],  in[1],  in[2],  in[3],   in[4],  in[5],  in[6],
                                     out[0], out[1], out[2], out[3],  out[4], out[5], out[6],
                                     out[7], out[8], out[9], out[10], out[11]};
  rp_dealer_lanes_solve(&columns, MARKETS);
  for (int j = 0; j < MARKETS; ++j) {
    rp_dealer k;
    rp_dealer_solve(&markets[j], &k);
    bool determined = rp_dealer_is_determined(&markets[j], in[6][j]);
    cr_assert_eq(out[11][j], !determined                 ? RP_DEALER_UNDETERMINED
                             : rp_dealer_is_in_range(&k) ? RP_DEALER_FINE
                                                         : RP_DEALER_OUT_OF_RANGE);
    const double numbers[] = {k.a,     k.b,         k.c,   k.d, k.e, k.f, k.g, k.rate_transient,
                              k.omega, k.splitting, k.pull};
    for (int i = 0; i < 11; ++i)
      cr_assert(out[i][j] == numbers[i] || !determined || !isfinite(numbers[i]), "%d of %d", i, j);
  }
  cr_assert_eq(out[11][3], RP_DEALER_FINE);
  cr_assert_eq(out[11][5], RP_DEALER_UNDETERMINED);
  cr_assert_eq(out[11][7], RP_DEALER_UNDETERMINED);
  cr_assert_eq(out[11][76], RP_DEALER_OUT_OF_RANGE);
}
