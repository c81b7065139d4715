/*
 * quadrature.h - integrals of smooth functions of one variable: Gauss-Legendre panels, halved where they
 * disagree with their halves. Without allocation. Calls libm. Pure.
 *
 * Source: Davis and Rabinowitz, Methods of Numerical Integration, 2nd ed., sections 2.7 and 6.2.
 */
#ifndef RP_QUADRATURE_H
#define RP_QUADRATURE_H
#include <stdint.h>

enum { RP_GAUSS_NODES = 16 };

/* Nodes in (-1, 1), increasing, and weights of the rule that is exact for polynomials of degree 31. */
extern const double rp_gauss_node[RP_GAUSS_NODES];
extern const double rp_gauss_weight[RP_GAUSS_NODES];

typedef double rp_integrand(const void *context, double x);

/* One panel: 16 evaluations. */
double rp_integrate_panel(rp_integrand *f, const void *context, double from, double to);

/*
 * The integral of f over [from, to].
 *
 * in   tolerance  a panel is accepted when it differs from the sum of its halves by at most this times the
 * integral of |f| over the first panel, or when it has been halved 40 times out  *error     sum of those
 * differences; may be NULL
 */
double rp_integrate(rp_integrand *f, const void *context, double from, double to, double tolerance,
                    double *error);

#endif
