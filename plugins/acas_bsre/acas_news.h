/*
 * acas_news.h - section 4 with news: the noise orders are known until a time, then one of finitely many pairs of flows holds, each with
 * its probability. Exact as a tree of two-point problems. Pure; calls acas_path.h. Memory is the caller's.
 *
 * After the news each outcome is a problem of its own, y = u_k(x) with derivative R_k; before it y(t_1) = E u(x(t_1)). The
 * inventories at the news are found by Newton's method: u_k is linearised there, which makes the first part a problem with an
 * affine end, whose solution moves the point. Adjoints jump by the surprise u_k - E u.
 */
#ifndef RP_ACAS_NEWS_H
#define RP_ACAS_NEWS_H
#include "acas_path.h"

enum { RP_ACAS_OUTCOMES = 32 };

typedef struct rp_acas_news {
  rp_acas before;                 /* horizon: of the whole                      */
  double time;                    /* in (0, T)                                  */
  int64_t count;                  /* outcomes, at most RP_ACAS_OUTCOMES         */
  const double *probability;      /* [count], sum 1                             */
  const double *buying, *selling; /* [count]: flows from the news on            */
} rp_acas_news;

typedef struct rp_acas_tree {
  rp_acas outcome[RP_ACAS_OUTCOMES]; /* markets after the news                  */
  rp_acas_part first, part[RP_ACAS_OUTCOMES];
  rp_acas_path before, after[RP_ACAS_OUTCOMES];
  double at_news[2]; /* x at the news                           */
  double step;       /* last change of it, relative             */
  int rounds;
} rp_acas_tree;

/* Doubles: paths of the tree; workspace and pivots are those of acas_path.h. */
int64_t rp_acas_news_size(const rp_acas_news *news, const rp_acas_setting *setting);

/* As rp_acas_path_solve(), for all parts. RP_BOUNDARY_NOT_CONVERGED also if the point at the news does not settle. */
rp_boundary_status rp_acas_news_solve(const rp_acas_news *news, const rp_acas_setting *setting,
                                      int64_t point_count, const double *points, double *memory, double *work,
                                      int32_t *pivots, rp_acas_tree *tree);

#endif
