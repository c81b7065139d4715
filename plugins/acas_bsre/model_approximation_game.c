/* model_approximation_game.c - see model_approximation.h. */
#include <string.h>
#include "model_approximation.h"
#include "model_laws.h"

static const rp_coef coefs[] =
    RP_REVERTING_COEFS("L_0", "1", "1/time^0.5", 1, NAN, "Long-run mean.", "Value at time zero.");
const rp_process rp_flow_laws[1] = {RP_LAW("ou", "dL = \\kappa(\\theta - L)\\,dt + \\sigma\\,dW", coefs)};

enum { STAGES = 6, PANELS = 4, SPARE_PANELS = 512, MOST_ITERATIONS = 60 };
static const double least_step = 1e-4; /* of the share of the penalties */

static rp_status check_traders(const rp_call *call, const rp_approximation *game) {
  double cross = rp_call_real(call, RP_GAME_CROSS), cost = rp_call_real(call, RP_GAME_COST);
  if (!(fabs(cross) < 2 * cost))
    return rp_call_report(call, RP_BAD_INPUT, "class-violation", RP_GAME_CROSS, cross,
                          "cross_cost is %.6g, its modulus must be below 2 cost = %.6g", cross, 2 * cost);
  if (!(game->traders.low < game->traders.high))
    return rp_call_report(call, RP_BAD_INPUT, "rates-out-of-order", RP_GAME_LARGEST, game->traders.high,
                          "largest_rate is %.6g, it must be above least_rate = %.6g", game->traders.high,
                          game->traders.low);
  return RP_OK;
}

static rp_status read_players(const rp_call *call, rp_approximation *game) {
  int64_t traders = game->traders.count, makers = game->makers.count, n = traders + makers;
  double *numbers = rp_call_doubles(call, 3 * n + traders);
  if (!numbers) return RP_NO_MEMORY;
  static const uint32_t of[3][2] = {{RP_GAME_TRADERS, RP_GAME_MAKERS},
                                    {RP_GAME_TRADER_RUNNING, RP_GAME_MAKER_RUNNING},
                                    {RP_GAME_TRADER_TERMINAL, RP_GAME_MAKER_TERMINAL}};
  for (int k = 0; k < 3; ++k) {
    memcpy(numbers + k * n, rp_call_array(call, of[k][0]), (size_t)traders * sizeof(double));
    memcpy(numbers + k * n + traders, rp_call_array(call, of[k][1]), (size_t)makers * sizeof(double));
  }
  game->start = numbers;
  game->running = numbers + n;
  game->terminal = numbers + 2 * n;
  double *buys = numbers + 3 * n;
  for (int64_t i = 0; i < traders; ++i) {
    if (numbers[i] == 0)
      return rp_call_report(call, RP_BAD_INPUT, "no-direction", RP_GAME_TRADERS, 0,
                            "trader_inventories[%lld] is 0: a trader must have something to buy or to sell",
                            (long long)i + 1);
    buys[i] = numbers[i] < 0;
  }
  game->buys = buys;
  return RP_OK;
}

static rp_status read_flow(const rp_call *call, rp_approximation *game) {
  game->buying = rp_curve_of(rp_call_value(call, RP_GAME_BUYING), 0);
  game->selling = rp_curve_of(rp_call_value(call, RP_GAME_SELLING), 0);
  if (!rp_call_has(call, RP_GAME_FLOW)) return RP_OK;
  game->factor_count = rp_call_value(call, RP_GAME_FLOW)->shape[0];
  game->factors = rp_call_reverting(call, RP_GAME_FLOW);
  return game->factors ? RP_OK : RP_NO_MEMORY;
}

rp_status rp_call_game_copy(const rp_call *call, const rp_approximation *game, rp_approximation *copy) {
  *copy = *game;
  copy->work = rp_call_doubles(call, rp_approximation_workspace(game->traders.count, game->makers.count));
  return copy->work ? RP_OK : RP_NO_MEMORY;
}

rp_status rp_call_game(const rp_call *call, rp_approximation *game) {
  *game = (rp_approximation){
      .traders = {.cost = rp_call_real(call, RP_GAME_COST),
                  .cross = rp_call_real(call, RP_GAME_CROSS),
                  .low = rp_call_has(call, RP_GAME_LEAST) ? rp_call_real(call, RP_GAME_LEAST) : -INFINITY,
                  .high = rp_call_real(call, RP_GAME_LARGEST),
                  .count = rp_call_value(call, RP_GAME_TRADERS)->shape[0]},
      .horizon = rp_call_real(call, RP_GAME_HORIZON)};
  rp_status status =
      rp_model_shares(call, RP_GAME_SHARE, RP_GAME_QUOTE, RP_GAME_MAKERS, "maker_inventories", &game->makers);
  if (status == RP_OK) status = check_traders(call, game);
  if (status == RP_OK) status = read_players(call, game);
  if (status == RP_OK) status = read_flow(call, game);
  return status == RP_OK ? rp_call_game_copy(call, game, game) : status;
}

