/* varying.c - see varying.h. */
#include "varying.h"
#include <math.h>
#include <stddef.h>
#include <string.h>
#include "numerics/chebyshev.h"
#include "numerics/dense_lu.h"
#include "numerics/quadrature_rule.h"
#include "numerics/tridiagonal.h"
#include "time_map.h"

static const double pi = 3.14159265358979323846;

static double steadied(const rp_varying *game, double value, double mean) {
  return game->steady > 0 ? value + game->steady * (mean - value) : value;
}

void rp_varying_local(void *context, double t, rp_local *local) {
  const rp_varying *game = context;
  double sigma = steadied(game, rp_curve_at(&game->sigma, t), game->mean.sigma);
  local->a = game->share * steadied(game, rp_curve_at(&game->a, t), game->mean.a);
  local->b = steadied(game, rp_curve_at(&game->b, t), game->mean.b);
  local->c = steadied(game, rp_curve_at(&game->c, t), game->mean.c);
  local->s2 = sigma * sigma;
}

typedef struct guess {
  const rp_curve *curve;
  rp_retail average;
  const rp_trajectory *last; /* the path for a smaller share, or NULL */
} guess;

static double begin(void *context, double t) {
  const guess *g = context;
  double l, P;
  if (g->last) {
    rp_trajectory_at(g->last, t, &l, &P);
    return l;
  }
  double v = g->curve ? rp_curve_at(g->curve, t) : rp_variance_without_herding(&g->average, t, NULL);
  return log(v) / 2;
}

static double average(const rp_curve *curve, double horizon) {
  return rp_curve_integral(curve, 0, horizon) / horizon;
}

rp_retail rp_varying_average(const rp_varying *game) {
  double T = game->horizon;
  rp_retail mean = {.a = average(&game->a, T),
                    .b = average(&game->b, T),
                    .c = average(&game->c, T),
                    .d = game->d,
                    .sigma = average(&game->sigma, T),
                    .horizon = T,
                    .mu0 = game->mu0,
                    .v0 = game->v0,
                    .target = game->target,
                    .log_unit = game->log_unit};
  rp_retail_derive(&mean);
  return mean;
}

/* Edges where any curve's pieces end. */
static bool insert_pieces(const rp_varying *game, rp_trajectory *t) {
  const rp_curve *curves[] = {&game->sigma, &game->a, &game->b, &game->c};
  for (int i = 0; i < 4; ++i)
    for (int64_t j = 0; j < curves[i]->grid_count; ++j) {
      double edge = curves[i]->grid[j];
      if (edge > 0 && edge < game->horizon && !rp_trajectory_insert(t, edge)) return false;
    }
  return true;
}

/* Panels graded to both ends, and the curves' own. */
static bool grade(const rp_varying *game, const rp_retail *average_game, rp_trajectory *t) {
  double T = game->horizon, fast = fmax(1 / T, average_game->sigma * average_game->sigma / game->v0);
  fast = fmax(fmax(fast, average_game->kappa), average_game->omega < INFINITY ? average_game->omega : 0);
  return rp_trajectory_grade(t, T, fmin(T, 0.5 / fast), 1.4, NULL, 0) && insert_pieces(game, t);
}

/* Brings *parameter from `from`, where t is solved, to `to` by steps of at most a quarter. */
static rp_trajectory_status lead(rp_trajectory *t, const rp_trajectory_problem *problem, double tolerance,
                                 double *parameter, double from, double to) {
  enum { MOST_STEPS = 60 };
  double reached = 0, step = 0.25; /* of the way */
  for (int k = 0; k < MOST_STEPS && reached < 1 && step > 1e-3; ++k) {
    double next = fmin(1, reached + step);
    *parameter = next == 1 ? to : from + next * (to - from);
    if (rp_trajectory_continue(t, problem, tolerance) == RP_TRAJECTORY_SOLVED) {
      reached = next;
      step = fmin(0.25, 1.5 * step);
    } else {
      step /= 4;
    }
  }
  *parameter = to;
  return reached == 1 ? RP_TRAJECTORY_SOLVED : RP_TRAJECTORY_SLOW;
}

