/* model_homogeneous.c - `guo2025_homogeneous`: N traders with equal penalties. Schema and glue; the mathematics is in
 * traders_path.h. */
#include "model_list.h"
#include "model_times.h"
#include "model_traders.h"
#include "traders_path.h"

enum {
  PARAM_HORIZON,
  PARAM_TRADERS,
  PARAM_INVENTORIES,
  PARAM_MEAN,
  PARAM_PERMANENT,
  PARAM_TEMPORARY,
  PARAM_OWN,
  PARAM_CROSS,
  PARAM_RUNNING,
  PARAM_TERMINAL,
  PARAM_IMBALANCE,
  PARAM_NOISE,
  PARAM_TOLERANCE,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_GAIN_MEAN,
  OUT_GAIN_DEVIATION,
  OUT_PROFILE_MEAN,
  OUT_PROFILE_DEVIATION,
  OUT_REACTION,
  OUT_NOISE_GAIN,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_TOTAL_RATE,
  OUT_DRIFT,
  OUT_INVENTORIES,
  OUT_RATES,
  OUT_ADJOINTS,
  OUT_VALUES,
  OUT_HAMILTONIAN,
  OUT_CONDITION_27,
  OUT_CONDITION_210,
  OUT_ESCAPE,
  OUT_DISCRETISATION,
  OUT_PANELS,
  OUTPUTS
};
RP_MODEL_LENGTHS(homogeneous, PARAMS, OUTPUTS);
enum { MOST_LEVEL = 8, MEAN = RP_TRADERS_MEAN, DEVIATION = RP_TRADERS_DEVIATION };

const rp_dim rp_homogeneous_dims[] = {
    {.name = "trader", .doc = "Traders that are followed.", .min = 1, .max = 100000000}, RP_TIME_DIM};

const rp_param rp_homogeneous_params[] = {
    RP_POPULATION_ENTRIES,
    RP_CURVE_ENTRY("permanent_impact", "\\alpha(t)", "cash/share^2", "t", "0", "horizon", RP_NONNEGATIVE, 0.3,
                   0, "section 2", "Permanent impact of the average rate."),
    RP_CURVE_ENTRY("temporary_impact", "\\beta(t)", "cash*time/share^2", "t", "0", "horizon", RP_NONNEGATIVE,
                   0.2, RP_MIN_OPEN, "section 2", "Temporary impact of the average rate."),
    RP_WEIGHT_ENTRIES,
    RP_CURVE_ENTRY("running_penalty", "\\phi(t)", "cash/share^2/time", "t", "0", "horizon", RP_NONNEGATIVE,
                   0.15, 0, "section 2", "Running penalty of inventory."),
    RP_TERMINAL_ENTRY,
    RP_CURVE_ENTRY("imbalance", "I(t)", "share/time", "t", "0", "horizon", RP_ANY, 0, 0, "section 2",
                   "Noise buying less noise selling."),
    RP_NOISE_ENTRY("Random imbalance, added to the curve."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(0, 1), 1e-12, RP_NUMERICAL | RP_MIN_OPEN, "",
                  "Largest relative change when all panels are halved."),
    RP_TIMES_ENTRIES};

