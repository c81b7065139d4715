/*
 * dealer_lanes.h - the constants of many markets at once, in structure-of-arrays lanes: rp_dealer_solve() of dealer.h in a loop
 * that the compiler turns into wide registers, hence the same bits. Copies for wider registers are chosen at load time by
 * what the processor has. Pure.
 */
#ifndef RP_DEALER_LANES_H
#define RP_DEALER_LANES_H
#include <stdint.h>
#include "dealer.h"

enum { RP_DEALER_LANES = 64 };

typedef struct rp_dealer_lanes {
  /* in */
  double permanent[RP_DEALER_LANES], transient[RP_DEALER_LANES], decay[RP_DEALER_LANES],
      temporary[RP_DEALER_LANES], inventory_cost[RP_DEALER_LANES], random_stage[RP_DEALER_LANES];
  /* out */
  double a[RP_DEALER_LANES], b[RP_DEALER_LANES], c[RP_DEALER_LANES], d[RP_DEALER_LANES], e[RP_DEALER_LANES],
      f[RP_DEALER_LANES], g[RP_DEALER_LANES], rate_transient[RP_DEALER_LANES], omega[RP_DEALER_LANES],
      splitting[RP_DEALER_LANES], pull[RP_DEALER_LANES];
} rp_dealer_lanes;

/* Solves all lanes; a caller with fewer fills the rest with copies of any of them. */
void rp_dealer_lanes_solve(rp_dealer_lanes *lanes);

#endif
