/* riccati_bounds.c - see riccati_bounds.h. v = u/eta - k solves v' = w^2 - v^2 with w^2 = k^2 + a/eta. */
#include "riccati_bounds.h"
#include <math.h>

/* v = (v0 + w tanh(w tau))/(1 + v0 tanh(w tau)/w); below -w it escapes when the denominator vanishes. */
bool rp_riccati_constant(double slippage, double k, double a, double gamma, double tau, double *u) {
  double v = gamma / slippage - k, square = k * k + a / slippage;
  if (square >= 0) {
    double w = sqrt(square), x = w * tau, moved = w > 0 && x > 1e-8 ? tanh(x) / w : tau;
    double below = 1 + v * moved;
    *u = slippage * (k + (v + square * moved) / below);
    return below > 0;
  }
  double w = sqrt(-square), angle = w * tau, start = atan2(v, w); /* v = w tan(start - angle) */
  *u = slippage * (k + w * tan(start - angle));
  return start - angle > -1.57079632679489661923;
}

bool rp_riccati_bounds(double slippage, double k, double least_a, double largest_a, double gamma,
                       double horizon, double *low, double *high) {
  double least, largest; /* solutions with constant a are monotone: their ends are their extremes */
  bool exists = rp_riccati_constant(slippage, k, least_a, gamma, horizon, &least);
  *low = exists ? fmin(gamma, least) : -INFINITY;
  bool above = rp_riccati_constant(slippage, k, largest_a, gamma, horizon, &largest);
  *high = above ? fmax(gamma, largest) : gamma;
  return exists;
}
