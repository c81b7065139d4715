/*
 * best_response.h - what a dealer does best against a rival with a linear strategy, by quadrature over the rival's inventory
 * and maximisation: the independent route to the equilibrium of two_dealers.h. Calls numerics/quadrature.h, LAPACK. Pure.
 *
 * The expected profit is taken from eq. 24 as it stands, with P^* = 0. It is quadratic in the trade for a given spread, so
 * three evaluations give the best trade exactly; the spread is searched on a grid, then by golden section, and inside the
 * rival's support, where the profit is a polynomial of low degree, by the zero of a five-point derivative.
 */
#ifndef RP_BEST_RESPONSE_H
#define RP_BEST_RESPONSE_H
#include <stdint.h>
#include "two_dealers.h"

/* Expected profit of a dealer who holds `held`, buys `trade` and quotes `spread` against a rival. cash */
double rp_response_profit(const rp_two_dealers *m, const rp_linear_strategy *rival, double held, double trade,
                          double spread);

typedef struct rp_response {
  double trade, spread, profit;
  double
      curvature; /* second derivative of the profit in the spread, after the best trade; NaN at the support's edge */
} rp_response;

/* prehedges: false fixes the trade at 0. */
rp_response rp_response_best(const rp_two_dealers *m, const rp_linear_strategy *rival, double held,
                             bool prehedges);

/* The linear strategy through the best responses at held = -range/5 and range/5. */
rp_linear_strategy rp_response_linear(const rp_two_dealers *m, const rp_linear_strategy *rival);

/*
 * Eigenvalues [4] of the derivative of rp_response_linear() at a strategy, with which iterating it converges or not.
 * False if LAPACK fails.
 */
bool rp_response_eigenvalues(const rp_two_dealers *m, const rp_linear_strategy *at, double *real,
                             double *imaginary);

#endif
