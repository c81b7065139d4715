/*
 * generic_route.h - the pre-hedging dealer without any formula of the companion: the value at the decision from the cash
 * that changes hands, the algebraic Riccati equations by ordered Schur decompositions (LAPACK), the Riccati equation of the
 * first stage by an adaptive integrator (GSL). For checks; shares only control.h and the inputs with the other routes.
 */
#ifndef RP_GENERIC_ROUTE_H
#define RP_GENERIC_ROUTE_H
#include "control.h"
#include "price_demand.h"

typedef enum rp_generic_status {
  RP_GENERIC_OK,
  RP_GENERIC_NO_SPLIT,      /* the Schur form has no n stable directions */
  RP_GENERIC_NOT_INTEGRATED /* the integrator gave up: the value escapes */
} rp_generic_status;

typedef struct rp_generic {
  double a, b, c;                       /* of the third stage, from a 2 x 2 equation          */
  double decided[RP_STATE_PRODUCTS];    /* value at the decision                              */
  double at_horizon[RP_STATE_PRODUCTS]; /* second stage                                       */
  double at_start[RP_STATE_PRODUCTS];   /* first stage, at 0                                  */
  double mean[RP_STATES];               /* of the state at T                                  */
  double covariance[RP_STATE_PRODUCTS]; /* of the state at T                                  */
} rp_generic;

/* The stabilising solution r [n][n] of 0 = H21 + H22 R - R H11 - R H12 R, n <= 4. */
bool rp_generic_stationary(int n, const double *h, double *r);

/* tolerance: relative, of the integrator. */
rp_generic_status rp_generic_solve(const rp_price_demand *m, double tolerance, rp_generic *out);

#endif
