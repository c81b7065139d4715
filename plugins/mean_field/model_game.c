/*
 * model_game.c - `mean_field`: the retail traders' game with constant weights. Schema and glue; the
 * mathematics is in game.h.
 */
#include <string.h>
#include "model_batch.h"
#include "model_list.h"
#include "model_retail.h"
#include "noiseless.h"

enum {
  PARAM_TIMES = RP_RETAIL_PARAMS,
  PARAM_POINTS,
  PARAM_SELECTED,
  PARAM_POSITIONS,
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
  OUT_COUNT,
  OUT_SOLUTION,
  OUT_TERMINAL,
  OUT_ACTIONS,
  OUT_UTILITIES,
  OUT_ENERGIES,
  OUT_DIFFERENCES,
  OUT_VARIANCES,
  OUT_FEEDBACKS,
  OUT_SELECTED,
  OUT_ACTION,
  OUT_UTILITY,
  OUT_TURNPIKE,
  OUT_OMEGA,
  OUT_STIFFNESS,
  OUT_BOUND,
  OUT_MEAN_ZERO,
  OUT_A0,
  OUT_B,
  OUT_C,
  OUT_D,
  OUT_E,
  OUT_R,
  OUT_POSITION,
  OUT_DENSITY,
  OUT_VALUE,
  OUT_ALPHA,
  OUT_UNIQUE,
  OUT_LONGEST,
  OUT_HERDING,
  OUT_REVERSION,
  OUT_PULL,
  OUT_BACKWARD,
  OUT_FORWARD,
  OUT_MASS,
  OUT_COLLOCATION,
  OUT_NEWTON,
  OUT_PANELS,
  OUT_TAIL,
  OUT_EXPECTED_VALUE,
  OUTPUTS
};

const rp_dim rp_game_dims[] = {
    RP_TIME_DIM, RP_LATE("solution", 1, RP_MOST_EQUILIBRIA, "Equilibria by increasing terminal variance."),
    RP_LATE("position", 1, 1e7, "Positions at which densities are shown.")};

const rp_param rp_game_params[] = {
    RP_RETAIL_PARAM_TABLE,
    RP_TIME_PARAMS,
    RP_INTEGER_ENTRY(
        "selected", "", RP_BETWEEN(0, RP_MOST_EQUILIBRIA), 0, 0, "section 3",
        "Which equilibrium the outputs without the axis solution show, by terminal variance from 1; 0: the "
        "one of least action."),
    RP_ARRAY_ENTRY(
        "positions", "x", "share", "position", RP_ANY, RP_OPTIONAL | RP_INCREASING, "section 2",
        "Positions of density, value and rate; if not given, 121 points that cover four deviations at all "
        "times."),
    RP_INTEGER_ENTRY("nodes", "N", RP_BETWEEN(RP_GAME_DEGREE_LEAST, RP_GAME_DEGREE_MOST), RP_PATH_DEGREE,
                     RP_NUMERICAL, "section 3", "Degree of the collocation polynomials."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-12, RP_NUMERICAL, "section 3",
                  "Below this the last Chebyshev coefficients of a panel must be.")};

#define PER_TIME RP_ON("time")
#define PER_SOLUTION RP_ON("solution")
#define OVER(first, second) RP_ON(first, second)

