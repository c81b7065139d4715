/*
 * model_three_stages_batch.c - many points of `prehedging` at once: constants in lanes, everything else point by point with
 * the same functions as one solve, hence the same bits. Glue; see model_three_stages.h and dealer_lanes.h.
 */
#include "dealer_lanes.h"
#include "model_list.h"
#include "model_three_stages.h"
#include "reprise/clones.h"
#include <string.h>

/* What each point has: a column where it varies, else the base's value. */
typedef struct columns {
  const double *varying[RP_STAGES_PARAMS];
  double base[RP_STAGES_PARAMS];
  rp_client_price price;
  bool needs_end; /* an output begins with the state at T */
} columns;

static double at(const columns *c, uint32_t param, int64_t k) {
  return c->varying[param] ? c->varying[param][k] : c->base[param];
}

static columns read_columns(const rp_batch *batch) {
  columns c = {.price = (rp_client_price)rp_call_integer(batch->base, RP_PARAM_PRICE_RULE)};
  for (uint32_t i = 0; i < RP_STAGES_PARAMS; ++i)
    if (rp_three_stages_params[i].kind == RP_REAL) c.base[i] = rp_call_real(batch->base, i);
  for (uint32_t i = RP_STAGES_INVENTORY_AT_T; i < RP_STAGES_OUTPUTS; ++i)
    c.needs_end = c.needs_end || (batch->outputs[i] && i != RP_STAGES_LIQUIDATES && i != RP_STAGES_RESIDUAL);
  for (uint32_t i = 0; i < batch->varying_count; ++i)
    c.varying[batch->varying[i]] = batch->points[i];
  return c;
}

static rp_dealer_market market_at(const columns *c, int64_t k) {
  return (rp_dealer_market){.permanent = at(c, RP_PARAM_PERMANENT, k),
                            .transient = at(c, RP_PARAM_TRANSIENT, k),
                            .decay = at(c, RP_PARAM_DECAY, k),
                            .temporary = at(c, RP_PARAM_TEMPORARY, k),
                            .inventory_cost = at(c, RP_PARAM_INVENTORY_COST, k),
                            .random_stage = at(c, RP_PARAM_RANDOM_STAGE, k),
                            .horizon = at(c, RP_PARAM_HORIZON, k)};
}

/* A loop, because the library's copy takes longer to begin than these few numbers to move. */
RP_CLONES static void copy_lanes(const double *from, double *to) {
  for (int j = 0; j < RP_DEALER_LANES; ++j)
    to[j] = from[j];
}

/* Copies up to RP_DEALER_LANES values, the last one repeated. */
static void fill(double *lanes, const columns *c, uint32_t param, int64_t first, int64_t count) {
  const double *column = c->varying[param];
  if (column && count == RP_DEALER_LANES) {
    copy_lanes(column + first, lanes);
    return;
  }
  for (int64_t j = 0; j < RP_DEALER_LANES; ++j)
    lanes[j] = at(c, param, first + (j < count ? j : count - 1));
}

/* What became of each lane: rp_dealer_is_determined() and rp_dealer_is_in_range(), without branches. */
RP_CLONES static void judge_lanes(const rp_dealer_lanes *l, const double *impact, double *verdict) {
  for (int j = 0; j < RP_DEALER_LANES; ++j) {
    double undetermined = (l->inventory_cost[j] > 0 ? 0 : 1) * (l->decay[j] > 0 ? 0 : 1) *
                          (l->transient[j] == 0 ? (impact[j] == 0 ? 0 : 1) : 1);
    double sum = 0 * l->a[j] + 0 * l->d[j] + 0 * l->e[j] + 0 * l->f[j] + 0 * l->splitting[j];
    double outside = sum == 0 ? 0 : RP_NOT_CONVERGED;
    verdict[j] = undetermined > 0 ? RP_NO_SOLUTION : outside;
  }
}

