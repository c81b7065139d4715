/* Price-sensitive clients: the closed form against the Riccati flow and the generic route, limits, escapes, moments. */
#include "dealers.h"
#include "prehedging/generic_route.h"
#include "prehedging/price_outside.h"
#include "prehedging/price_paths.h"
#include "prehedging/printed.h"
#include "prehedging/sensitive.h"
#include <stdlib.h>
#include <string.h>

static const rp_sensitive_market base_sensitive = {.permanent = 0.4,
                                                   .temporary = 0.7,
                                                   .inventory_cost = 0.5,
                                                   .volatility = 0.8,
                                                   .horizon = 1.4,
                                                   .inventory = 0.6,
                                                   .price = 0.3,
                                                   .size = 1.3,
                                                   .half_spread = 0.45,
                                                   .level = 0.6,
                                                   .reference = 0.2,
                                                   .spread_slope = 0.5,
                                                   .price_slope = 0.35};

static rp_sensitive_market random_sensitive(uint64_t *state) {
  return (rp_sensitive_market){.permanent = uniform(state, 0, 1),
                               .temporary = uniform(state, 0.2, 1.5),
                               .inventory_cost = uniform(state, 0.05, 2),
                               .volatility = uniform(state, 0, 1),
                               .horizon = uniform(state, 0.1, 2),
                               .inventory = uniform(state, -1, 1),
                               .price = uniform(state, -1, 1),
                               .size = uniform(state, 0.2, 2),
                               .half_spread = uniform(state, -0.5, 1),
                               .level = uniform(state, 0, 1),
                               .reference = uniform(state, -0.5, 0.5),
                               .spread_slope = uniform(state, 0, 1),
                               .price_slope = uniform(state, -0.2, 0.8),
                               .printed_price = uniform(state, 0, 1) < 0.5};
}

/* The same market for the general problem: no transient impact, no second stage, buyers only. */
static rp_price_demand general(const rp_sensitive_market *m) {
  rp_dealer_market market = {m->permanent, 0, 1.1, m->temporary, m->inventory_cost, 0, m->horizon};
  rp_price_demand problem = {
      .client = {m->size, 1, 0, m->half_spread, m->printed_price ? RP_PRICE_PRINTED : RP_PRICE_MARKET},
      .start = {{m->inventory, 0}, m->price},
      .volatility = m->volatility,
      .level = m->level,
      .reference = m->reference,
      .spread_slope = m->spread_slope,
      .price_slope = m->price_slope};
  rp_dealer_solve(&market, &problem.dealer);
  return problem;
}

Test(sensitive, endless_first_stages_are_refused) {
  void *work = malloc(rp_price_workspace());
  rp_price_value value;
  rp_sensitive_market m = base_sensitive;
  m.horizon = 1e9;
  rp_price_demand problem = general(&m);
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_OK);
  rp_sensitive k = rp_sensitive_begin(&m);
  CLOSE(rp_price_gain(&problem, &value), rp_sensitive_gain(&k), 1e-12, fabs(rp_sensitive_gain(&k)));
  m.horizon = 1e300;
  problem = general(&m);
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_TOO_LONG);
  /* Rates near 1e9 and noise: the sum of the noise would take minutes. */
  rp_dealer_market stiff = {.permanent = 0.97551382896055,
                            .transient = 1e9,
                            .decay = 0.68705732044214,
                            .temporary = 0.6,
                            .inventory_cost = 0.9,
                            .random_stage = 0.4,
                            .horizon = 1.3740991997742};
  problem.volatility = 1e6;
  problem.client.buy_probability = 0.8;
  rp_dealer_solve(&stiff, &problem.dealer);
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_TOO_STIFF);
  free(work);
}

Test(sensitive, noise_adds_up_along_the_first_stage) {
  void *work = malloc(rp_price_workspace());
  rp_price_value value;
  rp_price_demand problem = general(&base_sensitive);
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_OK);
  double togo[6], noise[6], p[RP_STATE_PRODUCTS];
  for (int i = 0; i < 6; ++i)
    togo[i] = base_sensitive.horizon * i / 5;
  cr_assert(rp_price_noise(&problem, &value, 6, togo, noise, work));
  cr_assert_eq(noise[0], 0);
  cr_assert(rp_price_at(&value, base_sensitive.horizon, p, work));
  CLOSE(p[15] + noise[5], value.at_start[15], 1e-13, fabs(value.at_start[15]));
  for (int i = 1; i < 6; ++i) {
    double alone;
    cr_assert_gt(noise[i], noise[i - 1]);
    cr_assert(rp_price_noise(&problem, &value, 1, togo + i, &alone, work));
    CLOSE(noise[i], alone, 1e-12, alone);
  }
  free(work);
}

