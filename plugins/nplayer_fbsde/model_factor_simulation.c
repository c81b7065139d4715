/* model_factor_simulation.c - see model_factor_paths.h: factors or regimes by exact steps, fields there, type means by the trapezoidal
 * rule of type_paths.h. */
#include <string.h>
#include "model_factor_paths.h"
#include "numerics/chebyshev_series.h"
#include "type_paths.h"

/* Streams of random numbers: the regression begins at 0, here STREAM is the first; draws of uniform numbers are so far apart. */
enum { STREAM = 16, UNIFORM_STREAMS = 256 };

/* All unknowns at n factor values, at time number k, from nodal values (of collocation: Chebyshev coefficients). */
static void from_grid(const rp_simulation *s, int64_t k, int64_t n, const double *z, double *u, double *work,
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

/* All unknowns at time number k; false where the regression's implicit step has no solution. */
static bool fields_at(const rp_simulation *s, int64_t k, int64_t n, const double *const *z, double *u,
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
static void change_regimes(const rp_simulation *s, int64_t n, const double *from, const double *numbers,
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
static void simulate_factors(const rp_simulation *s, int64_t first, int64_t n, double *numbers) {
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

static void market_at(const rp_simulation *s, int64_t n, const double *const *z, double *variance,
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
static void keep_fields(const rp_simulation *s, int64_t k, int64_t first, int64_t n,
                        const rp_type_slice *at) {
  int64_t types = s->game->types, kept = rp_call_integer(s->call, PARAM_REPORTED);
  for (int64_t p = 0; p < n && first + p < kept; ++p)
    for (int64_t i = 0; i < types; ++i) {
      int64_t row = (first + p) * types + i;
      if (s->forcing) s->forcing[row * s->points + k] = at->forcing[i * n + p];
      for (int64_t j = 0; s->feedback && j < types; ++j)
        s->feedback[(row * types + j) * s->points + k] = at->feedback[(j * types + i) * n + p];
    }
}

static rp_status lost(const rp_simulation *s, int64_t k) {
  return rp_call_report(
      s->call, RP_NOT_CONVERGED, "path-lost", PARAM_POINTS, s->h * (double)k,
      "the inventory cannot be continued at time %.6g of a path; take more points or another method",
      s->h * (double)k);
}

rp_status rp_simulation_run(void *context, int64_t begin, int64_t end) {
  rp_simulation *s = context;
  const rp_type_fields *f = &s->system->fields;
  int64_t first = begin, n = end - begin, types = s->game->types, unknowns = f->unknowns;
  const double *start = rp_call_array(s->call, TYPE_INVENTORIES), *z[4];
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
    if (!fields_at(s, k, n, z, next, work, s->outside + first / RP_SIMULATION_BLOCK)) return lost(s, k);
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

rp_status rp_simulation_prepare(rp_simulation *s) {
  const rp_call *call = s->call;
  int64_t types = s->game->types;
  s->factor = rp_call_doubles(call, s->points * s->factors * s->paths);
  s->inventory = rp_call_doubles(call, s->points * types * s->paths);
  s->rate = rp_call_doubles(call, s->points * types * s->paths);
  s->cost = rp_call_doubles(call, types * s->paths);
  int64_t blocks = (s->paths + RP_SIMULATION_BLOCK - 1) / RP_SIMULATION_BLOCK;
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
