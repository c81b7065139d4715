/* markov_regression.c - see markov_regression.h. */
#include "numerics/markov_regression.h"
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

enum { BLOCK = RP_MARKOV_PATH_BLOCK, MOST_FACTORS = RP_REGRESSION_MOST_VARIABLES };

int64_t rp_markov_regression_workspace(const rp_markov_problem *problem, const rp_markov_regression *method) {
  const rp_reaction *r = problem->reaction;
  return BLOCK * (3 * r->unknowns + r->givens + 2 * problem->factors) + rp_regression_sums(&method->basis) +
         r->unknowns * method->basis.basis + rp_reaction_workspace(r, BLOCK);
}

/* (z - mean) reciprocal of the deviation. */
RP_CLONES static void standardise(int64_t n, double mean, double reciprocal, const double *z, double *x) {
  for (int64_t i = 0; i < n; ++i)
    x[i] = (z[i] - mean) * reciprocal;
}

RP_CLONES static void add_scaled(int64_t n, double h, const double *x, const double *y, double *out) {
  for (int64_t i = 0; i < n; ++i)
    out[i] = x[i] + h * y[i];
}

/* u + (h/2) F = 2 u - (u - (h/2) F), and the implicit step has just made the bracket what `target` holds. */
RP_CLONES static void reflect(int64_t n, const double *u, double *target) {
  for (int64_t i = 0; i < n; ++i)
    target[i] = 2 * u[i] - target[i];
}

/* Mean and reciprocal deviation of the factors at a time: their law is known. */
typedef struct moments {
  double mean[MOST_FACTORS], reciprocal[MOST_FACTORS];
} moments;

static moments moments_at(const rp_markov_problem *p, double t) {
  moments m = {{0}, {0}};
  for (int64_t f = 0; f < p->factors; ++f) {
    const rp_affine_law *law = p->laws + f;
    double variance = rp_affine_law_variance(law, law->start, t);
    m.mean[f] = rp_affine_law_mean(law, law->start, t);
    m.reciprocal[f] = variance > 0 ? 1 / sqrt(variance) : 0;
  }
  return m;
}

/* Standardised factors. */
static void variables(const rp_markov_problem *p, const moments *m, int64_t n, const double *const *z,
                      double *x, const double **list) {
  for (int64_t f = 0; f < p->factors; ++f) {
    standardise(n, m->mean[f], m->reciprocal[f], z[f], x + f * n);
    list[f] = x + f * n;
  }
}

/* Which of them the reaction's terms have. */
static uint64_t needed_givens(const rp_reaction *r) {
  uint64_t bits = 0;
  for (int64_t t = 0; t < r->terms; ++t)
    for (int side = 0; side < 2; ++side) {
      int64_t number = (side ? r->term[t].right : r->term[t].left) - r->unknowns;
      if (number >= 0) bits |= (uint64_t)1 << number % 64;
    }
  return bits;
}

static void givens(const rp_markov_problem *p, uint64_t needed, int64_t n, const double *const *z,
                   double *given) {
  for (int64_t k = 0; k < p->reaction->givens; ++k)
    if (needed >> k % 64 & 1) rp_markov_function_values(p->given + k, p->factors, n, z, given + k * n);
}

/* u [unknowns][n] from the conditional expectations in `right`. */
static bool finish(const rp_markov_problem *p, double half, int64_t n, const double *right,
                   const double *given, double *u, double *work) {
  memcpy(u, right, (size_t)(p->reaction->unknowns * n) * sizeof *u);
  return rp_reaction_implicit(p->reaction, half, n, right, given, u, work);
}

int64_t rp_markov_regression_point_workspace(const rp_markov_problem *problem, int64_t points) {
  return points * (problem->reaction->unknowns + problem->reaction->givens + problem->factors) +
         rp_reaction_workspace(problem->reaction, points);
}

