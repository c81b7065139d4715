/* The kernel against what must be true of it: optimality, the paper's closed sums, and the ends of the range. */
#include <criterion/criterion.h>
#include <math.h>
#include "almgren_chriss/kernel.h"

static const rp_liquidation paper = {.block = 1e6,
                                     .horizon = 5,
                                     .periods = 5,
                                     .volatility = 0.95,
                                     .permanent_impact = 2.5e-7,
                                     .temporary_impact = 2.5e-6,
                                     .fixed_cost = 0.0625,
                                     .risk_aversion = 1e-6};

static double objective(const rp_liquidation *problem, double urgency) {
  double expected, variance;
  rp_liquidation_cost(problem, urgency, &expected, &variance);
  return expected + problem->risk_aversion * variance;
}

/* The inner inventories solve a linear system, (x_{j-1} - 2 x_j + x_{j+1})/tau^2 = lambda sigma^2 x_j/effective impact. */
Test(almgren_chriss, the_plan_solves_the_difference_equation) {
  rp_liquidation problem = paper;
  problem.periods = 37;
  double tau = problem.horizon / 37, urgency = rp_liquidation_urgency(&problem);
  double rate = problem.risk_aversion * problem.volatility * problem.volatility /
                rp_liquidation_effective_impact(&problem);
  for (int64_t j = 1; j < 37; ++j) {
    double before = rp_liquidation_left(&problem, urgency, j - 1),
           x = rp_liquidation_left(&problem, urgency, j);
    double after = rp_liquidation_left(&problem, urgency, j + 1);
    cr_assert(fabs(before - 2 * x + after - tau * tau * rate * x) < 1e-15 * problem.block * 10, "period %d",
              (int)j);
  }
  cr_assert_eq(rp_liquidation_left(&problem, urgency, 0), problem.block);
  cr_assert_eq(rp_liquidation_left(&problem, urgency, 37), 0);
}

/* Among plans of other urgencies none is better; the second difference tells that the minimum is one. */
Test(almgren_chriss, no_other_urgency_is_better) {
  double urgency = rp_liquidation_urgency(&paper), best = objective(&paper, urgency);
  for (double factor = 0.5; factor < 2; factor += 0.1)
    cr_assert(objective(&paper, factor * urgency) > best * (1 - 1e-15));
  double slope = (objective(&paper, urgency * 1.001) - objective(&paper, urgency * 0.999)) / 0.002;
  cr_assert(fabs(slope) < 1e-6 * best, "%g", slope);
}

/* Two periods by hand: x minimises effective ((X - x)^2 + x^2)/tau + lambda sigma^2 tau x^2. */
Test(almgren_chriss, two_periods_by_hand) {
  rp_liquidation problem = paper;
  problem.periods = 2;
  double tau = 2.5, impact = 2.5e-6 - 2.5e-7 * tau / 2, risk = 1e-6 * 0.95 * 0.95, expected, variance;
  double x = 1e6 * impact / tau / (2 * impact / tau + risk * tau);
  double urgency = rp_liquidation_urgency(&problem);
  cr_assert(fabs(rp_liquidation_left(&problem, urgency, 1) - x) < 1e-14 * x);
  rp_liquidation_cost(&problem, urgency, &expected, &variance);
  double by_hand = 2.5e-7 * 1e12 / 2 + 0.0625 * 1e6 + impact * ((1e6 - x) * (1e6 - x) + x * x) / tau;
  cr_assert(fabs(expected - by_hand) < 1e-14 * by_hand);
  cr_assert(fabs(variance - 0.95 * 0.95 * tau * x * x) < 1e-14 * variance);
}

Test(almgren_chriss, a_short_seller_pays_as_much_as_a_seller) {
  rp_liquidation problem = paper;
  double expected[2], variance[2], urgency = rp_liquidation_urgency(&problem);
  rp_liquidation_cost(&problem, urgency, &expected[0], &variance[0]);
  problem.block = -problem.block;
  rp_liquidation_cost(&problem, urgency, &expected[1], &variance[1]);
  cr_assert_eq(expected[0], expected[1]);
  cr_assert_eq(variance[0], variance[1]);
}

Test(almgren_chriss, no_risk_aversion_is_a_straight_line_and_much_is_no_overflow) {
  rp_liquidation problem = paper;
  problem.risk_aversion = 0;
  cr_assert_eq(rp_liquidation_urgency(&problem), 0);
  cr_assert_eq(rp_liquidation_left(&problem, 0, 2), 6e5);
  problem.risk_aversion = 1e-30; /* the line, continuously */
  double left = rp_liquidation_left(&problem, rp_liquidation_urgency(&problem), 2);
  cr_assert(fabs(left - 6e5) < 1e-9, "%.17g", left);
  problem.periods = 100000;
  problem.risk_aversion = 1e6;
  double urgency = rp_liquidation_urgency(&problem);
  cr_assert(urgency * problem.horizon > 1e5);
  cr_assert_eq(rp_liquidation_left(&problem, urgency, problem.periods), 0);
  cr_assert(rp_liquidation_left(&problem, urgency, 1) < 0.5 * problem.block);
}
