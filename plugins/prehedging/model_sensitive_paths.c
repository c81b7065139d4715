/*
 * model_sensitive_paths.c - `prehedging_sensitive_paths`: simulated paths of the dealer whose client reacts to the price.
 * Schema and glue; the mathematics is in price_paths.h. Path k uses the normals 0..2n-1 of (stream 1, path k) and the
 * uniform 0 of (stream 0, path k).
 */
#include "model_list.h"
#include "model_price_demand.h"
#include "price_paths.h"

enum { BLOCK = 256, MOST_STEPS = 100000, MOST_SHOWN = 10000 };
enum { STREAM_DECISION, STREAM_NOISE };
enum { PARAM_STEPS = RP_REACTING_PARAMS, PARAM_PATHS, PARAM_SHOWN, PARAMS };
enum {
  OUT_MEAN,
  OUT_MEAN_ERROR,
  OUT_EXPECTED,
  OUT_OUTSIDE,
  OUT_TIME,
  OUT_INVENTORY,
  OUT_TRANSIENT,
  OUT_PRICE,
  OUTPUTS
};

static const char *const on_time[] = {"time", NULL};
static const char *const on_shown_time[] = {"shown", "time", NULL};

const rp_dim rp_sensitive_paths_dims[] = {
    {.name = "time",
     .doc = "Steps of the first stage.",
     .min = 2,
     .max = MOST_STEPS + 1,
     .flags = RP_DIM_LATE},
    {.name = "shown", .doc = "Paths that are returned.", .min = 0, .max = MOST_SHOWN}};

const rp_param rp_sensitive_paths_params[] = {
    RP_REACTING_PARAM_TABLE,
    RP_COUNT_PARAM("steps", "n", 1, MOST_STEPS, 100,
                   "Steps of each stage; the error of the mean is quadratic in their length."),
    RP_COUNT_PARAM("paths", "m", 2, 1e9, 2000, "Number of paths."),
    RP_COUNT_PARAM("shown", "", 0, MOST_SHOWN, 5, "Number of the first paths that are returned.")};

const rp_output rp_sensitive_paths_outputs[] = {
    [OUT_MEAN] = RP_NUMBER_OUT(
        "mean_gain", "", "cash", "sec. A.3",
        "Mean profit and loss of the paths, with the expectation over the client's decision taken."),
    [OUT_MEAN_ERROR] =
        RP_FLAGGED_OUT("mean_gain_error", "", "cash", RP_DIAGNOSTIC, "", "Its standard error."),
    [OUT_EXPECTED] = RP_NUMBER_OUT("expected_gain", "V", "cash", "sec. A.3", "The exact mean."),
    [OUT_OUTSIDE] = RP_NUMBER_OUT("outside_frequency", "", "1", "",
                                  "Share of paths at whose decision the affine demand is no probability."),
    [OUT_TIME] = RP_ARRAY_OUT("time", "t", "time", on_time, "sec. A.3", "Steps of the first stage."),
    [OUT_INVENTORY] =
        RP_ARRAY_OUT("inventory", "X_t", "share", on_shown_time, "sec. A.3", "Inventory, path by path."),
    [OUT_TRANSIENT] = RP_ARRAY_OUT("transient", "I_t", "cash/share", on_shown_time, "sec. A.3",
                                   "Transient impact, path by path."),
    [OUT_PRICE] = RP_ARRAY_OUT("price", "P^*_t", "cash/share", on_shown_time, "sec. A.3",
                               "Unaffected price, path by path."),
};

_Static_assert((int)OUTPUTS == (int)rp_sensitive_paths_output_count &&
                   (int)PARAMS == (int)rp_sensitive_paths_param_count,
               "model_list.h states the lengths of these tables");

typedef struct sums {
  double gain, gain_squared, outside;
} sums;

typedef struct simulation {
  const rp_host *host;
  rp_price_tables tables;
  rp_units units;
  double delay, centre;
  int64_t shown;
  double *inventory, *transient, *price; /* [shown][steps + 1] or NULL */
  sums *blocks;
} simulation;

static double *row(double *table, int64_t k, const simulation *s) {
  return table && k < s->shown ? table + k * (s->tables.steps + 1) : NULL;
}

/* From natural units, if it is there. */
static void to_units(double *numbers, int64_t count, double unit, double origin) {
  for (int64_t i = 0; numbers && i < count; ++i)
    numbers[i] = numbers[i] * unit + origin;
}

static rp_status simulate_block(void *arg, int64_t begin, int64_t end) {
  simulation *s = arg;
  int64_t steps = s->tables.steps, count = s->delay > 0 ? 2 * steps : steps;
  double *normals = s->host->scratch(s->host, (uint64_t)count * sizeof *normals, 64), uniform = 1;
  sums total = {0};
  if (!normals) return RP_NO_MEMORY;
  for (int64_t k = begin; k < end; ++k) {
    if (k % 32 == 0 && s->host->cancelled(s->host)) return RP_CANCELLED;
    rp_price_path path = {.inventory = row(s->inventory, k, s),
                          .transient = row(s->transient, k, s),
                          .price = row(s->price, k, s)};
    s->host->normals(s->host, STREAM_NOISE, (uint64_t)k, 0, count, normals);
    if (s->delay > 0) s->host->uniforms(s->host, STREAM_DECISION, (uint64_t)k, 0, 1, &uniform);
    rp_price_walk(&s->tables, -s->delay * log(uniform), normals, &path);
    to_units(path.inventory, steps + 1, s->units.share, 0);
    to_units(path.transient, steps + 1, s->units.price, 0);
    to_units(path.price, steps + 1, s->units.price, s->units.origin);
    total.gain += path.gain - s->centre;
    total.gain_squared += (path.gain - s->centre) * (path.gain - s->centre);
    total.outside += path.outside;
  }
  s->blocks[begin / BLOCK] = total;
  return RP_OK;
}

