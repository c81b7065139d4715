/*
 * model_single.c - `nplayer_single`: value, feedback and inventory of one agent. Schema and glue; the mathematics is in
 * single.h.
 */
#include "model_list.h"
#include "model_limits.h"
#include "model_sorted.h"
#include "model_times.h"
#include "numerics/curve.h"
#include "single.h"

enum {
  PARAM_HORIZON,
  PARAM_INVENTORY,
  PARAM_SLIPPAGE,
  PARAM_RISK,
  PARAM_VOLATILITY,
  PARAM_FORCING,
  PARAM_TERMINAL,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum {
  OUT_TIME,
  OUT_QUADRATIC,
  OUT_LINEAR,
  OUT_CONSTANT,
  OUT_INVENTORY,
  OUT_RATE,
  OUT_VALUE,
  OUT_DISCRETISATION,
  OUT_PANELS,
  OUTPUTS
};
RP_MODEL_LENGTHS(single, PARAMS, OUTPUTS);
enum { CURVES = 4 };
static const double tolerance = 1e-12;

const rp_dim rp_single_dims[] = {RP_TIME_DIM};

const rp_param rp_single_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_REAL_ENTRY("inventory", "x", "share", RP_ANY, 1, 0, "section 3", "Inventory at the start."),
    RP_CURVE_ENTRY("temporary_impact", "\\eta(t)", "cash*time/share^2", "t", "0", "horizon", RP_NONNEGATIVE,
                   0.5, RP_MIN_OPEN, "section 3", "Temporary impact; bounded away from 0."),
    RP_CURVE_ENTRY("risk_aversion", "\\alpha(t)", "1/cash", "t", "0", "horizon", RP_NONNEGATIVE, 1, 0,
                   "section 3", "Weight of risk."),
    RP_CURVE_ENTRY("volatility", "\\sigma(t)", "cash/share/time^0.5", "t", "0", "horizon", RP_NONNEGATIVE, 1,
                   0, "section 3", "Volatility of the price."),
    RP_CURVE_ENTRY("forcing", "f(t)", "cash/share/time", "t", "0", "horizon", RP_ANY, 0, 0, "section 3",
                   "Drift of the price that the agent sees: its own and what others' trades add."),
    RP_REAL_ENTRY("terminal_penalty", "\\gamma", "cash/share^2", RP_ANY, 1, 0, "section 3",
                  "Weight of the squared inventory left at the horizon; less than phi by lambda/2."),
    RP_TIMES_ENTRIES};

const rp_output rp_single_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_QUADRATIC] = RP_OUT("value_quadratic", "A", "cash/share^2", RP_ON("time"), 0, "proposition 3.1",
                             "Coefficient of the squared inventory in the value."),
    [OUT_LINEAR] = RP_OUT("value_linear", "B", "cash/share", RP_ON("time"), 0, "proposition 3.1",
                          "Coefficient of the inventory in the value."),
    [OUT_CONSTANT] = RP_OUT("value_constant", "C", "cash", RP_ON("time"), 0, "proposition 3.1",
                            "Value of an agent without inventory."),
    [OUT_INVENTORY] =
        RP_OUT("inventory_path", "X", "share", RP_ON("time"), 0, "theorem 3.1", "Best inventory."),
    [OUT_RATE] = RP_OUT("rate_path", "\\xi", "share/time", RP_ON("time"), 0, "theorem 3.1",
                        "Best rate of trading, -(2 A X + B)/(2 eta); positive: buys."),
    [OUT_VALUE] = RP_OUT("value", "V", "cash", RP_NO_AXIS, 0, "section 3", "A x^2 + B x + C at the start."),
    [OUT_DISCRETISATION] =
        RP_OUT("discretisation", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "",
               "Change of A, B, C and X by halving all panels, relative to the largest value of each."),
    [OUT_PANELS] = RP_OUT("panels", "", "1", RP_NO_AXIS, RP_DIAGNOSTIC, "", "Panels of twelve nodes.")};

typedef struct coefficients {
  rp_curve slippage, risk, volatility, forcing;
} coefficients;

static void evaluate(const void *context, double t, double *slippage, double *risk, double *forcing) {
  const coefficients *c = context;
  double sigma = rp_curve_at(&c->volatility, t);
  *slippage = rp_curve_at(&c->slippage, t);
  *risk = rp_curve_at(&c->risk, t) * sigma * sigma;
  *forcing = rp_curve_at(&c->forcing, t);
}

/* Where a panel must end: the horizon's ends, the wanted times, and where a coefficient may bend or jump. */
static double *edges_of(const rp_call *call, double horizon, const coefficients *c, int64_t times,
                        const double *time, int64_t *count) {
  const rp_curve *curves[CURVES] = {&c->slippage, &c->risk, &c->volatility, &c->forcing};
  int64_t most = times + 2;
  for (int i = 0; i < CURVES; ++i)
    most += curves[i]->grid_count;
  double *edges = rp_call_doubles(call, most);
  if (!edges) return NULL;
  int64_t all = 0;
  edges[all++] = 0;
  for (int64_t i = 0; i < times; ++i)
    edges[all++] = time[i];
  for (int i = 0; i < CURVES; ++i)
    for (int64_t k = 0; k < curves[i]->grid_count; ++k)
      if (curves[i]->grid[k] > 0 && curves[i]->grid[k] < horizon) edges[all++] = curves[i]->grid[k];
  edges[all++] = horizon;
  *count = rp_model_sort_once(all, edges);
  return edges;
}

