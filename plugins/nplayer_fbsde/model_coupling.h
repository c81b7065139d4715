/*
 * model_coupling.h - the equation for the aggregate rate by the host's services: directly, or by GMRES without its matrix,
 * preconditioned by the game of 32 of the agents. Agents are summed in parts whose number does not depend on the threads. Glue.
 */
#ifndef RP_MODEL_COUPLING_H
#define RP_MODEL_COUPLING_H
#include "model_aggregate.h"

typedef struct rp_coupling rp_coupling;
struct rp_coupling {
  const rp_coupled_agents *game;
  double coupling; /* lambda, times agents per agent of a sample */
  const double *drift;
  rp_aggregate_solver solver;
  double *rates, *rcond; /* rcond NULL: not wanted */
  int64_t *products;
  /* Makes the coefficients' context of a sample of every (agents/sample)-th agent; NULL: not needed. */
  rp_status (*choose)(const rp_call *call, const rp_coupling *c, rp_coupled_agents *sample);
  void *context;
};

/*
 * V into c->rates. *failing: the first agent whose own equation escapes, then nothing else is defined.
 * RP_NO_SOLUTION without a report: the equation is singular.
 *
 * Automatic: the matrix for at most 128 nodes; else whichever is expected to be faster, never the matrix beyond 2048.
 */
rp_status rp_model_couple(const rp_call *call, const rp_coupling *c, int64_t *failing);

/*
 * The least shift in (0, most) such that the equation is singular when it is taken off all terminal values, infinite if there is
 * none; negative if the game lies beyond a singular one already. By the sign of the determinant on some points, then bisection.
 */
rp_status rp_model_singular_shift(const rp_call *call, const rp_coupling *c, double most, double *shift);

#endif
