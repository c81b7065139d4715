/* model_market.c - `guo2025_market`: the general game of section 3 as a boundary problem. Schema and glue; the mathematics is in
 * market.h and numerics/boundary_problem.h. */
#include "model_market.h"
#include "model_list.h"
#include "model_market_inputs.h"
#include "model_times.h"
#include <stdlib.h>

enum {
  PARAM_HORIZON,
  PARAM_TRADERS,
  PARAM_MAKERS,
  PARAM_TRADER_RUNNING,
  PARAM_MAKER_RUNNING,
  PARAM_TRADER_TERMINAL,
  PARAM_MAKER_TERMINAL,
  PARAM_COST,
  PARAM_CROSS,
  PARAM_LOW,
  PARAM_HIGH,
  PARAM_GROWTH,
  PARAM_REACH,
  PARAM_DECAY,
  PARAM_BEND,
  PARAM_WIDTH,
  PARAM_BOUND,
  PARAM_BUYING,
  PARAM_SELLING,
  PARAM_METHOD,
  PARAM_STAGES,
  PARAM_PANELS,
  PARAM_TOLERANCE,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
RP_MODEL_LENGTHS(market, PARAMS, RP_MARKET_OUTPUTS);
enum { AUTOMATIC, SMOOTH, MIDPOINT };
enum {
  NEWTON_STEPS = 80,
  CONTINUATION = 8,
  FIRST_PANELS = 4,
  MOST_PLAYERS = 256,
  FEW_PLAYERS = 8 /* whose full Jacobian is cheaper */
};
static const double most_memory = 8e7; /* doubles of a path's workspace */

static const char *const methods[] = {"automatic", "smooth", "midpoint", NULL};

const rp_dim rp_market_dims[] = {{.name = "trader", .doc = "Traders.", .min = 1, .max = MOST_PLAYERS},
                                 {.name = "maker", .doc = "Makers.", .min = 2, .max = MOST_PLAYERS},
                                 RP_TIME_DIM,
                                 RP_LATE("player", 3, 2 * MOST_PLAYERS, "Traders, then makers.")};

#define EACH(name_, symbol_, unit_, axis_, bounds_, preset_, doc_)                                           \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 3", doc_), .kind = RP_ARRAY, bounds_, .preset = preset_,       \
                                                         .axes = RP_ON(axis_)                                \
  }
const rp_param rp_market_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 3", "Horizon."),
    EACH("trader_inventories", "q^{i,e}", "share", "trader", RP_ANY, RP_ABSENT,
         "Traders' inventories; negative: a buyer, positive: a seller, not 0."),
    EACH("maker_inventories", "q^{i,m}", "share", "maker", RP_ANY, RP_ABSENT, "Makers' inventories."),
    EACH("trader_running", "\\phi^{i,e}", "cash/share^2/time", "trader", RP_NONNEGATIVE, 0,
         "Running penalties of traders."),
    EACH("maker_running", "\\phi^{i,m}", "cash/share^2/time", "maker", RP_NONNEGATIVE, 0,
         "Running penalties of makers."),
    EACH("trader_terminal", "A^{i,e}", "cash/share^2", "trader", RP_NONNEGATIVE, 0.05,
         "Terminal penalties of traders."),
    EACH("maker_terminal", "A^{i,m}", "cash/share^2", "maker", RP_NONNEGATIVE, 0.05,
         "Terminal penalties of makers."),
    RP_COST_ENTRIES,
    RP_INTENSITY_ENTRIES,
    RP_QUOTE_BOUND_ENTRY,
    RP_CURVE_ENTRY("noise_buying", "a(t)", "share/time", "t", "0", "horizon", RP_NONNEGATIVE, 5, 0,
                   "section 3", "Noise orders at the ask."),
    RP_CURVE_ENTRY("noise_selling", "b(t)", "share/time", "t", "0", "horizon", RP_NONNEGATIVE, 5, 0,
                   "section 3", "Noise orders at the bid."),
    RP_CHOICE_ENTRY(
        "method", methods, AUTOMATIC, RP_NUMERICAL, "",
        "smooth: Gauss points on panels that are halved where needed; midpoint: many equal panels, for paths "
        "on which quotes overtake or bounds bind; automatic: the first, then the second."),
    RP_INTEGER_ENTRY("stages", "", RP_BETWEEN(2, 16), 8, RP_NUMERICAL, "",
                     "Gauss points of a panel (smooth)."),
    RP_INTEGER_ENTRY("panels", "", RP_BETWEEN(2, 1000000), 1024, RP_NUMERICAL, "", "Panels (midpoint)."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(0, 1), 1e-11, RP_NUMERICAL | RP_MIN_OPEN, "",
                  "Of Newton's last step and of the resolution (smooth), relative."),
    RP_TIMES_ENTRIES};

