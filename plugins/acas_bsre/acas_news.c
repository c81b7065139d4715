/* acas_news.c - see acas_news.h. */
#include "acas_news.h"
#include <string.h>

enum { ROUNDS = 40 };
static const double settled = 1e-13;
static const double origin[1] = {0};

int64_t rp_acas_news_size(const rp_acas_news *news, const rp_acas_setting *setting) {
  return (news->count + 1) * rp_acas_path_size(setting);
}

static void make_parts(const rp_acas_news *news, rp_acas_tree *tree) {
  tree->first = rp_acas_whole(&news->before);
  tree->first.end = news->time;
  for (int64_t k = 0; k < news->count; ++k) {
    rp_acas *market = tree->outcome + k;
    *market = news->before;
    market->buying =
        (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin, .data = news->buying + k};
    market->selling =
        (rp_curve){.rule = RP_STEP_RIGHT, .grid_count = 1, .grid = origin, .data = news->selling + k};
    tree->part[k] = rp_acas_whole(market);
    tree->part[k].begin = news->time;
  }
}

/* The end of the first part: y = E u(at) + E R (x - at). */
static void set_end(const rp_acas_news *news, rp_acas_tree *tree) {
  double *end = tree->first.terminal, *shift = tree->first.shift;
  memset(end, 0, 4 * sizeof *end);
  memset(shift, 0, 2 * sizeof *shift);
  for (int64_t k = 0; k < news->count; ++k) {
    const rp_boundary_path *run = &tree->after[k].run;
    for (int i = 0; i < 2; ++i) {
      double constant = run->y[i];
      for (int j = 0; j < 2; ++j) {
        end[2 * i + j] -= news->probability[k] * run->gain[2 * i + j];
        constant -= run->gain[2 * i + j] * tree->at_news[j];
      }
      shift[i] += news->probability[k] * constant;
    }
  }
}

rp_boundary_status rp_acas_news_solve(const rp_acas_news *news, const rp_acas_setting *setting,
                                      int64_t point_count, const double *points, double *memory, double *work,
                                      int32_t *pivots, rp_acas_tree *tree) {
  int64_t size = rp_acas_path_size(setting);
  double guess[RP_ACAS_OUTCOMES + 1][2];
  make_parts(news, tree);
  memcpy(tree->at_news, tree->first.start, sizeof tree->at_news);
  for (int64_t k = 0; k <= news->count; ++k)
    guess[k][0] = 0, guess[k][1] = 1 / news->before.gamma;
  for (tree->rounds = 1; tree->rounds <= ROUNDS; ++tree->rounds) {
    for (int64_t k = 0; k < news->count; ++k) {
      memcpy(tree->part[k].start, tree->at_news, sizeof tree->at_news);
      rp_boundary_status status = rp_acas_path_solve(tree->part + k, setting, point_count, points, guess[k],
                                                     memory + (k + 1) * size, work, pivots, tree->after + k);
      if (status != RP_BOUNDARY_OK) return status;
      memcpy(guess[k], tree->after[k].run.y, sizeof guess[k]);
    }
    set_end(news, tree);
    rp_boundary_status status = rp_acas_path_solve(&tree->first, setting, point_count, points,
                                                   guess[news->count], memory, work, pivots, &tree->before);
    if (status != RP_BOUNDARY_OK) return status;
    memcpy(guess[news->count], tree->before.run.y, sizeof guess[0]);
    const double *end = tree->before.run.x + 2 * tree->before.run.panels;
    double moved = fmax(fabs(end[0] - tree->at_news[0]), fabs(end[1] - tree->at_news[1]));
    tree->step = moved > 0 ? moved / fmax(fabs(end[0]), fabs(end[1])) : 0;
    memcpy(tree->at_news, end, sizeof tree->at_news);
    if (tree->step <= settled) break;
  }
  if (tree->rounds > ROUNDS) return RP_BOUNDARY_NOT_CONVERGED;
  double expected = 0, A2 = 2 * news->before.terminal;
  rp_acas_path_maker(&tree->first, news->before.first, 0, 0, &tree->before);
  for (int64_t k = 0; k < news->count; ++k) {
    rp_acas_path_maker(tree->part + k, tree->before.maker[tree->before.run.panels], A2, 0, tree->after + k);
    expected += news->probability[k] * tree->after[k].maker_adjoint[0];
  }
  rp_acas_path_maker(&tree->first, news->before.first, 0, expected, &tree->before);
  return RP_BOUNDARY_OK;
}
