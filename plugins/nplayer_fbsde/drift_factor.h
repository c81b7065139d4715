/*
 * drift_factor.h - identical agents with constant coefficients whose price drifts by an Ornstein-Uhlenbeck process,
 *     db = speed (mean - b) dt + volatility dW:
 * P(t) in closed form, q(t, b) = level(t) + slope(t) b, and mean and variance of the type's mean inventory, which is Gaussian, by
 * successive integrals with known integrating factors. Pure; calls libm and numerics/gauss_collocation.h.
 *
 *     P' = P^2/eta - 2 c P - a,  P(T) = gamma,  c = lambda (n - 1)/(4 eta)
 *     slope' = (P/eta - 2 c + speed) slope + 1,   level' = (P/eta - 2 c) level - speed mean slope
 *     E' = -(P E + (level + slope E b)/2)/eta,   K' = -(P/eta + speed) K - slope Var b/(2 eta),   V' = -2 P V/eta - slope K/eta
 */
#ifndef RP_DRIFT_FACTOR_H
#define RP_DRIFT_FACTOR_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_drift_market {
  double horizon, slippage, a, gamma, c;
  double speed, mean, volatility, start; /* of the drift */
  double inventory;                      /* mean inventory at the start */
} rp_drift_market;

/* At a time: P, level, slope, E m, Var m, Cov(m, b). */
typedef struct rp_drift_state {
  double feedback, level, slope, expected, variance, covariance;
} rp_drift_state;

/*
 * in   times [count], increasing, from 0 to the horizon, both included
 * out  states [count]
 * returns false if P escapes
 */
bool rp_drift_factor_solve(const rp_drift_market *market, int64_t count, const double *times,
                           rp_drift_state *states);

/* Panels that this takes, each a few microseconds times the logarithm of their number. */
int64_t rp_drift_factor_panels(const rp_drift_market *market, int64_t count, const double *times);

#endif
