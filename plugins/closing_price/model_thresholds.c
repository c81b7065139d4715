/*
 * model_thresholds.c - `closing_price_thresholds`: which fees are safe. Schema and glue; the mathematics is
 * in thresholds.h and one_pass.h.
 */
#include "model_list.h"
#include "model_market.h"
#include "thresholds.h"
#include <stddef.h>

enum { MOST_PERIODS = 1000000 };
enum { PARAM_SHARES = RP_MARKET_PARAMS, PARAM_WANTED_VOLUME, PARAMS };
enum {
  OUT_EXISTENCE,
  OUT_MANIPULATION,
  OUT_MANIPULATION_KRIGING,
  OUT_MANIPULATION_LIMIT,
  OUT_RESIDUE_PER_SHARE,
  OUT_RESIDUE,
  OUT_POSITIVE,
  OUT_POSITIVE_UPPER,
  OUT_POSITIVE_PERIOD,
  OUT_POSITIVE_VOLUME,
  OUT_TRIGGERED,
  OUT_TRIGGERED_PERIOD,
  OUT_IMPLIED_FEE,
  OUT_IMPLIED_ADMISSIBLE,
  OUT_DRIFT_MANIPULATION,
  OUT_SMALLEST_EXCHANGE_PIVOT,
  OUT_INTERCEPT,
  OUT_SLOPE,
  OUTPUTS
};

const rp_dim rp_thresholds_dims[] = {RP_DIM_PERIODS(MOST_PERIODS)};

const rp_param rp_thresholds_params[] = {RP_MARKET_PARAM_TABLE(MOST_PERIODS),
                                         RP_SHARES_PARAM,
                                         {.name = "wanted_volume",
                                          .symbol = "\\bar Q_{T+1}",
                                          .unit = "share",
                                          .doc = "Off-exchange volume for which the implied fee is asked.",
                                          .source = "eq. 3.7",
                                          .kind = RP_REAL,
                                          .flags = RP_OPTIONAL,
                                          .min = -INFINITY,
                                          .max = INFINITY,
                                          .preset = NAN}};

