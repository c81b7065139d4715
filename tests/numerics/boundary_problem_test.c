/* Two-point problems of games: closed forms, order, stiffness, singular horizons, kinks at panel ends, damping, adaptive panels. */
#include "numerics/boundary_problem.h"
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PANELS = 256, MOST_N = 8 };

static rp_collocation method;
static rp_boundary_path path, other;
static rp_boundary_report report;
static double *memory, *second, *work;
static int32_t pivots[MOST_N * RP_COLLOCATION_MOST];

static void make_room(int64_t n, int64_t stages) {
  rp_collocation_make(stages, &method);
  memory = calloc((size_t)rp_boundary_path_size(n, stages, MOST_PANELS), sizeof(double));
  second = calloc((size_t)rp_boundary_path_size(n, stages, MOST_PANELS), sizeof(double));
  work = calloc((size_t)rp_boundary_workspace(n, stages, MOST_PANELS), sizeof(double));
  rp_boundary_path_place(n, &method, MOST_PANELS, memory, &path);
  rp_boundary_path_place(n, &method, MOST_PANELS, second, &other);
}

static void free_room(void) {
  free(memory);
  free(second);
  free(work);
}

static void panels(int64_t count, double horizon) {
  path.panels = count;
  for (int64_t k = 0; k <= count; ++k)
    path.edge[k] = horizon * (double)k / (double)count;
}

static void check(double got, double want, double tolerance) {
  cr_assert(fabs(got - want) <= tolerance * (1 + fabs(want)), "%.17g, want %.17g", got, want);
}

/* x_i' = y_i / eta_i without coupling: hyperbolic functions. */
typedef struct linear {
  double slippage[MOST_N], risk[MOST_N];
  int64_t n;
} linear;

static bool linear_field(const void *context, double t, const double *y, double *value, double *jacobian) {
  const linear *l = context;
  (void)t;
  for (int64_t i = 0; i < l->n; ++i) {
    value[i] = y[i] / l->slippage[i];
    for (int64_t k = 0; jacobian && k < l->n; ++k)
      jacobian[i * l->n + k] = i == k ? 1 / l->slippage[i] : 0;
  }
  return true;
}

static void linear_weight(const void *context, double t, double *weight) {
  const linear *l = context;
  (void)t;
  for (int64_t i = 0; i < l->n; ++i)
    weight[i] = l->risk[i];
}

static rp_boundary_problem linear_problem(const linear *l, const double *start, const double *terminal) {
  return (rp_boundary_problem){.n = l->n,
                               .field = linear_field,
                               .weight = linear_weight,
                               .context = l,
                               .start = start,
                               .terminal = terminal,
                               .tolerance = 1e-13,
                               .iterations = 30};
}

/* Own and library elimination (n s = 16 and 48), layers of width 1e-3 of the horizon included. */
static void hyperbolic(int64_t n, int64_t stages, int64_t count) {
  linear l = {.n = n};
  double start[MOST_N], terminal[MOST_N * MOST_N] = {0};
  for (int64_t i = 0; i < n; ++i) {
    l.slippage[i] = 0.3 + 0.2 * (double)i;
    l.risk[i] = i % 3 == 2 ? 0 : 0.5 + (double)i;
    start[i] = 1 - 0.4 * (double)i;
    terminal[i * n + i] = 0.2 * (double)(i + 1);
  }
  make_room(n, stages);
  panels(count, 2);
  rp_boundary_problem problem = linear_problem(&l, start, terminal);
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
  cr_assert_leq(report.iterations, 2);
  for (int64_t i = 0; i < n; ++i) {
    double k = sqrt(l.risk[i] / l.slippage[i]), c = cosh(2 * k), s = k > 0 ? sinh(2 * k) / k : 2,
           A = terminal[i * n + i];
    /* x = cosh(k t) x0 + sinh(k t)/k y0/eta, y = eta x' */
    double ratio = -(l.slippage[i] * k * k * s + A * c) / (c + A * s / l.slippage[i]);
    check(path.gain[i * n + i], ratio, 1e-12);
    check(path.y[i], ratio * start[i], 1e-12);
    for (double t = 0; t <= 2; t += 0.37) {
      double x[MOST_N], y[MOST_N], sh = k > 0 ? sinh(k * t) / k : t;
      rp_boundary_at(&path, t, x, y);
      check(x[i], start[i] * (cosh(k * t) + sh * ratio / l.slippage[i]), 1e-10);
      check(y[i], start[i] * (ratio * cosh(k * t) + l.slippage[i] * k * k * sh), 1e-10);
    }
    check(path.y[count * n + i], -A * path.x[count * n + i], 1e-13);
  }
  free_room();
}

