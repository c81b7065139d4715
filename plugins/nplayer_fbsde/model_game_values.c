/*
 * model_game_values.c - what `nplayer_game` tells of the agents reported as single agents among given others: their values and best replies;
 * and the margins to singular penalties. Glue.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "model_coupling.h"
#include "model_game.h"
#include "single.h"

enum { LANES = RP_AGENT_LANES, REPORTED_BY_DEFAULT = 1000 };

/* One agent among the others, whose trades are what they are. */
typedef struct reply {
  const rp_aggregate *aggregate;
  int64_t agent;
  double *forcing; /* [nodes]: b + lambda (V - xi) */
} reply;

static void reply_coefficients(const void *context, double t, double *slippage, double *risk,
                               double *forcing) {
  const reply *r = context;
  const rp_aggregate *a = r->aggregate;
  rp_panel_place place = rp_aggregate_place(a, t);
  *slippage = rp_population_slippage(a->grid.population, r->agent, t);
  *risk = rp_population_risk(a->grid.population, r->agent, t);
  *forcing = 0;
  for (int64_t j = 0; j < a->method.stages; ++j)
    *forcing += place.values[j] * r->forcing[place.panel * a->method.stages + j];
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* The ends of panels and the times, each once; *count of them. */
static double *reply_edges(const rp_call *call, const rp_aggregate *a, int64_t times, const double *time,
                           int64_t *count) {
  int64_t most = a->panels + 1 + times, kept = 0;
  double *edges = rp_call_doubles(call, most);
  if (!edges) return NULL;
  memcpy(edges, a->edges, (size_t)(a->panels + 1) * sizeof *edges);
  memcpy(edges + a->panels + 1, time, (size_t)times * sizeof *edges);
  qsort(edges, (size_t)most, sizeof *edges, by_size);
  for (int64_t i = 0; i < most; ++i)
    if (kept == 0 || edges[i] > edges[kept - 1]) edges[kept++] = edges[i];
  *count = kept;
  return edges;
}

typedef struct value_pass {
  const rp_aggregate *aggregate;
  int64_t count, edge_count;
  const double *times, *edges;
  double *to[3]; /* A, B, C: [reported][count] or NULL */
  rp_single_state *states;
  double *work, *single_work, *lanes;
  double worst;
} value_pass;

/* A, B, C of one agent into row `row`, and its reply. */
static rp_status put_agent(const rp_call *call, value_pass *p, int64_t agent, int64_t row, reply *r) {
  static const double tolerance = 1e-11;
  const rp_aggregate *a = p->aggregate;
  int64_t nodes = rp_coupled_nodes(&a->game), ends = a->panels + 1, place = 0;
  rp_coupled_paths paths = {p->lanes, p->lanes + nodes * LANES, p->lanes + (nodes + ends) * LANES};
  rp_single_report report;
  double size = fabs(a->game.start[agent]), off = 0;
  rp_coupled_respond(&a->game, agent, 1, a->forcing, &paths, p->work);
  r->agent = agent;
  for (int64_t j = 0; j < nodes; ++j)
    r->forcing[j] = a->forcing[j] - a->game.impact * paths.rate[j * LANES];
  rp_single_agent single = {p->edge_count,       p->edges, reply_coefficients, r, a->game.terminal[agent],
                            a->game.start[agent]};
  if (rp_single_solve(&single, tolerance, p->states, &report, p->single_work) != RP_SINGLE_OK)
    return rp_call_report(call, RP_NOT_CONVERGED, "value-not-resolved", PARAM_HORIZON, report.discretisation,
                          "the value of agent %lld is still wrong by %.2g with %lld panels, it must be at "
                          "most %.0g; 'horizon' is %.2g of the agent's time scales sqrt(eta/a)",
                          (long long)(agent + 1), report.discretisation, (long long)report.panels, tolerance,
                          report.growth);
  for (int64_t i = 0, k = 0; i < p->edge_count; ++i) {
    if (place < ends && p->edges[i] == a->edges[place]) {
      double x = paths.inventory[place++ * LANES];
      size = fmax(size, fabs(x));
      off = fmax(off, fabs(x - p->states[i].inventory));
    }
    for (; k < p->count && p->times[k] == p->edges[i]; ++k) {
      const double from[] = {p->states[i].quadratic, p->states[i].linear, p->states[i].constant};
      for (int q = 0; q < 3; ++q)
        if (p->to[q]) p->to[q][row * p->count + k] = from[q];
    }
  }
  p->worst = fmax(p->worst, off > 0 ? off / size : 0);
  return RP_OK;
}

rp_status rp_game_put_values(const rp_call *call, const rp_aggregate *a, int64_t count, const double *times) {
  bool wanted = rp_call_wants(call, OUT_BEST_REPLY), chosen = rp_call_has(call, PARAM_REPORTED);
  int64_t agents = a->game.agents, reported = agents < REPORTED_BY_DEFAULT ? agents : REPORTED_BY_DEFAULT;
  const double *list = chosen ? rp_call_array(call, PARAM_REPORTED) : NULL;
  value_pass p = {.aggregate = a, .count = count, .times = times};
  if (chosen) reported = rp_call_value(call, PARAM_REPORTED)->shape[0];
  for (uint32_t q = 0; q < 3; ++q)
    if (rp_call_wants(call, OUT_QUADRATIC + q)) {
      wanted = true;
      if (!(p.to[q] = rp_call_matrix(call, OUT_QUADRATIC + q, reported, count))) return RP_NO_MEMORY;
    }
  if (!wanted) return RP_OK;
  int64_t nodes = rp_coupled_nodes(&a->game);
  reply r = {.aggregate = a, .forcing = rp_call_doubles(call, nodes)};
  p.edges = reply_edges(call, a, count, times, &p.edge_count);
  p.work = rp_call_doubles(call, rp_coupled_respond_workspace(&a->game));
  p.lanes = rp_call_doubles(call, (nodes + 2 * (a->panels + 1)) * LANES);
  p.single_work = rp_call_doubles(call, rp_single_workspace(p.edge_count));
  p.states = call->host->scratch(call->host, (uint64_t)p.edge_count * sizeof *p.states, RP_CALL_ALIGNMENT);
  if (!r.forcing || !p.edges || !p.work || !p.lanes || !p.single_work || !p.states) return RP_NO_MEMORY;
  for (int64_t i = 0; i < reported; ++i) {
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    rp_status status = put_agent(call, &p, list ? (int64_t)list[i] - 1 : i, i, &r);
    if (status != RP_OK) return status;
  }
  return rp_call_put(call, OUT_BEST_REPLY, p.worst);
}

/* ---- margins ---- */

/* Eights of agents: the least of gamma less its critical value in each, and whose it is. */
typedef struct margins {
  rp_coupled_agents game;
  const rp_population *steady; /* closed form; NULL: by the panels */
  const double *residue;
  int64_t part, workspace;
  double *work, *least;
  int64_t *whose;
} margins;

static rp_status margin_parts(void *context, int64_t begin, int64_t end) {
  margins *m = context;
  for (int64_t part = begin; part < end; ++part) {
    int64_t last = (part + 1) * m->part < m->game.agents ? (part + 1) * m->part : m->game.agents;
    m->least[part] = INFINITY;
    m->whose[part] = part * m->part;
    for (int64_t first = part * m->part; first < last; first += LANES) {
      double critical[LANES];
      int64_t some = last - first < LANES ? last - first : LANES;
      if (!m->steady) rp_coupled_critical(&m->game, first, some, critical, m->work + part * m->workspace);
      for (int64_t l = 0; l < some; ++l) {
        double limit = m->steady ? rp_population_critical(m->steady, first + l, m->game.impact) : critical[l];
        double margin = m->residue[first + l] - limit;
        if (margin < m->least[part] || isnan(margin)) {
          m->least[part] = margin;
          m->whose[part] = first + l;
        }
      }
    }
  }
  return RP_OK;
}

static rp_status least_margin(const rp_call *call, margins *m, int64_t parts, double *least, int64_t *whose) {
  rp_status status = call->host->parallel(call->host, parts, 1, margin_parts, m);
  *least = INFINITY;
  for (int64_t k = 0; status == RP_OK && k < parts; ++k)
    if (m->least[k] < *least || isnan(m->least[k])) {
      *least = m->least[k];
      *whose = m->whose[k];
    }
  return status;
}

/* On a sample of the agents if there are many: this takes some tens of solutions. */
static rp_status put_margin_mean(const rp_call *call, const rp_aggregate *a, double most) {
  enum { SAMPLE = 1024 };
  rp_aggregate some = *a;
  rp_coupling c = {.game = &some.game, .coupling = a->game.impact, .drift = a->grid.drift};
  double shift = INFINITY;
  if (a->game.agents > SAMPLE) {
    rp_status taken = rp_aggregate_take(call, SAMPLE, &some);
    if (taken != RP_OK) return taken;
    c.coupling *= (double)a->game.agents / SAMPLE;
  }
  rp_status status = a->game.impact > 0 ? rp_model_singular_shift(call, &c, most, &shift) : RP_OK;
  if (status == RP_OK && shift < 0)
    rp_call_report(call, RP_OK, "below-critical-penalty", PARAM_PENALTY, shift,
                   "terminal penalties are %.6g below those with which the equation for the aggregate is "
                   "singular: the equilibrium is unique on this horizon, but not on all shorter ones",
                   -shift);
  return status == RP_OK ? rp_call_put(call, OUT_MARGIN_MEAN, shift) : status;
}

rp_status rp_game_put_margins(const rp_call *call, const rp_aggregate *a, const double *residue) {
  enum { PARTS = 64 };
  if (!rp_call_wants(call, OUT_MARGIN_MEAN) && !rp_call_wants(call, OUT_MARGIN_DEVIATION) &&
      !rp_call_wants(call, OUT_MARGIN_CONVEXITY) && !rp_call_wants(call, OUT_WEAKEST))
    return RP_OK;
  int64_t agents = a->game.agents, eights = (agents + LANES - 1) / LANES,
          parts = eights < PARTS ? eights : PARTS, weakest = 0, other;
  margins m = {.game = a->game,
               .steady = rp_population_steady(a->grid.population) ? a->grid.population : NULL,
               .residue = residue,
               .part = (eights + parts - 1) / parts * LANES};
  parts = (agents + m.part - 1) / m.part;
  m.game.form = RP_AGENTS_GREEN;
  m.workspace = rp_coupled_respond_workspace(&m.game);
  m.work = rp_call_doubles(call, parts * m.workspace);
  m.least = rp_call_doubles(call, parts);
  m.whose = call->host->scratch(call->host, (uint64_t)parts * sizeof *m.whose, RP_CALL_ALIGNMENT);
  double *zero = rp_call_doubles(call, agents), convexity, deviation;
  if (!m.work || !m.least || !m.whose || !zero) return RP_NO_MEMORY;
  memset(zero, 0, (size_t)agents * sizeof *zero);
  m.game.terminal = zero;
  rp_status status = least_margin(call, &m, parts, &deviation, &other);
  m.game.impact = 0;
  if (status == RP_OK) status = least_margin(call, &m, parts, &convexity, &weakest);
  if (status != RP_OK) return status;
  const rp_number numbers[] = {{OUT_MARGIN_DEVIATION, deviation},
                               {OUT_MARGIN_CONVEXITY, convexity},
                               {OUT_WEAKEST, (double)(weakest + 1)}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status != RP_OK || !rp_call_wants(call, OUT_MARGIN_MEAN)) return status;
  if (!isfinite(deviation)) return rp_call_put(call, OUT_MARGIN_MEAN, NAN);
  return put_margin_mean(call, a, deviation);
}
