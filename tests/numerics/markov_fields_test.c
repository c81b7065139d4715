/* Fields along Markov factors by every method: against exact solutions, each other and observed orders; escapes and bounds. */
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "numerics/markov_dense.h"
#include "numerics/markov_differences.h"
#include "numerics/markov_regression.h"
#include "numerics/markov_taylor.h"

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

enum { ONE = RP_REACTION_ONE, UNKNOWNS = 3 };

/* u' = L u - u^2/eta + a, m' = L m - u m/eta, q' = L q - u q/eta - b with u = psi + beta z exactly, a Cox-Ingersoll-Ross factor. */
static const double eta = 0.2, psi = 0.3, beta = 1.5, horizon = 1;
static const rp_affine_law law = {2, 0.09, 0, 0.09, 0.06};
static const rp_reaction_term terms[] = {
    {0, 0, 0, -1 / 0.2}, {0, 3, ONE, 1}, {1, 0, 1, -1 / 0.2}, {2, 0, 2, -1 / 0.2}, {2, 4, ONE, -1}};
static const int32_t block[] = {0, 1, 2, 3};
static int32_t group[4];
static double running[3], terminals[UNKNOWNS][2] = {{0.3, 1.5}, {1, 0}, {0, 0}};
static const double drift[2] = {1, 0};
static rp_markov_function given[2], terminal[UNKNOWNS];
static const double times[] = {0, 0.25, 0.6}, states[] = {0.06, 0.15};
static rp_reaction reaction;

static rp_markov_problem problem(void) {
  running[0] = psi * psi / eta - beta * law.speed * law.mean;
  running[1] = 2 * psi * beta / eta + beta * law.speed;
  running[2] = beta * beta / eta;
  given[0] = (rp_markov_function){3, running, NULL};
  given[1] = (rp_markov_function){2, drift, NULL};
  for (int k = 0; k < UNKNOWNS; ++k)
    terminal[k] = (rp_markov_function){2, terminals[k], NULL};
  reaction = (rp_reaction){.unknowns = UNKNOWNS,
                           .givens = 2,
                           .terms = 5,
                           .blocks = 3,
                           .term = terms,
                           .block = block,
                           .group = group};
  reaction.groups = rp_reaction_find_groups(&reaction, group);
  return (rp_markov_problem){.reaction = &reaction,
                             .factors = 1,
                             .laws = &law,
                             .given = given,
                             .terminal = terminal,
                             .horizon = horizon,
                             .times = 3,
                             .states = 2,
                             .time = times,
                             .state = states};
}

/* -int_0^T exp(-psi s/eta) bond(z, s, beta/eta) ds by Simpson's rule. */
static double exact_q(double z, double t) {
  enum { N = 2000 };
  double sum = 0, h = t / N;
  for (int i = 0; i <= N; ++i) {
    double weight = i == 0 || i == N ? 1 : i % 2 ? 4 : 2;
    sum += weight * exp(-psi * h * i / eta) * rp_affine_law_bond(&law, z, h * i, beta / eta);
  }
  return -sum * h / 3;
}

static void expect_exact(const double *values, double tolerance) {
  for (int i = 0; i < 3; ++i)
    for (int j = 0; j < 2; ++j) {
      const double *u = values + (i * 2 + j) * UNKNOWNS;
      double z = states[j], left = horizon - times[i];
      CLOSE(u[0], psi + beta * z, tolerance);
      CLOSE(u[1], exp(-psi * left / eta) * rp_affine_law_bond(&law, z, left, beta / eta), tolerance);
      CLOSE(u[2], exact_q(z, left), tolerance);
    }
}

Test(markov_fields, taylor_series) {
  rp_markov_problem p = problem();
  rp_markov_taylor method = {16, 6, -1, 1e-10};
  double values[3 * 2 * UNKNOWNS],
      *work = malloc((size_t)rp_markov_taylor_workspace(&p, &method) * sizeof *work);
  rp_markov_report report;
  cr_assert_eq(rp_markov_taylor_solve(&p, &method, values, &report, work), RP_MARKOV_OK);
  expect_exact(values, 3e-9);
  cr_assert(report.tail < 1e-8 && report.time_error < 1e-8 && report.steps > 3);
  free(work);
}

/* The error of the means falls like a power series as the degree grows. */
Test(markov_fields, taylor_series_converge_with_the_degree) {
  rp_markov_problem p = problem();
  double before = INFINITY;
  for (int64_t degree = 2; degree <= 6; degree += 2) {
    rp_markov_taylor method = {degree, 6, -1, 1e-11};
    double values[3 * 2 * UNKNOWNS],
        *work = malloc((size_t)rp_markov_taylor_workspace(&p, &method) * sizeof *work);
    rp_markov_report report;
    cr_assert_eq(rp_markov_taylor_solve(&p, &method, values, &report, work), RP_MARKOV_OK);
    double error = fabs(values[1] - exp(-psi / eta) * rp_affine_law_bond(&law, 0.06, 1, beta / eta));
    cr_assert(error < before / 20, "degree %d: %g after %g", (int)degree, error, before);
    before = error;
    free(work);
  }
}

