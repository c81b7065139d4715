/* Thresholds: what they separate, and the kriging formula as a second route. */
#include "markets.h"
#include "closing_price/thresholds.h"

static double intercept[MOST], slope[MOST], trades[MOST];

static rp_one_way_range range_of(test_market *m, double shares, rp_one_pass *pass) {
  rp_one_pass_solve(&m->market, pass, m->gains);
  rp_one_pass_affine(&m->market, m->gains, shares, intercept, slope);
  return rp_thresholds_one_way(pass, m->market.periods, shares, intercept, slope);
}

/* Number of trades that go the programme's way at a fee. */
static int64_t forward_trades(test_market *m, const rp_one_pass *pass, double shares, double fee) {
  rp_programme programme = {.shares = shares, .fee = fee};
  double mean, variance, volume = rp_one_pass_volume(pass, &programme);
  int64_t count = 0;
  rp_one_pass_trades(&m->market, m->gains, &programme, volume, trades, &mean, &variance);
  for (int64_t t = 0; t <= m->market.periods; ++t)
    count += (shares < 0 ? -trades[t] : trades[t]) > 0;
  return count;
}

Test(thresholds, one_way_range_is_sharp) {
  uint64_t state = 47;
  int bounded = 0, none = 0;
  for (int round = 0; round < 400; ++round) {
    test_market m;
    random_market(&m, &state);
    double shares = uniform(&state, -1, 1) < 0 ? -2e4 : 2e4, calm = round % 3 == 0 ? 0.05 : 1;
    for (int t = 0; t < MOST; ++t)
      m.drift[t] *= calm;
    rp_one_pass pass;
    rp_one_way_range range = range_of(&m, shares, &pass);
    int64_t all = m.market.periods + 1;
    double threshold = rp_one_pass_threshold(&pass);
    if (!range.exists) {
      ++none;
      cr_assert(isnan(range.fee_above) && isnan(range.fee_below));
      for (double gap = 1e-6; gap < 1; gap *= 1.2)
        cr_assert(forward_trades(&m, &pass, shares, threshold + gap) < all);
      continue;
    }
    if (range.binding_period > 0) {
      ++bounded;
      double gap = range.fee_above - threshold;
      cr_assert(gap > 0);
      double over = fmin(range.fee_above + 1e-7 * gap, (range.fee_above + range.fee_below) / 2);
      cr_assert_eq(forward_trades(&m, &pass, shares, over), all);
      cr_assert(forward_trades(&m, &pass, shares, range.fee_above - 1e-7 * gap) < all);
      CLOSE(intercept[range.binding_period - 1] + slope[range.binding_period - 1] * range.volume_limit, 0,
            1e-10, 2e4);
      cr_assert(range.volume_limit * shares > 0);
    } else {
      CLOSE(range.fee_above, threshold, 0, 0);
    }
    if (isinf(range.fee_below)) {
      cr_assert_eq(forward_trades(&m, &pass, shares, range.fee_above + 1e3), all);
    } else {
      double gap = range.fee_below - threshold;
      cr_assert_eq(
          forward_trades(&m, &pass, shares,
                         fmax(range.fee_below - 1e-7 * gap, (range.fee_above + range.fee_below) / 2)),
          all);
      cr_assert(forward_trades(&m, &pass, shares, range.fee_below + 1e-7 * gap) < all);
    }
  }
  cr_assert(bounded > 100 && none > 20, "%d %d", bounded, none);
}

Test(thresholds, sales_of_a_selling_programme_are_symmetric) {
  test_market m;
  rp_one_pass pass;
  constant_market(&m, 13, 0);
  rp_one_way_range buy = range_of(&m, 1e5, &pass), sell = range_of(&m, -1e5, &pass);
  CLOSE(sell.fee_above, buy.fee_above, 1e-15, 0);
  CLOSE(sell.volume_limit, -buy.volume_limit, 1e-15, 0);
  CLOSE(buy.volume_limit, 36839.00125, 1e-8, 0);
  cr_assert_eq(buy.binding_period, 13);
}

Test(thresholds, no_period_binds_or_nothing_is_bought) {
  rp_one_pass pass = {.qy = 2e-3, .yy = -1e-4};
  double up[] = {1, 2}, down[] = {-0.5, 0.5}, flat[] = {0, 0}, rising[] = {0.5, 0.25}, zero[] = {0, 0};
  rp_one_way_range range = rp_thresholds_one_way(&pass, 2, 10, up, rising);
  cr_assert(range.exists && isinf(range.volume_limit) && range.binding_period == 0);
  CLOSE(range.fee_above, 1e-4, 1e-15, 0);
  range = rp_thresholds_one_way(&pass, 2, 10, zero, flat); /* never traded: not positive */
  cr_assert_not(range.exists);
  range = rp_thresholds_one_way(&pass, 2, 10, up, flat);
  cr_assert(range.exists);
  range = rp_thresholds_one_way(&pass, 2, 10, up, down);
  CLOSE(range.volume_limit, 2, 0, 0);
  CLOSE(range.fee_above, 1e-4 + 1e-2 / 2, 1e-15, 0);
  double minus[] = {3, -1};
  range = rp_thresholds_one_way(&pass, 2, 10, minus, down); /* y between 2 and 6 */
  cr_assert(range.exists);
  CLOSE(range.fee_above, 1e-4 + 1e-2 / 6, 1e-15, 0);
  CLOSE(range.fee_below, 1e-4 + 1e-2 / 2, 1e-15, 0);
  double apart[] = {1, -3};
  cr_assert_not(rp_thresholds_one_way(&pass, 2, 10, apart, down).exists);
  pass.qy = -2e-3; /* the volume would be negative at every fee */
  cr_assert_not(rp_thresholds_one_way(&pass, 2, 10, up, down).exists);
}

