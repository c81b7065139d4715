/*
 * model_acas.c - `guo2025_acas`: one buyer and two makers with noise orders that are known. Schema and glue; the mathematics
 * is in acas.h, acas_constant.h, acas_path.h, acas_bounds.h.
 */
#include "model_acas.h"
#include "model_list.h"
#include "model_times.h"

RP_MODEL_LENGTHS(acas, PARAMS, OUTPUTS);

static const char *const methods[] = {"gauss", "midpoint", NULL};

const rp_dim rp_acas_dims[] = {
    RP_TIME_DIM,
    {.name = "coordinate", .doc = "Makers apart, buyer and first maker apart.", .min = 2, .max = 2}};

const rp_param rp_acas_params[] = {
    RP_ACAS_PARAM_TABLE,
    RP_ACAS_RUNNING_ENTRY,
    RP_TIMES_ENTRIES,
    RP_CHOICE_ENTRY(
        "method", methods, RP_ACAS_GAUSS, RP_NUMERICAL, "",
        "gauss: collocation of order 16 on panels that are halved as needed, ends of truncation included; "
        "midpoint: the implicit midpoint rule on equal steps and on halved ones, extrapolated."),
    RP_INTEGER_ENTRY("steps", "", RP_BETWEEN(1, 1000000), 400, RP_NUMERICAL, "",
                     "Steps of the midpoint rule, besides the times of the outputs."),
    RP_REAL_ENTRY(
        "tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-12, RP_NUMERICAL, "",
        "Panels are halved until their last Legendre coefficients move a path by less, relatively.")};

