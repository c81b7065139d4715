/* best_response.c - see best_response.h. */
#include "best_response.h"
#include "numerics/quadrature.h"
#include <lapacke.h>
#include <math.h>

enum { GRID = 201, GOLDEN_STEPS = 60, SECANT_STEPS = 12, PARAMETERS = 4 };

/* One dealer's decision and the rival that she meets. */
typedef struct meeting {
  const rp_two_dealers *market;
  const rp_linear_strategy *rival;
  double held, trade, spread;
} meeting;

static double rival_trade(const meeting *k, double y) {
  return k->rival->trade - k->rival->trade_slope * y;
}

/* Paid for the trade before the client, and the cost of the inventory after it. */
static double before(const void *context, double y) {
  const meeting *k = context;
  double after = k->held + k->trade;
  return -k->market->impact / 2 * (k->trade + rival_trade(k, y)) * k->trade -
         k->market->inventory_cost / 2 * after * after;
}

/* Price at which both liquidate, if the client has bought `sold` shares from either. */
static double liquidation(const meeting *k, double y, double sold) {
  const rp_two_dealers *m = k->market;
  return (m->impact - 2 * m->decayed) / 2 * (k->trade + rival_trade(k, y)) +
         m->impact / 2 * (sold - k->held - y);
}

static double wins(const void *context, double y) {
  const meeting *k = context;
  const rp_two_dealers *m = k->market;
  double price = k->spread + (m->impact - m->decayed) * (k->trade + rival_trade(k, y));
  return price * m->size + liquidation(k, y, m->size) * (k->held + k->trade - m->size);
}

static double loses(const void *context, double y) {
  const meeting *k = context;
  return liquidation(k, y, k->market->size) * (k->held + k->trade);
}

static double no_client(const void *context, double y) {
  const meeting *k = context;
  return liquidation(k, y, 0) * (k->held + k->trade);
}

/* The rival's inventory at which the quotes are equal, inside her support; shorter rivals quote more. */
static double equal_quotes(const meeting *k) {
  double zeta = k->market->range, slope = k->rival->spread_slope;
  if (slope == 0) return k->spread < k->rival->spread ? zeta : -zeta;
  return fmin(fmax((k->rival->spread - k->spread) / slope, -zeta), zeta);
}

double rp_response_profit(const rp_two_dealers *m, const rp_linear_strategy *rival, double held, double trade,
                          double spread) {
  meeting k = {m, rival, held, trade, spread};
  double zeta = m->range, y = equal_quotes(&k);
  double client = rp_integrate_panel(wins, &k, -zeta, y) + rp_integrate_panel(loses, &k, y, zeta);
  double alone = rp_integrate_panel(no_client, &k, -zeta, zeta);
  return (rp_integrate_panel(before, &k, -zeta, zeta) + m->probability * client +
          (1 - m->probability) * alone) /
         (2 * zeta);
}

/* Profit with the best trade for a spread: exactly quadratic in the trade. */
static double best_trade(const meeting *k, bool prehedges, double spread, double *trade) {
  double at[3];
  *trade = 0;
  at[1] = rp_response_profit(k->market, k->rival, k->held, 0, spread);
  if (!prehedges) return at[1];
  double unit = k->market->size;
  at[0] = rp_response_profit(k->market, k->rival, k->held, -unit, spread);
  at[2] = rp_response_profit(k->market, k->rival, k->held, unit, spread);
  double slope = (at[2] - at[0]) / 2, curvature = at[0] - 2 * at[1] + at[2];
  *trade = -slope / curvature * unit;
  return at[1] - slope * slope / (2 * curvature);
}

static double profit_at(const meeting *k, bool prehedges, double spread) {
  double trade;
  return best_trade(k, prehedges, spread, &trade);
}

/* Golden section between low and high; the maximum's own flatness limits it to half of the digits. */
static double golden(const meeting *k, bool prehedges, double low, double high) {
  double ratio = (sqrt(5) - 1) / 2, left = high - ratio * (high - low), right = low + ratio * (high - low);
  double at_left = profit_at(k, prehedges, left), at_right = profit_at(k, prehedges, right);
  for (int i = 0; i < GOLDEN_STEPS; ++i) {
    if (at_left > at_right) {
      high = right;
      right = left;
      at_right = at_left;
      left = high - ratio * (high - low);
      at_left = profit_at(k, prehedges, left);
    } else {
      low = left;
      left = right;
      at_left = at_right;
      right = low + ratio * (high - low);
      at_right = profit_at(k, prehedges, right);
    }
  }
  return 0.5 * (low + high);
}

