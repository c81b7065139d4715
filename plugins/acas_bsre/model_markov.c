/* model_markov.c - see model_markov.h. */
#include "model_markov.h"
#include <string.h>

enum { LANES = RP_MONOMIAL_LANES, POINT_BLOCK = 32, PATH_BLOCK = 64, MOST_DIMS = 40, MOST_OUTPUTS = 32 };

typedef struct step_work {
  const rp_projected *scheme;
  int64_t k;
  void **contexts; /* one per block */
  double **work;
  double *u;
  int *sweeps;
} step_work;

static rp_status advance(void *arg, int64_t begin, int64_t end) {
  step_work *s = arg;
  int64_t block = begin / POINT_BLOCK;
  s->sweeps[block] =
      rp_projected_advance(s->scheme, s->k, begin, end, s->contexts[block], s->u, s->work[block]);
  return s->sweeps[block] < 0 ? RP_NOT_CONVERGED : RP_OK;
}

/* Everything that the run needs; NULL members: no memory. */
static rp_status allocate(const rp_call *call, const rp_markov *problem, int64_t degree, int64_t steps,
                          int64_t points_per_basis, rp_projected *s) {
  int64_t count = rp_monomials_count(problem->dims, degree);
  int64_t points = (points_per_basis * count + POINT_BLOCK - 1) / POINT_BLOCK * POINT_BLOCK;
  int32_t *integers = rp_call_integers(call, rp_monomials_size(problem->dims, degree));
  double *memory =
      rp_call_doubles(call, rp_projected_size(problem->dims, degree, problem->outputs, steps, points));
  double *step = rp_call_doubles(call, 3 * problem->dims);
  if (!integers || !memory || !step) return RP_NO_MEMORY;
  *s = (rp_projected){.outputs = problem->outputs,
                      .steps = steps,
                      .points = points,
                      .horizon = problem->horizon,
                      .unit = problem->unit,
                      .rates = problem->rates,
                      .decay = step,
                      .mean = step + problem->dims,
                      .deviation = step + 2 * problem->dims};
  rp_monomials_make(problem->dims, degree, integers, &s->basis);
  rp_projected_place(memory, s);
  problem->transition(problem->model, problem->horizon / (double)steps, step, step + problem->dims,
                      step + 2 * problem->dims);
  for (int64_t k = 0; k <= steps; ++k)
    problem->region(problem->model, problem->horizon * (double)k / (double)steps,
                    s->centre + k * problem->dims, s->scale + k * problem->dims);
  return RP_OK;
}

static rp_status begin_run(const rp_call *call, const rp_markov *problem, double spread, rp_projected *s,
                           double *values) {
  double x[MOST_DIMS], *work = rp_call_doubles(call, (s->points + 2) * s->basis.count);
  if (!work) return RP_NO_MEMORY;
  if (!rp_projected_prepare(s, spread, work))
    return rp_call_report(call, RP_NOT_CONVERGED, "points-do-not-determine", -1, (double)s->points,
                          "%lld points do not determine the %lld coefficients of the polynomials",
                          (long long)s->points, (long long)s->basis.count);
  for (int64_t i = 0; i < s->points; ++i) {
    rp_projected_point(s, s->steps, i, x);
    problem->terminal(problem->model, x, values + i * s->outputs);
  }
  rp_projected_finish(s, values);
  return RP_OK;
}

static rp_status prepare_blocks(const rp_call *call, const rp_markov *problem, const rp_projected *s,
                                step_work *w) {
  int64_t blocks = s->points / POINT_BLOCK;
  const rp_host *host = call->host;
  w->contexts = host->scratch(host, (uint64_t)blocks * sizeof *w->contexts, RP_CALL_ALIGNMENT);
  w->work = host->scratch(host, (uint64_t)blocks * sizeof *w->work, RP_CALL_ALIGNMENT);
  w->sweeps = host->scratch(host, (uint64_t)blocks * sizeof *w->sweeps, RP_CALL_ALIGNMENT);
  if (!w->contexts || !w->work || !w->sweeps) return RP_NO_MEMORY;
  for (int64_t b = 0; b < blocks; ++b) {
    w->contexts[b] = problem->context(call, problem->model);
    w->work[b] = rp_call_doubles(call, rp_projected_workspace(s->basis.dims, s->basis.degree, s->outputs));
    if (!w->contexts[b] || !w->work[b]) return RP_NO_MEMORY;
  }
  return RP_OK;
}

