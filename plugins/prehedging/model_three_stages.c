/*
 * model_three_stages.c - `prehedging`: one dealer in three stages. Schema and glue; the mathematics is in
 * dealer.h, stages.h and gain.h.
 */
#include "model_dealer.h"
#include "model_list.h"
#include <string.h>

enum { MOST_POINTS = 100000000, BRANCHES = 3 };
enum {
  PARAM_TIMES = RP_DEALER_PARAMS,
  PARAM_WAITING_TIMES,
  PARAM_TIMES_AFTER,
  PARAM_DELAY,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_A,
  OUT_B,
  OUT_C,
  OUT_D,
  OUT_E,
  OUT_F,
  OUT_RATE_INVENTORY,
  OUT_RATE_TRANSIENT,
  OUT_OMEGA,
  OUT_SPLITTING,
  OUT_PULL,
  OUT_EXPECTED,
  OUT_WITHOUT,
  OUT_FROM_PREHEDGING,
  OUT_OFFSET,
  OUT_OFFSET_WITHOUT,
  OUT_BONUS,
  OUT_INVENTORY_AT_T,
  OUT_TRANSIENT_AT_T,
  OUT_MEAN_INVENTORY,
  OUT_MEAN_TRANSIENT,
  OUT_CLIENT_COST,
  OUT_LIQUIDATES,
  OUT_RESIDUAL,
  NUMBERS,
  OUT_TIME = NUMBERS,
  OUT_D_PATH,
  OUT_E_PATH,
  OUT_F_PATH,
  OUT_PULL_PATH,
  OUT_INVENTORY,
  OUT_TRANSIENT,
  OUT_RATE,
  OUT_WAITED,
  OUT_WAITING_INVENTORY,
  OUT_WAITING_TRANSIENT,
  OUT_WAITING_RATE,
  OUT_AFTER,
  OUT_INVENTORY_AFTER,
  OUT_TRANSIENT_AFTER,
  OUT_RATE_AFTER,
  OUTPUTS
};

static const char *const on_time[] = {"time", NULL};
static const char *const on_waited[] = {"waited", NULL};
static const char *const on_after[] = {"after", NULL};
static const char *const on_branch_after[] = {"branch", "after", NULL};

const rp_dim rp_three_stages_dims[] = {
    {.name = "time", .doc = "Times of the first stage.", .min = 1, .max = MOST_POINTS, .flags = RP_DIM_LATE},
    {.name = "waited", .doc = "Times since T.", .min = 1, .max = MOST_POINTS, .flags = RP_DIM_LATE},
    {.name = "after", .doc = "Times since the decision.", .min = 1, .max = MOST_POINTS, .flags = RP_DIM_LATE},
    {.name = "branch", .doc = "No trade, client buys, client sells.", .min = BRANCHES, .max = BRANCHES}};

const rp_param rp_three_stages_params[] = {
    RP_DEALER_PARAM_TABLE,
    RP_TIMES_PARAM("times", "t", on_time, "eq. 22",
                   "Times of the first stage, at most T; absent: equidistant points."),
    RP_TIMES_PARAM("waiting_times", "t - T", on_waited, "eq. 17",
                   "Times since T in the second stage; absent: equidistant points up to 3 alpha."),
    RP_TIMES_PARAM(
        "times_after", "t - \\mathcal T", on_after, "eq. 5",
        "Times since the decision; absent: equidistant points up to 4 times the slower decay time."),
    RP_REAL_PARAM("trade_delay", "\\tau", "time", RP_NONNEGATIVE, 0, "sec. A.1.2",
                  "When the client decides, on the paths after the decision."),
    RP_COUNT_PARAM("points", "n", 2, MOST_POINTS, 201, "Points of each grid of times that is not given.")};

