/* model_factors_degrees.c - see model_factors_run.h: Taylor series, Chebyshev collocation and chains of regimes. Series and
 * collocation are repeated with a higher degree (collocation also on a narrower interval) until the answers agree. */
#include "model_factors_run.h"
#include "numerics/markov_dense.h"
#include "numerics/markov_taylor.h"

static int order_for(double tolerance) {
  return tolerance >= 1e-4 ? 4 : tolerance >= 1e-7 ? 5 : tolerance >= 1e-9 ? 6 : 7;
}

/* One solve at a resolution; *slot becomes a new array of values. */
typedef rp_status attempt(rp_factor_run *r, int64_t resolution, bool coarse, double **values,
                          rp_markov_report *report, rp_markov_status *status);

static rp_status try_taylor(rp_factor_run *r, int64_t degree, bool coarse, double **values,
                            rp_markov_report *report, rp_markov_status *status) {
  double tolerance = rp_factor_tolerance(r->setup);
  rp_markov_taylor method = {degree, order_for(tolerance), -1, tolerance / 4};
  int64_t work = rp_markov_taylor_workspace(&r->problem, &method);
  (void)coarse;
  if (work == 0)
    return rp_call_report(r->setup->call, RP_UNSUPPORTED, "too-many-terms",
                          r->setup->first + FACTOR_RESOLUTION, (double)degree,
                          "taylor: degree %lld in %lld factors has too many terms", (long long)degree,
                          (long long)r->problem.factors);
  double *room = rp_call_doubles(r->setup->call, work);
  *values = rp_call_doubles(r->setup->call, rp_factor_answer_size(r));
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
  double tolerance = rp_factor_tolerance(r->setup), range[2] = {r->setup->low[0], r->setup->high[0]};
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
  *values = rp_call_doubles(r->setup->call, rp_factor_answer_size(r));
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
  double *before = NULL, *now = NULL, error = INFINITY, tolerance = rp_factor_tolerance(r->setup);
  rp_markov_report report = {0};
  *settled = false;
  for (int64_t i = 0; i < count; ++i) {
    rp_markov_status status;
    rp_status called = solve(r, degrees[i], i < count - 1 && count == 2, &now, &report, &status);
    if (called != RP_OK) return called;
    if (status == RP_MARKOV_OK) {
      if (before) {
        error = rp_factor_difference(r, before, now) + report.time_error;
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
  return must ? rp_factor_not_resolved(r, method, error, report.tail, degrees[count - 1]) : RP_OK;
}

rp_status rp_factor_by_taylor(rp_factor_run *r, bool must, bool *settled) {
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

rp_status rp_factor_by_chebyshev(rp_factor_run *r) {
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
  if (status == RP_OK && solved == RP_MARKOV_OK)
    r->answer->error += rp_factor_difference(r, kept.values, values);
  return status;
}
