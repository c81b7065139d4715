/*
 * model_execution.c - `closing_price`: best execution with guaranteed execution at the close. Schema and
 * glue; the mathematics is in one_pass.h, recursion.h and cost.h.
 */
#include "model_list.h"
#include "model_market.h"
#include "cost.h"
#include "execution_batch.h"
#include "recursion.h"
#include <float.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

enum { MOST_PERIODS = 1000000, LANE_GAINS_LIMIT = 1 << 20 };

enum { PARAM_FEE = RP_MARKET_PARAMS, PARAM_SHARES, PARAMS };

enum {
  OUT_TRADE,
  OUT_TRADES,
  OUT_INVENTORY,
  OUT_VOLUME,
  OUT_COST,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_THRESHOLD,
  OUT_RESIDUE,
  OUT_SMALLEST_PIVOT,
  OUT_PIVOTS,
  OUT_SMALLEST_EXCHANGE_PIVOT,
  OUT_MEAN_PRICE,
  OUT_RECOVERY,
  OUT_A1,
  OUT_B1 = OUT_A1 + 4,
  OUT_KKT_RESIDUAL = OUT_B1 + 6,
  OUT_COST_RESIDUAL,
  OUT_VOLUME_ACCURACY,
  OUTPUTS
};

const rp_dim rp_execution_dims[] = {RP_DIM_PERIODS(MOST_PERIODS), RP_DIM_TRADE(MOST_PERIODS)};

const rp_param rp_execution_params[] = {RP_MARKET_PARAM_TABLE(MOST_PERIODS), RP_FEE_PARAM(RP_INF_LEGAL),
                                        RP_SHARES_PARAM};

#define TABLE_A(number, symbol_, unit_, meaning)                                                             \
  {                                                                                                          \
    .name = "a" number, .symbol = symbol_, .unit = unit_,                                                    \
    .doc = "Decision coefficient A^" number " of the corrected recursion: " meaning, .source = "eq. 2.10",   \
    .axes = rp_axis_periods, .flags = RP_INF_MEANINGFUL                                                      \
  }
#define TABLE_B(number, symbol_, unit_, meaning)                                                             \
  {                                                                                                          \
    .name = "b" number, .symbol = symbol_, .unit = unit_,                                                    \
    .doc = "Value coefficient B^" number " of the corrected recursion: " meaning, .source = "eq. 2.11",      \
    .axes = rp_axis_trade, .flags = RP_INF_MEANINGFUL                                                        \
  }

