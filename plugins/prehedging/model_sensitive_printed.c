/*
 * model_sensitive_printed.c - `prehedging_sensitive_printed`: theorem 2's misprints beside what they should be. Schema and
 * glue; the formulas are in printed.h.
 */
#include "model_dealer.h"
#include "model_list.h"
#include "model_sensitive.h"
#include "printed.h"

enum { PARAM_TIME = RP_SENSITIVE_PARAMS, PARAMS };
enum {
  OUT_E_PRINTED,
  OUT_E_OF_ODE,
  OUT_E,
  OUT_F_PRINTED,
  OUT_F_BRACKETED,
  OUT_F_BOTH,
  OUT_F,
  OUT_A_END_PRINTED,
  OUT_A_END,
  OUT_RATE_PRINTED,
  OUT_RATE,
  OUTPUTS
};

const rp_param rp_sensitive_printed_params[] = {
    RP_SENSITIVE_PARAM_TABLE, RP_REAL_PARAM("time", "t", "time", RP_NONNEGATIVE, 0, "thm. 2",
                                            "When the formulas are evaluated, before horizon.")};

#define PRINTED(name_, symbol_, unit_, doc_)                                                                 \
  RP_FLAGGED_OUT(name_, symbol_, unit_, RP_NAN_MEANINGFUL | RP_INF_MEANINGFUL, "thm. 2", doc_)
const rp_output rp_sensitive_printed_outputs[] = {
    [OUT_E_PRINTED] = PRINTED("e_printed", "E(t)", "1", "E by the closed form as printed."),
    [OUT_E_OF_ODE] =
        PRINTED("e_of_printed_equation", "E(t)", "1", "E by the differential equation as printed."),
    [OUT_E] = PRINTED("e", "E(t)", "1", "E as it must be."),
    [OUT_F_PRINTED] =
        PRINTED("f_printed", "F(t)", "1", "F as printed, a sum of terms in cash and of a pure number."),
    [OUT_F_BRACKETED] =
        PRINTED("f_bracketed", "F(t)", "cash", "F with the logarithm moved into the bracket."),
    [OUT_F_BOTH] = PRINTED("f_bracketed_16", "F(t)", "cash", "F with that and 16 in place of 18."),
    [OUT_F] = PRINTED("f", "F(t)", "cash", "F as it must be."),
    [OUT_A_END_PRINTED] = PRINTED(
        "a_at_horizon_printed", "A(T)", "cash/share^2",
        "Terminal value of A with the sensitivity to the spread, as the terminal condition is printed."),
    [OUT_A_END] = PRINTED("a_at_horizon", "A(T)", "cash/share^2", "Terminal value of A."),
    [OUT_RATE_PRINTED] = PRINTED("rate_printed", "\\dot X_t", "share/time",
                                 "Rate at inventory X_0 and price P_0, as the maximiser is printed."),
    [OUT_RATE] = PRINTED("rate", "\\dot X_t", "share/time", "Best rate there."),
};

_Static_assert((int)OUTPUTS == (int)rp_sensitive_printed_output_count &&
                   (int)PARAMS == (int)rp_sensitive_printed_param_count,
               "model_list.h states the lengths of these tables");

rp_status rp_sensitive_printed_solve(const rp_call *call) {
  rp_sensitive_market market = rp_call_sensitive(call);
  rp_sensitive k = rp_sensitive_begin(&market);
  double left = market.horizon - rp_call_real(call, PARAM_TIME), x = market.inventory, price = market.price;
  if (left < 0)
    return rp_call_report(call, RP_BAD_INPUT, "time-after-horizon", PARAM_TIME, market.horizon - left,
                          "time is %.15g, but the client decides at horizon = %.15g", market.horizon - left,
                          market.horizon);
  if (!(market.horizon < rp_sensitive_escape(&k)))
    return rp_call_report(call, RP_NO_SOLUTION, "value-escapes", RP_SENSITIVE_HORIZON, market.horizon,
                          "the problem is ill posed from a horizon of %.15g on; horizon is %.15g",
                          rp_sensitive_escape(&k), market.horizon);
  rp_sensitive_value v = rp_sensitive_at(&k, left);
  rp_printed_sensitive p = rp_printed_sensitive_at(&k, left);
  const rp_number numbers[OUTPUTS] = {{OUT_E_PRINTED, p.e},
                                      {OUT_E_OF_ODE, p.e_of_ode},
                                      {OUT_E, v.e_ratio},
                                      {OUT_F_PRINTED, p.f},
                                      {OUT_F_BRACKETED, p.f_bracketed},
                                      {OUT_F_BOTH, p.f_corrected},
                                      {OUT_F, v.f},
                                      {OUT_A_END_PRINTED, p.a_at_end},
                                      {OUT_A_END, rp_sensitive_at(&k, 0).a},
                                      {OUT_RATE_PRINTED, rp_printed_rate(&k, left, x, price)},
                                      {OUT_RATE, (k.drive * v.d - v.a * x + v.b * price) / market.temporary}};
  return rp_call_put_numbers(call, numbers, OUTPUTS);
}
