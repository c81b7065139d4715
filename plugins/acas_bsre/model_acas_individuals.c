/*
 * model_acas_individuals.c - `guo2025_individuals`: single traders among infinitely many. Schema and glue; the mathematics is in
 * acas_individuals.h. Draw number k of a population of n takes the uniforms of (stream 1, path k), number 0 to n - 1.
 */
#include "acas_bounds.h"
#include "acas_individuals.h"
#include "model_acas_market.h"
#include "model_list.h"

enum { PARAM_OTHERS = RP_ACAS_SHARED_PARAMS, PARAM_POPULATIONS, PARAM_HALF_WIDTH, PARAM_DRAWS, PARAMS };
enum {
  OUT_SLOPE,
  OUT_LEVEL,
  OUT_MEAN_RATE,
  OUT_ASK,
  OUT_SLACK_PRINTED,
  OUT_SLACK_EXACT,
  OUT_SLACK_SUFFICIENT,
  OUT_LEAST_SUFFICIENT,
  OUT_ADJOINTS,
  OUT_RATES,
  OUT_FINAL,
  OUT_DEVIATION,
  OUT_SOLVED_DEVIATION,
  OUT_THEORY,
  OUTPUTS
};
RP_MODEL_LENGTHS(individuals, PARAMS, OUTPUTS);
enum { CHUNK = 1024 };

const rp_dim rp_individuals_dims[] = {RP_LATE("trader", 0, 10000000, "Single traders."),
                                      RP_LATE("population", 0, 100, "Sizes of populations.")};

const rp_param rp_individuals_params[] = {
    RP_ACAS_PARAM_TABLE,
    RP_ARRAY_ENTRY("others", "q_j", "share", "trader", RP_ANY, RP_OPTIONAL, "proposition 4.5",
                   "Inventories of single traders among infinitely many, whose mean is `buyer`."),
    RP_ARRAY_ENTRY("populations", "n", "1", "population", RP_BETWEEN(1, 1e5), RP_OPTIONAL | RP_INTEGRAL,
                   "proposition 4.5", "Sizes of finite populations to compare with."),
    RP_REAL_ENTRY("half_width", "", "share", RP_NONNEGATIVE, 1, 0, "proposition 4.5",
                  "Inventories of finite populations are drawn evenly from `buyer` plus or minus this."),
    RP_INTEGER_ENTRY("draws", "", RP_BETWEEN(1, 2000), 400, RP_NUMERICAL, "",
                     "Populations drawn of each size.")};

#define NUMBER(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_NO_AXIS, 0, source, doc)
const rp_output rp_individuals_outputs[] = {
    [OUT_SLOPE] =
        NUMBER("slope", "o_0", "cash/share^2", "eq. 34", "Slope of a trader's adjoint in its inventory."),
    [OUT_LEVEL] = NUMBER("level", "", "cash/share", "eq. 35", "Its level."),
    [OUT_MEAN_RATE] =
        NUMBER("mean_rate", "v", "share/time", "eq. 17", "Rate of the mean trader at the start."),
    [OUT_ASK] = NUMBER("ask", "", "cash/share", "eq. 17", "Best ask above the price, constant."),
    [OUT_SLACK_PRINTED] =
        NUMBER("slack_printed", "", "share", "eq. 33", "Right side of (33): bound of q_j - q_e."),
    [OUT_SLACK_EXACT] =
        NUMBER("slack_exact", "", "share", "", "Largest q_j - q_e whose rate stays above least_rate."),
    [OUT_SLACK_SUFFICIENT] = NUMBER("slack_sufficient", "", "share", "eq. 37",
                                    "Right side of (37): bound of q_j - q_e without solving."),
    [OUT_LEAST_SUFFICIENT] =
        NUMBER("least_sufficient", "\\epsilon", "share/time", "eq. 37", "The least rate of (37)."),
    [OUT_ADJOINTS] =
        RP_OUT("adjoints", "Y^j", "cash/share", RP_ON("trader"), 0, "eq. 36", "Adjoints, constant."),
    [OUT_RATES] = RP_OUT("rates", "v^j", "share/time", RP_ON("trader"), 0, "eq. 32", "Rates at the start."),
    [OUT_FINAL] = RP_OUT("final_inventories", "Q^j_T", "share", RP_ON("trader"), 0, "eq. 36",
                         "Inventories at the horizon."),
    [OUT_DEVIATION] = RP_OUT(
        "rate_deviation", "", "share/time", RP_ON("population"), 0, "proposition 4.5",
        "Root mean square of average rate less mean trader's, at the quotes of the infinite population."),
    [OUT_SOLVED_DEVIATION] =
        RP_OUT("solved_deviation", "", "share/time", RP_ON("population"), 0, "proposition 4.5",
               "The same where each population has quotes of its own."),
    [OUT_THEORY] = RP_OUT("rate_theory", "", "share/time", RP_ON("population"), 0, "",
                          "|slope| half_width/(2 beta sqrt(3 n)): the first of these in expectation.")};

