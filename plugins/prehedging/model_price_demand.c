/*
 * model_price_demand.c - `prehedging_sensitive_flow`: three stages with a client who reacts to the price. Schema and glue;
 * the mathematics is in price_demand.h.
 */
#include "model_price_demand.h"
#include "model_list.h"
#include "price_outside.h"
#include <string.h>

enum { MOST_POINTS = 1000000, STATES = RP_STATES };
enum { PARAM_POINTS = RP_REACTING_PARAMS, PARAMS };
enum {
  OUT_GAIN,
  OUT_SPREAD,
  OUT_GAIN_AT_SPREAD,
  OUT_CURVATURE,
  OUT_ESCAPE,
  OUT_RESIDUAL,
  OUT_PROBABILITY,
  OUT_DEVIATION,
  OUT_OUTSIDE,
  OUT_OUTSIDE_LARGEST,
  NUMBERS,
  OUT_DECIDED = NUMBERS,
  OUT_WAITING,
  OUT_START,
  OUT_FEEDBACK_WAITING,
  OUT_TIME,
  OUT_VALUE,
  OUT_FEEDBACK,
  OUT_MEAN,
  OUT_COVARIANCE,
  OUT_OUTSIDE_PATH,
  OUTPUTS
};

static const char *const on_time[] = {"time", NULL};
static const char *const on_state[] = {"state", NULL};
static const char *const on_matrix[] = {"state", "state", NULL};
static const char *const on_time_state[] = {"time", "state", NULL};
static const char *const on_time_matrix[] = {"time", "state", "state", NULL};

const rp_dim rp_price_demand_dims[] = {{.name = "time",
                                        .doc = "Equidistant times of the first stage.",
                                        .min = 2,
                                        .max = MOST_POINTS,
                                        .flags = RP_DIM_LATE},
                                       {.name = "state",
                                        .doc = "Inventory, transient impact, unaffected price, 1.",
                                        .min = STATES,
                                        .max = STATES}};

const rp_param rp_price_demand_params[] = {
    RP_REACTING_PARAM_TABLE,
    RP_COUNT_PARAM("points", "n", 2, MOST_POINTS, 41, "Equidistant times of the first stage.")};

const rp_output rp_price_demand_outputs[] = {
    [OUT_GAIN] =
        RP_NUMBER_OUT("expected_gain", "V", "cash", "sec. A.3, generalised", "Expected profit and loss."),
    [OUT_SPREAD] = RP_FLAGGED_OUT("optimal_spread", "\\delta^*", "cash/share", RP_NAN_MEANINGFUL,
                                  "sec. A.3, generalised",
                                  "Best half spread; NaN where the value is not concave in it."),
    [OUT_GAIN_AT_SPREAD] = RP_FLAGGED_OUT("gain_at_optimal_spread", "V(\\delta^*)", "cash", RP_NAN_MEANINGFUL,
                                          "sec. A.3, generalised", "Expected profit and loss at it."),
    [OUT_CURVATURE] =
        RP_NUMBER_OUT("second_derivative_in_spread", "V''(\\delta)", "share^2/cash", "sec. A.3, generalised",
                      "Second derivative of the value in the half spread, which is quadratic in it."),
    [OUT_ESCAPE] = RP_FLAGGED_OUT("escape_horizon", "T^*", "time", RP_INF_MEANINGFUL, "",
                                  "Length of the first stage from which the problem is ill posed; infinite: "
                                  "none up to a million horizons."),
    [OUT_RESIDUAL] = RP_FLAGGED_OUT("residual", "", "1", RP_DIAGNOSTIC, "",
                                    "Largest entry of the second stage's algebraic equation relative to its "
                                    "largest term; 0 without one."),
    [OUT_PROBABILITY] = RP_NUMBER_OUT("mean_trade_probability", "", "1", "",
                                      "Mean of the affine demand, both directions together, at T."),
    [OUT_DEVIATION] = RP_NUMBER_OUT("trade_probability_deviation", "", "1", "", "Its standard deviation."),
    [OUT_OUTSIDE] = RP_NUMBER_OUT(
        "probability_outside", "", "1", "",
        "Probability that at the client's decision, over its random time too, the affine demand is "
        "no probability: one direction is negative or both together exceed 1."),
    [OUT_OUTSIDE_LARGEST] = RP_NUMBER_OUT(
        "largest_probability_outside", "", "1", "",
        "The largest such probability among the times of the grid, for a client who decided then."),
    [OUT_DECIDED] = RP_ARRAY_OUT(
        "value_at_decision", "G", "1", on_matrix, "",
        "Second derivatives of the value in the state just before the decision; units by entry."),
    [OUT_WAITING] = RP_ARRAY_OUT("value_waiting", "P", "1", on_matrix, "", "The same in the second stage."),
    [OUT_START] = RP_ARRAY_OUT("value_at_start", "P(0)", "1", on_matrix, "", "The same at the start."),
    [OUT_FEEDBACK_WAITING] = RP_ARRAY_OUT("feedback_waiting", "k", "1", on_state, "",
                                          "Trading rate of the second stage per unit of each state."),
    [OUT_TIME] = RP_ARRAY_OUT("time", "t", "time", on_time, "", "Times of the first stage."),
    [OUT_VALUE] = RP_ARRAY_OUT("value", "P(t)", "1", on_time_matrix, "",
                               "Second derivatives of the value in the state."),
    [OUT_FEEDBACK] =
        RP_ARRAY_OUT("feedback", "k(t)", "1", on_time_state, "", "Trading rate per unit of each state."),
    [OUT_MEAN] = RP_ARRAY_OUT("mean", "\\mathbb E z_t", "1", on_time_state, "", "Mean of the state."),
    [OUT_COVARIANCE] =
        RP_ARRAY_OUT("covariance", "\\mathrm{Cov}(z_t)", "1", on_time_matrix, "", "Covariance of the state."),
    [OUT_OUTSIDE_PATH] =
        RP_ARRAY_OUT("outside", "", "1", on_time, "",
                     "Probability that the affine demand is no probability if the client decides then."),
};

