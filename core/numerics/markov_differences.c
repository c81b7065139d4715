/* markov_differences.c - see markov_differences.h. */
#include "numerics/markov_differences.h"
#include <math.h>
#include <string.h>
#include "numerics/block_tridiagonal.h"
#include "numerics/diffusion_operator.h"

enum { MOST_SWEEPS = 50 };
static const double settled = 1e-12;

typedef struct stencil {
  int64_t points;
  double *below, *diagonal, *above;
  double third_first, third_last;
} stencil;

typedef struct grid_system {
  const rp_markov_problem *problem;
  stencil l;
  double *given, *rate, *right;
  double *jacobian, *blocks, *residual, *lower, *upper; /* of one block */
} grid_system;

static int64_t largest_block(const rp_reaction *r) {
  int64_t most = 1;
  for (int64_t b = 0; b < r->blocks; ++b)
    most = r->block[b + 1] - r->block[b] > most ? r->block[b + 1] - r->block[b] : most;
  return most;
}

int64_t rp_markov_differences_workspace(const rp_markov_problem *problem,
                                        const rp_markov_differences *method) {
  int64_t n = method->intervals + 1, m = largest_block(problem->reaction),
          unknowns = problem->reaction->unknowns;
  return n * (6 + problem->reaction->givens + 3 * unknowns + 3 * m * m + m);
}

/* (L u)_i */
static double generate(const stencil *l, const double *u, int64_t i) {
  double sum = l->diagonal[i] * u[i];
  if (i > 0) sum += l->below[i] * u[i - 1];
  if (i < l->points - 1) sum += l->above[i] * u[i + 1];
  if (i == 0) sum += l->third_first * u[2];
  if (i == l->points - 1) sum += l->third_last * u[l->points - 3];
  return sum;
}

/* One Newton step of a block in u - weight (L u + F(u)) = right; *change grows to its largest relative step. */
static bool improve_block(grid_system *s, double weight, int64_t block, double *u, double *change) {
  const rp_reaction *r = s->problem->reaction;
  int64_t n = s->l.points, first = r->block[block], size = r->block[block + 1] - first, square = size * size;
  rp_reaction_rate_of(r, block, n, u, s->given, s->rate);
  rp_reaction_jacobian(r, block, n, u, s->given, s->jacobian);
  for (int64_t i = 0; i < n; ++i) {
    double *d = s->blocks + i * square;
    s->lower[i] = -weight * s->l.below[i];
    s->upper[i] = -weight * s->l.above[i];
    for (int64_t j = 0; j < size; ++j) {
      const double *field = u + (first + j) * n;
      for (int64_t k = 0; k < size; ++k)
        d[j * size + k] = -weight * s->jacobian[(j * size + k) * n + i];
      d[j * size + j] += 1 - weight * s->l.diagonal[i];
      s->residual[i * size + j] = s->right[(first + j) * n + i] - field[i] +
                                  weight * (generate(&s->l, field, i) + s->rate[(first + j) * n + i]);
    }
  }
  if (!rp_block_tridiagonal_solve(n, size, s->lower, s->blocks, s->upper, -weight * s->l.third_first,
                                  -weight * s->l.third_last, s->residual, s->blocks + n * square))
    return false;
  double moved[RP_REACTION_MOST_BLOCK] = {0}, largest[RP_REACTION_MOST_BLOCK] = {0}, all = 0;
  for (int64_t j = 0; j < size; ++j) {
    double *field = u + (first + j) * n;
    for (int64_t i = 0; i < n; ++i) {
      double step = s->residual[i * size + j];
      field[i] += step;
      moved[j] = fmax(moved[j], fabs(step));
      largest[j] = fmax(largest[j], fabs(field[i]));
    }
    all = fmax(all, largest[j]);
  }
  for (int64_t j = 0; j < size; ++j)
    if (moved[j] > 0) *change = fmax(*change, moved[j] / fmax(largest[j], 1e-3 * all));
  return isfinite(*change);
}

