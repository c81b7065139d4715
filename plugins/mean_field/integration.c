/* integration.c - see integration.h. */
#include "integration.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <string.h>

enum { MOST_STEPS = 1000000 };
static const double blow_up = 1e8, collapse = 1e-12; /* of p in units of 1/T, of v in units of v0 */

static int six(double t, const double y[], double f[], void *context) {
  const rp_retail *p = context;
  double s2 = p->sigma * p->sigma, b = p->b, B = y[2], E = y[3], C = y[4], R = y[5];
  (void)t;
  f[0] = -(B * B / (2 * b) + s2 * C + p->a * y[1]);
  f[1] = -2 * C / b - B * E / b + s2 * R + s2 * E * E / 2;
  f[2] = -(2 * B * C / b + p->a * E);
  f[3] = -2 * B * R / b - 2 * C * E / b + 2 * s2 * E * R;
  f[4] = -(2 * C * C / b + p->a * R - p->c / 2);
  f[5] = -4 * C * R / b + 2 * s2 * R * R;
  return GSL_SUCCESS;
}

static int pair(double t, const double y[], double f[], void *context) {
  const rp_retail *p = context;
  (void)t;
  f[0] = 2 * y[1] * y[0] + p->sigma * p->sigma;
  f[1] = -y[1] * y[1] + p->A / y[0] + p->k * p->k;
  return y[0] > 0 ? GSL_SUCCESS : GSL_EBADFUNC;
}

typedef struct integrator {
  gsl_odeiv2_system system;
  gsl_odeiv2_driver *driver;
  double t;
} integrator;

static bool open_integrator(integrator *g, int (*f)(double, const double[], double[], void *), size_t size,
                            const rp_retail *retail, double tolerance) {
  *g = (integrator){.system = {.function = f, .dimension = size, .params = (void *)(uintptr_t)retail}};
  g->driver = gsl_odeiv2_driver_alloc_y_new(&g->system, gsl_odeiv2_step_rk8pd, 1e-4 * retail->horizon,
                                            tolerance, tolerance);
  if (g->driver) gsl_odeiv2_driver_set_nmax(g->driver, MOST_STEPS);
  return g->driver != NULL;
}

/* GSL may succeed with values that are no numbers. */
static bool advance(integrator *g, double to, double *y) {
  if (to > g->t && gsl_odeiv2_driver_apply(g->driver, &g->t, to, y) != GSL_SUCCESS) return false;
  for (size_t i = 0; i < g->system.dimension; ++i)
    if (!isfinite(y[i])) return false;
  return true;
}

static int64_t integrate(integrator *g, double *y, int64_t count, const double *times, double *path) {
  size_t size = g->system.dimension;
  int64_t reached = 0;
  while (reached < count && advance(g, times[reached], y)) {
    memcpy(path + reached * (int64_t)size, y, size * sizeof *y);
    ++reached;
  }
  gsl_odeiv2_driver_free(g->driver);
  return reached;
}

int64_t rp_integrate_six(const rp_retail *retail, const double start[RP_SIX], double tolerance, int64_t count,
                         const double *times, double *path) {
  integrator g;
  double y[RP_SIX];
  memcpy(y, start, sizeof y);
  return open_integrator(&g, six, RP_SIX, retail, tolerance) ? integrate(&g, y, count, times, path) : 0;
}

int64_t rp_shot_path(const rp_retail *retail, double slope, double tolerance, int64_t count,
                     const double *times, double *path) {
  integrator g;
  double y[2] = {retail->v0, slope};
  return open_integrator(&g, pair, 2, retail, tolerance) ? integrate(&g, y, count, times, path) : 0;
}

/* p(T) + kappa; -inf where v collapses or p runs away downwards. */
static double residual(const rp_retail *retail, double slope, double tolerance, double *variance,
                       int64_t *integrations) {
  enum { STAGES = 64 };
  integrator g;
  double y[2] = {retail->v0, slope};
  ++*integrations;
  *variance = NAN;
  if (!open_integrator(&g, pair, 2, retail, tolerance)) return NAN;
  double value = 0;
  for (int i = 1; i <= STAGES && value == 0; ++i) {
    bool fine = advance(&g, retail->horizon * i / STAGES, y);
    if (!fine || y[0] < collapse * retail->v0 || y[1] < -blow_up / retail->horizon) value = -INFINITY;
  }
  gsl_odeiv2_driver_free(g.driver);
  if (value < 0) return value;
  *variance = y[0];
  return y[1] + retail->kappa;
}

rp_shot rp_shoot(const rp_retail *retail, double tolerance) {
  rp_shot shot = {.integrations = 0};
  double low = -2 / retail->horizon - retail->kappa, high = 1 / retail->horizon + retail->k, v;
  while (residual(retail, low, tolerance, &v, &shot.integrations) > 0 && low > -1e12)
    low *= 2;
  while (!(residual(retail, high, tolerance, &v, &shot.integrations) > 0) && high < 1e12)
    high *= 2;
  for (;;) {
    double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) break;
    *(residual(retail, middle, tolerance, &v, &shot.integrations) > 0 ? &high : &low) = middle;
  }
  double variance_below, variance_above;
  shot.below = residual(retail, low, tolerance, &variance_below, &shot.integrations);
  shot.above = residual(retail, high, tolerance, &variance_above, &shot.integrations);
  bool lower = fabs(shot.below) < fabs(shot.above);
  shot.slope = lower ? low : high;
  shot.residual = lower ? shot.below : shot.above;
  shot.variance = lower ? variance_below : variance_above;
  return shot;
}
