/* traders_grid.c - the panels of traders_path.h: equal parts that resolve the fastest mode, halves towards the ends where a
 * terminal penalty or an escape that is near makes a layer, and the points of the curves. Where the equal parts would be too many
 * (traders_wide.h) a few, and halves towards the ends and the curves' points until they resolve the fastest mode. */
#include <math.h>
#include <stdlib.h>
#include "traders_wide.h"

enum { SAMPLES = 65, HALVINGS = 48, LEAST_PARTS = 4, WIDE_PARTS = 2048, MOST_EDGES = 1 << 20 };

typedef struct scales {
  double rate;  /* of the fastest mode                     */
  double early; /* width of the layer at 0; 0: none        */
  double late;  /* width of the layer at the horizon       */
} scales;

static void include_mode(const rp_mode *mode, double terminal, scales *s) {
  double shift = (mode->e - mode->f) / (2 * mode->d);
  s->rate = fmax(s->rate, sqrt(mode->d * mode->bend) + fabs(mode->e + mode->f) / 2);
  s->late = fmin(s->late, 1 / (mode->d * (fabs(shift - 2 * terminal) + 1e-300)));
}

static scales scales_of(const rp_traders_game *game) {
  scales s = {.rate = game->noise.present ? game->noise.speed : 0, .late = game->horizon};
  int samples = game->steady ? 1 : SAMPLES;
  for (int k = 0; k < samples; ++k) {
    rp_traders at = rp_traders_at(game, game->horizon * k / (samples > 1 ? samples - 1 : 1));
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    include_mode(&mode, game->terminal, &s);
    if (game->count > 1) {
      rp_mode_deviation(&at, &mode);
      include_mode(&mode, game->terminal, &s);
    }
    rp_mode_own(&at, &mode);
    include_mode(&mode, game->terminal, &s);
  }
  rp_traders at = rp_traders_at(game, 0);
  rp_mode mode;
  rp_mode_path path;
  rp_mode_mean(&at, &mode);
  rp_mode_solve(&mode, game->terminal, &path);
  double escape = rp_mode_escape(&path);
  s.early =
      game->steady && escape > game->horizon ? fmin(escape - game->horizon, game->horizon) : game->horizon;
  return s;
}

static double parts_of(const rp_traders_game *game, const scales *s) {
  return fmax(LEAST_PARTS, ceil(s->rate * game->horizon / 2));
}

bool rp_traders_wide(const rp_traders_game *game) {
  if (!game->steady) return false;
  scales s = scales_of(game);
  return parts_of(game, &s) > WIDE_PARTS;
}

/* Few parts, and the layers of the fastest mode at both ends. */
static double widen(scales *s) {
  s->early = fmin(s->early, 1 / s->rate);
  s->late = fmin(s->late, 1 / s->rate);
  return LEAST_PARTS;
}

int64_t rp_traders_grid_bound(const rp_traders_game *game, int level) {
  scales s = scales_of(game);
  bool wide = rp_traders_wide(game);
  double bound = (wide ? widen(&s) : parts_of(game, &s)) + 2 * HALVINGS + 2;
  const rp_curve *curves[] = {&game->permanent, &game->temporary, &game->running, &game->imbalance};
  for (int i = 0; i < 4; ++i)
    bound += (double)curves[i]->grid_count * (wide ? 1 + 2 * HALVINGS : 1);
  bound = bound * exp2(level) + 1;
  return bound > MOST_EDGES ? -1 : (int64_t)bound;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int64_t rp_traders_grid(const rp_traders_game *game, int level, double *edges) {
  scales s = scales_of(game);
  bool wide = rp_traders_wide(game);
  double horizon = game->horizon, parts = wide ? widen(&s) : parts_of(game, &s);
  int64_t count = 0, kept = 1, halves = (int64_t)1 << level;
  for (int64_t k = 0; k <= (int64_t)parts; ++k)
    edges[count++] = k == (int64_t)parts ? horizon : horizon * (double)k / parts;
  double width = horizon / parts;
  for (int k = 0; k < HALVINGS; ++k, width /= 2) {
    if (width > s.early) edges[count++] = width / 2;
    if (width > s.late) edges[count++] = horizon - width / 2;
  }
  const rp_curve *curves[] = {&game->permanent, &game->temporary, &game->running, &game->imbalance};
  for (int i = 0; i < 4; ++i)
    for (int64_t k = 0; k < curves[i]->grid_count; ++k) {
      double at = curves[i]->grid[k];
      if (!(at > 0 && at < horizon)) continue;
      edges[count++] = at;
      double apart = horizon / parts;
      for (int n = 0; wide && n < HALVINGS && apart > 1 / s.rate; ++n, apart /= 2) {
        if (at + apart / 2 < horizon) edges[count++] = at + apart / 2;
        if (at - apart / 2 > 0) edges[count++] = at - apart / 2;
      }
    }
  qsort(edges, (size_t)count, sizeof *edges, by_size);
  for (int64_t k = 1; k < count; ++k) {
    bool last = k == count - 1;
    if (edges[k] - edges[kept - 1] > 1e-13 * horizon)
      edges[kept++] = edges[k];
    else if (last)
      edges[kept - 1] = edges[k];
  }
  for (int64_t k = kept - 1; k > 0; --k) { /* from the right, so that nothing is overwritten that is needed */
    double from = edges[k - 1], to = edges[k];
    for (int64_t i = halves; i > 0; --i)
      edges[(k - 1) * halves + i] = i == halves ? to : from + (to - from) * (double)i / (double)halves;
  }
  return (kept - 1) * halves;
}