/* First and second derivative of the profit in the spread, exact for polynomials of degree 4. */
static double derivative(const meeting *k, bool prehedges, double spread, double step, double *second) {
  double v[5];
  for (int i = 0; i < 5; ++i)
    v[i] = profit_at(k, prehedges, spread + (i - 2) * step);
  *second = (-v[0] + 16 * v[1] - 30 * v[2] + 16 * v[3] - v[4]) / (12 * step * step);
  return (v[0] - 8 * v[1] + 8 * v[3] - v[4]) / (12 * step);
}

rp_response rp_response_best(const rp_two_dealers *m, const rp_linear_strategy *rival, double held,
                             bool prehedges) {
  meeting k = {m, rival, held, 0, 0};
  double reach = fabs(rival->spread_slope) * m->range, low = rival->spread - 2 * reach, best = -INFINITY;
  double spacing = 4 * reach / (GRID - 1);
  rp_response response = {.curvature = NAN};
  for (int i = 0; i < GRID; ++i) {
    double profit = profit_at(&k, prehedges, low + i * spacing);
    if (profit > best) {
      best = profit;
      response.spread = low + i * spacing;
    }
  }
  response.spread = golden(&k, prehedges, response.spread - spacing, response.spread + spacing);
  double inside = reach - fabs(response.spread - rival->spread), step = fmin(0.1 * reach, inside / 3);
  if (step > 0.01 * reach) {
    double second, spread = response.spread;
    for (int i = 0; i < SECANT_STEPS; ++i) {
      double first = derivative(&k, prehedges, spread, step, &second);
      double next = spread - first / second;
      if (!(fabs(next - response.spread) < step)) break; /* flat, or not the same maximum */
      if (fabs(next - spread) <= 1e-15 * fabs(spread)) break;
      spread = next;
    }
    derivative(&k, prehedges, spread, step, &response.curvature);
    response.spread = spread;
  }
  response.profit = best_trade(&k, prehedges, response.spread, &response.trade);
  return response;
}

rp_linear_strategy rp_response_linear(const rp_two_dealers *m, const rp_linear_strategy *rival) {
  double at = m->range / 5;
  rp_response left = rp_response_best(m, rival, -at, true), right = rp_response_best(m, rival, at, true);
  return (rp_linear_strategy){(left.trade + right.trade) / 2, (left.trade - right.trade) / (2 * at),
                              (left.spread + right.spread) / 2, (left.spread - right.spread) / (2 * at)};
}

/* A strategy as four numbers and back. */
static void to_numbers(const rp_linear_strategy *s, double *x) {
  x[0] = s->trade;
  x[1] = s->trade_slope;
  x[2] = s->spread;
  x[3] = s->spread_slope;
}

bool rp_response_eigenvalues(const rp_two_dealers *m, const rp_linear_strategy *at, double *real,
                             double *imaginary) {
  double x[PARAMETERS], jacobian[PARAMETERS * PARAMETERS], out[2][PARAMETERS];
  /* What each number is of the order of, in any units: the client's size and what it moves the price by. */
  double price = m->impact * m->size,
         unit[PARAMETERS] = {m->size, m->size / m->range, price, price / m->range};
  to_numbers(at, x);
  for (int j = 0; j < PARAMETERS; ++j) {
    double step = 1e-4 * (fabs(x[j]) + 0.1 * unit[j]);
    for (int side = 0; side < 2; ++side) {
      double moved[PARAMETERS] = {x[0], x[1], x[2], x[3]};
      moved[j] += side ? step : -step;
      rp_linear_strategy rival = {moved[0], moved[1], moved[2], moved[3]},
                         answer = rp_response_linear(m, &rival);
      to_numbers(&answer, out[side]);
    }
    for (int i = 0; i < PARAMETERS; ++i)
      jacobian[j * PARAMETERS + i] = (out[1][i] - out[0][i]) / (2 * step);
  }
  return LAPACKE_dgeev(LAPACK_COL_MAJOR, 'N', 'N', PARAMETERS, jacobian, PARAMETERS, real, imaginary, NULL, 1,
                       NULL, 1) == 0;
}
