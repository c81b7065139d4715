/* model_factor_paths.c - see model_factor.h: simulated paths of the factor, the noise orders and the mean inventory. */
#include "model_factor.h"
#include "reverting.h"
#include "numerics/affine_step.h"

enum { BLOCK = 64 };

typedef struct walk {
  const rp_call *call;
  const rp_factor_setting *setting;
  const rp_factor_field *field;
  const double *values; /* [steps + 1][RP_FIELDS][degree + 1] */
  rp_affine_step step;
  int64_t paths, steps, kept;
  double own_noise, shared_noise; /* of the noise orders' normal number: its own, and the factor's */
  double *
      sums; /* [blocks][sums_of(steps)]: q, q^2 at times; the identity's sum and square; objectives' parts and their products */
  double *factors, *averages; /* [kept][steps + 1] or NULL */
} walk;

enum { VALUE_PARTS = 3, PRODUCTS = 6 };

static int64_t sums_of(int64_t steps) {
  return 2 * (steps + 1) + 2 + VALUE_PARTS + PRODUCTS;
}

/* State of one path, and what the equations say there: q' = a q + b, y' = c. A trader who begins `apart` from the mean has the inventory q +
 * apart p, p' = fade p, and the objective's density gain[0] + gain[1] apart + gain[2] apart^2. */
typedef struct place {
  double x, noise, q, a, b, y, c, p, fade, gain[VALUE_PARTS];
} place;

static void look(const walk *w, int64_t k, place *p) {
  const rp_factor_setting *s = w->setting;
  double at[RP_FIELDS];
  rp_traders here = rp_factor_traders_at(&s->market, p->x);
  rp_mode mode, apart;
  rp_mode_mean(&here, &mode);
  rp_mode_deviation(&here, &apart);
  rp_factor_field_at(w->field, w->values + k * RP_FIELDS * (w->field->degree + 1), p->x, at);
  double reaction = rp_factor_reaction(s, at, p->noise);
  p->a = mode.d * at[RP_FIELD_MEAN] + mode.e;
  p->fade = apart.d * at[RP_FIELD_DEVIATION] + apart.e;
  p->b = mode.d * reaction;
  p->y = at[RP_FIELD_MEAN]; /* completed when q is known */
  p->c = reaction;
}

/* Y, its drift and the objective's density once q and p are known. */
static void settle(const walk *w, place *p) {
  rp_traders here = rp_factor_traders_at(&w->setting->market, p->x);
  rp_mode mode;
  rp_mode_mean(&here, &mode);
  double noise = here.permanent * (w->setting->level + p->noise);
  p->y = p->y * p->q + p->c;
  p->c = mode.f * p->y + mode.g * p->q - noise;
  double v = p->a * p->q + p->b, u = p->fade * p->p, push = here.permanent * v + noise;
  double cross = here.cross * here.temporary / here.count,
         own = here.own * here.temporary / here.count - cross;
  p->gain[0] = p->q * push - v * v * (own + here.count * cross) - here.running * p->q * p->q;
  p->gain[1] = p->p * push - v * u * (2 * own + here.count * cross) - 2 * here.running * p->q * p->p;
  p->gain[2] = -own * u * u - here.running * p->p * p->p;
}

