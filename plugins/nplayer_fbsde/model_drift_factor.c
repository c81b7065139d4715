/* model_drift_factor.c - `nplayer_drift_factor`: identical agents, constant volatility, Ornstein-Uhlenbeck drift. Schema and glue; the
 * mathematics is in drift_factor.h. */
#include "drift_factor.h"
#include "model_factors.h"
#include "model_list.h"
#include "model_limits.h"
#include "model_times.h"
#include "riccati_bounds.h"

enum {
  PARAM_HORIZON,
  PARAM_AGENTS,
  PARAM_IMPACT,
  PARAM_SLIPPAGE,
  PARAM_RISK,
  PARAM_VOLATILITY,
  PARAM_PENALTY,
  PARAM_INVENTORY,
  PARAM_DRIFT,
  PARAM_TIMES,
  PARAM_POINTS,
  PARAMS
};
enum { OUT_TIME, OUT_FEEDBACK, OUT_LEVEL, OUT_SLOPE, OUT_EXPECTED, OUT_VARIANCE, OUT_FORCING, OUTPUTS };
RP_MODEL_LENGTHS(drift_factor, PARAMS, OUTPUTS);
enum { MOST_PANELS = 50000 };

#define COEF(name_, symbol_, unit_, doc_, bounds_, preset_)                                                  \
  { .name = name_, .symbol = symbol_, .unit = unit_, .doc = doc_, bounds_, .preset = preset_ }
static const rp_coef drift_coefs[] = {
    COEF("speed", "\\kappa", "1/time", "Speed of mean reversion.", RP_NONNEGATIVE, 1),
    COEF("mean", "\\bar{b}", RP_DRIFT_UNIT, "Mean.", RP_ANY, 0),
    COEF("volatility", "\\nu", "cash/share/time^1.5", "Volatility of the drift.", RP_NONNEGATIVE, 0.2),
    COEF("start", "b_0", RP_DRIFT_UNIT, "Value at the start.", RP_ANY, 0)};
static const rp_process drift_laws[] = {{.name = "ou",
                                         .law = "db = \\kappa (\\bar{b} - b) dt + \\nu dW",
                                         .coefs = drift_coefs,
                                         .coef_count = RP_COUNT_OF(drift_coefs),
                                         .coef_stride = sizeof(rp_coef)}};

const rp_dim rp_drift_factor_dims[] = {RP_TIME_DIM};
const rp_param rp_drift_factor_params[] = {
    RP_REAL_ENTRY("horizon", "T", "time", RP_NONNEGATIVE, 1, RP_MIN_OPEN, "section 1", "Horizon."),
    RP_INTEGER_ENTRY("agents", "n", RP_BETWEEN(1, 1000000000), 1, 0, "section 1", "Identical agents."),
    RP_REAL_ENTRY("permanent_impact", "\\lambda", "cash/share^2", RP_NONNEGATIVE, 0.2, 0, "section 1",
                  "Permanent impact of every agent."),
    RP_REAL_ENTRY("temporary_impact", "\\eta", "cash*time/share^2", RP_NONNEGATIVE, 0.4, RP_MIN_OPEN,
                  "section 1", "Temporary impact."),
    RP_REAL_ENTRY("risk_aversion", "\\alpha", "1/cash", RP_NONNEGATIVE, 1, 0, "section 1", "Weight of risk."),
    RP_REAL_ENTRY("volatility", "\\sigma", "cash/share/time^0.5", RP_NONNEGATIVE, 1, 0, "section 1",
                  "Volatility of the price."),
    RP_REAL_ENTRY("terminal_penalty", "\\phi", "cash/share^2", RP_ANY, 1, 0, "section 1",
                  "Weight of the squared inventory left at the horizon."),
    RP_REAL_ENTRY("inventory", "\\bar{x}", "share", RP_ANY, 1, 0, "section 4",
                  "Mean inventory at the start."),
    {RP_WORDS_("drift", "b", RP_DRIFT_UNIT, "section 1", "Drift of the price."), .kind = RP_PROCESS,
     .preset = 0, .processes = drift_laws, .process_count = 1, .process_stride = sizeof(rp_process)},
    RP_TIMES_ENTRIES};

const rp_output rp_drift_factor_outputs[] = {
    [OUT_TIME] = RP_OUT("time", "t", "time", RP_ON("time"), 0, "", "Times."),
    [OUT_FEEDBACK] = RP_OUT("feedback", "P(t)", "cash/share^2", RP_ON("time"), 0, "section 4",
                            "Marginal value 2 P m + q of the mean inventory m."),
    [OUT_LEVEL] = RP_OUT("forcing_level", "", "cash/share", RP_ON("time"), 0, "section 4",
                         "q(t, b) at b = 0; q is affine in b."),
    [OUT_SLOPE] = RP_OUT("forcing_slope", "", "time", RP_ON("time"), 0, "section 4", "Slope of q in b."),
    [OUT_EXPECTED] = RP_OUT("expected_inventory", "E m(t)", "share", RP_ON("time"), 0, "section 4",
                            "Expected mean inventory."),
    [OUT_VARIANCE] = RP_OUT("inventory_variance", "Var m(t)", "share^2", RP_ON("time"), 0, "section 4",
                            "Variance of the mean inventory, which is Gaussian."),
    [OUT_FORCING] = RP_OUT("forcing", "q_0", "cash/share", RP_NO_AXIS, 0, "section 4", "q at the start.")};

