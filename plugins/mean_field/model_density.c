/*
 * model_density.c - `mean_field_density`: the retail traders' game for any initial law and local herding term, by partial
 * differential equations. Schema and glue; the mathematics is in density.h.
 */
#include "density.h"
#include <string.h>
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
  OUT_MASS,
  OUT_MEAN_DIFFERENCE,
  OUTPUTS
};

static const char *const herdings[] = {"log", "root", "power", "curve", NULL};

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
    RP_INTEGER_ENTRY("nodes", "", RP_BETWEEN(8, 1e6), 401, RP_NUMERICAL, "section 2",
                     "Nodes of the grid in the position."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 1e7), 200, RP_NUMERICAL, "section 2", "Steps in time."),
    RP_REAL_ENTRY("lower_end", "", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "section 2",
                  "First node; if not given, seven deviations below everything."),
    RP_REAL_ENTRY("upper_end", "", "share", RP_ANY, RP_ABSENT, RP_OPTIONAL | RP_NUMERICAL, "section 2",
                  "Last node."),
    RP_INTEGER_ENTRY("most_iterations", "", RP_BETWEEN(1, 1e6), 300, RP_NUMERICAL, "section 2",
                     "Iterations after which the method gives up."),
    RP_REAL_ENTRY("damping", "", "1", RP_BETWEEN(0, 1), 0.5, RP_NUMERICAL | RP_MIN_OPEN, "section 2",
                  "Part of each change of the herding term that is taken."),
    RP_INTEGER_ENTRY("acceleration", "", RP_BETWEEN(0, RP_DENSITY_DEEPEST), 5, RP_NUMERICAL, "section 2",
                     "How many earlier iterates the next one combines; 0: plain Picard iteration."),
    RP_REAL_ENTRY("tolerance", "", "1/share", RP_BETWEEN(0, 1), 1e-8, RP_NUMERICAL | RP_MIN_OPEN, "section 2",
                  "Change of the density below which the iteration ends.")};

#define TABLE RP_ON("time", "nodes")

const rp_output rp_density_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_NODE] = RP_OUT("node", "x", "share", RP_ON("nodes"), 0, "section 2", "Positions of the nodes."),
    [OUT_DENSITY] =
        RP_OUT("density", "m", "1/share", TABLE, 0, "eq. 21", "Density, linear in time between the steps."),
    [OUT_VALUE] =
        RP_OUT("value", "u", "cash", TABLE, 0, "eq. 20", "Value function, linear in time between the steps."),
    [OUT_MEAN] = RP_OUT("mean", "M", "share", RP_ON("time"), 0, "eq. 52", "Mean position."),
    [OUT_VARIANCE] =
        RP_OUT("variance", "v", "share^2", RP_ON("time"), 0, "eq. 53", "Variance of the positions."),
    [OUT_ITERATIONS] = RP_OUT("iterations", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 2", "Iterations."),
    [OUT_CHANGE] = RP_OUT("change", "", "1/share", RP_NO_AXIS, RP_DIAGNOSTIC, "section 2",
                          "Largest change of the density in the last one."),
    [OUT_MASS] = RP_OUT("mass_error", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 3",
                        "Largest change of the mass over time before rescaling."),
    [OUT_MEAN_DIFFERENCE] =
        RP_OUT("mean_difference", "", "share", RP_NO_AXIS, RP_DIAGNOSTIC, "eq. 52",
               "Largest difference of the mean to the closed form from the same initial mean, over all "
               "steps."),
};

RP_MODEL_LENGTHS(density, PARAMS, OUTPUTS);

/* Checks what belongs to the herding term. */
static rp_status read_herding(const rp_call *call, rp_density *d, rp_curve *curve) {
  d->herding = (int)rp_call_integer(call, PARAM_HERDING);
  bool power = d->herding == RP_HERDING_POWER, table = d->herding == RP_HERDING_CURVE;
  if (power != rp_call_has(call, PARAM_POWER))
    return rp_call_report(call, RP_BAD_INPUT, "herding-power", PARAM_POWER, NAN,
                          power ? "herding_power is missing: herding 'power' needs it"
                                : "herding_power is given, but only herding 'power' reads it");
  if (table != rp_call_has(call, PARAM_CURVE))
    return rp_call_report(call, RP_BAD_INPUT, "herding-curve", PARAM_CURVE, NAN,
                          table ? "herding_curve is missing: herding 'curve' needs it"
                                : "herding_curve is given, but only herding 'curve' reads it");
  if (power) d->power = rp_call_real(call, PARAM_POWER);
  if (table) *curve = rp_curve_of(rp_call_value(call, PARAM_CURVE), 0);
  d->curve = curve;
  return RP_OK;
}

