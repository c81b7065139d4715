/*
 * model_varying.c - `mean_field_varying`: the retail traders' game with weights and volatility that depend on time.
 * Schema and glue; the mathematics is in varying.h.
 */
#include "model_list.h"
#include "model_retail.h"
#include "varying.h"

enum {
  PARAM_HORIZON,
  PARAM_VOLATILITY,
  PARAM_HERDING,
  PARAM_RATE,
  PARAM_INVENTORY,
  PARAM_TERMINAL,
  PARAM_MEAN,
  PARAM_VARIANCE,
  PARAM_TARGET,
  PARAM_DENSITY_UNIT,
  PARAM_GUESS,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAM_NODES,
  PARAM_TOLERANCE,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_MEAN,
  OUT_RATE,
  OUT_VARIANCE,
  OUT_FEEDBACK,
  OUT_C,
  OUT_R,
  OUT_TERMINAL,
  OUT_UTILITY,
  OUT_NEWTON,
  OUT_PANELS,
  OUT_RESIDUAL,
  OUTPUTS
};

const rp_dim rp_varying_dims[] = {RP_TIME_DIM};

const rp_param rp_varying_params[] = {
    RP_HORIZON_PARAM,
    RP_CURVE_ENTRY("volatility", "\\sigma(t)", "share/time^0.5", "t", "0", "horizon", RP_NONNEGATIVE, 1,
                   RP_MIN_OPEN, "eq. 1", "Noise of the positions."),
    RP_CURVE_ENTRY("herding_weight", "a(t)", "cash/time", "t", "0", "horizon", RP_ANY, 1, 0, "eq. 6",
                   "Weight of herding."),
    RP_CURVE_ENTRY("rate_penalty", "b(t)", "cash*time/share^2", "t", "0", "horizon", RP_NONNEGATIVE, 1,
                   RP_MIN_OPEN, "eq. 6", "Weight of the trading rate."),
    RP_CURVE_ENTRY("inventory_penalty", "c(t)", "cash/share^2/time", "t", "0", "horizon", RP_NONNEGATIVE, 1,
                   0, "eq. 6", "Weight of the position."),
    RP_REAL_ENTRY("terminal_penalty", "d", "cash/share^2", RP_NONNEGATIVE, 1, 0, "eq. 6",
                  "Weight of the distance from the target."),
    RP_REAL_ENTRY("initial_mean", "\\mu_0", "share", RP_ANY, 0, 0, "eq. 4", "Mean of the initial positions."),
    RP_REAL_ENTRY("initial_variance", "v_0", "share^2", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 4",
                  "Variance of the initial positions."),
    RP_REAL_ENTRY("target", "x^*", "share", RP_ANY, 1, 0, "eq. 6", "Target position."),
    RP_REAL_ENTRY(
        "density_unit", "m_1", "1/share", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "eq. 6",
        "The density against which herding measures, ln (m/m_1): it moves utilities, values and actions by "
        "constants."),
    RP_CURVE_ENTRY("guess", "v(t)", "share^2", "t", "0", "horizon", RP_NONNEGATIVE, RP_ABSENT,
                   RP_OPTIONAL | RP_NUMERICAL | RP_MIN_OPEN, "section 3",
                   "Variance where Newton's method begins; it decides which of several equilibria is found."),
    RP_TIME_PARAMS,
    RP_INTEGER_ENTRY("nodes", "N", RP_BETWEEN(RP_GAME_DEGREE_LEAST, RP_GAME_DEGREE_MOST), RP_PATH_DEGREE,
                     RP_NUMERICAL, "section 3", "Degree of the collocation polynomials."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-11, RP_NUMERICAL, "section 3",
                  "Below this the last Chebyshev coefficients of a panel must be.")};