const rp_output rp_market_outputs[] = {
    [RP_MARKET_OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [RP_MARKET_OUT_TRADER_PATHS] = RP_OUT("trader_paths", "Q^{i,e}", "share", RP_ON("trader", "time"), 0,
                                          "eq. 13", "Traders' inventories."),
    [RP_MARKET_OUT_TRADER_ADJOINTS] = RP_OUT("trader_adjoints", "Y^{i,e}", "cash/share",
                                             RP_ON("trader", "time"), 0, "eq. 14", "Traders' adjoints."),
    [RP_MARKET_OUT_RATES] =
        RP_OUT("rates", "v^i", "share/time", RP_ON("trader", "time"), 0, "section 3", "Traders' rates."),
    [RP_MARKET_OUT_MAKER_PATHS] = RP_OUT("maker_paths", "Q^{i,m}", "share", RP_ON("maker", "time"), 0,
                                         "eq. 13", "Makers' inventories."),
    [RP_MARKET_OUT_MAKER_ADJOINTS] = RP_OUT("maker_adjoints", "Y^{i,m}", "cash/share", RP_ON("maker", "time"),
                                            0, "eq. 14", "Makers' adjoints."),
    [RP_MARKET_OUT_ASKS] = RP_OUT("asks", "\\delta^{i,a}", "cash/share", RP_ON("maker", "time"), 0,
                                  "section 3", "Asks above the price."),
    [RP_MARKET_OUT_BIDS] = RP_OUT("bids", "\\delta^{i,b}", "cash/share", RP_ON("maker", "time"), 0,
                                  "section 3", "Bids below the price."),
    [RP_MARKET_OUT_FILLS_ASK] = RP_OUT("fills_ask", "", "1", RP_ON("maker", "time"), 0, "section 3",
                                       "Part of the flow at the ask that each maker fills."),
    [RP_MARKET_OUT_FILLS_BID] =
        RP_OUT("fills_bid", "", "1", RP_ON("maker", "time"), 0, "section 3", "The same at the bid."),
    [RP_MARKET_OUT_BEST_ASK] =
        RP_OUT("best_ask", "", "cash/share", RP_ON("time"), 0, "eq. 12", "Lowest ask above the price."),
    [RP_MARKET_OUT_BEST_BID] =
        RP_OUT("best_bid", "", "cash/share", RP_ON("time"), 0, "eq. 12", "Highest bid below the price."),
    [RP_MARKET_OUT_SPREAD] =
        RP_OUT("inside_spread", "", "cash/share", RP_ON("time"), 0, "", "Sum of the two; negative: crossed."),
    [RP_MARKET_OUT_FLOW_ASK] =
        RP_OUT("flow_ask", "", "share/time", RP_ON("time"), 0, "section 3", "All buying at the ask."),
    [RP_MARKET_OUT_FLOW_BID] =
        RP_OUT("flow_bid", "", "share/time", RP_ON("time"), 0, "section 3", "All selling at the bid."),
    [RP_MARKET_OUT_CROSSED] =
        RP_OUT("crossed", "", "1", RP_NO_AXIS, 0, "", "1 if the best quotes cross at a time of the output."),
    [RP_MARKET_OUT_KINKS] = RP_OUT("kinks", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                   "How often best quotes change hands or bounds begin or cease to bind."),
    [RP_MARKET_OUT_PICARD] = RP_OUT("picard_factor", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "theorem 3.10",
                                    "Factor by which errors of Picard's iteration shrink per step near the "
                                    "solution; below 1 it converges."),
    [RP_MARKET_OUT_MATRIX] =
        RP_OUT("matrix", "R(0)", "cash/share^2", RP_ON("player", "player"), 0, "theorem 3.10",
               "Derivative of all adjoints at time 0 in all inventories, traders before makers."),
    [RP_MARKET_OUT_ITERATIONS] =
        RP_OUT("iterations", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Newton steps."),
    [RP_MARKET_OUT_RESIDUAL] =
        RP_OUT("residual", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Residual of the equations at the nodes."),
    [RP_MARKET_OUT_DISCRETISATION] = RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                            "Unresolved part of the path (smooth), or a third of the change "
                                            "when panels are doubled (midpoint), relative."),
    [RP_MARKET_OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Panels.")};

static bool cancellable_field(const void *context, double t, const double *y, double *value,
                              double *jacobian) {
  const rp_market_run *c = context;
  return !c->call->host->cancelled(c->call->host) && rp_market_field(c->market, t, y, value, jacobian);
}

static bool cancellable_split(const void *context, double t, const double *y, double *value, double *diagonal,
                              double *columns, double *rows) {
  const rp_market_run *c = context;
  return !c->call->host->cancelled(c->call->host) &&
         rp_market_split(c->market, t, y, value, diagonal, columns, rows);
}

static void cancellable_weight(const void *context, double t, double *weight) {
  rp_market_weight(((const rp_market_run *)context)->market, t, weight);
}

static rp_status read_players(const rp_call *call, rp_market_game *g) {
  int64_t traders = rp_call_value(call, PARAM_TRADERS)->shape[0],
          makers = rp_call_value(call, PARAM_MAKERS)->shape[0], n = traders + makers;
  double *all = rp_call_doubles(call, 5 * n + n * n);
  if (!all) return RP_NO_MEMORY;
  g->n = n;
  g->start = all;
  g->diagonal = all + n;
  g->bound = all + 2 * n;
  g->running = all + 3 * n;
  g->buys = all + 4 * n;
  g->terminal = all + 5 * n;
  memset(g->terminal, 0, (size_t)(n * n) * sizeof *g->terminal);
  for (int64_t i = 0; i < n; ++i) {
    bool trader = i < traders;
    int64_t k = trader ? i : i - traders;
    g->start[i] = rp_call_array(call, trader ? PARAM_TRADERS : PARAM_MAKERS)[k];
    g->running[i] = rp_call_array(call, trader ? PARAM_TRADER_RUNNING : PARAM_MAKER_RUNNING)[k];
    g->diagonal[i] = 2 * rp_call_array(call, trader ? PARAM_TRADER_TERMINAL : PARAM_MAKER_TERMINAL)[k];
    g->terminal[i * n + i] = g->diagonal[i];
    g->bound[i] =
        trader ? INFINITY : 1 / (g->market.makers.intensity.decay + fabs(g->market.makers.intensity.bend));
    if (trader) g->buys[i] = g->start[i] < 0;
    if (trader && g->start[i] == 0)
      return rp_call_report(
          call, RP_BAD_INPUT, "trader-without-direction", PARAM_TRADERS, 0,
          "'trader_inventories' of trader %lld is 0, it must be negative (a buyer) or positive (a seller)",
          (long long)(i + 1));
  }
  return RP_OK;
}

static rp_status read_game(const rp_call *call, rp_market_game *g) {
  memset(g, 0, sizeof *g);
  int64_t traders = rp_call_value(call, PARAM_TRADERS)->shape[0],
          makers = rp_call_value(call, PARAM_MAKERS)->shape[0];
  rp_status status = rp_model_intensity(call, PARAM_DECAY, &g->market.makers.intensity);
  if (status == RP_OK) status = rp_model_rates(call, PARAM_COST, traders, &g->market.traders);
  if (status == RP_OK) status = read_players(call, g);
  if (status != RP_OK) return status;
  double *memory = rp_call_doubles(call, rp_market_state_size(traders, makers));
  g->market.direction = rp_call_doubles(call, 2 * traders + 4 * makers);
  if (!memory || !g->market.direction) return RP_NO_MEMORY;
  rp_market_state_place(traders, makers, memory, &g->state);
  g->horizon = rp_call_real(call, PARAM_HORIZON);
  g->market.makers.bound = rp_call_real(call, PARAM_BOUND);
  g->market.makers.count = makers;
  g->market.buys = g->buys;
  g->market.running = g->running;
  g->market.noise_buying = rp_curve_of(rp_call_value(call, PARAM_BUYING), 0);
  g->market.noise_selling = rp_curve_of(rp_call_value(call, PARAM_SELLING), 0);
  g->market.state = &g->state;
  g->market.share = 1;
  g->context = (rp_market_run){&g->market, call};
  g->problem = (rp_boundary_problem){.n = g->n,
                                     .field = cancellable_field,
                                     .weight = cancellable_weight,
                                     .context = &g->context,
                                     .start = g->start,
                                     .terminal = g->terminal,
                                     .bound = g->bound,
                                     .tolerance = rp_call_real(call, PARAM_TOLERANCE),
                                     .unit = 1 / g->market.makers.intensity.decay,
                                     .iterations = NEWTON_STEPS};
  if (g->n > FEW_PLAYERS) {
    g->problem.split = cancellable_split;
    g->problem.rank = RP_MARKET_RANK;
  }
  return RP_OK;
}

/* Two paths and the workspace for up to `panels` panels. */
typedef struct room {
  rp_boundary_path path, other;
  double *work;
  int32_t *pivots;
} room;

static rp_status make_room(const rp_call *call, const rp_market_game *g, const rp_collocation *method,
                           int64_t panels, room *r) {
  int64_t n = g->n, s = method->stages, size = rp_boundary_path_size(n, s, panels);
  double *memory = rp_call_doubles(call, 2 * size);
  r->work =
      rp_call_doubles(call, g->problem.split ? rp_boundary_split_workspace(n, s, panels, g->problem.rank)
                                             : rp_boundary_workspace(n, s, panels));
  r->pivots = rp_call_integers(call, n * s);
  if (!memory || !r->work || !r->pivots) return RP_NO_MEMORY;
  rp_boundary_path_place(n, method, panels, memory, &r->path);
  rp_boundary_path_place(n, method, panels, memory + size, &r->other);
  return RP_OK;
}

static int64_t affordable(const rp_market_game *g, int64_t stages, int64_t wish) {
  double n = (double)g->n, s = (double)stages, r = (double)g->problem.rank;
  double per_panel = g->problem.split ? 3 * n * n + (3 * s * r + s * (s + 9)) * n : (s + 3) * n * (n + 1);
  double most = most_memory / per_panel;
  return (double)wish < most ? wish : (int64_t)fmax(most, 2);
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Equal panels that also end where the flows' curves do; NULL counts at most. */
static int64_t first_edges(const rp_market_game *g, int64_t panels, double *edges) {
  const rp_curve *curves[] = {&g->market.noise_buying, &g->market.noise_selling};
  int64_t count = 0, kept = 1;
  for (int64_t k = 0; k <= panels; ++k, ++count)
    if (edges) edges[count] = k == panels ? g->horizon : g->horizon * (double)k / (double)panels;
  for (int i = 0; i < 2; ++i)
    for (int64_t k = 0; k < curves[i]->grid_count; ++k)
      if (curves[i]->grid[k] > 0 && curves[i]->grid[k] < g->horizon) {
        if (edges) edges[count] = curves[i]->grid[k];
        ++count;
      }
  if (!edges) return count - 1;
  qsort(edges, (size_t)count, sizeof *edges, by_size);
  for (int64_t k = 1; k < count; ++k)
    if (edges[k] - edges[kept - 1] > 1e-12 * g->horizon) edges[kept++] = edges[k];
  edges[kept - 1] = g->horizon;
  return kept - 1;
}

/* Newton's method from no adjoints at all; where that fails, penalties are raised step by step. */
static rp_boundary_status newton(rp_market_game *g, room *r, rp_boundary_report *report) {
  rp_boundary_path *path = &r->path;
  int64_t nodes = path->panels * path->method->stages * g->n, steps = 0;
  memset(path->at_node, 0, (size_t)nodes * sizeof *path->at_node);
  rp_boundary_status status = rp_boundary_solve(&g->problem, path, r->work, r->pivots, report);
  if (status == RP_BOUNDARY_OK) return status;
  memset(path->at_node, 0, (size_t)nodes * sizeof *path->at_node);
  for (int k = 1; k <= CONTINUATION; ++k) {
    double part = (double)k / CONTINUATION;
    for (int64_t i = 0; i < g->n; ++i)
      g->terminal[i * g->n + i] = part * g->diagonal[i];
    g->market.share = part;
    status = rp_boundary_solve(&g->problem, path, r->work, r->pivots, report);
    steps += report->iterations;
    if (status != RP_BOUNDARY_OK) break;
  }
  g->market.share = 1;
  for (int64_t i = 0; i < g->n; ++i)
    g->terminal[i * g->n + i] = g->diagonal[i];
  report->iterations = (int)steps;
  return status;
}

static rp_status refuse(const rp_call *call, const rp_market_game *g, rp_boundary_status status,
                        const rp_boundary_report *report) {
  const char *local = "existence is known for short horizons only (theorem 3.10)";
  if (call->host->cancelled(call->host)) return RP_CANCELLED;
  if (status == RP_BOUNDARY_SINGULAR)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "singular-linearisation", PARAM_HORIZON, g->horizon,
        "the linearised boundary problem is singular on what is left of the horizon at t = %.6g of %.6g; %s",
        report->at, g->horizon, local);
  if (status == RP_BOUNDARY_UNDEFINED)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "overflow", PARAM_HORIZON, g->horizon,
        "orders filled leave the range of numbers at t = %.6g of %.6g: makers' quotes lie too far apart; %s",
        report->at, g->horizon, local);
  return rp_call_report(call, RP_NOT_CONVERGED, "no-convergence", PARAM_HORIZON, g->horizon,
                        "Newton's method has not settled on the horizon %.6g, its last step is %.2g; %s",
                        g->horizon, report->step, local);
}

static rp_status solve_smooth(const rp_call *call, rp_market_game *g, room *r, rp_boundary_report *report,
                              rp_boundary_status *status) {
  enum { MOST_PANELS = 512 };
  rp_collocation_make(rp_call_integer(call, PARAM_STAGES), &g->method);
  int64_t bound = first_edges(g, FIRST_PANELS, NULL) + 1,
          most = affordable(g, g->method.stages, MOST_PANELS + bound);
  rp_status done = make_room(call, g, &g->method, most > bound ? most : bound, r);
  if (done != RP_OK) return done;
  r->path.panels = first_edges(g, FIRST_PANELS, r->path.edge);
  *status = newton(g, r, report);
  int before = report->iterations;
  if (*status == RP_BOUNDARY_OK)
    *status = rp_boundary_adapt(&g->problem, rp_call_real(call, PARAM_TOLERANCE) * 10, most, &r->path,
                                &r->other, r->work, r->pivots, report);
  report->iterations += before;
  return RP_OK;
}

/* Implicit midpoint on half the panels, then on all of them. */
static rp_status solve_midpoint(const rp_call *call, rp_market_game *g, room *r, rp_boundary_report *report,
                                rp_boundary_status *status) {
  rp_collocation_make(1, &g->method);
  int64_t wish = affordable(g, 1, rp_call_integer(call, PARAM_PANELS)), half = wish / 2 > 1 ? wish / 2 : 1;
  int64_t bound = first_edges(g, wish, NULL) + 1;
  rp_status done = make_room(call, g, &g->method, bound, r);
  double *coarse = rp_call_doubles(call, g->n);
  if (done != RP_OK || !coarse) return done != RP_OK ? done : RP_NO_MEMORY;
  r->path.panels = first_edges(g, half, r->path.edge);
  *status = newton(g, r, report);
  if (*status != RP_BOUNDARY_OK) return RP_OK;
  int before = report->iterations;
  memcpy(coarse, r->path.y, (size_t)g->n * sizeof *coarse);
  r->other.panels = first_edges(g, 2 * half, r->other.edge);
  for (int64_t p = 0; p < r->other.panels; ++p)
    rp_boundary_at(&r->path, (r->other.edge[p] + r->other.edge[p + 1]) / 2, NULL,
                   r->other.at_node + p * g->n);
  rp_boundary_path kept = r->path;
  r->path = r->other;
  r->other = kept;
  *status = rp_boundary_solve(&g->problem, &r->path, r->work, r->pivots, report);
  report->iterations += before;
  double worst = 0, size = 0;
  for (int64_t i = 0; i < g->n; ++i) {
    worst = fmax(worst, fabs(r->path.y[i] - coarse[i]) / 3);
    size = fmax(size, fabs(r->path.y[i]));
  }
  report->tail = size > 0 ? worst / size : 0;
  return RP_OK;
}

static rp_status solve_game(const rp_call *call, rp_market_game *g, room *r, rp_boundary_report *report) {
  int64_t method = rp_call_integer(call, PARAM_METHOD);
  rp_boundary_status status = RP_BOUNDARY_OK;
  rp_status done;
  if (method != MIDPOINT) {
    done = solve_smooth(call, g, r, report, &status);
    if (done != RP_OK || status == RP_BOUNDARY_OK) return done;
    if (method == SMOOTH) {
      if (report->tail > 0 && report->step < 1e-6)
        return rp_call_report(
            call, RP_NOT_CONVERGED, "not-resolved", PARAM_TOLERANCE, report->tail,
            "with %lld panels %.2g of the path is not resolved: it has kinks, use method \"midpoint\"",
            (long long)r->path.panels, report->tail);
      return refuse(call, g, status, report);
    }
  }
  done = solve_midpoint(call, g, r, report, &status);
  if (done != RP_OK) return done;
  if (status != RP_BOUNDARY_OK) return refuse(call, g, status, report);
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  if (method == AUTOMATIC && report->tail > tolerance)
    rp_call_report(call, RP_OK, "fallen-back", PARAM_METHOD, report->tail,
                   "smooth panels do not resolve the path, as where quotes overtake or bounds bind; with "
                   "%lld panels of the midpoint rule it is known to %.2g of its size, 'tolerance' is %.0g",
                   (long long)r->path.panels, report->tail, tolerance);
  return RP_OK;
}

rp_status rp_market_model_solve(const rp_call *call) {
  rp_market_game g;
  room r;
  rp_boundary_report report = {0};
  int64_t count;
  const double *times;
  rp_status status = read_game(call, &g);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, g.horizon, &count, &times);
  if (status == RP_OK) status = solve_game(call, &g, &r, &report);
  if (status == RP_OK) status = rp_call_put_vector(call, RP_MARKET_OUT_TIME, count, times);
  if (status == RP_OK) status = rp_market_put_times(call, &g, &r.path, count, times);
  return status == RP_OK ? rp_market_put_checks(call, &g, &r.path, &report) : status;
}
