/*
 * broker.h - section 3.1: what a broker asks who receives a block, sells it on the exchange until the close,
 * and pays the closing price for it. Calls one_pass.h and cost.h. Pure. [any]
 *
 * (3.3) as the true optimisation is the investor's own programme with nothing to buy and the block prescribed
 * at the close: fee per share = phi(0, Qb)/Qb, which is -C* Qb without drift (claim eq3.3). (3.6) lets the
 * broker liquidate as if the close did not matter and takes the expected gain.
 */
#ifndef RP_BROKER_H
#define RP_BROKER_H
#include "one_pass.h"

typedef struct rp_broker_result {
  double fee_per_share; /* eq. 3.3, cash/share: what makes the broker indifferent        */
  double expected_gain; /* cash: mean of w_{T+1} - w_0 - p_{T+1} Qb along the sales      */
  double gain_variance; /* cash^2                                                        */
} rp_broker_result;

/*
 * The broker who minds the close (eq. 3.3). block is Qb != 0. out sales [periods], summing to the block.
 * in pass, gains from rp_one_pass_solve(); workspace [periods + 1].
 */
rp_broker_result rp_broker_hedged(const rp_market *market, const rp_one_pass *pass, const double *gains,
                                  double block, double *sales, double *workspace);

/* The broker who liquidates without a view on the close (eqs 3.4-3.6); fee_per_share is NaN. */
rp_broker_result rp_broker_plain(const rp_market *market, const double *gains, double block, double *sales,
                                 double *workspace);

#endif