const rp_output rp_thresholds_outputs[] = {
    [OUT_EXISTENCE] = {.name = "existence_fee_threshold",
                       .symbol = "C^*",
                       .unit = "cash/share^2",
                       .doc = "A best strategy exists if and only if the fee is above this.",
                       .source = "thm. 1"},
    [OUT_MANIPULATION] =
        {.name = "manipulation_fee_threshold",
         .symbol = "C^*_0",
         .unit = "cash/share^2",
         .doc = "Round trips of negative expected cost exist if and only if the fee is below this; infinite "
                "if the exchange alone has some.",
         .source = "eq. 2.13",
         .flags = RP_INF_MEANINGFUL | RP_NAN_MEANINGFUL},
    [OUT_MANIPULATION_KRIGING] =
        {.name = "manipulation_fee_threshold_kriging",
         .symbol = "C^*_0",
         .unit = "cash/share^2",
         .doc = "The same by the prediction-error formula, for impact and transient share that do not "
                "change in time; else no number.",
         .source = "eq. 2.13",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_MANIPULATION_LIMIT] =
        {.name = "manipulation_fee_threshold_infinite_horizon",
         .symbol = "C^*_0(\\infty)",
         .unit = "cash/share^2",
         .doc = "Its limit for many periods, for coefficients that do not change in time; else no number.",
         .source = "eq. 2.13",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_RESIDUE_PER_SHARE] =
        {.name = "residue_per_share",
         .symbol = "N",
         .unit = "cash/share^2",
         .doc = "Without drift the off-exchange volume is this times shares/(fee - existence threshold).",
         .source = "thm. 1"},
    [OUT_RESIDUE] = {.name = "residue",
                     .symbol = "n",
                     .unit = "cash/share",
                     .doc = "Numerator of the off-exchange volume, drift included.",
                     .source = "thm. 1"},
    [OUT_POSITIVE] =
        {.name = "positive_trades_fee",
         .symbol = "C_{pos}",
         .unit = "cash/share^2",
         .doc = "Infimum of the fees at which all trades go the programme's way; no number if there is none.",
         .source = "eq. 3.7",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_POSITIVE_UPPER] =
        {.name = "positive_trades_fee_upper",
         .symbol = "\\bar C_{pos}",
         .unit = "cash/share^2",
         .doc = "Supremum of these fees; infinite unless drift makes a period need the venue.",
         .source = "eq. 3.7",
         .flags = RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL},
    [OUT_POSITIVE_PERIOD] =
        {.name = "positive_trades_binding_period",
         .symbol = "t_{pos}",
         .unit = "1",
         .doc = "Period whose trade vanishes at the positive-trades fee; no number if none does.",
         .source = "eq. 3.7",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_POSITIVE_VOLUME] = {.name = "positive_trades_volume_limit",
                             .symbol = "y_{max}",
                             .unit = "share",
                             .doc = "Off-exchange volume at the positive-trades fee.",
                             .source = "eq. 3.7",
                             .flags = RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL},
    [OUT_TRIGGERED] =
        {.name = "transaction_triggered_fee_threshold",
         .symbol = "C_{TT}",
         .unit = "cash/share^2",
         .doc = "Transaction-triggered manipulation exists if and only if the fee is below this: the "
                "positive-trades fee of a risk-neutral trader.",
         .source = "eq. 2.14",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_TRIGGERED_PERIOD] = {.name = "transaction_triggered_binding_period",
                              .symbol = "t_{TT}",
                              .unit = "1",
                              .doc = "Period whose trade vanishes there.",
                              .source = "eq. 2.14",
                              .flags = RP_NAN_MEANINGFUL},
    [OUT_IMPLIED_FEE] = {.name = "implied_fee",
                         .symbol = "C(\\bar Q_{T+1})",
                         .unit = "cash/share^2",
                         .doc = "Fee at which the wanted volume is bought off-exchange; infinite for volume "
                                "0, no number if no volume is "
                                "wanted or no fee yields it.",
                         .source = "eq. 3.7",
                         .flags = RP_INF_MEANINGFUL | RP_NAN_MEANINGFUL},
    [OUT_IMPLIED_ADMISSIBLE] =
        {.name = "implied_fee_admissible",
         .symbol = "1_{q > 0}",
         .unit = "1",
         .doc = "1 if all trades go the programme's way at the implied fee, 0 if not; no number without a "
                "wanted volume.",
         .source = "eq. 3.7",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_DRIFT_MANIPULATION] = {.name = "drift_manipulation",
                                .symbol = "1_{\\mu \\neq 0}",
                                .unit = "1",
                                .doc =
                                    "1 if a drift makes small round trips profitable at every fee, else 0.",
                                .source = "eq. 2.13"},
    [OUT_SMALLEST_EXCHANGE_PIVOT] =
        {.name = "smallest_exchange_pivot",
         .symbol = "\\min_t a_t",
         .unit = "cash/share^2",
         .doc = "Smallest pivot of trading on the exchange alone; infinite for one period.",
         .source = "thm. 1",
         .flags = RP_INF_MEANINGFUL},
    [OUT_INTERCEPT] = {.name = "trade_intercept",
                       .symbol = "a_t",
                       .unit = "share",
                       .doc = "Trades on the exchange without off-exchange volume: q_t = a_t + b_t Q_{T+1}.",
                       .source = "eq. 2.9",
                       .axes = rp_axis_periods},
    [OUT_SLOPE] = {.name = "trade_slope",
                   .symbol = "b_t",
                   .unit = "1",
                   .doc = "What one share of off-exchange volume adds to each trade on the exchange.",
                   .source = "eq. 2.9",
                   .axes = rp_axis_periods}};

_Static_assert((int)OUTPUTS == (int)rp_thresholds_output_count &&
                   (int)PARAMS == (int)rp_thresholds_param_count,
               "model_list.h states the lengths of these tables");

typedef struct workspace {
  double *gains, *intercept, *slope;
} workspace;

static double period_or_nan(const rp_one_way_range *range) {
  return range->exists && range->binding_period > 0 ? (double)range->binding_period : NAN;
}