static rp_status fail(const rp_call *call, rp_boundary_status status, const rp_boundary_report *r) {
  if (status == RP_BOUNDARY_SINGULAR)
    return rp_call_report(call, RP_NO_SOLUTION, "explosion", -1, r->at,
                          "the linearised game has no unique path from t = %.6g on", r->at);
  if (status == RP_BOUNDARY_UNDEFINED)
    return rp_call_report(call, RP_NOT_CONVERGED, "quotes-not-found", -1, r->at,
                          "the quote map does not settle at t = %.6g on a trial path", r->at);
  if (isnan(r->tail))
    return rp_call_report(call, RP_NOT_CONVERGED, "no-convergence", -1, r->step,
                          "Newton's method does not settle: its last step is %.2g", r->step);
  return rp_call_report(call, RP_NOT_CONVERGED, "not-resolved", -1, r->tail,
                        "after %d Newton steps the last step is %.2g and the path is resolved to %.2g",
                        r->iterations, r->step, r->tail);
}

/* The output times and equal panels. */
static void make_edges(double horizon, int64_t count, const double *times, rp_boundary_path *path) {
  int64_t n = 0, i = 0, k = 0;
  while (i <= PANELS || k < count) {
    double equal = i <= PANELS ? horizon * (double)i / PANELS : INFINITY,
           time = k < count ? times[k] : INFINITY;
    double next = fmin(equal, time);
    if (next == equal) ++i;
    if (next == time) ++k;
    path->edge[n++] = next;
  }
  path->panels = n - 1;
}

/* Shares of the penalties: the next one begins with the path of the last one, in proportion. */
static void set_share(rp_boundary_problem *problem, rp_approximation *game, const double *running,
                      double share, double *scaled) {
  int64_t n = problem->n;
  double *terminal = scaled + n;
  for (int64_t i = 0; i < n; ++i) {
    scaled[i] = share * running[i];
    terminal[i * n + i] = 2 * share * game->terminal[i];
  }
  game->running = scaled;
  problem->terminal = terminal;
}

/* With the penalties in full; or, if gradual, from small ones on, in steps that grow while they succeed and are halved otherwise. */
static rp_boundary_status continue_to(rp_boundary_problem *problem, rp_approximation *game, bool gradual,
                                      double tolerance, int64_t most, rp_boundary_path *path,
                                      rp_boundary_path *other, double *work, double *scaled, int32_t *pivots,
                                      rp_boundary_report *report) {
  int64_t nodes = path->panels * path->method->stages * problem->n;
  const double *running = game->running;
  double share = 0, step = 1.0 / 16;
  rp_boundary_status status = RP_BOUNDARY_OK;
  memset(path->at_node, 0, (size_t)nodes * sizeof(double));
  while (gradual && share < 1 && step > least_step) {
    double next = fmin(1, share + step);
    memcpy(other->at_node, path->at_node, (size_t)nodes * sizeof(double));
    for (int64_t i = 0; i < nodes && share > 0; ++i)
      path->at_node[i] *= next / share;
    set_share(problem, game, running, next, scaled);
    status = rp_boundary_solve(problem, path, work, pivots, report);
    if (status == RP_BOUNDARY_OK) {
      share = next;
      step *= 2;
    } else {
      memcpy(path->at_node, other->at_node, (size_t)nodes * sizeof(double));
      step /= 2;
    }
  }
  if (status == RP_BOUNDARY_OK) {
    set_share(problem, game, running, 1, scaled);
    status = rp_boundary_adapt(problem, tolerance, most, path, other, work, pivots, report);
  }
  game->running = running;
  return status;
}

rp_status rp_call_game_path(const rp_call *call, const rp_approximation *game, double tolerance,
                            int64_t count, const double *times, rp_boundary_path *path,
                            rp_boundary_report *report) {
  int64_t n = game->traders.count + game->makers.count, most = count + PANELS + SPARE_PANELS;
  rp_collocation *method = call->host->scratch(call->host, sizeof *method, RP_CALL_ALIGNMENT);
  rp_approximation own;
  rp_status memory = rp_call_game_copy(call, game, &own);
  double *first = rp_call_doubles(call, rp_boundary_path_size(n, STAGES, most)),
         *second = rp_call_doubles(call, rp_boundary_path_size(n, STAGES, most)),
         *work = rp_call_doubles(call, rp_boundary_workspace(n, STAGES, most)),
         *scaled = rp_call_doubles(call, n + n * n), *bound = rp_call_doubles(call, n);
  int32_t *pivots = rp_call_integers(call, n * STAGES);
  if (memory != RP_OK || !method || !first || !second || !work || !scaled || !bound || !pivots)
    return RP_NO_MEMORY;
  memset(scaled, 0, (size_t)(n + n * n) * sizeof *scaled);
  for (int64_t i = 0; i < n; ++i)
    bound[i] = i < game->traders.count ? INFINITY : 1 / game->makers.decay;
  rp_collocation_make(STAGES, method);
  rp_boundary_problem problem = {.n = n,
                                 .field = rp_approximation_field,
                                 .weight = rp_approximation_weight,
                                 .context = &own,
                                 .start = game->start,
                                 .bound = bound,
                                 .tolerance = 1e-11,
                                 .unit = 1 / game->makers.decay,
                                 .iterations = MOST_ITERATIONS};
  rp_boundary_status status = RP_BOUNDARY_OK;
  for (int gradual = 0; gradual < 2; ++gradual) {
    rp_boundary_path other;
    rp_boundary_path_place(n, method, most, first, path);
    rp_boundary_path_place(n, method, most, second, &other);
    make_edges(game->horizon, count, times, path);
    status = continue_to(&problem, &own, gradual != 0, tolerance, most, path, &other, work, scaled, pivots,
                         report);
    if (status == RP_BOUNDARY_OK) return RP_OK;
  }
  return fail(call, status, report);
}
