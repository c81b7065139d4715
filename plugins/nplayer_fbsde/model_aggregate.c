/* model_aggregate.c - see model_aggregate.h. */
#include "model_aggregate.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
  SAMPLE = 256,     /* agents on which the grid is chosen              */
  RATE_POINTS = 64, /* points in time at which the rate is looked at   */
  COARSE = 3,       /* first grids that do not resolve all layers      */
  CANDIDATES = COARSE + 9,
  MOST_NODES = 2048,
  PART = 2048, /* least agents of a part                          */
  MOST_PARTS = 32,
  FULL_PARTS_NODES = 256 /* with more nodes there are fewer parts           */
};

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Where coefficients may jump or bend, sorted. */
static double *cuts_of(const rp_call *call, const rp_population *p, int64_t *count) {
  rp_curve curves[6] = {p->slippage_shape, p->risk_shape, p->volatility, p->drift};
  int kinds = 4;
  if (p->slippage_curves) curves[kinds++] = rp_curve_of(p->slippage_curves, 0);
  if (p->risk_curves) curves[kinds++] = rp_curve_of(p->risk_curves, 0);
  int64_t all = 0;
  for (int i = 0; i < kinds; ++i)
    all += curves[i].grid_count;
  double *cuts = rp_call_doubles(call, all);
  if (!cuts) return NULL;
  *count = 0;
  for (int i = 0; i < kinds; ++i)
    for (int64_t k = 0; k < curves[i].grid_count; ++k)
      cuts[(*count)++] = curves[i].grid[k];
  qsort(cuts, (size_t)*count, sizeof *cuts, by_size);
  return cuts;
}

/* The grid of a candidate: layers are resolved better and better, then all panels are halved. */
static rp_status make_grid(const rp_call *call, double rate, int candidate, int64_t cut_count,
                           const double *cuts, rp_aggregate *a) {
  double horizon = a->grid.population->horizon;
  double felt = ldexp(rate, candidate < COARSE ? candidate - COARSE : 0);
  int level = candidate < COARSE ? 0 : candidate - COARSE;
  a->panels = rp_coupled_grid(horizon, felt, cut_count, cuts, level, NULL);
  int64_t nodes = a->panels * a->method.stages;
  double *all = rp_call_doubles(call, (6 + 2 * RP_PERTURBATIONS) * nodes + 2 * (a->panels + 1));
  if (!all) return RP_NO_MEMORY;
  a->grid.time = all;
  a->grid.slippage_shape = all + nodes;
  a->grid.risk_shape = all + 2 * nodes;
  a->grid.drift = all + 3 * nodes;
  a->rates = all + 4 * nodes;
  a->forcing = all + 5 * nodes;
  a->grid.perturbation = all + 6 * nodes;
  a->edges = a->grid.perturbation + 2 * RP_PERTURBATIONS * nodes;
  a->total = a->edges + a->panels + 1;
  rp_coupled_grid(horizon, felt, cut_count, cuts, level, a->edges);
  rp_population_sample(&a->method, a->panels, a->edges, &a->grid);
  a->game.panels = a->panels;
  a->game.edges = a->edges;
  a->game.method = &a->method;
  a->game.context = &a->grid;
  return RP_OK;
}

/* One part of the agents into its own kernel. */
typedef struct parts {
  const rp_coupled_agents *game;
  int64_t size, nodes, workspace;
  double *kernels, *sources, *works;
  int64_t *failing;
} parts;

static rp_status assemble_part(void *context, int64_t begin, int64_t end) {
  parts *all = context;
  for (int64_t k = begin; k < end; ++k) {
    int64_t from = k * all->size,
            to = from + all->size < all->game->agents ? from + all->size : all->game->agents;
    double *kernel = all->kernels + k * all->nodes * all->nodes, *source = all->sources + k * 4 * all->nodes;
    memset(kernel, 0, (size_t)(all->nodes * all->nodes) * sizeof *kernel);
    memset(source, 0, (size_t)(4 * all->nodes) * sizeof *source);
    all->failing[k] =
        rp_coupled_assemble(all->game, from, to, kernel, source, all->works + k * all->workspace);
  }
  return RP_OK;
}

