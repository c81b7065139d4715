/* particles.c - see particles.h. */
#include "particles.h"
#include <math.h>
#include "reprise/clones.h"

enum { LANES = 8 };

rp_particle_step rp_particle_step_of(double mean, double rate, double slope, double sigma, double dt) {
  /* X' = X + (q + p (X - M)) (e^{p dt} - 1)/p + noise of variance sigma^2 (e^{2 p dt} - 1)/(2p) */
  double y = slope * dt;
  double whole = fabs(y) < 1e-9 ? dt * (1 + y / 2) : expm1(y) / slope;
  double doubled = fabs(y) < 1e-9 ? dt * (1 + y) : expm1(2 * y) / (2 * slope);
  return (rp_particle_step){
      .before = mean, .after = mean + rate * whole, .keep = exp(y), .spread = sigma * sqrt(doubled)};
}

static inline void add_one(double off, int lane, double power[4][LANES]) {
  double square = off * off;
  power[0][lane] += off;
  power[1][lane] += square;
  power[2][lane] += off * square;
  power[3][lane] += square * square;
}

RP_CLONES static void add(int64_t count, const double *restrict x, double centre, double power[4][LANES]) {
  int64_t i = 0;
  for (; i + LANES <= count; i += LANES)
    for (int lane = 0; lane < LANES; ++lane)
      add_one(x[i + lane] - centre, lane, power);
  for (; i < count; ++i)
    add_one(x[i] - centre, (int)(i % LANES), power);
}

void rp_particle_add(int64_t count, const double *x, double centre, rp_particle_sums *sums) {
  double power[4][LANES] = {{0}};
  add(count, x, centre, power);
  for (int i = 0; i < 4; ++i) {
    const double *s = power[i];
    sums->power[i] += ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
  }
}

RP_CLONES static void advance(rp_particle_step step, int64_t count, const double *restrict normals,
                              double *restrict x) {
  for (int64_t i = 0; i < count; ++i)
    x[i] = step.after + step.keep * (x[i] - step.before) + step.spread * normals[i];
}

void rp_particle_advance(const rp_particle_step *step, int64_t count, const double *normals, double *x) {
  advance(*step, count, normals, x);
}

rp_particle_moments rp_particle_moments_of(const rp_particle_sums *sums, double centre, double count) {
  double shift = sums->power[0] / count, second = sums->power[1] / count - shift * shift;
  double fourth = sums->power[3] / count - 4 * shift * sums->power[2] / count +
                  6 * shift * shift * sums->power[1] / count - 3 * shift * shift * shift * shift;
  rp_particle_moments m = {.mean = centre + shift, .variance = second * count / (count - 1)};
  m.mean_error = sqrt(m.variance / count);
  m.variance_error = sqrt(fmax(fourth - second * second, 0) / count);
  return m;
}
