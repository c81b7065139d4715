/* model_factors_solve.c - see model_factors.h: the methods, each with an estimate of its error. Series and collocation are
 * repeated with a higher degree (collocation also on a wider interval) until the answers agree; differences are compared with half
 * of the points and steps; regression has its batches' spread and, for the bias, the same paths with half of the steps. */
#include <string.h>
#include "model_factors.h"
#include "numerics/markov_dense.h"
#include "numerics/markov_differences.h"
#include "numerics/markov_taylor.h"
#include "riccati_bounds.h"

static const char *const step_names[] = {"automatic", "taylor", "chebyshev", "finite_differences",
                                         "regression"};
enum { MOST_UNKNOWNS = 4096, REGRESSION_UNKNOWNS = RP_REGRESSION_MOST_BASIS };

typedef struct run {
  const rp_factor_setup *setup;
  rp_markov_problem problem;
  bool grids;
  rp_factor_answer *answer;
} run;

static int64_t option(const rp_factor_setup *s, int which) {
  return rp_call_integer(s->call, (uint32_t)(s->first + which));
}

static double tolerance_of(const rp_factor_setup *s) {
  return rp_call_real(s->call, (uint32_t)(s->first + FACTOR_TOLERANCE));
}

static int order_for(double tolerance) {
  return tolerance >= 1e-4 ? 4 : tolerance >= 1e-7 ? 5 : tolerance >= 1e-9 ? 6 : 7;
}

static int64_t answer_size(const run *r) {
  return r->problem.times * r->problem.states * r->problem.reaction->unknowns;
}

/* Relative change from one answer to the next, every unknown against its largest value. */
static double difference(const run *r, const double *one, const double *two) {
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

static rp_status refuse(const run *r, rp_markov_status status, const rp_markov_report *report,
                        const char *method) {
  const rp_call *call = r->setup->call;
  if (status == RP_MARKOV_OUT_OF_BOUNDS)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "out-of-bounds", r->setup->first + FACTOR_METHOD, report->value,
        "%s: the Riccati equation's solution is %.6g at time %.6g, outside of the bounds [%.6g, "
        "%.6g] that comparison gives; refine the method or choose another",
        method, report->value, report->at, r->problem.lower[report->unknown],
        r->problem.upper[report->unknown]);
  if (status == RP_MARKOV_ESCAPES && r->answer->method == METHOD_TAYLOR)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "series-diverges", r->setup->first + FACTOR_METHOD, report->at,
        "taylor: the coefficients grow without bound before time %.6g: the states lie beyond the "
        "radius of convergence, or there is no equilibrium; chebyshev or regression can tell",
        report->at);
  if (status == RP_MARKOV_ESCAPES && r->setup->own_type > 0)
    return rp_call_report(
        call, RP_NO_SOLUTION, "not-convex", r->setup->own_param, r->setup->own_residue,
        "an agent of type %lld can drive its cost to minus infinity: its Riccati equation A' = "
        "A^2/eta - a from gamma = %.6g escapes before time %.6g",
        (long long)r->setup->own_type, r->setup->own_residue, report->at);
  if (status == RP_MARKOV_ESCAPES)
    return rp_call_report(
        call, RP_NO_SOLUTION, "riccati-escapes", -1, report->at,
        "%s: the Riccati equation of the equilibrium has no bounded solution before time %.6g: "
        "there is no equilibrium, or there are many",
        method, report->at);
  if (status == RP_MARKOV_STALLED)
    return rp_call_report(call, RP_NOT_CONVERGED, "no-step-is-short-enough",
                          r->setup->first + FACTOR_TOLERANCE, tolerance_of(r->setup),
                          "%s: no time step at %.6g is short enough for the tolerance %.2g; ask for less",
                          method, report->at, tolerance_of(r->setup));
  return rp_call_report(call, RP_NOT_CONVERGED, "singular-system", r->setup->first + FACTOR_METHOD,
                        report->at, "%s: a linear system at time %.6g is singular", method, report->at);
}

static rp_status not_resolved(const run *r, const char *method, double error, double tail,
                              int64_t resolution) {
  return rp_call_report(r->setup->call, RP_NOT_CONVERGED, "not-resolved", r->setup->first + FACTOR_RESOLUTION,
                        error,
                        "%s: with degree %lld the relative error is still %.2g, it must be at most %.2g; the "
                        "terms of the highest degrees "
                        "are %.2g of the value%s",
                        method, (long long)resolution, error, tolerance_of(r->setup), tail,
                        tail > tolerance_of(r->setup)
                            ? ": the series does not converge at the states asked for, or needs more terms"
                            : "");
}

