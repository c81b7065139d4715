/* model_acas_methods.c - see model_acas.h: collocation on panels that are halved as needed, and the implicit midpoint rule on equal and
 * on halved steps. */
#include <string.h>
#include "model_acas.h"

enum { STAGES = 8, MOST_ITERATIONS = 100, SPARE_PANELS = 2048 };

static void read_row(const rp_acas_path *path, int64_t k, rp_acas_row *to) {
  memcpy(to->x, path->run.x + 2 * k, sizeof to->x);
  memcpy(to->y, path->run.y + 2 * k, sizeof to->y);
  memcpy(to->gain, path->run.gain + 4 * k, sizeof to->gain);
  to->maker = path->maker[k];
  to->maker_adjoint = path->maker_adjoint[k];
}

/* 4/3 of the fine grid less 1/3 of the coarse one, entry by entry. */
static void extrapolate(const rp_acas_row *coarse, rp_acas_row *fine) {
  const double *from = coarse->x;
  double *to = fine->x;
  for (size_t i = 0; i < sizeof(rp_acas_row) / sizeof(double); ++i)
    to[i] = (4 * to[i] - from[i]) / 3;
}

static rp_status fail(const rp_call *call, rp_boundary_status status, const rp_acas_path *path) {
  const rp_boundary_report *r = &path->report;
  if (status == RP_BOUNDARY_SINGULAR)
    return rp_call_report(call, RP_NO_SOLUTION, "explosion", -1, r->at,
                          "the Riccati equation along the path explodes at t = %.6g; it cannot where the "
                          "rate and the noise orders at the ask are not negative: give a least_rate",
                          r->at);
  if (status == RP_BOUNDARY_UNDEFINED)
    return rp_call_report(call, RP_NOT_CONVERGED, "overflow", -1, r->at,
                          "the rates are not finite at t = %.6g on a trial path of Newton's method", r->at);
  return rp_call_report(
      call, RP_NOT_CONVERGED, "not-resolved", -1, r->tail,
      "after %d Newton steps and with %lld panels the last step is %.2g and the path is resolved to %.2g",
      r->iterations, (long long)path->run.panels, r->step, r->tail);
}

/* Equal steps and the times of the outputs; with halves every step is cut in two. */
static double *midpoint_grid(const rp_acas_solution *s, int64_t steps, bool halves, int64_t *count) {
  int64_t most = steps + 1 + s->count;
  double *coarse = rp_call_doubles(s->call, most), *fine = rp_call_doubles(s->call, 2 * most);
  if (!coarse || !fine) return NULL;
  int64_t n = 0, i = 0, k = 0;
  while (i <= steps || k < s->count) {
    double step = i <= steps ? s->market.horizon * (double)i / (double)steps : INFINITY;
    double time = k < s->count ? s->times[k] : INFINITY, next = fmin(step, time);
    if (next == step) ++i;
    if (next == time) ++k;
    coarse[n++] = next;
  }
  *count = n;
  if (!halves) return coarse;
  for (int64_t j = 0; j < n; ++j) {
    fine[2 * j] = coarse[j];
    if (j + 1 < n) fine[2 * j + 1] = (coarse[j] + coarse[j + 1]) / 2;
  }
  *count = 2 * n - 1;
  return fine;
}

/* One run; rows, start and end of the solution from it. */
static rp_status run(rp_acas_solution *s, const rp_acas_setting *setting, int64_t point_count,
                     const double *points) {
  double *memory = rp_call_doubles(s->call, rp_acas_path_size(setting));
  double *work = rp_call_doubles(s->call, rp_acas_path_workspace(setting));
  int32_t *pivots = rp_call_integers(s->call, rp_acas_path_pivots(setting));
  if (!memory || !work || !pivots) return RP_NO_MEMORY;
  rp_acas_part whole = rp_acas_whole(&s->market);
  double guess[] = {0, 1 / s->market.gamma};
  rp_boundary_status status =
      rp_acas_path_solve(&whole, setting, point_count, points, guess, memory, work, pivots, &s->path);
  if (status != RP_BOUNDARY_OK) return fail(s->call, status, &s->path);
  rp_acas_path_maker(&whole, s->market.first, 2 * s->market.terminal, 0, &s->path);
  for (int64_t i = 0; i < s->count; ++i)
    read_row(&s->path, rp_acas_path_index(&s->path, s->times[i]), s->rows + i);
  read_row(&s->path, 0, &s->start);
  read_row(&s->path, s->path.run.panels, &s->end);
  s->resolution = s->path.report.tail;
  return RP_OK;
}

static rp_status run_midpoint(rp_acas_solution *s) {
  int64_t count, steps = rp_call_integer(s->call, PARAM_STEPS);
  rp_collocation midpoint;
  rp_collocation_make(1, &midpoint);
  rp_acas_setting setting = {&midpoint, 2 * (steps + s->count) + 64, INFINITY, MOST_ITERATIONS};
  double *points = midpoint_grid(s, steps, false, &count);
  rp_acas_row *coarse = s->call->host->scratch(s->call->host, (uint64_t)(s->count + 1) * sizeof(rp_acas_row),
                                               RP_CALL_ALIGNMENT);
  if (!points || !coarse) return RP_NO_MEMORY;
  rp_status status = run(s, &setting, count, points);
  if (status != RP_OK) return status;
  rp_acas_row start = s->start, end = s->end;
  memcpy(coarse, s->rows, (size_t)s->count * sizeof *coarse);
  if (!(points = midpoint_grid(s, steps, true, &count))) return RP_NO_MEMORY;
  if ((status = run(s, &setting, count, points)) != RP_OK) return status;
  rp_acas_row fine = s->start;
  extrapolate(&start, &s->start);
  extrapolate(&end, &s->end);
  for (int64_t i = 0; i < s->count; ++i)
    extrapolate(coarse + i, s->rows + i);
  double unit = 1 / s->market.gamma;
  s->resolution = fmax(fabs(fine.y[0] - s->start.y[0]) / (unit + fabs(fine.y[0])),
                       fabs(fine.y[1] - s->start.y[1]) / (unit + fabs(fine.y[1])));
  return RP_OK;
}

static rp_status run_gauss(rp_acas_solution *s) {
  rp_collocation gauss;
  rp_collocation_make(STAGES, &gauss);
  int64_t breaks = rp_acas_breaks(&s->market, INT64_MAX, NULL);
  rp_acas_setting setting = {&gauss, s->count + breaks + SPARE_PANELS, rp_call_real(s->call, PARAM_TOLERANCE),
                             MOST_ITERATIONS};
  return run(s, &setting, s->count, s->times);
}

rp_status rp_acas_run(rp_acas_solution *s) {
  rp_status (*run_once)(rp_acas_solution *) =
      rp_call_integer(s->call, PARAM_METHOD) == RP_ACAS_MIDPOINT ? run_midpoint : run_gauss;
  rp_acas_solution with_times = *s;
  s->count = 0;
  rp_status status = run_once(s);
  if (status != RP_OK || with_times.count == 0) return status;
  status = run_once(&with_times);
  s->count = with_times.count;
  return status;
}
