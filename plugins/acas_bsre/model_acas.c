/*
 * model_acas.c - `guo2025_acas`: one buyer and two makers with noise orders that are known. Schema and glue; the mathematics
 * is in acas.h, acas_constant.h, acas_path.h, acas_bounds.h.
 */
#include <string.h>
#include "acas_bounds.h"
#include "acas_constant.h"
#include "acas_path.h"
#include "model_acas_market.h"
#include "model_list.h"
#include "model_times.h"

enum {
  PARAM_RUNNING = RP_ACAS_SHARED_PARAMS,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAM_METHOD,
  PARAM_STEPS,
  PARAM_TOLERANCE,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_FIRST,
  OUT_SECOND,
  OUT_BUYER,
  OUT_FIRST_ADJOINT,
  OUT_SECOND_ADJOINT,
  OUT_BUYER_ADJOINT,
  OUT_RATE,
  OUT_FIRST_ASK,
  OUT_FIRST_BID,
  OUT_SECOND_ASK,
  OUT_SECOND_BID,
  OUT_SPREAD,
  OUT_GAIN,
  OUT_MAKERS_APART,
  OUT_BUYER_APART,
  OUT_RATE_START,
  OUT_RATE_END,
  OUT_ASK_START,
  OUT_SPREAD_START,
  OUT_LEAST_SPREAD,
  OUT_CROSSED,
  OUT_TRUNCATED_FROM,
  OUT_BOUND_WEIGHT,
  OUT_BOUND,
  OUT_BOUND_CORRECTED,
  OUT_LARGEST_ENTRY,
  OUT_OFF_DIAGONAL,
  OUT_COLUMN_SUM,
  OUT_DOMINANCE,
  OUT_NORM_RATIO,
  OUT_CONSTANT_DIFFERENCE,
  OUT_ITERATIONS,
  OUT_PANELS,
  OUT_RESIDUAL,
  OUT_RESOLUTION,
  OUTPUTS
};
RP_MODEL_LENGTHS(acas, PARAMS, OUTPUTS);
enum { GAUSS, MIDPOINT };
enum { STAGES = 8, MOST_ITERATIONS = 100, SPARE_PANELS = 2048 };
static const char *const methods[] = {"gauss", "midpoint", NULL};

const rp_dim rp_acas_dims[] = {
    RP_TIME_DIM,
    {.name = "coordinate", .doc = "Makers apart, buyer and first maker apart.", .min = 2, .max = 2}};

const rp_param rp_acas_params[] = {
    RP_ACAS_PARAM_TABLE,
    RP_ACAS_RUNNING_ENTRY,
    RP_TIMES_ENTRIES,
    RP_CHOICE_ENTRY(
        "method", methods, GAUSS, RP_NUMERICAL, "",
        "gauss: collocation of order 16 on panels that are halved as needed, ends of truncation included; "
        "midpoint: the implicit midpoint rule on equal steps and on halved ones, extrapolated."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 1000000), 400, RP_NUMERICAL, "",
                     "Steps of the midpoint rule, besides the times of the outputs."),
    RP_REAL_ENTRY(
        "tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-12, RP_NUMERICAL, "",
        "Panels are halved until their last Legendre coefficients move a path by less, relatively.")};

