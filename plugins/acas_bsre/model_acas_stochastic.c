/*
 * model_acas_stochastic.c - `guo2025_stochastic`: one buyer and two makers with noise orders that follow Markov factors. Schema and
 * glue; the mathematics is in acas_field.h and projected.h, paths in model_markov.h.
 */
#include <string.h>
#include "acas_field.h"
#include "acas_path.h"
#include "model_acas_market.h"
#include "model_acas_stochastic.h"
#include "model_laws.h"
#include "model_list.h"

enum { GRID_AUTO, GRID, LOCAL, REGRESSION, FLOW_TERMS = 40 };
static const char *const methods[] = {"auto", "grid", "local", "regression", NULL};
static const rp_coef coefs[] =
    RP_REVERTING_COEFS("X_0", "1", "1/time^0.5", 1, NAN, "Long-run mean.", "Value at time zero.");
static const rp_process laws[] = {RP_LAW("ou", "dX = \\kappa(\\theta - X)\\,dt + \\sigma\\,dW", coefs)};
RP_MODEL_LENGTHS(stochastic, RP_STOCHASTIC_PARAMS, RP_STOCHASTIC_OUTPUTS);

const rp_dim rp_stochastic_dims[] = {
    {.name = "factor", .doc = "Factors of the noise orders.", .min = 1, .max = RP_STOCHASTIC_FACTORS},
    RP_LATE("time", 2, 10000000, "Ends of the steps of the simulation."),
    RP_LATE("path", 0, 1000000, "Paths that are kept.")};

const rp_param rp_stochastic_params[] = {
    RP_ACAS_MARKET_TABLE,
    RP_CURVE_ENTRY("noise_buying", "a(x)", "share/time", "x", "", "", RP_NONNEGATIVE, 5, 0, "section 4",
                   "Noise orders at the ask, of the index sum of buying_loadings times factors. A function "
                   "wants an interval, rp.curve(f, {domain = {a, b}}), that holds 4.5 deviations of the "
                   "index; outside it the curve stays level."),
    RP_CURVE_ENTRY("noise_selling", "b(x)", "share/time", "x", "", "", RP_NONNEGATIVE, 5, 0, "section 4",
                   "Noise orders at the bid, of the index sum of selling_loadings times factors."),
    RP_ACAS_RUNNING_ENTRY,
    {RP_WORDS_("factors", "X", "1", "section 4", "Independent factors of the noise orders."),
     .kind = RP_PROCESS, .preset = NAN, .axes = RP_ON("factor"), .processes = laws, .process_count = 1,
     .process_stride = sizeof(rp_process)},
    {RP_WORDS_("buying_loadings", "", "1", "section 4",
               "Weights of the factors in the index of noise_buying."),
     .kind = RP_ARRAY, RP_ANY, .preset = 1, .axes = RP_ON("factor")},
    {RP_WORDS_("selling_loadings", "", "1", "section 4",
               "Weights of the factors in the index of noise_selling."),
     .kind = RP_ARRAY, RP_ANY, .preset = 1, .axes = RP_ON("factor")},
    RP_CHOICE_ENTRY(
        "method", methods, GRID_AUTO, RP_NUMERICAL, "",
        "grid: Chebyshev tensor grid, one or two factors; local: even grid with monotone cubic pieces in q2 "
        "and qe, for a least rate that binds; regression: polynomials of bounded degree on quasi-random "
        "points, any number of factors; auto: regression for three factors and more, else local if the least "
        "rate binds on a path with the factors up to 1.6 deviations from their means, else grid."),
    RP_INTEGER_ENTRY("maker_nodes", "", RP_BETWEEN(3, RP_FIELD_NODES), 6, RP_NUMERICAL, "",
                     "Grid points in q2; local: a quarter of them."),
    RP_INTEGER_ENTRY("buyer_nodes", "", RP_BETWEEN(3, RP_FIELD_NODES), 8, RP_NUMERICAL, "",
                     "Grid points in qe; local: a quarter of them."),
    RP_INTEGER_ENTRY("factor_nodes", "", RP_BETWEEN(3, RP_FIELD_NODES), 14, RP_NUMERICAL, "",
                     "Grid points in each factor."),
    RP_INTEGER_ENTRY("degree", "", RP_BETWEEN(1, RP_MONOMIAL_DEGREE), 4, RP_NUMERICAL, "",
                     "Total degree of the polynomials of the regression."),
    RP_INTEGER_ENTRY("points", "", RP_BETWEEN(2, 1000), 4, RP_NUMERICAL, "",
                     "Design points per coefficient."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 100000), 20, RP_NUMERICAL, "",
                     "Steps in time; runs with twice and four times as many are extrapolated."),
    RP_INTEGER_ENTRY(
        "sample", "", RP_BETWEEN(8, 100000000), 2048, RP_NUMERICAL, "",
        "Simulated paths, on four times `steps` steps; made only where their outputs are wanted."),
    RP_INTEGER_ENTRY("kept", "", RP_BETWEEN(0, 100000), 0, RP_NUMERICAL, "", "Paths that are returned.")};

