/* market.c - see market.h. */
#include "market.h"
#include <math.h>
#include <string.h>

static double *take(double **memory, int64_t count) {
  double *here = *memory;
  *memory += count;
  return here;
}

static void place_side(int64_t makers, double **memory, rp_market_side *side) {
  side->quote = take(memory, makers);
  side->excess = take(memory, makers);
  side->fill = take(memory, makers);
  side->slope.own = take(memory, makers);
  side->slope.others = take(memory, makers);
}

int64_t rp_market_state_size(int64_t traders, int64_t makers) {
  return 10 * makers + 5 * traders;
}

void rp_market_state_place(int64_t traders, int64_t makers, double *memory, rp_market_state *state) {
  place_side(makers, &memory, &state->ask);
  place_side(makers, &memory, &state->bid);
  state->argument = take(&memory, traders);
  state->rate = take(&memory, traders);
  state->free = take(&memory, traders);
  state->slope.own = take(&memory, traders);
  state->slope.pull = take(&memory, traders);
}

static double evaluate_side(const rp_quotes *makers, double sign, const double *y, rp_market_side *side) {
  rp_quotes_solve(makers, sign, y, side->quote, side->excess, &side->slope);
  for (int64_t i = 0; i < makers->count; ++i)
    side->fill[i] = rp_intensity_at(&makers->intensity, side->excess[i]);
  return side->quote[side->slope.first];
}

void rp_market_evaluate(const rp_market *market, double t, const double *y, rp_market_state *state) {
  int64_t traders = market->traders.count;
  double ask = evaluate_side(&market->makers, 1, y + traders, &state->ask);
  double bid = evaluate_side(&market->makers, -1, y + traders, &state->bid);
  for (int64_t i = 0; i < traders; ++i)
    state->argument[i] = market->buys[i] != 0 ? y[i] - ask : y[i] + bid;
  rp_rates_solve(&market->traders, state->argument, market->buys, state->rate, state->free);
  rp_rates_differentiate(&market->traders, state->rate, state->free, &state->slope);
  state->buying = rp_curve_at(&market->noise_buying, t);
  state->selling = rp_curve_at(&market->noise_selling, t);
  for (int64_t i = 0; i < traders; ++i)
    if (market->buys[i] != 0)
      state->buying += state->rate[i];
    else
      state->selling -= state->rate[i];
}

void rp_market_rates(const rp_market *market, const rp_market_state *state, double *rates) {
  int64_t traders = market->traders.count;
  memcpy(rates, state->rate, (size_t)traders * sizeof *rates);
  for (int64_t i = 0; i < market->makers.count; ++i)
    rates[traders + i] = -state->buying * state->ask.fill[i] + state->selling * state->bid.fill[i];
}

/* Changes of the fills of one side when its arguments change by sign times direction; returns the change of the best quote. */
static double change_side(const rp_quotes *makers, const rp_market_side *side, double sign,
                          const double *direction, double *fills) {
  const rp_quotes_slope *s = &side->slope;
  double d1 = sign * direction[s->first], d2 = sign * direction[s->second];
  double best = s->pair[0][0] * d1 + s->pair[0][1] * d2, next = s->pair[1][0] * d1 + s->pair[1][1] * d2;
  for (int64_t i = 0; i < makers->count; ++i) {
    double excess = i == s->first    ? best - next
                    : i == s->second ? next - best
                                     : s->own[i] * sign * direction[i] + (s->others[i] - 1) * best;
    fills[i] = -rp_intensity_hazard(&makers->intensity, side->excess[i]) * side->fill[i] * excess;
  }
  return best;
}

void rp_market_change(const rp_market *market, const rp_market_state *state, const double *direction,
                      double *change) {
  int64_t traders = market->traders.count, makers = market->makers.count;
  double *asks = market->direction, *bids = asks + makers, sum = 0, buying = 0, selling = 0;
  double ask = change_side(&market->makers, &state->ask, 1, direction + traders, asks);
  double bid = change_side(&market->makers, &state->bid, -1, direction + traders, bids);
  for (int64_t i = 0; i < traders; ++i) {
    change[i] = state->slope.own[i] * (market->buys[i] != 0 ? direction[i] - ask : direction[i] + bid);
    sum += change[i];
  }
  double total = state->slope.total * sum;
  for (int64_t i = 0; i < traders; ++i) {
    change[i] -= state->slope.pull[i] * total;
    if (market->buys[i] != 0)
      buying += change[i];
    else
      selling -= change[i];
  }
  for (int64_t i = 0; i < makers; ++i)
    change[traders + i] = -buying * state->ask.fill[i] - state->buying * asks[i] +
                          selling * state->bid.fill[i] + state->selling * bids[i];
}

