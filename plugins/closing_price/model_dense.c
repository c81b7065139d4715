/*
 * model_dense.c - `closing_price_dense`: the execution programme by dense linear algebra, the route that
 * shares nothing with the recursions. Schema and glue; the mathematics is in dense.h.
 */
#include "dense.h"
#include "model_list.h"
#include "model_market.h"
#include <stddef.h>

enum { MOST_PERIODS = 3000 };
enum { PARAM_FEE = RP_MARKET_PARAMS, PARAM_SHARES, PARAMS };
enum {
  OUT_TRADE,
  OUT_TRADES,
  OUT_VOLUME,
  OUT_COST,
  OUT_THRESHOLD,
  OUT_LOG_DETERMINANT,
  OUT_RECIPROCAL_CONDITION,
  OUTPUTS
};

const rp_dim rp_dense_dims[] = {RP_DIM_PERIODS(MOST_PERIODS), RP_DIM_TRADE(MOST_PERIODS)};

const rp_param rp_dense_params[] = {RP_MARKET_PARAM_TABLE(MOST_PERIODS), RP_FEE_PARAM(RP_INF_LEGAL),
                                    RP_SHARES_PARAM};

const rp_output rp_dense_outputs[] = {
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_TRADES] = {.name = "trades",
                    .symbol = "q_t",
                    .unit = "share",
                    .doc = "Shares bought at each opportunity, the last one at the closing price.",
                    .source = "eq. 2.9",
                    .axes = rp_axis_trade},
    [OUT_VOLUME] = {.name = "off_exchange_volume",
                    .symbol = "Q_{T+1}",
                    .unit = "share",
                    .doc = "Shares bought off-exchange at the closing price.",
                    .source = "eq. 2.12"},
    [OUT_COST] = {.name = "certainty_equivalent_cost",
                  .symbol = "J",
                  .unit = "cash",
                  .doc = "Least certainty-equivalent cost, without the opening value p_1 Q.",
                  .source = "eq. 2.7"},
    [OUT_THRESHOLD] = {.name = "existence_fee_threshold",
                       .symbol = "C^*",
                       .unit = "cash/share^2",
                       .doc = "A best strategy exists if and only if the fee is above this.",
                       .source = "thm. 1"},
    [OUT_LOG_DETERMINANT] =
        {.name = "log_determinant",
         .symbol = "\\log\\det H",
         .unit = "1",
         .doc =
             "Logarithm of the Hessian's determinant in units of cash/share^2: the sum of the logarithms of "
             "twice the pivots.",
         .source = "thm. 1"},
    [OUT_RECIPROCAL_CONDITION] = {.name = "reciprocal_condition",
                                  .symbol = "1/\\kappa(H)",
                                  .unit = "1",
                                  .doc = "Estimated reciprocal condition number of the Hessian.",
                                  .source = "thm. 1",
                                  .flags = RP_DIAGNOSTIC}};

_Static_assert((int)OUTPUTS == (int)rp_dense_output_count && (int)PARAMS == (int)rp_dense_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_dense_model_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  rp_programme programme = {.shares = rp_call_real(call, PARAM_SHARES), .fee = rp_call_real(call, PARAM_FEE)};
  double *trades = rp_call_doubles(call, market.periods + 1);
  double *workspace = rp_call_doubles(call, rp_dense_workspace(market.periods));
  if (!trades || !workspace) return RP_NO_MEMORY;
  rp_dense_result result;
  switch (rp_dense_plan_solve(&market, &programme, trades, &result, workspace)) {
  case RP_DENSE_EXCHANGE_NOT_CONVEX:
    return rp_call_report(
        call, RP_NO_SOLUTION, "exchange-not-convex", RP_PARAM_IMPACT, NAN,
        "the Hessian of trading on the exchange alone is not positive definite, so the cost has no "
        "lower bound or no unique minimum, and no fee helps");
  case RP_DENSE_NO_MINIMUM:
    return rp_call_report(
        call, RP_NO_SOLUTION, "fee-below-threshold", PARAM_FEE, programme.fee,
        "fee %.15g is not above the existence threshold %.15g cash/share^2: the Hessian is not "
        "positive definite",
        programme.fee, result.threshold);
  case RP_DENSE_SOLVED:
    break;
  }
  const rp_number numbers[] = {{OUT_VOLUME, trades[market.periods]},
                               {OUT_COST, result.cost},
                               {OUT_THRESHOLD, result.threshold},
                               {OUT_LOG_DETERMINANT, result.log_determinant},
                               {OUT_RECIPROCAL_CONDITION, result.reciprocal_condition}};
  rp_writer writer = {.call = call, .outputs = rp_dense_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_TRADES, market.periods + 1, trades);
  rp_write_trade_numbers(&writer, OUT_TRADE, market.periods);
  return writer.status;
}
