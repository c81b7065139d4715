/*
 * model_particles.c - `mean_field_particles`: many agents who follow the equilibrium's feedback, and the moments of their
 * positions. Schema and glue; the mathematics is in particles.h. Agent k uses the normals numbered k: of (stream 0,
 * path 0) for the initial position, of path j for step j; so one block of agents draws one run of numbers per step.
 */
#include <string.h>
#include "particles.h"
#include "model_list.h"
#include "model_retail.h"

enum { BLOCK = 512, MOST_KEPT = 10000 };
enum { PARAM_SELECTED = RP_RETAIL_PARAMS, PARAM_AGENTS, PARAM_STEPS, PARAM_KEPT, PARAMS };
enum {
  OUT_TIME,
  OUT_MEAN,
  OUT_MEAN_ERROR,
  OUT_VARIANCE,
  OUT_VARIANCE_ERROR,
  OUT_EXACT_MEAN,
  OUT_EXACT_VARIANCE,
  OUT_MEAN_SCORE,
  OUT_VARIANCE_SCORE,
  OUT_MEAN_STEP_ERROR,
  OUT_VARIANCE_STEP_ERROR,
  OUT_AGENT,
  OUT_PATHS,
  OUTPUTS
};

const rp_dim rp_particles_dims[] = {
    RP_TIME_DIM, {.name = "kept", .doc = "Agents whose paths are kept.", .min = 1, .max = MOST_KEPT}};

const rp_param rp_particles_params[] = {
    RP_RETAIL_PARAM_TABLE,
    RP_INTEGER_ENTRY("selected", "", RP_BETWEEN(0, RP_MOST_EQUILIBRIA), 0, 0, "section 3",
                     "Which equilibrium's feedback; 0: that of least action."),
    RP_INTEGER_ENTRY("agents", "N", RP_BETWEEN(3, 1e9), 100000, RP_NUMERICAL, "eq. 1", "Agents."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 1e6), 50, RP_NUMERICAL, "eq. 1", "Steps in time."),
    RP_INTEGER_ENTRY("kept", "", RP_BETWEEN(1, MOST_KEPT), 10, RP_NUMERICAL, "eq. 1",
                     "Agents whose paths are kept.")};

#define PER_TIME RP_ON("time")

const rp_output rp_particles_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", PER_TIME, 0, "eq. 1", "Times of the steps."),
    [OUT_MEAN] = RP_OUT("mean", "M", "share", PER_TIME, 0, "eq. 52", "Mean over the agents."),
    [OUT_MEAN_ERROR] =
        RP_OUT("mean_error", "\\delta M", "share", PER_TIME, 0, "eq. 52", "Its standard error."),
    [OUT_VARIANCE] = RP_OUT("variance", "v", "share^2", PER_TIME, 0, "eq. 53", "Variance over the agents."),
    [OUT_VARIANCE_ERROR] =
        RP_OUT("variance_error", "\\delta v", "share^2", PER_TIME, 0, "eq. 53", "Its standard error."),
    [OUT_EXACT_MEAN] = RP_OUT("exact_mean", "M", "share", PER_TIME, 0, "eq. 52", "The equilibrium's mean."),
    [OUT_EXACT_VARIANCE] =
        RP_OUT("exact_variance", "v", "share^2", PER_TIME, 0, "eq. 53", "The equilibrium's variance."),
    [OUT_MEAN_SCORE] = RP_OUT("mean_score", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 52",
                              "Largest distance of the means in standard errors, over all times."),
    [OUT_VARIANCE_SCORE] = RP_OUT("variance_score", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 53",
                                  "Largest distance of the variances in standard errors."),
    [OUT_MEAN_STEP_ERROR] =
        RP_OUT("mean_step_error", "", "share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 52",
               "What the length of the steps alone moves the mean by at most: without chance, from the "
               "moments of the steps."),
    [OUT_VARIANCE_STEP_ERROR] = RP_OUT("variance_step_error", "", "share^2", RP_NO_AXIS, RP_DIAGNOSTIC,
                                       "eq. 53", "The same of the variance."),
    [OUT_AGENT] = RP_OUT("agent", "", "1", RP_ON("kept"), 0, "eq. 1", "Numbers of the agents kept."),
    [OUT_PATHS] = RP_OUT("paths", "X_t", "share", RP_ON("kept", "time"), 0, "eq. 1", "Their positions."),
};

