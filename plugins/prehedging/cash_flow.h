/*
 * cash_flow.h - the pre-hedging dealer's expected profit and loss by adding up what she pays and receives, for rates of
 * trading that need not be the best ones. For checks: the state, the cash and the mean over the client's decision are
 * integrated by GSL's adaptive Runge-Kutta method; of the companion's results only the rates enter.
 */
#ifndef RP_CASH_FLOW_H
#define RP_CASH_FLOW_H
#include "gain.h"

typedef struct rp_trading {
  bool prehedges;         /* else no trade before the decision                                 */
  double wave, frequency; /* added to the rate of the first stage: wave sin(frequency t)       */
  double pulse, fading;   /* added to the rate of the second stage: pulse exp(-fading (t - T)) */
} rp_trading;

typedef struct rp_cash_flow {
  double expected;              /* profit and loss, cash                                     */
  rp_position at_horizon, mean; /* at T; mean at the decision                                */
  /* What liquidation from the client's purchase at T on pays within `watched`: as it is paid, and by lemma 1. */
  double paid, by_parts;
} rp_cash_flow;

/*
 * tolerance: relative and absolute, of each integration. watched: time, for the last two results. False if an integration
 * fails. Needs an inventory cost.
 */
bool rp_cash_flow_of(const rp_stages *stages, const rp_client *client, const rp_start *start,
                     const rp_trading *trading, double watched, double tolerance, rp_cash_flow *out);

#endif
