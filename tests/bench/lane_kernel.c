/*
 * lane_kernel SETS: seconds per parameter set of closing_price's kernel in lanes alone, without host and glue, on the
 * sets of sweep_sets.lua. Compiled with the kernel's sources.
 */
#include "bench.h"
#include "closing_price/execution_batch.h"
#include <math.h>
#include <stdlib.h>

enum { PERIODS = 13 };

int main(int argc, char **argv) {
  long count = argc > 1 ? atol(argv[1]) : 1 << 20;
  double impact[PERIODS], transient_share[PERIODS], drift[PERIODS] = {0}, variance[PERIODS];
  for (int t = 0; t < PERIODS; ++t) {
    impact[t] = 1e-3;
    transient_share[t] = 0.5;
    variance[t] = 0.02;
  }
  rp_market market = {.periods = PERIODS,
                      .impact = impact,
                      .transient_share = transient_share,
                      .drift = drift,
                      .variance = variance};
  double *fee = malloc((size_t)count * sizeof *fee), *risk_aversion = malloc((size_t)count * sizeof *fee);
  double *volume = malloc((size_t)count * sizeof *fee);
  rp_execution_block *block = aligned_alloc(64, (sizeof *block + 63) / 64 * 64);
  if (!fee || !risk_aversion || !volume || !block) return 1;
  for (long i = 0; i < count; ++i) {
    fee[i] = 5e-4 + 1.5e-3 * (double)i / (double)(count - 1);
    risk_aversion[i] = pow(10, -4 + 2 * fmod(0.6180339887498949 * (double)(i + 1), 1));
  }
  double least = 0;
  for (int round = 0; round < 5; ++round) {
    double begin = bench_now();
    rp_execution_block_begin(block);
    for (long i = 0; i < count; i += RP_LANES) {
      for (long k = 0; k < RP_LANES; ++k) {
        long from = i + k < count ? i + k : count - 1;
        block->resilience_rate[k] = 0.1;
        block->shares[k] = 1e5;
        block->fee[k] = fee[from];
        block->risk_aversion[k] = risk_aversion[from];
      }
      rp_execution_block_solve(&market, block, NULL);
      for (long k = 0; k < RP_LANES && i + k < count; ++k)
        volume[i + k] = block->volume[k];
    }
    double spent = bench_now() - begin;
    if (round == 0 || spent < least) least = spent;
  }
  double sum = 0;
  for (long i = 0; i < count; ++i)
    sum += volume[i];
  printf("seconds: %.9e\nsum: %.15g\n", least / (double)count, sum);
  return 0;
}