static double dense_error(int64_t degree) {
  rp_markov_problem p = problem();
  rp_markov_dense method = {
      .degree = degree, .low = 0, .high = 0.8, .order = 6, .fixed_level = -1, .tolerance = 1e-10};
  double values[3 * 2 * UNKNOWNS],
      *work = malloc((size_t)rp_markov_dense_workspace(&p, &method) * sizeof *work);
  rp_markov_report report;
  cr_assert_eq(rp_markov_dense_solve(&p, &method, values, NULL, &report, work), RP_MARKOV_OK);
  if (degree >= 32) expect_exact(values, 3e-9);
  free(work);
  return fabs(values[1] - exp(-psi / eta) * rp_affine_law_bond(&law, 0.06, 1, beta / eta));
}

Test(markov_fields, collocation) {
  double coarse = dense_error(6), finer = dense_error(10);
  cr_assert(finer < coarse / 10, "%g, %g", coarse, finer);
  cr_assert(dense_error(32) < 1e-10);
}

static void difference_values(int64_t intervals, int64_t steps, bool monotone, double *values) {
  rp_markov_problem p = problem();
  rp_markov_differences method = {intervals, steps, 0, 0.8, monotone};
  double *work =
      malloc((size_t)(rp_markov_differences_workspace(&p, &method) + (UNKNOWNS + 1) * (intervals + 1)) *
             sizeof *work);
  rp_markov_report report;
  cr_assert_eq(rp_markov_differences_solve(&p, &method, values, NULL, &report, work), RP_MARKOV_OK);
  free(work);
}

Test(markov_fields, differences_have_order_two_and_monotone_ones_order_one) {
  double exact = exp(-psi / eta) * rp_affine_law_bond(&law, 0.06, 1, beta / eta);
  for (int monotone = 0; monotone < 2; ++monotone) {
    double error[3];
    for (int i = 0; i < 3; ++i) {
      double values[3 * 2 * UNKNOWNS];
      difference_values(80 << i, 20 << i, monotone, values);
      error[i] = fabs(values[1] - exact);
      if (i == 2) expect_exact(values, monotone ? 2e-2 : 1e-3);
    }
    double observed = log2(error[1] / error[2]);
    cr_assert(fabs(observed - (monotone ? 1 : 2)) < 0.15, "order %g (%g %g %g)", observed, error[0], error[1],
              error[2]);
  }
}

/* Two coupled fields in one block, against the same fields by collocation. */
Test(markov_fields, blocks_by_differences_and_collocation) {
  static const rp_reaction_term coupled[] = {{0, 0, 0, -2},   {0, 1, ONE, 0.6}, {0, 2, ONE, 1},
                                             {1, 0, 1, -1.5}, {1, 1, 1, -0.5},  {1, 0, ONE, 0.8}};
  static const int32_t pair[] = {0, 2};
  static const double flat[2][2] = {{0.5, 0}, {0.2, 0.3}}, variance[2] = {0.1, 2};
  int32_t groups[2];
  rp_markov_function ends[2] = {{2, flat[0], NULL}, {2, flat[1], NULL}}, market[1] = {{2, variance, NULL}};
  rp_reaction r = {
      .unknowns = 2, .givens = 1, .terms = 6, .blocks = 1, .term = coupled, .block = pair, .group = groups};
  r.groups = rp_reaction_find_groups(&r, groups);
  rp_markov_problem p = {.reaction = &r,
                         .factors = 1,
                         .laws = &law,
                         .given = market,
                         .terminal = ends,
                         .horizon = 1,
                         .times = 1,
                         .states = 1,
                         .time = times,
                         .state = states};
  rp_markov_dense spectral = {
      .degree = 32, .low = 0, .high = 0.8, .order = 6, .fixed_level = -1, .tolerance = 1e-10};
  double want[2], error[2];
  rp_markov_report report;
  double *work = malloc((size_t)rp_markov_dense_workspace(&p, &spectral) * sizeof *work);
  cr_assert_eq(rp_markov_dense_solve(&p, &spectral, want, NULL, &report, work), RP_MARKOV_OK);
  free(work);
  for (int i = 0; i < 2; ++i) {
    rp_markov_differences method = {100 << i, 30 << i, 0, 0.8, false};
    double got[2];
    work = malloc((size_t)(rp_markov_differences_workspace(&p, &method) + 3 * (method.intervals + 1)) *
                  sizeof *work);
    cr_assert_eq(rp_markov_differences_solve(&p, &method, got, NULL, &report, work), RP_MARKOV_OK);
    error[i] = fabs(got[0] - want[0]) + fabs(got[1] - want[1]);
    free(work);
  }
  cr_assert(error[1] < 2e-5 && fabs(log2(error[0] / error[1]) - 2) < 0.2, "%g %g", error[0], error[1]);
}

