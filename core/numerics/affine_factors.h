/*
 * affine_factors.h - several affine laws (numerics/affine_law.h) whose Brownian motions may be correlated: joint steps of many paths.
 *
 * Laws without correlation move exactly and independently, and so do Gaussian laws correlated with each other: the correlation of
 * their numbers over a step is rho (1 - exp(-(k + l) h))/((k + l) h) over the geometric mean of the same for 2 k and 2 l. A
 * square-root process that is correlated has no known joint transition. It keeps its own exact law (below
 * RP_AFFINE_LEAST_SQUARES degrees of freedom: its exact mean and variance), its first normal number is correlated like a Gaussian
 * one, and the joint law is right in the limit of short steps: the error of expectations is of the order of the step. Pure.
 */
#ifndef RP_AFFINE_FACTORS_H
#define RP_AFFINE_FACTORS_H
#include <stdbool.h>
#include "numerics/affine_step.h"

enum { RP_MOST_FACTORS = 4 };

typedef struct rp_affine_factors {
  int64_t factors;
  bool correlated, stepped; /* stepped: the joint law is right for short steps only */
  rp_affine_step step[RP_MOST_FACTORS];
  double root[RP_MOST_FACTORS]
             [RP_MOST_FACTORS]; /* lower triangle: correlated numbers from independent ones */
} rp_affine_factors;

/*
 * The lower triangular root of a symmetric matrix [n][n] with unit diagonal that is positive semi-definite. If it is not, false, and
 * `row` and `column` are the first entry, in rows of the lower triangle, that does not fit those before it, which must be in
 * [range[0], range[1]].
 */
bool rp_correlation_root(int64_t n, const double *matrix, double root[RP_MOST_FACTORS][RP_MOST_FACTORS],
                         int64_t *row, int64_t *column, double range[2]);

/* correlation [factors][factors] as above, or NULL: independent. */
void rp_affine_factors_make(int64_t factors, const rp_affine_law *laws, const double *correlation,
                            double length, rp_affine_factors *out);

/* Do all correlations that are not 0 lie between Gaussian laws? */
bool rp_affine_factors_gaussian(int64_t factors, const rp_affine_law *laws, const double *correlation);

/* How many arrays of normal numbers a step reads of factor f: 0, 1 or 2. */
int rp_affine_factors_normals(const rp_affine_factors *factors, int64_t f);

/*
 * One step of all factors.
 *
 * in   from[f], in/out normal[2 f], normal[2 f + 1]: independent standard normal numbers of factor f, [paths] each; on return those
 *      that were used
 *      uniforms [factors]: for those that read no normal numbers; may be NULL if all do
 * out  to[f] [paths], may be from[f]
 */
void rp_affine_factors_step(const rp_affine_factors *factors, int64_t paths, double *const *normal,
                            const rp_affine_uniforms *uniforms, const double *const *from, double *const *to);

#endif
