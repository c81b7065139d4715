/* model_heterogeneous.c - `guo2025_heterogeneous`: traders with penalties of their own. Schema and glue; the mathematics is in
 * mixed_traders.h. */
#include "model_list.h"
#include "model_mixed.h"
#include "model_times.h"

enum {
  PARAM_HORIZON,
  PARAM_INVENTORIES,
  PARAM_RUNNING,
  PARAM_SHAPE,
  PARAM_TERMINAL,
  PARAM_PERMANENT,
  PARAM_TEMPORARY,
  PARAM_OWN,
  PARAM_CROSS,
  PARAM_IMBALANCE,
  PARAM_REPORTED,
  PARAM_TOLERANCE,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_TOTAL_RATE,
  OUT_MEAN,
  OUT_DRIFT,
  OUT_LOWEST,
  OUT_HIGHEST,
  OUT_REPORTED,
  OUT_INVENTORIES,
  OUT_RATES,
  OUT_ADJOINTS,
  OUT_VALUES,
  OUT_HAMILTONIAN,
  OUT_CONDITION_27,
  OUT_CONDITION_210,
  OUT_ESCAPE,
  OUT_DISCRETISATION,
  OUT_CONSISTENCY,
  OUT_NODES,
  OUTPUTS
};
RP_MODEL_LENGTHS(heterogeneous, PARAMS, OUTPUTS);
enum { S = RP_MIXED_STAGES, L = RP_MIXED_LANES, PARTS = 16, PART = 2048 };
static const double far_ahead =
    16; /* horizons that are searched for an escape where no curve depends on time */

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

/* ---- outputs ---- */

static int64_t panel_of(const rp_mixed_traders *game, double t) {
  int64_t low = 0, high = game->panels - 1;
  while (low < high) {
    int64_t middle = (low + high) / 2;
    if (t < game->edges[middle + 1])
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

static rp_status put_aggregate(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                               int64_t count, const double *times) {
  double *to[3] = {0}, n = (double)p->count, mean = 0;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_TOTAL_RATE + k) && !(to[k] = rp_call_vector(call, OUT_TOTAL_RATE + k, count)))
      return RP_NO_MEMORY;
  for (int64_t i = 0; i < p->count; ++i)
    mean += p->start[i];
  for (int64_t j = 0; j < count; ++j) {
    int64_t k = panel_of(&s->game, times[j]);
    double h = s->game.edges[k + 1] - s->game.edges[k], values[S], integrals[S], rate = 0,
           total = s->total[k];
    rp_collocation_basis(&s->game.method, (times[j] - s->game.edges[k]) / h, values, integrals);
    for (int i = 0; i < S; ++i) {
      rate += values[i] * s->rates[k * S + i];
      total += h * integrals[i] * s->rates[k * S + i];
    }
    const double from[] = {rate, (mean + total) / n,
                           rp_curve_at(&p->permanent, times[j]) *
                               (rate / n + rp_curve_at(&p->imbalance, times[j]))};
    for (int i = 0; i < 3; ++i)
      if (to[i]) to[i][j] = from[i];
  }
  return RP_OK;
}

/* Where the output times lie. */
typedef struct report {
  int64_t count, *panel;
  double *values, *integrals;        /* [count][S]; integrals times the width */
  double *stiffness, *slope, *total; /* [count]: 1/d, alpha/N, V              */
} report;

static rp_status make_report(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                             int64_t count, const double *times, report *r) {
  r->count = count;
  r->panel = call->host->scratch(call->host, (uint64_t)count * sizeof *r->panel, RP_CALL_ALIGNMENT);
  r->values = rp_call_doubles(call, count * (2 * S + 3));
  if (!r->panel || !r->values) return RP_NO_MEMORY;
  r->integrals = r->values + count * S;
  r->stiffness = r->integrals + count * S;
  r->slope = r->stiffness + count;
  r->total = r->slope + count;
  for (int64_t j = 0; j < count; ++j) {
    int64_t k = r->panel[j] = panel_of(&s->game, times[j]);
    double h = s->game.edges[k + 1] - s->game.edges[k], unused;
    rp_collocation_basis(&s->game.method, (times[j] - s->game.edges[k]) / h, r->values + j * S,
                         r->integrals + j * S);
    for (int i = 0; i < S; ++i)
      r->integrals[j * S + i] *= h;
    rp_traders at = rp_mixed_at_time(p, 1, times[j]);
    rp_traders_impact(&at, &unused, r->stiffness + j);
    r->slope[j] = at.permanent / at.count;
    r->total[j] = 0;
    for (int i = 0; i < S; ++i)
      r->total[j] += r->values[j * S + i] * s->rates[k * S + i];
  }
  return RP_OK;
}

