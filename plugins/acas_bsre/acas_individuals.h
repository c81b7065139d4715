/*
 * acas_individuals.h - single traders among infinitely many (proposition 4.5), without running penalties: they take the quotes of
 * the mean trader's equilibrium as given. Pure; calls libm, acas_constant.h, numerics/curve.h.
 *
 * With the constant ask p = Y^{1,m} + 1/gamma trader j has the linear problem Y^j = o_t Q^j + m_t,
 *     o_t = -2 A/(1 + A int_t^T 1/beta),   m_t = p (1 + o_t/(2 A)),   v^j = (Y^j - p)/(2 beta).                 (eq. 32, 34-36)
 */
#ifndef RP_ACAS_INDIVIDUALS_H
#define RP_ACAS_INDIVIDUALS_H
#include "acas_constant.h"

typedef struct rp_acas_individuals {
  double price;            /* p, cash/share                                                             */
  double slope, level;     /* o_0, m_0                                                                  */
  double ease;             /* int 1/beta                                                                */
  double mean_rate;        /* of the mean trader at the start, share/time                               */
  double slack_printed;    /* right side of (33): q_j - q_e at most this                                */
  double slack_exact;      /* the largest q_j - q_e whose rate stays above epsilon                      */
  double slack_sufficient; /* right side of (37), with epsilon = p (bracket of (26))/(4 beta_high)      */
  double least_sufficient; /* that epsilon                                                              */
} rp_acas_individuals;

/* Needs A > 0; epsilon is market->least if finite, else 0. */
rp_acas_individuals rp_acas_individual(const rp_acas *market, const rp_acas_constants *mean);

/* Adjoint of a trader who begins with q, and its rate at the start. */
double rp_acas_individual_adjoint(const rp_acas_individuals *all, double q);
double rp_acas_individual_rate(const rp_acas *market, const rp_acas_individuals *all, double q);

#endif
