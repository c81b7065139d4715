/*
 * truncated_polynomial.h - polynomials in one or several variables y of total degree at most d, as vectors of coefficients in
 * graded order; what exceeds the degree is dropped. Products, evaluation, and the generator of affine laws
 * (numerics/affine_law.h), which maps these polynomials to themselves. Pure; memory is the caller's.
 */
#ifndef RP_TRUNCATED_POLYNOMIAL_H
#define RP_TRUNCATED_POLYNOMIAL_H
#include <stdint.h>
#include "numerics/affine_law.h"

enum { RP_POLYNOMIAL_MOST_VARIABLES = 4 };

/* Monomials; of total degree k they are numbers first[k] .. first[k + 1] - 1, which needs degree + 2 entries. */
typedef struct rp_polynomials {
  int64_t variables, degree, count, products;
  int32_t *exponent; /* [count][variables]                                               */
  int32_t *raised;   /* [count][variables]: the monomial times y_f; -1 beyond the degree */
  int32_t *product;  /* [products][3]: left, right, left times right                     */
} rp_polynomials;

/* Number of monomials, and int32_t's of storage that make() takes; 0 if there are more than 2^24. */
int64_t rp_polynomials_count(int64_t variables, int64_t degree);
int64_t rp_polynomials_storage(int64_t variables, int64_t degree);
void rp_polynomials_make(int64_t variables, int64_t degree, int32_t *storage, rp_polynomials *ring);

/* out += weight left right. out must be neither factor. */
void rp_polynomials_multiply(const rp_polynomials *ring, double weight, const double *left,
                             const double *right, double *out);

/* The value at y [variables]; *tail: sum of the absolute values of the terms of the two highest degrees; may be NULL. */
double rp_polynomials_at(const rp_polynomials *ring, const double *coefficients, const double *y,
                         double *tail);

/* out = sum_k coefficients[k] (centre + y_f)^k added to what is there; terms beyond the degree are dropped. */
void rp_polynomials_add_shifted(const rp_polynomials *ring, int64_t variable, int64_t terms,
                                const double *coefficients, double centre, double *out);

/*
 * u := (1 - h L)^{-1} u where L is the generator of the laws in y = z - centre: back substitution, since L lowers the degree or
 * keeps the monomial. covariance [variables][variables] per unit of time, of which entries off the diagonal are read; NULL: none.
 */
void rp_polynomials_resolve(const rp_polynomials *ring, const rp_affine_law *laws, const double *covariance,
                            const double *centre, double h, double *u);

#endif
