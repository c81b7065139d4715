/*
 * approximation_line.h - section 5 with one maker of the product type, no trader and constant flows: the decoupling field in the maker's
 * inventory q alone, an independent route to projected.h,
 *
 *     u_t + epsilon^2/2 u_qq + (-kappa_a e^{-gamma u} + kappa_b e^{gamma u})/e u_q = 2 phi q,   u(T, q) = -2 A q.
 *
 * Chebyshev collocation on a box, where the flow leads out at both ends, so that no condition is needed there and the diffusion is
 * dropped; extrapolated Euler steps, implicit in the diffusion. Pure; calls numerics/chebyshev.h, numerics/extrapolated_euler.h,
 * LAPACK. Memory is the caller's.
 */
#ifndef RP_APPROXIMATION_LINE_H
#define RP_APPROXIMATION_LINE_H
#include <stdbool.h>
#include <stdint.h>

enum { RP_LINE_NODES = 256 };

typedef struct rp_line {
  double horizon, gamma, buying, selling; /* kappa_a, kappa_b                */
  double running, terminal, noise;        /* phi, A, epsilon                 */
  double box;                             /* q in [-box, box]                */
  int64_t nodes;                          /* degree of the polynomials, 4 .. RP_LINE_NODES */
  double tolerance;                       /* on the error of the steps       */
} rp_line;

/* Doubles and integers of workspace. */
int64_t rp_line_workspace(int64_t nodes);
int64_t rp_line_pivots(int64_t nodes);

typedef struct rp_line_report {
  double error; /* estimated, of the steps                                    */
  double tail;  /* last two Chebyshev coefficients of u(0, .)                 */
  /* Least speed out of the box at its ends; negative: flow comes in and the answer means nothing. */
  double inflow;
  int64_t steps;
} rp_line_report;

/* u(0, .) on the points -cos(pi j/nodes) box, j = 0..nodes, into u [nodes + 1]. False: the steps do not get through. */
bool rp_line_solve(const rp_line *line, double *u, rp_line_report *report, double *work, int32_t *pivots);

/* The field at q in the box. points [nodes + 1] is workspace. */
double rp_line_at(const rp_line *line, const double *u, double q, double *points);

#endif
