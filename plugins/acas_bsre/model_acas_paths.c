/*
 * model_acas_paths.c - simulated paths of `guo2025_stochastic` and what is read off them. See model_acas_stochastic.h. State of a path:
 * factors, q2, qe, Q1.
 */
#include <string.h>
#include "model_acas_stochastic.h"

enum { LANES = RP_FIELD_LANES, ASK = 0, RATE, NOISE, QUANTITIES };

/* Of one path: last values; sums of increments and of their products; sums of levels of ask and rate. */
typedef struct tally {
  double last[QUANTITIES];
  double sum[QUANTITIES], square[QUANTITIES], ask_rate, ask_noise;
  double level[2], level_square[2], level_product;
  double least_rate, least_spread;
} tally;

typedef struct watcher {
  const rp_stochastic *s;
  int64_t steps, kept;
  tally *tallies;                       /* [paths] */
  double *paths[RP_STOCHASTIC_OUTPUTS]; /* storage of the outputs along paths, or NULL */
} watcher;

static void add_increment(tally *t, const double *now) {
  double d[QUANTITIES];
  for (int q = 0; q < QUANTITIES; ++q) {
    d[q] = now[q] - t->last[q];
    t->sum[q] += d[q];
    t->square[q] += d[q] * d[q];
  }
  t->ask_rate += d[ASK] * d[RATE];
  t->ask_noise += d[ASK] * d[NOISE];
}

static void keep(const watcher *w, int64_t path, int64_t k, const double *now, double y1, double y2,
                 double buyer) {
  double quote = 1 / w->s->market->gamma;
  const struct {
    uint32_t output;
    double value;
  } values[] = {{RP_STOCHASTIC_ASK_PATHS, now[ASK]},          {RP_STOCHASTIC_BID_PATHS, quote - y1 + y2},
                {RP_STOCHASTIC_SPREAD_PATHS, 2 * quote + y2}, {RP_STOCHASTIC_RATE_PATHS, now[RATE]},
                {RP_STOCHASTIC_IMBALANCE_PATHS, now[NOISE]},  {RP_STOCHASTIC_BUYER_PATHS, buyer}};
  for (size_t i = 0; i < sizeof values / sizeof *values; ++i)
    if (w->paths[values[i].output]) w->paths[values[i].output][path * (w->steps + 1) + k] = values[i].value;
}

static void observe(void *seen, int64_t first, int64_t k, const double *x, const double *u,
                    const double *drift) {
  const watcher *w = seen;
  const rp_stochastic *s = w->s;
  int64_t count = s->flow->count;
  double t = s->market->horizon * (double)k / (double)w->steps, beta = rp_curve_at(&s->market->cost, t);
  (void)drift;
  for (int l = 0; l < LANES; ++l) {
    tally *own = w->tallies + first + l;
    double factors[RP_STOCHASTIC_FACTORS], a, b;
    bool truncated;
    for (int64_t c = 0; c < count; ++c)
      factors[c] = x[c * LANES + l];
    rp_acas_flow_at(s->flow, factors, &a, &b);
    double y2 = u[l], ye = u[LANES + l], y1 = u[2 * LANES + l];
    double now[QUANTITIES] = {1 / s->market->gamma + y1,
                              rp_acas_rate(s->market->gamma, s->market->least, beta, ye, &truncated), a - b};
    if (k == 0) {
      memset(own, 0, sizeof *own);
      own->least_rate = own->least_spread = INFINITY;
    } else if (k < w->steps) { /* as the last step's value belongs to no rate */
      add_increment(own, now);
    }
    memcpy(own->last, now, sizeof now);
    for (int q = 0; q < 2; ++q) {
      own->level[q] += now[q];
      own->level_square[q] += now[q] * now[q];
    }
    own->level_product += now[ASK] * now[RATE];
    own->least_rate = fmin(own->least_rate, now[RATE]);
    own->least_spread = fmin(own->least_spread, 2 / s->market->gamma + y2);
    if (first + l < w->kept)
      keep(w, first + l, k, now, y1, y2, x[(count + 1) * LANES + l] + x[(count + 2) * LANES + l]);
  }
}

