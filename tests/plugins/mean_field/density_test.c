/* The partial differential equations, the forward equation and the particles against the Gaussian equilibrium. */
#include "games.h"
#include "mean_field/density.h"
#include "mean_field/flow.h"
#include "mean_field/particles.h"
#include "mean_field/time_map.h"

typedef struct field {
  rp_density d;
  rp_frame frame;
  rp_herding herding;
  double *memory;
} field;

/* On the interval [-6.7, 8], or [-7, 7] in the moving frame of a closure. */
static void open_frame(field *f, const rp_retail *p, const rp_closure *closure, int64_t nodes, int64_t steps,
                       int depth) {
  int64_t cells = nodes * (steps + 1), size = rp_frame_size(steps);
  f->memory = malloc((size_t)(size + 2 * cells) * sizeof(double));
  rp_frame_layout(&f->frame, p, steps, f->memory);
  if (closure)
    rp_frame_follow(&f->frame, closure);
  else
    rp_frame_fix(&f->frame);
  f->herding = (rp_herding){.form = RP_HERDING_LOG};
  f->d = (rp_density){.frame = &f->frame,
                      .herding = &f->herding,
                      .nodes = nodes,
                      .depth = depth,
                      .low = closure ? -7 : -6.7,
                      .high = closure ? 7 : 8,
                      .first = nodes * 3 / 14,
                      .last = nodes - 1 - nodes * 3 / 14,
                      .m = f->memory + size,
                      .value = f->memory + size + cells,
                      .work = malloc((size_t)rp_density_work(&f->frame, nodes, depth) * sizeof(double))};
  for (int64_t i = 0; i < nodes; ++i) {
    double y = f->d.low + (f->d.high - f->d.low) * (double)i / (double)(nodes - 1),
           off = closure ? y : (y - p->mu0) / sqrt(p->v0);
    f->d.m[i] = exp(-off * off / 2);
  }
  cr_assert(rp_density_normalise(&f->d));
}

static void open_field(field *f, const rp_retail *p, int64_t nodes, int64_t steps, int depth) {
  open_frame(f, p, NULL, nodes, steps, depth);
}

static void close_field(field *f) {
  free(f->d.work);
  free(f->memory);
}

static void iterate(field *f, int64_t most) {
  if (f->frame.moving)
    rp_density_guess_normal(&f->d);
  else
    rp_density_guess_still(&f->d);
  rp_density_begin(&f->d);
  do
    rp_density_iterate(&f->d, f->frame.moving ? 1 : 0.5);
  while (f->d.change > 1e-8 && f->d.iterations < most);
  rp_density_finish(&f->d);
}

/* Memory for the modes of a field in a moving frame. */
static double *open_modes(field *f, rp_modes *modes) {
  double *memory = malloc((size_t)rp_modes_size(&f->frame, f->d.nodes) * sizeof(double));
  cr_assert(rp_modes_open(modes, &f->frame, f->d.nodes, f->d.low, f->d.high, memory));
  f->d.modes = modes;
  return memory;
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
    cr_assert_leq(f.d.iterations, 12);
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, 0.5);
    mean_error[level] = fabs(rp_density_mean(&f.d, steps / 2) - c.mean);
    variance_error[level] = fabs(rp_density_variance(&f.d, steps / 2) - c.variance);
    double dx = 14.7 / (double)(nodes - 1);
    const double *u = f.d.value + steps / 2 * nodes;
    int64_t i = nodes / 2;
    double x = -6.7 + dx * (double)i;
    slope_error[level] = fabs((u[i + 1] - u[i - 1]) / (2 * dx) - (c.B + 2 * c.C * x));
    close_field(&f);
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
  cr_assert_lt(3 * fast.d.iterations, plain.d.iterations);
  for (int64_t i = 0; i < 151 * 61; ++i)
    CLOSE(fast.d.m[i], plain.d.m[i], 1e-6, 1);
  close_field(&plain);
  close_field(&fast);
}

