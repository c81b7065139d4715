/* model_acas_backward.c - one backward run of `guo2025_stochastic`, by grid or by regression. See model_acas_stochastic.h. */
#include <string.h>
#include "model_acas_stochastic.h"

double rp_stochastic_deviation(const rp_reverting *factor, double horizon) {
  return factor->volatility * (factor->speed > 0 ? 1 / sqrt(2 * factor->speed) : sqrt(horizon));
}

/* ---- grid ---- */

typedef struct slices_work {
  const rp_acas_field *field;
  int64_t k;
  int *sweeps; /* [slices] */
} slices_work;

static rp_status advance(void *arg, int64_t begin, int64_t end) {
  slices_work *w = arg;
  int sweeps = rp_acas_field_advance(w->field, w->k, begin, end);
  w->sweeps[begin] = sweeps;
  return sweeps < 0 ? RP_NOT_CONVERGED : RP_OK;
}

static void frame(const rp_stochastic *s, rp_acas_field *f) {
  for (int i = 0; i < 2; ++i) {
    f->low[i] = s->box[i];
    f->high[i] = s->box[2 + i];
  }
  for (int64_t k = 0; k < s->flow->count; ++k) {
    const rp_reverting *factor = s->flow->factors + k;
    double wide = 4.5 * fmax(rp_stochastic_deviation(factor, s->market->horizon), 0.05);
    f->factor_low[k] = fmin(factor->mean, factor->start) - wide;
    f->factor_high[k] = fmax(factor->mean, factor->start) + wide;
  }
}

static rp_status run_grid(rp_stochastic *s, int64_t less, int64_t steps, double *value) {
  rp_acas_field *f = &s->field;
  const rp_call *call = s->call;
  *f = (rp_acas_field){.market = s->market,
                       .flow = s->flow,
                       .steps = steps,
                       .maker_nodes = rp_call_integer(call, RP_STOCHASTIC_MAKER_NODES) - 2 * less,
                       .buyer_nodes = rp_call_integer(call, RP_STOCHASTIC_BUYER_NODES) - 2 * less,
                       .factor_nodes = rp_call_integer(call, RP_STOCHASTIC_FACTOR_NODES) - 2 * less};
  if (f->maker_nodes < 2) f->maker_nodes = 2;
  if (f->buyer_nodes < 2) f->buyer_nodes = 2;
  if (f->factor_nodes < 2) f->factor_nodes = 2;
  f->local = s->local;
  if (f->local) f->maker_nodes *= RP_FIELD_LOCAL_SHARE, f->buyer_nodes *= RP_FIELD_LOCAL_SHARE;
  frame(s, f);
  double *memory = rp_call_doubles(call, rp_acas_field_size(f));
  if (!memory) return RP_NO_MEMORY;
  rp_acas_field_place(memory, f);
  rp_acas_field_begin(f);
  slices_work w = {.field = f};
  w.sweeps = call->host->scratch(call->host, (uint64_t)f->slices * sizeof *w.sweeps, RP_CALL_ALIGNMENT);
  if (!w.sweeps) return RP_NO_MEMORY;
  memset(w.sweeps, 0, (size_t)f->slices * sizeof *w.sweeps);
  int64_t block = f->local ? 1
                  : f->slices > 32
                      ? f->slices / 16
                      : f->slices; /* a single factor's Chebyshev grid is not worth a second thread */
  for (int64_t k = steps - 1; k >= 0; --k) {
    double t = s->market->horizon * (double)k / (double)steps;
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    w.k = k;
    rp_acas_field_expect(f);
    rp_status status = call->host->parallel(call->host, f->slices, block, advance, &w);
    if (status != RP_OK)
      return rp_call_report(call, status, "step-not-settled", RP_STOCHASTIC_STEPS, t,
                            "the implicit step at t = %.6g does not settle: take more steps or fewer nodes",
                            t);
    for (int64_t i = 0; i < f->slices; i += block)
      s->sweeps = fmax(s->sweeps, w.sweeps[i]);
    rp_acas_field_keep(f, k);
  }
  double x[(RP_FIELD_FACTORS + 2) * RP_FIELD_LANES], u[RP_FIELD_VALUES * RP_FIELD_LANES];
  for (int l = 0; l < RP_FIELD_LANES; ++l) {
    for (int64_t k = 0; k < s->flow->count; ++k)
      x[k * RP_FIELD_LANES + l] = s->flow->factors[k].start;
    x[s->flow->count * RP_FIELD_LANES + l] = s->market->first - s->market->second;
    x[(s->flow->count + 1) * RP_FIELD_LANES + l] = s->market->buyer - s->market->first;
  }
  rp_acas_field_at(f, 0, x, u);
  for (int q = 0; q < 3; ++q)
    value[q] = u[q * RP_FIELD_LANES];
  return RP_OK;
}

/* ---- regression ---- */

void rp_stochastic_transition(const void *model, double h, double *decay, double *mean, double *deviation) {
  const rp_stochastic *s = model;
  int64_t count = s->flow->count;
  for (int64_t k = 0; k < count; ++k) {
    const rp_reverting *f = s->flow->factors + k;
    decay[k] = exp(-f->speed * h);
    mean[k] = f->mean;
    deviation[k] = f->volatility * sqrt(rp_reverting_spread(f->speed, h));
  }
  for (int64_t c = count; c < count + 2; ++c) {
    decay[c] = 1;
    mean[c] = deviation[c] = 0;
  }
}

