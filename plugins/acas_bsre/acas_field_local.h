/*
 * acas_field_local.h - values on an even grid in (q2, qe), interpolated where a truncated rate bends the field: cubic pieces along qe, then
 * along q2, whose slopes at the nodes are mean differences held to what keeps monotone data monotone (Fritsch and Carlson 1980).
 * Beyond the box the field goes on straight. Pure; calls libm, acas_field.h.
 */
#ifndef RP_ACAS_FIELD_LOCAL_H
#define RP_ACAS_FIELD_LOCAL_H
#include "acas_field.h"

/* Values numbers [first, last) of values [.][points] at eight states in units of the box, -1 to 1, into sum [.][8]. */
void rp_field_local_sum(const rp_acas_field *field, int64_t first, int64_t last, const double *values,
                        const double *z2, const double *ze, double *sum);

/* The same of data that are Chebyshev coefficients in the factors, whose polynomials at the states are weight [slices][8]: all
 * three values. */
void rp_field_local_contract(const rp_acas_field *field, const double *coefficients, const double *weight,
                             const double *z2, const double *ze, double *u);

#endif
