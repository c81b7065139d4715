/* Inventories along factor paths: rates and steps of several types on several paths against the formulas, every array of just its size. */
#include "nplayer_fbsde/type_paths.h"
#include <stdlib.h>
#include "expect.h"

enum { MOST = 64, PATHS = 5 };

typedef struct sample {
  double *count, *slippage, *risk, *residue, *feedback[2], *forcing[2], *means, *rates;
  rp_type_game game;
} sample;

static double *numbers(int64_t n, uint64_t *state, double low, double high) {
  double *x = malloc((size_t)n * sizeof *x);
  for (int64_t i = 0; i < n; ++i)
    x[i] = uniform(state, low, high);
  return x;
}

static sample make(int64_t types) {
  uint64_t state = 3 + (uint64_t)types;
  sample s = {.count = numbers(types, &state, 1, 9),
              .slippage = numbers(types, &state, 0.2, 2),
              .risk = numbers(types, &state, 0, 2),
              .residue = numbers(types, &state, 0, 2),
              .means = numbers(types * PATHS, &state, -1, 1),
              .rates = numbers(types * PATHS, &state, -1, 1)};
  for (int i = 0; i < 2; ++i) {
    s.feedback[i] = numbers(types * types * PATHS, &state, -0.5, 1);
    s.forcing[i] = numbers(types * PATHS, &state, -1, 1);
  }
  s.game = (rp_type_game){types, s.count, s.slippage, s.risk, s.residue, 0.3};
  return s;
}

static void drop(sample *s) {
  double *all[] = {s->count, s->slippage,    s->risk,        s->residue,    s->means,
                   s->rates, s->feedback[0], s->feedback[1], s->forcing[0], s->forcing[1]};
  for (uint64_t i = 0; i < sizeof all / sizeof *all; ++i)
    free(all[i]);
}

/* -(N m + q/2)/eta of type i on path p. */
static double rate_of(const sample *s, int end, const double *means, int64_t i, int64_t p) {
  int64_t types = s->game.types;
  double sum = s->forcing[end][i * PATHS + p] / 2;
  for (int64_t j = 0; j < types; ++j)
    sum += s->feedback[end][(j * types + i) * PATHS + p] * means[j * PATHS + p];
  return -sum / s->slippage[i];
}

static const int64_t sizes[] = {1, 3, MOST};

Test(type_paths, rates) {
  for (int c = 0; c < 3; ++c) {
    sample s = make(sizes[c]);
    rp_type_slice at = {s.feedback[0], s.forcing[0]};
    rp_type_rates(&s.game, PATHS, &at, s.means, s.rates);
    for (int64_t i = 0; i < s.game.types; ++i)
      for (int64_t p = 0; p < PATHS; ++p)
        CLOSE(s.rates[i * PATHS + p], rate_of(&s, 0, s.means, i, p), 1e-12, 1e-12);
    drop(&s);
  }
}

/* The trapezoidal rule: m_new - m = (h/2) (rate at the start + rate at the end). */
Test(type_paths, steps) {
  for (int c = 0; c < 3; ++c) {
    sample s = make(sizes[c]);
    rp_type_slice from = {s.feedback[0], s.forcing[0]}, to = {s.feedback[1], s.forcing[1]};
    double before[MOST * PATHS], h = 0.02;
    for (int64_t i = 0; i < s.game.types * PATHS; ++i)
      before[i] = s.means[i];
    cr_assert(rp_type_step(&s.game, PATHS, h, &from, &to, s.means));
    for (int64_t i = 0; i < s.game.types; ++i)
      for (int64_t p = 0; p < PATHS; ++p)
        CLOSE(s.means[i * PATHS + p] - before[i * PATHS + p],
              h / 2 * (rate_of(&s, 0, before, i, p) + rate_of(&s, 1, s.means, i, p)), 1e-11, 1e-12);
    drop(&s);
  }
}

Test(type_paths, running_cost) {
  sample s = make(3);
  double variance[PATHS] = {0.1, 0.2, 0.3, 0.4, 0.5}, drift[PATHS] = {-1, 0, 1, 2, 3}, costs[3 * PATHS];
  for (int i = 0; i < 3 * PATHS; ++i)
    costs[i] = i;
  rp_type_running_cost(&s.game, PATHS, 0.7, variance, drift, s.means, s.rates, costs);
  for (int64_t k = 0; k < 3; ++k)
    for (int64_t p = 0; p < PATHS; ++p) {
      double m = s.means[k * PATHS + p], xi = s.rates[k * PATHS + p], push = drift[p];
      for (int64_t l = 0; l < 3; ++l)
        push += 0.3 * (s.count[l] - (l == k ? 1 : 0)) * s.rates[l * PATHS + p];
      CLOSE(costs[k * PATHS + p] - (double)(k * PATHS + p),
            0.7 * (s.slippage[k] * xi * xi + s.risk[k] * variance[p] * m * m - m * push), 1e-11, 1e-12);
    }
  drop(&s);
}
