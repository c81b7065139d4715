/* model_liquidation.c - see model_big_trader.h. */
#include "model_big_trader.h"

rp_status rp_call_liquidation(const rp_call *call, rp_retail *retail, rp_curve *rate, rp_liquidation *l) {
  rp_status status = rp_call_retail(call, retail);
  if (status != RP_OK) return status;
  *l = (rp_liquidation){.retail = retail,
                        .end = rp_call_real(call, RP_PARAM_LIQUIDATION_TIME),
                        .block = rp_call_real(call, RP_PARAM_BLOCK),
                        .eta = rp_call_real(call, RP_PARAM_OWN_IMPACT),
                        .theta = rp_call_real(call, RP_PARAM_RETAIL_IMPACT),
                        .gamma = rp_call_real(call, RP_PARAM_PERMANENT_IMPACT),
                        .price = rp_call_real(call, RP_PARAM_PRICE),
                        .volatility = rp_call_real(call, RP_PARAM_PRICE_VOLATILITY)};
  if (rp_call_has(call, RP_PARAM_RETAIL_RATE)) {
    *rate = rp_curve_of(rp_call_value(call, RP_PARAM_RETAIL_RATE), 0);
    double *traded = rp_call_doubles(call, rate->grid_count);
    if (!traded) return RP_NO_MEMORY;
    rp_liquidation_prepare(rate, traded);
    l->rate = rate;
    l->traded = traded;
  } else if (l->end > retail->horizon) {
    return rp_call_report(
        call, RP_BAD_INPUT, "liquidation-after-horizon", RP_PARAM_LIQUIDATION_TIME, l->end,
        "liquidation_time is %.15g, after horizon %.15g; the retail rate is not defined there", l->end,
        retail->horizon);
  }
  return RP_OK;
}
