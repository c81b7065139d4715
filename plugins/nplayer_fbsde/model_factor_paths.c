/* model_factor_paths.c - `nplayer_factor_paths`: equilibrium paths along simulated factor paths. Schema and glue; the fields come from
 * model_factors.h, the steps from type_paths.h. */
#include <string.h>
#include "model_factors.h"
#include "model_list.h"
#include "model_limits.h"
#include "model_times.h"
#include "numerics/chebyshev_series.h"
#include "quantile.h"
#include "type_paths.h"

enum {
  PARAM_HORIZON,
  PARAM_IMPACT,
  PARAM_COUNTS,
  PARAM_SLIPPAGE,
  PARAM_RISK,
  PARAM_PENALTY,
  PARAM_INVENTORIES,
  PARAM_FACTORS,
  PARAM_PATHS = PARAM_FACTORS + FACTOR_PARAMS,
  PARAM_REPORTED,
  PARAM_QUANTILES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_FACTOR_PATHS,
  OUT_INVENTORY_PATHS,
  OUT_RATE_PATHS,
  OUT_FEEDBACK_PATHS,
  OUT_FORCING_PATHS,
  OUT_MEAN,
  OUT_DEVIATION,
  OUT_BANDS,
  OUT_QUANTILE,
  OUT_COSTS,
  OUT_COST_ERROR,
  OUT_OUTSIDE,
  OUT_ERROR,
  OUT_METHOD,
  OUT_RESOLUTION,
  OUT_STEPS,
  OUT_TAIL,
  OUTPUTS
};
RP_MODEL_LENGTHS(factor_paths, PARAMS, OUTPUTS);
enum { BLOCK = 256, STREAM = 16, UNIFORM_STREAMS = 256 };

const rp_dim rp_factor_paths_dims[] = {
    {.name = "type", .doc = "Types of identical agents.", .min = 1, .max = 64},
    RP_FACTOR_DIMS,
    {.name = "points", .doc = "Equidistant times.", .min = 3, .max = 10001},
    {.name = "time", .doc = "Times of the outputs.", .min = 3, .max = 10001, .of = "points"},
    {.name = "reported", .doc = "Paths that are kept.", .min = 1, .max = 100000},
    RP_LATE("quantile", 0, 1000, "Quantiles of the inventories.")};

const rp_param rp_factor_paths_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",
                  "Permanent impact of every agent."),
    RP_TYPE_ENTRY("type_counts", "n_k", "1", RP_BETWEEN(1, INFINITY), RP_ABSENT, RP_INTEGRAL,
                  "Agents of each type."),
    RP_TYPE_ENTRY("temporary_impact", "\\eta_k", "cash*time/share^2", RP_NONNEGATIVE, 0.5, RP_MIN_OPEN,
                  "Temporary impact of the agents of each type."),
    RP_TYPE_ENTRY("risk_aversion", "\\alpha_k", "1/cash", RP_NONNEGATIVE, 1, 0, "Their weight of risk."),
    RP_TYPE_ENTRY("terminal_penalty", "\\phi_k", "cash/share^2", RP_ANY, 1, 0,
                  "Weight of their squared inventory left at the horizon."),
    RP_TYPE_ENTRY("inventories", "\\bar{x}_k", "share", RP_ANY, 1, 0,
                  "Mean inventory of each type at the start."),
    RP_FACTOR_ENTRIES,
    RP_INTEGER_ENTRY("paths", "", RP_BETWEEN(2, 10000000), 4096, RP_NUMERICAL, "", "Simulated paths."),
    RP_INTEGER_ENTRY("reported", "", RP_BETWEEN(1, 100000), 16, RP_NUMERICAL, "",
                     "How many of them are kept."),
    {RP_WORDS_("quantiles", "", "1", "", "Levels of the bands of inventories."), .kind = RP_ARRAY,
     .flags = RP_OPTIONAL | RP_NUMERICAL | RP_INCREASING, RP_BETWEEN(0, 1), .preset = RP_ABSENT,
     .axes = RP_ON("quantile")},
    RP_INTEGER_ENTRY("points", "", RP_BETWEEN(3, 10001), 61, RP_NUMERICAL, "",
                     "Equidistant times from 0 to the horizon, steps of the simulation between them.")};

