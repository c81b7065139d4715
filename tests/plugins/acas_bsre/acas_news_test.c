/* News and single traders of section 4. */
#include "acas_bsre/acas_news.h"
#include "acas_bsre/acas_individuals.h"
#include "acas_markets.h"

typedef struct solved_news {
  rp_collocation method;
  rp_acas_setting setting;
  rp_acas_tree *tree;
  double *memory, *work;
  int32_t *pivots;
} solved_news;

static rp_boundary_status solve_news(const rp_acas_news *news, solved_news *s) {
  rp_collocation_make(8, &s->method);
  s->setting = (rp_acas_setting){&s->method, 256, 1e-12, 100};
  s->memory = malloc((size_t)rp_acas_news_size(news, &s->setting) * sizeof(double));
  s->work = malloc((size_t)rp_acas_path_workspace(&s->setting) * sizeof(double));
  s->pivots = malloc((size_t)rp_acas_path_pivots(&s->setting) * sizeof(int32_t));
  s->tree = malloc(sizeof *s->tree);
  return rp_acas_news_solve(news, &s->setting, 0, NULL, s->memory, s->work, s->pivots, s->tree);
}

static void drop_news(solved_news *s) {
  free(s->memory);
  free(s->work);
  free(s->pivots);
  free(s->tree);
}

static rp_acas market_of(double running) {
  (void)running;
  return (rp_acas){
      .horizon = 1, .first = 1, .second = -1, .buyer = -25, .gamma = 1, .terminal = 0.05, .least = -INFINITY};
}

/* Adjoints before the news are the mean of those behind it; inventories go on; every part obeys its end. */
Test(news, martingale) {
  double probability[] = {0.2, 0.5, 0.3}, buying[] = {9, 4, 0}, selling[] = {1, 5, 12};
  for (int running = 0; running < 2; ++running) {
    constant_market m;
    solved_news s;
    make_market(&m, market_of(0), 0.1, running ? 0.1 : 0, 5, 5);
    rp_acas_news news = {m.market, 0.35, 3, probability, buying, selling};
    cr_assert_eq(solve_news(&news, &s), RP_BOUNDARY_OK);
    const rp_boundary_path *before = &s.tree->before.run;
    double mean[3] = {0};
    for (int k = 0; k < 3; ++k) {
      const rp_acas_path *after = s.tree->after + k;
      for (int i = 0; i < 2; ++i) {
        mean[i] += probability[k] * after->run.y[i];
        CLOSE(after->run.x[i], before->x[2 * before->panels + i], 1e-12, 1e-12);
        CLOSE(after->run.y[2 * after->run.panels + i], -0.1 * after->run.x[2 * after->run.panels + i], 1e-12,
              1e-13);
      }
      mean[2] += probability[k] * after->maker_adjoint[0];
      CLOSE(after->maker[0], s.tree->before.maker[before->panels], 1e-13, 0);
    }
    for (int i = 0; i < 2; ++i)
      CLOSE(before->y[2 * before->panels + i], mean[i], 1e-11, 1e-13);
    CLOSE(s.tree->before.maker_adjoint[before->panels], mean[2], 1e-12, 0);
    /* more buying than expected: the ask jumps up and the buyer slows down */
    cr_assert_gt(s.tree->after[0].maker_adjoint[0], mean[2]);
    cr_assert_lt(s.tree->after[0].run.y[1], mean[1]);
    drop_news(&s);
  }
}

