/*
 * reverting.h - the factors that noise orders follow, independent and mean-reverting, and flows as functions of them:
 *     dX = speed (mean - X) dt + volatility dW.
 * Pure; calls libm and numerics/curve.h.
 */
#ifndef RP_REVERTING_H
#define RP_REVERTING_H
#include "numerics/curve.h"

typedef struct rp_reverting {
  double speed; /* >= 0, 1/time */
  double mean, volatility, start;
} rp_reverting;

/* Variance that X has a time t after it was known, over the square of the volatility: (1 - e^{-2 speed t})/(2 speed), t without
 * reversion. */
double rp_reverting_spread(double speed, double t);

/* A flow where the factor is x. Tables stay level outside their grid; so do series here, whose polynomials would run away. */
double rp_reverting_flow(const rp_curve *flow, double x);

#endif
