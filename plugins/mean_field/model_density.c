/*
 * model_density.c - `mean_field_density`: the retail traders' game for any initial law and local herding term, by partial
 * differential equations. Schema and glue; the mathematics is in density.h.
 */
#include "density.h"
#include "mean.h"
#include "model_list.h"
#include "model_retail.h"

enum {
  PARAM_TIMES = RP_RETAIL_PARAMS,
  PARAM_POINTS,
  PARAM_LAW,
  PARAM_HERDING,
  PARAM_POWER,
  PARAM_CURVE,
  PARAM_FRAME,
  PARAM_NODES,
  PARAM_STEPS,
  PARAM_LOW,
  PARAM_HIGH,
  PARAM_MOST,
  PARAM_DAMPING,
  PARAM_DEPTH,
  PARAM_TOLERANCE,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_NODE,
  OUT_DENSITY,
  OUT_VALUE,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_ITERATIONS,
  OUT_CHANGE,
  OUT_STEPS,
  OUT_MASS,
  OUT_MEAN_DIFFERENCE,
  OUT_VARIANCE_ERROR,
  OUTPUTS
};

static const char *const herdings[] = {"log", "root", "power", "curve", NULL};
static const char *const frames[] = {"moving", "fixed", NULL};

const rp_dim rp_density_dims[] = {RP_TIME_DIM,
                                  {.name = "nodes", .doc = "Nodes of the grid.", .min = 8, .max = 1e6}};

const rp_param rp_density_params[] = {
    RP_RETAIL_PARAM_TABLE,
    RP_TIME_PARAMS,
    RP_CURVE_ENTRY(
        "initial_law", "m_0(x)", "1/share", "x", "", "", RP_NONNEGATIVE, RP_ABSENT, RP_OPTIONAL, "section 2",
        "Any initial density, scaled to mass one, zero outside its interval; if not given, the Gaussian of "
        "initial_mean and initial_variance, which are not read otherwise."),
    RP_CHOICE_ENTRY("herding", herdings, RP_HERDING_LOG, 0, "eq. 6",
                    "The local term f(m/m_1): ln, 2 sqrt, a power, or a curve."),
    RP_REAL_ENTRY("herding_power", "", "1", RP_NONNEGATIVE, RP_ABSENT, RP_OPTIONAL, "eq. 6", "That power."),
    RP_CURVE_ENTRY("herding_curve", "f(m)", "1", "m", "0", "", RP_ANY, RP_ABSENT, RP_OPTIONAL, "eq. 6",
                   "That curve."),
    RP_CHOICE_ENTRY(
        "frame", frames, 0, RP_NUMERICAL, "section 2",
        "Moving: coordinates that follow the crowd, from mean and variance of the Gaussian game, beside "
        "which the iteration begins. Fixed: a fixed interval, from the initial law, independent of "
        "the Gaussian game, for mild herding."),
    RP_INTEGER_ENTRY("nodes", "", RP_BETWEEN(8, 1e6), 241, RP_NUMERICAL, "section 2",
                     "Nodes of the grid in the position."),
    RP_INTEGER_ENTRY(
        "steps", "", RP_BETWEEN(1, 1e7), RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "section 2",
        "Steps in time; if not given, 200 in a fixed frame, and in a moving one as many as noise and "
        "herding ask for, from 60 to 6000."),
    RP_REAL_ENTRY("lower_end", "", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "section 2",
                  "First node of a fixed frame; if not given, seven deviations below everything."),
    RP_REAL_ENTRY("upper_end", "", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "section 2",
                  "Last node of a fixed frame."),
    RP_INTEGER_ENTRY("most_iterations", "", RP_BETWEEN(1, 1e6), 100, RP_NUMERICAL, "section 2",
                     "Iterations after which the method gives up."),
    RP_REAL_ENTRY("damping", "", "1", RP_BETWEEN(0, 1), RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL | RP_MIN_OPEN,
                  "section 2",
                  "Part of each change of the herding term that is taken; if not given, one half in a fixed "
                  "frame and all in a moving one."),
    RP_INTEGER_ENTRY("acceleration", "", RP_BETWEEN(0, RP_DENSITY_DEEPEST), 8, RP_NUMERICAL, "section 2",
                     "How many earlier iterates the next one combines; 0: none."),
    RP_REAL_ENTRY(
        "tolerance", "", "1", RP_BETWEEN(0, 1), 1e-8, RP_NUMERICAL | RP_MIN_OPEN, "section 2",
        "Change of the density, times the deviation of the initial law or in a moving frame of the crowd, "
        "below which the iteration ends.")};

