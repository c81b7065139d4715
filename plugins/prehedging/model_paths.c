/*
 * model_paths.c - `prehedging_paths`: the distribution of the pre-hedging dealer's profit and loss by exact simulation.
 * Schema and glue; the mathematics is in scenario.h. Block b of 1024 scenarios uses the uniforms 0..2047 of (stream 0,
 * path b), two per scenario (when and what the client decides), and the normals 0..1023 of (stream 1, path b).
 */
#include "model_dealer.h"
#include "model_list.h"
#include "scenario.h"

enum { BLOCK = 1024, MOST_KEPT = 100000000 };
enum { STREAM_DECISION, STREAM_NOISE };
enum { PARAM_VOLATILITY = RP_DEALER_PARAMS, PARAM_PREHEDGE, PARAM_PATHS, PARAM_KEPT, PARAMS };
enum {
  OUT_MEAN,
  OUT_MEAN_ERROR,
  OUT_DEVIATION,
  OUT_EXPECTED,
  OUT_INVENTORY,
  OUT_INVENTORY_ERROR,
  OUT_TRADES,
  OUT_GAINS,
  OUT_OUTCOMES,
  OUT_DELAYS,
  OUTPUTS
};

static const char *const on_scenario[] = {"scenario", NULL};

const rp_dim rp_paths_dims[] = {{.name = "scenario",
                                 .doc = "Scenarios that are returned.",
                                 .min = 0,
                                 .max = MOST_KEPT,
                                 .flags = RP_DIM_LATE}};

const rp_param rp_paths_params[] = {
    RP_DEALER_PARAM_TABLE,
    RP_REAL_PARAM("volatility", "\\sigma", "cash/share/time^0.5", RP_NONNEGATIVE, 0.3, "lemma 1",
                  "Volatility of the unaffected price; positive only with a positive inventory_cost."),
    RP_FLAG_PARAM("prehedge", 1, "",
                  "1: the best strategy; 0: the dealer does not trade before the client decides."),
    RP_COUNT_PARAM("paths", "n", 2, 1e10, 100000, "Number of scenarios."),
    RP_COUNT_PARAM("kept", "", 0, MOST_KEPT, 1000, "Number of the first scenarios that are returned.")};

const rp_output rp_paths_outputs[] = {
    [OUT_MEAN] = RP_NUMBER_OUT("mean_gain", "", "cash", "lemma 4", "Mean profit and loss of the scenarios."),
    [OUT_MEAN_ERROR] =
        RP_FLAGGED_OUT("mean_gain_error", "", "cash", RP_DIAGNOSTIC, "", "Its standard error."),
    [OUT_DEVIATION] =
        RP_NUMBER_OUT("gain_deviation", "", "cash", "", "Standard deviation of the profit and loss."),
    [OUT_EXPECTED] = RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4", "The exact mean."),
    [OUT_INVENTORY] = RP_NUMBER_OUT("mean_inventory_at_trade", "", "share", "eq. 17",
                                    "Mean inventory just before the decision."),
    [OUT_INVENTORY_ERROR] = RP_FLAGGED_OUT("mean_inventory_at_trade_error", "", "share", RP_DIAGNOSTIC, "",
                                           "Its standard error."),
    [OUT_TRADES] =
        RP_NUMBER_OUT("trade_frequency", "", "1", "", "Share of scenarios in which the client trades."),
    [OUT_GAINS] =
        RP_ARRAY_OUT("gains", "", "cash", on_scenario, "", "Profit and loss of the returned scenarios."),
    [OUT_OUTCOMES] = RP_ARRAY_OUT("outcomes", "", "1", on_scenario, "",
                                  "What the client does in them: 1 buys, -1 sells, 0 does not trade."),
    [OUT_DELAYS] = RP_ARRAY_OUT("trade_delays", "\\tau", "time", on_scenario, "",
                                "When the client decides in them, after T."),
};

_Static_assert((int)OUTPUTS == (int)rp_paths_output_count && (int)PARAMS == (int)rp_paths_param_count,
               "model_list.h states the lengths of these tables");

typedef struct sums {
  double gain, gain_squared, inventory, inventory_squared, trades;
} sums;

typedef struct simulation {
  const rp_host *host;
  rp_scenarios scenarios;
  double delay;      /* mean of tau */
  double centre;     /* gains are summed relative to this */
  double trade, buy; /* probabilities that the client trades, and buys */
  int64_t kept;
  double *gains, *outcomes, *delays; /* [kept] or NULL */
  sums *blocks;
} simulation;

static void keep(const simulation *s, int64_t k, double gain, int side, double tau) {
  if (k >= s->kept) return;
  if (s->gains) s->gains[k] = gain;
  if (s->outcomes) s->outcomes[k] = side;
  if (s->delays) s->delays[k] = tau;
}