static rp_status refuse(const rp_call *call, rp_single_status status, const rp_single_report *report) {
  if (status == RP_SINGLE_ESCAPES)
    return rp_call_report(call, RP_NO_SOLUTION, "not-convex", PARAM_TERMINAL,
                          rp_call_real(call, PARAM_TERMINAL),
                          "the agent can drive the cost to minus infinity: with terminal_penalty %.6g the "
                          "value's coefficient A is not finite between %.6g and the horizon",
                          rp_call_real(call, PARAM_TERMINAL), report->escape_to);
  if (status == RP_SINGLE_NEARLY_SINGULAR)
    return rp_call_report(call, RP_NOT_CONVERGED, "nearly-singular", PARAM_TERMINAL,
                          rp_call_real(call, PARAM_TERMINAL),
                          "terminal_penalty %.10g is so near to where the cost becomes unbounded that "
                          "rounding leaves a relative error of %.2g, 1e-6 would be borne",
                          rp_call_real(call, PARAM_TERMINAL), report->discretisation);
  if (!isfinite(report->discretisation))
    return rp_call_report(call, RP_NOT_CONVERGED, "horizon-too-long", PARAM_HORIZON,
                          rp_call_real(call, PARAM_HORIZON),
                          "'horizon' is %.6g, which is %.2g time scales sqrt(eta/a) of the agent; some 3e5 "
                          "of them can be resolved",
                          rp_call_real(call, PARAM_HORIZON), report->growth);
  return rp_call_report(call, RP_NOT_CONVERGED, "not-resolved", -1, report->discretisation,
                        "with %lld panels the relative error is still %.2g, it must be at most %.0g",
                        (long long)report->panels, report->discretisation, tolerance);
}

static rp_status put_paths(const rp_call *call, const coefficients *c, int64_t count, const double *times,
                           const double *edges, const rp_single_state *states) {
  enum { FIRST = OUT_QUADRATIC, COLUMNS = OUT_RATE - OUT_QUADRATIC + 1 };
  double *to[COLUMNS] = {0};
  rp_status status = rp_call_put_vector(call, OUT_TIME, count, times);
  if (status != RP_OK) return status;
  for (uint32_t k = 0; k < COLUMNS; ++k)
    if (rp_call_wants(call, FIRST + k) && !(to[k] = rp_call_vector(call, FIRST + k, count)))
      return RP_NO_MEMORY;
  for (int64_t i = 0, edge = 0; i < count; ++i) {
    while (edges[edge] < times[i])
      ++edge;
    const rp_single_state *s = states + edge;
    double rate = -(2 * s->quadratic * s->inventory + s->linear) / (2 * rp_curve_at(&c->slippage, times[i]));
    const double from[COLUMNS] = {s->quadratic, s->linear, s->constant, s->inventory, rate};
    for (int k = 0; k < COLUMNS; ++k)
      if (to[k]) to[k][i] = from[k];
  }
  return RP_OK;
}

rp_status rp_single_model_solve(const rp_call *call) {
  double horizon = rp_call_real(call, PARAM_HORIZON), x = rp_call_real(call, PARAM_INVENTORY);
  coefficients c = {rp_curve_of(rp_call_value(call, PARAM_SLIPPAGE), 0),
                    rp_curve_of(rp_call_value(call, PARAM_RISK), 0),
                    rp_curve_of(rp_call_value(call, PARAM_VOLATILITY), 0),
                    rp_curve_of(rp_call_value(call, PARAM_FORCING), 0)};
  int64_t count, edge_count;
  const double *times;
  rp_status status = rp_model_times(call, PARAM_TIMES, horizon, &count, &times);
  if (status == RP_OK) status = rp_model_check_inventories(call, PARAM_INVENTORY, "inventory");
  if (status != RP_OK) return status;
  double *edges = edges_of(call, horizon, &c, count, times, &edge_count);
  if (!edges) return RP_NO_MEMORY;
  double *work = rp_call_doubles(call, rp_single_workspace(edge_count));
  rp_single_state *states =
      call->host->scratch(call->host, (uint64_t)edge_count * sizeof *states, RP_CALL_ALIGNMENT);
  if (!work || !states) return RP_NO_MEMORY;
  rp_single_agent agent = {.edge_count = edge_count,
                           .edges = edges,
                           .coefficients = evaluate,
                           .context = &c,
                           .terminal = rp_call_real(call, PARAM_TERMINAL),
                           .start = x};
  rp_single_report report;
  rp_single_status solved = rp_single_solve(&agent, tolerance, states, &report, work);
  if (solved != RP_SINGLE_OK) return refuse(call, solved, &report);
  if (report.discretisation > tolerance)
    rp_call_report(call, RP_OK, "nearly-singular", PARAM_TERMINAL, report.discretisation,
                   "the cost is nearly unbounded, so that rounding leaves a relative error of %.2g",
                   report.discretisation);
  for (int64_t i = 0; i < edge_count; ++i)
    if (!isfinite(states[i].quadratic + states[i].linear + states[i].constant + states[i].inventory))
      return rp_call_report(call, RP_UNSUPPORTED, "overflow", PARAM_FORCING, states[i].linear,
                            "the value at time %.6g overflows: inventory, forcing and impact are of too "
                            "different sizes, choose other units",
                            edges[i]);
  status = put_paths(call, &c, count, times, edges, states);
  if (status != RP_OK) return status;
  const rp_single_state *s = states;
  const rp_number numbers[] = {{OUT_VALUE, (s->quadratic * x + s->linear) * x + s->constant},
                               {OUT_DISCRETISATION, report.discretisation},
                               {OUT_PANELS, (double)report.panels}};
  return rp_call_put_numbers(call, numbers, RP_COUNT_OF(numbers));
}
