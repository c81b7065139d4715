/*
 * model_revenue.c - `mean_field_revenue`: simulated prices and revenues of the big trader. Schema and glue; the
 * mathematics is in liquidation.h and revenue.h. Path k uses the normals numbered k of (stream 1, path j)
 * in step j.
 */
#include <math.h>
#include <string.h>
#include "model_big_trader.h"
#include "model_list.h"
#include "revenue.h"

enum { BLOCK = 512, ARRAYS = 5, MOST_SHOWN = 10000 };
enum { PARAM_PATHS = RP_BIG_PARAMS, PARAM_STEPS, PARAM_SHOWN, PARAMS };
enum {
  OUT_MEAN,
  OUT_MEAN_ERROR,
  OUT_DEVIATION,
  OUT_DEVIATION_ERROR,
  OUT_NEGATIVE,
  OUT_EXACT_MEAN,
  OUT_EXACT_DEVIATION,
  OUT_TIME,
  OUT_PATH,
  OUT_PRICE,
  OUT_MEAN_STEP_ERROR,
  OUT_DEVIATION_STEP_ERROR,
  OUTPUTS
};

const rp_dim rp_revenue_dims[] = {
    RP_TIME_DIM, {.name = "shown", .doc = "Paths that are shown.", .min = 1, .max = MOST_SHOWN}};

const rp_param rp_revenue_params[] = {
    RP_RETAIL_PARAM_TABLE, RP_BIG_PARAM_TABLE,
    RP_INTEGER_ENTRY("paths", "", RP_BETWEEN(2, 1e9), 20000, RP_NUMERICAL, "eq. 11",
                     "Simulated paths of the price."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 1e6), 200, RP_NUMERICAL, "eq. 11", "Steps in time."),
    RP_INTEGER_ENTRY("shown", "", RP_BETWEEN(1, MOST_SHOWN), 5, RP_NUMERICAL, "eq. 11",
                     "Paths that are shown.")};

const rp_output rp_revenue_outputs[] = {
    [OUT_MEAN] =
        RP_OUT("expected_revenue", "", "cash", RP_NO_AXIS, 0, "eq. 12", "Mean revenue over the paths."),
    [OUT_MEAN_ERROR] =
        RP_OUT("expected_revenue_error", "", "cash", RP_NO_AXIS, 0, "eq. 12", "Its standard error."),
    [OUT_DEVIATION] = RP_OUT("revenue_deviation", "", "cash", RP_NO_AXIS, 0, "eq. 12",
                             "Standard deviation of the revenue."),
    [OUT_DEVIATION_ERROR] =
        RP_OUT("revenue_deviation_error", "", "cash", RP_NO_AXIS, 0, "eq. 12", "Standard error of that."),
    [OUT_NEGATIVE] = RP_OUT("negative_price_share", "", "1", RP_NO_AXIS, 0, "eq. 10",
                            "Share of the paths on which the price is negative at some step."),
    [OUT_EXACT_MEAN] =
        RP_OUT("exact_expected_revenue", "", "cash", RP_NO_AXIS, 0, "eq. 12", "The closed form."),
    [OUT_EXACT_DEVIATION] =
        RP_OUT("exact_revenue_deviation", "", "cash", RP_NO_AXIS, 0, "eq. 12", "The closed form."),
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "eq. 11", "Middles of the steps."),
    [OUT_PATH] = RP_OUT("path", "", "1", RP_ON("shown"), 0, "eq. 11", "Numbers of the paths shown."),
    [OUT_PRICE] = RP_OUT("price", "S_t", "cash/share", RP_ON("shown", "time"), 0, "eq. 10", "Their prices."),
    [OUT_MEAN_STEP_ERROR] =
        RP_OUT("expected_revenue_step_error", "", "cash", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 12",
               "What the length of the steps alone moves the expected revenue by."),
    [OUT_DEVIATION_STEP_ERROR] = RP_OUT("revenue_deviation_step_error", "", "cash", RP_NO_AXIS, RP_DIAGNOSTIC,
                                        "eq. 12", "The same for its standard deviation."),
};

RP_MODEL_LENGTHS(revenue, PARAMS, OUTPUTS);

typedef struct simulation {
  const rp_host *host;
  rp_revenue_plan plan;
  double centre;
  int64_t shown;
  double *sums; /* [blocks][RP_REVENUE_SUMS] */
  double *prices;
} simulation;

