/* reverting.c - see reverting.h. */
#include "reverting.h"
#include <math.h>

double rp_reverting_spread(double speed, double t) {
  return speed > 0 ? -expm1(-2 * speed * t) / (2 * speed) : t;
}

double rp_reverting_flow(const rp_curve *flow, double x) {
  if (flow->rule == RP_CHEBYSHEV) x = fmin(fmax(x, flow->grid[0]), flow->grid[flow->grid_count - 1]);
  return rp_curve_at(flow, x);
}
