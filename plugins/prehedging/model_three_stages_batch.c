/*
 * model_three_stages_batch.c - many points of `prehedging` at once: constants in lanes, everything else point by point with
 * the same functions as one solve, hence the same bits. Glue; see model_three_stages.h and dealer_lanes.h.
 */
#include "dealer_lanes.h"
#include "model_list.h"
#include "model_three_stages.h"
#include <string.h>

/* What each point has: a column where it varies, else the base's value. */
typedef struct columns {
  const double *varying[RP_STAGES_PARAMS];
  double base[RP_STAGES_PARAMS];
  rp_client_price price;
  bool needs_end;       /* an output begins with the state at T */
  rp_stages_grid given; /* times of the first stage */
} columns;

static double at(const columns *c, uint32_t param, int64_t k) {
  return c->varying[param] ? c->varying[param][k] : c->base[param];
}

static columns read_columns(const rp_batch *batch) {
  columns c = {.price = (rp_client_price)rp_call_integer(batch->base, RP_PARAM_PRICE_RULE),
               .given = rp_stages_given_times(batch->base)};
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

enum { TILE = 128, INPUTS = 7 };
_Static_assert((int)RP_DEALER_FINE == RP_OK && (int)RP_DEALER_UNDETERMINED == RP_NO_SOLUTION &&
                   (int)RP_DEALER_OUT_OF_RANGE == RP_NOT_CONVERGED,
               "verdicts are statuses");

/* Storage for what is no column of the batch: values that do not vary, and outputs that nobody wants. */
typedef struct tile {
  double inputs[INPUTS][TILE], outputs[RP_STAGES_CONSTANTS][TILE], verdict[TILE];
} tile;

/* Only constants are wanted: columns, a tile at a time, so that what is shared stays in the cache. */
static rp_status solve_constants(const rp_batch *batch, const columns *c) {
  static const uint32_t params[INPUTS] = {RP_PARAM_PERMANENT, RP_PARAM_TRANSIENT,      RP_PARAM_DECAY,
                                          RP_PARAM_TEMPORARY, RP_PARAM_INVENTORY_COST, RP_PARAM_RANDOM_STAGE,
                                          RP_PARAM_IMPACT};
  const rp_host *host = batch->base->host;
  tile *shared = host->scratch(host, sizeof *shared, 64);
  const double *in[INPUTS];
  double *out[RP_STAGES_CONSTANTS];
  if (!shared) return RP_NO_MEMORY;
  for (uint32_t i = 0; i < INPUTS; ++i)
    for (int64_t k = 0; k < TILE; ++k)
      shared->inputs[i][k] = c->base[params[i]];
  for (int64_t first = 0; first < batch->n; first += TILE) {
    int64_t count = batch->n - first < TILE ? batch->n - first : TILE;
    if (first % (256 * TILE) == 0 && host->cancelled(host)) return RP_CANCELLED;
    for (uint32_t i = 0; i < INPUTS; ++i)
      in[i] = c->varying[params[i]] ? c->varying[params[i]] + first : shared->inputs[i];
    for (uint32_t i = 0; i < RP_STAGES_CONSTANTS; ++i)
      out[i] = batch->outputs[i] ? batch->outputs[i] + first : shared->outputs[i];
    const rp_dealer_columns now = {in[0],  in[1],  in[2],  in[3],   in[4],          in[5],  in[6],
                                   out[0], out[1], out[2], out[3],  out[4],         out[5], out[6],
                                   out[7], out[8], out[9], out[10], shared->verdict};
    rp_dealer_lanes_solve(&now, count);
    for (int64_t k = 0; k < count; ++k)
      batch->status[first + k] = (rp_status)shared->verdict[k];
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
  rp_stages_grids grids = rp_stages_grids_of(batch->base, &c->given, &dealer);
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
