/* model_acas_market.c - see model_acas_market.h. */
#include "model_acas_market.h"

static const double largest_exponent = 700;
static const double nothing[1] = {0};

rp_status rp_call_acas(const rp_call *call, int32_t running, rp_acas *market) {
  *market = (rp_acas){
      .horizon = rp_call_real(call, RP_ACAS_HORIZON),
      .first = rp_call_real(call, RP_ACAS_FIRST),
      .second = rp_call_real(call, RP_ACAS_SECOND),
      .buyer = rp_call_real(call, RP_ACAS_BUYER),
      .gamma = rp_call_real(call, RP_ACAS_DECAY),
      .terminal = rp_call_real(call, RP_ACAS_TERMINAL),
      .least = rp_call_has(call, RP_ACAS_LEAST) ? rp_call_real(call, RP_ACAS_LEAST) : -INFINITY,
      .cost = rp_curve_of(rp_call_value(call, RP_ACAS_COST), 0),
      .running = {.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = nothing, .data = nothing},
      .buying = rp_curve_of(rp_call_value(call, RP_ACAS_BUYING), 0),
      .selling = rp_curve_of(rp_call_value(call, RP_ACAS_SELLING), 0),
  };
  if (running >= 0) market->running = rp_curve_of(rp_call_value(call, (uint32_t)running), 0);
  if (market->first < market->second)
    return rp_call_report(call, RP_BAD_INPUT, "makers-out-of-order", RP_ACAS_FIRST, market->first,
                          "first_maker is %.6g and second_maker %.6g: the first must hold at least as much "
                          "as the second; exchange them",
                          market->first, market->second);
  double exponent = rp_acas_largest_exponent(market);
  if (!(exponent <= largest_exponent))
    return rp_call_report(call, RP_NOT_CONVERGED, "overflow-guard", RP_ACAS_DECAY, exponent,
                          "intensity_decay (2 terminal_penalty + 2 int running_penalty) (first_maker - "
                          "second_maker) is %.6g: exponentials of it are out of range beyond %.6g",
                          exponent, largest_exponent);
  return RP_OK;
}

void rp_call_acas_remark(const rp_call *call, double least_rate) {
  if (least_rate < 0)
    rp_call_report(
        call, RP_OK, "buyer-sells", RP_ACAS_LEAST, least_rate,
        "the buyer's rate falls to %.6g, where the market of the paper has no meaning: give a least_rate",
        least_rate);
}
