/*
 * rates.h - equilibrium of traders whose costs rise with the others' rates: phi(y), the unique solution of
 *
 *     v^i = clip of the u that solves  2 beta u + c mean_{j != i} v^j = y^i,
 *
 * in [low, high] for buyers and [-high, -low] for sellers. The cost of trader i is v^i (beta v^i + c mean_{j != i} v^j), of the
 * class Upsilon iff |c| < 2 beta. An aggregative game: given V = sum v every rate is explicit, and V solves one piecewise linear
 * decreasing equation. Pure; calls libm only.
 *
 * Source: Guo and Jin, definition 3.2, remark 3.3, section 3; the reduction to V is ours.
 */
#ifndef RP_RATES_H
#define RP_RATES_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_rates {
  double cost, cross; /* beta > 0, c: cash time/share^2 */
  double low, high;   /* 0 <= low < high, share/time    */
  int64_t count;      /* traders, >= 1                  */
} rp_rates;

/*
 * phi(y).
 *
 * in  y, buys [count]; buys[i] != 0: a buyer
 * out rate    [count]; may be y
 * out free    [count]: 1 if the rate is strictly inside its bounds, else 0; may be NULL
 */
void rp_rates_solve(const rp_rates *traders, const double *y, const double *buys, double *rate, double *free);

/*
 * Derivatives: dv^i = free[i] (dy^i - w dV)/(2 beta - w) with w = c/(count - 1), dV = total sum free[j] dy^j.
 */
typedef struct rp_rates_slope {
  double own;   /* 1/(2 beta - w)          */
  double cross; /* w/(2 beta - w)          */
  double total; /* dV per sum free[j] dy^j */
} rp_rates_slope;
void rp_rates_derive(const rp_rates *traders, const double *free, rp_rates_slope *slope);

#endif
