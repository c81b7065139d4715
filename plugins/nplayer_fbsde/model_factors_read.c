/* model_factors_read.c - see model_factors.h: reading and checking. */
#include <string.h>
#include "model_factors.h"

static const double deviations = 8;
static const char *const names[RP_TYPE_GIVENS] = {"variance", "drift"};

static rp_status refuse_law(const rp_call *call, int32_t param, int64_t factor, double value,
                            const char *what) {
  return rp_call_report(call, RP_BAD_INPUT, "law-out-of-range", param, value,
                        "'factors': %s of factor %lld is %.6g", what, (long long)(factor + 1), value);
}

/* The factor of the default. */
static rp_status take_default(const rp_call *call, rp_factor_setup *setup) {
  double scale = rp_call_real(call, (uint32_t)(setup->first + FACTOR_SCALE));
  setup->factors = 1;
  setup->laws[0] = (rp_affine_law){2 / setup->horizon, 1, 0, scale * scale / setup->horizon, 0.7};
  return RP_OK;
}

rp_affine_law rp_factor_law(int64_t law, const double *coefs, double scale) {
  const double *c = coefs;
  double square = scale * scale;
  if (law == LAW_AFFINE) return (rp_affine_law){c[0], c[1], square * c[2], square * c[3], c[4]};
  return (rp_affine_law){c[0], c[1], law == LAW_OU ? square * c[2] * c[2] : 0,
                         law == LAW_CIR ? square * c[2] * c[2] : 0, c[3]};
}

static rp_status read_laws(const rp_call *call, int32_t param, rp_factor_setup *setup) {
  const rp_value *value = rp_call_value(call, (uint32_t)param);
  double scale = rp_call_real(call, (uint32_t)(setup->first + FACTOR_SCALE));
  int64_t coefs = value->shape[value->rank - 1];
  setup->factors = value->shape[0];
  for (int64_t f = 0; f < setup->factors; ++f) {
    rp_affine_law *law = setup->laws + f;
    *law = rp_factor_law(value->integer, value->data + f * coefs, scale);
    bool positive = value->integer == LAW_CIR;
    double floor = positive ? 0 : rp_affine_law_floor(law);
    if (law->variance_slope == 0 && law->variance_constant < 0)
      return refuse_law(call, param, f, law->variance_constant, "the variance must not be negative, it");
    if (law->start < floor)
      return refuse_law(call, param, f, law->start,
                        "the start must not lie where the variance is negative, it");
    if (law->mean < floor)
      return refuse_law(call, param, f, law->mean,
                        "the mean must not lie where the variance is negative, it");
  }
  return RP_OK;
}

/* Which entry of the matrix is in the way, if one is. */
static rp_status read_correlation(const rp_call *call, int32_t param, rp_factor_setup *setup) {
  if (!rp_call_has(call, (uint32_t)param)) return RP_OK;
  const double *r = rp_call_array(call, (uint32_t)param);
  double root[RP_MOST_FACTORS][RP_MOST_FACTORS], range[2];
  int64_t n = setup->factors, row, column, given = rp_call_value(call, (uint32_t)param)->shape[0];
  if (given != n)
    return rp_call_report(call, RP_BAD_INPUT, "wrong-shape", param, (double)given,
                          "'correlation' has %lld rows, there are %lld factors", (long long)given,
                          (long long)n);
  for (int64_t f = 0; f < n; ++f)
    if (r[f * n + f] != 1)
      return rp_call_report(call, RP_BAD_INPUT, "diagonal-not-one", param, r[f * n + f],
                            "entry (%lld, %lld) of 'correlation' is %.6g, the diagonal must be 1",
                            (long long)(f + 1), (long long)(f + 1), r[f * n + f]);
  if (!rp_correlation_root(n, r, root, &row, &column, range))
    return rp_call_report(call, RP_BAD_INPUT, "not-positive-semidefinite", param, r[row * n + column],
                          "'correlation' is not positive semi-definite: with the entries above it entry "
                          "(%lld, %lld) must be in [%.6g, %.6g], it is %.6g",
                          (long long)(row + 1), (long long)(column + 1), range[0], range[1],
                          r[row * n + column]);
  for (int64_t i = 0; i < n * n; ++i)
    if (i % n != i / n && r[i] != 0) setup->correlation = r;
  return RP_OK;
}

