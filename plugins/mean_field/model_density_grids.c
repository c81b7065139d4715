/* model_density_grids.c - see model_density_grids.h. */
#include "model_density_grids.h"
#include <math.h>
#include "model_list.h"
#include "time_map.h"

/* Checks what belongs to the herding term. */
static rp_status read_herding(const rp_call *call, rp_herding *h, rp_curve *curve) {
  h->form = (int)rp_call_integer(call, PARAM_HERDING);
  bool power = h->form == RP_HERDING_POWER, table = h->form == RP_HERDING_CURVE;
  if (power != rp_call_has(call, PARAM_POWER))
    return rp_call_report(call, RP_BAD_INPUT, "herding-power", PARAM_POWER, NAN,
                          power ? "herding_power is missing: herding 'power' needs it"
                                : "herding_power is given, but only herding 'power' reads it");
  if (table != rp_call_has(call, PARAM_CURVE))
    return rp_call_report(call, RP_BAD_INPUT, "herding-curve", PARAM_CURVE, NAN,
                          table ? "herding_curve is missing: herding 'curve' needs it"
                                : "herding_curve is given, but only herding 'curve' reads it");
  if (power) h->power = rp_call_real(call, PARAM_POWER);
  if (table) *curve = rp_curve_of(rp_call_value(call, PARAM_CURVE), 0);
  h->curve = curve;
  return RP_OK;
}

/* Over a cell, zero outside of the law's interval: so jumps and ends between nodes keep their places. */
static double mass_between(const rp_curve *law, double from, double to) {
  double low = fmax(from, law->grid[0]), high = fmin(to, law->grid[law->grid_count - 1]);
  return low < high ? fmax(0, rp_curve_integral(law, low, high)) : 0;
}

/* The law's own mean and variance take the place of the parameters; low and high: where all but a billionth lies. */
static rp_status read_law(const rp_call *call, rp_density_setting *s, double *low, double *high) {
  enum { CELLS = 4096 };
  s->given = rp_call_has(call, PARAM_LAW);
  if (!s->given) return RP_OK;
  s->law = rp_curve_of(rp_call_value(call, PARAM_LAW), 0);
  double first = s->law.grid[0], width = (s->law.grid[s->law.grid_count - 1] - first) / CELLS, sums[3] = {0},
         cells[CELLS];
  for (int i = 0; i < CELLS; ++i) {
    double middle = (i + 0.5) * width;
    cells[i] = mass_between(&s->law, first + i * width, first + (i + 1) * width);
    sums[0] += cells[i];
    sums[1] += cells[i] * middle;
    sums[2] += cells[i] * (middle * middle + width * width / 12);
  }
  if (!(sums[0] > 0) || !isfinite(sums[2]))
    return rp_call_report(call, RP_BAD_INPUT, "no-mass", PARAM_LAW, NAN,
                          "initial_law has no finite positive mass");
  s->retail.mu0 = first + sums[1] / sums[0];
  s->retail.v0 = sums[2] / sums[0] - (sums[1] / sums[0]) * (sums[1] / sums[0]);
  int from = 0, to = CELLS;
  for (double left = cells[0]; left < 1e-9 * sums[0]; left += cells[++from])
    ;
  for (double left = cells[CELLS - 1]; left < 1e-9 * sums[0]; left += cells[--to - 1])
    ;
  *low = first + from * width;
  *high = first + to * width;
  return RP_OK;
}

/* Seven deviations below and above everything. */
static rp_status open_fixed(const rp_call *call, rp_density_setting *s) {
  const rp_retail *q = &s->retail;
  double spread = 7 * sqrt(fmax(q->v0, rp_variance_without_herding(q, q->horizon, NULL)));
  double low = fmin(q->mu0, q->target) - spread, high = fmax(q->mu0, q->target) + spread;
  if (s->given) {
    low = fmin(low, s->law.grid[0]);
    high = fmax(high, s->law.grid[s->law.grid_count - 1]);
  }
  s->low = rp_call_has(call, PARAM_LOW) ? rp_call_real(call, PARAM_LOW) : low;
  s->high = rp_call_has(call, PARAM_HIGH) ? rp_call_real(call, PARAM_HIGH) : high;
  if (!(s->low < s->high))
    return rp_call_report(call, RP_BAD_INPUT, "empty-grid", PARAM_LOW, s->low,
                          "lower_end is %.15g, not below upper_end %.15g", s->low, s->high);
  return s->given ? RP_OK : rp_call_check_law(call, q, s->low, s->high, PARAM_LOW, PARAM_HIGH);
}