bool rp_market_field(const void *context, double t, const double *y, double *value, double *jacobian) {
  const rp_market *market = context;
  int64_t n = market->traders.count + market->makers.count;
  rp_market_evaluate(market, t, y, market->state);
  rp_market_rates(market, market->state, value);
  double *unit = market->direction + 2 * market->makers.count, *column = unit + n;
  if (jacobian) {
    memset(unit, 0, (size_t)n * sizeof *unit);
    for (int64_t j = 0; j < n; ++j) {
      unit[j] = 1;
      rp_market_change(market, market->state, unit, column);
      unit[j] = 0;
      for (int64_t i = 0; i < n; ++i)
        jacobian[i * n + j] = column[i];
    }
  }
  for (int64_t i = 0; i < n; ++i)
    if (!isfinite(value[i])) return false;
  return true;
}

enum { ASK, NEXT_ASK, BID, NEXT_BID, TOTAL, BUYING, SELLING };

/* The makers' part of one side: flow sign x of what a fill changes, and the quotes as functionals of y. `best` numbers the side's
 * best quote among the aggregates, the second is next to it. */
static void split_side(const rp_market *market, const rp_market_side *side, double sign, double flow,
                       int best, double *diagonal, double *columns, double *rows) {
  const rp_quotes_slope *s = &side->slope;
  int64_t traders = market->traders.count, makers = market->makers.count, n = traders + makers;
  double *row = rows + best * n + traders;
  row[s->first] = sign * s->pair[0][0];
  row[s->second] = sign * s->pair[0][1];
  row[n + s->first] = sign * s->pair[1][0];
  row[n + s->second] = sign * s->pair[1][1];
  for (int64_t i = 0; i < makers; ++i) {
    double *column = columns + (traders + i) * RP_MARKET_RANK;
    double felt = -flow * rp_intensity_hazard(&market->makers.intensity, side->excess[i]) * side->fill[i];
    if (i == s->first || i == s->second) {
      column[best] += i == s->first ? felt : -felt;
      column[best + 1] += i == s->first ? -felt : felt;
    } else {
      diagonal[traders + i] += felt * s->own[i] * sign;
      column[best] += felt * (s->others[i] - 1);
    }
  }
}

bool rp_market_split(const void *context, double t, const double *y, double *value, double *diagonal,
                     double *columns, double *rows) {
  const rp_market *market = context;
  const rp_market_state *state = market->state;
  int64_t traders = market->traders.count, n = traders + market->makers.count;
  rp_market_evaluate(market, t, y, market->state);
  rp_market_rates(market, state, value);
  memset(diagonal, 0, (size_t)n * sizeof *diagonal);
  memset(columns, 0, (size_t)(n * RP_MARKET_RANK) * sizeof *columns);
  memset(rows, 0, (size_t)(n * RP_MARKET_RANK) * sizeof *rows);
  split_side(market, &state->ask, 1, -state->buying, ASK, diagonal, columns, rows);
  split_side(market, &state->bid, -1, state->selling, BID, diagonal, columns, rows);
  double *ask = rows + ASK * n, *bid = rows + BID * n, *total = rows + TOTAL * n, all[2] = {0},
         pulls[2] = {0};
  for (int64_t i = 0; i < traders; ++i) { /* dv = own (dy - d ask), own (dy + d bid), less pull dV */
    bool buys = market->buys[i] != 0;
    double own = state->slope.own[i], pull = state->slope.pull[i];
    diagonal[i] = own;
    columns[i * RP_MARKET_RANK + (buys ? ASK : BID)] = buys ? -own : own;
    columns[i * RP_MARKET_RANK + TOTAL] = -pull;
    total[i] = state->slope.total * own;
    rows[(buys ? BUYING : SELLING) * n + i] = own;
    all[!buys] += own;
    pulls[!buys] += pull;
  }
  for (int64_t i = 0; i < n; ++i)
    total[i] += state->slope.total * (all[1] * bid[i] - all[0] * ask[i]);
  for (int64_t i = 0; i < n; ++i) {
    rows[BUYING * n + i] -= all[0] * ask[i] + pulls[0] * total[i];
    rows[SELLING * n + i] += all[1] * bid[i] - pulls[1] * total[i];
  }
  for (int64_t i = traders; i < n; ++i) { /* sellers' rates are negative */
    columns[i * RP_MARKET_RANK + BUYING] = -state->ask.fill[i - traders];
    columns[i * RP_MARKET_RANK + SELLING] = -state->bid.fill[i - traders];
  }
  double finite = 0;
  for (int64_t i = 0; i < n; ++i)
    finite += value[i] * 0;
  return finite == 0;
}