const rp_output rp_three_stages_outputs[] = {
    [OUT_A] = RP_NUMBER_OUT("a", "\\mathcal A", "cash/share^2", "eq. 6",
                            "Minus the second derivative of the value in inventory."),
    [OUT_B] = RP_NUMBER_OUT("b", "\\mathcal B", "1", "eq. 7",
                            "Value per share of inventory and unit of transient impact."),
    [OUT_C] = RP_NUMBER_OUT("c", "\\mathcal C", "share^2/cash", "eq. 8",
                            "Second derivative of the value in transient impact."),
    [OUT_D] = RP_NUMBER_OUT("d", "\\mathcal D", "cash/share^2", "eq. 13",
                            "Value per share of inventory and of expected flow."),
    [OUT_E] = RP_NUMBER_OUT("e", "\\mathcal E", "1", "eq. 14",
                            "Value per unit of transient impact and share of expected flow."),
    [OUT_F] = RP_NUMBER_OUT("f", "\\mathcal F", "cash/share^2", "eq. 16",
                            "Value per squared share of expected flow, at T."),
    [OUT_RATE_INVENTORY] = RP_NUMBER_OUT("inventory_rate", "c_X", "1/time", "eq. 5",
                                         "Share of the inventory that is sold per time."),
    [OUT_RATE_TRANSIENT] = RP_NUMBER_OUT("transient_rate", "c_I", "share^2/cash/time", "eq. 5",
                                         "Shares sold per time and unit of transient impact."),
    [OUT_OMEGA] =
        RP_NUMBER_OUT("omega", "\\omega", "1/time", "eq. 17", "Sum of the two rates of the closed loop."),
    [OUT_SPLITTING] = RP_NUMBER_OUT("splitting", "\\Lambda", "1/time", "eq. 17",
                                    "Difference of the two rates of the closed loop."),
    [OUT_PULL] = RP_NUMBER_OUT("pull", "\\mu", "cash/share^2", "eq. 12",
                               "Drive of the pre-hedge from T on, D + lambda E."),
    [OUT_EXPECTED] = RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4", "Expected profit and loss."),
    [OUT_WITHOUT] = RP_NUMBER_OUT("expected_gain_without", "V^0", "cash", "lemma 4",
                                  "The same for a dealer who does not trade before the client decides."),
    [OUT_FROM_PREHEDGING] =
        RP_NUMBER_OUT("gain_from_prehedging", "V - V^0", "cash", "lemma 4",
                      "What trading before the client adds; d^2 F(0) for a dealer who starts flat."),
    [OUT_OFFSET] = RP_NUMBER_OUT("profit_offset", "K", "cash", "lemma 4",
                                 "Expected gain is p (delta X^* - K) + p^2 G and what does not depend on p."),
    [OUT_OFFSET_WITHOUT] = RP_NUMBER_OUT("profit_offset_without", "K^0", "cash", "lemma 4",
                                         "K of the dealer who does not trade before the client."),
    [OUT_BONUS] = RP_NUMBER_OUT("profit_bonus", "G", "cash", "lemma 4", "See K; 0 without pre-hedging."),
    [OUT_INVENTORY_AT_T] = RP_NUMBER_OUT("inventory_at_horizon", "X_T", "share", "eq. 22",
                                         "Pre-hedge at the end of the first stage."),
    [OUT_TRANSIENT_AT_T] = RP_NUMBER_OUT("transient_at_horizon", "I_T", "cash/share", "eq. 23",
                                         "Transient impact at the end of the first stage."),
    [OUT_MEAN_INVENTORY] = RP_NUMBER_OUT("mean_inventory_at_trade", "\\mathbb E X_{\\mathcal T-}", "share",
                                         "eq. 17", "Mean inventory just before the client decides."),
    [OUT_MEAN_TRANSIENT] =
        RP_NUMBER_OUT("mean_transient_at_trade", "\\mathbb E I_{\\mathcal T-}", "cash/share", "eq. 17",
                      "Mean transient impact just before the client decides."),
    [OUT_CLIENT_COST] = RP_NUMBER_OUT("client_cost", "", "cash/share", "eq. 9",
                                      "Expected price above P_0 per share that a client buys."),
    [OUT_LIQUIDATES] = RP_NUMBER_OUT(
        "liquidates", "", "1", "eq. 2",
        "1, or 0 where inventory costs nothing: then the best value is approached but not attained."),
    [OUT_RESIDUAL] = RP_FLAGGED_OUT("residual", "", "1", RP_DIAGNOSTIC, "eqs 6-8, 13-16",
                                    "Largest relative residual of the algebraic equations."),
    [OUT_TIME] = RP_ARRAY_OUT("time", "t", "time", on_time, "eq. 20", "Times of the first stage."),
    [OUT_D_PATH] = RP_ARRAY_OUT("d_path", "D(t)", "cash/share^2", on_time, "eq. 20", "D in the first stage."),
    [OUT_E_PATH] = RP_ARRAY_OUT("e_path", "E(t)", "1", on_time, "eq. 20", "E in the first stage."),
    [OUT_F_PATH] = RP_ARRAY_OUT("f_path", "F(t)", "cash/share^2", on_time, "eq. 21", "F in the first stage."),
    [OUT_PULL_PATH] = RP_ARRAY_OUT("pull_path", "\\mu(t)", "cash/share^2", on_time, "eq. 19",
                                   "Drive of the pre-hedge, D(t) + lambda E(t)."),
    [OUT_INVENTORY] =
        RP_ARRAY_OUT("inventory", "X_t", "share", on_time, "eq. 22", "Inventory in the first stage."),
    [OUT_TRANSIENT] = RP_ARRAY_OUT("transient", "I_t", "cash/share", on_time, "eq. 23",
                                   "Transient impact in the first stage."),
    [OUT_RATE] = RP_ARRAY_OUT("rate", "\\dot X_t", "share/time", on_time, "eq. 19",
                              "Trading rate in the first stage."),
    [OUT_WAITED] = RP_ARRAY_OUT("waited", "t - T", "time", on_waited, "eq. 17", "Times since T."),
    [OUT_WAITING_INVENTORY] = RP_ARRAY_OUT("waiting_inventory", "X_t", "share", on_waited, "eq. 17",
                                           "Inventory in the second stage."),
    [OUT_WAITING_TRANSIENT] = RP_ARRAY_OUT("waiting_transient", "I_t", "cash/share", on_waited,
                                           "eq. 17, sign corrected", "Transient impact in the second stage."),
    [OUT_WAITING_RATE] = RP_ARRAY_OUT("waiting_rate", "\\dot X_t", "share/time", on_waited, "eq. 12",
                                      "Trading rate in the second stage."),
    [OUT_AFTER] =
        RP_ARRAY_OUT("after", "t - \\mathcal T", "time", on_after, "eq. 5", "Times since the decision."),
    [OUT_INVENTORY_AFTER] = RP_ARRAY_OUT("inventory_after", "X_t", "share", on_branch_after, "eq. 5",
                                         "Inventory after each outcome, for a decision trade_delay after T."),
    [OUT_TRANSIENT_AFTER] = RP_ARRAY_OUT("transient_after", "I_t", "cash/share", on_branch_after, "eq. 5",
                                         "Transient impact after each outcome."),
    [OUT_RATE_AFTER] = RP_ARRAY_OUT("rate_after", "\\dot X_t", "share/time", on_branch_after, "eq. 5",
                                    "Trading rate after each outcome."),
};

