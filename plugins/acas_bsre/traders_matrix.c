/* traders_matrix.c - see traders_matrix.h. */
#include "traders_matrix.h"
#include <stdint.h>
#include <string.h>

/* K^{-1} = (1 - weight 11')/stiff: its diagonal and off-diagonal entries, and its sum along a row. */
typedef struct inverse {
  double diagonal, other, row;
} inverse;

static inverse inverse_of(const rp_traders *game) {
  double mean, deviation;
  rp_traders_impact(game, &mean, &deviation);
  double other = (1 / mean - 1 / deviation) / game->count;
  return (inverse){1 / deviation + other, other, 1 / mean};
}

void rp_traders_matrix(const rp_traders *game, const double *running, double *h) {
  int64_t n = (int64_t)game->count, m = 2 * n;
  double slope = game->permanent / game->count;
  inverse k = inverse_of(game);
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      double d = i == j ? k.diagonal : k.other;
      h[i * m + j] = -slope * d;
      h[i * m + n + j] = -d;
      h[(n + i) * m + j] = -((i == j ? 2 * running[i] : 0) - slope * slope * k.row);
      h[(n + i) * m + n + j] = slope * k.row;
    }
}

void rp_traders_matrix_rates(const rp_traders *game, const double *gain, const double *inventories,
                             double *rates, double *adjoints) {
  int64_t n = (int64_t)game->count;
  double slope = game->permanent / game->count, sum = 0;
  inverse k = inverse_of(game);
  for (int64_t i = 0; i < n; ++i) {
    adjoints[i] = 0;
    for (int64_t j = 0; j < n; ++j)
      adjoints[i] += gain[i * n + j] * inventories[j];
    rates[i] = adjoints[i] + slope * inventories[i];
    sum += rates[i];
  }
  for (int64_t i = 0; i < n; ++i)
    rates[i] = (k.diagonal - k.other) * rates[i] + k.other * sum;
}
