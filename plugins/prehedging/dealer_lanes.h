/*
 * dealer_lanes.h - the constants of many markets at once, in structure-of-arrays columns: rp_dealer_solve() of dealer.h in a
 * loop that the compiler turns into wide registers, hence the same bits. Copies for wider registers are chosen at load time by
 * what the processor has. Pure.
 */
#ifndef RP_DEALER_LANES_H
#define RP_DEALER_LANES_H
#include <stdint.h>
#include "dealer.h"

/* What became of a market, in the numbers of rp_status. */
enum { RP_DEALER_FINE = 0, RP_DEALER_UNDETERMINED = 2, RP_DEALER_OUT_OF_RANGE = 3 };

/* A column for each number. None of those written may overlap another one. */
typedef struct rp_dealer_columns {
  /* in */
  const double *permanent, *transient, *decay, *temporary, *inventory_cost, *random_stage, *impact;
  /* out */
  double *a, *b, *c, *d, *e, *f, *g, *rate_transient, *omega, *splitting, *pull;
  double *
      verdict; /* of rp_dealer_is_determined(), with impact as the initial one, and rp_dealer_is_in_range() */
} rp_dealer_columns;

/* Solves `count` markets from the columns' begin on. */
void rp_dealer_lanes_solve(const rp_dealer_columns *columns, int64_t count);

#endif