static bool step(grid_system *s, double h, bool monotone, double *u) {
  const rp_reaction *r = s->problem->reaction;
  int64_t n = s->l.points;
  double weight = monotone ? h : h / 2;
  memcpy(s->right, u, (size_t)(r->unknowns * n) * sizeof *u);
  if (!monotone) {
    rp_reaction_rate(r, n, u, s->given, s->rate);
    for (int64_t k = 0; k < r->unknowns; ++k)
      for (int64_t i = 0; i < n; ++i)
        s->right[k * n + i] += weight * (generate(&s->l, u + k * n, i) + s->rate[k * n + i]);
  }
  for (int64_t g = 0; g < r->groups; ++g) {
    int64_t from = r->group[g], end = r->group[g + 1];
    bool once =
        end == from + 1 && !rp_reaction_is_quadratic(r, from); /* linear: one step of Newton's method */
    double change = INFINITY;
    for (int sweep = 0; change > settled; ++sweep) {
      if (sweep == MOST_SWEEPS) return false;
      change = 0;
      for (int64_t b = from; b < end; ++b)
        if (!improve_block(s, weight, b, u, &change)) return false;
      if (once) break;
    }
  }
  return true;
}

/* Quadratic through the nearest point and its neighbours. */
static double interpolate(const rp_markov_differences *m, const double *u, double z) {
  double place = (z - m->low) / (m->high - m->low) * (double)m->intervals;
  int64_t i = (int64_t)fmin(fmax(floor(place + 0.5), 1), (double)(m->intervals - 1));
  double s = place - (double)i;
  return u[i] + s * (u[i + 1] - u[i - 1]) / 2 + s * s * (u[i + 1] - 2 * u[i] + u[i - 1]) / 2;
}

static double *lay_out(grid_system *s, const rp_markov_problem *p, const rp_markov_differences *m,
                       double *work) {
  int64_t n = m->intervals + 1, unknowns = p->reaction->unknowns, most = largest_block(p->reaction);
  double **parts[] = {&s->l.below, &s->l.diagonal, &s->l.above, &s->lower, &s->upper, NULL};
  s->problem = p;
  s->l.points = n;
  for (int i = 0; parts[i]; ++i, work += n)
    *parts[i] = work;
  s->given = work;
  s->rate = s->given + p->reaction->givens * n;
  s->right = s->rate + unknowns * n;
  s->residual = s->right + unknowns * n;
  s->blocks = s->residual + n * most;
  s->jacobian = s->blocks + 2 * n * most * most;
  return s->jacobian + n * most * most; /* fields, then the points */
}

rp_markov_status rp_markov_differences_solve(const rp_markov_problem *problem,
                                             const rp_markov_differences *method, double *values,
                                             double *nodal, rp_markov_report *report, double *work) {
  grid_system s = {0};
  int64_t n = method->intervals + 1, unknowns = problem->reaction->unknowns;
  double *u = lay_out(&s, problem, method, work), *z = u + unknowns * n, now = problem->horizon;
  const double *points = z;
  *report = (rp_markov_report){.unknown = -1};
  rp_diffusion_differences(problem->laws, method->low, method->high, method->intervals, method->monotone,
                           s.l.below, s.l.diagonal, s.l.above, &s.l.third_first, &s.l.third_last);
  for (int64_t i = 0; i < n; ++i)
    z[i] = method->low + (method->high - method->low) * (double)i / (double)method->intervals;
  for (int64_t k = 0; k < problem->reaction->givens; ++k)
    rp_markov_function_values(problem->given + k, 1, n, &points, s.given + k * n);
  for (int64_t k = 0; k < unknowns; ++k)
    rp_markov_function_values(problem->terminal + k, 1, n, &points, u + k * n);
  for (int64_t i = problem->times - 1; i >= 0; --i) {
    double duration = now - problem->time[i];
    int64_t count = (int64_t)ceil(duration / problem->horizon * (double)method->steps - 1e-9);
    for (int64_t k = 0; k < count; ++k) {
      report->at = now - duration * (double)(k + 1) / (double)count;
      if (!step(&s, duration / (double)count, method->monotone, u)) return RP_MARKOV_ESCAPES;
      if (!rp_markov_within(problem, n, u, 1e-2, report)) return RP_MARKOV_OUT_OF_BOUNDS;
    }
    report->steps += count;
    now = problem->time[i];
    for (int64_t j = 0; j < problem->states; ++j)
      for (int64_t k = 0; k < unknowns; ++k)
        values[(i * problem->states + j) * unknowns + k] = interpolate(method, u + k * n, problem->state[j]);
    if (nodal) memcpy(nodal + i * unknowns * n, u, (size_t)(unknowns * n) * sizeof *u);
  }
  return RP_MARKOV_OK;
}
