/*
 * two_dealers.h - two dealers who pre-hedge against each other (appendix B of the companion): the equilibrium in closed
 * form, and what the client pays. Calls libm. Pure.
 *
 * Each dealer knows her inventory, uniform on [-zeta, zeta] and independent of the other's. At time 0 both trade at the
 * mean price I (dX + dY)/2, I = kappa + lambda, and bear the cost gamma (X_0 + dX)^2/2. Then the client buys X^* with
 * probability phi from the better quote, at (I - B)(dX + dY) plus the smaller spread, B = beta lambda; then both
 * liquidate. In equilibrium
 *     dX = a - b X_0   and   spread = c - d X_0.
 * The linear response is the best one among all strategies for every |X_0| <= zeta if B > 0.
 */
#ifndef RP_TWO_DEALERS_H
#define RP_TWO_DEALERS_H
#include <stdbool.h>

typedef struct rp_two_dealers {
  double impact;         /* I = kappa + lambda > 0, cash/share^2        */
  double decayed;        /* B = beta lambda in [0, I]                   */
  double inventory_cost; /* gamma >= 0, cash/share^2; B + gamma > 0     */
  double probability;    /* phi in (0, 1]                               */
  double size;           /* X^* > 0, share                              */
  double range;          /* zeta > 0, share                             */
} rp_two_dealers;

/* Strategies that are linear in the dealer's own inventory. */
typedef struct rp_linear_strategy {
  double trade, trade_slope;   /* a [share], b [1]                      */
  double spread, spread_slope; /* c [cash/share], d [cash/share^2]      */
} rp_linear_strategy;

typedef struct rp_equilibrium {
  rp_linear_strategy strategy;
  rp_linear_strategy without; /* nobody trades before the client       */
  double client_spread;       /* mean of the better spread, cash/share */
  double client_impact;       /* mean rise of the price that both cause before the client, cash/share */
  double client_cost, client_cost_without; /* cash/share                */
  double threshold; /* pre-hedging is cheaper for the client if and only if I is below this, cash/share^2 */
  double curvature; /* second derivative of a dealer's profit in her spread, share^2/cash */
  bool weak;        /* B = 0: the profit is flat in the spread                            */
  bool negative_quotes; /* c - d zeta < 0                                                     */
  bool long_buys_more;  /* b < 0                                                              */
} rp_equilibrium;

rp_equilibrium rp_two_dealers_equilibrium(const rp_two_dealers *m);

#endif
