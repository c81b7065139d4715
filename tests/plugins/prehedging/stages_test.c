/* The dealer in time: the differential equations by an integrator, limits, close rates, long horizons, and the grid. */
#include "dealers.h"
#include "prehedging/relaxation.h"
#include <gsl/gsl_errno.h>
#include <gsl/gsl_odeiv2.h>
#include <stdlib.h>

/* What the integrator follows: (D, E, F) over the time to go, then the state. */
typedef struct motion {
  const rp_stages *k;
  double flow;
  int stage;
} motion;

static int coefficients(double s, const double y[], double dy[], void *context) {
  const rp_dealer *k = &((const motion *)context)->k->dealer;
  double lambda = k->market.transient, m = y[0] + lambda * y[1];
  (void)s;
  dy[0] = -k->g * m;
  dy[1] = -k->rate_transient * m - k->market.decay * y[1];
  dy[2] = m * m / (2 * k->market.temporary);
  return GSL_SUCCESS;
}

static int state(double t, const double y[], double dy[], void *context) {
  const motion *m = context;
  const rp_dealer_market *market = &m->k->dealer.market;
  double drive = m->stage == 1   ? rp_stages_pull(m->k, market->horizon - t)
                 : m->stage == 2 ? m->k->dealer.pull
                                 : 0;
  dy[0] = rp_stages_rate(m->k, (rp_position){y[0], y[1]}, m->flow, drive);
  dy[1] = -market->decay * y[1] + market->transient * dy[0];
  return GSL_SUCCESS;
}

static void follow(const motion *m, int (*f)(double, const double[], double[], void *), size_t count,
                   double time, double *y) {
  motion copy = *m;
  gsl_odeiv2_system system = {f, NULL, count, &copy};
  gsl_odeiv2_driver *driver =
      gsl_odeiv2_driver_alloc_y_new(&system, gsl_odeiv2_step_rk8pd, 1e-3, 1e-14, 1e-14);
  double t = 0;
  if (time > 0) cr_assert_eq(gsl_odeiv2_driver_apply(driver, &t, time, y), GSL_SUCCESS);
  gsl_odeiv2_driver_free(driver);
}

static void check_against_integrator(const rp_dealer_market *market, rp_position z, double flow) {
  rp_stages k = stages_of(market);
  motion m = {&k, flow, 1};
  double y[3] = {k.dealer.d, k.dealer.e, k.dealer.f}, d, e, f;
  double size = 1 + fabs(k.dealer.d) + fabs(k.dealer.e) + k.dealer.f;
  follow(&m, coefficients, 3, market->horizon, y);
  rp_stages_functions(&k, market->horizon, &d, &e, &f);
  CLOSE(d, y[0], 1e-12, size);
  CLOSE(e, y[1], 1e-12, size);
  CLOSE(f, y[2], 1e-12, 1 + y[2]);
  CLOSE(rp_stages_pull(&k, market->horizon), d + market->transient * e, 1e-12, size);
  double x[2] = {z.inventory, z.transient}, reach = 1 + fabs(flow) + fabs(z.inventory) + fabs(z.transient);
  follow(&m, state, 2, market->horizon, x);
  rp_position end = end_of(&k, z, flow);
  CLOSE(end.inventory, x[0], 2e-12, reach * size);
  CLOSE(end.transient, x[1], 2e-12, reach * size);
  m.stage = 2;
  follow(&m, state, 2, 0.9, x);
  end = rp_stages_second(&k, end, flow, 0.9);
  CLOSE(end.inventory, x[0], 2e-12, reach * size);
  CLOSE(end.transient, x[1], 2e-12, reach * size);
  m.stage = 3;
  follow(&m, state, 2, 0.7, x);
  end = rp_stages_relax(&k, end, 0.7);
  CLOSE(end.inventory, x[0], 2e-12, reach * size);
  CLOSE(end.transient, x[1], 2e-12, reach * size);
}

Test(stages, follows_the_differential_equations) {
  uint64_t seed = 8;
  for (int round = 0; round < 60; ++round) {
    rp_dealer_market market = random_market(&seed);
    rp_position z = {uniform(&seed, -1, 1), uniform(&seed, -0.5, 0.5)};
    if (round % 6 == 1) market.transient = 0;
    if (round % 6 == 2) market.inventory_cost = 0;
    if (round % 6 == 3) market.decay = 0;
    check_against_integrator(&market, z, uniform(&seed, -2, 2));
  }
}

