/* The field of section 4 under random noise orders: the limit without noise, expectations of the factors, rest of the identity. */
#include "acas_bsre/acas_field.h"
#include <stdlib.h>
#include "acas_markets.h"

enum { LANES = RP_FIELD_LANES };

typedef struct example {
  constant_market m;
  rp_field_factor factors[2];
  double buying_loading[2], selling_loading[2], ends[2], buying[40], selling[40];
  rp_acas_flow flow;
  rp_acas_field field;
  double *memory;
} example;

/* Chebyshev series of 5 (1 +- tanh x) on [-5, 5]. */
static void make_example(example *e, int64_t factors, double volatility) {
  make_market(&e->m,
              (rp_acas){.horizon = 1,
                        .first = 1,
                        .second = -1,
                        .buyer = -30,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0.02, 0, 0);
  e->ends[0] = -5, e->ends[1] = 5;
  for (int n = 0; n < 40; ++n) {
    e->buying[n] = e->selling[n] = 0;
    for (int j = 0; j < 40; ++j) {
      double angle = acos(-1) * (j + 0.5) / 40, weight = (n ? 2 : 1) * cos(n * angle) / 40;
      e->buying[n] += weight * 5 * (1 + tanh(5 * cos(angle)));
      e->selling[n] += weight * 5 * (1 - tanh(5 * cos(angle)));
    }
  }
  for (int k = 0; k < 2; ++k) {
    e->factors[k] = (rp_field_factor){2, 0, volatility, 0.2};
    e->buying_loading[k] = factors == 1 || k == 0;
    e->selling_loading[k] = factors == 1 || k == 1;
  }
  e->flow = (rp_acas_flow){.count = factors,
                           .factors = e->factors,
                           .buying_loading = e->buying_loading,
                           .selling_loading = e->selling_loading};
  e->flow.buying = e->flow.selling =
      (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = e->ends, .terms = 40};
  e->flow.buying.data = e->buying;
  e->flow.selling.data = e->selling;
}

/* y2, ye and Y1 at the start. */
static void solve_field(example *e, int64_t makers, int64_t buyers, int64_t factor_nodes, int64_t steps,
                        double *start) {
  rp_acas_field *f = &e->field;
  *f = (rp_acas_field){.market = &e->m.market,
                       .flow = &e->flow,
                       .maker_nodes = makers,
                       .buyer_nodes = buyers,
                       .factor_nodes = factor_nodes,
                       .steps = steps,
                       .low = {-0.1, -34},
                       .high = {2.2, -14}};
  for (int64_t k = 0; k < e->flow.count; ++k)
    f->factor_high[k] = fmax(4.5 * e->factors[k].volatility / 2 + 0.2, 0.3),
    f->factor_low[k] = -e->field.factor_high[k];
  e->memory = malloc((size_t)rp_acas_field_size(f) * sizeof(double));
  rp_acas_field_place(e->memory, f);
  rp_acas_field_begin(f);
  for (int64_t k = steps - 1; k >= 0; --k) {
    rp_acas_field_expect(f);
    cr_assert_geq(rp_acas_field_advance(f, k, 0, 1), 1); /* slices in two parts, as two workers would */
    cr_assert_geq(rp_acas_field_advance(f, k, 1, f->slices), 1);
    rp_acas_field_keep(f, k);
  }
  double x[4 * LANES], u[3 * LANES], at[4] = {0.2, 0.2, 0, 0};
  at[e->flow.count] = 2;
  at[e->flow.count + 1] = -31;
  for (int c = 0; c < 4; ++c)
    for (int l = 0; l < LANES; ++l)
      x[c * LANES + l] = at[c];
  rp_acas_field_at(f, 0, x, u);
  start[0] = u[5];
  start[1] = u[LANES + 5];
  start[2] = u[2 * LANES + 5] - rp_acas_weight(&e->m.market, 0);
}

/* Twice extrapolated from 10, 20, 40 steps. */
static void extrapolated(example *e, int64_t makers, int64_t buyers, int64_t nodes, double *start) {
  double level[3][3];
  for (int k = 0; k < 3; ++k) {
    solve_field(e, makers, buyers, nodes, 10 << k, level[k]);
    free(e->memory);
  }
  for (int q = 0; q < 3; ++q) {
    double first = 2 * level[1][q] - level[0][q], second = 2 * level[2][q] - level[1][q];
    start[q] = (4 * second - first) / 3;
  }
}

/* Without noise the factors decay and the field is the two-point problem's. */
Test(field, without_noise) {
  for (int64_t factors = 1; factors <= 2; ++factors) {
    example e;
    solved s;
    double start[3], grid[2] = {0, 1}, buying[40], selling[40];
    make_example(&e, factors, 1e-9);
    extrapolated(&e, 8, 10, factors == 1 ? 12 : 6, start);
    for (int n = 0; n < 40; ++n) {
      buying[n] = selling[n] = 0;
      for (int j = 0; j < 40; ++j) {
        double angle = acos(-1) * (j + 0.5) / 40, weight = (n ? 2 : 1) * cos(n * angle) / 40,
               t = tanh(0.2 * exp(-(1 + cos(angle))));
        buying[n] += weight * 5 * (1 + t);
        selling[n] += weight * 5 * (1 - t);
      }
    }
    rp_curve series = {.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = grid, .terms = 40, .data = buying};
    e.m.market.buying = series;
    series.data = selling;
    e.m.market.selling = series;
    cr_assert_eq(solve_market(&e.m.market, &s), RP_BOUNDARY_OK);
    double tolerance = 2e-5; /* of ten steps */
    CLOSE(start[0], s.path.run.y[0], 0, tolerance);
    CLOSE(start[1], s.path.run.y[1], 0, tolerance);
    CLOSE(start[2], s.path.maker_adjoint[0], 0, tolerance);
    drop(&s);
  }
}

/* The example of the paper's later abstract: values found with finer grids and by simulation elsewhere. */
Test(field, with_noise) {
  example e;
  double start[3];
  make_example(&e, 1, 1);
  extrapolated(&e, 7, 9, 18, start);
  CLOSE(start[0], -0.07666515, 0, 3e-6);
  CLOSE(start[1], 2.6919605, 0, 1e-4);
  CLOSE(start[2], 0.7837606, 0, 1e-4);
}

/* Steps so long that sweeping u = image(u) diverges: u's own equation has one solution all the same and is found quickly. */
Test(field, long_steps) {
  example e;
  double start[3];
  make_example(&e, 1, 1);
  for (int64_t steps = 2; steps <= 8; steps *= 2) {
    solve_field(&e, 6, 6, 12, steps, start);
    rp_acas_field_expect(&e.field);
    int images = rp_acas_field_advance(&e.field, 0, 0, e.field.slices);
    cr_assert(images >= 3 && images <= 16, "%d images", images);
    CLOSE(start[1], 2.69196, 0, 0.3 / (double)steps);
    free(e.memory);
  }
}

/* A factor's expectation over one step, applied to a polynomial: exact. */
Test(field, transition_of_the_factors) {
  example e;
  double start[3], rho = exp(-2.0 / 10), variance = (1 - rho * rho) / 4;
  make_example(&e, 1, 1);
  solve_field(&e, 3, 3, 10, 10, start);
  for (int i = 4; i < 6; ++i) { /* nodes well inside */
    double second = 0, total = 0, x = e.field.node[2][i];
    for (int j = 0; j < 10; ++j) {
      total += e.field.chain[0][10 * i + j];
      second += e.field.chain[0][10 * i + j] * e.field.node[2][j] * e.field.node[2][j];
    }
    CLOSE(total, 1, 1e-12, 0);
    CLOSE(second, rho * rho * x * x + variance, 0, 1e-9);
  }
  free(e.memory);
}

/* Loadings: a of the first factor, b of the second. */
Test(field, flows) {
  example e;
  double x[] = {0.7, -0.3}, buying, selling;
  make_example(&e, 2, 1);
  rp_acas_flow_at(&e.flow, x, &buying, &selling);
  CLOSE(buying, 5 * (1 + tanh(0.7)), 1e-4, 0);
  CLOSE(selling, 5 * (1 - tanh(-0.3)), 1e-4, 0);
  x[0] = 60; /* beyond the curve its end counts */
  rp_acas_flow_at(&e.flow, x, &buying, &selling);
  CLOSE(buying, 10, 1e-3, 0);
  e.m.running = 0.3;
  CLOSE(rp_acas_weight(&e.m.market, 0.25), 2 * (0.05 + 0.3 * 0.75), 1e-14, 0);
}
