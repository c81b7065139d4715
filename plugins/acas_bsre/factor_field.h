/*
 * factor_field.h - equal traders whose coefficients depend on a Markov factor X: the two scalar backward equations of the modes and
 * the linear ones of the reaction to noise orders, as fields of time and X. Pure; calls numerics/diffusion_operator.h,
 * numerics/extrapolated_euler.h, numerics/chebyshev.h, numerics/dense_lu.h. Memory is the caller's.
 *
 *     r_t + L r = g + (f - e) r - d r^2,  r(T) = -2 A,             for the mean, deviations, and a trader alone,
 *     K_t + L K = (f + lag - d r) K - alpha,  K(T) = 0,            r, d, f of the mean; lag = 0 and the noise orders' speed,
 *     C_t + L C + s(X) K_X = (f - d r) C,  C(T) = 0,             where noise orders are correlated with X, whose volatility is s,
 *
 * with L the generator of X and coefficients d .. g of modes.h at X. The reaction to noise orders with E_t I_s = theta + (I_t - theta)
 * e^{-lag (s - t)} is K_0 theta + K_lag (I_t - theta) + (covariance of the two Brownian motions) C. Collocation on Chebyshev points
 * of an interval, extrapolated Euler steps.
 *
 * Source: Guo and Jin, eq. 5 and theorem 2.10 (random coefficients); the reduction to scalar equations is ours.
 */
#ifndef RP_FACTOR_FIELD_H
#define RP_FACTOR_FIELD_H
#include <stdbool.h>
#include <stdint.h>
#include "modes.h"
#include "numerics/affine_law.h"
#include "numerics/extrapolated_euler.h"

enum {
  RP_FIELD_MEAN,
  RP_FIELD_DEVIATION,
  RP_FIELD_LEVEL,
  RP_FIELD_NOISE,
  RP_FIELD_OWN,
  RP_FIELD_CORRELATION,
  RP_FIELDS
};

typedef struct rp_factor_game {
  rp_affine_law law;
  double low, high; /* interval of X                        */
  double terminal;  /* A                                    */
  double lag;       /* speed of the noise orders            */
  bool correlated;  /* whether C is wanted, else it is 0    */
  const void *context;
  rp_traders (*traders)(const void *context, double x); /* the game at X */
  bool (*stopped)(const void *context);                 /* NULL, or asked now and then: true ends the run */
} rp_factor_game;

typedef struct rp_factor_field {
  const rp_factor_game *game;
  int64_t degree;
  double *point, *state;       /* [degree + 1]: in [-1, 1], in [low, high] */
  rp_mode *mode[3];            /* [degree + 1]: mean, deviation, own       */
  double *permanent;           /* [degree + 1]: alpha                      */
  double *slope;               /* [degree + 1][degree + 1]: s(X) d/dX       */
  double *generator, *inverse; /* the rest is workspace                    */
  double *system, *product, *step_work;
  rp_extrapolation steps;
} rp_factor_field;

int64_t rp_factor_field_size(int64_t degree, int order);
/* Prepares a field at the horizon; values [RP_FIELDS][degree + 1] on exit are those there. */
void rp_factor_field_begin(const rp_factor_game *game, int64_t degree, int order, double tolerance,
                           double *memory, rp_factor_field *field, double *values);

/* Moves the values back by `duration`. false: they escape; *reached is how far they came. */
bool rp_factor_field_back(rp_factor_field *field, double duration, double *values, double *reached);

/* All fields at x, by the polynomials, into at [RP_FIELDS]; beyond the interval, those at its end. */
void rp_factor_field_at(const rp_factor_field *field, const double *values, double x, double *at);

/* Largest part of a field but C that its last two Chebyshev coefficients make, relative. */
double rp_factor_field_tail(const rp_factor_field *field, const double *values);

#endif
