/* affine_law.c - see affine_law.h. */
#include "numerics/affine_law.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include "reprise/clones.h"

static const double quantile_reach = 9, pi = 3.14159265358979323846;

/* (1 - exp(-rate t))/rate, t for rate 0. */
static double decayed(double rate, double t) {
  return rate == 0 ? t : -expm1(-rate * t) / rate;
}

double rp_affine_law_mean(const rp_affine_law *law, double z, double t) {
  return z + law->speed * (law->mean - z) * decayed(law->speed, t);
}

/* int_0^t exp(-2 k (t - s)) (c0 + c1 E z_s) ds with E z_s = mean + (z - mean) exp(-k s). */
double rp_affine_law_variance(const rp_affine_law *law, double z, double t) {
  double k = law->speed, once = decayed(k, t), twice = decayed(2 * k, t);
  double drifting = exp(-k * t) * once;
  return (law->variance_constant + law->variance_slope * law->mean) * twice +
         law->variance_slope * (z - law->mean) * drifting;
}

double rp_affine_law_floor(const rp_affine_law *law) {
  return law->variance_slope > 0 ? -law->variance_constant / law->variance_slope : -INFINITY;
}

void rp_affine_law_range(const rp_affine_law *law, double horizon, double deviations, double range[2]) {
  double low = fmin(law->start, law->mean), high = fmax(law->start, law->mean);
  if (law->speed == 0) low = high = law->start;
  double spread = sqrt(rp_affine_law_variance(law, high, horizon));
  double above = law->variance_slope > 0 ? 2 * deviations : deviations;
  range[0] = fmax(low - deviations * spread, rp_affine_law_floor(law));
  range[1] = high + above * spread;
  if (!(range[1] > range[0])) { /* nothing moves: any interval does */
    range[0] = fmax(low - 1, rp_affine_law_floor(law));
    range[1] = high + 1;
  }
}

/* y = z - floor is a Cox-Ingersoll-Ross process, or z is Gaussian. */
double rp_affine_law_bond(const rp_affine_law *law, double z, double t, double weight) {
  double k = law->speed;
  if (law->variance_slope == 0) {
    /* int z has mean mean t + (z - mean) d and variance c0 int_0^t d(u)^2 du, d = decayed(k, .) */
    double d = decayed(k, t), m = law->mean * t + (z - law->mean) * d, square;
    if (k * t < 1e-2) { /* the closed form cancels: t^3/3 - k t^4/4 + 7 k^2 t^5/60 - k^3 t^6/24 + ... */
      double x = k * t;
      square = t * t * t * (1. / 3 + x * (-1. / 4 + x * (7. / 60 + x * (-1. / 24 + x * (31. / 2520)))));
    } else
      square = (t - 2 * d + decayed(2 * k, t)) / (k * k);
    return exp(-weight * m + 0.5 * weight * weight * law->variance_constant * square);
  }
  double floor = rp_affine_law_floor(law), c = law->variance_slope, level = law->mean - floor;
  double h = sqrt(k * k + 2 * c * weight);
  if (h == 0) return 1;
  double below = 2 * h + (k + h) * expm1(h * t);
  double amplitude = 2 * k * level / c * (log(2 * h) + (k + h) * t / 2 - log(below));
  return exp(amplitude - weight * 2 * expm1(h * t) / below * (z - floor) - weight * floor * t);
}

double rp_affine_law_freedom(const rp_affine_law *law) {
  if (law->variance_slope == 0) return INFINITY;
  return 4 * law->speed * (law->mean - rp_affine_law_floor(law)) / law->variance_slope;
}

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

bool rp_affine_step_make(const rp_affine_law *law, double length, rp_affine_step *step) {
  double k = law->speed, once = decayed(k, length);
  step->square_root = law->variance_slope > 0;
  step->kept = exp(-k * length);
  step->gained = law->mean * k * once;
  step->deviation = sqrt(law->variance_constant * decayed(2 * k, length));
  step->floor = step->scale = 0;
  if (!step->square_root) return true;
  double freedom = rp_affine_law_freedom(law);
  if (!(freedom > 1)) return false;
  step->floor = rp_affine_law_floor(law);
  step->scale = law->variance_slope * once / 4;
  tabulate(freedom - 1, step);
  return true;
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

void rp_affine_step_take(const rp_affine_step *step, int64_t count, const double *from, const double *first,
                         const double *second, double *to) {
  if (!step->square_root) {
    take_gaussian(step, count, from, first, to);
    return;
  }
  for (int64_t i = 0; i < count; ++i) {
    double y = fmax(from[i] - step->floor, 0), root = sqrt(y * step->kept / step->scale) + first[i];
    to[i] = step->scale * (root * root + tabulated(step, second[i])) + step->floor;
  }
}
