/* model_market_outputs.c - see model_market.h. */
#include <math.h>
#include "model_market.h"

typedef struct columns {
  double *paths[2], *adjoints[2], *rates, *asks, *bids, *fills_ask, *fills_bid, *best_ask, *best_bid, *spread,
      *flow_ask, *flow_bid;
} columns;

static bool ask_for(const rp_call *call, uint32_t output, int64_t rows, int64_t count, double **to) {
  *to = NULL;
  if (!rp_call_wants(call, output)) return true;
  *to = rows > 0 ? rp_call_matrix(call, output, rows, count) : rp_call_vector(call, output, count);
  return *to != NULL;
}

static bool ask_for_all(const rp_call *call, int64_t traders, int64_t makers, int64_t count, columns *c) {
  return ask_for(call, RP_MARKET_OUT_TRADER_PATHS, traders, count, &c->paths[0]) &&
         ask_for(call, RP_MARKET_OUT_MAKER_PATHS, makers, count, &c->paths[1]) &&
         ask_for(call, RP_MARKET_OUT_TRADER_ADJOINTS, traders, count, &c->adjoints[0]) &&
         ask_for(call, RP_MARKET_OUT_MAKER_ADJOINTS, makers, count, &c->adjoints[1]) &&
         ask_for(call, RP_MARKET_OUT_RATES, traders, count, &c->rates) &&
         ask_for(call, RP_MARKET_OUT_ASKS, makers, count, &c->asks) &&
         ask_for(call, RP_MARKET_OUT_BIDS, makers, count, &c->bids) &&
         ask_for(call, RP_MARKET_OUT_FILLS_ASK, makers, count, &c->fills_ask) &&
         ask_for(call, RP_MARKET_OUT_FILLS_BID, makers, count, &c->fills_bid) &&
         ask_for(call, RP_MARKET_OUT_BEST_ASK, 0, count, &c->best_ask) &&
         ask_for(call, RP_MARKET_OUT_BEST_BID, 0, count, &c->best_bid) &&
         ask_for(call, RP_MARKET_OUT_SPREAD, 0, count, &c->spread) &&
         ask_for(call, RP_MARKET_OUT_FLOW_ASK, 0, count, &c->flow_ask) &&
         ask_for(call, RP_MARKET_OUT_FLOW_BID, 0, count, &c->flow_bid);
}

/* One time's numbers into column j of a matrix with `count` columns. */
static void scatter(double *to, int64_t rows, int64_t count, int64_t j, const double *from) {
  for (int64_t i = 0; to && i < rows; ++i)
    to[i * count + j] = from[i];
}

rp_status rp_market_put_times(const rp_call *call, rp_market_game *g, const rp_boundary_path *path,
                              int64_t count, const double *times) {
  int64_t traders = g->market.traders.count, makers = g->market.makers.count, at_crossing = -1;
  double *x = rp_call_doubles(call, 2 * g->n), crossing = 0;
  rp_market_state *s = &g->state;
  columns to;
  if (!x || !ask_for_all(call, traders, makers, count, &to)) return RP_NO_MEMORY;
  double *y = x + g->n;
  for (int64_t j = 0; j < count; ++j) {
    rp_boundary_at(path, times[j], x, y);
    rp_market_evaluate(&g->market, times[j], y, s);
    double ask = s->ask.quote[s->ask.slope.first], bid = s->bid.quote[s->bid.slope.first];
    scatter(to.paths[0], traders, count, j, x);
    scatter(to.paths[1], makers, count, j, x + traders);
    scatter(to.adjoints[0], traders, count, j, y);
    scatter(to.adjoints[1], makers, count, j, y + traders);
    scatter(to.rates, traders, count, j, s->rate);
    scatter(to.asks, makers, count, j, s->ask.quote);
    scatter(to.bids, makers, count, j, s->bid.quote);
    scatter(to.fills_ask, makers, count, j, s->ask.fill);
    scatter(to.fills_bid, makers, count, j, s->bid.fill);
    const double single[] = {ask, bid, ask + bid, s->buying, s->selling};
    double *const rows[] = {to.best_ask, to.best_bid, to.spread, to.flow_ask, to.flow_bid};
    for (int k = 0; k < 5; ++k)
      if (rows[k]) rows[k][j] = single[k];
    if (ask + bid < crossing) {
      crossing = ask + bid;
      at_crossing = j;
    }
  }
  if (at_crossing >= 0)
    rp_call_report(call, RP_OK, "crossed-quotes", -1, crossing,
                   "makers' best quotes cross: at t = %.6g the inside spread is %.6g", times[at_crossing],
                   crossing);
  return rp_call_put(call, RP_MARKET_OUT_CROSSED, at_crossing >= 0);
}

