/* Curves: reading rules against definitions, integrals against quadrature by hand, fits against the fitted
 * functions. */
#include <criterion/criterion.h>
#include <math.h>
#include "numerics/curve.h"
#include "reprise/call.h"

static const double grid[] = {0.25, 0.75, 2.0, 3.5};
static const double table[] = {1.5, -2.25, 4.0, 0.5};
static const rp_curve steps = {
    .rule = RP_STEP_RIGHT, .grid_count = 4, .grid = grid, .terms = 1, .data = table};
static const rp_curve lines = {.rule = RP_LINEAR, .grid_count = 4, .grid = grid, .terms = 1, .data = table};

static void close_to(double got, double want, double tolerance) {
  cr_assert(fabs(got - want) <= tolerance * fmax(1, fabs(want)), "got %.17g, want %.17g", got, want);
}

Test(curve, steps_hold_from_their_point_on) {
  cr_assert_eq(rp_curve_at(&steps, -7), 1.5);
  cr_assert_eq(rp_curve_at(&steps, 0.25), 1.5);
  cr_assert_eq(rp_curve_at(&steps, 0.7499999), 1.5);
  cr_assert_eq(rp_curve_at(&steps, 0.75), -2.25);
  cr_assert_eq(rp_curve_at(&steps, 3.5), 0.5);
  cr_assert_eq(rp_curve_at(&steps, 100), 0.5);
}

Test(curve, lines_join_the_points_and_stay_level_outside) {
  cr_assert_eq(rp_curve_at(&lines, 0), 1.5);
  cr_assert_eq(rp_curve_at(&lines, 0.5), -0.375);
  close_to(rp_curve_at(&lines, 1.0), -2.25 + 0.2 * 6.25, 1e-15);
  cr_assert_eq(rp_curve_at(&lines, 2.0), 4.0);
  cr_assert_eq(rp_curve_at(&lines, 9), 0.5);
}

Test(curve, one_point_is_a_constant) {
  rp_curve constant = {.rule = RP_LINEAR, .grid_count = 1, .grid = grid, .terms = 1, .data = table};
  cr_assert_eq(rp_curve_at(&constant, -3), 1.5);
  cr_assert_eq(rp_curve_at(&constant, 3), 1.5);
  close_to(rp_curve_integral(&constant, -2, 5), 10.5, 1e-15);
}

Test(curve, integrals_are_exact_and_additive) {
  close_to(rp_curve_integral(&steps, 0, 4), 0.75 * 1.5 + 1.25 * -2.25 + 1.5 * 4.0 + 0.5 * 0.5, 1e-15);
  close_to(rp_curve_integral(&lines, 0.25, 3.5), 0.5 * -0.375 + 1.25 * 0.875 + 1.5 * 2.25, 1e-15);
  const rp_curve *both[] = {&steps, &lines};
  for (int k = 0; k < 2; ++k) {
    close_to(rp_curve_integral(both[k], 0.1, 1.3) + rp_curve_integral(both[k], 1.3, 3.9),
             rp_curve_integral(both[k], 0.1, 3.9), 1e-14);
    cr_assert_eq(rp_curve_integral(both[k], 2.2, 0.4), -rp_curve_integral(both[k], 0.4, 2.2));
  }
}

typedef struct sine {
  double rate;
  int calls;
} sine;

static bool damped_sine(void *context, double x, double *y) {
  sine *this = context;
  ++this->calls;
  *y = exp(-x) * sin(this->rate * x);
  return true;
}

Test(curve, a_fit_is_near_rounding_and_so_is_its_integral) {
  sine context = {.rate = 23.5};
  double edges[] = {0.3, 4.1}, at;
  rp_curve fitted;
  cr_assert_eq(rp_curve_fit(damped_sine, &context, edges, 2, 8e-15, 1000, &fitted, &at), RP_CURVE_FITTED);
  double worst = 0;
  for (int k = 0; k <= 1000; ++k) {
    double x = 0.3 + 3.8 * k / 1000, y;
    damped_sine(&context, x, &y);
    worst = fmax(worst, fabs(rp_curve_at(&fitted, x) - y));
  }
  cr_assert_lt(worst, 1e-13, "worst deviation %.3g", worst);
  double w = 23.5, want = 0;
  for (int side = 0; side < 2; ++side) {
    double x = edges[side];
    want += (side ? 1 : -1) * -exp(-x) * (sin(w * x) + w * cos(w * x)) / (1 + w * w);
  }
  close_to(rp_curve_integral(&fitted, 0.3, 4.1), want, 1e-14);
  close_to(rp_curve_integral(&fitted, 0.3, 2.2) + rp_curve_integral(&fitted, 2.2, 4.1), want, 1e-14);
  rp_curve_free(&fitted);
  cr_assert_null(fitted.grid);
}

static bool jump_at_one(void *context, double x, double *y) {
  (void)context;
  *y = x < 1 ? 2 + x : -x * x;
  return true;
}

