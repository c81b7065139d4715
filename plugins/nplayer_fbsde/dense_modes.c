/* dense_modes.c - the modes of different agents from their scalar equation; see dense.h. */
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "dense.h"

/* Agents in the order of the roots of one sign: d_i(r) = eta (r - at)(r - other). */
typedef struct ordered {
  double at, other, slippage;
  int64_t agent;
} ordered;

/* A root that the agents [first, first + count) of the order have in common. */
typedef struct pole {
  double at;
  int64_t first, count;
} pole;

/* What the equation looks like from one sign. */
typedef struct side {
  const rp_dense_game *game;
  int sign;
  ordered *order;
  pole *poles;
  int64_t count;
} side;

static int by_place(const void *a, const void *b) {
  const ordered *x = a, *y = b;
  if (x->at != y->at) return x->at < y->at ? -1 : 1;
  return (x->agent > y->agent) - (x->agent < y->agent);
}

/* The roots of eta r^2 - (lambda/2) r - a, without cancellation. */
static void roots_of(const rp_dense_game *game, int64_t i, double *negative, double *positive) {
  double eta = game->slippage[i], c = game->impact / (4 * eta), w = sqrt(c * c + game->risk[i] / eta);
  *positive = c + w;
  *negative = -game->risk[i] / (eta * *positive);
}

static void find_poles(side *s) {
  int64_t n = s->game->agents;
  for (int64_t i = 0; i < n; ++i) {
    double negative, positive;
    roots_of(s->game, i, &negative, &positive);
    s->order[i] = (ordered){s->sign > 0 ? positive : negative, s->sign > 0 ? negative : positive,
                            s->game->slippage[i], i};
  }
  qsort(s->order, (size_t)n, sizeof *s->order, by_place);
  s->count = 0;
  for (int64_t i = 0; i < n; ++i) {
    if (s->count > 0 && s->poles[s->count - 1].at == s->order[i].at)
      ++s->poles[s->count - 1].count;
    else
      s->poles[s->count++] = (pole){s->order[i].at, i, 1};
  }
}

/* d_i at an offset from a pole. */
static double denominator(const side *s, const ordered *agent, int64_t near, double offset) {
  double at = s->poles[near].at;
  return agent->slippage * ((at - agent->at) + offset) * ((at - agent->other) + offset);
}

/* 1 + (lambda r/2) sum 1/d_i(r) at an offset from a pole; *size: the sum of the terms' sizes. */
static double secular(const side *s, int64_t near, double offset, double *size) {
  double half = s->game->impact / 2 * (s->poles[near].at + offset), sum = 1;
  *size = 1;
  for (int64_t i = 0; i < s->game->agents; ++i) {
    double term = half / denominator(s, s->order + i, near, offset);
    sum += term;
    *size += fabs(term);
  }
  return sum;
}

/* The root between two offsets from a pole, where the function changes its sign. */
static double bisect(const side *s, int64_t near, double from, double to, double *residual) {
  enum { STEPS = 1100 };
  double size, low = secular(s, near, from, &size), middle = from;
  for (int k = 0; k < STEPS; ++k) {
    bool far = from / to > 4 || to / from > 4;
    middle = far ? copysign(sqrt(fabs(from)) * sqrt(fabs(to)), from) : (from + to) / 2;
    if (middle == from || middle == to) break;
    double value = secular(s, near, middle, &size);
    *residual = fabs(value) / size;
    if (value == 0) break;
    if ((value > 0) == (low > 0))
      from = middle;
    else
      to = middle;
  }
  return middle;
}

/* The root in the gap right of poles[k]; k = -1: between zero and the first positive pole, or beyond the first negative one.
 * *near: the nearer pole; returns the offset from it. */
static double root_in_gap(const side *s, int64_t k, int64_t *near, double *residual) {
  static const double least = 1e-280;
  double size, far = s->poles[0].at;
  *near = 0;
  if (k < 0 && s->sign > 0) return bisect(s, 0, -far, -least, residual);
  if (k < 0) {
    while (secular(s, 0, far, &size) < 0)
      far *= 2;
    return bisect(s, 0, -least, far, residual);
  }
  double half = (s->poles[k + 1].at - s->poles[k].at) / 2;
  if ((secular(s, k, half, &size) > 0) != (secular(s, k, least, &size) > 0)) {
    *near = k;
    return bisect(s, k, least, half, residual);
  }
  *near = k + 1;
  return bisect(s, k + 1, -half, -least, residual);
}