/* g = beta and little coupling: the rates come together, through the threshold down to equality. */
Test(stages, close_rates_are_no_special_case) {
  rp_position z = {0.7, 0.25};
  for (double coupling = 0.3; coupling > 1e-18; coupling *= 0.1) {
    rp_dealer_market market = {0.3, coupling < 1e-17 ? 0 : coupling, 1.5, 0.6, 0.6 * 1.5 * 1.5, 0.4, 1.3};
    check_against_integrator(&market, z, 0.9);
    market.horizon = 0.01;
    check_against_integrator(&market, z, 0.9);
  }
  /* Both sides of the threshold give the same. */
  rp_dealer_market market = {0.3, 0.2, 1.5, 0.6, 1, 0.4, 1.3};
  rp_stages before, after;
  do {
    before = stages_of(&market);
    market.inventory_cost += 1e-6;
    after = stages_of(&market);
    if (market.inventory_cost > 4) {
      market.inventory_cost = 1;
      market.transient *= 0.5;
    }
  } while (before.split == after.split && market.transient > 1e-5);
  if (before.split != after.split) {
    double d[2], e[2], f[2];
    rp_stages_functions(&before, 1.1, d, e, f);
    rp_stages_functions(&after, 1.1, d + 1, e + 1, f + 1);
    CLOSE(d[0], d[1], 1e-5, 0);
    CLOSE(f[0], f[1], 1e-5, 0);
  }
}

/* Corollary 1: without transient impact everything is elementary. */
Test(stages, corollary_one) {
  rp_dealer_market market = base_market;
  market.transient = 0;
  double flow = 0.741, x0 = 0.7;
  for (market.horizon = 0.1; market.horizon < 400; market.horizon *= 3) {
    rp_stages k = stages_of(&market);
    double h = sqrt(market.inventory_cost * market.temporary), g = k.dealer.g;
    double d0 = (market.permanent + h) / (1 + market.random_stage * g);
    for (double t = 0; t <= market.horizon; t += market.horizon / 7) {
      double s = market.horizon - t, d, e, f;
      rp_stages_functions(&k, s, &d, &e, &f);
      CLOSE(d, d0 * exp(-g * s), 4e-15, fmax(d0 * exp(-g * s) * (1 + g * s), 1e-300));
      CLOSE(f, market.random_stage * d0 * d0 / (2 * market.temporary) - d0 * d0 * expm1(-2 * g * s) / (4 * h),
            2e-15, 0);
      rp_position z = rp_stages_first(&k, (rp_position){x0, 0}, flow, t);
      double driven = flow * d0 / market.temporary * exp(-g * s) * -expm1(-2 * g * t) / (2 * g);
      CLOSE(z.inventory, x0 * exp(-g * t) + driven, 1e-14 * (1 + g * market.horizon),
            fabs(x0 * exp(-g * t)) + driven);
      cr_assert_eq(z.transient, 0);
    }
  }
}

Test(stages, nothing_overflows) {
  /* The printed forms overflow where (omega + Lambda) T/2 > 709. */
  rp_dealer_market stiff = {0.3, 1, 300, 0.01, 4, 0.4, 10};
  for (int i = 0; i < 6; ++i, stiff.horizon *= 30) {
    rp_stages k = stages_of(&stiff);
    double d, e, f;
    rp_stages_functions(&k, stiff.horizon, &d, &e, &f);
    rp_position z = end_of(&k, (rp_position){0.7, 0.2}, 0.9);
    cr_assert(isfinite(d) && isfinite(e) && isfinite(f) && isfinite(z.inventory) && isfinite(z.transient));
    /* A long first stage forgets its start. */
    if (stiff.horizon * k.dealer.slow > 40)
      CLOSE(z.inventory, end_of(&k, (rp_position){0, 0}, 0.9).inventory, 1e-13, 0);
  }
}

Test(stages, mean_at_trade_is_the_mean_over_the_exponential_time) {
  rp_stages k = stages_of(&base_market);
  rp_position z = {0.6, 0.1}, sum = {0, 0}, mean = rp_stages_mean_at_trade(&k, z, 0.9);
  double alpha = base_market.random_stage, step = alpha / 500;
  for (int i = 0; i < 20000; ++i) {
    double u = (i + 0.5) * step, weight = exp(-u / alpha) * step / alpha;
    rp_position at = rp_stages_second(&k, z, 0.9, u);
    sum.inventory += weight * at.inventory;
    sum.transient += weight * at.transient;
  }
  CLOSE(sum.inventory, mean.inventory, 1e-6, 1);
  CLOSE(sum.transient, mean.transient, 1e-6, 1);
}

Test(stages, rate_is_continuous_at_the_horizon_of_the_first_stage) {
  rp_stages k = stages_of(&base_market);
  rp_position z = end_of(&k, (rp_position){0.7, 0}, 0.741);
  CLOSE(rp_stages_pull(&k, 0), k.dealer.pull, 1e-15, 0);
  CLOSE(rp_stages_rate(&k, z, 0.741, rp_stages_pull(&k, 0)), 0.50267588703670080, 1e-15, 0);
}

