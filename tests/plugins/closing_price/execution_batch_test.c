/* The lanes give the same bits as the scalar solver, point by point, wherever a point lies. */
#include "markets.h"
#include "closing_price/execution_batch.h"
#include <string.h>

static rp_execution_block block;
static double gains[MOST * RP_GAIN_COUNT * RP_LANES], trades[(MOST + 1) * RP_LANES];

static bool same(double a, double b) {
  return memcmp(&a, &b, sizeof a) == 0;
}

static void check_lane(test_market *m, int j, bool rolled) {
  rp_one_pass pass;
  double alone[MOST], mean, variance;
  rp_programme programme = {.shares = block.shares[j], .fee = block.fee[j]};
  m->market.resilience_rate = block.resilience_rate[j];
  m->market.risk_aversion = block.risk_aversion[j];
  rp_one_pass_solve(&m->market, &pass, m->gains);
  cr_assert_eq(block.existence[j], rp_one_pass_existence(&pass, programme.fee));
  cr_assert(same(block.threshold[j], rp_one_pass_threshold(&pass)));
  cr_assert(same(block.least_exchange_pivot[j], 0.5 * pass.least_pivot));
  if (block.existence[j] != RP_OPTIMUM_EXISTS) return;
  double volume = rp_one_pass_volume(&pass, &programme);
  cr_assert(same(block.volume[j], volume), "%.17g %.17g", block.volume[j], volume);
  cr_assert(same(block.cost[j], rp_one_pass_cost(&pass, &programme)));
  cr_assert(same(block.residue[j], rp_one_pass_residue(&pass, programme.shares)));
  cr_assert(same(block.least_fee_pivot[j], rp_one_pass_pivots(&m->market, programme.fee, NULL)));
  if (!rolled) return;
  rp_one_pass_trades(&m->market, m->gains, &programme, volume, alone, &mean, &variance);
  cr_assert(same(block.mean[j], mean) && same(block.variance[j], variance));
  for (int64_t t = 0; t <= m->market.periods; ++t)
    cr_assert(same(trades[t * RP_LANES + j], alone[t]));
}

/* Random points; every third block repeats the last one's rates and risk aversions, so that its pass is
 * reused. */
Test(execution_batch, same_bits_as_alone) {
  uint64_t state = 107;
  int failed = 0;
  for (int round = 0; round < 60; ++round) {
    test_market m;
    random_market(&m, &state);
    bool rolled = round % 2;
    if (round % 4 < 2)
      for (int t = 0; t < MOST; ++t)
        m.drift[t] = 0;
    if (round % 10 == 9) attach(&m, 1);
    cr_assert_eq(rp_execution_block_gains(m.market.periods),
                 (m.market.periods - 1) * RP_GAIN_COUNT * RP_LANES);
    cr_assert_eq(rp_execution_block_trades(m.market.periods), (m.market.periods + 1) * RP_LANES);
    rp_execution_block_begin(&block);
    for (int part = 0; part < 3; ++part) {
      for (int j = 0; j < RP_LANES; ++j) {
        block.shares[j] = uniform(&state, -1e5, 1e5);
        block.fee[j] = j % 7 == 3 ? INFINITY : uniform(&state, 0, 2e-3);
        if (part == 2) continue;
        block.resilience_rate[j] = part == 0 && j % 3 ? 0.1 : uniform(&state, 0, 2);
        block.risk_aversion[j] = j % 5 == 0 ? 0 : pow(10, uniform(&state, -6, 0));
      }
      rp_execution_block_solve(&m.market, &block, rolled ? gains : NULL);
      if (rolled) rp_execution_block_roll(&m.market, &block, gains, trades);
      rp_execution_block_pivots(&m.market, &block);
      for (int j = 0; j < RP_LANES; ++j) {
        check_lane(&m, j, rolled);
        failed += block.existence[j] != RP_OPTIMUM_EXISTS;
      }
    }
  }
  cr_assert(failed > 100);
}

/* The table of pivots, lane by lane. */
Test(execution_batch, pivots_of_each_lane) {
  test_market m;
  enum { WIDTH = 3 };
  double pivots[MOST * WIDTH], alone[MOST], least[RP_LANES], fee[] = {4e-4, INFINITY, 2e-3},
                                                             rate[] = {0.1, 0.7, 2};
  rp_lane_inputs in;
  constant_market(&m, 7, 0);
  for (int j = 0; j < WIDTH; ++j) {
    in.decay[j] = exp(-rate[j]);
    in.loss[j] = -expm1(-rate[j]);
    in.recovery[j] = in.loss[j] * in.decay[j];
    in.risk_aversion[j] = 1e-3 * j;
  }
  rp_lanes_fee_pivots(WIDTH, &m.market, &in, fee, pivots, least);
  for (int j = 0; j < WIDTH; ++j) {
    m.market.resilience_rate = rate[j];
    m.market.risk_aversion = 1e-3 * j;
    cr_assert(same(rp_one_pass_pivots(&m.market, fee[j], alone), least[j]));
    for (int t = 0; t < 7; ++t)
      cr_assert(same(alone[t], pivots[t * WIDTH + j]));
  }
}

/* A new market must not see the old one's pass. */
Test(execution_batch, begin_forgets) {
  test_market m;
  constant_market(&m, 5, 0);
  for (int j = 0; j < RP_LANES; ++j) {
    block.resilience_rate[j] = 0.1;
    block.risk_aversion[j] = 1e-3;
    block.shares[j] = 1e4;
    block.fee[j] = 1e-3;
  }
  rp_execution_block_begin(&block);
  rp_execution_block_solve(&m.market, &block, NULL);
  double before = block.volume[0];
  attach(&m, 6);
  rp_execution_block_begin(&block);
  rp_execution_block_solve(&m.market, &block, NULL);
  cr_assert_neq(block.volume[0], before);
  rp_execution_block_pivots(&m.market, &block);
  check_lane(&m, 0, false);
}