#define PATH(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_ON("time"), 0, source, doc)
#define NUMBER(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_NO_AXIS, 0, source, doc)
#define EVIDENCE(name, unit, source, doc) RP_OUT(name, "", unit, RP_NO_AXIS, RP_DIAGNOSTIC, source, doc)
const rp_output rp_acas_outputs[] = {
    [OUT_TIME] = PATH("time", "t", "time", "", "Times."),
    [OUT_FIRST] = PATH("first_maker_path", "Q^{1,m}", "share", "eq. 18", "The first maker's inventory."),
    [OUT_SECOND] = PATH("second_maker_path", "Q^{2,m}", "share", "eq. 18", "The second maker's inventory."),
    [OUT_BUYER] = PATH("buyer_path", "Q^e", "share", "eq. 18", "The buyer's inventory."),
    [OUT_FIRST_ADJOINT] =
        PATH("first_adjoint", "Y^{1,m}", "cash/share", "eq. 19", "The first maker's adjoint."),
    [OUT_SECOND_ADJOINT] =
        PATH("second_adjoint", "Y^{2,m}", "cash/share", "eq. 19", "The second maker's adjoint."),
    [OUT_BUYER_ADJOINT] = PATH("buyer_adjoint", "Y^e", "cash/share", "eq. 19", "The buyer's adjoint."),
    [OUT_RATE] = PATH("rate", "v", "share/time", "eq. 17, 20", "The buyer's rate."),
    [OUT_FIRST_ASK] = PATH("first_ask", "\\delta^{1,a}", "cash/share", "eq. 17",
                           "The first maker's ask above the price: the best ask."),
    [OUT_FIRST_BID] = PATH("first_bid", "\\delta^{1,b}", "cash/share", "eq. 17", "Its bid below the price."),
    [OUT_SECOND_ASK] = PATH("second_ask", "\\delta^{2,a}", "cash/share", "eq. 17",
                            "The second maker's ask above the price."),
    [OUT_SECOND_BID] =
        PATH("second_bid", "\\delta^{2,b}", "cash/share", "eq. 17", "Its bid below the price: the best bid."),
    [OUT_SPREAD] =
        PATH("inside_spread", "", "cash/share", "", "Best ask less best bid; negative: quotes cross."),
    [OUT_GAIN] =
        RP_OUT("gain", "R(t)", "cash/share^2", RP_ON("time", "coordinate", "coordinate"), 0, "theorem 4.2",
               "Derivative of the adjoints' differences in the inventories' differences."),
    [OUT_MAKERS_APART] =
        NUMBER("makers_apart", "y_2(0)", "cash/share", "eq. 22", "Y^{1,m} - Y^{2,m} at the start."),
    [OUT_BUYER_APART] =
        NUMBER("buyer_apart", "y_e(0)", "cash/share", "eq. 22", "Y^e - Y^{1,m} at the start."),
    [OUT_RATE_START] = NUMBER("rate_start", "v(0)", "share/time", "eq. 17", "The buyer's rate at the start."),
    [OUT_RATE_END] = NUMBER("rate_end", "v(T)", "share/time", "eq. 17", "The buyer's rate at the horizon."),
    [OUT_ASK_START] =
        NUMBER("ask_start", "", "cash/share", "eq. 17", "Best ask above the price at the start."),
    [OUT_SPREAD_START] = NUMBER("spread_start", "", "cash/share", "", "Inside spread at the start."),
    [OUT_LEAST_SPREAD] =
        NUMBER("least_spread", "", "cash/share", "", "Least inside spread at ends of panels."),
    [OUT_CROSSED] = NUMBER("crossed", "", "1", "", "1 if the makers' quotes cross somewhere."),
    [OUT_TRUNCATED_FROM] = RP_OUT("truncated_from", "", "time", RP_NO_AXIS, RP_INF_MEANINGFUL, "eq. 20",
                                  "First time at which the rate is truncated; infinite: never."),
    [OUT_BOUND_WEIGHT] =
        RP_OUT("bound_weight", "p", "cash/share^2", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 26",
               "The constant of the bound; NaN without terminal penalty or with running ones."),
    [OUT_BOUND] = RP_OUT(
        "rate_bound", "", "share/time", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 26",
        "Lower bound of the rate as printed, which holds without noise orders; NaN where it says nothing."),
    [OUT_BOUND_CORRECTED] = RP_OUT("rate_bound_corrected", "", "share/time", RP_NO_AXIS, RP_NAN_MEANINGFUL,
                                   "eq. 26", "Lower bound with noise orders; NaN where it says nothing."),
    [OUT_LARGEST_ENTRY] =
        EVIDENCE("gain_largest", "cash/share^2", "theorem 4.3", "Largest entry of R(t): not positive."),
    [OUT_OFF_DIAGONAL] =
        RP_OUT("inverse_off_diagonal", "", "share^2/cash", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL,
               "theorem 4.2",
               "Largest off-diagonal entry of -R(t)^{-1}: not positive. NaN without penalties, where R = 0."),
    [OUT_COLUMN_SUM] =
        RP_OUT("inverse_column_sum", "", "share^2/cash", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL,
               "theorem 4.2",
               "Least column sum of -R(t)^{-1}: not negative. NaN without penalties, where R = 0."),
    [OUT_DOMINANCE] = RP_OUT(
        "gain_dominance", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "",
        "Least 1 - |other entry of the row|/|diagonal entry| of R(t). NaN without penalties, where R = 0."),
    [OUT_NORM_RATIO] =
        EVIDENCE("gain_norm_ratio", "1", "", "Largest |R(t)|_1/(2 A + 2 int_t^T phi): at most 1."),
    [OUT_CONSTANT_DIFFERENCE] =
        RP_OUT("constant_difference", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "theorem 4.3",
               "Without running penalties: largest difference of path and exact constants, relative to "
               "1/gamma + |y|; else NaN."),
    [OUT_ITERATIONS] =
        EVIDENCE("iterations", "1", "", "Newton steps, all grids together; 0: none was needed."),
    [OUT_PANELS] = EVIDENCE("panels", "1", "", "Panels of the last grid."),
    [OUT_RESIDUAL] = EVIDENCE("residual", "1", "", "Largest relative residual of the equations."),
    [OUT_RESOLUTION] =
        EVIDENCE("resolution", "1", "",
                 "gauss: what the last Legendre coefficients still move; midpoint: largest change of the "
                 "adjoints at the start by extrapolation, relative to 1/gamma + |y|.")};

