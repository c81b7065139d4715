/*
 * model_odes.c - `mean_field_odes`: the six ordinary differential equations (28)-(33) integrated forward from given or
 * solved initial values. Schema and glue; the mathematics is in integration.h and game.h.
 */
#include <string.h>
#include "integration.h"
#include "model_list.h"
#include "model_retail.h"

enum { PARAM_TIMES = RP_RETAIL_PARAMS, PARAM_POINTS, PARAM_SELECTED, PARAM_START, PARAM_TOLERANCE, PARAMS };
enum {
  OUT_TIME,
  OUT_A0,
  OUT_D,
  OUT_B,
  OUT_E,
  OUT_C,
  OUT_R,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_MISS_A0,
  OUT_MISS_B,
  OUT_MISS_C,
  OUT_MASS,
  OUT_MEAN_DIFFERENCE,
  OUT_VARIANCE_DIFFERENCE,
  OUTPUTS
};

const rp_dim rp_odes_dims[] = {RP_TIME_DIM,
                               {.name = "coefficient", .doc = "A0, B, C, D, E, R.", .min = 6, .max = 6}};

const rp_param rp_odes_params[] = {
    RP_RETAIL_PARAM_TABLE, RP_TIME_PARAMS,
    RP_INTEGER_ENTRY("selected", "", RP_BETWEEN(0, RP_MOST_EQUILIBRIA), 0, 0, "section 3",
                     "Which equilibrium gives the initial values; 0: the one of least action."),
    RP_ARRAY_ENTRY("start", "", "1", "coefficient", RP_ANY, RP_OPTIONAL, "eqs. 34-39",
                   "Initial values of A0, B, C, D, E, R (in their own units) in place of the equilibrium's."),
    RP_REAL_ENTRY("integration_tolerance", "", "1", RP_BETWEEN(1e-15, 1e-2), 1e-13, RP_NUMERICAL,
                  "eqs. 28-33", "Tolerance of each step of the integration.")};

#define PER_TIME RP_ON("time")

const rp_output rp_odes_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_A0] = RP_OUT("value_constant", "A", "cash", PER_TIME, 0, "eq. 28", "u = A + B x + C x^2."),
    [OUT_D] = RP_OUT("log_constant", "D", "1", PER_TIME, 0, "eq. 29", "ln m = D + E x + R x^2."),
    [OUT_B] = RP_OUT("value_linear", "B", "cash/share", PER_TIME, 0, "eq. 30", "Linear coefficient of u."),
    [OUT_E] = RP_OUT("log_linear", "E", "1/share", PER_TIME, 0, "eq. 31", "Linear coefficient of ln m."),
    [OUT_C] =
        RP_OUT("value_quadratic", "C", "cash/share^2", PER_TIME, 0, "eq. 32", "Quadratic coefficient of u."),
    [OUT_R] =
        RP_OUT("log_quadratic", "R", "1/share^2", PER_TIME, 0, "eq. 33", "Quadratic coefficient of ln m."),
    [OUT_MEAN] = RP_OUT("mean", "M", "share", PER_TIME, 0, "eq. 48", "-E/(2R)."),
    [OUT_VARIANCE] = RP_OUT("variance", "v", "share^2", PER_TIME, 0, "eq. 49", "-1/(2R)."),
    [OUT_MISS_A0] = RP_OUT("miss_constant", "A(T) + d x^{*2}/2", "cash", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 36",
                           "What is left of a final condition."),
    [OUT_MISS_B] =
        RP_OUT("miss_linear", "B(T) - d x^*", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 37", "Another."),
    [OUT_MISS_C] = RP_OUT("miss_quadratic", "C(T) + d/2", "cash/share^2", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 38",
                          "The third."),
    [OUT_MASS] = RP_OUT(
        "mass_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 47",
        "Largest change of D - E^2/(4R) - ln(-R/pi)/2 along the path, which the equations keep constant."),
    [OUT_MEAN_DIFFERENCE] =
        RP_OUT("mean_difference", "", "share", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "eq. 52",
               "Largest difference to the closed form; no number for a given start."),
    [OUT_VARIANCE_DIFFERENCE] =
        RP_OUT("variance_difference", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "eq. 53",
               "Largest relative difference to the collocated variance; no number for a given start."),
};

RP_MODEL_LENGTHS(odes, PARAMS, OUTPUTS);

static double mass_of(const double *y) {
  return y[1] - y[3] * y[3] / (4 * y[5]) - log(-y[5] / 3.14159265358979323846) / 2;
}

