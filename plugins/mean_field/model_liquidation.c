/* model_liquidation.c - see model_big_trader.h. */
#include "model_big_trader.h"
#include "model_list.h"

/* Whether the square of the rate is a number everywhere. */
static rp_status check_rate(const rp_call *call) {
  rp_curve rate = rp_curve_of(rp_call_value(call, RP_PARAM_RETAIL_RATE), 0);
  int64_t count = rate.rule == RP_CHEBYSHEV ? (rate.grid_count - 1) * rate.terms : rate.grid_count;
  for (int64_t i = 0; i < count; ++i)
    if (!(fabs(rate.data[i]) <= 1e50))
      return rp_call_report(
          call, RP_BAD_INPUT, "out-of-range", RP_PARAM_RETAIL_RATE, rate.data[i],
          "retail_rate reaches %.15g: it must not exceed 1e50, for its square to be a number", rate.data[i]);
  return RP_OK;
}

rp_status rp_call_liquidation(const rp_call *call, rp_retail *retail, rp_curve *rate, rp_liquidation *l) {
  static const uint32_t sizes[] = {
      RP_PARAM_LIQUIDATION_TIME, RP_PARAM_BLOCK, RP_PARAM_OWN_IMPACT,      RP_PARAM_RETAIL_IMPACT,
      RP_PARAM_PERMANENT_IMPACT, RP_PARAM_PRICE, RP_PARAM_PRICE_VOLATILITY};
  rp_status status = rp_call_retail(call, retail);
  if (status == RP_OK) status = rp_call_check_range(call, rp_big_params, sizes, RP_COUNT_OF(sizes));
  if (status == RP_OK && rp_call_has(call, RP_PARAM_RETAIL_RATE)) status = check_rate(call);
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
    rp_rate_rest *rests = call->host->scratch(call->host, (uint64_t)rate->grid_count * sizeof *rests, 64);
    if (!rests) return RP_NO_MEMORY;
    rp_liquidation_prepare_rests(l, rests);
    l->rests = rests;
  } else if (l->end > retail->horizon) {
    return rp_call_report(
        call, RP_BAD_INPUT, "liquidation-after-horizon", RP_PARAM_LIQUIDATION_TIME, l->end,
        "liquidation_time is %.15g, after horizon %.15g; the retail rate is not defined there", l->end,
        retail->horizon);
  }
  return RP_OK;
}
