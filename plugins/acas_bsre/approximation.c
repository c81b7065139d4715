/* approximation.c - see approximation.h. */
#include "approximation.h"
#include <math.h>
#include <string.h>

/* Ask and bid: quote and share each, scratch of the quote map, then rates, and the derivatives of both sides. */
int64_t rp_approximation_workspace(int64_t traders, int64_t makers) {
  return 8 * makers + 4 * traders + 4 * makers * makers + 16;
}

void rp_approximation_flow(const rp_approximation *game, const double *l, double *buying, double *selling) {
  double count = (double)game->factor_count;
  *buying = *selling = 0;
  if (game->factor_count == 0) {
    *buying = rp_curve_at(&game->buying, 0);
    *selling = rp_curve_at(&game->selling, 0);
    return;
  }
  for (int64_t k = 0; k < game->factor_count; ++k) {
    *buying += rp_reverting_flow(&game->buying, l[k]);
    *selling += rp_reverting_flow(&game->selling, l[k]);
  }
  *buying /= count;
  *selling /= count;
}

void rp_approximation_factors(const rp_approximation *game, double t, double *l) {
  for (int64_t k = 0; k < game->factor_count; ++k) {
    const rp_reverting *f = game->factors + k;
    double decay = exp(-f->speed * t), variance = rp_reverting_spread(f->speed, t);
    l[k] = f->mean + (f->start - f->mean) * decay + game->tilt * f->volatility * sqrt(variance);
  }
}

static double least_of(int64_t count, const double *numbers) {
  double least = INFINITY;
  for (int64_t i = 0; i < count; ++i)
    least = fmin(least, numbers[i]);
  return least;
}

/* Without bounds the sum of the rates, and so every rate, is explicit. */
static void rates_of(const rp_rates *traders, const double *argument, const double *buys, double *rate,
                     double *free) {
  if (traders->low != -INFINITY || traders->high != INFINITY) {
    rp_rates_solve(traders, argument, buys, rate, free);
    return;
  }
  double w = traders->count > 1 ? traders->cross / (double)(traders->count - 1) : 0,
         scale = 1 / (2 * traders->cost - w), total = 0;
  for (int64_t i = 0; i < traders->count; ++i)
    total += argument[i];
  total *= scale / (1 + w * scale * (double)traders->count);
  for (int64_t i = 0; i < traders->count; ++i) {
    rate[i] = (argument[i] - w * total) * scale;
    free[i] = 1;
  }
}

bool rp_approximation_evaluate(const rp_approximation *game, double buying, double selling, const double *y,
                               rp_approximation_state *state) {
  int64_t traders = game->traders.count, makers = game->makers.count;
  double *work = game->work, *scratch = work + 4 * makers, *argument = scratch + 4 * makers;
  *state = (rp_approximation_state){.ask = work,
                                    .bid = work + makers,
                                    .ask_share = work + 2 * makers,
                                    .bid_share = work + 3 * makers,
                                    .rate = argument + traders,
                                    .free = argument + 2 * traders,
                                    .buying = buying,
                                    .selling = selling};
  const double *adjoint = y + traders;
  bool (*map)(const rp_shares *, double, const double *, double *, double *, double *) = rp_shares_quote;
  if (game->near) {
    memcpy(state->ask, game->near, (size_t)(2 * makers) * sizeof *state->ask); /* bids follow the asks */
    map = rp_shares_requote;
  }
  if (!map(&game->makers, 1, adjoint, state->ask, state->ask_share, scratch) ||
      !map(&game->makers, -1, adjoint, state->bid, state->bid_share, scratch))
    return false;
  double ask = least_of(makers, state->ask), bid = least_of(makers, state->bid);
  for (int64_t i = 0; i < traders; ++i)
    argument[i] = y[i] + (game->buys[i] != 0 ? -ask : bid);
  rates_of(&game->traders, argument, game->buys, state->rate, state->free);
  for (int64_t i = 0; i < traders; ++i)
    if (game->buys[i] != 0)
      state->buying += state->rate[i];
    else
      state->selling -= state->rate[i];
  return true;
}

