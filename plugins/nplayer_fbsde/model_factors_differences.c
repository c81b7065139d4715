/* model_factors_differences.c - see model_factors_run.h: finite differences along one factor, compared with half of the points and
 * steps. */
#include "model_factors_run.h"
#include "numerics/markov_differences.h"

rp_status rp_factor_by_differences(rp_factor_run *r) {
  r->implicit = true;
  const rp_factor_setup *s = r->setup;
  int64_t intervals = rp_factor_option(s, FACTOR_RESOLUTION), steps = rp_factor_option(s, FACTOR_STEPS);
  double *values[2];
  bool monotone = rp_factor_option(s, FACTOR_MONOTONE) != 0;
  intervals = intervals > 0 ? intervals : 400;
  steps = steps > 0 ? steps : 200;
  if (intervals < 8)
    return rp_call_report(s->call, RP_BAD_INPUT, "resolution-too-low", s->first + FACTOR_RESOLUTION,
                          (double)intervals, "'resolution' is %lld, differences need at least 8 intervals",
                          (long long)intervals);
  for (int64_t b = 0; b < r->problem.reaction->blocks; ++b)
    if (r->problem.reaction->block[b + 1] - r->problem.reaction->block[b] > RP_REACTION_MOST_BLOCK)
      return rp_call_report(s->call, RP_UNSUPPORTED, "too-many-types", s->first + FACTOR_METHOD, NAN,
                            "finite_differences: at most %d types; choose chebyshev or taylor",
                            RP_REACTION_MOST_BLOCK);
  for (int i = 0; i < 2; ++i) { /* half as fine first */
    rp_markov_differences method = {i ? intervals : intervals / 2, i ? steps : (steps + 1) / 2, s->low[0],
                                    s->high[0], monotone};
    rp_markov_report report;
    double *room = rp_call_doubles(s->call, rp_markov_differences_workspace(&r->problem, &method) +
                                                (r->problem.reaction->unknowns + 1) * (intervals + 1));
    values[i] = rp_call_doubles(s->call, rp_factor_answer_size(r));
    if (!room || !values[i]) return RP_NO_MEMORY;
    if (i && r->grids &&
        !(r->answer->nodal =
              rp_call_doubles(s->call, r->problem.times * r->problem.reaction->unknowns * (intervals + 1))))
      return RP_NO_MEMORY;
    rp_markov_status status = rp_markov_differences_solve(&r->problem, &method, values[i],
                                                          i ? r->answer->nodal : NULL, &report, room);
    if (status != RP_MARKOV_OK) return rp_factor_refuse(r, status, &report, "finite_differences");
    r->answer->steps = report.steps;
  }
  r->answer->method = METHOD_DIFFERENCES;
  r->answer->values = values[1];
  r->answer->error = rp_factor_difference(r, values[0], values[1]) / (monotone ? 1 : 3);
  r->answer->resolution = intervals;
  r->answer->low = s->low[0];
  r->answer->high = s->high[0];
  return RP_OK;
}
