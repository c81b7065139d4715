/* Transitions of affine laws: moments, the whole law against the noncentral chi-squared one, also from and at the floor. */
#include "numerics/affine_step.h"
#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

enum { RULE = 500, SAMPLE = 100000 };
static double node[RULE], sample[SAMPLE], start[SAMPLE];

/* Midpoints of equal probability under the normal law. */
static void make_nodes(void) {
  for (int i = 0; i < RULE; ++i)
    node[i] = gsl_cdf_ugaussian_Pinv((i + 0.5) / RULE);
}

static uint64_t mixed(uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
  z = (z ^ z >> 27) * 0x94D049BB133111EBu;
  return z ^ z >> 31;
}

/* Numbers by counting: of draw, path and place alone. */
static void draw(const void *self, int64_t round, int64_t first, int64_t count, double *out) {
  for (int64_t i = 0; i < count * RP_AFFINE_DRAW; ++i) {
    uint64_t number = ((uint64_t)round << 40) + (uint64_t)(first * RP_AFFINE_DRAW + i) + 1;
    out[i] = ((double)(mixed(number * 0x9E3779B97F4A7C15u + *(const uint64_t *)self) >> 11) + 0.5) * 0x1p-53;
  }
}

Test(affine_step, moments_by_a_product_rule) {
  static const rp_affine_law laws[] = {
      {2, 0.09, 0, 0.09, 0.06}, {1.5, -0.2, 0.25, 0, 0.3}, {0.7, 0.5, 0.02, 0.08, 0.9}};
  static double first[RULE * RULE], second[RULE * RULE], from[RULE * RULE], to[RULE * RULE];
  make_nodes();
  for (int i = 0; i < RULE * RULE; ++i) {
    first[i] = node[i / RULE];
    second[i] = node[i % RULE];
  }
  for (int i = 0; i < 3; ++i) {
    const rp_affine_law *l = laws + i;
    rp_affine_step step;
    double sum = 0, square = 0, exponential = 0;
    rp_affine_step_make(l, 0.4, false, &step);
    cr_assert_eq(step.way, i == 1 ? RP_AFFINE_GAUSSIAN : RP_AFFINE_SQUARES);
    cr_assert_eq(step.normals, i == 1 ? 1 : 2);
    for (int j = 0; j < RULE * RULE; ++j)
      from[j] = l->start;
    rp_affine_step_take(&step, RULE * RULE, from, first, second, NULL, to);
    for (int j = 0; j < RULE * RULE; ++j) {
      sum += to[j] / (RULE * RULE);
      exponential += exp(-to[j]) / (RULE * RULE);
      cr_assert(to[j] >= rp_affine_law_floor(l));
    }
    for (int j = 0; j < RULE * RULE; ++j)
      square += (to[j] - sum) * (to[j] - sum) / (RULE * RULE);
    double variance = rp_affine_law_variance(l, l->start, 0.4);
    CLOSE(sum, rp_affine_law_mean(l, l->start, 0.4), 2e-4 * sqrt(variance) + 2e-5);
    CLOSE(square, variance, 6e-3 * variance); /* the rule cuts the tails */
    cr_assert(exponential > exp(-sum));
  }
}

/* P(chi^2 <= g(x)) = Phi(x) with the degree that is left: freedom - 1 of 0.6, 2 and 40. */
Test(affine_step, chi_squared_table) {
  const double freedom[] = {1.6, 3, 41};
  for (int i = 0; i < 3; ++i) {
    rp_affine_law law = {1, freedom[i] / 4, 0, 1, 0}; /* from the floor: scale ((x_1)^2 + chi) */
    rp_affine_step step;
    rp_affine_step_make(&law, 1, false, &step);
    cr_assert_eq(step.way, RP_AFFINE_SQUARES);
    for (double x = -5; x <= 6; x += 0.37) {
      double from = 0, zero = 0, to;
      rp_affine_step_take(&step, 1, &from, &zero, &x, NULL, &to);
      double want = x < 0 ? gsl_cdf_chisq_Pinv(gsl_cdf_ugaussian_P(x), freedom[i] - 1)
                          : gsl_cdf_chisq_Qinv(gsl_cdf_ugaussian_Q(x), freedom[i] - 1);
      CLOSE(to / step.scale, want, 1e-9 * (1 + want));
    }
  }
}

