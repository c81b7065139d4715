/* diffusion_operator.c - see diffusion_operator.h. */
#include "numerics/diffusion_operator.h"
#include <math.h>
#include "numerics/chebyshev.h"

static double drift(const rp_affine_law *law, double z) {
  return law->speed * (law->mean - z);
}

static double variance(const rp_affine_law *law, double z) {
  return fmax(law->variance_constant + law->variance_slope * z, 0);
}

void rp_diffusion_chebyshev(const rp_affine_law *law, double low, double high, int64_t n, double *points,
                            double *matrix, double *work) {
  int64_t m = n + 1;
  double scale = 2 / (high - low);
  rp_chebyshev_points(n, points);
  rp_chebyshev_derivative(n, points, work);
  for (int64_t j = 0; j <= n; ++j)
    points[j] = low + (high - low) * (1 + points[j]) / 2;
  for (int64_t i = 0; i <= n; ++i) {
    bool end = i == 0 || i == n;
    double first = drift(law, points[i]) * scale,
           second = end ? 0 : 0.5 * variance(law, points[i]) * scale * scale;
    for (int64_t k = 0; k <= n; ++k) {
      double curvature = 0;
      for (int64_t j = 0; j <= n && second != 0; ++j)
        curvature += work[i * m + j] * work[j * m + k];
      matrix[i * m + k] = first * work[i * m + k] + second * curvature;
    }
    double sum = 0; /* constants go to zero up to the rounding of one sum */
    for (int64_t k = 0; k <= n; ++k)
      sum += k == i ? 0 : matrix[i * m + k];
    matrix[i * m + i] = -sum;
  }
}

void rp_diffusion_differences(const rp_affine_law *law, double low, double high, int64_t n, bool upwind,
                              double *below, double *diagonal, double *above, double *third_first,
                              double *third_last) {
  double d = (high - low) / (double)n;
  for (int64_t i = 0; i <= n; ++i) {
    double z = i == n ? high : low + d * (double)i, b = drift(law, z) / d;
    double v = i == 0 || i == n ? 0 : 0.5 * variance(law, z) / (d * d);
    bool one_sided = upwind || i == 0 || i == n;
    below[i] = v + (one_sided ? fmax(-b, 0) : -b / 2);
    above[i] = v + (one_sided ? fmax(b, 0) : b / 2);
    diagonal[i] = -2 * v - (one_sided ? fabs(b) : 0);
  }
  *third_first = *third_last = 0;
  if (!upwind) {
    double inward = above[0];
    diagonal[0] = -1.5 * inward;
    above[0] = 2 * inward;
    *third_first = -0.5 * inward;
    inward = below[n];
    diagonal[n] = -1.5 * inward;
    below[n] = 2 * inward;
    *third_last = -0.5 * inward;
  }
  below[0] = above[n] = 0;
}
