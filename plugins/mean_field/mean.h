/*
 * mean.h - mean position M and expected rate q of the retail traders in closed form, for any horizon and any
 * law of the initial positions, and what the big trader needs of them. Pure; calls numerics/exponential.h.
 *
 * M'' = k^2 M, M(0) = mu0, M'(T) = kappa (x* - M(T)), q = M' (eqs 52-59 in our reading).
 */
#ifndef RP_MEAN_H
#define RP_MEAN_H
#include <stdint.h>
#include "retail.h"

/* M(t) and q(t), 0 <= t <= T; all exponentials are scaled by exp(-k T), so nothing overflows. */
void rp_mean_at(const rp_retail *retail, double t, double *mean, double *rate);

/* The same at many times, two exponentials each; means and rates must not overlap times. */
void rp_mean_path(const rp_retail *retail, int64_t count, const double *times, double *means, double *rates);

/*
 * The two functions of time of which every mean and rate is a combination. They depend on k and the horizon alone: whoever
 * needs many curves that differ in other parameters fills them once and combines for each, with the bits of rp_mean_path().
 */
typedef struct rp_mean_basis {
  double k, horizon;
  double *first, *second; /* [count] */
} rp_mean_basis;

void rp_mean_basis_fill(rp_mean_basis *basis, const rp_retail *retail, int64_t count, const double *times);
void rp_mean_combine(const rp_retail *retail, const rp_mean_basis *basis, int64_t count, double *means,
                     double *rates);

/* rp_mean_path() that fills `kept` only if the last curve had another k or horizon; the times must be the same. kept: NULL,
 * or a basis whose k is NaN before the first curve. */
void rp_mean_path_kept(rp_mean_basis *kept, const rp_retail *retail, int64_t count, const double *times,
                       double *means, double *rates);

/* The one zero of M inside (0, before), where the big trader's position bends; NaN if there is none. */
double rp_mean_zero(const rp_retail *retail, double before);

#endif
