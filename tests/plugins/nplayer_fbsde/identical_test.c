/*
 * Identical agents: the closed form satisfies the equations of all agents, with cross impact and drift, by differences; critical
 * penalties, and the sharp volatility as their limit; the mean field as the limit of many agents.
 */
#include "nplayer_fbsde/identical.h"
#include "expect.h"

static const rp_identical base = {.agents = 4,
                                  .horizon = 1.5,
                                  .impact = 0.6,
                                  .slippage = 0.4,
                                  .cross = 0.3,
                                  .risk = 0.9,
                                  .penalty = 1.2,
                                  .drift = 0.7};

/* Rate of agent 1, whose inventory at the start is 2 above the mean of 0.5. */
static double rate_of(const rp_identical_modes *modes, double t, double *x, double *mean, double *mean_rate) {
  double decay, slope;
  rp_identical_mean(&base, modes, 0.5, t, mean, mean_rate);
  rp_profile_decay(&modes->deviation, t, &decay, &slope);
  *x = *mean + 2 * decay;
  return *mean_rate + 2 * slope;
}

/* Y = -2 eta xi - theta (V - xi), Y' = b + lambda (V - xi) - 2 a X, Y(T) = 2 gamma X(T). */
Test(identical, satisfies_the_equations) {
  rp_identical_modes modes;
  const double h = 1e-4;
  rp_identical_make(&base, &modes);
  CLOSE(modes.residue, 0.9, 1e-15, 0);
  for (int k = 0; k <= 4; ++k) {
    double t = k < 4 ? 0.1 + 0.35 * k : 1.5, x, mean, mean_rate, y[3];
    for (int i = 0; i < 3; ++i) {
      double xi = rate_of(&modes, t + (i - 2) * h, &x, &mean, &mean_rate);
      y[i] = -2 * 0.4 * xi - 0.3 * (4 * mean_rate - xi);
    }
    if (k == 4) CLOSE(y[2], 2 * 0.9 * x, 1e-12, 0);
    double slope = (3 * y[2] - 4 * y[1] + y[0]) / (2 * h), xi = rate_of(&modes, t, &x, &mean, &mean_rate);
    CLOSE(slope, 0.7 + 0.6 * (4 * mean_rate - xi) - 2 * 0.9 * x, 1e-6, 1e-6);
  }
}

/* gamma at which the mean, deviations, an agent alone are singular, as phi. */
Test(identical, critical_penalties) {
  rp_identical_modes modes;
  rp_identical_make(&base, &modes);
  double mean = 0.4 + 0.3 * 3 / 2, apart = 0.4 - 0.15, c = 0.6 * 3 / (4 * mean), d = -0.6 / (4 * apart);
  double w = sqrt(c * c + 0.9 / mean), v = sqrt(d * d + 0.9 / apart), k = sqrt(0.9 / 0.4);
  CLOSE(modes.mean_slippage, mean, 1e-15, 0);
  CLOSE(modes.deviation_slippage, apart, 1e-15, 0);
  CLOSE(modes.critical_mean, mean * (c - w / tanh(1.5 * w)) + 0.3, 1e-13, 0);
  CLOSE(modes.critical_deviation, apart * (d - v / tanh(1.5 * v)) + 0.3, 1e-13, 0);
  CLOSE(modes.critical_convexity, -0.4 * k / tanh(1.5 * k) + 0.3, 1e-13, 0);
}

/* At the sharp volatility the mean's critical penalty tends to 0 with the horizon. */
Test(identical, sharp_volatility) {
  rp_identical game = base;
  rp_identical_modes modes;
  double sigma = rp_identical_sharp_volatility(&game, 1.7);
  game.horizon = 300;
  game.risk = 1.7 * sigma * sigma;
  rp_identical_make(&game, &modes);
  CLOSE(modes.critical_mean, 0, 0, 1e-12);
  game.cross = 0;
  CLOSE(rp_identical_sharp_volatility(&game, 1.7), sqrt(4 * 0.36 / (4 * 1.7 * 0.4)), 1e-15, 0);
  game.mean_field = true;
  CLOSE(rp_identical_sharp_volatility(&game, 1.7), 0, 0, 0);
}

Test(identical, mean_field_is_the_limit) {
  rp_identical field = base, many = base;
  rp_identical_modes limit, modes;
  field.mean_field = true;
  many.agents = 1000000;
  many.impact = 0.6 / 1e6, many.cross = 0.3 / 1e6;
  rp_identical_make(&field, &limit);
  rp_identical_make(&many, &modes);
  CLOSE(limit.mean_slippage, 0.4 + 0.15, 1e-15, 0);
  CLOSE(limit.residue, 1.2, 0, 0);
  for (int k = 0; k <= 3; ++k) {
    double x, rate, y, other;
    rp_identical_mean(&field, &limit, 0.5, 0.5 * k, &x, &rate);
    rp_identical_mean(&many, &modes, 0.5, 0.5 * k, &y, &other);
    CLOSE(y, x, 0, 2e-6);
    CLOSE(other, rate, 0, 5e-6);
  }
}
