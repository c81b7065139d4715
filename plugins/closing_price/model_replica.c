/*
 * model_replica.c - `closing_price_replica`: the recursion of theorem 1 as corrected and with single slips of
 * the printed text, at any fee, also where no optimum exists. It states what comes out and what it is worth.
 * Schema and glue; the mathematics is in recursion.h, cost.h and one_pass.h.
 */
#include "cost.h"
#include "model_list.h"
#include "model_market.h"
#include "recursion.h"
#include <stddef.h>

enum { MOST_PERIODS = 1000000 };
enum { PARAM_FEE = RP_MARKET_PARAMS, PARAM_SHARES, PARAM_RECURSION, PARAMS };
enum {
  OUT_TRADE,
  OUT_TRADES,
  OUT_INVENTORY,
  OUT_VOLUME,
  OUT_COST,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_STATED_COST,
  OUT_OPTIMAL_COST,
  OUT_EXCESS_COST,
  OUT_THRESHOLD,
  OUT_PIVOTS,
  OUT_SMALLEST_PIVOT,
  OUT_NEGATIVE_PIVOTS,
  OUT_OPTIMUM_EXISTS,
  OUT_KKT_RESIDUAL,
  OUTPUTS
};

static const char *const forms[] = {[RP_RECURSION_CORRECTED] = "corrected",
                                    [RP_RECURSION_MISSING_DECAY] = "missing-decay",
                                    [RP_RECURSION_PRINTED_A3] = "printed-a3",
                                    [RP_RECURSION_PRINTED_A4] = "printed-a4",
                                    [RP_RECURSION_PRINTED_SIGN] = "printed-sign",
                                    [RP_RECURSION_PRINTED_DENOMINATORS] = "printed-denominators",
                                    [RP_RECURSION_FORMS] = NULL};

const rp_dim rp_replica_dims[] = {RP_DIM_PERIODS(MOST_PERIODS), RP_DIM_TRADE(MOST_PERIODS)};

const rp_param rp_replica_params[] = {RP_MARKET_PARAM_TABLE(MOST_PERIODS),
                                      RP_FEE_PARAM(RP_INF_LEGAL),
                                      RP_SHARES_PARAM,
                                      {.name = "recursion",
                                       .symbol = "A^i_t, B^i_t",
                                       .unit = "1",
                                       .doc = "Form of the recursion: corrected; with A3 lacking one factor "
                                              "exp(-rho); or with A3, A4, the sign of c_t or the "
                                              "denominators of B3, B5 and B6 as printed.",
                                       .source = "eq. 2.10",
                                       .kind = RP_CHOICE,
                                       .preset = RP_RECURSION_CORRECTED,
                                       .choices = forms}};

const rp_output rp_replica_outputs[] = {
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_TRADES] = {.name = "trades",
                    .symbol = "q_t",
                    .unit = "share",
                    .doc = "Trades that the recursion states.",
                    .source = "eq. 2.9",
                    .axes = rp_axis_trade},
    [OUT_INVENTORY] = {.name = "inventory",
                       .symbol = "Q_t",
                       .unit = "share",
                       .doc = "Shares that are left to buy before each trade.",
                       .source = "eq. 2.1",
                       .axes = rp_axis_trade},
    [OUT_VOLUME] = {.name = "off_exchange_volume",
                    .symbol = "Q_{T+1}",
                    .unit = "share",
                    .doc = "Off-exchange volume that the recursion states.",
                    .source = "eq. 2.12"},
    [OUT_COST] =
        {.name = "certainty_equivalent_cost",
         .symbol = "J",
         .unit = "cash",
         .doc =
             "What these trades really cost: mean plus half the risk aversion times variance, without p_1 Q.",
         .source = "eq. 2.7"},
    [OUT_MEAN] = {.name = "expected_cost",
                  .symbol = "E",
                  .unit = "cash",
                  .doc = "Expected cost of these trades, without p_1 Q.",
                  .source = "eq. 2.6"},
    [OUT_VARIANCE] = {.name = "cost_variance",
                      .symbol = "V",
                      .unit = "cash^2",
                      .doc = "Variance of their cost.",
                      .source = "eq. 2.6"},
    [OUT_STATED_COST] = {.name = "stated_cost",
                         .symbol = "B^1 Q^2 + B^2 Q + B^6",
                         .unit = "cash",
                         .doc = "What the recursion's value function says that they cost.",
                         .source = "eq. 2.11"},
    [OUT_OPTIMAL_COST] = {.name = "optimal_cost",
                          .symbol = "J^*",
                          .unit = "cash",
                          .doc = "Cost of the best strategy; no number if there is none.",
                          .source = "eq. 2.8",
                          .flags = RP_NAN_MEANINGFUL},
    [OUT_EXCESS_COST] =
        {.name = "excess_cost",
         .symbol = "J - J^*",
         .unit = "cash",
         .doc = "What these trades cost more than the best strategy; no number if there is none.",
         .source = "eq. 2.8",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_THRESHOLD] =
        {.name = "existence_fee_threshold",
         .symbol = "C^*",
         .unit = "cash/share^2",
         .doc = "A best strategy exists if and only if the fee is above this; no number if no fee helps.",
         .source = "thm. 1",
         .flags = RP_NAN_MEANINGFUL},
    [OUT_PIVOTS] = {.name = "pivots",
                    .symbol = "A^1_t",
                    .unit = "cash/share^2",
                    .doc = "Curvature coefficient of each period as this form of the recursion has it.",
                    .source = "eq. 2.10",
                    .axes = rp_axis_periods,
                    .flags = RP_INF_MEANINGFUL},
    [OUT_SMALLEST_PIVOT] = {.name = "smallest_pivot",
                            .symbol = "\\min_t A^1_t",
                            .unit = "cash/share^2",
                            .doc = "The smallest of them.",
                            .source = "eq. 2.10",
                            .flags = RP_INF_MEANINGFUL},
    [OUT_NEGATIVE_PIVOTS] =
        {.name = "negative_pivots",
         .symbol = "\\#\\{A^1_t < 0\\}",
         .unit = "1",
         .doc = "Number of negative ones: in the corrected form the number of directions in which the "
                "stationary point is a maximum.",
         .source = "eq. 2.10"},
    [OUT_OPTIMUM_EXISTS] =
        {.name = "optimum_exists",
         .symbol = "1_{C > C^*}",
         .unit = "1",
         .doc = "1 if a best strategy exists at this fee, else 0 and the corrected form gives a saddle.",
         .source = "thm. 1"},
    [OUT_KKT_RESIDUAL] = {
        .name = "kkt_residual",
        .symbol = "r",
        .unit = "1",
        .doc = "Spread of the marginal costs over the opportunities, relative to their terms: zero at a "
               "stationary point.",
        .source = "eq. 2.8"}};

