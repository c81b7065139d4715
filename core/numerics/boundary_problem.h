/*
 * boundary_problem.h - two-point problems of games: n states run forward, n adjoints run backward,
 *
 *     x' = U(t, y),   y' = p(t) x (entry by entry),   x(0) = x_0,   y(T) = -L x(T) + l
 *
 * Pure; calls libm, LAPACK for large systems, numerics/gauss_collocation.h, numerics/dense_lu.h. Memory is the caller's.
 *
 * Method. Collocation at s Gauss points of each panel (order 2 s at the ends of panels; s = 1 is the implicit midpoint rule),
 * Newton's method on the path y: U is linearised about the last path and the linear problem is solved exactly. Each panel
 * is eliminated to a map from (x left, y right) to (x right, y left), and the maps are composed from the right: y = R x + r at
 * every end of a panel, where R is the derivative of the adjoints in the states. Nothing grows along the horizon, however stiff the
 * problem. A step in y is shortened so that no entry changes by more than a bound that the caller states for it.
 * Games of many players who meet in a few aggregates state the derivative of U as diagonal plus low rank: then a panel is s x s systems, one
 * per player, and one of the aggregates at its nodes.
 * U may have kinks: the Jacobian of either side will do. Panels that end at a kink keep the order.
 *
 * Sources: Ascher, Mattheij, Russell, Numerical Solution of Boundary Value Problems (SIAM 1995), chapters 4 and 5; Hairer,
 * Norsett, Wanner, section II.7.
 */
#ifndef RP_BOUNDARY_PROBLEM_H
#define RP_BOUNDARY_PROBLEM_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/gauss_collocation.h"

/* U(t, y) into value [n]; unless jacobian is NULL its derivative in y into jacobian [n][n]. False: not defined there. */
typedef bool rp_boundary_field(const void *context, double t, const double *y, double *value,
                               double *jacobian);

/* The same with the derivative as diag(diagonal [n]) + columns [n][rank] rows [rank][n]. */
typedef bool rp_boundary_split(const void *context, double t, const double *y, double *value,
                               double *diagonal, double *columns, double *rows);

/* p(t) into weight [n]. */
typedef void rp_boundary_weight(const void *context, double t, double *weight);

typedef struct rp_boundary_problem {
  int64_t n;
  rp_boundary_field *field;
  rp_boundary_weight *weight;
  const void *context;
  const double *start;    /* [n]: x_0                                              */
  const double *terminal; /* [n][n]: L                                             */
  const double *shift;    /* [n]: l; NULL: 0                                       */
  const double *bound;    /* [n]: largest change of y_i in one step; NULL: none    */
  double tolerance;       /* on the last step of Newton's method, relative to unit + the largest |y| */
  double unit;            /* of y: smaller ones count as small; 0 stands for 1 */
  int iterations;         /* at most                                               */
  rp_boundary_split *
      split; /* NULL, or: panels are eliminated player by player and by `rank` aggregates per node, O(n^3) per panel
                             * instead of O((s n)^3) */
  int64_t rank;
} rp_boundary_problem;

/* A path on a grid of panels. Arrays are the caller's, of rp_boundary_path_size() doubles together. */
typedef struct rp_boundary_path {
  int64_t n, panels;
  const rp_collocation *method;
  double *edge;    /* [panels + 1]                                                       */
  double *x, *y;   /* [panels + 1][n]: at the ends of panels                             */
  double *at_node; /* [panels][s][n]: y at the nodes; on entry the guess                 */
  double *rate;    /* [panels][s][n]: x' at the nodes                                    */
  double *slope;   /* [panels][s][n]: y' at the nodes                                    */
  double *gain;    /* [panels + 1][n][n]: R, the derivative of y in x                    */
} rp_boundary_path;

typedef enum rp_boundary_status {
  RP_BOUNDARY_OK,
  RP_BOUNDARY_SINGULAR, /* a linearised problem has no unique solution on what is left of the horizon at *at */
  RP_BOUNDARY_UNDEFINED, /* the field is not defined, or not finite, at *at                                   */
  RP_BOUNDARY_NOT_CONVERGED /* the steps of Newton's method do not settle, or panels do not suffice              */
} rp_boundary_status;

typedef struct rp_boundary_report {
  int iterations;  /* steps of Newton's method, all grids together                                 */
  double step;     /* the last one's largest change of y                                           */
  double residual; /* largest |x' - U(t, y)| of a panel, relative to the largest |U| of the path */
  double
      tail; /* largest change of a path that a panel's last two Legendre coefficients make, relative to the path; NaN: not that far */
  double at; /* where it failed                                                              */
} rp_boundary_report;

/* Doubles of a path, of its workspace; and the parts of a block of memory put into a path. */
int64_t rp_boundary_path_size(int64_t n, int64_t stages, int64_t panels);
int64_t rp_boundary_workspace(int64_t n, int64_t stages, int64_t panels);
/* The workspace for problems with `split`. */
int64_t rp_boundary_split_workspace(int64_t n, int64_t stages, int64_t panels, int64_t rank);
void rp_boundary_path_place(int64_t n, const rp_collocation *method, int64_t panels, double *memory,
                            rp_boundary_path *path);

/*
 * Solves on the panels of the path, from the guess path->at_node.
 *
 * in/out path  edge (increasing, from 0 to T) and at_node set; everything else on exit
 * pivots [n stages]
 */
rp_boundary_status rp_boundary_solve(const rp_boundary_problem *problem, rp_boundary_path *path, double *work,
                                     int32_t *pivots, rp_boundary_report *report);

/*
 * The same on panels that are halved where a path is not resolved to `resolution` (relative to its largest value), beginning
 * with path->edge and path->panels and ending with more of them. The path must have been placed for most_panels; `other` is a
 * second one.
 * Gives up with RP_BOUNDARY_NOT_CONVERGED where more panels would be needed; report->tail tells.
 */
rp_boundary_status rp_boundary_adapt(const rp_boundary_problem *problem, double resolution,
                                     int64_t most_panels, rp_boundary_path *path, rp_boundary_path *other,
                                     double *work, int32_t *pivots, rp_boundary_report *report);

/* x(t) and y(t), [n] each; either may be NULL. t in [0, T]. */
void rp_boundary_at(const rp_boundary_path *path, double t, double *x, double *y);

/* The panel that contains t: edge[k] <= t < edge[k + 1], the last one closed. */
int64_t rp_boundary_panel(const rp_boundary_path *path, double t);

#endif