static rp_status put_columns(const rp_call *call, const rp_times *times, const double *path) {
  double *column = rp_call_doubles(call, times->count);
  if (!column) return RP_NO_MEMORY;
  for (uint32_t i = 0; i < RP_SIX + 2; ++i) {
    for (int64_t j = 0; j < times->count; ++j) {
      const double *y = path + j * RP_SIX;
      column[j] = i < RP_SIX ? y[i] : i == RP_SIX ? -y[3] / (2 * y[5]) : -1 / (2 * y[5]);
    }
    rp_status status = rp_call_put_vector(call, OUT_A0 + i, times->count, column);
    if (status != RP_OK) return status;
  }
  return RP_OK;
}

/* The path at the times wanted and, last, at the horizon. */
static rp_status put_results(const rp_call *call, const rp_retail *p, const rp_times *times,
                             const double *path, const rp_trajectory *solved) {
  const double *end = path + times->count * RP_SIX;
  double mass = 0, mean_miss = solved ? 0 : NAN, variance_miss = solved ? 0 : NAN;
  for (int64_t j = 0; j < times->count; ++j) {
    const double *y = path + j * RP_SIX;
    mass = fmax(mass, fabs(mass_of(y) - mass_of(path)));
    if (!solved) continue;
    rp_coefficients c = rp_game_coefficients(p, solved, times->at[j]);
    mean_miss = fmax(mean_miss, fabs(-y[3] / (2 * y[5]) - c.mean));
    variance_miss = fmax(variance_miss, fabs(-1 / (2 * y[5]) / c.variance - 1));
  }
  const rp_number numbers[] = {{OUT_MISS_A0, end[0] + p->d * p->target * p->target / 2},
                               {OUT_MISS_B, end[2] - p->d * p->target},
                               {OUT_MISS_C, end[4] + p->d / 2},
                               {OUT_MASS, mass},
                               {OUT_MEAN_DIFFERENCE, mean_miss},
                               {OUT_VARIANCE_DIFFERENCE, variance_miss}};
  rp_status status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times->count, times->at);
  return status == RP_OK ? put_columns(call, times, path) : status;
}

/* Initial values in the order of integration.h. */
static rp_status find_start(const rp_call *call, const rp_retail *retail, rp_trajectory *path,
                            double start[RP_SIX]) {
  rp_game game;
  int index;
  double zero = 0;
  if (!rp_call_game(call, retail, &game)) return RP_NO_MEMORY;
  rp_status status = rp_call_selected(call, &game, rp_call_integer(call, PARAM_SELECTED), PARAM_SELECTED,
                                      RP_PATH_DEGREE, 1e-12, path, &index);
  if (status != RP_OK) return status;
  rp_coefficients c = rp_game_coefficients(retail, path, 0);
  rp_game_constants(retail, path, 1, &zero, &c.A0);
  const double values[RP_SIX] = {c.A0, c.D, c.B, c.E, c.C, c.R};
  memcpy(start, values, sizeof values);
  return RP_OK;
}

rp_status rp_odes_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_times times;
  rp_trajectory solved;
  double start[RP_SIX];
  bool given = rp_call_has(call, PARAM_START);
  rp_status status = rp_call_retail(call, &retail);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, retail.horizon, "horizon", &times);
  if (status != RP_OK) return status;
  if (given) {
    const double *s = rp_call_array(call, PARAM_START);
    const double values[RP_SIX] = {s[0], s[3], s[1], s[4], s[2], s[5]};
    memcpy(start, values, sizeof values);
    if (!(start[5] < 0))
      return rp_call_report(call, RP_BAD_INPUT, "no-density", PARAM_START, start[5],
                            "start has R = %.15g, it must be < 0 for a density", start[5]);
  } else {
    status = find_start(call, &retail, &solved, start);
    if (status != RP_OK) return status;
  }
  double *at = rp_call_doubles(call, times.count + 1),
         *path = rp_call_doubles(call, (times.count + 1) * RP_SIX);
  if (!at || !path) return RP_NO_MEMORY;
  memcpy(at, times.at, (size_t)times.count * sizeof *at);
  at[times.count] = retail.horizon;
  int64_t reached =
      rp_integrate_six(&retail, start, rp_call_real(call, PARAM_TOLERANCE), times.count + 1, at, path);
  if (reached <= times.count)
    return rp_call_report(call, RP_NOT_CONVERGED, "blow-up", -1, at[reached],
                          "the six equations left the range of numbers before time %.15g", at[reached]);
  return put_results(call, &retail, &times, path, given ? NULL : &solved);
}
