/* model_heterogeneous.c - `guo2025_heterogeneous`: traders with penalties of their own. Schema and glue; the mathematics is in
 * mixed_traders.h. */
#include "model_heterogeneous.h"
#include "model_list.h"
#include "model_times.h"

RP_MODEL_LENGTHS(heterogeneous, PARAMS, OUTPUTS);

enum { S = RP_MIXED_STAGES };
/* Horizons that are searched for an escape where no curve depends on time. */
static const double far_ahead = 16;

const rp_dim rp_heterogeneous_dims[] = {{.name = "trader", .doc = "Traders.", .min = 1, .max = 10000000},
                                        RP_TIME_DIM,
                                        RP_LATE("reported", 1, 1000000, "Traders whose paths are kept.")};

#define EACH(name_, symbol_, unit_, bounds_, preset_, doc_)                                                  \
  {                                                                                                          \
    RP_WORDS_(name_, symbol_, unit_, "section 2", doc_), .kind = RP_ARRAY, bounds_, .preset = preset_,       \
                                                         .axes = RP_ON("trader")                             \
  }
const rp_param rp_heterogeneous_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 2", "Horizon."),
    EACH("inventories", "q^i", "share", RP_ANY, RP_ABSENT, "Inventories at the start."),
    EACH("running_penalty", "\\phi^i", "cash/share^2/time", RP_NONNEGATIVE, 0.15,
         "Running penalties, times running_shape."),
    RP_CURVE_ENTRY("running_shape", "", "1", "t", "0", "horizon", RP_NONNEGATIVE, 1, 0, "",
                   "Common course in time of the running penalties."),
    EACH("terminal_penalty", "A^i", "cash/share^2", RP_NONNEGATIVE, 0.5, "Terminal penalties."),
    RP_CURVE_ENTRY("permanent_impact", "\\alpha(t)", "cash/share^2", "t", "0", "horizon", RP_NONNEGATIVE, 0.3,
                   0, "section 2", "Permanent impact of the average rate."),
    RP_CURVE_ENTRY("temporary_impact", "\\beta(t)", "cash*time/share^2", "t", "0", "horizon", RP_NONNEGATIVE,
                   0.2, RP_MIN_OPEN, "section 2", "Temporary impact of the average rate."),
    RP_WEIGHT_ENTRIES,
    RP_CURVE_ENTRY("imbalance", "I(t)", "share/time", "t", "0", "horizon", RP_ANY, 0, 0, "section 2",
                   "Noise buying less noise selling."),
    {RP_WORDS_("traders_reported", "i", "1", "", "Traders whose paths are kept, from 1; absent: all."),
     .kind = RP_ARRAY, .flags = RP_OPTIONAL | RP_INTEGRAL | RP_NUMERICAL, RP_BETWEEN(1, 1e9),
     .preset = RP_ABSENT, .axes = RP_ON("reported")},
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(0, 1), 1e-11, RP_NUMERICAL | RP_MIN_OPEN, "",
                  "Largest relative change of the aggregate rate when all panels are halved."),
    RP_TIMES_ENTRIES};

