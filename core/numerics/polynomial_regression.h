/*
 * polynomial_regression.h - least squares of several targets on all monomials up to a total degree in one or several
 * standardised variables, through the normal equations, formed in fixed blocks of points so that sums do not depend on who forms
 * them: partial sums of disjoint points are added in any fixed order. One variable needs power sums only (the Gram matrix is a
 * Hankel matrix); several need all products. Solved by Cholesky's method on the equilibrated matrix with one step of
 * refinement, which is as good as orthogonalisation while the variables are standardised and the degree is low. Pure; calls libm.
 *
 * Source: Bjorck, Numerical Methods for Least Squares Problems, sections 2.2 and 2.9.
 */
#ifndef RP_POLYNOMIAL_REGRESSION_H
#define RP_POLYNOMIAL_REGRESSION_H
#include <stdbool.h>
#include <stdint.h>

enum { RP_REGRESSION_MOST_BASIS = 64, RP_REGRESSION_MOST_VARIABLES = 4, RP_REGRESSION_BLOCK = 64 };

typedef struct rp_regression {
  int64_t variables, degree, basis, targets;
  int8_t exponent[RP_REGRESSION_MOST_BASIS][RP_REGRESSION_MOST_VARIABLES];
  int8_t parent[RP_REGRESSION_MOST_BASIS],
      factor[RP_REGRESSION_MOST_BASIS]; /* monomial = parent times variable */
} rp_regression;

/* false if the monomials are more than RP_REGRESSION_MOST_BASIS or the variables too many. */
bool rp_regression_make(int64_t variables, int64_t degree, int64_t targets, rp_regression *regression);

/* Doubles of the sums: power sums or the Gram matrix, then the right-hand sides. */
int64_t rp_regression_sums(const rp_regression *regression);

/* Adds `points` points. x[f], y[t]: variable f and target t at the points. sums: zero before the first. */
void rp_regression_add(const rp_regression *regression, int64_t points, const double *const *x,
                       const double *const *y, double *sums);

/*
 * The same for points that come in pairs whose variables are each other's negative, which halves the work and more: sums of odd
 * degree vanish.
 *
 * in   x[f] [pairs]: of the first of each pair
 *      y[t] [2 pairs]: at the first of all pairs, then at the second
 */
void rp_regression_add_pairs(const rp_regression *regression, int64_t pairs, const double *const *x,
                             const double *const *y, double *sums);

/* coefficients [targets][basis]. Monomials that those before them represent on the points get the coefficient 0. false without
 * points, or if the sums are not finite. */
bool rp_regression_solve(const rp_regression *regression, const double *sums, double *coefficients);

/* out[p] = the polynomial at point p, of one target's coefficients [basis]. */
void rp_regression_at(const rp_regression *regression, int64_t points, const double *const *x,
                      const double *coefficients, double *out);

/* At pairs: out [2 pairs] as y[t] above. */
void rp_regression_at_pairs(const rp_regression *regression, int64_t pairs, const double *const *x,
                            const double *coefficients, double *out);

#endif