const rp_output rp_factor_paths_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_FACTOR_PATHS] = RP_OUT("factor_paths", "z_t", "1", RP_ON("reported", "factor", "time"), 0,
                                "section 4", "Factors along the paths kept; regimes are numbered from 1."),
    [OUT_INVENTORY_PATHS] = RP_OUT("inventory_paths", "m_k(t)", "share", RP_ON("reported", "type", "time"), 0,
                                   "section 4", "Mean inventory of each type along them."),
    [OUT_RATE_PATHS] = RP_OUT("rate_paths", "\\xi_k(t)", "share/time", RP_ON("reported", "type", "time"), 0,
                              "section 4", "Mean rate of each type along them; positive: buys."),
    [OUT_FEEDBACK_PATHS] =
        RP_OUT("feedback_paths", "N(t, z_t)", "cash/share^2", RP_ON("reported", "type", "type", "time"), 0,
               "section 4", "N along them: type means m have the marginal values 2 N m + q."),
    [OUT_FORCING_PATHS] = RP_OUT("forcing_paths", "q(t, z_t)", "cash/share",
                                 RP_ON("reported", "type", "time"), 0, "section 4", "q along them."),
    [OUT_MEAN] = RP_OUT("mean_inventory", "E m_k(t)", "share", RP_ON("type", "time"), 0, "section 4",
                        "Mean over all paths."),
    [OUT_DEVIATION] = RP_OUT("inventory_deviation", "", "share", RP_ON("type", "time"), 0, "section 4",
                             "Standard deviation over all paths."),
    [OUT_BANDS] = RP_OUT("bands", "", "share", RP_ON("quantile", "type", "time"), 0, "section 4",
                         "Quantiles over all paths, linear between order statistics."),
    [OUT_QUANTILE] = RP_OUT("quantile", "", "1", RP_ON("quantile"), 0, "", "Levels of the bands."),
    [OUT_COSTS] = RP_OUT("costs", "J_k", "cash", RP_ON("type"), 0, "section 3",
                         "Mean cost of an agent whose inventory is its type's mean; besides the standard "
                         "error it has the bias of the steps between `points`, of order two."),
    [OUT_COST_ERROR] =
        RP_OUT("cost_error", "", "cash", RP_ON("type"), RP_DIAGNOSTIC, "", "Standard error of the costs."),
    [OUT_OUTSIDE] =
        RP_OUT("outside", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Times and paths at which the factor was beyond its interval, and taken at its end."),
    [OUT_ERROR] = RP_OUT("error_estimate", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                         "Estimated relative error of the fields that lead the paths."),
    RP_METHOD_OUTPUTS(OUT_METHOD)};

typedef struct simulation {
  const rp_call *call;
  const rp_factor_setup *setup;
  const rp_type_game *game;
  const rp_type_system *system;
  const rp_field_places *places;
  const rp_factor_answer *answer;
  rp_affine_factors *step;
  const double *transition; /* of a chain over a step, cumulated: [regimes][regimes] */
  rp_markov_problem problem;
  rp_markov_regression regression;
  int64_t paths, points, factors;
  double h;
  double *factor;    /* [points][factors][paths] */
  double *inventory; /* [points][types][paths]   */
  double *rate;      /* [points][types][paths]   */
  double *cost;      /* [types][paths]           */
  double *feedback;  /* [reported][types][types][points], NULL: not wanted */
  double *forcing;   /* [reported][types][points], likewise                */
  int64_t *outside;  /* per block                */
} simulation;

