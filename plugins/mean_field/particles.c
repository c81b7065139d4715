/* particles.c - see particles.h. */
#include "particles.h"
#include <math.h>

rp_particle_step rp_particle_step_of(double mean, double rate, double slope, double sigma, double dt) {
  /* X' = X + (q + p (X - M)) (e^{p dt} - 1)/p + noise of variance sigma^2 (e^{2 p dt} - 1)/(2p) */
  double y = slope * dt;
  double whole = fabs(y) < 1e-9 ? dt * (1 + y / 2) : expm1(y) / slope;
  double doubled = fabs(y) < 1e-9 ? dt * (1 + y) : expm1(2 * y) / (2 * slope);
  return (rp_particle_step){
      .before = mean, .after = mean + rate * whole, .keep = exp(y), .spread = sigma * sqrt(doubled)};
}

void rp_particle_walk(int64_t steps, const rp_particle_step *step, const double *normals, double x,
                      const double *centres, rp_particle_sums *sums, double *path) {
  for (int64_t k = 0;; ++k) {
    double off = x - centres[k], square = off * off;
    sums[k].power[0] += off;
    sums[k].power[1] += square;
    sums[k].power[2] += off * square;
    sums[k].power[3] += square * square;
    if (path) path[k] = x;
    if (k == steps) return;
    x = step[k].after + step[k].keep * (x - step[k].before) + step[k].spread * normals[k];
  }
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
