/*
 * model_big_trader.c - `mean_field_big_trader`: liquidation of a block against the retail traders' rate. Schema and
 * glue; the mathematics is in liquidation.h.
 */
#include <string.h>
#include "liquidation.h"
#include "model_batch.h"
#include "model_big_trader.h"
#include "model_list.h"

enum { PARAM_TIMES = RP_BIG_PARAMS, PARAM_POINTS, PARAM_PERTURBATION, PARAM_HOLDINGS, PARAMS };
enum {
  OUT_TIME,
  OUT_POSITION,
  OUT_RATE,
  OUT_STRAIGHT,
  OUT_RETAIL,
  OUT_A,
  OUT_B,
  OUT_C,
  OUT_PRICE,
  OUT_REDUCED,
  OUT_REVENUE,
  OUT_DEVIATION,
  OUT_INFLECTION,
  OUT_MOVED,
  OUT_GAP,
  OUT_PENALTY,
  OUT_HOLDING,
  OUT_FEEDBACK,
  OUTPUTS
};

const rp_dim rp_big_dims[] = {
    RP_TIME_DIM, RP_LATE("holding", 1, 1e7, "Numbers of shares left at which the feedback is shown.")};

const rp_param rp_big_params[] = {
    RP_RETAIL_PARAM_TABLE, RP_BIG_PARAM_TABLE, RP_TIME_PARAMS,
    RP_CURVE_ENTRY("perturbation", "h(t)", "share", "t", "0", "liquidation_time", RP_ANY, RP_ABSENT,
                   RP_OPTIONAL, "eq. 15",
                   "A deviation from the strategy, zero at both ends; straight lines or a function."),
    RP_ARRAY_ENTRY("holdings", "x", "share", "holding", RP_ANY, RP_OPTIONAL | RP_INCREASING, "eq. 70",
                   "Shares left for which the feedback is shown; if not given, 11 from none to the block.")};

#define PER_TIME RP_ON("time")

const rp_output rp_big_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_POSITION] = RP_OUT("block_left", "x", "share", PER_TIME, 0, "eq. 82", "Shares left."),
    [OUT_RATE] =
        RP_OUT("rate", "y", "share/time", PER_TIME, 0, "eq. 83", "Trading rate, negative while selling."),
    [OUT_STRAIGHT] = RP_OUT("straight_line", "n (1 - t/T_1)", "share", PER_TIME, 0, "eq. 82",
                            "Shares left at a constant rate, the strategy without retail impact."),
    [OUT_RETAIL] =
        RP_OUT("retail_rate", "q", "share/time", PER_TIME, 0, "eq. 54", "The retail rate it reacts to."),
    [OUT_A] = RP_OUT("value_constant", "a", "cash", PER_TIME, 0, "eq. 67", "v = a + b x + c x^2."),
    [OUT_B] = RP_OUT("value_linear", "b", "cash/share", PER_TIME, 0, "eq. 68", "Linear coefficient."),
    [OUT_C] = RP_OUT("value_quadratic", "c", "cash/share^2", PER_TIME, RP_INF_MEANINGFUL, "eq. 69",
                     "Quadratic coefficient, minus infinity at the end."),
    [OUT_PRICE] = RP_OUT("expected_price", "E S_t", "cash/share", PER_TIME, 0, "eq. 10",
                         "Expected price while trading."),
    [OUT_REDUCED] = RP_OUT("reduced_value", "J^*", "cash", RP_NO_AXIS, 0, "eq. 15",
                           "Expected revenue less n P_0 - gamma n^2/2."),
    [OUT_REVENUE] = RP_OUT("expected_revenue", "", "cash", RP_NO_AXIS, 0, "eq. 12", "Expected revenue."),
    [OUT_DEVIATION] =
        RP_OUT("revenue_deviation", "", "cash", RP_NO_AXIS, 0, "eq. 12", "Its standard deviation."),
    [OUT_INFLECTION] =
        RP_OUT("inflection_time", "t_0", "time", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 82",
               "Where the position bends the other way, a zero of the retail mean; no number: nowhere, or "
               "the retail rate is a table."),
    [OUT_MOVED] =
        RP_OUT("perturbed_value", "J(x + h)", "cash", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 15",
               "J of the perturbed strategy, by quadrature of its definition; no number without one."),
    [OUT_GAP] = RP_OUT("optimality_gap", "J^* - J(x + h)", "cash", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 15",
                       "What the perturbation loses."),
    [OUT_PENALTY] = RP_OUT("perturbation_penalty", "\\eta \\int h'^2", "cash", RP_NO_AXIS, RP_NAN_MEANINGFUL,
                           "eq. 15", "What it must lose by the identity."),
    [OUT_HOLDING] = RP_OUT("holding", "x", "share", RP_ON("holding"), 0, "eq. 70", "Shares left."),
    [OUT_FEEDBACK] = RP_OUT(
        "feedback_rate", "y(t, x)", "share/time", RP_ON("time", "holding"), RP_INF_MEANINGFUL, "eq. 70",
        "The best rate for whoever has x shares left at t; at the end infinite, but for x = 0 that "
        "with which the strategy arrives."),
};