Test(boundary, linear_problems_in_closed_form) {
  hyperbolic(2, 8, 4);
  hyperbolic(6, 8, 4);
  hyperbolic(1, 16, 2);
}

Test(boundary, a_stiff_problem_neither_overflows_nor_loses_digits) {
  linear l = {.slippage = {1e-4, 1}, .risk = {100, 1e-8}, .n = 2};
  double start[] = {1, 1}, terminal[] = {3, 0, 0, 1e6};
  make_room(2, 8);
  panels(2, 5);
  rp_boundary_problem problem = linear_problem(&l, start, terminal);
  cr_assert_eq(rp_boundary_adapt(&problem, 1e-13, MOST_PANELS, &path, &other, work, pivots, &report),
               RP_BOUNDARY_OK);
  check(path.gain[0], -sqrt(1e-2), 1e-12); /* k T = 5000 */
  cr_assert_gt(path.panels, 8);
  cr_assert_leq(report.tail, 1e-13);
  free_room();
}

/* x' = y, y' = -x: no unique solution on horizons from pi/2 on (y(T) = 0). */
Test(boundary, a_horizon_beyond_the_singular_one_is_told) {
  linear l = {.slippage = {1}, .risk = {-1}, .n = 1};
  double start[] = {1}, terminal[] = {0}, half = acos(0);
  make_room(1, 8);
  rp_boundary_problem problem = linear_problem(&l, start, terminal);
  panels(8, half * 0.999);
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
  check(path.y[0], tan(half * 0.999), 1e-9);
  cr_assert_gt(path.gain[0], 600);
  free_room();
}

/* Coupled rates, one exponential, and weights that depend on time: against a classical Runge-Kutta run of the initial values found. */
static bool coupled(const void *context, double t, const double *y, double *value, double *jacobian) {
  double strength = *(const double *)context, a = exp(strength * y[0]), b = 0.5 * (1 + t);
  value[0] = a + b * sin(y[1]);
  value[1] = 2 * y[1] + 0.3 * a;
  if (!jacobian) return true;
  jacobian[0] = strength * a;
  jacobian[1] = b * cos(y[1]);
  jacobian[2] = 0.3 * strength * a;
  jacobian[3] = 2;
  return true;
}
static void coupled_weight(const void *context, double t, double *weight) {
  (void)context;
  weight[0] = 0.3 * exp(-t);
  weight[1] = 0.2 + t;
}

static void march(double strength, double T, int steps, double *x, double *y) {
  double z[4] = {x[0], x[1], y[0], y[1]};
  for (int k = 0; k < steps; ++k) {
    double h = T / steps, slope[4][4], at[4];
    static const double shift[4] = {0, 0.5, 0.5, 1}, weight[4] = {1, 2, 2, 1};
    for (int stage = 0; stage < 4; ++stage) {
      double t = h * (k + shift[stage]), w[2];
      for (int i = 0; i < 4; ++i)
        at[i] = z[i] + (stage ? shift[stage] * h * slope[stage - 1][i] : 0);
      coupled(&strength, t, at + 2, slope[stage], NULL);
      coupled_weight(NULL, t, w);
      slope[stage][2] = w[0] * at[0];
      slope[stage][3] = w[1] * at[1];
    }
    for (int stage = 0; stage < 4; ++stage)
      for (int i = 0; i < 4; ++i)
        z[i] += h * weight[stage] / 6 * slope[stage][i];
  }
  x[0] = z[0], x[1] = z[1], y[0] = z[2], y[1] = z[3];
}

static const double halves[] = {0.5, 0.5};

static rp_boundary_problem coupled_problem(const double *strength, const double *start,
                                           const double *terminal, const double *shift) {
  return (rp_boundary_problem){.n = 2,
                               .field = coupled,
                               .weight = coupled_weight,
                               .context = strength,
                               .start = start,
                               .terminal = terminal,
                               .shift = shift,
                               .bound = halves,
                               .tolerance = 1e-13,
                               .iterations = 40};
}

