/*
 * herding_modes.h - the fixed-point problem of density.h, linearised at a normal law in the moving frame, solved exactly.
 * Pure; calls frame.h, numerics/tridiagonal.h.
 *
 * A small change r of ln m in the potential changes ln m by a + b, the changes of ln phi and ln psi, whose
 * products with the root of the normal density obey the oscillator (d^2/dy^2 - y^2/4)/2. In its eigenvectors on the grid, of
 * the eigenvalues lambda above the lowest one, each order stands alone: with the coupling w = g s^2/sigma^4
 *     S'' = lambda^2 S - 2 lambda w (r + S),   S(0) = 0,   S' = -lambda S at the end
 * gives the S = a + b that r + S causes, by a tridiagonal system in time. What a residual r asks for is r + S: Newton's step,
 * which converges where plain iteration does not. Of another term than ln, g/A stands for the slope of f in ln m.
 */
#ifndef RP_HERDING_MODES_H
#define RP_HERDING_MODES_H
#include <stdint.h>
#include "frame.h"

enum { RP_MODES = 256 }; /* orders at most, with the lowest */

typedef struct rp_modes {
  const rp_frame *frame;
  int64_t nodes;
  int count;            /* of the orders                            */
  double *lambda;       /* [count]                                  */
  double *vectors;      /* [nodes][count]                           */
  double *root;         /* [nodes]: of the normal density           */
  double *coefficients; /* [count][steps + 1]                       */
  double *coupling;     /* [steps + 1]: w                           */
  double *work;         /* [4][steps + 1], or the solver's */
} rp_modes;

/* As many orders as herding can hold up against noise, on so many nodes. */
int rp_modes_count(const rp_frame *frame, int64_t nodes);

/* Doubles of memory. */
int64_t rp_modes_size(const rp_frame *frame, int64_t nodes);

/* false if the eigenvectors are not found. */
bool rp_modes_open(rp_modes *modes, const rp_frame *frame, int64_t nodes, double low, double high,
                   double *memory);

/* Adds S to the residual [steps + 1][nodes]. */
void rp_modes_apply(rp_modes *modes, double *residual);

#endif
