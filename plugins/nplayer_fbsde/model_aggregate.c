/*
 * model_aggregate.c - see model_aggregate.h. The grid is chosen on a sample of the agents; then all of them are summed.
 */
#include "model_aggregate.h"
#include <math.h>
#include <string.h>
#include "model_coupling.h"
#include "model_sorted.h"

/* Growth of an agent's own modes over the horizon that Green functions resolve well. */
static const double mild = 32;

enum {
  SAMPLE = 32,      /* agents on which the grid is chosen              */
  RATE_POINTS = 64, /* points in time at which the rate is looked at   */
  COARSE = 3,       /* first grids that do not resolve all layers      */
  CANDIDATES = COARSE + 9,
  STUCK_MOST = 2,
  MORE_STAGES = 4, /* of the grid that tells the error */
  MOST_NODES = 1 << 18
};

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
  rp_model_sort(*count, cuts);
  return cuts;
}

/* The grid of a candidate: layers are resolved better and better, then all panels are halved; with its panels halved `more` times. */
static rp_status make_grid(const rp_call *call, double rate, int candidate, int more, int64_t cut_count,
                           const double *cuts, rp_aggregate *a) {
  double horizon = a->grid.population->horizon;
  double felt = ldexp(rate, candidate < COARSE ? candidate - COARSE : 0);
  int level = more + (candidate < COARSE ? 0 : candidate - COARSE);
  a->panels = rp_coupled_grid(horizon, felt, cut_count, cuts, level, NULL);
  int64_t nodes = a->panels * a->method.stages;
  if (nodes > MOST_NODES) return RP_OK; /* whoever asked looks at a->panels */
  double *all = rp_call_doubles(call, 6 * nodes + 2 * (a->panels + 1));
  if (!all) return RP_NO_MEMORY;
  a->grid.time = all;
  a->grid.slippage_shape = all + nodes;
  a->grid.risk_shape = all + 2 * nodes;
  a->grid.drift = all + 3 * nodes;
  a->rates = all + 4 * nodes;
  a->forcing = all + 5 * nodes;
  a->edges = all + 6 * nodes;
  a->total = a->edges + a->panels + 1;
  rp_coupled_grid(horizon, felt, cut_count, cuts, level, a->edges);
  rp_population_sample(&a->method, a->panels, a->edges, &a->grid);
  a->game.panels = a->panels;
  a->game.edges = a->edges;
  a->game.method = &a->method;
  a->game.context = &a->grid;
  a->game.slippage_shape = a->grid.slippage_shape;
  a->game.risk_shape = a->grid.risk_shape;
  return RP_OK;
}

/* Every (agents/sample)-th agent of a game by its curves: numbers of agents for the coefficients. */
static rp_status choose_agents(const rp_call *call, const rp_coupling *c, rp_coupled_agents *sample) {
  const rp_aggregate *a = c->context;
  if (sample->slippage) return RP_OK;
  rp_population_grid *grid = call->host->scratch(call->host, sizeof *grid, RP_CALL_ALIGNMENT);
  int64_t *chosen =
      call->host->scratch(call->host, (uint64_t)sample->agents * sizeof *chosen, RP_CALL_ALIGNMENT);
  if (!grid || !chosen) return RP_NO_MEMORY;
  *grid = a->grid;
  for (int64_t i = 0; i < sample->agents; ++i) {
    int64_t k = (int64_t)((double)i * (double)c->game->agents / (double)sample->agents);
    chosen[i] = a->grid.chosen ? a->grid.chosen[k] : k;
  }
  grid->chosen = chosen;
  sample->context = grid;
  return RP_OK;
}

