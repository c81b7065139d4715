/* What strategies cost, against the quadratic form of dense.h and against simple identities. */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/dense.h"

static double form[MOST * MOST], linear[MOST];

static double some_trades(const test_market *m, uint64_t *state, double *trades) {
  double sum = 0;
  for (int64_t t = 0; t <= m->market.periods; ++t)
    sum += trades[t] = uniform(state, -1e4, 1e4);
  return sum;
}

Test(cost, equals_the_quadratic_form) {
  uint64_t state = 23;
  for (int round = 0; round < 100; ++round) {
    test_market m;
    double trades[MOST];
    random_market(&m, &state);
    some_trades(&m, &state, trades);
    rp_dense_form(&m.market, 0, form, linear);
    double mean = rp_cost_mean(&m.market, 1.7e-3, trades);
    CLOSE(mean, rp_dense_cost(m.market.periods, form, linear, 1.7e-3, trades), 1e-12, 1e5);
    rp_dense_form(&m.market, m.market.risk_aversion, form, linear);
    CLOSE(rp_cost_certainty_equivalent(&m.market, 1.7e-3, trades),
          rp_dense_cost(m.market.periods, form, linear, 1.7e-3, trades), 1e-12, 1e5);
  }
}

Test(cost, variance_is_that_of_what_is_still_to_come) {
  test_market m;
  constant_market(&m, 3, 0.1);
  m.variance[0] = 0.01;
  m.variance[1] = 0.02;
  m.variance[2] = 0.05;
  double trades[] = {5, 7, 11, 13};
  CLOSE(rp_cost_variance(&m.market, trades), 0.01 * 31 * 31 + 0.02 * 24 * 24 + 0.05 * 13 * 13, 1e-15, 0);
}

Test(cost, unused_venue_costs_nothing_at_any_fee) {
  test_market m;
  constant_market(&m, 2, 0.1);
  double trades[] = {5, 7, 0}, e = exp(-0.1), price = 1e-3 * (0.5 * e + 0.5) * 5 + 0.1;
  double cost = 1e-3 * 25 + (price + 7e-3) * 7;
  CLOSE(rp_cost_mean(&m.market, INFINITY, trades), cost, 1e-15, 0);
  CLOSE(rp_cost_mean(&m.market, 3, trades), cost, 1e-15, 0);
  trades[2] = 2;
  double close = price + 1e-3 * (0.5 * e + 0.5) * 7 - 1e-3 * (1 - e) * e * 5 + 0.1;
  CLOSE(rp_cost_mean(&m.market, 3, trades), cost + 2 * close + 12, 1e-15, 0);
}

Test(cost, paths_are_the_superposition_of_single_trades) {
  uint64_t state = 29;
  test_market m;
  double trades[MOST], inventory[MOST], price[MOST], recovery[MOST];
  random_market(&m, &state);
  double shares = some_trades(&m, &state, trades);
  rp_cost_paths(&m.market, trades, shares, inventory, price, recovery);
  double left = shares, drift = 0;
  rp_decay decay = rp_market_decay(&m.market);
  for (int64_t t = 0; t <= m.market.periods; ++t) {
    double moved = drift, pending = 0;
    for (int64_t j = 0; j < t; ++j) {
      moved += rp_market_price_kernel(&m.market, t, j) * trades[j];
      pending += rp_market_recovery(&m.market, decay, j) * pow(decay.left, (double)(t - 1 - j)) * trades[j];
    }
    CLOSE(inventory[t], left, 1e-13, 1e4);
    CLOSE(price[t], moved, 1e-12, 10);
    CLOSE(recovery[t], pending, 1e-12, 1);
    left -= trades[t];
    drift += t < m.market.periods ? m.drift[t] : 0;
  }
  rp_cost_paths(&m.market, trades, shares, NULL, NULL, NULL);
}

/* The spread of marginal costs is what finite differences of the cost say. */
Test(cost, stationarity_measures_marginal_costs) {
  uint64_t state = 31;
  for (int round = 0; round < 30; ++round) {
    test_market m;
    double trades[MOST], workspace[MOST], low = INFINITY, high = -INFINITY;
    random_market(&m, &state);
    some_trades(&m, &state, trades);
    bool venue = round % 2;
    double fee = venue ? 1.2e-3 : INFINITY;
    if (!venue) trades[m.market.periods] = 0;
    rp_dense_form(&m.market, m.market.risk_aversion, form, linear);
    int64_t n = m.market.periods + 1;
    for (int64_t t = 0; t < n - !venue; ++t) {
      double marginal = linear[t] + (t == n - 1 ? 2 * fee * trades[t] : 0);
      for (int64_t j = 0; j < n; ++j)
        marginal += form[t * n + j] * trades[j];
      low = fmin(low, marginal);
      high = fmax(high, marginal);
    }
    rp_stationarity s = rp_cost_stationarity(&m.market, fee, trades, workspace);
    CLOSE(s.spread, high - low, 1e-12, s.scale);
    cr_assert(s.scale >= (high - low) / 2 * (1 - 1e-12));
  }
}

/* The scale is the largest sum of absolute terms: here that of the second trade, with five terms of both signs. */
Test(cost, scale_of_the_stationarity) {
  test_market m;
  double workspace[MOST], trades[] = {-50, 60, -40, 25}, e = exp(-0.1), next = 1e-3 * (0.5 * e + 0.5);
  double l = 1e-3 * (1 - e) * e, R = 0.02;
  constant_market(&m, 3, 0);
  m.market.risk_aversion = R;
  rp_stationarity s = rp_cost_stationarity(&m.market, 1e-4, trades, workspace);
  double price[] = {0, -50 * next, -50 * next + 60 * next + 50 * l, 0};
  price[3] = price[2] - 40 * next - (60 * l - 50 * l * e);
  double left[] = {45, -15, 25}, pending[] = {0, 0, 0, 0}, risk = 0, scale = fabs(price[3]) + 2e-4 * 25;
  pending[2] = 0;
  pending[1] = -left[2];
  pending[0] = e * pending[1] - left[1];
  for (int t = 2; t >= 0; --t) {
    risk -= R * 0.02 * left[t];
    scale = fmax(scale, fabs(price[t]) + 2e-3 * fabs(trades[t]) + fabs(next * left[t]) +
                            fabs(l * pending[t]) + fabs(risk));
  }
  CLOSE(s.scale, scale, 1e-13, 0);
  s = rp_cost_stationarity(&m.market, 1, trades, workspace); /* now the venue's two terms are the largest */
  CLOSE(s.scale, fabs(price[3]) + 50, 1e-13, 0);
}

Test(cost, certainty_equivalent) {
  uint64_t state = 37;
  test_market m;
  double trades[MOST];
  random_market(&m, &state);
  some_trades(&m, &state, trades);
  double mean = rp_cost_mean(&m.market, 1e-3, trades), variance = rp_cost_variance(&m.market, trades);
  CLOSE(rp_cost_certainty_equivalent(&m.market, 1e-3, trades), mean + 0.5 * m.market.risk_aversion * variance,
        1e-15, 0);
}
