/*
 * model_paths.c - `closing_price_paths`: simulated days under the best strategy or a policy that reacts to
 * the price, with estimates of mean, variance and certainty equivalent of the cost and their standard errors.
 * Schema and glue; the mathematics is in paths.h and one_pass.h. Path k uses the normals number 0.. of
 * (stream 0, path k).
 */
#include "model_list.h"
#include "model_market.h"
#include "paths.h"
#include <stddef.h>

enum { MOST_PERIODS = 100000, MOST_SHOWN = 10000, BLOCK = 1024, CHUNK = 64 };
enum { PARAM_FEE = RP_MARKET_PARAMS, PARAM_SHARES, PARAM_RATE, PARAM_PATHS, PARAM_SHOWN, PARAMS };
enum {
  OUT_MEAN,
  OUT_MEAN_ERROR,
  OUT_VARIANCE,
  OUT_VARIANCE_ERROR,
  OUT_COST,
  OUT_COST_ERROR,
  OUT_TRADE,
  OUT_PRICE,
  OUT_RECOVERY,
  OUT_TRADED,
  OUT_PATH_COST,
  OUTPUTS
};

static const char *const axes_shown[] = {"shown", NULL};
static const char *const axes_shown_trade[] = {"shown", "trade", NULL};

const rp_dim rp_paths_dims[] = {
    RP_DIM_PERIODS(MOST_PERIODS),
    RP_DIM_TRADE(MOST_PERIODS),
    {.name = "shown", .doc = "Paths that are reported.", .min = 1, .max = MOST_SHOWN}};

const rp_param rp_paths_params[] = {
    RP_MARKET_PARAM_TABLE(MOST_PERIODS),
    RP_FEE_PARAM(RP_INF_LEGAL),
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
    {.name = "paths",
     .symbol = "n",
     .unit = "1",
     .doc = "Number of simulated days.",
     .source = "eq. 2.3",
     .kind = RP_INTEGER,
     .flags = RP_NUMERICAL,
     .min = 2,
     .max = 1e9,
     .preset = 10000},
    {.name = "shown",
     .symbol = "m",
     .unit = "1",
     .doc = "Number of the first days whose paths are reported.",
     .source = "eq. 2.3",
     .kind = RP_INTEGER,
     .flags = RP_NUMERICAL,
     .min = 1,
     .max = MOST_SHOWN,
     .preset = 5}};

#define ESTIMATE(name_, symbol_, unit_, doc_)                                                                \
  { .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .source = "eq. 2.6" }
#define SHOWN(name_, symbol_, unit_, doc_)                                                                   \
  {                                                                                                          \
    .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .source = "eq. 2.3",                       \
    .axes = axes_shown_trade                                                                                 \
  }

const rp_output rp_paths_outputs[] = {
    [OUT_MEAN] = ESTIMATE("expected_cost", "E", "cash", "Mean of the cost over the paths, without p_1 Q."),
    [OUT_MEAN_ERROR] = ESTIMATE("expected_cost_error", "\\delta E", "cash", "Standard error of that mean."),
    [OUT_VARIANCE] = ESTIMATE("cost_variance", "V", "cash^2", "Variance of the cost over the paths."),
    [OUT_VARIANCE_ERROR] =
        ESTIMATE("cost_variance_error", "\\delta V", "cash^2", "Standard error of that variance."),
    [OUT_COST] = ESTIMATE(
        "certainty_equivalent_cost", "J", "cash",
        "Certainty equivalent of the cost over the paths, without p_1 Q; biased low where risk aversion "
        "times the cost's deviation is large."),
    [OUT_COST_ERROR] = ESTIMATE("certainty_equivalent_cost_error", "\\delta J", "cash",
                                "Standard error of that certainty equivalent."),
    [OUT_TRADE] = RP_TRADE_OUTPUT,
    [OUT_PRICE] = SHOWN("price", "p_t - p_1", "cash/share",
                        "Price before each trade relative to the first, path by path."),
    [OUT_RECOVERY] =
        SHOWN("recovery", "S_t", "cash/share", "Recovery by which the price falls back after each trade."),
    [OUT_TRADED] =
        SHOWN("trades", "q_t", "share", "Trades, path by path; equal on all of them without feedback."),
    [OUT_PATH_COST] = {.name = "path_cost",
                       .symbol = "p_1 Q + \\mathrm{cost}",
                       .unit = "cash",
                       .doc = "Cost of each of these paths, without p_1 Q.",
                       .source = "eq. 2.6",
                       .axes = axes_shown}};

_Static_assert((int)OUTPUTS == (int)rp_paths_output_count && (int)PARAMS == (int)rp_paths_param_count,
               "model_list.h states the lengths of these tables");

/* What all blocks read, and the sums that each writes. */
typedef struct simulation {
  const rp_host *host;
  const rp_market *market;
  double fee, theta, centre;
  const double *trades;
  rp_path_sums *sums; /* one per block */
  int64_t shown;
  double *price, *recovery, *traded, *cost; /* of the shown paths; NULL if unwanted */
} simulation;

static double *row(double *table, int64_t path, const simulation *s) {
  return table && path < s->shown ? table + path * (s->market->periods + 1) : NULL;
}

