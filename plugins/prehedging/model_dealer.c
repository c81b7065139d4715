/* model_dealer.c - see model_dealer.h. */
#include "model_dealer.h"

const char *const rp_client_price_names[] = {"market", "printed", NULL};

rp_dealer_market rp_call_dealer_market(const rp_call *call) {
  return (rp_dealer_market){.permanent = rp_call_real(call, RP_PARAM_PERMANENT),
                            .transient = rp_call_real(call, RP_PARAM_TRANSIENT),
                            .decay = rp_call_real(call, RP_PARAM_DECAY),
                            .temporary = rp_call_real(call, RP_PARAM_TEMPORARY),
                            .inventory_cost = rp_call_real(call, RP_PARAM_INVENTORY_COST),
                            .random_stage = rp_call_real(call, RP_PARAM_RANDOM_STAGE),
                            .horizon = rp_call_real(call, RP_PARAM_HORIZON)};
}

rp_client rp_call_unquoted_client(const rp_call *call) {
  return (rp_client){.size = rp_call_real(call, RP_PARAM_SIZE),
                     .buy_probability = rp_call_real(call, RP_PARAM_BUY),
                     .price = (rp_client_price)rp_call_integer(call, RP_PARAM_PRICE_RULE)};
}

rp_client rp_call_client(const rp_call *call) {
  rp_client client = rp_call_unquoted_client(call);
  client.trade_probability = rp_call_real(call, RP_PARAM_TRADE);
  client.half_spread = rp_call_real(call, RP_PARAM_SPREAD);
  return client;
}

rp_start rp_call_start(const rp_call *call) {
  return (rp_start){.position = {rp_call_real(call, RP_PARAM_INVENTORY), rp_call_real(call, RP_PARAM_IMPACT)},
                    .price = rp_call_real(call, RP_PARAM_PRICE)};
}

rp_status rp_call_dealer(const rp_call *call, rp_dealer *dealer) {
  rp_dealer_market market = rp_call_dealer_market(call);
  if (!rp_dealer_is_determined(&market, rp_call_real(call, RP_PARAM_IMPACT)))
    return rp_call_report(
        call, RP_NO_SOLUTION, "no-decay-no-cost", RP_PARAM_DECAY, 0,
        "transient_decay and inventory_cost are both 0 while there is transient impact: the value "
        "depends on which of them goes to 0 first, so one of them must be positive");
  rp_dealer_solve(&market, dealer);
  if (!rp_dealer_is_in_range(dealer))
    return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                          "the constants of this market are outside the range of floating-point numbers");
  return RP_OK;
}

rp_status rp_call_require_finite(const rp_call *call, const rp_number *numbers, uint32_t count,
                                 const rp_output *outputs) {
  for (uint32_t i = 0; i < count; ++i)
    if (!isfinite(numbers[i].value))
      return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, numbers[i].value,
                            "%s is outside the range of floating-point numbers",
                            outputs[numbers[i].output].name);
  return RP_OK;
}
