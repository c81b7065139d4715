/* block_tridiagonal.c - see block_tridiagonal.h. */
#include "numerics/block_tridiagonal.h"
#include <math.h>
#include <string.h>
#include "numerics/dense_lu.h"

/* Row `to` less factor times row `from`: the entry beyond the neighbour goes, the neighbour's and the own one change. */
static void clear_third(int64_t size, double factor, double *own, double *beside,
                        const double *diagonal_of_neighbour, double entry_of_neighbour, double *right,
                        const double *right_of_neighbour) {
  /* own block - factor entry I; the block beside, a multiple of I so far, - factor D_neighbour */
  for (int64_t j = 0; j < size; ++j) {
    own[j * size + j] -= factor * entry_of_neighbour;
    right[j] -= factor * right_of_neighbour[j];
    for (int64_t k = 0; k < size; ++k)
      beside[j * size + k] -= factor * diagonal_of_neighbour[j * size + k];
  }
}

/* solution [size][size + 1] := D^{-1} (B | right) for a block B [size][size]. */
static bool divide(int64_t size, const double *d, const double *b, const double *right, double *quotient,
                   double *solved) {
  double system[RP_BLOCK_MOST * (2 * RP_BLOCK_MOST + 1)];
  int64_t columns = 2 * size + 1;
  for (int64_t j = 0; j < size; ++j) {
    memcpy(system + j * columns, d + j * size, (size_t)size * sizeof *d);
    memcpy(system + j * columns + size, b + j * size, (size_t)size * sizeof *b);
    system[j * columns + 2 * size] = right[j];
  }
  if (!rp_dense_solve(size, columns, system)) return false;
  for (int64_t j = 0; j < size; ++j) {
    memcpy(quotient + j * size, system + j * columns + size, (size_t)size * sizeof *b);
    solved[j] = system[j * columns + 2 * size];
  }
  return true;
}

static void identity(int64_t size, double multiple, double *block) {
  memset(block, 0, (size_t)(size * size) * sizeof *block);
  for (int64_t j = 0; j < size; ++j)
    block[j * size + j] = multiple;
}

/* Forward: x_i = solved_i - quotient_i x_{i+1}. */
static bool eliminate(int64_t n, int64_t size, const double *below, double *diagonal, const double *above,
                      const double *first, const double *last, double *right, double *quotient) {
  int64_t square = size * size;
  double beside[RP_BLOCK_MOST * RP_BLOCK_MOST];
  for (int64_t i = 0; i < n; ++i) {
    double *d = diagonal + i * square, *r = right + i * size;
    if (i > 0) {
      const double *q = quotient + (i - 1) * square, *before = r - size;
      for (int64_t j = 0; j < size; ++j) {
        if (i < n - 1) {
          r[j] -= below[i] * before[j];
          for (int64_t k = 0; k < size; ++k)
            d[j * size + k] -= below[i] * q[j * size + k];
        } else
          for (int64_t m = 0; m < size; ++m) {
            r[j] -= last[j * size + m] * before[m];
            for (int64_t k = 0; k < size; ++k)
              d[j * size + k] -= last[j * size + m] * q[m * size + k];
          }
      }
    }
    if (i == 0)
      memcpy(beside, first, (size_t)square * sizeof *beside);
    else
      identity(size, i < n - 1 ? above[i] : 0, beside);
    if (!divide(size, d, beside, r, quotient + i * square, r)) return false;
  }
  return true;
}

/* Thomas's algorithm; the row 0 and n - 1 have lost their third entries to `first` and `last`. */
static bool solve_scalar(int64_t n, const double *below, const double *diagonal, const double *above,
                         double first, double last, double *right, double *quotient) {
  double before = 0, value = 0;
  bool regular = true;
  for (int64_t i = 0; i < n; ++i) {
    double b = i < n - 1 ? below[i] : last, pivot = i > 0 ? diagonal[i] - b * before : diagonal[0];
    double inverse = 1 / pivot;
    value = right[i] = (i > 0 ? right[i] - b * value : right[0]) * inverse;
    before = quotient[i] = (i > 0 ? above[i] : first) * inverse;
    regular = regular && pivot != 0;
  }
  for (int64_t i = n - 2; i >= 0; --i)
    right[i] -= quotient[i] * right[i + 1];
  return regular && isfinite(right[0]) && isfinite(right[n - 1]);
}

bool rp_block_tridiagonal_solve(int64_t n, int64_t size, double *below, double *diagonal, double *above,
                                double third_first, double third_last, double *right, double *work) {
  int64_t square = size * size;
  double first[RP_BLOCK_MOST * RP_BLOCK_MOST], last[RP_BLOCK_MOST * RP_BLOCK_MOST];
  identity(size, above[0], first);
  identity(size, below[n - 1], last);
  if (third_first != 0)
    clear_third(size, third_first / above[1], diagonal, first, diagonal + square, below[1], right,
                right + size);
  if (third_last != 0)
    clear_third(size, third_last / below[n - 2], diagonal + (n - 1) * square, last,
                diagonal + (n - 2) * square, above[n - 2], right + (n - 1) * size, right + (n - 2) * size);
  if (size == 1) return solve_scalar(n, below, diagonal, above, *first, *last, right, work);
  if (!eliminate(n, size, below, diagonal, above, first, last, right, work)) return false;
  for (int64_t i = n - 2; i >= 0; --i)
    for (int64_t j = 0; j < size; ++j) {
      double sum = right[i * size + j];
      for (int64_t k = 0; k < size; ++k)
        sum -= work[i * square + j * size + k] * right[(i + 1) * size + k];
      right[i * size + j] = sum;
    }
  for (int64_t i = 0; i < n * size; ++i)
    if (!isfinite(right[i])) return false;
  return true;
}