#define NUMBER(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_NO_AXIS, 0, source, doc)
#define MOVES(name, symbol, unit, source, doc)                                                               \
  RP_OUT(name, symbol, unit, RP_NO_AXIS, RP_NAN_MEANINGFUL, source, doc " NaN where nothing moves.")
#define EVIDENCE(name, unit, doc) RP_OUT(name, "", unit, RP_NO_AXIS, RP_DIAGNOSTIC, "", doc)
#define ALONG(name, unit, doc) RP_OUT(name, "", unit, RP_ON("time"), 0, "", doc)
#define PATHS(name, unit, doc) RP_OUT(name, "", unit, RP_ON("path", "time"), 0, "", doc)
const rp_output rp_stochastic_outputs[] = {
    [RP_STOCHASTIC_MAKERS_APART] =
        NUMBER("makers_apart", "y_2(0)", "cash/share", "eq. 22", "Y^{1,m} - Y^{2,m} at the start."),
    [RP_STOCHASTIC_BUYER_APART] =
        NUMBER("buyer_apart", "y_e(0)", "cash/share", "eq. 22", "Y^e - Y^{1,m} at the start."),
    [RP_STOCHASTIC_FIRST_ADJOINT] =
        NUMBER("first_adjoint", "Y^{1,m}_0", "cash/share", "eq. 19", "The first maker's adjoint."),
    [RP_STOCHASTIC_RATE] =
        NUMBER("rate_start", "v_0", "share/time", "eq. 17", "The buyer's rate at the start."),
    [RP_STOCHASTIC_ASK] =
        NUMBER("ask_start", "", "cash/share", "eq. 17", "Best ask above the price at the start."),
    [RP_STOCHASTIC_SPREAD] = NUMBER("spread_start", "", "cash/share", "", "Inside spread at the start."),
    [RP_STOCHASTIC_MAKERS_LIMIT] =
        NUMBER("makers_apart_limit", "", "cash/share", "eq. 22", "With the factors at their mean paths."),
    [RP_STOCHASTIC_BUYER_LIMIT] =
        NUMBER("buyer_apart_limit", "", "cash/share", "eq. 22", "With the factors at their mean paths."),
    [RP_STOCHASTIC_FIRST_LIMIT] =
        NUMBER("first_adjoint_limit", "", "cash/share", "eq. 19", "With the factors at their mean paths."),
    [RP_STOCHASTIC_STEP_ERROR] = EVIDENCE(
        "step_error", "cash/share", "Largest change of the three by the second extrapolation in the steps."),
    [RP_STOCHASTIC_GRID_ERROR] = EVIDENCE(
        "grid_error", "cash/share",
        "Largest change with two nodes less (local: eight; regression: one degree less), at `steps` steps."),
    [RP_STOCHASTIC_FIT] =
        EVIDENCE("fit_residual", "1", "Regression: largest residual of a projection; grid: 0."),
    [RP_STOCHASTIC_SWEEPS] = EVIDENCE("sweeps", "1", "Most evaluations that an implicit step took."),
    [RP_STOCHASTIC_MAKERS_IDENTITY] =
        EVIDENCE("makers_identity", "cash/share", "Average of -2 A q2_T - 2 int phi q2 less y2(0)."),
    [RP_STOCHASTIC_BUYER_IDENTITY] =
        EVIDENCE("buyer_identity", "cash/share", "Average of -2 A qe_T - 2 int phi qe less ye(0)."),
    [RP_STOCHASTIC_FIRST_IDENTITY] =
        EVIDENCE("first_identity", "cash/share", "Average of -2 A Q1_T - 2 int phi Q1 less Y1(0)."),
    [RP_STOCHASTIC_MAKERS_STANDARD] = EVIDENCE("makers_standard_error", "cash/share", "Its standard error."),
    [RP_STOCHASTIC_BUYER_STANDARD] = EVIDENCE("buyer_standard_error", "cash/share", "Its standard error."),
    [RP_STOCHASTIC_FIRST_STANDARD] = EVIDENCE("first_standard_error", "cash/share", "Its standard error."),
    [RP_STOCHASTIC_ASK_RATE] =
        MOVES("ask_rate_correlation", "", "1", "", "Correlation of increments of best ask and rate."),
    [RP_STOCHASTIC_ASK_NOISE] = MOVES("ask_noise_correlation", "", "1", "",
                                      "Correlation of increments of best ask and noise imbalance."),
    [RP_STOCHASTIC_ASK_RATE_LEVELS] =
        MOVES("ask_rate_level_correlation", "", "1", "",
              "Mean over paths of the correlation of best ask and rate along a path."),
    [RP_STOCHASTIC_IMPACT] = MOVES("ask_noise_slope", "", "cash*time/share^2", "",
                                   "Increment of the best ask per increment of the imbalance."),
    [RP_STOCHASTIC_LEAST_RATE] =
        NUMBER("least_rate_seen", "", "share/time", "", "Least rate on all simulated paths."),
    [RP_STOCHASTIC_LEAST_SPREAD] =
        NUMBER("least_spread_seen", "", "cash/share", "", "Least inside spread on all simulated paths."),
    [RP_STOCHASTIC_TIME] = ALONG("time", "time", "Ends of the steps of the simulation."),
    [RP_STOCHASTIC_ASK_PATHS] = PATHS("ask_paths", "cash/share", "Best asks above the price."),
    [RP_STOCHASTIC_BID_PATHS] = PATHS("bid_paths", "cash/share", "Best bids below the price."),
    [RP_STOCHASTIC_SPREAD_PATHS] = PATHS("spread_paths", "cash/share", "Inside spreads."),
    [RP_STOCHASTIC_RATE_PATHS] = PATHS("rate_paths", "share/time", "The buyer's rates."),
    [RP_STOCHASTIC_IMBALANCE_PATHS] =
        PATHS("imbalance_paths", "share/time", "Noise buying less noise selling."),
    [RP_STOCHASTIC_BUYER_PATHS] = PATHS("buyer_paths", "share", "The buyer's inventories.")};

