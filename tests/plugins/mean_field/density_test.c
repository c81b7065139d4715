/* The partial differential equations, the forward equation and the particles against the Gaussian equilibrium. */
#include "games.h"
#include "mean_field/density.h"
#include "mean_field/flow.h"
#include "mean_field/particles.h"

typedef struct field {
  rp_density d;
  double *memory;
} field;

static void open_field(field *f, const rp_retail *p, int64_t nodes, int64_t steps, int depth) {
  int64_t cells = nodes * (steps + 1);
  f->memory = malloc((size_t)(2 * cells + rp_density_work(nodes, steps, depth)) * sizeof(double));
  f->d = (rp_density){.retail = p,
                      .nodes = nodes,
                      .steps = steps,
                      .depth = depth,
                      .low = -6.7,
                      .high = 8,
                      .m = f->memory,
                      .value = f->memory + cells,
                      .work = f->memory + 2 * cells};
  for (int64_t i = 0; i < nodes; ++i) {
    double off = -6.7 + 14.7 * (double)i / (double)(nodes - 1) - p->mu0;
    f->d.m[i] = exp(-off * off / (2 * p->v0));
  }
  cr_assert(rp_density_normalise(&f->d));
}

static void iterate(field *f, int64_t most) {
  rp_density_begin(&f->d);
  do
    rp_density_iterate(&f->d, 0.5);
  while (f->d.change > 1e-8 && f->d.iterations < most);
  rp_density_finish(&f->d);
}

/* Mean and variance converge to the closed form and the collocated path with the square of the steps; so does u_x. */
Test(density, gaussian) {
  test_game t;
  double mean_error[2], variance_error[2], slope_error[2];
  open_game(&t, retail_of(1, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  for (int level = 0; level < 2; ++level) {
    field f;
    int64_t nodes = level ? 401 : 201, steps = level ? 200 : 100;
    open_field(&f, &t.retail, nodes, steps, 5);
    iterate(&f, 100);
    cr_assert_lt(f.d.change, 1e-8);
    cr_assert_lt(f.d.mass_error, 1e-12);
    cr_assert_leq(f.d.iterations, 20);
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, 0.5);
    mean_error[level] = fabs(rp_density_mean(&f.d, steps / 2) - c.mean);
    variance_error[level] = fabs(rp_density_variance(&f.d, steps / 2) - c.variance);
    double dx = 14.7 / (double)(nodes - 1);
    const double *u = f.d.value + steps / 2 * nodes;
    int64_t i = nodes / 2;
    double x = -6.7 + dx * (double)i;
    slope_error[level] = fabs((u[i + 1] - u[i - 1]) / (2 * dx) - (c.B + 2 * c.C * x));
    free(f.memory);
  }
  CLOSE(mean_error[0] / mean_error[1], 4, 0.1, 0);
  CLOSE(variance_error[0] / variance_error[1], 4, 0.1, 0);
  CLOSE(slope_error[0] / slope_error[1], 4, 0.15, 0);
  cr_assert_lt(mean_error[1], 5e-5);
  cr_assert_lt(variance_error[1], 2e-4);
  close_game(&t);
}

/* Plain Picard iteration finds the same in more steps. */
Test(density, acceleration) {
  rp_retail p = retail_of(1.67, 1, 1, 1, 1, 1, 1);
  field plain, fast;
  open_field(&plain, &p, 151, 60, 0);
  open_field(&fast, &p, 151, 60, 5);
  iterate(&plain, 200);
  iterate(&fast, 200);
  cr_assert_lt(plain.d.change, 1e-8);
  cr_assert_lt(2 * fast.d.iterations, plain.d.iterations);
  for (int64_t i = 0; i < 151 * 61; ++i)
    CLOSE(fast.d.m[i], plain.d.m[i], 1e-6, 1);
  free(plain.memory);
  free(fast.memory);
}

/* Whatever the law and the herding term: the mean is the closed form. */
Test(density, mean_is_universal) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  for (int herding = RP_HERDING_LOG; herding <= RP_HERDING_POWER; ++herding) {
    field f;
    open_field(&f, &p, 301, 100, 5);
    f.d.herding = herding;
    f.d.power = 1.5;
    for (int64_t i = 0; i < 301; ++i) { /* two hills */
      double x = -6.7 + 14.7 * (double)i / 300;
      f.d.m[i] = exp(-(x + 1) * (x + 1) / 0.5) + 0.7 * exp(-(x - 1.5) * (x - 1.5) / 0.8);
    }
    rp_density_normalise(&f.d);
    rp_retail own = p;
    own.mu0 = rp_density_mean(&f.d, 0);
    iterate(&f, 100);
    cr_assert_lt(f.d.change, 1e-8);
    for (int64_t k = 0; k <= 100; k += 10) {
      double M, q;
      rp_mean_at(&own, (double)k / 100, &M, &q);
      CLOSE(rp_density_mean(&f.d, k), M, 1e-4, 1);
    }
    free(f.memory);
  }
}

static void follow_path(void *context, double t, rp_feedback *at) {
  const test_game *g = context;
  rp_coefficients c = rp_game_coefficients(&g->retail, &g->path, t);
  *at = (rp_feedback){.base = c.rate - c.slope * c.mean, .slope = c.slope, .log = {c.D, c.E, c.R}};
}

typedef struct moments {
  double mean, variance;
} moments;

static bool remember(void *context, int64_t step, double mean, double variance) {
  (void)step;
  *(moments *)context = (moments){mean, variance};
  return true;
}

