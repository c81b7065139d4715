/* model_factors_solve.c - see model_factors.h: the methods, each with an estimate of its error. Series and collocation are
 * repeated with a higher degree (collocation also on a wider interval) until the answers agree; differences are compared with half
 * of the points and steps. Regression is in model_factors_sample.c. */
#include <string.h>
#include "model_factors_run.h"
#include "numerics/markov_dense.h"
#include "numerics/markov_differences.h"
#include "numerics/markov_taylor.h"
#include "riccati_bounds.h"

static const char *const step_names[] = {"automatic", "taylor", "chebyshev", "finite_differences",
                                         "regression"};

static const double most_work = 2e10; /* some ten seconds */

int64_t rp_factor_option(const rp_factor_setup *s, int which) {
  return rp_call_integer(s->call, (uint32_t)(s->first + which));
}

static double tolerance_of(const rp_factor_setup *s) {
  return rp_call_real(s->call, (uint32_t)(s->first + FACTOR_TOLERANCE));
}

static int order_for(double tolerance) {
  return tolerance >= 1e-4 ? 4 : tolerance >= 1e-7 ? 5 : tolerance >= 1e-9 ? 6 : 7;
}

static int64_t answer_size(const rp_factor_run *r) {
  return r->problem.times * r->problem.states * r->problem.reaction->unknowns;
}

/* Relative change from one answer to the next, every unknown against its largest value. */
static double difference(const rp_factor_run *r, const double *one, const double *two) {
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

static double limit_of(const rp_factor_run *r) {
  return r->setup->most_work > 0 ? r->setup->most_work : most_work;
}

static bool stop(void *context, double work) {
  rp_factor_run *r = context;
  r->work += work;
  return r->work > limit_of(r) || r->setup->call->host->cancelled(r->setup->call->host) != 0;
}

rp_status rp_factor_refuse(const rp_factor_run *r, rp_markov_status status, const rp_markov_report *report,
                           const char *method) {
  const rp_call *call = r->setup->call;
  if (status == RP_MARKOV_STOPPED && call->host->cancelled(call->host)) return RP_CANCELLED;
  if (status == RP_MARKOV_STOPPED)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "too-much-work", r->setup->first + FACTOR_TOLERANCE, tolerance_of(r->setup),
        "%s: at time %.6g the tolerance %.2g has taken %.1g multiplications, which is the limit; ask for a "
        "larger tolerance, fewer types, or no costs and variances of inventories",
        method, report->at, tolerance_of(r->setup), limit_of(r));
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
                          r->setup->first + FACTOR_TOLERANCE, tolerance_of(r->setup),
                          "%s: no time step at %.6g is short enough for the tolerance %.2g; ask for less",
                          method, report->at, tolerance_of(r->setup));
  return rp_call_report(call, RP_NOT_CONVERGED, "singular-system", r->setup->first + FACTOR_METHOD,
                        report->at, "%s: a linear system at time %.6g is singular", method, report->at);
}

static rp_status not_resolved(const rp_factor_run *r, const char *method, double error, double tail,
                              int64_t resolution) {
  return rp_call_report(r->setup->call, RP_NOT_CONVERGED, "not-resolved", r->setup->first + FACTOR_RESOLUTION,
                        error,
                        "%s: with degree %lld the relative error is still %.2g, it must be at most %.2g; the "
                        "terms of the highest degrees are %.2g of the value%s",
                        method, (long long)resolution, error, tolerance_of(r->setup), tail,
                        tail > tolerance_of(r->setup)
                            ? ": the series does not converge at the states asked for, or needs more terms"
                            : "");
}

/* One solve at a resolution; *slot becomes a new array of values. */
typedef rp_status attempt(rp_factor_run *r, int64_t resolution, bool coarse, double **values,
                          rp_markov_report *report, rp_markov_status *status);

static rp_status try_taylor(rp_factor_run *r, int64_t degree, bool coarse, double **values,
                            rp_markov_report *report, rp_markov_status *status) {
  double tolerance = tolerance_of(r->setup);
  rp_markov_taylor method = {degree, order_for(tolerance), -1, tolerance / 4};
  int64_t work = rp_markov_taylor_workspace(&r->problem, &method);
  (void)coarse;
  if (work == 0)
    return rp_call_report(r->setup->call, RP_UNSUPPORTED, "too-many-terms",
                          r->setup->first + FACTOR_RESOLUTION, (double)degree,
                          "taylor: degree %lld in %lld factors has too many terms", (long long)degree,
                          (long long)r->problem.factors);
  double *room = rp_call_doubles(r->setup->call, work);
  *values = rp_call_doubles(r->setup->call, answer_size(r));
  if (!room || !*values) return RP_NO_MEMORY;
  *status = rp_markov_taylor_solve(&r->problem, &method, *values, report, room);
  return RP_OK;
}