/* A polynomial per factor; an absent one is 0. */
static rp_markov_function polynomial_of(const rp_call *call, int32_t param) {
  static const double zeros[4] = {0};
  if (!rp_call_has(call, (uint32_t)param)) return (rp_markov_function){1, zeros, NULL};
  const rp_value *value = rp_call_value(call, (uint32_t)param);
  return (rp_markov_function){value->shape[1], value->data, NULL};
}

/* With the default factor nothing else has made sure of it. */
static rp_status check_rows(const rp_call *call, int32_t param, const char *name, int64_t factors) {
  if (!rp_call_has(call, (uint32_t)param)) return RP_OK;
  int64_t rows = rp_call_value(call, (uint32_t)param)->shape[0];
  if (rows == factors) return RP_OK;
  return rp_call_report(call, RP_BAD_INPUT, "wrong-shape", param, (double)rows,
                        "'%s' has %lld rows, there are %lld factors", name, (long long)rows,
                        (long long)factors);
}

static rp_status read_functions(const rp_call *call, rp_factor_setup *setup) {
  static const int polynomial[] = {FACTOR_VARIANCE, FACTOR_DRIFT},
                   curve[] = {FACTOR_VARIANCE_CURVE, FACTOR_DRIFT_CURVE};
  for (int i = 0; i < RP_TYPE_GIVENS; ++i) {
    int32_t one = setup->first + polynomial[i], other = setup->first + curve[i];
    rp_status status = check_rows(call, one, names[i], setup->factors);
    if (status != RP_OK) return status;
    setup->given[i] = polynomial_of(call, one);
    if (!rp_call_has(call, (uint32_t)other)) continue;
    if (rp_call_has(call, (uint32_t)one))
      return rp_call_report(call, RP_BAD_INPUT, "given-twice", other, NAN,
                            "both '%s' and '%s_curve' are given; give one of them", names[i], names[i]);
    if (setup->factors != 1)
      return rp_call_report(call, RP_BAD_INPUT, "curve-of-several", other, (double)setup->factors,
                            "'%s_curve' is a function of one factor, there are %lld; give polynomials",
                            names[i], (long long)setup->factors);
    setup->curves[i] = rp_curve_of(rp_call_value(call, (uint32_t)other), 0);
    setup->given[i].curve = setup->curves + i;
    setup->curved = true;
  }
  if (rp_call_has(call, (uint32_t)(setup->first + FACTOR_VARIANCE)) || setup->given[0].curve) return RP_OK;
  setup->itself[1] = rp_call_real(call, (uint32_t)(setup->first + FACTOR_DEFAULT_VARIANCE));
  setup->given[RP_TYPE_VARIANCE] = (rp_markov_function){2, setup->itself, NULL};
  if (rp_call_has(call, (uint32_t)(setup->first + FACTOR_LAWS)))
    return rp_call_report(
        call, RP_BAD_INPUT, "missing", setup->first + FACTOR_VARIANCE, NAN,
        "'variance' or 'variance_curve' is required: the variance of the price along the factors");
  return RP_OK;
}

void rp_factor_box(rp_factor_setup *setup) {
  const rp_call *call = setup->call;
  for (int64_t f = 0; f < setup->factors; ++f) {
    double range[2];
    rp_affine_law_range(setup->laws + f, setup->horizon, deviations, range);
    setup->low[f] = range[0];
    setup->high[f] = range[1];
  }
  uint32_t low = (uint32_t)(setup->first + FACTOR_LOW), high = (uint32_t)(setup->first + FACTOR_HIGH);
  if (rp_call_has(call, low)) setup->low[0] = rp_call_real(call, low);
  if (rp_call_has(call, high)) setup->high[0] = rp_call_real(call, high);
}