/* Everything at one time. */
typedef struct row {
  double x[2], y[2], gain[4], maker, maker_adjoint;
} row;

typedef struct solution {
  const rp_call *call;
  rp_acas market;
  rp_acas_constants constants;
  bool neutral;
  int64_t count;
  const double *times;
  row *rows; /* [count] */
  row start, end;
  double least_spread, truncated_from, resolution;
  rp_acas_path path; /* the last grid's */
} solution;

static void read_row(const rp_acas_path *path, int64_t k, row *to) {
  memcpy(to->x, path->run.x + 2 * k, sizeof to->x);
  memcpy(to->y, path->run.y + 2 * k, sizeof to->y);
  memcpy(to->gain, path->run.gain + 4 * k, sizeof to->gain);
  to->maker = path->maker[k];
  to->maker_adjoint = path->maker_adjoint[k];
}

/* 4/3 of the fine grid less 1/3 of the coarse one, entry by entry. */
static void extrapolate(const row *coarse, row *fine) {
  const double *from = coarse->x;
  double *to = fine->x;
  for (size_t i = 0; i < sizeof(row) / sizeof(double); ++i)
    to[i] = (4 * to[i] - from[i]) / 3;
}

static rp_status fail(const rp_call *call, rp_boundary_status status, const rp_acas_path *path) {
  const rp_boundary_report *r = &path->report;
  if (status == RP_BOUNDARY_SINGULAR)
    return rp_call_report(call, RP_NO_SOLUTION, "explosion", -1, r->at,
                          "the Riccati equation along the path explodes at t = %.6g; it cannot where the "
                          "rate and the noise orders at the ask are not negative: give a least_rate",
                          r->at);
  if (status == RP_BOUNDARY_UNDEFINED)
    return rp_call_report(call, RP_NOT_CONVERGED, "overflow", -1, r->at,
                          "the rates are not finite at t = %.6g on a trial path of Newton's method", r->at);
  return rp_call_report(
      call, RP_NOT_CONVERGED, "not-resolved", -1, r->tail,
      "after %d Newton steps and with %lld panels the last step is %.2g and the path is resolved to %.2g",
      r->iterations, (long long)path->run.panels, r->step, r->tail);
}

