/*
 * riccati_map.c - see riccati_map.h. The kernels for any n are here, those with rows in vector registers for small n in
 * riccati_rows.h; matrices are row-major throughout.
 */
#include "riccati_map.h"
#include "reprise/clones.h"
#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { LEAST_BLAS = 17 };

/* Numerator of the [7/7] Pade approximant of the exponential; the denominator has alternating signs. */
static const double PADE[] = {17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1};

#define ALWAYS static inline __attribute__((always_inline))

/* Eliminations written out keep their rows in registers. */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLLED _Pragma("GCC unroll 4")
#else
#define UNROLLED
#endif

/* fmax() without its care for NaN, which is a call. */
ALWAYS double larger(double a, double b) {
  return a > b ? a : b;
}

/* Some entries of a matrix row in one register, of any alignment. */
typedef double row2 __attribute__((vector_size(16), may_alias, aligned(8)));
typedef double row4 __attribute__((vector_size(32), may_alias, aligned(8)));

/* While `width` columns are left, c = a b + keep c for them, sums in registers. */
#define MULTIPLY_COLUMNS(type, width)                                                                        \
  for (; j + (width) <= columns; j += (width))                                                               \
    for (int64_t i = 0; i < rows; ++i) {                                                                     \
      type *to = (type *)(c + i * columns + j), sum = a[i * inner] * *(const type *)(b + j);                 \
      for (int64_t l = 1; l < inner; ++l)                                                                    \
        sum += a[i * inner + l] * *(const type *)(b + l * columns + j);                                      \
      if (keep != 0) sum += keep * *to;                                                                      \
      *to = sum;                                                                                             \
    }

/* c [rows][columns] = a [rows][inner] b [inner][columns] + keep c. */
RP_CLONES static void multiply(int64_t rows, int64_t inner, int64_t columns, const double *a, const double *b,
                               double keep, double *c) {
  if (inner >= LEAST_BLAS) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)rows, (int)columns, (int)inner, 1, a,
                (int)inner, b, (int)columns, keep, c, (int)columns);
    return;
  }
  int64_t j = 0;
  MULTIPLY_COLUMNS(row4, 4)
  MULTIPLY_COLUMNS(row2, 2)
  MULTIPLY_COLUMNS(double, 1)
}

/* One column operation of the elimination below on `rows` rows. */
ALWAYS void eliminate(int64_t n, int64_t rows, int64_t k, double inverse, const double *pivot_row,
                      double *a) {
  for (int64_t i = 0; i < rows; ++i) {
    double *row = a + i * n, x = row[k] * inverse;
    for (int64_t j = 0; j < n; ++j)
      row[j] -= x * pivot_row[j];
    row[k] = x;
  }
}

ALWAYS void exchange(int64_t n, int64_t rows, int64_t p, int64_t q, double *a) {
  for (int64_t i = 0; i < rows; ++i) {
    double x = a[i * n + p];
    a[i * n + p] = a[i * n + q];
    a[i * n + q] = x;
  }
}

/* Gauss-Jordan elimination by columns: the operations that turn a into 1 turn b into b a^{-1}. */
RP_CLONES static int divide_small(int64_t n, int64_t rows, double *a, double *b) {
  int sign = 1;
  for (int64_t k = 0; k < n; ++k) {
    int64_t p = k;
    for (int64_t j = k + 1; j < n; ++j)
      if (fabs(a[k * n + j]) > fabs(a[k * n + p])) p = j;
    if (p != k) {
      exchange(n, n, k, p, a);
      exchange(n, rows, k, p, b);
      sign = -sign;
    }
    double pivot = a[k * n + k];
    if (!(fabs(pivot) > 0)) return 0;
    if (pivot < 0) sign = -sign;
    eliminate(n, rows, k, 1 / pivot, a + k * n, b);
    eliminate(n, n - k - 1, k, 1 / pivot, a + k * n, a + (k + 1) * n);
  }
  return sign;
}

static int divide_large(int64_t n, int64_t rows, double *a, double *b, int *pivots) {
  /* Row-major a is a' to LAPACK, and row-major b is b': a' x' = b'. */
  if (LAPACKE_dgetrf_work(LAPACK_COL_MAJOR, (int)n, (int)n, a, (int)n, pivots) != 0) return 0;
  LAPACKE_dgetrs_work(LAPACK_COL_MAJOR, 'N', (int)n, (int)rows, a, (int)n, pivots, b, (int)n);
  int sign = 1;
  for (int64_t i = 0; i < n; ++i)
    if ((a[i * n + i] < 0) != (pivots[i] != i + 1)) sign = -sign;
  return sign;
}

