/*
 * model_game_agents.c - passes of `nplayer_game` over the agents, once the aggregate is known: costs, quantiles and paths. Agents
 * are streamed: nothing of an agent is kept but what was asked for. Glue.
 */
#include <math.h>
#include "model_game.h"
#include "quantile.h"

enum {
  LANES = RP_AGENT_LANES,
  PARTS = 64,
  BAND_NUMBERS = 1 << 24 /* inventories that are kept at once for quantiles */
};

/* Checks that come with the costs: the worst of all agents. */
enum { IDENTITY, SLOPE, RESIDUAL, CURVATURE, CHECKS };

/* What all passes over the agents share. Part k has agents k size .. and buffers of its own. */
typedef struct pass {
  const rp_aggregate *aggregate;
  const rp_panel_place *places; /* [time_count] */
  int64_t size, time_count, workspace, path_size;
  double *work, *paths;
  double *costs, *split[RP_COST_PARTS]; /* [agents] or NULL */
  double *checks;                       /* [parts][CHECKS]  */
  double *bands;                        /* [time_count][agents] or NULL */
} pass;

static rp_status pass_begin(const rp_call *call, const rp_aggregate *a, pass *p, int64_t *parts) {
  int64_t agents = a->game.agents, blocks = (agents + LANES - 1) / LANES;
  *parts = blocks < PARTS ? blocks : PARTS;
  p->aggregate = a;
  p->size = (blocks + *parts - 1) / *parts * LANES;
  *parts = (agents + p->size - 1) / p->size;
  p->path_size = (rp_coupled_nodes(&a->game) + 2 * (a->panels + 1)) * LANES;
  p->workspace = rp_coupled_respond_workspace(&a->game);
  p->work = rp_call_doubles(call, *parts * p->workspace);
  p->paths = rp_call_doubles(call, *parts * p->path_size);
  p->checks = rp_call_doubles(call, *parts * CHECKS);
  return p->work && p->paths && p->checks ? RP_OK : RP_NO_MEMORY;
}

static rp_coupled_paths respond(const pass *p, int64_t part, int64_t first, int64_t count) {
  const rp_aggregate *a = p->aggregate;
  double *at = p->paths + part * p->path_size;
  rp_coupled_paths paths = {at, at + rp_coupled_nodes(&a->game) * LANES, NULL};
  paths.adjoint = paths.inventory + (a->panels + 1) * LANES;
  rp_coupled_respond(&a->game, first, count, a->forcing, &paths, p->work + part * p->workspace);
  return paths;
}

static void add_costs(const pass *p, int64_t part, int64_t first, int64_t count,
                      const rp_coupled_paths *paths) {
  const rp_aggregate *a = p->aggregate;
  double *checks = p->checks + part * CHECKS;
  for (int64_t l = 0; l < count; ++l) {
    rp_agent_path path = {first + l,          LANES,      paths->rate + l,
                          paths->adjoint + l, a->forcing, paths->inventory[a->panels * LANES + l]};
    rp_agent_cost cost = rp_population_cost(&a->grid, &a->method, a->panels, a->edges, &path);
    p->costs[first + l] = cost.total;
    for (int k = 0; k < RP_COST_PARTS; ++k)
      if (p->split[k]) p->split[k][first + l] = cost.parts[k];
    checks[RESIDUAL] = fmax(checks[RESIDUAL], cost.residual);
    checks[CURVATURE] = fmin(checks[CURVATURE], cost.curvature);
    if (cost.scale > 0) {
      checks[IDENTITY] = fmax(checks[IDENTITY], cost.identity / cost.scale);
      checks[SLOPE] = fmax(checks[SLOPE], cost.slope / cost.scale);
    }
  }
}