const rp_output rp_homogeneous_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_GAIN_MEAN] = RP_OUT("gain_mean", "r", "cash/share^2", RP_ON("time"), 0, "theorem 2.7",
                             "Riccati solution on the mean."),
    [OUT_GAIN_DEVIATION] = RP_OUT("gain_deviation", "r_\\perp", "cash/share^2", RP_ON("time"), 0,
                                  "theorem 2.7", "Riccati solution on deviations from the mean."),
    [OUT_PROFILE_MEAN] = RP_OUT("profile_mean", "", "1", RP_ON("time"), 0, "",
                                "What is left of the mean inventory without noise orders."),
    [OUT_PROFILE_DEVIATION] = RP_OUT("profile_deviation", "", "1", RP_ON("time"), 0, "",
                                     "What is left of deviations from the mean."),
    [OUT_REACTION] = RP_OUT("reaction", "k", "cash/share", RP_ON("time"), 0, "theorem 2.7",
                            "Reaction to the imbalance expected at time zero: adjoint less r q."),
    [OUT_NOISE_GAIN] = RP_OUT("noise_gain", "K", "cash*time/share^2", RP_ON("time"), 0, "",
                              "Reaction to a unit of unexpected imbalance."),
    [OUT_MEAN] = RP_OUT("mean_path", "E \\bar Q", "share", RP_ON("time"), 0, "", "Expected mean inventory."),
    [OUT_VARIANCE] =
        RP_OUT("variance_path", "", "share^2", RP_ON("time"), 0, "", "Variance of the mean inventory."),
    [OUT_TOTAL_RATE] =
        RP_OUT("aggregate_rate", "E V", "share/time", RP_ON("time"), 0, "", "Expected sum of the rates."),
    [OUT_DRIFT] = RP_OUT("price_drift", "", "cash/share/time", RP_ON("time"), 0, "section 2",
                         "Expected drift of the price: alpha (V/N + I)."),
    [OUT_INVENTORIES] = RP_OUT("inventory_paths", "E Q^i", "share", RP_ON("trader", "time"), 0, "section 2",
                               "Expected inventories of the traders followed."),
    [OUT_RATES] = RP_OUT("rate_paths", "E v^i", "share/time", RP_ON("trader", "time"), 0, "eq. 2.2",
                         "Their expected rates; positive: buys."),
    [OUT_ADJOINTS] = RP_OUT("adjoint_paths", "E[Y^i - w]", "cash/share", RP_ON("trader", "time"), 0, "eq. 3",
                            "Their expected adjoints less the noise drift."),
    [OUT_VALUES] = RP_OUT("values", "J^i", "cash", RP_ON("trader"), 0, "section 2",
                          "Their objectives, without the value of the inventory at the start."),
    [OUT_HAMILTONIAN] = RP_OUT("hamiltonian_concave", "", "1", RP_NO_AXIS, 0, "assumption 2.4",
                               "1 if 4 N beta phi >= alpha^2 at all times."),
    [OUT_CONDITION_27] = RP_OUT("condition_27", "", "1", RP_NO_AXIS, 0, "theorem 2.7",
                                "1 if 2 (N + 1) beta phi >= alpha^2 at all times."),
    [OUT_CONDITION_210] = RP_OUT("condition_210", "", "1", RP_NO_AXIS, 0, "theorem 2.10",
                                 "1 if phi > (N + 1) alpha^2/(8 N beta) at all times."),
    [OUT_ESCAPE] =
        RP_OUT("explosion_time", "\\tau^*", "time", RP_NO_AXIS, RP_INF_MEANINGFUL | RP_NAN_MEANINGFUL, "",
               "Time to maturity at which the mean mode escapes; infinite: never; NaN if coefficients vary."),
    [OUT_DISCRETISATION] = RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                  "Relative change when all panels were halved last."),
    [OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Panels of the grid.")};

static rp_status read_game(const rp_call *call, rp_traders_game *game) {
  int64_t count;
  rp_status status =
      rp_model_inventories(call, PARAM_TRADERS, PARAM_INVENTORIES, PARAM_MEAN, &count, &game->mean);
  if (status != RP_OK) return status;
  game->count = (double)count;
  game->own = rp_call_real(call, PARAM_OWN);
  game->cross = count > 1 ? rp_call_real(call, PARAM_CROSS) : game->own;
  game->terminal = rp_call_real(call, PARAM_TERMINAL);
  game->horizon = rp_call_real(call, PARAM_HORIZON);
  game->permanent = rp_curve_of(rp_call_value(call, PARAM_PERMANENT), 0);
  game->temporary = rp_curve_of(rp_call_value(call, PARAM_TEMPORARY), 0);
  game->running = rp_curve_of(rp_call_value(call, PARAM_RUNNING), 0);
  game->imbalance = rp_curve_of(rp_call_value(call, PARAM_IMBALANCE), 0);
  game->steady = rp_model_constant(&game->permanent) && rp_model_constant(&game->temporary) &&
                 rp_model_constant(&game->running);
  game->noise = (rp_noise){0};
  if (rp_call_has(call, PARAM_NOISE)) {
    const double *law = rp_call_value(call, PARAM_NOISE)->data;
    game->noise =
        (rp_noise){.present = true, .speed = law[0], .mean = law[1], .volatility = law[2], .start = law[3]};
  }
  return rp_model_check_weights(call, PARAM_CROSS, game->count, game->own, game->cross);
}

static rp_status explodes(const rp_call *call, const rp_traders_game *game, double time) {
  return rp_call_report(call, RP_NO_SOLUTION, "explosion", PARAM_HORIZON, game->horizon,
                        "'horizon' is %.6g, it must be below tau* = %.9g, the time to maturity at which the "
                        "Riccati equation of the mean inventory escapes: there is no equilibrium",
                        game->horizon, time);
}

static rp_status not_concave(const rp_call *call, const rp_traders_game *game, double time) {
  return rp_call_report(call, RP_NO_SOLUTION, "not-concave", PARAM_TERMINAL, game->terminal,
                        "'terminal_penalty' is %.6g: a trader alone can drive the objective to infinity on "
                        "horizons of %.9g and more, so the first-order conditions describe no equilibrium",
                        game->terminal, time);
}

static rp_status solve_on(const rp_call *call, const rp_traders_game *game, int level,
                          rp_traders_path *path) {
  int64_t bound = rp_traders_grid_bound(game, level);
  if (bound < 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "too-stiff", -1, NAN,
                          "the modes decay so fast that more than a million panels would be needed");
  double *edges = rp_call_doubles(call, bound);
  if (!edges) return RP_NO_MEMORY;
  int64_t panels = rp_traders_grid(game, level, edges);
  double *memory = rp_call_doubles(call, rp_traders_path_size(panels)), escape;
  if (!memory) return RP_NO_MEMORY;
  rp_traders_path_place(game, panels, memory, path);
  memcpy(path->edges, edges, (size_t)(panels + 1) * sizeof *edges);
  if (!rp_traders_path_solve(path, &escape)) return explodes(call, game, game->horizon - escape);
  if (!rp_traders_own_concave(path, &escape)) return not_concave(call, game, game->horizon - escape);
  return RP_OK;
}

static rp_status solve_adaptively(const rp_call *call, const rp_traders_game *game, rp_traders_path *path,
                                  double *change) {
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  rp_traders_path before;
  rp_status status = solve_on(call, game, 0, &before);
  for (int level = 1; status == RP_OK && level < MOST_LEVEL; ++level) {
    status = solve_on(call, game, level, path);
    if (status != RP_OK) return status;
    *change = rp_traders_path_change(&before, path);
    if (!isfinite(path->value[0]) || !isfinite(path->gain[MEAN][0]))
      return rp_call_report(call, RP_NOT_CONVERGED, "not-finite", -1, path->gain[MEAN][0],
                            "the solution leaves the range of numbers");
    if (*change <= tolerance) return RP_OK;
    before = *path;
  }
  return status != RP_OK
             ? status
             : rp_call_report(call, RP_NOT_CONVERGED, "not-resolved", PARAM_TOLERANCE, *change,
                              "with %lld panels the relative change is still %.2g, it must be at most %.0g",
                              (long long)path->panels, *change, tolerance);
}

static rp_status put_times(const rp_call *call, const rp_traders_path *path, int64_t count,
                           const double *times) {
  enum { FIRST = OUT_GAIN_MEAN, COLUMNS = OUT_DRIFT - FIRST + 1 };
  double *to[COLUMNS] = {0};
  for (uint32_t k = 0; k < COLUMNS; ++k)
    if (rp_call_wants(call, FIRST + k) && !(to[k] = rp_call_vector(call, FIRST + k, count)))
      return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    rp_traders_point at;
    rp_traders_path_at(path, times[i], &at);
    const double from[] = {at.gain[MEAN],
                           at.gain[DEVIATION],
                           at.profile[MEAN],
                           at.profile[DEVIATION],
                           at.reaction,
                           at.noise_gain,
                           at.mean,
                           at.variance,
                           at.rate * path->game->count,
                           at.drift};
    for (int k = 0; k < COLUMNS; ++k)
      if (to[k]) to[k][i] = from[k];
  }
  return RP_OK;
}

