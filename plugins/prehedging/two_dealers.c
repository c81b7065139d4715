/* two_dealers.c - see two_dealers.h. Sources: eqs 26, 27 and the comparison at the end of appendix B. */
#include "two_dealers.h"

rp_equilibrium rp_two_dealers_equilibrium(const rp_two_dealers *m) {
  double impact = m->impact, decayed = m->decayed, cost = m->inventory_cost, size = m->size, zeta = m->range;
  double flow = size * m->probability, pressure = impact * flow, once = 2 * decayed + cost,
         more = 3 * decayed + cost;
  double eased = 4 * decayed * zeta + pressure, ratio = flow / zeta, scale = 21 * decayed + 10 * cost;
  rp_equilibrium e = {0};
  e.strategy.trade = 3 * pressure / (4 * more);
  e.strategy.trade_slope = (4 * zeta * (decayed + cost) - pressure) / (4 * zeta * once);
  e.strategy.spread =
      impact *
      (4 * more * (decayed * (zeta + 2 * size) + cost * size) - pressure * (9 * decayed + 5 * cost)) /
      (8 * once * more);
  e.strategy.spread_slope = impact * eased / (8 * zeta * once);
  e.without.spread = impact * (zeta + size) / 2;
  e.without.spread_slope = impact / 2;
  e.client_spread = e.strategy.spread - e.strategy.spread_slope * zeta / 3;
  e.client_impact = 2 * e.strategy.trade * (impact - decayed);
  e.client_cost = e.client_spread + e.client_impact;
  e.client_cost_without = impact * (2 * zeta + 3 * size) / 6;
  e.threshold = 4 * (decayed + cost) * more / (ratio * scale) + 18 * decayed * once / scale;
  e.curvature = -16 * decayed * flow * zeta * once / (impact * eased * eased);
  e.weak = decayed == 0;
  e.negative_quotes = e.strategy.spread < e.strategy.spread_slope * zeta;
  e.long_buys_more = e.strategy.trade_slope < 0;
  return e;
}
