/* The extrapolated semi-implicit Euler method: orders, adaptation, stiffness, blow-up. */
#include "numerics/extrapolated_euler.h"
#include <criterion/criterion.h>
#include <math.h>

/* u_k' = -stiff_k (u_k - c_k) + u_k^2 ... written as L u + F(u) with L = -diag(stiff). */
typedef struct oscillator {
  double stiff[2], h[RP_EXTRAPOLATION_MOST];
  int factored;
  double blow; /* F_0 += blow u_0^2 */
} oscillator;

static bool factor(void *context, double h, int slot) {
  oscillator *o = context;
  o->h[slot] = h;
  ++o->factored;
  return true;
}
static void resolve(void *context, int slot, double *u) {
  oscillator *o = context;
  for (int k = 0; k < 2; ++k)
    u[k] /= 1 + o->h[slot] * o->stiff[k];
}
/* Predator and prey: u_0' = u_0 - u_0 u_1, u_1' = u_0 u_1 - u_1, part of the linear terms counted to L. */
static bool rate(void *context, const double *u, double *out) {
  oscillator *o = context;
  out[0] = u[0] - u[0] * u[1] + o->stiff[0] * u[0] + o->blow * u[0] * u[0];
  out[1] = u[0] * u[1] - u[1] + o->stiff[1] * u[1];
  return true;
}
static double size_of(void *context, const double *change, const double *u) {
  (void)context;
  return fmax(fabs(change[0]) / fmax(fabs(u[0]), 1e-3), fabs(change[1]) / fmax(fabs(u[1]), 1e-3));
}

static rp_extrapolation_status go(oscillator *o, rp_extrapolation *state, double duration, double *u,
                                  double *reached) {
  double work[2 * (RP_EXTRAPOLATION_MOST + 2)];
  rp_split_system system = {2, o, factor, resolve, rate, size_of, NULL};
  return rp_extrapolated_euler(&system, state, duration, u, reached, work);
}

/* Runge-Kutta with very small steps. */
static void reference(double t, double *u) {
  int n = 20000;
  double h = t / n;
  for (int i = 0; i < n; ++i) {
    double k[4][2], v[2] = {u[0], u[1]};
    for (int s = 0; s < 4; ++s) {
      k[s][0] = v[0] - v[0] * v[1];
      k[s][1] = v[0] * v[1] - v[1];
      double f = s < 2 ? h / 2 : h;
      for (int j = 0; j < 2; ++j)
        v[j] = u[j] + f * k[s][j];
    }
    for (int j = 0; j < 2; ++j)
      u[j] += h / 6 * (k[0][j] + 2 * k[1][j] + 2 * k[2][j] + k[3][j]);
  }
}

Test(extrapolated_euler, has_its_order) {
  double want[2] = {1.5, 0.8};
  reference(1, want);
  for (int order = 2; order <= 5; ++order) {
    double error[2];
    for (int i = 0; i < 2; ++i) {
      oscillator o = {.stiff = {0.3, 0.2}};
      rp_extrapolation state = {.order = order, .fixed_level = 3 + i};
      double u[2] = {1.5, 0.8}, reached;
      cr_assert_eq(go(&o, &state, 1, u, &reached), RP_EXTRAPOLATION_OK);
      cr_assert_eq(state.steps, 8 << i);
      cr_assert_eq(reached, 1);
      cr_assert_eq(o.factored, order);
      error[i] = hypot(u[0] - want[0], u[1] - want[1]);
    }
    double observed = log2(error[0] / error[1]);
    cr_assert(fabs(observed - order) < 0.35, "order %d, observed %g (errors %g, %g)", order, observed,
              error[0], error[1]);
  }
}

Test(extrapolated_euler, adapts_to_the_tolerance) {
  double want[2] = {1.5, 0.8};
  reference(3, want);
  for (double tolerance = 1e-5; tolerance > 1e-11; tolerance *= 1e-2) {
    oscillator o = {.stiff = {0, 2}};
    rp_extrapolation state = {.order = 6, .fixed_level = -1, .tolerance = tolerance, .span = 3, .level = 1};
    double u[2] = {1.5, 0.8}, reached;
    cr_assert_eq(go(&o, &state, 1, u, &reached), RP_EXTRAPOLATION_OK);
    cr_assert_eq(go(&o, &state, 2, u, &reached), RP_EXTRAPOLATION_OK);
    double error = hypot(u[0] - want[0], u[1] - want[1]);
    cr_assert(error < 3 * tolerance, "error %g at tolerance %g", error, tolerance);
    cr_assert(state.error < 4 * tolerance && state.error > 0 && state.steps > 2 && state.steps < 2000);
  }
}

/* u' = u + u^2 escapes at log 2 from 1. */
Test(extrapolated_euler, stalls_where_the_solution_escapes) {
  oscillator o = {.blow = 1};
  rp_extrapolation state = {.order = 5, .fixed_level = -1, .tolerance = 1e-8, .level = 1};
  double u[2] = {1, 0}, reached;
  cr_assert_eq(go(&o, &state, 1, u, &reached), RP_EXTRAPOLATION_STALLED);
  cr_assert(fabs(reached - log(2)) < 1e-3, "stalled at %g", reached);
  cr_assert(u[0] > 1e3);
}