static rp_status put_traders(const rp_call *call, const rp_traders_path *path, int64_t count,
                             const double *times) {
  int64_t traders = rp_call_value(call, PARAM_INVENTORIES)->shape[0];
  const double *start = rp_call_array(call, PARAM_INVENTORIES);
  double *to[3] = {0}, mean = path->game->mean;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_INVENTORIES + k) &&
        !(to[k] = rp_call_matrix(call, OUT_INVENTORIES + k, traders, count)))
      return RP_NO_MEMORY;
  for (int64_t j = 0; (to[0] || to[1] || to[2]) && j < count; ++j) {
    rp_traders_point at;
    rp_traders_path_at(path, times[j], &at);
    double y = at.gain[MEAN] * at.mean + at.reaction,
           per_deviation = at.gain[DEVIATION] * at.profile[DEVIATION];
    for (int64_t i = 0; i < traders; ++i) {
      double apart = start[i] - mean;
      if (to[0]) to[0][i * count + j] = at.mean + apart * at.profile[DEVIATION];
      if (to[1]) to[1][i * count + j] = at.rate + apart * at.deviation_rate;
      if (to[2]) to[2][i * count + j] = y + apart * per_deviation;
    }
  }
  if (!rp_call_wants(call, OUT_VALUES)) return RP_OK;
  double *values = rp_call_vector(call, OUT_VALUES, traders);
  for (int64_t i = 0; values && i < traders; ++i) {
    double apart = start[i] - mean;
    values[i] = path->value[0] + apart * (path->value[1] + apart * path->value[2]);
  }
  return values ? RP_OK : RP_NO_MEMORY;
}