/* The interval shrunk towards start and mean, for comparison. */
static void narrowed(const rp_factor_setup *s, double share, double range[2]) {
  double least = fmin(s->laws[0].start, s->laws[0].mean), most = fmax(s->laws[0].start, s->laws[0].mean);
  range[0] = least + (s->low[0] - least) * share;
  range[1] = most + (s->high[0] - most) * share;
  /* The floor of a square-root process is no artificial boundary. */
  if (s->low[0] <= rp_affine_law_floor(s->laws)) range[0] = s->low[0];
}

static rp_status try_dense(rp_factor_run *r, int64_t degree, bool coarse, double **values,
                           rp_markov_report *report, rp_markov_status *status) {
  double tolerance = tolerance_of(r->setup), range[2] = {r->setup->low[0], r->setup->high[0]};
  if (coarse && r->problem.states == 1 && r->setup->regimes == 0) narrowed(r->setup, 0.85, range);
  rp_markov_dense method = {.degree = degree,
                            .low = range[0],
                            .high = range[1],
                            .regimes = r->setup->regimes,
                            .order = order_for(tolerance),
                            .fixed_level = -1,
                            .tolerance = tolerance / 4};
  double *terminal = NULL;
  if (r->setup->regimes > 0) {
    method.rates = rp_call_array(r->setup->call, (uint32_t)(r->setup->first + FACTOR_REGIME_RATES));
    method.given = r->setup->regime_given;
    int64_t n = r->setup->regimes;
    method.terminal = terminal = rp_call_doubles(r->setup->call, n * r->problem.reaction->unknowns);
    if (!terminal) return RP_NO_MEMORY;
    for (int64_t k = 0; k < r->problem.reaction->unknowns; ++k)
      for (int64_t i = 0; i < n; ++i)
        terminal[k * n + i] = r->problem.terminal[k].coefficients[0];
  }
  double *room = rp_call_doubles(r->setup->call, rp_markov_dense_workspace(&r->problem, &method)),
         *nodal = NULL;
  int64_t points = r->setup->regimes > 0 ? r->setup->regimes : degree + 1;
  if (r->grids &&
      !(nodal = rp_call_doubles(r->setup->call, r->problem.times * r->problem.reaction->unknowns * points)))
    return RP_NO_MEMORY;
  *values = rp_call_doubles(r->setup->call, answer_size(r));
  if (!room || !*values) return RP_NO_MEMORY;
  *status = rp_markov_dense_solve(&r->problem, &method, *values, nodal, report, room);
  r->answer->nodal = nodal;
  r->answer->low = range[0];
  r->answer->high = range[1];
  return RP_OK;
}

/* Ever higher degrees until two answers agree; *settled: whether they did. */
static rp_status climb(rp_factor_run *r, attempt *solve, const char *method, int64_t count,
                       const int64_t *degrees, bool must, bool *settled) {
  double *before = NULL, *now = NULL, error = INFINITY, tolerance = tolerance_of(r->setup);
  rp_markov_report report = {0};
  *settled = false;
  for (int64_t i = 0; i < count; ++i) {
    rp_markov_status status;
    rp_status called = solve(r, degrees[i], i < count - 1 && count == 2, &now, &report, &status);
    if (called != RP_OK) return called;
    if (status == RP_MARKOV_OK) {
      if (before) {
        error = difference(r, before, now) + report.time_error;
        r->answer->values = now;
        r->answer->error = error;
        r->answer->tail = report.tail;
        r->answer->resolution = degrees[i];
        r->answer->steps = report.steps;
        bool chosen = count == 2;
        if (error <= tolerance || (chosen && isfinite(error) && error < 1e-2)) {
          *settled = true;
          return RP_OK;
        }
      }
      before = now;
    } else if (status == RP_MARKOV_STOPPED && !must &&
               !r->setup->call->host->cancelled(r->setup->call->host)) {
      r->work = 0; /* the next method begins anew */
      return RP_OK;
    } else if (status == RP_MARKOV_STOPPED || (i == count - 1 && must))
      return rp_factor_refuse(r, status, &report, method);
  }
  return must ? not_resolved(r, method, error, report.tail, degrees[count - 1]) : RP_OK;
}

static rp_status by_taylor(rp_factor_run *r, bool must, bool *settled) {
  static const int64_t degrees[4][5] = {
      {12, 18, 26, 36, 48}, {8, 12, 16, 20, 24}, {4, 6, 8, 10, 12}, {3, 4, 5, 6, 8}};
  int64_t own = rp_factor_option(r->setup, FACTOR_RESOLUTION);
  r->answer->method = METHOD_TAYLOR;
  if (own > 0 && own < 4)
    return rp_call_report(
        r->setup->call, RP_BAD_INPUT, "resolution-too-low", r->setup->first + FACTOR_RESOLUTION, (double)own,
        "'resolution' is %lld, the degree of a series must be 0 or at least 4", (long long)own);
  const int64_t chosen[2] = {own - (own / 4 > 1 ? own / 4 : 1), own};
  if (own > 0) return climb(r, try_taylor, "taylor", 2, chosen, must, settled);
  return climb(r, try_taylor, "taylor", 5, degrees[r->problem.factors - 1], must, settled);
}