void *rp_stochastic_context(const rp_call *call, const void *model) {
  (void)call;
  const void **own = call->host->scratch(call->host, sizeof *own, RP_CALL_ALIGNMENT);
  if (own) *own = model;
  return own;
}

/* Forward rates of q2, qe and Q1 behind the factors'. */
static void forward(const rp_stochastic *s, double t, const double *x, const double *u, double *rate,
                    double *maker) {
  rp_acas_point at = {.cost = rp_curve_at(&s->market->cost, t)};
  rp_acas_flow_at(s->flow, x, &at.buying, &at.selling);
  rp_acas_rates(s->market->gamma, s->market->least, &at, u, rate, NULL, maker);
}

bool rp_stochastic_rates(void *context, double t, const double *x, const double *u, double *drift,
                         double *source) {
  const rp_stochastic *s = *(const rp_stochastic *const *)context;
  int64_t count = s->flow->count;
  double phi = rp_curve_at(&s->market->running, t);
  memset(drift, 0, (size_t)count * sizeof *drift);
  forward(s, t, x, u, drift + count, drift + count + 2);
  for (int64_t c = 0; c < 3; ++c)
    source[c] = -2 * phi * x[count + c];
  return isfinite(drift[count]) && isfinite(drift[count + 1]);
}

/* The same for the field, whose third value is g instead of Y1; the weight is that at the end of the step. */
typedef struct field_problem {
  const rp_stochastic *s;
  double h;
} field_problem;

static bool field_rates(void *context, double t, const double *x, const double *u, double *drift,
                        double *source) {
  const field_problem *p = *(const field_problem *const *)context;
  const rp_stochastic *s = p->s;
  int64_t count = s->flow->count;
  double phi = rp_curve_at(&s->market->running, t), maker;
  memset(drift, 0, (size_t)count * sizeof *drift);
  forward(s, t, x, u, drift + count, &maker);
  source[0] = -2 * phi * x[count];
  source[1] = -2 * phi * x[count + 1];
  source[2] = -rp_acas_weight(s->market, t + p->h) * maker;
  return isfinite(drift[count]) && isfinite(drift[count + 1]);
}

static void field_transition(const void *model, double h, double *decay, double *mean, double *deviation) {
  rp_stochastic_transition(((const field_problem *)model)->s, h, decay, mean, deviation);
}

static void field_region(const void *model, double t, double *centre, double *scale) {
  const rp_stochastic *s = ((const field_problem *)model)->s;
  int64_t count = s->flow->count;
  double late = fmax(t, 0.15 * s->market->horizon);
  for (int64_t k = 0; k < count; ++k) {
    const rp_reverting *f = s->flow->factors + k;
    centre[k] = f->mean + (f->start - f->mean) * exp(-f->speed * t);
    scale[k] = fmax(f->volatility * sqrt(rp_reverting_spread(f->speed, late)), 0.05);
  }
  for (int i = 0; i < 2; ++i) { /* the design reaches three scales to either side */
    centre[count + i] = (s->box[i] + s->box[2 + i]) / 2;
    scale[count + i] = (s->box[2 + i] - s->box[i]) / 6;
  }
}

static void field_terminal(const void *model, const double *x, double *u) {
  const rp_stochastic *s = ((const field_problem *)model)->s;
  u[0] = -2 * s->market->terminal * x[s->flow->count];
  u[1] = -2 * s->market->terminal * x[s->flow->count + 1];
  u[2] = 0;
}

static rp_status run_regression(rp_stochastic *s, int64_t less, int64_t steps, double *value) {
  double start[RP_STOCHASTIC_DIMS];
  int64_t count = s->flow->count, degree = rp_call_integer(s->call, RP_STOCHASTIC_DEGREE) - less;
  field_problem model = {s, s->market->horizon / (double)steps};
  for (int64_t k = 0; k < count; ++k)
    start[k] = s->flow->factors[k].start;
  start[count] = s->market->first - s->market->second;
  start[count + 1] = s->market->buyer - s->market->first;
  rp_markov problem = {.dims = count + 2,
                       .outputs = 3,
                       .horizon = s->market->horizon,
                       .unit = 1 / s->market->gamma,
                       .start = start,
                       .model = &model,
                       .rates = field_rates,
                       .context = rp_stochastic_context,
                       .transition = field_transition,
                       .region = field_region,
                       .terminal = field_terminal};
  rp_status status = rp_call_markov_run(s->call, &problem, degree < 1 ? 1 : degree, steps,
                                        rp_call_integer(s->call, RP_STOCHASTIC_POINTS), 1.6, &s->run, value);
  s->sweeps = fmax(s->sweeps, s->run.sweeps);
  return status;
}

rp_status rp_stochastic_run(rp_stochastic *s, int64_t less, int64_t steps, double *value) {
  rp_status status = s->regression ? run_regression(s, less, steps, value) : run_grid(s, less, steps, value);
  value[2] -= rp_acas_weight(s->market, 0) * s->market->first; /* g to Y1 */
  return status;
}
