/*
 * population.h - agents with different coefficients, constant or dependent on time, as data: their coefficients on the
 * nodes of a grid for numerics/coupled_agents.h, bounds on the growth of modes, conditions for uniqueness, and costs. Pure;
 * calls libm and numerics. Memory is the caller's.
 */
#ifndef RP_POPULATION_H
#define RP_POPULATION_H
#include <stdbool.h>
#include <stdint.h>
#include "numerics/coupled_agents.h"
#include "numerics/curve.h"

enum { RP_PERTURBATIONS = 6 };

/* eta_i(t) and alpha_i(t) are a constant of the agent times a common shape, or a curve of the agent. */
typedef struct rp_population {
  int64_t agents;
  double horizon, impact;
  const double *slippage, *risk_aversion, *penalty, *start; /* [agents]: eta_i, alpha_i, phi_i, x_i */
  rp_curve slippage_shape, risk_shape, volatility, drift;
  const rp_value *slippage_curves, *risk_curves; /* NULL, or one curve per agent */
} rp_population;

double rp_population_slippage(const rp_population *population, int64_t agent, double t);
double rp_population_risk(const rp_population *population, int64_t agent, double t); /* alpha_i sigma^2 */

/* Whether neither eta_i nor a_i depends on time. */
bool rp_population_steady(const rp_population *population);

/* Some agents on the nodes of a grid; the context of rp_population_coefficients(). */
typedef struct rp_population_grid {
  const rp_population *population;
  const int64_t *chosen; /* numbers of the agents; NULL: all */
  int64_t stages;
  double *time, *slippage_shape, *risk_shape, *drift; /* [nodes]; risk_shape includes sigma^2 */
  double *perturbation; /* for costs: [nodes][RP_PERTURBATIONS][2], cos(m pi t/T) and its integral from 0 */
} rp_population_grid;

/* Fills the arrays of the grid but `perturbation`, and that one. */
void rp_population_sample(const rp_collocation *method, int64_t panels, const double *edges,
                          rp_population_grid *grid);
void rp_population_perturb(int64_t nodes, rp_population_grid *grid);

rp_agent_coefficients rp_population_coefficients;

/* The gamma at and below which the Riccati equation p' = p^2/eta + impact p/(2 eta) - a of a steady agent escapes: its own problem
 * with impact 0, its answers to the others with the game's impact. */
double rp_population_critical(const rp_population *population, int64_t agent, double impact);

/* A bound on the growth rates of all modes: max over time of (lambda/2) sum 1/eta_i and sqrt(max a_i/eta_i), looked at
 * in `points` points of the horizon. *own (NULL: not wanted): the same for a single agent's modes, lambda/2 max 1/eta_i in place of the
 * sum. */
double rp_population_rate(const rp_population *population, int64_t points, double *own);

/*
 * The volatility above which the pointwise monotonicity argument works if gamma_i >= 0 (theorem 4.2 as we reconstruct it), at t:
 * (lambda/4) times the spectral norm of D_alpha^{-1/2} (1 1' - I) D_eta^{-1/2}, where alpha excludes sigma^2. By power
 * iteration, O(agents) each. Infinite if some alpha_i is 0. work [4 agents].
 */
double rp_population_monotone_volatility(const rp_population *population, double t, double *work);

/* Whether 2 diag(gamma) - (lambda/2)(1 1' - I) >= 0: one equilibrium at any volatility, also a random one. */
bool rp_population_terminally_monotone(const rp_population *population);

/* What a cost is made of, in cash. */
enum {
  RP_COST_INITIAL,     /* lambda x^2/2                              */
  RP_COST_TERMINAL,    /* gamma X(T)^2                              */
  RP_COST_SLIPPAGE,    /* int eta xi^2                              */
  RP_COST_RISK,        /* int a X^2                                 */
  RP_COST_DRIFT,       /* -int b X                                  */
  RP_COST_INTERACTION, /* -lambda int X times the others' rates     */
  RP_COST_PARTS
};

/* Costs and checks of one agent on a grid. */
typedef struct rp_agent_cost {
  double total; /* J_i, cash: the sum of the parts */
  double parts[RP_COST_PARTS];
  double identity; /* |J_i - (lambda x^2/2 + Y_0 x/2 - (1/2) int X f)|                                      */
  double slope;    /* largest |derivative of J_i| along rates cos(m pi t/T), m < RP_PERTURBATIONS           */
  double scale;    /* sum of the absolute parts of J_i and of the derivatives                              */
  double curvature; /* least second derivative along them, relative to the sum of its absolute parts       */
  double residual;  /* largest |Y right - Y left - int (f - 2 a X)| of a panel, relative to the largest |Y| */
} rp_agent_cost;

/*
 * One agent's path on the grid, entries `stride` apart: rates at the nodes, adjoint at the ends of panels, inventory at the
 * horizon; forcing [nodes]: b + lambda V.
 */
typedef struct rp_agent_path {
  int64_t agent, stride;
  const double *rate, *adjoint, *forcing;
  double end;
} rp_agent_path;

rp_agent_cost rp_population_cost(const rp_population_grid *grid, const rp_collocation *method, int64_t panels,
                                 const double *edges, const rp_agent_path *path);

#endif
