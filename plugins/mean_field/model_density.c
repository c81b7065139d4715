/*
 * model_density.c - `mean_field_density`: the retail traders' game for any initial law and local herding term, by partial
 * differential equations. Schema and outputs; the grids are in model_density_grids.h, the mathematics in density.h.
 */
#include <math.h>
#include "mean.h"
#include "model_density_grids.h"
#include "model_list.h"

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
static void origin(const rp_density_setting *s, double t, double *mean, double *width) {
  double rate, l = 0, P;
  *mean = 0;
  if (s->moving) {
    rp_mean_at(&s->retail, t, mean, &rate);
    rp_trajectory_at(s->closure.path, t, &l, &P);
  }
  *width = exp(l);
}

static rp_status put_tables(const rp_call *call, const rp_density_setting *s, const rp_density *d,
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

static rp_status read_moments(const rp_call *call, const rp_density_setting *s,
                              const rp_density_level *coarse, const rp_density_level *fine, moments *m) {
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
static rp_status check_moments(const rp_call *call, const rp_density_setting *s, const rp_density *d,
                               const moments *m) {
  static const double mass_allowed = 0.1, narrow_allowed = 1.5, variance_allowed = 0.01;
  double allowed = 0.01 * (sqrt(s->retail.v0) + (s->moving ? 0 : fabs(s->retail.target - s->retail.mu0)));
  if (d->mass_error <= mass_allowed && m->narrowest > narrow_allowed && m->mean_difference <= allowed &&
      m->variance_error <= variance_allowed)
    return RP_OK;
  return rp_call_report(
      call, RP_NOT_CONVERGED, "density-not-resolved", PARAM_NODES, (double)d->nodes,
      "nodes is %lld and steps %lld: the mean misses its closed form by %.3g (at most %.3g may be), half the "
      "nodes and steps change the variance by %.3g of it (0.03), mass is lost by %.3g (0.1), and at time "
      "%.3g the density's deviation is %.3g spacings of the nodes (1.5); more nodes and steps%s are needed",
      (long long)d->nodes, (long long)d->frame->steps, m->mean_difference, allowed, 3 * m->variance_error,
      d->mass_error, m->when, m->narrowest, s->moving ? "" : ", a shorter interval or a moving frame");
}

static rp_status put_moments(const rp_call *call, const rp_density_setting *s, const rp_density *d,
                             const moments *m, const rp_times *times) {
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
  rp_density_setting s = {.low = 0};
  rp_density_level coarse, fine;
  rp_times times;
  moments m;
  rp_status status = rp_call_retail(call, &s.retail);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, s.retail.horizon, "horizon", &times);
  if (status == RP_OK) status = rp_density_open(call, &s);
  if (status == RP_OK) status = rp_density_solve(call, &s, &coarse, &fine);
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