/*
 * b [rows][n] becomes b a^{-1}; a is destroyed. spare: [n]. Returns the sign of det a, 0 if a is singular.
 */
static int divide(int64_t n, int64_t rows, double *a, double *b, double *spare) {
  if (n < LEAST_BLAS) return divide_small(n, rows, a, b);
  return divide_large(n, rows, a, b, (int *)(void *)spare);
}

/*
 * Cholesky factorisation with exchanges of sign a [n][n], which it destroys: sign a = l l', l [n][n] with *rank columns
 * used. False if a diagonal falls below rounding of the largest one: not semidefinite.
 */
static bool factor_semidefinite(int64_t n, int sign, double *a, double *l, int64_t *rank) {
  double largest = 0;
  for (int64_t i = 0; i < n; ++i)
    largest = larger(largest, fabs(a[i * n + i]));
  double least = 8 * (double)n * DBL_EPSILON * largest;
  memset(l, 0, (size_t)(n * n) * sizeof *l);
  for (*rank = 0; *rank < n; ++*rank) {
    int64_t p = 0;
    for (int64_t i = 1; i < n; ++i)
      if (sign * a[i * n + i] > sign * a[p * n + p]) p = i;
    double pivot = sign * a[p * n + p];
    if (!(pivot > least)) break;
    double root = sqrt(pivot);
    for (int64_t i = 0; i < n; ++i)
      l[i * n + *rank] = sign * a[i * n + p] / root;
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j)
        a[i * n + j] -= sign * l[i * n + *rank] * l[j * n + *rank];
  }
  for (int64_t i = 0; i < n * n; ++i)
    if (fabs(a[i]) > 4 * least) return false;
  return true;
}

/* True if the symmetric m [r][r], stored with row length n, is positive definite; destroys its lower triangle. */
static bool is_positive(int64_t n, int64_t r, double *m) {
  for (int64_t j = 0; j < r; ++j) {
    double pivot = m[j * n + j];
    for (int64_t l = 0; l < j; ++l)
      pivot -= m[j * n + l] * m[j * n + l];
    if (!(pivot > 0)) return false;
    double root = sqrt(pivot);
    m[j * n + j] = root;
    for (int64_t i = j + 1; i < r; ++i) {
      double x = m[i * n + j];
      for (int64_t l = 0; l < j; ++l)
        x -= m[i * n + l] * m[j * n + l];
      m[i * n + j] = x / root;
    }
  }
  return true;
}

/*
 * True if 1 + k g has no eigenvalue <= 0, for symmetric k and sign g >= 0: with sign g = l l' these are the eigenvalues of
 * 1 + sign l' k l. work: 4 n^2.
 */
static bool has_no_escape(int64_t n, int sign, const double *k, const double *g, double *work) {
  double *copy = work, *l = work + n * n, *kl = work + 2 * n * n, *m = work + 3 * n * n;
  int64_t rank;
  memcpy(copy, g, (size_t)(n * n) * sizeof *copy);
  factor_semidefinite(n, sign, copy, l, &rank);
  multiply(n, n, n, k, l, 0, kl);
  for (int64_t i = 0; i < rank; ++i)
    for (int64_t j = 0; j <= i; ++j) {
      double x = 0;
      for (int64_t p = 0; p < n; ++p)
        x += l[p * n + i] * kl[p * n + j];
      m[i * n + j] = (i == j) + sign * x;
    }
  return is_positive(n, rank, m);
}

ALWAYS bool all_finite(int64_t count, const double *a) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i)
    sum += 0 * a[i];
  return sum == 0;
}

/* a = (a + a')/2. */
ALWAYS void symmetrise(int64_t n, double *a) {
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < i; ++j)
      a[i * n + j] = a[j * n + i] = 0.5 * (a[i * n + j] + a[j * n + i]);
}

ALWAYS void transpose(int64_t n, const double *restrict a, double *restrict b) {
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      b[j * n + i] = a[i * n + j];
}

/*
 * The map of exp(h) = D^{-1} M, the [7/7] Pade approximant, without the exponential itself: for (u, v) at the beginning and at the
 * end D (u1, v1) = M (u0, v0), and the map takes (u1, v0) to (u0, v1), so that (M_u, -D_v)(u0, v1) = (D_u, -M_v)(u1, v0) is
 * all there is to solve. With the sign of the second half of the rows turned the matrix on the left differs from 1 by less
 * than exp(0.475) - 1 < 1 in the Euclidean norm; its symmetric part is positive definite and elimination needs no exchanges.
 */
