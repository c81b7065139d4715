/*
 * model_game_values.c - what `nplayer_game` tells of the agents reported as single agents among given others: their values and best
 * replies. Glue.
 */
#include <math.h>
#include <string.h>
#include "model_game.h"
#include "model_sorted.h"
#include "single.h"

enum { LANES = RP_AGENT_LANES };

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

/* The ends of panels and the times, each once; *count of them. */
static double *reply_edges(const rp_call *call, const rp_aggregate *a, int64_t times, const double *time,
                           int64_t *count) {
  int64_t most = a->panels + 1 + times;
  double *edges = rp_call_doubles(call, most);
  if (!edges) return NULL;
  memcpy(edges, a->edges, (size_t)(a->panels + 1) * sizeof *edges);
  memcpy(edges + a->panels + 1, time, (size_t)times * sizeof *edges);
  *count = rp_model_sort_once(most, edges);
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

rp_status rp_game_put_values(const rp_call *call, const rp_aggregate *a, const rp_reported *agents,
                             int64_t count, const double *times) {
  bool wanted = rp_call_wants(call, OUT_BEST_REPLY);
  int64_t reported = agents->count;
  value_pass p = {.aggregate = a, .count = count, .times = times};
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
    rp_status status = put_agent(call, &p, rp_reported_agent(agents, i), i, &r);
    if (status != RP_OK) return status;
  }
  return rp_call_put(call, OUT_BEST_REPLY, p.worst);
}
