/* kernel.c - see kernel.h. */
#include "kernel.h"
#include <math.h>

static double period(const rp_liquidation *problem) {
  return problem->horizon / (double)problem->periods;
}

double rp_liquidation_effective_impact(const rp_liquidation *problem) {
  return problem->temporary_impact - problem->permanent_impact * period(problem) / 2;
}

/* cosh y - 1 = 2 sinh^2(y/2), so that nothing cancels where the urgency is small. */
double rp_liquidation_urgency(const rp_liquidation *problem) {
  double tau = period(problem);
  double rate = sqrt(problem->risk_aversion / rp_liquidation_effective_impact(problem)) * problem->volatility;
  return 2 * asinh(rate * tau / 2) / tau;
}

/* The ratio of hyperbolic sines in decaying exponentials: those that grow would overflow at kappa T = 710. */
double rp_liquidation_left(const rp_liquidation *problem, double urgency, int64_t j) {
  double share = (double)(problem->periods - j) / (double)problem->periods,
         total = urgency * problem->horizon;
  double ratio =
      total > 0 ? exp(-total * (1 - share)) * expm1(-2 * total * share) / expm1(-2 * total) : share;
  return problem->block * ratio;
}

void rp_liquidation_cost(const rp_liquidation *problem, double urgency, double *expected, double *variance) {
  double tau = period(problem), squared_trades = 0, squared_inventories = 0, left = problem->block;
  for (int64_t j = 1; j <= problem->periods; ++j) {
    double next = rp_liquidation_left(problem, urgency, j), trade = left - next;
    squared_trades += trade * trade;
    squared_inventories += next * next;
    left = next;
  }
  *expected = problem->permanent_impact * problem->block * problem->block / 2 +
              problem->fixed_cost * fabs(problem->block) +
              rp_liquidation_effective_impact(problem) * squared_trades / tau;
  *variance = problem->volatility * problem->volatility * tau * squared_inventories;
}
