/*
 * density.h - the retail traders' game for any initial law and any local herding term f(m), as two linear parabolic
 * equations (Hopf and Cole): u = b sigma^2 ln phi, m = phi psi,
 *     phi_t + (sigma^2/2) phi_xx + V phi = 0,   psi_t = (sigma^2/2) psi_xx + V psi,   V = (A f(m/m_1) - k^2 x^2/2) / sigma^2,
 *     phi(x, T) = exp(-kappa (x - x*)^2 / (2 sigma^2)),   psi(x, 0) = m_0 / phi(x, 0).
 * Strang splitting with Crank-Nicolson for the heat part, second order in both steps; Picard iteration on f(m),
 * damped and accelerated.
 * Pure; calls retail.h, numerics/curve.h, numerics/tridiagonal.h.
 */
#ifndef RP_DENSITY_H
#define RP_DENSITY_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/curve.h"
#include "retail.h"

enum { RP_HERDING_LOG, RP_HERDING_ROOT, RP_HERDING_POWER, RP_HERDING_CURVE };

typedef struct rp_density {
  const rp_retail *retail;
  int herding; /* ln m, 2 sqrt m, m^power, or a curve */
  double power;
  const rp_curve *curve;
  int64_t nodes, steps; /* nodes in x, steps in t              */
  double low, high;     /* first and last node                 */
  double *m;            /* [steps + 1][nodes]: the density; row 0 is the initial law, on entry */
  double *value;        /* [steps + 1][nodes]: phi, rescaled at each step; ln phi in the end */
  int depth;            /* of the acceleration; 0: plain damped Picard iteration */
  double per_unit;      /* 1/m_1                                 */
  double *work;         /* [rp_density_work()]                 */
  int64_t iterations;
  int history;       /* iterates since the history was begun */
  double residual;   /* norm of the last fixed-point residual, squared */
  double change;     /* of m in the last iteration          */
  double mass_error; /* largest change of the mass over time, relative, before rescaling */
} rp_density;

enum { RP_DENSITY_DEEPEST = 12 };

int64_t rp_density_work(int64_t nodes, int64_t steps, int depth);

/*
 * One iteration with this damping (1: none), from m(x, t) = m_0 at first. With a depth, the next herding term is the
 * combination of the last ones whose residuals combine to the least one in the norm weighted by the density (Anderson,
 * Journal of the ACM 12, 1965).
 */
void rp_density_begin(rp_density *d);
void rp_density_iterate(rp_density *d, double damping);

/* After the last iteration: ln phi in the place of phi. */
void rp_density_finish(rp_density *d);

/* Scales row 0 to mass one. false if its mass is not positive and finite. */
bool rp_density_normalise(rp_density *d);

/* Moments of a row. */
double rp_density_mean(const rp_density *d, int64_t step);
double rp_density_variance(const rp_density *d, int64_t step);

#endif
