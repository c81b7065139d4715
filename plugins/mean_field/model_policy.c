/*
 * model_policy.c - `mean_field_policy`: the law and the worth of feedbacks that deviate from an equilibrium, by the
 * forward equation. Schema and glue; the mathematics is in flow.h.
 */
#include <string.h>
#include "flow.h"
#include "model_list.h"
#include "model_retail.h"
#include "numerics/curve.h"

enum {
  PARAM_SELECTED = RP_RETAIL_PARAMS,
  PARAM_POPULATION,
  PARAM_DEVIATION,
  PARAM_CONSTANT,
  PARAM_SLOPE,
  PARAM_SHAPE,
  PARAM_CELLS,
  PARAM_STEPS,
  PARAM_LOW,
  PARAM_HIGH,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_UTILITY,
  OUT_BASE,
  OUT_GAIN,
  OUT_EXACT,
  OUT_CELL,
  OUT_FINAL,
  OUT_MASS,
  OUT_LEAST,
  OUT_MEAN_DIFFERENCE,
  OUT_VARIANCE_DIFFERENCE,
  OUTPUTS
};
enum { POPULATION_OWN, POPULATION_EQUILIBRIUM };

static const char *const populations[] = {"own", "equilibrium", NULL};

const rp_dim rp_policy_dims[] = {RP_TIME_DIM,
                                 {.name = "cells", .doc = "Cells of the grid.", .min = 8, .max = 1e6}};

const rp_param rp_policy_params[] = {
    RP_RETAIL_PARAM_TABLE,
    RP_INTEGER_ENTRY("selected", "", RP_BETWEEN(0, RP_MOST_EQUILIBRIA), 0, 0, "section 3",
                     "Which equilibrium is deviated from; 0: the one of least action."),
    RP_CHOICE_ENTRY("population", populations, POPULATION_OWN, 0, "eq. 5",
                    "Whose density enters the reward: that of the traders who all deviate, or the "
                    "equilibrium's, from which "
                    "one trader deviates alone."),
    RP_REAL_ENTRY("deviation", "\\epsilon", "1", RP_ANY, 0, 0, "eq. 5", "Size of the deviation."),
    RP_CURVE_ENTRY("deviation_constant", "", "share/time", "t", "0", "horizon", RP_ANY, 0, 0, "eq. 5",
                   "Part of the deviation that is the same for all positions."),
    RP_CURVE_ENTRY("deviation_slope", "", "1/time", "t", "0", "horizon", RP_ANY, 0, 0, "eq. 5",
                   "Part that is proportional to the position."),
    RP_CURVE_ENTRY("deviation_shape", "", "share/time", "x", "", "", RP_ANY, RP_ABSENT, RP_OPTIONAL, "eq. 5",
                   "Part that is any function of the position, level outside of its interval."),
    RP_INTEGER_ENTRY("cells", "", RP_BETWEEN(8, 1e6), 2000, RP_NUMERICAL, "eq. 3",
                     "Cells of the grid in the position."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 1e7), 400, RP_NUMERICAL, "eq. 3", "Steps in time."),
    RP_REAL_ENTRY("lower_end", "", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "eq. 3",
                  "Lower end of the grid; if not given, seven deviations below everything."),
    RP_REAL_ENTRY("upper_end", "", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "eq. 3",
                  "Upper end.")};

const rp_output rp_policy_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "eq. 3", "Times of the steps."),
    [OUT_MEAN] = RP_OUT("mean", "M", "share", RP_ON("time"), 0, "eq. 3", "Mean position under the feedback."),
    [OUT_VARIANCE] =
        RP_OUT("variance", "v", "share^2", RP_ON("time"), 0, "eq. 3", "Variance under the feedback."),
    [OUT_UTILITY] =
        RP_OUT("utility", "U", "cash", RP_NO_AXIS, 0, "eq. 5", "Expected utility of the feedback."),
    [OUT_BASE] = RP_OUT("equilibrium_utility", "U_0", "cash", RP_NO_AXIS, 0, "eq. 5",
                        "The same without deviation, on the same grid."),
    [OUT_GAIN] = RP_OUT("gain", "U - U_0", "cash", RP_NO_AXIS, 0, "eq. 5", "What the deviation gains."),
    [OUT_EXACT] = RP_OUT("exact_utility", "", "cash", RP_NO_AXIS, 0, "eq. 5",
                         "The equilibrium's utility from its closed forms, without a grid."),
    [OUT_CELL] = RP_OUT("cell", "x", "share", RP_ON("cells"), 0, "eq. 3", "Middles of the cells."),
    [OUT_FINAL] =
        RP_OUT("final_density", "m(x, T)", "1/share", RP_ON("cells"), 0, "eq. 3", "Density at the horizon."),
    [OUT_MASS] =
        RP_OUT("mass_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 3", "Largest change of the mass."),
    [OUT_LEAST] = RP_OUT("least_density", "", "1/share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 3",
                         "Least density at any time; below zero the grid is too coarse."),
    [OUT_MEAN_DIFFERENCE] = RP_OUT("mean_difference", "", "share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 52",
                                   "Largest difference to the equilibrium's mean."),
    [OUT_VARIANCE_DIFFERENCE] = RP_OUT("variance_difference", "", "share^2", RP_NO_AXIS, RP_DIAGNOSTIC,
                                       "eq. 53", "Largest difference to the equilibrium's variance."),
};

