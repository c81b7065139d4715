/* Policies that react: the Gaussian formula against quadrature over simulated days, and theorem 1. */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/feedback.h"
#include "closing_price/paths.h"

static double workspace[16 * MOST * MOST], gain[MOST * MOST], trades[MOST];
static int32_t integers[16 * MOST];

static rp_feedback_result evaluate(const test_market *m, double fee) {
  rp_feedback_result result;
  int64_t count = rp_feedback_integers(m->market.periods), size = rp_feedback_workspace(m->market.periods);
  cr_assert_eq(count, 12 * m->market.periods, "what LAPACK asks for");
  double *inside = fence(workspace, 16 * MOST * MOST, size);
  int32_t *numbers = fence_integers(integers, 16 * MOST, count);
  cr_assert(rp_feedback_evaluate(&m->market, fee, trades, gain, &result, inside, numbers));
  check_fence(workspace, size);
  check_integers(integers, count);
  return result;
}

static double best_trades(test_market *m, double shares, double fee) {
  rp_one_pass pass;
  rp_programme programme = {.shares = shares, .fee = fee};
  double mean, variance;
  rp_one_pass_solve(&m->market, &pass, m->gains);
  rp_one_pass_trades(&m->market, m->gains, &programme, rp_one_pass_volume(&pass, &programme), trades, &mean,
                     &variance);
  return rp_one_pass_cost(&pass, &programme);
}

static void set_gain(int64_t periods, double theta) {
  for (int64_t t = 0; t < periods; ++t)
    for (int64_t i = 0; i < periods; ++i)
      gain[t * periods + i] = i < t ? theta : 0;
}

/* A market of order one, so that reactions matter. */
static void small_market(test_market *m, int64_t periods) {
  const double impact[] = {1, 1.2, 0.8}, share[] = {0.5, 0.3, 0.6}, variance[] = {0.04, 0.05, 0.03};
  constant_market(m, periods, 0);
  for (int t = 0; t < 3; ++t) {
    m->impact[t] = impact[t];
    m->transient_share[t] = share[t];
    m->variance[t] = variance[t];
    m->drift[t] = 0.1 * (t - 1.3);
  }
  m->market.resilience_rate = 0.3;
  m->market.risk_aversion = 0.5;
}

/* Trapezoidal sums of a smooth decaying integrand are exact to rounding. Three innovations. */
Test(feedback, agrees_with_quadrature_over_simulated_days) {
  test_market m;
  for (int reading = 0; reading < 2; ++reading) {
    small_market(&m, 3);
    m.market.resilience = reading ? RP_RESILIENCE_CONSISTENT : RP_RESILIENCE_PRINTED;
    best_trades(&m, 1, 0.9);
    trades[0] += 0.05;
    trades[3] -= 0.05;
    set_gain(3, 0.23);
    rp_feedback_result result = evaluate(&m, 0.9);
    rp_path path = {0};
    double h = 0.25, weight = 0, mean = 0, square = 0, exponential = 0;
    for (int a = -36; a <= 36; ++a)
      for (int b = -36; b <= 36; ++b)
        for (int c = -36; c <= 36; ++c) {
          double z[] = {a * h, b * h, c * h};
          double density = exp(-(z[0] * z[0] + z[1] * z[1] + z[2] * z[2]) / 2);
          double cost = rp_paths_walk(&m.market, 0.9, trades, 0.23, z, &path);
          weight += density;
          mean += density * cost;
          square += density * cost * cost;
          exponential += density * exp(m.market.risk_aversion * cost);
        }
    mean /= weight;
    CLOSE(result.mean, mean, 1e-12, 0);
    CLOSE(result.variance, square / weight - mean * mean, 1e-10, 0);
    CLOSE(result.certainty_equivalent, log(exponential / weight) / m.market.risk_aversion, 1e-12, 0);
  }
}