/* A chain of one regime is an ordinary equation; two equal regimes are one; fast switching averages. */
Test(markov_fields, chains) {
  static const double rates[] = {-3, 3, 1, -1}, fast[] = {-3e4, 3e4, 1e4, -1e4};
  static const double equal[] = {0.4, 0.4, 1, 1}, unequal[] = {0.2, 0.6, 1, 1},
                      ends[] = {0.3, 0.3, 1, 1, 0, 0};
  static const double regimes[] = {0, 1};
  double alone = 0, values[3 * 2 * UNKNOWNS];
  for (int which = 0; which < 3; ++which) {
    rp_markov_problem p = problem();
    p.state = regimes;
    rp_markov_dense method = {.regimes = 2,
                              .rates = which == 2 ? fast : rates,
                              .given = which == 0 ? equal : unequal,
                              .terminal = ends,
                              .order = 6,
                              .fixed_level = -1,
                              .tolerance = 1e-9};
    double *work = malloc((size_t)rp_markov_dense_workspace(&p, &method) * sizeof *work);
    rp_markov_report report;
    cr_assert_eq(rp_markov_dense_solve(&p, &method, values, NULL, &report, work), RP_MARKOV_OK);
    free(work);
    double w = sqrt((which == 2 ? 0.5 : 0.4) / eta), v = 0.3 / eta; /* v' = w^2 - v^2 */
    double closed = eta * w * (v + w * tanh(w)) / (w + v * tanh(w));
    if (which == 0) {
      CLOSE(values[0], closed, 1e-8);
      CLOSE(values[UNKNOWNS], closed, 1e-8);
      alone = values[0];
    }
    if (which == 1) cr_assert(values[0] != values[UNKNOWNS] && fabs(values[0] - alone) < 0.2);
    if (which == 2)
      CLOSE(values[0], closed, 1e-4); /* the mean of 0.2 and 0.6 in their stationary shares 1/4 and 3/4 */
  }
}

/* -u^2 from a negative start escapes at 1/|u|. */
Test(markov_fields, escapes_are_found_by_every_method) {
  static const rp_reaction_term falling[] = {{0, 0, 0, -1}};
  static const int32_t single[] = {0, 1};
  static const double below[] = {-2, 0};
  rp_markov_function end = {2, below, NULL};
  int32_t groups[2];
  rp_reaction r = {.unknowns = 1, .terms = 1, .blocks = 1, .term = falling, .block = single, .group = groups};
  r.groups = rp_reaction_find_groups(&r, groups);
  rp_markov_problem p = {.reaction = &r,
                         .factors = 1,
                         .laws = &law,
                         .terminal = &end,
                         .horizon = 1,
                         .times = 1,
                         .states = 1,
                         .time = times,
                         .state = states};
  double value, *work = malloc(200000 * sizeof *work);
  rp_markov_report report;
  rp_markov_taylor series = {6, 5, -1, 1e-8};
  cr_assert_eq(rp_markov_taylor_solve(&p, &series, &value, &report, work), RP_MARKOV_ESCAPES);
  CLOSE(report.at, 0.5, 1e-2);
  rp_markov_dense spectral = {
      .degree = 10, .low = 0, .high = 0.8, .order = 5, .fixed_level = -1, .tolerance = 1e-8};
  cr_assert_eq(rp_markov_dense_solve(&p, &spectral, &value, NULL, &report, work), RP_MARKOV_ESCAPES);
  CLOSE(report.at, 0.5, 1e-2);
  rp_markov_differences grid = {50, 100, 0, 0.8, false};
  const double low = -3, high = 0;
  cr_assert_eq(rp_markov_differences_solve(&p, &grid, &value, NULL, &report, work), RP_MARKOV_ESCAPES);
  p.lower = &low;
  p.upper = &high;
  cr_assert_eq(rp_markov_differences_solve(&p, &grid, &value, NULL, &report, work), RP_MARKOV_OUT_OF_BOUNDS);
  cr_assert(report.unknown == 0 && report.value < -3 && report.at > 0.8); /* -2/(1 - 2/3) at 1/6 */
  free(work);
}

Test(markov_fields, functions_of_the_factors) {
  const double c[2][3] = {{1, -2, 0.5}, {0, 1, 3}}, low[2] = {-1, 0}, high[2] = {2, 1}, z[2] = {0.4, -0.3};
  rp_markov_function f = {3, c[0], NULL};
  double least, largest, value = 1 - 2 * 0.4 + 0.5 * 0.16 - 0.3 + 3 * 0.09, out[2];
  CLOSE(rp_markov_function_at(&f, 2, z), value, 1e-15);
  const double first[2] = {0.4, 0.4}, second[2] = {-0.3, -0.3}, *const points[2] = {first, second};
  rp_markov_function_values(&f, 2, 2, points, out);
  CLOSE(out[1], value, 1e-15);
  rp_markov_function_extremes(&f, 2, low, high, &least, &largest);
  CLOSE(least, -1, 1e-4);
  CLOSE(largest, 3.5 + 4, 1e-12);
}
