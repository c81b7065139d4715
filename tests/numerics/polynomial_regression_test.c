/* Polynomial regression: recovery, the orthogonal method as the oracle, sums of parts, degenerate points. */
#include "numerics/polynomial_regression.h"
#include <criterion/criterion.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

enum { N = 1003, SUMS = RP_REGRESSION_MOST_BASIS * (RP_REGRESSION_MOST_BASIS + 3) };

static double x[3][N], y[2][N], out[N], sums[SUMS], parts[SUMS], coefficients[2 * RP_REGRESSION_MOST_BASIS];
static const double *const xs[] = {x[0], x[1], x[2]}, *const ys[] = {y[0], y[1]};

/* Roughly normal numbers. */
static void fill(void) {
  uint64_t state = 11;
  for (int f = 0; f < 5; ++f)
    for (int i = 0; i < N; ++i) {
      double sum = 0;
      for (int k = 0; k < 12; ++k) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        sum += (double)(state >> 11) * 0x1p-53;
      }
      (f < 3 ? x[f] : y[f - 3])[i] = sum - 6;
    }
}

static void fit(const rp_regression *r) {
  memset(sums, 0, sizeof sums);
  cr_assert(rp_regression_sums(r) <= SUMS);
  rp_regression_add(r, N, xs, ys, sums);
  cr_assert(rp_regression_solve(r, sums, coefficients));
}

Test(polynomial_regression, counts_monomials) {
  rp_regression r;
  cr_assert(rp_regression_make(1, 7, 1, &r) && r.basis == 8);
  cr_assert(rp_regression_make(2, 3, 1, &r) && r.basis == 10);
  cr_assert(rp_regression_make(3, 3, 2, &r) && r.basis == 20);
  cr_assert(rp_regression_make(4, 2, 2, &r) && r.basis == 15);
  cr_assert_not(rp_regression_make(4, 5, 1, &r));
  cr_assert_not(rp_regression_make(5, 1, 1, &r));
}

Test(polynomial_regression, recovers_polynomials) {
  for (int64_t v = 1; v <= 3; ++v)
    for (int64_t degree = 1; degree <= 4; ++degree) {
      rp_regression r;
      fill();
      if (!rp_regression_make(v, degree, 2, &r)) continue;
      for (int i = 0; i < N; ++i) {
        double z = x[0][i] + (v > 1 ? 2 * x[1][i] : 0) - (v > 2 ? x[2][i] : 0);
        y[0][i] = 1 + pow(z, (double)degree);
        y[1][i] = 3 - x[v - 1][i];
      }
      fit(&r);
      for (int t = 0; t < 2; ++t) {
        rp_regression_at(&r, N, xs, coefficients + t * r.basis, out);
        for (int i = 0; i < N; ++i)
          CLOSE(out[i], y[t][i], 1e-9 * (1 + fabs(y[t][i])));
      }
    }
}

/* The same coefficients as from an orthogonal factorisation of all monomials at all points. */
Test(polynomial_regression, agrees_with_orthogonal_factorisation) {
  const int64_t shapes[][2] = {{1, 1}, {1, 3}, {1, 4}, {1, 5}, {1, 6},
                               {1, 7}, {1, 9}, {2, 3}, {3, 2}, {3, 3}};
  static double a[N * RP_REGRESSION_MOST_BASIS], b[N * 2];
  for (size_t s = 0; s < sizeof shapes / sizeof *shapes; ++s) {
    rp_regression r;
    fill();
    cr_assert(rp_regression_make(shapes[s][0], shapes[s][1], 2, &r));
    fit(&r);
    for (int i = 0; i < N; ++i) {
      for (int64_t k = 0; k < r.basis; ++k) {
        double product = 1;
        for (int64_t f = 0; f < r.variables; ++f)
          product *= pow(x[f][i], r.exponent[k][f]);
        a[i * r.basis + k] = product;
      }
      b[2 * i] = y[0][i];
      b[2 * i + 1] = y[1][i];
    }
    cr_assert_eq(LAPACKE_dgels(LAPACK_ROW_MAJOR, 'N', N, (int)r.basis, 2, a, (int)r.basis, b, 2), 0);
    for (int64_t k = 0; k < r.basis; ++k)
      for (int t = 0; t < 2; ++t)
        CLOSE(coefficients[t * r.basis + k], b[2 * k + t], 1e-9);
  }
}

