/* polynomial_regression.c - see polynomial_regression.h. */
#include "numerics/polynomial_regression.h"
#include <math.h>
#include <string.h>
#include "reprise/clones.h"

enum { K = RP_REGRESSION_MOST_BASIS, BLOCK = RP_REGRESSION_BLOCK, LANES = 8, MOST_POWERS = 16 };

static const double least_pivot = 1e-11; /* what a monomial has of its own, relative to its square */

bool rp_regression_make(int64_t variables, int64_t degree, int64_t targets, rp_regression *regression) {
  *regression = (rp_regression){.variables = variables, .degree = degree, .basis = 1, .targets = targets};
  if (variables < 1 || variables > RP_REGRESSION_MOST_VARIABLES) return false;
  /* Each monomial of the degree before is multiplied by the variables from its last one on. */
  for (int64_t d = 1, first = 0; d <= degree; ++d) {
    int64_t end = regression->basis;
    for (int64_t i = first; i < end; ++i)
      for (int64_t f = i == 0 ? 0 : regression->factor[i]; f < variables; ++f) {
        int64_t k = regression->basis++;
        if (k >= K) return false;
        memcpy(regression->exponent[k], regression->exponent[i], sizeof regression->exponent[i]);
        ++regression->exponent[k][f];
        regression->parent[k] = (int8_t)i;
        regression->factor[k] = (int8_t)f;
      }
    first = end;
  }
  return true;
}

static bool hankel(const rp_regression *r) {
  return r->variables == 1 && r->basis <= MOST_POWERS;
}

static int64_t gram_sums(const rp_regression *r) {
  return hankel(r) ? 2 * r->basis - 1 : r->basis * r->basis;
}

int64_t rp_regression_sums(const rp_regression *regression) {
  return gram_sums(regression) + regression->targets * regression->basis;
}

/* Loops of known length are written out, so that sums stay in registers. */
#if defined(__GNUC__) && !defined(__clang__)
#define UNROLLED _Pragma("GCC unroll 16")
#else
#define UNROLLED
#endif

/* Power sums of one variable and of its products with one target, eight points side by side. */
/* Eight numbers, which the compiler keeps in as many registers as the instruction set asks for. */
typedef double octet __attribute__((vector_size(LANES * sizeof(double))));

#define POWER_SUMS(name, basis)                                                                              \
  RP_CLONES static void name(int64_t points, const double *x, const double *y, bool powers, double *power,   \
                             double *product) {                                                              \
    octet all[2 * (basis)-1] = {{0}}, with[basis] = {{0}};                                                   \
    int64_t whole = points / LANES * LANES;                                                                  \
    for (int64_t p = 0; p <= whole; p += LANES) {                                                            \
      octet one = {1, 1, 1, 1, 1, 1, 1, 1}, at = {0}, target = {0}, now = one;                               \
      if (p == whole) now = (octet){0}; /* the points left over, as if there were none elsewhere */          \
      for (int64_t i = 0; p == whole && i < points - p; ++i) {                                               \
        now[i] = 1;                                                                                          \
        at[i] = x[p + i];                                                                                    \
        target[i] = y[p + i];                                                                                \
      }                                                                                                      \
      if (p < whole) {                                                                                       \
        memcpy(&at, x + p, sizeof at);                                                                       \
        memcpy(&target, y + p, sizeof target);                                                               \
      }                                                                                                      \
      UNROLLED for (int k = 0; k < (basis); ++k) {                                                           \
        all[k] += now;                                                                                       \
        with[k] += now * target;                                                                             \
        now *= at;                                                                                           \
      }                                                                                                      \
      UNROLLED for (int k = (basis); k < 2 * (basis)-1; ++k) {                                               \
        all[k] += now;                                                                                       \
        now *= at;                                                                                           \
      }                                                                                                      \
    }                                                                                                        \
    for (int k = 0; powers && k < 2 * (basis)-1; ++k)                                                        \
      for (int l = 0; l < LANES; ++l)                                                                        \
        power[k] += all[k][l];                                                                               \
    for (int k = 0; k < (basis); ++k)                                                                        \
      for (int l = 0; l < LANES; ++l)                                                                        \
        product[k] += with[k][l];                                                                            \
  }
