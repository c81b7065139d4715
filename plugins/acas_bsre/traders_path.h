/*
 * traders_path.h - what N traders with equal penalties do: both modes, the reaction to the noise orders that are expected, the
 * mean inventory, its variance, and every trader's objective; coefficients may depend on time, noise orders may be an
 * Ornstein-Uhlenbeck process on top of a known curve. Pure; calls libm and core/numerics; memory is the caller's.
 *
 * Method. On panels with Gauss nodes u solves the mode's equation q' = (d r + e) q with u = 1 at the panel's left end, and w = r u:
 * in closed form if the coefficients are constant, by collocation of the linear equation of (u, w) from the right if not. With
 * G = u exp(-int (e + f)) the reaction k to the imbalance I and the mean q are integrals,
 *     k(t) = int_t^T G(s)/G(t) alpha I_s ds,       q(t) = u(t) (q(left) + int d k/u ds),
 * done by the panel's rule. A random I = E I + z, dz = -kappa z dt + sigma dW, adds K z to k, where K is k for I = 1 with decay
 * kappa; covariances of q and z follow by the same integrals. Trader i has q + (q^i - q(0)) p with the profile p of the
 * deviations, so that J^i = J0 + J1 (q^i - q(0)) + J2 (q^i - q(0))^2.
 *
 * Source: Guo and Jin, section 2; the reduction to two modes by the spectrum of their coefficients is ours.
 */
#ifndef RP_TRADERS_PATH_H
#define RP_TRADERS_PATH_H
#include <stdbool.h>
#include <stdint.h>
#include "modes.h"
#include "numerics/curve.h"
#include "numerics/gauss_collocation.h"

enum { RP_TRADERS_STAGES = 16, RP_TRADERS_MODES = 2, RP_TRADERS_MEAN = 0, RP_TRADERS_DEVIATION = 1 };

/* The noise orders' random part. */
typedef struct rp_noise {
  bool present;
  double speed, mean, volatility, start;
} rp_noise;

typedef struct rp_traders_game {
  double count, own, cross, terminal, horizon;
  rp_curve permanent, temporary, running, imbalance;
  bool steady; /* permanent, temporary and running are constant */
  rp_noise noise;
  double mean; /* mean inventory at the start */
} rp_traders_game;

/* The game at one time. */
rp_traders rp_traders_at(const rp_traders_game *game, double t);
/* E I at time t. */
double rp_traders_imbalance(const rp_traders_game *game, double t);
/* Variance of I at time t. */
double rp_noise_variance(const rp_noise *noise, double t);

/* Numbers at nodes or at edges. */
typedef struct rp_traders_column {
  double *reaction, *noise_gain; /* k for E I, K                           */
  double *mean;                  /* E q                                    */
  double *variance, *covariance; /* Var q, Cov(q, I)                       */
} rp_traders_column;

typedef struct rp_traders_path {
  const rp_traders_game *game;
  rp_collocation method;
  int64_t panels;
  double *edges;                                     /* [panels + 1]                               */
  double *time, *alpha, *imbalance;                  /* [nodes]                                    */
  double *u[RP_TRADERS_MODES], *w[RP_TRADERS_MODES]; /* [nodes]                                    */
  double *profile[RP_TRADERS_MODES];                 /* [panels + 1]: q at the edge over q at 0     */
  double *gain[RP_TRADERS_MODES];                    /* [panels + 1]: r                             */
  double *source[2]; /* [nodes]: integrands of the mean and of the covariance  */
  bool wide;         /* traders_wide.h */
  bool resolved;     /* set by whoever brings panels that resolve all modes: never wide */
  rp_traders_column node, edge;
  rp_mode_path steady[RP_TRADERS_MODES];
  double value[3]; /* J0, J1, J2 */
} rp_traders_path;

/* Panels that resolve the modes and their layers at both ends and end at every point of the game's curves; level halves all of
 * them that often. The first function bounds the number of edges (-1: more than 2^20), the second writes them and returns the
 * number of panels. */
int64_t rp_traders_grid_bound(const rp_traders_game *game, int level);
int64_t rp_traders_grid(const rp_traders_game *game, int level, double *edges);

/* Doubles that a path with so many panels needs, edges included. */
int64_t rp_traders_path_size(int64_t panels);
/* Lays the path out in memory of that size; edges are to be filled next. */
void rp_traders_path_place(const rp_traders_game *game, int64_t panels, double *memory,
                           rp_traders_path *path);

/* Everything. Returns true, or false with the time at which the mean mode escapes (backward from the horizon). */
bool rp_traders_path_solve(rp_traders_path *path, double *escape);

/* Does one trader's own Riccati equation, with the others' rates given, stay finite on the whole horizon? If not, *escape is
 * the time where it does not. Uses the path's grid. */
bool rp_traders_own_concave(const rp_traders_path *path, double *escape);

/* The path at time t. */
typedef struct rp_traders_point {
  double profile[RP_TRADERS_MODES], gain[RP_TRADERS_MODES];
  double reaction, noise_gain, mean, variance, covariance;
  double rate;           /* E of the mean rate                          */
  double deviation_rate; /* d/dt of the deviations' profile             */
  double drift;          /* E of alpha V/N + alpha I, of the price      */
} rp_traders_point;
void rp_traders_path_at(const rp_traders_path *path, double t, rp_traders_point *point);

/* Largest relative change between two solutions of the same game, in what they say at both ends and in the objective. */
double rp_traders_path_change(const rp_traders_path *coarse, const rp_traders_path *fine);

#endif