/* Chebyshev series on the horizon of the flows along the factors' paths without randomness. */
static void flow_series(const rp_stochastic *s, const double *tilt, double *buying, double *selling) {
  const double pi = 3.14159265358979323846;
  double x[RP_STOCHASTIC_FACTORS];
  memset(buying, 0, FLOW_TERMS * sizeof *buying);
  memset(selling, 0, FLOW_TERMS * sizeof *selling);
  for (int j = 0; j < FLOW_TERMS; ++j) {
    double angle = pi * (j + 0.5) / FLOW_TERMS, t = s->market->horizon * (1 + cos(angle)) / 2, a, b;
    for (int64_t k = 0; k < s->flow->count; ++k) {
      const rp_reverting *f = s->flow->factors + k;
      x[k] = tilt ? f->mean + tilt[k] * rp_stochastic_deviation(f, s->market->horizon)
                  : f->mean + (f->start - f->mean) * exp(-f->speed * t);
    }
    rp_acas_flow_at(s->flow, x, &a, &b);
    for (int n = 0; n < FLOW_TERMS; ++n) {
      double weight = (n == 0 ? 1 : 2) * cos(n * angle) / FLOW_TERMS;
      buying[n] += weight * a;
      selling[n] += weight * b;
    }
  }
}

/* Adjoints without randomness, the factors moved by `tilt` stationary deviations each (or on their mean paths if tilt is
 * NULL); the box of the path joins box if not NULL. */