const rp_output rp_execution_outputs[] = {
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_TRADES] =
        {.name = "trades",
         .symbol = "q_t",
         .unit = "share",
         .doc = "Shares bought at each opportunity, sales negative; the last one at the closing price.",
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
                    .doc = "Shares bought off-exchange at the closing price.",
                    .source = "eq. 2.12"},
    [OUT_COST] =
        {.name = "certainty_equivalent_cost",
         .symbol = "J",
         .unit = "cash",
         .doc =
             "Expected cost plus half the risk aversion times its variance, without the opening value p_1 Q.",
         .source = "eq. 2.7"},
    [OUT_MEAN] = {.name = "expected_cost",
                  .symbol = "E",
                  .unit = "cash",
                  .doc = "Expected cost of the programme, without the opening value p_1 Q.",
                  .source = "eq. 2.6"},
    [OUT_VARIANCE] = {.name = "cost_variance",
                      .symbol = "V",
                      .unit = "cash^2",
                      .doc = "Variance of the cost.",
                      .source = "eq. 2.6"},
    [OUT_THRESHOLD] = {.name = "existence_fee_threshold",
                       .symbol = "C^*",
                       .unit = "cash/share^2",
                       .doc = "A best strategy exists if and only if the fee is above this.",
                       .source = "thm. 1"},
    [OUT_RESIDUE] =
        {.name = "residue",
         .symbol = "n",
         .unit = "cash/share",
         .doc = "Numerator of the off-exchange volume, which is residue/(fee - existence threshold).",
         .source = "thm. 1"},
    [OUT_SMALLEST_PIVOT] = {.name = "smallest_pivot",
                            .symbol = "\\min_t A^1_t",
                            .unit = "cash/share^2",
                            .doc =
                                "Smallest pivot of the whole programme; positive where the optimum exists.",
                            .source = "eq. 2.10",
                            .flags = RP_INF_MEANINGFUL},
    [OUT_PIVOTS] = {.name = "pivots",
                    .symbol = "A^1_t",
                    .unit = "cash/share^2",
                    .doc = "Pivots of the whole programme; without a venue the last one is infinite.",
                    .source = "eq. 2.10",
                    .axes = rp_axis_periods,
                    .flags = RP_INF_MEANINGFUL},
    [OUT_SMALLEST_EXCHANGE_PIVOT] =
        {.name = "smallest_exchange_pivot",
         .symbol = "\\min_t a_t",
         .unit = "cash/share^2",
         .doc = "Smallest pivot of trading on the exchange alone; infinite for one period, which "
                "leaves no choice.",
         .source = "thm. 1",
         .flags = RP_INF_MEANINGFUL},
    [OUT_MEAN_PRICE] = {.name = "mean_price",
                        .symbol = "E[p_t - p_1]",
                        .unit = "cash/share",
                        .doc = "Mean price before each trade, relative to the first.",
                        .source = "eq. 2.3",
                        .axes = rp_axis_trade},
    [OUT_RECOVERY] = {.name = "recovery",
                      .symbol = "S_t",
                      .unit = "cash/share",
                      .doc = "Recovery by which the price falls back after each trade.",
                      .source = "eq. 2.4",
                      .axes = rp_axis_trade},
    [OUT_A1] = TABLE_A("1", "A^1_t", "cash/share^2", "curvature in the trade."),
    [OUT_A1 + 1] = TABLE_A("2", "A^2_t", "cash/share^2", "weight of the inventory."),
    [OUT_A1 + 2] = TABLE_A("3", "A^3_t", "1", "weight of the recovery."),
    [OUT_A1 + 3] = TABLE_A("4", "A^4_t", "cash/share", "weight of the drift."),
    [OUT_B1] = TABLE_B("1", "B^1_t", "cash/share^2", "of the squared inventory."),
    [OUT_B1 + 1] = TABLE_B("2", "B^2_t", "cash/share", "of the inventory."),
    [OUT_B1 + 2] = TABLE_B("3", "B^3_t", "1", "of inventory times recovery."),
    [OUT_B1 + 3] = TABLE_B("4", "B^4_t", "share^2/cash", "of the squared recovery."),
    [OUT_B1 + 4] = TABLE_B("5", "B^5_t", "share", "of the recovery."),
    [OUT_B1 + 5] = TABLE_B("6", "B^6_t", "cash", "the constant."),
    [OUT_KKT_RESIDUAL] = {.name = "kkt_residual",
                          .symbol = "r",
                          .unit = "1",
                          .doc =
                              "Spread of the marginal costs over the opportunities, relative to their terms.",
                          .source = "eq. 2.8",
                          .flags = RP_DIAGNOSTIC},
    [OUT_COST_RESIDUAL] =
        {.name = "cost_residual",
         .symbol = "r_J",
         .unit = "1",
         .doc = "Relative difference between the value function and the cost of the trades rolled forward.",
         .source = "eq. 2.8",
         .flags = RP_DIAGNOSTIC},
    [OUT_VOLUME_ACCURACY] = {.name = "off_exchange_volume_accuracy",
                             .symbol = "\\delta Q_{T+1}",
                             .unit = "share",
                             .doc = "Bound on the rounding error of the off-exchange volume.",
                             .source = "eq. 2.12",
                             .flags = RP_DIAGNOSTIC}};

_Static_assert((int)OUTPUTS == (int)rp_execution_output_count && (int)PARAMS == (int)rp_execution_param_count,
               "model_list.h states the lengths of these tables");

/* Where a point's outputs go; NULL where unwanted. */
typedef struct targets {
  double *to[OUTPUTS];
} targets;

typedef struct workspace {
  double *gains;  /* NULL if nothing rolls forward */
  double *trades; /* [periods + 1] */
  double *marginals;
  rp_recursion tables;
} workspace;

static bool is_any_wanted(const targets *out, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i <= last; ++i)
    if (out->to[i]) return true;
  return false;
}