/* News that is none: one outcome, or the same flows in each. */
Test(news, without_surprise) {
  double certain[] = {1}, half[] = {0.5, 0.5}, equal[RP_ACAS_OUTCOMES], buying[RP_ACAS_OUTCOMES],
         selling[RP_ACAS_OUTCOMES], grid[] = {0, 0.4}, a[] = {5, 8}, b[] = {5, 3};
  for (int k = 0; k < RP_ACAS_OUTCOMES; ++k)
    equal[k] = 1.0 / RP_ACAS_OUTCOMES, buying[k] = 8, selling[k] = 3;
  constant_market m, known;
  solved_news one, two, most;
  solved s;
  make_market(&m, market_of(0), 0.1, 0.07, 5, 5);
  make_market(&known, market_of(0), 0.1, 0.07, 5, 5);
  known.market.buying = (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .data = a};
  known.market.selling = (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 2, .grid = grid, .data = b};
  rp_acas_news first = {m.market, 0.4, 1, certain, buying, selling},
               second = {m.market, 0.4, 2, half, buying, selling},
               all = {m.market, 0.4, RP_ACAS_OUTCOMES, equal, buying, selling};
  cr_assert_eq(solve_news(&first, &one), RP_BOUNDARY_OK);
  cr_assert_eq(solve_news(&second, &two), RP_BOUNDARY_OK);
  cr_assert_eq(solve_news(&all, &most), RP_BOUNDARY_OK);
  cr_assert_eq(solve_market(&known.market, &s), RP_BOUNDARY_OK);
  for (int i = 0; i < 2; ++i) {
    CLOSE(one.tree->before.run.y[i], s.path.run.y[i], 1e-11, 1e-13);
    CLOSE(two.tree->before.run.y[i], s.path.run.y[i], 1e-11, 1e-13);
    CLOSE(most.tree->before.run.y[i], s.path.run.y[i], 1e-11, 1e-13);
  }
  CLOSE(one.tree->before.maker_adjoint[0], s.path.maker_adjoint[0], 1e-11, 0);
  drop_news(&one);
  drop_news(&two);
  drop_news(&most);
  drop(&s);
}

/* The mean trader is one of the traders; single traders' adjoints solve their Riccati equations; (33) is sufficient only. */
Test(individuals, linear_rules) {
  uint64_t state = 8;
  for (int round = 0; round < 50; ++round) {
    constant_market m;
    rp_acas_constants mean;
    random_market(&state, true, &m);
    cr_assert(rp_acas_constant(&m.market, &mean));
    m.market.least = -INFINITY;
    cr_assert(rp_acas_constant(&m.market, &mean));
    rp_acas_individuals all = rp_acas_individual(&m.market, &mean);
    CLOSE(all.mean_rate, rp_acas_individual_rate(&m.market, &all, m.market.buyer), 1e-11, 1e-12);
    CLOSE(rp_acas_individual_adjoint(&all, m.market.buyer), mean.maker + mean.ye, 1e-11, 1e-12);
    /* a trader who begins with q ends with Y = -2 A Q_T */
    double q = m.market.buyer + uniform(&state, -5, 5), y = rp_acas_individual_adjoint(&all, q),
           end = q + rp_acas_individual_rate(&m.market, &all, q) * m.market.horizon;
    CLOSE(y, -2 * m.market.terminal * end, 1e-10, 1e-11);
    cr_assert(all.slope < 0 && all.slope >= -2 * m.market.terminal);
    m.market.least = 0.3;
    all = rp_acas_individual(&m.market, &mean);
    double edge = m.market.buyer + all.slack_exact;
    CLOSE(rp_acas_individual_rate(&m.market, &all, edge), 0.3, 1e-9, 1e-10);
    if (all.mean_rate > 0.3) cr_assert_leq(all.slack_printed, all.slack_exact);
  }
}

/* (37): with its epsilon the spread it allows keeps all rates above epsilon, without flows. */
Test(individuals, sufficient_spread) {
  constant_market m;
  rp_acas_constants mean;
  make_market(&m,
              (rp_acas){.horizon = 1,
                        .first = 1,
                        .second = -1,
                        .buyer = -20,
                        .gamma = 1,
                        .terminal = 0.05,
                        .least = -INFINITY},
              0.1, 0, 0, 0);
  cr_assert(rp_acas_constant(&m.market, &mean));
  rp_acas_individuals all = rp_acas_individual(&m.market, &mean);
  CLOSE(all.slack_sufficient, 0.04737761627065568 / 0.2 * 11, 1e-12, 0);
  CLOSE(all.least_sufficient, 0.04737761627065568 / 0.4 * 11, 1e-12, 0);
  cr_assert_gt(rp_acas_individual_rate(&m.market, &all, m.market.buyer + all.slack_sufficient),
               all.least_sufficient);
}
