/*
 * profile.h - the linear boundary-value problem behind identical agents with constant coefficients,
 *     u'' + 2 c u' - k u + f = 0 on [0, T],   u(0) given,   u'(T) + g u(T) = 0   (g infinite: u(T) = 0),
 * in decaying exponentials only: nothing overflows, and nothing cancels for c, k, g, f >= 0. Pure; calls libm and
 * numerics/quadrature.h.
 *
 * With roots r = -c +- w, w = sqrt(c^2 + k), the solution that meets the right condition is a multiple of
 * exp(r_- t) (p + m exp(-2 w (T - t))),  p = g + r_+,  m = -r_- - g. For w T < 1/2 hyperbolic functions take its place.
 */
#ifndef RP_PROFILE_H
#define RP_PROFILE_H

typedef struct rp_profile {
  double horizon, friction, stiffness, penalty; /* T > 0, c, k >= 0, g                      */
  double frequency, fall, rise;                 /* w, r_- <= 0, r_+ >= 0                    */
  double plus, minus, twice;                    /* p, m and their sum, up to a common scale */
} rp_profile;

void rp_profile_make(double horizon, double friction, double stiffness, double penalty, rp_profile *profile);

/* u(t) and u'(t) with u(0) = 1, f = 0. */
void rp_profile_decay(const rp_profile *profile, double t, double *value, double *slope);

/* u(t) and u'(t) with u(0) = 0, f = 1. */
void rp_profile_response(const rp_profile *profile, double t, double *value, double *slope);

/* The g at which the problem is singular: c - w coth(w T). */
double rp_profile_critical(const rp_profile *profile);

#endif
