/*
 * model_sensitive.c - `prehedging_sensitive`: theorem 2, a buying client whose demand falls with spread and
 * price. Schema and glue; the mathematics is in sensitive.h.
 */
#include "model_sensitive.h"
#include "model_dealer.h"
#include "model_list.h"
#include "sensitive.h"

enum { MOST_POINTS = 100000000 };
enum { PARAM_TIMES = RP_SENSITIVE_PARAMS, PARAM_POINTS, PARAMS };
enum {
  OUT_GAIN,
  OUT_DRIVE,
  OUT_FEEDBACK,
  OUT_NOW,
  OUT_SURE,
  OUT_LEVEL,
  OUT_ESCAPE,
  OUT_MEAN_INVENTORY_END,
  OUT_VARIANCE_END,
  OUT_COVARIANCE_END,
  OUT_MEAN_PROBABILITY,
  OUT_DEVIATION,
  OUT_OUTSIDE,
  OUT_SPREAD,
  OUT_GAIN_AT_SPREAD,
  OUT_SLOPE,
  OUT_CURVATURE,
  NUMBERS,
  OUT_TIME = NUMBERS,
  OUT_A,
  OUT_B,
  OUT_C,
  OUT_D,
  OUT_E,
  OUT_PRICE_COEFFICIENT,
  OUT_F,
  OUT_MEAN,
  OUT_VARIANCE,
  OUT_COVARIANCE,
  OUTPUTS
};

static const char *const on_time[] = {"time", NULL};

const rp_dim rp_sensitive_dims[] = {{.name = "time",
                                     .doc = "Times before the client decides.",
                                     .min = 1,
                                     .max = MOST_POINTS,
                                     .flags = RP_DIM_LATE}};

const rp_param rp_sensitive_params[] = {
    RP_SENSITIVE_PARAM_TABLE,
    RP_TIMES_PARAM("times", "t", on_time, "thm. 2",
                   "Times of the functions, at most T; absent: equidistant points."),
    RP_COUNT_PARAM("points", "n", 2, MOST_POINTS, 201, "Points of the grid of times if none is given.")};

