/*
 * GMRES: exact after as many products as there are distinct eigenvalues, right solutions with and without a preconditioner,
 * residuals told as they are, singular systems and exhausted budgets refused.
 */
#include "numerics/gmres.h"
#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

enum { N = 40, MOST = 60 };
static double matrix[N][N], inverse_diagonal[N], work[(MOST + 3) * N + (MOST + 4) * (MOST + 1)];
static int64_t calls;

static bool apply(void *context, const double *x, double *product) {
  (void)context;
  ++calls;
  for (int i = 0; i < N; ++i) {
    product[i] = 0;
    for (int j = 0; j < N; ++j)
      product[i] += matrix[i][j] * x[j];
  }
  return true;
}

static bool refuse(void *context, const double *x, double *product) {
  (void)context, (void)x, (void)product;
  return false;
}

static void jacobi(void *context, const double *x, double *result) {
  (void)context;
  for (int i = 0; i < N; ++i)
    result[i] = inverse_diagonal[i] * x[i];
}

static double noise(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (double)(*state >> 11) * 0x1p-52 - 1;
}

/* A diagonal that spans many sizes and a small rest. */
static void make(double rest) {
  uint64_t state = 5;
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      matrix[i][j] = rest * noise(&state) + (i == j ? pow(10, i * 4.0 / N) : 0);
  for (int i = 0; i < N; ++i)
    inverse_diagonal[i] = 1 / matrix[i][i];
}

static double residual(const double *x, const double *b) {
  double product[N], worst = 0, size = 0;
  apply(NULL, x, product);
  for (int i = 0; i < N; ++i) {
    worst = fmax(worst, fabs(b[i] - product[i]));
    size = fmax(size, fabs(b[i]));
  }
  return worst / size;
}

Test(gmres, solves_and_counts_products) {
  double x[N] = {0}, b[N];
  rp_gmres_operator a = {apply, NULL, NULL}, better = {apply, jacobi, NULL};
  rp_gmres_report plain, report;
  make(0.01);
  for (int i = 0; i < N; ++i)
    b[i] = cos(i);
  calls = 0;
  cr_assert(rp_gmres(N, &a, b, 1e-12, MOST, x, work, &plain));
  cr_assert_eq(calls, plain.products);
  cr_assert(residual(x, b) <= 1e-12 && fabs(residual(x, b) - plain.residual) < 1e-15);
  memset(x, 0, sizeof x);
  calls = 0;
  cr_assert(rp_gmres(N, &better, b, 1e-12, MOST, x, work, &report));
  cr_assert_eq(calls, report.products);
  cr_assert(residual(x, b) <= 1e-11);
  cr_assert(2 * report.products < plain.products, "%lld of %lld", (long long)report.products,
            (long long)plain.products);
}

Test(gmres, ends_after_as_many_steps_as_there_are_eigenvalues) {
  double x[N] = {0}, b[N];
  rp_gmres_operator a = {apply, NULL, NULL};
  rp_gmres_report report;
  memset(matrix, 0, sizeof matrix);
  for (int i = 0; i < N; ++i) {
    matrix[i][i] = 1 + i % 3;
    b[i] = 1 + sin(i);
  }
  cr_assert(rp_gmres(N, &a, b, 1e-14, MOST, x, work, &report));
  cr_assert_eq(report.products, 4, "%lld products", (long long)report.products);
  for (int i = 0; i < N; ++i)
    cr_assert(fabs(x[i] * (1 + i % 3) - b[i]) < 1e-13);
}

Test(gmres, starts_from_a_guess) {
  double x[N], b[N];
  rp_gmres_operator a = {apply, NULL, NULL};
  rp_gmres_report report;
  make(0.1);
  for (int i = 0; i < N; ++i)
    x[i] = 1;
  apply(NULL, x, b);
  cr_assert(rp_gmres(N, &a, b, 1e-14, MOST, x, work, &report));
  cr_assert_eq(report.products, 1);
}

Test(gmres, says_when_it_cannot) {
  double x[N] = {0}, b[N] = {1};
  rp_gmres_operator a = {apply, NULL, NULL}, stopped = {refuse, NULL, NULL};
  rp_gmres_report report;
  make(0.1);
  cr_assert(!rp_gmres(N, &a, b, 1e-13, 5, x, work, &report));
  cr_assert(report.residual > 1e-13 && report.products <= 5);
  memset(x, 0, sizeof x);
  memset(matrix, 0, sizeof matrix);
  for (int i = 1; i < N; ++i)
    matrix[i][i] = i;
  cr_assert(!rp_gmres(N, &a, b, 1e-13, MOST, x, work, &report)); /* the first row is zero */
  cr_assert(!rp_gmres(N, &stopped, b, 1e-13, MOST, x, work, &report));
  memset(x, 0, sizeof x);
  b[0] = 0;
  cr_assert(rp_gmres(N, &a, b, 1e-13, MOST, x, work, &report));
  cr_assert_eq(report.products, 0);
  for (int i = 0; i < N; ++i)
    cr_assert_eq(x[i], 0);
}