#define TABLE RP_ON("time", "nodes")

const rp_output rp_density_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_NODE] = RP_OUT("node", "x", "share", TABLE, 0, "section 2",
                        "Positions of the nodes, which in a moving frame follow the crowd."),
    [OUT_DENSITY] =
        RP_OUT("density", "m", "1/share", TABLE, 0, "eq. 21", "Density, linear in time between the steps."),
    [OUT_VALUE] =
        RP_OUT("value", "u", "cash", TABLE, 0, "eq. 20", "Value function, linear in time between the steps."),
    [OUT_MEAN] = RP_OUT("mean", "M", "share", RP_ON("time"), 0, "eq. 52", "Mean position."),
    [OUT_VARIANCE] =
        RP_OUT("variance", "v", "share^2", RP_ON("time"), 0, "eq. 53", "Variance of the positions."),
    [OUT_ITERATIONS] = RP_OUT("iterations", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 2", "Iterations."),
    [OUT_CHANGE] = RP_OUT("change", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 2",
                          "Largest change of the density in the last one, times the deviation."),
    [OUT_STEPS] = RP_OUT("step_count", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 2", "Steps in time."),
    [OUT_MASS] = RP_OUT("mass_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 3",
                        "Largest change of the mass over time before rescaling."),
    [OUT_MEAN_DIFFERENCE] =
        RP_OUT("mean_difference", "", "share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 52",
               "Largest difference of the mean to the closed form from the same initial mean, over all "
               "steps."),
    [OUT_VARIANCE_ERROR] =
        RP_OUT("variance_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 53",
               "Estimate of the variance's largest relative error: a third of its distance from the solution "
               "on half the nodes and steps."),
};

RP_MODEL_LENGTHS(density, PARAMS, OUTPUTS);

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

/* What both grids have in common. */
typedef struct setting {
  rp_retail retail;
  rp_herding herding;
  rp_curve herding_curve, law;
  bool moving, given; /* given: an initial law */
  double low, high;   /* of the grid, in y */
  double crowd_low, crowd_high;
  rp_closure closure;
  rp_trajectory paths[3];
} setting;

typedef struct level {
  rp_frame frame;
  rp_density d;
  rp_modes modes;
} level;

/* Over a cell, zero outside of the law's interval: so jumps and ends between nodes keep their places. */
static double mass_between(const rp_curve *law, double from, double to) {
  double low = fmax(from, law->grid[0]), high = fmin(to, law->grid[law->grid_count - 1]);
  return low < high ? fmax(0, rp_curve_integral(law, low, high)) : 0;
}

/* The law's own mean and variance take the place of the parameters; low and high: where all but a billionth lies. */
static rp_status read_law(const rp_call *call, setting *s, double *low, double *high) {
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
static rp_status open_fixed(const rp_call *call, setting *s) {
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
static rp_status open_moving(const rp_call *call, setting *s, double low, double high) {
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
static rp_status open_level(const rp_call *call, const setting *s, int64_t nodes, int64_t steps, level *l) {
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
static rp_status iterate(const rp_call *call, const setting *s, rp_density *d, double tolerance) {
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

/* On half the nodes and steps, and from there on all. */
static rp_status solve_levels(const rp_call *call, const setting *s, level *coarse, level *fine) {
  int64_t nodes = rp_call_integer(call, PARAM_NODES), steps = s->moving ? 0 : 200;
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  if (rp_call_has(call, PARAM_STEPS))
    steps = rp_call_integer(call, PARAM_STEPS);
  else if (s->moving)
    steps = (int64_t)fmax(60, fmin(6000, 4 * rp_closure_effort(&s->closure)));
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
               "noise, "
               "a v/(b sigma^4) is up to %.3g, and parts of the crowd gather on their own; %s"
             : "after %lld iterations the density still changes by %.3g (tolerance %.3g), a v/(b sigma^4) is "
               "up to %.3g; %s",
      (long long)d->iterations, d->change, tolerance, most,
      s->moving ? "more steps, nodes or iterations or a higher acceleration may help"
                : "a moving frame, a smaller damping or more iterations may help");
}

/* Between two steps: the lower one and the weight of the upper. */
static int64_t locate(const rp_frame *f, double t, double *weight) {
  int64_t low = 0, high = f->steps;
  while (high - low > 1) {
    int64_t middle = (low + high) / 2;
    if (f->time[middle] <= t)
      low = middle;
    else
      high = middle;
  }
  double length = f->time[high] - f->time[low];
  *weight = length > 0 ? (t - f->time[low]) / length : 0;
  return low;
}

/* M(t) and s(t) of the frame. */
static void origin(const setting *s, double t, double *mean, double *width) {
  double rate, l = 0, P;
  *mean = 0;
  if (s->moving) {
    rp_mean_at(&s->retail, t, mean, &rate);
    rp_trajectory_at(s->closure.path, t, &l, &P);
  }
  *width = exp(l);
}

static rp_status put_tables(const rp_call *call, const setting *s, const rp_density *d,
                            const rp_times *times) {
  double *tables[3] = {NULL};
  for (uint32_t k = 0; k < 3; ++k)
    if (rp_call_wants(call, OUT_NODE + k) &&
        !(tables[k] = rp_call_matrix(call, OUT_NODE + k, times->count, d->nodes)))
      return RP_NO_MEMORY;
  double dy = (d->high - d->low) / (double)(d->nodes - 1);
  for (int64_t j = 0; j < times->count; ++j) {
    double late, mean, width;
    int64_t step = locate(d->frame, times->at[j], &late), row = step * d->nodes, next = row + d->nodes;
    origin(s, times->at[j], &mean, &width);
    for (int64_t i = 0; i < d->nodes; ++i) {
      double y = d->low + dy * (double)i;
      const double cell[3] = {mean + width * y, ((1 - late) * d->m[row + i] + late * d->m[next + i]) / width,
                              (1 - late) * rp_frame_value(d->frame, step, y, d->value[row + i]) +
                                  late * rp_frame_value(d->frame, step + 1, y, d->value[next + i])};
      for (int k = 0; k < 3; ++k)
        if (tables[k]) tables[k][j * d->nodes + i] = cell[k];
    }
  }
  return RP_OK;
}

/* Moments of all steps in y, and how they compare with what is known of them. */
typedef struct moments {
  double *mean, *variance;
  double mean_difference, variance_error;
  double narrowest, when; /* least deviation in spacings */
} moments;

static rp_status read_moments(const rp_call *call, const setting *s, const level *coarse, const level *fine,
                              moments *m) {
  const rp_density *d = &fine->d;
  const rp_frame *f = &fine->frame;
  double dy = (d->high - d->low) / (double)(d->nodes - 1);
  *m = (moments){.mean = rp_call_doubles(call, f->steps + 1),
                 .variance = rp_call_doubles(call, f->steps + 1),
                 .narrowest = INFINITY};
  if (!m->mean || !m->variance) return RP_NO_MEMORY;
  for (int64_t t = 0; t <= f->steps; ++t) {
    double exact, rate;
    m->mean[t] = rp_density_mean(d, t);
    m->variance[t] = rp_density_variance(d, t);
    rp_mean_at(&s->retail, f->time[t], &exact, &rate);
    m->mean_difference =
        fmax(m->mean_difference, fabs(f->mean[t] + exp(f->log_width[t]) * m->mean[t] - exact));
    if (sqrt(m->variance[t]) / dy < m->narrowest) {
      m->narrowest = sqrt(m->variance[t]) / dy;
      m->when = f->time[t];
    }
  }
  const rp_frame *g = &coarse->frame;
  for (int64_t t = 0; t <= g->steps; ++t) {
    double late;
    int64_t step = locate(f, g->time[t], &late);
    double here = (1 - late) * m->variance[step] + late * m->variance[step + 1];
    m->variance_error = fmax(m->variance_error, fabs(rp_density_variance(&coarse->d, t) / here - 1) / 3);
  }
  return RP_OK;
}

/* The mean is known for every law and herding term: where it is missed, nothing else can be right. */
static rp_status check_moments(const rp_call *call, const setting *s, const rp_density *d, const moments *m) {
  static const double mass_allowed = 0.1, narrow_allowed = 1.5, variance_allowed = 0.01;
  double allowed = 0.01 * (sqrt(s->retail.v0) + fabs(s->retail.target - s->retail.mu0));
  if (d->mass_error <= mass_allowed && m->narrowest > narrow_allowed && m->mean_difference <= allowed &&
      m->variance_error <= variance_allowed)
    return RP_OK;
  return rp_call_report(
      call, RP_NOT_CONVERGED, "density-not-resolved", PARAM_NODES, (double)d->nodes,
      "nodes is %lld and steps %lld: the mean misses its closed form by %.3g (at most %.3g may be), half the "
      "nodes and steps change the variance by %.3g of it (0.03), mass is lost by %.3g (0.1), and at time "
      "%.3g the "
      "density's deviation is %.3g spacings of the nodes (1.5); more nodes and steps%s are needed",
      (long long)d->nodes, (long long)d->frame->steps, m->mean_difference, allowed, 3 * m->variance_error,
      d->mass_error, m->when, m->narrowest, s->moving ? "" : ", a shorter interval or a moving frame");
}

static rp_status put_moments(const rp_call *call, const setting *s, const rp_density *d, const moments *m,
                             const rp_times *times) {
  double *mean = rp_call_doubles(call, times->count), *variance = rp_call_doubles(call, times->count);
  if (!mean || !variance) return RP_NO_MEMORY;
  for (int64_t j = 0; j < times->count; ++j) {
    double late, centre, width;
    int64_t step = locate(d->frame, times->at[j], &late);
    origin(s, times->at[j], &centre, &width);
    mean[j] = centre + width * ((1 - late) * m->mean[step] + late * m->mean[step + 1]);
    variance[j] = width * width * ((1 - late) * m->variance[step] + late * m->variance[step + 1]);
  }
  rp_status status = rp_call_put_vector(call, OUT_MEAN, times->count, mean);
  return status == RP_OK ? rp_call_put_vector(call, OUT_VARIANCE, times->count, variance) : status;
}

rp_status rp_density_model_solve(const rp_call *call) {
  setting s = {.moving = rp_call_integer(call, PARAM_FRAME) == 0};
  level coarse, fine;
  rp_times times;
  moments m;
  double low = 0, high = 0;
  rp_status status = rp_call_retail(call, &s.retail);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, s.retail.horizon, "horizon", &times);
  if (status == RP_OK && s.retail.sigma == 0)
    status = rp_call_report(call, RP_BAD_INPUT, "density-needs-noise", RP_PARAM_VOLATILITY, 0,
                            "volatility is 0, the partial differential equations need noise");
  if (status == RP_OK) status = read_herding(call, &s.herding, &s.herding_curve);
  if (status == RP_OK) status = read_law(call, &s, &low, &high);
  if (status == RP_OK) status = s.moving ? open_moving(call, &s, low, high) : open_fixed(call, &s);
  if (status == RP_OK) status = solve_levels(call, &s, &coarse, &fine);
  if (status != RP_OK) return status;
  rp_density *d = &fine.d;
  rp_density_finish(d);
  if (!s.moving) { /* as the nodes have them */
    s.retail.mu0 = rp_density_mean(d, 0);
    s.retail.v0 = rp_density_variance(d, 0);
  }
  status = read_moments(call, &s, &coarse, &fine, &m);
  if (status == RP_OK) status = check_moments(call, &s, d, &m);
  if (status != RP_OK) return status;
  const rp_number numbers[] = {
      {OUT_ITERATIONS, (double)d->iterations},  {OUT_CHANGE, d->change},
      {OUT_STEPS, (double)fine.frame.steps},    {OUT_MASS, d->mass_error},
      {OUT_MEAN_DIFFERENCE, m.mean_difference}, {OUT_VARIANCE_ERROR, m.variance_error}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times.count, times.at);
  if (status == RP_OK) status = put_tables(call, &s, d, &times);
  return status == RP_OK ? put_moments(call, &s, d, &m, &times) : status;
}