static rp_status put_traders(const rp_call *call, const rp_acas *market, const rp_acas_individuals *all) {
  int64_t count = rp_call_has(call, PARAM_OTHERS) ? rp_call_value(call, PARAM_OTHERS)->shape[0] : 0;
  const double *q = count ? rp_call_array(call, PARAM_OTHERS) : NULL;
  double *numbers = rp_call_doubles(call, 3 * count + 1);
  if (!numbers) return RP_NO_MEMORY;
  for (int64_t j = 0; j < count; ++j) {
    numbers[j] = rp_acas_individual_adjoint(all, q[j]);
    numbers[count + j] = rp_acas_individual_rate(market, all, q[j]);
    numbers[2 * count + j] = q[j] + (numbers[j] - all->price) / 2 * all->ease;
  }
  rp_status status = RP_OK;
  for (uint32_t k = 0; k < 3 && status == RP_OK; ++k)
    status = rp_call_put_vector(call, OUT_ADJOINTS + k, count, numbers + (int64_t)k * count);
  return status;
}

/* Mean inventory of a population: the mean of n uniforms. */
static double draw_mean(const rp_call *call, const rp_acas *market, int64_t draw, int64_t n) {
  double uniforms[CHUNK], sum = 0, width = rp_call_real(call, PARAM_HALF_WIDTH);
  for (int64_t first = 0; first < n; first += CHUNK) {
    int64_t count = n - first < CHUNK ? n - first : CHUNK;
    call->host->uniforms(call->host, 1, (uint64_t)draw, (uint64_t)first, count, uniforms);
    for (int64_t i = 0; i < count; ++i)
      sum += uniforms[i] - 0.5;
  }
  return market->buyer + 2 * width * sum / (double)n;
}

static rp_status put_populations(const rp_call *call, const rp_acas *market, const rp_acas_individuals *all) {
  int64_t sizes = rp_call_has(call, PARAM_POPULATIONS) ? rp_call_value(call, PARAM_POPULATIONS)->shape[0] : 0;
  int64_t draws = rp_call_integer(call, PARAM_DRAWS);
  double *numbers = rp_call_doubles(call, 3 * sizes + 1), beta = rp_curve_at(&market->cost, 0);
  if (!numbers) return RP_NO_MEMORY;
  if (!rp_call_wants(call, OUT_DEVIATION) && !rp_call_wants(call, OUT_DEVIATION + 1) &&
      !rp_call_wants(call, OUT_DEVIATION + 2))
    return RP_OK;
  double total_ease = rp_acas_ease(market);
  for (int64_t s = 0; s < sizes; ++s) {
    double n = rp_call_array(call, PARAM_POPULATIONS)[s], given = 0, solved = 0;
    for (int64_t k = 0; k < draws; ++k) {
      if (call->host->cancelled(call->host)) return RP_CANCELLED;
      rp_acas drawn = *market;
      rp_acas_constants own;
      drawn.buyer = draw_mean(call, market, k, (int64_t)n);
      double off = rp_acas_individual_rate(market, all, drawn.buyer) - all->mean_rate;
      given += off * off;
      if (!rp_acas_constant_eased(&drawn, total_ease, &own))
        return rp_call_report(call, RP_NO_SOLUTION, "no-constant-quotes", PARAM_POPULATIONS, n,
                              "a population of %.0f has no constant quotes", n);
      off = (own.ye - 1 / market->gamma) / (2 * beta) - all->mean_rate;
      solved += off * off;
    }
    numbers[s] = sqrt(given / (double)draws);
    numbers[sizes + s] = sqrt(solved / (double)draws);
    numbers[2 * sizes + s] = -all->slope / (2 * beta) * rp_call_real(call, PARAM_HALF_WIDTH) / sqrt(3 * n);
  }
  rp_status status = RP_OK;
  for (uint32_t k = 0; k < 3 && status == RP_OK; ++k)
    status = rp_call_put_vector(call, OUT_DEVIATION + k, sizes, numbers + (int64_t)k * sizes);
  return status;
}

rp_status rp_individuals_model_solve(const rp_call *call) {
  rp_acas market;
  rp_acas_constants mean;
  rp_status status = rp_call_acas(call, -1, &market);
  if (status != RP_OK) return status;
  if (!(market.terminal > 0))
    return rp_call_report(call, RP_BAD_INPUT, "no-terminal-penalty", RP_ACAS_TERMINAL, market.terminal,
                          "terminal_penalty is 0, the traders' linear rules need it to be positive");
  if (!rp_acas_constant(&market, &mean))
    return rp_call_report(call, RP_NO_SOLUTION, "no-constant-quotes", -1, NAN,
                          "there are no constant quotes");
  rp_acas_individuals all = rp_acas_individual(&market, &mean);
  double slowest = (mean.ye - 1 / market.gamma) / (2 * rp_acas_bound(&market).cost_high);
  if (!(slowest >= fmax(market.least, 0)))
    rp_call_report(call, RP_OK, "buyer-sells", RP_ACAS_LEAST, slowest,
                   "the mean trader's rate without truncation falls to %.6g, below least_rate or 0: "
                   "proposition 4.5 does not apply",
                   slowest);
  const rp_number numbers[] = {{OUT_SLOPE, all.slope},
                               {OUT_LEVEL, all.level},
                               {OUT_MEAN_RATE, all.mean_rate},
                               {OUT_ASK, all.price},
                               {OUT_SLACK_PRINTED, all.slack_printed},
                               {OUT_SLACK_EXACT, all.slack_exact},
                               {OUT_SLACK_SUFFICIENT, all.slack_sufficient},
                               {OUT_LEAST_SUFFICIENT, all.least_sufficient}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = put_traders(call, &market, &all);
  return status == RP_OK ? put_populations(call, &market, &all) : status;
}
