/* intensity.c - see intensity.h. */
#include "intensity.h"
#include <math.h>

double rp_intensity_at(const rp_intensity *intensity, double x) {
  /* sqrt(1 + x^2) - 1 without cancellation; hypot does not overflow. */
  double root = hypot(1, x), over = x / (root + 1) * x;
  return exp(-intensity->decay * x - intensity->bend * over);
}

double rp_intensity_hazard(const rp_intensity *intensity, double x) {
  double root = hypot(1, x);
  return intensity->decay + intensity->bend * (x / root);
}

double rp_intensity_curvature(const rp_intensity *intensity, double x) {
  double root = hypot(1, x), h = intensity->decay + intensity->bend * (x / root);
  return intensity->bend / (root * root * root) / (h * h);
}

/* With s = x/sqrt(1 + x^2) the curvature is e (1 - s^2)^{3/2}/(g + e s)^2, extreme where e s^2 + 3 g s + 2 e = 0. */
void rp_intensity_class(const rp_intensity *intensity, double *least, double *most) {
  double g = intensity->decay, e = intensity->bend;
  double s = -4 * e / (3 * g + sqrt(9 * g * g - 8 * e * e)), rest = 1 - s * s, h = g + e * s;
  double extreme = e * rest * sqrt(rest) / (h * h);
  *least = 1 - fmax(extreme, 0);
  *most = 1 - fmin(extreme, 0);
}