Test(sensitive, closed_form_is_the_riccati_flow) {
  uint64_t state = 3;
  void *work = malloc(rp_price_workspace());
  for (int round = 0; round < 200; ++round) {
    rp_sensitive_market m = random_sensitive(&state);
    if (round % 5 == 0) m.inventory_cost = 0;
    if (round % 7 == 0) m.permanent = 0;
    if (round % 11 == 0) m.price_slope = 1e-9;
    rp_sensitive k = rp_sensitive_begin(&m);
    rp_price_demand problem = general(&m);
    rp_price_value value;
    if (m.horizon >= rp_sensitive_escape(&k)) continue;
    cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_OK);
    rp_sensitive_value v = rp_sensitive_at(&k, m.horizon);
    const double *p = value.at_start;
    double size = 1 + fabs(v.a) + fabs(v.c) + fabs(k.drive) + fabs(v.e) + fabs(v.f);
    CLOSE(p[0], -v.a, 1e-11, size);
    CLOSE(p[2], v.b, 1e-11, size);
    CLOSE(p[10], v.c, 1e-11, size);
    CLOSE(p[3], k.drive * v.d, 1e-11, size);
    CLOSE(p[11], v.e, 1e-11, size);
    CLOSE(p[15] / 2, k.level * k.sure + v.f, 1e-11, size);
    CLOSE(rp_price_gain(&problem, &value), rp_sensitive_gain(&k), 1e-11, size);
    double mean[4], covariance[16] = {0}, t = 0;
    rp_price_start(&problem, mean);
    for (int i = 0; i < 24; ++i, t += m.horizon / 24)
      cr_assert(rp_price_carry(&problem, &value, t, m.horizon / 24, mean, covariance, work));
    rp_sensitive_moments end = rp_sensitive_moments_at(&k, m.horizon);
    CLOSE(mean[0], end.mean, 1e-10, 1 + fabs(end.mean));
    CLOSE(covariance[0], end.variance, 1e-9, 1 + end.variance);
    CLOSE(covariance[2], end.covariance, 1e-9, 1 + fabs(end.covariance));
    double probability, deviation;
    rp_sensitive_demand demand = rp_sensitive_demand_of(&k);
    rp_price_trade_probability(&problem, mean, covariance, &probability, &deviation);
    CLOSE(probability, demand.mean, 1e-10, 1 + fabs(demand.mean));
    CLOSE(deviation * deviation, demand.variance, 1e-9, 1 + demand.variance);
  }
  free(work);
}

/* The value is quadratic in delta with the stated slope and second derivative. */
Test(sensitive, derivatives_in_the_spread) {
  uint64_t state = 13;
  for (int round = 0; round < 200; ++round) {
    rp_sensitive_market m = random_sensitive(&state);
    rp_sensitive k = rp_sensitive_begin(&m);
    if (m.horizon >= rp_sensitive_escape(&k)) continue;
    double slope, curvature, gains[3];
    rp_sensitive_spread(&k, &slope, &curvature);
    for (int i = 0; i < 3; ++i) {
      rp_sensitive_market moved = m;
      moved.half_spread += i - 1;
      rp_sensitive at = rp_sensitive_begin(&moved);
      gains[i] = rp_sensitive_gain(&at);
    }
    double size = 1 + fabs(gains[0]) + fabs(gains[1]) + fabs(gains[2]);
    CLOSE(slope, (gains[2] - gains[0]) / 2, 1e-12, size);
    CLOSE(curvature, gains[0] - 2 * gains[1] + gains[2], 1e-12, size);
  }
}