static rp_status open_shown(const rp_call *call, simulation *s) {
  int64_t points = s->tables.steps + 1;
  double *time = NULL;
  if (rp_call_wants(call, OUT_TIME)) {
    if (!(time = rp_call_vector(call, OUT_TIME, points))) return RP_NO_MEMORY;
    for (int64_t i = 0; i < points; ++i)
      time[i] = s->tables.market->dealer.market.horizon * s->units.time * (double)i / (double)(points - 1);
  }
  const struct {
    uint32_t output;
    double **to;
  } tables[] = {{OUT_INVENTORY, &s->inventory}, {OUT_TRANSIENT, &s->transient}, {OUT_PRICE, &s->price}};
  for (uint32_t i = 0; i < RP_COUNT_OF(tables); ++i)
    if (rp_call_wants(call, tables[i].output) &&
        !(*tables[i].to = rp_call_matrix(call, tables[i].output, s->shown, points)))
      return RP_NO_MEMORY;
  return RP_OK;
}

static rp_status write_estimates(const rp_call *call, const simulation *s, int64_t blocks, double n) {
  sums total = {0};
  for (int64_t b = 0; b < blocks; ++b) {
    total.gain += s->blocks[b].gain;
    total.gain_squared += s->blocks[b].gain_squared;
    total.outside += s->blocks[b].outside;
  }
  double variance = fmax(total.gain_squared - total.gain * total.gain / n, 0) / (n - 1);
  const rp_number numbers[] = {{OUT_MEAN, rp_units_gain(call, &s->units, s->centre + total.gain / n)},
                               {OUT_MEAN_ERROR, rp_units_cash(&s->units) * sqrt(variance / n)},
                               {OUT_EXPECTED, rp_units_gain(call, &s->units, s->centre)},
                               {OUT_OUTSIDE, total.outside / n}};
  rp_status status = rp_call_require_finite(call, numbers, RP_COUNT_OF(numbers), rp_sensitive_paths_outputs);
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}

/*
 * Heun's scheme grows without bound where a step is longer than twice the relaxation time. Steps in the second stage are as
 * long as the client takes to decide, which is 20 times its mean in one path of 500 million.
 */
static rp_status check_steps(const rp_call *call, const rp_price_tables *tables) {
  enum { LONGEST_DELAY = 20 };
  const rp_dealer_market *market = &tables->market->dealer.market;
  double longest = fmax(market->horizon, LONGEST_DELAY * market->random_stage),
         rate = rp_price_fastest(tables);
  double needed = ceil(longest * rate);
  if (needed <= (double)tables->steps) return RP_OK;
  return rp_call_report(call, RP_BAD_INPUT, "too-few-steps", PARAM_STEPS, (double)tables->steps,
                        "steps is %lld, but this market needs %.0f or more for its rates, or the scheme is "
                        "unstable",
                        (long long)tables->steps, needed);
}

rp_status rp_sensitive_paths_solve(const rp_call *call) {
  rp_price_demand m;
  rp_price_value value;
  simulation s = {.host = call->host, .shown = rp_call_integer(call, PARAM_SHOWN)};
  int64_t paths = rp_call_integer(call, PARAM_PATHS), steps = rp_call_integer(call, PARAM_STEPS);
  int64_t blocks = (paths + BLOCK - 1) / BLOCK;
  if (s.shown > paths)
    return rp_call_report(call, RP_BAD_INPUT, "more-shown-than-simulated", PARAM_SHOWN, (double)s.shown,
                          "shown is %lld, but only %lld paths are simulated", (long long)s.shown,
                          (long long)paths);
  void *work = call->host->scratch(call->host, rp_price_workspace(), 64);
  double *feedback = rp_call_doubles(call, (steps + 1) * RP_STATES);
  s.blocks = call->host->scratch(call->host, (uint64_t)blocks * sizeof *s.blocks, 64);
  if (!work || !feedback || !s.blocks) return RP_NO_MEMORY;
  rp_status status = rp_call_price_demand(call, &m, &s.units);
  if (status == RP_OK) status = rp_call_price_solve(call, &m, &s.units, &value, work);
  if (status != RP_OK) return status;
  if (!rp_price_tabulate(&m, &value, steps, feedback, &s.tables, work))
    return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                          "the value is outside the range of floating-point numbers");
  status = check_steps(call, &s.tables);
  if (status != RP_OK) return status;
  s.delay = m.dealer.market.random_stage;
  s.centre = rp_price_gain(&m, &value);
  if (open_shown(call, &s) != RP_OK) return RP_NO_MEMORY;
  status = call->host->parallel(call->host, paths, BLOCK, simulate_block, &s);
  return status == RP_OK ? write_estimates(call, &s, blocks, (double)paths) : status;
}
