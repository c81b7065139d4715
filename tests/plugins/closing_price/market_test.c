/* The coefficients of the market against the dynamics that define them (eqs 2.2-2.4). */
#include "markets.h"

/* One share at j, nothing else: the price follows p' = p + lambda m q - S, S' = l q + e S. */
Test(market, price_kernel_is_the_response_to_one_share) {
  uint64_t state = 11;
  for (int round = 0; round < 40; ++round) {
    test_market m;
    random_market(&m, &state);
    double e = exp(-m.market.resilience_rate);
    for (int64_t j = 0; j < m.market.periods; ++j) {
      double alpha = m.transient_share[j], weight = m.market.resilience == RP_RESILIENCE_PRINTED ? 1 : alpha;
      double price = m.impact[j] * (alpha * e + 1 - alpha), recovery = m.impact[j] * weight * (1 - e) * e;
      CLOSE(rp_market_next_price(&m.market, rp_market_decay(&m.market), j), price, 1e-15, 0);
      CLOSE(rp_market_recovery(&m.market, rp_market_decay(&m.market), j), recovery, 1e-14, 0);
      for (int64_t t = j + 1; t <= m.market.periods; ++t) {
        CLOSE(rp_market_price_kernel(&m.market, t, j), price, 1e-14, m.impact[j]);
        price -= recovery;
        recovery *= e;
      }
    }
  }
}

/* What stays for ever: (1 - alpha)(1 - e) lambda as printed, (1 - alpha) lambda as the text describes (claim
 * eq2.4). */
Test(market, long_run_impact) {
  test_market m;
  constant_market(&m, 40, 0);
  m.market.resilience_rate = 2.385;
  CLOSE(rp_market_price_kernel(&m.market, 40, 0), 1e-3 * 0.5 * (1 - exp(-2.385)), 1e-14, 0);
  m.market.resilience = RP_RESILIENCE_CONSISTENT;
  CLOSE(rp_market_price_kernel(&m.market, 40, 0), 1e-3 * 0.5, 1e-14, 0);
}

Test(market, loss_keeps_its_digits_for_a_slow_recovery) {
  test_market m;
  constant_market(&m, 3, 0);
  m.market.resilience_rate = 1e-12;
  CLOSE(rp_market_decay(&m.market).lost, 1e-12 - 0.5e-24, 1e-15, 0);
  CLOSE(rp_market_recovery(&m.market, rp_market_decay(&m.market), 1), 1e-3 * 1e-12, 1e-11, 0);
  m.market.resilience_rate = 0;
  cr_assert_eq(rp_market_decay(&m.market).lost, 0);
  cr_assert_eq(rp_market_decay(&m.market).left, 1);
}

Test(market, says_what_varies) {
  test_market m;
  constant_market(&m, 5, 0);
  cr_assert(rp_market_is_constant(&m.market));
  cr_assert_not(rp_market_has_drift(&m.market));
  m.impact[4] = 2e-3;
  cr_assert_not(rp_market_is_constant(&m.market));
  CLOSE(rp_market_largest_impact(&m.market), 2e-3, 0, 0);
  m.impact[4] = 1e-3;
  m.transient_share[4] = 0.51;
  cr_assert_not(rp_market_is_constant(&m.market));
  m.transient_share[4] = 0.5;
  m.impact[5] = 9; /* beyond the last period */
  m.drift[5] = 9;
  cr_assert(rp_market_is_constant(&m.market));
  cr_assert_not(rp_market_has_drift(&m.market));
  CLOSE(rp_market_largest_impact(&m.market), 1e-3, 0, 0);
  m.drift[4] = -1e-9;
  cr_assert(rp_market_has_drift(&m.market));
}