static bool needs_trades(const targets *out) {
  return out->to[OUT_TRADES] || out->to[OUT_INVENTORY] || out->to[OUT_MEAN] || out->to[OUT_VARIANCE] ||
         out->to[OUT_MEAN_PRICE] || out->to[OUT_RECOVERY] ||
         is_any_wanted(out, OUT_KKT_RESIDUAL, OUT_VOLUME_ACCURACY);
}

static rp_status take_workspace(const rp_call *call, int64_t periods, const targets *out, workspace *work) {
  memset(work, 0, sizeof *work);
  if (needs_trades(out)) {
    work->gains = rp_call_doubles(call, rp_one_pass_gains(periods));
    work->trades = rp_call_doubles(call, periods + 1);
    work->marginals = rp_call_doubles(call, periods + 1);
    if (!work->gains || !work->trades || !work->marginals) return RP_NO_MEMORY;
  }
  if (is_any_wanted(out, OUT_A1, OUT_B1 + 5)) {
    double *tables = rp_call_doubles(call, rp_recursion_workspace(periods));
    if (!tables) return RP_NO_MEMORY;
    work->tables = rp_recursion_in(tables, periods);
  }
  return RP_OK;
}

static void put(double *to, double number) {
  if (to) *to = number;
}

static void put_vector(double *to, int64_t length, const double *numbers) {
  if (to) memcpy(to, numbers, (size_t)length * sizeof *to);
}

static void write_tables(const rp_market *market, const rp_programme *programme, const workspace *work,
                         const targets *out) {
  if (!work->tables.a[0]) return;
  rp_recursion_solve(market, programme->fee, RP_RECURSION_CORRECTED, &work->tables);
  for (int i = 0; i < 4; ++i)
    put_vector(out->to[OUT_A1 + i], market->periods, work->tables.a[i]);
  for (int i = 0; i < 6; ++i)
    put_vector(out->to[OUT_B1 + i], market->periods + 1, work->tables.b[i]);
}

static double ratio(double part, double whole) {
  return whole > 0 ? part / whole : part;
}

static void write_strategy(const rp_market *market, const rp_programme *programme, const rp_one_pass *pass,
                           const workspace *work, const targets *out) {
  if (!work->gains) return;
  double mean, variance, volume = rp_one_pass_volume(pass, programme),
                         cost = rp_one_pass_cost(pass, programme);
  rp_one_pass_trades(market, work->gains, programme, volume, work->trades, &mean, &variance);
  put(out->to[OUT_MEAN], mean);
  put(out->to[OUT_VARIANCE], variance);
  put_vector(out->to[OUT_TRADES], market->periods + 1, work->trades);
  rp_cost_paths(market, work->trades, programme->shares, out->to[OUT_INVENTORY], out->to[OUT_MEAN_PRICE],
                out->to[OUT_RECOVERY]);
  double risk = market->risk_aversion / 2 * variance;
  put(out->to[OUT_COST_RESIDUAL], ratio(fabs(cost - (mean + risk)), fabs(mean) + risk));
  if (out->to[OUT_KKT_RESIDUAL]) {
    rp_stationarity s = rp_cost_stationarity(market, programme->fee, work->trades, work->marginals);
    *out->to[OUT_KKT_RESIDUAL] = ratio(s.spread, s.scale);
  }
  if (out->to[OUT_VOLUME_ACCURACY])
    *out->to[OUT_VOLUME_ACCURACY] = rp_one_pass_volume_accuracy(market, pass, work->gains, programme);
}

/* Writes all wanted outputs of one point whose existence is certain. */
static void write_point(const rp_market *market, const rp_programme *programme, const rp_one_pass *pass,
                        const workspace *work, const targets *out) {
  put(out->to[OUT_VOLUME], rp_one_pass_volume(pass, programme));
  put(out->to[OUT_COST], rp_one_pass_cost(pass, programme));
  put(out->to[OUT_THRESHOLD], rp_one_pass_threshold(pass));
  put(out->to[OUT_RESIDUE], rp_one_pass_residue(pass, programme->shares));
  put(out->to[OUT_SMALLEST_EXCHANGE_PIVOT], 0.5 * pass->least_pivot);
  if (out->to[OUT_SMALLEST_PIVOT] || out->to[OUT_PIVOTS])
    put(out->to[OUT_SMALLEST_PIVOT], rp_one_pass_pivots(market, programme->fee, out->to[OUT_PIVOTS]));
  for (int64_t t = 0; out->to[OUT_TRADE] && t <= market->periods; ++t)
    out->to[OUT_TRADE][t] = (double)(t + 1);
  write_tables(market, programme, work, out);
  write_strategy(market, programme, pass, work, out);
}