/* The closure's path, and seven of its deviations or all of the law. */
static rp_status open_moving(const rp_call *call, rp_density_setting *s, double low, double high) {
  static const double tolerance = 1e-10, crowd = 4;
  rp_game game;
  int index;
  for (uint32_t end = PARAM_LOW; end <= PARAM_HIGH; ++end)
    if (rp_call_has(call, end))
      return rp_call_report(call, RP_BAD_INPUT, "fixed-only", (int32_t)end, rp_call_real(call, end),
                            "%s is given, but only frame 'fixed' reads it", rp_density_params[end].name);
  if (!rp_call_game(call, &s->retail, &game)) return RP_NO_MEMORY;
  rp_status status = rp_call_selected(call, &game, 0, -1, RP_PATH_DEGREE, tolerance, &s->paths[0], &index);
  if (status != RP_OK) return status;
  for (int i = 1; i < 3; ++i)
    if (!rp_call_path(call, RP_PATH_PANELS, RP_PATH_DEGREE, &s->paths[i])) return RP_NO_MEMORY;
  s->closure = (rp_closure){.retail = &s->retail, .herding = &s->herding, .path = &s->paths[0]};
  rp_closure_adapt(&s->closure, s->paths, tolerance);
  double width = sqrt(s->retail.v0);
  low = s->given ? (low - s->retail.mu0) / width : 0;
  high = s->given ? (high - s->retail.mu0) / width : 0;
  s->crowd_low = fmin(low, -crowd);
  s->crowd_high = fmax(high, crowd);
  s->low = fmin(s->crowd_low, -7);
  s->high = fmax(s->crowd_high, 7);
  return RP_OK;
}

/* Memory, frame and initial law of one grid. */
static rp_status open_level(const rp_call *call, const rp_density_setting *s, int64_t nodes, int64_t steps,
                            rp_density_level *l) {
  double *frame = rp_call_doubles(call, rp_frame_size(steps));
  if (!frame) return RP_NO_MEMORY;
  rp_frame_layout(&l->frame, &s->retail, steps, frame);
  if (s->moving)
    rp_frame_follow(&l->frame, &s->closure);
  else
    rp_frame_fix(&l->frame);
  rp_density *d = &l->d;
  *d = (rp_density){.frame = &l->frame,
                    .herding = &s->herding,
                    .nodes = nodes,
                    .low = s->low,
                    .high = s->high,
                    .depth = (int)rp_call_integer(call, PARAM_DEPTH)};
  d->first = (int64_t)ceil((s->crowd_low - s->low) / (s->high - s->low) * (double)(nodes - 1));
  d->last = (int64_t)floor((s->crowd_high - s->low) / (s->high - s->low) * (double)(nodes - 1));
  int64_t cells = (steps + 1) * nodes;
  d->m = rp_call_doubles(call, cells);
  d->value = rp_call_doubles(call, cells);
  d->work = rp_call_doubles(call, rp_density_work(&l->frame, nodes, d->depth));
  double *modes = s->moving ? rp_call_doubles(call, rp_modes_size(&l->frame, nodes)) : NULL;
  if (!d->m || !d->value || !d->work || (s->moving && !modes)) return RP_NO_MEMORY;
  if (s->moving) {
    if (rp_modes_open(&l->modes, &l->frame, nodes, s->low, s->high, modes)) d->modes = &l->modes;
  }
  double dy = (s->high - s->low) / (double)(nodes - 1), centre = l->frame.mean[0],
         width = exp(l->frame.log_width[0]);
  for (int64_t i = 0; i < nodes; ++i) {
    double y = s->low + dy * (double)i, x = centre + width * y, off = x - s->retail.mu0,
           half = width * dy / 2;
    d->m[i] = s->given ? mass_between(&s->law, x - half, x + half) : exp(-off * off / (2 * s->retail.v0));
  }
  if (!rp_density_normalise(d))
    return rp_call_report(call, RP_BAD_INPUT, "no-mass", PARAM_LAW, NAN,
                          "initial_law has no mass on the grid");
  return RP_OK;
}

enum { MOST_RETREATS = 20 };

