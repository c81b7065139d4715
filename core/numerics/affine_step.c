/* affine_step.c - see affine_step.h. */
#include "numerics/affine_step.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include "reprise/clones.h"

enum { BLOCK = 64, FACTORIALS = 16 };
static const double quantile_reach = 9, pi = 3.14159265358979323846;

/* The chi-squared quantile at the level of a normal number. */
static double chi_squared(double freedom, double normal) {
  return normal < 0 ? gsl_cdf_chisq_Pinv(gsl_cdf_ugaussian_P(normal), freedom)
                    : gsl_cdf_chisq_Qinv(gsl_cdf_ugaussian_Q(normal), freedom);
}

static void tabulate(double freedom, rp_affine_step *step) {
  enum { N = RP_QUANTILE_TERMS };
  double width = 2 * quantile_reach / RP_QUANTILE_PANELS;
  for (int p = 0; p < RP_QUANTILE_PANELS; ++p) {
    double sample[N], middle = -quantile_reach + width * (p + 0.5);
    for (int j = 0; j < N; ++j)
      sample[j] = chi_squared(freedom, middle + 0.5 * width * cos(pi * (2 * j + 1) / (2 * N)));
    for (int k = 0; k < N; ++k) {
      double sum = 0;
      for (int j = 0; j < N; ++j)
        sum += sample[j] * cos(pi * k * (2 * j + 1) / (2 * N));
      step->quantile[p][k] = sum * (k == 0 ? 1 : 2) / N;
    }
  }
}

void rp_affine_step_make(const rp_affine_law *law, double length, bool driven, rp_affine_step *step) {
  rp_affine_law at_floor = *law;
  step->way = RP_AFFINE_GAUSSIAN;
  step->normals = 1;
  step->kept = exp(-law->speed * length);
  step->gained = rp_affine_law_mean(law, 0, length);
  step->deviation = sqrt(rp_affine_law_variance(law, 0, length));
  step->floor = step->scale = step->variance_of_level = step->variance_of_start = 0;
  step->freedom = rp_affine_law_freedom(law);
  if (law->variance_slope == 0) return;
  step->floor = rp_affine_law_floor(law);
  /* y is the process with its floor at 0 */
  at_floor.mean = law->mean - step->floor;
  at_floor.variance_constant = 0;
  step->gained = rp_affine_law_mean(&at_floor, 0, length);
  step->variance_of_level = rp_affine_law_variance(&at_floor, 0, length);
  step->variance_of_start = rp_affine_law_variance(&at_floor, 1, length) - step->variance_of_level;
  step->scale =
      law->variance_slope * (law->speed == 0 ? length : -expm1(-law->speed * length) / law->speed) / 4;
  if (step->freedom > RP_AFFINE_LEAST_SQUARES) {
    step->way = RP_AFFINE_SQUARES;
    step->normals = 2;
    tabulate(step->freedom - 1, step);
    return;
  }
  step->way = driven ? RP_AFFINE_QUADRATIC_EXPONENTIAL : RP_AFFINE_MIXTURE;
  step->normals = driven;
}

RP_CLONES static void take_gaussian(const rp_affine_step *step, int64_t count, const double *from,
                                    const double *first, double *to) {
  double kept = step->kept, gained = step->gained, deviation = step->deviation;
  for (int64_t i = 0; i < count; ++i)
    to[i] = kept * from[i] + gained + deviation * first[i];
}

static double tabulated(const rp_affine_step *step, double normal) {
  double x = fmin(fmax(normal, -quantile_reach), quantile_reach) + quantile_reach;
  double place = x * RP_QUANTILE_PANELS / (2 * quantile_reach);
  int p = (int)place < RP_QUANTILE_PANELS ? (int)place : RP_QUANTILE_PANELS - 1;
  double s = 2 * (place - p) - 1, next = 0, after = 0;
  for (int k = RP_QUANTILE_TERMS - 1; k > 0; --k) {
    double now = step->quantile[p][k] + 2 * s * next - after;
    after = next;
    next = now;
  }
  return fmax(step->quantile[p][0] + s * next - after, 0);
}

/* ---- the mixture ---- */

/* Where a path is in its uniform numbers. */
typedef struct cursor {
  const rp_affine_uniforms *source;
  int64_t path, draw;
  int used;
  double number[RP_AFFINE_DRAW];
} cursor;

static double uniform(cursor *c) {
  if (c->used == RP_AFFINE_DRAW) {
    c->source->draw(c->source->self, ++c->draw, c->path, 1, c->number);
    c->used = 0;
  }
  return c->number[c->used++];
}

/* log k! of a whole number: a product, or Stirling's series, whose next term is below 1e-15. */
static double log_factorial(double k) {
  if (k < FACTORIALS) {
    double product = 1;
    for (double j = 2; j <= k; ++j)
      product *= j;
    return log(product);
  }
  double n = k + 1, square = n * n;
  double series =
      (1. / 12 - (1. / 360 - (1. / 1260 - (1. / 1680 - 1. / (1188 * square)) / square) / square) / square) /
      n;
  return (n - 0.5) * log(n) - n + 0.5 * log(2 * pi) + series;
}

