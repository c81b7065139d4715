/* model_market.c - see model_market.h. */
#include "model_market.h"
#include <stddef.h>

const char *const rp_axis_periods[] = {"periods", NULL};
const char *const rp_axis_trade[] = {"trade", NULL};
const char *const rp_resilience_names[] = {"printed", "consistent", NULL};

rp_market rp_call_impact(const rp_call *call, const double *zeros) {
  return (rp_market){.periods = rp_call_integer(call, RP_PARAM_PERIODS),
                     .impact = rp_call_array(call, RP_PARAM_IMPACT),
                     .transient_share = rp_call_array(call, RP_PARAM_TRANSIENT_SHARE),
                     .drift = zeros,
                     .variance = zeros,
                     .resilience_rate = rp_call_real(call, RP_PARAM_RESILIENCE_RATE),
                     .risk_aversion = 0,
                     .resilience = (rp_resilience)rp_call_integer(call, RP_PARAM_RESILIENCE)};
}

rp_market rp_call_market(const rp_call *call) {
  rp_market market = rp_call_impact(call, NULL);
  market.drift = rp_call_array(call, RP_PARAM_DRIFT);
  market.variance = rp_call_array(call, RP_PARAM_VARIANCE);
  market.risk_aversion = rp_call_real(call, RP_PARAM_RISK_AVERSION);
  return market;
}

rp_status rp_call_require_existence(const rp_call *call, const rp_one_pass *pass, double fee,
                                    int32_t fee_param) {
  double threshold = rp_one_pass_threshold(pass);
  switch (rp_one_pass_existence(pass, fee)) {
  case RP_OPTIMUM_EXISTS:
    return RP_OK;
  case RP_EXCHANGE_FLAT:
    return rp_call_report(
        call, RP_NO_SOLUTION, "no-impact", RP_PARAM_IMPACT, 0,
        "impact is 0 in every period and no risk is priced, so all ways to split the shares over the "
        "exchange cost the same and none is best");
  case RP_EXCHANGE_NOT_CONVEX:
    return rp_call_report(
        call, RP_NO_SOLUTION, "exchange-not-convex", RP_PARAM_IMPACT, pass->least_pivot,
        "trading on the exchange alone has a round trip of negative cost (the smallest pivot is "
        "%.15g cash/share^2), so the cost has no lower bound and no fee helps",
        pass->least_pivot / 2);
  case RP_EXCHANGE_AT_EDGE:
    return rp_call_report(
        call, RP_NO_SOLUTION, "exchange-at-edge", RP_PARAM_IMPACT, pass->least_pivot,
        "trading on the exchange alone has a round trip whose cost is zero within rounding (the "
        "smallest pivot is %.3g cash/share^2), so no strategy is determined",
        pass->least_pivot / 2);
  case RP_FEE_BELOW_THRESHOLD:
    return fee_param < 0
               ? RP_OK
               : rp_call_report(call, RP_NO_SOLUTION, "fee-below-threshold", fee_param, fee,
                                "fee %.15g is not above the existence threshold %.15g cash/share^2: pushing "
                                "the close and trading against it at the venue lowers the cost without bound",
                                fee, threshold);
  case RP_FEE_AT_THRESHOLD:
    return fee_param < 0 ? RP_OK
                         : rp_call_report(
                               call, RP_NO_SOLUTION, "fee-at-threshold", fee_param, fee,
                               "fee %.17g equals the existence threshold %.17g cash/share^2 within rounding, "
                               "so the off-exchange volume is not determined",
                               fee, threshold);
  case RP_EXISTENCE_UNKNOWN:
    return rp_call_report(
        call, RP_NOT_CONVERGED, "out-of-range", RP_PARAM_IMPACT, threshold,
        "the existence threshold leaves the range of floating-point numbers at these parameters");
  }
  return RP_BUG;
}

void rp_write_trade_numbers(rp_writer *writer, uint32_t output, int64_t periods) {
  if (writer->status != RP_OK || !rp_call_wants(writer->call, output)) return;
  double *numbers = rp_call_vector(writer->call, output, periods + 1);
  if (!numbers) {
    writer->status = RP_NO_MEMORY;
    return;
  }
  for (int64_t t = 0; t <= periods; ++t)
    numbers[t] = (double)(t + 1);
}