/* Lane l of a group at output time j: inventory, rate, adjoint. */
static void read_lane(const rp_mixed_solution *s, const report *r, const rp_mixed_paths *paths, int64_t j,
                      int l, double *all) {
  int64_t k = r->panel[j];
  double q = paths->inventory[k * L + l], v = 0;
  for (int i = 0; i < S; ++i) {
    double rate = paths->rate[(k * S + i) * L + l];
    q += r->integrals[j * S + i] * rate;
    v += r->values[j * S + i] * rate;
  }
  all[0] = q;
  all[1] = v;
  all[2] = r->stiffness[j] * (v + s->game.omega * r->total[j]) - r->slope[j] * q;
}

static rp_status make_paths(const rp_call *call, const rp_mixed_solution *s, rp_mixed_paths *paths,
                            double **work) {
  int64_t nodes = rp_mixed_nodes(&s->game), edges = s->game.panels + 1;
  double *memory = rp_call_doubles(call, (nodes + 2 * edges) * L);
  *work = rp_call_doubles(call, rp_mixed_respond_workspace(&s->game));
  if (!memory || !*work) return RP_NO_MEMORY;
  paths->rate = memory;
  paths->inventory = memory + nodes * L;
  paths->adjoint = paths->inventory + edges * L;
  return RP_OK;
}

static rp_status put_reported(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                              const report *r) {
  bool chosen = rp_call_has(call, PARAM_REPORTED);
  int64_t count = chosen ? rp_call_value(call, PARAM_REPORTED)->shape[0] : p->count;
  const double *list = chosen ? rp_call_array(call, PARAM_REPORTED) : NULL;
  double *to[3] = {0}, *numbers = NULL, *work, all[3];
  rp_mixed_paths paths;
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_INVENTORIES + k) &&
        !(to[k] = rp_call_matrix(call, OUT_INVENTORIES + k, count, r->count)))
      return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_REPORTED) && !(numbers = rp_call_vector(call, OUT_REPORTED, count)))
    return RP_NO_MEMORY;
  for (int64_t i = 0; numbers && i < count; ++i)
    numbers[i] = list ? list[i] : (double)(i + 1);
  if (!to[0] && !to[1] && !to[2]) return RP_OK;
  rp_status status = make_paths(call, s, &paths, &work);
  for (int64_t i = 0; status == RP_OK && i < count; ++i) {
    int64_t trader = list ? (int64_t)list[i] - 1 : i, lane = list ? 0 : i % L;
    if (lane == 0)
      rp_mixed_respond(&s->game, trader, list ? 1 : (p->count - trader < L ? p->count - trader : L), s->rates,
                       s->felt, &paths, work);
    for (int64_t j = 0; j < r->count; ++j) {
      read_lane(s, r, &paths, j, (int)lane, all);
      for (int k = 0; k < 3; ++k)
        if (to[k]) to[k][i * r->count + j] = all[k];
    }
  }
  return status;
}

/* What needs a pass over all traders. Part k writes its own row of the extremes and sums. */
typedef struct pass {
  const rp_call *call;
  const rp_mixed_population *population;
  const rp_mixed_solution *solution;
  const report *report;
  int64_t size, nodes, columns;
  double *rows, *values; /* rows [parts][columns]: lowest, highest at times, sum at nodes */
} pass;

