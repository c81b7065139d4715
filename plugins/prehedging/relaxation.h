/*
 * relaxation.h - exponentials that relax at two rates and their integrals, without cancellation for rates
 * that are near 0 or near each other. phi0(s) = exp(-slow s), phi1(s) = (exp(-slow s) - exp(-fast s))/(fast -
 * slow). Calls libm. Pure.
 */
#ifndef RP_RELAXATION_H
#define RP_RELAXATION_H
#include <math.h>

/* The integral of exp(-rate r) over [0, t]: (1 - exp(-rate t))/rate, t at rate 0. */
static inline double rp_relaxed(double rate, double t) {
  return rate > 0 ? -expm1(-rate * t) / rate : t;
}

/* exp(-rate t) and 1 - exp(-rate t), both with all their digits, by one elementary function. */
typedef struct rp_fade {
  double left, lost;
} rp_fade;
static inline rp_fade rp_fade_of(double rate, double t) {
  double x = -rate * t;
  if (x > -0.6931471805599453) { /* log 2: either difference below is exact to rounding on its side */
    double less = expm1(x);
    return (rp_fade){1 + less, -less};
  }
  double left = exp(x);
  return (rp_fade){left, 1 - left};
}

/* The same for the sum of two rates. */
static inline rp_fade rp_fade_both(rp_fade a, rp_fade b) {
  return (rp_fade){a.left * b.left, a.lost + a.left * b.lost};
}

/* rp_relaxed(rate, t) where 1 - exp(-rate t) is known. */
static inline double rp_relaxed_from(double rate, double lost, double t) {
  return rate > 0 ? lost / rate : t;
}

/* phi1(s); splitting = fast - slow >= 0. */
static inline double rp_relaxation_bend(double slow, double splitting, double s) {
  return exp(-slow * s) * rp_relaxed(splitting, s);
}

/* The integral of phi1 over [0, t]. */
double rp_relaxation_bend_sum(double slow, double splitting, double t);

/* The integrals of phi0^2, phi0 phi1 and phi1^2 over [0, t]. */
typedef struct rp_relaxation_squares {
  double k00, k01, k11;
} rp_relaxation_squares;
rp_relaxation_squares rp_relaxation_integrate(double slow, double splitting, double t);

#endif
