/* Regression along simulated factors: exact solutions within the standard error, bias of order two in the step, two factors. */
#include "numerics/affine_factors.h"
#include "numerics/markov_regression.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ONE = RP_REACTION_ONE, PATHS = 4096, BATCHES = 8, MOST_STEPS = 40 };
static const double eta = 0.2, psi = 0.3, beta = 1.5;
static const rp_affine_law laws[2] = {{2, 0.09, 0, 0.09, 0.06}, {2, 0.1, 0.09, 0, -0.3}};
/* u' = L u - u^2/eta + a with u = psi + beta z_1;  q' = L q - u q/eta - z_2 */
static const rp_reaction_term terms[] = {{0, 0, 0, -5}, {0, 2, ONE, 1}, {1, 0, 1, -5}, {1, 3, ONE, -1}};
static const int32_t block[] = {0, 1, 2};
static int32_t group[3];
static double running[6], ends[2][4] = {{0.3, 1.5, 0, 0}, {0, 0, 0, 0}};
static const double drift[4] = {0, 0, 0, 1};
static rp_markov_function given[2], terminal[2];
static rp_reaction reaction;
static double normal[MOST_STEPS * 4 * PATHS], z[(MOST_STEPS + 1) * 2 * PATHS];

/* All steps of all paths from `normal` [steps][4][paths]. */
static void simulate(const rp_markov_problem *p, int64_t paths, int64_t steps) {
  static rp_affine_factors step;
  rp_affine_factors_make(2, p->laws, NULL, 1. / (double)steps, &step);
  for (int f = 0; f < 2; ++f)
    for (int64_t i = 0; i < paths; ++i)
      z[f * paths + i] = p->laws[f].start;
  for (int64_t k = 0; k < steps; ++k) {
    const double *from[] = {z + k * 2 * paths, z + (k * 2 + 1) * paths};
    double *to[] = {z + (k + 1) * 2 * paths, z + ((k + 1) * 2 + 1) * paths}, *numbers[4];
    for (int i = 0; i < 4; ++i)
      numbers[i] = normal + (k * 4 + i) * paths;
    rp_affine_factors_step(&step, paths, numbers, NULL, from, to);
  }
}

static rp_markov_problem problem(void) {
  running[0] = psi * psi / eta - beta * laws[0].speed * laws[0].mean;
  running[1] = 2 * psi * beta / eta + beta * laws[0].speed;
  running[2] = beta * beta / eta;
  given[0] = (rp_markov_function){3, running, NULL};
  given[1] = (rp_markov_function){2, drift, NULL};
  terminal[0] = (rp_markov_function){2, ends[0], NULL};
  terminal[1] = (rp_markov_function){2, ends[1], NULL};
  reaction = (rp_reaction){
      .unknowns = 2, .givens = 2, .terms = 4, .blocks = 2, .term = terms, .block = block, .group = group};
  reaction.groups = rp_reaction_find_groups(&reaction, group);
  return (rp_markov_problem){
      .reaction = &reaction, .factors = 2, .laws = laws, .given = given, .terminal = terminal, .horizon = 1};
}

static double exact_q(void) {
  double sum = 0;
  for (int i = 0; i <= 2000; ++i) {
    double s = i / 2000., weight = (i == 0 || i == 2000 ? 1 : i % 2 ? 4 : 2) / 6000.;
    sum += weight * rp_affine_law_mean(laws + 1, laws[1].start, s) * exp(-psi * s / eta) *
           rp_affine_law_bond(laws, laws[0].start, s, beta / eta);
  }
  return -sum;
}

/* Box and Muller on Knuth's generator. */
static void draw(uint64_t seed, int64_t count) {
  uint64_t state = seed;
  for (int64_t i = 0; i < count; i += 2) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    double u = ((double)(state >> 11) + 0.5) * 0x1p-53;
    state = state * 6364136223846793005u + 1442695040888963407u;
    double angle = 6.283185307179586 * ((double)(state >> 11) + 0.5) * 0x1p-53, radius = sqrt(-2 * log(u));
    normal[i] = radius * cos(angle);
    normal[i + 1] = radius * sin(angle);
  }
}