const rp_output rp_game_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_MEAN] = RP_MEAN_OUT,
    [OUT_RATE] = RP_RATE_OUT,
    [OUT_VARIANCE] = RP_OUT("variance", "v", "share^2", PER_TIME, 0, "eq. 53", "Variance of the positions."),
    [OUT_FEEDBACK] = RP_OUT("feedback", "p", "1/time", PER_TIME, 0, "eq. 50",
                            "Slope of the trading rate in the position."),
    [OUT_COUNT] =
        RP_OUT("solution_count", "", "1", RP_NO_AXIS, 0, "section 3", "Number of Gaussian equilibria."),
    [OUT_SOLUTION] = RP_OUT("solution", "", "1", PER_SOLUTION, 0, "section 3", "Their numbers, from 1."),
    [OUT_TERMINAL] = RP_OUT("terminal_variances", "v(T)", "share^2", PER_SOLUTION, 0, "section 3",
                            "Terminal variance of each."),
    [OUT_ACTIONS] =
        RP_OUT("actions", "J", "share^2/time", PER_SOLUTION, RP_NAN_MEANINGFUL, "section 3",
               "Action of each; no number for the lower solution without noise if it collapses at once."),
    [OUT_UTILITIES] =
        RP_OUT("utilities", "U", "cash", PER_SOLUTION, RP_NAN_MEANINGFUL, "eq. 6",
               "Expected utility at each; no number for the lower solution without noise if it collapses."),
    [OUT_ENERGIES] =
        RP_OUT("energies", "H - H^*", "share^2/time^2", PER_SOLUTION, RP_NAN_MEANINGFUL, "section 3",
               "First integral of each, less that of the turnpike; no number without a turnpike."),
    [OUT_DIFFERENCES] =
        RP_OUT("route_differences", "", "1", PER_SOLUTION, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "section 3",
               "Relative difference of the terminal variances by time map and by collocation."),
    [OUT_VARIANCES] = RP_OUT("variances", "v", "share^2", OVER("solution", "time"), RP_NAN_MEANINGFUL,
                             "eq. 53", "Variance of each."),
    [OUT_FEEDBACKS] = RP_OUT("feedbacks", "p", "1/time", OVER("solution", "time"), RP_NAN_MEANINGFUL,
                             "eq. 50", "Feedback slope of each."),
    [OUT_SELECTED] = RP_OUT("selected_solution", "", "1", RP_NO_AXIS, 0, "section 3",
                            "Number of the equilibrium that is shown."),
    [OUT_ACTION] = RP_OUT("action", "J", "share^2/time", RP_NO_AXIS, 0, "section 3", "Its action."),
    [OUT_UTILITY] =
        RP_OUT("expected_utility", "U", "cash", RP_NO_AXIS, 0, "eq. 6",
               "Expected utility of eq. 6 or 80 at that equilibrium; not its maximum over all controls."),
    [OUT_TURNPIKE] = RP_OUT("turnpike_variance", "v^*", "share^2", RP_NO_AXIS, RP_INF_MEANINGFUL, "section 3",
                            "Stationary variance; infinite if nothing bounds it."),
    [OUT_OMEGA] = RP_OUT("turnpike_rate", "\\omega", "1/time", RP_NO_AXIS, RP_INF_MEANINGFUL, "section 3",
                         "Rate of approach to it; infinite without noise."),
    [OUT_STIFFNESS] = RP_OUT("stiffness", "\\omega T", "1", RP_NO_AXIS, RP_INF_MEANINGFUL, "section 3",
                             "Errors of forward integration grow by the exponential of this."),
    [OUT_BOUND] = RP_OUT("variance_bound", "v^{A=0}", "share^2", PER_TIME, 0, "section 3",
                         "Variance without herding: an upper bound if herding_weight >= 0."),
    [OUT_MEAN_ZERO] =
        RP_OUT("mean_zero", "t_0", "time", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 52",
               "Where the mean position changes its sign and the big trader's position bends; no number: "
               "nowhere."),
    [OUT_A0] = RP_OUT("value_constant", "A", "cash", PER_TIME, 0, "eq. 28", "u = A + B x + C x^2."),
    [OUT_B] = RP_OUT("value_linear", "B", "cash/share", PER_TIME, 0, "eq. 30", "Linear coefficient of u."),
    [OUT_C] =
        RP_OUT("value_quadratic", "C", "cash/share^2", PER_TIME, 0, "eq. 32", "Quadratic coefficient of u."),
    [OUT_D] = RP_OUT("log_constant", "D", "1", PER_TIME, 0, "eq. 29", "ln (m/m_1) = D + E x + R x^2."),
    [OUT_E] = RP_OUT("log_linear", "E", "1/share", PER_TIME, 0, "eq. 31", "Linear coefficient of ln m."),
    [OUT_R] =
        RP_OUT("log_quadratic", "R", "1/share^2", PER_TIME, 0, "eq. 33", "Quadratic coefficient of ln m."),
    [OUT_POSITION] = RP_OUT("position", "x", "share", RP_ON("position"), 0, "section 2", "Positions."),
    [OUT_DENSITY] =
        RP_OUT("density", "m", "1/share", OVER("time", "position"), 0, "eq. 27", "Density of the positions."),
    [OUT_VALUE] = RP_OUT("value", "u", "cash", OVER("time", "position"), 0, "eq. 24", "Value function."),
    [OUT_ALPHA] =
        RP_OUT("rate", "\\alpha", "share/time", OVER("time", "position"), 0, "eq. 50", "Trading rate."),
    [OUT_UNIQUE] =
        RP_OUT("unique_by_condition", "", "1", RP_NO_AXIS, 0, "section 3",
               "1 if k^2 + pi^2/(4 T^2) >= A^2/(3 sigma^4) or A <= 0, which suffices for uniqueness."),
    [OUT_LONGEST] = RP_OUT("existence_horizon", "T_{max}", "time", RP_NO_AXIS, RP_INF_MEANINGFUL, "section 3",
                           "Longest horizon with an equilibrium; infinite with noise or without herding."),
    [OUT_HERDING] = RP_OUT("herding_ratio", "A", "share^2/time^2", RP_NO_AXIS, 0, "eq. 32", "a/b."),
    [OUT_REVERSION] = RP_OUT("reversion_rate", "k", "1/time", RP_NO_AXIS, 0, "eq. 55", "sqrt(c/b)."),
    [OUT_PULL] = RP_OUT("terminal_rate", "\\kappa", "1/time", RP_NO_AXIS, 0, "eq. 59", "d/b."),
    [OUT_BACKWARD] =
        RP_OUT("backward_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 20",
               "Residual of the equation of u on a grid, differences of fourth order in time, relative."),
    [OUT_FORWARD] = RP_OUT("forward_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 21",
                           "Residual of the equation of m on that grid, relative."),
    [OUT_MASS] = RP_OUT("mass_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 47",
                        "Largest |D - E^2/(4R) - ln(-R/pi)/2|."),
    [OUT_COLLOCATION] = RP_OUT("collocation_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 32",
                               "Residual of the variance's equations between the nodes, relative."),
    [OUT_NEWTON] = RP_OUT("newton_steps", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 3",
                          "Newton steps of the path shown."),
    [OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 3", "Its panels."),
    [OUT_TAIL] = RP_OUT("tail", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 3",
                        "Its largest last Chebyshev coefficients."),
    [OUT_EXPECTED_VALUE] = RP_OUT("expected_value", "E u(X_0, 0)", "cash", RP_NO_AXIS, 0, "eq. 17",
                                  "Mean of the value function over the initial positions, which equals U."),
};