static rp_status still(rp_stochastic *s, const double *tilt, double *box, double *start) {
  enum { STAGES = 8, PANELS = 256 };
  rp_acas market = *s->market;
  double buying[FLOW_TERMS], selling[FLOW_TERMS], ends[] = {0, market.horizon};
  flow_series(s, tilt, buying, selling);
  market.buying = market.selling =
      (rp_curve){.rule = RP_CHEBYSHEV, .grid_count = 2, .grid = ends, .terms = FLOW_TERMS};
  market.buying.data = buying;
  market.selling.data = selling;
  rp_collocation gauss;
  rp_collocation_make(STAGES, &gauss);
  rp_acas_setting setting = {&gauss, PANELS, tilt ? INFINITY : 1e-10, 100};
  double *memory = rp_call_doubles(s->call, rp_acas_path_size(&setting)),
         *work = rp_call_doubles(s->call, rp_acas_path_workspace(&setting)), guess[] = {0, 1 / market.gamma};
  int32_t pivots[2 * STAGES];
  rp_acas_path path;
  if (!memory || !work) return RP_NO_MEMORY;
  rp_acas_part whole = rp_acas_whole(&market);
  rp_boundary_status status =
      rp_acas_path_solve(&whole, &setting, 0, NULL, guess, memory, work, pivots, &path);
  if (status != RP_BOUNDARY_OK)
    return rp_call_report(
        s->call, RP_NOT_CONVERGED, "no-frame", -1, NAN,
        "the problem with the factors at rest, which places the grid, has no solution that is found");
  for (int64_t k = 0; box && k <= path.run.panels; ++k)
    for (int i = 0; i < 2; ++i) {
      box[i] = fmin(box[i], path.run.x[2 * k + i]);
      box[2 + i] = fmax(box[2 + i], path.run.x[2 * k + i]);
    }
  for (int64_t k = 0; k <= path.run.panels; ++k) {
    bool truncated;
    rp_acas_rate(market.gamma, market.least, rp_curve_at(&market.cost, path.run.edge[k]),
                 path.run.y[2 * k + 1], &truncated);
    s->bends = s->bends || truncated;
  }
  rp_acas_path_maker(&whole, market.first, 2 * market.terminal, 0, &path);
  if (start) start[0] = path.run.y[0], start[1] = path.run.y[1], start[2] = path.maker_adjoint[0];
  return RP_OK;
}

/* The range of the differences: paths with every factor 1.6 deviations to either side, widened. */
static rp_status find_box(rp_stochastic *s) {
  double *box = s->box, tilt[RP_STOCHASTIC_FACTORS];
  box[0] = box[1] = INFINITY;
  box[2] = box[3] = -INFINITY;
  rp_status status = still(s, NULL, box, s->limit);
  int64_t corners = s->flow->count <= 2 ? (int64_t)1 << s->flow->count : 2;
  for (int64_t corner = 0; corner < corners && status == RP_OK; ++corner) {
    for (int64_t k = 0; k < s->flow->count; ++k)
      tilt[k] = 1.6 * (s->flow->count <= 2 ? (corner >> k & 1 ? 1 : -1) : (corner ? 1 : -1));
    status = still(s, tilt, box, NULL);
  }
  double least = 0.01 * fabs(s->market->buyer - s->market->first);
  double wide2 = fmax(box[2] - box[0], least), wide_e = fmax(box[3] - box[1], least);
  /* a step from the edge goes about one part in `steps` of the whole way */
  double margin = 0.05 + 1 / (double)rp_call_integer(s->call, RP_STOCHASTIC_STEPS);
  box[0] = fmax(box[0] - margin * wide2, fmin(-0.05 * wide2, box[0]));
  box[2] += margin * wide2;
  box[1] -= (margin + 0.05) * wide_e;
  box[3] += (margin + 0.05) * wide_e;
  return status;
}

static rp_status read(const rp_call *call, rp_acas *market, rp_acas_flow *flow) {
  rp_status status = rp_call_acas(call, RP_STOCHASTIC_RUNNING, market);
  if (status != RP_OK) return status;
  const rp_value *factors = rp_call_value(call, RP_STOCHASTIC_FACTOR_LAWS);
  *flow = (rp_acas_flow){.count = factors->shape[0],
                         .buying_loading = rp_call_array(call, RP_STOCHASTIC_BUYING_LOADINGS),
                         .selling_loading = rp_call_array(call, RP_STOCHASTIC_SELLING_LOADINGS),
                         .buying = market->buying,
                         .selling = market->selling};
  flow->factors = rp_call_reverting(call, RP_STOCHASTIC_FACTOR_LAWS);
  if (!flow->factors) return RP_NO_MEMORY;
  if (rp_call_integer(call, RP_STOCHASTIC_METHOD) != REGRESSION &&
      rp_call_integer(call, RP_STOCHASTIC_METHOD) != GRID_AUTO && flow->count > RP_FIELD_FACTORS)
    return rp_call_report(call, RP_BAD_INPUT, "too-many-factors", RP_STOCHASTIC_FACTOR_LAWS,
                          (double)flow->count,
                          "factors has %lld laws, grids take at most %d: take method = regression",
                          (long long)flow->count, RP_FIELD_FACTORS);
  return RP_OK;
}

