/*
 * quadrature_rule.h - nodes and weights of Gauss-Legendre and Clenshaw-Curtis rules of any order on [-1, 1].
 * Pure; calls the C library only.
 */
#ifndef RP_QUADRATURE_RULE_H
#define RP_QUADRATURE_RULE_H
#include <stdint.h>

/* Gauss-Legendre rule with n nodes in increasing order, exact for polynomials of degree 2n - 1. n >= 1. */
void rp_gauss_legendre(int64_t n, double *nodes, double *weights);

/* Weights of the Clenshaw-Curtis rule on the n + 1 points -cos(pi j / n), exact for polynomials of degree n.
 * n >= 1. */
void rp_clenshaw_curtis(int64_t n, double *weights);

#endif
