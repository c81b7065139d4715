/*
 * model_check.c - `prehedging_check`: the same numbers as `prehedging`, `prehedging_sensitive` and
 * `prehedging_sensitive_flow` by generic numerical methods. Schema and glue; the mathematics is in generic_route.h.
 */
#include "generic_route.h"
#include "model_list.h"
#include "model_price_demand.h"

enum { STATES = RP_STATES };
enum { PARAM_TOLERANCE = RP_REACTING_PARAMS, PARAMS };
enum {
  OUT_A,
  OUT_B,
  OUT_C,
  OUT_D,
  OUT_E,
  OUT_F,
  OUT_D_START,
  OUT_E_START,
  OUT_F_START,
  OUT_GAIN,
  OUT_INVENTORY,
  OUT_TRANSIENT,
  OUT_VARIANCE,
  OUT_COVARIANCE,
  NUMBERS,
  OUT_DECIDED = NUMBERS,
  OUT_WAITING,
  OUT_START,
  OUTPUTS
};

static const char *const on_matrix[] = {"state", "state", NULL};

const rp_dim rp_check_dims[] = {{.name = "state",
                                 .doc = "Inventory, transient impact, unaffected price, 1.",
                                 .min = STATES,
                                 .max = STATES}};

const rp_param rp_check_params[] = {RP_REACTING_PARAM_TABLE,
                                    {.name = "tolerance",
                                     .symbol = "",
                                     .unit = "1",
                                     .kind = RP_REAL,
                                     .flags = RP_NUMERICAL,
                                     .min = 1e-16,
                                     .max = 1,
                                     .preset = 1e-13,
                                     .source = "",
                                     .doc = "Relative and absolute tolerance of the integrator."}};

#define FLOW_OUT(name_, symbol_, unit_, source_, doc_)                                                       \
  RP_FLAGGED_OUT(name_, symbol_, unit_, RP_NAN_MEANINGFUL, source_,                                          \
                 doc_ "; NaN if the flow is balanced or reacts to the price.")
const rp_output rp_check_outputs[] = {
    [OUT_A] = RP_NUMBER_OUT("a", "\\mathcal A", "cash/share^2", "eq. 6",
                            "Minus the second derivative of the value in inventory."),
    [OUT_B] = RP_NUMBER_OUT("b", "\\mathcal B", "1", "eq. 7",
                            "Value per share of inventory and unit of transient impact."),
    [OUT_C] = RP_NUMBER_OUT("c", "\\mathcal C", "share^2/cash", "eq. 8",
                            "Second derivative of the value in transient impact."),
    [OUT_D] = FLOW_OUT("d", "\\mathcal D", "cash/share^2", "eq. 13",
                       "Value per share of inventory and of expected flow"),
    [OUT_E] = FLOW_OUT("e", "\\mathcal E", "1", "eq. 14",
                       "Value per unit of transient impact and share of expected flow"),
    [OUT_F] = FLOW_OUT("f", "\\mathcal F", "cash/share^2", "eq. 16",
                       "Value per squared share of expected flow, at T"),
    [OUT_D_START] = FLOW_OUT("d_start", "D(0)", "cash/share^2", "eq. 20", "D at the start"),
    [OUT_E_START] = FLOW_OUT("e_start", "E(0)", "1", "eq. 20", "E at the start"),
    [OUT_F_START] = FLOW_OUT("f_start", "F(0)", "cash/share^2", "eq. 21", "F at the start"),
    [OUT_GAIN] = RP_NUMBER_OUT("expected_gain", "V", "cash", "lemma 4", "Expected profit and loss."),
    [OUT_INVENTORY] = RP_NUMBER_OUT("mean_inventory_at_horizon", "\\mathbb E X_T", "share", "eq. 22",
                                    "Mean inventory at the end of the first stage."),
    [OUT_TRANSIENT] = RP_NUMBER_OUT("mean_transient_at_horizon", "\\mathbb E I_T", "cash/share", "eq. 23",
                                    "Mean transient impact there."),
    [OUT_VARIANCE] = RP_NUMBER_OUT("inventory_variance_at_horizon", "\\mathrm{Var} X_T", "share^2", "thm. 2",
                                   "Variance of the inventory there."),
    [OUT_COVARIANCE] = RP_NUMBER_OUT("covariance_at_horizon", "\\mathrm{Cov}(X_T, P^*_T)", "cash", "thm. 2",
                                     "Its covariance with the unaffected price."),
    [OUT_DECIDED] = RP_ARRAY_OUT("value_at_decision", "G", "1", on_matrix, "eq. 9",
                                 "Second derivatives of the value in the state just before the decision, "
                                 "from cash flows; units by entry."),
    [OUT_WAITING] = RP_ARRAY_OUT("value_waiting", "P", "1", on_matrix, "eq. 12",
                                 "The same in the second stage, by an ordered Schur decomposition."),
    [OUT_START] = RP_ARRAY_OUT("value_at_start", "P(0)", "1", on_matrix, "eq. 20",
                               "The same at the start, by an adaptive Runge-Kutta method."),
};

