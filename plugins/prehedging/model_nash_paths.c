/*
 * model_nash_paths.c - `prehedging_nash_paths`: what a client pays two dealers in equilibrium, simulated. Schema and glue;
 * the strategies are those of two_dealers.h. Block b of 1024 scenarios uses the uniforms 0..2047 of (stream 0, path b).
 */
#include "model_dealer.h"
#include "model_list.h"
#include "model_two_dealers.h"

enum { BLOCK = 1024, MOST_KEPT = 100000000, QUANTITIES = 4 };
enum { PARAM_PATHS = RP_PAIR_PARAMS, PARAM_KEPT, PARAMS };
enum { SPREAD, IMPACT, COST, COST_WITHOUT }; /* the quantities; each has a mean and an error below */
enum {
  OUT_SPREAD,
  OUT_SPREAD_ERROR,
  OUT_IMPACT,
  OUT_IMPACT_ERROR,
  OUT_COST,
  OUT_COST_ERROR,
  OUT_COST_WITHOUT,
  OUT_COST_WITHOUT_ERROR,
  OUT_SPREADS,
  OUT_COSTS,
  OUT_COSTS_WITHOUT,
  OUTPUTS
};

static const char *const on_scenario[] = {"scenario", NULL};

const rp_dim rp_nash_paths_dims[] = {{.name = "scenario",
                                      .doc = "Scenarios that are returned.",
                                      .min = 0,
                                      .max = MOST_KEPT,
                                      .flags = RP_DIM_LATE}};

const rp_param rp_nash_paths_params[] = {
    RP_PAIR_PARAM_TABLE, RP_COUNT_PARAM("paths", "n", 2, 1e10, 100000, "Number of scenarios."),
    RP_COUNT_PARAM("kept", "", 0, MOST_KEPT, 1000, "Number of the first scenarios that are returned.")};

const rp_output rp_nash_paths_outputs[] = {
    [OUT_SPREAD] = RP_NUMBER_OUT("client_spread", "", "cash/share", "app. B", "Mean of the better spread."),
    [OUT_SPREAD_ERROR] =
        RP_FLAGGED_OUT("client_spread_error", "", "cash/share", RP_DIAGNOSTIC, "", "Its standard error."),
    [OUT_IMPACT] = RP_NUMBER_OUT("client_impact", "", "cash/share", "app. B",
                                 "Mean rise of the price before the client."),
    [OUT_IMPACT_ERROR] =
        RP_FLAGGED_OUT("client_impact_error", "", "cash/share", RP_DIAGNOSTIC, "", "Its standard error."),
    [OUT_COST] = RP_NUMBER_OUT("client_cost", "", "cash/share", "app. B",
                               "Mean of what the client pays above the first price."),
    [OUT_COST_ERROR] =
        RP_FLAGGED_OUT("client_cost_error", "", "cash/share", RP_DIAGNOSTIC, "", "Its standard error."),
    [OUT_COST_WITHOUT] =
        RP_NUMBER_OUT("client_cost_without", "", "cash/share", "app. B", "The same if nobody pre-hedges."),
    [OUT_COST_WITHOUT_ERROR] = RP_FLAGGED_OUT("client_cost_without_error", "", "cash/share", RP_DIAGNOSTIC,
                                              "", "Its standard error."),
    [OUT_SPREADS] = RP_ARRAY_OUT("spreads", "", "cash/share", on_scenario, "app. B",
                                 "The better spread in the returned scenarios."),
    [OUT_COSTS] =
        RP_ARRAY_OUT("costs", "", "cash/share", on_scenario, "app. B", "What the client pays in them."),
    [OUT_COSTS_WITHOUT] = RP_ARRAY_OUT("costs_without", "", "cash/share", on_scenario, "app. B",
                                       "What she pays in them if nobody pre-hedges."),
};

_Static_assert((int)OUTPUTS == (int)rp_nash_paths_output_count &&
                   (int)PARAMS == (int)rp_nash_paths_param_count,
               "model_list.h states the lengths of these tables");

typedef struct simulation {
  const rp_host *host;
  rp_two_dealers market;
  rp_equilibrium equilibrium;
  int64_t kept;
  double *spreads, *costs, *costs_without; /* [kept] or NULL */
  double (*blocks)[2][QUANTITIES];         /* sums and sums of squares, relative to the exact means */
} simulation;

static double better(const rp_linear_strategy *s, double x, double y) {
  return s->spread - s->spread_slope * fmax(x, y); /* the longer dealer quotes less */
}

