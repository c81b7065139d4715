/* The spectral solver of section 4 against the panels, and what it leaves to them. */
#include "acas_bsre/acas_spectral.h"
#include "acas_markets.h"

static rp_acas_plan plan;

Test(spectral, agrees_with_panels) {
  uint64_t state = 77;
  int solved_here = 0;
  rp_acas_plan_make(&plan);
  for (int round = 0; round < 60; ++round) {
    constant_market m;
    rp_acas_ends ends;
    solved s;
    random_market(&state, round % 5 == 0, &m);
    m.market.least = -INFINITY;
    m.market.horizon = fmin(m.market.horizon, 1.2);
    if (!rp_acas_spectral(&plan, &m.market, &ends)) continue;
    cr_assert_eq(solve_market(&m.market, &s), RP_BOUNDARY_OK);
    double tolerance = 1e-11 + 3 * ends.tail;
    if (ends.tail < 1e-9) ++solved_here;
    CLOSE(ends.y2, s.path.run.y[0], tolerance, tolerance);
    CLOSE(ends.ye, s.path.run.y[1], tolerance, tolerance);
    CLOSE(ends.maker, s.path.maker_adjoint[0], tolerance, tolerance);
    CLOSE(ends.q2_end, s.path.run.x[2 * s.path.run.panels], tolerance, tolerance);
    CLOSE(ends.qe_end, s.path.run.x[2 * s.path.run.panels + 1], tolerance, tolerance);
    CLOSE(ends.maker_end, s.path.maker[s.path.run.panels], tolerance, tolerance);
    drop(&s);
  }
  cr_assert_gt(solved_here, 25);
}

/* Equal makers, no flows, and buyers who hold what ends at 1/gamma: nobody trades, which is where the iterations begin. */
Test(spectral, nothing_to_do) {
  constant_market m;
  rp_acas_ends ends;
  rp_acas_plan_make(&plan);
  make_market(&m,
              (rp_acas){.horizon = 1,
                        .first = 1,
                        .second = 1,
                        .buyer = -9,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0, 0, 0);
  cr_assert(rp_acas_spectral(&plan, &m.market, &ends));
  CLOSE(ends.y2, 0, 0, 1e-14);
  CLOSE(ends.ye, 1, 1e-14, 0);
  CLOSE(ends.qe_end, -10, 1e-14, 0);
  cr_assert_eq(ends.iterations, 4); /* one on each of the coarser levels, two on the fine one */
}

/* Data that it does not take: breaks, truncation that binds, a running penalty that varies. */
Test(spectral, refuses_what_is_not_smooth) {
  constant_market m;
  rp_acas_ends ends;
  double grid[] = {0, 0.5}, values[] = {1, 2}, edges[] = {0, 1}, series[] = {0.1, 0.05};
  rp_acas_plan_make(&plan);
  make_market(
      &m,
      (rp_acas){
          .horizon = 1, .first = 1, .second = -1, .buyer = -20, .gamma = 1, .terminal = 0.05, .least = 0},
      0.1, 0.05, 5, 5);
  cr_assert(rp_acas_spectral(&plan, &m.market, &ends));
  CLOSE(ends.ye, 2.6678089131738427, 1e-13, 0);
  CLOSE(ends.y2, -0.11371903222881637, 1e-13, 0);
  CLOSE(ends.maker, 0.6386849147783855, 1e-12, 0);
  cr_assert_leq(ends.iterations, 8);
  m.market.least = 5;
  cr_assert_not(rp_acas_spectral(&plan, &m.market, &ends));
  m.market.least = 0;
  m.market.buying = (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .data = values};
  cr_assert_not(rp_acas_spectral(&plan, &m.market, &ends));
  aim(&m);
  m.market.running =
      (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = edges, .terms = 2, .data = series};
  cr_assert_not(rp_acas_spectral(&plan, &m.market, &ends));
}
