/*
 * scenario.h - one scenario of the pre-hedging dealer, exactly: her profit and loss given when the client decides and what,
 * without steps in time. Calls stages.h, gain.h, numerics/quadrature.h. Pure.
 *
 * Method. Along any strategy the liquidation value v of gain.h grows by the running cost less nu/2 (u - u_3)^2, where u_3 is
 * the rate of the third stage, because v solves its dynamic programming equation. Before the decision u - u_3 is the drive
 * d m/nu, which does not depend on the state. So the running cost of the first two stages is a difference of v and an
 * integral that is known, and the profit and loss is
 *     P_0 X_0 - kappa X_0^2/2 + v(z_0) - d^2/(2 nu) (int_0^T m^2 + mu^2 tau) + [what the client adds at z] + noise,
 * where the noise is normal with variance sigma^2 int_0^infinity X^2 dt. That integral is a quadratic form z' L z of the
 * third stage's start and differences of it along the second; L solves a 2x2 Lyapunov equation in closed form.
 */
#ifndef RP_SCENARIO_H
#define RP_SCENARIO_H
#include "gain.h"

typedef struct rp_scenarios {
  const rp_stages *stages;
  rp_client client;
  rp_start start;
  bool prehedges;         /* else X_0 is kept until the client decides                          */
  double flow;            /* d                                                                  */
  rp_position at_horizon; /* (X_T, I_T)                                                         */
  double sure;            /* profit and loss at tau = 0 without trade, less its liquidation, cash */
  double per_time;        /* what each unit of tau costs, cash/time                             */
  double held_squared;    /* int_0^T X^2 dt, share^2 time; only with volatility                 */
  double volatility;
  double l_xx, l_xi, l_ii; /* L                                                                 */
} rp_scenarios;

/* The same for all scenarios. volatility > 0 needs an inventory_cost > 0, else the noise has no finite variance. */
rp_scenarios rp_scenarios_begin(const rp_stages *stages, const rp_client *client, const rp_start *start,
                                bool prehedges, double volatility);

typedef struct rp_scenario {
  double gain;          /* profit and loss, cash                                     */
  rp_position at_trade; /* just before the decision                                  */
} rp_scenario;

/* The scenario in which the client decides tau after T; side 1: buys, -1: sells, 0: no trade. normal: standard. O(1). */
rp_scenario rp_scenario_at(const rp_scenarios *k, double tau, int side, double normal);

#endif
