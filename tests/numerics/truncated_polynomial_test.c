/* Truncated polynomials in several variables: order, products, shifts, and the generator against moments of the laws. */
#include "numerics/truncated_polynomial.h"
#include <criterion/criterion.h>
#include <math.h>

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

static int32_t storage[1 << 20];

Test(truncated_polynomial, monomials_are_all_different_and_graded) {
  cr_assert_eq(rp_polynomials_count(1, 20), 21);
  cr_assert_eq(rp_polynomials_count(2, 20), 231);
  cr_assert_eq(rp_polynomials_count(3, 5), 56);
  cr_assert_eq(rp_polynomials_count(4, 100000), 0);
  for (int64_t v = 1; v <= 4; ++v) {
    rp_polynomials r;
    int64_t degree = 9 - 2 * v, last = 0;
    cr_assert(rp_polynomials_storage(v, degree) < (1 << 20));
    rp_polynomials_make(v, degree, storage, &r);
    cr_assert_eq(2 * r.count * v + 3 * r.products, rp_polynomials_storage(v, degree));
    for (int64_t i = 0; i < r.count; ++i) {
      int64_t total = 0;
      for (int64_t f = 0; f < v; ++f) {
        total += r.exponent[i * v + f];
        int32_t up = r.raised[i * v + f];
        if (up < 0) continue;
        for (int64_t g = 0; g < v; ++g)
          cr_assert_eq(r.exponent[up * v + g], r.exponent[i * v + g] + (f == g));
      }
      cr_assert(total >= last);
      last = total;
    }
    cr_assert_eq(last, degree);
  }
}

/* (1 + x + 2 y)^2 and its value. */
Test(truncated_polynomial, products_and_values) {
  for (int64_t v = 1; v <= 3; ++v) {
    rp_polynomials r;
    double a[64] = {0}, b[64] = {0}, y[3] = {0.3, -0.7, 1.1}, tail, sum = 1;
    rp_polynomials_make(v, 2, storage, &r);
    a[0] = 1;
    for (int64_t f = 0; f < v; ++f) {
      a[r.raised[f]] = (double)f + 1;
      sum += (double)(f + 1) * y[f];
    }
    rp_polynomials_multiply(&r, 2, a, a, b);
    CLOSE(rp_polynomials_at(&r, b, y, &tail), 2 * sum * sum, 1e-14);
    cr_assert(tail > 0);
    CLOSE(rp_polynomials_at(&r, a, y, NULL), sum, 1e-15);
    double low[64] = {0}; /* what exceeds the degree is dropped: (x_1^2) (1 + ...) = x_1^2 */
    double square[64] = {0};
    square[r.raised[r.raised[0] * v]] = 1;
    rp_polynomials_multiply(&r, 1, square, a, low);
    for (int64_t i = 0; i < r.count; ++i)
      CLOSE(low[i], square[i], 0);
  }
}

Test(truncated_polynomial, shifts) {
  rp_polynomials r;
  const double c[4] = {1, -2, 0.5, 3};
  double out[64] = {0}, y[2] = {0.4, -0.6}, centre = 0.7, z = y[1] + centre;
  rp_polynomials_make(2, 5, storage, &r);
  rp_polynomials_add_shifted(&r, 1, 4, c, centre, out);
  CLOSE(rp_polynomials_at(&r, out, y, NULL), c[0] + z * (c[1] + z * (c[2] + z * c[3])), 1e-14);
}

/* exp(t L) z = E z_t and exp(t L) z^2 = E z_t^2, by many small implicit steps whose error is of first order. */
Test(truncated_polynomial, generator_moves_moments) {
  const rp_affine_law laws[2] = {{2, 0.3, 0, 0.4, 0.5}, {1.1, -0.4, 0.3, 0, 0.2}};
  const double centre[2] = {0.1, 0.6}, c[3] = {0, 0, 1}, y[2] = {0.4, -0.4};
  double error[2];
  rp_polynomials r;
  rp_polynomials_make(2, 4, storage, &r);
  for (int which = 0; which < 2; ++which) {
    double want = rp_affine_law_mean(laws + which, laws[which].start, 0.5);
    want = want * want + rp_affine_law_variance(laws + which, laws[which].start, 0.5);
    for (int round = 0; round < 2; ++round) {
      double u[64] = {0};
      int steps = round ? 400 : 200;
      rp_polynomials_add_shifted(&r, which, 3, c, centre[which], u);
      for (int i = 0; i < steps; ++i)
        rp_polynomials_resolve(&r, laws, NULL, centre, 0.5 / steps, u);
      error[round] = rp_polynomials_at(&r, u, y, NULL) - want;
    }
    CLOSE(2 * error[1] - error[0], 0, 2e-6); /* extrapolated */
    CLOSE(error[0] / error[1], 2, 0.02);
  }
}