/* What a risk-neutral trader would do: manipulation thresholds. Overwrites the workspace. */
static void write_risk_neutral(rp_writer *writer, rp_market market, double shares, const workspace *work) {
  rp_one_pass pass;
  market.risk_aversion = 0;
  rp_one_pass_solve(&market, &pass, work->gains);
  rp_existence exchange = rp_one_pass_existence(&pass, INFINITY);
  rp_one_way_range range = {.exists = false, .fee_above = NAN};
  double threshold = exchange == RP_EXCHANGE_FLAT ? NAN : INFINITY;
  if (exchange == RP_OPTIMUM_EXISTS) {
    threshold = rp_one_pass_threshold(&pass);
    rp_one_pass_affine(&market, work->gains, shares, work->intercept, work->slope);
    range = rp_thresholds_one_way(&pass, market.periods, shares, work->intercept, work->slope);
  }
  bool constant = rp_market_is_constant(&market);
  const rp_number numbers[] = {
      {OUT_MANIPULATION, threshold},
      {OUT_MANIPULATION_KRIGING,
       constant ? rp_thresholds_kriging(market.impact[0], market.transient_share[0], market.resilience_rate,
                                        market.resilience, market.periods)
                : NAN},
      {OUT_MANIPULATION_LIMIT, constant ? rp_thresholds_kriging(market.impact[0], market.transient_share[0],
                                                                market.resilience_rate, market.resilience, 0)
                                        : NAN},
      {OUT_TRIGGERED, range.fee_above},
      {OUT_TRIGGERED_PERIOD, period_or_nan(&range)},
      {OUT_DRIFT_MANIPULATION, rp_market_has_drift(&market) ? 1 : 0}};
  rp_write_numbers(writer, numbers, RP_COUNT_OF(numbers));
}

static void write_implied(rp_writer *writer, const rp_market *market, const rp_one_pass *pass, double shares,
                          const workspace *work) {
  double fee = NAN, admissible = NAN;
  if (rp_call_has(writer->call, PARAM_WANTED_VOLUME)) {
    double volume = rp_call_real(writer->call, PARAM_WANTED_VOLUME);
    fee = rp_thresholds_implied_fee(pass, shares, volume);
    bool one_way = rp_thresholds_is_one_way(market->periods, shares, volume, work->intercept, work->slope);
    admissible = !isnan(fee) && one_way ? 1 : 0;
    if (isnan(fee))
      rp_call_report(writer->call, RP_OK, "volume-unattainable", PARAM_WANTED_VOLUME, volume,
                     "wanted_volume %.15g is bought off-exchange at no fee above the existence threshold",
                     volume);
  }
  const rp_number numbers[] = {{OUT_IMPLIED_FEE, fee}, {OUT_IMPLIED_ADMISSIBLE, admissible}};
  rp_write_numbers(writer, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_thresholds_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  double shares = rp_call_real(call, PARAM_SHARES);
  workspace work = {.gains = rp_call_doubles(call, rp_one_pass_gains(market.periods)),
                    .intercept = rp_call_doubles(call, market.periods),
                    .slope = rp_call_doubles(call, market.periods)};
  if (!work.gains || !work.intercept || !work.slope) return RP_NO_MEMORY;
  rp_one_pass pass;
  rp_one_pass_solve(&market, &pass, work.gains);
  rp_status status = rp_call_require_existence(call, &pass, INFINITY, -1);
  if (status != RP_OK) return status;
  rp_one_pass_affine(&market, work.gains, shares, work.intercept, work.slope);
  rp_one_way_range range = rp_thresholds_one_way(&pass, market.periods, shares, work.intercept, work.slope);
  const rp_number numbers[] = {{OUT_EXISTENCE, rp_one_pass_threshold(&pass)},
                               {OUT_RESIDUE_PER_SHARE, pass.qy / 2},
                               {OUT_RESIDUE, rp_one_pass_residue(&pass, shares)},
                               {OUT_POSITIVE, range.fee_above},
                               {OUT_POSITIVE_UPPER, range.fee_below},
                               {OUT_POSITIVE_PERIOD, period_or_nan(&range)},
                               {OUT_POSITIVE_VOLUME, range.volume_limit},
                               {OUT_SMALLEST_EXCHANGE_PIVOT, pass.least_pivot / 2}};
  rp_writer writer = {.call = call, .outputs = rp_thresholds_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_INTERCEPT, market.periods, work.intercept);
  rp_write_vector(&writer, OUT_SLOPE, market.periods, work.slope);
  write_implied(&writer, &market, &pass, shares, &work);
  write_risk_neutral(&writer, market, shares, &work);
  return writer.status;
}