/* Means over batches at several numbers of steps on the same paths; standard errors of the finest. */
static void run(const int64_t *strides, int count, double mean[][2], double *spread) {
  rp_markov_problem p = problem();
  double all[4][BATCHES][2];
  for (int b = 0; b < BATCHES; ++b) {
    draw(77 + (uint64_t)b, MOST_STEPS * 4 * PATHS);
    simulate(&p, PATHS, MOST_STEPS);
    for (int i = 0; i < count; ++i) {
      rp_markov_regression method = {.paths = PATHS, .steps = MOST_STEPS / strides[i]};
      cr_assert(rp_regression_make(2, 3, 2, &method.basis));
      double *work = malloc((size_t)rp_markov_regression_workspace(&p, &method) * sizeof *work);
      rp_markov_report report;
      cr_assert_eq(rp_markov_regression_solve(&p, &method, z, strides[i], all[i][b], NULL, &report, work),
                   RP_MARKOV_OK);
      free(work);
    }
  }
  for (int i = 0; i < count; ++i)
    for (int k = 0; k < 2; ++k) {
      double sum = 0, square = 0;
      for (int b = 0; b < BATCHES; ++b)
        sum += all[i][b][k] / BATCHES;
      for (int b = 0; b < BATCHES; ++b)
        square += (all[i][b][k] - sum) * (all[i][b][k] - sum);
      mean[i][k] = sum;
      if (i == 0) spread[k] = sqrt(square / (BATCHES - 1) / BATCHES);
    }
}

Test(markov_regression, two_factors_within_the_standard_error) {
  const int64_t strides[] = {1, 4};
  double mean[2][2], spread[2] = {0}, u = psi + beta * laws[0].start, q = exact_q();
  run(strides, 2, mean, spread);
  cr_assert(spread[0] > 1e-6 && spread[0] < 2e-3 && spread[1] < 2e-3);
  cr_assert(fabs(mean[0][0] - u) < 4 * spread[0] + 2e-4, "u %g for %g, error %g", mean[0][0], u, spread[0]);
  cr_assert(fabs(mean[1][0] - u) < 4 * spread[0] + 2e-3 && fabs(mean[1][1] - q) < 4 * spread[1] + 2e-3);
  cr_assert(fabs(mean[0][1] - q) < 4 * spread[1] + 2e-4, "q %g for %g, error %g", mean[0][1], q, spread[1]);
}

/* Factors that hardly move leave the bias of the steps alone: of order two. */
Test(markov_regression, bias_of_order_two) {
  const rp_affine_law quiet[2] = {{2, 0.09, 1e-12, 0, 0.06}, {2, 0.1, 1e-12, 0, -0.3}};
  double value[3][2];
  for (int i = 0; i < 3; ++i) {
    rp_markov_problem p = problem();
    rp_markov_regression method = {.paths = 256, .steps = 5 << i};
    p.laws = quiet;
    draw(9, MOST_STEPS * 4 * 256);
    simulate(&p, 256, 5 << i);
    cr_assert(rp_regression_make(2, 2, 2, &method.basis));
    double *work = malloc((size_t)rp_markov_regression_workspace(&p, &method) * sizeof *work);
    rp_markov_report report;
    cr_assert_eq(rp_markov_regression_solve(&p, &method, z, 1, value[i], NULL, &report, work), RP_MARKOV_OK);
    free(work);
  }
  for (int k = 0; k < 2; ++k) {
    double ratio = (value[1][k] - value[0][k]) / (value[2][k] - value[1][k]);
    cr_assert(fabs(ratio - 4) < 0.3, "field %d: ratio %g", k, ratio);
  }
}