_Static_assert((int)OUTPUTS == (int)rp_price_demand_output_count &&
                   (int)PARAMS == (int)rp_price_demand_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_call_price_demand(const rp_call *call, rp_price_demand *m, rp_units *units) {
  rp_price_demand given = {.client = rp_call_unquoted_client(call),
                           .start = rp_call_start(call),
                           .volatility = rp_call_real(call, RP_REACTING_VOLATILITY),
                           .level = rp_call_real(call, RP_REACTING_LEVEL),
                           .reference = rp_call_real(call, RP_REACTING_REFERENCE),
                           .spread_slope = rp_call_real(call, RP_REACTING_SPREAD_SLOPE),
                           .price_slope = rp_call_real(call, RP_REACTING_PRICE_SLOPE)};
  given.client.half_spread = rp_call_real(call, RP_REACTING_SPREAD);
  rp_status status = rp_call_dealer(call, &given.dealer);
  if (status != RP_OK) return status;
  *units = rp_units_of(&given);
  *m = rp_units_convert(units, &given);
  const rp_dealer *k = &m->dealer;
  if (rp_dealer_is_in_range(k) && k->market.temporary > 0 && isfinite(1 / k->market.temporary)) return RP_OK;
  return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
                        "the numbers of this market are too far apart for floating-point numbers");
}

static rp_status out_of_range(const rp_call *call) {
  return rp_call_report(
      call, RP_NOT_CONVERGED, "out-of-range", -1, NAN,
      "the value or the moments of the state are outside the range of floating-point numbers");
}

rp_status rp_call_put_value(const rp_call *call, uint32_t output, const rp_units *units,
                            const double *value) {
  double p[RP_STATE_PRODUCTS], sum = 0;
  rp_units_value(units, value, p);
  for (int i = 0; i < RP_STATE_PRODUCTS; ++i)
    sum += 0 * p[i];
  return sum == 0 ? rp_call_put_matrix(call, output, STATES, STATES, p) : out_of_range(call);
}

double rp_units_gain(const rp_call *call, const rp_units *units, double gain) {
  return rp_units_cash(units) * gain + units->origin * rp_call_real(call, RP_PARAM_INVENTORY);
}

/* The time in which the dealer's inventory relaxes. */
static double relaxation(const rp_price_demand *m, const rp_units *units, const rp_price_value *value) {
  return units->time / rp_price_rate(m, value);
}

