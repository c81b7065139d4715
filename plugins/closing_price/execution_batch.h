/*
 * execution_batch.h - many programmes on one market whose resilience rate, risk aversion, shares and fee
 * differ, solved in structure-of-arrays lanes: the same expressions as one_pass.c in the same order, hence
 * the same bits. Copies of the lanes for wider registers are chosen at load time by what the processor has.
 * Calls one_pass_lanes.h and libm. Pure.
 */
#ifndef RP_EXECUTION_BATCH_H
#define RP_EXECUTION_BATCH_H
#include "one_pass_lanes.h"

/* One block of RP_LANES points. A caller with fewer fills the rest with copies of any of them. */
typedef struct rp_execution_block {
  /* in */
  double resilience_rate[RP_LANES], risk_aversion[RP_LANES], shares[RP_LANES], fee[RP_LANES];
  /* out: existence and scalars; where existence is not RP_OPTIMUM_EXISTS the others mean nothing. mean,
   * variance and trades only after rp_execution_block_roll(), least_fee_pivot only after
   * rp_execution_block_pivots(). */
  rp_existence existence[RP_LANES];
  bool all_exist; /* spares the caller the look at each */
  double volume[RP_LANES], cost[RP_LANES], threshold[RP_LANES], residue[RP_LANES],
      least_exchange_pivot[RP_LANES];
  double mean[RP_LANES], variance[RP_LANES], least_fee_pivot[RP_LANES];
  /* kept between blocks: the pass does not depend on shares and fee, so equal lanes are not passed twice */
  rp_lane_inputs lanes;
  rp_lane_state state;
  double passed_rate[RP_LANES];
  double largest_impact;
  bool passed;
} rp_execution_block;

/* Number of doubles behind gains and trades of a block. */
int64_t rp_execution_block_gains(int64_t periods);
int64_t rp_execution_block_trades(int64_t periods);

/* Forgets the last block's pass. Call once before the first block, and when the market changes. */
void rp_execution_block_begin(rp_execution_block *block);

/*
 * Existence, volume, certainty-equivalent cost, threshold, residue and least exchange pivot of each lane.
 * market: its resilience_rate and risk_aversion are not used. gains: [rp_execution_block_gains()] if a roll
 * will follow, else NULL; the same choice for all blocks. O(periods) per lane.
 */
void rp_execution_block_solve(const rp_market *market, rp_execution_block *block, double *gains);

/* Mean, variance and trades [periods + 1][RP_LANES] of each lane, after rp_execution_block_solve() with
 * gains. */
void rp_execution_block_roll(const rp_market *market, rp_execution_block *block, const double *gains,
                             double *trades);

/* Least A^1 with the venue, after rp_execution_block_solve(). */
void rp_execution_block_pivots(const rp_market *market, rp_execution_block *block);

#endif