bool rp_markov_regression_at(const rp_markov_problem *problem, const rp_markov_regression *method, int64_t k,
                             const double *coefficients, int64_t points, const double *const *z, double *u,
                             double *work) {
  int64_t unknowns = problem->reaction->unknowns;
  double *right = work, *given = right + unknowns * points, *x = given + problem->reaction->givens * points,
         *rest = x + problem->factors * points;
  double h = problem->horizon / (double)method->steps;
  const double *list[MOST_FACTORS];
  moments m = moments_at(problem, h * (double)k);
  variables(problem, &m, points, z, x, list);
  givens(problem, needed_givens(problem->reaction), points, z, given);
  for (int64_t j = 0; j < unknowns; ++j)
    rp_regression_at(&method->basis, points, list, coefficients + j * method->basis.basis,
                     right + j * points);
  return finish(problem, h / 2, points, right, given, u, rest);
}

/* Second halves of pairs, behind the first: z [factors][2 n]. */
RP_CLONES static void mirror(int64_t n, double mean, const double *from, double *to) {
  for (int64_t i = 0; i < n; ++i) {
    to[i] = from[i];
    to[n + i] = 2 * mean - from[i];
  }
}

/* What one step of the recursion works with. */
typedef struct backward {
  const rp_markov_problem *problem;
  const rp_markov_regression *method;
  const double *z;
  int64_t row; /* doubles from one step's factors to the next's */
  double h;
  double *u, *rate, *target, *given, *x, *mirrored, *sums, *coefficients, *implicit;
  uint64_t needed; /* givens that the reaction has, by bits */
  rp_markov_report *report;
} backward;

/* Paths that are given: all, or one of each pair. */
static int64_t stored(const rp_markov_regression *m) {
  return m->pairs ? m->paths / 2 : m->paths;
}

static void place(const backward *b, int64_t k, int64_t from, const double **z) {
  for (int64_t f = 0; f < b->problem->factors; ++f)
    z[f] = b->z + k * b->row + f * stored(b->method) + from;
}

/* u at step k on a block of paths: the terminal value, or from the fitted coefficients. z: all paths; given: those of them that
 * are stored. */
static bool values_at(const backward *b, int64_t k, const moments *now, int64_t n, const double *const *z,
                      const double *const *given) {
  const rp_markov_problem *p = b->problem;
  if (k < b->method->steps) {
    const double *list[MOST_FACTORS];
    variables(p, now, b->method->pairs ? n / 2 : n, given, b->x, list);
    for (int64_t j = 0; j < p->reaction->unknowns; ++j) {
      const double *c = b->coefficients + j * b->method->basis.basis;
      if (b->method->pairs)
        rp_regression_at_pairs(&b->method->basis, n / 2, list, c, b->target + j * n);
      else
        rp_regression_at(&b->method->basis, n, list, c, b->target + j * n);
    }
    return finish(p, b->h / 2, n, b->target, b->given, b->u, b->implicit);
  }
  for (int64_t j = 0; j < p->reaction->unknowns; ++j)
    rp_markov_function_values(p->terminal + j, p->factors, n, z, b->u + j * n);
  return true;
}