static bool map_of(const rp_riccati_kind *kind, const double *h, double *map, double *work) {
  int64_t n = kind->n, m = 2 * n, count = m * m;
  const double *p = PADE;
  double *a2 = work, *a4 = a2 + count, *a6 = a4 + count, *odd = a6 + count, *even = odd + count,
         *spare = even + count;
  double *e = map, *f = map + n * n, *g = map + 2 * n * n, *k = map + 3 * n * n;
  multiply(m, m, m, h, h, 0, a2);
  multiply(m, m, m, a2, a2, 0, a4);
  multiply(m, m, m, a4, a2, 0, a6);
  for (int64_t i = 0; i < count; ++i)
    even[i] = p[7] * a6[i] + p[5] * a4[i] + p[3] * a2[i];
  for (int64_t i = 0; i < m; ++i)
    even[i * m + i] += p[1];
  multiply(m, m, m, h, even, 0, odd);
  double *left = even,
         *right =
             a4; /* transposed, for division from the right; each entry of a4 is read before it is lost */
  for (int64_t i = 0; i < count; ++i)
    a2[i] = p[6] * a6[i] + p[4] * a4[i] + p[2] * a2[i];
  for (int64_t i = 0; i < m; ++i) {
    a2[i * m + i] += p[0];
    for (int64_t j = 0; j < m; ++j) {
      double x = j < n ? a2[i * m + j] : -a2[i * m + j];
      left[j * m + i] = x + odd[i * m + j];
      right[j * m + i] = x - odd[i * m + j];
    }
  }
  if (divide(m, m, left, right, spare) == 0) return false;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      e[i * n + j] = right[j * m + i];
      g[i * n + j] = -right[(n + j) * m + i];
      k[i * n + j] = right[j * m + n + i];
      f[i * n + j] = right[(n + j) * m + n + i];
    }
  if (kind->hamiltonian) {
    symmetrise(n, g);
    symmetrise(n, k);
    transpose(n, f, e);
  }
  return all_finite(4 * n * n, map);
}

/* 1 + a b. */
static void one_plus(int64_t n, const double *a, const double *b, double *sum) {
  multiply(n, n, n, a, b, 0, sum);
  for (int64_t i = 0; i < n; ++i)
    sum[i * n + i] += 1;
}

/*
 * Redheffer's star product. With W = (1 + K1 G2)^{-1}, F2 W and E1 G2 W from one factorisation:
 * F = F2 W F1, G = G1 + E1 G2 W F1, K = K2 + F2 W K1 E2, E = E1 E2 - E1 G2 W K1 E2, which is F' for Hamiltonian flows.
 */
static bool star(const rp_riccati_kind *kind, const double *first, const double *second, double *result,
                 double *work) {
  int64_t n = kind->n, count = n * n;
  size_t bytes = (size_t)count * sizeof(double);
  const double *e1 = first, *f1 = e1 + count, *g1 = f1 + count, *k1 = g1 + count;
  const double *e2 = second, *f2 = e2 + count, *g2 = f2 + count, *k2 = g2 + count;
  double *e = result, *f = e + count, *g = f + count, *k = g + count;
  double *sum = work, *left = sum + count, *k1e2 = left + 2 * count, *spare = k1e2 + count;
  if (kind->sign && !kind->monotone && !has_no_escape(n, kind->sign, k1, g2, work)) return false;
  one_plus(n, k1, g2, sum);
  memcpy(left, f2, bytes);
  multiply(n, n, n, e1, g2, 0, left + count);
  int determinant = divide(n, 2 * n, sum, left, spare);
  if (determinant <= 0) return false;
  multiply(n, n, n, k1, e2, 0, k1e2);
  multiply(n, n, n, left, f1, 0, f);
  memcpy(g, g1, bytes);
  multiply(n, n, n, left + count, f1, 1, g);
  memcpy(k, k2, bytes);
  multiply(n, n, n, left, k1e2, 1, k);
  if (kind->hamiltonian) {
    symmetrise(n, g);
    symmetrise(n, k);
    transpose(n, f, e);
  } else {
    multiply(n, n, n, left + count, k1e2, 0, sum);
    multiply(n, n, n, e1, e2, 0, e);
    for (int64_t i = 0; i < count; ++i)
      e[i] -= sum[i];
  }
  return all_finite(4 * count, result);
}

