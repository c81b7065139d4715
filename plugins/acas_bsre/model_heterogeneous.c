/* model_heterogeneous.c - `guo2025_heterogeneous`: traders with penalties of their own. Schema and glue; the mathematics is in
 * mixed_traders.h. */
#include <stdlib.h>
#include "mixed_traders.h"
#include "model_list.h"
#include "model_times.h"
#include "model_traders.h"
#include "numerics/coupled_agents.h"
#include "traders_path.h"

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
  OUT_CONDITION_210,
  OUT_DISCRETISATION,
  OUT_CONSISTENCY,
  OUT_NODES,
  OUTPUTS
};
RP_MODEL_LENGTHS(heterogeneous, PARAMS, OUTPUTS);
enum {
  S = RP_MIXED_STAGES,
  L = RP_MIXED_LANES,
  SAMPLE = 256,
  PARTS = 16,
  PART = 2048,
  MOST_NODES = 1800,
  MOST_LEVEL = 7,
  RATE_POINTS = 65
};

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
    [OUT_CONDITION_210] =
        RP_OUT("condition_210", "", "1", RP_NO_AXIS, 0, "theorem 2.10",
               "1 if phi^i > (N + 1) alpha^2/(8 N beta) for all traders at all times: a unique equilibrium."),
    [OUT_DISCRETISATION] = RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                                  "Relative change of V when all panels were halved last, on a sample of 256 "
                                  "traders if there are more."),
    [OUT_CONSISTENCY] =
        RP_OUT("consistency", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Largest |sum of the rates - V| at nodes, relative to V; costs one pass over all traders."),
    [OUT_NODES] = RP_OUT("nodes", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Nodes in time.")};

/* The whole population and its curves. */
typedef struct population {
  int64_t count;
  double horizon, own, cross, least_running, least_terminal, most_running;
  const double *start, *running, *terminal;
  rp_curve shape, permanent, temporary, imbalance;
} population;

static rp_traders at_time(const population *p, double running, double t) {
  return (rp_traders){.count = (double)p->count,
                      .permanent = rp_curve_at(&p->permanent, t),
                      .temporary = rp_curve_at(&p->temporary, t),
                      .own = p->own,
                      .cross = p->cross,
                      .running = running * rp_curve_at(&p->shape, t)};
}

static rp_status read_population(const rp_call *call, population *p) {
  *p = (population){.count = rp_call_value(call, PARAM_INVENTORIES)->shape[0],
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

/* ---- each trader's own problem ---- */

/* Is it concave with these penalties? For coefficients that vary the Riccati equation is run on panels. */
static rp_status own_concave(const rp_call *call, const population *p, double running, double terminal,
                             bool *concave, double *escape) {
  int64_t size =
      p->shape.rule == RP_CHEBYSHEV ? (p->shape.grid_count - 1) * p->shape.terms : p->shape.grid_count;
  double *scaled = rp_call_doubles(call, size);
  if (!scaled) return RP_NO_MEMORY;
  for (int64_t i = 0; i < size; ++i)
    scaled[i] = running * p->shape.data[i];
  rp_traders_game game = {.count = (double)p->count,
                          .own = p->own,
                          .cross = p->cross,
                          .terminal = terminal,
                          .horizon = p->horizon,
                          .permanent = p->permanent,
                          .temporary = p->temporary,
                          .running = p->shape,
                          .imbalance = p->imbalance};
  game.running.data = scaled;
  game.steady = rp_model_constant(&game.permanent) && rp_model_constant(&game.temporary) &&
                rp_model_constant(&game.running);
  rp_traders_path path = {.game = &game};
  int64_t bound = game.steady ? 0 : rp_traders_grid_bound(&game, 1);
  if (bound < 0)
    return rp_call_report(call, RP_NOT_CONVERGED, "too-stiff", -1, NAN,
                          "the modes decay so fast that more than a million panels would be needed");
  if (bound > 0) {
    double *edges = rp_call_doubles(call, bound);
    if (!edges) return RP_NO_MEMORY;
    path.panels = rp_traders_grid(&game, 1, edges);
    path.edges = edges;
    rp_collocation_make(RP_TRADERS_STAGES, &path.method);
  }
  *concave = rp_traders_own_concave(&path, escape);
  return RP_OK;
}

/* The least penalties decide for all; only if they fail every trader is looked at. */
static rp_status check_concavity(const rp_call *call, const population *p) {
  bool concave;
  double escape;
  rp_status status = own_concave(call, p, p->least_running, p->least_terminal, &concave, &escape);
  for (int64_t i = 0; status == RP_OK && !concave && i < p->count; ++i) {
    bool fine;
    status = own_concave(call, p, p->running[i], p->terminal[i], &fine, &escape);
    if (status == RP_OK && !fine)
      return rp_call_report(call, RP_NO_SOLUTION, "not-concave", PARAM_TERMINAL, p->terminal[i],
                            "trader %lld with terminal_penalty %.6g can alone drive the objective to "
                            "infinity on horizons of %.9g "
                            "and more: the first-order conditions describe no equilibrium",
                            (long long)(i + 1), p->terminal[i], p->horizon - escape);
  }
  return status;
}

/* ---- the aggregate rate ---- */

typedef struct solution {
  rp_mixed_traders game;
  double *rates; /* [nodes] */
  double *total; /* [panels + 1]: integral of V */
} solution;

static double fastest(const population *p) {
  double rate = 0;
  for (int k = 0; k < RATE_POINTS; ++k) {
    rp_traders at = at_time(p, p->most_running, p->horizon * k / (RATE_POINTS - 1));
    rp_mode mode;
    rp_mode_mean(&at, &mode);
    rate = fmax(rate, sqrt(mode.d * mode.bend) + fabs(mode.e + mode.f) / 2);
    rp_mode_deviation(&at, &mode);
    rate = fmax(rate, sqrt(mode.d * mode.bend) + mode.e / 2);
  }
  return rate;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static rp_status make_grid(const rp_call *call, const population *p, int level, solution *s) {
  const rp_curve *curves[] = {&p->shape, &p->permanent, &p->temporary, &p->imbalance};
  int64_t cuts = 0;
  for (int i = 0; i < 4; ++i)
    cuts += curves[i]->grid_count;
  double *cut = rp_call_doubles(call, cuts), rate = fastest(p);
  if (!cut) return RP_NO_MEMORY;
  for (int64_t i = 0, at = 0; i < 4; ++i)
    for (int64_t k = 0; k < curves[i]->grid_count; ++k)
      cut[at++] = curves[i]->grid[k];
  qsort(cut, (size_t)cuts, sizeof *cut, by_size);
  int64_t panels = rp_coupled_grid(p->horizon, rate, cuts, cut, level, NULL);
  double *memory = rp_call_doubles(call, rp_mixed_size(panels));
  s->rates = rp_call_doubles(call, panels * S);
  s->total = rp_call_doubles(call, panels + 1);
  if (!memory || !s->rates || !s->total) return RP_NO_MEMORY;
  rp_mixed_place(panels, memory, &s->game);
  rp_coupled_grid(p->horizon, rate, cuts, cut, level, s->game.edges);
  double n = (double)p->count;
  for (int64_t i = 0; i < panels * S; ++i) {
    double from = s->game.edges[i / S], h = s->game.edges[i / S + 1] - from,
           t = from + h * s->game.method.node[i % S];
    rp_traders at = at_time(p, 1, t);
    s->game.own[i] = p->own * at.temporary / n;
    s->game.cross[i] = p->cross * at.temporary / n;
    s->game.d[i] = 1 / (2 * s->game.own[i] - s->game.cross[i]);
    s->game.slope[i] = at.permanent / n;
    s->game.shape[i] = at.running;
    s->game.force[i] = at.permanent * rp_curve_at(&p->imbalance, t);
  }
  s->game.omega = p->cross / (2 * p->own - p->cross);
  return RP_OK;
}

typedef struct parts {
  const rp_mixed_traders *game;
  int64_t size, nodes, workspace;
  double *kernels, *sources, *works;
} parts;

static rp_status assemble_part(void *context, int64_t begin, int64_t end) {
  parts *all = context;
  for (int64_t k = begin; k < end; ++k) {
    int64_t from = k * all->size,
            to = from + all->size < all->game->count ? from + all->size : all->game->count;
    double *kernel = all->kernels + k * all->nodes * all->nodes, *source = all->sources + k * all->nodes;
    memset(kernel, 0, (size_t)(all->nodes * all->nodes) * sizeof *kernel);
    memset(source, 0, (size_t)all->nodes * sizeof *source);
    rp_mixed_assemble(all->game, from, to, kernel, source, all->works + k * all->workspace);
  }
  return RP_OK;
}

/* V of the traders of s->game, each standing for `weight`. Parts of the traders are summed in a fixed order. */
static rp_status solve_rates(const rp_call *call, const population *p, double weight, solution *s) {
  int64_t nodes = rp_mixed_nodes(&s->game), count = (s->game.count + PART - 1) / PART;
  parts all = {.game = &s->game, .nodes = nodes, .workspace = rp_mixed_workspace(&s->game)};
  if (count > PARTS) count = PARTS;
  all.size = ((s->game.count + count - 1) / count + RP_MIXED_BLOCK - 1) / RP_MIXED_BLOCK * RP_MIXED_BLOCK;
  count = (s->game.count + all.size - 1) / all.size;
  all.kernels = rp_call_doubles(call, count * nodes * nodes);
  all.sources = rp_call_doubles(call, count * nodes);
  all.works = rp_call_doubles(call, count * all.workspace);
  bool positive;
  if (!all.kernels || !all.sources || !all.works) return RP_NO_MEMORY;
  rp_status status = call->host->parallel(call->host, count, 1, assemble_part, &all);
  if (status != RP_OK) return status;
  for (int64_t k = 1; k < count; ++k) {
    for (int64_t i = 0; i < nodes * nodes; ++i)
      all.kernels[i] += all.kernels[k * nodes * nodes + i];
    for (int64_t i = 0; i < nodes; ++i)
      all.sources[i] += all.sources[k * nodes + i];
  }
  if (!rp_mixed_solve(&s->game, (double)p->count, weight, all.kernels, all.sources, s->rates, &positive) ||
      !positive)
    return rp_call_report(
        call, RP_NO_SOLUTION, "explosion", PARAM_HORIZON, p->horizon,
        "'horizon' is %.6g: the traders' Riccati equation escapes before it (the equation for the aggregate "
        "rate has changed the sign of its determinant): there is no equilibrium",
        p->horizon);
  s->total[0] = 0;
  for (int64_t k = 0; k < s->game.panels; ++k) {
    s->total[k + 1] = s->total[k];
    for (int j = 0; j < S; ++j)
      s->total[k + 1] +=
          (s->game.edges[k + 1] - s->game.edges[k]) * s->game.method.weight[j] * s->rates[k * S + j];
  }
  return RP_OK;
}

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

/* V at t. */
static double rate_at(const solution *s, double t) {
  int64_t p = panel_of(&s->game, t);
  double values[S], sum = 0;
  rp_collocation_basis(&s->game.method, (t - s->game.edges[p]) / (s->game.edges[p + 1] - s->game.edges[p]),
                       values, NULL);
  for (int k = 0; k < S; ++k)
    sum += values[k] * s->rates[p * S + k];
  return sum;
}

static double change(const solution *coarse, const solution *fine) {
  double worst = 0, size = 0;
  for (int64_t k = 0; k <= 2 * coarse->game.panels; ++k) {
    double from = coarse->game.edges[k / 2], t = k % 2 ? (from + coarse->game.edges[k / 2 + 1]) / 2 : from;
    double one = rate_at(coarse, t), two = rate_at(fine, t);
    worst = fmax(worst, fabs(one - two));
    size = fmax(size, fabs(two));
  }
  return size > 0 ? worst / size : 0;
}

/* Traders 0, step, 2 step, ... */
static rp_status take_sample(const rp_call *call, const population *p, int64_t count,
                             rp_mixed_traders *game) {
  double *numbers = rp_call_doubles(call, 3 * count);
  if (!numbers) return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    int64_t from = (int64_t)((double)i * (double)p->count / (double)count);
    numbers[i] = p->start[from];
    numbers[count + i] = p->running[from];
    numbers[2 * count + i] = p->terminal[from];
  }
  game->count = count;
  game->start = numbers;
  game->running = numbers + count;
  game->terminal = numbers + 2 * count;
  return RP_OK;
}

/* Panels are halved until V of a sample does not change any more; then all traders on the last but one grid. */
static rp_status solve_population(const rp_call *call, const population *p, solution *s, double *estimate) {
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  int64_t sample = p->count < SAMPLE ? p->count : SAMPLE;
  double weight = (double)p->count / (double)sample;
  solution before = {0}, now = {0};
  rp_status status = take_sample(call, p, sample, &before.game);
  now = before;
  status = status == RP_OK ? make_grid(call, p, 0, &before) : status;
  if (status == RP_OK) status = solve_rates(call, p, weight, &before);
  int level = 1;
  *estimate = INFINITY;
  for (; status == RP_OK && level < MOST_LEVEL; ++level) {
    status = make_grid(call, p, level, &now);
    if (status == RP_OK && level > 1 && rp_mixed_nodes(&now.game) > MOST_NODES) break;
    if (status == RP_OK) status = solve_rates(call, p, weight, &now);
    if (status != RP_OK) return status;
    *estimate = change(&before, &now);
    if (*estimate <= tolerance) break;
    before = now;
  }
  if (status != RP_OK) return status;
  if (!(*estimate <= tolerance))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "not-resolved", PARAM_TOLERANCE, *estimate,
        "with %lld nodes in time the aggregate rate still changes by %.2g, it must be at most %.0g",
        (long long)rp_mixed_nodes(&before.game), *estimate, tolerance);
  if (sample == p->count) {
    *s = now;
    return RP_OK;
  }
  s->game = (rp_mixed_traders){
      .count = p->count, .start = p->start, .running = p->running, .terminal = p->terminal};
  status = make_grid(call, p, level - 1, s);
  return status == RP_OK ? solve_rates(call, p, 1, s) : status;
}

/* ---- outputs ---- */

static rp_status put_aggregate(const rp_call *call, const population *p, const solution *s, int64_t count,
                               const double *times) {
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

static rp_status make_report(const rp_call *call, const population *p, const solution *s, int64_t count,
                             const double *times, report *r) {
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
    rp_traders at = at_time(p, 1, times[j]);
    rp_traders_impact(&at, &unused, r->stiffness + j);
    r->slope[j] = at.permanent / at.count;
    r->total[j] = rate_at(s, times[j]);
  }
  return RP_OK;
}

/* Lane l of a group at output time j: inventory, rate, adjoint. */
static void read_lane(const solution *s, const report *r, const rp_mixed_paths *paths, int64_t j, int l,
                      double *all) {
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

static rp_status make_paths(const rp_call *call, const solution *s, rp_mixed_paths *paths, double **work) {
  int64_t nodes = rp_mixed_nodes(&s->game), edges = s->game.panels + 1;
  double *memory = rp_call_doubles(call, (nodes + 2 * edges) * L);
  *work = rp_call_doubles(call, rp_mixed_workspace(&s->game));
  if (!memory || !*work) return RP_NO_MEMORY;
  paths->rate = memory;
  paths->inventory = memory + nodes * L;
  paths->adjoint = paths->inventory + edges * L;
  return RP_OK;
}

static rp_status put_reported(const rp_call *call, const population *p, const solution *s, const report *r) {
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
                       &paths, work);
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
  const population *population;
  const solution *solution;
  const report *report;
  int64_t size, nodes, columns;
  double *rows, *values; /* rows [parts][columns]: lowest, highest at times, sum at nodes */
} pass;

static rp_status pass_part(void *context, int64_t begin, int64_t end) {
  pass *all = context;
  const solution *s = all->solution;
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
      rp_mixed_respond(&s->game, first, some, s->rates, &paths, work);
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

static rp_status put_all(const rp_call *call, const population *p, const solution *s, const report *r) {
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

static rp_status put_conditions(const rp_call *call, const population *p, const solution *s,
                                double estimate) {
  double own = INFINITY, margin = INFINITY;
  for (int64_t i = 0; i < rp_mixed_nodes(&s->game); ++i) {
    double from = s->game.edges[i / S], h = s->game.edges[i / S + 1] - from;
    rp_traders at = at_time(p, p->least_running, from + h * s->game.method.node[i % S]);
    rp_mode mode;
    rp_mode_own(&at, &mode);
    own = fmin(own, mode.g);
    margin = fmin(margin, rp_traders_monotonicity(&at));
  }
  const rp_number numbers[] = {{OUT_HAMILTONIAN, own >= 0},
                               {OUT_CONDITION_210, margin > 0},
                               {OUT_DISCRETISATION, estimate},
                               {OUT_NODES, (double)rp_mixed_nodes(&s->game)}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_heterogeneous_solve(const rp_call *call) {
  population p;
  solution s = {0};
  report r;
  int64_t count;
  const double *times;
  double estimate = 0;
  rp_status status = read_population(call, &p);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, p.horizon, &count, &times);
  if (status == RP_OK) status = check_reported(call, p.count);
  if (status == RP_OK) status = check_concavity(call, &p);
  if (status == RP_OK) status = solve_population(call, &p, &s, &estimate);
  if (status == RP_OK) status = make_report(call, &p, &s, count, times, &r);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = put_aggregate(call, &p, &s, count, times);
  if (status == RP_OK) status = put_reported(call, &p, &s, &r);
  if (status == RP_OK) status = put_all(call, &p, &s, &r);
  return status == RP_OK ? put_conditions(call, &p, &s, estimate) : status;
}
