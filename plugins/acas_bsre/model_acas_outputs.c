/* model_acas_outputs.c - see model_acas.h. */
#include <string.h>
#include "acas_bounds.h"
#include "model_acas.h"

/* The rate at t for ye. */
static double rate_at(const rp_acas *m, double t, double ye, bool *truncated) {
  return rp_acas_rate(m->gamma, m->least, rp_curve_at(&m->cost, t), ye, truncated);
}

/* Least inside spread at the ends of panels. */
static double least_spread(const rp_acas_solution *s) {
  double spread = INFINITY;
  for (int64_t k = 0; k <= s->path.run.panels; ++k)
    spread = fmin(spread, 2 / s->market.gamma + s->path.run.y[2 * k]);
  return spread;
}

/* First time at which the rate is truncated; infinite: never. */
static double truncated_from(const rp_acas_solution *s) {
  bool truncated;
  rate_at(&s->market, 0, s->start.y[1], &truncated);
  if (truncated) return 0;
  return s->path.kinks > 0 ? s->path.kink[0] : INFINITY;
}

static double time_value(const rp_acas_solution *s, uint32_t output, double t, const rp_acas_row *r) {
  double quote = 1 / s->market.gamma, second = r->maker_adjoint - r->y[0];
  bool truncated;
  switch (output) {
  case OUT_TIME:
    return t;
  case OUT_FIRST:
    return r->maker;
  case OUT_SECOND:
    return r->maker - r->x[0];
  case OUT_BUYER:
    return r->maker + r->x[1];
  case OUT_FIRST_ADJOINT:
    return r->maker_adjoint;
  case OUT_SECOND_ADJOINT:
    return second;
  case OUT_BUYER_ADJOINT:
    return r->maker_adjoint + r->y[1];
  case OUT_RATE:
    return rate_at(&s->market, t, r->y[1], &truncated);
  case OUT_FIRST_ASK:
    return quote + r->maker_adjoint;
  case OUT_FIRST_BID:
    return quote - r->maker_adjoint;
  case OUT_SECOND_ASK:
    return quote + second;
  case OUT_SECOND_BID:
    return quote - second;
  default:
    return 2 * quote + r->y[0];
  }
}

static rp_status put_paths(const rp_acas_solution *s) {
  for (uint32_t output = OUT_TIME; output <= OUT_SPREAD; ++output) {
    if (!rp_call_wants(s->call, output)) continue;
    double *to = rp_call_vector(s->call, output, s->count);
    if (!to) return RP_NO_MEMORY;
    for (int64_t i = 0; i < s->count; ++i)
      to[i] = time_value(s, output, s->times[i], s->rows + i);
  }
  if (!rp_call_wants(s->call, OUT_GAIN)) return RP_OK;
  int64_t shape[] = {s->count, 2, 2};
  double *to = s->call->host->output(s->call->host, OUT_GAIN, 3, shape);
  if (!to) return RP_NO_MEMORY;
  for (int64_t i = 0; i < s->count; ++i)
    memcpy(to + 4 * i, s->rows[i].gain, sizeof s->rows[i].gain);
  return RP_OK;
}

static rp_status put_bounds(const rp_acas_solution *s) {
  rp_acas_bounds b = {.weight = NAN, .printed = NAN, .corrected = NAN};
  if (s->neutral && s->market.terminal > 0) {
    b = rp_acas_bound(&s->market);
    if (!(b.printed_bracket > 0)) b.printed = NAN;
    if (!(b.corrected_bracket > 0)) b.corrected = NAN;
  }
  const rp_number numbers[] = {
      {OUT_BOUND_WEIGHT, b.weight}, {OUT_BOUND, b.printed}, {OUT_BOUND_CORRECTED, b.corrected}};
  return rp_call_put_numbers(s->call, numbers, RP_COUNT_OF(numbers));
}

/* What is worth a remark: crossed quotes, a buyer who sells. */
static void remark(const rp_acas_solution *s, double least_spread) {
  if (least_spread < 0)
    rp_call_report(
        s->call, RP_OK, "crossed-quotes", RP_ACAS_FIRST, least_spread,
        "the best bid lies above the best ask by up to %.6g: the makers' inventories are too far apart",
        -least_spread);
  bool truncated;
  double end = rate_at(&s->market, s->market.horizon, s->end.y[1], &truncated),
         start = rate_at(&s->market, 0, s->start.y[1], &truncated);
  rp_call_acas_remark(s->call, fmin(start, end));
}

static rp_status put_numbers(const rp_acas_solution *s, double spread) {
  const rp_acas *m = &s->market;
  bool truncated;
  rp_acas_gain_signs signs = rp_acas_path_signs(m, &s->path);
  double difference = NAN;
  if (s->neutral)
    difference = fmax(fabs(s->start.y[0] - s->constants.y2) / (1 / m->gamma + fabs(s->constants.y2)),
                      fabs(s->start.y[1] - s->constants.ye) / (1 / m->gamma + fabs(s->constants.ye)));
  const rp_number numbers[] = {
      {OUT_MAKERS_APART, s->start.y[0]},
      {OUT_BUYER_APART, s->start.y[1]},
      {OUT_RATE_START, rate_at(m, 0, s->start.y[1], &truncated)},
      {OUT_RATE_END, rate_at(m, m->horizon, s->end.y[1], &truncated)},
      {OUT_ASK_START, 1 / m->gamma + s->start.maker_adjoint},
      {OUT_SPREAD_START, 2 / m->gamma + s->start.y[0]},
      {OUT_LEAST_SPREAD, spread},
      {OUT_CROSSED, spread < 0},
      {OUT_TRUNCATED_FROM, truncated_from(s)},
      {OUT_LARGEST_ENTRY, signs.largest_entry},
      {OUT_OFF_DIAGONAL, signs.off_diagonal},
      {OUT_COLUMN_SUM, signs.column_sum},
      {OUT_DOMINANCE, signs.dominance},
      {OUT_NORM_RATIO, signs.norm_ratio},
      {OUT_CONSTANT_DIFFERENCE, difference},
      {OUT_ITERATIONS, s->path.report.iterations},
      {OUT_PANELS, (double)s->path.run.panels},
      {OUT_RESIDUAL, s->path.report.residual},
      {OUT_RESOLUTION, s->resolution},
  };
  return rp_call_put_numbers(s->call, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_acas_put(const rp_acas_solution *s) {
  double spread = least_spread(s);
  remark(s, spread);
  rp_status status = put_paths(s);
  if (status == RP_OK) status = put_bounds(s);
  return status == RP_OK ? put_numbers(s, spread) : status;
}
