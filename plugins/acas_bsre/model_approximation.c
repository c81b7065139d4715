/*
 * model_approximation.c - `guo2025_approximation`: the game of section 5 without noise, the order flow at its mean. Schema and glue; the
 * mathematics is in approximation.h, shares.h, numerics/boundary_problem.h.
 */
#include "model_approximation.h"
#include "model_list.h"
#include "model_times.h"

enum { PARAM_TIMES = RP_GAME_SHARED_PARAMS, PARAM_POINTS, PARAMS };
enum {
  OUT_TIME,
  OUT_TRADERS,
  OUT_TRADER_ADJOINTS,
  OUT_RATES,
  OUT_MAKERS,
  OUT_MAKER_ADJOINTS,
  OUT_ASKS,
  OUT_BIDS,
  OUT_ASK_SHARES,
  OUT_BID_SHARES,
  OUT_CROSSED,
  OUT_CONSTANT,
  OUT_ITERATIONS,
  OUT_PANELS,
  OUT_RESIDUAL,
  OUT_RESOLUTION,
  OUTPUTS
};
RP_MODEL_LENGTHS(approximation, PARAMS, OUTPUTS);

const rp_dim rp_approximation_dims[] = {RP_GAME_DIMS, RP_TIME_DIM};
const rp_param rp_approximation_params[] = {RP_GAME_PARAM_TABLE, RP_TIMES_ENTRIES};

#define OF_TRADERS(name, symbol, unit, source, doc)                                                          \
  RP_OUT(name, symbol, unit, RP_ON("trader", "time"), 0, source, doc)
#define OF_MAKERS(name, symbol, unit, source, doc)                                                           \
  RP_OUT(name, symbol, unit, RP_ON("maker", "time"), 0, source, doc)
