/* One-way strategies: against all sets of used opportunities, and against the unrestricted optimum. */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/dense.h"
#include "closing_price/monotone.h"
#include "closing_price/thresholds.h"

static double workspace[8 * MOST * MOST], form[MOST * MOST], linear[MOST], trades[MOST], shadow[MOST];
static int32_t integers[4 * MOST];

static rp_monotone_result solve(const test_market *m, double shares, double fee) {
  rp_programme programme = {.shares = shares, .fee = fee};
  rp_monotone_result result;
  int64_t count = rp_monotone_integers(m->market.periods), size = rp_monotone_workspace(m->market.periods);
  double *inside = fence(workspace, 8 * MOST * MOST, size);
  int32_t *numbers = fence_integers(integers, 4 * MOST, count);
  cr_assert_eq(rp_monotone_solve(&m->market, &programme, trades, shadow, &result, inside, numbers),
               RP_MONOTONE_SOLVED);
  check_fence(workspace, size);
  check_integers(integers, count);
  return result;
}

/* Stationary point on the opportunities of `set` by Gaussian elimination of the bordered system; false if not
 * one-way. */
static bool face_minimum(int64_t n, unsigned set, double shares, double fee, double *x) {
  double a[10][11];
  int64_t index[10], k = 0;
  for (int64_t i = 0; i < n; ++i)
    if (set >> i & 1) index[k++] = i;
  for (int64_t r = 0; r <= k; ++r)
    for (int64_t c = 0; c <= k + 1; ++c)
      a[r][c] = r == k       ? (c == k       ? 0
                                : c == k + 1 ? shares
                                             : 1e-3)
                : c == k     ? 1e-3
                : c == k + 1 ? -linear[index[r]]
                             : form[index[r] * n + index[c]] + (r == c && index[r] == n - 1 ? 2 * fee : 0);
  a[k][k + 1] *= 1e-3;
  for (int64_t p = 0; p <= k; ++p) {
    int64_t best = p;
    for (int64_t r = p; r <= k; ++r)
      if (fabs(a[r][p]) > fabs(a[best][p])) best = r;
    for (int64_t c = 0; c <= k + 1; ++c) {
      double swap = a[p][c];
      a[p][c] = a[best][c];
      a[best][c] = swap;
    }
    for (int64_t r = 0; r <= k; ++r)
      for (int64_t c = k + 1; r != p && c >= p; --c)
        a[r][c] -= a[r][p] / a[p][p] * a[p][c];
  }
  for (int64_t i = 0; i < n; ++i)
    x[i] = 0;
  for (int64_t r = 0; r < k; ++r)
    if ((x[index[r]] = a[r][k + 1] / a[r][r]) < 0) return false;
  return true;
}

Test(monotone, best_of_all_faces) {
  uint64_t state = 79;
  int restricted = 0;
  for (int round = 0; round < 150; ++round) {
    test_market m;
    rp_one_pass pass;
    random_market(&m, &state);
    attach(&m, 1 + (int64_t)uniform(&state, 0, 6));
    rp_one_pass_solve(&m.market, &pass, NULL);
    double fee = rp_one_pass_threshold(&pass) + pow(10, uniform(&state, -4.5, -3)), best = INFINITY, x[MOST];
    int64_t n = m.market.periods + 1;
    rp_monotone_result result = solve(&m, 2e3, fee);
    rp_dense_form(&m.market, m.market.risk_aversion, form, linear);
    for (unsigned set = 1; set < 1u << n; ++set)
      if (face_minimum(n, set, 2e3, fee, x))
        best = fmin(best, rp_dense_cost(m.market.periods, form, linear, fee, x));
    CLOSE(result.cost, best, 1e-11, fabs(best) + 1e3);
    cr_assert(result.kkt_residual < 1e-12, "%g", result.kkt_residual);
    double sum = 0;
    int64_t unused = 0;
    for (int64_t t = 0; t < n; ++t) {
      cr_assert(trades[t] >= 0 && shadow[t] >= -1e-12);
      cr_assert(trades[t] == 0 || shadow[t] == 0);
      sum += trades[t];
      unused += trades[t] == 0;
    }
    CLOSE(sum, 2e3, 1e-12, 0);
    cr_assert_eq(result.bound, unused);
    restricted += unused > 0;
  }
  cr_assert(restricted > 60 && restricted < 150, "%d", restricted);
}

/* The shadow price is the first-order gain of a trade against the programme. */
Test(monotone, shadow_prices) {
  test_market m;
  double other[MOST];
  constant_market(&m, 13, 0);
  m.market.risk_aversion = 0;
  rp_monotone_result result = solve(&m, 1e5, 4e-4);
  CLOSE(result.cost, 3201207.3177627833, 1e-13, 0);
  cr_assert_eq(result.bound, 4);
  for (int64_t t = 9; t < 13; ++t) {
    for (int64_t i = 0; i <= 13; ++i)
      other[i] = trades[i];
    double h = 1e-2;
    other[t] -= h;
    other[0] += h;
    double gain = (result.cost - rp_cost_certainty_equivalent(&m.market, 4e-4, other)) / h;
    CLOSE(gain, shadow[t], 1e-4, 0);
    cr_assert(shadow[t] > 0);
  }
}