const rp_output rp_sensitive_outputs[] = {
    [OUT_GAIN] = RP_NUMBER_OUT("expected_gain", "V", "cash", "thm. 2", "Expected profit and loss."),
    [OUT_DRIVE] =
        RP_NUMBER_OUT("drive", "m", "cash/share", "sec. A.3", "Factor of D(t) in the trading rate."),
    [OUT_FEEDBACK] = RP_NUMBER_OUT("feedback", "k = s_2 \\kappa l_X", "cash/share^2", "sec. A.3",
                                   "How the dealer's own pressure on the price costs her the client."),
    [OUT_NOW] = RP_NUMBER_OUT("value_per_share", "l_X", "cash/share", "sec. A.3",
                              "What the trade adds per share that the dealer holds."),
    [OUT_SURE] =
        RP_NUMBER_OUT("value_flat", "l_0", "cash", "sec. A.3", "What the trade adds for a flat dealer."),
    [OUT_LEVEL] = RP_NUMBER_OUT("demand_at_zero_price", "q", "1", "sec. A.3",
                                "Demand extrapolated to a price of zero."),
    [OUT_ESCAPE] = RP_FLAGGED_OUT("escape_horizon", "T^*", "time", RP_INF_MEANINGFUL, "thm. 2",
                                  "Horizon from which the problem is ill posed; infinite: none."),
    [OUT_MEAN_INVENTORY_END] = RP_NUMBER_OUT("mean_inventory_at_horizon", "\\mathbb E X_T", "share", "thm. 2",
                                             "Mean inventory when the client decides."),
    [OUT_VARIANCE_END] = RP_NUMBER_OUT("inventory_variance_at_horizon", "\\mathrm{Var} X_T", "share^2",
                                       "thm. 2", "Its variance."),
    [OUT_COVARIANCE_END] = RP_NUMBER_OUT("covariance_at_horizon", "\\mathrm{Cov}(X_T, P^*_T)", "cash",
                                         "thm. 2", "Its covariance with the unaffected price."),
    [OUT_MEAN_PROBABILITY] = RP_NUMBER_OUT("mean_trade_probability", "\\mathbb E p(\\delta, P_T)", "1",
                                           "thm. 2", "Mean of the affine demand when the client decides."),
    [OUT_DEVIATION] =
        RP_NUMBER_OUT("trade_probability_deviation", "", "1", "thm. 2", "Its standard deviation."),
    [OUT_OUTSIDE] = RP_NUMBER_OUT(
        "probability_outside", "", "1", "thm. 2",
        "Probability that the affine demand leaves [0, 1]; the model stands only while this is small."),
    [OUT_SPREAD] = RP_FLAGGED_OUT("optimal_spread", "\\delta^*", "cash/share", RP_NAN_MEANINGFUL, "thm. 2",
                                  "Best half spread; NaN where the value is not concave in it."),
    [OUT_GAIN_AT_SPREAD] = RP_FLAGGED_OUT("gain_at_optimal_spread", "V(\\delta^*)", "cash", RP_NAN_MEANINGFUL,
                                          "thm. 2", "Expected profit and loss at it."),
    [OUT_SLOPE] = RP_NUMBER_OUT("derivative_in_spread", "V'(\\delta)", "share", "thm. 2",
                                "Derivative of the value in the half spread, at half_spread."),
    [OUT_CURVATURE] = RP_NUMBER_OUT("second_derivative_in_spread", "V''(\\delta)", "share^2/cash", "thm. 2",
                                    "Second derivative, negative where a best half spread exists."),
    [OUT_TIME] = RP_ARRAY_OUT("time", "t", "time", on_time, "thm. 2", "Times before the client decides."),
    [OUT_A] = RP_ARRAY_OUT("a_path", "A(t)", "cash/share^2", on_time, "thm. 2",
                           "Minus the second derivative of the value in inventory."),
    [OUT_B] = RP_ARRAY_OUT("b_path", "B(t)", "1", on_time, "thm. 2",
                           "Mixed derivative in inventory and unaffected price."),
    [OUT_C] = RP_ARRAY_OUT("c_path", "C(t)", "share^2/cash", on_time, "thm. 2",
                           "Second derivative in the unaffected price."),
    [OUT_D] =
        RP_ARRAY_OUT("d_path", "D(t)", "1", on_time, "thm. 2", "Derivative in inventory, divided by m."),
    [OUT_E] =
        RP_FLAGGED_ARRAY_OUT("e_path", "E(t)", "1", on_time, RP_NAN_MEANINGFUL, "thm. 2, corrected",
                             "Derivative in the unaffected price, divided by -s_2 l_0; NaN where that is 0."),
    [OUT_PRICE_COEFFICIENT] = RP_ARRAY_OUT("price_coefficient", "e(t)", "share", on_time, "thm. 2",
                                           "Derivative in the unaffected price at X = P^* = 0."),
    [OUT_F] = RP_ARRAY_OUT("f_path", "F(t)", "cash", on_time, "thm. 2, corrected",
                           "Part of the value that depends on time only."),
    [OUT_MEAN] =
        RP_ARRAY_OUT("mean_inventory", "\\mathbb E X_t", "share", on_time, "thm. 2", "Mean inventory."),
    [OUT_VARIANCE] = RP_ARRAY_OUT("inventory_variance", "\\mathrm{Var} X_t", "share^2", on_time, "thm. 2",
                                  "Its variance."),
    [OUT_COVARIANCE] = RP_ARRAY_OUT("covariance", "\\mathrm{Cov}(X_t, P^*_t)", "cash", on_time, "thm. 2",
                                    "Its covariance with the unaffected price."),
};

_Static_assert((int)OUTPUTS == (int)rp_sensitive_output_count && (int)PARAMS == (int)rp_sensitive_param_count,
               "model_list.h states the lengths of these tables");

rp_sensitive_market rp_call_sensitive(const rp_call *call) {
  return (rp_sensitive_market){.permanent = rp_call_real(call, RP_SENSITIVE_PERMANENT),
                               .temporary = rp_call_real(call, RP_SENSITIVE_TEMPORARY),
                               .inventory_cost = rp_call_real(call, RP_SENSITIVE_COST),
                               .volatility = rp_call_real(call, RP_SENSITIVE_VOLATILITY),
                               .horizon = rp_call_real(call, RP_SENSITIVE_HORIZON),
                               .inventory = rp_call_real(call, RP_SENSITIVE_INVENTORY),
                               .price = rp_call_real(call, RP_SENSITIVE_PRICE),
                               .size = rp_call_real(call, RP_SENSITIVE_SIZE),
                               .half_spread = rp_call_real(call, RP_SENSITIVE_SPREAD),
                               .level = rp_call_real(call, RP_SENSITIVE_LEVEL),
                               .reference = rp_call_real(call, RP_SENSITIVE_REFERENCE),
                               .spread_slope = rp_call_real(call, RP_SENSITIVE_SPREAD_SLOPE),
                               .price_slope = rp_call_real(call, RP_SENSITIVE_PRICE_SLOPE),
                               .printed_price =
                                   rp_call_integer(call, RP_SENSITIVE_PRICE_RULE) == RP_PRICE_PRINTED};
}

