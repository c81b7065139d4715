/*
 * printed.h - formulas of the companion exactly as printed, signs, factors and unstable forms included, so that their
 * deviations can be shown. Never used by any solver. Results are NaN or infinite where the forms overflow or divide by zero.
 * Calls dealer.h and sensitive.h for the constants. Pure.
 */
#ifndef RP_PRINTED_H
#define RP_PRINTED_H
#include "sensitive.h"
#include "stages.h"

/* D(t), E(t) and F(t) below eq. 20 and in eq. 21. */
void rp_printed_functions(const rp_dealer *k, double t, double *d, double *e, double *f);

/* Eqs 22 and 23, which start from X_0 and I_0 = 0. */
rp_position rp_printed_first(const rp_dealer *k, double inventory, double flow, double t);

/* Eq. 17 at u = t - T; its inhomogeneous part in I has the sign printed. */
rp_position rp_printed_second(const rp_dealer *k, rp_position z, double flow, double u);

/* The other root of the quadratic equation for B, and the sum of the closed loop's rates that belongs to it. */
void rp_printed_other_root(const rp_dealer *k, double *b, double *omega);

/* Theorem 2 at s = T - t. */
typedef struct rp_printed_sensitive {
  double e;           /* closed form of E, the exponential of the integral of B/nu                       */
  double e_of_ode;    /* what its equation 0 = E' + B D/nu would give                                    */
  double f;           /* F as printed                                                                    */
  double f_bracketed; /* F with the logarithm moved into the bracket                                     */
  double f_corrected; /* F with that and 16 in place of 18                                               */
  double a_at_end;    /* A(T) with s1 for s2                                                             */
} rp_printed_sensitive;
rp_printed_sensitive rp_printed_sensitive_at(const rp_sensitive *k, double s);

/* The rate of theorem 2's maximiser at a state: as printed, with A/nu and B/nu inside a quotient by nu. */
double rp_printed_rate(const rp_sensitive *k, double s, double inventory, double price);

#endif
