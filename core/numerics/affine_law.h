/*
 * affine_law.h - a diffusion whose variance is affine in its state,
 *
 *     dz = speed (mean - z) dt + sqrt(variance_constant + variance_slope z) dW,
 *
 * which is the Ornstein-Uhlenbeck process without slope and the Cox-Ingersoll-Ross process without constant: moments, bonds,
 * ranges, and exact transitions from two normal numbers. speed, variance_constant + variance_slope z >= 0 and
 * variance_slope >= 0. Calls libm; the transition of a square-root process also GSL, once per length of step. Pure.
 *
 * Source: Glasserman, Monte Carlo Methods in Financial Engineering, sections 3.3.1 and 3.4.1.
 */
#ifndef RP_AFFINE_LAW_H
#define RP_AFFINE_LAW_H
#include <stdbool.h>
#include <stdint.h>

typedef struct rp_affine_law {
  double speed, mean, variance_constant, variance_slope, start;
} rp_affine_law;

/* Mean and variance of z_t given z_0 = z. */
double rp_affine_law_mean(const rp_affine_law *law, double z, double t);
double rp_affine_law_variance(const rp_affine_law *law, double z, double t);

/* Where the variance vanishes and the process is reflected: -infinity without slope. */
double rp_affine_law_floor(const rp_affine_law *law);

/*
 * An interval that z leaves before `horizon` with a probability that is small beyond `deviations` standard deviations
 * of either the start's or the mean's neighbourhood, twice as many above for a process with slope, whose upper tail is
 * exponential. It contains start and mean and respects the floor.
 */
void rp_affine_law_range(const rp_affine_law *law, double horizon, double deviations, double range[2]);

/* E exp(-weight int_0^t z ds) given z_0 = z; weight >= 0. */
double rp_affine_law_bond(const rp_affine_law *law, double z, double t, double weight);

/* Degrees of freedom of the transition's chi-squared law, 4 speed (mean - floor)/slope; infinity without slope. */
double rp_affine_law_freedom(const rp_affine_law *law);

enum { RP_QUANTILE_PANELS = 36, RP_QUANTILE_TERMS = 12 };

/* A step of given length. A square-root process moves to scale ((sqrt(y kept/scale) + normal)^2 + chi) + floor, y = z - floor,
 * where chi is chi-squared with one degree of freedom less than freedom, and is a smooth increasing function of a normal
 * number, tabulated by Chebyshev series on panels. */
typedef struct rp_affine_step {
  double kept, gained, deviation, floor, scale;
  bool square_root;
  double quantile[RP_QUANTILE_PANELS][RP_QUANTILE_TERMS];
} rp_affine_step;

/* false: a square-root process with at most one degree of freedom, which this representation does not reach. */
bool rp_affine_step_make(const rp_affine_law *law, double length, rp_affine_step *step);

/*
 * Exact transitions of `count` independent paths.
 *
 * in   from [count], first [count], second [count]: standard normal numbers; second is not read without slope
 * out  to   [count], may be `from`
 */
void rp_affine_step_take(const rp_affine_step *step, int64_t count, const double *from, const double *first,
                         const double *second, double *to);

#endif