/* (y2, ye, Y1) from the field's (y2, ye, g). */
static void field_at(const void *of, int64_t k, const double *x, double *u, double *work) {
  const watcher *w = of;
  const rp_stochastic *s = w->s;
  if (s->regression)
    rp_projected_field(&s->run.scheme, k, x, u, work);
  else
    rp_acas_field_at(&s->field, k, x, u);
  double weight = rp_acas_weight(s->market, s->market->horizon * (double)k / (double)w->steps);
  for (int l = 0; l < LANES; ++l)
    u[2 * LANES + l] -= weight * x[(s->flow->count + 2) * LANES + l];
}

static void transition(const void *model, double h, double *decay, double *mean, double *deviation) {
  const rp_stochastic *s = model;
  rp_stochastic_transition(s, h, decay, mean, deviation);
  int64_t last = s->flow->count + 2;
  decay[last] = 1;
  mean[last] = deviation[last] = 0;
}

static void terminal(const void *model, const double *x, double *u) {
  const rp_stochastic *s = model;
  for (int64_t c = 0; c < 3; ++c)
    u[c] = -2 * s->market->terminal * x[s->flow->count + c];
}

static rp_status put_statistics(const watcher *w, int64_t paths) {
  tally all = {.least_rate = INFINITY, .least_spread = INFINITY};
  double n = (double)(paths * (w->steps - 1)), levels = 0, m = (double)(w->steps + 1);
  for (int64_t p = 0; p < paths; ++p) {
    const tally *t = w->tallies + p;
    for (int q = 0; q < QUANTITIES; ++q) {
      all.sum[q] += t->sum[q];
      all.square[q] += t->square[q];
    }
    all.ask_rate += t->ask_rate;
    all.ask_noise += t->ask_noise;
    all.least_rate = fmin(all.least_rate, t->least_rate);
    all.least_spread = fmin(all.least_spread, t->least_spread);
    double ask = t->level_square[0] - t->level[0] * t->level[0] / m,
           rate = t->level_square[1] - t->level[1] * t->level[1] / m;
    levels += (t->level_product - t->level[0] * t->level[1] / m) / sqrt(ask * rate);
  }
  double ask = all.square[ASK] - all.sum[ASK] * all.sum[ASK] / n,
         rate = all.square[RATE] - all.sum[RATE] * all.sum[RATE] / n,
         noise = all.square[NOISE] - all.sum[NOISE] * all.sum[NOISE] / n,
         ask_rate = all.ask_rate - all.sum[ASK] * all.sum[RATE] / n,
         ask_noise = all.ask_noise - all.sum[ASK] * all.sum[NOISE] / n;
  rp_call_acas_remark(w->s->call, all.least_rate);
  const rp_number numbers[] = {{RP_STOCHASTIC_ASK_RATE, ask_rate / sqrt(ask * rate)},
                               {RP_STOCHASTIC_ASK_NOISE, ask_noise / sqrt(ask * noise)},
                               {RP_STOCHASTIC_ASK_RATE_LEVELS, levels / (double)paths},
                               {RP_STOCHASTIC_IMPACT, ask_noise / noise},
                               {RP_STOCHASTIC_LEAST_RATE, all.least_rate},
                               {RP_STOCHASTIC_LEAST_SPREAD, all.least_spread}};
  return rp_call_put_numbers(w->s->call, numbers, RP_COUNT_OF(numbers));
}

static rp_status storage(watcher *w) {
  const rp_call *call = w->s->call;
  if (rp_call_wants(call, RP_STOCHASTIC_TIME)) {
    double *time = rp_call_vector(call, RP_STOCHASTIC_TIME, w->steps + 1);
    if (!time) return RP_NO_MEMORY;
    for (int64_t k = 0; k <= w->steps; ++k)
      time[k] = w->s->market->horizon * (double)k / (double)w->steps;
  }
  for (uint32_t q = RP_STOCHASTIC_ASK_PATHS; q <= RP_STOCHASTIC_BUYER_PATHS; ++q)
    if (rp_call_wants(call, q) && !(w->paths[q] = rp_call_matrix(call, q, w->kept, w->steps + 1)))
      return RP_NO_MEMORY;
  return RP_OK;
}

