/*
 * games.h - retail traders for the tests of mean_field: the reference sets and reproducible random ones, memory, and a
 * comparison that says what it compared.
 */
#ifndef GAMES_H
#define GAMES_H
#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include "mean_field/game.h"

/* |got - want| <= tolerance * scale; scale 0 stands for |want|. */
#define CLOSE(got, want, tolerance, scale)                                                                   \
  do {                                                                                                       \
    double got_ = (got), want_ = (want), scale_ = (scale);                                                   \
    cr_assert(fabs(got_ - want_) <= (tolerance) * (scale_ > 0 ? scale_ : fabs(want_)),                       \
              "%s is %.17g, %s is %.17g", #got, got_, #want, want_);                                         \
  } while (0)

enum { PANELS = 256, DEGREE = 20 };

/* Knuth's linear congruential generator: the same numbers on every machine. */
static inline double uniform(uint64_t *state, double low, double high) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return low + (high - low) * (double)(*state >> 11) * 0x1p-53;
}

static inline rp_retail retail_of(double a, double b, double c, double d, double sigma, double horizon,
                                  double v0) {
  rp_retail retail = {
      .a = a, .b = b, .c = c, .d = d, .sigma = sigma, .horizon = horizon, .mu0 = 0.3, .v0 = v0, .target = 1};
  rp_retail_derive(&retail);
  return retail;
}

/* Everything from calm to stiff by a thousand, one in five without inventory penalty, one in ten without a target. */
static inline rp_retail random_retail(uint64_t *state) {
  double A = pow(10, uniform(state, -2, 1.3));
  double k = uniform(state, 0, 1) < 0.2 ? 0 : pow(10, uniform(state, -1, 1));
  double kappa = uniform(state, 0, 1) < 0.1 ? 0 : pow(10, uniform(state, -1.3, 1.3)),
         b = pow(10, uniform(state, -1, 1));
  double sigma = pow(10, uniform(state, -1.2, 0.5)), horizon = pow(10, uniform(state, -0.7, 0.7));
  return retail_of(A * b, b, k * k * b, kappa * b, sigma, horizon, pow(10, uniform(state, -1.5, 1.5)));
}

typedef struct test_game {
  rp_retail retail;
  rp_game game;
  rp_trajectory path;
  double *memory[2];
} test_game;

static inline void open_game(test_game *t, rp_retail retail) {
  t->retail = retail;
  t->memory[0] = malloc((size_t)rp_game_size() * sizeof(double));
  t->memory[1] = malloc((size_t)rp_trajectory_size(PANELS, DEGREE) * sizeof(double));
  rp_game_layout(&t->game, &t->retail, t->memory[0]);
  rp_trajectory_layout(&t->path, PANELS, DEGREE, t->memory[1]);
  cr_assert_eq(rp_game_enumerate(&t->game), RP_GAME_SOLVED,
               "A %.17g k %.17g kappa %.17g sigma %.17g T %.17g v0 %.17g", retail.A, retail.k, retail.kappa,
               retail.sigma, retail.horizon, retail.v0);
}

static inline void follow(test_game *t, int index) {
  cr_assert_eq(rp_game_path(&t->game, index, 1e-12, &t->path), RP_GAME_SOLVED);
}

static inline double terminal_variance(const test_game *t) {
  return exp(2 * t->path.l[(DEGREE + 1) * t->path.panels - 1]);
}

static inline void close_game(test_game *t) {
  free(t->memory[0]);
  free(t->memory[1]);
}

#endif
