/*
 * cost.h - what a given static strategy does, whoever found it: mean price path, mean and variance of its
 * cost, the certainty equivalent, and how far it is from satisfying the conditions of optimality. O(periods),
 * calls market.h and libm. Pure. [any]
 *
 * cost = sum_t (p_t + lambda_t q_t) q_t + p_{T+1} y + C y^2, reported without p_1 Q. Its noise is
 * sum_t eps_{t+1} Q_{t+1}, so the variance is sum_t s_t Q_{t+1}^2.
 */
#ifndef RP_COST_H
#define RP_COST_H
#include "market.h"

/* Inventory before each trade [periods + 1], mean of p_t - p_1 [periods + 1], recovery S_t [periods + 1];
 * each may be NULL. in trades [periods + 1]. */
void rp_cost_paths(const rp_market *market, const double *trades, double shares, double *inventory,
                   double *mean_price, double *recovery);

/* Mean and variance of the cost of trades [periods + 1]. A venue that is not used costs nothing, whatever its
 * fee. */
double rp_cost_mean(const rp_market *market, double fee, const double *trades);
double rp_cost_variance(const rp_market *market, const double *trades);

/* E + (R/2) Var. */
double rp_cost_certainty_equivalent(const rp_market *market, double fee, const double *trades);

/* Residual of the conditions of optimality with its scale. */
typedef struct rp_stationarity {
  double spread; /* largest minus smallest marginal cost, cash/share          */
  double scale;  /* largest sum of absolute terms in any of them, cash/share  */
} rp_stationarity;

/*
 * At the optimum the marginal cost of one more share is the same at all T + 1 opportunities (at T without a
 * venue). Evaluated by one roll forward (prices) and one backward (what a share does to later trades),
 * without any of the recursions that find the strategy. workspace [periods + 1].
 */
rp_stationarity rp_cost_stationarity(const rp_market *market, double fee, const double *trades,
                                     double *workspace);

#endif
