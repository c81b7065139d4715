/* affine_law.c - see affine_law.h. */
#include "numerics/affine_law.h"
#include <math.h>

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
  if (law->variance_slope > 0) { /* few degrees of freedom: a noncentral chi-squared tail of e^-24 at most */
    double floor = rp_affine_law_floor(law), scale = law->variance_slope * decayed(law->speed, horizon) / 4;
    double root = sqrt((law->start - floor) * exp(-law->speed * horizon)) + sqrt(48 * scale);
    range[1] = fmax(range[1], floor + root * root);
  }
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
