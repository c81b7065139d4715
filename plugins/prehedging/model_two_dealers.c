/*
 * model_two_dealers.c - `prehedging_nash`: two dealers with private inventories in equilibrium. Schema and glue; the
 * mathematics is in two_dealers.h.
 */
#include "model_two_dealers.h"
#include "model_dealer.h"
#include "model_list.h"

enum {
  OUT_TRADE,
  OUT_TRADE_SLOPE,
  OUT_SPREAD,
  OUT_SPREAD_SLOPE,
  OUT_SPREAD_WITHOUT,
  OUT_SPREAD_SLOPE_WITHOUT,
  OUT_CLIENT_SPREAD,
  OUT_CLIENT_IMPACT,
  OUT_CLIENT_COST,
  OUT_CLIENT_COST_WITHOUT,
  OUT_DIFFERENCE,
  OUT_IMPACT,
  OUT_THRESHOLD,
  OUT_BENEFICIAL,
  OUT_CURVATURE,
  OUT_WEAK,
  OUT_NEGATIVE,
  OUT_LONG_BUYS_MORE,
  OUTPUTS
};

const rp_param rp_two_dealers_params[] = {RP_PAIR_PARAM_TABLE};

const rp_output rp_two_dealers_outputs[] = {
    [OUT_TRADE] = RP_NUMBER_OUT("trade_intercept", "a", "share", "eq. 26",
                                "What a flat dealer buys before the client."),
    [OUT_TRADE_SLOPE] =
        RP_NUMBER_OUT("trade_slope", "b", "1", "eq. 26", "What she buys less per share that she holds."),
    [OUT_SPREAD] = RP_NUMBER_OUT("spread_intercept", "c", "cash/share", "eq. 27",
                                 "What a flat dealer quotes above the price."),
    [OUT_SPREAD_SLOPE] = RP_NUMBER_OUT("spread_slope", "d", "cash/share^2", "eq. 27",
                                       "What she quotes less per share that she holds."),
    [OUT_SPREAD_WITHOUT] = RP_NUMBER_OUT("spread_intercept_without", "c^0", "cash/share", "app. B",
                                         "What a flat dealer quotes if nobody pre-hedges."),
    [OUT_SPREAD_SLOPE_WITHOUT] =
        RP_NUMBER_OUT("spread_slope_without", "d^0", "cash/share^2", "app. B",
                      "What she quotes less per share that she holds if nobody pre-hedges."),
    [OUT_CLIENT_SPREAD] =
        RP_NUMBER_OUT("client_spread", "c - d\\zeta/3", "cash/share", "app. B", "Mean of the better spread."),
    [OUT_CLIENT_IMPACT] = RP_NUMBER_OUT("client_impact", "2a(I - B)", "cash/share", "app. B",
                                        "Mean rise of the price that both dealers cause before the client."),
    [OUT_CLIENT_COST] = RP_NUMBER_OUT("client_cost", "", "cash/share", "app. B",
                                      "Mean that the client pays above the first price."),
    [OUT_CLIENT_COST_WITHOUT] = RP_NUMBER_OUT("client_cost_without", "I(2\\zeta + 3X^*)/6", "cash/share",
                                              "app. B", "The same if nobody pre-hedges."),
    [OUT_DIFFERENCE] = RP_NUMBER_OUT("client_cost_difference", "", "cash/share", "app. B",
                                     "client_cost less client_cost_without."),
    [OUT_IMPACT] =
        RP_NUMBER_OUT("impact", "I", "cash/share^2", "app. B", "Whole impact of a trade, kappa + lambda."),
    [OUT_THRESHOLD] =
        RP_NUMBER_OUT("benefit_threshold", "", "cash/share^2", "app. B",
                      "Pre-hedging is cheaper for the client if and only if the impact is below this."),
    [OUT_BENEFICIAL] =
        RP_NUMBER_OUT("beneficial", "", "1", "app. B", "1 if pre-hedging is cheaper for the client."),
    [OUT_CURVATURE] =
        RP_NUMBER_OUT("second_derivative_in_spread", "", "share^2/cash", "app. B",
                      "Of a dealer's expected profit; negative where her response is the only best one."),
    [OUT_WEAK] = RP_NUMBER_OUT(
        "weak", "", "1", "",
        "1 if no impact decays: the profit is then flat in the spread and the equilibrium weak."),
    [OUT_NEGATIVE] =
        RP_NUMBER_OUT("negative_quotes", "", "1", "", "1 if the longest dealers quote below the price."),
    [OUT_LONG_BUYS_MORE] =
        RP_NUMBER_OUT("long_buys_more", "", "1", "",
                      "1 if a dealer buys the more before the client the more she holds, b < 0."),
};