/* Three runs, extrapolated twice; the finest one's field stays. */
static rp_status solve(rp_stochastic *s) {
  int64_t steps = rp_call_integer(s->call, RP_STOCHASTIC_STEPS);
  double level[3][3], once[2][3], coarser[3];
  for (int k = 0; k < 3; ++k) {
    rp_status status = rp_stochastic_run(s, 0, steps << k, level[k]);
    if (status != RP_OK) return status;
    s->call->host->progress(s->call->host, 0.1 * (1 << k));
  }
  s->step_error = s->grid_error = 0;
  for (int q = 0; q < 3; ++q) {
    for (int k = 0; k < 2; ++k)
      once[k][q] = 2 * level[k + 1][q] - level[k][q];
    s->start[q] = (4 * once[1][q] - once[0][q]) / 3;
    s->step_error = fmax(s->step_error, fabs(s->start[q] - once[1][q]));
  }
  if (!rp_call_wants(s->call, RP_STOCHASTIC_GRID_ERROR)) return RP_OK;
  rp_stochastic less = *s;
  rp_status status = rp_stochastic_run(&less, 1, steps, coarser);
  for (int q = 0; q < 3 && status == RP_OK; ++q)
    s->grid_error = fmax(s->grid_error, fabs(coarser[q] - level[0][q]));
  return status;
}

static rp_status put(const rp_stochastic *s) {
  const rp_acas *m = s->market;
  bool truncated;
  double beta = rp_curve_at(&m->cost, 0);
  const rp_number numbers[] = {
      {RP_STOCHASTIC_MAKERS_APART, s->start[0]},
      {RP_STOCHASTIC_BUYER_APART, s->start[1]},
      {RP_STOCHASTIC_FIRST_ADJOINT, s->start[2]},
      {RP_STOCHASTIC_RATE, rp_acas_rate(m->gamma, m->least, beta, s->start[1], &truncated)},
      {RP_STOCHASTIC_ASK, 1 / m->gamma + s->start[2]},
      {RP_STOCHASTIC_SPREAD, 2 / m->gamma + s->start[0]},
      {RP_STOCHASTIC_MAKERS_LIMIT, s->limit[0]},
      {RP_STOCHASTIC_BUYER_LIMIT, s->limit[1]},
      {RP_STOCHASTIC_FIRST_LIMIT, s->limit[2]},
      {RP_STOCHASTIC_STEP_ERROR, s->step_error},
      {RP_STOCHASTIC_GRID_ERROR, s->grid_error},
      {RP_STOCHASTIC_FIT, s->regression ? s->run.fit : 0},
      {RP_STOCHASTIC_SWEEPS, s->sweeps}};
  return rp_call_put_numbers(s->call, numbers, RP_COUNT_OF(numbers));
}

/* Refuses an answer without a right digit, remarks on one with two. */
static rp_status judge(const rp_stochastic *s) {
  double unit = 1 / s->market->gamma + fabs(s->start[1]), error = fmax(s->step_error, s->grid_error);
  const char *numbers = s->regression ? "degree" : "maker_nodes, buyer_nodes, factor_nodes";
  if (!(error <= 0.05 * unit))
    return rp_call_report(
        s->call, RP_NOT_CONVERGED, "not-resolved", RP_STOCHASTIC_STEPS, error,
        "the adjoints still change by %.2g with the steps and by %.2g with %s, at a buyer's %.3g: take more",
        s->step_error, s->grid_error, numbers, s->start[1]);
  if (error > 0.005 * unit)
    rp_call_report(s->call, RP_OK, "coarse", RP_STOCHASTIC_STEPS, error,
                   "the adjoints still change by %.2g with the steps and by %.2g with %s", s->step_error,
                   s->grid_error, numbers);
  return RP_OK;
}

rp_status rp_stochastic_model_solve(const rp_call *call) {
  rp_acas market;
  rp_acas_flow flow;
  rp_stochastic *s = call->host->scratch(call->host, sizeof *s, RP_CALL_ALIGNMENT);
  if (!s) return RP_NO_MEMORY;
  memset(s, 0, sizeof *s);
  s->call = call;
  s->market = &market;
  s->flow = &flow;
  rp_status status = read(call, &market, &flow);
  if (status != RP_OK) return status;
  int64_t method = rp_call_integer(call, RP_STOCHASTIC_METHOD);
  s->regression = method == REGRESSION || flow.count > RP_FIELD_FACTORS;
  status = find_box(s);
  s->local = !s->regression && (method == LOCAL || (method == GRID_AUTO && s->bends));
  if (status == RP_OK) status = solve(s);
  if (status == RP_OK) status = judge(s);
  if (status == RP_OK) status = put(s);
  return status == RP_OK ? rp_stochastic_walk(s) : status;
}