const rp_output rp_varying_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_MEAN] = RP_MEAN_OUT,
    [OUT_RATE] = RP_RATE_OUT,
    [OUT_VARIANCE] =
        RP_OUT("variance", "v", "share^2", RP_ON("time"), 0, "eq. 53", "Variance of the positions."),
    [OUT_FEEDBACK] =
        RP_OUT("feedback", "p", "1/time", RP_ON("time"), 0, "eq. 50", "Slope of the rate in the position."),
    [OUT_C] = RP_OUT("value_quadratic", "C", "cash/share^2", RP_ON("time"), 0, "eq. 32",
                     "Quadratic coefficient of u."),
    [OUT_R] = RP_OUT("log_quadratic", "R", "1/share^2", RP_ON("time"), 0, "eq. 33",
                     "Quadratic coefficient of ln m."),
    [OUT_TERMINAL] =
        RP_OUT("terminal_variance", "v(T)", "share^2", RP_NO_AXIS, 0, "eq. 53", "Variance at the horizon."),
    [OUT_UTILITY] = RP_OUT("expected_utility", "U", "cash", RP_NO_AXIS, 0, "eq. 6",
                           "Expected utility at the equilibrium."),
    [OUT_NEWTON] = RP_OUT("newton_steps", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 3", "Newton steps."),
    [OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 3", "Panels."),
    [OUT_RESIDUAL] = RP_OUT("residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 32",
                            "Residual of the variance's equations between the nodes, relative."),
};

RP_MODEL_LENGTHS(varying, PARAMS, OUTPUTS);

static rp_curve curve(const rp_call *call, uint32_t param) {
  return rp_curve_of(rp_call_value(call, param), 0);
}

static rp_status put_columns(const rp_call *call, const rp_varying *game, const rp_trajectory *t,
                             const double *mean, const double *momentum, const rp_times *times) {
  enum { COLUMNS = 6 };
  double *columns[COLUMNS] = {NULL};
  for (uint32_t i = 0; i < COLUMNS; ++i)
    if (rp_call_wants(call, OUT_MEAN + i) && !(columns[i] = rp_call_vector(call, OUT_MEAN + i, times->count)))
      return RP_NO_MEMORY;
  for (int64_t j = 0; j < times->count; ++j) {
    double at = times->at[j], l, P, b = rp_curve_at(&game->b, at);
    rp_trajectory_at(t, at, &l, &P);
    const double row[COLUMNS] = {
        rp_varying_at(t, mean, at), rp_varying_at(t, momentum, at) / b, exp(2 * l), P / b, P / 2,
        -0.5 * exp(-2 * l)};
    for (int i = 0; i < COLUMNS; ++i)
      if (columns[i]) columns[i][j] = row[i];
  }
  return RP_OK;
}

static rp_status report_path(const rp_call *call, rp_trajectory_status status, int most) {
  if (status == RP_TRAJECTORY_SOLVED) return RP_OK;
  return rp_call_report(
      call, RP_NOT_CONVERGED, status == RP_TRAJECTORY_NOT_RESOLVED ? "not-resolved" : "newton-failed", -1,
      NAN,
      status == RP_TRAJECTORY_NOT_RESOLVED
          ? "the variance was not resolved with %d panels: the curves have too many pieces or kinks"
          : "Newton's method failed on the variance with up to %d panels; a guess may help",
      most);
}

/* Curves are bounded where the host samples them; the ends, where a function may vanish, are looked at here. */
static rp_status check_ends(const rp_call *call, const rp_varying *game) {
  const struct {
    uint32_t param;
    const rp_curve *curve;
  } positive[] = {{PARAM_VOLATILITY, &game->sigma}, {PARAM_RATE, &game->b}};
  for (uint32_t i = 0; i < RP_COUNT_OF(positive); ++i)
    for (int side = 0; side < 2; ++side) {
      double t = side ? game->horizon : 0, value = rp_curve_at(positive[i].curve, t);
      if (!(value > 0))
        return rp_call_report(call, RP_BAD_INPUT, "vanishes-at-end", (int32_t)positive[i].param, value,
                              "%s is %.15g at time %.15g, it must be > 0 up to both ends",
                              rp_varying_params[positive[i].param].name, value, t);
    }
  return RP_OK;
}

static rp_status check_sizes(const rp_call *call) {
  static const uint32_t sizes[] = {PARAM_HORIZON, PARAM_TERMINAL, PARAM_MEAN, PARAM_VARIANCE, PARAM_TARGET};
  static const uint32_t curves[] = {PARAM_VOLATILITY, PARAM_HERDING, PARAM_RATE, PARAM_INVENTORY};
  for (uint32_t i = 0; i < RP_COUNT_OF(curves); ++i) {
    rp_curve c = curve(call, curves[i]);
    int64_t count = c.rule == RP_CHEBYSHEV ? (c.grid_count - 1) * c.terms : c.grid_count;
    for (int64_t k = 0; k < count; ++k)
      if (!(fabs(c.data[k]) <= 1e50))
        return rp_call_report(call, RP_BAD_INPUT, "out-of-range", (int32_t)curves[i], c.data[k],
                              "%s reaches %.15g: it must not exceed 1e50, for its powers to be numbers",
                              rp_varying_params[curves[i]].name, c.data[k]);
  }
  return rp_call_check_range(call, rp_varying_params, sizes, RP_COUNT_OF(sizes));
}

/* Room for the pieces of all curves beside what a game with constant weights needs. */
static int room(const rp_varying *game) {
  enum { MOST_PIECES = 20000 };
  int64_t pieces = game->sigma.grid_count + game->a.grid_count + game->b.grid_count + game->c.grid_count;
  if (pieces > MOST_PIECES) pieces = MOST_PIECES;
  return RP_PATH_PANELS + (int)(pieces + pieces / 4);
}

/* The least action path of the averaged game into one of two paths; NULL if it has none that can be followed. */
static const rp_trajectory *averaged_path(rp_game *game, double tolerance, rp_trajectory paths[2]) {
  const rp_trajectory *best = NULL;
  double least = INFINITY;
  if (rp_game_enumerate(game) != RP_GAME_SOLVED) return NULL;
  for (int i = 0; i < game->count; ++i) {
    rp_trajectory *next = best == &paths[0] ? &paths[1] : &paths[0];
    if (rp_game_path(game, i, tolerance, next) != RP_GAME_SOLVED) continue;
    double action = rp_game_action(game->retail, next);
    if (!(action < least)) continue;
    least = action;
    best = next;
  }
  return best;
}

rp_status rp_varying_model_solve(const rp_call *call) {
  rp_varying game = {.sigma = curve(call, PARAM_VOLATILITY),
                     .a = curve(call, PARAM_HERDING),
                     .b = curve(call, PARAM_RATE),
                     .c = curve(call, PARAM_INVENTORY),
                     .horizon = rp_call_real(call, PARAM_HORIZON),
                     .mu0 = rp_call_real(call, PARAM_MEAN),
                     .v0 = rp_call_real(call, PARAM_VARIANCE),
                     .d = rp_call_real(call, PARAM_TERMINAL),
                     .target = rp_call_real(call, PARAM_TARGET),
                     .log_unit = log(rp_call_real(call, PARAM_DENSITY_UNIT))};
  rp_curve guess;
  rp_times times;
  rp_trajectory t, paths[2];
  rp_game averaged;
  int degree = (int)rp_call_integer(call, PARAM_NODES), most = room(&game);
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  bool guessed = rp_call_has(call, PARAM_GUESS);
  rp_status status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, game.horizon, "horizon", &times);
  if (status == RP_OK) status = check_sizes(call);
  if (status == RP_OK) status = check_ends(call, &game);
  if (status != RP_OK) return status;
  const rp_trajectory *start = NULL;
  rp_retail mean_game = rp_varying_average(&game);
  if (guessed) {
    guess = curve(call, PARAM_GUESS);
  } else {
    if (!rp_call_game(call, &mean_game, &averaged)) return RP_NO_MEMORY;
    for (int i = 0; i < 2; ++i)
      if (!rp_call_path(call, RP_PATH_PANELS, degree, &paths[i])) return RP_NO_MEMORY;
    start = averaged_path(&averaged, tolerance, paths);
  }
  if (!rp_call_path(call, most, degree, &t)) return RP_NO_MEMORY;
  status = report_path(call, rp_varying_path(&game, guessed ? &guess : NULL, start, tolerance, &t), most);
  if (status != RP_OK) return status;
  int64_t count = (int64_t)t.panels * (degree + 1);
  double *mean = rp_call_doubles(call, count), *momentum = rp_call_doubles(call, count);
  if (!mean || !momentum) return RP_NO_MEMORY;
  if (!rp_varying_mean(&game, &t, mean, momentum))
    return rp_call_report(call, RP_NOT_CONVERGED, "mean-failed", -1, NAN,
                          "the linear equations of the mean are singular");
  rp_trajectory_problem problem = {
      .local = rp_varying_local, .local_context = &game, .v0 = game.v0, .d = game.d};
  const rp_number numbers[] = {{OUT_TERMINAL, exp(2 * t.l[count - 1])},
                               {OUT_UTILITY, rp_varying_utility(&game, &t, mean, momentum)},
                               {OUT_NEWTON, t.newton_steps},
                               {OUT_PANELS, t.panels},
                               {OUT_RESIDUAL, rp_trajectory_residual(&t, &problem)}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times.count, times.at);
  return status == RP_OK ? put_columns(call, &game, &t, mean, momentum, &times) : status;
}
