/* model_mixed.c - see model_mixed.h: the grid and the aggregate rate. */
#include "model_mixed.h"
#include <stdlib.h>
#include "numerics/coupled_agents.h"

enum { S = RP_MIXED_STAGES, PARTS = 16, PART = 2048, MOST_NODES = 4800, MOST_LEVEL = 7, RATE_POINTS = 65 };
static const double widest = 8; /* d s times the width of a panel, so that its modes are well-conditioned */
static const double rounding = 1e-9; /* changes that do not shrink any more pass below this */

rp_traders rp_mixed_at_time(const rp_mixed_population *p, double running, double t) {
  return (rp_traders){.count = (double)p->count,
                      .permanent = rp_curve_at(&p->permanent, t),
                      .temporary = rp_curve_at(&p->temporary, t),
                      .own = p->own,
                      .cross = p->cross,
                      .running = running * rp_curve_at(&p->shape, t)};
}

bool rp_mixed_is_constant(const rp_mixed_population *p) {
  return rp_model_constant(&p->shape) && rp_model_constant(&p->permanent) && rp_model_constant(&p->temporary);
}

double rp_mixed_margin(const rp_mixed_population *p, const rp_mixed_traders *game) {
  double margin = INFINITY;
  for (int64_t i = 0; i < rp_mixed_nodes(game); ++i) {
    double from = game->edges[i / S], h = game->edges[i / S + 1] - from;
    rp_traders at = rp_mixed_at_time(p, p->least_running, from + h * game->method.node[i % S]);
    margin = fmin(margin, rp_traders_monotonicity(&at));
  }
  return margin;
}

