/*
 * model_feedback.c - `closing_price_feedback`: the exact certainty equivalent of policies that react to the
 * price, around the best static strategy. Schema and glue; the mathematics is in feedback.h and one_pass.h.
 */
#include "feedback.h"
#include "model_list.h"
#include "model_market.h"
#include <stddef.h>
#include <string.h>

enum { MOST_PERIODS = 1000 };
enum { PARAM_FEE = RP_MARKET_PARAMS, PARAM_SHARES, PARAM_RATE, PARAM_GAIN, PARAM_DEVIATION, PARAMS };
enum {
  OUT_COST,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_STATIC_COST,
  OUT_EXCESS,
  OUT_MARGIN,
  OUT_TRADE,
  OUT_TRADES,
  OUTPUTS
};

static const char *const axes_gain[] = {"periods", "periods", NULL};

const rp_dim rp_feedback_dims[] = {RP_DIM_PERIODS(MOST_PERIODS), RP_DIM_TRADE(MOST_PERIODS)};

const rp_param rp_feedback_params[] = {
    RP_MARKET_PARAM_TABLE(MOST_PERIODS),
    RP_FEE_PARAM(0),
    RP_SHARES_PARAM,
    {.name = "feedback_rate",
     .symbol = "\\theta",
     .unit = "share^2/cash",
     .doc = "What each trade on the exchange adds per unit of all price innovations seen so far.",
     .source = "thm. 1",
     .kind = RP_REAL,
     .min = -INFINITY,
     .max = INFINITY,
     .preset = 0},
    {.name = "feedback_gain",
     .symbol = "\\Theta_{ti}",
     .unit = "share^2/cash",
     .doc =
         "What trade t adds, beyond the rate, per unit of the innovation behind trade i; zero unless i < t.",
     .source = "thm. 1",
     .kind = RP_ARRAY,
     .min = -INFINITY,
     .max = INFINITY,
     .preset = 0,
     .axes = axes_gain},
    {.name = "deviation",
     .symbol = "\\Delta q_t",
     .unit = "share",
     .doc = "Change of each base trade on the exchange from the best static strategy; the off-exchange "
            "volume takes it up.",
     .source = "thm. 1",
     .kind = RP_ARRAY,
     .min = -INFINITY,
     .max = INFINITY,
     .preset = 0,
     .axes = rp_axis_periods}};

const rp_output rp_feedback_outputs[] = {
    [OUT_COST] = {.name = "certainty_equivalent_cost",
                  .symbol = "J(\\theta)",
                  .unit = "cash",
                  .doc = "Exact certainty-equivalent cost of the policy, without p_1 Q; infinite if the "
                         "exponential moment does "
                         "not exist.",
                  .source = "thm. 1",
                  .flags = RP_INF_MEANINGFUL},
    [OUT_MEAN] = {.name = "expected_cost",
                  .symbol = "E",
                  .unit = "cash",
                  .doc = "Expected cost of the policy, without p_1 Q.",
                  .source = "eq. 2.6"},
    [OUT_VARIANCE] = {.name = "cost_variance",
                      .symbol = "V",
                      .unit = "cash^2",
                      .doc = "Variance of its cost, which is not Gaussian if it reacts.",
                      .source = "eq. 2.6"},
    [OUT_STATIC_COST] = {.name = "static_cost",
                         .symbol = "J(0)",
                         .unit = "cash",
                         .doc = "Certainty-equivalent cost of the best static strategy.",
                         .source = "thm. 1"},
    [OUT_EXCESS] = {.name = "excess_cost",
                    .symbol = "J(\\theta) - J(0)",
                    .unit = "cash",
                    .doc = "What the policy costs more than the best static strategy.",
                    .source = "thm. 1",
                    .flags = RP_INF_MEANINGFUL},
    [OUT_MARGIN] = {.name = "moment_margin",
                    .symbol = "\\min_i (1 - 2 R a_i)",
                    .unit = "1",
                    .doc = "The exponential moment exists if and only if this is positive.",
                    .source = "thm. 1"},
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_TRADES] = {.name = "trades",
                    .symbol = "q_t",
                    .unit = "share",
                    .doc = "Base trades: what is traded when the price follows its mean.",
                    .source = "eq. 2.9",
                    .axes = rp_axis_trade}};