/* K + F R (1 + G R)^{-1} E; from infinity K + F G^{-1} E. */
static bool apply(const rp_riccati_kind *kind, const double *map, const double *start, double *end,
                  double *work) {
  int64_t n = kind->n, count = n * n;
  const double *e = map, *f = e + count, *g = f + count, *k = g + count;
  double *sum = work, *left = sum + count, *spare = left + count;
  if (start) {
    if (kind->sign && !has_no_escape(n, kind->sign, start, g, work)) return false;
    one_plus(n, g, start, sum);
    multiply(n, n, n, f, start, 0, left);
  } else {
    memcpy(sum, g, (size_t)count * sizeof *sum);
    memcpy(left, f, (size_t)count * sizeof *left);
  }
  int determinant = divide(n, n, sum, left, spare);
  if (determinant == 0 || (determinant < 0 && start)) return false;
  memcpy(end, k, (size_t)count * sizeof *end);
  multiply(n, n, n, left, e, 1, end);
  if (kind->hamiltonian) symmetrise(n, end);
  return all_finite(count, end);
}

/* Whether H22 = -H11' and H12, H21 are symmetric, to the last bit. */
ALWAYS bool is_hamiltonian(int64_t n, const double *h) {
  int64_t m = 2 * n;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      if (h[(n + i) * m + n + j] != -h[j * m + i] || h[i * m + n + j] != h[j * m + n + i] ||
          h[(n + i) * m + j] != h[(n + j) * m + i])
        return false;
  return true;
}

ALWAYS double norm(int64_t m, const double *a) {
  double rows = 0, columns = 0, squares = 0;
  for (int64_t i = 0; i < m; ++i) {
    double row = 0, column = 0, square = 0;
    for (int64_t j = 0; j < m; ++j) {
      double x = a[i * m + j];
      row += fabs(x);
      column += fabs(a[j * m + i]);
      square += x * x;
    }
    rows = larger(rows, row);
    columns = larger(columns, column);
    squares += square;
  }
  double product = rows * columns;
  return sqrt(product < squares ? product : squares);
}

/* The exponent of two that balances H12 and H21: scale^2 is near the ratio of their largest entries. */
ALWAYS int balance(int64_t n, const double *h) {
  double upper = 0, lower = 0;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      upper = larger(upper, fabs(h[i * 2 * n + n + j]));
      lower = larger(lower, fabs(h[(n + i) * 2 * n + j]));
    }
  return upper > 0 && lower > 0 && isfinite(upper) && isfinite(lower) ? (ilogb(lower) - ilogb(upper)) / 2 : 0;
}

ALWAYS double prepare(int64_t n, const double *h, double *scaled, double *scale, bool *hamiltonian) {
  int64_t m = 2 * n;
  int exponent = balance(n, h);
  double up = ldexp(1, exponent), down = 1 / up;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      scaled[i * m + j] = h[i * m + j];
      scaled[i * m + n + j] = up * h[i * m + n + j];
      scaled[(n + i) * m + j] = down * h[(n + i) * m + j];
      scaled[(n + i) * m + n + j] = h[(n + i) * m + n + j];
    }
  *scale = up;
  *hamiltonian = is_hamiltonian(n, scaled);
  return norm(m, scaled);
}

/* Windows of these are rows of a unit matrix, and rows that are 1 at first and then -1. */
enum { MOST_COLUMNS = 8, MOST_TURNED = 4 };
static const double UNIT_ROW[2 * MOST_COLUMNS] = {[MOST_COLUMNS] = 1};
static const double TURNED_ROW[3 * MOST_TURNED] = {1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1, -1};

/* The same for small n, one copy for each: map_of_2(), star_2(), apply_2(), ... */
#define N 2
#define ROW row2
#define LANES 2
#define WIDE row4
#define WIDTH 4
#define PARTS 1
#include "riccati_rows.h"
#undef N
#undef ROW
#undef LANES
#undef WIDE
#undef WIDTH
#undef PARTS
#define N 3
#define ROW row4
#define LANES 4
#define WIDE row4
#define WIDTH 4
#define PARTS 2
#include "riccati_rows.h"
#undef N
#define N 4
#include "riccati_rows.h"
#undef N
#undef ROW
#undef LANES
#undef WIDE
#undef WIDTH
#undef PARTS

/* Rows of a map's matrices: three fill a vector of four. */
static int64_t row_length(int64_t n) {
  return n == 3 ? 4 : n;
}

int64_t rp_riccati_map_size(int64_t n) {
  return 4 * n * row_length(n);
}

/* A compact copy of one of a map's matrices. */
static void take(int64_t n, int which, const double *map, double *matrix) {
  for (int64_t i = 0; i < n; ++i)
    memcpy(matrix + i * n, map + (which * n + i) * row_length(n), (size_t)n * sizeof *matrix);
}

int64_t rp_riccati_map_workspace(int64_t n) {
  return 24 * n * n + 2 * n + 16; /* the exponential: x, five matrices of 2n, pivots */
}