_Static_assert((int)OUTPUTS == (int)rp_two_dealers_output_count &&
                   (int)RP_PAIR_PARAMS == (int)rp_two_dealers_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_call_two_dealers(const rp_call *call, rp_two_dealers *market) {
  double lambda = rp_call_real(call, RP_PAIR_TRANSIENT);
  *market = (rp_two_dealers){.impact = rp_call_real(call, RP_PAIR_PERMANENT) + lambda,
                             .decayed = rp_call_real(call, RP_PAIR_DECAYED) * lambda,
                             .inventory_cost = rp_call_real(call, RP_PAIR_COST),
                             .probability = rp_call_real(call, RP_PAIR_PROBABILITY),
                             .size = rp_call_real(call, RP_PAIR_SIZE),
                             .range = rp_call_real(call, RP_PAIR_RANGE)};
  if (market->impact == 0)
    return rp_call_report(
        call, RP_NO_SOLUTION, "no-impact", RP_PAIR_PERMANENT, 0,
        "permanent_impact + transient_impact is 0, so trades move no price and every spread is undercut");
  if (market->probability == 0)
    return rp_call_report(
        call, RP_BAD_INPUT, "no-client", RP_PAIR_PROBABILITY, 0,
        "trade_probability is 0, and dealers quote only for a client who may trade; it must be > 0");
  if (market->decayed == 0 && market->inventory_cost == 0)
    return rp_call_report(
        call, RP_NO_SOLUTION, "no-decay-no-cost", RP_PAIR_DECAYED, 0,
        "decayed_fraction * transient_impact and inventory_cost are both 0, so a dealer's profit is "
        "linear in what she buys before the client and has no maximum");
  return RP_OK;
}

rp_status rp_two_dealers_solve(const rp_call *call) {
  rp_two_dealers market;
  rp_status status = rp_call_two_dealers(call, &market);
  if (status != RP_OK) return status;
  rp_equilibrium e = rp_two_dealers_equilibrium(&market);
  const rp_number numbers[OUTPUTS] = {{OUT_TRADE, e.strategy.trade},
                                      {OUT_TRADE_SLOPE, e.strategy.trade_slope},
                                      {OUT_SPREAD, e.strategy.spread},
                                      {OUT_SPREAD_SLOPE, e.strategy.spread_slope},
                                      {OUT_SPREAD_WITHOUT, e.without.spread},
                                      {OUT_SPREAD_SLOPE_WITHOUT, e.without.spread_slope},
                                      {OUT_CLIENT_SPREAD, e.client_spread},
                                      {OUT_CLIENT_IMPACT, e.client_impact},
                                      {OUT_CLIENT_COST, e.client_cost},
                                      {OUT_CLIENT_COST_WITHOUT, e.client_cost_without},
                                      {OUT_DIFFERENCE, e.client_cost - e.client_cost_without},
                                      {OUT_IMPACT, market.impact},
                                      {OUT_THRESHOLD, e.threshold},
                                      {OUT_BENEFICIAL, e.client_cost < e.client_cost_without},
                                      {OUT_CURVATURE, e.curvature},
                                      {OUT_WEAK, e.weak},
                                      {OUT_NEGATIVE, e.negative_quotes},
                                      {OUT_LONG_BUYS_MORE, e.long_buys_more}};
  status = rp_call_require_finite(call, numbers, OUTPUTS, rp_two_dealers_outputs);
  if (status != RP_OK) return status;
  if (e.weak)
    rp_call_report(
        call, RP_OK, "weak-equilibrium", RP_PAIR_DECAYED, market.decayed,
        "no impact decays, so every spread gives a dealer the same profit: the equilibrium is weak");
  return rp_call_put_numbers(call, numbers, OUTPUTS);
}
