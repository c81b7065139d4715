/* Quadratic reactions: rates and Jacobians by hand and by differences, groups, implicit steps. */
#include "numerics/reaction.h"
#include <criterion/criterion.h>
#include <math.h>

#define CLOSE(got_, want_, tolerance_)                                                                       \
  do {                                                                                                       \
    double is = (got_), wanted = (want_);                                                                    \
    cr_assert(fabs(is - wanted) <= (tolerance_), "%s is %.17g, want %.17g", #got_, is, wanted);              \
  } while (0)

enum { ONE = RP_REACTION_ONE, POINTS = 70, UNKNOWNS = 5, GIVENS = 2 };

/* u0' = -2 u0^2 + 0.3 u0 + 0.7 g0;  (u1, u2)' couple;  u3' = -u0 u3 + u1;  u4' = 2 + 0.5 g0 g1 - u4 u3 */
static const rp_reaction_term terms[] = {
    {0, 0, 0, -2},  {0, 0, ONE, 0.3}, {0, 5, ONE, 0.7},  {1, 1, 2, -0.8},  {1, ONE, 2, 0.4},
    {1, 6, 0, 1},   {2, 2, 2, -0.5},  {2, 1, ONE, -0.3}, {2, ONE, ONE, 1}, {3, 0, 3, -1},
    {3, 1, ONE, 1}, {4, ONE, ONE, 2}, {4, 5, 6, 0.5},    {4, 4, 3, -1}};
static const int32_t block[] = {0, 1, 3, 4, 5};
static int32_t group[6];

static rp_reaction reaction(void) {
  rp_reaction r = {.unknowns = UNKNOWNS,
                   .givens = GIVENS,
                   .terms = sizeof terms / sizeof *terms,
                   .blocks = 4,
                   .term = terms,
                   .block = block,
                   .group = group};
  r.groups = rp_reaction_find_groups(&r, group);
  return r;
}

static double u[UNKNOWNS * POINTS], given[GIVENS * POINTS], rate[UNKNOWNS * POINTS];

static void fill(void) {
  for (int i = 0; i < UNKNOWNS * POINTS; ++i)
    u[i] = 0.5 + 0.4 * sin(1.3 * i);
  for (int i = 0; i < GIVENS * POINTS; ++i)
    given[i] = cos(0.7 * i);
}

Test(reaction, rates_by_hand) {
  rp_reaction r = reaction();
  double part[UNKNOWNS * POINTS];
  fill();
  rp_reaction_rate(&r, POINTS, u, given, rate);
  for (int i = 0; i < POINTS; ++i) {
    double a = u[i], b = u[POINTS + i], c = u[2 * POINTS + i], d = u[3 * POINTS + i], e = u[4 * POINTS + i];
    double g = given[i], h = given[POINTS + i];
    CLOSE(rate[i], -2 * a * a + 0.3 * a + 0.7 * g, 1e-14);
    CLOSE(rate[POINTS + i], -0.8 * b * c + 0.4 * c + h * a, 1e-14);
    CLOSE(rate[2 * POINTS + i], -0.5 * c * c - 0.3 * b + 1, 1e-14);
    CLOSE(rate[3 * POINTS + i], -a * d + b, 1e-14);
    CLOSE(rate[4 * POINTS + i], 2 + 0.5 * g * h - e * d, 1e-14);
  }
  for (int i = 0; i < UNKNOWNS * POINTS; ++i)
    part[i] = -7;
  rp_reaction_rate_of(&r, 1, POINTS, u, given, part);
  for (int i = 0; i < UNKNOWNS * POINTS; ++i)
    CLOSE(part[i], i / POINTS == 1 || i / POINTS == 2 ? rate[i] : -7, 0);
}

Test(reaction, jacobian_by_differences) {
  rp_reaction r = reaction();
  double jacobian[4 * POINTS], up[UNKNOWNS * POINTS], down[UNKNOWNS * POINTS], d = 1e-6;
  fill();
  for (int64_t b = 0; b < r.blocks; ++b) {
    int32_t first = block[b], size = block[b + 1] - first;
    rp_reaction_jacobian(&r, b, POINTS, u, given, jacobian);
    for (int32_t k = 0; k < size; ++k)
      for (int i = 0; i < POINTS; i += 23) {
        double *x = u + (first + k) * POINTS + i, kept = *x;
        *x = kept + d;
        rp_reaction_rate(&r, POINTS, u, given, up);
        *x = kept - d;
        rp_reaction_rate(&r, POINTS, u, given, down);
        *x = kept;
        for (int32_t j = 0; j < size; ++j) {
          int64_t at = (first + j) * POINTS + i;
          CLOSE(jacobian[(j * size + k) * POINTS + i], (up[at] - down[at]) / (2 * d), 1e-8);
        }
      }
  }
}

/* Blocks that need what comes later join a group. */
Test(reaction, groups) {
  rp_reaction r = reaction();
  cr_assert_eq(r.groups, 4);
  for (int i = 0; i <= 4; ++i)
    cr_assert_eq(group[i], i);
  rp_reaction_term ring[] = {{0, 1, ONE, 1}, {1, 2, ONE, 1}, {2, 0, 0, 1}, {3, 3, 3, 1}, {4, 3, ONE, 1}};
  const int32_t single[] = {0, 1, 2, 3, 4, 5};
  r = (rp_reaction){.unknowns = 5, .terms = 5, .blocks = 5, .term = ring, .block = single, .group = group};
  cr_assert_eq(rp_reaction_find_groups(&r, group), 3); /* {0, 1, 2}, {3}, {4} */
  cr_assert(group[1] == 3 && group[2] == 4 && group[3] == 5);
  cr_assert_eq(rp_reaction_is_quadratic(&r, 3), true);
  cr_assert_eq(rp_reaction_is_quadratic(&r, 4), false);
  cr_assert_eq(rp_reaction_is_quadratic(&r, 0), false);
}

Test(reaction, implicit_steps_solve_the_equations) {
  rp_reaction r = reaction();
  static double right[UNKNOWNS * POINTS], x[UNKNOWNS * POINTS], work[(UNKNOWNS + 4) * POINTS];
  cr_assert(rp_reaction_workspace(&r, POINTS) <= (UNKNOWNS + 4) * POINTS);
  for (double h = 0.01; h < 1; h *= 5) {
    fill();
    for (int i = 0; i < UNKNOWNS * POINTS; ++i)
      right[i] = x[i] = u[i];
    cr_assert(rp_reaction_implicit(&r, h, POINTS, right, given, x, work));
    rp_reaction_rate(&r, POINTS, x, given, rate);
    for (int i = 0; i < UNKNOWNS * POINTS; ++i)
      CLOSE(x[i] - h * rate[i], right[i], 2e-12);
  }
}

/* Of the two roots of a quadratic the one that tends to `right`; none: refused. */
Test(reaction, implicit_steps_refuse_what_has_no_root) {
  const rp_reaction_term riccati[] = {{0, 0, 0, 1}};
  const int32_t ends[] = {0, 1};
  rp_reaction r = {.unknowns = 1, .terms = 1, .blocks = 1, .term = riccati, .block = ends, .group = group};
  double right = 0.2, x = 0.2, work[2];
  r.groups = rp_reaction_find_groups(&r, group);
  cr_assert(rp_reaction_implicit(&r, 1, 1, &right, NULL, &x, work)); /* x - x^2 = 0.2 */
  CLOSE(x, (1 - sqrt(0.2)) / 2, 1e-15);
  right = x = 0.26; /* x - x^2 <= 1/4 */
  cr_assert_not(rp_reaction_implicit(&r, 1, 1, &right, NULL, &x, work));
}
