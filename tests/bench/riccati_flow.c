/*
 * riccati_flow METHOD N START HORIZON [control]: seconds per solve of R' = H21 + H22 R - R H11 - R H12 R from START times the
 * identity, and the largest error against small steps in extended precision, relative to the largest entry.
 *   ours         numerics/riccati.h, to the end only
 *   gsl          GSL's rk8pd at 1e-11, right side in plain loops of known length, driver reused
 *   exponential  one exponential over the whole horizon (scaling and squaring), what one writes first
 * H is not symmetric, H12 an M-matrix; with `control` the flow is that of a control problem.
 */
#include "bench.h"
#include "numerics/riccati.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 8, MOST_ENTRIES = MOST * MOST };
typedef long double wide;

typedef struct flow {
  int n;
  double h[4 * MOST_ENTRIES], start[MOST_ENTRIES], end[MOST_ENTRIES], horizon;
  void *work;
  gsl_odeiv2_driver *driver;
} flow;

/* Entries that look arbitrary and are the same everywhere: fractions of multiples of an irrational number. */
static double fraction(int k) {
  return fmod(0.61803398874989485 * (k + 1), 1);
}

static void set_flow(flow *f, bool control) {
  int n = f->n, m = 2 * n;
  const double pace = 2.5; /* so that rates are near 1 and horizon 100 is long */
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      double near = i == j ? 1 : 0.3 / n, x = fraction(17 * i + 5 * j);
      int low = i < j ? i : j, high = i < j ? j : i;
      double y = control ? fraction(13 * low + 7 * high) : fraction(13 * i + 7 * j);
      f->h[i * m + j] = 0.6 * (x - 0.5) * near;
      f->h[i * m + n + j] = i == j ? 0.6 + 0.4 * y : -0.3 / n * y;
      f->h[(n + i) * m + j] = (0.5 + 0.5 * y) * near;
      if (control)
        f->h[(n + j) * m + n + i] = -f->h[i * m + j];
      else
        f->h[(n + i) * m + n + j] = 0.6 * (fraction(3 * i + 11 * j) - 0.5) * near;
    }
  for (int i = 0; i < m * m; ++i)
    f->h[i] *= pace;
}

/* The right side for n x n; inlined below with n known. */
static inline __attribute__((always_inline)) int derive(int n, const flow *f, const double *r, double *out) {
  int m = 2 * n;
  double u[MOST_ENTRIES];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      double x = f->h[i * m + j];
      for (int l = 0; l < n; ++l)
        x += f->h[i * m + n + l] * r[l * n + j];
      u[i * n + j] = x;
    }
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      double x = f->h[(n + i) * m + j];
      for (int l = 0; l < n; ++l)
        x += f->h[(n + i) * m + n + l] * r[l * n + j] - r[i * n + l] * u[l * n + j];
      out[i * n + j] = x;
    }
  return GSL_SUCCESS;
}

#define RIGHT_SIDE(n)                                                                                        \
  static int right_side_##n(double t, const double *r, double *out, void *context) {                         \
    (void)t;                                                                                                 \
    return derive(n, context, r, out);                                                                       \
  }
RIGHT_SIDE(1)
RIGHT_SIDE(2)
RIGHT_SIDE(3)
RIGHT_SIDE(4)
RIGHT_SIDE(5)
RIGHT_SIDE(6)
RIGHT_SIDE(7)
RIGHT_SIDE(8)

static void solve_gsl(void *context) {
  flow *f = context;
  double t = 0;
  memcpy(f->end, f->start, sizeof f->end);
  gsl_odeiv2_driver_reset_hstart(f->driver, 1e-3);
  gsl_odeiv2_driver_apply(f->driver, &t, f->horizon, f->end);
}

static void solve_ours(void *context) {
  flow *f = context;
  if (rp_riccati_end(f->n, f->h, f->horizon, f->start, f->end, NULL, f->work) != RP_RICCATI_OK) exit(1);
}

/* exp(factor h) by Taylor's series of so many terms, [m][m]. */
static void taylor(int m, const double *h, wide factor, int terms, wide *sum) {
  wide term[4 * MOST_ENTRIES], next[4 * MOST_ENTRIES];
  for (int i = 0; i < m * m; ++i)
    sum[i] = term[i] = i % (m + 1) == 0;
  for (int k = 1; k <= terms; ++k) {
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < m; ++j) {
        wide x = 0;
        for (int l = 0; l < m; ++l)
          x += term[i * m + l] * (wide)h[l * m + j];
        next[i * m + j] = x * factor / k;
      }
    memcpy(term, next, sizeof term);
    for (int i = 0; i < m * m; ++i)
      sum[i] += term[i];
  }
}