/* Without sensitivity to the price it is the dealer of theorem 1 with certain direction. */
Test(sensitive, reduces_to_the_dealer_without_sensitivity) {
  rp_sensitive_market m = base_sensitive;
  m.price_slope = m.spread_slope = 0;
  rp_sensitive k = rp_sensitive_begin(&m);
  rp_dealer_market market = {m.permanent, 0, 1, m.temporary, m.inventory_cost, 0, m.horizon};
  rp_client client = {m.size, 1, m.level, m.half_spread, RP_PRICE_MARKET};
  rp_start start = {{m.inventory, 0}, m.price};
  rp_stages stages = stages_of(&market);
  CLOSE(rp_sensitive_gain(&k), rp_gain_of(&stages, &client, &start).expected, 1e-14, 0);
  CLOSE(rp_sensitive_moments_at(&k, m.horizon).mean,
        end_of(&stages, start.position, rp_client_flow(&client)).inventory, 1e-14, 0);
  cr_assert_eq(rp_sensitive_moments_at(&k, m.horizon).variance, 0);
}

/* Continuity through gamma = 0, k = 0 and k = -h, where closed forms divide by zero. */
Test(sensitive, continues_through_its_removable_singularities) {
  rp_sensitive_market m = base_sensitive;
  for (int which = 0; which < 3; ++which) {
    double gains[3];
    for (int i = 0; i < 3; ++i) {
      m = base_sensitive;
      double h = sqrt(m.inventory_cost * m.temporary), shift = i == 0 ? 0 : i == 1 ? 1e-7 : -1e-7;
      if (which == 0) m.inventory_cost = fabs(shift) * 1e-5;
      if (which == 1) m.price_slope = shift;
      if (which == 2) m.price_slope = -h / (m.permanent * (h + m.permanent) * m.size) + shift;
      rp_sensitive k = rp_sensitive_begin(&m);
      gains[i] = rp_sensitive_gain(&k) + rp_sensitive_second_integral(&k, m.horizon) +
                 rp_sensitive_moments_at(&k, 0.7).variance;
    }
    CLOSE(gains[1], gains[0], 1e-5, 1 + fabs(gains[0]));
    CLOSE(gains[2], gains[0], 1e-5, 1 + fabs(gains[0]));
  }
}

Test(sensitive, long_horizons_keep_their_digits) {
  rp_sensitive_market m = base_sensitive;
  double last = 0;
  for (m.horizon = 10; m.horizon < 1e5; m.horizon *= 10) {
    rp_sensitive k = rp_sensitive_begin(&m);
    double s = m.horizon;
    CLOSE(rp_sensitive_integral(&k, s), 1 / (2 * (k.feedback + k.h)), 1e-7, 0);
    double grows = rp_sensitive_second_integral(&k, s) - s / (2 * (k.feedback + k.h));
    if (last != 0) CLOSE(grows, last, 1e-5, 1);
    last = grows;
    rp_sensitive_moments end = rp_sensitive_moments_at(&k, s);
    /* The inventory follows a random walk, the price, with a lag. */
    double follows = m.price_slope * k.now * m.volatility / (2 * (k.feedback + k.h));
    cr_assert(isfinite(end.mean));
    CLOSE(end.variance, follows * follows * s, 4 / s, 0);
  }
}

Test(sensitive, escapes_where_the_flow_does) {
  void *work = malloc(rp_price_workspace());
  rp_sensitive_market m = base_sensitive;
  m.price_slope = -1.5;
  rp_sensitive k = rp_sensitive_begin(&m);
  CLOSE(rp_sensitive_escape(&k), 0.85647380791580245, 1e-15, 0);
  rp_price_demand problem = general(&m);
  rp_price_value value;
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_ESCAPES_BEFORE);
  CLOSE(value.escape, rp_sensitive_escape(&k), 1e-12, 1);
  problem.dealer.market.horizon = 0.5;
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_OK);
  CLOSE(rp_price_escape(&problem, &value, work), rp_sensitive_escape(&k), 1e-12, 1);
  m.inventory_cost = 0;
  k = rp_sensitive_begin(&m);
  CLOSE(rp_sensitive_escape(&k), -m.temporary / (2 * k.feedback), 1e-15, 0);
  m.price_slope = 0.1;
  k = rp_sensitive_begin(&m);
  cr_assert(isinf(rp_sensitive_escape(&k)));
  free(work);
}

