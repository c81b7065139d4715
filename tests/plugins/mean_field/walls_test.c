/* The partial differential equations on grids that the law fills up to their ends, and what their levels are. */
#include "games.h"
#include "mean_field/density.h"
#include "mean_field/flow.h"

typedef struct field {
  rp_density d;
  rp_frame frame;
  rp_herding herding;
  double *memory;
} field;

/* Memory that nobody has written yet holds no numbers. */
static double *blank(int64_t count) {
  double *memory = malloc((size_t)count * sizeof(double));
  for (int64_t i = 0; i < count; ++i)
    memory[i] = NAN;
  return memory;
}

static void open_field(field *f, const rp_retail *p, int64_t nodes, int64_t steps, int depth, double low,
                       double high) {
  int64_t cells = nodes * (steps + 1), size = rp_frame_size(steps);
  double *frame = malloc((size_t)size * sizeof(double));
  rp_frame_layout(&f->frame, p, steps, frame);
  rp_frame_fix(&f->frame);
  f->herding = (rp_herding){.form = RP_HERDING_LOG};
  f->memory = blank(2 * cells + rp_density_work(&f->frame, nodes, depth));
  f->d = (rp_density){.frame = &f->frame,
                      .herding = &f->herding,
                      .nodes = nodes,
                      .depth = depth,
                      .low = low,
                      .high = high,
                      .m = f->memory,
                      .value = f->memory + cells,
                      .work = f->memory + 2 * cells};
  for (int64_t i = 0; i < nodes; ++i) {
    double off = low + (high - low) * (double)i / (double)(nodes - 1) - p->mu0;
    f->d.m[i] = exp(-off * off / (2 * p->v0));
  }
  cr_assert(rp_density_normalise(&f->d));
}

static void close_field(field *f) {
  free(f->frame.time);
  free(f->memory);
}

static void iterate(field *f) {
  rp_density_guess_still(&f->d);
  rp_density_begin(&f->d);
  do
    rp_density_iterate(&f->d, 0.5);
  while (f->d.change > 1e-10 && f->d.iterations < 100);
  cr_assert_leq(f->d.change, 1e-10);
  rp_density_finish(&f->d);
}

/* Between reflecting ends nothing is lost, and what is even stays even; for every remainder of the width of a vector. */
Test(walls, density) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 0.8);
  p.mu0 = p.target = 0;
  for (int64_t nodes = 60; nodes <= 63; ++nodes) {
    field f;
    open_field(&f, &p, nodes, 40, RP_DENSITY_DEEPEST, -1.5, 1.5);
    iterate(&f);
    cr_assert_lt(f.d.mass_error, 1e-12);
    for (int64_t t = 0; t <= 40; ++t)
      for (int64_t i = 0; i < nodes / 2; ++i) {
        CLOSE(f.d.m[t * nodes + i], f.d.m[(t + 1) * nodes - 1 - i], 1e-11, 0);
        CLOSE(f.d.value[t * nodes + i], f.d.value[(t + 1) * nodes - 1 - i], 1e-11, 1);
      }
    close_field(&f);
  }
}

/* The value itself, not only its slope: at the horizon exactly, before it with the square of the steps. */
Test(walls, level) {
  test_game t;
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1);
  p.log_unit = 0.7;
  open_game(&t, p);
  follow(&t, 0);
  double error[2];
  for (int fine = 0; fine < 2; ++fine) {
    int64_t nodes = fine ? 401 : 201, steps = fine ? 160 : 80;
    field f;
    open_field(&f, &t.retail, nodes, steps, 5, -6.7, 8);
    iterate(&f);
    double dx = 14.7 / (double)(nodes - 1), times[] = {0, 0.5}, constants[2];
    rp_game_constants(&t.retail, &t.path, 2, times, constants);
    for (int64_t i = 0; i < nodes; ++i) {
      double off = -6.7 + dx * (double)i - 1;
      CLOSE(f.d.value[steps * nodes + i], -off * off / 2, 1e-12, 1);
    }
    error[fine] = 0;
    for (int k = 0; k < 2; ++k) {
      int64_t i = nodes / 2;
      double x = -6.7 + dx * (double)i;
      rp_coefficients c = rp_game_coefficients(&t.retail, &t.path, times[k]);
      double u = f.d.value[steps / 2 * k * nodes + i];
      error[fine] = fmax(error[fine], fabs(u - (constants[k] + c.B * x + c.C * x * x)));
    }
    close_field(&f);
  }
  cr_assert_lt(error[1], 1e-3);
  CLOSE(error[0] / error[1], 4, 0.2, 0);
  close_game(&t);
}

