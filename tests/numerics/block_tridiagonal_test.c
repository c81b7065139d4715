/* Block tridiagonal systems with corner entries against dense elimination. */
#include "numerics/block_tridiagonal.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"

enum { N = 7, MOST = 4 };

static double draw(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-52 - 1;
}

Test(block_tridiagonal, agrees_with_dense_elimination) {
  uint64_t state = 3;
  for (int round = 0; round < 60; ++round) {
    int64_t s = 1 + round % MOST, all = N * s, columns = all + 1;
    double below[N], above[N], diagonal[N * MOST * MOST], right[N * MOST], work[N * MOST * MOST];
    static double dense[N * MOST * (N * MOST + 1)];
    double first = round % 2 ? draw(&state) : 0, last = round % 3 ? draw(&state) : 0;
    memset(dense, 0, sizeof dense);
    for (int64_t i = 0; i < N; ++i) {
      below[i] = 1 + 0.5 * draw(&state);
      above[i] = 1 + 0.5 * draw(&state);
      for (int64_t j = 0; j < s; ++j) {
        double *row = dense + (i * s + j) * columns;
        for (int64_t k = 0; k < s; ++k)
          row[i * s + k] = diagonal[(i * s + j) * s + k] = draw(&state) + (j == k ? 5 : 0);
        if (i > 0) row[(i - 1) * s + j] = below[i];
        if (i < N - 1) row[(i + 1) * s + j] = above[i];
        if (i == 0) row[2 * s + j] = first;
        if (i == N - 1) row[(N - 3) * s + j] = last;
        row[all] = right[i * s + j] = draw(&state);
      }
    }
    cr_assert(rp_dense_solve(all, columns, dense));
    cr_assert(rp_block_tridiagonal_solve(N, s, below, diagonal, above, first, last, right, work));
    for (int64_t i = 0; i < all; ++i)
      cr_assert(fabs(right[i] - dense[i * columns + all]) < 1e-12);
  }
}

Test(block_tridiagonal, refuses_a_singular_matrix) {
  for (int64_t s = 1; s <= 2; ++s) {
    double below[3] = {0, 0, 0}, above[3] = {0, 0, 0}, diagonal[12] = {0}, right[6] = {1, 1, 1, 1, 1, 1},
           work[12];
    cr_assert_not(rp_block_tridiagonal_solve(3, s, below, diagonal, above, 0, 0, right, work));
  }
}