RP_MODEL_LENGTHS(game, PARAMS, OUTPUTS);

static bool wants_any(const rp_call *call, uint32_t first, uint32_t last) {
  for (uint32_t i = first; i <= last; ++i)
    if (rp_call_wants(call, i)) return true;
  return false;
}

/* What needs no equilibrium. */
static rp_status put_parameters(const rp_call *call, const rp_retail *retail, const rp_times *times,
                                rp_mean_basis *kept) {
  double y, longest = INFINITY;
  if (rp_call_wants(call, OUT_LONGEST) && retail->sigma == 0 && retail->A > 0)
    longest = rp_noiseless_longest(retail, &y);
  const rp_number numbers[] = {{OUT_TURNPIKE, retail->vstar},
                               {OUT_OMEGA, retail->omega},
                               {OUT_STIFFNESS, retail->omega * retail->horizon},
                               {OUT_MEAN_ZERO, rp_mean_zero(retail, retail->horizon)},
                               {OUT_UNIQUE, rp_retail_is_unique_by_condition(retail)},
                               {OUT_LONGEST, longest},
                               {OUT_HERDING, retail->A},
                               {OUT_REVERSION, retail->k},
                               {OUT_PULL, retail->kappa}};
  rp_status status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times->count, times->at);
  if (status == RP_OK) status = rp_call_put_mean(call, retail, times, kept, OUT_MEAN, OUT_RATE);
  if (status != RP_OK || !rp_call_wants(call, OUT_BOUND)) return status;
  double *bound = rp_call_vector(call, OUT_BOUND, times->count);
  for (int64_t i = 0; bound && i < times->count; ++i)
    bound[i] = rp_variance_without_herding(retail, times->at[i], NULL);
  return bound ? RP_OK : RP_NO_MEMORY;
}