static rp_status pass_part(void *context, int64_t begin, int64_t end) {
  pass *all = context;
  const rp_mixed_solution *s = all->solution;
  rp_mixed_paths paths;
  double *work, point[3];
  rp_status status = make_paths(all->call, s, &paths, &work);
  for (int64_t part = begin; status == RP_OK && part < end; ++part) {
    double *lowest = all->rows + part * all->columns, *highest = lowest + all->report->count,
           *sum = highest + all->report->count;
    for (int64_t j = 0; j < all->report->count; ++j) {
      lowest[j] = INFINITY;
      highest[j] = -INFINITY;
    }
    memset(sum, 0, (size_t)all->nodes * sizeof *sum);
    int64_t last = (part + 1) * all->size < s->game.count ? (part + 1) * all->size : s->game.count;
    for (int64_t first = part * all->size; first < last; first += L) {
      int64_t some = last - first < L ? last - first : L;
      rp_mixed_respond(&s->game, first, some, s->rates, s->felt, &paths, work);
      for (int l = 0; l < some; ++l) {
        if (all->values) all->values[first + l] = paths.value[l];
        for (int64_t j = 0; j < all->report->count; ++j) {
          read_lane(s, all->report, &paths, j, l, point);
          lowest[j] = fmin(lowest[j], point[0]);
          highest[j] = fmax(highest[j], point[0]);
        }
        for (int64_t i = 0; i < all->nodes; ++i)
          sum[i] += paths.rate[i * L + l];
      }
    }
  }
  return status;
}

static rp_status put_all(const rp_call *call, const rp_mixed_population *p, const rp_mixed_solution *s,
                         const report *r) {
  if (!rp_call_wants(call, OUT_LOWEST) && !rp_call_wants(call, OUT_HIGHEST) &&
      !rp_call_wants(call, OUT_VALUES) && !rp_call_wants(call, OUT_CONSISTENCY))
    return RP_OK;
  int64_t count = (p->count + PART - 1) / PART;
  if (count > PARTS) count = PARTS;
  pass all = {.call = call, .population = p, .solution = s, .report = r, .nodes = rp_mixed_nodes(&s->game)};
  all.size = ((p->count + count - 1) / count + L - 1) / L * L;
  count = (p->count + all.size - 1) / all.size;
  all.columns = 2 * r->count + all.nodes;
  all.rows = rp_call_doubles(call, count * all.columns);
  if (rp_call_wants(call, OUT_VALUES) && !(all.values = rp_call_vector(call, OUT_VALUES, p->count)))
    return RP_NO_MEMORY;
  if (!all.rows) return RP_NO_MEMORY;
  rp_status status = call->host->parallel(call->host, count, 1, pass_part, &all);
  if (status != RP_OK) return status;
  double *lowest = all.rows, *highest = lowest + r->count, *sum = highest + r->count, worst = 0, size = 0;
  for (int64_t k = 1; k < count; ++k)
    for (int64_t j = 0; j < all.columns; ++j) {
      double other = all.rows[k * all.columns + j];
      if (j < r->count)
        lowest[j] = fmin(lowest[j], other);
      else if (j < 2 * r->count)
        lowest[j] = fmax(lowest[j], other);
      else
        lowest[j] += other;
    }
  for (int64_t i = 0; i < all.nodes; ++i) {
    worst = fmax(worst, fabs(sum[i] - s->rates[i]));
    size = fmax(size, fabs(s->rates[i]));
  }
  status = rp_call_put_vector(call, OUT_LOWEST, r->count, lowest);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_HIGHEST, r->count, highest);
  return status == RP_OK ? rp_call_put(call, OUT_CONSISTENCY, size > 0 ? worst / size : 0) : status;
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
  report r;
  int64_t count;
  const double *times;
  double estimate = 0;
  rp_status status = read_population(call, &p);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, p.horizon, &count, &times);
  if (status == RP_OK) status = check_reported(call, p.count);
  if (status == RP_OK) status = rp_mixed_check_concavity(call, &p, &names);
  if (status == RP_OK) status = rp_mixed_solve_population(call, &p, &names, &s, &estimate);
  if (status == RP_OK) status = make_report(call, &p, &s, count, times, &r);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = put_aggregate(call, &p, &s, count, times);
  if (status == RP_OK) status = put_reported(call, &p, &s, &r);
  if (status == RP_OK) status = put_all(call, &p, &s, &r);
  return status == RP_OK ? put_conditions(call, &p, &s, estimate) : status;
}