/* Adds to the sums of step k - 1 what step k gives: u + (h/2) F(u) regressed on the factors before. */
static rp_markov_status gather(const backward *b, int64_t k) {
  const rp_markov_problem *p = b->problem;
  int64_t unknowns = p->reaction->unknowns;
  moments now = moments_at(p, b->h * (double)k), before = moments_at(p, b->h * (double)(k - 1));
  memset(b->sums, 0, (size_t)rp_regression_sums(&b->method->basis) * sizeof *b->sums);
  int64_t all = stored(b->method), fold = b->method->pairs ? 2 : 1, block = BLOCK / fold;
  for (int64_t from = 0; from < all; from += block) {
    int64_t some = all - from < block ? all - from : block, n = some * fold;
    const double *z[MOST_FACTORS], *given[MOST_FACTORS], *list[MOST_FACTORS],
        *targets[RP_REGRESSION_MOST_BASIS];
    place(b, k, from, given);
    for (int64_t f = 0; f < p->factors; ++f) {
      z[f] = b->method->pairs ? b->mirrored + f * n : given[f];
      if (b->method->pairs) mirror(some, now.mean[f], given[f], b->mirrored + f * n);
    }
    givens(p, b->needed, n, z, b->given);
    if (!values_at(b, k, &now, n, z, given)) return RP_MARKOV_ESCAPES;
    if (!rp_markov_within(p, n, b->u, 0.25, b->report)) return RP_MARKOV_OUT_OF_BOUNDS;
    if (k < b->method->steps)
      reflect(unknowns * n, b->u, b->target);
    else {
      rp_reaction_rate(p->reaction, n, b->u, b->given, b->rate);
      add_scaled(unknowns * n, b->h / 2, b->u, b->rate, b->target);
    }
    for (int64_t j = 0; j < unknowns; ++j)
      targets[j] = b->target + j * n;
    place(b, k - 1, from, given);
    variables(p, &before, some, given, b->x, list);
    if (b->method->pairs)
      rp_regression_add_pairs(&b->method->basis, some, list, targets, b->sums);
    else
      rp_regression_add(&b->method->basis, n, list, targets, b->sums);
  }
  return RP_MARKOV_OK;
}

/* The mean of every target: at time 0 the factors are where they start. */
static rp_markov_status finish_start(const backward *b, double *start) {
  const rp_markov_problem *p = b->problem;
  double n = (double)b->method->paths, right[RP_REGRESSION_MOST_BASIS];
  int64_t basis = b->method->basis.basis,
          sums = rp_regression_sums(&b->method->basis) - b->method->basis.targets * basis;
  const double *z[MOST_FACTORS];
  place(b, 0, 0, z);
  givens(p, b->needed, 1, z, b->given);
  for (int64_t j = 0; j < p->reaction->unknowns; ++j)
    right[j] = b->sums[sums + j * basis] / n;
  return finish(p, b->h / 2, 1, right, b->given, start, b->implicit) ? RP_MARKOV_OK : RP_MARKOV_ESCAPES;
}

rp_markov_status rp_markov_regression_solve(const rp_markov_problem *problem,
                                            const rp_markov_regression *method, const double *z,
                                            int64_t stride, double *start, double *fitted,
                                            rp_markov_report *report, double *work) {
  int64_t unknowns = problem->reaction->unknowns, size = unknowns * method->basis.basis;
  backward b = {.problem = problem,
                .method = method,
                .z = z,
                .row = stride * problem->factors * stored(method),
                .h = problem->horizon / (double)method->steps,
                .u = work,
                .rate = work + BLOCK * unknowns,
                .target = work + 2 * BLOCK * unknowns,
                .given = work + 3 * BLOCK * unknowns,
                .needed = needed_givens(problem->reaction),
                .report = report};
  b.x = b.given + BLOCK * problem->reaction->givens;
  b.mirrored = b.x + BLOCK * problem->factors;
  b.sums = b.mirrored + BLOCK * problem->factors;
  b.coefficients = b.sums + rp_regression_sums(&method->basis);
  b.implicit = b.coefficients + size;
  *report = (rp_markov_report){.unknown = -1, .steps = method->steps};
  for (int64_t k = method->steps; k >= 1; --k) {
    report->at = b.h * (double)k;
    rp_markov_status status = gather(&b, k);
    if (status != RP_MARKOV_OK) return status;
    if (k == 1) break;
    if (!rp_regression_solve(&method->basis, b.sums, b.coefficients)) return RP_MARKOV_SINGULAR;
    if (fitted) memcpy(fitted + (k - 1) * size, b.coefficients, (size_t)size * sizeof *fitted);
  }
  report->at = 0;
  return finish_start(&b, start);
}
