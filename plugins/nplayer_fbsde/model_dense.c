/*
 * model_dense.c - `nplayer_dense`: the game of different agents by three other routes, and how far `nplayer_game`'s method is from
 * them. Schema and glue; the mathematics is in dense.h.
 */
#include "dense.h"
#include "model_agents.h"
#include "model_aggregate.h"
#include "model_list.h"
#include "model_limits.h"
#include "model_sorted.h"
#include "model_times.h"

enum {
  PARAM_HORIZON,
  PARAM_IMPACT,
  PARAM_VOLATILITY,
  PARAM_DRIFT,
  PARAM_SLIPPAGE,
  PARAM_RISK,
  PARAM_PENALTY,
  PARAM_INVENTORIES,
  PARAM_ROUTE,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum { OUT_TIME, OUT_INVENTORY, OUT_TOTAL, OUT_DEVIATION, OUT_RCOND, OUT_ROOT, OUT_SECULAR, OUTPUTS };
RP_MODEL_LENGTHS(dense, PARAMS, OUTPUTS);
enum { MOST_AGENTS = 300, LANES = RP_AGENT_LANES };

typedef bool dense_route(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots);
static const char *const route_names[] = {"exponential", "modes", "riccati", NULL};
static dense_route *const routes[] = {rp_dense_exponential, rp_dense_modes, rp_dense_riccati};
enum { MODES = 1 };

const rp_dim rp_dense_dims[] = {
    {.name = "agent", .doc = "Agents.", .min = 1, .max = MOST_AGENTS},
    RP_TIME_DIM,
    RP_LATE("mode", 0, 2 * MOST_AGENTS, "Modes, two per agent, by rate; none but on the route of modes.")};

const rp_param rp_dense_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",
                  "Permanent impact of every agent."),
    RP_REAL_ENTRY("volatility", "\\sigma", "cash/share/time^0.5", RP_NONNEGATIVE, 1, 0, "section 4",
                  "Volatility of the price."),
    RP_REAL_ENTRY("drift", "b", "cash/share/time", RP_ANY, 0, 0, "section 4", "Drift of the price."),
    RP_AGENT_ENTRY("temporary_impact", "\\eta_i", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,
                   "Temporary impact of each agent on its own price."),
    RP_AGENT_ENTRY("risk_aversion", "\\alpha_i", "1/cash", RP_NONNEGATIVE, 1, 0,
                   "Weight of risk of each agent."),
    RP_AGENT_ENTRY("terminal_penalty", "\\phi_i", "cash/share^2", RP_ANY, 1, 0,
                   "Weight of each agent's squared inventory left at the horizon."),
    RP_AGENT_ENTRY("inventories", "x_i", "share", RP_ANY, RP_ABSENT, 0, "Inventories at the start."),
    RP_CHOICE_ENTRY("route", route_names, 0, RP_NUMERICAL, "section 4",
                    "The exponential of the whole system; its modes, from the roots of one scalar equation; "
                    "or the matrix Riccati equation."),
    RP_TIMES_ENTRIES};

const rp_output rp_dense_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_INVENTORY] = RP_OUT("inventory_paths", "X_i", "share", RP_ON("agent", "time"), 0, "section 4",
                             "Inventories of all agents."),
    [OUT_TOTAL] = RP_OUT("aggregate", "W", "share", RP_ON("time"), 0, "section 4", "Sum of the inventories."),
    [OUT_DEVIATION] = RP_OUT("deviation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                             "Largest difference of an inventory from that of nplayer_game's method, "
                             "relative to the largest inventory."),
    [OUT_RCOND] =
        RP_OUT("conditioning", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "",
               "Reciprocal condition number of the boundary conditions; NaN on the route of Riccati."),
    [OUT_ROOT] =
        RP_OUT("rates", "r_k", "1/time", RP_ON("mode"), 0, "",
               "Rates of the modes: roots of 1 + (lambda r/2) sum 1/(eta_i r^2 - lambda r/2 - a_i)."),
    [OUT_SECULAR] =
        RP_OUT("rates_residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "",
               "Largest residual of that equation relative to the size of its terms; NaN on other routes.")};

/* Inventories of all agents by nplayer_game's method at its default settings but a tolerance near rounding, [agents][count]. */
static rp_status elimination(const rp_call *call, const rp_dense_game *game, const rp_dense_paths *paths,
                             double *inventory) {
  const double one[] = {1}, nothing[] = {0}, sigma[] = {rp_call_real(call, PARAM_VOLATILITY)},
               drift[] = {game->drift};
  enum { STAGES = 12 };
  static const double tolerance = 1e-12;
  const double *of[] = {one, one, sigma, drift};
  rp_curve curves[4];
  for (int k = 0; k < 4; ++k)
    curves[k] = (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = nothing, .data = of[k]};
  rp_population p = {.agents = game->agents,
                     .horizon = game->horizon,
                     .impact = game->impact,
                     .slippage = game->slippage,
                     .risk_aversion = rp_call_array(call, PARAM_RISK),
                     .penalty = rp_call_array(call, PARAM_PENALTY),
                     .start = game->start,
                     .slippage_shape = curves[0],
                     .risk_shape = curves[1],
                     .volatility = curves[2],
                     .drift = curves[3]};
  rp_aggregate_options options = {.stages = STAGES, .tolerance = tolerance, .penalty_param = PARAM_PENALTY};
  rp_aggregate a;
  rp_status status = rp_model_aggregate(call, &p, game->residue, &options, &a);
  if (status != RP_OK) return status;
  int64_t nodes = rp_coupled_nodes(&a.game), edges = a.panels + 1;
  double *work = rp_call_doubles(call, rp_coupled_respond_workspace(&a.game)),
         *all = rp_call_doubles(call, (nodes + 2 * edges) * LANES);
  if (!work || !all) return RP_NO_MEMORY;
  rp_coupled_paths found = {all, all + nodes * LANES, all + (nodes + edges) * LANES};
  for (int64_t first = 0; first < p.agents; first += LANES) {
    int64_t some = p.agents - first < LANES ? p.agents - first : LANES;
    rp_coupled_respond(&a.game, first, some, a.forcing, &found, work);
    for (int64_t k = 0; k < paths->count; ++k) {
      rp_panel_place place = rp_aggregate_place(&a, paths->times[k]);
      for (int64_t l = 0; l < some; ++l)
        inventory[(first + l) * paths->count + k] = rp_aggregate_inventory(&a, &place, &found, l);
    }
  }
  return RP_OK;
}

