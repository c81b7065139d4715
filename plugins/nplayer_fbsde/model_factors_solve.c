/* model_factors_solve.c - see model_factors.h: the choice of the method, and what all methods share. Each method is in a file of its
 * own: model_factors_degrees.c, model_factors_differences.c, model_factors_regression.c. */
#include <string.h>
#include "model_factors_run.h"

static const char *const method_names[] = {"automatic", "taylor", "chebyshev", "finite_differences",
                                           "regression"};

static const double most_work = 2e10; /* some ten seconds */

int64_t rp_factor_option(const rp_factor_setup *s, int which) {
  return rp_call_integer(s->call, (uint32_t)(s->first + which));
}

double rp_factor_tolerance(const rp_factor_setup *s) {
  return rp_call_real(s->call, (uint32_t)(s->first + FACTOR_TOLERANCE));
}

int64_t rp_factor_answer_size(const rp_factor_run *r) {
  return r->problem.times * r->problem.states * r->problem.reaction->unknowns;
}

double rp_factor_difference(const rp_factor_run *r, const double *one, const double *two) {
  int64_t unknowns = r->problem.reaction->unknowns, points = r->problem.times * r->problem.states;
  double worst = 0, all = 0;
  for (int64_t i = 0; i < points * unknowns; ++i)
    all = fmax(all, fabs(two[i]));
  for (int64_t k = 0; k < unknowns; ++k) {
    double size = 1e-6 * all, moved = 0;
    for (int64_t i = 0; i < points; ++i) {
      size = fmax(size, fabs(two[i * unknowns + k]));
      moved = fmax(moved, fabs(two[i * unknowns + k] - one[i * unknowns + k]));
    }
    if (!isfinite(moved)) return INFINITY;
    if (moved > 0) worst = fmax(worst, moved / size);
  }
  return worst;
}

double rp_factor_work_limit(const rp_factor_run *r) {
  return r->setup->most_work > 0 ? r->setup->most_work : most_work;
}

static bool stop(void *context, double work) {
  rp_factor_run *r = context;
  r->work += work;
  return r->work > rp_factor_work_limit(r) || r->setup->call->host->cancelled(r->setup->call->host) != 0;
}

bool rp_factor_samples(const rp_factor_setup *setup) {
  int64_t method = rp_factor_option(setup, FACTOR_METHOD);
  return setup->regimes == 0 &&
         (method == METHOD_REGRESSION || (method == METHOD_AUTOMATIC && setup->factors > 1));
}

rp_markov_problem rp_factor_problem(const rp_factor_setup *setup, const rp_reaction *reaction,
                                    const rp_markov_function *terminal, const rp_field_places *places,
                                    const double *lower, const double *upper) {
  return (rp_markov_problem){.reaction = reaction,
                             .factors = setup->factors,
                             .laws = setup->laws,
                             .correlation = setup->correlation,
                             .given = setup->given,
                             .terminal = terminal,
                             .horizon = setup->horizon,
                             .times = places->all_count,
                             .states = places->states + 1,
                             .time = places->all_times,
                             .state = places->all_states,
                             .lower = lower,
                             .upper = upper};
}