void rp_approximation_rates(const rp_approximation *game, const rp_approximation_state *state,
                            double *rates) {
  int64_t traders = game->traders.count;
  memcpy(rates, state->rate, (size_t)traders * sizeof *rates);
  for (int64_t i = 0; i < game->makers.count; ++i)
    rates[traders + i] = -state->buying * state->ask_share[i] + state->selling * state->bid_share[i];
}

static int64_t argument_of_least(int64_t count, const double *numbers) {
  int64_t at = 0;
  for (int64_t i = 1; i < count; ++i)
    if (numbers[i] < numbers[at]) at = i;
  return at;
}

/* Column j of the Jacobian: what dy_j does to all rates. */
static void column(const rp_approximation *game, const rp_approximation_state *s, const rp_rates_slope *slope,
                   int64_t j, const double *const derivative[4], double *jacobian) {
  int64_t traders = game->traders.count, makers = game->makers.count, n = traders + makers, m = j - traders;
  double *argument = game->work + 8 * makers, *change = argument + 3 * traders;
  int64_t ask = argument_of_least(makers, s->ask), bid = argument_of_least(makers, s->bid);
  double ask_moves = m >= 0 ? derivative[0][ask * makers + m] : 0,
         bid_moves = m >= 0 ? -derivative[2][bid * makers + m] : 0, total = 0, buying = 0, selling = 0;
  for (int64_t i = 0; i < traders; ++i) {
    argument[i] = s->free[i] * ((i == j) + (game->buys[i] != 0 ? -ask_moves : bid_moves));
    total += argument[i];
  }
  for (int64_t i = 0; i < traders; ++i) {
    change[i] = s->free[i] * (slope->own * argument[i] - slope->cross * slope->total * total);
    if (game->buys[i] != 0)
      buying += change[i];
    else
      selling -= change[i];
    jacobian[i * n + j] = change[i];
  }
  for (int64_t i = 0; i < makers; ++i) {
    double sum = -buying * s->ask_share[i] + selling * s->bid_share[i];
    if (m >= 0) sum -= s->buying * derivative[1][i * makers + m] + s->selling * derivative[3][i * makers + m];
    jacobian[(traders + i) * n + j] = sum;
  }
}

bool rp_approximation_field(const void *context, double t, const double *y, double *value, double *jacobian) {
  const rp_approximation *game = context;
  int64_t traders = game->traders.count, makers = game->makers.count;
  double factors[64], buying, selling;
  rp_approximation_state state;
  rp_approximation_factors(game, t, factors);
  rp_approximation_flow(game, factors, &buying, &selling);
  if (!rp_approximation_evaluate(game, buying, selling, y, &state)) return false;
  rp_approximation_rates(game, &state, value);
  if (!jacobian) return true;
  double *ask_quotes = game->work + 8 * makers + 4 * traders, *ask_shares = ask_quotes + makers * makers,
         *bid_quotes = ask_shares + makers * makers, *bid_shares = bid_quotes + makers * makers;
  const double *const derivative[] = {ask_quotes, ask_shares, bid_quotes, bid_shares};
  rp_shares_derive(&game->makers, state.ask, state.ask_share, ask_quotes, ask_shares);
  rp_shares_derive(&game->makers, state.bid, state.bid_share, bid_quotes, bid_shares);
  rp_rates_slope slope;
  rp_rates_derive(&game->traders, state.free, &slope);
  for (int64_t j = 0; j < traders + makers; ++j)
    column(game, &state, &slope, j, derivative, jacobian);
  return true;
}

void rp_approximation_weight(const void *context, double t, double *weight) {
  const rp_approximation *game = context;
  (void)t;
  for (int64_t i = 0; i < game->traders.count + game->makers.count; ++i)
    weight[i] = 2 * game->running[i];
}