/* From the averaged game's path, on its panels: at once, or by switching on the dependence on time. */
static rp_trajectory_status from_average(rp_varying *game, const rp_trajectory_problem *problem,
                                         const rp_trajectory *averaged, double tolerance, rp_trajectory *t) {
  guess g = {.last = averaged};
  rp_trajectory_status status = RP_TRAJECTORY_NOT_RESOLVED;
  for (int gently = 0; gently < 2 && status != RP_TRAJECTORY_SOLVED; ++gently) {
    if (averaged->panels > t->most) return RP_TRAJECTORY_NOT_RESOLVED;
    t->panels = averaged->panels;
    memcpy(t->edges, averaged->edges, (size_t)(averaged->panels + 1) * sizeof *t->edges);
    if (!insert_pieces(game, t)) return RP_TRAJECTORY_NOT_RESOLVED;
    game->steady = gently;
    status = rp_trajectory_solve(t, problem, begin, &g, tolerance);
    if (gently && status == RP_TRAJECTORY_SOLVED) status = lead(t, problem, tolerance, &game->steady, 1, 0);
  }
  game->steady = 0;
  return status;
}

rp_trajectory_status rp_varying_path(rp_varying *game, const rp_curve *start, const rp_trajectory *averaged,
                                     double tolerance, rp_trajectory *t) {
  guess g = {.curve = start, .average = rp_varying_average(game)};
  rp_trajectory_problem problem = {
      .local = rp_varying_local, .local_context = game, .v0 = game->v0, .d = game->d};
  game->share = 1;
  game->steady = 0;
  game->mean = g.average;
  if (averaged && !start && from_average(game, &problem, averaged, tolerance, t) == RP_TRAJECTORY_SOLVED)
    return RP_TRAJECTORY_SOLVED;
  if (!grade(game, &g.average, t)) return RP_TRAJECTORY_NOT_RESOLVED;
  rp_trajectory_status status = rp_trajectory_solve(t, &problem, begin, &g, tolerance);
  if (status == RP_TRAJECTORY_SOLVED) return status;
  if (!grade(game, &g.average, t)) return RP_TRAJECTORY_NOT_RESOLVED;
  g.curve = NULL;
  game->share = 0;
  rp_trajectory_status found = rp_trajectory_solve(t, &problem, begin, &g, tolerance);
  if (found == RP_TRAJECTORY_SOLVED) found = lead(t, &problem, tolerance, &game->share, 0, 1);
  game->share = 1;
  return found == RP_TRAJECTORY_SOLVED || status == RP_TRAJECTORY_NOT_RESOLVED ? found : status;
}

/* Straight lines from 1 at the panel's one end to 0 at the other: s = 0, from the left. */
static double line(const rp_trajectory *t, int s, int j) {
  return (s == 0 ? 1 - t->points[j] : 1 + t->points[j]) / 2;
}

/*
 * One panel's linear equations for the mean, condensed as in trajectory.c. `inner` [2][degree - 1]. The unknowns are
 * distances from straight lines, which are small on short panels: so rounding does not grow with the number of panels.
 */
static bool condense(const rp_trajectory *t, int panel, double *block, double *inner, double left[2],
                     double right[2]) {
  int n = t->degree + 1, m = n - 2, columns = m + 2;
  const double *gram = t->gram + panel * n * n;
  const rp_local *local = t->local + panel * n;
  double scale = 2 / (t->edges[panel + 1] - t->edges[panel]);
  for (int j = 1; j <= m; ++j) {
    double *row = block + (j - 1) * columns, bend = 0; /* (b M')' of a line */
    const double *G = gram + j * n;
    for (int i = 0; i < n; ++i)
      bend += t->matrix[j * n + i] * (local[i].b - local[j].b);
    bend *= scale * scale / 2;
    for (int i = 1; i <= m; ++i)
      row[i - 1] = G[i] - (i == j ? local[j].c : 0);
    for (int s = 0; s < 2; ++s)
      row[m + s] = local[j].c * line(t, s, j) + (s == 0 ? bend : -bend);
  }
  if (!rp_dense_solve(m, columns, block)) return false;
  for (int s = 0; s < 2; ++s) {
    left[s] = right[s] = s == 0 ? -0.5 : 0.5;
    for (int j = 0; j < m; ++j) {
      double value = block[j * columns + m + s];
      inner[s * m + j] = line(t, s, j + 1) + value;
      left[s] += t->matrix[j + 1] * value;
      right[s] += t->matrix[(n - 1) * n + j + 1] * value;
    }
    left[s] *= local[0].b * scale;
    right[s] *= local[n - 1].b * scale;
  }
  return true;
}