/* One path by the trapezoidal rule; normals: three for each step. */
static void follow(const walk *w, int64_t path, const double *normals, double *sums) {
  const rp_factor_setting *s = w->setting;
  double h = s->horizon / (double)w->steps, fade = exp(-s->game.lag * h), sum = 0, value[VALUE_PARTS] = {0};
  double spread = s->volatility * sqrt(rp_reverting_spread(s->game.lag, h));
  place now = {.x = s->game.law.start, .noise = s->noise, .q = s->mean, .p = 1};
  look(w, 0, &now);
  settle(w, &now);
  for (int64_t k = 0;; ++k) {
    sums[2 * k] += now.q;
    sums[2 * k + 1] += now.q * now.q;
    if (path < w->kept && w->factors) w->factors[path * (w->steps + 1) + k] = now.x;
    if (path < w->kept && w->averages) w->averages[path * (w->steps + 1) + k] = now.q;
    if (k == w->steps) break;
    place next = {.noise = fade * now.noise +
                           spread * (w->own_noise * normals[3 * k + 2] + w->shared_noise * normals[3 * k])};
    rp_affine_step_take(&w->step, 1, &now.x, normals + 3 * k, normals + 3 * k + 1, NULL, &next.x);
    look(w, k + 1, &next);
    next.q = (now.q * (1 + h * now.a / 2) + h * (now.b + next.b) / 2) / (1 - h * next.a / 2);
    next.p = now.p * (1 + h * now.fade / 2) / (1 - h * next.fade / 2);
    settle(w, &next);
    sum += h * (now.c + next.c) / 2;
    for (int i = 0; i < VALUE_PARTS; ++i)
      value[i] += h * (now.gain[i] + next.gain[i]) / 2;
    now = next;
  }
  double penalty = s->game.terminal, claim = -2 * penalty * now.q - sum, *last = sums + 2 * (w->steps + 1);
  value[0] -= penalty * now.q * now.q;
  value[1] -= 2 * penalty * now.q * now.p;
  value[2] -= penalty * now.p * now.p;
  *last++ += claim;
  *last++ += claim * claim;
  for (int i = 0; i < VALUE_PARTS; ++i)
    *last++ += value[i];
  for (int i = 0; i < VALUE_PARTS; ++i)
    for (int j = i; j < VALUE_PARTS; ++j)
      *last++ += value[i] * value[j];
}

static rp_status walk_block(void *context, int64_t begin, int64_t end) {
  walk *w = context;
  double *normals = rp_call_doubles(w->call, 3 * w->steps),
         *sums = w->sums + begin / BLOCK * sums_of(w->steps);
  if (!normals) return RP_NO_MEMORY;
  memset(sums, 0, (size_t)sums_of(w->steps) * sizeof *sums);
  for (int64_t path = begin; path < end; ++path) {
    w->call->host->normals(w->call->host, 0, (uint64_t)path, 0, 3 * w->steps, normals);
    follow(w, path, normals, sums);
  }
  return w->call->host->cancelled(w->call->host) ? RP_CANCELLED : RP_OK;
}

/* J^i = J0 + J1 a + J2 a^2 with a = q^i less the mean, and the standard errors from the parts' products. */
static rp_status put_values(const rp_call *call, const walk *w, const double *parts) {
  int64_t count = rp_call_value(call, PARAM_INVENTORIES)->shape[0];
  const double *q = rp_call_array(call, PARAM_INVENTORIES), *products = parts + VALUE_PARTS;
  double *values = NULL, *errors = NULL, n = (double)w->paths;
  if (rp_call_wants(call, OUT_VALUES) && !(values = rp_call_vector(call, OUT_VALUES, count)))
    return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_VALUE_ERRORS) && !(errors = rp_call_vector(call, OUT_VALUE_ERRORS, count)))
    return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    double a = q[i] - w->setting->mean, power[] = {1, a, a * a}, value = 0, square = 0;
    int k = 0;
    for (int r = 0; r < VALUE_PARTS; ++r) {
      value += power[r] * parts[r] / n;
      for (int c = r; c < VALUE_PARTS; ++c, ++k)
        square += (r == c ? 1 : 2) * power[r] * power[c] * products[k] / n;
    }
    if (values) values[i] = n > 0 ? value : NAN;
    if (errors) errors[i] = n > 1 ? sqrt(fmax(square - value * value, 0) / (n - 1)) : NAN;
  }
  return RP_OK;
}

static rp_status put_walk(const rp_call *call, const walk *w, double y) {
  int64_t count = w->steps + 1, blocks = (w->paths + BLOCK - 1) / BLOCK, columns = sums_of(w->steps);
  double *mean = rp_call_doubles(call, 3 * count), n = (double)w->paths,
         h = w->setting->horizon / (double)w->steps;
  if (!mean) return RP_NO_MEMORY;
  double *variance = mean + count, *time = variance + count;
  for (int64_t b = 1; b < blocks; ++b)
    for (int64_t i = 0; i < columns; ++i)
      w->sums[i] += w->sums[b * columns + i];
  for (int64_t k = 0; k < count; ++k) {
    mean[k] = w->sums[2 * k] / n;
    variance[k] = n > 1 ? fmax(w->sums[2 * k + 1] - n * mean[k] * mean[k], 0) / (n - 1) : 0;
    time[k] = h * (double)k;
  }
  double claim = w->sums[2 * count] / n;
  double error = n > 1 ? sqrt(fmax(w->sums[2 * count + 1] / n - claim * claim, 0) / (n - 1)) : NAN;
  rp_status status = rp_call_put_vector(call, OUT_STEP_TIME, count, time);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_MEAN_PATH, count, mean);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_VARIANCE, count, variance);
  if (status == RP_OK) status = put_values(call, w, w->sums + 2 * count + 2);
  const rp_number numbers[] = {{OUT_IDENTITY, claim - y}, {OUT_IDENTITY_ERROR, error}};
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}