/* Under the equilibrium's feedback the forward equation keeps the mass, gives M, v and U; own and given density agree. */
Test(flow, equilibrium) {
  enum { CELLS = 600 };
  static double m[CELLS], work[6 * CELLS], faces[CELLS + 1], cells[CELLS];
  test_game t;
  open_game(&t, retail_of(1, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  double utility[2];
  for (int own = 0; own < 2; ++own) {
    rp_flow f = {.a = 1,
                 .b = 1,
                 .c = 1,
                 .d = 1,
                 .sigma = 1,
                 .horizon = 1,
                 .target = 1,
                 .cells = CELLS,
                 .steps = 200,
                 .low = -7,
                 .high = 8,
                 .feedback = follow_path,
                 .context = &t,
                 .shape_faces = faces,
                 .shape_cells = cells,
                 .own = own,
                 .m = m,
                 .work = work};
    double mass = 0, dx = 15.0 / CELLS;
    for (int i = 0; i < CELLS; ++i) {
      double off = -7 + dx * (i + 0.5) - 0.3;
      mass += m[i] = exp(-off * off / 2);
    }
    for (int i = 0; i < CELLS; ++i)
      m[i] /= mass * dx;
    moments last;
    cr_assert(rp_flow_run(&f, remember, &last));
    cr_assert_lt(f.mass_error, 1e-12);
    cr_assert_gt(f.least, -1e-12);
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, 1);
    CLOSE(last.mean, c.mean, 1e-5, 0);
    CLOSE(last.variance, c.variance, 1e-3, 0);
    CLOSE(f.utility, rp_game_utility(&t.retail, &t.path), 1e-3, 0);
    utility[own] = f.utility;
  }
  CLOSE(utility[0], utility[1], 1e-3, 0);
  close_game(&t);
}

/* A step is exact for constant coefficients: two halves make a whole. */
Test(particles, steps_compose) {
  rp_particle_step whole = rp_particle_step_of(0.4, 0.7, -1.3, 0.9, 0.2),
                   half = rp_particle_step_of(0.4, 0.7, -1.3, 0.9, 0.1);
  double x = 1.1, once = half.after + half.keep * (x - half.before),
         twice = half.after + half.keep * (once - half.before);
  CLOSE(whole.after + whole.keep * (x - whole.before), twice, 1e-14, 0);
  CLOSE(whole.spread * whole.spread, half.spread * half.spread * (1 + half.keep * half.keep), 1e-14, 0);
  rp_particle_step free_step = rp_particle_step_of(0.4, 0.7, 0, 0.9, 0.2);
  CLOSE(free_step.spread, 0.9 * sqrt(0.2), 1e-15, 0);
  CLOSE(free_step.after, 0.4 + 0.14, 1e-15, 0);
  CLOSE(free_step.keep, 1, 0, 0);
}

/* Propagating mean and variance exactly through the steps gives M and v with the square of the step. */
Test(particles, moments) {
  test_game t;
  double error[2];
  open_game(&t, retail_of(1, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  for (int level = 0; level < 2; ++level) {
    int steps = level ? 40 : 20;
    double mean = 0.3, variance = 1, dt = 1.0 / steps;
    for (int k = 0; k < steps; ++k) {
      rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, (k + 0.5) * dt);
      rp_particle_step s = rp_particle_step_of(c.mean, c.rate, c.slope, 1, dt);
      mean = s.after + s.keep * (mean - s.before);
      variance = s.keep * s.keep * variance + s.spread * s.spread;
    }
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, 1);
    error[level] = fabs(variance - c.variance);
    CLOSE(mean, c.mean, 1e-3, 0);
  }
  CLOSE(error[0] / error[1], 4, 0.15, 0);
  close_game(&t);
}

/* Sums over counts around the width of a vector, against plain ones. */
Test(particles, sums) {
  enum { MOST = 21 };
  double x[MOST], centre = 0.5;
  uint64_t state = 5;
  for (int count = 2; count <= MOST; ++count) {
    rp_particle_sums sums = {{0}};
    double mean = 0, square = 0, fourth = 0;
    for (int i = 0; i < count; ++i)
      mean += (x[i] = uniform(&state, -2, 3)) / count;
    rp_particle_add(count, x, centre, &sums);
    rp_particle_moments m = rp_particle_moments_of(&sums, centre, count);
    for (int i = 0; i < count; ++i) {
      square += pow(x[i] - mean, 2) / count;
      fourth += pow(x[i] - mean, 4) / count;
    }
    CLOSE(m.mean, mean, 1e-13, 1);
    CLOSE(m.variance, square * count / (count - 1), 1e-12, 0);
    CLOSE(m.mean_error, sqrt(square / (count - 1)), 1e-12, 0);
    CLOSE(m.variance_error, sqrt(fmax(fourth - square * square, 0) / count), 1e-6, 1);
  }
}

Test(particles, advance) {
  double x[19], normals[19];
  const rp_particle_step step = {.before = 0.4, .after = 0.7, .keep = 0.9, .spread = 0.3};
  for (int i = 0; i < 19; ++i) {
    x[i] = 0.1 * i;
    normals[i] = 1 - 0.2 * i;
  }
  rp_particle_advance(&step, 19, normals, x);
  for (int i = 0; i < 19; ++i)
    CLOSE(x[i], 0.7 + 0.9 * (0.1 * i - 0.4) + 0.3 * (1 - 0.2 * i), 1e-15, 1);
}
