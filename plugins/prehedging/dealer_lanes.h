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

enum { RP_DEALER_TILE = 64 };

/* The markets of a tile, and everything that rp_dealer holds beside them. */
typedef struct rp_dealer_tile {
  double permanent[RP_DEALER_TILE], transient[RP_DEALER_TILE], decay[RP_DEALER_TILE],
      temporary[RP_DEALER_TILE], inventory_cost[RP_DEALER_TILE], random_stage[RP_DEALER_TILE],
      horizon[RP_DEALER_TILE];
  double g[RP_DEALER_TILE], h[RP_DEALER_TILE], a[RP_DEALER_TILE], b[RP_DEALER_TILE],
      one_minus_b[RP_DEALER_TILE], c[RP_DEALER_TILE], rate_transient[RP_DEALER_TILE], omega[RP_DEALER_TILE],
      splitting[RP_DEALER_TILE], fast[RP_DEALER_TILE], slow[RP_DEALER_TILE], determinant[RP_DEALER_TILE],
      d[RP_DEALER_TILE], e[RP_DEALER_TILE], f[RP_DEALER_TILE], pull[RP_DEALER_TILE];
} rp_dealer_tile;

/* Solves the whole tile; a caller with fewer markets fills the rest with copies of any of them. */
void rp_dealer_tile_solve(rp_dealer_tile *tile);

/* Dealer j of a solved tile. */
static inline rp_dealer rp_dealer_of_tile(const rp_dealer_tile *tile, int64_t j) {
  return (rp_dealer){.market = {.permanent = tile->permanent[j],
                                .transient = tile->transient[j],
                                .decay = tile->decay[j],
                                .temporary = tile->temporary[j],
                                .inventory_cost = tile->inventory_cost[j],
                                .random_stage = tile->random_stage[j],
                                .horizon = tile->horizon[j]},
                     .g = tile->g[j],
                     .h = tile->h[j],
                     .a = tile->a[j],
                     .b = tile->b[j],
                     .one_minus_b = tile->one_minus_b[j],
                     .c = tile->c[j],
                     .rate_transient = tile->rate_transient[j],
                     .omega = tile->omega[j],
                     .splitting = tile->splitting[j],
                     .fast = tile->fast[j],
                     .slow = tile->slow[j],
                     .determinant = tile->determinant[j],
                     .d = tile->d[j],
                     .e = tile->e[j],
                     .f = tile->f[j],
                     .pull = tile->pull[j]};
}

#endif