POWER_SUMS(sums_of_2, 2)
POWER_SUMS(sums_of_3, 3)
POWER_SUMS(sums_of_4, 4)
POWER_SUMS(sums_of_5, 5)
POWER_SUMS(sums_of_6, 6)
POWER_SUMS(sums_of_7, 7)
POWER_SUMS(sums_of_8, 8)

/* The same of pairs x, -x with targets y, y': even powers only, with y + y' for even ones and y - y' for odd ones. */
#define PAIR_SUMS(name, basis)                                                                               \
  RP_CLONES static void name(int64_t pairs, const double *x, const double *y, bool powers, double *power,    \
                             double *product) {                                                              \
    enum { EVEN = ((basis) + 1) / 2, ODD = (basis) / 2 };                                                    \
    octet all[basis] = {{0}}, even[EVEN] = {{0}}, odd[ODD] = {{0}};                                          \
    int64_t whole = pairs / LANES * LANES;                                                                   \
    for (int64_t p = 0; p <= whole; p += LANES) {                                                            \
      octet now = {2, 2, 2, 2, 2, 2, 2, 2}, at = {0}, target = {0}, other = {0};                             \
      if (p == whole) now = (octet){0};                                                                      \
      for (int64_t i = 0; p == whole && i < pairs - p; ++i) {                                                \
        now[i] = 2;                                                                                          \
        at[i] = x[p + i];                                                                                    \
        target[i] = y[p + i];                                                                                \
        other[i] = y[pairs + p + i];                                                                         \
      }                                                                                                      \
      if (p < whole) {                                                                                       \
        memcpy(&at, x + p, sizeof at);                                                                       \
        memcpy(&target, y + p, sizeof target);                                                               \
        memcpy(&other, y + pairs + p, sizeof other);                                                         \
      }                                                                                                      \
      octet square = at * at, both = (target + other) * 0.5, between = (target - other) * 0.5 * at;          \
      UNROLLED for (int k = 0; k < (basis); ++k) {                                                           \
        all[k] += now;                                                                                       \
        if (k < EVEN) even[k] += now * both;                                                                 \
        if (k < ODD) odd[k] += now * between;                                                                \
        now *= square;                                                                                       \
      }                                                                                                      \
    }                                                                                                        \
    for (int k = 0; powers && k < (basis); ++k)                                                              \
      for (int l = 0; l < LANES; ++l)                                                                        \
        power[2 * k] += all[k][l];                                                                           \
    for (int k = 0; k < (basis); ++k)                                                                        \
      for (int l = 0; l < LANES; ++l)                                                                        \
        product[k] += k % 2 ? odd[k / 2][l] : even[k / 2][l];                                                \
  }
PAIR_SUMS(pairs_of_2, 2)
PAIR_SUMS(pairs_of_3, 3)
PAIR_SUMS(pairs_of_4, 4)
PAIR_SUMS(pairs_of_5, 5)
PAIR_SUMS(pairs_of_6, 6)
PAIR_SUMS(pairs_of_7, 7)
PAIR_SUMS(pairs_of_8, 8)

typedef void power_sums(int64_t points, const double *x, const double *y, bool powers, double *power,
                        double *product);

static void add_hankel(const rp_regression *r, int64_t points, const double *x, const double *const *y,
                       double *sums) {
  static power_sums *const fixed[] = {NULL,      NULL,      sums_of_2, sums_of_3, sums_of_4,
                                      sums_of_5, sums_of_6, sums_of_7, sums_of_8};
  double *product = sums + gram_sums(r);
  if (r->basis >= 2 && r->basis <= 8) {
    for (int64_t t = 0; t < r->targets; ++t)
      fixed[r->basis](points, x, y[t], t == 0, sums, product + t * r->basis);
    return;
  }
  for (int64_t p = 0; p < points; ++p) {
    double now = 1;
    for (int64_t k = 0; k < 2 * r->basis - 1; ++k) {
      sums[k] += now;
      for (int64_t t = 0; k < r->basis && t < r->targets; ++t)
        product[t * r->basis + k] += now * y[t][p];
      now *= x[p];
    }
  }
}

