/*
 * acas_constant.h - section 4 without running penalties (phi = 0) and with flows that are known: y2 and ye do not move, so that all
 * quotes and the rate are those of time 0 (theorem 4.3, eq. 27 and 28). Pure; calls libm, numerics/roots.h, numerics/quadrature.h,
 * numerics/curve.h.
 *
 * Two equations for the two constants:
 *     y2 + 2 A (q2 + (int a + int b + int v) 2 sinh(gamma y2)) = 0,       -2 A q2 <= y2 <= 0,
 *     ye + 2 A (qe + (1 + e^{-gamma y2}) int v + e^{-gamma y2} int a - e^{gamma y2} int b) = 0,
 * the second increasing in ye for each y2, the first, with ye inside, increasing in y2 where a + b + v > 0. Then R(0) =
 * -2 A (1 + 2 A int G)^{-1} with the Jacobian G of acas.h.
 */
#ifndef RP_ACAS_CONSTANT_H
#define RP_ACAS_CONSTANT_H
#include "acas.h"

typedef struct rp_acas_constants {
  double y2, ye;    /* cash/share                                        */
  double maker;     /* Y^1, cash/share                                   */
  double maker_end; /* Q^1(T), share                                     */
  double executed;  /* int v, share                                      */
  double gain[4];   /* R(0), cash/share^2                                */
  double residual;  /* of both equations, relative to their terms        */
} rp_acas_constants;

/* False where the bracket of y2 has no sign change (a + b + v < 0 somewhere, without truncation). */
bool rp_acas_constant(const rp_acas *market, rp_acas_constants *out);

/* The integral of 1/beta over the horizon; and the same with it, for many inventories and one cost. */
double rp_acas_ease(const rp_acas *market);
bool rp_acas_constant_eased(const rp_acas *market, double ease, rp_acas_constants *out);

#endif