/* Everything at once: transient impact, random stage, both directions. */
Test(sensitive, generic_route_agrees) {
  uint64_t state = 41;
  void *work = malloc(rp_price_workspace());
  int solved = 0;
  for (int round = 0; round < 60; ++round) {
    rp_sensitive_market m = random_sensitive(&state);
    rp_price_demand problem = general(&m);
    rp_dealer_market market = random_market(&state);
    rp_price_value value;
    rp_generic generic;
    problem.start.position.transient = uniform(&state, -0.5, 0.5);
    problem.client.buy_probability = uniform(&state, 0, 1);
    rp_dealer_solve(&market, &problem.dealer);
    if (rp_price_solve(&problem, &value, work) != RP_PRICE_OK) continue;
    if (rp_generic_solve(&problem, 1e-12, &generic) != RP_GENERIC_OK) continue;
    ++solved;
    double size = 1;
    for (int i = 0; i < 16; ++i)
      size = fmax(size, fabs(generic.at_start[i]));
    for (int i = 0; i < 16; ++i) {
      CLOSE(value.decided[i], generic.decided[i], 1e-12, size);
      CLOSE(value.at_horizon[i], generic.at_horizon[i], 1e-9, size);
      CLOSE(value.at_start[i], generic.at_start[i], 1e-9, size);
    }
    /* The second stage's equation holds; moments at T by both routes. */
    double left[16], mean[4], covariance[16] = {0}, quiet[16], variance = m.volatility * m.volatility;
    memcpy(quiet, value.at_horizon, sizeof quiet);
    quiet[15] -= market.random_stage * variance * quiet[10];
    rp_control_derivative(&value.waiting, quiet, left);
    for (int i = 0; i < 16; ++i)
      if (market.random_stage > 0) CLOSE(left[i], 0, 1e-10, size * (1 + size) / fmin(1, market.random_stage));
    rp_price_start(&problem, mean);
    cr_assert(rp_price_carry(&problem, &value, 0, market.horizon, mean, covariance, work));
    for (int i = 0; i < 16; ++i)
      CLOSE(covariance[i], generic.covariance[i], 1e-9, 1 + variance * size);
    for (int i = 0; i < 4; ++i)
      CLOSE(mean[i], generic.mean[i], 1e-9, 1 + size);
  }
  cr_assert(solved > 40, "%d of 60 solved", solved);
  free(work);
}

/* Without noise one path is the mean, and its gain the value, up to the square of the steps. */
Test(sensitive, a_quiet_path_earns_the_value) {
  void *work = malloc(rp_price_workspace());
  rp_sensitive_market m = base_sensitive;
  m.volatility = 0;
  rp_price_demand problem = general(&m);
  rp_dealer_market market = base_market;
  market.random_stage = 0;
  rp_dealer_solve(&market, &problem.dealer);
  rp_price_value value;
  cr_assert_eq(rp_price_solve(&problem, &value, work), RP_PRICE_OK);
  double errors[3];
  for (int i = 0; i < 3; ++i) {
    int64_t steps = 50 << i;
    double *feedback = malloc((size_t)(steps + 1) * 4 * sizeof *feedback),
           *normals = calloc((size_t)(2 * steps), sizeof *normals);
    rp_price_tables tables;
    rp_price_path path = {0};
    cr_assert(rp_price_tabulate(&problem, &value, steps, feedback, &tables, work));
    rp_price_walk(&tables, 0, normals, &path);
    errors[i] = path.gain - rp_price_gain(&problem, &value);
    free(feedback);
    free(normals);
  }
  cr_assert(fabs(errors[2]) < 1e-4);
  CLOSE(errors[0] / errors[1], 4, 0.15, 4);
  CLOSE(errors[1] / errors[2], 4, 0.1, 4);
  free(work);
}

/* Claims thm2-E and thm2-F, in the printed convention. */
Test(sensitive, misprints_deviate_as_recorded) {
  rp_sensitive_market m = base_sensitive;
  m.printed_price = true;
  rp_sensitive k = rp_sensitive_begin(&m);
  rp_printed_sensitive p = rp_printed_sensitive_at(&k, m.horizon);
  rp_sensitive_value v = rp_sensitive_at(&k, m.horizon);
  CLOSE(p.e, 0.6330023863903221, 1e-12, 0);
  CLOSE(p.e_of_ode, 0.7292893501583502, 1e-12, 0);
  CLOSE(v.e_ratio, 10.67817104592443, 1e-12, 0);
  CLOSE(p.f, 1.569573210370751, 1e-12, 0);
  CLOSE(p.f_bracketed, 0.198762385458126, 1e-12, 0);
  CLOSE(p.f_corrected, v.f, 1e-12, 0);
  CLOSE(v.f, 0.2031058635248432, 1e-13, 0);
}

