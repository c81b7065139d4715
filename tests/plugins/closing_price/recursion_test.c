/* Theorem 1's recursion: the corrected form against the one-pass algorithm, each slip against its own known
 * result. */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/recursion.h"

static double workspace[16 * MOST];

static rp_recursion solve(const test_market *m, double fee, rp_recursion_form form, double shares,
                          double *trades) {
  int64_t size = rp_recursion_workspace(m->market.periods);
  rp_recursion tables = rp_recursion_in(fence(workspace, 16 * MOST, size), m->market.periods);
  rp_recursion_solve(&m->market, fee, form, &tables);
  rp_recursion_trades(&m->market, form, &tables, shares, trades);
  check_fence(workspace, size);
  cr_assert_eq(tables.b[5] + m->market.periods + 1, workspace + FENCE + size,
               "the tables fill the workspace");
  return tables;
}

Test(recursion, agrees_with_the_one_pass_algorithm) {
  uint64_t state = 17;
  for (int round = 0; round < 200; ++round) {
    test_market m;
    double trades[MOST], other[MOST], pivots[MOST], mean, variance;
    random_market(&m, &state);
    rp_one_pass pass;
    rp_one_pass_solve(&m.market, &pass, m.gains);
    double fee = round % 4 == 0 ? INFINITY : rp_one_pass_threshold(&pass) + pow(10, uniform(&state, -4, -1));
    rp_programme programme = {.shares = uniform(&state, -1e5, 1e5), .fee = fee};
    rp_recursion tables = solve(&m, fee, RP_RECURSION_CORRECTED, programme.shares, trades);
    rp_one_pass_trades(&m.market, m.gains, &programme, rp_one_pass_volume(&pass, &programme), other, &mean,
                       &variance);
    for (int64_t t = 0; t <= m.market.periods; ++t)
      CLOSE(trades[t], other[t], 1e-9, fabs(programme.shares) + 1e4);
    CLOSE(rp_recursion_value(&tables, programme.shares), rp_one_pass_cost(&pass, &programme), 1e-10,
          fabs(mean) + m.market.risk_aversion * variance);
    double least = rp_one_pass_pivots(&m.market, fee, pivots), smallest = INFINITY;
    for (int64_t t = 0; t < m.market.periods; ++t) {
      cr_assert(pivots[t] > 0);
      smallest = fmin(smallest, pivots[t]);
      if (isinf(pivots[t]))
        cr_assert_eq(pivots[t], tables.a[0][t]);
      else
        CLOSE(pivots[t], tables.a[0][t], 1e-11, 0);
    }
    cr_assert_eq(least, smallest);
  }
}

/* The value function is the cost-to-go of its own trades, at every t, for any inventory and recovery. */
Test(recursion, value_function_is_the_cost_of_its_trades) {
  test_market m;
  double trades[MOST];
  uint64_t state = 19;
  random_market(&m, &state);
  rp_recursion tables = solve(&m, 1.4e-3, RP_RECURSION_CORRECTED, 1e4, trades);
  for (int64_t first = 1; first <= m.market.periods; ++first) {
    double inventory = 1e4, recovery = 0, price = 0, cost = 0;
    rp_decay decay = rp_market_decay(&m.market);
    for (int64_t t = 0; t < first; ++t) { /* what is spent before, and where that leads */
      inventory -= trades[t];
      double spent = (price + m.impact[t] * trades[t]) * trades[t];
      cost += spent + m.market.risk_aversion / 2 * m.variance[t] * inventory * inventory;
      price += rp_market_next_price(&m.market, decay, t) * trades[t] - recovery + m.drift[t];
      recovery = rp_market_recovery(&m.market, decay, t) * trades[t] + decay.left * recovery;
    }
    double to_go = tables.b[0][first] * inventory * inventory + tables.b[1][first] * inventory +
                   tables.b[2][first] * inventory * recovery + tables.b[3][first] * recovery * recovery +
                   tables.b[4][first] * recovery + tables.b[5][first];
    CLOSE(cost + price * inventory + to_go, rp_recursion_value(&tables, 1e4), 1e-12, 0);
  }
}

/* The numbers that each slip gives on the paper's market; exact rational arithmetic confirms them to all
 * digits shown. */