static rp_status put_deviation(const rp_call *call, const rp_dense_game *game, const rp_dense_paths *paths) {
  if (!rp_call_wants(call, OUT_DEVIATION)) return RP_OK;
  int64_t numbers = game->agents * paths->count;
  double *other = rp_call_doubles(call, numbers), worst = 0, size = 0;
  if (!other) return RP_NO_MEMORY;
  rp_status status = elimination(call, game, paths, other);
  if (status != RP_OK) return status;
  for (int64_t i = 0; i < numbers; ++i) {
    worst = fmax(worst, fabs(other[i] - paths->inventory[i]));
    size = fmax(size, fabs(paths->inventory[i]));
  }
  return rp_call_put(call, OUT_DEVIATION, worst > 0 ? worst / size : 0);
}

static rp_status put(const rp_call *call, const rp_dense_game *game, rp_dense_paths *paths, bool modes) {
  int64_t n = game->agents, count = paths->count;
  rp_status status = rp_call_put_vector(call, OUT_TIME, count, paths->times);
  if (status == RP_OK) status = rp_call_put_matrix(call, OUT_INVENTORY, n, count, paths->inventory);
  if (status == RP_OK && rp_call_wants(call, OUT_TOTAL)) {
    double *total = rp_call_vector(call, OUT_TOTAL, count);
    if (!total) return RP_NO_MEMORY;
    for (int64_t k = 0; k < count; ++k) {
      total[k] = 0;
      for (int64_t i = 0; i < n; ++i)
        total[k] += paths->inventory[i * count + k];
    }
  }
  if (modes) rp_model_sort(2 * n, paths->roots);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_ROOT, modes ? 2 * n : 0, paths->roots);
  if (status == RP_OK) status = rp_call_put(call, OUT_RCOND, paths->rcond);
  if (status == RP_OK) status = rp_call_put(call, OUT_SECULAR, modes ? paths->residual : NAN);
  return status == RP_OK ? put_deviation(call, game, paths) : status;
}

rp_status rp_dense_model_solve(const rp_call *call) {
  int64_t n = rp_call_value(call, PARAM_INVENTORIES)->shape[0], route = rp_call_integer(call, PARAM_ROUTE);
  double sigma = rp_call_real(call, PARAM_VOLATILITY), *numbers = rp_call_doubles(call, 4 * n);
  if (!numbers) return RP_NO_MEMORY;
  double *risk = numbers, *residue = numbers + n;
  rp_dense_game game = {.agents = n,
                        .horizon = rp_call_real(call, PARAM_HORIZON),
                        .impact = rp_call_real(call, PARAM_IMPACT),
                        .drift = rp_call_real(call, PARAM_DRIFT),
                        .slippage = rp_call_array(call, PARAM_SLIPPAGE),
                        .risk = risk,
                        .residue = residue,
                        .start = rp_call_array(call, PARAM_INVENTORIES)};
  for (int64_t i = 0; i < n; ++i) {
    risk[i] = rp_call_array(call, PARAM_RISK)[i] * sigma * sigma;
    residue[i] = rp_call_array(call, PARAM_PENALTY)[i] - game.impact / 2;
    if (route == MODES && !(risk[i] > 0))
      return rp_call_report(call, RP_UNSUPPORTED, "modes-need-risk", PARAM_RISK, risk[i],
                            "agent %lld minds no risk (risk_aversion times volatility^2 is %g): its modes "
                            "grow linearly, take another 'route'",
                            (long long)(i + 1), risk[i]);
  }
  rp_dense_paths paths = {.roots = numbers + 2 * n};
  rp_status status = rp_model_times(call, PARAM_TIMES, game.horizon, &paths.count, &paths.times);
  if (status == RP_OK) status = rp_model_check_inventories(call, PARAM_INVENTORIES, "inventories");
  if (status != RP_OK) return status;
  double *work = rp_call_doubles(call, rp_dense_workspace(n));
  int32_t *pivots = rp_call_integers(call, rp_dense_pivots(n));
  paths.inventory = rp_call_doubles(call, n * paths.count);
  if (!work || !pivots || !paths.inventory) return RP_NO_MEMORY;
  if (!routes[route](&game, &paths, work, pivots))
    return rp_call_report(call, RP_NO_SOLUTION, "singular", -1, NAN,
                          "the boundary conditions are singular, or out of the numbers' range: there is no "
                          "equilibrium, or there are many, or the horizon is too long for this 'route'");
  return put(call, &game, &paths, route == MODES);
}
