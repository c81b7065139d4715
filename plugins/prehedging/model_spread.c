/*
 * model_spread.c - `prehedging_spread`: the spread that the dealer quotes best, with and without pre-hedging.
 * Schema and glue; the mathematics is in spread.h and gain.h.
 */
#include "model_list.h"
#include "dealer_lanes.h"
#include "model_spread.h"
#include <string.h>

enum { MOST_QUOTES = 10000000 };
enum { PARAM_QUOTES = RP_CHOSEN_PARAMS, PARAMS };
enum {
  OUT_SPREAD,
  OUT_PROBABILITY,
  OUT_GAIN,
  OUT_OFFSET,
  OUT_BONUS,
  OUT_SPREAD_NO_BONUS,
  OUT_GAIN_NO_BONUS,
  OUT_SPREAD_WITHOUT,
  OUT_PROBABILITY_WITHOUT,
  OUT_GAIN_WITHOUT,
  OUT_OFFSET_WITHOUT,
  OUT_EXPECTED,
  OUT_EXPECTED_WITHOUT,
  OUT_CONCAVE,
  OUT_BISTABLE,
  OUT_ITERATIONS,
  NUMBERS,
  OUT_STATIONARY_PROBABILITY = NUMBERS,
  OUT_STATIONARY_SPREAD,
  OUT_STATIONARY_GAIN,
  OUT_STATIONARY_MAXIMUM,
  OUT_QUOTE,
  OUT_QUOTE_PROBABILITY,
  OUT_QUOTE_GAIN,
  OUT_QUOTE_GAIN_WITHOUT,
  OUTPUTS
};

static const char *const on_stationary[] = {"stationary", NULL};
static const char *const on_quote[] = {"quote", NULL};

const rp_dim rp_spread_dims[] = {
    {.name = "stationary",
     .doc = "Stationary points by increasing probability.",
     .min = 0,
     .max = RP_MOST_STATIONARY,
     .flags = RP_DIM_LATE},
    {.name = "quote", .doc = "Given half spreads.", .min = 0, .max = MOST_QUOTES, .flags = RP_DIM_LATE}};

const rp_param rp_spread_params[] = {RP_CHOSEN_PARAM_TABLE,
                                     {.name = "quotes",
                                      .symbol = "\\delta",
                                      .unit = "cash/share",
                                      .kind = RP_ARRAY,
                                      .axes = on_quote,
                                      .min = -INFINITY,
                                      .max = INFINITY,
                                      .preset = NAN,
                                      .flags = RP_OPTIONAL | RP_NUMERICAL,
                                      .source = "",
                                      .doc = "Half spreads at which the gain is wanted as well."}};