RP_MODEL_LENGTHS(particles, PARAMS, OUTPUTS);

typedef struct simulation {
  const rp_host *host;
  const rp_particle_step *step;
  const double *centres;
  int64_t steps, kept;
  double mean, deviation;
  rp_particle_sums *sums; /* [blocks][steps + 1] */
  double *paths;
} simulation;

static rp_status simulate_block(void *arg, int64_t begin, int64_t end) {
  const simulation *s = arg;
  double *normals = s->host->scratch(s->host, BLOCK * sizeof *normals, 64);
  double *x = s->host->scratch(s->host, BLOCK * sizeof *x, 64);
  if (!normals || !x) return RP_NO_MEMORY;
  rp_particle_sums *sums = s->sums + begin / BLOCK * (s->steps + 1);
  int64_t count = end - begin, kept = s->paths && begin < s->kept ? s->kept - begin : 0;
  if (kept > count) kept = count;
  memset(sums, 0, (size_t)(s->steps + 1) * sizeof *sums);
  for (int64_t i = 0; i < count; ++i)
    x[i] = s->mean;
  const rp_particle_step first = {.before = s->mean, .after = s->mean, .spread = s->deviation};
  for (int64_t t = 0; t <= s->steps; ++t) {
    if (s->host->cancelled(s->host)) return RP_CANCELLED;
    s->host->normals(s->host, 0, (uint64_t)t, (uint64_t)begin, count, normals);
    rp_particle_advance(t == 0 ? &first : &s->step[t - 1], count, normals, x);
    rp_particle_add(count, x, s->centres[t], &sums[t]);
    for (int64_t i = 0; i < kept; ++i)
      s->paths[(begin + i) * (s->steps + 1) + t] = x[i];
  }
  return RP_OK;
}

/* Errors of infinitely many agents who take these steps, and at most how many standard errors of these agents they are. */
static rp_status put_step_errors(const rp_call *call, const simulation *s, const double *variances,
                                 const double *mean_errors, const double *variance_errors) {
  double mean = s->mean, variance = s->deviation * s->deviation, worst[2] = {0, 0}, score[2] = {0, 0};
  for (int64_t k = 1; k <= s->steps; ++k) {
    const rp_particle_step *step = &s->step[k - 1];
    mean = step->after + step->keep * (mean - step->before);
    variance = step->keep * step->keep * variance + step->spread * step->spread;
    double off[2] = {fabs(mean - s->centres[k]), fabs(variance - variances[k])};
    double error[2] = {mean_errors[k], variance_errors[k]};
    for (int i = 0; i < 2; ++i) {
      worst[i] = fmax(worst[i], off[i]);
      if (off[i] > 0) score[i] = fmax(score[i], off[i] / error[i]);
    }
  }
  const rp_number numbers[] = {{OUT_MEAN_STEP_ERROR, worst[0]}, {OUT_VARIANCE_STEP_ERROR, worst[1]}};
  if (score[0] > 1 || score[1] > 1)
    rp_call_report(
        call, RP_OK, "steps-too-few", PARAM_STEPS, (double)s->steps,
        "steps is %lld: their length alone moves the mean by up to %.3g, %.3g standard errors, and the "
        "variance by up to %.3g, %.3g standard errors",
        (long long)s->steps, worst[0], score[0], worst[1], score[1]);
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

static rp_status put_moments(const rp_call *call, const simulation *s, const double *times,
                             const double *variances, int64_t agents) {
  int64_t count = s->steps + 1, blocks = (agents + BLOCK - 1) / BLOCK;
  double *columns = rp_call_doubles(call, 4 * count), score[2] = {0, 0};
  if (!columns) return RP_NO_MEMORY;
  for (int64_t t = 0; t < count; ++t) {
    rp_particle_sums total = s->sums[t];
    for (int64_t b = 1; b < blocks; ++b)
      for (int i = 0; i < 4; ++i)
        total.power[i] += s->sums[b * count + t].power[i];
    rp_particle_moments m = rp_particle_moments_of(&total, s->centres[t], (double)agents);
    columns[t] = m.mean, columns[count + t] = m.mean_error;
    columns[2 * count + t] = m.variance, columns[3 * count + t] = m.variance_error;
    score[0] = fmax(score[0], fabs(m.mean - s->centres[t]) / m.mean_error);
    score[1] = fmax(score[1], fabs(m.variance - variances[t]) / m.variance_error);
  }
  rp_status status = RP_OK;
  for (uint32_t i = 0; i < 4 && status == RP_OK; ++i)
    status = rp_call_put_vector(call, OUT_MEAN + i, count, columns + i * count);
  const rp_number numbers[] = {{OUT_MEAN_SCORE, score[0]}, {OUT_VARIANCE_SCORE, score[1]}};
  if (status == RP_OK) status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = put_step_errors(call, s, variances, columns + count, columns + 3 * count);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_EXACT_MEAN, count, s->centres);
  return status == RP_OK ? rp_call_put_vector(call, OUT_EXACT_VARIANCE, count, variances) : status;
}

