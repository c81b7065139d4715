/*
 * frame.h - coordinates in which the density is computed. Pure; calls herding.h, mean.h, trajectory.h.
 *
 * Fixed: y = x, tau = sigma^2 t, u = b sigma^2 ln phi. Nothing is known beforehand.
 *
 * Moving: x = M(t) + s(t) y, dtau = (sigma/s)^2 dt, where M is the mean and s^2 = v, p solve the Gaussian closure
 * v' = 2 p v + sigma^2, p' = -p^2 + g/v + k^2, p(T) = -kappa, for any g(t); and
 *     u = b [z + q (x - M) + p (x - M)^2/2 + sigma^2 (ln phi + y^2/4)],   z' = (q^2 + k^2 M^2 - sigma^2 s'/s)/2,
 * z(T) = -kappa (M(T) - x*)^2/2. That is an exact change of variables for every law and herding term, and leaves
 *     phi_tau + phi_yy/2 + V phi = 0,   V = (s^2/sigma^4) (A f + g y^2/2) - y^2/8,   phi(y, T) = exp(-y^2/4):
 * no inventory, no target, no layer of the mean or of the variance. With f = ln, g = A and a normal initial law the
 * density of y stays normal. The grid follows the crowd, and the steps follow its rates.
 */
#ifndef RP_FRAME_H
#define RP_FRAME_H
#include <stdbool.h>
#include <stdint.h>
#include "herding.h"
#include "retail.h"
#include "trajectory.h"

typedef struct rp_frame {
  const rp_retail *retail;
  bool moving;
  int64_t steps;
  double *time;                /* [steps + 1], as all but pace */
  double *pace;                /* [steps]: lengths of the steps in tau */
  double *mean, *rate, *slope; /* M, q, p; 0 if fixed */
  double *log_width;           /* ln s; 0 if fixed */
  double *log_unit;            /* f is that of m exp(log_unit), m the density of y */
  double *pull;                /* g, or -k^2: V dtau = (A f + g y^2/2)/sigma^2 dt - bowl y^2 dtau */
  double bowl;
} rp_frame;

/* Doubles of memory. */
int64_t rp_frame_size(int64_t steps);
void rp_frame_layout(rp_frame *f, const rp_retail *retail, int64_t steps, double *memory);

/* Fixed, even steps. */
void rp_frame_fix(rp_frame *f);

/* The Gaussian closure for a herding term: g = A strength(s) with s from the path before; NULL: g = A. */
typedef struct rp_closure {
  const rp_retail *retail;
  const rp_herding *herding;
  const rp_trajectory *before, *path;
} rp_closure;

/* g at a time. */
double rp_closure_pull(const rp_closure *c, double t);

/* From the closure of ln, on paths[0], to that of the herding term, whose g and s then belong together within some per cent.
 * Where that fails c is left at the last g that could be followed. */
void rp_closure_adapt(rp_closure *c, rp_trajectory paths[3], double tolerance);

/* The horizon in units of the time in which noise or herding moves a trader by the deviation. */
double rp_closure_effort(const rp_closure *c);

/* Moving, steps of equal effort. */
void rp_frame_follow(rp_frame *f, const rp_closure *c);

/* g s^2/sigma^4 at a step: what herding does to a wave while noise moves a trader by the deviation. */
double rp_frame_coupling(const rp_frame *f, int64_t step);

/* ln phi at the end, and u where ln phi is known. */
double rp_frame_terminal(const rp_frame *f, double y);
double rp_frame_value(const rp_frame *f, int64_t step, double y, double log_phi);

#endif