/* V, W and the forcing. *failing: the first agent whose own equation escapes. RP_NO_SOLUTION: the coupling is singular. */
static rp_status solve_aggregate(const rp_call *call, double coupling, rp_aggregate_solver solver,
                                 bool conditioning, rp_aggregate *a, int64_t *failing) {
  int64_t nodes = rp_coupled_nodes(&a->game), s = a->method.stages;
  rp_coupling c = {.game = &a->game,
                   .coupling = coupling,
                   .drift = a->grid.drift,
                   .solver = solver,
                   .rates = a->rates,
                   .rcond = conditioning ? &a->rcond : NULL,
                   .products = &a->products,
                   .choose = choose_agents,
                   .context = a};
  a->rcond = NAN;
  rp_status status = rp_model_couple(call, &c, failing);
  if (status != RP_OK || *failing != RP_AGENT_NONE) return status;
  a->total[0] = 0;
  for (int64_t i = 0; i < a->game.agents; ++i)
    a->total[0] += a->game.start[i];
  for (int64_t k = 0; k < a->panels; ++k) {
    a->total[k + 1] = a->total[k];
    for (int64_t j = 0; j < s; ++j)
      a->total[k + 1] += (a->edges[k + 1] - a->edges[k]) * a->method.weight[j] * a->rates[k * s + j];
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

double rp_aggregate_inventory(const rp_aggregate *aggregate, const rp_panel_place *place,
                              const rp_coupled_paths *paths, int64_t lane) {
  int64_t s = aggregate->method.stages;
  double x = paths->inventory[place->panel * RP_AGENT_LANES + lane];
  for (int64_t j = 0; j < s; ++j)
    x += place->integrals[j] * paths->rate[(place->panel * s + j) * RP_AGENT_LANES + lane];
  return x;
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

rp_status rp_aggregate_take(const rp_call *call, int64_t count, rp_aggregate *a) {
  const rp_population *p = a->grid.population;
  double *numbers = rp_call_doubles(call, 4 * count);
  int64_t *chosen = call->host->scratch(call->host, (uint64_t)count * sizeof *chosen, RP_CALL_ALIGNMENT);
  if (!numbers || !chosen) return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    chosen[i] = (int64_t)((double)i * (double)p->agents / (double)count);
    numbers[i] = p->start[chosen[i]];
    numbers[count + i] = a->game.terminal[chosen[i]];
    numbers[2 * count + i] = p->slippage[chosen[i]];
    numbers[3 * count + i] = p->risk_aversion[chosen[i]];
  }
  a->grid.chosen = chosen;
  a->game.agents = count;
  a->game.start = numbers;
  a->game.terminal = numbers + count;
  a->game.context = &a->grid;
  if (a->game.slippage) {
    a->game.slippage = numbers + 2 * count;
    a->game.risk = numbers + 3 * count;
  }
  return RP_OK;
}

static rp_status singular(const rp_call *call) {
  return rp_call_report(call, RP_NO_SOLUTION, "singular-coupling", -1, NAN,
                        "the equation for the aggregate rate, (1 - lambda K) V = h + K b, is singular: there "
                        "is no equilibrium, or there are many");
}

/* A candidate: its number, and nodes more in each panel than asked for. */
typedef struct candidate_grid {
  int number;
  int64_t more_stages;
} candidate_grid;

/* Solves the sample on a grid and on a finer one: four nodes more in each panel than asked for, or halved panels. *estimate stays if
 * an agent's equation escapes: a panel is too wide. */
static rp_status try_grid(const rp_call *call, double coupling, const rp_aggregate_options *options,
                          double rate, candidate_grid chosen, int64_t cut_count, const double *cuts,
                          rp_aggregate *sample, double *estimate, int64_t *failing) {
  bool everybody = sample->game.agents == sample->grid.population->agents,
       halved = options->stages + MORE_STAGES > RP_COLLOCATION_MOST;
  rp_aggregate finer = *sample;
  rp_status status =
      solve_aggregate(call, coupling, options->solver, options->conditioning && everybody, sample, failing);
  if (status != RP_OK || *failing != RP_AGENT_NONE) return status;
  if (!halved) rp_collocation_make(options->stages + MORE_STAGES, &finer.method);
  status = make_grid(call, rate, chosen.number, halved ? 1 : 0, cut_count, cuts, &finer);
  if (status != RP_OK || rp_coupled_nodes(&finer.game) > MOST_NODES) return status;
  status = solve_aggregate(call, coupling, options->solver, false, &finer, failing);
  if (status == RP_OK && *failing == RP_AGENT_NONE) *estimate = change(sample, &finer);
  return status;
}

/* From a penalty that is not negative that equation never escapes. */
static rp_status no_answer(const rp_call *call, const rp_population *p, int64_t agent, double residue,
                           int32_t param) {
  if (residue >= 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "horizon-too-long", 0, p->horizon,
                          "'horizon' is %.6g, so long that no grid resolves agent %lld: its own time scale "
                          "is sqrt(eta/a); some 1e6 of them can be resolved",
                          p->horizon, (long long)(agent + 1));
  return rp_call_report(call, RP_NO_SOLUTION, "agent-without-solution", param, p->penalty[agent],
                        "agent %lld has no best answer to some trades of the others: its Riccati equation p' "
                        "= p^2/eta + lambda p/(2 eta) - a from gamma = %.6g escapes",
                        (long long)(agent + 1), residue);
}

/* Whether the sample's equation on its grid is singular as far as rounding tells. */
static bool is_singular(const rp_call *call, double coupling, rp_aggregate *sample) {
  static const double regular = 1e-11;
  int64_t failing;
  rp_status status = solve_aggregate(call, coupling, RP_SOLVER_DIRECT, true, sample, &failing);
  return status == RP_NO_SOLUTION ||
         (status == RP_OK && failing == RP_AGENT_NONE && !(sample->rcond > regular));
}

/* The coarsest grid on which the sample is good enough. If little is missing, two nodes more in each panel come before halves. */
static rp_status choose_grid(const rp_call *call, double rate, int64_t cut_count, const double *cuts,
                             double coupling, const rp_aggregate_options *options, rp_aggregate *sample,
                             candidate_grid *chosen, double *estimate) {
  static const double little = 1e3;
  int64_t panels = 0, failing = RP_AGENT_NONE,
          most = options->stages + MORE_STAGES <= RP_COLLOCATION_MOST ? 2 : 0;
  bool exact = sample->game.steady && sample->game.form == RP_AGENTS_GREEN;
  double before = INFINITY;
  int stuck = 0;
  *estimate = INFINITY;
  for (int c = 0; c < CANDIDATES; ++c) {
    for (int64_t more = 0; more <= most; more += 2) {
      *chosen = (candidate_grid){c, more};
      if (more > 0 && !(*estimate <= little * options->tolerance)) break;
      rp_collocation_make(options->stages + more, &sample->method);
      rp_status status = make_grid(call, rate, c, 0, cut_count, cuts, sample);
      if (status != RP_OK) return status;
      if (more == 0 && panels == sample->panels) break;
      panels = sample->panels;
      if (panels * RP_COLLOCATION_MOST > MOST_NODES) break;
      status = try_grid(call, coupling, options, rate, *chosen, cut_count, cuts, sample, estimate, &failing);
      if (status == RP_NO_SOLUTION) return singular(call);
      if (status != RP_OK) return status;
      if (failing != RP_AGENT_NONE && (exact || c > COARSE + 1)) /* before, a panel may be too wide */
        return no_answer(call, sample->grid.population, sample->grid.chosen[failing],
                         sample->game.terminal[failing], options->penalty_param);
      if (*estimate <= options->tolerance) return RP_OK;
    }
    stuck = c > COARSE && *estimate > before / 10 ? stuck + 1 : 0;
    before = *estimate;
    if (stuck == STUCK_MOST || panels * RP_COLLOCATION_MOST > MOST_NODES) break; /* finer grids do not help */
  }
  if (stuck == STUCK_MOST && is_singular(call, coupling, sample)) return singular(call);
  return rp_call_report(
      call, RP_NOT_CONVERGED, "not-resolved", -1, *estimate,
      "with %lld nodes in time the relative error of the aggregate is still %.2g, it must be at most %.0g "
      "(near a singular game no grid is fine enough: see the margins at a larger tolerance)",
      (long long)(panels * options->stages), *estimate, options->tolerance);
}

static rp_status refuse_convexity(const rp_call *call, const rp_population *p, int64_t agent, double residue,
                                  int32_t param) {
  return rp_call_report(
      call, RP_NO_SOLUTION, "not-convex", param, p->penalty[agent],
      "agent %lld can drive its cost to minus infinity: its terminal_penalty %.6g less half the permanent "
      "impact is gamma = %.6g, and the Riccati equation A' = A^2/eta - a from there escapes",
      (long long)(agent + 1), p->penalty[agent], residue);
}

/* Agents with negative gamma must have convex problems of their own: their equations without impact must not escape. */
static rp_status check_convexity(const rp_call *call, const rp_population *p, const double *residue,
                                 double rate, int64_t cut_count, const double *cuts, int32_t param,
                                 rp_aggregate *a) {
  enum { L = RP_AGENT_LANES };
  int64_t first = 0;
  while (first < p->agents && residue[first] >= 0)
    ++first;
  if (first == p->agents) return RP_OK;
  if (rp_population_steady(p)) {
    for (; first < p->agents; ++first)
      if (residue[first] < 0 && !(residue[first] > rp_population_critical(p, first, 0)))
        return refuse_convexity(call, p, first, residue[first], param);
    return RP_OK;
  }
  rp_status status = make_grid(call, rate, COARSE + 1, 0, cut_count, cuts, a);
  if (status != RP_OK) return status;
  rp_coupled_agents alone = a->game;
  int64_t nodes = rp_coupled_nodes(&alone);
  alone.impact = 0;
  alone.agents = p->agents;
  alone.start = p->start;
  alone.terminal = residue;
  double *zero = rp_call_doubles(call, nodes),
         *work = rp_call_doubles(call, rp_coupled_respond_workspace(&alone));
  double *all = rp_call_doubles(call, (nodes + 2 * (a->panels + 1)) * L);
  if (!zero || !work || !all) return RP_NO_MEMORY;
  memset(zero, 0, (size_t)nodes * sizeof *zero);
  rp_coupled_paths paths = {all, all + nodes * L, all + (nodes + a->panels + 1) * L};
  for (first = first / L * L; first < p->agents; first += L) {
    int64_t some = p->agents - first < L ? p->agents - first : L, i = RP_AGENT_NONE;
    bool negative = false;
    for (int64_t l = 0; l < some; ++l)
      negative = negative || residue[first + l] < 0;
    if (negative) i = rp_coupled_respond(&alone, first, some, zero, &paths, work);
    if (i != RP_AGENT_NONE) return refuse_convexity(call, p, i, residue[i], param);
  }
  return RP_OK;
}

static rp_status solve_all(const rp_call *call, const rp_population *p, const double *residue,
                           const rp_aggregate_options *options, rp_aggregate *out) {
  int64_t failing;
  rp_status status = solve_aggregate(call, p->impact, options->solver, options->conditioning, out, &failing);
  if (status == RP_NO_SOLUTION) return singular(call);
  if (status == RP_OK && failing != RP_AGENT_NONE)
    return no_answer(call, p, failing, residue[failing], options->penalty_param);
  return status;
}

rp_status rp_model_aggregate(const rp_call *call, const rp_population *population, const double *residue,
                             const rp_aggregate_options *options, rp_aggregate *out) {
  int64_t cut_count, count = population->agents < SAMPLE ? population->agents : SAMPLE;
  double *cuts = cuts_of(call, population, &cut_count), own,
         rate = rp_population_rate(population, RATE_POINTS, &own), estimate;
  if (!cuts) return RP_NO_MEMORY;
  bool green = options->elimination == RP_ELIMINATION_GREEN ||
               (options->elimination == RP_ELIMINATION_AUTOMATIC &&
                (own * population->horizon <= mild || options->solver == RP_SOLVER_GMRES));
  bool curves = population->slippage_curves || population->risk_curves;
  memset(out, 0, sizeof *out);
  rp_collocation_make(options->stages, &out->method);
  out->grid.population = population;
  out->game = (rp_coupled_agents){.agents = population->agents,
                                  .start = population->start,
                                  .terminal = residue,
                                  .impact = population->impact,
                                  .coefficients = rp_population_coefficients,
                                  .steady = rp_population_steady(population),
                                  .form = green ? RP_AGENTS_GREEN : RP_AGENTS_COLLOCATION,
                                  .slippage = curves ? NULL : population->slippage,
                                  .risk = curves ? NULL : population->risk_aversion};
  candidate_grid chosen = {0, 0};
  rp_status status =
      check_convexity(call, population, residue, rate, cut_count, cuts, options->penalty_param, out);
  rp_aggregate sample = *out;
  if (status == RP_OK) status = rp_aggregate_take(call, count, &sample);
  double coupling = population->impact * ((double)population->agents / (double)count);
  if (status == RP_OK)
    status = choose_grid(call, rate, cut_count, cuts, coupling, options, &sample, &chosen, &estimate);
  if (status != RP_OK) return status;
  if (count == population->agents) { /* the sample was everybody */
    sample.game.context = NULL;
    *out = sample;
    out->grid.chosen = NULL;
    out->game.context = &out->grid;
    out->game.method = &out->method;
  } else {
    rp_collocation_make(options->stages + chosen.more_stages, &out->method);
    status = make_grid(call, rate, chosen.number, 0, cut_count, cuts, out);
  }
  out->discretisation = estimate;
  out->rate = rate;
  out->sampled = count;
  if (status != RP_OK || count == population->agents) return status;
  return solve_all(call, population, residue, options, out);
}
