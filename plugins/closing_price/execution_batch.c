/* execution_batch.c - see execution_batch.h. */
#include "execution_batch.h"
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

int64_t rp_execution_block_gains(int64_t periods) {
  return (periods - 1) * RP_GAIN_COUNT * RP_LANES;
}

int64_t rp_execution_block_trades(int64_t periods) {
  return (periods + 1) * RP_LANES;
}

RP_CLONES static void pass_plain(const rp_market *market, const rp_lane_inputs *in, rp_lane_state *z) {
  rp_lanes_pass(RP_LANES, false, market, in, z, NULL);
}

RP_CLONES static void pass_keeping(const rp_market *market, const rp_lane_inputs *in, rp_lane_state *z,
                                   double *gains) {
  rp_lanes_pass(RP_LANES, false, market, in, z, gains);
}

RP_CLONES static void pass_with_drift(const rp_market *market, const rp_lane_inputs *in, rp_lane_state *z,
                                      double *gains) {
  rp_lanes_pass(RP_LANES, true, market, in, z, gains);
}

RP_CLONES static void roll(const rp_market *market, rp_execution_block *block, const double *gains,
                           double *trades) {
  rp_lanes_roll(RP_LANES, market, &block->lanes, gains, block->shares, block->fee, block->volume, trades,
                block->mean, block->variance);
}

RP_CLONES static void fee_pivots(const rp_market *market, rp_execution_block *block) {
  rp_lanes_fee_pivots(RP_LANES, market, &block->lanes, block->fee, NULL, block->least_fee_pivot);
}

/* What follows from a pass and a fee. True if every lane has an optimum, by the conditions of rp_lane_existence(). */
RP_CLONES static bool finish(rp_execution_block *block) {
  const rp_lane_state *z = &block->state;
  uint64_t all = 1; /* as wide as the numbers, or the loop does not vectorise */
  for (int j = 0; j < RP_LANES; ++j) {
    double yy = 0.5 * z->yy[j], numerator = z->qy[j] * block->shares[j] - z->ly[j];
    block->threshold[j] = -yy;
    block->least_exchange_pivot[j] = 0.5 * z->least_pivot[j];
    block->residue[j] = 0.5 * numerator;
    block->volume[j] = rp_lane_volume(z->qy[j], z->ly[j], yy, block->shares[j], block->fee[j]);
    block->cost[j] = rp_lane_cost(0.5 * z->qq[j], z->lq[j], z->l0[j], z->qy[j], z->ly[j], block->shares[j],
                                  block->volume[j]);
    all &= (uint64_t)rp_lane_has_optimum(z->least_pivot[j], block->largest_impact, z->last_yy[j], yy,
                                         block->fee[j]);
  }
  return all == 1;
}

void rp_execution_block_begin(rp_execution_block *block) {
  block->passed = false;
}

/* Takes over the lanes' inputs; false if the last pass had the same. */
static bool fill_lanes(rp_execution_block *block) {
  size_t size = sizeof block->resilience_rate;
  bool same_rate = block->passed && memcmp(block->resilience_rate, block->passed_rate, size) == 0;
  if (same_rate && memcmp(block->risk_aversion, block->lanes.risk_aversion, size) == 0) return false;
  memcpy(block->lanes.risk_aversion, block->risk_aversion, size);
  if (same_rate) return true;
  memcpy(block->passed_rate, block->resilience_rate, size);
  for (int j = 0; j < RP_LANES; ++j) {
    if (j > 0 && block->resilience_rate[j] == block->resilience_rate[j - 1]) {
      block->lanes.decay[j] = block->lanes.decay[j - 1];
      block->lanes.loss[j] = block->lanes.loss[j - 1];
    } else {
      block->lanes.decay[j] = exp(-block->resilience_rate[j]);
      block->lanes.loss[j] = -expm1(-block->resilience_rate[j]);
    }
    block->lanes.recovery[j] = block->lanes.loss[j] * block->lanes.decay[j];
  }
  return true;
}

void rp_execution_block_solve(const rp_market *market, rp_execution_block *block, double *gains) {
  if (fill_lanes(block)) {
    block->largest_impact = rp_market_largest_impact(market);
    if (rp_market_has_drift(market))
      pass_with_drift(market, &block->lanes, &block->state, gains);
    else if (gains)
      pass_keeping(market, &block->lanes, &block->state, gains);
    else
      pass_plain(market, &block->lanes, &block->state);
    block->passed = true;
  }
  block->all_exist = finish(block);
  for (int j = 0; j < RP_LANES; ++j)
    block->existence[j] = block->all_exist ? RP_OPTIMUM_EXISTS
                                           : rp_lane_existence(block->state.least_pivot[j],
                                                               block->largest_impact, block->state.last_yy[j],
                                                               0.5 * block->state.yy[j], block->fee[j]);
}

void rp_execution_block_roll(const rp_market *market, rp_execution_block *block, const double *gains,
                             double *trades) {
  roll(market, block, gains, trades);
}

void rp_execution_block_pivots(const rp_market *market, rp_execution_block *block) {
  fee_pivots(market, block);
}