/* Claim sign: one-way flow from a flat start. */
Test(stages, pre_hedges_build_up) {
  uint64_t seed = 3;
  for (int round = 0; round < 1000; ++round) {
    rp_dealer_market market = random_market(&seed);
    rp_stages k = stages_of(&market);
    rp_position last = {0, 0};
    double before = 0;
    for (int i = 0; i <= 12; ++i) {
      double t = market.horizon * i / 12, pull = rp_stages_pull(&k, market.horizon - t);
      rp_position z = rp_stages_first(&k, (rp_position){0, 0}, 1.3, t);
      cr_assert(pull > 0 && pull >= before * (1 - 1e-13));
      cr_assert(z.inventory >= last.inventory - 1e-15 && z.transient >= -1e-15);
      before = pull;
      last = z;
    }
    for (int i = 1; i <= 12; ++i) {
      rp_position z = rp_stages_second(&k, last, 1.3, 0.3 * i);
      cr_assert(z.inventory >= last.inventory - 1e-14 && z.transient >= -1e-15);
      cr_assert(rp_stages_rate(&k, z, 1.3, k.dealer.pull) >= -1e-13);
    }
    double end = last.inventory;
    market.random_stage *= 1.5;
    k = stages_of(&market);
    cr_assert(end_of(&k, (rp_position){0, 0}, 1.3).inventory <= end);
  }
}

Test(stages, grid_is_the_same_path) {
  uint64_t seed = 5;
  for (int round = 0; round < 40; ++round) {
    rp_dealer_market market = random_market(&seed);
    if (round % 4 == 1) market.transient = 0;
    if (round % 4 == 2) market.inventory_cost = 0;
    if (round % 4 == 3)
      market.decay = sqrt(market.inventory_cost / market.temporary), market.transient = 1e-6;
    rp_stages k = stages_of(&market);
    rp_position z = {uniform(&seed, -1, 1), uniform(&seed, -1, 1)};
    enum { POINTS = 333 };
    double x[POINTS], i[POINTS], first = 0.1 * market.horizon, step = 0.9 * market.horizon / (POINTS - 1);
    rp_stages_first_grid(&k, z, 1.7, first, step, POINTS, x, i);
    double size = 1 + fabs(end_of(&k, z, 1.7).inventory);
    for (int j = 0; j < POINTS; ++j) {
      rp_position at = rp_stages_first(&k, z, 1.7, first + step * j);
      CLOSE(x[j], at.inventory, 3e-14, size);
      CLOSE(i[j], at.transient, 3e-14, size);
    }
    double only[2] = {NAN, NAN};
    rp_stages_first_grid(&k, z, 1.7, 0, 0, 1, only, NULL);
    CLOSE(only[0], z.inventory, 1e-15, 1);
  }
}

Test(relaxation, integrals_and_fades) {
  for (double slow = 0; slow < 30; slow = slow * 3.1 + 0.01)
    for (double splitting = 0; splitting < 20; splitting = splitting * 3 + 1e-6)
      for (double t = 1e-6; t < 50; t *= 7) {
        rp_relaxation_squares squares = rp_relaxation_integrate(slow, splitting, t);
        enum { STEPS = 1000 };
        double sums[4] = {0};
        for (int i = 0; i < STEPS; ++i) { /* midpoints in a variable that resolves both ends */
          double u = (i + 0.5) / STEPS, r = t * u * u, w = 2 * t * u / STEPS;
          double phi0 = exp(-slow * r), phi1 = rp_relaxation_bend(slow, splitting, r);
          sums[0] += w * phi0 * phi0;
          sums[1] += w * phi0 * phi1;
          sums[2] += w * phi1 * phi1;
          sums[3] += w * phi1;
        }
        double tolerance = 1e-4 * (1 + slow * t) * (1 + slow * t);
        if (tolerance > 0.01) continue;
        CLOSE(squares.k00, sums[0], tolerance, 0);
        CLOSE(squares.k01, sums[1], tolerance, 0);
        CLOSE(squares.k11, sums[2], tolerance, 0);
        CLOSE(rp_relaxation_bend_sum(slow, splitting, t), sums[3], tolerance, 0);
      }
  for (double x = 1e-9; x < 800; x *= 1.7) {
    rp_fade fade = rp_fade_of(x, 1), both = rp_fade_both(fade, rp_fade_of(0.3, 1));
    CLOSE(fade.left, exp(-x), 3e-16, fmax(exp(-x), 1e-300));
    CLOSE(fade.lost, -expm1(-x), 3e-16, 0);
    CLOSE(both.lost, -expm1(-x - 0.3), 4e-16, 0);
  }
}
