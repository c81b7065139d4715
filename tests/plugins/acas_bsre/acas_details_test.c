/* Details of sections 4 and 5 that averages over many markets would not tell: each number by its definition. */
#include <string.h>
#include "acas_bsre/acas_bounds.h"
#include "acas_bsre/acas_constant.h"
#include "acas_bsre/acas_field.h"
#include "acas_bsre/acas_spectral.h"
#include "acas_bsre/monomials.h"
#include "acas_bsre/projected.h"
#include "acas_bsre/shares.h"
#include "acas_markets.h"

/* What is said of R(t), for matrices that break one statement each. */
Test(details, signs_of_the_gain) {
  uint64_t state = 4;
  for (int round = 0; round < 40; ++round) {
    constant_market m;
    double edge[] = {0, 1}, gain[8], x[4] = {0}, y[4] = {0};
    random_market(&state, false, &m);
    m.market.horizon = 1;
    for (int k = 0; k < 8; k += 4)
      do
        for (int i = 0; i < 4; ++i)
          gain[k + i] = uniform(&state, -1, 0.1);
      while (gain[k] * gain[k + 3] - gain[k + 1] * gain[k + 2] < 0.01);
    rp_acas_path path = {.run = {.n = 2, .panels = 1, .edge = edge, .x = x, .y = y, .gain = gain}};
    rp_acas_gain_signs s = rp_acas_path_signs(&m.market, &path);
    double entry = -INFINITY, off = -INFINITY, sum = INFINITY, dominance = INFINITY, ratio = 0;
    for (int k = 0; k < 2; ++k) {
      const double *r = gain + 4 * k;
      double d = r[0] * r[3] - r[1] * r[2];
      double inverse[] = {-r[3] / d, r[1] / d, r[2] / d, -r[0] / d}; /* -R^{-1} */
      for (int i = 0; i < 4; ++i)
        entry = fmax(entry, r[i]);
      off = fmax(off, fmax(inverse[1], inverse[2]));
      sum = fmin(sum, fmin(inverse[0] + inverse[2], inverse[1] + inverse[3]));
      dominance = fmin(dominance, fmin(1 - fabs(r[1] / r[0]), 1 - fabs(r[2] / r[3])));
      ratio = fmax(ratio, fmax(fabs(r[0]) + fabs(r[2]), fabs(r[1]) + fabs(r[3])) /
                              (2 * m.market.terminal + 2 * m.running * (1 - edge[k])));
    }
    CLOSE(s.largest_entry, entry, 0, 0);
    CLOSE(s.off_diagonal, off, 1e-12, 0);
    CLOSE(s.column_sum, sum, 1e-12, 1e-12);
    CLOSE(s.dominance, dominance, 1e-12, 1e-12);
    CLOSE(s.norm_ratio, ratio, 1e-12, 0);
  }
}