Test(thresholds, implied_fee_gives_its_volume) {
  uint64_t state = 53;
  for (int round = 0; round < 50; ++round) {
    test_market m;
    rp_one_pass pass;
    random_market(&m, &state);
    rp_one_way_range range = range_of(&m, 3e4, &pass);
    double volume = uniform(&state, -2e4, 4e4), fee = rp_thresholds_implied_fee(&pass, 3e4, volume);
    if (isnan(fee)) {
      cr_assert(rp_one_pass_residue(&pass, 3e4) * volume <= 0);
      continue;
    }
    rp_programme programme = {.shares = 3e4, .fee = fee};
    CLOSE(rp_one_pass_volume(&pass, &programme), volume, 1e-10, 0);
    bool admissible = rp_thresholds_is_one_way(m.market.periods, 3e4, volume, intercept, slope);
    cr_assert_eq(admissible, forward_trades(&m, &pass, 3e4, fee) == m.market.periods + 1);
    cr_assert_eq(admissible, range.exists && fee > range.fee_above && fee < range.fee_below);
  }
  rp_one_pass none = {.qy = 1e-3};
  cr_assert(isinf(rp_thresholds_implied_fee(&none, 1e4, 0)));
  cr_assert(isnan(rp_thresholds_implied_fee(&none, 1e4, -5)));
  double a[] = {-1, -2}, b[] = {-0.5, -0.25};
  cr_assert(rp_thresholds_is_one_way(2, -10, -0.5, a, b));
  cr_assert_not(rp_thresholds_is_one_way(2, -10, 0.5, a, b));
  cr_assert_not(rp_thresholds_is_one_way(2, -10, -3, a, b));
}

/* The pass at R = 0 and the kriging formula share nothing but the parameters. */
Test(thresholds, kriging_is_the_one_pass_threshold) {
  const double shares[] = {0, 0.13, 0.5, 0.91, 1}, rates[] = {0, 0.02, 0.1, 0.7, 3};
  const int64_t horizons[] = {1, 2, 3, 7, 13, 40};
  for (int reading = 0; reading < 2; ++reading)
    for (int a = 0; a < 5; ++a)
      for (int r = 0; r < 5; ++r) {
        rp_resilience resilience = reading ? RP_RESILIENCE_CONSISTENT : RP_RESILIENCE_PRINTED;
        double last = -INFINITY, limit = rp_thresholds_kriging(1e-3, shares[a], rates[r], resilience, 0);
        for (int h = 0; h < 6; ++h) {
          test_market m;
          rp_one_pass pass;
          constant_market(&m, horizons[h], 0);
          for (int t = 0; t < MOST; ++t)
            m.transient_share[t] = shares[a];
          m.market.resilience_rate = rates[r];
          m.market.risk_aversion = 0;
          m.market.resilience = resilience;
          rp_one_pass_solve(&m.market, &pass, NULL);
          double threshold = rp_thresholds_kriging(1e-3, shares[a], rates[r], resilience, horizons[h]);
          CLOSE(threshold, rp_one_pass_threshold(&pass), 1e-12, 1e-3);
          cr_assert(threshold >= last - 1e-18 && threshold <= limit + 1e-18 && limit <= 0.5e-3 + 1e-18,
                    "rises with the horizon to its limit, which lambda/2 bounds");
          last = threshold;
        }
        CLOSE(rp_thresholds_kriging(1e-3, shares[a], rates[r], resilience, 100000), limit, 2e-5, 1e-3);
      }
}

Test(thresholds, known_values) {
  CLOSE(rp_thresholds_kriging(1e-3, 0.5, 0.1, RP_RESILIENCE_PRINTED, 13), 2.897833537275718e-4, 1e-13, 0);
  CLOSE(rp_thresholds_kriging(1e-3, 0.5, 0.1, RP_RESILIENCE_PRINTED, 0), 3.138708097741914e-4, 1e-13, 0);
  CLOSE(rp_thresholds_kriging(1e-3, 0.5, 0.1, RP_RESILIENCE_CONSISTENT, 13), 3.463512295160862e-4, 1e-13, 0);
  CLOSE(rp_thresholds_kriging(1e-3, 0.5, 0.1, RP_RESILIENCE_CONSISTENT, 0), 3.704349042662584e-4, 1e-13, 0);
  CLOSE(rp_thresholds_kriging(1e-3, 0.5, 50, RP_RESILIENCE_PRINTED, 7), 0.5e-3 * (0.5 - 1.5 / 7), 1e-13, 0);
  CLOSE(rp_thresholds_kriging(1e-3, 0, 0.4, RP_RESILIENCE_CONSISTENT, 4), 0.5e-3 * 0.75, 1e-13, 0);
}