_Static_assert((int)OUTPUTS == (int)rp_three_stages_output_count &&
                   (int)PARAMS == (int)rp_three_stages_param_count,
               "model_list.h states the lengths of these tables");

/* Everything that the outputs are made of. */
typedef struct run {
  rp_stages stages;
  rp_client client;
  rp_start start;
  double flow;
  rp_position at_horizon;
} run;

/* A grid: given times, or `count` points from 0 to `end`. */
typedef struct grid {
  const double *given;
  double step;
  int64_t count;
} grid;

static grid grid_of(const rp_call *call, uint32_t param, double end) {
  const rp_value *value = rp_call_value(call, param);
  if (value->kind) return (grid){.given = value->data, .count = value->shape[0]};
  int64_t count = rp_call_integer(call, PARAM_POINTS);
  return (grid){.step = end / (double)(count - 1), .count = count};
}

static double grid_at(const grid *times, int64_t i) {
  return times->given ? times->given[i] : times->step * (double)i;
}

/* The wanted outputs first..last of one grid, [rows][count] each; the others are NULL. */
static rp_status open_columns(const rp_call *call, uint32_t first, uint32_t last, int64_t count,
                              double **out) {
  for (uint32_t output = first; output <= last; ++output) {
    bool branches = rp_three_stages_outputs[output].axes == on_branch_after;
    out[output] = NULL;
    if (!rp_call_wants(call, output)) continue;
    out[output] =
        branches ? rp_call_matrix(call, output, BRANCHES, count) : rp_call_vector(call, output, count);
    if (!out[output]) return RP_NO_MEMORY;
  }
  return RP_OK;
}

