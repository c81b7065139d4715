/*
 * modes.h - the two scalar modes of the game of N traders with equal penalties. Every coefficient of that game acts as one
 * number on the mean of the traders and as another on deviations from it, so that the matrix Riccati equation falls
 * apart into two scalar ones, solved in closed form here. Pure; calls libm only.
 *
 * A mode follows, with y the adjoint less the noise drift and tau the time to the horizon,
 *     q' = d y + e q,   y' = f y + g q,   y(T) = -2 A q(T),   y = r q,   r' = g + (f - e) r - d r^2,   r(T) = -2 A.
 *     c = (e - f)/(2 d),   k^2 = g/d + c^2,   m = d k,   rho = c - 2 A,
 *     C(tau) = cosh m tau - (rho/k) sinh m tau,   r = k (rho - k tanh m tau)/(k - rho tanh m tau) - c,
 *     q(t)/q(s) = C(T - t)/C(T - s) exp((e + f)(t - s)/2).
 * C vanishes, and r escapes, iff rho > k, at tau* = artanh(k/rho)/m. Written with exp(-2 m tau) nothing overflows.
 *
 * Source: Guo and Jin, theorem 2.7; the closed form and the time of escape are ours.
 */
#ifndef RP_MODES_H
#define RP_MODES_H

/* The game. Impact on the price of one's own rate is own * temporary/N, of another's rate cross * temporary/N. */
typedef struct rp_traders {
  double count;     /* N >= 1                            */
  double permanent; /* alpha, cash/share^2               */
  double temporary; /* beta, cash time/share^2           */
  double own, cross;
  double running; /* phi, cash/share^2/time            */
} rp_traders;

/* Coefficients of a mode; bend = g + (e - f)^2/(4 d) = d k^2, free of cancellation. */
typedef struct rp_mode {
  double d, e, f, g, bend;
} rp_mode;

/* Eigenvalues of the first-order conditions: on the mean, 2 o + (N - 1) x, and on deviations, 2 o - x, where o and x are the
 * impacts of one's own and of another's rate. Both must be positive. */
void rp_traders_impact(const rp_traders *game, double *mean, double *deviation);

void rp_mode_mean(const rp_traders *game, rp_mode *mode);
void rp_mode_deviation(const rp_traders *game, rp_mode *mode);
/* One trader's own problem with the others' rates given: its Riccati equation escapes within the horizon iff the objective is
 * not concave. */
void rp_mode_own(const rp_traders *game, rp_mode *mode);

/* The closed form for a terminal penalty A. */
typedef struct rp_mode_path {
  rp_mode mode;
  double shift;   /* c              */
  double k, m;    /* k, d k         */
  double rho;     /* c - 2 A        */
  double opening; /* k - rho        */
} rp_mode_path;

void rp_mode_solve(const rp_mode *mode, double terminal, rp_mode_path *path);

/* tau*; infinite if the mode never escapes. */
double rp_mode_escape(const rp_mode_path *path);
/* r at time tau before the horizon, tau < tau*. */
double rp_mode_gain(const rp_mode_path *path, double tau);
/* q at `to` before the horizon over q at `from` before it, from >= to >= 0. */
double rp_mode_flow(const rp_mode_path *path, double from, double to);

/* Margin of the condition of theorem 2.10, positive where it holds: the least over both modes of
 * g - (e + f)^2/(4 d). */
double rp_traders_monotonicity(const rp_traders *game);

#endif
