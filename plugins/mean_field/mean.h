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

/* The one zero of M inside (0, before), where the big trader's position bends; NaN if there is none. */
double rp_mean_zero(const rp_retail *retail, double before);

#endif
