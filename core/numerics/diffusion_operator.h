/*
 * diffusion_operator.h - the generator L u = drift(z) u' + variance(z) u''/2 of an affine law (numerics/affine_law.h) on an
 * interval, for equations that run backward in time: collocation on Chebyshev points, and differences on equidistant
 * points. At both ends the diffusion is dropped and the drift, which must point inward, is differenced from inside; at the
 * floor of a square-root process that is no approximation. Pure.
 */
#ifndef RP_DIFFUSION_OPERATOR_H
#define RP_DIFFUSION_OPERATOR_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/affine_law.h"

/* matrix [n + 1][n + 1], row-major, on the points low + (high - low)(1 + x_j)/2 of numerics/chebyshev.h. work [(n + 1)^2] */
void rp_diffusion_chebyshev(const rp_affine_law *law, double low, double high, int64_t n, double *points,
                            double *matrix, double *work);

/*
 * Three entries a row on n + 1 equidistant points, second order; the first and last row have a third entry further in.
 *
 * in   upwind  first-order drift, so that all entries off the diagonal are >= 0 (a Markov chain)
 * out  below, diagonal, above [n + 1]; below[0] and above[n] are 0; *third_first multiplies u_2 in row 0, *third_last
 *      u_{n-2} in row n; both 0 with upwind
 */
void rp_diffusion_differences(const rp_affine_law *law, double low, double high, int64_t n, bool upwind,
                              double *below, double *diagonal, double *above, double *third_first,
                              double *third_last);

#endif
