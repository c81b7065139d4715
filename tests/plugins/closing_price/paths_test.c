/* Simulated days and the sums over them. */
#include "markets.h"
#include "closing_price/cost.h"
#include "closing_price/paths.h"

static double some_trades(const test_market *m, uint64_t *state, double *trades) {
  double sum = 0;
  for (int64_t t = 0; t <= m->market.periods; ++t)
    sum += trades[t] = uniform(state, -100, 300);
  return sum;
}

Test(paths, quiet_day_follows_the_mean) {
  uint64_t state = 97;
  test_market m;
  double trades[MOST], normals[MOST] = {0}, price[MOST], recovery[MOST], traded[MOST], mean[MOST],
                       pending[MOST];
  random_market(&m, &state);
  some_trades(&m, &state, trades);
  rp_path path = {.price = price, .recovery = recovery, .traded = traded};
  double cost = rp_paths_walk(&m.market, 1.1e-3, trades, 5, normals, &path);
  CLOSE(cost, rp_cost_mean(&m.market, 1.1e-3, trades), 1e-13, 0);
  rp_cost_paths(&m.market, trades, 0, NULL, mean, pending);
  for (int64_t t = 0; t <= m.market.periods; ++t) {
    CLOSE(price[t], mean[t], 1e-14, 1);
    CLOSE(recovery[t], pending[t], 1e-14, 1);
    CLOSE(traded[t], trades[t], 1e-15, 0);
  }
}

/* Without reaction a unit of innovation t costs what is bought after it. */
Test(paths, innovations_are_paid_on_what_follows) {
  uint64_t state = 101;
  test_market m;
  double trades[MOST];
  random_market(&m, &state);
  double left = some_trades(&m, &state, trades);
  rp_path path = {0};
  double mean = rp_cost_mean(&m.market, 1.1e-3, trades);
  for (int64_t t = 0; t < m.market.periods; ++t) {
    double normals[MOST] = {0};
    normals[t] = 1.7;
    left -= trades[t];
    CLOSE(rp_paths_walk(&m.market, 1.1e-3, trades, 0, normals, &path) - mean,
          1.7 * sqrt(m.variance[t]) * left, 1e-12, fabs(mean));
  }
}

/* A reaction shifts the later trades, and the venue takes up the sum. */
Test(paths, reaction) {
  test_market m;
  double trades[] = {10, 20, 30, 40}, normals[] = {1, -0.5, 2}, traded[4], price[4];
  constant_market(&m, 3, 0);
  rp_path path = {.traded = traded, .price = price};
  double cost = rp_paths_walk(&m.market, 1e-3, trades, 7, normals, &path), s = sqrt(0.02);
  CLOSE(traded[0], 10, 0, 0);
  CLOSE(traded[1], 20 + 7 * s, 1e-14, 0);
  CLOSE(traded[2], 30 + 7 * 0.5 * s, 1e-14, 0);
  CLOSE(traded[3], 40 - 7 * 1.5 * s, 1e-14, 0);
  /* The cost is that of these trades as fixed ones, plus the innovations on what follows them. */
  double noise =
      s * (traded[1] + traded[2] + traded[3]) - 0.5 * s * (traded[2] + traded[3]) + 2 * s * traded[3];
  CLOSE(cost, rp_cost_mean(&m.market, 1e-3, traded) + noise, 1e-13, 0);
  trades[3] = 0;
  CLOSE(rp_paths_walk(&m.market, INFINITY, trades, 0, normals, &path),
        rp_cost_mean(&m.market, 0, trades) + 50 * s - 15 * s, 1e-13, 0);
}

Test(paths, estimates_equal_plain_sums) {
  uint64_t state = 103;
  enum { N = 500 };
  double cost[N], mean = 0, second = 0, fourth = 0, weight = 0, weight_square = 0, R = 0.4;
  rp_path_sums whole, first, rest, none;
  rp_path_sums_begin(&whole);
  rp_path_sums_begin(&first);
  rp_path_sums_begin(&rest);
  rp_path_sums_begin(&none);
  for (int k = 0; k < N; ++k) {
    cost[k] = 3 + uniform(&state, -1, 2) * uniform(&state, 0, 3);
    rp_path_sums_add(&whole, cost[k] - 3.2, R);
    rp_path_sums_add(k < 123 ? &first : &rest, cost[k] - 3.2, R);
    mean += cost[k] / N;
    weight += exp(R * cost[k]) / N;
    weight_square += exp(2 * R * cost[k]) / N;
  }
  for (int k = 0; k < N; ++k) {
    second += pow(cost[k] - mean, 2) / N;
    fourth += pow(cost[k] - mean, 4) / N;
  }
  rp_path_sums_merge(&first, &rest);
  rp_path_sums_merge(&first, &none);
  rp_path_sums_merge(&none, &first);
  const rp_path_sums *all[] = {&whole, &first, &none};
  for (int k = 0; k < 3; ++k) {
    rp_path_estimate e = rp_path_sums_estimate(all[k], 3.2, R);
    CLOSE(e.mean, mean, 1e-13, 0);
    CLOSE(e.mean_error, sqrt(second / (N - 1)), 1e-12, 0);
    CLOSE(e.variance, second * N / (N - 1), 1e-12, 0);
    CLOSE(e.variance_error, sqrt((fourth - second * second) / N), 1e-11, 0);
    CLOSE(e.certainty_equivalent, log(weight) / R, 1e-13, 0);
    CLOSE(e.certainty_equivalent_error, sqrt((weight_square - weight * weight) / N) / weight / R, 1e-10, 0);
  }
  rp_path_estimate neutral = rp_path_sums_estimate(&whole, 3.2, 0);
  cr_assert_eq(neutral.certainty_equivalent, neutral.mean);
  cr_assert_eq(neutral.certainty_equivalent_error, neutral.mean_error);
}

/* Exponentials far beyond the range of numbers. */
Test(paths, large_exponents) {
  rp_path_sums sums;
  rp_path_sums_begin(&sums);
  rp_path_sums_add(&sums, -2000, 1);
  rp_path_sums_add(&sums, 3000, 1);
  rp_path_sums_add(&sums, 2999, 1);
  CLOSE(rp_path_sums_estimate(&sums, 10, 1).certainty_equivalent, 10 + 3000 + log((1 + exp(-1)) / 3), 1e-14,
        0);
}