/* Equal steps and the times of the outputs; with halves every step is cut in two. */
static double *midpoint_grid(const solution *s, int64_t steps, bool halves, int64_t *count) {
  int64_t most = steps + 1 + s->count;
  double *coarse = rp_call_doubles(s->call, most), *fine = rp_call_doubles(s->call, 2 * most);
  if (!coarse || !fine) return NULL;
  int64_t n = 0, i = 0, k = 0;
  while (i <= steps || k < s->count) {
    double step = i <= steps ? s->market.horizon * (double)i / (double)steps : INFINITY;
    double time = k < s->count ? s->times[k] : INFINITY, next = fmin(step, time);
    if (next == step) ++i;
    if (next == time) ++k;
    coarse[n++] = next;
  }
  *count = n;
  if (!halves) return coarse;
  for (int64_t j = 0; j < n; ++j) {
    fine[2 * j] = coarse[j];
    if (j + 1 < n) fine[2 * j + 1] = (coarse[j] + coarse[j + 1]) / 2;
  }
  *count = 2 * n - 1;
  return fine;
}

/* One run; rows, start and end of the solution from it. */
static rp_status run(solution *s, const rp_acas_setting *setting, int64_t point_count, const double *points) {
  double *memory = rp_call_doubles(s->call, rp_acas_path_size(setting));
  double *work = rp_call_doubles(s->call, rp_acas_path_workspace(setting));
  int32_t *pivots = rp_call_integers(s->call, rp_acas_path_pivots(setting));
  if (!memory || !work || !pivots) return RP_NO_MEMORY;
  rp_acas_part whole = rp_acas_whole(&s->market);
  double guess[] = {0, 1 / s->market.gamma};
  rp_boundary_status status =
      rp_acas_path_solve(&whole, setting, point_count, points, guess, memory, work, pivots, &s->path);
  if (status != RP_BOUNDARY_OK) return fail(s->call, status, &s->path);
  rp_acas_path_maker(&whole, s->market.first, 2 * s->market.terminal, 0, &s->path);
  for (int64_t i = 0; i < s->count; ++i)
    read_row(&s->path, rp_acas_path_index(&s->path, s->times[i]), s->rows + i);
  read_row(&s->path, 0, &s->start);
  read_row(&s->path, s->path.run.panels, &s->end);
  s->resolution = s->path.report.tail;
  return RP_OK;
}

/* Numbers do not depend on what else is wanted: they come from a grid without the output times, paths from one with them. */
typedef rp_status method(solution *s);

static rp_status run_twice(solution *s, method *run_once) {
  solution with_times = *s;
  s->count = 0;
  rp_status status = run_once(s);
  if (status != RP_OK || with_times.count == 0) return status;
  status = run_once(&with_times);
  s->count = with_times.count;
  return status;
}

static rp_status run_midpoint(solution *s) {
  int64_t count, steps = rp_call_integer(s->call, PARAM_STEPS);
  rp_collocation midpoint;
  rp_collocation_make(1, &midpoint);
  rp_acas_setting setting = {&midpoint, 2 * (steps + s->count) + 64, INFINITY, MOST_ITERATIONS};
  double *points = midpoint_grid(s, steps, false, &count);
  row *coarse =
      s->call->host->scratch(s->call->host, (uint64_t)(s->count + 1) * sizeof(row), RP_CALL_ALIGNMENT);
  if (!points || !coarse) return RP_NO_MEMORY;
  rp_status status = run(s, &setting, count, points);
  if (status != RP_OK) return status;
  row start = s->start, end = s->end;
  memcpy(coarse, s->rows, (size_t)s->count * sizeof *coarse);
  if (!(points = midpoint_grid(s, steps, true, &count))) return RP_NO_MEMORY;
  if ((status = run(s, &setting, count, points)) != RP_OK) return status;
  row fine = s->start;
  extrapolate(&start, &s->start);
  extrapolate(&end, &s->end);
  for (int64_t i = 0; i < s->count; ++i)
    extrapolate(coarse + i, s->rows + i);
  double unit = 1 / s->market.gamma;
  s->resolution = fmax(fabs(fine.y[0] - s->start.y[0]) / (unit + fabs(fine.y[0])),
                       fabs(fine.y[1] - s->start.y[1]) / (unit + fabs(fine.y[1])));
  return RP_OK;
}