/* Ends of panels: no two alike, halves of the widest until there are enough, the nearest one to a time. */
Test(details, ends_of_panels) {
  constant_market m;
  rp_collocation method;
  rp_acas_path path;
  double guess[] = {0, 1}, points[] = {0, 0.1, 0.1, 0.3, 1, 1.7};
  make_market(&m,
              (rp_acas){.horizon = 1,
                        .first = 1,
                        .second = -1,
                        .buyer = -20,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0.02, 5, 5);
  rp_collocation_make(8, &method);
  for (int64_t most = 2; most <= 64; most += 31) {
    rp_acas_setting setting = {&method, most, most == 2 ? INFINITY : 1e-10, 100};
    double *memory = malloc((size_t)rp_acas_path_size(&setting) * sizeof(double)),
           *work = malloc((size_t)rp_acas_path_workspace(&setting) * sizeof(double));
    int32_t *pivots = malloc((size_t)rp_acas_path_pivots(&setting) * sizeof(int32_t));
    rp_acas_part part = rp_acas_whole(&m.market);
    rp_boundary_status status =
        rp_acas_path_solve(&part, &setting, 6, points, guess, memory, work, pivots, &path);
    if (most == 2) { /* three panels are asked for */
      cr_assert_eq(status, RP_BOUNDARY_NOT_CONVERGED);
      status = rp_acas_path_solve(&part, &setting, 2, points, guess, memory, work, pivots, &path);
      cr_assert_eq(status, RP_BOUNDARY_OK);
      cr_assert_eq(path.run.panels, 2);
      CLOSE(path.run.edge[1], 0.1, 0, 0);
      cr_assert_eq(rp_acas_path_index(&path, 0.04), 0);
      cr_assert_eq(rp_acas_path_index(&path, 0.06), 1);
      cr_assert_eq(rp_acas_path_index(&path, 0.5), 1);
      cr_assert_eq(rp_acas_path_index(&path, 0.6), 2);
      rp_acas_path_maker(&part, 1, 0.1, 0, &path); /* all panels that there is room for */
      CLOSE(path.maker[0], 1, 0, 0);
      CLOSE(path.maker_adjoint[2], -0.1 * path.maker[2], 1e-14, 0);
      cr_assert_gt(fabs(path.maker[2] - 1), 0.1);
    } else {
      cr_assert_eq(status, RP_BOUNDARY_OK);
      bool tenth = false, half = false;
      for (int64_t k = 0; k < path.run.panels; ++k) {
        cr_assert_lt(path.run.edge[k], path.run.edge[k + 1]);
        tenth = tenth || path.run.edge[k] == 0.1;
        half = half || fabs(path.run.edge[k] - 0.65) < 1e-15; /* of [0.3, 1], the widest */
      }
      cr_assert(tenth && half);
      cr_assert_gt(path.report.iterations, 0);
    }
    free(memory);
    free(work);
    free(pivots);
  }
}

/* Curves with terms: risk neutrality looks at every coefficient; extremes are found between the ends of panels. */
Test(details, curves_with_terms) {
  double grid[] = {0, 0.5, 1}, none[6] = {0}, last[6] = {0, 0, 0, 0, 0, 0.1},
         cost[] = {0.5, 0, -0.1, 0.5, 0.02, 0.08};
  constant_market m;
  make_market(&m,
              (rp_acas){.horizon = 1,
                        .first = 1,
                        .second = 1,
                        .buyer = -20,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0.02, 0, 0);
  cr_assert_not(rp_acas_neutral(&m.market));
  m.market.running =
      (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 3, .grid = grid, .terms = 3, .data = none};
  cr_assert(rp_acas_neutral(&m.market));
  m.market.running.data = last;
  cr_assert_not(rp_acas_neutral(&m.market));
  m.market.cost = (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 3, .grid = grid, .terms = 3, .data = cost};
  /* 0.5 - 0.1 (2 z^2 - 1): at most 0.6 at z = 0; 0.42 + 0.02 z + 0.16 z^2: at least 0.42 - 0.02^2/0.64 */
  rp_acas_bounds b = rp_acas_bound(&m.market);
  CLOSE(b.cost_high, 0.6, 1e-8, 0);
  CLOSE(b.cost_low, 0.4, 1e-8, 0); /* at the first panel's ends */
  cost[2] =
      0.1; /* now 0.5 + 0.1 (2 z^2 - 1), at least 0.4 at 0, and the second panel's minimum is inside too */
  cost[3] = 0.3;
  b = rp_acas_bound(&m.market);
  CLOSE(b.cost_low, 0.22 - 0.0004 / 0.64, 1e-7, 0);
  CLOSE(b.cost_high, 0.6, 1e-8, 0);
  /* a panel that goes on behind the horizon, where its minimum is: 0.42 + 0.02 z + 0.16 z^2 falls up to z = -1/3 */
  double long_grid[] = {0, 0.5, 2}, long_cost[] = {0.6, 0.01, 0, 0.5, 0.02, 0.08};
  m.market.cost.grid = long_grid;
  m.market.cost.data = long_cost;
  CLOSE(rp_acas_bound(&m.market).cost_low, 0.42 - 0.02 / 3 + 0.16 / 9, 1e-14, 0);
}

/* Orders of both sides at the rate 5, whatever the only factor is. */
typedef struct flat_flow {
  rp_reverting factor;
  rp_acas_flow flow;
} flat_flow;

static void make_flat_flow(flat_flow *f, rp_reverting factor) {
  static const double ends[] = {-5, 5}, level[] = {5};
  static double one[] = {1};
  rp_curve flat = {.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = ends, .terms = 1, .data = level};
  f->factor = factor;
  f->flow = (rp_acas_flow){.count = 1,
                           .factors = &f->factor,
                           .buying_loading = one,
                           .selling_loading = one,
                           .buying = flat,
                           .selling = flat};
}

/* One step of the field: Y1 = -(2 A + 2 int) Q1 + g, g = -h (2 A + 2 int_h^T) Q1'. The field at the horizon is -2 A x. */
Test(details, one_step_of_the_field) {
  constant_market m;
  flat_flow orders;
  make_flat_flow(&orders, (rp_reverting){1.5, 0.7, 0.4, 0.2});
  make_market(&m,
              (rp_acas){.horizon = 0.05,
                        .first = 1,
                        .second = -1,
                        .buyer = -30,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0.2, 5, 5);
  for (int local = 0; local < 2; ++local) {
    rp_acas_field f = {.market = &m.market,
                       .flow = &orders.flow,
                       .maker_nodes = 5,
                       .buyer_nodes = 7,
                       .factor_nodes = 8,
                       .local = local != 0,
                       .steps = 1,
                       .low = {-0.5, -34},
                       .high = {3, -14},
                       .factor_low = {-2},
                       .factor_high = {3}};
    double *memory = malloc((size_t)rp_acas_field_size(&f) * sizeof(double));
    rp_acas_field_place(memory, &f);
    rp_acas_field_begin(&f);
    rp_acas_field_expect(&f);
    cr_assert_geq(rp_acas_field_advance(&f, 0, 0, f.slices), 3);
    cr_assert_eq(rp_acas_field_advance(&f, 0, 0, f.slices), 1); /* from the solution: one look at it */
    rp_acas_field_keep(&f, 0);
    double x[3 * RP_FIELD_LANES], u[3 * RP_FIELD_LANES];
    for (int l = 0; l < RP_FIELD_LANES; ++l)
      x[l] = 0.2, x[RP_FIELD_LANES + l] = 2, x[2 * RP_FIELD_LANES + l] = -31;
    rp_acas_field_at(&f, 1, x, u);
    CLOSE(u[3], -0.2, 1e-12, 1e-13);
    CLOSE(u[RP_FIELD_LANES + 3], 3.1, 1e-12, 0);
    CLOSE(u[2 * RP_FIELD_LANES + 3], 0, 0, 1e-12);
    rp_acas_field_at(&f, 0, x, u);
    rp_acas_point at = {0.1, 5, 5};
    double y[] = {u[2], u[RP_FIELD_LANES + 2]}, rate[2], maker, tolerance = local ? 2e-3 : 1e-5;
    rp_acas_rates(1, -INFINITY, &at, y, rate, NULL, &maker);
    CLOSE(y[0], -0.1 * (2 + 0.05 * rate[0]) - 0.04, 0, tolerance);
    CLOSE(y[1], -0.1 * (-31 + 0.05 * rate[1]) + 0.62, 0, tolerance);
    CLOSE(u[2 * RP_FIELD_LANES + 2], -0.1 * 0.05 * maker, 0, tolerance);
    /* expectation of the factor from its node towards its mean */
    for (int i = 3; i < 5 && !local; ++i) {
      double rho = exp(-1.5 * 0.05), mean = 0;
      for (int j = 0; j < 8; ++j)
        mean += f.chain[0][8 * i + j] * f.node[2][j];
      CLOSE(mean, 0.7 + rho * (f.node[2][i] - 0.7), 0, 1e-9);
    }
    free(memory);
  }
}

/* States that would leave a box that is too small are held at its reach, on either side: the answer is off, but near. */
Test(details, box_that_is_too_small) {
  for (int side = 0; side < 2; ++side)
    for (int local = 0; local < 2; ++local) {
      constant_market m;
      flat_flow orders;
      make_flat_flow(&orders, (rp_reverting){1, 0, 0.4, 0});
      make_market(&m,
                  (rp_acas){.horizon = 1,
                            .first = 1,
                            .second = -1,
                            .buyer = -30,
                            .gamma = 1,
                            .terminal = 0.05,
                            .least = -INFINITY},
                  0.1, 0.02, 5, 5);
      rp_acas_field f = {.market = &m.market,
                         .flow = &orders.flow,
                         .maker_nodes = 6,
                         .buyer_nodes = 8,
                         .factor_nodes = 4,
                         .local = local != 0,
                         .steps = 8,
                         .low = {side ? 0.9 : -0.1, side ? -34 : -30.5},
                         .high = {2.2, -14},
                         .factor_low = {-1},
                         .factor_high = {1}};
      double *memory = malloc((size_t)rp_acas_field_size(&f) * sizeof(double));
      rp_acas_field_place(memory, &f);
      rp_acas_field_begin(&f);
      for (int64_t k = 7; k >= 0; --k) {
        rp_acas_field_expect(&f);
        cr_assert_geq(rp_acas_field_advance(&f, k, 0, f.slices), 1);
        rp_acas_field_keep(&f, k);
      }
      double x[3 * RP_FIELD_LANES], u[3 * RP_FIELD_LANES];
      for (int l = 0; l < RP_FIELD_LANES; ++l)
        x[l] = 0, x[RP_FIELD_LANES + l] = 2, x[2 * RP_FIELD_LANES + l] = -31;
      rp_acas_field_at(&f, 0, x, u);
      CLOSE(u[RP_FIELD_LANES + 1], 2.75, 0, 0.3);
      CLOSE(u[1], -0.1, 0, 0.1);
      free(memory);
    }
}

/* The last two Legendre coefficients: of P_14 and P_15 they are 1, of lower ones 0; and the tail is theirs, of qe' along the path. */
Test(details, tail_of_the_spectral_solver) {
  static rp_acas_plan plan;
  rp_acas_plan_make(&plan);
  for (int degree = 0; degree < 16; ++degree) {
    double got[2] = {0};
    for (int j = 0; j < 16; ++j) {
      double z = 2 * plan.fine.node[j] - 1, before = 0, p = 1;
      for (int d = 0; d < degree; ++d) {
        double next = ((2 * d + 1) * z * p - d * before) / (d + 1);
        before = p, p = next;
      }
      for (int k = 0; k < 2; ++k)
        got[k] += plan.last[k][j] * p;
    }
    CLOSE(got[0], degree == 14, 0, 1e-12);
    CLOSE(got[1], degree == 15, 0, 1e-12);
  }
  constant_market m;
  rp_acas_ends ends;
  solved s;
  make_market(&m,
              (rp_acas){.horizon = 2,
                        .first = 3,
                        .second = -1,
                        .buyer = -40,
                        .gamma = 1.2,
                        .terminal = 0.1,
                        .least = -INFINITY},
              0.2, 0.12, 4, 7);
  cr_assert(rp_acas_spectral(&plan, &m.market, &ends));
  cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
  double sum[2] = {0};
  for (int j = 0; j < 16; ++j) {
    double y[2], rate[2];
    rp_acas_point at = {m.cost, m.buying, m.selling};
    rp_boundary_at(&s.path.run, 2 * plan.fine.node[j], NULL, y);
    rp_acas_rates(1.2, -INFINITY, &at, y, rate, NULL, NULL);
    for (int k = 0; k < 2; ++k)
      sum[k] += plan.last[k][j] * rate[1];
  }
  double tail = 2 * (fabs(sum[0]) + fabs(sum[1])) / 32 / (43 - 3 + fabs(ends.qe_end) + 3);
  cr_assert_gt(tail, 1e-10);
  CLOSE(ends.tail, tail, 0.05, 0);
  drop(&s);
}

/* Sums over monomials, six outputs: four side by side and two by themselves. */
Test(details, sums_of_monomials) {
  enum { OUT = 6, L = RP_MONOMIAL_LANES };
  int32_t memory[200];
  rp_monomials p;
  rp_monomials_make(2, 3, memory, &p);
  double coefficients[10 * OUT], value[10 * L], sum[OUT * L];
  uint64_t state = 9;
  for (int i = 0; i < 10 * OUT; ++i)
    coefficients[i] = uniform(&state, -1, 1);
  for (int i = 0; i < 10 * L; ++i)
    value[i] = uniform(&state, -1, 1);
  rp_monomials_sum(&p, OUT, coefficients, value, sum);
  for (int q = 0; q < OUT; ++q)
    for (int l = 0; l < L; ++l) {
      double want = 0;
      for (int i = 0; i < 10; ++i)
        want += coefficients[i * OUT + q] * value[i * L + l];
      CLOSE(sum[q * L + l], want, 0, 1e-13);
    }
}

/* Quotes whose exponentials would over- or underflow alone; a quote that is no number is told. */
Test(details, shares_of_far_quotes) {
  double offset[] = {0, 0.5, -0.3}, share[3], near_share[3];
  rp_shares s = {RP_SHARES_LOGIT, 3, 1.5, offset, {1.5, 0, 0}, 0, INFINITY};
  double near[] = {0.2, -0.1, 0.4};
  rp_shares_at(&s, near, near_share);
  for (double far = -2000; far <= 2000; far += 1000) {
    double quote[] = {far + 0.2, far - 0.1, far + 0.4}, y[3];
    rp_shares_at(&s, quote, share);
    for (int i = 0; i < 3; ++i) {
      CLOSE(share[i], near_share[i], 1e-10, 0);
      y[i] = quote[i] - 1 / (1.5 * (1 - near_share[i])); /* so these are the quotes */
    }
    cr_assert_lt(rp_shares_residual(&s, 1, y, quote), 1e-10);
    quote[1] += 0.01;
    cr_assert_gt(rp_shares_residual(&s, 1, y, quote), 5e-3);
    quote[0] = NAN;
    double residual = rp_shares_residual(&s, 1, y, quote);
    cr_assert(residual != residual);
  }
}

/* How far states may leave the box: a cell for pieces; for series as far as the last polynomial grows to 3, if there are many. A
 * market that is no number settles nowhere, and that is told. */
Test(details, reach_of_the_field) {
  constant_market m;
  flat_flow orders;
  make_flat_flow(&orders, (rp_reverting){1, 0, 0.4, 0});
  for (int local = 0; local < 2; ++local) {
    make_market(&m,
                (rp_acas){.horizon = 1,
                          .first = 1,
                          .second = -1,
                          .buyer = -30,
                          .gamma = 1,
                          .terminal = NAN,
                          .least = -INFINITY},
                0.1, 0.02, 5, 5);
    rp_acas_field f = {.market = &m.market,
                       .flow = &orders.flow,
                       .maker_nodes = 6,
                       .buyer_nodes = 15,
                       .factor_nodes = 4,
                       .local = local != 0,
                       .steps = 2,
                       .low = {-0.1, -34},
                       .high = {2.2, -14},
                       .factor_low = {-1},
                       .factor_high = {1}};
    double *memory = malloc((size_t)rp_acas_field_size(&f) * sizeof(double));
    rp_acas_field_place(memory, &f);
    rp_acas_field_begin(&f);
    CLOSE(f.reach[0], local ? 1.4 : 1.05, 1e-14, 0);
    if (local)
      CLOSE(f.reach[1], 1 + 1.0 / 7, 1e-14, 0);
    else
      CLOSE(cosh(14 * acosh(f.reach[1])), 3, 1e-12, 0);
    rp_acas_field_expect(&f);
    cr_assert_eq(rp_acas_field_advance(&f, 1, 0, 1), -1);
    free(memory);
  }
}
