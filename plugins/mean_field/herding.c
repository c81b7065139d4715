/* herding.c - see herding.h. */
#include "herding.h"
#include <math.h>

void rp_herding_row(const rp_herding *h, int64_t n, const double *m, double log_unit, double *f) {
  double unit = exp(log_unit);
  for (int64_t i = 0; i < n; ++i)
    switch (h->form) {
    case RP_HERDING_LOG:
      f[i] = log(m[i]) + log_unit;
      break;
    case RP_HERDING_ROOT:
      f[i] = 2 * sqrt(m[i] * unit);
      break;
    case RP_HERDING_POWER:
      f[i] = pow(m[i] * unit, h->power);
      break;
    default:
      f[i] = rp_curve_at(h->curve, m[i] * unit);
    }
}

/* By parts it is E f (1 - Y^2), Y the standardised position: no slope of f is needed. */
double rp_herding_strength(const rp_herding *h, double log_width, double log_unit) {
  enum { POINTS = 41 };
  static const double pi = 3.14159265358979323846, reach = 8;
  double normal[POINTS], f[POINTS], step = reach / (POINTS - 1), sum = 0;
  if (h->form == RP_HERDING_LOG) return 1;
  for (int i = 0; i < POINTS; ++i)
    normal[i] = exp(-step * i * step * i / 2) / sqrt(2 * pi);
  rp_herding_row(h, POINTS, normal, -log_unit - log_width, f);
  for (int i = 0; i < POINTS; ++i)
    sum += (i == 0 ? 1 : 2) * normal[i] * (1 - step * i * step * i) * f[i];
  return sum * step;
}
