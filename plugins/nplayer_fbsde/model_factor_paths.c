/* model_factor_paths.c - `nplayer_factor_paths`: equilibrium paths along simulated factor paths. Schema and glue; the fields come from
 * model_factors.h, the paths from model_factor_simulation.c. */
#include "model_factor_paths.h"
#include "model_list.h"
#include "model_limits.h"
#include "numerics/chebyshev_series.h"

RP_MODEL_LENGTHS(factor_paths, PARAMS, OUTPUTS);

const rp_dim rp_factor_paths_dims[] = {
    RP_TYPE_DIM,
    RP_FACTOR_DIMS,
    {.name = "points", .doc = "Equidistant times.", .min = 3, .max = 10001},
    {.name = "time", .doc = "Times of the outputs.", .min = 3, .max = 10001, .of = "points"},
    {.name = "reported", .doc = "Paths that are kept.", .min = 1, .max = 100000},
    RP_LATE("quantile", 0, 1000, "Quantiles of the inventories.")};

const rp_param rp_factor_paths_params[] = {
    RP_TYPE_ENTRIES,
    RP_FACTOR_ENTRIES,
    RP_INTEGER_ENTRY("paths", "", RP_BETWEEN(2, 10000000), 4096, RP_NUMERICAL, "", "Simulated paths."),
    RP_INTEGER_ENTRY("reported", "", RP_BETWEEN(1, 100000), 16, RP_NUMERICAL, "",
                     "How many of them are kept."),
    {RP_WORDS_("quantiles", "", "1", "", "Levels of the bands of inventories."), .kind = RP_ARRAY,
     .flags = RP_OPTIONAL | RP_NUMERICAL | RP_INCREASING, RP_BETWEEN(0, 1), .preset = RP_ABSENT,
     .axes = RP_ON("quantile")},
    RP_INTEGER_ENTRY("points", "", RP_BETWEEN(3, 10001), 61, RP_NUMERICAL, "",
                     "Equidistant times from 0 to the horizon, steps of the simulation between them.")};

const rp_output rp_factor_paths_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_FACTOR_PATHS] = RP_OUT("factor_paths", "z_t", "1", RP_ON("reported", "factor", "time"), 0,
                                "section 4", "Factors along the paths kept; regimes are numbered from 1."),
    [OUT_INVENTORY_PATHS] = RP_OUT("inventory_paths", "m_k(t)", "share", RP_ON("reported", "type", "time"), 0,
                                   "section 4", "Mean inventory of each type along them."),
    [OUT_RATE_PATHS] = RP_OUT("rate_paths", "\\xi_k(t)", "share/time", RP_ON("reported", "type", "time"), 0,
                              "section 4", "Mean rate of each type along them; positive: buys."),
    [OUT_FEEDBACK_PATHS] =
        RP_OUT("feedback_paths", "N(t, z_t)", "cash/share^2", RP_ON("reported", "type", "type", "time"), 0,
               "section 4", "N along them: type means m have the marginal values 2 N m + q."),
    [OUT_FORCING_PATHS] = RP_OUT("forcing_paths", "q(t, z_t)", "cash/share",
                                 RP_ON("reported", "type", "time"), 0, "section 4", "q along them."),
    [OUT_MEAN] = RP_OUT("mean_inventory", "E m_k(t)", "share", RP_ON("type", "time"), 0, "section 4",
                        "Mean over all paths."),
    [OUT_DEVIATION] = RP_OUT("inventory_deviation", "", "share", RP_ON("type", "time"), 0, "section 4",
                             "Standard deviation over all paths."),
    [OUT_BANDS] = RP_OUT("bands", "", "share", RP_ON("quantile", "type", "time"), 0, "section 4",
                         "Quantiles over all paths, linear between order statistics."),
    [OUT_QUANTILE] = RP_OUT("quantile", "", "1", RP_ON("quantile"), 0, "", "Levels of the bands."),
    [OUT_COSTS] = RP_OUT("costs", "J_k", "cash", RP_ON("type"), 0, "section 3",
                         "Mean cost of an agent whose inventory is its type's mean; besides the standard "
                         "error it has the bias of the steps between `points`, of order two."),
    [OUT_COST_ERROR] =
        RP_OUT("cost_error", "", "cash", RP_ON("type"), RP_DIAGNOSTIC, "", "Standard error of the costs."),
    [OUT_OUTSIDE] =
        RP_OUT("outside", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Times and paths at which the factor was beyond its interval, and taken at its end."),
    [OUT_ERROR] = RP_OUT("error_estimate", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                         "Estimated relative error of the fields that lead the paths."),
    RP_METHOD_OUTPUTS(OUT_METHOD)};

