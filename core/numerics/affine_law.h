/*
 * affine_law.h - a diffusion whose variance is affine in its state,
 *
 *     dz = speed (mean - z) dt + sqrt(variance_constant + variance_slope z) dW,
 *
 * which is the Ornstein-Uhlenbeck process without slope and the Cox-Ingersoll-Ross process without constant: moments, bonds and
 * ranges. speed, variance_constant + variance_slope z >= 0 and variance_slope >= 0. Its transitions are in numerics/affine_step.h.
 * Pure; calls libm.
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

#endif