/* All unknowns at n factor values, at time number k, from nodal values (of collocation: Chebyshev coefficients). */
static void from_grid(const simulation *s, int64_t k, int64_t n, const double *z, double *u, double *work,
                      int64_t *outside) {
  const rp_factor_answer *a = s->answer;
  int64_t nodes = s->setup->regimes > 0 ? s->setup->regimes : a->resolution + 1,
          all = s->system->fields.unknowns;
  const double *nodal = a->nodal + k * all * nodes;
  for (int64_t p = 0; p < n; ++p) {
    double inside = fmin(fmax(z[p], a->low), a->high);
    work[p] = s->setup->regimes > 0 ? z[p] : (inside - a->low) / (a->high - a->low);
    *outside += s->setup->regimes == 0 && inside != z[p];
  }
  if (s->setup->regimes == 0 && a->method == METHOD_CHEBYSHEV) {
    for (int64_t p = 0; p < n; ++p)
      work[p] = 2 * work[p] - 1;
    for (int64_t j = 0; j < all; ++j)
      rp_chebyshev_sum(a->resolution, nodal + j * nodes, n, work, u + j * n);
    return;
  }
  for (int64_t p = 0; p < n; ++p) {
    if (s->setup->regimes > 0) {
      for (int64_t j = 0; j < all; ++j)
        u[j * n + p] = nodal[j * nodes + (int64_t)z[p]];
      continue;
    }
    double place = work[p] * (double)a->resolution;
    int64_t i = (int64_t)fmin(fmax(floor(place + 0.5), 1), (double)(a->resolution - 1));
    double t = place - (double)i;
    for (int64_t j = 0; j < all; ++j) {
      const double *f = nodal + j * nodes + i;
      u[j * n + p] = f[0] + t * (f[1] - f[-1]) / 2 + t * t * (f[1] - 2 * f[0] + f[-1]) / 2;
    }
  }
}

static rp_status to_series(const rp_call *call, int64_t times, int64_t unknowns, rp_factor_answer *answer) {
  int64_t nodes = answer->resolution + 1;
  double *series = rp_call_doubles(call, times * unknowns * nodes);
  if (!series) return RP_NO_MEMORY;
  for (int64_t i = 0; i < times * unknowns; ++i)
    rp_chebyshev_coefficients(answer->resolution, answer->nodal + i * nodes, series + i * nodes);
  answer->nodal = series;
  return RP_OK;
}

/* All unknowns at time number k; false where the regression's implicit step has no solution. */
static bool fields_at(const simulation *s, int64_t k, int64_t n, const double *const *z, double *u,
                      double *work, int64_t *outside) {
  int64_t unknowns = s->system->fields.unknowns;
  if (s->answer->method != METHOD_REGRESSION) {
    from_grid(s, k, n, z[0], u, work, outside);
    return true;
  }
  if (k > 0 && k < s->points - 1)
    return rp_markov_regression_at(&s->problem, &s->regression, k,
                                   s->answer->fitted + k * unknowns * s->regression.basis.basis, n, z, u,
                                   work);
  for (int64_t j = 0; j < unknowns; ++j)
    for (int64_t p = 0; p < n; ++p)
      u[j * n + p] = k == 0 ? s->answer->start[j] : s->system->terminal[j];
  return true;
}

typedef struct uniform_source {
  const rp_host *host;
  uint32_t stream;
  uint64_t step;
  int64_t before;
} uniform_source;

static void draw_uniforms(const void *self, int64_t draw, int64_t first, int64_t count, double *out) {
  const uniform_source *s = self;
  s->host->uniforms(s->host, s->stream + UNIFORM_STREAMS * (uint32_t)(draw + 1), s->step,
                    (uint64_t)((s->before + first) * RP_AFFINE_DRAW), count * RP_AFFINE_DRAW, out);
}

/* The next state of a chain: the first whose cumulated probability is not below the number. */
static void change_regimes(const simulation *s, int64_t n, const double *from, const double *numbers,
                           double *to) {
  int64_t regimes = s->setup->regimes;
  for (int64_t p = 0; p < n; ++p) {
    const double *line = s->transition + (int64_t)from[p] * regimes;
    int64_t next = 0;
    while (next < regimes - 1 && numbers[p] > line[next])
      ++next;
    to[p] = (double)next;
  }
}

/* Factors of a block of paths at all times. numbers [2 factors][n]. */
static void simulate_factors(const simulation *s, int64_t first, int64_t n, double *numbers) {
  const rp_host *host = s->call->host;
  int64_t paths = s->paths, row = s->factors * paths;
  for (int64_t f = 0; f < s->factors; ++f)
    for (int64_t p = 0; p < n; ++p)
      s->factor[f * paths + first + p] = s->setup->laws[f].start;
  double *normal[2 * RP_MOST_FACTORS], *to[RP_MOST_FACTORS];
  const double *from[RP_MOST_FACTORS];
  uniform_source source[RP_MOST_FACTORS];
  rp_affine_uniforms uniforms[RP_MOST_FACTORS];
  for (int64_t i = 0; i < 2 * s->factors; ++i)
    normal[i] = numbers + i * n;
  for (int64_t k = 0; k + 1 < s->points; ++k) {
    for (int64_t f = 0; f < s->factors; ++f) {
      from[f] = s->factor + k * row + f * paths + first;
      to[f] = s->factor + (k + 1) * row + f * paths + first;
      source[f] = (uniform_source){host, STREAM + (uint32_t)f, (uint64_t)k, first};
      uniforms[f] = (rp_affine_uniforms){source + f, draw_uniforms};
      for (int j = 0; s->step && j < rp_affine_factors_normals(s->step, f); ++j)
        host->normals(host, (uint32_t)(STREAM + 2 * f + j), (uint64_t)k, (uint64_t)first, n,
                      normal[2 * f + j]);
    }
    if (s->step) {
      rp_affine_factors_step(s->step, n, normal, uniforms, from, to);
      continue;
    }
    host->uniforms(host, STREAM, (uint64_t)k, (uint64_t)first, n, numbers);
    change_regimes(s, n, from[0], numbers, to[0]);
  }
}