static rp_status choose(rp_factor_run *r) {
  const rp_factor_setup *s = r->setup;
  int64_t method = rp_factor_option(s, FACTOR_METHOD);
  bool settled = false, chain = s->regimes > 0;
  if (chain && method != METHOD_AUTOMATIC)
    return rp_call_report(s->call, RP_UNSUPPORTED, "chain-has-one-method", s->first + FACTOR_METHOD, NAN,
                          "a chain of regimes has one method; leave 'method' automatic");
  if (method == METHOD_TAYLOR && s->curved)
    return rp_call_report(s->call, RP_UNSUPPORTED, "series-of-a-curve", s->first + FACTOR_METHOD, NAN,
                          "taylor: the coefficients must be polynomials, not curves");
  if ((method == METHOD_CHEBYSHEV || method == METHOD_DIFFERENCES) && s->factors > 1)
    return rp_call_report(s->call, RP_UNSUPPORTED, "grid-of-several", s->first + FACTOR_METHOD,
                          (double)s->factors,
                          "%s: one factor only, there are %lld; choose taylor or regression",
                          method_names[method], (long long)s->factors);
  if (method == METHOD_TAYLOR && r->grids)
    return rp_call_report(
        s->call, RP_UNSUPPORTED, "series-along-paths", s->first + FACTOR_METHOD, NAN,
        "taylor: the series does not converge wherever paths may go; choose chebyshev or regression");
  bool closed = rp_affine_factors_gaussian(s->factors, s->laws, s->correlation);
  if (method == METHOD_TAYLOR && !closed)
    return rp_call_report(s->call, RP_UNSUPPORTED, "series-of-correlated", s->first + FACTOR_METHOD, NAN,
                          "taylor: a square-root factor is correlated with another one, so that the "
                          "generator leaves the polynomials; choose regression");
  if (chain) return rp_factor_by_chebyshev(r);
  if (method == METHOD_TAYLOR || (method == METHOD_AUTOMATIC && closed && !s->curved && !r->grids)) {
    rp_status status = rp_factor_by_taylor(r, method == METHOD_TAYLOR, &settled);
    if (status != RP_OK || settled) return status;
  }
  if (method == METHOD_DIFFERENCES) return rp_factor_by_differences(r);
  if (method == METHOD_CHEBYSHEV || (method == METHOD_AUTOMATIC && s->factors == 1))
    return rp_factor_by_chebyshev(r);
  return rp_factor_by_regression(r);
}

rp_status rp_factor_solve(const rp_factor_setup *setup, const rp_reaction *reaction, const double *terminal,
                          const rp_markov_function *functions, const rp_field_places *places,
                          const double *lower, const double *upper, bool grids, rp_factor_answer *answer) {
  const rp_call *call = setup->call;
  memset(answer, 0, sizeof *answer);
  if (!functions) { /* a constant is a polynomial in every factor, of which the first counts */
    double *constants = rp_call_doubles(call, reaction->unknowns * setup->factors);
    rp_markov_function *made =
        call->host->scratch(call->host, (uint64_t)reaction->unknowns * sizeof *made, RP_CALL_ALIGNMENT);
    if (!constants || !made) return RP_NO_MEMORY;
    for (int64_t k = 0; k < reaction->unknowns; ++k) {
      double *own = constants + k * setup->factors;
      memset(own, 0, (size_t)setup->factors * sizeof *own);
      own[0] = terminal[k];
      made[k] = (rp_markov_function){1, own, NULL};
    }
    functions = made;
  }
  rp_factor_run r = {.setup = setup,
                     .problem = rp_factor_problem(setup, reaction, functions, places, lower, upper),
                     .grids = grids,
                     .answer = answer};
  r.problem.stop = stop;
  r.problem.stop_context = &r;
  rp_status status = choose(&r);
  if (status != RP_OK) return status;
  answer->start = answer->values + places->states * reaction->unknowns;
  /* Whatever the method, scalar Riccati equations stay within their bounds. */
  rp_markov_report report = {.unknown = -1};
  double slack = answer->method == METHOD_REGRESSION    ? 0.05
                 : answer->method == METHOD_DIFFERENCES ? fmax(1e-4, 2 * answer->error)
                                                        : 1e-6;
  if (!rp_markov_within(&r.problem, 1, answer->start, slack, &report))
    return rp_factor_refuse(&r, RP_MARKOV_OUT_OF_BOUNDS, &report, method_names[answer->method]);
  return RP_OK;
}

rp_status rp_factor_put_method(const rp_call *call, uint32_t first, const rp_factor_answer *answer) {
  const rp_number numbers[] = {{first, (double)answer->method},
                               {first + 1, (double)answer->resolution},
                               {first + 2, (double)answer->steps},
                               {first + 3, answer->tail}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}
