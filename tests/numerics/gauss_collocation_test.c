/* Collocation at Gauss points: exact for polynomials, symmetric, and of order 2 s. */
#include "numerics/gauss_collocation.h"
#include <criterion/criterion.h>
#include <math.h>

Test(gauss_collocation, integrates_polynomials_exactly) {
  for (int64_t s = 1; s <= RP_COLLOCATION_MOST; ++s) {
    rp_collocation m;
    rp_collocation_make(s, &m);
    for (int64_t power = 0; power < s; ++power)
      for (int64_t j = 0; j < s; ++j) {
        double left = 0, right = 0, exact = pow(m.node[j], (double)(power + 1)) / (double)(power + 1);
        for (int64_t k = 0; k < s; ++k) {
          left += m.from_left[j][k] * pow(m.node[k], (double)power);
          right += m.from_right[j][k] * pow(m.node[k], (double)power);
        }
        cr_assert(fabs(left - exact) < 1e-14);
        cr_assert(fabs(right - (exact - 1 / (double)(power + 1))) < 1e-14);
      }
  }
}

Test(gauss_collocation, basis_is_one_at_its_node_and_sums_to_one) {
  rp_collocation m;
  double value[RP_COLLOCATION_MOST], integral[RP_COLLOCATION_MOST];
  rp_collocation_make(8, &m);
  for (int64_t j = 0; j < 8; ++j) {
    rp_collocation_basis(&m, m.node[j], value, NULL);
    for (int64_t k = 0; k < 8; ++k)
      cr_assert(fabs(value[k] - (j == k)) < 1e-13);
  }
  for (int i = 0; i <= 10; ++i) {
    double x = i / 10.0, sum = 0, total = 0;
    rp_collocation_basis(&m, x, value, integral);
    for (int64_t k = 0; k < 8; ++k)
      sum += value[k], total += integral[k];
    cr_assert(fabs(sum - 1) < 1e-13 && fabs(total - x) < 1e-14);
  }
  rp_collocation_basis(&m, 1, NULL, integral);
  for (int64_t k = 0; k < 8; ++k)
    cr_assert(fabs(integral[k] - m.weight[k]) < 1e-15);
}

/* The Pade approximant of exp: y' = y over one step, error h^(2 s + 1). */
Test(gauss_collocation, is_of_order_two_s) {
  rp_collocation m;
  rp_collocation_make(2, &m);
  double error[2];
  for (int half = 0; half < 2; ++half) {
    double h = half ? 0.05 : 0.1, a = m.from_left[0][0] * h, b = m.from_left[0][1] * h;
    double c = m.from_left[1][0] * h, d = m.from_left[1][1] * h, det = (1 - a) * (1 - d) - b * c;
    double first = (1 - d + b) / det, second = (1 - a + c) / det;
    error[half] = fabs(1 + h * (m.weight[0] * first + m.weight[1] * second) - exp(h));
  }
  cr_assert(fabs(log2(error[0] / error[1]) - 5) < 0.2);
}