/* A market with everything: transient impact, a second stage, clients in both directions. */
static rp_price_demand two_way(double random_stage, double buy) {
  rp_dealer_market market = {0.3, 0.8, 1.7, 0.6, 0.9, random_stage, 1.3};
  rp_price_demand m = {.client = {1.9, buy, 0, 0.35, RP_PRICE_MARKET},
                       .start = {{0.7, 0.1}, 5},
                       .volatility = 0.6,
                       .level = 0.65,
                       .reference = 0.35,
                       .spread_slope = 0.25,
                       .price_slope = 0.5};
  rp_dealer_solve(&market, &m.dealer);
  return m;
}

/* Probability that the demand is none at a normal price rise, by adding up its density. */
static double outside_by_sum(const rp_price_demand *m, double rise, double deviation) {
  double sum = 0, buy = m->client.buy_probability, q = rp_price_level(m);
  const int cells = 20000;
  for (int i = 0; i < cells; ++i) {
    double x = 9 * (2 * (i + 0.5) / cells - 1), xi = rise + deviation * x;
    double buys = buy * (q - m->price_slope * xi), sells = (1 - buy) * (q + m->price_slope * xi);
    if (buys < 0 || sells < 0 || buys + sells > 1) sum += exp(-x * x / 2) / sqrt(2 * acos(-1)) * 18 / cells;
  }
  return sum;
}

Test(sensitive, demand_is_outside_as_often_as_its_normal_law_says) {
  const double covariances[3] = {0.3, 0.01, 1.7};
  for (int side = 0; side <= 4; ++side)
    for (int i = 0; i < 3; ++i)
      for (double slope = -0.6; slope <= 0.7; slope += 0.4) {
        rp_price_demand m = two_way(0.4, side / 4.0);
        double mean[4] = {0.2 * i, 0.1, 5 + 0.3 * i, 1}, covariance[16] = {0};
        m.price_slope = slope;
        covariance[10] = covariances[i]; /* of the price alone */
        double rise = 0.3 * (mean[0] - 0.7) + mean[1] + mean[2] - 5;
        CLOSE(rp_price_outside(&m, mean, covariance), outside_by_sum(&m, rise, sqrt(covariances[i])), 2e-3,
              1);
        double sure[16] = {0}, buys = side / 4.0 * (rp_price_level(&m) - slope * rise);
        double sells = (1 - side / 4.0) * (rp_price_level(&m) + slope * rise);
        cr_assert_eq(rp_price_outside(&m, mean, sure), buys < 0 || sells < 0 || buys + sells > 1 ? 1 : 0);
      }
}

/* The mean over the second stage, by small steps of the moments and the trapezoidal rule. */
static double outside_by_steps(const rp_price_demand *m, const rp_price_value *value, const double *mean,
                               const double *covariance) {
  double k[4], z[4], s[16], loop[16], alpha = m->dealer.market.random_stage, sum = 0;
  const int steps = 100000;
  double h = 25 * alpha / steps;
  rp_control_feedback(&value->control, value->at_horizon, k);
  for (int i = 0; i < 16; ++i)
    loop[i] = value->control.drift[i] + value->control.push[i / 4] * k[i % 4];
  memcpy(z, mean, sizeof z);
  memcpy(s, covariance, sizeof s);
  for (int n = 0; n <= steps; ++n) {
    sum += (n == 0 || n == steps ? 0.5 : 1) * h * exp(-h * n / alpha) / alpha * rp_price_outside(m, z, s);
    double dz[4] = {0}, ds[16] = {0};
    for (int i = 0; i < 4; ++i)
      for (int l = 0; l < 4; ++l) {
        dz[i] += loop[i * 4 + l] * z[l];
        for (int j = 0; j < 4; ++j)
          ds[i * 4 + j] += loop[i * 4 + l] * s[l * 4 + j] + s[i * 4 + l] * loop[j * 4 + l];
      }
    ds[10] += m->volatility * m->volatility;
    for (int i = 0; i < 4; ++i)
      z[i] += h * dz[i];
    for (int i = 0; i < 16; ++i)
      s[i] += h * ds[i];
  }
  return sum;
}