RP_MODEL_LENGTHS(policy, PARAMS, OUTPUTS);

typedef struct policy {
  const rp_call *call;
  const rp_retail *retail;
  const rp_trajectory *path;
  rp_curve constant, slope;
  double size;
  double *mean, *variance; /* [steps + 1] */
} policy;

static void feedback(void *context, double t, rp_feedback *at) {
  const policy *p = context;
  rp_coefficients c = rp_game_coefficients(p->retail, p->path, t);
  *at = (rp_feedback){.base = c.rate - c.slope * c.mean + p->size * rp_curve_at(&p->constant, t),
                      .slope = c.slope + p->size * rp_curve_at(&p->slope, t),
                      .log = {c.D, c.E, c.R}};
}

static bool watch(void *context, int64_t step, double mean, double variance) {
  policy *p = context;
  p->mean[step] = mean;
  p->variance[step] = variance;
  return !p->call->host->cancelled(p->call->host);
}

static rp_status open_flow(const rp_call *call, const rp_retail *retail, rp_flow *f) {
  double spread = 7 * sqrt(fmax(retail->v0, rp_variance_without_herding(retail, retail->horizon, NULL)));
  *f = (rp_flow){.a = retail->a,
                 .b = retail->b,
                 .c = retail->c,
                 .d = retail->d,
                 .sigma = retail->sigma,
                 .horizon = retail->horizon,
                 .target = retail->target,
                 .log_unit = retail->log_unit,
                 .feedback = feedback,
                 .cells = rp_call_integer(call, PARAM_CELLS),
                 .steps = rp_call_integer(call, PARAM_STEPS),
                 .own = rp_call_integer(call, PARAM_POPULATION) == POPULATION_OWN};
  f->low = rp_call_has(call, PARAM_LOW) ? rp_call_real(call, PARAM_LOW)
                                        : fmin(retail->mu0, retail->target) - spread;
  f->high = rp_call_has(call, PARAM_HIGH) ? rp_call_real(call, PARAM_HIGH)
                                          : fmax(retail->mu0, retail->target) + spread;
  f->m = rp_call_doubles(call, f->cells);
  f->work = rp_call_doubles(call, 6 * f->cells);
  if (!f->m || !f->work) return RP_NO_MEMORY;
  if (f->low < f->high) return rp_call_check_law(call, retail, f->low, f->high, PARAM_LOW, PARAM_HIGH);
  return rp_call_report(call, RP_BAD_INPUT, "empty-grid", PARAM_LOW, f->low,
                        "lower_end is %.15g, not below upper_end %.15g", f->low, f->high);
}

/* Shape at faces and middles, times its size. */
static rp_status fill_shape(const rp_call *call, rp_flow *f, double size) {
  double *faces = rp_call_doubles(call, f->cells + 1), *cells = rp_call_doubles(call, f->cells);
  if (!faces || !cells) return RP_NO_MEMORY;
  memset(faces, 0, (size_t)(f->cells + 1) * sizeof *faces);
  memset(cells, 0, (size_t)f->cells * sizeof *cells);
  f->shape_faces = faces;
  f->shape_cells = cells;
  if (!rp_call_has(call, PARAM_SHAPE) || size == 0) return RP_OK;
  rp_curve shape = rp_curve_of(rp_call_value(call, PARAM_SHAPE), 0);
  double first = shape.grid[0], last = shape.grid[shape.grid_count - 1],
         dx = (f->high - f->low) / (double)f->cells;
  for (int64_t i = 0; i <= f->cells; ++i) {
    double face = f->low + dx * (double)i, middle = face + dx / 2;
    faces[i] = size * rp_curve_at(&shape, fmin(fmax(face, first), last));
    if (i < f->cells) cells[i] = size * rp_curve_at(&shape, fmin(fmax(middle, first), last));
  }
  return RP_OK;
}

