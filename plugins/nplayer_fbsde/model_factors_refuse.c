/* model_factors_refuse.c - see model_factors_run.h: what the statuses of the methods mean to whoever asked. */
#include "model_factors_run.h"

rp_status rp_factor_refuse(const rp_factor_run *r, rp_markov_status status, const rp_markov_report *report,
                           const char *method) {
  const rp_call *call = r->setup->call;
  if (status == RP_MARKOV_STOPPED && call->host->cancelled(call->host)) return RP_CANCELLED;
  if (status == RP_MARKOV_STOPPED)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "too-much-work", r->setup->first + FACTOR_TOLERANCE,
        rp_factor_tolerance(r->setup),
        "%s: at time %.6g the tolerance %.2g has taken %.1g multiplications, which is the limit; ask for a "
        "larger tolerance, fewer types, or no costs and variances of inventories",
        method, report->at, rp_factor_tolerance(r->setup), rp_factor_work_limit(r));
  if (status == RP_MARKOV_OUT_OF_BOUNDS)
    return rp_call_report(call, RP_NOT_CONVERGED, "out-of-bounds", r->setup->first + FACTOR_METHOD,
                          report->value,
                          "%s: the Riccati equation's solution is %.6g at time %.6g, outside of the bounds "
                          "[%.6g, %.6g] that comparison gives; refine the method or choose another",
                          method, report->value, report->at, r->problem.lower[report->unknown],
                          r->problem.upper[report->unknown]);
  if (status == RP_MARKOV_ESCAPES && r->implicit)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "step-too-long", r->setup->first + FACTOR_STEPS, report->at,
        "%s: the implicit equation of the time step at %.6g has no solution; give more steps (if that does "
        "not help, the Riccati equation escapes: chebyshev and chains can tell)",
        method, report->at);
  if (status == RP_MARKOV_ESCAPES && r->answer->method == METHOD_TAYLOR)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "series-diverges", r->setup->first + FACTOR_METHOD, report->at,
        "taylor: the coefficients grow without bound before time %.6g: the states lie beyond the radius of "
        "convergence, or there is no equilibrium; chebyshev or regression can tell",
        report->at);
  if (status == RP_MARKOV_ESCAPES && r->setup->own_type > 0)
    return rp_call_report(call, RP_NO_SOLUTION, "not-convex", r->setup->own_param, r->setup->own_residue,
                          "an agent of type %lld can drive its cost to minus infinity: its Riccati equation "
                          "A' = A^2/eta - a from gamma = %.6g escapes before time %.6g",
                          (long long)r->setup->own_type, r->setup->own_residue, report->at);
  if (status == RP_MARKOV_ESCAPES)
    return rp_call_report(call, RP_NO_SOLUTION, "riccati-escapes", -1, report->at,
                          "%s: the equilibrium has no feedback form before time %.6g, where its Riccati "
                          "equation escapes: the game that begins there has no equilibrium, or many (this "
                          "one, begun earlier, may still have one: nplayer_game tells if nothing is random)",
                          method, report->at);
  if (status == RP_MARKOV_STALLED)
    return rp_call_report(call, RP_NOT_CONVERGED, "no-step-is-short-enough",
                          r->setup->first + FACTOR_TOLERANCE, rp_factor_tolerance(r->setup),
                          "%s: no time step at %.6g is short enough for the tolerance %.2g; ask for less",
                          method, report->at, rp_factor_tolerance(r->setup));
  return rp_call_report(call, RP_NOT_CONVERGED, "singular-system", r->setup->first + FACTOR_METHOD,
                        report->at, "%s: a linear system at time %.6g is singular", method, report->at);
}

rp_status rp_factor_not_resolved(const rp_factor_run *r, const char *method, double error, double tail,
                                 int64_t resolution) {
  return rp_call_report(r->setup->call, RP_NOT_CONVERGED, "not-resolved", r->setup->first + FACTOR_RESOLUTION,
                        error,
                        "%s: with degree %lld the relative error is still %.2g, it must be at most %.2g; the "
                        "terms of the highest degrees are %.2g of the value%s",
                        method, (long long)resolution, error, rp_factor_tolerance(r->setup), tail,
                        tail > rp_factor_tolerance(r->setup)
                            ? ": the series does not converge at the states asked for, or needs more terms"
                            : "");
}