/* Tables over all equilibria; NULL where unwanted. */
typedef struct per_solution {
  double *terminal, *actions, *utilities, *energies, *differences, *variances, *feedbacks;
} per_solution;

static rp_status open_tables(const rp_call *call, const rp_game *game, const rp_times *times,
                             per_solution *s) {
  const struct {
    uint32_t output;
    double **to;
  } vectors[] = {{OUT_TERMINAL, &s->terminal},
                 {OUT_ACTIONS, &s->actions},
                 {OUT_UTILITIES, &s->utilities},
                 {OUT_ENERGIES, &s->energies},
                 {OUT_DIFFERENCES, &s->differences}},
    matrices[] = {{OUT_VARIANCES, &s->variances}, {OUT_FEEDBACKS, &s->feedbacks}};
  for (uint32_t i = 0; i < RP_COUNT_OF(vectors); ++i)
    if (rp_call_wants(call, vectors[i].output) &&
        !(*vectors[i].to = rp_call_vector(call, vectors[i].output, game->count)))
      return RP_NO_MEMORY;
  for (uint32_t i = 0; i < RP_COUNT_OF(matrices); ++i)
    if (rp_call_wants(call, matrices[i].output) &&
        !(*matrices[i].to = rp_call_matrix(call, matrices[i].output, game->count, times->count)))
      return RP_NO_MEMORY;
  if (!rp_call_wants(call, OUT_SOLUTION)) return RP_OK;
  double *numbers = rp_call_vector(call, OUT_SOLUTION, game->count);
  for (int i = 0; numbers && i < game->count; ++i)
    numbers[i] = i + 1;
  return numbers ? RP_OK : RP_NO_MEMORY;
}

static double terminal_variance(const rp_trajectory *path) {
  return exp(2 * path->l[(path->degree + 1) * path->panels - 1]);
}

static void fill_solution(const rp_game *game, int i, const rp_trajectory *path, const rp_times *times,
                          per_solution *s) {
  double z = terminal_variance(path);
  if (s->actions) s->actions[i] = rp_game_action(game->retail, path);
  if (s->utilities) s->utilities[i] = rp_game_utility(game->retail, path);
  if (s->differences) s->differences[i] = fabs(z / game->all[i].end.z - 1);
  for (int64_t j = 0; (s->variances || s->feedbacks) && j < times->count; ++j) {
    double l, P;
    rp_trajectory_at(path, times->at[j], &l, &P);
    if (s->variances) s->variances[i * times->count + j] = exp(2 * l);
    if (s->feedbacks) s->feedbacks[i * times->count + j] = P / game->retail->b;
  }
}

/* All equilibria. The lower one without noise may be too steep for a path; its action is known from its orbit. Where the
 * orbit knows the terminal variance less well, the path's own is taken if there is one. */
static rp_status put_solutions(const rp_call *call, rp_game *game, const rp_times *times, double tolerance,
                               rp_trajectory *path) {
  per_solution s = {0};
  rp_status status = open_tables(call, game, times, &s);
  if (status != RP_OK) return status;
  bool wanted = s.actions || s.utilities || s.differences || s.variances || s.feedbacks;
  for (int i = 0; i < game->count; ++i) {
    bool rough = rp_game_is_rough(game, i), needed = wanted || isnan(game->all[i].end.z);
    rp_game_status found = needed || rough ? rp_game_path(game, i, tolerance, path) : RP_GAME_SOLVED;
    bool steep = found != RP_GAME_SOLVED && game->retail->sigma == 0 && i == 0 && game->count == 2;
    if (found != RP_GAME_SOLVED && needed && !steep) return rp_call_game_status(call, game, found);
    if (wanted && !steep) fill_solution(game, i, path, times, &s);
    if (steep && s.actions && !isnan(game->noiseless[0]))
      rp_noiseless_time(game->retail, game->noiseless[0], &s.actions[0]);
    if (s.terminal)
      s.terminal[i] = rough && found == RP_GAME_SOLVED ? terminal_variance(path) : game->all[i].end.z;
    bool turnpike = game->retail->A > 0 && game->retail->sigma > 0;
    if (s.energies) s.energies[i] = turnpike ? game->all[i].delta : NAN;
  }
  return RP_OK;
}