static void put(double *column, int64_t i, double number) {
  if (column) column[i] = number;
}

static void write_functions(const run *r, const grid *times, double *const *out) {
  double d, e, f, horizon = r->stages.dealer.market.horizon;
  if (!out[OUT_D_PATH] && !out[OUT_E_PATH] && !out[OUT_F_PATH]) return;
  for (int64_t i = 0; i < times->count; ++i) {
    rp_stages_functions(&r->stages, horizon - grid_at(times, i), &d, &e, &f);
    put(out[OUT_D_PATH], i, d);
    put(out[OUT_E_PATH], i, e);
    put(out[OUT_F_PATH], i, f);
  }
}

static rp_status write_first_stage(const rp_call *call, const run *r) {
  double *out[OUTPUTS], horizon = r->stages.dealer.market.horizon;
  grid times = grid_of(call, PARAM_TIMES, horizon);
  for (int64_t i = 0; times.given && i < times.count; ++i)
    if (times.given[i] > horizon)
      return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", PARAM_TIMES, times.given[i],
                            "times[%lld] is %.15g, but the first stage ends at horizon = %.15g",
                            (long long)i + 1, times.given[i], horizon);
  if (open_columns(call, OUT_TIME, OUT_RATE, times.count, out) != RP_OK) return RP_NO_MEMORY;
  write_functions(r, &times, out);
  double *inventory = out[OUT_INVENTORY], *transient = out[OUT_TRANSIENT], *rate = out[OUT_RATE];
  bool stepped = !times.given && !rate && (inventory || transient);
  if (stepped)
    rp_stages_first_grid(&r->stages, r->start.position, r->flow, 0, times.step, times.count, inventory,
                         transient);
  for (int64_t i = 0; i < times.count; ++i) {
    double t = grid_at(&times, i);
    put(out[OUT_TIME], i, t);
    if (out[OUT_PULL_PATH]) out[OUT_PULL_PATH][i] = rp_stages_pull(&r->stages, horizon - t);
    if (stepped || !(inventory || transient || rate)) continue;
    rp_position z = rp_stages_first(&r->stages, r->start.position, r->flow, t);
    put(inventory, i, z.inventory);
    put(transient, i, z.transient);
    put(rate, i, rp_stages_rate(&r->stages, z, r->flow, rp_stages_pull(&r->stages, horizon - t)));
  }
  return RP_OK;
}

static rp_status write_second_stage(const rp_call *call, const run *r) {
  double *out[OUTPUTS];
  const rp_dealer *dealer = &r->stages.dealer;
  grid times = grid_of(call, PARAM_WAITING_TIMES, 3 * dealer->market.random_stage);
  if (open_columns(call, OUT_WAITED, OUT_WAITING_RATE, times.count, out) != RP_OK) return RP_NO_MEMORY;
  for (int64_t i = 0; i < times.count; ++i) {
    double u = grid_at(&times, i);
    put(out[OUT_WAITED], i, u);
    if (!out[OUT_WAITING_INVENTORY] && !out[OUT_WAITING_TRANSIENT] && !out[OUT_WAITING_RATE]) continue;
    rp_position z = rp_stages_second(&r->stages, r->at_horizon, r->flow, u);
    put(out[OUT_WAITING_INVENTORY], i, z.inventory);
    put(out[OUT_WAITING_TRANSIENT], i, z.transient);
    put(out[OUT_WAITING_RATE], i, rp_stages_rate(&r->stages, z, r->flow, dealer->pull));
  }
  return RP_OK;
}

