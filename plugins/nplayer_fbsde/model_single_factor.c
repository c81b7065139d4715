/* model_single_factor.c - `nplayer_single_factor`: value and feedback of one agent whose coefficients depend on Markov factors. Schema
 * and glue: the equilibrium of one type of one agent without impact on itself (type_game.h). */
#include "model_factor_parts.h"
#include "model_list.h"
#include "model_limits.h"
#include "model_times.h"
#include "riccati_bounds.h"

enum {
  PARAM_HORIZON,
  PARAM_INVENTORY,
  PARAM_SLIPPAGE,
  PARAM_RISK,
  PARAM_TERMINAL,
  PARAM_FACTORS,
  PARAM_TIMES = PARAM_FACTORS + FACTOR_PARAMS,
  PARAM_STATES,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_STATE,
  OUT_QUADRATIC,
  OUT_LINEAR,
  OUT_CONSTANT,
  OUT_RATE,
  OUT_LOW,
  OUT_HIGH,
  OUT_VALUE,
  OUT_START_QUADRATIC,
  OUT_START_LINEAR,
  OUT_START_CONSTANT,
  OUT_EXPECTED,
  OUT_VARIANCE,
  OUT_STANDARD_ERROR,
  OUT_ERROR,
  OUT_METHOD,
  OUT_RESOLUTION,
  OUT_STEPS,
  OUT_TAIL,
  OUTPUTS
};
RP_MODEL_LENGTHS(single_factor, PARAMS, OUTPUTS);

const rp_dim rp_single_factor_dims[] = {RP_FACTOR_DIMS, RP_FIELD_DIMS};

const rp_param rp_single_factor_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("inventory", "x", "share", RP_ANY, 1, 0, "section 3", "Inventory at the start."),
    RP_REAL_ENTRY("temporary_impact", "\\eta", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,
                  "section 3", "Temporary impact."),
    RP_REAL_ENTRY("risk_aversion", "\\alpha", "1/cash", RP_NONNEGATIVE, 1, 0, "section 3", "Weight of risk."),
    RP_REAL_ENTRY("terminal_penalty", "\\gamma", "cash/share^2", RP_ANY, 1, 0, "section 3",
                  "Weight of the squared inventory left at the horizon; less than phi by lambda/2."),
    RP_FACTOR_ENTRIES,
    RP_FIELD_ENTRIES};

#define ON_FIELD RP_ON("time", "state")
const rp_output rp_single_factor_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times of the fields."),
    [OUT_STATE] =
        RP_OUT("state", "z", "1", RP_ON("state"), 0, "",
               "Values of the factor, or regimes from 1; with several factors: the first one's start."),
    [OUT_QUADRATIC] = RP_OUT("value_quadratic", "A(t, z)", "cash/share^2", ON_FIELD, 0, "proposition 3.1",
                             "Coefficient of the squared inventory in the value."),
    [OUT_LINEAR] = RP_OUT("value_linear", "B(t, z)", "cash/share", ON_FIELD, 0, "proposition 3.1",
                          "Coefficient of the inventory in the value."),
    [OUT_CONSTANT] = RP_OUT("value_constant", "C(t, z)", "cash", ON_FIELD, 0, "proposition 3.1",
                            "Value of an agent without inventory."),
    [OUT_RATE] =
        RP_OUT("feedback_rate", "\\xi(t, x, z)", "share/time", ON_FIELD, 0, "theorem 3.1",
               "Best rate of an agent that holds `inventory`, -(2 A x + B)/(2 eta); positive: buys."),
    [OUT_LOW] = RP_OUT("quadratic_low", "", "cash/share^2", RP_ON("time"), 0, "proposition 3.1",
                       "A for the least variance along the factors: A(t, z) is never below."),
    [OUT_HIGH] = RP_OUT("quadratic_high", "", "cash/share^2", RP_ON("time"), 0, "proposition 3.1",
                        "A for the largest variance on the factors' interval: A(t, z) is never above."),
    [OUT_VALUE] = RP_OUT("value", "V", "cash", RP_NO_AXIS, 0, "section 3", "A x^2 + B x + C at the start."),
    [OUT_START_QUADRATIC] = RP_OUT("start_quadratic", "A_0", "cash/share^2", RP_NO_AXIS, 0, "proposition 3.1",
                                   "A at time 0 and the start of the factors."),
    [OUT_START_LINEAR] =
        RP_OUT("start_linear", "B_0", "cash/share", RP_NO_AXIS, 0, "proposition 3.1", "B there."),
    [OUT_START_CONSTANT] =
        RP_OUT("start_constant", "C_0", "cash", RP_NO_AXIS, 0, "proposition 3.1", "C there."),
    [OUT_EXPECTED] = RP_OUT("expected_inventory", "E[X_T]", "share", RP_NO_AXIS, 0, "theorem 3.1",
                            "Expected inventory at the horizon."),
    [OUT_VARIANCE] = RP_OUT("inventory_variance", "Var[X_T]", "share^2", RP_NO_AXIS, 0, "theorem 3.1",
                            "Its variance, a difference of two moments."),
    [OUT_STANDARD_ERROR] = RP_OUT("standard_error", "", "cash/share^2", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                  "Standard error of start_quadratic; 0 without sampling."),
    [OUT_ERROR] =
        RP_OUT("error_estimate", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Estimated error of the fields that were computed, relative to the largest of each."),
    RP_METHOD_OUTPUTS(OUT_METHOD)};

