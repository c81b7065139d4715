/*
 * thresholds.h - which fees are safe: existence of an optimum, pure price manipulation, trades that all go
 * one way. Calls one_pass.h and libm. Pure. [any]
 *
 * Everything follows from y = num/(fee - C*) and q_t = a_t + b_t y (claims thm1-exist, eq2.13, eq2.14,
 * sec3.2).
 */
#ifndef RP_THRESHOLDS_H
#define RP_THRESHOLDS_H
#include "one_pass.h"

/*
 * The fees at which every trade goes the programme's way (buys for shares >= 0, sells below). They are an
 * interval, because each trade is affine in y and y falls with the fee.
 */
typedef struct rp_one_way_range {
  bool exists;            /* false: at no fee do all trades go one way                                   */
  double fee_above;       /* infimum of these fees, not attained                                         */
  double fee_below;       /* supremum; infinite unless a period needs a minimal off-exchange volume      */
  double volume_limit;    /* off-exchange volume at fee_above, share, signed; infinite if nothing binds  */
  int64_t binding_period; /* 1..T: the trade that vanishes at fee_above; 0 if nothing binds              */
} rp_one_way_range;

/* intercept, slope [periods] from rp_one_pass_affine() for the same shares. O(periods). */
rp_one_way_range rp_thresholds_one_way(const rp_one_pass *pass, int64_t periods, double shares,
                                       const double *intercept, const double *slope);

/* Whether an off-exchange volume leaves all trades one way: intercept + slope * volume and volume have the
 * sign of shares. */
bool rp_thresholds_is_one_way(int64_t periods, double shares, double volume, const double *intercept,
                              const double *slope);

/* The fee at which the volume is `volume`: C* + num/volume; infinite for 0, NaN if no fee above C* yields it. */
double rp_thresholds_implied_fee(const rp_one_pass *pass, double shares, double volume);

/*
 * The manipulation threshold C*_0 (risk neutral, no drift) of constant coefficients by another route: the
 * price signal is an AR(1) process seen in noise, C*_0 is the variance of its universal kriging predictor,
 * and a Kalman filter adds one period after the other. periods 0: the limit of infinitely many periods, from
 * the stationary filter. Derived here; lambda/2 bounds it for all parameters.
 */
double rp_thresholds_kriging(double impact, double transient_share, double resilience_rate,
                             rp_resilience resilience, int64_t periods);

#endif