static rp_status simulate_block(void *arg, int64_t begin, int64_t end) {
  const simulation *s = arg;
  int64_t steps = s->plan.steps, count = end - begin;
  int64_t shown = s->prices && begin < s->shown ? s->shown - begin : 0;
  if (shown > count) shown = count;
  double *memory = s->host->scratch(s->host, ARRAYS * BLOCK * sizeof *memory, 64);
  if (!memory) return RP_NO_MEMORY;
  double *normals = memory + 4 * BLOCK;
  rp_revenue_paths paths = {count, memory, memory + BLOCK, memory + 2 * BLOCK, memory + 3 * BLOCK};
  rp_revenue_start(&paths);
  for (int64_t j = 0; j < steps; ++j) {
    if (s->host->cancelled(s->host)) return RP_CANCELLED;
    s->host->normals(s->host, 1, (uint64_t)j, (uint64_t)begin, count, normals);
    rp_revenue_advance(&s->plan, j, normals, &paths);
    for (int64_t i = 0; i < shown; ++i)
      s->prices[(begin + i) * steps + j] = paths.price[i];
  }
  double *sums = s->sums + begin / BLOCK * RP_REVENUE_SUMS;
  memset(sums, 0, RP_REVENUE_SUMS * sizeof *sums);
  for (int64_t k = 0; k < count; ++k) {
    double off = paths.revenue[k] - s->centre, power = 1;
    for (int i = 0; i < 4; ++i)
      sums[i] += power *= off;
    sums[4] += paths.least[k] < 0 ? 1 : 0;
  }
  return RP_OK;
}

static rp_status put_estimates(const rp_call *call, const simulation *s, int64_t paths,
                               const rp_liquidation *l) {
  double total[RP_REVENUE_SUMS] = {0}, n = (double)paths;
  for (int64_t b = 0; b < (paths + BLOCK - 1) / BLOCK; ++b)
    for (int i = 0; i < RP_REVENUE_SUMS; ++i)
      total[i] += s->sums[b * RP_REVENUE_SUMS + i];
  double shift = total[0] / n, second = total[1] / n - shift * shift;
  double fourth =
      total[3] / n - 4 * shift * total[2] / n + 6 * shift * shift * total[1] / n - 3 * pow(shift, 4);
  double variance = second * n / (n - 1), deviation = sqrt(fmax(variance, 0));
  rp_liquidation_revenue exact = rp_liquidation_revenues(l);
  double mean_error = deviation / sqrt(n);
  double deviation_error = deviation > 0 ? sqrt(fmax(fourth - second * second, 0) / n) / (2 * deviation) : 0;
  double off = fabs(s->centre - exact.expected),
         deviation_off = fabs(rp_revenue_deviation(&s->plan) - exact.deviation);
  if (off > fmax(mean_error, 1e-12 * fabs(exact.expected)) || deviation_off > deviation_error)
    rp_call_report(
        call, RP_OK, "steps-too-few", PARAM_STEPS, (double)s->plan.steps,
        "steps is %lld: their length alone moves the expected revenue by %.3g and its deviation by "
        "%.3g, more than the standard errors, %.3g and %.3g",
        (long long)s->plan.steps, off, deviation_off, mean_error, deviation_error);
  const rp_number numbers[] = {{OUT_MEAN, s->centre + shift},
                               {OUT_MEAN_ERROR, mean_error},
                               {OUT_DEVIATION, deviation},
                               {OUT_DEVIATION_ERROR, deviation_error},
                               {OUT_NEGATIVE, total[4] / n},
                               {OUT_EXACT_MEAN, exact.expected},
                               {OUT_EXACT_DEVIATION, exact.deviation},
                               {OUT_MEAN_STEP_ERROR, off},
                               {OUT_DEVIATION_STEP_ERROR, deviation_off}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

static rp_status put_axes(const rp_call *call, const simulation *s, double end) {
  int64_t steps = s->plan.steps;
  double *times = rp_call_doubles(call, steps), *numbers = rp_call_doubles(call, s->shown);
  if (!times || !numbers) return RP_NO_MEMORY;
  for (int64_t i = 0; i < steps; ++i)
    times[i] = end * ((double)i + 0.5) / (double)steps;
  for (int64_t i = 0; i < s->shown; ++i)
    numbers[i] = (double)(i + 1);
  rp_status status = rp_call_put_vector(call, OUT_TIME, steps, times);
  return status == RP_OK ? rp_call_put_vector(call, OUT_PATH, s->shown, numbers) : status;
}

rp_status rp_revenue_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_curve rate;
  rp_liquidation l;
  rp_status status = rp_call_liquidation(call, &retail, &rate, &l);
  if (status != RP_OK) return status;
  int64_t paths = rp_call_integer(call, PARAM_PATHS), steps = rp_call_integer(call, PARAM_STEPS);
  simulation s = {.host = call->host, .shown = rp_call_integer(call, PARAM_SHOWN)};
  if (s.shown > paths)
    return rp_call_report(call, RP_BAD_INPUT, "more-shown-than-simulated", PARAM_SHOWN, (double)s.shown,
                          "shown is %lld, but only %lld paths are simulated", (long long)s.shown,
                          (long long)paths);
  double *memory = rp_call_doubles(call, rp_revenue_size(steps));
  s.sums = rp_call_doubles(call, (paths + BLOCK - 1) / BLOCK * RP_REVENUE_SUMS);
  if (!memory || !s.sums) return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_PRICE) && !(s.prices = rp_call_matrix(call, OUT_PRICE, s.shown, steps)))
    return RP_NO_MEMORY;
  s.centre = rp_revenue_prepare(&l, steps, memory, &s.plan);
  status = call->host->parallel(call->host, paths, BLOCK, simulate_block, &s);
  if (status == RP_OK) status = put_estimates(call, &s, paths, &l);
  return status == RP_OK ? put_axes(call, &s, l.end) : status;
}