/* Whatever the law and the herding term: the mean is the closed form. */
Test(density, mean_is_universal) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  for (int herding = RP_HERDING_LOG; herding <= RP_HERDING_POWER; ++herding) {
    field f;
    open_field(&f, &p, 301, 100, 5);
    f.herding = (rp_herding){.form = herding, .power = 1.5};
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
    close_field(&f);
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

static double log_herding(const rp_retail *p, const test_game *t, double time, double x) {
  rp_coefficients c = rp_game_coefficients(p, &t->path, time);
  double centre;
  rp_game_centres(p, &t->path, 1, &time, &centre);
  return centre + (x - c.mean) * (p->b * c.rate + (x - c.mean) * c.C);
}

/* The value function itself, with its level, at several times; the target outside of the grid, a density unit. */
Test(density, value) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  p.log_unit = 0.7;
  p.target = 9;
  test_game t;
  open_game(&t, p);
  follow(&t, 0);
  field f;
  open_field(&f, &p, 401, 200, 5);
  iterate(&f, 100);
  cr_assert_lt(f.d.mass_error, 1e-9);
  for (int64_t k = 0; k <= 200; k += 50)
    for (double off = -1; off <= 1; off += 0.5) {
      double dx = 14.7 / 400, M, q;
      rp_mean_at(&p, (double)k / 200, &M, &q);
      int64_t i = (int64_t)((M + off + 6.7) / dx);
      double x = -6.7 + dx * (double)i, want = log_herding(&p, &t, (double)k / 200, x);
      CLOSE(f.d.value[k * 401 + i], want, 2e-3, 1 + fabs(want));
    }
  close_field(&f);
  close_game(&t);
}

/* A density unit is a factor: under 2 sqrt m a weight divided by its root, under ln m nothing but a level. */
Test(density, unit) {
  rp_retail plain = retail_of(1, 1, 1, 1, 1, 1, 1), scaled = plain, weighted = plain;
  scaled.log_unit = log(4);
  weighted.A /= 2;
  field a, b;
  for (int herding = RP_HERDING_LOG; herding <= RP_HERDING_ROOT; ++herding) {
    open_field(&a, &scaled, 151, 60, 4);
    open_field(&b, herding == RP_HERDING_ROOT ? &weighted : &plain, 151, 60, 4);
    a.herding.form = b.herding.form = herding;
    iterate(&a, 100);
    iterate(&b, 100);
    for (int64_t i = 0; i < 151 * 61; ++i)
      CLOSE(a.d.m[i], b.d.m[i], 1e-7, 1);
    close_field(&a);
    close_field(&b);
  }
}

/* Nothing flows through the ends: without herding, feedback and target the heat equation levels a law on the whole grid. */
Test(density, closed_ends) {
  rp_retail p = retail_of(0, 1, 0, 0, 3, 40, 1);
  for (int64_t nodes = 22; nodes < 26; ++nodes) { /* every remainder by four */
    field f;
    open_field(&f, &p, nodes, 200, 0);
    for (int64_t i = 0; i < nodes; ++i)
      f.d.m[i] = i == 0 ? 5 : i + 1 == nodes ? 2 : 1;
    rp_density_normalise(&f.d);
    double mean = rp_density_mean(&f.d, 0);
    iterate(&f, 10);
    cr_assert_lt(f.d.mass_error, 1e-12);
    for (int64_t i = 0; i < nodes; ++i)
      CLOSE(f.d.m[200 * nodes + i], f.d.m[200 * nodes], 1e-3, 0);
    cr_assert(fabs(rp_density_mean(&f.d, 200) - (8 - 6.7) / 2) < 1e-3 && mean < 0.5);
    close_field(&f);
  }
}

typedef struct plain_feedback {
  double base, slope;
} plain_feedback;

static void constant_feedback(void *context, double t, rp_feedback *at) {
  const plain_feedback *p = context;
  (void)t;
  *at = (rp_feedback){.base = p->base, .slope = p->slope, .log = {0.2, 0.1, -0.3}};
}