/* V, W and the forcing. *failing: the first agent whose own equation escapes. RP_NO_SOLUTION: the coupling is singular. */
static rp_status solve_aggregate(const rp_call *call, double coupling, rp_aggregate *a, int64_t *failing) {
  int64_t nodes = rp_coupled_nodes(&a->game), agents = a->game.agents;
  int64_t most = nodes <= FULL_PARTS_NODES ? MOST_PARTS : 1 + MOST_PARTS * FULL_PARTS_NODES / nodes / 2;
  int64_t count = (agents + PART - 1) / PART < most ? (agents + PART - 1) / PART : most;
  parts all = {.game = &a->game, .nodes = nodes, .workspace = rp_coupled_workspace(&a->game)};
  all.size = ((agents + count - 1) / count + RP_AGENT_BLOCK - 1) / RP_AGENT_BLOCK * RP_AGENT_BLOCK;
  count = (agents + all.size - 1) / all.size;
  all.kernels = rp_call_doubles(call, count * nodes * nodes);
  all.sources = rp_call_doubles(call, count * 4 * nodes);
  all.works = rp_call_doubles(call, count * all.workspace);
  all.failing = call->host->scratch(call->host, (uint64_t)count * sizeof *all.failing, RP_CALL_ALIGNMENT);
  int32_t *pivots = rp_call_integers(call, 2 * nodes);
  if (!all.kernels || !all.sources || !all.works || !all.failing || !pivots) return RP_NO_MEMORY;
  rp_status status = call->host->parallel(call->host, count, 1, assemble_part, &all);
  if (status != RP_OK) return status;
  for (int64_t k = 0; k < count; ++k)
    if ((*failing = all.failing[k]) != RP_AGENT_NONE) return RP_OK;
  for (int64_t k = 1; k < count; ++k) {
    for (int64_t i = 0; i < nodes * nodes; ++i)
      all.kernels[i] += all.kernels[k * nodes * nodes + i];
    for (int64_t i = 0; i < nodes; ++i)
      all.sources[i] += all.sources[k * 4 * nodes + i];
  }
  if (!rp_coupled_solve(nodes, coupling, a->grid.drift, all.kernels, all.sources, pivots, a->rates,
                        &a->rcond))
    return RP_NO_SOLUTION;
  a->total[0] = 0;
  for (int64_t i = 0; i < agents; ++i)
    a->total[0] += a->game.start[i];
  for (int64_t k = 0; k < a->panels; ++k) {
    a->total[k + 1] = a->total[k];
    for (int64_t j = 0; j < a->method.stages; ++j)
      a->total[k + 1] +=
          (a->edges[k + 1] - a->edges[k]) * a->method.weight[j] * a->rates[k * a->method.stages + j];
  }
  for (int64_t i = 0; i < nodes; ++i)
    a->forcing[i] = a->grid.drift[i] + coupling * a->rates[i];
  return RP_OK;
}

rp_panel_place rp_aggregate_place(const rp_aggregate *aggregate, double t) {
  int64_t low = 0, high = aggregate->panels - 1;
  while (low < high) {
    int64_t middle = (low + high) / 2;
    if (t < aggregate->edges[middle + 1])
      high = middle;
    else
      low = middle + 1;
  }
  rp_panel_place place = {.panel = low};
  double h = aggregate->edges[low + 1] - aggregate->edges[low];
  rp_collocation_basis(&aggregate->method, (t - aggregate->edges[low]) / h, place.values, place.integrals);
  for (int64_t j = 0; j < aggregate->method.stages; ++j)
    place.integrals[j] *= h;
  return place;
}

void rp_aggregate_at(const rp_aggregate *aggregate, const rp_panel_place *place, double *total,
                     double *rate) {
  const double *rates = aggregate->rates + place->panel * aggregate->method.stages;
  *total = aggregate->total[place->panel];
  *rate = 0;
  for (int64_t j = 0; j < aggregate->method.stages; ++j) {
    *total += place->integrals[j] * rates[j];
    *rate += place->values[j] * rates[j];
  }
}

