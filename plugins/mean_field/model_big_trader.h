/*
 * model_big_trader.h - the parameters of the big trader, shared by the models that have one, and reading them.
 */
#ifndef RP_MODEL_BIG_TRADER_H
#define RP_MODEL_BIG_TRADER_H
#include "liquidation.h"
#include "model_retail.h"

enum {
  RP_PARAM_RETAIL_RATE = RP_RETAIL_PARAMS,
  RP_PARAM_LIQUIDATION_TIME,
  RP_PARAM_BLOCK,
  RP_PARAM_OWN_IMPACT,
  RP_PARAM_RETAIL_IMPACT,
  RP_PARAM_PERMANENT_IMPACT,
  RP_PARAM_PRICE,
  RP_PARAM_PRICE_VOLATILITY,
  RP_BIG_PARAMS
};

#define RP_BIG_PARAM_TABLE                                                                                   \
  RP_CURVE_ENTRY("retail_rate", "q(t)", "share/time", "t", "0", "liquidation_time", RP_ANY, RP_ABSENT,       \
                 RP_OPTIONAL, "eq. 10", "Any retail rate in place of the model's."),                         \
      RP_REAL_ENTRY("liquidation_time", "T_1", "time", RP_NONNEGATIVE, 0.75, RP_MIN_OPEN, "eq. 9",           \
                    "When nothing must be left; at most the horizon."),                                      \
      RP_REAL_ENTRY("block", "n", "share", RP_ANY, 10, 0, "eq. 8", "Shares to sell; negative: to buy."),     \
      RP_REAL_ENTRY("own_impact", "\\eta", "cash*time/share^2", RP_NONNEGATIVE, 1e-3, RP_MIN_OPEN, "eq. 10", \
                    "Price impact of the own rate."),                                                        \
      RP_REAL_ENTRY("retail_impact", "\\theta", "cash*time/share^2", RP_ANY, 2, 0, "eq. 10",                 \
                    "Price impact of the expected retail rate."),                                            \
      RP_REAL_ENTRY("permanent_impact", "\\gamma", "cash/share^2", RP_NONNEGATIVE, 1e-4, 0, "eq. 10",        \
                    "Permanent price impact of the own trades."),                                            \
      RP_REAL_ENTRY("initial_price", "P_0", "cash/share", RP_ANY, 100, 0, "eq. 11", "Price at the start."),  \
      RP_REAL_ENTRY("price_volatility", "s", "cash/share/time^0.5", RP_NONNEGATIVE, 0.5, 0, "eq. 11",        \
                    "Volatility of the price.")

/* Reads both parts; reports a liquidation time after the horizon. l refers to *retail and *rate. */
rp_status rp_call_liquidation(const rp_call *call, rp_retail *retail, rp_curve *rate, rp_liquidation *l);

#endif
