/* model_conditions.c - `guo2025_conditions`: existence for equal traders with constant coefficients. Schema and glue; the
 * mathematics is in modes.h. */
#include "model_list.h"
#include "model_traders.h"

enum {
  PARAM_TRADERS,
  PARAM_PERMANENT,
  PARAM_TEMPORARY,
  PARAM_OWN,
  PARAM_CROSS,
  PARAM_RUNNING,
  PARAM_TERMINAL,
  PARAM_HORIZON,
  PARAMS
};
enum {
  OUT_HAMILTONIAN,
  OUT_CONDITION_27,
  OUT_CONDITION_210,
  OUT_CONDITION_210_WIDE,
  OUT_MONOTONICITY,
  OUT_OWN_CONCAVE,
  OUT_OWN_ESCAPE,
  OUT_ESCAPE,
  OUT_EXISTS,
  OUT_IMPACT_MEAN,
  OUT_IMPACT_DEVIATION,
  OUT_RATE_MEAN,
  OUT_RATE_DEVIATION,
  OUTPUTS
};
RP_MODEL_LENGTHS(conditions, PARAMS, OUTPUTS);

const rp_param rp_conditions_params[] = {
    RP_INTEGER_ENTRY("traders", "N", RP_BETWEEN(1, 1e15), 3, 0, "section 2", "Number of traders."),
    RP_REAL_ENTRY("permanent_impact", "\\alpha", "cash/share^2", RP_NONNEGATIVE, 0.3, 0, "section 2",
                  "Permanent impact of the average rate."),
    RP_REAL_ENTRY("temporary_impact", "\\beta", "cash*time/share^2", RP_NONNEGATIVE, 0.2, RP_MIN_OPEN,
                  "section 2", "Temporary impact of the average rate."),
    RP_WEIGHT_ENTRIES,
    RP_REAL_ENTRY("running_penalty", "\\phi", "cash/share^2/time", RP_NONNEGATIVE, 0.15, 0, "section 2",
                  "Running penalty of inventory."),
    RP_TERMINAL_ENTRY,
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 2", "Horizon.")};

const rp_output rp_conditions_outputs[] = {
    [OUT_HAMILTONIAN] = RP_OUT("hamiltonian_concave", "", "1", RP_NO_AXIS, 0, "assumption 2.4",
                               "1 if 4 N beta phi >= alpha^2: concave in inventory and rate at each time."),
    [OUT_CONDITION_27] = RP_OUT("condition_27", "", "1", RP_NO_AXIS, 0, "theorem 2.7",
                                "1 if 2 (N + 1) beta phi >= alpha^2: unique solution on every horizon."),
    [OUT_CONDITION_210] = RP_OUT("condition_210", "", "1", RP_NO_AXIS, 0, "theorem 2.10",
                                 "1 if phi > (N + 1) alpha^2/(8 N beta), the sharp constant."),
    [OUT_CONDITION_210_WIDE] =
        RP_OUT("condition_210_wide", "", "1", RP_NO_AXIS, 0, "theorem 2.10",
               "1 if phi >= (N + 2) alpha^2/(8 N beta), the other reading of the constant."),
    [OUT_MONOTONICITY] = RP_OUT("monotonicity_margin", "", "cash/share^2/time", RP_NO_AXIS, 0, "eq. 9",
                                "Smallest eigenvalue of the form of eq. 9, 2 phi - (N + 1) alpha^2/(4 N "
                                "beta) without weights; positive: theorem 2.10 applies."),
    [OUT_OWN_CONCAVE] = RP_OUT("own_concave", "", "1", RP_NO_AXIS, 0, "",
                               "1 if each trader's objective is strictly concave on every horizon, alpha/N - "
                               "2 A < 2 sqrt(phi beta/N)."),
    [OUT_OWN_ESCAPE] = RP_OUT("own_concave_time", "", "time", RP_NO_AXIS, RP_INF_MEANINGFUL, "",
                              "Horizon from which on a trader's objective is not concave; infinite: none."),
    [OUT_ESCAPE] = RP_OUT("explosion_time", "\\tau^*", "time", RP_NO_AXIS, RP_INF_MEANINGFUL, "",
                          "Time to maturity at which the mean mode escapes; infinite: never."),
    [OUT_EXISTS] = RP_OUT("equilibrium", "", "1", RP_NO_AXIS, 0, "",
                          "1 if the horizon is below explosion_time and own_concave_time."),
    [OUT_IMPACT_MEAN] = RP_OUT("impact_mean", "", "cash*time/share^2", RP_NO_AXIS, 0, "remark 2.1",
                               "Eigenvalue of the first-order conditions on the mean."),
    [OUT_IMPACT_DEVIATION] = RP_OUT("impact_deviation", "", "cash*time/share^2", RP_NO_AXIS, 0, "remark 2.1",
                                    "The same on deviations from the mean."),
    [OUT_RATE_MEAN] = RP_OUT("rate_mean", "m", "1/time", RP_NO_AXIS, 0, "",
                             "Rate at which long-lived mean inventories are worked off."),
    [OUT_RATE_DEVIATION] =
        RP_OUT("rate_deviation", "m_\\perp", "1/time", RP_NO_AXIS, 0, "", "The same of deviations.")};

rp_status rp_conditions_solve(const rp_call *call) {
  rp_traders game = {.count = (double)rp_call_integer(call, PARAM_TRADERS),
                     .permanent = rp_call_real(call, PARAM_PERMANENT),
                     .temporary = rp_call_real(call, PARAM_TEMPORARY),
                     .own = rp_call_real(call, PARAM_OWN),
                     .cross = rp_call_real(call, PARAM_CROSS),
                     .running = rp_call_real(call, PARAM_RUNNING)};
  if (game.count == 1) game.cross = game.own;
  double horizon = rp_call_real(call, PARAM_HORIZON), terminal = rp_call_real(call, PARAM_TERMINAL);
  rp_status status = rp_model_check_weights(call, PARAM_CROSS, game.count, game.own, game.cross);
  if (status != RP_OK) return status;
  rp_mode mode;
  rp_mode_path mean, deviation, own;
  rp_mode_mean(&game, &mode);
  rp_mode_solve(&mode, terminal, &mean);
  bool theorem_27 = mode.g >= 0;
  rp_mode_deviation(&game, &mode);
  rp_mode_solve(&mode, terminal, &deviation);
  rp_mode_own(&game, &mode);
  rp_mode_solve(&mode, terminal, &own);
  double n = game.count, alpha = game.permanent, margin = rp_traders_monotonicity(&game);
  double escape = rp_mode_escape(&mean), own_escape = rp_mode_escape(&own), of_mean, of_deviation;
  rp_traders_impact(&game, &of_mean, &of_deviation);
  if (!isfinite(margin) || !isfinite(mean.m) || !isfinite(deviation.m) || isnan(escape) || isnan(own_escape))
    return rp_call_report(
        call, RP_NOT_CONVERGED, "overflow", PARAM_PERMANENT, alpha,
        "'permanent_impact' is %.6g: with these parameters the conditions leave the range of numbers", alpha);
  const rp_number numbers[] = {
      {OUT_HAMILTONIAN, mode.g >= 0},
      {OUT_CONDITION_27, theorem_27},
      {OUT_CONDITION_210, margin > 0},
      {OUT_CONDITION_210_WIDE, 8 * n * game.temporary * game.running >= (n + 2) * alpha * alpha},
      {OUT_MONOTONICITY, margin},
      {OUT_OWN_CONCAVE, own.opening > 0},
      {OUT_OWN_ESCAPE, own_escape},
      {OUT_ESCAPE, escape},
      {OUT_EXISTS, horizon < escape && horizon < own_escape},
      {OUT_IMPACT_MEAN, of_mean},
      {OUT_IMPACT_DEVIATION, of_deviation},
      {OUT_RATE_MEAN, mean.m},
      {OUT_RATE_DEVIATION, deviation.m}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}