const rp_output rp_spread_outputs[] = {
    [OUT_SPREAD] = RP_NUMBER_OUT("optimal_spread", "\\delta^*", "cash/share", "",
                                 "Best half spread; with probability 0, the least that nobody accepts."),
    [OUT_PROBABILITY] = RP_NUMBER_OUT("optimal_probability", "p^*", "1", "", "Probability of a trade at it."),
    [OUT_GAIN] = RP_NUMBER_OUT(
        "optimal_gain", "J", "cash", "",
        "Part of the expected gain that depends on the half spread, p (delta X^* - K) + p^2 G, at its best."),
    [OUT_OFFSET] = RP_NUMBER_OUT("profit_offset", "K", "cash", "lemma 4", "See optimal_gain."),
    [OUT_BONUS] = RP_NUMBER_OUT("profit_bonus", "G", "cash", "lemma 4",
                                "See optimal_gain; from the trades before the decision."),
    [OUT_SPREAD_NO_BONUS] = RP_NUMBER_OUT("spread_without_bonus", "\\delta^*_{G=0}", "cash/share", "",
                                          "Best half spread with the same K and G = 0."),
    [OUT_GAIN_NO_BONUS] = RP_NUMBER_OUT("gain_without_bonus", "J_{G=0}", "cash", "", "Its gain."),
    [OUT_SPREAD_WITHOUT] =
        RP_NUMBER_OUT("spread_without", "\\delta^0", "cash/share", "",
                      "Best half spread of a dealer who does not trade before the decision."),
    [OUT_PROBABILITY_WITHOUT] =
        RP_NUMBER_OUT("probability_without", "p^0", "1", "", "Probability of a trade at it."),
    [OUT_GAIN_WITHOUT] = RP_NUMBER_OUT("gain_without", "J^0", "cash", "",
                                       "That dealer's p (delta X^* - K) at its best, with her own K."),
    [OUT_OFFSET_WITHOUT] = RP_NUMBER_OUT("profit_offset_without", "K^0", "cash", "", "That dealer's K."),
    [OUT_EXPECTED] = RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4",
                                   "Whole expected profit and loss at the best half spread."),
    [OUT_EXPECTED_WITHOUT] = RP_NUMBER_OUT(
        "expected_gain_without", "V^0", "cash", "",
        "The same of the dealer who does not trade before the decision, at her best half spread."),
    [OUT_CONCAVE] = RP_NUMBER_OUT(
        "concave", "", "1", "",
        "1 if the gain is concave in the probability (logistic: if it can have one maximum only)."),
    [OUT_BISTABLE] = RP_NUMBER_OUT("bistable", "", "1", "",
                                   "1 if there are two local maxima, ends of the interval included."),
    [OUT_ITERATIONS] =
        RP_FLAGGED_OUT("iterations", "", "1", RP_DIAGNOSTIC, "", "Newton steps for all stationary points."),
    [OUT_STATIONARY_PROBABILITY] = RP_ARRAY_OUT("stationary_probability", "p", "1", on_stationary, "",
                                                "Probabilities at which the gain is stationary."),
    [OUT_STATIONARY_SPREAD] =
        RP_ARRAY_OUT("stationary_spread", "\\delta", "cash/share", on_stationary, "", "Their half spreads."),
    [OUT_STATIONARY_GAIN] = RP_ARRAY_OUT("stationary_gain", "J", "cash", on_stationary, "", "Their gains."),
    [OUT_STATIONARY_MAXIMUM] = RP_ARRAY_OUT("stationary_maximum", "", "1", on_stationary, "",
                                            "1 at a local maximum, 0 at a local minimum."),
    [OUT_QUOTE] = RP_ARRAY_OUT("quote", "\\delta", "cash/share", on_quote, "", "The given half spreads."),
    [OUT_QUOTE_PROBABILITY] =
        RP_ARRAY_OUT("quote_probability", "p(\\delta)", "1", on_quote, "sec. A.3", "Their probabilities."),
    [OUT_QUOTE_GAIN] = RP_ARRAY_OUT("quote_gain", "J(\\delta)", "cash", on_quote, "", "Their gains."),
    [OUT_QUOTE_GAIN_WITHOUT] = RP_ARRAY_OUT("quote_gain_without", "J^0(\\delta)", "cash", on_quote, "",
                                            "Their gains without trading before the decision."),
};

_Static_assert((int)OUTPUTS == (int)rp_spread_output_count && (int)PARAMS == (int)rp_spread_param_count,
               "model_list.h states the lengths of these tables");

static rp_status write_stationary(const rp_call *call, const rp_best_spread *found) {
  double column[4][RP_MOST_STATIONARY];
  for (int64_t i = 0; i < found->stationary_count; ++i) {
    column[0][i] = found->stationary[i].probability;
    column[1][i] = found->stationary[i].spread;
    column[2][i] = found->stationary[i].gain;
    column[3][i] = found->stationary[i].maximum;
  }
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < 4 && status == RP_OK; ++i)
    status = rp_call_put_vector(call, OUT_STATIONARY_PROBABILITY + i, found->stationary_count, column[i]);
  return status;
}

/* One point: what the outputs are made of. */
typedef struct point {
  const rp_demand *demand;
  double size;
  const rp_gain *gain; /* at probability 0: all that does not depend on the quote */
  const rp_best_spread *best, *no_bonus, *without; /* the latter two are read where they are wanted */
} point;

static bool any(double *const *out, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i <= last; ++i)
    if (out[i]) return true;
  return false;
}

static bool wants_no_bonus(double *const *out) {
  return any(out, OUT_SPREAD_NO_BONUS, OUT_GAIN_NO_BONUS);
}

