/* The field of section 4 under random noise orders: the limit without noise, expectations of the factors, rest of the identity. */
#include "acas_bsre/acas_field_local.h"
#include <stdlib.h>
#include "acas_markets.h"

enum { LANES = RP_FIELD_LANES };

typedef struct example {
  constant_market m;
  rp_reverting factors[2];
  double buying_loading[2], selling_loading[2], ends[2], buying[40], selling[40];
  rp_acas_flow flow;
  rp_acas_field field;
  bool local;
  double *memory;
} example;

/* Chebyshev series of 5 (1 +- tanh x) on [-5, 5]. */
static void make_example(example *e, int64_t factors, double volatility) {
  e->local = false;
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
    e->factors[k] = (rp_reverting){2, 0, volatility, 0.2};
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
                       .local = e->local,
                       .low = {-0.1, -34},
                       .high = {2.2, e->local ? -4 : -14}};
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
  double x[4 * LANES], u[3 * LANES], at[4] = {e->factors[0].start, e->factors[1].start, 0, 0};
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

/* An even grid of n by m nodes on [-1, 1] squared, as one slice. */
static rp_acas_field pieces(int64_t n, int64_t m) {
  return (rp_acas_field){.maker_nodes = n, .buyer_nodes = m, .points = n * m, .slices = 1};
}

/* Pieces keep straight data straight, to a cell beyond the box too; go through the nodes; and are of third order at least. */
Test(local, pieces) {
  uint64_t state = 3;
  double error[2] = {0, 0};
  for (int fine = 0; fine < 2; ++fine) {
    int64_t n = fine ? 17 : 9, m = fine ? 25 : 13;
    rp_acas_field f = pieces(n, m);
    double values[3 * 17 * 25];
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < m; ++j) {
        double a = -1 + 2.0 * (double)i / (double)(n - 1), b = -1 + 2.0 * (double)j / (double)(m - 1);
        values[i * m + j] = 2 * a - 3 * b + 1;
        values[n * m + i * m + j] = exp(a) + a * b / 5 + 4 * b;
        values[2 * n * m + i * m + j] = a > 0.3 ? 0 : 0.3 - a;
      }
    for (int round = 0; round < 50; ++round) {
      double z2[LANES], ze[LANES], sum[3 * LANES];
      for (int l = 0; l < LANES; ++l) {
        z2[l] = round ? uniform(&state, -0.9, 0.9) : -1 - 1.0 / (double)(n - 1);
        ze[l] = round ? uniform(&state, -0.9, 0.9) : 1 + 1.5 / (double)(m - 1);
      }
      rp_field_local_sum(&f, 0, 3, values, z2, ze, sum);
      for (int l = 0; l < LANES; ++l) {
        CLOSE(sum[l], 2 * z2[l] - 3 * ze[l] + 1, 1e-13, 1e-13);
        if (!round) continue;
        error[fine] = fmax(error[fine], fabs(sum[LANES + l] - exp(z2[l]) - z2[l] * ze[l] / 5 - 4 * ze[l]));
        cr_assert(sum[2 * LANES + l] >= 0 && sum[2 * LANES + l] <= 1.3); /* no overshoot at the kink */
      }
    }
    double at[LANES], corner[LANES], sum[3 * LANES];
    for (int l = 0; l < LANES; ++l) {
      at[l] = -1 + 2.0 * l / (double)(n - 1);
      corner[l] = l % 2 ? 1 : -1;
    }
    rp_field_local_sum(&f, 1, 2, values, at, corner, sum);
    for (int l = 0; l < LANES; ++l)
      CLOSE(sum[LANES + l], values[n * m + l * m + (l % 2 ? m - 1 : 0)], 1e-13, 0);
  }
  cr_assert_lt(error[0], 1e-2, "%g %g", error[0], error[1]);
  cr_assert_gt(error[0] / error[1], 6, "%g %g", error[0], error[1]);
}

/* Monotone data stay monotone along either axis, whatever their jumps. */
Test(local, keeps_order) {
  uint64_t state = 11;
  rp_acas_field f = pieces(8, 8);
  double values[64];
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j)
      values[i * 8 + j] = (j ? values[i * 8 + j - 1] : 0) + pow(uniform(&state, 0, 1), 8);
  for (int round = 0; round < 200; ++round) {
    double z2[LANES], ze[LANES], sum[LANES], row = uniform(&state, -1, 1);
    for (int l = 0; l < LANES; ++l) {
      z2[l] = -1 + 2.0 * (round % 8) / 7;
      ze[l] = row + 0.02 * l;
    }
    rp_field_local_sum(&f, 0, 1, values, z2, ze, sum);
    for (int l = 1; l < LANES && ze[l] < 1; ++l)
      cr_assert_geq(sum[l], sum[l - 1] - 1e-14);
  }
}

/* Where the least rate binds: without noise the field is the path's, whose kinks are ends of panels; and where it does not bind, pieces and
 * series agree under noise. */
Test(local, field) {
  for (int noisy = 0; noisy < 2; ++noisy) {
    example e;
    solved s;
    double start[3], grid[3];
    make_example(&e, 1, noisy ? 1 : 1e-9);
    if (!noisy) {
      e.factors[0].start = 0;
      e.m.market.least = 8;
      e.m.running = 0.1;
      aim(&e.m);
    }
    e.local = true;
    extrapolated(&e, 24, 48, noisy ? 18 : 4, start);
    if (noisy) {
      e.local = false;
      extrapolated(&e, 7, 9, 18, grid);
      for (int q = 0; q < 3; ++q)
        CLOSE(start[q], grid[q], 0, 2e-4);
      continue;
    }
    e.m.buying = e.m.selling = 5;
    cr_assert_eq(solve_market(&e.m.market, &s), RP_BOUNDARY_OK);
    cr_assert_gt(s.path.kinks, 0);
    CLOSE(start[0], s.path.run.y[0], 0, 1e-4);
    CLOSE(start[1], s.path.run.y[1], 0, 1e-3);
    CLOSE(start[2], s.path.maker_adjoint[0], 0, 1e-3);
    drop(&s);
  }
}
