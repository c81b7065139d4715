/* gauss_collocation.c - see gauss_collocation.h. Lagrange polynomials by their exact Legendre series. */
#include "numerics/gauss_collocation.h"
#include "numerics/quadrature_rule.h"

/* P_0 .. P_n at y. */
static void legendre(int64_t n, double y, double *p) {
  p[0] = 1;
  if (n > 0) p[1] = y;
  for (int64_t m = 1; m < n; ++m)
    p[m + 1] = ((double)(2 * m + 1) * y * p[m] - (double)m * p[m - 1]) / (double)(m + 1);
}

/* The rule with s nodes is exact for l_k P_m, so l_k(x) = sum_m (2 m + 1) w_k P_m(y_k) P_m(y), y = 2 x - 1. */
void rp_collocation_basis(const rp_collocation *method, double x, double *values, double *integrals) {
  int64_t s = method->stages;
  double at[RP_COLLOCATION_MOST + 1];
  legendre(s, 2 * x - 1, at);
  for (int64_t k = 0; values && k < s; ++k)
    values[k] = 0;
  for (int64_t k = 0; integrals && k < s; ++k)
    integrals[k] = x;
  for (int64_t m = 0; m < s; ++m) {
    const double *node = method->legendre[m];
    double value = (double)(2 * m + 1) * at[m], integral = m > 0 ? (at[m + 1] - at[m - 1]) / 2 : 0;
    for (int64_t k = 0; values && k < s; ++k)
      values[k] += node[k] * value;
    for (int64_t k = 0; integrals && k < s; ++k)
      integrals[k] += node[k] * integral;
  }
  for (int64_t k = 0; values && k < s; ++k)
    values[k] *= method->weight[k];
  for (int64_t k = 0; integrals && k < s; ++k)
    integrals[k] *= method->weight[k];
}

void rp_collocation_make(int64_t stages, rp_collocation *method) {
  method->stages = stages;
  rp_gauss_legendre(stages, method->node, method->weight);
  for (int64_t j = 0; j < stages; ++j) {
    method->node[j] = (1 + method->node[j]) / 2;
    method->weight[j] /= 2;
    double values[RP_COLLOCATION_MOST + 1];
    legendre(stages, 2 * method->node[j] - 1, values);
    for (int64_t m = 0; m < stages; ++m)
      method->legendre[m][j] = values[m];
  }
  for (int64_t j = 0; j < stages; ++j) {
    rp_collocation_basis(method, method->node[j], 0, method->from_left[j]);
    for (int64_t k = 0; k < stages; ++k)
      method->from_right[j][k] = method->from_left[j][k] - method->weight[k];
  }
}
