/* Populations: conditions for uniqueness against dense forms and identical agents, rates, steadiness; quantiles by sorting. */
#include "nplayer_fbsde/population.h"
#include <stdlib.h>
#include "expect.h"
#include "nplayer_fbsde/quantile.h"

enum { MOST = 12 };

static double zero_grid[] = {0}, one[] = {1}, sigma[] = {0.8}, none[] = {0};
static double slippage[MOST], risk[MOST], penalty[MOST], start[MOST], work[4 * MOST];

static rp_curve constant(double *value) {
  return (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = zero_grid, .data = value};
}

static rp_population population(int64_t agents, double impact) {
  return (rp_population){.agents = agents,
                         .horizon = 1,
                         .impact = impact,
                         .slippage = slippage,
                         .risk_aversion = risk,
                         .penalty = penalty,
                         .start = start,
                         .slippage_shape = constant(one),
                         .risk_shape = constant(one),
                         .volatility = constant(sigma),
                         .drift = constant(none)};
}

static void draw(uint64_t *state) {
  for (int i = 0; i < MOST; ++i) {
    slippage[i] = uniform(state, 0.1, 2);
    risk[i] = uniform(state, 0.1, 3);
    penalty[i] = uniform(state, -0.2, 2);
    start[i] = uniform(state, -1, 1);
  }
}

/* The smallest value of x' (diag(d) - m (1 1' - I)) x over unit x is negative: by Cholesky factorisation. */
static bool positive_semidefinite(int64_t n, const double *d, double m) {
  double a[MOST][MOST];
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 0; j < n; ++j)
      a[i][j] = i == j ? d[i] : -m;
  for (int64_t k = 0; k < n; ++k) {
    if (a[k][k] < 0) return false;
    for (int64_t i = k + 1; i < n; ++i)
      for (int64_t j = k + 1; j < n; ++j)
        a[i][j] -= a[i][k] * a[k][j] / a[k][k];
  }
  return true;
}

Test(population, terminal_monotonicity_is_positive_semidefiniteness) {
  uint64_t state = 7;
  int seen[2] = {0};
  for (int round = 0; round < 300; ++round) {
    double d[MOST], impact = uniform(&state, 0, 1);
    int64_t n = 1 + round % MOST;
    draw(&state);
    rp_population p = population(n, impact);
    for (int64_t i = 0; i < n; ++i)
      d[i] = 2 * penalty[i] - impact;
    bool got = rp_population_terminally_monotone(&p);
    cr_assert_eq(got, positive_semidefinite(n, d, impact / 2));
    ++seen[got];
  }
  cr_assert(seen[0] > 20 && seen[1] > 20);
}

/* Identical agents: lambda (n - 1)/(4 sqrt(alpha eta)). Two agents: the larger of two entries. */
Test(population, monotone_volatility) {
  for (int i = 0; i < MOST; ++i)
    slippage[i] = 0.3, risk[i] = 1.7;
  rp_population p = population(9, 0.6);
  CLOSE(rp_population_monotone_volatility(&p, 0, work), 0.6 * 8 / (4 * sqrt(1.7 * 0.3)), 1e-14, 0);
  slippage[0] = 0.1, slippage[1] = 2, risk[0] = 0.5, risk[1] = 3;
  p = population(2, 0.6);
  double larger = fmax(1 / sqrt(0.5 * 2), 1 / sqrt(3 * 0.1));
  CLOSE(rp_population_monotone_volatility(&p, 0, work), 0.15 * larger, 1e-13, 0);
  const double eta[] = {0.2, 0.4, 0.6, 0.8}, alpha[] = {1, 2, 0.5, 3};
  for (int i = 0; i < 4; ++i)
    slippage[i] = eta[i], risk[i] = alpha[i];
  p = population(4, 0.5);
  CLOSE(rp_population_monotone_volatility(&p, 0, work), 0.616063229073591, 1e-13, 0);
  risk[2] = 0;
  cr_assert(isinf(rp_population_monotone_volatility(&p, 0, work)));
  p = population(1, 0.5);
  cr_assert_eq(rp_population_monotone_volatility(&p, 0, work), 0);
}

Test(population, rate_bounds_both_kinds_of_modes) {
  for (int i = 0; i < MOST; ++i)
    slippage[i] = 0.5, risk[i] = 2;
  double own;
  rp_population p = population(10, 0.4);
  CLOSE(rp_population_rate(&p, 8, &own), 0.2 * 10 / 0.5, 1e-15, 0);
  CLOSE(own, sqrt(2 * 0.64 / 0.5), 1e-15, 0);
  slippage[2] = 0.05;
  CLOSE(rp_population_rate(&p, 8, &own), 0.2 * (9 / 0.5 + 20), 1e-15, 0);
  CLOSE(own, sqrt(2 * 0.64 / 0.05), 1e-15, 0);
  p.impact = 3;
  CLOSE(rp_population_rate(&p, 8, NULL), 1.5 * (9 / 0.5 + 20), 1e-15, 0);
  rp_population_rate(&p, 8, &own);
  CLOSE(own, 1.5 * 20, 1e-15, 0);
  slippage[2] = 0.5;
  risk[3] = 50;
  p = population(4, 0.01);
  CLOSE(rp_population_rate(&p, 8, &own), sqrt(50 * 0.64 / 0.5), 1e-15, 0);
  cr_assert(rp_population_steady(&p));
  double grid[] = {0, 0.5}, steps[] = {1, 4};
  p.risk_shape = (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .data = steps};
  cr_assert(!rp_population_steady(&p));
  CLOSE(rp_population_rate(&p, 8, &own), 2 * sqrt(50 * 0.64 / 0.5), 1e-15, 0);
  CLOSE(rp_population_risk(&p, 1, 0.7), 4 * 2 * 0.64, 1e-15, 0);
  grid[1] = 0.9; /* the last of eight points lies beyond */
  CLOSE(rp_population_rate(&p, 8, &own), 2 * sqrt(50 * 0.64 / 0.5), 1e-15, 0);
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

Test(quantile, equals_sorting) {
  enum { COUNT = 500 };
  uint64_t state = 21;
  for (int round = 0; round < 60; ++round) {
    double x[COUNT + 1], sorted[COUNT];
    int64_t count = 1 + (int64_t)uniform(&state, 0, COUNT);
    for (int64_t i = 0; i < count; ++i)
      x[i] = sorted[i] = round % 3 ? uniform(&state, -1, 1) : floor(uniform(&state, 0, 4));
    x[count] = NAN; /* nothing beyond is read */
    qsort(sorted, (size_t)count, sizeof *sorted, by_size);
    for (int k = 0; k <= 10; ++k) {
      double place = k / 10.0 * (double)(count - 1);
      int64_t low = (int64_t)place < count - 1 ? (int64_t)place : count - 1,
              high = low + 1 < count ? low + 1 : low;
      CLOSE(rp_quantile(count, x, k / 10.0),
            sorted[low] + (place - (double)low) * (sorted[high] - sorted[low]), 1e-14, 1e-15);
    }
  }
}