/* Over a node's cell, zero outside of the law's interval: so jumps and ends between nodes keep their places. */
static double average_of(const rp_curve *law, double from, double to) {
  double first = law->grid[0], last = law->grid[law->grid_count - 1], low = fmax(from, first),
         high = fmin(to, last);
  return low < high ? fmax(0, rp_curve_integral(law, low, high)) / (to - from) : 0;
}

/* Interval, memory and initial law. The law's own mean and variance take the place of the parameters. */
static rp_status open_grid(const rp_call *call, rp_density *d, rp_retail *retail) {
  rp_curve law;
  bool given = rp_call_has(call, PARAM_LAW);
  if (given) law = rp_curve_of(rp_call_value(call, PARAM_LAW), 0);
  double spread =
      7 *
      sqrt(fmax(retail->v0, fmax(retail->v0, rp_variance_without_herding(retail, retail->horizon, NULL))));
  double low = fmin(retail->mu0, retail->target) - spread, high = fmax(retail->mu0, retail->target) + spread;
  if (given) {
    low = fmin(low, law.grid[0]);
    high = fmax(high, law.grid[law.grid_count - 1]);
  }
  d->low = rp_call_has(call, PARAM_LOW) ? rp_call_real(call, PARAM_LOW) : low;
  d->high = rp_call_has(call, PARAM_HIGH) ? rp_call_real(call, PARAM_HIGH) : high;
  if (!(d->low < d->high))
    return rp_call_report(call, RP_BAD_INPUT, "empty-grid", PARAM_LOW, d->low,
                          "lower_end is %.15g, not below upper_end %.15g", d->low, d->high);
  rp_status status = given ? RP_OK : rp_call_check_law(call, retail, d->low, d->high, PARAM_LOW, PARAM_HIGH);
  if (status != RP_OK) return status;
  int64_t cells = (d->steps + 1) * d->nodes;
  d->m = rp_call_doubles(call, cells);
  d->value = rp_call_doubles(call, cells);
  d->work = rp_call_doubles(call, rp_density_work(d->nodes, d->steps, d->depth));
  if (!d->m || !d->value || !d->work) return RP_NO_MEMORY;
  double dx = (d->high - d->low) / (double)(d->nodes - 1);
  for (int64_t i = 0; i < d->nodes; ++i) {
    double x = d->low + dx * (double)i, off = x - retail->mu0;
    d->m[i] = given ? average_of(&law, x - dx / 2, x + dx / 2) : exp(-off * off / (2 * retail->v0));
  }
  if (!rp_density_normalise(d))
    return rp_call_report(call, RP_BAD_INPUT, "no-mass", PARAM_LAW, NAN,
                          "initial_law has no mass on the grid");
  retail->mu0 = rp_density_mean(d, 0);
  retail->v0 = rp_density_variance(d, 0);
  return RP_OK;
}

static rp_status iterate(const rp_call *call, rp_density *d) {
  int64_t most = rp_call_integer(call, PARAM_MOST);
  double damping = rp_call_real(call, PARAM_DAMPING), tolerance = rp_call_real(call, PARAM_TOLERANCE);
  rp_density_begin(d);
  do {
    if (call->host->cancelled(call->host)) return RP_CANCELLED;
    rp_density_iterate(d, damping);
    if (!isfinite(d->change))
      return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                            "the density left the range of numbers in iteration %lld",
                            (long long)d->iterations);
  } while (d->change > tolerance && d->iterations < most);
  if (d->change <= tolerance) return RP_OK;
  return rp_call_report(
      call, RP_NOT_CONVERGED, "picard-stalled", PARAM_MOST, d->change,
      "after %lld iterations the density still changes by %.3g (tolerance %.3g); a smaller damping "
      "may help",
      (long long)d->iterations, d->change, tolerance);
}

/* Between two steps: the lower one and the weight of the upper. */
static int64_t locate(const rp_density *d, double t, double *weight) {
  double at = t / d->retail->horizon * (double)d->steps;
  int64_t step = (int64_t)at;
  if (step >= d->steps) step = d->steps - 1;
  *weight = at - (double)step;
  return step;
}

static rp_status put_tables(const rp_call *call, const rp_density *d, const rp_times *times) {
  double *tables[2] = {NULL}, scale[2] = {1, d->retail->b * d->retail->sigma * d->retail->sigma};
  const double *sources[2] = {d->m, d->value};
  for (uint32_t k = 0; k < 2; ++k) {
    if (!rp_call_wants(call, OUT_DENSITY + k)) continue;
    if (!(tables[k] = rp_call_matrix(call, OUT_DENSITY + k, times->count, d->nodes))) return RP_NO_MEMORY;
    for (int64_t j = 0; j < times->count; ++j) {
      double weight;
      const double *row = sources[k] + locate(d, times->at[j], &weight) * d->nodes;
      for (int64_t i = 0; i < d->nodes; ++i)
        tables[k][j * d->nodes + i] = scale[k] * ((1 - weight) * row[i] + weight * row[d->nodes + i]);
    }
  }
  return RP_OK;
}

