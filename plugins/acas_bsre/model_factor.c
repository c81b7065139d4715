/* model_factor.c - `guo2025_factor`: equal traders whose coefficients depend on a Markov factor. Schema and glue; the mathematics
 * is in factor_field.h. */
#include "model_factor.h"
#include "model_laws.h"
#include "model_list.h"
#include "model_times.h"

RP_MODEL_LENGTHS(factor, RP_FACTOR_PARAMS, RP_FACTOR_OUTPUTS);

static const rp_coef factor_coefs[] =
    RP_REVERTING_COEFS("X_0", "1", "1/time^0.5", 1, 0.5, "Long-run mean.", "Value at time zero.");
static const rp_process factor_laws[] = {
    RP_LAW("ou", "dX = \\kappa (\\theta - X)\\,dt + \\sigma\\,dW", factor_coefs),
    RP_LAW("cir", "dX = \\kappa (\\theta - X)\\,dt + \\sigma \\sqrt{X}\\,dW", factor_coefs)};

const rp_dim rp_factor_dims[] = {
    {.name = "trader", .doc = "Traders that are followed.", .min = 1, .max = 100000000},
    RP_TIME_DIM,
    RP_LATE("state", 1, 1000000, "Values of the factor."),
    RP_LATE("path", 0, 1000000, "Simulated paths that are kept."),
    RP_LATE("step", 0, 1000000, "Steps of the simulation.")};

#define OF_FACTOR(name_, symbol_, unit_, preset_, flags_, doc_)                                              \
  RP_CURVE_ENTRY(name_, symbol_, unit_, "x", "range_low", "range_high", RP_NONNEGATIVE, preset_, flags_,     \
                 "section 2", doc_)
const rp_param rp_factor_params[] = {
    RP_POPULATION_ENTRIES,
    {RP_WORDS_("factor", "X", "1", "section 2", "The factor."), .kind = RP_PROCESS, .preset = 0,
     .processes = factor_laws, .process_count = RP_COUNT_OF(factor_laws),
     .process_stride = sizeof(rp_process)},
    RP_REAL_ENTRY("range_low", "", "1", RP_ANY, -6, RP_NUMERICAL, "",
                  "Lower end of where the functions of X are looked at."),
    RP_REAL_ENTRY("range_high", "", "1", RP_ANY, 6, RP_NUMERICAL, "", "Upper end."),
    OF_FACTOR("permanent_impact", "\\alpha(X)", "cash/share^2", 0.3, 0,
              "Permanent impact of the average rate."),
    OF_FACTOR("temporary_impact", "\\beta(X)", "cash*time/share^2", 0.2, RP_MIN_OPEN,
              "Temporary impact of the average rate."),
    RP_WEIGHT_ENTRIES,
    OF_FACTOR("running_penalty", "\\phi(X)", "cash/share^2/time", 0.15, 0, "Running penalty of inventory."),
    RP_TERMINAL_ENTRY,
    RP_NOISE_ENTRY("Noise buying less noise selling; absent: none."),
    RP_REAL_ENTRY("imbalance_correlation", "\\rho", "1", RP_BETWEEN(-1, 1), 0, 0, "section 2",
                  "Correlation of the noise orders' Brownian motion with the factor's."),
    {RP_WORDS_("states", "x", "1", "", "Values of the factor at which fields are wanted; absent: its start."),
     .kind = RP_ARRAY, .flags = RP_OPTIONAL | RP_NUMERICAL, RP_ANY, .preset = RP_ABSENT,
     .axes = RP_ON("state")},
    RP_INTEGER_ENTRY("paths", "", RP_BETWEEN(0, 100000000), 0, RP_NUMERICAL, "", "Simulated paths; 0: none."),
    RP_INTEGER_ENTRY("kept", "", RP_BETWEEN(0, 1000000), 0, RP_NUMERICAL, "",
                     "Simulated paths that are returned."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 100000), 64, RP_NUMERICAL, "", "Steps of a simulated path."),
    RP_INTEGER_ENTRY("degree", "", RP_BETWEEN(4, 400), 64, RP_NUMERICAL, "",
                     "Degree of the polynomials in the factor."),
    RP_INTEGER_ENTRY("order", "", RP_BETWEEN(2, RP_EXTRAPOLATION_MOST), 6, RP_NUMERICAL, "",
                     "Order of the steps in time."),
    RP_REAL_ENTRY("tolerance", "", "1", RP_BETWEEN(0, 1), 1e-9, RP_NUMERICAL | RP_MIN_OPEN, "",
                  "Of a step in time, relative."),
    RP_TIMES_ENTRIES};