static void market_at(const simulation *s, int64_t n, const double *const *z, double *variance,
                      double *drift) {
  if (s->setup->regimes == 0) {
    rp_markov_function_values(s->setup->given + RP_TYPE_VARIANCE, s->factors, n, z, variance);
    rp_markov_function_values(s->setup->given + RP_TYPE_DRIFT, s->factors, n, z, drift);
    return;
  }
  for (int64_t p = 0; p < n; ++p) {
    variance[p] = s->setup->regime_given[(int64_t)z[0][p]];
    drift[p] = s->setup->regime_given[s->setup->regimes + (int64_t)z[0][p]];
  }
}

/* N and q on the paths that are kept. */
static void keep_fields(const simulation *s, int64_t k, int64_t first, int64_t n, const rp_type_slice *at) {
  int64_t types = s->game->types, kept = rp_call_integer(s->call, PARAM_REPORTED);
  for (int64_t p = 0; p < n && first + p < kept; ++p)
    for (int64_t i = 0; i < types; ++i) {
      int64_t row = (first + p) * types + i;
      if (s->forcing) s->forcing[row * s->points + k] = at->forcing[i * n + p];
      for (int64_t j = 0; s->feedback && j < types; ++j)
        s->feedback[(row * types + j) * s->points + k] = at->feedback[(j * types + i) * n + p];
    }
}

static rp_status lost(const simulation *s, int64_t k) {
  return rp_call_report(
      s->call, RP_NOT_CONVERGED, "path-lost", PARAM_POINTS, s->h * (double)k,
      "the inventory cannot be continued at time %.6g of a path; take more points or another method",
      s->h * (double)k);
}

static rp_status simulate_block(void *context, int64_t begin, int64_t end) {
  simulation *s = context;
  const rp_type_fields *f = &s->system->fields;
  int64_t first = begin, n = end - begin, types = s->game->types, unknowns = f->unknowns;
  const double *start = rp_call_array(s->call, PARAM_INVENTORIES), *z[4];
  const rp_host *host = s->call->host;
  int64_t point_work = rp_markov_regression_point_workspace(&s->problem, n);
  double *room = host->scratch(
      host, (uint64_t)(n * (2 * unknowns + 3 * types + 2 + 2 * s->factors) + point_work) * sizeof *room,
      RP_CALL_ALIGNMENT);
  if (!room) return RP_NO_MEMORY;
  double *now = room, *next = now + n * unknowns, *means = next + n * unknowns, *rates = means + n * types;
  double *costs = rates + n * types, *variance = costs + n * types, *numbers = variance + 2 * n,
         *work = numbers + 2 * s->factors * n;
  simulate_factors(s, first, n, numbers);
  memset(costs, 0, (size_t)(n * types) * sizeof *costs);
  for (int64_t k = 0; k < s->points; ++k) {
    for (int64_t j = 0; j < s->factors; ++j)
      z[j] = s->factor + (k * s->factors + j) * s->paths + first;
    if (!fields_at(s, k, n, z, next, work, s->outside + first / BLOCK)) return lost(s, k);
    rp_type_slice from = {now + f->feedback * n, now + f->forcing * n},
                  to = {next + f->feedback * n, next + f->forcing * n};
    keep_fields(s, k, first, n, &to);
    for (int64_t j = 0; k == 0 && j < types; ++j)
      for (int64_t p = 0; p < n; ++p)
        means[j * n + p] = start[j];
    if (k > 0 && !rp_type_step(s->game, n, s->h, &from, &to, means)) return lost(s, k);
    rp_type_rates(s->game, n, &to, means, rates);
    market_at(s, n, z, variance, variance + n);
    rp_type_running_cost(s->game, n, k == 0 || k == s->points - 1 ? s->h / 2 : s->h, variance, variance + n,
                         means, rates, costs);
    for (int64_t j = 0; j < types; ++j) {
      memcpy(s->inventory + (k * types + j) * s->paths + first, means + j * n, (size_t)n * sizeof *means);
      memcpy(s->rate + (k * types + j) * s->paths + first, rates + j * n, (size_t)n * sizeof *rates);
    }
    double *swap = now;
    now = next;
    next = swap;
  }
  for (int64_t j = 0; j < types; ++j)
    for (int64_t p = 0; p < n; ++p) {
      double left = means[j * n + p];
      s->cost[j * s->paths + first + p] =
          costs[j * n + p] + s->game->residue[j] * left * left + s->game->impact / 2 * start[j] * start[j];
    }
  return RP_OK;
}