/* Monomials of a block: rows [basis][BLOCK]. */
RP_CLONES static void monomials(const rp_regression *r, int64_t n, const double *const *x, int64_t from,
                                double *rows) {
  for (int64_t i = 0; i < n; ++i)
    rows[i] = 1;
  for (int64_t k = 1; k < r->basis; ++k) {
    const double *parent = rows + r->parent[k] * BLOCK, *variable = x[r->factor[k]] + from;
    for (int64_t i = 0; i < n; ++i)
      rows[k * BLOCK + i] = parent[i] * variable[i];
  }
}

/* Sum over a block, in eight lanes that are added in order. */
RP_CLONES static double inner_product(const double *a, const double *b) {
  double lane[LANES] = {0}, sum = 0;
  for (int i = 0; i < BLOCK; i += LANES)
    for (int l = 0; l < LANES; ++l)
      lane[l] += a[i + l] * b[i + l];
  for (int l = 0; l < LANES; ++l)
    sum += lane[l];
  return sum;
}

static void add_products(const rp_regression *r, int64_t points, const double *const *x,
                         const double *const *y, double *sums) {
  double rows[K * BLOCK], target[BLOCK], *right = sums + gram_sums(r);
  for (int64_t from = 0; from < points; from += BLOCK) {
    int64_t n = points - from < BLOCK ? points - from : BLOCK;
    if (n < BLOCK) memset(rows, 0, sizeof rows);
    monomials(r, n, x, from, rows);
    for (int64_t j = 0; j < r->basis; ++j)
      for (int64_t k = 0; k <= j; ++k)
        sums[j * r->basis + k] += inner_product(rows + j * BLOCK, rows + k * BLOCK);
    for (int64_t t = 0; t < r->targets; ++t) {
      memset(target, 0, sizeof target);
      memcpy(target, y[t] + from, (size_t)n * sizeof *target);
      for (int64_t k = 0; k < r->basis; ++k)
        right[t * r->basis + k] += inner_product(rows + k * BLOCK, target);
    }
  }
}

void rp_regression_add(const rp_regression *regression, int64_t points, const double *const *x,
                       const double *const *y, double *sums) {
  if (hankel(regression))
    add_hankel(regression, points, x[0], y, sums);
  else
    add_products(regression, points, x, y, sums);
}

static int64_t degree_of(const rp_regression *r, int64_t k) {
  int64_t sum = 0;
  for (int64_t f = 0; f < r->variables; ++f)
    sum += r->exponent[k][f];
  return sum;
}

/* Power sums have one entry for many products: the one with j - k of 0 or 1 stands for it. */
static void add_gram(const rp_regression *r, int64_t j, int64_t k, double product, double *sums) {
  if (!hankel(r))
    sums[j * r->basis + k] += product;
  else if (j - k <= 1)
    sums[j + k] += product;
}

/* Blocks of pairs as add_products() has blocks of points; monomials of even and of odd degree do not meet. */
static void add_pair_products(const rp_regression *r, int64_t pairs, const double *const *x,
                              const double *const *y, double *sums) {
  double rows[K * BLOCK], target[2][BLOCK], *right = sums + gram_sums(r);
  bool is_odd[K];
  for (int64_t k = 0; k < r->basis; ++k)
    is_odd[k] = degree_of(r, k) % 2 == 1;
  for (int64_t from = 0; from < pairs; from += BLOCK) {
    int64_t n = pairs - from < BLOCK ? pairs - from : BLOCK;
    if (n < BLOCK) memset(rows, 0, sizeof rows);
    monomials(r, n, x, from, rows);
    for (int64_t j = 0; j < r->basis; ++j)
      for (int64_t k = 0; k <= j; ++k)
        if (is_odd[j] == is_odd[k])
          add_gram(r, j, k, 2 * inner_product(rows + j * BLOCK, rows + k * BLOCK), sums);
    for (int64_t t = 0; t < r->targets; ++t) {
      memset(target, 0, sizeof target);
      for (int64_t i = 0; i < n; ++i) {
        double one = y[t][from + i], other = y[t][pairs + from + i];
        target[0][i] = one + other;
        target[1][i] = one - other;
      }
      for (int64_t k = 0; k < r->basis; ++k)
        right[t * r->basis + k] += inner_product(rows + k * BLOCK, target[is_odd[k]]);
    }
  }
}

