/* The dense programme: agreement with the one-pass algorithm, determinants, refusals. */
#include "markets.h"
#include "closing_price/dense.h"

static double workspace[8 * MOST * MOST];

static rp_dense_status solve(const test_market *m, const rp_programme *programme, double *trades,
                             rp_dense_result *result) {
  int64_t size = rp_dense_workspace(m->market.periods);
  double *inside = fence(workspace, 8 * MOST * MOST, size);
  rp_dense_status status = rp_dense_plan_solve(&m->market, programme, trades, result, inside);
  check_fence(workspace, size);
  return status;
}

Test(dense, agrees_with_the_one_pass_algorithm) {
  uint64_t state = 41;
  for (int round = 0; round < 200; ++round) {
    test_market m;
    double trades[MOST], other[MOST], pivots[MOST], mean, variance, logarithms = 0;
    random_market(&m, &state);
    if (round % 10 == 0) attach(&m, 1);
    rp_one_pass pass;
    rp_one_pass_solve(&m.market, &pass, m.gains);
    double fee = round % 4 == 0 ? INFINITY : rp_one_pass_threshold(&pass) + pow(10, uniform(&state, -4, -1));
    rp_programme programme = {.shares = uniform(&state, -1e5, 1e5), .fee = fee};
    rp_dense_result result;
    cr_assert_eq(solve(&m, &programme, trades, &result), RP_DENSE_SOLVED);
    rp_one_pass_trades(&m.market, m.gains, &programme, rp_one_pass_volume(&pass, &programme), other, &mean,
                       &variance);
    for (int64_t t = 0; t <= m.market.periods; ++t)
      CLOSE(trades[t], other[t], 1e-9, fabs(programme.shares) + 1e4);
    CLOSE(result.cost, rp_one_pass_cost(&pass, &programme), 1e-10,
          fabs(mean) + m.market.risk_aversion * variance);
    CLOSE(result.threshold, rp_one_pass_threshold(&pass), 1e-11, 1e-3);
    /* prod 2 A1 = det H */
    rp_one_pass_pivots(&m.market, fee, pivots);
    for (int64_t t = 0; t < m.market.periods; ++t)
      logarithms += isinf(pivots[t]) ? 0 : log(2 * pivots[t]);
    CLOSE(result.log_determinant, logarithms, 1e-11, 1);
    cr_assert(result.reciprocal_condition > 0 && result.reciprocal_condition <= 1 + 1e-12);
  }
}

/* A known condition number: two periods without a venue leave one free trade. */
Test(dense, condition_of_a_single_trade) {
  test_market m;
  double trades[MOST];
  constant_market(&m, 2, 0);
  rp_programme programme = {.shares = 1, .fee = INFINITY};
  rp_dense_result result;
  cr_assert_eq(solve(&m, &programme, trades, &result), RP_DENSE_SOLVED);
  CLOSE(result.reciprocal_condition, 1, 1e-14, 0);
}

/*
 * Two free trades: LAPACK's estimate is exact, and the condition number of [a b; b c] in the 1-norm is known. Once with a
 * third period and no venue, once with the venue as the third opportunity.
 */
Test(dense, condition_of_two_trades) {
  for (int venue = 0; venue < 2; ++venue) {
    test_market m;
    double trades[MOST], second = venue ? 0.7e-3 : 1e-3, e = exp(-0.1), carried = 0.5 * e + 0.5,
                         s = 1e-3 * 0.02;
    constant_market(&m, 3 - venue, 0);
    m.impact[2 - venue] = 0.7e-3;
    rp_programme programme = {.shares = 1, .fee = venue ? 0.7e-3 : INFINITY};
    rp_dense_result result;
    cr_assert_eq(solve(&m, &programme, trades, &result), RP_DENSE_SOLVED);
    double m11 = 2e-3, m12 = 1e-3 * carried, m13 = 1e-3 * (carried - (1 - e) * e);
    double m22 = 2 * second + s, m23 = second * carried + s, m33 = 1.4e-3 + 2 * s;
    double a = m11 - 2 * m13 + m33, b = m12 - m13 - m23 + m33, c = m22 - 2 * m23 + m33;
    double norm = fmax(fabs(a) + fabs(b), fabs(b) + fabs(c)), determinant = a * c - b * b;
    CLOSE(result.reciprocal_condition, determinant / (norm * norm), 1e-12, 0);
    CLOSE(result.log_determinant, log(determinant), 1e-12, 1);
  }
}

/* A large fee makes the Hessian nearly 2 C 11' plus the rest: condition about the fee over the rest. */
Test(dense, condition_grows_with_the_fee) {
  test_market m;
  double trades[MOST];
  constant_market(&m, 13, 0);
  rp_dense_result small, large;
  rp_programme programme = {.shares = 1, .fee = 1e-2};
  solve(&m, &programme, trades, &small);
  programme.fee = 10;
  solve(&m, &programme, trades, &large);
  CLOSE(small.reciprocal_condition / large.reciprocal_condition, 1000, 0.1, 0);
  CLOSE(small.reciprocal_condition, 2.83e-3, 0.05, 0);
}

Test(dense, refusals) {
  test_market m;
  double trades[MOST];
  rp_dense_result result;
  constant_market(&m, 13, 0);
  rp_programme programme = {.shares = 1e5, .fee = 2.69e-4};
  cr_assert_eq(solve(&m, &programme, trades, &result), RP_DENSE_NO_MINIMUM);
  CLOSE(result.threshold, 2.698200838549067e-4, 1e-12, 0);
  programme.fee = 2.70e-4;
  cr_assert_eq(solve(&m, &programme, trades, &result), RP_DENSE_SOLVED);
  constant_market(&m, 3, 0);
  m.impact[2] = 1e-4;
  m.market.risk_aversion = 0;
  programme.fee = 1;
  cr_assert_eq(solve(&m, &programme, trades, &result), RP_DENSE_EXCHANGE_NOT_CONVEX);
  cr_assert(isnan(result.threshold));
}

Test(dense, form_is_symmetric_with_impact_on_its_diagonal) {
  uint64_t state = 43;
  test_market m;
  static double form[MOST * MOST], linear[MOST];
  random_market(&m, &state);
  rp_dense_form(&m.market, 0.5, form, linear);
  int64_t n = m.market.periods + 1;
  double variance = 0, drift = 0;
  for (int64_t t = 0; t < n; ++t) {
    CLOSE(form[t * n + t], (t < n - 1 ? 2 * m.impact[t] : 0) + 0.5 * variance, 1e-14, 1e-3);
    CLOSE(linear[t], drift, 1e-14, 1);
    for (int64_t j = 0; j < t; ++j)
      cr_assert_eq(form[t * n + j], form[j * n + t]);
    variance += t < n - 1 ? m.variance[t] : 0;
    drift += t < n - 1 ? m.drift[t] : 0;
  }
}