static int64_t output_length(uint32_t output, int64_t periods) {
  const char *const *axes = rp_execution_outputs[output].axes;
  return !axes ? 1 : axes == rp_axis_periods ? periods : periods + 1;
}

/* The first wanted output that a product of finite inputs took out of range, or OUTPUTS. */
static uint32_t first_out_of_range(const targets *out, int64_t periods) {
  for (uint32_t i = 0; i < OUTPUTS; ++i)
    if (out->to[i] && !rp_is_in_range(&rp_execution_outputs[i], output_length(i, periods), out->to[i]))
      return i;
  return OUTPUTS;
}

static rp_status open_outputs(const rp_call *call, int64_t periods, targets *out) {
  for (uint32_t i = 0; i < OUTPUTS; ++i) {
    out->to[i] = NULL;
    if (!rp_call_wants(call, i)) continue;
    out->to[i] = rp_execution_outputs[i].axes ? rp_call_vector(call, i, output_length(i, periods))
                                              : rp_call_scalar(call, i);
    if (!out->to[i]) return RP_NO_MEMORY;
  }
  return RP_OK;
}

static void remark(const rp_call *call, const rp_market *market, const rp_programme *programme,
                   const rp_one_pass *pass, const workspace *work) {
  if (programme->shares == 0 && !rp_market_has_drift(market)) {
    rp_call_report(call, RP_OK, "nothing-to-trade", PARAM_SHARES, 0,
                   "shares is 0 and no drift invites a trade, so all trades are zero");
    return;
  }
  if (!work->gains) return;
  double volume = rp_one_pass_volume(pass, programme);
  double accuracy = rp_one_pass_volume_accuracy(market, pass, work->gains, programme);
  if (fabs(volume) < accuracy)
    rp_call_report(
        call, RP_OK, "volume-below-accuracy", -1, volume,
        "the off-exchange volume %.3g is smaller than the bound %.3g on its rounding error: its sign is not "
        "determined",
        volume, accuracy);
}

rp_status rp_execution_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  rp_programme programme = {.shares = rp_call_real(call, PARAM_SHARES), .fee = rp_call_real(call, PARAM_FEE)};
  targets out;
  workspace work;
  rp_one_pass pass;
  if (open_outputs(call, market.periods, &out) != RP_OK ||
      take_workspace(call, market.periods, &out, &work) != RP_OK)
    return RP_NO_MEMORY;
  rp_one_pass_solve(&market, &pass, work.gains);
  rp_status status = rp_call_require_existence(call, &pass, programme.fee, PARAM_FEE);
  if (status != RP_OK) return status;
  write_point(&market, &programme, &pass, &work, &out);
  uint32_t overflow = first_out_of_range(&out, market.periods);
  if (overflow < OUTPUTS) return rp_call_out_of_range(call, &rp_execution_outputs[overflow]);
  remark(call, &market, &programme, &pass, &work);
  return RP_OK;
}

/* ---- batch/1 ---- */

/* What differs between the points; NULL: the base's value. */
typedef struct batch_columns {
  const double *rate, *risk, *shares, *fee;
} batch_columns;

static rp_status status_of(rp_existence existence) {
  return existence == RP_OPTIMUM_EXISTS      ? RP_OK
         : existence == RP_EXISTENCE_UNKNOWN ? RP_NOT_CONVERGED
                                             : RP_NO_SOLUTION;
}

static bool read_columns(const rp_batch *batch, batch_columns *columns) {
  memset(columns, 0, sizeof *columns);
  for (uint32_t i = 0; i < batch->varying_count; ++i)
    switch (batch->varying[i]) {
    case RP_PARAM_RESILIENCE_RATE:
      columns->rate = batch->points[i];
      break;
    case RP_PARAM_RISK_AVERSION:
      columns->risk = batch->points[i];
      break;
    case PARAM_SHARES:
      columns->shares = batch->points[i];
      break;
    case PARAM_FEE:
      columns->fee = batch->points[i];
      break;
    default:
      return false;
    }
  return true;
}

