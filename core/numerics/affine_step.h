/*
 * affine_step.h - transitions of an affine law (numerics/affine_law.h) over a step of given length, many paths side by side.
 *
 * Gaussian laws move by one normal number. A square-root process y = z - floor moves to scale times a noncentral chi-squared number
 * with `freedom` = 4 speed (mean - floor)/slope degrees of freedom and noncentrality y kept/scale, exactly, in one of two ways:
 *
 *   squares  freedom above RP_AFFINE_LEAST_SQUARES: (sqrt(y kept/scale) + normal)^2 + chi, where chi is chi-squared with one
 *            degree less and a smooth increasing function of a second normal number, tabulated by Chebyshev series on panels
 *   mixture  any freedom, 0 included: chi-squared with freedom + 2 J degrees where J is a Poisson number with mean y kept/(2 scale),
 *            which needs uniform numbers, now and then many of them. 0 is reached, left if freedom > 0, and kept if freedom = 0
 *
 * and, for processes that must follow one given normal number although their freedom is small, by Andersen's quadratic-exponential
 * scheme, which has the exact mean and variance of every step but not the exact law. Pure; calls libm, GSL once per length of step.
 *
 * Sources: Glasserman, Monte Carlo Methods in Financial Engineering, section 3.4.1; Marsaglia and Tsang, ACM TOMS 26 (2000), gamma
 * numbers; Hormann, Insurance: Mathematics and Economics 12 (1993), Poisson numbers; Andersen, J. Comput. Finance 11 (2008).
 */
#ifndef RP_AFFINE_STEP_H
#define RP_AFFINE_STEP_H
#include "numerics/affine_law.h"

enum { RP_QUANTILE_PANELS = 36, RP_QUANTILE_TERMS = 12, RP_AFFINE_DRAW = 8 };
#define RP_AFFINE_LEAST_SQUARES 1.5

typedef enum rp_affine_way {
  RP_AFFINE_GAUSSIAN,
  RP_AFFINE_SQUARES,
  RP_AFFINE_MIXTURE,
  RP_AFFINE_QUADRATIC_EXPONENTIAL
} rp_affine_way;

typedef struct rp_affine_step {
  rp_affine_way way;
  int normals; /* arrays of normal numbers that it reads: 1, 2, 0, 1 in the order of ways */
  double kept, gained, deviation, floor, scale, freedom;
  double variance_of_level, variance_of_start; /* of y after the step: the first plus the second times y */
  double quantile[RP_QUANTILE_PANELS][RP_QUANTILE_TERMS];
} rp_affine_step;

/* Uniform numbers in (0, 1) by counting: out [count][RP_AFFINE_DRAW] is draw `draw` of the paths first .. first + count - 1. */
typedef struct rp_affine_uniforms {
  const void *self;
  void (*draw)(const void *self, int64_t draw, int64_t first, int64_t count, double *out);
} rp_affine_uniforms;

/* driven: the way must be one that follows the first normal number. */
void rp_affine_step_make(const rp_affine_law *law, double length, bool driven, rp_affine_step *step);

/*
 * Transitions of `count` paths.
 *
 * in   from [count], first [count], second [count]: standard normal numbers, of which step->normals are read
 *      uniforms: read by mixtures only, may be NULL otherwise
 * out  to   [count], may be `from`
 */
void rp_affine_step_take(const rp_affine_step *step, int64_t count, const double *from, const double *first,
                         const double *second, const rp_affine_uniforms *uniforms, double *to);

#endif
