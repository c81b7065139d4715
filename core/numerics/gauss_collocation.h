/*
 * gauss_collocation.h - the collocation method at Gauss-Legendre points of [0, 1] (Kuntzmann and Butcher): nodes, weights,
 * and values and integrals of the Lagrange polynomials through the nodes. Pure; calls the C library only.
 *
 * Source: Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, 2nd ed., section II.7.
 */
#ifndef RP_GAUSS_COLLOCATION_H
#define RP_GAUSS_COLLOCATION_H
#include <stdint.h>

enum { RP_COLLOCATION_MOST = 16 };

/* The s-stage method, 1 <= s <= RP_COLLOCATION_MOST; order 2 s. */
typedef struct rp_collocation {
  int64_t stages;
  double node[RP_COLLOCATION_MOST];                            /* in (0, 1), increasing */
  double weight[RP_COLLOCATION_MOST];                          /* sum 1                 */
  double from_left[RP_COLLOCATION_MOST][RP_COLLOCATION_MOST];  /* [j][k]: integral of l_k over [0, node j] */
  double from_right[RP_COLLOCATION_MOST][RP_COLLOCATION_MOST]; /* the same less weight k: over [1, node j] */
  double legendre[RP_COLLOCATION_MOST][RP_COLLOCATION_MOST];   /* [m][k]: P_m(2 node k - 1), for basis() */
} rp_collocation;

void rp_collocation_make(int64_t stages, rp_collocation *method);

/* values[k] = l_k(x) and integrals[k] = integral of l_k over [0, x]; either may be NULL. */
void rp_collocation_basis(const rp_collocation *method, double x, double *values, double *integrals);

#endif