/* RP_OK also where the tolerance was not reached. */
static rp_status iterate(const rp_call *call, const rp_density_setting *s, rp_density *d, double tolerance) {
  int64_t most = rp_call_integer(call, PARAM_MOST);
  double damping = rp_call_has(call, PARAM_DAMPING) ? rp_call_real(call, PARAM_DAMPING)
                   : d->frame->moving               ? 1
                                                    : 0.5;
  rp_density_begin(d);
  do {
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    rp_density_iterate(d, damping);
    d->change *= s->moving ? 1 : sqrt(s->retail.v0);
  } while (d->change > tolerance && d->iterations < most && d->retreats <= MOST_RETREATS);
  return RP_OK;
}

static void guess(rp_density *d) {
  if (d->frame->moving)
    rp_density_guess_normal(d);
  else
    rp_density_guess_still(d);
}

rp_status rp_density_solve(const rp_call *call, const rp_density_setting *s, rp_density_level *coarse,
                           rp_density_level *fine) {
  enum { MOST_STEPS = 6000 };
  int64_t nodes = rp_call_integer(call, PARAM_NODES), steps = s->moving ? 0 : 200;
  double tolerance = rp_call_real(call, PARAM_TOLERANCE), asked = 0;
  if (rp_call_has(call, PARAM_STEPS)) {
    steps = rp_call_integer(call, PARAM_STEPS);
  } else if (s->moving) {
    asked = 4 * rp_closure_effort(&s->closure);
    steps = (int64_t)fmax(60, fmin(MOST_STEPS, asked));
  }
  if (asked > 2 * MOST_STEPS)
    return rp_call_report(
        call, RP_NOT_CONVERGED, "too-many-steps", PARAM_STEPS, asked,
        "noise and herding ask for %.3g steps, twice as many and more as are taken unasked, %d; "
        "steps, or a shorter horizon, must be given",
        asked, MOST_STEPS);
  rp_status status = open_level(call, s, nodes / 2 + 1, (steps + 1) / 2, coarse);
  if (status == RP_OK) status = open_level(call, s, nodes, steps, fine);
  if (status != RP_OK) return status;
  rp_density *d = &fine->d;
  guess(&coarse->d);
  status = iterate(call, s, &coarse->d, fmax(tolerance, 1e-6));
  if (status != RP_OK) return status;
  if (coarse->d.change <= 1e-4)
    rp_density_guess_coarse(d, &coarse->d);
  else
    guess(d);
  status = iterate(call, s, d, tolerance);
  if (status != RP_OK || d->change <= tolerance) return status;
  bool strong = d->retreats > MOST_RETREATS || !isfinite(d->change);
  double most = 0;
  for (int64_t t = 0; t <= d->frame->steps; ++t)
    most = fmax(most, fabs(s->retail.A) * exp(2 * d->frame->log_width[t]) / pow(s->retail.sigma, 4));
  if (!s->moving) most *= s->retail.v0;
  return rp_call_report(
      call, RP_NOT_CONVERGED, strong ? "herding-too-strong" : "picard-stalled",
      strong ? RP_PARAM_HERDING : PARAM_MOST, d->change,
      strong ? "after %lld iterations the density still changes by %.3g (tolerance %.3g): herding outweighs "
               "noise, a v/(b sigma^4) is up to %.3g, and parts of the crowd gather on their own; %s"
             : "after %lld iterations the density still changes by %.3g (tolerance %.3g), a v/(b sigma^4) is "
               "up to %.3g; %s",
      (long long)d->iterations, d->change, tolerance, most,
      s->moving ? "more steps, nodes or iterations or a higher acceleration may help"
                : "a moving frame, a smaller damping or more iterations may help");
}

rp_status rp_density_open(const rp_call *call, rp_density_setting *s) {
  double low = 0, high = 0;
  s->moving = rp_call_integer(call, PARAM_FRAME) == 0;
  if (s->retail.sigma == 0)
    return rp_call_report(call, RP_BAD_INPUT, "density-needs-noise", RP_PARAM_VOLATILITY, 0,
                          "volatility is 0, the partial differential equations need noise");
  rp_status status = read_herding(call, &s->herding, &s->herding_curve);
  if (status == RP_OK) status = read_law(call, s, &low, &high);
  if (status != RP_OK) return status;
  return s->moving ? open_moving(call, s, low, high) : open_fixed(call, s);
}