Test(boundary, nonlinear_problem_against_shooting) {
  double strength = 1.3, start[] = {0.5, 1}, terminal[] = {0.4, 0.1, -0.05, 0.6}, shift[] = {0.1, -0.2};
  make_room(2, 8);
  panels(4, 1.5);
  rp_boundary_problem problem = coupled_problem(&strength, start, terminal, shift);
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
  double x[] = {start[0], start[1]}, y[] = {path.y[0], path.y[1]};
  march(strength, 1.5, 4000, x, y);
  for (int i = 0; i < 2; ++i) {
    check(x[i], path.x[8 + i], 1e-11);
    check(y[i], shift[i] - terminal[2 * i] * x[0] - terminal[2 * i + 1] * x[1], 1e-11);
  }
  cr_assert_lt(report.residual, 1e-12);
  double y0 = path.y[0], y1 = path.y[1], gain[4];
  for (int i = 0; i < 4; ++i)
    gain[i] = path.gain[i];
  for (int k = 0; k < 2; ++k) { /* gain is the derivative of y(0) in x(0) */
    double moved[] = {start[0] + 1e-5 * (k == 0), start[1] + 1e-5 * (k == 1)};
    problem.start = moved;
    cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
    check((path.y[0] - y0) / 1e-5, gain[k], 1e-4);
    check((path.y[1] - y1) / 1e-5, gain[2 + k], 1e-4);
  }
  free_room();
}

/* Orders 2 s at the ends of panels. */
static bool coupled_split(const void *context, double t, const double *y, double *value, double *diagonal,
                          double *columns, double *rows) {
  double jacobian[4];
  coupled(context, t, y, value, jacobian);
  diagonal[0] = 0.7;
  diagonal[1] = 2;
  columns[0] = jacobian[0] - 0.7, columns[1] = jacobian[1];
  columns[2] = jacobian[2], columns[3] = 0;
  rows[0] = rows[3] = 1;
  rows[1] = rows[2] = 0;
  return y[0] < 50;
}

/* A derivative in parts leads to the same path and the same derivative of the adjoints, also where the boundary condition couples players. */
Test(boundary, derivative_in_parts) {
  double strength = 1.3, start[] = {0.5, 1}, terminal[] = {0.4, 0.1, -0.05, 0.6}, shift[] = {0.1, -0.2};
  for (int64_t stages = 1; stages <= 9; stages += 4) {
    make_room(2, stages);
    panels(5, 1.5);
    path.edge[2] += 0.04;
    rp_boundary_problem problem = coupled_problem(&strength, start, terminal, shift);
    cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
    int iterations = report.iterations;
    double x[12], y[12], gain[24], nodes[90];
    memcpy(x, path.x, sizeof x);
    memcpy(y, path.y, sizeof y);
    memcpy(gain, path.gain, sizeof gain);
    memcpy(nodes, path.at_node, (size_t)(10 * stages) * sizeof *nodes);
    memset(path.at_node, 0, (size_t)(10 * stages) * sizeof *nodes);
    problem.split = coupled_split;
    problem.rank = 2;
    double *room = malloc((size_t)rp_boundary_split_workspace(2, stages, 5, 2) * sizeof *room);
    cr_assert_eq(rp_boundary_solve(&problem, &path, room, pivots, &report), RP_BOUNDARY_OK);
    cr_assert_eq(report.iterations, iterations);
    cr_assert(report.residual < 1e-12);
    for (int k = 0; k < 12; ++k) {
      check(path.x[k], x[k], 1e-12);
      check(path.y[k], y[k], 1e-12);
    }
    for (int k = 0; k < 24; ++k)
      check(path.gain[k], gain[k], 1e-12);
    for (int64_t k = 0; k < 10 * stages; ++k)
      check(path.at_node[k], nodes[k], 1e-12);
    for (int k = 0; k < 10 * stages; ++k) /* not defined there */
      path.at_node[k] = 60;
    cr_assert_eq(rp_boundary_solve(&problem, &path, room, pivots, &report), RP_BOUNDARY_UNDEFINED);
    free(room);
    free_room();
  }
}