/* A shape that is a straight line is a slope; a density unit is a shift; a closed interval keeps its mass at its ends. */
Test(flow, shape_unit_and_ends) {
  enum { CELLS = 60 };
  static double m[3][CELLS], work[6 * CELLS], faces[2][CELLS + 1], cells[2][CELLS];
  double low = -1.5, high = 2, dx = (high - low) / CELLS;
  plain_feedback whole = {.base = 0.4, .slope = -0.9}, rest = {.base = 0.1, .slope = -0.3};
  for (int i = 0; i <= CELLS; ++i) {
    faces[1][i] = 0.3 - 0.6 * (low + dx * i);
    if (i < CELLS) cells[1][i] = 0.3 - 0.6 * (low + dx * (i + 0.5));
  }
  rp_flow f[3];
  moments last[3];
  for (int k = 0; k < 3; ++k) {
    double mass = 0;
    for (int i = 0; i < CELLS; ++i)
      mass += m[k][i] = 1 + i % 3 + (i + 1 == CELLS ? 20 : 0);
    for (int i = 0; i < CELLS; ++i)
      m[k][i] /= mass * dx;
    f[k] = (rp_flow){.a = 1.4,
                     .b = 0.7,
                     .c = 0.3,
                     .d = 0.6,
                     .sigma = 0.8,
                     .horizon = 1,
                     .target = 1,
                     .log_unit = k == 2 ? 0.9 : 0,
                     .cells = CELLS,
                     .steps = 50,
                     .low = low,
                     .high = high,
                     .feedback = constant_feedback,
                     .context = k == 1 ? &rest : &whole,
                     .shape_faces = faces[k == 1],
                     .shape_cells = cells[k == 1],
                     .own = true,
                     .m = m[k],
                     .work = work};
    cr_assert(rp_flow_run(&f[k], remember, &last[k]));
    cr_assert_lt(f[k].mass_error, 1e-13);
  }
  CLOSE(f[1].utility, f[0].utility, 1e-12, 0);
  CLOSE(last[1].mean, last[0].mean, 1e-12, 0);
  CLOSE(last[1].variance, last[0].variance, 1e-12, 0);
  CLOSE(f[2].utility, f[0].utility - 1.4 * 0.9, 1e-12, 0);
  for (int i = 0; i < CELLS; ++i)
    CLOSE(m[1][i], m[0][i], 1e-12, 1);
  /* The start's reward at once, by the definitions. */
  f[0].steps = 1;
  f[0].horizon = 1e-9;
  f[0].d = 0;
  double want = 0, mass = 0;
  for (int i = 0; i < CELLS; ++i) {
    m[0][i] = 1 + i % 3;
    mass += m[0][i] * dx;
  }
  for (int i = 0; i < CELLS; ++i) {
    double x = low + dx * (i + 0.5), density = m[0][i] /= mass, rate = 0.4 - 0.9 * x;
    want += density * dx * (1.4 * log(density) - 0.35 * rate * rate - 0.15 * x * x);
  }
  cr_assert(rp_flow_run(&f[0], remember, &last[0]));
  CLOSE(f[0].utility / 1e-9, want, 1e-6, 0);
}

/* Feedbacks that nearly vanish: the series of the step's two factors on either side of their switch. */
Test(particles, small_slopes) {
  for (double y = -8e-9; y < 9e-9; y += 0.7e-9) {
    double dt = 0.25, slope = y / dt;
    rp_particle_step s = rp_particle_step_of(0.4, 0.7, slope, 0.9, dt);
    CLOSE(s.after - 0.4, 0.7 * dt * (1 + y / 2), 1e-15, 0);
    CLOSE(s.spread * s.spread, 0.81 * dt * (1 + y), 1e-15, 0);
  }
}

/* ---- The moving frame ---- */

/* In the frame of the closure the law stays normal, and mean, variance and value function are those of the equilibrium, to the
 * square of the steps; also where plain iteration would gather waves: a v/(b sigma^4) is 4 and 30. */
