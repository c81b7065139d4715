/* Affine laws: moments against their differential equations, bonds against their equation, ranges. */
#include "numerics/affine_law.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

static const rp_affine_law cir = {2, 0.09, 0, 0.09, 0.06}, ou = {1.5, -0.2, 0.25, 0, 0.3},
                           shifted = {0.7, 0.5, 0.02, 0.08, 0.9}, still = {0, 5, 0.04, 0.01, 1};
static const rp_affine_law *const laws[] = {&cir, &ou, &shifted, &still};

/* m' = k (mean - m), V' = -2 k V + c0 + c1 m */
Test(affine_law, moments_solve_their_equations) {
  for (int i = 0; i < 4; ++i)
    for (double t = 0.1; t < 3; t += 0.7) {
      const rp_affine_law *l = laws[i];
      double z = l->start, d = 1e-5, m = rp_affine_law_mean(l, z, t), v = rp_affine_law_variance(l, z, t);
      double m_slope = (rp_affine_law_mean(l, z, t + d) - rp_affine_law_mean(l, z, t - d)) / (2 * d);
      double v_slope = (rp_affine_law_variance(l, z, t + d) - rp_affine_law_variance(l, z, t - d)) / (2 * d);
      CLOSE(m_slope, l->speed * (l->mean - m), 1e-9);
      CLOSE(v_slope, -2 * l->speed * v + l->variance_constant + l->variance_slope * m, 1e-9);
      CLOSE(rp_affine_law_mean(l, z, 0), z, 1e-15);
      CLOSE(rp_affine_law_variance(l, z, 0), 0, 1e-15);
    }
}

/* u = bond(z, t) solves u_t = k (mean - z) u_z + (c0 + c1 z) u_zz/2 - w z u, u = 1 at t = 0. */
Test(affine_law, bonds_solve_their_equation) {
  for (int i = 0; i < 4; ++i)
    for (double t = 0.004; t < 2; t *= 3) {
      const rp_affine_law *l = laws[i];
      double w = 1.7, z = l->start, d = 1e-3, e = 1e-3 * t;
      double u = rp_affine_law_bond(l, z, t, w), up = rp_affine_law_bond(l, z + d, t, w),
             down = rp_affine_law_bond(l, z - d, t, w);
      double u_t = (rp_affine_law_bond(l, z, t + e, w) - rp_affine_law_bond(l, z, t - e, w)) / (2 * e);
      double right = l->speed * (l->mean - z) * (up - down) / (2 * d) +
                     (l->variance_constant + l->variance_slope * z) * (up - 2 * u + down) / (2 * d * d) -
                     w * z * u;
      CLOSE(u_t, right, 2e-6);
      CLOSE(rp_affine_law_bond(l, z, t, 0), 1, 1e-14);
    }
  CLOSE(rp_affine_law_bond(&still, 1, 0.5, 0) + rp_affine_law_bond(&ou, 0.3, 0, 2), 2, 1e-14);
}

Test(affine_law, floors_and_ranges) {
  double range[2];
  cr_assert_eq(rp_affine_law_floor(&ou), -INFINITY);
  CLOSE(rp_affine_law_floor(&cir), 0, 0);
  CLOSE(rp_affine_law_floor(&shifted), -0.25, 1e-16);
  CLOSE(rp_affine_law_freedom(&cir), 8, 1e-14);
  CLOSE(rp_affine_law_freedom(&shifted), 4 * 0.7 * 0.75 / 0.08, 1e-12);
  cr_assert_eq(rp_affine_law_freedom(&ou), INFINITY);
  for (int i = 0; i < 4; ++i) {
    rp_affine_law_range(laws[i], 1, 8, range);
    cr_assert(range[0] < range[1] && range[0] <= laws[i]->start && range[1] >= laws[i]->start);
    cr_assert(range[0] >= rp_affine_law_floor(laws[i]));
    if (laws[i]->speed > 0) cr_assert(range[0] <= laws[i]->mean && range[1] >= laws[i]->mean);
  }
  rp_affine_law constant = {0, 0, 0, 0, 3};
  rp_affine_law_range(&constant, 1, 8, range);
  cr_assert(range[0] < 3 && range[1] > 3);
}
