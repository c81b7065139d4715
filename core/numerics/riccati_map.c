/*
 * riccati_map.c - see riccati_map.h. Every kernel is written once for any n and inlined with n = 1..4 as a constant, so that
 * small matrices become straight-line code; matrices are row-major throughout.
 */
#include "riccati_map.h"
#include <cblas.h>
#include <float.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

enum { LEAST_BLAS = 17, MOST_UNROLLED = 4 };

#define ALWAYS static inline __attribute__((always_inline))

/* Calls kernel(n, ...) with n as a constant where it is small. */
#define UNROLL(n, kernel, ...)                                                                               \
  ((n) == 1   ? kernel(1, __VA_ARGS__)                                                                       \
   : (n) == 2 ? kernel(2, __VA_ARGS__)                                                                       \
   : (n) == 3 ? kernel(3, __VA_ARGS__)                                                                       \
   : (n) == 4 ? kernel(4, __VA_ARGS__)                                                                       \
              : kernel(n, __VA_ARGS__))

/* c [rows][columns] = a [rows][inner] b [inner][columns] + keep c. */
ALWAYS void multiply(int64_t rows, int64_t inner, int64_t columns, const double *restrict a,
                     const double *restrict b, double keep, double *restrict c) {
  if (inner >= LEAST_BLAS) {
    cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, (int)rows, (int)columns, (int)inner, 1, a,
                (int)inner, b, (int)columns, keep, c, (int)columns);
    return;
  }
  for (int64_t i = 0; i < rows; ++i) {
    for (int64_t j = 0; j < columns; ++j)
      c[i * columns + j] = keep == 0 ? 0 : keep * c[i * columns + j];
    for (int64_t l = 0; l < inner; ++l) {
      double x = a[i * inner + l];
      for (int64_t j = 0; j < columns; ++j)
        c[i * columns + j] += x * b[l * columns + j];
    }
  }
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
ALWAYS int divide_small(int64_t n, int64_t rows, double *a, double *b) {
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
ALWAYS int divide(int64_t n, int64_t rows, double *a, double *b, double *spare) {
  if (n < LEAST_BLAS) return divide_small(n, rows, a, b);
  return divide_large(n, rows, a, b, (int *)(void *)spare);
}

/*
 * Cholesky factorisation with exchanges of sign a [n][n], which it destroys: sign a = l l', l [n][n] with *rank columns
 * used. False if a diagonal falls below rounding of the largest one: not semidefinite.
 */
ALWAYS bool factor_semidefinite(int64_t n, int sign, double *a, double *l, int64_t *rank) {
  double largest = 0;
  for (int64_t i = 0; i < n; ++i)
    largest = fmax(largest, fabs(a[i * n + i]));
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
ALWAYS bool is_positive(int64_t n, int64_t r, double *m) {
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
ALWAYS bool has_no_escape(int64_t n, int sign, const double *k, const double *g, double *work) {
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

/* x = exp(a), m x m, by the [7/7] Pade approximant. work: 5 m^2 + m. */
ALWAYS bool exponential(int64_t m, const double *a, double *x, double *work) {
  static const double b[] = {17297280, 8648640, 1995840, 277200, 25200, 1512, 56, 1};
  int64_t count = m * m;
  double *a2 = work, *a4 = a2 + count, *a6 = a4 + count, *odd = a6 + count, *even = odd + count,
         *spare = even + count;
  multiply(m, m, m, a, a, 0, a2);
  multiply(m, m, m, a2, a2, 0, a4);
  multiply(m, m, m, a4, a2, 0, a6);
  for (int64_t i = 0; i < count; ++i) {
    even[i] = b[7] * a6[i] + b[5] * a4[i] + b[3] * a2[i];
    x[i] = b[6] * a6[i] + b[4] * a4[i] + b[2] * a2[i];
  }
  for (int64_t i = 0; i < m; ++i) {
    even[i * m + i] += b[1];
    x[i * m + i] += b[0];
  }
  multiply(m, m, m, a, even, 0, odd);
  for (int64_t i = 0; i < count; ++i) {
    even[i] = x[i] - odd[i];
    x[i] += odd[i];
  }
  return divide(m, m, even, x, spare) != 0;
}

/* Scattering form of exp(h) = (p11, p12; p21, p22): E = p11^{-1}, G = E p12, K = p21 E, F = p22 - K p12. */
ALWAYS bool map_of(int64_t n, const rp_riccati_kind *kind, const double *h, double *map, double *work) {
  int64_t count = n * n, m = 2 * n;
  double *x = work, *rest = work + m * m;
  double *p11 = rest, *p12 = p11 + count, *left = p12 + count, *spare = left + 2 * count;
  double *e = map, *f = map + count, *g = map + 2 * count, *k = map + 3 * count;
  if (!exponential(m, h, x, rest)) return false;
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j) {
      p11[i * n + j] = x[i * m + j];
      p12[i * n + j] = x[i * m + n + j];
      left[i * n + j] = i == j;
      left[count + i * n + j] = x[(n + i) * m + j];
      f[i * n + j] = -x[(n + i) * m + n + j];
    }
  if (!divide(n, m, p11, left, spare)) return false;
  memcpy(e, left, (size_t)count * sizeof *e);
  memcpy(k, left + count, (size_t)count * sizeof *k);
  multiply(n, n, n, e, p12, 0, g);
  multiply(n, n, n, k, p12, 1, f);
  for (int64_t i = 0; i < count; ++i)
    f[i] = -f[i];
  if (kind->hamiltonian) {
    symmetrise(n, g);
    symmetrise(n, k);
    transpose(n, f, e);
  }
  return all_finite(4 * count, map);
}

/* 1 + a b. */
ALWAYS void one_plus(int64_t n, const double *a, const double *b, double *sum) {
  multiply(n, n, n, a, b, 0, sum);
  for (int64_t i = 0; i < n; ++i)
    sum[i * n + i] += 1;
}

/*
 * Redheffer's star product. With W = (1 + K1 G2)^{-1}, F2 W and E1 G2 W from one factorisation:
 * F = F2 W F1, G = G1 + E1 G2 W F1, K = K2 + F2 W K1 E2, E = E1 E2 - E1 G2 W K1 E2, which is F' for Hamiltonian flows.
 */
ALWAYS bool star(int64_t n, const rp_riccati_kind *kind, const double *first, const double *second,
                 double *result, double *work) {
  int64_t count = n * n;
  size_t bytes = (size_t)count * sizeof(double);
  const double *e1 = first, *f1 = e1 + count, *g1 = f1 + count, *k1 = g1 + count;
  const double *e2 = second, *f2 = e2 + count, *g2 = f2 + count, *k2 = g2 + count;
  double *e = result, *f = e + count, *g = f + count, *k = g + count;
  double *sum = work, *left = sum + count, *k1e2 = left + 2 * count, *spare = k1e2 + count;
  if (kind->sign && !has_no_escape(n, kind->sign, k1, g2, work)) return false;
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
ALWAYS bool apply(int64_t n, const rp_riccati_kind *kind, const double *map, const double *start, double *end,
                  double *work) {
  int64_t count = n * n;
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

ALWAYS bool transition(int64_t n, const double *map, const double *start, double *out, double *work) {
  int64_t count = n * n;
  const double *e = map, *g = map + 2 * count;
  double *sum = work, *inverse = sum + count, *spare = inverse + count;
  one_plus(n, g, start, sum);
  memset(inverse, 0, (size_t)count * sizeof *inverse);
  for (int64_t i = 0; i < n; ++i)
    inverse[i * n + i] = 1;
  if (divide(n, n, sum, inverse, spare) == 0) return false;
  multiply(n, n, n, inverse, e, 0, out);
  return all_finite(count, out);
}

int64_t rp_riccati_map_size(int64_t n) {
  return 4 * n * n;
}

int64_t rp_riccati_map_workspace(int64_t n) {
  return 24 * n * n + 2 * n + 16; /* the exponential: x, five matrices of 2n, pivots */
}

double rp_riccati_norm(int64_t m, const double *a) {
  double rows = 0, columns = 0, squares = 0;
  for (int64_t i = 0; i < m; ++i) {
    double row = 0, column = 0;
    for (int64_t j = 0; j < m; ++j) {
      row += fabs(a[i * m + j]);
      column += fabs(a[j * m + i]);
      squares += a[i * m + j] * a[i * m + j];
    }
    rows = fmax(rows, row);
    columns = fmax(columns, column);
  }
  return fmin(fmin(rows, columns), sqrt(squares));
}

bool rp_riccati_map_of(const rp_riccati_kind *kind, const double *h, double *map, double *work) {
  return UNROLL(kind->n, map_of, kind, h, map, work);
}

bool rp_riccati_map_star(const rp_riccati_kind *kind, const double *first, const double *second,
                         double *result, double *work) {
  return UNROLL(kind->n, star, kind, first, second, result, work);
}

bool rp_riccati_map_apply(const rp_riccati_kind *kind, const double *map, const double *start, double *end,
                          double *work) {
  return UNROLL(kind->n, apply, kind, map, start, end, work);
}

bool rp_riccati_map_transition(const rp_riccati_kind *kind, const double *map, const double *start,
                               double *out, double *work) {
  return transition(kind->n, map, start, out, work);
}

int rp_riccati_definiteness(int64_t n, const double *a, double *work) {
  double *copy = work, *l = work + n * n, trace = 0;
  int64_t rank;
  for (int64_t i = 0; i < n; ++i)
    trace += a[i * n + i];
  int sign = trace < 0 ? -1 : 1;
  memcpy(copy, a, (size_t)(n * n) * sizeof *copy);
  return factor_semidefinite(n, sign, copy, l, &rank) ? sign : 0;
}