/* Largest changes of W and V at the ends and middles of the coarse panels, relative to the largest of each. */
static double change(const rp_aggregate *coarse, const rp_aggregate *fine) {
  double size[2] = {0}, worst[2] = {0};
  for (int64_t k = 0; k <= 2 * coarse->panels; ++k) {
    double t = k % 2 ? (coarse->edges[k / 2] + coarse->edges[k / 2 + 1]) / 2 : coarse->edges[k / 2], one[2],
           two[2];
    rp_panel_place place = rp_aggregate_place(coarse, t), there = rp_aggregate_place(fine, t);
    rp_aggregate_at(coarse, &place, one, one + 1);
    rp_aggregate_at(fine, &there, two, two + 1);
    for (int i = 0; i < 2; ++i) {
      size[i] = fmax(size[i], fabs(two[i]));
      worst[i] = fmax(worst[i], fabs(one[i] - two[i]));
    }
  }
  return fmax(worst[0] > 0 ? worst[0] / size[0] : 0, worst[1] > 0 ? worst[1] / size[1] : 0);
}

/* The population's agents 0, step, 2 step, ... as a game of their own. */
static rp_status take_sample(const rp_call *call, const rp_population *p, const double *residue,
                             int64_t count, rp_aggregate *a) {
  double *numbers = rp_call_doubles(call, 2 * count);
  int64_t *chosen = call->host->scratch(call->host, (uint64_t)count * sizeof *chosen, RP_CALL_ALIGNMENT);
  if (!numbers || !chosen) return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    chosen[i] = (int64_t)((double)i * (double)p->agents / (double)count);
    numbers[i] = p->start[chosen[i]];
    numbers[count + i] = residue[chosen[i]];
  }
  a->grid.chosen = chosen;
  a->game.agents = count;
  a->game.start = numbers;
  a->game.terminal = numbers + count;
  return RP_OK;
}

static rp_status singular(const rp_call *call) {
  return rp_call_report(
      call, RP_NO_SOLUTION, "singular-coupling", -1, NAN,
      "the equation for the aggregate rate is singular: there is no equilibrium, or there are many");
}

/* Solves the sample on finer and finer grids. *candidate: the coarsest that is good enough. */
static rp_status choose_grid(const rp_call *call, double rate, int64_t cut_count, const double *cuts,
                             double coupling, double tolerance, rp_aggregate *sample, int *candidate,
                             double *estimate) {
  rp_aggregate before = {0};
  bool compared = false;
  *estimate = INFINITY;
  for (int c = 0; c < CANDIDATES; ++c) {
    int64_t failing = RP_AGENT_NONE;
    rp_status status = make_grid(call, rate, c, cut_count, cuts, sample);
    if (status != RP_OK) return status;
    if (compared && before.panels == sample->panels) continue;
    if (compared && rp_coupled_nodes(&sample->game) > MOST_NODES) break;
    status = solve_aggregate(call, coupling, sample, &failing);
    if (status == RP_NO_SOLUTION) return singular(call);
    if (status != RP_OK) return status;
    if (failing != RP_AGENT_NONE) continue; /* a panel that is too wide */
    if (compared && (*estimate = change(&before, sample)) <= tolerance) return RP_OK;
    before = *sample;
    compared = true;
    *candidate = c;
  }
  return rp_call_report(
      call, RP_NOT_CONVERGED, "not-resolved", -1, *estimate,
      "with %lld nodes in time the relative error of the aggregate is still %.2g, it must be at most "
      "%.0g",
      (long long)rp_coupled_nodes(&sample->game), *estimate, tolerance);
}