static rp_status too_stiff(const rp_call *call, const rp_price_demand *m, const rp_units *units,
                           const rp_price_value *value) {
  double horizon = rp_call_real(call, RP_PARAM_HORIZON);
  return rp_call_report(
      call, RP_NOT_CONVERGED, "too-stiff", RP_PARAM_HORIZON, horizon,
      "the first stage is too stiff for its value to be found in a bounded time: horizon is %.15g, and the "
      "dealer's inventory relaxes within %.3g",
      horizon, relaxation(m, units, value));
}

rp_status rp_call_price_solve(const rp_call *call, const rp_price_demand *m, const rp_units *units,
                              rp_price_value *value, void *work) {
  double horizon = rp_call_real(call, RP_PARAM_HORIZON), alpha = rp_call_real(call, RP_PARAM_RANDOM_STAGE);
  double slope = rp_call_real(call, RP_REACTING_PRICE_SLOPE);
  switch (rp_price_solve(m, value, work)) {
  case RP_PRICE_OK:
    return RP_OK;
  case RP_PRICE_ESCAPES_BEFORE:
    return rp_call_report(
        call, RP_NO_SOLUTION, "value-escapes", RP_PARAM_HORIZON, value->escape * units->time,
        "the client's reaction to the price makes the dealer's value infinite for a first stage of %.15g "
        "or more; horizon is %.15g",
        value->escape * units->time, horizon);
  case RP_PRICE_ESCAPES_WAITING:
    return rp_call_report(
        call, RP_NO_SOLUTION, "waiting-escapes", RP_REACTING_PRICE_SLOPE, slope,
        "with price_slope = %.15g the dealer's value in the second stage is infinite: she gains without "
        "bound by pushing the price while the client takes random_stage = %.15g on average to decide",
        slope, alpha);
  case RP_PRICE_TOO_STIFF:
    return too_stiff(call, m, units, value);
  case RP_PRICE_TOO_LONG:
    return rp_call_report(
        call, RP_UNSUPPORTED, "too-long", RP_PARAM_HORIZON, horizon,
        "horizon is %.15g, and the dealer's inventory relaxes within %.3g: more than %g such times cannot be "
        "resolved",
        horizon, relaxation(m, units, value), RP_PRICE_MOST_RELAXATIONS);
  default:
    return rp_call_report(call, RP_NOT_CONVERGED, "waiting-not-settled", RP_PARAM_RANDOM_STAGE, alpha,
                          "the Riccati flow of the second stage did not settle at random_stage = %.15g",
                          alpha);
  }
}

/*
 * The value is quadratic in the half spread: three solutions determine it. The noise adds the same to all of them, and is left
 * out, because its size would cost digits of the differences.
 */
static rp_status solve_spread(const rp_call *call, const rp_price_demand *m, const rp_units *units,
                              double gain, void *work, rp_number *numbers) {
  double gains[3], spread = m->client.half_spread, step = 1 + fabs(spread);
  for (int i = 0; i < 3; ++i) {
    rp_price_demand moved = *m;
    rp_price_value value;
    moved.volatility = 0;
    moved.client.half_spread += (i - 1) * step;
    rp_status status = rp_call_price_solve(call, &moved, units, &value, work);
    if (status != RP_OK) return status;
    gains[i] = rp_price_gain(&moved, &value);
  }
  double slope = (gains[2] - gains[0]) / (2 * step),
         curvature = (gains[0] - 2 * gains[1] + gains[2]) / (step * step);
  bool concave = curvature < 0;
  if (!isfinite(slope) || !isfinite(curvature)) return out_of_range(call);
  numbers[0] = (rp_number){OUT_SPREAD, concave ? units->price * (spread - slope / curvature) : NAN};
  numbers[1] = (rp_number){
      OUT_GAIN_AT_SPREAD, concave ? rp_units_gain(call, units, gain - slope * slope / (2 * curvature)) : NAN};
  numbers[2] = (rp_number){OUT_CURVATURE, curvature * (units->share / units->price)};
  return RP_OK;
}