/* Cumulated rows of exp(Q h), by uniformisation. */
static double *chain_step(const rp_call *call, const rp_factor_setup *setup, double h) {
  int64_t n = setup->regimes;
  const double *q = rp_call_array(call, PARAM_FACTORS + FACTOR_REGIME_RATES);
  double *all = rp_call_doubles(call, 3 * n * n), rate = 0;
  if (!all) return NULL;
  double *power = all + n * n, *next = power + n * n;
  for (int64_t i = 0; i < n; ++i)
    rate = fmax(rate, -q[i * n + i]);
  double weight = exp(-rate * h), sum = weight;
  for (int64_t i = 0; i < n * n; ++i) {
    power[i] = i / n == i % n;
    all[i] = weight * power[i];
  }
  for (int64_t term = 1; 1 - sum > 1e-16 && term < 10000; ++term) {
    for (int64_t i = 0; i < n; ++i)
      for (int64_t j = 0; j < n; ++j) {
        double total = power[i * n + j];
        for (int64_t k = 0; k < n; ++k)
          total += power[i * n + k] * q[k * n + j] / rate;
        next[i * n + j] = total;
      }
    weight *= rate * h / (double)term;
    if (weight < 1e-18 && (double)term > rate * h) break;
    sum += weight;
    memcpy(power, next, (size_t)(n * n) * sizeof *power);
    for (int64_t i = 0; i < n * n; ++i)
      all[i] += weight * power[i];
  }
  for (int64_t i = 0; i < n; ++i)
    for (int64_t j = 1; j < n; ++j)
      all[i * n + j] += all[i * n + j - 1];
  return all;
}

static rp_status prepare(simulation *s) {
  const rp_call *call = s->call;
  int64_t types = s->game->types;
  s->factor = rp_call_doubles(call, s->points * s->factors * s->paths);
  s->inventory = rp_call_doubles(call, s->points * types * s->paths);
  s->rate = rp_call_doubles(call, s->points * types * s->paths);
  s->cost = rp_call_doubles(call, types * s->paths);
  int64_t blocks = (s->paths + BLOCK - 1) / BLOCK;
  s->outside = call->host->scratch(call->host, (uint64_t)blocks * sizeof *s->outside, RP_CALL_ALIGNMENT);
  if (!s->factor || !s->inventory || !s->rate || !s->cost || !s->outside) return RP_NO_MEMORY;
  memset(s->outside, 0, (size_t)blocks * sizeof *s->outside);
  const int64_t shape[] = {rp_call_integer(call, PARAM_REPORTED), types, types, s->points},
                flat[] = {shape[0], types, s->points};
  if (rp_call_wants(call, OUT_FEEDBACK_PATHS) &&
      !(s->feedback = call->host->output(call->host, OUT_FEEDBACK_PATHS, 4, shape)))
    return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_FORCING_PATHS) &&
      !(s->forcing = call->host->output(call->host, OUT_FORCING_PATHS, 3, flat)))
    return RP_NO_MEMORY;
  if (s->setup->regimes > 0) return (s->transition = chain_step(call, s->setup, s->h)) ? RP_OK : RP_NO_MEMORY;
  s->step = call->host->scratch(call->host, sizeof *s->step, RP_CALL_ALIGNMENT);
  if (!s->step) return RP_NO_MEMORY;
  rp_affine_factors_make(s->factors, s->setup->laws, s->setup->correlation, s->h, s->step);
  return RP_OK;
}