_Static_assert((int)OUTPUTS == (int)rp_check_output_count && (int)PARAMS == (int)rp_check_param_count,
               "model_list.h states the lengths of these tables");

static rp_status refuse(const rp_call *call, rp_generic_status status) {
  if (status == RP_GENERIC_NO_SPLIT)
    return rp_call_report(
        call, RP_NO_SOLUTION, "no-stable-split", -1, NAN,
        "an algebraic Riccati equation of this market has no stabilising solution: its matrix has too few "
        "eigenvalues on the stable side");
  return rp_call_report(
      call, RP_NOT_CONVERGED, "integration-failed", RP_PARAM_HORIZON, rp_call_real(call, RP_PARAM_HORIZON),
      "the Riccati equation could not be integrated over horizon = %.15g: its solution escapes or is "
      "too stiff",
      rp_call_real(call, RP_PARAM_HORIZON));
}

rp_status rp_check_solve(const rp_call *call) {
  rp_price_demand m;
  rp_units units;
  rp_generic g;
  double z[STATES];
  rp_status status = rp_call_price_demand(call, &m, &units);
  if (status != RP_OK) return status;
  if (m.dealer.market.inventory_cost == 0)
    return rp_call_report(
        call, RP_NO_SOLUTION, "never-liquidates", RP_PARAM_INVENTORY_COST, 0,
        "inventory_cost is 0, so no strategy is best in the third stage and its Riccati equation has no "
        "stabilising solution");
  rp_generic_status solved = rp_generic_solve(&m, rp_call_real(call, PARAM_TOLERANCE), &g);
  if (solved != RP_GENERIC_OK) return refuse(call, solved);
  rp_price_start(&m, z);
  double gain = rp_control_value(g.at_start, z) + z[RP_STATE_PRICE] * z[RP_STATE_INVENTORY] -
                m.dealer.market.permanent * z[RP_STATE_INVENTORY] * z[RP_STATE_INVENTORY] / 2;
  double q = m.level - m.spread_slope * (m.client.half_spread - m.reference);
  double flow = m.price_slope == 0 ? q * (2 * m.client.buy_probability - 1) * m.client.size : 0;
  double per_flow = flow != 0 ? 1 / flow : NAN, half = per_flow * per_flow / 2, constant = g.decided[15];
  double share = units.share, price = units.price, steep = price / share;
  const rp_number numbers[NUMBERS] = {{OUT_A, steep * g.a},
                                      {OUT_B, g.b},
                                      {OUT_C, g.c / steep},
                                      {OUT_D, steep * (per_flow * g.at_horizon[3])},
                                      {OUT_E, per_flow * g.at_horizon[7]},
                                      {OUT_F, steep * (half * (g.at_horizon[15] - constant))},
                                      {OUT_D_START, steep * (per_flow * g.at_start[3])},
                                      {OUT_E_START, per_flow * g.at_start[7]},
                                      {OUT_F_START, steep * (half * (g.at_start[15] - constant))},
                                      {OUT_GAIN, rp_units_gain(call, &units, gain)},
                                      {OUT_INVENTORY, share * g.mean[RP_STATE_INVENTORY]},
                                      {OUT_TRANSIENT, price * g.mean[RP_STATE_TRANSIENT]},
                                      {OUT_VARIANCE, share * share * g.covariance[0]},
                                      {OUT_COVARIANCE, share * price * g.covariance[2]}};
  for (uint32_t i = 0; i < NUMBERS; ++i)
    if (!isfinite(numbers[i].value) && !(rp_check_outputs[numbers[i].output].flags & RP_NAN_MEANINGFUL))
      return rp_call_require_finite(call, numbers + i, 1, rp_check_outputs);
  status = rp_call_put_numbers(call, numbers, NUMBERS);
  const struct {
    uint32_t output;
    const double *matrix;
  } tables[] = {{OUT_DECIDED, g.decided}, {OUT_WAITING, g.at_horizon}, {OUT_START, g.at_start}};
  for (uint32_t i = 0; i < RP_COUNT_OF(tables) && status == RP_OK; ++i)
    status = rp_call_put_value(call, tables[i].output, &units, tables[i].matrix);
  return status;
}