void rp_market_weight(const void *context, double t, double *weight) {
  const rp_market *market = context;
  (void)t;
  for (int64_t i = 0; i < market->traders.count + market->makers.count; ++i)
    weight[i] = 2 * market->share * market->running[i];
}

/* ---- Picard's iteration ---- */

/* One step of the linearised iteration: y at the nodes -> y at the nodes. Returns the largest entry. */
static double picard_step(const rp_market *market, const double *terminal, const rp_boundary_path *path,
                          double *at, double *states, double *work) {
  int64_t n = path->n, s = path->method->stages;
  double *right = work, *node = work + n, *moved = node + n;
  memset(right, 0, (size_t)n * sizeof *right);
  for (int64_t p = 0; p < path->panels; ++p) {
    double h = path->edge[p + 1] - path->edge[p];
    for (int64_t j = 0; j < s; ++j) { /* rates at the nodes in place of y */
      int64_t here = (p * s + j) * n;
      rp_market_evaluate(market, path->edge[p] + h * path->method->node[j], path->at_node + here,
                         market->state);
      memcpy(node, at + here, (size_t)n * sizeof *node);
      rp_market_change(market, market->state, node, at + here);
    }
    for (int64_t j = 0; j < s; ++j)
      for (int64_t i = 0; i < n; ++i) {
        double sum = right[i];
        for (int64_t k = 0; k < s; ++k)
          sum += h * path->method->from_left[j][k] * at[(p * s + k) * n + i];
        states[(p * s + j) * n + i] = sum;
      }
    for (int64_t k = 0; k < s; ++k)
      for (int64_t i = 0; i < n; ++i)
        right[i] += h * path->method->weight[k] * at[(p * s + k) * n + i];
  }
  for (int64_t i = 0; i < n; ++i)
    right[i] *= -terminal[i];
  double largest = 0;
  for (int64_t p = path->panels - 1; p >= 0; --p) {
    double h = path->edge[p + 1] - path->edge[p];
    for (int64_t i = 0; i < n; ++i)
      moved[i] = right[i];
    for (int64_t j = 0; j < s; ++j) {
      for (int64_t i = 0; i < n; ++i) {
        double sum = right[i];
        for (int64_t k = 0; k < s; ++k)
          sum += h * path->method->from_right[j][k] * 2 * market->running[i] * states[(p * s + k) * n + i];
        at[(p * s + j) * n + i] = sum;
        largest = fmax(largest, fabs(sum));
      }
      for (int64_t i = 0; i < n; ++i)
        moved[i] -= h * path->method->weight[j] * 2 * market->running[i] * states[(p * s + j) * n + i];
    }
    memcpy(right, moved, (size_t)n * sizeof *right);
  }
  return largest;
}

double rp_market_picard_factor(const rp_market *market, const double *terminal, const rp_boundary_path *path,
                               double *work) {
  enum { SETTLE = 30, MEASURE = 30 };
  int64_t all = path->panels * path->method->stages * path->n;
  double *at = work, *states = work + all, *rest = states + all, log_growth = 0;
  for (int64_t i = 0; i < all; ++i)
    at[i] = 1 + 0.1 * (double)(i % path->n);
  for (int k = 0; k < SETTLE + MEASURE; ++k) {
    double largest = picard_step(market, terminal, path, at, states, rest);
    if (!(largest > 0)) return 0;
    if (k >= SETTLE) log_growth += log(largest);
    for (int64_t i = 0; i < all; ++i)
      at[i] /= largest;
  }
  return exp(log_growth / MEASURE);
}