const rp_output rp_heterogeneous_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_TOTAL_RATE] =
        RP_OUT("aggregate_rate", "V", "share/time", RP_ON("time"), 0, "section 2", "Sum of the rates."),
    [OUT_MEAN] = RP_OUT("mean_path", "\\bar Q", "share", RP_ON("time"), 0, "section 2", "Mean inventory."),
    [OUT_DRIFT] = RP_OUT("price_drift", "", "cash/share/time", RP_ON("time"), 0, "section 2",
                         "Drift of the price: alpha (V/N + I)."),
    [OUT_LOWEST] =
        RP_OUT("lowest_path", "", "share", RP_ON("time"), 0, "", "Smallest inventory of all traders."),
    [OUT_HIGHEST] =
        RP_OUT("highest_path", "", "share", RP_ON("time"), 0, "", "Largest inventory of all traders."),
    [OUT_REPORTED] =
        RP_OUT("reported", "i", "1", RP_ON("reported"), 0, "", "Numbers of the traders reported."),
    [OUT_INVENTORIES] = RP_OUT("inventory_paths", "Q^i", "share", RP_ON("reported", "time"), 0, "eq. 3",
                               "Their inventories."),
    [OUT_RATES] =
        RP_OUT("rate_paths", "v^i", "share/time", RP_ON("reported", "time"), 0, "eq. 2.2", "Their rates."),
    [OUT_ADJOINTS] = RP_OUT("adjoint_paths", "Y^i - w", "cash/share", RP_ON("reported", "time"), 0, "eq. 3",
                            "Their adjoints less the noise drift."),
    [OUT_VALUES] = RP_OUT("values", "J^i", "cash", RP_ON("trader"), 0, "section 2",
                          "Objectives of all traders, without the value of the inventory at the start."),
    [OUT_HAMILTONIAN] = RP_OUT("hamiltonian_concave", "", "1", RP_NO_AXIS, 0, "assumption 2.4",
                               "1 if 4 N beta phi^i >= alpha^2 for all traders at all times."),
    [OUT_CONDITION_27] = RP_OUT("condition_27", "", "1", RP_NO_AXIS, 0, "theorem 2.7",
                                "1 if there is no permanent impact, or penalties are equal and 2 (N + 1) "
                                "beta phi >= alpha^2 at all times: a unique solution."),
    [OUT_CONDITION_210] =
        RP_OUT("condition_210", "", "1", RP_NO_AXIS, 0, "theorem 2.10",
               "1 if phi^i > (N + 1) alpha^2/(8 N beta) for all traders at all times: a unique equilibrium."),
    [OUT_ESCAPE] =
        RP_OUT(
            "explosion_time", "\\tau^*", "time", RP_NO_AXIS, RP_INF_MEANINGFUL, "",
            "Time to maturity at which the traders' Riccati equation escapes; infinite: never (under "
            "condition_210), or not within 16 horizons; not within the horizon if a curve depends on time."),
    [OUT_DISCRETISATION] = RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                  "Relative change of V when all panels were halved last, on a sample of 256 "
                                  "traders if there are more."),
    [OUT_CONSISTENCY] =
        RP_OUT("consistency", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Largest |sum of the rates - V| at nodes, relative to V; costs one pass over all traders."),
    [OUT_NODES] = RP_OUT("nodes", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Nodes in time.")};

static rp_status read_population(const rp_call *call, rp_mixed_population *p) {
  *p = (rp_mixed_population){.count = rp_call_value(call, PARAM_INVENTORIES)->shape[0],
                             .horizon = rp_call_real(call, PARAM_HORIZON),
                             .own = rp_call_real(call, PARAM_OWN),
                             .cross = rp_call_real(call, PARAM_CROSS),
                             .start = rp_call_array(call, PARAM_INVENTORIES),
                             .running = rp_call_array(call, PARAM_RUNNING),
                             .terminal = rp_call_array(call, PARAM_TERMINAL),
                             .shape = rp_curve_of(rp_call_value(call, PARAM_SHAPE), 0),
                             .permanent = rp_curve_of(rp_call_value(call, PARAM_PERMANENT), 0),
                             .temporary = rp_curve_of(rp_call_value(call, PARAM_TEMPORARY), 0),
                             .imbalance = rp_curve_of(rp_call_value(call, PARAM_IMBALANCE), 0),
                             .least_running = INFINITY,
                             .least_terminal = INFINITY};
  if (p->count == 1) p->cross = p->own;
  for (int64_t i = 0; i < p->count; ++i) {
    p->least_running = fmin(p->least_running, p->running[i]);
    p->most_running = fmax(p->most_running, p->running[i]);
    p->least_terminal = fmin(p->least_terminal, p->terminal[i]);
  }
  return rp_model_check_weights(call, PARAM_CROSS, (double)p->count, p->own, p->cross);
}

static rp_status check_reported(const rp_call *call, int64_t traders) {
  if (!rp_call_has(call, PARAM_REPORTED)) return RP_OK;
  const double *list = rp_call_array(call, PARAM_REPORTED);
  for (int64_t i = 0; i < rp_call_value(call, PARAM_REPORTED)->shape[0]; ++i)
    if (list[i] > (double)traders)
      return rp_call_report(call, RP_BAD_INPUT, "no-such-trader", PARAM_REPORTED, list[i],
                            "'traders_reported' names trader %.0f, there are %lld", list[i],
                            (long long)traders);
  return RP_OK;
}

/* Case 1 of theorem 2.7, or case 2. */
static bool condition_27(const rp_mixed_population *p, const rp_mixed_solution *s) {
  bool calm = true, holds = p->least_running == p->most_running;
  for (int64_t i = 1; i < p->count; ++i)
    holds = holds && p->terminal[i] == p->terminal[0];
  for (int64_t i = 0; i < rp_mixed_nodes(&s->game); ++i) {
    double from = s->game.edges[i / S], h = s->game.edges[i / S + 1] - from;
    rp_traders at = rp_mixed_at_time(p, p->least_running, from + h * s->game.method.node[i % S]);
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    holds = holds && mode.g >= 0;
    calm = calm && at.permanent == 0;
  }
  return calm || holds;
}

static rp_status put_conditions(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                                double estimate) {
  double own = INFINITY, margin = rp_mixed_margin(p, &s->game), escape = INFINITY;
  for (int64_t i = 0; i < rp_mixed_nodes(&s->game); ++i) {
    double from = s->game.edges[i / S], h = s->game.edges[i / S + 1] - from;
    rp_traders at = rp_mixed_at_time(p, p->least_running, from + h * s->game.method.node[i % S]);
    rp_mode mode;
    rp_mode_own(&at, &mode);
    own = fmin(own, mode.g);
  }
  if (rp_call_wants(call, OUT_ESCAPE) && !(margin > 0) && rp_mixed_is_constant(p)) {
    rp_status status = rp_mixed_escape(call, p, far_ahead * p->horizon, &escape);
    if (status != RP_OK) return status;
  }
  const rp_number numbers[] = {
      {OUT_HAMILTONIAN, own >= 0},     {OUT_CONDITION_27, condition_27(p, s)},
      {OUT_CONDITION_210, margin > 0}, {OUT_ESCAPE, escape},
      {OUT_DISCRETISATION, estimate},  {OUT_NODES, (double)rp_mixed_nodes(&s->game)}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_heterogeneous_solve(const rp_call *call) {
  static const rp_mixed_names names = {PARAM_HORIZON, PARAM_TERMINAL, PARAM_TOLERANCE};
  rp_mixed_population p;
  rp_mixed_solution s = {0};
  int64_t count;
  const double *times;
  double estimate = 0;
  rp_status status = read_population(call, &p);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, p.horizon, &count, &times);
  if (status == RP_OK) status = check_reported(call, p.count);
  if (status == RP_OK) status = rp_mixed_check_concavity(call, &p, &names);
  if (status == RP_OK) status = rp_mixed_solve_population(call, &p, &names, &s, &estimate);
  if (status == RP_OK) status = rp_heterogeneous_put(call, &p, &s, count, times);
  return status == RP_OK ? put_conditions(call, &p, &s, estimate) : status;
}
