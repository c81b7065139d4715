/*
 * model_monotone.c - `closing_price_monotone`: the best strategy that never trades against the programme.
 * Schema and glue; the mathematics is in monotone.h.
 */
#include "model_list.h"
#include "model_market.h"
#include "monotone.h"
#include <stddef.h>

enum { MOST_PERIODS = 500 };
enum { PARAM_FEE = RP_MARKET_PARAMS, PARAM_SHARES, PARAMS };
enum {
  OUT_TRADE,
  OUT_TRADES,
  OUT_VOLUME,
  OUT_COST,
  OUT_UNRESTRICTED_COST,
  OUT_RESTRICTION_COST,
  OUT_SHADOW,
  OUT_UNUSED,
  OUT_KKT_RESIDUAL,
  OUT_ITERATIONS,
  OUTPUTS
};

const rp_dim rp_monotone_dims[] = {RP_DIM_PERIODS(MOST_PERIODS), RP_DIM_TRADE(MOST_PERIODS)};

const rp_param rp_monotone_params[] = {RP_MARKET_PARAM_TABLE(MOST_PERIODS), RP_FEE_PARAM(RP_INF_LEGAL),
                                       RP_SHARES_PARAM};

const rp_output rp_monotone_outputs[] = {
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_TRADES] = {.name = "trades",
                    .symbol = "q_t",
                    .unit = "share",
                    .doc = "Best trades of the programme's sign, the last one at the closing price.",
                    .source = "eq. 2.14",
                    .axes = rp_axis_trade},
    [OUT_VOLUME] = {.name = "off_exchange_volume",
                    .symbol = "Q_{T+1}",
                    .unit = "share",
                    .doc = "The last of them.",
                    .source = "eq. 2.14"},
    [OUT_COST] = {.name = "certainty_equivalent_cost",
                  .symbol = "J_+",
                  .unit = "cash",
                  .doc = "Their certainty-equivalent cost, without the opening value p_1 Q.",
                  .source = "eq. 2.14"},
    [OUT_UNRESTRICTED_COST] = {.name = "unrestricted_cost",
                               .symbol = "J",
                               .unit = "cash",
                               .doc =
                                   "Cost of the best strategy when trades against the programme are allowed.",
                               .source = "eq. 2.14"},
    [OUT_RESTRICTION_COST] =
        {.name = "restriction_cost",
         .symbol = "J_+ - J",
         .unit = "cash",
         .doc = "What trading one way only costs; positive means transaction-triggered manipulation.",
         .source = "eq. 2.14"},
    [OUT_SHADOW] = {.name = "shadow_price",
                    .symbol = "\\nu_t",
                    .unit = "cash/share",
                    .doc = "Fall of the cost per share traded against the programme at an unused "
                           "opportunity; 0 at used ones.",
                    .source = "eq. 2.14",
                    .axes = rp_axis_trade},
    [OUT_UNUSED] = {.name = "unused_opportunities",
                    .symbol = "\\#\\{q_t = 0\\}",
                    .unit = "1",
                    .doc = "Number of opportunities at which nothing is traded.",
                    .source = "eq. 2.14"},
    [OUT_KKT_RESIDUAL] =
        {.name = "kkt_residual",
         .symbol = "r",
         .unit = "1",
         .doc = "Largest violation of the conditions of optimality, relative to the size of their terms.",
         .source = "eq. 2.14",
         .flags = RP_DIAGNOSTIC},
    [OUT_ITERATIONS] = {.name = "iterations",
                        .symbol = "k",
                        .unit = "1",
                        .doc = "Number of sets of used opportunities that were tried.",
                        .source = "eq. 2.14",
                        .flags = RP_DIAGNOSTIC}};

_Static_assert((int)OUTPUTS == (int)rp_monotone_output_count && (int)PARAMS == (int)rp_monotone_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_monotone_model_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  rp_programme programme = {.shares = rp_call_real(call, PARAM_SHARES), .fee = rp_call_real(call, PARAM_FEE)};
  int64_t n = market.periods + 1;
  double *trades = rp_call_doubles(call, n), *shadow = rp_call_doubles(call, n);
  double *workspace = rp_call_doubles(call, rp_monotone_workspace(market.periods));
  int32_t *integers = rp_call_integers(call, rp_monotone_integers(market.periods));
  if (!trades || !shadow || !workspace || !integers) return RP_NO_MEMORY;
  rp_one_pass pass;
  rp_one_pass_solve(&market, &pass, NULL);
  rp_status status = rp_call_require_existence(call, &pass, programme.fee, PARAM_FEE);
  if (status != RP_OK) return status;
  rp_monotone_result result;
  switch (rp_monotone_solve(&market, &programme, trades, shadow, &result, workspace, integers)) {
  case RP_MONOTONE_NOT_CONVEX:
    return rp_call_report(
        call, RP_NOT_CONVERGED, "factorisation-failed", PARAM_FEE, programme.fee,
        "the programme at fee %.15g is convex, but too close to the edge for a Cholesky factorisation",
        programme.fee);
  case RP_MONOTONE_STALLED:
    return rp_call_report(call, RP_NOT_CONVERGED, "active-set-stalled", -1, NAN,
                          "the active-set method did not find which opportunities are used");
  case RP_MONOTONE_SOLVED:
    break;
  }
  double unrestricted = rp_one_pass_cost(&pass, &programme);
  const rp_number numbers[] = {
      {OUT_VOLUME, trades[market.periods]},       {OUT_COST, result.cost},
      {OUT_UNRESTRICTED_COST, unrestricted},      {OUT_RESTRICTION_COST, result.cost - unrestricted},
      {OUT_UNUSED, (double)result.bound},         {OUT_KKT_RESIDUAL, result.kkt_residual},
      {OUT_ITERATIONS, (double)result.iterations}};
  rp_writer writer = {.call = call, .outputs = rp_monotone_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_TRADES, n, trades);
  rp_write_vector(&writer, OUT_SHADOW, n, shadow);
  rp_write_trade_numbers(&writer, OUT_TRADE, market.periods);
  return writer.status;
}