/* Coefficients kept along the way give the fields anywhere: near the exact ones at later times. */
Test(markov_regression, fitted_fields) {
  rp_markov_problem p = problem();
  static double fitted[(MOST_STEPS + 1) * 2 * RP_REGRESSION_MOST_BASIS];
  draw(5, MOST_STEPS * 4 * PATHS);
  simulate(&p, PATHS, MOST_STEPS);
  rp_markov_regression method = {.paths = PATHS, .steps = MOST_STEPS};
  cr_assert(rp_regression_make(2, 3, 2, &method.basis));
  double start[2], *work = malloc((size_t)rp_markov_regression_workspace(&p, &method) * sizeof *work);
  rp_markov_report report;
  cr_assert_eq(rp_markov_regression_solve(&p, &method, z, 1, start, fitted, &report, work), RP_MARKOV_OK);
  const double first[3] = {0.05, 0.09, 0.13},
               second[3] = {-0.1, 0.1, 0.3}, *const points[2] = {first, second};
  double u[6], room[64];
  cr_assert(rp_markov_regression_point_workspace(&p, 3) <= 64);
  cr_assert(
      rp_markov_regression_at(&p, &method, 20, fitted + 20 * 2 * method.basis.basis, 3, points, u, room));
  for (int i = 0; i < 3; ++i)
    cr_assert(fabs(u[i] - psi - beta * first[i]) < 0.01, "%g at %g", u[i], first[i]);
  /* q at half time grows with -z_2 */
  cr_assert(u[3] > u[4] && u[4] > u[5]);
  free(work);
}

Test(markov_regression, leaves_no_bounds_unnoticed) {
  rp_markov_problem p = problem();
  const double low[2] = {0.55, -INFINITY}, high[2] = {0.6, INFINITY};
  draw(5, 8 * 4 * PATHS);
  simulate(&p, PATHS, 8);
  rp_markov_regression method = {.paths = PATHS, .steps = 8};
  cr_assert(rp_regression_make(2, 2, 2, &method.basis));
  double start[2], *work = malloc((size_t)rp_markov_regression_workspace(&p, &method) * sizeof *work);
  rp_markov_report report;
  p.lower = low;
  p.upper = high;
  cr_assert_eq(rp_markov_regression_solve(&p, &method, z, 1, start, NULL, &report, work),
               RP_MARKOV_OUT_OF_BOUNDS);
  cr_assert_eq(report.unknown, 0);
  free(work);
}

/* Gaussian factors with the second half of the numbers negated: told as pairs the same answer, from half of the paths. */
Test(markov_regression, pairs_are_mirror_images) {
  const rp_affine_law mirrored[2] = {{2, 0.09, 0.01, 0, 0.06}, {2, 0.1, 0.09, 0, -0.3}};
  enum { HALF = 700, STEPS = 8 };
  rp_markov_problem p = problem();
  p.laws = mirrored;
  draw(21, STEPS * 4 * 2 * HALF);
  for (int64_t i = 0; i < STEPS * 4; ++i)
    for (int64_t k = 0; k < HALF; ++k)
      normal[i * 2 * HALF + HALF + k] = -normal[i * 2 * HALF + k];
  simulate(&p, 2 * HALF, STEPS);
  rp_markov_regression method = {.paths = 2 * HALF, .steps = STEPS};
  cr_assert(rp_regression_make(2, 3, 2, &method.basis));
  double *work = malloc((size_t)rp_markov_regression_workspace(&p, &method) * sizeof *work), all[2][2],
         half[2];
  rp_markov_report report;
  for (int64_t stride = 1; stride <= 2; ++stride) {
    method.steps = STEPS / stride;
    cr_assert_eq(rp_markov_regression_solve(&p, &method, z, stride, all[stride - 1], NULL, &report, work),
                 RP_MARKOV_OK);
  }
  for (int64_t row = 0; row < 2 * (STEPS + 1);
       ++row) /* rows move forward, so that none is overwritten before */
    memmove(z + row * HALF, z + row * 2 * HALF, HALF * sizeof *z);
  method.pairs = true;
  for (int64_t stride = 1; stride <= 2; ++stride) {
    method.steps = STEPS / stride;
    cr_assert_eq(rp_markov_regression_solve(&p, &method, z, stride, half, NULL, &report, work), RP_MARKOV_OK);
    for (int k = 0; k < 2; ++k)
      cr_assert(fabs(half[k] - all[stride - 1][k]) < 1e-12, "%g for %g", half[k], all[stride - 1][k]);
  }
  free(work);
}
