/* model_factors_regression.c - see model_factors_run.h: regression Monte Carlo along simulated factors, batches in parallel. Their
 * spread is the standard error; half of the steps tell the bias. */
#include <string.h>
#include "model_factors_run.h"

enum { REGRESSION_UNKNOWNS = RP_REGRESSION_MOST_BASIS, UNIFORM_STREAMS = 256 };

typedef struct sampling {
  const rp_factor_run *run;
  const rp_host *host;
  rp_markov_regression method;
  rp_affine_factors *step; /* [2]: of the steps, and of those of the comparison */
  int64_t compared;        /* steps of the comparison: half, rounded up */
  bool apart;              /* its paths are not every other value of the same ones */
  int64_t unknowns, size;  /* doubles of fitted per batch */
  double *fine, *coarse, *fitted;
  rp_markov_status *status;
  rp_markov_report *report;
  bool halve;
} sampling;

/* The second half of the paths of a batch has the negative normal numbers of the first, and 1 less its uniform numbers. Where
 * that makes them mirror images they are not made at all. */
static int64_t made(const sampling *s) {
  return s->method.pairs ? s->method.paths / 2 : s->method.paths;
}

static void draw_normals(const sampling *s, int64_t batch, uint32_t stream, int64_t step, double *numbers) {
  int64_t paths = made(s), half = (s->method.paths + 1) / 2;
  s->host->normals(s->host, stream, (uint64_t)step, (uint64_t)(batch * half), half, numbers);
  for (int64_t i = half; i < paths; ++i)
    numbers[i] = -numbers[i - half];
}

typedef struct uniform_source {
  const rp_host *host;
  uint32_t stream;
  uint64_t step;
  int64_t before, half; /* paths of earlier batches, half of those of this one */
} uniform_source;

static void draw_uniforms(const void *self, int64_t draw, int64_t first, int64_t count, double *out) {
  const uniform_source *s = self;
  uint32_t stream = s->stream + UNIFORM_STREAMS * (uint32_t)(draw + 1);
  for (int64_t done = 0; done < count;) {
    bool mirrored = first + done >= s->half;
    int64_t from = first + done - (mirrored ? s->half : 0), n = mirrored ? count - done : s->half - from;
    if (n > count - done) n = count - done;
    double *to = out + done * RP_AFFINE_DRAW;
    s->host->uniforms(s->host, stream, s->step, (uint64_t)((s->before + from) * RP_AFFINE_DRAW),
                      n * RP_AFFINE_DRAW, to);
    for (int64_t i = 0; mirrored && i < n * RP_AFFINE_DRAW; ++i)
      to[i] = fmin(1 - to[i], 0x1.fffffffffffffp-1);
    done += n;
  }
}

/* Factor paths of a batch [steps + 1][factors][paths] by the steps number `which`; with stride 2 a step has the normal numbers of two
 * of the other ones together. normal [2 factors + 1][paths]. */
static void make_paths(const sampling *s, int64_t batch, int which, int64_t steps, int64_t stride,
                       double *normal, double *z) {
  const rp_markov_problem *p = &s->run->problem;
  const rp_affine_factors *step = s->step + which;
  int64_t paths = made(s), factors = p->factors, half = (s->method.paths + 1) / 2;
  double *numbers[2 * RP_MOST_FACTORS], *spare = normal + 2 * factors * paths, *to[RP_MOST_FACTORS];
  const double *from[RP_MOST_FACTORS];
  uniform_source source[RP_MOST_FACTORS];
  rp_affine_uniforms uniforms[RP_MOST_FACTORS];
  for (int64_t i = 0; i < 2 * factors; ++i)
    numbers[i] = normal + i * paths;
  for (int64_t f = 0; f < factors; ++f)
    for (int64_t i = 0; i < paths; ++i)
      z[f * paths + i] = p->laws[f].start;
  for (int64_t k = 0; k < steps * stride; k += stride, z += factors * paths) {
    for (int64_t f = 0; f < factors; ++f) {
      source[f] = (uniform_source){s->host, (uint32_t)f, (uint64_t)k, batch * half, half};
      uniforms[f] = (rp_affine_uniforms){source + f, draw_uniforms};
      from[f] = z + f * paths;
      to[f] = z + (factors + f) * paths;
      for (int j = 0; j < rp_affine_factors_normals(step, f); ++j) {
        double *own = numbers[2 * f + j];
        draw_normals(s, batch, (uint32_t)(2 * f + j), k, own);
        if (stride == 1) continue;
        draw_normals(s, batch, (uint32_t)(2 * f + j), k + 1, spare);
        for (int64_t i = 0; i < paths; ++i)
          own[i] = (own[i] + spare[i]) * sqrt(0.5);
      }
    }
    rp_affine_factors_step(step, paths, numbers, uniforms, from, to);
  }
}