/* Agents with negative gamma must have convex problems of their own: their equations without impact must not escape. */
static rp_status check_convexity(const rp_call *call, const rp_population *p, const double *residue,
                                 double rate, int64_t cut_count, const double *cuts, int32_t param,
                                 rp_aggregate *a) {
  rp_status status = make_grid(call, rate, COARSE + 1, cut_count, cuts, a);
  if (status != RP_OK) return status;
  rp_coupled_agents alone = a->game;
  int64_t nodes = rp_coupled_nodes(&alone);
  enum { L = RP_AGENT_LANES };
  alone.impact = 0;
  alone.agents = p->agents;
  alone.start = p->start;
  alone.terminal = residue;
  a->grid.chosen = NULL;
  double *zero = rp_call_doubles(call, nodes), *work = rp_call_doubles(call, rp_coupled_workspace(&alone));
  double *all = rp_call_doubles(call, (nodes + 2 * (a->panels + 1)) * L);
  if (!zero || !work || !all) return RP_NO_MEMORY;
  memset(zero, 0, (size_t)nodes * sizeof *zero);
  rp_coupled_paths paths = {all, all + nodes * L, all + (nodes + a->panels + 1) * L};
  for (int64_t first = 0; first < p->agents; first += L) {
    int64_t some = p->agents - first < L ? p->agents - first : L, i = RP_AGENT_NONE;
    bool negative = false;
    for (int64_t l = 0; l < some; ++l)
      negative = negative || residue[first + l] < 0;
    if (negative) i = rp_coupled_respond(&alone, first, some, zero, &paths, work);
    if (i != RP_AGENT_NONE)
      return rp_call_report(
          call, RP_NO_SOLUTION, "not-convex", param, p->penalty[i],
          "agent %lld can drive its cost to minus infinity: its terminal_penalty %.6g less half the "
          "permanent impact is %.6g, and the Riccati equation A' = A^2/eta - a from there escapes",
          (long long)(i + 1), p->penalty[i], residue[i]);
  }
  return RP_OK;
}

rp_status rp_model_aggregate(const rp_call *call, const rp_population *population, const double *residue,
                             int64_t stages, double tolerance, int32_t penalty_param, rp_aggregate *out) {
  int64_t cut_count, failing = RP_AGENT_NONE,
                     count = population->agents < SAMPLE ? population->agents : SAMPLE;
  double *cuts = cuts_of(call, population, &cut_count), rate = rp_population_rate(population, RATE_POINTS),
         estimate;
  if (!cuts) return RP_NO_MEMORY;
  memset(out, 0, sizeof *out);
  rp_collocation_make(stages, &out->method);
  out->grid.population = population;
  out->game = (rp_coupled_agents){.impact = population->impact,
                                  .coefficients = rp_population_coefficients,
                                  .steady = rp_population_steady(population)};
  int candidate = 0;
  rp_status status = check_convexity(call, population, residue, rate, cut_count, cuts, penalty_param, out);
  rp_aggregate sample = *out;
  sample.game.context = &sample.grid;
  if (status == RP_OK) status = take_sample(call, population, residue, count, &sample);
  double coupling = population->impact * ((double)population->agents / (double)count);
  if (status == RP_OK)
    status = choose_grid(call, rate, cut_count, cuts, coupling, tolerance, &sample, &candidate, &estimate);
  if (status == RP_OK) status = make_grid(call, rate, candidate, cut_count, cuts, out);
  if (status != RP_OK) return status;
  out->game.agents = population->agents;
  out->game.start = population->start;
  out->game.terminal = residue;
  out->discretisation = estimate;
  out->sampled = count;
  status = solve_aggregate(call, population->impact, out, &failing);
  if (status == RP_NO_SOLUTION) return singular(call);
  if (status == RP_OK && failing != RP_AGENT_NONE)
    return rp_call_report(call, RP_NO_SOLUTION, "agent-without-solution", penalty_param,
                          population->penalty[failing],
                          "agent %lld has no best answer to some trades of the others: its Riccati equation "
                          "p' = p^2/eta + lambda p/(2 eta) - a from gamma = %.6g escapes",
                          (long long)(failing + 1), residue[failing]);
  return status;
}