static rp_status run_part(void *context, int64_t begin, int64_t end) {
  const pass *p = context;
  const rp_aggregate *a = p->aggregate;
  for (int64_t part = begin; part < end; ++part) {
    int64_t last = (part + 1) * p->size < a->game.agents ? (part + 1) * p->size : a->game.agents;
    for (int k = 0; k < CHECKS; ++k)
      p->checks[part * CHECKS + k] = k == CURVATURE ? INFINITY : 0;
    for (int64_t first = part * p->size; first < last; first += LANES) {
      int64_t count = last - first < LANES ? last - first : LANES;
      rp_coupled_paths paths = respond(p, part, first, count);
      if (p->costs) add_costs(p, part, first, count, &paths);
      for (int64_t k = 0; p->bands && k < p->time_count; ++k)
        for (int64_t l = 0; l < count; ++l)
          p->bands[k * a->game.agents + first + l] = rp_aggregate_inventory(a, p->places + k, &paths, l);
    }
  }
  return RP_OK;
}

/* Whether any output from `first` to `last` is wanted. */
static bool wants_any(const rp_call *call, uint32_t first, uint32_t last) {
  for (uint32_t k = first; k <= last; ++k)
    if (rp_call_wants(call, k)) return true;
  return false;
}

rp_status rp_game_put_costs(const rp_call *call, rp_aggregate *a) {
  if (!wants_any(call, OUT_COSTS, OUT_COST_INTERACTION) && !wants_any(call, OUT_IDENTITY, OUT_CURVATURE))
    return RP_OK;
  pass p = {0};
  int64_t parts;
  rp_status status = pass_begin(call, a, &p, &parts);
  if (status != RP_OK) return status;
  int64_t nodes = rp_coupled_nodes(&a->game);
  a->grid.perturbation = rp_call_doubles(call, 2 * RP_PERTURBATIONS * nodes);
  if (!a->grid.perturbation) return RP_NO_MEMORY;
  rp_population_perturb(nodes, &a->grid);
  p.costs = rp_call_wants(call, OUT_COSTS) ? rp_call_vector(call, OUT_COSTS, a->game.agents)
                                           : rp_call_doubles(call, a->game.agents);
  if (!p.costs) return RP_NO_MEMORY;
  for (uint32_t k = 0; k < RP_COST_PARTS; ++k)
    if (rp_call_wants(call, OUT_COST_INITIAL + k) &&
        !(p.split[k] = rp_call_vector(call, OUT_COST_INITIAL + k, a->game.agents)))
      return RP_NO_MEMORY;
  status = call->host->parallel(call->host, parts, 1, run_part, &p);
  if (status != RP_OK) return status;
  for (int64_t k = 1; k < parts; ++k)
    for (int c = 0; c < CHECKS; ++c) {
      double here = p.checks[k * CHECKS + c];
      p.checks[c] = c == CURVATURE ? fmin(p.checks[c], here) : fmax(p.checks[c], here);
    }
  const rp_number numbers[] = {{OUT_IDENTITY, p.checks[IDENTITY]},
                               {OUT_BEST_RESPONSE, p.checks[SLOPE]},
                               {OUT_RESIDUAL, p.checks[RESIDUAL]},
                               {OUT_CURVATURE, p.checks[CURVATURE]}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

/* Quantiles of one time each. */
typedef struct selection {
  int64_t agents, level_count, time_count, first_time;
  const double *levels;
  double *numbers, *to;
} selection;

static rp_status select_times(void *context, int64_t begin, int64_t end) {
  const selection *s = context;
  for (int64_t k = begin; k < end; ++k)
    for (int64_t q = 0; q < s->level_count; ++q)
      s->to[q * s->time_count + s->first_time + k] =
          rp_quantile(s->agents, s->numbers + k * s->agents, s->levels[q]);
  return RP_OK;
}

rp_status rp_game_put_bands(const rp_call *call, const rp_aggregate *a, int64_t count,
                            const rp_panel_place *places) {
  bool given = rp_call_has(call, PARAM_QUANTILES);
  selection s = {.agents = a->game.agents, .time_count = count};
  s.level_count = given ? rp_call_value(call, PARAM_QUANTILES)->shape[0] : 0;
  s.levels = given ? rp_call_array(call, PARAM_QUANTILES) : NULL;
  if (rp_call_wants(call, OUT_QUANTILE)) {
    double *levels = rp_call_vector(call, OUT_QUANTILE, s.level_count);
    if (!levels) return RP_NO_MEMORY;
    for (int64_t q = 0; q < s.level_count; ++q)
      levels[q] = s.levels[q];
  }
  if (!rp_call_wants(call, OUT_BANDS)) return RP_OK;
  s.to = rp_call_matrix(call, OUT_BANDS, s.level_count, count);
  if (!s.to) return RP_NO_MEMORY;
  if (s.level_count == 0) return RP_OK;
  int64_t some = BAND_NUMBERS / s.agents > 0 ? BAND_NUMBERS / s.agents : 1, parts;
  if (some > count) some = count;
  pass p = {0};
  rp_status status = pass_begin(call, a, &p, &parts);
  if (status == RP_OK && !(s.numbers = rp_call_doubles(call, some * s.agents))) status = RP_NO_MEMORY;
  p.bands = s.numbers;
  for (s.first_time = 0; status == RP_OK && s.first_time < count; s.first_time += some) {
    p.places = places + s.first_time;
    p.time_count = count - s.first_time < some ? count - s.first_time : some;
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    status = call->host->parallel(call->host, parts, 1, run_part, &p);
    if (status == RP_OK) status = call->host->parallel(call->host, p.time_count, 1, select_times, &s);
  }
  return status;
}

/* Y at a place, by the integral of Y' = g - lambda xi - 2 a X from the left end of the panel. */
static double adjoint_at(const rp_aggregate *a, const rp_panel_place *place, const rp_coupled_paths *paths,
                         int64_t agent, int64_t lane) {
  int64_t s = a->method.stages, first = place->panel * s;
  double h = a->edges[place->panel + 1] - a->edges[place->panel],
         y = paths->adjoint[place->panel * LANES + lane];
  for (int64_t j = 0; j < s; ++j) {
    double x = paths->inventory[place->panel * LANES + lane];
    for (int64_t i = 0; i < s; ++i)
      x += h * a->method.from_left[j][i] * paths->rate[(first + i) * LANES + lane];
    double risk = rp_population_risk(a->grid.population, agent, a->grid.time[first + j]);
    y += place->integrals[j] *
         (a->forcing[first + j] - a->game.impact * paths->rate[(first + j) * LANES + lane] - 2 * risk * x);
  }
  return y;
}

rp_status rp_game_put_agents(const rp_call *call, const rp_aggregate *a, const rp_reported *agents,
                             int64_t count, const double *times, const rp_panel_place *places) {
  int64_t reported = agents->count, parts;
  double *numbers = NULL, *to[3] = {0};
  if (rp_call_wants(call, OUT_REPORTED) && !(numbers = rp_call_vector(call, OUT_REPORTED, reported)))
    return RP_NO_MEMORY;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_INVENTORY + k) &&
        !(to[k] = rp_call_matrix(call, OUT_INVENTORY + k, reported, count)))
      return RP_NO_MEMORY;
  pass p = {0};
  rp_status status = pass_begin(call, a, &p, &parts);
  for (int64_t i = 0; status == RP_OK && i < reported; ++i) {
    int64_t agent = rp_reported_agent(agents, i);
    if (numbers) numbers[i] = (double)(agent + 1);
    if (!to[0] && !to[1] && !to[2]) continue;
    rp_coupled_paths paths = respond(&p, 0, agent, 1);
    for (int64_t k = 0; k < count; ++k) {
      double y = adjoint_at(a, places + k, &paths, agent, 0);
      if (to[0]) to[0][i * count + k] = rp_aggregate_inventory(a, places + k, &paths, 0);
      if (to[1])
        to[1][i * count + k] = -y / (2 * rp_population_slippage(a->grid.population, agent, times[k]));
      if (to[2]) to[2][i * count + k] = y;
    }
  }
  return status;
}