/* The box of the factors, for grids and for checks, and whether curves reach that far. */
static rp_status read_range(const rp_call *call, rp_factor_setup *setup) {
  uint32_t low = (uint32_t)(setup->first + FACTOR_LOW);
  rp_factor_box(setup);
  const rp_affine_law *law = setup->laws;
  if (setup->low[0] < rp_affine_law_floor(law))
    return rp_call_report(call, RP_BAD_INPUT, "range-below-floor", (int32_t)low, setup->low[0],
                          "'range_low' is %.6g, the factor does not go below %.6g", setup->low[0],
                          rp_affine_law_floor(law));
  double least = fmin(law->start, law->speed > 0 ? law->mean : law->start);
  double most = fmax(law->start, law->speed > 0 ? law->mean : law->start);
  if (!(setup->low[0] < setup->high[0]) || setup->low[0] > least || setup->high[0] < most)
    return rp_call_report(call, RP_BAD_INPUT, "range-too-narrow", (int32_t)low, setup->low[0],
                          "'range_low' and 'range_high' make the factor's interval [%.6g, %.6g], it must "
                          "contain its start and its mean, %.6g and %.6g",
                          setup->low[0], setup->high[0], least, most);
  for (int i = 0; i < RP_TYPE_GIVENS; ++i) {
    const rp_curve *curve = setup->given[i].curve;
    if (!curve || curve->rule != RP_CHEBYSHEV) continue;
    if (curve->grid[0] > setup->low[0] || curve->grid[curve->grid_count - 1] < setup->high[0])
      return rp_call_report(
          call, RP_BAD_INPUT, "curve-too-short", setup->first + FACTOR_VARIANCE_CURVE + i, curve->grid[0],
          "'%s_curve' is stated on [%.6g, %.6g], the factor's interval is [%.6g, %.6g]; state it there or "
          "give range_low and range_high",
          names[i], curve->grid[0], curve->grid[curve->grid_count - 1], setup->low[0], setup->high[0]);
  }
  return RP_OK;
}

static rp_status read_chain(const rp_call *call, rp_factor_setup *setup) {
  uint32_t rates = (uint32_t)(setup->first + FACTOR_REGIME_RATES),
           start = (uint32_t)(setup->first + FACTOR_REGIME_START);
  uint32_t variance = (uint32_t)(setup->first + FACTOR_REGIME_VARIANCE),
           drift = (uint32_t)(setup->first + FACTOR_REGIME_DRIFT);
  int64_t n = setup->regimes = rp_call_value(call, rates)->shape[0];
  const double *q = rp_call_array(call, rates);
  for (int64_t i = 0; i < n; ++i) {
    double sum = 0, size = 0;
    for (int64_t j = 0; j < n; ++j) {
      sum += q[i * n + j];
      size += fabs(q[i * n + j]);
      if (i != j && q[i * n + j] < 0)
        return rp_call_report(
            call, RP_BAD_INPUT, "negative-rate", (int32_t)rates, q[i * n + j],
            "'regime_rates' leads from regime %lld to %lld at the rate %.6g, which is negative",
            (long long)(i + 1), (long long)(j + 1), q[i * n + j]);
    }
    if (fabs(sum) > 1e-12 * size)
      return rp_call_report(call, RP_BAD_INPUT, "rates-do-not-balance", (int32_t)rates, sum,
                            "row %lld of 'regime_rates' adds up to %.6g, it must add up to 0",
                            (long long)(i + 1), sum);
  }
  if (!rp_call_has(call, variance))
    return rp_call_report(call, RP_BAD_INPUT, "missing", (int32_t)variance, NAN,
                          "'regime_variance' is required with 'regime_rates'");
  if (rp_call_integer(call, start) > n)
    return rp_call_report(call, RP_BAD_INPUT, "no-such-regime", (int32_t)start,
                          (double)rp_call_integer(call, start),
                          "'regime_start' is %lld, there are %lld regimes",
                          (long long)rp_call_integer(call, start), (long long)n);
  setup->regime_given = rp_call_doubles(call, RP_TYPE_GIVENS * n);
  if (!setup->regime_given) return RP_NO_MEMORY;
  setup->least_variance = INFINITY;
  for (int64_t i = 0; i < n; ++i) {
    double v = setup->regime_given[i] = rp_call_array(call, variance)[i];
    setup->regime_given[n + i] = rp_call_has(call, drift) ? rp_call_array(call, drift)[i] : 0;
    setup->least_variance = fmin(setup->least_variance, v);
    setup->largest_variance = fmax(setup->largest_variance, v);
  }
  setup->factors = 1;
  setup->laws[0] = (rp_affine_law){.start = (double)(rp_call_integer(call, start) - 1)};
  return RP_OK;
}

