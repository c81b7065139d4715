/*
 * factor_fields TASK [POINTS STEPS]: A(0, z_0) of one agent whose variance is a Cox-Ingersoll-Ross process, in C without host and glue.
 *   taylor, chebyshev  ours, with fixed steps
 *   crank-nicolson     the peer: central differences, trapezoidal rule, Adams-Bashforth for the square, Thomas factored once
 * Prints seconds per solve and the error against the reference value.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bench.h"
#include "numerics/markov_dense.h"
#include "numerics/markov_taylor.h"

static const double eta = 0.2, horizon = 1, high = 0.6, reference = 0.254157176800143;
static const rp_affine_law law = {2, 0.09, 0, 0.09, 0.06};
static const rp_reaction_term terms[] = {{0, 0, 0, -1 / 0.2}, {0, 1, RP_REACTION_ONE, 4}};
static const int32_t block[] = {0, 1};
static const double variance[] = {0, 1}, end[] = {0.5};
static int32_t group[2];
static rp_reaction reaction = {
    .unknowns = 1, .givens = 1, .terms = 2, .blocks = 1, .term = terms, .block = block, .group = group};
static const rp_markov_function given = {2, variance, NULL}, terminal = {1, end, NULL};
static const double start_time = 0;
static double value;

static rp_markov_problem problem(void) {
  reaction.groups = rp_reaction_find_groups(&reaction, group);
  return (rp_markov_problem){.reaction = &reaction,
                             .factors = 1,
                             .laws = &law,
                             .given = &given,
                             .terminal = &terminal,
                             .horizon = horizon,
                             .times = 1,
                             .states = 1,
                             .time = &start_time,
                             .state = &law.start};
}

static void by_taylor(void *context) {
  static double work[1 << 14];
  rp_markov_problem p = problem();
  rp_markov_taylor method = {.degree = 8, .order = 8, .fixed_level = 3};
  rp_markov_report report;
  (void)context;
  if (rp_markov_taylor_solve(&p, &method, &value, &report, work) != RP_MARKOV_OK) value = NAN;
}

static void by_chebyshev(void *context) {
  static double work[1 << 16];
  rp_markov_problem p = problem();
  rp_markov_dense method = {.degree = 18, .low = 0, .high = 0.55, .order = 8, .fixed_level = 3};
  rp_markov_report report;
  (void)context;
  if (rp_markov_dense_solve(&p, &method, &value, NULL, &report, work) != RP_MARKOV_OK) value = NAN;
}

typedef struct grid {
  int points, steps;
} grid;

/* (1 - h/2 L) u_new = (1 + h/2 L) u + h (3/2 F - 1/2 F_before), F = -u^2/eta + 4 z. The ends as in our differences. */
static void by_crank_nicolson(void *context) {
  const grid *g = context;
  int n = g->points;
  double d = high / n, h = horizon / g->steps;
  double *room = malloc(9 * (size_t)(n + 1) * sizeof *room);
  double *u = room, *f = u + n + 1, *right = f + n + 1, *below = right + n + 1, *diagonal = below + n + 1,
         *above = diagonal + n + 1;
  double *pivot = above + n + 1, *upper = pivot + n + 1, *before = upper + n + 1;
  for (int i = 0; i <= n; ++i) {
    double z = d * i, drift = 2 * (0.09 - z) / d, v = i == 0 || i == n ? 0 : 0.5 * 0.09 * z / (d * d);
    below[i] = i == n ? -drift : i == 0 ? 0 : v - drift / 2;
    above[i] = i == 0 ? drift : i == n ? 0 : v + drift / 2;
    diagonal[i] = -below[i] - above[i];
    u[i] = 0.5;
    before[i] = -u[i] * u[i] / eta + 4 * z;
  }
  for (int i = 0; i <= n; ++i) {
    pivot[i] = 1 / (1 - h / 2 * diagonal[i] - (i > 0 ? h / 2 * below[i] * upper[i - 1] : 0));
    upper[i] = h / 2 * above[i] * pivot[i]; /* -upper is what Thomas's algorithm keeps */
  }
  for (int k = 0; k < g->steps; ++k) {
    for (int i = 0; i <= n; ++i) {
      double now = -u[i] * u[i] / eta + 4 * d * i, slope = diagonal[i] * u[i];
      if (i > 0) slope += below[i] * u[i - 1];
      if (i < n) slope += above[i] * u[i + 1];
      f[i] = u[i] + h / 2 * slope + h * (k == 0 ? now : 1.5 * now - 0.5 * before[i]);
      before[i] = now;
    }
    right[0] = f[0] * pivot[0];
    for (int i = 1; i <= n; ++i)
      right[i] = (f[i] + h / 2 * below[i] * right[i - 1]) * pivot[i];
    u[n] = right[n];
    for (int i = n - 1; i >= 0; --i)
      u[i] = right[i] + upper[i] * u[i + 1];
  }
  int at = (int)(law.start / d + 0.5); /* the start is a point */
  value = u[at];
  free(room);
}

int main(int argc, char **argv) {
  const char *task = argc > 1 ? argv[1] : "";
  grid g = {argc > 2 ? atoi(argv[2]) : 400, argc > 3 ? atoi(argv[3]) : 400};
  if (!strcmp(task, "taylor"))
    bench_print(by_taylor, NULL, 5);
  else if (!strcmp(task, "chebyshev"))
    bench_print(by_chebyshev, NULL, 5);
  else if (!strcmp(task, "crank-nicolson"))
    bench_print(by_crank_nicolson, &g, 1);
  else
    return 2;
  printf("error: %.2g\n", fabs(value - reference));
  return 0;
}