/* The second stage's equation without the noise, which is added in closed form. */
static double residual_of(const rp_price_demand *m, const rp_price_value *value) {
  double p[RP_STATE_PRODUCTS], left[RP_STATE_PRODUCTS], worst = 0, size = 0;
  if (m->dealer.market.random_stage == 0) return 0;
  memcpy(p, value->at_horizon, sizeof p);
  p[RP_STATE_PRODUCTS - 1] -= m->dealer.market.random_stage * m->volatility * m->volatility *
                              p[RP_STATE_PRICE * STATES + RP_STATE_PRICE];
  rp_control_derivative(&value->waiting, p, left);
  for (int i = 0; i < RP_STATE_PRODUCTS; ++i) {
    worst = fmax(worst, fabs(left[i]));
    size = fmax(size, fmax(fabs(value->waiting.cost[i]), fabs(p[i]) / m->dealer.market.random_stage));
  }
  return size > 0 ? worst / size : 0;
}

/* Storage of the outputs along the first stage; NULL where unwanted. */
typedef struct columns {
  double *time, *value, *feedback, *mean, *covariance, *outside;
} columns;

static rp_status open_columns(const rp_call *call, int64_t points, columns *out) {
  const struct {
    uint32_t output, rank;
    double **to;
  } tables[] = {
      {OUT_TIME, 1, &out->time}, {OUT_VALUE, 3, &out->value},           {OUT_FEEDBACK, 2, &out->feedback},
      {OUT_MEAN, 2, &out->mean}, {OUT_COVARIANCE, 3, &out->covariance}, {OUT_OUTSIDE_PATH, 1, &out->outside}};
  const int64_t shape[3] = {points, STATES, STATES};
  for (uint32_t i = 0; i < RP_COUNT_OF(tables); ++i) {
    *tables[i].to = NULL;
    if (!rp_call_wants(call, tables[i].output)) continue;
    *tables[i].to = call->host->output(call->host, tables[i].output, tables[i].rank, shape);
    if (!*tables[i].to) return RP_NO_MEMORY;
  }
  return RP_OK;
}

/* rp_price_noise() at the times of the grid, the last one first. */
static rp_status sum_noise(const rp_call *call, const rp_price_demand *m, const rp_units *units,
                           const rp_price_value *value, int64_t points, double step, void *work,
                           double **noise) {
  double *togo = call->host->scratch(call->host, 2 * (uint64_t)points * sizeof *togo, 64);
  if (!togo) return RP_NO_MEMORY;
  for (int64_t i = 0; i < points; ++i)
    togo[i] = fmax(m->dealer.market.horizon - step * (double)(points - 1 - i), 0);
  *noise = togo + points;
  return rp_price_noise(m, value, points, togo, *noise, work) ? RP_OK : too_stiff(call, m, units, value);
}

/* What happens at one time, in the user's units. */
static bool write_time(const rp_units *units, const rp_price_value *value, double togo, int64_t i,
                       const double *mean, const double *covariance, const double *noise, const columns *out,
                       void *work) {
  double p[RP_STATE_PRODUCTS], feedback[STATES];
  for (int j = 0; j < STATES && out->mean; ++j)
    out->mean[i * STATES + j] = mean[j] * rp_units_state(units, j) + rp_units_origin(units, j);
  for (int j = 0; j < RP_STATE_PRODUCTS && out->covariance; ++j)
    out->covariance[i * RP_STATE_PRODUCTS + j] =
        covariance[j] * (rp_units_state(units, j / STATES) * rp_units_state(units, j % STATES));
  if (!out->value && !out->feedback) return true;
  if (!rp_price_at(value, togo, p, work)) return false;
  if (noise) p[RP_STATE_PRODUCTS - 1] += *noise;
  if (out->value) rp_units_value(units, p, out->value + i * RP_STATE_PRODUCTS);
  rp_control_feedback(&value->control, p, feedback);
  if (out->feedback) rp_units_feedback(units, feedback, out->feedback + i * STATES);
  return true;
}

