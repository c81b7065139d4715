/* Two dealers: the equilibrium is a fixed point of best responses found by quadrature, and the client's cost by integration. */
#include "dealers.h"
#include "numerics/quadrature.h"
#include "prehedging/best_response.h"

static const rp_two_dealers base_pair = {1.2, 0.54, 0.4, 0.7, 1.2, 1.5};

static rp_two_dealers random_pair(uint64_t *state) {
  rp_two_dealers m = {.impact = uniform(state, 0.2, 2),
                      .inventory_cost = uniform(state, 0, 1),
                      .probability = uniform(state, 0.1, 1),
                      .size = uniform(state, 0.2, 2),
                      .range = uniform(state, 0.3, 3)};
  m.decayed = m.impact * uniform(state, 0.05, 1);
  return m;
}

Test(two_dealers, nobody_gains_by_deviating) {
  uint64_t state = 6;
  for (int round = 0; round < 12; ++round) {
    rp_two_dealers m = random_pair(&state);
    rp_equilibrium e = rp_two_dealers_equilibrium(&m);
    for (double held = -0.95; held <= 0.96; held += 0.475) {
      double x = held * m.range;
      rp_response best = rp_response_best(&m, &e.strategy, x, true);
      double trade = e.strategy.trade - e.strategy.trade_slope * x,
             spread = e.strategy.spread - e.strategy.spread_slope * x;
      double profit = rp_response_profit(&m, &e.strategy, x, trade, spread), size = 1 + fabs(profit);
      CLOSE(best.profit, profit, 1e-12, size);
      if (isnan(best.curvature)) continue;
      CLOSE(best.spread, spread, 1e-7, fabs(spread) + e.strategy.spread_slope * m.range);
      CLOSE(best.trade, trade, 1e-7, fabs(trade) + m.size);
      CLOSE(best.curvature, e.curvature, 1e-6, 0);
    }
    rp_response without = rp_response_best(&m, &e.without, 0.3 * m.range, false);
    CLOSE(without.spread, e.without.spread - e.without.spread_slope * 0.3 * m.range, 1e-8,
          m.impact * (m.range + m.size));
    rp_linear_strategy again = rp_response_linear(&m, &e.strategy);
    CLOSE(again.trade, e.strategy.trade, 1e-7, 1 + e.strategy.trade);
    CLOSE(again.spread_slope, e.strategy.spread_slope, 1e-7, 1 + e.strategy.spread_slope);
  }
}

typedef struct pair {
  const rp_two_dealers *market;
  const rp_linear_strategy *strategy;
  double x;
} pair;

static double inner(const void *context, double y) {
  const pair *p = context;
  return p->strategy->spread - p->strategy->spread_slope * fmax(p->x, y);
}

static double outer(const void *context, double x) {
  pair p = *(const pair *)context;
  double zeta = p.market->range;
  p.x = x;
  return (rp_integrate_panel(inner, &p, -zeta, x) + rp_integrate_panel(inner, &p, x, zeta)) /
         (4 * zeta * zeta);
}

Test(two_dealers, client_pays_the_mean_better_quote) {
  uint64_t state = 8;
  for (int round = 0; round < 50; ++round) {
    rp_two_dealers m = random_pair(&state);
    rp_equilibrium e = rp_two_dealers_equilibrium(&m);
    pair p = {&m, &e.strategy, 0};
    CLOSE(rp_integrate_panel(outer, &p, -m.range, m.range), e.client_spread, 1e-13,
          1 + fabs(e.client_spread));
    p.strategy = &e.without;
    CLOSE(rp_integrate_panel(outer, &p, -m.range, m.range), e.client_cost_without, 1e-13,
          e.client_cost_without);
  }
}