/* The times asked for, with both ends. */
static const double *with_ends(const rp_call *call, double horizon, int64_t count, const double *times,
                               int64_t *all, int64_t *skipped) {
  double *edges = rp_call_doubles(call, count + 2);
  if (!edges) return NULL;
  *skipped = times[0] > 0;
  *all = 0;
  if (*skipped) edges[(*all)++] = 0;
  for (int64_t i = 0; i < count; ++i)
    edges[(*all)++] = times[i];
  if (times[count - 1] < horizon) edges[(*all)++] = horizon;
  return edges;
}

/* Paths at the times asked for, whose states begin at `asked`; the forcing at the first of all states. */
static rp_status put(const rp_call *call, const rp_drift_market *market, int64_t count, const double *times,
                     const rp_drift_state *all, const rp_drift_state *asked) {
  double *to[OUTPUTS] = {0};
  rp_status status = rp_call_put_vector(call, OUT_TIME, count, times);
  for (uint32_t k = OUT_FEEDBACK; k <= OUT_VARIANCE && status == RP_OK; ++k)
    if (rp_call_wants(call, k) && !(to[k] = rp_call_vector(call, k, count))) status = RP_NO_MEMORY;
  if (status != RP_OK) return status;
  for (int64_t i = 0; i < count; ++i) {
    const rp_drift_state *s = asked + i;
    const double from[] = {0, s->feedback, s->level, s->slope, s->expected, s->variance};
    for (uint32_t k = OUT_FEEDBACK; k <= OUT_VARIANCE; ++k)
      if (to[k]) to[k][i] = from[k];
  }
  return rp_call_put(call, OUT_FORCING, all->level + all->slope * market->start);
}

rp_status rp_drift_factor_model_solve(const rp_call *call) {
  double impact = rp_call_real(call, PARAM_IMPACT), eta = rp_call_real(call, PARAM_SLIPPAGE),
         sigma = rp_call_real(call, PARAM_VOLATILITY), horizon = rp_call_real(call, PARAM_HORIZON);
  const double *law = rp_call_value(call, PARAM_DRIFT)->data, *times;
  rp_drift_market market = {.horizon = horizon,
                            .slippage = eta,
                            .a = rp_call_real(call, PARAM_RISK) * sigma * sigma,
                            .gamma = rp_call_real(call, PARAM_PENALTY) - impact / 2,
                            .c = impact * (double)(rp_call_integer(call, PARAM_AGENTS) - 1) / (4 * eta),
                            .speed = law[0],
                            .mean = law[1],
                            .volatility = law[2],
                            .start = law[3],
                            .inventory = rp_call_real(call, PARAM_INVENTORY)};
  int64_t count, all, skipped;
  double own;
  rp_status status = rp_model_times(call, PARAM_TIMES, horizon, &count, &times);
  if (status == RP_OK) status = rp_model_check_inventories(call, PARAM_INVENTORY, "inventory");
  if (status != RP_OK) return status;
  const double *edges = with_ends(call, horizon, count, times, &all, &skipped);
  rp_drift_state *states =
      call->host->scratch(call->host, (uint64_t)(count + 2) * sizeof *states, RP_CALL_ALIGNMENT);
  if (!edges || !states) return RP_NO_MEMORY;
  if (!rp_riccati_constant(eta, 0, market.a, market.gamma, horizon, &own))
    return rp_call_report(call, RP_NO_SOLUTION, "not-convex", PARAM_PENALTY,
                          rp_call_real(call, PARAM_PENALTY),
                          "an agent can drive its cost to minus infinity: with gamma = %.6g its Riccati "
                          "equation A' = A^2/eta - a escapes",
                          market.gamma);
  int64_t panels = rp_drift_factor_panels(&market, all, edges);
  if (panels > MOST_PANELS)
    return rp_call_report(
        call, RP_UNSUPPORTED, "too-many-panels", PARAM_AGENTS, (double)rp_call_integer(call, PARAM_AGENTS),
        "%lld agents over the horizon %.6g take %.3g panels, at most %d are offered: the fastest of lambda "
        "(n - 1)/(4 eta), the speed of the drift, sqrt(a/eta) and gamma/eta is too fast for the horizon",
        (long long)rp_call_integer(call, PARAM_AGENTS), horizon, (double)panels, MOST_PANELS);
  if (!rp_drift_factor_solve(&market, all, edges, states))
    return rp_call_report(call, RP_NO_SOLUTION, "riccati-escapes", PARAM_PENALTY,
                          rp_call_real(call, PARAM_PENALTY),
                          "the Riccati equation of the mean inventory escapes from gamma = %.6g: there is no "
                          "equilibrium, or there are many",
                          market.gamma);
  return put(call, &market, count, times, states, states + skipped);
}