static rp_status write_numbers(const rp_call *call, const rp_sensitive *k) {
  rp_sensitive_moments end = rp_sensitive_moments_at(k, k->market.horizon);
  rp_sensitive_demand demand = rp_sensitive_demand_of(k);
  double slope, curvature, gain = rp_sensitive_gain(k);
  rp_sensitive_spread(k, &slope, &curvature);
  const rp_number numbers[] = {{OUT_GAIN, gain},
                               {OUT_DRIVE, k->drive},
                               {OUT_FEEDBACK, k->feedback},
                               {OUT_NOW, k->now},
                               {OUT_SURE, k->sure},
                               {OUT_LEVEL, k->level},
                               {OUT_MEAN_INVENTORY_END, end.mean},
                               {OUT_VARIANCE_END, end.variance},
                               {OUT_COVARIANCE_END, end.covariance},
                               {OUT_MEAN_PROBABILITY, demand.mean},
                               {OUT_DEVIATION, sqrt(demand.variance)},
                               {OUT_OUTSIDE, demand.outside},
                               {OUT_SLOPE, slope},
                               {OUT_CURVATURE, curvature}};
  bool concave = curvature < 0;
  const rp_number answers[] = {
      {OUT_ESCAPE, rp_sensitive_escape(k)},
      {OUT_SPREAD, concave ? k->market.half_spread - slope / curvature : NAN},
      {OUT_GAIN_AT_SPREAD, concave ? gain - slope * slope / (2 * curvature) : NAN},
  };
  rp_status status = rp_call_require_finite(call, numbers, RP_COUNT_OF(numbers), rp_sensitive_outputs);
  if (status == RP_OK) status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  return status == RP_OK ? rp_call_put_numbers(call, answers, RP_COUNT_OF(answers)) : status;
}

/* The functions of time at t, in the order of the outputs from OUT_TIME on. */
static void row_at(const rp_sensitive *k, double t, bool coefficients, bool moments, double *row) {
  row[0] = t;
  if (coefficients) {
    rp_sensitive_value v = rp_sensitive_at(k, k->market.horizon - t);
    const double values[] = {v.a, v.b, v.c, v.d, v.e_ratio, v.e, v.f};
    for (int i = 0; i < OUT_MEAN - OUT_A; ++i)
      row[OUT_A - OUT_TIME + i] = values[i];
  }
  if (moments) {
    rp_sensitive_moments at = rp_sensitive_moments_at(k, t);
    row[OUT_MEAN - OUT_TIME] = at.mean;
    row[OUT_VARIANCE - OUT_TIME] = at.variance;
    row[OUT_COVARIANCE - OUT_TIME] = at.covariance;
  }
}

static rp_status write_paths(const rp_call *call, const rp_sensitive *k) {
  const rp_value *times = rp_call_value(call, PARAM_TIMES);
  int64_t count = times->kind ? times->shape[0] : rp_call_integer(call, PARAM_POINTS);
  double *out[OUTPUTS - OUT_TIME], row[OUTPUTS - OUT_TIME] = {0}, horizon = k->market.horizon;
  bool coefficients = false, moments = false;
  for (uint32_t i = 0; i < OUTPUTS - OUT_TIME; ++i) {
    out[i] = NULL;
    if (!rp_call_wants(call, OUT_TIME + i)) continue;
    if (!(out[i] = rp_call_vector(call, OUT_TIME + i, count))) return RP_NO_MEMORY;
    coefficients = coefficients || (OUT_TIME + i >= OUT_A && OUT_TIME + i < OUT_MEAN);
    moments = moments || OUT_TIME + i >= OUT_MEAN;
  }
  for (int64_t j = 0; j < count; ++j) {
    double t = times->kind ? times->data[j] : horizon / (double)(count - 1) * (double)j;
    if (t > horizon && times->kind)
      return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", PARAM_TIMES, t,
                            "times[%lld] is %.15g, but the client decides at horizon = %.15g",
                            (long long)j + 1, t, horizon);
    row_at(k, fmin(t, horizon), coefficients, moments, row);
    for (uint32_t i = 0; i < OUTPUTS - OUT_TIME; ++i)
      if (out[i]) out[i][j] = row[i];
  }
  return RP_OK;
}

rp_status rp_sensitive_solve(const rp_call *call) {
  rp_sensitive_market market = rp_call_sensitive(call);
  rp_sensitive k = rp_sensitive_begin(&market);
  double escape = rp_sensitive_escape(&k);
  if (!(market.horizon < escape))
    return rp_call_report(
        call, RP_NO_SOLUTION, "value-escapes", RP_SENSITIVE_HORIZON, market.horizon,
        "the client is drawn by a rising price (price_slope = %.15g), and from a horizon of %.15g on the "
        "dealer gains without bound by pushing it; horizon is %.15g",
        market.price_slope, escape, market.horizon);
  rp_status status = write_numbers(call, &k);
  return status == RP_OK ? write_paths(call, &k) : status;
}