static rp_status run_gauss(solution *s) {
  rp_collocation gauss;
  rp_collocation_make(STAGES, &gauss);
  int64_t breaks = rp_acas_breaks(&s->market, INT64_MAX, NULL);
  rp_acas_setting setting = {&gauss, s->count + breaks + SPARE_PANELS, rp_call_real(s->call, PARAM_TOLERANCE),
                             MOST_ITERATIONS};
  return run(s, &setting, s->count, s->times);
}

/* The rate at t for ye. */
static double rate_at(const rp_acas *m, double t, double ye, bool *truncated) {
  return rp_acas_rate(m->gamma, m->least, rp_curve_at(&m->cost, t), ye, truncated);
}

static void look_at_path(solution *s) {
  double spread = INFINITY;
  const rp_boundary_path *run_ = &s->path.run;
  s->truncated_from = INFINITY;
  for (int64_t k = 0; k <= run_->panels; ++k)
    spread = fmin(spread, 2 / s->market.gamma + run_->y[2 * k]);
  bool truncated;
  rate_at(&s->market, 0, s->start.y[1], &truncated);
  if (truncated)
    s->truncated_from = 0;
  else if (s->path.kinks > 0)
    s->truncated_from = s->path.kink[0];
  s->least_spread = spread;
}

static double time_value(const solution *s, uint32_t output, double t, const row *r) {
  double quote = 1 / s->market.gamma, second = r->maker_adjoint - r->y[0];
  bool truncated;
  switch (output) {
  case OUT_TIME:
    return t;
  case OUT_FIRST:
    return r->maker;
  case OUT_SECOND:
    return r->maker - r->x[0];
  case OUT_BUYER:
    return r->maker + r->x[1];
  case OUT_FIRST_ADJOINT:
    return r->maker_adjoint;
  case OUT_SECOND_ADJOINT:
    return second;
  case OUT_BUYER_ADJOINT:
    return r->maker_adjoint + r->y[1];
  case OUT_RATE:
    return rate_at(&s->market, t, r->y[1], &truncated);
  case OUT_FIRST_ASK:
    return quote + r->maker_adjoint;
  case OUT_FIRST_BID:
    return quote - r->maker_adjoint;
  case OUT_SECOND_ASK:
    return quote + second;
  case OUT_SECOND_BID:
    return quote - second;
  default:
    return 2 * quote + r->y[0];
  }
}

static rp_status put_paths(const solution *s) {
  for (uint32_t output = OUT_TIME; output <= OUT_SPREAD; ++output) {
    if (!rp_call_wants(s->call, output)) continue;
    double *to = rp_call_vector(s->call, output, s->count);
    if (!to) return RP_NO_MEMORY;
    for (int64_t i = 0; i < s->count; ++i)
      to[i] = time_value(s, output, s->times[i], s->rows + i);
  }
  if (!rp_call_wants(s->call, OUT_GAIN)) return RP_OK;
  int64_t shape[] = {s->count, 2, 2};
  double *to = s->call->host->output(s->call->host, OUT_GAIN, 3, shape);
  if (!to) return RP_NO_MEMORY;
  for (int64_t i = 0; i < s->count; ++i)
    memcpy(to + 4 * i, s->rows[i].gain, sizeof s->rows[i].gain);
  return RP_OK;
}

static rp_status put_bounds(const solution *s) {
  rp_acas_bounds b = {.weight = NAN, .printed = NAN, .corrected = NAN};
  if (s->neutral && s->market.terminal > 0) {
    b = rp_acas_bound(&s->market);
    if (!(b.printed_bracket > 0)) b.printed = NAN;
    if (!(b.corrected_bracket > 0)) b.corrected = NAN;
  }
  const rp_number numbers[] = {
      {OUT_BOUND_WEIGHT, b.weight}, {OUT_BOUND, b.printed}, {OUT_BOUND_CORRECTED, b.corrected}};
  return rp_call_put_numbers(s->call, numbers, RP_COUNT_OF(numbers));
}