RP_MODEL_LENGTHS(big, PARAMS, OUTPUTS);

static bool wants_any(const rp_call *call, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i <= last; ++i)
    if (rp_call_wants(call, i)) return true;
  return false;
}

/* Position, rate, straight line, retail rate, price: all from Q and q. */
static rp_status put_strategy(const rp_call *call, const rp_liquidation *l, const rp_times *times,
                              rp_mean_basis *kept) {
  enum { COLUMNS = 5 };
  static const uint32_t outputs[COLUMNS] = {OUT_POSITION, OUT_RATE, OUT_STRAIGHT, OUT_PRICE, OUT_RETAIL};
  double *columns[COLUMNS], *traded = rp_call_doubles(call, times->count), whole, ignored;
  bool any = false;
  for (int i = 0; i < COLUMNS; ++i) {
    bool wanted = rp_call_wants(call, outputs[i]);
    any = any || wanted;
    columns[i] =
        wanted ? rp_call_vector(call, outputs[i], times->count) : rp_call_doubles(call, times->count);
    if (!columns[i]) return RP_NO_MEMORY;
  }
  if (!any) return RP_OK;
  if (!traded) return RP_NO_MEMORY;
  const rp_liquidation_rows rows = {columns[0], columns[1], columns[2], columns[3]};
  rp_liquidation_flow(l, l->end, &whole, &ignored);
  rp_liquidation_flows(l, kept, times->count, times->at, traded, columns[4]);
  rp_liquidation_states(l, whole, times->count, times->at, traded, columns[4], &rows);
  return RP_OK;
}

static rp_status put_value(const rp_call *call, const rp_liquidation *l, const rp_times *times) {
  double *columns[3] = {NULL};
  bool any = false;
  for (uint32_t i = 0; i < 3; ++i) {
    if (!rp_call_wants(call, OUT_A + i)) continue;
    any = true;
    if (!(columns[i] = rp_call_vector(call, OUT_A + i, times->count))) return RP_NO_MEMORY;
  }
  for (int64_t j = 0; any && j < times->count; ++j) {
    double row[3];
    rp_liquidation_value(l, times->at[j], &row[0], &row[1], &row[2]);
    for (int i = 0; i < 3; ++i)
      if (columns[i]) columns[i][j] = row[i];
  }
  return RP_OK;
}

static rp_status put_feedback(const rp_call *call, const rp_liquidation *l, const rp_times *times) {
  enum { DEFAULT_HOLDINGS = 11 };
  if (!wants_any(call, OUT_HOLDING, OUT_FEEDBACK)) return RP_OK;
  double even[DEFAULT_HOLDINGS], none = l->block < 0 ? l->block : 0;
  rp_times holdings = {.count = DEFAULT_HOLDINGS, .at = even};
  if (rp_call_has(call, PARAM_HOLDINGS)) {
    const rp_value *value = rp_call_value(call, PARAM_HOLDINGS);
    holdings = (rp_times){.count = value->shape[0], .at = value->data};
  } else if (l->block == 0) {
    holdings.count = 1;
    even[0] = 0;
  } else {
    for (int i = 0; i < DEFAULT_HOLDINGS; ++i)
      even[i] = none + fabs(l->block) * i / (DEFAULT_HOLDINGS - 1);
  }
  rp_status status = rp_call_put_vector(call, OUT_HOLDING, holdings.count, holdings.at);
  if (status != RP_OK || !rp_call_wants(call, OUT_FEEDBACK)) return status;
  double *rates = rp_call_matrix(call, OUT_FEEDBACK, times->count, holdings.count);
  for (int64_t j = 0; rates && j < times->count; ++j)
    rp_liquidation_feedback(l, times->at[j], holdings.count, holdings.at, rates + j * holdings.count);
  return rates ? RP_OK : RP_NO_MEMORY;
}