static rp_status put_moments(const rp_call *call, const rp_density *d, const rp_times *times) {
  double *mean = rp_call_doubles(call, d->steps + 1), *variance = rp_call_doubles(call, d->steps + 1),
         worst = 0, narrowest = NAN, dx = (d->high - d->low) / (double)(d->nodes - 1);
  int64_t narrow = 0;
  double *at = rp_call_doubles(call, times->count), *spread = rp_call_doubles(call, times->count);
  if (!mean || !variance || !at || !spread) return RP_NO_MEMORY;
  for (int64_t t = 0; t <= d->steps; ++t) {
    double exact, rate;
    mean[t] = rp_density_mean(d, t);
    variance[t] = rp_density_variance(d, t);
    rp_mean_at(d->retail, d->retail->horizon * ((double)t / (double)d->steps), &exact, &rate);
    worst = fmax(worst, fabs(mean[t] - exact));
    if (!(narrowest <= variance[t])) narrowest = variance[t], narrow = t;
  }
  /* The mean is known for every law and herding term: where it is missed, nothing else can be right. */
  double allowed = 0.01 * (sqrt(d->retail->v0) + fabs(d->retail->target - d->retail->mu0));
  if (!(d->mass_error <= 0.1))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "density-not-resolved", PARAM_NODES, (double)d->nodes,
        "nodes is %lld and steps %lld: the two equations lose %.3g of the mass between them, at "
        "most 0.1 may be; more nodes and steps, or a weaker herding term, are needed",
        (long long)d->nodes, (long long)d->steps, d->mass_error);
  if (!(sqrt(narrowest) > 1.5 * dx) || !(worst <= allowed))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "density-not-resolved", PARAM_NODES, (double)d->nodes,
        "nodes is %lld and steps %lld: the mean misses its closed form by %.3g (at most %.3g may be), and at "
        "time %.3g the density's deviation is %.3g where nodes are %.3g apart; more nodes and steps, or "
        "a shorter interval, are needed",
        (long long)d->nodes, (long long)d->steps, worst, allowed,
        d->retail->horizon * ((double)narrow / (double)d->steps), sqrt(narrowest), dx);
  for (int64_t j = 0; j < times->count; ++j) {
    double weight;
    int64_t step = locate(d, times->at[j], &weight);
    at[j] = (1 - weight) * mean[step] + weight * mean[step + 1];
    spread[j] = (1 - weight) * variance[step] + weight * variance[step + 1];
  }
  rp_status status = rp_call_put(call, OUT_MEAN_DIFFERENCE, worst);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_MEAN, times->count, at);
  return status == RP_OK ? rp_call_put_vector(call, OUT_VARIANCE, times->count, spread) : status;
}

rp_status rp_density_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_times times;
  rp_curve herding;
  rp_density d = {.retail = &retail,
                  .nodes = rp_call_integer(call, PARAM_NODES),
                  .steps = rp_call_integer(call, PARAM_STEPS),
                  .depth = (int)rp_call_integer(call, PARAM_DEPTH)};
  rp_status status = rp_call_retail(call, &retail);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, retail.horizon, "horizon", &times);
  if (status == RP_OK && retail.sigma == 0)
    status = rp_call_report(call, RP_BAD_INPUT, "density-needs-noise", RP_PARAM_VOLATILITY, 0,
                            "volatility is 0, the partial differential equations need noise");
  if (status == RP_OK) status = read_herding(call, &d, &herding);
  if (status == RP_OK) status = open_grid(call, &d, &retail);
  if (status == RP_OK) status = iterate(call, &d);
  if (status != RP_OK) return status;
  rp_density_finish(&d);
  double *nodes = rp_call_doubles(call, d.nodes);
  if (!nodes) return RP_NO_MEMORY;
  for (int64_t i = 0; i < d.nodes; ++i)
    nodes[i] = d.low + (d.high - d.low) * (double)i / (double)(d.nodes - 1);
  const rp_number numbers[] = {
      {OUT_ITERATIONS, (double)d.iterations}, {OUT_CHANGE, d.change}, {OUT_MASS, d.mass_error}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times.count, times.at);
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_NODE, d.nodes, nodes);
  if (status == RP_OK) status = put_tables(call, &d, &times);
  return status == RP_OK ? put_moments(call, &d, &times) : status;
}