Test(monotone, equals_the_free_optimum_where_that_goes_one_way) {
  test_market m;
  rp_one_pass pass;
  double free_trades[MOST], mean, variance;
  constant_market(&m, 13, 0);
  rp_one_pass_solve(&m.market, &pass, m.gains);
  for (int k = 0; k < 3; ++k) {
    rp_programme programme = {.shares = k == 1 ? -1e5 : 1e5, .fee = k == 2 ? INFINITY : 5.02e-4};
    rp_monotone_result result = solve(&m, programme.shares, programme.fee);
    rp_one_pass_trades(&m.market, m.gains, &programme, rp_one_pass_volume(&pass, &programme), free_trades,
                       &mean, &variance);
    for (int64_t t = 0; t <= 13; ++t)
      CLOSE(trades[t], free_trades[t], 1e-10, 1e5);
    CLOSE(result.cost, rp_one_pass_cost(&pass, &programme), 1e-12, 0);
    cr_assert_eq(result.bound, k == 2 ? 1 : 0);
  }
}

/* Below the positive-trades fee the last period is not used; a sell programme mirrors a buy programme. */
Test(monotone, sell_programme_mirrors) {
  test_market m;
  double bought[MOST];
  constant_market(&m, 13, 0.05);
  rp_monotone_result buy = solve(&m, 1e5, 3.5e-4);
  for (int t = 0; t <= 13; ++t)
    bought[t] = trades[t];
  for (int t = 0; t < MOST; ++t)
    m.drift[t] = -0.05;
  rp_monotone_result sell = solve(&m, -1e5, 3.5e-4);
  CLOSE(sell.cost, buy.cost, 1e-14, 0);
  for (int t = 0; t <= 13; ++t)
    CLOSE(trades[t], -bought[t], 1e-14, 1e5);
  cr_assert_eq(bought[12], 0);
}

Test(monotone, nothing_to_trade_and_no_convexity) {
  test_market m;
  constant_market(&m, 4, 0.1);
  rp_monotone_result result = solve(&m, 0, 1e-3);
  cr_assert_eq(result.bound, 5);
  cr_assert_eq(result.cost, 0);
  cr_assert_eq(trades[2], 0);
  rp_programme programme = {.shares = 1, .fee = 0};
  constant_market(&m, 13, 0);
  cr_assert_eq(rp_monotone_solve(&m.market, &programme, trades, shadow, &result, workspace, integers),
               RP_MONOTONE_NOT_CONVEX);
}

/* At the positive-trades fee the binding trade is zero with and without its bound: rounding must not free and bind it for ever. */
Test(monotone, ties_end) {
  uint64_t state = 1234;
  int tied = 0;
  for (int round = 0; round < 60; ++round) {
    test_market m;
    rp_one_pass pass;
    double intercept[MOST], slope[MOST];
    random_market(&m, &state);
    for (int t = 0; t < MOST; ++t)
      m.drift[t] *= round % 2 ? 0.1 : 0;
    rp_one_pass_solve(&m.market, &pass, m.gains);
    rp_one_pass_affine(&m.market, m.gains, 2e3, intercept, slope);
    rp_one_way_range range = rp_thresholds_one_way(&pass, m.market.periods, 2e3, intercept, slope);
    if (!range.exists || range.binding_period == 0) continue;
    ++tied;
    double fee = range.fee_above;
    for (int k = 0; k < 40; ++k)
      fee = nextafter(fee, 0);
    for (int k = 0; k < 80; ++k, fee = nextafter(fee, 1))
      CLOSE(solve(&m, 2e3, fee).cost, rp_one_pass_cost(&pass, &(rp_programme){2e3, fee}), 1e-9, 0);
  }
  cr_assert(tied > 30);
}

/* From (3, 1, 2, 5) towards (-1, -1, 4, -2), of which the fourth is bound: the second vanishes after half of the way. */
Test(monotone, step) {
  double x[] = {3, 1, 2, 5, 7}, minimiser[] = {-1, -1, 4, 3, -2};
  int32_t free[6] = {2, 1, 0, 3, 111, 112};
  cr_assert_eq(rp_monotone_step(x, minimiser, free, 4), 3);
  cr_assert(x[0] == 1 && x[1] == 0 && x[2] == 3 && x[3] == 4 && x[4] == 7);
  cr_assert(free[0] == 2 && free[1] == 0 && free[2] == 3 && free[4] == 111 && free[5] == 112);
}