/* r = (p21 + p22 r)(p11 + p12 r)^{-1}. */
static void apply(int n, const wide *p, wide *r) {
  int m = 2 * n;
  wide u[MOST_ENTRIES], v[MOST_ENTRIES];
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < n; ++j) {
      u[i * n + j] = p[i * m + j];
      v[i * n + j] = p[(n + i) * m + j];
      for (int l = 0; l < n; ++l) {
        u[i * n + j] += p[i * m + n + l] * r[l * n + j];
        v[i * n + j] += p[(n + i) * m + n + l] * r[l * n + j];
      }
    }
  for (int k = 0; k < n; ++k) { /* columns of u to those of 1, with exchanges */
    int q = k;
    for (int j = k + 1; j < n; ++j)
      if (fabsl(u[k * n + j]) > fabsl(u[k * n + q])) q = j;
    for (int i = 0; i < n; ++i) {
      wide x = u[i * n + k], y = v[i * n + k];
      u[i * n + k] = u[i * n + q], u[i * n + q] = x;
      v[i * n + k] = v[i * n + q], v[i * n + q] = y;
    }
    wide pivot = u[k * n + k];
    for (int i = 0; i < n; ++i)
      u[i * n + k] /= pivot, v[i * n + k] /= pivot;
    for (int j = 0; j < n; ++j) {
      wide x = j == k ? 0 : u[k * n + j];
      for (int i = 0; i < n; ++i)
        u[i * n + j] -= x * u[i * n + k], v[i * n + j] -= x * v[i * n + k];
    }
  }
  memcpy(r, v, (size_t)(n * n) * sizeof *r);
}

static void solve_exponential(void *context) {
  flow *f = context;
  int m = 2 * f->n, squarings = (int)ceil(fmax(log2(8 * f->horizon), 0));
  wide series[4 * MOST_ENTRIES], r[MOST_ENTRIES];
  double p[4 * MOST_ENTRIES], square[4 * MOST_ENTRIES];
  taylor(m, f->h, ldexpl(f->horizon, -squarings), 20, series);
  for (int i = 0; i < m * m; ++i)
    p[i] = (double)series[i];
  for (int k = 0; k < squarings; ++k) {
    for (int i = 0; i < m; ++i)
      for (int j = 0; j < m; ++j) {
        double x = 0;
        for (int l = 0; l < m; ++l)
          x += p[i * m + l] * p[l * m + j];
        square[i * m + j] = x;
      }
    memcpy(p, square, sizeof p);
  }
  for (int i = 0; i < m * m; ++i)
    series[i] = p[i];
  for (int i = 0; i < f->n * f->n; ++i)
    r[i] = f->start[i];
  apply(f->n, series, r);
  for (int i = 0; i < f->n * f->n; ++i)
    f->end[i] = (double)r[i];
}

/* Against steps of at most 1/32 with 24 terms of the series, all in extended precision. NaN counts as infinite. */
static double error_of(const flow *f) {
  int n = f->n;
  long steps = (long)ceil(32 * f->horizon);
  wide p[4 * MOST_ENTRIES], r[MOST_ENTRIES], error = 0, size = 0;
  for (int i = 0; i < n * n; ++i)
    r[i] = f->start[i];
  taylor(2 * n, f->h, (wide)f->horizon / steps, 24, p);
  for (long i = 0; i < steps; ++i)
    apply(n, p, r);
  for (int i = 0; i < n * n; ++i) {
    wide here = fabsl(r[i] - f->end[i]);
    if (!(here <= error)) error = isnan(here) ? (wide)INFINITY : here;
    size = fmaxl(size, fabsl(r[i]));
  }
  return (double)(error / size);
}

int main(int argc, char **argv) {
  typedef int right_side(double t, const double *r, double *out, void *context);
  static right_side *const right_sides[] = {NULL,         right_side_1, right_side_2,
                                            right_side_3, right_side_4, right_side_5,
                                            right_side_6, right_side_7, right_side_8};
  if (argc < 5) return 2;
  flow f = {.n = atoi(argv[2]), .horizon = atof(argv[4])};
  if (f.n < 1 || f.n > MOST) return 2;
  set_flow(&f, argc > 5);
  for (int i = 0; i < f.n; ++i)
    f.start[i * f.n + i] = atof(argv[3]);
  f.work = malloc(rp_riccati_workspace(f.n));
  gsl_set_error_handler_off();
  gsl_odeiv2_system system = {right_sides[f.n], NULL, (size_t)(f.n * f.n), &f};
  f.driver = gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-3, 1e-11, 1e-11);
  void (*solve)(void *) = strcmp(argv[1], "ours") == 0  ? solve_ours
                          : strcmp(argv[1], "gsl") == 0 ? solve_gsl
                                                        : solve_exponential;
  bench_print(solve, &f, 7);
  printf("error: %.2g\n", error_of(&f));
  free(f.work);
  gsl_odeiv2_driver_free(f.driver);
  return 0;
}