Test(sensitive, demand_is_outside_at_the_decision_as_often_as_on_average_over_its_time) {
  void *work = malloc(rp_price_workspace());
  const double stages[4] = {0.05, 0.4, 2, 2};
  for (int i = 0; i < 4; ++i) {
    rp_price_demand m = two_way(stages[i], 0.8);
    if (i == 3) { /* rates of 50: the second stage takes many short steps */
      rp_dealer_market market = m.dealer.market;
      market.temporary = 0.02;
      rp_dealer_solve(&market, &m.dealer);
    }
    rp_price_value value;
    double mean[4], covariance[16] = {0};
    cr_assert_eq(rp_price_solve(&m, &value, work), RP_PRICE_OK);
    rp_price_start(&m, mean);
    cr_assert(rp_price_carry(&m, &value, 0, 1.3, mean, covariance, work));
    double got = rp_price_outside_at_decision(&m, &value, mean, covariance);
    CLOSE(got, outside_by_steps(&m, &value, mean, covariance), 1e-3, got);
    m.price_slope = 0;
    cr_assert_eq(rp_price_outside_at_decision(&m, &value, mean, covariance), 0);
  }
  free(work);
}

/* Two carries over parts of the first stage are one over the whole, however long. */
Test(sensitive, moments_do_not_depend_on_the_grid) {
  void *work = malloc(rp_price_workspace());
  rp_price_demand m = two_way(0.4, 0.8);
  rp_price_value value;
  double once[4], parts[4], once_covariance[16] = {0}, parts_covariance[16] = {0};
  cr_assert_eq(rp_price_solve(&m, &value, work), RP_PRICE_OK);
  rp_price_start(&m, once);
  rp_price_start(&m, parts);
  cr_assert(rp_price_carry(&m, &value, 0, 1.3, once, once_covariance, work));
  for (int i = 0; i < 40; ++i)
    cr_assert(rp_price_carry(&m, &value, 1.3 * i / 40, 1.3 / 40, parts, parts_covariance, work));
  for (int i = 0; i < 16; ++i)
    CLOSE(once_covariance[i], parts_covariance[i], 1e-11, 1);
  for (int i = 0; i < 4; ++i)
    CLOSE(once[i], parts[i], 1e-12, 1 + fabs(once[i]));
  free(work);
}

/* Without noise a path ends where the mean does, and is outside exactly where its demand is. */
Test(sensitive, a_path_knows_whether_its_demand_is_a_probability) {
  void *work = malloc(rp_price_workspace());
  const double levels[] = {-0.1, 0.05, 0.3, 0.65, 0.97, 1.3}, slopes[] = {-0.3, 0.2, 0.9};
  int seen[2] = {0, 0};
  for (int i = 0; i < 6; ++i)
    for (int j = 0; j < 3; ++j)
      for (int side = 0; side <= 4; ++side) {
        rp_price_demand m = two_way(0, side / 4.0);
        m.volatility = 0, m.level = levels[i], m.price_slope = slopes[j];
        m.spread_slope = 0, m.start.position.transient = 0.4 * (side - 1.5);
        rp_price_value value;
        double mean[4], covariance[16] = {0}, feedback[201 * 4], normals[400] = {0};
        if (rp_price_solve(&m, &value, work) != RP_PRICE_OK) continue;
        rp_price_tables tables;
        rp_price_path path = {0};
        cr_assert(rp_price_tabulate(&m, &value, 200, feedback, &tables, work));
        rp_price_walk(&tables, 0, normals, &path);
        rp_price_start(&m, mean);
        cr_assert(rp_price_carry(&m, &value, 0, 1.3, mean, covariance, work));
        memset(covariance, 0, sizeof covariance);
        cr_assert_eq(path.outside, rp_price_outside(&m, mean, covariance) == 1, "level %g, slope %g, side %d",
                     levels[i], slopes[j], side);
        ++seen[path.outside];
      }
  cr_assert(seen[0] > 5 && seen[1] > 5);
  free(work);
}
