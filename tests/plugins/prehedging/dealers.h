/*
 * dealers.h - dealers, clients and starts for the tests of prehedging: a base case, reproducible random ones, and a
 * comparison that says what it compared.
 */
#ifndef DEALERS_H
#define DEALERS_H
#include "prehedging/gain.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

/* |got - want| <= tolerance * scale; scale 0 stands for |want|. */
#define CLOSE(got, want, tolerance, scale)                                                                   \
  do {                                                                                                       \
    double got_ = (got), want_ = (want), scale_ = (scale);                                                   \
    cr_assert(fabs(got_ - want_) <= (tolerance) * (scale_ > 0 ? scale_ : fabs(want_)),                       \
              "%s is %.17g, %s is %.17g", #got, got_, #want, want_);                                         \
  } while (0)

/* Knuth's linear congruential generator: the same numbers on every machine. */
static inline double uniform(uint64_t *state, double low, double high) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return low + (high - low) * (double)(*state >> 11) * 0x1p-53;
}

static const rp_dealer_market base_market = {0.3, 0.8, 1.7, 0.6, 0.9, 0.4, 1.3};
static const rp_client base_client = {1.9, 0.8, 0.65, 0.35, RP_PRICE_MARKET};
static const rp_start base_start = {{0.7, 0.25}, 5};

static inline rp_dealer_market random_market(uint64_t *state) {
  return (rp_dealer_market){.permanent = uniform(state, 0, 1),
                            .transient = uniform(state, 0, 2),
                            .decay = uniform(state, 0.05, 3),
                            .temporary = uniform(state, 0.1, 1.5),
                            .inventory_cost = uniform(state, 0.05, 2),
                            .random_stage = uniform(state, 0, 2),
                            .horizon = uniform(state, 0, 3)};
}

static inline rp_client random_client(uint64_t *state) {
  return (rp_client){uniform(state, 0.1, 3), uniform(state, 0, 1), uniform(state, 0, 1),
                     uniform(state, -1, 2), RP_PRICE_MARKET};
}

static inline rp_stages stages_of(const rp_dealer_market *market) {
  rp_dealer dealer;
  rp_dealer_solve(market, &dealer);
  return rp_stages_begin(&dealer);
}

/* The state at the end of the first stage. */
static inline rp_position end_of(const rp_stages *k, rp_position z, double flow) {
  return rp_stages_first(k, z, flow, k->dealer.market.horizon);
}

#endif
