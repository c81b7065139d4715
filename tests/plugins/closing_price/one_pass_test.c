/* The one-pass algorithm: properties that any right solution has. Its numbers are checked against 50-digit
 * vectors. */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/recursion.h"

static rp_one_pass pass_of(test_market *m) {
  rp_one_pass pass;
  rp_one_pass_solve(&m->market, &pass, m->gains);
  return pass;
}

static double trades_of(test_market *m, const rp_one_pass *pass, double shares, double fee, double *trades) {
  rp_programme programme = {.shares = shares, .fee = fee};
  double mean, variance, volume = rp_one_pass_volume(pass, &programme);
  rp_one_pass_trades(&m->market, m->gains, &programme, volume, trades, &mean, &variance);
  CLOSE(mean + m->market.risk_aversion / 2 * variance, rp_one_pass_cost(pass, &programme), 1e-12,
        fabs(mean) + m->market.risk_aversion * variance);
  return volume;
}

/* A fee equal to the impact makes the venue one more period (claim fig1-C.001). */
Test(one_pass, fee_equal_to_impact_is_one_more_period) {
  test_market m, longer;
  double trades[MOST], more[MOST];
  constant_market(&m, 13, 0.3);
  constant_market(&longer, 14, 0.3);
  rp_one_pass pass = pass_of(&m), longer_pass = pass_of(&longer);
  trades_of(&m, &pass, 1e5, 1e-3, trades);
  trades_of(&longer, &longer_pass, 1e5, INFINITY, more);
  for (int64_t t = 0; t <= 13; ++t)
    CLOSE(trades[t], more[t], 1e-12, 1e5);
  cr_assert_eq(more[14], 0);
}

/* (lambda, C, R s, mu) -> k (...) leaves the trades and scales the cost; (Q, mu) -> -(Q, mu) flips the
 * trades. */
Test(one_pass, homogeneous_and_odd) {
  uint64_t state = 3;
  for (int round = 0; round < 50; ++round) {
    test_market m, scaled, flipped;
    double trades[MOST], scaled_trades[MOST], flipped_trades[MOST], k = 2.385;
    random_market(&m, &state);
    scaled = flipped = m;
    attach(&scaled, m.market.periods);
    attach(&flipped, m.market.periods);
    for (int64_t t = 0; t < MOST; ++t) {
      scaled.impact[t] *= k;
      scaled.drift[t] *= k;
      scaled.variance[t] *= k;
      flipped.drift[t] = -flipped.drift[t];
    }
    rp_one_pass pass = pass_of(&m), scaled_pass = pass_of(&scaled), flipped_pass = pass_of(&flipped);
    rp_programme programme = {.shares = 2e4, .fee = 1.3e-3}, dear = {.shares = 2e4, .fee = k * 1.3e-3};
    trades_of(&m, &pass, 2e4, 1.3e-3, trades);
    trades_of(&scaled, &scaled_pass, 2e4, k * 1.3e-3, scaled_trades);
    trades_of(&flipped, &flipped_pass, -2e4, 1.3e-3, flipped_trades);
    for (int64_t t = 0; t <= m.market.periods; ++t) {
      CLOSE(scaled_trades[t], trades[t], 1e-11, 2e4);
      CLOSE(flipped_trades[t], -trades[t], 1e-15, 2e4);
    }
    CLOSE(rp_one_pass_cost(&scaled_pass, &dear), k * rp_one_pass_cost(&pass, &programme), 1e-11, 0);
  }
}

Test(one_pass, cost_is_quadratic_in_shares_without_drift) {
  test_market m;
  constant_market(&m, 9, 0);
  rp_one_pass pass = pass_of(&m);
  rp_programme one = {.shares = 1e4, .fee = 7e-4}, three = {.shares = 3e4, .fee = 7e-4};
  CLOSE(rp_one_pass_cost(&pass, &three), 9 * rp_one_pass_cost(&pass, &one), 1e-14, 0);
  CLOSE(rp_one_pass_volume(&pass, &three), 3 * rp_one_pass_volume(&pass, &one), 1e-14, 0);
}

