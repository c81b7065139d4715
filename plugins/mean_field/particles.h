/*
 * particles.h - agents who follow the equilibrium's feedback, dX = (q + p (X - M)) dt + sigma dW, each step exact for
 * coefficients frozen in its middle; and sums over agents from which moments and their standard errors follow. Pure.
 */
#ifndef RP_PARTICLES_H
#define RP_PARTICLES_H
#include <stdint.h>

/* One step: X' = centre + keep (X - centre_before) + spread times a standard normal. */
typedef struct rp_particle_step {
  double before, after, keep, spread;
} rp_particle_step;

/* From rate q, slope p and mean M in the middle of a step of length dt with volatility sigma. */
rp_particle_step rp_particle_step_of(double mean, double rate, double slope, double sigma, double dt);

/* Sums of the first four powers of X - centre at each time. */
typedef struct rp_particle_sums {
  double power[4];
} rp_particle_sums;

/* Adds agents at x [count] to the sums about a centre, in lanes of fixed order. */
void rp_particle_add(int64_t count, const double *x, double centre, rp_particle_sums *sums);

/* One step of all agents, x and normals [count]. */
void rp_particle_advance(const rp_particle_step *step, int64_t count, const double *normals, double *x);

typedef struct rp_particle_moments {
  double mean, mean_error, variance, variance_error;
} rp_particle_moments;
rp_particle_moments rp_particle_moments_of(const rp_particle_sums *sums, double centre, double count);

#endif