rp_status rp_call_markov_run(const rp_call *call, const rp_markov *problem, int64_t degree, int64_t steps,
                             int64_t points_per_basis, double spread, rp_markov_run *run,
                             double *start_value) {
  rp_projected *s = &run->scheme;
  step_work w = {.scheme = s};
  rp_status status = allocate(call, problem, degree, steps, points_per_basis, s);
  if (status != RP_OK) return status;
  w.u = rp_call_doubles(call, s->points * s->outputs);
  double *residual = rp_call_doubles(call, s->points);
  if (!w.u || !residual) return RP_NO_MEMORY;
  status = begin_run(call, problem, spread, s, w.u);
  if (status == RP_OK) status = prepare_blocks(call, problem, s, &w);
  run->fit = run->sweeps = 0;
  for (int64_t k = steps - 1; k >= 0 && status == RP_OK; --k) {
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    w.k = k;
    rp_projected_expect(s, k);
    status = call->host->parallel(call->host, s->points, POINT_BLOCK, advance, &w);
    if (status == RP_NOT_CONVERGED)
      return rp_call_report(call, status, "step-not-settled", -1,
                            problem->horizon * (double)k / (double)steps,
                            "the implicit step at t = %.6g does not settle: take more steps",
                            problem->horizon * (double)k / (double)steps);
    run->fit = fmax(run->fit, rp_projected_project(s, k, w.u, residual));
    for (int64_t b = 0; b < s->points / POINT_BLOCK; ++b)
      run->sweeps = fmax(run->sweeps, w.sweeps[b]);
  }
  if (status != RP_OK) return status;
  double x[MOST_DIMS * LANES], u[MOST_OUTPUTS * LANES];
  for (int64_t c = 0; c < problem->dims; ++c)
    for (int l = 0; l < LANES; ++l)
      x[c * LANES + l] = problem->start[c];
  rp_projected_field(s, 0, x, u, w.work[0]);
  for (int64_t q = 0; q < s->outputs; ++q)
    start_value[q] = u[q * LANES];
  return RP_OK;
}

/* ---- simulation ---- */

typedef struct walk_work {
  const rp_call *call;
  const rp_markov *problem;
  const rp_markov_walk *walk;
  const double *decay, *mean, *deviation;
  int64_t noisy;
  double *sums; /* [blocks][2 outputs]: of the estimates and of their squares, about the field's start */
  const double *about;
} walk_work;

typedef struct lane_state {
  double *x, *u, *drift, *total, *one, *normals, *field;
} lane_state;

/* One step of eight paths; false: the rates are not defined. */
static bool step_lanes(const walk_work *w, void *context, int64_t k, double h, lane_state *s) {
  const rp_markov *p = w->problem;
  int64_t dims = p->dims, m = p->outputs;
  double *x = s->one, *u = x + dims, *drift = u + m, *source = drift + dims;
  for (int l = 0; l < LANES; ++l) {
    for (int64_t c = 0; c < dims; ++c)
      x[c] = s->x[c * LANES + l];
    for (int64_t q = 0; q < m; ++q)
      u[q] = s->u[q * LANES + l];
    if (!p->rates(context, h * (double)k, x, u, drift, source)) return false;
    for (int64_t c = 0; c < dims; ++c)
      s->drift[c * LANES + l] = drift[c];
    for (int64_t q = 0; q < m; ++q)
      s->total[q * LANES + l] += h * source[q];
  }
  return true;
}

static void move_lanes(const walk_work *w, int64_t k, double h, lane_state *s) {
  int64_t number = 0;
  for (int64_t c = 0; c < w->problem->dims; ++c) {
    bool noisy = w->deviation[c] > 0;
    for (int l = 0; l < LANES; ++l) {
      double *x = s->x + c * LANES + l,
             xi = noisy ? s->normals[l * w->walk->steps * w->noisy + k * w->noisy + number] : 0;
      *x = w->mean[c] + w->decay[c] * (*x - w->mean[c]) + h * s->drift[c * LANES + l] + w->deviation[c] * xi;
    }
    number += noisy;
  }
}

static bool walk_lanes(const walk_work *w, void *context, int64_t first, lane_state *s) {
  const rp_markov *p = w->problem;
  int64_t steps = w->walk->steps;
  double h = p->horizon / (double)steps;
  for (int l = 0; l < LANES && w->noisy > 0; ++l)
    w->call->host->normals(w->call->host, 0, (uint64_t)(first + l), 0, steps * w->noisy,
                           s->normals + l * steps * w->noisy);
  for (int64_t c = 0; c < p->dims; ++c)
    for (int l = 0; l < LANES; ++l)
      s->x[c * LANES + l] = p->start[c];
  memset(s->total, 0, (size_t)(p->outputs * LANES) * sizeof(double));
  for (int64_t k = 0; k <= steps; ++k) {
    w->walk->field(w->walk->of, k, s->x, s->u, s->field);
    if (k < steps && !step_lanes(w, context, k, h, s)) return false;
    if (w->walk->observer) w->walk->observer(w->walk->seen, first, k, s->x, s->u, s->drift);
    if (k < steps) move_lanes(w, k, h, s);
  }
  for (int l = 0; l < LANES; ++l) {
    double *x = s->one, *u = x + p->dims;
    for (int64_t c = 0; c < p->dims; ++c)
      x[c] = s->x[c * LANES + l];
    p->terminal(p->model, x, u);
    for (int64_t q = 0; q < p->outputs; ++q)
      s->total[q * LANES + l] += u[q];
  }
  return true;
}