/* y is a hyperbola in the fee; J is increasing and concave with dJ/dC = y^2 (claims fig2, fig2-limit). */
Test(one_pass, hyperbola_in_the_fee) {
  uint64_t state = 5;
  for (int round = 0; round < 30; ++round) {
    test_market m;
    random_market(&m, &state);
    rp_one_pass pass = pass_of(&m);
    double threshold = rp_one_pass_threshold(&pass), residue = rp_one_pass_residue(&pass, 1e4);
    for (double fee = threshold + 1e-4; fee < 1e-2; fee *= 1.9) {
      double h = 1e-4 * (fee - threshold);
      rp_programme at = {1e4, fee}, below = {1e4, fee - h}, above = {1e4, fee + h};
      double y = rp_one_pass_volume(&pass, &at);
      CLOSE(y * (fee - threshold), residue, 1e-12, 0);
      double slope = (rp_one_pass_cost(&pass, &above) - rp_one_pass_cost(&pass, &below)) / (2 * h);
      CLOSE(slope, y * y, 1e-6, y * y + 1e-6 * fabs(rp_one_pass_cost(&pass, &at)) / h * 1e-6);
    }
    rp_programme far = {1e4, 1e9}, none = {1e4, INFINITY};
    CLOSE(1e9 * rp_one_pass_volume(&pass, &far), residue, 1e-12, 0);
    cr_assert_eq(rp_one_pass_volume(&pass, &none), 0);
    CLOSE(rp_one_pass_cost(&pass, &far), rp_one_pass_cost(&pass, &none), 1e-9, 0);
  }
}

/* The trades satisfy the conditions of optimality, which are evaluated without any recursion. */
Test(one_pass, marginal_costs_are_equal) {
  uint64_t state = 7;
  for (int round = 0; round < 100; ++round) {
    test_market m;
    double trades[MOST], workspace[MOST];
    random_market(&m, &state);
    rp_one_pass pass = pass_of(&m);
    double shares = uniform(&state, -1e5, 1e5);
    double fee = round % 5 == 0 ? INFINITY : rp_one_pass_threshold(&pass) + pow(10, uniform(&state, -4, -1));
    trades_of(&m, &pass, shares, fee, trades);
    rp_stationarity residual = rp_cost_stationarity(&m.market, fee, trades, workspace);
    cr_assert(residual.spread <= 1e-12 * residual.scale, "round %d: %g of %g", round, residual.spread,
              residual.scale);
  }
}

/* q_t = a_t + b_t y. */
Test(one_pass, trades_are_affine_in_the_volume) {
  uint64_t state = 13;
  for (int round = 0; round < 20; ++round) {
    test_market m;
    double trades[MOST], intercept[MOST], slope[MOST], sum_a = 0, sum_b = 0;
    random_market(&m, &state);
    rp_one_pass pass = pass_of(&m);
    double volume = trades_of(&m, &pass, 3e4, 1.1e-3, trades);
    rp_one_pass_affine(&m.market, m.gains, 3e4, intercept, slope);
    for (int64_t t = 0; t < m.market.periods; ++t) {
      CLOSE(trades[t], intercept[t] + slope[t] * volume, 1e-12, 3e4);
      sum_a += intercept[t];
      sum_b += slope[t];
    }
    CLOSE(sum_a, 3e4, 1e-13, 0);
    CLOSE(sum_b, -1, 1e-13, 0);
  }
}

static rp_existence existence_at(test_market *m, double fee) {
  rp_one_pass pass = pass_of(m);
  return rp_one_pass_existence(&pass, fee);
}