static rp_status put_agents(const rp_call *call, int64_t kept) {
  double *numbers = rp_call_doubles(call, kept);
  if (!numbers) return RP_NO_MEMORY;
  for (int64_t i = 0; i < kept; ++i)
    numbers[i] = (double)(i + 1);
  return rp_call_put_vector(call, OUT_AGENT, kept, numbers);
}

static rp_status simulate(const rp_call *call, const rp_retail *retail, const rp_trajectory *path) {
  int64_t agents = rp_call_integer(call, PARAM_AGENTS), steps = rp_call_integer(call, PARAM_STEPS),
          count = steps + 1;
  int64_t blocks = (agents + BLOCK - 1) / BLOCK;
  simulation s = {.host = call->host,
                  .steps = steps,
                  .kept = rp_call_integer(call, PARAM_KEPT),
                  .mean = retail->mu0,
                  .deviation = sqrt(retail->v0)};
  if (s.kept > agents)
    return rp_call_report(call, RP_BAD_INPUT, "more-kept-than-agents", PARAM_KEPT, (double)s.kept,
                          "kept is %lld, but there are only %lld agents", (long long)s.kept,
                          (long long)agents);
  double *times = rp_call_doubles(call, count), *centres = rp_call_doubles(call, count);
  double *variances = rp_call_doubles(call, count);
  rp_particle_step *step = call->host->scratch(call->host, (uint64_t)steps * sizeof *step, 64);
  s.sums = call->host->scratch(call->host, (uint64_t)(blocks * count) * sizeof *s.sums, 64);
  if (!times || !centres || !variances || !step || !s.sums) return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_PATHS) && !(s.paths = rp_call_matrix(call, OUT_PATHS, s.kept, count)))
    return RP_NO_MEMORY;
  double dt = retail->horizon / (double)steps;
  for (int64_t k = 0; k < count; ++k) {
    times[k] = k == steps ? retail->horizon : retail->horizon * ((double)k / (double)steps);
    rp_coefficients c = rp_game_coefficients(retail, path, times[k]);
    centres[k] = c.mean;
    variances[k] = c.variance;
    if (k == steps) break;
    c = rp_game_coefficients(retail, path, times[k] + dt / 2);
    step[k] = rp_particle_step_of(c.mean, c.rate, c.slope, retail->sigma, dt);
  }
  s.step = step;
  s.centres = centres;
  rp_status status = call->host->parallel(call->host, agents, BLOCK, simulate_block, &s);
  if (status == RP_OK) status = put_moments(call, &s, times, variances, agents);
  return status == RP_OK ? put_agents(call, s.kept) : status;
}

rp_status rp_particles_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_game game;
  rp_trajectory path;
  int index;
  rp_status status = rp_call_retail(call, &retail);
  if (status != RP_OK) return status;
  if (!rp_call_game(call, &retail, &game)) return RP_NO_MEMORY;
  status = rp_call_selected(call, &game, rp_call_integer(call, PARAM_SELECTED), PARAM_SELECTED,
                            RP_PATH_DEGREE, 1e-12, &path, &index);
  return status == RP_OK ? simulate(call, &retail, &path) : status;
}
