/*
 * model_round_trip.c - `closing_price_round_trip`: the cheapest round trip of unit norm, with and without the
 * venue. Schema and glue; the mathematics is in round_trip.h.
 */
#include "model_list.h"
#include "model_market.h"
#include "round_trip.h"
#include <stddef.h>
#include <string.h>

enum { MOST_PERIODS = 2000 };
enum { PARAM_FEE = RP_IMPACT_PARAMS, PARAMS };
enum { OUT_TRADE, OUT_BOTH, OUT_EXCHANGE, OUT_BOTH_TRADES, OUT_EXCHANGE_TRADES, OUT_RESIDUAL, OUTPUTS };

const rp_dim rp_round_trip_dims[] = {RP_DIM_PERIODS(MOST_PERIODS), RP_DIM_TRADE(MOST_PERIODS)};

const rp_param rp_round_trip_params[] = {RP_IMPACT_PARAM_TABLE(MOST_PERIODS), RP_FEE_PARAM(0)};

const rp_output rp_round_trip_outputs[] = {
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_BOTH] = {.name = "least_cost_both_venues",
                  .symbol = "\\min E",
                  .unit = "cash/share^2",
                  .doc = "Least expected cost of a round trip over exchange and venue per squared Euclidean "
                         "norm of its trades, "
                         "without drift; negative means pure price manipulation.",
                  .source = "eq. 2.13"},
    [OUT_EXCHANGE] =
        {.name = "least_cost_exchange_only",
         .symbol = "\\min E",
         .unit = "cash/share^2",
         .doc = "The same on the exchange alone; no number for one period, which allows no round trip.",
         .source = "eq. 2.13",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_BOTH_TRADES] = {.name = "trades_both_venues",
                         .symbol = "q_t",
                         .unit = "1",
                         .doc = "That round trip over both venues, of norm one, the first trade a purchase.",
                         .source = "eq. 2.13",
                         .axes = rp_axis_trade},
    [OUT_EXCHANGE_TRADES] = {.name = "trades_exchange_only",
                             .symbol = "q_t",
                             .unit = "1",
                             .doc = "That round trip on the exchange alone.",
                             .source = "eq. 2.13",
                             .axes = rp_axis_trade},
    [OUT_RESIDUAL] = {.name = "residual",
                      .symbol = "r",
                      .unit = "1",
                      .doc = "Error of the eigenpairs, relative to the size of the quadratic form.",
                      .source = "eq. 2.13",
                      .flags = RP_DIAGNOSTIC}};

_Static_assert((int)OUTPUTS == (int)rp_round_trip_output_count &&
                   (int)PARAMS == (int)rp_round_trip_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_round_trip_model_solve(const rp_call *call) {
  int64_t periods = rp_call_integer(call, RP_PARAM_PERIODS);
  double fee = rp_call_real(call, PARAM_FEE);
  double *zeros = rp_call_doubles(call, periods), *both_trades = rp_call_doubles(call, periods + 1);
  double *exchange_trades = rp_call_doubles(call, periods + 1);
  double *workspace = rp_call_doubles(call, rp_round_trip_workspace(periods));
  int32_t *integers = rp_call_integers(call, rp_round_trip_integers(periods));
  if (!zeros || !both_trades || !exchange_trades || !workspace || !integers) return RP_NO_MEMORY;
  memset(zeros, 0, (size_t)periods * sizeof *zeros);
  rp_market market = rp_call_impact(call, zeros);
  rp_round_trip both, exchange;
  if (!rp_round_trip_solve(&market, true, fee, &both, both_trades, workspace, integers) ||
      !rp_round_trip_solve(&market, false, 0, &exchange, exchange_trades, workspace, integers))
    return rp_call_report(call, RP_NOT_CONVERGED, "eigenvalue-failed", -1, NAN,
                          "the smallest eigenvalue of the round-trip cost was not found");
  const rp_number numbers[] = {{OUT_BOTH, both.least_cost},
                               {OUT_EXCHANGE, exchange.least_cost},
                               {OUT_RESIDUAL, fmax(both.residual, exchange.residual)}};
  rp_writer writer = {.call = call, .outputs = rp_round_trip_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_BOTH_TRADES, periods + 1, both_trades);
  rp_write_vector(&writer, OUT_EXCHANGE_TRADES, periods + 1, exchange_trades);
  rp_write_trade_numbers(&writer, OUT_TRADE, periods);
  return writer.status;
}
