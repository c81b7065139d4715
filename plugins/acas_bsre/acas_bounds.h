/*
 * acas_bounds.h - the lower bounds of the buyer's rate without running penalties (section 4.2), as printed and with noise orders.
 * Pure; calls libm, numerics/curve.h, numerics/roots.h.
 *
 *     p = 2/(1/A + (T/beta_low)(1 + e^{2 A gamma (q1 - q2)}))
 *     2 beta v >= p (-q_e + q1 - 1/(2 A gamma))                                                  (eq. 26; a = b = 0 only)
 *     2 beta v >= p (-q_e + q1 - 1/(2 A gamma) - int a e^{2 A gamma (q1 - q2)} + int b e^{-2 A gamma (q1 - q2)})
 *
 * the latter for any flows where its bracket is positive. With equal makers and constant beta (26) is an equality.
 */
#ifndef RP_ACAS_BOUNDS_H
#define RP_ACAS_BOUNDS_H
#include "acas.h"

typedef struct rp_acas_bounds {
  double weight;    /* p                                                                    */
  double printed;   /* right side of (26) over 2 beta_high: a bound of the rate, if positive */
  double corrected; /* the same with noise orders                                           */
  double printed_bracket, corrected_bracket; /* share: must be positive for the bound to hold     */
  double cost_low, cost_high; /* least and largest beta on the horizon                            */
} rp_acas_bounds;

/* Needs A > 0. */
rp_acas_bounds rp_acas_bound(const rp_acas *market);

#endif
