/* type_paths.c - see type_paths.h. */
#include "type_paths.h"
#include "numerics/dense_lu.h"

enum { MOST_TYPES = 64 };

void rp_type_rates(const rp_type_game *game, int64_t n, const rp_type_slice *at, const double *means,
                   double *rates) {
  int64_t types = game->types;
  for (int64_t i = 0; i < types; ++i) {
    double *to = rates + i * n, inverse = 1 / game->slippage[i];
    for (int64_t p = 0; p < n; ++p)
      to[p] = -0.5 * inverse * at->forcing[i * n + p];
    for (int64_t j = 0; j < types; ++j)
      for (int64_t p = 0; p < n; ++p)
        to[p] -= inverse * at->feedback[(j * types + i) * n + p] * means[j * n + p];
  }
}

/* (1 + (h/2) E N_to) m_new = m + (h/2) rates_from - (h/4) E q_to */
bool rp_type_step(const rp_type_game *game, int64_t n, double h, const rp_type_slice *from,
                  const rp_type_slice *to, double *means) {
  int64_t types = game->types, columns = types + 1;
  double system[MOST_TYPES * (MOST_TYPES + 1)];
  for (int64_t p = 0; p < n; ++p) {
    for (int64_t i = 0; i < types; ++i) {
      double half = h / (2 * game->slippage[i]), right = means[i * n + p];
      right -= half * (from->forcing[i * n + p] + to->forcing[i * n + p]) / 2;
      for (int64_t j = 0; j < types; ++j) {
        int64_t entry = (j * types + i) * n + p;
        right -= half * from->feedback[entry] * means[j * n + p];
        system[i * columns + j] = (i == j) + half * to->feedback[entry];
      }
      system[i * columns + types] = right;
    }
    if (!rp_dense_solve(types, columns, system)) return false;
    for (int64_t i = 0; i < types; ++i)
      means[i * n + p] = system[i * columns + types];
  }
  return true;
}

void rp_type_running_cost(const rp_type_game *game, int64_t n, double weight, const double *variance,
                          const double *drift, const double *means, const double *rates, double *costs) {
  int64_t types = game->types;
  for (int64_t k = 0; k < types; ++k)
    for (int64_t p = 0; p < n; ++p) {
      double m = means[k * n + p], xi = rates[k * n + p], others = drift[p];
      for (int64_t l = 0; l < types; ++l)
        others += game->impact * (game->count[l] - (k == l)) * rates[l * n + p];
      costs[k * n + p] +=
          weight * (game->slippage[k] * xi * xi + game->risk_aversion[k] * variance[p] * m * m - m * others);
    }
}