bool rp_riccati_is_hamiltonian(int64_t n, const double *h) {
  return is_hamiltonian(n, h);
}

double rp_riccati_norm(int64_t m, const double *a) {
  return norm(m, a);
}

/* Whether each diagonal entry times sign is at least the sum of the sizes of the others in its row, which is enough. */
static bool dominates(int64_t n, int sign, const double *a) {
  for (int64_t i = 0; i < n; ++i) {
    double others = 0;
    for (int64_t j = 0; j < n; ++j)
      if (j != i) others += fabs(a[i * n + j]);
    if (!(sign * a[i * n + i] >= others)) return false;
  }
  return true;
}

bool rp_riccati_is_semidefinite(int64_t n, int sign, const double *a, double *work) {
  double *copy = work, *l = work + n * n;
  int64_t rank;
  if (dominates(n, sign, a)) return true;
  if (n == 2) return is_semidefinite_2(sign, a);
  if (n == 3) return is_semidefinite_3(sign, a);
  if (n == 4) return is_semidefinite_4(sign, a);
  memcpy(copy, a, (size_t)(n * n) * sizeof *copy);
  return factor_semidefinite(n, sign, copy, l, &rank);
}

double rp_riccati_prepare(const double *h, double *scaled, double *scale, rp_riccati_kind *kind,
                          double *work) {
  int64_t n = kind->n;
  double size = n == 2   ? prepare_2(h, scaled, scale, &kind->hamiltonian)
                : n == 3 ? prepare_3(h, scaled, scale, &kind->hamiltonian)
                : n == 4 ? prepare_4(h, scaled, scale, &kind->hamiltonian)
                         : prepare(n, h, scaled, scale, &kind->hamiltonian);
  kind->sign = 0;
  kind->monotone = false;
  if (!kind->hamiltonian || !isfinite(size)) return size;
  double *block = work, trace = 0;
  for (int64_t i = 0; i < n; ++i) {
    memcpy(block + i * n, scaled + i * 2 * n + n, (size_t)n * sizeof *block);
    trace += block[i * n + i];
  }
  int sign = trace < 0 ? -1 : 1;
  if (!rp_riccati_is_semidefinite(n, sign, block, work + n * n)) return size;
  kind->sign = sign;
  for (int64_t i = 0; i < n; ++i)
    memcpy(block + i * n, scaled + (n + i) * 2 * n, (size_t)n * sizeof *block);
  kind->monotone = rp_riccati_is_semidefinite(n, sign, block, work + n * n);
  return size;
}

bool rp_riccati_map_of(const rp_riccati_kind *kind, const double *h, double *map, double *work) {
  switch (kind->n) {
  case 2:
    return map_of_2(h, map);
  case 3:
    return map_of_3(h, map);
  case 4:
    return map_of_4(h, map);
  default:
    return map_of(kind, h, map, work);
  }
}

bool rp_riccati_map_star(const rp_riccati_kind *kind, const double *first, const double *second,
                         double *result, double *work) {
  switch (kind->n) {
  case 2:
    return star_2(kind, first, second, result);
  case 3:
    return star_3(kind, first, second, result);
  case 4:
    return star_4(kind, first, second, result);
  default:
    return star(kind, first, second, result, work);
  }
}

bool rp_riccati_map_apply(const rp_riccati_kind *kind, const double *map, const double *start, double *end,
                          double *work) {
  switch (kind->n) {
  case 2:
    return apply_2(kind, map, start, end);
  case 3:
    return apply_3(kind, map, start, end);
  case 4:
    return apply_4(kind, map, start, end);
  default:
    return apply(kind, map, start, end, work);
  }
}

double rp_riccati_map_memory(int64_t n, const double *map, double *work) {
  take(n, 0, map, work);
  double size = norm(n, work);
  take(n, 1, map, work);
  return size * norm(n, work);
}

bool rp_riccati_map_transition(const rp_riccati_kind *kind, const double *map, const double *start,
                               double *out, double *work) {
  int64_t n = kind->n, count = n * n;
  double *e = work, *g = e + count, *sum = g + count, *inverse = sum + count, *spare = inverse + count;
  take(n, 0, map, e);
  take(n, 2, map, g);
  one_plus(n, g, start, sum);
  memset(inverse, 0, (size_t)count * sizeof *inverse);
  for (int64_t i = 0; i < n; ++i)
    inverse[i * n + i] = 1;
  if (divide(n, n, sum, inverse, spare) == 0) return false;
  multiply(n, n, n, inverse, e, 0, out);
  return all_finite(count, out);
}
