/*
 * model_acas_spectral.c - `guo2025_acas_spectral`: quotes of section 4 at the start, in microseconds. Schema and glue; the mathematics
 * is in acas_spectral.h.
 */
#include <threads.h>
#include "acas_spectral.h"
#include "model_acas_market.h"
#include "model_list.h"

enum { PARAM_RUNNING = RP_ACAS_SHARED_PARAMS, PARAM_TOLERANCE, PARAMS };
enum {
  OUT_MAKERS_APART,
  OUT_BUYER_APART,
  OUT_FIRST_ADJOINT,
  OUT_RATE_START,
  OUT_ASK_START,
  OUT_SPREAD_START,
  OUT_FIRST_END,
  OUT_SECOND_END,
  OUT_BUYER_END,
  OUT_RESOLUTION,
  OUT_ITERATIONS,
  OUTPUTS
};
RP_MODEL_LENGTHS(spectral, PARAMS, OUTPUTS);

const rp_param rp_spectral_params[] = {
    RP_ACAS_PARAM_TABLE, RP_ACAS_RUNNING_ENTRY,
    RP_REAL_ENTRY(
        "tolerance", "", "1", RP_BETWEEN(1e-14, 1), 1e-9, RP_NUMERICAL, "",
        "What 16 points may miss of a path, relatively; the adjoints at the start are better by far.")};

#define NUMBER(name, symbol, unit, source, doc) RP_OUT(name, symbol, unit, RP_NO_AXIS, 0, source, doc)
const rp_output rp_spectral_outputs[] = {
    [OUT_MAKERS_APART] =
        NUMBER("makers_apart", "y_2(0)", "cash/share", "eq. 22", "Y^{1,m} - Y^{2,m} at the start."),
    [OUT_BUYER_APART] =
        NUMBER("buyer_apart", "y_e(0)", "cash/share", "eq. 22", "Y^e - Y^{1,m} at the start."),
    [OUT_FIRST_ADJOINT] = NUMBER("first_adjoint", "Y^{1,m}_0", "cash/share", "eq. 19",
                                 "The first maker's adjoint at the start."),
    [OUT_RATE_START] = NUMBER("rate_start", "v(0)", "share/time", "eq. 17", "The buyer's rate at the start."),
    [OUT_ASK_START] =
        NUMBER("ask_start", "", "cash/share", "eq. 17", "Best ask above the price at the start."),
    [OUT_SPREAD_START] =
        NUMBER("spread_start", "", "cash/share", "", "Inside spread at the start; negative: crossed."),
    [OUT_FIRST_END] = NUMBER("first_maker_end", "Q^{1,m}_T", "share", "eq. 18",
                             "The first maker's inventory at the horizon."),
    [OUT_SECOND_END] = NUMBER("second_maker_end", "Q^{2,m}_T", "share", "eq. 18",
                              "The second maker's inventory at the horizon."),
    [OUT_BUYER_END] =
        NUMBER("buyer_end", "Q^e_T", "share", "eq. 18", "The buyer's inventory at the horizon."),
    [OUT_RESOLUTION] = RP_OUT("resolution", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
                              "What the last Legendre coefficients still move."),
    [OUT_ITERATIONS] =
        RP_OUT("iterations", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Steps on 4, 8 and 16 points.")};

/* What depends on no market, made by the first solve: it would take ten times as long as a solve. Constant from then on. */
static rp_acas_plan plan;
static once_flag planned = ONCE_FLAG_INIT;

static void make_plan(void) {
  rp_acas_plan_make(&plan);
}

rp_status rp_spectral_model_solve(const rp_call *call) {
  rp_acas market;
  rp_acas_ends ends;
  rp_status status = rp_call_acas(call, PARAM_RUNNING, &market);
  if (status != RP_OK) return status;
  call_once(&planned, make_plan);
  if (!rp_acas_spectral(&plan, &market, &ends))
    return rp_call_report(call, RP_NOT_CONVERGED, "not-smooth", -1, NAN,
                          "the data jump or bend, the running penalty varies, the least rate binds, or "
                          "Newton's steps do not settle: take guo2025_acas");
  if (!(ends.tail <= rp_call_real(call, PARAM_TOLERANCE)))
    return rp_call_report(call, RP_NOT_CONVERGED, "not-resolved", PARAM_TOLERANCE, ends.tail,
                          "16 points resolve the path to %.2g only: take guo2025_acas", ends.tail);
  double rate = (ends.ye - 1 / market.gamma) / (2 * rp_curve_at(&market.cost, 0));
  rp_call_acas_remark(call, rate);
  const rp_number numbers[] = {{OUT_MAKERS_APART, ends.y2},
                               {OUT_BUYER_APART, ends.ye},
                               {OUT_FIRST_ADJOINT, ends.maker},
                               {OUT_RATE_START, rate},
                               {OUT_ASK_START, 1 / market.gamma + ends.maker},
                               {OUT_SPREAD_START, 2 / market.gamma + ends.y2},
                               {OUT_FIRST_END, ends.maker_end},
                               {OUT_SECOND_END, ends.maker_end - ends.q2_end},
                               {OUT_BUYER_END, ends.maker_end + ends.qe_end},
                               {OUT_RESOLUTION, ends.tail},
                               {OUT_ITERATIONS, ends.iterations}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}