static rp_status put_conditions(const rp_call *call, const rp_traders_path *path, double change) {
  const rp_traders_game *game = path->game;
  double own = INFINITY, mean = INFINITY, margin = INFINITY;
  for (int64_t i = 0; i < path->panels * RP_TRADERS_STAGES; ++i) {
    rp_traders at = rp_traders_at(game, path->time[i]);
    rp_mode mode;
    rp_mode_own(&at, &mode);
    own = fmin(own, mode.g);
    rp_mode_mean(&at, &mode);
    mean = fmin(mean, mode.g);
    margin = fmin(margin, rp_traders_monotonicity(&at));
  }
  const rp_number numbers[] = {
      {OUT_HAMILTONIAN, own >= 0},     {OUT_CONDITION_27, mean >= 0},
      {OUT_CONDITION_210, margin > 0}, {OUT_ESCAPE, game->steady ? rp_mode_escape(&path->steady[MEAN]) : NAN},
      {OUT_DISCRETISATION, change},    {OUT_PANELS, (double)path->panels}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

/* Gains and profiles alone need no panels if the coefficients are constant: closed forms, O(1) per time. */
static bool only_modes(const rp_call *call, const rp_traders_game *game) {
  for (uint32_t out = OUT_REACTION; out < OUTPUTS; ++out)
    if (rp_call_wants(call, out)) return false;
  return game->steady;
}

static rp_status put_modes(const rp_call *call, const rp_traders_game *game, int64_t count,
                           const double *times) {
  enum { COLUMNS = 2 * RP_TRADERS_MODES };
  rp_traders at = rp_traders_at(game, 0);
  rp_mode mode;
  rp_mode_path modes[RP_TRADERS_MODES], own;
  rp_mode_mean(&at, &mode);
  rp_mode_solve(&mode, game->terminal, &modes[MEAN]);
  rp_mode_deviation(&at, &mode);
  rp_mode_solve(&mode, game->terminal, &modes[DEVIATION]);
  rp_mode_own(&at, &mode);
  rp_mode_solve(&mode, game->terminal, &own);
  if (rp_mode_escape(&modes[MEAN]) <= game->horizon)
    return explodes(call, game, rp_mode_escape(&modes[MEAN]));
  if (rp_mode_escape(&own) <= game->horizon) return not_concave(call, game, rp_mode_escape(&own));
  for (uint32_t k = 0; k < COLUMNS; ++k) {
    if (!rp_call_wants(call, OUT_GAIN_MEAN + k)) continue;
    double *to = rp_call_vector(call, OUT_GAIN_MEAN + k, count);
    if (!to) return RP_NO_MEMORY;
    const rp_mode_path *of = &modes[k % RP_TRADERS_MODES];
    for (int64_t i = 0; i < count; ++i) {
      double left = game->horizon - times[i];
      to[i] = k < RP_TRADERS_MODES ? rp_mode_gain(of, left) : rp_mode_flow(of, game->horizon, left);
    }
  }
  return RP_OK;
}

rp_status rp_homogeneous_solve(const rp_call *call) {
  rp_traders_game game;
  rp_traders_path path;
  int64_t count;
  const double *times;
  double change = 0;
  rp_status status = read_game(call, &game);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, game.horizon, &count, &times);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK && only_modes(call, &game)) return put_modes(call, &game, count, times);
  if (status == RP_OK) status = solve_adaptively(call, &game, &path, &change);
  if (status == RP_OK) status = put_times(call, &path, count, times);
  if (status == RP_OK) status = put_traders(call, &path, count, times);
  return status == RP_OK ? put_conditions(call, &path, change) : status;
}