/* What is worth a remark: crossed quotes, a buyer who sells. */
static void remark(const solution *s) {
  if (s->least_spread < 0)
    rp_call_report(
        s->call, RP_OK, "crossed-quotes", RP_ACAS_FIRST, s->least_spread,
        "the best bid lies above the best ask by up to %.6g: the makers' inventories are too far apart",
        -s->least_spread);
  bool truncated;
  double end = rate_at(&s->market, s->market.horizon, s->end.y[1], &truncated),
         start = rate_at(&s->market, 0, s->start.y[1], &truncated);
  rp_call_acas_remark(s->call, fmin(start, end));
}

static rp_status put_numbers(const solution *s) {
  const rp_acas *m = &s->market;
  bool truncated;
  rp_acas_gain_signs signs = rp_acas_path_signs(m, &s->path);
  double difference = NAN;
  if (s->neutral)
    difference = fmax(fabs(s->start.y[0] - s->constants.y2) / (1 / m->gamma + fabs(s->constants.y2)),
                      fabs(s->start.y[1] - s->constants.ye) / (1 / m->gamma + fabs(s->constants.ye)));
  const rp_number numbers[] = {
      {OUT_MAKERS_APART, s->start.y[0]},
      {OUT_BUYER_APART, s->start.y[1]},
      {OUT_RATE_START, rate_at(m, 0, s->start.y[1], &truncated)},
      {OUT_RATE_END, rate_at(m, m->horizon, s->end.y[1], &truncated)},
      {OUT_ASK_START, 1 / m->gamma + s->start.maker_adjoint},
      {OUT_SPREAD_START, 2 / m->gamma + s->start.y[0]},
      {OUT_LEAST_SPREAD, s->least_spread},
      {OUT_CROSSED, s->least_spread < 0},
      {OUT_TRUNCATED_FROM, s->truncated_from},
      {OUT_LARGEST_ENTRY, signs.largest_entry},
      {OUT_OFF_DIAGONAL, signs.off_diagonal},
      {OUT_COLUMN_SUM, signs.column_sum},
      {OUT_DOMINANCE, signs.dominance},
      {OUT_NORM_RATIO, signs.norm_ratio},
      {OUT_CONSTANT_DIFFERENCE, difference},
      {OUT_ITERATIONS, s->path.report.iterations},
      {OUT_PANELS, (double)s->path.run.panels},
      {OUT_RESIDUAL, s->path.report.residual},
      {OUT_RESOLUTION, s->resolution},
  };
  return rp_call_put_numbers(s->call, numbers, RP_COUNT_OF(numbers));
}

static bool wants_paths(const rp_call *call) {
  for (uint32_t output = OUT_TIME; output <= OUT_GAIN; ++output)
    if (rp_call_wants(call, output)) return true;
  return false;
}

rp_status rp_acas_model_solve(const rp_call *call) {
  solution s = {.call = call};
  rp_status status = rp_call_acas(call, PARAM_RUNNING, &s.market);
  if (status != RP_OK) return status;
  if (wants_paths(call)) status = rp_model_times(call, PARAM_TIMES, s.market.horizon, &s.count, &s.times);
  if (status != RP_OK) return status;
  s.rows = call->host->scratch(call->host, (uint64_t)(s.count + 1) * sizeof(row), RP_CALL_ALIGNMENT);
  if (!s.rows) return RP_NO_MEMORY;
  s.neutral = rp_acas_neutral(&s.market);
  if (s.neutral && !rp_acas_constant(&s.market, &s.constants))
    return rp_call_report(call, RP_NO_SOLUTION, "no-constant-quotes", -1, NAN,
                          "without running penalties the makers' adjoints must lie apart by a constant "
                          "between %.6g and 0, and there is none",
                          -2 * s.market.terminal * (s.market.first - s.market.second));
  status = run_twice(&s, rp_call_integer(call, PARAM_METHOD) == MIDPOINT ? run_midpoint : run_gauss);
  if (status != RP_OK) return status;
  look_at_path(&s);
  remark(&s);
  if ((status = put_paths(&s)) != RP_OK || (status = put_bounds(&s)) != RP_OK) return status;
  return put_numbers(&s);
}