static rp_status simulate_block(void *arg, int64_t begin, int64_t end) {
  simulation *s = arg;
  const rp_equilibrium *e = &s->equilibrium;
  double uniforms[2 * BLOCK], sums[2][QUANTITIES] = {{0}};
  const double centre[QUANTITIES] = {e->client_spread, e->client_impact, e->client_cost,
                                     e->client_cost_without};
  if (s->host->cancelled(s->host)) return RP_CANCELLED;
  s->host->uniforms(s->host, 0, (uint64_t)(begin / BLOCK), 0, 2 * (end - begin), uniforms);
  for (int64_t k = begin; k < end; ++k) {
    double x = s->market.range * (2 * uniforms[2 * (k - begin)] - 1);
    double y = s->market.range * (2 * uniforms[2 * (k - begin) + 1] - 1);
    double bought = 2 * e->strategy.trade - e->strategy.trade_slope * (x + y), row[QUANTITIES];
    row[SPREAD] = better(&e->strategy, x, y);
    row[IMPACT] = (s->market.impact - s->market.decayed) * bought;
    row[COST] = row[SPREAD] + row[IMPACT];
    row[COST_WITHOUT] = better(&e->without, x, y);
    for (int i = 0; i < QUANTITIES; ++i) {
      sums[0][i] += row[i] - centre[i];
      sums[1][i] += (row[i] - centre[i]) * (row[i] - centre[i]);
    }
    if (k >= s->kept) continue;
    if (s->spreads) s->spreads[k] = row[SPREAD];
    if (s->costs) s->costs[k] = row[COST];
    if (s->costs_without) s->costs_without[k] = row[COST_WITHOUT];
  }
  for (int i = 0; i < QUANTITIES; ++i) {
    s->blocks[begin / BLOCK][0][i] = sums[0][i];
    s->blocks[begin / BLOCK][1][i] = sums[1][i];
  }
  return RP_OK;
}

static rp_status write_estimates(const rp_call *call, const simulation *s, int64_t blocks, double n) {
  const rp_equilibrium *e = &s->equilibrium;
  const double centre[QUANTITIES] = {e->client_spread, e->client_impact, e->client_cost,
                                     e->client_cost_without};
  rp_number numbers[2 * QUANTITIES];
  for (uint32_t i = 0; i < QUANTITIES; ++i) {
    double sum = 0, squares = 0;
    for (int64_t b = 0; b < blocks; ++b) {
      sum += s->blocks[b][0][i];
      squares += s->blocks[b][1][i];
    }
    numbers[2 * i] = (rp_number){2 * i, centre[i] + sum / n};
    numbers[2 * i + 1] = (rp_number){2 * i + 1, sqrt(fmax(squares - sum * sum / n, 0) / (n - 1) / n)};
  }
  rp_status status = rp_call_require_finite(call, numbers, 2 * QUANTITIES, rp_nash_paths_outputs);
  return status == RP_OK ? rp_call_put_numbers(call, numbers, 2 * QUANTITIES) : status;
}

rp_status rp_nash_paths_solve(const rp_call *call) {
  simulation s = {.host = call->host, .kept = rp_call_integer(call, PARAM_KEPT)};
  int64_t paths = rp_call_integer(call, PARAM_PATHS), blocks = (paths + BLOCK - 1) / BLOCK;
  rp_status status = rp_call_two_dealers(call, &s.market);
  if (status != RP_OK) return status;
  if (s.kept > paths)
    return rp_call_report(call, RP_BAD_INPUT, "more-kept-than-simulated", PARAM_KEPT, (double)s.kept,
                          "kept is %lld, but only %lld scenarios are simulated", (long long)s.kept,
                          (long long)paths);
  s.equilibrium = rp_two_dealers_equilibrium(&s.market);
  s.blocks = call->host->scratch(call->host, (uint64_t)blocks * sizeof *s.blocks, 64);
  if (!s.blocks) return RP_NO_MEMORY;
  const struct {
    uint32_t output;
    double **to;
  } columns[] = {{OUT_SPREADS, &s.spreads}, {OUT_COSTS, &s.costs}, {OUT_COSTS_WITHOUT, &s.costs_without}};
  for (uint32_t i = 0; i < RP_COUNT_OF(columns); ++i)
    if (rp_call_wants(call, columns[i].output) &&
        !(*columns[i].to = rp_call_vector(call, columns[i].output, s.kept)))
      return RP_NO_MEMORY;
  status = call->host->parallel(call->host, paths, BLOCK, simulate_block, &s);
  return status == RP_OK ? write_estimates(call, &s, blocks, (double)paths) : status;
}