static rp_status check_reported(const rp_call *call) {
  int64_t reported = rp_call_integer(call, PARAM_REPORTED), paths = rp_call_integer(call, PARAM_PATHS);
  if (reported <= paths) return RP_OK;
  return rp_call_report(call, RP_BAD_INPUT, "more-reported-than-simulated", PARAM_REPORTED, (double)reported,
                        "'reported' is %lld, there are %lld paths", (long long)reported, (long long)paths);
}

/* Makes Chebyshev coefficients of the nodal values at all times. */
static rp_status to_series(const rp_call *call, int64_t times, int64_t unknowns, rp_factor_answer *answer) {
  int64_t nodes = answer->resolution + 1;
  double *series = rp_call_doubles(call, times * unknowns * nodes);
  if (!series) return RP_NO_MEMORY;
  for (int64_t i = 0; i < times * unknowns; ++i)
    rp_chebyshev_coefficients(answer->resolution, answer->nodal + i * nodes, series + i * nodes);
  answer->nodal = series;
  return RP_OK;
}

/* N and q at all times of the paths, wherever factors may go. */
static rp_status solve_fields(const rp_factor_setup *setup, const rp_type_game *game,
                              const rp_field_places *places, rp_type_system *system,
                              rp_factor_answer *answer) {
  rp_type_wishes wishes = {.feedback = true, .forcing = true};
  for (int64_t k = 0; k < game->types; ++k)
    wishes.own = wishes.own || game->residue[k] < 0;
  rp_status status = rp_types_check_own(setup, game, TYPE_PENALTY);
  if (status == RP_OK) status = rp_type_system_make(setup, game, &wishes, TYPE_PENALTY, system);
  if (status == RP_OK)
    status = rp_factor_solve(setup, &system->reaction, system->terminal, NULL, places, system->lower,
                             system->upper, true, answer);
  if (status == RP_OK && answer->method == METHOD_CHEBYSHEV && setup->regimes == 0)
    status = to_series(setup->call, places->all_count, system->fields.unknowns, answer);
  return status;
}

rp_status rp_factor_paths_model_solve(const rp_call *call) {
  rp_factor_setup setup;
  rp_field_places places;
  rp_type_game game;
  rp_type_system system;
  rp_factor_answer answer;
  int64_t points = rp_call_integer(call, PARAM_POINTS);
  double horizon = rp_call_real(call, TYPE_HORIZON), *times = rp_call_doubles(call, points);
  if (!times) return RP_NO_MEMORY;
  for (int64_t k = 0; k < points; ++k)
    times[k] = horizon * (double)k / (double)(points - 1);
  rp_status status = rp_types_read(call, &game);
  if (status == RP_OK) status = check_reported(call);
  if (status == RP_OK) status = rp_model_check_inventories(call, TYPE_INVENTORIES, "inventories");
  if (status == RP_OK) status = rp_factor_read(call, PARAM_FACTORS, horizon, &setup);
  if (status == RP_OK) status = rp_field_read(call, -1, &setup, &places);
  if (status != RP_OK) return status;
  setup.grid_steps = points - 1;
  setup.without_error = !rp_call_wants(call, OUT_ERROR);
  /* Regression works on the start alone; its steps are those of the paths. */
  if (!rp_factor_samples(&setup)) {
    places.all_times = times;
    places.all_count = points;
  }
  status = solve_fields(&setup, &game, &places, &system, &answer);
  if (status != RP_OK) return status;
  rp_simulation s = {.call = call,
                     .setup = &setup,
                     .game = &game,
                     .system = &system,
                     .places = &places,
                     .answer = &answer,
                     .problem = rp_factor_problem(&setup, &system.reaction, NULL, &places, NULL, NULL),
                     .regression = answer.regression,
                     .paths = rp_call_integer(call, PARAM_PATHS),
                     .points = points,
                     .factors = setup.factors,
                     .h = horizon / (double)(points - 1)};
  status = rp_simulation_prepare(&s);
  if (status == RP_OK)
    status = call->host->parallel(call->host, s.paths, RP_SIMULATION_BLOCK, rp_simulation_run, &s);
  return status == RP_OK ? rp_simulation_put(&s, times) : status;
}