/* [reported][rows][time] from [time][rows][paths]. */
static rp_status put_paths(const simulation *s, uint32_t output, int64_t rows, const double *from,
                           double shift) {
  int64_t kept = rp_call_integer(s->call, PARAM_REPORTED), shape[3] = {kept, rows, s->points};
  if (!rp_call_wants(s->call, output)) return RP_OK;
  double *to = s->call->host->output(s->call->host, output, 3, shape);
  if (!to) return RP_NO_MEMORY;
  for (int64_t p = 0; p < kept; ++p)
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t k = 0; k < s->points; ++k)
        *to++ = from[(k * rows + r) * s->paths + p] + shift;
  return RP_OK;
}

static void moments(int64_t n, const double *x, double *mean, double *deviation) {
  double sum = 0, square = 0;
  for (int64_t p = 0; p < n; ++p)
    sum += x[p];
  *mean = sum / (double)n;
  for (int64_t p = 0; p < n; ++p)
    square += (x[p] - *mean) * (x[p] - *mean);
  *deviation = sqrt(square / (double)(n - 1));
}

static rp_status put_statistics(const simulation *s) {
  const rp_call *call = s->call;
  int64_t types = s->game->types, points = s->points, levels = 0;
  double *mean = rp_call_doubles(call, 2 * types * points), *deviation = mean + types * points;
  double *costs = rp_call_doubles(call, 2 * types), *sorted = rp_call_doubles(call, s->paths), *bands = NULL;
  if (!mean || !costs || !sorted) return RP_NO_MEMORY;
  if (rp_call_has(call, PARAM_QUANTILES)) levels = rp_call_value(call, PARAM_QUANTILES)->shape[0];
  const double *level = levels > 0 ? rp_call_array(call, PARAM_QUANTILES) : NULL;
  int64_t shape[3] = {levels, types, points};
  if (rp_call_wants(call, OUT_BANDS) && !(bands = call->host->output(call->host, OUT_BANDS, 3, shape)))
    return RP_NO_MEMORY;
  for (int64_t j = 0; j < types; ++j)
    for (int64_t k = 0; k < points; ++k) {
      const double *x = s->inventory + (k * types + j) * s->paths;
      moments(s->paths, x, mean + j * points + k, deviation + j * points + k);
      memcpy(sorted, x, (size_t)s->paths * sizeof *sorted);
      for (int64_t q = 0; bands && q < levels; ++q)
        bands[(q * types + j) * points + k] = rp_quantile(s->paths, sorted, level[q]);
    }
  for (int64_t j = 0; j < types; ++j) {
    moments(s->paths, s->cost + j * s->paths, costs + j, costs + types + j);
    costs[types + j] /= sqrt((double)s->paths);
  }
  rp_status status = rp_call_put_matrix(call, OUT_MEAN, types, points, mean);
  if (status == RP_OK) status = rp_call_put_matrix(call, OUT_DEVIATION, types, points, deviation);
  if (status == RP_OK && rp_call_wants(call, OUT_QUANTILE)) {
    double *to = rp_call_vector(call, OUT_QUANTILE, levels);
    if (!to) return RP_NO_MEMORY;
    for (int64_t q = 0; q < levels; ++q)
      to[q] = level[q];
  }
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_COSTS, types, costs);
  return status == RP_OK ? rp_call_put_vector(call, OUT_COST_ERROR, types, costs + types) : status;
}

static rp_status put(const simulation *s, const double *times) {
  int64_t outside = 0;
  for (int64_t b = 0; b < (s->paths + BLOCK - 1) / BLOCK; ++b)
    outside += s->outside[b];
  rp_status status = rp_call_put_vector(s->call, OUT_TIME, s->points, times);
  if (status == RP_OK)
    status = put_paths(s, OUT_FACTOR_PATHS, s->factors, s->factor, s->setup->regimes > 0 ? 1 : 0);
  if (status == RP_OK) status = put_paths(s, OUT_INVENTORY_PATHS, s->game->types, s->inventory, 0);
  if (status == RP_OK) status = put_paths(s, OUT_RATE_PATHS, s->game->types, s->rate, 0);
  if (status == RP_OK) status = put_statistics(s);
  double share = (double)outside / ((double)s->points * (double)s->paths);
  if (share > 1e-3)
    rp_call_report(s->call, RP_OK, "states-clamped", PARAM_FACTORS + FACTOR_HIGH, share,
                   "at %.2g of all times and paths the factor is beyond [%.6g, %.6g] and taken at its end; "
                   "widen range_low and range_high",
                   share, s->answer->low, s->answer->high);
  if (status == RP_OK) status = rp_call_put(s->call, OUT_OUTSIDE, (double)outside);
  if (status == RP_OK) status = rp_call_put(s->call, OUT_ERROR, s->answer->error);
  return status == RP_OK ? rp_factor_put_method(s->call, OUT_METHOD, s->answer) : status;
}

