/*
 * model_shooting.c - `mean_field_shooting`: the variance by plain shooting, as the paper does it, and how far that
 * reaches. Schema and glue; the mathematics is in integration.h.
 */
#include "integration.h"
#include "model_list.h"
#include "model_retail.h"

enum { PARAM_TIMES = RP_RETAIL_PARAMS, PARAM_POINTS, PARAM_TOLERANCE, PARAMS };
enum {
  OUT_TIME,
  OUT_VARIANCE,
  OUT_FEEDBACK,
  OUT_SLOPE,
  OUT_TERMINAL,
  OUT_RESIDUAL,
  OUT_BELOW,
  OUT_ABOVE,
  OUT_STIFFNESS,
  OUT_INTEGRATIONS,
  OUTPUTS
};

const rp_dim rp_shooting_dims[] = {RP_TIME_DIM};

const rp_param rp_shooting_params[] = {
    RP_RETAIL_PARAM_TABLE, RP_TIME_PARAMS,
    RP_REAL_ENTRY("integration_tolerance", "", "1", RP_BETWEEN(1e-14, 1e-2), 1e-10, RP_NUMERICAL, "section 3",
                  "Tolerance of each step of the integration.")};

const rp_output rp_shooting_outputs[] = {
    [OUT_TIME] = RP_TIME_OUT,
    [OUT_VARIANCE] = RP_OUT("variance", "v", "share^2", RP_ON("time"), RP_NAN_MEANINGFUL, "eq. 53",
                            "Variance from the slope that was found; no number after a blow-up."),
    [OUT_FEEDBACK] =
        RP_OUT("feedback", "p", "1/time", RP_ON("time"), RP_NAN_MEANINGFUL, "eq. 50", "Its feedback slope."),
    [OUT_SLOPE] = RP_OUT("initial_feedback", "p(0)", "1/time", RP_NO_AXIS, 0, "eq. 50",
                         "The slope at the start, bisected to the last bit."),
    [OUT_TERMINAL] = RP_OUT("terminal_variance", "v(T)", "share^2", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 53",
                            "Where it leads; no number after a blow-up."),
    [OUT_RESIDUAL] = RP_OUT("residual", "p(T) + \\kappa", "1/time", RP_NO_AXIS, RP_INF_MEANINGFUL, "eq. 38",
                            "What is left of the final condition."),
    [OUT_BELOW] =
        RP_OUT("residual_below", "", "1/time", RP_NO_AXIS, RP_INF_MEANINGFUL, "eq. 38",
               "The residual at the lower of the two neighbouring doubles between which it changes sign."),
    [OUT_ABOVE] = RP_OUT("residual_above", "", "1/time", RP_NO_AXIS, RP_INF_MEANINGFUL, "eq. 38",
                         "The residual at the upper one."),
    [OUT_STIFFNESS] = RP_OUT("stiffness", "\\omega T", "1", RP_NO_AXIS, 0, "section 3",
                             "An error at the start grows by the exponential of this."),
    [OUT_INTEGRATIONS] =
        RP_OUT("integrations", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "section 3", "Orbits integrated."),
};

RP_MODEL_LENGTHS(shooting, PARAMS, OUTPUTS);

static rp_status put_path(const rp_call *call, const rp_retail *retail, const rp_times *times, double slope,
                          double tolerance) {
  double *path = rp_call_doubles(call, 2 * times->count), *column = rp_call_doubles(call, times->count);
  if (!path || !column) return RP_NO_MEMORY;
  int64_t reached = rp_shot_path(retail, slope, tolerance, times->count, times->at, path);
  rp_status status = RP_OK;
  for (int64_t i = 0; i < 2 && status == RP_OK; ++i) {
    for (int64_t j = 0; j < times->count; ++j)
      column[j] = j < reached ? path[2 * j + i] : NAN;
    status = rp_call_put_vector(call, OUT_VARIANCE + (uint32_t)i, times->count, column);
  }
  return status;
}

rp_status rp_shooting_model_solve(const rp_call *call) {
  rp_retail retail;
  rp_times times;
  rp_status status = rp_call_retail(call, &retail);
  if (status == RP_OK)
    status = rp_call_times(call, PARAM_TIMES, PARAM_POINTS, retail.horizon, "horizon", &times);
  if (status != RP_OK) return status;
  if (retail.A < 0 || retail.sigma == 0)
    return rp_call_report(
        call, RP_UNSUPPORTED, "shooting-needs-noise", -1, NAN,
        "plain shooting is offered for volatility > 0 and herding_weight >= 0, the paper's case");
  double tolerance = rp_call_real(call, PARAM_TOLERANCE);
  rp_shot shot = rp_shoot(&retail, tolerance);
  if (isnan(shot.residual))
    return rp_call_report(call, RP_NOT_CONVERGED, "no-bracket", -1, NAN,
                          "no slope at the start was found from which the variance reaches the horizon");
  const rp_number numbers[] = {{OUT_SLOPE, shot.slope},
                               {OUT_TERMINAL, shot.variance},
                               {OUT_RESIDUAL, shot.residual},
                               {OUT_BELOW, shot.below},
                               {OUT_ABOVE, shot.above},
                               {OUT_STIFFNESS, retail.omega * retail.horizon},
                               {OUT_INTEGRATIONS, (double)shot.integrations}};
  status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  if (status == RP_OK) status = rp_call_put_vector(call, OUT_TIME, times.count, times.at);
  return status == RP_OK ? put_path(call, &retail, &times, shot.slope, tolerance) : status;
}
