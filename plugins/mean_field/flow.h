/*
 * flow.h - the law of positions under any feedback, by the forward Kolmogorov equation in conservation form, and what
 * that feedback is worth: nothing of the equilibrium's theory enters. Finite volumes with central fluxes,
 * Crank-Nicolson in time, no rescaling: the mass that is lost is an output. Pure; calls numerics/tridiagonal.h.
 */
#ifndef RP_FLOW_H
#define RP_FLOW_H
#include <stdbool.h>
#include <stdint.h>

/* The feedback alpha(x, t) = base + slope x + shape(x), and ln (m/m_1) of the density that herding refers to,
 * log[0] + log[1] x + log[2] x^2. */
typedef struct rp_feedback {
  double base, slope;
  double log[3];
} rp_feedback;
typedef void rp_feedback_function(void *context, double t, rp_feedback *feedback);

typedef struct rp_flow {
  double a, b, c, d, sigma, horizon, target; /* as in retail.h                                    */
  double log_unit;
  int64_t cells, steps;
  double low, high; /* ends of the first and the last cell                              */
  rp_feedback_function *feedback;
  void *context;
  const double *shape_faces; /* [cells + 1] shape(x) at the cells' ends, [cells] in their middles */
  const double *shape_cells;
  bool own;                 /* herding refers to the law itself, not to the given density         */
  double *m;                /* [cells]: the initial law of mass one on entry, the last one on exit  */
  double *work;             /* [6 * cells]                                                        */
  double utility;           /* eq. 6                                                              */
  double mass_error, least; /* largest change of the mass; least density                          */
} rp_flow;

/* After each step, and before the first: step, moments of the law. NULL: not called. */
typedef bool rp_flow_watch(void *context, int64_t step, double mean, double variance);

/* Runs all steps. false if the watch said so, or a value is no number. */
bool rp_flow_run(rp_flow *flow, rp_flow_watch *watch, void *watch_context);

#endif