/* One mode: exp(r t) times shape, scaled to 1 at the end where it is largest, into column `mode` of the conditions' matrix. */
static void put_mode(const rp_dense_game *game, double r, const double *shape, int64_t mode, double *matrix) {
  int64_t n = game->agents;
  double at_start = r > 0 ? exp(-r * game->horizon) : 1, at_end = r > 0 ? 1 : exp(r * game->horizon);
  for (int64_t i = 0; i < n; ++i) {
    matrix[mode * 2 * n + i] = at_start * shape[i];
    matrix[mode * 2 * n + n + i] = at_end * (game->slippage[i] * r + game->residue[i]) * shape[i];
  }
}

/* Rates and shapes of the modes of one sign, from number `mode` on. shapes [2n][n]. */
static void find_modes(side *s, int64_t mode, double *roots, double *shapes, double *residual) {
  int64_t n = s->game->agents;
  bool coupled = s->game->impact > 0;
  find_poles(s);
  memset(shapes + mode * n, 0, (size_t)(n * n) * sizeof *shapes);
  for (int64_t k = 0; k < s->count; ++k)
    for (int64_t j = coupled ? 1 : 0; j < s->poles[k].count; ++j, ++mode) { /* that do not move the sum */
      const ordered *first = s->order + s->poles[k].first;
      roots[mode] = s->poles[k].at;
      shapes[mode * n + first[j].agent] = 1;
      if (coupled) shapes[mode * n + first->agent] = -1;
    }
  for (int64_t k = -1; coupled && k + 1 < s->count; ++k, ++mode) {
    int64_t near;
    double off = 0, largest = 0, *shape = shapes + mode * n, offset = root_in_gap(s, k, &near, &off);
    roots[mode] = s->poles[near].at + offset;
    *residual = fmax(*residual, off);
    for (int64_t i = 0; i < n; ++i) {
      double value = 1 / denominator(s, s->order + i, near, offset);
      shape[s->order[i].agent] = value;
      largest = fmax(largest, fabs(value));
    }
    for (int64_t i = 0; i < n; ++i)
      shape[i] /= largest;
  }
}

bool rp_dense_modes(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots) {
  int64_t n = game->agents, m = 2 * n;
  double *matrix = work, *shapes = matrix + m * m, *roots = shapes + m * n, *right = roots + m,
         *rest = right + m, size = 0;
  ordered *order = (ordered *)rest;
  pole *poles = (pole *)(order + n);
  paths->residual = 0;
  side left = {game, -1, order, poles, 0}, other = {game, 1, order, poles, 0};
  find_modes(&left, 0, roots, shapes, &paths->residual);
  find_modes(&other, n, roots, shapes, &paths->residual);
  for (int64_t mode = 0; mode < m; ++mode) {
    double sum = 0;
    put_mode(game, roots[mode], shapes + mode * n, mode, matrix);
    for (int64_t i = 0; i < m; ++i)
      sum += fabs(matrix[mode * m + i]);
    size = fmax(size, sum);
  }
  for (int64_t i = 0; i < n; ++i) {
    double still = game->drift / (2 * game->risk[i]);
    right[i] = game->start[i] - still;
    right[n + i] = -game->residue[i] * still;
  }
  int o = (int)m; /* columns are modes: column-major as it is */
  if (!isfinite(size) || LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, o, o, matrix, o, pivots) != 0) return false;
  LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, 'N', o, 1, matrix, o, pivots, right, o);
  LAPACKE_dgecon_work(LAPACK_COL_MAJOR, '1', o, matrix, o, size, &paths->rcond, rest, pivots + m);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t k = 0; k < paths->count; ++k) {
      double x = game->drift / (2 * game->risk[i]);
      for (int64_t mode = 0; mode < m; ++mode)
        x += right[mode] * shapes[mode * n + i] *
             exp(roots[mode] * (paths->times[k] - (roots[mode] > 0 ? game->horizon : 0)));
      paths->inventory[i * paths->count + k] = x;
    }
  if (paths->roots) memcpy(paths->roots, roots, (size_t)m * sizeof *roots);
  return paths->rcond > 0;
}