static void momenta(const rp_trajectory *t, const double *mean, double *momentum) {
  int n = t->degree + 1;
  for (int i = 0; i < t->panels; ++i) {
    double scale = 2 / (t->edges[i + 1] - t->edges[i]);
    const double *M = mean + i * n;
    for (int j = 0; j < n; ++j) {
      double slope = 0;
      for (int k = 0; k < n; ++k)
        slope += t->matrix[j * n + k] * (M[k] - M[0]);
      momentum[i * n + j] = t->local[i * n + j].b * scale * slope;
    }
  }
}

bool rp_varying_mean(const rp_varying *game, rp_trajectory *t, double *mean, double *momentum) {
  int n = t->degree + 1, m = n - 2, p = t->panels, length = p + 2;
  double *inner = t->block + n * (n + 3), *lower = t->ends, *diagonal = lower + length,
         *upper = diagonal + length;
  double *second = upper + length, *ends = second + length, left[2], right[2], before[2] = {0, 0};
  for (int i = 0; i < p; ++i) {
    if (!condense(t, i, t->block, inner + i * 2 * m, left, right)) return false;
    if (i == 0) {
      lower[0] = 0, diagonal[0] = 1, upper[0] = 0, ends[0] = game->mu0;
    } else { /* b M' is continuous */
      lower[i] = before[0], diagonal[i] = before[1] - left[0], upper[i] = -left[1], ends[i] = 0;
    }
    before[0] = right[0], before[1] = right[1];
  }
  lower[p] = before[0], diagonal[p] = before[1] + game->d, upper[p] = 0, ends[p] = game->d * game->target;
  if (!rp_tridiagonal_solve(p + 1, lower, diagonal, upper, second, ends)) return false;
  for (int i = 0; i < p; ++i) {
    const double *s = inner + i * 2 * m;
    mean[i * n] = ends[i];
    mean[i * n + n - 1] = ends[i + 1];
    for (int j = 0; j < m; ++j)
      mean[i * n + j + 1] = s[j] * ends[i] + s[m + j] * ends[i + 1];
  }
  momenta(t, mean, momentum);
  return true;
}

double rp_varying_utility(const rp_varying *game, const rp_trajectory *t, const double *mean,
                          const double *momentum) {
  int n = t->degree + 1, last = t->panels * n - 1;
  double weights[80], sum = 0;
  rp_clenshaw_curtis(t->degree, weights);
  for (int i = 0; i < t->panels; ++i)
    for (int j = 0; j < n; ++j) {
      int at = i * n + j;
      const rp_local *w = &t->local[at];
      double l = t->l[at], v = exp(2 * l), p = t->P[at] / w->b, q = momentum[at] / w->b;
      double rate = -w->a * ((log(2 * pi) + 1) / 2 + l + game->log_unit) - w->b / 2 * (q * q + p * p * v) -
                    w->c / 2 * (mean[at] * mean[at] + v);
      sum += weights[j] * (t->edges[i + 1] - t->edges[i]) / 2 * rate;
    }
  double miss = mean[last] - game->target;
  return sum - game->d / 2 * (miss * miss + exp(2 * t->l[last]));
}

double rp_varying_at(const rp_trajectory *t, const double *values, double time) {
  int low = 0, high = t->panels, n = t->degree + 1;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    *(t->edges[middle] <= time ? &low : &high) = middle;
  }
  double from = t->edges[low], to = t->edges[low + 1];
  double x = fmax(-1, fmin(1, ((time - from) - (to - time)) / (to - from)));
  return rp_chebyshev_at(t->degree, t->points, values + low * n, x);
}
