/*
 * rates.h - equilibrium of traders whose costs rise with the others' rates: phi(y), the unique solution of
 *
 *     v^i = clip of the u that solves  2 beta u + 3 kappa u |u| + G(mean_{j != i} v^j) = y^i,
 *     G(m) = c m,   or   c r tanh(m/r),
 *
 * in [low, high] for buyers and [-high, -low] for sellers. The cost of trader i is
 *     f^i = v^i (beta v^i + kappa v^i |v^i| + G(mean_{j != i} v^j)):
 * of the class Upsilon iff |c| < 2 beta, whatever kappa >= 0 and r > 0 are, since d_ii f^i >= 2 beta and the other second
 * derivatives add up to |G'| <= |c|. An aggregative game: given V = sum v every rate solves one increasing equation (explicit for
 * kappa = 0 and G = c m), and V solves one decreasing equation. Pure; calls libm only.
 *
 * Source: Guo and Jin, definition 3.2, remark 3.3 (costs u (beta u + g) with the gradient of g below 2 beta), section 3; the
 * reduction to V is ours.
 */
#ifndef RP_RATES_H
#define RP_RATES_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_rates {
  double cost, cross; /* beta > 0, c: cash time/share^2 */
  double low, high;   /* 0 <= low < high, share/time    */
  int64_t count;      /* traders, >= 1                  */
  double growth;      /* kappa >= 0: cash time^2/share^3 */
  double reach;       /* r, share/time; 0: G(m) = c m   */
} rp_rates;

/*
 * phi(y).
 *
 * in  y, buys [count]; buys[i] != 0: a buyer
 * out rate    [count]; may be y
 * out free    [count]: 1 if the rate is strictly inside its bounds, else 0; may be NULL
 */
void rp_rates_solve(const rp_rates *traders, const double *y, const double *buys, double *rate, double *free);

/* Derivatives: dv^i = own[i] dy^i - pull[i] dV, dV = total sum own[j] dy^j. */
typedef struct rp_rates_slopes {
  double *own, *pull; /* [count]: 0 where a bound binds */
  double total;
} rp_rates_slopes;
void rp_rates_differentiate(const rp_rates *traders, const double *rate, const double *free,
                            rp_rates_slopes *slopes);

/*
 * The same for growth = reach = 0: dv^i = free[i] (dy^i - w dV)/(2 beta - w) with w = c/(count - 1), dV = total sum free[j] dy^j.
 */
typedef struct rp_rates_slope {
  double own;   /* 1/(2 beta - w)          */
  double cross; /* w/(2 beta - w)          */
  double total; /* dV per sum free[j] dy^j */
} rp_rates_slope;
void rp_rates_derive(const rp_rates *traders, const double *free, rp_rates_slope *slope);

/* Largest violation of the equations: of 2 beta u + ... = y where a rate is free, and of its sign where a bound binds. */
double rp_rates_residual(const rp_rates *traders, const double *y, const double *buys, const double *rate);

#endif
