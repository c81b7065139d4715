/* markov_dense.c - see markov_dense.h. */
#include "numerics/markov_dense.h"
#include <math.h>
#include <string.h>
#include "numerics/chebyshev.h"
#include "numerics/dense_lu.h"
#include "numerics/diffusion_operator.h"
#include "numerics/extrapolated_euler.h"
#include "reprise/clones.h"

typedef struct field_system {
  const rp_markov_problem *problem;
  int64_t points;
  int order;
  const double *generator; /* [points][points]                          */
  const double *given;     /* [givens][points]                          */
  double *inverse;         /* [order][points][points], transposed       */
  double *system;          /* [points][2 points]                        */
  double *product;         /* [points]                                  */
} field_system;

static int64_t points_of(const rp_markov_dense *m) {
  return m->regimes > 0 ? m->regimes : m->degree + 1;
}

int64_t rp_markov_dense_workspace(const rp_markov_problem *problem, const rp_markov_dense *method) {
  int64_t n = points_of(method), unknowns = problem->reaction->unknowns;
  return n * n * (3 + method->order) + n * (problem->reaction->givens + 3) + unknowns * n +
         rp_extrapolated_euler_workspace(unknowns * n, method->order);
}

static bool factor(void *context, double h, int slot) {
  field_system *s = context;
  int64_t n = s->points;
  double *inverse = s->inverse + slot * n * n;
  memset(s->system, 0, (size_t)(2 * n * n) * sizeof *s->system);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < n; ++j)
      s->system[i * 2 * n + j] = (i == j) - h * s->generator[i * n + j];
    s->system[i * 2 * n + n + i] = 1;
  }
  if (!rp_dense_solve(n, 2 * n, s->system)) return false;
  for (int64_t i = 0; i < n; ++i) {
    double *row = s->system + i * 2 * n + n, sum = 0;
    for (int64_t j = 0; j < n; ++j)
      sum += row[j];
    row[i] +=
        1 - sum; /* the generator maps constants to zero, so the inverse keeps them: rounding must not */
    for (int64_t j = 0; j < n; ++j)
      inverse[j * n + i] = row[j];
  }
  return true;
}

/* y = sum_j columns[j] x[j]: columns one after the other, so that vectors run along them. */
RP_CLONES static void apply(int64_t n, const double *columns, const double *x, double *y) {
  for (int64_t i = 0; i < n; ++i)
    y[i] = 0;
  int64_t j = 0;
  for (; j + 4 <= n; j += 4) {
    const double *a = columns + j * n, *b = a + n, *c = b + n, *d = c + n;
    double p = x[j], q = x[j + 1], r = x[j + 2], t = x[j + 3];
    for (int64_t i = 0; i < n; ++i)
      y[i] += (p * a[i] + q * b[i]) + (r * c[i] + t * d[i]);
  }
  for (; j < n; ++j)
    for (int64_t i = 0; i < n; ++i)
      y[i] += x[j] * columns[j * n + i];
}

static void resolve(void *context, int slot, double *u) {
  field_system *s = context;
  for (int64_t k = 0; k < s->problem->reaction->unknowns; ++k) {
    apply(s->points, s->inverse + slot * s->points * s->points, u + k * s->points, s->product);
    memcpy(u + k * s->points, s->product, (size_t)s->points * sizeof *u);
  }
}

static bool rate(void *context, const double *u, double *out) {
  field_system *s = context;
  rp_reaction_rate(s->problem->reaction, s->points, u, s->given, out);
  return true;
}

static double size_of(void *context, const double *change, const double *u) {
  field_system *s = context;
  return rp_markov_change(s->problem->reaction->unknowns, s->points, change, u);
}

/* A term at every point, and a matrix for every field. */
static bool stop(void *context) {
  const field_system *s = context;
  const rp_reaction *r = s->problem->reaction;
  double points = (double)s->points, once = points * ((double)r->terms + points * (double)r->unknowns);
  return s->problem->stop(s->problem->stop_context, 0.5 * s->order * (s->order + 1) * once);
}