_Static_assert((int)OUTPUTS == (int)rp_feedback_output_count && (int)PARAMS == (int)rp_feedback_param_count,
               "model_list.h states the lengths of these tables");

/* gain = feedback_gain + rate below the diagonal. Refuses gains on innovations that have not happened. */
static rp_status read_gain(const rp_call *call, int64_t periods, double *gain) {
  double rate = rp_call_real(call, PARAM_RATE);
  memcpy(gain, rp_call_array(call, PARAM_GAIN), (size_t)(periods * periods) * sizeof *gain);
  for (int64_t t = 0; t < periods; ++t)
    for (int64_t i = 0; i < periods; ++i) {
      double *entry = &gain[t * periods + i];
      if (i >= t && *entry != 0)
        return rp_call_report(
            call, RP_BAD_INPUT, "anticipating-feedback", PARAM_GAIN, *entry,
            "feedback_gain(%lld, %lld) is %.15g, but trade %lld has not seen the innovation behind trade "
            "%lld",
            (long long)t + 1, (long long)i + 1, *entry, (long long)t + 1, (long long)i + 1);
      *entry += i < t ? rate : 0;
    }
  return RP_OK;
}

static void deviate(const rp_call *call, int64_t periods, double *trades) {
  const double *deviation = rp_call_array(call, PARAM_DEVIATION);
  for (int64_t t = 0; t < periods; ++t) {
    trades[t] += deviation[t];
    trades[periods] -= deviation[t];
  }
}

rp_status rp_feedback_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  rp_programme programme = {.shares = rp_call_real(call, PARAM_SHARES), .fee = rp_call_real(call, PARAM_FEE)};
  double *gains = rp_call_doubles(call, rp_one_pass_gains(market.periods));
  double *trades = rp_call_doubles(call, market.periods + 1);
  double *gain = rp_call_doubles(call, market.periods * market.periods);
  double *workspace = rp_call_doubles(call, rp_feedback_workspace(market.periods));
  int32_t *integers = rp_call_integers(call, rp_feedback_integers(market.periods));
  if (!gains || !trades || !gain || !workspace || !integers) return RP_NO_MEMORY;
  rp_status status = read_gain(call, market.periods, gain);
  if (status != RP_OK) return status;
  rp_one_pass pass;
  rp_one_pass_solve(&market, &pass, gains);
  status = rp_call_require_existence(call, &pass, programme.fee, PARAM_FEE);
  if (status != RP_OK) return status;
  double mean, variance, best = rp_one_pass_cost(&pass, &programme);
  rp_one_pass_trades(&market, gains, &programme, rp_one_pass_volume(&pass, &programme), trades, &mean,
                     &variance);
  deviate(call, market.periods, trades);
  rp_feedback_result result;
  if (!rp_feedback_evaluate(&market, programme.fee, trades, gain, &result, workspace, integers))
    return rp_call_report(call, RP_NOT_CONVERGED, "eigenvalue-failed", -1, NAN,
                          "the eigenvalues of the policy's cost were not found");
  const rp_number numbers[] = {{OUT_COST, result.certainty_equivalent},
                               {OUT_MEAN, result.mean},
                               {OUT_VARIANCE, result.variance},
                               {OUT_STATIC_COST, best},
                               {OUT_EXCESS, result.certainty_equivalent - best},
                               {OUT_MARGIN, result.moment_margin}};
  rp_writer writer = {.call = call, .outputs = rp_feedback_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_TRADES, market.periods + 1, trades);
  rp_write_trade_numbers(&writer, OUT_TRADE, market.periods);
  return writer.status;
}
