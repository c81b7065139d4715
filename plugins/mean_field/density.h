/*
 * density.h - the retail traders' game for any initial law and any local herding term f(m), as two linear parabolic
 * equations (Hopf and Cole) in the coordinates of frame.h: the density is m = phi psi,
 *     phi_tau + phi_yy/2 + V phi = 0,   psi_tau = psi_yy/2 + V psi,   V = weight(tau) f(m unit(tau)) - bowl(tau) y^2,
 * phi is given at the end and psi(y, 0) = m_0/phi(y, 0). Strang splitting with an implicit Runge-Kutta method for the heat part,
 * second order in both steps; fixed-point iteration on f(m), damped and accelerated.
 * Pure; calls frame.h, herding_modes.h, numerics/curve.h, numerics/dense_lu.h, numerics/tridiagonal.h.
 */
#ifndef RP_DENSITY_H
#define RP_DENSITY_H
#include <stdbool.h>
#include <stdint.h>
#include "frame.h"
#include "herding.h"
#include "herding_modes.h"

typedef struct rp_density {
  const rp_frame *frame;
  const rp_herding *herding;
  int64_t nodes;       /* in y; the steps are the frame's */
  double low, high;    /* first and last node                 */
  int64_t first, last; /* nodes: ends of the crowd; read in a moving frame */
  double *m;       /* [steps + 1][nodes]: the density of y; on entry a first guess, row 0 the initial law */
  double *value;   /* [steps + 1][nodes]: phi, rescaled at each step; ln phi in the end */
  int depth;       /* of the acceleration; 0: plain damped iteration */
  rp_modes *modes; /* Newton's method for a normal law takes the place of plain iteration; or NULL */
  double *work;    /* [rp_density_work()]                 */
  int64_t iterations;
  int64_t history;   /* iterates kept or overwritten */
  int64_t retreats;  /* steps that were shortened    */
  double residual;   /* norm of the last fixed-point residual, squared */
  double change;     /* of m in the last iteration          */
  double mass_error; /* largest change of the mass over time, relative, before rescaling */
} rp_density;

enum { RP_DENSITY_DEEPEST = 12 };

int64_t rp_density_work(const rp_frame *frame, int64_t nodes, int depth);

/*
 * One iteration with this damping (1: none). With a depth, the next herding term is the combination of the last ones whose
 * residuals combine to the least one in the norm weighted by the density (Anderson, Journal of the ACM 12, 1965).
 */
void rp_density_begin(rp_density *d);
void rp_density_iterate(rp_density *d, double damping);

/* After the last iteration: ln phi in the place of phi. */
void rp_density_finish(rp_density *d);

/* Scales row 0 to mass one. false if its mass is not positive and finite. */
bool rp_density_normalise(rp_density *d);

/* Fills the rows after the first: with the first, with the normal law of mean 0 and variance 1, or from a coarser grid
 * over the same interval. */
void rp_density_guess_still(rp_density *d);
void rp_density_guess_normal(rp_density *d);
void rp_density_guess_coarse(rp_density *d, const rp_density *coarse);

/* Moments of a row, in y. */
double rp_density_mean(const rp_density *d, int64_t step);
double rp_density_variance(const rp_density *d, int64_t step);

#endif