void rp_regression_add_pairs(const rp_regression *regression, int64_t pairs, const double *const *x,
                             const double *const *y, double *sums) {
  static power_sums *const fixed[] = {NULL,       NULL,       pairs_of_2, pairs_of_3, pairs_of_4,
                                      pairs_of_5, pairs_of_6, pairs_of_7, pairs_of_8};
  if (!hankel(regression) || regression->basis > 8) {
    add_pair_products(regression, pairs, x, y, sums);
    return;
  }
  double *product = sums + gram_sums(regression);
  for (int64_t t = 0; t < regression->targets; ++t)
    fixed[regression->basis](pairs, x[0], y[t], t == 0, sums, product + t * regression->basis);
}

static double gram_at(const rp_regression *r, const double *sums, int64_t j, int64_t k) {
  if (hankel(r)) return sums[j + k];
  return j >= k ? sums[j * r->basis + k] : sums[k * r->basis + j];
}

static void substitute(int64_t n, const double *root, double *x) {
  for (int64_t j = 0; j < n; ++j) {
    for (int64_t k = 0; k < j; ++k)
      x[j] -= root[j * n + k] * x[k];
    x[j] /= root[j * n + j];
  }
  for (int64_t j = n - 1; j >= 0; --j) {
    for (int64_t k = j + 1; k < n; ++k)
      x[j] -= root[k * n + j] * x[k];
    x[j] /= root[j * n + j];
  }
}

bool rp_regression_solve(const rp_regression *regression, const double *sums, double *coefficients) {
  int64_t n = regression->basis;
  double root[K * K], scale[K], x[K], residual[K];
  if (!(gram_at(regression, sums, 0, 0) > 0)) return false;
  for (int64_t j = 0; j < n; ++j) {
    double square = gram_at(regression, sums, j, j);
    if (!isfinite(square)) return false;
    scale[j] = square > 0 ? 1 / sqrt(square) : 0;
  }
  for (int64_t j = 0; j < n; ++j) /* Cholesky's factor of the matrix with unit diagonal */
    for (int64_t k = 0; k <= j; ++k) {
      double sum = gram_at(regression, sums, j, k) * scale[j] * scale[k];
      for (int64_t m = 0; m < k; ++m)
        sum -= root[j * n + m] * root[k * n + m];
      if (j == k &&
          !(sum > least_pivot)) { /* of no use beside those before it: left out, with coefficient 0 */
        for (int64_t m = 0; m < j; ++m)
          root[j * n + m] = 0;
        scale[j] = 0;
        sum = 1;
      }
      root[j * n + k] = j == k ? sqrt(sum) : sum / root[k * n + k];
    }
  for (int64_t t = 0; t < regression->targets; ++t) {
    const double *right = sums + gram_sums(regression) + t * n;
    for (int64_t j = 0; j < n; ++j)
      x[j] = 0;
    for (int pass = 0; pass < 2; ++pass) { /* x is the scaled solution; once more for what is left */
      for (int64_t j = 0; j < n; ++j) {
        residual[j] = right[j] * scale[j];
        for (int64_t k = 0; k < n; ++k)
          residual[j] -= gram_at(regression, sums, j, k) * scale[j] * scale[k] * x[k];
      }
      substitute(n, root, residual);
      for (int64_t j = 0; j < n; ++j)
        x[j] += residual[j];
    }
    for (int64_t j = 0; j < n; ++j)
      coefficients[t * n + j] = x[j] * scale[j];
  }
  return true;
}

RP_CLONES static void horner(int64_t points, int64_t basis, const double *x, const double *c, double *out) {
  for (int64_t p = 0; p < points; ++p)
    out[p] = c[basis - 1];
  for (int64_t k = basis - 2; k >= 0; --k)
    for (int64_t p = 0; p < points; ++p)
      out[p] = out[p] * x[p] + c[k];
}

RP_CLONES static void combine(int64_t n, int64_t basis, const double *rows, const double *c, double *out) {
  for (int64_t i = 0; i < n; ++i)
    out[i] = 0;
  for (int64_t k = 0; k < basis; ++k)
    for (int64_t i = 0; i < n; ++i)
      out[i] += c[k] * rows[k * BLOCK + i];
}