Test(one_pass, existence_and_its_edge) {
  test_market m;
  constant_market(&m, 13, 0);
  rp_one_pass pass = pass_of(&m);
  double threshold = rp_one_pass_threshold(&pass);
  cr_assert_eq(existence_at(&m, threshold * (1 + 1e-11)), RP_OPTIMUM_EXISTS);
  cr_assert_eq(existence_at(&m, threshold * (1 - 1e-11)), RP_FEE_BELOW_THRESHOLD);
  cr_assert_eq(existence_at(&m, threshold), RP_FEE_AT_THRESHOLD);
  cr_assert_eq(existence_at(&m, threshold * (1 + 1e-15)), RP_FEE_AT_THRESHOLD);
  cr_assert_eq(existence_at(&m, threshold * (1 - 1e-15)), RP_FEE_AT_THRESHOLD);
  cr_assert_eq(existence_at(&m, -1), RP_FEE_BELOW_THRESHOLD);
  cr_assert_eq(existence_at(&m, INFINITY), RP_OPTIMUM_EXISTS);
  cr_assert_eq(existence_at(&m, -INFINITY), RP_FEE_BELOW_THRESHOLD);
}

/* Risk enters the size of the terms: with R s a million times the impact the threshold is known to fewer
 * digits. */
Test(one_pass, edge_grows_with_the_terms) {
  test_market m;
  constant_market(&m, 1, 0);
  m.market.risk_aversion = 1e5; /* R s/2 = 1e3, C* = -1e3 - ... */
  rp_one_pass pass = pass_of(&m);
  double threshold = rp_one_pass_threshold(&pass);
  CLOSE(threshold, -1e3 - 1e-3 * 0.5 * (1 - exp(-0.1)), 1e-15, 0);
  cr_assert_eq(existence_at(&m, threshold + 1e-10), RP_FEE_AT_THRESHOLD);
  cr_assert_eq(existence_at(&m, threshold + 1e-9), RP_OPTIMUM_EXISTS);
  cr_assert_eq(existence_at(&m, threshold - 1e-9), RP_FEE_BELOW_THRESHOLD);
}

/* Falling impact: the edge lies at lambda_3 = 0.17303e-3 (claim intro-noPM). */
Test(one_pass, exchange_that_is_not_convex) {
  test_market m;
  constant_market(&m, 3, 0);
  m.market.risk_aversion = 0;
  m.impact[2] = 1e-4;
  cr_assert_eq(existence_at(&m, INFINITY), RP_EXCHANGE_NOT_CONVEX);
  cr_assert_eq(existence_at(&m, 1e3), RP_EXCHANGE_NOT_CONVEX);
  m.impact[2] = 0.1730e-3;
  cr_assert_eq(existence_at(&m, INFINITY), RP_EXCHANGE_NOT_CONVEX);
  m.impact[2] = 0.1731e-3;
  cr_assert_eq(existence_at(&m, INFINITY), RP_OPTIMUM_EXISTS);
  double low = 0.1730e-3, high = 0.1731e-3; /* bisect to the edge */
  for (int i = 0; i < 80; ++i) {
    m.impact[2] = (low + high) / 2;
    rp_one_pass pass = pass_of(&m);
    *(pass.least_pivot > 0 ? &high : &low) = m.impact[2];
  }
  CLOSE(high, 0.17303e-3, 1e-4, 0);
  m.impact[2] = high;
  cr_assert_eq(existence_at(&m, INFINITY), RP_EXCHANGE_AT_EDGE);
}

/* alpha from 0 to 1 half way with rho = 5: fails for 2 x 4 periods, not for 2 x 3. */
Test(one_pass, transient_share_that_rises) {
  for (int n = 3; n <= 4; ++n) {
    test_market m;
    constant_market(&m, 2 * n, 0);
    m.market.risk_aversion = 0;
    m.market.resilience_rate = 5;
    for (int t = 0; t < 2 * n; ++t)
      m.transient_share[t] = t < n ? 0 : 1;
    cr_assert_eq(existence_at(&m, INFINITY), n == 3 ? RP_OPTIMUM_EXISTS : RP_EXCHANGE_NOT_CONVEX);
  }
}

Test(one_pass, threshold_beyond_the_range_of_numbers) {
  test_market m;
  constant_market(&m, 4, 0);
  for (int t = 0; t < 4; ++t)
    m.impact[t] = 1e300;
  m.market.resilience_rate = 40;
  m.market.risk_aversion = 1e305;
  m.variance[3] = 1e10;
  cr_assert_eq(existence_at(&m, 1), RP_EXISTENCE_UNKNOWN);
}