/* Values at the states, and the relative size of the highest Chebyshev terms. */
static void read_off(const rp_markov_problem *p, const rp_markov_dense *m, const double *node,
                     const double *u, double *values, rp_markov_report *report) {
  int64_t n = points_of(m), unknowns = p->reaction->unknowns;
  for (int64_t k = 0; k < unknowns; ++k)
    for (int64_t i = 0; i < p->states; ++i) {
      double z = p->state[i], *to = values + i * unknowns + k;
      *to = m->regimes > 0
                ? u[k * n + (int64_t)z]
                : rp_chebyshev_at(m->degree, node, u + k * n, 2 * (z - m->low) / (m->high - m->low) - 1);
    }
  if (m->regimes > 0) return;
  for (int64_t k = 0; k < unknowns; ++k) {
    double size = 0;
    for (int64_t i = 0; i < n; ++i)
      size = fmax(size, fabs(u[k * n + i]));
    if (size > 0) report->tail = fmax(report->tail, rp_chebyshev_tail(m->degree, u + k * n) / size);
  }
}

static void prepare(const rp_markov_problem *p, const rp_markov_dense *m, double *points, double *node,
                    double *generator, double *given, double *u, double *work) {
  int64_t n = points_of(m);
  if (m->regimes > 0) {
    memcpy(generator, m->rates, (size_t)(n * n) * sizeof *generator);
    memcpy(given, m->given, (size_t)(p->reaction->givens * n) * sizeof *given);
    memcpy(u, m->terminal, (size_t)(p->reaction->unknowns * n) * sizeof *u);
    return;
  }
  const double *z = points;
  rp_chebyshev_points(m->degree, node);
  rp_diffusion_chebyshev(p->laws, m->low, m->high, m->degree, points, generator, work);
  for (int64_t k = 0; k < p->reaction->givens; ++k)
    rp_markov_function_values(p->given + k, 1, n, &z, given + k * n);
  for (int64_t k = 0; k < p->reaction->unknowns; ++k)
    rp_markov_function_values(p->terminal + k, 1, n, &z, u + k * n);
}

rp_markov_status rp_markov_dense_solve(const rp_markov_problem *problem, const rp_markov_dense *method,
                                       double *values, double *nodal, rp_markov_report *report,
                                       double *work) {
  int64_t n = points_of(method), unknowns = problem->reaction->unknowns, givens = problem->reaction->givens;
  double *generator = work, *system = generator + n * n, *inverse = system + 2 * n * n;
  double *given = inverse + method->order * n * n, *points = given + givens * n, *node = points + n;
  double *product = node + n, *u = product + n, *steps = u + unknowns * n;
  field_system context = {problem, n, method->order, generator, given, inverse, system, product};
  rp_split_system split = {
      unknowns * n, &context, factor, resolve, rate, size_of, problem->stop ? stop : NULL};
  rp_extrapolation state = {.order = method->order,
                            .fixed_level = method->fixed_level,
                            .tolerance = method->tolerance,
                            .span = problem->horizon,
                            .level = 2};
  *report = (rp_markov_report){.unknown = -1};
  prepare(problem, method, points, node, generator, given, u, system);
  double now = problem->horizon, largest = rp_markov_largest(unknowns * n, u);
  for (int64_t i = problem->times - 1; i >= 0; --i) {
    double reached = 0, duration = now - problem->time[i];
    if (duration > 0) {
      rp_extrapolation_status advanced = rp_extrapolated_euler(&split, &state, duration, u, &reached, steps);
      report->at = now - reached;
      if (advanced == RP_EXTRAPOLATION_SINGULAR) return RP_MARKOV_SINGULAR;
      if (advanced == RP_EXTRAPOLATION_STOPPED) return RP_MARKOV_STOPPED;
      if (advanced == RP_EXTRAPOLATION_STALLED)
        return rp_markov_has_grown(unknowns * n, u, largest) ? RP_MARKOV_ESCAPES : RP_MARKOV_STALLED;
    }
    now = problem->time[i];
    report->at = now;
    if (!rp_markov_within(problem, n, u, 1e-6, report)) return RP_MARKOV_OUT_OF_BOUNDS;
    read_off(problem, method, node, u, values + i * problem->states * unknowns, report);
    if (nodal) memcpy(nodal + i * unknowns * n, u, (size_t)(unknowns * n) * sizeof *u);
  }
  report->steps = state.steps;
  report->time_error = state.error;
  return RP_MARKOV_OK;
}
