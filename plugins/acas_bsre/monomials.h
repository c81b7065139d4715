/*
 * monomials.h - polynomials of bounded total degree in several standardised coordinates: evaluation for eight points side by side,
 * and their expectation after a Gaussian step, which is such a polynomial again. Pure; calls the C library only.
 */
#ifndef RP_MONOMIALS_H
#define RP_MONOMIALS_H
#include <stdint.h>

enum { RP_MONOMIAL_LANES = 8, RP_MONOMIAL_DEGREE = 6 };

/* The monomials, by degree; number 0 is 1. Number i is number parent[i] times coordinate by[i]. */
typedef struct rp_monomials {
  int64_t dims, degree, count;
  int32_t *parent, *by;
  int32_t *exponent; /* [count][dims]                                                            */
  int32_t *raised;   /* [count][dims]: the number of monomial i times the square of a coordinate, or -1 */
} rp_monomials;

/* (dims + degree choose degree), and the integers that the tables need. */
int64_t rp_monomials_count(int64_t dims, int64_t degree);
int64_t rp_monomials_size(int64_t dims, int64_t degree);
void rp_monomials_make(int64_t dims, int64_t degree, int32_t *memory, rp_monomials *basis);

/* All monomials at eight points: z [dims][8] -> value [count][8]. */
void rp_monomials_at(const rp_monomials *basis, const double *z, double *value);

/* sum[outputs][8] = coefficients [count][outputs] applied to value [count][8]. */
void rp_monomials_sum(const rp_monomials *basis, int64_t outputs, const double *coefficients,
                      const double *value, double *sum);

/* Replaces the coefficients of p by those of z -> E p(z + xi), xi independent normals with the given variances [dims]. Exact. */
void rp_monomials_diffuse(const rp_monomials *basis, int64_t outputs, const double *variance,
                          double *coefficients);

#endif