Test(boundary, order) {
  double strength = 1.3, start[] = {0.5, 1}, terminal[] = {0.4, 0, 0, 0.6};
  for (int64_t s = 1; s <= 3; ++s) {
    double error[3];
    make_room(2, s);
    rp_boundary_problem problem = coupled_problem(&strength, start, terminal, NULL);
    double exact = NAN;
    for (int k = 0; k < 3; ++k) {
      static const int64_t count[] = {256, 12, 24};
      panels(count[k], 1);
      cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
      if (k == 0) exact = path.y[0];
      error[k] = fabs(path.y[0] - exact);
    }
    double order = log2(error[1] / error[2]);
    cr_assert(fabs(order - 2 * (double)s) < 0.35, "order %g with %d stages", order, (int)s);
    free_room();
  }
}

/* A bound on the steps keeps entries below it and ends at the same path. */
Test(boundary, damping) {
  double strength = 6, start[] = {4, 1}, terminal[] = {0.4, 0, 0, 0.6}, bound[] = {0.05, INFINITY};
  make_room(2, 6);
  panels(3, 1);
  rp_boundary_problem problem = coupled_problem(&strength, start, terminal, NULL);
  problem.bound = bound;
  problem.iterations = 400;
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
  cr_assert_gt(report.iterations, 8);
  double x[] = {start[0], start[1]}, y[] = {path.y[0], path.y[1]};
  march(strength, 1, 20000, x, y);
  check(y[0], -0.4 * x[0], 1e-3);
  problem.iterations = 3;
  panels(3, 1);
  for (int k = 0; k < 3 * 6 * 2; ++k)
    path.at_node[k] = 0;
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_NOT_CONVERGED);
  free_room();
}

/* x' = max(y, c), y' = x: the kink where y = c. A panel that ends there brings back all digits. */
static bool kinked(const void *context, double t, const double *y, double *value, double *jacobian) {
  double least = *(const double *)context;
  (void)t;
  *value = fmax(*y, least);
  if (jacobian) *jacobian = *y > least;
  return true;
}
static void unit(const void *context, double t, double *weight) {
  (void)context;
  (void)t;
  *weight = 1;
}

Test(boundary, kinks) {
  double least = -0.7, start[] = {1}, terminal[] = {0.2};
  make_room(1, 8);
  rp_boundary_problem problem = {.n = 1,
                                 .field = kinked,
                                 .weight = unit,
                                 .context = &least,
                                 .start = start,
                                 .terminal = terminal,
                                 .tolerance = 1e-14,
                                 .iterations = 50};
  panels(1, 1);
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
  double rough = report.tail;
  cr_assert_gt(rough, 1e-5);
  double kink = 0.4;
  for (int round = 0; round < 8; ++round) {
    path.panels = 2;
    path.edge[0] = 0, path.edge[1] = kink, path.edge[2] = 1;
    cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_OK);
    double low = 0, high = 1, y;
    for (int i = 0; i < 60; ++i) {
      rp_boundary_at(&path, (low + high) / 2, NULL, &y);
      if (y > least)
        high = (low + high) / 2;
      else
        low = (low + high) / 2;
    }
    kink = low;
  }
  cr_assert_lt(report.tail, 1e-7);
  /* up to the kink x = 1 + c t, y = y0 + t + c t^2/2 */
  check(path.y[0] + kink + least * kink * kink / 2, least, 1e-13);
  /* behind it x and y are hyperbolic */
  double x = 1 + least * kink, y = least, c = cosh(1 - kink), s = sinh(1 - kink);
  check(x * s + y * c, -0.2 * (x * c + y * s), 1e-12);
  free_room();
}

static bool nowhere(const void *context, double t, const double *y, double *value, double *jacobian) {
  (void)context;
  (void)y;
  *value = 0;
  if (jacobian) *jacobian = 0;
  return t < 0.5;
}

Test(boundary, a_field_that_is_not_defined) {
  double start[] = {1}, terminal[] = {0.2};
  make_room(1, 4);
  panels(2, 1);
  rp_boundary_problem problem = {.n = 1,
                                 .field = nowhere,
                                 .weight = unit,
                                 .start = start,
                                 .terminal = terminal,
                                 .tolerance = 1e-10,
                                 .iterations = 9};
  cr_assert_eq(rp_boundary_solve(&problem, &path, work, pivots, &report), RP_BOUNDARY_UNDEFINED);
  cr_assert_gt(report.at, 0.5);
  free_room();
}