Test(recursion, slips_give_their_known_numbers) {
  test_market m;
  double trades[MOST];
  constant_market(&m, 13, 0);
  solve(&m, 1e-3, RP_RECURSION_CORRECTED, 1e5, trades);
  CLOSE(trades[13], 11687.601977770308, 1e-13, 0);
  solve(&m, 1e-3, RP_RECURSION_MISSING_DECAY, 1e5, trades);
  CLOSE(trades[13], 11618.803732254313, 1e-13, 0);
  CLOSE(rp_cost_certainty_equivalent(&m.market, 1e-3, trades) - 4122424.966616568, 74.64, 1e-3, 0);
  solve(&m, 1e-3, RP_RECURSION_PRINTED_A3, 1e5, trades);
  CLOSE(trades[13], -4739.641524648523, 1e-12, 0);
  CLOSE(rp_cost_certainty_equivalent(&m.market, 1e-3, trades), 7764811, 1e-7, 0);
  constant_market(&m, 13, 0.3);
  solve(&m, 1e-3, RP_RECURSION_CORRECTED, 1e5, trades);
  CLOSE(trades[13], 10959.828485255373, 1e-13, 0);
  solve(&m, 1e-3, RP_RECURSION_PRINTED_SIGN, 1e5, trades);
  CLOSE(trades[13], 12415.375, 1e-7, 0);
  solve(&m, 1e-3, RP_RECURSION_PRINTED_A4, 1e5, trades);
  CLOSE(trades[0], 2.5e39, 0.03, 0);
}

/* The printed denominators, written out for two periods. */
Test(recursion, printed_denominators) {
  test_market m;
  double trades[MOST];
  constant_market(&m, 2, 0.3);
  rp_recursion tables = solve(&m, 1e-3, RP_RECURSION_PRINTED_DENOMINATORS, 1e5, trades);
  double e = exp(-0.1), a1 = 1e-3 * 0.5 * (1 - e) + 1e-3 + 1e-5, a2 = -1e-3 * (0.5 + 0.5 * e) + 2e-3 + 2e-5,
         a4 = 0.3;
  CLOSE(tables.b[0][1], 1e-3 + 1e-5 - a2 * a2 / (4 * a1), 1e-13, 0);
  CLOSE(tables.b[1][1], 0.3 - a2 * a4 / (2 * a1), 1e-13, 0);
  CLOSE(tables.b[2][1], -1 + a2 / (2 * a4), 1e-13, 0);
  CLOSE(tables.b[3][1], -1 / (4 * a1), 1e-13, 0);
  CLOSE(tables.b[4][1], a4 / (2 * a4), 1e-13, 0);
  CLOSE(tables.b[5][1], -a4 * a4 / (4 * a4), 1e-13, 0);
  constant_market(&m, 2, 0);
  tables = solve(&m, 1e-3, RP_RECURSION_PRINTED_DENOMINATORS, 1e5, trades);
  cr_assert(isinf(tables.b[2][1]) && isnan(tables.b[4][1]), "without drift they divide by zero");
}

/* Below the threshold the corrected recursion still finds the stationary point, a saddle. */
Test(recursion, saddle_below_the_threshold) {
  test_market m;
  double trades[MOST], marginals[MOST];
  constant_market(&m, 13, 0);
  rp_recursion tables = solve(&m, 0, RP_RECURSION_CORRECTED, 1e5, trades);
  CLOSE(trades[13], -31628.67682101329, 1e-12, 0);
  int negative = 0;
  for (int t = 0; t < 13; ++t)
    negative += tables.a[0][t] < 0;
  cr_assert_eq(negative, 1);
  rp_stationarity residual = rp_cost_stationarity(&m.market, 0, trades, marginals);
  cr_assert(residual.spread < 1e-13 * residual.scale);
}

Test(recursion, without_a_venue_the_tables_are_limits) {
  test_market m;
  double trades[MOST], far[MOST];
  constant_market(&m, 5, 0.2);
  rp_recursion tables = solve(&m, INFINITY, RP_RECURSION_CORRECTED, 1e4, trades);
  cr_assert(isinf(tables.a[0][4]) && isinf(tables.a[1][4]) && isinf(tables.b[0][5]));
  cr_assert_eq(tables.a[2][4], 1);
  for (int i = 1; i < 6; ++i)
    cr_assert_eq(tables.b[i][5], 0);
  cr_assert_eq(tables.a[3][4], 0.2);
  cr_assert_eq(trades[5], 0);
  double b2 = tables.b[1][0], b6 = tables.b[5][0];
  tables = solve(&m, 1e6, RP_RECURSION_CORRECTED, 1e4, far);
  for (int t = 0; t < 5; ++t)
    CLOSE(far[t], trades[t], 1e-6, 1e4);
  CLOSE(tables.b[1][0], b2, 1e-6, 0);
  CLOSE(tables.b[5][0], b6, 1e-6, 0);
}
