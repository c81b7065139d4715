/* model.c - the model almgren_chriss as the host sees it: its description, and the glue to kernel.h. */
#include <math.h>
#include <reprise/call.h>
#include "kernel.h"

enum { BLOCK, HORIZON, PERIODS, VOLATILITY, PERMANENT_IMPACT, TEMPORARY_IMPACT, FIXED_COST, RISK_AVERSION };
enum { TIME, INVENTORY, TRADES, URGENCY, EXPECTED_COST, COST_VARIANCE };

/* The axis `periods` is as long as the parameter of that name; `time` has one point more. */
static const rp_dim dims[] = {
    {.name = "periods", .doc = "Periods of trade.", .min = 1, .max = 1000000},
    {.name = "time", .doc = "Ends of the periods.", .min = 2, .max = 1000001, .of = "periods", .plus = 1},
};
static const char *const on_periods[] = {"periods", NULL};
static const char *const on_time[] = {"time", NULL};

#define REAL(name_, symbol_, unit_, doc_, source_, flags_, min_, max_, preset_)                              \
  {                                                                                                          \
    .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, .source = source_, .kind = RP_REAL,        \
    .flags = flags_, .min = min_, .max = max_, .preset = preset_                                             \
  }
static const rp_param params[] = {
    [BLOCK] = REAL("block", "X", "share", "Shares to sell.", "Section 1.1", 0, -1e15, 1e15, 1e6),
    [HORIZON] = REAL("horizon", "T", "time", "Time to sell them in.", "Section 1.1", RP_MIN_OPEN, 0, 1e6, 5),
    [PERIODS] = {.name = "periods",
                 .symbol = "N",
                 .unit = "1",
                 .doc = "Number of equal periods, with one trade each.",
                 .source = "Section 1.1",
                 .kind = RP_INTEGER,
                 .min = 1,
                 .max = 1000000,
                 .preset = 5},
    [VOLATILITY] = REAL("volatility", "\\sigma", "cash/share/time^0.5", "Volatility of the price.", "eq. 1",
                        0, 0, 1e6, 0.95),
    [PERMANENT_IMPACT] = REAL("permanent_impact", "\\gamma", "cash/share^2",
                              "Fall of the price per share sold, for good.", "eq. 7", 0, 0, 1e6, 2.5e-7),
    [TEMPORARY_IMPACT] =
        REAL("temporary_impact", "\\eta", "cash time/share^2",
             "Price concession per unit of the rate of trade.", "eq. 8", RP_MIN_OPEN, 0, 1e6, 2.5e-6),
    [FIXED_COST] = REAL("fixed_cost", "\\epsilon", "cash/share",
                        "Cost of a share at any rate: half the spread.", "eq. 8", 0, 0, 1e6, 0.0625),
    [RISK_AVERSION] =
        REAL("risk_aversion", "\\lambda", "1/cash", "Price of a unit of variance.", "eq. 9", 0, 0, 1e6, 1e-6),
};

#define OUTPUT(name_, symbol_, unit_, axes_, doc_, source_)                                                  \
  { .name = name_, .symbol = symbol_, .unit = unit_, .axes = axes_, .doc = doc_, .source = source_ }
static const rp_output outputs[] = {
    [TIME] = OUTPUT("time", "t_j", "time", on_time, "Ends of the periods, from 0 to the horizon.", ""),
    [INVENTORY] = OUTPUT("inventory", "x_j", "share", on_time, "Shares left.", "eq. 18"),
    [TRADES] = OUTPUT("trades", "n_j", "share", on_periods, "Shares sold in each period.", "eq. 19"),
    [URGENCY] =
        OUTPUT("urgency", "\\kappa", "1/time", NULL, "Rate at which the inventory falls at first.", "eq. 16"),
    [EXPECTED_COST] =
        OUTPUT("expected_cost", "E", "cash", NULL, "Expected cost against the price at the start.", "eq. 5"),
    [COST_VARIANCE] = OUTPUT("cost_variance", "V", "cash^2", NULL, "Variance of that cost.", "eq. 6"),
};

