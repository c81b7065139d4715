/* Round trips: the eigenpair is one, nothing is cheaper, and the sign changes at the manipulation threshold.
 */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/dense.h"
#include "closing_price/round_trip.h"

static double workspace[16 * MOST * MOST], form[MOST * MOST], linear[MOST], trades[MOST];
static int32_t integers[16 * MOST];

static rp_round_trip solve(const test_market *m, bool venue, double fee) {
  rp_round_trip result;
  int64_t count = rp_round_trip_integers(m->market.periods),
          size = rp_round_trip_workspace(m->market.periods);
  cr_assert_eq(count, 10 * m->market.periods + 2, "what LAPACK asks for");
  double *inside = fence(workspace, 16 * MOST * MOST, size);
  int32_t *numbers = fence_integers(integers, 16 * MOST, count);
  cr_assert(rp_round_trip_solve(&m->market, venue, fee, &result, trades, inside, numbers));
  check_fence(workspace, size);
  check_integers(integers, count);
  return result;
}

static void calm(test_market *m) {
  for (int t = 0; t < MOST; ++t)
    m->drift[t] = 0;
  m->market.risk_aversion = 0;
}

Test(round_trip, eigenpair_and_minimality) {
  uint64_t state = 71;
  int inexact = 0;
  for (int round = 0; round < 60; ++round) {
    test_market m;
    double sum = 0, square = 0, other[MOST];
    random_market(&m, &state);
    calm(&m);
    bool venue = round % 2;
    int64_t n = m.market.periods + venue;
    rp_round_trip best = solve(&m, venue, 4e-4);
    cr_assert(best.residual < 1e-13);
    inexact += best.residual > 0;
    for (int64_t t = 0; t <= m.market.periods; ++t) {
      sum += trades[t];
      square += trades[t] * trades[t];
    }
    CLOSE(sum, 0, 1e-13, 1);
    CLOSE(square, 1, 1e-13, 0);
    cr_assert(trades[0] > 0);
    CLOSE(best.least_cost, rp_cost_mean(&m.market, 4e-4, trades), 1e-12, 1e-3);
    rp_dense_form(&m.market, 0, form, linear);
    CLOSE(best.least_cost, rp_dense_cost(m.market.periods, form, linear, 4e-4, trades), 1e-12, 1e-3);
    /* Round trips nearby cost at least as much. */
    for (int k = 0; k < 20; ++k) {
      double mean = 0, norm = 0;
      for (int64_t t = 0; t <= m.market.periods; ++t) {
        other[t] = t < n ? trades[t] + uniform(&state, -0.3, 0.3) : 0;
        mean += other[t] / (double)n;
      }
      for (int64_t t = 0; t < n; ++t) {
        other[t] -= mean;
        norm += other[t] * other[t];
      }
      cr_assert(rp_cost_mean(&m.market, 4e-4, other) >= (best.least_cost - 1e-17) * norm);
    }
  }
  cr_assert(inexact > 40, "rounding leaves some residual");
}

/* Two opportunities: the only round trip buys one share and sells it at once. */
Test(round_trip, single_round_trip) {
  test_market m;
  constant_market(&m, 1, 0);
  calm(&m);
  double carried = 1e-3 * (0.5 * exp(-0.1) + 0.5);
  rp_round_trip best = solve(&m, true, 3e-4);
  CLOSE(best.least_cost, (1e-3 - carried + 3e-4) / 2, 1e-14, 0);
  CLOSE(trades[0], sqrt(0.5), 1e-14, 0);
  best = solve(&m, false, 0);
  cr_assert(isnan(best.least_cost));
  cr_assert_eq(trades[0], 0);
}

Test(round_trip, sign_changes_at_the_manipulation_threshold) {
  uint64_t state = 73;
  for (int round = 0; round < 40; ++round) {
    test_market m;
    rp_one_pass pass;
    random_market(&m, &state);
    calm(&m);
    rp_one_pass_solve(&m.market, &pass, NULL);
    double threshold = rp_one_pass_threshold(&pass);
    cr_assert(solve(&m, true, threshold + 1e-8).least_cost > 0);
    cr_assert(solve(&m, true, threshold - 1e-8).least_cost < 0);
    cr_assert(solve(&m, false, 0).least_cost > 0);
  }
}

/* Constant coefficients bound the exchange-only cost from below by (lambda/2)(1 - c0 + tanh(rho/2)) (claim
 * intro-noPM). */
Test(round_trip, lower_bound_for_constant_coefficients) {
  for (int64_t periods = 2; periods < 40; periods += 5) {
    test_market m;
    constant_market(&m, periods, 0);
    double e = exp(-0.1), bound = 0.5e-3 * (1 - 0.5 * (1 - e) + tanh(0.05));
    cr_assert(solve(&m, false, 0).least_cost >= bound);
  }
  test_market m;
  constant_market(&m, 13, 0);
  CLOSE(solve(&m, false, 0).least_cost, 5.015547595433073e-4, 1e-12, 0);
  CLOSE(solve(&m, true, 0).least_cost, -2.514421773653109e-4, 1e-12, 0);
}