rp_status rp_factor_paths_model_solve(const rp_call *call) {
  rp_factor_setup setup;
  rp_field_places places;
  rp_type_system system;
  rp_factor_answer answer;
  int64_t types = rp_call_value(call, PARAM_COUNTS)->shape[0], points = rp_call_integer(call, PARAM_POINTS);
  double impact = rp_call_real(call, PARAM_IMPACT), horizon = rp_call_real(call, PARAM_HORIZON);
  double *residue = rp_call_doubles(call, types + points), *times = residue + types;
  if (!residue) return RP_NO_MEMORY;
  bool negative = false;
  for (int64_t k = 0; k < types; ++k) {
    residue[k] = rp_call_array(call, PARAM_PENALTY)[k] - impact / 2;
    negative = negative || residue[k] < 0;
  }
  for (int64_t k = 0; k < points; ++k)
    times[k] = horizon * (double)k / (double)(points - 1);
  rp_type_game game = {types,
                       rp_call_array(call, PARAM_COUNTS),
                       rp_call_array(call, PARAM_SLIPPAGE),
                       rp_call_array(call, PARAM_RISK),
                       residue,
                       impact};
  rp_type_wishes wishes = {.feedback = true, .forcing = true, .own = negative};
  rp_status status = RP_OK;
  if (rp_call_integer(call, PARAM_REPORTED) > rp_call_integer(call, PARAM_PATHS))
    return rp_call_report(
        call, RP_BAD_INPUT, "more-reported-than-simulated", PARAM_REPORTED,
        (double)rp_call_integer(call, PARAM_REPORTED), "'reported' is %lld, there are %lld paths",
        (long long)rp_call_integer(call, PARAM_REPORTED), (long long)rp_call_integer(call, PARAM_PATHS));
  status = rp_model_check_inventories(call, PARAM_INVENTORIES, "inventories");
  if (status == RP_OK) status = rp_factor_read(call, PARAM_FACTORS, horizon, &setup);
  if (status == RP_OK) status = rp_field_read(call, -1, &setup, &places);
  if (status != RP_OK) return status;
  setup.grid_steps = points - 1;
  setup.without_error = !rp_call_wants(call, OUT_ERROR);
  if (!rp_factor_samples(
          &setup)) { /* regression works on the start alone; its steps are those of the paths */
    places.all_times = times;
    places.all_count = points;
  }
  status = rp_factor_check_own(&setup, &game, PARAM_PENALTY);
  if (status == RP_OK) status = rp_type_system_make(&setup, &game, &wishes, PARAM_PENALTY, &system);
  if (status == RP_OK)
    status = rp_factor_solve(&setup, &system.reaction, system.terminal, NULL, &places, system.lower,
                             system.upper, true, &answer);
  if (status == RP_OK && answer.method == METHOD_CHEBYSHEV && setup.regimes == 0)
    status = to_series(call, points, system.fields.unknowns, &answer);
  if (status != RP_OK) return status;
  simulation s = {.call = call,
                  .setup = &setup,
                  .game = &game,
                  .system = &system,
                  .places = &places,
                  .answer = &answer,
                  .problem = rp_factor_problem(&setup, &system.reaction, NULL, &places, NULL, NULL),
                  .regression = answer.regression,
                  .paths = rp_call_integer(call, PARAM_PATHS),
                  .points = points,
                  .factors = setup.factors,
                  .h = horizon / (double)(points - 1)};
  status = prepare(&s);
  if (status == RP_OK) status = call->host->parallel(call->host, s.paths, BLOCK, simulate_block, &s);
  return status == RP_OK ? put(&s, times) : status;
}
