/* dense_exponential.c - the whole system by its exponential; see dense.h. */
#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>
#include "dense.h"
#include "numerics/riccati.h"

/* The exponential takes eight matrices, the modes less; the Riccati equation its own on top of a few. */
int64_t rp_dense_workspace(int64_t agents) {
  int64_t m = 2 * agents + 1;
  return 8 * m * m + 16 * m + (int64_t)(rp_riccati_workspace(agents + 1) / sizeof(double));
}

int64_t rp_dense_pivots(int64_t agents) {
  return 2 * (2 * agents + 1);
}

static void multiply(int64_t m, const double *a, const double *b, double *to) {
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)m, (int)m, (int)m, 1, a, (int)m, b, (int)m, 0,
              to, (int)m);
}

static double norm(int64_t m, const double *a) {
  double most = 0;
  for (int64_t i = 0; i < m; ++i) {
    double sum = 0;
    for (int64_t j = 0; j < m; ++j)
      sum += fabs(a[i * m + j]);
    most = sum > most ? sum : most;
  }
  return most;
}

/* exp(a t) into `to` by the [13/13] Pade approximant at norm <= 5.4 and squaring (Higham, SIAM J. Matrix Anal. Appl. 26 (2005)
 * 1179-1193). work [6 m m] */
static bool exponential(int64_t m, const double *a, double t, double *to, double *work, int32_t *pivots) {
  static const double pade[] = {64764752532480000,
                                32382376266240000,
                                7771770303897600,
                                1187353796428800,
                                129060195264000,
                                10559470521600,
                                670442572800,
                                33522128640,
                                1323241920,
                                40840800,
                                960960,
                                16380,
                                182,
                                1};
  static const double most = 5.4;
  int64_t size = m * m;
  double *x = work, *x2 = x + size, *x4 = x2 + size, *x6 = x4 + size, *odd = x6 + size, *even = odd + size;
  int halvings = 0;
  for (double whole = norm(m, a) * t; whole > most && halvings < 1000; whole /= 2)
    ++halvings;
  for (int64_t i = 0; i < size; ++i)
    x[i] = ldexp(a[i] * t, -halvings);
  multiply(m, x, x, x2);
  multiply(m, x2, x2, x4);
  multiply(m, x4, x2, x6);
  for (int64_t i = 0; i < size; ++i) {
    odd[i] = pade[13] * x6[i] + pade[11] * x4[i] + pade[9] * x2[i];
    even[i] = pade[12] * x6[i] + pade[10] * x4[i] + pade[8] * x2[i];
  }
  multiply(m, x6, odd, to);
  memcpy(odd, to, (size_t)size * sizeof *to);
  multiply(m, x6, even, to);
  memcpy(even, to, (size_t)size * sizeof *to);
  for (int64_t i = 0; i < size; ++i) {
    double one = i % (m + 1) == 0 ? 1 : 0;
    odd[i] += pade[7] * x6[i] + pade[5] * x4[i] + pade[3] * x2[i] + pade[1] * one;
    even[i] += pade[6] * x6[i] + pade[4] * x4[i] + pade[2] * x2[i] + pade[0] * one;
  }
  multiply(m, x, odd, x2);
  for (int64_t i = 0; i < size; ++i) {
    to[i] = even[i] + x2[i];
    even[i] -= x2[i];
  }
  if (LAPACKE_dgesv_work(LAPACK_COL_MAJOR, (int)m, (int)m, even, (int)m, pivots, to, (int)m) != 0)
    return false;
  /* column-major, so even' x = to', where both are functions of one matrix and commute */
  for (; halvings > 0; --halvings) {
    multiply(m, to, to, x);
    memcpy(to, x, (size_t)size * sizeof *to);
  }
  return isfinite(norm(m, to));
}

/* The states (X, Y, 1). */
static void make_system(const rp_dense_game *game, double *a) {
  int64_t n = game->agents, m = 2 * n + 1;
  memset(a, 0, (size_t)(m * m) * sizeof *a);
  for (int64_t i = 0; i < n; ++i) {
    a[i * m + n + i] = -1 / (2 * game->slippage[i]);
    a[(n + i) * m + i] = -2 * game->risk[i];
    a[(n + i) * m + 2 * n] = game->drift;
    for (int64_t j = 0; j < n; ++j)
      if (j != i) a[(n + i) * m + n + j] = -game->impact / (2 * game->slippage[j]);
  }
}

/* Y(0) into state from (Y - 2 gamma X)(T) = 0 and the exponential over the horizon. */
static bool begin(const rp_dense_game *game, const double *whole, double *state, double *work,
                  int32_t *pivots, double *rcond) {
  int64_t n = game->agents, m = 2 * n + 1;
  double *matrix = work, size = 0;
  for (int64_t i = 0; i < n; ++i) {
    const double *x = whole + i * m, *y = whole + (n + i) * m;
    double twice = 2 * game->residue[i], right = twice * x[2 * n] - y[2 * n], row = 0;
    for (int64_t j = 0; j < n; ++j) {
      matrix[i * n + j] = y[n + j] - twice * x[n + j];
      right += (twice * x[j] - y[j]) * game->start[j];
      row += fabs(matrix[i * n + j]);
    }
    size = row > size ? row : size;
    state[n + i] = right;
    state[i] = game->start[i];
  }
  state[2 * n] = 1;
  int order = (int)n;
  if (!isfinite(size) || LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, order, order, matrix, order, pivots) != 0)
    return false;
  LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, 'T', order, 1, matrix, order, pivots, state + n, order);
  LAPACKE_dgecon_work(LAPACK_COL_MAJOR, '1', order, matrix, order, size, rcond, work + n * n, pivots + n);
  return *rcond > 0;
}

bool rp_dense_exponential(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots) {
  int64_t n = game->agents, m = 2 * n + 1;
  double *system = work, *step = system + m * m, *state = step + m * m, *next = state + m,
         *rest = next + 3 * m, width = INFINITY, t = 0;
  make_system(game, system);
  if (!exponential(m, system, game->horizon, step, rest, pivots) ||
      !begin(game, step, state, rest, pivots, &paths->rcond))
    return false;
  for (int64_t k = 0; k < paths->count; ++k) {
    double more = paths->times[k] - t;
    if (fabs(more - width) > 1e-15 * game->horizon) {
      if (!exponential(m, system, more, step, rest, pivots)) return false;
      width = more;
    }
    cblas_dgemv(CblasRowMajor, CblasNoTrans, (int)m, (int)m, 1, step, (int)m, state, 1, 0, next, 1);
    memcpy(state, next, (size_t)m * sizeof *state);
    for (int64_t i = 0; i < n; ++i)
      paths->inventory[i * paths->count + k] = state[i];
    t = paths->times[k];
  }
  return true;
}
