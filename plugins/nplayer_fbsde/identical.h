/*
 * identical.h - the equilibrium of n identical agents with constant coefficients who differ in their inventories: mean and
 * deviations decouple, X_i = m + (x_i - mean x) D, and each is a profile (profile.h). Pure; calls libm.
 *
 * With cross temporary impact theta the mean feels the slippage eta + theta (n - 1)/2, deviations eta - theta/2; theta = 0
 * is the paper's model, theta = eta the older one in which temporary impact hits everybody. In the mean-field limit
 * lambda = Lambda/n and theta = Theta/n with n to infinity; then `impact` and `cross` are Lambda and Theta.
 * Source: section 4 of the paper with constant coefficients; closed form ours.
 */
#ifndef RP_IDENTICAL_H
#define RP_IDENTICAL_H
#include <stdbool.h>
#include <stdint.h>
#include "profile.h"

typedef struct rp_identical {
  int64_t agents;
  bool mean_field;
  double horizon;
  double impact;   /* lambda >= 0, cash/share^2                            */
  double slippage; /* eta > 0, cash time/share^2                           */
  double cross;    /* theta in [0, 2 eta) (mean field: >= 0)               */
  double risk;     /* a = alpha sigma^2 >= 0, cash/(share^2 time)          */
  double penalty;  /* phi, cash/share^2; may be infinite                   */
  double drift;    /* b, cash/(share time)                                 */
} rp_identical;

typedef struct rp_identical_modes {
  rp_profile mean, deviation;
  double mean_slippage, deviation_slippage;
  double residue;            /* gamma = phi - lambda/2                               */
  double critical_mean;      /* the phi at which the mean's equation is singular     */
  double critical_deviation; /* the same of deviations                               */
  double critical_convexity; /* the phi at and below which an agent's own problem is unbounded */
} rp_identical_modes;

void rp_identical_make(const rp_identical *game, rp_identical_modes *modes);

/* Mean inventory and mean rate at t, from the mean inventory at the start. */
void rp_identical_mean(const rp_identical *game, const rp_identical_modes *modes, double start, double t,
                       double *inventory, double *rate);

/* The volatility from which on the game without penalty (phi = 0) has one equilibrium for every horizon, given the
 * weight of risk alpha > 0: sqrt(n lambda^2/(4 alpha eta)) without cross impact. */
double rp_identical_sharp_volatility(const rp_identical *game, double risk_aversion);

#endif
