/*
 * model_broker.c - `closing_price_broker`: what a broker asks for guaranteeing a block at the close. Schema
 * and glue; the mathematics is in broker.h.
 */
#include "broker.h"
#include "model_list.h"
#include "model_market.h"
#include <stddef.h>

enum { MOST_PERIODS = 1000000 };
enum { PARAM_BLOCK = RP_MARKET_PARAMS, PARAMS };
enum {
  OUT_FEE,
  OUT_HEDGED_SALES,
  OUT_HEDGED_GAIN,
  OUT_HEDGED_VARIANCE,
  OUT_PLAIN_SALES,
  OUT_PLAIN_GAIN,
  OUT_PLAIN_VARIANCE,
  OUT_PLAIN_GAIN_PER_SHARE,
  OUT_THRESHOLD,
  OUTPUTS
};

const rp_dim rp_broker_dims[] = {RP_DIM_PERIODS(MOST_PERIODS)};

const rp_param rp_broker_params[] = {
    RP_MARKET_PARAM_TABLE(MOST_PERIODS),
    {.name = "block",
     .symbol = "\\bar Q",
     .unit = "share",
     .doc = "Shares that the broker receives and pays for at the closing price; negative if the "
            "broker delivers.",
     .source = "eq. 3.1",
     .kind = RP_REAL,
     .min = -INFINITY,
     .max = INFINITY,
     .preset = 1e5}};

const rp_output rp_broker_outputs[] = {
    [OUT_FEE] = {.name = "indifference_fee",
                 .symbol = "C(\\bar Q)",
                 .unit = "cash/share",
                 .doc = "Fee per share that makes a broker indifferent who takes the close into account; "
                        "without drift minus "
                        "the existence threshold times the block.",
                 .source = "eq. 3.3"},
    [OUT_HEDGED_SALES] = {.name = "hedged_sales",
                          .symbol = "v_t",
                          .unit = "share",
                          .doc = "Shares which that broker sells in each period.",
                          .source = "eq. 3.3",
                          .axes = rp_axis_periods},
    [OUT_HEDGED_GAIN] = {.name = "hedged_expected_gain",
                         .symbol = "E",
                         .unit = "cash",
                         .doc = "Expected gain of that broker before the fee.",
                         .source = "eq. 3.3"},
    [OUT_HEDGED_VARIANCE] = {.name = "hedged_gain_variance",
                             .symbol = "V",
                             .unit = "cash^2",
                             .doc = "Variance of that gain.",
                             .source = "eq. 3.3"},
    [OUT_PLAIN_SALES] =
        {.name = "plain_sales",
         .symbol = "v_t",
         .unit = "share",
         .doc = "Shares sold in each period by a broker who liquidates without a view on the close.",
         .source = "eq. 3.4",
         .axes = rp_axis_periods},
    [OUT_PLAIN_GAIN] =
        {.name = "plain_expected_gain",
         .symbol = "E",
         .unit = "cash",
         .doc =
             "Expected gain along these sales, for the whole block; as a fee it carries the opposite sign.",
         .source = "eq. 3.6"},
    [OUT_PLAIN_VARIANCE] = {.name = "plain_gain_variance",
                            .symbol = "V",
                            .unit = "cash^2",
                            .doc = "Variance of that gain.",
                            .source = "eq. 3.6"},
    [OUT_PLAIN_GAIN_PER_SHARE] = {.name = "plain_gain_per_share",
                                  .symbol = "E/\\bar Q",
                                  .unit = "cash/share",
                                  .doc = "Expected gain along these sales per share of the block.",
                                  .source = "eq. 3.6"},
    [OUT_THRESHOLD] = {.name = "existence_fee_threshold",
                       .symbol = "C^*",
                       .unit = "cash/share^2",
                       .doc = "Existence threshold of the investor's programme on the same market.",
                       .source = "thm. 1"}};

_Static_assert((int)OUTPUTS == (int)rp_broker_output_count && (int)PARAMS == (int)rp_broker_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_broker_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  double block = rp_call_real(call, PARAM_BLOCK);
  double *gains = rp_call_doubles(call, rp_one_pass_gains(market.periods));
  double *trades = rp_call_doubles(call, market.periods + 1);
  double *hedged_sales = rp_call_doubles(call, market.periods),
         *plain_sales = rp_call_doubles(call, market.periods);
  if (!gains || !trades || !hedged_sales || !plain_sales) return RP_NO_MEMORY;
  if (block == 0)
    return rp_call_report(call, RP_BAD_INPUT, "no-block", PARAM_BLOCK, block,
                          "block is 0, and a fee per share needs at least some shares");
  rp_one_pass pass;
  rp_one_pass_solve(&market, &pass, gains);
  rp_status status = rp_call_require_existence(call, &pass, INFINITY, -1);
  if (status != RP_OK) return status;
  rp_broker_result hedged = rp_broker_hedged(&market, &pass, gains, block, hedged_sales, trades);
  rp_broker_result plain = rp_broker_plain(&market, gains, block, plain_sales, trades);
  const rp_number numbers[] = {{OUT_FEE, hedged.fee_per_share},
                               {OUT_HEDGED_GAIN, hedged.expected_gain},
                               {OUT_HEDGED_VARIANCE, hedged.gain_variance},
                               {OUT_PLAIN_GAIN, plain.expected_gain},
                               {OUT_PLAIN_VARIANCE, plain.gain_variance},
                               {OUT_PLAIN_GAIN_PER_SHARE, plain.expected_gain / block},
                               {OUT_THRESHOLD, rp_one_pass_threshold(&pass)}};
  rp_writer writer = {.call = call, .outputs = rp_broker_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_HEDGED_SALES, market.periods, hedged_sales);
  rp_write_vector(&writer, OUT_PLAIN_SALES, market.periods, plain_sales);
  return writer.status;
}
