/* retail.c - see retail.h. */
#include "retail.h"
#include <math.h>

static const double pi = 3.14159265358979323846;

/* Positive root of k^2 v^2 + A v = sigma^4 / 4, in the form that does not cancel. */
static double turnpike(double A, double k, double sigma) {
  double s2 = sigma * sigma, root = sqrt(A * A + k * k * s2 * s2);
  if (A >= 0) return s2 == 0 ? 0 : s2 * s2 / 2 / (A + root);
  return k > 0 ? (root - A) / (2 * k * k) : INFINITY;
}

void rp_retail_derive(rp_retail *retail) {
  retail->A = retail->a / retail->b;
  retail->k = sqrt(retail->c / retail->b);
  retail->kappa = retail->d / retail->b;
  retail->vstar = turnpike(retail->A, retail->k, retail->sigma);
  retail->omega = sqrt(4 * retail->k * retail->k + 2 * retail->A / retail->vstar);
  if (retail->A == 0) retail->omega = 2 * retail->k;
}

void rp_retail_weights_eq6(rp_retail *retail, double lambda) {
  retail->a = retail->b = retail->d = 1;
  retail->c = lambda;
}

void rp_retail_weights_eq80(rp_retail *retail, double w, double eps, double lambda) {
  retail->a = 1 - eps;
  retail->b = 2 * eps * w;
  retail->c = 2 * eps * (1 - w) * lambda;
  retail->d = eps;
}

int rp_retail_is_unique_by_condition(const rp_retail *retail) {
  double s2 = retail->sigma * retail->sigma, reach = pi / (2 * retail->horizon);
  if (retail->A <= 0) return 1;
  return 3 * s2 * s2 * (retail->k * retail->k + reach * reach) >= retail->A * retail->A;
}