static bool wanted(const rp_call *call) {
  for (uint32_t q = RP_STOCHASTIC_MAKERS_IDENTITY; q < RP_STOCHASTIC_OUTPUTS; ++q)
    if (rp_call_wants(call, q)) return true;
  return false;
}

/* The averages' own error is that of the steps, so only a wide miss says something of the field. */
static void remark(const rp_stochastic *s, const double *mean, const double *error, const double *about) {
  for (int c = 0; c < 3; ++c) {
    double miss = fabs(mean[c] - about[c]), size = 1 / s->market->gamma + fabs(about[c]);
    if (miss <= 6 * error[c] + 3 * s->step_error + 0.01 * size) continue;
    rp_call_report(s->call, RP_OK, "identity-missed", RP_STOCHASTIC_SAMPLE, miss,
                   "simulated paths miss the field's start by %.2g with a standard error of %.2g: it is "
                   "worse than its other estimates",
                   miss, error[c]);
    return;
  }
}

rp_status rp_stochastic_walk(const rp_stochastic *s) {
  const rp_call *call = s->call;
  if (!wanted(call)) return RP_OK;
  watcher w = {.s = s,
               .steps = 4 * rp_call_integer(call, RP_STOCHASTIC_STEPS),
               .kept = rp_call_integer(call, RP_STOCHASTIC_KEPT)};
  int64_t count = s->flow->count, paths = rp_call_integer(call, RP_STOCHASTIC_SAMPLE);
  if (w.kept > paths) paths = w.kept;
  paths = (paths + LANES - 1) / LANES * LANES;
  w.tallies = call->host->scratch(call->host, (uint64_t)paths * sizeof *w.tallies, RP_CALL_ALIGNMENT);
  if (!w.tallies) return RP_NO_MEMORY;
  rp_status status = storage(&w);
  if (status != RP_OK) return status;
  double start[RP_STOCHASTIC_DIMS], mean[3], error[3], about[3];
  for (int64_t k = 0; k < count; ++k)
    start[k] = s->flow->factors[k].start;
  start[count] = s->market->first - s->market->second;
  start[count + 1] = s->market->buyer - s->market->first;
  start[count + 2] = s->market->first;
  rp_markov problem = {.dims = count + 3,
                       .outputs = 3,
                       .horizon = s->market->horizon,
                       .unit = 1 / s->market->gamma,
                       .start = start,
                       .model = s,
                       .rates = rp_stochastic_rates,
                       .context = rp_stochastic_context,
                       .transition = transition,
                       .terminal = terminal};
  rp_markov_walk walk = {
      .field = field_at,
      .of = &w,
      .work = s->regression ? rp_projected_workspace(count + 2, s->run.scheme.basis.degree, 3) : 8,
      .steps = w.steps,
      .paths = paths,
      .observer = observe,
      .seen = &w};
  status = rp_call_markov_walk(call, &problem, &walk, mean, error, about);
  if (status != RP_OK) return status;
  const rp_number numbers[] = {{RP_STOCHASTIC_MAKERS_IDENTITY, mean[0] - about[0]},
                               {RP_STOCHASTIC_BUYER_IDENTITY, mean[1] - about[1]},
                               {RP_STOCHASTIC_FIRST_IDENTITY, mean[2] - about[2]},
                               {RP_STOCHASTIC_MAKERS_STANDARD, error[0]},
                               {RP_STOCHASTIC_BUYER_STANDARD, error[1]},
                               {RP_STOCHASTIC_FIRST_STANDARD, error[2]}};
  remark(s, mean, error, about);
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  return status == RP_OK ? put_statistics(&w, paths) : status;
}