Test(density, moving_normal) {
  const rp_retail cases[] = {retail_of(4, 1, 1, 1, 1, 1, 1), retail_of(6, 0.5, 0, 0.3, 0.7, 0.5, 1.2)};
  for (int k = 0; k < 2; ++k) {
    test_game t;
    rp_retail p = cases[k];
    p.log_unit = 0.4;
    open_game(&t, p);
    follow(&t, 0);
    const rp_herding log_term = {.form = RP_HERDING_LOG};
    const rp_closure closure = {.retail = &t.retail, .herding = &log_term, .path = &t.path};
    double variance_error[2] = {0}, value_error[2] = {0};
    int64_t longest = (int64_t)(4 * rp_closure_effort(&closure));
    for (int level = 0; level < 2; ++level) {
      field f;
      rp_modes modes;
      int64_t nodes = level ? 281 : 141, steps = level ? 2 * longest : longest;
      open_frame(&f, &t.retail, &closure, nodes, steps, 8);
      double *memory = open_modes(&f, &modes);
      iterate(&f, 40);
      cr_assert_lt(f.d.change, 1e-8);
      cr_assert_leq(f.d.iterations, 7);
      cr_assert_eq(f.d.retreats, 0);
      for (int64_t j = 0; j <= steps; j += steps / 10) {
        rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, f.frame.time[j]);
        double s = exp(f.frame.log_width[j]);
        CLOSE(s * s, c.variance, 1e-9, 0);
        cr_assert_lt(fabs(rp_density_mean(&f.d, j)), 1e-12);
        variance_error[level] = fmax(variance_error[level], fabs(rp_density_variance(&f.d, j) - 1));
        for (double y = -1.4; y < 1.5; y += 0.7) {
          int64_t i = (int64_t)lround((y + 7) / 14 * (double)(nodes - 1));
          double at = -7 + 14 * (double)i / (double)(nodes - 1);
          double centre;
          rp_game_centres(&t.retail, &t.path, 1, &f.frame.time[j], &centre);
          double want = centre + s * at * (t.retail.b * c.rate + s * at * c.C);
          value_error[level] = fmax(value_error[level],
                                    fabs(rp_frame_value(&f.frame, j, at, f.d.value[j * nodes + i]) - want));
        }
      }
      free(memory);
      close_field(&f);
    }
    cr_assert_lt(variance_error[1], 2e-3);
    cr_assert_lt(value_error[1], 1e-2);
    CLOSE(variance_error[0] / variance_error[1], 4, 0.1, 0);
    CLOSE(value_error[0] / value_error[1], 4, 0.2, 0);
    close_game(&t);
  }
}

/* Any term that is not ln holds a normal law together as a multiple of ln does: in closed form for powers. */
Test(herding, strength) {
  const rp_herding root = {.form = RP_HERDING_ROOT}, ln = {.form = RP_HERDING_LOG};
  for (double width = -1; width < 2; width += 0.7)
    for (double power = 0.25; power < 3; power += 0.5) {
      const rp_herding h = {.form = RP_HERDING_POWER, .power = power};
      double unit = exp(-width - 0.3) / sqrt(2 * 3.14159265358979323846),
             want = power / pow(power + 1, 1.5) * pow(unit, power);
      CLOSE(rp_herding_strength(&h, width, 0.3), want, 1e-12, 0);
      CLOSE(rp_herding_strength(&root, width, 0.3), 1 / pow(1.5, 1.5) * sqrt(unit), 1e-12, 0);
      CLOSE(rp_herding_strength(&ln, width, 0.3), 1, 0, 0);
    }
}