/* Its least and largest value where the factors may go. */
static rp_status examine_variance(rp_factor_setup *setup) {
  rp_markov_function_extremes(setup->given + RP_TYPE_VARIANCE, setup->factors, setup->low, setup->high,
                              &setup->least_variance, &setup->largest_variance);
  double slack = 1e-12 * fabs(setup->largest_variance);
  if (!(setup->least_variance >= -slack))
    return rp_call_report(
        setup->call, RP_BAD_INPUT, "negative-variance", setup->first + FACTOR_VARIANCE, setup->least_variance,
        "the variance of the price becomes %.6g where the factors may go, it must not be negative",
        setup->least_variance);
  setup->least_variance = fmax(setup->least_variance, 0);
  return RP_OK;
}

rp_status rp_factor_read(const rp_call *call, int32_t first, double horizon, rp_factor_setup *setup) {
  bool chain = rp_call_has(call, (uint32_t)(first + FACTOR_REGIME_RATES));
  memset(setup, 0, sizeof *setup);
  setup->call = call;
  setup->first = first;
  setup->horizon = horizon;
  bool laws = rp_call_has(call, (uint32_t)(first + FACTOR_LAWS));
  if (chain && laws)
    return rp_call_report(call, RP_BAD_INPUT, "given-twice", first + FACTOR_LAWS, NAN,
                          "both 'factors' and 'regime_rates' are given; give one of them");
  if (chain && rp_call_has(call, (uint32_t)(first + FACTOR_CORRELATION)))
    return rp_call_report(call, RP_BAD_INPUT, "correlation-of-regimes", first + FACTOR_CORRELATION, NAN,
                          "'correlation' belongs to 'factors', and 'regime_rates' are given");
  if (chain) return read_chain(call, setup);
  rp_status status = laws ? read_laws(call, first + FACTOR_LAWS, setup) : take_default(call, setup);
  if (status == RP_OK) status = read_correlation(call, first + FACTOR_CORRELATION, setup);
  if (status == RP_OK) status = read_functions(call, setup);
  if (status == RP_OK) status = read_range(call, setup);
  if (status != RP_OK) return status;
  return examine_variance(setup);
}

/* An end of the interval that was not given moves to a state beyond it, if the factor can be there. */
static bool widen(const rp_call *call, rp_factor_setup *setup, double z) {
  uint32_t low = (uint32_t)(setup->first + FACTOR_LOW), high = (uint32_t)(setup->first + FACTOR_HIGH);
  double before[2] = {setup->low[0], setup->high[0]};
  if (!rp_call_has(call, low) && z < setup->low[0]) setup->low[0] = fmax(z, rp_affine_law_floor(setup->laws));
  if (!rp_call_has(call, high) && z > setup->high[0]) setup->high[0] = z;
  return setup->low[0] < before[0] || setup->high[0] > before[1];
}

