/* Scalar Riccati equations with constant coefficients against Runge-Kutta, and bounds over random variances. */
#include "nplayer_fbsde/riccati_bounds.h"
#include "expect.h"

/* u' = -u^2/eta + 2 k u + a; false if it falls below -1e6. */
static bool integrate(double eta, double k, double a, double u, double tau, double *end) {
  int n = 20000;
  for (int i = 0; i < n; ++i) {
    double h = tau / n, slope[4], v = u;
    for (int s = 0; s < 4; ++s) {
      slope[s] = -v * v / eta + 2 * k * v + a;
      v = u + (s < 2 ? h / 2 : h) * slope[s];
    }
    u += h / 6 * (slope[0] + 2 * slope[1] + 2 * slope[2] + slope[3]);
    if (!(u > -1e6)) return false;
  }
  *end = u;
  return true;
}

Test(riccati_bounds, constant_coefficients) {
  uint64_t state = 5;
  int escapes = 0;
  for (int round = 0; round < 300; ++round) {
    double eta = uniform(&state, 0.1, 1), k = uniform(&state, -1, 2), a = uniform(&state, -0.5, 2),
           gamma = uniform(&state, -1, 2), tau = uniform(&state, 0.1, 1.5), u, end;
    if (round % 10 == 0) a = -eta * k * k; /* w = 0 */
    if (round % 10 == 1) a = 0;
    bool exists = rp_riccati_constant(eta, k, a, gamma, tau, &u),
         there = integrate(eta, k, a, gamma, tau, &end);
    if (exists && fabs(u) > 50) continue; /* about to escape */
    cr_assert(exists == there, "eta %g k %g a %g gamma %g tau %g", eta, k, a, gamma, tau);
    escapes += !exists;
    if (exists) CLOSE(u, end, 1e-7, 1e-9);
  }
  cr_assert(escapes > 10 && escapes < 250);
}

Test(riccati_bounds, enclose_solutions_between_the_constants) {
  uint64_t state = 8;
  for (int round = 0; round < 100; ++round) {
    double eta = uniform(&state, 0.1, 1), k = uniform(&state, -1, 1), least = uniform(&state, 0, 1),
           largest = least + uniform(&state, 0, 1), gamma = uniform(&state, -0.05, 2), low, high, u = gamma;
    cr_assert(rp_riccati_bounds(eta, k, least, largest, gamma, 1, &low, &high));
    for (int i = 0; i < 10; ++i) {
      cr_assert(u >= low - 1e-12 && u <= high + 1e-12);
      cr_assert(rp_riccati_constant(eta, k, uniform(&state, least, largest), u, 0.1, &u));
    }
    cr_assert(u >= low - 1e-12 && u <= high + 1e-12);
  }
  double low, high;
  cr_assert_not(rp_riccati_bounds(0.2, 0, 0, 5, -1, 1, &low, &high));
  cr_assert_eq(low, -INFINITY);
}