void rp_regression_at(const rp_regression *regression, int64_t points, const double *const *x,
                      const double *coefficients, double *out) {
  double rows[K * BLOCK];
  for (int64_t from = 0; from < points; from += BLOCK) {
    int64_t n = points - from < BLOCK ? points - from : BLOCK;
    if (regression->variables == 1) {
      horner(n, regression->basis, x[0] + from, coefficients, out + from);
      continue;
    }
    monomials(regression, n, x, from, rows);
    combine(n, regression->basis, rows, coefficients, out + from);
  }
}

/* Even and odd part in x^2, by Horner's rule in registers. */
#define PAIR_VALUES(name, basis)                                                                             \
  RP_CLONES static void name(int64_t pairs, const double *x, const double *c, double *out) {                 \
    enum { EVEN = ((basis)-1) / 2 * 2, ODD = (basis) / 2 * 2 - 1 };                                          \
    int64_t whole = pairs / LANES * LANES;                                                                   \
    for (int64_t p = 0; p <= whole; p += LANES) {                                                            \
      int64_t n = p < whole ? LANES : pairs - p;                                                             \
      octet at = {0}, even, odd, zero = {0};                                                                 \
      if (n == LANES) memcpy(&at, x + p, sizeof at);                                                         \
      for (int64_t i = 0; n < LANES && i < n; ++i)                                                           \
        at[i] = x[p + i];                                                                                    \
      octet square = at * at;                                                                                \
      even = zero + c[EVEN];                                                                                 \
      odd = zero + c[ODD];                                                                                   \
      UNROLLED for (int k = EVEN - 2; k >= 0; k -= 2) even = even * square + c[k];                           \
      UNROLLED for (int k = ODD - 2; k >= 1; k -= 2) odd = odd * square + c[k];                              \
      odd *= at;                                                                                             \
      octet sum = even + odd, difference = even - odd;                                                       \
      if (n == LANES) {                                                                                      \
        memcpy(out + p, &sum, sizeof sum);                                                                   \
        memcpy(out + pairs + p, &difference, sizeof difference);                                             \
      }                                                                                                      \
      for (int64_t i = 0; n < LANES && i < n; ++i) {                                                         \
        out[p + i] = sum[i];                                                                                 \
        out[pairs + p + i] = difference[i];                                                                  \
      }                                                                                                      \
    }                                                                                                        \
  }
PAIR_VALUES(values_of_2, 2)
PAIR_VALUES(values_of_3, 3)
PAIR_VALUES(values_of_4, 4)
PAIR_VALUES(values_of_5, 5)
PAIR_VALUES(values_of_6, 6)
PAIR_VALUES(values_of_7, 7)
PAIR_VALUES(values_of_8, 8)

RP_CLONES static void sum_and_difference(int64_t n, const double *even, const double *odd, double *sum,
                                         double *difference) {
  for (int64_t i = 0; i < n; ++i) {
    sum[i] = even[i] + odd[i];
    difference[i] = even[i] - odd[i];
  }
}

void rp_regression_at_pairs(const rp_regression *regression, int64_t pairs, const double *const *x,
                            const double *coefficients, double *out) {
  double rows[K * BLOCK], part[2][BLOCK], own[2][K];
  if (regression->variables == 1 && regression->basis <= 8) {
    static void (*const fixed[])(int64_t, const double *, const double *,
                                 double *) = {NULL,        NULL,        values_of_2, values_of_3, values_of_4,
                                              values_of_5, values_of_6, values_of_7, values_of_8};
    fixed[regression->basis](pairs, x[0], coefficients, out);
    return;
  }
  for (int64_t k = 0; k < regression->basis; ++k) {
    bool odd = degree_of(regression, k) % 2 == 1;
    own[odd][k] = coefficients[k];
    own[!odd][k] = 0;
  }
  for (int64_t from = 0; from < pairs; from += BLOCK) {
    int64_t n = pairs - from < BLOCK ? pairs - from : BLOCK;
    monomials(regression, n, x, from, rows);
    for (int i = 0; i < 2; ++i)
      combine(n, regression->basis, rows, own[i], part[i]);
    sum_and_difference(n, part[0], part[1], out + from, out + pairs + from);
  }
}