static rp_status simulate_block(void *arg, int64_t begin, int64_t end) {
  simulation *s = arg;
  double uniforms[2 * BLOCK], normals[BLOCK];
  sums total = {0};
  uint64_t block = (uint64_t)(begin / BLOCK);
  if (s->host->cancelled(s->host)) return RP_CANCELLED;
  s->host->uniforms(s->host, STREAM_DECISION, block, 0, 2 * (end - begin), uniforms);
  if (s->scenarios.volatility > 0) s->host->normals(s->host, STREAM_NOISE, block, 0, end - begin, normals);
  for (int64_t k = begin; k < end; ++k) {
    double u = uniforms[2 * (k - begin) + 1], tau = -s->delay * log(uniforms[2 * (k - begin)]);
    int side = u >= s->trade ? 0 : u < s->buy ? 1 : -1;
    rp_scenario at =
        rp_scenario_at(&s->scenarios, tau, side, s->scenarios.volatility > 0 ? normals[k - begin] : 0);
    double gain = at.gain - s->centre;
    total.gain += gain;
    total.gain_squared += gain * gain;
    total.inventory += at.at_trade.inventory;
    total.inventory_squared += at.at_trade.inventory * at.at_trade.inventory;
    total.trades += side != 0;
    keep(s, k, at.gain, side, tau);
  }
  s->blocks[begin / BLOCK] = total;
  return RP_OK;
}

static sums add_up(const simulation *s, int64_t blocks) {
  sums total = {0};
  for (int64_t i = 0; i < blocks; ++i) {
    total.gain += s->blocks[i].gain;
    total.gain_squared += s->blocks[i].gain_squared;
    total.inventory += s->blocks[i].inventory;
    total.inventory_squared += s->blocks[i].inventory_squared;
    total.trades += s->blocks[i].trades;
  }
  return total;
}

static double deviation(double sum, double squares, double n) {
  return sqrt(fmax(squares - sum * sum / n, 0) / (n - 1));
}

static rp_status write_estimates(const rp_call *call, const simulation *s, const sums *total, double n) {
  double spread = deviation(total->gain, total->gain_squared, n);
  const rp_number numbers[] = {
      {OUT_MEAN, s->centre + total->gain / n},
      {OUT_MEAN_ERROR, spread / sqrt(n)},
      {OUT_DEVIATION, spread},
      {OUT_EXPECTED, s->centre},
      {OUT_INVENTORY, total->inventory / n},
      {OUT_INVENTORY_ERROR, deviation(total->inventory, total->inventory_squared, n) / sqrt(n)},
      {OUT_TRADES, total->trades / n}};
  rp_status status = rp_call_require_finite(call, numbers, RP_COUNT_OF(numbers), rp_paths_outputs);
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}

static rp_status open_kept(const rp_call *call, simulation *s) {
  const struct {
    uint32_t output;
    double **to;
  } columns[] = {{OUT_GAINS, &s->gains}, {OUT_OUTCOMES, &s->outcomes}, {OUT_DELAYS, &s->delays}};
  for (uint32_t i = 0; i < RP_COUNT_OF(columns); ++i)
    if (rp_call_wants(call, columns[i].output) &&
        !(*columns[i].to = rp_call_vector(call, columns[i].output, s->kept)))
      return RP_NO_MEMORY;
  return RP_OK;
}

static rp_status check(const rp_call *call, double volatility, int64_t kept, int64_t paths) {
  if (volatility > 0 && rp_call_real(call, RP_PARAM_INVENTORY_COST) == 0)
    return rp_call_report(
        call, RP_NO_SOLUTION, "never-liquidates", PARAM_VOLATILITY, volatility,
        "inventory_cost is 0, so the dealer never liquidates, and with volatility = %.15g the variance of "
        "her profit has no bound",
        volatility);
  if (kept > paths)
    return rp_call_report(call, RP_BAD_INPUT, "more-kept-than-simulated", PARAM_KEPT, (double)kept,
                          "kept is %lld, but only %lld scenarios are simulated", (long long)kept,
                          (long long)paths);
  return RP_OK;
}

rp_status rp_paths_solve(const rp_call *call) {
  simulation s = {.host = call->host, .kept = rp_call_integer(call, PARAM_KEPT)};
  int64_t paths = rp_call_integer(call, PARAM_PATHS), blocks = (paths + BLOCK - 1) / BLOCK;
  double volatility = rp_call_real(call, PARAM_VOLATILITY);
  rp_client client = rp_call_client(call);
  rp_start start = rp_call_start(call);
  rp_dealer dealer;
  rp_status status = check(call, volatility, s.kept, paths);
  if (status == RP_OK) status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  rp_stages stages = rp_stages_begin(&dealer);
  bool prehedges = rp_call_integer(call, PARAM_PREHEDGE) != 0;
  rp_gain gain = rp_gain_of(&stages, &client, &start);
  s.scenarios = rp_scenarios_begin(&stages, &client, &start, prehedges, volatility);
  s.delay = dealer.market.random_stage;
  s.centre = prehedges ? gain.expected : gain.without;
  s.trade = client.trade_probability;
  s.buy = client.trade_probability * client.buy_probability;
  s.blocks = call->host->scratch(call->host, (uint64_t)blocks * sizeof *s.blocks, 64);
  if (!s.blocks || open_kept(call, &s) != RP_OK) return RP_NO_MEMORY;
  status = call->host->parallel(call->host, paths, BLOCK, simulate_block, &s);
  if (status != RP_OK) return status;
  sums total = add_up(&s, blocks);
  return write_estimates(call, &s, &total, (double)paths);
}
