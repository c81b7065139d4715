/* dense_riccati.c - the matrix Riccati equation of different agents; see dense.h. */
#include <cblas.h>
#include <math.h>
#include <string.h>
#include "dense.h"
#include "numerics/riccati.h"

/* In time to go, with states (X, 1) and R = (N, q/2; 0, 0): R' = H21 + H22 R - R H12 R. */
static void make_flow(const rp_dense_game *game, double *h, double *start) {
  int64_t n = game->agents, m = n + 1, width = 2 * m;
  memset(h, 0, (size_t)(width * width) * sizeof *h);
  memset(start, 0, (size_t)(m * m) * sizeof *start);
  for (int64_t i = 0; i < n; ++i) {
    h[i * width + m + i] = 1 / game->slippage[i];
    h[(m + i) * width + i] = game->risk[i];
    h[(m + i) * width + n] = -game->drift / 2;
    for (int64_t j = 0; j < n; ++j)
      if (j != i) h[(m + i) * width + m + j] = game->impact / (2 * game->slippage[j]);
    start[i * m + i] = game->residue[i];
  }
}

bool rp_dense_riccati(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots) {
  int64_t n = game->agents, m = n + 1;
  double *h = work, *start = h + 4 * m * m, *at = start + m * m, *step = at + m * m, *state = step + m * m,
         *next = state + m, *rest = next + m, escape, t = 0;
  (void)pivots;
  make_flow(game, h, start);
  if (rp_riccati_end(m, h, game->horizon, start, at, &escape, rest) != RP_RICCATI_OK) return false;
  memcpy(state, game->start, (size_t)n * sizeof *state);
  state[n] = 1;
  for (int64_t k = 0; k < paths->count; ++k) {
    double more = paths->times[k] - t;
    if (more > 0) { /* from R at the later time, which has less to go, to the closed loop over the step */
      if (rp_riccati_end(m, h, game->horizon - paths->times[k], start, at, &escape, rest) != RP_RICCATI_OK ||
          rp_riccati_transition(m, h, more, at, step, rest) != RP_RICCATI_OK)
        return false;
      cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)m, 1, step, (int)m, state, 1, 0, next, 1);
      memcpy(state, next, (size_t)m * sizeof *state);
      t = paths->times[k];
    }
    for (int64_t i = 0; i < n; ++i)
      paths->inventory[i * paths->count + k] = state[i];
  }
  paths->rcond = NAN;
  return true;
}
