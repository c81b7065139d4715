/*
 * acas_field.h - section 4 with noise orders that follow one or two Ornstein-Uhlenbeck factors: the decoupling field
 * y = u(t, q2, qe, X) on a tensor grid of Chebyshev points. Pure; calls libm, acas.h, numerics/curve.h, numerics/quadrature_rule.h.
 * Memory is the caller's.
 *
 *     u_k(x, X) = E[u_{k+1}(x + h U(t_k, u_k(x, X), X), X') | X] - 2 phi h x,     U the forward field of (22),
 *     g_k(x, X) = E[g_{k+1}(..) | X] - h (2 A + 2 int_{t_{k+1}}^T phi) U^1,       Y^1 = -(2 A + 2 int_t^T phi) Q^1 + g
 *
 * Semi-Lagrangian and implicit in u: two equations at each point by Newton's method with differences, then Broyden's updates;
 * expectations over the factors by Gauss quadrature of the interpolating polynomials.
 * Where a truncated rate bends the field, `local` takes even grids and the cubic pieces of acas_field_local.h in q2 and qe instead.
 * First order in h: halve and extrapolate. Slices of equal factors are independent, so that they may run concurrently.
 *
 * Source: the paper's equation (22) with stochastic a, b; the scheme is ours.
 */
#ifndef RP_ACAS_FIELD_H
#define RP_ACAS_FIELD_H
#include "acas.h"
#include "reverting.h"

enum {
  RP_FIELD_NODES = 24,      /* most nodes of an axis of the box                   */
  RP_FIELD_LOCAL_SHARE = 4, /* local grids may be so many times finer             */
  RP_FIELD_FACTORS = 2,     /* most factors                                       */
  RP_FIELD_VALUES = 3,      /* y2, ye, g                                          */
  RP_FIELD_LANES = 8        /* states side by side                                */
};

/* Noise orders: a(sum of loadings times factors), b alike. */
typedef struct rp_acas_flow {
  int64_t count;
  const rp_reverting *factors;
  const double *buying_loading, *selling_loading; /* [count] */
  rp_curve buying, selling;
} rp_acas_flow;

void rp_acas_flow_at(const rp_acas_flow *flow, const double *x, double *buying, double *selling);

typedef struct rp_acas_field {
  const rp_acas *market; /* its flows are not used */
  const rp_acas_flow *flow;
  /* At most RP_FIELD_NODES each, or RP_FIELD_LOCAL_SHARE times that. */
  int64_t maker_nodes, buyer_nodes, factor_nodes;
  bool local; /* q2 and qe: even grids, cubic pieces                  */
  int64_t steps;
  double low[2], high[2]; /* box of q2, qe                     */
  double factor_low[RP_FIELD_FACTORS], factor_high[RP_FIELD_FACTORS];
  double reach[2];        /* how far states may leave the box before they are held, in half widths */
  int64_t slices, points; /* factor nodes in all; of a slice   */
  double *node[2 + RP_FIELD_FACTORS];    /* q2, qe, factors                   */
  double *forward[2 + RP_FIELD_FACTORS]; /* values to Chebyshev coefficients  */
  double *chain[RP_FIELD_FACTORS];       /* [nodes][nodes]: expectation of a step */
  double *flows;                         /* [slices][2]                       */
  double *value;                         /* [slices][3][points]: u at the last step made */
  double *expected, *spare;              /* the same size                     */
  /* [steps + 1][slices][3][points]: in Chebyshev coefficients; local: in those of the factors only. */
  double *coefficients;
} rp_acas_field;

/* Doubles for everything; nodes, boxes, steps, market and flow are set before. */
int64_t rp_acas_field_size(const rp_acas_field *field);
void rp_acas_field_place(double *memory, rp_acas_field *field);

/* Nodes, transforms, transition of the factors over a step, and the values at the horizon. */
void rp_acas_field_begin(rp_acas_field *field);

/* Step k from k + 1: first the expectations, then the slices [begin, end), then the end of the step. advance() returns the
 * most evaluations that a point took, or -1 if one does not settle. */
void rp_acas_field_expect(rp_acas_field *field);
int rp_acas_field_advance(const rp_acas_field *field, int64_t k, int64_t begin, int64_t end);
void rp_acas_field_keep(rp_acas_field *field, int64_t k);

/* (y2, ye, g) at eight states: x [count + 2][8] = factors, q2, qe -> u [3][8]. */
void rp_acas_field_at(const rp_acas_field *field, int64_t k, const double *x, double *u);

/* 2 A + 2 int_t^T phi. */
double rp_acas_weight(const rp_acas *market, double t);

#endif
