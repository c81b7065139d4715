/* quadrature_rule.c - see quadrature_rule.h. Newton's method on the Legendre polynomial; the cosine sum of
 * Clenshaw and Curtis (1960). */
#include "numerics/quadrature_rule.h"
#include <math.h>

static const double pi = 3.14159265358979323846;

/* P_n(x) and its derivative, by the three-term recurrence. |x| < 1. */
static double legendre(int64_t n, double x, double *derivative) {
  double before = 1, value = x;
  for (int64_t k = 2; k <= n; ++k) {
    double next = ((double)(2 * k - 1) * x * value - (double)(k - 1) * before) / (double)k;
    before = value;
    value = next;
  }
  *derivative = (double)n * (before - x * value) / (1 - x * x);
  return value;
}

void rp_gauss_legendre(int64_t n, double *nodes, double *weights) {
  for (int64_t i = 0; i < (n + 1) / 2; ++i) {
    double x = cos(pi * ((double)i + 0.75) / ((double)n + 0.5)), slope = 1;
    if (2 * i + 1 == n) x = 0;
    for (int step = 0; step < 100; ++step) {
      double change = legendre(n, x, &slope) / slope;
      x -= change;
      if (fabs(change) <= 1e-16) break;
    }
    legendre(n, x, &slope);
    nodes[i] = -x;
    nodes[n - 1 - i] = x;
    weights[i] = weights[n - 1 - i] = 2 / ((1 - x * x) * slope * slope);
  }
}

void rp_clenshaw_curtis(int64_t n, double *weights) {
  for (int64_t j = 0; j <= n; ++j) {
    double sum = 1;
    for (int64_t k = 1; 2 * k <= n; ++k) {
      double share = 2 * k == n ? 1 : 2;
      sum -= share * cos(2 * pi * (double)(k * j % n) / (double)n) / (double)(4 * k * k - 1);
    }
    weights[j] = (j == 0 || j == n ? 1 : 2) * sum / (double)n;
  }
}