/* By inversion for small means; for others by transformed rejection. */
static double poisson(cursor *c, double mean) {
  if (mean < 10) {
    double u = uniform(c), p = exp(-mean), k = 0;
    for (; u > p && k < 200; p *= mean / ++k)
      u -= p;
    return k;
  }
  double b = 0.931 + 2.53 * sqrt(mean), a = -0.059 + 0.02483 * b, log_mean = log(mean);
  double inverse = 1.1239 + 1.1328 / (b - 3.4), quick = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    double u = uniform(c) - 0.5, v = uniform(c), inside = 0.5 - fabs(u);
    if (inside <= 0) continue;
    double k = floor((2 * a / inside + b) * u + mean + 0.43);
    if (inside >= 0.07 && v <= quick) return k;
    if (k < 0 || (inside < 0.013 && v > inside)) continue;
    if (log(v * inverse / (a / (inside * inside) + b)) <= k * log_mean - mean - log_factorial(k)) return k;
  }
}

/* A gamma number of shape at least 1: the cube of a shifted normal number, accepted with a probability near 1. */
static double gamma_of(cursor *c, double shape) {
  double d = shape - 1. / 3, width = 1 / sqrt(9 * d);
  for (;;) {
    double radius = sqrt(-2 * log(uniform(c))), x = radius * cos(2 * pi * uniform(c));
    double u = uniform(c), root = 1 + width * x, v = root * root * root;
    if (root > 0 && log(u) < 0.5 * x * x + d - d * v + d * log(v)) return d * v;
  }
}

static double mixture(const rp_affine_step *step, double y, cursor *c) {
  double shape = poisson(c, y * step->kept / (2 * step->scale)) + step->freedom / 2;
  if (shape == 0) return 0;
  if (shape >= 1) return 2 * step->scale * gamma_of(c, shape);
  double boost = pow(uniform(c), 1 / shape);
  return 2 * step->scale * boost * gamma_of(c, shape + 1);
}

static void take_mixture(const rp_affine_step *step, int64_t count, const double *from,
                         const rp_affine_uniforms *uniforms, double *to) {
  double numbers[BLOCK * RP_AFFINE_DRAW];
  cursor c = {.source = uniforms};
  for (int64_t begin = 0; begin < count; begin += BLOCK) {
    int64_t n = count - begin < BLOCK ? count - begin : BLOCK;
    uniforms->draw(uniforms->self, 0, begin, n, numbers);
    for (int64_t i = 0; i < n; ++i) {
      c.path = begin + i;
      c.draw = c.used = 0;
      for (int j = 0; j < RP_AFFINE_DRAW; ++j)
        c.number[j] = numbers[i * RP_AFFINE_DRAW + j];
      to[begin + i] = mixture(step, fmax(from[begin + i] - step->floor, 0), &c) + step->floor;
    }
  }
}

/* A squared shifted normal number, or, where the mean is small against the deviation, an exponential one with an atom at 0. */
static double quadratic_exponential(const rp_affine_step *step, double y, double normal) {
  double mean = step->gained + step->kept * y,
         variance = step->variance_of_level + step->variance_of_start * y;
  if (!(mean > 0)) return 0;
  double ratio = variance / (mean * mean);
  if (ratio <= 1.5) {
    if (ratio == 0) return mean;
    double shift = 2 / ratio - 1 + sqrt(2 / ratio) * sqrt(2 / ratio - 1), root = sqrt(shift) + normal;
    return mean / (1 + shift) * root * root;
  }
  double atom = (ratio - 1) / (ratio + 1), above = 0.5 * erfc(normal * sqrt(0.5));
  return above >= 1 - atom ? 0 : mean / (1 - atom) * log((1 - atom) / above);
}

void rp_affine_step_take(const rp_affine_step *step, int64_t count, const double *from, const double *first,
                         const double *second, const rp_affine_uniforms *uniforms, double *to) {
  if (step->way == RP_AFFINE_GAUSSIAN) take_gaussian(step, count, from, first, to);
  if (step->way == RP_AFFINE_MIXTURE) take_mixture(step, count, from, uniforms, to);
  for (int64_t i = 0; step->way == RP_AFFINE_SQUARES && i < count; ++i) {
    double y = fmax(from[i] - step->floor, 0), root = sqrt(y * step->kept / step->scale) + first[i];
    to[i] = step->scale * (root * root + tabulated(step, second[i])) + step->floor;
  }
  for (int64_t i = 0; step->way == RP_AFFINE_QUADRATIC_EXPONENTIAL && i < count; ++i)
    to[i] = quadratic_exponential(step, fmax(from[i] - step->floor, 0), first[i]) + step->floor;
}