Test(one_pass, no_impact) {
  test_market m;
  constant_market(&m, 4, 0);
  for (int t = 0; t < 4; ++t)
    m.impact[t] = 0;
  rp_one_pass pass = pass_of(&m);
  cr_assert_eq(rp_one_pass_existence(&pass, 1e-3), RP_OPTIMUM_EXISTS,
               "risk alone makes trading at once best");
  rp_programme programme = {.shares = 1e4, .fee = 1e-3};
  CLOSE(rp_one_pass_cost(&pass, &programme), 0, 1e-9, 1);
  m.market.risk_aversion = 0;
  cr_assert_eq(existence_at(&m, 1e-3), RP_EXCHANGE_FLAT);
}

Test(one_pass, one_period_in_closed_form) {
  test_market m;
  constant_market(&m, 1, 0.7);
  rp_one_pass pass = pass_of(&m);
  double e = exp(-0.1), lambda = 1e-3, carried = lambda * (0.5 * e + 0.5), risk = 1e-3 * 0.02;
  CLOSE(rp_one_pass_threshold(&pass), -(lambda - carried) - risk / 2, 1e-14, 0);
  /* min over y of lambda (Q-y)^2 + carried (Q-y) y + mu y + C y^2 + risk y^2/2 */
  double q = 1e4, fee = 8e-4,
         y = ((2 * lambda - carried) * q - 0.7) / (2 * (lambda - carried + fee + risk / 2));
  rp_programme programme = {.shares = q, .fee = fee};
  CLOSE(rp_one_pass_volume(&pass, &programme), y, 1e-14, 0);
  CLOSE(rp_one_pass_cost(&pass, &programme),
        lambda * (q - y) * (q - y) + carried * (q - y) * y + 0.7 * y + (fee + risk / 2) * y * y, 1e-14, 0);
  cr_assert(isinf(pass.least_pivot));
}

/* rho = 0 and R = 0: C*_0 = (lambda/2)(1 - 1/T), N = lambda/2 - C*_0. */
Test(one_pass, permanent_impact_in_closed_form) {
  for (int64_t periods = 1; periods < 20; ++periods) {
    test_market m;
    constant_market(&m, periods, 0);
    m.market.resilience_rate = m.market.risk_aversion = 0;
    rp_one_pass pass = pass_of(&m);
    double n = (double)periods;
    CLOSE(rp_one_pass_threshold(&pass), 1e-3 / 2 * (1 - 1 / n), 1e-14, 1e-3);
    CLOSE(rp_one_pass_residue(&pass, 1), 1e-3 / (2 * n), 1e-13, 0);
  }
}

/* The volume keeps its relative accuracy where it is exponentially small: risk of 200 and of 6 times the
 * impact, against values computed with two hundred digits. Forms that subtract terms of the size of the risk
 * have no digit left here. */
Test(one_pass, tiny_volume_keeps_its_digits) {
  test_market m;
  constant_market(&m, 20, 0);
  m.market.risk_aversion = 10;
  m.market.resilience_rate = 0;
  rp_one_pass pass = pass_of(&m);
  rp_programme programme = {.shares = 1e5, .fee = 1e-3};
  CLOSE(rp_one_pass_volume(&pass, &programme), 7.8194254487975374e-42, 1e-14, 0);
  cr_assert(rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &programme) < 1e-55);
  constant_market(&m, 40, 0);
  for (int t = 0; t < 40; ++t)
    m.transient_share[t] = 0.9;
  m.market.risk_aversion = 0.3;
  m.market.resilience_rate = 0.5;
  m.market.resilience = RP_RESILIENCE_CONSISTENT;
  pass = pass_of(&m);
  CLOSE(rp_one_pass_volume(&pass, &programme), 7.4514958945620382e-5, 1e-13, 0);
}

/* The stated bound covers the real error, measured against the dense route's 50-digit value, and is not a
 * wild guess. */