/* Points one by one, for outputs that the lanes do not serve. */
static rp_status solve_singly(const rp_batch *batch, const batch_columns *columns, rp_market market,
                              rp_programme programme) {
  targets out;
  workspace work;
  for (uint32_t i = 0; i < OUTPUTS; ++i)
    out.to[i] = batch->outputs[i];
  if (take_workspace(batch->base, market.periods, &out, &work) != RP_OK) return RP_NO_MEMORY;
  for (int64_t k = 0; k < batch->n; ++k) {
    if (k % 256 == 0 && batch->base->host->cancelled(batch->base->host)) return RP_CANCELLED;
    market.resilience_rate = columns->rate ? columns->rate[k] : market.resilience_rate;
    market.risk_aversion = columns->risk ? columns->risk[k] : market.risk_aversion;
    programme.shares = columns->shares ? columns->shares[k] : programme.shares;
    programme.fee = columns->fee ? columns->fee[k] : programme.fee;
    rp_one_pass pass;
    rp_one_pass_solve(&market, &pass, work.gains);
    batch->status[k] = status_of(rp_one_pass_existence(&pass, programme.fee));
    if (batch->status[k] != RP_OK) continue;
    for (uint32_t i = 0; i < OUTPUTS; ++i)
      out.to[i] = batch->outputs[i] ? batch->outputs[i] + k * output_length(i, market.periods) : NULL;
    write_point(&market, &programme, &pass, &work, &out);
    if (first_out_of_range(&out, market.periods) < OUTPUTS) batch->status[k] = RP_NOT_CONVERGED;
  }
  return RP_OK;
}

/* Copies up to RP_LANES values, the last one repeated. */
static void fill(double *lanes, const double *column, int64_t first, int64_t count) {
  if (!column) return;
  for (int64_t j = 0; j < count; ++j)
    lanes[j] = column[first + j];
  for (int64_t j = count; j < RP_LANES; ++j)
    lanes[j] = lanes[count - 1];
}

static void fill_constant(double *lanes, double number) {
  for (int64_t j = 0; j < RP_LANES; ++j)
    lanes[j] = number;
}

static bool are_finite(const double *numbers, int64_t count) {
  unsigned odd = 0; /* no early exit, so that it vectorises */
  for (int64_t j = 0; j < count; ++j)
    odd |= (unsigned)!(fabs(numbers[j]) <= DBL_MAX);
  return !odd;
}

/* Writes one number per lane where the lane's status is RP_OK, and marks those that are out of range. */
static void write_column(const rp_batch *batch, uint32_t output, bool all_exist, const double *lanes,
                         int64_t first, int64_t count) {
  double *to = batch->outputs[output];
  if (!to) return;
  if (all_exist && are_finite(lanes, count)) {
    memcpy(to + first, lanes, (size_t)count * sizeof *to);
    return;
  }
  for (int64_t j = 0; j < count; ++j) {
    rp_status *status = &batch->status[first + j];
    if (*status == RP_OK && !rp_is_in_range(&rp_execution_outputs[output], 1, &lanes[j]))
      *status = RP_NOT_CONVERGED;
    to[first + j] = *status == RP_OK ? lanes[j] : NAN;
  }
}

static void write_trades(const rp_batch *batch, const double *trades, int64_t periods, int64_t first,
                         int64_t count) {
  if (!batch->outputs[OUT_TRADES]) return;
  for (int64_t j = 0; j < count; ++j) {
    double *to = batch->outputs[OUT_TRADES] + (first + j) * (periods + 1);
    rp_status *status = &batch->status[first + j];
    for (int64_t t = 0; t <= periods && *status == RP_OK; ++t)
      to[t] = trades[t * RP_LANES + j];
    if (*status == RP_OK && !rp_is_in_range(&rp_execution_outputs[OUT_TRADES], periods + 1, to))
      *status = RP_NOT_CONVERGED;
  }
}

