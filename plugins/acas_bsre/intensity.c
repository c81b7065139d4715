/* intensity.c - see intensity.h. */
#include "intensity.h"
#include <math.h>

static double width_of(const rp_intensity *intensity) {
  return intensity->width > 0 ? intensity->width : 1;
}

double rp_intensity_at(const rp_intensity *intensity, double x) {
  /* sqrt(w^2 + x^2) - w without cancellation; hypot does not overflow. */
  double w = width_of(intensity), root = hypot(w, x), over = x / (root + w) * x;
  return exp(-intensity->decay * x - intensity->bend * over);
}

double rp_intensity_hazard(const rp_intensity *intensity, double x) {
  double root = hypot(width_of(intensity), x);
  return intensity->decay + intensity->bend * (x / root);
}

double rp_intensity_curvature(const rp_intensity *intensity, double x) {
  double w = width_of(intensity), root = hypot(w, x), h = intensity->decay + intensity->bend * (x / root),
         part = w / root;
  return intensity->bend * part * part / root / (h * h);
}

/* With s = x/sqrt(w^2 + x^2) the curvature is e/w (1 - s^2)^{3/2}/(g + e s)^2, extreme where e s^2 + 3 g s + 2 e = 0. */
void rp_intensity_class(const rp_intensity *intensity, double *least, double *most) {
  double g = intensity->decay, e = intensity->bend;
  double s = -4 * e / (3 * g + sqrt(9 * g * g - 8 * e * e)), rest = 1 - s * s, h = g + e * s;
  double extreme = e / width_of(intensity) * rest * sqrt(rest) / (h * h);
  *least = 1 - fmax(extreme, 0);
  *most = 1 - fmin(extreme, 0);
}