const rp_output rp_factor_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_GAIN_MEAN] = RP_OUT("gain_mean", "r", "cash/share^2", RP_NO_AXIS, 0, "eq. 5",
                             "Riccati solution on the mean at the start."),
    [OUT_GAIN_DEVIATION] = RP_OUT("gain_deviation", "r_\\perp", "cash/share^2", RP_NO_AXIS, 0, "eq. 5",
                                  "Riccati solution on deviations at the start."),
    [OUT_REACTION] = RP_OUT("reaction", "k", "cash/share", RP_NO_AXIS, 0, "eq. 5",
                            "Reaction to noise orders at the start."),
    [OUT_RATES] =
        RP_OUT("rates", "v^i_0", "share/time", RP_ON("trader"), 0, "eq. 2.2", "Rates at the start."),
    [OUT_ADJOINTS] =
        RP_OUT("adjoints", "Y^i_0", "cash/share", RP_ON("trader"), 0, "eq. 3", "Adjoints at the start."),
    [OUT_FIELD_MEAN] = RP_OUT("field_mean", "r(t, x)", "cash/share^2", RP_ON("time", "state"), 0, "eq. 5",
                              "Riccati solution on the mean."),
    [OUT_FIELD_DEVIATION] = RP_OUT("field_deviation", "r_\\perp(t, x)", "cash/share^2",
                                   RP_ON("time", "state"), 0, "eq. 5", "The same on deviations."),
    [OUT_FIELD_LEVEL] = RP_OUT("field_level", "K_0(t, x)", "cash*time/share^2", RP_ON("time", "state"), 0, "",
                               "Reaction to one share per unit of time for good."),
    [OUT_FIELD_NOISE] =
        RP_OUT("field_noise", "K(t, x)", "cash*time/share^2", RP_ON("time", "state"), 0, "",
               "Reaction to one share per unit of time that fades with the noise orders' speed."),
    [OUT_FIELD_CORRELATION] =
        RP_OUT("field_correlation", "C(t, x)", "cash*time^1.5/share^2", RP_ON("time", "state"), 0, "",
               "Reaction to noise orders whose Brownian motion has correlation 1 with the factor's, per unit "
               "of volatility; 0 without correlation."),
    [OUT_HAMILTONIAN] = RP_OUT("hamiltonian_concave", "", "1", RP_NO_AXIS, 0, "assumption 2.4",
                               "1 if 4 N beta phi >= alpha^2 at all values of the factor."),
    [OUT_CONDITION_27] = RP_OUT("condition_27", "", "1", RP_NO_AXIS, 0, "theorem 2.7",
                                "1 if 2 (N + 1) beta phi >= alpha^2 at all values of the factor."),
    [OUT_CONDITION_210] = RP_OUT("condition_210", "", "1", RP_NO_AXIS, 0, "theorem 2.10",
                                 "1 if phi > (N + 1) alpha^2/(8 N beta) at all values of the factor."),
    [OUT_STEP_TIME] =
        RP_OUT("step_time", "t", "time", RP_ON("step"), 0, "", "Times of the simulation; empty without it."),
    [OUT_MEAN_PATH] = RP_OUT("mean_path", "E \\bar Q", "share", RP_ON("step"), 0, "",
                             "Average over the paths of the mean inventory."),
    [OUT_VARIANCE] =
        RP_OUT("variance_path", "", "share^2", RP_ON("step"), 0, "", "Its variance over the paths."),
    [OUT_FACTOR_PATHS] = RP_OUT("factor_paths", "X", "1", RP_ON("path", "step"), 0, "",
                                "The factor on the paths that are kept."),
    [OUT_INVENTORY_PATHS] = RP_OUT("mean_inventory_paths", "\\bar Q", "share", RP_ON("path", "step"), 0, "",
                                   "The mean inventory on them."),
    [OUT_VALUES] = RP_OUT("values", "J^i", "cash", RP_ON("trader"), RP_NAN_MEANINGFUL, "section 2",
                          "Objectives, without the value of the inventory at the start: averages over the "
                          "paths; NaN without paths."),
    [OUT_VALUE_ERRORS] = RP_OUT("value_errors", "", "cash", RP_ON("trader"),
                                RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "", "Standard errors of these averages."),
    [OUT_IDENTITY] =
        RP_OUT("identity", "", "cash/share", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "eq. 3",
               "Average of -2 A Q_T - int (f Y + g Q - alpha I) dt over the paths less Y_0, which should be "
               "0; NaN without paths."),
    [OUT_IDENTITY_ERROR] = RP_OUT("identity_error", "", "cash/share", RP_NO_AXIS,
                                  RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "", "Standard error of that average."),
    [OUT_DISCRETISATION] =
        RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Relative change of the results at the start against three quarters of the degree."),
    [OUT_TAIL] = RP_OUT("tail", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                        "Relative size of the last Chebyshev terms at time 0."),
    [OUT_STEPS] =
        RP_OUT("time_steps", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Steps in time that were taken.")};

static rp_status put_start(const rp_call *call, const rp_factor_setting *s, const double *start) {
  int64_t count = rp_call_value(call, PARAM_INVENTORIES)->shape[0];
  const double *q = rp_call_array(call, PARAM_INVENTORIES);
  rp_traders here = rp_factor_traders_at(&s->market, s->game.law.start);
  rp_mode mean, apart;
  rp_mode_mean(&here, &mean);
  rp_mode_deviation(&here, &apart);
  double k = rp_factor_reaction(s, start, s->noise), y = start[RP_FIELD_MEAN] * s->mean + k;
  double *rates = NULL, *adjoints = NULL;
  if (rp_call_wants(call, OUT_RATES) && !(rates = rp_call_vector(call, OUT_RATES, count)))
    return RP_NO_MEMORY;
  if (rp_call_wants(call, OUT_ADJOINTS) && !(adjoints = rp_call_vector(call, OUT_ADJOINTS, count)))
    return RP_NO_MEMORY;
  for (int64_t i = 0; i < count; ++i) {
    double off = q[i] - s->mean, slope = start[RP_FIELD_DEVIATION];
    if (adjoints) adjoints[i] = y + slope * off;
    if (rates) rates[i] = mean.d * y + mean.e * s->mean + (apart.d * slope + apart.e) * off;
  }
  const rp_number numbers[] = {{OUT_GAIN_MEAN, start[RP_FIELD_MEAN]},
                               {OUT_GAIN_DEVIATION, start[RP_FIELD_DEVIATION]},
                               {OUT_REACTION, k}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

static rp_status put_fields(const rp_call *call, const rp_factor_setting *s, const rp_factor_field *f,
                            const double *values, int64_t count) {
  bool given = rp_call_has(call, PARAM_STATES);
  int64_t states = given ? rp_call_value(call, PARAM_STATES)->shape[0] : 1;
  const double *x = given ? rp_call_array(call, PARAM_STATES) : &s->game.law.start;
  static const int fields[] = {RP_FIELD_MEAN, RP_FIELD_DEVIATION, RP_FIELD_LEVEL, RP_FIELD_NOISE,
                               RP_FIELD_CORRELATION};
  double *to[5] = {0}, at[RP_FIELDS];
  for (uint32_t k = 0; k < 5; ++k)
    if (rp_call_wants(call, OUT_FIELD_MEAN + k) &&
        !(to[k] = rp_call_matrix(call, OUT_FIELD_MEAN + k, count, states)))
      return RP_NO_MEMORY;
  for (int64_t i = 0; i < states; ++i)
    if (x[i] < s->game.low || x[i] > s->game.high)
      return rp_call_report(call, RP_BAD_INPUT, "state-outside", PARAM_STATES, x[i],
                            "'states' has %.6g, it must lie in [%.6g, %.6g], where the factor lives", x[i],
                            s->game.low, s->game.high);
  for (int64_t j = 0; j < count; ++j)
    for (int64_t i = 0; i < states; ++i) {
      rp_factor_field_at(f, values + j * RP_FIELDS * (f->degree + 1), x[i], at);
      for (int k = 0; k < 5; ++k)
        if (to[k]) to[k][j * states + i] = at[fields[k]];
    }
  return RP_OK;
}

static rp_status put_conditions(const rp_call *call, const rp_factor_field *f) {
  double own = INFINITY, margin = INFINITY, mean = INFINITY;
  for (int64_t i = 0; i <= f->degree; ++i) {
    rp_traders at = rp_factor_traders_at(f->game->context, f->state[i]);
    own = fmin(own, f->mode[2][i].g);
    mean = fmin(mean, f->mode[RP_FIELD_MEAN][i].g);
    margin = fmin(margin, rp_traders_monotonicity(&at));
  }
  const rp_number numbers[] = {
      {OUT_HAMILTONIAN, own >= 0}, {OUT_CONDITION_27, mean >= 0}, {OUT_CONDITION_210, margin > 0}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}

rp_status rp_factor_model_solve(const rp_call *call) {
  rp_factor_setting s;
  rp_factor_field field;
  int64_t given, degree = rp_call_integer(call, PARAM_DEGREE);
  const double *wanted;
  double start[RP_FIELDS], change = 0;
  rp_status status = rp_factor_read(call, &s);
  if (status == RP_OK) status = rp_model_times(call, PARAM_TIMES, s.horizon, &given, &wanted);
  if (status != RP_OK) return status;
  /* Time 0 is always solved for, in front of the times that are wanted. */
  int64_t extra = wanted[0] > 0, count = given + extra, size = RP_FIELDS * (degree + 1);
  double *times = rp_call_doubles(call, count), *values = rp_call_doubles(call, count * size);
  if (!times || !values) return RP_NO_MEMORY;
  times[0] = 0;
  memcpy(times + extra, wanted, (size_t)given * sizeof *times);
  status = rp_factor_run_back(call, &s, degree, count, times, &field, values);
  if (status != RP_OK) return status;
  rp_factor_field_at(&field, values, s.game.law.start, start);
  status = rp_call_put_vector(call, OUT_TIME, given, wanted);
  if (status == RP_OK) status = put_start(call, &s, start);
  if (status == RP_OK) status = put_fields(call, &s, &field, values + extra * size, given);
  if (status == RP_OK) status = put_conditions(call, &field);
  if (status == RP_OK) status = rp_factor_simulate(call, &s, start);
  if (status == RP_OK && (!rp_factor_is_flat(&s.market) || rp_call_wants(call, OUT_DISCRETISATION)))
    status = rp_factor_compare(call, &s, start, &change);
  const rp_number numbers[] = {{OUT_DISCRETISATION, change},
                               {OUT_TAIL, rp_factor_field_tail(&field, values)},
                               {OUT_STEPS, (double)field.steps.steps}};
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}