static bool wants_without(double *const *out) {
  return any(out, OUT_SPREAD_WITHOUT, OUT_GAIN_WITHOUT) || out[OUT_EXPECTED_WITHOUT];
}

/* The wanted scalars; the index of one that is not finite, or NUMBERS. */
static uint32_t write_numbers(const point *p, double *const *out) {
  double values[NUMBERS] = {0};
  values[OUT_SPREAD] = p->best->best.spread;
  values[OUT_PROBABILITY] = p->best->best.probability;
  values[OUT_GAIN] = p->best->best.gain + 0.0; /* no -0 */
  values[OUT_OFFSET] = p->gain->offset;
  values[OUT_BONUS] = p->gain->bonus;
  values[OUT_OFFSET_WITHOUT] = p->gain->offset_without;
  values[OUT_EXPECTED] = p->gain->expected + p->best->best.gain;
  values[OUT_CONCAVE] = p->best->concave;
  values[OUT_BISTABLE] = p->best->bistable;
  values[OUT_ITERATIONS] = (double)p->best->iterations;
  if (wants_no_bonus(out)) {
    values[OUT_SPREAD_NO_BONUS] = p->no_bonus->best.spread;
    values[OUT_GAIN_NO_BONUS] = p->no_bonus->best.gain;
  }
  if (wants_without(out)) {
    values[OUT_SPREAD_WITHOUT] = p->without->best.spread;
    values[OUT_PROBABILITY_WITHOUT] = p->without->best.probability;
    values[OUT_GAIN_WITHOUT] = p->without->best.gain;
    values[OUT_EXPECTED_WITHOUT] = p->gain->without + p->without->best.gain;
  }
  for (uint32_t i = 0; i < NUMBERS; ++i) {
    if (!out[i]) continue;
    if (!isfinite(values[i])) return i;
    *out[i] = values[i];
  }
  return NUMBERS;
}

static void write_quotes(const rp_value *quotes, const point *p, double *const *out) {
  if (!any(out, OUT_QUOTE, OUT_QUOTE_GAIN_WITHOUT)) return;
  for (int64_t i = 0; quotes->kind && i < quotes->shape[0]; ++i) {
    double spread = quotes->data[i], probability = rp_demand_probability(p->demand, spread);
    const double row[] = {spread, probability,
                          rp_spread_gain(p->size, p->gain->offset, p->gain->bonus, probability, spread),
                          rp_spread_gain(p->size, p->gain->offset_without, 0, probability, spread)};
    for (uint32_t j = 0; j < RP_COUNT_OF(row); ++j)
      if (out[OUT_QUOTE + j]) out[OUT_QUOTE + j][i] = row[j];
  }
}

/* Storage of the wanted outputs but the stationary points. */
static rp_status open_outputs(const rp_call *call, const rp_value *quotes, double **out) {
  int64_t count = quotes->kind ? quotes->shape[0] : 0;
  for (uint32_t i = 0; i < OUTPUTS; ++i) {
    out[i] = NULL;
    if (!rp_call_wants(call, i) || (i >= NUMBERS && i < OUT_QUOTE)) continue;
    out[i] = i < NUMBERS ? rp_call_scalar(call, i) : rp_call_vector(call, i, count);
    if (!out[i]) return RP_NO_MEMORY;
  }
  return RP_OK;
}

rp_status rp_spread_solve(const rp_call *call) {
  rp_client client;
  rp_start start = rp_call_start(call);
  rp_dealer dealer;
  rp_demand demand;
  rp_best_spread best, no_bonus, without;
  const rp_value *quotes = rp_call_value(call, PARAM_QUOTES);
  double *out[OUTPUTS];
  rp_status status = rp_call_chosen(call, &client, &demand);
  if (status == RP_OK) status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  if (open_outputs(call, quotes, out) != RP_OK) return RP_NO_MEMORY;
  rp_stages stages = rp_stages_begin(&dealer);
  rp_gain gain = rp_gain_of(&stages, &client, &start);
  const point p = {&demand, client.size, &gain, &best, &no_bonus, &without};
  best = rp_spread_optimise(&demand, client.size, gain.offset, gain.bonus);
  if (wants_no_bonus(out)) no_bonus = rp_spread_optimise(&demand, client.size, gain.offset, 0);
  if (wants_without(out)) without = rp_spread_optimise(&demand, client.size, gain.offset_without, 0);
  uint32_t odd = write_numbers(&p, out);
  if (odd < NUMBERS)
    return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                          "%s is outside the range of floating-point numbers", rp_spread_outputs[odd].name);
  write_quotes(quotes, &p, out);
  return write_stationary(call, &best);
}