/* Outputs that a run without paths leaves empty. */
static rp_status put_no_walk(const rp_call *call, const walk *w) {
  const double none[VALUE_PARTS + PRODUCTS] = {0};
  rp_status status = put_values(call, w, none);
  if (status != RP_OK) return status;
  for (uint32_t out = OUT_STEP_TIME; out <= OUT_VARIANCE; ++out)
    if (rp_call_wants(call, out) && !rp_call_vector(call, out, 0)) return RP_NO_MEMORY;
  for (uint32_t out = OUT_FACTOR_PATHS; out <= OUT_INVENTORY_PATHS; ++out)
    if (rp_call_wants(call, out) && !rp_call_matrix(call, out, 0, 0)) return RP_NO_MEMORY;
  const rp_number numbers[] = {{OUT_IDENTITY, NAN}, {OUT_IDENTITY_ERROR, NAN}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

/* (1 - e^{-k h})/k. */
static double faded(double k, double h) {
  return k > 0 ? -expm1(-k * h) / k : h;
}

/* Correlation over a step of two Ornstein-Uhlenbeck processes driven by one Brownian motion. */
static double shared_part(double speed, double other, double h) {
  return faded(speed + other, h) / sqrt(faded(2 * speed, h) * faded(2 * other, h));
}

rp_status rp_factor_simulate(const rp_call *call, const rp_factor_setting *s, const double *start) {
  walk w = {.call = call,
            .setting = s,
            .paths = rp_call_integer(call, PARAM_PATHS),
            .steps = rp_call_integer(call, PARAM_STEPS),
            .kept = rp_call_integer(call, PARAM_KEPT)};
  if (w.paths == 0) return put_no_walk(call, &w);
  if (w.kept > w.paths)
    return rp_call_report(call, RP_BAD_INPUT, "kept-too-large", PARAM_KEPT, (double)w.kept,
                          "'kept' is %lld, it must be at most paths = %lld", (long long)w.kept,
                          (long long)w.paths);
  /* Correlated noise orders follow the factor's first normal number; so do factors that would need uniform ones. */
  bool driven = s->correlation != 0 || rp_affine_law_freedom(&s->game.law) <= RP_AFFINE_LEAST_SQUARES;
  double h = s->horizon / (double)w.steps;
  rp_affine_step_make(&s->game.law, h, driven, &w.step);
  w.shared_noise = s->correlation * shared_part(s->game.law.speed, s->game.lag, h);
  w.own_noise = sqrt(fmax(1 - w.shared_noise * w.shared_noise, 0));
  int64_t degree = rp_call_integer(call, PARAM_DEGREE), count = w.steps + 1,
          blocks = (w.paths + BLOCK - 1) / BLOCK;
  double *times = rp_call_doubles(call, count),
         *values = rp_call_doubles(call, count * RP_FIELDS * (degree + 1));
  w.sums = rp_call_doubles(call, blocks * sums_of(w.steps));
  if (!times || !values || !w.sums) return RP_NO_MEMORY;
  for (int64_t k = 0; k < count; ++k)
    times[k] = s->horizon * (double)k / (double)w.steps;
  if (rp_call_wants(call, OUT_FACTOR_PATHS) &&
      !(w.factors = rp_call_matrix(call, OUT_FACTOR_PATHS, w.kept, count)))
    return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_INVENTORY_PATHS) &&
      !(w.averages = rp_call_matrix(call, OUT_INVENTORY_PATHS, w.kept, count)))
    return RP_NO_MEMORY;
  rp_factor_field field;
  rp_status status = rp_factor_run_back(call, s, degree, count, times, &field, values);
  if (status != RP_OK) return status;
  w.field = &field;
  w.values = values;
  status = call->host->parallel(call->host, w.paths, BLOCK, walk_block, &w);
  double y = start[RP_FIELD_MEAN] * s->mean + rp_factor_reaction(s, start, s->noise);
  return status == RP_OK ? put_walk(call, &w, y) : status;
}
