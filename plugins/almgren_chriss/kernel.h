/*
 * kernel.h - Almgren & Chriss (2000), "Optimal execution of portfolio transactions": the plan that sells a block in N
 * equal periods and minimises expected cost plus risk aversion times variance. Pure functions of plain numbers, called
 * by model.c and by tests.
 *
 * Signs: a positive block is sold, its trades are positive, costs are positive.
 */
#ifndef RP_ALMGREN_CHRISS_KERNEL_H
#define RP_ALMGREN_CHRISS_KERNEL_H
#include <stdint.h>

/* X, T, N, sigma, gamma, eta, epsilon, lambda of the paper. */
typedef struct rp_liquidation {
  double block, horizon;
  int64_t periods;
  double volatility, permanent_impact, temporary_impact, fixed_cost, risk_aversion;
} rp_liquidation;

/* eta - gamma tau/2, what is left of the temporary impact of a period (eq. 17). The problem is strictly convex, and has
 * a solution, exactly if this is positive. */
double rp_liquidation_effective_impact(const rp_liquidation *problem);

/* kappa >= 0, the urgency: 2 (cosh(kappa tau) - 1) = tau^2 lambda sigma^2/effective impact (eqs. 15-16). */
double rp_liquidation_urgency(const rp_liquidation *problem);

/* x_j, shares left after period j of a plan with this urgency: X sinh(kappa (T - t_j))/sinh(kappa T) (eq. 18). */
double rp_liquidation_left(const rp_liquidation *problem, double urgency, int64_t j);

/* E and V of the plan with this urgency (eqs. 5 and 6). */
void rp_liquidation_cost(const rp_liquidation *problem, double urgency, double *expected, double *variance);

#endif