/* ---- batch/1 ---- */

/* What each point has: a column where it varies, else the base's value. */
typedef struct columns {
  const double *varying[PARAMS];
  double base[PARAMS];
  rp_client_price price;
  rp_demand_kind demand;
} columns;

static double at(const columns *c, uint32_t param, int64_t k) {
  return c->varying[param] ? c->varying[param][k] : c->base[param];
}

/* Some points at a time, in columns. */
typedef struct tile {
  rp_dealer_tile dealers;
  rp_demand demands[RP_SPREAD_LANES];
  double size[RP_SPREAD_LANES], offset[RP_SPREAD_LANES], offset_without[RP_SPREAD_LANES],
      bonus[RP_SPREAD_LANES], zero[RP_SPREAD_LANES];
  rp_gain gains[RP_SPREAD_LANES];
  rp_best_spread best[RP_SPREAD_LANES], no_bonus[RP_SPREAD_LANES], without[RP_SPREAD_LANES];
  uint32_t wanted[OUTPUTS], wanted_count;
  double *out[OUTPUTS]; /* of one point; NULL where unwanted */
} tile;
_Static_assert((int)RP_SPREAD_LANES == (int)RP_DEALER_TILE, "a tile is one of both");

static void fill(double *lanes, const columns *c, uint32_t param, int64_t first, int64_t count) {
  for (int64_t j = 0; j < RP_DEALER_TILE; ++j)
    lanes[j] = at(c, param, first + (j < count ? j : count - 1));
}

static void solve_dealers(tile *t, const columns *c, int64_t first, int64_t count) {
  fill(t->dealers.permanent, c, RP_PARAM_PERMANENT, first, count);
  fill(t->dealers.transient, c, RP_PARAM_TRANSIENT, first, count);
  fill(t->dealers.decay, c, RP_PARAM_DECAY, first, count);
  fill(t->dealers.temporary, c, RP_PARAM_TEMPORARY, first, count);
  fill(t->dealers.inventory_cost, c, RP_PARAM_INVENTORY_COST, first, count);
  fill(t->dealers.random_stage, c, RP_PARAM_RANDOM_STAGE, first, count);
  fill(t->dealers.horizon, c, RP_PARAM_HORIZON, first, count);
  rp_dealer_tile_solve(&t->dealers);
}

/* What the quote is chosen from at lane j, point k. */
static rp_status solve_gain(tile *t, const columns *c, int64_t j, int64_t k) {
  rp_stages stages = {.dealer = rp_dealer_of_tile(&t->dealers, j)};
  rp_client client = {
      .size = at(c, RP_PARAM_SIZE, k), .buy_probability = at(c, RP_PARAM_BUY, k), .price = c->price};
  rp_start start = {.position = {at(c, RP_PARAM_INVENTORY, k), at(c, RP_PARAM_IMPACT, k)},
                    .price = at(c, RP_PARAM_PRICE, k)};
  t->demands[j] = (rp_demand){.kind = c->demand,
                              .level = at(c, RP_CHOSEN_LEVEL, k),
                              .reference = at(c, RP_CHOSEN_REFERENCE, k),
                              .slope = at(c, RP_CHOSEN_SLOPE, k),
                              .scale = at(c, RP_CHOSEN_SCALE, k)};
  t->size[j] = client.size;
  if (client.size == 0 || (c->demand != RP_DEMAND_EXPONENTIAL && t->demands[j].level > 1))
    return RP_BAD_INPUT;
  if (!rp_dealer_is_determined(&stages.dealer.market, start.position.transient)) return RP_NO_SOLUTION;
  if (!rp_dealer_is_in_range(&stages.dealer)) return RP_NOT_CONVERGED;
  rp_stages_complete(&stages);
  rp_gain_write(&stages, &client, &start, t->gains + j);
  t->offset[j] = t->gains[j].offset;
  t->offset_without[j] = t->gains[j].offset_without;
  t->bonus[j] = t->gains[j].bonus;
  t->zero[j] = 0;
  return RP_OK;
}