Test(feedback, without_reaction_it_is_the_static_cost) {
  uint64_t state = 83;
  for (int round = 0; round < 30; ++round) {
    test_market m;
    random_market(&m, &state);
    double best = best_trades(&m, 1e4, 2e-3);
    set_gain(m.market.periods, 0);
    rp_feedback_result result = evaluate(&m, 2e-3);
    CLOSE(result.certainty_equivalent, best, 1e-11, fabs(best) + 1e4);
    CLOSE(result.variance, rp_cost_variance(&m.market, trades), 1e-12, 0);
    CLOSE(result.mean, rp_cost_mean(&m.market, 2e-3, trades), 1e-11, fabs(best) + 1e4);
    cr_assert_eq(result.moment_margin, 1);
  }
}

/* Theorem 1: around the static optimum every reaction costs, to second order (claim thm1-static). */
Test(feedback, reactions_cost) {
  uint64_t state = 89;
  test_market m;
  for (int round = 0; round < 200; ++round) {
    small_market(&m, 3);
    double best = best_trades(&m, 1, 0.9), size = 0, h = 1e-4, excess[2];
    for (int64_t t = 0; t < 3; ++t)
      for (int64_t i = 0; i < 3; ++i)
        size += fabs(gain[t * 3 + i] = i < t ? uniform(&state, -0.3, 0.3) : 0);
    cr_assert(evaluate(&m, 0.9).certainty_equivalent > best);
    for (int sign = 0; sign < 2; ++sign) {
      double keep[9];
      for (int k = 0; k < 9; ++k) {
        keep[k] = gain[k];
        gain[k] *= sign ? -h : h;
      }
      excess[sign] = evaluate(&m, 0.9).certainty_equivalent - best;
      for (int k = 0; k < 9; ++k)
        gain[k] = keep[k];
    }
    CLOSE((excess[0] - excess[1]) / (2 * h), 0, 1e-6, size); /* no slope */
  }
}

/* Independent reference for a longer market: 0.5016135777846372 at theta = 0.2, 0.47909448987450953 without
 * reaction. */
Test(feedback, reference_value) {
  test_market m;
  const double impact[] = {1, 1.2, 0.8, 1}, share[] = {0.5, 0.3, 0.6, 0.4},
               variance[] = {0.04, 0.05, 0.03, 0.04};
  constant_market(&m, 4, 0);
  for (int t = 0; t < 4; ++t) {
    m.impact[t] = impact[t];
    m.transient_share[t] = share[t];
    m.variance[t] = variance[t];
  }
  m.market.resilience_rate = 0.3;
  m.market.risk_aversion = 0.5;
  CLOSE(best_trades(&m, 1, 1), 0.47909448987450953, 1e-13, 0);
  set_gain(4, 0.2);
  CLOSE(evaluate(&m, 1).certainty_equivalent, 0.5016135777846372, 1e-13, 0);
  set_gain(4, -0.2);
  CLOSE(evaluate(&m, 1).certainty_equivalent, 0.501927, 1e-6, 0);
}

/* The limit of no risk aversion is the mean; a strong reaction has no exponential moment. */
Test(feedback, limits) {
  test_market m;
  small_market(&m, 3);
  best_trades(&m, 1, 0.9);
  set_gain(3, 0.4);
  m.market.risk_aversion = 0;
  rp_feedback_result neutral = evaluate(&m, 0.9);
  cr_assert_eq(neutral.certainty_equivalent, neutral.mean);
  m.market.risk_aversion = 1e-9;
  rp_feedback_result averse = evaluate(&m, 0.9);
  CLOSE(averse.certainty_equivalent, neutral.mean, 1e-8, 0);
  CLOSE((averse.certainty_equivalent - neutral.mean) / 1e-9, averse.variance / 2, 1e-4, 0);
  m.market.risk_aversion = 0.5;
  set_gain(3, 12);
  rp_feedback_result wild = evaluate(&m, 0.9);
  cr_assert(isinf(wild.certainty_equivalent) && wild.certainty_equivalent > 0 && wild.moment_margin <= 0);
  cr_assert(isfinite(wild.mean) && isfinite(wild.variance));
}