/* Claim benefit: pre-hedging is cheaper exactly below the threshold. */
Test(two_dealers, threshold_separates) {
  uint64_t state = 14;
  int cheaper = 0;
  for (int round = 0; round < 2000; ++round) {
    rp_two_dealers m = random_pair(&state);
    if (round % 10 == 0) m.decayed = 0, m.inventory_cost += 0.1;
    rp_equilibrium e = rp_two_dealers_equilibrium(&m);
    cheaper += e.client_cost < e.client_cost_without;
    if (fabs(m.impact / e.threshold - 1) < 1e-9) continue;
    cr_assert_eq(e.client_cost < e.client_cost_without, m.impact < e.threshold);
    cr_assert_eq(e.weak, m.decayed == 0);
    cr_assert_eq(e.curvature<0, m.decayed> 0);
    cr_assert_eq(e.long_buys_more,
                 m.impact * m.size * m.probability > 4 * m.range * (m.decayed + m.inventory_cost));
    cr_assert_eq(e.negative_quotes, e.strategy.spread - e.strategy.spread_slope * m.range < 0);
  }
  cr_assert(cheaper > 300 && cheaper < 1900, "%d cheaper", cheaper);
}

/* Claim nash-zeta0. */
Test(two_dealers, small_inventories_leave_dispersed_quotes) {
  rp_two_dealers m = base_pair;
  m.range = 1e-9;
  rp_equilibrium e = rp_two_dealers_equilibrium(&m);
  double pressure = m.impact * m.size * m.probability, once = 2 * m.decayed + m.inventory_cost;
  CLOSE(e.strategy.trade_slope * m.range, -pressure / (4 * once), 1e-8, 0);
  CLOSE(e.strategy.spread_slope * m.range, m.impact * pressure / (8 * once), 1e-8, 0);
  CLOSE(e.strategy.spread_slope * m.range, 0.1021622, 1e-6, 0);
}

Test(two_dealers, profit_is_flat_in_a_weak_equilibrium) {
  rp_two_dealers m = base_pair;
  m.decayed = 0;
  rp_equilibrium e = rp_two_dealers_equilibrium(&m);
  double first = NAN;
  for (int i = -4; i <= 4; ++i) {
    double spread = e.strategy.spread + e.strategy.spread_slope * m.range * i / 5, best = -INFINITY;
    double at[3];
    for (int j = 0; j < 3; ++j)
      at[j] = rp_response_profit(&m, &e.strategy, 0, j - 1, spread);
    best = at[1] - (at[2] - at[0]) * (at[2] - at[0]) / (8 * (at[0] - 2 * at[1] + at[2]));
    if (i > -4) CLOSE(best, first, 1e-12, 0);
    first = best;
  }
}

/* Claim nash-iter. */
Test(two_dealers, undamped_iteration_has_the_eigenvalue_minus_one) {
  double real[4], imaginary[4], nearest = 1;
  rp_equilibrium e = rp_two_dealers_equilibrium(&base_pair);
  cr_assert(rp_response_eigenvalues(&base_pair, &e.strategy, real, imaginary));
  for (int i = 0; i < 4; ++i)
    nearest = fmin(nearest, hypot(real[i] + 1, imaginary[i]));
  CLOSE(nearest, 0, 1e-5, 1);
  rp_linear_strategy s = {0, 0, 1.3 * e.strategy.spread, 1.5 * e.strategy.spread_slope};
  for (int i = 0; i < 40; ++i) {
    rp_linear_strategy t = rp_response_linear(&base_pair, &s);
    s = (rp_linear_strategy){(s.trade + t.trade) / 2, (s.trade_slope + t.trade_slope) / 2,
                             (s.spread + t.spread) / 2, (s.spread_slope + t.spread_slope) / 2};
  }
  CLOSE(s.trade, e.strategy.trade, 1e-9, 0);
  CLOSE(s.spread_slope, e.strategy.spread_slope, 1e-9, 0);
}

/* A rival who quotes the same whatever she holds is beaten always or never. */
Test(two_dealers, a_flat_quote_wins_or_loses_everywhere) {
  const rp_linear_strategy flat = {0.2, 0.3, 0.8, 0}, nearly = {0.2, 0.3, 0.8, 1e-12};
  for (double spread = 0.5; spread < 1.2; spread += 0.2)
    CLOSE(rp_response_profit(&base_pair, &flat, 0.4, 0.1, spread),
          rp_response_profit(&base_pair, &nearly, 0.4, 0.1, spread), 1e-12, 1);
}
