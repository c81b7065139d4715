/* Joint steps of correlated factors: the root of the matrix and its refusals, Gaussian pairs exactly, square-root ones in the limit. */
#include "numerics/affine_factors.h"
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_hyperg.h>
#include <math.h>

enum { PATHS = 40000 };
static double normal[8][PATHS], z[4][PATHS];
static uint64_t state;

static void draw(int64_t arrays) {
  for (int64_t i = 0; i < arrays; ++i)
    for (int p = 0; p < PATHS / 2; ++p) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      double x = gsl_cdf_ugaussian_Pinv(((double)(state >> 11) + 0.5) * 0x1p-53);
      normal[i][p] = x;
      normal[i][PATHS / 2 + p] = -x;
    }
}

static void run(int64_t factors, const rp_affine_law *laws, const double *correlation, double horizon,
                int steps) {
  static rp_affine_factors joint;
  double *numbers[8], *to[4];
  const double *from[4];
  rp_affine_factors_make(factors, laws, correlation, horizon / steps, &joint);
  for (int i = 0; i < 8; ++i)
    numbers[i] = normal[i];
  for (int64_t f = 0; f < factors; ++f) {
    from[f] = to[f] = z[f];
    for (int p = 0; p < PATHS; ++p)
      z[f][p] = laws[f].start;
  }
  for (int k = 0; k < steps; ++k) {
    draw(2 * factors);
    rp_affine_factors_step(&joint, PATHS, numbers, NULL, from, to);
  }
}

static double mean_of(int f) {
  double sum = 0;
  for (int p = 0; p < PATHS; ++p)
    sum += z[f][p] / PATHS;
  return sum;
}

static double covariance(int f, int g) {
  double a = mean_of(f), b = mean_of(g), sum = 0;
  for (int p = 0; p < PATHS; ++p)
    sum += (z[f][p] - a) * (z[g][p] - b) / PATHS;
  return sum;
}

Test(affine_factors, roots) {
  const double good[16] = {1, 0.5, -0.3, 0.2, 0.5, 1, 0.4, 0, -0.3, 0.4, 1, 0.1, 0.2, 0, 0.1, 1};
  const double ones[9] = {1, 1, 1, 1, 1, 1, 1, 1, 1}, bad[9] = {1, 0.9, -0.9, 0.9, 1, 0.9, -0.9, 0.9, 1};
  double root[RP_MOST_FACTORS][RP_MOST_FACTORS], range[2];
  int64_t row = -1, column = -1;
  cr_assert(rp_correlation_root(4, good, root, &row, &column, range));
  for (int i = 0; i < 4; ++i)
    for (int j = 0; j < 4; ++j) {
      double sum = 0;
      for (int k = 0; k < 4; ++k)
        sum += root[i][k] * root[j][k];
      cr_assert(fabs(sum - good[4 * i + j]) < 1e-14);
      cr_assert(j <= i || root[i][j] == 0);
    }
  cr_assert(rp_correlation_root(3, ones, root, &row, &column, range));
  cr_assert(root[2][0] == 1 && root[2][1] == 0 && root[2][2] == 0);
  cr_assert_not(rp_correlation_root(3, bad, root, &row, &column, range));
  cr_assert(row == 2 && column == 1);
  cr_assert(fabs(range[0] + 0.81 + 0.19) < 1e-14 && fabs(range[1] + 0.81 - 0.19) < 1e-14);
}

/* Two Gaussian factors after one step and after four have the covariance rho s t (1 - exp(-(k + l) h))/(k + l). */
Test(affine_factors, gaussian_pairs_are_exact) {
  const rp_affine_law laws[2] = {{1.5, 0, 0.25, 0, 0.3}, {0.2, 1, 0.09, 0, 0}};
  const double correlation[4] = {1, -0.7, -0.7, 1}, want = -0.7 * 0.5 * 0.3 * -expm1(-1.7) / 1.7;
  rp_affine_factors joint;
  rp_affine_factors_make(2, laws, correlation, 1, &joint);
  cr_assert(joint.correlated && !joint.stepped);
  cr_assert(fabs(joint.root[1][0] * joint.step[0].deviation * joint.step[1].deviation - want) < 1e-15);
  cr_assert(rp_affine_factors_gaussian(2, laws, correlation));
  for (int steps = 1; steps <= 4; steps += 3) {
    run(2, laws, correlation, 1, steps);
    double both = sqrt(rp_affine_law_variance(laws, 0.3, 1) * rp_affine_law_variance(laws + 1, 0, 1));
    cr_assert(fabs(covariance(0, 1) - want) < 4 * both / sqrt(PATHS / 2), "%d: %g for %g", steps,
              covariance(0, 1), want);
    cr_assert(fabs(covariance(0, 0) - rp_affine_law_variance(laws, 0.3, 1)) < 0.03 * covariance(0, 0));
    cr_assert(fabs(covariance(1, 1) - rp_affine_law_variance(laws + 1, 0, 1)) < 0.03 * covariance(1, 1));
  }
}