static rp_status by_chebyshev(rp_factor_run *r) {
  static const int64_t degrees[] = {20, 28, 40, 56, 80, 112, 160};
  int64_t own = rp_factor_option(r->setup, FACTOR_RESOLUTION);
  bool settled;
  r->answer->method = METHOD_CHEBYSHEV;
  if (r->setup->regimes > 0) { /* nothing to resolve but time */
    const int64_t once[2] = {r->setup->regimes - 1, r->setup->regimes - 1};
    return climb(r, try_dense, "chain", 2, once, true, &settled);
  }
  if (own > 0 && (own < 8 || own > 400))
    return rp_call_report(r->setup->call, RP_BAD_INPUT, "resolution-out-of-range",
                          r->setup->first + FACTOR_RESOLUTION, (double)own,
                          "'resolution' is %lld, the degree of a collocation must be 0 or in 8..400",
                          (long long)own);
  const int64_t chosen[2] = {own - own / 4, own};
  if (own > 0) return climb(r, try_dense, "chebyshev", 2, chosen, true, &settled);
  rp_status status = climb(r, try_dense, "chebyshev", RP_COUNT_OF(degrees), degrees, true, &settled);
  if (status != RP_OK || r->problem.states != 1) return status;
  /* The interval is wide enough if a narrower one gives the same. */
  rp_factor_answer kept = *r->answer;
  rp_markov_report report;
  rp_markov_status solved;
  double *values;
  status = try_dense(r, kept.resolution, true, &values, &report, &solved);
  *r->answer = kept;
  if (status == RP_OK && solved == RP_MARKOV_OK) r->answer->error += difference(r, kept.values, values);
  return status;
}

static rp_status by_differences(rp_factor_run *r) {
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
    values[i] = rp_call_doubles(s->call, answer_size(r));
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
  r->answer->error = difference(r, values[0], values[1]) / (monotone ? 1 : 3);
  r->answer->resolution = intervals;
  r->answer->low = s->low[0];
  r->answer->high = s->high[0];
  return RP_OK;
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
                          step_names[method], (long long)s->factors);
  if (method == METHOD_TAYLOR && r->grids)
    return rp_call_report(
        s->call, RP_UNSUPPORTED, "series-along-paths", s->first + FACTOR_METHOD, NAN,
        "taylor: the series does not converge wherever paths may go; choose chebyshev or regression");
  bool closed = rp_affine_factors_gaussian(s->factors, s->laws, s->correlation);
  if (method == METHOD_TAYLOR && !closed)
    return rp_call_report(s->call, RP_UNSUPPORTED, "series-of-correlated", s->first + FACTOR_METHOD, NAN,
                          "taylor: a square-root factor is correlated with another one, so that the "
                          "generator leaves the polynomials; choose regression");
  if (chain) return by_chebyshev(r);
  if (method == METHOD_TAYLOR || (method == METHOD_AUTOMATIC && closed && !s->curved && !r->grids)) {
    rp_status status = by_taylor(r, method == METHOD_TAYLOR, &settled);
    if (status != RP_OK || settled) return status;
  }
  if (method == METHOD_DIFFERENCES) return by_differences(r);
  if (method == METHOD_CHEBYSHEV || (method == METHOD_AUTOMATIC && s->factors == 1)) return by_chebyshev(r);
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
    return rp_factor_refuse(&r, RP_MARKOV_OUT_OF_BOUNDS, &report, step_names[answer->method]);
  return RP_OK;
}

rp_status rp_factor_put_method(const rp_call *call, uint32_t first, const rp_factor_answer *answer) {
  const rp_number numbers[] = {{first, (double)answer->method},
                               {first + 1, (double)answer->resolution},
                               {first + 2, (double)answer->steps},
                               {first + 3, answer->tail}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_factor_check_own(const rp_factor_setup *setup, const rp_type_game *game, int32_t penalty_param) {
  const rp_type_wishes own = {.own = true};
  for (int64_t k = 0; k < game->types; ++k) {
    double eta = game->slippage[k], gamma = game->residue[k], unused;
    if (gamma >= 0 || rp_riccati_constant(eta, 0, game->risk_aversion[k] * setup->least_variance, gamma,
                                          setup->horizon, &unused))
      continue;
    rp_factor_setup alone = *setup;
    for (int i = 0; i < RP_TYPE_GIVENS; ++i)
      if (alone.given[i].curve) alone.given[i].curve = alone.curves + i;
    alone.own_type = k + 1;
    alone.own_residue = gamma;
    alone.own_param = penalty_param;
    rp_type_game single = {1, game->count + k, game->slippage + k, game->risk_aversion + k, game->residue + k,
                           0};
    rp_type_system system;
    rp_field_places places;
    rp_factor_answer answer;
    rp_status status = rp_field_read(setup->call, -1, &alone, &places);
    if (status == RP_OK) status = rp_type_system_make(&alone, &single, &own, penalty_param, &system);
    if (status == RP_OK)
      status = rp_factor_solve(&alone, &system.reaction, system.terminal, NULL, &places, system.lower,
                               system.upper, false, &answer);
    if (status != RP_OK) return status;
  }
  return RP_OK;
}
