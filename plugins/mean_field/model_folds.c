/*
 * model_folds.c - `mean_field_folds`: the curve of all equilibria over the horizon and the horizons at which their
 * number changes. Schema and glue; the mathematics is in equilibria.h and noiseless.h.
 */
#include "model_list.h"
#include "model_retail.h"
#include "noiseless.h"

enum { MOST_FOLDS = 32, MOST_POINTS = 8192 };
enum { PARAMS = RP_RETAIL_PARAMS };
enum {
  OUT_FOLD_COUNT,
  OUT_FOLD,
  OUT_FOLD_VARIANCE,
  OUT_CHANGE,
  OUT_POINT,
  OUT_HORIZON,
  OUT_VARIANCE,
  OUTPUTS
};

const rp_dim rp_folds_dims[] = {RP_LATE("fold", 0, MOST_FOLDS, "Folds by horizon."),
                                RP_LATE("point", 0, MOST_POINTS, "Points of the curve of equilibria.")};

const rp_param rp_folds_params[] = {RP_RETAIL_PARAM_TABLE};

const rp_output rp_folds_outputs[] = {
    [OUT_FOLD_COUNT] =
        RP_OUT("fold_count", "", "1", RP_NO_AXIS, 0, "section 3", "Number of folds below the horizon."),
    [OUT_FOLD] = RP_OUT("fold", "T", "time", RP_ON("fold"), 0, "section 3",
                        "Horizons at which two equilibria appear or vanish."),
    [OUT_FOLD_VARIANCE] = RP_OUT("fold_variance", "v(T)", "share^2", RP_ON("fold"), 0, "section 3",
                                 "Their common terminal variance."),
    [OUT_CHANGE] =
        RP_OUT("fold_change", "", "1", RP_ON("fold"), 0, "section 3",
               "2 if two equilibria appear beyond that horizon, -2 if two vanish; there is one (without "
               "noise there are two) at short horizons."),
    [OUT_POINT] = RP_OUT("point", "", "1", RP_ON("point"), 0, "section 3", "Numbers of the points."),
    [OUT_HORIZON] =
        RP_OUT("point_horizon", "T", "time", RP_ON("point"), RP_NAN_MEANINGFUL, "section 3",
               "Horizon along the curve of all equilibria, from the start on; one point that is no number "
               "where it lies beyond the given horizon."),
    [OUT_VARIANCE] = RP_OUT("point_variance", "v(T)", "share^2", RP_ON("point"), RP_NAN_MEANINGFUL,
                            "section 3", "Terminal variance along it."),
};

RP_MODEL_LENGTHS(folds, PARAMS, OUTPUTS);

/* Without noise: one curve with one fold; without herding: one curve without fold. */
static int simple_curve(const rp_retail *retail, double *horizon, double *variance, rp_fold *folds,
                        int *fold_count) {
  enum { POINTS = 400 };
  int count = 0;
  if (retail->A == 0) {
    for (; count < POINTS; ++count) {
      rp_retail at = *retail;
      at.horizon = retail->horizon * (count + 1) / POINTS;
      horizon[count] = at.horizon;
      variance[count] = rp_variance_without_herding(&at, at.horizon, NULL);
    }
    *fold_count = 0;
    return count;
  }
  double top, longest = rp_noiseless_longest(retail, &top);
  for (int i = 1; i <= POINTS; ++i) {
    double y = 5.0 * i / POINTS, time = rp_noiseless_time(retail, y, NULL);
    bool shown = time <= retail->horizon;
    horizon[count] = shown ? time : NAN;
    variance[count++] = shown ? retail->v0 * exp(-2 * y * y) : NAN;
  }
  *fold_count = longest <= retail->horizon ? 1 : 0;
  folds[0] = (rp_fold){longest, retail->v0 * exp(-2 * top * top), -2};
  return count;
}

/* Crowd aversion: one equilibrium at every horizon, so its path at each, and no fold. */
static rp_status averse_curve(const rp_call *call, const rp_retail *retail, double *horizon, double *variance,
                              int *count) {
  enum { POINTS = 120 };
  rp_retail at = *retail;
  rp_game game;
  rp_trajectory path;
  if (!rp_call_path(call, RP_PATH_PANELS, RP_PATH_DEGREE, &path) || !rp_call_game(call, &at, &game))
    return RP_NO_MEMORY;
  for (*count = 0; *count < POINTS; ++*count) {
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    at.horizon = retail->horizon * (*count + 1) / POINTS;
    rp_game_status status = rp_game_enumerate(&game);
    if (status == RP_GAME_SOLVED) status = rp_game_path(&game, 0, 1e-10, &path);
    if (status != RP_GAME_SOLVED) return rp_call_game_status(call, &game, status);
    horizon[*count] = at.horizon;
    variance[*count] = game.all[0].end.z;
  }
  return RP_OK;
}

static rp_status put_folds(const rp_call *call, const rp_fold *folds, int count) {
  double horizons[MOST_FOLDS], variances[MOST_FOLDS], changes[MOST_FOLDS];
  for (int i = 0; i < count; ++i) {
    horizons[i] = folds[i].horizon;
    variances[i] = folds[i].variance;
    changes[i] = folds[i].change;
  }
  rp_status status = rp_call_put(call, OUT_FOLD_COUNT, count);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_FOLD, count, horizons);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_FOLD_VARIANCE, count, variances);
  return status == RP_OK ? rp_call_put_vector(call, OUT_CHANGE, count, changes) : status;
}

rp_status rp_folds_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_game game;
  rp_fold folds[MOST_FOLDS];
  int fold_count = 0, count = 0;
  rp_status status = rp_call_retail(call, &retail);
  if (status != RP_OK) return status;
  double *horizon = rp_call_doubles(call, MOST_POINTS), *variance = rp_call_doubles(call, MOST_POINTS);
  double *numbers = rp_call_doubles(call, MOST_POINTS);
  if (!horizon || !variance || !numbers || !rp_call_game(call, &retail, &game)) return RP_NO_MEMORY;
  if (retail.A < 0) {
    status = averse_curve(call, &retail, horizon, variance, &count);
    if (status != RP_OK) return status;
  } else if (retail.A == 0 || retail.sigma == 0) {
    count = simple_curve(&retail, horizon, variance, folds, &fold_count);
  } else {
    rp_time_map_init(&game.map, &retail);
    count = rp_equilibria_curve(&game.map, retail.horizon, game.points, MOST_POINTS, horizon, variance,
                                MOST_FOLDS, folds, &fold_count);
  }
  if (count < 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "curve-too-long", -1, NAN,
                          "the curve of equilibria could not be followed with %d points", MOST_POINTS);
  status = put_folds(call, folds, fold_count);
  for (int i = 0; i < count; ++i)
    numbers[i] = i + 1;
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_POINT, count, numbers);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_HORIZON, count, horizon);
  return status == RP_OK ? rp_call_put_vector(call, OUT_VARIANCE, count, variance) : status;
}
