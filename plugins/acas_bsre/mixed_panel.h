/*
 * mixed_panel.h - what traders with penalties of their own share on a panel of mixed_traders.h: the modes in which every trader's
 * collocation system is diagonal. Pure; calls LAPACK, numerics/dense_lu.h, numerics/gauss_collocation.h.
 *
 * On a panel of width h the numbers c at the nodes solve M c = rhs with M = 1 - F - phi S, F = d s h A_l, S = 2 d h^2 A_r b A_l,
 * where phi is the trader's only number. With (1 - F)^{-1} S = P diag(l) P^{-1} each trader has
 *     M^{-1} = P diag(1/(1 - phi l)) R,   R = P^{-1} (1 - F)^{-1}:
 * no elimination for each trader. B A_r = -A_l' B with B the rule's weights, so that S is similar to a negative semidefinite matrix
 * and l <= 0 for F = 0; for |F| up to about 10 the modes stay real and well-conditioned (condition below 250 for 12 nodes).
 */
#ifndef RP_MIXED_PANEL_H
#define RP_MIXED_PANEL_H
#include <stdbool.h>
#include "numerics/gauss_collocation.h"

enum { RP_MIXED_STAGES = 12, RP_MIXED_COLUMNS = RP_MIXED_STAGES + 1 };

/* Coefficients at the nodes of a panel. */
typedef struct rp_mixed_nodes_of {
  double width;
  const double *d, *slope, *shape, *force; /* [RP_MIXED_STAGES]: d, s, b, alpha I */
} rp_mixed_nodes_of;

typedef struct rp_mixed_panel {
  double width, lever, pushed;  /* h, integrals of 2 b and alpha I                             */
  double mode[RP_MIXED_STAGES]; /* l                                                           */
  double out[RP_MIXED_STAGES][RP_MIXED_STAGES]; /* P                                                   */
  /* Right-hand sides in modes: R times d (Y on the right), d s and the running penalty's part (Q on the left), force. */
  double right[RP_MIXED_STAGES], left[RP_MIXED_STAGES], left_running[RP_MIXED_STAGES], force[RP_MIXED_STAGES];
  /* Rows 0 .. S - 1: R (omega + s V through the adjoint); row S: integral of s V. */
  double total[RP_MIXED_COLUMNS][RP_MIXED_STAGES];
  double sum[RP_MIXED_STAGES];  /* integral over the panel of the modes                     */
  double bend[RP_MIXED_STAGES]; /* integral of 2 b Q that the modes as rates make           */
} rp_mixed_panel;

/* false: the modes are not real or too near to each other; the panel must be cut. */
bool rp_mixed_panel_make(const rp_collocation *method, const rp_mixed_nodes_of *nodes, double omega,
                         rp_mixed_panel *panel);

#endif