static rp_status simulate_block(void *arg, int64_t begin, int64_t end) {
  simulation *s = arg;
  int64_t periods = s->market->periods;
  double *normals = s->host->scratch(s->host, (uint64_t)periods * sizeof *normals, 64);
  if (!normals) return RP_NO_MEMORY;
  rp_path_sums *sums = &s->sums[begin / BLOCK];
  rp_path_sums_begin(sums);
  for (int64_t k = begin; k < end; ++k) {
    if (k % CHUNK == 0 && s->host->cancelled(s->host)) return RP_CANCELLED;
    rp_path path = {
        .price = row(s->price, k, s), .recovery = row(s->recovery, k, s), .traded = row(s->traded, k, s)};
    s->host->normals(s->host, 0, (uint64_t)k, 0, periods, normals);
    double cost = rp_paths_walk(s->market, s->fee, s->trades, s->theta, normals, &path);
    if (s->cost && k < s->shown) s->cost[k] = cost;
    rp_path_sums_add(sums, cost - s->centre, s->market->risk_aversion);
  }
  return RP_OK;
}

static rp_status open_paths(const rp_call *call, simulation *s) {
  int64_t columns = s->market->periods + 1;
  const struct {
    uint32_t output;
    double **to;
  } tables[] = {{OUT_PRICE, &s->price}, {OUT_RECOVERY, &s->recovery}, {OUT_TRADED, &s->traded}};
  for (uint32_t i = 0; i < RP_COUNT_OF(tables); ++i)
    if (rp_call_wants(call, tables[i].output) &&
        !(*tables[i].to = rp_call_matrix(call, tables[i].output, s->shown, columns)))
      return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_PATH_COST) && !(s->cost = rp_call_vector(call, OUT_PATH_COST, s->shown)))
    return RP_NO_MEMORY;
  return RP_OK;
}

static rp_status simulate(const rp_call *call, simulation *s, int64_t paths) {
  int64_t blocks = (paths + BLOCK - 1) / BLOCK;
  s->sums = call->host->scratch(call->host, (uint64_t)blocks * sizeof *s->sums, 64);
  if (!s->sums || open_paths(call, s) != RP_OK) return RP_NO_MEMORY;
  rp_status status = call->host->parallel(call->host, paths, BLOCK, simulate_block, s);
  if (status != RP_OK) return status;
  rp_path_sums total;
  rp_path_sums_begin(&total);
  for (int64_t i = 0; i < blocks; ++i)
    rp_path_sums_merge(&total, &s->sums[i]);
  rp_path_estimate e = rp_path_sums_estimate(&total, s->centre, s->market->risk_aversion);
  const rp_number numbers[] = {{OUT_MEAN, e.mean},
                               {OUT_MEAN_ERROR, e.mean_error},
                               {OUT_VARIANCE, e.variance},
                               {OUT_VARIANCE_ERROR, e.variance_error},
                               {OUT_COST, e.certainty_equivalent},
                               {OUT_COST_ERROR, e.certainty_equivalent_error}};
  rp_writer writer = {.call = call, .outputs = rp_paths_outputs};
  rp_write_numbers(&writer, numbers, RP_COUNT_OF(numbers));
  rp_write_trade_numbers(&writer, OUT_TRADE, s->market->periods);
  int64_t entries = s->shown * (s->market->periods + 1);
  const struct {
    uint32_t output;
    int64_t length;
    const double *data;
  } tables[] = {{OUT_PRICE, entries, s->price},
                {OUT_RECOVERY, entries, s->recovery},
                {OUT_TRADED, entries, s->traded},
                {OUT_PATH_COST, s->shown, s->cost}};
  for (uint32_t i = 0; i < RP_COUNT_OF(tables) && writer.status == RP_OK; ++i)
    if (tables[i].data &&
        !rp_is_in_range(&rp_paths_outputs[tables[i].output], tables[i].length, tables[i].data))
      writer.status = rp_call_out_of_range(call, &rp_paths_outputs[tables[i].output]);
  return writer.status;
}

rp_status rp_paths_solve(const rp_call *call) {
  rp_market market = rp_call_market(call);
  rp_programme programme = {.shares = rp_call_real(call, PARAM_SHARES), .fee = rp_call_real(call, PARAM_FEE)};
  simulation s = {.host = call->host,
                  .market = &market,
                  .fee = programme.fee,
                  .theta = rp_call_real(call, PARAM_RATE),
                  .shown = rp_call_integer(call, PARAM_SHOWN)};
  int64_t paths = rp_call_integer(call, PARAM_PATHS);
  if (s.shown > paths)
    return rp_call_report(call, RP_BAD_INPUT, "more-shown-than-simulated", PARAM_SHOWN, (double)s.shown,
                          "shown is %lld, but only %lld paths are simulated", (long long)s.shown,
                          (long long)paths);
  if (isinf(s.fee) && s.theta != 0)
    return rp_call_report(
        call, RP_BAD_INPUT, "feedback-needs-venue", PARAM_RATE, s.theta,
        "feedback_rate is %.15g, but without a venue nothing takes up what the reaction leaves", s.theta);
  double *gains = rp_call_doubles(call, rp_one_pass_gains(market.periods));
  double *trades = rp_call_doubles(call, market.periods + 1);
  if (!gains || !trades) return RP_NO_MEMORY;
  rp_one_pass pass;
  rp_one_pass_solve(&market, &pass, gains);
  rp_status status = rp_call_require_existence(call, &pass, programme.fee, PARAM_FEE);
  if (status != RP_OK) return status;
  double variance;
  rp_one_pass_trades(&market, gains, &programme, rp_one_pass_volume(&pass, &programme), trades, &s.centre,
                     &variance);
  s.trades = trades;
  return simulate(call, &s, paths);
}