_Static_assert((int)OUTPUTS == (int)rp_replica_output_count && (int)PARAMS == (int)rp_replica_param_count,
               "model_list.h states the lengths of these tables");

typedef struct workspace {
  rp_recursion tables;
  double *trades, *inventory, *marginals;
} workspace;

static bool take_workspace(const rp_call *call, int64_t periods, workspace *work) {
  double *tables = rp_call_doubles(call, rp_recursion_workspace(periods));
  work->trades = rp_call_doubles(call, periods + 1);
  work->inventory = rp_call_doubles(call, periods + 1);
  work->marginals = rp_call_doubles(call, periods + 1);
  if (!tables || !work->trades || !work->inventory || !work->marginals) return false;
  work->tables = rp_recursion_in(tables, periods);
  return true;
}

/* The latest period, counted from 1, whose trade or value is no number; 0 if all are. */
static int64_t first_breakdown(int64_t periods, const workspace *work) {
  for (int64_t t = periods - 1; t >= 0; --t)
    for (int i = 0; i < 6; ++i)
      if (!isfinite(work->tables.b[i][t])) return t + 1;
  for (int64_t t = periods; t >= 0; --t)
    if (!isfinite(work->trades[t])) return t + 1;
  return 0;
}

static void write_pivots(rp_writer *writer, int64_t periods, const double *pivots) {
  double least = INFINITY, negative = 0;
  for (int64_t t = 0; t < periods; ++t) {
    least = fmin(least, pivots[t]);
    negative += pivots[t] < 0 ? 1 : 0;
  }
  const rp_number numbers[] = {{OUT_SMALLEST_PIVOT, least}, {OUT_NEGATIVE_PIVOTS, negative}};
  rp_write_vector(writer, OUT_PIVOTS, periods, pivots);
  rp_write_numbers(writer, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_replica_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  rp_programme programme = {.shares = rp_call_real(call, PARAM_SHARES), .fee = rp_call_real(call, PARAM_FEE)};
  rp_recursion_form form = (rp_recursion_form)rp_call_integer(call, PARAM_RECURSION);
  workspace work;
  if (!take_workspace(call, market.periods, &work)) return RP_NO_MEMORY;
  rp_recursion_solve(&market, programme.fee, form, &work.tables);
  rp_recursion_trades(&market, form, &work.tables, programme.shares, work.trades);
  rp_cost_paths(&market, work.trades, programme.shares, work.inventory, NULL, NULL);
  double mean = rp_cost_mean(&market, programme.fee, work.trades),
         variance = rp_cost_variance(&market, work.trades);
  double cost = mean + market.risk_aversion / 2 * variance;
  int64_t broken = first_breakdown(market.periods, &work);
  if (broken || !isfinite(cost))
    return rp_call_report(call, RP_NO_SOLUTION, "recursion-breaks-down", PARAM_RECURSION, (double)broken,
                          "the %s recursion divides by zero or overflows in period %lld", forms[form],
                          (long long)broken);
  rp_one_pass pass;
  rp_one_pass_solve(&market, &pass, NULL);
  rp_existence existence = rp_one_pass_existence(&pass, programme.fee);
  bool exists = existence == RP_OPTIMUM_EXISTS;
  bool convex = exists || existence == RP_FEE_AT_THRESHOLD || existence == RP_FEE_BELOW_THRESHOLD;
  double best = exists ? rp_one_pass_cost(&pass, &programme) : NAN;
  rp_stationarity residual = rp_cost_stationarity(&market, programme.fee, work.trades, work.marginals);
  const rp_number numbers[] = {{OUT_VOLUME, work.trades[market.periods]},
                               {OUT_COST, cost},
                               {OUT_MEAN, mean},
                               {OUT_VARIANCE, variance},
                               {OUT_STATED_COST, rp_recursion_value(&work.tables, programme.shares)},
                               {OUT_OPTIMAL_COST, best},
                               {OUT_EXCESS_COST, cost - best},
                               {OUT_THRESHOLD, convex ? rp_one_pass_threshold(&pass) : NAN},
                               {OUT_OPTIMUM_EXISTS, exists ? 1 : 0},
                               {OUT_KKT_RESIDUAL, residual.scale > 0 ? residual.spread / residual.scale : 0}};
  rp_writer writer = {.call = call, .outputs = rp_replica_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_vector(&writer, OUT_TRADES, market.periods + 1, work.trades);
  rp_write_vector(&writer, OUT_INVENTORY, market.periods + 1, work.inventory);
  rp_write_trade_numbers(&writer, OUT_TRADE, market.periods);
  write_pivots(&writer, market.periods, work.tables.a[0]);
  return writer.status;
}