/* Each batch: its own normal numbers, paths, and two recursions. */
static rp_status sample_batch(void *context, int64_t begin, int64_t end) {
  sampling *s = context;
  const rp_markov_problem *p = &s->run->problem;
  int64_t paths = made(s), steps = s->method.steps, factors = p->factors;
  rp_markov_regression half = s->method;
  half.steps = s->compared;
  int64_t size = rp_markov_regression_workspace(p, &s->method), count = ((steps + 3) * factors + 1) * paths;
  double *z = s->host->scratch(s->host, (uint64_t)(count + size) * sizeof *z, 64);
  if (!z) return RP_NO_MEMORY;
  double *normal = z + (steps + 1) * factors * paths, *work = z + count;
  for (int64_t b = begin; b < end; ++b) {
    if (s->host->cancelled(s->host)) return RP_CANCELLED;
    make_paths(s, b, 0, steps, 1, normal, z);
    s->status[b] =
        rp_markov_regression_solve(p, &s->method, z, 1, s->fine + b * s->unknowns,
                                   s->fitted ? s->fitted + b * s->size : NULL, s->report + b, work);
    if (s->status[b] != RP_MARKOV_OK || !s->halve) continue;
    if (s->apart) make_paths(s, b, 1, half.steps, steps % 2 == 0 ? 2 : 1, normal, z);
    s->status[b] = rp_markov_regression_solve(p, &half, z, s->apart ? 1 : 2, s->coarse + b * s->unknowns,
                                              NULL, s->report + b, work);
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

static rp_status check_sampling(const rp_factor_run *r, sampling *s, int64_t batches) {
  const rp_factor_setup *setup = r->setup;
  const rp_call *call = setup->call;
  if (r->problem.times != 1 || r->problem.states != 2)
    return rp_call_report(call, RP_UNSUPPORTED, "regression-off-the-start", setup->first + FACTOR_METHOD, NAN,
                          "regression answers at time 0 and the factors' start; leave out 'times' and "
                          "'states', or choose another method");
  if (s->unknowns > REGRESSION_UNKNOWNS)
    return rp_call_report(call, RP_UNSUPPORTED, "too-many-fields", setup->first + FACTOR_METHOD,
                          (double)s->unknowns,
                          "regression: %lld fields at once, at most %d; ask for fewer outputs or types",
                          (long long)s->unknowns, REGRESSION_UNKNOWNS);
  if (!rp_regression_make(setup->factors, rp_factor_option(setup, FACTOR_DEGREE), s->unknowns,
                          &s->method.basis))
    return rp_call_report(call, RP_BAD_INPUT, "too-many-monomials", setup->first + FACTOR_DEGREE,
                          (double)rp_factor_option(setup, FACTOR_DEGREE),
                          "'degree' %lld in %lld factors has too many monomials",
                          (long long)rp_factor_option(setup, FACTOR_DEGREE), (long long)setup->factors);
  if (s->method.paths < 4 * s->method.basis.basis)
    return rp_call_report(
        call, RP_BAD_INPUT, "sample-too-small", setup->first + FACTOR_SAMPLE,
        (double)rp_factor_option(setup, FACTOR_SAMPLE),
        "'sample' leaves %lld paths to each of %lld batches, %lld monomials need at least %lld",
        (long long)s->method.paths, (long long)batches, (long long)s->method.basis.basis,
        (long long)(4 * s->method.basis.basis));
  return RP_OK;
}

/* Room for all batches, and the steps of the factors. */
static rp_status prepare(sampling *s, int64_t batches) {
  const rp_factor_setup *setup = s->run->setup;
  const rp_call *call = setup->call;
  int64_t steps = s->method.steps;
  s->step = call->host->scratch(call->host, 2 * sizeof *s->step, RP_CALL_ALIGNMENT);
  s->status = call->host->scratch(call->host, (uint64_t)batches * sizeof *s->status, RP_CALL_ALIGNMENT);
  s->report = call->host->scratch(call->host, (uint64_t)batches * sizeof *s->report, RP_CALL_ALIGNMENT);
  s->fine = rp_call_doubles(call, 2 * batches * s->unknowns + 3 * s->unknowns);
  s->size = (steps + 1) * s->unknowns * s->method.basis.basis;
  if (s->run->grids && !(s->fitted = rp_call_doubles(call, (batches + 1) * s->size))) return RP_NO_MEMORY;
  if (!s->step || !s->status || !s->report || !s->fine) return RP_NO_MEMORY;
  s->coarse = s->fine + batches * s->unknowns;
  s->compared = (steps + 1) / 2;
  for (int i = 0; i < 2; ++i)
    rp_affine_factors_make(setup->factors, setup->laws, setup->correlation,
                           setup->horizon / (double)(i == 0 ? steps : s->compared), s->step + i);
  s->apart = s->step->stepped || steps % 2 == 1;
  s->method.pairs = s->method.paths % 2 == 0;
  for (int64_t f = 0; f < setup->factors; ++f)
    s->method.pairs = s->method.pairs && s->step->step[f].way == RP_AFFINE_GAUSSIAN;
  s->halve = !setup->without_error;
  return RP_OK;
}

/* The bias, by the steps of the comparison, and two standard errors, relative to each unknown. other [unknowns] */
static double estimated_error(const sampling *s, int64_t batches, const double *mean, const double *spread,
                              double *other) {
  double ratio = (double)s->method.steps / (double)s->compared, all = 0, error = 0;
  double falls = s->step->stepped ? ratio - 1 : ratio * ratio - 1;
  if (s->halve) average(batches, s->unknowns, s->coarse, other, NULL);
  for (int64_t k = 0; k < s->unknowns; ++k)
    all = fmax(all, fabs(mean[k]));
  for (int64_t k = 0; k < s->unknowns; ++k) {
    double bias = s->halve ? fabs(mean[k] - other[k]) / falls : 0;
    double size = fmax(fabs(mean[k]), 1e-6 * all);
    if (bias + spread[k] > 0) error = fmax(error, (bias + 2 * spread[k]) / size);
  }
  return error;
}

rp_status rp_factor_by_regression(rp_factor_run *r) {
  const rp_factor_setup *setup = r->setup;
  const rp_call *call = setup->call;
  int64_t batches = rp_factor_option(setup, FACTOR_BATCHES), steps = rp_factor_option(setup, FACTOR_STEPS);
  sampling s = {.run = r, .host = call->host, .unknowns = r->problem.reaction->unknowns};
  s.method.steps = setup->grid_steps > 0 ? setup->grid_steps : steps > 1 ? steps : steps == 1 ? 2 : 40;
  s.method.paths = rp_factor_option(setup, FACTOR_SAMPLE) / batches;
  r->implicit = true;
  rp_status status = check_sampling(r, &s, batches);
  if (status == RP_OK) status = prepare(&s, batches);
  if (status == RP_OK) status = call->host->parallel(call->host, batches, 1 + batches / 8, sample_batch, &s);
  if (status != RP_OK) return status;
  for (int64_t b = 0; b < batches; ++b)
    if (s.status[b] != RP_MARKOV_OK) return rp_factor_refuse(r, s.status[b], s.report + b, "regression");
  double *mean = s.coarse + batches * s.unknowns, *spread = mean + s.unknowns, *other = spread + s.unknowns;
  average(batches, s.unknowns, s.fine, mean, spread);
  rp_factor_answer *a = r->answer;
  a->method = METHOD_REGRESSION;
  a->values = rp_call_doubles(call, 2 * s.unknowns);
  if (!a->values) return RP_NO_MEMORY;
  for (int i = 0; i < 2; ++i) /* the start, as the only state and as the last one */
    memcpy(a->values + i * s.unknowns, mean, (size_t)s.unknowns * sizeof *mean);
  a->spread = spread;
  a->steps = s.method.steps;
  a->resolution = s.method.basis.degree;
  a->regression = s.method;
  a->error = estimated_error(&s, batches, mean, spread, other);
  if (s.fitted) {
    a->fitted = s.fitted + batches * s.size;
    average(batches, s.size, s.fitted, a->fitted, NULL);
  }
  return RP_OK;
}