/* Another density m_1 is another weight for a power of the density, and nothing but a constant for its logarithm. */
Test(walls, unit_of_density) {
  rp_retail p = retail_of(1, 1, 1, 1, 1, 1, 1), q = p;
  p.log_unit = 0.9;
  for (int herding = RP_HERDING_LOG; herding <= RP_HERDING_ROOT; ++herding) {
    if (herding == RP_HERDING_ROOT) q.a = exp(-0.45);
    rp_retail_derive(&q);
    field with, without;
    open_field(&with, &p, 121, 40, 5, -5, 6);
    open_field(&without, &q, 121, 40, 5, -5, 6);
    with.herding.form = without.herding.form = herding;
    iterate(&with);
    iterate(&without);
    for (int64_t i = 0; i < 41 * 121; ++i)
      CLOSE(with.d.m[i], without.d.m[i], 1e-8, 1);
    double moved = herding == RP_HERDING_LOG ? -0.9 : 0;
    CLOSE(with.d.value[60] - without.d.value[60], moved, 1e-7, 1);
    close_field(&with);
    close_field(&without);
  }
}

enum { CELLS = 50 };

typedef struct law {
  double *m, *work, *faces, *cells;
  rp_flow f;
} law;

static void at_rest(void *context, double t, rp_feedback *at) {
  (void)t;
  *at = *(rp_feedback *)context;
}

/* A law that is far from zero at both ends. */
static void open_law(law *l, rp_feedback *feedback) {
  const double low = -1, high = 1.5;
  *l = (law){.m = blank(CELLS), .work = blank(6 * CELLS), .faces = blank(CELLS + 1), .cells = blank(CELLS)};
  for (int i = 0; i <= CELLS; ++i)
    l->faces[i] = 0;
  for (int i = 0; i < CELLS; ++i) {
    l->cells[i] = 0;
    l->m[i] = (1 + 0.5 * sin(7.0 * i / CELLS)) / (high - low);
  }
  double mass = 0;
  for (int i = 0; i < CELLS; ++i)
    mass += l->m[i] * (high - low) / CELLS;
  for (int i = 0; i < CELLS; ++i)
    l->m[i] /= mass;
  l->f = (rp_flow){.a = 0.8,
                   .b = 1.1,
                   .c = 0.6,
                   .d = 0.3,
                   .sigma = 0.7,
                   .horizon = 1.5,
                   .target = 1,
                   .cells = CELLS,
                   .steps = 30,
                   .low = low,
                   .high = high,
                   .feedback = at_rest,
                   .context = feedback,
                   .shape_faces = l->faces,
                   .shape_cells = l->cells,
                   .own = true,
                   .m = l->m,
                   .work = l->work};
}

static void close_law(law *l) {
  free(l->m);
  free(l->work);
  free(l->faces);
  free(l->cells);
}

/* Nothing leaves; a slope may as well be stated as a shape; m_1 costs a constant. */
Test(walls, flow) {
  rp_feedback sloped = {.base = 0.4, .slope = -0.6}, flat = {.base = 0.4};
  law slope, shape, unit;
  open_law(&slope, &sloped);
  open_law(&shape, &flat);
  open_law(&unit, &sloped);
  for (int i = 0; i <= CELLS; ++i)
    shape.faces[i] = -0.6 * (-1 + 0.05 * i);
  for (int i = 0; i < CELLS; ++i)
    shape.cells[i] = -0.6 * (-1 + 0.05 * (i + 0.5));
  unit.f.log_unit = 0.9;
  cr_assert(rp_flow_run(&slope.f, NULL, NULL));
  cr_assert(rp_flow_run(&shape.f, NULL, NULL));
  cr_assert(rp_flow_run(&unit.f, NULL, NULL));
  cr_assert_lt(slope.f.mass_error, 1e-13);
  cr_assert_gt(slope.f.least, 0);
  for (int i = 0; i < CELLS; ++i)
    CLOSE(slope.m[i], shape.m[i], 1e-12, 0);
  CLOSE(slope.f.utility, shape.f.utility, 1e-12, 0);
  CLOSE(unit.f.utility, slope.f.utility - 0.8 * 0.9 * 1.5, 1e-12, 0);
  close_law(&slope);
  close_law(&shape);
  close_law(&unit);
}