/* P(y' <= x): Poisson weights over gamma laws. */
static double law_at(double x, double freedom, double half_noncentrality) {
  double sum = 0, far = 12 * sqrt(half_noncentrality) + 30;
  for (double j = fmax(0, floor(half_noncentrality - far)); j < half_noncentrality + far; ++j) {
    double weight = half_noncentrality > 0 ? gsl_ran_poisson_pdf((unsigned)j, half_noncentrality) : j == 0,
           shape = freedom / 2 + j;
    sum += weight * (shape == 0 ? 1 : gsl_cdf_gamma_P(x / 2, shape, 1));
  }
  return sum;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Largest distance between the sample's and the law's distribution, on either side of each of 400 order statistics. */
static double distance(const rp_affine_step *step, double y) {
  double worst = 0, half = y * step->kept / (2 * step->scale);
  for (int i = 0; i < SAMPLE; i += SAMPLE / 400) {
    int low = i, high = i;
    while (low > 0 && sample[low - 1] == sample[i])
      --low;
    while (high < SAMPLE && sample[high] == sample[i])
      ++high;
    double f = law_at((sample[i] - step->floor) / step->scale, step->freedom, half);
    worst = fmax(worst, fabs(f - (double)high / SAMPLE));
    if (sample[i] > step->floor) worst = fmax(worst, fabs(f - (double)low / SAMPLE));
  }
  return worst;
}

/* Every degree of freedom up to the limit, from the floor, near it and far from it (where Poisson numbers are by rejection). */
Test(affine_step, mixtures_have_the_exact_law) {
  static const double freedom[] = {0, 0.02, 0.3, 1, 1.5}, from[] = {0, 0.01, 0.2, 3};
  for (int i = 0; i < 5; ++i)
    for (int j = 0; j < 4; ++j) {
      double least = i < 3 ? 0 : -0.4; /* beside which tiny numbers would be lost */
      rp_affine_law law = {1.3, freedom[i] * 0.25 / (4 * 1.3) + least, -0.25 * least, 0.25, from[j] + least};
      rp_affine_step step;
      uint64_t seed = (uint64_t)(17 * i + j);
      rp_affine_uniforms uniforms = {&seed, draw};
      double sum = 0, square = 0;
      rp_affine_step_make(&law, 0.5, false, &step);
      cr_assert_eq(step.way, RP_AFFINE_MIXTURE);
      cr_assert_eq(step.normals, 0);
      CLOSE(step.freedom, freedom[i], 1e-12);
      for (int k = 0; k < SAMPLE; ++k)
        start[k] = law.start;
      rp_affine_step_take(&step, SAMPLE, start, NULL, NULL, &uniforms, sample);
      for (int k = 0; k < SAMPLE; ++k) {
        cr_assert(sample[k] >= least);
        sum += sample[k] / SAMPLE;
      }
      for (int k = 0; k < SAMPLE; ++k)
        square += (sample[k] - sum) * (sample[k] - sum) / SAMPLE;
      double variance = rp_affine_law_variance(&law, law.start, 0.5);
      CLOSE(sum, rp_affine_law_mean(&law, law.start, 0.5), 4 * sqrt(variance / SAMPLE) + 1e-12);
      CLOSE(square, variance, 0.08 * variance + 1e-12);
      qsort(sample, SAMPLE, sizeof *sample, ascending);
      cr_assert(distance(&step, law.start - least) < 1.95 / sqrt(SAMPLE), "freedom %g from %g: %g",
                freedom[i], from[j], distance(&step, law.start - least) * sqrt(SAMPLE));
      double atom = exp(-(law.start - least) * step.kept / (2 * step.scale)), zeros = 0;
      for (int k = 0; k < SAMPLE; ++k)
        zeros += sample[k] <= least;
      if (freedom[i] == 0) CLOSE(zeros / SAMPLE, atom, 4 * sqrt(atom * (1 - atom) / SAMPLE) + 1e-12);
    }
}

/* A block of paths moves as its parts do, wherever it is cut. */
Test(affine_step, paths_do_not_know_their_neighbours) {
  rp_affine_law law = {1, 0.01, 0, 0.25, 0.02};
  rp_affine_step step;
  uint64_t seed = 3;
  rp_affine_uniforms uniforms = {&seed, draw};
  double from[200], whole[200], part[200];
  for (int i = 0; i < 200; ++i)
    from[i] = 0.001 * i * i;
  rp_affine_step_make(&law, 0.1, false, &step);
  rp_affine_step_take(&step, 200, from, NULL, NULL, &uniforms, whole);
  rp_affine_step_take(&step, 77, from, NULL, NULL, &uniforms, part);
  for (int i = 0; i < 77; ++i)
    cr_assert_eq(whole[i], part[i]);
  cr_assert_neq(whole[0], whole[1]);
}

/* Driven by one normal number: the exact mean and variance, in the quadratic and in the exponential range. */
Test(affine_step, quadratic_exponential_moments) {
  static const double from[] = {0, 0.002, 0.05, 0.8};
  make_nodes();
  for (int j = 0; j < 4; ++j) {
    rp_affine_law law = {1.5, 0.03, 0, 0.3, from[j]};
    rp_affine_step step;
    double sum = 0, square = 0, to[RULE], last = -1;
    rp_affine_step_make(&law, 0.1, true, &step);
    cr_assert_eq(step.way, RP_AFFINE_QUADRATIC_EXPONENTIAL);
    cr_assert_eq(step.normals, 1);
    for (int i = 0; i < RULE; ++i)
      start[i] = law.start;
    rp_affine_step_take(&step, RULE, start, node, NULL, NULL, to);
    for (int i = 0; i < RULE; ++i) {
      cr_assert(j > 0 || to[i] >= last); /* from the floor: exponential, which increases */
      last = to[i];
      sum += to[i] / RULE;
      square += to[i] * to[i] / RULE;
    }
    double variance = rp_affine_law_variance(&law, law.start, 0.1);
    CLOSE(sum, rp_affine_law_mean(&law, law.start, 0.1), 4e-3 * sqrt(variance));
    CLOSE(square - sum * sum, variance, 0.03 * variance); /* the rule cuts the exponential's tail */
  }
  rp_affine_law still = {0, 0, 0, 0.3, 0};
  rp_affine_step step;
  double zero = 0, normal = 2, to = 1;
  rp_affine_step_make(&still, 0.1, true, &step);
  rp_affine_step_take(&step, 1, &zero, &normal, NULL, NULL, &to);
  cr_assert_eq(to, 0);
}
