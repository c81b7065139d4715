/*
 * dense.h - three routes to the equilibrium of different agents with constant coefficients that share nothing with the method of
 * numerics/coupled_agents.h, for few agents: the exponential of the whole system, its modes from a scalar equation, and the
 * matrix Riccati equation. Pure; calls BLAS, LAPACK, libm and numerics. Memory is the caller's.
 *
 *     X_i' = -Y_i/(2 eta_i),   Y_i' = b - lambda sum_{j != i} Y_j/(2 eta_j) - 2 a_i X_i,   X_i(0) = x_i,   Y_i(T) = 2 gamma_i X_i(T)
 */
#ifndef RP_DENSE_H
#define RP_DENSE_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_dense_game {
  int64_t agents;
  double horizon, impact, drift;
  const double *slippage, *risk, *residue, *start; /* [agents]: eta_i, a_i, gamma_i, x_i */
} rp_dense_game;

/* What a route finds. Times are increasing, in [0, horizon]. */
typedef struct rp_dense_paths {
  int64_t count;
  const double *times; /* [count]                                                                 */
  double *inventory;   /* [agents][count]                                                         */
  double rcond;        /* of the boundary conditions' matrix; NaN where there is none              */
  double *roots;       /* [2 agents]: rates of the modes, by rp_dense_modes(); may be NULL          */
  double residual; /* by rp_dense_modes(): largest |1 + (lambda r/2) sum 1/d_i(r)|, relative to its terms */
} rp_dense_paths;

/* Doubles and integers of workspace, any route. */
int64_t rp_dense_workspace(int64_t agents);
int64_t rp_dense_pivots(int64_t agents);

/* The exponential of the 2n-dimensional system and the boundary conditions: loses a digit for each factor 10 of growth. False: singular
 * or not finite. */
bool rp_dense_exponential(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots);

/*
 * X_i = b/(2 a_i) + sum_k c_k exp(r_k t)/d_i(r_k), d_i(r) = eta_i r^2 - (lambda/2) r - a_i, over the 2n real roots of
 * 1 + (lambda r/2) sum_i 1/d_i(r) = 0, one between any two neighbouring roots of the d_i of one sign, found by bisection from the nearer
 * one; agents with equal d_i share it, and differ by modes with d_i(r) = 0 that sum to zero. c_k from the boundary conditions. Needs
 * all a_i > 0.
 * False: singular.
 */
bool rp_dense_modes(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots);

/* Y = 2 N X + q with N' = N E N - (1/2) C E N - diag(a), E = diag(1/eta), C = lambda (1 1' - I), N(T) = diag(gamma): by numerics/riccati.h
 * with the drift as one more state, then X forward. False: N escapes. */
bool rp_dense_riccati(const rp_dense_game *game, rp_dense_paths *paths, double *work, int32_t *pivots);

#endif
