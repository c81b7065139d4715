/*
 * gain.h - what the pre-hedging dealer earns: expected profit and loss with and without pre-hedging, what her
 * client pays, and the two coefficients on which the choice of the spread depends. Calls stages.h. Pure.
 *
 * Client. With probability trade_probability p there is a trade; the client then buys with probability
 * buy_probability pi, at the market price plus half_spread, else sells at the market price less it. The
 * market price before the trade is P^* + kappa (X - X_0) + I. The companion's formulas let the client trade
 * at P^* + kappa X + I although the dealer's own trades are priced with kappa (X - X_0); they contain the
 * term p kappa (2 pi - 1) X_0 X^* for it. RP_PRICE_PRINTED reproduces that.
 */
#ifndef RP_GAIN_H
#define RP_GAIN_H
#include "stages.h"

typedef enum rp_client_price { RP_PRICE_MARKET, RP_PRICE_PRINTED } rp_client_price;

typedef struct rp_client {
  double size;              /* X^*, share, >= 0 */
  double buy_probability;   /* pi               */
  double trade_probability; /* p                */
  double half_spread;       /* delta, cash/share */
  rp_client_price price;
} rp_client;

typedef struct rp_start {
  rp_position position; /* X_0, I_0 */
  double price;         /* P_0, cash/share */
} rp_start;

/* d = p (2 pi - 1) X^*, share: what the client is expected to buy. */
static inline double rp_client_flow(const rp_client *client) {
  return client->trade_probability * (2 * client->buy_probability - 1) * client->size;
}

/* Value of liquidating from a position, -A X^2/2 + B X I + C I^2/2, cash. */
double rp_liquidation_value(const rp_dealer *k, rp_position z);

/*
 * What the client's purchase adds to the value at a position, cash; side 1: the client buys, -1: sells, 0: no
 * trade. side X^* ((kappa + A) X + (1 - B) I) + delta X^* - (kappa + A) X^{*2}/2, and side kappa X_0 X^* in
 * the printed convention.
 */
double rp_client_adds(const rp_dealer *k, const rp_client *client, double initial_inventory, rp_position z,
                      int side);

typedef struct rp_gain {
  double expected;        /* E of cash plus final inventory at its price, cash                    */
  double without;         /* the same if the dealer does not trade before the client, see below  */
  double from_prehedging; /* their difference, d^2 F(0) for a dealer who starts flat             */
  double offset, bonus;   /* K and G: expected = constant + p (delta X^* - K) + p^2 G, cash       */
  double offset_without;  /* K of the dealer who does not trade before the client; her G is 0    */
} rp_gain;

/*
 * Expected profit and loss, eqs 11 and 18.
 *
 * The dealer who does not pre-hedge keeps X_0 until the client decides; the transient impact then relaxes
 * from I_0 by itself, so that E exp(-beta t) and E exp(-2 beta t) of the decision's time enter. O(1).
 * Written to its place, or returned: of many in a loop the copies would cost more than the sums.
 */
void rp_gain_write(const rp_stages *k, const rp_client *client, const rp_start *start, rp_gain *gain);

static inline rp_gain rp_gain_of(const rp_stages *k, const rp_client *client, const rp_start *start) {
  rp_gain gain;
  rp_gain_write(k, client, start, &gain);
  return gain;
}

/* Expected price that a buying client pays above P_0, cash/share. mean: at the trade. */
double rp_client_cost(const rp_dealer *k, const rp_client *client, double initial_inventory,
                      rp_position mean);

#endif