static rp_status put_path(const rp_call *call, const rp_retail *retail, const rp_trajectory *path,
                          const rp_times *times) {
  enum { COLUMNS = 7 };
  const uint32_t outputs[COLUMNS] = {OUT_VARIANCE, OUT_FEEDBACK, OUT_B, OUT_C, OUT_D, OUT_E, OUT_R};
  double *columns[COLUMNS] = {NULL};
  for (int i = 0; i < COLUMNS; ++i)
    if (rp_call_wants(call, outputs[i]) && !(columns[i] = rp_call_vector(call, outputs[i], times->count)))
      return RP_NO_MEMORY;
  for (int64_t j = 0; j < times->count; ++j) {
    rp_coefficients c = rp_game_coefficients(retail, path, times->at[j]);
    const double row[COLUMNS] = {c.variance, c.slope, c.B, c.C, c.D, c.E, c.R};
    for (int i = 0; i < COLUMNS; ++i)
      if (columns[i]) columns[i][j] = row[i];
  }
  return RP_OK;
}

static rp_status read_positions(const rp_call *call, const rp_retail *retail, const rp_trajectory *path,
                                const rp_times *times, rp_times *positions) {
  enum { DEFAULT_POSITIONS = 121 };
  if (rp_call_has(call, PARAM_POSITIONS)) {
    const rp_value *value = rp_call_value(call, PARAM_POSITIONS);
    *positions = (rp_times){.count = value->shape[0], .at = value->data};
    return RP_OK;
  }
  double low = INFINITY, high = -INFINITY, *grid = rp_call_doubles(call, DEFAULT_POSITIONS);
  if (!grid) return RP_NO_MEMORY;
  for (int64_t j = 0; j < times->count; ++j) {
    rp_coefficients c = rp_game_coefficients(retail, path, times->at[j]);
    low = fmin(low, c.mean - 4 * sqrt(c.variance));
    high = fmax(high, c.mean + 4 * sqrt(c.variance));
  }
  for (int i = 0; i < DEFAULT_POSITIONS; ++i)
    grid[i] = low + (high - low) * i / (DEFAULT_POSITIONS - 1);
  *positions = (rp_times){.count = DEFAULT_POSITIONS, .at = grid};
  return RP_OK;
}

static rp_status put_fields(const rp_call *call, const rp_retail *retail, const rp_trajectory *path,
                            const rp_times *times, const double *centres) {
  rp_times positions;
  if (!wants_any(call, OUT_POSITION, OUT_ALPHA)) return RP_OK;
  rp_status status = read_positions(call, retail, path, times, &positions);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_POSITION, positions.count, positions.at);
  if (status != RP_OK) return status;
  double *tables[3] = {NULL};
  for (uint32_t i = 0; i < 3; ++i)
    if (rp_call_wants(call, OUT_DENSITY + i) &&
        !(tables[i] = rp_call_matrix(call, OUT_DENSITY + i, times->count, positions.count)))
      return RP_NO_MEMORY;
  for (int64_t j = 0; j < times->count; ++j) {
    rp_coefficients c = rp_game_coefficients(retail, path, times->at[j]);
    for (int64_t i = 0; i < positions.count; ++i) {
      double x = positions.at[i], off = x - c.mean;
      int64_t at = j * positions.count + i;
      if (tables[0]) tables[0][at] = exp(c.R * off * off) * sqrt(-c.R / 3.14159265358979323846);
      if (tables[1]) tables[1][at] = centres[j] + off * (retail->b * c.rate + off * c.C);
      if (tables[2]) tables[2][at] = c.rate + c.slope * off;
    }
  }
  return RP_OK;
}