Test(curve, a_jump_is_no_matter_at_an_edge_and_refused_elsewhere) {
  double with_break[] = {0, 1, 2}, without[] = {0, 2}, at;
  rp_curve fitted;
  cr_assert_eq(rp_curve_fit(jump_at_one, NULL, with_break, 3, 8e-15, 100, &fitted, &at), RP_CURVE_FITTED);
  close_to(rp_curve_at(&fitted, 0.999999), 2.999999, 1e-14);
  close_to(rp_curve_at(&fitted, 1.000001), -1.000001 * 1.000001, 1e-13);
  rp_curve_free(&fitted);
  double off_centre[] = {0, 2.37};
  cr_assert_eq(rp_curve_fit(jump_at_one, NULL, off_centre, 2, 8e-15, 4000, &fitted, &at),
               RP_CURVE_NOT_RESOLVED);
  cr_assert(fabs(at - 1) < 1e-6, "the trouble is at %.9g", at);
  cr_assert_eq(rp_curve_fit(jump_at_one, NULL, without, 2, 8e-15, 0, &fitted, &at), RP_CURVE_NOT_RESOLVED);
}

static bool pole(void *context, double x, double *y) {
  (void)context;
  *y = x > 0.5 ? INFINITY : 1;
  return true;
}

static bool refuses(void *context, double x, double *y) {
  (void)context;
  *y = x;
  return x < 0.2;
}

Test(curve, what_is_not_finite_or_stops_is_said) {
  double edges[] = {0, 1}, at;
  rp_curve fitted;
  cr_assert_eq(rp_curve_fit(pole, NULL, edges, 2, 8e-15, 100, &fitted, &at), RP_CURVE_NOT_FINITE);
  cr_assert_gt(at, 0.5);
  cr_assert_eq(rp_curve_fit(refuses, NULL, edges, 2, 8e-15, 100, &fitted, &at), RP_CURVE_STOPPED);
}

Test(curve, members_follow_each_other) {
  double data[] = {1, 2, 3, 4, 5, 6}, edges[] = {0, 1};
  rp_value value = {.kind = RP_CURVE,
                    .rank = 3,
                    .shape = {2, 1, 3},
                    .data = data,
                    .grid = edges,
                    .grid_count = 2,
                    .rule = RP_CHEBYSHEV};
  rp_curve second = rp_curve_of(&value, 1);
  close_to(rp_curve_at(&second, 1), 4 + 5 + 6, 1e-15);
  close_to(rp_curve_at(&second, 0), 4 - 5 + 6, 1e-15);
  close_to(rp_curve_at(&second, 0.5), 4 - 6, 1e-15);
  double tables[] = {1, 2, 10, 20};
  rp_value table_value = {.kind = RP_CURVE,
                          .rank = 2,
                          .shape = {2, 2},
                          .data = tables,
                          .grid = edges,
                          .grid_count = 2,
                          .rule = RP_LINEAR};
  rp_curve line = rp_curve_of(&table_value, 1);
  cr_assert_eq(rp_curve_at(&line, 0.5), 15);
}

/* A plugin outside of this tree has call.h alone: both readers give the same bits, for every rule and member. */
Test(curve, the_reader_of_call_h_gives_the_same_bits) {
  static const double tables[2][4] = {{1.5, -2.25, 4.0, 0.5}, {3, 1, -0.125, 7}};
  static const double series[2][3][2] = {{{1, 2}, {-3, 0.5}, {0.25, -1}}, {{4, -1}, {2, 2}, {1, 1.75}}};
  rp_value values[] = {
      {.kind = RP_CURVE,
       .rank = 2,
       .shape = {2, 4},
       .data = tables[0],
       .grid = grid,
       .grid_count = 4,
       .rule = RP_STEP_RIGHT},
      {.kind = RP_CURVE,
       .rank = 2,
       .shape = {2, 4},
       .data = tables[0],
       .grid = grid,
       .grid_count = 4,
       .rule = RP_LINEAR},
      {.kind = RP_CURVE,
       .rank = 3,
       .shape = {2, 3, 2},
       .data = series[0][0],
       .grid = grid,
       .grid_count = 4,
       .rule = RP_CHEBYSHEV},
      {.kind = RP_CURVE,
       .rank = 2,
       .shape = {2, 1},
       .data = tables[0],
       .grid = grid,
       .grid_count = 1,
       .rule = RP_LINEAR},
  };
  rp_call call = {.struct_size = sizeof call,
                  .value_count = RP_COUNT_OF(values),
                  .value_stride = sizeof *values,
                  .values = values};
  for (uint32_t p = 0; p < RP_COUNT_OF(values); ++p)
    for (int64_t member = 0; member < 2; ++member) {
      rp_curve curve = rp_curve_of(&values[p], member);
      for (double x = -1; x < 5; x += 0.0625) /* through every grid point and beyond both ends */
        cr_assert_eq(rp_call_curve(&call, p, member, x), rp_curve_at(&curve, x), "rule %u, member %d, x = %g",
                     values[p].rule, (int)member, x);
    }
}