/* One solve at a resolution; *slot becomes a new array of values. */
typedef rp_status attempt(run *r, int64_t resolution, bool coarse, double **values, rp_markov_report *report,
                          rp_markov_status *status);

static rp_status try_taylor(run *r, int64_t degree, bool coarse, double **values, rp_markov_report *report,
                            rp_markov_status *status) {
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

static rp_status try_dense(run *r, int64_t degree, bool coarse, double **values, rp_markov_report *report,
                           rp_markov_status *status) {
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
static rp_status climb(run *r, attempt *solve, const char *method, int64_t count, const int64_t *degrees,
                       bool must, bool *settled) {
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
    } else if (i == count - 1 && must)
      return refuse(r, status, &report, method);
  }
  return must ? not_resolved(r, method, error, report.tail, degrees[count - 1]) : RP_OK;
}

static rp_status by_taylor(run *r, bool must, bool *settled) {
  static const int64_t degrees[4][5] = {
      {12, 18, 26, 36, 48}, {8, 12, 16, 20, 24}, {4, 6, 8, 10, 12}, {3, 4, 5, 6, 8}};
  int64_t own = option(r->setup, FACTOR_RESOLUTION);
  r->answer->method = METHOD_TAYLOR;
  if (own > 0 && own < 4)
    return rp_call_report(
        r->setup->call, RP_BAD_INPUT, "resolution-too-low", r->setup->first + FACTOR_RESOLUTION, (double)own,
        "'resolution' is %lld, the degree of a series must be 0 or at least 4", (long long)own);
  const int64_t chosen[2] = {own - (own / 4 > 1 ? own / 4 : 1), own};
  if (own > 0) return climb(r, try_taylor, "taylor", 2, chosen, must, settled);
  return climb(r, try_taylor, "taylor", 5, degrees[r->problem.factors - 1], must, settled);
}

