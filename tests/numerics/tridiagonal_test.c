/* Tridiagonal systems by elimination with exchanges, and by factors from both ends. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "numerics/tridiagonal.h"

enum { MOST = 30 };

static double next(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-52 - 1;
}

typedef struct matrix {
  double lower[MOST], diagonal[MOST], upper[MOST], right[MOST];
} matrix;

static matrix random_matrix(uint64_t *state, int n, double weight) {
  matrix m;
  memset(&m, 0, sizeof m);
  for (int i = 0; i < n; ++i) {
    m.lower[i] = next(state);
    m.upper[i] = next(state);
    m.diagonal[i] = next(state) + weight;
    m.right[i] = next(state);
  }
  return m;
}

static double residual(const matrix *m, int n, const double *x) {
  double worst = 0;
  for (int i = 0; i < n; ++i) {
    double left = m->right[i] - m->diagonal[i] * x[i], size = 1 + fabs(x[i]);
    if (i > 0) left -= m->lower[i] * x[i - 1], size += fabs(x[i - 1]);
    if (i + 1 < n) left -= m->upper[i] * x[i + 1], size += fabs(x[i + 1]);
    worst = fmax(worst, fabs(left) / size);
  }
  return worst;
}

/* Diagonals of nearly nothing, so that exchanges are needed. */
Test(tridiagonal, solves_with_exchanges) {
  uint64_t state = 2;
  for (int round = 0; round < 200; ++round) {
    int n = 1 + round % MOST;
    matrix m = random_matrix(&state, n, n == 1 ? 3 : 0), work = m;
    double second[MOST];
    if (n > 2) m.diagonal[0] = work.diagonal[0] = 0;
    cr_assert(rp_tridiagonal_solve(n, work.lower, work.diagonal, work.upper, second, work.right));
    cr_assert_lt(residual(&m, n, work.right), 1e-14);
  }
}

Test(tridiagonal, refuses_singular_matrices) {
  double lower[] = {0, 1}, diagonal[] = {1, 2}, upper[] = {2, 0}, second[2], right[] = {1, 1};
  cr_assert_not(rp_tridiagonal_solve(2, lower, diagonal, upper, second, right));
  double none[] = {0};
  cr_assert_not(rp_tridiagonal_solve(1, lower, none, upper, second, right));
}

Test(tridiagonal, factors_serve_many_right_hand_sides) {
  uint64_t state = 3;
  for (int n = 2; n <= MOST; ++n) {
    matrix m = random_matrix(&state, n, 3), factors = m;
    double pivot[MOST], x[MOST];
    rp_tridiagonal_factor(n, factors.lower, factors.diagonal, factors.upper, pivot);
    for (int side = 0; side < 3; ++side) {
      for (int i = 0; i < n; ++i)
        x[i] = m.right[i] = next(&state);
      rp_tridiagonal_resolve(n, factors.lower, factors.upper, pivot, x);
      cr_assert_lt(residual(&m, n, x), 1e-15);
    }
  }
}