static rp_status walk_block(void *arg, int64_t begin, int64_t end) {
  const walk_work *w = arg;
  const rp_markov *p = w->problem;
  int64_t d = p->dims, m = p->outputs, steps = w->walk->steps;
  double *sums = w->sums + begin / PATH_BLOCK * 2 * m;
  double *memory =
      rp_call_doubles(w->call, LANES * (2 * d + 2 * m + steps * w->noisy) + 2 * (d + m) + w->walk->work);
  void *context = p->context(w->call, p->model);
  if (!memory || !context) return RP_NO_MEMORY;
  lane_state s = {.x = memory};
  s.drift = s.x + d * LANES;
  s.u = s.drift + d * LANES;
  s.total = s.u + m * LANES;
  s.normals = s.total + m * LANES;
  s.one = s.normals + LANES * steps * w->noisy;
  s.field = s.one + 2 * (d + m);
  memset(s.drift, 0, (size_t)(d * LANES) * sizeof(double));
  memset(sums, 0, (size_t)(2 * m) * sizeof *sums);
  for (int64_t first = begin; first < end; first += LANES) {
    if (!walk_lanes(w, context, first, &s)) return RP_NOT_CONVERGED;
    for (int64_t q = 0; q < m; ++q)
      for (int l = 0; l < LANES; ++l) {
        double off = s.total[q * LANES + l] - w->about[q];
        sums[q] += off;
        sums[m + q] += off * off;
      }
  }
  return RP_OK;
}

/* The field at the start: estimates are summed about it. */
static rp_status start_of(const rp_call *call, const rp_markov *p, const rp_markov_walk *walk,
                          double *about) {
  double x[MOST_DIMS * LANES], u[MOST_OUTPUTS * LANES], *work = rp_call_doubles(call, walk->work);
  if (!work) return RP_NO_MEMORY;
  for (int64_t c = 0; c < p->dims; ++c)
    for (int l = 0; l < LANES; ++l)
      x[c * LANES + l] = p->start[c];
  walk->field(walk->of, 0, x, u, work);
  for (int64_t q = 0; q < p->outputs; ++q)
    about[q] = u[q * LANES];
  return RP_OK;
}

rp_status rp_call_markov_walk(const rp_call *call, const rp_markov *problem, const rp_markov_walk *walk,
                              double *mean, double *error, double *about) {
  int64_t paths = (walk->paths + LANES - 1) / LANES * LANES, blocks = (paths + PATH_BLOCK - 1) / PATH_BLOCK;
  int64_t d = problem->dims, m = problem->outputs;
  double *step = rp_call_doubles(call, 3 * d), *sums = rp_call_doubles(call, blocks * 2 * m);
  if (!step || !sums) return RP_NO_MEMORY;
  problem->transition(problem->model, problem->horizon / (double)walk->steps, step, step + d, step + 2 * d);
  walk_work w = {.call = call,
                 .problem = problem,
                 .walk = walk,
                 .decay = step,
                 .mean = step + d,
                 .deviation = step + 2 * d,
                 .sums = sums,
                 .about = about};
  for (int64_t c = 0; c < d; ++c)
    w.noisy += w.deviation[c] > 0;
  rp_status status = start_of(call, problem, walk, about);
  if (status == RP_OK) status = call->host->parallel(call->host, paths, PATH_BLOCK, walk_block, &w);
  if (status == RP_NOT_CONVERGED)
    return rp_call_report(call, status, "path-leaves-the-field", -1, NAN,
                          "the rates are not defined on a simulated path");
  if (status != RP_OK) return status;
  for (int64_t q = 0; q < m; ++q) {
    double sum = 0, squares = 0, n = (double)paths;
    for (int64_t b = 0; b < blocks; ++b) {
      sum += sums[b * 2 * m + q];
      squares += sums[b * 2 * m + m + q];
    }
    mean[q] = w.about[q] + sum / n;
    error[q] = sqrt(fmax(squares / n - sum / n * (sum / n), 0) / n);
  }
  return RP_OK;
}