/* Parts of the points, added in their order, give the bits of any other run with the same parts. */
Test(polynomial_regression, sums_of_parts) {
  for (int64_t v = 1; v <= 2; ++v) {
    rp_regression r;
    fill();
    cr_assert(rp_regression_make(v, 3, 2, &r));
    memset(sums, 0, sizeof sums);
    memset(parts, 0, sizeof parts);
    rp_regression_add(&r, N, xs, ys, sums);
    for (int64_t from = 0; from < N; from += 200) {
      const double *const some_x[] = {x[0] + from, x[1] + from}, *const some_y[] = {y[0] + from, y[1] + from};
      rp_regression_add(&r, N - from < 200 ? N - from : 200, some_x, some_y, parts);
    }
    for (int64_t k = 0; k < rp_regression_sums(&r); ++k)
      CLOSE(parts[k], sums[k], 1e-10 * (1 + fabs(sums[k])));
  }
}

/* Two variables that are one: the same fit as with one, the second coefficient 0; nothing without points. */
Test(polynomial_regression, leaves_out_dependent_monomials) {
  rp_regression r;
  fill();
  for (int i = 0; i < N; ++i)
    x[1][i] = 2 * x[0][i];
  cr_assert(rp_regression_make(2, 1, 2, &r));
  memset(sums, 0, sizeof sums);
  rp_regression_add(&r, N, xs, ys, sums);
  double both[6], one[4];
  cr_assert(rp_regression_solve(&r, sums, both));
  memset(sums, 0, sizeof sums);
  cr_assert_not(rp_regression_solve(&r, sums, coefficients));
  cr_assert(rp_regression_make(1, 1, 2, &r));
  memset(sums, 0, sizeof sums);
  rp_regression_add(&r, N, xs, ys, sums);
  cr_assert(rp_regression_solve(&r, sums, one));
  for (int t = 0; t < 2; ++t) {
    cr_assert_eq(both[3 * t + 2], 0);
    for (int k = 0; k < 2; ++k)
      cr_assert(fabs(both[3 * t + k] - one[2 * t + k]) < 1e-12);
  }
}

/* Pairs x, -x laid out as their halves, or added as pairs: the same sums, coefficients and values. */
Test(polynomial_regression, pairs_are_points) {
  enum { HALF = 501, ALL = 2 * HALF };
  static double both[ALL];
  const double *first[] = {x[0], x[1], x[2]};
  for (int64_t v = 1; v <= 3; ++v)
    for (int64_t degree = 1; degree <= (v == 1 ? 11 : 3); ++degree) {
      rp_regression r;
      fill();
      if (!rp_regression_make(v, degree, 2, &r)) continue;
      for (int64_t f = 0; f < v; ++f)
        for (int i = 0; i < HALF; ++i) {
          x[f][i] *= 0.4; /* high powers stay comparable */
          x[f][HALF + i] = -x[f][i];
        }
      memset(sums, 0, sizeof sums);
      memset(parts, 0, sizeof parts);
      rp_regression_add(&r, ALL, xs, ys, sums);
      rp_regression_add_pairs(&r, HALF, first, ys, parts);
      double size = 0;
      for (int64_t k = 0; k < rp_regression_sums(&r); ++k)
        size = fmax(size, fabs(sums[k]));
      for (int64_t k = 0; k < rp_regression_sums(&r); ++k)
        CLOSE(parts[k], sums[k], 1e-12 * size);
      cr_assert(rp_regression_solve(&r, parts, coefficients));
      rp_regression_at(&r, ALL, xs, coefficients, out);
      rp_regression_at_pairs(&r, HALF, first, coefficients, both);
      for (int i = 0; i < ALL; ++i)
        CLOSE(both[i], out[i], 1e-12 * (1 + fabs(out[i])));
    }
}