/* Only constants are wanted: lanes. */
static rp_status solve_constants(const rp_batch *batch, const columns *c) {
  const rp_host *host = batch->base->host;
  rp_dealer_lanes *l = host->scratch(host, sizeof *l, 64);
  if (!l) return RP_NO_MEMORY;
  const double *results[RP_STAGES_CONSTANTS] = {
      l->a, l->b, l->c, l->d, l->e, l->f, l->g, l->rate_transient, l->omega, l->splitting, l->pull};
  for (int64_t first = 0; first < batch->n; first += RP_DEALER_LANES) {
    int64_t count = batch->n - first < RP_DEALER_LANES ? batch->n - first : RP_DEALER_LANES;
    if (first % (256 * RP_DEALER_LANES) == 0 && host->cancelled(host)) return RP_CANCELLED;
    fill(l->permanent, c, RP_PARAM_PERMANENT, first, count);
    fill(l->transient, c, RP_PARAM_TRANSIENT, first, count);
    fill(l->decay, c, RP_PARAM_DECAY, first, count);
    fill(l->temporary, c, RP_PARAM_TEMPORARY, first, count);
    fill(l->inventory_cost, c, RP_PARAM_INVENTORY_COST, first, count);
    fill(l->random_stage, c, RP_PARAM_RANDOM_STAGE, first, count);
    rp_dealer_lanes_solve(l);
    for (uint32_t i = 0; i < RP_STAGES_CONSTANTS; ++i)
      if (batch->outputs[i] && count == RP_DEALER_LANES)
        copy_lanes(results[i], batch->outputs[i] + first);
      else if (batch->outputs[i])
        memcpy(batch->outputs[i] + first, results[i], (size_t)count * sizeof(double));
    double impact[RP_DEALER_LANES], verdict[RP_DEALER_LANES];
    fill(impact, c, RP_PARAM_IMPACT, first, count);
    judge_lanes(l, impact, verdict);
    for (int64_t j = 0; j < count; ++j)
      batch->status[first + j] = (rp_status)verdict[j];
  }
  return RP_OK;
}

static rp_status solve_point(const rp_batch *batch, const columns *c, int64_t k) {
  rp_dealer_market market = market_at(c, k);
  rp_client client = {.size = at(c, RP_PARAM_SIZE, k),
                      .buy_probability = at(c, RP_PARAM_BUY, k),
                      .trade_probability = at(c, RP_PARAM_TRADE, k),
                      .half_spread = at(c, RP_PARAM_SPREAD, k),
                      .price = c->price};
  rp_start start = {.position = {at(c, RP_PARAM_INVENTORY, k), at(c, RP_PARAM_IMPACT, k)},
                    .price = at(c, RP_PARAM_PRICE, k)};
  rp_dealer dealer;
  double values[RP_STAGES_NUMBERS], *out[RP_STAGES_OUTPUTS];
  if (!rp_dealer_is_determined(&market, start.position.transient)) return RP_NO_SOLUTION;
  rp_dealer_solve(&market, &dealer);
  if (!rp_dealer_is_in_range(&dealer)) return RP_NOT_CONVERGED;
  rp_stages_run run = rp_stages_run_of(&dealer, &client, &start, c->needs_end);
  rp_stages_grids grids = rp_stages_grids_of(batch->base, &dealer);
  if (rp_stages_time_after(&grids, market.horizon) >= 0) return RP_BAD_INPUT;
  for (uint32_t i = 0; i < RP_STAGES_OUTPUTS; ++i)
    out[i] = batch->outputs[i] ? batch->outputs[i] + k * rp_stages_output_size(&grids, i) : NULL;
  rp_stages_numbers(&run, out, values);
  for (uint32_t i = 0; i < RP_STAGES_NUMBERS; ++i) {
    if (!out[i]) continue;
    if (!isfinite(values[i])) return RP_NOT_CONVERGED;
    *out[i] = values[i];
  }
  rp_stages_write_paths(&run, &grids, at(c, RP_STAGES_PARAM_DELAY, k), out);
  return rp_stages_odd_path(&grids, out) >= 0 ? RP_NOT_CONVERGED : RP_OK;
}

static rp_status solve_batch(const rp_batch *batch) {
  columns c = read_columns(batch);
  bool constants_only = !rp_call_value(batch->base, RP_STAGES_PARAM_TIMES)->kind;
  for (uint32_t i = RP_STAGES_CONSTANTS; i < RP_STAGES_OUTPUTS; ++i)
    constants_only = constants_only && !batch->outputs[i];
  if (constants_only) return solve_constants(batch, &c);
  for (int64_t k = 0; k < batch->n; ++k) {
    if (k % 256 == 0 && batch->base->host->cancelled(batch->base->host)) return RP_CANCELLED;
    batch->status[k] = solve_point(batch, &c, k);
  }
  return RP_OK;
}

const void *rp_three_stages_extension(const char *id) {
  static const rp_batch_extension batch = {.struct_size = sizeof batch, .solve = solve_batch};
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &batch : NULL;
}
