/* approximation_line.c - see approximation_line.h. */
#include "approximation_line.h"
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "numerics/chebyshev.h"
#include "numerics/extrapolated_euler.h"

enum { ORDER = 6, MOST_RATES = 40000 }; /* some seconds at 256 nodes: then the steps do not get through */
static const double euler = 2.71828182845904523536;

typedef struct system_of {
  const rp_line *line;
  int64_t n;                      /* points */
  double *point, *first, *second; /* first and second derivative in q */
  double *factors, *slope;        /* [ORDER][n][n]                    */
  int32_t *pivots;
  int64_t rates; /* evaluations so far */
} system_of;

int64_t rp_line_workspace(int64_t nodes) {
  int64_t n = nodes + 1;
  return 2 * n + (2 + ORDER) * n * n + rp_extrapolated_euler_workspace(n, ORDER);
}

int64_t rp_line_pivots(int64_t nodes) {
  return ORDER * (nodes + 1);
}

static double speed(const rp_line *l, double u) {
  return (-l->buying * exp(-l->gamma * u) + l->selling * exp(l->gamma * u)) / euler;
}

/* 1 - h epsilon^2/2 D^2, column-major as LAPACK wants it. */
static bool factor(void *context, double h, int slot) {
  system_of *s = context;
  double *a = s->factors + slot * s->n * s->n, weight = h * s->line->noise * s->line->noise / 2;
  for (int64_t i = 0; i < s->n; ++i)
    for (int64_t j = 0; j < s->n; ++j)
      a[j * s->n + i] = (i == j) - weight * s->second[i * s->n + j];
  return LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, (int)s->n, (int)s->n, a, (int)s->n, s->pivots + slot * s->n) ==
         0;
}

static void resolve(void *context, int slot, double *u) {
  system_of *s = context;
  LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, 'N', (int)s->n, 1, s->factors + slot * s->n * s->n, (int)s->n,
                      s->pivots + slot * s->n, u, (int)s->n);
}

static bool rate(void *context, const double *u, double *out) {
  system_of *s = context;
  if (++s->rates > MOST_RATES) return false;
  for (int64_t i = 0; i < s->n; ++i) {
    double slope = 0;
    for (int64_t j = 0; j < s->n; ++j)
      slope += s->first[i * s->n + j] * u[j];
    out[i] = speed(s->line, u[i]) * slope - 2 * s->line->running * s->point[i];
    if (!isfinite(out[i])) return false;
  }
  return true;
}

static double size_of(void *context, const double *change, const double *u) {
  const system_of *s = context;
  double worst = 0, size = 1 / s->line->gamma;
  for (int64_t i = 0; i < s->n; ++i) {
    worst = fmax(worst, fabs(change[i]));
    size = fmax(size, fabs(u[i]));
  }
  return worst / size;
}

/* Points, and derivatives in q; the second one without its rows at the ends. */
static void derivatives(const rp_line *l, system_of *s) {
  int64_t n = s->n;
  rp_chebyshev_points(l->nodes, s->point);
  rp_chebyshev_derivative(l->nodes, s->point, s->first);
  for (int64_t i = 0; i < n * n; ++i)
    s->first[i] /= l->box;
  memset(s->second, 0, (size_t)(n * n) * sizeof(double));
  for (int64_t i = 1; i + 1 < n; ++i)
    for (int64_t k = 0; k < n; ++k)
      for (int64_t j = 0; j < n; ++j)
        s->second[i * n + j] += s->first[i * n + k] * s->first[k * n + j];
  for (int64_t i = 0; i < n; ++i)
    s->point[i] *= l->box;
}

bool rp_line_solve(const rp_line *line, double *u, rp_line_report *report, double *work, int32_t *pivots) {
  int64_t n = line->nodes + 1;
  system_of s = {.line = line, .n = n, .point = work, .pivots = pivots};
  s.first = s.point + 2 * n;
  s.second = s.first + n * n;
  s.factors = s.second + n * n;
  derivatives(line, &s);
  for (int64_t i = 0; i < n; ++i)
    u[i] = -2 * line->terminal * s.point[i];
  rp_split_system system = {n, &s, factor, resolve, rate, size_of, NULL};
  rp_extrapolation state = {.order = ORDER, .fixed_level = -1, .tolerance = line->tolerance};
  double reached;
  report->inflow = fmin(-speed(line, u[n - 1]), speed(line, u[0]));
  rp_extrapolation_status status =
      rp_extrapolated_euler(&system, &state, line->horizon, u, &reached, s.factors + ORDER * n * n);
  report->error = state.error;
  report->steps = state.steps;
  report->tail = rp_chebyshev_tail(line->nodes, u);
  report->inflow = fmin(report->inflow, fmin(-speed(line, u[n - 1]), speed(line, u[0])));
  return status == RP_EXTRAPOLATION_OK;
}

double rp_line_at(const rp_line *line, const double *u, double q, double *points) {
  rp_chebyshev_points(line->nodes, points);
  return rp_chebyshev_at(line->nodes, points, u, q / line->box);
}