static rp_status by_chebyshev(run *r) {
  static const int64_t degrees[] = {20, 28, 40, 56, 80, 112, 160};
  int64_t own = option(r->setup, FACTOR_RESOLUTION);
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

static rp_status by_differences(run *r) {
  const rp_factor_setup *s = r->setup;
  int64_t intervals = option(s, FACTOR_RESOLUTION), steps = option(s, FACTOR_STEPS);
  double *values[2];
  bool monotone = option(s, FACTOR_MONOTONE) != 0;
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
    if (status != RP_MARKOV_OK) return refuse(r, status, &report, "finite_differences");
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

/* ------------------------------------------------------------------ regression, batches in parallel */
typedef struct sampling {
  const run *run;
  const rp_host *host;
  rp_markov_regression method;
  const rp_affine_step *step;
  int64_t unknowns, size; /* doubles of fitted per batch */
  double *fine, *coarse, *fitted;
  rp_markov_status *status;
  rp_markov_report *report;
  bool halve;
} sampling;

/* Factor paths of a batch [steps + 1][factors][paths]; normal [2 factors][paths]. The second half of the paths has the negative
 * normal numbers of the first. */
static void make_paths(const sampling *s, int64_t batch, double *normal, double *z) {
  const rp_markov_problem *p = &s->run->problem;
  int64_t paths = s->method.paths, factors = p->factors;
  for (int64_t f = 0; f < factors; ++f)
    for (int64_t i = 0; i < paths; ++i)
      z[f * paths + i] = p->laws[f].start;
  for (int64_t k = 0; k < s->method.steps; ++k, z += factors * paths) {
    for (int64_t f = 0; f < factors; ++f)
      for (int j = 0; j < (s->step[f].square_root ? 2 : 1); ++j) {
        double *numbers = normal + (2 * f + j) * paths;
        int64_t half = (paths + 1) / 2;
        s->host->normals(s->host, (uint32_t)(2 * f + j), (uint64_t)k, (uint64_t)(batch * half), half,
                         numbers);
        for (int64_t i = half; i < paths; ++i)
          numbers[i] = -numbers[i - half];
      }
    rp_markov_factor_step(p, paths, s->step, normal, z, z + factors * paths);
  }
}

/* Each batch: its own normal numbers, paths, and two recursions. */
static rp_status sample_batch(void *context, int64_t begin, int64_t end) {
  sampling *s = context;
  const rp_markov_problem *p = &s->run->problem;
  int64_t paths = s->method.paths, steps = s->method.steps, factors = p->factors;
  rp_markov_regression half = s->method;
  half.steps = steps / 2;
  int64_t size = rp_markov_regression_workspace(p, &s->method), count = (steps + 3) * factors * paths;
  double *z = s->host->scratch(s->host, (uint64_t)(count + size) * sizeof *z, 64);
  if (!z) return RP_NO_MEMORY;
  double *normal = z + (steps + 1) * factors * paths, *work = z + count;
  for (int64_t b = begin; b < end; ++b) {
    make_paths(s, b, normal, z);
    s->status[b] =
        rp_markov_regression_solve(p, &s->method, z, 1, s->fine + b * s->unknowns,
                                   s->fitted ? s->fitted + b * s->size : NULL, s->report + b, work);
    if (s->status[b] == RP_MARKOV_OK && s->halve)
      s->status[b] =
          rp_markov_regression_solve(p, &half, z, 2, s->coarse + b * s->unknowns, NULL, s->report + b, work);
  }
  return RP_OK;
}

/* Mean over the batches in their order, and its standard error. */
static void average(int64_t batches, int64_t unknowns, const double *of, double *mean, double *spread) {
  for (int64_t k = 0; k < unknowns; ++k) {
    double sum = 0, square = 0;
    for (int64_t b = 0; b < batches; ++b)
      sum += of[b * unknowns + k];
    mean[k] = sum / (double)batches;
    for (int64_t b = 0; b < batches; ++b)
      square += (of[b * unknowns + k] - mean[k]) * (of[b * unknowns + k] - mean[k]);
    if (spread) spread[k] = sqrt(square / (double)(batches - 1) / (double)batches);
  }
}

static rp_status check_sampling(const run *r, sampling *s, int64_t batches) {
  const rp_factor_setup *setup = r->setup;
  const rp_call *call = setup->call;
  if (r->problem.times != 1 || r->problem.states != 2)
    return rp_call_report(
        call, RP_UNSUPPORTED, "regression-off-the-start", setup->first + FACTOR_METHOD, NAN,
        "regression answers at time 0 and the factors' start; leave out 'times' and 'states', or "
        "choose another method");
  if (s->unknowns > REGRESSION_UNKNOWNS)
    return rp_call_report(call, RP_UNSUPPORTED, "too-many-fields", setup->first + FACTOR_METHOD,
                          (double)s->unknowns,
                          "regression: %lld fields at once, at most %d; ask for fewer outputs or types",
                          (long long)s->unknowns, REGRESSION_UNKNOWNS);
  if (!rp_regression_make(setup->factors, option(setup, FACTOR_DEGREE), s->unknowns, &s->method.basis))
    return rp_call_report(call, RP_BAD_INPUT, "too-many-monomials", setup->first + FACTOR_DEGREE,
                          (double)option(setup, FACTOR_DEGREE),
                          "'degree' %lld in %lld factors has too many monomials",
                          (long long)option(setup, FACTOR_DEGREE), (long long)setup->factors);
  if (s->method.paths < 4 * s->method.basis.basis)
    return rp_call_report(
        call, RP_BAD_INPUT, "sample-too-small", setup->first + FACTOR_SAMPLE,
        (double)option(setup, FACTOR_SAMPLE),
        "'sample' leaves %lld paths to each of %lld batches, %lld monomials need at least %lld",
        (long long)s->method.paths, (long long)batches, (long long)s->method.basis.basis,
        (long long)(4 * s->method.basis.basis));
  return RP_OK;
}

rp_status rp_factor_steps(const rp_factor_setup *setup, int64_t steps, rp_affine_step *step) {
  for (int64_t f = 0; f < setup->factors; ++f)
    if (!rp_affine_step_make(setup->laws + f, setup->horizon / (double)steps, step + f))
      return rp_call_report(
          setup->call, RP_UNSUPPORTED, "too-close-to-zero", setup->first + FACTOR_LAWS,
          rp_affine_law_freedom(setup->laws + f),
          "paths of factor %lld: 4 speed mean/volatility^2 = %.6g, exact steps from two normal numbers "
          "need more than 1; choose taylor, chebyshev or finite_differences",
          (long long)(f + 1), rp_affine_law_freedom(setup->laws + f));
  return RP_OK;
}

bool rp_factor_samples(const rp_factor_setup *setup) {
  int64_t method = option(setup, FACTOR_METHOD);
  return setup->regimes == 0 &&
         (method == METHOD_REGRESSION || (method == METHOD_AUTOMATIC && setup->factors > 1));
}

static rp_status by_regression(run *r) {
  const rp_factor_setup *setup = r->setup;
  const rp_call *call = setup->call;
  int64_t batches = option(setup, FACTOR_BATCHES), steps = option(setup, FACTOR_STEPS);
  sampling s = {.run = r, .host = call->host, .unknowns = r->problem.reaction->unknowns};
  steps = setup->grid_steps > 0 ? setup->grid_steps : steps > 0 ? steps : 40;
  s.method.paths = option(setup, FACTOR_SAMPLE) / batches;
  s.method.steps = steps;
  rp_status status = check_sampling(r, &s, batches);
  if (status != RP_OK) return status;
  rp_affine_step *step = call->host->scratch(call->host, 4 * sizeof *step, RP_CALL_ALIGNMENT);
  s.status = call->host->scratch(call->host, (uint64_t)batches * sizeof *s.status, RP_CALL_ALIGNMENT);
  s.report = call->host->scratch(call->host, (uint64_t)batches * sizeof *s.report, RP_CALL_ALIGNMENT);
  s.fine = rp_call_doubles(call, 2 * batches * s.unknowns + 3 * s.unknowns);
  s.size = (steps + 1) * s.unknowns * s.method.basis.basis;
  if (r->grids && !(s.fitted = rp_call_doubles(call, (batches + 1) * s.size))) return RP_NO_MEMORY;
  if (!step || !s.status || !s.report || !s.fine) return RP_NO_MEMORY;
  status = rp_factor_steps(setup, steps, step);
  if (status != RP_OK) return status;
  s.step = step;
  s.coarse = s.fine + batches * s.unknowns;
  s.halve = steps >= 4 && steps % 2 == 0 && !setup->without_error;
  double *mean = s.coarse + batches * s.unknowns, *spread = mean + s.unknowns, *other = spread + s.unknowns;
  status = call->host->parallel(call->host, batches, 1 + batches / 8, sample_batch, &s);
  if (status != RP_OK) return status;
  for (int64_t b = 0; b < batches; ++b)
    if (s.status[b] != RP_MARKOV_OK) return refuse(r, s.status[b], s.report + b, "regression");
  average(batches, s.unknowns, s.fine, mean, spread);
  rp_factor_answer *a = r->answer;
  a->method = METHOD_REGRESSION;
  a->values = rp_call_doubles(call, 2 * s.unknowns);
  if (!a->values) return RP_NO_MEMORY;
  for (int i = 0; i < 2; ++i) /* the start, as the only state and as the last one */
    memcpy(a->values + i * s.unknowns, mean, (size_t)s.unknowns * sizeof *mean);
  a->spread = spread;
  a->steps = steps;
  a->resolution = s.method.basis.degree;
  a->regression = s.method;
  a->error = 0;
  if (s.halve) average(batches, s.unknowns, s.coarse, other, NULL);
  double all = 0;
  for (int64_t k = 0; k < s.unknowns; ++k)
    all = fmax(all, fabs(mean[k]));
  for (int64_t k = 0; k < s.unknowns; ++k) {
    double bias = s.halve ? fabs(mean[k] - other[k]) / 3 : 0;
    double size = fmax(fabs(mean[k]), 1e-6 * all);
    if (bias + spread[k] > 0) a->error = fmax(a->error, (bias + 2 * spread[k]) / size);
  }
  if (s.fitted) {
    a->fitted = s.fitted + batches * s.size;
    average(batches, s.size, s.fitted, a->fitted, NULL);
  }
  return RP_OK;
}

rp_markov_problem rp_factor_problem(const rp_factor_setup *setup, const rp_reaction *reaction,
                                    const rp_markov_function *terminal, const rp_field_places *places,
                                    const double *lower, const double *upper) {
  return (rp_markov_problem){.reaction = reaction,
                             .factors = setup->factors,
                             .laws = setup->laws,
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

static rp_status choose(run *r) {
  const rp_factor_setup *s = r->setup;
  int64_t method = option(s, FACTOR_METHOD);
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
  if (chain) return by_chebyshev(r);
  if (method == METHOD_TAYLOR || (method == METHOD_AUTOMATIC && !s->curved && !r->grids)) {
    rp_status status = by_taylor(r, method == METHOD_TAYLOR, &settled);
    if (status != RP_OK || settled) return status;
  }
  if (method == METHOD_DIFFERENCES) return by_differences(r);
  if (method == METHOD_CHEBYSHEV || (method == METHOD_AUTOMATIC && s->factors == 1)) return by_chebyshev(r);
  return by_regression(r);
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
  run r = {setup, rp_factor_problem(setup, reaction, functions, places, lower, upper), grids, answer};
  rp_status status = choose(&r);
  if (status != RP_OK) return status;
  answer->start = answer->values + places->states * reaction->unknowns;
  /* Whatever the method, scalar Riccati equations stay within their bounds. */
  rp_markov_report report = {.unknown = -1};
  double slack = answer->method == METHOD_REGRESSION ? 0.05 : 1e-6;
  if (!rp_markov_within(&r.problem, 1, answer->start, slack, &report))
    return refuse(&r, RP_MARKOV_OUT_OF_BOUNDS, &report, step_names[answer->method]);
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
