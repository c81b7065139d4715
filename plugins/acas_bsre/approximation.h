/*
 * approximation.h - the approximation game of section 5: makers who share orders by shares.h, traders with the costs of rates.h,
 * noise orders kappa(L) of Markov factors. Forward rates of all inventories in the adjoints, their derivatives, and the game
 * without noise as a two-point problem for numerics/boundary_problem.h. Pure; calls libm, shares.h, rates.h, numerics/curve.h.
 * Memory is the caller's.
 *
 *     dL^k = speed (mean - L^k) dt + volatility dW^k,   kappa_a = average over k of kappa_a(L^k), kappa_b alike
 *     dQ^{i,e} = v^i dt + epsilon dW,   v = rates of y^{i,e} - min d^a (buyers), y^{i,e} + min d^b (sellers)
 *     dQ^{i,m} = (-(kappa_a + sum of buyers' v) zeta^i(d^a) + (kappa_b - sum of sellers' v) zeta^i(d^b)) dt + epsilon dW
 *     dY = 2 phi Q dt + dM,   Y(T) = -2 A Q(T)                                                    (eq. 39 to 41, 45)
 *
 * y = (traders, makers) everywhere. Source: Guo and Jin, section 5; the terminal condition of (41) belongs to the traders.
 */
#ifndef RP_APPROXIMATION_H
#define RP_APPROXIMATION_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/boundary_problem.h"
#include "numerics/curve.h"
#include "rates.h"
#include "reverting.h"
#include "shares.h"

typedef struct rp_approximation {
  rp_shares makers;
  rp_rates traders;         /* low may be -INFINITY: rates are not truncated */
  const double *buys;       /* [traders]: 1 or 0                             */
  rp_curve buying, selling; /* kappa_a(l), kappa_b(l)                        */
  int64_t factor_count;     /* 0: kappa at l = 0                             */
  const rp_reverting *factors;
  double noise; /* epsilon >= 0                                  */
  double horizon;
  const double *start, *running, *terminal; /* [traders + makers]: Q(0), phi, A */
  double *work;                             /* [rp_approximation_workspace()]                */
  const double *near; /* [2 makers]: asks and bids to start the quote map from; NULL: none   */
  double tilt; /* factors at their mean paths plus tilt standard deviations, for the game without noise */
} rp_approximation;

int64_t rp_approximation_workspace(int64_t traders, int64_t makers);

/* Noise orders at factors l [factor_count]; outside a fitted curve's interval the value at its end counts. */
void rp_approximation_flow(const rp_approximation *game, const double *l, double *buying, double *selling);

/* Mean of the factors at time t, shifted by game->tilt standard deviations. */
void rp_approximation_factors(const rp_approximation *game, double t, double *l);

/* Quotes, shares and rates at given adjoints. Pointers into the workspace, valid until the next call. */
typedef struct rp_approximation_state {
  double *ask, *bid, *ask_share, *bid_share; /* [makers]  */
  double *rate, *free;                       /* [traders] */
  double buying, selling;                    /* all flow at the ask, at the bid */
} rp_approximation_state;
bool rp_approximation_evaluate(const rp_approximation *game, double buying, double selling, const double *y,
                               rp_approximation_state *state);

/* Forward rates [traders + makers] from a state. */
void rp_approximation_rates(const rp_approximation *game, const rp_approximation_state *state, double *rates);

/* For boundary_problem.h; the context is the game. */
rp_boundary_field rp_approximation_field;
rp_boundary_weight rp_approximation_weight;

#endif