Test(affine_factors, without_correlation_nothing_changes) {
  const rp_affine_law laws[2] = {{2, 0.09, 0, 0.09, 0.06}, {0.2, 1, 0.09, 0, 0}};
  const double unit[4] = {1, 0, 0, 1};
  static double alone[2][PATHS];
  rp_affine_factors joint;
  rp_affine_factors_make(2, laws, unit, 0.1, &joint);
  cr_assert(!joint.correlated && !joint.stepped);
  cr_assert(rp_affine_factors_normals(&joint, 0) == 2 && rp_affine_factors_normals(&joint, 1) == 1);
  run(2, laws, unit, 1, 1);
  state = 0;
  run(2, laws, NULL, 1, 2);
  for (int p = 0; p < PATHS; ++p)
    alone[0][p] = z[0][p], alone[1][p] = z[1][p];
  state = 0;
  run(2, laws, unit, 1, 2);
  for (int p = 0; p < PATHS; ++p)
    cr_assert(alone[0][p] == z[0][p] && alone[1][p] == z[1][p]);
}

/* E sqrt(y_t): a moment of the noncentral chi-squared law. */
static double mean_root(const rp_affine_law *law, double t) {
  double d = rp_affine_law_freedom(law),
         scale = law->variance_slope * -expm1(-law->speed * t) / law->speed / 4;
  double noncentrality = law->start * exp(-law->speed * t) / scale;
  return sqrt(2 * scale) * exp(gsl_sf_lngamma((d + 1) / 2) - gsl_sf_lngamma(d / 2)) *
         gsl_sf_hyperg_1F1(-0.5, d / 2, -noncentrality / 2);
}

/* Covariance of a square-root and a Gaussian factor: rho nu s int exp(-(k + l)(T - t)) E sqrt(y_t) dt. */
static double mixed_covariance(const rp_affine_law *law, const rp_affine_law *other, double rho,
                               double horizon) {
  double sum = 0;
  for (int i = 0; i < 400; ++i) {
    double t = horizon * (i + 0.5) / 400;
    sum += exp(-(law->speed + other->speed) * (horizon - t)) * mean_root(law, t) * horizon / 400;
  }
  return rho * sqrt(law->variance_slope * other->variance_constant) * sum;
}

/* Above the limit of freedom by squares, below it by the quadratic-exponential scheme. */
Test(affine_factors, square_root_pairs_in_the_limit) {
  const double correlation[4] = {1, 0.8, 0.8, 1};
  const rp_affine_law other = {0.5, 0, 0.16, 0, 0};
  const rp_affine_law square[2] = {{2, 0.09, 0, 0.09, 0.06}, {2, 0.03, 0, 0.3, 0.05}};
  for (int i = 0; i < 2; ++i) {
    const rp_affine_law laws[2] = {square[i], other};
    double error[2], want = mixed_covariance(laws, &other, 0.8, 1);
    rp_affine_factors joint;
    rp_affine_factors_make(2, laws, correlation, 0.1, &joint);
    cr_assert(joint.stepped && !rp_affine_factors_gaussian(2, laws, correlation));
    cr_assert_eq(joint.step[0].way, i == 0 ? RP_AFFINE_SQUARES : RP_AFFINE_QUADRATIC_EXPONENTIAL);
    for (int j = 0; j < 2; ++j) {
      run(2, laws, correlation, 1, j ? 32 : 4);
      error[j] = covariance(0, 1) / want - 1;
    }
    double noise = 4 * sqrt(2. * covariance(0, 0) * covariance(1, 1) / PATHS) / want;
    cr_assert(fabs(error[1]) < noise + (i ? 0.05 : 0.01), "%d: %g %g, noise %g", i, error[0], error[1],
              noise);
    /* the marginal mean is exact at any step */
    cr_assert(fabs(mean_of(0) - rp_affine_law_mean(laws, laws->start, 1)) <
              4 * sqrt(covariance(0, 0) / PATHS));
    cr_assert(fabs(covariance(0, 0) / rp_affine_law_variance(laws, laws->start, 1) - 1) < 0.1);
  }
}

/* Equal factors with correlation one stay equal; with -1 Gaussian ones mirror each other. */
Test(affine_factors, full_correlation) {
  const double one[4] = {1, 1, 1, 1}, less[4] = {1, -1, -1, 1};
  const rp_affine_law twins[2] = {{2, 0.09, 0, 0.09, 0.06}, {2, 0.09, 0, 0.09, 0.06}};
  const rp_affine_law mirrored[2] = {{2, 0, 0.09, 0, 0}, {2, 0, 0.09, 0, 0}};
  run(2, twins, one, 1, 5);
  for (int p = 0; p < PATHS; ++p)
    cr_assert_eq(z[0][p], z[1][p]);
  run(2, mirrored, less, 1, 5);
  for (int p = 0; p < PATHS; ++p)
    cr_assert(fabs(z[0][p] + z[1][p]) < 1e-14);
}