/* Bounds of the growth of all modes, and of d s. */
static double fastest(const rp_mixed_population *p, double *lean) {
  double rate = 0;
  *lean = 0;
  for (int k = 0; k < RATE_POINTS; ++k) {
    rp_traders at = rp_mixed_at_time(p, p->most_running, p->horizon * k / (RATE_POINTS - 1));
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    rate = fmax(rate, sqrt(mode.d * mode.bend) + fabs(mode.e + mode.f) / 2);
    rp_mode_deviation(&at, &mode);
    rate = fmax(rate, sqrt(mode.d * mode.bend) + mode.e / 2);
    *lean = fmax(*lean, mode.e);
  }
  return rate;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Where panels must end, in times since the grid's beginning, sorted: where curves may bend, and often enough for the modes. */
static rp_status make_cuts(const rp_call *call, const rp_mixed_population *p, double left, double lean,
                           int64_t *count, double **cuts) {
  const rp_curve *curves[] = {&p->shape, &p->permanent, &p->temporary, &p->imbalance};
  int64_t parts = lean * left > widest ? (int64_t)fmin(ceil(lean * left / widest), MOST_NODES) : 1;
  *count = parts - 1;
  for (int i = 0; i < 4; ++i)
    *count += curves[i]->grid_count;
  double *cut = *cuts = rp_call_doubles(call, *count);
  if (!cut) return RP_NO_MEMORY;
  for (int64_t k = 1; k < parts; ++k)
    *cut++ = left * (double)k / (double)parts;
  for (int64_t i = 0; i < 4; ++i)
    for (int64_t k = 0; k < curves[i]->grid_count; ++k)
      *cut++ = curves[i]->grid[k] - (p->horizon - left);
  qsort(*cuts, (size_t)*count, sizeof **cuts, by_size);
  return RP_OK;
}

rp_status rp_mixed_grid(const rp_call *call, const rp_mixed_population *p, double left, int level,
                        rp_mixed_solution *s) {
  int64_t cuts;
  double *cut, lean, rate = fastest(p, &lean), from = p->horizon - left;
  rp_status status = make_cuts(call, p, left, lean, &cuts, &cut);
  if (status != RP_OK) return status;
  int64_t panels = rp_coupled_grid(left, rate, cuts, cut, level, NULL);
  double *memory = rp_call_doubles(call, rp_mixed_size(panels));
  s->rates = rp_call_doubles(call, panels * S);
  s->total = rp_call_doubles(call, panels + 1);
  s->felt = rp_call_doubles(call, panels * RP_MIXED_COLUMNS);
  if (!memory || !s->rates || !s->total || !s->felt) return RP_NO_MEMORY;
  rp_mixed_place(panels, memory, &s->game);
  rp_coupled_grid(left, rate, cuts, cut, level, s->game.edges);
  for (int64_t k = 0; k <= panels; ++k)
    s->game.edges[k] += from;
  double n = (double)p->count;
  for (int64_t i = 0; i < panels * S; ++i) {
    double edge = s->game.edges[i / S], h = s->game.edges[i / S + 1] - edge,
           t = edge + h * s->game.method.node[i % S];
    rp_traders at = rp_mixed_at_time(p, 1, t);
    s->game.own[i] = p->own * at.temporary / n;
    s->game.cross[i] = p->cross * at.temporary / n;
    s->game.d[i] = 1 / (2 * s->game.own[i] - s->game.cross[i]);
    s->game.slope[i] = at.permanent / n;
    s->game.shape[i] = at.running;
    s->game.force[i] = at.permanent * rp_curve_at(&p->imbalance, t);
  }
  s->game.omega = p->cross / (2 * p->own - p->cross);
  return rp_mixed_prepare(&s->game) ? RP_OK : RP_NOT_CONVERGED;
}

/* ---- sums over parts ---- */

typedef struct parts {
  const rp_mixed_traders *game;
  int64_t size, nodes, workspace;
  double *kernels, *sources, *works;
} parts;

static rp_status assemble_part(void *context, int64_t begin, int64_t end) {
  parts *all = context;
  for (int64_t k = begin; k < end; ++k) {
    int64_t from = k * all->size,
            to = from + all->size < all->game->count ? from + all->size : all->game->count;
    double *kernel = all->kernels + k * all->nodes * all->nodes, *source = all->sources + k * all->nodes;
    memset(kernel, 0, (size_t)(all->nodes * all->nodes) * sizeof *kernel);
    memset(source, 0, (size_t)all->nodes * sizeof *source);
    rp_mixed_assemble(all->game, from, to, kernel, source, all->works + k * all->workspace);
  }
  return RP_OK;
}

static double *reserve(const rp_call *call, rp_mixed_desk *desk, int64_t size) {
  if (size > desk->capacity) {
    desk->memory = rp_call_doubles(call, size);
    desk->capacity = size;
  }
  return desk->memory;
}

static int64_t padded(int64_t doubles) { /* keeps parts on cache lines of their own */
  return (doubles + 7) / 8 * 8;
}

rp_status rp_mixed_rates(const rp_call *call, const rp_mixed_population *p, double weight,
                         rp_mixed_solution *s, rp_mixed_desk *desk, rp_mixed_determinant *determinant) {
  int64_t nodes = rp_mixed_nodes(&s->game), count = (s->game.count + PART - 1) / PART;
  parts all = {.game = &s->game, .nodes = nodes, .workspace = padded(rp_mixed_workspace(&s->game))};
  if (count > PARTS) count = PARTS;
  all.size = ((s->game.count + count - 1) / count + RP_MIXED_BLOCK - 1) / RP_MIXED_BLOCK * RP_MIXED_BLOCK;
  count = (s->game.count + all.size - 1) / all.size;
  int64_t matrix = padded(nodes * nodes), vector = padded(nodes);
  all.works = reserve(call, desk, count * (matrix + vector + all.workspace) + vector);
  if (!all.works) return RP_NO_MEMORY;
  all.kernels = all.works + count * all.workspace;
  all.sources = all.kernels + count * matrix;
  int32_t *pivots = (int32_t *)(void *)(all.sources + count * vector);
  rp_status status = call->host->parallel(call->host, count, 1, assemble_part, &all);
  if (status != RP_OK) return status;
  if (call->host->cancelled(call->host)) return RP_CANCELLED;
  for (int64_t k = 1; k < count; ++k) {
    for (int64_t i = 0; i < nodes * nodes; ++i)
      all.kernels[i] += all.kernels[k * nodes * nodes + i];
    for (int64_t i = 0; i < nodes; ++i)
      all.sources[i] += all.sources[k * nodes + i];
  }
  *determinant =
      rp_mixed_solve(&s->game, (double)p->count, weight, all.kernels, all.sources, s->rates, pivots);
  s->total[0] = 0;
  for (int64_t k = 0; k < s->game.panels; ++k) {
    s->total[k + 1] = s->total[k];
    for (int j = 0; j < S; ++j)
      s->total[k + 1] +=
          (s->game.edges[k + 1] - s->game.edges[k]) * s->game.method.weight[j] * s->rates[k * S + j];
  }
  rp_mixed_feel(&s->game, s->rates, s->felt);
  return RP_OK;
}

/* ---- choice of the grid ---- */

int64_t rp_mixed_panel_at(const rp_mixed_traders *game, double t) {
  int64_t low = 0, high = game->panels - 1;
  while (low < high) {
    int64_t middle = (low + high) / 2;
    if (t < game->edges[middle + 1])
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/* V at t. */
static double rate_at(const rp_mixed_solution *s, double t) {
  int64_t panel = rp_mixed_panel_at(&s->game, t);
  double from = s->game.edges[panel], h = s->game.edges[panel + 1] - from, values[S], sum = 0;
  rp_collocation_basis(&s->game.method, (t - from) / h, values, NULL);
  for (int k = 0; k < S; ++k)
    sum += values[k] * s->rates[panel * S + k];
  return sum;
}

static double change(const rp_mixed_solution *coarse, const rp_mixed_solution *fine) {
  double worst = 0, size = 0;
  for (int64_t k = 0; k <= 2 * coarse->game.panels; ++k) {
    double from = coarse->game.edges[k / 2], t = k % 2 ? (from + coarse->game.edges[k / 2 + 1]) / 2 : from;
    double one = rate_at(coarse, t), two = rate_at(fine, t);
    worst = fmax(worst, fabs(one - two));
    size = fmax(size, fabs(two));
  }
  return size > 0 ? worst / size : 0;
}

rp_status rp_mixed_sample(const rp_call *call, const rp_mixed_population *p, int64_t count,
                          rp_mixed_traders *game) {
  *game = (rp_mixed_traders){
      .count = p->count, .start = p->start, .running = p->running, .terminal = p->terminal};
  if (count >= p->count) return RP_OK;
  double *numbers = rp_call_doubles(call, 3 * count);
  if (!numbers) return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    int64_t from = (int64_t)((double)i * (double)p->count / (double)count);
    numbers[i] = p->start[from];
    numbers[count + i] = p->running[from];
    numbers[2 * count + i] = p->terminal[from];
  }
  game->count = count;
  game->start = numbers;
  game->running = numbers + count;
  game->terminal = numbers + 2 * count;
  return RP_OK;
}

static rp_status explodes(const rp_call *call, const rp_mixed_population *p, const rp_mixed_names *names,
                          double escape) {
  if (!isfinite(escape))
    return rp_call_report(
        call, RP_NO_SOLUTION, "explosion", names->horizon, p->horizon,
        "'horizon' is %.6g: the equation for the aggregate rate is singular there: there is no equilibrium",
        p->horizon);
  return rp_call_report(call, RP_NO_SOLUTION, "explosion", names->horizon, p->horizon,
                        "'horizon' is %.6g, it must be below tau* = %.9g, the time to maturity at which the "
                        "traders' Riccati equation escapes: there is no equilibrium",
                        p->horizon, escape);
}

static rp_status too_wide(const rp_call *call) {
  return rp_call_report(call, RP_NOT_CONVERGED, "panels-too-wide", -1, NAN,
                        "on panels of the finest grid the permanent impact is so large that the modes of the "
                        "rates cannot be told apart");
}

/* Refuses if the game has escaped before its horizon, as it can only where theorem 2.10 does not hold. */
static rp_status check_escape(const rp_call *call, const rp_mixed_population *p, const rp_mixed_names *names,
                              const rp_mixed_determinant *determinant, const rp_mixed_traders *game) {
  double escape;
  if (determinant->sign > 0 && rp_mixed_margin(p, game) > 0) return RP_OK;
  rp_status status = rp_mixed_escape(call, p, p->horizon, &escape);
  if (status != RP_OK) return status;
  return determinant->sign > 0 && !(escape <= p->horizon) ? RP_OK : explodes(call, p, names, escape);
}

rp_status rp_mixed_solve_population(const rp_call *call, const rp_mixed_population *p,
                                    const rp_mixed_names *names, rp_mixed_solution *s, double *estimate) {
  double tolerance = rp_call_real(call, (uint32_t)names->tolerance), last = INFINITY;
  int64_t sample = p->count < RP_MIXED_SAMPLE ? p->count : RP_MIXED_SAMPLE;
  double weight = (double)p->count / (double)sample;
  rp_mixed_desk desk = {0};
  rp_mixed_determinant determinant = {0};
  rp_mixed_solution before = {0}, now = {0};
  rp_status status = rp_mixed_sample(call, p, sample, &now.game);
  if (status != RP_OK) return status;
  before = now;
  int chosen = -1, level = 0;
  *estimate = INFINITY;
  for (; chosen < 0 && level < MOST_LEVEL; ++level) {
    status = rp_mixed_grid(call, p, p->horizon, level, &now);
    if (status == RP_NOT_CONVERGED && level + 1 < MOST_LEVEL) continue; /* halves may do */
    if (status == RP_OK && rp_mixed_nodes(&now.game) > MOST_NODES) break;
    if (status == RP_OK) status = rp_mixed_rates(call, p, weight, &now, &desk, &determinant);
    if (status != RP_OK) return status == RP_NOT_CONVERGED ? too_wide(call) : status;
    if (before.rates == NULL) {
      status = check_escape(call, p, names, &determinant, &now.game);
      if (status != RP_OK) return status;
    } else
      *estimate = change(&before, &now);
    if (*estimate <= tolerance || (*estimate<rounding && * estimate> last / 2)) chosen = level;
    if (isfinite(*estimate)) last = *estimate;
    before = now;
  }
  if (chosen < 0 && *estimate < rounding && before.rates) chosen = level - 1;
  if (!isfinite(*estimate))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "too-many-nodes", names->horizon, p->horizon,
        "'horizon' is %.6g: two grids that can be compared need %lld nodes in time, at most %d are solved "
        "for at once; shorten it, or raise temporary_impact: permanent impact acts on times of beta/alpha",
        p->horizon, (long long)rp_mixed_nodes(&now.game), MOST_NODES);
  if (chosen < 0)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "not-resolved", names->tolerance, *estimate,
        "with %lld nodes in time the aggregate rate still changes by %.2g, it must be at most %.0g",
        (long long)rp_mixed_nodes(&before.game), *estimate, tolerance);
  if (sample == p->count) {
    *s = before; /* the last that was solved */
    return RP_OK;
  }
  rp_mixed_sample(call, p, p->count, &s->game);
  /* What the sample has shown to be exact enough is the last grid but one. */
  status = rp_mixed_grid(call, p, p->horizon, chosen - 1, s);
  if (status == RP_NOT_CONVERGED) status = rp_mixed_grid(call, p, p->horizon, chosen, s);
  if (status == RP_OK) status = rp_mixed_rates(call, p, 1, s, &desk, &determinant);
  if (status != RP_OK) return status;
  return determinant.sign > 0 ? RP_OK : check_escape(call, p, names, &determinant, &s->game);
}
