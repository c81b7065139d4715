/* broker.c - see broker.h. */
#include "broker.h"
#include "cost.h"
#include <math.h>

/* The gain is minus the cost of buying q_t = -sales_t on the exchange and the block at the close, free of
 * fee. */
static void finish(const rp_market *market, double block, double *trades, double *sales,
                   rp_broker_result *result) {
  trades[market->periods] = block;
  result->expected_gain = -rp_cost_mean(market, 0, trades);
  result->gain_variance = rp_cost_variance(market, trades);
  for (int64_t t = 0; t < market->periods; ++t)
    sales[t] = -trades[t];
}

rp_broker_result rp_broker_hedged(const rp_market *market, const rp_one_pass *pass, const double *gains,
                                  double block, double *sales, double *workspace) {
  rp_broker_result result = {.fee_per_share = pass->yy * block + pass->ly + pass->l0 / block};
  rp_programme programme = {.shares = 0, .fee = 0};
  double mean, variance;
  rp_one_pass_trades(market, gains, &programme, block, workspace, &mean, &variance);
  finish(market, block, workspace, sales, &result);
  return result;
}

rp_broker_result rp_broker_plain(const rp_market *market, const double *gains, double block, double *sales,
                                 double *workspace) {
  rp_broker_result result = {.fee_per_share = NAN};
  rp_programme programme = {.shares = -block, .fee = INFINITY};
  double mean, variance;
  rp_one_pass_trades(market, gains, &programme, 0, workspace, &mean, &variance);
  finish(market, block, workspace, sales, &result);
  return result;
}