#define PATH(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_ON("time"), 0, source, doc)
#define NUMBER(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_NO_AXIS, 0, source, doc)
#define EVIDENCE(name, unit, source, doc) RP_OUT(name, "", unit, RP_NO_AXIS, RP_DIAGNOSTIC, source, doc)
const rp_output rp_acas_outputs[] = {
    [OUT_TIME] = PATH("time", "t", "time", "", "Times."),
    [OUT_FIRST] = PATH("first_maker_path", "Q^{1,m}", "share", "eq. 18", "The first maker's inventory."),
    [OUT_SECOND] = PATH("second_maker_path", "Q^{2,m}", "share", "eq. 18", "The second maker's inventory."),
    [OUT_BUYER] = PATH("buyer_path", "Q^e", "share", "eq. 18", "The buyer's inventory."),
    [OUT_FIRST_ADJOINT] =
        PATH("first_adjoint", "Y^{1,m}", "cash/share", "eq. 19", "The first maker's adjoint."),
    [OUT_SECOND_ADJOINT] =
        PATH("second_adjoint", "Y^{2,m}", "cash/share", "eq. 19", "The second maker's adjoint."),
    [OUT_BUYER_ADJOINT] = PATH("buyer_adjoint", "Y^e", "cash/share", "eq. 19", "The buyer's adjoint."),
    [OUT_RATE] = PATH("rate", "v", "share/time", "eq. 17, 20", "The buyer's rate."),
    [OUT_FIRST_ASK] = PATH("first_ask", "\\delta^{1,a}", "cash/share", "eq. 17",
                           "The first maker's ask above the price: the best ask."),
    [OUT_FIRST_BID] = PATH("first_bid", "\\delta^{1,b}", "cash/share", "eq. 17", "Its bid below the price."),
    [OUT_SECOND_ASK] = PATH("second_ask", "\\delta^{2,a}", "cash/share", "eq. 17",
                            "The second maker's ask above the price."),
    [OUT_SECOND_BID] =
        PATH("second_bid", "\\delta^{2,b}", "cash/share", "eq. 17", "Its bid below the price: the best bid."),
    [OUT_SPREAD] =
        PATH("inside_spread", "", "cash/share", "", "Best ask less best bid; negative: quotes cross."),
    [OUT_GAIN] =
        RP_OUT("gain", "R(t)", "cash/share^2", RP_ON("time", "coordinate", "coordinate"), 0, "theorem 4.2",
               "Derivative of the adjoints' differences in the inventories' differences."),
    [OUT_MAKERS_APART] =
        NUMBER("makers_apart", "y_2(0)", "cash/share", "eq. 22", "Y^{1,m} - Y^{2,m} at the start."),
    [OUT_BUYER_APART] =
        NUMBER("buyer_apart", "y_e(0)", "cash/share", "eq. 22", "Y^e - Y^{1,m} at the start."),
    [OUT_RATE_START] = NUMBER("rate_start", "v(0)", "share/time", "eq. 17", "The buyer's rate at the start."),
    [OUT_RATE_END] = NUMBER("rate_end", "v(T)", "share/time", "eq. 17", "The buyer's rate at the horizon."),
    [OUT_ASK_START] =
        NUMBER("ask_start", "", "cash/share", "eq. 17", "Best ask above the price at the start."),
    [OUT_SPREAD_START] = NUMBER("spread_start", "", "cash/share", "", "Inside spread at the start."),
    [OUT_LEAST_SPREAD] =
        NUMBER("least_spread", "", "cash/share", "", "Least inside spread at ends of panels."),
    [OUT_CROSSED] = NUMBER("crossed", "", "1", "", "1 if the makers' quotes cross somewhere."),
    [OUT_TRUNCATED_FROM] = RP_OUT("truncated_from", "", "time", RP_NO_AXIS, RP_INF_MEANINGFUL, "eq. 20",
                                  "First time at which the rate is truncated; infinite: never."),
    [OUT_BOUND_WEIGHT] =
        RP_OUT("bound_weight", "p", "cash/share^2", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 26",
               "The constant of the bound; NaN without terminal penalty or with running ones."),
    [OUT_BOUND] = RP_OUT(
        "rate_bound", "", "share/time", RP_NO_AXIS, RP_NAN_MEANINGFUL, "eq. 26",
        "Lower bound of the rate as printed, which holds without noise orders; NaN where it says nothing."),
    [OUT_BOUND_CORRECTED] = RP_OUT("rate_bound_corrected", "", "share/time", RP_NO_AXIS, RP_NAN_MEANINGFUL,
                                   "eq. 26", "Lower bound with noise orders; NaN where it says nothing."),
    [OUT_LARGEST_ENTRY] =
        EVIDENCE("gain_largest", "cash/share^2", "theorem 4.3", "Largest entry of R(t): not positive."),
    [OUT_OFF_DIAGONAL] =
        RP_OUT("inverse_off_diagonal", "", "share^2/cash", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL,
               "theorem 4.2",
               "Largest off-diagonal entry of -R(t)^{-1}: not positive. NaN without penalties, where R = 0."),
    [OUT_COLUMN_SUM] =
        RP_OUT("inverse_column_sum", "", "share^2/cash", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL,
               "theorem 4.2",
               "Least column sum of -R(t)^{-1}: not negative. NaN without penalties, where R = 0."),
    [OUT_DOMINANCE] = RP_OUT(
        "gain_dominance", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "",
        "Least 1 - |other entry of the row|/|diagonal entry| of R(t). NaN without penalties, where R = 0."),
    [OUT_NORM_RATIO] =
        EVIDENCE("gain_norm_ratio", "1", "", "Largest |R(t)|_1/(2 A + 2 int_t^T phi): at most 1."),
    [OUT_CONSTANT_DIFFERENCE] =
        RP_OUT("constant_difference", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC | RP_NAN_MEANINGFUL, "theorem 4.3",
               "Without running penalties: largest difference of path and exact constants, relative to "
               "1/gamma + |y|; else NaN."),
    [OUT_ITERATIONS] =
        EVIDENCE("iterations", "1", "", "Newton steps, all grids together; 0: none was needed."),
    [OUT_PANELS] = EVIDENCE("panels", "1", "", "Panels of the last grid."),
    [OUT_RESIDUAL] = EVIDENCE("residual", "1", "", "Largest relative residual of the equations."),
    [OUT_RESOLUTION] =
        EVIDENCE("resolution", "1", "",
                 "gauss: what the last Legendre coefficients still move; midpoint: largest change of the "
                 "adjoints at the start by extrapolation, relative to 1/gamma + |y|.")};

static bool wants_paths(const rp_call *call) {
  for (uint32_t output = OUT_TIME; output <= OUT_GAIN; ++output)
    if (rp_call_wants(call, output)) return true;
  return false;
}

rp_status rp_acas_model_solve(const rp_call *call) {
  rp_acas_solution s = {.call = call};
  rp_status status = rp_call_acas(call, PARAM_RUNNING, &s.market);
  if (status != RP_OK) return status;
  if (wants_paths(call)) status = rp_model_times(call, PARAM_TIMES, s.market.horizon, &s.count, &s.times);
  if (status != RP_OK) return status;
  s.rows = call->host->scratch(call->host, (uint64_t)(s.count + 1) * sizeof(rp_acas_row), RP_CALL_ALIGNMENT);
  if (!s.rows) return RP_NO_MEMORY;
  s.neutral = rp_acas_neutral(&s.market);
  if (s.neutral && !rp_acas_constant(&s.market, &s.constants))
    return rp_call_report(call, RP_NO_SOLUTION, "no-constant-quotes", -1, NAN,
                          "without running penalties the makers' adjoints must lie apart by a constant "
                          "between %.6g and 0, and there is none",
                          -2 * s.market.terminal * (s.market.first - s.market.second));
  status = rp_acas_run(&s);
  return status == RP_OK ? rp_acas_put(&s) : status;
}