static rp_status write_path(const rp_call *call, const rp_price_demand *m, const rp_units *units,
                            const rp_price_value *value, void *work, double *mean, double *covariance,
                            double *largest_outside) {
  int64_t points = rp_call_integer(call, PARAM_POINTS);
  double horizon = m->dealer.market.horizon, step = horizon / (double)(points - 1), *noise = NULL;
  columns out;
  if (open_columns(call, points, &out) != RP_OK) return RP_NO_MEMORY;
  if (out.value) {
    rp_status status = sum_noise(call, m, units, value, points, step, work, &noise);
    if (status != RP_OK) return status;
  }
  rp_price_start(m, mean);
  memset(covariance, 0, RP_STATE_PRODUCTS * sizeof *covariance);
  *largest_outside = 0;
  for (int64_t i = 0; i < points; ++i) {
    double t = step * (double)i;
    if (i > 0 && !rp_price_carry(m, value, t - step, step, mean, covariance, work)) return out_of_range(call);
    double outside = rp_price_outside(m, mean, covariance);
    *largest_outside = fmax(*largest_outside, outside);
    if (out.time) out.time[i] = t * units->time;
    if (out.outside) out.outside[i] = outside;
    if (!write_time(units, value, fmax(horizon - t, 0), i, mean, covariance,
                    noise ? noise + points - 1 - i : NULL, &out, work))
      return out_of_range(call);
  }
  return RP_OK;
}

static rp_status write_matrices(const rp_call *call, const rp_units *units, const rp_price_value *value) {
  const struct {
    uint32_t output;
    const double *matrix;
  } tables[] = {
      {OUT_DECIDED, value->decided}, {OUT_WAITING, value->at_horizon}, {OUT_START, value->at_start}};
  double natural[STATES], feedback[STATES];
  for (uint32_t i = 0; i < RP_COUNT_OF(tables); ++i) {
    rp_status status = rp_call_put_value(call, tables[i].output, units, tables[i].matrix);
    if (status != RP_OK) return status;
  }
  rp_control_feedback(&value->control, value->at_horizon, natural);
  rp_units_feedback(units, natural, feedback);
  return rp_call_put_vector(call, OUT_FEEDBACK_WAITING, STATES, feedback);
}

/* The equation of the second stage is solved to rounding unless the market is out of proportion. */
static const double MOST_RESIDUAL = 1e-9;

rp_status rp_price_demand_solve(const rp_call *call) {
  rp_price_demand m;
  rp_units units;
  rp_price_value value;
  rp_number answers[3];
  double mean[STATES], covariance[RP_STATE_PRODUCTS], probability, deviation, largest;
  void *work = call->host->scratch(call->host, rp_price_workspace(), 64);
  if (!work) return RP_NO_MEMORY;
  rp_status status = rp_call_price_demand(call, &m, &units);
  if (status == RP_OK) status = rp_call_price_solve(call, &m, &units, &value, work);
  if (status != RP_OK) return status;
  double gain = rp_price_gain(&m, &value), residual = residual_of(&m, &value);
  if (!(residual <= MOST_RESIDUAL))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "ill-conditioned", -1, residual,
        "the value in the second stage solves its equation to %.1e only: rates and costs of "
        "this market are too far apart",
        residual);
  bool spread = rp_call_wants(call, OUT_SPREAD) || rp_call_wants(call, OUT_GAIN_AT_SPREAD) ||
                rp_call_wants(call, OUT_CURVATURE);
  if (spread) status = solve_spread(call, &m, &units, gain, work, answers);
  if (status == RP_OK && spread) status = rp_call_put_numbers(call, answers, RP_COUNT_OF(answers));
  if (status == RP_OK) status = write_matrices(call, &units, &value);
  if (status == RP_OK) status = write_path(call, &m, &units, &value, work, mean, covariance, &largest);
  if (status != RP_OK) return status;
  rp_price_trade_probability(&m, mean, covariance, &probability, &deviation);
  double outside =
      rp_call_wants(call, OUT_OUTSIDE) ? rp_price_outside_at_decision(&m, &value, mean, covariance) : 0;
  const rp_number numbers[] = {{OUT_GAIN, rp_units_gain(call, &units, gain)},
                               {OUT_RESIDUAL, residual},
                               {OUT_PROBABILITY, probability},
                               {OUT_DEVIATION, deviation},
                               {OUT_OUTSIDE, outside},
                               {OUT_OUTSIDE_LARGEST, largest}};
  status = rp_call_require_finite(call, numbers, RP_COUNT_OF(numbers), rp_price_demand_outputs);
  if (status == RP_OK && rp_call_wants(call, OUT_ESCAPE))
    status = rp_call_put(call, OUT_ESCAPE, units.time * rp_price_escape(&m, &value, work));
  return status == RP_OK ? rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers)) : status;
}