static rp_status put_moved(const rp_call *call, const rp_liquidation *l, double best) {
  double value = NAN, penalty = NAN;
  if (rp_call_has(call, PARAM_PERTURBATION)) {
    rp_curve h = rp_curve_of(rp_call_value(call, PARAM_PERTURBATION), 0);
    double start = rp_curve_at(&h, 0), end = rp_curve_at(&h, l->end), largest = 0;
    for (int64_t i = 0; i < h.grid_count; ++i)
      largest = fmax(largest, fabs(rp_curve_at(&h, h.grid[i])));
    for (int i = 0; i <= 64; ++i)
      largest = fmax(largest, fabs(rp_curve_at(&h, l->end * i / 64)));
    if (h.rule == RP_STEP_RIGHT && largest > 0)
      return rp_call_report(call, RP_BAD_INPUT, "perturbation-jumps", PARAM_PERTURBATION, largest,
                            "perturbation is a table of steps; a position that jumps has an infinite rate");
    if (fmax(fabs(start), fabs(end)) > 1e-9 * largest)
      return rp_call_report(call, RP_BAD_INPUT, "perturbation-moves-ends", PARAM_PERTURBATION,
                            fabs(start) > fabs(end) ? start : end,
                            "perturbation is %.15g at 0 and %.15g at liquidation_time, it must be 0 at both",
                            start, end);
    value = h.rule == RP_STEP_RIGHT ? best : rp_liquidation_moved(l, &h, &penalty);
    if (h.rule == RP_STEP_RIGHT) penalty = 0;
  }
  const rp_number numbers[] = {{OUT_MOVED, value}, {OUT_GAP, best - value}, {OUT_PENALTY, penalty}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

static rp_status solve_kept(const rp_call *call, void *kept) {
  rp_retail retail;
  rp_curve rate;
  rp_liquidation l;
  rp_times times;
  rp_status status = rp_call_liquidation(call, &retail, &rate, &l);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, l.end, "liquidation_time", &times);
  if (status != RP_OK) return status;
  rp_liquidation_revenue revenue = {NAN, NAN, NAN};
  rp_liquidation_rule rule;
  bool revenues = wants_any(call, OUT_REDUCED, OUT_DEVIATION) || wants_any(call, OUT_MOVED, OUT_GAP);
  if (revenues || wants_any(call, OUT_A, OUT_C) || wants_any(call, OUT_PENALTY, OUT_PENALTY)) {
    rp_liquidation_make_rule(&rule);
    l.rule = &rule;
  }
  if (revenues) revenue = rp_liquidation_revenues(&l);
  const rp_number numbers[] = {{OUT_REDUCED, revenue.reduced},
                               {OUT_REVENUE, revenue.expected},
                               {OUT_DEVIATION, revenue.deviation},
                               {OUT_INFLECTION, l.rate ? NAN : rp_mean_zero(&retail, l.end)}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times.count, times.at);
  if (status == RP_OK) status = put_strategy(call, &l, &times, kept);
  if (status == RP_OK) status = put_value(call, &l, &times);
  if (status == RP_OK) status = put_feedback(call, &l, &times);
  return status == RP_OK ? put_moved(call, &l, revenue.reduced) : status;
}

rp_status rp_big_model_solve(const rp_call *call) {
  return solve_kept(call, NULL);
}

static rp_status solve_batch(const rp_batch *batch) {
  rp_mean_basis memory, *kept;
  if (!rp_batch_basis(batch, PARAM_TIMES, &memory, &kept)) return RP_NO_MEMORY;
  return rp_batch_points_solve(batch, solve_kept, kept);
}

const void *rp_big_model_extension(const char *id) {
  static const rp_batch_extension batch = {.struct_size = sizeof batch, .solve = solve_batch};
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &batch : NULL;
}