/* Statuses and wanted outputs of a solved block. */
static void write_block(const rp_batch *batch, const rp_execution_block *block, const double *trades,
                        int64_t periods, int64_t first, int64_t count) {
  for (int64_t j = 0; j < count; ++j)
    batch->status[first + j] = block->all_exist ? RP_OK : status_of(block->existence[j]);
  write_column(batch, OUT_VOLUME, block->all_exist, block->volume, first, count);
  write_column(batch, OUT_COST, block->all_exist, block->cost, first, count);
  write_column(batch, OUT_MEAN, block->all_exist, block->mean, first, count);
  write_column(batch, OUT_VARIANCE, block->all_exist, block->variance, first, count);
  write_column(batch, OUT_THRESHOLD, block->all_exist, block->threshold, first, count);
  write_column(batch, OUT_RESIDUE, block->all_exist, block->residue, first, count);
  write_column(batch, OUT_SMALLEST_PIVOT, block->all_exist, block->least_fee_pivot, first, count);
  write_column(batch, OUT_SMALLEST_EXCHANGE_PIVOT, block->all_exist, block->least_exchange_pivot, first,
               count);
  write_trades(batch, trades, periods, first, count);
}

static rp_status solve_in_lanes(const rp_batch *batch, const batch_columns *columns, const rp_market *market,
                                const rp_programme *programme, bool rolls) {
  const rp_host *host = batch->base->host;
  rp_execution_block *block = host->scratch(host, sizeof *block, 64);
  double *gains = rolls ? rp_call_doubles(batch->base, rp_execution_block_gains(market->periods)) : NULL;
  double *trades = rolls ? rp_call_doubles(batch->base, rp_execution_block_trades(market->periods)) : NULL;
  if (!block || (rolls && (!gains || !trades))) return RP_NO_MEMORY;
  rp_execution_block_begin(block);
  fill_constant(block->resilience_rate, market->resilience_rate);
  fill_constant(block->risk_aversion, market->risk_aversion);
  fill_constant(block->shares, programme->shares);
  fill_constant(block->fee, programme->fee);
  for (int64_t first = 0; first < batch->n; first += RP_LANES) {
    if (first % (256 * RP_LANES) == 0 && host->cancelled(host)) return RP_CANCELLED;
    int64_t count = batch->n - first < RP_LANES ? batch->n - first : RP_LANES;
    fill(block->resilience_rate, columns->rate, first, count);
    fill(block->risk_aversion, columns->risk, first, count);
    fill(block->shares, columns->shares, first, count);
    fill(block->fee, columns->fee, first, count);
    rp_execution_block_solve(market, block, gains);
    if (rolls) rp_execution_block_roll(market, block, gains, trades);
    if (batch->outputs[OUT_SMALLEST_PIVOT]) rp_execution_block_pivots(market, block);
    write_block(batch, block, trades, market->periods, first, count);
  }
  return RP_OK;
}

static rp_status solve_batch(const rp_batch *batch) {
  rp_market market = rp_call_market(batch->base);
  rp_programme programme = {.shares = rp_call_real(batch->base, PARAM_SHARES),
                            .fee = rp_call_real(batch->base, PARAM_FEE)};
  batch_columns columns;
  if (!read_columns(batch, &columns)) return RP_UNSUPPORTED;
  bool in_lanes = true;
  for (uint32_t i = 0; i < OUTPUTS; ++i)
    if (batch->outputs[i])
      in_lanes = in_lanes && (i == OUT_TRADES || (i >= OUT_VOLUME && i <= OUT_SMALLEST_PIVOT) ||
                              i == OUT_SMALLEST_EXCHANGE_PIVOT);
  bool rolls = batch->outputs[OUT_TRADES] || batch->outputs[OUT_MEAN] || batch->outputs[OUT_VARIANCE];
  if (rolls && rp_execution_block_gains(market.periods) > LANE_GAINS_LIMIT)
    in_lanes = false; /* the gains would not fit the caches */
  return in_lanes ? solve_in_lanes(batch, &columns, &market, &programme, rolls)
                  : solve_singly(batch, &columns, market, programme);
}

const void *rp_execution_extension(const char *id) {
  static const rp_batch_extension batch = {.struct_size = sizeof batch, .solve = solve_batch};
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &batch : NULL;
}