Test(one_pass, accuracy_bound) {
  test_market m;
  constant_market(&m, 13, 0);
  rp_one_pass pass = pass_of(&m);
  rp_programme programme = {.shares = 1e5, .fee = 1e-3}, none = {.shares = 1e5, .fee = INFINITY};
  double bound = rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &programme);
  double error = fabs(rp_one_pass_volume(&pass, &programme) - 11687.601977770308);
  cr_assert(error <= bound && bound < 1e-9, "error %g, bound %g", error, bound);
  cr_assert_eq(rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &none), 0);
  programme.fee = rp_one_pass_threshold(&pass) * (1 + 1e-9);
  cr_assert(rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &programme) > 1e3 * bound);
}

/* The bound, written out: eight units in the last place of each term of the numerator and of the margin. */
Test(one_pass, accuracy_bound_by_hand) {
  test_market m;
  for (int64_t periods = 1; periods <= 2; ++periods) {
    constant_market(&m, periods, 0);
    m.drift[0] = 0.4;
    m.drift[1] = -0.7;
    m.drift[2] = m.drift[3] = 99;
    for (int i = 0; i < MOST * RP_GAIN_COUNT; ++i)
      m.gains[i] = 1e9;
    cr_assert_eq(rp_one_pass_gains(periods), (periods - 1) * RP_GAIN_COUNT);
    rp_one_pass pass = pass_of(&m);
    rp_programme programme = {.shares = -2e4, .fee = periods == 1 ? -1e-5 : 2e-4};
    double drift =
        periods == 1 ? 0.4 : 0.7 + fabs(m.gains[RP_GAIN_Y] * m.gains[RP_GAIN_SHIFT] * m.gains[RP_GAIN_PIVOT]);
    double last = 1e-3 * 0.5 * (1 - exp(-0.1)) + 1e-3 * 0.02 / 2;
    double numerator = 0.5 * (fabs(pass.qy * 2e4) + drift), volume = rp_one_pass_volume(&pass, &programme);
    double margin = fabs(programme.fee) + last + fabs(pass.yy);
    CLOSE(rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &programme),
          8 * 0x1p-52 * (numerator + fabs(volume) * margin) / (programme.fee + pass.yy), 1e-12, 0);
  }
}

/* Near the edge of convexity the threshold is a thousand times the impact, and its rounding error that of its own size. */
Test(one_pass, edge_at_a_large_threshold) {
  test_market m;
  constant_market(&m, 3, 0);
  m.market.risk_aversion = 0;
  m.impact[2] = 0.17303e-3 * (1 + 1e-6);
  double low = 0.1730e-3, high = 0.1731e-3;
  while (high - low > 1e-13) {
    m.impact[2] = (low + high) / 2;
    rp_one_pass pass = pass_of(&m);
    *(pass.least_pivot > 0 ? &high : &low) = m.impact[2];
  }
  m.impact[2] = high;
  rp_one_pass pass = pass_of(&m);
  double threshold = rp_one_pass_threshold(&pass);
  cr_assert(threshold > 1, "%g", threshold);
  cr_assert_eq(existence_at(&m, threshold * (1 + 3e-14)), RP_FEE_AT_THRESHOLD);
  cr_assert_eq(existence_at(&m, threshold * (1 - 3e-14)), RP_FEE_AT_THRESHOLD);
  cr_assert_eq(existence_at(&m, threshold * (1 + 1e-12)), RP_OPTIMUM_EXISTS);
  cr_assert_eq(existence_at(&m, threshold * (1 - 1e-12)), RP_FEE_BELOW_THRESHOLD);
}

/* Drift and shares that ask for opposite volumes cancel; the bound knows the size of what cancelled. */
Test(one_pass, accuracy_bound_where_drift_cancels) {
  test_market m;
  constant_market(&m, 13, 0.3);
  rp_one_pass pass = pass_of(&m);
  double shares = pass.ly / pass.qy;
  CLOSE(shares, 6226.8846415128719612, 1e-13, 0);
  rp_programme programme = {.shares = shares, .fee = 1e-3};
  double volume = rp_one_pass_volume(&pass, &programme);
  cr_assert(fabs(volume) < rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &programme));
  programme.shares = 1.01 * shares;
  volume = rp_one_pass_volume(&pass, &programme);
  cr_assert(fabs(volume) > rp_one_pass_volume_accuracy(&m.market, &pass, m.gains, &programme));
}
