/*
 * boundary_parts.h - what the files of boundary_problem.h share, for them only: resolution of a path, and the elimination of
 * problems whose derivative is diagonal plus low rank.
 *
 * On a panel player c has the s x s system S = 1 - W D_c with W of boundary_problem.c, and with z the aggregates `rows` y at the nodes
 *     y = S^{-1} (1 y_right + g x_left + W (u + columns z)),       z = joint (y_right, x_left, 1),
 * where joint solves one system of rank x s equations. The panel's maps are diagonal plus products with joint.
 */
#ifndef RP_BOUNDARY_PARTS_H
#define RP_BOUNDARY_PARTS_H
#include "numerics/boundary_problem.h"

double rp_boundary_node_time(const rp_boundary_path *path, int64_t panel, int64_t j);
/* Change of x_c on a panel that its last two Legendre coefficients make. */
double rp_boundary_panel_tail(const rp_boundary_path *path, int64_t panel, int64_t c);
/* Largest |x| of all components; and of component c, no less than a hundredth of that: one that stays near 0 while others are large, by
 * symmetry say, would be measured against its own rounding. */
double rp_boundary_largest(const rp_boundary_path *path);
double rp_boundary_size_of(const rp_boundary_path *path, int64_t c, double largest);

typedef struct rp_boundary_sparse {
  const rp_boundary_problem *problem;
  rp_boundary_path *path;
  int64_t n, s, r, meet;             /* meet: rank times stages                                       */
  double *kept;                      /* [panels] of what the run forward needs                        */
  double *offset;                    /* [panels + 1][n]: y = gain x + offset                          */
  double *value, *diagonal, *weight; /* [s][n]                                            */
  double *rows;                      /* [s][r][n]                                         */
  double *system;                    /* [s][2 s + 2], of one player                       */
  double *meeting;                   /* [meet][meet], columns first                       */
  double *into;                      /* [n][meet]                                         */
  double *to_right, *to_left;        /* [n][2 n + 1]                                      */
  double *closing;                   /* [n][n] and [n][n + 1]; before that [n][s]          */
  int32_t *pivots;                   /* [meet or n]                                       */
} rp_boundary_sparse;

/* Lays it out in a workspace of rp_boundary_split_workspace(); returns room for p at the nodes of a panel. */
double *rp_boundary_sparse_place(const rp_boundary_problem *problem, rp_boundary_path *path, double *work,
                                 rp_boundary_sparse *e);
rp_boundary_status rp_boundary_sparse_back(rp_boundary_sparse *e, double *at);
/* x and y at the ends of panels; y at the nodes into path->slope. */
void rp_boundary_sparse_forward(rp_boundary_sparse *e);

#endif
