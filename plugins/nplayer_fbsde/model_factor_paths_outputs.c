/* model_factor_paths_outputs.c - see model_factor_paths.h: the paths that are kept, and statistics over all. */
#include <string.h>
#include "model_factor_paths.h"
#include "quantile.h"

/* [reported][rows][time] from [time][rows][paths]. */
static rp_status put_paths(const rp_simulation *s, uint32_t output, int64_t rows, const double *from,
                           double shift) {
  int64_t kept = rp_call_integer(s->call, PARAM_REPORTED), shape[3] = {kept, rows, s->points};
  if (!rp_call_wants(s->call, output)) return RP_OK;
  double *to = s->call->host->output(s->call->host, output, 3, shape);
  if (!to) return RP_NO_MEMORY;
  for (int64_t p = 0; p < kept; ++p)
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t k = 0; k < s->points; ++k)
        *to++ = from[(k * rows + r) * s->paths + p] + shift;
  return RP_OK;
}

static void moments(int64_t n, const double *x, double *mean, double *deviation) {
  double sum = 0, square = 0;
  for (int64_t p = 0; p < n; ++p)
    sum += x[p];
  *mean = sum / (double)n;
  for (int64_t p = 0; p < n; ++p)
    square += (x[p] - *mean) * (x[p] - *mean);
  *deviation = sqrt(square / (double)(n - 1));
}

static rp_status put_statistics(const rp_simulation *s) {
  const rp_call *call = s->call;
  int64_t types = s->game->types, points = s->points, levels = 0;
  double *mean = rp_call_doubles(call, 2 * types * points);
  double *costs = rp_call_doubles(call, 2 * types), *sorted = rp_call_doubles(call, s->paths), *bands = NULL;
  if (!mean || !costs || !sorted) return RP_NO_MEMORY;
  double *deviation = mean + types * points;
  if (rp_call_has(call, PARAM_QUANTILES)) levels = rp_call_value(call, PARAM_QUANTILES)->shape[0];
  const double *level = levels > 0 ? rp_call_array(call, PARAM_QUANTILES) : NULL;
  int64_t shape[3] = {levels, types, points};
  if (rp_call_wants(call, OUT_BANDS) && !(bands = call->host->output(call->host, OUT_BANDS, 3, shape)))
    return RP_NO_MEMORY;
  for (int64_t j = 0; j < types; ++j)
    for (int64_t k = 0; k < points; ++k) {
      const double *x = s->inventory + (k * types + j) * s->paths;
      moments(s->paths, x, mean + j * points + k, deviation + j * points + k);
      memcpy(sorted, x, (size_t)s->paths * sizeof *sorted);
      for (int64_t q = 0; bands && q < levels; ++q)
        bands[(q * types + j) * points + k] = rp_quantile(s->paths, sorted, level[q]);
    }
  for (int64_t j = 0; j < types; ++j) {
    moments(s->paths, s->cost + j * s->paths, costs + j, costs + types + j);
    costs[types + j] /= sqrt((double)s->paths);
  }
  rp_status status = rp_call_put_matrix(call, OUT_MEAN, types, points, mean);
  if (status == RP_OK) status = rp_call_put_matrix(call, OUT_DEVIATION, types, points, deviation);
  if (status == RP_OK && rp_call_wants(call, OUT_QUANTILE)) {
    double *to = rp_call_vector(call, OUT_QUANTILE, levels);
    if (!to) return RP_NO_MEMORY;
    for (int64_t q = 0; q < levels; ++q)
      to[q] = level[q];
  }
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_COSTS, types, costs);
  return status == RP_OK ? rp_call_put_vector(call, OUT_COST_ERROR, types, costs + types) : status;
}

rp_status rp_simulation_put(const rp_simulation *s, const double *times) {
  int64_t outside = 0;
  for (int64_t b = 0; b < (s->paths + RP_SIMULATION_BLOCK - 1) / RP_SIMULATION_BLOCK; ++b)
    outside += s->outside[b];
  rp_status status = rp_call_put_vector(s->call, OUT_TIME, s->points, times);
  if (status == RP_OK)
    status = put_paths(s, OUT_FACTOR_PATHS, s->factors, s->factor, s->setup->regimes > 0 ? 1 : 0);
  if (status == RP_OK) status = put_paths(s, OUT_INVENTORY_PATHS, s->game->types, s->inventory, 0);
  if (status == RP_OK) status = put_paths(s, OUT_RATE_PATHS, s->game->types, s->rate, 0);
  if (status == RP_OK) status = put_statistics(s);
  double share = (double)outside / ((double)s->points * (double)s->paths);
  if (share > 1e-3)
    rp_call_report(s->call, RP_OK, "states-clamped", PARAM_FACTORS + FACTOR_HIGH, share,
                   "at %.2g of all times and paths the factor is beyond [%.6g, %.6g] and taken at its end; "
                   "widen range_low and range_high",
                   share, s->answer->low, s->answer->high);
  if (status == RP_OK) status = rp_call_put(s->call, OUT_OUTSIDE, (double)outside);
  if (status == RP_OK) status = rp_call_put(s->call, OUT_ERROR, s->answer->error);
  return status == RP_OK ? rp_factor_put_method(s->call, OUT_METHOD, s->answer) : status;
}
