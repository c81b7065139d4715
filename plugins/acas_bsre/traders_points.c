/* traders_points.c - see traders_path.h: what a path says at a time, and how far two paths differ. */
#include <math.h>
#include "traders_path.h"

enum { S = RP_TRADERS_STAGES, MEAN = RP_TRADERS_MEAN, DEVIATION = RP_TRADERS_DEVIATION };

static int64_t panel_of(const rp_traders_path *path, double t) {
  int64_t low = 0, high = path->panels - 1;
  while (low < high) {
    int64_t middle = (low + high) / 2;
    if (t < path->edges[middle + 1])
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

static double dot(const double *a, const double *b) {
  double sum = 0;
  for (int k = 0; k < S; ++k)
    sum += a[k] * b[k];
  return sum;
}

static void modes_at(const rp_traders_path *path, int64_t p, double t, const double *values,
                     rp_traders_point *point, double *u) {
  double horizon = path->game->horizon;
  for (int i = 0; i < RP_TRADERS_MODES; ++i) {
    if (path->game->steady) {
      u[i] = rp_mode_flow(&path->steady[i], horizon - path->edges[p], horizon - t);
      point->gain[i] = rp_mode_gain(&path->steady[i], horizon - t);
    } else {
      u[i] = dot(values, path->u[i] + p * S);
      point->gain[i] = dot(values, path->w[i] + p * S) / u[i];
    }
    point->profile[i] = path->game->steady ? rp_mode_flow(&path->steady[i], horizon, horizon - t)
                                           : path->profile[i][p] * u[i];
  }
}

void rp_traders_path_at(const rp_traders_path *path, double t, rp_traders_point *point) {
  const rp_traders_game *game = path->game;
  int64_t p = panel_of(path, t), first = p * S;
  double h = path->edges[p + 1] - path->edges[p], x = (t - path->edges[p]) / h, values[S], integrals[S], u[2];
  rp_collocation_basis(&path->method, x, values, integrals);
  modes_at(path, p, t, values, point, u);
  const double *mean = path->source[0] + first, *covariance = path->source[1] + first;
  point->mean = (path->wide ? 1 : u[MEAN]) * (path->edge.mean[p] + h * dot(integrals, mean));
  point->reaction = dot(values, path->node.reaction + first);
  point->noise_gain = dot(values, path->node.noise_gain + first);
  if (t >= path->edges[path->panels]) point->reaction = point->noise_gain = 0;
  if (t <= 0) {
    point->reaction = path->edge.reaction[0];
    point->noise_gain = path->edge.noise_gain[0];
  }
  double fade = path->wide ? 1 : u[MEAN] * exp(-game->noise.speed * h * x);
  point->covariance = fade * (path->edge.covariance[p] + h * dot(integrals, covariance));
  point->variance = x > 0 ? dot(values, path->node.variance + first) : path->edge.variance[p];
  if (t >= path->edges[path->panels]) point->variance = path->edge.variance[path->panels];
  rp_traders at = rp_traders_at(game, t);
  rp_mode modes_here[RP_TRADERS_MODES];
  rp_mode_mean(&at, &modes_here[MEAN]);
  rp_mode_deviation(&at, &modes_here[DEVIATION]);
  point->rate = modes_here[MEAN].d * (point->gain[MEAN] * point->mean + point->reaction) +
                modes_here[MEAN].e * point->mean;
  point->deviation_rate = point->profile[DEVIATION] *
                          (modes_here[DEVIATION].d * point->gain[DEVIATION] + modes_here[DEVIATION].e);
  point->drift = at.permanent * (point->rate + rp_traders_imbalance(game, t));
}

static double relative(double a, double b, double scale) {
  double size = fmax(fmax(fabs(a), fabs(b)), scale);
  return size > 0 ? fabs(a - b) / size : 0;
}

double rp_traders_path_change(const rp_traders_path *coarse, const rp_traders_path *fine) {
  double worst = 0, tiny = 1e-3;
  for (int i = 0; i < RP_TRADERS_MODES; ++i) {
    worst = fmax(worst, relative(coarse->gain[i][0], fine->gain[i][0], 0));
    /* What is left after many decays is below the range of numbers, or nearly. */
    worst = fmax(worst, relative(coarse->profile[i][coarse->panels], fine->profile[i][fine->panels], 1e-250));
  }
  double scale = fabs(fine->game->mean);
  for (int64_t p = 0; p <= fine->panels; ++p)
    scale = fmax(scale, fabs(fine->edge.mean[p]));
  worst =
      fmax(worst, relative(coarse->edge.mean[coarse->panels], fine->edge.mean[fine->panels], tiny * scale));
  worst =
      fmax(worst, relative(coarse->edge.variance[coarse->panels], fine->edge.variance[fine->panels], 1e-250));
  double size = 0;
  for (int64_t p = 0; p <= fine->panels; ++p)
    size = fmax(size, fabs(fine->edge.reaction[p]));
  worst = fmax(worst, relative(coarse->edge.reaction[0], fine->edge.reaction[0], tiny * size));
  for (int i = 0; i < 3; ++i)
    worst = fmax(worst, relative(coarse->value[i], fine->value[i], tiny * fabs(fine->value[0])));
  return worst;
}