/* The two best quotes of a side, from node to node; makers who are level take no place from each other. */
typedef struct podium {
  int64_t first, second;
} podium;

static int64_t lowest(int64_t count, const double *quotes, int64_t but) {
  int64_t best = but == 0 ? 1 : 0;
  for (int64_t i = 0; i < count; ++i)
    if (i != but && quotes[i] < quotes[best]) best = i;
  return best;
}

static bool podium_changes(int64_t count, const double *quotes, double level, podium *p) {
  podium before = *p;
  int64_t best = lowest(count, quotes, -1);
  if (p->first < 0 || quotes[p->first] > quotes[best] + level) p->first = best;
  best = lowest(count, quotes, p->first);
  if (p->second < 0 || p->second == p->first || quotes[p->second] > quotes[best] + level) p->second = best;
  return before.first >= 0 && (p->first != before.first || p->second != before.second);
}

/* How often the pattern of best quotes and binding bounds changes from node to node. */
static double count_kinks(const rp_market_game *g, const rp_boundary_path *path) {
  int64_t traders = g->market.traders.count, makers = g->market.makers.count, s = path->method->stages;
  double kinks = 0, level = 1e-9 / g->market.makers.intensity.decay;
  podium asks = {-1, -1}, bids = {-1, -1};
  uint64_t before = 0;
  for (int64_t p = 0; p < path->panels; ++p)
    for (int64_t j = 0; j < s; ++j) {
      double t = path->edge[p] + (path->edge[p + 1] - path->edge[p]) * path->method->node[j];
      const rp_market_state *at = g->market.state;
      rp_market_evaluate(&g->market, t, path->at_node + (p * s + j) * g->n, g->market.state);
      uint64_t pattern = 1469598103934665603u;
      for (int64_t i = 0; i < traders; ++i)
        pattern = (pattern ^ (at->free[i] != 0)) * 1099511628211u;
      for (int64_t i = 0; i < makers; ++i)
        pattern = (pattern ^ ((at->ask.slope.own[i] > 0) + 2u * (at->bid.slope.own[i] > 0))) * 1099511628211u;
      bool ask = podium_changes(makers, at->ask.quote, level, &asks),
           bid = podium_changes(makers, at->bid.quote, level, &bids);
      kinks += ask || bid || (before != 0 && pattern != before);
      before = pattern;
    }
  return kinks;
}

rp_status rp_market_put_checks(const rp_call *call, const rp_market_game *g, const rp_boundary_path *path,
                               const rp_boundary_report *report) {
  double picard = NAN;
  if (rp_call_wants(call, RP_MARKET_OUT_PICARD)) {
    double *work = rp_call_doubles(call, (2 * path->panels * g->method.stages + 3) * g->n);
    if (!work) return RP_NO_MEMORY;
    picard = rp_market_picard_factor(&g->market, g->diagonal, path, work);
  }
  rp_status status = rp_call_put_matrix(call, RP_MARKET_OUT_MATRIX, g->n, g->n, path->gain);
  const rp_number numbers[] = {
      {RP_MARKET_OUT_KINKS, rp_call_wants(call, RP_MARKET_OUT_KINKS) ? count_kinks(g, path) : 0},
      {RP_MARKET_OUT_PICARD, picard},
      {RP_MARKET_OUT_ITERATIONS, report->iterations},
      {RP_MARKET_OUT_RESIDUAL, report->residual},
      {RP_MARKET_OUT_DISCRETISATION, report->tail},
      {RP_MARKET_OUT_PANELS, (double)path->panels}};
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}