const rp_output rp_approximation_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_TRADERS] = OF_TRADERS("trader_paths", "Q^{i,e}", "share", "eq. 41", "Inventories of the traders."),
    [OUT_TRADER_ADJOINTS] =
        OF_TRADERS("trader_adjoints", "Y^{i,e}", "cash/share", "eq. 41", "Adjoints of the traders."),
    [OUT_RATES] = OF_TRADERS("rates", "v^i", "share/time", "eq. 39", "Rates of the traders."),
    [OUT_MAKERS] = OF_MAKERS("maker_paths", "Q^{i,m}", "share", "eq. 40", "Inventories of the makers."),
    [OUT_MAKER_ADJOINTS] =
        OF_MAKERS("maker_adjoints", "Y^{i,m}", "cash/share", "eq. 40", "Adjoints of the makers."),
    [OUT_ASKS] = OF_MAKERS("asks", "\\delta^{i,a}", "cash/share", "eq. 42", "Asks above the price."),
    [OUT_BIDS] = OF_MAKERS("bids", "\\delta^{i,b}", "cash/share", "eq. 42", "Bids below the price."),
    [OUT_ASK_SHARES] =
        OF_MAKERS("ask_shares", "\\zeta^i", "1", "definition 5.1", "Shares of the orders at the ask."),
    [OUT_BID_SHARES] =
        OF_MAKERS("bid_shares", "\\zeta^i", "1", "definition 5.1", "Shares of the orders at the bid."),
    [OUT_CROSSED] =
        RP_OUT("crossed", "", "1", RP_NO_AXIS, 0, "", "1 if a bid lies above an ask at one of the times."),
    [OUT_CONSTANT] = RP_OUT("class_constant", "C", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 38",
                            "Least value of (38) at the quotes of all times: must be positive."),
    [OUT_ITERATIONS] =
        RP_OUT("iterations", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Newton steps, all grids together."),
    [OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Panels of the last grid."),
    [OUT_RESIDUAL] = RP_OUT("residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                            "Largest relative residual of the equations."),
    [OUT_RESOLUTION] = RP_OUT("resolution", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                              "What the last Legendre coefficients of a panel still move.")};

typedef struct writer {
  const rp_call *call;
  const rp_approximation *game;
  const rp_boundary_path *path;
  int64_t count;
  const double *times;
  double *to[OUTPUTS];
  double constant;
  bool crossed;
} writer;

static double least_of(int64_t count, const double *numbers) {
  double least = INFINITY;
  for (int64_t i = 0; i < count; ++i)
    least = fmin(least, numbers[i]);
  return least;
}

/* Everything at time number k, whose end of a panel is number `edge`. */
static bool write_time(writer *w, int64_t k, int64_t edge) {
  const rp_approximation *game = w->game;
  int64_t traders = game->traders.count, makers = game->makers.count, n = traders + makers;
  const double *x = w->path->x + edge * n, *y = w->path->y + edge * n;
  double factors[RP_GAME_MOST_FACTORS], buying, selling;
  rp_approximation_state s;
  rp_approximation_factors(game, w->times[k], factors);
  rp_approximation_flow(game, factors, &buying, &selling);
  if (!rp_approximation_evaluate(game, buying, selling, y, &s)) return false;
  const double *const of_traders[] = {x, y, s.rate};
  const double *const of_makers[] = {x + traders, y + traders, s.ask, s.bid, s.ask_share, s.bid_share};
  if (w->to[OUT_TIME]) w->to[OUT_TIME][k] = w->times[k];
  for (int q = 0; q < 3; ++q)
    for (int64_t i = 0; w->to[OUT_TRADERS + q] && i < traders; ++i)
      w->to[OUT_TRADERS + q][i * w->count + k] = of_traders[q][i];
  for (int q = 0; q < 6; ++q)
    for (int64_t i = 0; w->to[OUT_MAKERS + q] && i < makers; ++i)
      w->to[OUT_MAKERS + q][i * w->count + k] = of_makers[q][i];
  w->constant = fmin(w->constant, fmin(rp_shares_constant(&game->makers, s.ask, s.ask_share),
                                       rp_shares_constant(&game->makers, s.bid, s.bid_share)));
  w->crossed = w->crossed || least_of(makers, s.ask) + least_of(makers, s.bid) < 0;
  return true;
}

static rp_status storage(writer *w) {
  for (uint32_t output = OUT_TIME; output <= OUT_BID_SHARES; ++output) {
    if (!rp_call_wants(w->call, output)) continue;
    int64_t players = output < OUT_MAKERS ? w->game->traders.count : w->game->makers.count;
    w->to[output] = output == OUT_TIME ? rp_call_vector(w->call, output, w->count)
                                       : rp_call_matrix(w->call, output, players, w->count);
    if (!w->to[output]) return RP_NO_MEMORY;
  }
  return RP_OK;
}

rp_status rp_approximation_model_solve(const rp_call *call) {
  rp_approximation game;
  rp_boundary_path path;
  rp_boundary_report report;
  writer w = {.call = call, .game = &game, .path = &path, .constant = INFINITY};
  rp_status status = rp_call_game(call, &game);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, game.horizon, &w.count, &w.times);
  if (status == RP_OK)
    status = rp_call_game_path(call, &game, rp_call_real(call, RP_GAME_TOLERANCE), w.count, w.times, &path,
                               &report);
  if (status == RP_OK) status = storage(&w);
  if (status != RP_OK) return status;
  for (int64_t k = 0; k < w.count; ++k) {
    int64_t panel = rp_boundary_panel(&path, w.times[k]);
    if (!write_time(&w, k, path.edge[panel] == w.times[k] ? panel : panel + 1))
      return rp_call_report(call, RP_NOT_CONVERGED, "quotes-not-found", -1, w.times[k],
                            "the quote map does not settle at t = %.6g", w.times[k]);
  }
  if (w.crossed)
    rp_call_report(call, RP_OK, "crossed-quotes", RP_GAME_MAKERS, NAN,
                   "a bid lies above an ask: quotes cross");
  const rp_number numbers[] = {
      {OUT_CROSSED, w.crossed},          {OUT_CONSTANT, w.constant},      {OUT_ITERATIONS, report.iterations},
      {OUT_PANELS, (double)path.panels}, {OUT_RESIDUAL, report.residual}, {OUT_RESOLUTION, report.tail}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}