static rp_status put_values(const rp_call *call, const rp_retail *retail, const rp_trajectory *path,
                            const rp_times *times) {
  double *centres = rp_call_doubles(call, times->count);
  if (!centres) return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_A0)) {
    double *constants = rp_call_vector(call, OUT_A0, times->count);
    if (!constants) return RP_NO_MEMORY;
    rp_game_constants(retail, path, times->count, times->at, constants);
  }
  if (rp_call_wants(call, OUT_VALUE)) rp_game_centres(retail, path, times->count, times->at, centres);
  return put_fields(call, retail, path, times, centres);
}

static rp_status put_checks(const rp_call *call, rp_game *game, const rp_trajectory *path, int index) {
  const rp_retail *p = game->retail;
  rp_game_residuals r = {0, 0, 0};
  if (wants_any(call, OUT_BACKWARD, OUT_MASS)) r = rp_game_check(p, path);
  double between = rp_call_wants(call, OUT_COLLOCATION) ? rp_trajectory_residual(path, &game->problem) : 0;
  double value = 0, start = 0;
  if (rp_call_wants(call, OUT_EXPECTED_VALUE)) {
    rp_coefficients c = rp_game_coefficients(p, path, 0);
    rp_game_centres(p, path, 1, &start, &value);
    value += c.C * p->v0;
  }
  const rp_number numbers[] = {{OUT_SELECTED, index + 1},
                               {OUT_ACTION, rp_call_wants(call, OUT_ACTION) ? rp_game_action(p, path) : 0},
                               {OUT_UTILITY, rp_call_wants(call, OUT_UTILITY) ? rp_game_utility(p, path) : 0},
                               {OUT_BACKWARD, r.backward},
                               {OUT_FORWARD, r.forward},
                               {OUT_MASS, r.mass},
                               {OUT_COLLOCATION, between},
                               {OUT_NEWTON, path->newton_steps},
                               {OUT_PANELS, path->panels},
                               {OUT_TAIL, path->tail},
                               {OUT_EXPECTED_VALUE, value}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

static rp_status solve_kept(const rp_call *call, void *kept) {
  rp_retail retail;
  rp_times times;
  rp_status status = rp_call_retail(call, &retail);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, retail.horizon, "horizon", &times);
  if (status == RP_OK) status = put_parameters(call, &retail, &times, kept);
  bool all = wants_any(call, OUT_COUNT, OUT_FEEDBACKS);
  bool one = wants_any(call, OUT_VARIANCE, OUT_FEEDBACK) || wants_any(call, OUT_SELECTED, OUT_UTILITY) ||
             wants_any(call, OUT_A0, OUT_ALPHA) || wants_any(call, OUT_BACKWARD, OUT_EXPECTED_VALUE);
  if (status != RP_OK || (!all && !one)) return status;

  rp_game game;
  rp_trajectory path;
  int degree = (int)rp_call_integer(call, PARAM_NODES), index = 0;
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  if (!rp_call_game(call, &retail, &game) || !rp_call_path(call, RP_PATH_PANELS, degree, &path))
    return RP_NO_MEMORY;
  status = rp_call_game_status(call, &game, rp_game_enumerate(&game));
  if (status == RP_OK) status = rp_call_put(call, OUT_COUNT, game.count);
  if (status == RP_OK && all) status = put_solutions(call, &game, &times, tolerance, &path);
  if (status != RP_OK || !one) return status;
  status = rp_call_selected(call, &game, rp_call_integer(call, PARAM_SELECTED), PARAM_SELECTED, degree,
                            tolerance, &path, &index);
  if (status == RP_OK) status = put_path(call, &retail, &path, &times);
  if (status == RP_OK) status = put_values(call, &retail, &path, &times);
  return status == RP_OK ? put_checks(call, &game, &path, index) : status;
}

rp_status rp_game_model_solve(const rp_call *call) {
  return solve_kept(call, NULL);
}

static rp_status solve_batch(const rp_batch *batch) {
  rp_mean_basis memory, *kept;
  if (!rp_batch_basis(batch, PARAM_TIMES, &memory, &kept)) return RP_NO_MEMORY;
  return rp_batch_points_solve(batch, solve_kept, kept);
}

const void *rp_game_model_extension(const char *id) {
  static const rp_batch_extension batch = {.struct_size = sizeof batch, .solve = solve_batch};
  return strcmp(id, RP_BATCH_EXTENSION) == 0 ? &batch : NULL;
}