/* Plain Newton's step of the modes: the change that a residual asks for, against the difference of two sweeps. */
Test(density, modes_solve_the_linear_problem) {
  test_game t;
  open_game(&t, retail_of(4, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  const rp_herding log_term = {.form = RP_HERDING_LOG};
  const rp_closure closure = {.retail = &t.retail, .herding = &log_term, .path = &t.path};
  enum { NODES = 141, STEPS = 200 };
  field f;
  rp_modes modes;
  open_frame(&f, &t.retail, &closure, NODES, STEPS, 0);
  double *memory = open_modes(&f, &modes);
  double change[3];
  rp_density_guess_normal(&f.d);
  rp_density_begin(&f.d);
  for (int k = 0; k < 3; ++k) {
    rp_density_iterate(&f.d, 1);
    change[k] = f.d.change;
  }
  cr_assert_lt(change[2], 0.05 * change[1]); /* plain iteration: 1.6 times */
  free(memory);
  close_field(&f);
  close_game(&t);
}

/* Steps of equal effort cover the horizon, and their lengths the clock tau. */
Test(frame, steps) {
  test_game t;
  open_game(&t, retail_of(4, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  const rp_herding log_term = {.form = RP_HERDING_LOG};
  const rp_closure closure = {.retail = &t.retail, .herding = &log_term, .path = &t.path};
  enum { STEPS = 37 };
  double memory[8 * (STEPS + 1)], sum = 0, most = 0, least = INFINITY;
  rp_frame f;
  cr_assert_eq(rp_frame_size(STEPS), 8 * (STEPS + 1));
  rp_frame_layout(&f, &t.retail, STEPS, memory);
  rp_frame_follow(&f, &closure);
  CLOSE(f.time[0], 0, 0, 0);
  CLOSE(f.time[STEPS], t.retail.horizon, 0, 0);
  for (int j = 0; j < STEPS; ++j) {
    double v = exp(2 * f.log_width[j]), s2 = t.retail.sigma * t.retail.sigma, A = t.retail.A;
    sum += f.pace[j];
    double rate = s2 / v + sqrt(A / v) + A / s2, effort = rate * (f.time[j + 1] - f.time[j]);
    most = fmax(most, effort);
    least = fmin(least, effort);
    CLOSE(rp_frame_coupling(&f, j), A * v / (s2 * s2), 1e-12, 0);
  }
  cr_assert_lt(most / least, 1.15);
  CLOSE(most * STEPS, rp_closure_effort(&closure), 0.1, 0);
  double tau = 0;
  for (int i = 0; i < 20000; ++i) {
    rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, t.retail.horizon * (i + 0.5) / 20000);
    tau += t.retail.sigma * t.retail.sigma / c.variance * t.retail.horizon / 20000;
  }
  CLOSE(sum, tau, 1e-4, 0);
  close_game(&t);
}

/* What is bilinear on a coarse grid is so on a finer one, of any numbers of nodes and steps. */
Test(density, guess_from_a_coarse_grid) {
  enum { NODES = 7, STEPS = 5, FINE = 11, LATE = 8 };
  double cm[(STEPS + 1) * NODES], fm[(LATE + 1) * FINE];
  rp_frame cf = {.steps = STEPS}, ff = {.steps = LATE};
  rp_density coarse = {.frame = &cf, .nodes = NODES, .m = cm}, fine = {.frame = &ff, .nodes = FINE, .m = fm};
  for (int t = 0; t <= STEPS; ++t)
    for (int i = 0; i < NODES; ++i)
      cm[t * NODES + i] = 1 + 2. * t / STEPS - 3. * i / (NODES - 1) + 0.7 * t * i / (STEPS * (NODES - 1));
  for (int i = 0; i < FINE; ++i)
    fm[i] = -1;
  rp_density_guess_coarse(&fine, &coarse);
  for (int i = 0; i < FINE; ++i)
    CLOSE(fm[i], -1, 0, 0);
  for (int t = 1; t <= LATE; ++t)
    for (int i = 0; i < FINE; ++i) {
      double late = (double)t / LATE, right = (double)i / (FINE - 1);
      CLOSE(fm[t * FINE + i], 1 + 2 * late - 3 * right + 0.7 * late * right, 1e-12, 1);
    }
}

/* After a step that is much too long, the herding term goes back three quarters of the way. The term comes first in the work. */
Test(density, retreat) {
  enum { NODES = 101, STEPS = 40, CELLS = NODES * (STEPS + 1) };
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  static double before[CELLS], far[CELLS];
  for (int depth = 1; depth < 4; ++depth) {
    field f;
    open_field(&f, &p, NODES, STEPS, depth);
    rp_density_guess_still(&f.d);
    rp_density_begin(&f.d);
    for (int k = 0; k < 5; ++k)
      rp_density_iterate(&f.d, 0.5);
    for (int i = 0; i < CELLS; ++i)
      before[i] = f.d.work[i];
    rp_density_iterate(&f.d, 1e5);
    for (int i = 0; i < CELLS; ++i)
      far[i] = f.d.work[i];
    cr_assert_eq(f.d.retreats, 0);
    int64_t kept = f.d.history;
    rp_density_iterate(&f.d, 0.5);
    cr_assert_eq(f.d.retreats, 1);
    cr_assert_eq(f.d.history, kept);
    for (int i = 0; i < CELLS; ++i)
      CLOSE(f.d.work[i], before[i] + (far[i] - before[i]) / 4, 1e-12, 1 + fabs(far[i]));
    close_field(&f);
  }
}

/* Beyond the crowd's ends the term is that of a normal law but for a constant. */
Test(density, tails) {
  enum { NODES = 141, STEPS = 60 };
  test_game t;
  open_game(&t, retail_of(4, 1, 1, 1, 1, 1, 1));
  follow(&t, 0);
  for (int form = RP_HERDING_LOG; form <= RP_HERDING_ROOT; ++form) {
    field f;
    rp_modes modes;
    const rp_herding term = {.form = form};
    const rp_closure closure = {.retail = &t.retail, .herding = &term, .path = &t.path};
    open_frame(&f, &t.retail, &closure, NODES, STEPS, 3);
    f.herding.form = form;
    double *memory = open_modes(&f, &modes);
    iterate(&f, 3);
    for (int j = 1; j <= STEPS; ++j) {
      double normal[NODES], want[NODES];
      for (int i = 0; i < NODES; ++i) {
        double y = -7 + 0.1 * i;
        normal[i] = exp(-y * y / 2) / sqrt(2 * 3.14159265358979323846);
      }
      rp_herding_row(&term, NODES, normal, f.frame.log_unit[j], want);
      const double *row = f.d.work + (int64_t)j * NODES;
      for (int64_t i = 0; i < NODES; ++i) {
        int64_t end = i < f.d.first ? f.d.first : i > f.d.last ? f.d.last : i;
        CLOSE(row[i] - row[end], want[i] - want[end], 1e-9, 1);
      }
    }
    free(memory);
    close_field(&f);
  }
  close_game(&t);
}

/* The eigenvectors are normalised and the eigenvalues rise by about one half each; as many as there are nodes at most. */
Test(modes, eigenvectors) {
  test_game t;
  open_game(&t, retail_of(60, 1, 1, 1, 1, 0.1, 1));
  follow(&t, 0);
  const rp_herding log_term = {.form = RP_HERDING_LOG};
  const rp_closure closure = {.retail = &t.retail, .herding = &log_term, .path = &t.path};
  for (int64_t nodes = 9; nodes < 200; nodes += 66) {
    field f;
    rp_modes modes;
    open_frame(&f, &t.retail, &closure, nodes, 10, 0);
    double *memory = open_modes(&f, &modes);
    cr_assert_eq(modes.count, nodes < 100 ? nodes - 1 : 108 - 1, "%d orders on %d nodes", modes.count,
                 (int)nodes);
    for (int n = 0; n < modes.count; ++n) {
      double norm = 0;
      for (int64_t i = 0; i < nodes; ++i)
        norm += modes.vectors[i * modes.count + n] * modes.vectors[i * modes.count + n];
      CLOSE(norm, 1, 1e-10, 0);
      cr_assert_gt(modes.lambda[n], n ? modes.lambda[n - 1] : 0);
      if (nodes > 100 && n < 10) CLOSE(modes.lambda[n], (n + 1) / 2., 0.03, 0);
    }
    free(memory);
    close_field(&f);
  }
  close_game(&t);
}

/* The closure of another term than ln: what it ends with belongs together, and it ends as soon as it does. */
Test(frame, closure_of_another_term) {
  test_game t;
  open_game(&t, retail_of(3, 1, 1, 1, 0.7, 1.5, 1));
  follow(&t, 0);
  rp_trajectory paths[3] = {t.path};
  double *memory[2];
  for (int i = 1; i < 3; ++i) {
    memory[i - 1] = malloc((size_t)rp_trajectory_size(PANELS, DEGREE) * sizeof(double));
    rp_trajectory_layout(&paths[i], PANELS, DEGREE, memory[i - 1]);
  }
  const rp_herding root = {.form = RP_HERDING_ROOT};
  rp_closure c = {.retail = &t.retail, .herding = &root, .path = &paths[0]};
  CLOSE(rp_closure_pull(&c, 0.5), 3, 1e-14, 0);
  rp_closure_adapt(&c, paths, 1e-10);
  cr_assert_neq(c.before, NULL);
  const rp_trajectory *older = &paths[3 - (c.path - paths) - (c.before - paths)];
  double last = 0, first = 0;
  for (double at = 0; at <= 1.5; at += 0.01) {
    double l, before, old, P;
    rp_trajectory_at(c.path, at, &l, &P);
    rp_trajectory_at(c.before, at, &before, &P);
    rp_trajectory_at(older, at, &old, &P);
    last = fmax(last, fabs(l - before));
    first = fmax(first, fabs(before - old));
    CLOSE(rp_closure_pull(&c, at), 3 * rp_herding_strength(&root, before, 0), 1e-12, 0);
  }
  cr_assert_lt(last, 0.021);
  cr_assert_gt(first, 0.02);
  free(memory[0]);
  free(memory[1]);
  close_game(&t);
}