/* Fields that are solved together. The first two are told along time and state. */
enum { PART_QUADRATIC, PART_VALUE, PART_EXPECTED, PART_SECOND, PARTS, FIELD_PARTS = PART_VALUE + 1 };
static const rp_type_wishes part_wishes[PARTS] = {
    [PART_QUADRATIC] = {.feedback = true},
    [PART_VALUE] = {.feedback = true, .forcing = true, .constant = true},
    [PART_EXPECTED] = {.feedback = true, .mean = true},
    [PART_SECOND] = {.feedback = true, .mean = true, .second = true}};
static const int part_of[OUTPUTS] = {[OUT_TIME] = RP_NO_PART,
                                     [OUT_STATE] = RP_NO_PART,
                                     [OUT_QUADRATIC] = PART_QUADRATIC,
                                     [OUT_LINEAR] = PART_VALUE,
                                     [OUT_CONSTANT] = PART_VALUE,
                                     [OUT_RATE] = PART_VALUE,
                                     [OUT_LOW] = RP_NO_PART,
                                     [OUT_HIGH] = RP_NO_PART,
                                     [OUT_VALUE] = PART_VALUE,
                                     [OUT_START_QUADRATIC] = PART_QUADRATIC,
                                     [OUT_START_LINEAR] = PART_VALUE,
                                     [OUT_START_CONSTANT] = PART_VALUE,
                                     [OUT_EXPECTED] = PART_EXPECTED,
                                     [OUT_VARIANCE] = PART_SECOND,
                                     [OUT_STANDARD_ERROR] = PART_QUADRATIC,
                                     [OUT_ERROR] = RP_NO_PART,
                                     [OUT_METHOD] = RP_NO_PART,
                                     [OUT_RESOLUTION] = RP_NO_PART,
                                     [OUT_STEPS] = RP_NO_PART,
                                     [OUT_TAIL] = RP_NO_PART};

static rp_status put_fields(const rp_call *call, const rp_factor_part *parts, const rp_field_places *places) {
  double x = rp_call_real(call, PARAM_INVENTORY), eta = rp_call_real(call, PARAM_SLIPPAGE);
  rp_status status = rp_call_put_vector(call, OUT_TIME, places->times, places->time);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_STATE, places->states, places->state);
  for (uint32_t output = OUT_QUADRATIC; output <= OUT_RATE && status == RP_OK; ++output) {
    if (!rp_call_wants(call, output)) continue;
    const rp_factor_part *from = parts + part_of[output];
    const rp_type_fields *f = &from->system.fields;
    double *to = rp_call_matrix(call, output, places->times, places->states);
    if (!to) return RP_NO_MEMORY;
    for (int64_t i = 0; i < places->times; ++i)
      for (int64_t j = 0; j < places->states; ++j) {
        const double *u = rp_factor_part_at(from, places, i, j);
        *to++ = output == OUT_QUADRATIC  ? u[f->feedback]
                : output == OUT_LINEAR   ? u[f->forcing]
                : output == OUT_CONSTANT ? u[f->constant]
                                         : -(2 * u[f->feedback] * x + u[f->forcing]) / (2 * eta);
      }
  }
  return status;
}

