/* traders_wide.c - see traders_wide.h. Calls numerics/dense_lu.h. */
#include "traders_wide.h"
#include "numerics/dense_lu.h"

enum { S = RP_TRADERS_STAGES };

/* The rule, and how the value at the far end of a panel follows from those at the nodes: x_end = x_begin + sum ends (x - x_begin). By the
 * differential equation instead, digits would be lost where a is large. */
typedef struct wide {
  const rp_collocation *method;
  double to_right[S], to_left[S];
} wide;

static void prepare(const rp_collocation *method, wide *w) {
  double rows[2][S * (S + 1)];
  w->method = method;
  for (int j = 0; j < S; ++j) { /* transposes: weights of the slopes, whose integrals the values are */
    for (int k = 0; k < S; ++k) {
      rows[0][j * (S + 1) + k] = method->from_left[k][j];
      rows[1][j * (S + 1) + k] = method->from_right[k][j];
    }
    rows[0][j * (S + 1) + S] = method->weight[j];
    rows[1][j * (S + 1) + S] = -method->weight[j];
  }
  rp_dense_solve(S, S + 1, rows[0]);
  rp_dense_solve(S, S + 1, rows[1]);
  for (int j = 0; j < S; ++j) {
    w->to_right[j] = rows[0][j * (S + 1) + S];
    w->to_left[j] = rows[1][j * (S + 1) + S];
  }
}

/* x' = a x + b on a panel of width h, x at the nodes and at the other end than `begin`; leftward: begin is on the right. */
static double collocate(const wide *w, double h, bool leftward, const double *a, const double *b,
                        double begin, double *x) {
  double rows[S * (S + 1)], end = begin;
  for (int j = 0; j < S; ++j) {
    const double *from = leftward ? w->method->from_right[j] : w->method->from_left[j];
    double right = begin;
    for (int k = 0; k < S; ++k) {
      rows[j * (S + 1) + k] = (j == k) - h * from[k] * a[k];
      right += h * from[k] * b[k];
    }
    rows[j * (S + 1) + S] = right;
  }
  rp_dense_solve(S, S + 1, rows);
  for (int j = 0; j < S; ++j) {
    x[j] = rows[j * (S + 1) + S];
    end += (leftward ? w->to_left[j] : w->to_right[j]) * (x[j] - begin);
  }
  return end;
}

/* Coefficients of the mean mode, and its gain at the nodes of a panel. */
static rp_mode gains_of(const rp_traders_path *path, int64_t p, double *gain) {
  const rp_mode_path *closed = &path->steady[RP_TRADERS_MEAN];
  for (int j = 0; j < S; ++j)
    gain[j] = rp_mode_gain(closed, path->game->horizon - path->time[p * S + j]);
  return closed->mode;
}

void rp_traders_wide_backward(rp_traders_path *path) {
  const rp_traders_game *game = path->game;
  wide w;
  prepare(&path->method, &w);
  for (int64_t p = path->panels - 1; p >= 0; --p) {
    double from = path->edges[p], h = path->edges[p + 1] - from, gain[S], pull[S], noisy[S], push[S],
           alone[S];
    for (int j = 0; j < S; ++j) {
      int64_t i = p * S + j;
      path->time[i] = from + h * path->method.node[j];
      path->alpha[i] = rp_curve_at(&game->permanent, path->time[i]);
      path->imbalance[i] = rp_traders_imbalance(game, path->time[i]);
    }
    rp_mode mode = gains_of(path, p, gain);
    for (int j = 0; j < S; ++j) {
      pull[j] = mode.f - mode.d * gain[j];
      noisy[j] = pull[j] + game->noise.speed;
      push[j] = -path->alpha[p * S + j] * path->imbalance[p * S + j];
      alone[j] = -path->alpha[p * S + j];
    }
    path->edge.reaction[p] =
        collocate(&w, h, true, pull, push, path->edge.reaction[p + 1], path->node.reaction + p * S);
    path->edge.noise_gain[p] =
        collocate(&w, h, true, noisy, alone, path->edge.noise_gain[p + 1], path->node.noise_gain + p * S);
  }
}

void rp_traders_wide_forward(rp_traders_path *path) {
  const rp_traders_game *game = path->game;
  wide w;
  prepare(&path->method, &w);
  for (int64_t p = 0; p < path->panels; ++p) {
    double h = path->edges[p + 1] - path->edges[p], gain[S], pull[S], fade[S], twice[S], push[S];
    double *mean = path->node.mean + p * S, *covariance = path->node.covariance + p * S;
    const double *answer = path->node.noise_gain + p * S;
    rp_mode mode = gains_of(path, p, gain);
    for (int j = 0; j < S; ++j) {
      pull[j] = mode.d * gain[j] + mode.e;
      fade[j] = pull[j] - game->noise.speed;
      twice[j] = 2 * pull[j];
      push[j] = mode.d * path->node.reaction[p * S + j];
    }
    path->edge.mean[p + 1] = collocate(&w, h, false, pull, push, path->edge.mean[p], mean);
    for (int j = 0; j < S; ++j) {
      path->source[0][p * S + j] = pull[j] * mean[j] + push[j];
      push[j] = mode.d * answer[j] * rp_noise_variance(&game->noise, path->time[p * S + j]);
    }
    path->edge.covariance[p + 1] = collocate(&w, h, false, fade, push, path->edge.covariance[p], covariance);
    for (int j = 0; j < S; ++j) {
      path->source[1][p * S + j] = fade[j] * covariance[j] + push[j];
      push[j] = 2 * mode.d * answer[j] * covariance[j];
    }
    path->edge.variance[p + 1] =
        collocate(&w, h, false, twice, push, path->edge.variance[p], path->node.variance + p * S);
  }
}