/* The times and states that are asked for, as they are given or by default. */
static rp_status read_wanted(const rp_call *call, int32_t param, const rp_factor_setup *setup,
                             rp_field_places *places) {
  static const double zero = 0;
  *places = (rp_field_places){.times = 1, .states = 1, .time = &zero, .state = &setup->laws[0].start};
  if (param >= 0 && rp_call_has(call, (uint32_t)param)) {
    places->times = rp_call_value(call, (uint32_t)param)->shape[0];
    places->time = rp_call_array(call, (uint32_t)param);
    double last = places->time[places->times - 1];
    if (last > setup->horizon)
      return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", param, last,
                            "'times' ends at %.6g, it must not go beyond the horizon %.6g", last,
                            setup->horizon);
  }
  if (param >= 0 && rp_call_has(call, (uint32_t)(param + 1))) {
    places->states = rp_call_value(call, (uint32_t)(param + 1))->shape[0];
    places->state = rp_call_array(call, (uint32_t)(param + 1));
    if (setup->factors != 1)
      return rp_call_report(call, RP_UNSUPPORTED, "states-of-several", param + 1, (double)setup->factors,
                            "'states' are values of one factor, there are %lld; leave it out",
                            (long long)setup->factors);
  } else if (setup->regimes > 0) {
    double *all = rp_call_doubles(call, setup->regimes);
    if (!all) return RP_NO_MEMORY;
    for (int64_t i = 0; i < setup->regimes; ++i)
      all[i] = (double)(i + 1);
    places->states = setup->regimes;
    places->state = all;
  }
  return RP_OK;
}

/* One state of one factor, which may widen the interval; *place: where the methods are asked. */
static rp_status read_state(const rp_call *call, int32_t param, rp_factor_setup *setup, double z,
                            double *place) {
  bool chain = setup->regimes > 0;
  if (!chain && !setup->curved && widen(call, setup, z)) {
    rp_status status = examine_variance(setup);
    if (status != RP_OK) return status;
  }
  if (chain && (z != floor(z) || z < 1 || z > (double)setup->regimes))
    return rp_call_report(call, RP_BAD_INPUT, "no-such-regime", param, z,
                          "'states' names regime %.6g, there are %lld", z, (long long)setup->regimes);
  if (!chain && (z < setup->low[0] || z > setup->high[0]))
    return rp_call_report(
        call, RP_BAD_INPUT, "state-out-of-range", param, z,
        "'states' contains %.6g, the factor's interval is [%.6g, %.6g]; widen range_low and range_high", z,
        setup->low[0], setup->high[0]);
  *place = chain ? z - 1 : z;
  return RP_OK;
}

rp_status rp_field_read(const rp_call *call, int32_t param, rp_factor_setup *setup, rp_field_places *places) {
  int64_t factors = setup->factors;
  rp_status status = read_wanted(call, param, setup, places);
  if (status != RP_OK) return status;
  places->skipped = places->time[0] > 0;
  places->all_count = places->times + places->skipped;
  places->all_times = rp_call_doubles(call, places->all_count);
  places->all_states = rp_call_doubles(call, (places->states + 1) * factors);
  if (!places->all_times || !places->all_states) return RP_NO_MEMORY;
  places->all_times[0] = 0;
  memcpy(places->all_times + places->skipped, places->time, (size_t)places->times * sizeof(double));
  for (int64_t i = 0; i < places->states && factors == 1 && status == RP_OK; ++i)
    status = read_state(call, param + 1, setup, places->state[i], places->all_states + i);
  for (int64_t i = factors == 1 ? places->states : 0; i <= places->states; ++i)
    for (int64_t f = 0; f < factors; ++f)
      places->all_states[i * factors + f] = setup->laws[f].start;
  return status;
}