static rp_status run(const rp_call *call, rp_flow *f, policy *p, double size) {
  p->size = size;
  f->context = p;
  rp_status status = fill_shape(call, f, size);
  if (status != RP_OK) return status;
  double dx = (f->high - f->low) / (double)f->cells, v0 = p->retail->v0, mass = 0;
  for (int64_t i = 0; i < f->cells; ++i) {
    double off = f->low + dx * ((double)i + 0.5) - p->retail->mu0;
    mass += f->m[i] = exp(-off * off / (2 * v0));
  }
  for (int64_t i = 0; i < f->cells; ++i)
    f->m[i] /= mass * dx;
  if (rp_flow_run(f, watch, p)) return RP_OK;
  if (call->host->cancelled(call->host)) return RP_CANCELLED;
  return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                        "the density left the range of numbers; more cells or steps may help");
}

static rp_status put_results(const rp_call *call, const rp_flow *f, const policy *p, double base) {
  int64_t count = f->steps + 1;
  double *times = rp_call_doubles(call, count), *cells = rp_call_doubles(call, f->cells), mean_miss = 0,
         variance_miss = 0;
  if (!times || !cells) return RP_NO_MEMORY;
  for (int64_t k = 0; k < count; ++k) {
    times[k] = k == f->steps ? f->horizon : f->horizon * ((double)k / (double)f->steps);
    rp_coefficients c = rp_game_coefficients(p->retail, p->path, times[k]);
    mean_miss = fmax(mean_miss, fabs(p->mean[k] - c.mean));
    variance_miss = fmax(variance_miss, fabs(p->variance[k] - c.variance));
  }
  for (int64_t i = 0; i < f->cells; ++i)
    cells[i] = f->low + (f->high - f->low) * ((double)i + 0.5) / (double)f->cells;
  const rp_number numbers[] = {
      {OUT_UTILITY, f->utility},        {OUT_BASE, base},
      {OUT_GAIN, f->utility - base},    {OUT_EXACT, rp_game_utility(p->retail, p->path)},
      {OUT_MASS, f->mass_error},        {OUT_LEAST, f->least},
      {OUT_MEAN_DIFFERENCE, mean_miss}, {OUT_VARIANCE_DIFFERENCE, variance_miss}};
  rp_status status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_MEAN, count, p->mean);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_VARIANCE, count, p->variance);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_CELL, f->cells, cells);
  return status == RP_OK ? rp_call_put_vector(call, OUT_FINAL, f->cells, f->m) : status;
}

/* The run without a deviation is known in closed form. */
static void remark(const rp_call *call, const rp_flow *f, const policy *p) {
  double exact = rp_game_utility(p->retail, p->path), off = fabs(f->utility - exact),
         allowed = 0.02 * (fabs(exact) + fabs(f->a) * f->horizon + f->d * p->retail->v0),
         peak = 0.4 / sqrt(p->retail->v0);
  if (off <= allowed && f->least >= -1e-3 * peak) return;
  rp_call_report(call, RP_OK, "grid-too-coarse", PARAM_CELLS, (double)f->cells,
                 "cells is %lld and steps %lld: without a deviation the utility is off by %.3g, and the "
                 "least density is "
                 "%.3g; more cells, more steps or a shorter interval are needed",
                 (long long)f->cells, (long long)f->steps, off, f->least);
}

rp_status rp_policy_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_game game;
  rp_trajectory path;
  rp_flow f;
  int index;
  rp_status status = rp_call_retail(call, &retail);
  if (status != RP_OK) return status;
  if (!rp_call_game(call, &retail, &game)) return RP_NO_MEMORY;
  status = rp_call_selected(call, &game, rp_call_integer(call, PARAM_SELECTED), PARAM_SELECTED,
                            RP_PATH_DEGREE, 1e-12, &path, &index);
  if (status == RP_OK) status = open_flow(call, &retail, &f);
  if (status != RP_OK) return status;
  policy p = {.call = call,
              .retail = &retail,
              .path = &path,
              .constant = rp_curve_of(rp_call_value(call, PARAM_CONSTANT), 0),
              .slope = rp_curve_of(rp_call_value(call, PARAM_SLOPE), 0),
              .mean = rp_call_doubles(call, f.steps + 1),
              .variance = rp_call_doubles(call, f.steps + 1)};
  if (!p.mean || !p.variance) return RP_NO_MEMORY;
  double size = rp_call_real(call, PARAM_DEVIATION);
  status = run(call, &f, &p, 0);
  double base = f.utility;
  if (status == RP_OK) remark(call, &f, &p);
  if (status == RP_OK && size != 0) status = run(call, &f, &p, size);
  return status == RP_OK ? put_results(call, &f, &p, base) : status;
}
