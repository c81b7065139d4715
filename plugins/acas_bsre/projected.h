/*
 * projected.h - Markovian forward-backward equations of any moderate dimension by backward projection: no nested simulation, no Picard
 * iteration in time.
 *
 *     x_{k+1} = mean + decay (x_k - mean) + h drift(t_k, x_k, u_k) + deviation xi   (entry by entry)
 *     u_k(x) = P_k E[u_{k+1}(x_{k+1}) | x_k = x] + h source(t_k, x, u_k)
 *
 * implicit in u_k (sweeps with Anderson's acceleration), with polynomials of bounded total degree in coordinates that are centred
 * and scaled for each time; P_k is least squares on quasi-random points, one QR factorisation for all steps; the expectation of a
 * polynomial after a Gaussian step is formed exactly. First order in h: halve and extrapolate. Points are independent, so that they
 * may run concurrently.
 * Pure; calls BLAS, LAPACK, GSL (Sobol points, normal quantiles), monomials.h. Memory is the caller's.
 *
 * Source: the least-squares Monte Carlo of Gobet, Lemor, Warin (2005) with design points in the place of paths; the exact expectation
 * and the implicit step are ours.
 */
#ifndef RP_PROJECTED_H
#define RP_PROJECTED_H
#include <stdbool.h>
#include <stdint.h>
#include "monomials.h"

/* Drift [dims] and source [outputs] at one point. False: not defined there. */
typedef bool rp_projected_rates(void *context, double t, const double *x, const double *u, double *drift,
                                double *source);

typedef struct rp_projected {
  rp_monomials basis;
  int64_t outputs, steps, points; /* points: a multiple of RP_MONOMIAL_LANES */
  double horizon;
  double unit; /* > 0, of u: changes and residuals are relative to unit + |u| */
  rp_projected_rates *rates;
  const double *decay, *mean, *deviation; /* [dims], of one step                                 */
  double *centre, *scale;                 /* [steps + 1][dims]                                   */
  double *design;                         /* [points][dims], standardised                        */
  double *values;                         /* [points][count]: monomials there                    */
  double *inverse;                        /* [count][points]: the projection                     */
  double *coefficients;                   /* [steps + 1][count][outputs]                         */
  double *expected;                       /* [count][outputs]: of the step being made            */
} rp_projected;

/* Doubles of all arrays but decay, mean, deviation; places them. */
int64_t rp_projected_size(int64_t dims, int64_t degree, int64_t outputs, int64_t steps, int64_t points);
void rp_projected_place(double *memory, rp_projected *scheme);

/* Design points: normal quantiles of Sobol points times spread, cut at 3; their monomials and the projection.
 * work [points count + 2 count]; false: the points do not determine a polynomial. */
bool rp_projected_prepare(rp_projected *scheme, double spread, double *work);

/* Sets the field at the horizon from the values [points][outputs] at the design points. */
void rp_projected_finish(rp_projected *scheme, const double *values);

/* State of design point i at time step k. */
void rp_projected_point(const rp_projected *scheme, int64_t k, int64_t i, double *x);

/* Begins step k from k + 1: the expectation's coefficients. */
void rp_projected_expect(rp_projected *scheme, int64_t k);

/* Doubles of workspace of advance and field. */
int64_t rp_projected_workspace(int64_t dims, int64_t degree, int64_t outputs);

/*
 * u_k at the design points [begin, end), both multiples of RP_MONOMIAL_LANES, into u [points][outputs].
 * returns the number of sweeps, or -1 if the rates are not defined or the sweeps do not settle
 */
int rp_projected_advance(const rp_projected *scheme, int64_t k, int64_t begin, int64_t end, void *context,
                         double *u, double *work);

/* Ends step k: the projection of u. Returns the largest residual of the fit at the points, relative to unit + the largest |u| of
 * the output. residual [points] is workspace. */
double rp_projected_project(rp_projected *scheme, int64_t k, const double *u, double *residual);

/* The field u_k at eight states x [dims][8] into u [outputs][8]. */
void rp_projected_field(const rp_projected *scheme, int64_t k, const double *x, double *u, double *work);

#endif
