/* Affine laws: moments against their differential equations, bonds against closed forms and Monte Carlo, exact transitions. */
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

/* Gauss-Hermite-like product rule: normal numbers as midpoints of equal probability give moments of the transition. */
Test(affine_law, transitions_have_the_exact_moments) {
  enum { N = 500 };
  static double first[N * N], second[N * N], from[N * N], to[N * N], node[N];
  for (int i = 0; i < N; ++i) { /* quantiles by bisection of erfc */
    double p = (i + 0.5) / N, low = -9, high = 9;
    for (int k = 0; k < 80; ++k) {
      double middle = (low + high) / 2;
      if (0.5 * erfc(-middle / sqrt(2)) < p)
        low = middle;
      else
        high = middle;
    }
    node[i] = (low + high) / 2;
  }
  for (int i = 0; i < N * N; ++i) {
    first[i] = node[i / N];
    second[i] = node[i % N];
  }
  for (int i = 0; i < 4; ++i) {
    const rp_affine_law *l = laws[i];
    rp_affine_step step;
    if (i == 3) continue; /* one degree of freedom or fewer, below */
    cr_assert(rp_affine_step_make(l, 0.4, &step));
    double sum = 0, square = 0, exponential = 0;
    for (int j = 0; j < N * N; ++j)
      from[j] = l->start;
    rp_affine_step_take(&step, N * N, from, first, second, to);
    for (int j = 0; j < N * N; ++j) {
      sum += to[j] / (N * N);
      exponential += exp(-to[j]) / (N * N);
      cr_assert(to[j] >= rp_affine_law_floor(l));
    }
    for (int j = 0; j < N * N; ++j)
      square += (to[j] - sum) * (to[j] - sum) / (N * N);
    double variance = rp_affine_law_variance(l, l->start, 0.4);
    CLOSE(sum, rp_affine_law_mean(l, l->start, 0.4), 2e-4 * sqrt(variance) + 2e-5);
    CLOSE(square, variance, 6e-3 * variance); /* the rule cuts the tails */
    cr_assert(exponential > exp(-sum));
  }
  rp_affine_step step;
  cr_assert_not(rp_affine_step_make(&still, 0.4, &step));
}

/* The tabulated quantile against the law's own distribution: P(chi^2 <= g(x)) = Phi(x), for two degrees exp(-g/2). */
Test(affine_law, chi_squared_table) {
  rp_affine_law three = {1, 0.75, 0, 1, 0}; /* freedom 3, start at the floor: z' = scale ((x_1)^2 + chi_2) */
  rp_affine_step step;
  cr_assert(rp_affine_step_make(&three, 1, &step));
  for (double x = -6; x <= 6; x += 0.37) {
    double from = 0, zero = 0, to;
    rp_affine_step_take(&step, 1, &from, &zero, &x, &to);
    double chi = to / step.scale, want = -2 * log(0.5 * erfc(x / sqrt(2)));
    CLOSE(chi, want, 1e-9 * (1 + want));
  }
}