static void set_wanted(const rp_batch *batch, tile *t) {
  t->wanted_count = 0;
  for (uint32_t i = 0; i < OUTPUTS; ++i) {
    t->out[i] = NULL;
    if (batch->outputs[i]) t->wanted[t->wanted_count++] = i;
  }
}

static rp_status write_point(const rp_batch *batch, tile *t, int64_t j, int64_t k) {
  const rp_value *quotes = rp_call_value(batch->base, PARAM_QUOTES);
  const point p = {t->demands + j, t->size[j], t->gains + j, t->best + j, t->no_bonus + j, t->without + j};
  for (uint32_t w = 0; w < t->wanted_count; ++w) {
    uint32_t i = t->wanted[w];
    t->out[i] = batch->outputs[i] + k * (i < NUMBERS || !quotes->kind ? 1 : quotes->shape[0]);
  }
  if (write_numbers(&p, t->out) < NUMBERS) return RP_NOT_CONVERGED;
  write_quotes(quotes, &p, t->out);
  return RP_OK;
}

/* The points first .. first + count - 1, count <= RP_SPREAD_LANES. */
static void solve_tile(const rp_batch *batch, const columns *c, tile *t, int64_t first, int64_t count) {
  rp_status *status = batch->status + first;
  int64_t fine = 0;
  solve_dealers(t, c, first, count);
  for (int64_t j = 0; j < count; ++j) {
    status[j] = solve_gain(t, c, j, first + j);
    fine += status[j] == RP_OK;
  }
  if (fine == count) {
    rp_spread_optimise_lanes(count, t->demands, t->size, t->offset, t->bonus, t->best);
    if (wants_no_bonus(batch->outputs))
      rp_spread_optimise_lanes(count, t->demands, t->size, t->offset, t->zero, t->no_bonus);
    if (wants_without(batch->outputs))
      rp_spread_optimise_lanes(count, t->demands, t->size, t->offset_without, t->zero, t->without);
  }
  for (int64_t j = 0; j < count; ++j) {
    if (status[j] != RP_OK) continue;
    if (fine < count) { /* one by one, with the same bits */
      rp_spread_optimise_lanes(1, t->demands + j, t->size + j, t->offset + j, t->bonus + j, t->best + j);
      rp_spread_optimise_lanes(1, t->demands + j, t->size + j, t->offset + j, t->zero + j, t->no_bonus + j);
      rp_spread_optimise_lanes(1, t->demands + j, t->size + j, t->offset_without + j, t->zero + j,
                               t->without + j);
    }
    status[j] = write_point(batch, t, j, first + j);
  }
}

static rp_status solve_batch(const rp_batch *batch) {
  columns c = {.price = (rp_client_price)rp_call_integer(batch->base, RP_PARAM_PRICE_RULE),
               .demand = (rp_demand_kind)rp_call_integer(batch->base, RP_CHOSEN_DEMAND)};
  for (uint32_t i = 0; i < PARAMS; ++i)
    if (rp_spread_params[i].kind == RP_REAL) c.base[i] = rp_call_real(batch->base, i);
  for (uint32_t i = 0; i < batch->varying_count; ++i)
    c.varying[batch->varying[i]] = batch->points[i];
  const rp_host *host = batch->base->host;
  tile *t = host->scratch(host, sizeof *t, 64);
  if (!t) return RP_NO_MEMORY;
  set_wanted(batch, t);
  for (int64_t first = 0; first < batch->n; first += RP_SPREAD_LANES) {
    if (first % (4 * RP_SPREAD_LANES) == 0 && host->cancelled(host)) return RP_CANCELLED;
    solve_tile(batch, &c, t, first, batch->n - first < RP_SPREAD_LANES ? batch->n - first : RP_SPREAD_LANES);
  }
  return RP_OK;
}

const void *rp_spread_extension(const char *id) {
  static const rp_batch_extension batch = {.struct_size = sizeof batch, .solve = solve_batch};
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &batch : NULL;
}
