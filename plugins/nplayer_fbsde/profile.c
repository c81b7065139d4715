/* profile.c - see profile.h. */
#include "profile.h"
#include <math.h>
#include "numerics/quadrature.h"

static const double short_horizon = 0.5;

/* (exp(z) - 1)/z */
static double mean_exponential(double z) {
  return z == 0 ? 1 : expm1(z) / z;
}

/* sinh(z)/z */
static double mean_cosine(double z) {
  return fabs(z) < 1e-4 ? 1 + z * z / 6 : sinh(z) / z;
}

void rp_profile_make(double horizon, double friction, double stiffness, double penalty, rp_profile *profile) {
  double w = sqrt(friction * friction + stiffness);
  /* The root in which -c and w would cancel comes from the product of the roots, -k. */
  double fall = friction < 0 ? (stiffness > 0 ? stiffness / (friction - w) : 0) : -(friction + w);
  double rise = friction > 0 ? stiffness / (friction + w) : w - friction;
  *profile = (rp_profile){.horizon = horizon,
                          .friction = friction,
                          .stiffness = stiffness,
                          .penalty = penalty,
                          .frequency = w,
                          .fall = fall,
                          .rise = rise,
                          .plus = isinf(penalty) ? 1 : penalty + rise,
                          .minus = isinf(penalty) ? -1 : -fall - penalty,
                          .twice = isinf(penalty) ? 0 : 2 * w};
}

/* p + m exp(-2 w y) without cancellation. */
static double bell(const rp_profile *profile, double y) {
  double w = profile->frequency;
  if (profile->minus > 0) return profile->plus + profile->minus * exp(-2 * w * y);
  return profile->twice + profile->minus * expm1(-2 * w * y);
}

/* cosh(w y) + (g - c) sinh(w y)/w, or sinh(w y)/w alone if g is infinite, and the derivative in y. */
static double hyperbolic(const rp_profile *profile, double y, double *slope) {
  double w = profile->frequency, sine = y * mean_cosine(w * y), cosine = cosh(w * y);
  double k = profile->penalty - profile->friction;
  *slope = isinf(profile->penalty) ? cosine : w * w * sine + k * cosine;
  return isinf(profile->penalty) ? sine : cosine + k * sine;
}

static void short_decay(const rp_profile *profile, double t, double *value, double *slope) {
  double unused, change, c = profile->friction, start = hyperbolic(profile, profile->horizon, &unused);
  double y = hyperbolic(profile, profile->horizon - t, &change), decay = exp(-c * t) / start;
  *value = decay * y;
  *slope = -decay * (change + c * y);
}

void rp_profile_decay(const rp_profile *profile, double t, double *value, double *slope) {
  double w = profile->frequency, y = profile->horizon - t;
  if (w * profile->horizon < short_horizon) {
    short_decay(profile, t, value, slope);
    return;
  }
  double echo = exp(-2 * w * y), scale = exp(profile->fall * t) / bell(profile, profile->horizon);
  *value = scale * bell(profile, y);
  if (isinf(profile->penalty))
    *slope = scale * (profile->fall - profile->rise * echo);
  else
    *slope = scale * (profile->stiffness * expm1(-2 * w * y) +
                      profile->penalty * (profile->fall - profile->rise * echo));
}

/* The two factors of Green's function with the weight exp(2 c s), for short horizons. */
static double left_weighted(const void *context, double s) {
  const rp_profile *profile = context;
  return exp(profile->friction * s) * s * mean_cosine(profile->frequency * s);
}
static double right_weighted(const void *context, double s) {
  const rp_profile *profile = context;
  double value, slope;
  short_decay(profile, s, &value, &slope);
  return exp(2 * profile->friction * s) * value;
}

/* All exponents are below 1 here, so one panel of Gauss points is exact to rounding. */
static void short_response(const rp_profile *profile, double t, double *value, double *slope) {
  double decay, change, c = profile->friction, w = profile->frequency;
  short_decay(profile, t, &decay, &change);
  double before = rp_integrate_panel(left_weighted, profile, 0, t);
  double after = rp_integrate_panel(right_weighted, profile, t, profile->horizon);
  double sine = t * mean_cosine(w * t);
  *value = decay * before + exp(-c * t) * sine * after;
  *slope = change * before + exp(-c * t) * (cosh(w * t) - c * sine) * after;
}

/* exp(a t) times the integral of exp(-a s) - exp(b s) over [0, t], for a, b <= 0: what both halves of Green's function
 * share. */
static double lag(double a, double b, double t) {
  return t * (mean_exponential(a * t) - exp(a * t) * mean_exponential(b * t));
}

void rp_profile_response(const rp_profile *profile, double t, double *value, double *slope) {
  double w = profile->frequency, y = profile->horizon - t, fall = profile->fall, rise = profile->rise;
  if (w * profile->horizon < short_horizon) {
    short_response(profile, t, value, slope);
    return;
  }
  double echo = exp(-2 * w * y), before = lag(fall, -rise, t), after;
  if (profile->minus > 0)
    after = y * (profile->plus * mean_exponential(-rise * y) +
                 profile->minus * exp(-rise * y) * mean_exponential(fall * y));
  else
    after = profile->twice * y * mean_exponential(-rise * y) - profile->minus * lag(-rise, fall, y);
  double change = isinf(profile->penalty)
                      ? fall - rise * echo
                      : profile->stiffness * expm1(-2 * w * y) + profile->penalty * (fall - rise * echo);
  double scale = 1 / (2 * w * bell(profile, profile->horizon));
  *value = scale * (bell(profile, y) * before - expm1(-2 * w * t) * after);
  *slope = scale * (change * before + (rise - fall * exp(-2 * w * t)) * after);
}

double rp_profile_critical(const rp_profile *profile) {
  double z = 2 * profile->frequency * profile->horizon;
  return -profile->rise - (z > 0 ? z / expm1(z) : 1) / profile->horizon;
}