static rp_status write_third_stage(const rp_call *call, const run *r) {
  static const int bought[BRANCHES] = {0, 1, -1}; /* by the client */
  double *out[OUTPUTS];
  const rp_dealer *dealer = &r->stages.dealer;
  double rate = dealer->slow > 0 ? dealer->slow : dealer->fast;
  grid times = grid_of(call, PARAM_TIMES_AFTER, rate > 0 ? 4 / rate : 1);
  if (open_columns(call, OUT_AFTER, OUT_RATE_AFTER, times.count, out) != RP_OK) return RP_NO_MEMORY;
  for (int64_t i = 0; i < times.count; ++i)
    put(out[OUT_AFTER], i, grid_at(&times, i));
  if (!out[OUT_INVENTORY_AFTER] && !out[OUT_TRANSIENT_AFTER] && !out[OUT_RATE_AFTER]) return RP_OK;
  rp_position decided = rp_stages_second(&r->stages, r->at_horizon, r->flow, rp_call_real(call, PARAM_DELAY));
  for (int64_t branch = 0; branch < BRANCHES; ++branch) {
    rp_position from = {decided.inventory - bought[branch] * r->client.size, decided.transient};
    for (int64_t i = 0; i < times.count; ++i) {
      rp_position z = rp_stages_relax(&r->stages, from, grid_at(&times, i));
      put(out[OUT_INVENTORY_AFTER], branch * times.count + i, z.inventory);
      put(out[OUT_TRANSIENT_AFTER], branch * times.count + i, z.transient);
      put(out[OUT_RATE_AFTER], branch * times.count + i, rp_stages_rate(&r->stages, z, 0, 0));
    }
  }
  return RP_OK;
}

/* All scalars, in the order of the outputs. */
static void list_numbers(const run *r, rp_number *numbers) {
  const rp_dealer *k = &r->stages.dealer;
  rp_position mean = rp_stages_mean_at_trade(&r->stages, r->at_horizon, r->flow);
  rp_gain gain = rp_gain_of(&r->stages, &r->client, &r->start);
  const double values[NUMBERS] = {
      [OUT_A] = k->a,
      [OUT_B] = k->b,
      [OUT_C] = k->c,
      [OUT_D] = k->d,
      [OUT_E] = k->e,
      [OUT_F] = k->f,
      [OUT_RATE_INVENTORY] = k->g,
      [OUT_RATE_TRANSIENT] = k->rate_transient,
      [OUT_OMEGA] = k->omega,
      [OUT_SPLITTING] = k->splitting,
      [OUT_PULL] = k->pull,
      [OUT_EXPECTED] = gain.expected,
      [OUT_WITHOUT] = gain.without,
      [OUT_FROM_PREHEDGING] = gain.from_prehedging,
      [OUT_OFFSET] = gain.offset,
      [OUT_OFFSET_WITHOUT] = gain.offset_without,
      [OUT_BONUS] = gain.bonus,
      [OUT_INVENTORY_AT_T] = r->at_horizon.inventory,
      [OUT_TRANSIENT_AT_T] = r->at_horizon.transient,
      [OUT_MEAN_INVENTORY] = mean.inventory,
      [OUT_MEAN_TRANSIENT] = mean.transient,
      [OUT_CLIENT_COST] = rp_client_cost(k, &r->client, r->start.position.inventory, mean),
      [OUT_LIQUIDATES] = k->market.inventory_cost > 0,
      [OUT_RESIDUAL] = rp_dealer_residual(k),
  };
  for (uint32_t i = 0; i < NUMBERS; ++i)
    numbers[i] = (rp_number){i, values[i]};
}

rp_status rp_three_stages_solve(const rp_call *call) {
  run r = {.client = rp_call_client(call), .start = rp_call_start(call)};
  rp_dealer dealer;
  rp_number numbers[NUMBERS];
  rp_status status = rp_call_dealer(call, &dealer);
  if (status != RP_OK) return status;
  r.stages = rp_stages_begin(&dealer);
  r.flow = rp_client_flow(&r.client);
  r.at_horizon = rp_stages_first(&r.stages, r.start.position, r.flow, dealer.market.horizon);
  list_numbers(&r, numbers);
  status = rp_call_require_finite(call, numbers, NUMBERS, rp_three_stages_outputs);
  if (status == RP_OK) status = rp_call_put_numbers(call, numbers, NUMBERS);
  if (status == RP_OK) status = write_first_stage(call, &r);
  if (status == RP_OK) status = write_second_stage(call, &r);
  return status == RP_OK ? write_third_stage(call, &r) : status;
}
