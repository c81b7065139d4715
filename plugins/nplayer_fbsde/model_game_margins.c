/* model_game_margins.c - how far the terminal penalties of `nplayer_game` are from those at which something is singular: an agent's own
 * problem, its answers to the others, or the equation for the aggregate. Glue. */
#include <math.h>
#include <string.h>
#include "model_coupling.h"
#include "model_game.h"

enum { LANES = RP_AGENT_LANES };

/* Parts of the agents: the least of gamma less its critical value in each, and whose it is. */
typedef struct margins {
  rp_coupled_agents game;
  const rp_population *steady; /* closed form; NULL: by the panels */
  const double *residue;
  int64_t part, workspace; /* agents of a part; doubles of its work */
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