static rp_liquidation read_problem(const rp_call *call) {
  return (rp_liquidation){.block = rp_call_real(call, BLOCK),
                          .horizon = rp_call_real(call, HORIZON),
                          .periods = rp_call_integer(call, PERIODS),
                          .volatility = rp_call_real(call, VOLATILITY),
                          .permanent_impact = rp_call_real(call, PERMANENT_IMPACT),
                          .temporary_impact = rp_call_real(call, TEMPORARY_IMPACT),
                          .fixed_cost = rp_call_real(call, FIXED_COST),
                          .risk_aversion = rp_call_real(call, RISK_AVERSION)};
}

static rp_status write_paths(const rp_call *call, const rp_liquidation *problem, double urgency) {
  int64_t n = problem->periods;
  double *time = rp_call_wants(call, TIME) ? rp_call_vector(call, TIME, n + 1) : NULL;
  double *left = rp_call_wants(call, INVENTORY) ? rp_call_vector(call, INVENTORY, n + 1) : NULL;
  double *trades = rp_call_wants(call, TRADES) ? rp_call_vector(call, TRADES, n) : NULL;
  if ((rp_call_wants(call, TIME) && !time) || (rp_call_wants(call, INVENTORY) && !left) ||
      (rp_call_wants(call, TRADES) && !trades))
    return RP_NO_MEMORY;
  for (int64_t j = 0; j <= n; ++j) {
    double now = rp_liquidation_left(problem, urgency, j);
    if (time) time[j] = problem->horizon * (double)j / (double)n;
    if (left) left[j] = now;
    if (trades && j > 0) trades[j - 1] = rp_liquidation_left(problem, urgency, j - 1) - now;
  }
  return RP_OK;
}

static rp_status solve(const rp_call *call) {
  rp_liquidation problem = read_problem(call);
  double impact = rp_liquidation_effective_impact(&problem), expected, variance;
  if (!(impact > 0))
    return rp_call_report(
        call, RP_NO_SOLUTION, "not-convex", TEMPORARY_IMPACT, impact,
        "'temporary_impact' less half of the permanent impact of a period is %g, it must be > 0: "
        "otherwise trading to and fro lowers the cost without end",
        impact);
  double urgency = rp_liquidation_urgency(&problem);
  rp_liquidation_cost(&problem, urgency, &expected, &variance);
  if (!isfinite(expected) || !isfinite(variance))
    return rp_call_report(call, RP_NOT_CONVERGED, "out-of-range", BLOCK, problem.block,
                          "'block' is %g, and the cost of selling it is no number that the machine has",
                          problem.block);
  rp_number numbers[] = {{URGENCY, urgency}, {EXPECTED_COST, expected}, {COST_VARIANCE, variance}};
  rp_status status = rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
  return status == RP_OK ? write_paths(call, &problem, urgency) : status;
}

static const rp_model models[] = {{
    .struct_size = sizeof(rp_model),
    .id = "almgren_chriss",
    .version = "1.0.0",
    .title = "The plan that sells a block at least cost and risk",
    .paper = "almgren2000",
    .doc = "Optimal liquidation under linear permanent and temporary impact, mean and variance; closed form, "
           "time "
           "proportional to the number of periods.",
    .dims = dims,
    .dim_count = RP_COUNT_OF(dims),
    .dim_stride = sizeof *dims,
    .params = params,
    .param_count = RP_COUNT_OF(params),
    .param_stride = sizeof *params,
    .outputs = outputs,
    .output_count = RP_COUNT_OF(outputs),
    .output_stride = sizeof *outputs,
    .solve = solve,
}};

RP_EXPORT const rp_library *rp_plugin_v1(uint32_t host_minor) {
  static const rp_library library = {.struct_size = sizeof library,
                                     .abi_minor = RP_ABI_MINOR,
                                     .models = models,
                                     .model_count = RP_COUNT_OF(models),
                                     .model_stride = sizeof *models};
  (void)host_minor;
  return &library;
}