static rp_status put_bounds(const rp_call *call, const rp_factor_setup *setup,
                            const rp_field_places *places) {
  double alpha = rp_call_real(call, PARAM_RISK);
  for (int side = 0; side < 2; ++side) {
    uint32_t output = side ? OUT_HIGH : OUT_LOW;
    if (!rp_call_wants(call, output)) continue;
    double *to = rp_call_vector(call, output, places->times);
    if (!to) return RP_NO_MEMORY;
    for (int64_t i = 0; i < places->times; ++i)
      if (!rp_riccati_constant(rp_call_real(call, PARAM_SLIPPAGE), 0,
                               alpha * (side ? setup->largest_variance : setup->least_variance),
                               rp_call_real(call, PARAM_TERMINAL), setup->horizon - places->time[i], to + i))
        to[i] = -INFINITY;
  }
  return RP_OK;
}

static rp_status put_start(const rp_call *call, const rp_factor_part *parts) {
  double x = rp_call_real(call, PARAM_INVENTORY);
  rp_status status = RP_OK;
  for (uint32_t output = OUT_VALUE; output <= OUT_STANDARD_ERROR && status == RP_OK; ++output) {
    if (!rp_call_wants(call, output)) continue;
    const rp_factor_part *from = parts + part_of[output];
    const rp_type_fields *f = &from->system.fields;
    const double *u = from->answer.start, *spread = from->answer.spread;
    double mean = f->mean >= 0 ? u[f->mean] * x + u[f->shift] : 0;
    double value = output == OUT_VALUE             ? (u[f->feedback] * x + u[f->forcing]) * x + u[f->constant]
                   : output == OUT_START_QUADRATIC ? u[f->feedback]
                   : output == OUT_START_LINEAR    ? u[f->forcing]
                   : output == OUT_START_CONSTANT  ? u[f->constant]
                   : output == OUT_EXPECTED        ? mean
                   : output == OUT_VARIANCE        ? rp_type_form(1, u + f->second, &x) - mean * mean
                                                   : (spread ? spread[f->feedback] : 0);
    status = rp_call_put(call, output, value);
  }
  return status;
}

rp_status rp_single_factor_model_solve(const rp_call *call) {
  static const double one = 1;
  rp_factor_setup setup;
  rp_field_places places, start;
  rp_factor_part parts[PARTS] = {{.wanted = false}};
  double eta = rp_call_real(call, PARAM_SLIPPAGE), alpha = rp_call_real(call, PARAM_RISK),
         gamma = rp_call_real(call, PARAM_TERMINAL);
  rp_type_game game = {1, &one, &eta, &alpha, &gamma, 0};
  rp_status status = rp_factor_read(call, PARAM_FACTORS, rp_call_real(call, PARAM_HORIZON), &setup);
  setup.without_error = !rp_call_wants(call, OUT_ERROR);
  if (status == RP_OK) status = rp_model_check_inventories(call, PARAM_INVENTORY, "inventory");
  if (status == RP_OK) status = rp_field_read(call, PARAM_TIMES, &setup, &places);
  if (status == RP_OK) status = rp_field_read(call, -1, &setup, &start);
  if (status == RP_OK) status = rp_types_check_own(&setup, &game, PARAM_TERMINAL);
  if (!rp_factor_parts_choose(call, OUTPUTS, part_of, parts)) parts[PART_QUADRATIC].wanted = true;
  if (status == RP_OK)
    status = rp_factor_parts_solve(&setup, &game, PARAM_TERMINAL, PARTS, FIELD_PARTS, part_wishes, &places,
                                   &start, parts);
  if (status == RP_OK) status = put_fields(call, parts, &places);
  if (status == RP_OK) status = put_bounds(call, &setup, &places);
  if (status == RP_OK) status = put_start(call, parts);
  return status == RP_OK ? rp_factor_parts_put_method(call, PARTS, parts, OUT_ERROR, OUT_METHOD) : status;
}
