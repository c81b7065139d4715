/*
 * feedback.h - the exact certainty equivalent of policies that react to the price: trades are base trades
 * plus a linear function of the innovations seen so far, the off-exchange volume takes up the rest. With it
 * theorem 1's claim that a static strategy is optimal among adapted ones becomes a number (claim
 * thm1-static).
 *
 * With zeta = eps - mu the cost is c + beta'zeta + zeta'A zeta, Gaussian quadratic; in the eigenbasis of
 * D^1/2 A D^1/2 (D the variances, eigenvalues a_i, beta'D^1/2 -> beta_i) CE = c + sum_i [ (R/2) beta_i^2/(1 -
 * 2 R a_i) - log(1 - 2 R a_i)/(2 R) ],  +inf unless all 1 - 2 R a_i > 0, mean = c + sum a_i, variance = sum
 * beta_i^2 + 2 sum a_i^2. O(T^3). Calls market.h, CBLAS, LAPACKE. Pure. [any]
 */
#ifndef RP_FEEDBACK_H
#define RP_FEEDBACK_H
#include "market.h"

typedef struct rp_feedback_result {
  double certainty_equivalent; /* without p_1 Q; +inf if the exponential moment does not exist */
  double mean, variance;
  double moment_margin; /* smallest 1 - 2 R a_i; the moment exists if it is positive    */
} rp_feedback_result;

/* Numbers of doubles and of int32 behind the workspaces. */
int64_t rp_feedback_workspace(int64_t periods);
int64_t rp_feedback_integers(int64_t periods);

/*
 * in trades [periods + 1] base; gain [periods][periods]: entry (t, i), i < t, is what trade t + 1 adds per
 * unit of the innovation behind trade i + 1; entries with i >= t must be zero. fee finite. False if the
 * eigenvalue iteration failed.
 */
bool rp_feedback_evaluate(const rp_market *market, double fee, const double *trades, const double *gain,
                          rp_feedback_result *result, double *workspace, int32_t *integers);

#endif
